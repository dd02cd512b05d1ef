"""Owns what interviewers said, by competency, beside what you said of yourself and what you suspected (R5).

Ratings from before the reply are locked, so nothing was adjusted afterwards, and what was rated after it is compared
with nothing. A blind spot needs a claim of yours: a rating of 4 or more, and no reason, answer, pointer or note of
yours that already says what they said. Where you rated nothing there is no other side.

A voice for or against a suspicion counts for the application it was said in: the reasons in the words of its decision,
and what its interviewers named. A reason is told for what it is (N1); what nobody spoke of stays a suspicion.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from afterword.domain.conversation.letter_reading import reason_of
from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import show_day
from afterword.domain.evaluation.claims import (
    HIGH,
    LOW,
    NAMED,
    Claim,
    Evidence,
    Material,
    ScenarioNoted,
    Stance,
    Subject,
    at_words,
    by_employers,
    employers,
    people,
    range_words,
    seen_words,
)
from afterword.domain.evaluation.own_words import CLOSE, OwnWords, cues_in, scenario_words, shared_words
from afterword.domain.journal import Journal
from afterword.domain.practice import Competency
from afterword.domain.reflection import COMPETENCY_PREFIX, Control, Scenario, ScenarioKind, scales
from afterword.domain.text import capital, fold, plural, slug
from afterword.languages.loader import gather

COMPARED = (
    Stance.BLIND_SPOT,
    Stance.HIDDEN_STRENGTH,
    Stance.SAW_IT_TOO,
    Stance.SHARED_AREA,
    Stance.SHARED_STRENGTH,
    Stance.OPEN,
    Stance.AFTERWARDS,
    Stance.NOT_ASKED,
    Stance.NOT_RATED,
)
"""How the two sides can stand to each other, in the order in which that is worth reading."""


def compare(journal: Journal, material: Material, own_words: OwnWords) -> tuple[Claim, ...]:
    """Every comparison, blind spots and hidden strengths first, patterns before what was seen once.

    A claim's evidence are their words, `beside` your ratings of these interviews and what you wrote, and `against`
    what other interviewers said. What a mentor said is compared with nothing.
    """
    ratings = {scale: {piece.interview_id: piece for piece in group} for scale, group in material.rated.items()}
    claims: list[Claim] = []
    for subject, pieces in _by_subject(journal, material).items():
        not_asked = material.not_asked.get(subject.id, frozenset())
        claims += _claims_on(subject, pieces, ratings.get(subject.id, {}), not_asked, own_words)
    order = {stance: index for index, stance in enumerate(COMPARED)}
    return tuple(sorted(claims, key=lambda claim: (order[claim.stance], not claim.pattern, -len(claim.evidence))))


def _by_subject(journal: Journal, material: Material) -> dict[Subject, list[Evidence]]:
    """Strengths and areas by competency, and by every scale of the reflection that their words name."""
    subjects: dict[Subject, list[Evidence]] = {}
    by_competency = {
        competency.id: Subject(COMPETENCY_PREFIX + competency.id, competency.name)
        for competency in journal.subjects
        if not competency.archived
    }
    titled = {key: Subject(key, scale.title) for key, scale in scales().items()}
    for competency_id, piece in material.named():
        if piece.from_mentor:
            continue
        if competency_id is not None and competency_id in by_competency:
            subjects.setdefault(by_competency[competency_id], []).append(piece)
        for cue in cues_in(piece.words):
            subjects.setdefault(titled[cue], []).append(piece)
    return subjects


def _claims_on(
    subject: Subject,
    evidence: Sequence[Evidence],
    ratings: Mapping[str, Evidence],
    not_asked: frozenset[str],
    own: OwnWords,
) -> Iterable[Claim]:
    """The claims on one subject, beside your ratings of it by interview, where it was not asked for, and your words."""
    by_stance: dict[Stance, list[Evidence]] = {}
    written: dict[Stance, list[Evidence]] = {}
    for piece in evidence:
        rating = ratings.get(piece.interview_id)
        if rating is None and not subject.id.startswith(COMPETENCY_PREFIX):
            # A cue that was not rated here may not even belong to this kind of meeting.
            continue
        stance = _rated(piece, rating, not_asked)
        if piece.marked is FindingKind.AREA and stance not in (Stance.SHARED_AREA, Stance.NOT_ASKED):
            saw = own.already_said(subject, piece)
            stance = Stance.SAW_IT_TOO if saw else stance
            written.setdefault(stance, []).extend(saw)
        by_stance.setdefault(stance, []).append(piece)
    for stance, pieces in by_stance.items():
        kinds = {piece.marked for piece in pieces}
        interviews = dict.fromkeys(piece.interview_id for piece in pieces)
        rated = [ratings[interview_id] for interview_id in interviews if interview_id in ratings]
        they = "they praised it" if kinds == {FindingKind.STRENGTH} else "they named room to grow"
        they = "they spoke of it, in both ways" if len(kinds) > 1 else they
        yours = _YOURS.get(stance, "you rated it {rated}").format(rated=range_words([piece.rated for piece in rated]))
        against = tuple(piece for piece in evidence if piece.marked not in kinds)
        beside = (*rated, *dict.fromkeys(written.get(stance, ())))
        yield Claim(subject, stance, f"{subject.name}: {they}, {yours}.", tuple(pieces), against, beside)


def _rated(piece: Evidence, rating: Evidence | None, not_asked: frozenset[str]) -> Stance:
    if rating is None:
        return Stance.NOT_ASKED if piece.interview_id in not_asked else Stance.NOT_RATED
    if rating.after_reply:
        return Stance.AFTERWARDS
    return stance_of(piece.marked, rating.rated)


def stance_of(kind: FindingKind | None, own: int) -> Stance:
    """How a strength or an area that was named stands to your own rating before it (1 to 5)."""
    if LOW < own < HIGH:
        return Stance.OPEN
    if kind is FindingKind.AREA:
        return Stance.BLIND_SPOT if own >= HIGH else Stance.SHARED_AREA
    return Stance.HIDDEN_STRENGTH if own <= LOW else Stance.SHARED_STRENGTH


_YOURS: Mapping[Stance, str] = {
    Stance.SAW_IT_TOO: "you saw it, too",
    Stance.SHARED_AREA: "you saw it, too: you rated it {rated}",
    Stance.SHARED_STRENGTH: "you saw it, too: you rated it {rated}",
    Stance.AFTERWARDS: "you rated it {rated} after the reply",
    Stance.NOT_ASKED: "you noted that it was not asked for",
    Stance.NOT_RATED: "you had not rated it",
}


# ── strengths, areas, unknown ─────────────────────────────────────────────────────────────────────────────────────────


class Said(Struct, frozen=True):
    """What interviewers said, by competency. `unassigned` belong to none; they count nowhere else.

    `differently` are the competencies that some named as a strength and others as room to grow.
    """

    strengths: tuple[Claim, ...]
    areas: tuple[Claim, ...]
    unknown: tuple[Claim, ...]
    unassigned: tuple[Evidence, ...]
    differently: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Strengths, areas, unknown, in this order."""
        return (*self.strengths, *self.areas, *self.unknown)


