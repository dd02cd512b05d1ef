"""Owns the page for the evening before an interview: what of the sheet it holds, and that it holds no figure."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from afterword.domain.dates import show_date
from afterword.domain.evaluation.prep import Fact, PrepSheet, leaving, praise_words
from afterword.domain.evaluation.sheet_words import has_figures, has_share, sentences
from afterword.domain.example import Example
from afterword.domain.interview import Interview, Mode
from afterword.domain.pointer import Pointer


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
