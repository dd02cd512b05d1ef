"""Owns how the tracker reads: glyph and word of each state, days, the next step in words, and what a filter keeps."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from afterword.domain.application import Application
from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.request import CloseAs
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import Next, NextStep, State, Track
from afterword.domain.dates import show_date, show_short
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.lines import TextLine, keyed


class StateLook(NamedTuple):
    """How a state reads: a letter or sign for it, so that none is told by its colour; its tone; where it rests, why."""

    sign: str
    tone: TextStyle = TextStyle.PLAIN
    rest: str = ""


STATES: Mapping[State, StateLook] = {
    State.TO_ASK: StateLook(".", rest="Nothing to do here until they have decided. No answer yet is normal."),
    State.DRAFT: StateLook("="),
    State.SENDING: StateLook("~", TextStyle.WARN),
    State.WAITING: StateLook("o"),
    State.FOLLOW_UP_DUE: StateLook("!", TextStyle.WARN),
    State.REPLIED: StateLook(
        "R",
        TextStyle.GOOD,
        "They replied and were never thanked. That is due no longer; t still does it, as a late letter.",
    ),
    State.THANKED: StateLook(
        "T", TextStyle.MUTED, "Asked, answered, thanked: this one is done. p plans when to write again."
    ),
    State.BOUNCED: StateLook("x", TextStyle.BAD),
    State.NO_ANSWER: StateLook("-", TextStyle.MUTED, "No answer is normal, and it says little about you."),
    State.DECLINED: StateLook("D", TextStyle.MUTED, "They could give no feedback; that is policy, not a verdict."),
    State.CLOSED: StateLook("c", TextStyle.MUTED, "Closed (o opens it again)."),
}
RESTING = frozenset(state for state, look in STATES.items() if look.tone is TextStyle.MUTED)


class StepWords(NamedTuple):
    """How a next step reads: its verb before a day, and as a sentence with the key that does it.

    `later` is a shorter verb, so that a day finds room after it at 80 columns; `at_once` is all that is said.
    """

    verb: str
    sentence: str
    later: str = ""
    at_once: bool = False


STEPS: Mapping[NextStep, StepWords] = {
    NextStep.NOTE: StepWords("thank", "Next: thank them for the interview {when} (enter writes a few lines)."),
    NextStep.STATUS: StepWords(
        "ask status",
        "Next: ask once where things stand {when} (enter writes it). No answer yet is normal.",
        later="status",
    ),
    NextStep.OFFER: StepWords("answer", "Next: accept or decline the offer, with thanks (enter)."),
    NextStep.ASK: StepWords("ask", "Next: ask for feedback {when} (enter writes the letter)."),
    NextStep.SEND: StepWords("send", "Next: send the draft {when} (enter opens it; s when you have sent it yourself)."),
    NextStep.SETTLE: StepWords(
        "did it go out?",
        "It may have gone out: look into your sent mail, then say so (enter).",
        at_once=True,
    ),
    NextStep.FOLLOW_UP: StepWords("nudge", "Next: one kind reminder {when} (w). No answer yet is normal."),
    NextStep.WAIT: StepWords("until", "You reminded them once; now it rests. No answer is normal."),
    NextStep.FIX_ADDRESS: StepWords(
        "fix the address", "Next: mend the address (enter); the letter is a draft again then.", at_once=True
    ),
    NextStep.ASK_ELSE: StepWords(
        "ask another",
        "They have left the company. Next: ask somebody else (e on the interview adds a name).",
        at_once=True,
    ),
    NextStep.THANK: StepWords("thank", "Next: mark what they said (f), then thank them {when} (t)."),
    NextStep.READ: StepWords(
        "read", "They have written again: read it and mark what they said (enter). Nothing is owed."
    ),
    NextStep.REAPPROACH: StepWords("write", "Next: write to them again {when} (enter)."),
}

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
