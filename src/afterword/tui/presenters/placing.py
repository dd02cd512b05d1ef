"""Owns how a mail reads that only a person can place: its line, why it waits, what it was taken for and its words."""

from collections.abc import Iterable, Mapping
from datetime import date

from afterword.domain.conversation.message import Doubtful, MailKind
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_moment, show_short
from afterword.domain.text import clean_line
from afterword.tui.presenters.conversation import title_words
from afterword.tui.presenters.tracker import state_words
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.text_view import TextLine
from afterword.tui.widgets.virtual_list import Row

KINDS: Mapping[MailKind, str] = {
    MailKind.REPLY: "a reply",
    MailKind.AUTO_REPLY: "an automatic answer",
    MailKind.BOUNCE: "a bounce",
    MailKind.RECEIPT: "a receipt",
    MailKind.CALENDAR: "a calendar mail",
    MailKind.BULK: "a mail sent to many",
    MailKind.SENT: "your own letter",
}
COLUMNS = (
    ListColumn("from", 16, share=2),
    ListColumn("subject", 16, share=4),
    ListColumn("came", 6),
    ListColumn("taken for", 19, hide_below=66),
)


def sender_words(mail: Doubtful) -> str:
    """`Ada Byron <ada@initech.example>`, or whichever of both there is."""
    name, address = clean_line(mail.from_name), clean_line(mail.from_address)
    return f"{name} <{address}>" if name and address else name or address or "somebody"


def placing_row(mail: Doubtful) -> Row:
    """One line of the list; see `COLUMNS`."""
    sender = clean_line(mail.from_name) or sender_words(mail)
    return Row((sender, clean_line(mail.subject), show_short(mail.at.date()), Span(KINDS[mail.kind], TextStyle.MUTED)))


def placing_lines(mail: Doubtful, tracker: Iterable[TrackerRow], today: date) -> list[TextLine]:
    """The whole of it: who, when, what it was taken for and why, where it may belong, its words."""
    places = [title_words(line) for line in tracker if line.request.id in mail.candidates]
    head = (
        ("From", sender_words(mail)),
        ("Subject", clean_line(mail.subject)),
        ("Came", show_moment(mail.at, today)),
        ("Taken for", f"{KINDS[mail.kind]}. {clean_line(mail.reason)}"),
        ("May belong", "; ".join(map(clean_line, places)) or "to none that is here"),
    )
    lines = [TextLine((Span(f"{name:<12}", TextStyle.MUTED), words), indent=12) for name, words in head]
    if mail.note:
        lines.append(TextLine((Span(f"{'Holds':<12}", TextStyle.MUTED), clean_line(mail.note)), indent=12))
    return [*lines, TextLine(), *(TextLine(paragraph) for paragraph in (mail.text or mail.full_text).split("\n"))]


def place_choices(mail: Doubtful, tracker: Iterable[TrackerRow]) -> list[tuple[str, str, str]]:
    """Where it can be placed, as request, title, state: the conversations it may belong to first, then all others."""
    rank = {request_id: place for place, request_id in enumerate(mail.candidates)}
    lines = sorted(tracker, key=lambda line: rank.get(line.request.id, len(rank)))
    return [(line.request.id, title_words(line), state_words(line.track)) for line in lines]


def waiting_words(count: int) -> str:
    """`2 mails to place`, for the summary; empty when there is none."""
    return f"{count} mail{'s' if count > 1 else ''} to place (P)" if count else ""
