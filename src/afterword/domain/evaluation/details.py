"""Owns what is to be read beside each row of the evaluation, and its pictures; what a key means, see sources."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from afterword.domain.conversation.letter_reading import reasons
from afterword.domain.dates import show_date, show_day
from afterword.domain.document import DocumentSection, Entry, Part, RatingChart, ShareChart, TextRun, Words, percent
from afterword.domain.evaluation.claims import Claim, Subject
from afterword.domain.evaluation.comparison import Suspicion
from afterword.domain.evaluation.over_time import (
    Measure,
    before_and_since,
    over_time_chart,
    over_time_details,
    since_details,
)
from afterword.domain.evaluation.patterns import REASON_PREFIX, STORY_SHARE
from afterword.domain.evaluation.plans import Advice, BankEntry, CoverageRow, Opening, PointerHistory
from afterword.domain.evaluation.questions import Asked, AskedThem, Question, YourQuestion
from afterword.domain.evaluation.sources import (
    ShownEvaluation,
    Source,
    newest,
    source_run,
    sources,
    sources_of,
    split,
)
from afterword.domain.practice import Competency, rehearsal_words
from afterword.domain.reflection import COMPETENCY_PREFIX
from afterword.domain.text import Emphasis, capital, clean_line

_day_of = attrgetter("evidence.on")
_PARTS = ("situation", "task", "action", "result")
_MOST = 12
_LABEL, _BAR_LABEL, _HALF = 11, 17, 8
"""Characters before the parts of a story and before a bar, and on each side of the line of being on time."""


def details(context: ShownEvaluation, key: str) -> Sequence[DocumentSection]:
    """What stands beside (or below) that row, its first part without a title; nothing where the row is gone."""
    kind, record_id = split(key)
    if kind in _OF_ALL:
        return _OF_ALL[kind](context, record_id)
    record = context.record(key) or context.claim(key)
    return () if record is None or kind not in _BESIDE else _BESIDE[kind](context, record)


def chart_entries(context: ShownEvaluation, key: str) -> tuple[Entry, ...]:
    """The picture of a trend, of the answers, the arrivals or the replies, with the words that belong to it."""
    kind, record_id = split(key)
    if kind == "trend":
        trend = context.claim(key)
        if trend is None:
            return ()
        label = f"{trend.subject.name}: {', '.join(map(str, trend.values))}"
        return (_line(RatingChart(trend.values, label, tuple(piece.on for piece in trend.evidence))),)
    return tuple(over_time_chart(context.over_time, record_id) if kind == "time" else _CHARTS[kind](context))


def _listed(title: str, sources: Sequence[Source]) -> list[DocumentSection]:
    """A titled part with the latest of these sources; none where there are none."""
    if not sources:
        return []
    entries = [Entry(source_run(source.evidence)) for source in sources[:_MOST]]
    if len(sources) > _MOST:
        entries.append(_line(Words(f"and {len(sources) - _MOST} earlier", Emphasis.MUTED)))
    return [DocumentSection(title, tuple(entries))]


def _for_and_against(sources: Iterable[Source]) -> list[DocumentSection]:
    """Both sides of a row, and your own ratings that are on neither."""
    remarks, rated, against = list[Source](), list[Source](), list[Source]()
    for source in sources:
        (against if source.against else rated if source.is_rating else remarks).append(source)
    return [
        *_listed("What they said", sorted(remarks, key=_day_of, reverse=True)),
        *_listed("How you rated it", sorted(rated, key=_day_of, reverse=True)),
        *_listed("What speaks against it", newest(against)),
    ]


def _line(*parts: Part) -> Entry:
    return Entry(parts)


def _strong(words: str) -> Words:
    return Words(words, Emphasis.STRONG)


def _part(*entries: Entry) -> DocumentSection:
    """The first part of what stands beside a row."""
    return DocumentSection("", entries)


def seen_sentence(claim: Claim) -> str:
    """`Seen once.`."""
    return f"{capital(claim.seen)}."


def _comparisons(context: ShownEvaluation, key: str) -> Iterator[Entry]:
    for claim in context.comparisons(key):
        frequency = Words(seen_sentence(claim), Emphasis.ACCENT)
        yield _line(_strong(f"{claim.stance.capitalize()}. "), f"{claim.sentence} ", frequency)


def _competency(context: ShownEvaluation, competency: Competency) -> Sequence[DocumentSection]:
    record_id, key = competency.id, f"competency/{competency.id}"
    material = context.evaluation.material
    remarks, own = material.said_of(record_id), material.ratings_of(record_id)
    entries = [_line(_strong(competency.name), f"  {competency.anchor}"), *_comparisons(context, key)]
    if not remarks and not own:
        entries.append(_line("Nobody has spoken of it yet, and you have not rated it. That says nothing either way."))
    if own:
        values = tuple(piece.rated for piece in own[-_MOST:])
        numbers = " ".join(map(str, values))
        entries.append(_line("You rated it ", RatingChart(values, numbers), f" {numbers}, latest last."))
    row = context.covered(record_id)
    if row is not None:
        titles = [context.journal.examples[example_id].title for example_id in (*row.ready, *row.begun)]
        entries.append(_line(f"Examples: {row.words}", ": " + "; ".join(titles) if titles else "."))
        entries += _why_me(row)
    return [_part(*entries), *_for_and_against(sources(context, key)), *_written(context, key)]


def _written(context: ShownEvaluation, subject_id: str) -> list[DocumentSection]:
    """What you wrote that names it, as it stands."""
    written = context.evaluation.written_about(Subject(subject_id, ""))
    return _listed("What you wrote", newest(map(Source, written)))


def _why_me(row: CoverageRow) -> Iterator[Entry]:
    if row.competency.why_me:
        yield _line(_strong("Why me: "), row.competency.why_me)


def _scale(context: ShownEvaluation, record_id: str) -> Sequence[DocumentSection]:
    key = f"scale/{record_id}"
    return [_part(*_comparisons(context, key)), *_for_and_against(sources(context, key))]


def _about_claim(context: ShownEvaluation, claim: Claim) -> Sequence[DocumentSection]:
    competency = context.record(f"competency/{claim.subject.record_id}")
    if competency is None:
        return ()
    return [_part(_line(_strong(claim.sentence)), _line(competency.anchor)), *_for_and_against(sources_of(claim))]


def _unassigned(context: ShownEvaluation, _record_id: str) -> Sequence[DocumentSection]:
    return [
        _part(_line("What they said in their words, not sorted yet. It is never counted under another name.")),
        *_listed("What was said", sources(context, "unassigned/")),
    ]


def _suspected(_context: ShownEvaluation, suspicion: Suspicion) -> Sequence[DocumentSection]:
    return [
        _stated(suspicion.claim),
        *_listed("Where you suspected it", newest(map(Source, suspicion.places))),
        *_listed("Voices for it", newest(map(Source, suspicion.voices_for))),
        *_listed("Voices against it", newest(map(Source, suspicion.voices_against))),
    ]


def _focus(context: ShownEvaluation, claim: Claim) -> Sequence[DocumentSection]:
    behind = newest(sources_of(claim))
    return [
        _stated(claim),
        *_listed("What they said", [source for source in behind if source.evidence.who and not source.against]),
        *_listed("What you noted", [source for source in behind if not source.evidence.who and not source.against]),
        *_listed("What speaks against it", [source for source in behind if source.against]),
        *_written(context, claim.subject.id),
    ]


def _stated(claim: Claim) -> DocumentSection:
    """Its sentence, and one way to go on where there is one."""
    way = [_line(Words("One way: ", Emphasis.MUTED), f"{claim.will}.")] if claim.will else []
    return _part(_line(_strong(claim.sentence)), *way)


def _reason(_context: ShownEvaluation, claim: Claim) -> Sequence[DocumentSection]:
    entries, kind = [_line(_strong(claim.sentence))], reasons().get(claim.subject.id.removeprefix(REASON_PREFIX))
    if kind is not None:
        entries.append(_line(Words("It does not tell: ", Emphasis.MUTED), kind.silent))
    entries.append(_line(Words("You can: ", Emphasis.MUTED), claim.will))
    return [_part(*entries), *_listed("In their words", newest(sources_of(claim)))]


def _habit(_context: ShownEvaluation, habit: Claim) -> Sequence[DocumentSection]:
    sentence = _line(_strong(habit.sentence), " ", Words(seen_sentence(habit), Emphasis.ACCENT))
    way = _line(f"One way: next time, {habit.will}.")
    return [_part(sentence, way), *_for_and_against(sources_of(habit))]


# ── pictures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _trend(context: ShownEvaluation, trend: Claim) -> Sequence[DocumentSection]:
    title = "competency" if trend.subject.id.startswith(COMPETENCY_PREFIX) else "scale"
    words = f"  your own ratings on this {title}: {trend.sentence}."
    by_interview = _listed("Interview by interview", list(map(Source, reversed(trend.evidence))))
    chart = _part(*chart_entries(context, f"trend/{trend.subject.id}"))
    return [_part(_line(_strong(trend.subject.name), words)), chart, *by_interview]


def _bar(label: str, part: int, whole: int) -> Entry:
    """`story             ████░░  3 of 12 (25 %)`."""
    share = f"{part} of {whole} ({percent(part, whole)} %)"
    return _line(f"{label:<{_BAR_LABEL}} ", ShareChart(part / whole if whole else 0.0, f"{label}: {share}"), share)


def _measured(context: ShownEvaluation, measure: Measure) -> Sequence[DocumentSection]:
    latest = newest(sources(context, f"time/{measure.id}"))[:_MOST]
    return [*over_time_details(context.over_time, measure), *_listed("The latest", latest)]


def _replies(context: ShownEvaluation, _record_id: str) -> Sequence[DocumentSection]:
    words = "No answer is normal. A share is shown from five requests on; below that it would say nothing."
    return [_part(_line(_strong("Who replied, by round")), _line(words)), _part(*_replies_chart(context))]


def _replies_chart(context: ShownEvaluation) -> Iterator[Entry]:
    """The share of replies by round, where there are requests enough to show one."""
    for group in context.evaluation.replies:
        name, middle = group.name or "all rounds", group.median_days
        if not group.enough:
            yield _line(f"{name:<{_BAR_LABEL}} {group.replied} of {group.asked} replied")
            continue
        yield _bar(name, group.replied, group.asked)
        if middle is not None:
            days = f"{middle:g} {'day' if middle == 1 else 'days'} to reply, in the middle"
            yield _line(Words(f"{' ' * (_BAR_LABEL + 1)}{days}", Emphasis.MUTED))


def _arrivals(context: ShownEvaluation, _record_id: str) -> Sequence[DocumentSection]:
    habit, entries = context.claim("habit/late"), [_line(_strong("Arrivals"))]
    if habit is not None:
        frequency = Words(seen_sentence(habit), Emphasis.ACCENT)
        entries += [_line(habit.sentence, " ", frequency), _line(f"One way: {habit.will}.")]
    return [_part(*entries), _part(*_arrivals_chart(context))]


def _arrivals_chart(context: ShownEvaluation) -> Iterator[Entry]:
    """A bar per arrival, the latest first; a late one points to the right of the line, an early one to the left."""
    arrivals = context.evaluation.material.arrivals
    most = max((abs(arrival.rated) for arrival in arrivals), default=0) or 1
    yield _line(Words(f"{'early':>{_HALF}}│late", Emphasis.MUTED))
    for arrival in reversed(arrivals):
        cells = "█" * (round(abs(arrival.rated) / most * _HALF) or bool(arrival.rated))
        late = arrival.rated > 0
        tone = Emphasis.WARN if late else Emphasis.ACCENT
        left, right = ("", cells) if late else (cells, "")
        picture = (Words(f"{left:>{_HALF}}", tone), Words("│", Emphasis.MUTED), Words(f"{right:<{_HALF}}", tone))
        yield Entry((*picture, f" {arrival.words}, {arrival.where}"))


def _answers_chart(context: ShownEvaluation) -> Iterator[Entry]:
    """What kinds of answer were given, and how many full stories are usual; shares only where there are enough."""
    answers = context.evaluation.answers
    yield _line(_strong("What the answers were:"), f" {answers.words}.")
    yield _line(answers.named_words)
    if answers.story_percent is None:
        return
    yield from (_bar(kind.value, count, len(answers.given)) for kind, count in answers.kinds.items())
    yield _line(Words(f"In 62 real interviews {STORY_SHARE} % of the answers were stories.", Emphasis.MUTED))


# ── what a person practises ───────────────────────────────────────────────────────────────────────────────────────────


def _example(context: ShownEvaluation, entry: BankEntry) -> Sequence[DocumentSection]:
    example, written = entry.example, f"{round(100 * entry.meter)} % written"
    head = [
        _line(_strong(example.title)),
        _line(ShareChart(entry.meter, written), f"{written}; action and result count twice."),
    ]
    if entry.advice:
        head.append(_line(Words("Next: ", Emphasis.KEY), entry.advice))
    rows = [(_strong(f"{part.capitalize():<{_LABEL}}"), getattr(example, part)) for part in _PARTS]
    story = [_line(label, words or Words("–", Emphasis.MUTED)) for label, words in rows]
    tied = (context.journal.competency(competency_id) for competency_id in example.competencies)
    facts = (
        ("Numbers", example.numbers),
        ("Shows", ", ".join(competency.name for competency in tied if competency is not None)),
        ("Fits", ", ".join(example.roles) or "any role"),
    )
    story += [_line(Words(f"{label:<{_LABEL}}", Emphasis.MUTED), words) for label, words in facts if words]
    parts = [_part(*head), _part(*story), *_listed("Told", newest(sources(context, f"example/{example.id}")))]
    rehearsed = [
        (f"{show_date(rehearsal.at.date())}: {rehearsal_words(rehearsal)}",)
        for rehearsal in reversed(example.rehearsals)
    ]
    return [*parts, _runs("Rehearsed aloud", rehearsed)] if rehearsed else parts


def _cover(context: ShownEvaluation, row: CoverageRow) -> Sequence[DocumentSection]:
    words = f"{row.words}; two that can be told are a good aim." if row.gap else f"{row.words}: covered."
    head = [_line(_strong(row.competency.name), f"  {row.competency.anchor}"), _line(words), *_why_me(row)]
    examples = []
    for number, entry in enumerate(context.evaluation.bank.entries, 1):
        sign, title = cover_sign(row, entry.example.id), entry.example.title
        examples.append(_line(f"{number}{sign}".ljust(5), Words(title, Emphasis.MUTED) if sign == "·" else title))
    return [_part(*head), _part(*examples)]


def cover_sign(row: CoverageRow, example_id: str) -> str:
    """● where the example can be told for that competency, ○ where it is only begun, · where it shows another one."""
    return "●" if example_id in row.ready else "○" if example_id in row.begun else "·"


def _pointer(context: ShownEvaluation, history: PointerHistory) -> Sequence[DocumentSection]:
    entries = [_line(_strong(history.pointer.sentence)), _line(f"So far: {history.words}.")]
    competency = context.journal.competency(history.competency)
    if competency is not None:
        entries.append(_line(f"It works on: {competency.name}."))
    if history.shift is not None:
        cause = Words(" They went together; one need not be the cause.", Emphasis.MUTED)
        entries.append(_line(history.shift.words, cause))
    origin = context.journal.interviews.get(history.pointer.interview_id or "")
    if origin is not None:
        entries.append(_line(Words(f"Made after {origin.label}, {show_date(origin.day)}.", Emphasis.MUTED)))
    if not history.checks:
        entries.append(
            _line("It stands on the next prep sheet; after that interview the reflection asks what became of it.")
        )
    behind = newest(sources(context, f"pointer/{history.pointer.id}"))
    listed = _listed("Where it comes from and what became of it", behind)
    return [_part(*entries), *listed, *before_and_since(context.over_time, history.pointer)]


def _advice(context: ShownEvaluation, advice: Advice) -> Sequence[DocumentSection]:
    entries = [_line(_strong("Advice: "), f"{advice.words}.")]
    if advice.todo is not None:
        entries.append(_line(_strong("What I will do: "), advice.todo.text))
    pointer = context.journal.pointers.get(advice.pointer_id or "")
    if pointer is not None:
        entries.append(_line(_strong("Pointer: "), pointer.sentence))
    return [_part(*entries), *_listed("Their words", [Source(advice.source)])]


def _opening(_context: ShownEvaluation, opening: Opening) -> Sequence[DocumentSection]:
    if opening.done is not None:
        words = f"You came back to it on {show_date(opening.done)}."
    elif opening.dropped:
        words = "You let it be; t plans a day after all."
    elif opening.planned is not None:
        words = f"You will write to {opening.who} again on {show_date(opening.planned)}"
        words += "; it then shows among what is due."
        words += " They named no day, so it is the one your settings give." if opening.guessed else ""
    else:
        words = f"No day is planned; {show_date(opening.suggested)} would be a good one."
    return [_part(_line(words)), *_listed("Their words", [Source(opening.source)])]


def _question(context: ShownEvaluation, question: Question) -> Sequence[DocumentSection]:
    """What is known of a question: every time it was asked, the better answer, the example that serves it."""
    head = [_line(_strong(question.words))]
    head += [_line(Words(question.sentence, Emphasis.ACCENT))] if question.notes else []
    better: TextRun = (Words("No better answer is written yet.", Emphasis.MUTED),)
    if question.better:
        better = (Words("Next time: ", Emphasis.KEY), Words(question.better, generous=True))
    asked = map(asked_run, reversed(question.asked))
    return [_part(*head, *map(Entry, (better, *served_runs(context, question)))), _runs("Asked", asked)]


def _your_question(_context: ShownEvaluation, yours: YourQuestion) -> Sequence[DocumentSection]:
    """What you asked them, and what each of them said."""
    return [_part(_line(_strong(yours.words))), _runs("What they said", map(reply_run, reversed(yours.asked)))]


def _runs(title: str, runs: Iterable[TextRun]) -> DocumentSection:
    return DocumentSection(title, tuple(map(Entry, runs)))


def served_runs(context: ShownEvaluation, question: Question) -> Iterator[TextRun]:
    """The competency a question is about, and the example that serves it, with the reason."""
    competency, example = context.journal.competency(question.competency), question.example
    if competency is not None:
        yield (Words("Competency: ", Emphasis.MUTED), competency.name)
    if example is not None:
        has_competency = competency is not None and competency.id in example.competencies
        why = f", which shows {competency.name}" if has_competency and competency is not None else ""
        if question.is_tied:
            why = ", told for it" if question.is_told else ", made for it"
        yield (Words("Example: ", Emphasis.MUTED), f"“{example.title}”{why}")


def asked_run(asked: Asked) -> TextRun:
    """`Thu 12 Nov, Initech · Nurse, first call (Ada Byron): story, an action, no result`, with your note."""
    who = f" ({asked.who})" if asked.who else ""
    when = Words(f"{show_day(asked.interview.day)}, {asked.where}{who}: ", Emphasis.MUTED)
    note = f" “{clean_line(asked.answer.note)}”" if asked.answer.note.strip() else ""
    return (when, Words(f"{asked.how}.{note}", generous=True))


def reply_run(asked: AskedThem) -> TextRun:
    """What they said to a question of yours."""
    when = Words(f"{show_day(asked.interview.day)}, {asked.interview.label}: ", Emphasis.MUTED)
    reply = clean_line(asked.question.reply)
    return (when, Words(reply, generous=True) if reply else Words("nothing noted", Emphasis.MUTED))


_CHARTS: Mapping[str, Callable[[ShownEvaluation], Iterable[Entry]]] = {
    "replies": _replies_chart,
    "arrivals": _arrivals_chart,
    "answers": _answers_chart,
}
_BESIDE: Mapping[str, Callable[[ShownEvaluation, Any], Sequence[DocumentSection]]] = {
    "strength": _about_claim,
    "area": _about_claim,
    "differs": _about_claim,
    "unknown": _about_claim,
    "low": lambda context, claim: [
        _stated(claim),
        *_for_and_against(sources_of(claim)),
        *_written(context, claim.subject.id),
    ],
    "well": lambda _context, claim: [_stated(claim), *_listed("What you wrote", newest(sources_of(claim)))],
    "focus": _focus,
    "habit": _habit,
    "reason": _reason,
    "trend": _trend,
    "competency": _competency,
    "suspected": _suspected,
    "example": _example,
    "cover": _cover,
    "pointer": _pointer,
    "since": lambda context, history: since_details(context.over_time, history.pointer),
    "time": _measured,
    "question": _question,
    "own-question": _your_question,
    "advice": _advice,
    "opening": _opening,
}
"""What stands beside a row of that kind."""
_OF_ALL: Mapping[str, Callable[[ShownEvaluation, str], Sequence[DocumentSection]]] = {
    "scale": _scale,
    "unassigned": _unassigned,
    "replies": _replies,
    "arrivals": _arrivals,
    "answers": lambda context, _record_id: [
        _part(*_answers_chart(context)),
        *_listed("Answer by answer", sources(context, "answers/")),
    ],
}
