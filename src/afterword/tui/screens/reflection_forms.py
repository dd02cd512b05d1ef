"""Owns the forms of a reflection: answers, questions, reasons, cues, and which competencies many ask for."""

from collections.abc import Callable, Collection, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from textual.app import App

from afterword.domain.field_reading import type_field
from afterword.domain.fields import described, fields_of
from afterword.domain.history import TypedPlace
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.practice import pack, pack_names
from afterword.domain.progress import asked_by, competency_scales, scales_by_id
from afterword.domain.reflection import (
    USUAL_CONTROL,
    Answer,
    Control,
    Cue,
    OwnQuestion,
    Reflection,
    Scenario,
    ScenarioKind,
)
from afterword.domain.suggestion import PhraseGroup
from afterword.domain.text import plural, shorten
from afterword.errors import NotFound
from afterword.services import lookup
from afterword.services.practice import PackUsed
from afterword.services.services import Services, reading_context
from afterword.tui.actions import bindings
from afterword.tui.screens.dialogs import Option, Pick, ask_which
from afterword.tui.screens.form import Changes, Form, FormSpec, form_of, note
from afterword.tui.screens.record_forms import new_competency, new_example
from afterword.tui.styles import Span, TextStyle, plain
from afterword.tui.widgets.virtual_list import Row

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp

P = TypeVar("P", Answer, OwnQuestion, Scenario)
_TITLE = 40
_SHORTCUTS = "123456789" + "".join(letter for letter in ascii_lowercase if letter not in "jk")
"""The keys that tick a line each: digits, then the letters that do not move the cursor."""


@form_of("answer")
def answer_form(services: Services, interview_id: str, answer_id: str = "") -> FormSpec:
    """The form for one question and the answer you gave (R4); who asked is offered where there is one person only."""
    interview, reflection = _interview_and_reflection(services, interview_id)
    old = _part(reflection.answers, answer_id)
    people = asked_by(services.store.journal(), interview, old)
    asker = replace(described(Answer)["person_id"], of="", choices=((None, "–"), *people))
    return FormSpec(
        title="An answer you gave",
        doing=f"writing about an answer you gave at {interview.company}",
        fields=[asker if field.name == "person_id" else field for field in fields_of(Answer)],
        save=lambda changes: services.reflections.put_answer(interview.id, changes, answer_id or None, old),
        context=reading_context(services),
        record=old,
        offered={"person_id": people[0][0]} if old is None and len(people) == 1 else {},
        echoes={"question": _asked_before(services, interview, old)},
        said="Answer saved",
    )


def _asked_before(services: Services, interview: Interview, old: Answer | None) -> Callable[[str], str]:
    """Says what is known of a question that was asked before, in whatever words."""
    from afterword.domain.evaluation.questions import KnownQuestions, known_words

    questions = KnownQuestions(services.store.journal(), interview, old.id if old is not None else "")

    def words(text: str) -> str:
        question = questions.like(text)
        return known_words(question) if question is not None else ""

    return words


@form_of("asked")
def own_question_form(services: Services, interview_id: str, question_id: str = "") -> FormSpec:
    """The form for one question that you asked them, and what they said (Q1)."""
    interview, reflection = _interview_and_reflection(services, interview_id)
    old, verb = _part(reflection.own_questions, question_id), services.reflections.put_own_question
    return FormSpec(
        title="A question you asked",
        doing=f"writing about a question you asked at {interview.company}",
        fields=fields_of(OwnQuestion),
        save=lambda changes: verb(interview.id, changes, question_id or None, old),
        context=reading_context(services),
        record=old,
        said="Question saved",
    )


@form_of("scenario")
def scenario_form(services: Services, interview_id: str, scenario_id: str = "", kind: str = "") -> FormSpec:
    """The form for one possible reason, with what speaks for and against it (R5); `kind` is offered for a new one.

    Whether it was in the person's control is taken from the reason until they say otherwise.
    """
    interview, reflection = _interview_and_reflection(services, interview_id)
    old = _part(reflection.scenarios, scenario_id)
    fields = {field.name: field for field in fields_of(Scenario)}
    if old is None:
        usual = replace(fields["control"], choices=((None, "what this reason usually is"), *fields["control"].choices))
        fields["control"] = usual
    return FormSpec(
        title="A possible reason",
        doing=f"writing about a possible reason of {interview.company}",
        fields=[*fields.values()],
        save=lambda changes: services.reflections.put_scenario(interview.id, changes, scenario_id or None, old),
        context=reading_context(services),
        record=old,
        offered={"kind": kind} if kind else {},
        said="Reason saved",
        echoes={} if old else {"kind": _usual_control},
    )


def _usual_control(kind: str) -> str:
    return f"usually {USUAL_CONTROL.get(ScenarioKind(kind), Control.UNKNOWN)}"


