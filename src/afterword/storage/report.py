"""Owns the shape of what the doctor says; finding it out is the doctor's."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The health of a store in sentences: what is wrong, what was mended, and what is worth knowing."""

    path: Path
    problems: tuple[str, ...]
    repaired: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong (any more)."""
        return not self.problems
