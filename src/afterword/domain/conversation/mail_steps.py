"""Owns what a found mail does to its conversation: reply, bounce, absence, receipt; or a doubt for a person."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation import steps, threads
from afterword.domain.conversation.hiring import (
    HiringProcess,
    Processes,
    domain_of,
    is_for_everybody,
    is_named_after,
    is_one_house,
)
from afterword.domain.conversation.message import (
    Appointment,
    DecisionKind,
    Fate,
    Incoming,
    MailKind,
    News,
    Offer,
    Proposal,
)
from afterword.domain.conversation.request import Channel, Event, EventKind, Letter, Request
from afterword.domain.conversation.threads import Match, Thread, Why
from afterword.domain.interview import Application, Interview, Mode, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import NamedAddress, Person, check_person, read_named_address
from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood, UserError
from afterword.languages.loader import WordKind, bare, gather, languages, load

_LONGEST_ABSENCE = timedelta(days=400)
_ROUGHLY = timedelta(days=1)
_WORDLESS = "It holds no words."
_LETTERS = (EventKind.SENDING, EventKind.SENT)
_WORDS_FOLLOW = timedelta(days=14)
"""So long around the day of a rejection that was noted by hand its mail may come."""
_OFFERS = {
    DecisionKind.REJECTION: Offer.REJECTION,
    DecisionKind.INVITATION: Offer.INVITATION,
    DecisionKind.OFFER: Offer.JOB,
}


class Offering(Struct, frozen=True):
    """What a mail offers to record of an application, the applications it may concern (none: of nobody here), and why.

    `sure`: it says so plainly, whoever wrote it.
    """

    offer: Offer
    applications: tuple[str, ...]
    reason: str
    sure: bool


def offering(processes: Processes, mail: Incoming) -> Offering | None:
    """What the mail says about an application: a no, an invitation, an offer. None where it says none of it."""
    followed = _followed(processes, mail.appointment)
    if followed is not None:
        return followed
    offer = _OFFERS.get(mail.decision.kind)
    entry = offer is None and mail.appointment is not None and not mail.appointment.cancelled
    if entry:
        offer = Offer.INVITATION
    if offer is None or mail.verdict.kind in (MailKind.BOUNCE, MailKind.SENT):
        return None
    belongs = processes.belonging(mail.writers, mail.subject, mail.text or mail.full_text)
    vague = entry or mail.decision.vague or mail.forward
    candidates = belongs.applications if belongs.known or not vague else ()
    applications = tuple(
        application_id for application_id in candidates if _concerns(processes.all[application_id], offer, mail)
    )
    reason = f"It says: “{mail.decision.words}”" if mail.decision.words else "It brings an entry for the calendar."
    return Offering(offer, applications, reason, sure=not vague)


def _followed(processes: Processes, meeting: Appointment | None) -> Offering | None:
    """What a calendar's entry offers from which an interview was added: that it was moved, or taken back."""
    rounds = (
        (interview for process in processes.all.values() for interview in process.rounds)
        if meeting and meeting.calendar
        else ()
    )
    ours = next(
        (interview for interview in rounds if meeting is not None and interview.calendar == meeting.calendar), None
    )
    if ours is None or meeting is None or meeting.sequence < ours.calendar_sequence:
        return None
    if not meeting.cancelled and (ours.at, ours.where) == (meeting.at, meeting.where):
        return None
    reason = "The meeting was taken back." if meeting.cancelled else "The meeting was moved."
    return Offering(Offer.INVITATION, (ours.application_id,), reason, sure=True)


def _concerns(process: HiringProcess, offer: Offer, mail: Incoming) -> bool:
    """Whether such a mail can be news about that application."""
    if mail.at < process.since - _ROUGHLY:
        return False
    day, ended = mail.at.date(), process.ended_on
    if offer is Offer.INVITATION:
        # Later rounds stand in the journal, so this is how one of them was arranged.
        return not any(interview.at > mail.at for interview in process.rounds) and (ended is None or day > ended)
    if ended is None:
        return True
    unkept = process.application.outcome is Outcome.REJECTED and not process.application.words
    return offer is Offer.REJECTION and unkept and abs(day - ended) <= _WORDS_FOLLOW


def is_news(offers: Offering, place: Match, mail: Incoming) -> bool:
    """Whether a mail that could be an answer is rather the decision itself: plain, from no thread, under no “Re:”."""
    titled = threads.bare_subject(mail.subject) != " ".join(mail.subject.split()).casefold()
    return offers.sure and place.why is Why.ADDRESS and not titled and not mail.answers