def said_of_competencies(competencies: Sequence[Competency], material: Material) -> Said:
    """The claims that rest on interviewers' words; patterns first, then what was said most recently.

    The phrases of archived competencies wait with these and are not unassigned.
    """
    competency_ids = {competency.id for competency in competencies}
    claims = [claim for competency in material.in_order(competencies) for claim in _said_of(competency, material)]
    loose = (piece for key, group in material.said.items() if key not in competency_ids for piece in group)
    return Said(
        _ordered(claims, Stance.STRENGTH),
        _ordered(claims, Stance.AREA),
        tuple(claim for claim in claims if claim.stance is Stance.UNKNOWN),
        tuple(sorted((piece for piece in loose if piece.marked in NAMED), key=lambda piece: piece.on)),
        _ordered(claims, Stance.DIFFERENTLY),
    )


def _said_of(competency: Competency, material: Material) -> Iterator[Claim]:
    evidence, own = material.said_of(competency.id), material.ratings_of(competency.id)
    praised = tuple(piece for piece in evidence if piece.marked is FindingKind.STRENGTH)
    areas = tuple(piece for piece in evidence if piece.marked is FindingKind.AREA)
    subject = Subject(COMPETENCY_PREFIX + competency.id, competency.name)
    if praised:
        yield _claim_of_findings(subject, Stance.STRENGTH, (praised, areas), own)
    if areas:
        yield _claim_of_findings(subject, Stance.AREA, (areas, praised), own)
    if (praise := by_employers(praised)) and (growth := by_employers(areas)):
        yield _differently(subject, praise, growth)
    if not praised and not areas:
        rated = "; you rated it yourself" if own else ""
        sentence = f"{competency.name}: nobody has spoken of it yet{rated}."
        yield Claim(subject, Stance.UNKNOWN, sentence, (), beside=own)


