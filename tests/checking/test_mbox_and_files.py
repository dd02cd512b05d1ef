"""Looking into mbox files and single mails: grown, rewritten, cut short, odd; and never written."""

from pathlib import Path

import pytest
from tests.checking.story import ADA, AWAY, GRACE, NEWS, Checks, answer, bounce, counts

from afterword.mail.inbox.bookmarks import Bookmarks
from afterword.mail.inbox.mail_files import FilesInbox, MboxInbox

MARK = b"From ada@initech.example Fri Nov 13 12:00:00 2026\n"
SECOND = answer(GRACE.letter, key="<g@hooli.example>", sender=GRACE.email, text="The second answer.")


def unix(raw: bytes) -> bytes:
    """The mail with newlines alone."""
    return raw.replace(b"\r\n", b"\n")


def mbox(*mails: bytes) -> bytes:
    """An mbox of these mails."""
    return b"".join(MARK + unix(raw) + b"\n" for raw in mails)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Where the mbox lies."""
    return tmp_path / "mail.mbox"


@pytest.fixture
def inbox(box: Path, tmp_path: Path) -> MboxInbox:
    """A look into it."""
    return MboxInbox(box, Bookmarks(tmp_path / "bookmarks"))


def test_an_mbox_that_grew_is_read_from_where_the_last_look_ended(box: Path, inbox: MboxInbox) -> None:
    """Only what was appended is looked at, with the last mail once more, which may have been half written."""
    checks = Checks(ADA, GRACE)
    box.write_bytes(mbox(NEWS, NEWS, answer()))
    assert (checks.check(inbox).seen, checks.check(inbox).seen) == (3, 0)
    with box.open("ab") as file:
        file.write(mbox(SECOND))
    report = checks.check(inbox)
    assert (report.seen, report.replies, len(checks.replies)) == (2, 1, 2)


def test_a_mail_that_was_half_written_is_read_again(box: Path, inbox: MboxInbox) -> None:
    """A mail that was being delivered during the last look is found whole by the next."""
    checks = Checks()
    whole = mbox(NEWS, answer())
    half = whole.index(b"In-Reply-To") - 60
    box.write_bytes(whole[:half])
    assert checks.check(inbox).replies == 0
    box.write_bytes(whole)
    assert (checks.check(inbox).replies, len(checks.replies)) == (1, 1)


@pytest.mark.parametrize("then", [(SECOND,), (SECOND, NEWS, NEWS, NEWS, NEWS)], ids=["shorter", "longer"])
def test_an_mbox_that_was_rewritten_is_read_from_its_beginning(
    box: Path, inbox: MboxInbox, then: tuple[bytes, ...]
) -> None:
    """After mails were deleted or the file was put together anew, nothing in it is missed and nothing doubled."""
    checks = Checks(ADA, GRACE)
    box.write_bytes(mbox(NEWS, answer(), NEWS))
    assert checks.check(inbox).replies == 1
    box.write_bytes(mbox(*then))
    report = checks.check(inbox)
    assert (report.seen, report.replies, len(checks.replies)) == (len(then), 1, 2)


@pytest.mark.parametrize(
    "content",
    [
        mbox(NEWS, answer()).rstrip(b"\n"),
        mbox(NEWS, answer()).replace(b"\n", b"\r\n"),
        MARK + unix(NEWS) + MARK + unix(answer()),
        b"\n\n" + mbox(NEWS, answer()),
    ],
    ids=["no final newline", "CRLF", "no empty line between", "empty lines before"],
)
def test_odd_mboxes_are_read_too(box: Path, inbox: MboxInbox, content: bytes) -> None:
    """Line ends of another system, a missing last one and missing empty lines hide no mail."""
    box.write_bytes(content)
    checks = Checks()
    report = checks.check(inbox)
    assert (report.seen, report.replies, report.skipped) == (2, 1, 0)


def test_a_line_that_begins_with_from_is_no_new_mail(box: Path, inbox: MboxInbox) -> None:
    """What a person wrote after `From` stays in their words, quoted or not."""
    words = "Good points.\nFrom here on it was less clear.\n\n>From my side: thank you."
    box.write_bytes(mbox(answer(text=words)))
    checks = Checks()
    assert checks.check(inbox).seen == 1
    assert checks.request().replies[0].full_text.endswith("clear.\n\nFrom my side: thank you.")


def test_an_mbox_is_never_changed(box: Path, inbox: MboxInbox) -> None:
    """A look neither writes the file nor leaves a lock beside it."""
    box.write_bytes(mbox(answer()))
    box.chmod(0o400)
    before = (box.read_bytes(), box.stat().st_mtime_ns, sorted(one.name for one in box.parent.iterdir()))
    assert Checks().check(inbox).replies == 1
    names = sorted(one.name for one in box.parent.iterdir() if one.name != "bookmarks")
    assert (box.read_bytes(), box.stat().st_mtime_ns, names) == before


def test_an_mbox_that_is_not_there_is_a_sentence(box: Path, inbox: MboxInbox) -> None:
    """A wrong path is named."""
    report = Checks().check(inbox)
    assert f"{box} cannot be read (No such file or directory)" in report.problems[0]


def test_single_files_folders_of_them_and_an_mbox_in_disguise_are_read(tmp_path: Path) -> None:
    """A file is one mail, a folder all `.eml` files in it, and an mbox under another name all of its mails."""
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "one").write_bytes(answer())
    (tmp_path / "folder" / "two.EML").write_bytes(bounce(GRACE.letter, GRACE.email))
    (tmp_path / "folder" / "deep" / "three.eml").write_bytes(AWAY)
    (tmp_path / "folder" / "notes.txt").write_bytes(answer(key="<not@looked.at>"))
    (tmp_path / "exported.eml").write_bytes(mbox(NEWS, NEWS, answer()))
    checks = Checks(ADA, GRACE)
    paths = [tmp_path / name for name in ("one", "folder", "exported.eml")]
    report = checks.check(FilesInbox(paths))
    assert (report.seen, *counts(report)) == (6, 1, 1, 1, 0)


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", MARK, b"\n\n"], ids=["byte order mark", "From line", "empty lines"])
def test_files_may_begin_oddly(tmp_path: Path, start: bytes) -> None:
    """What a mail program puts before the first header does not hide the mail."""
    (tmp_path / "one.eml").write_bytes(start + answer())
    assert Checks().check(FilesInbox([tmp_path / "one.eml"])).replies == 1


def test_files_in_utf_16_and_with_old_line_ends_are_read(tmp_path: Path) -> None:
    """A mail saved as UTF-16, or with carriage returns alone, is still that mail."""
    (tmp_path / "one.eml").write_bytes(answer().decode().encode("utf-16"))
    (tmp_path / "two.eml").write_bytes(SECOND.replace(b"\r\n", b"\r"))
    assert Checks(ADA, GRACE).check(FilesInbox([tmp_path])).replies == 2


def test_a_file_that_is_no_mail_is_passed_over_and_one_that_is_missing_fails(tmp_path: Path) -> None:
    """The rest is read all the same, and each sentence names its file."""
    (tmp_path / "holiday.eml").write_bytes(b"\x89PNG....")
    (tmp_path / "empty.eml").write_bytes(b"")
    (tmp_path / "one.eml").write_bytes(answer())
    checks = Checks()
    report = checks.check(FilesInbox([tmp_path / "gone.eml", tmp_path]))
    assert (report.replies, report.skipped) == (1, 2)
    assert any("holiday.eml" in reason for reason in checks.heard.reasons)
    assert "gone.eml cannot be read" in report.problems[0]
