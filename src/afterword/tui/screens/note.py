"""Owns the note: one longer text, written in place or in the person's own editor. A form with a single tall field."""

from collections.abc import Callable

from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Field, FormSpec, Kind


def note(title: str, text: str, submit: Callable[[str], object], *, hint: str = "", said: str = "Saved") -> Form:
    """A screen that shows `text` and hands what became of it to `submit`; see `FormSpec` for errors."""
    field = Field(id="text", label="", kind=Kind.TEXT, value=text, hint=hint)
    spec = FormSpec(title=title, fields=[field], submit=lambda values: submit(values["text"]), said=said)
    return Form(spec, tall=True)
