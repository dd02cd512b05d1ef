"""Owns the decision: it gathers the signs of every kind, weighs them, and says what the mail is and why."""

import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import chain

from msgspec import Struct
from msgspec.structs import astuple

from afterword.domain.conversation.message import EvidenceItem, MailKind, Message, Verdict
from afterword.languages.loader import listed
from afterword.mail.classify.absence import return_date
from afterword.mail.classify.auto_signs import auto_envelope_signs, auto_text_signs, departure_signs, news_of
from afterword.mail.classify.bounce_signs import (
    bounce_envelope_signs,
    bounce_text_signs,
    bounce_trace_signs,
    delay_signs,
    failed_recipients,
    is_permanent,
    returned_ids,
)
from afterword.mail.classify.facts import DAEMON, DECISIVE, MailFacts, header_table
from afterword.mail.classify.reports import DeliveryReport, Receipt, delivery_report, receipts
from afterword.mail.classify.wording import listed_phrases, phrases_in
from afterword.mail.newtext import MailBody

# What the signs of a kind must weigh together before the mail is taken for it. Those of a person count against
# words that persons use as well; what a program's headers say, they cannot outweigh so easily.
_BOUNCE_NEEDED = 8.0
_BOUNCE_BY_TEXT_NEEDED = 11.0
_AUTO_NEEDED = 5.0
_AUTO_HINT = 3.0
_AUTO_BY_TEXT_NEEDED = 7.0
_BULK_NEEDED = 5.0
_SURE = 8.0
_BEYOND_DOUBT = 12.0
_A_PERSON = 4.0
_SAID_SO = 10.0
_A_FEW_WORDS = 5
_MOSTLY = 0.3
_NEARLY_ALL = 0.65

_Signs = tuple[EvidenceItem, ...]
_sign, _bulk_sign = partial(EvidenceItem, MailKind.REPLY), partial(EvidenceItem, MailKind.BULK)


class _Gathered(Struct, frozen=True):
    """The signs of a mail, those of programs split into what stands around the text and the text itself."""

    delay: _Signs
    bounce: _Signs
    bounce_text: _Signs
    bounce_trace: _Signs
    receipt: _Signs
    auto: _Signs
    auto_text: _Signs
    alone: _Signs
    sent_to_many: _Signs
    notification: _Signs
    human: _Signs
    human_text: _Signs

    @property
    def all(self) -> _Signs:
        """Every sign."""
        return tuple(chain.from_iterable(astuple(self)))


def classify(message: Message, known_ids: frozenset[str] = frozenset(), body: MailBody | None = None) -> Verdict:
    """What a mail is, by graded rules; `known_ids` are the Message-IDs of mails we sent, with angle brackets.

    `body` are its texts, where they have been taken apart already. A mail that names one of our ids is never bulk, and
    bulk is what a list sends, not a person's answer on a list.
    """
    facts = MailFacts(message, known_ids, body or MailBody.of(message.plain, message.html))
    report = delivery_report(message, facts.full_text)
    bounce = tuple(bounce_envelope_signs(facts, report))
    # Where what stands around a text has said what the mail is, no words are weighed.
    settled = any(sign.weight >= DAEMON for sign in bounce)
    trace = () if settled else tuple(bounce_trace_signs(facts, report))
    # Words alone make no bounce, so they are read only where something around them is a sign.
    weighed = bool(bounce or trace) and not settled
    auto = tuple(auto_envelope_signs(facts))
    auto_text = () if settled else tuple(auto_text_signs(facts))
    # Words that may be a person's: nothing came back, and they do not say themselves that a program wrote them.
    worded = not weighed and bool(auto_text or facts.answers_us) and all(sign.weight < _SAID_SO for sign in auto_text)
    notices = tuple(receipts(facts, report))
    signs = _Gathered(
        bounce=bounce,
        bounce_text=tuple(bounce_text_signs(facts)) if weighed else (),
        bounce_trace=trace,
        delay=tuple(delay_signs(facts, report)),
        receipt=tuple(receipt.sign for receipt in notices),
        auto=auto,
        auto_text=auto_text,
        alone=(*calendar_signs(facts), *(() if settled else departure_signs(facts))),
        sent_to_many=tuple(list_signs(facts, worded=not settled)),
        notification=tuple(notification_signs(facts)),
        human=tuple(_human_envelope_signs(facts)),
        human_text=() if settled else tuple(_human_text_signs(facts, doubted=bool(auto or auto_text), worded=worded)),
    )
    return _verdict(facts, report, notices, signs)