@form_of("cue")
def cue_form(services: Services, cue_id: str = "") -> FormSpec:
    """The form for a cue of your own: five sentences or none, and where it is asked for."""
    verbs = services.cues
    spec = FormSpec(
        title="A cue of your own",
        doing="adding a cue of your own",
        fields=fields_of(Cue),
        save=verbs.add,
        context=reading_context(services),
        said="Cue saved; it is asked for from now on",
    )
    if not cue_id:
        return spec
    old = lookup.cue(services.store.journal(), cue_id)
    return replace(
        spec,
        title=f"The cue {old.title}",
        doing=f"editing the cue {old.title}",
        save=lambda changes: verbs.edit(old.id, changes, old),
        record=old,
    )


def _interview_and_reflection(services: Services, interview_id: str) -> tuple[Interview, Reflection]:
    journal = services.store.journal()
    return lookup.live_interview(journal, interview_id), journal.reflection_of(interview_id)


def _part(parts: Sequence[P], part_id: str) -> P | None:
    """That answer, question or reason; None for a new one. Raises `NotFound`."""
    part = next((part for part in parts if part.id == part_id), None)
    if part is None and part_id:
        raise NotFound("It is not there any more.")
    return part


@form_of("text")
def reflection_note(services: Services, interview_id: str, name: str) -> FormSpec:
    """The note for a text of the reflection on that interview, in the field `name`."""
    interview, reflection = _interview_and_reflection(services, interview_id)
    reflections = services.reflections

    def save(changes: Changes) -> object:
        return reflections.edit(interview_id, changes, reflection)

    return replace(note(services, name, reflection, save), doing=f"writing a note on {interview.company}")


@form_of("note")
def rating_note(services: Services, interview_id: str, dimension: str) -> FormSpec:
    """The note to a rating of that interview."""
    interview, reflection = _interview_and_reflection(services, interview_id)
    rating, submit = reflection.rating(dimension), services.reflections.note

    def save(changes: Changes) -> object:
        return submit(interview_id, dimension, changes["note"], rating)

    title = f"{scales_by_id(services.store.journal())[dimension].title}: a note"
    return replace(note(services, "note", rating, save), title=title, doing=f"writing a note on {interview.company}")


# ── several at once ───────────────────────────────────────────────────────────────────────────────────────────────────


class TickList(Pick):
    """Lines to tick, each by a key of its own or by the space bar; dismissed with the keys of those ticked.

    `esc` dismisses it with None.
    """

    BINDINGS = bindings("ticks", "dialog")
    hint = Span("a line is ticked by its key", TextStyle.MUTED)
    lead = 2

    def __init__(self, title: str, options: Sequence[Option], ticked: Collection[str] = ()) -> None:
        super().__init__(title, options, many=True, ticked=ticked)
        self._shortcuts = dict(zip(self._options, _SHORTCUTS, strict=False))

    def _row(self, key: str) -> Row:
        words, detail = super()._row(key).cells
        return Row(((Span(f"{self._shortcuts.get(key, ' ')} ", TextStyle.KEY), plain(words)), detail))

    def takes(self, letter: str) -> bool:
        """The key of a line ticks it, or takes the tick away."""
        key = next((key for key, shortcut in self._shortcuts.items() if shortcut == letter), None)
        if key is not None:
            self._list.move_to(key)
            self.action_tick()
        return key is not None

    def action_done(self) -> None:
        """Close with what is ticked."""
        self.action_open()


def reasons_list(reflection: Reflection) -> TickList:
    """Every reason that may lie behind it; ticked those that are noted, which carry their ids as keys."""
    options: list[Option] = []
    for kind in ScenarioKind:
        noted = [scenario for scenario in reflection.scenarios if scenario.kind is kind]
        options += [Option(scenario.id, scenario.label, scenario.control) for scenario in noted]
        if kind is ScenarioKind.OTHER:
            options.append(Option(kind, "another one", "in your own words"))
        elif not noted:
            options.append(Option(kind, kind.value, _usual_control(kind)))
    return TickList("What may lie behind it?", options, {scenario.id for scenario in reflection.scenarios})


def competencies_list(journal: Journal, interview: Interview, listed: Collection[str]) -> TickList:
    """The competencies that are not rated for that interview; those ticked are to be rated. The keys are of rows."""
    reflection = journal.reflection_of(interview.id)
    scales = [scale for scale in competency_scales(journal) if not reflection.rating(scale.id).is_given]
    options = [Option(f"rating/{scale.id}", scale.title, scale.question) for scale in scales]
    return TickList("What did they ask for?", options, {option.key for option in options} & set(listed))


# ── what becomes of an answer ─────────────────────────────────────────────────────────────────────────────────────────


