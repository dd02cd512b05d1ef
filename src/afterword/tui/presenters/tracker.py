"""Owns how the tracker reads: glyph and word of each state, days, the next step in words, and what a filter keeps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.application import Application
from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.request import CloseAs
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import Next, NextStep, State, Track
from afterword.domain.dates import show_date, show_short
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine
from afterword.tui.widgets.virtual_list import ListColumn, Row

GLYPHS: Mapping[State, str] = {
    State.TO_ASK: ".",
    State.DRAFT: "=",
    State.SENDING: "~",
    State.WAITING: "o",
    State.FOLLOW_UP_DUE: "!",
    State.REPLIED: "R",
    State.THANKED: "T",
    State.BOUNCED: "x",
    State.NO_ANSWER: "-",
    State.DECLINED: "D",
    State.CLOSED: "c",
}
"""A letter or sign for each state, so that none is told by its colour."""

_TONES: Mapping[State, TextStyle] = {
    State.SENDING: TextStyle.WARN,
    State.FOLLOW_UP_DUE: TextStyle.WARN,
    State.REPLIED: TextStyle.GOOD,
    State.BOUNCED: TextStyle.BAD,
    State.THANKED: TextStyle.MUTED,
    State.NO_ANSWER: TextStyle.MUTED,
    State.DECLINED: TextStyle.MUTED,
    State.CLOSED: TextStyle.MUTED,
}
_RESTING = frozenset({State.THANKED, State.NO_ANSWER, State.DECLINED, State.CLOSED})
_VERBS: Mapping[NextStep, str] = {
    NextStep.NOTE: "thank",
    NextStep.STATUS: "ask status",
    NextStep.OFFER: "answer",
    NextStep.ASK: "ask",
    NextStep.SEND: "send",
    NextStep.FOLLOW_UP: "nudge",
    NextStep.WAIT: "until",
    NextStep.THANK: "thank",
    NextStep.REAPPROACH: "write",
}
_LATER: Mapping[NextStep, str] = {NextStep.STATUS: "status"}
"""Shorter words, so that a day finds room after them at 80 columns."""
_AT_ONCE: Mapping[NextStep, str] = {
    NextStep.SETTLE: "did it go out?",
    NextStep.FIX_ADDRESS: "fix the address",
    NextStep.ASK_ELSE: "ask another",
}

COLUMNS = (
    ListColumn("interviewer", 13, share=2),
    ListColumn("company · role", 12, share=4),
    ListColumn("state", 15, share=1),
    ListColumn("asked", 6, hide_below=72),
    ListColumn("reply", 10, hide_below=72),
    ListColumn("next", 16, share=1),
)


class SortBy(IntEnum):
    """The column that the lines are sorted by, by its place in `COLUMNS`; `NEXT` is what is due first."""

    INTERVIEWER = 0
    PLACE = 1
    STATE = 2
    ASKED = 3
    REPLY = 4
    NEXT = 5


class TrackerOrder(Struct, frozen=True):
    """How the lines of the tracker stand: sorted by a column, turned round or not, under their applications or not."""

    by: SortBy = SortBy.NEXT
    turned: bool = False
    grouped: bool = False

    @property
    def words(self) -> str:
        """`by application · latest reply first`; empty for what is due first, line by line."""
        sorted_by = _ORDERS[self.by].words[self.turned] if self != replace(_PLAIN, grouped=self.grouped) else ""
        return " · ".join(filter(None, ("by application" if self.grouped else "", sorted_by)))

    @property
    def sentence(self) -> str:
        """The order in words, whichever it is."""
        words = _ORDERS[self.by].words[self.turned]
        return words[0].upper() + words[1:]


_PLAIN = TrackerOrder()
_STATE_PLACES = {state: place for place, state in enumerate(State)}


class _Order(Struct, frozen=True):
    """What a column is sorted by (None stands last, whichever way round), and both directions in words."""

    key: Callable[[TrackerRow], Any]
    words: tuple[str, str]


def _due(line: TrackerRow) -> date | None:
    step = line.track.next
    return step.due if step is not None and step.action is not NextStep.WAIT else None


_ORDERS: Mapping[SortBy, _Order] = {
    SortBy.INTERVIEWER: _Order(
        lambda line: line.interviewer.name.casefold(), ("by interviewer, A to Z", "by interviewer, Z to A")
    ),
    SortBy.PLACE: _Order(
        lambda line: (line.interview.company.casefold(), line.interview.role.casefold()),
        ("by company, A to Z", "by company, Z to A"),
    ),
    SortBy.STATE: _Order(
        lambda line: (_STATE_PLACES[line.track.state], -(line.track.waiting_days or 0)),
        ("by state, first steps first", "by state, last steps first"),
    ),
    SortBy.ASKED: _Order(lambda line: line.track.asked_on, ("asked longest ago first", "asked last first")),
    SortBy.REPLY: _Order(lambda line: line.track.replied_on, ("first reply first", "latest reply first")),
    SortBy.NEXT: _Order(_due, ("what is due first", "what is due last first")),
}


def in_order(lines: Iterable[TrackerRow], order: TrackerOrder) -> list[TrackerRow]:
    """The lines in that order; those that are equal in it, and those without a value, as they were given."""
    given = list(lines)
    if order.by is SortBy.NEXT and not order.turned:
        return given
    key = _ORDERS[order.by].key
    return [
        *sorted((line for line in given if key(line) is not None), key=key, reverse=order.turned),
        *(line for line in given if key(line) is None),
    ]


def columns_of(order: TrackerOrder) -> tuple[ListColumn, ...]:
    """The columns of the tracker; a triangle stands before the title of the one it is sorted by.

    Under the heading of an application a line need not name it again, and names the round instead.
    """
    titles = [column.title for column in COLUMNS]
    if order.grouped:
        titles[SortBy.PLACE] = "company, round" if order.by is SortBy.PLACE else "round"
    titles[order.by] = f"{'▼' if order.turned else '▲'}{titles[order.by]}"
    return tuple(replace(column, title=title) for column, title in zip(COLUMNS, titles, strict=True))


def by_application(lines: Iterable[TrackerRow]) -> dict[str, list[TrackerRow]]:
    """The lines under the id of their application, in the order in which each first appears."""
    groups: dict[str, list[TrackerRow]] = {}
    for line in lines:
        groups.setdefault(line.application.id, []).append(line)
    return groups


def heading(lines: Sequence[TrackerRow]) -> Row:
    """The heading of an application over its lines: company and role, how it ended, how many replied."""
    application = lines[0].application
    asked = sum(line.track.asked_on is not None for line in lines)
    replied = sum(line.track.replied_on is not None for line in lines)
    answers = f"{replied} of {len(lines)} replied" if asked or replied else "nobody asked yet"
    words = f"{outcome_words(application)} · {answers}"
    return Row((Span(application.label, TextStyle.STRONG), Span(words, TextStyle.MUTED)))


DUE, OPEN = "due", "open"
"""The two filters that are no states: what is due today, and every conversation that is not at rest."""


def keeps_state(state: str, track: Track, today: date) -> bool:
    """Whether that conversation is in the state that is shown (or `due`, `open`; empty for all)."""
    if state == DUE:
        return is_due(track.next, today)
    if state == OPEN:
        return track.state not in _RESTING
    return not state or track.state.value == state


_STATE_WORDS = {DUE: "due today", OPEN: "not at rest"}


def is_due(step: Next | None, today: date) -> bool:
    """Whether there is something to do today."""
    return step is not None and step.action is not NextStep.WAIT and step.due <= today


def choices(lines: Sequence[TrackerRow], today: date) -> tuple[tuple[str, str, int], ...]:
    """What the tracker can be narrowed to: value, words, how many lines; states that no line is in are left out."""
    states = [state for state in State if any(line.track.state is state for line in lines)]
    values = ["", DUE, OPEN, *(state.value for state in states)]
    return tuple((value, choice_words(value), _count(lines, value, today)) for value in values)


def choice_words(value: str) -> str:
    """A filter of the tracker with its glyph."""
    if not value:
        return "everything"
    return _STATE_WORDS.get(value) or f"{GLYPHS[State(value)]} {value}"


def _count(lines: Iterable[TrackerRow], value: str, today: date) -> int:
    return sum(1 for line in lines if keeps_state(value, line.track, today))


def row(line: TrackerRow, today: date, *, on_the_way: bool = False, grouped: bool = False) -> Row:
    """One line of the tracker; see `COLUMNS`. `on_the_way`: its letter is being sent at this moment.

    `grouped`: it stands under the heading of its application.
    """
    track = line.track
    state = "~ sending …" if on_the_way else state_of(line)
    step = "" if on_the_way else next_words(track.next, today) or track.offered
    due = is_due(track.next, today) and not on_the_way
    return Row(
        (
            line.interviewer.name,
            line.interview.round if grouped else place_words(line),
            Span(state, _TONES.get(track.state, TextStyle.PLAIN)),
            show_short(track.asked_on) if track.asked_on else "",
            reply_words(track),
            Span(step, TextStyle.ACCENT if due else TextStyle.MUTED),
        ),
        TextStyle.MUTED if track.state in _RESTING and not due else TextStyle.PLAIN,
    )


def outcome_words(application: Application) -> str:
    """`rejected 6 Nov`: how it ended and on which day."""
    heard = f" {show_short(application.outcome_on)}" if application.outcome_on is not None else ""
    return f"{application.outcome.value.replace('-', ' ')}{heard}"


def place_words(line: TrackerRow) -> str:
    """`Initech · Backend`."""
    return " · ".join(part for part in (line.interview.company, line.interview.role) if part)


def title_words(line: TrackerRow) -> str:
    """`Ada Byron · Initech · Backend`."""
    return f"{line.interviewer.name} · {place_words(line)}"


def state_of(line: TrackerRow) -> str:
    """The state in words; of somebody who was passed over that they are skipped."""
    closed = gather(line.request).closed if line.track.state is State.CLOSED else None
    skipped = closed is not None and closed.close_as is CloseAs.SKIPPED
    return f"{GLYPHS[State.CLOSED]} {CloseAs.SKIPPED}" if skipped else state_words(line.track)


def state_words(track: Track) -> str:
    """`o waiting 4 d`: glyph and word, and how long an answer has been waited for."""
    words = f"{GLYPHS[track.state]} {track.state}"
    if track.state is State.WAITING and track.waiting_days is not None:
        return f"{words} {track.waiting_days} d"
    return f"{words}?" if track.state is State.SENDING else words


def reply_words(track: Track) -> str:
    """`14 Nov 2d`: the day of the first reply and how long it took."""
    if track.replied_on is None:
        return ""
    days = track.reply_days
    return show_short(track.replied_on) + (f" {days}d" if days is not None and days >= 0 else "")


def next_words(step: Next | None, today: date) -> str:
    """`thank today`, `nudge Thu 19 Nov`, `fix the address`; empty when nothing is planned."""
    if step is None:
        return ""
    if step.action in _AT_ONCE:
        return _AT_ONCE[step.action]
    if step.due <= today and step.action is not NextStep.WAIT:
        return f"{_VERBS[step.action]} today" if step.action is not NextStep.REAPPROACH else "write again"
    day = show_date(step.due, today) if step.due.year == today.year else f"{show_short(step.due)} {step.due.year}"
    return f"{_LATER.get(step.action, _VERBS[step.action])} {day}"


def next_sentence(track: Track, today: date, *, marked: bool = False) -> str:
    """What comes next in this conversation, as a sentence with the key that does it. `marked`: there are findings."""
    step = track.next
    if step is None:
        return _ENDED if track.ended else _REST.get(track.state, "")
    if marked and step.action is NextStep.THANK:
        return "Next: thank them today (t)."
    if track.state is State.DECLINED and step.action is NextStep.THANK:
        return "Next: thank them for answering at all (t)."
    when = "today" if step.due <= today else f"on {show_date(step.due, today)}"
    return _SENTENCES[step.action].format(when=when)


_SENTENCES: Mapping[NextStep, str] = {
    NextStep.NOTE: "Next: thank them for the interview {when} (enter writes a few lines).",
    NextStep.STATUS: "Next: ask once where things stand {when} (enter writes it). No answer yet is normal.",
    NextStep.OFFER: "Next: accept or decline the offer, with thanks (enter).",
    NextStep.ASK: "Next: ask for feedback {when} (enter writes the letter).",
    NextStep.SEND: "Next: send the draft {when} (enter opens it; s when you have sent it yourself).",
    NextStep.SETTLE: "It may have gone out: look into your sent mail, then say so (enter).",
    NextStep.FOLLOW_UP: "Next: one kind reminder {when} (w). No answer yet is normal.",
    NextStep.WAIT: "You reminded them once; now it rests. No answer is normal.",
    NextStep.FIX_ADDRESS: "Next: mend the address (enter); the letter is a draft again then.",
    NextStep.ASK_ELSE: "They have left the company. Next: ask somebody else (e on the interview adds a name).",
    NextStep.THANK: "Next: mark what they said (f), then thank them {when} (t).",
    NextStep.REAPPROACH: "Next: write to them again {when} (enter).",
}
_ENDED = "This interview ended without a rejection, so nobody has to be asked or reminded."
_REST: Mapping[State, str] = {
    State.TO_ASK: "Nothing to do here until they have decided. No answer yet is normal.",
    State.NO_ANSWER: "No answer is normal, and it says little about you.",
    State.REPLIED: "They replied and were never thanked. That is due no longer; t still does it, as a late letter.",
    State.THANKED: "Asked, answered, thanked: this one is done. p plans when to write again.",
    State.DECLINED: "They could give no feedback; that is policy, not a verdict.",
    State.CLOSED: "Closed (o opens it again).",
}


TEACHING = (
    TextLine("Nobody to ask yet", TextStyle.STRONG),
    TextLine(),
    TextLine(
        "This is where you see whom you asked for feedback, who has replied and for how long you have waited, whom to "
        "thank, and what is due today."
    ),
    TextLine(),
    TextLine(
        "An interview that ends in a rejection brings one line here for each interviewer, due a day later. "
        "Each can be asked once, reminded once, and thanked once they have replied."
    ),
    TextLine(),
    TextLine(("Press ", Span("1", TextStyle.KEY), " to go to your interviews, add one, and record its outcome.")),
)
"""What an empty tracker says."""

NO_MATCH = (TextLine(("No line matches the filter; ", Span("esc", TextStyle.KEY), " shows all."), TextStyle.MUTED),)
"""What is said when the filter keeps nothing."""
