"""Owns what the keys do to a row of the guided reflection; which row it is and how it looks is left to its list."""

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from textual.widget import Widget

from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.practice import NEXT_NO, Kept, Occasion
from afterword.domain.progress import Section, all_cues, progress
from afterword.domain.reflection import Control, Cue, Reflection, ScenarioKind
from afterword.services.services import Services
from afterword.tui.app_context import ActionHost, context_of
from afterword.tui.screens.dialogs import Confirm, Option, ask_to_run, ask_which
from afterword.tui.screens.form import Form, Note
from afterword.tui.screens.record_forms import Origin, arrival_form, outcome_form, pointer_form, too_early_to_arrive
from afterword.tui.screens.reflection_forms import (
    answer_form,
    competencies_list,
    cue_form,
    own_question_form,
    rating_note,
    reasons_list,
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
TICKED = (Section.COMPETENCIES, Section.SCENARIOS)
"""The sections whose headings lead to a list to tick."""
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


_OPENS = {"application": "outcome", "rating": "note", "kept": "change"}


def open_label(place: RowPlace) -> str:
    """What opening that row does, in a word."""
    if place.kind != "section":
        return _OPENS.get(place.kind, "edit")
    if place.section is Section.ARRIVAL:
        return "arrival"
    if place.section in TICKED:
        return "list to tick"
    return "write" if place.is_text else "its rows" if place.section in ENTERED else "add"


class GuidedVerbs(ActionHost, Widget):
    """The verbs of the row under the cursor; each saves at once or opens what is filled in."""

    def __init__(self, services: Services) -> None:
        super().__init__(id="guided")
        self._services = services
        self.listed: frozenset[str] = frozenset()
        """The rows of competencies that are to be rated, beside those that are."""

    @property
    def place(self) -> RowPlace:
        """The row under the cursor."""
        raise NotImplementedError

    def step_on(self, place: RowPlace, *, opens: bool) -> None:
        """Go to the next row that takes a digit; behind the last one, to what is still open, as `go_on` does."""
        raise NotImplementedError

    def go_on(self, section: Section | None, *, opens: bool) -> None:
        """Go to the next section that is open, and with `opens` open it, since the one before is finished."""
        raise NotImplementedError

    def go_to(self, row: str) -> None:
        """Put the cursor on that row, where it is there."""
        raise NotImplementedError

    def action_rate(self, value: int) -> None:
        """Set the rating of this row, or what became of its pointer, and move on."""
        place = self.place
        if place.kind == "kept":
            self._keep(place, list(Kept)[value - 1])
            return
        had = self._reflection(place).rating(place.record_id).is_given
        if self._rate(place, value, f"Rated {value}"):
            self.step_on(place, opens=not had)

    def _rate(self, place: RowPlace, value: int | None, notice: str) -> bool:
        verb = self._services.reflections.rate
        return self._run(lambda: verb(place.interview.id, place.record_id, value), notice)

    def action_clear(self) -> None:
        """Take the rating of this row back."""
        self._rate(self.place, None, "Rating taken back")

    def action_not_asked(self) -> None:
        """Say that this interview gave no occasion to show this competency, and move on."""
        place, verb = self.place, self._services.reflections.not_asked
        if self._run(lambda: verb(place.interview.id, place.record_id), "Noted: not asked"):
            self.step_on(place, opens=False)

    def own_cue(self) -> Cue | None:
        """The cue of the person's own that this row rates, if it is one."""
        place = self.place
        cue = self._services.store.journal().cues.get(place.record_id) if place.kind == "rating" else None
        return cue if cue is not None and cue.title else None

    def action_put_away(self) -> None:
        """Ask for the cue of this row no more."""
        place, put_away = self.place, self._services.cues.put_away
        notice = "Put away; what was rated by it stays, and R brings it back"
        self._run(lambda: put_away(place.record_id), notice)

    def put_away_cues(self) -> list[Cue]:
        """The cues that can be brought back."""
        return [cue for cue in all_cues(self._services.store.journal()) if cue.archived]

    def action_bring_back(self) -> None:
        """Ask again for cues that were put away."""
        options = [Option(cue.id, cue.title, cue.question) for cue in self.put_away_cues()]

        put_away = self._services.cues.put_away

        def picked(key: str) -> None:
            self._run(lambda: put_away(key, away=False), "Asked for again")

        ask_which(self.app, "Bring back which cue?", options, picked)

    def action_edit_cue(self) -> None:
        """Edit a cue of your own."""
        cue = self.own_cue()
        if cue is not None:
            self._push(cue_form(self._services, cue.id))

    def action_note(self) -> None:
        """Write a note to the rating of this row."""
        self._push(rating_note(self._services, self.place.interview.id, self.place.record_id))

    def open_row(self, place: RowPlace) -> None:
        """What `enter` does on any row but a heading."""
        if place.kind == "application":
            self._push(outcome_form(self._services, place.interview.id))
        elif place.kind == "rating":
            self.action_note()
        elif place.kind == "kept":
            self.action_tick()
        else:
            self._edit(place)

    def open_section(self, place: RowPlace, section: Section, back_to: str = "") -> None:
        """What `enter` does on a heading; who leaves without saving goes back to the row `back_to`."""
        if section is Section.ARRIVAL:
            if not self._is_too_early(place.interview):
                self._push(arrival_form(self._services, place.interview.id), back_to)
        elif section is Section.SCENARIOS:
            self._tick_reasons(place, back_to)
        elif section is Section.COMPETENCIES:
            self._list_competencies(place)
        elif place.is_text:
            self.write(place, back_to=back_to)
        else:
            self._add(place, back_to)

    def _is_too_early(self, interview: Interview) -> bool:
        """Whether no arrival can be noted yet, which is said then."""
        why = too_early_to_arrive(self._services, interview)
        if why:
            context_of(self).say(why, TextStyle.WARN)
        return bool(why)

    def _arrive_on_time(self, interview: Interview) -> None:
        verb = self._services.interviews.arrive
        if not self._is_too_early(interview) and self._run(
            lambda: verb(interview.id, interview.at, interview), f"Arrived at {interview.local:%H:%M}, on time"
        ):
            self.go_on(Section.ARRIVAL, opens=True)

    def _tick_reasons(self, place: RowPlace, back_to: str) -> None:
        """Let reasons be ticked; one in own words is asked for in its form."""
        reflection = self._reflection(place)
        noted = {scenario.id for scenario in reflection.scenarios}

        def ticked(keys: tuple[str, ...] | None) -> None:
            if keys is None:
                self.go_to(back_to)
                return
            added = [ScenarioKind(key) for key in keys if key not in noted]
            kinds = [kind for kind in added if kind is not ScenarioKind.OTHER]
            gone = noted.difference(keys)
            if kinds or gone:
                verb = self._services.reflections.tick_scenarios
                self._run(lambda: verb(place.interview.id, kinds, gone), _reasons_words(len(kinds), len(gone)))
            if ScenarioKind.OTHER in added:
                self._push(scenario_form(self._services, place.interview.id, "", ScenarioKind.OTHER.value))
            elif kinds and not noted:
                self.go_on(Section.SCENARIOS, opens=True)

        self.app.push_screen(reasons_list(reflection), ticked)

    def _list_competencies(self, place: RowPlace) -> None:
        """Let those that were asked for be ticked; their rows are there to be rated then."""
        journal = self._services.store.journal()
        offered = competencies_list(journal, place.interview, self.listed)

        def ticked(keys: tuple[str, ...] | None) -> None:
            if keys is not None:
                self.listed = frozenset(keys)
                self.show(self._services.store.journal(), place.interview.id)
                self.go_to(keys[0] if keys else "")

        self.app.push_screen(offered, ticked)

    def show(self, journal: Journal, interview_id: str) -> None:
        """Show the reflection on this interview."""
        raise NotImplementedError

    def write(self, place: RowPlace, text: str = "", back_to: str = "") -> None:
        """Open the text of this row; `text` is what was typed of it already."""
        name = _TEXTS[place.section or Section.THOUGHTS]
        opened = reflection_note(self._services, place.interview.id, name)
        if isinstance(opened, Note):
            opened.begun = text
        self._push(opened, back_to)

    def action_add(self) -> None:
        """Add to the section this row stands in, where something can be added."""
        self._add(self.place)

    def _add(self, place: RowPlace, back_to: str = "") -> None:
        interview, services = place.interview, self._services
        plan = Origin(interview_id=interview.id, offer=(NEXT_NO, ""), occasion=Occasion.DECISION)
        forms: dict[Section, Callable[[], Form]] = {
            Section.BODY: lambda: cue_form(services),
            Section.ANSWERS: lambda: answer_form(services, interview.id),
            Section.ASKED: lambda: own_question_form(services, interview.id),
            Section.SCENARIOS: lambda: scenario_form(services, interview.id),
            Section.POINTERS: lambda: pointer_form(services, Origin(interview_id=interview.id)),
            Section.NEXT_NO: lambda: pointer_form(services, plan),
        }
        if place.section in forms:
            self._push(forms[place.section](), back_to)

    def _edit(self, place: RowPlace) -> None:
        """The form of the answer, the question, the reason or the pointer of that row."""
        if place.kind == "pointer":
            self._push(pointer_form(self._services, pointer_id=place.record_id))
        else:
            form = {"answer": answer_form, "asked": own_question_form}.get(place.kind)
            make = form or scenario_form
            self._push(make(self._services, place.interview.id, place.record_id))

    def action_tick(self) -> None:
        """Step the choice of this row: was it enough, was it in your control, was the pointer kept."""
        place = self.place
        reflection = self._reflection(place)
        reflections, interview_id = self._services.reflections, place.interview.id
        if place.section is Section.ARRIVAL:
            self._arrive_on_time(place.interview)
        elif place.kind == "kept":
            self._step_kept(place)
        elif place.kind == "answer":
            answer = next(answer for answer in reflection.answers if answer.id == place.record_id)
            enough = {"enough": _ENOUGH_NEXT[answer.enough]}
            self._run(lambda: reflections.put_answer(interview_id, enough, answer.id, answer), "Saved")
        elif place.kind == "scenario":
            scenario = next(scenario for scenario in reflection.scenarios if scenario.id == place.record_id)
            control = _after(list(Control), scenario.control)
            verb = reflections.put_scenario
            notice = f"Now: {control}"
            self._run(lambda: verb(interview_id, {"control": control}, scenario.id, scenario), notice)

    def _step_kept(self, place: RowPlace) -> None:
        """The next thing that may have become of the pointer; the cursor stays, to go on stepping."""
        old = self._check_of(place)
        kept = _after(list(Kept), old)
        self._run(lambda: self._services.pointers.check(place.record_id, place.interview.id, kept), f"Pointer: {kept}")

    def _keep(self, place: RowPlace, kept: Kept) -> None:
        old, verb = self._check_of(place), self._services.pointers.check
        if self._run(lambda: verb(place.record_id, place.interview.id, kept), f"Pointer: {kept}"):
            self.step_on(place, opens=old is None)

    def _check_of(self, place: RowPlace) -> Kept | None:
        checks = self._services.store.journal().pointers[place.record_id].checks
        return next((check.kept for check in checks if check.interview_id == place.interview.id), None)

    def action_remove(self) -> None:
        """Take out what this row stands for, after a question."""
        place = self.place
        interview_id, services = place.interview.id, self._services

        def remove() -> object:
            if place.kind == "pointer":
                return services.pointers.remove(place.record_id)
            return services.reflections.remove(interview_id, place.record_id)

        question = Confirm(f"Remove this {REMOVABLE[place.kind]}?", "u brings it back.")
        ask_to_run(self, question, remove, "Removed; u brings it back")

    def _reflection(self, place: RowPlace) -> Reflection:
        return self._services.store.journal().reflection_of(place.interview.id)

    def _run(self, verb: Callable[[], object], notice: str) -> bool:
        """Whether it worked."""
        return context_of(self).run_service(verb, notice) is not None

    def _push(self, screen: Form, back_to: str = "") -> None:
        """Open a form. Once it has finished a section that counts, the next one opens; left unsaved, nothing does."""
        section, before = self.place.section, self._open_sections()

        def closed(saved: object) -> None:
            if saved is None:
                self.go_to(back_to)
            elif section in before - self._open_sections():
                self.go_on(section, opens=True)

        screen.stands_beside = True
        self.app.push_screen(screen, closed)

    def _open_sections(self) -> set[Section]:
        """The sections that count and are not done."""
        entries = progress(self._services.store.journal(), self.place.interview)
        return {entry.section for entry in entries if not entry.done and not entry.optional}


def _reasons_words(added: int, removed: int) -> str:
    words = [f"{added} noted" if added else "", f"{removed} taken out; u brings back" if removed else ""]
    return f"Reasons: {', '.join(filter(None, words))}"


def _after(choices: list[T], current: T | None) -> T:
    """The choice after the current one, round and round."""
    return choices[(choices.index(current) + 1) % len(choices)] if current is not None else choices[0]