@form_of("example-of")
def example_of(services: Services, answer_id: str) -> FormSpec:
    """The form for an example that begins with what was noted of an answer, and stands as the one told in it."""
    from afterword.domain.evaluation.questions import all_questions, example_offered

    question = all_questions(services.store.journal()).find(answer_id)
    if question is None:
        raise NotFound("It is not there any more.")
    answer = replace(question.best.answer, better=question.better, competency=question.competency)
    spec, proposal = new_example(services), example_offered(answer)
    offered = {
        field.name: type_field(field, proposal[field.name], spec.context)
        for field in spec.fields
        if field.name in proposal
    }
    return replace(
        spec,
        title=f"An example for “{shorten(question.words, _TITLE)}”",
        doing=f"writing an example for “{shorten(question.words, _TITLE)}”",
        save=lambda changes: services.examples.add(changes, answer.id),
        offered=offered,
        said="Example saved; it serves this question now",
    )


@form_of("better")
def better_form(services: Services, answer_id: str) -> FormSpec:
    """The form for what you will answer next time, beside that answer, and the competency its question is about."""
    interview, answer = lookup.answer(services.store.journal(), answer_id)
    fields = described(Answer)
    return FormSpec(
        title=f"“{shorten(answer.question, _TITLE)}”",
        doing=f"writing a better answer to “{shorten(answer.question, _TITLE)}”",
        fields=[replace(fields["better"], label="Next time"), fields["competency"]],
        save=lambda changes: services.reflections.put_answer(interview.id, changes, answer.id, answer),
        context=reading_context(services),
        record=answer,
    )


_NEW = "new"


def choose_packs(app: App[None], context: "AfterwordApp", services: Services) -> None:
    """Offer the packs; those that fit the role of the first interview stand first."""
    journal = services.store.journal()
    used = {competency.pack for competency in journal.all_competencies if not competency.archived}
    fitting = [name for interview in journal.live_interviews for name in services.interviews.fitting_packs(interview)]
    names = sorted(pack_names(), key=lambda name: (name not in fitting, name in used))
    packs = {name: pack(name, journal.language) for name in names}
    options = [
        Option(
            name,
            f"{offered_pack.title}{' (used)' if name in used else ''}",
            ", ".join(c.name for c in offered_pack.competencies),
        )
        for name, offered_pack in packs.items()
    ]

    def use(name: str) -> None:
        outcome = context.run_service(lambda: services.competencies.use_pack(name))
        if outcome is not None:
            context.say(pack_words(outcome), TextStyle.GOOD)

    ask_which(app, "Use the competencies of", options, use)


def pack_words(used: PackUsed) -> str:
    """What came with a pack, in a sentence."""
    if not used.came:
        return f"{used.title} is used already"
    return f"{used.title}: {plural(len(used.came), 'competency', 'competencies')} came; u takes them back"


def sort_phrases(app: App[None], context: "AfterwordApp", services: Services) -> None:
    """Offer groups of phrases without a competency, then what to make of the one chosen."""
    groups = {group.name: group for group in services.competencies.groups()}
    if not groups:
        context.say("No two phrases without a competency share a word; enter lists them.", TextStyle.WARN)
        return
    findings = services.store.journal().findings
    options = [
        Option(name, f"{name} ({len(group.ids)})", " · ".join(f"“{findings[key].quote}”" for key in group.ids))
        for name, group in groups.items()
    ]
    ask_which(app, "Phrases that share a word", options, lambda name: _tie_group(app, context, services, groups[name]))


def _tie_group(app: App[None], context: "AfterwordApp", services: Services, group: PhraseGroup) -> None:
    living = [subject for subject in services.store.journal().subjects if not subject.archived]
    new = Option(_NEW, f"a competency of their own: {group.name}", "named and worded by you")
    options = [new, *(Option(subject.id, subject.name, subject.anchor) for subject in living)]

    def tie(chosen: str) -> None:
        if chosen == _NEW:
            spec = new_competency(services)
            save = services.competencies.sort
            offered = {"name": group.name, "words": ", ".join(group.words)}
            notice = f"{plural(len(group.ids), 'phrase')} tied to it; u takes it back"
            place = TypedPlace("form", ("sorted", *group.ids), f"making a competency of “{group.name}”")
            form = replace(
                spec, save=lambda changes: save(group.ids, changes), offered=offered, said=notice, place=place
            )
            app.push_screen(Form(form))
        else:
            words = {"words": group.words}
            name = next(subject.name for subject in living if subject.id == chosen)
            notice = f"{plural(len(group.ids), 'phrase')} tied to {name}; u takes it back"
            context.run_service(lambda: services.competencies.sort(group.ids, words, chosen), notice)

    ask_which(app, f"{plural(len(group.ids), 'phrase')} on “{group.name}”", options, tie)
