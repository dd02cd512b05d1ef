"""Owns the verbs `paths`, `config check` and `config templates`."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, structs

from afterword.cli.command import Command, no_arguments
from afterword.cli.output import fields
from afterword.cli.shell import Shell
from afterword.settings import Mistake, mail_gaps, read_settings, read_templates, templates_as_toml


def _paths(shell: Shell, _args: Namespace) -> None:
    places = shell.places
    found = {
        "data": places.data_dir,
        "journal": places.journal,
        "backups": places.backups,
        "settings": places.settings,
        "templates": places.templates,
    }
    rows = [(name, f"{path}{'' if path.exists() else '  (not there yet)'}") for name, path in found.items()]
    shell.answer({name: str(path) for name, path in found.items()}, fields(rows))


def _check(shell: Shell, _args: Namespace) -> int | None:
    places = shell.places
    settings, wrong = read_settings(places.settings, named=places.settings_named)
    wrong += shell.wrong_keys(settings.keys)
    _, wrong_letters = read_templates(places.templates)
    found = [(places.settings, one) for one in wrong] + [(places.templates, one) for one in wrong_letters]
    if found:
        return _tell(shell, found)
    files = [path for path in (places.settings, places.templates) if path.exists()]
    shell.say("The settings are fine." if files else "There are no settings yet, so the defaults hold.")
    for gap in mail_gaps(settings.mail, settings.me.address):
        shell.say("Still missing for mail:", gap)
    rows = _values(settings)
    shell.answer(rows, fields((name, _shown(value)) for name, value in rows.items()))
    return None


def _tell(shell: Shell, found: list[tuple[Path, Mistake]]) -> int:
    """Every mistake with its file; the call has failed."""
    mistakes = [{"file": str(path), **structs.asdict(one)} for path, one in found]
    if shell.json:
        shell.answer({"mistakes": mistakes}, "")
    for path, one in found:
        shell.say(f"{path}: {one.key}: {one.problem}.", one.hint)
    return 1


def _values(settings: object, prefix: str = "") -> dict[str, object]:
    """Every setting by its name in the file, `policy.follow_up_after`."""
    found: dict[str, object] = {}
    for field in structs.fields(settings) if isinstance(settings, Struct) else ():
        value, name = getattr(settings, field.name), f"{prefix}{field.name}"
        if isinstance(value, Struct):
            # The sections of mail stand side by side with the others in the file.
            found |= _values(value, "" if name == "mail" else f"{name}.")
        elif name.endswith("password_command") and value:
            found[name] = [value[0], *("…" for _ in value[1:])]  # its words may tell more than a screen should show
        elif isinstance(value, Mapping):
            found |= {f"{name}.{key}": one for key, one in value.items()}
        else:
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def _shown(value: object) -> str:
    """A setting as it stands in the file, more or less; a dash where it is empty."""
    if isinstance(value, bool):
        return str(value).lower()
    return (", ".join(str(one) for one in value) if isinstance(value, list) else str(value)) or "-"


def _templates(shell: Shell, _args: Namespace) -> None:
    shell.say(f"To change the words of your letters, keep this as {shell.places.templates}.")
    text = templates_as_toml()
    shell.answer({"file": str(shell.places.templates), "text": text}, text.rstrip("\n"))


COMMANDS = (
    Command("paths", "show where the data and the settings are", no_arguments, _paths),
    Command("config check", "read the settings and the letters, and name what is wrong in them", no_arguments, _check),
    Command("config templates", "print the letters as a file to put into your own words", no_arguments, _templates),
)
