"""Owns the one table of actions, which footer, palette, help and docs/keys.md read, and whether a keymap can hold.

It stands in actions.json: scope by scope what a key does, what it is called, and why it may not be possible; before
that, how keys are written.
It draws nothing and imports no Textual, so that the settings can be checked without a screen.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, json

from afterword.domain.text import nearest
from afterword.settings import MOST_UNKNOWN

if TYPE_CHECKING:
    from textual.binding import BindingType


class Action(Struct, frozen=True):
    """Something a key does.

    `id` is `scope.name` and never changes: the keymap of the settings names it. `keys` are Textual key names, separated
    by commas; the first is the one shown. `label` is a word or two for the footer, `help` one sentence for the help
    screen, the palette and docs/keys.md. `footer`: worth a place among the few keys of the footer. `priority`: acts
    even while a text is being typed. `does` is the action as Textual calls it, where that is not the name alone:
    `rate(3)` calls the method `action_rate` of whoever has the key. `teaching` stands in the view that it shows,
    while that is empty.
    """

    id: str
    keys: str
    label: str
    help: str
    footer: bool = False
    priority: bool = False
    does: str = ""
    teaching: Sequence[str] = ()

    @property
    def scope(self) -> str:
        """Where the action is at home: `app`, a pane, a screen or a widget."""
        return self.id.partition(".")[0]

    @property
    def call(self) -> str:
        """The action as Textual calls it."""
        return self.does or self.id.partition(".")[2].replace("-", "_")

    @property
    def method(self) -> str:
        """The name of what is called, without parameters: Textual asks `check_action` for it."""
        return self.call.partition("(")[0].rpartition(".")[2]


class ActionScope(Struct, frozen=True):
    """Where actions are at home: its heading, what the place is for, and its actions in the order of the footer.

    `teaching` stands in a pane while that is empty, keys in brackets. `needs` goes from a sentence to the actions of
    which it says why they may not be possible.
    """

    scope: str
    title: str
    actions: Sequence[Action]
    about: str = ""
    teaching: Sequence[str] = ()
    needs: Mapping[str, Sequence[str]] = {}


class _Table(Struct, frozen=True):
    """The file: how keys are written, what else people write for them, what Textual calls otherwise, and all scopes.

    `shown` and `written` go to and from the names of Textual, `named` from those of Unicode.
    """

    shown: Mapping[str, str]
    written: Mapping[str, str]
    named: Mapping[str, str]
    scopes: Sequence[ActionScope]


_READ = json.decode(Path(__file__).with_name("actions.json").read_bytes(), type=_Table)
SCOPES: Mapping[str, ActionScope] = {known.scope: known for known in _READ.scopes}
"""Each scope by its name, in the order in which footer, help and docs/keys.md list them."""
TABLE: tuple[Action, ...] = tuple(action for known in _READ.scopes for action in known.actions)
"""Every action there is."""
_BY_ID = {action.id: action for action in TABLE}
_REASONS = {action_id: reason for known in _READ.scopes for reason, ids in known.needs.items() for action_id in ids}
_NAMES = {shown: name for name, shown in _READ.shown.items()}


def action(action_id: str) -> Action:
    """The action with that id. Raises `KeyError`."""
    return _BY_ID[action_id]


def of_scope(scope: str) -> Sequence[Action]:
    """The actions at home in that scope, in the order of the table."""
    return SCOPES[scope].actions


def reason_of(action: Action) -> str:
    """Why that action may not be possible, where it is always the same; empty where nothing is said."""
    return _REASONS.get(action.id, "")


def bindings(*scopes: str, without: str = "") -> "list[BindingType]":
    """Textual bindings for the actions of these scopes; each carries its id, so that a keymap can move it.

    The key `without` is left to whoever is around.
    """
    from textual.binding import Binding

    return [
        Binding(
            ",".join(key for key in keys_of(action, {}) if key != without),
            action.call,
            action.label,
            id=action.id,
            priority=action.priority,
        )
        for scope in scopes
        for action in of_scope(scope)
    ]


def keys_of(action: Action, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The names of an action's keys, after the person's own keymap."""
    return _names(keymap.get(action.id, action.keys))


