"""IMAP servers that refuse, lie, hang, break off or never end: what is named, and that everything else is found."""

import os
import resource
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme
from tests.checking.imap_accounts import inbox, settings
from tests.checking.story import ADA, GRACE, NEWS, Checks, answer
from tests.servers.scripted import ImapScript, Scripted, Talker, creep, cut, hang, pour, scripted

from afterword.mail.connection import StepLimit
from afterword.services.checking import CheckReport
from afterword.settings import Security

pytestmark = pytest.mark.long

SECOND = answer(GRACE.letter, key="<g@hooli.example>", sender=GRACE.email, text="The second answer.")
MAILS = {1: NEWS, 2: answer(), 3: SECOND}
NOTHING = b"{tag} OK done\r\n"


def look(script: ImapScript, home: Path, checks: Checks | None = None, **changes: object) -> CheckReport:
    """One check at a server that follows that script."""
    with scripted(script.talk) as server:
        return look_at(server, home, checks or Checks(ADA, GRACE), **changes)


def look_at(server: Scripted, home: Path, checks: Checks, **changes: object) -> CheckReport:
    """One check at that server."""
    told = settings(server.port, "sam", **{"timeout": 0.4, **changes})
    return checks.check(inbox(told, home, secret="let me in"))  # noqa: S106 - of nobody


def script(**changes: object) -> ImapScript:
    """A server whose inbox holds news and two answers."""
    return ImapScript(**{"folders": {"INBOX": dict(MAILS)}, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    [
        NOTHING,
        b"* 2 FETCH (UID 2 BODY[]<0> NIL)\r\n{tag} OK done\r\n",
        b'* 2 FETCH (UID 2 BODY[]<0> "")\r\n{tag} OK done\r\n',
        b"* 2 FETCH (UID 9 BODY[]<0> {2}\r\nxy)\r\n{tag} OK done\r\n",
    ],
)
def test_a_mail_without_data_is_asked_for_again_and_named_when_it_stays_empty(tmp_path: Path, said: bytes) -> None:
    """The first time it may be a slip of the server; the second time the person hears of it; later it is found."""
    checks, server = Checks(ADA, GRACE), script(answers={"UID FETCH 2 (BODY.PEEK[]": said})
    with scripted(server.talk) as running:
        first = look_at(running, tmp_path, checks)
        assert (first.problems, checks.replies) == ([], ["The second answer."])
        (problem,) = look_at(running, tmp_path, checks).problems
        assert "INBOX: mail 2 stays empty; the server gives no data for it." in problem
        server.answers.clear()
        last = look_at(running, tmp_path, checks)
        assert (last.problems, last.replies) == ([], 1)
        running.asked.clear()
        look_at(running, tmp_path, checks)
    assert [line for line in running.asked if "FETCH" in line] == []


def test_a_mail_shorter_than_its_own_header_is_asked_for_again_once(tmp_path: Path) -> None:
    """Other data than that of the mail makes nobody lose it; data that stays so is looked at for what it is."""
    other = b"* 2 FETCH (UID 2 BODY[]<0> {9}\r\nnot this.)\r\n{tag} OK done\r\n"
    checks, server = Checks(ADA, GRACE), script(answers={"UID FETCH 2 (BODY.PEEK[]": other})
    with scripted(server.talk) as running:
        assert (look_at(running, tmp_path, checks).skipped, checks.replies) == (0, ["The second answer."])
        server.answers.clear()
        assert look_at(running, tmp_path, checks).replies == 1
    stays = script(answers={"UID FETCH 2 (BODY.PEEK[]": other})
    with scripted(stays.talk) as running:
        reports = [look_at(running, tmp_path / "other", Checks(ADA, GRACE)) for _ in range(3)]
    assert [report.skipped for report in reports] == [0, 1, 0]


def test_a_header_without_data_is_asked_for_again(tmp_path: Path) -> None:
    """The same holds where the server leaves a mail out of a batch."""
    checks, server = Checks(ADA, GRACE), script(answers={"UID FETCH 1,2,3 (BODY.PEEK[HEADER]": NOTHING})
    with scripted(server.talk) as running:
        assert look_at(running, tmp_path, checks).problems == []
        report = look_at(running, tmp_path, checks)
    assert (report.problems, len(checks.replies)) == ([], 2)


def test_a_mail_without_data_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    """Nobody is told of a mail that somebody deleted meanwhile."""
    checks, server = Checks(ADA, GRACE), script(answers={"UID FETCH 2 (BODY.PEEK[]": NOTHING})
    with scripted(server.talk) as running:
        look_at(running, tmp_path, checks)
        del server.folders["INBOX"][2]
        assert look_at(running, tmp_path, checks).problems == []


@pytest.mark.parametrize("what", ["UID FETCH 2 (BODY.PEEK[]", "UID FETCH 2 (BODY.PEEK[HEADER]"])
@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"{tag} NO [SERVERBUG] Internal error\r\n", "The server said: [SERVERBUG] Internal error."),
        (b"{tag} BAD it's me\r\n", "The server said: it's me."),
        (b"* 2 FETCH (UID 2 BODY[]<0> (((\r\n{tag} OK done\r\n", "answer cannot be understood"),
        (b"* 2 FETCH " + b"(" * 20_000 + b"\r\n{tag} OK done\r\n", "answer cannot be understood"),
        (cut, "127.0.0.1 closed the connection."),
        (hang, "127.0.0.1 did not answer within 0.4 seconds."),
        (b"* 2 FETCH (UID 2 BODY[]<0> {4000000000}\r\nabc", "far more than it was asked for"),
        (b"* BYE I must go\r\n", "It said: I must go."),
        (b"* 2 FETCH (UID 2 BODY[]<0> {" + b"9" * 5_000 + b"}\r\n)\r\n{tag} OK done\r\n", "cannot be understood"),
    ],
)
def test_one_mail_that_is_refused_keeps_nothing_else_from_being_found(
    tmp_path: Path, what: str, said: bytes | Callable[[Talker], None], told: str
) -> None:
    """It is named with the server's words, what comes after it is recorded, and it is asked for again."""
    answers = {what: said}
    if "HEADER" in what:
        answers["UID FETCH 1,2,3 "] = said
    checks, server = Checks(ADA, GRACE), script(answers=answers)
    with scripted(server.talk) as running:
        (problem,) = look_at(running, tmp_path, checks).problems
        assert "INBOX: mail 2 cannot be fetched." in problem
        assert told in problem
        assert checks.replies == ["The second answer."]
        server.answers.clear()
        report = look_at(running, tmp_path, checks)
    assert (report.problems, report.replies) == ([], 1)


