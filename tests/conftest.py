"""What all tests share: calls on an empty journal, one Dovecot, a hypothesis with the same examples each time."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.cli.calls import Calls
from tests.servers import imap

settings.register_profile(
    "afterword",
    max_examples=int(os.environ.get("AFTERWORD_EXAMPLES", "25")),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("afterword")


_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of pytest's own is made in it
if os.access(_MEMORY, os.W_OK | os.X_OK):
    # What is synced thousands of times need not reach a disk.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

_SUGGESTED = "On Debian: make test-deps, as root"
_NOT_TESTED = "not tested"


def require(reason: str) -> None:
    """Where something that a test needs is missing, and `reason` says what: skip it, or fail when CI is true."""
    if reason and os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; the whole check needs it. {_SUGGESTED}.")
    if reason:
        pytest.skip(f"{_NOT_TESTED}: {reason}")


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Calls of a person in Berlin whose journal is empty."""
    made = Calls(tmp_path)
    made.config.write_text("[me]\nname = 'Alan'\naddress = 'alan@home.example'\nzone = 'Europe/Berlin'\n")
    return made


@pytest.fixture(scope="session")
def dovecot() -> Iterator[imap.Dovecot]:
    """One Dovecot for the whole run. Where there can be none, tests of IMAP are skipped, or fail when CI is true."""
    require(imap.missing())
    with imap.running() as server:
        yield server


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end; the collector need not look through it again and again."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested."""
    skipped = (str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    reasons = {text.partition(f"{_NOT_TESTED}: ")[2].rstrip("')") for text in skipped if _NOT_TESTED in text}
    if reasons:
        terminalreporter.section("NOT EVERYTHING WAS TESTED", red=True, bold=True)
        for reason in sorted(reasons):
            terminalreporter.line(f"{reason}. {_SUGGESTED}", red=True)
