"""Owns a document as plain text and as Markdown: the same sections in the same order."""

import re
import textwrap
from collections.abc import Iterable

from afterword.domain.dates import show_date
from afterword.domain.document import Document, Part, RatingChart, Words, bar, sparkline
from afterword.domain.text import clean_line

_WIDTH = 78
_LABEL = 15
# Signs that would turn words from outside into markup; a line that begins with a list or heading sign is shielded too.
_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")
_OPENING = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def as_markdown(document: Document) -> str:
    """The document as Markdown; words from outside cannot turn into markup."""
    lines = [f"# {_shielded(document.title)}", ""]
    if document.subtitle:
        lines += [f"*{_shielded(document.subtitle)}*", ""]
    lines += [f"- **{label}:** {_shielded(words)}" for label, words in document.facts]
    for section in document.sections:
        lines += ["", f"## {section.title}", ""]
        for entry in section.entries:
            lines.append(f"- {'[ ] ' if entry.to_tick else ''}{_shielded(_line(entry.lead))}")
            lines += [f"  - {_shielded(words)}" for part in entry.below if (words := _line(part))]
        if section.paragraphs:
            lines.append("\n\n".join(map(_shielded, section.paragraphs)))
    return "\n".join([*lines, *_made_on(document)]) + "\n"


def _made_on(document: Document) -> list[str]:
    return [] if document.made_on is None else ["", f"Made on {show_date(document.made_on)}."]


def _line(parts: Iterable[Part]) -> str:
    """A line in words; what a bar shows stands in the words beside it."""
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    if isinstance(part, Words):
        return part.text
    return sparkline(part.values) if isinstance(part, RatingChart) else f"{bar(part.share)} "


def _shielded(text: str) -> str:
    line = _MARKUP.sub(r"\\\1", clean_line(text))
    return _OPENING.sub(r"\1\\\2\3", line)


def as_text(document: Document, width: int | None = _WIDTH) -> str:
    """The document as plain text, no line longer than `width` but for words that are; None: every line whole."""
    title = document.title + (f", {document.subtitle}" if document.subtitle else "")
    lines = [*_wrapped(title, "", "", width), "=" * min(len(title), width or _WIDTH)]
    lines += [""] if document.facts else []
    for label, words in document.facts:
        lines += _wrapped(words, f"{label + ':':<{_LABEL}}", " " * _LABEL, width)
    for section in document.sections:
        lines += ["", section.title.upper()]
        for entry in section.entries:
            mark = "[ ] " if entry.to_tick else "- "
            below = " " * len(mark)
            lines += _wrapped(_line(entry.lead), mark, below, width)
            lines += [line for part in entry.below for line in _wrapped(_line(part), below, below, width)]
        for number, paragraph in enumerate(section.paragraphs):
            lines += [""] * bool(number) + _wrapped(paragraph, "", "", width)
    return "\n".join([*lines, *_made_on(document)]) + "\n"


def _wrapped(text: str, first: str, later: str, width: int | None) -> list[str]:
    line = clean_line(text)
    if not line:
        return []
    if width is None:
        return [first + line]
    return textwrap.wrap(line, width, initial_indent=first, subsequent_indent=later, break_long_words=False)
