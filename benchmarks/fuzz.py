"""Feeds everything that reads something from outside with what nobody would write, and counts what goes wrong.

    python benchmarks/fuzz.py [--minutes 60] [--seed N] [--only NAME …] [--case NUMBER]

Real files (mails, calendars, tables, journals, settings, letters) are cut, spliced and overwritten, and words that
people type are made of pieces; each goes through the command that would read it, in this process. A crash, a hang, an
exit code that is none of ours, a control character on the terminal, or more memory than a journal can need is a find.
It is printed with the seed and the number of its case, by which `--seed … --case …` makes it again.
"""

import argparse
import io
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.odd_words import happens, odd_bytes, odd_json, odd_text, typed_words
from tests.fakes import FixedClock

from afterword.bootstrap import open_journal
from afterword.cli.command import nouns
from afterword.cli.main import run
from afterword.cli.shell import Terminal
from afterword.demo import fill_with_sample, sample_settings
from afterword.domain.date_reading import step_day, step_moment
from afterword.domain.dates import Lean, understand, understand_moment, zone
from afterword.domain.names import read_name
from afterword.domain.people import check_address, read_named_address
from afterword.errors import AfterwordError, NotUnderstood
from afterword.paths import Paths
from afterword.quick_answers import quick_answer
from afterword.storage.typed_store import FileTypedStore, FileViews
from afterword.tui.actions import mistakes

FAST = Path("/dev/shm")  # noqa: S108 - memory, for files of which nothing is kept
CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
MOST_SECONDS, MOST_MEMORY = 20, 3_000_000_000
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
CODES = frozenset({0, 1, 2, 3})
READING = (
    "interview list", "application list", "person list", "request list", "finding list", "example list",
    "question list", "pointer list", "competency list", "cue list", "proposal list", "evaluate", "prep", "share",
    "due", "doctor", "history", "undo --list", "search in", "export --format md", "export --format csv",
    "export --format ics", "export --format json", "share --anonymous", "prep --evening", "history --removed",
    "example coverage", "evaluate --json", "request list --json", "backup --list", "config check", "paths",
)  # fmt: skip
CHANGING = (
    "undo", "redo", "doctor --repair", "interview rm oscorp", "competency pack care", "request draft globex",
    "interview outcome oscorp rejected", "backup",
)  # fmt: skip


COMMANDS = tuple(f"{noun.word} {name}" for noun in nouns() for name in noun.commands())


class TooLong(BaseException):
    """The case takes longer than anybody waits; no handler of the program may catch it."""


class Find(Exception):
    """What went wrong, in a line or with the stack of it."""


class Screen(io.StringIO):
    """A stream with a person at the other end."""

    def isatty(self) -> bool:
        """Yes."""
        return True


class Case:
    """One case: its dice, and a folder with the sample journal in it."""

    def __init__(self, dice: random.Random, home: Path, sample: dict[str, bytes]) -> None:
        self.dice = dice
        self.home = home
        self.sample = sample
        self.paths = Paths(home / "data", home / "config.toml")
        self.called: list[str] = []

    def call(self, *words: str, stdin: str = "") -> int:
        """Call the program in a window, or into a pipe. Raises `Find`."""
        window = happens(self.dice, 0.5)
        out, err = (Screen(), Screen()) if window else (io.StringIO(), io.StringIO())
        environ = {
            "AFTERWORD_DATA_DIR": str(self.paths.data_dir),
            "AFTERWORD_CONFIG": str(self.paths.settings),
            "AFTERWORD_DEBUG": "1",
        }
        self.called.append(f"{list(words)} < {stdin[:300]!r}")
        # What a shell hands on is bytes, in which half a character is another one.
        words = tuple(os.fsdecode(word.encode("utf-8", "replace")) for word in words)
        code = run(words, Terminal(io.StringIO(stdin), out, err, environ), lambda *_: 0, mistakes)
        if "Something unexpected happened" in err.getvalue() or code not in CODES:
            raise Find(f"exit code {code}\n{err.getvalue()[-3000:]}")
        for name, text in (("stdout", out.getvalue()), ("stderr", err.getvalue())):
            raw = RAW.search(text if window or name == "stderr" else "")
            if raw and "Traceback" not in text[: raw.start()]:
                raise Find(f"{raw.group()!r} on {name}: {text[max(0, raw.start() - 60) : raw.end() + 20]!r}")
        return code

    def file(self, name: str, raw: bytes) -> str:
        """A file with that in it; its path."""
        path = self.home / name
        path.write_bytes(raw)
        self.called.append(f"{name}: {raw[:2000]!r}")
        return str(path)


