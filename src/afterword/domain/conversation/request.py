"""Owns the record of a conversation with one interviewer about one interview, and the findings marked in its replies.

A conversation is its dated events and its open draft. Which steps are legal is for steps; what the events amount to
(state, waiting, next action) is computed in tracking. Neither is stored beside the events. A finding is a phrase marked
in what an interviewer said, of one kind and tied to a competency.
"""

import re
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.message import News
from afterword.domain.fields import Field, FieldKind, described
from afterword.domain.people import NamedAddress, Person
from afterword.domain.text import Emphasis, lazy_pattern
from afterword.errors import UserError


class Letter(StrEnum):
    """The letters of a conversation, in the order in which they are written.

    `note` thanks within a day of the interview, `status` asks once where things stand, `accept` and `decline` answer an
    offer.
    """

    NOTE = "note"
    STATUS = "status"
    REQUEST = "request"
    FOLLOW_UP = "follow-up"
    THANK_YOU = "thank-you"
    REAPPROACH = "re-approach"
    ACCEPT = "accept"
    DECLINE = "decline"


class EventKind(StrEnum):
    """What can happen in a conversation. Which letter was meant stands in the event."""

    DRAFTED = "drafted"
    SENDING = "sending"
    FAILED = "failed"
    SENT = "sent"
    BOUNCED = "bounced"
    AUTO_REPLY = "auto-reply"
    RECEIPT = "receipt"
    REPLY = "reply"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    REOPENED = "reopened"
    REAPPROACH = "re-approach"


HAPPENED = (EventKind.SENT, EventKind.BOUNCED, EventKind.AUTO_REPLY, EventKind.REPLY)
"""What happened between two people about an interview, and therefore after it."""


class Channel(StrEnum):
    """How a reply came in, or a letter goes out."""

    MAIL = "mail"
    PHONE = "phone"
    LINKEDIN = "linkedin"
    IN_PERSON = "in-person"
    MENTOR = "mentor"


CHANNELS: dict[Channel, str] = {
    Channel.MAIL: "mail",
    Channel.PHONE: "phone",
    Channel.LINKEDIN: "LinkedIn",
    Channel.IN_PERSON: "in person",
    Channel.MENTOR: "a mentor",
}
"""The channels in words."""
YOUR_MENTOR = "your mentor"
"""Who a mentor is called whose name is not known."""
_LETTERS: dict[Letter, str] = {
    Letter.REQUEST: "Request",
    Letter.FOLLOW_UP: "Follow-up",
    Letter.THANK_YOU: "Thank-you",
    Letter.REAPPROACH: "Re-approach",
    Letter.NOTE: "Note",
    Letter.STATUS: "Status question",
    Letter.ACCEPT: "Acceptance",
    Letter.DECLINE: "Letter of decline",
}


def letter_name(letter: Letter | None) -> str:
    """`Request`, `Follow-up`, `Thank-you`, `Re-approach`."""
    return _LETTERS[letter or Letter.REQUEST]


