"""Owns what is practised and planned: examples and what they cover, pointers and their history, advice, openings."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.request import Event, EventKind, Finding, FindingKind, Todo
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import Policy, show_date, show_short
from afterword.domain.evaluation.claims import Evidence, EvidenceKind, Material, noted, range_words
from afterword.domain.journal import Journal
from afterword.domain.practice import (
    Competency,
    Example,
    Kept,
    Occasion,
    Pointer,
    advise,
    rehearsal_due,
    weight,
    wording_of,
)
from afterword.domain.suggestion import suggest
from afterword.domain.text import plural, shorten, times_words
from afterword.languages.loader import DEFAULT, languages

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
        return f"told {times_words(len(self.tellings))}, last at {self.tellings[-1].evidence.where}"


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
        suffix = f", {len(self.begun)} begun" if self.begun else ""
        return f"{len(self.ready)} of {AIM}{suffix}"


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
    rows = []
    for competency in journal.all_competencies:
        if not competency.archived:
            tied = [example for example in journal.live_examples if competency.id in example.competencies]
            ready = tuple(example.id for example in tied if example.ready)
            rows.append(CoverageRow(competency, ready, tuple(example.id for example in tied if not example.ready)))
    return Bank(entries, tuple(sorted(rows, key=lambda row: (-row.gap, len(row.begun)))))


def _tellings(journal: Journal, material: Material) -> dict[str, list[Telling]]:
    heard: dict[str, list[tuple[str, Evidence]]] = {}
    for competency_id, piece in material.named():
        if competency_id is not None:
            heard.setdefault(piece.interview_id, []).append((competency_id, piece))
    tellings: dict[str, list[Telling]] = {}
    for answer_given in material.answers:
        example = journal.examples.get(answer_given.answer.example or "")
        if example is not None and answer_given.answer.kind.tells:
            remarks = heard.get(answer_given.evidence.interview_id, ())
            # What was said in that interview on what the answer or the example shows, in this order.
            competency_ids = dict.fromkeys((answer_given.answer.competency, *example.competencies))
            pieces = tuple([piece for key in competency_ids for about, piece in remarks if about == key])
            tellings.setdefault(example.id, []).append(
                Telling(answer_given.evidence, answer_given.answer.enough, pieces)
            )
    return tellings


# ── pointers, advice, openings ────────────────────────────────────────────────────────────────────────────────────────


_HABIT_FROM = 3
"""A pointer kept this many times in a row needs less practice than the others."""
_QUOTED = 90


class Checked(Struct, frozen=True):
    """What became of the pointer in one interview."""

    kept: Kept
    evidence: Evidence


class Shift(Struct, frozen=True):
    """Own ratings on the pointer's competency: the last before it was made, and those where it was kept.

    That they went together does not say that one caused the other; `words` claims no more than that.
    """

    competency: str
    name: str
    before: Evidence
    after: tuple[Evidence, ...]

    @property
    def words(self) -> str:
        """The shift in words: `Communication: rated 2 before, 4 after; seen once.`."""
        ratings, count = range_words([piece.rated for piece in self.after]), len(self.after)
        frequency = "seen once" if count == 1 else f"seen in {count} interviews"
        return f"{self.name}: rated {self.before.rated} before, {ratings} after; {frequency}."


class PointerHistory(Struct, frozen=True):
    """A pointer with everything that became of it, oldest check first."""

    pointer: Pointer
    competency: str | None
    checks: tuple[Checked, ...]
    shift: Shift | None

    @property
    def outcomes(self) -> list[Kept]:
        """What became of it each time there was an occasion."""
        return [check.kept for check in self.checks if check.kept is not Kept.NO_OCCASION]

    @property
    def last(self) -> Kept | None:
        """What became of it the last time there was an occasion."""
        return next(reversed(self.outcomes), None)

    @property
    def settled(self) -> bool:
        """Whether it was kept three times in a row."""
        return self.outcomes[-_HABIT_FROM:] == [Kept.DONE] * _HABIT_FROM

    @property
    def words(self) -> str:
        """`forgot 3 Oct, partly 21 Oct, done 9 Nov`, or `not tried yet`."""
        if self.pointer.occasion is Occasion.DECISION:
            return "shown when a rejection is recorded"
        return ", ".join(f"{check.kept} {show_short(check.evidence.on)}" for check in self.checks) or "not tried yet"


def histories(journal: Journal, material: Material) -> tuple[PointerHistory, ...]:
    """Every pointer with its history, those to practise first: forgotten, partly kept, untried, kept; for a no last."""
    subjects = {subject.id: subject for subject in journal.subjects}
    order = {Kept.FORGOT: 0, Kept.PARTLY: 1, None: 2, Kept.DONE: 3}

    def need(history: PointerHistory) -> tuple[bool, bool, int, float]:
        for_a_no = history.pointer.occasion is Occasion.DECISION
        return for_a_no, history.settled, order.get(history.last, 2), -history.pointer.created.timestamp()

    return tuple(sorted((_history(journal, each, subjects, material) for each in journal.live_pointers), key=need))


def _history(
    journal: Journal, pointer: Pointer, subjects: Mapping[str, Competency], material: Material
) -> PointerHistory:
    checks: list[Checked] = []
    for check in pointer.checks:
        interview = journal.interviews.get(check.interview_id)
        if interview is not None and interview.deleted is None:
            checks.append(Checked(check.kept, noted(interview, EvidenceKind.CHECK, check.kept)))
    checks.sort(key=lambda checked: checked.evidence.on)
    competency = competency_of(journal, pointer) if pointer.occasion is Occasion.INTERVIEW else None
    shift = None
    if competency is not None and competency in subjects:
        shift = _shift(journal, pointer, subjects[competency], material.ratings_of(competency), checks)
    return PointerHistory(pointer, competency, tuple(checks), shift)


def competency_of(journal: Journal, pointer: Pointer) -> str | None:
    """The competency it works on: that of its finding, else the one its words point at most, where one stands out."""
    finding = journal.findings.get(pointer.finding_id or "")
    if finding is not None and finding.competency is not None:
        return finding.competency
    return suggest(pointer.sentence, journal.subjects)


def _shift(
    journal: Journal, pointer: Pointer, competency: Competency, points: tuple[Evidence, ...], checks: list[Checked]
) -> Shift | None:
    origin = journal.interviews.get(pointer.interview_id or "")
    created_on = origin.day if origin is not None else pointer.created.date()
    kept_ids = {check.evidence.interview_id for check in checks if check.kept in (Kept.DONE, Kept.PARTLY)}
    before = [point for point in points if point.on <= created_on and point.interview_id not in kept_ids]
    after = tuple(point for point in points if point.interview_id in kept_ids and point.on >= created_on)
    if not before or not after:
        return None
    return Shift(competency.id, competency.name, before[-1], after)


def offer(finding: Finding, competency: Competency | None, language: str = DEFAULT) -> tuple[str, str]:
    """Words to begin a pointer with, both halves: *When* … and *I will* …, from what was said; meant to be edited."""
    quote = f"“{shorten(finding.quote.strip(' .,;:'), _QUOTED)}”"
    if finding.kind is FindingKind.ADVICE:
        return "I prepare for the next interview", f"follow this advice: {quote}"
    if finding.kind is FindingKind.OPPORTUNITY:
        return "the time they named has come", f"write to them about {quote}"
    if finding.kind is FindingKind.STRENGTH:
        return "there is room for it", f"do again what they praised: {quote}"
    if competency is None:
        return "this comes up again", f"have an answer ready to {quote}"
    when, will = offer_for(competency, language)
    return when, f"{will} (they said: {quote})"


def is_offered(pointer: Pointer, finding: Finding | None, competencies: Collection[Competency]) -> bool:
    """Whether the pointer still says what was offered to begin with, whatever competency the finding had then."""
    codes = languages("competencies/core")
    offers = [offer_for(competency, code) for competency in competencies for code in codes]
    if finding is not None:
        offers += [offer(finding, competency, code) for competency in (None, *competencies) for code in codes]
        offers += [offer(replace(finding, kind=kind), None) for kind in FindingKind]
    wording, *offered = (
        " ".join(will.casefold().split()).strip(" .,;:…") for will in (pointer.will, *(will for _when, will in offers))
    )
    return wording in offered


def offer_for(competency: Competency, language: str = DEFAULT) -> tuple[str, str]:
    """Words to begin a pointer with, from the competency alone, in that language where its pack has it."""
    wording = wording_of(competency, language)
    if wording is not None and wording.when:
        return wording.when, wording.will
    return f"{competency.name} is asked for", "tell one event that shows it, with what I did and its result"


class Opening(Struct, frozen=True, kw_only=True):
    """“Keep me in mind”, in their words, with what becomes of it in the conversation `request_id` with `who`.

    `planned` is the day to write again: the one their words name, or yours; `guessed` where they name none and it is
    the policy's. `done` is the day on which you wrote or met them again, `dropped` that you let it be. `suggested` is a
    day that would fit where nothing is planned.
    """

    source: Evidence
    suggested: date
    request_id: str = ""
    who: str = ""
    planned: date | None = None
    guessed: bool = False
    done: date | None = None
    dropped: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.done is not None or self.dropped

    @property
    def words(self) -> str:
        """`write again on Thu 7 Jan 2027`, that it is done or let be, or the day suggested while none is planned."""
        if self.done is not None:
            return f"come back to on {show_date(self.done)}"
        if self.dropped:
            return "let be"
        if self.planned is not None:
            return f"write again on {show_date(self.planned)}{', as they named no day' if self.guessed else ''}"
        return f"no day planned; {show_date(self.suggested)} would fit"


class Advice(Struct, frozen=True):
    """An advice in their words, with what you will do about it: an action with a day, a pointer, both or neither."""

    source: Evidence
    todo: Todo | None
    pointer_id: str | None

    @property
    def words(self) -> str:
        """`not planned yet`, `a pointer now`, `by Tue 1 Dec 2026`, `done Fri 20 Nov 2026`."""
        return self._words(show_date)

    @property
    def when(self) -> str:
        """The same in fewer characters: `by Tue 1 Dec`."""
        return self._words(lambda day: f"{day:%a} {show_short(day)}")

    def _words(self, show: Callable[[date], str]) -> str:
        if self.todo is None:
            return "not planned yet" if self.pointer_id is None else "a pointer now"
        return f"done {show(self.todo.done)}" if self.todo.done is not None else f"by {show(self.todo.due)}"


def openings(
    journal: Journal, material: Material, rows: Iterable[TrackerRow], policy: Policy, today: date
) -> tuple[Opening, ...]:
    """Every opening that was marked, the next to come back to first, those that are settled last.

    A suggestion that has passed already moves to the next weekday from `today` on.
    """
    marked = list(material.of_kind(FindingKind.OPPORTUNITY))
    by_application: dict[str, list[TrackerRow]] = {}
    by_request: dict[str, list[TrackerRow]] = {}
    for row in rows if marked else ():
        by_application.setdefault(row.application.id, []).append(row)
        by_request[row.request.id] = [row]
    at_company: dict[str, list[tuple[str, date]]] = {}
    for interview in journal.live_interviews if marked else ():
        at_company.setdefault(interview.company.casefold(), []).append((interview.application_id, interview.day))
    earliest = policy.weekday(today)
    suggested = {day: max(policy.reapproach_due(day), earliest) for day in {source.on for source in marked}}
    all_openings = []
    for source in marked:
        about = journal.interviews[source.interview_id]
        # An interview for another application at that company, since then.
        met = (day for key, day in at_company[about.company.casefold()] if key != about.application_id)
        bare = Opening(
            source=source,
            suggested=suggested[source.on],
            request_id=source.request_id,
            who=source.who,
            done=min((day for day in met if day > source.on), default=None),
        )
        all_openings.append(
            _opening(bare, by_request.get(source.request_id) or by_application.get(about.application_id, []))
        )
    return tuple(
        sorted(all_openings, key=lambda each: (each.is_settled, each.planned or each.suggested, each.source.finding_id))
    )


def _opening(bare: Opening, rows: Sequence[TrackerRow]) -> Opening:
    """The opening with what becomes of it, as the first of these conversations tells that knows."""
    source = bare.source
    for row in rows:
        opening = replace(bare, request_id=row.request.id, who=row.interviewer.name, done=None)
        plan = next((each for each in row.track.named if each.finding_id == source.finding_id), None)
        if plan is not None:
            return replace(opening, planned=plan.day, guessed=plan.guessed)
        settled = row.track.settled.get(source.finding_id) or _settled_since(row, source)
        if settled is not None and settled.until is not None and row.track.reapproach_on != settled.until:
            # It was moved, and the plan that took its place was settled since.
            settled = _settled_since(row, source)
        if settled is not None and settled.kind is not EventKind.REAPPROACH:
            return replace(opening, done=settled.at.date())
        if settled is not None:
            return replace(opening, planned=settled.until, dropped=settled.until is None)
        if row.track.ended:
            return replace(opening, dropped=True)
    return replace(bare, request_id=rows[0].request.id if rows else "")


def _settled_since(row: TrackerRow, source: Evidence) -> Event | None:
    """What last set, dropped or did the day to write again since those words were said."""
    return next((event for event in reversed(row.track.plans) if event.at.date() >= source.on), None)


def advice(journal: Journal, material: Material) -> tuple[Advice, ...]:
    """Every advice that was marked: planned ones by their day, then those without a plan, latest first, then done."""
    pointers = {pointer.finding_id: pointer.id for pointer in journal.live_pointers}
    all_advice = [
        Advice(piece, journal.findings[piece.finding_id].todo, pointers.get(piece.finding_id))
        for piece in material.of_kind(FindingKind.ADVICE)
    ]

    def urgency(advice_given: Advice) -> tuple[int, int, str]:
        if advice_given.todo is None:
            return 1, -advice_given.source.on.toordinal(), advice_given.source.finding_id
        return (
            0 if advice_given.todo.done is None else 2,
            advice_given.todo.due.toordinal(),
            advice_given.source.finding_id,
        )

    return tuple(sorted(all_advice, key=urgency))
