"""Owns the forms by which the journal is written to a file and one is taken in; loaded when the first is asked for."""

from pathlib import Path
from typing import TYPE_CHECKING

from afterword.desktop import free_name, read_file, write_file
from afterword.domain.fields import Field, FieldKind
from afterword.tui.app_context import context_of
from afterword.tui.screens.dialogs import Confirm, ask
from afterword.tui.screens.form import Form, FormSpec, reading_context
from afterword.tui.screens.main_screen import MainScreen

if TYPE_CHECKING:
    from afterword.services.exchange import TakenIn

_WHERE = Field(name="path", label="File", required="Say where.", example="~/journal.json")


def ask_export(main: MainScreen) -> None:
    """Ask in which form and where, then write the file."""
    app, services = main.app, main.services
    exchange = context_of(app).run_service(lambda: services.exchange)
    if exchange is None:
        return
    formats = tuple(exchange.formats)
    form = Field(name="form", label="Form", kind=FieldKind.CHOICE, choices=formats)
    place = free_name(Path.home(), f"afterword-{services.overview.today().isoformat()}", formats[0][0])
    spec = FormSpec(
        title="Write everything to a file",
        fields=[form, _WHERE],
        save=lambda changes: write_file(changes["path"], exchange.export(changes["form"])),
        context=reading_context(services),
        offered={"form": formats[0][0], "path": str(place)},
        said=lambda _changes, path: f"Written: {path}",
    )
    app.push_screen(Form(spec))


def ask_import(main: MainScreen) -> None:
    """Ask for the file, say what would come in, and take it in after a yes."""
    app, services = main.app, main.services
    exchange = context_of(app).run_service(lambda: services.exchange)
    if exchange is None:
        return

    def previewed(found: object) -> None:
        if not isinstance(found, tuple):
            return
        raw, taken = found
        if not any(taken.added.values()):
            context_of(app).say(f"Nothing to take in: {taken.words}.")
            return
        question = Confirm("Take in this file?", f"{taken.words}. u takes it back.")
        said = f"Taken in: {taken.words}"
        ask(app, question, lambda: context_of(app).run_service(lambda: exchange.take_in(raw), said))

    def preview(typed: str) -> "tuple[bytes, TakenIn]":
        raw = read_file(typed)
        return raw, exchange.preview(raw)

    spec = FormSpec(
        title="Take in a file",
        fields=[_WHERE],
        save=lambda changes: preview(changes["path"]),
        context=reading_context(services),
        said="",
    )
    app.push_screen(Form(spec), previewed)
