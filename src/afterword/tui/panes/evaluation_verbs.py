"""Owns what the keys of the Evaluation pane do to the row under the cursor."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from afterword.domain.competency import Competency
from afterword.domain.dates import show_moment
from afterword.domain.evaluation.openings import Advice, Opening
from afterword.domain.evaluation.pointers import offer_for
from afterword.domain.example import Example
from afterword.domain.finding import FindingKind
from afterword.domain.pointer import Pointer
from afterword.tui.actions.host import Verbs
from afterword.tui.presenters.evidence import OF_COMPETENCY, sources, split
from afterword.tui.screens.asking import ask
from afterword.tui.screens.charts import Chart
from afterword.tui.screens.confirm import Confirm
from afterword.tui.screens.evidence import EvidenceScreen
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import FormSpec
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.screens.prep import Prep, upcoming
from afterword.tui.screens.record_forms import (
    Origin,
    competency_form,
    example_form,
    opening_form,
    plan_form,
    pointer_form,
    why_me_form,
)
from afterword.tui.screens.rehearsal import Rehearsing
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.tui.panes.evaluation import EvaluationPane

_CHARTS = ("trend", "answers", "arrivals", "replies")
_QUOTED_KINDS = ("advice", "opening")
_ADDABLE: Mapping[str, str] = {
    "overview": "competency",
    "examples": "example",
    "coverage": "example",
    "pointers": "pointer",
}


class EvaluationVerbs:
    """The verbs of the pane; each acts on its row under the cursor."""

    def __init__(self, pane: "EvaluationPane") -> None:
        self._pane = pane

    def verbs(self) -> Verbs:
        """What each action does."""
        return {
            "evaluation.open": self.open,
            "evaluation.pointer": self._make_pointer,
            "evaluation.chart": self._chart,
            "evaluation.plan": self._plan,
            "evaluation.done": self._done,
            "evaluation.drop": self._drop,
            "evaluation.add": self._add,
            "evaluation.edit": self._edit,
            "evaluation.remove": self._remove,
            "evaluation.restore": self._restore,
            "evaluation.merge": self._merge,
            "evaluation.why-me": self._why_me,
            "evaluation.rehearse": self._rehearse,
            "evaluation.prep": self._prep,
        }

    def available(self, action_id: str) -> bool:
        """Whether it makes sense on this row."""
        kind, record_id = split(self._pane.key)
        answers: dict[str, Callable[[], bool]] = {
            "evaluation.open": lambda: bool(kind),
            "evaluation.pointer": lambda: kind in (*OF_COMPETENCY, *_QUOTED_KINDS, "habit"),
            "evaluation.chart": lambda: kind in _CHARTS or self._trend_of(kind, record_id) != "",
            "evaluation.plan": lambda: kind in _QUOTED_KINDS,
            "evaluation.done": lambda: kind == "advice",
            "evaluation.drop": self._has_day,
            "evaluation.add": lambda: self._pane.view_id in _ADDABLE,
            "evaluation.edit": lambda: kind in (*OF_COMPETENCY, "example", "pointer"),
            "evaluation.remove": lambda: kind in ("competency", "example", "pointer"),
            "evaluation.restore": lambda: bool(self._removed()),
            "evaluation.merge": lambda: kind == "competency",
            "evaluation.why-me": lambda: kind in OF_COMPETENCY,
            "evaluation.rehearse": lambda: kind == "example",
        }
        answer = answers.get(action_id)
        return answer is None or answer()

    # ── what the cursor is on ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def _competency(self) -> Competency | None:
        """The competency of the row under the cursor."""
        kind, record_id = split(self._pane.key)
        return self._pane.known.journal.competency(record_id) if kind in OF_COMPETENCY else None

    @property
    def _example(self) -> Example | None:
        kind, record_id = split(self._pane.key)
        return self._pane.known.journal.examples.get(record_id) if kind == "example" else None

    @property
    def _pointer(self) -> Pointer | None:
        kind, record_id = split(self._pane.key)
        return self._pane.known.journal.pointers.get(record_id) if kind == "pointer" else None

    # ── add, edit, remove, bring back ─────────────────────────────────────────────────────────────────────────────

    def _add(self) -> None:
        services = self._pane.services
        match _ADDABLE.get(self._pane.view_id):
            case "competency":
                self._open(competency_form(services))
            case "example":
                tied = self._competency
                self._push(example_form(services, competency=tied.id if tied else ""))
            case "pointer":
                self._push(pointer_form(services))

    def _edit(self) -> None:
        """The form of the record under the cursor."""
        services = self._pane.services
        if (example := self._example) is not None:
            self._push(example_form(services, example))
        elif (pointer := self._pointer) is not None:
            self._push(pointer_form(services, old=pointer))
        elif (competency := self._competency) is not None:
            self._open(competency_form(services, competency))

    def _open(self, spec: FormSpec) -> None:
        self._push(Form(spec))

    def _push(self, form: Form) -> None:
        self._pane.app.push_screen(form, self._saved)

    def _saved(self, record: object) -> None:
        kinds: dict[type, str] = {Example: "example", Pointer: "pointer", Competency: "competency"}
        kind = kinds.get(type(record))
        if kind is not None and isinstance(record, Example | Pointer | Competency):
            self._pane.move_to(f"{kind}/{record.id}")

    def _remove(self) -> None:
        services, run_service = self._pane.services, self._pane.frame.run_service
        example, pointer, competency = self._example, self._pointer, self._competency
        if example is not None:
            question = Confirm(f"Remove the example “{example.title}”?", "u brings it back, and R later on.")
            said = f"“{example.title}” removed; u brings it back"
            ask(self._pane.app, question, lambda: run_service(lambda: services.examples.remove(example.id), said))
        elif pointer is not None:
            question = Confirm("Remove this pointer?", f"{pointer.sentence} u brings it back.")
            said = "Pointer removed; u brings it back"
            ask(self._pane.app, question, lambda: run_service(lambda: services.pointers.remove(pointer.id), said))
        elif competency is not None:
            question = Confirm(f"Archive {competency.name}?", "Its history is kept; u or R brings it back.")
            said = f"{competency.name} is archived; u or R brings it back"
            ask(
                self._pane.app,
                question,
                lambda: run_service(lambda: services.competencies.archive(competency.id), said),
            )

    def _removed(self) -> list[Option]:
        journal = self._pane.known.journal
        examples = [one for one in journal.examples.values() if one.deleted is not None]
        archived = [one for one in journal.competencies.values() if one.archived and one.merged_into is None]
        return [
            *(Option(f"example/{one.id}", one.title, "a removed example") for one in examples),
            *(Option(f"competency/{one.id}", one.name, "an archived competency") for one in archived),
        ]

    def _restore(self) -> None:
        self._pane.app.push_screen(Pick("Bring back what?", self._removed()), self._restored)

    def _restored(self, chosen: tuple[str, ...] | None) -> None:
        if not chosen:
            return
        services = self._pane.services
        kind, record_id = split(chosen[0])
        if kind == "example":
            self._pane.frame.run_service(lambda: services.examples.restore(record_id), "Back in the bank")
        else:
            back = services.competencies.archive
            self._pane.frame.run_service(lambda: back(record_id, archived=False), "Back among the competencies")

    # ── competencies and examples ─────────────────────────────────────────────────────────────────────────────────

    def _merge(self) -> None:
        source = self._competency
        if source is None:
            return
        others = [one for one in self._pane.known.journal.all_competencies if not one.archived and one.id != source.id]
        options = [Option(one.id, one.name, one.anchor) for one in others]
        self._pane.app.push_screen(Pick(f"Merge {source.name} into", options), lambda key: self._ask_merge(source, key))

    def _ask_merge(self, source: Competency, chosen: tuple[str, ...] | None) -> None:
        target = self._pane.known.journal.competency(chosen[0]) if chosen else None
        if target is None:
            return
        question = Confirm(
            f"Merge {source.name} into {target.name}?",
            "Findings, ratings, examples and answers move there; u takes it back.",
        )
        verb, said = self._pane.services.competencies.merge, f"{source.name} is now part of {target.name}"
        ask(
            self._pane.app,
            question,
            lambda: self._pane.frame.run_service(lambda: verb(source.id, target.id), f"{said}; u takes it back"),
        )

    def _why_me(self) -> None:
        if (competency := self._competency) is not None:
            self._pane.app.push_screen(Form(why_me_form(self._pane.services, competency)))

    def _rehearse(self) -> None:
        if (example := self._example) is not None:
            self._pane.app.push_screen(Rehearsing(self._pane.services, example))

    # ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────

    def open(self) -> None:
        """The sources of the row; an example or an empty matrix line opens its form."""
        pane, (kind, record_id) = self._pane, split(self._pane.key)
        if kind == "example":
            pane.app.push_screen(example_form(pane.services, pane.known.journal.examples[record_id]))
            return
        if kind == "cover":
            self._open_covered(record_id)
            return
        key = pane.key
        if not sources(pane.known, key):
            pane.frame.say(_nothing_behind(kind), TextStyle.WARN)
            return
        page = EvidenceScreen(pane.services, self._title(kind, record_id), lambda: sources(pane.known, key))
        pane.app.push_screen(page, pane.lead_to)

    def _open_covered(self, competency_id: str) -> None:
        row = next((one for one in self._pane.known.evaluation.bank.rows if one.competency.id == competency_id), None)
        if row is None or not (*row.ready, *row.begun):
            self._pane.frame.say("No example shows it yet; a adds one.", TextStyle.WARN)
            return
        first = (*row.begun, *row.ready)[0]
        self._pane.show_view("examples")
        self._pane.move_to(f"example/{first}")

    def _title(self, kind: str, record_id: str) -> str:
        known = self._pane.known
        competency = known.journal.competency(record_id) if kind in OF_COMPETENCY else None
        if competency is not None:
            what = {"strength": "named as a strength", "area": "named as room to grow"}.get(
                kind, "everything behind it"
            )
            return f"{competency.name}: {what}"
        claim = known.claim(f"{kind}/{record_id}")
        titles = {
            "unassigned": "Said without a competency",
            "arrivals": "Arrivals",
            "answers": "Answers given",
            "pointer": "A pointer: where it comes from and what became of it",
            "advice": "Advice",
            "opening": "An opening",
        }
        return titles.get(kind) or (claim.subject.name if claim is not None else "What it rests on")

    # ── pointers ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _make_pointer(self) -> None:
        pane, (kind, record_id) = self._pane, split(self._pane.key)
        finding_id = record_id if kind in _QUOTED_KINDS else self._latest_finding(kind, record_id)
        if finding_id is not None:
            origin = Origin(finding_id=finding_id)
        elif kind == "habit":
            habit = pane.known.claim(pane.key)
            origin = Origin(offer=("it comes up again", habit.will if habit is not None else ""))
        else:
            competency = self._competency
            origin = Origin(offer=offer_for(competency) if competency is not None else ("", ""))
        pane.app.push_screen(pointer_form(pane.services, origin))

    def _latest_finding(self, kind: str, competency_id: str) -> str | None:
        """The latest area that was named, else the latest advice; of a strength the latest praise."""
        if kind not in OF_COMPETENCY:
            return None
        said = self._pane.known.evaluation.material.said_of(competency_id)
        wanted = (FindingKind.STRENGTH,) if kind == "strength" else (FindingKind.ADVICE, FindingKind.AREA)
        found = [piece for marked in wanted for piece in said if piece.marked is marked]
        return found[-1].finding_id if found else None

    # ── charts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _trend_of(self, kind: str, record_id: str) -> str:
        """The scale whose ratings belong to this row; empty where there are none."""
        scale = {"competency": f"competency/{record_id}", "scale": record_id}.get(kind, "")
        return scale if scale in self._pane.known.evaluation.material.rated else ""

    def _chart(self) -> None:
        kind, record_id = split(self._pane.key)
        key = self._pane.key if kind in _CHARTS else f"trend/{self._trend_of(kind, record_id)}"
        self._pane.app.push_screen(Chart(self._pane.known, key))

    # ── advice and openings ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def _advice(self) -> Advice | None:
        kind, record_id = split(self._pane.key)
        given = self._pane.known.evaluation.advice if kind == "advice" else ()
        return next((one for one in given if one.source.finding_id == record_id), None)

    @property
    def _opening(self) -> Opening | None:
        kind, record_id = split(self._pane.key)
        found = self._pane.known.evaluation.openings if kind == "opening" else ()
        return next((one for one in found if one.source.finding_id == record_id), None)

    def _has_day(self) -> bool:
        advice, opening = self._advice, self._opening
        return (advice is not None and advice.todo is not None) or (opening is not None and opening.planned is not None)

    def _plan(self) -> None:
        advice, opening = self._advice, self._opening
        if advice is not None:
            self._pane.app.push_screen(Form(plan_form(self._pane.services, advice)))
        elif opening is not None:
            self._pane.app.push_screen(Form(opening_form(self._pane.services, opening)))

    def _done(self) -> None:
        advice = self._advice
        if advice is None:
            return
        service, key = self._pane.services.advice, advice.source.finding_id
        if advice.todo is not None and advice.todo.done is not None:
            self._pane.frame.run_service(lambda: service.reopen(key), "Still to be done")
        else:
            self._pane.frame.run_service(lambda: service.done(key), "Done; u takes it back")

    def _drop(self) -> None:
        advice, opening, services = self._advice, self._opening, self._pane.services
        if advice is not None:
            self._pane.frame.run_service(lambda: services.advice.drop(advice.source.finding_id), "No action any more")
        elif opening is not None:
            plan = services.requests.plan_reapproach
            self._pane.frame.run_service(lambda: plan(opening.source.request_id, None), "No day is planned any more")

    # ── the prep sheet ────────────────────────────────────────────────────────────────────────────────────────────

    def _prep(self) -> None:
        found = upcoming(self._pane.services)
        if not found:
            self._pane.frame.say(
                "No interview lies ahead. Add it in Reflection (1, then a), and p shows its sheet.", TextStyle.WARN
            )
        elif len(found) == 1:
            self._open_sheet((found[0].id,))
        else:
            options = [Option(one.id, one.label, show_moment(one.local)) for one in found]
            self._pane.app.push_screen(Pick("Prepare for which interview?", options), self._open_sheet)

    def _open_sheet(self, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            self._pane.app.push_screen(Prep(self._pane.services, chosen[0]))


def _nothing_behind(kind: str) -> str:
    if kind == "replies":
        return "The conversations behind it stand in Feedback (2)."
    if kind == "pointer":
        return "It comes from no finding, and no interview has been checked for it yet; e edits it."
    return "Nobody has spoken of it and you have not rated it: nothing is behind it yet."
