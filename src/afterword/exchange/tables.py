"""Owns tables of spreadsheets: the lines of one in any form, and the journal as one.

That has a line per interview, with its fields and those of its application.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import StringIO
from typing import Any

from msgspec import Struct

from afterword.domain.application import Application
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.field_reading import ReadingContext, type_field
from afterword.domain.fields import Field, FieldKind, described
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.text import clean
from afterword.errors import UserError

SEPARATORS = ",;\t|"
MOST_LINES = 20_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula; such a text gets an apostrophe before it."""
ID, APPLICATION_ID, CONVERSATIONS = "id", "application id", "Conversations"
_OF_BOTH = ("company", "role")


class TableField(Struct, frozen=True):
    """One column: what stands above it, and the field of the interview or of its application that it holds."""

    heading: str
    record: type[Interview] | type[Application]
    field: Field


def table_fields() -> tuple[TableField, ...]:
    """The columns that come from the fields of records, in the order of the forms."""
    mine = [TableField(field.label, Interview, field) for field in described(Interview).values()]
    taken = {column.heading.casefold() for column in mine}
    theirs = [
        TableField(_heading(field, taken), Application, field)
        for name, field in described(Application).items()
        if name not in _OF_BOTH
    ]
    return (*mine, *theirs)


def _heading(field: Field, taken: set[str]) -> str:
    return f"Application: {field.label}" if field.label.casefold() in taken else field.label


def export_csv(journal: Journal, tracker: Iterable[TrackerRow], now: datetime) -> str:
    """The table with a heading, latest interview first; no cell of it can run as a formula."""
    columns = table_fields()
    states = _states(tracker)
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([ID, APPLICATION_ID, *(column.heading for column in columns), CONVERSATIONS])
    for interview in journal.live_interviews:
        application = journal.application_of(interview)
        context = ReadingContext(now=now, zone=interview.zone, journal=journal)
        cells = [_cell(column, interview, application, context) for column in columns]
        row = [interview.id, application.id, *cells, states.get(interview.id, "")]
        writer.writerow([shielded(cell) for cell in row])
    return written.getvalue()


def _cell(column: TableField, interview: Interview, application: Application, context: ReadingContext) -> str:
    record: Any = interview if column.record is Interview else application
    typed = type_field(column.field, getattr(record, column.field.name), context)
    return typed.replace("\n", "; ") if column.field.kind is FieldKind.PEOPLE else typed


def _states(tracker: Iterable[TrackerRow]) -> Mapping[str, str]:
    """Each conversation of an interview with where it stands: `Ada Byron: replied; Max Ode: waiting`."""
    told: dict[str, list[str]] = {}
    for line in tracker:
        told.setdefault(line.interview.id, []).append(f"{line.interviewer.name}: {line.track.state}")
    return {key: "; ".join(words) for key, words in told.items()}


def shielded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula, on any number of lines."""
    plain = clean(text)
    return f"'{plain}" if plain.lstrip().startswith(FORMULA) or plain.startswith("'") else plain


def unshielded(cell: str) -> str:
    """The text that stood there before it was shielded."""
    return cell[1:] if cell.startswith("'") and (cell[1:].lstrip().startswith(FORMULA) or cell[1:2] == "'") else cell


def decoded(raw: bytes) -> str:
    """The text in these bytes: as their mark says, else UTF-8, else what Windows writes in Europe."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def lines_of(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The heading, and the lines below it with their numbers. Raises `UserError` where that is no table."""
    said = re.match(r"\s*sep=(.)\r?\n", text, re.IGNORECASE)
    body = text[said.end() :] if said else text
    separator = said[1] if said else _separator(body)
    reader = csv.reader(StringIO(body.replace("\0", ""), newline=""), delimiter=separator)
    heading: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    before = (1 if said else 0) + 1
    try:
        for cells in reader:
            number, before = before, reader.line_num + (2 if said else 1)
            if not any(cell.strip() for cell in cells):
                continue
            if heading is None:
                # A title may stand over the heading of a spreadsheet.
                heading = cells if sum(bool(cell.strip()) for cell in cells) > 1 else None
            else:
                rows.append((number, cells))
            if len(rows) > MOST_LINES:
                raise UserError(f"This table has more than {MOST_LINES:,} lines.", hint="Import it in parts.")
    except csv.Error as error:
        raise UserError(f"This table cannot be read: {error}.", hint="Save it as CSV again.") from error
    if heading is None or len(heading) < 2:  # noqa: PLR2004 - one column is no table
        raise UserError(
            "This is no table of interviews.", hint="Its first line names the columns: Company, Role, Date."
        )
    return heading, rows


def _separator(text: str) -> str:
    """The sign that parts most lines into the same number of cells, and into the most."""
    sample = text[:20_000]

    def weight(separator: str) -> tuple[int, int]:
        try:
            counts = Counter(len(cells) for cells in csv.reader(StringIO(sample, newline=""), delimiter=separator))
        except csv.Error:
            return 0, 0
        width, lines = max(counts.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return (lines, width) if width > 1 else (0, 0)

    first = text.splitlines()[0] if text.strip() else ""
    return max(SEPARATORS, key=lambda separator: (weight(separator)[0], first.count(separator)))
