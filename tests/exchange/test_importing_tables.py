"""Tables as spreadsheets and job boards write them: any separator, encoding, language and order of columns."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.calls import Calls

from afterword.calendars import decoded
from afterword.exchange.files import lines_of

SECONDS = 3
"""Of the processor."""
ENGLISH = "Company,Role,Interview date,Interviewer,Status\nInitech,Nurse,2026-11-12 10:00,Ada Byron,Rejected\n"
GERMAN = "Firma;Stelle;Datum;Uhrzeit;Gesprächspartner;E-Mail;Status;Absage am\nInitech;Köchin;12.11.2026;10 Uhr;Ada Byron;ada@x.example;Absage;20.11.2026\n"  # fmt: skip  # noqa: E501
FRENCH = "Entreprise\tPoste\tDate d’entretien\tHeure\tStatut\nInitech\tInfirmière\t12 novembre 2026\t10h00\tRefusée\n"
SPANISH = "Empresa|Puesto|Fecha|Hora|Estado\nInitech|Enfermera|12 de noviembre de 2026|10:00|Rechazada\n"
HUNTR = (
    "Title,Company,List,Date applied,Interview Date,URL,Notes\n"
    'Platform Engineer,Initech,Rejected,2026-11-01,"Nov 12, 2026 10:00 AM",https://x.example,"two\nlines"\n'
    "SRE,Globex,Wishlist,,,,\nNurse,Hooli,Applied,2026-11-02,,,\n"
)


def taken(calls: Calls, text: str | bytes, *words: str) -> list[Any]:
    """The interviews after importing that file, earliest first."""
    path = calls.home / "table.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    calls.done("import", str(path), *words)
    shown = [calls.json("interview", "show", one["id"]) for one in calls.json("interview", "list")]
    return sorted(shown, key=lambda one: str(one["at"]))


@pytest.mark.parametrize("table", [ENGLISH, GERMAN, FRENCH, SPANISH, HUNTR], ids=["en", "de", "fr", "es", "huntr"])
def test_columns_are_known_by_their_names_in_four_languages(calls: Calls, table: str) -> None:
    """Company, role, day, hour and outcome, whatever stands between them."""
    (interview,) = taken(calls, table)
    assert interview["company"] == "Initech"
    assert interview["at"].startswith("2026-11-12T10:00")
    assert calls.json("application", "list")[0]["outcome"] == "rejected"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(calls: Calls, encoding: str) -> None:
    """Excel writes four of them."""
    (interview,) = taken(calls, GERMAN.encode(encoding))
    assert interview["role"] == "Köchin"


def test_mails_in_a_column_of_their_own_belong_to_the_people_beside_them(calls: Calls) -> None:
    """In their order."""
    table = "Company,Role,Date of interview,Interviewers,Emails of them\nA,B,2026-11-12,Ada Byron; Max Ode,a@x.example; m@x.example\n"  # noqa: E501
    (interview,) = taken(calls, table, "--map", "Emails of them=emails")
    assert [(person["name"], person["email"]) for person in interview["interviewers"]] == [
        ("Ada Byron", "a@x.example"),
        ("Max Ode", "m@x.example"),
    ]


def test_lines_that_have_not_come_to_an_interview_are_left_out_and_counted(calls: Calls) -> None:
    """A board holds wishes, too."""
    path = calls.home / "board.csv"
    path.write_text(HUNTR)
    assert calls.json("import", str(path)) == {
        "file": str(path),
        "kind": "table",
        "interviews": 1,
        "changed": 0,
        "proposals": 0,
        "known": 0,
        "left_out": 2,
    }


def test_the_same_file_twice_adds_nothing(calls: Calls) -> None:
    """Nor does what was exported from here."""
    taken(calls, ENGLISH)
    assert len(taken(calls, ENGLISH)) == 1
    assert len(taken(calls, calls.done("export", "--format", "csv"))) == 1


def test_what_was_exported_comes_in_whole_elsewhere(calls: Calls, tmp_path: Path) -> None:
    """Every field of the interview, and how it ended."""
    before = taken(calls, GERMAN)
    other = Calls(tmp_path / "other")
    after = taken(other, calls.done("export", "--format", "csv"))
    for known, there in zip(before, after, strict=True):
        for name in ("company", "role", "at", "round", "mode", "where", "notes"):
            assert there[name] == known[name], name
        assert [one["name"] for one in there["interviewers"]] == [one["name"] for one in known["interviewers"]]


def test_lines_that_cannot_be_read_are_named_and_nothing_comes_in(calls: Calls) -> None:
    """All of them at once, by the numbers that an editor shows."""
    path = calls.home / "table.csv"
    path.write_text(
        'Company,Role,When,Notes\nInitech,Nurse,2026-11-12,"a\nb"\nGlobex,,2026-11-12,\n,Cook,2026-11-12,\nHooli,Cook,31.2.2026,\n'
        "Hooli,Chef,2026-11-12T99:99,\n"
    )
    answer = calls("import", str(path))
    assert answer.code == 1
    for words in (
        "Line 4: The role is missing.",
        "Line 5: The company is missing.",
        "Line 6: “31.2.2026” is no day of the calendar.",
        "Line 7: “2026-11-12T99:99” is no day that can be read.",
    ):
        assert words in answer.err
    assert calls.json("interview", "list") == []


def test_of_many_lines_with_much_in_them_a_few_are_named_shortly(calls: Calls) -> None:
    """What a file holds never floods the terminal."""
    path = calls.home / "table.csv"
    path.write_text("Company,Role,When,Zone\n" + f"A,B,{'1' * 9_000},\nA,B,2026-11-12,{'x' * 9_000}\n" * 500)
    said = calls.refused("import", str(path))
    assert "… and 980 more" in said
    assert "Line 2: “1111" in said
    assert "x…” is not a known time zone" in said
    assert len(said) < 5_000


def test_a_day_that_may_be_two_is_asked_for(calls: Calls) -> None:
    """3 April or 4 March: nobody can know, unless another line shows it."""
    path = calls.home / "table.csv"
    path.write_text("Company,Role,When\nInitech,Nurse,03/04/2026\n")
    assert "--day-first" in calls("import", str(path)).err
    assert taken(calls, path.read_text(), "--month-first")[0]["at"].startswith("2026-03-04T12:00")
    (other, *_) = taken(calls, "Company,Role,When\nA,B,03/04/2026\nC,D,25/04/2026\n")
    assert other["at"].startswith("2026-03-04")
    assert [one["at"][:10] for one in calls.json("interview", "list")].count("2026-04-03") == 1


def test_a_rehearsal_shows_the_first_lines_and_keeps_nothing(calls: Calls) -> None:
    """How the columns were understood is told in any case."""
    path = calls.home / "table.csv"
    path.write_text(GERMAN)
    answer = calls("import", str(path), "--dry-run")
    assert "Firma → company" in answer.err
    assert "Thu 12 Nov 2026 10:00  Initech · Köchin" in answer.err
    assert calls.json("interview", "list") == []


def test_a_column_is_chosen_or_passed_over_by_hand(calls: Calls) -> None:
    """For headings that nobody could guess."""
    (interview,) = taken(
        calls, "Wo,Was,X\nInitech,Nurse,12 Nov 2026 9am\n", "--map", "Wo=company", "--map", "Was=role", "--map", "X=at"
    )
    assert interview["at"].startswith("2026-11-12T09:00")
    path = calls.home / "table.csv"
    assert "There is no column “Y”" in calls("import", str(path), "--map", "Y=at").err
    assert "is no field" in calls("import", str(path), "--map", "X=salary").err


def test_a_table_without_a_day_or_of_another_kind_says_what_would_be_taken(calls: Calls) -> None:
    """Never a guess, never a traceback."""
    path = calls.home / "table.csv"
    path.write_text("Company,Role\nInitech,Nurse\n")
    assert "--map 'COLUMN=at'" in calls("import", str(path)).err
    path.write_text("Subject,Status,Due\nMend the roof,New,2026-11-12\n")
    assert "No column names the company." in calls("import", str(path)).err
    path.write_bytes(b"PK\x03\x04 a spreadsheet as it is")
    assert "kind that is not known" in calls("import", str(path)).err
    path.write_text("just words\n")
    assert calls("import", str(path)).code == 1


@pytest.mark.parametrize("unit", ["\n", ",,\n", "a;", "lorem ipsum, dolor\n"])
def test_a_large_file_that_is_no_table_is_refused_in_no_time(calls: Calls, unit: str) -> None:
    """Neither lines nor columns without an end are read to it."""
    path = calls.home / "large.csv"
    path.write_text(unit * (6_000_000 // len(unit)))
    began = time.process_time()
    assert "table" in calls.refused("import", str(path))
    assert time.process_time() - began < SECONDS


@given(st.binary(max_size=300))
def test_no_bytes_at_all_stop_the_reading_with_anything_but_a_sentence(raw: bytes) -> None:
    """Files come from anywhere."""
    from afterword.errors import AfterwordError

    try:
        heading, lines = lines_of(decoded(raw))
    except AfterwordError:
        return
    assert heading
    assert all(number > 0 for number, _ in lines)


def test_a_table_of_many_companies_meets_people_again_and_keeps_rounds_together(calls: Calls) -> None:
    """The same address at two companies is one person, the same name at one; rounds join their application."""
    table = (
        "Company,Role,When,Interviewer,Emails\n"
        "Initech,Nurse,2026-11-02 10:00,Ada Byron,ada@x.example\n"
        "Globex,Cook,2026-11-03 10:00,Ada Byron,ada@x.example\n"
        "Globex,Cook,2026-11-05 10:00,Max Ode,\n"
        "Globex,Cook,2026-11-09 10:00,Max Ode,\n"
    )
    before = taken(calls, "Company,Role,When,Interviewer\nGlobex,Cook,2026-11-01 10:00,Max Ode\n")
    rounds = taken(calls, table, "--map", "Emails=emails")
    assert len({one["application_id"] for one in rounds}) == 2
    assert before[0]["application_id"] == rounds[-1]["application_id"]
    assert sorted(person["name"] for person in calls.json("person", "list")) == ["Ada Byron", "Max Ode"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("My search,,\n,,\nCompany,Role,Date\nA,B,2026-11-12 10:00\n", "2026-11-12T10:00"),
        ("Company,Role,Date\nA,B,46338\n", "2026-11-12T12:00"),
        ("Company,Role,Date\nA,B,46338.4375\n", "2026-11-12T10:30"),
        ('Company,Role,"Interviewer(s)",Date\nA,B,Ada,"November 12, 2026 2:00 PM (GMT+1)"\n', "2026-11-12T14:00"),
        ('sep=;\r\n"Company";"Role";"When";""\r\nA;B;12.11.26 10:00;\r\n;;;\r\n', "2026-11-12T10:00"),
        ('sep="\nCompany,Role,When\nA,B,12.11.26 10:00\n', "2026-11-12T10:00"),
    ],
    ids=["title", "serial day", "serial moment", "notion", "empty columns and lines", "no separator"],
)
def test_what_spreadsheets_put_around_a_table_does_no_harm(calls: Calls, text: str, at: str) -> None:
    """Titles, days that are counted, empty columns and lines."""
    (interview,) = taken(calls, text)
    assert interview["at"].startswith(at)


SEARCHES = {
    "teal": "Job Position,Company,Status,Date Saved,Deadline,Date Applied\nNurse,Initech,Applied,,,2026-11-02\n{met}",
    "own": "Date,Company,Job Title,URL,Status\n2026-11-02,Initech,Nurse,https://x.example,Applied\n",
    "a word said by a line": "Date,Company,Role,Status\n2026-11-02,Initech,Nurse,Applied\n2026-11-03,Hooli,Nurse,No\n",
    "french": "Entreprise;Poste;Date de candidature;Statut\nInitech;Infirmière;12/09/2026;Envoyée\n",
}


@pytest.mark.parametrize("name", SEARCHES)
def test_the_day_of_an_application_is_no_day_of_an_interview(calls: Calls, name: str) -> None:
    """Lists of applications as job boards export them: no line becomes an interview on the day it was sent."""
    path = calls.home / "search.csv"
    path.write_text(SEARCHES[name].format(met="Chef,Hooli,Interviewing,,,2026-11-03\n"))
    answer = calls("import", str(path))
    assert "seems to be the day of the application, not of an interview." in answer.err
    assert "--map COLUMN=FIELD" in answer.err
    assert calls.json("interview", "list") == []
    assert len(calls.json("proposal", "list")) == (name == "teal")


def test_a_line_that_came_to_an_interview_and_names_no_day_asks_for_it(calls: Calls) -> None:
    """Boards of Huntr, Teal and LinkedIn have no such day; once it is said, the same board adds nothing."""
    board = "companyName,title,listName,createdAt\nHooli,Support Engineer,Interview,2026-11-02\nGlobex,Cook,Rejected,\n"
    assert taken(calls, board) == []
    (waiting,) = calls.json("proposal", "list")
    calls.done("proposal", "accept", waiting["id"], "--at", "2026-11-20 10:00")
    (interview,) = taken(calls, board)
    assert (interview["company"], interview["role"]) == ("Hooli", "Support Engineer")
    assert calls.json("proposal", "list") == []


def test_the_day_of_a_board_s_interview_said_by_a_table_settles_the_question(calls: Calls) -> None:
    """It is the interview that was asked about."""
    taken(calls, "Company,Title,List\nHooli,Nurse,Interview\n")
    assert len(taken(calls, "Company,Title,Interview date\nHooli,Nurse,2026-11-20 10:00\n")) == 1
    assert calls.json("proposal", "list") == []


def test_what_programs_write_into_empty_cells_is_nothing(calls: Calls) -> None:
    """A database writes `null`, a spreadsheet `#N/A`, a person a dash."""
    text = "Institution,Role,Interview date,Where,Notes,Interviewer,Status\nInitech,Nurse,2026-11-12,null,#N/A,–,\n"
    text += "Hooli,Nurse,None,,,,\nGlobex,null,null,,,,Rejected\n"
    (interview,) = taken(calls, text)
    assert (interview["company"], interview["where"], interview["notes"]) == ("Initech", "", "")
    assert interview["interviewers"] == []


@pytest.mark.parametrize(
    "text",
    [
        "company,role,stage,interview_date,result\nInitech,Nurse,Technical interview,2026-11-12,Rejected\n",
        "Name,Role,Interview date,Status\nInitech,Nurse,2026-11-12,Rejected\n",
        "Entreprise;Poste;Date entretien;Statut\nInitech;Nurse;12/11/2026;Refusé\nHooli;Nurse;13/11/2026;Refusé\n",
        (
            "Company,Role,Phone screen,Final,Interview scheduled,Result\n"
            "Initech,Nurse,n/a,2026-11-12,2 times,Rejected\n"
            "Hooli,Nurse,2026-11-13,,,\n"
        ),
    ],
    ids=["a stage beside a result", "a name", "words of days and meetings", "a round beside rounds"],
)
def test_columns_are_understood_by_what_stands_beside_and_below_them(calls: Calls, text: str) -> None:
    """Where their names alone do not say it."""
    interview = taken(calls, text, "--day-first")[0]
    assert (interview["company"], interview["at"][:10]) == ("Initech", "2026-11-12")
    assert calls.json("application", "show", interview["application_id"])["outcome"] == "rejected"


def test_an_unknown_standing_is_named_and_stops_nothing(calls: Calls) -> None:
    """Boards have columns of the person's own."""
    path = calls.home / "board.csv"
    path.write_text("Company,Role,Interview date,Status\nInitech,Nurse,,Simmering\nHooli,Cook,2026-11-12,Waiting\n")
    assert "“Simmering” (line 2) does not say here whether it came to an interview." in calls("import", str(path)).err
    assert [each["company"] for each in calls.json("interview", "list")] == ["Hooli"]


