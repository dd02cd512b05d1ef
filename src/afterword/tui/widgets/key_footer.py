"""Owns the lines at the bottom: the keys that matter now, and above them what was just done beside a summary."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.binding import ActiveBinding
from textual.screen import Screen

from afterword.domain.text import clean_line
from afterword.tui.actions.action import Action
from afterword.tui.actions.host import actions_now
from afterword.tui.actions.keymap import character_of
from afterword.tui.actions.table import TABLE, keys_of, shown_key
from afterword.tui.app_context import context_of
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.cells import fit
from afterword.tui.widgets.paint import Painted

_BACK, _HELP = "esc", "help"
_OF_A_LINE = ("form.enter", "filter.keep")
"""What `enter` does in a line of text is told by whoever holds the line."""
_FEW = tuple(action for action in TABLE if action.footer)
_SIGNS = {TextStyle.GOOD: "✓ ", TextStyle.BAD: "! ", TextStyle.WARN: "! "}


def keys_now(screen: Screen[object], keymap: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The few keys worth naming: each as it is written, with what it does here and now.

    A key that a text takes as a letter, or that something nearer to the focus uses, is none of them.
    """
    active = screen.active_bindings
    found: list[tuple[str, str]] = []
    for action, host in actions_now(screen, _FEW):
        names = [name for name in keys_of(action, keymap) if not _is_typed(screen, name)]
        key = next((name for name in names if _reaches(action, active.get(name))), None)
        if key is not None and host.offers(action.method):
            found.append((shown_key(key), host.label(action.method) or action.label))
    return tuple(found)


def _is_typed(screen: Screen[object], key: str) -> bool:
    # Textual asks this itself, but does not know which signs such names as `slash` stand for.
    return screen.focused is not None and screen.focused.check_consume_key(key, character_of(key))


def _reaches(action: Action, bound: ActiveBinding | None) -> bool:
    # A list hands on what is opened in it, so its `enter` is that of the pane or the page around it.
    if bound is None:
        return False
    handed_on = bound.binding.action == "submit" and action.id in _OF_A_LINE
    return handed_on or bound.binding.id in (action.id, "list.open")


class KeyLine(Painted):
    """The keys that matter now, for the widget that has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[tuple[str, str], ...] = ()
        self._waiting = False

    def on_mount(self) -> None:
        """Keys follow the focus and what is selected."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self._soon())
        self._soon()

    def _soon(self) -> None:
        # One key can change focus and selection at once, and what it did to the pane should be seen first.
        if not self._waiting:
            self._waiting = True
            self.call_after_refresh(self.show_keys)

    def show_keys(self) -> None:
        """Read again which keys matter now."""
        self._waiting = False
        if not (self.is_attached and self.screen.is_current):
            return
        keys = keys_now(self.screen, context_of(self).keymap)
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """See `Painted.line`."""
        return key_pieces(self._keys, width) if y == 0 else ()


class KeyFooter(KeyLine):
    """A notice and a summary over the keys. The notice stands until the next key does something.

    It takes one line; what is too long for it can be read in the help.
    """

    def __init__(self) -> None:
        super().__init__()
        self._notice = Span("")
        self._summary = ""

    def notice(self, text: str, tone: TextStyle) -> None:
        """Show one sentence; its sign says what its colour says."""
        self._notice = Span(_SIGNS.get(tone, "") + clean_line(text) if text else "", tone)
        self.refresh()

    @property
    def told(self) -> str:
        """The notice that stands."""
        return self._notice.text

    def summary(self, words: str) -> None:
        """Show the pane's words at the right."""
        if words != self._summary:
            self._summary = words
            self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """See `Painted.line`."""
        return self._status(width) if y == 0 else super().line(y - 1, width)

    def _status(self, width: int) -> Sequence[Span]:
        right = clean_line(self._summary)
        size = cell_len(right)
        if self._notice.text and cell_len(self._notice.text) + size + 3 > width:
            # What was just done matters more than what can be counted again.
            return (Span(" "), Span(self._cut(width - 2), self._notice.tone))
        left = fit(self._notice.text, max(width - size - 2, 0))
        return (Span(" "), Span(left, self._notice.tone), Span(right, TextStyle.MUTED))

    def _cut(self, width: int) -> str:
        if cell_len(self._notice.text) <= width:
            return fit(self._notice.text, width)
        more = f" ({next((key for key, label in self._keys if label == _HELP), 'f1')} shows all)"
        return fit(self._notice.text, width - len(more)) + more


def key_pieces(keys: Sequence[tuple[str, str]], width: int) -> Sequence[Span]:
    """Keys with their labels, as many as fit; the way back and help stay whatever has to go."""
    last = [pair for pair in keys if pair[0] == _BACK and pair[1] != _HELP] + [
        pair for pair in keys if pair[1] == _HELP
    ]
    left = width - sum(_size(pair) for pair in last)
    parts: list[Span] = []
    for pair in keys:
        if pair in last or _size(pair) > left:
            continue
        left -= _size(pair)
        parts += _pair(pair)
    return [*parts, *(piece for pair in last for piece in _pair(pair))]


def _pair(pair: tuple[str, str]) -> tuple[Span, Span]:
    return Span(f" {pair[0]}", TextStyle.KEY), Span(f" {pair[1]} ")


def _size(pair: tuple[str, str]) -> int:
    return cell_len(pair[0]) + cell_len(pair[1]) + 3
