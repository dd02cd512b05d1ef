"""Ten interviews ahead of one person, compared pairwise: each sheet is about its own interview."""

import re
from itertools import combinations

import pytest
from tests.evaluation.histories import NOW, History
from tests.evaluation.sheet_forms import evening_text, prep_text
from tests.evaluation.ten_interviews import KINDS, Kind, ten_interviews

from afterword.domain.demands import is_alike
from afterword.domain.evaluation.prep import PrepSheet, evening_page

MOST_SHARED = {"pointers": 2, "stories": 2, "questions": 1, "own questions": 1, "advice": 0, "praise": 0, "weak": 0}
"""How many entries of a part two of the ten sheets may share: what fills the places that nothing fitting takes."""


@pytest.fixture(scope="module")
def sheets() -> dict[str, PrepSheet]:
    """The sheet of each interview."""
    life = ten_interviews()
    return {kind.key: life.sheet(f"next-{kind.key}") for kind in KINDS}


def _parts(sheet: PrepSheet) -> dict[str, set[str]]:
    return {
        "pointers": {known.pointer.id for known in sheet.pointers},
        "stories": {chosen.entry.example.id for chosen in sheet.examples},
        "questions": {asked.words for asked in sheet.questions},
        "own questions": {asked.question for asked in sheet.own_questions},
        "advice": {given.source.words for given in sheet.advice},
        "praise": {sheet.praise.words} if sheet.praise is not None else set(),
        "weak": {point.title for point in sheet.weak_points},
    }


def test_no_two_sheets_share_more_than_what_fills_them(sheets: dict[str, PrepSheet]) -> None:
    """Part by part, over all forty-five pairs; those for roles that share a word may share three more."""
    for one, other in combinations(sheets, 2):
        first, second = _parts(sheets[one]), _parts(sheets[other])
        alike = is_alike(sheets[one].interview, sheets[other].interview)
        for part, usual in MOST_SHARED.items():
            most = usual + 3 * alike
            assert len(first[part] & second[part]) <= most, (one, other, part, first[part] & second[part])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_each_sheet_begins_with_what_belongs_to_its_work(kind: Kind, sheets: dict[str, PrepSheet]) -> None:
    """Pointer, story, question with its better answer, weak point, advice and praise of that kind of work."""
    sheet = sheets[kind.key]
    assert sheet.pointers[0].pointer.id == f"p-{kind.key}"
    assert sheet.examples[0].entry.example.id == f"story-{kind.key}"
    assert sheet.examples[0].first_sentence == kind.first
    assert (sheet.questions[0].words, sheet.questions[0].better) == (kind.question, kind.better)
    assert sheet.weak_points[0].title == f"“{kind.area}”"
    assert sheet.weak_points[0].planned
    assert sheet.praise is not None
    assert sheet.praise.words == kind.praise
    assert len(sheet.pointers) == len(sheet.examples) == 3


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_the_evening_page_is_short_and_ends_in_their_words(kind: Kind, sheets: dict[str, PrepSheet]) -> None:
    """Three pointers, three first sentences, who and when; no figure but the time, no weak point, nothing harsh."""
    sheet = sheets[kind.key]
    page = evening_page(sheet, NOW.date())
    assert (len(page.pointers), len(page.stories)) == (3, 3)
    assert page.stories[0].first_sentence == kind.first
    shown = evening_text(sheet)
    assert " ".join(shown.split()).endswith(f"said: “{kind.praise}”.")
    assert kind.area not in shown
    below = shown[shown.index("WHAT YOU WILL DO") :]
    assert not re.search(r"\d|%|rated|seen once|pattern|hopeless|not tried", below)


def test_no_sheet_holds_a_harsh_word_of_your_own(sheets: dict[str, PrepSheet]) -> None:
    """Neither the ratings nor the notes, also where the sheet is printed on the evening before."""
    for sheet in sheets.values():
        assert not re.search(r"hopeless|rated|1 of 5", prep_text(sheet))


def test_technical_depth_is_asked_of_nobody_by_accident(sheets: dict[str, PrepSheet]) -> None:
    """Of the ten only the reliability engineer may be asked for it."""
    asked = {
        key for key, sheet in sheets.items() if "technical-depth" in {need.competency.id for need in sheet.demands}
    }
    assert asked <= {"sre"}


def test_an_engineering_manager_is_asked_to_lead(sheets: dict[str, PrepSheet]) -> None:
    """And a person who has nothing but that interview, too."""
    life = History()
    life.interview("alone", -3, role="Engineering Manager")
    for sheet in (sheets["manager"], life.sheet("alone")):
        asked = {need.competency.id for need in sheet.demands}
        assert "leadership" in asked
        assert "technical-depth" not in asked


def test_who_is_met_again_comes_with_what_they_said_and_what_was_done(sheets: dict[str, PrepSheet]) -> None:
    """The day and the round, their area and advice, and the pointer made since."""
    (again,) = sheets["nurse"].encounters
    assert again.met == "met on Sat 15 Aug 2026 (Nurse · Nurse, surgical ward, Ward manager)"
    said = {remark.said.words: remark.since for remark in again.remarks}
    assert said["how you set priorities stayed vague"] == (
        "When they ask whom I see first, I will name the risk before the person (not tried yet)"
    )
    assert said["the family felt safe with you"] == ""
    assert "You know:      Pat Nurse already" in evening_text(sheets["nurse"])
    assert not any(encounter.met for encounter in sheets["sales"].encounters)
