"""Owns the words beside the rows of the evaluation pane: every claim with what it rests on."""

from collections.abc import Callable, Mapping

from afterword.domain.dates import show_date
from afterword.domain.document import bar, sparkline
from afterword.domain.evaluation.claims import Claim
from afterword.domain.example import rehearsal_words
from afterword.domain.reasons import reasons
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.domain.text import plural
from afterword.tui.presenters.documents import answer_chart, arrival_chart, rating_chart, reply_chart
from afterword.tui.presenters.evaluation_rows import when_words
from afterword.tui.presenters.evidence import ShownEvaluation, Source, for_and_against, newest, section, sources, split
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine

_PARTS = ("situation", "task", "action", "result")
_WIDE = 11


def details(known: ShownEvaluation, key: str, width: int = 60) -> list[TextLine]:
    """What stands beside (or below) that row; `width` is the room a chart may take."""
    kind, record_id = split(key)
    if kind in _CHARTS:
        return _CHARTS[kind](known, record_id, width)
    if kind in ("strength", "area", "unknown"):
        return _said(known, key)
    lines = _DETAILS.get(kind)
    return lines(known, record_id) if lines is not None else []


def _comparison(known: ShownEvaluation, key: str) -> list[TextLine]:
    return [
        TextLine(
            (Span(f"{claim.stance.capitalize()}. ", TextStyle.STRONG), f"{claim.sentence} ", _seen(claim)), indent=2
        )
        for claim in known.comparisons(key)
    ]


def _seen(claim: Claim) -> Span:
    return Span(f"{claim.seen[:1].upper()}{claim.seen[1:]}.", TextStyle.ACCENT)


