"""Owns one call of the command line: global flags, finding the command, and the one place that shows its errors."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from afterword import __version__
from afterword.cli.shell import CheckKeys, HelpAsked, NotShown, Shell, Terminal, any_keys
from afterword.domain.text import clean, clean_line
from afterword.errors import AfterwordError, NotUnderstood, StoreUnusable, UserError
from afterword.paths import Paths, find_paths, typed_path

if TYPE_CHECKING:
    from afterword.own_settings import OwnSettings
    from afterword.services.services import Services

DONE, FAILED, WRONG_WORDS, NO_STORE, INTERRUPTED = 0, 1, 2, 3, 130
DEBUG, PLAIN = "AFTERWORD_DEBUG", "AFTERWORD_PLAIN"
_OFF = ("", "0", "no", "off", "false")
_CANNOT_DRAW = ("dumb", "unknown")
"""Terminals that can neither move the cursor nor colour anything; there the program talks line by line."""
_FRAME = "─│›…·“”"
"""Signs without which the screen cannot be read."""
_MOST_TOLD = 3

OpenApp = Callable[[Callable[[], "Services"], "OwnSettings", bool], int]
"""Opens the full-screen app and, once it is seen, the journal; true: with sample data, and the app says so.

Handed in, since the command line knows no screen."""


def run(argv: Sequence[str], terminal: Terminal, open_app: OpenApp, check_keys: CheckKeys = any_keys) -> int:
    """Carry out one call (`argv` without the program's name) and return its exit code; it never raises."""
    try:
        return _run_showing(list(argv), terminal, open_app, check_keys)
    except AfterwordError as error:
        _trace(error, terminal)
        parts = [
            f"afterword: {clean_line(error.title)}",
            *(clean(part).rstrip() for part in (error.detail, error.hint) if part),
        ]
        terminal.tell("\n  ".join("\n  ".join(part.split("\n")) for part in parts) + "\n")
        return (
            WRONG_WORDS
            if isinstance(error, NotUnderstood)
            else NO_STORE
            if isinstance(error, StoreUnusable)
            else FAILED
        )
    except NotShown as lost:
        _show_lost(lost, terminal, "")
        return FAILED
    except BrokenPipeError:
        _let_go_of_stdout(terminal)
        return DONE
    except KeyboardInterrupt:
        terminal.tell("\n")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the one place of the command line where the unexpected ends
        _trace(error, terminal)
        cause = clean_line(f"{type(error).__name__}: {error}")
        message = f"Something unexpected happened ({cause})", f"To see where it came from, set {DEBUG}=1 and try again."
        if isinstance(error, OSError) and error.filename:  # a folder that may not be looked into, a disk that is gone
            message = f"{clean_line(f'{error.filename}')} cannot be used: {error.strerror}", "Check its permissions."
        terminal.tell(f"afterword: {message[0]}.\n  What was saved before it is safe. {message[1]}\n")
        return FAILED


def _run_showing(words: list[str], terminal: Terminal, open_app: OpenApp, check_keys: CheckKeys) -> int:
    try:
        code = _carried_out(words, terminal, open_app, check_keys)
    except HelpAsked as help_asked:
        terminal.show(help_asked.text)
        return DONE
    terminal.show("")
    return code


def _carried_out(words: list[str], terminal: Terminal, open_app: OpenApp, check_keys: CheckKeys) -> int:
    chosen, rest = _globals(words)
    if chosen.version:
        terminal.show(f"afterword {__version__}\n")
        return DONE
    if not chosen.demo:
        paths = find_paths(terminal.environ, chosen.data_dir, chosen.config)
        return _command(rest, Shell(terminal, paths, check_keys), open_app, plain=chosen.plain)
    if chosen.data_dir:
        raise NotUnderstood("--demo brings its own data.", hint="Leave out either --demo or --data-dir.")
    with _sample(terminal, chosen.config, check_keys) as shell:
        return _command(rest, shell, open_app, plain=chosen.plain)


class _Globals(Struct, frozen=True):
    data_dir: str | None = None
    config: str | None = None
    demo: bool = False
    plain: bool = False
    version: bool = False


_NAMES = {"--data-dir": "folder", "--config": "file"}
_SWITCHES = ("--demo", "--plain", "--version")


def _globals(words: list[str]) -> tuple[_Globals, list[str]]:
    """The flags before the command, and the words from it on; no parser is loaded for them."""
    chosen: dict[str, Any] = {}
    rest = list(words)
    while rest and rest[0].startswith("-"):
        word = rest.pop(0)
        flag, separator, value = word.partition("=")
        if flag in _NAMES:
            value = value if separator else next(iter(rest), "")
            if not value.strip() or (not separator and value.startswith("-")):
                hint = "Leave it out for the usual place. See: afterword --help"
                raise NotUnderstood(f"{flag} needs the name of a {_NAMES[flag]}.", hint=hint)
            rest = rest if separator else rest[1:]
        elif flag not in _SWITCHES or separator:
            from afterword.cli.command import GLOBAL_FLAGS, root_help, unknown

            raise (HelpAsked(root_help()) if word in ("-h", "--help") else unknown(word, GLOBAL_FLAGS, ""))
        chosen[flag.removeprefix("--").replace("-", "_")] = value or True
    return _Globals(**chosen), rest


@contextlib.contextmanager
def _sample(terminal: Terminal, config: str | None, check_keys: CheckKeys) -> Iterator[Shell]:
    """A shell on sample data in a temporary folder, which is gone afterwards; what was added is said to be gone too."""
    from afterword.demo import fill_with_sample, folder_for_a_while, sample_settings

    with folder_for_a_while("afterword-demo-") as home:
        own = home / "config.toml"
        own.write_text(sample_settings(), encoding="utf-8")
        settings = typed_path(config).absolute() if config else own
        shell = Shell(terminal, Paths(home / "data", settings, config is not None), check_keys, sample=True)
        shell.paths.check_named()
        fill_with_sample(shell.services)
        filled = shell.saves
        yield shell
    if shell.saves > filled:
        shell.say("That was sample data; nothing you added or changed is kept.")


def _command(words: list[str], shell: Shell, open_app: OpenApp, *, plain: bool) -> int:
    if not words:
        shell.paths.check_named()
        if plain or shell.environ.get(PLAIN, "").strip().casefold() not in _OFF or _cannot_draw(shell):
            from afterword.cli.plain import talk

            return _run_verb(shell, lambda: talk(shell))
        return _run_verb(shell, lambda: _open(shell, open_app))
    # The full-screen app reads no arguments.
    from afterword.cli.command import find, noun_help

    command, noun, rest = find(words)
    if command is None:
        if rest[:1] in (["-h"], ["--help"]):
            raise HelpAsked(noun_help(noun))
        raise NotUnderstood(f"afterword {noun.word} needs one more word.", noun_help(noun))
    args = command.parser().read(rest)
    shell.json = args.json
    if command.words != "config init":
        shell.paths.check_named()
    return _run_verb(shell, lambda: command.run(shell, args) or DONE)


def _cannot_draw(shell: Shell) -> bool:
    """Whether plain mode is all that this terminal can show; why, is told where the person might not know."""
    if shell.environ.get("TERM", "") in _CANNOT_DRAW:
        return True
    encoding = shell.terminal.stdout.encoding or "utf-8"
    try:
        _FRAME.encode(encoding)
    except UnicodeEncodeError:
        shell.say(f"The screen needs UTF-8, and the locale here says {encoding}: this talks line by line.")
        return True
    return False


def _run_verb(shell: Shell, verb: Callable[[], int]) -> int:
    """The exit code of the verb, and what the person has to know besides: what was left out, and what is saved.

    A change that was saved is done, also when nobody could be shown so: whoever took it for a failure and typed it
    again would have it twice.
    """
    before = shell.saves
    try:
        code = verb()
    except NotShown as lost:
        if shell.saves == before:
            raise
        _show_lost(lost, shell.terminal, "It is saved.")
        return DONE
    else:
        if shell.left_out is not None:
            shell.say(str(shell.left_out), "Until then, what needs it waits; everything else works.")
        return code
    finally:
        if shell.saves:
            shell.say(shell.services.store.unrecorded(), *shell.services.store.hook_failures(wait=True))
        sentences = shell.set_apart
        for sentence in sentences[:_MOST_TOLD]:
            shell.say(f"Left out of the journal: {sentence}.")
        if sentences:
            more = f"And {len(sentences) - _MOST_TOLD} more. " if len(sentences) > _MOST_TOLD else ""
            shell.say(f"{more}Everything else is there. See: afterword doctor, and afterword doctor --repair.")


def _open(shell: Shell, open_app: OpenApp) -> int:
    if not shell.on_screen:
        raise UserError(
            "The full-screen app needs a terminal, and this is none.",
            hint="For scripts there are commands (see: afterword --help), and afterword --plain talks line by line.",
        )
    # The screen tells that itself.
    shell.brings_in = False
    code = open_app(lambda: shell.services, shell.own_settings, shell.sample)
    if shell.sample:
        shell.say("That was sample data; what you added or changed there is gone. Your own journal: afterword")
    return code


def _show_lost(lost: NotShown, terminal: Terminal, before: str) -> None:
    """What could not be written to stdout, here if it is short."""
    cause = lost.__cause__
    why = (isinstance(cause, OSError) and cause.strerror) or str(cause)
    lines = clean(lost.text).rstrip("\n").split("\n")
    text = "\n".join(f"  {line}" for line in lines) if len(lines) <= _MOST_TOLD else f"  ({len(lines)} lines)"
    terminal.tell(f"afterword: {f'{before} '.lstrip()}This could not be shown: {why}.\n{text}\n")
    _let_go_of_stdout(terminal)


def _trace(error: Exception, terminal: Terminal) -> None:
    if terminal.environ.get(DEBUG):
        import traceback

        terminal.tell("".join(traceback.format_exception(error)))


def _let_go_of_stdout(terminal: Terminal) -> None:
    """Nothing more is written to stdout, not even what is left in it at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), terminal.stdout.fileno())
