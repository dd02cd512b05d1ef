"""Owns the words beside the rows on competencies, evidence and trends: every claim with what it rests on."""

from collections.abc import Callable, Mapping

from afterword.domain.evaluation.charts import sparkline
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.domain.text import plural
from afterword.tui.presenters.charts import answer_chart, arrival_chart, rating_chart, reply_chart
from afterword.tui.presenters.evaluation_sources import Known, compared, competency_evidence, split, witnesses
from afterword.tui.presenters.evidence import for_and_against, rated, section
from afterword.tui.presenters.practice_details import PRACTICE
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.text_view import TextLine


def details(known: Known, key: str, width: int = 60) -> list[TextLine]:
    """What stands beside (or below) that row; `width` is the room a chart may take."""
    kind, record_id = split(key)
    if kind in _CHARTS:
        return _CHARTS[kind](known, record_id, width)
    found = _DETAILS.get(kind) or PRACTICE.get(kind)
    return found(known, record_id) if found is not None else []


def _comparison(known: Known, key: str) -> list[TextLine]:
    return [
        TextLine(
            (Span(f"{line.view.capitalize()}. ", TextStyle.STRONG), f"{line.sentence} ", _seen(line.seen)), indent=2
        )
        for line in compared(known, key)
    ]


def _seen(words: str) -> Span:
    return Span(f"{words[:1].upper()}{words[1:]}.", TextStyle.ACCENT)


def _competency(known: Known, record_id: str) -> list[TextLine]:
    one = competency_evidence(known, record_id)
    if one is None:
        return []
    key = f"competency/{record_id}"
    lines = [TextLine((Span(one.competency.name, TextStyle.STRONG), f"  {one.competency.anchor}"), indent=2)]
    lines += _comparison(known, key)
    if not one.sources and not one.own:
        lines.append(TextLine("Nobody has spoken of it yet, and you have not rated it. That says nothing either way."))
    if one.own:
        values = [rating.value for rating in one.own]
        shown = " ".join(map(str, values[-12:]))
        lines.append(
            TextLine(("You rated it ", Span(sparkline(values, width=12), TextStyle.ACCENT), f" {shown}, latest last."))
        )
    lines += _stories(known, record_id)
    lines += for_and_against(witnesses(known, key))
    return lines


def _stories(known: Known, record_id: str) -> list[TextLine]:
    row = next((one for one in known.report.bank.rows if one.competency.id == record_id), None)
    if row is None:
        return []
    titles = [known.journal.examples[key].title for key in (*row.ready, *row.begun)]
    lines = [TextLine((f"Examples: {row.words}", ": " + "; ".join(titles) if titles else "."), indent=2)]
    if row.competency.why_me:
        lines.append(TextLine((Span("Why me: ", TextStyle.STRONG), row.competency.why_me), indent=2))
    return lines


def _scale(known: Known, record_id: str) -> list[TextLine]:
    key = f"scale/{record_id}"
    return [*_comparison(known, key), *for_and_against(witnesses(known, key))]


def _evidence(standing: str) -> Callable[[Known, str], list[TextLine]]:
    def lines_of(known: Known, record_id: str) -> list[TextLine]:
        key = f"{standing}/{record_id}"
        table = known.report.table
        group = {"strength": table.strengths, "area": table.areas, "unknown": table.unknown}[standing]
        line = next((one for one in group if one.competency.id == record_id), None)
        if line is None:
            return []
        return [
            TextLine(Span(line.sentence, TextStyle.STRONG)),
            TextLine(line.competency.anchor),
            *for_and_against(witnesses(known, key)),
        ]

    return lines_of


def _unassigned(known: Known, _record_id: str) -> list[TextLine]:
    found = witnesses(known, "unassigned/")
    words = f"{plural(len(found), 'finding')} without a competency count nowhere else. enter lists them; c ties one."
    return [TextLine(words), *section("What was said", found)]


def _trend(known: Known, record_id: str, width: int) -> list[TextLine]:
    trend = next((one for one in known.report.trends if one.id == record_id), None)
    if trend is None:
        return []
    title = "competency" if record_id.startswith(COMPETENCY_PREFIX) else "scale"
    return [
        TextLine((Span(trend.title, TextStyle.STRONG), f"  your own ratings on this {title}: {trend.words}.")),
        TextLine(""),
        *rating_chart(trend.points, width),
        *section("Interview by interview", [rated(one) for one in reversed(trend.points)]),
    ]


def _replies(known: Known, _record_id: str, width: int) -> list[TextLine]:
    words = "No answer is normal. A share is shown from five requests on; below that it would say nothing."
    return [
        TextLine(Span("Who replied, by round", TextStyle.STRONG)),
        TextLine(words),
        TextLine(""),
        *reply_chart(known.report.replies, width),
    ]


def _arrivals(known: Known, _record_id: str, width: int) -> list[TextLine]:
    habit = next((one for one in known.report.habits if one.id == "late"), None)
    lines = [TextLine(Span("Arrivals", TextStyle.STRONG))]
    if habit is not None:
        lines += [TextLine((habit.sentence, " ", _seen(habit.seen))), TextLine(f"One way: {habit.will}.")]
    return [*lines, TextLine(""), *arrival_chart(known.report.arrivals, width)]


def _answers(known: Known, _record_id: str, width: int) -> list[TextLine]:
    answers = known.report.answers
    return [
        TextLine((Span("What the answers were", TextStyle.STRONG), f"  {answers.words}.")),
        TextLine(answers.named_words),
        TextLine(""),
        *answer_chart(answers, width),
        *section("Answer by answer", witnesses(known, "answers/")),
    ]


def _habit(known: Known, record_id: str) -> list[TextLine]:
    habit = next((one for one in known.report.habits if one.id == record_id), None)
    if habit is None:
        return []
    return [
        TextLine((Span(habit.sentence, TextStyle.STRONG), " ", _seen(habit.seen))),
        TextLine(f"One way: next time, {habit.will}."),
        *for_and_against(witnesses(known, f"habit/{record_id}"), "Where it was seen"),
    ]


_CHARTS: Mapping[str, Callable[[Known, str, int], list[TextLine]]] = {
    "trend": _trend,
    "replies": _replies,
    "arrivals": _arrivals,
    "answers": _answers,
}
_DETAILS: Mapping[str, Callable[[Known, str], list[TextLine]]] = {
    "competency": _competency,
    "scale": _scale,
    "strength": _evidence("strength"),
    "area": _evidence("area"),
    "unknown": _evidence("unknown"),
    "unassigned": _unassigned,
    "habit": _habit,
}
