"""Owns every question of all interviews (Q1): what is known of each, in which order, and which may come again."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from afterword.domain.demands import is_same
from afterword.domain.evaluation.own_words import QuestionGroups, QuestionSubject, example_title, subject_of
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.practice import Example, weight
from afterword.domain.reflection import Answer, AnswerKind, OwnQuestion, Taken
from afterword.domain.suggestion import suggest
from afterword.domain.text import capital, clean_line, fold, fold_name, times_words

# ── what is known of a question ───────────────────────────────────────────────────────────────────────────────────────

_MARKS = {
    "better": -2,
    "no example": 1,
    "pushed back": 2,
    "not enough": 2,
    "no result": 3,
}
"""How much each thing adds to whether a question is worth preparing; an unfinished one counts each time it came."""


class Asked(Struct, frozen=True, gc=False):
    """One time a question was asked, and the answer to it; `who` asked is empty where that is not known."""

    interview: Interview
    answer: Answer
    who: str

    @property
    def where(self) -> str:
        """`Initech · Nurse, first call`."""
        return ", ".join(filter(None, (self.interview.label, self.interview.round)))

    @property
    def how(self) -> str:
        """`story: an action, no result, not enough; they pushed back`."""
        answer = self.answer
        enough = {True: "enough", False: "not enough", None: ""}[answer.enough]
        parts = ("an action" if answer.action else "no action", "a result" if answer.result else "no result")
        reaction = f"; they {answer.taken}" if answer.taken is not None else ""
        return f"{answer.kind}: {', '.join(filter(None, (*parts, enough)))}{reaction}"


class Question(Struct, frozen=True, dict=True):
    """A question with every time it was asked, in whatever words, oldest first, and the example that serves it."""

    asked: tuple[Asked, ...]
    subject: QuestionSubject
    example: Example | None = None

    @property
    def latest(self) -> Asked:
        """The last time it was asked."""
        return self.asked[-1]

    @property
    def id(self) -> str:
        """The id of the latest answer to it."""
        return self.latest.answer.id

    @property
    def words(self) -> str:
        """The question as it was asked last."""
        return self.latest.answer.question

    @property
    def times(self) -> int:
        """How often it was asked."""
        return len(self.asked)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all answers to it."""
        return frozenset(asked.answer.id for asked in self.asked)

    @property
    def competency(self) -> str | None:
        """The id of the competency it is about, by the latest answer that says one."""
        return next((asked.answer.competency for asked in reversed(self.asked) if asked.answer.competency), None)

    @property
    def holding(self) -> Asked:
        """The answer beside which the better one is kept: the latest that has one, else the latest."""
        return next((asked for asked in reversed(self.asked) if asked.answer.better.strip()), self.latest)

    @property
    def better(self) -> str:
        """The answer to give next time; empty where none is written."""
        return self.holding.answer.better.strip()

    @property
    def best(self) -> Asked:
        """The answer an example is made of: the latest with a result, else the latest."""
        return next((asked for asked in reversed(self.asked) if asked.answer.result), self.latest)

    @property
    def with_result(self) -> int:
        """How often it was answered with a result."""
        return sum(asked.answer.result for asked in self.asked)

    @property
    def untold(self) -> bool:
        """Whether it calls for a story and was never told with a result.

        Where an opinion was enough, an opinion was asked for.
        """
        return not self.with_result and not self.subject.is_practical and not self.is_opinion

    @property
    def is_opinion(self) -> bool:
        """Whether every answer to it was an opinion, and that was enough."""
        answers = (asked.answer for asked in self.asked)
        return all(answer.kind is AnswerKind.OPINION and answer.enough is True for answer in answers)

    @property
    def is_tied(self) -> bool:
        """Whether the example that serves it was made of an answer to it, or told in one."""
        return self.example is not None and any(asked.answer.example == self.example.id for asked in self.asked)

    @property
    def is_told(self) -> bool:
        """Whether the example that serves it was told for it."""
        return self.example is not None and any(
            asked.answer.example == self.example.id and asked.answer.kind.tells for asked in self.asked
        )

    @cached_property
    def marks(self) -> frozenset[str]:
        """What makes it worth preparing, or less so."""
        answer = self.latest.answer
        marks = {
            "better": bool(self.better),
            "no example": self.example is None and not self.subject.is_practical and not self.is_opinion,
            "pushed back": answer.taken is Taken.PUSHED_BACK,
            "not enough": answer.enough is False,
            "no result": self.untold,
        }
        return frozenset(name for name, holds in marks.items() if holds)

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of it: `asked twice, never with a result`, `no example serves it yet`."""
        several = self.times > 1
        last = " the last time" if several else ""
        notes = {
            "not enough": f"not enough{last}",
            "pushed back": f"they pushed back{last}",
            "no example": "no example serves it yet",
        }
        return tuple(filter(None, (self._times_words, *(words for name, words in notes.items() if name in self.marks))))

    @property
    def _times_words(self) -> str:
        """How often it was asked, and whether it was told with a result."""
        if self.times == 1:
            return "never told with a result" if self.untold else ""
        asked = f"asked {times_words(self.times)}"
        if self.subject.is_practical:
            return asked
        if self.untold:
            return f"{asked}, never with a result"
        return f"{asked}, the last time {'with' if self.latest.answer.result else 'without'} a result"

    @property
    def sentence(self) -> str:
        """Its notes as sentences."""
        return " ".join(f"{capital(note)}." for note in self.notes)

    @property
    def worth(self) -> int:
        """How much it is worth preparing."""
        return sum(_MARKS[name] * (self.times if name == "no result" else 1) for name in self.marks)


class AskedThem(Struct, frozen=True, gc=False):
    """One time you asked them something, with what they said."""

    interview: Interview
    question: OwnQuestion


class YourQuestion(Struct, frozen=True):
    """A question that you asked them, with every time you did, oldest first."""

    asked: tuple[AskedThem, ...]

    @property
    def id(self) -> str:
        """The id of the latest."""
        return self.asked[-1].question.id

    @property
    def words(self) -> str:
        """The question as you asked it last."""
        return self.asked[-1].question.question


class Questions(Struct, frozen=True, dict=True):
    """What they asked, those worth preparing first, and what you asked them, latest first."""

    theirs: tuple[Question, ...]
    yours: tuple[YourQuestion, ...]

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {answer_id: question for question in self.theirs for answer_id in question.ids}

    def find(self, answer_id: str) -> Question | None:
        """The question that this is an answer to."""
        return self._by_id.get(answer_id)

    def yours_with(self, question_id: str) -> YourQuestion | None:
        """The question of your own with that id."""
        return next((question for question in self.yours if question.id == question_id), None)


def all_questions(journal: Journal) -> Questions:
    """Every question of the interviews that are not removed."""
    theirs: QuestionGroups[Asked] = QuestionGroups()
    yours: QuestionGroups[AskedThem] = QuestionGroups()
    for interview in reversed(journal.live_interviews):
        reflection = journal.reflections.get(interview.id)
        if reflection is None:
            continue
        for answer in reflection.answers:
            subject = subject_of(answer.question, interview.company)
            alone = interview.interviewers[0] if len(interview.interviewers) == 1 else ""
            person = journal.people.get(answer.person_id or alone)
            theirs.add(subject, Asked(interview, answer, person.name if person is not None else ""))
        for question in reflection.own_questions:
            yours.add(subject_of(question.question, interview.company), AskedThem(interview, question))
    serving = _Serving(journal)
    questions = map(serving.question, theirs.members)
    return Questions(
        tuple(sorted(questions, key=lambda question: (-question.worth, -question.latest.interview.at.timestamp()))),
        tuple(
            YourQuestion(tuple(asked))
            for asked in sorted(yours.members, key=lambda asked: asked[-1].interview.at.timestamp(), reverse=True)
        ),
    )


class _Serving:
    """The examples that can serve a question."""

    def __init__(self, journal: Journal) -> None:
        self._living = {example.id: example for example in journal.live_examples}
        self._showing: dict[str, list[Example]] = {}
        for example in self._living.values():
            for competency in example.competencies if example.ready else ():
                self._showing.setdefault(competency, []).append(example)
        self._known = journal.all_competencies
        self._stems = {example.id: subject_of(example.title).stems for example in self._living.values()}

    def question(self, asked: Sequence[Asked]) -> Question:
        """The question that was asked so often, with the example that was told for it or tied to it last.

        Else with the best that shows its competency and can be told. Where no answer says which competency that is, the
        words of the question do.
        """
        first = asked[0]
        question = Question(tuple(asked), subject_of(first.answer.question, first.interview.company))
        tied = (self._living.get(asking.answer.example or "") for asking in reversed(asked))
        chosen = next((example for example in tied if example is not None), None)
        about = question.competency or (suggest(question.words, self._known) if self._showing else None)
        serves = chosen or max(
            self._showing.get(about or "", []),
            key=lambda example: (len(self._stems[example.id] & question.subject.stems), weight(example), example.id),
            default=None,
        )
        return Question(question.asked, question.subject, serves)


def example_offered(answer: Answer) -> dict[str, object]:
    """What an example made of that answer begins with: a title, its competency, and what you did, as far as noted."""
    action = answer.better.strip() or (answer.note.strip() if answer.kind.tells else "")
    return {
        "title": example_title(answer.question),
        "competencies": (answer.competency,) if answer.competency else (),
        "action": action,
    }


# ── what may come, and what was asked before ──────────────────────────────────────────────────────────────────────────

MOST_LIKELY = 4
_SAME_PERSON, _SAME_COMPANY, _SAME_ROUND, _SAME_ROLE, _WANTED = 6, 4, 3, 2, 2
_EVERYWHERE = 2
"""At how many employers a question was asked that may come anywhere."""


def likely(interview: Interview, questions: Iterable[Question], demands: Collection[str] = ()) -> tuple[Question, ...]:
    """What was asked before and may come in that interview, likeliest first; each question once.

    The same person, company, round and role count, and the ids of the competencies it asks for (`demands`). What its
    own application has asked already is left out: they have heard the answer.
    """
    scored: list[tuple[int, Question]] = []
    for question in questions:
        earlier = [asked for asked in question.asked if asked.interview.at < interview.at]
        own = any(asked.interview.application_id == interview.application_id for asked in question.asked)
        if earlier and not own:
            score = max(_likeness(asked, interview) for asked in earlier)
            score += _WANTED * (question.competency in demands)
            employers = {fold_name(asked.interview.company) for asked in earlier}
            score += len(employers) * (len(employers) >= _EVERYWHERE)
            scored += [(score, question)] * bool(score)
    ranked = sorted(scored, key=lambda pair: (-pair[0], -pair[1].worth, -pair[1].latest.interview.at.timestamp()))
    return tuple(question for _, question in ranked[:MOST_LIKELY])


def _likeness(asked: Asked, interview: Interview) -> int:
    """How much speaks for being asked it again, from one time it was asked."""
    other = asked.interview
    score = _SAME_PERSON * (asked.answer.person_id is not None and asked.answer.person_id in interview.interviewers)
    score += _SAME_COMPANY * is_same(other.company, interview.company)
    score += _SAME_ROUND * is_same(other.round, interview.round)
    return score + _SAME_ROLE * len(subject_of(other.role).stems & subject_of(interview.role).stems)


class KnownQuestions:
    """Finds what is known of a question that is asked in that interview, while it is typed.

    The answer with the id `but` is being changed; what is known by it alone is not told.
    """

    def __init__(self, journal: Journal, interview: Interview, but: str = "") -> None:
        self._company = interview.company
        self._groups: QuestionGroups[Question] = QuestionGroups()
        for question in all_questions(journal).theirs:
            if question.ids != {but}:
                for asked in question.asked:
                    self._groups.add(subject_of(asked.answer.question, asked.interview.company), question)

    def like(self, words: str) -> Question | None:
        """The question that was asked before in these words or others."""
        number = self._groups.find(subject_of(words, self._company))
        return None if number is None else self._groups.members[number][-1]


def asked_before(journal: Journal, interview: Interview, words: str) -> str:
    """What is known of a question that is asked in that interview, in a sentence; empty where it is new."""
    question = KnownQuestions(journal, interview).like(words)
    sentence = known_words(question) if question is not None else ""
    return sentence and f"{capital(sentence)}."


def known_words(question: Question) -> str:
    """`asked before at Initech · Nurse, first call; never told with a result; better: “…”`."""
    times, place = times_words(question.times), question.latest.where
    asked = f"asked {times} before, last at {place}" if question.times > 1 else f"asked before at {place}"
    notes = (note.removeprefix(f"asked {times}").lstrip(", ") for note in question.notes)
    better = f"better: “{clean_line(question.better)}”" if question.better else ""
    return "; ".join(filter(None, (asked, *notes, better)))


Q = TypeVar("Q", Question, YourQuestion)


def kept(questions: Iterable[Q], tests: Mapping[str, str]) -> Iterator[Q]:
    """Those asked at least once where each of these attributes of the interview holds the words given for it."""
    criteria = {name: fold(words) for name, words in tests.items() if words.strip()}
    for question in questions:
        places = [asked.interview for asked in question.asked]
        if any(all(words in fold(getattr(place, name)) for name, words in criteria.items()) for place in places):
            yield question
