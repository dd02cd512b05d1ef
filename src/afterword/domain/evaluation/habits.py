"""Owns what answers and arrivals show again and again: behaviour in situations, each line with its instances."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from afterword.domain.evaluation.charts import percent
from afterword.domain.evaluation.patterns import is_pattern, seen_in
from afterword.domain.evaluation.trends import Arrival
from afterword.domain.journal import Journal
from afterword.domain.reflection import Answer, AnswerKind
from afterword.domain.text import plural

STORY_SHARE = 23
"""Percent of full stories among answers in 62 real interviews (Bangerter et al. 2014)."""
ANSWERS_FROM = 5
"""A share of answers is shown from this many on; below it a percentage says nothing."""
TOLD = frozenset({AnswerKind.STORY, AnswerKind.PSEUDO_STORY, AnswerKind.EXAMPLE})
"""The kinds of answer that tell of something; only they can name an action or a result."""


class Instance(Struct, frozen=True):
    """One time it was seen: in which interview, when, and the question or fact itself."""

    interview_id: str
    where: str
    on: date
    words: str


class Habit(Struct, frozen=True):
    """One observation. `sources` show it, `against` are the times it was otherwise; `will` is one way to go on."""

    id: str
    title: str
    sentence: str
    sources: tuple[Instance, ...]
    against: tuple[Instance, ...]
    will: str

    @property
    def seen(self) -> str:
        """`seen once` or `a pattern, in 3 interviews`."""
        return seen_in(one.interview_id for one in self.sources)

    @property
    def pattern(self) -> bool:
        """Whether two interviews or more show it."""
        return is_pattern(one.interview_id for one in self.sources)


class Given(Struct, frozen=True):
    """One answer with the interview it was given in."""

    answer: Answer
    instance: Instance


class Answers(Struct, frozen=True):
    """The answers given, oldest interview first, and what kinds they were."""

    given: tuple[Given, ...]
    kinds: Mapping[AnswerKind, int]

    @property
    def told(self) -> tuple[Given, ...]:
        """The answers that told of something."""
        return tuple(one for one in self.given if one.answer.kind in TOLD)

    @property
    def story_percent(self) -> int | None:
        """The share of full stories, from five answers on."""
        return percent(self.kinds[AnswerKind.STORY], len(self.given)) if len(self.given) >= ANSWERS_FROM else None

    @property
    def words(self) -> str:
        """`3 stories in 12 answers (25 %; 23 % is usual)`."""
        count = self.kinds[AnswerKind.STORY]
        total = f"{plural(count, 'story', 'stories')} in {plural(len(self.given), 'answer')}"
        share = self.story_percent
        return total if share is None else f"{total} ({share} %; {STORY_SHARE} % is usual in interviews)"

    @property
    def named_words(self) -> str:
        """What the answers held: `Of 8 answers that told of something, 6 named an action and 2 a result.`."""
        told = self.told
        if not told:
            return "No answer has told of something yet."
        actions = sum(1 for one in told if one.answer.action)
        results = sum(1 for one in told if one.answer.result)
        return (
            f"Of {plural(len(told), 'answer')} that told of something, {actions or 'none'} named an action "
            f"and {results or 'none'} a result."
        )


def answers(journal: Journal) -> Answers:
    """Every answer of every reflection."""
    given: list[Given] = []
    kinds = dict.fromkeys(AnswerKind, 0)
    for interview in reversed(journal.live_interviews):
        reflection = journal.reflections.get(interview.id)
        if reflection is None or not reflection.answers:
            continue
        where, on = interview.label, interview.day
        for answer in reflection.answers:
            kinds[answer.kind] += 1
            given.append(Given(answer, Instance(interview.id, where, on, answer.question)))
    return Answers(tuple(given), kinds)


def habits(journal: Journal, all_answers: Answers, all_arrivals: Iterable[Arrival]) -> tuple[Habit, ...]:
    """The observations that hold more often than not, patterns first; nothing without an instance."""
    found = [_late(journal, all_arrivals), _unfinished(all_answers), _without_action(all_answers), _untold(all_answers)]
    held = [habit for habit in found if habit is not None and len(habit.sources) > len(habit.against)]
    return tuple(sorted(held, key=lambda habit: not habit.pattern))


def _late(journal: Journal, arrivals: Iterable[Arrival]) -> Habit | None:
    late: list[Instance] = []
    punctual: list[Instance] = []
    for arrival in arrivals:
        day = journal.interviews[arrival.interview_id].day
        instance = Instance(arrival.interview_id, arrival.where, day, arrival.words)
        (late if arrival.minutes_late > 0 else punctual).append(instance)
    if not late:
        return None
    count = len(late) + len(punctual)
    share = f"{len(late)} of {count} interviews" if count > 1 else "the one interview where it was noted"
    sentence = f"You arrived after the planned time in {share}."
    will = "plan to be there twenty minutes before, and wait nearby"
    return Habit("late", "Arrival", sentence, tuple(late), tuple(punctual), will)


def _unfinished(all_answers: Answers) -> Habit | None:
    missing, named = _split(all_answers.told, lambda answer: answer.result)
    if not missing:
        return None
    count = len(missing) + len(named)
    sentence = f"{_of(len(missing), count)} ended without naming a result."
    will = "say what came of it in the first sentence, with a number"
    return Habit("no-result", "Results", sentence, missing, named, will)


def _without_action(all_answers: Answers) -> Habit | None:
    missing, named = _split(all_answers.told, lambda answer: answer.action)
    if not missing:
        return None
    sentence = f"{_of(len(missing), len(missing) + len(named))} did not name what you did yourself."
    will = "begin the middle of the story with “I”, and name two steps"
    return Habit("no-action", "Own action", sentence, missing, named, will)


def _untold(all_answers: Answers) -> Habit | None:
    general = tuple(one.instance for one in all_answers.given if one.answer.kind not in TOLD)
    told = tuple(one.instance for one in all_answers.told)
    if not general:
        return None
    count = len(general) + len(told)
    sentence = f"{len(general)} of {plural(count, 'answer')} gave an opinion or a self-description and told no event."
    will = "answer with one event: what happened, what I did, how it ended"
    return Habit("untold", "Kinds of answer", sentence, general, told, will)


def _split(told: Iterable[Given], named: Callable[[Answer], bool]) -> tuple[tuple[Instance, ...], tuple[Instance, ...]]:
    group = list(told)
    return (
        tuple(one.instance for one in group if not named(one.answer)),
        tuple(one.instance for one in group if named(one.answer)),
    )


def _of(part: int, whole: int) -> str:
    if whole == 1:
        return "The one answer that told of something"
    return f"{f'{part} of' if part < whole else 'All'} {whole} answers that told of something"
