"""Owns what the evaluation is made of: evidence, and claims that rest on it (E1).

Every rule of the evaluation is a function from evidence to claims; screen, command line, sheet and JSON only show
them. No score of a person is ever computed, and nothing seen in one interview is called a pattern.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.application import ended_round
from afterword.domain.competency import TELLING, Competency
from afterword.domain.conversation.request import EventKind
from afterword.domain.document import sparkline
from afterword.domain.finding import Finding, FindingKind
from afterword.domain.interview import Interview, punctuality
from afterword.domain.journal import Journal
from afterword.domain.reflection import Answer
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.domain.text import plural

HIGH, LOW = 4, 2
"""A self-rating from HIGH up claims the competency; one of LOW or below doubts it. The middle says neither."""
PATTERN_FROM = 2
NAMED = (FindingKind.STRENGTH, FindingKind.AREA)
"""The kinds of finding that say how something was; advice and openings say what to do."""


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    FINDING = "finding"
    RATING = "rating"
    ANSWER = "answer"
    ARRIVAL = "arrival"
    CHECK = "check"


class Evidence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that was said, rated or seen: in which interview, on which day, by whom (`who` is empty for yourself).

    `words` are an interviewer's own, your note on a rating, the question of an answer, or the fact in words. `value`
    is a rating from 1 to 5, or the minutes somebody was late. `marked` is the kind of a finding. `after_reply`: you
    rated it when you knew already what they had said. `employer` is the company, folded, where employers are counted.
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

    @property
    def rated(self) -> int:
        """The value of a rating or an arrival. Raises `ValueError` where there is none."""
        if self.value is None:
            raise ValueError(self.kind)
        return self.value


def noted(interview: Interview, kind: EvidenceKind, words: str, value: int | None = None) -> Evidence:
    """What you noted yourself about that interview."""
    return Evidence(
        kind=kind, interview_id=interview.id, where=interview.label, on=interview.day, words=words, value=value
    )


class Stance(StrEnum):
    """What a claim says of its subject; comparisons stand in the order in which they are worth reading."""

    BLIND_SPOT = "blind spot"
    HIDDEN_STRENGTH = "hidden strength"
    SHARED_AREA = "both see room to grow"
    SHARED_STRENGTH = "both see a strength"
    OPEN = "they said it, you rated the middle or not at all"
    AFTERWARDS = "they said it, you rated it only afterwards"
    STRENGTH = "strength"
    AREA = "area to develop"
    UNKNOWN = "unknown"
    HABIT = "habit"
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


class Claim(Struct, frozen=True):
    """One sentence about a subject, the evidence it rests on, and what speaks against it.

    `beside` are your own ratings that belong to it and speak on neither side. `will` is one way to go on, if any.
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

    @property
    def pattern(self) -> bool:
        """Whether two interviews or more say so."""
        return is_pattern(self.evidence)

    @property
    def seen(self) -> str:
        """`not seen`, `seen once` or `a pattern, in 2 interviews`."""
        return seen_words(self.evidence)

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
        latest = self.evidence[-1] if self.evidence else None
        return (
            f"{latest.who} ({latest.where}): “{latest.words}”" if latest is not None and latest.who else self.sentence
        )


def is_pattern(evidence: Iterable[Evidence]) -> bool:
    """Whether it was seen in two interviews or more."""
    return _times(evidence) >= PATTERN_FROM


def _times(evidence: Iterable[Evidence]) -> int:
    """In how many interviews it was seen; at how many employers, where they are counted."""
    return len({piece.employer or piece.interview_id for piece in evidence})


def seen_words(evidence: Sequence[Evidence]) -> str:
    """`not seen`, `seen once`, `seen once, by 2 people` or `a pattern, in 3 interviews`.

    Two people in one interview saw the same hour: that is no pattern yet.
    """
    count = _times(evidence)
    if count >= PATTERN_FROM:
        return f"a pattern, in {plural(count, 'interview')}"
    voices = len({piece.request_id for piece in evidence if piece.request_id})
    if count == 0:
        return "not seen"
    return f"seen once, by {plural(voices, 'person', 'people')}" if voices > 1 else "seen once"


# ── the evidence of a journal ─────────────────────────────────────────────────────────────────────────────────────────


