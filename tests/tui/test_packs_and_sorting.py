"""Packs of competencies by a key, phrases that are sorted by the words they share, and the picker while marking."""

from msgspec.structs import replace
from tests.tui.evaluation_app import Opened, opened, sample
from tests.tui.stand_ins import MemoryStore
from tests.tui.test_evaluation_pane import rows_of

from afterword.domain.conversation.request import Finding, FindingKind
from afterword.domain.practice import TELLING, competencies_of
from afterword.tui.screens.findings import NONE, subjects_for
from afterword.tui.screens.form import Form

_ON_BEDPANS = ("Weak at the bedpan round", "The bedpan was forgotten")


async def test_a_key_takes_a_pack_and_undo_takes_it_back() -> None:
    """The packs are named with what they hold; what came is said."""
    async with opened() as page:
        await page.press("K")
        assert "Care and nursing" in page.screen
        await page.type("care and")
        await page.press("enter")
        assert "competencies came" in page.screen
        assert {item.id for item in competencies_of("care")} <= page.store.journal.competencies.keys()
        assert "competency/empathy" in rows_of(page)
        await page.press("u")
        assert "empathy" not in page.store.journal.competencies


async def test_what_the_words_suggest_stands_first_and_none_is_a_choice() -> None:
    """Before the competencies of the packs; where no word points anywhere, nothing comes first."""
    async with opened() as page:
        journal = page.store.journal
        some = next(iter(journal.findings.values()))
        told = _about(some, "you told it without a single example")
        assert [option.key for option in subjects_for(journal, told)][:2] == ["telling", NONE]
        assert subjects_for(journal, _about(some, "we met on a Tuesday"))[0].key == NONE


def _unsorted(*quotes: str) -> tuple[MemoryStore, list[str]]:
    """The sample with these phrases that have no competency, and their ids."""
    store = sample()
    areas = [finding for finding in store.journal.findings.values() if finding.kind is FindingKind.AREA]
    for finding in areas:
        store.write_elsewhere(replace(finding, competency=finding.competency or TELLING))
    some = areas[: len(quotes)]
    for finding, quote in zip(some, quotes, strict=True):
        store.write_elsewhere(replace(finding, quote=quote, competency=None))
    return store, [finding.id for finding in some]


async def _group_chosen(page: Opened) -> None:
    await page.press("s")
    assert "Bedpan (2)" in page.screen
    assert "“The bedpan was forgotten” · “Weak at the bedpan r" in page.screen
    await page.type("bedpan")
    await page.press("enter")


async def test_a_key_makes_a_competency_of_phrases_that_share_a_word() -> None:
    """Its name and words are offered; the phrases are tied to it, which undo takes back."""
    store, ids = _unsorted(*_ON_BEDPANS)
    async with opened(store, size=(80, 24)) as page:
        await _group_chosen(page)
        await page.press("enter")
        assert isinstance(page.app.screen, Form)
        assert "Bedpan" in page.screen
        await page.press("f2")
        made = next(item for item in page.store.journal.competencies.values() if item.name == "Bedpan")
        assert made.words == ("bedpan",)
        assert [page.store.journal.findings[key].competency for key in ids] == [made.id, made.id]
        assert "2 phrases tied to it" in page.screen
        await page.press("u")
        assert made.id not in page.store.journal.competencies
        assert [page.store.journal.findings[key].competency for key in ids] == [None, None]


async def test_phrases_that_share_a_word_are_tied_to_a_competency_there_is() -> None:
    """Which learns the word; what happened is said."""
    store, ids = _unsorted(*_ON_BEDPANS)
    async with opened(store, size=(80, 24)) as page:
        await _group_chosen(page)
        await page.type("ownership")
        await page.press("enter")
        assert "2 phrases tied to Ownership" in page.screen
        assert [page.store.journal.findings[key].competency for key in ids] == ["ownership", "ownership"]
        assert page.store.journal.competencies["ownership"].words == ("bedpan",)


async def test_where_no_phrases_share_a_word_sorting_says_so() -> None:
    """Nothing opens."""
    store, _ids = _unsorted(_ON_BEDPANS[0])
    async with opened(store) as page:
        await page.press("s")
        assert "No two phrases without a competency share a word" in page.screen


def _about(finding: Finding, quote: str) -> Finding:
    return Finding(
        id="new",
        request_id=finding.request_id,
        reply_id="",
        kind=finding.kind,
        quote=quote,
        start=0,
        created=finding.created,
    )