# ── news of what is here ──────────────────────────────────────────────────────────────────────────────────────────

PLANNED = "Company,Role,Interview date,Where,Notes,Status,Their words\nInitech,Nurse,{},{},{},{},{}\n"
NEXT_WEEK, LATER = "2090-11-24 10:00", "2090-11-26 14:00"


def planned(at: str, where: str = "", notes: str = "", status: str = "Waiting", words: str = "") -> str:
    """One line of a person's own table."""
    return PLANNED.format(at, where, notes, status, words)


def test_a_decision_that_a_later_table_tells_is_put_before_the_person_once(calls: Calls) -> None:
    """With its words; taken or dismissed, the same table says it no more."""
    taken(calls, planned("2026-11-12 10:00"))
    news = planned("2026-11-12 10:00", status="Rejected", words="Somebody was stronger.")
    (interview,) = taken(calls, news)
    (waiting,) = calls.json("proposal", "list")
    assert (waiting["offer"], waiting["applications"]) == ("rejection", [interview["application_id"]])
    calls.done("proposal", "accept", waiting["id"])
    told = calls.json("application", "show", interview["application_id"])
    assert (told["outcome"], told["words"]) == ("rejected", "Somebody was stronger.")
    taken(calls, news)
    assert calls.json("proposal", "list") == []


