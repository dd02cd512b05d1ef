"""Owns how often something has been seen, in words: one interview proves nothing, and that is said."""

from collections.abc import Iterable

from afterword.domain.text import plural

PATTERN_FROM = 2


def seen_in(interviews: Iterable[str], voices: int = 0) -> str:
    """`not seen`, `seen once`, `seen once, by 2 people` or `a pattern, in 3 interviews`.

    `interviews` are the ids of the interviews it was seen in, with repeats; `voices` counts the people who said it.
    Two people in one interview saw the same hour: that is no pattern yet.
    """
    count = len(set(interviews))
    if count >= PATTERN_FROM:
        return f"a pattern, in {plural(count, 'interview')}"
    if count == 0:
        return "not seen"
    return f"seen once, by {plural(voices, 'person', 'people')}" if voices > 1 else "seen once"


def is_pattern(interviews: Iterable[str]) -> bool:
    """Whether it was seen in two interviews or more."""
    return len(set(interviews)) >= PATTERN_FROM
