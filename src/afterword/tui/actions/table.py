"""Owns the one table of actions; footer, palette, help, keymap and docs/keys.md read it here."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from afterword.tui.actions import panes, shared
from afterword.tui.actions.shared import Action

if TYPE_CHECKING:
    from textual.binding import BindingType

SCOPES: Mapping[str, str] = {
    "app": "Everywhere",
    "focus": "Moving about",
    "today": "0 Today",
    "reflection": "1 Reflection",
    "guided": "The guided reflection",
    "feedback": "2 Feedback",
    "tracker": "The lines of the tracker",
    "evaluation": "3 Evaluation",
    "batch": "Several letters, one after the other",
    "compose": "Writing a letter",
    "handed": "A letter handed over",
    "findings": "Findings in a reply or a rejection",
    "placing": "What a mailbox offers",
    "sources": "What a line of the evaluation rests on",
    "prep": "The prep sheet",
    "share": "The report for a mentor",
    "rehearsal": "Telling an example aloud",
    "history": "What changed when",
    "trash": "What was removed",
    "preview": "A file to be taken in",
    "list": "Lists",
    "filter": "Words to find",
    "text": "Texts",
    "marking": "Marking phrases in a reply",
    "search": "Searching everything",
    "views": "Saved views",
    "settings": "Settings",
    "tour": "The tour",
    "narrow": "Lists on screens over the panes",
    "page": "Screens over the panes",
    "form": "Forms and notes",
    "date": "Dates in a form",
    "choice": "Choices in a form",
    "tick": "Ticks in a form",
    "unsaved": "Something is not saved",
    "left": "Something was typed and not saved",
    "changed": "Something was changed elsewhere, too",
    "pick": "Choosing from a list",
    "ticks": "Ticking several lines",
    "confirm": "Questions",
    "dialog": "Questions and lists over the panes",
    "help": "Help",
}
"""Each scope with its heading, in the order in which help and docs/keys.md list them."""

TABLE: tuple[Action, ...] = (
    *shared.APP,
    *shared.TODAY,
    *panes.REFLECTION,
    *panes.FEEDBACK,
    *panes.TRACKER,
    *panes.BATCH,
    *panes.COMPOSE,
    *panes.HANDED,
    *panes.FINDINGS,
    *panes.PLACING,
    *panes.EVALUATION,
    *panes.SOURCES,
    *panes.PREP,
    *panes.SHARE,
    *panes.REHEARSAL,
    *shared.LIST,
    *shared.TEXT,
    *shared.MARKING,
    *shared.FIELDS,
    *shared.SCREENS,
)
"""Every action there is."""

_BY_ID = {action.id: action for action in TABLE}
_BY_SCOPE: dict[str, tuple[Action, ...]] = {}
for _action in TABLE:
    _BY_SCOPE[_action.scope] = (*_BY_SCOPE.get(_action.scope, ()), _action)

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


def of_scope(scope: str) -> tuple[Action, ...]:
    """The actions at home in that scope, in the order of the table."""
    return _BY_SCOPE.get(scope, ())


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
    for scope, title in SCOPES.items():
        rows = [_row(action) for action in of_scope(scope)]
        if rows:
            parts.append("\n".join([f"## {title}", "", "| key | does | id |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


def _row(action: Action) -> str:
    keys = " ".join(f"`{key}`" for key in shown_keys(action, {}))
    return f"| {keys} | {action.help} | `{action.id}` |"
