"""Owns the verb `reflect`: the guided reflection as prompts (R1 to R6), or what was written shown as a page."""

import contextlib
import re
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

from msgspec.structs import replace

from afterword.cli import records
from afterword.cli.command import choice_in, choices_in, yes_or_no
from afterword.cli.shell import Shell, indented
from afterword.domain.dates import Lean, show_moment
from afterword.domain.field_reading import ReadingContext, show_field
from afterword.domain.fields import Field, FieldKind, described, fields_of
from afterword.domain.interview import Interview, punctuality
from afterword.domain.journal import Journal
from afterword.domain.practice import Kept, Occasion, for_a_no
from afterword.domain.progress import (
    Section,
    asked_by,
    body_cues,
    competency_scales,
    convincing_scale,
    done_of,
    plans_from,
    pointers_from,
    pointers_to_check,
    progress,
    scales_by_id,
    title_of,
)
from afterword.domain.reflection import (
    COMPETENCY_PREFIX,
    HIGHEST,
    LOWEST,
    Answer,
    OwnQuestion,
    Rating,
    Reflection,
    Scale,
    Scenario,
    ScenarioKind,
    check_value,
)
from afterword.domain.text import clean_line, fold, plural
from afterword.errors import SaveFailed, UserError
from afterword.services import lookup

T = TypeVar("T")
NEXT = ">"


class InputEnded(Exception):
    """There is no more input; what was answered is saved."""


class NextPart(Exception):
    """The person wants to go on to the next part."""


class Guide:
    """The questions about one interview, asked one line at a time."""

    def __init__(self, shell: Shell, about: Interview) -> None:
        self.shell = shell
        self.about = about
        self.not_understood = 0

    def part(self, title: str, *lines: str) -> None:
        """The heading of a part, with what there is to say about it."""
        self.shell.say("\n".join(["", title, *lines]))

    def line(self, question: str) -> str:
        """What was typed, on one line; empty when it is to be skipped. Raises `InputEnded` and `NextPart`."""
        typed = self.shell.prompt(question)
        if typed is None:
            raise InputEnded
        answer = clean_line(typed)
        if answer == NEXT:
            raise NextPart
        return answer

    def ask(self, question: str, take: Callable[[str], T]) -> T | None:
        """What `take` makes of the line; None when it was skipped, or not understood in piped input."""
        while answer := self.line(question):
            try:
                return take(answer)
            except SaveFailed:
                raise
            except UserError as error:
                self.shell.say(error.title, error.detail, error.hint)
                if not self.shell.interactive:
                    self.not_understood += 1
                    return None
        return None

    def choose(self, question: str, choices: Sequence[T]) -> T | None:
        """One of the choices, by its number or by its words."""
        return self.ask(question, lambda typed: choice_in(typed, choices))

    def ask_field(self, field: Field) -> Any:
        """The value that the question of this field was answered with; None when it was skipped."""
        values = {words: value for value, words in field.choices if value is not None}
        if True in values.values():
            return self.ask(f"{field.prompt} (y/n)", yes_or_no)
        if not values:
            return self.ask(field.prompt, clean_line)
        if any(words == str(value) for words, value in values.items()):
            choices = ", ".join(f"{number} {words}" for number, words in enumerate(values, 1))
            question = f"{field.prompt} ({choices})"
        else:
            self.part(field.prompt, *numbered(list(values)))
            question = f"1-{len(values)}:"
        words = self.choose(question, list(values))
        return None if words is None else values[words]

    def ask_fields(self, fields: Iterable[Field], put: Callable[[dict[str, Any]], object]) -> None:
        """Ask for each of these fields; each value is put there as soon as it is given."""
        for field in fields:
            value = self.ask_field(field)
            if value is not None:
                put({field.name: value})


def numbered(choices: Sequence[str]) -> list[str]:
    """`1  story: …` lines."""
    return [f"  {number}  {text}" for number, text in enumerate(choices, 1)]


# ── arrival, ratings and thoughts ─────────────────────────────────────────────────────────────────────────────────────

