"""Owns JSON text as plain values when somebody else may have written it: nothing that stands in it is dropped.

A key that stands twice keeps all its values, and a number that JSON does not know keeps its word.
"""

import json
from collections.abc import Iterable, Mapping

import msgspec

from afterword.codec.records import DocumentInvalid

_LONGEST_NUMBER = 400


class NotJson:
    """A word that stands for a number and is none in JSON: NaN, Infinity, or one of thousands of digits."""

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
        return json.loads(text, object_pairs_hook=_object, parse_constant=NotJson, parse_int=_whole, parse_float=_float)
    except RecursionError as error:
        raise DocumentInvalid("its values are nested too deeply") from error
    except UnicodeDecodeError as error:
        raise DocumentInvalid(f"it is not UTF-8 text ({error})") from error
    except json.JSONDecodeError as error:
        raise DocumentInvalid(f"line {error.lineno}, column {error.colno}: {error.msg}") from error


def pairs_of(value: object) -> Iterable[tuple[str, object]]:
    """The pairs of an object, doubles and all; none for anything else."""
    if isinstance(value, Doubled):
        return value.pairs
    return value.items() if isinstance(value, Mapping) else ()


def as_raw(value: object) -> msgspec.Raw:
    """The value as JSON on one line, in ASCII, since it may hold letters that UTF-8 cannot."""
    return msgspec.Raw(json.dumps(_writable(value), separators=(",", ":")).encode())


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Doubled(pairs)


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
        return [[_spelled(key), _writable(one)] for key, one in value.pairs]
    if isinstance(value, Mapping):
        return {_spelled(key): _writable(one) for key, one in value.items()}
    if isinstance(value, str):
        return _spelled(value)
    return [_writable(one) for one in value] if isinstance(value, list) else value


def _spelled(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
