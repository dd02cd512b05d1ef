"""Sending to a real SMTP server: what arrives, how it is protected, and how the log-in goes."""

import warnings
from collections.abc import Iterator
from datetime import timedelta, timezone

import pytest
from msgspec.structs import replace
from tests.sending.conftest import Certificates
from tests.sending.letters import LETTER, outbox, read, server, to
from tests.servers.smtp import PASSWORD, TOKEN, USER, Kind, Server, running

from afterword.errors import NotUnderstood, SendFailed, TransportUnavailable
from afterword.settings import Auth, Security


def test_a_letter_arrives_over_a_protected_line_after_the_log_in(
    submission: Server, certificates: Certificates
) -> None:
    """STARTTLS first, then the log-in, then one letter to one recipient; the server's own words come back."""
    answer = outbox(server(submission.port, certificates.ca_file)).send(LETTER)
    (received,) = submission.postbox.received
    assert answer == "250 2.0.0 queued as 4F2"
    assert (received.sender, received.recipients) == ("sam@doe.example", ("ada@initech.example",))
    assert (received.protected, received.user) == (True, USER)
    assert submission.postbox.attempts == ["PLAIN"]


def test_what_arrives_is_what_was_written(submission: Server, certificates: Certificates) -> None:
    """Another program reads the same people, subject, words (dots and all), date and ids."""
    outbox(server(submission.port, certificates.ca_file)).send(LETTER)
    message = read(submission.postbox.received[0])
    assert (message["From"], message["To"]) == ("Sam Dö <sam@doe.example>", "Ada Byron <ada@initech.example>")
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == message["References"] == "<x1@doe.example>"
    assert message["In-Reply-To"] is None
    assert message["Date"].datetime == LETTER.date
    assert message.get_content_type() == "text/plain"
    assert message.get_param("format") == "flowed"
    assert message.get_content().replace("\r\n", "\n") == LETTER.body


def test_every_line_on_the_wire_is_short_and_ends_in_crlf(submission: Server, certificates: Certificates) -> None:
    """Long paragraphs are wrapped, and no lone CR or LF goes out."""
    outbox(server(submission.port, certificates.ca_file)).send(to("ada", body="A long paragraph of words. " * 60))
    content = submission.postbox.received[0].content
    assert content.replace(b"\r\n", b"").count(b"\n") == content.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(len(line) for line in content.split(b"\r\n")) <= 78


@pytest.mark.parametrize("field", ["from_name", "to_name", "subject"])
def test_a_line_break_in_a_name_or_subject_makes_no_header(
    submission: Server, certificates: Certificates, field: str
) -> None:
    """What follows the break stays part of the value; nobody gets a blind copy."""
    letter = to("ada", **{field: "Hello\r\nBcc: eve@evil.example\r\n\r\nbody"})
    outbox(server(submission.port, certificates.ca_file)).send(letter)
    (received,) = submission.postbox.received
    assert received.recipients == ("ada@initech.example",)
    assert read(received)["Bcc"] is None
    assert read(received).get_content().replace("\r\n", "\n") == LETTER.body


@pytest.mark.parametrize("address", ["ada@x.example\r\nRCPT TO:<eve@evil.example>", "a@x.example, b@x.example", "ada"])
def test_an_address_that_is_none_is_refused_before_the_server_is_asked(
    submission: Server, certificates: Certificates, address: str
) -> None:
    """The line is not even opened."""
    with pytest.raises(NotUnderstood, match="is not a mail address"):
        outbox(server(submission.port, certificates.ca_file)).send(replace(LETTER, to_address=address))
    assert submission.postbox.connections == 0


def test_a_tls_port_is_protected_from_the_first_byte(certificates: Certificates) -> None:
    """Implicit TLS needs no STARTTLS."""
    with running(Kind(certificates.good, from_the_start=True)) as secure:
        outbox(server(secure.port, certificates.ca_file, security=Security.TLS)).send(LETTER)
    assert secure.postbox.received[0].protected


def test_a_server_of_this_machine_may_do_without_protection_and_log_in() -> None:
    """`none` is for loopback, as with a local relay."""
    with running(Kind(accounts=False)) as local:
        answer = outbox(server(local.port, security=Security.NONE, user="")).send(LETTER)
    assert answer.startswith("250")
    assert not local.postbox.received[0].protected


def test_any_other_server_must_be_protected() -> None:
    """An unprotected connection to elsewhere is refused before anything is looked up."""
    with pytest.raises(
        TransportUnavailable, match=r"unprotected connection to mail\.example\.org is refused"
    ) as refused:
        outbox(server(25, host="mail.example.org", security=Security.NONE)).send(LETTER)
    assert refused.value.hint


@pytest.fixture
def login_only(certificates: Certificates) -> Iterator[Server]:
    """A server that knows LOGIN alone."""
    with running(Kind(certificates.good, without=("PLAIN",))) as found:
        yield found


