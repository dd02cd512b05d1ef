"""The verbs of interviews."""

import io
import json
import re
import tempfile
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.calls import ADA, GRACE, Calls

from afterword.cli.main import run
from afterword.cli.shell import Terminal
from afterword.domain.dates import Lean, understand_moment


def test_add_prints_the_id_alone_and_the_understood_date_on_stderr(calls: Calls) -> None:
    """On stdout stands the id alone, on stderr the echo of what was understood."""
    answer = calls("interview", "add", "--company", "Initech", "--role", "SRE", "--at", "2026-11-12T10:00")
    assert answer.code == 0
    assert answer.out.strip().isalnum()
    assert "Thu 12 Nov 2026 10:00 (Europe/Berlin, +0100)" in answer.err


def test_add_says_which_application_it_belongs_to(calls: Calls) -> None:
    """The first interview begins one and the second joins it; no line stands empty."""
    add = ("interview", "add", "--company", "Initech", "--role", "SRE", "--at")
    first, second = calls(*add, "2026-11-12T10:00").err, calls(*add, "2026-11-14T10:00").err
    assert "It begins an application: Initech · SRE." in first
    assert "It is round 2 of 2 at Initech · SRE." in second
    assert all((first + second).rstrip("\n").split("\n"))


def test_add_json_prints_the_record(calls: Calls) -> None:
    """The record holds every field, enum words and times with their offset."""
    record = calls.json(
        *("interview", "add", "--company", "Hooli", "--role", "SRE", "--at", "2026-07-01 09:30", "--tz", "Asia/Tokyo"),
        *("--mode", "video", "--round", "screen", "--where", "meet", "--notes", "n", "--interviewer", ADA),
    )
    assert record["at"] == "2026-07-01T09:30:00+09:00"
    assert (record["zone"], record["mode"], record["outcome"]) == ("Asia/Tokyo", "video", "pending")
    assert [(one["name"], one["email"]) for one in record["interviewers"]] == [("Ada Byron", "ada@initech.example")]
    assert (record["round"], record["where"], record["notes"]) == ("screen", "meet", "n")
    assert datetime.fromisoformat(record["created"]).tzinfo is not None
    assert calls.json("interview", "list") == [record]


def test_a_comma_between_names_is_echoed_as_it_was_understood(calls: Calls) -> None:
    """A family name before its given name is one person; the echo says so, and what is clear is not echoed."""
    add = ("interview", "add", "--company", "Initech", "--role", "SRE", "--at", "2026-11-12T10:00", "--interviewer")
    answer = calls(*add, "García Márquez, Gabriel")
    assert "Understood: Gabriel García Márquez (no address yet); type a semicolon between two people." in answer.err
    assert "Ada Byron (" not in calls(*add, ADA).err


def test_a_rejection_without_interviewers_says_how_to_name_one(calls: Calls) -> None:
    """The one sentence of the outcome, and the call that names somebody; it is not said where somebody is named."""
    named, nobody = calls.interview(ADA), calls.interview()
    answer = calls("interview", "outcome", nobody, "rejected")
    assert "Not this time. Nobody is named yet" in answer.err
    assert f"afterword interview edit {nobody} --add-interviewer" in answer.err
    assert "--add-interviewer" not in calls("interview", "outcome", named, "rejected").err


def test_an_id_may_be_shortened_and_an_ambiguous_one_lists_the_candidates(calls: Calls) -> None:
    """Any unique prefix names a record; an ambiguous one exits with 1 and names both."""
    calls.done("--data-dir", str(calls.home / "data"), "import", "-", stdin=_two_interviews())
    assert calls.json("interview", "show", "abx")["id"] == "abx1"
    assert "  abx1  A · B, 2026-01-01\n  aby2  A · B, 2026-01-01\n" in calls.refused("interview", "show", "ab")


def _two_interviews() -> str:
    with tempfile.TemporaryDirectory() as folder:
        environ = {"AFTERWORD_DATA_DIR": folder, "AFTERWORD_CONFIG": "/dev/null"}
        out = io.StringIO()
        add = ["interview", "add", "--company", "A", "--role", "B", "--at", "2026-01-01 10:00"]
        run(add, Terminal(io.StringIO(), io.StringIO(), io.StringIO(), environ), lambda *_: 0)
        run(["export"], Terminal(io.StringIO(), out, io.StringIO(), environ), lambda *_: 0)
    document = json.loads(out.getvalue())
    (record,) = document["interviews"].values()
    document["interviews"] = {key: {**record, "id": key} for key in ("abx1", "aby2")}
    return json.dumps(document)


def test_list_filters_by_outcome(calls: Calls) -> None:
    """`--outcome` keeps only those interviews; rounds of one application are told apart by their names."""
    one, other = calls.interview(), calls.interview(at="2026-11-02 10:00")
    calls.done("interview", "edit", one, "--round", "Second call")
    assert re.search(r"Backend +Second call +2026-11-06", calls("interview", "list").out)
    calls.done("interview", "outcome", other, "no-answer", "--on", "2026-11-20")
    assert [found["id"] for found in calls.json("interview", "list", "--outcome", "no-answer")] == [other]
    assert [found["id"] for found in calls.json("interview", "list", "--outcome", "pending")] == [one]


