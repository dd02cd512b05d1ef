"""Owns the report for a mentor (S1): what it holds and how it is laid out, in the first person.

Private writing, notes on people and what is planned for a mail never stand in it; addresses, profiles and numbers are
left out of every word, and names where that is wished.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.anonymous import Anonymiser, without_contacts
from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import show_date
from afterword.domain.document import Document, DocumentSection, Entry, RatingChart, TextRun, Words, mapped
from afterword.domain.evaluation.claims import LOW, Claim, Evidence, by_employers
from afterword.domain.evaluation.comparison import Suspicion
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.questions import Question
from afterword.domain.evaluation.sources import ShownEvaluation, quoted
from afterword.domain.interview import Application, Outcome, ended_round
from afterword.domain.journal import Journal
from afterword.domain.practice import Example, Occasion
from afterword.domain.reflection import AnswerKind, Control
from afterword.domain.text import Emphasis, capital, clean_line, fold, in_quotes, plural, shorten, times_words

T = TypeVar("T")
TITLE = "My interviews, and what I make of them"
_MOST, _FEW, _QUESTIONS = 12, 6, 5
"""Lines of one part, of what is long, and open questions at the end."""
_YOU, _YOUR = re.compile(r"\byou\b"), re.compile(r"\byour\b")
_LONG, _LONGEST = 300, 600
"""Characters of one text of theirs or mine, and of a reply that stands as it came."""
NOT_KNOWN = "Read it once before you send it: names only in notes may stay."
"""What is said of a report without names."""


class SharePart(StrEnum):
    """The parts of the report, each of which can be left out."""

    APPLICATIONS = "applications"
    REPLIES = "replies"
    THOUGHTS = "thoughts"
    QUESTIONS = "questions"
    PLANS = "plans"


SHARE_PARTS: dict[SharePart, str] = {
    SharePart.APPLICATIONS: "what I applied for, and how it went",
    SharePart.REPLIES: "what they said",
    SharePart.THOUGHTS: "what I think myself",
    SharePart.QUESTIONS: "questions and answers",
    SharePart.PLANS: "what I work on",
}


class Sharing(Struct, frozen=True, kw_only=True):
    """What is shared: one application or (empty) all, names or none, and what is left out."""

    application_id: str = ""
    anonymous: bool = False
    without: frozenset[SharePart] = frozenset()


def about_application(journal: Journal, application_id: str) -> Journal:
    """The journal as far as that application goes: its rounds, and the pointers made after them."""
    rounds = {interview.id for interview in journal.rounds_of(application_id)}
    interview_ids = {key for key, record in journal.interviews.items() if record.application_id == application_id}
    asked = {key for key, request in journal.requests.items() if request.interview_id in interview_ids}
    findings = {key for key, finding in journal.findings.items() if finding.request_id in asked}
    return replace(
        journal,
        applications={application_id: journal.applications[application_id]},
        interviews={key: interview for key, interview in journal.interviews.items() if key in rounds},
        pointers={
            key: pointer
            for key, pointer in journal.pointers.items()
            if pointer.interview_id in rounds or pointer.finding_id in findings
        },
    )


def share_document(context: ShownEvaluation, wish: Sharing, own: Iterable[str], whole: Journal) -> Document:
    """The report; `own` are the person's own names, `whole` is the journal that knows every name."""
    parts = {
        SharePart.APPLICATIONS: _applications(context),
        SharePart.REPLIES: _replies(context.evaluation),
        SharePart.THOUGHTS: _thoughts(context.evaluation),
        SharePart.QUESTIONS: _questions(context),
        SharePart.PLANS: _plans(context),
    }
    sections = [section for part, content in parts.items() if part not in wish.without for section in content]
    # A few open questions that fit what is in the report; the last two always fit.
    asked = (*islice(_fitting(context, wish), _QUESTIONS - len(_ALWAYS)), *_ALWAYS)
    plenty = Entry((Words("One line is plenty.", Emphasis.MUTED),))
    questions = (Entry((Words(question, generous=True),)) for question in asked)
    sections.append(_section("What I would like to hear from you", (*questions, plenty)))
    count = len(context.evaluation.journal.live_interviews)
    firms = len({interview.company.casefold() for interview in context.evaluation.journal.live_interviews})
    document = Document(
        title=TITLE,
        subtitle=f"{plural(count, 'interview')} at {plural(firms, 'employer')}",
        sections=tuple(section for section in sections if section.entries),
        made_on=context.today,
        pages=4,
    )
    return mapped(document, Anonymiser(whole, tuple(own)) if wish.anonymous else without_contacts)


def _section(title: str, entries: Iterable[Entry]) -> DocumentSection:
    return DocumentSection(title, tuple(entries))


def _quoted(text: str, longest: int = _LONG) -> str:
    return in_quotes(shorten(text, longest))


