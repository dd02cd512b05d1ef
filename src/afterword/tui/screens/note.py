"""Owns the note: one longer text, written in place or in the person's own editor. A form with a single tall field."""

from collections.abc import Callable

from afterword.services.three_way import Was
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Field, FormSpec, Kind


def note(title: str, text: str, submit: Callable[[str], object], *, hint: str = "", said: str = "Saved") -> Form:
    """A screen that shows `text` and hands what became of it to `submit`; see `FormSpec` for errors."""
    field = Field(id="text", label="", kind=Kind.TEXT, value=text, hint=hint)
    spec = FormSpec(title=title, fields=[field], submit=lambda values: submit(values["text"]), said=said)
    return Form(spec, tall=True)


def changing_note(
    title: str, read: Callable[[], str], submit: Callable[[str, Was[str]], object], hint: str = ""
) -> Form:
    """A screen for a text that others may change meanwhile: `read` gives it as it is stored now.

    `submit` takes what became of it and what it was.
    """

    def spec() -> FormSpec:
        old = read()
        field = Field(id="text", label="", kind=Kind.TEXT, value=old, hint=hint)
        return FormSpec(title=title, fields=[field], submit=lambda values: submit(values["text"], Was(old)), again=spec)

    return Form(spec(), tall=True)