def _claim_of_findings(
    subject: Subject,
    stance: Stance,
    sides: tuple[tuple[Evidence, ...], tuple[Evidence, ...]],
    own: tuple[Evidence, ...],
) -> Claim:
    """A strength or an area: the words for and against it. Your own ratings stand beside it, never against.

    What a mentor said is told apart, and speaks against nothing that an employer said, nor the other way round.
    """
    theirs = by_employers(sides[0])
    against = by_employers(sides[1]) if theirs else ()
    tail = f"; {len(against)} {'speaks' if len(against) == 1 else 'speak'} against it" if against else ""
    label = "a strength" if stance is Stance.STRENGTH else "room to grow"
    mentor = "; your mentor says so, too" if theirs and len(theirs) < len(sides[0]) else ""
    sentence = f"{subject.name}: named as {label}, {seen_words(sides[0])}{tail}{mentor}."
    return Claim(subject, stance, sentence, sides[0], against, own)


def _differently(subject: Subject, praised: tuple[Evidence, ...], areas: tuple[Evidence, ...]) -> Claim:
    """`Communication is seen differently: 2 people praise it (“clear”), 1 person names room to grow (“too fast”).`.

    Where one person said both, it says so, in the order of the days.
    """
    praise = plural(people(praised), "person praises", "people praise")
    growth = plural(people(areas), "person names", "people name")
    sentence = (
        f"{subject.name} is seen differently: {praise} it (“{praised[-1].words}”), "
        f"{growth} room to grow (“{areas[-1].words}”)."
    )
    if people((*praised, *areas)) == 1:
        first, later = sorted((praised[-1], areas[-1]), key=lambda piece: piece.on)
        sides = " and ".join(f"“{piece.words}” ({show_day(piece.on)})" for piece in (first, later))
        sentence = f"{subject.name}: {first.who} said both: {sides}."
    return Claim(subject, Stance.DIFFERENTLY, sentence, (*praised, *areas))


def _ordered(claims: Iterable[Claim], stance: Stance) -> tuple[Claim, ...]:
    newest = sorted(
        (claim for claim in claims if claim.stance is stance), key=lambda claim: claim.evidence[-1].on, reverse=True
    )
    return tuple(sorted(newest, key=lambda claim: (not claim.pattern, -len(claim.interviews))))


# ── what you suspected ────────────────────────────────────────────────────────────────────────────────────────────────


