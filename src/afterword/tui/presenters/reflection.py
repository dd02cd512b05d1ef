"""Owns how interviews and the guided reflection read: the rows of both lists, and the words about the row chosen.

A row's key in the guided reflection says what it stands for: `application/ID`, `section/Arrival`, `rating/eye-contact`,
`answer/ID`, `scenario/ID`, `kept/POINTER`, `pointer/ID`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice, tee
from pathlib import Path

from msgspec import Struct, json

from afterword.domain.conversation.agenda import met_before
from afterword.domain.dates import show_date, show_moment, show_short
from afterword.domain.interview import Interview, punctuality
from afterword.domain.journal import Journal
from afterword.domain.practice import KEPT_GLYPHS, Kept, Pointer, for_a_no
from afterword.domain.progress import (
    ReflectionProgress,
    Section,
    body_cues,
    competency_scales,
    convincing_scale,
    done_of,
    pointers_from,
    pointers_to_check,
    progress,
    title_of,
)
from afterword.domain.reflection import (
    ANSWER_MEANINGS,
    Answer,
    OwnQuestion,
    Rating,
    Reflection,
    Scale,
    Scenario,
    may_stay_open,
)
from afterword.domain.text import clean_line
from afterword.tui.presenters.applications import application_lines, application_row, round_cells, standing_span
from afterword.tui.styles import Span, TextStyle, plain
from afterword.tui.widgets.lines import TextLine
from afterword.tui.widgets.virtual_list import ListColumn, Row

GUIDED_COLUMNS = (ListColumn("", 27), ListColumn("", 18, share=1))

DONE, OPEN, MAY_STAY_OPEN = "✓", "○", "·"
_NOTE, _NO_NOTE = "¶", " "
"""The mark of a row with a note, which every font and the console of Linux know."""
_BEFORE, _BEFORE_SHORT = 5, 3
"""How many earlier ratings on a scale are told: a line each, and on one line."""


class GuidedRows(Struct, frozen=True):
    """The rows of one reflection, in order: each key, with the section it stands in and what makes the row it shows.

    `open_rows` are those where something is still to be said: a cue not rated, a pointer not checked, and the headings
    of the other sections that are not done.
    """

    interview: Interview
    locked: bool
    sections: Mapping[str, Section]
    scales: Mapping[str, Scale]
    rows: Mapping[str, Callable[[], Row]]
    open_rows: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in their order."""
        return tuple(self.rows)


def guided(journal: Journal, interview: Interview, listed: Collection[str] = ()) -> GuidedRows:
    """Everything the list of the guided reflection shows; of competencies those rated, and those `listed` by key."""
    reflection = journal.reflection_of(interview.id)
    sections: dict[str, Section] = {}
    scales: dict[str, Scale] = {}
    first = f"application/{interview.application_id}"
    rows: dict[str, Callable[[], Row]] = {first: partial(application_row, journal, interview)}
    open_rows: list[str] = []
    for entry in progress(journal, interview):
        key = f"section/{entry.section}"
        if entry.section is Section.CONVINCING:
            convincing = convincing_scale(reflection)
            key = f"rating/{convincing.id}"
            scales[key] = convincing
        sections[key] = entry.section
        rows[key] = partial(_heading, journal, interview, entry)
        inside = [
            (inner, scale, row)
            for inner, scale, row in _inside(journal, interview, entry.section)
            if entry.section is not Section.COMPETENCIES or inner in listed or (scale and _is_rated(reflection, scale))
        ]
        sections |= dict.fromkeys((inner for inner, _, _ in inside), entry.section)
        rows |= {inner: row for inner, _, row in inside}
        scales |= {inner: scale for inner, scale, _ in inside if scale is not None}
        if not entry.done and not entry.optional:
            open_rows += _open_inside(journal, interview, entry.section) or [key]
    return GuidedRows(interview, journal.is_locked(interview.id), sections, scales, rows, tuple(open_rows))


