"""What is counted by month, and before and since a pointer: nothing of fewer than five, no cause, one picture."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.cli.calls import Calls
from tests.evaluation.histories import NOW, History

from afterword.domain.document import ShareChart, part_words
from afterword.domain.evaluation.details import chart_entries, details
from afterword.domain.evaluation.documents import evaluation_document
from afterword.domain.evaluation.over_time import FEWEST, Measure, MeasureId, Sample
from afterword.domain.evaluation.views import trends
from afterword.domain.interview import Outcome
from afterword.domain.practice import Check, Kept, Pointer
from afterword.domain.reflection import AnswerKind
from afterword.exchange.documents import as_html, as_markdown, as_text

days = st.dates(min_value=NOW.date() - timedelta(days=400), max_value=NOW.date())
samples = st.lists(st.builds(Sample, on=days, value=st.integers(0, 1)), max_size=60)


def _life(before: int = 6, since: int = 7) -> History:
    """So many stories before a pointer and since, of which 2 and then 5 named a result; each on its own day."""
    life = History()
    for number in range(before):
        _story(life, f"b{number}", 60 + number, result=number < 2)
    for number in range(since):
        _story(life, f"s{number}", 20 - number, result=number < 5)
    pointer = Pointer(id="p", when="I tell a story", will="say how it ended", created=NOW - timedelta(days=40))
    life.put("pointers", pointer)
    return life


def _story(life: History, key: str, ago: int, *, result: bool) -> None:
    interview = life.interview(key, ago)
    life.put("interviews", interview)
    life.answer(key, AnswerKind.STORY, action=True, result=result)


def _document(life: History) -> str:
    return as_text(evaluation_document(life.shown()), None)


def test_stories_before_and_since_a_pointer_are_told_without_a_cause() -> None:
    """Both counts, that they went together, and nothing that speaks of success."""
    text = _document(_life())
    assert "2 of 6 stories named a result before the pointer, 5 of 7 since." in text
    assert "They went together; one need not be the cause." in text
    assert "When I tell a story, I will say how it ended (made on Wed 14 Oct 2026)" in text


@pytest.mark.parametrize(("before", "since"), [(4, 7), (6, 4), (0, 9)])
def test_below_five_only_the_counts_are_said(before: int, since: int) -> None:
    """On either side: how many there are, and no share of them."""
    life = _life(before, since)
    around = life.shown().over_time.since(life.journal.pointers["p"]).around[0]
    assert not around.enough
    assert around.sentence == f"Stories with a result: too few to say ({before} before the pointer, {since} since)."
    assert "before the pointer" not in _document(life)
    assert "1 pointer: too few to say; 5 of a kind before it and 5 since are needed." in _document(life)


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Calls of a person whose journal is empty."""
    return Calls(tmp_path)


@given(samples)
def test_months_and_both_sides_of_any_day_hold_every_sample_once(found: list[Sample]) -> None:
    """Whatever was counted: the parts add up, and nothing is said of fewer than five."""
    measure = Measure(MeasureId.RESULTS, sorted(found, key=lambda sample: sample.on))
    months = measure.months
    assert sum(month.tally.count for month in months) == len(found)
    assert sum(month.tally.hits for month in months) == sum(sample.value for sample in found)
    for month in months:
        before, since = measure.around(month.first)
        assert before.count + since.count == len(found)
        assert before.count == sum(sample.on <= month.first for sample in found)
        assert ("too few to say" in month.tally.short) == (month.tally.count < FEWEST)


def test_days_to_reply_are_told_by_the_one_in_the_middle() -> None:
    """By the month of the request, from five replies on; what has no reply has no days."""
    life = History()
    for number, took in enumerate((1, 2, 3, 10, 40)):
        life.interview(f"i{number}", 50)
        life.ask(f"i{number}", days=took)
    life.interview("silent", 50)
    life.ask("silent")
    whole = life.shown().over_time
    replies, waited = whole.measure("replies"), whole.measure("days")
    assert replies is not None
    assert waited is not None
    assert replies.whole.words == "5 of 6 requests were answered"
    assert waited.whole.words == "3 days to reply in the middle of 5 replies"
    assert "Days to reply. In all: 3 days to reply in the middle of 5 replies." in _document(life)


