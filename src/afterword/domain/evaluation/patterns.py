"""Owns what repeats and what changes: own ratings, what went well, answers, replies, habits, pointers, reasons (N1)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.letter_reading import ReasonKind, explain, reason_of
from afterword.domain.conversation.request import FindingKind
from afterword.domain.conversation.tracker import RATE_FROM, TrackerRow
from afterword.domain.document import percent
from afterword.domain.evaluation.claims import (
    HIGH,
    LOW,
    PATTERN_FROM,
    THE_DECISION,
    AnswerGiven,
    Claim,
    Evidence,
    EvidenceKind,
    Material,
    Stance,
    Subject,
    anchors,
    employers,
    noted,
)
from afterword.domain.evaluation.own_words import OwnWords, telling_words
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.interview import Application, ended_round
from afterword.domain.journal import Journal
from afterword.domain.practice import Competency, Kept
from afterword.domain.reflection import COMPETENCY_PREFIX, TOLD, Answer, AnswerKind, Taken, scales
from afterword.domain.text import capital, plural, times_words


class Replies(Struct, frozen=True):
    """How many of those asked replied; `name` is a round, or empty for all. Shares and days only from five on.

    `unasked` are those who wrote without being asked; they count in no share.
    """

    name: str
    asked: int
    replied: int
    days: tuple[int, ...]
    """Days to the first reply, shortest first."""
    unasked: int = 0

    @property
    def enough(self) -> bool:
        """Whether there are enough requests for a share to say something."""
        return self.asked >= RATE_FROM

    @property
    def rate(self) -> int | None:
        """The share of replies in percent, from five requests on."""
        return percent(self.replied, self.asked) if self.enough else None

    @property
    def median_days(self) -> float | None:
        """The middle of the days to reply, from five requests on."""
        if not self.enough or not self.days:
            return None
        half = len(self.days) // 2
        return self.days[half] if len(self.days) % 2 else (self.days[half - 1] + self.days[half]) / 2

    @property
    def words(self) -> str:
        """`asked 9, replied 5 (56 %), 2 days in the middle`; below five requests without shares."""
        counts = f"asked {self.asked}, replied {self.replied}"
        unasked = f"; {self.unasked} wrote unasked" if self.unasked else ""
        if not self.enough:
            note = "" if self.name else f"; a share is shown from {RATE_FROM} requests on"
            return f"{counts}{unasked}{note}"
        middle = self.median_days
        days = "" if middle is None else f", {middle:g} {'day' if middle == 1 else 'days'} in the middle"
        return f"{counts} ({self.rate} %){days}{unasked}"


def rating_trends(material: Material, titles: Mapping[str, str]) -> tuple[Claim, ...]:
    """A claim for every scale that was rated: how convincing, body language, then competencies in their order.

    `2 at first, 4 last, over 5 interviews`; `4, seen once`.
    """
    claims = []
    for key, title in titles.items():
        if points := tuple(material.rated.get(key, ())):
            first, last = points[0].rated, points[-1].rated
            over = f"{first} at first, {last} last, over {plural(len(points), 'interview')}"
            sentence = f"{first}, seen once" if len(points) == 1 else over
            claims.append(Claim(Subject(key, title), Stance.TREND, sentence, points))
    return tuple(claims)


def replies(rows: Iterable[TrackerRow]) -> tuple[Replies, ...]:
    """All together first (name empty), then by round, the rounds most asked about first.

    A request counts once it went out; days are counted from it to the first reply, and who wrote unasked stands apart.
    """
    groups: dict[str, list[TrackerRow]] = {"": []}
    names: dict[str, str] = {}
    for row in rows:
        if row.track.asked_on is None and not row.track.wrote_unasked:
            continue
        groups[""].append(row)
        if row.interview.round:
            # Rounds are typed by hand: “Final” and “final” are one.
            name = names.setdefault(row.interview.round.casefold(), row.interview.round)
            groups.setdefault(name, []).append(row)
    whole = _replies("", groups.pop(""))
    by_round = [_replies(name, group) for name, group in groups.items()]
    return whole, *sorted(by_round, key=lambda group: (-group.asked, group.name))


def _replies(name: str, rows: list[TrackerRow]) -> Replies:
    tracks = [row.track for row in rows]
    replied = [track for track in tracks if track.has_answered]
    days = tuple(sorted(max(0, days) for track in replied if (days := track.reply_days) is not None))
    asked, unasked = (sum(track.asked_on is not None for track in tracks), sum(track.wrote_unasked for track in tracks))
    return Replies(name, asked, len(replied), days, unasked)


STORY_SHARE = 23
"""Percent of full stories among answers in 62 real interviews (Bangerter et al. 2014)."""
ANSWERS_FROM = 5
"""A share of answers is shown from this many on; below it a percentage says nothing."""


class Answers(Struct, frozen=True, dict=True):
    """The answers given, oldest interview first, and what kinds they were."""

    given: tuple[AnswerGiven, ...]

    @cached_property
    def kinds(self) -> Mapping[AnswerKind, int]:
        """How many there are of each kind."""
        kinds = dict.fromkeys(AnswerKind, 0)
        for answer_given in self.given:
            kinds[answer_given.answer.kind] += 1
        return kinds

    @cached_property
    def stories(self) -> tuple[AnswerGiven, ...]:
        """The answers that told of something."""
        return tuple(answer_given for answer_given in self.given if answer_given.answer.kind in TOLD)

    @property
    def story_percent(self) -> int | None:
        """The share of full stories, from five answers on."""
        return percent(self.kinds[AnswerKind.STORY], len(self.given)) if len(self.given) >= ANSWERS_FROM else None

    @property
    def words(self) -> str:
        """`3 stories in 12 answers (25 %; 23 % is usual)`."""
        count = self.kinds[AnswerKind.STORY]
        total = f"{plural(count, 'story', 'stories')} in {plural(len(self.given), 'answer')}"
        share = self.story_percent
        return total if share is None else f"{total} ({share} %; {STORY_SHARE} % is usual in interviews)"

    @property
    def named_words(self) -> str:
        """What the answers held: `Of 8 answers that told of something, 6 named an action and 2 a result.`."""
        answers = self.stories
        if not answers:
            return "No answer has told of something yet."
        actions = sum(1 for answer_given in answers if answer_given.answer.action)
        results = sum(1 for answer_given in answers if answer_given.answer.result)
        return (
            f"Of {plural(len(answers), 'answer')} that told of something, {actions or 'none'} named an action "
            f"and {results or 'none'} a result."
        )


def habits(arrivals: Iterable[Evidence], answers: Answers) -> tuple[Claim, ...]:
    """What holds more often than not, patterns first; nothing without an instance."""
    claims = [_late(arrivals)]
    for key, title, among, shows, sentence, will in _HABITS:
        sides: tuple[list[Evidence], list[Evidence]] = ([], [])
        relevant = among(answers)
        for answer_given in relevant:
            sides[0 if shows(answer_given.answer) else 1].append(answer_given.evidence)
        share = _share(len(sides[0]), len(relevant))
        statement = sentence.format(share=share, of=f"{share[:1].lower()}{share[1:]}")
        claims.append(_habit(key, title, statement, sides, will))
    prevailing = [claim for claim in claims if len(claim.evidence) > len(claim.against)]
    return tuple(sorted(prevailing, key=lambda claim: not claim.pattern))


def _noted_how_taken(answers: Answers) -> Sequence[AnswerGiven]:
    """The answers of which you noted how they took them; one alone is none."""
    noted_answers = [answer_given for answer_given in answers.given if answer_given.answer.taken is not None]
    return noted_answers if len(noted_answers) >= _PAIR else ()


_HABITS: tuple[tuple[str, str, Callable[[Answers], Sequence[AnswerGiven]], Callable[[Answer], bool], str, str], ...] = (
    (
        "no-result",
        "Results",
        lambda answers: answers.stories,
        lambda answer: not answer.result,
        "{share} that told of something ended without naming a result.",
        "say what came of it in the first sentence, with a number",
    ),
    (
        "no-action",
        "Own action",
        lambda answers: answers.stories,
        lambda answer: not answer.action,
        "{share} that told of something did not name what you did yourself.",
        "begin the middle of the story with “I”, and name two steps",
    ),
    (
        "untold",
        "Kinds of answer",
        lambda answers: answers.given,
        lambda answer: answer.kind not in TOLD,
        "{share} gave an opinion or a self-description and told no event.",
        "answer with one event: what happened, what I did, how it ended",
    ),
    (
        "pushed-back",
        "How they took it",
        _noted_how_taken,
        lambda answer: answer.taken is Taken.PUSHED_BACK,
        "They pushed back on {of} of which you noted how they took them.",
        "stop after the result, and ask whether that answers their question",
    ),
)
"""Id, title, the answers among which it shows, whether one shows it, what is said of it, and one way to go on."""


def _habit(key: str, title: str, sentence: str, sides: tuple[list[Evidence], list[Evidence]], will: str) -> Claim:
    return Claim(Subject(key, title), Stance.HABIT, sentence, tuple(sides[0]), tuple(sides[1]), will=will)


def _late(arrivals: Iterable[Evidence]) -> Claim:
    late: list[Evidence] = []
    punctual: list[Evidence] = []
    for arrival in arrivals:
        (late if arrival.value is not None and arrival.value > 0 else punctual).append(arrival)
    count = len(late) + len(punctual)
    share = f"{len(late)} of {count} interviews" if count > 1 else "the one interview where it was noted"
    sentence = f"You arrived after the planned time in {share}."
    return _habit(
        "late", "Arrival", sentence, (late, punctual), "plan to be there twenty minutes before, and wait nearby"
    )


def _share(part: int, whole: int) -> str:
    """`The one answer`, `Both answers`, `All 3 answers`, `2 of 3 answers`."""
    if whole == 1:
        return "The one answer"
    if part < whole:
        return f"{part} of {whole} answers"
    return "Both answers" if whole == _PAIR else f"All {whole} answers"


_PAIR = 2
REASON_PREFIX = "reason/"
_GAPS = ("gap", "junior", "licence", "language", "sector", "leadership")
"""The kinds that name what was missing: heard from two employers, they are worth a second look."""
_UNKNOWN = ReasonKind(
    id="other",
    name="a reason of another kind",
    tells="They gave a reason in words of their own.",
    silent="Nothing is known about this phrase here.",
    can="Ask what they mean by it.",
)


def reasons_read(journal: Journal) -> tuple[Evidence, ...]:
    """The reasons in the words of decisions in which nothing has been marked, read from them as they stand."""
    unmarked = (
        candidate
        for candidate in journal.live_applications
        if candidate.words and not journal.findings_in_words_of(candidate.id)
    )
    return tuple(piece for application in unmarked for piece in _read(journal, application))


def _read(journal: Journal, application: Application) -> Iterator[Evidence]:
    rounds = journal.rounds_of(application.id)
    interview = ended_round(application, rounds) or rounds[-1]
    for phrase in explain(application.words):
        if not phrase.reason.formula:
            on, piece = application.outcome_on or interview.day, noted(interview, EvidenceKind.DECISION, phrase.words)
            yield replace(piece, on=on, who=THE_DECISION, marked=FindingKind.REASON)


def reasons_given(reasons: Iterable[Evidence]) -> tuple[Claim, ...]:
    """The reasons they gave, the one by most employers first. A reason is neither a strength nor an area."""
    # One sentence that gives two reasons is one piece of evidence.
    evidence = sorted(dict.fromkeys(reasons), key=lambda piece: (piece.on, piece.finding_id))
    grouped: dict[str, list[Evidence]] = {}
    kinds: dict[str, ReasonKind] = {}
    for piece in evidence:
        kind = reason_of(piece.words) or _UNKNOWN
        kinds[kind.id] = kind
        grouped.setdefault(kind.id, []).append(piece)
    total = len({piece.employer for piece in evidence})
    claims = [_claim(kinds[key], pieces, total) for key, pieces in grouped.items()]
    return tuple(sorted(claims, key=lambda claim: -len({piece.employer for piece in claim.evidence})))


def _claim(kind: ReasonKind, pieces: Sequence[Evidence], total: int) -> Claim:
    count = len({piece.employer for piece in pieces})
    signal = kind.id in _GAPS and count >= PATTERN_FROM
    look = " Look whether they name the same thing: then it is a signal." if signal else ""
    share = "given once" if total == 1 else f"{count} of {total} employers"
    sentence = f"{capital(kind.name)}: {share}. {kind.tells}{look}"
    return Claim(Subject(REASON_PREFIX + kind.id, kind.name), Stance.REASON, sentence, tuple(pieces), will=kind.can)


# ── what you noted yourself ───────────────────────────────────────────────────────────────────────────────────────────


WELL_PREFIX, POINTER_PREFIX = "well/", "pointer/"
_CHANGED = 2
"""Points between the first and the last rating that are worth a line."""
_MOST_WORDS = 3


def titles(journal: Journal) -> Mapping[str, str]:
    """Every scale that can be rated with its title: how convincing, cues, your own cues, living competencies."""
    scale_titles = {scale.id: scale.title for scale in scales().values()}
    scale_titles |= {cue.id: cue.title for cue in journal.cues.values() if cue.title}
    living = (competency for competency in journal.subjects if not competency.archived)
    return scale_titles | {COMPETENCY_PREFIX + competency.id: competency.name for competency in living}


# ── low ratings, and what changed ─────────────────────────────────────────────────────────────────────────────────────


def own_lows(material: Material, journal: Journal) -> tuple[Claim, ...]:
    """What you rated 2 or lower more often than 4 or higher, patterns first; praise by others stands against it."""
    points = anchors(journal)
    put_away = {cue.id for cue in journal.cues.values() if cue.archived}
    claims = []
    for key, title in titles(journal).items():
        values = [piece.rated for piece in material.rated.get(key, ())]
        mostly_low = sum(value <= LOW for value in values) > sum(value >= HIGH for value in values)
        if mostly_low and key not in put_away:
            claims.append(_low(Subject(key, title), material, points.get(key, ())))
    return tuple(sorted(claims, key=lambda claim: (not claim.pattern, -len(claim.evidence))))


def _low(subject: Subject, material: Material, sentences: Sequence[str]) -> Claim:
    """`Voice: you rated it 2 or lower in 3 of 3 interviews, and it stayed low.`."""
    points = material.rated[subject.id]
    low = tuple(piece for piece in points if piece.rated <= LOW)
    rest = tuple(piece for piece in points if piece.rated > LOW)
    praise: tuple[Evidence, ...] = ()
    if subject.id.startswith(COMPETENCY_PREFIX):
        remarks = material.said_of(subject.record_id)
        praise = tuple(piece for piece in remarks if piece.marked is FindingKind.STRENGTH)
    rating = f"{LOW} or lower" if len({piece.rated for piece in low}) > 1 else f"{low[0].rated}"
    stays = "and it stayed low" if points[-1].rated <= LOW else f"and the latest is {points[-1].rated}"
    often = f" in {len(low)} of {len(points)} interviews, {stays}" if len(points) > 1 else ""
    sentence = f"{subject.name}: you rated it {rating}{often}."
    return Claim(
        subject,
        Stance.OWN_LOW,
        sentence,
        low,
        praise,
        rest,
        will=f"aim for one point up: “{sentences[low[-1].rated].rstrip('.')}”" if sentences else "",
    )


def changes(trends: Iterable[Claim]) -> tuple[Claim, ...]:
    """The ratings whose first and last lie two points or more apart, up or down, over three interviews or more."""
    claims = []
    for trend in trends:
        first, last = trend.evidence[0], trend.evidence[-1]
        if len(trend.values) > _CHANGED and abs(last.rated - first.rated) >= _CHANGED:
            sides = f"{first.rated} at first ({first.company}), {last.rated} last ({last.company})"
            sentence = f"{trend.subject.name}: {sides}, over {len(trend.values)} interviews."
            claims.append(Claim(trend.subject, Stance.CHANGE, sentence, trend.evidence))
    return tuple(claims)


# ── what went well ────────────────────────────────────────────────────────────────────────────────────────────────────


def went_well(material: Material, competencies: Iterable[Competency], own_words: OwnWords) -> tuple[Claim, ...]:
    """What came back at two employers or more in what went well: competencies by their words, then your own words.

    Your own words are left out where a competency stands for the same interviews already.
    """
    names = {competency.id: competency.name for competency in competencies if not competency.archived}
    by_topic: dict[str, list[Evidence]] = {}
    by_word: dict[str, list[Evidence]] = {}
    spellings: dict[str, str] = {}
    for piece in material.went_well:
        for topic in own_words.named_in(piece.words):
            by_topic.setdefault(topic, []).append(piece)
        for key, word in telling_words(piece.words).items():
            by_word.setdefault(key, []).append(piece)
            spellings.setdefault(key, word)
    topics = [_well((COMPETENCY_PREFIX + key, names[key]), pieces) for key, pieces in by_topic.items() if key in names]
    covered = [claim.interviews for claim in topics]
    together: dict[tuple[str, ...], list[str]] = {}
    for key, pieces in by_word.items():
        together.setdefault(tuple(piece.interview_id for piece in pieces), []).append(key)
    words = [
        _well((WELL_PREFIX + keys[0], ", ".join(f"“{spellings[key]}”" for key in keys[:_MOST_WORDS])), by_word[keys[0]])
        for interviews, keys in together.items()
        if not any(topic.issuperset(interviews) for topic in covered)
    ]
    return (*_again(topics), *_again(words)[:_MOST_WORDS])


def _again(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Those that are patterns, the one at most employers first."""
    patterns = (claim for claim in claims if claim.pattern)
    return tuple(sorted(patterns, key=lambda claim: -employers(claim.evidence)))


def _well(about: tuple[str, str], pieces: Sequence[Evidence]) -> Claim:
    comes = "come back" if "”, “" in about[1] else "comes back"
    return Claim(Subject(*about), Stance.WENT_WELL, f"{about[1]} {comes} in what went well.", tuple(pieces))


# ── pointers that were forgotten ──────────────────────────────────────────────────────────────────────────────────────


def forgotten(history: PointerHistory) -> Claim:
    """What is claimed of a pointer that was forgotten the last time there was an occasion."""
    pointer = history.pointer
    missed = tuple(check.evidence for check in history.checks if check.kept is Kept.FORGOT)
    kept = tuple(check.evidence for check in history.checks if check.kept in (Kept.DONE, Kept.PARTLY))
    sentence = f"“{pointer.sentence}”: forgotten {times_words(len(missed))}, last at {missed[-1].where}."
    will = "say it aloud once on the way there"
    return Claim(
        Subject(POINTER_PREFIX + pointer.id, pointer.sentence), Stance.FORGOTTEN, sentence, missed, kept, will=will
    )
