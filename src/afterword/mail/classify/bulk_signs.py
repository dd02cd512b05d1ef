"""Owns the signs of mail that nobody wrote to you alone: lists, notifications, reports about spam, calendar mail."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from afterword.domain.conversation.message import EvidenceItem, MailKind
from afterword.languages.loader import gather
from afterword.mail.classify.facts import DECISIVE, MailFacts
from afterword.mail.classify.wording import Phrases, found

_LIST_HEADERS = (
    ("list-unsubscribe", 4),
    ("list-id", 3),
    ("list-post", 2),
    ("mailing-list", 3),
    ("x-mailing-list", 3),
    ("x-beenthere", 2),
    ("feedback-id", 2),
    ("x-campaign", 4),
    ("x-campaignid", 4),
    ("x-mc-user", 4),
    ("x-csa-complaints", 3),
    ("x-mailgun-tag", 2),
    ("x-newsletter", 5),
    ("x-report-abuse", 2),
)
_PROGRAM_HEADERS = (
    ("x-bugzilla-type", 6),
    ("x-github-reason", 6),
    ("x-jira-fingerprint", 5),
    ("x-linkedin-class", 6),
    ("x-facebook-notify", 6),
    ("x-cron-env", 6),
    ("x-google-alert-id", 6),
)
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


class _Many(Struct, frozen=True):
    unsubscribe: Phrases


class _Calendar(Struct, frozen=True):
    """The wordings of calendar mail: beginnings of subjects, and of the lines of an entry."""

    subjects: Phrases
    labels: tuple[str, ...]


@cache
def _many() -> _Many:
    return gather("mail", "many", _Many)


@cache
def _calendar() -> _Calendar:
    return gather("mail", "calendar", _Calendar)


@cache
def _boilerplate() -> re.Pattern[str]:
    """The lines that a calendar program puts around an entry."""
    return re.compile(
        rf"^(?:{'|'.join(_calendar().labels)})\b.*$|^(?:\*~\*~|[-_=*~ ]{{5,}}).*$|^.*(?:https?://|\b[a-z]+@[\w.]+).*$",
        re.MULTILINE | re.IGNORECASE,
    )


def list_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The signs that the mail went to many; a person's answer on a list has them too."""
    yield from _header_signs(facts, _LIST_HEADERS)
    if facts.header("precedence") in {"bulk", "list", "junk"}:
        yield _sign(3, f"The header Precedence says “{facts.header('precedence')}”.")
    if _TO_MANY.search(facts.local_part):
        yield _sign(3, f"It was sent by {facts.message.from_address}, an address for mail to many.")
    if said := found(facts.own_words, _many().unsubscribe):
        yield _sign(3, f"The text says “{said[0]}”.")


def notification_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The signs that a program wrote of its own accord."""
    types = {part.content_type for part in facts.message.machine_parts}
    if "message/feedback-report" in types or "feedback-report" in facts.header("content-type"):
        yield _sign(DECISIVE, "It is a complaint report about spam (RFC 5965).")
    yield from _header_signs(facts, _PROGRAM_HEADERS)
    if _PROGRAM.search(facts.local_part):
        yield _sign(5, f"It was sent by {facts.message.from_address}, an address of a program.")


def _header_signs(facts: MailFacts, table: tuple[tuple[str, int], ...]) -> Iterator[EvidenceItem]:
    for name, weight in table:
        if facts.message.has_header(name):
            yield _sign(weight, f"The header {name} stands on mail to many.")


def _sign(weight: float, rule: str) -> EvidenceItem:
    return EvidenceItem(MailKind.BULK, weight, rule)


def calendar_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The sign of calendar mail, if it is one: an entry with a method, and no text of its own beside it."""
    if "calendar-notification" in f"{facts.local_part} {facts.header('sender')}":
        yield EvidenceItem(MailKind.CALENDAR, DECISIVE, "A calendar sent it, not a person.")
        return
    entries = [part for part in facts.message.machine_parts if part.content_type == "text/calendar"]
    method = next((part.parameter("method").upper()[:20] for part in entries), "")
    if not method:
        return
    titled = bool(found(facts.bare_subject[:60], _calendar().subjects)) and not facts.is_titled_reply
    if titled or _own_words(facts, entries[0].text) < _FEW_WORDS:
        yield EvidenceItem(
            MailKind.CALENDAR, DECISIVE, f"It is a calendar entry (method {method}) without a text of its own."
        )


def _own_words(facts: MailFacts, entry: str) -> int:
    """How many words a person wrote: not those of the entry itself, nor a calendar program's frame."""
    of_entry = {word.casefold() for field in _SUMMARY.findall(entry) for word in _WORD.findall(field)}
    rest = _boilerplate().sub("", facts.own_text)
    return sum(1 for word in _WORD.findall(rest) if word.casefold() not in of_entry)
