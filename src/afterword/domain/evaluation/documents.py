"""Owns how the prep sheet and the evaluation are laid out, wherever they are read: screen, terminal, paper, file."""

from collections.abc import Iterable, Iterator

from afterword.domain.dates import show_short
from afterword.domain.document import Document, DocumentSection, Emphasis, Entry, RatingChart, ShareChart, Words
from afterword.domain.evaluation.claims import Claim, Evidence, Stance
from afterword.domain.evaluation.coverage import BankEntry
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.evaluation.prep import Chosen, PrepSheet, quotes
from afterword.domain.example import TELLING_SECONDS
from afterword.domain.finding import GLYPHS
from afterword.domain.text import shorten

_LONG = 220
"""Characters that one part of a story may take; on the sheet it is a reminder, not the story."""


def prep_document(sheet: PrepSheet) -> Document:
    """The sheet as a document; parts that hold nothing are left out."""
    interview = sheet.interview
    parts: tuple[tuple[str, Iterable[Entry]], ...] = (
        ("What they may ask for", (_named(demand.competency.name, demand.because) for demand in sheet.demands)),
        ("To practise", _pointers(sheet)),
        ("Strengths, in their words", _strengths(sheet)),
        ("Examples to tell", map(_example, sheet.examples)),
        ("No example yet for", _uncovered(sheet)),
        ("Likely weak points", _weak_points(sheet)),
        ("Advice received", _advice(sheet)),
        ("Why me", (_named(name, line) for name, line in sheet.why_me)),
        ("My ratings over time", map(_trend, sheet.trends)),
    )
    sections = [DocumentSection(title, entries) for title, found in parts if (entries := tuple(found))]
    letter = DocumentSection("A letter to me", paragraphs=tuple(sheet.letter.split("\n\n")))
    return Document(
        title=interview.label,
        kind="Prep sheet",
        subtitle=interview.round,
        facts=tuple((fact.label, fact.words) for fact in sheet.facts),
        sections=(*sections, letter),
        made_on=sheet.made_on,
    )


def _named(name: str, words: str) -> Entry:
    return Entry((Words(name, Emphasis.STRONG), Words(f": {words}", generous=True)))


def _pointers(sheet: PrepSheet) -> Iterator[Entry]:
    for history in sheet.pointers:
        sentence = Words(history.pointer.sentence, generous=True)
        yield Entry((sentence,), ((Words(history.words, Emphasis.MUTED),),), to_tick=True)


def _strengths(sheet: PrepSheet) -> Iterator[Entry]:
    for claim in sheet.strengths:
        lead = (Words(claim.subject.name, Emphasis.GOOD), Words(f" ({claim.seen})", Emphasis.MUTED))
        yield Entry(lead, tuple((_quoted(piece),) for piece in quotes(claim)))
    for piece in sheet.other_praise:
        yield Entry((_quoted(piece),))


def _quoted(piece: Evidence) -> Words:
    return Words(f"“{piece.words}” ({piece.who}, {piece.where})")


def _example(chosen: Chosen) -> Entry:
    entry, example = chosen.entry, chosen.entry.example
    covers = ", ".join(competency.name for competency in chosen.covers)
    lead = [Words(example.title, Emphasis.STRONG)]
    lead += [Words(f" (for {covers})", Emphasis.MUTED)] if covers else []
    told = (("I did", example.action), ("Result", example.result), ("Numbers", example.numbers))
    parts = [(Words(f"{label}: {shorten(words, _LONG)}"),) for label, words in told if words.strip()]
    share = ShareChart(entry.meter, f"{round(100 * entry.meter)} percent written")
    return Entry(tuple(lead), (*parts, (share, Words(standing(entry), Emphasis.MUTED))))


def standing(entry: BankEntry) -> str:
    """`85 % written; told twice, last at Hooli · SRE; rehearsed in 95 seconds`."""
    last = entry.example.last_rehearsal
    rehearsed = (
        f"last rehearsed in {last.seconds} seconds" if last else f"rehearse it once in {TELLING_SECONDS} seconds"
    )
    return f"{round(100 * entry.meter)} % written; {entry.told_words}; {rehearsed}"


def _uncovered(sheet: PrepSheet) -> Iterator[Entry]:
    if sheet.uncovered:
        yield Entry((Words(", ".join(competency.name for competency in sheet.uncovered), generous=True),))


def _weak_points(sheet: PrepSheet) -> Iterator[Entry]:
    for point in sheet.weak_points:
        lead = (Words(point.title, Emphasis.WARN), Words(f" ({point.seen})", Emphasis.MUTED))
        will = point.will if point.planned else f"One way: {point.will}"
        yield Entry(lead, ((Words(point.because, Emphasis.MUTED),), (Words(will, generous=True),)))


def _advice(sheet: PrepSheet) -> Iterator[Entry]:
    for advice in sheet.advice:
        who = f" ({advice.source.who}, {advice.source.where}; {advice.words})"
        yield Entry((Words(f"“{advice.source.words}”"), Words(who, Emphasis.MUTED)))


# ── the evaluation ────────────────────────────────────────────────────────────────────────────────────────────────────

_SOURCES = 6
"""Pieces of evidence that stand below one claim; the screen lists all of them."""


