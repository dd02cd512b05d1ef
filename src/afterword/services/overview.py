"""Owns what panes and commands ask: the tracker, what is due and the verbs on it, the evaluation, the prep sheet.

Answers are kept until something they rest on has changed; a track is read again only for a changed request.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import is_
from typing import TYPE_CHECKING

from msgspec import MsgspecError, Struct, json
from msgspec.structs import replace

from afterword.domain.conversation import agenda, steps, tracker
from afterword.domain.conversation.agenda import is_written_to
from afterword.domain.conversation.facts import Sender
from afterword.domain.conversation.request import EventKind, Letter, Request
from afterword.domain.conversation.tracker import Due, DueAction, TrackerRow
from afterword.domain.conversation.tracking import Track, check_due, read
from afterword.domain.dates import Policy, show_date
from afterword.domain.interview import Application, Interview, Outcome, PutOff
from afterword.domain.journal import Journal, same_evidence
from afterword.domain.practice import for_a_no
from afterword.domain.text import DocumentFormat, plural
from afterword.errors import NotFound, UserError
from afterword.ports import Clock
from afterword.services import lookup
from afterword.services.services import Batch, UndoableStore

# The evaluation is loaded when it is first asked for: most calls of the command line never do.
if TYPE_CHECKING:
    from afterword.domain.conversation.today import Coming, DueReading
    from afterword.domain.document import Document
    from afterword.domain.evaluation.evaluation import Evaluation, Filter
    from afterword.domain.evaluation.prep import EveningPage, PrepSheet
    from afterword.domain.evaluation.share import Sharing
    from afterword.quick_answers import Moved
    from afterword.services.reflections import AdviceService
    from afterword.services.requests import RequestService


class _Tracker(Struct, frozen=True):
    """The tracker, and the journal and the moment it was made for."""

    journal: Journal
    at: datetime
    rows: tuple[TrackerRow, ...]

    def holds(self, now: datetime) -> bool:
        """Whether it is the same day still, so that only changes of the journal and interviews matter."""
        return self.at.date() == now.date() and self.at <= now


class _KnownDue(Struct, frozen=True):
    """What is due, from when until when it is, and what it was read from."""

    at: datetime
    until: datetime
    rests_on: Sequence[object]
    reflections: Mapping[str, object]
    items: tuple[Due, ...]


class OverviewService:
    """The questions. Every answer is of the newest state."""

    def __init__(self, store: UndoableStore, clock: Clock, policy: Policy) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._tracker: _Tracker | None = None
        self._few: _Tracker | None = None
        self._due: _KnownDue | None = None
        self._named: agenda.Named = {}
        self._named_in: Journal | None = None
        self.known: Callable[[], str | None] = lambda: None
        """Tells what `to_keep` said of the journal as it was read first."""

    def journal(self) -> Journal:
        """The newest state."""
        return self._store.journal()

    def today(self) -> date:
        """Today, in the person's own zone."""
        return self._clock.now().date()

    def tracker(self) -> tuple[TrackerRow, ...]:
        """One line per interviewer and interview, what is due first on top."""
        journal = self._store.journal()
        self._tracker = self._brought_up(journal, self._tracker, lambda: journal.live_requests)
        return self._tracker.rows

    def _brought_up(self, journal: Journal, old: _Tracker | None, every: Callable[[], Sequence[Request]]) -> _Tracker:
        """The lines of these requests in that journal, of which but those that were changed are known."""
        now = self._clock.now()
        if old is None or not old.holds(now):
            if self._named_in is not journal:
                self._named, self._named_in = {}, journal
            return _Tracker(journal, now, _rows(journal, self._policy, now, every(), self._named))
        touched = tracker.touched(old.journal, journal)
        # An interview gives occasion to a note from the moment on at which it took place.
        touched.update(interview.application_id for interview in _held_between(journal, old.at, now))
        among = _requests_of(journal, touched)
        self._named.update(dict.fromkeys(request.id for request in among))
        self._named_in = journal
        rows = _rows(journal, self._policy, now, among, self._named) if among else ()
        return _Tracker(journal, now, tracker.lines_after(old.rows, touched, rows) if touched else old.rows)

    def _due_rows(self) -> tuple[TrackerRow, ...]:
        """The lines in which anything may be due, and perhaps others: all of them once they were asked for."""
        journal, few = self._store.journal(), self._few
        if self._tracker is None and few is None and (days := _read_kept(self.known())) is not None:
            self._named, self._named_in = days, journal
            self._few = self._brought_up(journal, None, lambda: journal.live_among(days))
        elif self._tracker is None and few is not None and few.holds(self._clock.now()):
            self._few = self._brought_up(journal, few, tuple)
        else:
            return self.tracker()
        return self._few.rows

    def to_keep(self) -> str:
        """In which requests anything is due or may be on a day to come, and the days they name: a line to be kept."""
        ids = tracker.may_be_due(self._due_rows())
        return json.encode({request_id: self._named.get(request_id) for request_id in ids}).decode()

    def line(self, request_id: str) -> TrackerRow:
        """The tracker's line of that request. Raises `NotFound`."""
        journal = self._store.journal()
        request = lookup.request(journal, request_id)
        about = journal.interviews[request.interview_id]
        application, person = journal.application_of(about), journal.people[request.person_id]
        return TrackerRow(request, application, about, person, self.track(request))

    def check_possible(self, request_id: str, kind: EventKind) -> None:
        """Raises `UserError` where such an event cannot be noted now, before anybody is asked for its day."""
        request = lookup.request(self._store.journal(), request_id)
        steps.check_possible(request, kind)
        if kind is EventKind.SNOOZED:
            check_due(self.track(request))

    def track(self, request: Request) -> Track:
        """The track of one request."""
        journal = self._store.journal()
        about = agenda.occasions_in(journal, request, self._policy, self._clock.now())
        return read(request, self._policy, self.today(), about)

    def outcome_words(self, application: Application) -> str:
        """What is said once an outcome is recorded: how it ended, and how many are still to ask, from which day."""
        journal = self._store.journal()
        lines = tracker.lines(journal, self.track, journal.requests_of_application(application.id))
        return tracker.outcome_words(application, lines, self.today())

    def plan_words(self, application: Application) -> str:
        """The plan for the moment in which a rejection is recorded; empty for another outcome, and without a plan."""
        plans = for_a_no(self._store.journal().live_pointers)
        return f"Your plan: {plans[-1].sentence}" if plans and application.outcome is Outcome.REJECTED else ""

    def due(self) -> tuple[Due, ...]:
        """What is due today, in order."""
        journal, now = self._store.journal(), self._clock.now()
        # Of reflections it matters only that there are any: a rating leaves what is due as it is.
        tables = journal.applications, journal.interviews, journal.findings, journal.pointers, journal.proposals
        rests_on, reflections = (self._due_rows(), *tables), journal.reflections
        due = self._due
        if (
            due is None
            or not due.at <= now < due.until
            or not all(map(is_, due.rests_on, rests_on))
            or (due.reflections is not reflections and due.reflections.keys() != reflections.keys())
        ):
            items = tracker.due(journal, rests_on[0], self._policy, now)
            due = self._due = _KnownDue(now, tracker.due_holds_until(journal, now), rests_on, reflections, items)
        return due.items

    def due_changes_at(self, now: datetime) -> datetime:
        """The first moment from which something else may be due though nothing was changed."""
        return tracker.due_holds_until(self._store.journal(), now)

    def due_reading(self) -> "DueReading":
        """What puts what is due into words: what, who, why and since when."""
        from afterword.domain.conversation.today import DueReading

        return DueReading(self._store.journal(), self._due_rows(), self._clock.now())

    def due_words(self) -> str:
        """`3 due: thank Ada, ask Mary, reflect on Initech`, for the header."""
        return self.due_reading().words(self.due())

    def coming_up(self) -> "tuple[Coming, ...]":
        """What comes next, soonest first; it is asked for where nothing is due."""
        from afterword.domain.conversation.today import coming_up

        return coming_up(self._store.journal(), self._due_rows(), self._policy, self._clock.now())

    def reply_words(self) -> str:
        """`asked 9 · replied 5 (56 %)`, for the footer."""
        return tracker.reply_words(self.tracker())


