"""Owns the help screen: the keys that work where the person is, then all others; read from the table of actions."""

from collections.abc import Iterable, Mapping

from textual.app import ComposeResult
from textual.screen import Screen

from afterword.tui.actions.action import Action
from afterword.tui.actions.host import actions_now
from afterword.tui.actions.table import SCOPES, bindings, of_scope, shown_keys
from afterword.tui.app_context import context_of
from afterword.tui.screens.dialog import Box, Dialog
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.cells import fit
from afterword.tui.widgets.key_footer import KeyLine
from afterword.tui.widgets.text_view import TextLine, TextView

_KEYS = 16


def help_lines(now: Iterable[Action], keymap: Mapping[str, str]) -> list[TextLine]:
    """The actions that work now under their scopes, then the scopes that are not in reach."""
    here = list(now)
    lines: list[TextLine] = [TextLine("Keys that work here", TextStyle.STRONG)]
    for scope, title in SCOPES.items():
        lines += _section(title, [one for one in here if one.scope == scope], keymap)
    lines += [TextLine(), TextLine("All other keys", TextStyle.STRONG)]
    for scope, title in SCOPES.items():
        lines += _section(title, [one for one in of_scope(scope) if one not in here], keymap)
    return lines


def _section(title: str, actions: list[Action], keymap: Mapping[str, str]) -> list[TextLine]:
    if not actions:
        return []
    rows = [
        TextLine(
            (Span(fit("  " + " ".join(shown_keys(one, keymap)), _KEYS) + " ", TextStyle.KEY), one.help),
            indent=_KEYS + 1,
        )
        for one in actions
    ]
    return [TextLine(), TextLine(title, TextStyle.ACCENT), *rows]


class Help(Dialog[None]):
    """Every key with its sentence."""

    BINDINGS = bindings("help")

    def __init__(self, below: Screen[object], told: str = "") -> None:
        super().__init__()
        self._told = (
            [TextLine("What was said last", TextStyle.STRONG), TextLine(told, indent=0), TextLine()] if told else []
        )
        self._now = [action for action, _ in actions_now(below)]

    def compose(self) -> ComposeResult:
        """A text over its keys."""
        with Box("Keys"):
            yield TextView()
            yield KeyLine()

    def on_mount(self) -> None:
        """Fill the text."""
        self.query_one(TextView).show_lines([*self._told, *help_lines(self._now, context_of(self).keymap)])
