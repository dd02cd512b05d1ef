"""How the tracker, conversations, letters, mails and findings read; and the ways of a letter out of the program."""

import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.tui.feedback_app import EMILIE, HEDY, JOAN, sample
from tests.tui.stand_ins import services
from tests.tui.test_mail_placing import FIRST, SECOND

from afterword.desktop import Clipboard, Opener, write_file
from afterword.domain.conversation.letters import LetterCheck
from afterword.domain.conversation.message import MailKind, Offer
from afterword.domain.conversation.request import Letter
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import Next, NextStep, State, Track
from afterword.domain.document import ShownConversation
from afterword.domain.journal import Journal
from afterword.domain.text import matches
from afterword.errors import UserError
from afterword.services.checking import CheckReport, Recorded
from afterword.services.services import Services
from afterword.tui.presenters import mail, tracker
from afterword.tui.presenters.conversation import conversation_lines, search_words
from afterword.tui.presenters.mail import placing_row, report_words, sender_words, waiting_words
from afterword.tui.presenters.tracker import DUE, OPEN, STATES
from afterword.tui.styles import plain

TODAY = date(2026, 11, 18)


def _services() -> Services:
    return services(sample())


def _line(request_id: str) -> TrackerRow:
    return next(line for line in _services().overview.tracker() if line.request.id == request_id)


def _read(request_id: str, *, whole: bool = False) -> str:
    made = _services()
    line = next(line for line in made.overview.tracker() if line.request.id == request_id)
    lines = conversation_lines(ShownConversation(line, made.overview.journal(), TODAY, whole))
    return "\n".join(plain(one.text) for one in lines)


def test_every_state_has_a_sign_of_its_own() -> None:
    """No two states share a glyph, and none lacks one."""
    assert set(STATES) == set(State)
    assert len(set(STATES.values())) == len(State)


@pytest.mark.parametrize(
    ("action", "due", "words"),
    [
        (NextStep.THANK, date(2026, 11, 16), "thank today"),
        (NextStep.FOLLOW_UP, date(2026, 11, 19), "nudge Thu 19 Nov"),
        (NextStep.FIX_ADDRESS, date(2026, 11, 19), "fix the address"),
        (NextStep.SETTLE, date(2026, 11, 1), "did it go out?"),
        (NextStep.WAIT, date(2026, 11, 18), "until Wed 18 Nov"),
        (NextStep.STATUS, date(2026, 11, 16), "ask status today"),
        (NextStep.STATUS, date(2026, 12, 7), "status Mon 7 Dec"),
        (NextStep.REAPPROACH, date(2027, 3, 1), "write 1 Mar 2027"),
        (NextStep.REAPPROACH, date(2026, 11, 2), "write again"),
    ],
)
def test_the_next_step_is_said_in_words(action: NextStep, due: date, words: str) -> None:
    """What is due reads `today`, what lies ahead its weekday and day."""
    assert tracker.next_words(Next(action, due), TODAY) == words


def test_waiting_says_for_how_long() -> None:
    """Days of waiting stand in the state, days to the reply behind its day."""
    assert tracker.state_words(Track(State.WAITING, None, waiting_days=4)) == "o waiting 4 d"
    replied = Track(State.REPLIED, None, asked_on=date(2026, 11, 12), replied_on=date(2026, 11, 14))
    assert tracker.reply_words(replied) == "14 Nov 2d"


def test_the_filters_count_what_they_keep() -> None:
    """Everything, due today, still open and each state that occurs, with true counts."""
    lines = _services().overview.tracker()
    counts = {value: count for value, _, count in tracker.choices(lines, TODAY)}
    assert counts[""] == len(lines)
    assert counts["bounced"] == 1
    assert counts[DUE] < counts[OPEN] < len(lines)
    assert sum(counts[state.value] for state in State if state.value in counts) == len(lines)