class AnswerGiven(Struct, frozen=True):
    """One answer with the interview it was given in."""

    answer: Answer
    evidence: Evidence


class Material(Struct, frozen=True):
    """All evidence of a journal, each part oldest first.

    `said` are the findings by competency id (None: without one), `rated` your own ratings by scale id. `reasons` are
    phrases marked as such, which say nothing about a competency.
    """

    said: Mapping[str | None, Sequence[Evidence]]
    rated: Mapping[str, Sequence[Evidence]]
    answers: tuple[AnswerGiven, ...]
    arrivals: tuple[Evidence, ...]
    reasons: tuple[Evidence, ...] = ()

    def said_of(self, competency_id: str) -> tuple[Evidence, ...]:
        """The findings on that competency."""
        return tuple(self.said.get(competency_id, ()))

    def ratings_of(self, competency_id: str) -> tuple[Evidence, ...]:
        """Your own ratings on that competency."""
        return tuple(self.rated.get(COMPETENCY_PREFIX + competency_id, ()))

    def in_order(self, competencies: Iterable[Competency]) -> list[Competency]:
        """Those that are not archived: what was spoken of first, then what you only rated, then the rest."""
        living = (competency for competency in competencies if not competency.archived)
        return sorted(
            living, key=lambda competency: (not self.said_of(competency.id), not self.ratings_of(competency.id))
        )

    def subjects_of(self, journal: Journal) -> tuple[Competency, ...]:
        """The competencies; how answers were told stands among them once something was said of it or rated."""
        return tuple(
            subject
            for subject in journal.subjects
            if subject.id != TELLING or self.said_of(TELLING) or self.ratings_of(TELLING)
        )

    def of_kind(self, kind: FindingKind) -> Iterator[Evidence]:
        """The findings of that kind."""
        return (piece for group in self.said.values() for piece in group if piece.marked is kind)


def gather(journal: Journal) -> Material:
    """Everything that was said, by them and by you, in one pass over each kind of record."""
    rated: dict[str, list[Evidence]] = {}
    answers: list[AnswerGiven] = []
    arrivals: list[Evidence] = []
    for interview in reversed(journal.live_interviews):
        arrival = punctuality(interview)
        if arrival is not None:
            arrivals.append(noted(interview, EvidenceKind.ARRIVAL, arrival.words, arrival.minutes_late))
        reflection = journal.reflections.get(interview.id)
        if reflection is None:
            continue
        for rating in reflection.ratings:
            if rating.value is not None:
                piece = noted(interview, EvidenceKind.RATING, rating.note, rating.value)
                if rating.after_reply:
                    piece = replace(piece, after_reply=True)
                rated.setdefault(rating.dimension, []).append(piece)
        answers += (
            AnswerGiven(answer, noted(interview, EvidenceKind.ANSWER, answer.question)) for answer in reflection.answers
        )
    pieces = sorted(_findings(journal), key=lambda pair: (pair[1].on, pair[1].finding_id))
    reasons = tuple(piece for _, piece in pieces if piece.marked is FindingKind.REASON)
    return Material(_said(pieces), rated, tuple(answers), tuple(arrivals), reasons)


def _said(pieces: Iterable["_Piece"]) -> dict[str | None, list[Evidence]]:
    """The findings by competency, but for reasons."""
    said: dict[str | None, list[Evidence]] = {}
    for competency, piece in pieces:
        if piece.marked is not FindingKind.REASON:
            said.setdefault(competency, []).append(replace(piece, employer=""))
    return said


def _findings(journal: Journal) -> Iterator["_Piece"]:
    yield from _in_replies(journal)
    yield from _in_decisions(journal)


_DECISION = "the decision"
"""Who says what is marked in its words: nobody has signed them."""
_Piece = tuple[str | None, Evidence]
"""A finding as evidence, with the id of its competency."""


def _in_replies(journal: Journal) -> Iterator[_Piece]:
    """The findings of every conversation; each has the day of its reply."""
    for request in journal.live_requests:
        findings = journal.findings_of(request.id)
        if not findings:
            continue
        interview = journal.interviews[request.interview_id]
        days = {event.id: event.at.date() for event in request.events if event.kind is EventKind.REPLY}
        who = journal.people[request.person_id].name
        for finding in findings:
            on = days.get(finding.reply_id) or finding.created.date()
            yield finding.competency, replace(_marked(finding, interview, on), who=who, request_id=request.id)


