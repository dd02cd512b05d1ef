"""The letters as a file: what is printed to start from can be put into own words, block by block."""

import re
from pathlib import Path

from afterword.domain.conversation.phrasing import LETTERS, default_templates
from afterword.templates_file import load_templates, read_templates, templates_as_toml


def test_the_printed_file_changes_nothing_as_it_is(tmp_path: Path) -> None:
    """Every line is a comment until somebody takes its mark away."""
    file = tmp_path / "templates.toml"
    file.write_text(templates_as_toml(), encoding="utf-8")
    assert load_templates(file) == default_templates()


def test_letters_of_other_languages_have_sections_of_their_own(tmp_path: Path) -> None:
    """`[de.request]` words the German request and leaves the English one alone; what is wrong there is named."""
    file = tmp_path / "templates.toml"
    file.write_text("[de.request]\nadvice = 'Was raten Sie mir?'\n", encoding="utf-8")
    letters = load_templates(file)
    assert letters.of("de").request.chosen().blocks["advice"] == "Was raten Sie mir?"
    assert letters.request == default_templates().request
    file.write_text("[de.request]\nadvise = 'x'\n[de.thanks]\n[fr]\nnote = 'x'\n", encoding="utf-8")
    _, mistakes = read_templates(file)
    assert [mistake.key for mistake in mistakes] == ["de.thanks", "de.request.advise", "fr.note"]


def test_every_block_of_the_printed_file_can_be_used(tmp_path: Path) -> None:
    """With all marks taken away the letters still say what they said."""
    file = tmp_path / "templates.toml"
    bare = re.sub(r"(?m)^# (?=\w+ = )", "", templates_as_toml())
    assert "\nthanks = " in bare
    file.write_text(bare, encoding="utf-8")
    letters, usual = load_templates(file), default_templates()
    for attribute in LETTERS.values():
        own, default = getattr(letters, attribute).chosen(), getattr(usual, attribute).chosen()
        assert (own.subject, own.blocks) == (default.subject, default.blocks)
