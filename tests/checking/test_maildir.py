"""Looking into Maildirs: what is found, what is opened again, and what happens while somebody else is at work there."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.checking.story import ADA, AWAY, GRACE, NEWS, REPLIED, Checks, answer, bounce, counts, journal, mail
from tests.fakes import MemoryJournal

from afterword.domain.conversation.message import Incoming
from afterword.domain.conversation.threads import wanted
from afterword.errors import CheckFailed
from afterword.mail.inbox.bookmarks import Bookmarks
from afterword.mail.inbox.maildir import MaildirInbox

NOW = REPLIED + timedelta(days=7)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty Maildir."""
    return made(tmp_path / "Mail")


@pytest.fixture
def bookmarks(tmp_path: Path) -> Bookmarks:
    """Where looks are remembered."""
    return Bookmarks(tmp_path / "bookmarks")


def made(path: Path) -> Path:
    """An empty Maildir at that path."""
    for part in ("cur", "new", "tmp"):
        (path / part).mkdir(parents=True)
    return path


def put(folder: Path, raw: bytes, name: str = "1.host", part: str = "new") -> Path:
    """Lay a mail into it."""
    path = folder / part / name
    path.write_bytes(raw)
    return path


def everything(path: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its content and time."""
    return {str(one): (one.read_bytes(), one.stat().st_mtime_ns) for one in path.rglob("*") if one.is_file()}


def test_new_and_read_mail_counts_what_is_being_delivered_does_not(folder: Path, bookmarks: Bookmarks) -> None:
    """Mails in `new` and `cur` are looked at, those in `tmp` and files with a leading dot are not."""
    checks = Checks(ADA, GRACE)
    put(folder, answer())
    put(folder, answer(GRACE.letter, key="<g@hooli.example>", sender=f"Grace <{GRACE.email}>"), "2.host:2,S", "cur")
    put(folder, answer(key="<x@x.example>", text="unfinished"), "3.host", "tmp")
    put(folder, answer(key="<y@y.example>", text="hidden"), ".4.host")
    report = checks.check(MaildirInbox(folder, bookmarks))
    assert (report.seen, *counts(report)) == (2, 2, 0, 0, 0)
    assert len(checks.events(checks.request().replies[0].kind, "grace")) == 1


def test_a_second_look_opens_only_what_is_new(folder: Path, bookmarks: Bookmarks) -> None:
    """Mails that were looked at are not opened again, also when their flags have changed since."""
    checks = Checks()
    inbox = MaildirInbox(folder, bookmarks)
    put(folder, NEWS, "1.host")
    put(folder, answer(), "2.host")
    assert checks.check(inbox).seen == 2
    (folder / "new/1.host").rename(folder / "cur/1.host:2,RS")
    put(folder, NEWS, "3.host")
    assert checks.check(MaildirInbox(folder, bookmarks)).seen == 1
    assert checks.check(MaildirInbox(folder, bookmarks)).seen == 0


def test_older_mail_is_looked_at_again_when_somebody_else_was_asked(folder: Path, bookmarks: Bookmarks) -> None:
    """A letter that is recorded after its answer was passed over still finds it."""
    first = Checks(ADA)
    put(folder, answer(GRACE.letter, sender=GRACE.email, subject=GRACE.subject))
    assert counts(first.check(MaildirInbox(folder, bookmarks))) == (0, 0, 0, 0)
    both = Checks(ADA, GRACE)
    assert both.check(MaildirInbox(folder, bookmarks)).replies == 1


def test_everything_is_looked_at_again_when_the_journal_is_an_older_copy(folder: Path, bookmarks: Bookmarks) -> None:
    """After an older journal was put back, replies that were found before are found again."""
    put(folder, answer())
    first = Checks()
    assert first.check(MaildirInbox(folder, bookmarks)).replies == 1
    assert first.check(MaildirInbox(folder, bookmarks)).replies == 0
    os.utime(folder / "new/1.host", (0, 0))
    assert Checks().check(MaildirInbox(folder, bookmarks)).replies == 1


def test_a_lost_bookmark_costs_a_second_look_and_records_nothing_twice(folder: Path, tmp_path: Path) -> None:
    """Without its bookmark a look starts over and finds what it found, once."""
    checks = Checks()
    put(folder, answer())
    assert checks.check(MaildirInbox(folder, Bookmarks(tmp_path / "one"))).replies == 1
    report = checks.check(MaildirInbox(folder, Bookmarks(tmp_path / "two")))
    assert (report.seen, report.replies, len(checks.replies)) == (1, 0, 1)


def test_nested_folders_of_both_habits_are_found(tmp_path: Path, bookmarks: Bookmarks) -> None:
    """Folders named `.Archive.2026` inside a Maildir and folders in plain folders are both looked into."""
    checks = Checks(ADA, GRACE)
    dotted = made(made(tmp_path / "all" / "INBOX") / ".Archive.2026 Bewerbungen ü")
    plain = made(tmp_path / "all" / "Archive" / "Interviews")
    put(dotted, answer())
    put(plain, answer(GRACE.letter, key="<g@hooli.example>"))
    assert checks.check(MaildirInbox(tmp_path / "all", bookmarks)).replies == 2


def test_names_in_another_encoding_are_no_matter(tmp_path: Path, bookmarks: Bookmarks) -> None:
    """Folders and files whose names are no UTF-8 are looked into and remembered like any other."""
    folder = made(tmp_path / "all" / os.fsdecode(b"caf\xe9"))
    put(folder, answer(), os.fsdecode(b"1.h\xf6st"))
    put(folder, b"%PDF ada@initech.example", os.fsdecode(b"2.h\xf6st"))
    inbox = MaildirInbox(tmp_path / "all", bookmarks)
    checks = Checks()
    assert (checks.check(inbox).replies, checks.check(inbox).seen) == (1, 0)


def test_nothing_in_a_maildir_is_ever_changed(folder: Path, bookmarks: Bookmarks) -> None:
    """A look leaves every file, its name and its time as they were."""
    put(folder, answer())
    put(folder, AWAY, "2.host:2,", "cur")
    before = everything(folder)
    Checks().check(MaildirInbox(folder, bookmarks))
    assert everything(folder) == before


def test_a_mail_that_is_renamed_after_it_was_listed_is_met_under_its_new_name(
    folder: Path, bookmarks: Bookmarks
) -> None:
    """Flags that change while a look is under way hide no mail, and one that is deleted disturbs nobody."""
    names = ["1.host", "2.host", "3.host"]
    for number, name in enumerate(names):
        put(folder, answer(key=f"<{number}@initech.example>", text=f"Answer {number}."), name)
    search = wanted(journal(ADA), NOW)
    heard = Checks().heard
    found: Iterator[Incoming] = MaildirInbox(folder, bookmarks).look(search, heard)
    first = next(found)
    rest = [name for name in names if f"<{names.index(name)}@initech.example>" != first.key]
    (folder / "new" / rest[0]).rename(folder / "cur" / f"{rest[0]}:2,S")
    (folder / "new" / rest[1]).unlink()
    keys = {first.key, *(one.key for one in found)}
    assert keys == {first.key, f"<{names.index(rest[0])}@initech.example>"}
    assert heard.reasons == []


def test_a_folder_that_vanishes_meanwhile_is_passed_over(tmp_path: Path, bookmarks: Bookmarks) -> None:
    """A folder that somebody removes during a look does not end it."""
    one, two = made(tmp_path / "all" / "a"), made(tmp_path / "all" / "b")
    put(one, answer())
    found = MaildirInbox(tmp_path / "all", bookmarks).look(wanted(journal(ADA), NOW), Checks().heard)
    next(found)
    (two / "new").rmdir()
    assert list(found) == []


def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path, bookmarks: Bookmarks) -> None:
    """A folder that cannot be listed makes the look fail after every other folder was looked into."""
    first, second = made(tmp_path / "all" / "a"), made(tmp_path / "all" / "b")
    put(first, answer())
    found = MaildirInbox(tmp_path / "all", bookmarks).look(wanted(journal(ADA), NOW), Checks().heard)
    assert next(found).key == "<reply-1@initech.example>"
    (second / "cur").rmdir()
    (second / "cur").write_text("a file where the folder was")
    with pytest.raises(CheckFailed, match="b/cur cannot be read"):
        list(found)


def test_what_is_no_file_is_passed_over(folder: Path, bookmarks: Bookmarks) -> None:
    """A folder and a pipe among the mails neither hold up the look nor hide what lies beside them."""
    (folder / "new/1.host").mkdir()
    os.mkfifo(folder / "new/2.host")
    put(folder, answer(), "3.host")
    checks = Checks()
    report = checks.check(MaildirInbox(folder, bookmarks))
    assert (report.replies, report.skipped) == (1, 1)
    assert "1.host" in checks.heard.reasons[0]


@pytest.mark.parametrize("there", [False, True])
def test_what_is_no_maildir_is_refused_with_a_sentence(tmp_path: Path, bookmarks: Bookmarks, *, there: bool) -> None:
    """A path without a Maildir fails the look with its name in the sentence."""
    path = tmp_path / "nothing here"
    if there:
        path.mkdir()
    report = Checks().check(MaildirInbox(path, bookmarks))
    assert len(report.problems) == 1
    assert str(path) in report.problems[0]


def test_a_cancelled_look_remembers_nothing_it_did_not_look_at(folder: Path, bookmarks: Bookmarks) -> None:
    """After a cancel the next look finds what is left."""
    for number in range(1200):
        put(folder, NEWS, f"{number}.host")
    put(folder, answer(), "last.host")
    checks = Checks()
    checks.heard.stop_after = 500
    checks.service.check(checks.heard, [MaildirInbox(folder, bookmarks)])
    assert max(checks.heard.counts) < 1201
    report = checks.check(MaildirInbox(folder, bookmarks))
    assert (report.seen, len(checks.replies)) == (1201, 1)


def test_nothing_is_looked_at_before_there_is_an_application(folder: Path, bookmarks: Bookmarks) -> None:
    """Without an application there is nothing to find, and what lies there is still new afterwards."""
    put(folder, answer())
    assert Checks(store=MemoryJournal()).check(MaildirInbox(folder, bookmarks)).seen == 0
    assert Checks().check(MaildirInbox(folder, bookmarks)).replies == 1


def test_hostile_mails_are_passed_over_with_a_note(folder: Path, bookmarks: Bookmarks) -> None:
    """A thousand nested parts, a giant header and rubbish neither end the look nor hide the reply behind them."""
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000))
    head = b"From: Ada Byron <ada@initech.example>\r\nDate: Fri, 13 Nov 2026 12:00:00 +0000\r\n"
    put(folder, head + b"Message-ID: <n@x>\r\n" + nested, "1.host")
    put(folder, head + b"Subject: " + b"=?utf-8?q?x?= " * 20_000 + b"\r\nMessage-ID: <s@x>\r\n\r\nhi", "2.host")
    put(folder, b"\0" * 5_000 + b"ada@initech.example", "3.host")
    opened = b"From: " + b"(" * 5000 + b"<ada@initech.example>"
    put(folder, mail("X", key="<p@x>", text="fine").replace(b"From: X", opened), "4.host")
    put(folder, answer(), "5.host")
    checks = Checks()
    report = checks.check(MaildirInbox(folder, bookmarks))
    assert report.seen == 5
    assert any("trade-offs" in text for text in checks.replies)
    assert report.problems == []


def test_a_bounce_and_an_absence_change_the_conversation(folder: Path, bookmarks: Bookmarks) -> None:
    """A delivery report is a bounce and an out-of-office note moves the follow-up to the day of return."""
    checks = Checks(ADA, GRACE)
    put(folder, AWAY)
    put(folder, bounce(GRACE.letter, GRACE.email), "2.host")
    put(folder, NEWS, "3.host")
    report = checks.check(MaildirInbox(folder, bookmarks))
    assert counts(report) == (0, 1, 1, 0)
    assert checks.request().events[-1].until is not None
