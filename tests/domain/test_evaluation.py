"""The evaluation: what they said beside what you said, every line with its sources."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import START, finding, interview, journal, rated, reply, request, sent

from afterword.domain.evaluation.seen import is_pattern, seen_in
from afterword.domain.evaluation.whole import Evaluation, Standing, evaluate
from afterword.domain.finding import Finding, FindingKind

REPLIED = request(sent(0), reply(1))
kinds = st.sampled_from(FindingKind)
competencies = st.sampled_from(["communication", "system-design", "gone", None])
some_findings = st.lists(st.tuples(kinds, competencies), max_size=8).map(
    lambda found: [finding(f"words {n}", kind, competency) for n, (kind, competency) in enumerate(found)]
)


def life(*records: Finding, **ratings: int) -> Evaluation:
    """The evaluation of one interview with these findings and self-ratings."""
    return evaluate(journal(interview(), rated("i1", **ratings), REPLIED, *records))


@given(st.lists(st.sampled_from(["i1", "i2", "i3"]), max_size=6), st.integers(0, 4))
def test_one_interview_is_no_pattern(interviews: list[str], voices: int) -> None:
    """Nothing is called a pattern that was not seen in two interviews, however often it was said in one."""
    words = seen_in(interviews, voices)
    assert ("pattern" in words) == is_pattern(interviews) == (len(set(interviews)) >= 2)


@given(some_findings, st.none() | st.integers(1, 5))
def test_every_finding_stands_once_and_every_gap_has_its_source(findings: list[Finding], own: int | None) -> None:
    """No finding is lost or doubled, and each blind spot or hidden strength shows the words it rests on."""
    ratings = {} if own is None else {"communication": own}
    found = life(*findings, **ratings)
    shown = [source.finding_id for one in found.competencies for source in one.sources]
    shown += [source.finding_id for source in found.unassigned]
    assert sorted(shown) == sorted(one.id for one in findings)
    quotes = {one.id: one for one in findings}
    for gap in (*found.blind_spots, *found.hidden_strengths):
        assert gap.source.words == quotes[gap.source.finding_id].quote
        assert gap.source.who == "Ada Byron"


@pytest.mark.parametrize(
    ("own", "kind", "blind", "hidden"),
    [
        (5, FindingKind.AREA, 1, 0),
        (4, FindingKind.AREA, 1, 0),
        (3, FindingKind.AREA, 0, 0),
        (1, FindingKind.AREA, 0, 0),
        (None, FindingKind.AREA, 1, 0),
        (1, FindingKind.STRENGTH, 0, 1),
        (2, FindingKind.STRENGTH, 0, 1),
        (3, FindingKind.STRENGTH, 0, 0),
        (None, FindingKind.STRENGTH, 0, 0),
        (5, FindingKind.ADVICE, 0, 0),
    ],
)
def test_blind_spots_and_hidden_strengths(own: int | None, kind: FindingKind, blind: int, hidden: int) -> None:
    """They named an area you claimed or passed over: a blind spot. They praised what you doubted: a hidden strength."""
    ratings = {} if own is None else {"communication": own}
    found = life(finding("the point", kind, "communication"), **ratings)
    assert (len(found.blind_spots), len(found.hidden_strengths)) == (blind, hidden)
    if blind or hidden:
        assert found.competencies[0].competency.id == "communication"


def test_a_rating_of_another_interview_makes_no_gap() -> None:
    """What you said of one interview is compared with what was said about that interview alone."""
    other = interview("i2", START + timedelta(days=1))
    said = finding("clear", FindingKind.STRENGTH, "communication")
    found = evaluate(journal(interview(), other, rated("i2", communication=1), REPLIED, said))
    assert found.hidden_strengths == ()


def test_nobody_said_anything_means_unknown() -> None:
    """Without findings every competency is unknown, and nothing is claimed."""
    found = life(communication=5)
    assert len(found.unknowns) == len(found.competencies)
    assert (found.blind_spots, found.hidden_strengths) == ((), ())


def test_both_sides_are_kept() -> None:
    """Where one praised and another named an area, both stand."""
    strength = finding("clear", FindingKind.STRENGTH, "communication")
    area = finding("too long", FindingKind.AREA, "communication")
    standing = {one.competency.id: one.standing for one in life(strength, area).competencies}
    assert standing["communication"] is Standing.BOTH


def test_a_removed_interview_says_nothing() -> None:
    """Findings and ratings of a removed interview do not count."""
    gone = interview(deleted=START)
    said = finding("clear", FindingKind.STRENGTH, "communication")
    found = evaluate(journal(gone, rated("i1", communication=1), REPLIED, said))
    assert not any(one.sources or one.own for one in found.competencies)
