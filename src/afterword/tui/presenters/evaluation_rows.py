"""Owns the rows of the evaluation pane's views: what stands in each line, in which order."""

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from afterword.domain.dates import show_short
from afterword.domain.document import bar, sparkline
from afterword.domain.evaluation.claims import Claim, Evidence, Stance, is_pattern
from afterword.domain.evaluation.coverage import BankEntry, CoverageRow
from afterword.domain.evaluation.plans import Advice, Opening, PointerHistory
from afterword.domain.evaluation.reasons_given import PREFIX
from afterword.domain.evaluation.trends import Replies
from afterword.domain.finding import GLYPHS, FindingKind
from afterword.domain.pointer import Kept
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.domain.text import plural
from afterword.tui.presenters.evidence import ShownEvaluation, split
from afterword.tui.presenters.reflection import KEPT_GLYPHS
from afterword.tui.styles import Cell, Span, TextStyle
from afterword.tui.widgets.virtual_list import ListColumn, Row


class Listing(Struct, frozen=True):
    """The rows of one view: their keys in order, and how each looks."""

    keys: Sequence[str]
    row: Callable[[str], Row]


OVERVIEW_COLUMNS = (
    ListColumn("competency", 15, share=2),
    ListColumn("compared", 17),
    ListColumn("yours", 7),
    ListColumn("they said", 19, share=1),
    ListColumn("examples", 8, hide_below=70),
)
EVIDENCE_COLUMNS = (
    ListColumn("what", 10),
    ListColumn("competency", 15, share=1),
    ListColumn("seen", 27),
    ListColumn("against", 9),
    ListColumn("latest words", 20, share=3, hide_below=100),
)
TREND_COLUMNS = (ListColumn("what", 21, share=1), ListColumn("over time", 22), ListColumn("in words", 25, share=3))
EXAMPLE_COLUMNS = (
    ListColumn("example", 18, share=3),
    ListColumn("action and result", 17),
    ListColumn("told", 8),
    ListColumn("aloud", 10),
)
COVERAGE_COLUMNS = (
    ListColumn("competency", 15, share=1),
    ListColumn("ready", 17),
    ListColumn("which examples (● ready  ○ begun)", 34, share=2),
)
POINTER_COLUMNS = (
    ListColumn("last time", 13),
    ListColumn("pointer", 30, share=4),
    ListColumn("history", 16, share=1, hide_below=90),
)
ADVICE_COLUMNS = (
    ListColumn("what", 10),
    ListColumn("when", 16),
    ListColumn("their words", 24, share=3),
    ListColumn("who", 12, share=1, hide_below=64),
)
FOCUS_COLUMNS = (
    ListColumn("what", 11),
    ListColumn("on", 16, share=1),
    ListColumn("why", 24, share=3),
)

_COMPARED: dict[Stance, Span] = {
    Stance.BLIND_SPOT: Span("! blind spot", TextStyle.WARN),
    Stance.HIDDEN_STRENGTH: Span("^ hidden strength", TextStyle.GOOD),
    Stance.SHARED_AREA: Span("= both: to grow"),
    Stance.SHARED_STRENGTH: Span("= both: strength"),
    Stance.OPEN: Span("~ they said it"),
    Stance.AFTERWARDS: Span("~ they said it"),
}
_ONLY_YOU, _UNKNOWN = Span("o only you"), Span("? unknown", TextStyle.MUTED)
_SPARK, _LONG_SPARK, _NUMBERS, _METER = 5, 12, 5, 10
"""Cells of a small and a long picture of ratings, the numbers beside it, and cells of an example's meter."""


# ── Overview ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def overview(known: ShownEvaluation) -> Listing:
    """Blind spots and hidden strengths first, then what is shared, what only you rated, and the unknown last."""
    evaluation = known.evaluation
    material = evaluation.material
    living = {
        f"competency/{competency.id}": competency for competency in material.in_order(known.journal.all_competencies)
    }
    keys = [_key_of(claim) for claim in evaluation.comparisons]
    order = dict.fromkeys(key for key in keys if key in living or key.startswith("scale/"))
    rest = [key for key in living if key not in order]
    order |= dict.fromkeys(
        key for key in rest if material.said_of(living[key].id) or material.ratings_of(living[key].id)
    )
    if evaluation.said.unassigned:
        order |= {"unassigned/": None}
    order |= dict.fromkeys(rest)
    covered = {row.competency.id: row for row in evaluation.bank.rows}
    return Listing(tuple(order), lambda key: _overview_row(known, covered, key))


