"""A letter that leaves through another program, under one Message-ID; and the letters as a file of own words."""

import re
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.services.world import CountingJournal, Life

from afterword.domain.conversation.phrasing import LETTERS, default_templates
from afterword.domain.conversation.request import EventKind, Letter, Request
from afterword.errors import UserError
from afterword.templates_file import load_templates, read_templates, templates_as_toml


def _drafted(life: Life) -> Request:
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    return drafted


def _read(raw: bytes) -> Message:
    return message_from_bytes(raw, policy=policy.default)


def test_the_id_is_the_same_at_every_call_and_after_every_change() -> None:
    """Made with the draft, it outlives edits and undoing them, and stands in the letter that counts as sent."""
    life = Life()
    request = _drafted(life)
    first = _read(life.services.handover.eml(request.id))["Message-ID"]
    life.services.requests.edit(request.id, "Another subject", "Other words.")
    second = _read(life.services.handover.eml(request.id, as_draft=True))["Message-ID"]
    life.services.store.undo()
    third = _read(life.services.handover.eml(request.id))["Message-ID"]
    assert first == second == third
    sent = life.services.requests.mark_sent(request.id).last(EventKind.SENT, Letter.REQUEST)
    assert sent is not None
    assert sent.message_id == first


def test_handing_over_is_no_step_to_undo() -> None:
    """After a look at the file, `u` still takes back the draft."""
    life = Life()
    request = _drafted(life)
    life.services.handover.eml(request.id)
    assert life.services.store.undo() == "draft request"


def test_each_letter_has_an_id_of_its_own() -> None:
    """The request, a reminder, and a request written again after it came back."""
    life = Life()
    request = _drafted(life)
    ids = [life.services.handover.letter(request.id).message_id]
    life.services.requests.mark_sent(request.id)
    life.wait(8)
    life.services.requests.follow_up(request.id)
    ids.append(life.services.handover.letter(request.id).message_id)
    life.services.requests.record_bounce(request.id, "unknown user")
    life.services.requests.mend_address(request.id, "ada.byron@initech.example")
    ids.append(life.services.handover.letter(request.id).message_id)
    assert len(set(ids)) == len(ids)


def test_a_draft_from_before_gets_its_id_when_it_is_handed_over() -> None:
    """A draft that was stored without one keeps the one it is given."""
    life = Life()
    request = _drafted(life)
    event = replace(request.events[-1], message_id="")
    stored = replace(request, events=(event,))
    older = Life(CountingJournal(replace(life.journal, requests={stored.id: stored})))
    first, second = (older.services.handover.letter(request.id).message_id for _ in range(2))
    assert first == second
    assert first.endswith("@doe.example>")


def test_only_a_file_to_be_opened_is_marked_as_a_draft() -> None:
    """What goes through sendmail carries no header that a mail program alone needs."""
    life = Life()
    request = _drafted(life)
    assert _read(life.services.handover.eml(request.id))["X-Unsent"] is None
    assert _read(life.services.handover.eml(request.id, as_draft=True))["X-Unsent"] == "1"


def test_a_program_of_the_terminal_takes_any_length_and_a_plain_plus() -> None:
    """A desktop's mail program is given no address that it would cut off."""
    life = Life()
    request = _drafted(life)
    life.services.requests.mend_address(request.id, "ada+jobs@initech.example")
    life.services.requests.edit(request.id, body="Long words. " * 300)
    assert life.services.handover.mailto(request.id, for_terminal=True).startswith("mailto:ada+jobs@initech.example?")
    with pytest.raises(UserError, match="too long"):
        life.services.handover.mailto(request.id)


def test_the_printed_file_changes_nothing_as_it_is(tmp_path: Path) -> None:
    """Every line is a comment until somebody takes its mark away."""
    file = tmp_path / "templates.toml"
    file.write_text(templates_as_toml(), encoding="utf-8")
    assert load_templates(file) == default_templates()


def test_letters_of_other_languages_have_sections_of_their_own(tmp_path: Path) -> None:
    """`[de.request]` words the German request and leaves the English one alone; what is wrong there is named."""
    file = tmp_path / "templates.toml"
    file.write_text("[de.request]\nadvice = 'Was raten Sie mir?'\n", encoding="utf-8")
    letters = load_templates(file)
    assert letters.of("de").request.chosen().blocks["advice"] == "Was raten Sie mir?"
    assert letters.request == default_templates().request
    file.write_text("[de.request]\nadvise = 'x'\n[de.thanks]\n[fr]\nnote = 'x'\n", encoding="utf-8")
    _, mistakes = read_templates(file)
    assert [mistake.key for mistake in mistakes] == ["de.thanks", "de.request.advise", "fr.note"]


@pytest.mark.parametrize(("block", "most"), [("subject", 500), ("advice", 20_000)])
def test_words_of_a_length_that_no_letter_has_are_named(tmp_path: Path, block: str, most: int) -> None:
    """A mail program folds a subject again for each of its words."""
    file = tmp_path / "templates.toml"
    file.write_text(f"[request]\n{block} = '{'a ' * (most // 2)}'", encoding="utf-8")
    assert not read_templates(file)[1]
    file.write_text(f"[request]\n{block} = '{'a ' * (most // 2)}b'", encoding="utf-8")
    letters, (mistake,) = read_templates(file)
    assert mistake.problem == f"has {most + 1:,} characters, more than {most:,}"
    assert letters == default_templates()


def test_every_block_of_the_printed_file_can_be_used(tmp_path: Path) -> None:
    """With all marks taken away the letters still say what they said."""
    file = tmp_path / "templates.toml"
    bare = re.sub(r"(?m)^# (?=\w+ = )", "", templates_as_toml())
    assert "\nthanks = " in bare
    file.write_text(bare, encoding="utf-8")
    letters, usual = load_templates(file), default_templates()
    for attribute in LETTERS.values():
        own, default = getattr(letters, attribute).chosen(), getattr(usual, attribute).chosen()
        assert (own.subject, own.blocks) == (default.subject, default.blocks)
