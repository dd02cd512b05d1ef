"""Owns the words below the guided reflection: what the row under the cursor asks, and what each answer would mean."""

from afterword.domain.dates import show_date
from afterword.domain.interview import punctuality
from afterword.domain.journal import Journal
from afterword.domain.progress import Section
from afterword.domain.reflection import ANSWER_MEANINGS, Answer, Rating, Scenario
from afterword.domain.scales import Scale
from afterword.tui.presenters.guided import Guided
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.text_view import TextLine

_SECTIONS: dict[Section, str] = {
    Section.ARRIVAL: "When did you get there? enter notes the time; early or late is computed from the plan.",
    Section.WENT_WELL: "At least one thing that went well belongs in every reflection. Typing writes it down.",
    Section.BODY: "What could be seen or heard, cue by cue. Rate each row below with 1 to 5; m adds a note.",
    Section.ANSWERS: "The examples you gave, question by question. + adds one: what kind of answer was it?",
    Section.COMPETENCIES: "What you showed in this one interview, by competency. It may stay open; enter unfolds it.",
    Section.SCENARIOS: "What may lie behind it, several at once. “Cannot know” is an honest answer. + adds one.",
    Section.KEPT: "What became of the pointers you had. space steps through done, partly, no occasion, forgot.",
    Section.POINTERS: "Next time, when …, what will you do? + adds a pointer; it comes back before the next interview.",
    Section.THOUGHTS: "Anything else. Free writing may stay empty; typing begins it.",
}


def details(journal: Journal, shown: Guided, key: str) -> list[TextLine]:
    """The lines for the row with that key."""
    kind, _, record_id = key.partition("/")
    reflection = journal.reflection_of(shown.interview.id)
    if key in shown.scales:
        return scale_lines(shown.scales[key], reflection.rating(shown.scales[key].id), replied=shown.locked)
    if kind == "answer":
        return _answer(journal, next(one for one in reflection.answers if one.id == record_id))
    if kind == "scenario":
        return _scenario(next(one for one in reflection.scenarios if one.id == record_id))
    if kind in ("kept", "pointer"):
        return _pointer(journal, record_id)
    return _section(journal, shown, Section(record_id))


def scale_lines(scale: Scale, rating: Rating, *, replied: bool) -> list[TextLine]:
    """A scale while it is rated: its question, all its sentences, and the note. `replied`: a reply is recorded."""
    lines = [TextLine(Span(scale.question, TextStyle.STRONG))]
    if replied and rating.from_before:
        lines.append(
            TextLine("Locked: this is what you thought before the reply. m still writes a note.", TextStyle.WARN)
        )
    elif replied:
        lines.append(
            TextLine("A reply is here already: what you rate now is marked “after the reply”.", TextStyle.WARN)
        )
    for point, sentence in enumerate(scale.points, start=1):
        chosen = point == rating.value
        mark = "■" if chosen else " "
        lines.append(TextLine(f"{mark} {point}  {sentence}", TextStyle.ACCENT if chosen else TextStyle.PLAIN, indent=5))
    if rating.note:
        lines.append(TextLine((Span("Your note: ", TextStyle.MUTED), rating.note), indent=2))
    return lines


def _answer(journal: Journal, answer: Answer) -> list[TextLine]:
    lines = [
        TextLine(Span(f"“{answer.question}”", TextStyle.STRONG)),
        TextLine(f"{answer.kind}: {ANSWER_MEANINGS[answer.kind]}", indent=2),
    ]
    competency = journal.competency(answer.competency)
    example = journal.examples.get(answer.example or "")
    if competency is not None:
        lines.append(TextLine(f"It was about: {competency.name}"))
    if example is not None:
        lines.append(TextLine(f"Example told: {example.title}"))
    if answer.note:
        lines.append(TextLine(answer.note, TextStyle.MUTED))
    lines.append(TextLine("enter edits · space: was it enough? · d removes", TextStyle.MUTED))
    return lines


def _scenario(scenario: Scenario) -> list[TextLine]:
    return [
        TextLine((Span(scenario.label, TextStyle.STRONG), f" · {scenario.control}")),
        TextLine(f"for: {scenario.evidence_for or '–'}", indent=5),
        TextLine(f"against: {scenario.evidence_against or '–'}", indent=9),
        TextLine("enter edits · space: was it in your control? · d removes", TextStyle.MUTED),
    ]


def _pointer(journal: Journal, pointer_id: str) -> list[TextLine]:
    pointer = journal.pointers[pointer_id]
    lines = [TextLine(Span(pointer.sentence, TextStyle.STRONG), indent=2)]
    for check in pointer.checks:
        interview = journal.interviews.get(check.interview_id)
        where = interview.label if interview is not None else "an interview that was removed"
        lines.append(TextLine(f"{show_date(check.on)}  {where}: {check.kept}", indent=2))
    return lines


def _section(journal: Journal, shown: Guided, section: Section) -> list[TextLine]:
    reflection = journal.reflection_of(shown.interview.id)
    lines = [TextLine(_SECTIONS.get(section, ""), TextStyle.MUTED)]
    text = {Section.WENT_WELL: reflection.went_well, Section.THOUGHTS: reflection.thoughts}.get(section, "")
    lines += [TextLine(part) for part in text.split("\n") if part]
    arrival = punctuality(shown.interview) if section is Section.ARRIVAL else None
    if arrival is not None:
        zone = shown.interview.local.tzinfo
        lines.append(
            TextLine(f"planned {shown.interview.local:%H:%M}, arrived {arrival.arrived.astimezone(zone):%H:%M}")
        )
        lines.append(TextLine(arrival.words, TextStyle.STRONG))
    return lines
