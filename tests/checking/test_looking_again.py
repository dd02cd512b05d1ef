"""What a look reads again: nothing that came before a new letter went, nothing that a broken look had dealt with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.checking.imap_accounts import inbox, settings
from tests.checking.story import ADA, GRACE, ME, NEWS, NOW, WORDS, Checks, Heard, answer, journal
from tests.fakes import FixedClock, MemoryJournal
from tests.servers.scripted import ImapScript, scripted

from afterword.bootstrap import RandomIds
from afterword.mail.inbox.bookmarks import Bookmarks
from afterword.mail.inbox.mail_files import MboxInbox
from afterword.mail.inbox.maildir import MaildirInbox
from afterword.ports import Inbox
from afterword.services.checking import CheckingService, CheckReport
from afterword.services.services import UndoableStore

LATER = NOW + timedelta(hours=1)
SECOND = answer(GRACE.letter, key="<g@hooli.example>", sender=GRACE.email, text="The second answer.")


def news(number: int) -> bytes:
    """One of many mails of no concern."""
    return NEWS.replace(b"<news-1@", b"<news-%d@" % number)


def before_the_letter(*, to_grace: bool, via: str = "smtp") -> Checks:
    """Ada was written to long ago; Grace is written to `LATER`, or not yet."""
    begun = journal(ADA, GRACE)
    request = begun.requests["r-grace"]
    events = tuple(replace(event, at=LATER, via=via) for event in request.events) if to_grace else ()
    store = MemoryJournal(replace(begun, requests={**begun.requests, "r-grace": replace(request, events=events)}))
    checks = Checks(store=store)
    checks.clock = FixedClock(LATER + timedelta(hours=1) if to_grace else NOW)
    checks.service = CheckingService(UndoableStore(store), checks.clock, RandomIds(), own=frozenset({ME}))
    return checks


@dataclass
class Mailbox:
    """A mailbox of some kind: mails can be put into it, and it can be looked into."""

    put: Callable[[bytes], None]
    inbox: Callable[[], Inbox]
    seen: list[int] = field(default_factory=list)


def maildir(home: Path) -> Mailbox:
    """One folder with files."""
    for part in ("cur", "new", "tmp"):
        (home / "M" / part).mkdir(parents=True)
    count = iter(range(10_000))

    def put(raw: bytes) -> None:
        (home / "M" / "new" / f"17{next(count)}.M.host").write_bytes(raw)

    return Mailbox(put, lambda: MaildirInbox(home / "M", Bookmarks(home / "marks")))


def mbox(home: Path) -> Mailbox:
    """One file."""

    def put(raw: bytes) -> None:
        with (home / "box").open("ab") as file:
            file.write(b"From a@b Thu Nov 12 12:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n")

    return Mailbox(put, lambda: MboxInbox(home / "box", Bookmarks(home / "marks")))


@pytest.fixture(params=["maildir", "mbox", "imap"])
def mailbox(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a generator
    """A mailbox of each kind."""
    if request.param != "imap":
        yield {"maildir": maildir, "mbox": mbox}[request.param](tmp_path)
        return
    mails: dict[int, bytes] = {}
    with scripted(ImapScript(folders={"INBOX": mails}).talk) as server:
        told = settings(server.port, "sam")
        yield Mailbox(
            lambda raw: mails.update({len(mails) + 1: raw}),
            lambda: inbox(told, tmp_path, secret="let me in"),  # noqa: S106 - of nobody
        )


def test_one_more_letter_reads_nothing_that_had_come_before_it(mailbox: Mailbox) -> None:
    """What lay there before the letter went cannot answer it; what came since is found."""
    for number in range(50):
        mailbox.put(news(number))
    assert before_the_letter(to_grace=False).check(mailbox.inbox()).seen == 50
    mailbox.put(SECOND)
    checks = before_the_letter(to_grace=True)
    report = checks.check(mailbox.inbox())
    assert report.seen <= 2
    assert checks.replies == ["The second answer."]
    mailbox.put(news(51))
    assert checks.check(mailbox.inbox()).seen <= 2


def test_an_answer_that_was_there_before_its_letter_was_recorded_is_found(mailbox: Mailbox) -> None:
    """A letter of some days ago that is recorded only now may have been answered already."""
    mailbox.put(answer())
    mailbox.put(SECOND)
    without = journal(ADA, GRACE)
    store = MemoryJournal(
        replace(without, requests={**without.requests, "r-grace": replace(without.requests["r-grace"], events=())})
    )
    Checks(store=store).check(mailbox.inbox())
    checks = Checks(ADA, GRACE)
    checks.check(mailbox.inbox())
    assert "The second answer." in checks.replies


def test_a_letter_dated_by_hand_may_have_left_earlier(mailbox: Mailbox) -> None:
    """The person says roughly when; an answer that came some hours before that is found."""
    mailbox.put(SECOND)
    before_the_letter(to_grace=False).check(mailbox.inbox())
    checks = before_the_letter(to_grace=True, via="by hand")
    checks.check(mailbox.inbox())
    assert checks.replies == ["The second answer."]


def stopped_check(checks: Checks, place: Inbox, after: int) -> CheckReport:
    """A check that the person ends after so many mails."""
    return checks.service.check(Heard(stop_after=after), [place])


def test_a_look_into_an_mbox_that_was_ended_goes_on_there(tmp_path: Path) -> None:
    """What was looked at before does not count again, and the rest is found."""
    box = mbox(tmp_path)
    for number in range(450):
        box.put(news(number))
    box.put(answer())
    checks = Checks(ADA)
    stopped_check(checks, box.inbox(), 200)
    report = checks.check(box.inbox())
    assert (report.seen, report.replies) == (251, 1)


def test_a_rewritten_mbox_is_read_from_its_start(tmp_path: Path) -> None:
    """Places in the former file mean nothing in another one."""
    box = mbox(tmp_path)
    for number in range(5):
        box.put(news(number))
    checks = Checks(ADA)
    checks.check(box.inbox())
    (tmp_path / "box").unlink()
    box.put(answer())
    for number in range(9):
        box.put(news(number + 10))
    assert checks.check(box.inbox()).replies == 1
    assert checks.replies == [WORDS]


def dated_before(home: Path, kind: str, count: int) -> Callable[[], Inbox]:
    """A mailbox of mails of no concern that say from outside when they came: weeks before any letter."""
    if kind == "maildir":
        box = maildir(home)
        for number in range(count):
            (home / "M" / "cur" / f"{1_790_000_000 + number}.M1.host:2,S").write_bytes(news(number))
        return box.inbox
    (home / "box").write_bytes(
        b"".join(b"From a@b Mon Sep 21 12:00:00 2026\n" + news(number) + b"\n" for number in range(count))
    )
    return lambda: MboxInbox(home / "box", Bookmarks(home / "marks"))


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_what_came_long_before_a_letter_that_is_recorded_late_is_not_read_again(tmp_path: Path, kind: str) -> None:
    """The letter went before the last look, the mails had come before the letter: their files or marks say so."""
    place = dated_before(tmp_path, kind, 450)
    assert before_the_letter(to_grace=False).check(place()).seen == 450
    assert Checks(ADA, GRACE).check(place()).seen < 100


def test_what_is_no_longer_looked_for_makes_no_mail_worth_a_second_look(mailbox: Mailbox) -> None:
    """A letter that was never written, like a draft thrown away or an application that ended, asks for nothing."""
    for number in range(50):
        mailbox.put(news(number))
    assert before_the_letter(to_grace=False).check(mailbox.inbox()).seen == 50
    assert Checks(ADA).check(mailbox.inbox()).seen <= 1
