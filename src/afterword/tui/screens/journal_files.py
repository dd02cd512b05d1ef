"""Owns how the journal is written to a file and how files are taken in; loaded when the first is asked for."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from afterword.desktop import free_name, read_file, write_file
from afterword.domain.exchange_files import (
    DayOrder,
    ExportFormat,
    FileKind,
    ReadTable,
    TableReading,
    TableUnclear,
)
from afterword.domain.fields import Field, FieldKind
from afterword.domain.history import Arrival
from afterword.domain.text import clean_line
from afterword.services.exchange import ExchangeService, NamedFile, TakenIn
from afterword.services.services import reading_context
from afterword.tui.actions.table import bindings
from afterword.tui.app_context import context_of
from afterword.tui.screens.form import Changes, Form, FormSpec
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import ReadingPage
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine

_WHERE = Field(name="path", label="File", required="Say where.", example="~/journal.json")
_TAKEN_IN = "~/journal.json, jobs.csv, invitation.ics, mail.eml"
_PASSED_OVER = "-"
_ORDERS = (("", "as the table shows"), ("day", "3 April"), ("month", "4 March"))


def ask_export(main: MainScreen) -> None:
    """Ask in which form and where, then write the file."""
    app, services = main.app, main.services
    exchange = context_of(app).run_service(lambda: services.exchange)
    if exchange is None:
        return
    formats = tuple(exchange.formats)
    form = Field(name="form", label="Form", kind=FieldKind.CHOICE, choices=formats)
    place = free_name(Path.home(), f"afterword-{services.overview.today().isoformat()}", formats[0][0])

    def save(changes: Changes) -> Path:
        chosen = ExportFormat(changes["form"])
        return write_file(_with_ending(changes["path"], chosen), exchange.export(chosen, in_file=True))

    spec = FormSpec(
        title="Write everything to a file",
        fields=[form, _WHERE],
        save=save,
        context=reading_context(services),
        offered={"form": formats[0][0], "path": str(place)},
        does="write",
        said=lambda _changes, path: f"Written: {path}",
    )
    app.push_screen(Form(spec))


def _with_ending(typed: str, form: ExportFormat) -> str:
    """The path with the ending of the form, where it has that of another one."""
    stem, dot, ending = typed.strip().rpartition(".")
    return f"{stem}.{form}" if dot and stem and ending.lower() in {other.value for other in ExportFormat} else typed


class _Look(Struct, frozen=True):
    """A file that was looked into: how it is read, and what would come in, or why nothing can yet."""

    file: NamedFile
    reading: TableReading
    taken: TakenIn | None = None
    unclear: TableUnclear | None = None

    @property
    def table(self) -> ReadTable | None:
        """The table in it, where it is one."""
        if self.unclear is not None:
            return self.unclear.table
        return self.taken.table if self.taken is not None else None


def _looked(exchange: ExchangeService, file: NamedFile, reading: TableReading) -> _Look:
    """What would come in. Raises `UserError` where the person can say nothing that would help."""
    try:
        return _Look(file, reading, taken=exchange.take_in(file, reading, rehearse=True))
    except TableUnclear as error:
        if error.table.missing or error.table.unsure:
            return _Look(file, reading, unclear=error)
        raise


def ask_import(main: MainScreen) -> None:
    """Ask for the file, show what would come in, and take it in after a yes."""
    app, services = main.app, main.services
    exchange = context_of(app).run_service(lambda: services.exchange)
    if exchange is None:
        return

    def look(changes: Changes) -> _Look:
        typed = changes["path"]
        return _looked(exchange, NamedFile(Path(typed).name, read_file(typed)), TableReading())

    spec = FormSpec(
        title="Take in a file",
        fields=[replace(_WHERE, help="JSON, CSV, a calendar (.ics), mails (.eml, .mbox)", example=_TAKEN_IN)],
        save=look,
        context=reading_context(services),
        said="",
        does="look into it",
    )
    app.push_screen(Form(spec), lambda found: _show(main, exchange, found))


def _show(main: MainScreen, exchange: ExchangeService, found: object) -> None:
    """The preview of a file, the form for its columns where one is missing, or a sentence where nothing is new."""
    if not isinstance(found, _Look):
        return
    if found.taken is None:
        _ask_columns(main, exchange, found)
    elif found.taken.is_news or found.taken.table is not None:
        main.app.push_screen(ImportPage(main, exchange, found))
    else:
        why = " ".join((f"Nothing to take in: {found.taken.words}.", *found.taken.notes))
        context_of(main.app).say(why)


class ImportPage(ReadingPage):
    """What would come in of a file; `y` takes it in."""

    BINDINGS = bindings("preview")

    def __init__(self, main: MainScreen, exchange: ExchangeService, look: _Look) -> None:
        taken = look.taken or TakenIn(kind=FileKind.OTHER, counts={})
        super().__init__(f"Take in {clean_line(look.file.name)}?", _preview(taken), taken.words)
        self._main = main
        self._exchange = exchange
        self._look = look
        self._taken = taken

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only tables have columns, and nothing new cannot be taken in."""
        possible = {"columns": self._look.table is not None, "take_in": self._taken.is_news}
        return possible.get(action, super().check_action(action, parameters))

    def action_take_in(self) -> None:
        """Take in all of it, as one step."""
        look, exchange = self._look, self._exchange
        done = self.context.run_service(lambda: exchange.take_in(look.file, look.reading))
        if done is not None:
            self.context.say(f"Taken in: {done.words}. u takes it back.", TextStyle.GOOD)
            self.dismiss(None)

    def action_columns(self) -> None:
        """Say what each column holds."""
        self.dismiss(None)
        _ask_columns(self._main, self._exchange, self._look)


