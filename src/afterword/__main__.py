"""Owns the way in: hands the streams to the command line, and the screen to it when it asks for one."""

import atexit
import gc
import os
import sys
import time

# As good as the name in `typing`, which takes a while to load.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from afterword.own_settings import OwnSettings
    from afterword.quick_answers import FirstScreen
    from afterword.services.services import Services


COLLECT_AFTER = (100_000, 20, 100)
"""New objects, and rounds, after which the collector looks: reading and drawing make many, and hardly any garbage."""
_HAND_OVER_EVERY = 0.0005
"""Seconds after which a thread at work lets another in. Textual writes to the terminal in a thread of its own; at
Python's five milliseconds a finished frame would wait for whatever follows it."""
_FRAMES_A_SECOND = "240"
"""How often Textual draws at most; what follows the first change of a key waits for one or two such beats."""
_SIXTEEN_COLOURS = ("linux", "linux-16color")
"""The console of Linux, which has no more colours whatever COLORTERM it was left by the session that opened it."""


def start() -> None:
    """Carry out the call and end the process: without freeing one by one what goes with it, a sixth of a command."""
    code = main()
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - they have no other name
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105 - a prompt that is answered at once loads no contextlib
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass
    os._exit(code)


def main() -> int:
    """Carry out the call of this process and return its exit code."""
    from afterword.quick_answers import first_screen, quick_answer

    words, environ = sys.argv[1:], os.environ
    answer = quick_answer(words, environ, time.time())
    try:
        if answer is not None:
            sys.stdout.write(f"{answer}\n" if answer else "")
            sys.stdout.flush()
            return 0
    except (AttributeError, OSError, ValueError):  # the command line tells why it cannot be shown
        answer = None
    first = first_screen(words, environ)
    if first is not None:
        first.draw(time.time())
    # Before the first import: the collector would look through all classes that are made, several times.
    gc.set_threshold(*COLLECT_AFTER)
    _load("msgspec", _NOT_FOR_MSGSPEC)
    from afterword.cli.main import run
    from afterword.cli.shell import system_terminal

    def open_app(services: "Callable[[], Services]", own: "OwnSettings", sample: bool) -> int:  # noqa: FBT001 - handed in as a plain call
        try:
            return _open_app(services, own, sample=sample, first=first)
        finally:
            if first is not None:
                first.put_back()

    try:
        return run(words, system_terminal(), open_app, _check_keys)
    finally:
        if first is not None:
            first.put_back()


class _Instead:
    """Stands for modules of which nobody here needs more than this."""

    system = staticmethod(lambda: os.uname().sysname)
    schema = schema_components = None


_STDOUT, _STDERR, _DRAWN_IN = 1, 2, "utf-8"
_COLOUR_SYSTEMS = ("auto", "standard", "256", "truecolor")
_NOT_FOR_MSGSPEC: "Mapping[str, object]" = {
    "typing_extensions": None,
    **dict.fromkeys(("platform", "msgspec.inspect", "msgspec._json_schema"), _Instead),
}
"""What msgspec would load and does without: `typing_extensions` alone takes as long as Python takes to start."""
_NOT_FOR_ASYNCIO: "Mapping[str, object]" = {"ssl": None}
"""The screen's loop has no connections; mail is sent and fetched in threads, which load it when they need it."""


def _load(module: str, instead: "Mapping[str, object]") -> None:
    """Load a module with these in place of what it would load."""
    if module not in sys.modules:
        names = instead.keys() - sys.modules.keys()
        sys.modules.update({name: instead[name] for name in names})  # type: ignore[misc]  # these are no modules
        __import__(module)
        for name in names:
            del sys.modules[name]


def _open_app(
    services: "Callable[[], Services]", own: "OwnSettings", *, sample: bool, first: "FirstScreen | None"
) -> int:
    """Open the app and return when the person leaves it: 0, or by a signal: 128 and its number.

    A large journal is read when the frame is on the screen, unless `first` has drawn what will be seen. `sample`: the
    journal holds sample data. Raises what opening the services raises, and `Unusable`.

    The collector rests until the first pane is seen. Call it before Textual is loaded.
    """
    gc.disable()
    sys.setswitchinterval(_HAND_OVER_EVERY)
    _use_terminal()
    _load("asyncio", _NOT_FOR_ASYNCIO)
    from afterword.tui.app import AfterwordApp
    from afterword.tui.styles import fit_terminal

    open_services = services if first is None else _knowing(first, services)
    app = AfterwordApp(open_services, own.settings, own=own, sample=sample)
    app.main_screen.works_ahead = app.guard.is_on = True
    app.keeper.first = first
    fit_terminal(app)
    try:
        app.run(mouse=own.settings.screen.mouse)
    finally:
        gc.enable()
    if app.failure is not None:
        raise app.failure
    if app.return_code:
        from afterword.errors import Unusable

        raise Unusable(
            "The screen stopped because of a mistake in the program.",
            "What was saved is safe.",
            "Start with AFTERWORD_DEBUG=1 to see where.",
        )
    return app.ended_by


def _use_terminal() -> None:
    """Let Textual draw on this terminal, in its size and colours, whatever streams and environment were handed down."""
    if not os.isatty(_STDERR):  # Textual draws there; whoever sent errors into a file still sees the screen
        sys.__stderr__ = os.fdopen(os.dup(_STDOUT), "w", encoding=_DRAWN_IN)  # type: ignore[misc]
    os.environ["TEXTUAL_FPS"] = _FRAMES_A_SECOND
    if os.environ.get("TEXTUAL_COLOR_SYSTEM") not in _COLOUR_SYSTEMS:
        os.environ["TEXTUAL_COLOR_SYSTEM"] = "standard" if os.environ.get("TERM") in _SIXTEEN_COLOURS else "auto"
    if all(os.get_terminal_size(_STDOUT)):  # a terminal that does not know its size leaves these to tell it
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)


def _knowing(first: "FirstScreen", services: "Callable[[], Services]") -> "Services | Callable[[], Services]":
    """The services, told what is known of the journal that is read then; read now where that comes first."""

    def opened() -> "Services":
        before, opened_services = first.ground, services()
        opened_services.overview.known = lambda: first.known(before, time.time())
        return opened_services

    return _read(opened) if first.reads_journal_first(time.time()) else opened


def _read(services: "Callable[[], Services]") -> "Services | Callable[[], Services]":
    """The services with their journal read; what cannot be read is left to the app, which tells why."""
    from afterword.tui.app_context import Ok, run_action

    opened = run_action(services)
    is_read = isinstance(opened, Ok) and isinstance(run_action(opened.value.store.journal), Ok)
    return opened.value if isinstance(opened, Ok) and is_read else services


def _check_keys(keys: "Mapping[str, object]") -> "Sequence[tuple[str, str, str]]":
    from afterword.tui.actions import mistakes

    return mistakes(keys)


if __name__ == "__main__":
    start()
