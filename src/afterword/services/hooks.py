"""Owns what the person's own programs hear after a save: a reply, a letter sent, a rejection, another due list."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct, to_builtins

from afterword.domain.application import Application, Outcome
from afterword.domain.conversation.request import Event, EventKind, Request
from afterword.domain.conversation.tracker import Due
from afterword.domain.journal import Change, Journal


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
