"""Owns how questions are shown in the evaluation: their rows, what stands beside each, their part of the document."""

from collections.abc import Iterator, Sequence

from afterword.domain.dates import show_day
from afterword.domain.document import DocumentSection, Emphasis, Entry, TableRow, TextRun, Words
from afterword.domain.evaluation.questions import Asked, AskedThem, Question, YourQuestion
from afterword.domain.evaluation.sources import ShownEvaluation
from afterword.domain.text import clean_line, shorten, times_words

_MOST_LISTED, _MOST_TIMES = 20, 6
"""Questions in the document, and times below each; the screen and the command line list all of them."""
_LONG = 220
"""Characters of a better answer in the document, where it is a reminder."""
_NOTHING = Words("–", Emphasis.MUTED)
_STATES = {
    "no result": Words("! no result yet", Emphasis.WARN),
    "not enough": Words("! not enough", Emphasis.WARN),
    "pushed back": Words("! pushed back", Emphasis.WARN),
}
"""What is said first of a question that is worth preparing."""


def questions(known: ShownEvaluation) -> Iterator[TableRow]:
    """What they asked, those worth preparing first; then what you asked them."""
    for question in known.questions.theirs:
        better = Words("✓", Emphasis.GOOD) if question.better else _NOTHING
        example = question.example.title if question.example is not None else _NOTHING
        cells = (question.words, times_words(question.times), _state(question), better, example)
        yield TableRow(f"question/{question.id}", tuple((cell,) for cell in cells))
    for yours in known.questions.yours:
        words = (Words("you asked: ", Emphasis.MUTED), yours.words)
        replied = any(asked.question.reply.strip() for asked in yours.asked)
        state = "they answered" if replied else _NOTHING
        yield TableRow(f"own-question/{yours.id}", (words, (times_words(len(yours.asked)),), (state,), ("",), ("",)))


def _state(question: Question) -> Words:
    first = next((words for mark, words in _STATES.items() if mark in question.marks), None)
    return first or (Words("✓ with a result", Emphasis.GOOD) if question.with_result else _NOTHING)


# ── beside a row ──────────────────────────────────────────────────────────────────────────────────────────────────────


def question_details(known: ShownEvaluation, question: Question) -> Sequence[DocumentSection]:
    """What is known of a question: every time it was asked, the better answer, the example that serves it."""
    head = [Entry((Words(question.words, Emphasis.STRONG),))]
    if question.notes:
        head.append(Entry((Words(question.sentence, Emphasis.ACCENT),)))
    head.append(Entry(_better(question)))
    head += [Entry(run) for run in _served(known, question)]
    asked = [Entry(run) for run in map(_time, reversed(question.asked))]
    return [DocumentSection("", tuple(head)), DocumentSection("Asked", tuple(asked))]


def your_question_details(_known: ShownEvaluation, yours: YourQuestion) -> Sequence[DocumentSection]:
    """What you asked them, and what each of them said."""
    head = DocumentSection("", (Entry((Words(yours.words, Emphasis.STRONG),)),))
    return [head, DocumentSection("What they said", tuple(Entry(run) for run in map(_reply, reversed(yours.asked))))]


def _better(question: Question) -> TextRun:
    if question.better:
        return (Words("Next time: ", Emphasis.KEY), Words(question.better, generous=True))
    return (Words("No better answer is written yet.", Emphasis.MUTED),)


def _served(known: ShownEvaluation, question: Question) -> Iterator[TextRun]:
    competency = known.journal.competency(question.competency)
    if competency is not None:
        yield (Words("Competency: ", Emphasis.MUTED), competency.name)
    if question.example is not None:
        yield (Words("Example: ", Emphasis.MUTED), f"“{question.example.title}”{_why(known, question)}")


def _why(known: ShownEvaluation, question: Question) -> str:
    """Why that example serves the question."""
    if question.is_tied:
        return ", told for it" if question.is_told else ", made for it"
    competency = known.journal.competency(question.competency)
    shown = competency is not None and question.example is not None and competency.id in question.example.competencies
    return f", which shows {competency.name}" if shown and competency is not None else ""


def _time(asked: Asked) -> TextRun:
    """`Thu 12 Nov, Initech · Nurse, first call (Ada Byron): story, an action, no result`, with your note."""
    who = f" ({asked.who})" if asked.who else ""
    when = Words(f"{show_day(asked.interview.day)}, {asked.where}{who}: ", Emphasis.MUTED)
    note = f" “{clean_line(asked.answer.note)}”" if asked.answer.note.strip() else ""
    return (when, Words(f"{asked.how}.{note}", generous=True))


def _reply(asked: AskedThem) -> TextRun:
    when = Words(f"{show_day(asked.interview.day)}, {asked.interview.label}: ", Emphasis.MUTED)
    reply = clean_line(asked.question.reply)
    return (when, Words(reply, generous=True) if reply else Words("nothing noted", Emphasis.MUTED))


# ── in the document ───────────────────────────────────────────────────────────────────────────────────────────────────


def question_entries(known: ShownEvaluation) -> Iterator[Entry]:
    """What they asked, those worth preparing first, with each time, the better answer and the example."""
    theirs = known.questions.theirs
    for question in theirs[:_MOST_LISTED]:
        lead: list[str | Words] = [Words(f"“{question.words}”", Emphasis.STRONG, generous=True)]
        lead += [f": {'; '.join(question.notes)}."] if question.notes else []
        better = (Words("Next time: ", Emphasis.KEY), shorten(question.better, _LONG))
        below = [*map(_time, question.asked[-_MOST_TIMES:]), *([better] if question.better else [])]
        example = [run for run in _served(known, question) if question.example is not None][-1:]
        yield Entry(tuple(lead), (*below, *example))
    if len(theirs) > _MOST_LISTED:
        yield Entry((f"and {len(theirs) - _MOST_LISTED} more; all of them: afterword question list",))


def your_question_entries(known: ShownEvaluation) -> Iterator[Entry]:
    """What you asked them, with what they said."""
    for yours in known.questions.yours[:_MOST_LISTED]:
        yield Entry((Words(f"“{yours.words}”", generous=True),), tuple(map(_reply, yours.asked[-_MOST_TIMES:])))
    if len(known.questions.yours) > _MOST_LISTED:
        rest = len(known.questions.yours) - _MOST_LISTED
        yield Entry((f"and {rest} more; all of them: afterword question list --yours",))