# ── what is typed ─────────────────────────────────────────────────────────────────────────────────────────────────


def dates(case: Case) -> None:
    """A moment, a day, and the arrows that move them."""
    text, lean = typed_words(case.dice), case.dice.choice(list(Lean))
    case.called.append(repr((text, lean)))
    for read in (
        lambda: understand(text, NOW, lean),
        lambda: understand_moment(text, NOW, lean, needs_time=True),
        lambda: step_day(NOW.date(), lean)(text, case.dice.randint(0, len(text)), case.dice.choice((-1, 1))),
        lambda: step_moment(NOW, lambda words: understand(words, NOW, lean))(text, case.dice.randint(0, 9), 1),
        lambda: zone(text),
    ):
        refused(read)


def addresses(case: Case) -> None:
    """Names and mail addresses."""
    text = odd_text(case.dice, case.dice.choice(PEOPLE))
    case.called.append(repr(text))
    for read in (check_address, read_named_address, read_name):
        refused(lambda read=read: read(text))  # type: ignore[misc]


def refused(read: Callable[[], object]) -> None:
    """What is not understood is refused in words."""
    try:
        read()
    except NotUnderstood as error:
        if not str(error).strip():
            raise Find("refused without a word") from error


PEOPLE = (
    "Ada Byron <ada@initech.example>", "Frau Dr. Ines Weber-Lütt <ines@nordwind.example>", "mary@globex.example",
    '"Byron, Ada" <a.b+c@x.example>', "José María de la Cruz y Peña <jose@ñandú.example>", "李小龍 <li@例え.jp>",
    "Lt. Col. O’Neil, Jr.", "Émilie du Châtelet (she/her) <emilie@globex.example>", "Talent Team <noreply@x.example>",
)  # fmt: skip


def flags(case: Case) -> None:
    """Commands with words that do not belong there."""
    values = [*IDS, *(typed_words(case.dice) for _ in range(3)), odd_text(case.dice, "Initech"), "-", "--", "9" * 30]
    words = case.dice.choice(COMMANDS).split()
    words += [case.dice.choice([*FLAGS, *values, *values]) for _ in range(case.dice.randint(0, 5))]
    if any(word in words for word in ("sync", "send", "check", "completion")):
        return
    case.call(*words, stdin=odd_text(case.dice, "Thank you.\nYou were clear.\n"))
    case.call(*case.dice.choice(READING).split())


def plain_talk(case: Case) -> None:
    """Answers to the questions of plain mode, and of a reflection."""
    said = [case.dice.choice(SAID) if happens(case.dice, 0.6) else typed_words(case.dice) for _ in range(40)]
    case.call(*case.dice.choice((("--plain",), ("reflect", "oscorp"))), stdin="\n".join(said))
    case.call(*case.dice.choice(READING).split())


SAID = (
    "today", "add", "reflect", "outcome", "ask", "reply", "mark", "thank", "evaluate", "prepare", "list", "show",
    "undo", "?", "back", "", "", "1", "2", "3", "y", "n", ".", ">", "oscorp", "globex", "rejected", "yesterday",
    "Thank you. You were clear.", "strength", "Ada Byron <ada@initech.example>",
)  # fmt: skip
IDS = ("oscorp", "globex", "nordwind", "hooli", "initech", "hooli-0-r", "nordwind-application", "o", "zzz", "")
FLAGS = (
    "--json", "--on", "--until", "--at", "--company", "--role", "--lang", "--kind", "--channel", "--round", "--words",
    "--interviewer", "--add-interviewer", "--tz", "--mode", "--travel", "--notes", "--competency", "--quote", "--by",
    "--name", "--email", "--person", "--application", "--limit", "--as", "--since", "--format", "--text", "--when",
    "--will", "--for", "--title", "--point", "--salutation", "--all", "--undo", "--list", "--wait", "--help", "-x",
    "--anonymous", "--without", "--evening", "--words-file", "--file", "--subject", "--draft", "--never", "--from",
)  # fmt: skip


