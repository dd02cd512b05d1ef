"""Owns how the tracker reads: glyph and word of each state, days, the next step; its columns, and how it is sorted.

The words of states and steps stand in tracker.json.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

from msgspec import Struct, json
from msgspec.structs import replace

from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.request import CloseAs
from afterword.domain.conversation.today import NOT_A_NAME
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import Next, NextStep, State, Track
from afterword.domain.dates import show_date, show_short
from afterword.domain.interview import Application
from afterword.domain.people import PARTS, Person
from afterword.tui.styles import Alternatives, Cell, Span, TextStyle
from afterword.tui.widgets.lines import TextLine, keyed
from afterword.tui.widgets.virtual_list import ListColumn, Row


class StateLook(Struct, frozen=True):
    """How a state reads: a letter or sign for it, so that none is told by its colour; its tone; where it rests, why."""

    sign: str
    tone: TextStyle = TextStyle.PLAIN
    rest: str = ""


class StepWords(Struct, frozen=True):
    """How a next step reads: its verb before a day, and as a sentence with the key that does it.

    `later` is a shorter verb, so that a day finds room after it at 80 columns; `at_once` is all that is said.
    """

    verb: str
    sentence: str
    later: str = ""
    at_once: bool = False


class TrackerColumn(Struct, frozen=True):
    """One column: `words` say what it shows where columns are chosen, `orders` how it is sorted, either way round."""

    words: str
    shape: ListColumn
    orders: tuple[str, str]


class _TrackerWords(Struct, frozen=True):
    """The words of tracker.json."""

    states: Mapping[State, StateLook]
    steps: Mapping[NextStep, StepWords]
    columns: Mapping[str, TrackerColumn]


_WORDS = json.decode(Path(__file__).with_suffix(".json").read_bytes(), type=_TrackerWords)
STATES, STEPS = _WORDS.states, _WORDS.steps
RESTING = frozenset(state for state, look in STATES.items() if look.tone is TextStyle.MUTED)

DUE, OPEN = "due", "open"
"""The two filters that are no states: what is due today, and every conversation that is not at rest."""


def keeps_state(state: str, track: Track, today: date) -> bool:
    """Whether that conversation is in the state that is shown (or `due`, `open`; empty for all)."""
    if state == DUE:
        return is_due(track.next, today)
    if state == OPEN:
        return track.state not in RESTING
    return not state or track.state.value == state


_STATE_WORDS = {DUE: "due today", OPEN: "still open"}


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
    return _STATE_WORDS.get(value) or f"{STATES[State(value)].sign} {value}"


def _count(lines: Iterable[TrackerRow], value: str, today: date) -> int:
    return sum(1 for line in lines if keeps_state(value, line.track, today))


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
    return f"{STATES[State.CLOSED].sign} {CloseAs.SKIPPED}" if skipped else state_words(line.track)


def state_words(track: Track) -> str:
    """`o waiting 4 d`: glyph and word, and how long an answer has been waited for."""
    words = f"{STATES[track.state].sign} {track.state}"
    if track.state is State.WAITING and track.waiting_days is not None:
        return f"{words} {track.waiting_days} d"
    return f"{words}?" if track.state is State.SENDING else words


def reply_words(track: Track) -> str:
    """`14 Nov 2d`: the day of the first reply and how long it took."""
    if track.replied_on is None:
        return ""
    days = track.reply_days
    return show_short(track.replied_on) + (f" {days}d" if days is not None and days >= 0 else "")


def next_words(step: Next | None, today: date, *, short: bool = False) -> str:
    """`thank today`, `nudge Thu 19 Nov`, `fix the address`; empty when nothing is planned. `short`: `nudge 19 Nov`."""
    if step is None:
        return ""
    words = STEPS[step.action]
    if words.at_once:
        return words.verb.replace(" the ", " ") if short else words.verb
    if step.due <= today and step.action is not NextStep.WAIT:
        verb = words.later or words.verb if short else words.verb
        return f"{verb} today" if step.action is not NextStep.REAPPROACH else "write again"
    day = show_date(step.due, today) if step.due.year == today.year else f"{show_short(step.due)} {step.due.year}"
    if short:
        day = show_short(step.due) if step.due.year == today.year else f"{step.due:%b %Y}"
    return f"{words.later or words.verb} {day}"


def next_sentence(track: Track, today: date, *, marked: bool = False) -> str:
    """What comes next in this conversation, as a sentence with the key that does it. `marked`: there are findings."""
    step = track.next
    if step is None:
        return _ENDED if track.ended else STATES[track.state].rest
    if marked and step.action is NextStep.THANK:
        return "Next: thank them today (t)."
    if track.state is State.DECLINED and step.action is NextStep.THANK:
        return "Next: thank them for answering at all (t)."
    when = "today" if step.due <= today else f"on {show_date(step.due, today)}"
    return STEPS[step.action].sentence.format(when=when)


_ENDED = "This interview ended without a rejection, so nobody has to be asked or reminded."

NO_MATCH = (TextLine(keyed("No line matches the filter; [esc] shows all."), TextStyle.MUTED),)
"""What is said when the filter keeps nothing."""


class _Reading(Struct, frozen=True):
    """A line of the tracker as it is read on one day; `on_the_way`: its letter is being sent at this moment."""

    line: TrackerRow
    today: date
    on_the_way: bool = False
    grouped: bool = False

    @property
    def is_due(self) -> bool:
        """Whether there is something to do with it today."""
        return is_due(self.line.track.next, self.today) and not self.on_the_way


def _tone(reading: _Reading) -> TextStyle:
    return TextStyle.WARN if reading.on_the_way else STATES[reading.line.track.state].tone


def _sign(reading: _Reading) -> Cell:
    state = State.SENDING if reading.on_the_way else reading.line.track.state
    return Span(STATES[state].sign, _tone(reading))


def _place(reading: _Reading) -> Cell:
    # Under the heading of its application a line need not name it again.
    return reading.line.interview.round if reading.grouped else place_words(reading.line)


def _who(reading: _Reading) -> Cell:
    person = reading.line.interviewer
    return Alternatives((person.name, short_name(person)))


def short_name(person: Person) -> str:
    """`É. du Châtelet`: the first name as a letter; where it cannot be told the name, without a `Dr.` behind `Frau`."""
    words = person.name.split()
    first_name = next((word for word in words[:-1] if not word.endswith(".") and word.casefold() not in NOT_A_NAME), "")
    if not first_name[:1].isupper():
        untitled = [words[0], *(word for word in words[1:] if not word.endswith("."))] if words else []
        return " ".join(untitled) if len(untitled) > 1 else person.name
    return f"{first_name[0]}. {person.family or ' '.join(words[words.index(first_name) + 1 :])}"


def _state(reading: _Reading) -> Cell:
    if reading.on_the_way:
        return Span("sending …", TextStyle.WARN)
    words, tone = since_words(reading.line), _tone(reading)
    shorter = words[:-2] + "d" if words.endswith(" d") else words
    return Alternatives((Span(words, tone), Span(shorter, tone), Span(words.partition(" · ")[0], tone)))


def since_words(line: TrackerRow) -> str:
    """What happened last and when: `asked 16 Nov · 2 d`, `replied 3 Nov`; the state alone where it has no day."""
    track, facts = line.track, gather(line.request)
    if track.waiting_days is not None and track.state is not State.NO_ANSWER:
        day, verb = (track.nudged_on, "nudged") if track.nudged_on is not None else (track.asked_on, "asked")
        return f"{verb} {show_short(day)} · {track.waiting_days} d" if day is not None else state_of(line)[2:]
    days = {
        State.REPLIED: track.replied_on,
        State.THANKED: track.thanked_on,
        State.BOUNCED: facts.bounced.at.date() if facts.bounced is not None else track.asked_on,
        State.DECLINED: facts.closed.at.date() if facts.closed is not None else track.replied_on,
    }
    day = days.get(track.state)
    return state_of(line)[2:] + (f" {show_short(day)}" if day is not None else "")


def _next(reading: _Reading) -> Cell:
    if reading.on_the_way:
        return Span("on its way", TextStyle.MUTED)
    track = reading.line.track
    tone = TextStyle.ACCENT if reading.is_due else TextStyle.MUTED
    words = next_words(track.next, reading.today) or track.offered
    return Alternatives((Span(words, tone), Span(next_words(track.next, reading.today, short=True) or words, tone)))


def _asked_on(reading: _Reading) -> Cell:
    day = reading.line.track.asked_on
    return show_short(day) if day else ""


def _due(line: TrackerRow) -> date | None:
    step = line.track.next
    return step.due if step is not None and step.action is not NextStep.WAIT else None


_STATE_PLACES = {state: place for place, state in enumerate(State)}
_PARTS = dict(PARTS)
DUE_FIRST = "next"
"""The column whose order is that of what is due."""
COLUMNS = _WORDS.columns
"""Every column there is, by the name under which it is kept; the first five are shown unless others are chosen."""
_CELLS: Mapping[str, tuple[Callable[[_Reading], Cell], Callable[[TrackerRow], Any]]] = {
    "sign": (_sign, lambda line: _STATE_PLACES[line.track.state]),
    "place": (_place, lambda line: (line.interview.company.casefold(), line.interview.role.casefold())),
    "who": (_who, lambda line: line.interviewer.name.casefold()),
    "state": (_state, lambda line: (_STATE_PLACES[line.track.state], -(line.track.waiting_days or 0))),
    "next": (_next, _due),
    "asked": (_asked_on, lambda line: line.track.asked_on),
    "reply": (lambda reading: reply_words(reading.line.track), lambda line: line.track.replied_on),
    "round": (lambda reading: reading.line.interview.round, lambda line: line.interview.at),
    "outcome": (lambda reading: outcome_words(reading.line.application), lambda line: line.application.outcome_on),
    "part": (lambda reading: _PARTS[reading.line.interviewer.part], lambda line: _PARTS[line.interviewer.part]),
    "address": (lambda reading: reading.line.interviewer.email, lambda line: line.interviewer.email or None),
}
"""What stands in each, and what lines are sorted by: None stands last, whichever way round."""
USUAL = ("sign", "place", "who", "state", "next")


class TrackerOrder(Struct, frozen=True):
    """How the lines of the tracker stand: sorted by a column, turned round or not, under their applications or not.

    `shown` names the columns, in their order.
    """

    by: str = DUE_FIRST
    turned: bool = False
    grouped: bool = False
    shown: tuple[str, ...] = USUAL

    @property
    def words(self) -> str:
        """`by application · latest reply first`; empty for what is due first, line by line."""
        usual = self.by == DUE_FIRST and not self.turned
        return " · ".join(filter(None, ("by application" if self.grouped else "", "" if usual else self._sorted)))

    @property
    def sentence(self) -> str:
        """The order in words, whichever it is."""
        return self._sorted[0].upper() + self._sorted[1:]

    @property
    def _sorted(self) -> str:
        return COLUMNS[self.by].orders[self.turned]

    def sorted_by(self, name: str) -> "TrackerOrder":
        """Sorted by that column; turned round where it is already."""
        return replace(self, by=name, turned=name == self.by and not self.turned)

    def by_next_column(self) -> "TrackerOrder":
        """Sorted by the next of the columns that are shown."""
        place = self.shown.index(self.by) if self.by in self.shown else -1
        return replace(self, by=self.shown[(place + 1) % len(self.shown)], turned=False)

    def with_columns(self, names: Iterable[str]) -> "TrackerOrder":
        """With those of these columns that there are, the usual ones where none is; sorted by one that is shown."""
        chosen = set(names)
        columns = tuple(name for name in COLUMNS if name in chosen) or USUAL
        return replace(self, shown=columns, by=self.by if self.by in (*columns, DUE_FIRST) else DUE_FIRST)


def in_order(lines: Iterable[TrackerRow], order: TrackerOrder) -> list[TrackerRow]:
    """The lines in that order; those that are equal in it, and those without a value, as they were given."""
    rows = list(lines)
    if order.by == DUE_FIRST and not order.turned:
        return rows
    _, key = _CELLS[order.by]
    values = [(key(line), line) for line in rows]
    valued = sorted((pair for pair in values if pair[0] is not None), key=itemgetter(0), reverse=order.turned)
    return [line for _, line in (*valued, *(pair for pair in values if pair[0] is None))]


def columns_of(order: TrackerOrder) -> tuple[ListColumn, ...]:
    """The columns that are shown; a triangle stands before the title of the one they are sorted by."""
    shapes = {name: COLUMNS[name].shape for name in order.shown}
    if order.grouped and "place" in shapes:
        shapes["place"] = replace(shapes["place"], title="company, round" if order.by == "place" else "round")
    if order.by in shapes:
        marked = f"{'▼' if order.turned else '▲'}{shapes[order.by].title}"
        shapes[order.by] = replace(shapes[order.by], title=marked)
    return tuple(shapes.values())


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


def row(line: TrackerRow, today: date, order: TrackerOrder = TrackerOrder(), *, on_the_way: bool = False) -> Row:  # noqa: B008
    """One line of the tracker in the columns that are shown. `on_the_way`: its letter is being sent at this moment."""
    reading = _Reading(line, today, on_the_way, order.grouped)
    rests = line.track.state in RESTING and not reading.is_due
    cells = tuple(_CELLS[name][0](reading) for name in order.shown)
    return Row(cells, TextStyle.MUTED if rests else TextStyle.PLAIN)