def test_a_mail_that_breaks_the_line_at_every_look_comes_last(tmp_path: Path) -> None:
    """New mail behind it is seen at the first look and at every later one."""
    checks, server = Checks(ADA, GRACE), script(answers={"UID FETCH 2 (BODY.PEEK[]": cut})
    del server.folders["INBOX"][3]
    with scripted(server.talk) as running:
        look_at(running, tmp_path, checks)
        server.folders["INBOX"][3] = SECOND
        assert look_at(running, tmp_path, checks).replies == 1


@pytest.mark.parametrize(
    "said",
    [
        b"{tag} NO [SERVERBUG] broken\r\n",
        b"{tag} BAD what\r\n",
        b"{tag} OK [READ-WRITE\r\n",
        cut,
        hang,
        b"* OK [UIDVALIDITY\r\n* \xff\xff\r\n{tag} OK\r\n",
        b"* 99999999999999999999999 EXISTS\r\nnonsense\r\n{tag} OK done\r\n",
    ],
)
def test_one_folder_that_cannot_be_opened_keeps_no_other_from_being_read(
    tmp_path: Path, said: bytes | Callable[[Talker], None]
) -> None:
    """It is named, and the next one is looked into."""
    server = ImapScript(folders={"INBOX": {}, "Old": {}, "Archive": dict(MAILS)}, answers={"EXAMINE Old": said})
    server.answers['EXAMINE "Old"'] = said
    checks = Checks(ADA, GRACE)
    report = look(server, tmp_path, checks)
    assert len(checks.replies) == 2
    assert all("“Old”" in problem for problem in report.problems)


