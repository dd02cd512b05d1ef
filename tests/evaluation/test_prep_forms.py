"""The prep sheet written down: each form is whole, harmless, and fits where it should."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.evaluation.full_life import full
from tests.evaluation.histories import NOW, History
from tests.evaluation.printing import browser, overhang, pages
from tests.evaluation.sheet_forms import evening_html, evening_text, prep_html, prep_markdown, prep_text

from afterword.demo import demo_journal
from afterword.domain.evaluation.prep import PrepSheet
from afterword.domain.reflection import AnswerKind

NASTY = '<script>alert("x")</script> & "quotes" | *bold* [link](http://x.example) `code`'
LONG = "and then we compared both sides once more, minute by minute, until nobody found a difference " * 8
needs_browser = pytest.mark.skipif(
    browser() is None, reason="NO CHROMIUM HERE: the printed prep sheet was not looked at"
)


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


@pytest.mark.parametrize("write", [prep_markdown, prep_text, prep_html, evening_text, evening_html])
def test_no_form_shows_own_ratings_or_how_much_is_written(write: Callable[[PrepSheet], str]) -> None:
    """Neither charts nor percents, and nothing harsh that you noted of yourself."""
    life = full()
    life.rate("firm0", posture=1)
    life.answer("firm0", AnswerKind.OPINION, note="I was hopeless there")
    shown = write(life.sheet("oscorp"))
    assert "<svg" not in shown
    assert not re.search(r"% written|percent|rated|▁|█|hopeless", shown)


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
        sheet.strengths[0].evidence[-1].words,
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
@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_page_for_the_evening_is_one(size: str, tmp_path: Path) -> None:
    """Also with the longest words people type."""
    assert pages(evening_html(_sheet("long")), size, tmp_path) == 1


@needs_browser
def test_nothing_hangs_over_the_edge(tmp_path: Path) -> None:
    """Not even words without a space, in a window as narrow as paper."""
    sheet = full("x" * 300).sheet("oscorp")
    assert overhang(prep_html(sheet), 640, tmp_path) == 0


def _sheet(name: str) -> PrepSheet:
    if name == "long":
        return full(LONG, 3).sheet("oscorp")
    return History(demo_journal(NOW, "Europe/Berlin")).sheet("oscorp")
