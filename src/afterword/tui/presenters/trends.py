"""Owns the rows of the view Trends: own ratings over time, replies, arrivals, answers, what keeps coming back."""

from collections.abc import Sequence

from afterword.domain.evaluation.charts import bar
from afterword.domain.evaluation.trends import Arrival, Replies, Trend
from afterword.domain.text import plural
from afterword.tui.presenters.evaluation import Listing
from afterword.tui.presenters.evaluation_sources import Known
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.virtual_list import Row

COLUMNS = (ListColumn("what", 21, share=1), ListColumn("over time", 22), ListColumn("in words", 25, share=3))
_SPARK = 12
_NUMBERS = 5


def trends(known: Known) -> Listing:
    """How convincing, body language, competencies; then answers, arrivals, replies, and what keeps coming back."""
    report = known.report
    rows: dict[str, Row] = {f"trend/{one.id}": trend_row(one) for one in report.trends}
    if report.answers.given:
        share = report.answers.story_percent
        picture = Span(bar(share / 100) if share is not None else "", TextStyle.ACCENT)
        rows["answers/"] = Row(("Kinds of answer", picture, report.answers.words))
    if report.arrivals:
        rows["arrivals/"] = Row(("Arrivals", _late_picture(report.arrivals), _arrival_words(report.arrivals)))
    for replies in report.replies:
        if replies.asked and (replies.enough or not replies.name):
            rows[f"replies/{replies.name}"] = replies_row(replies)
    for habit in report.habits:
        rows[f"habit/{habit.id}"] = Row((f"Seen: {habit.title.lower()}", habit.seen, habit.sentence))
    return Listing(tuple(rows), rows.__getitem__)


def trend_row(trend: Trend) -> Row:
    """`▃▅▇ 3 4 5`: the picture and the last numbers beside it."""
    numbers = " ".join(str(value) for value in trend.values[-_NUMBERS:])
    picture = (Span(trend.sparkline[-_SPARK:].rjust(_SPARK), TextStyle.ACCENT), f" {numbers}")
    first, last, count = trend.values[0], trend.values[-1], len(trend.values)
    words = f"{first} at first, {last} last, {count} times" if count > 1 else "seen once"
    return Row((trend.title, picture, words))


def replies_row(replies: Replies) -> Row:
    """The share of replies as a bar, from five requests on, and in words."""
    picture = (
        Span(bar(replies.replied / replies.asked), TextStyle.ACCENT) if replies.enough else Span("–", TextStyle.MUTED)
    )
    name = f"Replies: {replies.name}" if replies.name else "Replies"
    return Row((name, picture, replies.words))


def _late_picture(arrivals: Sequence[Arrival]) -> Span:
    signs = "".join("!" if one.minutes_late > 0 else "·" for one in arrivals[-_SPARK:])
    return Span(signs.rjust(_SPARK), TextStyle.ACCENT)


def _arrival_words(arrivals: Sequence[Arrival]) -> str:
    late = sum(1 for one in arrivals if one.minutes_late > 0)
    return f"late (!) in {late} of {plural(len(arrivals), 'interview')}" if late else f"never late in {len(arrivals)}"