def test_folders_that_break_the_line_at_every_look_come_last(tmp_path: Path) -> None:
    """However many they are, the next look begins with those that were not looked at, which are named before."""
    names = [f"Old {number}" for number in range(6)]
    folders: dict[str, dict[int, bytes]] = {**{name: {} for name in ("INBOX", *names)}, "Archive": dict(MAILS)}
    server = ImapScript(folders=folders, answers={f'EXAMINE "{name}"': cut for name in names})
    checks = Checks(ADA, GRACE)
    with scripted(server.talk) as running:
        first, second = look_at(running, tmp_path, checks), look_at(running, tmp_path, checks)
        opened = [line.strip('"')[-1] for line in running.asked if 'EXAMINE "Old' in line]
    assert (first.replies, second.replies) == (0, 2)
    assert all(f"“{name}”" in first.problems[0] for name in [*names, "Archive"])
    assert "".join(opened) == "0123450123"


@pytest.mark.parametrize("validity", ["no-number", "", "-1", "1 2", "(7)"])
def test_a_folder_without_lasting_numbers_is_looked_through_each_time(tmp_path: Path, validity: str) -> None:
    """A UIDVALIDITY that is no number costs a second look and loses nothing."""
    checks, server = Checks(ADA, GRACE), script(validity=validity)
    with scripted(server.talk) as running:
        assert look_at(running, tmp_path, checks).replies == 2
        server.folders["INBOX"][4] = answer(key="<later@x.example>", text="Later words")
        assert look_at(running, tmp_path, checks).problems == []
    assert "Later words" in checks.replies


def test_a_server_that_tells_no_next_number_is_asked_each_time(tmp_path: Path) -> None:
    """Without UIDNEXT nobody knows whether there is something new, so it is searched for."""
    plain = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK done\r\n"
    checks, server = Checks(ADA, GRACE), script()
    with scripted(server.talk) as running:
        del server.folders["INBOX"][3]

        def opened(line: Talker) -> None:
            server.opened = server.folders["INBOX"]
            line.say(plain.replace(b"{tag}", running.asked[-1].split(" ")[0].encode()))

        server.answers["EXAMINE"] = opened
        look_at(running, tmp_path, checks)
        server.folders["INBOX"][3] = SECOND
        assert look_at(running, tmp_path, checks).replies == 1


@pytest.mark.parametrize(
    "line",
    [
        b'* LIST () "/" "R&D"',
        b'* LIST () "/" "K&ouml;ln"',
        b'* LIST () "/" 2024',
        b'* LIST () "/" "2024"',
        b'* LIST () "/"',
        b"* LIST",
        b'* LIST (((\\a))) "/" x',
        b"* LIST (" + b"(" * 5_000,
        b'* LIST ((\\a (\\b)) "/" x',
        b'* LIST () NIL "&&&-"',
        b'* LIST () 7 "a"',
        b'* LIST () "/" {3}\r\nabc',
        b'* LIST () "/" "\xff\xfe"',
        b'* LIST (\\Archive 7 NIL) "/" "Old"',
    ],
)
def test_an_odd_line_in_the_list_of_folders_spoils_no_other(tmp_path: Path, line: bytes) -> None:
    """Whatever a server writes there, the folders it writes well are looked into."""
    listed = line + b'\r\n* LIST (\\Archive) "/" "Good"\r\n{tag} OK done\r\n'
    server = ImapScript(folders={"INBOX": {}, "Good": dict(MAILS)}, answers={"LIST": listed})
    checks = Checks(ADA, GRACE)
    report = look(server, tmp_path, checks)
    assert len(checks.replies) == 2, report.problems
    assert all("cannot be" in problem for problem in report.problems)


@pytest.mark.parametrize("said", [cut, hang, b'* LIST () "/" {999999999}\r\n', b"{tag} NO [SERVERBUG] not now\r\n"])
def test_without_a_list_of_folders_the_inbox_is_looked_into(
    tmp_path: Path, said: bytes | Callable[[Talker], None]
) -> None:
    """Also where asking for the list breaks the line."""
    report = look(script(answers={"LIST": said}), tmp_path)
    assert report.replies == 2
    (problem,) = report.problems
    assert "The list of folders cannot be had" in problem


