"""Owns which actions are possible where the person is, who carries them out, and why one is not possible."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, cast

from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from afterword.tui.actions.table import TABLE, Action, keys_of, of_scope, reason_of, shown_key, shown_keys
from afterword.tui.actions.table import action as find_action

_SIGN = re.compile(r"[a-z_]+(?:_[a-z]+)+|slash|plus|minus|comma|at|underscore|backslash|f[0-9]+")
"""Names of keys a person expects something of; the others are those of modifiers and the like."""


class ActionHost:
    """The app, a screen, a pane or a widget that carries out actions of the table; stands before the Textual class.

    A host takes its keys with `BINDINGS = bindings(scope, …)`, has a method `action_…` for each of these actions, and
    says in Textual's `check_action()` which of them make sense now; the others neither act nor are shown.
    """

    action_ids: ClassVar[frozenset[str]] = frozenset()
    """The actions whose keys it takes."""
    _says: tuple[tuple[bool, str] | None, ...] | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        taken = (binding for part in cls.__mro__ for binding in part.__dict__.get("BINDINGS", ()))
        cls.action_ids = frozenset(binding.id for binding in taken if isinstance(binding, Binding) and binding.id)

    def check_action(self, _action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Whether that action makes sense now, by the name of its method. Cheap: asked at every key."""
        return True

    def offers(self, _action: str) -> bool:
        """Whether the footer names that action, which makes sense now; unless overridden, it does."""
        return True

    def writes(self, _key: str, _letter: str | None) -> bool:
        """Whether that key begins a text here, whatever else it does elsewhere; unless overridden, it does not."""
        return False

    def label(self, _action: str) -> str:
        """What the action does here and now, in a word or two; empty for the words of the table."""
        return ""

    def reason(self, _action: str) -> str:
        """Why that action cannot be carried out here, where it hangs on the state; empty for the usual words."""
        return ""

    def can(self, action: Action) -> bool:
        """Whether this host would carry out that action now."""
        return action.id in self.action_ids and bool(self.check_action(action.method, parse(action.call)[2]))

    def refresh_keys(self) -> None:
        """Let the footer read its keys again, if this host says something else of them than when it was last asked."""
        says = tuple(
            (self.offers(action.method), self.label(action.method)) if self.can(action) else None
            for action in TABLE
            if action.footer and action.id in self.action_ids
        )
        if says != self._says:
            self._says = says
            cast("DOMNode", self).refresh_bindings()


def hosts(screen: Screen[object]) -> Iterator[ActionHost]:
    """Whoever would carry out a key now, nearest to the focus first; behind a dialog nobody is asked."""
    start = screen.focused or screen
    for node in start.ancestors_with_self:
        if isinstance(node, ActionHost) and not (screen.is_modal and isinstance(node, App)):
            yield node


def actions_now(screen: Screen[object], among: Sequence[Action] = TABLE) -> list[tuple[Action, ActionHost]]:
    """The actions available now with their hosts, in the order of the table."""
    chain = list(hosts(screen))
    capable = ((action, next((host for host in chain if host.can(action)), None)) for action in among)
    return [(action, host) for action, host in capable if host is not None]


def not_now(action: Action, keymap: Mapping[str, str], host: ActionHost | None = None) -> str:
    """Why that action cannot be carried out now, by the host that has its key, else as far as the table knows."""
    key = shown_keys(action, keymap)[0]
    name = key if ":" in action.label else f"{action.label[0].upper()}{action.label[1:]} ({key})"
    reason = (host.reason(action.method) if host is not None else "") or reason_of(action)
    return f"{name}: {reason or f'Not possible here. {action.help}'}"


def why_not(screen: Screen[object], key: str, keymap: Mapping[str, str]) -> str:
    """Why nothing came of that key: what its action needs, or that it has none; empty where nobody expects words."""
    for host in hosts(screen):
        for action in TABLE:
            if action.id in host.action_ids and key in keys_of(action, keymap):
                return not_now(action, keymap, host)
    known = {name for action in of_scope("app") for name in keys_of(action, keymap)}
    if len(key) > 1 and key not in known and not _SIGN.fullmatch(key):
        return ""
    help_key = shown_keys(find_action("dialog.help" if screen.is_modal else "app.help"), keymap)[0]
    return f"{shown_key(key)} does nothing here; {help_key} shows every key."
