"""Owns the tracker: one line per interviewer and interview, and the list of what is due today (T1)."""

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from msgspec import Struct

from afterword.domain.conversation import agenda
from afterword.domain.conversation.agenda import is_written_to
from afterword.domain.conversation.facts import addressee
from afterword.domain.conversation.message import Offer
from afterword.domain.conversation.request import FindingKind, Letter, Request
from afterword.domain.conversation.tracking import NextStep, State, Track
from afterword.domain.dates import Policy, show_date, soon_words
from afterword.domain.interview import HANDED_IN, MODES, Application, Interview, Outcome, Standing, standing
from afterword.domain.journal import Journal, Record
from afterword.domain.people import ASKED_LAST, Part, Person
from afterword.domain.practice import for_interviews
from afterword.domain.text import fold_name, plural, shorten

REFLECT_WITHIN = timedelta(days=14)
_EVENING_FROM = 17
"""The hour from which the evening has come."""
_MODE_WORDS = dict(MODES)
_QUOTED = 60
RATE_FROM = 5
"""A reply rate is shown from this many requests on; below it a percentage says nothing."""

Reader = Callable[[Request], Track]
"""Reads the track of a request."""


class TrackerRow(Struct, frozen=True, gc=False):
    """One line of the tracker."""

    request: Request
    application: Application
    interview: Interview
    interviewer: Person
    track: Track

    @property
    def addressee(self) -> Person:
        """Whom the letter goes to that is being written."""
        draft = self.request.draft
        return addressee(self.interviewer, self.request, draft.letter if draft is not None else None)


class DueAction(StrEnum):
    """What can be due today: what lies ahead first, then the most pressing.

    Decisions stand before letters, since letters follow from them, and letters before what waits for a quiet moment.
    """

    INTERVIEW = "interview"
    EVENING = "evening"
    PREPARE = "prepare"
    SETTLE = "settle"
    OFFER = "offer"
    CONFIRM_REJECTION = "confirm-rejection"
    CONFIRM_OFFER = "confirm-offer"
    ADD_INTERVIEW = "add-interview"
    PLACE = "place"
    NOTE = "note"
    THANK = "thank"
    READ = "read"
    FIX_ADDRESS = "fix-address"
    ASK_ELSE = "ask-somebody-else"
    ASK = "ask"
    SEND = "send"
    FOLLOW_UP = "follow-up"
    STATUS = "status"
    REAPPROACH = "re-approach"
    GHOSTED = "ghosted"
    REFLECT = "reflect"
    ADVICE = "advice"


class Due(Struct, frozen=True):
    """One thing to do today; `request_id` is None for what concerns the interview or the application itself.

    A mail to place names the first conversation it may belong to and is itself the proposal `proposal_id`;
    `finding_id` names the advice that an action came from. `person_id` is whom to write to where no conversation with
    them has begun.
    """

    action: DueAction
    due: date
    interview_id: str
    request_id: str | None
    text: str
    finding_id: str | None = None
    application_id: str = ""
    person_id: str = ""
    proposal_id: str = ""

    @property
    def key(self) -> str:
        """What tells it apart from everything else that is due."""
        about = self.proposal_id or self.finding_id or self.request_id or self.interview_id
        return "/".join(filter(None, (self.action.value, about, self.person_id)))


_ORDER = {action: index for index, action in enumerate(DueAction)}
DUE_OF: dict[NextStep, DueAction] = {step: DueAction(step) for step in NextStep if step is not NextStep.WAIT}
"""What the next step of a conversation makes due; waiting is nothing to do."""
SENTENCES = {
    DueAction.SETTLE: "Find out whether the letter to {who} ({company}) went out",
    DueAction.NOTE: "Thank {who} ({company}) for the interview",
    DueAction.STATUS: "Ask {who} ({company}) where your application stands",
    DueAction.OFFER: "Accept or decline the offer with thanks: {who} ({company})",
    DueAction.THANK: "Thank {who} ({company}) for the reply",
    DueAction.READ: "Read what {who} ({company}) has written since you thanked them",
    DueAction.FIX_ADDRESS: "Mend the address of {who} ({company})",
    DueAction.ASK_ELSE: "Ask somebody else: {who} has left {company}",
    DueAction.ASK: "Ask {who} ({company}) for feedback",
    DueAction.SEND: "Send the draft to {who} ({company})",
    DueAction.FOLLOW_UP: "Follow up with {who} ({company})",
    DueAction.REAPPROACH: "Write to {who} ({company}) again",
}


