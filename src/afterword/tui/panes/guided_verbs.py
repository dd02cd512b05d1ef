"""Owns what the keys do to a row of the guided reflection; which row it is and how it looks is left to its list."""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct
from textual.screen import Screen
from textual.widget import Widget

from afterword.domain.interview import Interview
from afterword.domain.pointer import NEXT_NO, Kept, Occasion
from afterword.domain.progress import Section, all_cues
from afterword.domain.reflection import Control, Reflection
from afterword.domain.scales import Cue
from afterword.services.services import Services
from afterword.tui.actions.host import ActionHost
from afterword.tui.app_context import context_of
from afterword.tui.screens.dialogs import Confirm, Option, Pick, ask
from afterword.tui.screens.form import Form, Note
from afterword.tui.screens.record_forms import Origin, arrival_form, outcome_form, pointer_form, too_early_to_arrive
from afterword.tui.screens.reflection_forms import (
    answer_form,
    cue_form,
    own_question_form,
    rating_note,
    reflection_note,
    scenario_form,
)
from afterword.tui.styles import TextStyle

T = TypeVar("T")
ADDABLE = (Section.BODY, Section.ANSWERS, Section.ASKED, Section.SCENARIOS, Section.POINTERS, Section.NEXT_NO)
ENTERED = (Section.BODY, Section.KEPT)
"""The sections whose headings lead to the rows below."""
_ENOUGH_NEXT: dict[bool | None, bool | None] = {None: True, True: False, False: None}
_TEXTS = {Section.WENT_WELL: "went_well", Section.THOUGHTS: "thoughts", Section.PRIVATE: "private"}
"""The sections that are a text, with the field of the reflection it stands in."""
REMOVABLE = {"answer": "answer", "asked": "question", "scenario": "reason", "pointer": "pointer"}


class RowPlace(Struct, frozen=True):
    """The row a key is pressed on: `kind/record_id` is its key, `section` where it stands."""

    interview: Interview
    section: Section | None
    kind: str
    record_id: str

    @property
    def is_text(self) -> bool:
        """Whether the row stands for a text of its own, which is written by typing."""
        return self.kind == "section" and self.section in _TEXTS


_OPENS = {
    "application": "outcome",
    "rating": "note",
    "kept": "change",
    "answer": "edit",
    "asked": "edit",
    "scenario": "edit",
    "pointer": "edit",
}


def open_label(place: RowPlace) -> str:
    """What opening that row does, in a word."""
    if place.kind != "section":
        return _OPENS[place.kind]
    if place.section is Section.ARRIVAL:
        return "arrival"
    return "write" if place.is_text else "its rows" if place.section in ENTERED else "add"