def test_an_application_counts_by_its_furthest_round_once_it_is_decided() -> None:
    """Two rounds of one application are one; what is pending may still go on; an offer is the furthest."""
    life = History()
    for number in range(5):
        life.interview(f"i{number}", 50 - number)
    life.interview("again", 30, application_id="i0-a", company="I0")
    life.interview("open", -3)
    heard = (NOW - timedelta(days=25)).date()
    life.put("applications", replace(life.journal.applications["i0-a"], outcome_on=heard))
    life.put("applications", replace(life.journal.applications["i1-a"], outcome=Outcome.OFFER))
    whole = life.shown().over_time
    stages = whole.measure("stages")
    assert stages is not None
    assert stages.whole.words == "2 of 5 applications went past the first round"
    assert dict(whole.stages) == {"first round": 3, "second round": 1, "offer": 1}


def test_pointers_kept_leave_out_what_had_no_occasion_and_do_not_round_up() -> None:
    """*Partly* is not kept, *no occasion* is not counted."""
    life = _life()
    kept = [Kept.DONE, Kept.DONE, Kept.PARTLY, Kept.FORGOT, Kept.DONE, Kept.NO_OCCASION]
    checks = tuple(Check(interview_id=f"s{number}", kept=one, on=NOW.date()) for number, one in enumerate(kept))
    pointer = Pointer(id="p", when="I tell", will="say how it ended", created=NOW - timedelta(days=40), checks=checks)
    life.put("pointers", pointer)
    measure = life.shown().over_time.measure("kept")
    assert measure is not None
    assert measure.whole.words == "a pointer was kept 3 of 5 times"


def test_each_month_is_a_bar_with_its_numbers_and_fits_eighty_columns() -> None:
    """Readable without colour; months in a row with too few stand in one line with their counts."""
    life = _life()
    text = as_text(evaluation_document(life.shown()), 78)
    assert max(map(len, text.split("\n"))) <= 78
    assert "Sep 2026 ███░░░░░░░ 2 of 6 (33 %)" in text
    (chart,) = [
        part
        for entry in chart_entries(life.shown(), "time/results")
        for part in entry.lead
        if isinstance(part, ShareChart) and "Sep" in part.label
    ]
    assert chart.label == "Sep 2026: 2 of 6 (33 %)"
    assert "Sep to Nov 2026 too few to say (2, 3)" in _document(_life(2, 3))


@pytest.mark.parametrize(("months", "said"), [(12, ""), (13, "and 1 month before"), (15, "and 3 months before")])
def test_of_many_months_the_last_twelve_are_shown_and_the_others_counted(months: int, said: str) -> None:
    """The month that is told first is a year back."""
    life = History()
    for month in range(months):
        year, number = divmod(2026 * 12 + 10 - month, 12)
        ago = (NOW.date() - NOW.date().replace(year=year, month=number + 1, day=1)).days
        for day in range(5):
            _story(life, f"m{month}-{day}", ago - day, result=True)
    lines = ["".join(map(part_words, entry.lead)) for entry in chart_entries(life.shown(), "time/results")]
    assert [line for line in lines if "before" in line] == [said] * bool(said)
    shown = [line for line in lines if "5 of 5" in line]
    assert len(shown) == 12
    assert "Dec 2025" in shown[0]


def test_the_rows_of_trends_lead_to_their_months_and_to_what_they_rest_on() -> None:
    """A row for what is counted and one for the pointer, each with words beside it."""
    known = _life().shown()
    rows = {row.key: row for row in trends(known)}
    assert {"time/results", "since/p"} <= set(rows)
    for key in ("time/results", "since/p", "pointer/p"):
        words = json.dumps([str(section) for section in details(known, key)])
        assert "2 of 6 stories named a result before the pointer, 5 of 7 since." in words


def test_the_parts_stand_in_markdown_and_html_too() -> None:
    """One tree, every form."""
    document = evaluation_document(_life().shown())
    for written in (as_markdown(document), as_html(document)):
        assert "2 of 6 stories named a result before the pointer, 5 of 7 since." in written
        assert "2 of 6 (33 %)" in written


def test_evaluate_gives_what_is_counted_as_json(calls: Calls) -> None:
    """The months and both sides of a pointer; below five no value, only the count."""
    about = calls.interview(at="3 weeks ago 10:00")
    calls.done("interview", "arrived", about, "3 weeks ago 09:50")
    calls.done("pointer", "add", "--when", "I leave", "--will", "plan twenty minutes more")
    found = calls.json("evaluate")["over_time"]
    assert found["fewest"] == 5
    (arrivals,) = [one for one in found["measures"] if one["id"] == "arrivals"]
    assert arrivals["whole"] == {"count": 1, "yes": None, "words": "too few to say (1)"}
    assert arrivals["months"][0]["count"] == 1
    (pointer,) = found["pointers"]
    assert pointer["measures"][0]["before"]["count"] + pointer["measures"][0]["since"]["count"] == 1