class CloseAs(StrEnum):
    """Why a conversation was closed; who is `skipped` was never asked."""

    NO_ANSWER = "no-answer"
    DECLINED = "declined"
    DONE = "done"
    SKIPPED = "skipped"


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """One dated thing that happened. `at` is aware; only the fields that its kind needs are filled.

    `text` is the body of a letter, the new text of a reply, or the reason of a failure or bounce; `until` the end of
    a snooze, the return from an absence, or the day to re-approach. `sender` is who wrote what came in: None where it
    was not said, and so the interviewer. `news` is what an automatic answer or a receipt tells; `note` a sentence on
    what a mail holds beside words, or in their place. `discarded` is a draft that was thrown away after it had its
    Message-ID: it may have been handed over, and be answered. `language` is that of a letter in another language than
    its person's.
    """

    id: str
    kind: EventKind
    at: Annotated[
        datetime,
        Field(
            "When",
            "when it was (WHEN); now when left out",
            kind=FieldKind.HAPPENED,
            example="now, yesterday 16:00, 12 Nov",
            required="Say when it was.",
            flag="--on",
        ),
    ]
    letter: Letter | None = None
    subject: str = ""
    text: Annotated[str, Field("Their words")] = ""
    full_text: str = ""
    via: str = ""
    channel: Annotated[
        Channel | None, Field("How", "how it came; mail when left out", choices=tuple(CHANNELS.items()))
    ] = None
    message_id: str = ""
    until: Annotated[date | None, Field("Until", "the day (WHEN)", example="+3d, next mon, 12 Jan")] = None
    close_as: Annotated[CloseAs | None, Field("Closed", "why; done when left out", flag="--as")] = None
    sender: Annotated[
        NamedAddress | None, Field("Who wrote", "who wrote it, where it was not the interviewer", flag="--from NAME")
    ] = None
    news: News | None = None
    note: str = ""
    discarded: bool = False
    language: str = ""

    def written_for(self, interviewer: Person) -> NamedAddress | None:
        """Who wrote this in place of the interviewer; None when it was the interviewer, or nobody said otherwise."""
        return None if self.sender is None or self.sender.is_of(interviewer) else self.sender

    @property
    def is_reply(self) -> bool:
        """Whether the other side answered. A mentor's words are kept beside it, and answer nothing for anybody."""
        return self.kind is EventKind.REPLY and self.channel is not Channel.MENTOR

    @property
    def is_by_mentor(self) -> bool:
        """Whether a mentor said it, whose voice is no employer's."""
        return self.kind is EventKind.REPLY and self.channel is Channel.MENTOR

    def writer(self, interviewer: Person) -> str:
        """Who wrote it in words: `Ada Byron`, `Jo Park for Ada Byron`, or `your mentor, Jo Park`."""
        if self.is_by_mentor:
            return ", ".join(filter(None, (YOUR_MENTOR, self.sender.label if self.sender is not None else "")))
        other = self.written_for(interviewer)
        return interviewer.name if other is None else f"{other.label} for {interviewer.name}"

    @property
    def tells_departure(self) -> bool:
        """Whether it says that the interviewer has left the company."""
        return self.kind is EventKind.AUTO_REPLY and self.news is News.LEFT


_LETTER_WAYS = tuple((way, CHANNELS[way]) for way in (Channel.MAIL, Channel.PHONE, Channel.IN_PERSON, Channel.LINKEDIN))


def _event_field(name: str, **changes: Any) -> Field:
    return replace(described(Event)[name], **changes)


TOLD: dict[EventKind, tuple[Field, ...]] = {
    EventKind.SENT: (
        _event_field("at", label="Sent", help="when it went out (WHEN); now when left out"),
        _event_field("channel", help="how it went; as it was drafted when left out", choices=_LETTER_WAYS),
    ),
    EventKind.BOUNCED: (
        _event_field(
            "text",
            label="Reason",
            help="what the mail server said",
            example="what the mail server wrote, if anything",
            flag="--reason",
        ),
        _event_field("at", help="when it came back (WHEN); now when left out"),
    ),
    EventKind.AUTO_REPLY: (
        _event_field("until", label="Back on", example="mon, 12 Jan; empty when they did not say"),
        _event_field("text", help="their words", example="if you want to keep them", flag="--words"),
    ),
    EventKind.REPLY: (
        _event_field(
            "text",
            help="a mail (.eml) or a text, or - for stdin",
            example="Paste or type what they wrote or said, or the source of a whole mail. f4 opens your editor.",
            kind=FieldKind.TEXT,
            flag="--file FILE",
        ),
        _event_field("channel"),
        _event_field(
            "at",
            help="when it came (WHEN); the date of the mail, or now, when left out",
            example="now, yesterday 16:00, 12 Nov; a mail brings its own date",
        ),
        _event_field("sender"),
    ),
    EventKind.SNOOZED: (_event_field("until", required="Choose a day ahead."),),
    EventKind.CLOSED: (_event_field("close_as"),),
    EventKind.REAPPROACH: (
        _event_field(
            "until",
            label="On",
            help="the day to write again (WHEN); left out, the settings say how many months later",
            example="+4 months; empty for no day",
            flag="--on",
        ),
    ),
}
"""What a person tells of an event, by its kind, in the order in which it is asked for."""
ADDRESS = replace(described(Person)["email"], label="Address", help="the right address", flag="MAIL")
"""The field of an address that is corrected alone, after a letter came back."""


