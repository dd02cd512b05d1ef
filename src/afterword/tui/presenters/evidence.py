"""Owns the evidence behind each row of the evaluation pane, and how a piece of it reads.

A row's key says what it is: `competency/ID`, `scale/ID`, `strength/ID`, `area/ID`, `unknown/ID`, `unassigned/`,
`trend/ID`, `habit/ID`, `reason/ID`, `answers/`, `arrivals/`, `replies/ROUND`, `example/ID`, `cover/ID`, `pointer/ID`,
`advice/FINDING`, `opening/FINDING`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.competency import Competency
from afterword.domain.dates import show_day
from afterword.domain.evaluation.claims import Claim, Evidence, EvidenceKind
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.finding import GLYPHS
from afterword.domain.journal import Journal
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.tui.presenters.conversation import TONES
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine
from afterword.tui.widgets.virtual_list import ListColumn, Row

COLUMNS = (ListColumn("", 11), ListColumn("when", 11), ListColumn("who", 14, share=1), ListColumn("words", 20, share=3))
KEPT_TONES = {"done": TextStyle.GOOD, "forgot": TextStyle.WARN}
OF_COMPETENCY = ("competency", "strength", "area", "unknown", "cover")
"""The kinds of row that are about a competency."""
_SHOWN = 12
_INDENT = 2


class ShownEvaluation(Struct, frozen=True):
    """What every row is made from: the evaluation, the journal behind it, and the day."""

    evaluation: Evaluation
    journal: Journal
    today: date

    def competency(self, record_id: str) -> Competency | None:
        """That competency, unless it is archived."""
        competency = self.journal.competency(record_id)
        return None if competency is None or competency.archived else competency

    def claim(self, key: str) -> Claim | None:
        """The claim of a row: a strength, an area, an unknown, a trend, a habit or a reason."""
        kind, record_id = split(key)
        said = self.evaluation.said
        groups = {
            "strength": said.strengths,
            "area": said.areas,
            "unknown": said.unknown,
            "trend": self.evaluation.trends,
            "habit": self.evaluation.habits,
            "reason": self.evaluation.reasons,
        }
        whole = {"trend": record_id, "habit": record_id, "reason": key}
        subject_id = whole.get(kind, COMPETENCY_PREFIX + record_id)
        return next((claim for claim in groups.get(kind, ()) if claim.subject.id == subject_id), None)

    def comparisons(self, key: str) -> tuple[Claim, ...]:
        """The claims that compare both sides of that competency or scale, the one most worth reading first."""
        kind, record_id = split(key)
        return self.evaluation.compared(COMPETENCY_PREFIX + record_id if kind == "competency" else record_id)

    def history(self, pointer_id: str) -> PointerHistory | None:
        """The history of that pointer."""
        return next((pointer for pointer in self.evaluation.pointers if pointer.pointer.id == pointer_id), None)


def split(key: str) -> tuple[str, str]:
    """The kind of a row and the id of what it is about."""
    kind, _, record_id = key.partition("/")
    return kind, record_id


class Source(Struct, frozen=True):
    """A piece of evidence under a line; `against`: it speaks against that line."""

    evidence: Evidence
    against: bool = False

    @property
    def leads_to(self) -> tuple[str, str]:
        """The pane and the record in it where this stands."""
        piece = self.evidence
        return ("feedback", piece.request_id) if piece.request_id else ("reflection", piece.interview_id)


# ── what stands behind a row ──────────────────────────────────────────────────────────────────────────────────────────


def sources(known: ShownEvaluation, key: str) -> tuple[Source, ...]:
    """The evidence behind that row, what speaks against it included."""
    kind, record_id = split(key)
    find = _SOURCES.get(kind)
    if find is not None:
        return tuple(find(known, record_id))
    claim = known.claim(key)
    return () if claim is None else tuple(_of_claim(claim))


def _of_claim(claim: Claim) -> Iterator[Source]:
    yield from map(Source, (*claim.evidence, *claim.beside))
    yield from (Source(piece, against=True) for piece in claim.against)


def _competency(known: ShownEvaluation, record_id: str) -> Iterator[Source]:
    material = known.evaluation.material
    first = next(iter(known.comparisons(f"competency/{record_id}")), None)
    against = frozenset(first.against) if first else frozenset()
    for piece in (*material.said_of(record_id), *material.ratings_of(record_id)):
        yield Source(piece, piece in against)


def _scale(known: ShownEvaluation, record_id: str) -> Iterator[Source]:
    claims = known.comparisons(f"scale/{record_id}")
    yield from map(Source, dict.fromkeys(piece for claim in claims for piece in (*claim.evidence, *claim.beside)))
    if len(claims) == 1:
        yield from (Source(piece, against=True) for piece in claims[0].against)


def _answers(known: ShownEvaluation, _record_id: str) -> Iterator[Source]:
    for given in reversed(known.evaluation.answers.given):
        answer = given.answer
        marks = f"action {'named' if answer.action else '–'}, result {'named' if answer.result else '–'}"
        yield Source(replace(given.evidence, words=f"{answer.kind}: {answer.question} ({marks})"))


def _example(known: ShownEvaluation, record_id: str) -> Iterator[Source]:
    entry = known.evaluation.bank.entry(record_id)
    for telling in entry.tellings if entry is not None else ():
        words = f"told for “{telling.evidence.words}”: {telling.effect}"
        yield Source(replace(telling.evidence, words=words))
        yield from map(Source, telling.said)


def _pointer(known: ShownEvaluation, record_id: str) -> Iterator[Source]:
    history = known.history(record_id)
    if history is not None:
        if history.pointer.finding_id is not None:
            yield from _finding(known, history.pointer.finding_id)
        yield from (Source(checked.evidence) for checked in history.checks)


def _finding(known: ShownEvaluation, finding_id: str) -> Iterator[Source]:
    said = known.evaluation.material.said.values()
    return (Source(piece) for group in said for piece in group if piece.finding_id == finding_id)


_SOURCES: Mapping[str, Callable[[ShownEvaluation, str], Iterable[Source]]] = {
    "competency": _competency,
    "scale": _scale,
    "unassigned": lambda known, _id: map(Source, reversed(known.evaluation.said.unassigned)),
    "arrivals": lambda known, _id: map(Source, reversed(known.evaluation.arrivals)),
    "answers": _answers,
    "example": _example,
    "pointer": _pointer,
    "advice": _finding,
    "opening": _finding,
}


# ── how it reads ──────────────────────────────────────────────────────────────────────────────────────────────────────


def what_span(piece: Evidence) -> Span:
    """What it is: `+ strength`, `o rating`, `o noted`."""
    if piece.marked is not None:
        return Span(f"{GLYPHS[piece.marked]} {piece.marked}", TONES[piece.marked])
    if piece.kind is EvidenceKind.CHECK:
        return Span(f"o {piece.words}", KEPT_TONES.get(piece.words, TextStyle.PLAIN))
    return Span("o rating" if piece.kind is EvidenceKind.RATING else "o noted")


def evidence_words(piece: Evidence) -> str:
    """An interviewer's words as a quotation, your own rating and note in a sentence."""
    if piece.kind is EvidenceKind.FINDING:
        return f"“{piece.words}”"
    if piece.kind is EvidenceKind.CHECK:
        return "what you noted afterwards"
    if piece.kind is EvidenceKind.RATING:
        after = " after the reply" if piece.after_reply else ""
        return f"you rated it {piece.value}{after}" + (f": {piece.words}" if piece.words else "")
    return piece.words