def test_a_day_that_a_later_table_moves_is_put_before_the_person_and_no_second_interview(calls: Calls) -> None:
    """Here as well where it was added by hand."""
    calls.done("interview", "add", "--company", "Hooli", "--role", "Chef", "--at", NEXT_WEEK)
    other = f"Hooli,Chef,{LATER},,,Waiting,\n"
    assert len(taken(calls, planned(NEXT_WEEK))) == 2
    assert {each["at"][:16] for each in taken(calls, planned(LATER) + other)} == {NEXT_WEEK.replace(" ", "T")}
    for waiting in calls.json("proposal", "list"):
        calls.done("proposal", "accept", waiting["id"])
    assert {each["at"][:16] for each in taken(calls, planned(LATER) + other)} == {LATER.replace(" ", "T")}
    assert calls.json("proposal", "list") == []


def test_what_the_person_changed_since_is_never_moved_back(calls: Calls) -> None:
    """The table that brought an interview says nothing anew of it."""
    (interview,) = taken(calls, planned(NEXT_WEEK, "Room 5", "Bring papers"))
    calls.done("interview", "edit", interview["id"], "--at", LATER, "--where", "Room 7", "--notes", "")
    (after,) = taken(calls, planned(NEXT_WEEK, "Room 5", "Bring papers"))
    assert (after["at"][:16], after["where"], after["notes"]) == (LATER.replace(" ", "T"), "Room 7", "")
    assert calls.json("proposal", "list") == []
    (later,) = taken(calls, planned(NEXT_WEEK, "Room 9", "Bring papers", "Rejected"))
    assert (later["at"][:16], later["where"]) == (LATER.replace(" ", "T"), "Room 7")


