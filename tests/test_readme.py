"""The README says what is true."""

from pathlib import Path

from scripts.key_table import with_keys

README = Path(__file__).parent.parent / "README.md"


def test_the_key_table_is_that_of_the_actions() -> None:
    """Writing the table anew changes nothing; otherwise run `make keys`."""
    text = README.read_text(encoding="utf-8")
    assert with_keys(text) == text


def test_the_picture_is_there() -> None:
    """The one picture stands beside the README and was exported by the app."""
    picture = README.parent / "docs" / "feedback.svg"
    assert "Ada" in picture.read_text(encoding="utf-8")
