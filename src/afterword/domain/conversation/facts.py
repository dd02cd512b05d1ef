"""Owns the facts of a conversation as its events tell them, and the letter that leaves it, with its place in it.

What follows from the facts is tracking's and steps'.

What happened between two people (letters, replies, bounces) counts by its date, because people record late. What the
person did here (drafts, sendings, snoozes, closing) counts in the order in which it was recorded.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.message import MailKind, News
from afterword.domain.conversation.request import CHANNELS, Channel, Event, EventKind, Letter, Request
from afterword.domain.interview import Application, Outcome
from afterword.domain.people import Person
from afterword.domain.text import slug
from afterword.errors import UserError


class ConversationFacts(Struct):
    """What one reading of the events gathers: each field is the event that settled it, None where nothing did.

    `asked` is the latest request that went out, `bounced` the news since then that it came back, `left` that they have
    left the company. `nudges` counts the follow-ups to that request. `reapproach` is the day to write again, None once
    that was done; `came_again` the letter that did it, and `settled` whatever set, dropped or did such a day, in order.

    Before a request: `noted` is the note of thanks, `enquired` the question where things stand, `answered` the letter
    that accepts or declines an offer, `returned` the one of these that came back and is not mended. A reply to them is
    an `early_reply`: kept, and no answer to the request, which may still be sent. `under_way` is such a letter whose
    sending has not ended.
    """

    drafted: Event | None = None
    in_flight: Event | None = None
    noted: Event | None = None
    enquired: Event | None = None
    answered: Event | None = None
    returned: Event | None = None
    early_reply: Event | None = None
    asked: Event | None = None
    nudges: int = 0
    nudged: Event | None = None
    first_reply: Event | None = None
    last_reply: Event | None = None
    thanked: Event | None = None
    bounced: Event | None = None
    left: Event | None = None
    closed: Event | None = None
    hold_until: date | None = None
    reapproach: date | None = None
    came_again: Event | None = None
    settled: tuple[Event, ...] = ()
    under_way: Event | None = None

    @property
    def wrote_early(self) -> bool:
        """Whether a note or a question where things stand went out, or may have gone out."""
        return self.noted is not None or self.enquired is not None or self.under_way is not None

    @property
    def waits_for_answer(self) -> bool:
        """Whether a request is out that neither came back nor was answered, to somebody who is still there."""
        return self.asked is not None and self.bounced is None and self.left is None and self.first_reply is None


def gather(request: Request) -> ConversationFacts:
    """The facts of that conversation. Any events in any order give facts that agree with each other.

    What a mentor said settles nothing between the two.
    """
    facts = ConversationFacts(drafted=request.open_draft)
    for events, readings in ((request.history, _BY_DATE), (request.events, _BY_RECORD)):
        for event in events:
            read = readings.get(event.kind)
            if read is not None and not event.is_by_mentor:
                read(facts, event)
    return facts


def _letter_out(facts: ConversationFacts, event: Event) -> None:
    match event.letter:
        case Letter.THANK_YOU:
            # A thank-you answers a reply; one dated before any reply is kept in the record and counts for nothing.
            replied = facts.first_reply is not None or facts.early_reply is not None
            facts.thanked = event if replied else facts.thanked
        case Letter.REAPPROACH:
            facts.came_again = event
        case Letter.NOTE | Letter.STATUS | Letter.ACCEPT | Letter.DECLINE:
            setattr(facts, _EARLY[event.letter], event)
            facts.returned = None
        case Letter.FOLLOW_UP:
            if facts.asked is not None:
                facts.nudged, facts.nudges, facts.bounced = event, facts.nudges + 1, None
        case _:
            facts.asked, facts.nudged, facts.nudges, facts.bounced, facts.left = event, None, 0, None, None
            if facts.first_reply is None:
                facts.thanked = None


_EARLY = {Letter.NOTE: "noted", Letter.STATUS: "enquired", Letter.ACCEPT: "answered", Letter.DECLINE: "answered"}
"""The letters that are no part of asking for feedback, and the fact that each settles."""


def _letter_back(facts: ConversationFacts, event: Event) -> None:
    if event.letter is Letter.REAPPROACH or (event.letter is None and facts.came_again is not None):
        facts.came_again = None
    elif facts.thanked is not None and event.letter in (None, Letter.THANK_YOU):
        facts.thanked = None
    elif event.letter in _EARLY or (event.letter is None and facts.asked is None):
        _early_letter_back(facts, event)
    elif facts.asked is not None and event.letter is not Letter.THANK_YOU:
        facts.bounced = event


def _early_letter_back(facts: ConversationFacts, event: Event) -> None:
    """The letter that is named came back, else the latest of those that go out before a request."""
    out = [letter for letter in (facts.noted, facts.enquired, facts.answered) if letter is not None]
    matches = [letter for letter in out if event.letter in (None, letter.letter)]
    if matches:
        facts.returned = max(matches, key=lambda letter: letter.at.timestamp())
        setattr(facts, _EARLY[facts.returned.letter or Letter.NOTE], None)


def _letter_under_way(facts: ConversationFacts, event: Event) -> None:
    """An answer proves that a letter went out whose sending never ended, so it is told what it answers."""
    is_sending = event.kind is EventKind.SENDING and event.letter in (Letter.NOTE, Letter.STATUS)
    facts.under_way = event if is_sending else None


def _reply_in(facts: ConversationFacts, event: Event) -> None:
    facts.bounced = facts.left = facts.returned = None
    if facts.asked is None and facts.wrote_early:
        facts.early_reply = event
        return
    facts.first_reply = facts.first_reply or event
    facts.last_reply = event


def _departure(facts: ConversationFacts, event: Event) -> None:
    if event.tells_departure and facts.first_reply is None:
        facts.left = event


_BY_DATE: dict[EventKind, Callable[[ConversationFacts, Event], None]] = {
    EventKind.SENDING: _letter_under_way,
    EventKind.FAILED: _letter_under_way,
    EventKind.SENT: _letter_out,
    EventKind.BOUNCED: _letter_back,
    EventKind.REPLY: _reply_in,
    EventKind.AUTO_REPLY: _departure,
}


def _note_sent(facts: ConversationFacts, event: Event) -> None:
    if facts.in_flight is not None and facts.in_flight.letter is event.letter:
        facts.in_flight = None
    facts.hold_until = None
    if event.letter is Letter.REAPPROACH:
        facts.reapproach = None
        _settle_plan(facts, event)


def _note_bounce(facts: ConversationFacts, event: Event) -> None:
    """A letter that wrote again and came back has reached nobody: it is due again at once."""
    if event.letter is Letter.REAPPROACH:
        facts.reapproach = event.at.date()
        _settle_plan(facts, replace(event, until=facts.reapproach))


def _note_reply(facts: ConversationFacts, event: Event) -> None:
    sending = facts.in_flight
    if sending is not None and sending.letter is not Letter.THANK_YOU and event.at >= sending.at:
        # An answer proves that the letter went out.
        if sending.letter is Letter.REAPPROACH:
            facts.came_again, facts.reapproach = sending, None
            _settle_plan(facts, sending)
        elif sending.letter in _EARLY:
            fact = _EARLY[sending.letter]
            setattr(facts, fact, getattr(facts, fact) or sending)
        else:
            facts.asked = facts.asked or sending
        facts.in_flight = None
    facts.closed = facts.hold_until = None


def _hold(facts: ConversationFacts, event: Event) -> None:
    facts.hold_until = event.until or facts.hold_until


def _plan(facts: ConversationFacts, event: Event) -> None:
    facts.reapproach = event.until
    _settle_plan(facts, event)


def _settle_plan(facts: ConversationFacts, event: Event) -> None:
    facts.settled = (*facts.settled, event)


def _settles(fact: str) -> Callable[[ConversationFacts, Event], None]:
    return lambda facts, event: setattr(facts, fact, event)


def _ends(fact: str) -> Callable[[ConversationFacts, Event], None]:
    return lambda facts, _event: setattr(facts, fact, None)


_BY_RECORD: dict[EventKind, Callable[[ConversationFacts, Event], None]] = {
    EventKind.SENDING: _settles("in_flight"),
    EventKind.FAILED: _ends("in_flight"),
    EventKind.SENT: _note_sent,
    EventKind.BOUNCED: _note_bounce,
    EventKind.REPLY: _note_reply,
    EventKind.AUTO_REPLY: _hold,
    EventKind.SNOOZED: _hold,
    EventKind.CLOSED: _settles("closed"),
    EventKind.REOPENED: _ends("closed"),
    EventKind.REAPPROACH: _plan,
}
_YOU, _MAIL_SYSTEM = "you", "mail system"
_FROM_THEM = (EventKind.REPLY, EventKind.AUTO_REPLY, EventKind.RECEIPT)
_BY_SERVERS = (News.DELIVERED, News.DELAYED)

NEWS: Mapping[News, str] = {
    News.AWAY: "is away; an automatic answer came",
    News.LEFT: "has left the company, so ask somebody else",
    News.CASE_CLOSED: "has not replied: a service desk says that the case is closed",
    News.SEEN: "has seen your letter",
    News.DELETED: "deleted your letter unread",
    News.DELIVERED: "has your letter in the mailbox: it was delivered",
    News.DELAYED: "is not reached yet: the letter is late and still under way",
    News.REACTED: "reacted, without words",
    News.RECALLED: "asked to take a mail back",
}
"""What is told of the interviewer, after the name."""

_KINDS: Mapping[MailKind, str] = {
    MailKind.BOUNCE: "was not reached; the letter came back",
    MailKind.AUTO_REPLY: "has not replied yet; an automatic answer came",
    MailKind.RECEIPT: "has not replied yet; a receipt came",
}


def speaker(event: Event, interviewer: Person) -> str:
    """Who did it, briefly: `you`, `Ada`, `Jo Park for Ada Byron`, `mail system`."""
    if event.kind is EventKind.BOUNCED or (event.kind is EventKind.RECEIPT and event.news in _BY_SERVERS):
        return _MAIL_SYSTEM
    if event.kind not in _FROM_THEM:
        return _YOU
    own = event.written_for(interviewer) is None and not event.is_by_mentor
    return interviewer.first_name if own else event.writer(interviewer)


def news_of(event: Event) -> News | None:
    """What an automatic answer or a receipt tells; whoever noted only a day of return was told of an absence."""
    absent = event.kind is EventKind.AUTO_REPLY and event.until is not None
    return event.news or (News.AWAY if absent else None)


def news_words(kind: MailKind, event: Event | None) -> str:
    """What a mail that came in means, to be said after the interviewer's name: `has replied`, `is away; …`."""
    news = news_of(event) if event is not None else None
    return NEWS[news] if news is not None else _KINDS.get(kind, "has replied")