def test_edit_changes_only_what_was_named(calls: Calls) -> None:
    """Other fields stay, and the interviewers keep their ids."""
    about = calls.interview(ADA)
    before = calls.json("interview", "show", about)
    after = calls.json("interview", "edit", about, "--role", "Platform", "--add-interviewer", GRACE)
    assert (after["role"], after["company"], after["at"]) == ("Platform", "Initech", before["at"])
    assert after["interviewers"][0] == before["interviewers"][0]
    assert [one["name"] for one in after["interviewers"]] == ["Ada Byron", "Grace Hopper"]


def test_edit_of_the_zone_keeps_the_time_on_the_clock(calls: Calls) -> None:
    """Ten in Berlin corrected to London is ten in London."""
    about = calls.interview()
    assert calls.json("interview", "edit", about, "--tz", "Europe/London")["at"] == "2026-11-06T10:00:00+00:00"


def test_edit_of_a_bare_time_stays_on_the_day(calls: Calls) -> None:
    """`--at 14:30` moves the time, not the day."""
    about = calls.interview()
    assert calls.json("interview", "edit", about, "--at", "14:30")["at"] == "2026-11-06T14:30:00+01:00"


def test_edit_without_a_change_exits_with_2(calls: Calls) -> None:
    """An edit that names nothing is a mistake in the words."""
    assert calls("interview", "edit", calls.interview()).code == 2


def test_removed_interviews_come_back(calls: Calls) -> None:
    """`rm` is soft: gone from the list, in `--removed`, back after `restore`."""
    about = calls.interview()
    calls.done("interview", "rm", about)
    assert calls.json("interview", "list") == []
    assert [one["id"] for one in calls.json("interview", "list", "--removed")] == [about]
    calls.done("interview", "restore", about[:5])
    assert [one["id"] for one in calls.json("interview", "list")] == [about]


@pytest.mark.parametrize(("typed", "late"), [("10:07", 7), ("9:48", -12), ("2026-11-06T10:00", 0)])
def test_arrival_is_computed_from_both_times(calls: Calls, typed: str, late: int) -> None:
    """Minutes late come from plan and arrival; negative is early."""
    about = calls.interview()
    assert calls.json("interview", "arrived", about, typed) == {
        "planned": "2026-11-06T10:00:00+01:00",
        "arrived": f"2026-11-06T{10 if late >= 0 else 9:02}:{late % 60:02}:00+01:00",
        "minutes_late": late,
    }


def test_arrival_takes_words_without_quotes_and_is_told_in_words(calls: Calls) -> None:
    """`fri 10:04` need not be quoted, and the plain answer is a phrase."""
    about = calls.interview()
    assert calls.done("interview", "arrived", about, "2026-11-06", "10:04") == "4 minutes late"


def test_an_interview_is_shown_with_one_line_on_the_arrival(calls: Calls) -> None:
    """When somebody came and how late that was are one fact; without an arrival there is no line."""
    about = calls.interview()
    assert "\narriv" not in calls.done("interview", "show", about)
    calls.done("interview", "arrived", about, "10:04")
    facts = calls.done("interview", "show", about).partition("\n\n")[0]
    assert [line for line in facts.splitlines() if line.startswith("arriv")] == [
        "arrived      Fri 6 Nov 2026 10:04 (Europe/Berlin), 4 minutes late"
    ]


def test_an_arrival_on_another_day_is_refused(calls: Calls) -> None:
    """A slip of the day is caught with a sentence and exit code 1."""
    assert "twelve hours" in calls.refused("interview", "arrived", calls.interview(), "2026-11-07 10:00")


def test_a_rejection_opens_a_request_for_each_interviewer(calls: Calls) -> None:
    """`outcome … rejected` makes one request per person due, and says from when."""
    about = calls.interview(ADA, GRACE)
    answer = calls("interview", "outcome", about, "rejected", "--on", "2026-11-10", "--json")
    assert json.loads(answer.out)["outcome_on"] == "2026-11-10"
    assert "Not this time. 2 people to ask, from today." in answer.err
    assert [one["action"] for one in calls.json("due") if one["request_id"]] == ["ask", "ask"]


def test_show_holds_reflection_requests_and_findings(calls: Calls) -> None:
    """`show` brings everything about one interview together, as a record and as a page."""
    request = calls.replied("You were clear about trade-offs.")
    calls.done("finding", "add", request, "--kind", "strength", "--quote", "clear about trade-offs")
    about = calls.json("request", "show", request)["interview_id"]
    calls.done("reflect", about, stdin="\nThe diagram helped\n")
    record = calls.json("interview", "show", about)
    assert record["reflection"]["went_well"] == "The diagram helped"
    assert [one["id"] for one in record["requests"]] == [request]
    assert [one["quote"] for one in record["findings"]] == ["clear about trade-offs"]
    page = calls.done("interview", "show", about)
    for words in ("Initech", "Ada Byron <ada@initech.example>", "The diagram helped", "replied", "+ strength"):
        assert words in page


_DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2079, 12, 31))
_FORMS = ("{0:%Y-%m-%dT%H:%M}", "{0:%Y-%m-%d %H:%M}", "{0:%Y%m%dT%H%M}", "{0:%a} {0.day} {0:%b} {0:%Y} {0:%H:%M}")


@given(day=_DAYS, clock=st.times().filter(lambda at: at.hour > 3), form=st.sampled_from(_FORMS))
def test_every_form_of_when_gives_the_same_instant(day: date, clock: time, form: str) -> None:
    """ISO with and without a T, the basic form, and the form the program itself shows all mean one moment."""
    zone = ZoneInfo("Europe/Berlin")
    moment = datetime(day.year, day.month, day.day, clock.hour, clock.minute, tzinfo=zone)
    now = datetime(2026, 11, 23, 9, 0, tzinfo=zone)
    assert understand_moment(form.format(moment), now) == moment
    assert understand_moment(moment.isoformat(), now) == moment


@given(
    count=st.integers(min_value=1, max_value=300),
    unit=st.sampled_from(["day", "week"]),
    form=st.sampled_from(["+{n}{u}", "in {n} {unit}s", "{n} {unit}s ago", "-{n} {unit}s"]),
)
def test_spans_count_from_now(count: int, unit: str, form: str) -> None:
    """`+3d`, `in 3 days`, `2 weeks ago`: the time of day stays, the days are counted."""
    now = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    days = count * (7 if unit == "week" else 1) * (-1 if "ago" in form or form.startswith("-") else 1)
    found = understand_moment(form.format(n=count, u=unit[0], unit=unit), now)
    assert found.replace(tzinfo=None) == now.replace(tzinfo=None) + timedelta(days=days)


@given(day=st.integers(min_value=0, max_value=6), clock=st.times(), ahead=st.booleans())
def test_weekdays_lie_ahead_in_plans_and_behind_in_reports(day: int, clock: time, *, ahead: bool) -> None:
    """`tue 14:30` is within a week, on that weekday, on the side the sentence leans to."""
    now = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day]
    found = understand_moment(f"{name} {clock:%H:%M}", now, Lean.AHEAD if ahead else Lean.BEHIND)
    away = (found.date() - now.date()).days
    assert (found.weekday(), f"{found:%H:%M}") == (day, f"{clock:%H:%M}")
    assert 0 <= away <= 7 if ahead else -7 <= away <= 0


def test_an_offset_that_was_typed_is_kept_as_that_instant_and_echoed_in_the_zone_of_the_place(calls: Calls) -> None:
    """10:00 five hours ahead of UTC is 06:00 in Berlin, and that is what is said."""
    answer = calls("interview", "add", "--company", "I", "--role", "S", "--at", "2026-11-12T10:00+05:00")
    assert "Understood: Thu 12 Nov 2026 06:00 (Europe/Berlin, +0100)." in answer.err
    shown = calls.json("interview", "show", answer.out.strip())
    assert datetime.fromisoformat(shown["at"]) == datetime.fromisoformat("2026-11-12T10:00+05:00")


@pytest.mark.parametrize("at", ["+3d", "tue", "2026-12-01"])
def test_a_day_alone_is_no_start_of_an_interview(calls: Calls, at: str) -> None:
    """The time is asked for, when it is added, moved, or an arrival is noted."""
    about = calls.interview()
    for words in (
        ("interview", "add", "--company", "I", "--role", "S", "--at", at),
        ("interview", "edit", about, "--at", at),
        ("interview", "arrived", about, at),
    ):
        answer = calls(*words)
        assert answer.code == 2
        assert f"{at} 10:00" in answer.err


def test_a_time_that_comes_twice_is_said_to(calls: Calls) -> None:
    """The echo says which of the two was understood, and how to type the other."""
    answer = calls("interview", "add", "--company", "I", "--role", "S", "--at", "2026-10-25 02:30")
    assert "comes twice that night; this is the first" in answer.err
    assert "2026-10-25T02:30+01:00" in answer.err
    about = answer.out.strip()
    assert calls("interview", "edit", about, "--at", "2026-10-25T02:30+02:00").err.count("Nothing was said to change")
    assert calls.done("interview", "edit", about, "--at", "2026-10-25T02:30+01:00") == ""


def test_a_time_beside_a_day_is_said_not_to_count(calls: Calls) -> None:
    """Where a day is asked for, the echo says that the time is left out."""
    about = calls.interview()
    answer = calls("interview", "outcome", about, "rejected", "--on", "2026-11-10 09:00")
    assert "Understood: Tue 10 Nov 2026. The day counts here, not the time." in answer.err