def test_another_round_is_no_move(calls: Calls) -> None:
    """A name, the past or its own line tell them apart."""
    rounds = "Company,Role,Interview date,Round\nInitech,Nurse,{},First call\n"
    taken(calls, rounds.format(NEXT_WEEK))
    assert len(taken(calls, f"Company,Role,Interview date,Round\nInitech,Nurse,{LATER},Final\n")) == 2
    taken(calls, "Company,Role,When\nHooli,Cook,2026-11-12 10:00\n")
    assert len(taken(calls, f"Company,Role,When\nHooli,Cook,{LATER}\n")) == 4
    both = f"Company,Role,When\nGlobex,Cook,{NEXT_WEEK}\nGlobex,Cook,{LATER}\n"
    taken(calls, "".join(both.splitlines(keepends=True)[:2]))
    assert len(taken(calls, both)) == 6


def test_what_nobody_had_said_is_filled_in_and_taken_back_in_one_step(calls: Calls) -> None:
    """A place, notes, and that the person withdrew."""
    (interview,) = taken(calls, planned(NEXT_WEEK, "Room 5"))
    path = calls.home / "table.csv"
    path.write_text(planned(NEXT_WEEK, "Room 9", "Bring papers", "Withdrawn"))
    assert "Nothing was changed" in calls("import", str(path), "--dry-run").err
    assert "Initech" in calls("import", str(path)).err
    after = calls.json("interview", "show", interview["id"])
    assert (after["where"], after["notes"]) == ("Room 5", "Bring papers")
    assert calls.json("application", "show", interview["application_id"])["outcome"] == "withdrawn"
    calls.done("undo")
    assert calls.json("interview", "show", interview["id"])["notes"] == ""


