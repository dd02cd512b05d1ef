"""The tracker: one line per interviewer and interview; what is due, and how that is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from tests.domain.builders import ADA, START, application, event, finding, interview, journal, reply, request, sent
from tests.tui.stand_ins import MemoryStore, sample_journal, services

from afterword.domain.conversation.agenda import occasions
from afterword.domain.conversation.request import EventKind, FindingKind, Letter, Request, Todo
from afterword.domain.conversation.today import (
    Coming,
    DueGroup,
    DueReading,
    coming_up,
    coming_words,
    group_of,
    short_name,
    since_words,
)
from afterword.domain.conversation.tracker import REFLECT_WITHIN, Due, DueAction, TrackerRow, due, lines, reply_words
from afterword.domain.conversation.tracking import read
from afterword.domain.dates import Policy
from afterword.domain.evaluation.patterns import replies
from afterword.domain.interview import Mode, Outcome, PutOff
from afterword.domain.journal import Journal
from afterword.domain.reflection import Reflection


def tracked(found: Journal, day: int) -> tuple[TrackerRow, ...]:
    """The tracker so many days after the start."""
    now = START + timedelta(days=day)
    about = occasions(found, Policy(), now)
    return lines(found, lambda conversation: read(conversation, Policy(), now.date(), about[conversation.id]))


def due_on(found: Journal, day: int) -> tuple[Due, ...]:
    """What is due so many days after the start."""
    return due(found, tracked(found, day), Policy(), START + timedelta(days=day))


def many(*requests: Request) -> Journal:
    """A journal with one reflected interview for each request."""
    every = [interview(one.interview_id) for one in requests]
    return journal(*every, *(Reflection(id=one.id, went_well="x") for one in every), *requests)


STORIES = {
    "thank": request(sent(0), reply(2), request_id="thank", interview_id="i1"),
    "nudge": request(sent(0), request_id="nudge", interview_id="i2"),
    "ask": request(request_id="ask", interview_id="i3"),
    "done": request(sent(0), reply(2), sent(3, Letter.THANK_YOU), request_id="done", interview_id="i4"),
    "bounced": request(sent(0), event(EventKind.BOUNCED, 0), request_id="bounced", interview_id="i5"),
}


def test_one_person_of_an_application_is_asked_once() -> None:
    """Rounds of before applications each brought a request; where one was begun, the untouched ones say nothing."""
    rounds = [
        interview(f"i{day}", START + timedelta(days=day), application_id="a", interviewers=("ada",))
        for day in (1, 2, 3)
    ]
    about = application("a", outcome=Outcome.REJECTED, outcome_on=(START + timedelta(days=3)).date())
    asked = [replace(request(request_id=f"r{day}", interview_id=f"i{day}"), person_id="ada") for day in (1, 2, 3)]
    assert [line.request.id for line in tracked(journal(about, *rounds, *asked), 5)] == ["r3"]
    begun = [replace(asked[0], events=(sent(4),)), *asked[1:]]
    assert [line.request.id for line in tracked(journal(about, *rounds, *begun), 5)] == ["r1"]


def test_a_round_that_was_not_held_is_not_reflected_on() -> None:
    """It was planned, and the decision came before it."""
    rounds = [interview(f"i{day}", START + timedelta(days=day), application_id="a") for day in (1, 5)]
    about = application("a", outcome=Outcome.REJECTED, outcome_on=(START + timedelta(days=3)).date())
    reflect = [item.interview_id for item in due_on(journal(about, *rounds), 6) if item.action is DueAction.REFLECT]
    assert reflect == ["i1"]


def test_what_is_due_comes_first() -> None:
    """Lines are sorted by the day on which they are due; those with nothing due come last."""
    found = [line.request.id for line in tracked(many(*STORIES.values()), 8)]
    assert found == ["bounced", "ask", "thank", "nudge", "done"]


def test_what_is_due_is_named_in_order() -> None:
    """The due list goes from the most pressing kind on, each with a sentence that names the person."""
    found = many(*STORIES.values())
    items = due_on(found, 8)
    assert [item.action for item in items] == [
        DueAction.THANK,
        DueAction.FIX_ADDRESS,
        DueAction.ASK,
        DueAction.FOLLOW_UP,
    ]
    assert items[0].text == "Thank Ada Byron (Initech) for the reply"
    reading = DueReading(found, tracked(found, 8), START + timedelta(days=8))
    assert reading.words(items) == "4 due: thank Ada, mend Ada’s address, ask Ada, remind Ada"
    assert reading.words(()) == "nothing due today"


@pytest.mark.parametrize(("day", "count"), [(6, 0), (7, 1)])
def test_nothing_is_listed_before_its_day(day: int, count: int) -> None:
    """A reminder is listed from its day on."""
    found = many(STORIES["nudge"])
    assert len(due_on(found, day)) == count


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_interview_without_a_reflection_is_due_for_a_while(outcome: Outcome) -> None:
    """A past interview nobody reflected on is listed while one remembers it, but not after an offer or a withdrawal."""
    found = journal(application(outcome=outcome), interview())
    listed = [
        sum(item.action is DueAction.REFLECT for item in due_on(found, day))
        for day in (-1, 0, REFLECT_WITHIN.days, REFLECT_WITHIN.days + 1)
    ]
    assert listed == ([0, 0, 0, 0] if outcome in (Outcome.OFFER, Outcome.WITHDRAWN) else [0, 1, 1, 0])


def test_a_removed_interview_takes_its_lines_along() -> None:
    """The conversations of a removed interview are not shown."""
    found = many(STORIES["thank"])
    gone = replace(found, interviews={"i1": interview(deleted=START)})
    assert tracked(gone, 8) == ()
    assert due_on(gone, 8) == ()


def test_only_a_rejection_makes_asking_due() -> None:
    """Silence that was taken as one does, too; before a decision, or after an offer, nobody is to be asked."""
    for outcome in Outcome:
        found = journal(application(outcome=outcome), interview(), Reflection(id="i1"), request())
        asked = DueAction.ASK in {item.action for item in due_on(found, 8)}
        assert asked == (outcome in (Outcome.REJECTED, Outcome.NO_ANSWER))


def test_a_share_of_replies_is_shown_from_five_requests_on() -> None:
    """Below five requests a percentage says nothing, so it is not shown."""
    asked = [request(sent(0), request_id=f"r{number}", interview_id=f"i{number}") for number in range(4)]
    replied = request(sent(0), reply(1), request_id="r9", interview_id="i9")
    assert reply_words(tracked(many(*asked), 1)) == "asked 4 · replied 0"
    assert reply_words(tracked(many(*asked, replied), 1)) == "asked 5 · replied 1 (20 %)"


def test_who_wrote_unasked_is_no_reply_to_a_request() -> None:
    """So never more have replied than were asked."""
    unasked = request(reply(1), request_id="r7", interview_id="i7")
    asked = request(sent(0), request_id="r9", interview_id="i9")
    lines = tracked(many(unasked, asked), 6)
    assert reply_words(lines) == "asked 1 · replied 0 · 1 wrote unasked"
    assert reply_words(lines[:0]) == "asked 0 · replied 0"
    whole = replies(lines)[0]
    assert (whole.asked, whole.replied, whole.unasked) == (1, 0, 1)
    assert whole.words.startswith("asked 1, replied 0; 1 wrote unasked;")


POLICY = Policy()
TODAY = date(2026, 11, 18)


def rows_of(known: Journal, now: datetime) -> tuple[TrackerRow, ...]:
    """The tracker at that moment."""
    about = occasions(known, POLICY, now)
    return lines(known, lambda conversation: read(conversation, POLICY, now.date(), about[conversation.id]))


def due_at(known: Journal, now: datetime) -> tuple[Due, ...]:
    """What is due at that moment."""
    return due(known, rows_of(known, now), POLICY, now)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"),
        (date(2026, 11, 17), "since yesterday"),
        (date(2026, 11, 16), "since Monday"),
        (date(2026, 11, 12), "since Thursday"),
        (date(2026, 11, 11), "7 days"),
        (date(2026, 10, 19), "30 days"),
        (date(2026, 10, 18), "since 18 Oct"),
        (date(2025, 12, 30), "since Dec 2025"),
        (date(2026, 11, 19), "tomorrow"),
        (date(2026, 11, 20), "in 2 days"),
        (date(2027, 3, 1), "Mon 1 Mar 2027"),
    ],
)
def test_how_long_is_said_as_people_say_it(day: date, words: str) -> None:
    """The weekday within a week, days within a month, then the day itself; what lies ahead likewise."""
    assert since_words(day, TODAY) == words


def test_no_day_is_cut_however_long_ago_it_was() -> None:
    """The column of Today has room for fifteen cells, also for somebody who comes back after four months."""
    days = (TODAY + timedelta(days=days) for days in range(-1500, 1500))
    assert max(len(since_words(day, TODAY)) for day in days) <= 15


@pytest.mark.parametrize(
    ("name", "salutation", "short"),
    [
        ("Ada Byron", "", "Ada"),
        ("Émilie du Châtelet", "", "Émilie"),
        ("Byron, Ada", "", "Byron, Ada"),
        ("Dr. Ines Weber", "", "Dr. Ines Weber"),
        ("Frau Weber", "", "Frau Weber"),
        ("Ines Weber", "Frau Dr.", "Ines Weber"),
        ("Cher", "", "Cher"),
    ],
)
def test_the_header_calls_people_by_their_first_name_where_that_is_sure(name: str, salutation: str, short: str) -> None:
    """A title, a surname first, or a formal salutation leave the whole name as it stands."""
    assert short_name(replace(ADA, name=name, salutation=salutation)) == short


def test_everything_due_says_what_who_why_and_since_when() -> None:
    """On the sample journal, where most kinds are due: no part is missing, and no sentence has a hole."""
    made = services(MemoryStore(sample_journal()))
    reading, items = made.overview.due_reading(), made.overview.due()
    assert len({item.action for item in items}) > 8
    for item in items:
        line = reading.line(item)
        assert all((line.what, line.who, line.why, line.since, line.short)), item
        reason = reading.reason(item)
        assert "{" not in reason
        assert "  " not in reason
        assert reading.does(item)


def test_what_is_due_makes_a_heading() -> None:
    """The words of the list, with a capital, and whom it concerns."""
    (item,) = due_on(many(request()), 7)
    reading = DueReading(many(request()), tracked(many(request()), 7), START + timedelta(days=7))
    line = reading.line(item)
    assert reading.title(item) == f"{line.what.capitalize()}: {line.who}"
    assert reading.title(item).startswith("Ask")


def test_groups_follow_each_other_in_the_order_of_what_is_due() -> None:
    """The order of the kinds keeps each group together, so that one list has each heading once."""
    kinds = [group_of(Due(action, TODAY, "i", None, "")) for action in DueAction]
    assert kinds == sorted(kinds, key=list(DueGroup).index)
    assert kinds[0] is DueGroup.AHEAD


def test_the_header_counts_all_and_names_the_first() -> None:
    """A comma in a name would look like the next thing, so it is left out; of very many only some are spelt out."""
    people = [replace(ADA, id=f"p{number}", name=f"Byron{number}, Ada") for number in range(20)]
    asked = [
        replace(request(request_id=f"r{number}", interview_id="i1"), person_id=f"p{number}") for number in range(20)
    ]
    about = interview(interviewers=tuple(person.id for person in people))
    known = journal(application(), about, Reflection(id="i1", went_well="x"), *people, *asked)
    now = START + timedelta(days=8)
    words = DueReading(known, rows_of(known, now), now).words(due_at(known, now))
    assert words.startswith("20 due: ask Byron0 Ada, ask Byron1 Ada")
    assert words.endswith(", …")


def test_a_handed_in_task_names_its_deadline() -> None:
    """Nobody waits at that time: it has to be there by then."""
    known = journal(application(outcome=Outcome.PENDING, outcome_on=None), interview(mode=Mode.TAKE_HOME))
    now = START - timedelta(days=1)
    (item,) = due_at(known, now)
    assert "by 10:00, take-home task" in DueReading(known, (), now).reason(item)


def test_what_is_put_off_waits_until_its_day_and_says_since_when_it_is_due() -> None:
    """From that day on it is due again, and as old as before; what concerns somebody else does not wait with it."""
    about = interview(put_off=(PutOff(what="reflect", until=(START + timedelta(days=3)).date()),))
    known = journal(application(outcome=Outcome.PENDING, outcome_on=None), about)
    kinds = [[item.action for item in due_at(known, START + timedelta(days=day))] for day in (1, 2, 3)]
    assert [DueAction.REFLECT in each for each in kinds] == [False, False, True]
    assert DueAction.NOTE in kinds[0]
    (again,) = (item for item in due_at(known, START + timedelta(days=3)) if item.action is DueAction.REFLECT)
    assert again.due == START.date()


def test_a_reflection_put_off_past_its_time_still_comes_back_once() -> None:
    """Two weeks after an interview nobody is reminded of it any more, but on the day to which it was put off."""
    until = (START + timedelta(days=20)).date()
    known = journal(application(outcome=Outcome.REJECTED), interview(put_off=(PutOff(what="reflect", until=until),)))
    found = {
        day: DueAction.REFLECT in {item.action for item in due_at(known, START + timedelta(days=day, hours=1))}
        for day in (19, 20, 21)
    }
    assert found == {19: False, 20: True, 21: False}


def test_what_comes_next_is_told_soonest_first() -> None:
    """A reminder, a coming interview, the day of a decision and an advice with its day, each with that day."""
    todo = Todo(text="tell it aloud", due=(START + timedelta(days=30)).date())
    known = journal(
        application(),
        interview(),
        Reflection(id="i1", went_well="x"),
        request(sent(8), request_id="r1"),
        application("b", company="Hooli", outcome=Outcome.PENDING, outcome_on=None, promised_on=date(2026, 11, 27)),
        interview("i2", START + timedelta(days=20), application_id="b", company="Hooli"),
        finding("prepare it", FindingKind.ADVICE, None, todo=todo),
    )
    now = START + timedelta(days=9)
    assert due_at(known, now) == ()
    coming = coming_up(known, rows_of(known, now), POLICY, now)
    assert [each.on for each in coming] == sorted(each.on for each in coming)
    told = " | ".join(each.text for each in coming)
    for words in ("Follow up with Ada Byron", "Interview at Hooli", "Hooli", "wants to have decided", "tell it aloud"):
        assert words in told


def test_nothing_that_is_past_comes_next() -> None:
    """Answered, thanked and reflected on: there is nothing ahead, and that is said by an empty list."""
    known = journal(application(), interview(), request(sent(1), reply(2), request_id="r1"))
    now = START + timedelta(days=200)
    assert coming_up(known, rows_of(known, now), POLICY, now) == ()


def test_a_coming_thing_is_one_sentence() -> None:
    """For the shell: day, how far ahead, and what."""
    coming = Coming(date(2026, 11, 20), "Follow up with Mary Jackson (Globex)")
    assert coming_words(coming, TODAY) == "Fri 20 Nov, in 2 days: Follow up with Mary Jackson (Globex)"


def test_the_time_of_a_coming_interview_stands_in_the_line() -> None:
    """The day where it is not the next one; only the time where it is."""
    known = journal(
        application(outcome=Outcome.PENDING, outcome_on=None), interview(at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    )
    for days, why, since in ((2, "Fri 20 Nov 09:00", "in 2 days"), (1, "09:00", "tomorrow"), (0, "09:00", "today")):
        now = datetime(2026, 11, 20, 8, tzinfo=UTC) - timedelta(days=days)
        (item,) = due_at(known, now)
        line = DueReading(known, (), now).line(item)
        assert (line.why, line.since) == (why, since)