def _decide(facts: MailFacts, signs: _Gathered) -> MailKind:
    heaviest = max(signs.all, key=lambda sign: sign.weight, default=None)
    if heaviest is not None and heaviest.weight >= DECISIVE:
        return heaviest.kind
    if _is_bounce(signs):
        return MailKind.BOUNCE
    if _weight(signs.receipt) >= _SURE:
        return MailKind.RECEIPT
    bulk = _weight(signs.sent_to_many) + _weight(signs.notification)
    if _is_auto(facts, signs):
        auto = _weight(signs.auto) + _weight(signs.auto_text)
        return MailKind.BULK if bulk > auto and not signs.human else MailKind.AUTO_REPLY
    # An answer on a list is a person's, whatever the list adds to it.
    answered = bool(signs.human) or facts.has_quoted_lines
    told_bulk = _weight(signs.notification) if answered else bulk
    return MailKind.BULK if told_bulk >= _BULK_NEEDED and not facts.answers_us else MailKind.REPLY


def _weight(signs: _Signs) -> float:
    return sum(sign.weight for sign in signs)


def _is_bounce(signs: _Gathered) -> bool:
    """Enough signs, more than one, and never words alone: people write of what failed and bounced, too."""
    bounce_signs = (*signs.bounce, *signs.bounce_text, *signs.bounce_trace, *signs.delay)
    total = _weight(bounce_signs)
    person = _weight(signs.human) + _weight(signs.human_text)
    if not signs.bounce:
        return bool(signs.bounce_trace) and total >= _BOUNCE_BY_TEXT_NEEDED and person < _A_PERSON
    if any(sign.weight >= _BOUNCE_NEEDED for sign in signs.bounce):
        return True
    needed = _BOUNCE_BY_TEXT_NEEDED if person >= _A_PERSON else _BOUNCE_NEEDED
    return total >= needed and len(bounce_signs) > 1


def _is_auto(facts: MailFacts, signs: _Gathered) -> bool:
    """A program's headers decide; words alone must outweigh what only a person would have written."""
    around, words = _weight(signs.auto), _weight(signs.auto_text)
    person = _weight(signs.human_text)
    # What a service passes on of a person's words to us is marked as generated, too.
    passed_on = facts.answers_us and around < _BEYOND_DOUBT and person > _A_PERSON
    if around >= _SURE and not passed_on:
        return True
    if around >= _AUTO_HINT:
        return around + words >= max(_AUTO_NEEDED, person + _weight(signs.human) + 1)
    return around + words >= _AUTO_BY_TEXT_NEEDED + person + bool(signs.human)


def _verdict(
    facts: MailFacts, report: DeliveryReport | None, notices: tuple[Receipt, ...], signs: _Gathered
) -> Verdict:
    kind = _decide(facts, signs)
    own = sorted((sign for sign in signs.all if sign.kind is kind), key=lambda sign: -sign.weight)
    reason = own[0].rule if own else "Nothing in it says that a program sent it."
    if kind not in {MailKind.BOUNCE, MailKind.AUTO_REPLY, MailKind.RECEIPT}:
        return Verdict(kind, reason, signs.all)
    delayed = any(sign.kind is kind for sign in signs.delay)
    bounced = kind is MailKind.BOUNCE
    news = news_of(facts) if kind is MailKind.AUTO_REPLY else None
    if kind is MailKind.RECEIPT and notices:
        news = notices[0].news
    permanent = not delayed and is_permanent(facts, report)
    return Verdict(
        kind,
        reason,
        signs.all,
        returned_message_ids=returned_ids(facts, report),
        recipients=failed_recipients(facts, report) if bounced or delayed else (),
        permanent=permanent if bounced else None,
        delayed=delayed,
        return_date=return_date(facts) if kind is MailKind.AUTO_REPLY else None,
        news=news,
    )


