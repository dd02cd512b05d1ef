"""People whose truth is known: the evaluation says it with its sources, and says nothing that has none."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from tests.evaluation.full_life import full
from tests.evaluation.histories import ADVICE, AREA, NOW, OPPORTUNITY, STRENGTH, History

from afterword.domain.conversation.request import Event, EventKind, FindingKind, Todo
from afterword.domain.document import TableRow, part_words
from afterword.domain.evaluation.claims import Stance
from afterword.domain.evaluation.comparison import stance_of
from afterword.domain.evaluation.details import details
from afterword.domain.evaluation.documents import evaluation_document
from afterword.domain.evaluation.evaluation import Filter
from afterword.domain.evaluation.sources import source_run, sources
from afterword.domain.evaluation.views import advice, focus, pointers
from afterword.domain.interview import Interview
from afterword.domain.reflection import AnswerKind
from afterword.exchange.documents import as_text


def overrater() -> History:
    """Rates system design 5 each time; two companies name it as room to grow, one other praised it once."""
    life = History()
    for number, key in enumerate(("initech", "hooli", "umbrella")):
        life.interview(key, 90 - 20 * number, round="System design")
        life.rate(key, c_system_design=5, c_communication=2)
    life.said("initech", AREA, "the load was never named", "system-design")
    life.said("hooli", AREA, "we missed the limits", "system-design")
    life.said("umbrella", STRENGTH, "a clean drawing", "system-design")
    life.said("umbrella", STRENGTH, "easy to follow", "communication")
    return life


def test_a_person_who_overrates_one_competency_sees_it_first_with_both_sources() -> None:
    """Two companies that name what was rated 5 are a pattern, and the line carries their words."""
    first = overrater().report().comparisons[0]
    assert (first.stance, first.subject.name) == (Stance.BLIND_SPOT, "System design")
    assert first.seen == "a pattern, at 2 employers"
    assert [piece.words for piece in first.evidence] == ["the load was never named", "we missed the limits"]
    assert [piece.value for piece in first.beside] == [5, 5]
    assert first.sentence == "System design: they named room to grow, you rated it 5."


def test_what_speaks_against_a_blind_spot_stands_beside_it() -> None:
    """The one company that praised it is named on the same line."""
    first = overrater().report().comparisons[0]
    assert [source.words for source in first.against] == ["a clean drawing"]
    context = overrater().shown()
    both = [(source.evidence.words, source.against) for source in sources(context, "area/system-design")]
    assert both[-1] == ("a clean drawing", True)
    assert not any(against for _, against in both[:-1])
    assert [section.title for section in details(context, "area/system-design") if section.title][-1] == (
        "What speaks against it"
    )


def test_a_praise_for_what_was_rated_low_is_a_hidden_strength_seen_once() -> None:
    """One source is never called a pattern."""
    (line,) = overrater().report().compared_as(Stance.HIDDEN_STRENGTH)
    assert (line.subject.name, line.seen, line.pattern) == ("Communication", "seen once", False)


def test_two_people_of_one_interview_are_no_pattern() -> None:
    """They saw the same hour, so it is seen once, by two."""
    life = History()
    life.interview("initech", 30)
    life.said("initech", AREA, "the numbers", "telling")
    life.said("initech", AREA, "a concrete story", "telling", person="q")
    (line,) = life.report().said.areas
    assert (line.seen, line.pattern) == ("seen once, by 2 people", False)


def test_two_phrases_of_one_person_are_one_voice() -> None:
    """Marking a mail twice does not make two people of its writer."""
    life = History()
    life.interview("initech", 30)
    life.said("initech", AREA, "the numbers", "telling")
    life.said("initech", AREA, "a concrete story", "telling")
    assert life.report().said.areas[0].seen == "seen once"


@pytest.mark.parametrize(
    ("kind", "own", "stance"),
    [
        (AREA, 5, Stance.BLIND_SPOT),
        (AREA, 4, Stance.BLIND_SPOT),
        (AREA, 3, Stance.OPEN),
        (AREA, 2, Stance.SHARED_AREA),
        (STRENGTH, 1, Stance.HIDDEN_STRENGTH),
        (STRENGTH, 2, Stance.HIDDEN_STRENGTH),
        (STRENGTH, 3, Stance.OPEN),
        (STRENGTH, 4, Stance.SHARED_STRENGTH),
    ],
)
def test_the_view_follows_from_both_sides(kind: FindingKind, own: int, stance: Stance) -> None:
    """What they named and what you rated decide together how a line is called."""
    assert stance_of(kind, own) is stance


def test_words_on_the_voice_are_held_beside_the_rating_of_the_voice() -> None:
    """An interviewer's words name a scale of the reflection, and are compared with its rating of that interview."""
    life = History()
    life.interview("initech", 30)
    life.rate("initech", voice=5)
    life.said("initech", AREA, "your voice was hard to hear", "communication")
    line = next(one for one in life.report().comparisons if one.subject.id == "voice")
    assert (line.stance, line.beside[0].value) == (Stance.BLIND_SPOT, 5)


