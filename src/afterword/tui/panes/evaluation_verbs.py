"""Owns what the keys of the Evaluation pane do to the row under the cursor."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import show_date
from afterword.domain.evaluation.plans import Advice, Opening, offer_for
from afterword.domain.evaluation.questions import Question
from afterword.domain.evaluation.sources import OF_COMPETENCY, ShownEvaluation, competency_of, sources, split
from afterword.domain.practice import TELLING, Competency, Example, Pointer
from afterword.services import lookup
from afterword.tui.app_context import BackWanted, RecordWanted
from afterword.tui.panes.evaluation_views import EvaluationViews
from afterword.tui.screens.competencies import choose_packs, sort_phrases
from afterword.tui.screens.dialogs import Confirm, Option, ask, ask_which
from afterword.tui.screens.findings import ChartPage, ChosenSource, SourcesPage
from afterword.tui.screens.form import Form
from afterword.tui.screens.preparation import RehearsalPage
from afterword.tui.screens.record_forms import (
    Origin,
    competency_form,
    example_form,
    opening_form,
    plan_form,
    pointer_form,
    why_me_form,
)
from afterword.tui.screens.reflection_forms import better_form, example_of
from afterword.tui.styles import TextStyle

_CHARTS = ("trend", "answers", "arrivals", "replies", "time")
_QUOTED_KINDS = ("advice", "opening")
_CLAIMED_KINDS = ("habit", "focus", "low", "suspected")
_ADDABLE: Mapping[str, str] = {
    "overview": "competency",
    "examples": "example",
    "coverage": "example",
    "pointers": "pointer",
    "questions": "question",
}


class EvaluationRecords(EvaluationViews):
    """The views with the verbs that add, change and remove what their rows are made of."""

    # ── what the cursor is on ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def known(self) -> ShownEvaluation:
        """What the views are made from."""
        if self._known is None:
            raise LookupError("nothing is shown yet")
        return self._known

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty where there is none."""
        return self._list.key or ""

    def move_to(self, key: str) -> None:
        """The cursor on that row, once the journal has been read again."""
        self.show(self.services.store.journal())
        self._list.move_to(key)
        self.focus_first()

    @property
    def _competency(self) -> Competency | None:
        """The competency of the row under the cursor."""
        return self.known.journal.competency(competency_of(self.key))

    @property
    def _example(self) -> Example | None:
        kind, record_id = split(self.key)
        return self.known.journal.examples.get(record_id) if kind == "example" else None

    @property
    def _pointer(self) -> Pointer | None:
        kind, record_id = split(self.key)
        return self.known.journal.pointers.get(record_id) if kind == "pointer" else None

    @property
    def _question(self) -> Question | None:
        kind, record_id = split(self.key)
        return self.known.questions.find(record_id) if kind == "question" else None

    def label(self, action: str) -> str:
        """What is added, and what is edited, where a question is under the cursor."""
        words = {"add": "example", "edit": "answer"}
        return words.get(action, "") if self._question is not None else ""

    # ── add, edit, remove, bring back ─────────────────────────────────────────────────────────────────────────────

    def action_add(self) -> None:
        """Add what this view shows."""
        services = self.services
        match _ADDABLE.get(self.view_id):
            case "competency":
                self._push(competency_form(services))
            case "example":
                tied = self._competency
                self._push(example_form(services, "", tied.id if tied else ""))
            case "pointer":
                self._push(pointer_form(services))
            case "question":
                self._add_example_of(self._question)

    def _add_example_of(self, question: Question | None) -> None:
        """Make an example of an answer that was told well; open the one that was told for it already."""
        if question is None:
            return
        example = question.example if question.is_tied else None
        form = (
            example_form(self.services, example.id) if example else example_of(self.services, question.best.answer.id)
        )
        self.app.push_screen(form, lambda _saved: self._back_to(question))

    def _back_to(self, question: Question) -> None:
        """The cursor on the question, whose row may stand elsewhere now."""
        self.move_to(f"question/{question.id}")

    def action_edit(self) -> None:
        """The form of the record under the cursor."""
        services = self.services
        if (question := self._question) is not None:
            form = better_form(services, question.holding.answer.id)
            self.app.push_screen(form, lambda _saved: self._back_to(question))
        elif (example := self._example) is not None:
            self._push(example_form(services, example.id))
        elif (pointer := self._pointer) is not None:
            self._push(pointer_form(services, pointer_id=pointer.id))
        elif (competency := self._competency) is not None:
            self._push(competency_form(services, competency.id))

    def _push(self, form: Form) -> None:
        self.app.push_screen(form, self._saved)

    def _saved(self, record: object) -> None:
        kinds: dict[type, str] = {Example: "example", Pointer: "pointer", Competency: "competency"}
        kind = kinds.get(type(record))
        if kind is not None and isinstance(record, Example | Pointer | Competency):
            self.move_to(f"{kind}/{record.id}")

    def action_remove(self) -> None:
        """Remove the example or pointer, or archive the competency, after a question."""
        services, run_service = self.services, self.context.run_service
        example, pointer, competency = self._example, self._pointer, self._competency
        if example is not None:
            question = Confirm(f"Remove the example “{example.title}”?", "u brings it back, and R later on.")
            said = f"“{example.title}” removed; u brings it back"
            ask(self.app, question, lambda: run_service(lambda: services.examples.remove(example.id), said))
        elif pointer is not None:
            question = Confirm("Remove this pointer?", f"{pointer.sentence} u brings it back.")
            said = "Pointer removed; u brings it back"
            ask(self.app, question, lambda: run_service(lambda: services.pointers.remove(pointer.id), said))
        elif competency is not None:
            question = Confirm(f"Archive {competency.name}?", "Its history is kept; u or R brings it back.")
            said = f"{competency.name} is archived; u or R brings it back"
            ask(
                self.app,
                question,
                lambda: run_service(lambda: services.competencies.archive(competency.id), said),
            )

    def _removed(self) -> list[Option]:
        journal = self.known.journal
        examples = [example for example in journal.examples.values() if example.deleted is not None]
        archived = [
            competency
            for competency in journal.competencies.values()
            if competency.archived and competency.merged_into is None
        ]
        return [
            *(Option(f"example/{example.id}", example.title, "a removed example") for example in examples),
            *(
                Option(f"competency/{competency.id}", competency.name, "an archived competency")
                for competency in archived
            ),
        ]

    def action_restore(self) -> None:
        """Bring back what was removed."""
        ask_which(self.app, "Bring back what?", self._removed(), self._restored)

    def _restored(self, key: str) -> None:
        services, (kind, record_id) = self.services, split(key)
        if kind == "example":
            self.context.run_service(lambda: services.examples.restore(record_id), "Back in the bank")
        else:
            back = services.competencies.archive
            self.context.run_service(lambda: back(record_id, archived=False), "Back among the competencies")

    def action_packs(self) -> None:
        """Use the competencies of another kind of work."""
        choose_packs(self.app, self.context, self.services)

    def action_sort(self) -> None:
        """Make competencies of phrases that have none."""
        sort_phrases(self.app, self.context, self.services)

    # ── competencies and examples ─────────────────────────────────────────────────────────────────────────────────

    def action_merge(self) -> None:
        """Merge the competency into another one."""
        source = self._competency
        if source is None:
            return
        others = [
            competency
            for competency in self.known.journal.all_competencies
            if not competency.archived and competency.id != source.id
        ]
        options = [Option(other.id, other.name, other.anchor) for other in others]
        ask_which(self.app, f"Merge {source.name} into", options, lambda key: self._ask_merge(source, key))

    def _ask_merge(self, source: Competency, into: str) -> None:
        target = self.known.journal.competency(into)
        if target is None:
            return
        question = Confirm(
            f"Merge {source.name} into {target.name}?",
            "Findings, ratings, examples and answers move there; u takes it back.",
        )
        verb, said = self.services.competencies.merge, f"{source.name} is now part of {target.name}"
        ask(
            self.app,
            question,
            lambda: self.context.run_service(lambda: verb(source.id, target.id), f"{said}; u takes it back"),
        )

    def action_why_me(self) -> None:
        """Write the line on why you."""
        if (competency := self._competency) is not None:
            self.app.push_screen(why_me_form(self.services, competency.id))

    def action_rehearse(self) -> None:
        """Tell the example aloud."""
        if (example := self._example) is not None:
            self.app.push_screen(RehearsalPage(self.services, example))


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
            "add": lambda: (
                self.view_id in _ADDABLE and kind != "own-question" and (kind or self.view_id) != "questions"
            ),
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
        self.show_view("examples")
        self.move_to(f"example/{first}")

    def _title(self, kind: str, record_id: str) -> str:
        known = self.known
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
        said = self.known.evaluation.material.said_of(competency_id)
        kinds = (FindingKind.STRENGTH,) if kind == "strength" else (FindingKind.ADVICE, FindingKind.AREA)
        pieces = [piece for marked in kinds for piece in said if piece.marked is marked]
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
        kind, record_id = split(self.key)
        return self.known.advice(record_id) if kind == "advice" else None

    @property
    def _opening(self) -> Opening | None:
        kind, record_id = split(self.key)
        return self.known.opening(record_id) if kind == "opening" else None

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
            said = f"{show_date(first, overview.today())} comes first in this conversation; let that one be before."
            self.context.say(said, TextStyle.WARN)
        else:
            self.context.run_service(lambda: plan(request_id, None), "No day is planned any more")


def _nothing_behind(kind: str) -> str:
    if kind in ("replies", "time"):
        return "The conversations behind it stand in Feedback (2)."
    if kind in ("pointer", "since"):
        return "It comes from no finding, and no interview has been checked for it yet; e edits it."
    return "Nobody has spoken of it and you have not rated it: nothing is behind it yet."
