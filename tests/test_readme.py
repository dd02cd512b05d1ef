"""The README says what is true."""

import re
from pathlib import Path

from scripts.key_table import with_keys

from afterword.settings import load_settings

README = Path(__file__).parent.parent / "README.md"


def test_the_key_table_is_that_of_the_actions() -> None:
    """Writing the table anew changes nothing; otherwise run `make keys`."""
    text = README.read_text(encoding="utf-8")
    assert with_keys(text) == text


def test_the_settings_it_shows_are_valid(tmp_path: Path) -> None:
    """Every example of settings is one that the program reads."""
    examples = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) >= 3
    for number, example in enumerate(examples):
        path = tmp_path / f"{number}.toml"
        path.write_text(example, encoding="utf-8")
        load_settings(path)


def test_the_picture_is_there() -> None:
    """The one picture stands beside the README and was exported by the app."""
    picture = README.parent / "docs" / "feedback.svg"
    assert "Ada" in picture.read_text(encoding="utf-8")
