"""Reflections: ratings on anchored scales, and their lock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.interview import Mode
from afterword.domain.reflection import (
    MEETINGS,
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
