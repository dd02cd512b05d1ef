"""Owns the verbs that care for the store: `backup`, `restore`, `doctor`."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from afterword.cli.command import Command, Parser
from afterword.cli.shell import Shell

if TYPE_CHECKING:
    from afterword.storage import TinyJournalStore

_PROBLEMS_LEFT = 1


def _store(shell: Shell) -> "TinyJournalStore":
    """The store alone: it can be cared for while the settings cannot be read."""
    from afterword.bootstrap import open_store

    return open_store(shell.places)


def _backup_arguments(parser: Parser) -> None:
    parser.add_argument("--list", action="store_true", help="list the copies there are, newest first, and make none")


def _backup(shell: Shell, args: Namespace) -> None:
    if args.list:
        copies = _copies(shell)
        shell.answer([str(path) for path in copies], "\n".join(str(path) for path in copies))
        return
    path = _store(shell).backup()
    shell.answer({"path": str(path)}, str(path))


def _copies(shell: Shell) -> list[Path]:
    """Every copy, newest first; rolling copies are made by saves."""
    found = shell.places.backups.glob(f"{shell.places.journal.stem}-*{shell.places.journal.suffix}")
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _restore_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="the copy, or its name in the backups folder")


def _restore(shell: Shell, args: Namespace) -> None:
    named = Path(args.file).expanduser()
    kept = shell.places.backups / args.file
    former = _store(shell).restore(kept if not named.exists() and kept.exists() else named)
    shell.say(f"Restored {args.file}.", f"What stood there before is kept as {former}." if former else "")
    shell.answer({"restored": args.file, "former": str(former) if former else None}, "")


def _doctor_arguments(parser: Parser) -> None:
    parser.add_argument("--repair", action="store_true", help="mend what can be mended without losing a byte")


def _doctor(shell: Shell, args: Namespace) -> int:
    report = _store(shell).doctor(repair=args.repair)
    record = {
        "path": str(report.path),
        "ok": report.ok,
        "problems": list(report.problems),
        "repaired": list(report.repaired),
        "notes": list(report.notes),
    }
    lines = [f"! {one}" for one in report.problems]
    lines += [f"+ {one}" for one in report.repaired]
    lines += [f"  {one}" for one in report.notes]
    shell.answer(record, "\n".join([f"{report.path}: {'healthy' if report.ok else 'not healthy'}", *lines]))
    return 0 if report.ok else _PROBLEMS_LEFT


COMMANDS = (
    Command("backup", "copy the store and print where the copy is", _backup_arguments, _backup),
    Command(
        "restore",
        "put a copy in the store's place; what stood there is kept",
        _restore_arguments,
        _restore,
        "Which copies there are: afterword backup --list",
    ),
    Command(
        "doctor",
        "look at the store's health; the exit code is 1 while something is wrong",
        _doctor_arguments,
        _doctor,
    ),
)
