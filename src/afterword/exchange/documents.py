"""Owns a document as text, Markdown and one printable page of HTML: the same sections in the same order.

The page loads nothing, runs nothing and escapes everything; its charts are inline SVG with their numbers as a label.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence
from html import escape

from msgspec import Struct

from afterword.domain.dates import show_date
from afterword.domain.document import Document, DocumentSection, Entry, Part, RatingChart, ShareChart, Words, part_words
from afterword.domain.reflection import HIGHEST, LOWEST
from afterword.domain.text import Emphasis, clean, clean_line, shorten

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
    return "".join(map(part_words, parts))


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


_DENSE_FROM, _DENSEST_FROM = 1800, 2800
"""Characters a page from which it is set more tightly."""
_SHORT_ENTRY = 60
"""Characters up to which entries stand in two columns."""
_TAGS = re.compile("<[^>]*>")

_STYLE = """
@page { margin: 13mm 14mm; }
* { box-sizing: border-box; }
html { color-scheme: light; }
body { font: 10pt/1.38 "Helvetica Neue", Arial, "Liberation Sans", sans-serif; color: #1c1c1c; background: #fff;
  max-width: 182mm; margin: 0 auto; padding: 0 1mm; overflow-wrap: anywhere; hyphens: auto; }
h1 { font-size: 17pt; line-height: 1.15; margin: 0 0 1mm; }
h2 { font-size: 11pt; margin: 4mm 0 1.2mm; padding-bottom: .6mm; border-bottom: .3mm solid #8a8a8a;
  break-after: avoid; }
