"""Files and streams at the edges: links, pipes, devices, full disks, hang-ups, and files longer than usual."""

import io
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.calls import ADA, Calls, Screen

from afterword.cli.shell import Shell, Terminal
from afterword.errors import UserError
from afterword.paths import Paths

ADD = ("interview", "add", "--company", "Initech", "--role", "SRE", "--at", "2026-11-06 10:00")
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


def _environ(home: Path) -> dict[str, str]:
    own = {"AFTERWORD_DATA_DIR": str(home / "data"), "XDG_CONFIG_HOME": str(home)}
    return {**os.environ, **own, "TMPDIR": str(home)}


def _shell(home: Path, line: str) -> "subprocess.CompletedProcess[str]":
    """A line of sh in which $A is the program."""
    (home / "config.toml").touch()
    program = shlex.join([sys.executable, "-m", "afterword"])
    words = [shutil.which("sh") or "/bin/sh", "-c", line.replace("$A", program)]
    return subprocess.run(words, env=_environ(home), capture_output=True, text=True, check=False)  # noqa: S603 - our own program


# ── files that a person names ───────────────────────────────────────────────────────────────────────────────────────


def test_a_link_stays_and_its_target_is_written(calls: Calls) -> None:
    """What the link leads to holds the export, for its owner alone; the link is one as before."""
    calls.interview(ADA)
    target, link = calls.home / "target.json", calls.home / "link.json"
    target.write_text("old")
    link.symlink_to(target.name)
    calls.done("export", "--out", str(link))
    assert link.is_symlink()
    assert json.loads(target.read_text())["interviews"]
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_link_to_nothing_yet_is_followed(calls: Calls) -> None:
    """The file is made where the link points."""
    calls.interview(ADA)
    link = calls.home / "link.json"
    link.symlink_to("new.json")
    calls.done("export", "--out", str(link))
    assert link.is_symlink()
    assert (calls.home / "new.json").is_file()


def test_a_pipe_is_written_into(calls: Calls) -> None:
    """Whoever reads from the pipe gets the export, and the pipe is still one."""
    calls.interview(ADA)
    pipe = calls.home / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        calls.done("export", "--out", str(pipe))
        assert json.loads(os.read(reader, 1_000_000))["interviews"]
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_pipe_without_a_reader_is_refused(calls: Calls) -> None:
    """Nothing hangs, and the pipe stays."""
    pipe = calls.home / "pipe"
    os.mkfifo(pipe)
    answer = calls("export", "--out", str(pipe))
    assert (answer.code, "Nobody reads" in answer.err) == (1, True)
    assert pipe.is_fifo()


@pytest.mark.parametrize("place", [".", "loop"])
def test_what_is_no_file_is_refused(place: str, calls: Calls) -> None:
    """A folder and a link that leads in a circle are named, not replaced."""
    (calls.home / "loop").symlink_to("loop")
    why = calls.refused("export", "--out", str(calls.home / place))
    assert why.startswith("afterword: ")
    assert (calls.home / "loop").is_symlink()


def test_a_device_is_written_into(calls: Calls) -> None:
    """/dev/null takes everything and stays what it is."""
    calls.interview(ADA)
    calls.done("export", "--out", os.devnull)
    assert Path(os.devnull).is_char_device()


def test_another_name_of_stdout_is_stdout(tmp_path: Path) -> None:
    """Into a file that is appended to, the export goes behind what stands there."""
    assert _shell(tmp_path, f"$A {shlex.join(ADD)}").returncode == 0
    ran = _shell(tmp_path, f"echo first > {tmp_path}/out; $A export --out /dev/stdout >> {tmp_path}/out")
    assert ran.returncode == 0, ran.stderr
    first, _, rest = (tmp_path / "out").read_text().partition("\n")
    assert first == "first"
    assert json.loads(rest)["interviews"]


