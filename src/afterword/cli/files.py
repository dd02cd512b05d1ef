"""Owns the verbs on files: the journal taken in, written, merged and checked, its copies, and the settings."""

import contextlib
import os
import stat
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from afterword.bootstrap import open_store
from afterword.cli.shell import STDIN, Shell, fields, picked, tell_merge
from afterword.domain.exchange_files import DayOrder, ExportFormat, TableReading, TableUnclear
from afterword.domain.journal import TABLES
from afterword.domain.text import clean, plural
from afterword.errors import NotUnderstood, UserError
from afterword.paths import typed_path
from afterword.services.exchange import NamedFile, TakenIn
from afterword.settings import Mistake, calendar_mistakes, mail_gaps
from afterword.settings_file import read_settings
from afterword.templates_file import read_templates, templates_as_toml


def _export(shell: Shell, args: Namespace) -> None:
    if args.application and args.format is not ExportFormat.MARKDOWN:
        raise NotUnderstood("One application alone is a report.", hint="Add --format md.")
    path = _place(shell, args.out)
    exchange = shell.services.exchange
    raw = exchange.export(args.format, args.application, in_file=path is not None)
    if path is None:
        shell.terminal.show_bytes(raw)
        return
    write_named(path, raw)
    shell.say(f"Wrote {path}.")
    journal = shell.services.overview.journal()
    shell.answer({"path": str(path), **{table: len(getattr(journal, table)) for table in TABLES}}, "")


def _place(shell: Shell, out: str | None) -> Path | None:
    """The file that is to be written; None for stdout. Raises `UserError` for the journal itself."""
    if out is None or out == STDIN:
        return None
    path = typed_path(out)
    if not path.name or out.endswith("/"):
        raise NotUnderstood(f"“{out}” is no name of a file.", hint="Name one with --out, or leave it out for stdout.")
    if os.path.realpath(path) == os.path.realpath(shell.paths.journal):
        raise UserError(f"{path} is the journal itself.", hint="Choose another place.")
    try:
        # Another name for stdout, such as /dev/stdout: replacing that would be no writing.
        is_stdout = os.path.samestat(path.stat(), os.fstat(shell.terminal.stdout.fileno()))
    except (OSError, ValueError):
        is_stdout = False
    return None if is_stdout else path


def _import(shell: Shell, args: Namespace) -> None:
    shell.check_settings("me", but=("me.name", "me.address", "me.addresses", "me.language", "me.linkedin"))
    order = DayOrder(day_first=args.day_first, known=True) if args.day_first or args.month_first else None
    reading = TableReading(dict(map(_column, args.map)), order)
    answers: list[dict[str, object]] = []
    news = False
    for name in args.file:
        file = NamedFile(name, shell.read_bytes(name))
        try:
            intake = shell.services.exchange.take_in(file, reading, rehearse=args.dry_run)
        except TableUnclear as error:
            raise _with_flags(error) from error
        _tell_taken(shell, intake, rehearsed=args.dry_run)
        answers.append({"file": name, "kind": intake.kind.value, **intake.counts})
        news = news or intake.is_news
    came = "Imported." if news else "Nothing new came in."
    shell.say("Nothing was changed; this is what would come in." if args.dry_run and news else came)
    shell.answer(answers[0] if len(answers) == 1 else answers, fields(_counted(answers)))


def _with_flags(error: TableUnclear) -> UserError:
    """The same, with the flags by which the person says more of the table."""
    hint = error.hint
    if error.table.missing:
        field = next(iter(error.table.missing))
        add = "Add one with the days of the interviews, or say which it is" if field == "at" else "Say which"
        hint = f"{add}: --map 'COLUMN={field}'."
    elif error.table.unsure:
        hint = "Say which number is the day with --day-first or --month-first."
    return UserError(error.title, error.detail, hint)


