"""Owns what the rules look at: a message with its subject, sender and texts in the spelling the phrases use."""

import re
from functools import cache, cached_property

from msgspec import Struct

from afterword.domain.conversation.message import Message
from afterword.languages.loader import gather
from afterword.mail.classify.wording import Clauses, clauses_of, folded, listed_phrases, notes, phrases_in
from afterword.mail.newtext import MailBody

# Reports name their reason early; whatever comes later is usually the returned mail.
_REPORT_CHARS = 6_000
_OWN_CHARS = 4_000
# More than this is there to waste time.
_HTML_CHARS = 400_000
_DAEMON = re.compile(r"mailer[-_. ]?d(ae|ea|e)mon|microsoftexchange[0-9a-f]{6}")
_SYSTEM_ADDRESS = re.compile(
    r"(mailer|mail|mailer[-_. ]?)d(ae|ea|e)mon|post[-_.]?master|mdaemon|^bounces?([-+_.]|$)"
    r"|mail[-_.]?router|ndr[-_.]|^symantec|mail[-_.]?delivery|^virus|mailscanner"
)
_QUOTED_LINE = re.compile(r"^[>|].*$", re.MULTILINE)
_LIST_TAG = re.compile(r"^(?:\[[^\]]{1,40}\] ?)+")
_WORD = re.compile(r"\w{2,}")
DAEMON = 8.0
"""The weight of a mail server's own address."""
DECISIVE = 30.0
"""The weight that ends all weighing: a standard said what the mail is."""


class _Headers(Struct, frozen=True):
    """The headers of automatic answers, those whose value tells one, and those of mail to many and of programs.

    The numbers are how surely a header says so.
    """

    automatic: tuple[str, ...]
    automatic_values: tuple[tuple[str, re.Pattern[str], int], ...]
    many: tuple[tuple[str, int], ...]
    program: tuple[tuple[str, int], ...]


@cache
def header_table() -> _Headers:
    """What programs write into the headers of mails."""
    return gather("mail", "headers", _Headers)


class NewWords(Struct, frozen=True, dict=True):
    """The newly written part of a message, and what is asked of it again and again."""

    text: str

    @cached_property
    def words(self) -> str:
        """All of it, folded."""
        return folded(self.text)

    @cached_property
    def count(self) -> int:
        """How many words there are."""
        return len(_WORD.findall(self.words))

    @cached_property
    def clauses(self) -> Clauses:
        """What it says beside an absence or a receipt."""
        return clauses_of(folded(self.text, keep_lines=True))

    @cached_property
    def sums_up(self) -> bool:
        """Whether it says that it is brief about something."""
        return notes().brief.stand_in(self.words)


class MailFacts(Struct, frozen=True, dict=True):
    """One message and what is asked of it again and again; `known_ids` are the Message-IDs that are ours."""

    message: Message
    known_ids: frozenset[str]
    body: MailBody

    @cached_property
    def subject(self) -> str:
        """The subject, folded."""
        return folded(self.message.subject)

    @cached_property
    def bare_subject(self) -> str:
        """The subject, folded, without words for "reply" at its start and without a list's name before them."""
        text = self.subject
        for _ in range(5):
            untagged = _LIST_TAG.sub("", text)
            if not untagged.startswith(listed_phrases("subject", "prefixes")):
                break
            text = untagged[len(next(filter(untagged.startswith, listed_phrases("subject", "prefixes")))) :].lstrip()
        return text

    @property
    def is_titled_reply(self) -> bool:
        """Whether the subject begins with a word for "reply" or "forward"."""
        return self.bare_subject != self.subject

    @cached_property
    def local_part(self) -> str:
        """The sender's address before the @, folded."""
        address = self.message.from_address or self.message.from_name
        return folded(address.partition("@")[0].strip("<>'\"\\"))

    @cached_property
    def sender_name(self) -> str:
        """The sender's name, folded."""
        return folded(self.message.from_name)

    @cached_property
    def full_text(self) -> str:
        """The whole text as it stands: the plain one, or the HTML as it is read."""
        return self.message.plain if self.message.plain.strip() else self.body.readable_text

    @cached_property
    def report_text(self) -> str:
        """The beginning of the text without quoted lines, folded: where a report says what it is."""
        return folded(_QUOTED_LINE.sub("", self.full_text[:_REPORT_CHARS]))

    @cached_property
    def own(self) -> "NewWords":
        """What was newly written."""
        return NewWords(self.body.new_text[:_OWN_CHARS])

    @cached_property
    def has_quoted_lines(self) -> bool:
        """Whether several lines are marked as quoted."""
        return len(_QUOTED_LINE.findall(self.message.plain[:_HTML_CHARS])) > 1

    @cached_property
    def quotes_somebody(self) -> bool:
        """Whether something is quoted beside the newly written part, as under a person's answer."""
        return self.own.count > 0 and self.body.quotes

    @cached_property
    def has_empty_sender(self) -> bool:
        """Whether the envelope's sender is empty or a daemon, which programs use so that nobody answers."""
        paths = self.headers.get("return-path", ())
        return any(folded(path).strip("<> ") in {"", "mailer-daemon"} for path in paths[:1])

    @cached_property
    def system_sender(self) -> tuple[float, str]:
        """How surely a mail system sent it, as a weight, and the sentence that says why; 0 where nothing says so.

        An address of mail systems may be a person's too, and so may a name; nobody writes without an address.
        """
        if _DAEMON.search(self.local_part) or _DAEMON.search(self.sender_name):
            return DAEMON, "It was sent by a mail server's own address."
        if _SYSTEM_ADDRESS.search(self.local_part):
            sender = self.message.from_address or self.message.from_name
            return 4, f"It was sent by {sender}, an address of mail systems."
        names = phrases_in(self.sender_name, listed_phrases("bounce", "daemons"))
        if not self.message.from_address:
            sender = f"“{names[0]}”, " if names else ""
            return 4 + bool(names), f"It comes from {sender}nobody who could be answered: the sender is empty."
        return (3, f"The sender calls itself “{names[0]}”.") if names else (0, "")

    @property
    def answers_us(self) -> bool:
        """Whether the mail names one of our own Message-IDs as what it answers."""
        return not self.known_ids.isdisjoint(self.message.answers)

    @cached_property
    def headers(self) -> dict[str, list[str]]:
        """The values of each header, by its name in lower case."""
        headers: dict[str, list[str]] = {}
        for name, value in self.message.headers:
            headers.setdefault(name.lower(), []).append(value)
        return headers

    def header(self, name: str) -> str:
        """The first value of the header of this name, in lower case; the value folded."""
        values = self.headers.get(name)
        return folded(values[0]) if values else ""
