"""Forms, notes and lists to choose from, filled in by keys."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_in_pane import StandIn
from tests.tui.stand_ins import MemoryStore, services
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import TextArea

from afterword.domain.field_reading import ReadingContext
from afterword.domain.fields import Field, FieldKind
from afterword.domain.journal import Journal
from afterword.domain.reflection import Reflection
from afterword.errors import SaveFailed, UserError
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.app_context import Err, Ok, run_action
from afterword.tui.screens import other_programs
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.form import Changes, Form, FormSpec, Note, note
from afterword.tui.widgets.fields import Entered


def app() -> AfterwordApp:
    """The app on an empty journal."""
    return AfterwordApp(services(MemoryStore()), Settings(), StandIn)


CONTEXT = ReadingContext(now=datetime(2026, 11, 18, 10, tzinfo=UTC), zone="UTC", journal=Journal())


def interview_form(save: Callable[[Changes], object]) -> FormSpec:
    """A form with a field of every kind."""
    return FormSpec(
        title="Add [b]one[/b]",
        save=save,
        said="Added",
        context=CONTEXT,
        offered={"at": "2026-11-12", "why": "b", "notes": "first\nsecond"},
        fields=[
            Field(name="company", label="Company", required="A name will do."),
            Field(name="at", label="When", kind=FieldKind.DATE, past=True),
            Field(
                name="mode",
                label="How",
                kind=FieldKind.CHOICE,
                choices=(("onsite", "in the room"), ("video", "on video")),
            ),
            Field(name="why", label="Why", kind=FieldKind.MANY, choices=(("a", "one"), ("b", "two"))),
            Field(name="sure", label="Sure", kind=FieldKind.TICK, example="quite sure"),
            Field(name="days", label="Days", kind=FieldKind.MINUTES),
            Field(name="notes", label="Notes", kind=FieldKind.TEXT),
        ],
    )


async def opened(pilot: Pilot[None], screen: Screen[Any], answers: list[object]) -> None:
    """Push a screen and wait until it is drawn."""
    pilot.app.push_screen(screen, answers.append)
    await pilot.pause()


async def test_a_form_hands_over_what_was_filled_in() -> None:
    """Every kind of field gives its value; enter on a single line saves and closes."""
    taken: list[Changes] = []
    answers: list[object] = []

    def submit(values: Changes) -> str:
        taken.append(values)
        return "the record"

    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        await opened(pilot, Form(interview_form(submit)), answers)
        await pilot.press(*"Hooli", "tab", "tab", "right", "tab", "space", "down", "tab", "space", "tab", *"1x4", "tab")
        await pilot.press(*"zero", "enter", "tab", "enter")
        assert taken == [
            {
                "company": "Hooli",
                "at": date(2026, 11, 12),
                "mode": "video",
                "why": ("a", "b"),
                "sure": True,
                "days": 14,
                "notes": "zero\nfirst\nsecond",
            }
        ]
        assert answers == ["the record"]
        assert "✓ Added" in text_of(frame)


async def test_a_refused_form_stays_open_with_everything_typed() -> None:
    """When saving fails nothing is lost, and the sentence stands in the form."""

    def submit(_changes: Changes) -> object:
        raise SaveFailed("The disk is full.", "Nothing was changed.", "Free some space.")

    frame = app()
    answers: list[object] = []
    async with running(frame, size=(80, 24)) as pilot:
        form = Form(interview_form(submit))
        await opened(pilot, form, answers)
        await pilot.press(*"Hooli", "enter")
        assert frame.screen is form
        assert "! The disk is full. Nothing was changed. Free some space." in text_of(frame)
        assert form.values["company"] == "Hooli"
        assert answers == []


async def test_a_date_is_echoed_as_it_was_understood() -> None:
    """Below the field stands the day that was understood, or why not; the latter keeps the form from being saved."""
    taken: list[Changes] = []
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        await opened(pilot, Form(interview_form(taken.append)), [])
        assert "= Thu 12 Nov 2026" in text_of(frame)
        await pilot.press(*"Hooli", "tab", "end", *["backspace"] * 10, *"yesterday")
        assert "= Tue 17 Nov 2026" in text_of(frame)
        await pilot.press("x", "f2")
        assert "! “yesterdayx” is not a date I understand." in text_of(frame)
        assert taken == []


async def test_a_missing_word_is_asked_for_at_its_field() -> None:
    """A required field that is empty says so, and gets the focus."""
    taken: list[Changes] = []
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        await opened(pilot, Form(interview_form(taken.append)), [])
        await pilot.press("tab", "f2")
        assert "! Company is needed." in text_of(frame)
        await pilot.press(*"Hooli", "f2")
        assert [values["company"] for values in taken] == ["Hooli"]


@pytest.mark.parametrize(
    ("keys", "saved", "closed"),
    [
        (("escape",), 0, True),
        (("x", "escape", "y"), 1, True),
        (("x", "escape", "n"), 0, True),
        (("x", "escape", "escape"), 0, False),
        (("x", "ctrl+q", "n"), 0, True),
    ],
)
async def test_leaving_asks_only_when_something_would_be_lost(
    keys: tuple[str, ...], saved: int, *, closed: bool
) -> None:
    """`esc` closes an untouched form at once; otherwise y saves, n discards, esc goes back to the text."""
    taken: list[Changes] = []
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        form = Form(interview_form(taken.append))
        await opened(pilot, form, [])
        await pilot.press(*keys)
        assert len(taken) == saved
        assert (form not in frame.screen_stack) == closed


async def test_letters_in_a_field_are_letters() -> None:
    """While a text is typed no plain key acts: neither panes nor quitting."""
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        form = Form(interview_form(lambda _values: None))
        await opened(pilot, form, [])
        await pilot.press(*"q1u?n")
        assert form.values["company"] == "q1u?n"
        assert frame.screen is form


async def test_a_long_form_scrolls_to_the_field_in_use() -> None:
    """At 80×24 the last of thirty fields can be reached and seen, and the keys stay in sight."""
    fields = [Field(name=f"f{number}", label=f"Field {number}") for number in range(30)]
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        await opened(
            pilot, Form(FormSpec(title="Long", fields=fields, save=lambda _changes: None, context=CONTEXT)), []
        )
        await pilot.press(*["tab"] * 29, *"here")
        seen = text_of(frame)
        assert "Field 29" in seen
        assert "here" in seen
        assert "f2 save" in seen


async def test_a_note_is_written_in_place() -> None:
    """A single tall text; enter is a line end and f2 saves."""
    taken: list[str] = []
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        calm = Reflection(id="one", thoughts="calm")
        form = Note(note(frame.services, "thoughts", calm, lambda changes: taken.append(changes["thoughts"])))
        await opened(pilot, form, [])
        await pilot.press("end", "enter", *"upright", "f2")
        assert taken == ["calm\nupright"]


OPTIONS = [Option("a", "Communication"), Option("b", "Teamwork", "with others"), Option("c", "Coding")]


async def test_one_is_picked_by_typing() -> None:
    """Letters narrow the list, also by its details; enter takes the line under the cursor."""
    answers: list[object] = []
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        await opened(pilot, Pick("Competency", OPTIONS), answers)
        await pilot.press(*"oth")
        assert "Coding" not in text_of(frame)
        await pilot.press("enter")
        assert answers == [("b",)]


async def test_several_are_picked_by_ticking() -> None:
    """Space ticks; esc first clears what was typed; enter hands over all ticks in the order of the list."""
    answers: list[object] = []
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        await opened(pilot, Pick("Competencies", OPTIONS, many=True, ticked=("c",)), answers)
        await pilot.press(*"com", "space", "escape")
        assert "[x] Communication" in text_of(frame)
        await pilot.press("enter")
        assert answers == [("a", "c")]


async def test_nothing_is_picked_by_escape() -> None:
    """`esc` with nothing typed closes without a choice; enter where nothing matches does nothing."""
    answers: list[object] = []
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        await opened(pilot, Pick("Competency", OPTIONS), answers)
        await pilot.press(*"zzz", "enter", "backspace", "escape", "escape")
        assert answers == [None]


async def test_a_terminal_that_cannot_be_handed_over_is_said() -> None:
    """Without a terminal of its own the editor is refused with a sentence, and the text stays."""
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        old = Reflection(id="one", thoughts="as it was")
        form = Note(note(frame.services, "thoughts", old, lambda _changes: None))
        await opened(pilot, form, [])
        await pilot.press("f4")
        assert "! This terminal cannot be handed to an editor." in text_of(frame)
        assert form.query_one(TextArea).text == "as it was"


def script(folder: Path, body: str) -> str:
    """An editor that is a small shell script."""
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('printf "new \\033[1mtext\\n" > "$1"', "new [1mtext"),
        ('printf "$NO_COLOR" > "$1"', "1"),
        ("exit 3", "ended with an error (3)"),
        ('rm "$1"', "What the editor wrote cannot be read."),
    ],
)
def test_the_editor_s_text_comes_back_clean(tmp_path: Path, body: str, expected: str) -> None:
    """What the editor wrote is the new text without anything a terminal obeys; a failing editor is a sentence."""
    outcome = run_action(
        lambda: other_programs.written(script(tmp_path, body), "old", {"NO_COLOR": "1", "PATH": os.defpath})
    )
    assert expected in (outcome.value.text if isinstance(outcome, Ok) else str(outcome.error))


@pytest.mark.parametrize("command", ["/nowhere/to/be found", "'half a quote"])
def test_an_editor_that_is_not_there_is_named(command: str) -> None:
    """The sentence names the command and where to set another."""
    outcome = run_action(lambda: other_programs.written(command, "old", {}))
    assert isinstance(outcome, Err)
    assert isinstance(outcome.error, UserError)
    assert f"“{command}” cannot be started. Set $EDITOR" in str(outcome.error)


async def test_what_reaches_a_form_that_is_closed_neither_saves_again_nor_ends_the_app() -> None:
    """A click on its button and a key in the same moment, on a slow machine."""
    saved: list[Changes] = []
    frame = app()
    async with running(frame) as pilot:
        frame.push_screen(form := Form(interview_form(saved.append)))
        await pilot.press(*"Globex")
        for _ in range(3):
            form.post_message(Entered())
        form.post_message(events.Key("escape", None))
        await pilot.pause()
        assert (len(saved), frame.screen) == (1, frame.main_screen)
