"""Plain mode: a talk line by line, by a pipe and on a terminal that cannot draw."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.cli.calls import ADA, GRACE, Answer, Calls
from tests.tui.pty_app import on_terminal

from afterword.cli.plain_prompts import spoken

TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()
DRAWN = re.compile("[\x00-\x08\x0b-\x1f\u2500-\u25ff\u2800-\u28ff]")
"""What a terminal obeys, and what is only drawn."""
SCALES = 6
"""How convincing, and the cues of an interview on site that have to be rated."""


def talk(calls: Calls, *lines: str) -> Answer:
    """These lines typed into it, and then the end of input."""
    answer = calls("--plain", stdin="".join(f"{line}\n" for line in lines))
    assert not DRAWN.search(answer.out), answer.out
    return answer


def said(calls: Calls, *lines: str) -> str:
    """What was said to these lines."""
    answer = talk(calls, *lines)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def in_order(text: str, *parts: str) -> None:
    """Each of these parts stands in the text, behind those before it."""
    at = 0
    for part in parts:
        assert part in text[at:], f"“{part}” is missing in:\n{text[at:]}"
        at = text.index(part, at) + len(part)


# ── the whole flow ────────────────────────────────────────────────────────────────────────────────────────────────────

_ADD = ("add", "Initech", "SRE", "12 days ago 10:00", f"{ADA}; {GRACE}", ">")
_OUTCOME = ("outcome", "rejected", "6 days ago", "mail", "We chose somebody else. You were clear.", ".")
_REFLECT = (
    "reflect",
    "10:05",
    "I drew the load.",
    *["4 they nodded"] * SCALES,
    "",
    *("A conflict in a team", "1", "y", "y", "y", "", "", "", "", ""),
    "",
    ">",
    *("1", "", "", ""),
    *("they ask about conflict", "name what I did", ""),
    *("", "", ""),
)
_ASK = (
    "ask",
    "Ada",
    "",
    "2",
    "",
    "Dear Ada,",
    "",
    "what would you practise first, in my place?",
    ".",
    "1",
    "5 days ago",
)
_REPLY = (
    "reply",
    "You explained the queue well. Say the result first!",
    "We hire again in spring.",
    ".",
    "",
    "yesterday",
    "",
)
_MARK = ("n", "mark", "Ada", "1", "1", "", "", "3", "4", "", "", "")
_THANK = ("thank", "1", "")
_REST = ("evaluate", "prepare", "list", "today", "quit")


def test_the_whole_flow_by_a_pipe(tmp_path: Path) -> None:
    """From an empty folder to what is left for today; each step says what it saved, and nothing is drawn."""
    lines = [*_ADD, *_OUTCOME, *_REFLECT, *_ASK, *_REPLY, *_MARK, *_THANK, *_REST]
    ran = subprocess.run(  # noqa: S603 - the program under test
        [sys.executable, "-m", "afterword", "--data-dir", str(tmp_path / "data"), "--plain"],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        env={**os.environ, "AFTERWORD_CONFIG": str(_settings(tmp_path)), "TZ": "UTC", "PYTHONIOENCODING": "utf-8"},
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert not DRAWN.search(ran.stdout)
    assert "needed. An empty line skips" not in ran.stdout
    in_order(
        ran.stdout,
        "Nothing is noted yet",
        "Saved: Initech, SRE",
        "Not this time. 2 people to ask",
        "5 minutes late",
        "When they ask about conflict, I will name what I did.",
        "7 of 7 parts done.",
        "Whom do you want to ask?",
        "Changed.",
        "Dear Ada,\n\nwhat would you practise first, in my place?\n",
        "Noted as sent. Ada Byron: waiting, 5 days",
        "The reply is recorded. Ada Byron: replied",
        "2. Say the result first!",
        "Marked: strength, “You explained the queue well.”",
        "Marked: opportunity, “We hire again in spring.”",
        "Your words “you explained the queue well” encourage me",
        "Noted as sent. Ada Byron: thanked.",
        "STRENGTHS",
        "Initech, SRE, made on",
        "rejected, 7 of 7 parts reflected",
        "Ask Grace Hopper, Initech, since",
        "Goodbye.",
    )


def test_whose_name_stands_under_a_letter_is_asked_once(tmp_path: Path) -> None:
    """Before the first letter, where nobody has said it; the settings keep it."""
    lines = [*_ADD, *_OUTCOME, "ask", "1", "Zoé Seeker", "mail", "3", "ask", "2", "mail", "3"]
    ran = subprocess.run(  # noqa: S603 - the program under test
        [sys.executable, "-m", "afterword", "--data-dir", str(tmp_path / "data"), "--plain"],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={
            **{name: value for name, value in os.environ.items() if name != "AFTERWORD_CONFIG"},
            "HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path),
            "TZ": "UTC",
            "PYTHONIOENCODING": "utf-8",
        },
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("Your name, under each letter.") == 1
    assert ran.stdout.count("Kind regards\nZoé Seeker\n") == 2
    assert 'name = "Zoé Seeker"' in (tmp_path / "afterword" / "config.toml").read_text(encoding="utf-8")


def _settings(folder: Path) -> Path:
    place = folder / "config.toml"
    place.write_text("[me]\nname = 'Sam'\n", encoding="utf-8")
    return place


# ── today ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_due_has_numbers_that_do_it(calls: Calls) -> None:
    """The number says why it is due and writes the letter; once it went out the number is done."""
    calls.replied("You were clear.")
    out = said(calls, "1", "n", "1", "", "1", "today")
    in_order(
        out,
        "1. Thank Ada Byron, Initech, since yesterday",
        "Ada Byron replied on",
        "Noted as sent. Ada Byron: thanked.",
        "That is done already.",
    )


@pytest.mark.parametrize("typed", ["0", "9", "77"])
def test_a_number_that_is_not_there_is_said(calls: Calls, typed: str) -> None:
    """And the next question comes."""
    calls.replied("You were clear.")
    assert f"There is no number {typed}. The numbers go from 1 to " in said(calls, typed)


# ── questions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_entry_gets_a_sentence_and_is_asked_again(calls: Calls) -> None:
    """A date, a choice, a word, something that is needed: none of them ends anything."""
    out = said(
        calls, "frobnicate", "ad", "", "Initech", "SRE", "the other day", "tomorrow 10:00", "", "", "9", "2", ">"
    )
    in_order(
        out,
        "“frobnicate” is no word that is known here.",
        "Company, needed:",
        "Company, needed:",
        "“the other day” is not a date I understand",
        "“9” is none of the choices. Type a number from 1 to 7.",
        "Saved: Initech, SRE",
    )
    (made,) = calls.json("interview", "list")
    assert made["mode"] == "video"


def test_what_was_typed_is_kept_where_saving_was_refused(calls: Calls) -> None:
    """The questions come again; only what was wrong has to be typed."""
    calls.interview(ADA, at="3 days ago 10:00")
    out = said(calls, "outcome", "rejected", "9 days ago", "", "No.", ".", "", "yesterday", "", "")
    in_order(out, "lies before the interview", "Nothing is saved yet.", "An empty line is rejected", "Not this time.")
    (application,) = calls.json("application", "list")
    assert (application["outcome"], application["words"]) == ("rejected", "No.")
    assert application["outcome_on"] == (TODAY - timedelta(days=1)).isoformat()


def test_back_leaves_a_question_and_quit_the_program(calls: Calls) -> None:
    """What was not saved is not there; what was is."""
    out = said(calls, "add", "Initech", "back", "quit", "add")
    in_order(out, "Back at the beginning.", "What next?", "Goodbye.")
    assert not out.endswith("needed: ")
    assert calls.json("interview", "list") == []


@pytest.mark.parametrize("typed", ["back", "²", "9" * 5000, '"', "\x1b[31m"])
def test_nothing_typed_at_the_first_question_ends_it(calls: Calls, typed: str) -> None:
    """There is nothing to leave there, and what is no word is said to be none."""
    in_order(said(calls, typed, "today"), "What next?", "What next?", "Goodbye.")


@pytest.mark.parametrize("typed", ["²", "9" * 5000])
def test_what_is_no_number_is_none_of_the_choices(calls: Calls, typed: str) -> None:
    """In a list, among choices, in the marking."""
    calls.interview(GRACE)
    calls.replied("You were clear. Say the result first!")
    out = said(calls, "show", typed, "", "mark", typed, typed, "")
    assert "is none of the choices" in out


def test_a_question_mark_explains(calls: Calls) -> None:
    """At the first question every word; in a form what the field is for; in the reflection how to go on."""
    calls.interview(ADA)
    out = said(calls, "?", "add", "?", "back", "reflect", "?", "back")
    in_order(
        out, "thank: thank somebody.", "The company.", "Company, needed:", "When did you arrive?", "back leaves this"
    )
    assert "thank: thank somebody." in said(calls, "help")


def test_a_text_is_a_question_like_any_other(calls: Calls) -> None:
    """Its first line can leave it, and ask what is meant."""
    calls.replied("You were clear.")
    out = said(calls, "reply", "", "", "?", "back", "list")
    in_order(out, "What they said, needed.", "back leaves this", "What they said, needed.", "Back at the beginning.")


@pytest.mark.parametrize(
    "lines", [(), ("add",), ("add", "Initech"), ("reflect",), ("reflect", "10:05"), ("mark", "1"), ("reply", "", "")]
)
def test_the_end_of_input_leaves_cleanly(calls: Calls, lines: Sequence[str]) -> None:
    """Wherever it comes; what was said to be saved is there."""
    calls.replied("You were clear.")
    answer = talk(calls, *lines)
    assert answer.code == 0
    assert answer.out.endswith("Goodbye. What was said to be saved is saved.\n")
    if lines == ("reflect", "10:05"):
        (held,) = calls.json("interview", "list")
        assert held["minutes_late"] == 5


def test_a_long_list_is_narrowed_by_words(calls: Calls) -> None:
    """Its beginning is said; words leave only what has them, and one that is left is taken."""
    for number in range(23):
        calls.done(*("interview", "add", "--company", f"Firm{number:02}", "--role", "SRE", "--at", "yesterday 10:00"))
    out = said(calls, "reflect", "Firm2", "Firm21", "back")
    in_order(out, "20. Firm", "And 3 more", "3 have these words.", "Firm21 · SRE".replace(" · ", ", "))


def test_words_behind_a_verb_narrow_its_choice(calls: Calls) -> None:
    """Nobody has to hear a list whose line they know; what fits nothing is said, and a command stays one."""
    for firm in ("Initech", "Globex"):
        calls.done("interview", "add", "--company", firm, "--role", "SRE", "--at", "yesterday 10:00")
    out = said(calls, "out globex", "back", "outcome hooli", "reflect initech", "back", "reflect --help")
    in_order(
        out, "There is one: Globex", "None of these has “hooli”.", "There is one: Initech", "usage: afterword reflect"
    )


def test_a_refusal_is_thanked_for_without_looking_for_praise_in_it(calls: Calls) -> None:
    """Where policy forbids feedback there is nothing to mark."""
    request = calls.replied("I am sorry, our policy does not allow feedback.")
    calls.done("request", "close", request, "--as", "declined")
    out = said(calls, "thank ada", "Sam", "3")
    assert "Mark what they praised" not in out
    assert "policy prevents feedback" in out


def test_commands_can_be_typed_as_well(calls: Calls) -> None:
    """With the name of the program or without it; what is wrong with one is a sentence; a redo follows an undo."""
    calls.interview(ADA)
    out = said(
        calls, "search initech", "afterword interview list", "interview show zzz", "evaluate --help", "undo", "redo"
    )
    in_order(out, "Initech", "Backend", "zzz", "usage: afterword evaluate", "Undone:", "Done again:")


def test_a_letter_is_kept_thrown_away_and_begun_again(calls: Calls) -> None:
    """A draft is gone on with; thrown away it is to be asked again."""
    about = calls.interview(ADA, at="3 weeks ago 10:00")
    calls.done("interview", "outcome", about, "rejected", "--on", "2 weeks ago")
    assert "by phone" in said(calls, "ask", "phone", "3")
    assert [line["state"] for line in calls.json("request", "list")] == ["draft"]
    in_order(said(calls, "ask", "4", "y", "list"), "Thrown away.", "Ada Byron, Initech, Backend: to ask")


def test_words_of_a_reply_can_be_marked_without_a_number(calls: Calls) -> None:
    """Typed as they stand there; what does not stand there is refused, and the next one asked for."""
    calls.replied("You were clear, and calm.")
    out = said(calls, "mark", "rude", "1", "calm", "strength", "Composure", "")
    in_order(out, "Those words do not stand in the reply", "Marked: strength, “calm”.", "About Composure now.")
    assert [finding["quote"] for finding in calls.json("finding", "list")] == ["calm"]


def test_ghosted_offers_and_silence_are_told_in_words(calls: Calls) -> None:
    """A number leads to the outcome with “no answer” offered."""
    calls.interview(ADA, at="10 weeks ago 10:00")
    first = said(calls)
    (number,) = re.findall(r"^(\d+)\. .*no answer", first, re.MULTILINE | re.IGNORECASE)[:1] or ["0"]
    assert number != "0", first
    out = said(calls, number, "", "", "", "")
    assert "An empty line is no answer" in out
    assert [known["outcome"] for known in calls.json("application", "list")] == ["no-answer"]


# ── how it is chosen ──────────────────────────────────────────────────────────────────────────────────────────────────


def run_with(folder: Path, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """A call with these words and names in its environment, and an empty pipe."""
    return subprocess.run(  # noqa: S603 - the program under test
        [sys.executable, *words, "--data-dir", str(folder / "data")],
        input="",
        capture_output=True,
        text=True,
        env={**os.environ, "TERM": "xterm", **environ},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("environ", "code"), [({"AFTERWORD_PLAIN": "1"}, 0), ({"AFTERWORD_PLAIN": "0"}, 1), ({}, 1)])
def test_the_environment_asks_for_it(tmp_path: Path, environ: dict[str, str], code: int) -> None:
    """Without it, a pipe is sent to the commands and told of plain mode."""
    ran = run_with(tmp_path, "-m", "afterword", **environ)
    assert ran.returncode == code
    assert ("plain mode" in ran.stdout) is (code == 0)
    assert ("afterword --plain" in ran.stderr) is (code == 1)


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_draw_talks(tmp_path: Path, term: str) -> None:
    """By itself."""
    assert "plain mode" in run_with(tmp_path, "-m", "afterword", TERM=term).stdout


def test_a_locale_that_lacks_the_signs_of_the_screen_talks(tmp_path: Path) -> None:
    """And says why, since this is not what was asked for."""
    ran = run_with(tmp_path, "-m", "afterword", PYTHONIOENCODING="iso8859-1")
    assert "plain mode" in ran.stdout
    assert "The screen needs UTF-8, and the locale here says iso8859-1" in ran.stderr


def test_no_screen_is_loaded_for_it(tmp_path: Path) -> None:
    """Neither Textual nor Rich."""
    code = (
        "import sys; from afterword.__main__ import main; sys.argv[1:] = ['--plain', *sys.argv[1:]]; main();"
        "print([name for name in ('textual', 'rich') if name in sys.modules])"
    )
    assert run_with(tmp_path, "-c", code).stdout.endswith("[]\n")


def test_a_dumb_terminal_sees_no_escape(tmp_path: Path) -> None:
    """Every byte written to it is text, from the first word to the last."""
    words = ["--data-dir", str(tmp_path / "data"), "--config", str(_settings(tmp_path))]
    with on_terminal(words, size=(80, 32), TERM="dumb") as terminal:
        terminal.until("What next?")
        for line in ("add", "Initech", "SRE", "yesterday 10:00", ADA, ">"):
            terminal.type(f"{line}\n")
        terminal.until("Saved: Initech, SRE")
        terminal.press("evaluate\nlist\ntoday\n", until="2. Reflect on Initech")
        terminal.type("quit\n")
        while terminal._take():
            continue
        assert "Goodbye" in terminal.text
        assert terminal.process.wait(20) == 0
        assert b"\x1b" not in terminal.written
        lines = terminal.written.decode().replace("\r\n", "\n")
        assert not DRAWN.search(lines)
        # A terminal would break a longer line in the middle of a word.
        assert max(map(len, lines.partition("What next?")[0].split("\n"))) < 80


def test_ctrl_c_leaves_without_a_trace(tmp_path: Path) -> None:
    """In the middle of a question."""
    with on_terminal(["--data-dir", str(tmp_path / "data"), "--plain"], TERM="dumb") as terminal:
        terminal.until("What next?")
        terminal.press("add\n", until="Company")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.process.wait(20) == 130
        assert b"Traceback" not in terminal.written


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Initech · Backend", "Initech, Backend"),
        ("at Wayne Enterprises\n  · Engineer", "at Wayne Enterprises,\n  Engineer"),
        ("story ███░░░ 4 of 15", "story 4 of 15"),
        ("- + strength “clear”\n  o you rated it 4\n[ ] When", "strength “clear”\n  you rated it 4\nWhen"),
        ("Evaluation\n==========\n\nSo far", "Evaluation\n\nSo far"),
        ("1 - 2 = 3, and a - b", "1 - 2 = 3, and a - b"),
    ],
)
def test_what_is_only_drawn_is_not_read_aloud(written: str, heard: str) -> None:
    """Words stay as they are."""
    assert spoken(written) == heard