def is_offered(journal: Journal, mail: Incoming, offers: Offering, *, answers: bool) -> bool:
    """Whether what a mail says is to be put before the person: it concerns an application, and is new.

    What may be an answer (`answers`) to somebody whose rejection has been noted is a word on it, and no news.
    """
    ended = [journal.applications[application_id].outcome for application_id in offers.applications]
    if not ended or (answers and all(outcome is Outcome.REJECTED for outcome in ended)):
        return False
    words = _on_one_line(mail.text or mail.full_text)
    proposals = (proposal for proposal in journal.proposals.values() if words and proposal.offer is offers.offer)
    return not any(words == _on_one_line(proposal.text or proposal.full_text) for proposal in proposals)


def is_new_version(journal: Journal, mail: Proposal) -> bool:
    """Whether it is a later version of the calendar's entry from which an interview was added."""
    entry = mail.appointment.calendar if mail.appointment is not None else ""
    return bool(entry) and any(interview.calendar == entry for interview in journal.live_interviews)


class _Round(Struct, frozen=True):
    """What a round is called, and in which words a mail speaks of it."""

    name: str
    words: WordKind


@cache
def _rounds() -> tuple[_Round, ...]:
    files = (load("decision_kinds", tuple[_Round, ...], language, "rounds") for language in languages("decision_kinds"))
    return tuple(entry for file in files for entry in file)


def round_named(*texts: str) -> str:
    """The round of interviews that the first of the texts speaks of which speaks of one; empty where none does."""
    names = (entry.name for text in map(bare, texts) for entry in _rounds() if entry.words.stands_in(text))
    return next(names, "")


def invited_to(mail: Proposal, company: str, role: str) -> dict[str, object]:
    """What an invitation tells of the interview, by the names of its fields; only company and role are sure."""
    from afterword.domain.exchange_files import place_in

    meeting, words = mail.appointment, f"{mail.subject}\n{mail.text or mail.full_text}"
    details: dict[str, object] = {name: text for name, text in (("company", company), ("role", role)) if text}
    if meeting is not None:
        details |= {"at": meeting.at}
        details |= {name: value for name in ("zone", "where") if (value := getattr(meeting, name))}
        if people := tuple(_persons(meeting)):
            details["interviewers"] = people
    if "where" not in details and (place := place_in(words)):
        details["where"] = place
    place = f"{meeting.where if meeting is not None else ''}\n{words}"
    title = meeting.title if meeting is not None else ""
    # The sentence that invites names the round to come; others may look back on the one before.
    if name := round_named(title, mail.subject, mail.reason, words):
        details["round"] = name
    return details | {"mode": _mode_in(place)}


@cache
def _modes() -> dict[Mode, re.Pattern[str]]:
    return gather("meetings", "modes", dict[Mode, re.Pattern[str]])


def _mode_in(words: str) -> Mode:
    """The way to meet that these words name."""
    lowered = words.lower()
    return next((mode for mode, pattern in _modes().items() if pattern.search(lowered)), Mode.ONSITE)


def _persons(meeting: Appointment) -> Iterator[Person]:
    for person in meeting.people:
        with suppress(NotUnderstood):
            # Who has no name in the entry goes by the one their address holds.
            guest = check_person(person if person.name else read_named_address(person.email))
            yield Person(id="", name=guest.name, email=guest.email)


def record_mail(request: Request, mail: Incoming, match: Match, event_id: str) -> Request:
    """The request with that mail in it. Raises `UserError` where the conversation has no place for it."""
    letter = _letter_named(request, mail)
    at = mail.at
    if match.why in (Why.THREAD, Why.RETURNED) and letter is not None:
        # What names our letter was written after it, whatever its clock says.
        at = max(at, letter.at)
    verdict = mail.verdict
    event = _event(mail, mail.key, event_id, at)
    event = replace(event, news=News.DELAYED if verdict.delayed else verdict.news)
    if verdict.taken_as is MailKind.BOUNCE:
        returned = letter.letter if letter is not None else None
        event = replace(event, text=_why_returned(mail), letter=returned)
    return _recorded(request, event, verdict.taken_as, verdict.return_date)


def _event(mail: Incoming | Proposal, key: str, event_id: str, at: datetime) -> Event:
    return Event(
        id=event_id,
        kind=EventKind.REPLY,
        at=at,
        subject=mail.subject,
        text=mail.text,
        full_text=mail.full_text,
        message_id=key,
        sender=_sender(mail),
        note=mail.note,
    )


