"""Owns what the evaluation is made of: evidence, and claims that rest on it (E1).

Every rule of the evaluation is a function from evidence to claims; screen, command line, sheet and JSON only show
them. No score of a person is ever computed, and nothing that one employer saw is called a pattern. Evidence is
gathered in one pass over each kind of record; private writing is never read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.request import Channel, CloseAs, Event, EventKind, Finding, FindingKind, Request
from afterword.domain.document import sparkline
from afterword.domain.interview import Interview, ended_round, punctuality
from afterword.domain.journal import Journal
from afterword.domain.practice import TELLING, Competency
from afterword.domain.reflection import (
    COMPETENCY_PREFIX,
    Answer,
    Rating,
    Reflection,
    Scenario,
    competency_scale,
    scales,
)
from afterword.domain.text import fold, fold_name, in_quotes, plural

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


def by_employers(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Without what a mentor said, who was not there."""
    return tuple(piece for piece in pieces if not piece.from_mentor)


def is_pattern(evidence: Iterable[Evidence]) -> bool:
    """Whether it was seen at two employers or more."""
    return employers(evidence) >= PATTERN_FROM


def range_words(values: Sequence[int]) -> str:
    """`2`, `2 to 4`, or nothing."""
    if not values:
        return ""
    low, high = min(values), max(values)
    return str(low) if low == high else f"{low} to {high}"


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
    pieces = [piece for piece in evidence if not piece.from_mentor]
    rounds = len({piece.interview_id for piece in pieces})
    if rounds > 1:
        noun = "rounds" if len({fold(piece.where.partition(" · ")[2]) for piece in pieces}) == 1 else "interviews"
        return f"in {rounds} {noun} at {pieces[-1].company}"
    voices = len({piece.who for piece in pieces if piece.request_id})
    return f"seen once, by {plural(voices, 'person', 'people')}" if voices > 1 else "seen once"


# ── gathering all evidence of a journal ───────────────────────────────────────────────────────────────────────────────


# Looking up a member of an enumeration takes as long as making a piece of evidence, of which there are thousands.
_FINDING, _RATING, _ANSWER = EvidenceKind.FINDING, EvidenceKind.RATING, EvidenceKind.ANSWER
_REPLIED = EvidenceKind.REPLY
_REPLY, _REASON = EventKind.REPLY, FindingKind.REASON


class AnswerGiven(Struct, frozen=True, gc=False):
    """One answer with the interview it was given in."""

    answer: Answer
    evidence: Evidence


class ScenarioNoted(Struct, frozen=True, gc=False):
    """One possible reason behind a rejection with the interview it was noted for."""

    scenario: Scenario
    evidence: Evidence


class Material(Struct, frozen=True, kw_only=True):
    """All evidence of a journal, each part oldest first.

    `said` are the findings by competency id (None: without one), `rated` your own ratings by scale id, `not_asked` the
    interviews by scale id in which you noted that there was no occasion. `reasons` are phrases marked as such, which
    say nothing about a competency. `went_well`, `thoughts` and `notes` (of the interview) are your own words as they
    stand, and `unmarked` replies in which nothing has been marked yet.
    """

    said: Mapping[str | None, Sequence[Evidence]]
    rated: Mapping[str, Sequence[Evidence]]
    not_asked: Mapping[str, frozenset[str]]
    answers: tuple[AnswerGiven, ...]
    arrivals: tuple[Evidence, ...]
    scenarios: tuple[ScenarioNoted, ...]
    went_well: tuple[Evidence, ...]
    thoughts: tuple[Evidence, ...]
    notes: tuple[Evidence, ...]
    reasons: tuple[Evidence, ...] = ()
    unmarked: tuple[Evidence, ...] = ()

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
            living,
            key=lambda each: (each.id not in self.said, COMPETENCY_PREFIX + each.id not in self.rated),
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

    def named(self) -> Iterator[tuple[str | None, Evidence]]:
        """The strengths and areas that were marked, with the id of their competency."""
        return ((key, piece) for key, group in self.said.items() for piece in group if piece.marked in NAMED)


def gather(journal: Journal) -> Material:
    """Everything that was said, by them and by you."""
    pieces = sorted([*_in_replies(journal), *_in_decisions(journal)], key=lambda pair: pair[1].finding_id)
    pieces.sort(key=lambda pair: pair[1].on)
    by_competency: dict[str | None, list[Evidence]] = {}
    reasons: list[Evidence] = []
    for competency, piece in pieces:
        (reasons if piece.marked is _REASON else by_competency.setdefault(competency, [])).append(piece)
    unmarked = tuple(sorted(_unmarked(journal), key=lambda piece: (piece.on, piece.interview_id)))
    return Material(said=by_competency, reasons=tuple(reasons), unmarked=unmarked, **_own_side(journal))


def anchors(journal: Journal) -> Mapping[str, Sequence[str]]:
    """The five sentences of every scale by its id, the person's own cues included; “” is that of any competency."""
    points: dict[str, Sequence[str]] = {scale.id: scale.points for scale in scales().values()}
    points |= {cue.id: cue.points for cue in journal.cues.values() if cue.points}
    return points | {"": competency_scale("", "", "").points}


