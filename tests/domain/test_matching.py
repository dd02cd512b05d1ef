"""How typed words find a text: in any order, by their beginnings, whatever the case, the accents and the script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.text import SearchWords, matches, search_words, searchable

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
