"""The copy of a sent letter on a real IMAP server."""

import socket

import pytest
from tests.sending.letters import LETTER
from tests.servers import imap

from afterword.errors import SendFailed
from afterword.mail.compose import as_bytes
from afterword.mail.sent_folders import ImapSentFolder
from afterword.settings import Security, ServerSettings


def _account(dovecot: imap.Dovecot, user: str, **changes: object) -> ServerSettings:
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": dovecot.imaps,
        "security": Security.TLS,
        "user": user,
        "password_command": ("pass",),
        "ca_file": str(dovecot.authority),
        "timeout": 10,
    }
    return ServerSettings(**(values | changes))  # type: ignore[arg-type]  # each test names fields of the settings


def _keep(settings: ServerSettings, folder: str, printed: str = imap.WATCHWORD) -> None:
    ImapSentFolder(settings, folder, lambda _words: printed).keep(LETTER)


def test_an_imap_folder_gets_the_letter_as_seen(dovecot: imap.Dovecot) -> None:
    """The person's own mail program finds it in the folder they named, read, dated as the letter."""
    with dovecot.account("copies-named") as client:
        client.create_folder("Gesendete Objekte/Jobs ä")
        _keep(_account(dovecot, "copies-named"), "Gesendete Objekte/Jobs ä")
        client.select_folder("Gesendete Objekte/Jobs ä", readonly=True)
        ((_, found),) = client.fetch(client.search(), ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"]).items()
    assert found[b"BODY[]"] == as_bytes(LETTER)
    assert b"\\Seen" in found[b"FLAGS"]
    assert found[b"INTERNALDATE"].timestamp() == LETTER.date.timestamp()


def test_without_that_folder_the_servers_own_place_for_sent_mail_is_taken(dovecot: imap.Dovecot) -> None:
    """Servers mark it as such, whatever its name."""
    with dovecot.account("copies-special") as client:
        client.create_folder("Verstuurd")
        _keep(_account(dovecot, "copies-special"), "Sent")
        client.select_folder("Verstuurd", readonly=True)
        assert len(client.search()) == 1


def test_without_any_such_folder_the_sentence_names_those_there_are(dovecot: imap.Dovecot) -> None:
    """No folder is made in somebody's account."""
    with pytest.raises(SendFailed, match="There is no folder “Snet” on 127") as failed:
        _keep(_account(dovecot, "copies-none"), "Snet")
    assert "INBOX" in failed.value.detail
    assert "copy_folder" in failed.value.hint


def test_a_wrong_password_is_told_without_the_password(dovecot: imap.Dovecot) -> None:
    """As with sending."""
    with pytest.raises(SendFailed, match="did not accept the user name or password") as failed:
        _keep(_account(dovecot, "copies-named"), "Sent", "hunter2")
    assert "hunter2" not in str(failed.value)


def test_a_server_that_is_not_there_is_told() -> None:
    """Connection refused."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        settings = ServerSettings(host="127.0.0.1", port=deaf.getsockname()[1], security=Security.NONE)
        with pytest.raises(SendFailed, match="refused the connection"):
            _keep(settings, "Sent")
