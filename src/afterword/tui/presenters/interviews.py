"""Owns how an interview looks as a line of a list: when, where, how far its reflection is, how it ended."""

from datetime import date

from afterword.domain.dates import show_moment, show_short
from afterword.domain.interview import Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.progress import Section, done_of, progress
from afterword.domain.reflection import Reflection
from afterword.tui.presenters.guided import Guided, guided
from afterword.tui.styles import Span, TextStyle, plain
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.virtual_list import Row

COLUMNS = (
    ListColumn("when", 8),
    ListColumn("company · role", 18, share=3),
    ListColumn("outcome", 11),
    ListColumn("done", 5),
)

_OUTCOMES: dict[Outcome, Span] = {
    Outcome.PENDING: Span("… pending", TextStyle.MUTED),
    Outcome.REJECTED: Span("x rejected"),
    Outcome.OFFER: Span("+ offer", TextStyle.GOOD),
    Outcome.WITHDRAWN: Span("- withdrawn", TextStyle.MUTED),
    Outcome.NO_ANSWER: Span("~ no answer", TextStyle.MUTED),
}


def row(journal: Journal, interview: Interview, today: date) -> Row:
    """One line of the list."""
    ahead = interview.day > today
    done, total = done_of(progress(journal, interview))
    progress_words = Span("ahead", TextStyle.ACCENT) if ahead else Span(f"{done}/{total}", _tone(done, total))
    when = show_short(interview.day) if interview.day.year == today.year else f"{interview.day:%b %Y}"
    return Row((when, interview.label, _OUTCOMES[interview.outcome], progress_words))


def when_words(interview: Interview) -> str:
    """`Thu 12 Nov 2026 10:00 · system design`, for the title over a reflection."""
    when = show_moment(interview.local)
    return f"{when} · {interview.round}" if interview.round else when


def _tone(done: int, total: int) -> TextStyle:
    return TextStyle.GOOD if done == total else TextStyle.MUTED if done == 0 else TextStyle.PLAIN


def search_words(journal: Journal, interview: Interview, today: date) -> str:
    """Everything that the line of an interview and the reflection beside it say, to be searched."""
    shown = guided(journal, interview, unfolded=tuple(Section))
    said = journal.reflection_of(interview.id)
    about = (
        row(journal, interview, today).words,
        when_words(interview),
        interview.label,
        interview.where,
        interview.notes,
    )
    people = (one.label for one in interview.interviewers)
    # What a heading or a scale is called stands in every reflection and tells none from another.
    rows = (plain(shown.rows[key].cells[-1]) for key in shown.keys if _is_filled(said, shown, key))
    answers = (f"{one.question}\n{one.note}" for one in said.answers)
    reasons = (f"{one.label}\n{one.evidence_for}\n{one.evidence_against}" for one in said.scenarios)
    texts = (said.went_well, said.thoughts, *(one.note for one in said.ratings))
    return "\n".join((*about, *people, *rows, *answers, *reasons, *texts))


def _is_filled(said: Reflection, shown: Guided, key: str) -> bool:
    scale = shown.scales.get(key)
    return scale is None or said.rating(scale.id).value is not None
