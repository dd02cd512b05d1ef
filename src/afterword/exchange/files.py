"""Owns the journal as files to hand on and take in: what a file is, JSON, tables and calendars.

A table has a line per interview, with its fields and those of its application. Reading a table as any spreadsheet
writes it is table_reading's, and is loaded when the first is met; pages and reports are in documents.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import StringIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import fields, replace

from afterword.calendars import CalendarItem, write_calendar
from afterword.codec.document import new_document, parse_strictly, render
from afterword.codec.records import DocumentInvalid
from afterword.codec.references import without_loose_ends
from afterword.domain.conversation.tracker import DUE_OF, SENTENCES, Due, DueAction, TrackerRow
from afterword.domain.conversation.tracking import NextStep
from afterword.domain.exchange_files import ExportContent, ExportFormat, FileKind, ReadTable, TableReading
from afterword.domain.field_reading import ReadingContext, type_field
from afterword.domain.fields import Field, FieldKind, described
from afterword.domain.interview import MODES, Application, Interview
from afterword.domain.journal import TABLES, Journal
from afterword.domain.text import clean, clean_line
from afterword.errors import UserError

if TYPE_CHECKING:
    from afterword.domain.history import Merged
    from afterword.ports import Inbox, JournalCopies


LARGEST_FILE = 1024**3
"""Bytes of the longest journal that is written: no more is read again."""
_NO_TEXT = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8", b"GIF8", b"\xd0\xcf\x11\xe0", b"SQLite", b"\x1f\x8b")
_MAIL = re.compile(rb"From |(?:[A-Za-z][\w-]+: [^\n]*\n){2}")

MergeBytes = Callable[[bytes, str, bool], "Merged"]
"""Merges another journal into ours: its bytes, the name of its file, and whether that is only a rehearsal."""


class ExchangeFiles:
    """See `ports.JournalFiles`; what stands on the store and on mail is handed in."""

    formats = (
        (ExportFormat.JSON.value, "everything, to be taken in elsewhere (JSON)"),
        (ExportFormat.CSV.value, "a table of interviews for a spreadsheet (CSV)"),
        (ExportFormat.MARKDOWN.value, "a report to read (Markdown)"),
        (ExportFormat.ICS.value, "a calendar of interviews and of what is due (ICS)"),
    )

    def __init__(self, merge: MergeBytes, mails: "Callable[[str, bytes], Inbox]", copies: "JournalCopies") -> None:
        self._merge = merge
        self._mails = mails
        self.copies = copies

    @staticmethod
    def kind_of(raw: bytes, name: str) -> FileKind:
        """What the file is, by its first bytes, else by its name."""
        start = raw.removeprefix(codecs.BOM_UTF8).lstrip()[:4_000]
        suffix = PurePath(name).suffix.lower()
        is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if raw.startswith(_NO_TEXT) or (b"\0" in start and not is_wide):
            return FileKind.OTHER
        if start.startswith((b"{", b"[")) or suffix == ".json":
            return FileKind.JSON
        # In a wide text each character takes two bytes.
        narrow = start.lstrip(b"\xff\xfe").replace(b"\0", b"").lstrip()
        if narrow.upper().startswith((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT")):
            return FileKind.CALENDAR
        if suffix in (".eml", ".mbox") or _MAIL.match(start):
            return FileKind.MAIL
        has_columns = any(sign in start.split(b"\n")[0] for sign in (b",", b";", b"\t", b"|"))
        return FileKind.TABLE if suffix in (".csv", ".tsv", ".txt", "") or has_columns else FileKind.OTHER

    def table(self, raw: bytes, reading: TableReading, now: datetime) -> ReadTable:
        """The table in such a file."""
        from afterword.exchange.table_reading import read_table

        return read_table(raw, reading, now)

    def mails(self, raw: bytes, name: str) -> "Inbox":
        """The mails in such a file."""
        return self._mails(name, raw)

    def journal(self, raw: bytes, existing: Journal) -> Journal:
        """The journal in such a file, with everything it names in it or here."""
        incoming = import_json(raw)
        check_references(existing, incoming)
        return incoming

    def merge(self, raw: bytes, name: str, *, rehearse: bool) -> "Merged":
        """The journal in such a file merged into ours."""
        return self._merge(raw, name, rehearse)

    def write(self, content: ExportContent, form: ExportFormat) -> bytes:
        """The journal in that form."""
        return _WRITERS[form](content)

    def marked(self, raw: bytes, form: ExportFormat) -> bytes:
        """The same as it stands in a file: a spreadsheet takes one for UTF-8 only with a mark before it."""
        return codecs.BOM_UTF8 + raw if form is ExportFormat.CSV else raw


def _report(content: ExportContent) -> bytes:
    from afterword.domain.document import journal_report
    from afterword.exchange.documents import as_markdown

    report = journal_report(content.journal, content.tracker(), content.now, content.application)
    return as_markdown(report).encode()


def _json(content: ExportContent) -> bytes:
    raw = export_json(content.journal)
    if len(raw) > LARGEST_FILE:
        raise UserError(
            f"The journal is longer than {LARGEST_FILE:,} bytes, the most that import reads.",
            hint="Copy it as a whole with: afterword backup.",
        )
    return raw


_WRITERS: dict[ExportFormat, Callable[[ExportContent], bytes]] = {
    ExportFormat.JSON: _json,
    ExportFormat.CSV: lambda content: export_csv(content.journal, content.tracker(), content.now).encode(),
    ExportFormat.MARKDOWN: _report,
    ExportFormat.ICS: lambda content: export_ics(content.journal, content.tracker(), content.due(), content.now),
}


# ── tables of spreadsheets ────────────────────────────────────────────────────────────────────────────────────────────


SEPARATORS = ",;\t|"
MOST_LINES, _MOST_WITH_EMPTY, _MOST_COLUMNS = 20_000, 1_048_576, 1_000
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
    headings = {column.heading.casefold() for column in mine}
    theirs = (field for name, field in described(Application).items() if name not in _OF_BOTH)
    pairs = (
        (f"Application: {field.label}" if field.label.casefold() in headings else field.label, field)
        for field in theirs
    )
    return (*mine, *(TableField(heading, Application, field) for heading, field in pairs))


def export_csv(journal: Journal, tracker: Iterable[TrackerRow], now: datetime) -> str:
    """The table with a heading, latest interview first; no cell of it can run as a formula."""
    columns = table_fields()
    conversations: dict[str, list[str]] = {}
    for line in tracker:
        conversations.setdefault(line.interview.id, []).append(f"{line.interviewer.name}: {line.track.state}")
    states = {key: "; ".join(words) for key, words in conversations.items()}
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([ID, APPLICATION_ID, *(column.heading for column in columns), CONVERSATIONS])
    for interview in journal.live_interviews:
        application = journal.application_of(interview)
        context = ReadingContext(now=now, zone=interview.zone, journal=journal)
        records: dict[type, Any] = {Interview: interview, Application: application}
        cells = []
        for column in columns:
            typed = type_field(column.field, getattr(records[column.record], column.field.name), context)
            cells.append(typed.replace("\n", "; ") if column.field.kind is FieldKind.PEOPLE else typed)
        row = [interview.id, application.id, *cells, states.get(interview.id, "")]
        writer.writerow([shielded(cell) for cell in row])
    return written.getvalue()


def shielded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula, on any number of lines."""
    plain = clean(text)
    return f"'{plain}" if plain.lstrip().startswith(FORMULA) or plain.startswith("'") else plain


