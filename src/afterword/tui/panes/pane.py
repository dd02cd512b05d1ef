"""Owns what every pane is to the app around it, and which panes there are; each is imported when first shown.

And what some have in common: a list that words narrow, ticks on some of its lines, a split into two parts.
"""

from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct
from textual import events
from textual.containers import Container
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from afterword.tui.app_context import ActionHost, SummaryChanged, context_of
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.lines import LineView, TextView
from afterword.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from afterword.domain.journal import Journal
    from afterword.domain.text import SearchWords
    from afterword.services.services import Services
    from afterword.tui.app import AfterwordApp


class Pane(ActionHost, Widget):
    """One of the three panes, or Today.

    A pane is built when it is first shown, gets `show(journal)` at once and after every change while it is visible,
    and changes nothing but through `self.context.perform(verb, said)`. It keeps no truth, only where the person is.
    """

    pane_id: ClassVar[str] = ""
    """`today`, `reflection`, `feedback` or `evaluation`: its id, its action scope and its stylesheet."""

    @property
    def context(self) -> "AfterwordApp":
        """The app around it."""
        return context_of(self)

    def show(self, journal: "Journal") -> None:
        """Re-read everything from this journal; keep the cursor where it was."""
        raise NotImplementedError

    def summary(self) -> str:
        """A few words for the right end of the status line, such as `asked 9 · replied 5 (56 %)`."""
        return ""

    def go_to(self, record_id: str) -> None:
        """Put the cursor on the record with that id, clearing a filter that hides it."""

    def place(self) -> Mapping[str, str]:
        """Where the person is: the `line` under the cursor, and by other names the words, state or view that narrow."""
        return {}

    def return_to(self, place: Mapping[str, str]) -> None:
        """Put the person where they were at that place; what is no longer there is left alone."""

    def state(self) -> dict[str, Any]:
        """What the next start shows again: the place, and how far each part is scrolled. A pane adds what it arranges.

        Names with texts, numbers, lists and mappings of such, as JSON has them.
        """
        tops = {view.id: int(view.scroll_offset.y) for view in self.query(LineView) if view.id and view.scroll_offset.y}
        return {"place": dict(self.place()), "tops": tops, "size": [*self.app.size]}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show again what `state` told. It may be of another version, or garbage: what makes no sense may raise."""
        place = {str(name): words for name, words in dict(state["place"]).items() if isinstance(words, str)}
        self.return_to(place)
        if state.get("size") == [*self.app.size]:
            self.call_after_refresh(self._scroll, dict(state["tops"]))

    def _scroll(self, tops: Mapping[str, Any]) -> None:
        for view in self.query(LineView):
            if isinstance(top := tops.get(view.id or ""), int):
                view.scroll_to(y=top, animate=False, immediate=True, force=True)

    def reveal(self, words: "SearchWords") -> None:
        """Scroll what is read here to where these words stand."""
        self.call_after_refresh(self._reveal, words)

    def _reveal(self, words: "SearchWords") -> None:
        for view in self.query(TextView):
            if view.is_on_screen:
                view.reveal(words)

    def read_ahead(self) -> None:
        """Make what a key may soon ask for; called in a thread while nothing else happens, so it touches no widget."""

    def go_on(self) -> None:
        """Open what is being written to the record under the cursor."""

    def fit(self) -> None:
        """Fit the size of the screen, where the style sheet alone cannot."""

    @property
    def due_key(self) -> str:
        """What is due under the cursor, from which on the next due thing is looked for; empty where none is listed."""
        return ""

    @property
    def record(self) -> tuple[str, str] | None:
        """The table and the id of the record under the cursor, for the history; None where there is none."""
        return None

    @property
    def narrowed(self) -> bool:
        """Whether `esc` has something to clear here."""
        return False

    def clear_label(self) -> str:
        """What `esc` does here, where that is not to clear something."""
        return ""

    def clear(self) -> bool:
        """Clear the filter, else the selection; False when there was neither."""
        return False

    def resume(self) -> None:
        """What lay over the panes was closed."""

    def leave(self) -> bool:
        """Go back from a part of the pane to the one before it; False when there is nowhere to go back to."""
        return False

    def focus_first(self) -> None:
        """Put the focus where the keys of the pane are expected; the first part that takes focus, unless overridden."""
        for node in self.walk_children(Widget):
            if node.focusable:
                node.focus()
                return


class Tab(Struct, frozen=True):
    """A pane's place in the header."""

    pane_id: str
    key: str
    title: str


