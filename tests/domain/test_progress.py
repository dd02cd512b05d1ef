"""The guided reflection: which sections there are and which are done."""

from datetime import timedelta

from msgspec.structs import replace
from tests.domain.builders import MONDAY, START, interview, journal, pointer, rated

from afterword.domain.pointer import Kept, check
from afterword.domain.progress import OPTIONAL, Section, competency_scales, done_of, pointers_to_check, progress
from afterword.domain.reflection import Answer, AnswerKind, Rating, Reflection, Scenario, ScenarioKind
from afterword.domain.scales import cues

FULL = Reflection(
    id="i1",
    ratings=(
        Rating(dimension="convincing", value=3),
        *(Rating(dimension=scale.id, value=4) for scale in cues(interview().mode)),
    ),
    answers=(Answer(id="a", question="a conflict", kind=AnswerKind.STORY),),
    scenarios=(Scenario(id="s", kind=ScenarioKind.UNKNOWABLE),),
    went_well="I asked about the load.\nAnd more.",
)


def test_an_empty_reflection_has_nothing_done() -> None:
    """Before anything is written no section is done, and pointers to check are not asked without pointers."""
    entries = progress(journal(interview()), interview())
    assert not any(entry.done for entry in entries)
    assert Section.KEPT not in [entry.section for entry in entries]
    assert done_of(entries) == (0, len(entries) - len(OPTIONAL))


def test_a_full_reflection_is_done_without_the_optional_sections() -> None:
    """Free thoughts and competencies may stay open; everything else makes the reflection done."""
    arrived = interview(arrived=START + timedelta(minutes=5))
    kept = journal(arrived, FULL, pointer(interview_id="i1"))
    entries = progress(kept, arrived)
    done, all_of_them = done_of(entries)
    assert done == all_of_them
    assert {entry.section for entry in entries if not entry.done} == set(OPTIONAL)
    summaries = {entry.section: entry.summary for entry in entries}
    assert summaries[Section.ARRIVAL] == "5 minutes late"
    assert summaries[Section.WENT_WELL] == "I asked about the load."


def test_one_cue_missing_leaves_body_language_open() -> None:
    """Body language is done when every cue of this kind of meeting is rated."""
    partly = replace(FULL, ratings=FULL.ratings[:-1])
    entry = next(one for one in progress(journal(interview(), partly), interview()) if one.section is Section.BODY)
    assert (entry.done, entry.summary) == (False, "4 of 5 cues")


def test_pointers_come_back_after_the_next_interview() -> None:
    """A pointer made before an interview is to be checked after it, and done once checked; its own interview is not."""
    later = interview("i2", START + timedelta(days=7))
    made = pointer(interview_id="i1")
    both = journal(interview(), later, made)
    assert pointers_to_check(both, later) == (made,)
    assert pointers_to_check(both, interview()) == ()
    checked = check(made, "i2", Kept.DONE, MONDAY)
    sections = {one.section: one for one in progress(journal(interview(), later, checked), later)}
    assert (sections[Section.KEPT].done, sections[Section.KEPT].summary) == (True, "1 of 1 pointer checked")


def test_a_removed_pointer_is_not_asked_about() -> None:
    """A pointer that was removed does not come back."""
    later = interview("i2", START + timedelta(days=7))
    assert pointers_to_check(journal(interview(), later, pointer(deleted=START)), later) == ()


def test_competencies_can_be_rated_one_by_one() -> None:
    """There is one scale per competency, and rating some of them counts."""
    scales = competency_scales(journal())
    assert "competency/communication" in [scale.id for scale in scales]
    entries = progress(journal(interview(), rated("i1", communication=4)), interview())
    entry = next(one for one in entries if one.section is Section.COMPETENCIES)
    assert (entry.done, entry.summary) == (True, "1 rated")
