"""Looking into a real IMAP account: what is asked of the server, what is found, and that nothing there changes."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.checking.imap_accounts import inbox, settings
from tests.checking.story import ADA, AWAY, GRACE, ME, NEWS, Checks, Heard, answer, bounce, counts, mail
from tests.checking.test_handed_over import DRAFT, HOOLI, Life, drafted
from tests.servers.imap import Dovecot
from tests.servers.relay import Line, relayed

from afterword.settings import Auth, Security

_NUMBERS = itertools.count(1)


@pytest.fixture
def user() -> str:
    """An account nobody used before."""
    return f"sam{next(_NUMBERS)}"


@pytest.fixture
def line(dovecot: Dovecot) -> Iterator[Line]:
    """A line to the server that is listened to."""
    with relayed(dovecot.imap) as found:
        yield found


def fill(dovecot: Dovecot, user: str, *mails: bytes, folder: str = "INBOX") -> None:
    """Put mails into a folder, which is made if it is not there."""
    with dovecot.account(user) as client:
        if not client.folder_exists(folder):
            client.create_folder(folder)
        for raw in mails:
            client.append(folder, raw)


def state(dovecot: Dovecot, user: str) -> object:
    """Everything a mail program would show as read, flagged, moved or gone."""
    with dovecot.account(user) as client:
        names = [name for _, _, name in client.list_folders()]
        status = {name: client.folder_status(name) for name in names}
        client.select_folder("INBOX", readonly=True)
        flags = {uid: told[b"FLAGS"] for uid, told in client.fetch(client.search(), [b"FLAGS"]).items()}
    return status, flags


def news(count: int) -> list[bytes]:
    """Mails of no concern."""
    return [NEWS.replace(b"<news-1@", b"<news-%d@" % number) for number in range(count)]


def test_replies_absences_and_bounces_are_found_once(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """What came in since the letters is recorded, and a second check finds nothing more."""
    checks = Checks(ADA, GRACE)
    away = AWAY.replace(b"<letter-ada@", b"<letter-grace@").replace(b"ada@initech", b"grace@hooli")
    fill(dovecot, user, *news(3), answer(), away, bounce(GRACE.letter, GRACE.email))
    told = settings(dovecot.imap, user)
    report = checks.check(inbox(told, tmp_path))
    assert (report.problems, report.seen, *counts(report)) == ([], 6, 1, 1, 1, 0)
    report = checks.check(inbox(told, tmp_path))
    assert (report.seen, *counts(report)) == (0, 0, 0, 0, 0)


def test_nothing_in_the_account_changes(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """Neither flags nor counts nor what is new differ after a check: it examines and peeks."""
    fill(dovecot, user, answer(), *news(2))
    before = state(dovecot, user)
    with relayed(dovecot.imap) as line:
        assert Checks().check(inbox(settings(line.port, user), tmp_path)).replies == 1
    assert state(dovecot, user) == before
    words = " ".join(line.commands).upper()
    assert "EXAMINE" in words
    assert not any(word in words for word in ("SELECT ", "STORE", "EXPUNGE", "RFC822", "APPEND"))
    assert words.count("BODY") == words.count("BODY.PEEK")


def test_only_candidates_are_fetched_whole(dovecot: Dovecot, user: str, tmp_path: Path, line: Line) -> None:
    """Headers come in batches, and of the bodies only those that may be an answer."""
    large = mail("Shop <shop@shop.example>", text="x" * 70 + "\n", headers=[("Subject", "New")])
    large = large.replace(b"x" * 70, b"\r\n".join([b"y" * 70] * 5000))
    fill(dovecot, user, *[large.replace(b"<reply-1@", b"<%d@" % number) for number in range(5)], answer())
    assert Checks().check(inbox(settings(line.port, user), tmp_path)).replies == 1
    fetched = [one for one in line.commands if "FETCH" in one]
    assert [one for one in fetched if "BODY.PEEK[]" in one] == ["UID FETCH 6 (BODY.PEEK[]<0.26214401>)"]
    assert len([one for one in fetched if "BODY.PEEK[HEADER]" in one]) == 1
    assert line.answered < len(large)


def test_only_what_is_new_is_asked_for(dovecot: Dovecot, user: str, tmp_path: Path, line: Line) -> None:
    """After the first check the headers of older mails do not travel again."""
    told = settings(line.port, user)
    fill(dovecot, user, *news(4))
    checks = Checks()
    assert checks.check(inbox(told, tmp_path)).seen == 4
    fill(dovecot, user, answer())
    line.asked.clear()
    report = checks.check(inbox(told, tmp_path))
    assert (report.seen, report.replies) == (1, 1)
    assert [one for one in line.commands if "FETCH 1" in one] == []


def test_a_folder_that_was_made_anew_is_looked_through_again(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """Where the server numbers its mails anew, old numbers mean nothing: everything is looked at, nothing doubled."""
    told = settings(dovecot.imap, user)
    fill(dovecot, user, *news(3), folder="Jobs")
    checks = Checks(ADA, GRACE)
    assert checks.check(inbox(told, tmp_path, ["Jobs"])).seen == 3
    with dovecot.account(user) as client:
        client.delete_folder("Jobs")
    fill(dovecot, user, answer(), folder="Jobs")
    report = checks.check(inbox(told, tmp_path, ["Jobs"]))
    assert (report.seen, report.replies) == (1, 1)


def test_archive_and_junk_are_looked_into_too(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """Answers that were filed or taken for junk are found, by what the server says of its folders."""
    fill(dovecot, user, answer(), folder="Archive")
    fill(dovecot, user, answer(GRACE.letter, key="<g@hooli.example>"), folder="Unwanted")
    fill(dovecot, user, answer(key="<other@x.example>", text="Not looked for"), folder="Some other")
    report = Checks(ADA, GRACE).check(inbox(settings(dovecot.imap, user), tmp_path))
    assert (report.seen, report.replies) == (2, 2)


def test_a_handed_over_letter_is_looked_for_among_the_sent_mails(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """While nobody has said that it was sent, its copy is looked for; otherwise nobody looks there."""
    copy = mail(f"Sam <{ME}>", key=DRAFT, headers=[("Subject", HOOLI.subject)])
    fill(dovecot, user, copy, folder="Sent")
    life, told = Life(drafted()), settings(dovecot.imap, user)
    assert Checks(ADA).check(inbox(told, tmp_path / "1")).seen == 0
    life.services.checking.check(Heard(), [inbox(told, tmp_path / "2")])
    assert [one.candidates for one in life.services.checking.proposals()] == [("r-hooli",)]


@pytest.mark.parametrize("name", ["Arbeit und Jobs", "Bewerbungen für Köln", 'The "good" ones', "面接", "a&b"])
def test_folders_may_have_any_name(dovecot: Dovecot, user: str, tmp_path: Path, name: str) -> None:
    """Blanks, umlauts and quotes in the name of a folder are no matter."""
    fill(dovecot, user, answer(), folder=name)
    report = Checks().check(inbox(settings(dovecot.imap, user), tmp_path, [name]))
    assert (report.problems, report.replies) == ([], 1)


def test_a_folder_that_is_not_there_is_named_after_the_others(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """A wrong name in the settings does not keep the right ones from being looked into."""
    fill(dovecot, user, answer())
    report = Checks().check(inbox(settings(dovecot.imap, user), tmp_path, ["Nowhere", "INBOX"]))
    assert report.replies == 1
    assert "“Nowhere” cannot be opened" in report.problems[0]


def test_the_same_mail_in_two_folders_is_one_reply(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """A mail that lies in the inbox and in the archive is recorded once, with or without an id of its own."""
    nameless = answer(GRACE.letter, sender=GRACE.email).replace(b"Message-ID: <reply-1@initech.example>\r\n", b"")
    for folder in ("INBOX", "Archive"):
        fill(dovecot, user, answer(), nameless, folder=folder)
    checks = Checks(ADA, GRACE)
    report = checks.check(inbox(settings(dovecot.imap, user), tmp_path))
    assert (report.seen, report.replies, len(checks.replies)) == (4, 2, 2)


def test_a_server_searches_where_there_is_much(dovecot: Dovecot, user: str, tmp_path: Path, line: Line) -> None:
    """In a large folder the server is asked for the terms, and headers of the rest do not travel."""
    maildir = dovecot.maildir(user)
    fill(dovecot, user, answer())
    named = mail('"Börön, Grace" <private@post.example>', key="<n@x>", text="From home.", headers=[("Subject", "Hi")])
    fill(dovecot, user, named)
    for number, raw in enumerate(news(2500)):
        path = maildir / "cur" / f"17000{number:05}.M1.host:2,S"
        path.write_bytes(raw)
        path.chmod(0o644)
    checks = Checks(ADA, ADA.__class__("grace", "Grace Börön", "grace@hooli.example", "<letter-grace@doe.example>"))
    report = checks.check(inbox(settings(line.port, user), tmp_path))
    assert (report.problems, report.seen, report.replies, report.proposals) == ([], 2, 1, 1)


@pytest.mark.parametrize(("security", "port"), [(Security.STARTTLS, "imap"), (Security.TLS, "imaps")])
def test_both_ways_of_protection_work(
    dovecot: Dovecot, user: str, tmp_path: Path, security: Security, port: str
) -> None:
    """STARTTLS and TLS from the start, with the person's own authority, lead to the same mails."""
    fill(dovecot, user, answer())
    told = settings(getattr(dovecot, port), user, host="localhost", security=security, ca_file=str(dovecot.authority))
    report = Checks().check(inbox(told, tmp_path))
    assert (report.problems, report.replies) == ([], 1)


def test_a_token_lets_in(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """With xoauth2 what the command prints is a token."""
    fill(dovecot, user, answer())
    told = settings(dovecot.imap, user, auth=Auth.XOAUTH2)
    report = Checks().check(inbox(told, tmp_path, secret=dovecot.token(user)))
    assert (report.problems, report.replies) == ([], 1)
