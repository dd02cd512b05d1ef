"""The reflection: its scales and locks, and which of its sections are done."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import MONDAY, START, interview, journal, pointer, rated

from afterword.domain.interview import Interview, Mode, punctuality
from afterword.domain.journal import Journal
from afterword.domain.practice import Kept, check
from afterword.domain.progress import (
    OPTIONAL,
    ReflectionProgress,
    Section,
    arrive,
    body_cues,
    competency_scales,
    convincing_scale,
    done_of,
    pointers_to_check,
    progress,
    title_of,
)
from afterword.domain.reflection import (
    MEETINGS,
    Answer,
    AnswerKind,
    Cue,
    Rating,
    Reflection,
    Scale,
    Scenario,
    ScenarioKind,
    check_value,
    competency_scale,
    cues,
    not_asked,
    note,
    rate,
    scales,
)
from afterword.errors import NotUnderstood, UserError

EVERY_SCALE = [*scales().values(), competency_scale("x", "X", "")]


@pytest.mark.parametrize("scale", EVERY_SCALE, ids=lambda scale: scale.id)
def test_every_point_of_every_scale_is_a_sentence_of_its_own(scale: Scale) -> None:
    """The five points are five different sentences about behaviour, and the scale asks a question."""
    anchors = [scale.anchor(value) for value in range(1, 6)]
    assert len(set(anchors)) == 5
    assert all(anchor.endswith(".") and len(anchor.split()) > 3 for anchor in anchors)
    assert scale.question.endswith(("?", "."))


def test_cues_differ_by_how_you_met() -> None:
    """In the room, on video and by phone other cues are asked; by phone only what can be heard."""
    ids = {mode: {scale.id for scale in cues(mode)} for mode in Mode}
    assert ids[Mode.PHONE] == {"voice-2", "pace-2", "pauses"}
    assert "camera-2" in ids[Mode.VIDEO] - ids[Mode.ONSITE]
    assert "greeting-2" in ids[Mode.ONSITE] - ids[Mode.VIDEO]
    assert "asking-first" in ids[Mode.TRIAL] - ids[Mode.ONSITE]
    assert "taking-up" in ids[Mode.ASSESSMENT] - ids[Mode.ONSITE]
    assert {"camera-2", "time-used"} <= ids[Mode.ONE_WAY]
    assert not ids[Mode.TAKE_HOME] & set().union(*(ids[mode] for mode in MEETINGS))


@pytest.mark.parametrize("value", [0, 6, -1, 100])
def test_a_value_off_the_scale_is_refused(value: int) -> None:
    """Ratings go from 1 to 5."""
    with pytest.raises(NotUnderstood, match="not on the scale"):
        check_value(value)
    with pytest.raises(NotUnderstood):
        rate(Reflection(id="i1"), "convincing", value, locked=False)


def test_rating_again_replaces_the_value_and_keeps_the_note() -> None:
    """One rating stands on each scale; clearing it keeps the note, and clearing both leaves nothing."""
    found = note(rate(Reflection(id="i1"), "convincing", 4, locked=False), "convincing", "they nodded")
    again = rate(found, "convincing", 2, locked=False)
    assert again.ratings == (Rating(dimension="convincing", value=2, note="they nodded"),)
    cleared = rate(again, "convincing", None, locked=False)
    assert cleared.rating("convincing") == Rating(dimension="convincing", note="they nodded")
    assert note(cleared, "convincing", "").ratings == ()


def test_not_asked_takes_the_place_of_a_value_and_is_locked_like_one() -> None:
    """A value takes it back, so does clearing; a reply locks it, and what is said after the reply is marked."""
    said = not_asked(rate(Reflection(id="i1"), "competency/x", 4, locked=False), "competency/x", locked=False)
    assert said.ratings == (Rating(dimension="competency/x", not_asked=True),)
    assert rate(said, "competency/x", 2, locked=False).ratings == (Rating(dimension="competency/x", value=2),)
    assert rate(said, "competency/x", None, locked=False).ratings == ()
    with pytest.raises(UserError, match="locked"):
        rate(said, "competency/x", 2, locked=True)
    with pytest.raises(UserError, match="locked"):
        not_asked(rate(Reflection(id="i1"), "competency/x", 4, locked=False), "competency/x", locked=True)
    (late,) = not_asked(Reflection(id="i1"), "competency/x", locked=True).ratings
    assert (late.after_reply, late.from_before) == (True, False)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.none() | st.integers(1, 5)), max_size=12))
def test_the_latest_value_stands(ratings: list[tuple[str, int | None]]) -> None:
    """After any ratings each scale holds the last value that was set, once."""
    found = Reflection(id="i1")
    for dimension, value in ratings:
        found = rate(found, dimension, value, locked=False)
    latest = {dimension: value for dimension, value in dict(ratings).items() if value is not None}
    assert {one.dimension: one.value for one in found.ratings} == latest
    assert len(found.ratings) == len(latest)


@pytest.mark.parametrize("value", [None, 1, 5])
def test_locked_ratings_stay_and_notes_can_be_written(value: int | None) -> None:
    """Under lock no value is set or cleared, and a note never touches the value."""
    found = rate(Reflection(id="i1"), "convincing", 3, locked=False)
    with pytest.raises(UserError, match="locked"):
        rate(found, "convincing", value, locked=True)
    assert note(found, "convincing", "later thoughts").rating("convincing").value == 3


@pytest.mark.parametrize("value", [1, 3, 5])
def test_what_was_never_rated_before_the_reply_can_be_rated_after_it(value: int) -> None:
    """It is marked as given after the reply, can be changed and taken back, and a note alone is no rating."""
    noted = note(Reflection(id="i1"), "convincing", "they nodded")
    late = rate(noted, "convincing", value, locked=True)
    marked = Rating(dimension="convincing", value=value, note="they nodded", after_reply=True)
    assert late.rating("convincing") == marked
    assert rate(late, "convincing", 2, locked=True).rating("convincing").value == 2
    assert rate(late, "convincing", None, locked=True) == noted
    assert not rate(noted, "convincing", value, locked=False).rating("convincing").after_reply


def test_a_reason_is_called_by_its_own_title_or_its_kind() -> None:
    """A scenario shows its own words where it has some."""
    assert Scenario(id="s", kind=ScenarioKind.STRONGER).label == "another was stronger"
    assert Scenario(id="s", kind=ScenarioKind.OTHER, title="the team moved").label == "the team moved"


FULL = Reflection(
    id="i1",
    ratings=(
        Rating(dimension="convincing-2", value=3),
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


def _body(kept: Journal, about: Interview) -> ReflectionProgress:
    return next(entry for entry in progress(kept, about) if entry.section is Section.BODY)


def _rated(*dimensions: str) -> Reflection:
    return Reflection(id="i1", ratings=tuple(Rating(dimension=dimension, value=3) for dimension in dimensions))


ASKED_ONSITE = ("greeting-2", "eye-contact-2", "sitting", "hands-2", "voice-2")


def test_one_cue_missing_leaves_body_language_open() -> None:
    """Body language is done when every cue of this kind of meeting is rated; one that fits only some may stay open."""
    entry = _body(journal(interview(), _rated(*ASKED_ONSITE[:-1])), interview())
    assert (entry.done, entry.summary) == (False, "4 of 5 cues")
    entry = _body(journal(interview(), _rated(*ASKED_ONSITE)), interview())
    assert (entry.done, entry.summary) == (True, "5 of 5 cues")


def test_a_cue_that_was_put_away_is_not_asked_for_and_keeps_its_rating() -> None:
    """It leaves the list unless it was rated here, and no interview waits for it."""
    away = Cue(id="hands-2", archived=True)
    entry = _body(journal(interview(), away, _rated("greeting-2", "eye-contact-2", "sitting", "voice-2")), interview())
    assert (entry.done, entry.summary) == (True, "4 of 4 cues")
    assert "hands-2" not in [scale.id for scale in body_cues(journal(interview(), away), interview())]
    assert body_cues(journal(interview(), away, _rated("hands-2")), interview())[-1].id == "hands-2"
    every = [Cue(id=scale.id, archived=True) for scale in cues(Mode.ONSITE)]
    entry = _body(journal(interview(), *every), interview())
    assert (entry.done, entry.summary) == (True, "every cue is put away")


def test_a_cue_of_ones_own_is_asked_for_where_it_fits() -> None:
    """In the ways to meet that it names; in all in which they see or hear you where it names none."""
    nodding, humour = Cue(id="nodding", title="Nodding", modes=(Mode.VIDEO,)), Cue(id="humour", title="Humour")
    for mode, own in (
        (Mode.VIDEO, ["nodding", "humour"]),
        (Mode.PHONE, ["humour"]),
        (Mode.TRIAL, ["humour"]),
        (Mode.TAKE_HOME, []),
    ):
        about = interview(mode=mode)
        shown = [scale.id for scale in body_cues(journal(about, nodding, humour), about)]
        assert [key for key in shown if key in ("nodding", "humour")] == own


def test_ratings_on_earlier_scales_stay_and_nothing_is_asked_twice() -> None:
    """What was rated by the sentences of before is shown by them, counts as done, and its successors are not asked."""
    earlier = _rated("convincing", "greeting", "eye-contact", "posture", "hands", "voice")
    known = journal(interview(), earlier)
    sections = {entry.section: entry for entry in progress(known, interview())}
    assert (sections[Section.BODY].summary, sections[Section.CONVINCING].summary) == ("5 of 5 cues", "3 of 5")
    shown = {scale.id: scale for scale in body_cues(known, interview())}
    assert set(shown) == {"greeting", "eye-contact", "posture", "hands", "voice"}
    assert shown["posture"].anchor(3) == "I sat upright at first and sank as it went on."
    assert convincing_scale(earlier).anchor(3).endswith("follow-up questions were mixed.")
    partly = [scale.id for scale in body_cues(journal(interview(), _rated("posture")), interview())]
    assert partly == ["greeting-2", "eye-contact-2", "hands-2", "voice-2", "posture"]


@pytest.mark.parametrize("mode", [Mode.TAKE_HOME, Mode.ONE_WAY])
def test_what_is_handed_in_has_no_arrival(mode: Mode) -> None:
    """Nobody waits for you: the section is left out, and noting one is refused in a sentence."""
    about = interview(mode=mode, arrived=START)
    assert Section.ARRIVAL not in [entry.section for entry in progress(journal(about), about)]
    assert punctuality(about) is None
    with pytest.raises(UserError, match="has no arrival: its time is when it is due"):
        arrive(about, START)


def test_a_task_at_home_asks_neither_for_answers_nor_how_convincing() -> None:
    """Both may stay open, and what was handed in is rated under its own title."""
    about = interview(mode=Mode.TAKE_HOME)
    optional = {entry.section for entry in progress(journal(about), about) if entry.optional}
    assert optional == {*OPTIONAL, Section.CONVINCING, Section.ANSWERS}
    assert title_of(Section.BODY, about) == "What I handed in"
    assert title_of(Section.BODY, interview()) == "Body language"


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
