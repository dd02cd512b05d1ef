"""Owns what a mail is once it was read: the verdict on it, one that was found, one that a person has to place."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from afterword.domain.people import NamedAddress


class MailKind(StrEnum):
    """What a mail is to a person who waits for an answer.

    `bounce` is any report on a letter that was not delivered; one that is only late says so in `Verdict.delayed` and
    returns nothing. `receipt` is any notice about a mail without words of theirs: seen, delivered, a reaction. `sent`
    is the person's own letter, as their mail program kept it.
    """

    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    CALENDAR = "calendar"
    BULK = "bulk"
    SENT = "sent"


class News(StrEnum):
    """What an automatic answer or a receipt tells; an automatic answer that tells none of it has none."""

    AWAY = "away"
    LEFT = "left the company"
    CASE_CLOSED = "case closed"
    SEEN = "seen"
    DELETED = "deleted unread"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    REACTED = "reacted"
    RECALLED = "recalled"


class Attachment(Struct, frozen=True):
    """A part that is never unpacked: its own name without folders, its type, its size in bytes once decoded."""

    name: str
    content_type: str
    size: int


class MachinePart(Struct, frozen=True):
    """A part written for programs: a report, the head of a returned message, a calendar entry.

    `content_type` is lower case; `parameters` are those of its Content-Type, names in lower case.
    For `message/rfc822` the text is the enclosed message's header block, not its body.
    """

    content_type: str
    parameters: tuple[tuple[str, str], ...]
    text: str

    def parameter(self, name: str) -> str:
        """The value of a Content-Type parameter, or an empty string."""
        return next((value for key, value in self.parameters if key == name), "")


class Message(Struct, frozen=True):
    """One mail as text: every string is cleaned, ids keep their angle brackets, addresses keep their case.

    `headers` are in the order of the mail, unfolded and decoded. `plain` and `html` are the bodies meant to be
    read, empty where there is none. `notes` are sentences about what was cut or odd.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    from_name: str
    from_address: str
    to: tuple[str, ...]
    subject: str
    date: datetime | None
    headers: tuple[tuple[str, str], ...]
    plain: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    machine_parts: tuple[MachinePart, ...] = ()
    notes: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first value of a header, whatever the case of its name, or an empty string."""
        return next(iter(self.header_values(name)), "")

    def header_values(self, name: str) -> tuple[str, ...]:
        """Every value of a header, in order."""
        lower_name = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == lower_name)

    def has_header(self, name: str) -> bool:
        """Whether the header stands in the mail, even empty."""
        lower_name = name.lower()
        return any(key.lower() == lower_name for key, _ in self.headers)

    @property
    def answers(self) -> tuple[str, ...]:
        """The Message-IDs this mail says it answers: In-Reply-To first, then References, each once."""
        message_ids = (self.in_reply_to, *self.references)
        return tuple(dict.fromkeys(message_id for message_id in message_ids if message_id))


class EvidenceItem(Struct, frozen=True):
    """One sign of what a mail is: how heavily it weighs, and the rule that saw it as a sentence."""

    kind: MailKind
    weight: float
    rule: str


class Verdict(Struct, frozen=True):
    """What a mail is, with the reason in one sentence and all the evidence, so that a person can overrule it.

    `returned_message_ids` are ids found in the part of a report that returns the original; `recipients` the
    addresses it could not reach. `permanent` is None where that is unknown or no question. `delayed` marks a
    notice that the mail is still under way: an auto-reply when a standard report says so, a bounce when a server
    says it in its own words; neither ends the waiting for an answer. `return_date` is the last day of an absence,
    or the day somebody is back, whichever the note names. `news` is what an automatic answer or a receipt tells.
    """

    kind: MailKind
    reason: str
    evidence: tuple[EvidenceItem, ...] = ()
    returned_message_ids: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    permanent: bool | None = None
    delayed: bool = False
    return_date: date | None = None
    news: News | None = None

    @property
    def taken_as(self) -> MailKind:
        """The kind under which the mail is kept: news of a delay is a receipt, whichever report brought it."""
        return MailKind.RECEIPT if self.delayed else self.kind


class DecisionKind(StrEnum):
    """What a mail tells about an application."""

    NONE = ""
    REJECTION = "rejection"
    INVITATION = "invitation"
    OFFER = "offer"
    RECEIPT = "receipt"


class Decision(Struct, frozen=True, kw_only=True):
    """What a mail tells about an application, and the sentence that tells it.

    `vague`: it does so only when it comes from somebody of whom it can be expected; others write such words as well.
    """

    kind: DecisionKind = DecisionKind.NONE
    words: str = ""
    vague: bool = False


class Appointment(Struct, frozen=True, kw_only=True):
    """A time to meet that a mail names: an aware instant, the IANA zone of its clock (empty: not said), and where.

    `people` are those who will be there, as far as the entry for the calendar names them. `calendar` says which entry
    it is, `sequence` which version of it; `cancelled`: it takes the meeting back.
    """

    at: datetime
    zone: str = ""
    where: str = ""
    title: str = ""
    people: tuple[NamedAddress, ...] = ()
    calendar: str = ""
    sequence: int = 0
    cancelled: bool = False


class Incoming(Struct, frozen=True, kw_only=True):
    """One mail that was found. `key` is its Message-ID, or a hash of its content where it has none.

    `text` is what was newly written, empty where nothing was; `note` then says what stands in its place, or else names
    the attachments, and `hidden` whether it is in what cannot be read here (attached, encrypted). `behind` are those
    for whom the sender stands: whom an answer reaches, and whose mail a list or group has passed on. `to` and `cc` are
    the addresses of those who got it. `forward`: it passes on another mail. `notes` are sentences about what was cut or
    odd in it. `decision` is what it says about an application, `appointment` the time to meet that it names or brings
    as an entry for the calendar.
    """

    key: str
    from_name: str
    from_address: str
    subject: str
    at: datetime
    answers: tuple[str, ...]
    verdict: Verdict
    text: str
    full_text: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    note: str = ""
    hidden: bool = False
    behind: tuple[NamedAddress, ...] = ()
    forward: bool = False
    decision: Decision = Decision()
    appointment: Appointment | None = None

    @property
    def writers(self) -> tuple[NamedAddress, ...]:
        """Everybody who may have written it: the sender, then those behind."""
        return (NamedAddress(self.from_name, self.from_address), *self.behind)


class Fate(StrEnum):
    """What a person decided about a proposal."""

    OPEN = "open"
    TAKEN = "taken"
    IGNORED = "ignored"


class Offer(StrEnum):
    """What a mailbox proposes to record."""

    REPLY = "reply"
    REJECTION = "rejection"
    INVITATION = "invitation"
    JOB = "offer"


class Proposal(Struct, frozen=True, kw_only=True):
    """A mail that may belong to a conversation; its id is the key of the mail. Kept so that it is offered once.

    `candidates` are the requests it may belong to, `reason` says why a person has to decide, `until` is the return
    date that an absence names, `news` what an automatic answer or a receipt tells. `note` is a sentence on what the
    mail holds beside words, or in their place; `text` is empty where nothing was newly written. `proves` is the
    Message-ID of a letter of ours that must have gone out for this mail to be: it was handed over, and nobody has said
    yet that it was sent. `offer` is what the mailbox proposes; `applications` are those it may end or go on with.
    `appointment` is the time to meet that an invitation names. `waits_until` is the day until which the person lets the
    decision wait. `company` and `role` are what is known of an application that is not here yet.
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
    offer: Offer = Offer.REPLY
    applications: tuple[str, ...] = ()
    appointment: Appointment | None = None
    waits_until: date | None = None
    company: str = ""
    role: str = ""
