"""Owns the verbs on applications: edit, note the outcome, join, split; and the requests that a rejection makes due."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain import dates
from afterword.domain.application import (
    EARLY_OUTCOMES,
    Application,
    Outcome,
    Standing,
    belongs_to,
    decide,
    ended_round,
    is_same_post,
    joined,
    standing,
)
from afterword.domain.conversation.outgoing import asked_instead, asking_order, is_written_to
from afterword.domain.conversation.request import Request
from afterword.domain.fields import changed
from afterword.domain.interview import Interview
from afterword.domain.journal import Change, Journal
from afterword.domain.people import Part
from afterword.errors import UserError
from afterword.ports import Clock, Ids, Transaction
from afterword.services import lookup
from afterword.services.people import Naming, forget
from afterword.services.services import UndoableStore


class ApplicationService:
    """The verbs on applications."""

    def __init__(self, store: UndoableStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._note = OutcomeNoting(clock, ids)
        # Who did not interview you and is written to is a recruiter most of the time.
        self._named = Naming(clock, ids, Part.RECRUITER)

    def edit(self, application_id: str, changes: Mapping[str, object], began: Application | None = None) -> Application:
        """The application with these fields; rounds that bore its company or role bear the new one.

        Raises `ChangedElsewhere` where the same field was changed by somebody else since it `began`.
        """
        with self._store.transaction("edit application") as work:
            old = lookup.application(work.journal, application_id)
            taken = dict(changes)
            if "contacts" in taken:
                mine = tuple(work.journal.people[person_id] for person_id in old.contacts)
                taken["contacts"] = self._named(work, old.company, taken["contacts"], mine)
            new = changed(old, taken, began)
            work.put(new)
            for person_id in set(old.contacts) - set(new.contacts):
                forget(work, person_id)
            for interview in work.journal.rounds_of(old.id):
                named = {
                    name: getattr(new, name)
                    for name in ("company", "role")
                    if getattr(interview, name) == getattr(old, name)
                }
                work.put(replace(interview, **named))
        return new

    def hear(self, application_id: str, changes: Mapping[str, object], began: Application | None = None) -> Application:
        """The application with how it ended, the day that was heard (today, where it is None), how and in which words.

        A rejection makes a request due to each person of all rounds, once per person. Refused while no round took
        place, but for a withdrawal.
        """
        with self._store.transaction(f"outcome {changes.get('outcome', 'words')}") as work:
            return self._note(work, lookup.application(work.journal, application_id), changes, began)

    def join(self, application_id: str, other_id: str) -> Application:
        """Both as one application, by the id of the one with the earlier round. Refused where both have an outcome."""
        with self._store.transaction("join applications") as work:
            pair = [lookup.application(work.journal, prefix) for prefix in (application_id, other_id)]
            if pair[0].id == pair[1].id:
                raise UserError("That is one application already.", hint="Name two of: afterword application list.")
            first, second = sorted(pair, key=lambda application: _begun(work.journal, application))
            application = joined(first, second)
            work.put(application)
            for interview in work.journal.rounds_of(second.id):
                work.put(replace(interview, application_id=first.id))
            for finding in work.journal.findings.values():
                if finding.application_id == second.id:
                    work.put(replace(finding, application_id=first.id))
            for proposal in work.journal.open_proposals:
                if second.id in proposal.applications:
                    rest = tuple(named for named in proposal.applications if named not in (first.id, second.id))
                    work.put(replace(proposal, applications=(*rest, first.id)))
            work.remove(second)
            _drop_doubled(work, application)
            if application.asks:
                open_requests(work, application, self._ids, self._clock)
        return application

    def split(self, interview_id: str) -> Application:
        """An application of its own for that round; the outcome goes with the round that ended it.

        Refused for the only round of an application.
        """
        with self._store.transaction("split application") as work:
            interview = lookup.live_interview(work.journal, interview_id)
            old = work.journal.application_of(interview)
            rounds = work.journal.rounds_of(old.id)
            if len(rounds) == 1:
                raise UserError("Nothing to split: this is the only round of its application.")
            bare = Application(
                id=self._ids.new(), company=interview.company, role=interview.role, created=self._clock.now()
            )
            last = ended_round(old, rounds)
            mine = last is not None and last.id == interview.id
            new = _with_outcome(replace(bare, contacts=old.contacts, language=old.language), old if mine else bare)
            stays = replace(_with_outcome(old, bare) if mine else old, joined=old.joined and len(rounds) > 2)  # noqa: PLR2004
            for record in (new, stays, replace(interview, application_id=new.id)):
                work.put(record)
            for finding in work.journal.findings.values():
                if mine and finding.application_id == old.id:
                    work.put(replace(finding, application_id=new.id))
            _drop_untouched(work, stays if mine else new)
        return new

    def settle_joined(self) -> tuple[Application, ...]:
        """The applications that the update of an older journal put together, once: the next call gives none.

        The first save brings the journal to its new form; `undo` then takes the rounds apart again.
        """
        journal = self._store.journal()
        joined_ones = tuple(known for known in journal.live_applications if known.joined)
        if not joined_ones:
            return ()
        with self._store.transaction("bring the journal up to date", undoable=False) as work:
            for application in joined_ones:
                work.put(replace(application, joined=False))
        journal = self._store.journal()
        changes = (change for known in joined_ones for change in self._apart(journal, known.id))
        self._store.note("put rounds together", tuple(changes))
        return joined_ones

    def _apart(self, journal: Journal, application_id: str) -> Iterator[Change]:
        """What leads from an application for each round to the one that they share."""
        shared = journal.applications[application_id]
        rounds = journal.rounds_of(application_id)
        last = ended_round(shared, rounds) or rounds[-1]
        for interview in rounds:
            if interview.id == last.id:
                continue
            alone = Application(
                id=self._ids.new(), company=interview.company, role=interview.role, created=interview.created
            )
            yield Change("applications", alone.id, alone, None)
            yield Change("interviews", interview.id, replace(interview, application_id=alone.id), interview)


class OutcomeNoting(Struct, frozen=True):
    """Notes how an application ended, within a transaction."""

    _clock: Clock
    _ids: Ids

    def __call__(
        self, work: Transaction, old: Application, changes: Mapping[str, object], began: Application | None = None
    ) -> Application:
        """The application with what was heard; see `ApplicationService.hear`."""
        heard = changed(old, changes, began)
        if heard.ended_by:
            heard = replace(heard, ended_by=lookup.interview(work.journal, heard.ended_by).id)
        rounds = work.journal.rounds_of(old.id)
        if heard.outcome is not Outcome.PENDING:
            heard = replace(heard, outcome_on=self._heard_on(heard, rounds))
        application = decide(heard, rounds, self._clock.now())
        work.put(application)
        if application.asks:
            open_requests(work, application, self._ids, self._clock)
        else:
            _drop_untouched(work, application)
        return application

    def _heard_on(self, heard: Application, rounds: Iterable[Interview]) -> date:
        """The day as it was given, or today; nobody hears of tomorrow, wherever the interview was."""
        now = self._clock.now()
        there = max([now.date(), *(now.astimezone(interview.local.tzinfo).date() for interview in rounds)])
        if heard.outcome_on is not None:
            if heard.outcome_on > there:
                raise to_come(heard.outcome_on)
            return heard.outcome_on
        took_place = [interview.day for interview in rounds if interview.day <= there]
        return now.date() if heard.outcome in EARLY_OUTCOMES else max([now.date(), *took_place])


def to_come(day: date) -> UserError:
    """The refusal of something that is noted before it happened."""
    return UserError(f"{dates.show_date(day)} is still to come.", hint="Note it once it has happened.")


_OUTCOME = ("outcome", "outcome_on", "channel", "ended_by", "words")


def _with_outcome(application: Application, source: Application) -> Application:
    return replace(application, **{name: getattr(source, name) for name in _OUTCOME})


def _begun(journal: Journal, application: Application) -> str:
    rounds = journal.rounds_of(application.id)
    return (rounds[0].at if rounds else application.created).isoformat()


def application_for(work: Transaction, interview: Interview, ids: Ids, wanted: str = "") -> Application:
    """The application of a new interview: the one `wanted` (or a `new` one), else the open one it belongs to."""
    journal = work.journal
    if wanted and wanted != NEW:
        return lookup.application(journal, wanted)
    known = None
    if wanted != NEW and any(is_same_post(known, interview) for known in journal.applications.values()):
        known = belongs_to(interview, ((begun, journal.rounds_of(begun.id)) for begun in journal.live_applications))
    if known is not None:
        return known
    application = Application(id=ids.new(), company=interview.company, role=interview.role, created=interview.created)
    work.put(application)
    return application


NEW = "new"
"""What is said in place of an application's id for one that begins."""


