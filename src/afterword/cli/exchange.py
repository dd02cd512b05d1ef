"""Owns the verbs `import` and `export`."""

import codecs
import contextlib
import os
import re
import stat
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from afterword.bootstrap import open_store
from afterword.cli.command import Command, Parser, word_of, words_of
from afterword.cli.output import fields
from afterword.cli.shell import LARGEST_FILE, STDIN, Shell
from afterword.domain.dates import show_moment
from afterword.domain.journal import TABLES, Journal
from afterword.domain.text import clean, plural
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


class FileKind(StrEnum):
    """What a file that is to be imported is."""

    JSON = "json"
    TABLE = "table"
    CALENDAR = "calendar"
    MAIL = "mail"
    OTHER = "other"


def _import_arguments(parser: Parser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="+",
        help="what export wrote, another machine's journal, a table (CSV), a calendar (.ics), mails; - for stdin",
    )
    parser.add_argument("--dry-run", action="store_true", help="only show what would come in")
    parser.add_argument(
        "--map", metavar="COLUMN=FIELD", action="append", default=[], help="what a column of a table holds; repeat it"
    )
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--day-first", action="store_true", help="03/04/2026 in a table is 3 April")
    order.add_argument("--month-first", action="store_true", help="03/04/2026 in a table is 4 March")


def _import(shell: Shell, args: Namespace) -> None:
    answers: list[dict[str, object]] = []
    for name in args.file:
        raw = shell.read_bytes(name)
        kind = kind_of(raw, name)
        taking = _TAKING.get(kind)
        if taking is None:
            raise UserError(
                f"{clean(name)} is of a kind that is not known here.",
                "Nothing was imported from it.",
                "What can be imported: .json (from export, or another machine's journal), .csv, .ics, .eml and .mbox.",
            )
        args.name = name
        answers.append({"file": name, "kind": kind.value, **taking(shell, raw, args)})
    shell.say("Nothing was changed; this is what would come in." if args.dry_run else "Imported.")
    shell.answer(answers[0] if len(answers) == 1 else answers, fields(_counted(answers)))


