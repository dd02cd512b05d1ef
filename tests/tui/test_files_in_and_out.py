"""Files of every kind taken in and written by the app: shown first, confirmed, and taken back in one step."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.tui.running import running
from tests.tui.screens import text_of, type_text
from tests.tui.stand_ins import MemoryStore, sample_journal, services
from textual.pilot import Pilot

from afterword.domain.journal import Journal
from afterword.exchange.files import export_json
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp

INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:1@globex.example
SUMMARY:Interview Backend Engineer
DTSTART:20261126T090000Z
ORGANIZER;CN=Mary Somerville:mailto:mary@globex.example
END:VEVENT
END:VCALENDAR
"""
MAIL = """From: Ada Byron <ada@umbrella.example>
To: sam@home.example
Subject: Invitation to interview: Nurse at Umbrella
Date: Mon, 16 Nov 2026 10:00:00 +0000
Message-ID: <1@umbrella.example>

Dear Sam,

We would like to invite you to an interview on 20 November at 14:00 by video.

Ada Byron
"""
TABLE = "Firma;Stelle;Datum;Etwas;Gesprächspartner\nUmbrella;Köchin;12.11.2026 10:00;x;Ada Byron\nHooli;Koch;;y;\n"


def made(journal: Journal | None = None) -> AfterwordApp:
    """The app on the sample or another journal."""
    return AfterwordApp(services(MemoryStore(sample_journal() if journal is None else journal)), Settings())


async def name_file(pilot: Pilot[None], place: Path) -> None:
    """Ask for a file to be taken in, and name this one."""
    await pilot.press("I")
    await type_text(pilot, str(place))
    await pilot.press("f2")


async def test_what_enter_does_before_a_file_is_taken_in_is_no_saving() -> None:
    """It only looks into the file; writing one writes."""
    app = made()
    async with running(app, size=(120, 30)) as pilot:
        await pilot.press("I")
        assert "[ Look into it ]" in text_of(app)
        assert "enter look into it" in " ".join(text_of(app).split())
        await pilot.press("escape", "f10")
        assert "[ Write ]" in text_of(app)
        assert "save" not in text_of(app).splitlines()[-2]


async def test_everything_is_written_to_a_file_and_taken_in_again(tmp_path: Path) -> None:
    """What would come in is said before; `u` takes it back."""
    place = tmp_path / "journal.json"
    app = made()
    async with running(app, size=(120, 30)) as pilot:
        await pilot.press("f10", "tab")
        await type_text(pilot, str(place))
        assert "[ Write ]" in text_of(app)
        assert "enter write" in text_of(app)
        await pilot.press("f2")
        assert f"Written: {place}" in text_of(app)
    assert "interviews" in json.loads(place.read_bytes())
    empty = made(Journal())
    async with running(empty, size=(120, 30)) as pilot:
        await name_file(pilot, place)
        assert "18 interviews" in text_of(empty)
        assert not empty.services.store.journal().interviews
        await pilot.press("y")
        assert len(empty.services.store.journal().live_interviews) == 18
        await pilot.press("u")
        assert not empty.services.store.journal().interviews


@pytest.mark.parametrize(
    ("choice", "ending", "begins"),
    [(1, "csv", b"\xef\xbb\xbfid,"), (2, "md", b"# "), (3, "ics", b"BEGIN:VCALENDAR")],
    ids=["csv", "md", "ics"],
)
async def test_every_form_is_written_under_its_own_ending(
    tmp_path: Path, choice: int, ending: str, begins: bytes
) -> None:
    """Whoever chooses another form need not type another ending."""
    app = made()
    async with running(app, size=(120, 30)) as pilot:
        await pilot.press("f10", *["right"] * choice, "tab")
        await type_text(pilot, str(tmp_path / "out.json"))
        await pilot.press("f2")
        assert f"out.{ending}" in text_of(app)
    assert (tmp_path / f"out.{ending}").read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "cannot be imported"), (b"{}", "cannot be imported"), (b"no", "cannot be imported"), (b"\0", "not known")],
)
async def test_a_file_that_is_no_journal_is_refused_in_the_form(tmp_path: Path, content: bytes, words: str) -> None:
    """Nothing comes in, and what was typed stays."""
    place = tmp_path / "other.json"
    place.write_bytes(content)
    app = made(Journal())
    async with running(app, size=(120, 30)) as pilot:
        await name_file(pilot, place)
        assert words in text_of(app)
        assert not app.services.store.journal().interviews