def _recorded(request: Request, event: Event, kind: MailKind, until: date | None) -> Request:
    """The request with a mail as what it is; a reply by a person tells no news as programs do."""
    if kind is MailKind.BOUNCE:
        return steps.record_bounce(request, event)
    if kind is MailKind.RECEIPT:
        return steps.add(request, replace(event, kind=EventKind.RECEIPT))
    if kind is MailKind.AUTO_REPLY:
        away = _believable(until, event.at)
        return steps.add(request, replace(event, kind=EventKind.AUTO_REPLY, until=away))
    note = event.note or ("" if event.text else _WORDLESS)
    return steps.record_reply(request, replace(event, note=note, news=None, channel=Channel.MAIL))


def is_same(event: Event, mail: Incoming) -> bool:
    """Whether an event holds this very mail: recorded by hand before, or come a second time under another id."""
    if event.message_id == mail.key:
        return True
    if event.kind is not EventKind.REPLY or mail.verdict.kind is not MailKind.REPLY:
        return False
    unnamed = not event.message_id or not mail.key.startswith("<")
    if not unnamed and event.at.timestamp() != mail.at.timestamp():
        return False
    texts = {_on_one_line(event.text), _on_one_line(event.full_text)} - {""}
    return bool(texts & {_on_one_line(mail.text), _on_one_line(mail.full_text)})


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def recorded_before(request: Request, mail: Incoming) -> Event | None:
    """The event that holds this very mail: recorded by hand, or found before under another id."""
    return next((event for event in request.events if is_same(event, mail)), None)


def adopt(request: Request, event: Event, mail: Incoming) -> Request:
    """The request whose event, recorded by hand, now knows its mail; its words and its day stay as they are."""
    if event.message_id.startswith("<") or event.message_id == mail.key:
        return request
    new_event = replace(event, message_id=mail.key, full_text=event.full_text or mail.full_text)
    return replace(request, events=tuple(new_event if other.id == event.id else other for other in request.events))


def note_proved(request: Request, proves: str, at: datetime, event_id: str) -> Request:
    """The request whose draft counts as sent when a mail of that moment proves it; else unchanged."""
    draft = request.unsent(proves)
    if draft is None:
        return request
    # When it left is not known: not before it was written, and not after the mail that proves it.
    return threads.note_sent(request, proves, min(draft.at, at), event_id)


def proposal_from(
    mail: Incoming, candidates: tuple[str, ...], reason: str = "", proves: str = "", offers: Offering | None = None
) -> Proposal:
    """The mail as it is put before a person; `reason` says why they have to decide, its verdict when left out.

    `offers` is what it says about an application of theirs.
    """
    reason = offers.reason if offers is not None else reason or mail.verdict.reason
    if proves:
        reason = f"{reason.rstrip('.')}. It answers a letter that nobody has marked as sent: placing it does that, too."
    return Proposal(
        id=mail.key,
        from_name=mail.from_name,
        from_address=mail.from_address,
        subject=mail.subject,
        at=mail.at,
        kind=mail.verdict.taken_as,
        reason=reason,
        text=mail.text,
        candidates=candidates,
        full_text=mail.full_text,
        until=mail.verdict.return_date,
        proves=proves,
        news=News.DELAYED if mail.verdict.delayed else mail.verdict.news,
        note=mail.note,
        offer=offers.offer if offers is not None else Offer.REPLY,
        applications=offers.applications if offers is not None else (),
        appointment=mail.appointment if offers is not None and offers.offer is Offer.INVITATION else None,
    )


_NOTED_SOON = timedelta(days=3)


def letter_by_hand(application: Application, interview: Interview, at: datetime) -> Letter:
    """Which letter one of that moment is, where nothing was begun here: by what was decided, then by how soon it is."""
    decided = application.outcome is Outcome.REJECTED
    if decided and (application.outcome_on is None or application.outcome_on <= at.date()):
        return Letter.REQUEST
    return Letter.NOTE if at - interview.at <= _NOTED_SOON else Letter.STATUS


def place(request: Request, mail: Proposal, kind: MailKind, event_id: str, letter: Letter = Letter.REQUEST) -> Request:
    """The request with a proposed mail in it, as what the person says it is. Raises `UserError`.

    `letter` is which one of theirs it is, where they wrote it by hand.
    """
    if kind is MailKind.SENT:
        return _place_copy(request, mail, event_id, letter)
    event = replace(_event(mail, mail.id, event_id, mail.at), news=mail.news)
    event = replace(event, text=mail.reason) if kind is MailKind.BOUNCE else event
    return _recorded(request, event, kind, mail.until)