def lines(journal: Journal, read: Reader, among: Iterable[Request] | None = None) -> tuple[TrackerRow, ...]:
    """The tracker, what is due first on top, then by the day of the interview, latest first; of all, or of these.

    People of one interview with the same thing to do stand as they were given, a hiring manager before them;
    recruiters and agencies stand behind those who saw you at work, as in `asking_order`.
    """
    rows: list[TrackerRow] = []
    for request in _once_per_person(journal, journal.live_requests if among is None else among):
        interview = journal.interviews[request.interview_id]
        application, person = journal.application_of(interview), journal.people[request.person_id]
        rows.append(TrackerRow(request, application, interview, person, read(request)))
    return tuple(sorted(rows, key=_sort_key))


def lines_after(
    before: Iterable[TrackerRow], touched: Collection[str], among: Iterable[TrackerRow]
) -> tuple[TrackerRow, ...]:
    """The tracker once the lines of the touched applications have become these."""
    rows = [row for row in before if row.interview.application_id not in touched]
    for row in among:
        insort(rows, row, key=_sort_key)
    return tuple(rows)


def touched(before: Journal, after: Journal) -> set[str]:
    """The applications in whose lines something may differ between two journals.

    Theirs was changed, or the latest round at their company, which may stand for what somebody there has said.
    """
    requests, people = _differing("requests", before, after), _differing("people", before, after)
    applications, rounds = _differing("applications", before, after), _differing("interviews", before, after)
    for journal in (before, after):
        findings = (journal.findings.get(each) for each in _differing("findings", before, after))
        marked = [finding for finding in findings if finding is not None]
        applications.update(finding.application_id for finding in marked)
        conversations = requests.union(finding.request_id for finding in marked)
        about = (journal.requests[each].interview_id for each in conversations if each in journal.requests)
        interviews = rounds.union(about, (each.id for person in people for each in journal.rounds_with(person)))
        if people:
            interviews.update(each.interview_id for each in journal.requests.values() if each.person_id in people)
        applications.update(
            journal.interviews[each].application_id for each in interviews if each in journal.interviews
        )
    if rounds:
        held = (journal.interviews.get(each) for journal in (before, after) for each in rounds)
        names = {fold_name(interview.company) for interview in held if interview is not None}
        applications.update(each.id for each in after.applications.values() if fold_name(each.company) in names)
    return applications


def _differing(table: str, before: Journal, after: Journal) -> set[str]:
    """The ids of the records that are others, or are in one of the two alone."""
    old: Mapping[str, Record] = getattr(before, table)
    new: Mapping[str, Record] = getattr(after, table)
    if old is new:
        return set()
    return {key for key, record in new.items() if old.get(key) is not record} | (old.keys() - new.keys())


def _once_per_person(journal: Journal, among: Iterable[Request]) -> Iterator[Request]:
    """The conversations; of several with one person of an application those that were begun, else the last."""
    by_person: dict[tuple[str, str], list[Request]] = {}
    for request in among:
        about = journal.interviews[request.interview_id]
        by_person.setdefault((about.application_id, request.person_id), []).append(request)
    for requests in by_person.values():
        with_events = [request for request in requests if request.events]
        yield from with_events or [max(requests, key=lambda request: journal.interviews[request.interview_id].at)]


def _sort_key(line: TrackerRow) -> tuple[date, int, bool, float, str, bool, int, datetime, str]:
    step, part, people = line.track.next, line.interviewer.part, line.interview.interviewers
    due = step.due if step is not None and step.action is not NextStep.WAIT else date.max
    return (
        due,
        _STATE_ORDER[line.track.state],
        part in ASKED_LAST,
        -line.interview.at.timestamp(),
        line.interview.id,
        part is not Part.MANAGER,
        people.index(line.interviewer.id) if line.interviewer.id in people else len(people),
        line.request.created,
        line.request.id,
    )


_PRESSING = (State.SENDING, State.BOUNCED, State.REPLIED, State.FOLLOW_UP_DUE, State.DRAFT, State.TO_ASK)
_QUIET = (State.WAITING, State.THANKED, State.DECLINED, State.NO_ANSWER, State.CLOSED)
_STATE_ORDER = {state: place for place, state in enumerate((*_PRESSING, *_QUIET))}


def may_be_due(tracker: Iterable[TrackerRow]) -> list[str]:
    """The ids of the requests in which something is due, or a day to come may make it so though nothing is changed.

    In all others it is decided how the application ended, and neither a step nor a day to write again is left.
    """
    return [row.request.id for row in tracker if not _is_over(row)]


