"""Owns how Today reads on the screen: its lines, what stands beside them, and what it says where nothing is due."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from afterword.domain.conversation.today import Coming, DueGroup, DueLine, DueReading, group_of, since_words
from afterword.domain.conversation.tracker import Due, DueAction
from afterword.domain.dates import show_date
from afterword.domain.text import shorten
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine
from afterword.tui.widgets.virtual_list import ListColumn, Row

TODAY_COLUMNS = (
    ListColumn("what", 14),
    ListColumn("who", 20, share=5),
    ListColumn("why", 16, share=1, hide_below=70),
    ListColumn("when", 15),
)
_LAST_WORDS = 900
_DECISIONS = (DueAction.ASK, DueAction.OFFER)

TEACHING = (
    TextLine("Nothing to do yet", TextStyle.STRONG),
    TextLine(),
    TextLine(
        "Here stands what is due, most pressing first: interviews to prepare for, people to thank, ask and remind, "
        "mails to decide on, interviews to reflect on."
    ),
    TextLine(),
    TextLine(
        ("Press ", Span("a", TextStyle.KEY), " to add your first interview; what follows from it comes by itself.")
    ),
    TextLine(),
    TextLine(
        (Span("?", TextStyle.KEY), " shows every key.  To look around with sample data: ", Span("afterword --demo"))
    ),
)
"""What Today says while the journal is empty."""


def due_row(line: DueLine, item: Due) -> Row:
    """One line of the list; see `TODAY_COLUMNS`."""
    ahead = group_of(item) is DueGroup.AHEAD
    since = Span(line.since, TextStyle.WARN if ahead else TextStyle.MUTED)
    return Row((Span(line.what, TextStyle.ACCENT), line.who, Span(line.why, TextStyle.MUTED), since))


def group_row(group: DueGroup, count: int) -> Row:
    """The heading over the lines that belong together."""
    return Row((Span(group.value, TextStyle.STRONG), Span(str(count), TextStyle.MUTED)))


def due_search_words(reading: DueReading, item: Due) -> str:
    """Everything that the line and its reason say, to be searched."""
    line = reading.line(item)
    return "\n".join((line.what, line.who, line.why, line.since, item.text, reading.reason(item)))


def due_details(reading: DueReading, item: Due, *, waits: bool) -> Iterator[TextLine]:
    """What stands beside the list: why it is due, what `enter` does, and the last words of the conversation."""
    yield TextLine(reading.title(item), TextStyle.STRONG)
    yield TextLine()
    yield TextLine(reading.reason(item))
    yield TextLine()
    yield TextLine((Span("enter", TextStyle.KEY), f" {reading.does(item)}"), is_help=True)
    if waits:
        yield TextLine((Span("z", TextStyle.KEY), " lets it wait a day."), is_help=True)
    heading, words = _last_words(reading, item)
    if words:
        yield TextLine()
        yield TextLine(heading, TextStyle.MUTED)
        yield TextLine(words if len(words) <= _LAST_WORDS else words[:_LAST_WORDS].rstrip() + " …")


def _last_words(reading: DueReading, item: Due) -> tuple[str, str]:
    """What was said last where this belongs to, under its heading; empty where nothing was."""
    today, row, application = reading.now.date(), reading.row(item), reading.application(item)
    if item.proposal_id:
        mail = reading.journal.proposals[item.proposal_id]
        return f"{mail.from_name or mail.from_address}, {show_date(mail.at.date(), today)}", mail.text or mail.full_text
    if item.action is DueAction.SEND and row is not None and row.request.draft is not None:
        return "The letter", row.request.draft.body.strip()
    if row is not None and row.request.replies:
        reply = row.request.replies[-1]
        return f"{reply.writer(row.interviewer)}, {show_date(reply.at.date(), today)}", reply.text
    if application is not None and application.words and item.action in _DECISIONS:
        on = f", {show_date(application.outcome_on, today)}" if application.outcome_on else ""
        return f"{application.company}{on}", application.words
    return _about_interview(reading, item)


def _about_interview(reading: DueReading, item: Due) -> tuple[str, str]:
    interview = reading.journal.interviews.get(item.interview_id)
    if interview is None or item.request_id is not None:
        return "", ""
    people = ", ".join(person.name for person in reading.journal.interviewers_of(interview))
    parts = [f"With {people}" if people else "", interview.where, shorten(interview.notes, _LAST_WORDS)]
    return interview.round or "The interview", "\n".join(filter(None, parts))


def nothing_lines(coming: Sequence[Coming], today: date) -> Iterable[TextLine]:
    """What is said where nothing is due: that it is so, and what comes next and when."""
    yield TextLine("Nothing is due today.", TextStyle.STRONG)
    yield TextLine()
    if not coming:
        yield TextLine("Nothing is planned either. A new interview, a reply or a decision brings the next step.")
    else:
        yield TextLine("What was yours to do is done. Next comes:")
        yield TextLine()
    for each in coming:
        when = f"{show_date(each.on, today)}  "
        yield TextLine(
            (Span(when, TextStyle.ACCENT), each.text, Span(f"  {since_words(each.on, today)}", TextStyle.MUTED)),
            indent=len(when),
        )


def no_match_lines() -> Iterable[TextLine]:
    """What is said when the words to find keep nothing."""
    yield TextLine(("Nothing due has these words; ", Span("esc", TextStyle.KEY), " shows all."), TextStyle.MUTED)