def _in_decisions(journal: Journal) -> Iterator[_Piece]:
    """What is marked in the words of decisions: said on the day you heard, about the round that ended it."""
    for application in journal.live_applications:
        findings = journal.findings_in_words_of(application.id)
        rounds = journal.rounds_of(application.id)
        if findings:
            interview = ended_round(application, rounds) or rounds[-1]
            for finding in findings:
                on = application.outcome_on or finding.created.date()
                yield finding.competency, replace(_marked(finding, interview, on), who=_DECISION)


def _marked(finding: Finding, interview: Interview, on: date) -> Evidence:
    return Evidence(
        kind=EvidenceKind.FINDING,
        interview_id=interview.id,
        where=interview.label,
        on=on,
        words=finding.quote,
        finding_id=finding.id,
        marked=finding.kind,
        employer=" ".join(interview.company.casefold().split()),
    )


# ── strengths, areas, unknown ─────────────────────────────────────────────────────────────────────────────────────────


class Said(Struct, frozen=True):
    """What interviewers said, by competency. `unassigned` belong to none; they count nowhere else."""

    strengths: tuple[Claim, ...]
    areas: tuple[Claim, ...]
    unknown: tuple[Claim, ...]
    unassigned: tuple[Evidence, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Strengths, areas, unknown, in this order."""
        return (*self.strengths, *self.areas, *self.unknown)


def said_of_competencies(competencies: Sequence[Competency], material: Material) -> Said:
    """The claims that rest on interviewers' words; patterns first, then what was said most recently.

    The phrases of archived competencies wait with these and are not unassigned.
    """
    known = {competency.id for competency in competencies}
    claims = [claim for competency in material.in_order(competencies) for claim in _claims_on(competency, material)]
    loose = (piece for key, group in material.said.items() if key not in known for piece in group)
    return Said(
        _ordered(claims, Stance.STRENGTH),
        _ordered(claims, Stance.AREA),
        tuple(claim for claim in claims if claim.stance is Stance.UNKNOWN),
        tuple(piece for piece in loose if piece.marked in NAMED),
    )


def _claims_on(competency: Competency, material: Material) -> Iterator[Claim]:
    said, own = material.said_of(competency.id), material.ratings_of(competency.id)
    praised = tuple(piece for piece in said if piece.marked is FindingKind.STRENGTH)
    named = tuple(piece for piece in said if piece.marked is FindingKind.AREA)
    subject = Subject(COMPETENCY_PREFIX + competency.id, competency.name)
    if praised:
        yield _claim(subject, Stance.STRENGTH, (praised, named), own)
    if named:
        yield _claim(subject, Stance.AREA, (named, praised), own)
    if not praised and not named:
        rated = "; you rated it yourself" if own else ""
        sentence = f"{competency.name}: nobody has spoken of it yet{rated}."
        yield Claim(subject, Stance.UNKNOWN, sentence, (), beside=own)


def _claim(
    subject: Subject, stance: Stance, said: tuple[tuple[Evidence, ...], tuple[Evidence, ...]], own: tuple[Evidence, ...]
) -> Claim:
    """A strength or an area: the words for and against it, and your ratings, some of which point the other way."""
    strength = stance is Stance.STRENGTH
    contrary = tuple(piece for piece in own if (piece.rated <= LOW if strength else piece.rated >= HIGH))
    against = (*said[1], *contrary)
    tail = f"; {len(against)} {'speaks' if len(against) == 1 else 'speak'} against it" if against else ""
    named = "a strength" if strength else "room to grow"
    sentence = f"{subject.name}: named as {named}, {seen_words(said[0])}{tail}."
    return Claim(subject, stance, sentence, said[0], against, tuple(piece for piece in own if piece not in contrary))


def _ordered(claims: Iterable[Claim], stance: Stance) -> tuple[Claim, ...]:
    newest = sorted(
        (claim for claim in claims if claim.stance is stance), key=lambda claim: claim.evidence[-1].on, reverse=True
    )
    return tuple(sorted(newest, key=lambda claim: -len(claim.interviews)))
