"""Owns the one screen that shows every form: what it is made of, reading what is typed, saving, leaving safely."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from afterword.desktop import write_file
from afterword.domain.field_reading import ReadingContext, read_all, type_field, with_moments
from afterword.domain.fields import Field, FieldKind, described
from afterword.domain.history import TypedPlace
from afterword.domain.text import clean
from afterword.errors import AfterwordError, ChangedElsewhere
from afterword.services.services import Services, reading_context
from afterword.tui.actions import bindings
from afterword.tui.app_context import Err, context_of, run_action
from afterword.tui.screens.dialogs import ChangedDialog, DialogAnswer, Pick, UnsavedDialog
from afterword.tui.screens.left_texts import Differing, FieldRow, LeftTexts, ask_whose
from afterword.tui.screens.page import Box
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.bars import KeyLine
from afterword.tui.widgets.choices import ChoiceField, KeyField, SaveButton
from afterword.tui.widgets.fields import Changed, NotTyped
from afterword.tui.widgets.form_sheet import FormSheet, PeopleField, SheetRow, SheetScroll, TextField

P = ParamSpec("P")
_COUNTED = 4
"""A form of so many fields says which of them one is in."""
_NOTE_ASIDE_FROM, _ASIDE_FROM, _BELOW_FROM = Size(100, 1), Size(120, 36), 30
"""The window in which a note, and any other form, leaves the left half free; the lines of one to leave the top free."""
_OF_THE_HEIGHT = 60
"""The per cent of the lines that a note takes then."""


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
    became of it, `said` is called with the changes and with what `save` returned. In the first `walk` fields enter
    goes on to the next one, and in a needed line to the next needed line. `echoes` say how a field is understood where
    its kind does not, and `sums_up` what all the texts together come to. `place` says what the form is across starts:
    what is typed in it is offered again, there and when the program begins; `doing` says what a person does there.
    `does` is a word for what `save` does, where that is not to save. A `tall` one is a note.
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
    sums_up: Callable[[Mapping[str, str]], str] | None = None
    place: TypedPlace | None = None
    doing: str = ""
    does: str = ""
    tall: bool = False

    def text_of(self, field: Field) -> str:
        """What that field begins with."""
        if field.name in self.offered or not hasattr(self.record, field.name):
            return self.offered.get(field.name, "")
        return type_field(field, getattr(self.record, field.name), self.context)


def file_form(
    services: Services, title: str, place: Path | str, content: Callable[[], bytes], said: Callable[[Path], str]
) -> "Form":
    """The form that asks where to write a file with this content; its answer is the place."""
    spec = FormSpec(
        title=title,
        fields=[Field(name="path", label="File", required="Say where.")],
        save=lambda changes: write_file(changes["path"], content()),
        context=reading_context(services),
        offered={"path": str(place)},
        said=lambda _changes, path: said(path),
    )
    return Form(spec)


def _is_needed_line(row: FieldRow) -> bool:
    return row.field.kind is FieldKind.LINE and bool(row.field.required)


class Form(LeftTexts):
    """A form; it is dismissed with what `submit` returned, or None when it was closed without saving."""

    BINDINGS = bindings("form")
    AUTO_FOCUS = ""

    def __init__(self, spec: FormSpec) -> None:
        super().__init__(spec)
        self._rows = [FieldRow(field, spec, lambda: self.values) for field in spec.fields]
        self._stops: Sequence[SheetRow] = (
            *self._rows,
            SheetRow("", SaveButton, lambda _text: SaveButton(spec.does), ""),
        )
        for row in self._rows:
            row.check(only_typed=True)
        self._sheet = FormSheet(self._stops, self._stops[0])
        self._scroll = SheetScroll(self._sheet)
        self.stands_beside = False
        """Whether it leaves in sight what it is about, where many fields have room beside that."""
        self._aside_from: Size | None = None
        self._below_from: int | None = None

    def compose(self) -> ComposeResult:
        """The fields over the keys."""
        with Box(self._spec.title) as box:
            box.border_subtitle = self._place_words
            yield self._scroll
            yield KeyLine()

    async def _on_resize(self, _event: events.Resize) -> None:
        self._make_room()

    def _make_room(self) -> None:
        width, height = self.app.size
        aside, below_from = self._aside_from or (_ASIDE_FROM if self.stands_beside else None), self._below_from
        below = below_from is not None and height >= below_from
        self.set_class(aside is not None and width >= aside.width and height >= aside.height, "-aside")
        self.set_class(below, "-below")
        self._scroll.of_the_height = _OF_THE_HEIGHT if below else 100

    def on_mount(self) -> None:
        """Begin at the first field."""
        self._make_room()
        self._sum_up()
        self.set_focus(self._stops[0].editor, scroll_visible=False)

    # ── from field to field ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def _current_place(self) -> int:
        """The place of what is being filled in."""
        return next((place for place, row in enumerate(self._stops) if row.made and row.made is self.focused), 0)

    def enter(self, row: SheetRow) -> None:
        """Go to that field; its widget is made when it is first needed."""
        if not row.is_mounted:
            self._sheet.mount(row.editor)
        self.set_focus(row.editor, scroll_visible=False)
        self._show(row)

    def focus_next(self, selector: object = "*") -> Widget | None:
        """Go to the next field, from the last one to the first."""
        return self._step(1, selector)

    def focus_previous(self, selector: object = "*") -> Widget | None:
        """Go to the field before."""
        return self._step(-1, selector)

    def _step(self, by: int, _selector: object) -> Widget:
        row = self._stops[(self._current_place + by) % len(self._stops)]
        self.enter(row)
        return row.editor

    def on_descendant_focus(self) -> None:
        """The label stands out while its field is filled in, and the frame says which of how many it is."""
        self.query_one(Box).border_subtitle = self._place_words
        self._sheet.refresh()

    @property
    def _place_words(self) -> str:
        """What the star means, and which field is being filled in."""
        needed = "* needed" if any(row.field.required and row.label for row in self._rows) else ""
        number = min(self._current_place + 1, len(self._rows))
        count = f"{number} of {len(self._rows)}" if len(self._rows) >= _COUNTED else ""
        words = " · ".join(filter(None, (needed, count)))
        return f" {words} " if words else ""

    def on_form_sheet_row_clicked(self, message: FormSheet.RowClicked) -> None:
        """A click on a field goes there; on a box it takes it, too."""
        self.enter(message.row)
        if isinstance(message.row.made, KeyField) and message.x >= 0 and message.y >= 0:
            message.row.made.hit(message.x, message.y, message.width)

    def _show(self, row: SheetRow) -> None:
        """Draw the form again, with all of that row in sight."""
        self._sheet.show()
        self.call_after_refresh(self._scroll.reveal, row)

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """The editor is for longer texts, in which `enter` ends a line."""
        in_text = isinstance(self.focused, TextField)
        people, left = isinstance(self.focused, PeopleField), self.left is not None
        possible = {"editor": in_text and not people, "enter": not in_text or people}
        return (possible | {"bring_back": left, "throw_away": left}).get(action, True)

    def label(self, action: str) -> str:
        """What `enter` does in this field, and `f2` in all."""
        if action != "enter":
            return self._spec.does if action == "save" else ""
        if isinstance(self.focused, PeopleField) and not self.focused.on_empty_line:
            return "next person"
        if isinstance(self.focused, ChoiceField) and self.focused.is_long:
            return "show all"
        return "next field" if self._next is not None else self._spec.does

    @property
    def _next(self) -> SheetRow | None:
        """The field that `enter` goes on to: one of the first, or the next needed line; None where it saves."""
        index = self._current_place
        if index < self._spec.walk - 1:
            return self._rows[index + 1]
        if not any(_is_needed_line(row) for row in self._rows[index : index + 1]):
            return None
        return next(filter(_is_needed_line, self._rows[index + 1 :]), None)

    def on_entered(self) -> None:
        """Enter was pressed in a field."""
        self.action_enter()

    def action_enter(self) -> None:
        """Enter on a single line saves, or goes on to the next that is needed.

        It goes on from a mistake, too: whoever types without looking up finds each line in its own field.
        """
        following = self._next
        if following is None:
            self.action_save()
            return
        self._rows[self._current_place].check()
        self.enter(following)

    def on_pick_wanted(self) -> None:
        """Offer all choices of the field; whoever has chosen is done with it."""
        row = next((row for row in self._rows if row.is_here), None)
        if row is None:
            return

        def chosen(keys: tuple[str, ...] | None) -> None:
            if keys is not None:
                row.put(keys[0])
                self.focus_next()

        self.app.push_screen(Pick(row.field.label, row.options, at=row.text_value), chosen)

    # ── what is filled in ─────────────────────────────────────────────────────────────────────────────────────────

    def _changes(self) -> Changes:
        spec, texts = self._spec, self.values
        touched = [row.field.name for row in self._rows if row.is_touched]
        names = texts if spec.record is None or spec.whole else with_moments(spec.fields, touched)
        return Changes(read_all(spec.fields, {name: texts[name] for name in names}, spec.context), texts)

    def on_changed(self, _message: Changed) -> None:
        """What was wrong may be right now, and what hangs on another field means something else."""
        self.tell("")
        for row in self._rows:
            if row.is_here or row.field.kind is FieldKind.MOMENT:
                row.check(only_typed=True)
        self._sum_up()
        self._show(self._stops[self._current_place])
        if isinstance(self.focused, PeopleField):
            self.refresh_bindings()

    def on_not_typed(self, _message: NotTyped) -> None:
        """Say what the field takes."""
        self.tell("Only a number can stand here.")

    def _sum_up(self) -> None:
        """Say what all of it comes to; nothing, while a text cannot be understood."""
        sums_up, texts = self._spec.sums_up, self.values
        outcome = run_action(lambda: sums_up(texts) if sums_up is not None else "")
        self._scroll.say_below("sum", "" if isinstance(outcome, Err) else clean(outcome.value))

    def action_save(self) -> None:
        """Save and close, if everything can be understood; what still reaches a form that is closed saves nothing."""
        if self.app.screen is not self or not self._check(self._rows):
            return
        done: list[tuple[Changes, object]] = []

        def save() -> None:
            changes = self._changes()
            done.append((changes, self._spec.save(changes)))

        context_of(self).run_service(save, tell=self._fail)
        for changes, saved in done:
            notice = self._spec.said
            words = notice if isinstance(notice, str) else notice(changes, saved)
            if words:
                context_of(self).say(words, TextStyle.GOOD)
            self.dismiss(saved)

    def _check(self, rows: Iterable[FieldRow]) -> bool:
        """Whether these can be saved; the first that cannot is gone to, with the reason below it."""
        wrong = [row for row in rows if not row.check()]
        if wrong:
            self.enter(wrong[0])
        return not wrong

    def _fail(self, error: AfterwordError) -> None:
        if isinstance(error, ChangedElsewhere) and self._spec.again is not None:
            outcome = run_action(self._spec.again)
            if not isinstance(outcome, Err):
                self._settle(outcome.value, set(error.fields))
                return
        row = next((row for row in self._rows if row.field.name == getattr(error, "field", "")), None)
        if row is None:
            self.tell(str(error))
        else:
            self.enter(row)
            row.tell(str(error), bad=True)
            self._sheet.show()

    def _settle(self, newest: FormSpec, both: set[str]) -> None:
        """Begin again from the newest record; what both sides changed is put before the person, one by one."""
        self._spec = newest
        for row in self._rows:
            row.begin_again(newest)
        self._sheet.show()
        differing = [self._differing(row) for row in self._rows if row.field.name in both]
        ask_whose(self.app, differing, self.action_save, lambda: self.tell("Nothing is saved yet."))

    def _differing(self, row: FieldRow) -> Differing:
        def take(whose: DialogAnswer) -> None:
            if whose is DialogAnswer.THEIRS:
                row.put(row.began)

        return ChangedDialog(row.field.label, row.shown(row.text_value), row.shown(row.began)), take

    def tell(self, words: str) -> None:
        """Say in the form's own line what is wrong, or why a key did nothing; empty takes it away."""
        self._scroll.say_below("trouble", f"! {clean(words)}" if words else "")

    def leave(self) -> None:
        """Close; ask first when something was typed."""
        if self.dirty:
            self.app.push_screen(UnsavedDialog(), self._answered)
        else:
            self.dismiss(None)

    def _answered(self, answer: DialogAnswer | None) -> None:
        if answer is DialogAnswer.SAVE:
            self.action_save()
        elif answer is DialogAnswer.DISCARD:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Close, as `leave` does."""
        self.leave()

    def action_editor(self) -> None:
        """Write the text in the person's own editor."""
        field = self.focused
        if isinstance(field, TextField):
            from afterword.tui.screens import other_programs

            outcome = run_action(lambda: other_programs.edit(self.app, field.text_value, field.put))
            if isinstance(outcome, Err):
                self._fail(outcome.error)