def open_requests(work: Transaction, application: Application, ids: Ids, clock: Clock) -> None:
    """A request for each person of all rounds that took place, once per person, about the latest round with them.

    Instead of a program the recruiter is asked, or whom else a letter reaches, where there is somebody.
    """
    journal = work.journal
    begun = {request.person_id for request in journal.requests_of_application(application.id)}
    rounds, known = journal.rounds_of(application.id), journal.people_of(application.id)
    held = [interview for interview in rounds if standing(application, rounds, interview) is not Standing.NOT_HELD]
    about = {person_id: interview.id for interview in held for person_id in interview.interviewers}
    for person in asking_order(held, [journal.people[person_id] for person_id in about]):
        other = None if is_written_to(person) else asked_instead(person, known)
        asked, interview_id = other or person, about[person.id]
        if not begun & {asked.id, person.id}:
            begun.add(asked.id)
            work.put(
                Request(
                    id=ids.new(),
                    interview_id=about.get(asked.id, interview_id),
                    person_id=asked.id,
                    created=clock.now(),
                )
            )


def _drop_untouched(work: Transaction, application: Application) -> None:
    """An outcome that is no rejection after all takes back the requests nobody has begun."""
    for request in work.journal.requests_of_application(application.id):
        if not request.events:
            work.remove(request)


def _drop_doubled(work: Transaction, application: Application) -> None:
    """Of two requests to one person, one that nobody has begun goes."""
    requests = work.journal.requests_of_application(application.id)
    for request in requests:
        others = [other for other in requests if other.person_id == request.person_id and other.id != request.id]
        if not request.events and any(other.events or other.id < request.id for other in others):
            work.remove(request)
