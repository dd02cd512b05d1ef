"""Owns the one place of the screen where an exception becomes words; showing them is left to whoever asked."""

import os
from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct

from afterword.errors import AfterwordError, Refusal

T = TypeVar("T")


class Done(Struct, Generic[T], frozen=True):
    """It worked; `value` is what the call returned."""

    value: T


class Failed(Struct, frozen=True):
    """It did not; nothing was changed."""

    error: AfterwordError


def attempt(verb: Callable[[], T]) -> Done[T] | Failed:
    """Call `verb` and say how it went; no exception passes, except for somebody who debugs the program itself."""
    try:
        return Done(verb())
    except AfterwordError as error:
        return Failed(error)
    except Exception as error:
        if os.environ.get("AFTERWORD_DEBUG"):
            raise
        return Failed(_unexpected(error))


def _unexpected(error: Exception) -> AfterwordError:
    return Refusal(
        "Something went wrong that should not have.",
        f"({type(error).__name__}: {error})",
        "What was saved is safe; start with AFTERWORD_DEBUG=1 to see more.",
    )
