"""Owns the line over the tracker in which it is narrowed: words typed, and one state; seen only while it narrows."""

from collections.abc import Sequence
from datetime import date

from afterword.domain.conversation.tracker import TrackerRow
from afterword.tui.presenters.tracker import choice_words, choices, keeps_state
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.widgets.filter_line import FilterLine

_ALL = "all"


class FilterBar(FilterLine):
    """Words and a state; every change is told at once."""

    def __init__(self) -> None:
        super().__init__()
        self._state = ""

    @property
    def narrows(self) -> bool:
        """See `FilterLine.narrows`."""
        return bool(self._state or self.text)

    def keeps_state(self, line: TrackerRow, today: date) -> bool:
        """Whether that line is in the state that is shown."""
        return keeps_state(self._state, line.track, today)

    def offer(self, lines: Sequence[TrackerRow], today: date) -> None:
        """Let one of the states there are be chosen."""
        options = [Option(value or _ALL, words, str(count)) for value, words, count in choices(lines, today)]
        self.app.push_screen(Pick("Show only", options), self._picked)

    def _picked(self, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            self.only("" if chosen[0] == _ALL else chosen[0])

    def only(self, state: str) -> None:
        """Show one state only; empty for all."""
        self._state = state
        self.display = self.narrows
        self.post_message(self.Narrowed(done=True))

    def clear(self) -> bool:
        """See `FilterLine.clear`."""
        self._state = ""
        return super().clear()

    def count(self, shown: int, of: int) -> None:
        """See `FilterLine.count`."""
        state = f"only {choice_words(self._state)} · " if self._state else ""
        self._words.update(f" {state}{shown} of {of} · esc shows all ")
