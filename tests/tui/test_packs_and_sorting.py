"""Packs of competencies by a key, phrases that are sorted by the words they share, and the picker while marking."""

from tests.tui.evaluation_app import opened
from tests.tui.test_evaluation_pane import rows_of

from afterword.domain.competency import competencies_of
from afterword.domain.finding import Finding
from afterword.tui.screens.competencies import NONE, subjects_for


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
