"""Owns what answers and arrivals show again and again: behaviour in situations, each claim with its instances."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from afterword.domain.evaluation.charts import percent
from afterword.domain.evaluation.claims import AnswerGiven, Claim, Evidence, Material, Stance, Subject
from afterword.domain.reflection import Answer, AnswerKind
from afterword.domain.text import plural

STORY_SHARE = 23
"""Percent of full stories among answers in 62 real interviews (Bangerter et al. 2014)."""
ANSWERS_FROM = 5
"""A share of answers is shown from this many on; below it a percentage says nothing."""
TOLD = frozenset({AnswerKind.STORY, AnswerKind.PSEUDO_STORY, AnswerKind.EXAMPLE})
"""The kinds of answer that tell of something; only they can name an action or a result."""


class Answers(Struct, frozen=True):
    """The answers given, oldest interview first, and what kinds they were."""

    given: tuple[AnswerGiven, ...]

    @property
    def kinds(self) -> Mapping[AnswerKind, int]:
        """How many there are of each kind."""
        kinds = dict.fromkeys(AnswerKind, 0)
        for given in self.given:
            kinds[given.answer.kind] += 1
        return kinds

    @property
    def told(self) -> tuple[AnswerGiven, ...]:
        """The answers that told of something."""
        return tuple(given for given in self.given if given.answer.kind in TOLD)

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
        actions = sum(1 for given in told if given.answer.action)
        results = sum(1 for given in told if given.answer.result)
        return (
            f"Of {plural(len(told), 'answer')} that told of something, {actions or 'none'} named an action "
            f"and {results or 'none'} a result."
        )


def habits(material: Material) -> tuple[Claim, ...]:
    """What holds more often than not, patterns first; nothing without an instance."""
    answers = Answers(material.answers)
    claims = (_late(material.arrivals), _unfinished(answers), _without_action(answers), _untold(answers))
    held = [claim for claim in claims if len(claim.evidence) > len(claim.against)]
    return tuple(sorted(held, key=lambda claim: not claim.pattern))


def _habit(key: str, title: str, sentence: str, sides: tuple[list[Evidence], list[Evidence]], will: str) -> Claim:
    return Claim(Subject(key, title), Stance.HABIT, sentence, tuple(sides[0]), tuple(sides[1]), will=will)


def _late(arrivals: Iterable[Evidence]) -> Claim:
    late: list[Evidence] = []
    punctual: list[Evidence] = []
    for arrival in arrivals:
        (late if arrival.value is not None and arrival.value > 0 else punctual).append(arrival)
    count = len(late) + len(punctual)
    share = f"{len(late)} of {count} interviews" if count > 1 else "the one interview where it was noted"
    sentence = f"You arrived after the planned time in {share}."
    return _habit(
        "late", "Arrival", sentence, (late, punctual), "plan to be there twenty minutes before, and wait nearby"
    )


def _unfinished(answers: Answers) -> Claim:
    sides = _split(answers.told, lambda answer: not answer.result)
    sentence = f"{_of(sides)} ended without naming a result."
    return _habit("no-result", "Results", sentence, sides, "say what came of it in the first sentence, with a number")


def _without_action(answers: Answers) -> Claim:
    sides = _split(answers.told, lambda answer: not answer.action)
    sentence = f"{_of(sides)} did not name what you did yourself."
    will = "begin the middle of the story with “I”, and name two steps"
    return _habit("no-action", "Own action", sentence, sides, will)


def _untold(answers: Answers) -> Claim:
    sides = _split(answers.given, lambda answer: answer.kind not in TOLD)
    total = plural(len(answers.given), "answer")
    sentence = f"{len(sides[0])} of {total} gave an opinion or a self-description and told no event."
    will = "answer with one event: what happened, what I did, how it ended"
    return _habit("untold", "Kinds of answer", sentence, sides, will)


def _split(answers: Iterable[AnswerGiven], shows: Callable[[Answer], bool]) -> tuple[list[Evidence], list[Evidence]]:
    """The answers that show it, and those that do not."""
    sides: tuple[list[Evidence], list[Evidence]] = ([], [])
    for given in answers:
        sides[0 if shows(given.answer) else 1].append(given.evidence)
    return sides


def _of(sides: tuple[list[Evidence], list[Evidence]]) -> str:
    part, whole = len(sides[0]), len(sides[0]) + len(sides[1])
    if whole == 1:
        return "The one answer that told of something"
    return f"{f'{part} of' if part < whole else 'All'} {whole} answers that told of something"
