"""Owns what somebody is called, from a name as people write it; where that cannot be told, nobody is named.

A greeting is right or it is left open. The first line of a letter, which depends on its language, is salutation's.
"""

import re

from msgspec import Struct

from afterword.domain.names import SpokenName, bare, is_nobody, is_short, known_words, read_name

_SPLIT = re.compile(r"[\s._+-]+")
NOBODY = "Nobody is greeted by name: find out who reads this, and write to that person."


class Greeting(Struct, frozen=True):
    """How to greet somebody. `name` is empty where that cannot be told; `question` then asks for it, in a sentence."""

    name: str
    question: str = ""


def greeting(name: str, address: str = "") -> Greeting:
    """The greeting for a name as it was typed, or as it stands before an address."""
    if is_nobody(name) or name == address:
        return Greeting("", NOBODY)
    called = _called(read_name(name))
    if called:
        return Greeting(called)
    return Greeting("", f"How do you greet “{name}”? Write it into the first line; only part of the name is known.")


def full_name(name: str) -> str:
    """The name in the order in which it is spoken, without what stands around it: `Smith, John, PhD` is John Smith."""
    spoken = read_name(name)
    return " ".join([*spoken.titles, *spoken.words]) if spoken.words else ""


def _called(spoken: SpokenName) -> str:
    """The given name, or what else somebody is greeted by in English."""
    if spoken.doubtful or not spoken.words:
        return ""
    known = known_words()
    if any(bare(title) in known.styles for title in spoken.titles):
        by_given = any(bare(title) in known.by_given for title in spoken.titles)
        return " ".join([*spoken.titles, *styled(spoken, by_given=by_given)])
    if spoken.called:
        return spoken.called
    if spoken.titles and not spoken.whole and any(not is_short(word) for word in spoken.family):
        return " ".join([*spoken.titles, *spoken.family])
    return " ".join(spoken.words) if spoken.whole else ""


def styled(spoken: SpokenName, *, by_given: bool) -> tuple[str, ...]:
    """The words behind a title such as Captain: the family name, or `by_given` the given one: Sister Mary."""
    if not spoken.called or not by_given:
        return spoken.family or spoken.words
    known = known_words()
    order = any(bare(title) in known.orders for title in spoken.titles)
    joint = order and len(spoken.words) > 1 and spoken.words[1].casefold() in known.second_names
    return spoken.words[:2] if joint else (spoken.called,)


def is_program_address(address: str) -> bool:
    """Whether an address is read by a program or by a team, so that no single person is written to."""
    local, _, domain = address.strip().casefold().rpartition("@")
    if not local:
        return False
    known = known_words()
    if f".{domain}".endswith(tuple(f".{relay}" for relay in known.relays)):
        return True
    words = [word for part in _SPLIT.split(local.partition("+")[0]) if (word := part.strip("0123456789"))]
    joined = "".join(words)
    company = set(_SPLIT.split(domain.replace(".", " ")))
    if (
        joined.startswith(known.silent)
        or joined.endswith(known.silent)
        or joined in known.team
        or known.team_run.fullmatch(joined)
    ):
        return True
    if words and words[0] in known.offices:
        return True
    if not words or not any(word in known.team or word in known.maybe_team for word in words):
        return False
    return all(word in known.team or word in known.maybe_team or word in company for word in words)