def test_a_scale_that_was_not_rated_is_not_called_a_blind_spot() -> None:
    """Without a rating of the voice there is nothing to compare the words with."""
    life = History()
    life.interview("initech", 30)
    life.said("initech", AREA, "your voice was hard to hear", "communication")
    assert [one.subject.id for one in life.report().comparisons] == ["competency/communication"]


def latecomer() -> History:
    """Arrives late four times of five."""
    life = History()
    for number, late in enumerate((12, 5, -3, 8, 20)):
        made = life.interview(f"company{number}", 100 - 10 * number)
        life.put("interviews", _arrived(made, late))
    return life


def _arrived(made: Interview, late: int) -> Interview:
    return replace(made, arrived=made.at + timedelta(minutes=late))


def test_a_person_who_is_mostly_late_is_told_so_with_each_arrival() -> None:
    """The habit names how often, the four interviews behind it, and the one time it was otherwise."""
    (habit,) = latecomer().report().habits
    assert habit.sentence == "You arrived after the planned time in 4 of 5 interviews."
    assert [one.words for one in habit.evidence] == [f"{n} minutes late" for n in (12, 5, 8, 20)]
    assert [one.words for one in habit.against] == ["3 minutes early"]
    assert habit.pattern


def test_a_person_who_is_mostly_on_time_is_told_nothing_about_arrivals() -> None:
    """One late arrival of three is no habit."""
    life = History()
    for number, late in enumerate((12, 0, -3)):
        life.put("interviews", _arrived(life.interview(f"company{number}", 50 - number), late))
    assert life.report().habits == ()
    assert [one.value for one in life.report().material.arrivals] == [12, 0, -3]


def without_results() -> History:
    """Tells stories in three interviews that name an action and never a result."""
    life = History()
    for number in range(3):
        key = f"company{number}"
        life.interview(key, 60 - number)
        life.answer(key, AnswerKind.STORY, action=True, question=f"A conflict {number}")
        life.answer(key, AnswerKind.EXAMPLE, action=True, question=f"A failure {number}")
    return life


def test_a_person_whose_examples_never_name_a_result_is_told_so() -> None:
    """All six answers are the sources, and the counts stand beside."""
    whole = without_results().report()
    (habit,) = whole.habits
    assert habit.sentence == "All 6 answers that told of something ended without naming a result."
    assert len(habit.evidence) == 6
    assert habit.against == ()
    assert whole.answers.named_words == "Of 6 answers that told of something, 6 named an action and none a result."


def test_story_shares_are_held_beside_the_published_figure() -> None:
    """From five answers on, the share of stories stands beside the 23 % of real interviews."""
    assert without_results().report().answers.words == "3 stories in 6 answers (50 %; 23 % is usual in interviews)"


