"""Owns the Evaluation pane: the filter over all its views, where the person is in them, what is done about a row."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from msgspec import json

from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import show_date
from afterword.domain.evaluation.evaluation import EVERYTHING, Filter
from afterword.domain.evaluation.plans import Advice, Opening, offer_for
from afterword.domain.evaluation.sources import OF_COMPETENCY, ShownEvaluation, competency_of, sources, split
from afterword.domain.evaluation.views import VIEWS
from afterword.domain.journal import Journal
from afterword.domain.practice import TELLING
from afterword.domain.text import plural
from afterword.services import lookup
from afterword.services.services import Services
from afterword.tui.actions import bindings
from afterword.tui.app_context import BackWanted, RecordWanted
from afterword.tui.panes.evaluation_views import ADDABLE, EvaluationRecords
from afterword.tui.screens.findings import ChartPage, ChosenSource, SourcesPage
from afterword.tui.screens.form import Form
from afterword.tui.screens.preparation import PrepPage, ask_upcoming, upcoming
from afterword.tui.screens.record_forms import Origin, example_form, filter_form, opening_form, plan_form, pointer_form
from afterword.tui.styles import TextStyle

_CHARTS = ("trend", "answers", "arrivals", "replies", "time")
_QUOTED_KINDS = ("advice", "opening")
_CLAIMED_KINDS = ("habit", "focus", "low", "suspected")


class EvaluationVerbs(EvaluationRecords):
    """The views with all that can be done on the row under the cursor."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether it makes sense on this row."""
        if self._known is None:
            return False
        kind, record_id = split(self.key)
        answers: dict[str, Callable[[], bool]] = {
            "open": lambda: bool(kind),
            "show_view": lambda: parameters != (self.view_id,),
            "pointer": lambda: kind in (*OF_COMPETENCY, *_QUOTED_KINDS, *_CLAIMED_KINDS),
            "chart": lambda: kind in _CHARTS or self._trend_of(kind, record_id) != "",
            "plan": lambda: kind in _QUOTED_KINDS,
            "done": lambda: kind == "advice",
            "drop": self._has_day,
            "add": lambda: self.view_id in ADDABLE and kind != "own-question" and (kind or self.view_id) != "questions",
            "edit": lambda: kind in (*OF_COMPETENCY, "example", "pointer", "question"),
            "remove": lambda: kind in ("competency", "example", "pointer") and record_id != TELLING,
            "restore": lambda: bool(self._removed()),
            "merge": lambda: kind == "competency" and record_id != TELLING,
            "sort": lambda: bool(self.known.evaluation.said.unassigned),
            "why_me": lambda: kind in OF_COMPETENCY,
            "rehearse": lambda: kind == "example",
        }
        return action not in answers or answers[action]()

    def reason(self, action: str) -> str:
        """A view may be seen already, have no line, or none with the words that are asked for."""
        if action == "show_view":
            return "This view is the one that is open."
        if self._list.count or action in ("restore", "sort", "add"):
            return ""
        return "No line has these words; esc shows all." if self._bar.text else "There is no line in this view yet."

    # ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────

    def action_open(self) -> None:
        """The sources of the row; an example or an empty matrix line opens its form."""
        kind, record_id = split(self.key)
        if kind == "example":
            self.app.push_screen(example_form(self.services, record_id))
            return
        if kind == "cover":
            self._open_covered(record_id)
            return
        key = self.key
        if kind in ("question", "own-question") and len(behind := sources(self.known, key)) == 1:
            self.post_message(RecordWanted(*behind[0].leads_to))
            return
        if not sources(self.known, key):
            self.context.say(_nothing_behind(kind), TextStyle.WARN)
            return
        self._list_sources(key, self._title(kind, record_id))

    def _list_sources(self, key: str, title: str, at: str = "", *, back: bool = False) -> None:
        """The sources of a row; the one that is gone to is under the cursor again when the person comes back.

        With `back`, leaving them leads back to where the person was before.
        """

        def chosen(source: ChosenSource | None) -> None:
            if source is not None:
                again = partial(self._list_sources, key, title, source.key, back=back)
                self.post_message(RecordWanted(*source.leads_to, again=again))
            elif back:
                self.post_message(BackWanted(self.focus_first))

        self.app.push_screen(SourcesPage(self.services, title, lambda: sources(self.known, key), at), chosen)

    def _open_covered(self, competency_id: str) -> None:
        row = self.known.covered(competency_id)
        if row is None or not (*row.ready, *row.begun):
            self.context.say("No example shows it yet; a adds one.", TextStyle.WARN)
            return
        first = (*row.begun, *row.ready)[0]
        self.action_show_view("examples")
        self.move_to(f"example/{first}")

    def _title(self, kind: str, record_id: str) -> str:
        context = self.known
        competency = context.journal.competency(record_id) if kind in OF_COMPETENCY else None
        if competency is not None:
            description = {"strength": "named as a strength", "area": "named as room to grow"}.get(
                kind, "everything behind it"
            )
            return f"{competency.name}: {description}"
        claim = context.claim(f"{kind}/{record_id}")
        titles = {
            "unassigned": "Said without a competency",
            "arrivals": "Arrivals",
            "answers": "Answers given",
            "time": "What is counted over time, the latest first",
            "since": "A pointer: where it comes from and what became of it",
            "pointer": "A pointer: where it comes from and what became of it",
            "question": "Every time they asked it",
            "own-question": "Every time you asked it",
            "advice": "Advice",
            "opening": "An opening",
        }
        return titles.get(kind) or (claim.subject.name if claim is not None else "What it rests on")

    # ── pointers ──────────────────────────────────────────────────────────────────────────────────────────────────

    def action_pointer(self) -> None:
        """Make a pointer of the row."""
        kind, record_id = split(self.key)
        finding_id = record_id if kind in _QUOTED_KINDS else self._latest_finding(kind, competency_of(self.key))
        if finding_id is not None:
            origin = Origin(finding_id=finding_id)
        elif kind in _CLAIMED_KINDS and self._competency is None:
            claim = self.known.claim(self.key)
            origin = Origin(offer=("it comes up again", claim.will if claim is not None else ""))
        else:
            competency = self._competency
            origin = Origin(
                offer=offer_for(competency, self.known.journal.language) if competency is not None else ("", "")
            )
        self.app.push_screen(pointer_form(self.services, origin))

    def _latest_finding(self, kind: str, competency_id: str) -> str | None:
        """The latest area that was named, else the latest advice; of a strength the latest praise."""
        if not competency_id:
            return None
        remarks = self.known.evaluation.material.said_of(competency_id)
        kinds = (FindingKind.STRENGTH,) if kind == "strength" else (FindingKind.ADVICE, FindingKind.AREA)
        pieces = [piece for marked in kinds for piece in remarks if piece.marked is marked]
        return pieces[-1].finding_id if pieces else None

    # ── charts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _trend_of(self, kind: str, record_id: str) -> str:
        """The scale whose ratings belong to this row; empty where there are none."""
        scale = {"competency": f"competency/{record_id}", "scale": record_id}.get(kind, "")
        return scale if scale in self.known.evaluation.material.rated else ""

    def action_chart(self) -> None:
        """Show the chart of the row large."""
        kind, record_id = split(self.key)
        key = self.key if kind in _CHARTS else f"trend/{self._trend_of(kind, record_id)}"
        self.app.push_screen(ChartPage(self.known, key))

    # ── advice and openings ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def _advice(self) -> Advice | None:
        return self.known.record(self.key) if self.key.startswith("advice/") else None

    @property
    def _opening(self) -> Opening | None:
        return self.known.record(self.key) if self.key.startswith("opening/") else None

    def _has_day(self) -> bool:
        advice, opening = self._advice, self._opening
        return (advice is not None and advice.todo is not None) or (opening is not None and opening.planned is not None)

    def action_plan(self) -> None:
        """Give an advice or an opening a day."""
        advice, opening = self._advice, self._opening
        if advice is not None:
            self.app.push_screen(plan_form(self.services, advice.source.finding_id))
        elif opening is not None and not opening.request_id:
            self.context.say("Nobody of that application is named who could be written to again.", TextStyle.WARN)
        elif opening is not None:
            self.app.push_screen(opening_form(self.services, opening.source.finding_id))

    def action_done(self) -> None:
        """Mark the action as done, or as still to be done."""
        advice = self._advice
        if advice is None:
            return
        service, key = self.services.advice, advice.source.finding_id
        if advice.todo is not None and advice.todo.done is not None:
            self.context.run_service(lambda: service.reopen(key), "Still to be done")
        else:
            self.context.run_service(lambda: service.done(key), "Done; u takes it back")

    def action_drop(self) -> None:
        """Take the day away."""
        advice, opening, services = self._advice, self._opening, self.services
        if advice is not None:
            self.context.run_service(lambda: services.advice.drop(advice.source.finding_id), "No action any more")
        elif opening is not None and opening.planned is not None:
            self._let_be(opening.request_id, opening.planned)

    def _let_be(self, request_id: str, planned: date) -> None:
        plan, overview = self.services.requests.plan_reapproach, self.services.overview
        first = overview.track(lookup.request(self.services.store.journal(), request_id)).reapproach_on
        if first is not None and first < planned:
            refusal = f"{show_date(first, overview.today())} comes first in this conversation; let that one be before."
            self.context.say(refusal, TextStyle.WARN)
        else:
            self.context.run_service(lambda: plan(request_id, None), "No day is planned any more")


