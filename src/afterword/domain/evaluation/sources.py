"""Owns the sources behind each row of the evaluation, and how a piece of evidence reads.

A row's key says what it is: `competency/ID`, `scale/ID`, `strength/ID`, `area/ID`, `differs/ID`, `unknown/ID`,
`unassigned/`, `low/SCALE`, `well/SUBJECT`, `suspected/SCENARIO`, `focus/SUBJECT`, `trend/ID`, `habit/ID`, `reason/ID`,
`answers/`, `arrivals/`, `replies/ROUND`, `example/ID`, `cover/ID`, `pointer/ID`, `advice/FINDING`, `opening/FINDING`,
`question/ANSWER`, `own-question/ID`, `time/MEASURE`, `since/POINTER`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.request import FINDING_EMPHASIS, GLYPHS
from afterword.domain.dates import show_day
from afterword.domain.document import Entry, TextRun, Words
from afterword.domain.evaluation.claims import Claim, Evidence, EvidenceKind, noted
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.over_time import OverTime, over_time
from afterword.domain.evaluation.own_words import answer_words
from afterword.domain.evaluation.plans import BankEntry, CoverageRow, PointerHistory
from afterword.domain.evaluation.questions import Question, Questions, YourQuestion
from afterword.domain.journal import Journal
from afterword.domain.practice import KEPT_EMPHASIS, Competency, Kept
from afterword.domain.reflection import COMPETENCY_PREFIX
from afterword.domain.text import Emphasis, clean_line, in_quotes

OF_COMPETENCY = ("competency", "strength", "area", "differs", "unknown", "cover")
"""The kinds of row that are about a competency."""
_CLAIMED = ("focus", "low", "well")
"""The kinds of row whose key holds the whole id of their subject."""
_CLAIMS: Mapping[str, Callable[[Evaluation], Sequence[Claim]]] = {
    "strength": attrgetter("said.strengths"),
    "area": attrgetter("said.areas"),
    "differs": attrgetter("said.differently"),
    "unknown": attrgetter("said.unknown"),
    "low": attrgetter("lows"),
    "well": attrgetter("went_well"),
    "focus": attrgetter("focus"),
    "trend": attrgetter("trends"),
    "habit": attrgetter("habits"),
    "reason": attrgetter("reasons"),
    "suspected": lambda evaluation: [suspicion.claim for suspicion in evaluation.suspected],
}
"""Where in the evaluation the claims of a kind of row are."""
_WHOLE_KEYS = ("reason", "suspected")
"""The kinds of row whose key is the id of their subject."""


class ShownEvaluation(Struct, frozen=True, dict=True):
    """What every row is made from: the evaluation, the journal behind it, and the day."""

    evaluation: Evaluation
    journal: Journal
    today: date

    @property
    def questions(self) -> Questions:
        """Every question of the interviews that count, theirs and yours."""
        return self.evaluation.questions

    @cached_property
    def _compared(self) -> dict[str, tuple[Claim, ...]]:
        """The comparisons by the id of their subject, the one most worth reading first."""
        grouped: dict[str, tuple[Claim, ...]] = {}
        for claim in self.evaluation.comparisons:
            grouped[claim.subject.id] = (*grouped.get(claim.subject.id, ()), claim)
        return grouped

    @cached_property
    def findings(self) -> dict[str, Evidence]:
        """Every finding but reasons as evidence, by its id."""
        return {piece.finding_id: piece for group in self.evaluation.material.said.values() for piece in group}

    @cached_property
    def over_time(self) -> OverTime:
        """What can be counted over time."""
        return over_time_of(self.evaluation)

    def claim(self, key: str) -> Claim | None:
        """The claim of a row."""
        kind, record_id = split(key)
        about = COMPETENCY_PREFIX + record_id if kind in OF_COMPETENCY else key if kind in _WHOLE_KEYS else record_id
        claims = _CLAIMS[kind](self.evaluation) if kind in _CLAIMS else ()
        return next((claim for claim in claims if claim.subject.id == about), None)

    def record(self, key: str) -> Any:
        """What a row is about that rests on no claim; None where it is gone, or is a row of another kind."""
        kind, record_id = split(key)
        if kind in _LISTED:
            listed, id_of = _LISTED[kind]
            if kind not in self._indexes:
                self._indexes[kind] = {id_of(record): record for record in listed(self.evaluation)}
            return self._indexes[kind].get(key if kind in _WHOLE_KEYS else record_id)
        return _RECORDS[kind](self, record_id) if kind in _RECORDS else None

    @cached_property
    def _indexes(self) -> dict[str, dict[str, Any]]:
        return {}

    def comparisons(self, key: str) -> tuple[Claim, ...]:
        """The claims that compare both sides of that competency or scale, the one most worth reading first."""
        kind, record_id = split(key)
        subject_id = COMPETENCY_PREFIX + record_id if kind == "competency" else record_id
        return self._compared.get(subject_id, ())

    def covered(self, competency_id: str) -> CoverageRow | None:
        """The examples of that competency."""
        return next((row for row in self.evaluation.bank.rows if row.competency.id == competency_id), None)


def _living(context: ShownEvaluation, record_id: str) -> Competency | None:
    competency = context.journal.competency(record_id)
    return None if competency is None or competency.archived else competency


_RECORDS: Mapping[str, Callable[[ShownEvaluation, str], Any]] = {
    "competency": _living,
    "example": lambda context, key: context.evaluation.bank.entry(key),
    "cover": ShownEvaluation.covered,
    "time": lambda context, key: context.over_time.measure(key),
    "question": lambda context, key: context.questions.find(key),
    "own-question": lambda context, key: context.questions.yours_with(key),
}
"""How to find what a row is about."""
_LISTED = {
    "suspected": (attrgetter("suspected"), attrgetter("subject.id")),
    "pointer": (attrgetter("pointers"), attrgetter("pointer.id")),
    "since": (attrgetter("pointers"), attrgetter("pointer.id")),
    "advice": (attrgetter("advice"), attrgetter("source.finding_id")),
    "opening": (attrgetter("openings"), attrgetter("source.finding_id")),
}
"""The same of what the evaluation lists: where, and by which id."""


def competency_of(key: str) -> str:
    """The id of the competency that a row is about; empty where it is about none."""
    kind, record_id = split(key)
    if kind in _CLAIMED:
        return record_id.removeprefix(COMPETENCY_PREFIX) if record_id.startswith(COMPETENCY_PREFIX) else ""
    return record_id if kind in OF_COMPETENCY else ""


def over_time_of(evaluation: Evaluation) -> OverTime:
    """What can be counted by month, and before and since each pointer."""
    journal = evaluation.journal
    rows = (row for row in evaluation.lines if row.interview.id in journal.interviews)
    return over_time(journal, evaluation.material, evaluation.pointers, rows)


def split(key: str) -> tuple[str, str]:
    """The kind of a row and the id of what it is about."""
    kind, _, record_id = key.partition("/")
    return kind, record_id


# ── the sources of a row ──────────────────────────────────────────────────────────────────────────────────────────────


class Source(Struct, frozen=True):
    """A piece of evidence under a row; `against`: it speaks against that row.

    `row` is its row in the reflection, where it has one of its own.
    """

    evidence: Evidence
    against: bool = False
    row: str = ""

    @property
    def leads_to(self) -> tuple[str, str]:
        """The pane and the record in it where this stands."""
        piece = self.evidence
        if piece.request_id:
            return ("feedback", piece.request_id)
        return ("reflection", f"{piece.interview_id}/{self.row}" if self.row else piece.interview_id)

    @property
    def is_rating(self) -> bool:
        """Whether it is a rating of your own."""
        return self.evidence.kind is EvidenceKind.RATING


def sources(context: ShownEvaluation, key: str) -> tuple[Source, ...]:
    """The evidence behind that row, what speaks against it included."""
    kind, record_id = split(key)
    if kind in _OF_RECORDS:
        record = context.record(key)
        return () if record is None else tuple(_OF_RECORDS[kind](context, record))
    if kind in _OF_ALL:
        return tuple(_OF_ALL[kind](context, record_id))
    claim = context.claim(key)
    return () if claim is None else sources_of(claim)


def sources_of(claim: Claim) -> tuple[Source, ...]:
    """What the claim rests on, your own ratings beside it, and what speaks against it."""
    against = (Source(piece, against=True) for piece in claim.against)
    return (*map(Source, (*claim.evidence, *claim.beside)), *against)


def newest(sources: Iterable[Source]) -> list[Source]:
    """Words before ratings, what speaks for the row before what speaks against it; of each the latest first."""
    return sorted(sources, key=lambda source: (source.against, source.is_rating, -source.evidence.on.toordinal()))


def _of_competency(context: ShownEvaluation, competency: Competency) -> Iterator[Source]:
    material = context.evaluation.material
    first = next(iter(context.comparisons(f"competency/{competency.id}")), None)
    against = frozenset(first.against) if first else frozenset()
    for piece in (*material.said_of(competency.id), *material.ratings_of(competency.id)):
        yield Source(piece, piece in against)


def _of_scale(context: ShownEvaluation, record_id: str) -> Iterator[Source]:
    claims = context.comparisons(f"scale/{record_id}")
    yield from map(Source, dict.fromkeys(piece for claim in claims for piece in (*claim.evidence, *claim.beside)))
    if len(claims) == 1:
        yield from (Source(piece, against=True) for piece in claims[0].against)


def _of_example(_context: ShownEvaluation, entry: BankEntry) -> Iterator[Source]:
    for telling in entry.tellings:
        words = f"“{telling.evidence.words}”: {telling.effect}"
        yield Source(replace(telling.evidence, words=words))
        yield from map(Source, telling.said)


def _of_question(_context: ShownEvaluation, question: Question) -> Iterator[Source]:
    for asked in question.asked:
        piece = noted(asked.interview, EvidenceKind.ANSWER, f"“{asked.answer.question}”: {asked.how}")
        yield Source(replace(piece, who=asked.who), row=f"answer/{asked.answer.id}")


def _of_your_question(_context: ShownEvaluation, yours: YourQuestion) -> Iterator[Source]:
    for asked in yours.asked:
        words = f"“{asked.question.question}”: {asked.question.reply or 'nothing noted'}"
        yield Source(noted(asked.interview, EvidenceKind.ANSWER, words), row=f"asked/{asked.question.id}")


def _of_pointer(context: ShownEvaluation, history: PointerHistory) -> Iterator[Source]:
    finding = context.findings.get(history.pointer.finding_id or "")
    return map(Source, (*([finding] if finding is not None else []), *(checked.evidence for checked in history.checks)))


def not_sorted(evaluation: Evaluation) -> tuple[Evidence, ...]:
    """What interviewers said and no competency holds: marked phrases, then replies in which nothing is marked."""
    return (*reversed(evaluation.said.unassigned), *reversed(evaluation.material.unmarked))


_OF_RECORDS: Mapping[str, Callable[[ShownEvaluation, Any], Iterable[Source]]] = {
    "competency": _of_competency,
    "example": _of_example,
    "pointer": _of_pointer,
    "since": _of_pointer,
    "time": lambda _context, measure: map(Source, filter(None, (one.piece for one in reversed(measure.samples)))),
    "question": _of_question,
    "own-question": _of_your_question,
    "advice": lambda _context, advice: [Source(advice.source)],
    "opening": lambda _context, opening: [Source(opening.source)],
}
_OF_ALL: Mapping[str, Callable[[ShownEvaluation, str], Iterable[Source]]] = {
    "scale": _of_scale,
    "unassigned": lambda context, _id: map(Source, not_sorted(context.evaluation)),
    "arrivals": lambda context, _id: map(Source, reversed(context.evaluation.material.arrivals)),
    "answers": lambda context, _id: (
        Source(replace(given.evidence, words=answer_words(given.answer)))
        for given in reversed(context.evaluation.answers.given)
    ),
}
"""The sources of rows that are about many things."""


# ── how a source reads ────────────────────────────────────────────────────────────────────────────────────────────────


_KINDS: Mapping[EvidenceKind, str] = {
    EvidenceKind.RATING: "o rating",
    EvidenceKind.ANSWER: "o answer",
    EvidenceKind.SCENARIO: "o suspected",
    EvidenceKind.WENT_WELL: "o went well",
    EvidenceKind.NOTE: "o you wrote",
    EvidenceKind.POINTER: "o pointer",
    EvidenceKind.REPLY: "· reply",
}
_QUOTED = frozenset(
    {EvidenceKind.FINDING, EvidenceKind.DECISION, EvidenceKind.REPLY, EvidenceKind.WENT_WELL, EvidenceKind.NOTE}
)
"""The kinds whose words are somebody's own, as they stand."""


