"""Owns the lines at the bottom: the keys that matter now, and above them what was just done beside a summary."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.app import App
from textual.screen import Screen

from afterword.domain.text import clean_line
from afterword.tui.actions.action import Action
from afterword.tui.actions.host import ActionHost
from afterword.tui.actions.table import TABLE, shown_keys
from afterword.tui.frame import frame_of
from afterword.tui.tones import Piece, Tone
from afterword.tui.widgets.cells import fit, wrap
from afterword.tui.widgets.paint import Painted

_MOST_LINES = 4
_FEW = tuple(action for action in TABLE if action.footer)
_SIGNS = {Tone.GOOD: "✓ ", Tone.BAD: "! ", Tone.WARN: "! "}


def hosts(screen: Screen[object]) -> Iterator[ActionHost]:
    """Whoever would carry out a key now, nearest to the focus first; behind a dialog nobody is asked."""
    start = screen.focused or screen
    for node in start.ancestors_with_self:
        if isinstance(node, ActionHost) and not (screen.is_modal and isinstance(node, App)):
            yield node


def actions_now(screen: Screen[object], among: Sequence[Action] = TABLE) -> list[tuple[Action, ActionHost]]:
    """The actions available now with their hosts, in the order of the table."""
    chain = [(host, host.verbs()) for host in hosts(screen)]
    found: list[tuple[Action, ActionHost]] = []
    for action in among:
        for host, verbs in chain:
            if action.id in verbs and host.available(action.id):
                found.append((action, host))
                break
    return found


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
        keymap = frame_of(self).keymap
        keys = tuple((shown_keys(action, keymap)[0], action.label) for action, _ in actions_now(self.screen, _FEW))
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def line(self, y: int, width: int) -> Sequence[Piece]:
        """See `Painted.line`."""
        return key_pieces(self._keys, width) if y == 0 else ()


class KeyFooter(KeyLine):
    """A notice and a summary over the keys. The notice stays until another one or until it is cleared.

    A notice too long for one line takes more of them, so that no reason and no way out is cut off.
    """

    def __init__(self) -> None:
        super().__init__()
        self._notice = Piece("")
        self._summary = ""
        self._lines: list[tuple[int, int]] = []

    def notice(self, text: str, tone: Tone) -> None:
        """Show one sentence; its sign says what its colour says."""
        self._notice = Piece(_SIGNS.get(tone, "") + clean_line(text) if text else "", tone)
        self._make_room()
        self.refresh()

    @property
    def told(self) -> str:
        """The notice that stands."""
        return self._notice.text

    def on_resize(self) -> None:
        """Another width, other lines."""
        self._make_room()

    def _make_room(self) -> None:
        width = self.size.width - 2
        self._lines = wrap(self._notice.text, width)[:_MOST_LINES] if cell_len(self._notice.text) > width > 0 else []
        height = 1 + max(len(self._lines), 1)
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def summary(self, words: str) -> None:
        """Show the pane's words at the right."""
        if words != self._summary:
            self._summary = words
            self.refresh()

    def line(self, y: int, width: int) -> Sequence[Piece]:
        """See `Painted.line`."""
        if y < len(self._lines):
            start, end = self._lines[y]
            return (Piece(" "), Piece(self._notice.text[start:end], self._notice.tone))
        return self._status(width) if y == 0 else super().line(y - max(len(self._lines), 1), width)

    def _status(self, width: int) -> Sequence[Piece]:
        right = clean_line(self._summary)
        size = cell_len(right)
        if self._notice.text and cell_len(self._notice.text) + size + 3 > width:
            # What was just done matters more than what can be counted again.
            return (Piece(" "), Piece(fit(self._notice.text, width - 2), self._notice.tone))
        left = fit(self._notice.text, max(width - size - 2, 0))
        return (Piece(" "), Piece(left, self._notice.tone), Piece(right, Tone.MUTED))


def key_pieces(keys: Sequence[tuple[str, str]], width: int) -> Sequence[Piece]:
    """Keys with their labels, as many as fit; help stays whatever has to go, for it names the others."""
    last = [pair for pair in keys if pair[1] == "help"]
    left = width - sum(_size(pair) for pair in last)
    parts: list[Piece] = []
    for pair in keys:
        if pair in last or _size(pair) > left:
            continue
        left -= _size(pair)
        parts += _pair(pair)
    return [*parts, *(piece for pair in last for piece in _pair(pair))]


def _pair(pair: tuple[str, str]) -> tuple[Piece, Piece]:
    return Piece(f" {pair[0]}", Tone.KEY), Piece(f" {pair[1]} ")


def _size(pair: tuple[str, str]) -> int:
    return cell_len(pair[0]) + cell_len(pair[1]) + 3