def newest(sources: Iterable[Source]) -> list[Source]:
    """Words before ratings, what speaks for the line before what speaks against it; of each the latest first."""
    return sorted(sources, key=lambda source: (source.against, _is_rating(source), -source.evidence.on.toordinal()))


def _is_rating(source: Source) -> bool:
    return source.evidence.kind is EvidenceKind.RATING


def source_row(source: Source) -> Row:
    """One line of the list of sources; see `COLUMNS`."""
    piece = source.evidence
    words = evidence_words(piece)
    said = (Span("against it: ", TextStyle.WARN), words) if source.against else words
    return Row((what_span(piece), show_day(piece.on), piece.who or "you", said))


def source_lines(source: Source) -> list[TextLine]:
    """What was said, and below it by whom, where and when; your own notes on one line."""
    piece = source.evidence
    where, head = f"{piece.where}, {show_day(piece.on)}", (what_span(piece), f"  {evidence_words(piece)}")
    if not piece.who:
        return [TextLine((*head, Span(f" ({where})", TextStyle.MUTED)), indent=_INDENT)]
    return [
        TextLine(head, indent=_INDENT),
        TextLine((" " * _INDENT, Span(f"{piece.who}, {where}", TextStyle.MUTED)), indent=_INDENT),
    ]


def section(title: str, sources: Sequence[Source]) -> list[TextLine]:
    """A heading with the latest pieces of evidence below it; nothing where there is none."""
    if not sources:
        return []
    lines = [TextLine(""), TextLine(Span(title, TextStyle.STRONG))]
    lines += [line for source in sources[:_SHOWN] for line in source_lines(source)]
    if len(sources) > _SHOWN:
        lines.append(TextLine(Span(f"and {len(sources) - _SHOWN} earlier; enter lists all", TextStyle.MUTED)))
    return lines


def for_and_against(sources: Iterable[Source], title: str = "What they said") -> list[TextLine]:
    """Both sides of a line of the evaluation, and your own ratings that are on neither."""
    ordered = newest(sources)
    return [
        *section(title, [piece for piece in ordered if not piece.against and not _is_rating(piece)]),
        *section("How you rated it", [piece for piece in ordered if not piece.against and _is_rating(piece)]),
        *section("What speaks against it", [piece for piece in ordered if piece.against]),
    ]
