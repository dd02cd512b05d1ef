"""Owns how the evaluation is laid out, wherever it is read: screen, terminal, paper, file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from msgspec.structs import replace

from afterword.domain.conversation.request import FindingKind
from afterword.domain.document import (
    Document,
    DocumentSection,
    Entry,
    RatingChart,
    ShareChart,
    TableRow,
    TextRun,
    Words,
    as_entry,
)
from afterword.domain.evaluation.claims import Claim, Evidence, Stance, employer_of
from afterword.domain.evaluation.comparison import COMPARED
from afterword.domain.evaluation.details import asked_run, chart_entries, reply_run, seen_sentence, served_runs
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.over_time import over_time_entries, since_entries
from afterword.domain.evaluation.patterns import changes
from afterword.domain.evaluation.plans import BankEntry
from afterword.domain.evaluation.sources import ShownEvaluation, not_sorted, quoted, source_run, sources
from afterword.domain.evaluation.views import advice, planned, pointers
from afterword.domain.interview import Outcome
from afterword.domain.practice import TELLING_SECONDS
from afterword.domain.reflection import COMPETENCY_PREFIX
from afterword.domain.text import Emphasis, plural, shorten


def standing(entry: BankEntry) -> str:
    """`85 % written; told twice, last at Hooli · SRE; rehearsed in 95 seconds`."""
    last = entry.example.last_rehearsal
    rehearsed = (
        f"last rehearsed in {last.seconds} seconds" if last else f"rehearse it once in {TELLING_SECONDS} seconds"
    )
    return f"{round(100 * entry.meter)} % written; {entry.told_words}; {rehearsed}"


def _ratings(whole: Evaluation) -> Iterator[Entry]:
    """What was rated more than once with its picture, then in one line what was rated once."""
    for trend in whole.trends:
        if len(trend.values) > 1:
            name, values = trend.subject.name, tuple(map(str, trend.values))
            chart = RatingChart(trend.values, f"{name}: {', '.join(values)}")
            yield Entry((f"{name}: ", chart, f" {' '.join(values)} ({trend.sentence})"))
    once = ", ".join(f"{trend.subject.name} {trend.values[0]}" for trend in whole.trends if len(trend.values) == 1)
    if once:
        yield Entry((Words(f"Rated once: {once}.", generous=True),))


_YOURS, _AGAINST = "you: ", "against it: "
"""What stands before your own words below a comparison, and before what speaks against a claim."""
_SOURCES = 6
"""Sources that stand below one claim; the screen lists all of them."""
_FEW = 3
_OWN = (Stance.OWN_LOW, Stance.HABIT, Stance.WENT_WELL)
"""Sources that stand below a claim that is made of your own notes alone, and which claims these are."""
_PLAIN = (Stance.DIFFERENTLY, Stance.CHANGE, Stance.SUSPECTED)
"""The kinds of claim whose sentence says itself where it was seen."""
_MARKED = {FindingKind.STRENGTH: ", marked as a strength", FindingKind.AREA: ", marked as room to grow", None: ""}
_HOW_TO_SORT = (
    "They count under no other name. In the app, f on the conversation marks phrases and c on one of them ties it to a "
    "competency."
)
_WANTED = 5
"""Competencies without enough examples that are named."""
_LONG = 220
"""Characters of one own text that stands below others."""
_MOST_LISTED, _MOST_TIMES = 20, 6
"""Questions, and times below each; the screen and the command line list all of them."""
_BESIDE, _MOST_WORDS = 3, 12
"""Own words that stand below a comparison, and lines of what is listed as it stands."""


def evaluation_document(context: ShownEvaluation) -> Document:
    """What to work on first, then every claim with the words it rests on; parts that hold nothing are left out."""
    parts = (*_what_to_do(context), *_both_sides(context.evaluation), *_your_side(context), *_the_rest(context))
    # A source stands below the first claim that rests on it, and later ones point up to it. What speaks against a claim
    # stands as such the first time; the sentences of later ones count it.
    earlier_runs: set[TextRun] = set()
    sections = (DocumentSection(title, entries) for title, content in parts if (entries := tuple(content)))
    return Document(
        title="Evaluation",
        subtitle=context.evaluation.chosen.words,
        facts=tuple(("So far", words) for words in _so_far(context)),
        sections=tuple(
            replace(section, entries=tuple(_pointing_up(entry, earlier_runs) for entry in section.entries))
            for section in sections
        ),
    )


_ENDED = {
    Outcome.OFFER: "an offer",
    Outcome.REJECTED: "not this time",
    Outcome.NO_ANSWER: "no answer",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.PENDING: "still open",
}


def _so_far(context: ShownEvaluation) -> Iterator[str]:
    """`3 interviews at 2 employers; an offer, 2 × not this time`: what the evaluation rests on, and how it ended."""
    journal = context.evaluation.journal
    past = [interview for interview in journal.live_interviews if interview.day <= context.today]
    if not past:
        return
    ids = dict.fromkeys(interview.application_id for interview in past)
    ended = Counter(journal.applications[key].outcome for key in ids)
    counts = (f"{ended[key]} × {words}" if ended[key] > 1 else words for key, words in _ENDED.items() if ended[key])
    at = plural(len({employer_of(interview) for interview in past}), "employer")
    yield f"{plural(len(past), 'interview')} at {at}; {', '.join(counts)}"


def _pointing_up(entry: Entry, earlier_runs: set[TextRun]) -> Entry:
    below: list[TextRun] = []
    above = 0
    for run in entry.below:
        bare = run[1:] if run[0] == _YOURS else run
        if bare in earlier_runs:
            above += 1
            continue
        if _is_source(run):
            earlier_runs.add(bare)
        below.append(run)
    if not above:
        return entry
    if not any(map(_is_source, below)):
        return Entry((*entry.lead, Words(" (see above)", Emphasis.MUTED)))
    return Entry(entry.lead, (*below, (Words(f"and {above} above", Emphasis.MUTED),)))


def _is_source(run: TextRun) -> bool:
    """Whether it is somebody's words, or a rating, with where it stands."""
    where = run[-1]
    return isinstance(where, Words) and where.emphasis is Emphasis.MUTED and where.text.startswith(" (")


