"""Owns how phrases, letters and wordings are read: one folder of TOML files for each language, beside this module.

They are constants that a native speaker can add to without touching code. A file is read when it is first needed and
checked against the type its reader names; docs/add-a-language.md says what each file holds.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec import convert

T = TypeVar("T")
DEFAULT = "en"
_FOLDER = Path(__file__).parent


def languages() -> tuple[str, ...]:
    """The codes of the languages there are, such as `en`."""
    return tuple(sorted(file.parent.name for file in _FOLDER.glob("*/scales.toml")))


def load(name: str, kind: type[T], language: str = DEFAULT) -> T:
    """The file of that name in that language as a value of `kind`.

    Raises `FileNotFoundError`, or `msgspec.ValidationError` with the place in the file that does not fit.
    """
    return convert(_table(name, language), kind)


@cache
def _table(name: str, language: str) -> dict[str, Any]:
    with (_FOLDER / language / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