def _key_of(claim: Claim) -> str:
    subject = claim.subject.id
    return subject if subject.startswith(COMPETENCY_PREFIX) else f"scale/{subject}"


def _overview_row(known: ShownEvaluation, covered: dict[str, CoverageRow], key: str) -> Row:
    """One line of the overview; see `OVERVIEW_COLUMNS`."""
    kind, record_id = split(key)
    material, claims = known.evaluation.material, known.comparisons(key)
    if kind == "unassigned":
        muted = (Span("without competency", TextStyle.MUTED), Span("· enter ties them", TextStyle.MUTED))
        return Row((*muted, "", _said_cell(known.evaluation.said.unassigned), ""))
    if kind == "scale":
        said = [piece for claim in claims for piece in claim.evidence]
        own = _own_cell(material.rated.get(record_id, ()))
        return Row((claims[0].subject.name, _COMPARED[claims[0].stance], own, _said_cell(said), "–"))
    competency = known.competency(record_id)
    if competency is None:
        return Row((record_id,))
    own_ratings, stories = material.ratings_of(record_id), covered.get(record_id)
    between = _COMPARED[claims[0].stance] if claims else _ONLY_YOU if own_ratings else _UNKNOWN
    have = "" if stories is None else f"{len(stories.ready)} of 2" if stories.gap else f"✓ {len(stories.ready)}"
    cells = (competency.name, between, _own_cell(own_ratings), _said_cell(material.said_of(record_id)), have)
    return Row(cells, TextStyle.PLAIN if claims or own_ratings else TextStyle.MUTED)


def _own_cell(ratings: Sequence[Evidence]) -> Cell:
    """`▃▅▇ 5`: the last ratings as a picture, and the latest as a number."""
    if not ratings:
        return Span("–", TextStyle.MUTED)
    values = [rating.rated for rating in ratings]
    return Span(sparkline(values, width=_SPARK).rjust(_SPARK), TextStyle.ACCENT), f" {values[-1]}"


def _said_cell(said: Sequence[Evidence]) -> Cell:
    """`+2 pattern  -1 once`: strengths and areas, and whether two interviews or more say so."""
    parts: list[str | Span] = []
    for kind, tone in ((FindingKind.STRENGTH, TextStyle.GOOD), (FindingKind.AREA, TextStyle.WARN)):
        pieces = [piece for piece in said if piece.marked is kind]
        if pieces:
            how = "pattern" if is_pattern(pieces) else "once"
            parts += ["  "] * bool(parts) + [Span(f"{GLYPHS[kind]}{len(pieces)}", tone), f" {how}"]
    return tuple(parts) if parts else Span("–", TextStyle.MUTED)


# ── Evidence ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_STANCES: dict[Stance, tuple[str, Span]] = {
    Stance.STRENGTH: ("strength", Span("+ strength", TextStyle.GOOD)),
    Stance.AREA: ("area", Span("- area", TextStyle.WARN)),
    Stance.UNKNOWN: ("unknown", Span("? unknown", TextStyle.MUTED)),
    Stance.REASON: ("reason", Span("= reason", TextStyle.MUTED)),
}


def evidence(known: ShownEvaluation) -> Listing:
    """Strengths, areas, their reasons, unknown; then what interviewers said that belongs to no competency."""
    said = known.evaluation.said
    ordered = (*said.strengths, *said.areas, *known.evaluation.reasons, *said.unknown)
    claims = {f"{_STANCES[claim.stance][0]}/{_record_of(claim)}": claim for claim in ordered}
    keys = [*claims, *(["unassigned/"] if said.unassigned else [])]
    return Listing(keys, lambda key: _evidence_row(claims[key]) if key in claims else _unassigned_row(known))


def _record_of(claim: Claim) -> str:
    return claim.subject.id.removeprefix(PREFIX) if claim.stance is Stance.REASON else claim.subject.record_id


def _evidence_row(claim: Claim) -> Row:
    """One line of the table; see `EVIDENCE_COLUMNS`."""
    against: Cell = f"{len(claim.against)} against" if claim.against else Span("–", TextStyle.MUTED)
    latest = f"“{claim.evidence[-1].words}”" if claim.evidence else ""
    tone = TextStyle.MUTED if claim.stance is Stance.UNKNOWN else TextStyle.PLAIN
    return Row((_STANCES[claim.stance][1], claim.subject.name, claim.seen, against, latest), tone)


