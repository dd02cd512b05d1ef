"""Owns the forms of a reflection: answers and questions, possible reasons, cues, and what becomes of an answer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from afterword.domain.field_reading import type_field
from afterword.domain.fields import described, fields_of
from afterword.domain.interview import Interview
from afterword.domain.progress import asked_by
from afterword.domain.reflection import USUAL_CONTROL, Answer, Control, OwnQuestion, Reflection, Scenario, ScenarioKind
from afterword.domain.scales import Cue
from afterword.domain.text import shorten
from afterword.domain.typed import TypedPlace
from afterword.services import lookup
from afterword.services.services import Services
from afterword.tui.screens.form import FormSpec, Note, note, reading_context
from afterword.tui.screens.record_forms import StarForm, example_spec

# The pane that needs it has loaded it; the first one does not wait for it.
if TYPE_CHECKING:
    from afterword.domain.evaluation.questions import Question

P = TypeVar("P", Answer, OwnQuestion, Scenario)
_TITLE = 40


def answer_form(services: Services, interview: Interview, old: Answer | None = None) -> FormSpec:
    """The form for one question and the answer you gave (R4); who asked is offered where there is one person only."""
    people = asked_by(services.store.journal(), interview, old)
    asker = replace(described(Answer)["person_id"], of="", choices=((None, "–"), *people))
    return FormSpec(
        title="An answer you gave",
        place=_part("answer", interview, old, f"writing about an answer you gave at {interview.company}"),
        fields=[asker if field.name == "person_id" else field for field in fields_of(Answer)],
        save=lambda changes: services.reflections.put_answer(interview.id, changes, old.id if old else None, old),
        context=reading_context(services),
        record=old,
        offered={"person_id": people[0][0]} if old is None and len(people) == 1 else {},
        echoes={"question": _asked_before(services, interview, old)},
        said="Answer saved",
        again=_again(services, interview, old, answer_form),
    )


def _asked_before(services: Services, interview: Interview, old: Answer | None) -> Callable[[str], str]:
    """Says what is known of a question that was asked before, in whatever words."""
    from afterword.domain.evaluation.questions import KnownQuestions, known_words

    known = KnownQuestions(services.store.journal(), interview, old.id if old is not None else "")

    def words(text: str) -> str:
        question = known.like(text)
        return known_words(question) if question is not None else ""

    return words


def own_question_form(services: Services, interview: Interview, old: OwnQuestion | None = None) -> FormSpec:
    """The form for one question that you asked them, and what they said (Q1)."""
    verb = services.reflections.put_own_question
    return FormSpec(
        title="A question you asked",
        place=_part("asked", interview, old, f"writing about a question you asked at {interview.company}"),
        fields=fields_of(OwnQuestion),
        save=lambda changes: verb(interview.id, changes, old.id if old else None, old),
        context=reading_context(services),
        record=old,
        said="Question saved",
        again=_again(services, interview, old, own_question_form),
    )


def scenario_form(services: Services, interview: Interview, old: Scenario | None = None) -> FormSpec:
    """The form for one possible reason, with what speaks for and against it (R5).

    Whether it was in the person's control is taken from the reason until they say otherwise.
    """
    fields = {field.name: field for field in fields_of(Scenario)}
    if old is None:
        usual = replace(fields["control"], choices=((None, "what this reason usually is"), *fields["control"].choices))
        fields["control"] = usual
    return FormSpec(
        title="A possible reason",
        place=_part("scenario", interview, old, f"writing about a possible reason of {interview.company}"),
        fields=[*fields.values()],
        save=lambda changes: services.reflections.put_scenario(interview.id, changes, old.id if old else None, old),
        context=reading_context(services),
        record=old,
        said="Reason saved",
        echoes={} if old else {"kind": _usual_control},
        again=_again(services, interview, old, scenario_form),
    )


def _usual_control(kind: str) -> str:
    return f"usually {USUAL_CONTROL.get(ScenarioKind(kind), Control.UNKNOWN)}"


def cue_form(services: Services, old: Cue | None = None) -> FormSpec:
    """The form for a cue of your own: five sentences or none, and where it is asked for."""
    verbs = services.cues
    spec = FormSpec(
        title="A cue of your own",
        place=TypedPlace("cue", (), "adding a cue of your own"),
        fields=fields_of(Cue),
        save=verbs.add,
        context=reading_context(services),
        said="Cue saved; it is asked for from now on",
    )
    if old is None:
        return spec
    return replace(
        spec,
        title=f"The cue {old.title}",
        place=TypedPlace("cue", (old.id,), f"editing the cue {old.title}"),
        save=lambda changes: verbs.edit(old.id, changes, old),
        record=old,
        again=lambda: cue_form(services, lookup.cue(services.store.journal(), old.id)),
    )


def _part(kind: str, interview: Interview, old: Answer | OwnQuestion | Scenario | None, words: str) -> TypedPlace:
    return TypedPlace(kind, (interview.id, old.id if old is not None else ""), words)


def reflection_note(services: Services, interview: Interview, name: str, begun: str = "") -> Note:
    """The note for a text of the reflection on that interview, in the field `name`."""
    reflections = services.reflections
    opened = note(
        services,
        name,
        lambda: services.store.journal().reflection_of(interview.id),
        lambda changes, began: reflections.edit(interview.id, changes, began),
        begun=begun,
    )
    return opened.at(TypedPlace("text", (interview.id, name), f"writing a note on {interview.company}"))


def rating_note(services: Services, interview: Interview, dimension: str) -> Note:
    """The note to a rating of that interview."""
    submit = services.reflections.note
    opened = note(
        services,
        "note",
        lambda: services.store.journal().reflection_of(interview.id).rating(dimension),
        lambda changes, began: submit(interview.id, dimension, changes["note"], began),
    )
    return opened.at(TypedPlace("note", (interview.id, dimension), f"writing a note on {interview.company}"))


def _again(
    services: Services, interview: Interview, old: P | None, make: Callable[[Services, Interview, P | None], FormSpec]
) -> Callable[[], FormSpec] | None:
    """The form of that part as it is by now; as it was where it has been removed, which saving will say."""
    if old is None:
        return None

    def again() -> FormSpec:
        reflection: Reflection = services.store.journal().reflection_of(interview.id)
        parts = (*reflection.answers, *reflection.own_questions, *reflection.scenarios)
        newest = next((part for part in parts if isinstance(part, type(old)) and part.id == old.id), old)
        return make(services, interview, newest)

    return again


# ── what becomes of an answer ─────────────────────────────────────────────────────────────────────────────────────────


def example_of(services: Services, question: "Question") -> StarForm:
    """The form for an example that begins with what was noted of an answer, and stands as the one told in it."""
    from afterword.domain.evaluation.questions import example_offered

    answer = replace(question.best.answer, better=question.better, competency=question.competency)
    spec, known = example_spec(services), example_offered(answer)
    offered = {
        field.name: type_field(field, known[field.name], spec.context) for field in spec.fields if field.name in known
    }
    return StarForm(
        replace(
            spec,
            title=f"An example for “{shorten(question.words, _TITLE)}”",
            place=TypedPlace("example-of", (answer.id,), f"writing an example for “{shorten(question.words, _TITLE)}”"),
            save=lambda changes: services.examples.add(changes, answer.id),
            offered=offered,
            said="Example saved; it serves this question now",
        )
    )


def better_form(services: Services, answer_id: str) -> FormSpec:
    """The form for what you will answer next time, beside that answer, and the competency its question is about."""
    interview, answer = lookup.answer(services.store.journal(), answer_id)
    known = described(Answer)
    return FormSpec(
        title=f"“{shorten(answer.question, _TITLE)}”",
        place=TypedPlace("better", (answer_id,), f"writing a better answer to “{shorten(answer.question, _TITLE)}”"),
        fields=[replace(known["better"], label="Next time"), known["competency"]],
        save=lambda changes: services.reflections.put_answer(interview.id, changes, answer.id, answer),
        context=reading_context(services),
        record=answer,
        again=lambda: better_form(services, answer_id),
    )