class Draft(Struct, frozen=True, kw_only=True):
    """A letter as it stands before it is sent; what is not mailed has no subject.

    `language` is the code of its language where that is another than its person's.
    """

    letter: Letter
    channel: Channel = Channel.MAIL
    language: str = ""
    subject: Annotated[str, Field("Subject", "the subject")] = ""
    body: Annotated[
        str, Field("Letter", "a file with the letter, or - for stdin", kind=FieldKind.LETTER, flag="--body-file FILE")
    ]


class Request(Struct, frozen=True, kw_only=True, gc=False):
    """The conversation with one interviewer about one interview: events in the order in which they happened."""

    id: str
    interview_id: str
    person_id: str
    created: datetime
    events: tuple[Event, ...] = ()

    @property
    def history(self) -> tuple[Event, ...]:
        """The events by their time; those of one instant keep the order in which they were recorded."""
        times = [event.at.timestamp() for event in self.events]
        if times == sorted(times):
            return self.events
        return tuple(sorted(self.events, key=lambda event: event.at.timestamp()))

    def last(self, kind: EventKind, letter: Letter | None = None) -> Event | None:
        """The latest event of that kind (and letter), if any."""
        for event in reversed(self.history):
            if event.kind is kind and (letter is None or event.letter is letter):
                return event
        return None

    @property
    def replies(self) -> tuple[Event, ...]:
        """All answers of the other side, oldest first."""
        return tuple(event for event in self.history if event.is_reply)

    @property
    def comments(self) -> tuple[Event, ...]:
        """Everything in which phrases can be marked, oldest first: the replies, and what a mentor said."""
        return tuple(event for event in self.history if event.kind is EventKind.REPLY)

    @property
    def draft(self) -> Draft | None:
        """The letter that is being written: drafted, and not sent since."""
        open_event = self.open_draft
        if open_event is None or open_event.letter is None:
            return None
        return Draft(
            letter=open_event.letter,
            channel=open_event.channel or Channel.MAIL,
            language=open_event.language,
            subject=open_event.subject,
            body=open_event.text,
        )

    @property
    def open_draft(self) -> Event | None:
        """The event that holds the draft, in the order of recording: a letter sent “yesterday” was drafted before.

        A reply makes a request or follow-up needless, and a bounce or a departure the follow-up. A reply to a note or a
        question where things stand leaves the request to be sent.
        """
        draft: Event | None = None
        sent: set[Letter | None] = set()
        for event in self.events:
            if event.kind is EventKind.DRAFTED:
                draft = None if event.discarded else event
            elif draft is not None and _settles(event, draft.letter, sent):
                draft = None
            if event.kind is EventKind.SENT:
                sent.add(event.letter)
        return draft

    @property
    def discarded(self) -> tuple[Event, ...]:
        """The drafts that were thrown away and may have been handed over before, oldest first; none that was sent."""
        thrown = [event for event in self.events if event.discarded]
        sent = {event.message_id for event in self.events if event.kind is EventKind.SENT} if thrown else set()
        return tuple(event for event in thrown if event.message_id not in sent)

    def unsent(self, message_id: str) -> Event | None:
        """The draft of that Message-ID which nobody has said was sent: the open one, or one that was discarded."""
        drafts = (self.open_draft, *self.discarded)
        return next(
            (draft for draft in drafts if draft is not None and message_id and draft.message_id == message_id), None
        )


_ANSWERED = (Letter.NOTE, Letter.STATUS, Letter.FOLLOW_UP)
"""The letters that a reply makes needless, whatever it answers."""