_RATING = re.compile(r"(-?\d+)(?:[\s.,:;–-]+(.*))?")
_NOT_ASKED = re.compile(r"(?:-|n|not asked)(?:[\s.,:;–-]+(.*))?", re.IGNORECASE)
_LOCKED = "A reply is recorded: what you rated before is locked and skipped; the rest is marked “after the reply”."


def arrival(guide: Guide) -> None:
    """The actual arrival (R1)."""
    about = guide.about
    if not about.has_arrival:
        return
    noted_arrival = punctuality(about)
    guide.part(
        "Arrival",
        f"Planned: {show_moment(about.local)}.",
        *([f"Noted: {noted_arrival.words}."] if noted_arrival else []),
    )

    def take(typed: str) -> None:
        as_planned = fold(typed).rstrip(".") == "on time"
        at = about.at if as_planned else guide.shell.understand_time(typed, Lean.BEHIND, zone=about.zone, day=about.day)
        came = punctuality(guide.shell.services.interviews.arrive(about.id, at))
        guide.shell.say(came.words if came else "")

    with contextlib.suppress(NextPart):
        guide.ask(described(Interview)["arrived"].prompt, take)


_WENT_WELL, _THOUGHTS, _PRIVATE = (described(Reflection)[name] for name in ("went_well", "thoughts", "private"))


def private(guide: Guide) -> None:
    """What is written for nobody; optional and last. What stands there is not shown again."""
    notice = "Something is written already. " if _reflection(guide).private else ""
    _text(guide, replace(_PRIVATE, prompt=f"{notice}{_PRIVATE.prompt}"), shown=False)


def _reflection(guide: Guide) -> Reflection:
    return guide.shell.services.overview.journal().reflection_of(guide.about.id)


def _text(guide: Guide, field: Field, *, shown: bool = True) -> None:
    """A text that grows: the new line goes below what stands there."""
    text = getattr(_reflection(guide), field.name)
    optional = "" if field == _WENT_WELL else " (optional)"
    guide.part(field.label + optional, *([text] if text and shown else []))
    with contextlib.suppress(NextPart):
        added = guide.line("Anything to add?" if text and shown else field.prompt)
        if added:
            guide.shell.services.reflections.edit(guide.about.id, {field.name: f"{text}\n{added}"})


def ratings(guide: Guide) -> None:
    """How convincing (R2), and the cues of body language (R3)."""
    journal = guide.shell.services.overview.journal()
    _scales(guide, _title(guide, Section.CONVINCING), [convincing_scale(_reflection(guide))])
    if cues := body_cues(journal, guide.about):
        _scales(guide, _title(guide, Section.BODY), cues)


def _title(guide: Guide, section: Section) -> str:
    """What the part is called for this interview, and whether it may stay open."""
    entries = progress(guide.shell.services.overview.journal(), guide.about)
    optional = any(entry.optional for entry in entries if entry.section is section)
    return title_of(section, guide.about) + (" (optional)" if optional else "")


def competencies(guide: Guide) -> None:
    """What you showed, competency by competency; optional."""
    scales = competency_scales(guide.shell.services.overview.journal())
    _scales(guide, "What I showed (optional; > goes on)", scales, also=" - says that it was not asked for.")


def _scales(guide: Guide, title: str, scales: Iterable[Scale], also: str = "") -> None:
    replied, reflection = guide.shell.services.overview.journal().is_locked(guide.about.id), _reflection(guide)
    open_scales = [scale for scale in scales if not (replied and reflection.rating(scale.id).from_before)]
    how = [f"Type 1 to 5, and a note behind it if you like.{also}"] if open_scales else []
    guide.part(title, *([_LOCKED] if replied else []), *how)
    last_points: tuple[str, ...] = ()
    with contextlib.suppress(NextPart):
        for scale in open_scales:
            anchors = () if scale.points == last_points else scale.points
            last_points = scale.points
            _rate(guide, scale, anchors)


