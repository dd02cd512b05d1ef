"""Owns how the journal is written to a file and files are taken in, and the pages of its history and its trash."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.widgets import Static

from afterword.desktop import free_name, read_file, write_file
from afterword.domain.dates import show_short
from afterword.domain.exchange_files import (
    DayOrder,
    ExportFormat,
    FileKind,
    ReadTable,
    TableReading,
    TableUnclear,
)
from afterword.domain.field_reading import FieldChange
from afterword.domain.fields import Field, FieldKind
from afterword.domain.history import Arrival
from afterword.domain.journal import Journal
from afterword.domain.text import clean, clean_line, plural
from afterword.errors import StoreMissing, UserError
from afterword.services.exchange import ExchangeService, NamedFile, TakenIn
from afterword.services.history import ChangedRecord, DoneStep, RemovedRecord
from afterword.services.services import Services, reading_context
from afterword.tui.actions import bindings
from afterword.tui.app_context import Ok, context_of, run_action
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.form import Changes, Form, FormSpec
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import Box, NarrowedPage, ReadingPage
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.bars import KeyLine
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp

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
    app.push_screen(Form(spec), lambda answer: _show(main, exchange, answer))


def _show(main: MainScreen, exchange: ExchangeService, look: object) -> None:
    """The preview of a file, the form for its columns where one is missing, or a sentence where nothing is new."""
    if not isinstance(look, _Look):
        return
    if look.taken is None:
        _ask_columns(main, exchange, look)
    elif look.taken.is_news or look.taken.table is not None:
        main.app.push_screen(ImportPage(main, exchange, look))
    else:
        why = " ".join((f"Nothing to take in: {look.taken.words}.", *look.taken.notes))
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
    for title, texts in (("The first of them:", taken.lines), ("To decide:", taken.offers)):
        if texts:
            lines += [TextLine(), TextLine(Span(title, TextStyle.ACCENT))]
            lines += [TextLine(line, indent=2) for line in texts]
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
        lines += [TextLine(words, indent=2) for words in arrival.lost]
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

    fields_named = dict.fromkeys((name for name, _ in table.fields), None)
    meanings = {
        name: field for name, heading in columns.items() if (field := table.columns.get(heading, "")) in fields_named
    }
    spec = FormSpec(
        title=f"What {clean_line(look.file.name)} holds",
        fields=fields,
        save=save,
        context=reading_context(main.services),
        offered={name: meanings.get(name, _PASSED_OVER) for name in columns} | {"order": _order_words(look.reading)},
        said="",
        does="show what comes in",
    )
    form = Form(spec)
    main.app.push_screen(form, lambda answer: _show(main, exchange, answer))
    if look.unclear is not None:
        error = look.unclear
        form.call_after_refresh(lambda: form.tell(str(error)))


def _order_words(reading: TableReading) -> str:
    if reading.order is None:
        return ""
    return "day" if reading.order.day_first else "month"


_STEPS = (
    ListColumn("when", 13),
    ListColumn("step", 22, share=2),
    ListColumn("what", 20, share=3),
    ListColumn("", 16, hide_below=100),
)
_REMOVED = (ListColumn("removed", 13), ListColumn("what", 12), ListColumn("", 20, share=1))
_NOTHING_DONE = "Nothing has been done here, as far as the history goes back."
_NOTHING_REMOVED = "Nothing was removed. What you remove, put away or throw away waits here."


def _when(done: DoneStep) -> str:
    return f"{show_short(done.step.at.date())} {done.step.at:%H:%M}"


def _step_row(done: DoneStep) -> Row:
    tone = TextStyle.MUTED if done.undone or done.step.note.undoes else TextStyle.PLAIN
    return Row((_when(done), done.step.words, done.records, done.state), tone)


def _change_line(change: FieldChange, *, is_new: bool) -> TextLine:
    """Before and after on one line; what a new record says stands alone."""
    before = () if is_new else (Span(change.before or "–", TextStyle.MUTED), Span(" → ", TextStyle.ACCENT))
    return TextLine((Span(f"  {change.label}: ", TextStyle.MUTED), *before, Span(change.after or "–")), indent=4)


def _record_lines(records: Iterable[ChangedRecord]) -> Iterator[TextLine]:
    for record in records:
        change = record.change
        status = "  added" if change.before is None else "  removed" if change.after is None else ""
        name = Span(f"{record.noun[:1].upper()}{record.noun[1:]} {record.words}".strip(), TextStyle.STRONG)
        yield TextLine((name, Span(status, TextStyle.ACCENT)), indent=2)
        yield from (_change_line(field, is_new=change.before is None) for field in record.fields)
        yield TextLine("")


class HistoryPage(NarrowedPage[None]):
    """The steps, newest first, over what the one under the cursor changed; `record` is a table and an id, or None."""

    BINDINGS = bindings("history")
    opens_by = "read"
    sheet = "history"

    def __init__(self, services: Services, record: tuple[str, str] | None, title: str) -> None:
        super().__init__(title, services, VirtualList(_STEPS, widget_id="steps"), "step")
        self._record = record
        self._steps: dict[str, DoneStep] = {}
        self._words: dict[str, str] = {}

    def show(self, _journal: Journal) -> None:
        """Read the history again."""
        history = self._services.history
        steps = history.steps() if self._record is None else history.of(self._record)
        self._steps = {done.step.id: done for done in steps}
        self._words.clear()
        self.load(self._steps, lambda key: _step_row(self._steps[key]), self._words_of)
        self.title_line.show(words=plural(len(self._steps), "step"))

    def _words_of(self, key: str) -> str:
        """What a line says and what its step changed."""
        if key not in self._words:
            done = self._steps[key]
            fields = [
                f"{field.label} {field.before} {field.after}" for record in self._read(done) for field in record.fields
            ]
            self._words[key] = "\n".join([_step_row(done).words, *fields])
        return self._words[key]

    def _read(self, done: DoneStep) -> tuple[ChangedRecord, ...]:
        try:
            return self._services.history.records(done)
        except UserError:
            return ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There has to be a step to read, and it is not being read yet."""
        if action == "read":
            return self.listed.key is not None and not self._text.has_focus
        return super().check_action(action, parameters)

    def action_read(self) -> None:
        """Read on in what the step changed."""
        self._text.focus()
        self.refresh_bindings()

    def leave(self) -> None:
        """From what a step changed back to the steps, then back to the panes."""
        if self._text.has_focus and self.listed.count:
            self.listed.focus()
            self.refresh_bindings()
        else:
            super().leave()

    def details(self, key: str | None) -> Sequence[TextLine]:
        """What can be done about the step, and what it changed."""
        if key is None:
            words = self.no_match if self._steps else _NOTHING_DONE
            return [TextLine(Span(words, TextStyle.MUTED), is_help=True)]
        done = self._steps[key]
        return [*self._lead(done), *_record_lines(self._read(done))]

    def _lead(self, done: DoneStep) -> Iterator[TextLine]:
        """What can be done about the step, where that is anything but plain."""
        if done.number == 1 and not done.step.obstacle:
            yield TextLine((Span("u", TextStyle.KEY), " takes it back: it is the last change."), is_help=True)
        elif done.undone:
            yield TextLine(Span("It was undone.", TextStyle.MUTED), is_help=True)
        elif done.step.obstacle:
            yield TextLine(Span(f"It cannot be undone. {done.step.obstacle}", TextStyle.WARN))
        elif done.state:
            yield TextLine(Span("It cannot be undone.", TextStyle.MUTED), is_help=True)