def _unassigned_row(known: ShownEvaluation) -> Row:
    said = known.evaluation.said.unassigned
    return Row((Span("· said", TextStyle.MUTED), "no competency", _said_cell(said), "", f"“{said[-1].words}”"))


# ── Trends ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def trends(known: ShownEvaluation) -> Listing:
    """How convincing, body language, competencies; then answers, arrivals, replies, and what keeps coming back."""
    whole = known.evaluation
    rows: dict[str, Row] = {f"trend/{claim.subject.id}": _trend_row(claim) for claim in whole.trends}
    if whole.answers.given:
        share = whole.answers.story_percent
        picture = Span(bar(share / 100) if share is not None else "", TextStyle.ACCENT)
        rows["answers/"] = Row(("Kinds of answer", picture, whole.answers.words))
    if whole.arrivals:
        rows["arrivals/"] = _arrivals_row(whole.arrivals)
    for group in whole.replies:
        if group.asked and (group.enough or not group.name):
            rows[f"replies/{group.name}"] = _replies_row(group)
    for habit in whole.habits:
        rows[f"habit/{habit.subject.id}"] = Row((f"Seen: {habit.subject.name.lower()}", habit.seen, habit.sentence))
    return Listing(tuple(rows), rows.__getitem__)


def _trend_row(trend: Claim) -> Row:
    """`▃▅▇ 3 4 5`: the picture and the last numbers beside it."""
    values = trend.values
    numbers = " ".join(map(str, values[-_NUMBERS:]))
    picture = (Span(trend.sparkline[-_LONG_SPARK:].rjust(_LONG_SPARK), TextStyle.ACCENT), f" {numbers}")
    words = f"{values[0]} at first, {values[-1]} last, {len(values)} times" if len(values) > 1 else "seen once"
    return Row((trend.subject.name, picture, words))


def _replies_row(group: Replies) -> Row:
    """The share of replies as a bar, from five requests on, and in words."""
    share = Span(bar(group.replied / group.asked), TextStyle.ACCENT) if group.enough else Span("–", TextStyle.MUTED)
    return Row((f"Replies: {group.name}" if group.name else "Replies", share, group.words))


def _arrivals_row(arrivals: Sequence[Evidence]) -> Row:
    late = [arrival.value is not None and arrival.value > 0 for arrival in arrivals]
    signs = "".join("!" if is_late else "·" for is_late in late[-_LONG_SPARK:])
    total = plural(len(late), "interview")
    words = f"late (!) in {sum(late)} of {total}" if any(late) else f"never late in {len(late)}"
    return Row(("Arrivals", Span(signs.rjust(_LONG_SPARK), TextStyle.ACCENT), words))


# ── Examples and their coverage ───────────────────────────────────────────────────────────────────────────────────────


def examples(known: ShownEvaluation) -> Listing:
    """The bank, in the order in which it was filled."""
    entries = {f"example/{entry.example.id}": entry for entry in known.evaluation.bank.entries}
    return Listing(tuple(entries), lambda key: _example_row(entries[key], known.today))


def _example_row(entry: BankEntry, today: date) -> Row:
    """One line of the bank; see `EXAMPLE_COLUMNS`."""
    percent = round(100 * entry.meter)
    meter = (
        Span(bar(entry.meter, _METER), TextStyle.GOOD if entry.example.ready else TextStyle.WARN),
        f" {percent:3d} %",
    )
    return Row((entry.example.title, meter, _told_cell(entry), _rehearse_cell(entry.rehearse_on, today)))


def _told_cell(entry: BankEntry) -> Cell:
    """How often it was told in an interview."""
    count = len(entry.tellings)
    if not count:
        return Span("not yet", TextStyle.MUTED)
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _rehearse_cell(on: date | None, today: date) -> Cell:
    """When to tell it aloud again."""
    if on is None:
        return Span("–", TextStyle.MUTED)
    return Span("! due", TextStyle.WARN) if on <= today else f"by {show_short(on)}"


def coverage(known: ShownEvaluation) -> Listing:
    """Competencies by examples, the emptiest first."""
    rows = {f"cover/{row.competency.id}": row for row in known.evaluation.bank.rows}
    ids = [entry.example.id for entry in known.evaluation.bank.entries]
    return Listing(tuple(rows), lambda key: _coverage_row(rows[key], ids))


