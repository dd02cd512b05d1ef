"""What holds for any life: every claim has its sources, patterns need two interviews, nothing raises."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation.histories import ADVICE, AREA, OPPORTUNITY, STRENGTH, History
from tests.evaluation.sheet_forms import prep_html, prep_markdown, prep_text
from tests.storage.samples import journals

from afterword.domain.conversation.request import FindingKind
from afterword.domain.evaluation.prep import MOST_POINTERS, PrepSheet, prep_sheet
from afterword.domain.evaluation.sheet_parts import MOST_EXAMPLES
from afterword.domain.journal import Journal
from afterword.domain.practice import default_competencies
from afterword.domain.reflection import AnswerKind

COMPETENCIES = [one.id for one in default_competencies()]
keys = st.sampled_from(["initech", "hooli", "umbrella", "globex"])
competencies = st.sampled_from(COMPETENCIES)
Step = Callable[[History], object]


def _said(key: str, kind: FindingKind, about: str | None, person: str, words: str) -> Step:
    return lambda life: life.said(key, kind, words, about, person)


def _rated(key: str, about: str, value: int) -> Step:
    return lambda life: life.rate(key, **{"c_" + about.replace("-", "_"): value, "voice": value})


def _answered(key: str, kind: AnswerKind, about: str, *, result: bool) -> Step:
    return lambda life: life.answer(key, kind, competency=about, result=result, example="story")


steps = st.one_of(
    st.builds(
        _said,
        keys,
        st.sampled_from([STRENGTH, AREA, ADVICE, OPPORTUNITY]),
        st.none() | competencies,
        st.sampled_from("pq"),
        st.sampled_from(["your voice was quiet", "clear", "too fast", "the numbers", "no eye contact"]),
    ),
    st.builds(_rated, keys, competencies, st.integers(1, 5)),
    st.builds(_answered, keys, st.sampled_from(AnswerKind), competencies, result=st.booleans()),
)


def lived(taken: list[Step]) -> History:
    """A life of four interviews in which these steps were taken."""
    life = History()
    for number, key in enumerate(("initech", "hooli", "umbrella", "globex")):
        life.interview(key, 90 - 20 * number, round="Panel" if number % 2 else "Final")
    life.example("story", "teamwork", "telling")
    for step in taken:
        step(life)
    life.interview("oscorp", -4, round="Panel")
    return life


@settings(max_examples=60)
@given(st.lists(steps, max_size=25))
def test_every_claim_has_its_sources_and_a_pattern_two_interviews(taken: list[Step]) -> None:
    """No line without somebody's words or an instance; none called a pattern that was seen in one interview."""
    whole = lived(taken).report()
    for line in whole.comparisons:
        assert line.evidence
        assert line.pattern == (len(line.interviews) >= 2) == ("pattern" in line.seen)
    for evidence in (*whole.said.strengths, *whole.said.areas):
        assert evidence.evidence
        assert evidence.pattern == (len(evidence.interviews) >= 2)
    assert all(len(habit.evidence) > len(habit.against) for habit in whole.habits)


@settings(max_examples=60)
@given(st.lists(steps, max_size=25))
def test_every_marked_strength_and_area_is_shown_once_in_the_table(taken: list[Step]) -> None:
    """Nothing that was marked is lost, and nothing is counted twice."""
    life = lived(taken)
    table = life.report().said
    shown = [one.finding_id for line in (*table.strengths, *table.areas) for one in line.evidence]
    shown += [one.finding_id for one in table.unassigned]
    marked = [one.id for one in life.journal.findings.values() if one.kind in (STRENGTH, AREA)]
    assert sorted(shown) == sorted(marked)


@settings(max_examples=40)
@given(st.lists(steps, max_size=25))
def test_every_word_on_the_sheet_in_quotation_marks_was_said_or_written(taken: list[Step]) -> None:
    """Strengths and advice are quoted as they stand in a reply."""
    life = lived(taken)
    sheet = life.sheet("oscorp")
    said = {one.quote for one in life.journal.findings.values()}
    assert {one.words for line in sheet.strengths for one in line.evidence} <= said
    assert {one.source.words for one in sheet.advice} <= said
    assert len(sheet.examples) <= MOST_EXAMPLES
    assert len(sheet.pointers) <= MOST_POINTERS


@settings(max_examples=60)
@given(journals())
def test_any_journal_can_be_evaluated_and_prepared_from(journal: Journal) -> None:
    """Loose ends, odd words and missing records raise nothing, in any form of the sheet."""
    life = History(journal)
    whole = life.report()
    for interview in journal.live_interviews:
        sheet: PrepSheet = prep_sheet(journal, interview, whole, interview.day)
        assert prep_html(sheet).endswith("</html>\n")
        assert prep_markdown(sheet).startswith("# ")
        assert prep_text(sheet)
