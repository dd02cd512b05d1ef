"""Owns what you suspected behind a rejection (R5): each scenario with the voices for and against it that came in.

A voice counts for the application it was said in: the reasons in the words of its decision, and what its interviewers
named. A reason is told for what it is (N1); what nobody spoke of stays a suspicion.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from afterword.domain.evaluation.claims import Claim, Evidence, Stance, Subject, at_words, employers
from afterword.domain.evaluation.material import Material, ScenarioNoted
from afterword.domain.evaluation.own_words import CLOSE, OwnWords, scenario_words, shared_words
from afterword.domain.finding import FindingKind
from afterword.domain.journal import Journal
from afterword.domain.reasons import reason_of
from afterword.domain.reflection import Control, Scenario, ScenarioKind
from afterword.domain.text import fold, plural, slug
from afterword.languages.loader import gather

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
        name, voices = _upper(self.subject.name), _upper(self.voice_words)
        sentence = f"{name}: you suspected it {at_words(self.places)}; {self.control_words}. {voices}."
        if self.kind is ScenarioKind.UNKNOWABLE:
            sentence = f"{name}: you noted it {at_words(self.places)}. That is an honest answer."
        evidence = tuple(sorted((*self.places, *self.voices_for), key=lambda piece: piece.on))
        return Claim(self.subject, Stance.SUSPECTED, sentence, evidence, self.voices_against, will=self.will)


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def suspicions(
    journal: Journal, material: Material, reasons: Iterable[Evidence], own_words: OwnWords
) -> tuple[Suspicion, ...]:
    """Every scenario, suspected at most employers first; own titles are one where they are written alike.

    `reasons` are all that were given, marked or read from the words of a decision.
    """
    grouped: dict[str, list[ScenarioNoted]] = {}
    for noted in material.scenarios:
        grouped.setdefault(_key(noted), []).append(noted)
    if not grouped:
        return ()
    voices = _Voices(journal, material, own_words)
    voices.add((None, piece) for piece in reasons)
    voices.add(material.named())
    found = [_suspicion(key, noted, voices) for key, noted in grouped.items()]
    return tuple(sorted(found, key=lambda one: (-employers(one.places), -len(one.noted))))


def _key(noted: ScenarioNoted) -> str:
    """Its kind, or its own title."""
    scenario = noted.scenario
    title = fold(scenario.title).rstrip(".!") if scenario.kind is ScenarioKind.OTHER else ""
    return title or slug(scenario.kind.value)


def _suspicion(key: str, noted: Sequence[ScenarioNoted], voices: "_Voices") -> Suspicion:
    latest = noted[-1].scenario
    pro: dict[Evidence, None] = {}
    contra: dict[Evidence, None] = {}
    for one in noted:
        for piece, speaks_for in voices.on(one):
            (pro if speaks_for else contra)[piece] = None
    name = latest.title if latest.kind is ScenarioKind.OTHER and latest.title else latest.kind.value
    subject = Subject(SUSPECTED_PREFIX + key, name)
    return Suspicion(subject, latest.kind, tuple(noted), tuple(pro), tuple(contra))


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

    def add(self, said: Iterable[tuple[str | None, Evidence]]) -> None:
        """What was said, by the id of its competency, where something was suspected; a mentor was not there."""
        for competency, piece in said:
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
                if self._is_reason(piece, noted):
                    yield piece, True
            elif self._speaks_of(noted, competency, piece):
                yield piece, piece.marked is FindingKind.AREA

    def _is_reason(self, piece: Evidence, noted: ScenarioNoted) -> bool:
        reason = reason_of(piece.words)
        if reason is not None and reason.id in _REASONS.get(noted.scenario.kind, ()):
            return True
        return _shares(noted.scenario, piece.words)

    def _speaks_of(self, noted: ScenarioNoted, competency: str | None, piece: Evidence) -> bool:
        by_words = _BY_WORDS.get(noted.scenario.kind)
        if by_words is not None and _spoken()[by_words].search(piece.words.casefold()):
            return True
        words = scenario_words(noted.scenario)
        if not words:
            return False
        about = competency is not None and competency in self._own_words.topics(words)
        return about or _shares(noted.scenario, piece.words)


def _shares(scenario: Scenario, said: str) -> bool:
    """Whether the words are close to those of the scenario; one word of a title of your own is enough."""
    if scenario.kind is ScenarioKind.OTHER and shared_words(scenario.title, said):
        return True
    return shared_words(scenario_words(scenario), said) >= CLOSE