def _is_over(row: TrackerRow) -> bool:
    track, is_decided = row.track, row.application.outcome not in _UNDECIDED
    return is_decided and track.state in _OVER and track.next is None and track.reapproach_on is None


_UNDECIDED = (Outcome.PENDING, Outcome.OFFER)
"""How applications stand that give occasion to letters."""
_OVER = (State.REPLIED, State.THANKED, State.DECLINED, State.NO_ANSWER, State.CLOSED)
"""The states that no day leads out of."""


def due(
    journal: Journal, tracker: Sequence[TrackerRow], policy: Policy, now: datetime, among: Collection[str] | None = None
) -> tuple[Due, ...]:
    """What is due at `now`, most pressing kind first, then longest due; of these applications and mails, or of all.

    Of applications that are named, the tracker's lines are all.
    """
    today = now.date()
    letters = [item for line in tracker if (item := _due_of(line, today)) is not None]
    # People keep the order of the tracker, everything else goes by its words.
    places = {item.request_id: place for place, item in enumerate(letters)}
    due_items = list(letters)
    applications = journal.live_applications if among is None else filter(None, map(journal.applications.get, among))
    rounds = journal.live_interviews if among is None else (each for key in among for each in journal.rounds_of(key))
    for interview in rounds:
        if not (interview.id in journal.reflections and interview.at <= now):
            due_items.extend(_due_interview(journal, interview, policy, now))
    for application in applications:
        if application.outcome in _UNDECIDED:
            due_items.extend(_due_application(journal, application, policy, now))
    if among is None or tracker:
        due_items.extend(item for item in _due_advice(journal, today) if among is None or item.application_id in among)
    due_items.extend(_to_place(journal))
    awake = (item for item in due_items if not _is_put_off(journal, item, now.date()))
    return tuple(
        sorted(awake, key=lambda item: (_ORDER[item.action], item.due, places.get(item.request_id, 0), item.text))
    )


