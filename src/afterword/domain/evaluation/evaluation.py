"""Owns the whole evaluation as one value, which interviews count in it, and what to work on.

At most three things, chosen from every kind of evidence by one rule. What is about the same subject is one thing: a
named area, a low rating of yours on it, a reason you suspected, a pointer on it that was forgotten. Their words weigh
first, and one employer proves less than two:

1. what interviewers named as room to grow at two employers or more;
2. what they named once and you saw, too;
3. what they named once;
4. what you saw yourself at two employers or more;
5. what you saw yourself once.

One of the three places is kept for the fourth kind where three things named once would fill them all. Left out is what
was not in your control, what you rated low and others praised, what was low and is high now. Of two alike, the one at
more employers comes first, then the one seen in more ways, then the latest.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import Policy, show_date
from afterword.domain.evaluation import patterns, plans
from afterword.domain.evaluation.claims import HIGH, Claim, Evidence, Material, Stance, Subject, employers, gather
from afterword.domain.evaluation.comparison import Said, Suspicion, compare, said_of_competencies, suspicions
from afterword.domain.evaluation.own_words import ON_TELLING, OwnWords, scenario_words
from afterword.domain.evaluation.questions import Questions, all_questions
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.practice import TELLING, Kept
from afterword.domain.reflection import COMPETENCY_PREFIX, Control, ScenarioKind
from afterword.domain.text import capital, fold_name

MOST_FOCUS = 3
_TELLING_IDS = ON_TELLING | {"no-result", "no-action", "untold"}
_USUAL_WAY = "write down one thing to do when it comes up, as a pointer"
_NAMED_TWICE, _NAMED_AND_SEEN, _NAMED, _SEEN_TWICE, _SEEN = range(5)


class _Topic(Struct, frozen=True, dict=True):
    """One thing to work on: what they named, and what you saw yourself."""

    theirs: tuple[Claim, ...]
    own: tuple[Claim, ...]
    saw_too: bool

    @cached_property
    def leading(self) -> Claim:
        """The claim it is called by: theirs, else the own one at most employers."""
        return self.theirs[0] if self.theirs else max(self.own, key=lambda claim: employers(claim.evidence))

    @cached_property
    def own_evidence(self) -> tuple[Evidence, ...]:
        """All that you saw of it yourself."""
        return tuple(piece for claim in self.own for piece in claim.evidence)

    @cached_property
    def rank(self) -> int:
        """Its place in the rule."""
        if self.theirs:
            pieces = tuple(piece for claim in self.theirs for piece in claim.evidence)
            return _NAMED_TWICE if employers(pieces) > 1 else _NAMED_AND_SEEN if self.own or self.saw_too else _NAMED
        return _SEEN_TWICE if employers(self.own_evidence) > 1 else _SEEN

    @property
    def order(self) -> tuple[int, int, int, int, str]:
        """What comes first."""
        evidence = (*self.leading.evidence, *self.own_evidence)
        latest = max((piece.on.toordinal() for piece in evidence), default=0)
        kinds = len(self.theirs) + len(self.own)
        return self.rank, -employers(evidence), -kinds, -latest, self.leading.subject.id


def _focus(whole: "Evaluation") -> tuple[Claim, ...]:
    """At most three claims, each with all other evidence on its subject beside it, and one way to go on."""
    theirs: dict[str, list[Claim]] = {}
    own: dict[str, list[Claim]] = {}
    claims = [(theirs, claim.subject.id, claim) for claim in whole.said.areas]
    claims += [(own, key, claim) for key, claim in _own(whole)]
    for side, key, claim in claims:
        side.setdefault(TELLING if key in _TELLING_IDS else key, []).append(claim)
    # The subjects of which you wrote what they said, too.
    saw_too = {claim.subject.id for claim in whole.compared_as(Stance.SAW_IT_TOO, Stance.SHARED_AREA)}
    topics = [
        _Topic(tuple(theirs.get(key, ())), tuple(own.get(key, ())), key in saw_too)
        for key in dict.fromkeys((*theirs, *own))
    ]
    topics.sort(key=lambda topic: topic.order)
    chosen, rest = topics[:MOST_FOCUS], topics[MOST_FOCUS:]
    seen_twice = next((topic for topic in rest if topic.rank == _SEEN_TWICE), None)
    if seen_twice is not None and all(topic.rank == _NAMED for topic in chosen):
        chosen[-1] = seen_twice
    return tuple(_focused(topic, whole) for topic in chosen)


def _own(whole: "Evaluation") -> Iterator[tuple[str, Claim]]:
    """What you saw yourself, by the id of what it is about."""
    praised = {claim.subject.id for claim in whole.said.strengths} - {claim.subject.id for claim in whole.said.areas}
    for claim in whole.lows:
        latest = max((*claim.evidence, *claim.beside), key=lambda piece: piece.on)
        if claim.subject.id not in praised and latest.rated < HIGH:
            yield claim.subject.id, claim
    yield from ((claim.subject.id, claim) for claim in whole.habits if claim.pattern)
    for suspicion in whole.suspected:
        if suspicion.will:
            # Only the interviews count in which it was in your control.
            mine = replace(suspicion.claim, evidence=suspicion.in_control(Control.MINE))
            # The one competency its words point at, else the scenario itself.
            words = (scenario_words(noted.scenario) for noted in suspicion.noted)
            topics = {topic for text in words for topic in whole.own_words.topics(text)}
            topic = COMPETENCY_PREFIX + topics.pop() if len(topics) == 1 else suspicion.subject.id
            yield TELLING if suspicion.kind is ScenarioKind.ANSWERS else topic, mine
    for history in whole.pointers:
        if history.last is Kept.FORGOT:
            claim, about = patterns.forgotten(history), history.competency
            yield claim.subject.id if about is None else COMPETENCY_PREFIX + about, claim


def _focused(topic: _Topic, whole: "Evaluation") -> Claim:
    """The leading claim, with everything else that belongs to its subject beside it."""
    leading = topic.leading
    others = [claim for claim in (*topic.theirs, *topic.own) if claim is not leading]
    # By identity: a piece that two claims share is one object, and there may be thousands.
    led = {id(piece) for piece in leading.evidence}
    beside = {id(piece): piece for claim in others for piece in claim.evidence if id(piece) not in led}
    is_stated = leading.seen.casefold() in leading.sentence.casefold()
    frequency = "" if is_stated else f" {capital(leading.seen)}."
    # The name stands once, at the beginning.
    rest = (capital(claim.sentence.removeprefix(f"{leading.subject.name}: ")) for claim in others)
    sentence = " ".join((f"{leading.sentence}{frequency}", *rest))
    return replace(leading, sentence=sentence, beside=tuple(beside.values()), will=_way(topic, whole))


def _way(topic: _Topic, whole: "Evaluation") -> str:
    """A pointer you have already, else the plan that the competency offers, else what its habit or scale says."""
    subject = topic.leading.subject
    is_competency = subject.id.startswith(COMPETENCY_PREFIX)
    competency = whole.journal.competency(subject.record_id) if is_competency else None
    if competency is not None:
        pointers = (each for each in whole.pointers if each.competency == competency.id and not each.settled)
        planned = next(pointers, None)
        if planned is not None:
            return f"you have a pointer for it: {planned.pointer.sentence}".rstrip(".")
        when, will = plans.offer_for(competency)
        return f"when {when}, I will {will}"
    return next((claim.will for claim in (topic.leading, *topic.own) if claim.will), _USUAL_WAY)


# ── the whole evaluation ──────────────────────────────────────────────────────────────────────────────────────────────


class Filter(Struct, frozen=True, kw_only=True):
    """The interviews that count. Both days belong to the period; `role` and `round` are whole names, and empty for all.

    Case and spaces make no difference in a name.
    """

    since: date | None = None
    until: date | None = None
    role: str = ""
    round: str = ""

    def admits(self, interview: Interview) -> bool:
        """Whether that interview counts."""
        pairs = ((self.role, interview.role), (self.round, interview.round))
        if any(criterion.strip() and fold_name(criterion) != fold_name(name) for criterion, name in pairs):
            return False
        return (self.since or interview.day) <= interview.day <= (self.until or interview.day)

    @property
    def words(self) -> str:
        """`role “backend” · since Thu 1 Oct 2026`, or `all interviews`."""
        names = (f"{label} “{words}”" for label, words in (("role", self.role), ("round", self.round)) if words)
        days = (f"{label} {show_date(day)}" for label, day in (("since", self.since), ("until", self.until)) if day)
        return " · ".join((*names, *days)) or "all interviews"


EVERYTHING = Filter()


def narrow(journal: Journal, chosen: Filter) -> Journal:
    """The journal with only the interviews that count; examples, pointers and competencies stay whole."""
    if chosen == EVERYTHING:
        return journal
    interviews = {key: interview for key, interview in journal.interviews.items() if chosen.admits(interview)}
    return replace(journal, interviews=interviews)


def named(journal: Journal, field: str) -> tuple[str, ...]:
    """The roles, or the rounds, that there are, by name, to choose from."""
    names = {getattr(interview, field) for interview in journal.live_interviews} - {""}
    return tuple(sorted(names, key=str.casefold))


_LATEST = 60
"""Thoughts and notes that are read for what they name: beyond these nobody looks."""


class Evaluation(Struct, frozen=True, dict=True):
    """The whole evaluation, each part made when it is first asked for; no part of it is a score of a person.

    `journal` holds only the interviews that count, `material` is all evidence in them. `lines` is the tracker read
    `today`.
    """

    chosen: Filter
    journal: Journal
    today: date
    policy: Policy
    lines: tuple[TrackerRow, ...]

    @cached_property
    def material(self) -> Material:
        """What everything else is made from."""
        return gather(self.journal)

    @cached_property
    def own_words(self) -> OwnWords:
        """What you wrote yourself, and what it speaks of."""
        return OwnWords(self.journal, lambda: self.pointers)

    # ── both sides ────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def said(self) -> Said:
        """What interviewers said, by competency."""
        return said_of_competencies(self.material.subjects_of(self.journal), self.material)

    @cached_property
    def comparisons(self) -> tuple[Claim, ...]:
        """What they said beside what you said."""
        return compare(self.journal, self.material, self.own_words)

    def compared_as(self, *stances: Stance) -> tuple[Claim, ...]:
        """The comparisons of these kinds."""
        return tuple(claim for claim in self.comparisons if claim.stance in stances)

    @cached_property
    def _read(self) -> tuple[Evidence, ...]:
        return (*self.material.reasons, *patterns.reasons_read(self.journal))

    @cached_property
    def reasons(self) -> tuple[Claim, ...]:
        """The reasons they gave, those in words where nothing is marked included."""
        return patterns.reasons_given(self._read)

    @cached_property
    def suspected(self) -> tuple[Suspicion, ...]:
        """What you suspected, with the voices for and against it."""
        return suspicions(self.journal, self.material, self._read, self.own_words)

    # ── your own side ─────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def trends(self) -> tuple[Claim, ...]:
        """Your own ratings over time."""
        return patterns.rating_trends(self.material, patterns.titles(self.journal))

    @cached_property
    def lows(self) -> tuple[Claim, ...]:
        """What you rated low, and whether it stayed so."""
        return patterns.own_lows(self.material, self.journal)

    @cached_property
    def habits(self) -> tuple[Claim, ...]:
        """What holds more often than not."""
        return patterns.habits(self.material.arrivals, self.answers)

    @cached_property
    def went_well(self) -> tuple[Claim, ...]:
        """What comes back in what went well."""
        return patterns.went_well(self.material, self.journal.all_competencies, self.own_words)

    def written_about(self, subject: Subject) -> tuple[Evidence, ...]:
        """The sentences that name it in your latest thoughts and notes, oldest first."""
        written = (*self.material.thoughts[-_LATEST:], *self.material.notes[-_LATEST:])
        return self.own_words.about(subject, sorted(written, key=lambda piece: piece.on))

    @cached_property
    def answers(self) -> patterns.Answers:
        """The answers given."""
        return patterns.Answers(self.material.answers)

    @cached_property
    def questions(self) -> Questions:
        """Every question, theirs and yours."""
        return all_questions(self.journal)

    # ── what to do ────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def focus(self) -> tuple[Claim, ...]:
        """At most three things to work on."""
        return _focus(self)

    @cached_property
    def _rows(self) -> tuple[TrackerRow, ...]:
        return tuple(row for row in self.lines if row.interview.id in self.journal.interviews)

    @cached_property
    def replies(self) -> tuple[patterns.Replies, ...]:
        """How many of those asked replied."""
        return patterns.replies(self._rows)

    @cached_property
    def bank(self) -> plans.Bank:
        """The examples."""
        return plans.bank(self.journal, self.material, self.policy)

    @cached_property
    def pointers(self) -> tuple[plans.PointerHistory, ...]:
        """The pointers with their history."""
        return plans.histories(self.journal, self.material)

    @cached_property
    def openings(self) -> tuple[plans.Opening, ...]:
        """The openings to come back to."""
        return plans.openings(self.journal, self.material, self._rows, self.policy, self.today)

    @cached_property
    def advice(self) -> tuple[plans.Advice, ...]:
        """The advice that was given."""
        return plans.advice(self.journal, self.material)


def evaluate(
    journal: Journal, chosen: Filter, today: date, policy: Policy, lines: tuple[TrackerRow, ...]
) -> Evaluation:
    """The whole evaluation of the interviews the filter lets through; `lines` is the tracker read `today`."""
    return Evaluation(chosen, narrow(journal, chosen), today, policy, lines)