def _open_inside(journal: Journal, interview: Interview, section: Section) -> list[str]:
    """The rows inside a section that have to be filled in before it is done."""
    if section is Section.BODY:
        reflection, apart = journal.reflection_of(interview.id), may_stay_open(interview.mode)
        scales = (scale.id for scale in body_cues(journal, interview))
        return [f"rating/{key}" for key in scales if reflection.rating(key).value is None and key not in apart]
    if section is Section.KEPT:
        pointers = pointers_to_check(journal, interview)
        return [f"kept/{pointer.id}" for pointer in pointers if _check(pointer, interview) is None]
    return []


def _check(pointer: Pointer, interview: Interview) -> Kept | None:
    return next((check.kept for check in pointer.checks if check.interview_id == interview.id), None)


def _heading(journal: Journal, interview: Interview, entry: ReflectionProgress) -> Row:
    glyph = DONE if entry.done else MAY_STAY_OPEN if entry.optional else OPEN
    title = Span(f"{glyph} {title_of(entry.section, interview)}", TextStyle.GOOD if entry.done else TextStyle.STRONG)
    if entry.section is Section.CONVINCING:
        reflection = journal.reflection_of(interview.id)
        scale = convincing_scale(reflection)
        return Row((title, _rated(reflection.rating(scale.id), scale)))
    summary = entry.summary or ("optional" if entry.optional else "–")
    return Row((title, Span(summary, TextStyle.PLAIN if entry.summary else TextStyle.MUTED)))


def _is_rated(reflection: Reflection, scale: Scale) -> bool:
    rating = reflection.rating(scale.id)
    return rating.is_given or bool(rating.note)


_Inner = tuple[str, Scale | None, Callable[[], Row]]
"""The key of a row inside a section, its scale if it can be rated, and what makes the row it shows."""


def _inside(journal: Journal, interview: Interview, section: Section) -> Iterator[_Inner]:
    rows = _INSIDE.get(section)
    return rows(journal, interview) if rows is not None else iter(())


def _scales(
    journal: Journal, interview: Interview, scales: Sequence[Scale], optional: Collection[str] = ()
) -> Iterator[_Inner]:
    reflection = journal.reflection_of(interview.id)
    away = {cue.id for cue in journal.cues.values() if cue.archived}
    for scale in scales:
        row = partial(_scale_row, reflection, scale, away=scale.id in away, optional=scale.id in optional)
        yield f"rating/{scale.id}", scale, row


def _answers(journal: Journal, interview: Interview) -> Iterator[_Inner]:
    for answer in journal.reflection_of(interview.id).answers:
        yield f"answer/{answer.id}", None, partial(_answer_row, answer)


def _own_questions(journal: Journal, interview: Interview) -> Iterator[_Inner]:
    for question in journal.reflection_of(interview.id).own_questions:
        yield f"asked/{question.id}", None, partial(_asked_row, question)


def _scenarios(journal: Journal, interview: Interview) -> Iterator[_Inner]:
    for scenario in journal.reflection_of(interview.id).scenarios:
        yield f"scenario/{scenario.id}", None, partial(_scenario_row, scenario)


def _checks(journal: Journal, interview: Interview) -> Iterator[_Inner]:
    for pointer in pointers_to_check(journal, interview):
        yield f"kept/{pointer.id}", None, partial(_check_row, pointer, interview)


def _pointers(journal: Journal, interview: Interview) -> Iterator[_Inner]:
    for pointer in pointers_from(journal, interview.id):
        yield f"pointer/{pointer.id}", None, partial(Row, ("    pointer", pointer.sentence))


def _plans(journal: Journal, _interview: Interview) -> Iterator[_Inner]:
    for pointer in for_a_no(journal.live_pointers):
        yield f"pointer/{pointer.id}", None, partial(Row, ("    plan", pointer.sentence))


_INSIDE: Mapping[Section, Callable[[Journal, Interview], Iterator[_Inner]]] = {
    Section.BODY: lambda journal, interview: _scales(
        journal, interview, body_cues(journal, interview), may_stay_open(interview.mode)
    ),
    Section.COMPETENCIES: lambda journal, interview: _scales(journal, interview, competency_scales(journal)),
    Section.ANSWERS: _answers,
    Section.ASKED: _own_questions,
    Section.SCENARIOS: _scenarios,
    Section.KEPT: _checks,
    Section.POINTERS: _pointers,
    Section.NEXT_NO: _plans,
}


