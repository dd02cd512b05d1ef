"""Owns how conversations look on a terminal: the tracker's table, one conversation, its findings, a draft's check."""

from collections.abc import Iterable, Sequence
from typing import Any

from afterword.cli.output import TableColumn, fields, indented, table
from afterword.domain.conversation.facts import news_of, speaker
from afterword.domain.conversation.letters import PART_LABELS, LetterCheck
from afterword.domain.conversation.request import Event, EventKind, Request
from afterword.domain.conversation.tracker import TrackerRow, waiting_words
from afterword.domain.conversation.tracking import Next
from afterword.domain.dates import show_date, show_moment, show_short
from afterword.domain.finding import GLYPHS, FindingKind
from afterword.domain.journal import Journal
from afterword.domain.text import plural
from afterword.settings import Via


def tracker(lines: Iterable[TrackerRow], width: int | None) -> str:
    """One line per interviewer and interview."""
    columns = [
        TableColumn("id", None),
        TableColumn("interviewer"),
        TableColumn("about"),
        TableColumn("state", None),
        TableColumn("next", None),
    ]
    return table(columns, [_row(line) for line in lines], width)


def _row(line: TrackerRow) -> Sequence[str]:
    track = line.track
    waiting = f" {track.waiting_days} d" if track.waiting_days is not None else ""
    return (
        line.request.id,
        line.interviewer.name,
        line.interview.label,
        f"{track.state}{waiting}",
        _next(track.next),
    )


def _next(step: Next | None) -> str:
    return f"{step.action} {show_short(step.due)}" if step is not None else "-"


def conversation(journal: Journal, line: TrackerRow, width: int | None) -> str:
    """Who, about what, how it stands, and everything that was said, oldest first."""
    step = line.track.next
    head = fields(
        [
            ("id", line.request.id),
            ("interviewer", line.interviewer.label),
            ("interview", f"{line.interview.label} ({line.interview.id})"),
            ("state", waiting_words(line.track)),
            ("next", f"{step.action}, {show_date(step.due)}" if step else "nothing"),
        ]
    )
    events = [_event(event, speaker(event, line.interviewer)) for event in _said(line.request)]
    marked = journal.findings_of(line.request.id)
    parts = [head, *events]
    if marked:
        from afterword.cli import records

        parts.append(findings([records.finding(journal, one) for one in marked], width))
    return "\n\n".join(parts)


def _said(request: Request) -> Iterable[Event]:
    """The events without drafts that were sent or overtaken: the letter itself is shown once."""
    return (one for one in request.history if one.kind is not EventKind.DRAFTED or one is request.open_draft)


def _event(event: Event, who: str) -> str:
    news = news_of(event)
    about = [
        event.kind.value,
        news.value if news else "",
        event.letter.value if event.letter else "",
        event.channel.value if event.channel else "",
        event.close_as.value if event.close_as else "",
        f"until {show_date(event.until)}" if event.until else "",
        event.via if event.via == Via.BY_HAND else f"via {event.via}" if event.via else "",
    ]
    head = f"{show_moment(event.at)}  {who}: {' · '.join(part for part in about if part)}"
    if event.subject:
        head += f"\n    {event.subject}"
    if event.note:
        head += f"\n    ({event.note})"
    return f"{head}\n{indented(event.text)}" if event.text else head


def findings(records: Iterable[dict[str, Any]], width: int | None) -> str:
    """The marked phrases, each with its sign, its kind and its competency."""
    columns = [
        TableColumn("id", None),
        TableColumn("kind", None),
        TableColumn("competency"),
        TableColumn("who"),
        TableColumn("words", 20),
    ]
    rows = [
        (
            one["id"],
            f"{GLYPHS[FindingKind(one['kind'])]} {one['kind']}",
            one["competency"] or "-",
            one["interviewer"],
            f"“{one['quote']}”",
        )
        for one in records
    ]
    return table(columns, rows, width)


def draft(found: LetterCheck, subject: str, body: str) -> str:
    """A draft with what it holds and what it lacks."""
    parts = [f"{'yes' if present else 'no ':<3}  {PART_LABELS[name]}" for name, present in found.parts.items()]
    counts = f"{plural(found.words, 'word')}, {plural(found.questions, 'question')}"
    text = f"{fields([('subject', subject)])}\n\n{indented(body)}"
    return "\n\n".join(block for block in (text, "\n".join(parts), "\n".join([counts, *found.warnings])) if block)