SUSPECTED_PREFIX = "suspected/"
_REASONS: Mapping[ScenarioKind, frozenset[str]] = {
    ScenarioKind.STRONGER: frozenset({"stronger", "experienced", "matched", "close", "others", "volume", "known"}),
    ScenarioKind.EXPERIENCE: frozenset({"gap", "experienced", "junior", "licence", "language", "sector", "leadership"}),
    ScenarioKind.INTERNAL: frozenset({"internal", "known"}),
    ScenarioKind.POSITION: frozenset({"filled", "frozen", "changed", "direction"}),
    ScenarioKind.TERMS: frozenset({"salary", "location", "permit", "timing"}),
    ScenarioKind.LEVEL: frozenset({"overqualified", "junior", "experienced"}),
    ScenarioKind.RAPPORT: frozenset({"team", "fit"}),
}
"""The reasons of a decision that speak for a scenario."""
_BY_WORDS: Mapping[ScenarioKind, str] = {
    ScenarioKind.ANSWERS: "answers",
    ScenarioKind.PREPARATION: "preparation",
    ScenarioKind.RAPPORT: "rapport",
    ScenarioKind.NERVES: "nerves",
    ScenarioKind.TEST: "test",
}
_WILL: Mapping[ScenarioKind, str] = {
    ScenarioKind.ANSWERS: "answer with one event: what happened, what I did, how it ended",
    ScenarioKind.PREPARATION: "set aside one hour the evening before for the sheet and their own pages",
    ScenarioKind.RAPPORT: "begin with one question to the person about their work",
    ScenarioKind.EXPERIENCE: "prepare the nearest thing I did, and tell it in the first five minutes",
    ScenarioKind.NERVES: "breathe out once before the first answer, and ask for a moment where I need it",
    ScenarioKind.TEST: "do one such task against the clock the week before",
    ScenarioKind.TERMS: "ask for the range and the hours in the first call",
    ScenarioKind.LEVEL: "ask in the first call which tasks the post holds, and name two I have done",
}
_USUAL_WILL = "write down what I will do when it comes up, as a pointer"


class Suspicion(Struct, frozen=True):
    """One scenario, wherever it was suspected: `noted` with what you wrote for and against it, and the voices."""

    subject: Subject
    kind: ScenarioKind
    noted: tuple[ScenarioNoted, ...]
    voices_for: tuple[Evidence, ...]
    voices_against: tuple[Evidence, ...]

    @property
    def places(self) -> tuple[Evidence, ...]:
        """The interviews it was suspected in, oldest first."""
        return tuple(noted.evidence for noted in self.noted)

    def in_control(self, control: Control) -> tuple[Evidence, ...]:
        """The interviews in which you noted it as such."""
        return tuple(noted.evidence for noted in self.noted if noted.scenario.control is control)

    @property
    def control_words(self) -> str:
        """`in your control`, `in your control in 2 of 3`, or kindly that there is nothing to work on."""
        mine, others = len(self.in_control(Control.MINE)), len(self.in_control(Control.NOT_MINE))
        total = len(self.noted)
        if mine:
            return "in your control" if mine == total else f"in your control in {mine} of {total}"
        if others:
            where = "not in your control" if others == total else f"not in your control in {others} of {total}"
            return f"{where}, so nothing to work on here"
        return "you could not know whether it was in your control"

    @property
    def voice_words(self) -> str:
        """`1 voice for it, none against it`, or that nobody has spoken of it."""
        if not self.voices_for and not self.voices_against:
            return "nobody has spoken of it"
        voices = plural(len(self.voices_for), "voice") if self.voices_for else "no voice"
        return f"{voices} for it, {len(self.voices_against) or 'none'} against it"

    @property
    def will(self) -> str:
        """One way to go on, where it was in your control; empty otherwise."""
        return _WILL.get(self.kind, _USUAL_WILL) if self.in_control(Control.MINE) else ""

    @property
    def claim(self) -> Claim:
        """The suspicion as a claim: where it was suspected, and what speaks against it."""
        name, voices = capital(self.subject.name), capital(self.voice_words)
        sentence = f"{name}: you suspected it {at_words(self.places)}; {self.control_words}. {voices}."
        if self.kind is ScenarioKind.UNKNOWABLE:
            sentence = f"{name}: you noted it {at_words(self.places)}. That is an honest answer."
        evidence = tuple(sorted((*self.places, *self.voices_for), key=lambda piece: piece.on))
        return Claim(self.subject, Stance.SUSPECTED, sentence, evidence, self.voices_against, will=self.will)