def test_our_own_table_changed_in_a_spreadsheet_brings_its_news(calls: Calls) -> None:
    """By the ids in it."""
    taken(calls, planned("2026-11-12 10:00"))
    exported = calls.done("export", "--format", "csv")
    taken(calls, exported.replace("2026-11-12 10:00", "2026-11-13 09:00").replace("pending", "rejected"))
    assert sorted(each["offer"] for each in calls.json("proposal", "list")) == ["invitation", "rejection"]
    assert len(calls.json("interview", "list")) == 1


def test_a_day_that_the_person_calls_that_of_the_interview_is_of_lines_that_came_to_one(calls: Calls) -> None:
    """The others are left out."""
    text = (
        "Company,Job Title,Date Applied,Status\nInitech,Nurse,2026-11-02,Applied\nHooli,Chef,2026-11-03,Interviewing\n"
    )
    (interview,) = taken(calls, text, "--map", "Date Applied=at")
    assert interview["company"] == "Hooli"


def test_a_table_with_ids_of_its_own_is_none_of_ours(calls: Calls) -> None:
    """Its columns are known by their names all the same."""
    text = "ID,application_id,company_name,job_title,interview_date\n1,7,Initech,Nurse,2026-11-12\n2,8,Hooli,Chef,\n"
    assert [each["company"] for each in taken(calls, text)] == ["Initech"]


