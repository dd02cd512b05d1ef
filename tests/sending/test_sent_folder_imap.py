"""The copy of a sent letter on a real IMAP server."""

import socket
import time
from collections.abc import Callable

import pytest
from tests.sending.letters import LETTER
from tests.servers import imap
from tests.servers.scripted import ImapScript, Talker, creep, cut, hang, pour, scripted

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


# ── servers that lie ──────────────────────────────────────────────────────────────────────────────────────────────────


def taken(then: Callable[[Talker], None]) -> Callable[[Talker], None]:
    """Take the letter, then do that."""

    def talk(line: Talker) -> None:
        line.say(b"+ go on\r\n")
        left = len(as_bytes(LETTER))
        while left > 0:
            left -= len(line.hear().encode()) + 2
        then(line)

    return talk


def keep_at(append: bytes | Callable[[Talker], None]) -> None:
    """Keep the letter at a server that answers so where it is handed over."""
    with scripted(ImapScript(folders={"INBOX": {}, "Sent": {}}, answers={"APPEND": append}).talk) as server:
        values = {"host": "127.0.0.1", "port": server.port, "security": Security.NONE, "timeout": 0.2}
        account = ServerSettings(**values, user="sam", password_command=("pass",))  # type: ignore[arg-type]
        _keep(account, "Sent", "let me in")


@pytest.mark.long
@pytest.mark.parametrize(
    "does",
    [hang, cut, creep(b"x"), creep(b"+ \r\n"), pour(b"* OK " + b"x" * 60_000 + b"\r\n"), pour(b"* OK\r\n" * 1_000)],
    ids=["hangs", "cuts", "creeps", "creeps in lines", "pours lines", "pours short lines"],
)
@pytest.mark.parametrize("when", [lambda does: does, taken], ids=["before the letter", "after it"])
def test_a_copy_that_is_never_confirmed_is_given_up(
    does: Callable[[Talker], None], when: Callable[[Callable[[Talker], None]], Callable[[Talker], None]]
) -> None:
    """In time, in a sentence that names the server."""
    begun = time.monotonic()
    with pytest.raises(SendFailed, match=r"127\.0\.0\.1"):
        keep_at(when(does))
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"{tag} NO [OVERQUOTA] Full\r\n", "did not take the copy.*OVERQUOTA"),
        (b"{tag} NO \x1b[31mlet me in\r\n", r"did not take the copy\. The server said: \[31m…\."),
        (b"\xff\xfe let me in\r\n", "cannot be understood. It said: .* …"),
    ],
    ids=["full", "the password and colours", "no words"],
)
def test_a_copy_that_is_refused_tells_the_servers_words(said: bytes, told: str) -> None:
    """Without the password, and without what colours a terminal."""
    with pytest.raises(SendFailed, match=told) as failed:
        keep_at(said)
    assert "let me in" not in str(failed.value)