def _settles(event: Event, drafted: Letter | None, sent: Collection[Letter | None]) -> bool:
    """Whether the event makes that draft needless; `sent` are the letters that had gone out by then."""
    if event.kind is EventKind.SENT:
        return event.letter is drafted
    if event.is_reply and drafted is Letter.REQUEST:
        return Letter.REQUEST in sent or not {Letter.NOTE, Letter.STATUS} & set(sent)
    if event.is_reply:
        return drafted in _ANSWERED
    return drafted is Letter.FOLLOW_UP and (event.kind is EventKind.BOUNCED or event.tells_departure)


# ── findings ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class FindingKind(StrEnum):
    """What a marked phrase is."""

    STRENGTH = "strength"
    AREA = "area"
    ADVICE = "advice"
    OPPORTUNITY = "opportunity"
    REASON = "reason"


GLYPHS: dict[FindingKind, str] = {
    FindingKind.STRENGTH: "+",
    FindingKind.AREA: "-",
    FindingKind.ADVICE: ">",
    FindingKind.OPPORTUNITY: "*",
    FindingKind.REASON: "=",
}
FINDING_EMPHASIS: dict[FindingKind, Emphasis] = {
    FindingKind.STRENGTH: Emphasis.GOOD,
    FindingKind.AREA: Emphasis.WARN,
    FindingKind.ADVICE: Emphasis.ACCENT,
    FindingKind.OPPORTUNITY: Emphasis.KEY,
    FindingKind.REASON: Emphasis.MUTED,
}


class Todo(Struct, frozen=True, kw_only=True):
    """What you will do about an advice, by which day; `done` is the day on which it was done."""

    text: Annotated[
        str,
        Field(
            "I will",
            "what you will do; as planned, or the advice itself, when left out",
            example="what you will do; empty: the advice itself",
            flag="--do",
        ),
    ]
    due: Annotated[
        date,
        Field(
            "By",
            "the day by which you will act on it",
            example="+1 week, next mon, 12 Jan",
            required="Choose a day ahead.",
            flag="--by",
        ),
    ]
    done: date | None = None


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """A phrase of the reply `reply_id` in the request `request_id`; `start` is its place there, in characters.

    `whole`: it stands outside the newly written words, and its place is counted in the whole message. `application_id`
    names the application whose words of rejection are quoted; `request_id` and `reply_id` are empty then.
    """

    id: str
    request_id: str
    reply_id: str
    kind: Annotated[FindingKind, Field("Kind", "what the phrase is", required="Say what the phrase is.")]
    quote: Annotated[
        str, Field("Words", "the words as they stand in the mail", required="Mark some words.", verb="mark")
    ]
    start: int
    created: datetime
    competency: Annotated[
        str | None, Field("Competency", "what it is about, '' for none", of="competencies", flag="--competency NAME")
    ] = None
    todo: Todo | None = None
    whole: bool = False
    application_id: str = ""


_SAME = {char: f"[{alike}]" for alike in ("'’‘", '"“”„«»', "–—\\-") for char in alike if char != "\\"}

_BETWEEN = r"\s+(?:[>|]+\s+)*"
_QUOTED = lazy_pattern(r"\n[ \t]*[>|][>| \t]*")


def locate(quote: str, text: str) -> tuple[int, str]:
    """Where the quote stands in the text, and the words as they stand there.

    White space, case, quotation marks, dashes and the `>` of quoted lines may differ, since people retype. Whole words
    are looked for first.
    Refused when the words are not there.
    """
    target = quote.split()
    if not target:
        raise UserError("There is nothing to mark.", hint="Mark some words of the reply.")
    exact = _BETWEEN.join(re.escape(word) for word in target)
    alike = _BETWEEN.join("".join(_SAME.get(char, re.escape(char)) for char in word) for word in target)
    tries = (rf"(?<!\w){alike}(?!\w)", exact, alike)
    match = next((attempt for pattern in tries if (attempt := re.search(pattern, text, re.IGNORECASE))), None)
    if match is None:
        raise UserError(
            "Those words do not stand in the reply, nor elsewhere in its mail.",
            hint="Quote them as they were written; the reply is shown by: afterword request show ID.",
        )
    return match.start(), match[0]


def bare_quote(words: str) -> str:
    """The words of a quoted passage without the `>` before its lines."""
    return _QUOTED.sub("\n", words)
