"""What an application gives occasion to: coming interviews, notes, the question where things stand, silence, offers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.domain.builders import (
    ADA,
    MONDAY,
    START,
    application,
    days,
    event,
    finding,
    interview,
    journal,
    pointer,
    request,
    requests,
)
from tests.domain.builders import reply as replied
from tests.domain.builders import sent as sent_letter

from afterword.domain.conversation.agenda import occasions
from afterword.domain.conversation.facts import check_occasion
from afterword.domain.conversation.request import CloseAs, Event, EventKind, FindingKind, Letter, Request
from afterword.domain.conversation.steps import check_letter
from afterword.domain.conversation.today import DueReading
from afterword.domain.conversation.tracker import Due, DueAction, due, lines
from afterword.domain.conversation.tracking import NextStep, Track, read
from afterword.domain.dates import Policy
from afterword.domain.interview import Application, Interview, Mode, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Part, Person
from afterword.domain.reflection import Reflection

POLICY = Policy()
MAX = Person(id="max", name="Max Weber", email="max@initech.example")
JO = Person(id="jo", name="Jo Park", email="jo@talent.example", part=Part.RECRUITER)
PENDING = application(outcome=Outcome.PENDING, outcome_on=None)
SEEN = Reflection(id="i1")


def held(interview_id: str = "i1", day: float = 0, **changes: object) -> Interview:
    """A round of the one application, so many days after the start."""
    return interview(interview_id, START + timedelta(days=day), application_id="a-i1", **changes)


def tracks(found: Journal, now: datetime, policy: Policy = POLICY) -> dict[str, Track]:
    """The track of each conversation at that moment."""
    about = occasions(found, policy, now)
    return {one.id: read(one, policy, now.date(), about[one.id]) for one in found.live_requests}


def at(found: Journal, now: datetime, policy: Policy = POLICY) -> tuple[Due, ...]:
    """What is due at that moment."""
    known = tracks(found, now, policy)
    return due(found, lines(found, lambda one: known[one.id]), policy, now)


def on(found: Journal, day: float, policy: Policy = POLICY) -> list[tuple[DueAction, str]]:
    """What is due so many days after the start: each kind, and to whom it goes or which conversation it is."""
    items = at(found, START + timedelta(days=day), policy)
    return [(item.action, item.person_id or item.request_id or "") for item in items]


def pending(*records: Interview | Request | Person | Application) -> Journal:
    """An undecided application whose rounds were reflected on."""
    seen = [Reflection(id=record.id) for record in records if isinstance(record, Interview)]
    return journal(PENDING, *seen, *records)


def note(day: float = 0, letter: Letter = Letter.NOTE) -> Event:
    """A letter that went out before any request."""
    return replace(sent_letter(0, letter), at=START + timedelta(days=day, hours=1))


# ── what lies ahead ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("days_before", "kind"),
    [(5, None), (4, DueAction.PREPARE), (3, DueAction.PREPARE), (1, DueAction.PREPARE), (0.1, DueAction.INTERVIEW)],
)
def test_a_coming_interview_is_prepared_from_two_working_days_before(
    days_before: float, kind: DueAction | None
) -> None:
    """For a Monday that is the Thursday before; the day itself comes first of all."""
    found = pending(held())
    assert [action for action, _ in on(found, -days_before)] == ([] if kind is None else [kind])


@pytest.mark.parametrize(("hour", "kind"), [(16, DueAction.PREPARE), (17, DueAction.EVENING), (23, DueAction.EVENING)])
def test_on_the_evening_before_one_page_is_due(hour: int, kind: DueAction) -> None:
    """From five on; the words say who and when, and what to do is to read."""
    evening = (START - timedelta(days=1)).replace(hour=hour)
    (item,) = at(pending(held(round="final", mode=Mode.VIDEO)), evening)
    assert item.action is kind
    assert item.due <= evening.date()
    if kind is DueAction.EVENING:
        assert item.text == "Read one page for tomorrow 10:00: Initech · Backend Engineer, final, video"
        assert DueReading(pending(held()), (), evening).words([item]) == "1 due: Initech tomorrow"


def test_an_interview_of_the_day_after_tomorrow_is_no_matter_for_tonight() -> None:
    """The evening before is the one before."""
    evening = (START - timedelta(days=2)).replace(hour=20)
    assert [item.action for item in at(pending(held()), evening)] == [DueAction.PREPARE]


def test_what_to_prepare_with_is_said() -> None:
    """The sheet, the pointers, and whom you meet again."""
    first, final = held(interviewers=("ada", "max")), held("i2", 7, interviewers=("max",), round="final")
    found = journal(PENDING, SEEN, MAX, first, final, pointer("p1"), pointer("p2"))
    (item,) = (item for item in at(found, START + timedelta(days=4)) if item.action is DueAction.PREPARE)
    assert item.text == (
        "Prepare for Initech · Backend Engineer, Mon 16 Nov 10:00: the sheet, 2 pointers; you meet Max Weber again"
    )
    assert (item.interview_id, item.request_id, item.application_id) == ("i2", None, "a-i1")


def test_the_day_itself_is_said_with_its_time_on_your_clock() -> None:
    """“Today 14:00: Initech, video”; where the clocks of the place differ, their time stands beside it."""
    here = START.astimezone(ZoneInfo("Europe/Berlin")).replace(hour=8)
    found = pending(held(mode=Mode.VIDEO, zone="Europe/Berlin"))
    assert at(found, here)[0].text == "Today 11:00: Initech, video"
    assert at(pending(held(mode=Mode.PHONE, round="final")), here)[0].text == (
        "Today 11:00 (10:00 there): Initech, final, phone"
    )


def test_the_header_says_when_the_interview_is() -> None:
    """“3 due: Initech tomorrow, …”."""
    found = pending(held(), held("i2", 0.1), held("i3", 1), held("i4", 3))

    def words(now: datetime) -> str:
        return DueReading(found, (), now).words(at(found, now))

    before = words(START - timedelta(days=1))
    assert before == "3 due: Initech tomorrow, Initech tomorrow, Initech in 2 days"
    assert words(START - timedelta(hours=1)).startswith("3 due: Initech today, Initech today, Initech tomorrow")


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.WITHDRAWN, Outcome.REJECTED])
def test_nobody_prepares_for_an_interview_of_what_has_ended(outcome: Outcome) -> None:
    """After an offer, a withdrawal or a rejection the round that was planned does not take place."""
    found = journal(application(outcome=outcome), SEEN, held(), held("i2", 3))
    assert not {DueAction.PREPARE, DueAction.INTERVIEW} & {action for action, _ in on(found, 2)}


# ── the note after the interview ──────────────────────────────────────────────────────────────────────────────────────


def test_everybody_of_an_interview_is_thanked_within_a_day() -> None:
    """From the moment it took place until the next working day."""
    found = pending(held(interviewers=("ada", "max")), MAX)
    both = [(DueAction.NOTE, "ada"), (DueAction.NOTE, "max")]
    assert [on(found, day) for day in (0, 1, 2)] == [both, both, []]
    friday = pending(held(day=4))
    assert [bool(on(friday, day)) for day in (4, 6, 7, 8)] == [True, True, True, False]


def test_the_note_is_settled_by_one_setting_and_has_another_time() -> None:
    """`note = false` asks for none; `note_within` gives it more days."""
    found = pending(held())
    assert on(found, 0, Policy(note=False)) == []
    assert on(found, 3, Policy(note_within=3)) == [(DueAction.NOTE, "ada")]


@pytest.mark.parametrize(
    ("person", "due"),
    [
        ({"email": "jobs@initech.example"}, []),
        ({"email": ""}, []),
        ({"email": "", "linkedin": "linkedin.com/in/ada"}, [(DueAction.NOTE, "ada")]),
        ({"email": "noreply@initech.example", "linkedin": "linkedin.com/in/ada"}, [(DueAction.NOTE, "ada")]),
    ],
)
def test_only_a_person_who_can_be_reached_is_thanked(person: dict[str, str], due: list[tuple[DueAction, str]]) -> None:
    """Not a program's address, and nobody without address and profile."""
    assert on(pending(held(), replace(ADA, **person)), 0) == due