def test_a_refused_search_tells_the_servers_words_and_no_others(tmp_path: Path) -> None:
    """Those of the library about them are for programmers."""
    (problem,) = look(script(answers={"UID SEARCH": b"{tag} BAD not today\r\n"}), tmp_path).problems
    assert "The server said: not today. Everything else" in problem


def test_words_of_this_program_are_not_told_as_the_servers(tmp_path: Path) -> None:
    """It said nothing when it gave no data for more mails than can be asked for again."""
    mails = dict.fromkeys(range(1, 503), b"")
    server = ImapScript(folders={"INBOX": mails}, answers={"UID FETCH": NOTHING})
    (problem,) = look(server, tmp_path, timeout=5).problems
    assert "cannot be opened. The server gives no data for hundreds of mails." in problem
    assert "The server said" not in problem


def test_what_the_library_says_of_odd_words_reaches_nobody(tmp_path: Path) -> None:
    """It would be written over the screen, as the server wrote it."""
    code = (
        "import sys; from pathlib import Path; sys.path[:0] = sys.argv[3:]; "
        "from tests.checking.imap_accounts import inbox, settings; from tests.checking.story import ADA, Checks; "
        "Checks(ADA).check(inbox(settings(int(sys.argv[1]), 'sam'), Path(sys.argv[2])))"
    )
    with scripted(script(answers={"UID SEARCH": b"{tag} NO \x1b[1m\xe2\x80\xae\r\n"}).talk) as running:
        command = [sys.executable, "-c", code, str(running.port), str(tmp_path), *sys.path]
        ended = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - our own words
    assert (ended.stdout, ended.stderr) == (b"", b"")