def suspicions(
    journal: Journal, material: Material, reasons: Iterable[Evidence], own_words: OwnWords
) -> tuple[Suspicion, ...]:
    """Every scenario, suspected at most employers first; own titles are one where they are written alike.

    `reasons` are all that were given, marked or read from the words of a decision.
    """
    grouped: dict[str, list[ScenarioNoted]] = {}
    for noted in material.scenarios:
        scenario = noted.scenario
        title = fold(scenario.title).rstrip(".!") if scenario.kind is ScenarioKind.OTHER else ""
        grouped.setdefault(title or slug(scenario.kind.value), []).append(noted)
    if not grouped:
        return ()
    voices = _Voices(journal, material, own_words)
    voices.add((None, piece) for piece in reasons)
    voices.add(material.named())
    suspected = []
    for key, noted_all in grouped.items():
        latest = noted_all[-1].scenario
        name = latest.title if latest.kind is ScenarioKind.OTHER and latest.title else latest.kind.value
        # Each voice counts once, though it may speak of several that were noted.
        heard = dict(voice for noted in noted_all for voice in voices.on(noted))
        pro, contra = (tuple(piece for piece, speaks in heard.items() if speaks is side) for side in (True, False))
        suspected.append(Suspicion(Subject(SUSPECTED_PREFIX + key, name), latest.kind, tuple(noted_all), pro, contra))
    return tuple(sorted(suspected, key=lambda suspicion: (-employers(suspicion.places), -len(suspicion.noted))))


@cache
def _spoken() -> Mapping[str, re.Pattern[str]]:
    return gather("own_words", "scenario", dict[str, re.Pattern[str]])


class _Voices:
    """What was said about each application, by the people there and in the words of its decision."""

    def __init__(self, journal: Journal, material: Material, own_words: OwnWords) -> None:
        self._journal = journal
        self._own_words = own_words
        self._by_application: dict[str, list[tuple[str | None, Evidence]]] = {
            self._application(noted): [] for noted in material.scenarios
        }

    def add(self, pieces: Iterable[tuple[str | None, Evidence]]) -> None:
        """What was said, by the id of its competency, where something was suspected; a mentor was not there."""
        for competency, piece in pieces:
            if piece.from_mentor:
                continue
            application_id = self._journal.interviews[piece.interview_id].application_id
            if application_id in self._by_application:
                self._by_application[application_id].append((competency, piece))

    def _application(self, noted: ScenarioNoted) -> str:
        return self._journal.interviews[noted.evidence.interview_id].application_id

    def on(self, noted: ScenarioNoted) -> Iterator[tuple[Evidence, bool]]:
        """What speaks of that scenario there, and whether it speaks for it."""
        for competency, piece in self._by_application.get(self._application(noted), ()):
            if piece.marked is FindingKind.REASON:
                reason = reason_of(piece.words)
                is_known = reason is not None and reason.id in _REASONS.get(noted.scenario.kind, ())
                if is_known or _shares(noted.scenario, piece.words):
                    yield piece, True
            elif self._speaks_of(noted, competency, piece):
                yield piece, piece.marked is FindingKind.AREA

    def _speaks_of(self, noted: ScenarioNoted, competency: str | None, piece: Evidence) -> bool:
        by_words = _BY_WORDS.get(noted.scenario.kind)
        if by_words is not None and _spoken()[by_words].search(piece.words.casefold()):
            return True
        words = scenario_words(noted.scenario)
        if not words:
            return False
        about = competency is not None and competency in self._own_words.topics(words)
        return about or _shares(noted.scenario, piece.words)


def _shares(scenario: Scenario, words: str) -> bool:
    """Whether the words are close to those of the scenario; one word of a title of your own is enough."""
    if scenario.kind is ScenarioKind.OTHER and shared_words(scenario.title, words):
        return True
    return shared_words(scenario_words(scenario), words) >= CLOSE