def test_a_server_that_knows_login_alone_is_spoken_to_in_it(login_only: Server, certificates: Certificates) -> None:
    """LOGIN serves where PLAIN is not offered."""
    outbox(server(login_only.port, certificates.ca_file)).send(LETTER)
    assert login_only.postbox.attempts == ["LOGIN"]
    assert login_only.postbox.received[0].user == USER


def test_a_token_logs_in_by_xoauth2(submission: Server, certificates: Certificates) -> None:
    """The password command's token goes into XOAUTH2."""
    settings = server(submission.port, certificates.ca_file, auth=Auth.XOAUTH2)
    outbox(settings, TOKEN).send(LETTER)
    assert submission.postbox.attempts == ["XOAUTH2"]
    assert submission.postbox.received[0].user == USER


@pytest.mark.parametrize(("auth", "what"), [(Auth.XOAUTH2, "token"), (Auth.PASSWORD, "user name or password")])
def test_a_refused_log_in_says_so_is_tried_once_and_keeps_the_secret(
    submission: Server, certificates: Certificates, auth: Auth, what: str
) -> None:
    """One attempt, one sentence with the server's words; what the server repeats of the secret is blotted out."""
    settings = server(submission.port, certificates.ca_file, auth=auth)
    with pytest.raises(TransportUnavailable, match=f"did not accept the {what}") as refused:
        outbox(settings, "hunter2").send(LETTER)
    assert "535 5.7.8" in refused.value.detail
    assert "password_command" in refused.value.hint
    assert "hunter2" not in str(refused.value)
    assert len(submission.postbox.attempts) == 1
    assert submission.postbox.received == []


def test_a_server_without_the_log_in_that_is_set_names_what_it_has(certificates: Certificates) -> None:
    """The sentence says what is missing and what there is; the password is not tried on anything."""
    with running(Kind(certificates.good, without=("PLAIN", "LOGIN"))) as found:
        settings = server(found.port, certificates.ca_file)
        with pytest.raises(TransportUnavailable, match="offers no log-in by PLAIN or LOGIN") as refused:
            outbox(settings).send(LETTER)
    assert refused.value.detail == "It offers: XOAUTH2."
    assert found.postbox.attempts == []


def test_only_the_first_line_of_the_command_is_the_password(submission: Server, certificates: Certificates) -> None:
    """Password stores keep notes below it."""
    outbox(server(submission.port, certificates.ca_file), f"{PASSWORD}\nlogin: sam").send(LETTER)
    assert submission.postbox.received


def test_an_address_beyond_ascii_goes_out_where_the_server_takes_it(
    submission: Server, certificates: Certificates
) -> None:
    """SMTPUTF8 is asked for, and the address arrives as it is."""
    outbox(server(submission.port, certificates.ca_file)).send(to("zoë"))
    (received,) = submission.postbox.received
    assert received.recipients == ("zoë@initech.example",)
    assert "SMTPUTF8" in received.options


def test_an_address_beyond_ascii_is_refused_where_the_server_does_not_take_it(certificates: Certificates) -> None:
    """The letter is refused before the envelope, with what to do."""
    with running(Kind(certificates.good)) as plain:
        with pytest.raises(SendFailed, match="cannot send from") as refused:
            outbox(server(plain.port, certificates.ca_file)).send(to("zoë"))
        assert not isinstance(refused.value, TransportUnavailable)
        assert plain.postbox.received == []


def test_a_domain_beyond_ascii_needs_no_special_server(certificates: Certificates) -> None:
    """The domain travels in its ASCII form."""
    with running(Kind(certificates.good)) as plain:
        outbox(server(plain.port, certificates.ca_file)).send(replace(LETTER, to_address="ada@bücher.example"))
    assert plain.postbox.received[0].recipients == ("ada@xn--bcher-kva.example",)


def test_the_date_keeps_the_persons_own_offset(submission: Server, certificates: Certificates) -> None:
    """A letter written in Berlin says so."""
    berlin = LETTER.date.astimezone(timezone(timedelta(hours=1)))
    outbox(server(submission.port, certificates.ca_file)).send(to("ada", date=berlin))
    assert read(submission.postbox.received[0])["Date"].endswith("+0100")


def test_what_python_says_about_the_server_of_these_tests_fails_none_of_them() -> None:
    """Newer Pythons announce the end of functions that aiosmtpd calls; only such warnings pass."""
    about = (DeprecationWarning, "smtp.py", 1)
    warnings.warn_explicit("asyncio.iscoroutinefunction is deprecated", *about, module="aiosmtpd.smtp")
    with pytest.raises(DeprecationWarning):
        warnings.warn_explicit("asyncio.iscoroutinefunction is deprecated", *about, module="afterword.mail")
