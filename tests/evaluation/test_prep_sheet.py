"""The prep sheet: what is chosen, that two people get different sheets, and that each form holds it all."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.evaluation.histories import ADVICE, AREA, NOW, STRENGTH, History
from tests.evaluation.printing import browser, overhang, pages

from afterword.demo import demo_journal
from afterword.domain.interview import Mode
from afterword.domain.pointer import Check, Kept
from afterword.domain.prep import PrepSheet, logistics, next_interview
from afterword.domain.reflection import AnswerKind
from afterword.exchange.prep_html import prep_html
from afterword.exchange.prep_markdown import prep_markdown, prep_text

NASTY = '<script>alert("x")</script> & "quotes" | *bold* [link](http://x.example) `code`'
SHOWN = ("communication", "teamwork", "technical-depth", "learning", "examples", "motivation")
LONG = "and then we compared both sides once more, minute by minute, until nobody found a difference " * 8
needs_browser = pytest.mark.skipif(
    browser() is None, reason="NO CHROMIUM HERE: the printed prep sheet was not looked at"
)


def ready(role: str = "Gardener", round_name: str = "System design") -> History:
    """Somebody with one interview behind them and one ahead."""
    life = History()
    life.interview("initech", 20, role=role)
    life.interview("oscorp", -4, role=role, round=round_name)
    life.reflect("initech", went_well="I asked about the load first.")
    life.said("initech", STRENGTH, "clear about trade-offs", "communication")
    return life


def test_the_competencies_asked_for_are_guessed_from_round_and_role() -> None:
    """Each guess says which words it comes from."""
    sheet = ready(role="Team lead").sheet("oscorp")
    reasons = {one.competency.id: one.because for one in sheet.demands}
    assert reasons["system-design"] == "round “System design”"
    assert reasons["leadership"] == "role “Team lead”"
    assert sheet.demands[0].competency.id == "system-design"


def test_an_interview_about_nothing_known_asks_for_what_most_ask() -> None:
    """Three competencies are always there to prepare."""
    life = History()
    life.interview("oscorp", -4, role="Zzz")
    assert [one.because for one in life.sheet("oscorp").demands] == ["most interviews ask for it"] * 3


def test_questions_of_an_earlier_round_of_that_name_are_expected_again() -> None:
    """What was asked in another company's panel may be asked in this one."""
    life = History()
    life.interview("initech", 20, round="Panel", role="Zzz")
    life.answer("initech", AnswerKind.STORY, competency="leadership")
    life.interview("oscorp", -4, round="panel", role="Zzz")
    reasons = {one.competency.id: one.because for one in life.sheet("oscorp").demands}
    assert reasons["leadership"] == "asked in an earlier panel round"


def test_examples_are_chosen_to_cover_what_is_asked() -> None:
    """The one that covers most comes first, one that only repeats is left out once three are there."""
    life = ready()
    life.example("queue", "system-design", "communication", "motivation", "examples")
    for number in range(4):
        life.example(f"other{number}", "learning")
    sheet = life.sheet("oscorp")
    assert sheet.examples[0].entry.example.id == "queue"
    assert len(sheet.examples) == 3
    assert "system-design" not in {one.id for one in sheet.uncovered}


def test_never_more_than_five_examples() -> None:
    """Nobody can tell more in an hour."""
    life = ready(role="Backend engineer and team lead", round_name="Panel, culture, coding")
    asked = [one.competency.id for one in life.sheet("oscorp").demands]
    for one in asked:
        life.example(f"about-{one}", one)
    assert len(asked) == 6
    assert len(life.sheet("oscorp").examples) == 5


def test_an_unwritten_example_is_not_offered_for_telling() -> None:
    """A title alone cannot be told."""
    life = ready()
    life.example("blank", "system-design", situation="", task="", action="", result="")
    assert life.sheet("oscorp").examples == ()


def test_a_weak_point_takes_the_pointer_that_answers_it() -> None:
    """With a plan it is my plan; without one, one way is offered and named as such."""
    life = ready()
    finding = life.said("initech", AREA, "the load was never named", "system-design")
    life.said("initech", AREA, "what you did yourself", "ownership")
    life.pointer("p1", "they ask for a design", "say the load first", finding_id=finding.id)
    by_title = {one.title: one for one in life.sheet("oscorp").weak_points}
    assert by_title["System design"].will == "When they ask for a design, I will say the load first."
    assert by_title["System design"].planned
    assert not by_title["Ownership"].planned
    assert "Pat Initech (Initech · Gardener): “the load was never named”" in by_title["System design"].because