def _coverage_row(row: CoverageRow, ids: list[str]) -> Row:
    """One line of the matrix; the numbers are those of the examples in the bank."""
    have: Cell = (Span("! ", TextStyle.WARN) if row.gap else Span("✓ ", TextStyle.GOOD), row.words)
    cells: list[str | Span] = []
    for number, key in enumerate(ids, 1):
        sign = "●" if key in row.ready else "○" if key in row.begun else "·"
        cells.append(Span(f"{number}{sign}".ljust(5), TextStyle.MUTED if sign == "·" else TextStyle.GOOD))
    return Row((row.competency.name, have, tuple(cells) or Span("no examples yet", TextStyle.MUTED)))


# ── Pointers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def pointers(known: ShownEvaluation) -> Listing:
    """The pointers, those to practise first."""
    histories = {f"pointer/{history.pointer.id}": history for history in known.evaluation.pointers}
    return Listing(tuple(histories), lambda key: _pointer_row(histories[key]))


def _pointer_row(history: PointerHistory) -> Row:
    """One line of the pointers; see `POINTER_COLUMNS`."""
    return Row((_kept_cell(history), history.pointer.sentence, Span(history.words, TextStyle.MUTED)))


def _kept_cell(history: PointerHistory) -> Span:
    """What became of it the last time there was an occasion."""
    if history.settled:
        return Span("✓ a habit now", TextStyle.GOOD)
    last = history.last
    if last is None:
        return Span("? not tried", TextStyle.MUTED)
    return Span(
        f"{KEPT_GLYPHS[last]} {last}",
        {Kept.DONE: TextStyle.GOOD, Kept.FORGOT: TextStyle.WARN}.get(last, TextStyle.PLAIN),
    )


# ── Advice, openings, focus ───────────────────────────────────────────────────────────────────────────────────────────


def advice(known: ShownEvaluation) -> Listing:
    """Openings to come back to, and advice with what you will do about it."""
    whole = known.evaluation
    openings = {f"opening/{opening.source.finding_id}": opening for opening in whole.openings}
    given = {f"advice/{advice_given.source.finding_id}": advice_given for advice_given in whole.advice}

    def row(key: str) -> Row:
        if key in openings:
            return _opening_row(openings[key])
        done = given[key].todo is not None and given[key].words.startswith("done")
        glyph = Span("✓ done", TextStyle.GOOD) if done else Span("> advice", TextStyle.ACCENT)
        return Row((glyph, when_words(given[key]), f"“{given[key].source.words}”", given[key].source.who))

    return Listing((*given, *openings), row)


def when_words(advice: Advice) -> str:
    """What will become of an advice: `by Mon 1 Dec`, `a pointer now`."""
    if advice.todo is None:
        return advice.words
    day = advice.todo.done or advice.todo.due
    return f"{'done' if advice.todo.done else 'by'} {day:%a} {show_short(day)}"


def _opening_row(opening: Opening) -> Row:
    planned = opening.planned
    when = f"write {show_short(planned)}" if planned else f"maybe {show_short(opening.suggested)}"
    return Row((Span("* opening", TextStyle.ACCENT), when, f"“{opening.source.words}”", opening.source.who))


def focus(known: ShownEvaluation) -> Listing:
    """At most three things to work on, then what is planned or due: actions, rehearsals, people to write to."""
    whole = known.evaluation
    rows: dict[str, Row] = {}
    for claim in whole.focus:
        kind = "area" if claim.stance is Stance.AREA else "habit"
        words = f"{claim.seen}. {claim.why}"
        rows[f"{kind}/{claim.subject.record_id}"] = Row(
            (Span("◆ work on", TextStyle.STRONG), claim.subject.name, words)
        )
    for given in whole.advice:
        if given.todo is not None and given.todo.done is None:
            row = Row((Span("> do", TextStyle.ACCENT), when_words(given), given.todo.text))
            rows[f"advice/{given.source.finding_id}"] = row
    for entry in whole.bank.to_rehearse(known.today):
        words = f"{round(100 * entry.meter)} % written, {entry.told_words}"
        rows[f"example/{entry.example.id}"] = Row((Span("! rehearse", TextStyle.WARN), entry.example.title, words))
    for opening in whole.openings:
        if opening.planned is not None:
            when = f"{opening.source.who}, {show_short(opening.planned)}"
            row = Row((Span("* write", TextStyle.ACCENT), when, f"“{opening.source.words}”"))
            rows[f"opening/{opening.source.finding_id}"] = row
    return Listing(tuple(rows), rows.__getitem__)
