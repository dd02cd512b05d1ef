"""Owns the pages behind a line of the evaluation: its sources with the way to each, and its chart at full size."""

from collections.abc import Callable, Iterable, Sequence

from textual.widget import Widget

from afterword.domain.journal import Journal
from afterword.domain.scales import HIGHEST, Scale, scales
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.presenters.documents import answer_chart, arrival_chart, rating_chart, reply_chart
from afterword.tui.presenters.evidence import (
    COLUMNS,
    Known,
    Source,
    evidence_words,
    newest,
    source_lines,
    source_row,
    split,
)
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.page import NarrowedPage, Page
from afterword.tui.screens.record_forms import Origin, pointer_form
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine, TextView, words_of
from afterword.tui.widgets.virtual_list import VirtualList

_NONE = "-"
_NO_MATCH = "No line has these words; esc shows all."


_TITLES = {"answers": "Kinds of answer", "arrivals": "Arrivals", "replies": "Replies by round"}


class EvidenceScreen(NarrowedPage[tuple[str, str]]):
    """Dismissed with the pane and the record to go to, or None."""

    BINDINGS = bindings("sources")
    sheet = "evidence"

    def __init__(self, services: Services, title: str, read: Callable[[], Sequence[Source]]) -> None:
        self._list = VirtualList(COLUMNS, widget_id="sources")
        super().__init__(title, self._list)
        self._services = services
        self._read = read
        self._found: dict[str, Source] = {}
        self._text = TextView(widget_id="source")

    def content(self) -> Iterable[Widget]:
        """See `Page.content`."""
        yield self.bar
        yield self._list
        yield self._text

    def on_mount(self) -> None:
        """Begin in the list."""
        self.show(self._services.store.journal())
        self._list.focus()

    def show(self, _journal: Journal) -> None:
        """Read the sources again."""
        found: dict[str, Source] = {}
        for number, one in enumerate(newest(self._read())):
            found[one.evidence.finding_id or f"{one.leads_to[1]}/{number}"] = one
        self._found = found
        kept = [key for key, source in found.items() if self._keeps(source)]
        self.bar.count(len(kept), len(found))
        self._list.load(kept, lambda key: source_row(found[key]))
        self.title_line.show(words=f"{len(found)} source{'' if len(found) == 1 else 's'}")
        self._show_words()

    def newest(self) -> Journal:
        """See `NarrowedPage.newest`."""
        return self._services.store.journal()

    def _keeps(self, source: Source) -> bool:
        return self.bar.keeps(f"{source_row(source).words}\n{words_of(source_lines(source))}")

    def on_virtual_list_highlighted(self) -> None:
        """Another source, its words."""
        self._show_words()

    def on_virtual_list_selected(self) -> None:
        """Enter goes there."""
        self.action_go()

    def _show_words(self) -> None:
        one = self._chosen
        if one is None:
            words = _NO_MATCH if self._found else "Nothing is left here."
            self._text.show_lines([TextLine(Span(words, TextStyle.MUTED))])
        else:
            place = "conversation" if one.leads_to[0] == "feedback" else "reflection"
            hint = TextLine((Span("enter", TextStyle.KEY), f" leads to the {place}."))
            self._text.show_lines([*source_lines(one), TextLine(""), hint])
        self.refresh_bindings()

    @property
    def _chosen(self) -> Source | None:
        return self._found.get(self._list.key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what was marked in a reply can become a pointer or be tied."""
        if action in ("pointer", "competency"):
            return self._chosen is not None and self._chosen.evidence.finding_id != ""
        if action == "go":
            return self._chosen is not None
        return super().check_action(action, parameters)

    def action_go(self) -> None:
        """Go to where it was said."""
        if (one := self._chosen) is not None:
            self.dismiss(one.leads_to)

    def action_pointer(self) -> None:
        """Make a pointer of the words."""
        one = self._chosen
        if one is not None and one.evidence.finding_id:
            self.app.push_screen(pointer_form(self._services, Origin(finding_id=one.evidence.finding_id)))

    def action_competency(self) -> None:
        """Tie the words to another competency."""
        one = self._chosen
        if one is None or not one.evidence.finding_id:
            return
        finding_id = one.evidence.finding_id
        living = [known for known in self._services.store.journal().all_competencies if not known.archived]
        options = [*(Option(known.id, known.name, known.anchor) for known in living), Option(_NONE, "no competency")]
        self.app.push_screen(
            Pick(f"{evidence_words(one.evidence)} shows", options), lambda chosen: self._tied(finding_id, chosen)
        )

    def _tied(self, finding_id: str, chosen: Sequence[str] | None) -> None:
        if chosen:
            competency = "" if chosen[0] == _NONE else chosen[0]
            name = next(
                (one.name for one in self._services.store.journal().all_competencies if one.id == competency), ""
            )
            change = self._services.findings.change
            said = f"Now tied to {name}; u takes it back" if name else "Tied to no competency now; u takes it back"
            self.frame.run_service(lambda: change(finding_id, competency=competency), said)


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
