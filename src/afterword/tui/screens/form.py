"""Owns the one screen that shows every form: filling in, understanding as it is typed, saving, and leaving safely."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from afterword.domain.text import clean
from afterword.errors import AfterwordError
from afterword.tui import editor
from afterword.tui.actions.host import Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.frame import frame_of
from afterword.tui.outcome import Failed, attempt
from afterword.tui.screens.confirm import Leaving, Unsaved
from afterword.tui.screens.dialog import Box, Dialog
from afterword.tui.screens.form_spec import Field, FormSpec, Kind
from afterword.tui.tones import Tone
from afterword.tui.widgets.fields import (
    Changed,
    CheckField,
    ChoiceField,
    FieldWidget,
    LineField,
    SaveButton,
    TextField,
    TickField,
)
from afterword.tui.widgets.key_footer import KeyLine


def _widget(field: Field) -> FieldWidget:
    match field.kind:
        case Kind.TEXT:
            return TextField(field.value, field.hint)
        case Kind.CHOICE:
            return ChoiceField(field.value, field.choices)
        case Kind.MULTI:
            return TickField(field.value, field.choices)
        case Kind.CHECK:
            return CheckField(field.value, field.hint or field.label)
        case Kind.NUMBER:
            return LineField(field.value, field.hint, restrict=r"-?[0-9]*")
    return LineField(field.value, field.hint)


class FieldRow(Widget):
    """A label, the field, and below them how it was understood or what is wrong with it."""

    def __init__(self, field: Field) -> None:
        super().__init__(classes=f"-{field.kind}")
        self.field = field
        self.editor = _widget(field)
        self._note = Static("", markup=False, classes="-note")
        self._note.display = False

    def compose(self) -> ComposeResult:
        """The label beside the field, the note below."""
        with Horizontal():
            yield Static(
                clean(self.field.label) + (" *" if self.field.required else ""), markup=False, classes="-label"
            )
            yield self.editor
        yield self._note

    def on_descendant_focus(self) -> None:
        """The label stands out while its field is filled in."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """See `on_descendant_focus`."""
        self.remove_class("-here")

    def on_mount(self) -> None:
        """Say how the value it begins with is understood."""
        self.check(only_typed=True)

    def on_changed(self) -> None:
        """Say at once how it is understood; the form hears of it, too."""
        self.check(only_typed=True)

    def check(self, *, only_typed: bool = False) -> bool:
        """Whether the value can be saved, saying why not; an empty field is let be while the person is typing."""
        value = self.editor.text_value
        if not value:
            missing = self.field.required and not only_typed
            self.tell(f"{self.field.label} is needed." if missing else "", bad=missing)
            return not missing
        echo = self.field.echo
        if echo is None:
            self.tell("")
            return True
        outcome = attempt(lambda: echo(value))
        bad = isinstance(outcome, Failed)
        self.tell(str(outcome.error) if isinstance(outcome, Failed) else f"= {outcome.value}", bad=bad)
        return not bad

    def tell(self, words: str, *, bad: bool = False) -> None:
        """Show words below the field."""
        self._note.update(("! " if bad else "") + clean(words))
        self._note.display = bool(words)
        self._note.set_class(bad, "-bad")


class Form(Dialog[object]):
    """A form; it is dismissed with what `submit` returned, or None when it was closed without saving."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]

    def __init__(self, spec: FormSpec, *, tall: bool = False) -> None:
        super().__init__()
        self._spec = spec
        self._rows = [FieldRow(field) for field in spec.fields]
        self._before = self.values
        self._trouble = Static("", markup=False, classes="-trouble")
        self._trouble.display = False
        self.set_class(tall, "-tall")

    def compose(self) -> ComposeResult:
        """The fields, the place for trouble, the keys."""
        with Box(self._spec.title):
            with VerticalScroll(can_focus=False):
                yield from self._rows
                yield SaveButton()
            yield self._trouble
            yield KeyLine()

    def on_mount(self) -> None:
        """Begin at the first field."""
        self._rows[0].editor.focus()

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {
            **super().verbs(),
            "form.save": self._save,
            "form.leave": self.leave,
            "form.editor": self._edit,
            "form.help": self._help,
        }

    def available(self, action_id: str) -> bool:
        """The editor is for longer texts."""
        return action_id != "form.editor" or isinstance(self.focused, TextField)

    def on_entered(self) -> None:
        """Enter on a single line saves."""
        self._save()

    @property
    def values(self) -> dict[str, str]:
        """What is filled in now, by the id of the field."""
        return {row.field.id: row.editor.text_value for row in self._rows}

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what the form began with."""
        return self.values != self._before

    def on_changed(self, _message: Changed) -> None:
        """What was wrong may be right now."""
        self._tell("")

    def _save(self) -> None:
        if not self._check(self._rows):
            return
        done: list[object] = []
        values = self.values
        frame_of(self).perform(lambda: done.append(self._spec.submit(values)), tell=self._fail)
        if done:
            said = self._spec.said
            words = said if isinstance(said, str) else said(values, done[0])
            if words:
                frame_of(self).say(words, Tone.GOOD)
            self.dismiss(done[0])

    def _check(self, rows: Iterable[FieldRow]) -> bool:
        wrong = [row for row in rows if not row.check()]
        if wrong:
            wrong[0].editor.focus()
        return not wrong

    def _fail(self, error: AfterwordError) -> None:
        self._tell(str(error))

    def _tell(self, words: str) -> None:
        self._trouble.update(f"! {clean(words)}" if words else "")
        self._trouble.display = bool(words)

    def leave(self) -> None:
        """Close; ask first when something was typed."""
        if self.dirty:
            self.app.push_screen(Unsaved(), self._answered)
        else:
            self.dismiss(None)

    def _answered(self, answer: Leaving | None) -> None:
        if answer is Leaving.SAVE:
            self._save()
        elif answer is Leaving.DISCARD:
            self.dismiss(None)

    def _edit(self) -> None:
        field = self.focused
        if isinstance(field, TextField):
            outcome = attempt(lambda: editor.edit(self.app, field.text_value, field.put))
            if isinstance(outcome, Failed):
                self._fail(outcome.error)

    def _help(self) -> None:
        from afterword.tui.screens.help import Help

        self.app.push_screen(Help(self))
