"""Owns the words beside an example, its coverage, a pointer, an advice or an opening."""

from collections.abc import Callable, Mapping

from afterword.domain.dates import show_date
from afterword.domain.evaluation.charts import bar
from afterword.domain.evaluation.pointers import offer_for
from afterword.domain.example import rehearsal_words
from afterword.tui.presenters.evaluation_sources import Known, pointer_history, witnesses
from afterword.tui.presenters.evidence import newest, section
from afterword.tui.presenters.practice import when_words
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.text_view import TextLine

_PARTS = ("situation", "task", "action", "result")
_WIDE = 11


def _example(known: Known, record_id: str) -> list[TextLine]:
    entry = known.report.bank.entry(record_id)
    if entry is None:
        return []
    one = entry.example
    percent = f"{round(100 * entry.meter)} % written; action and result count twice."
    lines = [
        TextLine(Span(one.title, TextStyle.STRONG)),
        TextLine((Span(bar(entry.meter), TextStyle.ACCENT), f" {percent}")),
    ]
    if entry.advice:
        lines.append(TextLine((Span("Next: ", TextStyle.KEY), entry.advice), indent=6))
    lines.append(TextLine(""))
    for part in _PARTS:
        text = getattr(one, part)
        lines.append(
            TextLine(
                (Span(part.capitalize().ljust(_WIDE), TextStyle.STRONG), text or Span("–", TextStyle.MUTED)),
                indent=_WIDE,
            )
        )
    names = [found.name for key in one.competencies if (found := known.journal.competency(key)) is not None]
    for label, words in (
        ("Numbers", one.numbers),
        ("Shows", ", ".join(names)),
        ("Fits", ", ".join(one.roles) or "any role"),
    ):
        if words:
            lines.append(TextLine((Span(label.ljust(_WIDE), TextStyle.MUTED), words), indent=_WIDE))
    lines += section("Told", newest(witnesses(known, f"example/{record_id}")))
    if one.rehearsals:
        lines += [TextLine(""), TextLine(Span("Rehearsed aloud", TextStyle.STRONG))]
        lines += [
            TextLine(f"{show_date(told.at.date())}: {rehearsal_words(told)}") for told in reversed(one.rehearsals)
        ]
    return lines


def _cover(known: Known, record_id: str) -> list[TextLine]:
    row = next((one for one in known.report.bank.rows if one.competency.id == record_id), None)
    if row is None:
        return []
    lines = [
        TextLine((Span(row.competency.name, TextStyle.STRONG), f"  {row.competency.anchor}"), indent=2),
        TextLine(f"{row.words}; two that can be told are a good aim." if row.gap else f"{row.words}: covered."),
    ]
    if row.competency.why_me:
        lines.append(TextLine((Span("Why me: ", TextStyle.STRONG), row.competency.why_me), indent=2))
    lines.append(TextLine(""))
    for number, entry in enumerate(known.report.bank.entries, 1):
        key = entry.example.id
        sign = "●" if key in row.ready else "○" if key in row.begun else "·"
        lines.append(
            TextLine(
                (
                    f"{number}{sign}".ljust(5),
                    Span(entry.example.title, TextStyle.MUTED if sign == "·" else TextStyle.PLAIN),
                )
            )
        )
    return lines


def _pointer(known: Known, record_id: str) -> list[TextLine]:
    history = pointer_history(known, record_id)
    if history is None:
        return []
    lines = [TextLine(Span(history.pointer.sentence, TextStyle.STRONG)), TextLine(f"So far: {history.words}.")]
    competency = known.journal.competency(history.competency)
    if competency is not None:
        lines.append(TextLine(f"It works on: {competency.name}."))
    if history.shift is not None:
        lines.append(
            TextLine((history.shift.words, Span(" They went together; one need not be the cause.", TextStyle.MUTED)))
        )
    origin = known.journal.interviews.get(history.pointer.interview_id or "")
    if origin is not None:
        lines.append(TextLine(Span(f"Made after {origin.label}, {show_date(origin.day)}.", TextStyle.MUTED)))
    if not history.checks:
        lines.append(
            TextLine("It stands on the next prep sheet; after that interview the reflection asks what became of it.")
        )
    return [
        *lines,
        *section("Where it comes from and what became of it", newest(witnesses(known, f"pointer/{record_id}"))),
    ]


def _advice(known: Known, record_id: str) -> list[TextLine]:
    one = next((found for found in known.report.advice if found.source.finding_id == record_id), None)
    if one is None:
        return []
    lines = [TextLine((Span("Advice: ", TextStyle.STRONG), when_words(one) + "."))]
    if one.todo is not None:
        lines.append(TextLine((Span("What I will do: ", TextStyle.STRONG), one.todo.text), indent=2))
    else:
        keys = (Span("t", TextStyle.KEY), " gives it a day, ", Span("i", TextStyle.KEY), " makes a pointer of it.")
        lines.append(TextLine(keys, is_help=True))
    pointer = known.journal.pointers.get(one.pointer_id or "")
    if pointer is not None:
        lines.append(TextLine((Span("Pointer: ", TextStyle.STRONG), pointer.sentence), indent=2))
    return [*lines, *section("Their words", witnesses(known, f"advice/{record_id}"))]


def _opening(known: Known, record_id: str) -> list[TextLine]:
    one = next((found for found in known.report.openings if found.source.finding_id == record_id), None)
    if one is None:
        return []
    if one.planned is not None:
        words = (
            f"You will write to {one.source.who} again on {show_date(one.planned)}; it then shows among what is due."
        )
    else:
        words = f"No day is planned; {show_date(one.suggested)} would be a good one."
    keys = (Span("t", TextStyle.KEY), " plans the day, ", Span("enter", TextStyle.KEY), " leads to the conversation.")
    return [
        TextLine(words),
        TextLine(keys, is_help=True),
        *section("Their words", witnesses(known, f"opening/{record_id}")),
    ]


def plan_words(known: Known, competency_id: str) -> tuple[str, str]:
    """Words to begin a pointer with, for that competency."""
    found = known.journal.competency(competency_id)
    return offer_for(found) if found is not None else ("", "")


PRACTICE: Mapping[str, Callable[[Known, str], list[TextLine]]] = {
    "example": _example,
    "cover": _cover,
    "pointer": _pointer,
    "advice": _advice,
    "opening": _opening,
}
"""The words for each kind of row."""
