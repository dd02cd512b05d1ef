"""Owns the verbs that go from a line of the evaluation to its sources, and from words to a plan with a day."""

from collections.abc import Callable

from afterword.domain.evaluation.openings import Advice, Opening
from afterword.domain.finding import FindingKind
from afterword.tui.actions.host import Verbs
from afterword.tui.panes.evaluation_host import EvaluationHost
from afterword.tui.panes.evaluation_practice import OF_COMPETENCY
from afterword.tui.presenters.evaluation_sources import competency_evidence, split, witnesses
from afterword.tui.presenters.practice_details import plan_words
from afterword.tui.screens.charts import Chart
from afterword.tui.screens.evidence import EvidenceScreen
from afterword.tui.screens.form import Form
from afterword.tui.screens.record_forms import Origin, example_form, opening_form, plan_form, pointer_form
from afterword.tui.styles import TextStyle

_CHARTS = ("trend", "answers", "arrivals", "replies")
_QUOTED_KINDS = ("advice", "opening")


class EvaluationFindings:
    """The verbs, for the row under the cursor."""

    def __init__(self, host: EvaluationHost) -> None:
        self._host = host

    def verbs(self) -> Verbs:
        """What each action does."""
        return {
            "evaluation.open": self.open,
            "evaluation.pointer": self._make_pointer,
            "evaluation.chart": self._chart,
            "evaluation.plan": self._plan,
            "evaluation.done": self._done,
            "evaluation.drop": self._drop,
        }

    def available(self, action_id: str) -> bool | None:
        """Whether it makes sense on this row; None where the action is not one of these."""
        kind, record_id = split(self._host.key)
        answers: dict[str, Callable[[], bool]] = {
            "evaluation.open": lambda: bool(kind),
            "evaluation.pointer": lambda: kind in (*OF_COMPETENCY, *_QUOTED_KINDS, "habit"),
            "evaluation.chart": lambda: kind in _CHARTS or self._trend_of(kind, record_id) != "",
            "evaluation.plan": lambda: kind in _QUOTED_KINDS,
            "evaluation.done": lambda: kind == "advice",
            "evaluation.drop": self._has_day,
        }
        answer = answers.get(action_id)
        return None if answer is None else answer()

    # ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────

    def open(self) -> None:
        """The sources of the row; an example or an empty matrix line opens its form."""
        host, (kind, record_id) = self._host, split(self._host.key)
        if kind == "example":
            host.app.push_screen(example_form(host.services, host.known.journal.examples[record_id]))
            return
        if kind == "cover":
            self._open_covered(record_id)
            return
        key = host.key
        if not witnesses(host.known, key):
            host.frame.say(_nothing_behind(kind), TextStyle.WARN)
            return
        page = EvidenceScreen(host.services, self._title(kind, record_id), lambda: witnesses(host.known, key))
        host.app.push_screen(page, host.lead_to)

    def _open_covered(self, competency_id: str) -> None:
        row = next((one for one in self._host.known.report.bank.rows if one.competency.id == competency_id), None)
        if row is None or not (*row.ready, *row.begun):
            self._host.frame.say("No example shows it yet; a adds one.", TextStyle.WARN)
            return
        first = (*row.begun, *row.ready)[0]
        self._host.show_view("examples")
        self._host.move_to(f"example/{first}")

    def _title(self, kind: str, record_id: str) -> str:
        known = self._host.known
        competency = known.journal.competency(record_id) if kind in OF_COMPETENCY else None
        if competency is not None:
            what = {"strength": "named as a strength", "area": "named as room to grow"}.get(
                kind, "everything behind it"
            )
            return f"{competency.name}: {what}"
        trend = next((one.title for one in known.report.trends if one.id == record_id), "")
        habit = next((one.title for one in known.report.habits if one.id == record_id), "")
        titles = {
            "unassigned": "Said without a competency",
            "arrivals": "Arrivals",
            "answers": "Answers given",
            "pointer": "A pointer: where it comes from and what became of it",
            "advice": "Advice",
            "opening": "An opening",
        }
        return titles.get(kind) or trend or habit or "What it rests on"

    # ── pointers ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _make_pointer(self) -> None:
        host, (kind, record_id) = self._host, split(self._host.key)
        finding_id = record_id if kind in _QUOTED_KINDS else self._latest_finding(kind, record_id)
        if finding_id is not None:
            origin = Origin(finding_id=finding_id)
        elif kind == "habit":
            habit = next(one for one in host.known.report.habits if one.id == record_id)
            origin = Origin(offer=("it comes up again", habit.will))
        else:
            origin = Origin(offer=plan_words(host.known, record_id))
        host.app.push_screen(pointer_form(host.services, origin))

    def _latest_finding(self, kind: str, competency_id: str) -> str | None:
        """The latest area that was named, else the latest advice; of a strength the latest praise."""
        one = competency_evidence(self._host.known, competency_id)
        if kind not in OF_COMPETENCY or one is None:
            return None
        wanted = (FindingKind.STRENGTH,) if kind == "strength" else (FindingKind.AREA, FindingKind.ADVICE)
        found = [source for wanted_kind in reversed(wanted) for source in one.of_kind(wanted_kind)]
        return found[-1].finding_id if found else None

    # ── charts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _trend_of(self, kind: str, record_id: str) -> str:
        """The scale whose ratings belong to this row; empty where there are none."""
        scale = {"competency": f"competency/{record_id}", "scale": record_id}.get(kind, "")
        return scale if scale in self._host.known.report.material.own else ""

    def _chart(self) -> None:
        kind, record_id = split(self._host.key)
        key = self._host.key if kind in _CHARTS else f"trend/{self._trend_of(kind, record_id)}"
        self._host.app.push_screen(Chart(self._host.known, key))

    # ── advice and openings ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def _advice(self) -> Advice | None:
        kind, record_id = split(self._host.key)
        given = self._host.known.report.advice if kind == "advice" else ()
        return next((one for one in given if one.source.finding_id == record_id), None)

    @property
    def _opening(self) -> Opening | None:
        kind, record_id = split(self._host.key)
        found = self._host.known.report.openings if kind == "opening" else ()
        return next((one for one in found if one.source.finding_id == record_id), None)

    def _has_day(self) -> bool:
        advice, opening = self._advice, self._opening
        return (advice is not None and advice.todo is not None) or (opening is not None and opening.planned is not None)

    def _plan(self) -> None:
        advice, opening = self._advice, self._opening
        if advice is not None:
            self._host.app.push_screen(Form(plan_form(self._host.services, advice)))
        elif opening is not None:
            self._host.app.push_screen(Form(opening_form(self._host.services, opening)))

    def _done(self) -> None:
        advice = self._advice
        if advice is None:
            return
        service, key = self._host.services.advice, advice.source.finding_id
        if advice.todo is not None and advice.todo.done is not None:
            self._host.frame.run_service(lambda: service.reopen(key), "Still to be done")
        else:
            self._host.frame.run_service(lambda: service.done(key), "Done; u takes it back")

    def _drop(self) -> None:
        advice, opening, services = self._advice, self._opening, self._host.services
        if advice is not None:
            self._host.frame.run_service(lambda: services.advice.drop(advice.source.finding_id), "No action any more")
        elif opening is not None:
            plan = services.requests.plan_reapproach
            self._host.frame.run_service(lambda: plan(opening.source.request_id, None), "No day is planned any more")


def _nothing_behind(kind: str) -> str:
    if kind == "replies":
        return "The conversations behind it stand in Feedback (2)."
    if kind == "pointer":
        return "It comes from no finding, and no interview has been checked for it yet; e edits it."
    return "Nobody has spoken of it and you have not rated it: nothing is behind it yet."
