"""Owns the shape of what the doctor says; finding it out is the doctor's."""

from pathlib import Path

from msgspec import Struct


class HealthReport(Struct, frozen=True, kw_only=True):
    """The health of a store in sentences: what is wrong, what was mended, and what is worth knowing."""

    path: Path
    problems: tuple[str, ...]
    repaired: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong (any more)."""
        return not self.problems