_Parts = Iterator[tuple[str, Iterable[Entry]]]
"""Titles with what stands below them."""


def _what_to_do(context: ShownEvaluation) -> _Parts:
    yield "To work on, at most three", _work_on(context.evaluation)
    material = context.evaluation.material
    noted = (material.said, material.rated, material.answers, material.scenarios, material.went_well, material.thoughts)
    if any(_so_far(context)) and not any(noted):
        # Nobody, and not even the person, has said anything yet.
        words = "Look back on one interview, for three minutes: what you write yourself counts without a reply."
        yield "Where to begin", [Entry((words,))]
    yield "Planned", map(as_entry, planned(context))


def _both_sides(whole: Evaluation) -> _Parts:
    yield "Blind spots: they said it, you rated it high", map(_claimed, whole.compared_as(Stance.BLIND_SPOT))
    yield (
        "Hidden strengths: they praised it, you rated it low",
        map(_claimed, whole.compared_as(Stance.HIDDEN_STRENGTH)),
    )
    yield "You saw it, too", map(_claimed, _once(whole.compared_as(Stance.SAW_IT_TOO, Stance.SHARED_AREA)))
    yield "Seen differently", map(_claimed, whole.said.differently)
    yield "In their words, not sorted yet", _not_sorted(whole)
    yield "Strengths", map(_claimed, whole.said.strengths)
    yield "Areas to develop", map(_claimed, whole.said.areas)
    open_ones = whole.compared_as(Stance.NOT_ASKED, Stance.NOT_RATED)
    stated = (Words(f"{claim.sentence} {seen_sentence(claim)}", generous=True) for claim in open_ones)
    yield "Not asked for, or not rated", (Entry((words,)) for words in stated)
    yield "Their reasons: neither strengths nor areas", map(_reason_entry, whole.reasons)


