"""Owns the one place of the screen where an exception becomes words; showing them is left to whoever asked."""

import os
from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct

from afterword.errors import AfterwordError, UserError

T = TypeVar("T")


class Ok(Struct, Generic[T], frozen=True):
    """It worked; `value` is what the call returned."""

    value: T


class Err(Struct, frozen=True):
    """It did not; nothing was changed."""

    error: AfterwordError


def run_action(verb: Callable[[], T]) -> Ok[T] | Err:
    """Call `verb` and say how it went; no exception passes, except for somebody who debugs the program itself."""
    try:
        return Ok(verb())
    except AfterwordError as error:
        return Err(error)
    except Exception as error:
        if os.environ.get("AFTERWORD_DEBUG"):
            raise
        return Err(_unexpected(error))


def _unexpected(error: Exception) -> AfterwordError:
    return UserError(
        "Something went wrong that should not have.",
        f"({type(error).__name__}: {error})",
        "What was saved is safe; start with AFTERWORD_DEBUG=1 to see more.",
    )
