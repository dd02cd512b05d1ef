"""What a person is told when an IMAP account cannot be read, and what is kept of a look that broke."""

import itertools
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from tests.checking.imap_accounts import inbox, settings
from tests.checking.story import ADA, GRACE, Checks, answer
from tests.checking.test_imap import fill, news
from tests.servers.imap import Dovecot
from tests.servers.relay import handshaking, relayed, silent

from afterword.settings import Auth, Security

_NUMBERS = itertools.count(1)


@pytest.fixture
def user() -> str:
    """An account nobody used before."""
    return f"grace{next(_NUMBERS)}"


def test_a_wrong_password_is_a_sentence_without_it(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """A refused log-in names the server, its words and what to check, and never what was tried."""
    report = Checks().check(inbox(settings(dovecot.imap, user), tmp_path, secret="hunter2"))  # noqa: S106 - a wrong one
    (problem,) = report.problems
    assert "127.0.0.1 did not accept the user name or password. It said: [AUTHENTICATIONFAILED] Auth" in problem
    assert "Check user and password_command" in problem
    assert "hunter2" not in problem


def test_an_expired_token_is_a_sentence(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """A token that has run out is told like a wrong password."""
    told = settings(dovecot.imap, user, auth=Auth.XOAUTH2)
    report = Checks().check(inbox(told, tmp_path, secret=dovecot.token(user, seconds=-30)))
    assert "did not accept the user name or token" in report.problems[0]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_an_unknown_authority_is_refused(dovecot: Dovecot, user: str, tmp_path: Path, security: Security) -> None:
    """A certificate that nobody trusted vouches for ends the connection before the password is told."""
    port = dovecot.imap if security is Security.STARTTLS else dovecot.imaps
    report = Checks().check(inbox(settings(port, user, security=security), tmp_path))
    assert "The certificate of 127.0.0.1 is not valid" in report.problems[0]


def test_an_expired_certificate_is_refused(user: str, tmp_path: Path) -> None:
    """A certificate that has run out is named as expired."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    authority.issue_cert("localhost", not_after=yesterday).configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    with handshaking(context) as port:
        told = settings(port, user, host="localhost", security=Security.TLS, ca_file=str(tmp_path / "authority.pem"))
        report = Checks().check(inbox(told, tmp_path))
    assert "The certificate of localhost is not valid: certificate has expired" in report.problems[0]


def test_a_server_that_hangs_is_given_up(user: str, tmp_path: Path) -> None:
    """A server that never answers costs the time-out of the settings and no more."""
    with silent() as port:
        report = Checks().check(inbox(settings(port, user, timeout=0.2), tmp_path))
    assert "127.0.0.1 did not answer within 0.2 seconds" in report.problems[0]


def test_a_host_that_is_not_found_is_named(user: str, tmp_path: Path) -> None:
    """A name that leads nowhere is told as that."""
    told = settings(993, user, host="mail.nowhere.invalid", security=Security.TLS)
    report = Checks().check(inbox(told, tmp_path))
    assert "The server mail.nowhere.invalid was not found" in report.problems[0]


def test_a_port_where_nobody_listens_is_named(user: str, tmp_path: Path) -> None:
    """A refused connection says to check the port."""
    with silent() as port:
        pass
    report = Checks().check(inbox(settings(port, user), tmp_path))
    assert "127.0.0.1 refused the connection. Check the port" in report.problems[0]


def test_an_unprotected_line_to_elsewhere_is_refused(user: str, tmp_path: Path) -> None:
    """Without protection nothing is sent to any machine but this one."""
    report = Checks().check(inbox(settings(143, user, host="mail.example.org"), tmp_path))
    assert "An unprotected connection to mail.example.org is refused" in report.problems[0]


def test_a_line_cut_in_the_middle_of_a_fetch_loses_nothing(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """What was found before the cut is recorded, the next check finds the rest, and nothing twice."""
    second = answer(GRACE.letter, key="<g@hooli.example>", sender=GRACE.email, text="The second answer.")
    fill(dovecot, user, answer(), *news(2), second)
    checks = Checks(ADA, GRACE)
    with relayed(dovecot.imap, cut=lambda told: b"The second answer" in told) as line:
        report = checks.check(inbox(settings(line.port, user), tmp_path))
    assert report.replies == 1
    assert "INBOX: mail 4 cannot be fetched. 127.0.0.1 closed the connection." in report.problems[0]
    report = checks.check(inbox(settings(dovecot.imap, user), tmp_path))
    assert (report.problems, report.replies, len(checks.replies)) == ([], 1, 2)


def test_a_cut_line_does_not_make_the_next_check_pass_over_mail(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """The place up to which mails were seen is not moved by a look that broke."""
    fill(dovecot, user, *news(2))
    checks, marks = Checks(), [b"never answered"]
    with relayed(dovecot.imap, cut=lambda told: marks[0] in told) as line:
        told = settings(line.port, user)
        assert checks.check(inbox(told, tmp_path)).seen == 2
        fill(dovecot, user, answer())
        marks[0] = b"BODY[HEADER]"
        assert checks.check(inbox(told, tmp_path)).problems != []
        marks[0] = b"never answered"
        report = checks.check(inbox(told, tmp_path))
    assert (report.seen, report.replies) == (1, 1)


def test_another_inbox_is_looked_into_when_one_fails(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """One account that cannot be reached does not keep the next from being read."""
    fill(dovecot, user, answer())
    with silent() as port:
        pass
    broken, whole = inbox(settings(port, user), tmp_path), inbox(settings(dovecot.imap, user), tmp_path)
    report = Checks().check(broken, whole)
    assert (len(report.problems), report.replies) == (1, 1)
