"""Owns marking phrases of a reply as findings: the text with its cursor, a key for each kind, the list of marks."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from textual.widget import Widget

from afterword.domain.conversation.request import Event, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.finding import Finding, FindingKind
from afterword.domain.journal import Journal
from afterword.domain.text import plural
from afterword.services.findings import Mark
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.presenters.conversation import (
    FINDING_COLUMNS,
    finding_at,
    finding_row,
    marked_sentence,
    marks_of,
    reply_title,
    shown_text,
)
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.page import NarrowedPage
from afterword.tui.screens.record_forms import Origin, pointer_form
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.marking_view import MarkingView
from afterword.tui.widgets.virtual_list import VirtualList

_NONE = "none"
_HINT = "Nothing is marked yet: move with w and b, v begins a phrase, s takes the sentence; then + - > or *."


class _Shown(Struct, frozen=True):
    """A reply as its text is shown: the whole message, or what was newly written; with everything marked in it."""

    reply: Event
    whole: bool
    marked: Sequence[Finding]

    @property
    def text(self) -> str:
        """The text in which phrases are marked."""
        return self.reply.full_text if self.whole else self.reply.text

    @property
    def findings(self) -> Sequence[Finding]:
        """Those that stand in this text."""
        return [finding for finding in self.marked if finding.whole is self.whole]


class FindingsPage(NarrowedPage[None]):
    """The replies of one conversation, one at a time, and everything marked in them."""

    BINDINGS = bindings("findings")
    sheet = "findings"

    def __init__(self, services: Services, line: TrackerRow, reply_id: str | None = None) -> None:
        self._list = VirtualList(FINDING_COLUMNS, heading=False, widget_id="findings-list")
        super().__init__("", self._list)
        self._services = services
        self._line = line
        self._request: Request = line.request
        self._reply_id = reply_id or (line.request.replies[-1].id if line.request.replies else "")
        self._findings: dict[str, Finding] = {}
        self._whole_shown = False
        self._text = MarkingView()
        self._hint = TextView(widget_id="findings-hint")

    def content(self) -> Iterable[Widget]:
        """The text over the marks, or over how to make one."""
        yield self._text
        yield self._hint
        yield self.bar
        yield self._list

    def on_mount(self) -> None:
        """Begin in the text."""
        self._hint.can_focus = False
        self.show(self._services.overview.journal())
        self._text.focus()

    def show(self, journal: Journal) -> None:
        """Read the reply and its marks again; close when there is no reply any more."""
        self._request = journal.requests.get(self._line.request.id, self._request)
        findings = journal.findings_of(self._request.id)
        self._findings = {finding.id: finding for finding in findings}
        shown = self._shown
        if shown is None:
            if self.is_current:
                self.dismiss(None)
            return
        self.title_line.show(
            title=reply_title(self._line, shown.reply, self._request.replies),
            words=f"{plural(len(findings), 'finding')}",
        )
        self._text.show_text(shown_text(shown.text), marks_of(shown.findings))
        kept = [finding.id for finding in findings if self.bar.keeps(finding_row(finding, journal).words)]
        self.bar.count(len(kept), len(findings))
        self._list.load(kept, lambda key: finding_row(self._findings[key], journal))
        self._list.display, self._hint.display = bool(findings), not findings
        self._hint.show_lines([TextLine(_HINT, TextStyle.MUTED)])
        self.refresh_bindings()

    @property
    def _shown(self) -> _Shown | None:
        """The reply that is shown, whole where that was asked for or nothing was newly written in it."""
        replies = self._request.replies
        reply = next((reply for reply in replies if reply.id == self._reply_id), replies[-1] if replies else None)
        if reply is None:
            return None
        whole = bool(reply.full_text) and (self._whole_shown or not reply.text)
        return _Shown(reply, whole, [finding for finding in self._findings.values() if finding.reply_id == reply.id])

    @property
    def _chosen(self) -> Finding | None:
        """The finding under the cursor: in the list when the list has the focus, in the text otherwise."""
        if self._list.has_focus:
            return self._findings.get(self._list.key or "")
        shown = self._shown
        return finding_at(shown.findings, self._text.at) if shown is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some keys need a mark under the cursor, one another reply."""
        if action in ("competency", "remove", "pointer"):
            return self._chosen is not None
        if action == "next_reply":
            return len(self._request.replies) > 1
        return super().check_action(action, parameters)

    def newest(self) -> Journal:
        """The journal as it is now."""
        return self._services.overview.journal()

    # ── the list and the text follow each other ───────────────────────────────────────────────────────────────────

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Moving through the list moves through the text."""
        if self._list.has_focus and message.key is not None:
            self._jump(message.key)
            self.refresh_bindings()

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        """Enter goes to the phrase in the text."""
        self._jump(message.key)
        self._text.focus()

    def on_marking_view_moved(self, message: MarkingView.Moved) -> None:
        """Moving through the text moves through the list."""
        shown = self._shown
        finding = finding_at(shown.findings, message.at) if shown is not None else None
        if finding is not None and not self._list.has_focus:
            self._list.move_to(finding.id)

    def _jump(self, finding_id: str) -> None:
        finding = self._findings.get(finding_id)
        if finding is not None:
            shown = self._shown
            if shown is None or finding not in shown.findings:
                self._reply_id, self._whole_shown = finding.reply_id, finding.whole
                self.show(self._services.overview.journal())
            self._text.move_to(finding.start)

    def leave(self) -> None:
        """Give the phrase up first, then the words to find, then go back."""
        if self._text.phrase is not None:
            self._text.unmark()
        else:
            super().leave()

    # ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_mark(self, named: str) -> None:
        """Mark the phrase as a finding of that kind, or make the one under the cursor one."""
        kind = FindingKind(named)
        phrase, chosen, shown = self._text.phrase, self._chosen, self._shown
        if phrase is not None and shown is not None:
            start, end = phrase
            quote = shown.text[start:end]
            mark = Mark(kind=kind, quote=quote, reply_id=shown.reply.id, start=start, whole=shown.whole)
            finding = self.context.run_service(lambda: self._services.findings.mark(self._request.id, mark))
        elif chosen is not None:
            finding = self.context.run_service(lambda: self._services.findings.change(chosen.id, kind=kind))
        else:
            self.context.say(
                "Mark some words first: v begins a phrase, s takes the sentence at the cursor.", TextStyle.WARN
            )
            return
        if finding is not None:
            self._text.unmark()
            self.context.say(marked_sentence(finding, self._services.overview.journal()), TextStyle.GOOD)

    def action_competency(self) -> None:
        """Tie the finding to another competency."""
        finding = self._chosen
        if finding is None:
            return
        known = [
            competency for competency in self._services.overview.journal().all_competencies if not competency.archived
        ]
        # The one it has now stands first, so that enter leaves it as it is.
        known.sort(key=lambda competency: competency.id != finding.competency)
        options = [Option(competency.id, competency.name, competency.anchor) for competency in known]
        pick = Pick(f"“{finding.quote}” shows", [*options, Option(_NONE, "no competency")])
        self.app.push_screen(pick, lambda chosen: self._tied(finding, chosen))

    def _tied(self, finding: Finding, chosen: Sequence[str] | None) -> None:
        if chosen:
            competency = "" if chosen[0] == _NONE else chosen[0]
            change = self._services.findings.change
            changed = self.context.run_service(lambda: change(finding.id, competency=competency))
            if changed is not None:
                self.context.say(marked_sentence(changed, self._services.overview.journal()), TextStyle.GOOD)

    def action_remove(self) -> None:
        """Take the mark away."""
        finding = self._chosen
        if finding is not None:
            said = f"“{finding.quote}” is marked no longer; u brings it back"
            self.context.run_service(lambda: self._services.findings.remove(finding.id), said)

    def action_pointer(self) -> None:
        """Make a pointer of the finding."""
        if (finding := self._chosen) is not None:
            self.app.push_screen(pointer_form(self._services, Origin(finding_id=finding.id)))

    def action_next_reply(self) -> None:
        """Show the next reply, round and round."""
        ids = [reply.id for reply in self._request.replies]
        place = ids.index(self._reply_id) if self._reply_id in ids else -1
        self._reply_id = ids[(place + 1) % len(ids)]
        self.show(self._services.overview.journal())

    def action_whole(self) -> None:
        """Show the whole message, or again only what was newly written in it; phrases are marked in either."""
        shown = self._shown
        if shown is None or not shown.reply.full_text or not shown.reply.text:
            self.context.say("That is all there is.")
            return
        self._whole_shown = not self._whole_shown
        self._text.unmark()
        self.show(self._services.overview.journal())
        self.context.say("The whole message; m goes back to the new words." if self._whole_shown else "The new words.")
