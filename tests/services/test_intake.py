"""What a person hands in as an answer, taken as what it is or as what they say; and which addresses are theirs."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.checking.story import AWAY, NEWS, REPLIED, WORDS, answer, bounce, mail
from tests.services.world import Life

from afterword.bootstrap import own_addresses
from afterword.domain.conversation.message import MailKind
from afterword.domain.conversation.request import Channel, EventKind
from afterword.errors import SettingsInvalid, UserError
from afterword.services.checking import IntakeOptions
from afterword.settings_file import load_settings


def life() -> tuple[Life, str]:
    """Somebody who asked on 9 November, ten days later; and the request."""
    found = Life()
    request = found.asked()
    found.wait(10)
    return found, request.id


def test_a_mail_becomes_a_reply_with_its_date_its_id_and_its_whole_text() -> None:
    """The new words are the reply; the quotation under them is kept beside it."""
    one, request = life()
    raw = answer(text=f"{WORDS}\n\nOn Thu, 12 Nov 2026 at 12:00, Sam <sam@doe.example> wrote:\n> Dear Ada")
    found = one.services.intake.read(raw)
    assert found is not None
    event = one.services.intake.take(request, found).events[-1]
    assert (event.kind, event.text, event.at) == (EventKind.REPLY, WORDS, REPLIED)
    assert "> Dear Ada" in event.full_text
    assert event.message_id == "<reply-1@initech.example>"


def test_plain_words_are_no_mail() -> None:
    """Words that begin like a header stay words."""
    one, _ = life()
    for words in ("You were clear.", "To: be honest, you were clear.", b"From: the start you were clear.\nAnd kind."):
        assert one.services.intake.read(words) is None


def test_what_is_neither_mail_nor_text_is_refused() -> None:
    """A PDF is named, never recorded."""
    one, _ = life()
    with pytest.raises(UserError):
        one.services.intake.read(b"%PDF-1.7 \x00\x01")


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "windows-1252", "utf-7"])
def test_a_pasted_source_keeps_its_letters_whatever_its_parts_name(charset: str) -> None:
    """What was pasted is text already; the character set its parts name does not spoil it."""
    one, _ = life()
    source = (
        "From: Ada <ada@initech.example>\nSubject: Re\nMIME-Version: 1.0\n"
        f'Content-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: 8bit\n\nGrüße, schön war es.\n'
    )
    found = one.services.intake.read(source)
    assert found is not None
    assert found.text == "Grüße, schön war es."


def test_an_absence_and_a_bounce_are_taken_as_what_they_are() -> None:
    """The absence keeps the day of return, the bounce what told so; both keep their id."""
    one, request = life()
    away, back = one.services.intake.read(AWAY), one.services.intake.read(bounce())
    assert away is not None
    assert back is not None
    absence = one.services.intake.take(request, away).events[-1]
    assert (absence.kind, absence.until) == (EventKind.AUTO_REPLY, date(2026, 11, 27))
    returned = one.services.intake.take(request, back).events[-1]
    assert (returned.kind, returned.message_id) == (EventKind.BOUNCED, "<bounce-failed@mx.doe.example>")


def test_the_person_says_better_what_it_is_and_when_it_came() -> None:
    """Taken as a reply, by another channel, on another day."""
    one, request = life()
    found = one.services.intake.read(AWAY)
    assert found is not None
    at = one.clock.now() - timedelta(days=1)
    taking = IntakeOptions(kind=MailKind.REPLY, at=at, channel=Channel.LINKEDIN)
    event = one.services.intake.take(request, found, taking).events[-1]
    assert (event.kind, event.at, event.channel) == (EventKind.REPLY, at, Channel.LINKEDIN)


def test_news_are_no_answer_unless_the_person_says_so() -> None:
    """A newsletter is refused as it is, and taken as a reply."""
    one, request = life()
    found = one.services.intake.read(NEWS)
    assert found is not None
    with pytest.raises(UserError, match="no answer"):
        one.services.intake.take(request, found)
    taken = one.services.intake.take(request, found, IntakeOptions(kind=MailKind.REPLY))
    assert taken.events[-1].kind is EventKind.REPLY


def test_the_same_mail_twice_is_refused_and_a_day_ahead_too() -> None:
    """By its id, or by its words where it has none."""
    one, request = life()
    for raw in (answer(), mail(text="Other words.", key=None)):
        found = one.services.intake.read(raw)
        assert found is not None
        with pytest.raises(UserError, match="still to come"):
            one.services.intake.take(request, found, IntakeOptions(at=one.clock.now() + timedelta(days=1)))
        one.services.intake.take(request, found)
        with pytest.raises(UserError, match="recorded already"):
            one.services.intake.take(request, found)


def test_a_letter_that_is_only_delayed_is_not_returned() -> None:
    """It is still under way, so nothing is recorded."""
    one, request = life()
    found = one.services.intake.read(bounce(action="delayed"))
    assert found is not None
    with pytest.raises(UserError, match="still under way"):
        one.services.intake.take(request, found)


def test_a_mail_that_names_our_letter_came_after_it_unless_the_person_says_when() -> None:
    """A clock that is days behind is not believed; a person is."""
    one, request = life()
    sent = one.journal.requests[request].history[-1]
    found = one.services.intake.read(answer(sent.message_id))
    assert found is not None
    slow = replace(found, at=sent.at - timedelta(days=2))
    assert one.services.intake.take(request, slow).events[-1].at >= sent.at


def test_every_address_of_the_settings_is_ones_own(tmp_path: Path) -> None:
    """The one that letters come from, the others named beside it, and the names for logging in."""
    path = tmp_path / "config.toml"
    path.write_text(
        '[me]\naddress = "sam@doe.example"\naddresses = ["sam@home.example", "s.doe@work.example"]\n'
        '[imap]\nuser = "sam@mail.example"\n',
        encoding="utf-8",
    )
    assert own_addresses(load_settings(path)) == {
        "sam@doe.example",
        "sam@home.example",
        "s.doe@work.example",
        "sam@mail.example",
    }


def test_what_is_no_address_is_named(tmp_path: Path) -> None:
    """A slip in the list is found before it hides an answer."""
    path = tmp_path / "config.toml"
    path.write_text('[me]\naddresses = ["sam at home"]\n', encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="is not a mail address"):
        load_settings(path)
