"""Cutting, wrapping and marking text: pure places, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.text import cells, fit, signs_of
from afterword.tui.styles import Span, TextStyle, fit_pieces, pieces, plain, wrap
from afterword.tui.widgets import marking_view
from afterword.tui.widgets.lines import TextLine, wrap_pieces
from afterword.tui.widgets.virtual_list import GAP, ListColumn, layout

WORDS = st.text(alphabet="ab c日本é🙂-\n", max_size=80)
LINE = st.text(alphabet="ab c日本é🙂-", max_size=80)


@given(LINE, st.integers(1, 40))
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int) -> None:
    """Padded or cut, wide characters or not, the cell fills its cells."""
    assert cells(fit(text, width)) == width


def test_what_is_cut_ends_in_an_ellipsis_and_no_character_is_halved() -> None:
    """A wide character that does not fit whole leaves a space."""
    assert fit("interview", 6) == "inter…"
    assert fit("日本語", 4) == "日… "
    assert fit("日本", 4) == "日本"


@given(st.lists(LINE.filter(bool), min_size=1, max_size=4), st.integers(1, 30))
def test_pieces_side_by_side_fill_the_cell(texts: list[str], width: int) -> None:
    """Several runs in one cell are cut as one text would be."""
    parts = list(fit_pieces([Span(text) for text in texts], width))
    assert cells("".join(part.text for part in parts)) == width


@given(WORDS, st.integers(4, 30), st.integers(0, 10))
def test_wrapping_loses_nothing_and_keeps_within_the_width(text: str, width: int, hang: int) -> None:
    """Every character but line ends is in one line; no line is wider than the width, spaces at its end aside."""
    lines = wrap(text, width, hang)
    assert "".join(text[start:end] for start, end in lines) == text.replace("\n", "")
    for number, (start, end) in enumerate(lines):
        room = max(width - (hang if number else 0), 2)
        assert cells(text[start:end].rstrip(" ")) <= room


def test_lines_break_at_spaces_where_there_are_any() -> None:
    """A word is broken only when it is longer than a line."""
    text = "you were clear about trade-offs"
    assert [text[start:end] for start, end in wrap(text, 12)] == ["you were ", "clear about ", "trade-offs"]
    assert wrap("abcdefgh", 3) == [(0, 3), (3, 6), (6, 8)]


def test_wrapped_pieces_keep_their_tones_and_hang() -> None:
    """A continued line stands under the text, not under the date."""
    rows = wrap_pieces(TextLine((Span("12 Nov ", TextStyle.MUTED), "one two three"), indent=7), 15)
    assert ["".join(piece.text for piece in row) for row in rows] == ["12 Nov one two ", "       three"]
    assert rows[0][0] == Span("12 Nov ", TextStyle.MUTED)


def test_nothing_a_terminal_obeys_reaches_a_cell() -> None:
    """Control characters and direction marks are taken out at the last moment, markup is left as text."""
    assert plain(("a\x1b[31mb", Span("\u202ec[b]", TextStyle.BAD))) == "a[31mbc[b]"
    assert pieces("x", TextStyle.MUTED) == (Span("x", TextStyle.MUTED),)


@given(st.integers(0, 200))
def test_columns_fill_the_line_where_one_is_flexible(width: int) -> None:
    """Shared widths add up to the line when it is wide enough; a column hides below its limit."""
    columns = (
        ListColumn("a", 10),
        ListColumn("b", 8, share=2),
        ListColumn("c", 5, share=1),
        ListColumn("d", 6, hide_below=60),
    )
    shown = layout(columns, width)
    assert [index for index, _ in shown] == ([0, 1, 2, 3] if width >= 60 else [0, 1, 2])
    least = sum(columns[index].width for index, _ in shown) + GAP * (len(shown) - 1)
    assert sum(cells for _, cells in shown) + GAP * (len(shown) - 1) == max(width, least)


@pytest.mark.parametrize(
    "text",
    [
        "I’d like a follow-up, then: it's 24/7!",
        "L’équipe d'accueil, aujourd’hui",
        "Re\u0301sume\u0301 für die Übergabe…",
        "Use C++ or C#, not 3.5.",
        "Well done 👍🏽 (really).",
        "„Sehr ruhig“, sagte sie.",
    ],
)
def test_a_phrase_that_grows_by_words_ends_with_a_word(text: str) -> None:
    """Nothing of it stands half inside, and no mark behind its last word; from the middle of one the whole is taken."""
    marked, at = [], 0
    while (end := marking_view.word_end_after(text, at, at)) != at:
        marked.append(text[end])
        start, stop = marking_view.whole_words(text, at, end + 1)
        assert not text[stop : stop + 1].isalnum(), text[start:stop]
        assert not text[max(start - 1, 0) : start].isalnum(), text[start:stop]
        at = end
    assert not set(marked) & set(" ,.!?:…“”)-’'"), marked


def test_the_cursor_goes_from_word_to_word() -> None:
    """`w` to the next beginning, `e` to the end, `b` back; each stops at the ends of the text."""
    text = "I’d like a follow-up."
    assert marking_view.word_start_after(text, 0) == 4
    assert marking_view.word_end_after(text, 4) == 7
    assert marking_view.word_start_before(text, 11) == 9
    assert marking_view.word_start_before(text, 0) == 0
    assert marking_view.word_start_after(text, 12) == len(text) - 1


def test_a_sentence_is_found_around_the_cursor() -> None:
    """The sentence ends with its stop or the line, without white space."""
    text = "You were clear. I would have liked an incident!\nThanks"
    assert text[slice(*marking_view.sentence_at(text, 3))] == "You were clear."
    assert text[slice(*marking_view.sentence_at(text, 20))] == "I would have liked an incident!"
    assert text[slice(*marking_view.sentence_at(text, len(text) - 1))] == "Thanks"


def test_a_sentence_never_reaches_across_an_empty_line() -> None:
    """On an empty line there is no sentence, and behind the last stop of a line the sentence is the one before."""
    text = "Hi Sam,\n\nYou were clear. The numbers were thin.\n \n  Best,\nAda\n"
    found = {at: text[slice(*marking_view.sentence_at(text, at))] for at in range(len(text))}
    assert not any("\n" in sentence for sentence in found.values())
    assert [found[at] for at, letter in enumerate(text) if letter == "\n"] == [
        "Hi Sam,",
        "",
        "The numbers were thin.",
        "",
        "Best,",
        "Ada",
    ]
    assert found[text.index(" The")] == "You were clear."
    assert found[text.index("  Best")] == "Best,"


@given(
    st.lists(st.sampled_from(["👩\u200d💻", "e\u0301", "漢", "👍🏽", "a", "a b", " "]), max_size=30), st.integers(4, 20)
)
def test_what_is_drawn_as_one_sign_is_never_broken(signs: list[str], width: int) -> None:
    """An emoji of several characters is two cells wide and stays in one line, an accent with its letter."""
    text = "".join(signs)
    ends = {end for _, end, _ in signs_of(text)} | {0}
    for start, end in wrap(text, width):
        assert {start, end} <= ends
        assert cells(text[start:end].rstrip(" ")) <= width


@given(WORDS, st.integers(0, 80))
def test_a_sentence_lies_within_the_text(text: str, at: int) -> None:
    """Wherever the cursor is, the sentence is a part of the text with no white space at its ends."""
    start, end = marking_view.sentence_at(text, min(at, marking_view.last_place(text)))
    assert 0 <= start <= end <= len(text)
    assert text[start:end] == text[start:end].strip()
