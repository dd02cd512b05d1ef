"""What all tests share: one Dovecot, and a hypothesis that tries the same examples on every run, without a clock."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from tests.servers import imap

settings.register_profile(
    "afterword", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("afterword")


@pytest.fixture(scope="session")
def dovecot() -> Iterator[imap.Dovecot]:
    """One Dovecot for the whole run. Where there can be none, tests of IMAP are skipped, or fail when CI is true."""
    reason = imap.missing()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; the whole check needs it.")
    if reason:
        pytest.skip(reason)
    with imap.running() as server:
        yield server


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested."""
    reason = imap.missing()
    if reason and any(reason in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.section("IMAP WAS NOT TESTED", red=True, bold=True)
        terminalreporter.line(f"{reason}. On Debian: apt install dovecot-imapd dovecot-lmtpd dovecot-sieve", red=True)