def _rate(guide: Guide, scale: Scale, anchors: tuple[str, ...]) -> None:
    """One scale: `4`, `4 they built on it`, or only a note."""
    reflections, about = guide.shell.services.reflections, guide.about
    can_be_not_asked = scale.id.startswith(COMPETENCY_PREFIX)
    rating = _reflection(guide).rating(scale.id)
    noted = f" [{rating.value or 'not asked'}]" if rating.is_given else ""
    note = [f"Your note: {rating.note}"] if rating.note else []
    guide.part(f"{scale.title}: {scale.question}", *numbered(anchors), *note)

    def take(typed: str) -> None:
        rated, not_asked = _RATING.fullmatch(typed), _NOT_ASKED.fullmatch(typed)
        words = typed
        if rated is not None:
            reflections.rate(about.id, scale.id, check_value(int(rated[1])))
            words = rated[2] or ""
        elif not_asked is not None:
            reflections.not_asked(about.id, scale.id)
            words = not_asked[1] or ""
        if words:
            reflections.note(about.id, scale.id, words)

    guide.ask(f"{LOWEST}-{HIGHEST}{' or -' if can_be_not_asked else ''}{noted}:", take)


# ── answers, reasons and plans ────────────────────────────────────────────────────────────────────────────────────────

_HALVES = re.compile(r",?\s+I(?:'|’)?(?:\s*wi)?ll\s+", re.IGNORECASE)


def answers(guide: Guide) -> None:
    """Question by question: what kind of answer it was, what it named, whether it was enough (R4)."""
    from afterword.domain.evaluation.questions import asked_before

    lines = [f"  {answer.question}: {answer.kind}" for answer in _reflection(guide).answers]
    guide.part(_title(guide, Section.ANSWERS), "Question by question; an empty line when there is no more.", *lines)
    with contextlib.suppress(NextPart):
        while question := guide.line("A question they asked:"):
            if sentence := asked_before(guide.shell.services.overview.journal(), guide.about, question):
                guide.shell.say(sentence)
            _ask_for_answer(guide, question)


def _ask_for_answer(guide: Guide, question: str) -> None:
    """One answer. It is saved with each line; one whose kind was left out counts as a mere example."""
    reflections = guide.shell.services.reflections
    people = asked_by(guide.shell.services.overview.journal(), guide.about)
    # Where one person interviewed alone, nobody else can have asked.
    asker = {"person_id": people[0][0]} if len(people) == 1 else {}
    answer_id = reflections.put_answer(guide.about.id, {"question": question} | asker).answers[-1].id
    left_out = {"question", *asker, *(() if people else ("person_id",))}
    guide.ask_fields(
        (
            replace(field, choices=people) if field.name == "person_id" else field
            for field in fields_of(Answer)
            if field.prompt and field.name not in left_out
        ),
        lambda value: reflections.put_answer(guide.about.id, value, answer_id),
    )


def own_questions(guide: Guide) -> None:
    """The questions you asked them, each with what they said; optional (Q1)."""
    question_field, *others = fields_of(OwnQuestion)
    lines = [f"  {question.question}" for question in _reflection(guide).own_questions]
    guide.part("Questions I asked (optional)", "An empty line when there is no more.", *lines)
    reflections = guide.shell.services.reflections
    with contextlib.suppress(NextPart):
        while words := guide.line(question_field.prompt):
            own_question = reflections.put_own_question(guide.about.id, {"question": words}).own_questions[-1]
            put = partial(reflections.put_own_question, guide.about.id, question_id=own_question.id)
            guide.ask_fields(others, put)


def scenarios(guide: Guide) -> None:
    """The possible reasons, several at once, each with evidence for and against, and whose hands it was in (R5)."""
    reflection = guide.shell.services.overview.journal().reflection_of(guide.about.id)
    lines = [f"Noted: {scenario.label}." for scenario in reflection.scenarios]
    guide.part(_title(guide, Section.SCENARIOS), *numbered([kind.value for kind in ScenarioKind]), *lines)
    with contextlib.suppress(NextPart):
        picked = guide.ask("Which could it be? (several: 1 3)", lambda typed: choices_in(typed, list(ScenarioKind)))
        for kind in dict.fromkeys(picked or []):
            old = next(
                (noted for noted in reflection.scenarios if noted.kind is kind and kind is not ScenarioKind.OTHER), None
            )
            _ask_for_scenario(guide, kind, old)


