"""Owns a mail that may be a reply and that only a person can place; how mails are matched is left to incoming."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from afterword.domain.conversation.message import MailKind, News


class Fate(StrEnum):
    """What a person decided about a doubtful mail."""

    OPEN = "open"
    TAKEN = "taken"
    IGNORED = "ignored"


class Doubtful(Struct, frozen=True, kw_only=True):
    """A mail that may belong to a conversation; its id is the key of the mail. Kept so that it is offered once.

    `candidates` are the requests it may belong to, `reason` says why a person has to decide, `until` is the return
    date that an absence names, `news` what an automatic answer or a receipt tells. `note` is a sentence on what the
    mail holds beside words, or in their place; `text` is empty where nothing was newly written. `proves` is the
    Message-ID of a letter of ours that must have gone out for this mail to be: it was handed over, and nobody has said
    yet that it was sent.
    """

    id: str
    from_name: str
    from_address: str
    subject: str
    at: datetime
    kind: MailKind
    reason: str
    text: str
    candidates: tuple[str, ...]
    full_text: str = ""
    until: date | None = None
    proves: str = ""
    fate: Fate = Fate.OPEN
    news: News | None = None
    note: str = ""
