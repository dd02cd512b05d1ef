"""Owns the pages behind a line of the evaluation: its sources with the way to each, and its chart at full size."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from textual.containers import Container
from textual.widget import Widget

from afterword.domain.dates import show_day
from afterword.domain.evaluation.details import chart_entries
from afterword.domain.evaluation.sources import (
    ShownEvaluation,
    Source,
    evidence_kind,
    evidence_words,
    newest,
    source_run,
    split,
)
from afterword.domain.journal import Journal
from afterword.domain.reflection import HIGHEST, scales
from afterword.domain.text import plural
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.presenters.documents import as_cell, chart_lines
from afterword.tui.screens.competencies import NONE, subjects_for
from afterword.tui.screens.dialogs import ask_which
from afterword.tui.screens.page import NarrowedPage, Page
from afterword.tui.screens.record_forms import Origin, pointer_form
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine, TextView, words_of
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

_COLUMNS = (
    ListColumn("", 11),
    ListColumn("when", 11),
    ListColumn("who", 14, share=1),
    ListColumn("words", 20, share=3),
)


def _row(source: Source) -> Row:
    piece = source.evidence
    words = evidence_words(piece)
    said = (Span("against it: ", TextStyle.WARN), words) if source.against else words
    return Row((as_cell([evidence_kind(piece)]), show_day(piece.on), piece.who or "you", said))


def _whole(source: Source) -> TextLine:
    return TextLine(as_cell(source_run(source.evidence)), indent=2)


_TITLES = {"answers": "Kinds of answer", "arrivals": "Arrivals", "replies": "Replies by round"}


class ChosenSource(Struct, frozen=True):
    """A source to go to: its key in the list, and the pane and the record it stands in."""

    key: str
    leads_to: tuple[str, str]


class SourcesPage(NarrowedPage[ChosenSource]):
    """Dismissed with the source to go to, or None; begins with the cursor on the source with the key `at`."""

    BINDINGS = bindings("sources")
    sheet = "evidence"

    def __init__(self, services: Services, title: str, read: Callable[[], Sequence[Source]], at: str = "") -> None:
        super().__init__(title, services, VirtualList(_COLUMNS, widget_id="sources"), "source")
        self._read = read
        self._at = at
        self._sources: dict[str, Source] = {}

    def content(self) -> Iterable[Widget]:
        """The sources over, or beside, the words of the one under the cursor."""
        yield self.bar
        with Container(id="source-parts"):
            yield self.listed
            yield self._text

    def start(self) -> None:
        """Begin in the list, at the source that was asked for."""
        self.listed.move_to(self._at)
        super().start()

    def show(self, _journal: Journal) -> None:
        """Read the sources again."""
        sources: dict[str, Source] = {}
        for number, source in enumerate(newest(self._read())):
            sources[source.evidence.finding_id or f"{source.leads_to[1]}/{number}"] = source
        self._sources = sources
        self.load(
            sources,
            lambda key: _row(sources[key]),
            lambda key: f"{_row(sources[key]).words}\n{words_of([_whole(sources[key])])}",
        )
        self.title_line.show(words=plural(len(sources), "source"))

    def on_virtual_list_selected(self) -> None:
        """Enter goes there."""
        self.action_go()

    def told(self, key: str | None) -> Sequence[TextLine]:
        """The words of the source, and where it leads to."""
        if key is None:
            words = self.no_match if self._sources else "Nothing is left here."
            return [TextLine(Span(words, TextStyle.MUTED))]
        source = self._sources[key]
        place = "conversation" if source.leads_to[0] == "feedback" else "reflection"
        return [_whole(source), TextLine(""), TextLine((Span("enter", TextStyle.KEY), f" leads to the {place}."))]

    @property
    def _chosen(self) -> Source | None:
        return self._sources.get(self.listed.key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what was marked in a reply can become a pointer or be tied."""
        if action in ("pointer", "competency"):
            return self._chosen is not None and self._chosen.evidence.finding_id != ""
        if action == "go":
            return self._chosen is not None
        return super().check_action(action, parameters)

    def action_go(self) -> None:
        """Go to where it was said."""
        if (source := self._chosen) is not None:
            self.dismiss(ChosenSource(self.listed.key or "", source.leads_to))

    def action_pointer(self) -> None:
        """Make a pointer of the words."""
        source = self._chosen
        if source is not None and source.evidence.finding_id:
            self.app.push_screen(pointer_form(self._services, Origin(finding_id=source.evidence.finding_id)))

    def action_competency(self) -> None:
        """Tie the words to another competency."""
        source = self._chosen
        if source is None or not source.evidence.finding_id:
            return
        finding_id = source.evidence.finding_id
        journal = self._services.store.journal()
        options = subjects_for(journal, journal.findings[finding_id])
        title = f"{evidence_words(source.evidence)} shows"
        ask_which(self.app, title, options, lambda chosen: self._tie(finding_id, "" if chosen == NONE else chosen))

    def _tie(self, finding_id: str, competency: str) -> None:
        name = next((known.name for known in self._services.store.journal().subjects if known.id == competency), "")
        change = self._services.findings.change
        said = f"Now tied to {name}; u takes it back" if name else "Tied to no competency now; u takes it back"
        self.context.run_service(lambda: change(finding_id, competency=competency), said)


_EDGE, _AROUND, _TALLEST = 5, 12, 4
"""Cells beside the chart, lines around it, and the most lines for one point of the scale."""


class ChartPage(Page[None]):
    """A chart under its title, with its numbers; it grows with the screen."""

    sheet = "charts"

    def __init__(self, known: ShownEvaluation, key: str) -> None:
        self._known = known
        self._key = key
        kind, self._about = split(key)
        trend, counted = known.claim(key), known.over_time.measure(self._about) if kind == "time" else None
        name = trend.subject.name if trend else counted.name if counted else ""
        super().__init__(_TITLES.get(kind) or name, trend.sentence if trend else "")
        self._view = TextView()

    def content(self) -> Iterable[Widget]:
        """The chart."""
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
        width = self._view.size.width - _EDGE
        rows = min(max(1, (self._view.size.height - _AROUND) // HIGHEST), _TALLEST)
        scale = scales().get(self._about)
        points = enumerate(scale.points if scale is not None else (), 1)
        anchors = [TextLine(f"{value}  {words}", TextStyle.MUTED, indent=3) for value, words in points]
        chart = chart_lines(chart_entries(self._known, self._key), width, rows)
        return [*chart, *([TextLine("")] * bool(anchors)), *anchors]