def _most(records: Sequence[T], entry: Callable[[T], Entry], most: int = _MOST) -> Iterator[Entry]:
    """The entries of the first of them, and how many more there are."""
    yield from map(entry, records[:most])
    if len(records) > most:
        yield Entry((Words(f"and {len(records) - most} more", Emphasis.MUTED),))


# ── what I applied for ────────────────────────────────────────────────────────────────────────────────────────────────


_OUTCOMES = {
    Outcome.PENDING: "open so far",
    Outcome.REJECTED: "not this time",
    Outcome.OFFER: "an offer",
    Outcome.WITHDRAWN: "I withdrew",
    Outcome.NO_ANSWER: "no answer came",
}


def _applications(context: ShownEvaluation) -> Iterator[DocumentSection]:
    journal = context.evaluation.journal
    pairs = [(application, journal.rounds_of(application.id)) for application in journal.live_applications]
    applications = [application for application, rounds in pairs if rounds]
    latest = sorted(applications, key=lambda each: journal.rounds_of(each.id)[-1].at, reverse=True)
    yield _section("What I applied for, and how it went", _most(latest, partial(_applied, journal), 20))


def _applied(journal: Journal, application: Application) -> Entry:
    rounds = journal.rounds_of(application.id)
    names = "; ".join(f"{interview.round or 'interview'} ({show_date(interview.day)})" for interview in rounds)
    ended = ended_round(application, rounds)
    after = f" after {ended.round}" if ended is not None and ended.round and len(rounds) > 1 else ""
    how = f"{_OUTCOMES[application.outcome]}{after if application.asks else ''}"
    below: list[TextRun] = [(Words(f"Rounds: {names}" if len(rounds) > 1 else names, Emphasis.MUTED),)]
    if application.words.strip():
        below.append((Words(f"They wrote: {_quoted(application.words)}", generous=True),))
    return Entry((Words(application.label, Emphasis.STRONG), f": {how}"), tuple(below))


# ── what they said ────────────────────────────────────────────────────────────────────────────────────────────────────


_KINDS = {
    FindingKind.STRENGTH: "What they liked, in their words",
    FindingKind.AREA: "Where they saw room to grow",
    FindingKind.ADVICE: "What they advised",
}


def _replies(whole: Evaluation) -> Iterator[DocumentSection]:
    """Quotations by their kind, latest first; what was not marked as it came; then their reasons."""
    for kind, title in _KINDS.items():
        pieces = sorted(by_employers(whole.material.of_kind(kind)), key=lambda piece: -piece.on.toordinal())
        yield _section(title, _most(pieces, quoted))
    unmarked = [replace(piece, words=shorten(piece.words, _LONGEST)) for piece in reversed(whole.material.unmarked)]
    yield _section("Replies as they came", _most(by_employers(unmarked), quoted, _FEW))
    pieces = [piece for claim in whole.reasons for piece in claim.evidence]
    yield _section("The reasons they gave", _most(pieces, quoted))


# ── what I think myself ───────────────────────────────────────────────────────────────────────────────────────────────


_CONTROL = {
    Control.MINE: "in my control",
    Control.NOT_MINE: "not in my control",
    Control.UNKNOWN: "I cannot know whether it was in my control",
}


def _thoughts(whole: Evaluation) -> Iterator[DocumentSection]:
    material = whole.material
    yield _section("What went well, as I see it", _own(material.went_well))
    lows_first = sorted(whole.trends, key=lambda trend: trend.values[-1] > LOW)
    yield _section("How I rated myself, from 1 to 5, latest last", _most(lows_first, _rating))
    yield _section("What I suspect behind it", _most(whole.suspected, _suspected))
    yield _section("What else I thought", _own(material.thoughts))


def _own(pieces: Sequence[Evidence]) -> Iterator[Entry]:
    latest = {fold(piece.words): piece for piece in pieces}
    for piece in islice(sorted(latest.values(), key=lambda piece: -piece.on.toordinal()), _FEW):
        where = Words(f" ({piece.where}, {show_date(piece.on)})", Emphasis.MUTED)
        yield Entry((Words(_quoted(piece.words), generous=True), where))


def _rating(trend: Claim) -> Entry:
    name, values = trend.subject.name, trend.values[-_MOST:]
    numbers = " ".join(map(str, values))
    notes = [piece.words for piece in trend.evidence if piece.words.strip()][-1:]
    chart = RatingChart(values, f"{name}: {numbers}")
    below = tuple((Words(_quoted(words), generous=True),) for words in notes)
    return Entry((Words(name, Emphasis.STRONG), ": ", chart, f" {numbers}"), below)


def _suspected(suspicion: Suspicion) -> Entry:
    """The scenario with what I noted for it and against it, the latest first."""
    below: list[TextRun] = []
    for noted in list(reversed(suspicion.noted))[:_FEW]:
        scenario, where = noted.scenario, noted.evidence.where
        sides = (("for it", scenario.evidence_for), ("against it", scenario.evidence_against))
        words = "; ".join(f"{side}: {_quoted(text)}" for side, text in sides if text.strip())
        below.append((f"{where}: ", Words("; ".join(filter(None, (words, _CONTROL[scenario.control]))), generous=True)))
    return Entry((Words(capital(suspicion.subject.name), Emphasis.STRONG),), tuple(below))