def _removed_row(removal: RemovedRecord) -> Row:
    when = f"{show_short(removal.at.date())} {removal.at:%H:%M}" if removal.at is not None else "–"
    return Row((Span(when, TextStyle.MUTED), removal.noun, removal.words))


class TrashPage(NarrowedPage[None]):
    """What was removed, put away or thrown away, newest first; one key brings it back."""

    BINDINGS = bindings("trash")
    opens_by = "restore"
    sheet = "history"

    def __init__(self, services: Services) -> None:
        super().__init__("What was removed", services, VirtualList(_REMOVED, widget_id="removed"), "nothing")
        self._things: dict[str, RemovedRecord] = {}

    def start(self) -> None:
        """Begin in the list, or in the words where it is empty."""
        (self.listed if self._things else self._text).focus()

    def show(self, _journal: Journal) -> None:
        """Read the trash again."""
        self._things = {removal.key: removal for removal in self._services.history.removed()}
        self.load(self._things, lambda key: _removed_row(self._things[key]))
        self.listed.display, self._text.display = self.listed.count > 0, not self.listed.count
        self.title_line.show(words=str(len(self._things)) if self._things else "")

    def details(self, _key: str | None) -> Sequence[TextLine]:
        """That there is nothing, or nothing with these words; a line says all there is."""
        return [TextLine(Span(self.no_match if self._things else _NOTHING_REMOVED, TextStyle.MUTED), is_help=True)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a line can be brought back."""
        return self.listed.key is not None if action == "restore" else super().check_action(action, parameters)

    def action_restore(self) -> None:
        """Bring back what is under the cursor."""
        removal = self._things.get(self.listed.key or "")
        if removal is not None:
            bring_back = self._services.history.bring_back
            notice = f"The {removal.noun} is back: {removal.words}"
            self.context.run_service(lambda: bring_back(removal.key), notice)


_EMPTY = "begin anew"


class MissingJournal(Pick):
    """Dismissed with the path of the copy to bring back, with `begin anew`, or with None to leave all as it is."""

    def __init__(self, missing: StoreMissing, problem: str) -> None:
        options = [Option(path, words, Path(path).name) for path, words in missing.copies.items()]
        if missing.can_begin:
            options.append(Option(_EMPTY, "Begin a new, empty journal", "the copies stay"))
        super().__init__("Bring a copy back?", options)
        self._sentence = f"{missing.title} Nothing was changed. esc ends the program and leaves all as it is."
        self._problem = problem

    def compose(self) -> ComposeResult:
        """What is missing, over what can be done."""
        with Box(self._title):
            yield Static(clean(self._sentence), markup=False, classes="-detail")
            if self._problem:
                yield Static(clean(self._problem), markup=False, classes="-question")
            yield TextView(widget_id="typed")
            yield VirtualList(self._columns(), heading=False)
            yield KeyLine()


def ask_what_to_do(app: "AfterwordApp", missing: StoreMissing, opened: Callable[[], object], problem: str = "") -> None:
    """Ask, do that and call `opened`; where it cannot be done say why and ask again. Nothing chosen ends the app."""

    def chosen(answer: object) -> None:
        if not isinstance(answer, tuple):
            app.failure = missing
            app.exit(return_code=1)
            return
        choice = str(answer[0])
        outcome = run_action(lambda: _done(app, choice))
        if isinstance(outcome, Ok):
            app.say(outcome.value, TextStyle.GOOD)
            opened()
        else:
            ask_what_to_do(app, missing, opened, str(outcome.error))

    app.push_screen(MissingJournal(missing, problem), chosen)


def _done(app: "AfterwordApp", choice: str) -> str:
    copies = app.services.exchange.copies
    if choice == _EMPTY:
        copies.begin_anew()
        return "A new journal is begun; the copies stay where they are."
    copies.restore(Path(choice))
    return f"{Path(choice).name} is your journal again."
