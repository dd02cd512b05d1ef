"""Owns the fields of a form as it is filled in, and what is done for what is typed until it is saved.

How a field is understood, what it began with, and bringing back what was left here; the form knows saving and keys.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.widget import Widget

from afterword.domain.field_reading import (
    Choices,
    ReadingContext,
    choices_of,
    echo_field,
    offers,
    standing,
    step_field,
)
from afterword.domain.fields import Field, FieldKind
from afterword.domain.history import TypedField, TypedPlace, TypedText
from afterword.domain.text import clean, clean_line
from afterword.services.services import Services
from afterword.tui.actions import action, shown_keys
from afterword.tui.app_context import Err, context_of, run_action
from afterword.tui.screens.dialogs import ChangedDialog, DialogAnswer, LeftDialog, Option
from afterword.tui.screens.page import Dialog, ReadingPage
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.choices import CheckField, ChoiceField, KeyField, TickField
from afterword.tui.widgets.fields import Completing, DateField, LineField
from afterword.tui.widgets.form_sheet import FieldWidget, FormSheet, PeopleField, SheetRow, SheetScroll, TextField
from afterword.tui.widgets.lines import TextLine

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp
    from afterword.tui.screens.form import Form, FormSpec


def _maker(field: Field, choices: Choices) -> tuple[type[FieldWidget], Callable[[str], FieldWidget]]:
    """The class of widget in which such a field is filled in, and what makes one that begins with a text."""
    match field.kind:
        case FieldKind.TEXT | FieldKind.LETTER | FieldKind.LINES:
            return TextField, lambda text: TextField(text, field.example)
        case FieldKind.PEOPLE:
            return PeopleField, lambda text: PeopleField(text, _one_a_line(field.example))
        case FieldKind.CHOICE:
            return ChoiceField, lambda text: ChoiceField(text, choices)
        case FieldKind.MANY:
            return TickField, lambda text: TickField(text, choices)
        case FieldKind.TICK:
            return CheckField, lambda text: CheckField(text, field.example or "yes")
        case FieldKind.NUMBER | FieldKind.MINUTES:
            return LineField, lambda text: LineField(text, field.example, restrict=r"-?[0-9]*")
        case FieldKind.DATE | FieldKind.MOMENT | FieldKind.HAPPENED:
            return DateField, lambda text: DateField(text, field.example)
    return LineField, lambda text: LineField(text, field.example)


def _one_a_line(people: str) -> str:
    return "\n".join(people.split("; "))


_BLOCKS = ("\u2580", "\u259f")
"""Of what bars are made; a bar is no reading of what was typed."""


class FieldRow(SheetRow):
    """A field of a form: what it began with, how it is understood, and what is wrong with it.

    `texts` tells what the whole form holds.
    """

    def __init__(self, field: Field, spec: "FormSpec", texts: Callable[[], Mapping[str, str]]) -> None:
        self.field = field
        self._take(spec)
        kind, make = _maker(field, self._choices)
        label = field.label + (" *" if field.required and field.label else "")
        super().__init__(label, kind, make, spec.text_of(field))
        self.hint = _one_a_line(field.example) if kind is PeopleField else clean_line(field.example)
        self.began = self.text_value
        self._texts = texts

    def _take(self, spec: "FormSpec") -> None:
        self._spec = spec
        self._choices = choices_of(self.field, spec.context, spec.text_of(self.field))

    @property
    def editor(self) -> FieldWidget:
        """The widget in which it is filled in; it is told what is known already, and how a date moves."""
        is_new = self._editor is None
        editor = super().editor
        if is_new and isinstance(editor, Completing):
            editor.find = lambda prefix: offers(self.field, prefix, self._texts(), self._spec.context)
        if is_new and isinstance(editor, DateField):
            editor.step = step_field(self.field, self._context_now())
        return editor

    def begin_again(self, spec: "FormSpec") -> None:
        """Take over what is stored by now as what it began with; what was typed stays."""
        touched = self.is_touched
        self._take(spec)
        self.began = SheetRow(self.label, self.kind, self._make, spec.text_of(self.field)).text_value
        if not touched:
            self.put(self.began)

    @property
    def options(self) -> Sequence[Option]:
        """Its choices, to be picked from a list."""
        return [Option(value, words) for value, words in self._choices]

    @property
    def is_touched(self) -> bool:
        """Whether it holds something else than it began with."""
        return self.text_value != self.began

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
        value, editor = self.text_value, self.made
        if not value:
            missing = bool(self.field.required) and not only_typed
            self.tell(f"{self.field.label} is needed." if missing else "", bad=missing)
            return not missing
        context = self._context_now()
        if isinstance(editor, DateField):
            editor.step = step_field(self.field, context)
        echo = self._spec.echoes.get(self.field.name)
        outcome = run_action(lambda: echo(value) if echo else echo_field(self.field, value, context))
        if isinstance(outcome, Err):
            self.tell(str(outcome.error), bad=True)
            return False
        candidates = editor.candidates if isinstance(editor, KeyField) else ()
        words = "" if outcome.value == value else outcome.value
        understood = words if not words or _BLOCKS[0] <= words[0] <= _BLOCKS[1] else f"= {words}"
        self.tell(f"or {', '.join(candidates[1:])}" if candidates else understood)
        return True

    def tell(self, words: str, *, bad: bool = False) -> None:
        """Show words below the field."""
        self.note, self.is_bad = clean(words), bad


Differing = tuple[ChangedDialog, Callable[[DialogAnswer], object]]
"""What was changed on both sides, and what takes whose words stay."""


def ask_whose(
    app: App[Any], both: Sequence[Differing], then: Callable[[], object], otherwise: Callable[[], object] = lambda: None
) -> None:
    """Put each of these before the person, one by one; then call `then`, or `otherwise` as soon as they go back."""
    if not both:
        then()
        return
    question, take = both[0]

    def answered(whose: DialogAnswer | None) -> None:
        if whose is None:
            otherwise()
        else:
            take(whose)
            ask_whose(app, both[1:], then, otherwise)

    app.push_screen(question, answered)


class LeftTexts(Dialog[object]):
    """A form as far as its texts are concerned; a subclass says what it is, and shows words below its fields."""

    def __init__(self, spec: "FormSpec") -> None:
        super().__init__()
        self._spec = spec
        self.left: TypedText | None = None
        self._rows: Sequence[FieldRow]
        self._sheet: FormSheet
        self._scroll: SheetScroll

    @property
    def place(self) -> TypedPlace:
        """What this form is across starts."""
        title = self._spec.title
        return self._spec.place or TypedPlace("form", (title,), f"filling in “{title}”")

    def enter(self, row: FieldRow) -> None:
        """Go to that field."""
        raise NotImplementedError

    @property
    def values(self) -> dict[str, str]:
        """What is filled in now, by the name of the field."""
        return {row.field.name: row.text_value for row in self._rows}

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what the form began with."""
        return any(row.is_touched for row in self._rows)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put these texts into the fields of these names, as if they had been typed."""
        for row in self._rows:
            if row.field.name in texts:
                row.put(texts[row.field.name])
        self.settle()

    def settle(self) -> None:
        """Show what has been put into the fields."""
        for row in self._rows:
            row.check(only_typed=True)
        self._sheet.show()

    def on_mount(self) -> None:
        """Say whether something was left here; what it is opened for is filled in before it is seen."""
        context_of(self).keeper.opened(self)

    def typed(self, *, untouched: bool = False) -> TypedText | None:
        """What was typed and is not saved; with `untouched` the field in use counts, too."""
        row_here = next((row for row in self._rows if row.is_here), None)
        field_name = row_here.field.name if row_here is not None else ""
        fields = tuple(
            TypedField(row.field.name, row.field.label, row.text_value, row.began)
            for row in self._rows
            if row.is_touched or (untouched and row.field.name == field_name)
        )
        cursor = cursor_of(row_here.editor) if row_here is not None else (0, 0)
        return TypedText(self.place, fields, field_name, cursor) if fields else None

    def lacks(self, text: TypedText) -> bool:
        """Whether the form does not hold all of that text already."""
        values = {row.field.name: row.text_value for row in self._rows}
        return any(values.get(field.name) != field.text for field in text.fields)

    def offer(self, text: TypedText, when: str) -> None:
        """Say below the fields that this was left here; typing goes on meanwhile."""
        key = shown_keys(action("form.bring-back"), context_of(self).keymap)[0]
        self._show_left(text, f"You typed here ({when}) and did not save: “{text.excerpt}” · {key} brings it back")

    def _show_left(self, text: TypedText | None, words: str = "") -> None:
        self.left = text
        self._scroll.say_below("left", words)
        self.refresh_bindings()

    def action_bring_back(self) -> None:
        """Fill in what was left here."""
        if self.left is not None:
            context_of(self).keeper.bring_back(self, self.left)

    def action_throw_away(self) -> None:
        """Forget what was left here."""
        if self.left is not None:
            context_of(self).keeper.drop(self.left)
            self._show_left(None)

    def take_back(self, text: TypedText, settled: Callable[[], object]) -> None:
        """Fill it in again; where the record was changed since, or something else is typed here, the person chooses."""
        rows = {row.field.name: row for row in self._rows}
        both: list[Differing] = []
        for field in text.fields:
            row = rows.get(field.name)
            if row is None or row.text_value == field.text:
                continue
            # It began with what a record holds, rather than with what was offered.
            is_stored = self._spec.record is not None and field.name not in self._spec.offered
            if row.is_touched or (is_stored and row.began != field.began):
                both.append(self._differing_since(row, field.text))
            else:
                _fill(row, field.text)
        self.settle()
        if text.here in rows:
            self.enter(rows[text.here])
            move_cursor(rows[text.here].editor, text.cursor)

        def done() -> None:
            self._show_left(None)
            settled()

        if both:
            self.call_after_refresh(ask_whose, self.app, both, done)
        else:
            done()

    def _differing_since(self, row: FieldRow, kept: str) -> Differing:
        def take(whose: DialogAnswer) -> None:
            if whose is DialogAnswer.MINE:
                _fill(row, kept)
                self.settle()

        return ChangedDialog(row.field.label, row.shown(kept), row.shown(row.text_value), since=True), take


def _fill(row: FieldRow, text: str) -> None:
    # Unlike what is offered to a field, it is not replaced by typing.
    if isinstance(row.editor, LineField):
        row.editor.value = text
    else:
        row.editor.put(text)


def cursor_of(editor: Widget) -> tuple[int, int]:
    """The line and the column of the cursor in a field."""
    if isinstance(editor, TextField):
        return editor.cursor_location
    return 0, editor.cursor_position if isinstance(editor, LineField) else 0


def move_cursor(editor: FieldWidget, cursor: tuple[int, int]) -> None:
    """Put the cursor of that field there."""
    if isinstance(editor, TextField):
        editor.move_cursor(cursor)
    elif isinstance(editor, LineField):
        editor.cursor_position = cursor[1]


def offer_each(app: "AfterwordApp", texts: Sequence[TypedText]) -> None:
    """Ask about these one after the other; whoever goes on with one is asked about the next when it is done.

    What was typed in a form of no record, such as the name of a file, is offered in that form alone.
    """
    texts = [text for text in texts if text.place.kind != "form"]
    if not texts:
        return
    text, rest = texts[0], texts[1:]
    form = _form(app.services, text)
    if form is not None and not form.lacks(text):
        app.keeper.drop(text)
        offer_each(app, rest)
        return

    def answered(answer: DialogAnswer | None) -> None:
        if answer is DialogAnswer.DROP:
            app.keeper.drop(text)
            offer_each(app, rest)
        elif answer is DialogAnswer.GO_ON:
            _go_on(app, text, form, lambda _saved: offer_each(app, rest))

    words = f"You were {text.place.words} ({text.when(app.services.clock.now())})."
    app.push_screen(LeftDialog(words, f"“{text.excerpt}”"), answered)


def _form(services: Services, text: TypedText) -> "Form | None":
    """The form in which it was typed; None where its record is gone, and for a letter."""
    # Importing these fills FORMS.
    from afterword.tui.screens import conversation_forms, record_forms, reflection_forms  # noqa: F401
    from afterword.tui.screens.form import FORMS

    make = FORMS.get(text.place.kind)
    if make is None:
        return None
    outcome = run_action(lambda: make(services, *text.place.ids))
    return None if isinstance(outcome, Err) else outcome.value


def _go_on(app: "AfterwordApp", text: TypedText, form: "Form | None", then: Callable[[object], None]) -> None:
    if text.place.kind == "reply" and form is not None:
        # The pane goes on with what becomes of it: a reply is marked, a letter is sent.
        app.keeper.want(text)
        app.call_later(_in_feedback, app, text.place.ids[0], "reply")
    elif text.place.kind == "letter" and _is_drafted(app.services, text.place.ids[0]):
        app.keeper.want(text)
        app.call_later(_in_feedback, app, text.place.ids[0], "ask")
    elif form is not None:
        app.keeper.want(text)
        app.push_screen(form, then)
    else:
        app.push_screen(_as_page(text), then)


def _is_drafted(services: Services, request_id: str) -> bool:
    request = services.store.journal().requests.get(request_id)
    return request is not None and request.draft is not None


async def _in_feedback(app: "AfterwordApp", request_id: str, action: str) -> None:
    await app.main_screen.show_pane("feedback")
    app.main_screen.pane.go_to(request_id)
    await app.run_action(action, app.main_screen.pane)


def _as_page(text: TypedText) -> ReadingPage:
    """What was typed, to be read and copied, where its form cannot be opened from here."""
    lines = [
        TextLine("The form for this cannot be opened from here, or its record is gone. It is kept.", TextStyle.MUTED)
    ]
    for field in text.fields:
        lines += [TextLine(""), TextLine(Span(field.label, TextStyle.STRONG)), TextLine(field.text)]
    return ReadingPage(f"You were {text.place.words}", lines)
