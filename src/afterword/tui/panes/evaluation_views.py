"""Owns showing the views of the evaluation: their columns, what an empty one teaches, the words that narrow it."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from afterword.domain.document import TableRow
from afterword.domain.evaluation.details import details
from afterword.domain.evaluation.evaluation import EVERYTHING
from afterword.domain.evaluation.sources import ShownEvaluation, split
from afterword.domain.evaluation.views import VIEWS
from afterword.tui.presenters.documents import row_of, section_lines
from afterword.tui.styles import Cell, Span, TextStyle
from afterword.tui.widgets.bars import ViewLine
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.lines import TextLine, TextView, words_of
from afterword.tui.widgets.virtual_list import ListColumn, VirtualList


def _key(key: str) -> Span:
    return Span(key, TextStyle.KEY)


def _teach(title: str, *lines: Cell) -> tuple[TextLine, ...]:
    return (TextLine(Span(title, TextStyle.STRONG)), TextLine(""), *(TextLine(line) for line in lines))


COLUMNS: Mapping[str, Sequence[ListColumn]] = {
    "overview": (
        ListColumn("competency", 15, share=2),
        ListColumn("compared", 17),
        ListColumn("yours", 7, hide_below=64),
        ListColumn("they said", 19, share=1),
        ListColumn("examples", 8, hide_below=70),
    ),
    "evidence": (
        ListColumn("what", 12),
        ListColumn("competency", 14, share=1),
        ListColumn("seen", 25),
        ListColumn("against", 9, hide_below=72),
        ListColumn("latest words", 20, share=3, hide_below=100),
    ),
    "trends": (ListColumn("what", 18, share=1), ListColumn("over time", 22), ListColumn("in words", 20, share=2)),
    "questions": (
        ListColumn("question", 24, share=3),
        ListColumn("asked", 8),
        ListColumn("so far", 16),
        ListColumn("better", 6),
        ListColumn("example", 16, share=2, hide_below=90),
    ),
    "examples": (
        ListColumn("example", 18, share=3),
        ListColumn("action and result", 17),
        ListColumn("told", 8),
        ListColumn("aloud", 10),
    ),
    "coverage": (
        ListColumn("competency", 19, share=1),
        ListColumn("ready", 17),
        ListColumn("● ready  ○ begun", 19, share=2),
    ),
    "pointers": (
        ListColumn("last time", 15),
        ListColumn("pointer", 30, share=4),
        ListColumn("history", 16, share=1, hide_below=90),
    ),
    "advice": (
        ListColumn("what", 10),
        ListColumn("when", 16),
        ListColumn("their words", 24, share=3),
        ListColumn("who", 12, share=1, hide_below=64),
    ),
}
_TEACHING: Mapping[str, Sequence[TextLine]] = {
    "trends": _teach(
        "Here your own ratings, replies and arrivals stand over time.",
        (
            "It fills by itself: rate an interview in Reflection (",
            _key("1"),
            "), note when you arrived, and ask for feedback in Feedback (",
            _key("2"),
            ").",
        ),
    ),
    "questions": _teach(
        "Here stands every question they asked, those worth preparing first, and what you asked them.",
        (
            "It fills from Reflection (",
            _key("1"),
            "): ",
            _key("+"),
            " under “Examples given” adds a question they asked, and your answer.",
        ),
    ),
    "examples": _teach(
        "Here you keep the stories that show what you can do: situation, task, action, result.",
        (_key("a"), " adds the first one; a title is enough to begin with."),
        "Tie it to competencies, and Coverage shows where a story is missing. Tell it aloud in ninety seconds with r.",
    ),
    "pointers": _teach(
        "Here stand your plans for next time: When …, I will …",
        (_key("a"), " adds one; ", _key("i"), " on a finding in Overview or Evidence makes one from what was said."),
        "Each comes back on the prep sheet, and the next reflection asks whether you kept it.",
    ),
    "advice": _teach(
        "Here stand advice and openings: what they told you to do, and when to write to them again.",
        ("It fills when you mark phrases of a reply in Feedback (", _key("2"), ", then ", _key("f"), ")."),
    ),
}
"""What stands beside a view without a line."""
_HELP: Mapping[str, Cell] = {
    "unassigned": (
        _key("enter"),
        " lists them; ",
        _key("c"),
        " there ties one to a competency; ",
        _key("s"),
        " sorts them.",
    ),
    "advice": (_key("t"), " gives it a day, ", _key("i"), " makes a pointer of it."),
    "question": (
        _key("e"),
        " writes the answer for next time, ",
        _key("a"),
        " makes an example of your answer, or opens the one made of it.",
    ),
    "opening": (_key("t"), " plans the day, ", _key("enter"), " leads to the conversation."),
}
"""What can be done about a row, by its kind."""

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


_VIEWS_OF = (
    ("examples", "example"),
    ("pointers", "pointer"),
    ("advice", "advice"),
    ("advice", "opening"),
    ("questions", "question"),
    ("overview", "competency"),
    ("overview", "unassigned"),
)
"""Where a record is looked for: the view, and the kind of its row there."""
_EDGE = 3


def _beside(known: ShownEvaluation, key: str, width: int = 0) -> list[TextLine]:
    """What stands beside that row, in so many cells, and last what can be done about it."""
    help_line = _HELP.get(split(key)[0])
    lines = section_lines(details(known, key), width)
    return [*lines, TextLine(""), TextLine(help_line, is_help=True)] if help_line else lines


class EvaluationViews(Widget):
    """One view at a time. Only the one that is seen is read again after a change; each keeps its cursor."""

    def __init__(self) -> None:
        super().__init__(id="evaluation-views")
        self._view = VIEWS[0]
        self._known: ShownEvaluation | None = None
        self._stale: set[str] = set(COLUMNS)
        self._lines_of: dict[str, int] = {}
        self._shown_for: tuple[str, str | None, int] | None = None
        self._bar = FilterLine()
        self._line = ViewLine([(view.id, view.title) for view in VIEWS], "evaluation")
        self._lists = {view.id: VirtualList(COLUMNS[view.id], widget_id=f"view-{view.id}") for view in VIEWS}
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
        self._stale = set(COLUMNS)
        self._shown_for = None
        self._show_view(known)

    def show_view(self, view_id: str) -> None:
        """Show that view, with the cursor where it was there."""
        had_focus = self.has_focus_within
        self._view = next(view for view in VIEWS if view.id == view_id)
        if self._known is not None:
            self._show_view(self._known)
        if had_focus:
            self.focus_first()

    def step(self, by: int) -> None:
        """Show the view so many places further, round and round."""
        self.show_view(VIEWS[(VIEWS.index(self._view) + by) % len(VIEWS)].id)

    def find(self, record_id: str) -> bool:
        """Put the cursor on an example, a pointer, or a finding that holds an advice or an opening.

        With its kind before it (`question/ID`) a question is found by any answer to it, and a competency, too.
        """
        self.clear_words()
        kind, _, named = record_id.rpartition("/")
        asked = self._known.questions.find(named) if self._known is not None and kind == "question" else None
        record_id = asked.id if asked is not None else named
        for view_id, row_kind in _VIEWS_OF:
            if kind in ("", row_kind):
                self.show_view(view_id)
                if self.list.move_to(f"{row_kind}/{record_id}"):
                    return True
        return False

    def _show_view(self, known: ShownEvaluation) -> None:
        view, shown = self._view, self.list
        self._line.show(view.id)
        if view.id in self._stale:
            self._stale.discard(view.id)
            rows = {} if self._is_bare(known) else {row.key: row for row in view.rows(known)}
            shown.load([key for key, row in rows.items() if self._finds(known, row)], lambda key: row_of(rows[key]))
            self._lines_of[view.id] = len(rows)
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

    @property
    def words(self) -> str:
        """The words to be found; empty where every line is shown."""
        return self._bar.text

    def put_words(self, words: str) -> None:
        """Show the lines with these words."""
        self._bar.put(words)
        self._narrowed()

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

    def _finds(self, known: ShownEvaluation, row: TableRow) -> bool:
        """Whether the words occur in that line or in what stands beside it."""
        if not self._bar.text:
            return True
        return self._bar.keeps(f"{row_of(row).words}\n{words_of(_beside(known, row.key))}")

    def _is_bare(self, known: ShownEvaluation) -> bool:
        """Whether there is nothing the first two views could say anything about."""
        if known.evaluation.journal.live_interviews or self._view.id not in ("overview", "evidence"):
            return False
        return known.evaluation.chosen != EVERYTHING or not known.journal.competencies

    def _show_details(self, known: ShownEvaluation) -> None:
        key, width = self.list.key, self._details.size.width - _EDGE
        if self._shown_for == (self._view.id, key, width):
            return
        again = self._shown_for is not None and self._shown_for[:2] == (self._view.id, key)
        self._shown_for = (self._view.id, key, width)
        if key is not None:
            self._details.show_lines(_beside(known, key, width), keep_place=again)
        elif self._lines_of[self._view.id]:
            self._details.show_lines(NO_WORDS)
        elif known.evaluation.chosen != EVERYTHING and not known.evaluation.journal.live_interviews:
            self._details.show_lines(NO_MATCH)
        else:
            self._details.show_lines(_TEACHING.get(self._view.id, TEACHING))
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
