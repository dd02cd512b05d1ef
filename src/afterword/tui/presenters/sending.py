"""Owns how the sending of several letters reads: which are due, how far it is, what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.domain.text import clean_line, plural
from afterword.errors import SendUnclear
from afterword.services.sending import Sent, Unsent
from afterword.tui.presenters.letter import address_words, letter_name
from afterword.tui.presenters.tracker import is_due, place_words
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.text_view import TextLine

_LISTED = 8


def due_letters(tracker: Iterable[TrackerRow], today: date) -> list[TrackerRow]:
    """The lines whose draft is due; one that may have gone out already, or came back, is settled by the person."""
    return [
        line
        for line in tracker
        if line.request.draft is not None
        and is_due(line.track.next, today)
        and line.track.state not in (State.SENDING, State.BOUNCED)
    ]


def letter_choices(lines: Iterable[TrackerRow]) -> list[tuple[str, str, str]]:
    """Each letter to choose: its request, the one address it goes to, which letter it is."""
    return [(line.request.id, address_words(line.addressee), _letter_words(line)) for line in lines]


def _letter_words(line: TrackerRow) -> str:
    draft = line.request.draft
    return f"{letter_name(draft.letter) if draft else ''} · {place_words(line)}"


def addresses(lines: Sequence[TrackerRow]) -> str:
    """One address per line; what is beyond a screenful is counted."""
    shown = [clean_line(address_words(line.addressee)) for line in lines[:_LISTED]]
    more = [f"… and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    return "\n".join([*shown, *more])


def ended_words(outcomes: Sequence[Sent | Unsent], total: int) -> str:
    """How it went: `5 letters sent, 1 failed, 2 not begun.`, in one sentence."""
    failed = [one.error for one in outcomes if isinstance(one, Unsent)]
    unclear = sum(isinstance(error, SendUnclear) for error in failed)
    counts = (
        (len(failed) - unclear, "failed"),
        (unclear, "may have gone out"),
        (total - len(outcomes), "not begun"),
    )
    told = [plural(len(outcomes) - len(failed), "letter") + " sent", *(f"{n} {words}" for n, words in counts if n)]
    return f"{', '.join(told)}."


def ended_lines(outcomes: Sequence[Sent | Unsent], lines: Mapping[str, TrackerRow]) -> list[TextLine]:
    """What became of each letter, those that did not go out first; each failure with its own sentence."""
    told = {_request_id(one): one for one in outcomes}
    order = sorted(lines, key=lambda key: _rank(told.get(key)))
    return [line for key in order for line in _outcome_lines(lines[key], told.get(key))]


def _request_id(outcome: Sent | Unsent) -> str:
    return outcome.request.id if isinstance(outcome, Sent) else outcome.request_id


def _rank(outcome: Sent | Unsent | None) -> int:
    if outcome is None:
        return 1
    return 0 if isinstance(outcome, Unsent) else 2


def _outcome_lines(line: TrackerRow, outcome: Sent | Unsent | None) -> list[TextLine]:
    who = address_words(line.addressee)
    if outcome is None:
        return [TextLine(("- ", who, Span("  not begun; it is still a draft", TextStyle.MUTED)), indent=2)]
    if isinstance(outcome, Sent):
        warning = [TextLine(("  ", Span(outcome.warning, TextStyle.WARN)), indent=2)] if outcome.warning else []
        return [TextLine(("✓ ", who, Span("  sent", TextStyle.GOOD)), indent=2), *warning]
    unclear = isinstance(outcome.error, SendUnclear)
    words, tone = ("may have gone out", TextStyle.WARN) if unclear else ("did not go out", TextStyle.BAD)
    return [TextLine(("! ", who, Span(f"  {words}", tone)), indent=2), TextLine(("  ", str(outcome.error)), indent=2)]
