"""Every kind of field under fast hands: letters take a choice, what is known is offered, people stand one a line."""

import re
import string
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tui.running import running
from tests.tui.screens import text_of, type_text
from tests.tui.stand_ins import MemoryStore, sample_journal, services
from textual import events
from textual.pilot import Pilot

from afterword.domain.field_reading import ReadingContext
from afterword.domain.fields import Field, FieldKind, described
from afterword.domain.journal import TABLES
from afterword.domain.reflection import Answer, Scenario
from afterword.domain.text import cells, clean, clean_line
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.dialogs import Pick
from afterword.tui.screens.form import Changes, Form, FormSpec
from afterword.tui.screens.record_forms import interview_form
from afterword.tui.widgets.choices import ChoiceField
from afterword.tui.widgets.fields import LineField
from afterword.tui.widgets.form_sheet import PeopleField, TextField

HOW = Field(
    name="how",
    label="How",
    kind=FieldKind.CHOICE,
    choices=(
        ("site", "on site"),
        ("phone", "phone"),
        ("photo", "photo story"),
        ("video", "video"),
        ("trial", "trial day"),
    ),
)
WHICH = Field(
    name="which",
    label="Which",
    kind=FieldKind.CHOICE,
    choices=tuple(
        (f"w{number}", f"{word} long sentence to choose") for number, word in enumerate(string.ascii_lowercase)
    ),
)
SHOWS = Field(
    name="shows",
    label="Shows",
    kind=FieldKind.MANY,
    choices=(("c", "Communication"), ("t", "Teamwork"), ("o", "Ownership")),
)
NOTES = Field(name="notes", label="Notes", kind=FieldKind.TEXT)
NAME = Field(name="name", label="Name", required="A name will do.")


def app() -> AfterwordApp:
    """The app on the sample."""
    return AfterwordApp(services(MemoryStore(sample_journal())), Settings())


def form_of(*fields: Field, taken: list[Changes] | None = None, offered: Mapping[str, str] | None = None) -> Form:
    """A form of these fields."""
    context = ReadingContext(now=datetime(2026, 11, 18, 10, tzinfo=UTC), zone="UTC", journal=sample_journal())
    keep = taken if taken is not None else []
    return Form(FormSpec(title="A form", fields=fields, save=keep.append, context=context, offered=offered or {}))


async def opened(pilot: Pilot[None], form: Form) -> Form:
    """Show it."""
    pilot.app.push_screen(form)
    await pilot.pause()
    return form


async def value(pilot: Pilot[None], form: Form, keys: Sequence[str], name: str) -> str:
    """What that field holds after these keys."""
    await pilot.press(*keys)
    return form.values[name]


async def test_letters_take_the_choice_that_begins_with_them() -> None:
    """Further letters narrow, those that may mean several name them, and a letter that goes on nowhere begins anew."""
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, form_of(HOW))
        assert await value(pilot, form, "v", "how") == "video"
        assert await value(pilot, form, "pho", "how") == "phone"
        assert "or photo story" in text_of(frame)
        assert await value(pilot, form, "t", "how") == "photo"
        assert "or " not in text_of(frame).partition("Save")[0]
        assert await value(pilot, form, "d", "how") == "trial"
        assert await value(pilot, form, "q", "how") == "trial"


async def test_all_of_a_few_choices_are_seen_and_taken_by_their_digits() -> None:
    """The full box is the one taken; in the field in use the digits stand in the others."""
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, form_of(HOW, NAME))
        assert "(•) on site  (2) phone  (3) photo story" in text_of(frame)
        assert await value(pilot, form, "4", "how") == "video"
        await pilot.press("tab")
        assert "( ) on site  ( ) phone" in text_of(frame)
        assert "(•) video" in text_of(frame)


async def test_enter_opens_a_long_list_at_what_is_taken() -> None:
    """Every sentence stands in it; whoever has chosen is in the next field."""
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, form_of(WHICH, NAME, offered={"which": "w2"}))
        assert "‹ c long sentence" in text_of(frame)
        await pilot.press("enter")
        assert isinstance(frame.screen, Pick)
        await pilot.press("down", "enter", "x")
        assert (form.values["which"], form.values["name"]) == ("w3", "x")
        await pilot.press("shift+tab", "enter", *"z long", "enter")
        assert form.values["which"] == "w25"


async def test_ticks_stand_side_by_side_and_letters_go_to_them() -> None:
    """A letter moves the cursor, the space bar ticks."""
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, form_of(SHOWS))
        assert any(line.count("[ ]") == 3 for line in text_of(frame).splitlines())
        assert await value(pilot, form, ("o", "space", "left", "space", "1"), "shows") == "c\nt\no"


