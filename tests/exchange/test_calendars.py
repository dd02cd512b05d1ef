"""Invitations as Outlook, Google, Apple and others write them, their updates and cancellations, by hand and by mail."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.calls import Calls

from afterword.calendars import read_calendar
from afterword.domain.exchange_files import CalendarEntry, told_by
from afterword.errors import AfterwordError

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
BERLIN = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Europe/Berlin"))
WINDOWS_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*events: str, head: str = "", zone: str = "") -> str:
    """A file with these entries, with the line ends of the standard."""
    entries = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{zone}{entries}END:VCALENDAR\n".replace("\n", "\r\n")


def only(text: str) -> CalendarEntry:
    """The one meeting of a file."""
    (meeting,) = read_calendar(text, NOW).meetings
    return meeting


STARTS = {
    "outlook": ("DTSTART;TZID=W. Europe Standard Time:20261203T100000", "", WINDOWS_ZONE),
    "outlook without a description": ("DTSTART;TZID=W. Europe Standard Time:20261203T100000", "", ""),
    "quoted": ('DTSTART;TZID="W. Europe Standard Time":20261203T100000', "", ""),
    "google": ("DTSTART;TZID=Europe/Berlin:20261203T100000", "", ""),
    "a path": ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261203T100000", "", ""),
    "utc": ("DTSTART:20261203T090000Z", "", ""),
    "utc shown elsewhere": ("DTSTART:20261203T090000Z", "X-WR-TIMEZONE:Europe/Berlin\n", ""),
}


@pytest.mark.parametrize("name", STARTS)
def test_the_instant_is_right_in_every_way_to_write_it(name: str) -> None:
    """Windows names, IANA names, paths, UTC."""
    start, head, zone = STARTS[name]
    meeting = only(calendar(f"UID:1\nSUMMARY:Interview\n{start}", head=head, zone=zone))
    assert meeting.at == BERLIN
    assert meeting.zone == ("UTC" if name == "utc" else "Europe/Berlin")


def test_a_zone_that_only_the_file_describes_is_taken_from_there() -> None:
    """Customized Time Zone, as Exchange calls it."""
    zone = WINDOWS_ZONE.replace("W. Europe Standard Time", "Customized Time Zone")
    meeting = only(calendar("UID:1\nDTSTART;TZID=Customized Time Zone:20261203T100000", zone=zone))
    assert meeting.at == BERLIN


def test_a_floating_time_is_on_the_clock_of_whoever_reads() -> None:
    """It names no zone at all."""
    meeting = only(calendar("UID:1\nDTSTART:20261203T100000"))
    assert (meeting.at, meeting.zone) == (datetime(2026, 12, 3, 10, tzinfo=UTC), "")


def test_a_day_without_an_hour_is_no_moment() -> None:
    """A birthday, a deadline."""
    assert only(calendar("UID:1\nDTSTART;VALUE=DATE:20261203")).at is None


def test_people_are_organizer_and_guests_without_rooms_programs_and_refusals() -> None:
    """Each once."""
    people = (
        'ORGANIZER;CN="Byron, Ada":mailto:ada@initech.example\n'
        "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@initech.example\n"
        "ATTENDEE;CN=Max Ode;PARTSTAT=ACCEPTED:MAILTO:max@initech.example\n"
        "ATTENDEE;CN=ada@initech.example:mailto:Ada@initech.example\n"
        "ATTENDEE;PARTSTAT=DECLINED:mailto:not@initech.example\n"
        "ATTENDEE:mailto:no-reply@initech.example"
    )
    meeting = only(calendar(f"UID:1\nDTSTART:20261203T100000Z\n{people}"))
    assert [(one.name, one.email) for one in meeting.people] == [
        ("Ada Byron", "ada@initech.example"),
        ("Max Ode", "max@initech.example"),
    ]


LINKS = {
    "LOCATION:https://zoom.us/j/123?pwd=x": "https://zoom.us/j/123?pwd=x",
    "LOCATION:Microsoft Teams-Besprechung\nDESCRIPTION:Join https://teams.microsoft.com/l/meetup-join/19%3a\\n": (
        "Microsoft Teams-Besprechung: https://teams.microsoft.com/l/meetup-join/19%3a"
    ),
    "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij": "https://meet.google.com/abc-defg-hij",
    "LOCATION:Room 4\\, first floor": "Room 4, first floor",
    "DESCRIPTION:See https://initech.webex.com/meet/ada now": "https://initech.webex.com/meet/ada",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/x": "https://teams.microsoft.com/l/x",
}


@pytest.mark.parametrize("lines", LINKS)
def test_the_place_or_the_link_is_found_wherever_it_stands(lines: str) -> None:
    """Teams, Zoom, Meet, Webex."""
    assert only(calendar(f"UID:1\nDTSTART:20261203T100000Z\n{lines}")).where == LINKS[lines]


def test_single_meetings_stand_beside_a_series_however_many_both_are() -> None:
    """Nothing is lost behind a stand-up of every day, and those of it around now are told."""
    series = "UID:s\nSUMMARY:Stand-up\nDTSTART:20240105T090000Z\nRRULE:FREQ=DAILY"
    singles = [f"UID:{n}\nSUMMARY:Interview\nDTSTART:202612{1 + n % 28:02}T1{n % 9}0000Z" for n in range(90)]
    met = read_calendar(calendar(series, *singles), NOW).meetings
    assert len([meeting for meeting in met if meeting.title == "Interview"]) == 90
    assert {meeting.at for meeting in met if meeting.title == "Stand-up"} >= {datetime(2026, 11, 21, 9, tzinfo=UTC)}


def test_a_series_comes_meeting_by_meeting_with_its_exceptions() -> None:
    """One was moved, one left out."""
    series = "UID:s\nSUMMARY:Interview\nDTSTART:20261201T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261203T100000Z"
    moved = "UID:s\nSUMMARY:Interview\nRECURRENCE-ID:20261202T100000Z\nDTSTART:20261202T150000Z"
    meetings = read_calendar(calendar(series, moved), NOW).meetings
    assert [meeting.at.hour for meeting in meetings if meeting.at is not None] == [10, 15]
    assert len({meeting.key for meeting in meetings}) == 2


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=9999999",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3",
        "FREQ=YEARLY;BYDAY=99XX",
    ],
)
def test_a_series_that_nobody_could_attend_is_one_meeting(rule: str) -> None:
    """Counting its meetings would take for ever, or its rule is none."""
    assert only(calendar(f"UID:s\nSUMMARY:Interview\nDTSTART:20261201T100000Z\nRRULE:{rule}")).at is not None


def test_answers_to_an_invitation_are_no_meetings() -> None:
    """METHOD:REPLY says who comes."""
    assert read_calendar(calendar("UID:1\nDTSTART:20261203T100000Z", head="METHOD:REPLY\n"), NOW).meetings == ()


NAMES_FOR_PEOPLE = (
    "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
    "(GMT+01.00) Amsterdam / Berlin, Berlin",
    "Europe_Berlin",
)


@pytest.mark.parametrize("name", NAMES_FOR_PEOPLE)
def test_a_zone_named_for_people_is_found_where_nothing_describes_it(name: str) -> None:
    """As Exchange, Outlook and older programs write it."""
    meeting = only(calendar(f'UID:1\nDTSTART;TZID="{name}":20261203T100000'))
    assert meeting.at == BERLIN
    assert meeting.zone.startswith("Europe/")


def test_a_name_for_people_means_what_the_file_says_it_means() -> None:
    """Somebody called the zone of Berlin after another town."""
    zone = WINDOWS_ZONE.replace("W. Europe Standard Time", "Tokyo")
    assert only(calendar("UID:1\nDTSTART;TZID=Tokyo:20261203T100000", zone=zone)).at == BERLIN


BROKEN = {
    "a weekday with a space": "UID:1\nSUMMARY:Interview\nDTSTART:20261203T100000Z\nRRULE:FREQ=DAILY;BYDAY=MO, TU",
    "a rule that is none": "UID:1\nSUMMARY:Interview\nDTSTART:20261203T100000Z\nRRULE:FREQ=SOMETIMES",
    "an alarm that cannot be": (
        "UID:1\nSUMMARY:Interview\nDTSTART:20261203T100000Z\n"
        "BEGIN:VALARM\nTRIGGER:PT-2H\nACTION:DISPLAY\nDESCRIPTION:x\nEND:VALARM"
    ),
    "a day that is none in another entry": (
        "UID:1\nSUMMARY:Interview\nDTSTART:20261203T100000Z\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nSUMMARY:Never\nDTSTART:20261341T100000Z"
    ),
    "a day that no interview can have, and a zone that no system could": (
        "UID:1\nSUMMARY:Interview\nDTSTART:20261203T100000Z\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nSUMMARY:Never\nDTSTART:99991231T235959Z\nEND:VEVENT\n"
        f"BEGIN:VEVENT\nUID:3\nSUMMARY:Never\nDTSTART;TZID={'x' * 5_000}:20261203T100000"
    ),
    "beginnings that are no day": (
        "UID:1\nSUMMARY:Interview\nDTSTART:20261203T100000Z"
        + "".join(
            f"\nEND:VEVENT\nBEGIN:VEVENT\nUID:{start}\nSUMMARY:Never\nDTSTART{start}"
            for start in (":100000", ":P1D", ":20261203T100000Z/PT1H", ";VALUE=PERIOD:20261203T100000Z/PT1H")
        )
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_the_standard_costs_itself_and_nothing_else(name: str) -> None:
    """Some programs write what no library reads."""
    assert [each.title for each in read_calendar(calendar(BROKEN[name]), NOW).meetings] == ["Interview"]


def test_a_description_of_a_zone_that_is_broken_costs_no_meeting() -> None:
    """The name of the zone is enough."""
    zone = WINDOWS_ZONE.replace("TZOFFSETTO:+0100", "TZOFFSETTO:+5328")
    assert only(calendar("UID:1\nDTSTART;TZID=W. Europe Standard Time:20261203T100000", zone=zone)).at == BERLIN


def test_an_entry_without_a_calendar_around_it_is_one() -> None:
    """Older programs hand it over so."""
    entry = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Interview\r\nDTSTART:20261203T100000Z\r\nEND:VEVENT\r\n"
    assert only(entry).title == "Interview"


def test_a_broken_file_gives_what_can_be_read_of_it() -> None:
    """A line that is none, a part that is not closed, a number that is words."""
    text = calendar("UID:1\nSUMMARY:Interview\nDTSTART:20261203T100000Z\nwords of nobody\nSEQUENCE:x")
    assert only(text.replace("END:VCALENDAR\r\n", "")).title == "Interview"
    assert only("\ufeff" + text).title == "Interview"


TITLES = {
    "Interview Backend Engineer, Initech": ("Initech", "Backend Engineer"),
    "Initech: Technical interview (Backend Engineer)": ("Initech", "Backend Engineer"),
    "Interview with Initech for the Backend Engineer role": ("Initech", "Backend Engineer"),
    "Vorstellungsgespräch Pflegefachkraft bei Klinikum Nord": ("Klinikum Nord", "Pflegefachkraft"),
    "Einladung zum Vorstellungsgespräch als Softwareentwickler (Nordwind Energie GmbH)": (
        "Nordwind Energie GmbH",
        "Softwareentwickler",
    ),
    "Entretien – Infirmière – CHU de Lyon": ("CHU de Lyon", "Infirmière"),
    "Entrevista: Enfermera en Hospital Sur": ("Hospital Sur", "Enfermera"),
    "Sam Seeker <> Ada Byron: Interview": ("Globex", ""),
    "Interview": ("Globex", ""),
    "Phone screen - Staff Nurse, Ward 7 @ St Mary's": ("St Mary's", "Staff Nurse"),
    "Final interview for Sales Manager at Umbrella Corp": ("Umbrella Corp", "Sales Manager"),
    "Regional Manager interview - Hooli": ("Hooli", "Regional Manager"),
    "Phone Screen — Acme, Inc. (Senior Engineer)": ("Acme, Inc.", "Senior Engineer"),
    "Interview with Ada Byron": ("Globex", ""),
    "Hooli: Interview 2/3 - System Design": ("Hooli", ""),
    "Recruiter screen — Hooli": ("Hooli", ""),
    "Intro call: Sam x Hooli": ("Hooli", ""),
    "Invitation: Interview - Data Analyst @ Wed 2 Dec 2026 3pm - 4pm (CET) (sam@home.example)": (
        "Globex",
        "Data Analyst",
    ),
    "Microsoft Teams Meeting: Kennenlerngespräch Sam Seeker / Müller GmbH & Co. KG": ("Müller GmbH & Co. KG", ""),
    "Entrevista de trabajo - Enfermera en Telefónica": ("Telefónica", "Enfermera"),
    "Entretien pour le poste de comptable avec Ada Byron": ("Globex", "comptable"),
    "Probearbeiten Konditorei Huber": ("Konditorei Huber", ""),
    "Zweitgespräch Stationsleitung Klinikum Nord": ("Klinikum Nord", "Stationsleitung"),
    "Einladung zum Vorstellungsgespräch als Koch im Hotel Adler am 15.12.": ("Hotel Adler", "Koch"),
    "Journée d'essai Boulangerie Pichon": ("Boulangerie Pichon", ""),
    "Día de prueba Panadería López": ("Panadería López", ""),
    "Trial shift - The Crown Inn": ("The Crown Inn", ""),
    "Interview: Hotel Manager": ("Globex", "Hotel Manager"),
    "Job interview (Teacher, Riverside School)": ("Riverside School", "Teacher"),
    "[Hooli] Onsite interview: Data Analyst": ("Hooli", "Data Analyst"),
    "Phone screen w/ Hooli": ("Hooli", ""),
    "2ème entretien avec la DRH - Renault": ("Renault", ""),
}


@pytest.mark.parametrize("title", TITLES)
def test_company_and_role_are_read_from_the_title_else_from_the_address(title: str) -> None:
    """In four languages; the names of those who meet are neither."""
    people = 'ORGANIZER;CN="Ada Byron":mailto:ada@mail.globex.example'
    meeting = only(calendar(f"UID:1\nDTSTART:20261203T100000Z\nSUMMARY:{title.replace(',', chr(92) + ',')}\n{people}"))
    told = told_by(meeting, ["Initech"], "Sam Seeker")
    assert (told.company, told.role) == TITLES[title]


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reading_with_anything_but_a_sentence(raw: bytes) -> None:
    """Files come from anywhere."""
    try:
        read_calendar(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + raw, NOW)
    except AfterwordError:
        return


# ── taken in ──────────────────────────────────────────────────────────────────────────────────────────────────────────

INVITED = (
    "UID:u1\nSEQUENCE:{sequence}\nSUMMARY:Interview Backend Engineer\\, Initech\n"
    "DTSTART;TZID=Europe/Berlin:20261203T{hour}0000\nLOCATION:Room 4\n"
    "ORGANIZER;CN=Ada Byron:mailto:ada@initech.example\nATTENDEE;CN=Alan:mailto:alan@home.example"
)


def handed_in(calls: Calls, text: str) -> Any:
    """The counts of an import of that file."""
    path = calls.home / "invite.ics"
    path.write_text(text, newline="")
    return calls.json("import", str(path))


def taken(calls: Calls) -> Any:
    """The interview of the only proposal."""
    (waiting,) = calls.json("proposal", "list")
    return calls.json("proposal", "accept", waiting["id"])


def test_an_invitation_becomes_an_interview_when_it_is_accepted(calls: Calls) -> None:
    """Nothing has to be typed; oneself is none of the people."""
    assert handed_in(calls, calendar(INVITED.format(sequence=0, hour=10)))["proposals"] == 1
    assert calls.json("interview", "list") == []
    interview = taken(calls)
    assert (interview["company"], interview["role"], interview["where"]) == ("Initech", "Backend Engineer", "Room 4")
    assert interview["at"].startswith("2026-12-03T10:00")
    assert [one["name"] for one in interview["interviewers"]] == ["Ada Byron"]


def test_the_same_file_twice_adds_nothing_before_and_after_it_was_accepted(calls: Calls) -> None:
    """And not after it was dismissed either."""
    text = calendar(INVITED.format(sequence=0, hour=10))
    handed_in(calls, text)
    assert handed_in(calls, text)["known"] == 1
    taken(calls)
    assert handed_in(calls, text) == {**handed_in(calls, text), "proposals": 0}
    assert len(calls.json("interview", "list")) == 1


def test_an_update_moves_the_interview_and_keeps_what_was_written_here(calls: Calls) -> None:
    """By UID and SEQUENCE; an older version does nothing any more."""
    handed_in(calls, calendar(INVITED.format(sequence=0, hour=10)))
    key = taken(calls)["id"]
    calls.done("interview", "edit", key, "--notes", "Bring the badge.")
    assert handed_in(calls, calendar(INVITED.format(sequence=2, hour=15)))["proposals"] == 1
    moved = taken(calls)
    assert (moved["id"], moved["notes"]) == (key, "Bring the badge.")
    assert moved["at"].startswith("2026-12-03T15:00")
    assert handed_in(calls, calendar(INVITED.format(sequence=1, hour=11)))["proposals"] == 0


def test_a_cancellation_removes_the_interview_when_it_is_accepted(calls: Calls) -> None:
    """It can be brought back."""
    handed_in(calls, calendar(INVITED.format(sequence=0, hour=10)))
    key = taken(calls)["id"]
    assert handed_in(calls, calendar(INVITED.format(sequence=1, hour=10), head="METHOD:CANCEL\n"))["proposals"] == 1
    taken(calls)
    assert calls.json("interview", "list") == []
    calls.done("interview", "restore", key)


def test_a_cancellation_settles_an_invitation_that_nobody_has_accepted_yet(calls: Calls) -> None:
    """Nothing is left to decide."""
    handed_in(calls, calendar(INVITED.format(sequence=0, hour=10)))
    handed_in(calls, calendar(INVITED.format(sequence=1, hour=10), head="METHOD:CANCEL\n"))
    assert calls.json("proposal", "list") == []


def test_of_a_whole_calendar_only_interviews_are_offered(calls: Calls) -> None:
    """Birthdays and lunches are none; what concerns a company that is here is one, whatever it is called."""
    calls.done("interview", "add", "--company", "Globex", "--role", "Cook", "--at", "yesterday 10:00")
    lunch = "UID:l\nSUMMARY:Lunch with Max\nDTSTART:20261204T110000Z"
    globex = "UID:g\nSUMMARY:Globex: meet the team\nDTSTART:20261205T110000Z"
    birthday = "UID:b\nSUMMARY:Birthday\nDTSTART;VALUE=DATE:20261206"
    counts = handed_in(calls, calendar(INVITED.format(sequence=0, hour=10), lunch, globex, birthday))
    assert (counts["proposals"], counts["left_out"]) == (2, 2)


def test_what_was_exported_from_here_offers_nothing(calls: Calls, tmp_path: Path) -> None:
    """The calendar of one's own interviews comes back from a phone."""
    calls.done("interview", "add", "--company", "Initech", "--role", "Nurse", "--at", "2026-12-03 10:00")
    path = tmp_path / "own.ics"
    calls.done("export", "--format", "ics", "--out", str(path))
    assert calls.json("import", str(path))["proposals"] == 0


