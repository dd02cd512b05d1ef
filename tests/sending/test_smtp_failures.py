"""Every way in which sending by SMTP fails: which step, why, what to do, and whether the letter may have gone out."""

import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.sending.conftest import Certificates
from tests.sending.letters import LETTER, outbox, server, to
from tests.servers.smtp import Kind, Server, running

from afterword.errors import SendFailed, SendUnclear, TransportUnavailable
from afterword.mail.connection import describe_failure
from afterword.settings import Security, ServerSettings

IMPATIENT = 0.5
NO_SUCH_HOST = ".".join(["a" * 60] * 5)
"""Longer than any name can be, so that it is never looked up anywhere."""


def blocked(settings: ServerSettings, printed: str = "x") -> TransportUnavailable:
    """How sending by these settings fails."""
    with pytest.raises(TransportUnavailable) as caught:
        outbox(settings, printed).send(LETTER)
    assert caught.value.title.endswith(".")
    assert caught.value.hint.endswith(".")
    return caught.value


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("nobody", ("refused the recipient nobody@initech.example", "550 5.1.1 There is no nobody", "draft is kept")),
        ("grey", ("refused the recipient grey@initech.example", "451 4.7.1 Greylisted", "for now only")),
        ("full", ("did not accept the letter", "552 5.2.2 The mailbox is full", "draft is kept")),
        ("cut", ("Could not name the recipient", "closed the connection|reset by peer", "Try again later")),
    ],
)
def test_a_letter_that_is_refused_surely_did_not_go_out(
    submission: Server, certificates: Certificates, name: str, sentences: tuple[str, str, str]
) -> None:
    """Title, detail and hint name the step, the server's words and what to do; the server has nothing."""
    with pytest.raises(SendFailed) as failed:
        outbox(server(submission.port, certificates.ca_file)).send(to(name))
    said = (failed.value.title, failed.value.detail, failed.value.hint)
    assert all(re.search(expected, one) for expected, one in zip(sentences, said, strict=True)), said
    assert submission.postbox.received == []


@pytest.mark.parametrize(
    ("name", "why", "patience"),
    [
        ("lost", "closed the connection|reset by peer", 5),
        ("slow", "did not answer within 0.5 seconds", IMPATIENT),
        ("odd", "answered in a way that says nothing: what", 5),
    ],
)
def test_without_an_answer_after_the_letter_nobody_knows(
    submission: Server, certificates: Certificates, name: str, why: str, patience: float
) -> None:
    """The letter is with the server, and only its answer is missing: that is no failure, it may have gone out."""
    with pytest.raises(SendUnclear, match=why) as unclear:
        outbox(server(submission.port, certificates.ca_file, timeout=patience)).send(to(name))
    assert unclear.match("may have gone out")
    assert unclear.match("say whether it was sent")
    assert len(submission.postbox.received) == 1


@pytest.mark.parametrize("goodbye", ["never", "cut"])
def test_how_the_line_is_put_down_changes_nothing(submission: Server, certificates: Certificates, goodbye: str) -> None:
    """The letter was accepted; a server that says no goodbye is neither a failure nor waited for long."""
    submission.postbox.goodbye = goodbye
    begun = time.monotonic()
    assert outbox(server(submission.port, certificates.ca_file, timeout=60)).send(LETTER).startswith("250")
    assert time.monotonic() - begun < 20


def test_an_expired_certificate_ends_it_before_anything_is_said(certificates: Certificates) -> None:
    """Neither log-in nor letter reach a server that cannot show who it is."""
    with running(Kind(certificates.expired)) as found:
        error = blocked(server(found.port, certificates.ca_file))
        assert (error.title, found.postbox.attempts) == ("Could not protect the connection.", [])
    assert "certificate has expired" in error.detail
    assert "renew" in error.hint


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_has_not_begun_is_refused(certificates: Certificates, security: Security) -> None:
    """A clock that is wrong is the usual reason."""
    with running(Kind(certificates.early, from_the_start=security is Security.TLS)) as found:
        assert "clock of this machine" in blocked(server(found.port, certificates.ca_file, security=security)).hint
        assert found.postbox.attempts == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_of_another_server_is_refused(certificates: Certificates, security: Security) -> None:
    """The name is checked, by STARTTLS and by TLS."""
    with running(Kind(certificates.elsewhere, from_the_start=security is Security.TLS)) as found:
        error = blocked(server(found.port, certificates.ca_file, security=security))
        assert found.postbox.attempts == []
    assert "certificate of 127.0.0.1 is not valid" in error.detail
    assert "server's name in the settings" in error.hint


