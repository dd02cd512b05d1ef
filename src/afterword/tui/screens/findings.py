"""Owns marking phrases of a reply or a decision as findings, and the pages behind a line of the evaluation.

The text with its cursor and a key for each kind; the sources with the way to each, and a chart at full size.
"""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from textual.widget import Widget

from afterword.domain.conversation.letter_reading import explain
from afterword.domain.conversation.request import Finding, FindingKind
from afterword.domain.conversation.tracker import TrackerRow
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
from afterword.domain.interview import Application
from afterword.domain.journal import Journal
from afterword.domain.practice import Competency
from afterword.domain.reflection import HIGHEST, scales
from afterword.domain.suggestion import suggest
from afterword.domain.text import plural, shorten
from afterword.services.reflections import Mark
from afterword.services.services import Services
from afterword.tui.actions import bindings
from afterword.tui.presenters.conversation import (
    FINDING_COLUMNS,
    MarkedText,
    as_cell,
    chart_lines,
    finding_at,
    finding_row,
    marked_sentence,
    marks_of,
    shown_text,
    texts_about,
)
from afterword.tui.presenters.mail import phrase_lines
from afterword.tui.screens.dialogs import Option, ask_which
from afterword.tui.screens.page import NarrowedPage, Page, ReadingPage
from afterword.tui.screens.record_forms import Origin, pointer_form
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine, TextView, words_of
from afterword.tui.widgets.marking_view import MarkingView, sentence_at
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

NONE = "none"


def subjects_for(journal: Journal, finding: Finding) -> list[Option]:
    """What a phrase can be tied to: what it is tied to now, what its words suggest, the others, and nothing."""
    suggested = suggest(finding.quote, journal.subjects)
    living = [subject for subject in journal.subjects if not subject.archived]
    living.sort(key=lambda subject: (subject.id != finding.competency, subject.id != suggested))
    nothing = Option(NONE, "no competency", "" if suggested else "its words point at none")
    options = [Option(subject.id, subject.name, _words(subject, suggested)) for subject in living]
    at = sum(subject.id in (finding.competency, suggested) for subject in living)
    return [*options[:at], nothing, *options[at:]]


def _words(subject: Competency, suggested: str | None) -> str:
    return f"suggested: {subject.anchor}" if subject.id == suggested else subject.anchor


_SAID = 36
"""So much of a phrase is repeated that what follows it stands in the line."""
_HINT = (
    "Nothing is marked yet: + - > * or = marks the sentence under the cursor and goes on to the next; "
    "space skips one, v begins a phrase."
)


class _Shown(Struct, frozen=True):
    """A text as it is shown: the whole message, or what was newly written; with everything marked in it."""

    source: MarkedText
    whole: bool
    marked: Sequence[Finding]

    @property
    def text(self) -> str:
        """The text in which phrases are marked."""
        return self.source.full_text if self.whole else self.source.text

    @property
    def findings(self) -> Sequence[Finding]:
        """Those that stand in this text."""
        return [finding for finding in self.marked if finding.whole is self.whole]


