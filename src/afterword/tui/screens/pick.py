"""Owns choosing one or several from a list by keys, narrowing it by typing."""

import re
from collections.abc import Collection, Sequence

from msgspec import Struct
from textual import events
from textual.app import ComposeResult

from afterword.domain.text import clean_line, holds
from afterword.tui.actions.table import bindings
from afterword.tui.screens.dialog import Box, Dialog
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.key_footer import KeyLine
from afterword.tui.widgets.text_view import TextLine, TextView
from afterword.tui.widgets.virtual_list import Row, VirtualList


class Option(Struct, frozen=True):
    """Something to choose: its key, its words, more about it, and words it is found by though they are not shown."""

    key: str
    words: str
    detail: str = ""
    found_by: str = ""


class Pick(Dialog[tuple[str, ...]]):
    """Dismissed with the keys chosen (one, or with `many` any number), or None when nothing was chosen."""

    BINDINGS = bindings("pick")
    AUTO_FOCUS = ""

    def __init__(
        self, title: str, options: Sequence[Option], *, many: bool = False, ticked: Collection[str] = ()
    ) -> None:
        super().__init__()
        self._title = title
        self._options = {option.key: option for option in options}
        self._many = many
        self._ticked = set(ticked)
        self._typed = ""

    def compose(self) -> ComposeResult:
        """What was typed, over the list, over the keys."""
        with Box(self._title):
            yield TextView(widget_id="typed")
            yield VirtualList((ListColumn("", 20, share=2), ListColumn("", 0, share=3, hide_below=60)), heading=False)
            yield KeyLine()

    def on_mount(self) -> None:
        """Keys go to this screen, so that letters narrow the list."""
        for widget in (self._list, self._typed_view):
            widget.can_focus = False
        self._narrow()

    @property
    def _list(self) -> VirtualList:
        return self.query_one(VirtualList)

    @property
    def _typed_view(self) -> TextView:
        return self.query_one("#typed", TextView)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only where several can be chosen are they ticked."""
        return self._many or action != "tick"

    def on_key(self, event: events.Key) -> None:
        """Letters narrow the list."""
        if event.character and event.is_printable and not (event.key == "space" and self._many):
            event.stop()
            # Every other list is narrowed after a slash; here it may be typed as well, and begins nothing.
            self._typed = (self._typed + event.character).removeprefix("/")
            self._narrow(to_first=True)

    def on_virtual_list_selected(self) -> None:
        """A click on a line chooses it."""
        self.action_open()

    def _narrow(self, *, to_first: bool = False) -> None:
        """Show what the words typed find; `to_first`: other words, so the cursor goes to what they fit best."""
        keys = [
            key
            for key, option in self._options.items()
            if holds(f"{option.words} {option.detail} {option.found_by}", self._typed)
        ]
        keys.sort(key=self._rank)
        self._list.load(keys, self._row, at=keys[0] if keys and to_first else None)
        found = "" if keys else "   nothing matches"
        typed = (
            Span(clean_line(self._typed), TextStyle.STRONG)
            if self._typed
            else Span("type to narrow the list", TextStyle.MUTED)
        )
        self._typed_view.show_lines([TextLine(("/ ", typed, Span(found, TextStyle.WARN)))])

    def _rank(self, key: str) -> int:
        """Found by the words that are seen, then by a whole word of what else is told of it, then by a part of one."""
        option = self._options[key]
        if holds(option.words, self._typed):
            return 0
        told = set(re.findall(r"\w+", f"{option.detail} {option.found_by}".casefold()))
        return 1 if told.issuperset(self._typed.casefold().split()) else 2

    def _row(self, key: str) -> Row:
        option = self._options[key]
        box = ("[x] " if key in self._ticked else "[ ] ") if self._many else ""
        return Row((box + clean_line(option.words), Span(clean_line(option.detail), TextStyle.MUTED)))

    def action_move(self, by: int) -> None:
        """Move the cursor so many lines down."""
        self._list.action_move(by)

    def action_move_pages(self, by: int) -> None:
        """Move the cursor so many pages down."""
        self._list.action_move_pages(by)

    def action_tick(self) -> None:
        """Tick the line under the cursor, or untick it."""
        if (key := self._list.key) is not None:
            self._ticked ^= {key}
            self._narrow()

    def action_open(self) -> None:
        """Close with what is chosen."""
        if self._many:
            self.dismiss(tuple(key for key in self._options if key in self._ticked))
        elif (key := self._list.key) is not None:
            self.dismiss((key,))

    def action_shorten(self) -> None:
        """Take the last letter away."""
        self._typed = self._typed[:-1]
        self._narrow(to_first=True)

    def action_close(self) -> None:
        """Take the words away first, then close."""
        if self._typed:
            self._typed = ""
            self._narrow()
        else:
            self.dismiss(None)
