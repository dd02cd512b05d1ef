"""Owns the rows of the guided reflection: which there are for an interview, and how each looks; acting is the pane's.

A row's key says what it stands for: `section/Arrival`, `rating/eye-contact`, `answer/ID`, `scenario/ID`,
`kept/POINTER`, `pointer/ID`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.pointer import Kept, Pointer
from afterword.domain.progress import (
    OPTIONAL,
    ReflectionProgress,
    Section,
    body_cues,
    competency_scales,
    pointers_from,
    pointers_to_check,
    progress,
)
from afterword.domain.reflection import Answer, Rating, Scenario
from afterword.domain.scales import CONVINCING, Scale, convincing
from afterword.domain.text import clean_line
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.virtual_list import Row

COLUMNS = (ListColumn("", 27), ListColumn("", 18, share=1))

DONE, OPEN, MAY_STAY_OPEN = "✓", "○", "·"
KEPT_GLYPHS: Mapping[Kept, str] = {Kept.DONE: "✓", Kept.PARTLY: "±", Kept.NO_OCCASION: "–", Kept.FORGOT: "✗"}


class Guided(Struct, frozen=True):
    """The rows of one reflection, in order: each key, with the section it stands in and what it shows."""

    interview: Interview
    locked: bool
    sections: Mapping[str, Section]
    scales: Mapping[str, Scale]
    rows: Mapping[str, Row]
    open_sections: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in their order."""
        return tuple(self.rows)


def guided(journal: Journal, interview: Interview, unfolded: Collection[Section] = ()) -> Guided:
    """Everything the list of the guided reflection shows; competencies not rated only where they are unfolded."""
    locked = journal.is_locked(interview.id)
    sections: dict[str, Section] = {}
    scales: dict[str, Scale] = {}
    rows: dict[str, Row] = {}
    open_sections: list[str] = []
    for entry in progress(journal, interview):
        key = f"section/{entry.section}"
        if entry.section is Section.CONVINCING:
            key = f"rating/{CONVINCING}"
            scales[key] = convincing()
        sections[key] = entry.section
        rows[key] = _heading(journal, interview, entry)
        if not entry.done and entry.section not in OPTIONAL:
            open_sections.append(key)
        folded = entry.section is Section.COMPETENCIES and entry.section not in unfolded
        for inner, scale, shown in _inside(journal, interview, entry.section):
            if folded and scale is not None and not _is_rated(journal, interview, scale):
                continue
            sections[inner] = entry.section
            rows[inner] = shown
            if scale is not None:
                scales[inner] = scale
    return Guided(interview, locked, sections, scales, rows, tuple(open_sections))


def _heading(journal: Journal, interview: Interview, entry: ReflectionProgress) -> Row:
    glyph = DONE if entry.done else MAY_STAY_OPEN if entry.section in OPTIONAL else OPEN
    title = Span(f"{glyph} {entry.section}", TextStyle.GOOD if entry.done else TextStyle.STRONG)
    if entry.section is Section.CONVINCING:
        return Row((title, _rated(journal.reflection_of(interview.id).rating(CONVINCING), convincing())))
    return Row((title, Span(entry.summary or "–", TextStyle.PLAIN if entry.summary else TextStyle.MUTED)))


def _is_rated(journal: Journal, interview: Interview, scale: Scale) -> bool:
    rating = journal.reflection_of(interview.id).rating(scale.id)
    return rating.value is not None or bool(rating.note)


_Inner = tuple[str, Scale | None, Row]
"""The key of a row inside a section, its scale if it can be rated, and what it shows."""


def _inside(journal: Journal, interview: Interview, section: Section) -> Iterator[_Inner]:
    rows = _INSIDE.get(section)
    return rows(journal, interview) if rows is not None else iter(())


def _scales(journal: Journal, interview: Interview, scales: Sequence[Scale]) -> Iterator[_Inner]:
    reflection = journal.reflection_of(interview.id)
    for scale in scales:
        yield f"rating/{scale.id}", scale, Row((f"    {scale.title}", _rated(reflection.rating(scale.id), scale)))


def _answers(journal: Journal, interview: Interview) -> Iterator[_Inner]:
    for answer in journal.reflection_of(interview.id).answers:
        yield f"answer/{answer.id}", None, _answer(answer)


def _scenarios(journal: Journal, interview: Interview) -> Iterator[_Inner]:
    for scenario in journal.reflection_of(interview.id).scenarios:
        yield f"scenario/{scenario.id}", None, _scenario(scenario)


def _checks(journal: Journal, interview: Interview) -> Iterator[_Inner]:
    for pointer in pointers_to_check(journal, interview):
        yield f"kept/{pointer.id}", None, _kept(pointer, interview)


def _pointers(journal: Journal, interview: Interview) -> Iterator[_Inner]:
    for pointer in pointers_from(journal, interview.id):
        yield f"pointer/{pointer.id}", None, Row(("    ›", pointer.sentence))


_INSIDE: Mapping[Section, Callable[[Journal, Interview], Iterator[_Inner]]] = {
    Section.BODY: lambda journal, interview: _scales(journal, interview, body_cues(interview)),
    Section.COMPETENCIES: lambda journal, interview: _scales(journal, interview, competency_scales(journal)),
    Section.ANSWERS: _answers,
    Section.SCENARIOS: _scenarios,
    Section.KEPT: _checks,
    Section.POINTERS: _pointers,
}


def _rated(rating: Rating, scale: Scale) -> tuple[Span, ...]:
    """`■■■■□ 4  the sentence`: the value in three ways, so that none of them has to be guessed."""
    after = (Span("  after the reply", TextStyle.WARN),) if rating.after_reply else ()
    note = (*after, Span(f"  ({clean_line(rating.note)})", TextStyle.MUTED)) if rating.note else after
    if rating.value is None:
        return (Span("□□□□□ –  not rated", TextStyle.MUTED), *note)
    bar = "■" * rating.value + "□" * (5 - rating.value)
    return (Span(f"{bar} {rating.value}  ", TextStyle.ACCENT), Span(scale.anchor(rating.value)), *note)


def _answer(answer: Answer) -> Row:
    enough = {True: "enough", False: "not enough", None: "enough?"}[answer.enough]
    marks = f"{'✓' if answer.action else '✗'} action  {'✓' if answer.result else '✗'} result"
    return Row((f"    “{answer.question}”", (Span(str(answer.kind), TextStyle.ACCENT), f"  {marks}  {enough}")))


def _scenario(scenario: Scenario) -> Row:
    counts = f"  for: {_yes(scenario.evidence_for)}  against: {_yes(scenario.evidence_against)}"
    return Row((f"    {scenario.label}", (Span(str(scenario.control), TextStyle.ACCENT), counts)))


def _yes(text: str) -> str:
    return text.split("\n", 1)[0] if text else "–"


def _kept(pointer: Pointer, interview: Interview) -> Row:
    found = next((check for check in pointer.checks if check.interview_id == interview.id), None)
    if found is None:
        return Row((Span("    ? not checked", TextStyle.MUTED), pointer.sentence))
    tone = TextStyle.GOOD if found.kept is Kept.DONE else TextStyle.PLAIN
    return Row((Span(f"    {KEPT_GLYPHS[found.kept]} {found.kept}", tone), pointer.sentence))