def _nothing_behind(kind: str) -> str:
    if kind in ("replies", "time"):
        return "The conversations behind it stand in Feedback (2)."
    if kind in ("pointer", "since"):
        return "It comes from no finding, and no interview has been checked for it yet; e edits it."
    return "Nobody has spoken of it and you have not rated it: nothing is behind it yet."


_TABLES: Mapping[str, str] = {"example": "examples", "pointer": "pointers", "advice": "findings", "opening": "findings"}


class EvaluationPane(EvaluationVerbs):
    """`←` and `→` change the view, `/` narrows the view, `f` what counts, `p` leads to the prep sheet."""

    BINDINGS = bindings("evaluation")
    opens_by = "open"
    pane_id = "evaluation"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._filter = EVERYTHING

    # ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, journal: Journal) -> None:
        """Make the evaluation from this journal, where it is another one by now; only the view that is seen is read."""
        evaluation, today = self.services.preparation.evaluation(self._filter), self.services.overview.today()
        context = self._known
        if context is None or context.evaluation is not evaluation or context.today != today:
            context = ShownEvaluation(evaluation, journal, today)
        self.show_known(context)

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
        self.action_show_view(place.get("view", self.view_id))
        self._list.move_to(place.get("line", ""))
        self.focus_first()

    @property
    def record(self) -> tuple[str, str] | None:
        """The example, pointer, finding or competency under the cursor."""
        kind, record_id = split(self.key)
        if kind in _TABLES:
            return (_TABLES[kind], record_id)
        competency = self._competency if self._known is not None else None
        return None if competency is None else ("competencies", competency.id)

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

        def chosen(answer: object) -> None:
            if isinstance(answer, Filter):
                self._narrow(answer)

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
            ask_upcoming(self.app, self.services, self._open_sheet)

    def _open_sheet(self, interview_id: str) -> None:
        self.app.push_screen(PrepPage(self.services, interview_id))