def test_each_round_whose_day_a_line_names_becomes_an_interview(calls: Calls) -> None:
    """Columns are called `Phone Screen`, `Interview 2`, `Date of final interview`; some lines went less far."""
    text = (
        "Company,Role,Date Applied,Phone Screen,Interview 2,Date of final interview,Interview notes,Status\n"
        "Initech,Nurse,2026-10-01,2026-11-02,2026-11-09 14:00,n/a,2 people,Rejected\n"
        "Hooli,Chef,2026-10-02,2026-11-03,,,,Interviewing\nGlobex,Cook,2026-10-02,,,,,Applied\n"
    )
    told = [(each["company"], each["at"][:16], each["round"]) for each in taken(calls, text)]
    assert told == [
        ("Initech", "2026-11-02T12:00", "Phone screen"),
        ("Hooli", "2026-11-03T12:00", "Phone screen"),
        ("Initech", "2026-11-09T14:00", "Interview 2"),
    ]


def test_an_arrival_is_a_moment_or_an_hour_of_that_day(calls: Calls) -> None:
    """As our own table writes it and as others do; words without an hour say none."""
    text = "Company,Role,Interview date,Arrived\nA,B,2026-11-12 10:00,2026-11-12 10:05\n"
    text += "C,D,2026-11-13 10:00,9:50 am\nE,F,2026-11-14 10:00,on time\n"
    arrived = [each["arrived"] for each in taken(calls, text)]
    assert [at and at[11:16] for at in arrived] == ["10:05", "09:50", None]


def test_an_arrival_on_another_day_is_named_and_nothing_comes_in(calls: Calls) -> None:
    """Somebody mistyped it."""
    path = calls.home / "table.csv"
    path.write_text("Company,Role,Interview date,Arrived\nA,B,2026-11-12 10:00,2026-12-12 10:05\n")
    assert "Line 2: “2026-12-12 10:05” is more than twelve hours from the interview." in calls("import", str(path)).err
