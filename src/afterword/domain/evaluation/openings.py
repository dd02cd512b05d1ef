"""Owns what stays after a reply: openings to come back to, and advice that can become an action with a day."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.evaluation.claims import Evidence, Material
from afterword.domain.finding import FindingKind, Todo
from afterword.domain.journal import Journal
from afterword.domain.policy import Policy


class Opening(Struct, frozen=True):
    """“Keep me in mind”, in their words; `planned` is the day to write again, `suggested` the one the policy gives."""

    source: Evidence
    planned: date | None
    suggested: date

    @property
    def words(self) -> str:
        """`write again on Thu 7 Jan 2027`, or the day suggested while none is planned."""
        if self.planned is not None:
            return f"write again on {show_date(self.planned)}"
        return f"no day planned; {show_date(self.suggested)} would fit"


class Advice(Struct, frozen=True):
    """An advice in their words, with what you will do about it: an action with a day, a pointer, both or neither."""

    source: Evidence
    todo: Todo | None
    pointer_id: str | None

    @property
    def words(self) -> str:
        """`not planned yet`, `a pointer now`, `by Tue 1 Dec 2026`, `done Fri 20 Nov 2026`."""
        if self.todo is None:
            return "not planned yet" if self.pointer_id is None else "a pointer now"
        if self.todo.done is not None:
            return f"done {show_date(self.todo.done)}"
        return f"by {show_date(self.todo.due)}"


def openings(material: Material, rows: Iterable[TrackerRow], policy: Policy, today: date) -> tuple[Opening, ...]:
    """Every opening that was marked, the next to come back to first.

    A suggestion that has passed already moves to the next weekday from `today` on.
    """
    planned = {row.request.id: row.track.reapproach_on for row in rows}
    marked = list(material.of_kind(FindingKind.OPPORTUNITY))
    earliest = policy.weekday(today)
    suggested = {day: max(policy.reapproach_due(day), earliest) for day in {source.on for source in marked}}
    found = [Opening(source, planned.get(source.request_id), suggested[source.on]) for source in marked]
    return tuple(sorted(found, key=lambda one: (one.planned or one.suggested, one.source.finding_id)))


def advice(journal: Journal, material: Material) -> tuple[Advice, ...]:
    """Every advice that was marked: planned ones by their day, then those without a plan, latest first, then done."""
    pointers = {one.finding_id: one.id for one in journal.live_pointers}
    found = [
        Advice(one, journal.findings[one.finding_id].todo, pointers.get(one.finding_id))
        for one in material.of_kind(FindingKind.ADVICE)
    ]
    return tuple(sorted(found, key=_urgency))


def _urgency(one: Advice) -> tuple[int, int, str]:
    if one.todo is None:
        return 1, -one.source.on.toordinal(), one.source.finding_id
    group = 0 if one.todo.done is None else 2
    return group, one.todo.due.toordinal(), one.source.finding_id