def _rated(rating: Rating, scale: Scale, *, optional: bool = False) -> tuple[Span, ...]:
    """`■■■■□ 4 ¶ the sentence`: the value in three ways, so that none is guessed; the mark says there is a note."""
    after = (Span("  after the reply", TextStyle.WARN),) if rating.after_reply else ()
    mark = Span(f" {_NOTE if rating.note else _NO_NOTE} ", TextStyle.WARN)
    if rating.not_asked:
        return (Span("····· –", TextStyle.ACCENT), mark, Span("not asked", TextStyle.ACCENT), *after)
    if rating.value is None:
        words = "not rated; it may stay open" if optional else "not rated"
        return (Span("□□□□□ –", TextStyle.MUTED), mark, Span(words, TextStyle.MUTED), *after)
    bar = "■" * rating.value + "□" * (5 - rating.value)
    return (Span(f"{bar} {rating.value}", TextStyle.ACCENT), mark, Span(scale.anchor(rating.value)), *after)


def _scale_row(reflection: Reflection, scale: Scale, *, away: bool, optional: bool) -> Row:
    title = f"    {scale.title}{' (put away)' if away else ''}"
    return Row((title, _rated(reflection.rating(scale.id), scale, optional=optional)))


def _asked_row(question: OwnQuestion) -> Row:
    words = clean_line(question.reply) or Span("no answer noted", TextStyle.MUTED)
    return Row((f"    “{question.question}”", words))


def _answer_row(answer: Answer) -> Row:
    enough = {True: "enough", False: "not enough", None: "enough?"}[answer.enough]
    marks = f"{'✓' if answer.action else '✗'} action  {'✓' if answer.result else '✗'} result"
    note = Span(f" {_NOTE}", TextStyle.WARN) if answer.note or answer.better else ""
    return Row((f"    “{answer.question}”", (Span(str(answer.kind), TextStyle.ACCENT), f"  {marks}  {enough}", note)))


def _scenario_row(scenario: Scenario) -> Row:
    counts = f"  for: {_yes(scenario.evidence_for)}  against: {_yes(scenario.evidence_against)}"
    return Row((f"    {scenario.label}", (Span(str(scenario.control), TextStyle.ACCENT), counts)))


def _yes(text: str) -> str:
    return text.split("\n", 1)[0] if text else "–"


def _check_row(pointer: Pointer, interview: Interview) -> Row:
    kept = _check(pointer, interview)
    if kept is None:
        return Row((Span("    ? not checked", TextStyle.MUTED), pointer.sentence))
    tone = TextStyle.GOOD if kept is Kept.DONE else TextStyle.PLAIN
    return Row((Span(f"    {KEPT_GLYPHS[kept]} {kept}", tone), pointer.sentence))


_SECTIONS = json.decode(Path(__file__).with_suffix(".json").read_bytes(), type=dict[Section, str])
"""What is said on the heading of each section."""


def guided_details(journal: Journal, rows: GuidedRows, key: str) -> list[TextLine]:
    """The lines for the row with that key."""
    kind, _, record_id = key.partition("/")
    reflection = journal.reflection_of(rows.interview.id)
    if key in rows.scales:
        return scale_lines(rows.scales[key], reflection.rating(rows.scales[key].id), replied=rows.locked)
    if kind == "answer":
        return _answer_lines(journal, next(answer for answer in reflection.answers if answer.id == record_id))
    if kind == "asked":
        return _asked_lines(next(question for question in reflection.own_questions if question.id == record_id))
    if kind == "scenario":
        return _scenario_lines(next(scenario for scenario in reflection.scenarios if scenario.id == record_id))
    if kind == "kept":
        return [*_pointer(journal, record_id), *_kept_choices(_check(journal.pointers[record_id], rows.interview))]
    if kind == "pointer":
        return _pointer(journal, record_id)
    if kind == "application":
        return application_lines(journal, rows.interview)
    return _section(journal, rows, Section(record_id))


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
    if rating.not_asked:
        lines.append(TextLine("Not asked: this interview gave no occasion to show it. 0 takes that back."))
    if not scale.points:
        lines.append(TextLine("A plain rating from 1 to 5.", TextStyle.MUTED))
    for point, sentence in enumerate(scale.points, start=1):
        chosen = point == rating.value
        mark = "■" if chosen else " "
        lines.append(TextLine(f"{mark} {point}  {sentence}", TextStyle.ACCENT if chosen else TextStyle.PLAIN, indent=5))
    if rating.note:
        lines.append(TextLine((Span("Your note: ", TextStyle.MUTED), rating.note), indent=2))
    return lines


