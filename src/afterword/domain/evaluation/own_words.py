"""Owns what words of the evaluation speak of: what you wrote yourself, and which questions are the same in other words.

A scenario, a pointer and an answer that was not enough see room to grow by being written. Any other note does so only
in a sentence with a word of doubt (`own_words.toml`); what went well is never read as room to grow. What it means is
yours. Two questions count as one only where they plainly are; what belongs to no group stands for itself.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from itertools import chain, combinations, islice
from math import ceil, comb
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.evaluation.claims import Evidence, EvidenceKind, Subject, noted, scenario_text
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.practice import TELLING, Pointer
from afterword.domain.reflection import (
    COMPETENCY_PREFIX,
    ON_CONVINCING,
    Answer,
    AnswerKind,
    Reflection,
    Scenario,
    ScenarioKind,
    naming_words,
)
from afterword.domain.suggestion import NAMED_FROM, scores_of
from afterword.domain.text import capital, clean_line, unaccented
from afterword.languages.loader import gather

ON_TELLING = frozenset({*ON_CONVINCING, COMPETENCY_PREFIX + TELLING})
"""The ids of the subjects that are about how an answer was told."""
UNTOLD = frozenset({AnswerKind.OPINION, AnswerKind.SELF_DESCRIPTION})
"""The kinds of answer that tell of no event."""
_ABOUT_OTHERS = frozenset(
    {
        ScenarioKind.STRONGER,
        ScenarioKind.POSITION,
        ScenarioKind.INTERNAL,
        ScenarioKind.TERMS,
        ScenarioKind.UNFAIR,
        ScenarioKind.UNKNOWABLE,
    }
)
"""Scenarios whose names say nothing about what you did."""
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")
_WORD = re.compile(r"[^\W\d_]+")
CLOSE = 2
"""Telling words that two texts share when they speak of one thing, though they come from different days."""
_ENOUGH = 3
"""Things you wrote that show that you saw what one phrase says."""
_SHORTEST, _BEGINNING = 4, 6
"""Letters of a word that can tell something, and of its beginning by which its forms are one."""


@cache
def _common() -> frozenset[str]:
    return gather("own_words", "common", dict[str, frozenset[str]])["words"]


@cache
def _doubt() -> Mapping[str, re.Pattern[str]]:
    return gather("own_words", "doubt", dict[str, re.Pattern[str]])


def sentences(text: str) -> Iterator[str]:
    """The sentences of a note."""
    return (sentence for match in _SENTENCE.finditer(text) if (sentence := match[0].strip()))


def doubts(sentence: str) -> bool:
    """Whether the sentence holds a word of doubt, such as “not”, “lost” or “zu leise”."""
    return _doubt()["sentence"].search(_plain(sentence)) is not None


def speaks_of_you(sentence: str) -> bool:
    """Whether the sentence speaks of whoever wrote it: “I said …”, “mir fiel …”."""
    return _doubt()["self"].search(_plain(sentence)) is not None


def _plain(sentence: str) -> str:
    return sentence.casefold().replace("’", "'")


@lru_cache(maxsize=4096)
def telling_words(text: str) -> Mapping[str, str]:
    """The words of a text that can tell something, each by its beginning: `{"priori": "priorities"}`."""
    words: dict[str, str] = {}
    for word in _WORD.findall(text.casefold()):
        if len(word) >= _SHORTEST and word not in _common():
            words.setdefault(word[:_BEGINNING], word)
    return words


def shared_words(text: str, other: str) -> int:
    """How many telling words, by their beginnings, both texts hold."""
    return len(telling_words(text).keys() & telling_words(other).keys())


@cache
def _naming() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Finds the beginnings of words that name a scale, and the scales that each of them names."""
    scale_ids: dict[str, tuple[str, ...]] = {}
    for scale_id, beginnings in naming_words().items():
        for beginning in beginnings:
            scale_ids[beginning] = (*scale_ids.get(beginning, ()), scale_id)
    # Plain words only, and no boundary in front: so the search can skip ahead by first letters.
    return re.compile("|".join(map(re.escape, sorted(scale_ids, key=len, reverse=True)))), scale_ids