def _ask_for_scenario(guide: Guide, kind: ScenarioKind, old: Scenario | None) -> None:
    reflections = guide.shell.services.reflections
    title_field, *others = (field for field in fields_of(Scenario) if field.prompt)
    title = old.title if old else ""
    if kind is ScenarioKind.OTHER:
        title = guide.line(title_field.prompt)
        if not title:
            return
    scenario = old or reflections.put_scenario(guide.about.id, {"kind": kind, "title": title}).scenarios[-1]
    guide.part(title or kind.value)
    guide.ask_fields(others, lambda value: reflections.put_scenario(guide.about.id, value, scenario.id))


def kept(guide: Guide) -> None:
    """What became of the pointers there were before this interview (R6)."""
    services = guide.shell.services
    had = pointers_to_check(services.overview.journal(), guide.about)
    if not had or guide.about.at > services.clock.now():
        return
    choices = ", ".join(f"{number} {choice}" for number, choice in enumerate(Kept, 1))
    guide.part("Pointers I had", f"What became of them? {choices}")
    with contextlib.suppress(NextPart):
        for pointer in had:
            before = next((f" [{check.kept}]" for check in pointer.checks if check.interview_id == guide.about.id), "")
            became = guide.choose(f"{pointer.sentence} 1-4{before}:", list(Kept))
            if became is not None:
                services.pointers.check(pointer.id, guide.about.id, became)


def pointers(guide: Guide) -> None:
    """Plans for next time, When …, I will … (R6)."""
    own_pointers = pointers_from(guide.shell.services.overview.journal(), guide.about.id)
    guide.part(
        "Pointers for next time",
        "When …, I will … An empty line when there is no more.",
        *[f"  {pointer.sentence}" for pointer in own_pointers],
    )
    with contextlib.suppress(NextPart):
        while typed := guide.line("When …"):
            when, *rest = _HALVES.split(typed, maxsplit=1)
            sentence = f"“{typed}” has no second half, so it is not kept."
            try:
                will = rest[0] if rest else guide.line("I will …")
            except InputEnded:
                guide.shell.say(sentence)
                raise
            if will:
                changes = {"when": when, "will": will, "interview_id": guide.about.id}
                sentence = guide.shell.services.pointers.add(changes).sentence
            guide.shell.say(sentence)


def next_no(guide: Guide) -> None:
    """The plan for the next rejection, which is shown when it is recorded; optional."""
    plans = for_a_no(guide.shell.services.overview.journal().live_pointers)
    guide.part("When the next no comes (optional)", *[f"  {plan.sentence}" for plan in plans])
    with contextlib.suppress(NextPart):
        if will := guide.line("When the next no comes, I will …"):
            changes = {"will": will, "interview_id": guide.about.id, "occasion": Occasion.DECISION}
            guide.shell.say(guide.shell.services.pointers.add(changes).sentence)


PARTS = (
    arrival,
    partial(_text, field=_WENT_WELL),
    ratings,
    answers,
    own_questions,
    competencies,
    scenarios,
    kept,
    pointers,
    next_no,
    partial(_text, field=_THOUGHTS),
    private,
)
"""The parts of the reflection, in their order."""
_INTRO = (
    "An empty line skips a question and keeps what is there; > goes on to the next\n"
    "part; the end of input (ctrl-d) stops. Every answer is saved at once."
)


