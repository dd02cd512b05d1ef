"""The records: when an interview took place, where a marked phrase stands, and what the journal looks up."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.domain.builders import START, application, finding, interview, journal, pointer, reply, request, sent

from afterword.domain.conversation.request import FindingKind, locate
from afterword.domain.interview import Outcome, decide, punctuality
from afterword.domain.journal import Change, Journal, share_words
from afterword.domain.practice import Competency, default_competencies
from afterword.domain.progress import arrive
from afterword.errors import UserError


@pytest.mark.parametrize(
    ("seconds", "minutes", "words"),
    [
        (0, 0, "on time"),
        (59, 0, "on time"),
        (-59, 0, "on time"),
        (60, 1, "1 minute late"),
        (-720, -12, "12 minutes early"),
        (3 * 3600, 180, "180 minutes late"),
    ],
)
def test_lateness_is_computed_in_whole_minutes(seconds: int, minutes: int, words: str) -> None:
    """Early, on time or late by how much follows from the two moments."""
    found = punctuality(arrive(interview(), START + timedelta(seconds=seconds)))
    assert found is not None
    assert (found.minutes_late, found.words) == (minutes, words)


def test_no_arrival_says_nothing_about_lateness() -> None:
    """Without an arrival there is no punctuality."""
    assert punctuality(interview()) is None


def test_lateness_counts_through_a_change_of_clocks() -> None:
    """Over the hour that clocks repeat, lateness is the time that passed."""
    berlin = ZoneInfo("Europe/Berlin")
    planned = interview(at=datetime(2026, 10, 25, 2, 30, tzinfo=berlin), zone="Europe/Berlin")
    found = punctuality(arrive(planned, datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=berlin)))
    assert found is not None
    assert found.minutes_late == 60


@given(st.timedeltas(timedelta(days=-3), timedelta(days=3)))
def test_an_arrival_belongs_to_its_interview(late: timedelta) -> None:
    """An arrival within twelve hours of the plan is kept; any other is refused."""
    if abs(late) <= timedelta(hours=12):
        assert arrive(interview(), START + late).arrived == START + late
    else:
        with pytest.raises(UserError, match="twelve hours"):
            arrive(interview(), START + late)


def test_the_day_is_that_of_the_place() -> None:
    """Late in the evening in New York it is still the day of the interview there."""
    late = interview(at=datetime(2026, 11, 10, 2, 0, tzinfo=UTC), zone="America/New_York")
    assert late.day == date(2026, 11, 9)


def test_an_outcome_comes_on_or_after_the_day() -> None:
    """A rejection before the interview is refused; a withdrawal before it is not; pending has no day."""
    before = date(2026, 11, 1)
    with pytest.raises(UserError, match="lies before the interview"):
        decide(application(outcome_on=before), [interview()], START)
    withdrawn = application(outcome=Outcome.WITHDRAWN, outcome_on=before)
    assert decide(withdrawn, [interview()], START).outcome_on == before
    assert decide(application(outcome=Outcome.PENDING, outcome_on=before), [interview()], START).outcome_on is None


REPLY = "You started well.\nYour art of asking was “clear”, it didn’t ramble – and the star\n  example stood out."


@given(st.integers(0, len(REPLY)), st.integers(1, 30))
def test_words_of_the_reply_are_found_in_it(start: int, length: int) -> None:
    """Any stretch of the reply is found, and what is returned stands in the reply at the place returned."""
    quote = REPLY[start : start + length]
    if quote.strip():
        place, found = locate(quote, REPLY)
        assert REPLY[place : place + len(found)] == found
        assert found.split() == quote.split() or found.casefold().split() == quote.casefold().split()


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("YOUR ART OF ASKING", "Your art of asking"),
        ("the star example", "the star\n  example"),
        ('"clear"', "“clear”"),
        ("didn't ramble - and", "didn’t ramble – and"),
    ],
)
def test_words_are_found_as_people_retype_them(typed: str, stands: str) -> None:
    """Case, white space, quotation marks and dashes may differ; the words come back as they stand there."""
    assert locate(typed, REPLY)[1] == stands


def test_whole_words_are_found_first() -> None:
    """`art` is found where it stands alone, not inside `started`; a part of a word alone is found too."""
    assert locate("art", REPLY)[0] == REPLY.index("art of")
    assert locate("tarted", REPLY)[1] == "tarted"


@pytest.mark.parametrize("quote", ["", "  \n", "you were great", "clear.*", "star example stands"])
def test_words_that_are_not_there_are_refused(quote: str) -> None:
    """Nothing, or words that nobody wrote, are refused with a hint."""
    with pytest.raises(UserError) as refused:
        locate(quote, REPLY)
    assert refused.value.hint


def test_changes_and_their_reverse_cancel() -> None:
    """Applying changes and then their reverses gives the journal back, whatever they did."""
    before = journal(interview(), request())
    changes = [
        Change("interviews", "i1", interview(), interview(company="Hooli")),
        Change("requests", "r1", request(), None),
        Change("pointers", "p1", None, pointer()),
    ]
    after = before.apply(changes)
    assert (after.interviews["i1"].company, dict(after.requests), set(after.pointers)) == ("Hooli", {}, {"p1"})
    assert after.apply([change.reversed for change in reversed(changes)]) == before


def test_a_reply_locks_its_interview_alone() -> None:
    """The first reply locks the interview it is about and no other."""
    other = interview("i2", START + timedelta(days=1))
    found = journal(interview(), other, request(sent(0), reply(1)))
    assert (found.is_locked("i1"), found.is_locked("i2"), found.is_locked("nowhere")) == (True, False, False)


def test_lists_leave_out_what_was_removed() -> None:
    """Removed records are kept and not listed; interviews come latest first, pointers oldest first."""
    later = interview("i2", START + timedelta(days=1))
    gone = interview("i3", deleted=START)
    on_gone = request(request_id="r3", interview_id="i3")
    found = journal(
        interview(), later, gone, request(), on_gone, pointer("p2"), pointer("p1"), pointer("p3", deleted=START)
    )
    assert [one.id for one in found.live_interviews] == ["i2", "i1"]
    assert [one.id for one in found.live_requests] == ["r1"]
    assert [one.id for one in found.live_pointers] == ["p1", "p2"]
    assert found.find("interviews", "i3") == gone


def test_findings_come_in_the_order_of_the_text() -> None:
    """The findings of a conversation are listed by their place in the reply."""
    late, early = (finding(word, FindingKind.STRENGTH, None, start=place) for word, place in (("b", 9), ("a", 2)))
    assert journal(interview(), request(), late, early).findings_of("r1") == (early, late)


def test_competencies_are_the_default_set_with_changes() -> None:
    """A renamed default replaces the old one, an own one is added, archived ones come last."""
    renamed = replace(default_competencies()[1], name="Puzzles")
    archived = replace(default_competencies()[0], archived=True)
    own = Competency(id="humour", name="Humour")
    found = Journal(competencies={one.id: one for one in (renamed, archived, own)}).all_competencies
    assert len(found) == len(default_competencies()) + 1
    assert found[-1] == archived
    assert {renamed, own} <= set(found)


def test_equal_words_of_all_records_are_held_once() -> None:
    """Each id and short text is one object afterwards, and every record says what it said before."""
    apart = msgspec.json.decode(msgspec.json.encode(journal(interview(), request(sent(0), reply(1)))), type=Journal)
    held = apart.requests["r1"].interview_id
    assert held is not apart.interviews["i1"].id
    share_words(apart)
    assert apart == journal(interview(), request(sent(0), reply(1)))
    assert apart.requests["r1"].interview_id is apart.interviews["i1"].id is next(iter(apart.interviews))