def _once(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims without those on a scale whose words stand below one on a competency already."""
    cited = {piece for claim in claims if claim.subject.id.startswith(COMPETENCY_PREFIX) for piece in claim.evidence}
    return (
        claim
        for claim in claims
        if claim.subject.id.startswith(COMPETENCY_PREFIX) or not cited.issuperset(claim.evidence)
    )


def _your_side(context: ShownEvaluation) -> _Parts:
    whole = context.evaluation
    yield "What you suspected", _noted(whole, (suspicion.claim for suspicion in whole.suspected))
    yield "What you rated low", _noted(whole, whole.lows)
    yield "What comes up again", _noted(whole, whole.habits)
    yield "What went well", _went_well(whole)
    yield "What the answers show", chart_entries(context, "answers/") if whole.answers.given else ()
    yield "Questions they asked", _questions(context)
    yield "Questions you asked", _your_questions(context)
    yield "What you wrote", map(quoted, islice(_latest(whole.material.thoughts), _SOURCES))
    yield "What changed", map(_claimed, changes(whole.trends))


def _questions(context: ShownEvaluation) -> Iterator[Entry]:
    """What they asked, those worth preparing first, with each time, the better answer and the example."""
    theirs = context.questions.theirs
    for question in theirs[:_MOST_LISTED]:
        lead: list[str | Words] = [Words(f"“{question.words}”", Emphasis.STRONG, generous=True)]
        lead += [f": {'; '.join(question.notes)}."] if question.notes else []
        better = (Words("Next time: ", Emphasis.KEY), shorten(question.better, _LONG))
        below = [*map(asked_run, question.asked[-_MOST_TIMES:]), *([better] if question.better else [])]
        example = [run for run in served_runs(context, question) if question.example is not None][-1:]
        yield Entry(tuple(lead), (*below, *example))
    if len(theirs) > _MOST_LISTED:
        yield Entry((f"and {len(theirs) - _MOST_LISTED} more; all of them: afterword question list",))


def _your_questions(context: ShownEvaluation) -> Iterator[Entry]:
    """What you asked them, with what they said."""
    yours = context.questions.yours
    for question in yours[:_MOST_LISTED]:
        yield Entry(
            (Words(f"“{question.words}”", generous=True),), tuple(map(reply_run, question.asked[-_MOST_TIMES:]))
        )
    if len(yours) > _MOST_LISTED:
        yield Entry((f"and {len(yours) - _MOST_LISTED} more; all of them: afterword question list --yours",))


def _the_rest(context: ShownEvaluation) -> _Parts:
    whole = context.evaluation
    yield "Arrivals", (Entry((f"{came.where}: {came.words}",)) for came in whole.material.arrivals[-_SOURCES:])
    yield "Your ratings", _ratings(whole)
    yield "Over time", over_time_entries(context.over_time)
    yield "Before and since a pointer", since_entries(context.over_time)
    groups = [group for group in whole.replies if group.asked]
    visible = [group for group in groups if not group.name or group.enough]
    yield "Replies", (Entry((f"{group.name or 'all'}: {group.words}",)) for group in visible)
    yield "Examples", _bank(whole) if whole.bank.entries else ()
    shifts = ((row, context.record(row.key).shift) for row in pointers(context))
    yield "Pointers", (as_entry(row, [(shift.words,)] if shift is not None else ()) for row, shift in shifts)
    yield "Advice and openings", map(partial(_planned, context), advice(context))
    if names := ", ".join(claim.subject.name for claim in whole.said.unknown):
        yield "Unknown", [Entry((f"Nobody has spoken of these yet: {names}.",))]


def _not_sorted(whole: Evaluation) -> Iterator[Entry]:
    """Their words as they stand, under no name; a whole reply only in its beginning."""
    pieces = not_sorted(whole)
    for piece in pieces[:_MOST_WORDS]:
        label = _MARKED[piece.marked]
        yield Entry((*quoted(replace(piece, words=shorten(piece.words, _LONG))).lead, Words(label, Emphasis.MUTED)))
    if len(pieces) > _MOST_WORDS:
        yield Entry((f"and {len(pieces) - _MOST_WORDS} earlier",))
    if pieces:
        yield Entry((Words(_HOW_TO_SORT, Emphasis.MUTED),))


def _work_on(whole: Evaluation) -> Iterator[Entry]:
    for claim in whole.focus:
        entry = _claimed(claim)
        wrote = (("you wrote: ", *source_run(piece)[1:]) for piece in whole.written_about(claim.subject)[-_BESIDE:])
        beside = map(source_run, claim.beside[-_FEW:])
        yield Entry(entry.lead, (*entry.below, *beside, *wrote))
    material = whole.material
    if not whole.focus and (material.said or material.rated or material.answers or material.scenarios):
        yield Entry(("Nothing comes back often enough to name it. That is no verdict either way.",))


def _latest(pieces: Iterable[Evidence]) -> Iterator[Evidence]:
    """The latest first; of those with the same words only the latest."""
    latest: dict[str, Evidence] = {}
    for piece in reversed(tuple(pieces)):
        latest.setdefault(piece.words, piece)
    return iter(latest.values())


def _went_well(whole: Evaluation) -> Iterator[Entry]:
    """What comes back, then the latest as you wrote it."""
    yield from map(_claimed, whole.went_well)
    recurring = {piece for claim in whole.went_well for piece in claim.evidence[-_SOURCES:]}
    rest = (piece for piece in _latest(whole.material.went_well) if piece not in recurring)
    yield from map(quoted, islice(rest, _SOURCES))


def _claimed(claim: Claim) -> Entry:
    """Its sentence, the latest it rests on, your own words beside it, and what speaks against it under its own word."""
    is_stated = claim.seen.casefold() in claim.sentence.casefold() or claim.stance in _PLAIN
    frequency = "" if is_stated else f" {seen_sentence(claim)}"
    way = f" One way: {claim.will}." if claim.will else ""
    most = _FEW if claim.stance in _OWN else _SOURCES
    below = [source_run(piece) for piece in claim.evidence[-most:]]
    below += [(f"and {len(claim.evidence) - most} earlier",)] if len(claim.evidence) > most else []
    below += [(_YOURS, *source_run(piece)) for piece in claim.beside[-_BESIDE:] if claim.stance in COMPARED]
    against = ((_AGAINST, *source_run(piece)) for piece in claim.against[-_SOURCES:])
    return Entry((Words(f"{claim.sentence}{frequency}{way}", generous=True),), (*below, *against))


def _noted(whole: Evaluation, claims: Iterable[Claim]) -> Iterator[Entry]:
    """What you noted yourself; a way to go on that stands with what to work on is not said again."""
    ways = {claim.will for claim in whole.focus}
    return (_claimed(replace(claim, will="") if claim.will in ways else claim) for claim in claims)


def _reason_entry(claim: Claim) -> Entry:
    """A reason they gave, their words, and what can be done."""
    below = [source_run(piece) for piece in claim.evidence[-_SOURCES:]]
    return Entry((Words(claim.sentence, generous=True),), (*below, (f"You can: {claim.will}",)))


def _bank(whole: Evaluation) -> Iterator[Entry]:
    yield Entry((f"{whole.bank.words}.",))
    for entry in whole.bank.entries:
        share = ShareChart(entry.meter, f"{round(100 * entry.meter)} percent written")
        yield Entry((share, f"{entry.example.title}: {standing(entry)}"))
    gaps = whole.bank.gaps
    gap_text = ", ".join(f"{row.competency.name} ({row.words})" for row in gaps[:_WANTED])
    if gap_text:
        more = f", and {len(gaps) - _WANTED} more" if len(gaps) > _WANTED else ""
        yield Entry((Words(f"MailSearch: {gap_text}{more}", generous=True),))


def _planned(context: ShownEvaluation, row: TableRow) -> Entry:
    """What it is and when, and below it their words with all that is known of them."""
    return as_entry(
        TableRow(row.key, row.cells[:2]), (source_run(source.evidence) for source in sources(context, row.key))
    )
