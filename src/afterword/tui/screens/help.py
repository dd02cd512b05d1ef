"""Owns the help: the keys that work where the person is, then all others."""

from collections.abc import Iterable, Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Static

from afterword.domain.cells import fit
from afterword.tui.actions.host import actions_now, hosts
from afterword.tui.actions.shared import Action
from afterword.tui.actions.table import SCOPES, TABLE, bindings, keys_of, of_scope, shown_keys
from afterword.tui.app_context import context_of
from afterword.tui.screens.page import Box, Dialog
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.bars import KeyLine, is_typed
from afterword.tui.widgets.lines import TextLine, TextView

_KEYS = 16


def help_lines(now: Iterable[Action], keymap: Mapping[str, str]) -> list[TextLine]:
    """The actions that work now under their scopes, in their order, then the scopes that are not in reach."""
    here = list(now)
    lines: list[TextLine] = [TextLine("Keys that work here", TextStyle.STRONG)]
    for scope in dict.fromkeys(action.scope for action in here):
        lines += _section(SCOPES[scope], [action for action in here if action.scope == scope], keymap)
    lines += [TextLine(), TextLine("All other keys", TextStyle.STRONG)]
    for scope, title in SCOPES.items():
        lines += _section(title, [action for action in of_scope(scope) if action not in here], keymap)
    return lines


def _section(title: str, actions: list[Action], keymap: Mapping[str, str]) -> list[TextLine]:
    if not actions:
        return []
    rows = [
        TextLine(
            (Span(fit("  " + " ".join(shown_keys(action, keymap)), _KEYS) + " ", TextStyle.KEY), action.help),
            indent=_KEYS + 1,
        )
        for action in actions
    ]
    return [TextLine(), TextLine(title, TextStyle.ACCENT), *rows]


_KNOWN_WELL = ("list", "text", "focus", "app")
"""The scopes that are the same wherever one is, so that they stand below what is of this place alone."""


def _in_reach(below: Screen[object], keymap: Mapping[str, str]) -> list[Action]:
    """What works on that screen, the nearest to the focus first, without keys that a letter or a nearer one takes."""
    near = {host: place for place, host in enumerate(hosts(below))}
    now = sorted(actions_now(below), key=lambda pair: (pair[0].scope in _KNOWN_WELL, near[pair[1]]))
    taken: set[str] = set()
    here: list[Action] = []
    for action, _host in now:
        keys = [key for key in keys_of(action, keymap) if not is_typed(below, key)]
        if not taken.issuperset(keys):
            here.append(action)
            taken.update(keys)
    return here


_TOUR = (
    (
        "app.reflection",
        "Reflection: your interviews; enter looks back on one in three minutes.",
    ),
    ("app.feedback", "Feedback: whom you asked, who has replied, and the letter that comes next."),
    ("app.evaluation", "Evaluation: what all of it says, what to work on, and the sheet for the next interview."),
    ("app.today", "Today: everything that is due, most pressing first; enter does it."),
    (
        "app.help",
        "Help: the keys of where you are. {palette} finds an action, {undo} takes back, {tour} shows this.",
    ),
)
"""What is where, in five sentences; each behind the key that leads there."""


class Tour(Dialog[None]):
    """Five sentences on what is where; any key leaves it."""

    BINDINGS = bindings("tour")

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The sentences over the keys."""
        with Box("What is where"):
            for key, words in self._sentences():
                with Horizontal():
                    yield Static(key, markup=False, classes="-key")
                    yield Static(words, markup=False, classes="-words")
            yield KeyLine()

    def _sentences(self) -> Iterable[tuple[str, str]]:
        """Each with the key that leads there, as the person has it."""
        keys = {action.id: shown_keys(action, self._keymap)[0] for action in TABLE}
        names = {action_id.replace(".", "_").removeprefix("app_"): key for action_id, key in keys.items()}
        for action_id, words in _TOUR:
            if action_id in keys:
                yield keys[action_id], words.format_map(names)

    def on_key(self, event: Key) -> None:
        """Any key leaves it, and does nothing else."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)


class HelpDialog(Dialog[None]):
    """Every key with its sentence."""

    BINDINGS = bindings("help")

    def __init__(self, below: Screen[object], told: str = "") -> None:
        super().__init__()
        self._last_notice = (
            [TextLine("What was said last", TextStyle.STRONG), TextLine(told, indent=0), TextLine()] if told else []
        )
        self._now = _in_reach(below, context_of(below).keymap)

    def compose(self) -> ComposeResult:
        """A text over its keys."""
        with Box("Keys"):
            yield TextView()
            yield KeyLine()

    def on_mount(self) -> None:
        """Fill the text."""
        self.query_one(TextView).show_lines([*self._last_notice, *help_lines(self._now, context_of(self).keymap)])
