"""The copy of a sent letter: where it lands, as what, and that its failure is never the letter's."""

import mailbox
from pathlib import Path

import pytest
from tests.sending.letters import LETTER
from tests.sending.lives import KeptOutbox, SendingLife

from afterword.errors import CheckFailed, SendFailed
from afterword.mail.compose import as_bytes
from afterword.mail.sent_folders import MaildirSentFolder


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """An empty Maildir."""
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Sent" / part).mkdir(parents=True)
    return tmp_path / "Sent"


def test_a_maildir_gets_the_letter_as_seen(maildir: Path) -> None:
    """Another program finds one message there, read, as it went out; only its owner can open the file."""
    MaildirSentFolder(str(maildir)).keep(LETTER)
    (key,) = (found := mailbox.Maildir(maildir, create=False)).keys()
    assert found.get_message(key).get_subdir() == "cur"
    assert found.get_message(key).get_flags() == "S"
    assert found.get_bytes(key) == as_bytes(LETTER).replace(b"\r\n", b"\n")
    (path,) = (maildir / "cur").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert list((maildir / "tmp").iterdir()) == list((maildir / "new").iterdir()) == []


def test_the_same_letter_is_kept_once(maildir: Path) -> None:
    """Keeping it again changes nothing."""
    for _ in range(2):
        MaildirSentFolder(str(maildir)).keep(LETTER)
    assert len(list((maildir / "cur").iterdir())) == 1


def test_a_folder_that_is_no_maildir_is_left_alone(tmp_path: Path) -> None:
    """A slip in the path makes no new mailbox."""
    with pytest.raises(SendFailed, match="is no Maildir") as failed:
        MaildirSentFolder(str(tmp_path / "Snet")).keep(LETTER)
    assert "copy_folder" in failed.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_maildir_that_cannot_be_written_says_so(maildir: Path) -> None:
    """Nothing half-written stays behind."""
    (maildir / "cur").rmdir()
    (maildir / "cur").symlink_to("/proc")
    with pytest.raises(SendFailed, match="cannot be written"):
        MaildirSentFolder(str(maildir)).keep(LETTER)
    assert list((maildir / "tmp").iterdir()) == []


# ── the letter and its copy ───────────────────────────────────────────────────────────────────────────────────────


class Refusing:
    """A place for copies that takes none."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def keep(self, _letter: object) -> None:
        """See `ports.SentFolder`."""
        raise self._error


@pytest.mark.parametrize("error", [SendFailed("The folder is gone."), CheckFailed("The server is down.")])
def test_a_copy_that_fails_is_a_warning_and_the_letter_is_sent(error: Exception) -> None:
    """The state is that of a sent letter, and the sentence begins with that."""
    life = SendingLife(outbox=KeptOutbox(), sent_folder=Refusing(error))
    request_id = life.drafted()
    sent = life.services.sending.send(request_id)
    assert sent.warning == f"It was sent, but the copy could not be kept: {error}"
    assert life.state(request_id) == "waiting"


def test_a_letter_that_is_not_sent_is_not_copied(maildir: Path) -> None:
    """The copy comes after the server's yes."""

    def refuse(_letter: object) -> None:
        raise SendFailed("It was refused.")

    life = SendingLife(outbox=KeptOutbox(refuse), sent_folder=MaildirSentFolder(str(maildir)))
    request_id = life.drafted()
    with pytest.raises(SendFailed):
        life.services.sending.send(request_id)
    assert list((maildir / "cur").iterdir()) == []


def test_the_copy_is_the_letter_that_went_out(maildir: Path) -> None:
    """Byte for byte, with the same Message-ID and date."""
    out = KeptOutbox()
    life = SendingLife(outbox=out, sent_folder=MaildirSentFolder(str(maildir)))
    life.services.sending.send(life.drafted())
    (path,) = (maildir / "cur").iterdir()
    assert path.read_bytes() == as_bytes(out.letters[0]).replace(b"\r\n", b"\n")
