"""Owns where a cursor goes in a text and which phrase it marks: pure places in a string, no widget."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[\w’'-]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n\s*")


def word_start_after(text: str, at: int) -> int:
    """Where the next word begins, or the end of the text."""
    return next((found.start() for found in _WORD.finditer(text) if found.start() > at), last_place(text))


def word_start_before(text: str, at: int) -> int:
    """Where the word at `at`, or the one before, begins."""
    starts = [found.start() for found in _WORD.finditer(text, 0, max(at, 0)) if found.start() < at]
    return starts[-1] if starts else 0


def word_end_after(text: str, at: int) -> int:
    """The last character of the word at `at`, or of the next one."""
    return next((found.end() - 1 for found in _WORD.finditer(text) if found.end() - 1 > at), last_place(text))


def last_place(text: str) -> int:
    """The last place a cursor can stand on."""
    return max(len(text) - 1, 0)


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around `at` begins and ends, without white space at its ends.

    Between two sentences it is the one before; on an empty line there is none, and an empty phrase is returned.
    """
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if found.end() > at:
            if "\n" not in text[found.start() : at]:
                return trimmed(text, start, found.start())
            if "\n" in text[at : found.end()]:
                return at, at
        start = found.end()
    return trimmed(text, start, len(text))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same phrase without white space at its ends; an empty one where there is nothing else."""
    phrase = text[start:end]
    lead = len(phrase) - len(phrase.lstrip())
    kept = phrase.strip()
    return (start + lead, start + lead + len(kept)) if kept else (start, start)


def line_of(lines: Sequence[tuple[int, int]], at: int) -> int:
    """Which of the wrapped lines holds the place; a line end belongs to the line it ends."""
    for number in range(len(lines) - 1, -1, -1):
        if lines[number][0] <= at:
            return number
    return 0
