"""Owns the verbs on the program's own files: `backup`, `restore`, `doctor`, `paths`, `config`."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from afterword.cli.command import Parser
from afterword.cli.shell import Shell, fields
from afterword.errors import UserError
from afterword.settings import Mistake, calendar_mistakes, mail_gaps
from afterword.settings_file import read_settings
from afterword.templates_file import read_templates, templates_as_toml

if TYPE_CHECKING:
    from afterword.storage import TinyJournalStore

_PROBLEMS_LEFT = 1


def _store(shell: Shell) -> "TinyJournalStore":
    """The store alone: it can be cared for while the settings cannot be read."""
    from afterword.bootstrap import open_store

    return open_store(shell.paths)


def _backup(shell: Shell, args: Namespace) -> None:
    if args.list:
        copies = _copies(shell)
        shell.answer([str(path) for path in copies], "\n".join(str(path) for path in copies))
        return
    path = _store(shell).backup()
    shell.answer({"path": str(path)}, str(path))


def _copies(shell: Shell) -> list[Path]:
    """Every copy, newest first; rolling copies are made by saves."""
    found = shell.paths.backups.glob(f"{shell.paths.journal.stem}-*{shell.paths.journal.suffix}")
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _restore_arguments(parser: Parser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("file", metavar="FILE", nargs="?", help="the copy, or its name in the backups folder")
    which.add_argument("--empty", action="store_true", help="begin an empty journal where there is none any more")


def _restore(shell: Shell, args: Namespace) -> None:
    store = _store(shell)
    if args.empty:
        store.begin_anew()
        shell.say(f"An empty journal is begun: {store.path}. Copies of others stay where they are.")
        shell.answer({"restored": None, "former": None}, "")
        return
    named = Path(args.file).expanduser()
    kept = shell.paths.backups / args.file
    former = store.restore(kept if not named.exists() and kept.exists() else named)
    shell.say(
        f"Restored {args.file}.",
        f"What stood there before is kept as {former}." if former else "",
        "To take that back: afterword undo" if any(step.note.undoable for step in store.steps()[-1:]) else "",
    )
    shell.answer({"restored": args.file, "former": str(former) if former else None}, "")


def _doctor(shell: Shell, args: Namespace) -> int:
    report = _store(shell).doctor(repair=args.repair)
    record = {
        "path": str(report.path),
        "ok": report.ok,
        "problems": list(report.problems),
        "repaired": list(report.repaired),
        "notes": list(report.notes),
    }
    lines = [f"! {problem}" for problem in report.problems]
    lines += [f"+ {one}" for one in report.repaired]
    lines += [f"  {note}" for note in report.notes]
    shell.answer(record, "\n".join([f"{report.path}: {'healthy' if report.ok else 'not healthy'}", *lines]))
    return 0 if report.ok else _PROBLEMS_LEFT


def _paths(shell: Shell, _args: Namespace) -> None:
    paths = shell.paths
    found = {
        "data": paths.data_dir,
        "journal": paths.journal,
        "backups": paths.backups,
        "history": paths.history,
        "views": paths.views,
        "typed": paths.typed,
        "session": paths.session,
        "settings": paths.settings,
        "templates": paths.templates,
    }
    rows = [(name, f"{path}{'' if path.exists() else '  (not there yet)'}") for name, path in found.items()]
    shell.answer({name: str(path) for name, path in found.items()}, fields(rows))


def _check(shell: Shell, _args: Namespace) -> int | None:
    paths = shell.paths
    settings, wrong = read_settings(paths.settings, named=paths.settings_named)
    wrong += [
        *calendar_mistakes(settings.policy),
        *(Mistake(*wrong_key) for wrong_key in shell.check_keys(settings.keys)),
    ]
    _, wrong_letters = read_templates(paths.templates)
    found = [(paths.settings, one) for one in wrong] + [(paths.templates, letter) for letter in wrong_letters]
    if found:
        return _tell(shell, found)
    files = [path for path in (paths.settings, paths.templates) if path.exists()]
    shell.say("The settings are fine." if files else "There are no settings yet, so the defaults hold.")
    for gap in mail_gaps(settings.mail, settings.me.address):
        shell.say("Still missing for mail:", gap)
    rows = _values(settings)
    shell.answer(rows, fields((name, _shown(value)) for name, value in rows.items()))
    return None


def _init(shell: Shell, _args: Namespace) -> None:
    """Writes the commented settings, unless there are some already."""
    from afterword.cli.exchange import write_named
    from afterword.own_settings import commented

    path = shell.paths.settings
    if path.exists():
        raise UserError(f"There are settings already: {path}.", hint="See what they say: afterword config check")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"{path.parent} cannot be made: {error.strerror}.", hint="Name another with --config."
        ) from error
    write_named(path, commented().encode())
    shell.say("Every setting stands there with its usual value; take the # away before those you change.")
    shell.answer({"path": str(path)}, str(path))


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
    shell.say(f"To change the words of your letters, keep this as {shell.paths.templates}.")
    text = templates_as_toml()
    shell.answer({"file": str(shell.paths.templates), "text": text}, text.rstrip("\n"))


COMMANDS = {
    "backup": _backup,
    "restore": (_restore_arguments, _restore),
    "doctor": _doctor,
    "paths": _paths,
    "config init": _init,
    "config check": _check,
    "config templates": _templates,
}
