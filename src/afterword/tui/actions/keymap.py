"""Owns whether a person's keymap can hold: known actions, keys as they are written here, no key twice in a scope.

It draws nothing and imports no Textual, so that the settings can be checked without a screen.
"""

import difflib
from collections.abc import Mapping

from afterword.tui.actions.action import Action
from afterword.tui.actions.table import TABLE, of_scope, shown_keys, written_key

Mistake = tuple[str, str, str]
"""The key of the settings, what is wrong with it, and the nearest choice that would hold."""


def mistake(keys: Mapping[str, str]) -> Mistake | None:
    """The first mistake in these keys by action id; None when they can hold."""
    actions = {one.id: one for one in TABLE}
    for action_id, key in keys.items():
        if action_id not in actions:
            near = difflib.get_close_matches(action_id, actions, n=1, cutoff=0.5)
            hint = f"Did you mean “{near[0]}”?" if near else f"Actions have names such as “{TABLE[0].id}”."
            return f"keys.{action_id}", "no such action", hint
        if wrong := _misspelt(action_id, key):
            return wrong
    return next((found for action_id in keys if (found := _clash(actions[action_id], keys))), None)


def _misspelt(action_id: str, key: str) -> Mistake | None:
    for one in _split(key):
        name = written_key(one)
        if name != one:
            return f"keys.{action_id}", f"“{one}” is not a key's name", f"Write “{name}”."
    if not _split(key):
        return f"keys.{action_id}", "names no key", "Leave the line out to keep the key it has."
    return None


def _clash(changed: Action, keys: Mapping[str, str]) -> Mistake | None:
    wanted = _split(keys[changed.id])
    for other in of_scope(changed.scope):
        taken = [key for key in wanted if other.id != changed.id and key in _split(keys.get(other.id, other.keys))]
        if taken:
            return (
                f"keys.{changed.id}",
                f"“{taken[0]}” is already the key of {other.id} ({other.label})",
                f"Take another one, or give {other.id} its own; at first {changed.id} has {_own(changed)}.",
            )
    return None


def _own(action: Action) -> str:
    return " ".join(f"“{key}”" for key in shown_keys(action, {}))


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]
