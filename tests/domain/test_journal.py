"""The journal: one immutable snapshot and its look-ups."""

from datetime import timedelta

import msgspec
from msgspec.structs import replace
from tests.domain.builders import START, finding, interview, journal, pointer, reply, request, sent

from afterword.domain.conversation.request import FindingKind
from afterword.domain.journal import Change, Journal, share_words
from afterword.domain.practice import Competency, default_competencies


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
