"""Owns the palette: every action by its name."""

from collections.abc import Mapping

from textual.screen import Screen

from afterword.tui.actions.host import actions_now
from afterword.tui.actions.shared import Action
from afterword.tui.actions.table import SCOPES, TABLE, shown_keys
from afterword.tui.panes.pane import TABS
from afterword.tui.screens.dialogs import Option, Pick

_HIDDEN = ("list.", "text.", "focus.", "app.palette", "app.interrupt", "app.clear")
PANES = tuple(tab.pane_id for tab in TABS)


def palette(below: Screen[object], keymap: Mapping[str, str], *, panes: bool) -> Pick:
    """What can be done on that screen, what is possible now first; `panes`: and in every pane."""
    now = [action for action, _ in actions_now(below) if not action.id.startswith(_HIDDEN)]
    rest = [action for action in TABLE if panes and action.scope in PANES and action not in now]
    return Pick("What shall be done?", [_option(action, keymap) for action in (*now, *rest)])


def _option(action: Action, keymap: Mapping[str, str]) -> Option:
    keys = " ".join(shown_keys(action, keymap)[:1])
    where = f"{SCOPES[action.scope].partition(' ')[2]}: " if action.scope in PANES else ""
    return Option(action.id, f"{where}{action.label} ({keys})", action.help, action.id)