@needs_full
def test_a_full_disk_is_a_sentence(calls: Calls) -> None:
    """A device that takes no more is no traceback."""
    assert "cannot be written" in calls.refused("export", "--out", "/dev/full")


# ── stdout that takes nothing ───────────────────────────────────────────────────────────────────────────────────────


@needs_full
@pytest.mark.parametrize("words", ["--help", "--version", "interview --help", "due --json", "paths", "export"])
def test_an_answer_nobody_can_see_is_a_sentence(words: str, tmp_path: Path) -> None:
    """Exit code 1, one sentence with the reason, and nothing at the end of the process."""
    ran = _shell(tmp_path, f"$A {words} > /dev/full")
    assert ran.returncode == 1
    assert "could not be shown" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Exception" not in ran.stderr


@needs_full
@pytest.mark.parametrize(("to", "code"), [("> /dev/full", 1), (">&-", 0), ("| true", 0)])
def test_an_answer_that_is_kept_is_lost_like_any_other(to: str, code: int, tmp_path: Path) -> None:
    """A prompt asks for it without the rest of the program."""
    assert _shell(tmp_path, f"$A {shlex.join(ADD)} && $A due --quiet").returncode == 0
    assert (tmp_path / "data" / ".due").exists()
    ran = _shell(tmp_path, f"export PYTHONUNBUFFERED=1; $A due --quiet {to}")
    assert (ran.returncode, "Traceback" in ran.stderr) == (code, False)


@needs_full
@pytest.mark.parametrize("json_too", ["", "--json"])
def test_a_save_nobody_can_see_is_told_and_done(json_too: str, tmp_path: Path) -> None:
    """The record is saved, so the call is done; its id is told on stderr."""
    ran = _shell(tmp_path, f"$A {shlex.join(ADD)} {json_too} > /dev/full")
    (found,) = json.loads(_shell(tmp_path, "$A interview list --json").stdout)
    assert ran.returncode == 0
    assert "It is saved" in ran.stderr
    assert json_too or found["id"] in ran.stderr


@needs_full
def test_a_full_stderr_stops_no_command(tmp_path: Path) -> None:
    """What cannot even be told does no harm."""
    ran = _shell(tmp_path, f"$A {shlex.join(ADD)} 2> /dev/full")
    assert (ran.returncode, bool(ran.stdout.strip())) == (0, True)
    assert _shell(tmp_path, "$A nonsense 2> /dev/full > /dev/full").returncode == 2


def test_a_reader_that_has_gone_is_no_error(tmp_path: Path) -> None:
    """`| head -1` is quiet, for help as for data."""
    for words in ("--help", "--demo export", "--demo request list"):
        ran = _shell(tmp_path, f"$A {words} | head -c 1")
        assert (ran.stderr, len(ran.stdout)) == ("", 1)


def test_a_terminal_gets_no_control_characters(calls: Calls) -> None:
    """What a terminal could obey stays in the journal."""
    calls.done(*ADD, "--notes", "a\u202eb\u0085c\x9bd")
    screen = Screen()
    assert calls("export", stdout=screen).code == 0
    assert not {"\u202e", "\u0085", "\x9b", "\x1b"} & set(screen.getvalue())


