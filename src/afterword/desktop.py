"""Owns the programs of the person's desktop and terminal: opening a file, the clipboard, mail programs."""

import atexit
import base64
import contextlib
import errno
import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec
from msgspec import Struct

from afterword.domain.text import clean_line, shorten
from afterword.errors import UserError
from afterword.paths import typed_path

if TYPE_CHECKING:
    from afterword.services.sending import HookCall

_DESKTOPS = ("DISPLAY", "WAYLAND_DISPLAY")


class Opener(Struct, frozen=True):
    """Hands one target to the opener of the system: `open` on macOS, `termux-open-url`, `xdg-open` on a desktop."""

    environ: Mapping[str, str]
    find: Callable[[str], str | None] | None = None
    platform: str = sys.platform

    @property
    def command(self) -> str:
        """The program that opens things here; empty where there is none. Without a desktop a text browser would."""
        if self.platform == "darwin":
            names = ["open"]
        else:
            names = ["termux-open-url"]
            names += ["xdg-open"] if any(self.environ.get(variable) for variable in _DESKTOPS) else []
        return next((path for name in names if (path := self._find(name)) is not None), "")

    def _find(self, name: str) -> str | None:
        return self.find(name) if self.find is not None else shutil.which(name, path=self.environ.get("PATH"))

    def open(self, target: str, *, patience: float = 0.0) -> None:
        """Open it; the opener lives on without us. Raises `UserError` where nothing opens it.

        `patience`: seconds to wait for the opener to say that it failed.
        """
        command = self.command
        if not command:
            raise _closed("There is no desktop here to open it on.")
        null = subprocess.DEVNULL
        try:
            process = subprocess.Popen(  # noqa: S603 - one argument, no shell
                [command, target], env=dict(self.environ), start_new_session=True, stdin=null, stdout=null, stderr=null
            )
            if patience and process.wait(patience) != 0:
                raise _closed("It could not be opened.")
        except subprocess.TimeoutExpired:
            return
        except OSError as error:
            raise _closed("It could not be opened.") from error


def _closed(title: str) -> UserError:
    return UserError(title, hint="Copy it, or write it to a file.")


_SECONDS = 5.0
_TOOLS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("", ("pbcopy",)),
    ("", ("termux-clipboard-set",)),
    ("", ("clip.exe",)),
)
_REMOTE = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")

Run = Callable[[Sequence[str], str], int]
"""Runs a command with a text on its input and returns its exit code. Raises `OSError`."""


def run(command: Sequence[str], text: str, environ: Mapping[str, str] | None = None) -> int:
    """Run a clipboard tool. Some stay behind to hold the text, so nothing of theirs is waited for but their end.

    What stays behind is in a session of its own: closing the terminal ends only what belongs to the terminal.
    """
    # One of the tools named above, found on the person's own path; never a shell.
    done = subprocess.run(  # noqa: S603
        command,
        input=text.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=False,
        start_new_session=True,
        env=None if environ is None else dict(environ),
    )
    return done.returncode


def by_osc52(text: str) -> None:
    """Hand a text to the terminal of this process (OSC 52). Raises `OSError` where there is none."""
    packed = base64.b64encode(text.encode()).decode("ascii")
    with Path("/dev/tty").open("w", encoding="ascii") as terminal:
        terminal.write(f"\x1b]52;c;{packed}\a")


