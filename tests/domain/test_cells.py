"""One measure of width: what terminals disagree about is drawn so that they agree, and every column is exact."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.cli.shell import table
from afterword.domain.text import cells, cut, fit, settled, signs_of

DRAWN = {
    "Ada": ("Ada", 3),
    "naïve – “so” …": ("naïve – “so” …", 14),
    "漢字": ("漢字", 4),
    "한국": ("한국", 4),
    "\u1112\u1161\u11ab": ("한", 2),
    "Ａ": ("Ａ", 2),
    "Re\u0301": ("Ré", 2),
    "שָׁלוֹם": (unicodedata.normalize("NFC", "שָׁלוֹם"), 4),
    "مرحبا": ("مرحبا", 5),
    "नमस्ते": ("नमस्ते", 4),
    "रवि": ("रवि", 3),
    "สวัสดี": ("สวัสดี", 4),
    "می\u200cخواهم": ("می\u200cخواهم", 7),
    "😀": ("😀", 2),
    "👩\u200d💻": ("👩", 2),
    "👨\u200d👩\u200d👧": ("👨", 2),
    "👩🏽\u200d💻": ("👩", 2),
    "🏃\u200d♂\ufe0f": ("🏃", 2),
    "👩\u200d❤\ufe0f\u200d💋\u200d👨": ("👩", 2),
    "🏳\ufe0f\u200d🌈": ("🏳", 1),
    "👍🏽": ("👍", 2),
    "🇩🇪 🇫🇷": ("DE FR", 5),
    "☠\ufe0f": ("☠", 1),
    "1\ufe0f\u20e3": ("1", 1),
    "co\u00adop\u200b": ("coop", 4),
    "葛\U000e0100": ("葛", 2),
}
"""How a text is drawn, and the cells it takes in xterm, tmux and on the console."""
SIGNS = [*DRAWN, "a", " ", "…", "日"]
MIXED = st.lists(st.sampled_from(SIGNS), max_size=8).map("".join) | st.text(max_size=20)
DIRECTION = "\u200e"


@pytest.mark.parametrize("text", DRAWN)
def test_what_terminals_disagree_about_is_drawn_so_that_they_agree(text: str) -> None:
    """Of signs joined to one the first is drawn, a flag is its letters, an accent stands with its letter."""
    drawn, width = DRAWN[text]
    assert settled(text).removeprefix(DIRECTION) == drawn
    assert cells(text) == width
    assert sum(size for _, _, size in signs_of(drawn)) == width


@given(MIXED)
def test_signs_leave_nothing_out(text: str) -> None:
    """Every character is in exactly one sign, and drawn once is drawn for good."""
    signs = signs_of(text)
    assert "".join(text[start:end] for start, end, _ in signs) == text
    assert cells(settled(text)) == cells(text)
    assert sum(size for _, _, size in signs_of(settled(text))) == cells(text)


@given(MIXED, st.integers(1, 30))
def test_a_cell_takes_exactly_its_column(text: str, width: int) -> None:
    """Padded or cut; what is cut says so, and no sign is halved."""
    assert cells(fit(text, width)) == width
    assert cells(cut(text, width)) <= width
    if cells(text) > width:
        assert cut(text, width).endswith("…")
        assert settled(text).startswith(cut(text, width)[:-1])


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("שלום בע״מ · מהנדס", "\u200eשלום בע״מ\u200e · מהנדס"),
        ("› 2. שלום", "› 2. \u200eשלום"),
        ("silence of שלום בע״מ (0)", "silence of שלום בע״מ\u200e (0)"),
        ("ליאת!, ליאת: 3 · Initech", "\u200eליאת!, ליאת: 3 · Initech"),
    ],
)
def test_names_read_from_the_right_stand_in_the_order_of_the_line(text: str, drawn: str) -> None:
    """Company before role, what is counted behind, and no line from the right; drawn twice it is the same."""
    assert settled(text) == drawn == settled(drawn)
    assert cells(text) == len(text)


@pytest.mark.parametrize("name", ["משה כהן", "ليلى"])
def test_a_name_read_from_the_right_stays_in_its_column(name: str) -> None:
    """A mark without width ends its column, so that a day after it does not change places with it."""
    assert fit(name, 10).endswith(DIRECTION)
    assert fit("Ada", 10) == "Ada       "


@given(st.lists(st.tuples(MIXED, MIXED), min_size=1, max_size=5), st.integers(20, 80))
def test_no_line_of_a_table_is_wider_than_it_may_be(rows: list[tuple[str, str]], width: int) -> None:
    """The command line counts as the screen does, and what is piped is whole."""
    columns = {"who": 8, "where": 8}
    lines = table(columns, rows, width).split("\n")
    assert max(map(cells, lines)) <= width
    piped = table(columns, [("👩\u200d💻", "שלום")], None)
    assert "👩\u200d💻" in piped
    assert DIRECTION not in piped
