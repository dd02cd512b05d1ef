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
    if sys.argv[-1:] == ["--quiet"] and _answered_at_once():
        return 0
    _load_msgspec()
    from afterword.cli.main import run
    from afterword.cli.shell import system_terminal

    gc.set_threshold(*COLLECT_AFTER)
    return run(sys.argv[1:], system_terminal(), _open_app, _check_keys)


def _load_msgspec() -> None:
    """Without `typing_extensions`: it takes as long to load as Python to start, and gives nothing that is lacking."""
    if not sys.modules.keys() & {"msgspec", "typing_extensions"}:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # not to be imported
        import msgspec  # noqa: F401

        del sys.modules["typing_extensions"]


def _answered_at_once() -> bool:
    """Whether a shell prompt has its answer without the program."""
    from afterword.quick_due import quick_answer

    answer = quick_answer(sys.argv[1:], os.environ, time.time())
    if answer:
        sys.stdout.write(f"{answer}\n")
    return answer is not None


def _open_app(services: "Callable[[], Services]", own: "OwnSettings", sample: bool) -> int:  # noqa: FBT001 - handed in as a plain call
    """Open the app and return when the person leaves it: 0, or by a signal: 128 and its number.

    Given a call that opens the services, the frame is on the screen before the journal is read. `sample`: the journal
    holds sample data. Raises what that call raises, and `Unusable` when the screen itself failed.

    The collector rests until the first pane is seen: nothing is garbage before that, and looking for it costs a
    fifth of the start. Call this as early as possible, and without Textual imported.
    """
    gc.disable()
    sys.setswitchinterval(_HAND_OVER_EVERY)
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)
    if os.environ.get("TERM") in _SIXTEEN_COLOURS:
        os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "standard")
    from afterword.tui.app import AfterwordApp
    from afterword.tui.styles import fit_terminal

    app = AfterwordApp(services, own.settings, own=own, sample=sample)
    app.main_screen.works_ahead = app.guard.is_on = True
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


def _check_keys(keys: "Mapping[str, object]") -> "Sequence[tuple[str, str, str]]":
    from afterword.tui.actions import mistakes

    return mistakes(keys)


if __name__ == "__main__":
    start()
