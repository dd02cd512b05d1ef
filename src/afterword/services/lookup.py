"""Owns finding a record by the id somebody typed: any prefix will do as long as it is unique."""

from collections.abc import Mapping
from typing import TypeVar

from afterword.domain.competency import Competency
from afterword.domain.conversation.request import Request
from afterword.domain.example import Example
from afterword.domain.finding import Finding
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.pointer import Pointer
from afterword.errors import NotFound, UserError

T = TypeVar("T")
_SHOWN = 6
_SEVERAL = {"competency": "competencies"}


def by_prefix(records: Mapping[str, T], prefix: str, noun: str) -> T:
    """The record whose id begins with `prefix`. Raises `NotFound`, naming the candidates of an ambiguous one."""
    exact = records.get(prefix)
    if exact is not None:
        return exact
    found = sorted(key for key in records if prefix and key.startswith(prefix))
    if len(found) == 1:
        return records[found[0]]
    if found:
        shown = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        nouns = _SEVERAL.get(noun, f"{noun}s")
        raise NotFound(f"“{prefix}” fits {len(found)} {nouns}: {shown}.", hint="Type one more letter of the id.")
    raise NotFound(f"There is no {noun} “{prefix}”.", hint=f"See: afterword {noun} list.")


def interview(journal: Journal, prefix: str) -> Interview:
    """The interview with that id; removed ones are found too, so that they can be restored."""
    live = {one.id: one for one in journal.live_interviews}
    return by_prefix(live if any(key.startswith(prefix) for key in live) else journal.interviews, prefix, "interview")


def live_interview(journal: Journal, prefix: str) -> Interview:
    """The interview with that id, to change it. Refused for a removed one."""
    found = interview(journal, prefix)
    if found.deleted is not None:
        raise UserError(f"{found.label} has been removed.", hint="Restore it first: afterword interview restore.")
    return found


def request(journal: Journal, prefix: str) -> Request:
    """The request with that id, of an interview that is not removed."""
    return by_prefix({one.id: one for one in journal.live_requests}, prefix, "request")


def finding(journal: Journal, prefix: str) -> Finding:
    """The finding with that id."""
    return by_prefix(journal.findings, prefix, "finding")


def example(journal: Journal, prefix: str) -> Example:
    """The example with that id, unless it was removed."""
    return by_prefix({one.id: one for one in journal.live_examples}, prefix, "example")


def pointer(journal: Journal, prefix: str) -> Pointer:
    """The pointer with that id, unless it was removed."""
    return by_prefix({one.id: one for one in journal.live_pointers}, prefix, "pointer")


def competency(journal: Journal, words: str) -> Competency:
    """The competency with that id (or a prefix of it), or that name in any case."""
    known = {one.id: one for one in journal.all_competencies}
    for one in known.values():
        if one.name.casefold() == words.strip().casefold():
            return one
    return by_prefix(known, words.strip().lower(), "competency")