TABS = (Tab("reflection", "1", "Reflection"), Tab("feedback", "2", "Feedback"), Tab("evaluation", "3", "Evaluation"))
TODAY = Tab("today", "0", "Today")
"""What is due over all panes; what the header says of it is its tab."""
FIRST = "reflection"


def opening_pane(due: Collection[str], last: str = "", before: Collection[str] = ()) -> str:
    """The pane that the app opens with: Today where something is due, else `last`, else the interviews.

    `due` are the keys of what is due, `before` those that were due when the app was closed on the pane `last`: where
    nothing has come since, the person finds it as they left it.
    """
    if last and set(due) <= set(before):
        return last
    return TODAY.pane_id if due else last or FIRST


BuildPane = Callable[[str, "Services"], Pane]


def build_pane(pane_id: str, services: "Services") -> Pane:
    """The pane with that id. Raises `KeyError`."""
    name = _CLASSES[pane_id]
    pane: Pane = getattr(import_module(f"afterword.tui.panes.{pane_id}"), name)(services)
    return pane


_CLASSES = {tab.pane_id: f"{tab.title}Pane" for tab in (TODAY, *TABS)}


def is_pane(pane_id: object) -> bool:
    """Whether there is a pane with that id."""
    return isinstance(pane_id, str) and pane_id in _CLASSES


class ListPane(Pane):
    """A pane whose list `/` narrows, and which teaches while it has nothing to list.

    A subclass makes `_bar` and `_list`, and reads the words of the one where it fills the other in `reload`.
    """

    _bar: FilterLine
    _list: VirtualList

    def reload(self) -> None:
        """Show the lines that the filter keeps, and what belongs to the one under the cursor."""
        raise NotImplementedError

    @property
    def narrowed(self) -> bool:
        """Whether there is a filter to clear."""
        return self._bar.display

    def clear(self) -> bool:
        """The filter, if there is one."""
        had = self._bar.clear()
        if had:
            self.reload()
            self.focus_first()
        return had

    def on_filter_line_narrowed(self, message: FilterLine.Narrowed) -> None:
        """Other words to be found."""
        message.stop()
        self.reload()
        if message.done:
            self.focus_first()

    def action_filter(self) -> None:
        """Let words be typed."""
        self._bar.ask()

    def _teach(self, *, empty: bool) -> None:
        """Show words in place of the list while that is empty; the focus goes where the keys are then."""
        turned = self.has_class("-empty") is not empty
        self.set_class(empty, "-empty")
        if turned and self.has_focus_within and not self._bar.has_focus_within:
            self.focus_first()