# ── the letter that leaves it ─────────────────────────────────────────────────────────────────────────────────────────


class Outgoing(Struct, frozen=True, kw_only=True):
    """One letter to one person. `message_id`, `in_reply_to` and `references` keep their angle brackets."""

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    body: str
    message_id: str
    date: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


class Sender(Struct, frozen=True):
    """Who writes: the name and address of the From line."""

    name: str
    address: str


def letter_file(request: Request, name: str, company: str) -> str:
    """What a file with the draft is called, without its ending: `request-ada-byron-initech`."""
    letter = request.draft.letter if request.draft is not None else "letter"
    return slug(f"{letter} {name} {company}")


def thread_of(request: Request) -> tuple[str, ...]:
    """The Message-IDs an answer can name, oldest first, each once; those of letters that only may have gone out too.

    A letter that was handed over may have left under the id of its draft, whatever id its copy has.
    """
    return _message_ids(request, (EventKind.DRAFTED, EventKind.SENDING, EventKind.SENT, EventKind.REPLY))


def _message_ids(request: Request, kinds: tuple[EventKind, ...]) -> tuple[str, ...]:
    ids = (event.message_id for event in request.history if event.kind in kinds and not event.is_by_mentor)
    return tuple(dict.fromkeys(message_id for message_id in ids if message_id.startswith("<")))