class Note(Form):
    """A form with one tall field, beside or below what it is about where there is room for both."""

    def __init__(self, spec: FormSpec) -> None:
        super().__init__(spec)
        self._aside_from, self._below_from = _NOTE_ASIDE_FROM, _BELOW_FROM
        self.begun = ""
        """What was typed to open it, which stands below the text that was there."""

    @property
    def _field(self) -> TextField:
        field = self._rows[0].editor
        if not isinstance(field, TextField):
            raise TypeError("A note is a text.")
        return field

    def on_mount(self) -> None:
        """Go on behind what was typed already."""
        if self.begun:
            self._field.put("\n".join(part for part in (self._field.text_value, self.begun) if part))
        self._field.move_cursor(self._field.document.end)


def note(services: Services, name: str, record: Struct, save: Callable[[Changes], object]) -> FormSpec:
    """The note in the field `name` of a record that others may change meanwhile."""
    field = described(type(record))[name]
    before: str = getattr(record, name)
    return FormSpec(
        title=field.label,
        fields=[replace(field, label="")],
        save=save,
        context=reading_context(services),
        record=record,
        whole=True,
        said=lambda changes, _saved: text_words(before, changes.texts[name]),
        tall=True,
    )


FORMS: dict[str, Callable[..., Form]] = {}
"""The form of each kind that is known across starts, made from services and ids."""
Make: TypeAlias = Callable[Concatenate[Services, P], FormSpec]
MakeForm: TypeAlias = Callable[Concatenate[Services, P], Form]


def form_of(kind: str) -> Callable[[Make[P]], MakeForm[P]]:
    """Known across starts by this kind and the ids it is made from; by them it is made again of the newest record."""

    def known(make: Make[P]) -> MakeForm[P]:
        @wraps(make)
        def form(services: Services, /, *ids: P.args, **named: P.kwargs) -> Form:
            arguments = tuple(str(value) for value in (*ids, *named.values()))

            def spec() -> FormSpec:
                form_spec = make(services, *ids, **named)
                return replace(form_spec, place=TypedPlace(kind, arguments, form_spec.doing), again=spec)

            first_spec = spec()
            return (Note if first_spec.tall else Form)(first_spec)

        FORMS[kind] = form
        return form

    return known


def text_words(before: str, after: str) -> str:
    """What is said once a text was saved that may have been empty before, or is now."""
    if before.strip() == after.strip():
        return "Nothing was changed" if after.strip() else "Nothing was written"
    return "Saved" if after.strip() else "The text is removed; u brings it back"
