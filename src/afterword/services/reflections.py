"""Owns the verbs on the reflection of an interview, saved piece by piece as a person goes along."""

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.progress import body_cues
from afterword.domain.reflection import (
    Answer,
    AnswerKind,
    Control,
    Reflection,
    Scenario,
    ScenarioKind,
    note,
    rate,
)
from afterword.domain.scales import COMPETENCY_PREFIX, CONVINCING
from afterword.domain.text import clean, clean_line
from afterword.errors import NotFound, NotUnderstood
from afterword.ports import Clock, Ids, Transaction
from afterword.services import lookup
from afterword.services.services import UndoableStore
from afterword.services.three_way import Was, settled, settled_value

P = TypeVar("P", bound=Answer | Scenario)


class AnswerForm(Struct, frozen=True, kw_only=True):
    """What a person fills in about one question and their answer."""

    question: str
    kind: AnswerKind
    action: bool = False
    result: bool = False
    enough: bool | None = None
    competency: str | None = None
    example: str | None = None
    note: str = ""


class ScenarioForm(Struct, frozen=True, kw_only=True):
    """What a person fills in about one possible reason."""

    kind: ScenarioKind
    title: str = ""
    evidence_for: str = ""
    evidence_against: str = ""
    control: Control = Control.UNKNOWN


def form_of_answer(answer: Answer) -> AnswerForm:
    """The form, filled with an answer."""
    return AnswerForm(
        question=answer.question,
        kind=answer.kind,
        action=answer.action,
        result=answer.result,
        enough=answer.enough,
        competency=answer.competency,
        example=answer.example,
        note=answer.note,
    )


def form_of_scenario(scenario: Scenario) -> ScenarioForm:
    """The form, filled with a possible reason."""
    return ScenarioForm(
        kind=scenario.kind,
        title=scenario.title,
        evidence_for=scenario.evidence_for,
        evidence_against=scenario.evidence_against,
        control=scenario.control,
    )


class ReflectionService:
    """The verbs on a reflection. Each returns the reflection as it is now."""

    def __init__(self, ledger: UndoableStore, clock: Clock, ids: Ids) -> None:
        self._store = ledger
        self._clock = clock
        self._ids = ids

    def rate(self, interview_id: str, dimension: str, value: int | None) -> Reflection:
        """Set or clear (None) a rating; once a reply is recorded, only one that was not given before it."""
        with self._store.transaction("rate") as work:
            interview, old = self._open(work, interview_id)
            if value is not None:
                _check_scale(work.journal, interview, dimension)
            return self._save(work, rate(old, dimension, value, locked=work.journal.is_locked(interview.id)))

    def note(self, interview_id: str, dimension: str, text: str, was: Was[str] | None = None) -> Reflection:
        """Set the note of a rating; notes stay editable after the lock."""
        with self._store.transaction("note") as work:
            interview, old = self._open(work, interview_id)
            if old.rating(dimension).value is None:
                _check_scale(work.journal, interview, dimension)
            words = settled_value("text", clean(text).strip(), was, old.rating(dimension).note)
            return self._save(work, note(old, dimension, words))

    def set_went_well(self, interview_id: str, text: str, was: Was[str] | None = None) -> Reflection:
        """Set what went well."""
        with self._store.transaction("what went well") as work:
            _, old = self._open(work, interview_id)
            words = settled_value("text", clean(text).strip(), was, old.went_well)
            return self._save(work, replace(old, went_well=words))

    def set_thoughts(self, interview_id: str, text: str, was: Was[str] | None = None) -> Reflection:
        """Set the free thoughts."""
        with self._store.transaction("other thoughts") as work:
            _, old = self._open(work, interview_id)
            words = settled_value("text", clean(text).strip(), was, old.thoughts)
            return self._save(work, replace(old, thoughts=words))

    def put_answer(
        self, interview_id: str, form: AnswerForm, answer_id: str | None = None, began: AnswerForm | None = None
    ) -> Reflection:
        """Add an answer, or change the one with `answer_id` by what the form changed since it `began`."""
        if not clean_line(form.question):
            raise NotUnderstood("The question is missing.", hint="A few words are enough: “a conflict in a team”.")
        with self._store.transaction("answer") as work:
            _, old = self._open(work, interview_id)
            if answer_id is not None:
                form = settled(form, began, form_of_answer(_part(old.answers, answer_id)))
            answer = _answered(work.journal, form, answer_id or self._ids.new())
            kept = _replaced(old.answers, answer, answer_id)
            return self._save(work, replace(old, answers=kept))

    def remove_answer(self, interview_id: str, answer_id: str) -> Reflection:
        """Take an answer out."""
        with self._store.transaction("remove answer") as work:
            _, old = self._open(work, interview_id)
            return self._save(work, replace(old, answers=_without(old.answers, answer_id)))

    def put_scenario(
        self, interview_id: str, form: ScenarioForm, scenario_id: str | None = None, began: ScenarioForm | None = None
    ) -> Reflection:
        """Add a possible reason, or change the one with `scenario_id` by what the form changed since it `began`."""
        with self._store.transaction("possible reason") as work:
            _, old = self._open(work, interview_id)
            if scenario_id is not None:
                form = settled(form, began, form_of_scenario(_part(old.scenarios, scenario_id)))
            kept = _replaced(old.scenarios, _reason(form, scenario_id or self._ids.new()), scenario_id)
            return self._save(work, replace(old, scenarios=kept))

    def remove_scenario(self, interview_id: str, scenario_id: str) -> Reflection:
        """Take a possible reason out."""
        with self._store.transaction("remove reason") as work:
            _, old = self._open(work, interview_id)
            return self._save(work, replace(old, scenarios=_without(old.scenarios, scenario_id)))

    def _open(self, work: Transaction, interview_id: str) -> tuple[Interview, Reflection]:
        interview = lookup.live_interview(work.journal, interview_id)
        return interview, work.journal.reflection_of(interview.id)

    def _save(self, work: Transaction, reflection: Reflection) -> Reflection:
        if reflection == work.journal.reflection_of(reflection.id):
            # Leaving a field as it was is no step that anybody would want to undo.
            return reflection
        saved = replace(reflection, updated=self._clock.now())
        work.put(saved)
        return saved