def _answered(request: Request, letter: Event) -> tuple[str, ...]:
    """The Message-IDs that went to and fro before this letter. A request opens a thread: nothing came before it."""
    if letter.letter is Letter.REQUEST:
        return ()
    message_ids = _message_ids(request, (EventKind.SENT, EventKind.REPLY))
    return tuple(message_id for message_id in message_ids if message_id != letter.message_id)


def addressee(person: Person, request: Request, letter: Letter | None) -> Person:
    """Whom that letter goes to: the person, or for a thank-you whoever wrote the replies in their place."""
    if letter is not Letter.THANK_YOU or not request.replies:
        return person
    writer = request.replies[-1].written_for(person)
    if writer is None or any(reply.written_for(person) is None for reply in request.replies):
        return person
    return Person(id=person.id, name=writer.name or writer.label, email=writer.email, language=person.language)


def written_by(person: Person, request: Request, reader: Person) -> tuple[Event, ...]:
    """The replies that this addressee wrote, in the conversation with that person."""

    def wrote(reply: Event) -> bool:
        writer = reply.written_for(person)
        return reader == person if writer is None else writer.is_of(reader)

    return tuple(reply for reply in request.replies if wrote(reply))


def check_occasion(application: Application, letter: Letter | None) -> None:
    """Refuse a letter that does not fit how the application stands: one about a rejection, a decision or an offer."""
    outcome = application.outcome
    if letter in (Letter.REQUEST, Letter.FOLLOW_UP) and outcome in _NO_REJECTION:
        raise UserError(
            f"{_NO_REJECTION[outcome]}, so a letter that asks what to do better does not fit.",
            hint="If that was not the outcome, correct it with the interview; a draft that is left can be discarded.",
        )
    if letter is Letter.STATUS and outcome is not Outcome.PENDING:
        raise UserError("It is known how this ended, so nobody has to be asked where it stands.", hint=_CORRECT)
    if letter is Letter.NOTE and outcome is not Outcome.PENDING:
        raise UserError(
            "It is known how this ended; a note for the interview alone comes before that.",
            hint="Thank them in the next letter; it begins with that.",
        )
    if letter in (Letter.ACCEPT, Letter.DECLINE) and outcome is not Outcome.OFFER:
        raise UserError("No offer is noted here that could be answered.", hint="Note it first: o, or outcome ID offer.")