def _held_between(journal: Journal, before: datetime, now: datetime) -> Iterator[Interview]:
    """The interviews that have taken place since."""
    for interview in journal.live_interviews:
        if interview.at <= before:
            break
        if interview.at <= now:
            yield interview


def _rows(
    journal: Journal, policy: Policy, now: datetime, among: Sequence[Request], days: agenda.Named | None = None
) -> tuple[TrackerRow, ...]:
    occasions = agenda.occasions(journal, policy, now, among, days)
    return tracker.lines(journal, lambda request: read(request, policy, now.date(), occasions[request.id]), among)


Render = Callable[["Document", DocumentFormat, int | None], str]
"""Writes a document in one of the forms; plain text in lines of at most that width, where one is given."""
TEXT_WIDTH = 78

_KEPT_ANSWERS = 16


class PreparationContext(Struct, frozen=True):
    """What the answers need beside the journal: the tracker as it is today, and how a document is written down."""

    tracker: Callable[[], tuple[TrackerRow, ...]]
    render: Render
    own: Callable[[], tuple[str, ...]] = tuple
    """The person's own names, which a report without names leaves out, too."""


def own_names(sender: Sender) -> tuple[str, ...]:
    """The person's names: as they write it, and as their address holds it, where it holds two words or more."""
    local_part = sender.address.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").strip()
    return tuple(name for name in (sender.name, local_part if " " in local_part else "") if name)