def _check_scale(journal: Journal, interview: Interview, dimension: str) -> None:
    cues = [scale.id for scale in body_cues(interview)]
    competencies = [COMPETENCY_PREFIX + one.id for one in journal.all_competencies]
    if dimension not in (CONVINCING, *cues, *competencies):
        raise NotUnderstood(
            f"There is no scale “{dimension}” for this interview ({interview.mode}).",
            hint=f"Try {CONVINCING}, {', '.join(cues)} or {competencies[0]}.",
        )


def _answered(journal: Journal, form: AnswerForm, answer_id: str) -> Answer:
    """The answer as the form tells it; competency and example by id or a beginning of it."""
    return Answer(
        id=answer_id,
        question=clean_line(form.question),
        kind=form.kind,
        action=form.action,
        result=form.result,
        enough=form.enough,
        competency=lookup.competency(journal, form.competency).id if form.competency else None,
        example=_example_id(journal, form.example) if form.example else None,
        note=clean(form.note).strip(),
    )


def _example_id(journal: Journal, words: str) -> str:
    """The id of the example that was told; one that was removed since was told all the same."""
    return words if words in journal.examples else lookup.example(journal, words).id


def _reason(form: ScenarioForm, scenario_id: str) -> Scenario:
    if form.kind is ScenarioKind.OTHER and not clean_line(form.title):
        raise NotUnderstood("A reason of your own needs a few words.")
    return Scenario(
        id=scenario_id,
        kind=form.kind,
        title=clean_line(form.title),
        evidence_for=clean(form.evidence_for).strip(),
        evidence_against=clean(form.evidence_against).strip(),
        control=form.control,
    )


def _part(parts: tuple[P, ...], part_id: str) -> P:
    found = next((old for old in parts if old.id == part_id), None)
    if found is None:
        raise NotFound("That entry is not there any more.", hint="It may have been removed in another window.")
    return found


def _replaced(parts: tuple[P, ...], part: P, part_id: str | None) -> tuple[P, ...]:
    if part_id is None:
        return (*parts, part)
    return tuple(part if old.id == part_id else old for old in parts)


def _without(parts: tuple[P, ...], part_id: str) -> tuple[P, ...]:
    gone = _part(parts, part_id)
    return tuple(old for old in parts if old is not gone)
