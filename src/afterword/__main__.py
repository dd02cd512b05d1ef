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
    from afterword import quick_answers

    words, environ = sys.argv[1:], os.environ
    answer = quick_answers.quick_answer(words, environ, time.time())
    if answer is not None:
        sys.stdout.write(f"{answer}\n" if answer else "")
        return 0
    first = quick_answers.first_screen(words, environ)
    if first is None:
        return _carry_out(None)
    first.draw(time.time())
    try:
        return _carry_out(first)
    finally:
        first.put_back()


def _carry_out(first: "FirstScreen | None") -> int:
    """The exit code of the call, with the whole program; `first` is what an app finds on the terminal."""
    _load_msgspec()
    from afterword.cli.main import run
    from afterword.cli.shell import system_terminal

    gc.set_threshold(*COLLECT_AFTER)

    def open_app(services: "Callable[[], Services]", own: "OwnSettings", sample: bool) -> int:  # noqa: FBT001 - handed in as a plain call
        from afterword.tui import start

        try:
            return start.run(services, own, sample=sample, first=first)
        finally:
            if first is not None:
                first.put_back()

    return run(sys.argv[1:], system_terminal(), open_app, _check_keys)


def _load_msgspec() -> None:
    """Without `typing_extensions`: it takes as long to load as Python to start, and gives nothing that is lacking."""
    if not sys.modules.keys() & {"msgspec", "typing_extensions"}:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # not to be imported
        import msgspec  # noqa: F401

        del sys.modules["typing_extensions"]


def _check_keys(keys: "Mapping[str, object]") -> "Sequence[tuple[str, str, str]]":
    from afterword.tui.actions.keymap import mistakes

    return mistakes(keys)


if __name__ == "__main__":
    start()
