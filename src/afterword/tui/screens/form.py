"""Owns the one screen that shows every form: what it is made of, reading what is typed, saving, leaving safely."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from afterword.domain.field_reading import (
    Choices,
    ReadingContext,
    choices_of,
    echo_field,
    read_all,
    standing,
    step_field,
    type_field,
    with_moments,
)
from afterword.domain.fields import Field, FieldKind, described
from afterword.domain.text import clean
from afterword.domain.typed import TypedPlace
from afterword.errors import AfterwordError, ChangedElsewhere
from afterword.services.services import Services
from afterword.tui import editor
from afterword.tui.actions.table import bindings
from afterword.tui.app_context import Err, context_of, run_action
from afterword.tui.screens.dialogs import ChangedAnswer, ChangedDialog, UnsavedAnswer, UnsavedDialog
from afterword.tui.screens.left_texts import LeftTexts
from afterword.tui.screens.page import Box
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.bars import KeyLine
from afterword.tui.widgets.fields import (
    Changed,
    CheckField,
    ChoiceField,
    DateField,
    FieldWidget,
    LineField,
    SaveButton,
    TextField,
    TickField,
)


class Changes(dict[str, Any]):
    """The values that were filled in, by field; `texts` is what all fields of the form hold, as it was typed."""

    def __init__(self, values: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        super().__init__(values)
        self.texts = dict(texts)


class FormSpec(Struct, frozen=True, kw_only=True):
    """A form: its title, its fields, what saving calls, and what is said when that worked.

    The fields begin with what is `offered`, else with the values of the `record` that is changed. `save` gets the
    values of all fields; of a record only those that were touched, unless the form is to hand over the `whole`.

    `save` may raise an `AfterwordError`: the form stays open with everything typed and shows the sentence. Where it
    changes a record it raises `ChangedElsewhere`, with names of fields, for what somebody else changed meanwhile;
    `again` then makes the form of the newest record, so that the person can choose. Where what is said depends on what
    became of it, `said` is called with the changes and with what `save` returned. In the first `walk` fields, enter
    goes on to the next one. `echoes` say how a field is understood where its kind does not. `place` says what the form
    is across starts: what is typed in it is offered again, there and when the program begins.
    """

    title: str
    fields: Sequence[Field]
    save: Callable[[Changes], object]
    context: ReadingContext
    record: Struct | None = None
    offered: Mapping[str, str] = {}
    whole: bool = False
    said: "str | Callable[[Changes, Any], str]" = "Saved"
    again: "Callable[[], FormSpec] | None" = None
    walk: int = 0
    echoes: Mapping[str, Callable[[str], str]] = {}
    place: TypedPlace | None = None

    def text_of(self, field: Field) -> str:
        """What that field begins with."""
        if field.name in self.offered or not hasattr(self.record, field.name):
            return self.offered.get(field.name, "")
        return type_field(field, getattr(self.record, field.name), self.context)


def reading_context(services: Services, record: Struct | None = None) -> ReadingContext:
    """What the words in a form are read beside: the zone and the day of the record, where it has them."""
    return ReadingContext(
        now=services.clock.now(),
        zone=getattr(record, "zone", services.clock.zone),
        day=getattr(record, "day", None),
        journal=services.store.journal(),
    )


def _widget(field: Field, text: str, choices: Choices) -> FieldWidget:
    match field.kind:
        case FieldKind.TEXT | FieldKind.LETTER | FieldKind.LINES:
            return TextField(text, field.example)
        case FieldKind.CHOICE:
            return ChoiceField(text, choices)
        case FieldKind.MANY:
            return TickField(text, choices)
        case FieldKind.TICK:
            return CheckField(text, field.example or "yes")
        case FieldKind.NUMBER | FieldKind.MINUTES:
            return LineField(text, field.example, restrict=r"-?[0-9]*")
        case FieldKind.DATE | FieldKind.MOMENT | FieldKind.HAPPENED:
            return DateField(text, field.example)
        case FieldKind.PEOPLE:
            return LineField(text, field.example, joined="; ")
    return LineField(text, field.example)


class FieldRow(Widget):
    """A label, the field, and below them how it was understood or what is wrong with it.

    `texts` tells what the whole form holds.
    """

    def __init__(self, field: Field, spec: FormSpec, texts: Callable[[], Mapping[str, str]]) -> None:
        super().__init__(classes=f"-{field.kind}")
        self.field = field
        self._take(spec)
        self.editor = _widget(field, spec.text_of(field), self._choices)
        self.began = self.editor.text_value
        self._texts = texts
        self._note = Static("", markup=False, classes="-note")
        self._note.display = False

    def _take(self, spec: FormSpec) -> None:
        self._spec = spec
        self._choices = choices_of(self.field, spec.context, spec.text_of(self.field))

    def compose(self) -> ComposeResult:
        """The label beside the field, the note below."""
        with Horizontal():
            yield Static(
                clean(self.field.label) + (" *" if self.field.required else ""), markup=False, classes="-label"
            )
            yield self.editor
        yield self._note

    @property
    def is_here(self) -> bool:
        """Whether its field is the one being filled in."""
        return self.editor.has_focus

    def on_descendant_focus(self) -> None:
        """The label stands out while its field is filled in."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """The label is like the others again."""
        self.remove_class("-here")

    def on_mount(self) -> None:
        """Say how the value it begins with is understood."""
        self.check(only_typed=True)

    def on_changed(self) -> None:
        """Say at once how it is understood; the form hears of it, too."""
        self.check(only_typed=True)

    def begin_again(self, spec: FormSpec) -> None:
        """Take over what is stored by now as what it began with; what was typed stays."""
        touched = self.is_touched
        self._take(spec)
        self.began = _widget(self.field, spec.text_of(self.field), self._choices).text_value
        if not touched:
            self.editor.put(self.began)

    @property
    def is_touched(self) -> bool:
        """Whether it holds something else than it began with."""
        return self.editor.text_value != self.began

    def shown(self, value: str) -> str:
        """The value as a person reads it: the words of choices, any other text as it is."""
        words = dict(self._choices)
        return "\n".join(words.get(part, part) for part in value.split("\n"))

    def _context_now(self) -> ReadingContext:
        """What is typed stands beside the other fields; beside those it began with where these make no sense."""
        outcome = run_action(lambda: standing(self._spec.fields, self._texts(), self._spec.context))
        return self._spec.context if isinstance(outcome, Err) else outcome.value

    def check(self, *, only_typed: bool = False) -> bool:
        """Whether the value can be saved, saying why not; an empty field is let be while the person is typing."""
        value = self.editor.text_value
        context = self._context_now()
        if isinstance(self.editor, DateField):
            self.editor.step = step_field(self.field, context)
        if not value:
            missing = bool(self.field.required) and not only_typed
            self.tell(f"{self.field.label} is needed." if missing else "", bad=missing)
            return not missing
        echo = self._spec.echoes.get(self.field.name)
        outcome = run_action(lambda: echo(value) if echo else echo_field(self.field, value, context))
        bad = isinstance(outcome, Err)
        words = str(outcome.error) if isinstance(outcome, Err) else outcome.value and f"= {outcome.value}"
        self.tell(words, bad=bad)
        return not bad

    def tell(self, words: str, *, bad: bool = False) -> None:
        """Show words below the field."""
        self._note.update(("! " if bad else "") + clean(words))
        self._note.display = bool(words)
        self._note.set_class(bad, "-bad")


class Form(LeftTexts):
    """A form; it is dismissed with what `submit` returned, or None when it was closed without saving."""

    BINDINGS = bindings("form")

    def __init__(self, spec: FormSpec, *, tall: bool = False) -> None:
        super().__init__()
        self._spec = spec
        self._rows = [FieldRow(field, spec, lambda: self.values) for field in spec.fields]
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
            yield self.left_line
            yield KeyLine()

    def on_mount(self) -> None:
        """Begin at the first field."""
        self._rows[0].editor.focus()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """The editor is for longer texts, in which `enter` ends a line."""
        in_text = isinstance(self.focused, TextField)
        of_left = self.left is not None
        return {"editor": in_text, "enter": not in_text, "bring_back": of_left, "throw_away": of_left}.get(action, True)

    def label(self, action: str) -> str:
        """What `enter` does in this field."""
        return "next field" if action == "enter" and self._walked is not None else ""

    @property
    def _walked(self) -> int | None:
        """The place of the field that is filled in, where it is one of the first that `enter` walks through."""
        rows = self._rows[: max(self._spec.walk - 1, 0)]
        return next((place for place, row in enumerate(rows) if row.is_here), None)

    def on_entered(self) -> None:
        """Enter was pressed in a field."""
        self.action_enter()

    def action_enter(self) -> None:
        """Enter on a single line saves; in the first fields of a longer form it goes on to the next."""
        walked = self._walked
        if walked is None:
            self.action_save()
        elif self._rows[walked].check():
            self._rows[walked + 1].editor.focus()

    @property
    def place(self) -> TypedPlace:
        """What this form is across starts."""
        title = self._spec.title
        return self._spec.place or TypedPlace("form", (title,), f"filling in “{title}”")

    @property
    def rows(self) -> Sequence[FieldRow]:
        """The fields, in their order."""
        return self._rows

    def is_stored(self, name: str) -> bool:
        """Whether that field began with what a record holds, rather than with what was offered."""
        return self._spec.record is not None and name not in self._spec.offered

    @property
    def values(self) -> dict[str, str]:
        """What is filled in now, by the name of the field."""
        return {row.field.name: row.editor.text_value for row in self._rows}

    def _changes(self) -> Changes:
        spec, texts = self._spec, self.values
        touched = [row.field.name for row in self._rows if row.is_touched]
        names = texts if spec.record is None or spec.whole else with_moments(spec.fields, touched)
        return Changes(read_all(spec.fields, {name: texts[name] for name in names}, spec.context), texts)

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what the form began with."""
        return any(row.is_touched for row in self._rows)

    def on_changed(self, _message: Changed) -> None:
        """What was wrong may be right now, and what hangs on another field means something else."""
        self.tell("")
        for row in self._rows:
            if row.field.kind is FieldKind.MOMENT:
                row.check(only_typed=True)

    def action_save(self) -> None:
        """Save and close, if everything can be understood."""
        if not self._check(self._rows):
            return
        done: list[tuple[Changes, object]] = []

        def save() -> None:
            changes = self._changes()
            done.append((changes, self._spec.save(changes)))

        context_of(self).run_service(save, tell=self._fail)
        for changes, saved in done:
            said = self._spec.said
            words = said if isinstance(said, str) else said(changes, saved)
            if words:
                context_of(self).say(words, TextStyle.GOOD)
            self.dismiss(saved)

    def _check(self, rows: Iterable[FieldRow]) -> bool:
        wrong = [row for row in rows if not row.check()]
        if wrong:
            wrong[0].editor.focus()
        return not wrong

    def _fail(self, error: AfterwordError) -> None:
        if isinstance(error, ChangedElsewhere) and self._spec.again is not None:
            outcome = run_action(self._spec.again)
            if not isinstance(outcome, Err):
                self._settle(outcome.value, set(error.fields))
                return
        self.tell(str(error))

    def _settle(self, newest: FormSpec, both: set[str]) -> None:
        """Begin again from the newest record; what both sides changed is put before the person, one by one."""
        self._spec = newest
        for row in self._rows:
            row.begin_again(newest)
        self._ask_whose([row for row in self._rows if row.field.name in both])

    def _ask_whose(self, rows: list[FieldRow]) -> None:
        if not rows:
            self.action_save()
            return
        row = rows[0]
        mine, theirs = row.shown(row.editor.text_value), row.shown(row.began)

        def answered(whose: ChangedAnswer | None) -> None:
            if whose is None:
                self.tell("Nothing is saved yet.")
                return
            if whose is ChangedAnswer.THEIRS:
                row.editor.put(row.began)
            self._ask_whose(rows[1:])

        self.app.push_screen(ChangedDialog(row.field.label, mine, theirs), answered)

    def tell(self, words: str) -> None:
        """Say in the form's own line what is wrong, or why a key did nothing; empty takes it away."""
        self._trouble.update(f"! {clean(words)}" if words else "")
        self._trouble.display = bool(words)

    def leave(self) -> None:
        """Close; ask first when something was typed."""
        if self.dirty:
            self.app.push_screen(UnsavedDialog(), self._answered)
        else:
            self.dismiss(None)

    def _answered(self, answer: UnsavedAnswer | None) -> None:
        if answer is UnsavedAnswer.SAVE:
            self.action_save()
        elif answer is UnsavedAnswer.DISCARD:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Close, as `leave` does."""
        self.leave()

    def action_editor(self) -> None:
        """Write the text in the person's own editor."""
        field = self.focused
        if isinstance(field, TextField):
            outcome = run_action(lambda: editor.edit(self.app, field.text_value, field.put))
            if isinstance(outcome, Err):
                self._fail(outcome.error)

    def action_help(self) -> None:
        """Show every key that works here."""
        from afterword.tui.screens.help import HelpDialog

        self.app.push_screen(HelpDialog(self))