def test_below_five_answers_no_share_is_shown() -> None:
    """Four answers say nothing in percent."""
    life = History()
    life.interview("initech", 30)
    for _ in range(4):
        life.answer("initech", AnswerKind.STORY, action=True, result=True)
    assert life.report().answers.words == "4 stories in 4 answers"


def test_a_habit_that_is_a_pattern_comes_before_one_seen_once() -> None:
    """One late arrival comes after what three interviews show."""
    life = without_results()
    life.put("interviews", _arrived(life.journal.interviews["company0"], 12))
    assert [habit.subject.id for habit in life.report().habits] == ["no-result", "late"]


def test_a_claim_shows_its_latest_words_and_counts_the_earlier_ones() -> None:
    """Six stand below it; without an example nothing is said of the bank."""
    life = History()
    for number in range(7):
        life.interview(f"c{number}", 90 - 10 * number)
        life.said(f"c{number}", STRENGTH, f"clear in round {number}", "communication")
    shown = as_text(evaluation_document(life.shown()))
    assert [number for number in range(7) if f"“clear in round {number}”" in shown] == [1, 2, 3, 4, 5, 6]
    assert "and 1 earlier" in shown
    assert "MailSearch:" not in shown
    life.example("move", "teamwork")
    assert "MailSearch:" in as_text(evaluation_document(life.shown()))


def test_the_text_says_what_the_views_of_the_screen_say() -> None:
    """Each row of the focus, the pointers and the advice stands in it, and what stands beside a row that is planned."""
    life = full()
    known = life.shown()
    shown = " ".join(as_text(evaluation_document(known), None).split())
    rows = [row for row in (*focus(known), *pointers(known)) if not row.key.startswith("focus/")]
    assert all(" ".join(claim.sentence.split()) in shown for claim in known.evaluation.focus)
    rows += [TableRow(f"focus/{claim.subject.id}", ((claim.subject.name,),)) for claim in known.evaluation.focus]
    assert {row.key.partition("/")[0] for row in rows} >= {"focus", "pointer"}
    for row in rows:
        for cell in row.cells:
            assert " ".join("".join(map(part_words, cell)).split()) in shown
    for row in advice(known):
        assert f"{part_words(row.cells[0][0])}: {part_words(row.cells[1][0])}" in shown
        for source in sources(known, row.key):
            assert " ".join("".join(map(part_words, source_run(source.evidence))).split()) in shown


def test_claims_stand_by_how_often_and_how_lately_they_were_said() -> None:
    """Patterns first, then what was said last; of what nobody spoke of, what you rated comes first."""
    life = History()
    for key, ago in (("a", 60), ("b", 50), ("c", 40), ("d", 5)):
        life.interview(key, ago)
    for key, competency in (("a", "ownership"), ("b", "ownership"), ("c", "teamwork"), ("d", "communication")):
        life.said(key, STRENGTH, "well done", competency)
    rated = life.report().said.unknown[-1].subject.record_id
    assert rated is not None
    life.rate("a", **{f"c_{rated.replace('-', '_')}": 3})
    said = life.report().said
    assert [one.subject.record_id for one in said.strengths] == ["ownership", "communication", "teamwork"]
    assert said.unknown[0].subject.record_id == rated


def test_opinions_are_not_blamed_for_naming_no_result() -> None:
    """An opinion cannot name a result; that it told no event is another line."""
    life = History()
    for number in range(2):
        life.interview(f"c{number}", 30 + number)
        life.answer(f"c{number}", AnswerKind.OPINION)
    assert [habit.subject.id for habit in life.report().habits] == ["untold"]


def test_an_empty_life_is_told_nothing() -> None:
    """Where nothing was written, nothing is said, and every competency is unknown."""
    whole = History().report()
    assert (whole.comparisons, whole.said.strengths, whole.said.areas, whole.habits) == ((), (), (), ())
    assert (whole.trends, whole.material.arrivals, whole.focus) == ((), (), ())
    assert {line.stance for line in whole.said.unknown} == {Stance.UNKNOWN}
    assert whole.replies[0].words == "asked 0, replied 0; a share is shown from 5 requests on"


