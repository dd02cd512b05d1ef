"""Owns JSON text as plain values when somebody else may have written it: nothing that stands in it is dropped.

A key that stands twice keeps all its values, and a number that JSON does not know keeps its word.
"""

import json
from collections.abc import Iterable, Mapping

import msgspec

from afterword.codec.records import DocumentInvalid

_LONGEST_NUMBER = 400
_DEEPEST = 50
"""More levels than any record has, and few enough for every function that walks through a value."""


class NotJson:
    """A value kept as its word: NaN, Infinity, a number of thousands of digits, or lists in lists without an end."""

    def __init__(self, word: str) -> None:
        self.word = word


class Doubled(dict[str, object]):
    """An object in which a key stands more than once. As a mapping it holds the last value, `pairs` holds all."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs

    @property
    def overruled(self) -> list[tuple[str, object]]:
        """The pairs whose key stands again further on, in their order."""
        last = {key: number for number, (key, _) in enumerate(self.pairs)}
        return [pair for number, pair in enumerate(self.pairs) if last[pair[0]] != number]


def plain_value(text: bytes) -> object:
    """The value in that text. Raises `DocumentInvalid` where it is no JSON at all."""
    try:
        return _shallow(
            json.loads(text, object_pairs_hook=_object, parse_constant=NotJson, parse_int=_whole, parse_float=_float)
        )
    except RecursionError as error:
        raise DocumentInvalid("its values are nested too deeply") from error
    except UnicodeDecodeError as error:
        raise DocumentInvalid(not_utf8(error)) from error
    except json.JSONDecodeError as error:
        raise DocumentInvalid(f"line {error.lineno}, column {error.colno}: {error.msg}") from error


def not_utf8(error: UnicodeDecodeError) -> str:
    """Where a text is no UTF-8, counted in bytes."""
    return f"it is not UTF-8 text from byte {error.start} on"


def pairs_of(value: object) -> Iterable[tuple[str, object]]:
    """The pairs of an object, doubles and all; none for anything else."""
    if isinstance(value, Doubled):
        return value.pairs
    return value.items() if isinstance(value, Mapping) else ()


def as_raw(value: object) -> msgspec.Raw:
    """The value as JSON on one line, in ASCII, since it may hold letters that UTF-8 cannot."""
    return msgspec.Raw(json.dumps(_writable(value), separators=(",", ":")).encode())


def typeable(record_id: str) -> str:
    """The id itself, or, where it is empty or holds what no keyboard has, one that can be typed in its place."""
    return "".join(one if one.isprintable() else f"u{ord(one):04x}" for one in record_id) or "unnamed"


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Doubled(pairs)


def _shallow(value: object, depth: int = 0) -> object:
    """The value, with the text in place of what is nested deeper than any record."""
    if not isinstance(value, dict | list):
        return value
    if depth == _DEEPEST:
        return NotJson(json.dumps(value, default=lambda one: one.word))
    if isinstance(value, list):
        return [_shallow(one, depth + 1) for one in value]
    pairs = [(key, _shallow(one, depth + 1)) for key, one in pairs_of(value)]
    return Doubled(pairs) if isinstance(value, Doubled) else dict(pairs)


def _whole(word: str) -> object:
    return int(word) if len(word) < _LONGEST_NUMBER else NotJson(word)


def _float(word: str) -> object:
    number = float(word)
    return number if abs(number) < float("inf") else NotJson(word)


def _writable(value: object) -> object:
    """What has no form in JSON gets one: a word that was no number as text, doubles as pairs, half a letter spelled."""
    if isinstance(value, NotJson):
        return value.word
    if isinstance(value, Doubled):
        return [[spelled(key), _writable(one)] for key, one in value.pairs]
    if isinstance(value, Mapping):
        return {spelled(key): _writable(one) for key, one in value.items()}
    if isinstance(value, str):
        return spelled(value)
    return [_writable(one) for one in value] if isinstance(value, list) else value


def spelled(text: str) -> str:
    """The text with halves of letters, which UTF-8 cannot write, spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()