def phrases(case: Case) -> None:
    """Phrases of rejections and letters, in the languages there are."""
    letters = sorted((Path(__file__).parents[1] / "tests" / "letters").glob("**/*.toml"))
    text = case.dice.choice(letters).read_text(encoding="utf-8")
    start = case.dice.randrange(len(text))
    case.call("phrase", "explain", "-", stdin=odd_text(case.dice, text[start : start + 600]))


# ── files that are read once ──────────────────────────────────────────────────────────────────────────────────────


def mails(case: Case) -> None:
    """A mail explained, recorded as a reply, and found in a folder."""
    files = sorted(CORPUS.glob("*.eml"))
    raw = odd_bytes(case.dice, case.dice.choice(files).read_bytes(), case.dice.choice(files).read_bytes())
    mail = case.file("odd.eml", raw)
    case.call("mail", "explain", mail)
    case.call("check", "--eml", mail)
    case.call("request", "reply", case.dice.choice(("hooli-0-r", "globex", "nordwind")), "--file", mail)
    case.call(*case.dice.choice(READING).split())


def mail_folders(case: Case) -> None:
    """An mbox and a Maildir."""
    files = sorted(CORPUS.glob("*.eml"))
    chosen = [odd_bytes(case.dice, case.dice.choice(files).read_bytes(), b"From x") for _ in range(4)]
    box = b"".join(b"From ada@initech.example Thu Nov 12 10:00:00 2026\n" + raw + b"\n\n" for raw in chosen)
    case.call("check", "--mbox", case.file("odd.mbox", odd_bytes(case.dice, box, box)))
    folder = case.home / "Maildir" / case.dice.choice(("cur", "new", ".&BB8-/cur"))
    for name in ("cur", "new", "tmp"):
        (case.home / "Maildir" / name).mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    for place, raw in enumerate(chosen):
        (folder / f"{place}:2,{case.dice.choice(('', 'S', 'é', ',,'))}").write_bytes(raw)
    case.call("check", "--maildir", str(case.home / "Maildir"))


def tables(case: Case) -> None:
    """A table of interviews, another journal, a calendar, mails: all that `import` takes."""
    kind = case.dice.choice(("csv", "json", "ics", "md", "eml"))
    raw = case.sample[kind]
    if kind == "json" and happens(case.dice, 0.6):
        raw = odd_json(case.dice, raw)
    if happens(case.dice, 0.8):
        raw = odd_bytes(case.dice, raw, case.dice.choice(list(case.sample.values())))
    file = case.file(f"odd.{case.dice.choice((kind, 'txt', 'csv'))}", raw)
    extra = case.dice.choice(((), (), ("--day-first",), ("--month-first",), ("--map", typed_words(case.dice))))
    case.call("import", file, "--dry-run", *extra)
    case.call("import", file, *extra)
    case.call(*case.dice.choice(READING).split())


def merging(case: Case) -> None:
    """Another machine's journal, and a copy put in place."""
    raw = odd_json(case.dice, case.sample["store"])
    if happens(case.dice, 0.3):
        raw = odd_bytes(case.dice, raw, case.sample["json"])
    other = case.file("other.json", raw)
    words = case.dice.choice(("merge", "restore", "conflict"))
    if words == "conflict":
        shutil.copy(other, case.paths.data_dir / "journal.sync-conflict-20261112-090000-ABCDEFG.json")
        case.call("interview", "list")
    else:
        case.call(words, other)
    for _ in range(3):
        case.call(*case.dice.choice(READING).split())
    case.call(*case.dice.choice(CHANGING).split())


# ── files that the program keeps ──────────────────────────────────────────────────────────────────────────────────


