"""Owns the bank as a whole: which competency has how many examples, where each was told, and what to rehearse."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from afterword.domain.competency import Competency
from afterword.domain.evaluation.claims import Evidence
from afterword.domain.evaluation.material import AnswerGiven, Material
from afterword.domain.example import Example, advise, rehearsal_due, weight
from afterword.domain.finding import FindingKind
from afterword.domain.journal import Journal
from afterword.domain.policy import Policy
from afterword.domain.text import plural

AIM = 2
"""Examples to have per competency; practitioners converge on at least two."""


class Telling(Struct, frozen=True):
    """One time an example was told, for the question in the words of `evidence`, and what came of it.

    `enough` is your own note, `said` what the interviewers of that interview marked on its competencies.
    """

    evidence: Evidence
    enough: bool | None
    said: tuple[Evidence, ...]

    @property
    def effect(self) -> str:
        """`it was enough; they praised it`, in words."""
        own = {True: "it was enough", False: "it was not enough", None: "no note on whether it was enough"}[self.enough]
        kinds = {piece.marked for piece in self.said}
        if FindingKind.STRENGTH in kinds and FindingKind.AREA in kinds:
            return f"{own}; they named both a strength and room to grow there"
        if FindingKind.STRENGTH in kinds:
            return f"{own}; they praised it there"
        return f"{own}; they named room to grow there" if FindingKind.AREA in kinds else own


class BankEntry(Struct, frozen=True):
    """An example as it stands: its meter from 0 to 1, what to write next, where it was told, when to rehearse."""

    example: Example
    meter: float
    advice: str
    tellings: tuple[Telling, ...]
    rehearse_on: date | None

    @property
    def told_words(self) -> str:
        """`told twice, last at Hooli · SRE`, or `not told yet`."""
        if not self.tellings:
            return "not told yet"
        count = {1: "once", 2: "twice"}.get(len(self.tellings), f"{len(self.tellings)} times")
        return f"told {count}, last at {self.tellings[-1].evidence.where}"


class CoverageRow(Struct, frozen=True):
    """One competency: the examples that can be told (`ready`), those only begun, and how many are still wanted."""

    competency: Competency
    ready: tuple[str, ...]
    begun: tuple[str, ...]

    @property
    def gap(self) -> int:
        """How many examples are missing to the aim of two."""
        return max(0, AIM - len(self.ready))

    @property
    def words(self) -> str:
        """`1 of 2, 1 begun`."""
        begun = f", {len(self.begun)} begun" if self.begun else ""
        return f"{len(self.ready)} of {AIM}{begun}"


class Bank(Struct, frozen=True):
    """The example bank: its entries, and the matrix of competencies (rows, gaps first) and examples (columns)."""

    entries: tuple[BankEntry, ...]
    rows: tuple[CoverageRow, ...]

    @property
    def gaps(self) -> tuple[CoverageRow, ...]:
        """The competencies that want examples, the emptiest first."""
        return tuple(row for row in self.rows if row.gap)

    def entry(self, example_id: str) -> BankEntry | None:
        """The entry of that example."""
        return next((entry for entry in self.entries if entry.example.id == example_id), None)

    def to_rehearse(self, today: date) -> tuple[BankEntry, ...]:
        """The entries to tell aloud today, longest due first."""
        due = [(entry.rehearse_on, entry) for entry in self.entries if entry.rehearse_on and entry.rehearse_on <= today]
        return tuple(entry for _, entry in sorted(due, key=lambda pair: (pair[0], pair[1].example.id)))

    @property
    def words(self) -> str:
        """`4 examples, 3 of them ready; 7 competencies want more`."""
        ready = sum(1 for entry in self.entries if entry.example.ready)
        wanting = plural(len(self.gaps), "competency wants", "competencies want")
        return f"{plural(len(self.entries), 'example')}, {ready} ready to tell; {wanting} more"


def bank(journal: Journal, material: Material, policy: Policy) -> Bank:
    """The bank; tellings come from answers that told something that happened and name an example."""
    tellings = _tellings(journal, material)
    entries = tuple(
        BankEntry(
            example,
            weight(example),
            advise(example),
            tuple(tellings.get(example.id, ())),
            rehearsal_due(example, policy),
        )
        for example in journal.live_examples
    )
    rows = [
        _row(competency, journal.live_examples) for competency in journal.all_competencies if not competency.archived
    ]
    rows.sort(key=lambda row: (-row.gap, len(row.begun)))
    return Bank(entries, tuple(rows))


def _row(competency: Competency, examples: Iterable[Example]) -> CoverageRow:
    tied = [example for example in examples if competency.id in example.competencies]
    return CoverageRow(
        competency,
        tuple(example.id for example in tied if example.ready),
        tuple(example.id for example in tied if not example.ready),
    )


_Heard = Sequence[tuple[str, Evidence]]
"""What interviewers marked in one interview, with the ids of the competencies."""


def _tellings(journal: Journal, material: Material) -> dict[str, list[Telling]]:
    heard: dict[str, list[tuple[str, Evidence]]] = {}
    for competency_id, piece in material.named():
        if competency_id is not None:
            heard.setdefault(piece.interview_id, []).append((competency_id, piece))
    tellings: dict[str, list[Telling]] = {}
    for given in material.answers:
        example = journal.examples.get(given.answer.example or "")
        if example is not None and given.answer.kind.tells:
            said = _said_there(given, example, heard.get(given.evidence.interview_id, ()))
            tellings.setdefault(example.id, []).append(Telling(given.evidence, given.answer.enough, said))
    return tellings


def _said_there(given: AnswerGiven, example: Example, heard: _Heard) -> tuple[Evidence, ...]:
    """What was said in that interview on what the answer or the example shows, in this order."""
    shown = dict.fromkeys((given.answer.competency, *example.competencies))
    return tuple([piece for key in shown for about, piece in heard if about == key])
