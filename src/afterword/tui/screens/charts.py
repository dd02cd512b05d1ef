"""Owns the page with one chart as large as the screen allows."""

from collections.abc import Iterable

from textual.widget import Widget

from afterword.domain.journal import Journal
from afterword.domain.scales import HIGHEST, Scale, scales
from afterword.tui.presenters.charts import answer_chart, arrival_chart, rating_chart, reply_chart
from afterword.tui.presenters.evidence import Known, split
from afterword.tui.screens.page import Page
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.text_view import TextLine, TextView

_TITLES = {"answers": "Kinds of answer", "arrivals": "Arrivals", "replies": "Replies by round"}

_EDGE, _AROUND, _TALLEST = 5, 12, 4
"""Cells beside the chart, lines around it, and the most lines for one point of the scale."""


class Chart(Page[None]):
    """A chart under its title, with its numbers; it grows with the screen."""

    sheet = "charts"

    def __init__(self, known: Known, key: str) -> None:
        self._known = known
        self._kind, self._about = split(key)
        self._trend = known.claim(key) if self._kind == "trend" else None
        title = self._trend.subject.name if self._trend is not None else _TITLES.get(self._kind, "")
        super().__init__(title, self._trend.sentence if self._trend is not None else "")
        self._view = TextView()

    def content(self) -> Iterable[Widget]:
        """See `Page.content`."""
        yield self._view

    def on_mount(self) -> None:
        """Draw once the size is known."""
        self._view.focus()
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Draw it anew."""
        self.call_after_refresh(self._draw)

    def show(self, _journal: Journal) -> None:
        """The chart stands for the moment it was opened."""

    def _draw(self) -> None:
        self._view.show_lines([TextLine(""), *self._lines()])

    def _lines(self) -> list[TextLine]:
        whole, width = self._known.evaluation, self._view.size.width - _EDGE
        if self._trend is not None:
            rows = max(1, (self._view.size.height - _AROUND) // HIGHEST)
            chart = rating_chart(self._trend.evidence, width, min(rows, _TALLEST))
            return [*chart, *_anchors(scales().get(self._about))]
        if self._kind == "answers":
            answers = whole.answers
            return [
                TextLine(f"{answers.words}."),
                TextLine(answers.named_words),
                TextLine(""),
                *answer_chart(answers, width),
            ]
        if self._kind == "arrivals":
            return arrival_chart(whole.arrivals, width)
        return reply_chart(whole.replies, width)


def _anchors(scale: Scale | None) -> list[TextLine]:
    """What each number stands for."""
    if scale is None:
        return []
    return [
        TextLine(""),
        *(TextLine(f"{value}  {words}", TextStyle.MUTED, indent=3) for value, words in enumerate(scale.points, 1)),
    ]