def _place_copy(request: Request, mail: Proposal, event_id: str, letter: Letter) -> Request:
    """The request whose draft went out as this mail; answers name the id that the mail program gave it."""
    draft = request.open_draft or next(reversed(request.discarded), None)
    if draft is None and not any(event.kind in _LETTERS for event in request.events):
        own = Event(
            id=event_id,
            kind=EventKind.DRAFTED,
            at=mail.at,
            letter=letter,
            subject=mail.subject,
            text=mail.text,
            message_id=mail.id if mail.id.startswith("<") else "",
        )
        return steps.went_out(request, own, replace(own, via="by hand"))
    if draft is None:
        raise UserError("There is no draft here that this letter could be.", hint="Ignore it, or place it elsewhere.")
    message_id = mail.id if mail.id.startswith("<") else draft.message_id
    return threads.note_sent(request, message_id, mail.at, event_id)


def take_out(request: Request, event: Event) -> Request:
    """The request without that event."""
    return replace(request, events=tuple(other for other in request.events if other.id != event.id))


def refused(request: Request, event: Event) -> Proposal:
    """The note that this mail belongs to none of the conversations, so that no check brings it back."""
    kinds = {
        EventKind.BOUNCED: MailKind.BOUNCE,
        EventKind.AUTO_REPLY: MailKind.AUTO_REPLY,
        EventKind.RECEIPT: MailKind.RECEIPT,
    }
    return Proposal(
        id=event.message_id,
        from_name="",
        from_address="",
        subject=event.subject,
        at=event.at,
        kind=kinds.get(event.kind, MailKind.REPLY),
        reason="You took it out of the conversation.",
        text=event.text,
        candidates=(request.id,),
        full_text=event.full_text,
        fate=Fate.IGNORED,
    )


def _sender(mail: Incoming | Proposal) -> NamedAddress | None:
    """Who wrote the mail; None when it does not say."""
    name, address = clean_line(mail.from_name), clean_line(mail.from_address)
    return NamedAddress(name, address) if name or address else None


def _letter_named(request: Request, mail: Incoming) -> Event | None:
    """The letter of ours that the mail answers or returns: the latest of those it names."""
    message_ids = {*mail.answers, *mail.verdict.returned_message_ids}
    letters = [event for event in request.history if event.kind in _LETTERS]
    return next((event for event in reversed(letters) if event.message_id in message_ids), None)


def _why_returned(mail: Incoming) -> str:
    """Which address could not be reached, and what told so."""
    who = ", ".join(mail.verdict.recipients[:3])
    return f"{who}: {mail.verdict.reason}" if who else mail.verdict.reason


def _believable(until: date | None, at: datetime) -> date | None:
    """The day of return where it lies ahead of the note, and not years."""
    return until if until is not None and timedelta(0) <= until - at.date() <= _LONGEST_ABSENCE else None


def doubt(thread: Thread, mail: Incoming) -> str:
    """Why a person has to decide whether this mail answers that conversation; empty where it is sure.

    What programs tell (bounces, absences, receipts) is sure; invitations and mail to many never are. An answer needs
    words of somebody who is known there, and to be no forward.
    """
    kind = mail.verdict.taken_as
    if kind in (MailKind.CALENDAR, MailKind.BULK):
        return mail.verdict.reason
    if kind is not MailKind.REPLY:
        return ""
    if mail.forward:
        return "It passes on another mail; whether it holds their answer, only you can tell."
    if not mail.hidden and not any(sign.isalnum() for sign in mail.text):
        return f"It holds only “{mail.text}”, no words." if mail.text else mail.note or "It holds no words."
    if not any(is_known(thread, writer) for writer in mail.writers):
        who = mail.from_name or mail.from_address or "somebody"
        return f"It names your letter, but {who} is nobody known in this conversation."
    return ""


def is_known(thread: Thread, writer: NamedAddress) -> bool:
    """Whether somebody may answer in that conversation: an interviewer, a colleague of theirs, who answered before."""
    people, request = (thread.person, *thread.people), thread.request
    if any(writer.is_of(person) for person in people):
        return True
    if any(event.sender is not None and event.sender.email == writer.email for event in request.replies):
        return True
    domain = domain_of(writer.email)
    if not domain or is_for_everybody(domain):
        return False
    homes = {domain_of(person.email) for person in people} - {""}
    return any(is_one_house(domain, home) for home in homes) or is_named_after(domain, thread.interview.company)
