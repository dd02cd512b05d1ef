"""Owns the example bank: STAR stories, each tied to competencies, and what each still lacks (E3)."""

from dataclasses import dataclass
from datetime import datetime

from afterword.domain.text import words

_ENOUGH = {"situation": 12, "task": 8, "action": 25, "result": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A story to tell: situation, task, action, result, and the competencies it shows."""

    id: str
    title: str
    created: datetime
    situation: str = ""
    task: str = ""
    action: str = ""
    result: str = ""
    competencies: tuple[str, ...] = ()
    deleted: datetime | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The STAR parts that are still empty, in their order."""
        return tuple(part for part in _ENOUGH if not getattr(self, part).strip())


def weight(example: Example) -> float:
    """0 to 1: how much of the story stands, action and result counting twice.

    Stories of real interviews held too much situation and too little action and result (Bangerter et al. 2014).
    """
    shares = {part: min(1.0, words(getattr(example, part)) / enough) for part, enough in _ENOUGH.items()}
    return (shares["situation"] + shares["task"] + 2 * shares["action"] + 2 * shares["result"]) / 6