def due_holds_until(journal: Journal, now: datetime) -> datetime:
    """The first moment from which something else may be due though nothing was changed: until then `due` stays."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=now.tzinfo)
    evening = datetime.combine(now.date(), time(_EVENING_FROM), tzinfo=now.tzinfo)
    moments = (
        moment for interview in journal.live_interviews for moment in (interview.at, interview.at + REFLECT_WITHIN)
    )
    return min((moment for moment in (midnight, evening, *moments) if moment > now), default=midnight)


def _is_put_off(journal: Journal, item: Due, today: date) -> bool:
    """Whether the person lets it wait until a day that is still to come; conversations know it of themselves."""
    if item.proposal_id:
        until = journal.proposals[item.proposal_id].waits_until
        return until is not None and today < until
    if item.request_id is not None:
        return False
    until = journal.interviews[item.interview_id].waits_until(item.action, item.person_id)
    return until is not None and today < until


def _due_interview(journal: Journal, interview: Interview, policy: Policy, now: datetime) -> Iterable[Due]:
    """Preparing for an interview that comes, the day itself, and the reflection after it."""
    application = journal.application_of(interview)
    if interview.at <= now:
        if application.is_ended:
            return
        waited = interview.waits_until(DueAction.REFLECT)
        if now > interview.at + REFLECT_WITHIN and (waited is None or now.date() > waited):
            return
        # A round that was planned for after the decision was not held.
        if standing(application, journal.rounds_of(application.id), interview) is not Standing.NOT_HELD:
            text = f"Reflect on {interview.label}"
            yield Due(DueAction.REFLECT, interview.day, interview.id, None, text, application_id=application.id)
    elif agenda.is_coming(interview, application, policy, now):
        start = interview.at.astimezone(now.tzinfo)
        action = _coming_action(start, now)
        day = policy.prepare_due(start.date()) if action is DueAction.PREPARE else min(start.date(), now.date())
        text = _coming_words(journal, interview, start, now)
        yield Due(action, day, interview.id, None, text, application_id=application.id)


def _coming_action(start: datetime, now: datetime) -> DueAction:
    """On the day itself the interview, from five on the evening before one page to read, else to prepare."""
    if start.date() == now.date():
        return DueAction.INTERVIEW
    is_evening = now.hour >= _EVENING_FROM and start.date() == now.date() + timedelta(days=1)
    return DueAction.EVENING if is_evening else DueAction.PREPARE


def _coming_words(journal: Journal, interview: Interview, start: datetime, now: datetime) -> str:
    """`Today 14:00: Initech, video`, or what to prepare with, and whom you meet again."""
    today = now.date()
    clock = f"{start:%H:%M}"
    if interview.local.utcoffset() != start.utcoffset():
        clock += f" ({interview.local:%H:%M} there)"
    how = f"{interview.round}, {_MODE_WORDS[interview.mode]}" if interview.round else _MODE_WORDS[interview.mode]
    again = ", ".join(person.name for person in agenda.met_again(journal, interview))
    meeting = f"; you meet {again} again" if again else ""
    if interview.mode in HANDED_IN:
        until = f"today {clock}" if start.date() == today else f"{show_date(start.date(), today)} {clock}"
        return f"{HANDED_IN[interview.mode]} by {until}: {interview.label}, {how}"
    if start.date() == today:
        return f"Today {clock}: {interview.company}, {how}{meeting}"
    if _coming_action(start, now) is DueAction.EVENING:
        return f"Read one page for tomorrow {clock}: {interview.label}, {how}{meeting}"
    practise = f", {plural(count, 'pointer')}" if (count := len(for_interviews(journal.live_pointers))) else ""
    return f"Prepare for {interview.label}, {show_date(start.date(), today)} {clock}: the sheet{practise}{meeting}"


def _due_application(journal: Journal, application: Application, policy: Policy, now: datetime) -> Iterable[Due]:
    """Letters to people with whom no conversation has begun, and silence that may be taken as an answer."""
    if all(interview.at > now for interview in journal.rounds_of(application.id)):
        return
    at, today = agenda.course(journal, application, now), now.date()
    for occasion in agenda.occasions_of(at, policy, now):
        person = occasion.person
        if occasion.on > today or (person is not None and person.id in at.facts):
            continue
        action, text = occasion_words(occasion, application)
        who = person.id if person is not None else ""
        yield Due(action, occasion.on, occasion.interview.id, None, text, None, application.id, who)
    silence = agenda.silent_from(at, policy, today)
    if silence is not None and silence <= today:
        days = (today - at.last_word).days
        text = f"Nothing from {application.label} for {days} days: note that no answer came, and ask all the same"
        yield Due(DueAction.GHOSTED, silence, at.held[-1].id, None, text, application_id=application.id)


def occasion_words(occasion: agenda.LetterOccasion, application: Application) -> tuple[DueAction, str]:
    """What such a letter makes due, and the sentence that says so."""
    action, person = _DUE_LETTERS[occasion.letter], occasion.person
    if person is not None:
        return action, SENTENCES[action].format(who=person.name, company=application.company)
    return action, f"{_NOBODY[action]} {application.label}: add somebody to write to"


_DUE_LETTERS = {Letter.NOTE: DueAction.NOTE, Letter.STATUS: DueAction.STATUS, Letter.ACCEPT: DueAction.OFFER}
_NOBODY = {DueAction.STATUS: "Ask about", DueAction.OFFER: "Answer the offer of"}


def _due_advice(journal: Journal, today: date) -> Iterable[Due]:
    for finding in journal.findings.values():
        todo = finding.todo
        if todo is None or finding.kind is not FindingKind.ADVICE or todo.done is not None or todo.due > today:
            continue
        request = journal.requests.get(finding.request_id)
        interview = journal.interviews.get(request.interview_id) if request is not None else None
        if request is not None and interview is not None and interview.deleted is None:
            text = f"Act on advice ({interview.company}): {shorten(todo.text, 80)}"
            about = interview.application_id
            yield Due(DueAction.ADVICE, todo.due, interview.id, request.id, text, finding.id, about)


def _to_place(journal: Journal) -> Iterable[Due]:
    for mail in journal.open_proposals:
        requests = (journal.requests[candidate] for candidate in mail.candidates if candidate in journal.requests)
        first = next((each for each in requests if journal.interviews[each.interview_id].deleted is None), None)
        who = shorten(mail.company or mail.from_name or mail.from_address, 40)
        about = ", ".join(
            journal.applications[each].label for each in mail.applications if each in journal.applications
        )
        action, _counted, sentence = _PROPOSED[mail.offer]
        text = sentence.format(subject=shorten(mail.subject, 40), who=who, about=about or who)
        interview_ids = [interview.id for each in mail.applications for interview in journal.rounds_of(each)[-1:]]
        interview_id = first.interview_id if first is not None else next(iter(interview_ids), "")
        request_id = first.id if first is not None else None
        yield Due(action, mail.at.date(), interview_id, request_id, text, proposal_id=mail.id)


_PROPOSED = {
    Offer.REJECTION: (DueAction.CONFIRM_REJECTION, "rejection to confirm", "Confirm the rejection by {about}"),
    Offer.JOB: (DueAction.CONFIRM_OFFER, "offer to confirm", "Confirm the offer by {about}"),
    Offer.INVITATION: (DueAction.ADD_INTERVIEW, "invitation to add", "Add the interview {about} invites you to"),
    Offer.REPLY: (DueAction.PLACE, "mail to place", "Place the mail “{subject}” of {who}"),
}
"""What each kind of proposal makes due, how it is counted, and the sentence that says what to do."""
_EARLY = {
    Letter.NOTE: "the note of thanks",
    Letter.STATUS: "the question where things stand",
    Letter.ACCEPT: "the acceptance",
    Letter.DECLINE: "the letter of decline",
}


def _due_of(line: TrackerRow, today: date) -> Due | None:
    step = line.track.next
    if step is None or step.due > today or step.action not in DUE_OF:
        return None
    action = DUE_OF[step.action]
    person, company = line.interviewer, line.interview.company
    text = SENTENCES[action].format(who=person.name, company=company)
    if action is DueAction.ASK and person.name == person.email:
        # An address that bears nobody's name is read by a program or a team.
        text = f"Name somebody at {company} to ask for feedback: {person.email} is nobody’s own"
    drafted = line.request.draft
    if action is DueAction.SEND and drafted is not None and drafted.letter in _EARLY:
        text = text.replace("the draft", _EARLY[drafted.letter], 1)
    if action is DueAction.REAPPROACH and line.track.reapproach_words:
        text += f": they said “{shorten(line.track.reapproach_words, _QUOTED)}”"
    return Due(action, step.due, line.interview.id, line.request.id, text, application_id=line.application.id)


def proposed_words(offers: Iterable[Offer]) -> str:
    """What waits for a person to decide: `1 rejection to confirm, 2 mails to place`; empty where nothing does."""
    kinds = list(offers)
    counts = ((kinds.count(offer), words.partition(" ")) for offer, (_, words, _) in _PROPOSED.items())
    return ", ".join(f"{plural(count, noun)} {rest}" for count, (noun, _, rest) in counts if count)


def reply_words(tracker: Iterable[TrackerRow]) -> str:
    """`asked 9 · replied 5 (56 %)`, and `2 wrote unasked`; the share from five requests on."""
    tracks = [line.track for line in tracker]
    asked = sum(track.asked_on is not None for track in tracks)
    replied = sum(track.has_answered for track in tracks)
    unasked = sum(track.wrote_unasked for track in tracks)
    share = f" ({round(100 * replied / asked)} %)" if asked >= RATE_FROM else ""
    return f"asked {asked} · replied {replied}{share}{f' · {unasked} wrote unasked' if unasked else ''}"


def waiting_words(track: Track) -> str:
    """`waiting 4 days`, for sentences and lists."""
    if track.waiting_days is None:
        return str(track.state)
    return f"{track.state} · {plural(track.waiting_days, 'day')}"


_ENDINGS = {
    Outcome.PENDING: "Still open; note how it ends when you hear from them.",
    Outcome.OFFER: "An offer: congratulations.",
    Outcome.WITHDRAWN: "You withdrew, and that is noted.",
    Outcome.NO_ANSWER: "No answer is normal; it is no verdict.",
}
_STILL_TO_ASK = frozenset({State.TO_ASK, State.DRAFT})


def outcome_words(application: Application, conversations: Iterable[TrackerRow], today: date) -> str:
    """How it ended and what comes next, as one sentence; `conversations` are its lines of the tracker."""
    if not application.asks:
        return _ENDINGS[application.outcome]
    beginning = "Not this time." if application.outcome is Outcome.REJECTED else _ENDINGS[application.outcome]
    conversations = tuple(conversations)
    to_ask = [line for line in conversations if line.track.state in _STILL_TO_ASK]
    waiting = [line.track for line in to_ask if is_written_to(line.interviewer)]
    if to_ask and not waiting:
        address = to_ask[0].interviewer.email
        return f"{beginning} {address} is read by a program or a team; name a recruiter or another contact to ask."
    if waiting:
        due = min((track.next.due for track in waiting if track.next is not None), default=today)
        when = "today" if due <= today else soon_words(due, today)
        return f"{beginning} {plural(len(waiting), 'person', 'people')} to ask, from {when}."
    if not conversations:
        return f"{beginning} Nobody is named yet who could be asked for feedback; add who interviewed you."
    return f"{beginning} Nobody is left to ask for feedback."
