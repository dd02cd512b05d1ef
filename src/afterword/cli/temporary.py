"""Owns a folder that is gone when the call is over, also when the call is ended from outside."""

import contextlib
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

_ENDINGS = (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)


@contextlib.contextmanager
def folder_for_a_while(prefix: str) -> Iterator[Path]:
    """A new folder for its owner alone; removed afterwards, and on a hang-up, a closed window or a `kill`.

    The process ends by that signal all the same. One that is ignored (`nohup`) stays ignored.
    """
    with tempfile.TemporaryDirectory(prefix=prefix) as name, _before_the_end(name):
        yield Path(name)


@contextlib.contextmanager
def _before_the_end(folder: str) -> Iterator[None]:
    def remove(number: int, _frame: FrameType | None) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    with contextlib.ExitStack() as stack:
        if threading.current_thread() is threading.main_thread():
            for ending in _ENDINGS:
                if signal.getsignal(ending) is signal.SIG_DFL:
                    signal.signal(ending, remove)
                    stack.callback(signal.signal, ending, signal.SIG_DFL)
        yield
