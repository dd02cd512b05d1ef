"""The one rule for text from outside."""

from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.text import clean, clean_line, plural, shorten, slug, whole_number, words


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