class Clipboard(Struct, frozen=True):
    """The clipboard of the machine the person sits at, as far as it can be reached.

    `by_terminal` hands the text to the terminal, which may or may not take it and never says so.
    """

    environ: Mapping[str, str]
    by_terminal: Callable[[str], object]
    find: Callable[[str], str | None] | None = None
    run: Run | None = None

    @property
    def remote(self) -> bool:
        """Whether the program runs on another machine than the one with the keyboard."""
        return any(self.environ.get(name) for name in _REMOTE)

    def copy(self, text: str) -> str:
        """Copy the text and return a sentence about where it went. Raises `UserError`."""
        for needs, words in () if self.remote else _TOOLS:
            is_there = (not needs or self.environ.get(needs)) and self._find(words[0]) is not None
            if is_there and self._copied(words, text):
                return f"Copied to the clipboard ({words[0]})."
        try:
            self.by_terminal(text)
        except OSError as error:
            raise UserError("The clipboard cannot be reached.", hint="Write the letter to a file instead.") from error
        return "Handed to your terminal's clipboard; if pasting brings nothing, write it to a file instead."

    def _find(self, tool: str) -> str | None:
        return self.find(tool) if self.find is not None else shutil.which(tool, path=self.environ.get("PATH"))

    def _copied(self, words: Sequence[str], text: str) -> bool:
        try:
            status = run(words, text, self.environ) if self.run is None else self.run(words, text)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return status == 0


_KNOWN = ("neomutt", "mutt", "aerc", "alpine")
_TAKES_FILE = frozenset({"neomutt", "mutt"})
"""They take a whole draft (`-H`), and keep its Message-ID; all others take a mailto address."""
_OPTION = {"alpine": ("-url",), "pine": ("-url",)}


class MailProgram(Struct, frozen=True):
    """One mail program of the terminal: the command as the person would type it."""

    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return Path(self.command[0]).name

    @property
    def takes_file(self) -> bool:
        """Whether it opens a draft from a file."""
        return self.name in _TAKES_FILE

    def words(self, draft: Path, mailto: str) -> list[str]:
        """What to run: it opens the draft, or the address where it takes no file."""
        if self.takes_file:
            return [*self.command, "-H", str(draft)]
        return [*self.command, *_OPTION.get(self.name, ()), mailto]

    def write(self, eml: bytes, mailto: str, environ: Mapping[str, str]) -> None:
        """Let the person write and send in it; returns when it has ended. Raises `UserError` where it cannot be run.

        The draft lies in a folder of its own that nobody else can read, and is gone afterwards.
        """
        with tempfile.TemporaryDirectory(prefix="afterword-letter-") as folder:
            draft = Path(folder) / "letter.eml"
            draft.touch(mode=0o600)
            draft.write_bytes(eml)
            try:
                # The person's own mail program, as a list of words without a shell.
                ended = subprocess.run(self.words(draft, mailto), env=dict(environ), check=False)  # noqa: S603
            except (OSError, ValueError) as error:
                raise UserError(
                    f"“{self.name}” cannot be started.", hint="Copy the letter, or write a file."
                ) from error
        if ended.returncode:
            raise UserError(f"“{self.name}” ended with an error ({ended.returncode}).", "The draft is kept.")


def mail_programs(environ: Mapping[str, str]) -> tuple[MailProgram, ...]:
    """The mail programs that can be run here, the person's own ($MAILER) first."""
    try:
        own = tuple(shlex.split(environ.get("MAILER", "")))
    except ValueError:
        own = ()
    commands = [own] if own else []
    commands += [(name,) for name in _KNOWN if not own or name != Path(own[0]).name]
    path = environ.get("PATH")
    return tuple(MailProgram(words) for words in commands if shutil.which(words[0], path=path) is not None)


_PRIVATE = 0o600


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """`stem.ending` in that folder, with a number where the name is taken."""
    number = 1
    while (place := folder / f"{stem}{f'-{number}' if number > 1 else ''}.{ending}").exists():
        number += 1
    return place


def write_file(typed: str, raw: bytes) -> Path:
    """Write a new file that only the person can read. Refused when it is there already or cannot be written."""
    if not typed.strip():
        raise UserError("Where to?", hint="Type a file name, such as ~/letter.txt.")
    place = typed_path(typed.strip())
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
    except FileExistsError as error:
        hint = "Choose another name; nothing was overwritten."
        raise UserError(f"There is a file {place} already.", hint=hint) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or ""
        raise UserError(f"{place} cannot be written.", reason, "Choose another folder or name.") from error
    return place


