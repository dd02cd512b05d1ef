"""Owns how the story and the clock of a rehearsal read."""

from afterword.domain.evaluation.charts import bar
from afterword.domain.example import TELLING_SECONDS, Example
from afterword.tui.tones import Piece, Tone
from afterword.tui.widgets.text_view import Line

_WIDE = 11
_BAR = 45
_PARTS = ("situation", "task", "action", "result", "numbers")


def story_lines(example: Example, *, hidden: bool) -> list[Line]:
    """The parts of the story, or only their names while it is told without notes."""
    lines: list[Line] = []
    for part in _PARTS:
        text = getattr(example, part) or "–"
        shown = Piece("· · ·", Tone.MUTED) if hidden else Piece(text)
        lines += [Line((Piece(part.capitalize().ljust(_WIDE), Tone.STRONG), shown), indent=_WIDE), Line("")]
    return lines


def clock_lines(seconds: int, *, running: bool, without_notes: bool) -> list[Line]:
    """`1:05  ██████░░  25 seconds left`, and what to press."""
    left = TELLING_SECONDS - seconds
    words = f"{left} seconds left" if left >= 0 else f"{-left} seconds over ninety"
    tone = Tone.GOOD if left >= 0 else Tone.WARN
    state = "telling …" if running else "space starts the clock" if not seconds else "stopped; enter keeps it"
    notes = "without notes" if without_notes else "with notes; h hides them"
    return [
        Line(
            (
                Piece(f"{seconds // 60}:{seconds % 60:02d}  ", Tone.STRONG),
                Piece(bar(seconds / TELLING_SECONDS, _BAR), tone),
            )
        ),
        Line((Piece(words, tone), f"  ·  {state}  ·  {notes}")),
    ]