def test_words_are_looked_for_in_the_line_and_the_conversation_but_not_in_what_only_helps() -> None:
    """All words must occur, in any case; what a key would do here is no part of the conversation."""
    services = _services()
    journal = services.store.journal()
    for line in services.overview.tracker():
        reading = ShownConversation(line, journal, TODAY)
        words = search_words(reading)
        assert matches(words, f"{line.interview.company} {line.interviewer.name.upper()}")
        assert matches(words, str(line.track.state))
        assert not matches(words, "Initech Hooli")
        for reply in line.request.replies:
            assert matches(words, reply.text)
        for finding in reading.findings:
            assert matches(words, finding.quote)
        assert not matches(words, "enter writes")
        assert not matches(words, "nothing is marked")


def test_a_conversation_tells_what_came_back_and_why() -> None:
    """The reason of the mail server stands beside the day."""
    assert "It came back: 550 5.1.1 User unknown" in _read(JOAN)


def test_a_letter_that_may_have_gone_out_is_no_draft() -> None:
    """It is named once, as what may have gone out."""
    words = _read(HEDY)
    assert "Thank-you may have gone out" in words
    assert "draft" not in words


def test_the_text_of_a_draft_is_read_with_whole_texts() -> None:
    """Folded it is its subject; whole it is the letter."""
    assert "Kind regards" not in _read(EMILIE)
    assert "Kind regards" in _read(EMILIE, whole=True)


def test_each_part_is_there_or_missing_in_words() -> None:
    """Sign and word, the part's number, and the sentences that are no repetition of them."""
    found = LetterCheck(
        {"thanks": True, "consideration": False},
        words=40,
        questions=1,
        warnings=("Missing: wish to be considered in future.", "40 words; 50 to 125 get the most answers."),
    )
    words = [plain(line.text) for line in mail.check_lines(found, Letter.REQUEST, 40)]
    assert words == [
        "✓ there   thank-you for the chance",
        "! missing considered in future",
        "40 words · 1 question",
        "! 40 words; 50 to 125 get the most answers.",
    ]


def test_two_columns_are_taken_where_there_is_room() -> None:
    """The same parts in half the lines."""
    found = LetterCheck(dict.fromkeys(("thanks", "consideration", "advice"), True), words=60, questions=0)
    assert len(mail.check_lines(found, Letter.REQUEST, 78)) == 3
    assert len(mail.check_lines(found, Letter.REQUEST, 40)) == 5


class Runs:
    """Clipboard tools that take what they are given, or fail."""

    def __init__(self, failing: Sequence[str] = ()) -> None:
        self.taken: dict[str, str] = {}
        self._failing = failing

    def __call__(self, command: Sequence[str], text: str) -> int:
        """Take the text."""
        if command[0] in self._failing:
            raise subprocess.TimeoutExpired(command, 1)
        self.taken[command[0]] = text
        return 0


def _found(*tools: str) -> dict[str, str]:
    return {tool: f"/bin/{tool}" for tool in tools}


def test_the_machines_own_tool_comes_first() -> None:
    """On a Wayland desktop wl-copy gets the text, and the terminal nothing."""
    runs, terminal = Runs(), list[str]()
    clipboard = Clipboard({"WAYLAND_DISPLAY": "0"}, terminal.append, _found("wl-copy", "xclip").get, runs)
    assert "wl-copy" in clipboard.copy("hello")
    assert (runs.taken, terminal) == ({"wl-copy": "hello"}, [])


def test_a_tool_that_hangs_is_passed_over() -> None:
    """The next one is tried, then the terminal."""
    runs, terminal = Runs(failing=("xclip",)), list[str]()
    assert "xsel" in Clipboard({"DISPLAY": ":0"}, terminal.append, _found("xclip", "xsel").get, runs).copy("hello")
    runs = Runs(failing=("xclip",))
    Clipboard({"DISPLAY": ":0"}, terminal.append, _found("xclip").get, runs).copy("hello")
    assert terminal == ["hello"]