def test_two_people_with_different_histories_get_different_sheets() -> None:
    """The same interview ahead, and every part that rests on the past differs."""
    one = ready()
    one.said("initech", AREA, "the load was never named", "system-design")
    one.example("queue", "system-design")
    other = History()
    other.interview("initech", 20)
    other.interview("oscorp", -4, round="System design")
    other.reflect("initech", went_well="They laughed twice.")
    other.said("initech", STRENGTH, "knows plants", "technical-depth")
    other.said("initech", ADVICE, "read the annual report", "motivation")
    other.pointer("p1", "they ask why", "name the greenhouse")
    first, second = one.sheet("oscorp"), other.sheet("oscorp")
    for part in ("pointers", "strengths", "examples", "weak_points", "advice", "letter"):
        assert getattr(first, part) != getattr(second, part), part
    assert first.facts == second.facts


def test_the_same_journal_gives_the_same_sheet() -> None:
    """Nothing of it is left to chance."""
    assert full().sheet("oscorp") == full().sheet("oscorp")


def test_the_letter_holds_only_what_was_written_or_said() -> None:
    """What went well, their words and one pointer; without any of these it says so."""
    life = ready()
    life.pointer("p1", "they ask why", "name the greenhouse")
    letter = life.sheet("oscorp").letter
    for words in (
        "“I asked about the load first.”",
        "“clear about trade-offs”",
        "When they ask why, I will name the greenhouse.",
    ):
        assert words in letter
    bare = History()
    bare.interview("oscorp", -4)
    assert "Nothing is written down yet." in bare.sheet("oscorp").letter


def test_what_was_written_after_this_interview_is_not_in_its_letter() -> None:
    """A sheet for a past interview knows only what lay before it."""
    life = ready()
    assert "I asked about the load first." not in life.sheet("initech").letter


def test_logistics_are_told_on_the_clock_of_the_place() -> None:
    """When, where, with whom, and when to leave to be there a quarter of an hour early."""
    life = History()
    at = datetime(2026, 11, 27, 9, tzinfo=ZoneInfo("UTC"))
    made = life.interview("oscorp", -4, zone="Europe/Berlin", where="Tower", travel_minutes=40, at=at)
    facts = {one.label: one.words for one in logistics(made)}
    assert facts["When"] == "Fri 27 Nov 2026 10:00 (Europe/Berlin)"
    assert facts["Getting there"] == "40 minutes; leave by 09:05 to be a quarter of an hour early"
    assert (facts["Where"], facts["With"]) == ("Tower", "Pat Oscorp")
    by_video = {one.label for one in logistics(replace(made, mode=Mode.VIDEO, travel_minutes=None))}
    assert "Link" in by_video
    assert "Getting there" not in by_video


def test_the_next_interview_is_the_nearest_ahead() -> None:
    """Past ones never are; with nothing ahead there is none."""
    life = ready()
    life.interview("later", -9)
    found = next_interview(life.journal, NOW)
    assert found is not None
    assert found.id == "oscorp"
    assert next_interview(life.journal, NOW + timedelta(days=10)) is None


def full(words: str = "", many: int = 1) -> History:
    """A life that fills every part of the sheet, with `words` added wherever somebody can type."""
    life = History()
    for number in range(3):
        key = f"firm{number}"
        life.interview(key, 60 - number, company=f"Firm {number} {words}"[:90].strip(), round="Panel")
        life.rate(key, convincing=2 + number, c_communication=2 + number, c_examples=4, c_teamwork=5, c_learning=3)
        life.reflect(key, went_well=f"It went well. {words}")
        life.answer(key, AnswerKind.STORY, action=True, example="story0")
        for index, one in enumerate(("communication", "teamwork", "technical-depth", "learning")):
            life.said(key, STRENGTH, f"praise {number}{index} {words * many}", one)
            life.said(key, AREA, f"area {number}{index} {words * many}", one)
        life.said(key, ADVICE, f"advice {number} {words * many}", "examples")
    for number in range(6):
        life.example(
            f"story{number}", SHOWN[number],
            title=f"Story {number} {words}", numbers=f"{number} of 9 {words * many}", action=f"I did. {words * many}",
            result=f"It held. {words * many}",
        )  # fmt: skip
        checks = tuple(Check(interview_id=f"firm{at}", kept=Kept.PARTLY, on=NOW.date()) for at in range(3))
        life.pointer(f"p{number}", f"this happens {number} {words}", f"do that {words}", checks=checks)
    for one in ("communication", "examples", "motivation"):
        life.competency(one, one.title(), why_me=f"Because {words}".strip())
    life.interview(
        "oscorp", -4, round="Panel, team and culture", role="Team lead", where=f"Tower {words}", notes=f"Note {words}",
        travel_minutes=30,
    )  # fmt: skip
    return life


