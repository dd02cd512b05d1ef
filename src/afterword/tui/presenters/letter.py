"""Owns how a letter reads back while it is written: parts there or missing, words, questions, warnings."""

from collections.abc import Iterator, Mapping, Sequence

from afterword.domain.conversation.letters import PARTS, LetterCheck
from afterword.domain.conversation.request import Letter
from afterword.domain.people import Interviewer
from afterword.domain.text import plural
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.cells import fit
from afterword.tui.widgets.text_view import TextLine

_SHORT: Mapping[str, str] = {
    "thanks": "thank-you for the chance",
    "consideration": "considered in future",
    "opportunities": "new opportunities?",
    "pointers": "pointers, areas to develop",
    "advice": "advice, information",
    "strength": "a strength they named",
    "action": "the one thing you will do",
}
_NAMES: Mapping[Letter, str] = {
    Letter.REQUEST: "Request",
    Letter.FOLLOW_UP: "Follow-up",
    Letter.THANK_YOU: "Thank-you",
    Letter.REAPPROACH: "Re-approach",
}
_COLUMN = 38
_SHOWN_WARNINGS = 3


def letter_name(letter: Letter | None) -> str:
    """`Request`, `Follow-up`, `Thank-you`, `Re-approach`."""
    return _NAMES[letter or Letter.REQUEST]


def part_words(name: str, letter: Letter, *, present: bool) -> str:
    """`✓ there    F1 thanks for the opportunity`, or that it is missing."""
    number = f"F{PARTS.index(name) + 1} " if letter is Letter.REQUEST and name in PARTS else ""
    sign = "✓ there  " if present else "! missing"
    thanks = name == "thanks" and letter is Letter.THANK_YOU
    return f"{sign} {number}{'thank-you for the feedback' if thanks else _SHORT[name]}"


def check_lines(found: LetterCheck, letter: Letter, width: int) -> list[TextLine]:
    """The check as lines: the parts (in two columns where `width` allows), words and questions, the warnings."""
    parts = [
        Span(part_words(name, letter, present=there), TextStyle.GOOD if there else TextStyle.WARN)
        for name, there in found.parts.items()
    ]
    size = Span(f"{plural(found.words, 'word')} · {plural(found.questions, 'question')}", TextStyle.MUTED)
    lines = [TextLine(tuple(row)) for row in _side_by_side([*parts, size], width)]
    missing = [warning for warning in found.warnings if not warning.startswith("Missing: ")]
    lines += [TextLine(f"! {warning}", TextStyle.WARN, 2) for warning in missing[:_SHOWN_WARNINGS]]
    if not found.warnings:
        lines.append(TextLine("✓ Ready to send.", TextStyle.GOOD))
    return lines


def _side_by_side(cells: Sequence[Span], width: int) -> Iterator[Sequence[Span]]:
    if width < 2 * _COLUMN:
        yield from ((cell,) for cell in cells)
        return
    half = (len(cells) + 1) // 2
    for place in range(half):
        left = Span(fit(cells[place].text, _COLUMN), cells[place].tone)
        yield (left, cells[place + half]) if place + half < len(cells) else (left,)


def summary_words(found: LetterCheck) -> str:
    """`5 of 5 parts · 103 words`, for the title."""
    there = sum(found.parts.values())
    parts = f"{there} of {len(found.parts)} parts · " if found.parts else ""
    return f"{parts}{plural(found.words, 'word')}"


def address_words(person: Interviewer) -> str:
    """Whom it goes to: one person, one address; a program or a team has no other name."""
    if person.name == person.email:
        return person.email
    return f"{person.name} <{person.email}>" if person.email else f"{person.name} (no address yet)"
