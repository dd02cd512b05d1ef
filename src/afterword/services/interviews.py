"""Owns the verbs on interviews: add, edit, arrive, remove; and who interviewed you."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from afterword.domain import dates
from afterword.domain.conversation.message import Fate, Proposal
from afterword.domain.conversation.request import HAPPENED
from afterword.domain.fields import changed
from afterword.domain.interview import Application, Interview, check_interview, check_not_before, decide
from afterword.errors import UserError
from afterword.ports import Clock, Ids, Transaction
from afterword.services import lookup
from afterword.services.applications import Naming, OutcomeNoting, application_for, forget, open_requests, to_come
from afterword.services.services import RecordService, UndoableStore

_OF_AN_ENTRY = frozenset({"at", "zone", "where", "interviewers"})
"""What a new version of a calendar's entry changes of an interview; the rest is the person's own."""


class InterviewService(RecordService):
    """The verbs on interviews."""

    def __init__(self, store: UndoableStore, clock: Clock, ids: Ids) -> None:
        super().__init__(store, clock, ids)
        self._note = OutcomeNoting(clock, ids)
        self._named = Naming(clock, ids)

    def add(self, changes: Mapping[str, object], application: str = "", invitation: str = "") -> Interview:
        """A new interview with these fields, a round of the application it belongs to.

        `application` is the id of another one, or `new` for one of its own; `invitation` that of the proposal which
        brought it, and is settled with it. Raises `NotUnderstood` when a field is missing or makes no sense.
        """
        now = self._clock.now()
        blank = Interview(
            id=self._ids.new(), application_id="", company="", role="", at=now, zone=self._clock.zone, created=now
        )
        with self._store.transaction("add interview") as work:
            interview = self._with(work, blank, changes)
            joins = application_for(work, interview, self._ids, application)
            interview = replace(interview, application_id=joins.id)
            if not application:
                interview = replace(interview, company=joins.company, role=joins.role)
            work.put(interview)
            if joins.asks:
                open_requests(work, joins, self._ids, self._clock)
            if invitation:
                proposal = lookup.proposal(work.journal, invitation)
                work.put(replace(proposal, fate=Fate.TAKEN))
                if proposal.appointment is not None:
                    entry = proposal.appointment
                    interview = replace(interview, calendar=entry.calendar, calendar_sequence=entry.sequence)
                    work.put(interview)
        return interview

    def follow(self, invitation: str) -> Interview:
        """The interview of a calendar's entry as its new version says: moved, with its place and people, or removed.

        What the person wrote themselves stays. Raises `UserError` where it was added from no such entry.
        """
        with self._store.transaction("follow the calendar") as work:
            mail = lookup.proposal(work.journal, invitation)
            entry = mail.appointment
            old = next(
                (
                    candidate
                    for candidate in work.journal.live_interviews
                    if entry and candidate.calendar == entry.calendar
                ),
                None,
            )
            if entry is None or old is None:
                raise UserError("No interview here was added from this entry of a calendar.")
            if entry.cancelled:
                interview = self.remove(old.id)
            else:
                new_fields = _invited_to(mail)
                changes = {name: value for name, value in new_fields.items() if name in _OF_AN_ENTRY}
                interview = replace(self.edit(old.id, changes), calendar_sequence=entry.sequence)
                work.put(interview)
            work.put(replace(mail, fate=Fate.TAKEN))
        return interview

    def edit(self, interview_id: str, changes: Mapping[str, object], began: Interview | None = None) -> Interview:
        """The interview with these fields; who has a conversation cannot be taken out.

        Raises `ChangedElsewhere` where the same field was changed by somebody else since it `began`.
        """
        with self._store.transaction("edit interview") as work:
            old = lookup.live_interview(work.journal, interview_id)
            new = self._with(work, old, changes, began)
            new = _without_a_stray_arrival(new)
            self._keep_conversations(work, old, new)
            work.put(new)
            application = work.journal.application_of(new)
            if new.at != old.at:
                self._check_moved(work, application, new)
            if len(work.journal.rounds_of(application.id)) == 1:
                application = replace(application, company=new.company, role=new.role)
                work.put(application)
            if application.asks and (new.interviewers, new.at) != (old.interviewers, old.at):
                open_requests(work, application, self._ids, self._clock)
            for person_id in set(old.interviewers) - set(new.interviewers):
                forget(work, person_id)
        return new

    def arrive(self, interview_id: str, at: datetime, began: Interview | None = None) -> Interview:
        """The interview with the actual arrival, which cannot lie ahead."""
        from afterword.domain.progress import arrive

        now = self._clock.now()
        self._check_past(at.astimezone(now.tzinfo).date())
        with self._store.transaction("note arrival") as work:
            old = lookup.live_interview(work.journal, interview_id)
            interview = arrive(old, changed(old, {"arrived": at}, began).arrived or at)
            if at > now:
                raise UserError(f"{dates.show_moment(at)} is still to come.", hint="Note it once you are there.")
            return work.put(interview)

    def hear(self, interview_id: str, changes: Mapping[str, object], began: Application | None = None) -> Application:
        """Its application with how it ended; `changes` may name who interviewed you, too.

        See `ApplicationService.hear`.
        """
        heard = {name: value for name, value in changes.items() if name != "interviewers"}
        with self._store.transaction(f"outcome {changes.get('outcome', 'words')}") as work:
            interview = lookup.live_interview(work.journal, interview_id)
            if "interviewers" in changes:
                interview = self._with(work, interview, {"interviewers": changes["interviewers"]})
                work.put(interview)
            return self._note(work, work.journal.application_of(interview), heard, began)

    def remove(self, interview_id: str) -> Interview:
        """The interview marked as removed; everything about it comes back with `restore`."""
        with self._store.transaction("remove interview") as work:
            old = lookup.interview(work.journal, interview_id)
            if old.deleted is not None:
                raise UserError(f"{old.label} has been removed already.", hint="See: afterword interview restore.")
            return work.put(replace(old, deleted=self._clock.now()))

    def restore(self, interview_id: str) -> Interview:
        """A removed interview, back in the lists."""
        with self._store.transaction("restore interview") as work:
            removed = {
                key: candidate for key, candidate in work.journal.interviews.items() if candidate.deleted is not None
            }
            see = "interview list --removed"
            interview = lookup.by_prefix(removed, interview_id, "removed interview", lookup.interview_words, see)
            return work.put(replace(interview, deleted=None))

    def _with(
        self, work: Transaction, interview: Interview, changes: Mapping[str, object], began: Interview | None = None
    ) -> Interview:
        """The interview with these fields, its moments on the clock of its zone, and ids for the people in it."""
        fields = dict(changes)
        if "interviewers" in fields:
            company = str(fields.get("company", interview.company))
            fields["interviewers"] = self._named(
                work, company, fields["interviewers"], work.journal.interviewers_of(interview)
            )
        if "zone" in fields:
            fields["zone"] = dates.zone(str(fields["zone"])).key
        new = changed(interview, fields, began)
        check_interview(new)
        return replace(new, at=new.at.astimezone(ZoneInfo(new.zone)))

    def _check_past(self, day: date) -> None:
        if day > self._clock.now().date():
            raise to_come(day)

    def _check_moved(self, work: Transaction, application: Application, new: Interview) -> None:
        """Refuse a new time that what already came of the interview contradicts."""
        decide(application, work.journal.rounds_of(application.id), self._clock.now())
        for request in work.journal.requests_of(new.id):
            for event in request.events:
                if event.kind in HAPPENED:
                    check_not_before(new, event.at)

    def _keep_conversations(self, work: Transaction, old: Interview, new: Interview) -> None:
        """Whoever left this round keeps a conversation only as one of another round's people."""
        elsewhere = {
            person_id: interview.id
            for interview in work.journal.rounds_of(old.application_id)
            for person_id in interview.interviewers
            if interview.id != old.id
        }
        for request in work.journal.requests_of(old.id):
            if request.person_id in new.interviewers or request.person_id not in old.interviewers:
                continue
            if request.person_id in elsewhere:
                work.put(replace(request, interview_id=elsewhere[request.person_id]))
            elif request.events:
                raise UserError(
                    f"There is a conversation with {work.journal.people[request.person_id].name}, so they stay in this "
                    "interview.",
                    hint="To correct a name, keep the address; to correct an address, keep the name.",
                )
            else:
                work.remove(request)

    # ── what is said of a new one ─────────────────────────────────────────────────────────────────────────────────

    def joined_words(self, interview: Interview) -> str:
        """Which application a new interview belongs to, in a sentence; empty where it begins one."""
        journal = self._store.journal()
        application = journal.application_of(interview)
        rounds = journal.rounds_of(application.id)
        if len(rounds) == 1:
            return ""
        place = rounds.index(journal.interviews[interview.id]) + 1
        return f"It is round {place} of {len(rounds)} at {application.label}."

    def fitting_packs(self, interview: Interview) -> tuple[str, ...]:
        """The packs of competencies that the role of a first interview suggests, none of which is used yet."""
        journal = self._store.journal()
        if len(journal.live_interviews) != 1 or any(record.pack for record in journal.competencies.values()):
            return ()
        from afterword.domain.demands import fitting_packs

        return fitting_packs(interview.role)

    def met_words(self, interview: Interview) -> str:
        """Whom of a new interview you met before, in a sentence; empty for nobody."""
        if not interview.interviewers:
            return ""
        from afterword.domain.conversation.agenda import met_before

        met = met_before(self._store.journal(), interview)
        return f"Met before: {'; '.join(acquaintance.words for acquaintance in met)}." if met else ""


def _without_a_stray_arrival(interview: Interview) -> Interview:
    """The interview as it is; an arrival noted for another day says nothing about this one."""
    if interview.arrived is None:
        return interview
    from afterword.domain.progress import near_plan

    return interview if near_plan(interview, interview.arrived) else replace(interview, arrived=None)


def _invited_to(mail: Proposal) -> Mapping[str, object]:
    """What the invitation says of the interview; most interviews are typed."""
    from afterword.domain.conversation.mail_steps import invited_to

    return invited_to(mail, "", "")
