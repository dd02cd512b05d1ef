"""The rules for text: what comes from outside, the cells it takes, and how typed words find it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.cli.shell import table
from afterword.domain.text import (
    SearchWords,
    cells,
    clean,
    clean_line,
    cut,
    fit,
    matches,
    plural,
    search_words,
    searchable,
    settled,
    shorten,
    signs_of,
    slug,
    whole_number,
    words,
)


@given(st.text())
def test_cleaning_leaves_nothing_a_terminal_obeys(text: str) -> None:
    """No control character but newline and tab survives, and cleaning twice changes nothing."""
    cleaned = clean(text)
    assert all(char in "\n\t" or (ord(char) >= 32 and not 127 <= ord(char) < 160) for char in cleaned)
    assert clean(cleaned) == cleaned


def test_cleaning_takes_escapes_and_turned_text_out() -> None:
    """Escape sequences lose their escape, marks that turn text around are gone, emoji and accents stay."""
    assert clean("a\x1b[31mb\u202ec\r\nd\u2028e 👩\u200d💻 é") == "a[31mbc\nd\ne 👩\u200d💻 é"


@given(st.text())
def test_a_line_is_one_line(text: str) -> None:
    """A cleaned line holds no line end and no white space at its ends."""
    line = clean_line(text)
    assert "\n" not in line
    assert line == line.strip()


@given(st.text(max_size=50), st.integers(1, 60))
def test_a_shortened_line_fits(text: str, width: int) -> None:
    """A shortened line is never wider than asked, and is marked where something was cut."""
    short = shorten(text, width)
    assert len(short) <= width
    assert short == clean_line(text) or short.endswith("…")


@given(st.text())
def test_a_slug_is_plain(text: str) -> None:
    """A slug is never empty and holds lower-case letters, digits and dashes alone."""
    assert slug(text).replace("-", "").isalnum()
    assert slug(text).isascii()


def test_a_slug_is_no_longer_than_a_name_may_be() -> None:
    """It becomes an id in a table, and part of the name of a file."""
    assert len(slug("word " * 1000)) <= 80


def test_counts_carry_their_noun() -> None:
    """One day, two days; words are what holds a letter or digit."""
    assert (plural(1, "day"), plural(2, "day"), plural(2, "person", "people")) == ("1 day", "2 days", "2 people")
    assert words("Thank you – really, 2 times!") == 5


def test_a_whole_number_is_digits_that_somebody_may_mean() -> None:
    """Of any script; no superscript, no sign and no endless row is one, and none of them is an error."""
    found = [whole_number(text) for text in ("12", "٣", "0", "²", "-1", "1.5", "", "9" * 10_000)]
    assert found == [12, 3, 0, None, None, None, None, None]


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


HUGE = "load " * 40_000
FOUND = [
    ("Thomas Müller", "muller thom"),
    ("Thomas Müller", "MUELLER"),
    ("Thomas Mueller", "müller"),
    ("Mu\u0308ller", "müll"),
    ("Müller", "mu\u0308l"),
    ("Groß-Müller GmbH", "gross-mueller"),
    ("Große Straße", "STRASSE gross"),
    ("STRASSE", "straße"),
    ("Łódź, Søren Ærø", "aero lod sor"),
    ("Søren", "soeren"),
    ("Åse", "aas"),
    ("café", "cafe"),
    ("cafe", "CAFÉ"),
    ("İstanbul", "istanbul"),
    ("日本語の会社です", "会社"),
    ("日本Google", "goog"),
    ("Google日本", "日本"),
    ("a+b", "+b"),
    ("한국회사", "회사"),
    ("בְּרֵאשִׁית", "בראש"),
    ("مُحَمَّد", "محمد"),
    ("C++ and .NET", "c++ .net"),
    ("snake_case", "case"),
    ("mary@initech.example", "initech"),
    ("mary@initech.example", "mary@init"),
    ("O\u2019Neil", "neil"),
    ("they said “name the load”", "“load” (name)"),
    ("ﬁnance", "fin"),
    ("soft\u00adware", "softw"),
    ("a\u202eb\x07c", "abc"),
    ("+ strength", "+"),
    (HUGE + "needle", "needle load"),
    ("anything", "   "),
]
NOT_FOUND = [
    ("airport", "port"),
    ("Thomas Müller", "thomas schmidt"),
    ("Muller", "mueller"),
    ("load", "loads"),
    ("", "a"),
]


@pytest.mark.parametrize(("text", "typed"), FOUND)
def test_these_words_find_that_text(text: str, typed: str) -> None:
    """Beginnings of words in any order; accents, case, spelling out and signs around a word do not matter."""
    assert matches(text, typed)


@pytest.mark.parametrize(("text", "typed"), NOT_FOUND)
def test_these_words_do_not_find_that_text(text: str, typed: str) -> None:
    """The middle of a word is no beginning, and every word has to be there."""
    assert not matches(text, typed)


letters = st.characters(categories=("L", "N", "P", "S", "Zs", "Cc", "Cf"))
sentences = st.text(letters, min_size=1, max_size=60)
plain = st.text(st.sampled_from("abcAB12_.-+ …"), max_size=30)


@given(sentences, st.data())
def test_a_text_is_found_by_any_beginnings_of_its_words_in_any_order(text: str, data: st.DataObject) -> None:
    """Whatever letters there are."""
    words = text.split() or [""]
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    begun = [word[: data.draw(st.integers(1, max(len(word), 1)))] for word in some]
    assert matches(text, " ".join(begun)), (text, begun)


@given(sentences, sentences, sentences)
def test_more_letters_find_nothing_that_fewer_did_not(text: str, typed: str, more: str) -> None:
    """Where typing on is said to narrow, it does."""
    before, after = search_words(typed), search_words(typed + more)
    if before and after.narrow(before) and after.are_in(searchable(text)):
        assert before.are_in(searchable(text))


@given(sentences, sentences)
def test_a_word_is_looked_for_where_its_places_are(text: str, typed: str) -> None:
    """The quick look and the pattern that marks words agree."""
    folded = searchable(text)
    assert all(word.is_in(folded) == (word.begins.search(folded) is not None) for word in search_words(typed).words)


@given(sentences, sentences)
def test_places_are_parts_of_the_text_from_left_to_right(text: str, typed: str) -> None:
    """Nothing is marked twice, nothing outside, and something wherever the words are found."""
    words = search_words(typed)
    places = list(words.places(text))
    ends = [0, *(end for _, end in places)]
    assert all(end <= begin < stop <= len(text) for end, (begin, stop) in zip(ends, places, strict=False))


@given(plain, plain)
def test_plain_texts_are_marked_as_any_others(text: str, typed: str) -> None:
    """A letter of another script beside them changes nothing."""
    words = search_words(typed)
    assert list(words.places(text)) == list(words.places(f"{text} я"))


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Thomas Müller, name the load/loading first", "mul load", ["Müller", "load", "loading"]),
        ("私の日本会社です", "会社 日本", ["日本", "会社"]),
        ("I know C++ well", "c++", ["C++"]),
        ("e\u0301te\u0301 and summer", "ete", ["e\u0301te\u0301"]),
        ("nothing here", "load", []),
    ],
)
def test_whole_words_are_marked(text: str, typed: str, marked: list[str]) -> None:
    """The word that begins so, and in scripts without spaces the very signs."""
    assert [text[begin:end] for begin, end in SearchWords.of(typed).places(text)] == marked
