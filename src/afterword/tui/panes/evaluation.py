"""Owns the Evaluation pane: its views, the one that is seen with the words beside it, the filter over all of them."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from afterword.domain.filters import EVERYTHING, Filter
from afterword.domain.journal import Journal
from afterword.domain.text import plural
from afterword.services.services import Services
from afterword.tui.actions.host import Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.messages import RecordWanted
from afterword.tui.panes.evaluation_findings import EvaluationFindings
from afterword.tui.panes.evaluation_practice import EvaluationPractice
from afterword.tui.panes.evaluation_prep import EvaluationPrep
from afterword.tui.panes.pane import Pane
from afterword.tui.presenters.evaluation import Listing
from afterword.tui.presenters.evaluation_details import details
from afterword.tui.presenters.evaluation_sources import Known
from afterword.tui.presenters.evaluation_views import BY_ID, NO_MATCH, OVERVIEW, TEACHING, VIEWS, View
from afterword.tui.screens.evaluation_forms import filter_form
from afterword.tui.screens.form import Form
from afterword.tui.widgets.text_view import TextView
from afterword.tui.widgets.view_line import ViewLine
from afterword.tui.widgets.virtual_list import Row, VirtualList

_NOTHING = Listing((), lambda _key: Row(()))


class EvaluationPane(Pane):
    """One view at a time; `←` and `→` change it. Only the view that is seen is read again after a change."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("evaluation")]
    pane_id = "evaluation"

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self.services = services
        self._view: View = OVERVIEW
        self._filter = EVERYTHING
        self._known: Known | None = None
        self._stale: set[str] = set(BY_ID)
        self._told: tuple[str, str | None, int] | None = None
        self._line = ViewLine([(view.id, view.title) for view in VIEWS])
        self._lists = {view.id: VirtualList(view.columns, widget_id=f"view-{view.id}") for view in VIEWS}
        self._details = TextView(widget_id="evaluation-details")
        self._practice = EvaluationPractice(self)
        self._findings = EvaluationFindings(self)
        self._prep = EvaluationPrep(self)

    def compose(self) -> ComposeResult:
        """The names of the views, and below them the view with its words."""
        yield self._line
        with Container(id="evaluation-parts"):
            yield from self._lists.values()
            yield self._details

    # ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, journal: Journal) -> None:
        """See `Pane.show`; only the view that is seen is read."""
        report = self.services.preparation.evaluation(self._filter)
        self._known = Known(report, journal, self.services.overview.today())
        self._stale = set(BY_ID)
        self._told = None
        self._show_view()

    def _show_view(self) -> None:
        known, view, shown = self.known, self._view, self._list
        self._line.show(view.id)
        if view.id in self._stale:
            self._stale.discard(view.id)
            listing = _NOTHING if self._is_bare(known) else view.listing(known)
            shown.load(listing.keys, listing.row)
        for view_id, one in self._lists.items():
            one.set_class(view_id == view.id, "-seen")
        self.set_class(not shown.count, "-bare")
        self._show_details()

    def _is_bare(self, known: Known) -> bool:
        """Whether there is nothing the first two views could say anything about."""
        if known.report.interviews or self._view.id not in ("overview", "evidence"):
            return False
        return self._filter != EVERYTHING or not known.journal.competencies

    def _show_details(self) -> None:
        key, width = self._list.key, self._details.size.width - 3
        if self._told == (self._view.id, key, width):
            return
        again = self._told is not None and self._told[:2] == (self._view.id, key)
        self._told = (self._view.id, key, width)
        if key is not None:
            self._details.show_lines(details(self.known, key, width), keep_place=again)
        elif self._filter != EVERYTHING and not self.known.report.interviews:
            self._details.show_lines(NO_MATCH)
        else:
            self._details.show_lines(self._view.teaching or TEACHING)
        self.refresh_bindings()

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Another line, other words."""
        if message.sender is self._list and self._known is not None:
            self._show_details()

    def on_virtual_list_selected(self) -> None:
        """Enter opens."""
        self._findings.open()

    def on_view_line_clicked(self, message: ViewLine.Clicked) -> None:
        """The name of a view was clicked."""
        message.stop()
        self.show_view(message.view_id)

    def on_resize(self) -> None:
        """Charts fill the room there is."""
        if self._known is not None:
            self.call_after_refresh(self._show_details)

    def summary(self) -> str:
        """How many interviews stand behind it, and what is left out."""
        if self._known is None:
            return ""
        count = plural(self._known.report.interviews, "interview")
        return f"{self._filter.words}: {count}" if self._filter != EVERYTHING else f"from {count}"

    def focus_first(self) -> None:
        """The list of the view that is seen, or its words where it is empty."""
        (self._list if self._list.count else self._details).focus()

    def go_to(self, record_id: str) -> None:
        """An example, a pointer, or a finding with an advice or an opening."""
        if self._find(record_id):
            return
        if self._filter != EVERYTHING:
            self._narrow(EVERYTHING)
        if not self._find(record_id):
            self.show_view(OVERVIEW.id)

    def _find(self, record_id: str) -> bool:
        for view_id, kind in (
            ("examples", "example"),
            ("pointers", "pointer"),
            ("advice", "advice"),
            ("advice", "opening"),
        ):
            self.show_view(view_id)
            if self._list.move_to(f"{kind}/{record_id}"):
                return True
        return False

    def clear(self) -> bool:
        """The filter first, then back to the first view."""
        if self._filter != EVERYTHING:
            self._narrow(EVERYTHING)
            return True
        if self._view is not OVERVIEW:
            self.show_view(OVERVIEW.id)
            return True
        return False

    # ── for the verbs ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _list(self) -> VirtualList:
        return self._lists[self._view.id]

    @property
    def known(self) -> Known:
        """What the views are made from."""
        if self._known is None:
            raise LookupError("nothing is shown yet")
        return self._known

    @property
    def view_id(self) -> str:
        """The view that is seen."""
        return self._view.id

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty where there is none."""
        return self._list.key or ""

    def lead_to(self, target: tuple[str, str] | None) -> None:
        """Another pane shows that record."""
        if target is not None:
            self.post_message(RecordWanted(*target))

    def move_to(self, key: str) -> None:
        """The cursor on that row, once the journal has been read again."""
        self.show(self.services.ledger.journal())
        self._list.move_to(key)

    # ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {
            **{f"evaluation.{view_id}": self._shower(view_id) for view_id in BY_ID},
            **self._practice.verbs(),
            **self._findings.verbs(),
            **self._prep.verbs(),
            "evaluation.next-view": lambda: self._step(1),
            "evaluation.previous-view": lambda: self._step(-1),
            "evaluation.filter": self._ask_filter,
        }

    def available(self, action_id: str) -> bool:
        """See `ActionHost.available`."""
        if self._known is None:
            return False
        for part in (self._practice, self._findings):
            answer = part.available(action_id)
            if answer is not None:
                return answer
        return True

    def show_view(self, view_id: str) -> None:
        """Show that view, with the cursor where it was there."""
        had_focus = self.has_focus_within
        self._view = BY_ID[view_id]
        if self._known is not None:
            self._show_view()
        if had_focus:
            self.focus_first()

    def _shower(self, view_id: str) -> Callable[[], None]:
        return lambda: self.show_view(view_id)

    def _step(self, by: int) -> None:
        self.show_view(VIEWS[(VIEWS.index(self._view) + by) % len(VIEWS)].id)

    def _ask_filter(self) -> None:
        def chosen(found: object) -> None:
            if isinstance(found, Filter):
                self._narrow(found)

        self.app.push_screen(Form(filter_form(self.services, self._filter)), chosen)

    def _narrow(self, chosen: Filter) -> None:
        self._filter = chosen
        self.frame.perform(lambda: None, f"Counted: {chosen.words}")
        self.show(self.services.ledger.journal())
        self.focus_first()
