"""Owns the facts of a conversation as its events tell them; what follows from them is tracking's and steps'.

What happened between two people (letters, replies, bounces) counts by its date, because people record late. What the
person did here (drafts, sendings, snoozes, closing) counts in the order in which it was recorded.
"""

from collections.abc import Callable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.message import MailKind, News
from afterword.domain.conversation.request import Event, EventKind, Letter, Request
from afterword.domain.people import Person


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
    named = [letter for letter in out if event.letter in (None, letter.letter)]
    if named:
        facts.returned = max(named, key=lambda letter: letter.at.timestamp())
        setattr(facts, _EARLY[facts.returned.letter or Letter.NOTE], None)


def _letter_under_way(facts: ConversationFacts, event: Event) -> None:
    """An answer proves that a letter went out whose sending never ended, so it is told what it answers."""
    begun = event.kind is EventKind.SENDING and event.letter in (Letter.NOTE, Letter.STATUS)
    facts.under_way = event if begun else None


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


def _begin_sending(facts: ConversationFacts, event: Event) -> None:
    facts.in_flight = event


def _end_sending(facts: ConversationFacts, _event: Event) -> None:
    facts.in_flight = None


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


def _close(facts: ConversationFacts, event: Event) -> None:
    facts.closed = event


def _reopen(facts: ConversationFacts, _event: Event) -> None:
    facts.closed = None


def _plan(facts: ConversationFacts, event: Event) -> None:
    facts.reapproach = event.until
    _settle_plan(facts, event)


def _settle_plan(facts: ConversationFacts, event: Event) -> None:
    facts.settled = (*facts.settled, event)


_BY_RECORD: dict[EventKind, Callable[[ConversationFacts, Event], None]] = {
    EventKind.SENDING: _begin_sending,
    EventKind.FAILED: _end_sending,
    EventKind.SENT: _note_sent,
    EventKind.BOUNCED: _note_bounce,
    EventKind.REPLY: _note_reply,
    EventKind.AUTO_REPLY: _hold,
    EventKind.SNOOZED: _hold,
    EventKind.CLOSED: _close,
    EventKind.REOPENED: _reopen,
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


def told(kind: MailKind, event: Event | None) -> str:
    """What a mail that came in means, to be said after the interviewer's name: `has replied`, `is away; …`."""
    news = news_of(event) if event is not None else None
    return NEWS[news] if news is not None else _KINDS.get(kind, "has replied")
