"""What is exported for others: a table that runs no formula, a report to read, a calendar that other programs know."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.calls import ADA, GRACE, Calls

from afterword.exchange.files import FORMULA, shielded, unshielded


@pytest.fixture
def added(calls: Calls) -> Calls:
    """An interview with everything that can be told of it, and another that says little."""
    calls.done(
        *("interview", "add", "--company", "=cmd|' /C calc'!A0", "--role", "Nurse, ward 7", "--at", "2026-12-03 10:00"),
        *("--tz", "Europe/Berlin", "--interviewer", ADA, "--interviewer", GRACE, "--where", "Room 4; first floor"),
        *("--notes", 'two\nlines, "quoted"', "--round", "final", "--mode", "video"),
    )
    calls.done("interview", "add", "--company", "Initech", "--role", "Cook", "--at", "2026-11-02 09:00")
    return calls


def events(text: str) -> list[Any]:
    """The entries of a calendar, as another library reads them."""
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def rows(text: str) -> list[dict[str, str]]:
    """The table as a reader of CSV gives it."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_holds_every_interview_with_its_fields(added: Calls) -> None:
    """Whoever opens it in a spreadsheet finds what the forms call it."""
    first, second = rows(added.done("export", "--format", "csv"))
    assert first["Role"] == "Nurse, ward 7"
    assert first["When"] == "2026-12-03 10:00"
    assert first["Time zone"] == "Europe/Berlin"
    assert first["Interviewers"] == f"{ADA}; {GRACE}"
    assert first["Notes"] == 'two\nlines, "quoted"'
    assert (second["Company"], second["Outcome"]) == ("Initech", "pending")


def test_no_cell_of_the_table_runs_as_a_formula(added: Calls) -> None:
    """What others wrote is data, however it begins."""
    cells = [cell for row in csv.reader(io.StringIO(added.done("export", "--format", "csv"))) for cell in row]
    assert any("calc" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip().startswith(FORMULA)]


@given(st.text())
def test_a_shielded_cell_reads_back_as_it_was(text: str) -> None:
    """Shielding loses nothing but what no cell can hold."""
    from afterword.domain.text import clean

    assert unshielded(shielded(text)) == clean(text)
    assert not shielded(text).lstrip().startswith(FORMULA)


def test_a_table_in_a_file_says_that_it_is_utf8(added: Calls) -> None:
    """Without the mark, spreadsheets read umlauts as two letters each."""
    path = added.home / "table.csv"
    added.done("export", "--format", "csv", "--out", str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_the_calendar_holds_interviews_at_their_instants(added: Calls) -> None:
    """Another library reads it, and finds the hour, the place and the people."""
    entries = {str(event["SUMMARY"]): event for event in events(added.done("export", "--format", "ics"))}
    event = entries["Interview: =cmd|' /C calc'!A0, Nurse, ward 7 (final)"]
    assert event["DTSTART"].dt == datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    assert str(event["LOCATION"]) == "Room 4; first floor"
    assert "Ada Byron, Grace Hopper" in str(event["DESCRIPTION"])
    assert "quoted" not in str(event)


def test_what_is_due_stands_in_the_calendar_as_whole_days_that_block_nothing(added: Calls) -> None:
    """A day to nudge is no appointment."""
    key = added.done("interview", "list", "--json")
    assert key
    entries = events(added.done("export", "--format", "ics"))
    days = [event for event in entries if not isinstance(event["DTSTART"].dt, datetime)]
    assert days
    assert all(isinstance(event["DTSTART"].dt, date) and str(event["TRANSP"]) == "TRANSPARENT" for event in days)


def test_a_second_export_keeps_the_uids_so_that_an_import_updates(added: Calls) -> None:
    """A calendar program knows an entry by its UID."""
    before = events(added.done("export", "--format", "ics"))
    key = added.json("interview", "list")[0]["id"]
    added.done("interview", "edit", key, "--at", "2026-12-04 11:00")
    after = events(added.done("export", "--format", "ics"))
    uid = f"interview-{key}@afterword.invalid"
    moments = [next(event["DTSTART"].dt for event in entries if event["UID"] == uid) for entries in (before, after)]
    assert moments[0] != moments[1]
    assert len({str(event["UID"]) for event in after}) == len(after)


def test_an_interview_ahead_that_was_removed_is_taken_back_in_the_calendar(added: Calls) -> None:
    """A calendar that has it already learns so; one that is over is simply gone."""
    added.done("interview", "rm", added.json("interview", "list")[0]["id"])
    entries = events(added.done("export", "--format", "ics"))
    (gone,) = (event for event in entries if str(event["SUMMARY"]).startswith("Interview: =cmd"))
    assert gone["STATUS"] == "CANCELLED"


def test_the_report_holds_what_was_said_and_no_private_writing(added: Calls) -> None:
    """It is read by its writer, and perhaps by somebody who looks over their shoulder."""
    report = added.done("export", "--format", "md")
    assert "## Initech · Cook" in report
    assert "Room 4; first floor" in report
    assert "Private" not in report


def test_the_report_on_one_application_is_about_nothing_else(added: Calls) -> None:
    """By the id of the application."""
    key = next(one["id"] for one in added.json("application", "list") if one["company"] == "Initech")
    report = added.done("export", "--format", "md", "--application", key)
    assert report.startswith("# Initech · Cook")
    assert "Nurse" not in report
    assert added("export", "--format", "csv", "--application", key).code == 2


def test_a_journal_taken_in_elsewhere_is_the_same_byte_for_byte(added: Calls, tmp_path: Path) -> None:
    """The order of competencies, which says something, included."""
    added.done("competency", "add", "Zest")
    added.done("competency", "add", "Calm")
    other = Calls(tmp_path / "other")
    other.done("import", "-", stdin=added.done("export"))
    assert other.done("export") == added.done("export")