@pytest.mark.parametrize(
    ("start", "hour"),
    [("DTSTART:20261204T090000Z", "10:00"), ("DTSTART:20261204T090000", "09:00")],
    ids=["utc", "floating"],
)
def test_an_invitation_is_shown_on_the_clock_of_the_person(calls: Calls, start: str, hour: str) -> None:
    """Google writes every moment in UTC; nobody meets there."""
    path = calls.home / "invite.ics"
    path.write_text(
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1@x\n{start}\nSUMMARY:Interview at Navy: Cook (m/w/d), 45 min\n"
        "ORGANIZER;CN=Webex:mailto:messenger@webex.com\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    calls.done("import", str(path))
    interview = calls.json("proposal", "accept", calls.json("proposal", "list")[0]["id"])
    assert (interview["company"], interview["role"]) == ("Navy", "Cook")
    assert (interview["at"], interview["interviewers"]) == (f"2026-12-04T{hour}:00+01:00", [])


def test_the_first_name_of_the_person_is_no_role() -> None:
    """As Google and Calendly put it beside that of the company."""
    told = told_by(
        CalendarEntry(uid="1", day=date(2026, 12, 4), title="Navy <> Alan: Technical Interview"), (), "Alan Turing"
    )
    assert (told.company, told.role) == ("Navy", "")


LEFT_OUT = {
    "“Team day” names no hour: left out.": calendar("UID:1\nSUMMARY:Team day\nDTSTART;VALUE=DATE:20261203"),
    "It holds no meeting, only what else calendars keep": calendar(head="BEGIN:VTODO\nUID:1\nSUMMARY:x\nEND:VTODO\n"),
    "It is the answer of a guest to an invitation (Reply), and no invitation.": calendar(
        "UID:1\nSUMMARY:Interview\nDTSTART:20261203T100000Z", head="METHOD:REPLY\n"
    ),
    "“Stand-up” repeats, but never from two years ago to a year ahead: left out.": calendar(
        "UID:1\nSUMMARY:Stand-up\nDTSTART:20161203T100000Z\nRRULE:FREQ=DAILY;COUNT=5"
    ),
    "“Lunch” (like 1 more) is not called an interview, and names no company that is here: left out.": calendar(
        "UID:1\nSUMMARY:Lunch\nDTSTART:20261203T100000Z", "UID:2\nSUMMARY:Run\nDTSTART:20261204T100000Z"
    ),
    "“Interview” was taken back, and is not here: left out.": calendar(
        "UID:1\nSUMMARY:Interview\nSTATUS:CANCELLED\nDTSTART:20261203T100000Z"
    ),
}


@pytest.mark.parametrize("said", LEFT_OUT)
def test_what_is_left_out_of_a_calendar_is_said(calls: Calls, said: str) -> None:
    """Each with why, and that nothing came in."""
    path = calls.home / "some.ics"
    path.write_text(LEFT_OUT[said])
    told = calls("import", str(path)).err
    assert said in told
    assert "Nothing new came in." in told
    assert "Imported." not in told
