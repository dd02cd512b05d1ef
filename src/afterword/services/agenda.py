"""Owns the verbs on what is due: its letters written together, or put off; and what own programs hear after a save.

They hear of a reply, a letter sent, a rejection, another due list.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from afterword.domain.conversation.agenda import is_written_to
from afterword.domain.conversation.request import Event, EventKind, Letter, Request
from afterword.domain.conversation.today import LETTERS, is_letter
from afterword.domain.conversation.tracker import Due, DueAction
from afterword.domain.dates import Policy, show_date
from afterword.domain.interview import Application, Outcome, PutOff
from afterword.domain.journal import Change, Journal
from afterword.domain.text import plural
from afterword.errors import UserError
from afterword.ports import Clock
from afterword.services import lookup
from afterword.services.services import Batch, UndoableStore

# Whoever runs a program after a save needs none of these.
if TYPE_CHECKING:
    from afterword.services.reflections import AdviceService
    from afterword.services.requests import RequestService

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
        known = {item.key: item for item in items}
        return self._store.for_each(f"write {plural(len(known), 'letter')}", known, lambda key: self._draft(known[key]))

    def _draft(self, item: Due) -> Request:
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
        known = {item.key: item for item in items}
        name = f"let {plural(len(known), 'thing')} wait" if len(known) > 1 else "let it wait"
        return self._store.for_each(name, known, lambda key: self._put_off(known[key], until))

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
            others = (each for each in interview.put_off if (each.what, each.person_id) != same)
            work.put(replace(interview, put_off=(*others, waits)))
        return until

    def _put_off_mail(self, proposal_id: str, until: date) -> date:
        with self._store.transaction("let it wait") as work:
            mail = work.journal.proposals.get(proposal_id)
            if mail is None:
                raise UserError("That mail has been decided on by now.")
            work.put(replace(mail, waits_until=until))
        return until


# ── what the person's own programs hear ───────────────────────────────────────────────────────────────────────────────


class Hook(StrEnum):
    """After what a program can be run."""

    REPLIED = "replied"
    SENT = "sent"
    REJECTED = "rejected"
    DUE_CHANGED = "due-changed"


class HookCall(Struct, frozen=True):
    """One call: after what, and the document that the program gets."""

    hook: Hook
    document: Mapping[str, Any]


RunHook = Callable[[Sequence[str], HookCall], str]
"""Runs a command with the document on its stdin; returns a sentence where it failed, else nothing."""
DueIn = Callable[[Journal], Sequence[Due]]
"""What is due in a journal now."""


class Hooks:
    """The programs of the person, by what they are run after; `run` starts one, `due` is asked only where it matters.

    Nothing that goes wrong here can harm what was saved: it becomes a sentence.
    """

    def __init__(self, commands: Mapping[Hook, Sequence[str]], run: RunHook, due: DueIn) -> None:
        self._commands = {hook: tuple(words) for hook, words in commands.items() if words}
        self._run = run
        self._due = due

    def __bool__(self) -> bool:
        return bool(self._commands)

    def after(self, before: Journal, journal: Journal, changes: Sequence[Change]) -> list[str]:
        """Run what is to be run after that save; a sentence for each program that failed."""
        calls = list(_calls(journal, changes))
        if Hook.DUE_CHANGED in self._commands:
            calls += self._due_calls(before, journal)
        failed = (self._run(self._commands[call.hook], call) for call in calls if call.hook in self._commands)
        return [sentence for sentence in failed if sentence]

    def _due_calls(self, before: Journal, journal: Journal) -> list[HookCall]:
        was, now = self._due(before), self._due(journal)
        if {item.key for item in was} == {item.key for item in now}:
            return []
        items = [
            {"action": item.action.value, "due": item.due.isoformat(), "text": item.text, "request_id": item.request_id}
            for item in now
        ]
        return [HookCall(Hook.DUE_CHANGED, {"hook": Hook.DUE_CHANGED.value, "count": len(now), "due": items})]


def _calls(journal: Journal, changes: Sequence[Change]) -> Iterator[HookCall]:
    for change in changes:
        if isinstance(change.after, Request):
            yield from _of_request(journal, change.before, change.after)
        elif isinstance(change.after, Application):
            was = change.before.outcome if isinstance(change.before, Application) else Outcome.PENDING
            if change.after.outcome is Outcome.REJECTED and was is not Outcome.REJECTED:
                yield HookCall(Hook.REJECTED, {"hook": Hook.REJECTED.value, "application": to_builtins(change.after)})


def _of_request(journal: Journal, before: object, after: Request) -> Iterator[HookCall]:
    known = {event.id for event in before.events} if isinstance(before, Request) else set()
    for event in after.events:
        hook = Hook.REPLIED if event.is_reply else Hook.SENT if event.kind is EventKind.SENT else None
        if hook is not None and event.id not in known:
            yield HookCall(hook, {"hook": hook.value, **_about(journal, after, event)})


def _about(journal: Journal, request: Request, event: Event) -> dict[str, Any]:
    interview, person = journal.interviews.get(request.interview_id), journal.people.get(request.person_id)
    return {
        "request_id": request.id,
        "company": interview.company if interview is not None else "",
        "role": interview.role if interview is not None else "",
        "interviewer": {"name": person.name, "email": person.email} if person is not None else None,
        "event": to_builtins(event),
    }
