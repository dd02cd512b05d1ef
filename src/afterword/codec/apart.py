"""Owns what could not be read as the field it should be: it is set apart in words and kept, and the rest goes on.

One wrong field must not close the whole journal, and dropping it would be worse. So a reader leaves it out (or lets
a plain stand-in take its place), and the next save moves what stood there, letter for letter, into the table
`set_apart` of the same file, where it stays.
"""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.text import shorten

SET_APART = "set_apart"
NOTHING = msgspec.Raw(b"null")
_LONGEST_SHOWN, _LONGEST_PATH = 60, 200


class SetApart(Struct, frozen=True, kw_only=True):
    """One value that was set apart: where it stood, the JSON text of it, and why; `value` is null where none stood.

    `settled` says that the person has been told once and for all, by a repair.
    """

    table: str
    id: str
    value: msgspec.Raw
    field: str = ""
    why: str = ""
    settled: bool = False

    @property
    def where(self) -> str:
        """The path: `reflections → i1 → ratings[0] → value`."""
        return " → ".join(part for part in (self.table, self.id, self.field) if part)

    @property
    def sentence(self) -> str:
        """What stands there, as far as it is short, and what is wrong with it."""
        shown = "" if self.value == NOTHING else f" is {shorten(bytes(self.value).decode(), _LONGEST_SHOWN)}"
        return f"{shorten(self.where, _LONGEST_PATH)}{shown}: {self.why}"


def rows_of(table: Mapping[str, msgspec.Raw]) -> dict[str, SetApart]:
    """What that table keeps, by key; a row that somebody has rewritten is passed over, and stays where it is."""
    found = {}
    for key, raw in table.items():
        try:
            found[key] = msgspec.json.decode(raw, type=SetApart)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
    return found


def with_rows(table: Mapping[str, msgspec.Raw], fresh: Iterable[SetApart]) -> dict[str, msgspec.Raw]:
    """The table with these added behind what it holds."""
    number = max((int(key) for key in table if key.isascii() and key.isdigit()), default=0)
    added = {str(number + place): _encoded(one) for place, one in enumerate(fresh, 1)}
    return {**table, **added}


def settle(table: Mapping[str, msgspec.Raw]) -> dict[str, msgspec.Raw]:
    """The table with every row marked as told."""
    return {**table, **{key: _encoded(replace(row, settled=True)) for key, row in rows_of(table).items()}}


def _encoded(row: SetApart) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(row))
