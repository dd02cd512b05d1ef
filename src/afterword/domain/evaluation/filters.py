"""Owns the filter of the evaluation: which interviews count, by period, role and round."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.dates import show_date
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.text import fold


class Filter(Struct, frozen=True, kw_only=True):
    """The interviews that count. Both days belong to the period; `role` and `round` are whole names, and empty for all.

    Case and spaces make no difference in a name.
    """

    since: date | None = None
    until: date | None = None
    role: str = ""
    round: str = ""

    def admits(self, interview: Interview) -> bool:
        """Whether that interview counts."""
        if not (_named(self.role, interview.role) and _named(self.round, interview.round)):
            return False
        return (self.since is None or interview.day >= self.since) and (
            self.until is None or interview.day <= self.until
        )

    @property
    def words(self) -> str:
        """`role “backend” · since Thu 1 Oct 2026`, or `all interviews`."""
        parts = [f"role “{self.role}”"] if self.role else []
        parts += [f"round “{self.round}”"] if self.round else []
        parts += [f"since {show_date(self.since)}"] if self.since else []
        parts += [f"until {show_date(self.until)}"] if self.until else []
        return " · ".join(parts) or "all interviews"


EVERYTHING = Filter()


def _named(wanted: str, name: str) -> bool:
    return not wanted.strip() or fold(wanted) == fold(name)


def narrow(journal: Journal, chosen: Filter) -> Journal:
    """The journal with only the interviews that count; examples, pointers and competencies stay whole."""
    if chosen == EVERYTHING:
        return journal
    kept = {key: interview for key, interview in journal.interviews.items() if chosen.admits(interview)}
    return replace(journal, interviews=kept)


def roles(journal: Journal) -> tuple[str, ...]:
    """The roles there are, by name, to choose from."""
    return tuple(sorted({interview.role for interview in journal.live_interviews if interview.role}, key=str.casefold))


def rounds(journal: Journal) -> tuple[str, ...]:
    """The rounds there are, by name, to choose from."""
    return tuple(
        sorted({interview.round for interview in journal.live_interviews if interview.round}, key=str.casefold)
    )
