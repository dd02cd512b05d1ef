"""Owns whether a person's keymap can hold: known actions, keys that a terminal can send, no key twice in a scope.

It draws nothing and imports no Textual, so that the settings can be checked without a screen.
"""

import difflib
from collections.abc import Mapping

from afterword.tui.actions.action import Action
from afterword.tui.actions.key_names import is_key, nearest_key
from afterword.tui.actions.table import TABLE, of_scope, shown_keys

_SECTION = "keys."

Mistake = tuple[str, str, str]
"""The key of the settings, what is wrong with it, and the nearest choice that would hold."""


def mistake(keys: Mapping[str, object]) -> Mistake | None:
    """The first mistake in these keys by action id; None when they can hold."""
    return next(iter(mistakes(keys)), None)


def mistakes(keys: Mapping[str, object]) -> tuple[Mistake, ...]:
    """Every mistake in these keys by action id; none when they can hold."""
    return _judged(keys)[1]


def usable(keys: Mapping[str, object]) -> dict[str, str]:
    """Those of the keys that can hold, once every wrong entry is left out."""
    return _judged(keys)[0]


def _judged(keys: Mapping[str, object]) -> tuple[dict[str, str], tuple[Mistake, ...]]:
    actions = {one.id: one for one in TABLE}
    good: dict[str, str] = {}
    wrong: list[Mistake] = []
    for action_id, key in keys.items():
        found = _unknown(action_id, actions) or _misspelt(action_id, key)
        if found is not None:
            wrong.append(found)
        else:
            good[action_id] = str(key)
    # Leaving one entry out gives its action the first key back, which may be taken by another entry.
    while clash := next((found for action_id in good if (found := _clash(actions[action_id], good))), None):
        wrong.append(clash)
        del good[clash[0].removeprefix(_SECTION)]
    return good, tuple(wrong)


def _unknown(action_id: str, actions: Mapping[str, Action]) -> Mistake | None:
    if action_id in actions:
        return None
    near = difflib.get_close_matches(action_id, actions, n=1, cutoff=0.5)
    hint = f"Did you mean “{near[0]}”?" if near else f"Actions have names such as “{TABLE[0].id}”."
    return f"{_SECTION}{action_id}", "no such action", hint


def _misspelt(action_id: str, key: object) -> Mistake | None:
    setting = f"{_SECTION}{action_id}"
    if not isinstance(key, str):
        return setting, f"“{key}” is no key", "Write the name of a key in quotes, such as 'a' or 'f6'."
    for name in _split(key):
        if not is_key(name):
            return setting, f"“{name}” is not a key's name", f"Write “{nearest_key(name)}”."
    if not _split(key):
        return setting, "names no key", "Leave the line out to keep the key it has."
    return None


def _clash(changed: Action, keys: Mapping[str, str]) -> Mistake | None:
    wanted = _split(keys[changed.id])
    for other in of_scope(changed.scope):
        taken = [key for key in wanted if other.id != changed.id and key in _split(keys.get(other.id, other.keys))]
        if taken:
            return (
                f"{_SECTION}{changed.id}",
                f"“{taken[0]}” is already the key of {other.id} ({other.label})",
                f"Take another one, or give {other.id} its own; at first {changed.id} has {_own(changed)}.",
            )
    return None


def _own(action: Action) -> str:
    return " ".join(f"“{key}”" for key in shown_keys(action, {}))


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]
