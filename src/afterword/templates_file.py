"""Owns the letters a person words themselves: what may stand in their file, and every mistake in it at once."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from afterword.domain.conversation.phrasing import (
    LETTERS,
    PLACEHOLDER,
    Templates,
    default_templates,
    letter_languages,
    placeholders,
)
from afterword.domain.text import nearest
from afterword.languages.loader import DEFAULT
from afterword.settings import MOST_UNKNOWN, Mistake
from afterword.settings_file import invalid, parse, text_of, unknown

_LONGEST_SUBJECT, _LONGEST_BLOCK = 500, 20_000


def load_templates(path: Path) -> Templates:
    """The letters, with the person's own words where the file has them. Raises `SettingsInvalid` with every mistake."""
    templates, mistakes = read_templates(path)
    if mistakes:
        raise invalid(path, mistakes)
    return templates


def read_templates(path: Path) -> tuple[Templates, list[Mistake]]:
    """The letters as far as the file can be read, and every mistake in it. Raises `SettingsInvalid` when none can.

    `[request]` words the English one, `[de.request]` the German one.
    """
    raw = parse(path, text_of(path))
    others = [code for code in letter_languages() if code != DEFAULT]
    mistakes = list(unknown("", raw, [*LETTERS, *others]))
    words = {}
    for code in [code for code in others if code in raw]:
        table = raw[code] if isinstance(raw[code], dict) else {}
        if table is not raw[code]:
            mistakes.append(Mistake(code, f"must hold sections, [{code}.request]"))
        mistakes += unknown(code, table, list(LETTERS))
        words[code] = _own_words(table, code, mistakes)
    return replace(default_templates().changed(_own_words(raw, DEFAULT, mistakes)), others=words), mistakes


def _own_words(table: Mapping[str, Any], language: str, mistakes: list[Mistake]) -> dict[str, dict[str, str]]:
    """The words of the letters in that language, by letter and block."""
    return {name: _words(name, table[name], language, mistakes) for name in LETTERS if name in table}


def _words(name: str, table: object, language: str, mistakes: list[Mistake]) -> dict[str, str]:
    section = name if language == DEFAULT else f"{language}.{name}"
    if not isinstance(table, dict):
        mistakes.append(Mistake(section, f"must be a section, [{section}]"))
        return {}
    blocks = ["subject", *getattr(default_templates(language), LETTERS[name]).blocks]
    mistakes += unknown(section, table, blocks)
    words = {}
    for block in [key for key in table if key in blocks]:
        text = table[block]
        wrong = list(_wrong_words(f"{section}.{block}", text))
        mistakes += wrong
        if not wrong:
            words[block] = text
    return words


def _wrong_words(key: str, text: object) -> Iterator[Mistake]:
    if not isinstance(text, str):
        yield Mistake(key, "must be a text in quotes")
        return
    most = _LONGEST_SUBJECT if key.endswith(".subject") else _LONGEST_BLOCK
    if len(text) > most:
        yield Mistake(key, f"has {len(text):,} characters, more than {most:,}", "Shorten it.")
        return
    written = dict.fromkeys(PLACEHOLDER.findall(text))
    for placeholder in islice((word for word in written if word not in placeholders()), MOST_UNKNOWN):
        near = nearest(placeholder, list(placeholders()))
        hint = f"Did you mean {{{near}}}?" if near else "Known: " + ", ".join(placeholders()) + "."
        yield Mistake(key, f"no placeholder {{{placeholder}}}", hint)


def templates_as_toml() -> str:
    """The default letters as a file to start from, every line a comment until its `#` is taken away."""
    parts = [
        "# Your letters. Take the # away from a block to change its words; the others keep theirs. A block that you",
        "# word yourself stands so in every letter, whoever gets it. Other languages: [de.request], [fr.thank-you].",
    ]
    parts += [f"#   {{{name}}}  {meaning}" for name, meaning in placeholders().items()]
    for name, attribute in LETTERS.items():
        template = getattr(default_templates(), attribute).chosen()
        parts += ["", f"[{name}]", f'# subject = "{template.subject}"']
        parts += [f'# {block} = "{text}"'.replace("\n", "\\n") for block, text in template.blocks.items()]
    return "\n".join(parts) + "\n"
