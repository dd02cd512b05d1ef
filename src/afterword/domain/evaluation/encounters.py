"""Owns what earlier interviews bring to this one: whom you meet again, what they may ask, what you can ask them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from afterword.domain.dates import show_date
from afterword.domain.evaluation.claims import Evidence
from afterword.domain.evaluation.demands import is_alike, shared_words
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.evaluation.sheet_words import plan_words
from afterword.domain.finding import FindingKind
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.people import PARTS, Part, Person
from afterword.domain.pointer import Kept
from afterword.domain.reflection import Answer, OwnQuestion
from afterword.domain.text import clean_line, fold

MOST_REMARKS, MOST_QUESTIONS, MOST_OWN_QUESTIONS = 3, 4, 3
_FEWEST = 2
"""Questions that are shown even where less speaks for them."""
_SAME_PERSON, _SAME_COMPANY, _SAME_ROUND, _SAME_WORD = 5, 4, 3, 2
_TOLD = (FindingKind.AREA, FindingKind.ADVICE, FindingKind.STRENGTH, FindingKind.OPPORTUNITY)
"""What they said, in the order in which it is worth knowing before meeting them again."""


class Remark(Struct, frozen=True):
    """Something that was said about an earlier interview, and what you have done about it since; empty for nothing."""

    said: Evidence
    since: str = ""


class Meeting(Struct, frozen=True):
    """Somebody you will meet, or (without a person) the company where others know you already.

    `met` says when you met before, `remarks` what they said then.
    """

    name: str
    part: str = ""
    met: str = ""
    remember: str = ""
    remarks: tuple[Remark, ...] = ()


def meetings(journal: Journal, interview: Interview, whole: Evaluation) -> tuple[Meeting, ...]:
    """Everybody of the interview, then what others at that company said before, where anybody did."""
    people = journal.interviewers_of(interview)
    found = [_meeting(journal, interview, whole, person) for person in people]
    known = {person.id for person in people}
    others = [
        piece
        for piece in _pieces(whole)
        if _is_here(journal, piece, interview) and _speaker(journal, piece) not in known
    ]
    if remarks := _remarks(journal, whole, others, interview):
        found.append(Meeting(f"Others at {interview.company}", remarks=remarks))
    return tuple(found)


def _meeting(journal: Journal, interview: Interview, whole: Evaluation, person: Person) -> Meeting:
    pieces = [piece for piece in _pieces(whole) if _speaker(journal, piece) == person.id]
    part = "" if person.part is Part.INTERVIEWER else dict(PARTS)[person.part]
    met = _met(journal, interview, person)
    return Meeting(person.name, part, met, person.remember, _remarks(journal, whole, pieces, interview))


def _met(journal: Journal, interview: Interview, person: Person) -> str:
    """`met on Tue 3 Nov 2026 (Initech · Nurse, first call)`; empty for somebody new."""
    for other in journal.live_interviews:
        if other.at < interview.at and other.id != interview.id and person.id in other.interviewers:
            return f"met on {show_date(other.day)} ({', '.join(filter(None, (other.label, other.round)))})"
    return ""


def _pieces(whole: Evaluation) -> Iterator[Evidence]:
    return (piece for group in whole.material.said.values() for piece in group if piece.marked in _TOLD)


def _speaker(journal: Journal, piece: Evidence) -> str:
    request = journal.requests.get(piece.request_id)
    return request.person_id if request is not None else ""


def _is_here(journal: Journal, piece: Evidence, interview: Interview) -> bool:
    about = journal.interviews.get(piece.interview_id)
    return about is not None and about.id != interview.id and fold(about.company) == fold(interview.company)


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


class LikelyQuestion(Struct, frozen=True):
    """A question that was asked before and may come again: where and by whom, and how you would answer it now.

    `better` are your own words, `example_id` the story that you told or that serves it; both empty where there is none.
    """

    question: str
    where: str
    who: str
    times: int
    better: str
    example_id: str
    competency: str


class _Asked(Struct, frozen=True):
    """One time a question was asked."""

    answer: Answer
    interview: Interview


def likely_questions(
    journal: Journal, interview: Interview, wanted: Mapping[str, int], stories: Mapping[str, str]
) -> tuple[LikelyQuestion, ...]:
    """At most four of all questions ever answered, those of the same people, company, round and role first.

    `wanted` are the weights of what is asked for, `stories` the story to tell on a competency; both by competency id.
    A question on something this interview does not ask for, from an interview unlike it, is left out.
    """
    groups: dict[str, list[_Asked]] = {}
    for other in journal.live_interviews:
        if other.id != interview.id and other.at <= interview.at:
            for answer in journal.reflection_of(other.id).answers:
                groups.setdefault(_key(answer.question), []).append(_Asked(answer, other))
    scored = [(max(_likely(asked, interview, wanted) for asked in group), group) for group in groups.values()]
    ranked = sorted(scored, key=lambda pair: (-pair[0], -len(pair[1]), -pair[1][0].interview.at.timestamp()))
    fitting = [group for score, group in ranked if score]
    others = [group for score, group in ranked if not score and group[0].answer.competency is None]
    chosen = [*fitting, *others[: max(0, _FEWEST - len(fitting))]][:MOST_QUESTIONS]
    return tuple(_question(journal, group, stories) for group in chosen)


def _key(question: str) -> str:
    return "".join(sign for sign in fold(question) if sign.isalnum())


def _likely(asked: _Asked, interview: Interview, wanted: Mapping[str, int]) -> int:
    """How much speaks for that question in this interview; 0 where nothing does."""
    other, answer = asked.interview, asked.answer
    score = _SAME_PERSON if answer.person_id is not None and answer.person_id in interview.interviewers else 0
    score += _SAME_COMPANY if fold(other.company) == fold(interview.company) else 0
    same_round = other.round.strip() and fold(other.round) == fold(interview.round)
    score += _SAME_WORD * shared_words(other.role, interview.role)
    score += wanted.get(answer.competency or "", 0)
    return score + _SAME_ROUND if same_round and (score or answer.competency is None) else score


def _question(journal: Journal, group: list[_Asked], stories: Mapping[str, str]) -> LikelyQuestion:
    """The question with the latest that is known of it; the group stands latest first."""
    answers = [asked.answer for asked in group]
    latest = group[0]
    person = journal.people.get(latest.answer.person_id or "")
    live = {example.id for example in journal.live_examples}
    told = next((answer.example for answer in answers if answer.example in live), None)
    competency = next((answer.competency for answer in answers if answer.competency is not None), "")
    return LikelyQuestion(
        question=clean_line(latest.answer.question),
        where=latest.interview.label,
        who=person.name if person is not None else "",
        times=len({asked.interview.id for asked in group}),
        better=next((clean_line(answer.better) for answer in answers if answer.better.strip()), ""),
        example_id=told or stories.get(competency, ""),
        competency=competency,
    )


def own_questions(journal: Journal, interview: Interview) -> tuple[OwnQuestion, ...]:
    """At most three that you asked elsewhere and got an answer to, those of interviews like this one first.

    What this company has answered already is left out.
    """
    found: dict[str, tuple[bool, OwnQuestion]] = {}
    answered: set[str] = set()
    for other in journal.live_interviews:
        if other.id == interview.id or other.at > interview.at:
            continue
        here = fold(other.company) == fold(interview.company)
        for asked in journal.reflection_of(other.id).own_questions:
            if asked.question.strip() and asked.reply.strip():
                answered |= {_key(asked.question)} if here else set()
                found.setdefault(_key(asked.question), (is_alike(other, interview), asked))
    waiting = [pair for key, pair in found.items() if key not in answered]
    alike = [asked for is_like, asked in waiting if is_like]
    others = [asked for is_like, asked in waiting if not is_like]
    return tuple([*alike, *others[: max(0, _FEWEST - len(alike))]][:MOST_OWN_QUESTIONS])