def test_a_filter_lets_through_only_what_it_names() -> None:
    """Period, role and round each narrow everything at once."""
    life = overrater()
    assert life.report(Filter(since=(NOW - timedelta(days=60)).date())).said.areas == ()
    assert life.report(Filter(role="cook")).journal.live_interviews == ()
    only = life.report(Filter(round="system design", until=(NOW - timedelta(days=60)).date()))
    assert [source.words for line in only.said.areas for source in line.evidence] == [
        "the load was never named",
        "we missed the limits",
    ]
    assert only.chosen.words == "round “system design” · until Thu 24 Sep 2026"


def test_a_phrase_without_a_competency_is_shown_as_unassigned_and_counts_nowhere() -> None:
    """It waits in its own list."""
    life = History()
    life.interview("initech", 30)
    life.said("initech", STRENGTH, "good company", None)
    table = life.report().said
    assert [source.words for source in table.unassigned] == ["good company"]
    assert table.strengths == ()


def test_phrases_of_an_archived_competency_are_put_away_with_it() -> None:
    """They are neither shown under it nor asked to be assigned again."""
    life = overrater()
    life.competency("system-design", "System design", archived=True)
    table = life.report().said
    assert (table.areas, table.unassigned) == ((), ())
    assert "System design" not in {line.subject.name for line in life.report().comparisons}


def test_replies_are_counted_by_round_and_shared_from_five_on() -> None:
    """Five requests allow a share and the middle of the days; a round with fewer does not."""
    life = History()
    for number, days in enumerate((1, 3, None, 8, None)):
        life.interview(f"c{number}", 60 + number, round="Final" if number < 2 else "final")
        life.ask(f"c{number}", days=days)
    whole, final = life.report().replies
    assert (whole.rate, whole.median_days, whole.words) == (60, 3, "asked 5, replied 3 (60 %), 3 days in the middle")
    assert (final.asked, len(life.report().replies)) == (5, 2)
    life.interview("other", 20, round="Panel")
    life.ask("other", days=2)
    panel = life.report().replies[-1]
    assert (panel.name, panel.rate, panel.median_days) == ("Panel", None, None)


def test_an_even_number_of_replies_has_its_middle_between_two() -> None:
    """No reply counts as less than no day, also one that is dated before the letter."""
    life = History()
    for number, days in enumerate((1, 3, 8, 4, None, -2, 5)):
        life.interview(f"c{number}", 60 + number)
        life.ask(f"c{number}", days=days)
    (whole,) = life.report().replies
    assert (whole.days, whole.median_days) == ((0, 1, 3, 4, 5, 8), 3.5)


def test_the_rounds_most_asked_about_come_first_then_by_name() -> None:
    """One request more counts before the name."""
    life = History()
    for number, name in enumerate(("Call", "Panel", "Panel", "Board", "Site", "Site", "Site")):
        life.interview(f"c{number}", 20 + number, round=name)
        life.ask(f"c{number}")
    assert [group.name for group in life.report().replies] == ["", "Site", "Panel", "Board", "Call"]


def test_ratings_over_time_are_a_line_with_its_numbers() -> None:
    """The oldest interview comes first, whatever the order in which they were added."""
    life = History()
    for key, ago, value in (("b", 20, 3), ("a", 40, 1), ("c", 5, 5)):
        life.interview(key, ago)
        life.rate(key, convincing=value)
    (trend,) = life.report().trends
    assert (trend.values, trend.sparkline) == ((1, 3, 5), "▁▅█")
    assert trend.sentence == "1 at first, 5 last, over 3 interviews"