@lru_cache(maxsize=8192)
def cues_in(words: str) -> tuple[str, ...]:
    """The scales that these words name, each once; remembered, since a change leaves most words as they were."""
    lowered, (pattern, scale_ids) = words.lower(), _naming()
    scales: dict[str, None] = {}
    for match in pattern.finditer(lowered):
        if match.start() == 0 or not lowered[match.start() - 1].isalnum():
            scales.update(dict.fromkeys(scale_ids[match[0]]))
    return tuple(scales)


class _Statement(Struct, frozen=True, gc=False):
    """Something you wrote that sees room to grow; `subjects` are ids it is about, whatever its words.

    `asked` are words that are theirs, such as a question: they tell what it is about, and are not yours.
    """

    source: Scenario | Answer | str
    words: str
    subjects: frozenset[str] = frozenset()
    asked: str = ""

    def in_interview(self, interview: Interview) -> Evidence:
        """It as evidence from that interview."""
        if isinstance(self.source, Scenario):
            return noted(interview, EvidenceKind.SCENARIO, scenario_text(self.source))
        if isinstance(self.source, Answer):
            return noted(interview, EvidenceKind.ANSWER, answer_words(self.source))
        return noted(interview, EvidenceKind.NOTE, self.source)


class OwnWords:
    """Everything you wrote yourself. It is read only for the interviews and the texts that are asked for."""

    def __init__(self, journal: Journal, histories: Callable[[], Iterable[PointerHistory]]) -> None:
        self._journal = journal
        self._histories = histories
        self._statements: dict[str, tuple[_Statement, ...]] = {}
        self._topics: dict[str, Mapping[str, int]] = {}

    def topics(self, text: str) -> Collection[str]:
        """The ids of the competencies at which its words point."""
        return self._scores(text).keys()

    def named_in(self, text: str) -> Collection[str]:
        """The ids of the competencies that its words name; a word that only belongs to the scene names none."""
        return [topic for topic, points in self._scores(text).items() if points >= NAMED_FROM]

    def _scores(self, text: str) -> Mapping[str, int]:
        scores = self._topics.get(text)
        if scores is None:
            scores = self._topics[text] = scores_of(text, self._journal.all_competencies)
        return scores

    def speaks_of(self, text: str, subject: Subject) -> bool:
        """Whether its words name that competency or that scale."""
        if subject.id.startswith(COMPETENCY_PREFIX):
            return subject.record_id in self.topics(text)
        return subject.id in cues_in(text)

    def about(self, subject: Subject, written: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """The sentences of these texts of yours that name it, as they stand."""
        pairs = ((piece, sentence) for piece in written for sentence in sentences(piece.words))
        return tuple(replace(piece, words=sentence) for piece, sentence in pairs if self.speaks_of(sentence, subject))

    def already_said(self, subject: Subject, piece: Evidence) -> tuple[Evidence, ...]:
        """What you wrote yourself that already says it, by the subject or by words they used: three at most."""
        interview = self._journal.interviews[piece.interview_id]
        written = (
            statement.in_interview(interview)
            for statement in self._statements_of(piece.interview_id)
            if subject.id in statement.subjects or self._says(statement, subject, piece.words)
        )
        return tuple(islice(chain(written, self._planned(subject, piece)), _ENOUGH))

    def _says(self, statement: _Statement, subject: Subject, words: str) -> bool:
        whole = f"{statement.asked}. {statement.words}".strip(". ")
        return bool(whole) and (shared_words(statement.words, words) > 0 or self.speaks_of(whole, subject))

    def _planned(self, subject: Subject, piece: Evidence) -> Iterator[Evidence]:
        """Pointers that were made before, and not of these words: on that competency, or close to the words."""
        plans, by_subject, by_word = self._plans
        shared = [place for word in telling_words(piece.words) for place in by_word.get(word, ())]
        close = [place for place, count in Counter(shared).items() if count >= CLOSE] if shared else ()
        for place in dict.fromkeys((*by_subject.get(subject.id, ()), *close)):
            if plans[place].on <= piece.on:
                yield plans[place]

    @cached_property
    def _plans(self) -> tuple[list[Evidence], dict[str, list[int]], dict[str, list[int]]]:
        """The pointers of your own as evidence, and their places by what they are about and by their telling words."""
        own = [history for history in self._histories() if history.pointer.finding_id is None]
        by_subject: dict[str, list[int]] = {}
        by_word: dict[str, list[int]] = {}
        for place, history in enumerate(own):
            if history.competency is not None:
                by_subject.setdefault(COMPETENCY_PREFIX + history.competency, []).append(place)
            for word in telling_words(history.pointer.sentence):
                by_word.setdefault(word, []).append(place)
        return [self._plan(history.pointer) for history in own], by_subject, by_word

    def _plan(self, pointer: Pointer) -> Evidence:
        origin, made_in = self._journal.interviews.get(pointer.interview_id or ""), pointer.interview_id or ""
        where, on = ("your pointers", pointer.created.date()) if origin is None else (origin.label, origin.day)
        return Evidence(kind=EvidenceKind.POINTER, interview_id=made_in, where=where, on=on, words=pointer.sentence)

    def _statements_of(self, interview_id: str) -> tuple[_Statement, ...]:
        statements = self._statements.get(interview_id)
        if statements is None:
            interview = self._journal.interviews[interview_id]
            reflection = self._journal.reflection_of(interview_id)
            statements = self._statements[interview_id] = tuple(_statements(interview, reflection))
        return statements


def _statements(interview: Interview, reflection: Reflection) -> Iterator[_Statement]:
    for scenario in reflection.scenarios:
        if words := _own_part(scenario):
            about = ON_TELLING if scenario.kind is ScenarioKind.ANSWERS else frozenset()
            yield _Statement(scenario, words, about)
    for answer in reflection.answers:
        if answer.note or answer.enough is False or not (answer.action and answer.result):
            yield from _of_answer(answer)
    # Notes of an interview are about the way there as well, which sees no room to grow.
    notes = "\n".join(filter(speaks_of_you, sentences(interview.notes))) if interview.notes else ""
    noted_ratings = ((rating.note, frozenset({rating.dimension})) for rating in reflection.ratings if rating.note)
    for text, about in (*noted_ratings, (reflection.thoughts, frozenset()), (notes, frozenset())):
        if text:
            yield from _doubting(text, about)


def _own_part(scenario: Scenario) -> str:
    """What a scenario says about what you did; of one about others only with a word of doubt, of “cannot know” none."""
    words = scenario_words(scenario)
    is_own = scenario.kind is not ScenarioKind.UNKNOWABLE and (scenario.kind not in _ABOUT_OTHERS or doubts(words))
    return words if is_own else ""


def _doubting(text: str, about: frozenset[str] = frozenset()) -> Iterator[_Statement]:
    """The sentences of a note that hold a word of doubt."""
    return (_Statement(sentence, sentence, about) for sentence in sentences(text) if doubts(sentence))


def scenario_words(scenario: Scenario) -> str:
    """What a scenario says about what you did: its name, where that does so, and what speaks for it."""
    label = "" if scenario.kind in _ABOUT_OTHERS else scenario.label
    return f"{label}. {scenario.evidence_for}".strip(". ")


def _of_answer(answer: Answer) -> Iterator[_Statement]:
    """An answer that was not enough is about its competency; one without an action or a result about the telling."""
    about = ON_TELLING if missing(answer) else frozenset()
    if answer.enough is False:
        about = about | {COMPETENCY_PREFIX + answer.competency} if answer.competency is not None else about
        yield _Statement(answer, f"{answer.note} {answer.better}".strip(), about, answer.question)
        return
    if about:
        yield _Statement(answer, "", about)
    if answer.note:
        yield from _doubting(answer.note)


def missing(answer: Answer) -> tuple[str, ...]:
    """What the answer lacks by your own notes: `no event told`, `no action`, `no result`."""
    if answer.kind in UNTOLD:
        return ("no event told",)
    return (*(() if answer.action else ("no action",)), *(() if answer.result else ("no result",)))


def answer_words(answer: Answer) -> str:
    """`“A conflict in a team”: story, no result; not enough; they pushed back`."""
    parts = [", ".join((answer.kind.value, *missing(answer)))]
    parts += ["not enough"] if answer.enough is False else []
    parts += [f"they {answer.taken}"] if answer.taken is not None else []
    return f"“{answer.question}”: {'; '.join(parts)}" + (f" ({answer.note})" if answer.note else "")


# ── questions that are the same in other words ────────────────────────────────────────────────────────────────────────


T = TypeVar("T")
_SIGN = "="
"""Begins the word that stands for what is asked everywhere."""
_COMPANY = "ourcompany"
_TOKEN = re.compile(rf"{_SIGN}[a-z-]+|\w+")
_SHORTEST_STEM, _LONGEST_ENDING, _SHORTEST_NAME = 4, 5, 4
_ALIKE, _LITTLE = 0.7, 0.5
"""The share of words that two questions of several words share where they are the same, and what a small one weighs."""
_ROUNDING = 1e-9
_FIRST = 12
"""As many stems of a question are looked up; longer ones are rarely asked twice in other words."""
_PRACTICAL = frozenset({"salary", "start", "ask-us", "why-leave", "years"})
"""What is asked everywhere and calls for no story."""


@cache
def _compared() -> Mapping[str, frozenset[str]]:
    """Words without accents: `empty` say nothing, `little` not much, `asks` ask; `endings` are those of one family."""
    return gather("questions", "compared", dict[str, frozenset[str]])


@cache
def _little() -> frozenset[str]:
    """The stems of the words that say little, those that ask among them."""
    return frozenset(map(_stem, _compared()["little"])) | _asking()


@cache
def _asking() -> frozenset[str]:
    return frozenset(map(_stem, _compared()["asks"]))


@cache
def _same() -> Mapping[str, re.Pattern[str]]:
    return gather("questions", "same", dict[str, re.Pattern[str]])


class QuestionSubject(Struct, frozen=True, dict=True):
    """What a question is about: its words as they stand, folded, and the stems that say it, each with its weight."""

    folded: str
    weights: tuple[tuple[str, float], ...]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems."""
        return frozenset(self._weight_of)

    @cached_property
    def _weight_of(self) -> dict[str, float]:
        return dict(self.weights)

    @cached_property
    def weight(self) -> float:
        """What all its stems weigh."""
        return sum(self._weight_of.values())

    @property
    def is_practical(self) -> bool:
        """Whether it is about pay, a date, plans or what you want to know, which no story answers."""
        return bool(self.weights) and self.stems <= {_SIGN + name for name in _PRACTICAL}

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every two of the first stems; two questions that are alike have such a pair in common."""
        return combinations([stem for stem, _ in self.weights[:_FIRST]], 2)

    @property
    def is_long(self) -> bool:
        """Whether it has more stems than are looked up."""
        return len(self.weights) > _FIRST

    @property
    def fewest_pairs(self) -> int:
        """How many of its pairs a question that is alike has in common at least, where neither is long."""
        return 1 if self.is_long else comb(max(2, ceil(_ALIKE * self.weight - _ROUNDING)), 2)

    def is_alike(self, other: "QuestionSubject") -> bool:
        """Whether both say the same in several words, but for little."""
        shared = sum(map(self._weight_of.__getitem__, self.stems & other.stems))
        return shared >= _ALIKE * (self.weight + other.weight - shared)


@lru_cache(maxsize=16384)
def subject_of(question: str, company: str = "") -> QuestionSubject:
    """What that question is about; the name of the `company` that asked it makes no difference."""
    plain = folded = unaccented(clean_line(question))
    for name in _names(company):
        if name in plain:
            plain = re.sub(rf"\b{re.escape(name)}\b", _COMPANY, plain)
    for key, pattern in _same().items():
        plain = pattern.sub(f" {_SIGN}{key} ", plain)
    spoken = (word for word in _TOKEN.findall(plain) if len(word) > 1 or not word.isascii() or word.isdigit())
    stems = frozenset(_stem(word) for word in spoken if word not in _compared()["empty"] and word != _COMPANY)
    little = stems & _little()
    much = stems - little
    if len(much) > 1 or any(stem.startswith(_SIGN) for stem in much):
        little &= _asking()
    elif len(stems) == 1:
        little = frozenset()
    return QuestionSubject(folded, tuple((stem, _LITTLE if stem in little else 1.0) for stem in sorted(much | little)))


@lru_cache(maxsize=1024)
def _names(company: str) -> tuple[str, ...]:
    """How the company may be called: by its name, or the first word of it where that is no short one."""
    name = unaccented(clean_line(company))
    first = name.partition(" ")[0]
    return tuple(dict.fromkeys(filter(None, (name, first if len(first) >= _SHORTEST_NAME else ""))))


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    """The word without its endings, as long as enough of it is left."""
    if word.startswith(_SIGN):
        return word
    for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM), 0, -1):
        if word[-length:] in _compared()["endings"] and not (word.endswith("ss") and length == 1):
            return _stem(word[:-length])
    return word