def _competency(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    competency, key = known.competency(record_id), f"competency/{record_id}"
    if competency is None:
        return []
    said, own = known.evaluation.material.said_of(record_id), known.evaluation.material.ratings_of(record_id)
    lines = [TextLine((Span(competency.name, TextStyle.STRONG), f"  {competency.anchor}"), indent=2)]
    lines += _comparison(known, key)
    if not said and not own:
        lines.append(TextLine("Nobody has spoken of it yet, and you have not rated it. That says nothing either way."))
    if own:
        values = [piece.rated for piece in own]
        shown = " ".join(map(str, values[-_WIDE - 1 :]))
        picture = Span(sparkline(values, width=_WIDE + 1), TextStyle.ACCENT)
        lines.append(TextLine(("You rated it ", picture, f" {shown}, latest last.")))
    return [*lines, *_stories(known, record_id), *for_and_against(sources(known, key))]


def _stories(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    row = next((covered for covered in known.evaluation.bank.rows if covered.competency.id == record_id), None)
    if row is None:
        return []
    titles = [known.journal.examples[key].title for key in (*row.ready, *row.begun)]
    lines = [TextLine((f"Examples: {row.words}", ": " + "; ".join(titles) if titles else "."), indent=2)]
    if row.competency.why_me:
        lines.append(TextLine((Span("Why me: ", TextStyle.STRONG), row.competency.why_me), indent=2))
    return lines


def _scale(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    key = f"scale/{record_id}"
    return [*_comparison(known, key), *for_and_against(sources(known, key))]


def _said(known: ShownEvaluation, key: str) -> list[TextLine]:
    claim = known.claim(key)
    competency = known.competency(claim.subject.record_id) if claim is not None else None
    if claim is None or competency is None:
        return []
    lines = [TextLine(Span(claim.sentence, TextStyle.STRONG)), TextLine(competency.anchor)]
    return [*lines, *for_and_against(sources(known, key))]


def _reason(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    claim = known.claim(f"reason/{record_id}")
    if claim is None:
        return []
    kind = reasons().get(record_id)
    silent = [TextLine((Span("It does not tell: ", TextStyle.MUTED), kind.silent), indent=2)] if kind else []
    return [
        TextLine(Span(claim.sentence, TextStyle.STRONG)),
        *silent,
        TextLine((Span("You can: ", TextStyle.MUTED), claim.will), indent=2),
        *section("In their words", sources(known, f"reason/{record_id}")),
    ]


def _unassigned(known: ShownEvaluation, _record_id: str) -> list[TextLine]:
    unassigned = sources(known, "unassigned/")
    words = (
        f"{plural(len(unassigned), 'finding')} without a competency count nowhere else. enter lists them; c ties one."
    )
    return [TextLine(words), *section("What was said", unassigned)]


def _trend(known: ShownEvaluation, record_id: str, width: int) -> list[TextLine]:
    trend = known.claim(f"trend/{record_id}")
    if trend is None:
        return []
    title = "competency" if record_id.startswith(COMPETENCY_PREFIX) else "scale"
    return [
        TextLine(
            (Span(trend.subject.name, TextStyle.STRONG), f"  your own ratings on this {title}: {trend.sentence}.")
        ),
        TextLine(""),
        *rating_chart(trend.evidence, width),
        *section("Interview by interview", list(map(Source, reversed(trend.evidence)))),
    ]


def _replies(known: ShownEvaluation, _record_id: str, width: int) -> list[TextLine]:
    words = "No answer is normal. A share is shown from five requests on; below that it would say nothing."
    return [
        TextLine(Span("Who replied, by round", TextStyle.STRONG)),
        TextLine(words),
        TextLine(""),
        *reply_chart(known.evaluation.replies, width),
    ]


def _arrivals(known: ShownEvaluation, _record_id: str, width: int) -> list[TextLine]:
    habit = known.claim("habit/late")
    lines = [TextLine(Span("Arrivals", TextStyle.STRONG))]
    if habit is not None:
        lines += [TextLine((habit.sentence, " ", _seen(habit))), TextLine(f"One way: {habit.will}.")]
    return [*lines, TextLine(""), *arrival_chart(known.evaluation.arrivals, width)]


def _answers(known: ShownEvaluation, _record_id: str, width: int) -> list[TextLine]:
    answers = known.evaluation.answers
    return [
        TextLine((Span("What the answers were", TextStyle.STRONG), f"  {answers.words}.")),
        TextLine(answers.named_words),
        TextLine(""),
        *answer_chart(answers, width),
        *section("Answer by answer", sources(known, "answers/")),
    ]


def _habit(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    habit = known.claim(f"habit/{record_id}")
    if habit is None:
        return []
    return [
        TextLine((Span(habit.sentence, TextStyle.STRONG), " ", _seen(habit))),
        TextLine(f"One way: next time, {habit.will}."),
        *for_and_against(sources(known, f"habit/{record_id}"), "Where it was seen"),
    ]


# ── what a person practises ───────────────────────────────────────────────────────────────────────────────────────────


def _example(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    entry = known.evaluation.bank.entry(record_id)
    if entry is None:
        return []
    example = entry.example
    percent = f"{round(100 * entry.meter)} % written; action and result count twice."
    lines = [
        TextLine(Span(example.title, TextStyle.STRONG)),
        TextLine((Span(bar(entry.meter), TextStyle.ACCENT), f" {percent}")),
    ]
    if entry.advice:
        lines.append(TextLine((Span("Next: ", TextStyle.KEY), entry.advice), indent=6))
    lines.append(TextLine(""))
    for part in _PARTS:
        text = getattr(example, part)
        lines.append(
            TextLine(
                (Span(part.capitalize().ljust(_WIDE), TextStyle.STRONG), text or Span("–", TextStyle.MUTED)),
                indent=_WIDE,
            )
        )
    names = [
        competency.name for key in example.competencies if (competency := known.journal.competency(key)) is not None
    ]
    for label, words in (
        ("Numbers", example.numbers),
        ("Shows", ", ".join(names)),
        ("Fits", ", ".join(example.roles) or "any role"),
    ):
        if words:
            lines.append(TextLine((Span(label.ljust(_WIDE), TextStyle.MUTED), words), indent=_WIDE))
    lines += section("Told", newest(sources(known, f"example/{record_id}")))
    if example.rehearsals:
        lines += [TextLine(""), TextLine(Span("Rehearsed aloud", TextStyle.STRONG))]
        lines += [
            TextLine(f"{show_date(rehearsal.at.date())}: {rehearsal_words(rehearsal)}")
            for rehearsal in reversed(example.rehearsals)
        ]
    return lines


def _cover(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    row = next((covered for covered in known.evaluation.bank.rows if covered.competency.id == record_id), None)
    if row is None:
        return []
    lines = [
        TextLine((Span(row.competency.name, TextStyle.STRONG), f"  {row.competency.anchor}"), indent=2),
        TextLine(f"{row.words}; two that can be told are a good aim." if row.gap else f"{row.words}: covered."),
    ]
    if row.competency.why_me:
        lines.append(TextLine((Span("Why me: ", TextStyle.STRONG), row.competency.why_me), indent=2))
    lines.append(TextLine(""))
    for number, entry in enumerate(known.evaluation.bank.entries, 1):
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


def _pointer(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    history = known.history(record_id)
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
        *section("Where it comes from and what became of it", newest(sources(known, f"pointer/{record_id}"))),
    ]


def _advice(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    advice = next((given for given in known.evaluation.advice if given.source.finding_id == record_id), None)
    if advice is None:
        return []
    lines = [TextLine((Span("Advice: ", TextStyle.STRONG), when_words(advice) + "."))]
    if advice.todo is not None:
        lines.append(TextLine((Span("What I will do: ", TextStyle.STRONG), advice.todo.text), indent=2))
    else:
        keys = (Span("t", TextStyle.KEY), " gives it a day, ", Span("i", TextStyle.KEY), " makes a pointer of it.")
        lines.append(TextLine(keys, is_help=True))
    pointer = known.journal.pointers.get(advice.pointer_id or "")
    if pointer is not None:
        lines.append(TextLine((Span("Pointer: ", TextStyle.STRONG), pointer.sentence), indent=2))
    return [*lines, *section("Their words", sources(known, f"advice/{record_id}"))]


def _opening(known: ShownEvaluation, record_id: str) -> list[TextLine]:
    opening = next(
        (candidate for candidate in known.evaluation.openings if candidate.source.finding_id == record_id), None
    )
    if opening is None:
        return []
    if opening.planned is not None:
        day = show_date(opening.planned)
        words = f"You will write to {opening.source.who} again on {day}; it then shows among what is due."
    else:
        words = f"No day is planned; {show_date(opening.suggested)} would be a good one."
    keys = (Span("t", TextStyle.KEY), " plans the day, ", Span("enter", TextStyle.KEY), " leads to the conversation.")
    return [
        TextLine(words),
        TextLine(keys, is_help=True),
        *section("Their words", sources(known, f"opening/{record_id}")),
    ]


_CHARTS: Mapping[str, Callable[[ShownEvaluation, str, int], list[TextLine]]] = {
    "trend": _trend,
    "replies": _replies,
    "arrivals": _arrivals,
    "answers": _answers,
}
_DETAILS: Mapping[str, Callable[[ShownEvaluation, str], list[TextLine]]] = {
    "competency": _competency,
    "scale": _scale,
    "unassigned": _unassigned,
    "habit": _habit,
    "reason": _reason,
    "example": _example,
    "cover": _cover,
    "pointer": _pointer,
    "advice": _advice,
    "opening": _opening,
}
