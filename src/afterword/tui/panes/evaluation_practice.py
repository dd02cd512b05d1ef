"""Owns the verbs on what a person practises: competencies, examples, pointers; the forms are the screens'."""

from collections.abc import Callable, Mapping

from afterword.domain.competency import Competency
from afterword.domain.example import Example
from afterword.domain.pointer import Pointer
from afterword.tui.actions.host import Verbs
from afterword.tui.panes.evaluation_host import EvaluationHost
from afterword.tui.presenters.evaluation_sources import split
from afterword.tui.screens.asking import ask
from afterword.tui.screens.confirm import Confirm
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import FormSpec
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.screens.record_forms import competency_form, example_form, pointer_form, why_me_form
from afterword.tui.screens.rehearsal import Rehearsing

OF_COMPETENCY = ("competency", "strength", "area", "unknown", "cover")
_ADDABLE: Mapping[str, str] = {
    "overview": "competency",
    "examples": "example",
    "coverage": "example",
    "pointers": "pointer",
}


class EvaluationPractice:
    """The verbs, for the row under the cursor."""

    def __init__(self, host: EvaluationHost) -> None:
        self._host = host

    def verbs(self) -> Verbs:
        """What each action does."""
        return {
            "evaluation.add": self._add,
            "evaluation.edit": self.edit,
            "evaluation.remove": self._remove,
            "evaluation.restore": self._restore,
            "evaluation.merge": self._merge,
            "evaluation.why-me": self._why_me,
            "evaluation.rehearse": self._rehearse,
        }

    def available(self, action_id: str) -> bool | None:
        """Whether it makes sense on this row; None where the action is not one of these."""
        kind, _ = split(self._host.key)
        answers: dict[str, Callable[[], bool]] = {
            "evaluation.add": lambda: self._host.view_id in _ADDABLE,
            "evaluation.edit": lambda: kind in (*OF_COMPETENCY, "example", "pointer"),
            "evaluation.remove": lambda: kind in ("competency", "example", "pointer"),
            "evaluation.restore": lambda: bool(self._removed()),
            "evaluation.merge": lambda: kind == "competency",
            "evaluation.why-me": lambda: kind in OF_COMPETENCY,
            "evaluation.rehearse": lambda: kind == "example",
        }
        answer = answers.get(action_id)
        return None if answer is None else answer()

    # ── what the cursor is on ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def competency(self) -> Competency | None:
        """The competency of the row under the cursor."""
        kind, record_id = split(self._host.key)
        return self._host.known.journal.competency(record_id) if kind in OF_COMPETENCY else None

    @property
    def _example(self) -> Example | None:
        kind, record_id = split(self._host.key)
        return self._host.known.journal.examples.get(record_id) if kind == "example" else None

    @property
    def _pointer(self) -> Pointer | None:
        kind, record_id = split(self._host.key)
        return self._host.known.journal.pointers.get(record_id) if kind == "pointer" else None

    # ── add, edit, remove, bring back ─────────────────────────────────────────────────────────────────────────────

    def _add(self) -> None:
        services = self._host.services
        match _ADDABLE.get(self._host.view_id):
            case "competency":
                self._open(competency_form(services))
            case "example":
                tied = self.competency
                self._push(example_form(services, competency=tied.id if tied else ""))
            case "pointer":
                self._push(pointer_form(services))

    def edit(self) -> None:
        """The form of the record under the cursor."""
        services = self._host.services
        if (example := self._example) is not None:
            self._push(example_form(services, example))
        elif (pointer := self._pointer) is not None:
            self._push(pointer_form(services, old=pointer))
        elif (competency := self.competency) is not None:
            self._open(competency_form(services, competency))

    def _open(self, spec: FormSpec) -> None:
        self._push(Form(spec))

    def _push(self, form: Form) -> None:
        self._host.app.push_screen(form, self._saved)

    def _saved(self, record: object) -> None:
        kinds: dict[type, str] = {Example: "example", Pointer: "pointer", Competency: "competency"}
        kind = kinds.get(type(record))
        if kind is not None and isinstance(record, Example | Pointer | Competency):
            self._host.move_to(f"{kind}/{record.id}")

    def _remove(self) -> None:
        services, run_service = self._host.services, self._host.frame.run_service
        example, pointer, competency = self._example, self._pointer, self.competency
        if example is not None:
            question = Confirm(f"Remove the example “{example.title}”?", "u brings it back, and R later on.")
            said = f"“{example.title}” removed; u brings it back"
            ask(self._host.app, question, lambda: run_service(lambda: services.examples.remove(example.id), said))
        elif pointer is not None:
            question = Confirm("Remove this pointer?", f"{pointer.sentence} u brings it back.")
            said = "Pointer removed; u brings it back"
            ask(self._host.app, question, lambda: run_service(lambda: services.pointers.remove(pointer.id), said))
        elif competency is not None:
            question = Confirm(f"Archive {competency.name}?", "Its history is kept; u or R brings it back.")
            said = f"{competency.name} is archived; u or R brings it back"
            ask(
                self._host.app,
                question,
                lambda: run_service(lambda: services.competencies.archive(competency.id), said),
            )

    def _removed(self) -> list[Option]:
        journal = self._host.known.journal
        examples = [one for one in journal.examples.values() if one.deleted is not None]
        archived = [one for one in journal.competencies.values() if one.archived and one.merged_into is None]
        return [
            *(Option(f"example/{one.id}", one.title, "a removed example") for one in examples),
            *(Option(f"competency/{one.id}", one.name, "an archived competency") for one in archived),
        ]

    def _restore(self) -> None:
        self._host.app.push_screen(Pick("Bring back what?", self._removed()), self._restored)

    def _restored(self, chosen: tuple[str, ...] | None) -> None:
        if not chosen:
            return
        services = self._host.services
        kind, record_id = split(chosen[0])
        if kind == "example":
            self._host.frame.run_service(lambda: services.examples.restore(record_id), "Back in the bank")
        else:
            back = services.competencies.archive
            self._host.frame.run_service(lambda: back(record_id, archived=False), "Back among the competencies")

    # ── competencies and examples ─────────────────────────────────────────────────────────────────────────────────

    def _merge(self) -> None:
        source = self.competency
        if source is None:
            return
        others = [one for one in self._host.known.journal.all_competencies if not one.archived and one.id != source.id]
        options = [Option(one.id, one.name, one.anchor) for one in others]
        self._host.app.push_screen(Pick(f"Merge {source.name} into", options), lambda key: self._ask_merge(source, key))

    def _ask_merge(self, source: Competency, chosen: tuple[str, ...] | None) -> None:
        target = self._host.known.journal.competency(chosen[0]) if chosen else None
        if target is None:
            return
        question = Confirm(
            f"Merge {source.name} into {target.name}?",
            "Findings, ratings, examples and answers move there; u takes it back.",
        )
        verb, said = self._host.services.competencies.merge, f"{source.name} is now part of {target.name}"
        ask(
            self._host.app,
            question,
            lambda: self._host.frame.run_service(lambda: verb(source.id, target.id), f"{said}; u takes it back"),
        )

    def _why_me(self) -> None:
        if (competency := self.competency) is not None:
            self._host.app.push_screen(Form(why_me_form(self._host.services, competency)))

    def _rehearse(self) -> None:
        if (example := self._example) is not None:
            self._host.app.push_screen(Rehearsing(self._host.services, example))