def test_whoever_was_asked_where_things_stand_is_not_sent_a_note_after_it() -> None:
    """Thanks for the same talk would come late then; a round held since gives another occasion."""
    enquired = request(note(letter=Letter.STATUS))
    assert on(pending(held(), enquired), 0.7) == []
    assert on(pending(held(), held("i2", 4), enquired), 4) == [(DueAction.NOTE, "r1")]


def test_a_note_is_sent_once_for_each_round() -> None:
    """Sent, it is due no longer; the next round gives another occasion; one that came back is mended first."""
    thanked = request(note())
    assert on(pending(held(), thanked), 0.5) == []
    assert on(pending(held(), held("i2", 4), thanked), 4) == [(DueAction.NOTE, "r1")]
    back = request(note(), event(EventKind.BOUNCED, 1))
    assert on(pending(held(), back), 1) == [(DueAction.FIX_ADDRESS, "r1")]


@pytest.mark.parametrize(
    "events",
    [
        (event(EventKind.CLOSED, 0, close_as=CloseAs.DONE),),
        (sent_letter(0),),
        (event(EventKind.SNOOZED, 0, until=date(2026, 11, 20)),),
    ],
    ids=["put away", "asked", "held"],
)
def test_somebody_who_was_put_away_is_not_thanked(events: tuple[Event, ...]) -> None:
    """Nor whoever was asked for feedback already, nor before a hold has ended."""
    assert (DueAction.NOTE, "r1") not in on(pending(held(), request(*events)), 0.5)


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.PENDING])
def test_no_note_follows_a_decision(outcome: Outcome) -> None:
    """Once it is known how it ended, other letters begin with thanks."""
    found = journal(application(outcome=outcome), SEEN, held())
    assert DueAction.NOTE not in {action for action, _ in on(found, 0)}