def shown_key(name: str) -> str:
    """A key as people write it."""
    return _READ.shown.get(name, name)


def key_named(shown: str) -> str:
    """The name of a key from how people write it."""
    return _NAMES.get(shown, shown)


def shown_keys(action: Action, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of an action as people write them, after the person's own keymap."""
    return tuple(map(shown_key, keys_of(action, keymap)))


def key_table_markdown() -> str:
    """The keys of every scope as Markdown tables, with the id by which the settings move them, for docs/keys.md."""
    parts: list[str] = []
    for scope in SCOPES.values():
        rows = map(_row, scope.actions)
        parts.append("\n".join([f"## {scope.title}", "", "| key | does | id |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


def _row(action: Action) -> str:
    keys = " ".join(f"`{key}`" for key in shown_keys(action, {}))
    return f"| {keys} | {action.help} | `{action.id}` |"


_MOVES = frozenset(["up", "down", "left", "right", "home", "end", "pageup", "pagedown", "delete"])
_FUNCTIONS = frozenset(f"f{number}" for number in range(1, 25))
_NAMED = _MOVES | _FUNCTIONS | frozenset(["insert", "backspace", "enter", "tab", "escape", "space"])
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_CTRL_SIGNS = frozenset(["backslash", "right_square_bracket", "circumflex_accent", "underscore", "@"])
_WITH_CTRL = (_LETTERS - frozenset("him")) | _CTRL_SIGNS | _MOVES | _FUNCTIONS
"""Terminals send ctrl+h, ctrl+i and ctrl+m as backspace, tab and enter; with other signs they send no ctrl at all."""
_WITH_SHIFT = _MOVES | {"tab"}
_SENT_AS = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape"}


def is_key(name: str) -> bool:
    """Whether a terminal can send a key of that name."""
    *modifiers, base = name.split("+")
    match modifiers:
        case []:
            return base in _NAMED or (len(base) == 1 and base.isalnum()) or _is_sign(base)
        case ["ctrl"]:
            return base in _WITH_CTRL
        case ["shift"]:
            return base in _WITH_SHIFT
        case ["ctrl", "shift"]:
            return base in _MOVES
    return False


def sign_name(sign: str) -> str:
    """The name of a sign in a keymap: `question_mark` for `?`; letters, digits and names stay as they are."""
    if len(sign) != 1 or sign.isalnum():
        return sign
    name = unicodedata.name(sign, sign).lower().replace("-", "_").replace(" ", "_")
    return _READ.named.get(name, name)


def character_of(name: str) -> str | None:
    """The character that key types; None for one that types none."""
    if len(name) == 1:
        return name
    return " " if name == "space" else _SIGNS.get(name)


def nearest_key(name: str) -> str:
    """The key that was most likely meant by a name that is none."""
    if is_key(sign_name(name)):
        return sign_name(name)
    typed = _in_our_words(name)
    if typed in _SENT_AS:
        return _SENT_AS[typed]
    if typed.startswith("shift+") and typed[6:] in _LETTERS:
        return typed[6:].upper()
    if is_key(typed):
        return typed
    modifiers, _, base = typed.rpartition("+")
    for modifier, keys in (("ctrl", _WITH_CTRL), ("shift", _WITH_SHIFT)):
        if modifier in modifiers and base in keys:
            return f"{modifier}+{base}"
    candidates = [*_with("ctrl", _WITH_CTRL), *_with("shift", _WITH_SHIFT)] if modifiers else sorted({*_NAMED, *_SIGNS})
    return nearest(typed, candidates) or (base if is_key(base) else "f6")


def _in_our_words(name: str) -> str:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.strip().lower()) if not unicodedata.combining(letter)
    )
    plain = f"ctrl+{plain[1:]}" if len(plain) > 1 and plain[0] == "^" else plain
    parts = plain.replace(" ", "").replace("-", "+").split("+")
    words = [_READ.written.get(part, sign_name(part)) for part in parts]
    return "+".join([*sorted(words[:-1]), words[-1]])


def _with(modifier: str, keys: frozenset[str]) -> list[str]:
    return [f"{modifier}+{key}" for key in sorted(keys)]


def _is_sign(name: str) -> bool:
    if name in _SIGNS:
        return True
    try:
        sign = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return sign.isprintable() and sign_name(sign) == name


_SIGNS = {sign_name(chr(code)): chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum()}
"""The names of the signs that every keyboard has."""


# ── the keymap of the settings ────────────────────────────────────────────────────────────────────────────────────────

_SECTION = "keys."

Mistake = tuple[str, str, str]
"""The key of the settings, what is wrong with it, and the nearest choice that would hold."""


def mistakes(keys: Mapping[str, object]) -> tuple[Mistake, ...]:
    """Every mistake in these keys by action id; none when they can hold."""
    return _judged(keys)[1]


def usable(keys: Mapping[str, object]) -> dict[str, str]:
    """Those of the keys that can hold, once every wrong entry is left out."""
    return _judged(keys)[0]


def _judged(keys: Mapping[str, object]) -> tuple[dict[str, str], tuple[Mistake, ...]]:
    good: dict[str, str] = {}
    wrong: list[Mistake] = []
    unknown = 0
    for action_id, key in keys.items():
        if action_id not in _BY_ID:
            unknown += 1
            wrong += [_unknown(action_id)] if unknown <= MOST_UNKNOWN else []
        elif problem := _misspelt(action_id, key):
            wrong.append(problem)
        else:
            good[action_id] = str(key)
    # Leaving one entry out gives its action the first key back, which may be taken by another entry.
    while clash := next((problem for action_id in good if (problem := _clash(_BY_ID[action_id], good))), None):
        wrong.append(clash)
        del good[clash[0].removeprefix(_SECTION)]
    return good, tuple(wrong)


def _unknown(action_id: str) -> Mistake:
    # Asked of wrong names alone.
    import difflib

    near = difflib.get_close_matches(action_id, _BY_ID, n=1, cutoff=0.5)
    hint = f"Did you mean “{near[0]}”?" if near else f"Actions have names such as “{TABLE[0].id}”."
    return f"{_SECTION}{action_id}", "no such action", hint


def _misspelt(action_id: str, key: object) -> Mistake | None:
    setting = f"{_SECTION}{action_id}"
    if not isinstance(key, str):
        return setting, f"“{key}” is no key", "Write the name of a key in quotes, such as 'a' or 'f6'."
    for name in _names(key):
        if not is_key(name):
            return setting, f"“{name}” is not a key's name", f"Write “{nearest_key(name)}”."
    return None if _names(key) else (setting, "names no key", "Leave the line out to keep the key it has.")


def _clash(changed: Action, keys: Mapping[str, str]) -> Mistake | None:
    keys_wanted = _names(keys[changed.id])
    for other in of_scope(changed.scope):
        clashing = [
            key for key in keys_wanted if other.id != changed.id and key in _names(keys.get(other.id, other.keys))
        ]
        if clashing:
            return (
                f"{_SECTION}{changed.id}",
                f"“{clashing[0]}” is already the key of {other.id} ({other.label})",
                f"Take another one, or give {other.id} its own; at first {changed.id} has {_own_keys(changed)}.",
            )
    return None


def _own_keys(action: Action) -> str:
    return " ".join(f"“{key}”" for key in shown_keys(action, {}))


@lru_cache(maxsize=512)
def _names(keys: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key.strip() for key in keys.split(",") if key.strip()))
