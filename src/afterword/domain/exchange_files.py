"""Owns what a file that is taken in is, how a table in it is read, and what the journal is written to files from."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from afterword.domain.journal import Journal
from afterword.errors import UserError

if TYPE_CHECKING:
    from afterword.domain.conversation.tracker import Due, TrackerRow


class FileKind(StrEnum):
    """What a file that is to be taken in is."""

    JSON = "json"
    TABLE = "table"
    CALENDAR = "calendar"
    MAIL = "mail"
    OTHER = "other"


class ExportFormat(StrEnum):
    """The forms in which the journal can be written, by the ending of the file."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"
    ICS = "ics"


class ExportContent(Struct, frozen=True):
    """What a file is written from; with `application` a report is about that one alone."""

    journal: Journal
    now: datetime
    tracker: "Callable[[], Iterable[TrackerRow]]"
    due: "Callable[[], Iterable[Due]]"
    application: str = ""


class DayOrder(Struct, frozen=True):
    """Which number of `03/04/2026` is the day; `known` when the table itself, or the person, has said so."""

    day_first: bool
    known: bool


class TableReading(Struct, frozen=True):
    """What the person says of a table: the fields of columns by heading (`-`: passed over), and the order of days."""

    columns: Mapping[str, str] = {}
    order: DayOrder | None = None


class TableLine(Struct, frozen=True, kw_only=True):
    """One line of a table as it will come in: the values of the interview and of its application, by field.

    `line` counts from 1, the heading included. `assumed` says that no hour was named. A line without `at` names no
    day; `interviewed`: it came to an interview all the same.
    """

    line: int
    id: str = ""
    interview: Mapping[str, object]
    application: Mapping[str, object] = {}
    outcome: Mapping[str, object] = {}
    assumed: bool = False
    interviewed: bool = False

    @property
    def company(self) -> str:
        """The company it names."""
        return str(self.interview["company"])

    @property
    def role(self) -> str:
        """The role it names."""
        return str(self.interview["role"])

    @property
    def at(self) -> datetime | None:
        """When the interview is, as far as the line says."""
        at = self.interview.get("at")
        return at if isinstance(at, datetime) else None


class ReadTable(Struct, frozen=True, kw_only=True):
    """A table: its headings, the field of each column that was understood, and its lines.

    `missing` are words for needed columns that nothing stands for, with their fields; then there are no lines. `notes`
    say in sentences what else the person should know of it. `wrong` says by line what is wrong with it. `unsure`: a
    day of it may be one of two. `fields` is what a column can hold, each with its words.
    """

    headings: tuple[str, ...]
    columns: Mapping[str, str]
    missing: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()
    lines: tuple[TableLine, ...] = ()
    left_out: tuple[int, ...] = ()
    wrong: Mapping[int, str] = {}
    unsure: bool = False
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that stand for no field."""
        return tuple(name for name in self.headings if name and name not in self.columns)


class TableUnclear(UserError):
    """A table of which nothing was taken in, since the person has to say more of it or mend it."""

    def __init__(self, title: str, detail: str, hint: str, table: ReadTable) -> None:
        super().__init__(title, detail, hint)
        self.table = table
