"""The phrases of a rejection: thirty and more in each language, each of a kind that is explained."""

import re
import tomllib
from pathlib import Path

import pytest

from afterword.domain.conversation.letter_reading import reasons

FOLDER = Path(__file__).parents[2] / "src" / "afterword" / "languages"
LANGUAGES = ("en", "de", "fr", "es")
LEAST = 30


def patterns(language: str) -> dict[str, list[str]]:
    """The patterns of a language by kind."""
    found: dict[str, list[str]] = tomllib.loads((FOLDER / language / "reasons.toml").read_text("utf-8"))["patterns"]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_knows_thirty_phrases_and_more(language: str) -> None:
    """Each belongs to a kind that says what it tells, what it does not, and what can be done."""
    known = patterns(language)
    assert len(known) >= LEAST
    assert set(known) <= set(reasons())
    assert all(known.values())


def test_every_kind_is_explained_in_short_sentences() -> None:
    """Factual and kind: no sentence asks what should have been done."""
    for reason in reasons().values():
        for words in (reason.tells, reason.silent, reason.can):
            assert words.endswith("."), reason.id
            assert max(map(len, re.split(r"[.:;] ", words))) < 130, words
            assert "should have" not in words


def test_english_has_words_for_every_kind() -> None:
    """A kind that nothing is known by would never be shown."""
    assert set(patterns("en")) == set(reasons())
