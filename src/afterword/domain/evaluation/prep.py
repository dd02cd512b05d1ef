"""Owns the prep sheet for one interview (E2), the page for the evening before, and how both are laid out.

What is chosen for it goes by its round, its role and who you meet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct, field

from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import show_date, show_short
from afterword.domain.demands import Demanded, demands, is_alike, is_other_work, is_same, shared_words
from afterword.domain.document import Document, DocumentSection, Entry, TextRun, Words
from afterword.domain.evaluation.claims import Claim, Evidence
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import Advice, Opening, PointerHistory, offer_for
from afterword.domain.evaluation.questions import Question
from afterword.domain.evaluation.sheet_parts import (
    Chosen,
    Encounter,
    Story,
    choose_examples,
    encounters,
    has_share,
    is_plain_praise,
    leaving,
    letter_to_me,
    logistics,
    plain_story,
    plan_words,
    praise_words,
    question_on,
    questions_to_ask,
    questions_to_expect,
    quotes,
)
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.practice import Competency, Occasion, Pointer
from afterword.domain.reflection import OwnQuestion
from afterword.domain.text import Emphasis, in_quotes, shorten, times_words

MOST_POINTERS, MOST_STRENGTHS, MOST_ADVICE, MOST_OPENINGS = 3, 3, 3, 2
_HABIT_RELEVANCE = 1
"""A habit shows in any interview: it comes behind what was named in one like this, before what was named elsewhere."""


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
    facts: tuple[tuple[str, str], ...]
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
        practised = [history for history in self.whole.pointers if history.pointer.occasion is Occasion.INTERVIEW]
        origins = {
            history.pointer.id: self.journal.interviews.get(history.pointer.interview_id or "") for history in practised
        }
        fitting = [
            history
            for history in practised
            if (history.competency or "") in self.wanted
            or (origin := origins[history.pointer.id]) is None
            or not is_other_work(origin.role, self.interview)
        ]
        ranked = sorted(fitting or practised, key=lambda history: (history.settled, -self._fitness(history)))
        return tuple(ranked[:MOST_POINTERS])

    def _fitness(self, history: PointerHistory) -> int:
        fitness = self.wanted.get(history.competency or "", 0)
        fitness += 2 * shared_words(history.pointer.sentence, self.interview.role)
        finding = self.journal.findings.get(history.pointer.finding_id or "")
        request = self.journal.requests.get(finding.request_id) if finding is not None else None
        fitness += 3 * (request is not None and request.person_id in self.interview.interviewers)
        return fitness + 2 * self._nearness(history.pointer.interview_id)

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
        pieces = [piece for claim in self.whole.said.strengths for piece in claim.evidence]
        pieces += self.whole.said.unassigned
        earlier = [piece for piece in pieces if piece.marked is FindingKind.STRENGTH and piece.on <= self.interview.day]
        return min(earlier, key=lambda piece: (not is_plain_praise(piece.words), *self._order(piece)), default=None)

    def _order(self, piece: Evidence) -> tuple[int, int, str]:
        """What tells most of this interview first, then the latest."""
        return -self._relevance(piece), -piece.on.toordinal(), piece.finding_id

    def loose_praise(self) -> list[Evidence]:
        """Praise without a competency, where there is some that of interviews like this one, the latest first."""
        praise = [piece for piece in self.whole.said.unassigned if piece.marked is FindingKind.STRENGTH]
        fitting = [piece for piece in praise if self._relevance(piece)]
        return sorted(fitting or praise, key=self._order)

    def _relevance(self, piece: Evidence) -> int:
        """How much it tells of this interview: by its competency, its company, its round and its role."""
        finding = self.journal.findings.get(piece.finding_id)
        competency = finding.competency if finding is not None else None
        if piece.interview_id not in self.likeness:
            self.likeness[piece.interview_id] = self._nearness(piece.interview_id) + 2 * self._is_here(piece)
        return self.wanted.get(competency or "", 0) + self.likeness[piece.interview_id]

    def weak_points(self) -> list[WeakPoint]:
        """What is worth a plan, that of this interview first: areas they named, and habits that are patterns.

        It rests on their words or on how answers were told, never on your own ratings.
        """
        groups = [area.evidence for area in self.whole.said.areas]
        groups += [(piece,) for piece in self.whole.said.unassigned if piece.marked is FindingKind.AREA]
        ranked: list[tuple[int, int, WeakPoint]] = []
        titles = {piece: area for area in self.whole.said.areas for piece in area.evidence}
        for evidence in groups:
            pieces = [piece for piece in evidence if piece.marked is FindingKind.AREA]
            if pieces:
                point = self._weak(pieces, titles.get(pieces[-1]))
                ranked.append((max(map(self._relevance, pieces)), len(pieces), point))
        for habit in self.whole.habits:
            if habit.pattern:
                will = f"Next time, I will {habit.will}."
                point = WeakPoint(habit.subject.name, habit.sentence, habit.seen, will, planned=False)
                ranked.append((_HABIT_RELEVANCE, len(habit.evidence), point))
        ranked.sort(key=lambda entry: entry[:2], reverse=True)
        return [point for _relevance, _times, point in ranked]

    def _weak(self, pieces: Sequence[Evidence], area: Claim | None) -> WeakPoint:
        latest, mine = pieces[-1], {piece.finding_id for piece in pieces}
        who = f"{latest.who} ({latest.where})"
        pointers = (history for history in self.whole.pointers if history.pointer.finding_id in mine)
        subject = area.subject.record_id if area is not None else None
        alike = (history for history in self.whole.pointers if subject is not None and history.competency == subject)
        plan = next(pointers, None) or next(alike, None)
        competency = self.journal.competency(subject)
        when, usual = ("this comes up again", "have one answer ready") if competency is None else offer_for(competency)
        will = f"When {when}, I will {usual}." if plan is None else plan_words(plan.pointer)
        if area is None:
            return WeakPoint(f"“{latest.words}”", who, "seen once", will, plan is not None)
        return WeakPoint(area.subject.name, f"{who}: “{latest.words}”", area.seen, will, plan is not None)

    def advice(self, practised: set[str]) -> tuple[Advice, ...]:
        """At most three that wait, without those practised already; where some fits this interview, only that."""
        waiting = [
            advice
            for advice in self.whole.advice
            if (advice.todo is None or advice.todo.done is None) and advice.pointer_id not in practised
        ]
        ranked = sorted(waiting, key=lambda advice: -self._relevance(advice.source))
        fitting = [advice for advice in ranked if self._relevance(advice.source)]
        return tuple((fitting or ranked)[:MOST_ADVICE])

    def openings(self) -> tuple[Opening, ...]:
        """What this company has left open for you."""
        return tuple(opening for opening in self.whole.openings if self._is_here(opening.source))[:MOST_OPENINGS]


# ── the page for the evening before ───────────────────────────────────────────────────────────────────────────────────


class EveningPage(Struct, frozen=True):
    """One page for the evening before: who and when, what to do, what to say first, and kind words last.

    It holds no rating, no share and nothing harsh; `last` is a strength in their words where they named one.
    """

    interview: Interview
    facts: tuple[tuple[str, str], ...]
    pointers: tuple[Pointer, ...]
    stories: tuple[Story, ...]
    last: str


def evening_page(sheet: PrepSheet, today: date) -> EveningPage:
    """The page that is made of the sheet; what holds a share or a rating stays on the sheet."""
    interview = sheet.interview
    stories = [plain_story(chosen.entry.example) for chosen in sheet.examples]
    praise = sheet.praise
    last = (
        f"{praise_words(praise)}."
        if praise is not None and not has_share(praise.words)
        else "They asked you to come: what they have read of you was worth their time."
    )
    return EveningPage(
        interview=interview,
        facts=tuple(_evening_facts(sheet, today)),
        pointers=tuple(history.pointer for history in sheet.pointers if not has_share(history.pointer.sentence)),
        stories=tuple(story for story in stories if story.title or story.first_sentence),
        last=last,
    )


def _evening_facts(sheet: PrepSheet, today: date) -> Iterator[tuple[str, str]]:
    interview, local = sheet.interview, sheet.interview.local
    day = {0: "today", 1: "tomorrow"}.get((interview.day - today).days)
    day_words = f"{day}, {show_date(interview.day, interview.day)}" if day else show_date(interview.day)
    when, _ = sheet.facts[0]
    yield when, f"{day_words}, {local:%H:%M} ({interview.zone})"
    if (leave := leaving(interview)) is not None:
        yield "Leave by", f"{leave:%H:%M}"
    yield from (fact for fact in sheet.facts if fact[0] in ("Where", "Link", "Number", "With", "Have ready"))
    if names := [encounter.name for encounter in sheet.encounters if encounter.met]:
        yield "You know", f"{' and '.join(names)} already"


# ── on paper and on the screen ────────────────────────────────────────────────────────────────────────────────────────


_LONG = 150
"""Characters that one part of a story may take; on the sheet it is a reminder, not the story."""
_SAID: Mapping[FindingKind | None, str] = {
    FindingKind.AREA: "room to grow",
    FindingKind.ADVICE: "advised",
    FindingKind.STRENGTH: "praised",
    FindingKind.OPPORTUNITY: "left open",
}
_FIRST_STORY = (
    "A first story takes four sentences: where it was, what had to be done, what you did yourself, and how it ended.",
    "Take one event you would tell a friend. Write it with: afterword example add, or in Evaluation under Examples.",
)


def prep_document(sheet: PrepSheet) -> Document:
    """The sheet as a document; parts that hold nothing are left out. What they praised stands last."""
    parts: tuple[tuple[str, Iterable[Entry]], ...] = (
        ("Who you meet", _people(sheet.encounters)),
        ("To practise", _pointers(sheet)),
        ("What they may ask for", _demands(sheet)),
        ("Stories to tell", map(_story, sheet.examples)),
        ("A first story", () if sheet.examples else (Entry((Words(line, generous=True),)) for line in _FIRST_STORY)),
        ("Questions they may ask", map(_question, sheet.questions)),
        ("One weak point, and what you will do", _weak_points(sheet)),
        ("To ask them", map(_own, sheet.own_questions)),
        ("Advice and openings", _advice(sheet)),
        ("Strengths, in their words", _strengths(sheet)),
    )
    sections = [DocumentSection(title, entries) for title, content in parts if (entries := tuple(content))]
    letter = DocumentSection("A letter to me", paragraphs=tuple(sheet.letter.split("\n\n")))
    date_note = f"made on {show_date(sheet.made_on)}"
    return Document(
        title=sheet.interview.label,
        kind="Prep sheet",
        subtitle=", ".join(filter(None, (sheet.interview.round, date_note))),
        facts=sheet.facts,
        sections=(*sections, letter),
    )


def _people(people: Iterable[Encounter]) -> Iterator[Entry]:
    """Only those of whom more is known than the name."""
    for encounter in people:
        below: list[TextRun] = []
        if encounter.remember:
            below.append((Words(f"You remember: {encounter.remember}"),))
        for remark in encounter.remarks:
            who = f", {remark.said.who}" if remark.said.who != encounter.name else ""
            day = Words(f" ({show_short(remark.said.on)} {remark.said.on.year}{who})", Emphasis.MUTED)
            below.append((Words(f"{_SAID[remark.said.marked]}: “{remark.said.words}”"), day))
            below += [(Words(f"Since then: {remark.since}", generous=True),)] if remark.since else []
        if below or encounter.met or encounter.part:
            about = "; ".join(filter(None, (encounter.part, encounter.met)))
            lead: TextRun = (Words(encounter.name, Emphasis.STRONG), Words(f": {about}" if about else ""))
            yield Entry(lead, tuple(below))


def _demands(sheet: PrepSheet) -> Iterator[Entry]:
    """Each with the reason and your own line on it, and with a question to prepare where no story shows it."""
    for demand in sheet.demands:
        competency = demand.competency
        lead = (Words(competency.name, Emphasis.STRONG), Words(f": {demand.because}"))
        below: list[TextRun] = []
        below += [(Words(f"Why me: {competency.why_me}", generous=True),)] if competency.why_me else []
        if competency in sheet.uncovered:
            below.append((Words(f"No story yet; prepare: “{question_on(competency)}”", generous=True),))
        yield Entry(lead, tuple(below))


def _pointers(sheet: PrepSheet) -> Iterator[Entry]:
    for history in sheet.pointers:
        sentence = Words(plan_words(history.pointer), generous=True)
        yield Entry((sentence,), ((Words(history.words, Emphasis.MUTED),),), to_tick=True)


def _story(chosen: Chosen) -> Entry:
    example = chosen.entry.example
    covers = ", ".join(competency.name for competency in chosen.covers)
    lead = [Words(example.title, Emphasis.STRONG)]
    lead += [Words(f" (for {covers})", Emphasis.MUTED)] if covers else []
    rows = (
        ("Say first", f"“{chosen.first_sentence}”" if chosen.first_sentence else ""),
        ("I did", example.action),
        ("Result", example.result),
        ("Numbers", example.numbers),
    )
    parts = [(Words(f"{label}: {_brief(words)}"),) for label, words in rows if words.strip()]
    return Entry(tuple(lead), (*parts, (Words(chosen.told_words, Emphasis.MUTED),)))


def _brief(text: str) -> str:
    """The text on one line, cut behind a whole word where it is long."""
    line = shorten(text, _LONG)
    return line if not line.endswith("…") or " " not in line else f"{line.rsplit(' ', 1)[0].rstrip(',;:')} …"


def _question(question: Question) -> Entry:
    """What they may ask, where it was asked, and how you would answer it now."""
    latest = question.latest
    who = f" by {latest.who}" if latest.who else ""
    often = f"asked {times_words(question.times)}, last at" if question.times > 1 else "asked at"
    lead = (Words(f"“{question.words}”"), Words(f" ({often} {latest.interview.label}{who})", Emphasis.MUTED))
    below = [(Words(f"Better: {question.better}", generous=True),)] if question.better else []
    below += [(Words(f"Tell: {question.example.title}"),)] if question.example is not None else []
    if not below:
        below.append((Words("No better answer yet: think of one event for it.", Emphasis.MUTED),))
    return Entry(lead, tuple(below))


def _own(asked: OwnQuestion) -> Entry:
    return Entry((Words(asked.question),), ((Words(f"elsewhere they said: {_brief(asked.reply)}", Emphasis.MUTED),),))


def _weak_points(sheet: PrepSheet) -> Iterator[Entry]:
    for point in sheet.weak_points:
        lead = (Words(point.title, Emphasis.WARN), Words(f" ({point.seen})", Emphasis.MUTED))
        will = point.will if point.planned else f"One way: {point.will}"
        yield Entry(lead, ((Words(point.because, Emphasis.MUTED),), (Words(will, generous=True),)))


def _advice(sheet: PrepSheet) -> Iterator[Entry]:
    for advice in sheet.advice:
        who = f" ({advice.source.who}, {advice.source.where}; {advice.words})"
        yield Entry((Words(f"“{advice.source.words}”"), Words(who, Emphasis.MUTED)))
    for opening in sheet.openings:
        who = f" ({opening.source.who}, {show_date(opening.source.on)})"
        yield Entry((Words(f"They left this open: “{opening.source.words}”"), Words(who, Emphasis.MUTED)))


def _strengths(sheet: PrepSheet) -> Iterator[Entry]:
    """All but the words that stand last."""
    last = sheet.praise.finding_id if sheet.praise is not None else ""
    for claim in sheet.strengths:
        below = tuple((_quoted(piece),) for piece in quotes(claim) if piece.finding_id != last)
        lead = (Words(claim.subject.name, Emphasis.GOOD), Words(f" ({claim.seen})", Emphasis.MUTED))
        if below:
            yield Entry(lead, below)
    yield from (Entry((_quoted(piece),)) for piece in sheet.other_praise if piece.finding_id != last)


def _quoted(piece: Evidence) -> Words:
    return Words(f"{in_quotes(piece.words)} ({piece.who}, {piece.where})")


def evening_document(page: EveningPage) -> Document:
    """One page to read on the evening before; nothing stands behind the kind words at its end."""
    parts: tuple[tuple[str, Iterable[Entry]], ...] = (
        ("What you will do", (Entry((Words(plan_words(pointer), generous=True),)) for pointer in page.pointers)),
        ("What you can tell, and what to say first", map(_plain, page.stories)),
    )
    sections = [DocumentSection(title, entries) for title, content in parts if (entries := tuple(content))]
    if not sections:
        sections.append(DocumentSection("Tonight", (Entry((_QUIET,)),)))
    return Document(
        title=page.interview.label,
        kind="For the evening before",
        subtitle=page.interview.round,
        facts=page.facts,
        sections=(*sections, DocumentSection("To sleep on", paragraphs=(page.last,))),
        pages=1,
    )


def _plain(story: Story) -> Entry:
    first = (Words(f"“{story.first_sentence}”", generous=True),) if story.first_sentence else ()
    lead = (Words(story.title, Emphasis.STRONG),) if story.title else first
    return Entry(lead, (first,) if first and story.title else ())


_QUIET = "Think of one event you like to tell, and how it ended. That is enough for tonight."