class PreparationService:
    """The questions. Every answer is of the newest state."""

    def __init__(self, store: UndoableStore, clock: Clock, policy: Policy, around: PreparationContext) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._around = around
        self._made: tuple[Journal, date] | None = None
        self._evaluations: dict[Filter, Evaluation] = {}
        self._sheets: dict[str, PrepSheet] = {}

    def evaluation(self, chosen: "Filter | None" = None) -> "Evaluation":
        """The evaluation of the interviews the filter lets through, or of all; the same while nothing has changed."""
        from afterword.domain.evaluation.evaluation import EVERYTHING, evaluate

        journal, chosen = self._fresh(), chosen or EVERYTHING
        evaluation = self._evaluations.get(chosen)
        if evaluation is None:
            evaluation = evaluate(journal, chosen, self._clock.now().date(), self._policy, self._around.tracker())
            if len(self._evaluations) >= _KEPT_ANSWERS:
                self._evaluations.clear()
            self._evaluations[chosen] = evaluation
        return evaluation

    def next_interview(self) -> Interview | None:
        """The interview that comes next, if one is planned."""
        from afterword.domain.evaluation.prep import next_interview

        return next_interview(self._store.journal(), self._clock.now())

    def prep(self, interview_id: str | None = None) -> "PrepSheet":
        """The sheet for that interview, or for the next one. Raises `NotFound`."""
        from afterword.domain.evaluation.prep import prep_sheet

        journal = self._fresh()
        interview = lookup.interview(journal, interview_id) if interview_id else self.next_interview()
        if interview is None:
            raise NotFound("No interview is planned.", hint="Add one with its date, or name an interview.")
        sheet = self._sheets.get(interview.id)
        if sheet is None:
            sheet = prep_sheet(journal, interview, self.evaluation(), self._clock.now().date())
            self._sheets[interview.id] = sheet
        return sheet

    def evening(self, interview_id: str | None = None) -> "EveningPage":
        """The page for the evening before that interview, or before the next one. Raises `NotFound`."""
        from afterword.domain.evaluation.prep import evening_page

        return evening_page(self.prep(interview_id), self._clock.now().date())

    def sheet(self, interview_id: str | None = None, *, evening: bool = False) -> "Document":
        """The sheet as it is laid out, or the page for the evening before."""
        from afterword.domain.evaluation.prep import evening_document, prep_document

        return evening_document(self.evening(interview_id)) if evening else prep_document(self.prep(interview_id))

    def sheet_text(
        self, interview_id: str | None = None, form: DocumentFormat = DocumentFormat.TEXT, *, evening: bool = False
    ) -> str:
        """The sheet, or the page for the evening before, written down: plain text, Markdown, or a page to print."""
        return self._around.render(self.sheet(interview_id, evening=evening), form, TEXT_WIDTH)

    def evaluation_text(
        self, chosen: "Filter | None" = None, width: int | None = None, form: DocumentFormat = DocumentFormat.TEXT
    ) -> str:
        """The evaluation written down: as plain text in lines of at most that width, where one is given."""
        from afterword.domain.evaluation.documents import evaluation_document
        from afterword.domain.evaluation.sources import ShownEvaluation

        context = ShownEvaluation(self.evaluation(chosen), self._store.journal(), self._clock.now().date())
        document = evaluation_document(context)
        return self._around.render(document, form, width and min(width, TEXT_WIDTH)).rstrip("\n")

    def shared(self, wish: "Sharing") -> "Document":
        """The report for a mentor. Refused where there is nothing to share yet."""
        from afterword.domain.evaluation.evaluation import EVERYTHING, evaluate
        from afterword.domain.evaluation.share import about_application, share_document
        from afterword.domain.evaluation.sources import ShownEvaluation

        journal, today, evaluation = self._fresh(), self._clock.now().date(), self.evaluation()
        if not journal.live_interviews:
            raise UserError("There is nothing to share yet.", hint="Add an interview first, and reflect on it.")
        if wish.application_id:
            application = lookup.application(journal, wish.application_id)
            part = about_application(journal, application.id)
            evaluation = evaluate(part, EVERYTHING, today, self._policy, self._around.tracker())
        context = ShownEvaluation(evaluation, evaluation.journal, today)
        return share_document(context, wish, self._around.own(), journal)

    def shared_text(self, wish: "Sharing", form: DocumentFormat = DocumentFormat.MARKDOWN) -> str:
        """The report for a mentor, written down."""
        return self._around.render(self.shared(wish), form, TEXT_WIDTH)

    def _fresh(self) -> Journal:
        """The newest journal, with every kept answer dropped that it makes wrong."""
        journal, today = self._store.journal(), self._clock.now().date()
        if self._made is None or self._made[1] != today or not same_evidence(self._made[0], journal):
            self._evaluations.clear()
            self._sheets.clear()
        self._made = journal, today
        return journal