def _own_side(journal: Journal) -> dict[str, Any]:
    """What you noted yourself, interview by interview, by the part of the material it belongs to."""
    points, rated, not_asked = anchors(journal), dict[str, list[Evidence]](), dict[str, frozenset[str]]()
    own: dict[str, list[Any]] = {name: [] for name in ("answers", "arrivals", "scenarios", *_WRITTEN)}
    for interview in reversed(journal.live_interviews):
        arrival, reflection = punctuality(interview), journal.reflections.get(interview.id, _NOTHING_SAID)
        if arrival is not None:
            own["arrivals"].append(noted(interview, EvidenceKind.ARRIVAL, arrival.words, arrival.minutes_late))
        bare = noted(interview, _RATING, "") if reflection.ratings else None
        for rating in reflection.ratings:
            scale = rating.dimension
            if rating.value is not None and bare is not None:
                rated.setdefault(scale, []).append(_rated(bare, rating, points))
            elif rating.not_asked:
                not_asked[scale] = not_asked.get(scale, frozenset()) | {interview.id}
        own["answers"] += [AnswerGiven(each, noted(interview, _ANSWER, each.question)) for each in reflection.answers]
        own["scenarios"] += [
            ScenarioNoted(each, noted(interview, EvidenceKind.SCENARIO, scenario_text(each)))
            for each in reflection.scenarios
        ]
        for (name, kind), text in zip(
            _WRITTEN.items(), (reflection.went_well, reflection.thoughts, interview.notes), strict=True
        ):
            if words := text.strip():
                own[name].append(noted(interview, kind, words))
    return {"rated": rated, "not_asked": not_asked, **{name: tuple(entries) for name, entries in own.items()}}


def _rated(bare: Evidence, rating: Rating, points: Mapping[str, Sequence[str]]) -> Evidence:
    """The rating, of an interview that is as in `bare`: each is made at once, since there are thousands."""
    scale, value = rating.dimension, rating.value or 0
    sentences = points.get(scale) or (points[""] if scale.startswith(COMPETENCY_PREFIX) else ())
    return Evidence(
        kind=_RATING,
        interview_id=bare.interview_id,
        where=bare.where,
        on=bare.on,
        words=rating.note,
        value=value,
        after_reply=rating.after_reply,
        employer=bare.employer,
        anchor=sentences[value - 1] if sentences else "",
    )


_NOTHING_SAID = Reflection(id="")
_WRITTEN = {"went_well": EvidenceKind.WENT_WELL, "thoughts": EvidenceKind.NOTE, "notes": EvidenceKind.NOTE}


def scenario_text(scenario: Scenario) -> str:
    """`answers stayed general; for it: “they asked twice”; against it: “they laughed”`."""
    sides = (("for it", scenario.evidence_for), ("against it", scenario.evidence_against))
    noted = (f"{side}: {in_quotes(words.strip())}" for side, words in sides if words.strip())
    return "; ".join((scenario.label, *noted))


# ── what interviewers said ────────────────────────────────────────────────────────────────────────────────────────────

THE_DECISION = "the decision"
"""Who says what is marked in its words: nobody has signed them."""
_Piece = tuple[str | None, Evidence]
"""A finding as evidence, with the id of its competency."""


def _in_replies(journal: Journal) -> Iterator[_Piece]:
    """The findings of every conversation; each has the day of its reply."""
    for request in journal.live_requests:
        findings = journal.findings_of(request.id)
        replies = (event for event in request.events if findings and event.kind is _REPLY)
        heard = {reply.id: _heard(journal, request, reply, reply.at.date()) for reply in replies}
        for finding in findings:
            lost = None if finding.reply_id in heard else _heard(journal, request, None, finding.created.date())
            yield _marked(finding, lost or heard[finding.reply_id])


def _in_decisions(journal: Journal) -> Iterator[_Piece]:
    """What is marked in the words of decisions: said on the day you heard, about the round that ended it."""
    for application in journal.live_applications:
        findings = journal.findings_in_words_of(application.id)
        if findings:
            rounds = journal.rounds_of(application.id)
            decided = replace(noted(ended_round(application, rounds) or rounds[-1], _FINDING, ""), who=THE_DECISION)
            for finding in findings:
                yield _marked(finding, replace(decided, on=application.outcome_on or finding.created.date()))


def _marked(finding: Finding, heard: Evidence) -> _Piece:
    piece = replace(heard, kind=_FINDING, words=finding.quote, finding_id=finding.id, marked=finding.kind)
    return finding.competency, piece


def _heard(journal: Journal, request: Request, reply: Event | None, on: date) -> Evidence:
    """A reply of that conversation in its writer's words; without one only who may have said something on that day."""
    person, interview = journal.people[request.person_id], journal.interviews[request.interview_id]
    mentor = reply is not None and reply.is_by_mentor
    return Evidence(
        kind=_REPLIED,
        interview_id=interview.id,
        where=interview.label,
        on=on,
        words=reply.text.strip() if reply is not None else "",
        who=reply.writer(person) if reply is not None and mentor else person.name,
        request_id=request.id,
        employer=employer_of(interview),
        channel=Channel.MENTOR if mentor else None,
    )


_NOTHING_TO_MARK = (CloseAs.DECLINED, CloseAs.DONE)
"""Who closed a conversation so has read what there was in it."""


def _unmarked(journal: Journal) -> Iterator[Evidence]:
    """Replies in which nothing is marked yet, in their writers' words."""
    for request in journal.live_requests:
        if journal.findings_of(request.id) or any(event.close_as in _NOTHING_TO_MARK for event in request.events):
            continue
        for reply in request.events:
            if reply.kind is _REPLY and reply.text.strip():
                yield _heard(journal, request, reply, reply.at.date())
