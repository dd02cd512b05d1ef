"""Owns the prep sheet for one interview (E2): what it will ask for, what to practise, tell, expect and know."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from afterword.domain.competency import Competency
from afterword.domain.contacts import Acquaintance, met_before
from afterword.domain.dates import show_moment
from afterword.domain.demands import Demanded, DemandGathering, demanded
from afterword.domain.evaluation.claims import Claim, Evidence
from afterword.domain.evaluation.coverage import BankEntry
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import Advice, PointerHistory, offer_for
from afterword.domain.finding import FindingKind
from afterword.domain.interview import LONGEST_TRAVEL, MODES, Interview, Mode
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.text import plural, shorten

MOST = 6
_FEWEST = 3
_EARLIER, _NAMED = 2, 1


def demands(journal: Journal, interview: Interview, whole: Evaluation) -> tuple[Demanded, ...]:
    """At most six, heaviest first, always the same for the same journal.

    Words of the round, role and posting or notes count, then what earlier rounds of that name asked, then what
    interviewers named as room to grow; where all that gives fewer than three, what most interviews ask for is added.
    """
    application = journal.applications.get(interview.application_id)
    posting = application.posting if application is not None else ""
    known, language = journal.all_competencies, journal.language
    found = list(demanded(interview.role, interview.round, posting or interview.notes, known, language))
    gathering = DemandGathering(known, found)
    gathering.add(_asked_earlier(journal, interview), f"asked in an earlier {interview.round} round", _EARLIER)
    for area in whole.said.areas:
        gathering.add([area.subject.record_id], f"named as room to grow, {area.seen}", _NAMED)
    for competency in ("motivation", "communication", "ownership"):
        if len(gathering) < _FEWEST:
            gathering.add([competency], "most interviews ask for it", _NAMED)
    return gathering.ranked()[:MOST]


def _asked_earlier(journal: Journal, interview: Interview) -> Iterator[str]:
    """The competencies that questions of earlier rounds of the same name were about."""
    if not interview.round.strip():
        return
    for other in journal.live_interviews:
        if other.id != interview.id and other.round.casefold() == interview.round.casefold():
            answers = journal.reflection_of(other.id).answers
            yield from (answer.competency for answer in answers if answer.competency is not None)


MOST_POINTERS, MOST_STRENGTHS, MOST_EXAMPLES, MOST_WEAK, MOST_ADVICE, MOST_TRENDS = 5, 4, 5, 3, 3, 4
FEWEST_EXAMPLES = 3
_TELLABLE = 0.3
"""Below this meter a begun story is not offered for telling."""
_SPARE = timedelta(minutes=15)
_QUOTED, _MOST_QUOTED = 160, 2
"""Characters of a quotation in the letter to me, and how many interviews it quotes."""


class Fact(Struct, frozen=True):
    """One line of the logistics: `When`, `Wed 25 Nov 2026 10:00 (Europe/Berlin)`."""

    label: str
    words: str


class Chosen(Struct, frozen=True):
    """An example to tell, and the competencies asked for that it covers."""

    entry: BankEntry
    covers: tuple[Competency, ...]


class WeakPoint(Struct, frozen=True):
    """Something likely to come up: the words or instances it rests on, how often it was seen, what I will do.

    `planned` is False where no pointer answers it yet and `will` is only one way to go on.
    """

    title: str
    because: str
    seen: str
    will: str
    planned: bool


class PrepSheet(Struct, frozen=True):
    """Everything for one interview, each part short enough that the sheet fits on two pages."""

    interview: Interview
    made_on: date
    facts: tuple[Fact, ...]
    demands: tuple[Demanded, ...]
    pointers: tuple[PointerHistory, ...]
    strengths: tuple[Claim, ...]
    other_praise: tuple[Evidence, ...]
    """Praise without a competency, latest first; shown where there is room beside the strengths."""
    examples: tuple[Chosen, ...]
    uncovered: tuple[Competency, ...]
    weak_points: tuple[WeakPoint, ...]
    advice: tuple[Advice, ...]
    trends: tuple[Claim, ...]
    letter: str

    @property
    def why_me(self) -> tuple[tuple[str, str], ...]:
        """Your own lines on the competencies asked for: name and line."""
        return tuple(
            (demand.competency.name, demand.competency.why_me) for demand in self.demands if demand.competency.why_me
        )


def next_interview(journal: Journal, now: datetime) -> Interview | None:
    """The earliest interview that lies ahead of `now`; None when none is planned."""
    ahead = [interview for interview in journal.live_interviews if interview.at >= now]
    return min(ahead, key=lambda interview: (interview.at, interview.id)) if ahead else None


def prep_sheet(journal: Journal, interview: Interview, whole: Evaluation, made_on: date) -> PrepSheet:
    """The sheet for that interview; `whole` is the evaluation of everything at hand."""
    asked = demands(journal, interview, whole)
    wanted = {demand.competency.id: demand.weight for demand in asked}
    chosen = choose_examples(whole.bank.entries, asked, interview)
    covered = {cover.id for example in chosen for cover in example.covers}
    strengths = sorted(
        whole.said.strengths, key=lambda claim: (claim.subject.record_id not in wanted, not claim.pattern)
    )
    praise = [piece for piece in reversed(whole.said.unassigned) if piece.marked is FindingKind.STRENGTH]
    rated = sorted(whole.trends, key=lambda trend: (trend.subject.record_id not in wanted, -len(trend.evidence)))
    pointers = sorted(whole.pointers, key=lambda history: (history.settled, history.competency not in wanted))
    return PrepSheet(
        interview=interview,
        made_on=made_on,
        facts=logistics(interview, journal.interviewers_of(interview), met_before(journal, interview)),
        demands=asked,
        pointers=tuple(pointers[:MOST_POINTERS]),
        strengths=tuple(strengths[:MOST_STRENGTHS]),
        other_praise=tuple(praise[: max(0, MOST_STRENGTHS - len(strengths))]),
        examples=chosen,
        uncovered=tuple(demand.competency for demand in asked if demand.competency.id not in covered),
        weak_points=tuple(_weak_points(journal, whole, wanted))[:MOST_WEAK],
        advice=tuple(given for given in whole.advice if given.todo is None or given.todo.done is None)[:MOST_ADVICE],
        trends=tuple(trend for trend in rated if len(trend.evidence) > 1)[:MOST_TRENDS],
        letter=letter_to_me(journal, interview, [claim.evidence[-1] for claim in strengths] + praise, pointers),
    )


def logistics(interview: Interview, people: Iterable[Person], met: Iterable[Acquaintance] = ()) -> tuple[Fact, ...]:
    """When in the zone of the place, where, with whom, whom you met before, and when to leave."""
    facts = [Fact("When", f"{show_moment(interview.local)} ({interview.zone})")]
    if interview.where:
        facts.append(Fact({Mode.VIDEO: "Link", Mode.PHONE: "Number"}.get(interview.mode, "Where"), interview.where))
    facts.append(Fact("How", dict(MODES)[interview.mode]))
    if names := [person.name for person in people]:
        facts.append(Fact("With", ", ".join(names)))
    for known in met:
        remembered = f": {known.person.remember}" if known.person.remember else ""
        facts.append(Fact("Met before", f"{known.words}{remembered}"))
    if interview.travel_minutes is not None and 0 <= interview.travel_minutes <= LONGEST_TRAVEL:
        leave = interview.local - timedelta(minutes=interview.travel_minutes) - _SPARE
        on_the_way = plural(interview.travel_minutes, "minute")
        facts.append(Fact("Getting there", f"{on_the_way}; leave by {leave:%H:%M} to be a quarter of an hour early"))
    if interview.notes:
        facts.append(Fact("Notes", interview.notes))
    return tuple(facts)


def choose_examples(
    entries: Iterable[BankEntry], asked: Iterable[Demanded], interview: Interview
) -> tuple[Chosen, ...]:
    """Three to five examples that together cover what is asked, best covering first; fewer where there are fewer.

    An example counts by the demands it still adds, by its meter, and by fitting the role; one that was told at this
    company already comes after the others.
    """
    left = {demand.competency.id: demand for demand in asked}
    order = list(left.values())
    pool = [entry for entry in entries if entry.example.ready or entry.meter >= _TELLABLE]
    chosen: list[Chosen] = []
    while pool and len(chosen) < MOST_EXAMPLES and (left or len(chosen) < FEWEST_EXAMPLES):
        best = max(pool, key=lambda entry: (_gain(entry, left), _fitness(entry, interview), entry.example.id))
        if _gain(best, left) == 0 and len(chosen) >= FEWEST_EXAMPLES:
            break
        pool.remove(best)
        tied = set(best.example.competencies)
        chosen.append(Chosen(best, tuple(demand.competency for demand in order if demand.competency.id in tied)))
        left = {key: demand for key, demand in left.items() if key not in tied}
    return tuple(chosen)


def _gain(entry: BankEntry, left: Mapping[str, Demanded]) -> float:
    added = sum(left[key].weight for key in entry.example.competencies if key in left)
    return round(added * (0.5 + entry.meter / 2), 6)


def _fitness(entry: BankEntry, interview: Interview) -> tuple[bool, bool, float]:
    told_here = any(telling.evidence.where.startswith(f"{interview.company} · ") for telling in entry.tellings)
    fits = not entry.example.roles or any(
        role.casefold() in interview.role.casefold() for role in entry.example.roles if role
    )
    return not told_here, fits, entry.meter


def _weak_points(journal: Journal, whole: Evaluation, wanted: Mapping[str, int]) -> Iterable[WeakPoint]:
    """Areas that were named (asked for first, then patterns), then habits that are patterns."""
    areas = sorted(whole.said.areas, key=lambda area: (-wanted.get(area.subject.record_id, 0), not area.pattern))
    habits = [habit for habit in whole.habits if habit.pattern]
    answering = {
        pointer.competency: pointer.pointer.sentence for pointer in reversed(whole.pointers) if pointer.competency
    }
    by_finding = {
        history.pointer.finding_id: history.pointer.sentence for history in whole.pointers if history.pointer.finding_id
    }
    for area in areas[: MOST_WEAK - min(1, len(habits))]:
        plan = next((by_finding[piece.finding_id] for piece in area.evidence if piece.finding_id in by_finding), None)
        plan = plan or answering.get(area.subject.record_id)
        will = plan or _offered(journal.competency(area.subject.record_id))
        yield WeakPoint(area.subject.name, area.why, area.seen, will, bool(plan))
    for habit in habits:
        will = f"Next time, I will {habit.will}."
        yield WeakPoint(habit.subject.name, habit.sentence, habit.seen, will, planned=False)


def _offered(competency: Competency | None) -> str:
    when, will = offer_for(competency) if competency is not None else ("", "")
    return f"When {when}, I will {will}."


def quotes(strength: Claim, count: int = 2) -> tuple[Evidence, ...]:
    """The latest words behind a strength, at most `count`, from different conversations where there are several."""
    latest = strength.evidence[::-1]
    first_of_each = list({piece.request_id: piece for piece in reversed(latest)}.values())[::-1]
    chosen = {piece.finding_id for piece in first_of_each}
    rest = (piece for piece in latest if piece.finding_id not in chosen)
    return tuple([*first_of_each, *rest][:count])


# ── the letter to me: only my own words, theirs, and my own plans; nothing is invented ───────────────────────────────


def letter_to_me(
    journal: Journal, interview: Interview, praised: Iterable[Evidence], pointers: Iterable[PointerHistory]
) -> str:
    """A few paragraphs, parted by blank lines; short where little has been written so far."""
    parts = [f"Before {interview.company}, a few lines from me to me."]
    parts += _went_well(journal, interview)
    praise = next(iter(praised), None)
    if praise is not None:
        parts.append(
            f"{praise.who} ({praise.where}) said: “{shorten(praise.words, _QUOTED)}”. I did that, and can again."
        )
    plan = next((history.pointer for history in pointers if not history.settled), None)
    if plan is not None:
        parts.append(f"One thing is enough for this time. {plan.sentence}")
    if len(parts) == 1:
        parts.append("Nothing is written down yet. After this one I will note what went well, before anything else.")
    parts.append("However it ends, one interview proves nothing, and I will know more after it than before.")
    return "\n\n".join(parts)


def _went_well(journal: Journal, interview: Interview) -> list[str]:
    """What went well in the latest earlier interviews, in my own words."""
    quoted: list[str] = []
    for earlier in journal.live_interviews:
        text = journal.reflection_of(earlier.id).went_well.strip()
        if text and earlier.at < interview.at and len(quoted) < _MOST_QUOTED:
            quoted.append(f"After {earlier.company} I wrote: “{shorten(text, _QUOTED)}”")
    return quoted
