"""SMTP servers that hang, lie, break off or never end, at every step: given up in time, within a bound of memory."""

import resource
import time
from collections.abc import Callable

import pytest
from tests.sending.conftest import Certificates
from tests.sending.letters import LETTER, outbox, server
from tests.servers.scripted import Cuts, SmtpScript, Talker, creep, cut, hang, pour, scripted

from afterword.errors import SendFailed, SendUnclear, TransportUnavailable
from afterword.settings import Security

pytestmark = pytest.mark.long

PATIENCE = 0.4
STEPS = ("greeting", "EHLO", "STARTTLS", "TLS", "AUTH", "MAIL", "RCPT", "DATA")
NEVER_ENDING = [
    pytest.param(hang, id="hangs"),
    pytest.param(cut, id="cuts"),
    pytest.param(creep(b"2"), id="creeps"),
    pytest.param(creep(b"250-still here\r\n"), id="creeps in lines"),
    pytest.param(pour(b"250-" + b"x" * 4_000 + b"\r\n"), id="pours lines"),
    pytest.param(pour(b"x" * 65_536), id="pours"),
]


def script(step: str, does: bytes | Callable[[Talker], None], certificates: Certificates) -> SmtpScript:
    """A server that does that at the step."""
    usual = SmtpScript(certificate=certificates.good)
    if step == "greeting":
        usual.greeting = does
    else:
        usual.answers[step] = does
    return usual


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("does", NEVER_ENDING)
def test_every_step_that_does_not_end_is_given_up(
    certificates: Certificates, step: str, does: Callable[[Talker], None]
) -> None:
    """The letter surely did not go out, the sentence names the server, and neither time nor memory run away."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    told = script(step, does, certificates)
    with scripted(told.talk) as running, pytest.raises(SendFailed) as failed:
        outbox(server(running.port, certificates.ca_file, timeout=PATIENCE), "let me in").send(LETTER)
    assert failed.value.title.endswith(".")
    assert "127.0.0.1" in str(failed.value)
    assert told.letters == []
    assert time.monotonic() - begun < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("does", NEVER_ENDING)
def test_an_end_that_does_not_come_leaves_it_open_whether_the_letter_went(
    certificates: Certificates, does: Callable[[Talker], None]
) -> None:
    """After the whole letter nobody knows, whatever the server does then."""
    told = script(".", does, certificates)
    with scripted(told.talk) as running, pytest.raises(SendUnclear, match="may have gone out"):
        outbox(server(running.port, certificates.ca_file, timeout=PATIENCE), "let me in").send(LETTER)
    assert len(told.letters) == 1


@pytest.mark.parametrize("does", NEVER_ENDING)
def test_a_goodbye_that_does_not_end_changes_nothing(
    certificates: Certificates, does: Callable[[Talker], None]
) -> None:
    """The letter was accepted before."""
    told = script("QUIT", does, certificates)
    with scripted(told.talk) as running:
        answer = outbox(server(running.port, certificates.ca_file, timeout=60), "let me in").send(LETTER)
    assert answer == "250 queued as 4F2"


@pytest.mark.parametrize(
    ("greeting", "words"),
    [
        (b"554 5.7.1 Your network is not welcome\r\n", "127.0.0.1 said: 554 5.7.1 Your network is not welcome."),
        (b"421 Too busy\r\n", "127.0.0.1 said: 421 Too busy."),
        (b"* OK IMAP4rev1 ready\r\n", "127.0.0.1 said: "),
        (b"\xff\xfe\r\n", "127.0.0.1 said: nothing that can be understood."),
    ],
)
def test_a_server_that_does_not_welcome_is_quoted(certificates: Certificates, greeting: bytes, words: str) -> None:
    """Its own words say why, and no code that it never gave."""
    told = script("greeting", greeting, certificates)
    with scripted(told.talk) as running, pytest.raises(TransportUnavailable) as failed:
        outbox(server(running.port, certificates.ca_file)).send(LETTER)
    assert words in failed.value.detail
    assert "-1" not in failed.value.detail


def test_a_line_lost_during_the_log_in_is_no_wrong_password(certificates: Certificates) -> None:
    """What is wrong is the line, and that is said."""
    with scripted(script("AUTH", cut, certificates).talk) as running, pytest.raises(TransportUnavailable) as failed:
        outbox(server(running.port, certificates.ca_file), "let me in").send(LETTER)
    assert (failed.value.title, failed.value.detail) == ("Could not log in.", "127.0.0.1 closed the connection.")


def test_what_was_said_before_the_line_was_protected_is_not_believed(certificates: Certificates) -> None:
    """Words put before the handshake by somebody on the way are no answers of the server."""

    def injects(line: Talker) -> None:
        line.say(b"220 go on\r\n250-evil\r\n250 AUTH XNONE\r\n")

    told = script("STARTTLS", injects, certificates)
    with scripted(told.talk) as running:
        answer = outbox(server(running.port, certificates.ca_file), "let me in").send(LETTER)
    assert answer == "250 queued as 4F2"


def test_a_protocol_that_is_not_safe_any_more_is_named(certificates: Certificates) -> None:
    """Nobody is sent to look for a mistake in the settings."""
    told = SmtpScript(certificate=certificates.old)
    with scripted(told.talk) as running, pytest.raises(TransportUnavailable) as failed:
        outbox(server(running.port, certificates.ca_file), "let me in").send(LETTER)
    assert "not safe any more" in failed.value.hint


def test_the_rest_of_a_letter_that_is_cut_is_a_failure(certificates: Certificates) -> None:
    """Without its last line no server may deliver it, so it surely did not go out."""

    def goes(line: Talker) -> None:
        line.say(b"354 go on\r\n")
        raise Cuts

    told = script("DATA", goes, certificates)
    with scripted(told.talk) as running, pytest.raises((SendFailed, SendUnclear)):
        outbox(server(running.port, certificates.ca_file, security=Security.STARTTLS), "let me in").send(LETTER)
    assert told.letters == []


@pytest.mark.parametrize("said", [b"25\r\n", b"999 what\r\n", b"-1 no\r\n", b"250 ok\r\n"])
def test_an_answer_to_the_log_in_that_is_none_says_nothing_of_the_password(
    certificates: Certificates, said: bytes
) -> None:
    """Nobody is sent to change a password that the server has not spoken of."""
    with scripted(script("AUTH", said, certificates).talk) as running, pytest.raises(TransportUnavailable) as failed:
        outbox(server(running.port, certificates.ca_file, timeout=PATIENCE), "let me in").send(LETTER)
    assert "answered the log-in in a way that says nothing" in failed.value.title


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "."])
def test_no_later_answer_brings_the_secret_back(certificates: Certificates, step: str) -> None:
    """As little as that to the log-in: it would stand on the screen, and in the journal."""
    told = script(step, lambda line: line.say(b"550 let me in, you said\r\n"), certificates)
    with scripted(told.talk) as running, pytest.raises(SendFailed) as failed:
        outbox(server(running.port, certificates.ca_file), "let me in").send(LETTER)
    assert "It said: 550 …, you said." in str(failed.value)


def test_the_answer_that_is_kept_does_not_hold_the_secret(certificates: Certificates) -> None:
    """Whatever a server puts behind its 250."""
    told = script(".", lambda line: line.say(b"250 queued for let me in\r\n"), certificates)
    with scripted(told.talk) as running:
        assert outbox(server(running.port, certificates.ca_file), "let me in").send(LETTER) == "250 queued for …"


@pytest.mark.parametrize(
    ("step", "said", "words"),
    [
        ("EHLO", b"421 4.3.2 Closing for the night\r\n", "127.0.0.1 said: 421 4.3.2 Closing for the night."),
        ("MAIL", b"what?\r\n", "It said: nothing that can be understood."),
        ("AUTH", b"235-" + b"q" * 70_000 + b"\r\n", "127.0.0.1 answered with far more than it was asked for."),
    ],
)
def test_the_servers_own_words_say_why(certificates: Certificates, step: str, said: bytes, words: str) -> None:
    """Neither those of the library nor a code that nobody gave."""
    told = script(step, lambda line: line.say(said), certificates)
    with scripted(told.talk) as running, pytest.raises(TransportUnavailable) as failed:
        outbox(server(running.port, certificates.ca_file), "let me in").send(LETTER)
    assert failed.value.detail == words
