"""Owns the verbs `import` and `export`."""

import codecs
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
from afterword.services import lookup


class Format(StrEnum):
    """What export can write."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"
    ICS = "ics"


def _export_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--format",
        metavar=words_of(Format),
        type=word_of(Format),
        default=Format.JSON,
        help="everything; a table of interviews; a report to read; a calendar of interviews and what is due",
    )
    parser.add_argument("--application", metavar="ID", default="", help="the report on this application alone (md)")
    parser.add_argument("--out", metavar="FILE", help="where to write it; stdout when left out")


def _export(shell: Shell, args: Namespace) -> None:
    if args.application and args.format is not Format.MARKDOWN:
        raise NotUnderstood("One application alone is a report.", hint="Add --format md.")
    journal = shell.services.overview.journal()
    raw = exported(shell, args.format, args.application)
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
    # A spreadsheet takes a file for UTF-8 only with this mark.
    write_named(path, codecs.BOM_UTF8 + raw if args.format is Format.CSV else raw)
    shell.say(f"Wrote {path}.")
    shell.answer({"path": str(path), **_counts(journal)}, "")


def exported(shell: Shell, form: Format, application: str = "") -> bytes:
    """The journal in that form. Raises `UserError`."""
    services = shell.services
    journal, now = services.overview.journal(), services.clock.now()
    if form is Format.CSV:
        from afterword.exchange.tables import export_csv

        return export_csv(journal, services.overview.tracker(), now).encode()
    if form is Format.MARKDOWN:
        from afterword.domain.report import journal_report
        from afterword.exchange.documents import as_markdown

        chosen = lookup.application(journal, application).id if application else ""
        return as_markdown(journal_report(journal, services.overview.tracker(), now, chosen)).encode()
    if form is Format.ICS:
        from afterword.exchange.calendar_items import export_ics

        return export_ics(journal, services.overview.tracker(), services.overview.due(), now)
    from afterword.exchange.json_document import export_json

    raw = export_json(journal)
    if len(raw) > LARGEST_FILE:
        raise UserError(
            f"The journal is longer than {LARGEST_FILE:,} bytes, the most that import reads.",
            hint="Copy it as a whole with: afterword backup.",
        )
    return raw


def _import_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="a .json file that export wrote, or - for stdin")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be taken in")


def _import(shell: Shell, args: Namespace) -> None:
    from afterword.exchange.json_document import check_references, import_json

    incoming = import_json(shell.read_bytes(args.file))
    with shell.services.store.transaction("import") as work:
        added, same = _take_in(work.journal, incoming)
        check_references(work.journal, incoming)
        if not args.dry_run:
            for table in TABLES:
                for key in added[table]:
                    work.put(getattr(incoming, table)[key])
    counts = {table: len(added[table]) for table in TABLES}
    shell.say("Nothing was changed; this is what would come in." if args.dry_run else "Imported.")
    shell.answer(
        {**counts, "known": same}, fields((name, str(count)) for name, count in {**counts, "known": same}.items())
    )


def _take_in(here: Journal, incoming: Journal) -> tuple[dict[str, list[str]], int]:
    """The ids that are new, by table, and how many records are here already. Refused where one differs from ours."""
    added: dict[str, list[str]] = {}
    same = 0
    for table in TABLES:
        ours, theirs = getattr(here, table), getattr(incoming, table)
        added[table] = [key for key in theirs if key not in ours]
        differing = [key for key, record in theirs.items() if key in ours and ours[key] != record]
        if differing:
            raise UserError(
                f"{table} “{differing[0]}” is here already and differs from the one in the file.",
                "Nothing was imported, so that nothing of yours is overwritten.",
                "To go back to that file as a whole: afterword restore FILE.",
            )
        same += len(theirs) - len(added[table])
    return added, same


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