# ── files that come in ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", ["file", pytest.param("stdin", marks=pytest.mark.long)])
def test_a_large_export_is_imported_whole(way: str, tmp_path: Path) -> None:
    """An export of more than 25 MB comes in, from a file and from a pipe."""
    assert _shell(tmp_path, f"$A {shlex.join(ADD)}").returncode == 0
    exported = json.loads(_shell(tmp_path, "$A export").stdout)
    (record,) = exported["interviews"].values()
    record["notes"] = "word " * (27 * 1024 * 1024 // 5)
    (tmp_path / "large.json").write_text(json.dumps(exported))
    words = f"import {tmp_path}/large.json" if way == "file" else f"import - < {tmp_path}/large.json"
    ran = _shell(tmp_path, f"$A --data-dir {tmp_path}/other {words}")
    assert ran.returncode == 0, ran.stderr
    (found,) = json.loads(_shell(tmp_path, f"$A --data-dir {tmp_path}/other export").stdout)["interviews"].values()
    assert len(found["notes"]) >= 27 * 1024 * 1024 - 10


@pytest.mark.parametrize("name", ["-", "file"])
def test_a_limit_is_named_and_nothing_is_cut(name: str, tmp_path: Path) -> None:
    """One byte more than may be read is refused with the limit; what fits is read to its end."""
    file = tmp_path / "file"
    for size in (1000, 1001):
        file.write_bytes(b"x" * size)
        stdin = io.TextIOWrapper(io.BytesIO(b"x" * size))
        shell = Shell(Terminal(stdin, io.StringIO(), io.StringIO(), {}), Paths(tmp_path, tmp_path / "config.toml"))
        named = name if name == "-" else str(file)
        if size == 1000:
            assert len(shell.read_bytes(named, most=1000)) == size
        else:
            with pytest.raises(UserError, match="longer than 1,000 bytes"):
                shell.read_bytes(named, most=1000)


def test_an_import_that_names_what_is_nowhere_is_refused(calls: Calls) -> None:
    """A conversation about an interview that is neither here nor in the file does not come in."""
    calls.interview(ADA)
    exported = json.loads(calls.done("export"))
    exported["reflections"] = {"gone": {"id": "gone", "went_well": "All of it"}}
    assert "reflections → gone" in calls.refused("import", "-", stdin=json.dumps(exported))
    assert "gone" not in calls.journal.read_text()


@pytest.mark.parametrize("name", ["", " "])
@pytest.mark.parametrize("flag", ["--data-dir", "--config"])
def test_a_place_needs_a_name(flag: str, name: str, calls: Calls) -> None:
    """An empty variable in a script does not lead to another journal, nor to other settings."""
    answer = calls(flag, name, "due")
    assert answer.code == 2
    assert flag in answer.err


# ── the folder of the sample ────────────────────────────────────────────────────────────────────────────────────────


def _mind_signals() -> None:
    """Whoever started the tests may ignore these, and a child inherits that."""
    for ending in (signal.SIGHUP, signal.SIGINT):
        signal.signal(ending, signal.SIG_DFL)


def _on_terminal(inner: int) -> None:
    _mind_signals()
    os.login_tty(inner)


@contextmanager
def _waiting(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A command on sample data that waits for stdin."""
    words = [sys.executable, "-m", "afterword", "--demo", "import", "-"]
    with subprocess.Popen(  # noqa: S603 - our own program
        words,
        env=_environ(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_mind_signals,  # noqa: PLW1509 - nothing but signals
    ) as process:
        yield process


@pytest.mark.parametrize("ending", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_the_sample_is_gone_after_any_end(ending: signal.Signals, tmp_path: Path) -> None:
    """A hang-up and a kill leave nothing behind, and end the process as they should."""
    with _waiting(tmp_path) as process:
        assert process.stdin is not None
        # The pipe holds 64 KiB: once more than that was taken, the command is reading, and the sample is there.
        process.stdin.write(b" " * 300_000)
        process.stdin.flush()
        assert list(tmp_path.glob("afterword-demo-*"))
        process.send_signal(ending)
        code = process.wait(60)
    assert code in (-ending, 130)
    assert not list(tmp_path.glob("afterword-demo-*"))


@pytest.mark.parametrize("ending", ["the window closes", "a kill"])
def test_the_sample_of_the_app_is_gone(ending: str, tmp_path: Path) -> None:
    """Closing the terminal of the full-screen app, or ending the app from outside, leaves no folder."""
    master, inner = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "afterword", "--demo"],
        env={**_environ(tmp_path), "TERM": "xterm-256color"},
        preexec_fn=lambda: _on_terminal(inner),  # noqa: PLW1509 - nothing but signals and a terminal
    )
    os.close(inner)
    seen = b""
    while b"Reflection" not in seen:
        seen += os.read(master, 65536)
    assert list(tmp_path.glob("afterword-demo-*"))
    if ending == "a kill":
        process.terminate()
    os.close(master)
    process.wait(60)
    assert not list(tmp_path.glob("afterword-demo-*"))


def test_the_sample_says_that_nothing_is_kept(calls: Calls) -> None:
    """Whoever added something to the sample is told; whoever only looked is not."""
    assert "nothing you added or changed is kept" in calls("--demo", *ADD).err
    assert "kept" not in calls("--demo", "interview", "list").err


@needs_full
def test_a_save_that_shows_nothing_is_done_on_a_full_device(tmp_path: Path) -> None:
    """Where a command has nothing to print, nothing was lost: it is no failure."""
    assert _shell(tmp_path, f"$A {shlex.join(ADD)}").returncode == 0
    (found,) = json.loads(_shell(tmp_path, "$A interview list --json").stdout)
    ran = _shell(tmp_path, f"$A interview edit {found['id']} --notes calm > /dev/full")
    assert (ran.returncode, "could not be shown" in ran.stderr) == (0, False)


@pytest.mark.parametrize("name", ["", "folder-to-be/", "data/journal.json", "link"])
def test_an_export_takes_no_place_that_is_none(name: str, calls: Calls) -> None:
    """Nothing, a name of a folder, and the journal itself, by a link too, are refused; the journal stays as it is."""
    calls.interview(ADA)
    journal = calls.home / "data/journal.json"
    (calls.home / "link").symlink_to(journal)
    before = journal.read_bytes()
    answer = calls("export", "--out", f"{calls.home}/{name}" if name else "")
    assert answer.code in (1, 2)
    assert "Traceback" not in answer.err
    assert journal.read_bytes() == before
    assert not (calls.home / "folder-to-be").exists()


def test_an_export_leaves_what_may_only_be_read(tmp_path: Path) -> None:
    """A file that its owner has closed to writing is not replaced, though its folder is open."""
    target = tmp_path / "old.json"
    target.write_text("old")
    target.chmod(0o400)
    tmp_path.chmod(0o777)
    program = "from pathlib import Path; import os, sys; from afterword.cli.files import write_named\n"
    program += "os.getuid() or os.setuid(65534)\nwrite_named(Path('old.json'), b'new')"
    words = [sys.executable, "-c", program]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert "may only be read" in ran.stderr
    assert target.read_text() == "old"


@pytest.mark.parametrize("words", [["--plain"], ["reflect", "{about}"]])
def test_a_line_without_an_end_is_taken_for_the_end(words: list[str], calls: Calls) -> None:
    """What goes on and on is no person's answer, and fills no memory."""
    about = calls.interview()
    answer = calls(*(word.format(about=about) for word in words), stdin="x" * 3_000_000)
    assert answer.code == 0
    assert "more than 1,000,000 characters" in answer.out + answer.err


@pytest.mark.parametrize("words", ["import", "request edit {request} --body-file", "mail explain"])
def test_a_pipe_that_is_named_is_waited_for_and_can_be_left(words: str, calls: Calls) -> None:
    """As any program that reads what it is told to: ctrl+c ends it, without a word about mistakes."""
    pipe = calls.home / "pipe"
    os.mkfifo(pipe)
    request = calls.asked()
    call = [*words.format(request=request).split(" "), str(pipe)]
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "afterword", *call],
        env={**_environ(calls.home), **calls.environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_mind_signals,  # noqa: PLW1509 - nothing but signals
    ) as process:
        descriptor = os.open(pipe, os.O_WRONLY)  # returns when somebody reads
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
        os.close(descriptor)
    assert (process.returncode, said) == (130, b"\n")