class GuidedVerbs(ActionHost, Widget):
    """The verbs of the row under the cursor; each saves at once or opens what is filled in."""

    def __init__(self, services: Services) -> None:
        super().__init__(id="guided")
        self._services = services

    @property
    def place(self) -> RowPlace:
        """The row under the cursor."""
        raise NotImplementedError

    def action_rate(self, value: int | None) -> None:
        """Set the rating of this row, or take it back."""
        place, verb = self.place, self._services.reflections.rate
        said = "Rating taken back" if value is None else f"Rated {value}"
        self._run(lambda: verb(place.interview.id, place.record_id, value), said)

    def action_clear(self) -> None:
        """Take the rating of this row back."""
        self.action_rate(None)

    def action_not_asked(self) -> None:
        """Say that this interview gave no occasion to show this competency."""
        place, verb = self.place, self._services.reflections.not_asked
        self._run(lambda: verb(place.interview.id, place.record_id), "Noted: not asked")

    def own_cue(self) -> Cue | None:
        """The cue of the person's own that this row rates, if it is one."""
        place = self.place
        cue = self._services.store.journal().cues.get(place.record_id) if place.kind == "rating" else None
        return cue if cue is not None and cue.title else None

    def action_put_away(self) -> None:
        """Ask for the cue of this row no more."""
        place, put_away = self.place, self._services.cues.put_away
        said = "Put away; what was rated by it stays, and R brings it back"
        self._run(lambda: put_away(place.record_id), said)

    def put_away_cues(self) -> list[Cue]:
        """The cues that can be brought back."""
        return [cue for cue in all_cues(self._services.store.journal()) if cue.archived]

    def action_bring_back(self) -> None:
        """Ask again for cues that were put away."""
        options = [Option(cue.id, cue.title, cue.question) for cue in self.put_away_cues()]

        def picked(keys: tuple[str, ...] | None) -> None:
            if keys:
                self._run(lambda: self._services.cues.put_away(keys[0], away=False), "Asked for again")

        self.app.push_screen(Pick("Bring back which cue?", options), picked)

    def action_edit_cue(self) -> None:
        """Edit a cue of your own."""
        cue = self.own_cue()
        if cue is not None:
            self._push(Form(cue_form(self._services, cue)))

    def action_note(self) -> None:
        """Write a note to the rating of this row."""
        self._push(rating_note(self._services, self.place.interview, self.place.record_id))

    def open_row(self, place: RowPlace) -> None:
        """What `enter` does on any row but a heading."""
        if place.kind == "application":
            self._push(Form(outcome_form(self._services, place.interview)))
        elif place.kind == "rating":
            self.action_note()
        elif place.kind == "kept":
            self.action_tick()
        else:
            self._edit(place)

    def open_section(self, place: RowPlace, section: Section) -> None:
        """What `enter` does on a heading."""
        if section is Section.ARRIVAL:
            self._arrive(place.interview)
        elif place.is_text:
            self.write(place)
        else:
            self.action_add()

    def _arrive(self, interview: Interview) -> None:
        why = too_early_to_arrive(self._services, interview)
        if why:
            context_of(self).say(why, TextStyle.WARN)
        else:
            self._push(Form(arrival_form(self._services, interview)))

    def write(self, place: RowPlace, begun: str = "") -> Note:
        """Open the text of this row; `begun` is what was typed of it already."""
        name = _TEXTS[place.section or Section.THOUGHTS]
        opened = reflection_note(self._services, place.interview, name, begun)
        self._push(opened)
        return opened

    def action_add(self) -> None:
        """Add to the section this row stands in, where something can be added."""
        place = self.place
        if place.section is Section.BODY:
            self._push(Form(cue_form(self._services)))
        elif place.section is Section.ANSWERS:
            self._push(Form(answer_form(self._services, place.interview)))
        elif place.section is Section.ASKED:
            self._push(Form(own_question_form(self._services, place.interview)))
        elif place.section is Section.SCENARIOS:
            self._push(Form(scenario_form(self._services, place.interview)))
        elif place.section is Section.POINTERS:
            self._push(pointer_form(self._services, Origin(interview_id=place.interview.id)))
        elif place.section is Section.NEXT_NO:
            plan = Origin(interview_id=place.interview.id, offer=(NEXT_NO, ""), occasion=Occasion.DECISION)
            self._push(pointer_form(self._services, plan))

    def _edit(self, place: RowPlace) -> None:
        reflection = self._reflection(place)
        if place.kind == "answer":
            answer = next(answer for answer in reflection.answers if answer.id == place.record_id)
            self._push(Form(answer_form(self._services, place.interview, answer)))
        elif place.kind == "asked":
            question = next(question for question in reflection.own_questions if question.id == place.record_id)
            self._push(Form(own_question_form(self._services, place.interview, question)))
        elif place.kind == "scenario":
            scenario = next(scenario for scenario in reflection.scenarios if scenario.id == place.record_id)
            self._push(Form(scenario_form(self._services, place.interview, scenario)))
        elif place.kind == "pointer":
            pointer = self._services.store.journal().pointers[place.record_id]
            self._push(pointer_form(self._services, old=pointer))

    def action_tick(self) -> None:
        """Step the choice of this row: was it enough, was it in your control, was the pointer kept."""
        place = self.place
        reflection = self._reflection(place)
        reflections, interview_id = self._services.reflections, place.interview.id
        if place.kind == "kept":
            self._step_kept(place)
        elif place.kind == "answer":
            answer = next(answer for answer in reflection.answers if answer.id == place.record_id)
            enough = {"enough": _ENOUGH_NEXT[answer.enough]}
            self._run(lambda: reflections.put_answer(interview_id, enough, answer.id, answer), "Saved")
        elif place.kind == "scenario":
            scenario = next(scenario for scenario in reflection.scenarios if scenario.id == place.record_id)
            control = _after(list(Control), scenario.control)
            verb = reflections.put_scenario
            said = f"Now: {control}"
            self._run(lambda: verb(interview_id, {"control": control}, scenario.id, scenario), said)

    def _step_kept(self, place: RowPlace) -> None:
        pointer = self._services.store.journal().pointers[place.record_id]
        interview_id = place.interview.id
        old = next((check.kept for check in pointer.checks if check.interview_id == interview_id), None)
        kept = _after(list(Kept), old)
        self._run(lambda: self._services.pointers.check(pointer.id, interview_id, kept), f"Pointer: {kept}")

    def action_remove(self) -> None:
        """Take out what this row stands for, after a question."""
        place = self.place
        interview_id, reflections = place.interview.id, self._services.reflections
        removers: dict[str, Callable[[], object]] = {
            "answer": lambda: reflections.remove_answer(interview_id, place.record_id),
            "asked": lambda: reflections.remove_own_question(interview_id, place.record_id),
            "scenario": lambda: reflections.remove_scenario(interview_id, place.record_id),
            "pointer": lambda: self._services.pointers.remove(place.record_id),
        }
        question = Confirm(f"Remove this {REMOVABLE[place.kind]}?", "u brings it back.")
        ask(self.app, question, lambda: self._run(removers[place.kind], "Removed; u brings it back"))

    def _reflection(self, place: RowPlace) -> Reflection:
        return self._services.store.journal().reflection_of(place.interview.id)

    def _run(self, verb: Callable[[], object], said: str) -> None:
        context_of(self).run_service(verb, said)

    def _push(self, screen: Screen[Any]) -> None:
        self.app.push_screen(screen)


def _after(choices: list[T], current: T | None) -> T:
    """The choice after the current one, round and round."""
    return choices[(choices.index(current) + 1) % len(choices)] if current is not None else choices[0]
