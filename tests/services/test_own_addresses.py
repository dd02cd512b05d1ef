"""Which addresses are the person's own."""

from pathlib import Path

import pytest

from afterword.bootstrap import own_addresses
from afterword.errors import SettingsInvalid
from afterword.settings_file import load_settings


def test_every_address_of_the_settings_is_ones_own(tmp_path: Path) -> None:
    """The one that letters come from, the others named beside it, and the names for logging in."""
    path = tmp_path / "config.toml"
    path.write_text(
        '[me]\naddress = "sam@doe.example"\naddresses = ["sam@home.example", "s.doe@work.example"]\n'
        '[imap]\nuser = "sam@mail.example"\n',
        encoding="utf-8",
    )
    assert own_addresses(load_settings(path)) == {
        "sam@doe.example",
        "sam@home.example",
        "s.doe@work.example",
        "sam@mail.example",
    }


def test_what_is_no_address_is_named(tmp_path: Path) -> None:
    """A slip in the list is found before it hides an answer."""
    path = tmp_path / "config.toml"
    path.write_text('[me]\naddresses = ["sam at home"]\n', encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="is not a mail address"):
        load_settings(path)
