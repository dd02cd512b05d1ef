"""Owns the eight views of the evaluation: what each lists and teaches, which is seen, and the words that narrow it."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from afterword.domain.evaluation.filters import EVERYTHING
from afterword.tui.presenters import evaluation_rows as rows
from afterword.tui.presenters.evaluation_details import details
from afterword.tui.presenters.evaluation_rows import Listing
from afterword.tui.presenters.evidence import ShownEvaluation
from afterword.tui.styles import Cell, Span, TextStyle
from afterword.tui.widgets.bars import ViewLine
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.lines import TextLine, TextView, words_of
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList


class EvaluationView(Struct, frozen=True):
    """One view of the pane."""

    id: str
    title: str
    columns: Sequence[ListColumn]
    listing: Callable[[ShownEvaluation], Listing]
    teaching: Sequence[TextLine]


def _key(key: str) -> Span:
    return Span(key, TextStyle.KEY)


def _teach(title: str, *lines: Cell) -> tuple[TextLine, ...]:
    return (TextLine(Span(title, TextStyle.STRONG)), TextLine(""), *(TextLine(line) for line in lines))


OVERVIEW = EvaluationView("overview", "Overview", rows.OVERVIEW_COLUMNS, rows.overview, ())
EVIDENCE = EvaluationView("evidence", "Evidence", rows.EVIDENCE_COLUMNS, rows.evidence, ())
TRENDS = EvaluationView(
    "trends",
    "Trends",
    rows.TREND_COLUMNS,
    rows.trends,
    _teach(
        "Here your own ratings, replies and arrivals stand over time.",
        (
            "It fills by itself: rate an interview in Reflection (",
            _key("1"),
            "), note when you arrived, and ask for feedback in Feedback (",
            _key("2"),
            ").",
        ),
    ),
)
EXAMPLES = EvaluationView(
    "examples",
    "Examples",
    rows.EXAMPLE_COLUMNS,
    rows.examples,
    _teach(
        "Here you keep the stories that show what you can do: situation, task, action, result.",
        (_key("a"), " adds the first one; a title is enough to begin with."),
        "Tie it to competencies, and Coverage shows where a story is missing. Tell it aloud in ninety seconds with r.",
    ),
)
COVERAGE = EvaluationView("coverage", "Coverage", rows.COVERAGE_COLUMNS, rows.coverage, ())
POINTERS = EvaluationView(
    "pointers",
    "Pointers",
    rows.POINTER_COLUMNS,
    rows.pointers,
    _teach(
        "Here stand your plans for next time: When …, I will …",
        (_key("a"), " adds one; ", _key("i"), " on a finding in Overview or Evidence makes one from what was said."),
        "Each comes back on the prep sheet, and the next reflection asks whether you kept it.",
    ),
)
ADVICE = EvaluationView(
    "advice",
    "Advice",
    rows.ADVICE_COLUMNS,
    rows.advice,
    _teach(
        "Here stand advice and openings: what they told you to do, and when to write to them again.",
        ("It fills when you mark phrases of a reply in Feedback (", _key("2"), ", then ", _key("f"), ")."),
    ),
)
FOCUS = EvaluationView(
    "focus",
    "Focus",
    rows.FOCUS_COLUMNS,
    rows.focus,
    _teach(
        "Here stand at most three things to work on next, and what is planned.",
        (
            "It fills from marked replies and from your reflections; ",
            _key("p"),
            " shows the sheet for the next interview.",
        ),
    ),
)

VIEWS = (OVERVIEW, EVIDENCE, TRENDS, EXAMPLES, COVERAGE, POINTERS, ADVICE, FOCUS)
BY_ID = {view.id: view for view in VIEWS}

TEACHING = _teach(
    "Here everything comes together: what you said of yourself, what they said, and what to do next.",
    ("1.  Add an interview and reflect on it in Reflection (", _key("1"), "): your own ratings come from there."),
    ("2.  Ask for feedback and mark phrases of the replies in Feedback (", _key("2"), "): strengths and areas."),
    ("3.  Meanwhile, ", _key("X"), " opens the example bank: ", _key("a"), " adds a story that shows what you can do."),
    "",
    (_key("←"), " and ", _key("→"), " change the view.  ", _key("p"), " shows the prep sheet for the next interview."),
    ("To look around with sample data: ", Span("afterword --demo")),
)
"""For a journal without anything to evaluate."""
NO_MATCH = _teach("No interview fits the filter.", (_key("esc"), " clears it."))
NO_WORDS = (TextLine(("No line of this view has these words; ", _key("esc"), " shows all.")),)


_NOTHING = Listing((), lambda _key: Row(()))
_EDGE = 3


class EvaluationViews(Widget):
    """One view at a time. Only the one that is seen is read again after a change; each keeps its cursor."""

    def __init__(self) -> None:
        super().__init__(id="evaluation-views")
        self._view: EvaluationView = OVERVIEW
        self._known: ShownEvaluation | None = None
        self._stale: set[str] = set(BY_ID)
        self._lines_of: dict[str, int] = {}
        self._shown_for: tuple[str, str | None, int] | None = None
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
    def known(self) -> ShownEvaluation | None:
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

    def show(self, known: ShownEvaluation) -> None:
        """Show what is known now."""
        self._known = known
        self._stale = set(BY_ID)
        self._shown_for = None
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

    def _show_view(self, known: ShownEvaluation) -> None:
        view, shown = self._view, self.list
        self._line.show(view.id)
        if view.id in self._stale:
            self._stale.discard(view.id)
            listing = _NOTHING if self._is_bare(known) else view.listing(known)
            keys = [key for key in listing.keys if self._finds(known, listing, key)]
            shown.load(keys, listing.row)
            self._lines_of[view.id] = len(listing.keys)
        self._bar.count(shown.count, self._lines_of[view.id])
        for view_id, view_list in self._lists.items():
            view_list.set_class(view_id == view.id, "-seen")
        turned = self.has_class("-bare") is bool(self._lines_of[view.id])
        self.set_class(not self._lines_of[view.id], "-bare")
        if turned and self.has_focus_within and not self._bar.has_focus_within:
            self.focus_first()
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

    def _finds(self, known: ShownEvaluation, listing: Listing, key: str) -> bool:
        """Whether the words occur in that line or in what stands beside it."""
        if not self._bar.text:
            return True
        return self._bar.keeps(f"{listing.row(key).words}\n{words_of(details(known, key))}")

    def _is_bare(self, known: ShownEvaluation) -> bool:
        """Whether there is nothing the first two views could say anything about."""
        if known.evaluation.interviews or self._view.id not in ("overview", "evidence"):
            return False
        return known.evaluation.chosen != EVERYTHING or not known.journal.competencies

    def _show_details(self, known: ShownEvaluation) -> None:
        key, width = self.list.key, self._details.size.width - _EDGE
        if self._shown_for == (self._view.id, key, width):
            return
        again = self._shown_for is not None and self._shown_for[:2] == (self._view.id, key)
        self._shown_for = (self._view.id, key, width)
        if key is not None:
            self._details.show_lines(details(known, key, width), keep_place=again)
        elif self._lines_of[self._view.id]:
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
