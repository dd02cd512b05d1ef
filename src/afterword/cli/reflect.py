"""Owns the verb `reflect`: the guided reflection as prompts (R1 to R6), or what was written shown as a page."""

from argparse import Namespace

from afterword.cli import records
from afterword.cli.reflect_prompts import PARTS, Guide, InputEnded
from afterword.cli.shell import Shell
from afterword.domain.field_reading import ReadingContext, show_field
from afterword.domain.fields import FieldKind, fields_of
from afterword.domain.interview import Interview, punctuality
from afterword.domain.journal import Journal
from afterword.domain.progress import (
    done_of,
    plans_from,
    pointers_from,
    progress,
    scales_by_id,
)
from afterword.domain.reflection import Answer, OwnQuestion, Rating, Reflection, Scale, Scenario
from afterword.domain.text import plural
from afterword.errors import UserError
from afterword.services import lookup

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
    said = journal.reflection_of(about.id)
    arrival = punctuality(about)
    context = ReadingContext(now=about.at, zone=about.zone, journal=journal)
    parts = [
        ("Arrival", arrival.words if arrival else ""),
        ("What went well", said.went_well),
        ("Ratings", _ratings(journal, about, said)),
        ("Examples given", "\n".join(_answer(answer, context) for answer in said.answers)),
        ("Questions I asked", "\n".join(map(_own_question, said.own_questions))),
        ("Possible reasons", "\n".join(_scenario(scenario, context) for scenario in said.scenarios)),
        ("Pointers I had", _kept(journal, about)),
        ("Pointers for next time", "\n".join(pointer.sentence for pointer in pointers_from(journal, about.id))),
        ("When the next no comes", "\n".join(plan.sentence for plan in plans_from(journal, about.id))),
        ("Other thoughts", said.thoughts),
        ("Private writing (for nobody: never counted, never shared)", said.private if with_private else ""),
    ]
    return "\n\n".join(f"{title}\n{_indented(text)}" for title, text in parts if text)


def _indented(text: str) -> str:
    from afterword.cli.shell import indented

    return indented(text, 2)


def _ratings(journal: Journal, about: Interview, said: Reflection) -> str:
    scales = scales_by_id(journal)
    locked = journal.is_locked(about.id) and any(rating.from_before for rating in said.ratings)
    lines = ["What was rated before the first reply is locked." if locked else ""]
    for rating in said.ratings:
        scale = scales.get(rating.dimension)
        title = scale.title if scale else rating.dimension
        after = " (rated after the reply)" if rating.after_reply else ""
        lines.append(f"{title}: {_value(rating, scale)}{after}" + (f"\n  {rating.note}" if rating.note else ""))
    return "\n".join(line for line in lines if line) if said.ratings else ""


def _value(rating: Rating, scale: Scale | None) -> str:
    if rating.value is None:
        return "not asked" if rating.not_asked else "-"
    return f"{rating.value}  {scale.anchor(rating.value) if scale else ''}"


def _own_question(question: OwnQuestion) -> str:
    return question.question + (f"\n  {question.reply}" if question.reply else "")


def _answer(answer: Answer, context: ReadingContext) -> str:
    facts, texts = _shown(answer, context, "question")
    return "\n  ".join([f"{answer.question}: {', '.join(facts.values())}", *texts.values()])


def _scenario(scenario: Scenario, context: ReadingContext) -> str:
    facts, texts = _shown(scenario, context, "title", "control", *(() if scenario.title else ("kind",)))
    evidence = (f"{label.lower()}: {words}" for label, words in (facts | texts).items())
    return "\n  ".join([f"{scenario.label} ({scenario.control})", *evidence])


def _shown(record: Answer | Scenario, context: ReadingContext, *without: str) -> tuple[dict[str, str], dict[str, str]]:
    """What its fields say by their labels: the short ones, and the texts."""
    kinds: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for field in fields_of(type(record)):
        words = show_field(field, getattr(record, field.name), context)
        if words and field.name not in without:
            kinds[field.kind is FieldKind.TEXT][field.label] = words
    return kinds


def _kept(journal: Journal, about: Interview) -> str:
    return "\n".join(
        f"{check.kept}: {pointer.sentence}"
        for pointer in journal.live_pointers
        for check in pointer.checks
        if check.interview_id == about.id
    )


COMMANDS = {
    "reflect": _reflect,
}
