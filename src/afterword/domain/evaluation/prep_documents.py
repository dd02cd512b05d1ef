"""Owns the page for the evening before, and how it and the prep sheet are laid out, wherever they are read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import show_date, show_short
from afterword.domain.document import Document, DocumentSection, Emphasis, Entry, TextRun, Words
from afterword.domain.evaluation.claims import Evidence
from afterword.domain.evaluation.encounters import Encounter, has_figures, has_share, plan_words, question_on, sentences
from afterword.domain.evaluation.prep import Chosen, Fact, PrepSheet, leaving, praise_words, quotes
from afterword.domain.evaluation.questions import Question
from afterword.domain.interview import Interview, Mode
from afterword.domain.practice import TELLING_SECONDS, Example, Pointer
from afterword.domain.text import in_quotes, shorten, times_words


class Story(Struct, frozen=True):
    """A story by its title, and what to say first; each is empty where it would hold a figure."""

    title: str
    first_sentence: str


class EveningPage(Struct, frozen=True):
    """One page for the evening before: who and when, what to do, what to say first, and kind words last.

    It holds no rating, no share and nothing harsh; `last` is a strength in their words where they named one.
    """

    interview: Interview
    facts: tuple[Fact, ...]
    pointers: tuple[Pointer, ...]
    stories: tuple[Story, ...]
    last: str


def evening_page(sheet: PrepSheet, today: date) -> EveningPage:
    """The page that is made of the sheet; what holds a share or a rating stays on the sheet."""
    interview = sheet.interview
    told = [_plain_story(chosen.entry.example) for chosen in sheet.examples]
    praise = sheet.praise
    last = (
        f"{praise_words(praise)}."
        if praise is not None and not has_share(praise.words)
        else "They asked you to come: what they have read of you was worth their time."
    )
    return EveningPage(
        interview=interview,
        facts=tuple(_evening_facts(sheet, today)),
        pointers=tuple(known.pointer for known in sheet.pointers if not has_share(known.pointer.sentence)),
        stories=tuple(story for story in told if story.title or story.first_sentence),
        last=last,
    )


def _evening_facts(sheet: PrepSheet, today: date) -> Iterator[Fact]:
    interview, local = sheet.interview, sheet.interview.local
    ahead = (interview.day - today).days
    day = {0: "today", 1: "tomorrow"}.get(ahead)
    shown = f"{day}, {show_date(interview.day, interview.day)}" if day else show_date(interview.day)
    label = "Hand in by" if interview.mode is Mode.TAKE_HOME else "When"
    yield Fact(label, f"{shown}, {local:%H:%M} ({interview.zone})")
    if (leave := leaving(interview)) is not None:
        yield Fact("Leave by", f"{leave:%H:%M}")
    kept = ("Where", "Link", "Number", "With", "Have ready")
    yield from (fact for fact in sheet.facts if fact.label in kept)
    if known := [encounter.name for encounter in sheet.encounters if encounter.met]:
        yield Fact("You know", f"{' and '.join(known)} already")


def _plain_story(example: Example) -> Story:
    """Its title, and its first sentence that holds no figure."""
    first = next((sentence for sentence in sentences(example) if not has_figures(sentence)), "")
    return Story("" if has_figures(example.title) else example.title, first)


# ── on paper and on the screen ────────────────────────────────────────────────────────────────────────────────────────


_LONG = 150
"""Characters that one part of a story may take; on the sheet it is a reminder, not the story."""
_SAID: Mapping[FindingKind | None, str] = {
    FindingKind.AREA: "room to grow",
    FindingKind.ADVICE: "advised",
    FindingKind.STRENGTH: "praised",
    FindingKind.OPPORTUNITY: "left open",
}
_FIRST_STORY = (
    "A first story takes four sentences: where it was, what had to be done, what you did yourself, and how it ended.",
    "Take one event you would tell a friend. Write it with: afterword example add, or in Evaluation under Examples.",
)


def prep_document(sheet: PrepSheet) -> Document:
    """The sheet as a document; parts that hold nothing are left out. What they praised stands last."""
    parts: tuple[tuple[str, Iterable[Entry]], ...] = (
        ("Who you meet", _people(sheet.encounters)),
        ("To practise", _pointers(sheet)),
        ("What they may ask for", _demands(sheet)),
        ("Stories to tell", map(_story, sheet.examples)),
        ("A first story", () if sheet.examples else (Entry((Words(line, generous=True),)) for line in _FIRST_STORY)),
        ("Questions they may ask", map(_question, sheet.questions)),
        ("One weak point, and what you will do", _weak_points(sheet)),
        ("To ask them", (_own(asked.question, asked.reply) for asked in sheet.own_questions)),
        ("Advice and openings", _advice(sheet)),
        ("Strengths, in their words", _strengths(sheet)),
    )
    sections = [DocumentSection(title, entries) for title, found in parts if (entries := tuple(found))]
    letter = DocumentSection("A letter to me", paragraphs=tuple(sheet.letter.split("\n\n")))
    made = f"made on {show_date(sheet.made_on)}"
    return Document(
        title=sheet.interview.label,
        kind="Prep sheet",
        subtitle=", ".join(filter(None, (sheet.interview.round, made))),
        facts=tuple((fact.label, fact.words) for fact in sheet.facts),
        sections=(*sections, letter),
    )


def _people(known: Iterable[Encounter]) -> Iterator[Entry]:
    """Only those of whom more is known than the name."""
    for encounter in known:
        below: list[TextRun] = []
        if encounter.remember:
            below.append((Words(f"You remember: {encounter.remember}"),))
        for remark in encounter.remarks:
            who = f", {remark.said.who}" if remark.said.who != encounter.name else ""
            day = Words(f" ({show_short(remark.said.on)} {remark.said.on.year}{who})", Emphasis.MUTED)
            below.append((Words(f"{_SAID[remark.said.marked]}: “{remark.said.words}”"), day))
            below += [(Words(f"Since then: {remark.since}", generous=True),)] if remark.since else []
        if below or encounter.met or encounter.part:
            about = "; ".join(filter(None, (encounter.part, encounter.met)))
            lead: TextRun = (Words(encounter.name, Emphasis.STRONG), Words(f": {about}" if about else ""))
            yield Entry(lead, tuple(below))


def _demands(sheet: PrepSheet) -> Iterator[Entry]:
    """Each with the reason and your own line on it, and with a question to prepare where no story shows it."""
    for demand in sheet.demands:
        competency = demand.competency
        lead = (Words(competency.name, Emphasis.STRONG), Words(f": {demand.because}"))
        below: list[TextRun] = []
        below += [(Words(f"Why me: {competency.why_me}", generous=True),)] if competency.why_me else []
        if competency in sheet.uncovered:
            below.append((Words(f"No story yet; prepare: “{question_on(competency)}”", generous=True),))
        yield Entry(lead, tuple(below))


def _pointers(sheet: PrepSheet) -> Iterator[Entry]:
    for history in sheet.pointers:
        sentence = Words(plan_words(history.pointer), generous=True)
        yield Entry((sentence,), ((Words(history.words, Emphasis.MUTED),),), to_tick=True)


def _story(chosen: Chosen) -> Entry:
    example = chosen.entry.example
    covers = ", ".join(competency.name for competency in chosen.covers)
    lead = [Words(example.title, Emphasis.STRONG)]
    lead += [Words(f" (for {covers})", Emphasis.MUTED)] if covers else []
    told = (
        ("Say first", f"“{chosen.first_sentence}”" if chosen.first_sentence else ""),
        ("I did", example.action),
        ("Result", example.result),
        ("Numbers", example.numbers),
    )
    parts = [(Words(f"{label}: {_brief(words)}"),) for label, words in told if words.strip()]
    return Entry(tuple(lead), (*parts, (Words(_told(chosen), Emphasis.MUTED),)))


def _brief(text: str) -> str:
    """The text on one line, cut behind a whole word where it is long."""
    line = shorten(text, _LONG)
    return line if not line.endswith("…") or " " not in line else f"{line.rsplit(' ', 1)[0].rstrip(',;:')} …"


def _told(chosen: Chosen) -> str:
    """`told twice, last at Hooli · SRE`, and to tell it aloud where that was never done."""
    aloud = "" if chosen.entry.example.rehearsals else f"; tell it aloud once, in about {TELLING_SECONDS} seconds"
    return f"{chosen.entry.told_words}{aloud}"


def _question(question: Question) -> Entry:
    """What they may ask, where it was asked, and how you would answer it now."""
    latest = question.latest
    who = f" by {latest.who}" if latest.who else ""
    often = f"asked {times_words(question.times)}, last at" if question.times > 1 else "asked at"
    lead = (Words(f"“{question.words}”"), Words(f" ({often} {latest.interview.label}{who})", Emphasis.MUTED))
    below = [(Words(f"Better: {question.better}", generous=True),)] if question.better else []
    below += [(Words(f"Tell: {question.example.title}"),)] if question.example is not None else []
    if not below:
        below.append((Words("No better answer yet: think of one event for it.", Emphasis.MUTED),))
    return Entry(lead, tuple(below))


def _own(question: str, reply: str) -> Entry:
    return Entry((Words(question),), ((Words(f"elsewhere they said: {_brief(reply)}", Emphasis.MUTED),),))


def _weak_points(sheet: PrepSheet) -> Iterator[Entry]:
    for point in sheet.weak_points:
        lead = (Words(point.title, Emphasis.WARN), Words(f" ({point.seen})", Emphasis.MUTED))
        will = point.will if point.planned else f"One way: {point.will}"
        yield Entry(lead, ((Words(point.because, Emphasis.MUTED),), (Words(will, generous=True),)))


def _advice(sheet: PrepSheet) -> Iterator[Entry]:
    for given in sheet.advice:
        who = f" ({given.source.who}, {given.source.where}; {given.words})"
        yield Entry((Words(f"“{given.source.words}”"), Words(who, Emphasis.MUTED)))
    for opening in sheet.openings:
        who = f" ({opening.source.who}, {show_date(opening.source.on)})"
        yield Entry((Words(f"They left this open: “{opening.source.words}”"), Words(who, Emphasis.MUTED)))


def _strengths(sheet: PrepSheet) -> Iterator[Entry]:
    """All but the words that stand last."""
    last = sheet.praise.finding_id if sheet.praise is not None else ""
    for claim in sheet.strengths:
        below = tuple((_quoted(piece),) for piece in quotes(claim) if piece.finding_id != last)
        lead = (Words(claim.subject.name, Emphasis.GOOD), Words(f" ({claim.seen})", Emphasis.MUTED))
        if below:
            yield Entry(lead, below)
    yield from (Entry((_quoted(piece),)) for piece in sheet.other_praise if piece.finding_id != last)


def _quoted(piece: Evidence) -> Words:
    return Words(f"{in_quotes(piece.words)} ({piece.who}, {piece.where})")


def evening_document(page: EveningPage) -> Document:
    """One page to read on the evening before; nothing stands behind the kind words at its end."""
    parts: tuple[tuple[str, Iterable[Entry]], ...] = (
        ("What you will do", (Entry((Words(plan_words(known), generous=True),)) for known in page.pointers)),
        ("What you can tell, and what to say first", map(_evening_story, page.stories)),
    )
    sections = [DocumentSection(title, entries) for title, found in parts if (entries := tuple(found))]
    if not sections:
        sections.append(DocumentSection("Tonight", (Entry((_QUIET,)),)))
    return Document(
        title=page.interview.label,
        kind="For the evening before",
        subtitle=page.interview.round,
        facts=tuple((fact.label, fact.words) for fact in page.facts),
        sections=(*sections, DocumentSection("To sleep on", paragraphs=(page.last,))),
        pages=1,
    )


def _evening_story(story: Story) -> Entry:
    first = (Words(f"“{story.first_sentence}”" if story.first_sentence else "", generous=True),)
    if not story.title:
        return Entry(first)
    return Entry((Words(story.title, Emphasis.STRONG),), (first,) if story.first_sentence else ())


_QUIET = "Think of one event you like to tell, and how it ended. That is enough for tonight."