def test_a_server_that_knows_who_is_there_is_told_no_password(tmp_path: Path) -> None:
    """It greets with PREAUTH, and takes no log-in."""
    with scripted(script(greeting=b"* PREAUTH hello sam\r\n", answers={"LOGIN": cut}).talk) as running:
        report = look_at(running, tmp_path, Checks(ADA, GRACE))
    assert (report.problems, report.replies) == ([], 2)
    assert not any("LOGIN" in line for line in running.asked)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"capabilities": "IMAP4rev1"}, "offers no protected connection"),
        ({"greeting": b"* PREAUTH sam\r\n"}, "offers no protected connection"),
        ({"answers": {"STARTTLS": b"{tag} NO not on this port\r\n"}}, "The server said: NO not on this port."),
    ],
)
def test_without_protection_nothing_is_told(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    """Whoever takes the offer out on the way learns neither name nor password."""
    with scripted(script(**{"capabilities": "IMAP4rev1 STARTTLS", **changes}).talk) as running:
        (problem,) = look_at(running, tmp_path, Checks(ADA), security=Security.STARTTLS).problems
    assert told in problem
    assert not any("LOGIN" in line or "AUTH" in line for line in running.asked)


def test_a_server_that_takes_no_password_here_is_not_told_one(tmp_path: Path) -> None:
    """It says so beforehand."""
    with scripted(script(capabilities="IMAP4rev1 LOGINDISABLED").talk) as running:
        (problem,) = look_at(running, tmp_path, Checks(ADA)).problems
    assert "offers no log-in by a password on this connection" in problem
    assert not any("LOGIN" in line for line in running.asked)


def test_a_pipe_for_an_authority_is_not_waited_for(tmp_path: Path) -> None:
    """It is no usable certificate file."""
    os.mkfifo(tmp_path / "ca.pem")
    (problem,) = look(script(), tmp_path, security=Security.TLS, ca_file=str(tmp_path / "ca.pem")).problems
    assert "ca.pem is no usable certificate file." in problem


def test_an_odd_answer_before_the_log_in_is_no_unknown_host(tmp_path: Path) -> None:
    """Words that are no ASCII, where the library wants them to be."""
    (problem,) = look(script(answers={"CAPABILITY": b"{tag} NO caf\xc3\xa9\r\n"}), tmp_path).problems
    assert "did not greet as an IMAP server does. It said: café." in problem


def test_an_answer_without_words_is_understood(tmp_path: Path) -> None:
    """Some servers end a command with `OK` alone."""
    server = script(answers=dict.fromkeys(("LOGIN", "LIST"), b"{tag} OK\r\n"))
    report = look(server, tmp_path)
    assert (report.problems, report.replies) == ([], 2)


def test_a_folder_whose_name_cannot_be_decoded_is_opened_as_it_was_written(tmp_path: Path) -> None:
    """A raw & in a name is against the standard, and is given back as it came."""
    server = ImapScript(folders={"INBOX": {}, "R&D": dict(MAILS)})
    assert look(server, tmp_path).replies == 2


@pytest.mark.parametrize(
    "said",
    [
        b"* SEARCH one two\r\n{tag} OK done\r\n",
        b"{tag} NO not now\r\n",
        b"* SEARCH 1 2\r\n* SEARCH 3\r\n{tag} OK done\r\n",
        b"* SEARCH 0 -4 7.5\r\n{tag} OK done\r\n",
        b"* SEARCH NIL\r\n{tag} OK done\r\n",
    ],
)
def test_an_odd_search_ends_only_its_folder(tmp_path: Path, said: bytes) -> None:
    """The folder is named, the next one is looked into."""
    held: list[int] = []
    server = ImapScript(folders={"INBOX": {}, "Archive": dict(MAILS)})

    def first_time(line: Talker) -> None:
        held.append(1)
        tag = running.asked[-1].split(" ")[0].encode()
        line.say(said.replace(b"{tag}", tag) if len(held) == 1 else b"* SEARCH 1 2 3\r\n" + tag + b" OK done\r\n")

    server.answers["UID SEARCH"] = first_time
    checks = Checks(ADA, GRACE)
    with scripted(server.talk) as running:
        report = look_at(running, tmp_path, checks)
    assert len(checks.replies) == 2, report.problems


STEPS = ("greeting", "CAPABILITY", "LOGIN", "LIST", "EXAMINE", "UID SEARCH", "UID FETCH")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "does",
    [
        hang,
        cut,
        creep(b"x"),
        creep(b"* OK still here\r\n"),
        pour(b"* OK " + b"x" * 60_000 + b"\r\n"),
        pour(b"x" * 65_536),
        pour(b"* OK\r\n" * 1_000),
    ],
    ids=["hangs", "cuts", "creeps", "creeps in lines", "pours lines", "pours", "pours short lines"],
)
def test_every_step_that_does_not_end_is_given_up(tmp_path: Path, step: str, does: Callable[[Talker], None]) -> None:
    """In time, within a bound of memory, and with a sentence about the server."""
    server = script(greeting=does) if step == "greeting" else script(answers={step: does})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = look(server, tmp_path, timeout=0.15)
    assert report.problems
    assert "127.0.0.1" in report.problems[0]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.parametrize(
    ("greeting", "told"),
    [
        (b"* BYE Too many connections\r\n", "It said: BYE Too many connections."),
        (b"220 mail.example ESMTP\r\n", "answered in a way that cannot be understood|did not greet"),
        (b"\xff\xfe\x00\r\n", "cannot be understood|did not greet"),
        (bytes(range(256)) + b"\n", "cannot be understood|did not greet"),
    ],
)
def test_a_server_that_does_not_welcome_is_quoted(tmp_path: Path, greeting: bytes, told: str) -> None:
    """The server's own words say why."""
    (problem,) = look(script(greeting=greeting), tmp_path).problems
    assert any(words in problem for words in told.split("|")), problem