def _tell_taken(shell: Shell, intake: TakenIn, *, rehearsed: bool) -> None:
    """How a file was understood, and what came of it."""
    for note in intake.notes:
        shell.say(note)
    if intake.table is not None and intake.table.unknown:
        shell.say("Say what a column holds with --map COLUMN=FIELD.")
    if intake.merged is not None and intake.merged.both:
        tell_merge(shell, "The file", intake.merged)
    for line in intake.lines:
        shell.say(f"  {line}")
    for line, proposal in zip(intake.offers, intake.proposals, strict=True):
        shell.say(f"  {line}")
        if not rehearsed:
            shell.say(f"    Take it: afterword proposal accept '{proposal.id}'")


def _counted(answers: Sequence[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    for counts in answers:
        before = f"{counts['file']}: " if len(answers) > 1 else ""
        yield from ((f"{before}{name}", str(count)) for name, count in counts.items() if isinstance(count, int))


def _column(text: str) -> tuple[str, str]:
    heading, equals, field = text.rpartition("=")
    if not equals or not heading.strip():
        raise NotUnderstood(f"“{clean(text)}” names no column and field.", hint="Write it like --map 'Firma=company'.")
    return heading.strip(), field.strip().replace("-", "_") if field.strip() != "-" else "-"


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


_SIDES = 3


def _merge(shell: Shell, args: Namespace) -> None:
    store = open_store(shell.paths)
    if args.driver:
        if len(args.file) != _SIDES:
            raise NotUnderstood("A merge driver gets three files.", hint="Write: afterword merge --driver %O %A %B")
        tell_merge(shell, "The other side", store.drive(*map(Path, args.file)))
        return
    counts: dict[str, int] = {"added": 0, "changed": 0, "removed": 0, "both": 0}
    for name in args.file:
        result = store.merge(typed_path(name))
        tell_merge(shell, clean(name), result.merged)
        for key, count in result.merged.counts.items():
            counts[key] += count
        if result.kept is not None:
            shell.say(f"The journal as it was is kept as {result.kept}.")
    shell.answer(counts, fields((name, str(count)) for name, count in counts.items()))


def _sync(shell: Shell, args: Namespace) -> None:
    # A journal that cannot be read, or has git's marks in it, is never committed as it is.
    shell.services.store.journal()
    folder = open_store(shell.paths).git()
    if args.init is not None:
        folder.set_up(args.init)
        shell.say(f"{folder.folder} is in git, and journals are merged record by record.")
    done = folder.sync()
    if done.came_in:
        shell.say(f"{plural(done.came_in, 'commit')} came in from {done.remote}.")
    where = f"Pushed to {done.remote}." if done.pushed else "No remote is named; see: afterword sync --init REMOTE"
    shell.say("Committed." if done.committed else "Nothing new here.", where)
    shell.answer({"committed": done.committed, "came_in": done.came_in, "pushed": done.pushed}, "")


def _backup(shell: Shell, args: Namespace) -> None:
    if args.list:
        backups = shell.paths.backups.glob(f"{shell.paths.journal.stem}-*{shell.paths.journal.suffix}")
        newest = sorted(backups, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
        copies = [str(path) for path in newest]
        shell.answer(copies, "\n".join(copies))
        return
    path = open_store(shell.paths).backup()
    shell.answer({"path": str(path)}, str(path))


def _restore(shell: Shell, args: Namespace) -> None:
    store = open_store(shell.paths)
    if args.empty:
        store.begin_anew()
        shell.say(f"An empty journal is begun: {store.path}. Copies of others stay where they are.")
        shell.answer({"restored": None, "former": None}, "")
        return
    path = typed_path(args.file)
    backup = shell.paths.backups / args.file
    former = store.restore(backup if not path.exists() and backup.exists() else path)
    shell.say(
        f"Restored {args.file}.",
        f"What stood there before is kept as {former}." if former else "",
        "To take that back: afterword undo" if any(step.note.undoable for step in store.steps()[-1:]) else "",
    )
    shell.answer({"restored": args.file, "former": str(former) if former else None}, "")


def _doctor(shell: Shell, args: Namespace) -> int:
    report = open_store(shell.paths).doctor(repair=args.repair)
    record = picked(report, "ok", "problems", "repaired", "notes", path=str(report.path))
    lines = [f"! {problem}" for problem in report.problems]
    lines += [f"+ {repair}" for repair in report.repaired]
    lines += [f"  {note}" for note in report.notes]
    shell.answer(record, "\n".join([f"{report.path}: {'healthy' if report.ok else 'not healthy'}", *lines]))
    return 0 if report.ok else 1


def _paths(shell: Shell, _args: Namespace) -> None:
    paths = shell.paths
    names = ("journal", "backups", "history", "views", "typed", "session", "settings", "templates")
    named_paths: dict[str, Path] = {"data": paths.data_dir, **{name: getattr(paths, name) for name in names}}
    rows = [(name, f"{path}{'' if path.exists() else '  (not there yet)'}") for name, path in named_paths.items()]
    shell.answer({name: str(path) for name, path in named_paths.items()}, fields(rows))


def _check(shell: Shell, _args: Namespace) -> int | None:
    paths = shell.paths
    settings, wrong = read_settings(paths.settings)
    wrong += [
        *calendar_mistakes(settings.policy),
        *(Mistake(*wrong_key) for wrong_key in shell.check_keys(settings.keys)),
    ]
    _, wrong_letters = read_templates(paths.templates)
    mistakes = [(paths.settings, mistake) for mistake in wrong] + [
        (paths.templates, letter) for letter in wrong_letters
    ]
    if mistakes:
        if shell.json:
            shell.answer(
                {"mistakes": [{"file": str(path), **structs.asdict(mistake)} for path, mistake in mistakes]}, ""
            )
        for path, mistake in mistakes:
            shell.say(f"{path}: {mistake.key}: {mistake.problem}.", mistake.hint)
        return 1
    files = [path for path in (paths.settings, paths.templates) if path.exists()]
    shell.say("The settings are fine." if files else "There are no settings yet, so the defaults hold.")
    for gap in mail_gaps(settings.mail, settings.me.address):
        shell.say("Still missing for mail:", gap)
    rows = _values(settings)

    def shown(value: object) -> str:
        """A setting as it stands in the file, more or less; a dash where it is empty."""
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        return words.lower() if isinstance(value, bool) else words or "-"

    shell.answer(rows, fields((name, shown(value)) for name, value in rows.items()))
    return None


def _init(shell: Shell, _args: Namespace) -> None:
    """Writes the commented settings, unless there are some already."""
    from afterword.own_settings import commented

    path = shell.paths.settings
    if path.exists():
        raise UserError(f"There are settings already: {path}.", hint="See what they say: afterword config check")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        title = f"{path.parent} cannot be made: {error.strerror}."
        raise UserError(title, hint="Name another with --config.") from error
    write_named(path, commented().encode())
    shell.say("Every setting stands there with its usual value; take the # away before those you change.")
    shell.answer({"path": str(path)}, str(path))


def _values(settings: object, prefix: str = "") -> dict[str, object]:
    """Every setting by its name in the file, `policy.follow_up_after`."""
    values: dict[str, object] = {}
    for field in structs.fields(settings) if isinstance(settings, Struct) else ():
        value, name = getattr(settings, field.name), f"{prefix}{field.name}"
        if isinstance(value, Struct):
            # The sections of mail stand side by side with the others in the file.
            values |= _values(value, "" if name == "mail" else f"{name}.")
        elif name.endswith("password_command") and value:
            values[name] = [value[0], *("…" for _ in value[1:])]  # its words may tell more than a screen should show
        elif isinstance(value, Mapping):
            values |= {f"{name}.{key}": setting for key, setting in value.items()}
        else:
            values[name] = list(value) if isinstance(value, tuple) else value
    return values


def _templates(shell: Shell, _args: Namespace) -> None:
    shell.say(f"To change the words of your letters, keep this as {shell.paths.templates}.")
    text = templates_as_toml()
    shell.answer({"file": str(shell.paths.templates), "text": text}, text.rstrip("\n"))


WORDS = {"export": ExportFormat}
COMMANDS = {
    "export": _export,
    "import": _import,
    "merge": _merge,
    "sync": _sync,
    "backup": _backup,
    "restore": _restore,
    "doctor": _doctor,
    "paths": _paths,
    "config init": _init,
    "config check": _check,
    "config templates": _templates,
}