def due_moved(before: Journal, after: Journal, policy: Policy, now: datetime, line: str) -> "Moved":
    """What a change of the journal did to what is due, and to what was kept of it."""
    among = tracker.touched(before, after)
    if before.reflections is not after.reflections:
        rounds = after.interviews.keys() & (before.reflections.keys() ^ after.reflections.keys())
        among.update(after.interviews[interview_id].application_id for interview_id in rounds)
    # A new application has no requests yet, and those of all others need not be read for it.
    asked = among & before.applications.keys() if before.requests is after.requests else among
    counts: list[int] = []
    for journal in (before, after):
        rows = _rows(journal, policy, now, _requests_of(journal, asked)) if asked else ()
        counts.append(len(tracker.due(journal, rows, policy, now, among)))
    days, ends = _read_kept(line), tracker.due_holds_until(after, now)
    if days is not None:
        days |= dict.fromkeys(request.id for request in _requests_of(after, asked))
    return now.timestamp(), ends.timestamp(), counts[1] - counts[0], json.encode(days).decode()


def _read_kept(line: str | None) -> agenda.Named | None:
    try:
        return None if line is None else json.decode(line, type=agenda.Named)
    except MsgspecError:
        return None


def _requests_of(journal: Journal, applications: Iterable[str]) -> list[Request]:
    return [request for application_id in applications for request in journal.requests_of_application(application_id)]


def due_in(journal: Journal, policy: Policy, now: datetime) -> tuple[Due, ...]:
    """What is due in that journal at that moment, in order; nothing of it is kept."""
    return tracker.due(journal, _rows(journal, policy, now, journal.live_requests), policy, now)


# ── what is due, done or put off ──────────────────────────────────────────────────────────────────────────────────────


_TODAY = (DueAction.INTERVIEW, DueAction.EVENING)
_A_DAY = timedelta(days=1)