async def test_a_file_with_nothing_new_is_not_asked_about(tmp_path: Path) -> None:
    """It says how much is here already."""
    place = tmp_path / "same.json"
    place.write_bytes(export_json(sample_journal()))
    app = made()
    async with running(app, size=(120, 30)) as pilot:
        await name_file(pilot, place)
        assert "Nothing to take in" in text_of(app)


async def test_a_table_is_shown_as_it_will_be_and_taken_back_in_one_step(tmp_path: Path) -> None:
    """Its columns, how many come in, and the first of them; `n` leaves everything as it is."""
    place = tmp_path / "table.csv"
    place.write_text(TABLE)
    app = made(Journal())
    async with running(app, size=(120, 30)) as pilot:
        await name_file(pilot, place)
        shown = text_of(app)
        for words in ("1 interview", "Firma → Company", "Etwas: left out", "Thu 12 Nov 2026 10:00  Umbrella · Köchin"):
            assert words in shown
        await pilot.press("n")
        assert not app.services.store.journal().interviews
        await name_file(pilot, place)
        await pilot.press("y")
        assert "Taken in: 1 interview" in text_of(app)
        assert [one.company for one in app.services.store.journal().live_interviews] == ["Umbrella"]
        await pilot.press("u")
        assert not app.services.store.journal().interviews


@pytest.mark.parametrize(
    ("text", "chosen", "words"),
    [
        ("Xyz,Role,When\nInitech,Nurse,2026-11-12\n", [("right", 1)], "12 Nov 2026"),
        ("Company,Role,When\nInitech,Nurse,03/04/2026\n", [("right", 2)], "4 Mar 2026"),
    ],
    ids=["column", "order of days"],
)
async def test_what_a_table_does_not_tell_is_asked_in_a_form(
    tmp_path: Path, text: str, chosen: Sequence[tuple[str, int]], words: str
) -> None:
    """A column that nobody could know, and which number of a day is the month."""
    place = tmp_path / "table.csv"
    place.write_text(text)
    app = made(Journal())
    async with running(app, size=(120, 30)) as pilot:
        await name_file(pilot, place)
        assert "What table.csv holds" in text_of(app)
        for key, times in chosen:
            await pilot.press(*[key] * times)
        await pilot.press("f2")
        assert words in text_of(app)
        await pilot.press("y")
        assert [one.company for one in app.services.store.journal().live_interviews] == ["Initech"]


async def test_a_column_that_was_left_out_gets_its_field_in_the_preview(tmp_path: Path) -> None:
    """`c` opens the columns as they were understood."""
    place = tmp_path / "table.csv"
    place.write_text(TABLE.replace("Etwas", "Zimmer").replace(";x;", ";Zimmer 5;"))
    app = made(Journal())
    async with running(app, size=(120, 40)) as pilot:
        await name_file(pilot, place)
        await pilot.press("c", "tab", "tab", "tab", "W", "f2")
        assert "Zimmer → Where" in text_of(app)
        await pilot.press("y")
        (interview,) = app.services.store.journal().live_interviews
        assert interview.where == "Zimmer 5"


@pytest.mark.parametrize(("name", "text"), [("invite.ics", INVITATION), ("mail.eml", MAIL)])
async def test_what_has_to_be_decided_is_shown_and_put_before_the_person(tmp_path: Path, name: str, text: str) -> None:
    """Nothing becomes an interview by being taken in; the same file again brings nothing."""
    place = tmp_path / name
    place.write_text(text)
    app = made(Journal())
    async with running(app, size=(120, 30)) as pilot:
        await name_file(pilot, place)
        assert "1 proposal" in text_of(app)
        assert not app.services.store.journal().proposals
        await pilot.press("y")
        assert len(app.services.store.journal().open_proposals) == 1
        await name_file(pilot, place)
        assert "Nothing to take in" in text_of(app)
        await pilot.press("escape", "u")
        assert not app.services.store.journal().proposals


async def test_another_day_in_a_later_table_is_shown_and_put_before_the_person(tmp_path: Path) -> None:
    """The interview stays where it is until that is decided."""
    place = tmp_path / "table.csv"
    app = made(Journal())
    async with running(app, size=(120, 30)) as pilot:
        for day in (12, 13):
            place.write_text(f"Firma;Stelle;Termin;Status\nUmbrella;Köchin;{day}.11.2090 10:00;offen\n")
            await name_file(pilot, place)
            shown = text_of(app)
            await pilot.press("y")
            await pilot.pause()
        assert "To decide:" in shown
        assert "moved: Mon 13 Nov 2090 10:00  Umbrella · Köchin" in shown
        (interview,) = app.services.store.journal().live_interviews
        assert interview.at.day == 12
        assert len(app.services.store.journal().open_proposals) == 1
        await pilot.press("u")
        assert not app.services.store.journal().open_proposals