def _preview(taken: TakenIn) -> Sequence[TextLine]:
    """How the file was understood, and the first of what comes in."""
    lines = [TextLine(Span(_WHAT[taken.kind], TextStyle.STRONG)), TextLine(f"{taken.words}."), TextLine()]
    if taken.table is not None:
        words = dict(taken.table.fields)
        columns = taken.table.columns.items()
        lines += [TextLine(f"{heading} → {words.get(field, field)}", indent=2) for heading, field in columns]
        unknown = [f"{heading}: left out; c says what it holds" for heading in taken.table.unknown]
        lines += [TextLine(Span(line, TextStyle.MUTED), indent=2) for line in unknown]
        lines += [TextLine(note) for note in taken.notes[1:] if not note.startswith("Left out")]
    else:
        lines += [TextLine(note) for note in taken.notes]
    for title, told in (("The first of them:", taken.lines), ("To decide:", taken.offers)):
        if told:
            lines += [TextLine(), TextLine(Span(title, TextStyle.ACCENT))]
            lines += [TextLine(line, indent=2) for line in told]
    if taken.merged is not None and taken.merged.both:
        lines += [TextLine(), TextLine(Span("Both had changed:", TextStyle.ACCENT))]
        lines += [TextLine(differing.words, indent=2) for differing in taken.merged.both]
    return lines


_WHAT = {
    FileKind.JSON: "A journal; it is merged into yours, record by record.",
    FileKind.TABLE: "A table of interviews; each new line becomes one, and news of known ones is put before you.",
    FileKind.CALENDAR: "A calendar; each interview in it is put before you, and you decide.",
    FileKind.MAIL: "Mails; what is sure is recorded, everything else is put before you.",
    FileKind.OTHER: "",
}


def arrival_lines(arrivals: Sequence[Arrival]) -> list[TextLine]:
    """What came in from other machines: each journal, and what both sides had changed."""
    lines: list[TextLine] = []
    for arrival in arrivals:
        lines += [TextLine(Span(arrival.name, TextStyle.STRONG)), TextLine(f"{arrival.merged.words}.", indent=2)]
        lines += [TextLine(differing.words, indent=2) for differing in arrival.merged.both]
        lines.append(TextLine())
    return lines


def _ask_columns(main: MainScreen, exchange: ExchangeService, look: _Look) -> None:
    """Ask what each column holds, then show what would come in."""
    table = look.table
    if table is None:
        return
    choices = ((_PASSED_OVER, "leave it out"), *table.fields)
    headings = tuple(dict.fromkeys(filter(None, table.headings)))
    columns = {f"column-{place}": heading for place, heading in enumerate(headings)}
    fields = [
        Field(name=name, label=heading, kind=FieldKind.CHOICE, choices=choices) for name, heading in columns.items()
    ]
    if table.unsure or look.reading.order is not None:
        fields.insert(0, Field(name="order", label="03/04/2026 is", kind=FieldKind.CHOICE, choices=_ORDERS))

    def save(changes: Changes) -> _Look:
        order = changes.get("order") or None
        chosen = {heading: changes[name] or _PASSED_OVER for name, heading in columns.items()}
        reading = TableReading(chosen, DayOrder(day_first=order == "day", known=True) if order else None)
        return _Look(look.file, reading, taken=exchange.take_in(look.file, reading, rehearse=True))

    known = dict.fromkeys((name for name, _ in table.fields), None)
    held = {name: field for name, heading in columns.items() if (field := table.columns.get(heading, "")) in known}
    spec = FormSpec(
        title=f"What {clean_line(look.file.name)} holds",
        fields=fields,
        save=save,
        context=reading_context(main.services),
        offered={name: held.get(name, _PASSED_OVER) for name in columns} | {"order": _order_words(look.reading)},
        said="",
        does="show what comes in",
    )
    form = Form(spec)
    main.app.push_screen(form, lambda found: _show(main, exchange, found))
    if look.unclear is not None:
        error = look.unclear
        form.call_after_refresh(lambda: form.tell(str(error)))


def _order_words(reading: TableReading) -> str:
    if reading.order is None:
        return ""
    return "day" if reading.order.day_first else "month"
