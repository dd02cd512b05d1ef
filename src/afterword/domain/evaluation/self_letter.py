"""Owns the letter to me on the prep sheet: only my own words, theirs, and my own plans; nothing is invented."""

from collections.abc import Iterable

from afterword.domain.evaluation.competency_evidence import Source
from afterword.domain.evaluation.pointers import PointerHistory
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.text import shorten

_QUOTED = 160
_MOST_QUOTED = 2


def letter_to_me(
    journal: Journal, interview: Interview, praised: Iterable[Source], pointers: Iterable[PointerHistory]
) -> str:
    """A few paragraphs, parted by blank lines; short where little has been written so far."""
    parts = [f"Before {interview.company}, a few lines from me to me."]
    parts += _went_well(journal, interview)
    source = next(iter(praised), None)
    if source is not None:
        parts.append(
            f"{source.who} ({source.where}) said: “{shorten(source.words, _QUOTED)}”. I did that, and can again."
        )
    plan = next((one.pointer for one in pointers if not one.settled), None)
    if plan is not None:
        parts.append(f"One thing is enough for this time. {plan.sentence}")
    if len(parts) == 1:
        parts.append("Nothing is written down yet. After this one I will note what went well, before anything else.")
    parts.append("However it ends, one interview proves nothing, and I will know more after it than before.")
    return "\n\n".join(parts)


def _went_well(journal: Journal, interview: Interview) -> list[str]:
    """What went well in the latest earlier interviews, in my own words."""
    found: list[str] = []
    for earlier in journal.live_interviews:
        text = journal.reflection_of(earlier.id).went_well.strip()
        if text and earlier.at < interview.at and len(found) < _MOST_QUOTED:
            found.append(f"After {earlier.company} I wrote: “{shorten(text, _QUOTED)}”")
    return found
