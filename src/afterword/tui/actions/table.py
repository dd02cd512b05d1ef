"""Owns the one table of actions; footer, palette, help, keymap and docs/keys.md read it here.

It stands in actions.json: scope by scope what a key does, what it is called, and why it may not be possible.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, json

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


_SCOPES = json.decode(Path(__file__).with_name("actions.json").read_bytes(), type=tuple[ActionScope, ...])
SCOPES: Mapping[str, ActionScope] = {known.scope: known for known in _SCOPES}
"""Each scope by its name, in the order in which footer, help and docs/keys.md list them."""
TABLE: tuple[Action, ...] = tuple(action for known in _SCOPES for action in known.actions)
"""Every action there is."""
_BY_ID = {action.id: action for action in TABLE}
_REASONS = {action_id: reason for known in _SCOPES for reason, ids in known.needs.items() for action_id in ids}

_SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "greater_than_sign": ">",
    "equals_sign": "=",
    "less_than_sign": "<",
    "asterisk": "*",
    "vertical_line": "|",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "shift+tab": "shift+tab",
}


_NAMES = {shown: name for name, shown in _SHOWN.items()}


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
    return tuple(key.strip() for key in keymap.get(action.id, action.keys).split(",") if key.strip())


def shown_key(name: str) -> str:
    """A key as people write it."""
    return _SHOWN.get(name, name)


def key_named(shown: str) -> str:
    """The name of a key from how people write it."""
    return _NAMES.get(shown, shown)


def shown_keys(action: Action, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of an action as people write them, after the person's own keymap."""
    return tuple(map(shown_key, keys_of(action, keymap)))


def key_table_markdown() -> str:
    """The keys of every scope as Markdown tables, with the id by which the settings move them, for docs/keys.md."""
    parts: list[str] = []
    for known in SCOPES.values():
        rows = map(_row, known.actions)
        parts.append("\n".join([f"## {known.title}", "", "| key | does | id |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


def _row(action: Action) -> str:
    keys = " ".join(f"`{key}`" for key in shown_keys(action, {}))
    return f"| {keys} | {action.help} | `{action.id}` |"
