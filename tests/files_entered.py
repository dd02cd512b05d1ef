"""Counts the files of the program that a call enters: those of which at least one function runs, imports aside."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

SOURCE = str(Path(__file__).parents[1] / "src" / "afterword") + "/"


@contextmanager
def files_entered() -> Iterator[set[str]]:
    """The files entered while this lasts, by their path in the package; what importing runs does not count.

    From Python 3.14 on, annotations are worked out late, each by a function of its own: that is importing, too.
    """
    entered: set[str] = set()
    importing = 0

    def watch(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal importing
        code = frame.f_code
        if code.co_name in {"<module>", "__annotate__"}:
            importing += {"call": 1, "return": -1}.get(event, 0)
        elif event == "call" and not importing and code.co_filename.startswith(SOURCE):
            entered.add(code.co_filename.removeprefix(SOURCE))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        yield entered
    finally:
        sys.setprofile(before)