def test_an_authority_nobody_knows_is_refused(submission: Server) -> None:
    """Without `ca_file` the authority of this test is a stranger; the sentence says how to make it known."""
    error = blocked(server(submission.port))
    assert "not valid" in error.detail
    assert "ca_file" in error.hint
    assert submission.postbox.attempts == []


@pytest.mark.parametrize("file", ["/nowhere/ca.pem", "/dev/zero", "/proc/kmsg"])
def test_a_ca_file_that_is_none_is_named(submission: Server, file: str) -> None:
    """The file and the setting stand in the sentence; what never ends is not read."""
    error = blocked(server(submission.port, file))
    assert f"{file} is no usable certificate file" in error.title


@pytest.mark.parametrize("why", ["EE certificate key too weak", "unsuitable certificate purpose"])
def test_a_certificate_that_nobody_here_can_mend_has_a_hint(why: str) -> None:
    """Neither settings nor clock are to blame."""
    error = ssl.SSLCertVerificationError()
    error.verify_message = why
    failure = describe_failure(error, server(25))
    assert (why in failure.title, "has to give it another" in failure.hint) == (True, True)


def test_without_starttls_nothing_is_said() -> None:
    """There is no falling back to an open line."""
    with running(Kind()) as found:
        error = blocked(server(found.port))
        assert "offers no protected connection" in error.title
        assert (found.postbox.attempts, found.postbox.received) == ([], [])


def test_tls_to_a_port_that_speaks_plainly_says_which_setting_to_check() -> None:
    """The usual mix-up of the two kinds of security."""
    with running(Kind()) as found:
        error = blocked(server(found.port, security=Security.TLS))
    assert "No protected connection" in error.detail
    assert "tls goes with 465" in error.hint


@contextmanager
def bound(*, listening: bool) -> Iterator[int]:
    """A port where connections are taken and never answered, or refused."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        if listening:
            one.listen()
        yield one.getsockname()[1]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_server_that_never_greets_is_not_waited_for_longer_than_set(security: Security) -> None:
    """The wait ends by itself, and the sentence says how long it was."""
    begun = time.monotonic()
    with bound(listening=True) as port:
        error = blocked(server(port, security=security, timeout=IMPATIENT))
    assert time.monotonic() - begun < 5
    assert (error.title, error.detail) == ("Could not connect.", "127.0.0.1 did not answer within 0.5 seconds.")


def test_a_port_where_nobody_listens_is_named_as_such() -> None:
    """Connection refused."""
    with bound(listening=False) as port:
        error = blocked(server(port))
    assert (error.title, error.detail) == ("Could not connect.", "127.0.0.1 refused the connection.")
    assert "port" in error.hint


@pytest.mark.parametrize("host", [NO_SUCH_HOST, "mail..example.org"])
def test_a_host_that_does_not_exist_is_not_found(host: str) -> None:
    """A name that leads nowhere, and one that cannot be a name."""
    error = blocked(server(587, host=host))
    assert error.detail == f"The server {host} was not found."


def test_without_a_host_or_a_password_command_the_setting_is_named(
    submission: Server, certificates: Certificates
) -> None:
    """What is missing stands in the sentence."""
    assert "[smtp] host" in blocked(server(25, host="")).hint
    settings = server(submission.port, certificates.ca_file, password_command=())
    assert "password_command" in blocked(settings).hint


def test_an_empty_password_is_not_tried(submission: Server, certificates: Certificates) -> None:
    """A command that printed nothing has failed."""
    error = blocked(server(submission.port, certificates.ca_file), printed="")
    assert error.title == "The command “pass” printed no password."
    assert submission.postbox.attempts == []
