"""Owns how the story and the clock of a rehearsal read."""

from afterword.domain.evaluation.charts import bar
from afterword.domain.example import TELLING_SECONDS, Example
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.text_view import TextLine

_WIDE = 11
_BAR = 45
_PARTS = ("situation", "task", "action", "result", "numbers")


def story_lines(example: Example, *, hidden: bool) -> list[TextLine]:
    """The parts of the story, or only their names while it is told without notes."""
    lines: list[TextLine] = []
    for part in _PARTS:
        text = getattr(example, part) or "–"
        shown = Span("· · ·", TextStyle.MUTED) if hidden else Span(text)
        lines += [TextLine((Span(part.capitalize().ljust(_WIDE), TextStyle.STRONG), shown), indent=_WIDE), TextLine("")]
    return lines


def clock_lines(seconds: int, *, running: bool, without_notes: bool) -> list[TextLine]:
    """`1:05  ██████░░  25 seconds left`, and what to press."""
    left = TELLING_SECONDS - seconds
    words = f"{left} seconds left" if left >= 0 else f"{-left} seconds over ninety"
    tone = TextStyle.GOOD if left >= 0 else TextStyle.WARN
    state = "telling …" if running else "space starts the clock" if not seconds else "stopped; enter keeps it"
    notes = "without notes" if without_notes else "with notes; h hides them"
    return [
        TextLine(
            (
                Span(f"{seconds // 60}:{seconds % 60:02d}  ", TextStyle.STRONG),
                Span(bar(seconds / TELLING_SECONDS, _BAR), tone),
            )
        ),
        TextLine((Span(words, tone), f"  ·  {state}  ·  {notes}")),
    ]
