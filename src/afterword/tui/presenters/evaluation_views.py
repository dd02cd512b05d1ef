"""Owns which views the evaluation pane has: name, key, columns, rows, and what an empty one teaches."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from afterword.tui.presenters import evaluation_rows as rows
from afterword.tui.presenters.evaluation_rows import Listing
from afterword.tui.presenters.evidence import Known
from afterword.tui.styles import Cell, Span, TextStyle
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.text_view import TextLine


class EvaluationView(Struct, frozen=True):
    """One view of the pane."""

    id: str
    title: str
    columns: Sequence[ListColumn]
    listing: Callable[[Known], Listing]
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