def stores(case: Case) -> None:
    """The journal and its history, damaged where values are or anywhere."""
    journal = case.paths.journal
    raw = journal.read_bytes()
    raw = odd_json(case.dice, raw) if happens(case.dice, 0.7) else odd_bytes(case.dice, raw, raw)
    case.file("data/journal.json", raw)
    if happens(case.dice, 0.4):
        case.file("data/history.jsonl", odd_bytes(case.dice, case.paths.history.read_bytes(), raw))
    for _ in range(4):
        case.call(*case.dice.choice(READING).split())
    case.call(*case.dice.choice(CHANGING).split())
    case.call(*case.dice.choice(READING).split())


def settings(case: Case) -> None:
    """The settings and the person's own letters."""
    name = case.dice.choice(("config.toml", "config.toml", "templates.toml"))
    raw = case.sample["settings" if name == "config.toml" else "templates"]
    for _ in range(case.dice.randint(1, 4)):
        raw = re.sub(rb"(?m)^# ?(?=[a-z_\[])", lambda mark: case.dice.choice((b"", mark.group())), raw)
        raw = odd_bytes(case.dice, raw, raw, few=True) if happens(case.dice, 0.7) else odd_values(case.dice, raw)
    if b"password_command" in raw or b"[hooks]" in raw:
        raw = re.sub(rb"(?m)^ *(password_command|replied|sent|rejected|due_changed|\[hooks\]).*", b"", raw)
    case.file(name, raw)
    case.call("config", "check")
    case.call(*case.dice.choice(READING).split())
    case.call("request", "draft", "globex", "--kind", case.dice.choice(("request", "note", "status")))
    case.call("config", "templates")


def odd_values(dice: random.Random, raw: bytes) -> bytes:
    """Settings with other values."""
    odd = [f'"{odd_text(dice, "{name}")}"', "-1", "1e400", "99999999999999999999", "[]", "{}", "[[]]", "true", "''",
           "1979-05-27", '["a", 1]', '"\\u0000"', '"{greeting.__class__}"', '"{0}"', '"{"', '"{{{}}}"']  # fmt: skip
    return re.sub(
        rb"(?m)= *(.+)$", lambda found: b"= " + dice.choice(odd).encode("utf-8", "replace")
        if happens(dice, 0.2) else found.group(), raw,
    )  # fmt: skip


def kept_files(case: Case) -> None:
    """What is typed, where the app was closed, saved views, the answer of the shell prompt, bookmarks."""
    folder = case.paths.data_dir
    case.file("data/.due", odd_bytes(case.dice, b"1.2.3.4|-|\n1.0\n99999999999.0\n7\n", b"\x1b[31m"))
    quick_answer(["due", "--quiet"], {"AFTERWORD_DATA_DIR": str(folder), "AFTERWORD_CONFIG": "x"}, time.time())
    case.paths.typed.mkdir(exist_ok=True)
    for name, raw, read in (
        ("typed/0011223344556677.json", TYPED, lambda: opened(case).left()),
        ("session.json", SESSION, lambda: opened(case).session()),
        ("views.json", VIEWS, lambda: FileViews(case.paths.views).read()),
    ):
        case.file(
            f"data/{name}", odd_json(case.dice, raw) if happens(case.dice, 0.7) else odd_bytes(case.dice, raw, raw)
        )
        try:
            read()
        except AfterwordError:
            continue


def opened(case: Case) -> FileTypedStore:
    """A window's store of what is typed."""
    return FileTypedStore(case.paths.typed, case.paths.session, FixedClock(NOW))


TYPED = (
    b'[{"place":{"kind":"interview","ids":["oscorp"],"words":"editing an interview"},"fields":[{"name":"company",'
    b'"label":"Company","text":"Acme","began":""}],"here":"company","cursor":[0,4],"file":"","at":"2026-11-12T09:00:00Z"}]'
)
SESSION = (
    b'{"pane":"feedback","panes":{"reflection":{"place":{"line":"oscorp","filter":"x","sorted":"company"},"tops":{},'
    b'"size":[80,24]},"feedback":{"place":{"line":"hooli-0-r"}},"evaluation":{"view":"over-time"}}}'
)
VIEWS = b'[{"name":"Waiting","pane":"feedback","state":{"place":{"filter":"acme"},"state":"waiting"}}]'
Target = Callable[[Case], None]
TARGETS: tuple[Target, ...] = (
    dates, addresses, flags, plain_talk, phrases, mails, mail_folders, tables, merging, stores, settings, kept_files,
)  # fmt: skip


