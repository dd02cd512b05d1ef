"""Owns the help: where the person is and the keys that work there, then all others; and the tour."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Static

from afterword.domain.text import fit
from afterword.tui.actions import SCOPES, TABLE, Action, bindings, keys_of, of_scope, shown_keys
from afterword.tui.app_context import actions_now, context_of, hosts
from afterword.tui.screens.page import Box, Dialog, NarrowedText, Page
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.bars import KeyLine, is_typed
from afterword.tui.widgets.lines import TextLine, words_of

_KEYS = 16
KNOWN_WELL = ("tracker", "list", "text", "filter", "narrow", "page", "focus", "dialog", "app")
"""The scopes that are the same in several places, so that they stand below what is of this place alone."""


class HelpPlace(Struct, frozen=True):
    """Where somebody asks for help: its title, what it is for, and what its keys do now, in the order of use.

    Of each action the second is what it does in the state of the moment, where that has words of its own.
    """

    title: str
    about: str
    now: Sequence[tuple[Action, str]]


def help_lines(place: HelpPlace, keymap: Mapping[str, str]) -> list[TextLine]:
    """The place, its keys under their scopes, then all other keys."""
    lines = [TextLine(place.title, TextStyle.STRONG)] if place.title else []
    lines += [TextLine(place.about)] if place.about else []
    here = [action for action, _ in place.now]
    for scope in dict.fromkeys(action.scope for action in here):
        rows = [(action, words) for action, words in place.now if action.scope == scope]
        section = _section(_name(scope), rows, keymap)
        # The place has said its name already.
        lines += [line for line in section if words_of([line]) != place.title]
    lines += [TextLine(), TextLine("All other keys", TextStyle.STRONG)]
    for scope in SCOPES:
        lines += _section(_name(scope), [(action, "") for action in of_scope(scope) if action not in here], keymap)
    return lines


def _name(scope: str) -> str:
    """The heading of a scope, a pane's without its number."""
    return SCOPES[scope].title.lstrip("0123456789 ")


def _section(title: str, rows: Sequence[tuple[Action, str]], keymap: Mapping[str, str]) -> list[TextLine]:
    lines = [_line(action, words, keymap) for action, words in rows]
    return [TextLine(), TextLine(title, TextStyle.ACCENT), *lines] if lines else []


def _line(action: Action, words: str, keymap: Mapping[str, str]) -> TextLine:
    keys = Span(fit("  " + " ".join(shown_keys(action, keymap)), _KEYS) + " ", TextStyle.KEY)
    state = (Span(f"{words}: ", TextStyle.STRONG),) if words else ()
    return TextLine((keys, *state, action.help), indent=_KEYS + 1, found_by=action.label)


def help_place(below: Screen[object], keymap: Mapping[str, str]) -> HelpPlace:
    """What can be said of that screen: what works now, what the footer names first, the nearest to the focus first.

    Keys that a letter or a nearer action takes are not among them.
    """
    near = {host: place for place, host in enumerate(hosts(below))}
    now = sorted(
        actions_now(below),
        key=lambda pair: (
            pair[0].scope in KNOWN_WELL,
            near[pair[1]],
            not (pair[0].footer and pair[1].offers(pair[0].method)),
        ),
    )
    taken: set[str] = set()
    here: list[tuple[Action, str]] = []
    for action, host in now:
        keys = [key for key in keys_of(action, keymap) if not is_typed(below, key)]
        if not taken.issuperset(keys):
            here.append((action, host.label(action.method)))
            taken.update(keys)
    scopes = (scope for host in near for scope in dict.fromkeys(id_.partition(".")[0] for id_ in host.action_ids))
    place = next((scope for scope in scopes if SCOPES[scope].about), "")
    title = _title_of(below) or (_name(place) if place else "")
    return HelpPlace(title, SCOPES[place].about if place else "", here)


def _title_of(screen: Screen[object]) -> str:
    """What stands above a page or in the border of a dialog; nothing over the panes."""
    if isinstance(screen, Page):
        return screen.title_line.title
    titles = (str(box.border_title or "") for box in screen.query(Box))
    return next((title.strip() for title in titles if title.strip()), "")


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
    """Five sentences on what is where; any key leaves it, and all but those that say no more than that are done."""

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
        """A key that leads somewhere does so."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)
        leaving = (each for each in TABLE if each.id in ("tour.leave", "app.tour"))
        if not any(event.key in keys_of(each, self._keymap) for each in leaving):
            self.app.post_message(Key(event.key, event.character))


class HelpDialog(Dialog[None]):
    """Where the person is, and every key with its sentence; `/` narrows."""

    BINDINGS = bindings("help")
    AUTO_FOCUS = ""

    def __init__(self, below: Screen[Any], told: str = "") -> None:
        super().__init__()
        self._told = told
        self._place = help_place(below, context_of(below).keymap)
        self._text = NarrowedText()

    def compose(self) -> ComposeResult:
        """The text over its keys."""
        with Box("Help"):
            yield self._text
            yield KeyLine()

    def on_mount(self) -> None:
        """Fill the text, and begin in it."""
        told = [TextLine("What was said last", TextStyle.STRONG), TextLine(self._told), TextLine()]
        lines = help_lines(self._place, context_of(self).keymap)
        self._text.show_lines([*(told if self._told else ()), *lines])
        self._text.focus()

    def action_close(self) -> None:
        """Show every key again, then close."""
        self.leave()

    def leave(self) -> None:
        """Show every key again, then close."""
        if not self._text.clear():
            self.dismiss(None)