class EarlierRatings(Struct):
    """What was said on each scale in a journal, looked through no further than it was asked for, and kept."""

    journal: Journal
    _on: dict[str, Iterator[tuple[Interview, Rating]]] = {}

    def before(self, interview: Interview, scale: Scale) -> Iterator[tuple[Interview, Rating]]:
        """The ratings on that scale in earlier interviews, the latest first."""
        ratings, self._on[scale.id] = tee(self._on.get(scale.id) or self._rated(scale.id))
        return (rated for rated in ratings if rated[0].at < interview.at)

    def _rated(self, scale_id: str) -> Iterator[tuple[Interview, Rating]]:
        for interview in self.journal.live_interviews:
            reflection = self.journal.reflections.get(interview.id)
            for rating in reflection.ratings if reflection is not None else ():
                if rating.dimension == scale_id and rating.value is not None:
                    yield interview, rating


def said_before(earlier: EarlierRatings, rows: GuidedRows, key: str, *, short: bool = False) -> list[TextLine]:
    """What you said on the scale of that row in earlier interviews, the latest first; nothing for other rows.

    `short`: on one line, where there is no room for more.
    """
    scale = rows.scales.get(key)
    if scale is None:
        return []
    ratings = list(islice(earlier.before(rows.interview, scale), _BEFORE_SHORT if short else _BEFORE))
    if short and ratings:
        words = " · ".join(f"{rating.value} {interview.company}" for interview, rating in ratings)
        return [TextLine(f"Before: {words}", TextStyle.MUTED)]
    lines = [
        TextLine((Span(f"{rating.value}  ", TextStyle.ACCENT), _before_words(interview, rating)), indent=3)
        for interview, rating in ratings
    ]
    return [TextLine(""), TextLine("What you said before:", TextStyle.MUTED), *lines] if lines else []


def _before_words(interview: Interview, rating: Rating) -> str:
    note = f": {clean_line(rating.note)}" if rating.note else ""
    return f"{show_date(interview.day)}  {interview.company}{note}"


def _kept_choices(kept: Kept | None) -> list[TextLine]:
    """What can be said of a pointer, with the digits that say it."""
    marked = ((number, choice, choice is kept) for number, choice in enumerate(Kept, start=1))
    return [
        TextLine(f"{'■' if chosen else ' '} {number}  {choice}", TextStyle.ACCENT if chosen else TextStyle.PLAIN)
        for number, choice, chosen in marked
    ]


def _answer_lines(journal: Journal, answer: Answer) -> list[TextLine]:
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
    asker = journal.people.get(answer.person_id or "")
    then = [f"{asker.name} asked" if asker is not None else "", f"then they {answer.taken}" if answer.taken else ""]
    if any(then):
        lines.append(TextLine(" · ".join(filter(None, then))))
    if answer.better:
        lines.append(TextLine((Span("Next time: ", TextStyle.MUTED), answer.better), indent=2))
    if answer.note:
        lines.append(TextLine(answer.note, TextStyle.MUTED))
    lines.append(TextLine("enter edits · space: was it enough? · d removes", TextStyle.MUTED))
    return lines


def _asked_lines(question: OwnQuestion) -> list[TextLine]:
    return [
        TextLine(Span(f"You asked: “{question.question}”", TextStyle.STRONG)),
        TextLine(f"they said: {question.reply or '–'}", indent=11),
        TextLine("enter edits · d removes", TextStyle.MUTED),
    ]