R = TypeVar("R", bound=Struct)


class Note(Form):
    """A form with one tall field. `begun` was typed before it was open, and stands below the text that was there."""

    def __init__(self, spec: FormSpec, begun: str = "") -> None:
        super().__init__(spec, tall=True)
        self._begun = begun
        self._is_begun = False
        self._place: TypedPlace | None = None

    @property
    def place(self) -> TypedPlace:
        """What this note is across starts."""
        return self._place or super().place

    def at(self, place: TypedPlace) -> Self:
        """Be the note that is called so across starts."""
        self._place = place
        return self

    def on_mount(self) -> None:
        """Go on behind what was typed already."""
        self._is_begun = True
        field = self.query_one(TextField)
        if self._begun:
            field.put("\n".join(part for part in (field.text_value, self._begun) if part))
        field.move_cursor(field.document.end)

    def on_key(self, event: events.Key) -> None:
        """What is typed before the field has the focus belongs into it all the same."""
        if self.focused is None and self.takes(event):
            event.stop()

    def takes(self, event: events.Key) -> bool:
        """Write a key that was typed for this note but reached somebody else; False when it is no letter."""
        letter = "\n" if event.key == "enter" else event.character if event.is_printable else None
        if letter is None:
            return False
        if self._is_begun:
            field = self.query_one(TextField)
            field.insert(letter, field.document.end)
            field.move_cursor(field.document.end)
        else:
            self._begun += letter
        return True


def note(
    services: Services,
    name: str,
    read: Callable[[], R],
    save: Callable[[Changes, R], object],
    *,
    begun: str = "",
) -> Note:
    """A screen for the text in the field `name` of a record that others may change meanwhile.

    `read` gives the record as it is stored now; `save` takes what became of the text, and the record it was in.
    """

    def spec() -> FormSpec:
        old = read()
        field = described(type(old))[name]
        before: str = getattr(old, name)
        return FormSpec(
            title=field.label,
            fields=[replace(field, label="")],
            save=lambda changes: save(changes, old),
            context=reading_context(services),
            record=old,
            whole=True,
            said=lambda changes, _saved: text_words(before, changes.texts[name]),
            again=spec,
        )

    return Note(spec(), begun)


def text_words(before: str, after: str) -> str:
    """What is said once a text was saved that may have been empty before, or is now."""
    if before.strip() == after.strip():
        return "Nothing was changed" if after.strip() else "Nothing was written"
    return "Saved" if after.strip() else "The text is removed; u brings it back"
