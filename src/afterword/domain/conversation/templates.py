"""Owns the letters: blocks of text with `{placeholders}`, the default set as languages/en/letters.toml holds it.

People change the words in a file of their own; reading that file is left to the settings.
"""

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.languages.loader import load

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Template(Struct, frozen=True, kw_only=True):
    """A subject and named blocks; `paragraphs` says which blocks stand together, in the order of the letter."""

    subject: str = ""
    blocks: Mapping[str, str] = field(default_factory=dict)
    paragraphs: tuple[tuple[str, ...], ...] = ()

    def changed(self, words: Mapping[str, str]) -> "Template":
        """The template with some blocks (or the `subject`) in other words; an empty block is left out."""
        blocks = {name: words.get(name, text) for name, text in self.blocks.items()}
        return replace(self, subject=words.get("subject", self.subject), blocks=blocks)


class Templates(Struct, frozen=True, kw_only=True, rename="kebab"):
    """The letters; `request_unanswered` is the request where no decision was ever sent."""

    request: Template
    request_unanswered: Template
    follow_up: Template
    thank_you: Template
    thank_you_declined: Template
    re_approach: Template


LETTERS: dict[str, str] = dict(zip(Templates.__struct_encode_fields__, Templates.__struct_fields__, strict=True))
"""The names of the letters in a person's own file, and the field each stands for."""


class _Placeholders(Struct, frozen=True):
    placeholders: dict[str, str]


@cache
def placeholders() -> dict[str, str]:
    """What can stand between braces in a letter, with what it means."""
    return load("letters", _Placeholders).placeholders


@cache
def default_templates() -> Templates:
    """The letters as they are written where a person has not changed a word."""
    letters = load("letters", Templates)
    usual, unanswered = letters.request, letters.request_unanswered
    blocks = {**usual.blocks, **unanswered.blocks}
    return replace(letters, request_unanswered=replace(usual, blocks=blocks, paragraphs=unanswered.paragraphs))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; one without a value stays as it is, for the eye to find."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1]) or match[0], text)


def missing(text: str, values: Mapping[str, str]) -> bool:
    """Whether the text needs a value that is not there."""
    return any(not values.get(name) for name in PLACEHOLDER.findall(text) if name in placeholders())
