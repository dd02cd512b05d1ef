"""Owns the prep sheet for one interview (E2): what is chosen for it, by its round, its role and who you meet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct, field

from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import show_moment
from afterword.domain.demands import Demanded, demands, is_alike, is_other_work, is_same, shared_words
from afterword.domain.evaluation.claims import Claim, Evidence
from afterword.domain.evaluation.encounters import (
    Encounter,
    encounters,
    is_plain_praise,
    plan_words,
    questions_to_ask,
    questions_to_expect,
    sentences,
)
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import Advice, BankEntry, Opening, PointerHistory, offer_for
from afterword.domain.evaluation.questions import Question
from afterword.domain.interview import LONGEST_TRAVEL, MODES, Interview, Mode
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.practice import Competency, Occasion
from afterword.domain.reflection import OwnQuestion
from afterword.domain.text import capital, plural, shorten

MOST_POINTERS, MOST_STRENGTHS, MOST_EXAMPLES, MOST_ADVICE, MOST_OPENINGS = 3, 3, 3, 3, 2
_TELLABLE = 0.3
"""Below this meter a begun story is not offered for telling."""
_ROLE_FIT, _OTHER_ROLE = 2, 0.4
"""What it adds that a story was written for such a role, and the share that counts of one written for others."""
_HABIT_RELEVANCE = 1
"""A habit shows in any interview: it comes behind what was named in one like this, before what was named elsewhere."""
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

    @property
    def first_sentence(self) -> str:
        """What to say first: the first sentence of the story."""
        return next(sentences(self.entry.example), "")


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
    """Everything for one interview, each part short enough that the sheet fits on two pages.

    `praise` is what they said of you that stands last; `weak_points` holds one at most.
    """

    interview: Interview
    made_on: date
    facts: tuple[Fact, ...]
    encounters: tuple[Encounter, ...]
    demands: tuple[Demanded, ...]
    pointers: tuple[PointerHistory, ...]
    examples: tuple[Chosen, ...]
    uncovered: tuple[Competency, ...]
    questions: tuple[Question, ...]
    own_questions: tuple[OwnQuestion, ...]
    weak_points: tuple[WeakPoint, ...]
    advice: tuple[Advice, ...]
    openings: tuple[Opening, ...]
    strengths: tuple[Claim, ...]
    other_praise: tuple[Evidence, ...]
    """Praise without a competency, latest first; shown where there is room beside the strengths."""
    praise: Evidence | None
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
    choice = _Choice(journal, interview, whole, {demand.competency.id: demand.weight for demand in asked})
    chosen = choose_examples(whole.bank.entries, asked, interview)
    covered = {cover.id for story in chosen for cover in story.covers}
    pointers = choice.pointers()
    strengths = choice.strengths()
    praise = choice.praise()
    return PrepSheet(
        interview=interview,
        made_on=made_on,
        facts=logistics(interview, journal.interviewers_of(interview)),
        encounters=encounters(journal, interview, whole),
        demands=asked,
        pointers=pointers,
        examples=chosen,
        uncovered=tuple(demand.competency for demand in asked if demand.competency.id not in covered),
        questions=questions_to_expect(whole.questions, interview, choice.wanted),
        own_questions=questions_to_ask(whole.questions, interview),
        weak_points=tuple(choice.weak_points()[:1]),
        advice=choice.advice({history.pointer.id for history in pointers}),
        openings=choice.openings(),
        strengths=strengths,
        other_praise=tuple(choice.loose_praise()[: max(0, MOST_STRENGTHS - len(strengths))]),
        praise=praise,
        letter=letter_to_me(journal, interview, praise),
    )


class _Choice(Struct, frozen=True):
    """What is chosen for one interview; `wanted` are the weights of what it asks for, by competency id.

    `likeness` keeps how much each other interview tells of it, once that was asked for.
    """

    journal: Journal
    interview: Interview
    whole: Evaluation
    wanted: Mapping[str, int]
    likeness: dict[str, int] = field(default_factory=dict)

    def pointers(self) -> tuple[PointerHistory, ...]:
        """At most three: those on what is asked for first, or from an interview like this one; settled ones last.

        One that comes from other work is left out where another can stand.
        """
        practised = [known for known in self.whole.pointers if known.pointer.occasion is Occasion.INTERVIEW]
        fitting = [known for known in practised if not self._is_from_elsewhere(known)]
        ranked = sorted(fitting or practised, key=lambda known: (known.settled, -self._fitness(known)))
        return tuple(ranked[:MOST_POINTERS])

    def _is_from_elsewhere(self, known: PointerHistory) -> bool:
        origin = self.journal.interviews.get(known.pointer.interview_id or "")
        elsewhere = origin is not None and is_other_work(origin.role, self.interview)
        return elsewhere and (known.competency or "") not in self.wanted

    def _fitness(self, known: PointerHistory) -> int:
        fitness = self.wanted.get(known.competency or "", 0)
        fitness += 2 * shared_words(known.pointer.sentence, self.interview.role)
        finding = self.journal.findings.get(known.pointer.finding_id or "")
        request = self.journal.requests.get(finding.request_id) if finding is not None else None
        fitness += 3 * (request is not None and request.person_id in self.interview.interviewers)
        return fitness + 2 * self._nearness(known.pointer.interview_id)

    def _nearness(self, interview_id: str | None) -> int:
        """How much an earlier interview tells of this one: its company, its round, its role."""
        other = self.journal.interviews.get(interview_id or "")
        if other is None or other.id == self.interview.id:
            return 0
        same_round = is_same(other.round, self.interview.round)
        closeness = max(2, 1 + shared_words(other.role, self.interview.role))
        return (closeness if is_alike(other, self.interview) else 0) + 2 * same_round

    def _is_here(self, piece: Evidence) -> bool:
        """Whether it was said at the company of this interview."""
        other = self.journal.interviews.get(piece.interview_id)
        return other is not None and is_same(other.company, self.interview.company)

    def strengths(self) -> tuple[Claim, ...]:
        """At most three, those asked for first."""
        ranked = sorted(
            self.whole.said.strengths, key=lambda claim: (claim.subject.record_id not in self.wanted, not claim.pattern)
        )
        return tuple(ranked[:MOST_STRENGTHS])

    def praise(self) -> Evidence | None:
        """What stands last: praise of what is asked for here, without a figure or a “but”, the latest."""
        said = [piece for claim in self.whole.said.strengths for piece in claim.evidence]
        said += self.whole.said.unassigned
        earlier = [piece for piece in said if piece.marked is FindingKind.STRENGTH and piece.on <= self.interview.day]
        return min(
            earlier,
            key=lambda piece: (
                not is_plain_praise(piece.words),
                -self._relevance(piece),
                -piece.on.toordinal(),
                piece.finding_id,
            ),
            default=None,
        )

    def loose_praise(self) -> list[Evidence]:
        """Praise without a competency, where there is some that of interviews like this one, the latest first."""
        praise = [piece for piece in self.whole.said.unassigned if piece.marked is FindingKind.STRENGTH]
        fitting = [piece for piece in praise if self._relevance(piece)]
        return sorted(
            fitting or praise, key=lambda piece: (-self._relevance(piece), -piece.on.toordinal(), piece.finding_id)
        )

    def _relevance(self, piece: Evidence) -> int:
        """How much it tells of this interview: by its competency, its company, its round and its role."""
        finding = self.journal.findings.get(piece.finding_id)
        competency = finding.competency if finding is not None else None
        likeness = self.likeness.get(piece.interview_id)
        if likeness is None:
            likeness = self._nearness(piece.interview_id) + 2 * self._is_here(piece)
            self.likeness[piece.interview_id] = likeness
        return self.wanted.get(competency or "", 0) + likeness

    def weak_points(self) -> list[WeakPoint]:
        """What is worth a plan, that of this interview first: areas they named, and habits that are patterns.

        It rests on their words or on how answers were told, never on your own ratings.
        """
        named = [area.evidence for area in self.whole.said.areas]
        named += [(piece,) for piece in self.whole.said.unassigned if piece.marked is FindingKind.AREA]
        ranked: list[tuple[int, int, WeakPoint]] = []
        titles = {piece: area for area in self.whole.said.areas for piece in area.evidence}
        for evidence in named:
            said = [piece for piece in evidence if piece.marked is FindingKind.AREA]
            if said:
                point = self._weak(said, titles.get(said[-1]))
                ranked.append((max(map(self._relevance, said)), len(said), point))
        for habit in self.whole.habits:
            if habit.pattern:
                will = f"Next time, I will {habit.will}."
                point = WeakPoint(habit.subject.name, habit.sentence, habit.seen, will, planned=False)
                ranked.append((_HABIT_RELEVANCE, len(habit.evidence), point))
        ranked.sort(key=lambda entry: entry[:2], reverse=True)
        return [point for _relevance, _times, point in ranked]

    def _weak(self, said: Sequence[Evidence], area: Claim | None) -> WeakPoint:
        latest, mine = said[-1], {piece.finding_id for piece in said}
        who = f"{latest.who} ({latest.where})"
        made = (known for known in self.whole.pointers if known.pointer.finding_id in mine)
        subject = area.subject.record_id if area is not None else None
        alike = (known for known in self.whole.pointers if subject is not None and known.competency == subject)
        plan = next(made, None) or next(alike, None)
        will = plan_words(plan.pointer) if plan is not None else _offered(self.journal.competency(subject))
        if area is None:
            return WeakPoint(f"“{latest.words}”", who, "seen once", will, plan is not None)
        return WeakPoint(area.subject.name, f"{who}: “{latest.words}”", area.seen, will, plan is not None)

    def advice(self, practised: set[str]) -> tuple[Advice, ...]:
        """At most three that wait, without those practised already; where some fits this interview, only that."""
        waiting = [
            given
            for given in self.whole.advice
            if (given.todo is None or given.todo.done is None) and given.pointer_id not in practised
        ]
        ranked = sorted(waiting, key=lambda given: -self._relevance(given.source))
        fitting = [given for given in ranked if self._relevance(given.source)]
        return tuple((fitting or ranked)[:MOST_ADVICE])

    def openings(self) -> tuple[Opening, ...]:
        """What this company has left open for you."""
        return tuple(opening for opening in self.whole.openings if self._is_here(opening.source))[:MOST_OPENINGS]


def _offered(competency: Competency | None) -> str:
    when, will = offer_for(competency) if competency is not None else ("this comes up again", "have one answer ready")
    return f"When {when}, I will {will}."


# ── logistics ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_PLACES = {Mode.VIDEO: "Link", Mode.PHONE: "Number", Mode.ONE_WAY: "Link", Mode.TAKE_HOME: "Link"}
_READY = {
    Mode.VIDEO: "Try camera, sound and light a quarter of an hour before; put the stories beside the camera.",
    Mode.PHONE: "A quiet place, a charged phone, this sheet in front of you; stand up when it rings.",
    Mode.ASSESSMENT: "Several tasks, some in a group: eat before, bring water, ask what each task is judged by.",
    Mode.TRIAL: "Clothes and shoes you can work in; ask who shows you round, and whom you may ask.",
    Mode.ONE_WAY: "You speak to a camera alone: record one answer to try it, then look into the lens.",
    Mode.TAKE_HOME: "Read the task twice, ask what is unclear, and keep half an hour to read it over at the end.",
}


def logistics(interview: Interview, people: Iterable[Person]) -> tuple[Fact, ...]:
    """When in the zone of the place, where, with whom, when to leave, and what to have ready for this way to meet."""
    at_home = interview.mode is Mode.TAKE_HOME
    facts = [Fact("Hand in by" if at_home else "When", f"{show_moment(interview.local)} ({interview.zone})")]
    if interview.where:
        facts.append(Fact(_PLACES.get(interview.mode, "Where"), interview.where))
    facts.append(Fact("How", dict(MODES)[interview.mode]))
    if names := [person.name for person in people]:
        facts.append(Fact("With", ", ".join(names)))
    if (leave := leaving(interview)) is not None:
        on_the_way = plural(interview.travel_minutes or 0, "minute")
        facts.append(Fact("Getting there", f"{on_the_way}; leave by {leave:%H:%M} to be a quarter of an hour early"))
    if interview.mode in _READY:
        facts.append(Fact("Have ready", _READY[interview.mode]))
    if interview.notes:
        facts.append(Fact("Notes", interview.notes))
    return tuple(facts)


def leaving(interview: Interview) -> datetime | None:
    """When to leave to be a quarter of an hour early; None where the way is not known."""
    minutes = interview.travel_minutes
    if minutes is None or not 0 <= minutes <= LONGEST_TRAVEL:
        return None
    return interview.local - timedelta(minutes=minutes) - _SPARE


# ── examples ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def choose_examples(
    entries: Iterable[BankEntry], asked: Iterable[Demanded], interview: Interview
) -> tuple[Chosen, ...]:
    """At most three examples that together cover what is asked, best covering first.

    An example counts by the demands it still adds, by its meter, and by fitting the role; one that was told at this
    company already comes after the others, and one that was written for other work is left out where another can stand.
    """
    left = {demand.competency.id: demand for demand in asked}
    order = list(left.values())
    tellable = [entry for entry in entries if entry.example.ready or entry.meter >= _TELLABLE]
    pool = [entry for entry in tellable if not is_other_work(" ".join(entry.example.roles), interview)] or tellable
    chosen: list[Chosen] = []
    while pool and len(chosen) < MOST_EXAMPLES:
        best = max(
            pool, key=lambda entry: (_gain(entry, left, interview), _fitness(entry, interview), entry.example.id)
        )
        pool.remove(best)
        tied = set(best.example.competencies)
        chosen.append(Chosen(best, tuple(demand.competency for demand in order if demand.competency.id in tied)))
        left = {key: demand for key, demand in left.items() if key not in tied}
    return tuple(chosen)


def _gain(entry: BankEntry, left: Mapping[str, Demanded], interview: Interview) -> float:
    """What it adds: the weight of the demands it covers by how much of it stands, and how well it fits the role."""
    added = sum(left[key].weight for key in entry.example.competencies if key in left) * (0.5 + entry.meter / 2)
    named = _role_fit(entry, interview)
    if named is None:
        return round(added, 6)
    return round(added + _ROLE_FIT * min(named, 2) if named else added * _OTHER_ROLE, 6)


def _role_fit(entry: BankEntry, interview: Interview) -> int | None:
    """How many words the roles it was said to fit share with this one; None where it fits any."""
    roles = " ".join(entry.example.roles)
    if not roles:
        return None
    return shared_words(roles, interview.role) or int(roles.casefold() in interview.role.casefold())


def _fitness(entry: BankEntry, interview: Interview) -> tuple[bool, bool, int, float]:
    """Whether it fits the role, was not told at this company yet, speaks of such work, and how much of it stands."""
    told_here = any(telling.evidence.where.startswith(f"{interview.company} · ") for telling in entry.tellings)
    words = f"{entry.example.title} {entry.example.situation}"
    alike = shared_words(words, f"{interview.role} {interview.round}")
    return _role_fit(entry, interview) != 0, not told_here, alike, entry.meter


def quotes(strength: Claim, count: int = 2) -> tuple[Evidence, ...]:
    """The latest words behind a strength, at most `count`, from different conversations where there are several."""
    latest = [piece for piece in reversed(strength.evidence) if piece.marked is FindingKind.STRENGTH]
    first_of_each = list({piece.request_id: piece for piece in reversed(latest)}.values())[::-1]
    chosen = {piece.finding_id for piece in first_of_each}
    rest = (piece for piece in latest if piece.finding_id not in chosen)
    return tuple([*first_of_each, *rest][:count])


# ── the letter to me: only my own words and theirs; nothing is invented ──────────────────────────────────────────────


def letter_to_me(journal: Journal, interview: Interview, praise: Evidence | None) -> str:
    """A few paragraphs, parted by blank lines, the last of them what they praised; short where little is known."""
    parts = [f"Before {interview.company}, a few lines from me to me."]
    parts.append("However it ends, one interview proves nothing, and I will know more after it than before.")
    well = _went_well(journal, interview)
    if not well and praise is None:
        parts.append("Nothing is written down yet. After this one I will note what went well, before anything else.")
        parts.append("They asked me to come: what they have read of me was worth their time.")
    parts += well
    if praise is not None:
        parts.append(f"{praise_words(praise)}. I did that, and can again.")
    return "\n\n".join(parts)


def praise_words(praise: Evidence) -> str:
    """Who said what: `Ada Byron (Initech · Nurse) said: “calm with the family”`."""
    return f"{capital(praise.who)} ({praise.where}) said: “{shorten(praise.words.strip(' .,;'), _QUOTED)}”"


def _went_well(journal: Journal, interview: Interview) -> list[str]:
    """What went well in the latest earlier interviews, in my own words; only in those like this one where there are."""
    written = [
        earlier
        for earlier in journal.live_interviews
        if earlier.at < interview.at and journal.reflection_of(earlier.id).went_well.strip()
    ]
    alike = [earlier for earlier in written if is_alike(earlier, interview)]
    quoted: dict[str, str] = {}
    for earlier in alike or written:
        quoted.setdefault(shorten(journal.reflection_of(earlier.id).went_well, _QUOTED), earlier.company)
    return [f"After {company} I wrote: “{words}”" for words, company in list(quoted.items())[:_MOST_QUOTED]]