def _reflect(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    about = lookup.interview(journal, args.id)
    if not args.show:
        ask(shell, about)
        journal = shell.services.overview.journal()
        about = journal.interviews[about.id]
    if args.show or shell.json:
        shell.answer(
            records.reflection(journal, about),
            page(journal, about, with_private=True) or "Nothing has been written yet.",
        )


def ask(shell: Shell, about: Interview) -> None:
    """Ask for all of the reflection on that interview, part by part."""
    shell.say(f"{about.label}\n{_INTRO}")
    guide = Guide(shell, about)
    try:
        for part in PARTS:
            part(guide)
    except InputEnded:
        shell.say("Here the input ended; what you answered is kept.")
    journal = shell.services.overview.journal()
    done, of = done_of(progress(journal, journal.interviews[about.id]))
    shell.say(f"{done} of {plural(of, 'part')} done.")
    if guide.not_understood:
        raise UserError(
            f"{plural(guide.not_understood, 'answer was', 'answers were')} not understood and left out.",
            hint="The others are saved; answer the rest with the same command.",
        )


def page(journal: Journal, about: Interview, *, with_private: bool = False) -> str:
    """The reflection as text, part by part; an empty text when nothing was written."""
    reflection = journal.reflection_of(about.id)
    arrival = punctuality(about)
    scales = scales_by_id(journal)
    context = ReadingContext(now=about.at, zone=about.zone, journal=journal)
    locked = journal.is_locked(about.id) and any(rating.from_before for rating in reflection.ratings)
    rated = ["What was rated before the first reply is locked."] * locked
    rated += [_rated(rating, scales.get(rating.dimension)) for rating in reflection.ratings]
    parts = [
        ("Arrival", arrival.words if arrival else ""),
        ("What went well", reflection.went_well),
        ("Ratings", "\n".join(rated)),
        ("Examples given", "\n".join(_answer(answer, context) for answer in reflection.answers)),
        (
            "Questions I asked",
            "\n".join(
                question.question + (f"\n  {question.reply}" if question.reply else "")
                for question in reflection.own_questions
            ),
        ),
        ("Possible reasons", "\n".join(_scenario(scenario, context) for scenario in reflection.scenarios)),
        (
            "Pointers I had",
            "\n".join(
                f"{check.kept}: {pointer.sentence}"
                for pointer in journal.live_pointers
                for check in pointer.checks
                if check.interview_id == about.id
            ),
        ),
        ("Pointers for next time", "\n".join(pointer.sentence for pointer in pointers_from(journal, about.id))),
        ("When the next no comes", "\n".join(plan.sentence for plan in plans_from(journal, about.id))),
        ("Other thoughts", reflection.thoughts),
        ("Private writing (for nobody: never counted, never shared)", reflection.private if with_private else ""),
    ]
    return "\n\n".join(f"{title}\n{indented(text, 2)}" for title, text in parts if text)


def _rated(rating: Rating, scale: Scale | None) -> str:
    value = "not asked" if rating.not_asked else "-"
    if rating.value is not None:
        value = f"{rating.value}  {scale.anchor(rating.value) if scale else ''}"
    after = " (rated after the reply)" if rating.after_reply else ""
    note = f"\n  {rating.note}" if rating.note else ""
    return f"{scale.title if scale else rating.dimension}: {value}{after}{note}"


def _answer(answer: Answer, context: ReadingContext) -> str:
    facts, texts = _facts_and_texts(answer, context, "question")
    return "\n  ".join([f"{answer.question}: {', '.join(facts.values())}", *texts.values()])


def _scenario(scenario: Scenario, context: ReadingContext) -> str:
    facts, texts = _facts_and_texts(scenario, context, "title", "control", *(() if scenario.title else ("kind",)))
    evidence = (f"{label.lower()}: {words}" for label, words in (facts | texts).items())
    return "\n  ".join([f"{scenario.label} ({scenario.control})", *evidence])


def _facts_and_texts(
    record: Answer | Scenario, context: ReadingContext, *without: str
) -> tuple[dict[str, str], dict[str, str]]:
    """What its fields say by their labels: the short ones, and the texts."""
    kinds: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for field in fields_of(type(record)):
        words = show_field(field, getattr(record, field.name), context)
        if words and field.name not in without:
            kinds[field.kind is FieldKind.TEXT][field.label] = words
    return kinds


COMMANDS = {
    "reflect": _reflect,
}