async def test_a_click_takes_a_box_wherever_the_focus_is() -> None:
    """One click goes there and takes it."""
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, form_of(NAME, HOW))
        lines = text_of(frame).splitlines()
        row = next(place for place, line in enumerate(lines) if "( ) phone" in line)
        await pilot.click(offset=(lines[row].index("( ) phone") + 1, row))
        await pilot.pause()
        assert form.values["how"] == "phone"
        assert isinstance(frame.focused, ChoiceField)


async def test_what_is_known_is_offered_and_taken_only_when_asked_for() -> None:
    """`→` takes the first, `↓` and enter another; whoever goes on by tab keeps what they typed."""
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, interview_form(frame.services))
        await pilot.press(*"init")
        assert "→ Initech" in text_of(frame)
        assert await value(pilot, form, ("tab",), "company") == "init"
        await pilot.press("shift+tab", "end", "backspace", "right")
        assert form.values["company"] == "Initech"
        assert "→" not in text_of(frame)
        await pilot.press("tab", "b", "down", "enter")
        assert form.values["role"].startswith("B")
        assert isinstance(frame.focused, LineField)


async def test_people_are_completed_one_a_line() -> None:
    """Those of the company come first, nobody is offered twice, and enter on an empty line goes on."""
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, interview_form(frame.services))
        company = frame.services.store.journal().live_interviews[0].company
        (first, *_) = (
            person.label
            for held in frame.services.store.journal().live_interviews
            if held.company == company
            for person in frame.services.store.journal().interviewers_of(held)
        )
        form.fill({"company": company})
        await pilot.press("tab", "tab", "tab")
        assert isinstance(frame.focused, PeopleField)
        await pilot.press(*first[:2].lower())
        assert f"→ {first}" in text_of(frame)
        await pilot.press("right", "enter", *first[:2].lower())
        assert form.values["interviewers"] == f"{first}\n{first[:2].lower()}"
        assert f"→ {first}" not in text_of(frame)


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("Ada Lovelace <ada@x.example>\nBob Ross", "Ada Lovelace <ada@x.example>\nBob Ross"),
        ("To: A <a@x.example>, B <b@x.example>", "A <a@x.example>\nB <b@x.example>"),
        ("Cc: O'Brien, Pat <pat@x.example>;\n C <c@x.example>\n", "O'Brien, Pat <pat@x.example>\nC <c@x.example>"),
        ("Ada", "Ada"),
    ],
)
async def test_pasted_people_get_a_line_each(pasted: str, expected: str) -> None:
    """From a list, from the head of a mail, with semicolons."""
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, form_of(Field(name="who", label="Who", kind=FieldKind.PEOPLE), NAME))
        frame.post_message(events.Paste(pasted))
        await pilot.pause()
        assert form.values["who"] == expected
        await pilot.press("enter", "enter")
        assert "Name is needed." in text_of(frame)


async def test_lines_pasted_into_one_line_are_all_kept() -> None:
    """They are joined, in any single-line field."""
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, form_of(NAME))
        frame.post_message(events.Paste("one\ntwo\r\n\nthree"))
        await pilot.pause()
        assert form.values["name"] == "one two three"


async def test_a_text_takes_what_is_left_of_the_window() -> None:
    """At every size; the keys stay in sight."""
    heights = {}
    for size in ((60, 20), (80, 24), (120, 40)):
        frame = app()
        async with running(frame, size=size) as pilot:
            await opened(pilot, form_of(NOTES, NAME))
            heights[size] = frame.screen.query_one(TextField).size.height
            assert "f2 save" in text_of(frame)
            assert "[ Save ]" in text_of(frame)
    assert heights[60, 20] >= 9
    assert heights[60, 20] < heights[80, 24] < heights[120, 40]


async def test_a_form_says_where_one_is_and_labels_stand_above_where_it_is_narrow() -> None:
    """Which of how many fields; below sixty cells the label has a line of its own."""
    frame = app()
    async with running(frame, size=(60, 20)) as pilot:
        await opened(pilot, interview_form(frame.services))
        await pilot.press(*["tab"] * 4)
        lines = text_of(frame).splitlines()
        assert "* needed · 5 of 10" in lines[-1]
        row = next(place for place, line in enumerate(lines) if "Round" in line)
        assert "first call" not in lines[row]
        assert "first call" in lines[row + 1]


RECORDS = (*TABLES.values(), Answer, Scenario)
CHOICES = [field for record in RECORDS for field in described(record).values() if field.choices]


