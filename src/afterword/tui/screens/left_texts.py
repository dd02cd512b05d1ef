"""Owns what a form does for what is typed in it until it is saved: telling it, and bringing back what was left here.

Apart from the form, which knows its fields and their record; this knows what was typed before and what is typed now.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget

from afterword.domain.typed import TypedField, TypedPlace, TypedText
from afterword.tui.actions.table import action, shown_keys
from afterword.tui.app_context import context_of
from afterword.tui.screens.dialogs import ChangedAnswer, ChangedDialog
from afterword.tui.screens.page import Dialog
from afterword.tui.widgets.fields import LineField, TextField
from afterword.tui.widgets.form_sheet import FieldWidget

if TYPE_CHECKING:
    from afterword.tui.screens.form import FieldRow


class LeftTexts(Dialog[object]):
    """A form as far as its texts are concerned; a subclass says what it is, and shows words below its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.left: TypedText | None = None

    @property
    def place(self) -> TypedPlace:
        """What this form is across starts."""
        raise NotImplementedError

    @property
    def rows(self) -> "Sequence[FieldRow]":
        """The fields, in their order."""
        raise NotImplementedError

    def is_stored(self, name: str) -> bool:
        """Whether that field began with what a record holds, rather than with what was offered."""
        raise NotImplementedError

    def say_below(self, name: str, words: str) -> None:
        """Show words of that class below the fields; empty takes them away."""
        raise NotImplementedError

    def enter(self, row: "FieldRow") -> None:
        """Go to that field."""
        raise NotImplementedError

    def settle(self) -> None:
        """Show what has been put into the fields."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Say whether something was left here; what it is opened for is filled in before it is seen."""
        context_of(self).keeper.opened(self)

    def typed(self, *, untouched: bool = False) -> TypedText | None:
        """What was typed and is not saved; with `untouched` the field in use counts, too."""
        row_here = next((row for row in self.rows if row.is_here), None)
        here = row_here.field.name if row_here is not None else ""
        fields = tuple(
            TypedField(row.field.name, row.field.label, row.text_value, row.began)
            for row in self.rows
            if row.is_touched or (untouched and row.field.name == here)
        )
        cursor = cursor_of(row_here.editor) if row_here is not None else (0, 0)
        return TypedText(self.place, fields, here, cursor) if fields else None

    def lacks(self, text: TypedText) -> bool:
        """Whether the form does not hold all of that text already."""
        values = {row.field.name: row.text_value for row in self.rows}
        return any(values.get(field.name) != field.text for field in text.fields)

    def offer(self, text: TypedText, when: str) -> None:
        """Say below the fields that this was left here; typing goes on meanwhile."""
        key = shown_keys(action("form.bring-back"), context_of(self).keymap)[0]
        self._show_left(text, f"You typed here ({when}) and did not save: “{text.excerpt}” · {key} brings it back")

    def _show_left(self, text: TypedText | None, words: str = "") -> None:
        self.left = text
        self.say_below("left", words)
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
        rows = {row.field.name: row for row in self.rows}
        both: list[tuple[FieldRow, str]] = []
        for field in text.fields:
            row = rows.get(field.name)
            if row is None or row.text_value == field.text:
                continue
            if row.is_touched or (self.is_stored(field.name) and row.began != field.began):
                both.append((row, field.text))
            else:
                _fill(row, field.text)
        self.settle()
        if text.here in rows:
            self._go_on(rows[text.here], text.cursor)
        if both:
            self.call_after_refresh(self._ask_which, both, settled)
        else:
            self._ask_which(both, settled)

    def _go_on(self, row: "FieldRow", cursor: tuple[int, int]) -> None:
        self.enter(row)
        move_cursor(row.editor, cursor)

    def _ask_which(self, both: "list[tuple[FieldRow, str]]", settled: Callable[[], object]) -> None:
        if not both:
            self._show_left(None)
            settled()
            return
        row, kept = both[0]

        def answered(whose: ChangedAnswer | None) -> None:
            if whose is None:
                return
            if whose is ChangedAnswer.MINE:
                _fill(row, kept)
                self.settle()
            self._ask_which(both[1:], settled)

        theirs = row.shown(row.text_value)
        self.app.push_screen(ChangedDialog(row.field.label, row.shown(kept), theirs, since=True), answered)


def _fill(row: "FieldRow", text: str) -> None:
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
