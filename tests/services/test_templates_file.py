"""The letters as a file: what is printed to start from can be put into own words, block by block."""

import re
from pathlib import Path

from afterword.domain.conversation.templates import default_templates
from afterword.settings import load_templates, templates_as_toml


def test_the_printed_file_changes_nothing_as_it_is(tmp_path: Path) -> None:
    """Every line is a comment until somebody takes its mark away."""
    file = tmp_path / "templates.toml"
    file.write_text(templates_as_toml(), encoding="utf-8")
    assert load_templates(file) == default_templates()


def test_every_block_of_the_printed_file_can_be_used(tmp_path: Path) -> None:
    """With all marks taken away the letters still say what they said."""
    file = tmp_path / "templates.toml"
    bare = re.sub(r"(?m)^# (?=\w+ = )", "", templates_as_toml())
    assert "\nthanks = " in bare
    file.write_text(bare, encoding="utf-8")
    assert load_templates(file) == default_templates()