@pytest.mark.parametrize("field", CHOICES, ids=lambda field: field.label)
def test_every_choice_of_a_record_is_read_whole_in_a_narrow_window(field: Field) -> None:
    """In the forty cells that sixty columns leave, whichever is taken; what does not fit on a line goes on below."""
    for taken, words in field.choices:
        choice = ChoiceField(str(taken), [(str(value), name) for value, name in field.choices])
        rows = ["".join(span.text for span in choice.line(y, 40)) for y in range(choice.lines(40))]
        assert all(cells(row) <= 40 for row in rows)
        assert words in " ".join(" ".join(re.sub("[‹›]", " ", row).split()) for row in rows)


async def test_what_is_wrong_is_scrolled_into_sight_with_its_reason() -> None:
    """From the last field to the first one, which is needed and above the window."""
    fields = [NAME, *(Field(name=f"f{number}", label=f"Field {number}") for number in range(30))]
    frame = app()
    async with running(frame) as pilot:
        await opened(pilot, form_of(*fields))
        await pilot.press(*["tab"] * 30)
        assert "Name *" not in text_of(frame)
        await pilot.press("f2", *"Ada")
        assert "Name *" in text_of(frame)
        assert "Ada" in text_of(frame)


async def test_only_what_is_filled_in_is_a_widget() -> None:
    """However many fields there are, a form opens with a handful: that is what makes it open at once."""
    fields = [Field(name=f"f{number}", label=f"Field {number}") for number in range(40)]
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, form_of(*fields))
        assert len(list(form.walk_children())) <= 7


async def test_what_was_not_visited_is_drawn_as_it_is_when_it_is_filled_in() -> None:
    """A field that is gone to stands where it stood, with the same text."""
    frame = app()
    async with running(frame) as pilot:
        await opened(pilot, form_of(NAME, HOW, WHICH, SHOWS, NOTES, offered={"name": "Ada", "notes": "one\ntwo"}))
        before = text_of(frame)
        await pilot.press(*["tab"] * 6)
        assert text_of(frame).replace("›", " ").replace("‹", " ") == before.replace("›", " ").replace("‹", " ")


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=200)), min_size=5, max_size=5))
async def test_whatever_is_typed_comes_back(typed: Sequence[tuple[str, str]]) -> None:
    """One line as one line, a text with its lines, cleaned of what a terminal could obey; empty stays empty."""
    async with running(app()) as pilot:
        for line, text in [("", ""), *typed]:
            taken: list[Any] = []
            await opened(pilot, form_of(Field(name="name", label="Name"), NOTES, taken=taken))
            await type_text(pilot, line)
            await pilot.press("tab")
            await type_text(pilot, text)
            await pilot.press("f2")
            assert taken == [{"name": clean_line(line), "notes": clean(text).strip()}]


async def test_the_screen_behind_a_form_is_that_of_the_window_s_new_size() -> None:
    """After dragging the window nothing of the old size stands around the form."""
    frame = app()
    async with running(frame, size=(140, 40)) as pilot:
        await opened(pilot, form_of(NAME))
        assert "1 Reflection" in text_of(frame)
        await pilot.resize_terminal(120, 34)
        await pilot.pause()
        behind = text_of(frame).splitlines()
        await pilot.press("escape")
        assert behind[0] == text_of(frame).splitlines()[0]
        assert len(behind) == 34


async def test_a_line_that_is_just_full_is_not_shown_as_cut() -> None:
    """Neither the hint of a text, broken at a space that hangs over the edge, nor a line of boxes."""
    hint = "Paste what they wrote, or what you remember of the call. It can be marked like a reply."
    words = Field(name="words", label="Their words", kind=FieldKind.TEXT, example=hint)
    frame = app()
    async with running(frame, size=(80, 24)) as pilot:
        for width in range(70, 90):
            await pilot.resize_terminal(width, 24)
            await opened(pilot, form_of(HOW, words))
            await pilot.pause()
            assert "…" not in text_of(frame)
            await pilot.press("escape")


async def test_a_line_longer_than_its_field_is_seen_from_its_beginning_until_it_is_typed_in() -> None:
    """The cursor is in sight while the person types, and the first words once they have left."""
    long = "A name that is far longer than the field in which it stands, up to its very END"
    frame = app()
    async with running(frame) as pilot:
        form = await opened(pilot, form_of(Field(name="other", label="Other"), NAME))
        field = form.focused
        assert isinstance(field, LineField)
        frame.post_message(events.Paste(long))
        await pilot.pause()
        await pilot.press("!", "backspace")
        assert "very END" in field.render_line(0).text
        await pilot.press("tab")
        assert field.render_line(0).text.startswith("A name that is far longer")
        await pilot.press("shift+tab", "!")
        assert "very END!" in field.render_line(0).text