p { margin: 0 0 1.4mm; }
ul { margin: 0; padding: 0; list-style: none; }
li { margin: 0 0 1.5mm; padding-left: 5mm; position: relative; break-inside: avoid; }
li::before { content: "–"; position: absolute; left: 0; }
li.tick::before { content: ""; width: 3mm; height: 3mm; border: .3mm solid #333; top: .9mm; }
.sub, .small { color: #444; font-size: 9pt; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .4mm 4mm; margin: 1mm 0 0; }
.facts dt { font-weight: 600; } .facts dd { margin: 0; min-width: 0; }
.short ul { columns: 2; column-gap: 8mm; }
.letter { border: .3mm solid #8a8a8a; border-radius: 1.5mm; padding: 2.5mm 4mm 1.5mm; margin-top: 4mm;
  break-inside: avoid; }
.letter h2 { margin-top: 0; border: 0; }
svg { flex: none; vertical-align: middle; } .grid { stroke: #d0d0d0; stroke-width: .6; }
.line { stroke: #1b4f72; stroke-width: 1.4; } circle, .full { fill: #1b4f72; }
.empty { fill: #e3e3e3; }
footer { color: #666; font-size: 8pt; margin-top: 3mm; }
body.dense { font-size: 8.8pt; line-height: 1.3; } .dense .sub, .dense .small { font-size: 8pt; }
.dense h2 { margin-top: 2.6mm; } .dense li { margin-bottom: 1mm; }
body.densest { font-size: 7.6pt; line-height: 1.22; } .densest .sub, .densest .small { font-size: 7pt; }
.densest .letter { break-inside: auto; padding: 1.5mm 3mm .5mm; margin-top: 2mm; }
.densest p { margin-bottom: .8mm; }
.densest h2 { margin: 1.8mm 0 .8mm; font-size: 9.5pt; } .densest li { margin-bottom: .7mm; }
@media screen { body { padding: 8mm 4mm; } }
"""


class _Room(Struct, frozen=True):
    """Characters that one run of words may take: the usual ones, and the generous."""

    usual: int
    generous: int


_ROOMS = (_Room(190, 420), _Room(140, 220), _Room(110, 170), _Room(90, 130))
_ONE_PAGE = 4200
"""Characters that a page of Letter holds when set most tightly in a wide typeface (DejaVu Sans, Chromium)."""


def as_html(document: Document) -> str:
    """The page, for A4 and Letter; light, without scripts and without anything from a network."""
    bodies = (_body(document, room) for room in _ROOMS)
    body = next(
        (body for body in bodies if _visible_length(body) <= _ONE_PAGE * document.pages), _body(document, _ROOMS[-1])
    )
    title = f"{document.kind}: {document.title}" if document.kind else document.title
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title, 120)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f'<body class="{_density(_visible_length(body) / document.pages)}">\n{body}\n</body>\n</html>\n'
    )


def _visible_length(body: str) -> int:
    """How many characters a reader sees."""
    return len(_TAGS.sub("", body))


def _density(length: float) -> str:
    """How tightly a page of so many characters is set, so that a sheet stays on its pages."""
    return "densest" if length > _DENSEST_FROM else "dense" if length > _DENSE_FROM else ""


def _text(words: str, longest: int = 0) -> str:
    """Words from outside, harmless in any place of the page, on one line and cut where they would not fit."""
    return escape(shorten(words, longest) if longest else clean(words), quote=True)


def _body(document: Document, room: _Room) -> str:
    subtitle = f'<p class="sub">{_text(document.subtitle, room.usual)}</p>' if document.subtitle else ""
    rows = "".join(f"<dt>{_text(label)}</dt><dd>{_text(words, room.generous)}</dd>" for label, words in document.facts)
    head = f'<header><h1>{_text(document.title, room.usual)}</h1>{subtitle}<dl class="facts">{rows}</dl></header>'
    sections = "".join(_section(section, room) for section in document.sections)
    footer = document.made_on and f"<footer>Made on {_text(show_date(document.made_on))} with Afterword.</footer>"
    return f"{head}{sections}{footer or ''}"


def _section(section: DocumentSection, room: _Room) -> str:
    items = [_item(entry, room) for entry in section.entries]
    paragraphs = "".join(f"<p>{_text(paragraph, room.generous)}</p>" for paragraph in section.paragraphs)
    short = len(items) > 1 and all(_visible_length(item) <= _SHORT_ENTRY for item in items)
    kind = ' class="letter"' if paragraphs else ' class="short"' if short else ""
    points = f"<ul>{''.join(items)}</ul>" if items else ""
    return f"<section{kind}><h2>{_text(section.title)}</h2>{points}{paragraphs}</section>"


def _item(entry: Entry, room: _Room) -> str:
    lines = "<br>".join("".join(_page_part(part, room) for part in parts) for parts in (entry.lead, *entry.below))
    return f'<li class="tick">{lines}</li>' if entry.to_tick else f"<li>{lines}</li>"


def _page_part(part: Part, room: _Room) -> str:
    if isinstance(part, str):
        return _page_part(Words(part), room)
    if isinstance(part, RatingChart):
        return rating_chart(part.values, part.label)
    if isinstance(part, ShareChart):
        return f"{share_bar(part.share, part.label)} "
    words = _text(part.text, room.generous if part.generous else room.usual)
    # Cutting takes blanks at the ends away; those that part the words from their neighbours stay.
    words = f"{' ' * part.text.startswith(' ')}{words}{' ' * part.text.endswith(' ')}"
    if part.emphasis is Emphasis.MUTED:
        return f'<span class="small">{words}</span>'
    return words if part.emphasis is Emphasis.PLAIN else f"<b>{words}</b>"


_MOST = 40
_PAD = 6


def rating_chart(values: Sequence[int], label: str, width: int = 120, height: int = 28) -> str:
    """Ratings from 1 to 5 over time as a line with dots, the last 40 of them; `label` names it for screen readers."""
    ratings = list(values[-_MOST:])
    if not ratings:
        return ""
    step = (width - 2 * _PAD) / max(1, len(ratings) - 1)
    points = [(_PAD + index * step, _y(value, height)) for index, value in enumerate(ratings)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    grid = "".join(
        f'<line x1="0" y1="{_y(value, height):.1f}" x2="{width}" y2="{_y(value, height):.1f}" class="grid"/>'
        for value in (LOWEST, (LOWEST + HIGHEST) // 2, HIGHEST)
    )
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>' for x, y in points)
    return (
        f'<svg class="chart" role="img" aria-label="{escape(label, quote=True)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{grid}<polyline points="{path}" fill="none" class="line"/>{dots}</svg>'
    )


def _y(value: float, height: int) -> float:
    inside = height - 2 * _PAD
    return height - _PAD - (min(max(value, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST) * inside


def share_bar(share: float, label: str, width: int = 70, height: int = 8) -> str:
    """A bar filled by that share from 0 to 1."""
    filled = round(min(max(share, 0.0), 1.0) * width, 1)
    return (
        f'<svg class="bar" role="img" aria-label="{escape(label, quote=True)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><rect width="{width}" height="{height}" class="empty"/>'
        f'<rect width="{filled}" height="{height}" class="full"/></svg>'
    )
