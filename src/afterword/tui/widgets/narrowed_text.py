"""Owns a text that `/` narrows to what holds the words, as every list is narrowed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Self

from textual.app import ComposeResult
from textual.containers import Vertical

from afterword.tui.actions.host import ActionHost
from afterword.tui.actions.table import bindings
from afterword.tui.styles import TextStyle, pieces, plain
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.lines import TextLine, TextView, words_of

_LEVELS = (TextStyle.STRONG, TextStyle.ACCENT)
"""How headings are told: the whole line in one of these tones, the outer ones first."""


class NarrowedText(ActionHost, Vertical):
    """A text under a line for words; whoever is left asks `clear` first."""

    BINDINGS = bindings("narrow")

    def __init__(self) -> None:
        super().__init__()
        self.bar = FilterLine()
        self.view = TextView()
        self._lines: Sequence[TextLine] = ()

    def compose(self) -> ComposeResult:
        """The line for words over the text."""
        yield self.bar
        yield self.view

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT001, FBT002 - Textual's signature
        """Let keys scroll the text."""
        self.view.focus(scroll_visible)
        return self

    def show_lines(self, lines: Sequence[TextLine], *, keep_place: bool = False) -> None:
        """Show these lines, as far as they hold the words."""
        self._lines = lines
        self._show(keep_place=keep_place)

    def clear(self) -> bool:
        """Show the whole text again; False when it was shown."""
        had = self.bar.clear()
        if had:
            self._show()
            self.focus()
        return had

    def action_filter(self) -> None:
        """Let words be typed."""
        self.bar.ask()

    def on_filter_line_narrowed(self, message: FilterLine.Narrowed) -> None:
        """Other words to be found."""
        message.stop()
        self._show()
        if message.done:
            self.focus()

    def _show(self, *, keep_place: bool = False) -> None:
        if not self.bar.narrows:
            self.view.show_lines(self._lines, keep_place=keep_place)
            count = sum(1 for _ in _blocks(self._lines))
            self.bar.count(count, count)
            return
        lines, shown, of = kept_lines(self._lines, self.bar.keeps)
        self.view.show_lines(lines)
        self.bar.count(shown, of)


def kept_lines(lines: Sequence[TextLine], keeps: Callable[[str], bool]) -> tuple[list[TextLine], int, int]:
    """The lines that hold the words with those that belong to them and the headings above, how many, and of how many.

    Below a heading that holds the words everything is kept.
    """
    kept: list[TextLine] = []
    above: dict[int, list[TextLine]] = {}
    whole, shown, of = len(_LEVELS), 0, 0
    for block in _blocks(lines):
        level, finds = _level(block), keeps(words_of(block))
        if level < len(_LEVELS):
            above = {outer: heading for outer, heading in above.items() if outer < level}
            above[level] = block
            whole = whole if whole < level else level if finds else len(_LEVELS)
            continue
        of += 1
        if finds or whole < len(_LEVELS):
            for heading in above.values():
                kept += [*([TextLine("")] * bool(kept)), *heading]
            above = {}
            kept += block
            shown += 1
    return kept, shown, of


def _blocks(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Each line with those below it that are set in to belong to it; blank ones belong to nothing."""
    block: list[TextLine] = []
    for line in lines:
        text = plain(line.text)
        if block and text.strip() and line.indent and text.startswith(" " * line.indent):
            block.append(line)
            continue
        if block:
            yield block
        block = [line] if text.strip() else []
    if block:
        yield block


def _level(block: Sequence[TextLine]) -> int:
    """How far out a heading stands; what is none stands furthest in."""
    tones = {piece.tone for line in block for piece in pieces(line.text, line.tone) if piece.text.strip()}
    return next((level for level, tone in enumerate(_LEVELS) if tones == {tone}), len(_LEVELS))