# ── running ───────────────────────────────────────────────────────────────────────────────────────────────────────


def samples(folder: Path) -> dict[str, bytes]:
    """Sound files of every kind, of the sample journal that is made in that folder."""
    paths = Paths(folder / "data", folder / "config.toml")
    paths.settings.write_text(sample_settings(), encoding="utf-8")
    fill_with_sample(open_journal(paths))
    environ = {"AFTERWORD_DATA_DIR": str(paths.data_dir), "AFTERWORD_CONFIG": str(paths.settings)}

    def said(*words: str) -> bytes:
        out = io.StringIO()
        run(words, Terminal(io.StringIO(), out, io.StringIO(), environ), lambda *_: 0)
        return out.getvalue().encode()

    files = {form: said("export", "--format", form) for form in ("csv", "json", "ics", "md")}
    run(
        ("config", "init"),
        Terminal(
            io.StringIO(), io.StringIO(), io.StringIO(), {**environ, "AFTERWORD_CONFIG": str(folder / "new.toml")}
        ),
        lambda *_: 0,
    )
    return {
        **files,
        "store": paths.journal.read_bytes(),
        "eml": (CORPUS / "reply-plain.eml").read_bytes(),
        "settings": (folder / "new.toml").read_bytes(),
        "templates": said("config", "templates"),
    }


@contextmanager
def limited() -> Iterator[None]:
    """No longer than that, of the processor and by the clock."""

    def too_long(_number: int, frame: FrameType | None) -> None:
        raise TooLong("".join(traceback.format_stack(frame)))

    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, too_long)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS * 6)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def try_one(number: int, seed: int, made: Path, sample: dict[str, bytes], chosen: Sequence[Target]) -> str:
    """Carry out that case; what went wrong, in words."""
    dice = random.Random(f"{seed}/{number}")  # noqa: S311 - what to try, not a secret
    target = chosen[number % len(chosen)]
    home = made.with_name("case")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(made, home)
    case = Case(dice, home, sample)
    try:
        with limited():
            target(case)
    except Find as find:
        words = str(find)
    except TooLong as slow:
        words = f"more than {MOST_SECONDS} seconds:\n{str(slow)[-2500:]}"
    except BaseException:  # noqa: BLE001 - whatever gets out is a find
        words = traceback.format_exc()
    else:
        return ""
    return f"\n── case {number} of seed {seed}, {target.__name__}\n" + "\n".join(case.called)[-3000:] + f"\n{words}\n"


def kind_of(said: str) -> str:
    """The place in the program where it went wrong, or else what was said of it."""
    places = re.findall(r'File ".*/(afterword/[^"]+)", line (\d+), in (\w+)\n.*?\n', said)
    inner = [
        " ".join(place) for place in places if not place[0].startswith(("afterword/cli/main", "afterword/cli/shell"))
    ]
    return inner[-1] if inner else said.strip().splitlines()[-1][:120]


def main() -> int:
    """Try cases for so long; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=Fraction, default=Fraction(60))
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--only", nargs="*", choices=[target.__name__ for target in TARGETS])
    parser.add_argument("--case", type=int)
    options = parser.parse_args()
    chosen = [target for target in TARGETS if not options.only or target.__name__ in options.only]
    print(f"seed {options.seed}", flush=True)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    finds, number, begun = Counter[str](), options.case or 0, time.monotonic()
    with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None) as name:
        os.environ["HOME"] = name
        os.chdir(name)  # what is typed may be the name of a file
        made = Path(name) / "made"
        made.mkdir()
        sample = samples(made)
        while time.monotonic() - begun < options.minutes * 60:
            said = try_one(number, options.seed, made, sample, chosen)
            number += 1
            if said:
                kind = kind_of(said)
                finds[kind] += 1
                if finds[kind] == 1:
                    print(said, flush=True)
            if options.case is not None:
                break
    for kind, count in finds.most_common():
        print(f"{count} × {kind}")
    print(
        f"{number} cases in {(time.monotonic() - begun) / 60:.1f} minutes, {finds.total()} finds, seed {options.seed}"
    )
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