@pytest.mark.parametrize(
    ("said", "told", "not_told"),
    [
        (cut, "127.0.0.1 closed the connection.", "password"),
        (b"* BYE Server shutting down\r\n", "It said: Server shutting down.", "did not accept"),
        (b"\0{tag} NO hunter2\r\n", "answered in a way that cannot be understood", "hunter2"),
        (b"{tag} NO [UNAVAILABLE] Try later\r\n", "cannot check the log-in just now. It said: [UNAVAILABLE]", "accept"),
        (b"{tag} NO [AUTHENTICATIONFAILED] Never with hunter2\r\n", "Never with …", "hunter2"),
        (b"{tag} BAD hunter2?\r\n", "It said: …?", "hunter2"),
    ],
)
def test_a_log_in_that_fails_tells_the_true_reason(
    tmp_path: Path, said: bytes | Callable[[Talker], None], told: str, not_told: str
) -> None:
    """A line that breaks is no wrong password, and the server's words never bring the secret back."""
    with scripted(script(answers={"LOGIN": said}).talk) as server:
        account = inbox(settings(server.port, "sam"), tmp_path, secret="hunter2")  # noqa: S106 - a wrong one
        (problem,) = Checks(ADA, GRACE).check(account).problems
    assert told in problem
    assert not_told not in problem


@pytest.mark.parametrize("step", ["LIST", "EXAMINE", "UID SEARCH", "UID FETCH"])
@pytest.mark.parametrize("said", [b"{tag} NO you are hunter2\r\n", b"* BYE you are hunter2\r\n", b"hunter2\r\n"])
def test_no_later_answer_brings_the_secret_back(tmp_path: Path, step: str, said: bytes) -> None:
    """As little as that to the log-in."""
    with scripted(script(answers={step: said}).talk) as server:
        account = inbox(settings(server.port, "sam", timeout=0.4), tmp_path, secret="hunter2")  # noqa: S106 - a wrong one
        (problem,) = Checks(ADA, GRACE).check(account).problems
    assert "hunter2" not in problem
    assert "…" in problem


def test_what_was_said_before_the_line_was_protected_is_not_believed(tmp_path: Path) -> None:
    """Somebody on the way can put words before the handshake; none of them counts."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    def protects(line: Talker) -> None:
        tag = running.asked[-1].split(" ")[0].encode()
        line.say(tag + b" OK go on\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n* BYE nonsense\r\n")
        line.protect(context)

    server = script(capabilities="IMAP4rev1 STARTTLS", answers={"STARTTLS": protects})
    checks = Checks(ADA, GRACE)
    with scripted(server.talk) as running:
        told = {"security": Security.STARTTLS, "ca_file": str(tmp_path / "ca.pem"), "timeout": 5}
        report = look_at(running, tmp_path, checks, **told)
    assert (report.problems, report.replies) == ([], 2)


def test_a_look_that_was_broken_off_goes_on_where_it_was(tmp_path: Path) -> None:
    """Headers that were looked at before the line was lost for good do not travel again."""
    mails = {uid: NEWS.replace(b"<news-1@", b"<news-%d@" % uid) for uid in range(1, 251)} | {251: answer()}
    server, checks = ImapScript(folders={"INBOX": mails}), Checks(ADA, GRACE)
    gone = threading.Event()

    def breaks(line: Talker) -> None:
        gone.set()
        cut(line)

    server.answers["UID FETCH 201,"] = breaks
    server.answers["UID FETCH 201 "] = breaks
    with scripted(lambda running, line: cut(line) if gone.is_set() else server.talk(running, line)) as running:
        assert look_at(running, tmp_path, checks).problems
        gone.clear()
        server.answers.clear()
        running.asked.clear()
        report = look_at(running, tmp_path, checks)
    assert (report.problems, report.replies) == ([], 1)
    fetched = [line for line in running.asked if "HEADER" in line]
    assert len(fetched) == 1
    assert "FETCH 201," in fetched[0]


def test_many_folders_are_looked_into_without_waiting_for_each_piece(tmp_path: Path) -> None:
    """Three hundred folders are a matter of moments: no command waits for an acknowledgement of its first half."""
    server = ImapScript(folders={"INBOX": {}} | {f"Archive {number}": dict(MAILS) for number in range(300)})
    with scripted(server.talk) as running:
        report = look_at(running, tmp_path, Checks(ADA, GRACE), timeout=10)
    assert (report.problems, report.seen) == ([], 900)


def test_what_came_fast_buys_no_silence() -> None:
    """A server that poured megabytes and then says nothing is waited for no longer than any other."""
    limit = StepLimit(0.5)
    limit.begin(10_000_000)
    limit.take(9_000_000)
    assert limit.wait() <= 0.5
