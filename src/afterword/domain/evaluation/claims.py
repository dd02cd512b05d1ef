"""Owns what the evaluation is made of: evidence, and claims that rest on it (E1).

Every rule of the evaluation is a function from evidence to claims; screen, command line, sheet and JSON only show
them. No score of a person is ever computed, and nothing that one employer saw is called a pattern.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from afterword.domain.conversation.request import Channel, FindingKind
from afterword.domain.document import sparkline
from afterword.domain.interview import Interview
from afterword.domain.reflection import COMPETENCY_PREFIX
from afterword.domain.text import fold, fold_name, plural

HIGH, LOW = 4, 2
"""A self-rating from HIGH up claims the competency; one of LOW or below doubts it. The middle says neither."""
PATTERN_FROM = 2
"""Employers who have to say the same before it is called a pattern."""
NAMED = (FindingKind.STRENGTH, FindingKind.AREA)
"""The kinds of finding that say how something was; advice and openings say what to do."""


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    FINDING = "finding"
    RATING = "rating"
    ANSWER = "answer"
    ARRIVAL = "arrival"
    CHECK = "check"
    SCENARIO = "scenario"
    WENT_WELL = "went well"
    NOTE = "note"
    POINTER = "pointer"
    REPLY = "reply"
    DECISION = "decision"


class Evidence(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One thing that was said, rated or seen: in which interview, on which day, by whom (`who` is empty for yourself).

    `words` are an interviewer's own, your note on a rating, the question of an answer, or the fact in words. `value`
    is a rating from 1 to 5, or the minutes somebody was late; `anchor` is the sentence that stands behind a rating.
    `marked` is the kind of a finding. `after_reply`: you rated it when you knew already what they had said. `employer`
    is the company, folded: what one employer saw is seen once. `channel` is how a reply came; what came from a mentor
    is a voice of its own and no employer's.
    """

    kind: EvidenceKind
    interview_id: str
    where: str
    on: date
    words: str
    who: str = ""
    request_id: str = ""
    finding_id: str = ""
    marked: FindingKind | None = None
    value: int | None = None
    after_reply: bool = False
    employer: str = ""
    anchor: str = ""
    channel: Channel | None = None

    @property
    def rated(self) -> int:
        """The value of a rating or an arrival. Raises `ValueError` where there is none."""
        if self.value is None:
            raise ValueError(self.kind)
        return self.value

    @property
    def from_mentor(self) -> bool:
        """Whether a mentor said it, who is no employer."""
        return self.channel is Channel.MENTOR

    @property
    def company(self) -> str:
        """The company as it is written."""
        return self.where.partition(" · ")[0].strip()


def employer_of(interview: Interview) -> str:
    """The company of that interview, folded, so that “Initech” and “initech ” are one employer."""
    return fold_name(interview.company)


def noted(interview: Interview, kind: EvidenceKind, words: str, value: int | None = None) -> Evidence:
    """What you noted yourself about that interview."""
    return Evidence(
        kind=kind,
        interview_id=interview.id,
        where=interview.label,
        on=interview.day,
        words=words,
        value=value,
        employer=employer_of(interview),
    )


class Stance(StrEnum):
    """What a claim says of its subject; comparisons stand in the order in which they are worth reading."""

    BLIND_SPOT = "blind spot"
    HIDDEN_STRENGTH = "hidden strength"
    SAW_IT_TOO = "you saw it, too"
    SHARED_AREA = "both see room to grow"
    SHARED_STRENGTH = "both see a strength"
    OPEN = "they said it, you rated the middle"
    AFTERWARDS = "they said it, you rated it only afterwards"
    NOT_ASKED = "they said it, and you noted that it was not asked for"
    NOT_RATED = "they said it, you had not rated it"
    STRENGTH = "strength"
    AREA = "area to develop"
    UNKNOWN = "unknown"
    DIFFERENTLY = "seen differently"
    OWN_LOW = "you rated it low"
    WENT_WELL = "went well"
    SUSPECTED = "suspected"
    FORGOTTEN = "pointer forgotten"
    HABIT = "habit"
    CHANGE = "changed"
    TREND = "trend"
    REASON = "reason"