def test_over_a_remote_line_the_terminal_is_asked() -> None:
    """The tool of the far machine would fill the wrong clipboard; the sentence says that nobody knows."""
    runs, terminal = Runs(), list[str]()
    clipboard = Clipboard({"SSH_CONNECTION": "x", "DISPLAY": ":0"}, terminal.append, _found("xclip").get, runs)
    assert "if pasting brings nothing" in clipboard.copy("hello")
    assert (runs.taken, terminal) == ({}, ["hello"])


def test_a_written_letter_is_private_and_never_overwrites(tmp_path: Path) -> None:
    """A taken name, a missing folder and an empty name are refused with a sentence."""
    place = write_file(str(tmp_path / "mail.txt"), b"hello")
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"hello", 0o600)
    for typed in (str(place), str(tmp_path / "no" / "mail.txt"), " "):
        with pytest.raises(UserError):
            write_file(typed, b"other")
    assert place.read_bytes() == b"hello"


def test_without_a_desktop_nothing_is_opened() -> None:
    """No display, no opener; the refusal names the other ways."""
    opener = Opener({}, _found("xdg-open").get)
    assert not opener.command
    with pytest.raises(UserError, match="no desktop"):
        opener.open("mailto:ada@example.org")


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (CheckReport(), "Nothing new."),
        (CheckReport(seen=1), "Nothing new."),
        (CheckReport(seen=1200), "Nothing new in 1,200 mails."),
        (CheckReport(seen=3, skipped=1), "Nothing new in 3 mails. 1 mail could not be read and was passed over."),
        (
            CheckReport(offers=[FIRST, SECOND], problems=["mbox ~/m: It is gone."]),
            "2 mails to place (P). mbox ~/m: It is gone.",
        ),
        (CheckReport(problems=["mbox ~/m: It\n is gone."]), "mbox ~/m: It is gone."),
        (CheckReport(bounces=1, recorded=[Recorded("r", MailKind.BOUNCE, "daemon")]), "1 bounced."),
    ],
)
def test_a_report_is_one_line(report: CheckReport, words: str) -> None:
    """What was found comes first, then what went wrong."""
    assert report_words(report, Journal()) == words


def test_somebody_whose_conversation_is_gone_is_named_by_the_mail() -> None:
    """Another window may have removed it meanwhile."""
    report = CheckReport(replies=1, recorded=[Recorded("gone", MailKind.REPLY, "Ada\x1b[2J Byron")])
    assert report_words(report, Journal()) == "Ada[2J Byron has replied."


def test_a_sender_is_told_by_what_there_is() -> None:
    """Name and address, or the address alone."""
    assert sender_words(FIRST) == "Grace H. <grace@home.example>"
    assert sender_words(SECOND) == "robot@hooli.example"
    assert [plain(cell) for cell in placing_row(SECOND).cells] == [
        "robot@hooli.example",
        "Out of office?",
        "17 Nov",
        "an automatic answer",
    ]


def test_what_waits_is_counted() -> None:
    """Nothing is said when nothing waits."""
    assert [waiting_words([FIRST] * count) for count in (0, 1, 2)] == [
        "",
        "1 mail to place (P)",
        "2 mails to place (P)",
    ]


def test_what_waits_is_named_for_what_it_is() -> None:
    """A rejection is confirmed, an interview added; only a reply is placed."""
    offered = [replace(FIRST, offer=offer) for offer in (Offer.REPLY, Offer.REJECTION, Offer.INVITATION, Offer.JOB)]
    told = "1 rejection to confirm, 1 offer to confirm, 1 invitation to add, 1 mail to place (P)"
    assert waiting_words(offered) == told
    assert waiting_words(offered[1:2] * 2) == "2 rejections to confirm (P)"
    assert plain(placing_row(offered[1]).cells[3]) == "a rejection"
