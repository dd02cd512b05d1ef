"""Owns what earlier interviews bring to this one: whom you meet again, what they may ask, what you can ask them.

And the words of the prep sheet: sentences of a story, plans in their own language, what holds a figure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import islice

from msgspec import Struct

from afterword.domain.conversation.agenda import met_earlier
from afterword.domain.conversation.phrasing import language_of
from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import show_date
from afterword.domain.demands import is_alike, is_other_work, is_same
from afterword.domain.evaluation.claims import Evidence
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.evaluation.questions import Question, Questions, likely
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.people import PARTS, Part, Person
from afterword.domain.practice import Competency, Example, Kept, Pointer
from afterword.domain.reflection import OwnQuestion
from afterword.domain.text import clean_line
from afterword.languages.loader import DEFAULT, gather, load

# A sentence ends at its mark, not behind an initial or a short title such as “Dr.”.
_SENTENCE_END = re.compile(r"(?<!\b\w)(?<!\b[A-Z]\w)(?<!\b[A-Z]\w\w)[.!?…]+[”\"’)]?\s+(?=\S)")
_DIGIT = re.compile(r"[\d%]")
_SHARE = re.compile(r"%|\d\s*/\s*\d+|\b\d+ (?:of|out of|von|sur|de) \d+\b")


def sentences(example: Example) -> Iterator[str]:
    """The sentences of a story from its beginning."""
    for part in (example.situation, example.task, example.action):
        text = clean_line(part)
        begin = 0
        for end in _SENTENCE_END.finditer(text):
            yield text[begin : end.end()].strip()
            begin = end.end()
        if text[begin:]:
            yield text[begin:]


class _Signs(Struct, frozen=True):
    """Words by which praise turns, and by which a share or a rating is written out."""

    but: tuple[str, ...]
    figures: tuple[str, ...]


@cache
def _signs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = gather("sheet", "evening", _Signs)
    return (
        re.compile(rf"\b(?:{'|'.join(lists.but)})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join(lists.figures)})\b", re.IGNORECASE),
    )


def is_plain_praise(words: str) -> bool:
    """Whether praise holds no figure, and does not turn into something else by a “but”."""
    return not has_figures(words) and _signs()[0].search(words) is None


def has_share(words: str) -> bool:
    """Whether the words name a share or a rating: “40 %”, “4 of 5”."""
    return _SHARE.search(words) is not None or _signs()[1].search(words) is not None


def has_figures(words: str) -> bool:
    """Whether the words hold any figure."""
    return _DIGIT.search(words) is not None or _signs()[1].search(words) is not None


class _Plan(Struct, frozen=True):
    """How a plan is said: `say` where the second half fits `infinitive`, else `otherwise`; `drops` is not repeated."""

    say: str
    otherwise: str
    infinitive: re.Pattern[str]
    drops: re.Pattern[str]


def plan_words(pointer: Pointer) -> str:
    """The plan as one sentence in the language it was written in: `Wenn sie nach SAP fragen, werde ich …`."""
    language = language_of(f"{pointer.when} {pointer.will}", DEFAULT)
    if language == DEFAULT:
        return pointer.sentence
    plan = load("sheet", _Plan, language, "plan")
    when, will = (plan.drops.sub("", half).rstrip(" .,…") for half in (pointer.when, pointer.will))
    said = plan.say if plan.infinitive.fullmatch(will) else plan.otherwise
    return said.format(when=when, will=will)


def question_on(competency: Competency) -> str:
    """A question that asks for it, to prepare one story on."""
    known = load("sheet", dict[str, str], section="questions")
    return known.get(competency.id) or f"Can you tell us about one time that called for {competency.name.lower()}?"


# ── whom you meet again ───────────────────────────────────────────────────────────────────────────────────────────────


MOST_REMARKS, MOST_OWN_QUESTIONS = 3, 3
_FEWEST = 2
"""Questions that are shown even where less speaks for them."""
_TOLD = (FindingKind.AREA, FindingKind.ADVICE, FindingKind.STRENGTH, FindingKind.OPPORTUNITY)
"""What they said, in the order in which it is worth knowing before meeting them again."""


class Remark(Struct, frozen=True):
    """Something that was said about an earlier interview, and what you have done about it since; empty for nothing."""

    said: Evidence
    since: str = ""


class Encounter(Struct, frozen=True):
    """Somebody you will meet, or (without a person) the company where others know you already.

    `met` says when you met before, `remarks` what they said then.
    """

    name: str
    part: str = ""
    met: str = ""
    remember: str = ""
    remarks: tuple[Remark, ...] = ()


def encounters(journal: Journal, interview: Interview, whole: Evaluation) -> tuple[Encounter, ...]:
    """Everybody of the interview, then what others at that company said before, where anybody did."""
    people = journal.interviewers_of(interview)
    said: dict[str, list[Evidence]] = {person.id: [] for person in people}
    others: list[Evidence] = []
    for piece in _pieces(whole):
        by_them = said.get(_speaker(journal, piece))
        if by_them is not None:
            by_them.append(piece)
        elif _is_here(journal, piece, interview):
            others.append(piece)
    found = [
        Encounter(
            person.name,
            "" if person.part is Part.INTERVIEWER else dict(PARTS)[person.part],
            _met(journal, interview, person),
            person.remember,
            _remarks(journal, whole, said[person.id], interview),
        )
        for person in people
    ]
    if remarks := _remarks(journal, whole, others, interview):
        found.append(Encounter(f"Others at {interview.company}", remarks=remarks))
    return tuple(found)


def _met(journal: Journal, interview: Interview, person: Person) -> str:
    """`met on Tue 3 Nov 2026 (Initech · Nurse, first call)`; empty for somebody new."""
    for other in met_earlier(journal, person, interview):
        return f"met on {show_date(other.day)} ({', '.join(filter(None, (other.label, other.round)))})"
    return ""


def _pieces(whole: Evaluation) -> Iterator[Evidence]:
    return (
        piece
        for group in whole.material.said.values()
        for piece in group
        if piece.marked in _TOLD and not piece.from_mentor
    )


def _speaker(journal: Journal, piece: Evidence) -> str:
    request = journal.requests.get(piece.request_id)
    return request.person_id if request is not None else ""


def _is_here(journal: Journal, piece: Evidence, interview: Interview) -> bool:
    about = journal.interviews.get(piece.interview_id)
    return about is not None and about.id != interview.id and is_same(about.company, interview.company)


def _remarks(
    journal: Journal, whole: Evaluation, pieces: Iterable[Evidence], interview: Interview
) -> tuple[Remark, ...]:
    """At most three of what was said before this interview: of each kind the latest first, then the rest."""
    earlier = [piece for piece in pieces if piece.on <= interview.day and piece.interview_id != interview.id]
    latest = sorted(earlier, key=lambda piece: (-piece.on.toordinal(), piece.finding_id))
    first_of_each = {piece.marked: piece for piece in reversed(latest)}
    first = [first_of_each[kind] for kind in _TOLD if kind in first_of_each]
    chosen = [*first, *(piece for piece in latest if piece not in first)][:MOST_REMARKS]
    return tuple(Remark(piece, since(journal, whole, piece)) for piece in chosen)


def since(journal: Journal, whole: Evaluation, piece: Evidence) -> str:
    """What was done about something they said: an action with its day, or a pointer and what became of it."""
    if piece.marked not in (FindingKind.AREA, FindingKind.ADVICE):
        return ""
    finding = journal.findings.get(piece.finding_id)
    todo = finding.todo if finding is not None else None
    if todo is not None:
        done = f"done {show_date(todo.done)}" if todo.done is not None else f"by {show_date(todo.due)}"
        return f"{todo.text} ({done})"
    made = next((known for known in whole.pointers if known.pointer.finding_id == piece.finding_id), None)
    competency = finding.competency if finding is not None else None
    practised = made or _practised(whole.pointers, competency, piece.on)
    return f"{plan_words(practised.pointer).rstrip('.')} ({practised.words})" if practised is not None else ""


def _practised(pointers: Iterable[PointerHistory], competency: str | None, said: date) -> PointerHistory | None:
    """A pointer on the same competency that was kept since."""
    kept = (Kept.DONE, Kept.PARTLY)
    for known in pointers:
        same = competency is not None and known.competency == competency
        if same and any(check.kept in kept and check.evidence.on >= said for check in known.checks):
            return known
    return None


# ── questions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def questions_to_expect(questions: Questions, interview: Interview, wanted: Mapping[str, int]) -> tuple[Question, ...]:
    """At most four that were asked before and may come again, likeliest first; two where less speaks for them.

    `wanted` are the weights of what is asked for, by competency id. A question on something this interview does not
    ask for, from interviews unlike it, is left out.
    """
    fitting = [question for question in questions.theirs if _fits(question, interview, wanted)]
    expected = likely(interview, fitting, wanted.keys())
    more = (
        question
        for question in fitting
        if question not in expected
        and question.competency is None
        and all(
            asked.interview.at < interview.at and asked.interview.application_id != interview.application_id
            for asked in question.asked
        )
    )
    return (*expected, *islice(more, max(0, _FEWEST - len(expected))))


def _fits(question: Question, interview: Interview, wanted: Mapping[str, int]) -> bool:
    for asked in question.asked:
        if is_alike(asked.interview, interview) or asked.answer.person_id in interview.interviewers:
            return True
    if question.competency in wanted:
        return True
    elsewhere = all(is_other_work(asked.interview.role, interview) for asked in question.asked)
    return question.competency is None and not elsewhere


def questions_to_ask(questions: Questions, interview: Interview) -> tuple[OwnQuestion, ...]:
    """At most three that you asked elsewhere and got an answer to, those of interviews like this one first.

    What this company has answered already is left out.
    """
    alike: list[OwnQuestion] = []
    others: list[OwnQuestion] = []
    for yours in questions.yours:
        answered = [
            asked
            for asked in yours.asked
            if asked.interview.at < interview.at and asked.interview.id != interview.id and asked.question.reply.strip()
        ]
        if answered and not any(is_same(asked.interview.company, interview.company) for asked in answered):
            fitting = [asked for asked in answered if is_alike(asked.interview, interview)]
            elsewhere = all(is_other_work(asked.interview.role, interview) for asked in answered)
            if fitting or not elsewhere:
                (alike if fitting else others).append((fitting or answered)[-1].question)
    return tuple([*alike, *others[: max(0, _FEWEST - len(alike))]][:MOST_OWN_QUESTIONS])