class _Page(HTMLParser):
    """Collects the tags, what they load and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One tag."""
        self.tags.add(tag)
        self.loads += [
            name for name, _ in attrs if name in ("src", "href", "srcset", "action") or name.startswith("on")
        ]

    def handle_data(self, data: str) -> None:
        """One run of text."""
        self.text += data


def read_page(html: str) -> _Page:
    """The page, parsed."""
    page = _Page()
    page.feed(html)
    return page


def test_the_page_runs_nothing_and_loads_nothing() -> None:
    """No script, no link, no image from anywhere, whatever people typed; their words stand there as text."""
    html = prep_html(full(NASTY).sheet("oscorp"))
    page = read_page(html)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "a", "form"}
    assert page.loads == []
    assert '<script>alert("x")</script>' in page.text
    style = html[html.index("<style>") : html.index("</style>")]
    assert not re.search(r"url\(|@import|https?:", style)
    assert "default-src 'none'" in html


def test_the_page_carries_its_charts() -> None:
    """Ratings over time are drawn, with their numbers for those who do not see them."""
    html = prep_html(full().sheet("oscorp"))
    assert html.count("<svg") >= 4
    assert 'aria-label="Communication: 2, 3, 4"' in html


@pytest.mark.parametrize("write", [prep_markdown, prep_text, prep_html])
def test_every_form_holds_every_part(write: Callable[[PrepSheet], str]) -> None:
    """Pointers, strengths, examples, weak points, advice, logistics and the letter are in each of them."""
    sheet = full().sheet("oscorp")
    text = " ".join(read_page(write(sheet)).text.split())
    for words in _expected(sheet):
        assert words in text, words


def _expected(sheet: PrepSheet) -> list[str]:
    return [
        sheet.pointers[0].pointer.sentence,
        sheet.strengths[0].sources[-1].words,
        sheet.examples[0].entry.example.title,
        sheet.weak_points[0].because,
        sheet.advice[0].source.words,
        sheet.why_me[0][1],
        "leave by",
        "one interview proves nothing",
    ]


def test_markdown_keeps_strange_words_harmless() -> None:
    """No heading, link, emphasis or tag comes out of what people typed."""
    shown = prep_markdown(full(NASTY).sheet("oscorp"))
    assert "<script>" not in shown.replace("\\<script\\>", "")
    assert not re.search(r"(?<!\\)\[link\]", shown)
    assert not re.search(r"(?<![\\*])\*bold", shown)


def test_plain_text_stays_within_eighty_columns() -> None:
    """Lines are wrapped, but for a word that is longer."""
    assert max(map(len, prep_text(full(LONG).sheet("oscorp")).split("\n"))) <= 80


def test_an_empty_life_has_a_sheet_too() -> None:
    """With one interview and nothing else, each form is short and whole."""
    life = History()
    life.interview("oscorp", -4)
    sheet = life.sheet("oscorp")
    assert "Oscorp · Gardener" in prep_text(sheet)
    assert "None" not in prep_text(sheet) + prep_markdown(sheet) + read_page(prep_html(sheet)).text


@needs_browser
@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["demo", "long"])
def test_the_printed_page_fits_on_two_pages(name: str, size: str, tmp_path: Path) -> None:
    """A believable life and one with the longest words people type both fit."""
    assert pages(prep_html(_sheet(name)), size, tmp_path) <= 2


@needs_browser
def test_nothing_hangs_over_the_edge(tmp_path: Path) -> None:
    """Not even words without a space, in a window as narrow as paper."""
    sheet = full("x" * 300).sheet("oscorp")
    assert overhang(prep_html(sheet), 640, tmp_path) == 0


def _sheet(name: str) -> PrepSheet:
    if name == "long":
        return full(LONG, 3).sheet("oscorp")
    return History(demo_journal(NOW, "Europe/Berlin")).sheet("oscorp")
