"""Owns the Evaluation pane: the filter over all its views, where the person is in them, and what its keys do."""

from collections.abc import Mapping

from msgspec import json

from afterword.domain.dates import show_moment
from afterword.domain.evaluation.evaluation import EVERYTHING, Filter
from afterword.domain.evaluation.sources import ShownEvaluation, sources, split
from afterword.domain.evaluation.views import VIEWS
from afterword.domain.journal import Journal
from afterword.domain.text import plural
from afterword.services.services import Services
from afterword.tui.actions import bindings
from afterword.tui.panes.evaluation_verbs import EvaluationVerbs
from afterword.tui.screens.dialogs import Option, ask_which
from afterword.tui.screens.form import Form
from afterword.tui.screens.preparation import PrepPage, upcoming
from afterword.tui.screens.record_forms import filter_form
from afterword.tui.styles import TextStyle

_TABLES: Mapping[str, str] = {
    "example": "examples",
    "pointer": "pointers",
    "advice": "findings",
    "opening": "findings",
}


class EvaluationPane(EvaluationVerbs):
    """`←` and `→` change the view, `/` narrows the view, `f` what counts, `p` leads to the prep sheet."""

    BINDINGS = bindings("evaluation")
    pane_id = "evaluation"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._filter = EVERYTHING

    # ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, journal: Journal) -> None:
        """Make the evaluation from this journal, where it is another one by now; only the view that is seen is read."""
        evaluation, today = self.services.preparation.evaluation(self._filter), self.services.overview.today()
        known = self._known
        if known is None or known.evaluation is not evaluation or known.today != today:
            known = ShownEvaluation(evaluation, journal, today)
        self.show_known(known)

    def on_virtual_list_selected(self) -> None:
        """Enter opens."""
        self.action_open()

    def summary(self) -> str:
        """How many interviews stand behind it, and which are let through."""
        if self._known is None:
            return ""
        count = plural(len(self.known.evaluation.journal.live_interviews), "interview")
        return f"{self._filter.words}: {count}" if self._filter != EVERYTHING else f"from {count}"

    def go_to(self, record_id: str) -> None:
        """An example, a pointer, or a finding with an advice or an opening; `KIND/ID` where it is another.

        `finding/ID` leads to it among the sources of its competency.
        """
        if record_id.startswith("finding/"):
            self._go_to_finding(record_id.removeprefix("finding/"))
            return
        if not self.find(record_id) and self._filter != EVERYTHING:
            self._narrow(EVERYTHING)
            self.find(record_id)
        self.focus_first()

    def _go_to_finding(self, finding_id: str) -> None:
        if self._filter != EVERYTHING:
            self._narrow(EVERYTHING)
        finding = self.known.journal.findings.get(finding_id)
        about = finding.competency if finding is not None else None
        key = f"competency/{about}" if about else "unassigned/"
        self.find(key)
        self.focus_first()
        if any(source.evidence.finding_id == finding_id for source in sources(self.known, key)):
            self._list_sources(key, self._title(*split(key)), finding_id, back=True)
        else:
            self.find(finding_id)

    def place(self) -> Mapping[str, str]:
        """The view, its row, the words that narrow it, and the interviews that count."""
        counts = json.encode(self._filter).decode()
        return {"line": self.key, "view": self.view_id, "words": self._bar.text, "counts": counts}

    def return_to(self, place: Mapping[str, str]) -> None:
        """To that row of that view."""
        counts = json.decode(place["counts"], type=Filter) if "counts" in place else self._filter
        if counts != self._filter:
            self._filter = counts
            self.show(self.services.store.journal())
        self._bar.put(place.get("words", ""))
        self.reload()
        self.show_view(place.get("view", self.view_id))
        self._list.move_to(place.get("line", ""))
        self.focus_first()

    @property
    def record(self) -> tuple[str, str] | None:
        """The example, pointer, finding or competency under the cursor."""
        kind, record_id = split(self.key)
        if kind in _TABLES:
            return (_TABLES[kind], record_id)
        known = self._competency if self._known is not None else None
        return None if known is None else ("competencies", known.id)

    @property
    def narrowed(self) -> bool:
        """Whether words, a filter or a view further on can be left."""
        return super().narrowed or self._filter != EVERYTHING or self.view_id != VIEWS[0].id

    def clear_label(self) -> str:
        """The first view, where nothing else is to be left."""
        is_cleared = super().narrowed or self._filter != EVERYTHING
        return "" if is_cleared else VIEWS[0].title.lower()

    def clear(self) -> bool:
        """The words first, then the interviews that count, then back to the first view."""
        if super().clear():
            return True
        if self._filter != EVERYTHING:
            self._narrow(EVERYTHING)
        elif self.view_id != VIEWS[0].id:
            self.action_show_view(VIEWS[0].id)
        else:
            return False
        return True

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_show_view(self, view_id: str) -> None:
        """Show that view."""
        self.show_view(view_id)

    def action_step_view(self, by: int) -> None:
        """Show the view so many places further, round and round."""
        self.step(by)

    def offers(self, action: str) -> bool:
        """The filter is named where there is something to be searched, sorting on what has no competency yet."""
        if action == "sort":
            return split(self._list.key or "")[0] == "unassigned"
        return action != "filter" or not self.has_class("-bare")

    def action_share(self) -> None:
        """Show the report for a mentor."""
        from afterword.tui.screens.preparation import SharePage

        if self.services.store.journal().live_interviews:
            self.app.push_screen(SharePage(self.services))
        else:
            self.context.say("There is nothing to share yet: add an interview first (1, then a).", TextStyle.WARN)

    def action_interviews(self) -> None:
        """Ask which interviews count."""

        def chosen(given: object) -> None:
            if isinstance(given, Filter):
                self._narrow(given)

        self.app.push_screen(Form(filter_form(self.services, self._filter)), chosen)

    def _narrow(self, chosen: Filter) -> None:
        """Let only these interviews count; whatever is not about interviews stays."""
        self._filter = chosen
        words = f"{chosen.words[:1].upper()}{chosen.words[1:]}"
        self.context.run_service(lambda: self.show(self.services.store.journal()), words)
        self.focus_first()

    # ── the prep sheet ────────────────────────────────────────────────────────────────────────────────────────────

    def action_prep(self) -> None:
        """Show the prep sheet of an interview that lies ahead."""
        interviews = upcoming(self.services)
        if not interviews:
            self.context.say("No interview lies ahead. Add it first: 1, then a.", TextStyle.WARN)
        elif len(interviews) == 1:
            self._open_sheet(interviews[0].id)
        else:
            options = [Option(interview.id, interview.label, show_moment(interview.local)) for interview in interviews]
            ask_which(self.app, "Prepare for which interview?", options, self._open_sheet)

    def _open_sheet(self, interview_id: str) -> None:
        self.app.push_screen(PrepPage(self.services, interview_id))