class TickedPane(ListPane):
    """A pane in whose list several lines can be ticked for one verb."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._ticked: set[str] = set()

    @property
    def _keys(self) -> Collection[str]:
        """The keys of all lines, those that the filter hides among them."""
        raise NotImplementedError

    @property
    def narrowed(self) -> bool:
        """Whether a filter or ticks can be left."""
        return super().narrowed or bool(self._ticked)

    def clear(self) -> bool:
        """The filter, else the ticks."""
        return super().clear() or self.untick()

    def action_tick(self) -> None:
        """Tick the line under the cursor, or untick it, and go on to the next."""
        if (key := self._list.key) is not None:
            self._tick(self._ticked ^ {key})
            self._list.action_move(1)

    def action_tick_all(self) -> None:
        """Tick every line that is shown; where all of them are, untick them."""
        visible = {key for key in self._keys if self._list.holds(key)}
        self._tick(self._ticked - visible if visible <= self._ticked else self._ticked | visible)

    @property
    def has_ticks(self) -> bool:
        """Whether a line is ticked."""
        return bool(self._ticked)

    def keep_ticks(self) -> None:
        """Drop the ticks of lines that are gone, and mark the others in the list."""
        self._tick(self._ticked.intersection(self._keys))

    def untick(self) -> bool:
        """Take every tick away; False when there was none."""
        had = bool(self._ticked)
        self._tick(set())
        return had

    def _tick(self, keys: set[str]) -> None:
        if keys != self._ticked:
            self._ticked = keys
            self._list.tick(keys)
            self.post_message(SummaryChanged())


BESIDE_FROM = 100
"""The columns from which both parts stand side by side."""
_LEAST, _MOST, _STEP = 20, 80, 5


class DetailPart(Container):
    """The part beside or below the list; its first column, or its first line, can be dragged."""

    class Dragged(Message):
        """The mouse drags the edge to this place of the screen."""

        def __init__(self, x: int, y: int) -> None:
            super().__init__()
            self.x = x
            self.y = y

    _is_dragged = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the edge."""
        if event.screen_x == self.region.x > 0 or (event.screen_y == self.region.y and not self.region.x):
            self._is_dragged = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the edge is wanted."""
        if self._is_dragged:
            self.post_message(self.Dragged(int(event.screen_x), int(event.screen_y)))

    def on_mouse_up(self) -> None:
        """Let go."""
        if self._is_dragged:
            self._is_dragged = False
            self.release_mouse()


class SplitPane(Pane):
    """A pane whose list has the id `list_part` and whose other part is a `DetailPart`.

    Where the screen has room for one part only, its class `-reading` says that this is not the list.
    """

    list_part = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shares: dict[str, int] = {}

    @property
    def is_single(self) -> bool:
        """Whether there is room for one part only."""
        return self.screen.has_class("-single")

    @property
    def is_reading(self) -> bool:
        """Whether the other part stands where the list was."""
        return self.is_single and self.has_class("-reading")

    def clear_label(self) -> str:
        """`esc` leads from the other part back to the list where only one of them is seen."""
        return "list" if self.is_reading else ""

    def leave(self) -> bool:
        """Go back from the other part to the list where only one of them is seen."""
        return self.is_reading and self.clear()

    def read(self, *, reading: bool) -> None:
        """Show the other part in place of the list, or the list again."""
        self.set_class(reading, "-reading")

    def fit(self) -> None:
        """Give the list the room that the person chose for it; there is one choice side by side, and one otherwise."""
        if not self.children:  # a size of the window that comes before they are there, or when they are gone
            return
        part = self.query_one(f"#{self.list_part}", Widget)
        share = None if self.is_single else self._shares.get(self._way)
        part.styles.width = f"{share}%" if share is not None and self._is_beside else None
        # What the list leaves is the other part's, whatever it has without a choice.
        self.query_one(DetailPart).styles.width = "1fr" if share is not None and self._is_beside else None
        part.styles.height = f"{share}%" if share is not None and not self._is_beside else None

    @property
    def _is_beside(self) -> bool:
        return self.app.size.width >= BESIDE_FROM

    @property
    def _way(self) -> str:
        return "beside" if self._is_beside else "below"

    def _share_at(self, x: int, y: int) -> int:
        # What only arranges others is not drawn, and has no region of its own.
        room = Region.from_union([part.region for part in self.walk_children(Widget) if part.region])
        return round(100 * (x - room.x) / room.width if self._is_beside else 100 * (y - room.y) / room.height)

    def _set_share(self, share: int) -> None:
        self._shares[self._way] = min(max(share, _LEAST), _MOST)
        self.fit()

    def action_move_split(self, by: int) -> None:
        """Give the list more room, or less."""
        edge = self.query_one(DetailPart).region
        self._set_share(round(self._share_at(edge.x, edge.y) / _STEP) * _STEP + by * _STEP)

    def on_detail_part_dragged(self, message: DetailPart.Dragged) -> None:
        """The edge follows the mouse."""
        message.stop()
        self._set_share(self._share_at(message.x, message.y))

    def state(self) -> dict[str, Any]:
        """With where the split is."""
        return super().state() | {"split": dict(self._shares)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put the split where it was."""
        shares = state.get("split")
        if isinstance(shares, Mapping):
            self._shares = {way: share for way, share in shares.items() if isinstance(share, int)}
            self.fit()
        super().restore(state)
