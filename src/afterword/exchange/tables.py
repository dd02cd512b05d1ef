"""Owns the journal as a table for spreadsheets: a line per interview, with its fields and those of its application."""

import csv
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
