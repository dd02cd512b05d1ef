"""Owns the note: one longer text, written in place or in the person's own editor. A form with a single tall field."""

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace
from textual import events

from afterword.domain.fields import described
from afterword.services.services import Services
from afterword.tui.screens.form import Changes, Form, FormSpec, reading_context
from afterword.tui.widgets.fields import TextField

R = TypeVar("R", bound=Struct)


class Note(Form):
    """A form with one tall field. `begun` was typed before it was open, and stands below the text that was there."""

    def __init__(self, spec: FormSpec, begun: str = "") -> None:
        super().__init__(spec, tall=True)
        self._begun = begun
        self._is_begun = False

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
    services: Services, name: str, read: Callable[[], R], save: Callable[[Changes, R], object], *, begun: str = ""
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