def unshielded(cell: str) -> str:
    """The text that stood there before it was shielded."""
    return cell[1:] if cell.startswith("'") and (cell[1:].lstrip().startswith(FORMULA) or cell[1:2] == "'") else cell


def lines_of(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The heading, and the lines below it with their numbers. Raises `UserError` where that is no table."""
    sep_line = re.match(r"\s*sep=([^\s\w\"]|\t)\r?\n", text, re.IGNORECASE)
    body = text[sep_line.end() :] if sep_line else text
    separator = sep_line[1] if sep_line else _separator(body)
    reader = csv.reader(StringIO(body.replace("\0", ""), newline=""), delimiter=separator)
    heading: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    before = (1 if sep_line else 0) + 1
    try:
        for cells in reader:
            number, before = before, reader.line_num + (2 if sep_line else 1)
            if reader.line_num > _MOST_WITH_EMPTY:
                raise UserError(f"This table goes on below line {_MOST_WITH_EMPTY:,}.", hint="Delete its empty lines.")
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
    if heading is None or not 1 < len(heading) <= _MOST_COLUMNS:
        hint = "Its first line names the columns: Company, Role, Date."
        raise UserError("This is no table of interviews.", hint=hint)
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

    first = next(iter(sample.splitlines()), "")
    return max(SEPARATORS, key=lambda separator: (weight(separator)[0], first.count(separator)))


# ── the journal as a JSON file, as the store writes it ────────────────────────────────────────────────────────────────


def export_json(journal: Journal) -> bytes:
    """The journal as a document of its own, with its schema number. Raises `UserError` for text no file can hold."""
    try:
        return render(new_document(journal))
    except DocumentInvalid as error:
        raise UserError(f"The journal cannot be exported: {error}.") from error


def import_json(raw: bytes) -> Journal:
    """The journal in such a file, whole or not at all. Raises `UserError`, which names the place of a bad value."""
    try:
        journal = parse_strictly(raw).journal
        _check_ids(journal)
    except DocumentInvalid as error:
        raise UserError(
            f"This file cannot be imported: {error}.",
            "Nothing was imported.",
            "It should be a file written by: afterword export --format json.",
        ) from error
    tables: dict[str, Any] = {
        table: {record_id: _cleaned(record) for record_id, record in getattr(journal, table).items()}
        for table in TABLES
    }
    return Journal(**tables)


def check_references(existing: Journal, incoming: Journal) -> None:
    """Raises `UserError` when a record that comes in would name one that is neither here nor in the file."""
    tables: dict[str, Any] = {table: {**getattr(incoming, table), **getattr(existing, table)} for table in TABLES}
    for end in without_loose_ends(Journal(**tables))[1]:
        if end.id in getattr(incoming, end.table) and end.id not in getattr(existing, end.table):
            raise UserError(f"This file cannot be imported: {end.sentence}.", "Nothing was imported.")


def _check_ids(journal: Journal) -> None:
    for table in TABLES:
        for record_id in getattr(journal, table):
            if not record_id or clean_line(record_id) != record_id:
                raise DocumentInvalid(f"{table} → {record_id!a}: an id has no control characters and is not empty")


def _cleaned(value: object) -> object:
    """The value with all its texts as the domain lets them in: a file from outside may hold anything."""
    if type(value) is str:
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(part) for part in value)
    if isinstance(value, Struct):
        return replace(value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)})
    return value


# ── the calendar: interviews and what falls due, each with a UID that never changes ───────────────────────────────────


NAME = "Afterword"
_DOMAIN = "afterword.invalid"


def export_ics(journal: Journal, tracker: Iterable[TrackerRow], due: Iterable[Due], now: datetime) -> bytes:
    """The calendar of all interviews, of what is due today and of the next step of every conversation.

    No note, no letter and no word of theirs stands in it: calendars are shared.
    """
    beside = (
        CalendarItem(uid=_uid("due", item.key.replace("/", "-")), title=item.text, at=item.due)
        for item in due
        if item.request_id is None
    )
    items = {item.uid: item for item in (*_meetings(journal, now), *_ahead(tracker), *beside)}
    return write_calendar(items.values(), now, NAME)


def _meetings(journal: Journal, now: datetime) -> Iterator[CalendarItem]:
    """All interviews; one that was removed while it lay ahead is taken back, where a calendar has it already."""
    gone = (each for each in journal.interviews.values() if each.deleted is not None and each.at > now)
    for interview in (*journal.live_interviews, *gone):
        people = ", ".join(person.name for person in journal.interviewers_of(interview))
        how = f"How you meet: {dict(MODES)[interview.mode]}"
        title = f"Interview: {interview.company}, {interview.role}"
        yield CalendarItem(
            uid=_uid("interview", interview.id),
            title=f"{title} ({interview.round})" if interview.round else title,
            at=interview.at,
            where=interview.where,
            words=f"With {people}\n{how}" if people else how,
            taken_back=interview.deleted is not None,
        )


def _ahead(tracker: Iterable[TrackerRow]) -> Iterator[CalendarItem]:
    """The next step of each conversation on its day."""
    for line in tracker:
        step = line.track.next
        if step is not None:
            action = DUE_OF.get(step.action, DueAction.FOLLOW_UP)
            title = SENTENCES[action].format(who=line.interviewer.name, company=line.interview.company)
            waits = ", if no answer came" if step.action is NextStep.WAIT else ""
            yield CalendarItem(uid=_uid("request", line.request.id), title=f"{title}{waits}", at=step.due)


def _uid(kind: str, record_id: str) -> str:
    return f"{kind}-{record_id}@{_DOMAIN}"