def evaluation_document(whole: Evaluation) -> Document:
    """What to focus on first, then every claim with the words it rests on; parts that hold nothing are left out."""
    parts: tuple[tuple[str, Iterable[Entry]], ...] = (
        ("Focus", (_plain(f"{claim.subject.name} ({claim.seen}): {claim.why}") for claim in whole.focus)),
        ("Blind spots: they said it, you did not", map(_compared, whole.compared_as(Stance.BLIND_SPOT))),
        (
            "Hidden strengths: they praised it, you rated it low",
            map(_compared, whole.compared_as(Stance.HIDDEN_STRENGTH)),
        ),
        ("Strengths", map(_claimed, whole.said.strengths)),
        ("Areas to develop", map(_claimed, whole.said.areas)),
        ("Unknown", _unknown(whole)),
        ("Without a competency", (_plain(said_words(piece)) for piece in whole.said.unassigned)),
        ("Their reasons: neither strengths nor areas", map(_given, whole.reasons)),
        ("What the answers show", _answers(whole)),
        ("Arrivals", _arrivals(whole)),
        ("Your ratings", map(_trend, whole.trends)),
        ("Replies", (_plain(f"{group.name or 'all'}: {group.words}") for group in whole.replies if group.asked)),
        ("Examples", _bank(whole)),
        ("Pointers", map(_history, whole.pointers)),
        ("Openings", (_plain(f"{said_words(opening.source)}; {opening.words}") for opening in whole.openings)),
        ("Advice", (_plain(f"{said_words(one.source)}; {one.words}") for one in whole.advice)),
    )
    sections = (DocumentSection(title, entries) for title, found in parts if (entries := tuple(found)))
    return Document(title="Evaluation", subtitle=whole.chosen.words, sections=tuple(sections))


def said_words(piece: Evidence) -> str:
    """`+ “clear answers” (Ada Byron, Initech · Backend, 12 Nov)`; your own rating without a name."""
    on = show_short(piece.on)
    if piece.marked is None:
        return f"o you rated it {piece.value} ({piece.where}, {on})"
    return f"{GLYPHS[piece.marked]} “{piece.words}” ({piece.who}, {piece.where}, {on})"


def _plain(words: str, below: Iterable[str] = ()) -> Entry:
    return Entry((Words(words, generous=True),), tuple((Words(line),) for line in below))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _compared(claim: Claim) -> Entry:
    return _plain(f"{claim.sentence} {_capital(claim.seen)}.", [*map(said_words, claim.evidence), *_against(claim)])


def _claimed(claim: Claim) -> Entry:
    below = [said_words(piece) for piece in claim.evidence[-_SOURCES:]]
    below += [f"and {len(claim.evidence) - _SOURCES} earlier"] if len(claim.evidence) > _SOURCES else []
    return _plain(claim.sentence, [*below, *_against(claim)])


def _given(claim: Claim) -> Entry:
    return _plain(claim.sentence, [*map(said_words, claim.evidence[-_SOURCES:]), f"You can: {claim.will}"])


def _against(claim: Claim) -> Iterator[str]:
    """What speaks against the claim, under its own word."""
    return (f"against it: {said_words(piece)}" for piece in claim.against[-_SOURCES:])


def _unknown(whole: Evaluation) -> Iterator[Entry]:
    names = ", ".join(claim.subject.name for claim in whole.said.unknown)
    if names:
        yield _plain(f"Nobody has spoken of these yet: {names}.")


def _answers(whole: Evaluation) -> Iterator[Entry]:
    if whole.answers.given:
        yield _plain(f"{whole.answers.words}.")
        yield _plain(whole.answers.named_words)
        for habit in whole.habits:
            seen = (f"{piece.words} ({piece.where}, {show_short(piece.on)})" for piece in habit.evidence[-_SOURCES:])
            yield _plain(f"{habit.sentence} {_capital(habit.seen)}. One way: {habit.will}.", seen)


def _arrivals(whole: Evaluation) -> Iterator[Entry]:
    if not whole.answers.given:
        yield from (_plain(f"{habit.sentence} {_capital(habit.seen)}.") for habit in whole.habits)
    yield from (_plain(f"{arrival.where}: {arrival.words}") for arrival in whole.arrivals[-_SOURCES:])


def _trend(trend: Claim) -> Entry:
    numbers = " ".join(map(str, trend.values))
    chart = RatingChart(trend.values, f"{trend.subject.name}: {', '.join(map(str, trend.values))}")
    return Entry((Words(f"{trend.subject.name}: "), chart, Words(f" {numbers} ({trend.sentence})")))


def _bank(whole: Evaluation) -> Iterator[Entry]:
    bank = whole.bank
    if bank.entries:
        yield _plain(f"{bank.words}.")
    for entry in bank.entries:
        share = ShareChart(entry.meter, f"{round(100 * entry.meter)} percent written")
        yield Entry((share, Words(f"{entry.example.title}: {entry.told_words}")))
    if bank.entries and bank.gaps:
        wanted = ", ".join(f"{row.competency.name} ({row.words})" for row in bank.gaps)
        yield _plain(f"Wanted: {wanted}")


def _history(history: PointerHistory) -> Entry:
    shift = [history.shift.words] if history.shift is not None else []
    return _plain(f"{history.pointer.sentence} ({history.words})", shift)
