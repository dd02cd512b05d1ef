"""Owns the verbs `paths` and `config check`."""

from argparse import Namespace

from afterword.cli.command import Command, no_arguments
from afterword.cli.output import fields
from afterword.cli.shell import Shell
from afterword.settings import load_templates


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


def _check(shell: Shell, _args: Namespace) -> None:
    settings = shell.settings
    load_templates(shell.places.templates)
    files = [path for path in (shell.places.settings, shell.places.templates) if path.exists()]
    shell.say("The settings are fine." if files else "There are no settings yet, so the defaults hold.")
    rows = _values(settings)
    shell.answer(rows, fields((name, str(value)) for name, value in rows.items()))


def _values(settings: object) -> dict[str, object]:
    """Every setting by its name in the file, `policy.follow_up_after`."""
    import dataclasses

    found: dict[str, object] = {}
    if dataclasses.is_dataclass(settings) and not isinstance(settings, type):
        for section, values in dataclasses.asdict(settings).items():
            found.update({f"{section}.{name}": value for name, value in values.items()})
    return found


COMMANDS = (
    Command("paths", "show where the data and the settings are", no_arguments, _paths),
    Command("config check", "read the settings and the letters, and name what is wrong in them", no_arguments, _check),
)