# ── questions and answers ─────────────────────────────────────────────────────────────────────────────────────────────


def _questions(context: ShownEvaluation) -> Iterator[DocumentSection]:
    theirs = context.questions.theirs
    yield _section("Questions they asked, and my answers", _most(theirs, _question_entry))
    yours = _most(context.questions.yours, lambda mine: Entry((f"“{clean_line(mine.words)}”",)), _FEW)
    yield _section("Questions I asked", yours)


_ANSWERS = {
    AnswerKind.STORY: "I told one event",
    AnswerKind.PSEUDO_STORY: "I told what usually happens",
    AnswerKind.EXAMPLE: "I named an instance",
    AnswerKind.OPINION: "I said what I think",
    AnswerKind.SELF_DESCRIPTION: "I said what I am like",
}
_ENOUGH = {True: "it was enough", False: "it was not enough", None: ""}


def _question_entry(question: Question) -> Entry:
    """The question, how I answered it last, and the answer I would give now."""
    latest = question.latest
    answer = latest.answer
    often = f"asked {times_words(question.times)}, last at {latest.where}" if question.times > 1 else latest.where
    result_words = f"{'with' if answer.result else 'without'} a result"
    reaction = f"they {answer.taken}" if answer.taken is not None else ""
    how = "; ".join(filter(None, (f"{_ANSWERS[answer.kind]}, {result_words}", _ENOUGH[answer.enough], reaction)))
    below: list[TextRun] = [(Words(f"My answer: {how}."),)]
    below += [(Words(f"I noted: {_quoted(answer.note)}", generous=True),)] if answer.note.strip() else []
    below += [(Words(f"Next time: {shorten(question.better, _LONG)}", generous=True),)] if question.better else []
    below += [(f"The story for it: {question.example.title}",)] if question.example is not None else []
    return Entry(
        (Words(f"“{clean_line(question.words)}”", Emphasis.STRONG), Words(f" ({often})", Emphasis.MUTED)), tuple(below)
    )


# ── what I work on ────────────────────────────────────────────────────────────────────────────────────────────────────


def _plans(context: ShownEvaluation) -> Iterator[DocumentSection]:
    whole = context.evaluation
    focus = [Entry((Words(_mine(claim.subject.name), Emphasis.STRONG), f" ({claim.seen})")) for claim in whole.focus]
    histories = [history for history in whole.pointers if history.pointer.occasion is Occasion.INTERVIEW]
    plans = [
        Entry((history.pointer.sentence, Words(f" ({history.words})", Emphasis.MUTED))) for history in histories[:_MOST]
    ]
    yield _section("What I work on", (*focus, *plans))
    yield _section("Stories I can tell", _most([entry.example for entry in whole.bank.entries], _story, _FEW))


def _mine(name: str) -> str:
    """The subject as I say it myself: `How I told it`."""
    return _YOUR.sub("my", _YOU.sub("I", name))


def _story(example: Example) -> Entry:
    parts = (("What I did", example.action), ("How it ended", example.result))
    below = ((Words(f"{label}: {shorten(words, _LONG)}", generous=True),) for label, words in parts if words.strip())
    return Entry((Words(example.title, Emphasis.STRONG),), tuple(below))


# ── what I would like to hear ─────────────────────────────────────────────────────────────────────────────────────────


_ALWAYS = ("What do you see in this that I do not?", "What is worth keeping just as it is?")


def _fitting(context: ShownEvaluation, wish: Sharing) -> Iterator[str]:
    """A question on the first thing of each part, as far as the part is in the report."""
    whole, mine = context.evaluation, _mine
    weak = (
        candidate
        for candidate in context.questions.theirs
        if candidate.untold or candidate.latest.answer.enough is False
    )
    suspected = (candidate for candidate in whole.suspected if candidate.in_control(Control.MINE))
    asked: tuple[tuple[SharePart, str, Iterable[str]], ...] = (
        (
            SharePart.PLANS,
            "I work on this: {}. How would you go about it?",
            (mine(claim.subject.name) for claim in whole.focus),
        ),
        (SharePart.QUESTIONS, "How would you answer “{}”?", (clean_line(candidate.words) for candidate in weak)),
        (
            SharePart.REPLIES,
            "They see this differently: {}. What is your impression of me there?",
            (mine(claim.subject.name) for claim in whole.said.differently),
        ),
        (
            SharePart.THOUGHTS,
            "I suspect “{}”. What speaks for it, what against it?",
            (candidate.subject.name for candidate in suspected),
        ),
        (
            SharePart.PLANS,
            "Where in the story “{}” would you like to hear more?",
            (entry.example.title for entry in whole.bank.entries),
        ),
    )
    for part, question, about in asked:
        if part not in wish.without:
            yield from (question.format(words) for words in islice(about, 1))