class QuestionGroups(Generic[T]):
    """Things by what is asked in them; a group keeps to the subject of the first thing in it."""

    def __init__(self) -> None:
        self._numbers: dict[str | frozenset[str], int] = {}
        self._subjects: list[QuestionSubject] = []
        self._with_pair: dict[tuple[str, str], list[int]] = {}
        self._long: set[int] = set()
        self.members: list[list[T]] = []

    def add(self, subject: QuestionSubject, member: T) -> None:
        """Put it to those that ask the same, or begin a group with it."""
        number = self._numbers.get(subject.folded)
        if number is not None:
            self.members[number].append(member)
            return
        number = self.find(subject)
        if number is None:
            number = len(self.members)
            self.members.append([])
            self._subjects.append(subject)
            self._long.update([number] if subject.is_long else ())
            for pair in subject.pairs:
                self._with_pair.setdefault(pair, []).append(number)
        self.members[number].append(member)
        self._numbers.setdefault(subject.folded, number)
        if subject.weights:
            self._numbers.setdefault(subject.stems, number)

    def find(self, subject: QuestionSubject) -> int | None:
        """The group that asks the same, if there is one."""
        for key in (subject.folded, subject.stems):
            if key and key in self._numbers:
                return self._numbers[key]
        # Most that share a pair share too few to be alike: counting them first spares comparing them one by one.
        near = Counter(chain.from_iterable(self._with_pair.get(pair, ()) for pair in subject.pairs))
        fewest = subject.fewest_pairs
        close = {number for number, common in near.items() if common >= fewest} | (near.keys() & self._long)
        return min((number for number in close if self._subjects[number].is_alike(subject)), default=None)


def example_title(question: str) -> str:
    """The question without the words that only ask for a story: `A conflict in your team`; any other as it is."""
    words = clean_line(question)
    bare = _openings().sub("", words)
    bare = bare if bare == words else bare.strip(" ?.…")
    return capital(bare) or words


@cache
def _openings() -> re.Pattern[str]:
    opening = gather("questions", "opening", dict[str, re.Pattern[str]])["told"]
    return re.compile(rf"^[¿\s]*(?:{opening.pattern})(?:\s+|(?<=['’]))", re.IGNORECASE)