# ── where things stand ────────────────────────────────────────────────────────────────────────────────────────────────


def statuses(found: Journal, policy: Policy = POLICY) -> list[int]:
    """The days of the first six weeks on which the question is due."""
    return [day for day in range(43) if DueAction.STATUS in {action for action, _ in on(found, day, policy)}]


def test_where_things_stand_is_asked_ten_days_after_the_last_round() -> None:
    """Until thirty days have passed; a round that is planned, or a later one, puts it off."""
    assert statuses(pending(held())) == [*range(10, 30)]
    assert statuses(pending(held(), held("i2", 8))) == [*range(18, 38)]
    assert statuses(pending(held(), held("i2", 60))) == []
    assert statuses(pending(held()), Policy(status_after=20)) == [*range(21, 30)]  # the twentieth is a Sunday


def test_a_promised_day_is_awaited() -> None:
    """The next working day after it; a day that a later round has overtaken counts for nothing."""
    friday = replace(PENDING, promised_on=MONDAY + timedelta(days=11))
    assert statuses(journal(friday, SEEN, held()))[0] == 14
    assert statuses(journal(friday, SEEN, Reflection(id="i2"), held(), held("i2", 13)))[0] == 23


def test_the_question_goes_to_the_recruiter_or_else_to_the_last_interviewer() -> None:
    """Or whoever can be reached; where nobody can, that is said."""
    rounds = held(interviewers=("ada",)), held("i2", 1, interviewers=("max",))
    assert on(pending(*rounds, MAX), 12) == [(DueAction.STATUS, "max")]
    assert on(pending(*rounds, replace(MAX, email="")), 12) == [(DueAction.STATUS, "ada")]
    assert on(pending(*rounds, MAX, JO, replace(PENDING, contacts=("jo",))), 12) == [(DueAction.STATUS, "jo")]
    nobody = pending(held(interviewers=()))
    (item,) = at(nobody, START + timedelta(days=12))
    assert item.text == "Ask about Initech · Backend Engineer: add somebody to write to"


def test_the_question_is_asked_once_and_settled_by_any_reply() -> None:
    """Whoever was asked, and whoever wrote; what they wrote gives them the ten days anew."""
    asked = request(note(10, Letter.STATUS))
    assert statuses(pending(held(interviewers=("ada", "max")), MAX, asked)) == []
    wrote = request(note(0), replied(8, "We decide soon."))
    assert statuses(pending(held(), wrote))[0] == 18
    again = pending(held(), request(note(10, Letter.STATUS), event(EventKind.BOUNCED, 11)))
    assert on(again, 11) == [(DueAction.FIX_ADDRESS, "r1")]


