"""Owns how an interview looks as a line of a list: when, where, how far its reflection is, how it ended."""

from datetime import date

from afterword.domain.dates import show_moment, show_short
from afterword.domain.interview import Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.progress import done_of, progress
from afterword.tui.tones import Piece, Tone
from afterword.tui.widgets.columns import Column
from afterword.tui.widgets.virtual_list import Row

COLUMNS = (
    Column("when", 8),
    Column("company · role", 18, share=3),
    Column("outcome", 11),
    Column("done", 5),
)

_OUTCOMES: dict[Outcome, Piece] = {
    Outcome.PENDING: Piece("… pending", Tone.MUTED),
    Outcome.REJECTED: Piece("x rejected"),
    Outcome.OFFER: Piece("+ offer", Tone.GOOD),
    Outcome.WITHDRAWN: Piece("- withdrawn", Tone.MUTED),
    Outcome.NO_ANSWER: Piece("~ no answer", Tone.MUTED),
}


def row(journal: Journal, interview: Interview, today: date) -> Row:
    """One line of the list."""
    ahead = interview.day > today
    done, total = done_of(progress(journal, interview))
    progress_words = Piece("ahead", Tone.ACCENT) if ahead else Piece(f"{done}/{total}", _tone(done, total))
    when = show_short(interview.day) if interview.day.year == today.year else f"{interview.day:%b %Y}"
    return Row((when, interview.label, _OUTCOMES[interview.outcome], progress_words))


def when_words(interview: Interview) -> str:
    """`Thu 12 Nov 2026 10:00 · system design`, for the title over a reflection."""
    when = show_moment(interview.local)
    return f"{when} · {interview.round}" if interview.round else when


def _tone(done: int, total: int) -> Tone:
    return Tone.GOOD if done == total else Tone.MUTED if done == 0 else Tone.PLAIN