def _human_envelope_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The signs of an answer around the text; careful programs set them as well."""
    if facts.answers_us:
        yield _sign(3, "It names a mail of ours as the one it answers.")
    elif facts.message.in_reply_to or facts.message.references:
        yield _sign(2, "It names the mail it answers.")
    if facts.is_titled_reply:
        yield _sign(2, "Its subject begins like a person's answer.")


def _human_text_signs(facts: MailFacts, *, doubted: bool, worded: bool) -> Iterator[EvidenceItem]:
    """The signs of a person in the text itself; what else it says is asked only where its words are `doubted`."""
    if facts.quotes_somebody:
        yield _sign(2, "It quotes what it answers.")
    if not doubted:
        return
    clauses = facts.own.clauses
    if facts.own.sums_up:
        yield _sign(3, "It says that it sums something up.")
    if clauses.asking:
        yield _sign(4, "It asks, offers or does something that no program would.")
    if worded and clauses.apart:
        yield _sign(5, "A sentence says something that no automatic note says.")
    if clauses.others > _MOSTLY and clauses.count > _A_FEW_WORDS:
        weight = 4 if clauses.others > _NEARLY_ALL else 2
        yield _sign(weight, "Most of the text is about something only a person would add.")


_TO_MANY = re.compile(
    r"news|marketing|noreply|no[-_.]reply|donotreply|notif|alert|updates?$|digest|mailing|promo|offers?$|info-?mail"
)
_PROGRAM = re.compile(
    r"(bugzilla|cron|backup|monitor|nagios|zabbix|jenkins|git|svn)([-_.]?daemon)?$|^(root|www-data|nobody)$"
)
_SUMMARY = re.compile(
    r"^(?:SUMMARY|DESCRIPTION|LOCATION)[^:\n]{0,200}:(.*(?:\n[ \t].*)*)", re.MULTILINE | re.IGNORECASE
)
_WORD = re.compile(r"\w{2,}")
_FEW_WORDS = 4


@cache
def _boilerplate() -> re.Pattern[str]:
    """The lines that a calendar program puts around an entry."""
    labels = "|".join(listed("mail", "calendar", "labels"))
    return re.compile(
        rf"^(?:{labels})\b.*$|^(?:\*~\*~|[-_=*~ ]{{5,}}).*$|^.*(?:https?://|\b[a-z]+@[\w.]+).*$",
        re.MULTILINE | re.IGNORECASE,
    )


def list_signs(facts: MailFacts, *, worded: bool) -> Iterator[EvidenceItem]:
    """The signs that the mail went to many, its words only where `worded`; a person's answer on a list has them too."""
    yield from _header_signs(facts, header_table().many)
    if facts.header("precedence") in {"bulk", "list", "junk"}:
        yield _bulk_sign(3, f"The header Precedence says “{facts.header('precedence')}”.")
    if _TO_MANY.search(facts.local_part):
        yield _bulk_sign(3, f"It was sent by {facts.message.from_address}, an address for mail to many.")
    if worded and (phrases := phrases_in(facts.own.words, listed_phrases("many", "unsubscribe"))):
        yield _bulk_sign(3, f"The text says “{phrases[0]}”.")


def notification_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The signs that a program wrote of its own accord."""
    types = {part.content_type for part in facts.message.machine_parts}
    if "message/feedback-report" in types or "feedback-report" in facts.header("content-type"):
        yield _bulk_sign(DECISIVE, "It is a complaint report about spam (RFC 5965).")
    yield from _header_signs(facts, header_table().program)
    if _PROGRAM.search(facts.local_part):
        yield _bulk_sign(5, f"It was sent by {facts.message.from_address}, an address of a program.")


def _header_signs(facts: MailFacts, table: tuple[tuple[str, int], ...]) -> Iterator[EvidenceItem]:
    for name, weight in table:
        if name in facts.headers:
            yield _bulk_sign(weight, f"The header {name} stands on mail to many.")


def calendar_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The sign of calendar mail, if it is one: an entry with a method, and no text of its own beside it."""
    if "calendar-notification" in f"{facts.local_part} {facts.header('sender')}":
        yield EvidenceItem(MailKind.CALENDAR, DECISIVE, "A calendar sent it, not a person.")
        return
    entries = [part for part in facts.message.machine_parts if part.content_type == "text/calendar"]
    method = next((part.parameter("method").upper()[:20] for part in entries), "")
    if not method:
        return
    titled = (
        bool(phrases_in(facts.bare_subject[:60], listed_phrases("calendar", "subjects"))) and not facts.is_titled_reply
    )
    if titled or _own_words(facts, entries[0].text) < _FEW_WORDS:
        yield EvidenceItem(
            MailKind.CALENDAR, DECISIVE, f"It is a calendar entry (method {method}) without a text of its own."
        )


def _own_words(facts: MailFacts, entry: str) -> int:
    """How many words a person wrote: not those of the entry itself, nor a calendar program's frame."""
    of_entry = {word.casefold() for field in _SUMMARY.findall(entry) for word in _WORD.findall(field)}
    rest = _boilerplate().sub("", facts.own.text)
    return sum(1 for word in _WORD.findall(rest) if word.casefold() not in of_entry)
