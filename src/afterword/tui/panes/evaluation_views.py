"""Owns the views of the Evaluation pane: which one is seen, where the person is in it, and the words that narrow it."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from afterword.domain.evaluation.filters import EVERYTHING
from afterword.tui.presenters.evaluation_details import details
from afterword.tui.presenters.evaluation_rows import Listing
from afterword.tui.presenters.evaluation_views import (
    BY_ID,
    NO_MATCH,
    NO_WORDS,
    OVERVIEW,
    TEACHING,
    VIEWS,
    EvaluationView,
)
from afterword.tui.presenters.evidence import Known
from afterword.tui.widgets.filter_line import FilterLine
from afterword.tui.widgets.text_view import TextView, words_of
from afterword.tui.widgets.view_line import ViewLine
from afterword.tui.widgets.virtual_list import Row, VirtualList

_NOTHING = Listing((), lambda _key: Row(()))
_EDGE = 3


class EvaluationViews(Widget):
    """One view at a time. Only the one that is seen is read again after a change; each keeps its cursor."""

    def __init__(self) -> None:
        super().__init__(id="evaluation-views")
        self._view: EvaluationView = OVERVIEW
        self._known: Known | None = None
        self._stale: set[str] = set(BY_ID)
        self._told: tuple[str, str | None, int] | None = None
        self._bar = FilterLine()
        self._line = ViewLine([(view.id, view.title) for view in VIEWS])
        self._lists = {view.id: VirtualList(view.columns, widget_id=f"view-{view.id}") for view in VIEWS}
        self._details = TextView(widget_id="evaluation-details")

    def compose(self) -> ComposeResult:
        """The names of the views, and below them the view with its words."""
        yield self._line
        yield self._bar
        with Container(id="evaluation-parts"):
            yield from self._lists.values()
            yield self._details

    # ── where the person is ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def list(self) -> VirtualList:
        """The list that is seen."""
        return self._lists[self._view.id]

    @property
    def known(self) -> Known | None:
        """What the views are made from; None before the first look."""
        return self._known

    @property
    def view_id(self) -> str:
        """The view that is seen."""
        return self._view.id

    def focus_first(self) -> None:
        """The list that is seen, or the words where it is empty."""
        (self.list if self.list.count else self._details).focus()

    # ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, known: Known) -> None:
        """Show what is known now."""
        self._known = known
        self._stale = set(BY_ID)
        self._told = None
        self._show_view(known)

    def show_view(self, view_id: str) -> None:
        """Show that view, with the cursor where it was there."""
        had_focus = self.has_focus_within
        self._view = BY_ID[view_id]
        if self._known is not None:
            self._show_view(self._known)
        if had_focus:
            self.focus_first()

    def step(self, by: int) -> None:
        """Show the view so many places further, round and round."""
        self.show_view(VIEWS[(VIEWS.index(self._view) + by) % len(VIEWS)].id)

    def find(self, record_id: str) -> bool:
        """Put the cursor on an example, a pointer, or a finding that holds an advice or an opening."""
        self.clear_words()
        places = (("examples", "example"), ("pointers", "pointer"), ("advice", "advice"), ("advice", "opening"))
        for view_id, kind in places:
            self.show_view(view_id)
            if self.list.move_to(f"{kind}/{record_id}"):
                return True
        return False

    def _show_view(self, known: Known) -> None:
        view, shown = self._view, self.list
        self._line.show(view.id)
        if view.id in self._stale:
            self._stale.discard(view.id)
            listing = _NOTHING if self._is_bare(known) else view.listing(known)
            keys = [key for key in listing.keys if self._finds(known, listing, key)]
            shown.load(keys, listing.row)
            self._bar.count(len(keys), len(listing.keys))
        for view_id, one in self._lists.items():
            one.set_class(view_id == view.id, "-seen")
        self.set_class(not shown.count and not self._bar.text, "-bare")
        self._show_details(known)

    # ── the words to be found ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def has_words(self) -> bool:
        """Whether words to be found are typed, or asked for."""
        return self._bar.display

    def ask(self) -> None:
        """Let words be typed; they narrow every view."""
        self._bar.ask()

    def clear_words(self) -> bool:
        """Show every line again; False when every line was shown."""
        had = self._bar.clear()
        if had:
            self._narrowed()
        return had

    def on_filter_line_narrowed(self, message: FilterLine.Narrowed) -> None:
        """Other words to be found."""
        message.stop()
        self._narrowed()
        if message.done:
            self.focus_first()

    def _narrowed(self) -> None:
        if self._known is not None:
            self.show(self._known)

    def _finds(self, known: Known, listing: Listing, key: str) -> bool:
        """Whether the words occur in that line or in what stands beside it."""
        if not self._bar.text:
            return True
        return self._bar.keeps(f"{listing.row(key).words}\n{words_of(details(known, key))}")

    def _is_bare(self, known: Known) -> bool:
        """Whether there is nothing the first two views could say anything about."""
        if known.evaluation.interviews or self._view.id not in ("overview", "evidence"):
            return False
        return known.evaluation.chosen != EVERYTHING or not known.journal.competencies

    def _show_details(self, known: Known) -> None:
        key, width = self.list.key, self._details.size.width - _EDGE
        if self._told == (self._view.id, key, width):
            return
        again = self._told is not None and self._told[:2] == (self._view.id, key)
        self._told = (self._view.id, key, width)
        if key is not None:
            self._details.show_lines(details(known, key, width), keep_place=again)
        elif self._bar.text:
            self._details.show_lines(NO_WORDS)
        elif known.evaluation.chosen != EVERYTHING and not known.evaluation.interviews:
            self._details.show_lines(NO_MATCH)
        else:
            self._details.show_lines(self._view.teaching or TEACHING)
        self.screen.refresh_bindings()

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Another line, other words."""
        if message.sender is self.list and self._known is not None:
            self._show_details(self._known)

    def on_view_line_clicked(self, message: ViewLine.Clicked) -> None:
        """The name of a view was clicked."""
        message.stop()
        self.show_view(message.view_id)

    def on_resize(self) -> None:
        """Charts fill the room there is."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self._known is not None and self.is_attached:
            self._show_details(self._known)
