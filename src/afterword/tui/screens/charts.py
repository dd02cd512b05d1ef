"""Owns the page with one chart as large as the screen allows."""

from collections.abc import Iterable

from textual.widget import Widget

from afterword.domain.journal import Journal
from afterword.domain.scales import CONVINCING, CUES, Scale
from afterword.tui.presenters.charts import answer_chart, arrival_chart, rating_chart, reply_chart
from afterword.tui.presenters.evaluation_sources import Known, split
from afterword.tui.screens.page import Page
from afterword.tui.tones import Piece, Tone
from afterword.tui.widgets.text_view import Line, TextView

_SCALES = {one.id: one for one in (CONVINCING, *(cue for group in CUES.values() for cue in group))}
_TITLES = {"answers": "Kinds of answer", "arrivals": "Arrivals", "replies": "Replies by round"}


class Chart(Page[None]):
    """A chart under its title, with its numbers; it grows with the screen."""

    def __init__(self, known: Known, key: str) -> None:
        self._known = known
        self._kind, self._about = split(key)
        self._trend = next((one for one in known.report.trends if one.id == self._about), None)
        title = self._trend.title if self._trend is not None else _TITLES.get(self._kind, "")
        super().__init__(title, self._trend.words if self._trend is not None else "")
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
        self._view.show_lines([Line(""), *self._lines()])

    def _lines(self) -> list[Line]:
        report = self._known.report
        if self._trend is not None:
            rows = max(1, (self._view.size.height - 12) // 5)
            scale = _SCALES.get(self._about)
            return [*rating_chart(self._trend.points, self._view.size.width - 3, min(rows, 4)), *_anchors(scale)]
        if self._kind == "answers":
            return [
                Line(f"{report.answers.words}."),
                Line(report.answers.named_words),
                Line(""),
                *answer_chart(report.answers),
            ]
        if self._kind == "arrivals":
            hint = Line(Piece("early to the left, late to the right", Tone.MUTED))
            return [hint, Line(""), *arrival_chart(report.arrivals)]
        return reply_chart(report.replies)


def _anchors(scale: Scale | None) -> list[Line]:
    """What each number stands for."""
    if scale is None:
        return []
    return [Line(""), *(Line(f"{value}  {words}", Tone.MUTED, indent=3) for value, words in enumerate(scale.points, 1))]