def test_a_conversation_says_that_the_question_is_next() -> None:
    """With somebody who was thanked, the tracker names it and its day."""
    found = pending(held(), request(note()))
    step = tracks(found, START + timedelta(days=3))["r1"].next
    assert step is not None
    assert (step.action, step.due) == (NextStep.STATUS, MONDAY + timedelta(days=10))


@given(requests, days, st.sampled_from(Outcome))
def test_a_letter_that_is_named_can_be_written(conversation: Request, today: date, outcome: Outcome) -> None:
    """Whatever happened in the conversation, and however the application stands."""
    on_day = None if outcome is Outcome.PENDING else MONDAY
    found = journal(application(outcome=outcome, outcome_on=on_day), SEEN, held(), conversation)
    now = START + (today - MONDAY)
    step = tracks(found, now)["r1"].next
    letters = {NextStep.NOTE: Letter.NOTE, NextStep.STATUS: Letter.STATUS, NextStep.OFFER: Letter.DECLINE}
    if step is not None and step.action in letters:
        check_letter(conversation, letters[step.action])
        check_occasion(found.applications["a-i1"], letters[step.action])
    assert at(found, now) == at(found, now)


# ── silence ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def silences(found: Journal) -> list[int]:
    """The days of the first nine weeks on which silence may be taken as the answer."""
    return [day for day in range(64) if DueAction.GHOSTED in {action for action, _ in on(found, day)}]


def test_after_thirty_days_silence_may_be_taken_as_the_answer() -> None:
    """Later where the question was asked late, a day was promised or somebody wrote; not where a round is planned."""
    assert silences(pending(held()))[0] == 30
    assert silences(pending(held(), request(note(11, Letter.STATUS))))[0] == 30
    assert silences(pending(held(), request(note(28, Letter.STATUS))))[0] == 38
    assert silences(pending(held(), request(note(0), replied(9))))[0] == 39
    assert silences(journal(replace(PENDING, promised_on=MONDAY + timedelta(days=36)), SEEN, held()))[0] == 49
    assert silences(pending(held(), held("i2", 70))) == []
    assert silences(journal(application(), SEEN, held())) == []


def test_what_is_said_of_silence_is_kind() -> None:
    """It names the days, what to do, and that asking is possible all the same."""
    (item,) = at(pending(held()), START + timedelta(days=31))
    assert item.text == (
        "Nothing from Initech · Backend Engineer for 31 days: note that no answer came, and ask all the same"
    )
    assert (item.interview_id, item.application_id) == ("i1", "a-i1")
    assert on(pending(held()), 200) == []


# ── an offer ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_offer_is_answered_and_ends_everything_else() -> None:
    """Accept or decline with thanks, to the recruiter or the last interviewer; nobody is asked, or prepared for."""
    offer = application(outcome=Outcome.OFFER, outcome_on=MONDAY + timedelta(days=4))
    waiting = request(sent_letter(0))
    found = journal(offer, held(interviewers=("ada", "max")), held("i2", 9, interviewers=()), MAX, waiting)
    assert on(found, 9) == [(DueAction.OFFER, "r1")]
    assert on(found, 8) == [(DueAction.OFFER, "r1")]
    assert on(journal(replace(offer, contacts=("jo",)), JO, held()), 5) == [(DueAction.OFFER, "jo")]
    assert on(journal(replace(offer, outcome=Outcome.WITHDRAWN), held(), waiting), 9) == []


@pytest.mark.parametrize("letter", [Letter.ACCEPT, Letter.DECLINE])
def test_an_answered_offer_rests(letter: Letter) -> None:
    """Once it is accepted or declined, or long past, nothing is due."""
    offer = application(outcome=Outcome.OFFER, outcome_on=MONDAY + timedelta(days=4))
    assert on(journal(offer, held(), request(note(5, letter))), 6) == []
    assert on(journal(offer, held()), 60) == []
    draft = event(EventKind.DRAFTED, 5, letter, text="Thank you.")
    assert on(journal(offer, held(), request(draft)), 7) == [(DueAction.SEND, "r1")]


# ── writing again ─────────────────────────────────────────────────────────────────────────────────────────────────────


