"""Competencies: the default set, and guessing one from words."""

import pytest
from msgspec.structs import replace

from afterword.domain.practice import Competency, competencies_of, default_competencies, telling
from afterword.domain.suggestion import suggest


def test_every_default_is_anchored_in_behaviour() -> None:
    """Each competency of the default set has an id, a name and a sentence of behaviour."""
    assert len({one.id for one in default_competencies()}) == len(default_competencies())
    assert all(one.anchor.endswith(".") and one.name for one in default_competencies())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("you explained your approach in a clear, structured way", "communication"),
        ("I would have liked a concrete incident as an example", "telling"),
        ("how it scales and the trade-offs of your cache", "system-design"),
        ("we met on a Tuesday", None),
        ("", None),
    ],
)
def test_words_point_at_a_competency(words: str, expected: str | None) -> None:
    """The competency whose words occur most is suggested, and none where no word points anywhere."""
    known = (*default_competencies(), *competencies_of("engineering"), telling())
    assert suggest(words, known) == expected


def test_an_own_competency_is_found_by_its_name_and_an_archived_one_never() -> None:
    """An added competency is suggested where its name stands; an archived one is not."""
    own = Competency(id="humour", name="Humour")
    assert suggest("your humour helped", (own,)) == "humour"
    assert suggest("your humour helped", (replace(own, archived=True),)) is None