class Subject(Struct, frozen=True):
    """What a claim is about: a competency (`competency/…`), a scale of the reflection, or a habit."""

    id: str
    name: str

    @property
    def record_id(self) -> str:
        """The id without what kind of subject it is."""
        return self.id.removeprefix(COMPETENCY_PREFIX)


class Claim(Struct, frozen=True, dict=True):
    """One sentence about a subject, the evidence it rests on, and what speaks against it.

    `beside` are your own ratings and words that belong to it and speak on neither side. `will` is one way to go on, if
    any.
    """

    subject: Subject
    stance: Stance
    sentence: str
    evidence: tuple[Evidence, ...]
    against: tuple[Evidence, ...] = ()
    beside: tuple[Evidence, ...] = ()
    will: str = ""

    @property
    def interviews(self) -> frozenset[str]:
        """The ids of the interviews it was seen in."""
        return frozenset(piece.interview_id for piece in self.evidence)

    @cached_property
    def pattern(self) -> bool:
        """Whether it was seen at two employers or more; voices that differ, and a change, are no pattern."""
        return self.stance not in (Stance.DIFFERENTLY, Stance.CHANGE) and is_pattern(self.evidence)

    @property
    def seen(self) -> str:
        """`not seen`, `seen once` or `a pattern, at 2 employers`; of voices that differ and of a change only where."""
        differ = self.stance in (Stance.DIFFERENTLY, Stance.CHANGE)
        return at_words(self.evidence) if differ else seen_words(self.evidence)

    @property
    def values(self) -> tuple[int, ...]:
        """The ratings it rests on, oldest first."""
        return tuple(piece.value for piece in self.evidence if piece.value is not None)

    @property
    def sparkline(self) -> str:
        """One character for each of these ratings."""
        return sparkline(self.values)

    @property
    def why(self) -> str:
        """The latest words it rests on, with who said them; the sentence where nobody said anything."""
        latest = next((piece for piece in reversed(self.evidence) if piece.who), None)
        return self.sentence if latest is None else f"{latest.who} ({latest.where}): “{latest.words}”"


def employers(evidence: Iterable[Evidence]) -> int:
    """At how many employers it was seen; what a mentor said is no employer's."""
    mentor = Channel.MENTOR
    return len({piece.employer or piece.interview_id for piece in evidence if piece.channel is not mentor})


def is_pattern(evidence: Iterable[Evidence]) -> bool:
    """Whether it was seen at two employers or more."""
    return employers(evidence) >= PATTERN_FROM


def people(evidence: Iterable[Evidence]) -> int:
    """How many people said it; the unsigned words of a decision are one voice of their employer."""
    return len({(piece.who, piece.employer) for piece in evidence if piece.who})


def at_words(evidence: Sequence[Evidence]) -> str:
    """`once`, `at 3 employers`, `in 2 rounds at Initech`."""
    return seen_words(evidence).removeprefix("a pattern, ").removeprefix("seen ")


def seen_words(evidence: Sequence[Evidence]) -> str:
    """`not seen`, `seen once, by 2 people`, `in 2 rounds at Initech` or `a pattern, at 3 employers`.

    Two people of one employer, or two rounds there, saw one application: that is no pattern yet.
    """
    count = employers(evidence)
    if count >= PATTERN_FROM:
        return f"a pattern, at {count} employers"
    if count == 0:
        return "said by a mentor" if evidence else "not seen"
    seen = [piece for piece in evidence if not piece.from_mentor]
    rounds = len({piece.interview_id for piece in seen})
    if rounds > 1:
        what = "rounds" if len({fold(piece.where.partition(" · ")[2]) for piece in seen}) == 1 else "interviews"
        return f"in {rounds} {what} at {seen[-1].company}"
    voices = len({piece.who for piece in seen if piece.request_id})
    return f"seen once, by {plural(voices, 'person', 'people')}" if voices > 1 else "seen once"
