"""Owns running a call beside the screen in a thread that keeps nobody from leaving the program."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def run_in_thread(call: Callable[[], T]) -> T:
    """What `call` returns; it runs in a daemon thread, so a server that hangs does not hold up the end of the program.

    Hand in what may be broken off at any point: the store survives that, a letter on its way does not.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T) -> None:
        if not done.done():
            done.set_result(result)

    def run() -> None:
        end: Callable[[], object] = done.cancel
        try:
            end = partial(settle, call())
        finally:
            # A loop that is closed by now belongs to a program that has ended.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(end)

    Thread(target=run, name="beside", daemon=True).start()
    return await done
