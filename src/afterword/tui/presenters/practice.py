"""Owns the rows of the views Examples, Coverage, Pointers, Advice and Focus: what there is to practise and to do."""

from datetime import date

from afterword.domain.dates import show_short
from afterword.domain.evaluation.charts import bar
from afterword.domain.evaluation.competency_evidence import Source
from afterword.domain.evaluation.coverage import BankEntry, CoverageRow
from afterword.domain.evaluation.openings import Advice
from afterword.domain.evaluation.pointers import PointerHistory
from afterword.domain.pointer import Kept
from afterword.tui.presenters.evaluation import Listing
from afterword.tui.presenters.evaluation_sources import Known
from afterword.tui.presenters.guided import KEPT_GLYPHS
from afterword.tui.styles import Cell, Span, TextStyle
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.virtual_list import Row

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
_METER = 10


# ── Examples and their coverage ───────────────────────────────────────────────────────────────────────────────────────


def examples(known: Known) -> Listing:
    """The bank, in the order in which it was filled."""
    entries = {f"example/{one.example.id}": one for one in known.report.bank.entries}
    return Listing(tuple(entries), lambda key: example_row(entries[key], known.today))


def example_row(entry: BankEntry, today: date) -> Row:
    """One line of the bank; see `EXAMPLE_COLUMNS`."""
    percent = round(100 * entry.meter)
    meter = (
        Span(bar(entry.meter, _METER), TextStyle.GOOD if entry.example.ready else TextStyle.WARN),
        f" {percent:3d} %",
    )
    return Row((entry.example.title, meter, told_cell(entry), rehearse_cell(entry.rehearse_on, today)))


def told_cell(entry: BankEntry) -> Cell:
    """How often it was told in an interview."""
    count = len(entry.tellings)
    if not count:
        return Span("not yet", TextStyle.MUTED)
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def rehearse_cell(on: date | None, today: date) -> Cell:
    """When to tell it aloud again."""
    if on is None:
        return Span("–", TextStyle.MUTED)
    return Span("! due", TextStyle.WARN) if on <= today else f"by {show_short(on)}"


def coverage(known: Known) -> Listing:
    """Competencies by examples, the emptiest first."""
    rows = {f"cover/{row.competency.id}": row for row in known.report.bank.rows}
    ids = [entry.example.id for entry in known.report.bank.entries]
    return Listing(tuple(rows), lambda key: coverage_row(rows[key], ids))


def coverage_row(row: CoverageRow, ids: list[str]) -> Row:
    """One line of the matrix; the numbers are those of the examples in the bank."""
    have: Cell = (Span("! ", TextStyle.WARN) if row.gap else Span("✓ ", TextStyle.GOOD), row.words)
    cells: list[str | Span] = []
    for number, key in enumerate(ids, 1):
        sign = "●" if key in row.ready else "○" if key in row.begun else "·"
        cells.append(Span(f"{number}{sign}".ljust(5), TextStyle.MUTED if sign == "·" else TextStyle.GOOD))
    return Row((row.competency.name, have, tuple(cells) or Span("no examples yet", TextStyle.MUTED)))


# ── Pointers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def pointers(known: Known) -> Listing:
    """The pointers, those to practise first."""
    found = {f"pointer/{one.pointer.id}": one for one in known.report.pointers}
    return Listing(tuple(found), lambda key: pointer_row(found[key]))


def pointer_row(history: PointerHistory) -> Row:
    """One line of the pointers; see `POINTER_COLUMNS`."""
    return Row((kept_cell(history), history.pointer.sentence, Span(history.words, TextStyle.MUTED)))


def kept_cell(history: PointerHistory) -> Span:
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


def advice(known: Known) -> Listing:
    """Openings to come back to, and advice with what you will do about it."""
    report = known.report
    openings = {f"opening/{one.source.finding_id}": one for one in report.openings}
    given = {f"advice/{one.source.finding_id}": one for one in report.advice}

    def row(key: str) -> Row:
        if key in openings:
            return _opening_row(openings[key].source, openings[key].planned, openings[key].suggested)
        done = given[key].todo is not None and given[key].words.startswith("done")
        glyph = Span("✓ done", TextStyle.GOOD) if done else Span("> advice", TextStyle.ACCENT)
        return Row((glyph, when_words(given[key]), f"“{given[key].source.words}”", given[key].source.who))

    return Listing((*given, *openings), row)


def when_words(one: Advice) -> str:
    """What will become of an advice: `by Mon 1 Dec`, `a pointer now`."""
    if one.todo is None:
        return one.words
    day = one.todo.done or one.todo.due
    return f"{'done' if one.todo.done else 'by'} {day:%a} {show_short(day)}"


def _opening_row(source: Source, planned: date | None, suggested: date) -> Row:
    when = f"write {show_short(planned)}" if planned else f"maybe {show_short(suggested)}"
    return Row((Span("* opening", TextStyle.ACCENT), when, f"“{source.words}”", source.who))


def focus(known: Known) -> Listing:
    """At most three things to work on, then what is planned or due: actions, rehearsals, people to write to."""
    report = known.report
    rows: dict[str, Row] = {}
    areas = {line.competency.id for line in report.table.areas}
    for one in report.focus:
        kind = "area" if one.key in areas else "habit"
        rows[f"{kind}/{one.key}"] = Row((Span("◆ work on", TextStyle.STRONG), one.title, f"{one.seen}. {one.why}"))
    for given in report.advice:
        if given.todo is not None and given.todo.done is None:
            row = Row((Span("> do", TextStyle.ACCENT), when_words(given), given.todo.text))
            rows[f"advice/{given.source.finding_id}"] = row
    for entry in report.bank.to_rehearse(known.today):
        words = f"{round(100 * entry.meter)} % written, {entry.told_words}"
        rows[f"example/{entry.example.id}"] = Row((Span("! rehearse", TextStyle.WARN), entry.example.title, words))
    for opening in report.openings:
        if opening.planned is not None:
            words = f"“{opening.source.words}”"
            when = f"{opening.source.who}, {show_short(opening.planned)}"
            rows[f"opening/{opening.source.finding_id}"] = Row((Span("* write", TextStyle.ACCENT), when, words))
    return Listing(tuple(rows), rows.__getitem__)
