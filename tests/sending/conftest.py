"""Certificates made for one test run, and servers that use them."""

import ssl
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from tests.servers.smtp import Kind, Server, running


@dataclass(frozen=True, slots=True)
class Certificates:
    """An authority, and what servers show: a good certificate, an expired one, one of another server.

    `early` has not begun yet; `old` is a good one by a protocol that is not safe any more.
    """

    ca_file: str
    good: ssl.SSLContext
    expired: ssl.SSLContext
    elsewhere: ssl.SSLContext
    early: ssl.SSLContext
    old: ssl.SSLContext


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """The authority of this run; nothing outside it trusts it."""
    authority = trustme.CA()
    ca_file: Path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    begun, ended = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    return Certificates(
        ca_file=str(ca_file),
        good=_context(authority.issue_cert("127.0.0.1", "localhost")),
        expired=_context(authority.issue_cert("127.0.0.1", not_before=begun, not_after=ended)),
        elsewhere=_context(authority.issue_cert("mail.elsewhere.example")),
        early=_context(authority.issue_cert("127.0.0.1", not_before=datetime(2199, 1, 1, tzinfo=UTC))),
        old=_old(authority.issue_cert("127.0.0.1")),
    )


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


def _old(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = _context(certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


@pytest.fixture
def submission(certificates: Certificates) -> Iterator[Server]:
    """A server as providers have it: STARTTLS, then a log-in, then the letter."""
    with running(Kind(certificates.good, smtputf8=True)) as server:
        yield server
