"""Owns which events a conversation may take, and what became of a letter that was on its way."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from afterword.domain.conversation.facts import ConversationFacts, gather
from afterword.domain.conversation.request import Channel, CloseAs, Draft, Event, EventKind, Letter, Request
from afterword.domain.dates import Policy, show_date
from afterword.errors import UserError

_A_FEW_WORDS = 5
_FARTHEST = timedelta(days=3 * 365)
_FIVE_WEEKS = 35
_EARLY = (Letter.NOTE, Letter.STATUS)
_AFTER_AN_OFFER = (Letter.ACCEPT, Letter.DECLINE)


def put_draft(request: Request, draft: Draft, event_id: str, at: datetime, message_id: str = "") -> Request:
    """The request with this letter as its draft; an unsent draft of the same letter is replaced in place.

    The Message-ID it is given at first is kept, whatever is changed in the letter.
    """
    check_letter(request, draft.letter)
    if not draft.body.strip():
        raise UserError("The letter is empty.", hint="Write a sentence or two, or leave the draft as it was.")
    open_event = request.open_draft
    if open_event is not None and open_event.letter is draft.letter:
        first_id = open_event.message_id or message_id
        return _put_event(request, replace(_worded(open_event, draft), message_id=first_id))
    event = Event(id=event_id, kind=EventKind.DRAFTED, at=at, letter=draft.letter, message_id=message_id)
    return add(request, _worded(event, draft))


def _worded(event: Event, draft: Draft) -> Event:
    """The event with the words of the draft; a mail, which most letters are, names no channel."""
    channel = None if draft.channel is Channel.MAIL else draft.channel
    return replace(event, subject=draft.subject, text=draft.body, channel=channel, language=draft.language)


def name_draft(request: Request, message_id: str) -> Request:
    """The request whose draft has a Message-ID; one that has it already, or has no draft, is unchanged."""
    draft = request.open_draft
    if draft is None or draft.message_id:
        return request
    return _put_event(request, replace(draft, message_id=message_id))


def _put_event(request: Request, changed: Event) -> Request:
    return replace(request, events=tuple(changed if event.id == changed.id else event for event in request.events))


def discard_draft(request: Request) -> Request:
    """The request without its unsent draft; one that has its Message-ID may be answered, and is kept as discarded."""
    open_event = request.open_draft
    if open_event is None:
        raise UserError("There is no draft to discard.")
    if open_event.message_id:
        return _put_event(request, replace(open_event, discarded=True))
    return replace(request, events=tuple(e for e in request.events if e.id != open_event.id))


def check_letter(request: Request, letter: Letter) -> None:
    """Refuse a letter that is out of turn: each has its moment in the conversation."""
    facts = gather(request)
    if facts.in_flight is not None:
        raise UserError(
            "A letter of this conversation may have gone out already.",
            f"Its sending began on {show_date(facts.in_flight.at.date())}, and how that ended is not known yet.",
            "Look into your sent mail, then mark it as sent or as not sent.",
        )
    _CHECKS[letter](facts)
    _check_open(facts, letter)


def in_flight(request: Request) -> Event | None:
    """The sending that neither succeeded nor failed, if any."""
    return gather(request).in_flight


def _check_open(facts: ConversationFacts, letter: Letter) -> None:
    closed = facts.closed
    # Somebody who answered that policy forbids feedback is thanked for answering.
    thanks_for_declining = letter is Letter.THANK_YOU and closed is not None and closed.close_as is CloseAs.DECLINED
    # Writing again is a new beginning, planned for a conversation that rests; an offer is answered in any case.
    new_beginning = letter is Letter.REAPPROACH or letter in _AFTER_AN_OFFER
    if closed is not None and not thanks_for_declining and not new_beginning:
        raise UserError(
            f"This conversation was closed on {show_date(closed.at.date())}.",
            hint="Reopen it first, then write.",
        )


def _after_reply(facts: ConversationFacts) -> str:
    return "Thank them instead." if facts.thanked is None else "They were thanked; plan a day to write again."


def _check_request(facts: ConversationFacts) -> None:
    if facts.first_reply is not None:
        raise UserError("They have replied already.", hint=_after_reply(facts))
    if facts.asked is not None and facts.waits_for_answer:
        raise UserError(
            f"This interviewer was asked on {show_date(facts.asked.at.date())}.",
            "One request per interviewer and interview is the rule.",
            "A follow-up can remind them once.",
        )


def _check_follow_up(facts: ConversationFacts) -> None:
    if facts.first_reply is not None:
        raise UserError("They have replied, so there is nothing to follow up.", hint=_after_reply(facts))
    if facts.asked is None:
        raise UserError("Nothing has been sent that could be followed up.", hint="Send the request first.")
    if facts.bounced is not None:
        raise UserError(
            "The request came back, so it never reached them.", hint="Mend the address, then send it again."
        )
    if facts.left is not None:
        raise UserError("They have left the company.", hint="Ask somebody else of that interview.")


def _check_reapproach(facts: ConversationFacts) -> None:
    if all(fact is None for fact in (facts.reapproach, facts.asked, facts.first_reply, facts.early_reply)):
        raise UserError("There is nothing to come back to yet.", hint="Ask first, or plan a day to write again.")


def _check_thank_you(facts: ConversationFacts) -> None:
    if facts.first_reply is None and facts.early_reply is None:
        raise UserError(
            "A thank-you answers a reply, and none has been recorded yet.",
            hint="Record the reply first; then thank them for what they wrote.",
        )
    if facts.thanked is not None:
        raise UserError(
            f"They were thanked on {show_date(facts.thanked.at.date())}.",
            hint="A thank-you is sent once; nothing more is needed here.",
        )


def _check_note(facts: ConversationFacts) -> None:
    if facts.asked is not None:
        raise UserError(
            f"You asked them for feedback on {show_date(facts.asked.at.date())}; a note of thanks comes before that.",
            hint="Once they reply, thank them for the reply.",
        )


def _check_status(facts: ConversationFacts) -> None:
    if facts.asked is not None:
        raise UserError(
            f"You asked them for feedback on {show_date(facts.asked.at.date())}, so it is known where things stand.",
            hint="A follow-up can remind them once.",
        )
    if facts.enquired is not None:
        raise UserError(
            f"You asked where things stand on {show_date(facts.enquired.at.date())}.",
            "Asking once is kind; a second time seldom brings an answer.",
            "Note how it ended, or let it rest.",
        )


def _check_offer(facts: ConversationFacts) -> None:
    if facts.answered is not None:
        done = "accepted" if facts.answered.letter is Letter.ACCEPT else "declined"
        raise UserError(
            f"You {done} the offer on {show_date(facts.answered.at.date())}.",
            hint="Write by your own mail program if there is more to say.",
        )


_CHECKS: Mapping[Letter, Callable[[ConversationFacts], None]] = {
    Letter.NOTE: _check_note,
    Letter.STATUS: _check_status,
    Letter.REQUEST: _check_request,
    Letter.FOLLOW_UP: _check_follow_up,
    Letter.THANK_YOU: _check_thank_you,
    Letter.REAPPROACH: _check_reapproach,
    Letter.ACCEPT: _check_offer,
    Letter.DECLINE: _check_offer,
}


def check_nudge(request: Request, policy: Policy, today: date) -> None:
    """Raises `UserError` for a nudge beyond those the policy allows, on the day of the request, or when it is late."""
    facts = gather(request)
    if facts.asked is None or not facts.waits_for_answer:
        return
    if facts.nudges >= policy.max_follow_ups:
        raise _enough_reminders(facts.nudges)
    latest = (facts.nudged or facts.asked).at.date()
    if today <= latest:
        raise UserError(
            f"You wrote to them on {show_date(latest, today)}, so a reminder would only press.",
            f"It is due on {show_date(policy.follow_up_due(latest), today)}. No answer yet is normal.",
            "Give them the week.",
        )
    if today > policy.follow_up_ends(latest):
        raise UserError(
            f"Your request of {show_date(latest, today)} is too long ago for a reminder.",
            "After five weeks it reads as a reproach." if policy.follow_up_until == _FIVE_WEEKS else "",
            "Write to them again instead: p plans the day, or afterword request reapproach ID --draft.",
        )


def early_nudge(request: Request, policy: Policy, today: date) -> str:
    """A sentence where a nudge would go out before its day; empty where it is time."""
    facts = gather(request)
    if facts.asked is None or not facts.waits_for_answer:
        return ""
    due = policy.follow_up_due((facts.nudged or facts.asked).at.date())
    return f"The reminder is due on {show_date(due, today)}; sooner it may press." if today < due else ""


def _enough_reminders(sent: int) -> UserError:
    if not sent:
        return UserError("Your settings allow no follow-ups.", hint="See max_follow_ups under [policy].")
    return UserError(
        "The follow-up has been sent already.",
        "One reminder is kind; a second one seldom brings an answer.",
        "Let it rest, or close the conversation.",
    )


def mark_sent(request: Request, event: Event) -> Request:
    """The request with a letter that went out: the draft as it stands unless the event brings its own words.

    Settles an unfinished sending too. Refused when there is nothing to send or the letter is out of turn.
    """
    facts = gather(request)
    leaving = facts.in_flight or request.open_draft
    if leaving is not None:
        letter, subject, text = leaving.letter or Letter.REQUEST, leaving.subject, leaving.text
        event = replace(event, message_id=event.message_id or leaving.message_id)
        if facts.in_flight is None:
            check_letter(request, letter)
    else:
        letter, subject, text = event.letter or _expected(facts), event.subject, event.text
        check_letter(request, letter)
        _check_not_twice(facts, letter, event)
    sent = replace(
        event,
        kind=EventKind.SENT,
        letter=letter,
        at=_sent_at(facts, letter, event),
        subject=event.subject or subject,
        text=event.text or text,
        channel=event.channel or (leaving.channel if leaving is not None else None),
        language=leaving.language if leaving is not None else "",
    )
    return add(request, sent)


def mark_written_again(request: Request, event: Event, *, opened: bool = False) -> Request:
    """The request after the person wrote again, by the draft of that letter or otherwise; it is due no longer.

    Refused when no day to write again is planned, nor any named by an opening (`opened`).
    """
    facts, draft = gather(request), request.draft
    if facts.reapproach is None and not opened:
        raise UserError("No day to write again is planned here.", hint="Plan one first, or note a reply as one.")
    check_letter(request, Letter.REAPPROACH)
    if draft is not None and draft.letter is Letter.REAPPROACH:
        event = replace(event, subject=draft.subject, text=draft.body)
    return add(request, replace(event, kind=EventKind.SENT, letter=Letter.REAPPROACH))


def _expected(facts: ConversationFacts) -> Letter:
    if facts.first_reply is not None:
        return Letter.THANK_YOU
    return Letter.FOLLOW_UP if facts.waits_for_answer else Letter.REQUEST


def _check_not_twice(facts: ConversationFacts, letter: Letter, event: Event) -> None:
    """A second “I sent it” on the same day, without a draft, is a slip and no follow-up."""
    latest = facts.nudged or facts.asked
    if letter is Letter.FOLLOW_UP and latest is not None and latest.at.date() == event.at.date():
        raise UserError(
            f"This letter is marked as sent on {show_date(latest.at.date())} already.",
            hint="For a reminder, draft the follow-up first.",
        )


def _sent_at(facts: ConversationFacts, letter: Letter | None, event: Event) -> datetime:
    """When the letter went out: never before what it answers. On the same day, times are often only rough."""
    before, words = answered_by(facts, letter)
    return event.at if before is None else _not_before(event, before, words)


def answered_by(facts: ConversationFacts, letter: Letter | None) -> tuple[Event | None, str]:
    """What a letter comes after, if anything, and its name in a sentence."""
    answered = {
        Letter.REQUEST: (facts.bounced, "the bounce"),
        Letter.FOLLOW_UP: (facts.asked, "the request"),
        Letter.THANK_YOU: (facts.first_reply or facts.early_reply, "the reply"),
        Letter.REAPPROACH: (facts.first_reply or facts.asked or facts.early_reply, "what was written before"),
    }
    return answered.get(letter or Letter.REQUEST, (None, ""))


def _not_before(event: Event, before: Event, words: str) -> datetime:
    if event.at.date() < before.at.date():
        raise UserError(
            f"{show_date(event.at.date())} lies before {words} of {show_date(before.at.date())}.",
            hint="Check the day.",
        )
    return max(event.at, before.at)


def begin_sending(request: Request, event: Event) -> Request:
    """The request with its draft on the way out; saved before any network is touched.

    Refused when there is no draft, when the letter is out of turn, or while another is on its way.
    """
    draft = request.open_draft
    if draft is None or draft.letter is None:
        raise UserError("There is no draft to send.", hint="Write it first.")
    check_letter(request, draft.letter)
    return add(
        request,
        replace(
            event,
            kind=EventKind.SENDING,
            letter=draft.letter,
            subject=draft.subject,
            text=draft.text,
            message_id=draft.message_id or event.message_id,
        ),
    )


def mark_failed(request: Request, event: Event) -> Request:
    """The request after a sending that did not succeed; the draft is kept."""
    sending = in_flight(request)
    if sending is None:
        raise UserError("Nothing is being sent in this conversation.")
    return add(request, replace(event, kind=EventKind.FAILED, letter=sending.letter))


def record_reply(request: Request, event: Event, *, again: bool = False) -> Request:
    """The request with a reply. One that came before anything was sent is kept too: people write first.

    Refused where that mail, or these words, stand there already; words may come `again` where that is wanted.
    """
    if not event.text.strip() and not event.note:
        raise UserError("The reply is empty.", hint="Write down what they said, even in a few words.")
    if event.message_id and any(e.message_id == event.message_id for e in request.comments):
        raise UserError("This reply has been recorded already.")
    if not event.message_id and not again and (duplicate := _said_before(request, event)) is not None:
        raise UserError(
            f"This reply has been recorded already: the one of {show_date(duplicate.at.date())}.",
            hint="If they said it twice, say so in a word of yours.",
        )
    if event.channel is Channel.MENTOR:
        return add(request, replace(event, kind=EventKind.REPLY))
    facts = gather(request)
    early = [letter for letter in request.events if letter.kind is EventKind.SENT and letter.letter in _EARLY]
    answers_early = any(letter.at.date() <= event.at.date() for letter in early)
    if facts.asked is not None and not answers_early:
        _not_before(event, facts.asked, "the request")
    return add(request, replace(event, kind=EventKind.REPLY))


def _said_before(request: Request, event: Event) -> Event | None:
    """The reply of the same person with the same words: of that day, or of any where they are more than a few."""
    written = event.text.split()
    for reply in request.comments:
        other = None not in (event.sender, reply.sender) and event.sender != reply.sender
        same = written in (reply.text.split(), reply.full_text.split())
        if same and not other and (reply.at.date() == event.at.date() or len(written) > _A_FEW_WORDS):
            return reply
    return None


def record_bounce(request: Request, event: Event) -> Request:
    """The request with the news that its letter came back. Refused when nothing was sent by then."""
    sent = [other for other in request.history if other.kind is EventKind.SENT]
    if not sent:
        raise UserError("Nothing has been sent that could have come back.")
    return add(request, replace(event, kind=EventKind.BOUNCED, at=_not_before(event, sent[0], "the letter")))


def check_possible(request: Request, kind: EventKind) -> None:
    """Raises `UserError` where a person cannot note such an event now, whatever its day."""
    facts = gather(request)
    if kind is EventKind.SENT and facts.in_flight is None:
        check_letter(request, request.draft.letter if request.draft is not None else _expected(facts))
    elif kind is EventKind.BOUNCED:
        _check_bounce(facts)
    elif kind is EventKind.AUTO_REPLY:
        _check_absence(facts)
    elif kind is EventKind.CLOSED and facts.closed is not None:
        raise _closed_already()


def _check_bounce(facts: ConversationFacts) -> None:
    if not any(
        (facts.asked, facts.thanked, facts.in_flight, facts.noted, facts.enquired, facts.answered, facts.returned)
    ):
        raise UserError("Nothing has been sent that could have come back.")
    if facts.bounced is not None or facts.returned is not None:
        raise UserError(
            "It is noted already that the letter came back.", hint="Correct the address, then send it again."
        )


def _check_absence(facts: ConversationFacts) -> None:
    if facts.first_reply is not None:
        raise UserError("They have replied, so nothing waits for their return.")
    if facts.bounced is not None:
        raise UserError("The letter came back, so nobody can be away.", hint="Correct the address, then send it again.")
    if facts.asked is None and facts.in_flight is None:
        raise UserError("Nothing has been sent yet that an absence could answer.", hint="Send the request first.")


def snooze(request: Request, event: Event, today: date) -> Request:
    """The request with its next step held until `event.until`. Refused for a day that is not ahead."""
    if event.until is None or event.until <= today:
        raise UserError("A snooze ends on a day ahead.", hint="Try +3d or next mon.")
    _check_near(event.until, today)
    return add(request, replace(event, kind=EventKind.SNOOZED))


def _check_near(until: date, today: date) -> None:
    if until - today > _FARTHEST:
        raise UserError(f"{show_date(until)} is more than three years away.", hint="Choose a nearer day.")


def close(request: Request, event: Event) -> Request:
    """The request closed. Refused when it is closed already, as `no answer` after a reply, `skipped` once asked."""
    if is_closed(request):
        raise _closed_already()
    if event.close_as is CloseAs.NO_ANSWER and gather(request).first_reply is not None:
        raise UserError("They have replied, so “no answer” would not be true.", hint="Close it as done or declined.")
    asked = gather(request).asked if event.close_as is CloseAs.SKIPPED else None
    if asked is not None:
        raise UserError(f"They were asked on {show_date(asked.at.date())}.", hint="Close it as no answer, or as done.")
    return add(request, replace(event, kind=EventKind.CLOSED))


def _closed_already() -> UserError:
    return UserError("This conversation is closed already.", hint="Reopen it first to close it differently.")


def reopen(request: Request, event: Event) -> Request:
    """The request open again."""
    if not is_closed(request):
        raise UserError("This conversation is not closed.")
    return add(request, replace(event, kind=EventKind.REOPENED))


def is_closed(request: Request) -> bool:
    """Whether somebody closed it, and nothing has reopened it since."""
    return gather(request).closed is not None


def plan_reapproach(request: Request, event: Event, today: date) -> Request:
    """The request with a day to write again (`event.until`), or without one (None: done or dropped)."""
    if event.until is not None:
        if event.until <= today:
            raise UserError("The day to write again lies ahead.", hint="Try +4 months.")
        _check_near(event.until, today)
    return add(request, replace(event, kind=EventKind.REAPPROACH))


def add(request: Request, event: Event) -> Request:
    """The request with one more event."""
    return replace(request, events=(*request.events, event))


def went_out(request: Request, sending: Event, event: Event) -> Request:
    """The request with the news that the letter of `sending` was accepted.

    That is a fact, and recorded whatever else was noted meanwhile in another window; noted already, it stands once.
    """
    if any(other.kind is EventKind.SENT and other.message_id == sending.message_id for other in request.events):
        return request
    facts = gather(request)
    answered, _ = answered_by(facts, sending.letter)
    sent = replace(
        event,
        kind=EventKind.SENT,
        at=event.at if answered is None else max(event.at, answered.at),
        letter=sending.letter,
        subject=sending.subject,
        text=sending.text,
        message_id=sending.message_id,
    )
    return add(request, sent)


def did_not_go_out(request: Request, sending: Event, event: Event) -> Request:
    """The request with the news that the letter of `sending` failed; unchanged when that was settled meanwhile."""
    current = gather(request).in_flight
    if current is None or current.id != sending.id:
        return request
    return add(request, replace(event, kind=EventKind.FAILED, letter=sending.letter, message_id=sending.message_id))