def test_the_focus_names_at_most_three_things_with_what_was_said() -> None:
    """What was seen in most interviews comes first, in the interviewer's words."""
    focus = overrater().report().focus
    assert (focus[0].subject.name, focus[0].seen) == ("System design", "a pattern, at 2 employers")
    assert "we missed the limits" in focus[0].why
    assert len(focus) <= 3


def test_an_opening_is_suggested_for_months_later_and_keeps_its_words() -> None:
    """“Keep in touch” leads to a day three to six months after the reply, never in the past."""
    life = History()
    life.interview("initech", 30)
    life.said("initech", OPPORTUNITY, "write to us in spring", None)
    (opening,) = life.report().openings
    replied = (NOW - timedelta(days=25)).date()
    assert opening.source.words == "write to us in spring"
    assert opening.words == "write again on Mon 1 Mar 2027"
    assert 90 <= (opening.suggested - replied).days <= 186
    old = History()
    old.interview("initech", 700)
    old.said("initech", OPPORTUNITY, "write to us in spring", None)
    assert old.report().openings[0].suggested >= NOW.date()


def test_advice_says_what_became_of_it() -> None:
    """Without a plan it says so; with a pointer made from it, that."""
    life = History()
    life.interview("initech", 30)
    finding = life.said("initech", ADVICE, "prepare two outages", "telling")
    assert life.report().advice[0].words == "not planned yet"
    life.pointer("p1", "they ask what failed", "tell the outage", finding_id=finding.id)
    assert life.report().advice[0].words == "a pointer now"


def test_advice_that_waits_comes_before_what_is_done() -> None:
    """Planned ones by their day, then those without a plan, latest first, then what is done."""
    life = History()
    for key, ago, due, done in (
        ("done", 9, 1, 1),
        ("early", 40, None, None),
        ("late", 20, None, None),
        ("soon", 30, 2, None),
        ("far", 30, 8, None),
    ):
        life.interview(key, ago)
        finding = life.said(key, ADVICE, key, None)
        if due is not None:
            on = None if done is None else date(2026, 11, 20 + done)
            todo = Todo(text="Read", due=date(2026, 11, 20 + due), done=on)
            life.put("findings", replace(finding, todo=todo))
    assert [one.source.words for one in life.report().advice] == ["soon", "far", "late", "early", "done"]


def test_the_opening_to_come_back_to_next_comes_first() -> None:
    """A day that was planned counts before the one that is suggested."""
    life = History()
    for key, ago in (("first", 40), ("second", 30), ("third", 20)):
        life.interview(key, ago)
        life.said(key, OPPORTUNITY, f"write to {key}", None)
    request = life.journal.requests["third-p-r"]
    planned = Event(id="plan", kind=EventKind.REAPPROACH, at=NOW, until=date(2026, 12, 1))
    life.put("requests", replace(request, events=(*request.events, planned)))
    assert [one.source.words for one in life.report().openings] == [
        "write to third",
        "write to first",
        "write to second",
    ]


def test_a_removed_interview_counts_nowhere() -> None:
    """Its words, ratings and arrivals are gone from every part."""
    life = overrater()
    for key in ("initech", "hooli", "umbrella"):
        life.put("interviews", replace(life.journal.interviews[key], deleted=NOW))
    whole = life.report()
    assert (whole.comparisons, whole.said.areas, whole.trends, whole.journal.live_interviews) == ((), (), (), ())


def test_a_source_carries_the_day_of_the_reply() -> None:
    """It is the day on which they wrote, five days after the interview here."""
    life = overrater()
    assert life.report().said.areas[0].evidence[0].on == date(2026, 8, 30)


def test_each_example_of_the_bank_stands_in_the_document_with_its_share() -> None:
    """And what is still wanted below them."""
    life = History()
    life.interview("initech", 20)
    life.example("queue", "communication")
    life.example("half", "teamwork", result="")
    text = as_text(evaluation_document(life.shown()))
    assert "The queue story: 100 % written" in text
    assert "The half story: 67 % written" in text
