"""Owns the way in: hands the streams to the command line, and the screen to it when it asks for one."""

import gc
import sys
from typing import TYPE_CHECKING

from afterword.cli.main import run
from afterword.cli.shell import system_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from afterword.own_settings import OwnSettings
    from afterword.services.services import Services


COLLECT_AFTER = (10_000, 20, 100)
"""New objects, and rounds, after which the collector looks: reading and drawing make many, and hardly any garbage."""


def main() -> int:
    """Carry out the call of this process and return its exit code."""
    gc.set_threshold(*COLLECT_AFTER)
    return run(sys.argv[1:], system_terminal(), _open_app, _check_keys)


def _open_app(services: "Callable[[], Services]", own: "OwnSettings", sample: bool) -> int:  # noqa: FBT001 - handed in as a plain call
    from afterword.tui import start

    return start.run(services, own, sample=sample)


def _check_keys(keys: "Mapping[str, object]") -> "Sequence[tuple[str, str, str]]":
    from afterword.tui.actions.keymap import mistakes

    return mistakes(keys)


if __name__ == "__main__":
    sys.exit(main())
