"""Owns the pages of the history: what was done and what it changed, for everything or one record, and the trash."""

from collections.abc import Iterable, Iterator, Sequence

from afterword.domain.dates import show_short
from afterword.domain.field_reading import FieldChange
from afterword.domain.journal import Journal
from afterword.domain.text import plural
from afterword.errors import UserError
from afterword.services.history import ChangedRecord, DoneStep, RemovedThing
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.screens.page import NarrowedPage
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

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
        what = "  added" if change.before is None else "  removed" if change.after is None else ""
        name = Span(f"{record.noun[:1].upper()}{record.noun[1:]} {record.words}".strip(), TextStyle.STRONG)
        yield TextLine((name, Span(what, TextStyle.ACCENT)), indent=2)
        yield from (_change_line(field, is_new=change.before is None) for field in record.fields)
        yield TextLine("")


class HistoryPage(NarrowedPage[None]):
    """The steps, newest first, over what the one under the cursor changed; `record` is a table and an id, or None."""

    BINDINGS = bindings("history")
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
                f"{field.label} {field.before} {field.after}" for each in self._read(done) for field in each.fields
            ]
            self._words[key] = "\n".join([_step_row(done).words, *fields])
        return self._words[key]

    def _read(self, done: DoneStep) -> tuple[ChangedRecord, ...]:
        try:
            return self._services.history.records(done)
        except UserError:
            return ()

    def on_virtual_list_selected(self) -> None:
        """Enter reads on in what it changed."""
        self.action_read()

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

    def told(self, key: str | None) -> Sequence[TextLine]:
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


def _removed_row(thing: RemovedThing) -> Row:
    when = f"{show_short(thing.at.date())} {thing.at:%H:%M}" if thing.at is not None else "–"
    return Row((Span(when, TextStyle.MUTED), thing.noun, thing.words))


class TrashPage(NarrowedPage[None]):
    """What was removed, put away or thrown away, newest first; one key brings it back."""

    BINDINGS = bindings("trash")
    sheet = "history"

    def __init__(self, services: Services) -> None:
        super().__init__("What was removed", services, VirtualList(_REMOVED, widget_id="removed"), "nothing")
        self._things: dict[str, RemovedThing] = {}

    def start(self) -> None:
        """Begin in the list, or in the words where it is empty."""
        (self.listed if self._things else self._text).focus()

    def show(self, _journal: Journal) -> None:
        """Read the trash again."""
        self._things = {thing.key: thing for thing in self._services.history.removed()}
        self.load(self._things, lambda key: _removed_row(self._things[key]))
        self.listed.display, self._text.display = self.listed.count > 0, not self.listed.count
        self.title_line.show(words=str(len(self._things)) if self._things else "")

    def told(self, _key: str | None) -> Sequence[TextLine]:
        """That there is nothing, or nothing with these words; a line says all there is."""
        return [TextLine(Span(self.no_match if self._things else _NOTHING_REMOVED, TextStyle.MUTED), is_help=True)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a line can be brought back."""
        return self.listed.key is not None if action == "restore" else super().check_action(action, parameters)

    def on_virtual_list_selected(self) -> None:
        """Enter brings it back, too."""
        self.action_restore()

    def action_restore(self) -> None:
        """Bring back what is under the cursor."""
        thing = self._things.get(self.listed.key or "")
        if thing is not None:
            bring_back = self._services.history.bring_back
            said = f"The {thing.noun} is back: {thing.words}"
            self.context.run_service(lambda: bring_back(thing.key), said)