def opening(words: str, text: str = "", kind: FindingKind = FindingKind.OPPORTUNITY, *events: Event) -> Journal:
    """A rejected interview whose interviewer wrote these words, with what was marked in them."""
    said = text or words
    answered = replace(replied(2, said), id="reply")
    marked = finding(words, kind, None, start=said.index(words))
    thanks = sent_letter(3, Letter.THANK_YOU)
    return journal(application(), SEEN, held(), request(sent_letter(1), answered, thanks, *events), marked)


def again(found: Journal, day: int = 5) -> tuple[date | None, str]:
    """The day to write again, and the words it comes from."""
    track = tracks(found, START + timedelta(days=day))["r1"]
    return track.reapproach_on, track.reapproach_words


def test_a_day_they_named_becomes_due_by_itself() -> None:
    """From the words that were marked, or the sentence they stand in; an opening without a day waits four months."""
    assert again(opening("try us again in March")) == (date(2027, 3, 1), "try us again in March")
    assert again(opening("a new team", "There will be a new team in March. Good luck!")) == (
        date(2027, 3, 1),
        "a new team",
    )
    assert again(opening("a new team", "We hire in March. There will be a new team!")) == (
        date(2027, 3, 11),
        "a new team",
    )
    found = opening("try us again in March")
    (item,) = at(found, START.replace(year=2027, month=3, day=2))
    assert item.action is DueAction.REAPPROACH
    assert item.text == "Write to Ada Byron (Initech) again: they said “try us again in March”"


def test_an_advice_names_a_day_only_where_it_speaks_of_writing() -> None:
    """“Practise in January” is none."""
    assert again(opening("Practise estimating until March", kind=FindingKind.ADVICE)) == (None, "")
    named = opening("Apply again in March", kind=FindingKind.ADVICE)
    assert again(named) == (date(2027, 3, 1), "Apply again in March")
    assert again(opening("clear in March", kind=FindingKind.STRENGTH)) == (None, "")


def test_a_plan_of_yours_holds_against_what_they_said() -> None:
    """A day that was set moves it, none at all drops it, and having written settles it, until they name another."""
    moved = event(EventKind.REAPPROACH, 4, until=date(2027, 5, 3))
    dropped = event(EventKind.REAPPROACH, 4)
    written = event(EventKind.SENT, 4, Letter.REAPPROACH, text="Hello again")
    opened = "try us again in March"
    assert again(opening(opened, "", FindingKind.OPPORTUNITY, moved)) == (date(2027, 5, 3), "")
    assert again(opening(opened, "", FindingKind.OPPORTUNITY, dropped)) == (None, "")
    assert again(opening(opened, "", FindingKind.OPPORTUNITY, written)) == (None, "")
    early = event(EventKind.REAPPROACH, 1, until=date(2027, 5, 3))
    assert again(opening(opened, "", FindingKind.OPPORTUNITY, early)) == (date(2027, 3, 1), opened)


def test_the_words_of_a_rejection_name_a_day_as_well() -> None:
    """Nobody replied, but the decision said when to try again: that is for the last of those who were asked."""
    words = "Not this time. Please apply again in March."
    ended = application(words=words)
    marked = finding("apply again in March", FindingKind.OPPORTUNITY, None, request_id="", reply_id="", start=23)
    marked = replace(marked, application_id="a-i1")
    found = journal(ended, SEEN, held(), request(sent_letter(1)), marked)
    assert again(found, 30) == (date(2027, 3, 1), "apply again in March")
    assert on(found, 120) == [(DueAction.REAPPROACH, "r1")]


def test_the_letter_comes_before_thanks_that_were_forgotten() -> None:
    """Once the day has come, a reply that was never thanked for is answered by writing again."""
    answered = replace(replied(2, "try us again in March"), id="reply")
    marked = finding("try us again in March", FindingKind.OPPORTUNITY, None)
    found = journal(application(), SEEN, held(), request(sent_letter(1), answered), marked)
    assert on(found, 5) == [(DueAction.THANK, "r1")]
    assert on(found, 120) == [(DueAction.REAPPROACH, "r1")]


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.WITHDRAWN])
def test_nobody_is_written_to_again_after_an_offer(outcome: Outcome) -> None:
    """What they said about later is overtaken."""
    found = opening("try us again in March")
    ended = replace(found, applications={"a-i1": application(outcome=outcome, outcome_on=MONDAY)})
    assert again(ended) == (None, "")
