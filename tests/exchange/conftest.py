"""What the tests of the command line share: calls on an empty journal in a folder of their own."""

from pathlib import Path

import pytest
from tests.cli.calls import Calls


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Calls of a person in Berlin whose journal is empty."""
    made = Calls(tmp_path)
    made.config.write_text("[me]\nname = 'Alan'\naddress = 'alan@home.example'\nzone = 'Europe/Berlin'\n")
    return made