class AgendaService:
    """The verbs. Each takes things as `OverviewService.due` names them, and is one step to be undone."""

    def __init__(
        self, store: UndoableStore, clock: Clock, policy: Policy, requests: "RequestService", advice: "AdviceService"
    ) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._requests = requests
        self._advice = advice

    # ── letters ───────────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, items: Sequence[Due]) -> Batch[Request]:
        """A draft for each of these; a letter that is being written already stays as it stands.

        Refused for what is done otherwise than by a letter, and for addresses that a program reads.
        """
        by_key = {item.key: item for item in items}
        return self._store.for_each(
            f"write {plural(len(by_key), 'letter')}", by_key, lambda key: self._draft(by_key[key])
        )

    def _draft(self, item: Due) -> Request:
        from afterword.domain.conversation.today import LETTERS, is_letter

        if not is_letter(item):
            kinds = "" if item.action in LETTERS else " by a letter"
            raise UserError(f"“{item.text}” is not done{kinds} yet.", hint="Do it alone.")
        if item.request_id is None:
            return self._write(item, item.person_id)
        request = lookup.request(self._store.journal(), item.request_id)
        match item.action:
            case DueAction.NOTE | DueAction.STATUS:
                return self._write(item, request.person_id)
            case DueAction.THANK:
                return self._requests.thank(request.id)
            case DueAction.FOLLOW_UP:
                return self._requests.follow_up(request.id)
            case DueAction.REAPPROACH:
                return self._requests.write_again(request.id)
            case DueAction.ASK:
                return self._ask(request)
        return request

    def _write(self, item: Due, person_id: str) -> Request:
        letter = Letter.NOTE if item.action is DueAction.NOTE else Letter.STATUS
        return self._requests.write(item.interview_id, letter, person_id)[0]

    def _ask(self, request: Request) -> Request:
        person = self._store.journal().people[request.person_id]
        if not is_written_to(person):
            raise UserError(f"{person.email} is read by a program.", hint="Do it alone: somebody else can be asked.")
        return self._requests.draft(request.interview_id, person.id)[0]

    # ── waiting ───────────────────────────────────────────────────────────────────────────────────────────────────

    def put_off(self, items: Sequence[Due], until: date | None = None) -> Batch[date]:
        """Let these wait until a day, the next one on which they could be done where none is given.

        What is returned is the day for each. Refused for what cannot wait, in a sentence that says why.
        """
        today = self._clock.now().date()
        if until is not None and until <= today:
            raise UserError(f"{show_date(until, today)} is not ahead.", hint="Try +1d or next mon.")
        by_key = {item.key: item for item in items}
        name = f"let {plural(len(by_key), 'thing')} wait" if len(by_key) > 1 else "let it wait"
        return self._store.for_each(name, by_key, lambda key: self._put_off(by_key[key], until))

    def _put_off(self, item: Due, until: date | None) -> date:
        tomorrow = self._clock.now().date() + _A_DAY
        if item.action in _TODAY:
            raise UserError("An interview does not wait; after it this is done by itself.")
        if item.proposal_id:
            return self._put_off_mail(item.proposal_id, until or tomorrow)
        if item.finding_id is not None:
            self._advice.plan(item.finding_id, {"due": until or tomorrow})
            return until or tomorrow
        day = until or tomorrow
        if item.action is not DueAction.REFLECT:
            day = self._policy.weekday(day)
        self._check_in_time(item, day)
        if item.request_id is None:
            return self._put_off_for_interview(item, day)
        if item.action is DueAction.REAPPROACH:
            self._requests.plan_reapproach(item.request_id, day)
        else:
            self._requests.snooze(item.request_id, day)
        return day

    def _check_in_time(self, item: Due, until: date) -> None:
        """Refuse to let thanks for an interview wait beyond the day on which they are in time, or a preparation."""
        interview = lookup.interview(self._store.journal(), item.interview_id)
        day = interview.at.astimezone(self._clock.now().tzinfo).date()
        if item.action is DueAction.NOTE and until > self._policy.note_until(day):
            raise UserError("A note of thanks is in time today only; later it is not due any more.")
        if item.action is DueAction.PREPARE and until > day:
            raise UserError(f"The interview is on {show_date(day)}.", hint="Choose a day before it.")

    def _put_off_for_interview(self, item: Due, until: date) -> date:
        with self._store.transaction("let it wait") as work:
            interview = lookup.interview(work.journal, item.interview_id)
            waits = PutOff(what=item.action.value, until=until, person_id=item.person_id)
            same = (waits.what, waits.person_id)
            others = (other for other in interview.put_off if (other.what, other.person_id) != same)
            work.put(replace(interview, put_off=(*others, waits)))
        return until

    def _put_off_mail(self, proposal_id: str, until: date) -> date:
        with self._store.transaction("let it wait") as work:
            mail = work.journal.proposals.get(proposal_id)
            if mail is None:
                raise UserError("That mail has been decided on by now.")
            work.put(replace(mail, waits_until=until))
        return until