def _counted(answers: Sequence[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    for counts in answers:
        before = f"{counts['file']}: " if len(answers) > 1 else ""
        yield from ((f"{before}{name}", str(count)) for name, count in counts.items() if isinstance(count, int))


def _import_json(shell: Shell, raw: bytes, args: Namespace) -> dict[str, object]:
    """Merges the journal in the file into ours, and says what both had changed."""
    from afterword.cli.sync import tell
    from afterword.exchange.json_document import check_references, import_json

    incoming = import_json(raw)
    check_references(shell.services.overview.journal(), incoming)
    merged = open_store(shell.paths).merge_raw(raw, Path("file"), rehearse=args.dry_run).merged
    if merged.both:
        tell(shell, "The file", merged)
    counts: dict[str, object] = {table: len(merged.added[table]) for table in TABLES}
    changed = sum(map(len, (*merged.added.values(), *merged.changed.values())))
    known = sum(len(getattr(incoming, table)) for table in TABLES) - changed
    return {**counts, "changed": sum(map(len, merged.changed.values())), "known": max(known, 0)}


def _import_table(shell: Shell, raw: bytes, args: Namespace) -> dict[str, object]:
    """Adds an interview for each line of a table, and says how its columns were understood."""
    from afterword.exchange.table_reading import Order, TableContext, read_table
    from afterword.services.imports import ImportedLine

    order = Order(day_first=args.day_first, known=True) if args.day_first or args.month_first else None
    table = read_table(raw, dict(map(_column, args.map)), TableContext(shell.services.clock.now(), order))
    shell.say("Columns: " + ", ".join(f"{heading} → {field}" for heading, field in table.columns.items()) + ".")
    if table.unknown:
        shell.say(f"Left out: {', '.join(table.unknown)}. Say what a column holds with --map COLUMN=FIELD.")
    if table.wrong:
        lines = "\n".join(f"Line {line}: {why}" for line, why in table.wrong.items())
        raise UserError("Nothing was imported.", lines, "Mend these lines, and import the file again.")
    rows = [
        ImportedLine(
            line=row.line, id=row.id, interview=row.interview, application=row.application, outcome=row.outcome
        )
        for row in table.rows
    ]
    taken = shell.services.imports.take_in(rows, rehearse=args.dry_run)
    if assumed := sum(row.assumed for row in table.rows):
        shell.say(f"{plural(assumed, 'line names', 'lines name')} no hour; noon stands for it.")
    if table.left_out:
        shell.say(f"{plural(len(table.left_out), 'line', 'lines')} without an interview yet: left out.")
    for interview in taken.added[:_SHOWN] if args.dry_run else ():
        people = f"{len(interview.interviewers)} people" if interview.interviewers else "nobody named"
        shell.say(f"  {show_moment(interview.local)}  {interview.company} · {interview.role}, {people}")
    return {"interviews": len(taken.added), "known": len(taken.known), "left_out": len(table.left_out)}


def _import_calendar(shell: Shell, raw: bytes, args: Namespace) -> dict[str, object]:
    """Puts the interviews of a calendar before the person, each with what is understood of it."""
    from afterword.calendars import read_calendar
    from afterword.domain.conversation.meeting import told_by

    companies = {each.company for each in shell.services.store.journal().live_applications}
    offered = shell.services.calendar.offer(read_calendar(raw, shell.services.clock.now()), rehearse=args.dry_run)
    for proposal in offered.proposals:
        meeting = proposal.appointment
        if meeting is not None:
            told = told_by(meeting, companies, shell.settings.me.name)
            what = " · ".join(filter(None, (told.company or "company not named", told.role or "role not named")))
            gone = "taken back: " if meeting.cancelled else ""
            with_whom = ", ".join(person.name or person.email for person in meeting.people)
            line = f"{gone}{show_moment(meeting.at)}  {what}{f', with {with_whom}' if with_whom else ''}"
            shell.say(f"  {line}", f"    Take it: afterword proposal accept '{proposal.id}'")
    return {"proposals": len(offered.proposals), "known": offered.known, "left_out": offered.left_out}


def _import_mail(shell: Shell, _raw: bytes, args: Namespace) -> dict[str, object]:
    """Puts the mails of a file where they belong, and before the person what they offer."""
    from afterword.cli.check import look_into

    if args.dry_run:
        raise UserError("A mail has no rehearsal.", hint="To see what it is: afterword mail explain FILE")
    if args.name == STDIN:
        raise UserError("Mails are read from a file.", hint="Name it: afterword import conversation.mbox")
    report = look_into(shell, args.name, begins=True)
    if report.elsewhere:
        shell.say("A decision is of an application that is not here: add its interview, and import the file again.")
    return {"seen": report.seen, "replies": report.replies, "proposals": report.proposals, "left_out": report.elsewhere}


_TAKING = {
    FileKind.MAIL: _import_mail,
    FileKind.JSON: _import_json,
    FileKind.TABLE: _import_table,
    FileKind.CALENDAR: _import_calendar,
}


def _column(text: str) -> tuple[str, str]:
    heading, equals, field = text.rpartition("=")
    if not equals or not heading.strip():
        raise NotUnderstood(f"“{clean(text)}” names no column and field.", hint="Write it like --map 'Firma=company'.")
    return heading.strip(), field.strip().replace("-", "_") if field.strip() != "-" else "-"


_SHOWN = 5
"""Lines of a table that a rehearsal shows."""


_PICTURES = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8", b"GIF8", b"\xd0\xcf\x11\xe0", b"SQLite", b"\x1f\x8b")


_MAIL = re.compile(rb"From |(?:[A-Za-z][\w-]+: [^\n]*\n){2}")


def kind_of(raw: bytes, name: str) -> FileKind:
    """What the file is, by its first bytes, else by its name."""
    start = raw.removeprefix(codecs.BOM_UTF8).lstrip()[:4_000]
    suffix = Path(name).suffix.lower()
    if raw.startswith(_PICTURES) or (b"\0" in start and not raw.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return FileKind.OTHER
    if start.startswith((b"{", b"[")) or suffix == ".json":
        return FileKind.JSON
    if start.upper().startswith(b"BEGIN:VCALENDAR"):
        return FileKind.CALENDAR
    if suffix in (".eml", ".mbox") or _MAIL.match(start):
        return FileKind.MAIL
    return FileKind.TABLE if suffix in (".csv", ".tsv", ".txt", "") or _is_table(start) else FileKind.OTHER


def _is_table(start: bytes) -> bool:
    return any(sign in start.split(b"\n")[0] for sign in (b",", b";", b"\t", b"|"))


def _counts(journal: Journal) -> dict[str, int]:
    return {table: len(getattr(journal, table)) for table in TABLES}


COMMANDS = (
    Command("export", "write everything to a file or to stdout", _export_arguments, _export),
    Command(
        "import",
        "take in a table of interviews, or merge another machine's journal: all of it or nothing",
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
