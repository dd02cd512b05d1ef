"""Owns the prep sheet as Markdown and as plain text: the same sections in the same order."""

import re
import textwrap
from collections.abc import Iterator

from msgspec import Struct

from afterword.domain.dates import show_date
from afterword.domain.evaluation.charts import sparkline
from afterword.domain.evaluation.coverage import BankEntry
from afterword.domain.evaluation.prep import Chosen, PrepSheet, quotes
from afterword.domain.example import TELLING_SECONDS
from afterword.domain.text import clean_line, shorten

_WIDTH = 78
_LONG = 220
# Signs that would turn words from outside into markup; a line that begins with a list or heading sign is shielded too.
_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")
_OPENING = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


class SheetSection(Struct, frozen=True):
    """One part of the sheet: a title and its entries; a `checklist` is ticked off with a pen."""

    title: str
    entries: tuple[tuple[str, ...], ...]
    checklist: bool = False


def sections(sheet: PrepSheet) -> tuple[SheetSection, ...]:
    """The parts of the sheet that hold something; each entry is its first line and what stands under it."""
    asked = tuple((f"{one.competency.name}: {one.because}",) for one in sheet.demands)
    advice = tuple(
        (f"“{one.source.words}” ({one.source.who}, {one.source.where}; {one.words})",) for one in sheet.advice
    )
    found = (
        SheetSection("What they may ask for", asked),
        SheetSection("To practise", tuple((one.pointer.sentence, one.words) for one in sheet.pointers), checklist=True),
        SheetSection("Strengths, in their words", tuple(_strengths(sheet))),
        SheetSection("Examples to tell", tuple(_example(one) for one in sheet.examples)),
        SheetSection("No example yet for", tuple((one.name,) for one in sheet.uncovered)),
        SheetSection("Likely weak points", tuple(_weak(sheet))),
        SheetSection("Advice received", advice),
        SheetSection("Why me", tuple((f"{name}: {line}",) for name, line in sheet.why_me)),
        SheetSection("My ratings over time", tuple(_trends(sheet))),
    )
    return tuple(section for section in found if section.entries)


def _strengths(sheet: PrepSheet) -> Iterator[tuple[str, ...]]:
    for line in sheet.strengths:
        said = (f"“{one.words}” ({one.who}, {one.where})" for one in quotes(line))
        yield f"{line.competency.name} ({line.seen})", *said
    for one in sheet.other_praise:
        yield (f"“{one.words}” ({one.who}, {one.where})",)


def _example(chosen: Chosen) -> tuple[str, ...]:
    entry = chosen.entry
    covers = ", ".join(one.name for one in chosen.covers)
    parts = [entry.example.title + (f" (for {covers})" if covers else "")]
    parts += [f"I did: {shorten(entry.example.action, _LONG)}"] if entry.example.action else []
    parts += [f"Result: {shorten(entry.example.result, _LONG)}"] if entry.example.result else []
    parts += [f"Numbers: {shorten(entry.example.numbers, _LONG)}"] if entry.example.numbers else []
    return (*parts, standing(entry))


def standing(entry: BankEntry) -> str:
    """`85 % written; told twice, last at Hooli · SRE; rehearsed in 95 seconds`."""
    last = entry.example.last_rehearsal
    rehearsed = (
        f"last rehearsed in {last.seconds} seconds" if last else f"rehearse it once in {TELLING_SECONDS} seconds"
    )
    return f"{round(100 * entry.meter)} % written; {entry.told_words}; {rehearsed}"


def _weak(sheet: PrepSheet) -> Iterator[tuple[str, ...]]:
    for one in sheet.weak_points:
        yield f"{one.title} ({one.seen})", one.because, one.will if one.planned else f"One way: {one.will}"


def _trends(sheet: PrepSheet) -> Iterator[tuple[str, ...]]:
    for trend in sheet.trends:
        yield (f"{trend.title}: {sparkline(trend.values)} {' '.join(map(str, trend.values))} ({trend.words})",)


def prep_markdown(sheet: PrepSheet) -> str:
    """The sheet as Markdown; words from outside cannot turn into markup."""
    interview = sheet.interview
    lines = [f"# {_shielded(interview.label)}", ""]
    if interview.round:
        lines += [f"*{_shielded(interview.round)}*", ""]
    lines += [f"- **{one.label}:** {_shielded(one.words)}" for one in sheet.facts]
    for section in sections(sheet):
        lines += ["", f"## {section.title}", ""]
        for first, *rest in section.entries:
            lines.append(f"- {'[ ] ' if section.checklist else ''}{_shielded(first)}")
            lines += [f"  - {_shielded(one)}" for one in rest if one]
    lines += ["", "## A letter to me", "", _paragraphs(sheet.letter), "", f"Made on {show_date(sheet.made_on)}."]
    return "\n".join(lines) + "\n"


def _shielded(text: str) -> str:
    line = _MARKUP.sub(r"\\\1", clean_line(text))
    return _OPENING.sub(r"\1\\\2\3", line)


def _paragraphs(text: str) -> str:
    return "\n\n".join(_shielded(part) for part in text.split("\n\n"))


def prep_text(sheet: PrepSheet) -> str:
    """The sheet as plain text, no line longer than 78 characters but for words that are."""
    interview = sheet.interview
    title = interview.label + (f", {interview.round}" if interview.round else "")
    lines = [*_wrapped(title, "", ""), "=" * min(len(title), _WIDTH), ""]
    for one in sheet.facts:
        lines += _wrapped(one.words, f"{one.label + ':':<15}", " " * 15)
    for section in sections(sheet):
        lines += ["", section.title.upper()]
        for first, *rest in section.entries:
            mark = "[ ] " if section.checklist else "- "
            lines += _wrapped(first, mark, " " * len(mark))
            for line in rest:
                lines += _wrapped(line, " " * len(mark), " " * len(mark))
    lines += ["", "A LETTER TO ME"]
    for index, part in enumerate(sheet.letter.split("\n\n")):
        lines += [""] * bool(index) + _wrapped(part, "", "")
    return "\n".join([*lines, "", f"Made on {show_date(sheet.made_on)}."]) + "\n"


def _wrapped(text: str, first: str, later: str) -> list[str]:
    line = clean_line(text)
    if not line:
        return []
    return textwrap.wrap(line, _WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False)