def fits_occasion(application: Application, letter: Letter | None) -> bool:
    """Whether that letter fits how the application stands; see `check_occasion`."""
    try:
        check_occasion(application, letter)
    except UserError:
        return False
    return True


_CORRECT = "If that was not the outcome, correct it with the interview."
_NO_REJECTION = {
    Outcome.OFFER: "This interview ended in an offer",
    Outcome.WITHDRAWN: "You withdrew from this one",
}


def address_letter(person: Person, request: Request, letter: Event, sender: Sender) -> Outgoing:
    """The letter of a drafted or sending event, addressed to whom it goes to and put into the thread.

    Refused when that address is not known, and for a letter that is no mail. The sender's address may be empty: a mail
    program adds its own.
    """
    if letter.channel not in (None, Channel.MAIL):
        raise UserError(
            f"This letter is written for {CHANNELS[letter.channel]}, so it is not mailed.",
            hint="Copy it and send it there, or say it; then note that you have.",
        )
    person = addressee(person, request, letter.letter)
    if not person.email:
        raise UserError(f"There is no address for {person.name}.", hint="Edit the interview and add it.")
    earlier = _answered(request, letter)
    return Outgoing(
        from_name=sender.name,
        from_address=sender.address,
        to_name=person.name if person.name != person.email else "",
        to_address=person.email,
        subject=letter.subject,
        body=letter.text,
        message_id=letter.message_id,
        date=letter.at,
        in_reply_to=earlier[-1] if earlier else "",
        references=earlier,
    )
