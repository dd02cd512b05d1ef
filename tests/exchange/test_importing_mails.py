"""A conversation by mail becomes application, interview and decision, step by step, each confirmed by the person."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.cli.calls import Calls

INVITES = """From: Ada Byron <ada@initech.example>
To: alan@home.example
Subject: Invitation to interview: Backend Engineer at Initech
Date: Mon, 16 Nov 2026 10:00:00 +0000
Message-ID: <1@initech.example>

Dear Alan,

We would like to invite you to an interview on 20 November at 14:00 by video.

Best regards
Ada Byron
"""
REJECTS = """From: Ada Byron <ada@initech.example>
To: alan@home.example
Subject: Your application for Backend Engineer
Date: Tue, 24 Nov 2026 10:00:00 +0000
Message-ID: <2@initech.example>

Dear Alan,

Thank you for your time. Unfortunately we have decided to move forward with another candidate.

Best regards
Ada Byron
"""
NEWS = """From: News <news@paper.example>
To: alan@home.example
Subject: Today's headlines
Date: Tue, 24 Nov 2026 11:00:00 +0000
Message-ID: <3@paper.example>
List-Unsubscribe: <mailto:off@paper.example>

All the news.
"""


def conversation(calls: Calls) -> str:
    """An mbox with an invitation, a rejection and a newsletter."""
    path = calls.home / "initech.mbox"
    mails = (INVITES, REJECTS, NEWS)
    path.write_text("".join(f"From x@y Mon Nov 23 10:00:00 2026\n{mail}\n" for mail in mails))
    return str(path)


def test_an_invitation_by_a_company_that_is_not_here_begins_an_application(calls: Calls) -> None:
    """Company and role are read from it; what is decided of it comes after."""
    counts = calls.json("import", conversation(calls))
    assert (counts["seen"], counts["proposals"], counts["left_out"]) == (3, 1, 1)
    (waiting,) = calls.json("proposal", "list")
    interview = calls.json("proposal", "accept", waiting["id"])
    assert (interview["company"], interview["role"]) == ("Initech", "Backend Engineer")
    assert interview["at"].startswith("2026-11-20T14:00")


def test_the_same_file_again_brings_the_decision_and_then_nothing(calls: Calls) -> None:
    """What hangs on the interview is offered once it is there."""
    path = conversation(calls)
    calls.done("import", path)
    calls.done("proposal", "accept", calls.json("proposal", "list")[0]["id"])
    assert calls.json("import", path)["proposals"] == 1
    (waiting,) = calls.json("proposal", "list")
    assert waiting["offer"] == "rejection"
    calls.done("proposal", "accept", waiting["id"])
    assert calls.json("import", path)["proposals"] == 0
    assert calls.json("application", "list")[0]["outcome"] == "rejected"


def test_a_check_of_the_mailbox_still_begins_no_application(calls: Calls) -> None:
    """Strangers write often; only a file that was named on purpose is asked for beginnings."""
    assert calls.json("check", "--eml", conversation(calls))["proposals"] == 0


def test_a_single_mail_is_rehearsed_first_and_comes_in(calls: Calls) -> None:
    """A rehearsal shows what it would offer, and keeps nothing."""
    path = calls.home / "one.eml"
    path.write_text(INVITES)
    rehearsed = calls("import", str(path), "--dry-run")
    assert "Fri 20 Nov 2026 14:00  Initech · Backend Engineer, with Ada Byron" in rehearsed.err
    assert calls.json("proposal", "list") == []
    assert calls.json("import", str(path))["proposals"] == 1


def test_mails_come_from_stdin_and_are_taken_back_in_one_step(calls: Calls) -> None:
    """As a pipe hands them on; undo leaves nothing of them."""
    with Path(conversation(calls)).open() as mails:
        assert calls.json("import", "-", stdin=mails.read())["proposals"] == 1
    calls.done("undo")
    assert calls.json("proposal", "list") == []


HOURS = {
    "at 11:30am on Friday, 11 December 2026": "11:30",
    "on 11 December 2026 at 2 p.m.": "14:00",
    "on 11 December 2026 at 10:15": "10:15",
    "on 11 December 2026, 2:00 PM GMT": "15:00",
    "on 11 December 2026, 9am (EST)": "15:00",
    "on 11 December 2026 at 14.30 Uhr": "14:30",
}


@pytest.mark.parametrize("when", HOURS)
def test_the_hour_of_an_invitation_is_read_whole_and_on_the_clock_it_names(calls: Calls, when: str) -> None:
    """Minutes behind “at”, afternoons, and the clocks of people in other places."""
    path = calls.home / "one.eml"
    path.write_text(
        "From: Ada Byron <ada@initech.example>\nTo: sam@home.example\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n"
        "Message-ID: <hour@initech.example>\nSubject: Your interview\n\n"
        f"Hello Sam,\n\nthank you for applying. Your interview as a nurse is scheduled {when}.\n\nAda Byron\n"
    )
    calls("import", str(path))
    (offered,) = calls.json("proposal", "list")
    at = datetime.fromisoformat(offered["appointment"]["at"]).astimezone(ZoneInfo("Europe/Berlin"))
    assert f"{at:%Y-%m-%d %H:%M}" == f"2026-12-11 {HOURS[when]}"


def test_what_a_zoom_invitation_is_about_names_company_and_role(calls: Calls) -> None:
    """Its subject only says that somebody invites, and its sender is a program."""
    path = calls.home / "zoom.eml"
    path.write_text(
        "From: no-reply@zoom.us\nTo: sam@home.example\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n"
        "Message-ID: <z@zoom.us>\nSubject: Ada Byron is inviting you to a scheduled Zoom meeting\n\n"
        "Ada Byron is inviting you to a scheduled Zoom meeting.\n\nTopic: Initech - Backend Engineer interview\n"
        "Time: Dec 9, 2026 03:00 PM\n\nJoin Zoom Meeting\nhttps://us02web.zoom.us/j/1\n"
    )
    told = calls("import", str(path), "--dry-run").err
    assert "Wed 9 Dec 2026 15:00  Initech · Backend Engineer\n" in told


def test_a_mail_that_is_no_news_says_so(calls: Calls) -> None:
    """That an application came in is no decision, whatever time it took."""
    path = calls.home / "ack.eml"
    path.write_text(
        "From: Initech Careers <donotreply@initech.example>\nTo: sam@home.example\n"
        "Date: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <ack@initech.example>\n"
        "Subject: Thank you for your application\n\nHi Sam,\n\n"
        "Thank you for taking the time to submit your application for the Backend Engineer position.\n"
    )
    told = calls("import", str(path)).err
    assert "Nothing in it is news about an application" in told
    assert "Nothing new came in." in told


def test_an_entry_for_the_calendar_is_offered_whatever_the_mail_says(calls: Calls) -> None:
    """Somebody who hands it over means it."""
    path = calls.home / "chat.eml"
    path.write_text(
        "From: Ada Byron <ada@initech.example>\nTo: sam@home.example\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n"
        "Message-ID: <chat@initech.example>\nSubject: Chat with Ada\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="x"\n\n--x\nContent-Type: text/plain\n\nSee you then!\n\n'
        "--x\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\n"
        "SUMMARY:Chat with Ada\nDTSTART;TZID=Europe/Berlin:20261203T100000\n"
        "ORGANIZER;CN=Ada Byron:mailto:ada@initech.example\nEND:VEVENT\nEND:VCALENDAR\n--x--\n"
    )
    assert "Thu 3 Dec 2026 10:00  Initech · role not named, with Ada Byron" in calls("import", str(path)).err


BODIES = {
    "english": (
        (
            "We are pleased to invite you to an interview for the position of Senior Accountant.\n\n"
            "When: 24 November 2026, 15:00-16:00\nLocation/Link: 12 King Street, Leeds\n\nConfirm by 18 November 2026."
        ),
        ("Klinikum Nord", "Senior Accountant", "2026-11-24T15:00", "12 King Street, Leeds"),
    ),
    "german": (
        (
            "vielen Dank für Ihre Bewerbung als Pflegefachkraft auf unserer Station. Wir laden Sie zu "
            "einem Gespräch ein.\n\nTermin: Dienstag, 24.11.2026, 14:00 Uhr\nOrt: Klinikum Nord, Haus 7, Raum 2.14"
        ),
        ("Klinikum Nord", "Pflegefachkraft", "2026-11-24T14:00", "Klinikum Nord, Haus 7, Raum 2.14"),
    ),
    "french": (
        (
            "Suite à votre candidature au poste d'infirmier de nuit, nous souhaitons vous inviter à un entretien le "
            "mardi 24 novembre 2026 à 14h30.\n\nLieu : 12 rue des Lilas, 69003 Lyon"
        ),
        ("Klinikum Nord", "infirmier de nuit", "2026-11-24T14:30", "12 rue des Lilas, 69003 Lyon"),
    ),
    "an early arrival": (
        (
            "Following your application for the role of Teaching Assistant, I'd like to invite you to interview on "
            "Tuesday 24th November at 9.30am. Please arrive at 9:15am.\nAddress: School Lane"
        ),
        ("Klinikum Nord", "Teaching Assistant", "2026-11-24T09:30", "School Lane"),
    ),
}


def letter(subject: str, body: str) -> str:
    """A mail of somebody at a company that is not here."""
    head = f"From: Petra Weiss <p.weiss@klinikum-nord.example>\nTo: alan@home.example\nSubject: {subject}\n"
    head += "Date: Mon, 16 Nov 2026 10:00:00 +0100\nMessage-ID: <7@x.example>\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n"


@pytest.mark.parametrize("name", BODIES)
def test_role_place_and_time_are_read_from_the_words_of_a_mail(calls: Calls, name: str) -> None:
    """The company is written as the mail writes it; a deadline, an end and an early arrival are no time to meet."""
    body, told = BODIES[name]
    calls.done("import", "-", stdin=letter("Next steps", body))
    (waiting,) = calls.json("proposal", "list")
    added = calls.json("proposal", "accept", waiting["id"])
    assert (added["company"], added["role"], added["at"][:16], added["where"]) == told


@pytest.mark.parametrize(
    ("subject", "signed", "company"),
    [
        ("Interview: Nurse at Sonnenhof", "Klinikum NORD", "Sonnenhof"),
        ("Interview: Nurse at Alster Praxis", "Klinikum NORD", "Alster Praxis"),
        ("Interview: Nurse", "Klinikum NORD", "Klinikum NORD"),
        ("Interview: Nurse", "The nurses", "Klinikum Nord"),
    ],
)
def test_the_company_of_the_subject_counts_before_that_of_the_address(
    calls: Calls, subject: str, signed: str, company: str
) -> None:
    """What an address alone names is written as the words of the mail write it, and else in capitals of our own."""
    body = f"We would like to invite you to an interview on 24 November 2026 at 14:00.\n\n{signed}"
    calls.done("import", "-", stdin=letter(subject, body))
    (waiting,) = calls.json("proposal", "list")
    assert calls.json("proposal", "accept", waiting["id"])["company"] == company


@pytest.mark.parametrize(
    "times",
    [
        "Are you free on 24 November at 10am, 25 November at 2pm or 26 November at 4pm?",
        "Please choose a time on 24 November 2026:\n- 10:00 AM\n- 11:30 AM\n- 2:00 PM",
        "Would Tuesday at 10:00 or Wednesday at 14:00 suit you?",
    ],
    ids=["days", "hours", "weekdays"],
)
def test_several_times_to_choose_from_are_no_appointment(calls: Calls, times: str) -> None:
    """The person says which one it became."""
    calls.done(
        "import", "-", stdin=letter("Interview: Nurse", f"We would like to invite you to an interview.\n\n{times}")
    )
    (waiting,) = calls.json("proposal", "list")
    assert waiting["appointment"] is None
    assert "--at" in calls("proposal", "accept", waiting["id"]).err