class FindingsPage(NarrowedPage[None]):
    """The replies of one conversation and the words of its decision, one at a time, and everything marked in them.

    About an application it is the words of its decision alone.
    """

    BINDINGS = bindings("findings")
    sheet = "findings"

    def __init__(self, services: Services, about: TrackerRow | Application, reply_id: str | None = None) -> None:
        listed = VirtualList(FINDING_COLUMNS, heading=False, widget_id="findings-list")
        super().__init__("", services, listed, "findings-hint")
        self._about = about
        self._texts: Sequence[MarkedText] = ()
        self._text_id = reply_id
        self._findings: dict[str, Finding] = {}
        self._whole_shown = False
        self._marked = MarkingView()

    def content(self) -> Iterable[Widget]:
        """The text over the marks, or over how to make one."""
        yield self._marked
        yield self._text
        yield self.bar
        yield self.listed

    def start(self) -> None:
        """Begin in the text."""
        self._text.can_focus = False
        self._marked.focus()

    def show(self, journal: Journal) -> None:
        """Read the texts and their marks again; close when there is none any more."""
        self._texts = texts_about(journal, self._about)
        findings = [finding for text in self._texts for finding in text.findings]
        self._findings = {finding.id: finding for finding in findings}
        shown = self._shown_text
        if shown is None:
            if self.is_current:
                self.dismiss(None)
            return
        self.title_line.show(title=shown.source.title, words=f"{plural(len(findings), 'finding')}")
        self._marked.show_text(shown_text(shown.text), marks_of(shown.findings))
        self.load(self._findings, lambda key: finding_row(self._findings[key], journal))
        self.listed.display, self._text.display = bool(findings), not findings

    def details(self, _key: str | None) -> Sequence[TextLine]:
        """How to mark something, while nothing is marked."""
        return [TextLine(_HINT, TextStyle.MUTED)]

    @property
    def _shown_text(self) -> _Shown | None:
        """The text that is shown, whole where that was asked for or nothing was newly written in it."""
        latest = next((text for text in reversed(self._texts) if text.id), self._texts[-1] if self._texts else None)
        source = next((text for text in self._texts if text.id == self._text_id), latest)
        if source is None:
            return None
        whole = bool(source.full_text) and (self._whole_shown or not source.text)
        return _Shown(source, whole, source.findings)

    @property
    def _selected(self) -> Finding | None:
        """The finding under the cursor: in the list when the list has the focus, in the text otherwise."""
        if self.listed.has_focus:
            return self._findings.get(self.listed.key or "")
        shown = self._shown_text
        return finding_at(shown.findings, self._marked.at) if shown is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some keys need a mark under the cursor, one another reply."""
        if action in ("competency", "remove", "pointer"):
            return self._selected is not None
        if action == "next_reply":
            return len(self._texts) > 1
        return super().check_action(action, parameters)

    def offers(self, action: str) -> bool:
        """Of a mark that is there the keys for it are named; the kinds where a phrase is to be marked."""
        return action != "mark" or self._marked.phrase is not None or self._selected is None

    # ── the list and the text follow each other ───────────────────────────────────────────────────────────────────

    def on_virtual_list_highlighted(self) -> None:
        """Moving through the list moves through the text."""
        if self.listed.has_focus and self.listed.key is not None:
            self._jump(self.listed.key)

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        """Enter goes to the phrase in the text."""
        self._jump(message.key)
        self._marked.focus()

    def on_marking_view_moved(self, message: MarkingView.Moved) -> None:
        """Moving through the text moves through the list."""
        shown = self._shown_text
        finding = finding_at(shown.findings, message.at) if shown is not None else None
        if finding is not None and not self.listed.has_focus:
            self.listed.move_to(finding.id)

    def _jump(self, finding_id: str) -> None:
        finding = self._findings.get(finding_id)
        if finding is not None:
            shown = self._shown_text
            if shown is None or finding not in shown.findings:
                self._text_id, self._whole_shown = finding.reply_id, finding.whole
                self.show(self._services.overview.journal())
            self._marked.move_to(finding.start)

    def leave(self) -> None:
        """Give the phrase up first, then the words to find, then go back."""
        if self._marked.phrase is not None:
            self._marked.unmark()
        else:
            super().leave()

    # ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_mark(self, named: str) -> None:
        """Make the finding under the cursor one of that kind; else mark the phrase, or the sentence, and go on."""
        kind = FindingKind(named)
        phrase, chosen, shown = self._marked.phrase, self._selected, self._shown_text
        if phrase is None and chosen is not None:
            finding = self.context.run_service(lambda: self._services.findings.change(chosen.id, kind=kind))
        elif shown is None or not (span := phrase or self._sentence_here(shown.text)):
            self.context.say("There is no sentence left to mark: v begins a phrase in one.", TextStyle.WARN)
            return
        else:
            start, end = span
            quote, source = shown.text[start:end], shown.source
            mark = Mark(kind=kind, quote=quote, reply_id=source.id or None, start=start, whole=shown.whole)
            finding = self.context.run_service(lambda: self._services.findings.mark(source.place_id, mark))
        if finding is not None:
            self._marked.unmark()
            self.context.say(marked_sentence(finding, self._services.overview.journal()), TextStyle.GOOD)
            if phrase is None and chosen is None:
                self.show(self._services.overview.journal())
                self._marked.to_unmarked(finding.start + 1)

    def _sentence_here(self, text: str) -> tuple[int, int] | None:
        """The sentence under the cursor; on an empty line the next one that is not marked."""
        start, end = sentence_at(text, self._marked.at)
        if start == end and self._marked.to_unmarked(self._marked.at):
            start, end = sentence_at(text, self._marked.at)
        return (start, end) if end > start else None

    def action_explain(self) -> None:
        """Say what the phrase tells: the marked words, those of the finding, or the sentence at the cursor."""
        shown, chosen = self._shown_text, self._selected
        if shown is None:
            return
        start, end = self._marked.phrase or sentence_at(shown.text, self._marked.at)
        words = chosen.quote if chosen is not None and self._marked.phrase is None else shown.text[start:end]
        if words.strip():
            self.app.push_screen(ReadingPage("What the phrase tells", phrase_lines(explain(words))))
        else:
            self.context.say("There are no words here to explain.", TextStyle.WARN)

    def action_competency(self) -> None:
        """Tie the finding to another competency."""
        finding = self._selected
        if finding is None:
            return
        # The one it has now stands first, so that enter leaves it as it is.
        options = subjects_for(self._services.overview.journal(), finding)
        ask_which(self.app, f"“{finding.quote}” shows", options, lambda chosen: self._tie(finding, chosen))

    def _tie(self, finding: Finding, chosen: str) -> None:
        change, competency = self._services.findings.change, "" if chosen == NONE else chosen
        changed = self.context.run_service(lambda: change(finding.id, competency=competency))
        if changed is not None:
            self.context.say(marked_sentence(changed, self._services.overview.journal()), TextStyle.GOOD)

    def action_remove(self) -> None:
        """Take the mark away."""
        finding = self._selected
        if finding is not None:
            notice = f"No longer marked: “{shorten(finding.quote, _SAID)}”; u brings it back"
            self.context.run_service(lambda: self._services.findings.remove(finding.id), notice)

    def action_pointer(self) -> None:
        """Make a pointer of the finding."""
        if (finding := self._selected) is not None:
            self.app.push_screen(pointer_form(self._services, Origin(finding_id=finding.id)))

    def action_next_reply(self) -> None:
        """Show the next reply, round and round; the words of the decision are one of them."""
        ids = [text.id for text in self._texts]
        place = ids.index(shown.source.id) if (shown := self._shown_text) is not None else -1
        self._text_id = ids[(place + 1) % len(ids)]
        self.show(self._services.overview.journal())

    def action_whole(self) -> None:
        """Show the whole message, or again only what was newly written in it; phrases are marked in either."""
        shown = self._shown_text
        if shown is None or not shown.source.full_text or not shown.source.text:
            self.context.say("That is all there is.")
            return
        self._whole_shown = not self._whole_shown
        self._marked.unmark()
        self.show(self._services.overview.journal())
        self.context.say("The whole message; m goes back to the new words." if self._whole_shown else "The new words.")


_COLUMNS = (
    ListColumn("", 11),
    ListColumn("when", 11),
    ListColumn("who", 14, share=1),
    ListColumn("words", 20, share=3),
)


def _row(source: Source) -> Row:
    piece = source.evidence
    words = evidence_words(piece)
    words_shown = (Span("against it: ", TextStyle.WARN), words) if source.against else words
    return Row((as_cell([evidence_kind(piece)]), show_day(piece.on), piece.who or "you", words_shown))


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
    opens_by = "go"
    sheet = "evidence"
    beside = "source-parts"

    def __init__(self, services: Services, title: str, read: Callable[[], Sequence[Source]], at: str = "") -> None:
        super().__init__(title, services, VirtualList(_COLUMNS, widget_id="sources"), "source")
        self._read = read
        self._at = at
        self._sources: dict[str, Source] = {}

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

    def details(self, key: str | None) -> Sequence[TextLine]:
        """The words of the source, and where it leads to."""
        if key is None:
            words = self.no_match if self._sources else "Nothing is left here."
            return [TextLine(Span(words, TextStyle.MUTED))]
        source = self._sources[key]
        place = "conversation" if source.leads_to[0] == "feedback" else "reflection"
        return [_whole(source), TextLine(""), TextLine((Span("enter", TextStyle.KEY), f" leads to the {place}."))]

    @property
    def _selected(self) -> Source | None:
        return self._sources.get(self.listed.key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what was marked in a reply can become a pointer or be tied."""
        if action in ("pointer", "competency"):
            return self._selected is not None and self._selected.evidence.finding_id != ""
        if action == "go":
            return self._selected is not None
        return super().check_action(action, parameters)

    def action_go(self) -> None:
        """Go to where it was said."""
        if (source := self._selected) is not None:
            self.dismiss(ChosenSource(self.listed.key or "", source.leads_to))

    def action_pointer(self) -> None:
        """Make a pointer of the words."""
        source = self._selected
        if source is not None and source.evidence.finding_id:
            self.app.push_screen(pointer_form(self._services, Origin(finding_id=source.evidence.finding_id)))

    def action_competency(self) -> None:
        """Tie the words to another competency."""
        source = self._selected
        if source is None or not source.evidence.finding_id:
            return
        finding_id = source.evidence.finding_id
        journal = self._services.store.journal()
        options = subjects_for(journal, journal.findings[finding_id])
        title = f"{evidence_words(source.evidence)} shows"
        ask_which(self.app, title, options, lambda chosen: self._tie(finding_id, "" if chosen == NONE else chosen))

    def _tie(self, finding_id: str, competency: str) -> None:
        name = next(
            (subject.name for subject in self._services.store.journal().subjects if subject.id == competency), ""
        )
        change = self._services.findings.change
        notice = f"Now tied to {name}; u takes it back" if name else "Tied to no competency now; u takes it back"
        self.context.run_service(lambda: change(finding_id, competency=competency), notice)


_EDGE, _AROUND, _TALLEST = 5, 12, 4
"""Cells beside the chart, lines around it, and the most lines for one point of the scale."""


class ChartPage(Page[None]):
    """A chart under its title, with its numbers; it grows with the screen."""

    sheet = "charts"

    def __init__(self, context: ShownEvaluation, key: str) -> None:
        self._known = context
        self._key = key
        kind, self._about = split(key)
        trend, counted = context.claim(key), context.over_time.measure(self._about) if kind == "time" else None
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