_MOST_READ = 1024**3


def read_file(typed: str, most: int = _MOST_READ) -> bytes:
    """What stands in that file. Raises `UserError` when it cannot be read, or is longer than `most` bytes."""
    place = typed.strip()
    try:
        with _opened(typed_path(place)) as file:
            raw = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = f"{error.strerror}." if isinstance(error, OSError) and error.strerror else ""
        raise UserError(f"{place} cannot be read.", reason, "Check the name of the file.") from error
    if len(raw) > most:
        raise UserError(f"{place} is longer than {most:,} bytes, the most that is read.")
    return raw


def _opened(path: Path) -> IO[bytes]:
    """The file. A pipe or a device is not waited for: the screen would stand still, perhaps for ever."""
    if stat.S_IFMT(path.stat().st_mode) not in (stat.S_IFREG, stat.S_IFDIR):
        raise OSError(errno.EINVAL, "It is a pipe or a device, and no file")
    return path.open("rb")


_PREFIX = "afterword-shown-"


def show_file(name: str, raw: bytes) -> Path:
    """Write a file that only the person can read, until this process ends. Raises `UserError` where it cannot."""
    sweep_shown_files()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return write_file(str(folder / name), raw)


def sweep_shown_files(folder: Path | None = None) -> None:
    """Remove what processes that were killed have left behind in that folder, or else in the temporary one."""
    try:
        with os.scandir(folder or tempfile.gettempdir()) as entries:
            leftovers = [entry.path for entry in entries if entry.name.startswith(_PREFIX) and _is_left_behind(entry)]
    except OSError:
        return
    for path in leftovers:
        shutil.rmtree(path, ignore_errors=True)


def _is_left_behind(entry: "os.DirEntry[str]") -> bool:
    maker = entry.name.removeprefix(_PREFIX).partition("-")[0]
    if not entry.is_dir(follow_symlinks=False) or entry.stat(follow_symlinks=False).st_uid != os.getuid():
        return False
    return maker.isdecimal() and not _runs(int(maker))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


_HOOK_PATIENCE = 10.0
_LONGEST_ERROR = 4_000
"""Seconds that a person's own program may take after a save."""


def run_hook(command: Sequence[str], call: "HookCall", patience: float = _HOOK_PATIENCE) -> str:
    """Runs the person's own program with the document on its stdin; a sentence where it failed, else nothing.

    Of what it says of errors only the beginning is kept. After those seconds it is ended, with all it has begun.
    """
    name = f"The hook {call.hook.value} ({clean_line(command[0])})"
    words = [os.path.expanduser(word) for word in command]  # noqa: PTH111 - words, most of them no paths
    error_output = bytearray()
    try:
        # A file, since a program that does not read would hold up whoever writes into a pipe.
        with tempfile.TemporaryFile() as document:
            document.write(msgspec.json.encode(call.document) + b"\n")
            document.seek(0)
            program = subprocess.Popen(  # noqa: S603 - the person's own words, without a shell
                words, stdin=document, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
            )
    except (OSError, ValueError) as error:
        return f"{name} could not be started: {getattr(error, 'strerror', None) or error}. Everything is saved."
    reader = threading.Thread(target=_keep_beginning, args=(program.stderr, error_output), daemon=True)
    reader.start()
    try:
        code = program.wait(patience)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(OSError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        return f"{name} took more than {patience:g} seconds and was ended. Everything is saved."
    if code == 0:
        return ""
    reader.join(1)
    why = shorten(error_output.decode("utf-8", "replace"), 120)
    return f"{name} failed ({code}){f': {why}' if why else ''}. Everything is saved."


def _keep_beginning(stream: IO[bytes], buffer: bytearray) -> None:
    with stream:
        while part := stream.read1(1 << 16):  # type: ignore[attr-defined] # pipes are buffered readers
            buffer += part[: max(0, _LONGEST_ERROR - len(buffer))]
