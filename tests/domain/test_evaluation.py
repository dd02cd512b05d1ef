"""The evaluation: what they said beside what you said, every line with its sources."""

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import START, finding, interview, journal, rated, reply, request, sent

from afterword.domain.evaluation.competency_evidence import Evaluation, Standing, evaluate
from afterword.domain.evaluation.patterns import is_pattern, seen_in
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


@given(some_findings)
def test_every_finding_stands_once(findings: list[Finding]) -> None:
    """No finding is lost or doubled."""
    found = life(*findings)
    shown = [source.finding_id for one in found.competencies for source in one.sources]
    shown += [source.finding_id for source in found.unassigned]
    assert sorted(shown) == sorted(one.id for one in findings)


def test_nobody_said_anything_means_unknown() -> None:
    """Without findings every competency is unknown, and nothing is claimed."""
    found = life(communication=5)
    assert {one.standing for one in found.competencies} == {Standing.UNKNOWN}


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
