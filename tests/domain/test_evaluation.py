"""The evaluation: what they said beside what you said, every line with its sources."""

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import START, finding, interview, journal, rated, reply, request, sent

from afterword.domain.conversation.request import Finding, FindingKind
from afterword.domain.evaluation.claims import Evidence, EvidenceKind, Material, Stance, gather, is_pattern, seen_words
from afterword.domain.evaluation.comparison import Said, said_of_competencies

REPLIED = request(sent(0), reply(1))
kinds = st.sampled_from(FindingKind)
competencies = st.sampled_from(["communication", "system-design", "gone", None])
some_findings = st.lists(st.tuples(kinds, competencies), max_size=8).map(
    lambda found: [finding(f"words {n}", kind, competency) for n, (kind, competency) in enumerate(found)]
)


def said(*records: Finding, **ratings: int) -> Said:
    """What is said of one interview with these findings and self-ratings."""
    lived = journal(interview(), rated("i1", **ratings), REPLIED, *records)
    return said_of_competencies(lived.all_competencies, gather(lived))


def words_of(interview_id: str, voice: int) -> Evidence:
    """Something said by that person in that interview."""
    kind, request_id = EvidenceKind.FINDING, f"r{voice}"
    return Evidence(
        kind=kind, interview_id=interview_id, where="", on=START.date(), words="", who="A", request_id=request_id
    )


@given(st.lists(st.tuples(st.sampled_from(["i1", "i2", "i3"]), st.integers(0, 4)), max_size=6))
def test_one_interview_is_no_pattern(voices: list[tuple[str, int]]) -> None:
    """Nothing is called a pattern that was not seen in two interviews, however often it was said in one."""
    evidence = [words_of(*voice) for voice in voices]
    seen = seen_words(evidence)
    assert ("pattern" in seen) == is_pattern(evidence) == (len({voice[0] for voice in voices}) >= 2)


@given(some_findings)
def test_every_finding_is_gathered_once(findings: list[Finding]) -> None:
    """No finding is lost or doubled, and every strength and area stands in one claim or waits for a competency.

    A reason stands apart, whatever it was tied to.
    """
    material: Material = gather(journal(interview(), REPLIED, *findings))
    gathered = [piece.finding_id for group in (*material.said.values(), material.reasons) for piece in group]
    assert sorted(gathered) == sorted(finding.id for finding in findings)
    told = said(*findings)
    shown = [piece.finding_id for claim in told.claims for piece in claim.evidence]
    shown += [piece.finding_id for piece in told.unassigned]
    named = (FindingKind.STRENGTH, FindingKind.AREA)
    assert sorted(shown) == sorted(finding.id for finding in findings if finding.kind in named)


def test_nobody_said_anything_means_unknown() -> None:
    """Without findings every competency is unknown, and nothing is claimed."""
    assert {claim.stance for claim in said(communication=5).claims} == {Stance.UNKNOWN}


def test_both_sides_are_kept() -> None:
    """Where one praised and another named an area, both stand, each against the other."""
    strength = finding("clear", FindingKind.STRENGTH, "communication")
    area = finding("too long", FindingKind.AREA, "communication")
    claims = [claim for claim in said(strength, area).claims if claim.subject.record_id == "communication"]
    assert [claim.stance for claim in claims] == [Stance.STRENGTH, Stance.AREA]
    assert claims[0].against == claims[1].evidence


def test_a_removed_interview_says_nothing() -> None:
    """Findings and ratings of a removed interview do not count."""
    gone = interview(deleted=START)
    clear = finding("clear", FindingKind.STRENGTH, "communication")
    material = gather(journal(gone, rated("i1", communication=1), REPLIED, clear))
    assert (material.said, material.rated) == ({}, {})
