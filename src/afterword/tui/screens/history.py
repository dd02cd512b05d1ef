"""Owns the pages of the history: what was done and what it changed, for everything or one record, and the trash."""

from collections.abc import Iterable, Iterator

from afterword.domain.dates import show_short
from afterword.domain.field_changes import FieldChange
from afterword.domain.journal import Journal
from afterword.errors import UserError
from afterword.services.history import ChangedRecord, DoneStep, RemovedThing
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.screens.page import NarrowedPage
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

_STEPS = (
    ListColumn("when", 13),
    ListColumn("step", 22, share=2),
    ListColumn("what", 20, share=3),
    ListColumn("", 16, hide_below=100),
)
_REMOVED = (ListColumn("removed", 13), ListColumn("what", 12), ListColumn("", 20, share=1))
_NO_MATCH = "No line has these words; esc shows all."
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
        self._list = VirtualList(_STEPS, widget_id="steps")
        self._text = TextView(widget_id="step")
        super().__init__(title, self._list, self._text)
        self._services = services
        self._record = record
        self._steps: dict[str, DoneStep] = {}
        self._words: dict[str, str] = {}

    def on_mount(self) -> None:
        """Begin in the list."""
        self.show(self.newest())
        self._list.focus()

    def newest(self) -> Journal:
        """The journal as it is now."""
        return self._services.store.journal()

    def show(self, _journal: Journal) -> None:
        """Read the history again."""
        history = self._services.history
        found = history.steps() if self._record is None else history.of(self._record)
        self._steps = {done.step.id: done for done in found}
        self._words.clear()
        kept = [key for key in self._steps if self._keeps(key)]
        self.bar.count(len(kept), len(self._steps))
        self._list.load(kept, lambda key: _step_row(self._steps[key]))
        self.title_line.show(words=f"{len(self._steps)} step{'' if len(self._steps) == 1 else 's'}")
        self._show_step()

    def _keeps(self, key: str) -> bool:
        """What a line says and what its step changed is searched; that is read once there are words to find."""
        if not self.bar.text:
            return True
        if key not in self._words:
            done = self._steps[key]
            fields = [
                f"{field.label} {field.before} {field.after}" for each in self._read(done) for field in each.fields
            ]
            self._words[key] = "\n".join([_step_row(done).words, *fields])
        return self.bar.keeps(self._words[key])

    def _read(self, done: DoneStep) -> tuple[ChangedRecord, ...]:
        try:
            return self._services.history.records(done)
        except UserError:
            return ()

    def on_virtual_list_highlighted(self) -> None:
        """Another step, what it changed."""
        self._show_step()

    def on_virtual_list_selected(self) -> None:
        """Enter reads on in what it changed."""
        self.action_read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There has to be a step to read, and it is not being read yet."""
        if action == "read":
            return self._list.key is not None and not self._text.has_focus
        return super().check_action(action, parameters)

    def action_read(self) -> None:
        """Read on in what the step changed."""
        self._text.focus()
        self.refresh_bindings()

    def leave(self) -> None:
        """From what a step changed back to the steps, then back to the panes."""
        if self._text.has_focus and self._list.count:
            self._list.focus()
            self.refresh_bindings()
        else:
            super().leave()

    def _show_step(self) -> None:
        done = self._steps.get(self._list.key or "")
        if done is None:
            words = _NO_MATCH if self._steps else _NOTHING_DONE
            self._text.show_lines([TextLine(Span(words, TextStyle.MUTED), is_help=True)])
            return
        self._text.show_lines([*self._lead(done), *_record_lines(self._read(done))])

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
        self._list = VirtualList(_REMOVED, widget_id="removed")
        self._nothing = TextView(widget_id="nothing")
        super().__init__("What was removed", self._list, self._nothing)
        self._services = services
        self._things: dict[str, RemovedThing] = {}

    def on_mount(self) -> None:
        """Begin in the list."""
        self.show(self.newest())
        (self._list if self._things else self._nothing).focus()

    def newest(self) -> Journal:
        """The journal as it is now."""
        return self._services.store.journal()

    def show(self, _journal: Journal) -> None:
        """Read the trash again."""
        self._things = {thing.key: thing for thing in self._services.history.removed()}
        kept = [key for key, thing in self._things.items() if self.bar.keeps(_removed_row(thing).words)]
        self.bar.count(len(kept), len(self._things))
        self._list.load(kept, lambda key: _removed_row(self._things[key]))
        words = _NO_MATCH if self._things else _NOTHING_REMOVED
        self._nothing.show_lines([TextLine(Span(words, TextStyle.MUTED), is_help=True)])
        self._list.display, self._nothing.display = bool(kept), not kept
        self.title_line.show(words=str(len(self._things)) if self._things else "")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a line can be brought back."""
        return self._list.key is not None if action == "restore" else super().check_action(action, parameters)

    def on_virtual_list_selected(self) -> None:
        """Enter brings it back, too."""
        self.action_restore()

    def action_restore(self) -> None:
        """Bring back what is under the cursor."""
        thing = self._things.get(self._list.key or "")
        if thing is not None:
            bring_back = self._services.history.bring_back
            said = f"The {thing.noun} is back: {thing.words}"
            self.context.run_service(lambda: bring_back(thing.key), said)
