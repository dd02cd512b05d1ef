"""Owns the rows of the evaluation's nine views: what stands in each line, in which order."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from afterword.domain.conversation.request import FINDING_EMPHASIS, GLYPHS, FindingKind
from afterword.domain.dates import show_short
from afterword.domain.document import TableRow, TextRun, Words, bar, sparkline
from afterword.domain.evaluation.claims import Claim, Evidence, Stance, is_pattern
from afterword.domain.evaluation.comparison import SUSPECTED_PREFIX
from afterword.domain.evaluation.details import cover_sign
from afterword.domain.evaluation.over_time import over_time_rows
from afterword.domain.evaluation.patterns import REASON_PREFIX
from afterword.domain.evaluation.plans import CoverageRow, Opening, PointerHistory
from afterword.domain.evaluation.sources import ShownEvaluation, evidence_words, not_sorted, split
from afterword.domain.practice import KEPT_EMPHASIS, KEPT_GLYPHS, Occasion
from afterword.domain.reflection import COMPETENCY_PREFIX
from afterword.domain.text import Emphasis, plural, shorten, times_words

_NOTHING = Words("–", Emphasis.MUTED)
_COMPARED: dict[Stance, Words] = {
    Stance.BLIND_SPOT: Words("! blind spot", Emphasis.WARN),
    Stance.HIDDEN_STRENGTH: Words("^ hidden strength", Emphasis.GOOD),
    Stance.SAW_IT_TOO: Words("= you saw it, too"),
    Stance.SHARED_AREA: Words("= you saw it, too"),
    Stance.SHARED_STRENGTH: Words("= both: strength"),
    Stance.OPEN: Words("~ you: the middle"),
    Stance.AFTERWARDS: Words("~ they said it"),
    Stance.NOT_ASKED: Words("~ not asked for"),
    Stance.NOT_RATED: Words("~ not rated"),
}
_ONLY_YOU, _UNKNOWN = Words("o only you"), Words("? unknown", Emphasis.MUTED)
_STANCES: dict[Stance, tuple[str, Words]] = {
    Stance.STRENGTH: ("strength", Words("+ strength", Emphasis.GOOD)),
    Stance.AREA: ("area", Words("- area", Emphasis.WARN)),
    Stance.DIFFERENTLY: ("differs", Words("± differs", Emphasis.WARN)),
    Stance.SUSPECTED: ("suspected", Words("? suspected")),
    Stance.OWN_LOW: ("low", Words("o low")),
    Stance.WENT_WELL: ("well", Words("o went well", Emphasis.GOOD)),
    Stance.UNKNOWN: ("unknown", Words("? unknown", Emphasis.MUTED)),
    Stance.REASON: ("reason", Words("= reason", Emphasis.MUTED)),
}
_SPARK, _LONG_SPARK, _NUMBERS, _LOOSE = 5, 12, 5, 60
"""Characters of a small and a long picture of ratings, the numbers beside it, and characters of a loose phrase."""


def _row(key: str, *cells: str | Words | TextRun, muted: bool = False) -> TableRow:
    return TableRow(key, tuple(cell if isinstance(cell, tuple) else (cell,) for cell in cells), muted)


# ── Overview: competency, compared, yours, they said, examples ────────────────────────────────────────────────────────


def overview(context: ShownEvaluation) -> Iterator[TableRow]:
    """What to work on, both sides compared, what is not sorted yet, what only you rated, and the unknown last."""
    yield from focus(context)
    evaluation = context.evaluation
    material = evaluation.material
    subjects = material.subjects_of(context.journal)
    living = {f"competency/{competency.id}": competency for competency in material.in_order(subjects)}
    compared = (claim.subject.id for claim in evaluation.comparisons)
    keys = [key if key.startswith(COMPETENCY_PREFIX) else f"scale/{key}" for key in compared]
    order = dict.fromkeys(key for key in keys if key in living or key.startswith("scale/"))
    rest = [key for key in living if key not in order]
    if not_sorted(evaluation):
        order |= {"unassigned/": None}
    order |= dict.fromkeys(
        key for key in rest if material.said_of(living[key].id) or material.ratings_of(living[key].id)
    )
    order |= dict.fromkeys(rest)
    covered = {row.competency.id: row for row in evaluation.bank.rows}
    for key in order:
        competency = living.get(key)
        yield _beside(context, key) if competency is None else _compared(context, key, covered.get(competency.id))


def focus(context: ShownEvaluation) -> Iterator[TableRow]:
    """At most three things to work on: how they stand to your own ratings, and where they were seen."""
    rated = context.evaluation.material.rated
    for claim in context.evaluation.focus:
        label = Words("◆ work on", Emphasis.STRONG)
        own = _own(rated.get(claim.subject.id, ()))
        yield _row(
            f"focus/{claim.subject.id}", claim.subject.name, label, own, claim.seen.removeprefix("a pattern, "), ""
        )


def _compared(context: ShownEvaluation, key: str, stories: CoverageRow | None) -> TableRow:
    """The line of a competency."""
    record_id, claims = split(key)[1], context.comparisons(key)
    material = context.evaluation.material
    own, name = material.ratings_of(record_id), context.journal.competency(record_id)
    between = _COMPARED[claims[0].stance] if claims else _ONLY_YOU if own else _UNKNOWN
    have = "" if stories is None else f"{len(stories.ready)} of 2" if stories.gap else f"✓ {len(stories.ready)}"
    remarks = _said_words(material.said_of(record_id))
    return _row(key, name.name if name else record_id, between, _own(own), remarks, have, muted=not claims and not own)


def _beside(context: ShownEvaluation, key: str) -> TableRow:
    """The line of a scale that somebody spoke of, or of what was said without a competency."""
    if key == "unassigned/":
        return _row(key, "in their words", "· not sorted yet", "", _loose(not_sorted(context.evaluation)), "")
    claims = context.comparisons(key)
    own = _own(context.evaluation.material.rated.get(split(key)[1], ()))
    remarks = _said_words([piece for claim in claims for piece in claim.evidence])
    return _row(key, claims[0].subject.name, _COMPARED[claims[0].stance], own, remarks, "–")


def _own(ratings: Sequence[Evidence]) -> TextRun:
    """`▃▅▇ 5`: the last ratings as a picture, and the latest as a number."""
    if not ratings:
        return (_NOTHING,)
    values = [rating.rated for rating in ratings]
    return Words(sparkline(values, width=_SPARK).rjust(_SPARK), Emphasis.ACCENT), f" {values[-1]}"


def _said_words(remarks: Sequence[Evidence]) -> TextRun:
    """`+2 pattern  -1 once`: strengths and areas, and whether two employers or more say so."""
    parts: list[str | Words] = []
    for kind in (FindingKind.STRENGTH, FindingKind.AREA):
        pieces = [piece for piece in remarks if piece.marked is kind]
        if pieces:
            theirs = sum(not piece.from_mentor for piece in pieces)
            how = "pattern" if is_pattern(pieces) else "once" if theirs else "mentor"
            sign = Words(f"{GLYPHS[kind]}{theirs or len(pieces)}", FINDING_EMPHASIS[kind])
            parts += ["  "] * bool(parts) + [sign, f" {how}"]
    return tuple(parts) or (_NOTHING,)


def _loose(remarks: Sequence[Evidence]) -> str:
    """Their latest words, and how many more there are; they are counted as nothing."""
    more = f" +{len(remarks) - 1}" if len(remarks) > 1 else ""
    return f"“{shorten(remarks[0].words, _LOOSE)}”{more}"


# ── Evidence: what, competency, seen, against, latest words ───────────────────────────────────────────────────────────


def evidence(context: ShownEvaluation) -> Iterator[TableRow]:
    """What they said and what they did not sort, what you suspected, rated low and did well, reasons, the unknown."""
    whole = context.evaluation
    said = whole.said
    yield from map(_claim, (*said.strengths, *said.areas, *said.differently))
    if loose := not_sorted(whole):
        yield _row("unassigned/", "· not sorted", "in their words", plural(len(loose), "phrase"), "", _loose(loose))
    suspected = (suspicion.claim for suspicion in whole.suspected)
    yield from map(_claim, (*suspected, *whole.lows, *whole.went_well, *whole.reasons, *said.unknown))


_WHOLE = {Stance.OWN_LOW: "low/", Stance.WENT_WELL: "well/"}
"""What stands before the id of the subject in the key of such a row."""


def _claim(claim: Claim) -> TableRow:
    kind, words = _STANCES[claim.stance]
    against = f"{len(claim.against)} against" if claim.against else _NOTHING
    latest = evidence_words(claim.evidence[-1]) if claim.evidence else ""
    record_id = claim.subject.record_id.removeprefix(REASON_PREFIX).removeprefix(SUSPECTED_PREFIX)
    key = _WHOLE[claim.stance] + claim.subject.id if claim.stance in _WHOLE else f"{kind}/{record_id}"
    return _row(key, words, claim.subject.name, claim.seen, against, latest, muted=claim.stance is Stance.UNKNOWN)


# ── Trends: what, over time, in words ─────────────────────────────────────────────────────────────────────────────────


def trends(context: ShownEvaluation) -> Iterator[TableRow]:
    """How convincing, body language, competencies; then answers, arrivals, replies, and what keeps coming back."""
    whole = context.evaluation
    for trend in whole.trends:
        # `▃▅▇ 3 4 5`: the picture and the last numbers beside it.
        numbers = " ".join(map(str, trend.values[-_NUMBERS:]))
        picture = Words(trend.sparkline[-_LONG_SPARK:].rjust(_LONG_SPARK), Emphasis.ACCENT)
        yield _row(f"trend/{trend.subject.id}", trend.subject.name, (picture, f" {numbers}"), trend.sentence)
    if whole.answers.given:
        share = whole.answers.story_percent
        picture = Words(bar(share / 100) if share is not None else "", Emphasis.ACCENT)
        yield _row("answers/", "Kinds of answer", picture, whole.answers.words)
    if whole.material.arrivals:
        late = [arrival.rated > 0 for arrival in whole.material.arrivals]
        signs = "".join("!" if is_late else "·" for is_late in late[-_LONG_SPARK:])
        total = plural(len(late), "interview")
        words = f"late (!) in {sum(late)} of {total}" if any(late) else f"never late in {len(late)}"
        yield _row("arrivals/", "Arrivals", Words(signs.rjust(_LONG_SPARK), Emphasis.ACCENT), words)
    for group in whole.replies:
        if (group.asked or group.unasked) and (group.enough or not group.name):
            bars = Words(bar(group.replied / group.asked), Emphasis.ACCENT) if group.enough else _NOTHING
            title = f"Replies: {group.name}" if group.name else "Replies"
            yield _row(f"replies/{group.name}", title, bars, group.words)
    yield from over_time_rows(context.over_time)
    for habit in whole.habits:
        yield _row(f"habit/{habit.subject.id}", f"Seen: {habit.subject.name.lower()}", habit.seen, habit.sentence)


# ── Questions: question, asked, how it was told, better answer, example ───────────────────────────────────────────────


_STATES = {
    "no result": Words("! no result yet", Emphasis.WARN),
    "not enough": Words("! not enough", Emphasis.WARN),
    "pushed back": Words("! pushed back", Emphasis.WARN),
}
"""What is said first of a question that is worth preparing."""


def questions(context: ShownEvaluation) -> Iterator[TableRow]:
    """What they asked, those worth preparing first; then what you asked them."""
    for question in context.questions.theirs:
        better = Words("✓", Emphasis.GOOD) if question.better else _NOTHING
        example = question.example.title if question.example is not None else _NOTHING
        fallback = Words("✓ with a result", Emphasis.GOOD) if question.with_result else _NOTHING
        state = next((words for mark, words in _STATES.items() if mark in question.marks), fallback)
        yield _row(f"question/{question.id}", question.words, times_words(question.times), state, better, example)
    for yours in context.questions.yours:
        words = (Words("you asked: ", Emphasis.MUTED), yours.words)
        replied = any(asked.question.reply.strip() for asked in yours.asked)
        answered = "they answered" if replied else _NOTHING
        yield _row(f"own-question/{yours.id}", words, times_words(len(yours.asked)), answered, "", "")


# ── Examples: example, action and result, told, aloud; and their coverage: competency, ready, which ───────────────────


def examples(context: ShownEvaluation) -> Iterator[TableRow]:
    """The bank, in the order in which it was filled."""
    for entry in context.evaluation.bank.entries:
        tone = Emphasis.GOOD if entry.example.ready else Emphasis.WARN
        meter = (Words(bar(entry.meter), tone), f" {round(100 * entry.meter):3d} %")
        times = times_words(len(entry.tellings)) if entry.tellings else Words("not yet", Emphasis.MUTED)
        on = entry.rehearse_on
        aloud: str | Words = _NOTHING if on is None else f"by {show_short(on)}"
        if on is not None and on <= context.today:
            aloud = Words("! due", Emphasis.WARN)
        yield _row(f"example/{entry.example.id}", entry.example.title, meter, times, aloud)


def coverage(context: ShownEvaluation) -> Iterator[TableRow]:
    """Competencies by examples, the emptiest first; the numbers are those of the examples in the bank."""
    ids = [entry.example.id for entry in context.evaluation.bank.entries]
    for covered in context.evaluation.bank.rows:
        have = (Words("! ", Emphasis.WARN) if covered.gap else Words("✓ ", Emphasis.GOOD), covered.words)
        signs = [(f"{number}{sign}", sign) for number, key in enumerate(ids, 1) for sign in [cover_sign(covered, key)]]
        which = tuple(Words(text.ljust(5), Emphasis.MUTED if sign == "·" else Emphasis.GOOD) for text, sign in signs)
        none = (Words("no examples yet", Emphasis.MUTED),)
        yield _row(f"cover/{covered.competency.id}", covered.competency.name, have, which or none)


# ── Pointers: last time, pointer, history ─────────────────────────────────────────────────────────────────────────────


def pointers(context: ShownEvaluation) -> Iterator[TableRow]:
    """The pointers, those to practise first."""
    for history in context.evaluation.pointers:
        words = Words(history.words, Emphasis.MUTED)
        yield _row(f"pointer/{history.pointer.id}", _last_check(history), history.pointer.sentence, words)


def _last_check(history: PointerHistory) -> Words:
    """What became of it the last time there was an occasion."""
    if history.pointer.occasion is Occasion.DECISION:
        return Words("for the next no", Emphasis.MUTED)
    if history.settled:
        return Words("✓ a habit now", Emphasis.GOOD)
    if (last := history.last) is None:
        return Words("? not tried", Emphasis.MUTED)
    return Words(f"{KEPT_GLYPHS[last]} {last}", KEPT_EMPHASIS[last])


# ── Advice: what, when, their words, who; and what is planned ─────────────────────────────────────────────────────────


def advice(context: ShownEvaluation) -> Iterator[TableRow]:
    """Advice with what you will do about it, and openings to come back to."""
    for advice_given in context.evaluation.advice:
        done = advice_given.todo is not None and advice_given.todo.done is not None
        label = Words("✓ done", Emphasis.GOOD) if done else Words("> advice", Emphasis.ACCENT)
        yield _row(
            f"advice/{advice_given.source.finding_id}",
            label,
            advice_given.when,
            f"“{advice_given.source.words}”",
            advice_given.source.who,
        )
    for opening in context.evaluation.openings:
        source = opening.source
        # They may be met again on a day that is still to come.
        ahead = opening.done is not None and opening.done > context.today
        settled = opening.is_settled and not ahead
        label = Words("✓ opening", Emphasis.MUTED) if settled else Words("* opening", Emphasis.ACCENT)
        when = _write(opening, ahead=ahead)
        yield _row(f"opening/{source.finding_id}", label, when, f"“{source.words}”", source.who)


def _write(opening: Opening, *, ahead: bool) -> str:
    if opening.done is not None:
        return f"{'you meet them' if ahead else 'done'} {show_short(opening.done)}"
    if opening.dropped:
        return "let be"
    return f"write {show_short(opening.planned)}" if opening.planned else f"maybe {show_short(opening.suggested)}"


def planned(context: ShownEvaluation) -> Iterator[TableRow]:
    """What is planned or due: actions, rehearsals, people to write to."""
    whole = context.evaluation
    for advice_given in whole.advice:
        if advice_given.todo is not None and advice_given.todo.done is None:
            label = Words("> do", Emphasis.ACCENT)
            yield _row(f"advice/{advice_given.source.finding_id}", label, advice_given.when, advice_given.todo.text)
    for entry in whole.bank.to_rehearse(context.today):
        words = f"{round(100 * entry.meter)} % written, {entry.told_words}"
        yield _row(f"example/{entry.example.id}", Words("! rehearse", Emphasis.WARN), entry.example.title, words)
    for opening in whole.openings:
        if opening.planned is not None:
            source, label = opening.source, Words("* write", Emphasis.ACCENT)
            when = f"{opening.who}, {show_short(opening.planned)}"
            yield _row(f"opening/{source.finding_id}", label, when, f"“{source.words}”")


class EvaluationView(Struct, frozen=True):
    """One view of the evaluation: its title, and its rows."""

    id: str
    title: str
    rows: Callable[[ShownEvaluation], Iterator[TableRow]]


VIEWS = (
    EvaluationView("overview", "Overview", overview),
    EvaluationView("evidence", "Evidence", evidence),
    EvaluationView("trends", "Trends", trends),
    EvaluationView("questions", "Questions", questions),
    EvaluationView("examples", "Examples", examples),
    EvaluationView("coverage", "Coverage", coverage),
    EvaluationView("pointers", "Pointers", pointers),
    EvaluationView("advice", "Advice", advice),
)
