"""Owns the verbs `import` and `export`."""

import contextlib
import os
import stat
import tempfile
from argparse import Namespace
from enum import StrEnum
from pathlib import Path

from afterword.cli.command import Command, Parser, word_of, words_of
from afterword.cli.output import fields
from afterword.cli.shell import LARGEST_FILE, STDIN, Shell
from afterword.domain.journal import TABLES, Journal
from afterword.domain.text import clean
from afterword.errors import NotUnderstood, UserError


class Format(StrEnum):
    """What export can write."""

    JSON = "json"


def _export_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--format", metavar=words_of(Format), type=word_of(Format), default=Format.JSON, help="the kind of file"
    )
    parser.add_argument("--out", metavar="FILE", help="where to write it; stdout when left out")


def _export(shell: Shell, args: Namespace) -> None:
    from afterword.exchange.json_document import export_json

    journal = shell.services.overview.journal()
    raw = export_json(journal)
    if len(raw) > LARGEST_FILE:
        raise UserError(
            f"The journal is longer than {LARGEST_FILE:,} bytes, the most that import reads.",
            hint="Copy it as a whole with: afterword backup.",
        )
    if args.out is None or args.out == STDIN:
        shell.write_bytes(raw)
        return
    path = Path(args.out).expanduser()
    if not path.name or args.out.endswith("/"):
        raise NotUnderstood(
            f"“{args.out}” is no name of a file.", hint="Name one with --out, or leave it out for stdout."
        )
    if os.path.realpath(path) == os.path.realpath(shell.paths.journal):
        raise UserError(f"{path} is the journal itself.", hint="Choose another place.")
    if shell.is_stdout(path):
        shell.write_bytes(raw)
        return
    write_named(path, raw)
    shell.say(f"Wrote {path}.")
    shell.answer({"path": str(path), **_counts(journal)}, "")


def _import_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="a .json file that export wrote, or - for stdin")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be taken in")


def _import(shell: Shell, args: Namespace) -> None:
    exchange = shell.services.exchange
    taken = (exchange.preview if args.dry_run else exchange.take_in)(shell.read_bytes(args.file))
    counts = {**taken.added, "known": taken.known}
    shell.say("Nothing was changed; this is what would come in." if args.dry_run else "Imported.")
    shell.answer(counts, fields((name, str(count)) for name, count in counts.items()))


def _counts(journal: Journal) -> dict[str, int]:
    return {table: len(getattr(journal, table)) for table in TABLES}


COMMANDS = (
    Command("export", "write everything to a file or to stdout", _export_arguments, _export),
    Command(
        "import",
        "take in a file that export wrote: all of it or nothing, and never over records of yours",
        _import_arguments,
        _import,
    ),
)


def write_named(path: Path, raw: bytes) -> None:
    """Puts the bytes there, for your eyes only: they hold what others wrote to you. Raises `UserError`.

    A file is replaced at once, behind a symbolic link too, which stays. A pipe or a device is written into as it is.
    """
    try:
        kind = _kind(path)
        if kind is not None and stat.S_ISREG(kind) and not os.access(path, os.W_OK):
            raise UserError(f"{path} may only be read.", hint="Choose another place, or change its permissions.")
        if kind is None or stat.S_ISREG(kind):
            _replace(Path(os.path.realpath(path)), raw)
        elif stat.S_ISFIFO(kind) or stat.S_ISCHR(kind):
            _write_into(path, raw)
        else:
            raise UserError(f"{path} is {_WORDS.get(stat.S_IFMT(kind), 'no file')}.", hint="Name a file.")
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        raise UserError(f"{path} cannot be written.", f"{why}.", "Choose another place.") from error


_WORDS = {stat.S_IFDIR: "a folder", stat.S_IFBLK: "a disk", stat.S_IFSOCK: "a socket"}


def _kind(path: Path) -> int | None:
    """What stands there, behind any symbolic link; None for nothing yet."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(real: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(real)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise


def _write_into(path: Path, raw: bytes) -> None:
    try:
        # Without this flag, a pipe that nobody reads from would hold the program for ever.
        descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        if stat.S_ISFIFO(path.stat().st_mode):
            raise UserError(f"Nobody reads from the pipe {path}.", hint="Start the reader first.") from error
        raise
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        os.set_blocking(descriptor, True)
        rest = memoryview(clean(raw.decode("utf-8", "replace")).encode() if file.isatty() else raw)
        while rest:
            rest = rest[file.write(rest) :]