def evidence_kind(piece: Evidence) -> Words:
    """What it is: `+ strength`, `o rating`, `o noted`, and of a pointer what became of it."""
    if piece.marked is not None:
        return Words(f"{GLYPHS[piece.marked]} {piece.marked}", FINDING_EMPHASIS[piece.marked])
    if piece.kind is EvidenceKind.CHECK:
        return Words(f"o {piece.words}", KEPT_EMPHASIS[Kept(piece.words)])
    return Words(_KINDS.get(piece.kind, "o noted"))


def evidence_words(piece: Evidence) -> str:
    """An interviewer's words as a quotation, your own rating with its sentence and note."""
    if piece.kind in _QUOTED:
        return in_quotes(clean_line(piece.words))
    if piece.kind is EvidenceKind.CHECK:
        return "what you noted afterwards"
    if piece.kind is EvidenceKind.ANSWER and not piece.words.startswith("“"):
        return in_quotes(piece.words)
    if piece.kind is EvidenceKind.RATING:
        after = " after the reply" if piece.after_reply else ""
        anchor = f" (“{piece.anchor}”)" if piece.anchor else ""
        return f"you rated it {piece.value}{after}{anchor}" + (f": {piece.words}" if piece.words else "")
    return piece.words


def quoted(piece: Evidence) -> Entry:
    """The words as they stand, with whose they are."""
    return Entry(source_run(piece)[1:])


def source_run(piece: Evidence) -> TextRun:
    """`+ strength  “clear answers” (Ada Byron, Initech · Backend, Thu 12 Nov)`; your own without a name."""
    who = f"{piece.who}, " if piece.who else ""
    where = Words(f" ({who}{piece.where}, {show_day(piece.on)})", Emphasis.MUTED)
    kind = Words("o") if piece.kind is EvidenceKind.RATING else evidence_kind(piece)
    return (kind, Words(f"  {evidence_words(piece)}", generous=True), where)