def _scenario_lines(scenario: Scenario) -> list[TextLine]:
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


def _section(journal: Journal, rows: GuidedRows, section: Section) -> list[TextLine]:
    reflection = journal.reflection_of(rows.interview.id)
    lines = [TextLine(_SECTIONS.get(section, ""), TextStyle.MUTED)]
    texts = {Section.WENT_WELL: reflection.went_well, Section.THOUGHTS: reflection.thoughts}
    text = (texts | {Section.PRIVATE: reflection.private}).get(section, "")
    lines += [TextLine(part) for part in text.split("\n") if part]
    arrival = punctuality(rows.interview) if section is Section.ARRIVAL else None
    arrived, planned = rows.interview.arrived, rows.interview.local
    if arrival is not None and arrived is not None:
        lines.append(TextLine(f"planned {planned:%H:%M}, arrived {arrived.astimezone(planned.tzinfo):%H:%M}"))
        lines.append(TextLine(arrival.words, TextStyle.STRONG))
    return lines


INTERVIEW_COLUMNS = (
    ListColumn("company · role", 16, share=3),
    ListColumn("round", 10, share=1, hide_below=52),
    ListColumn("outcome", 12),
    ListColumn("when", 8, hide_below=58),
    ListColumn("done", 5),
)


def interview_row(journal: Journal, interview: Interview, today: date) -> Row:
    """One line of the list."""
    ahead = interview.day > today
    done, total = done_of(progress(journal, interview))
    progress_words = Span("ahead", TextStyle.ACCENT) if ahead else Span(f"{done}/{total}", _tone(done, total))
    when = show_short(interview.day) if interview.day.year == today.year else f"{interview.day:%b %Y}"
    words, round_name = round_cells(journal, interview)
    return Row((words, round_name, standing_span(journal, interview), when, progress_words))


def interview_when(interview: Interview) -> str:
    """`Thu 12 Nov 2026 10:00 · system design`, for the title over a reflection."""
    return " · ".join(filter(None, (show_moment(interview.local), interview.round)))


def _tone(done: int, total: int) -> TextStyle:
    return TextStyle.GOOD if done == total else TextStyle.MUTED if done == 0 else TextStyle.PLAIN


def interview_words(journal: Journal, interview: Interview, today: date) -> str:
    """Everything that the line of an interview and the reflection beside it say, to be searched."""
    reflection = journal.reflection_of(interview.id)
    about = (
        interview_row(journal, interview, today).words,
        interview_when(interview),
        *(acquaintance.words for acquaintance in met_before(journal, interview)),
        interview.label,
        interview.where,
        interview.notes,
        journal.application_of(interview).words,
        journal.application_of(interview).notes,
    )
    people = (person.label for person in journal.interviewers_of(interview))
    # What a heading or a scale is called stands in every reflection and tells none from another.
    rows = _filled_rows(journal, interview) if interview.id in journal.reflections else ()
    answers = (f"{answer.question}\n{answer.note}\n{answer.better}" for answer in reflection.answers)
    asked = (f"{question.question}\n{question.reply}" for question in reflection.own_questions)
    reasons = (
        f"{scenario.label}\n{scenario.evidence_for}\n{scenario.evidence_against}" for scenario in reflection.scenarios
    )
    texts = (reflection.went_well, reflection.thoughts, *(rating.note for rating in reflection.ratings))
    return "\n".join((*about, *people, *rows, *answers, *asked, *reasons, *texts))


def _filled_rows(journal: Journal, interview: Interview) -> Iterator[str]:
    rows, reflection = guided(journal, interview), journal.reflection_of(interview.id)
    return (plain(rows.rows[key]().cells[-1]) for key in rows.keys if _is_filled(reflection, rows, key))


def _is_filled(reflection: Reflection, rows: GuidedRows, key: str) -> bool:
    scale = rows.scales.get(key)
    return scale is None or reflection.rating(scale.id).is_given
