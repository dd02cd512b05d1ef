"""What reaches the terminal: tables within the width, and no control character of stored data."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.cli.calls import Calls, Screen

from afterword.bootstrap import open_journal
from afterword.cli.command import nouns
from afterword.cli.main import run
from afterword.cli.shell import Terminal, table
from afterword.demo import fill_with_sample
from afterword.domain.text import cells
from afterword.paths import Paths
from afterword.settings import Settings

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "Ini\u001b]52;c;aGk=\u0007te\u202ech\u009b2J"


_ASKED: dict[str, tuple[str, ...]] = {
    "interview": (
        "add --company C --role R --at today",
        "list",
        "show I",
        "edit I --notes N",
        "outcome I rejected",
        "arrived I 10:00",
        "rm J",
        "restore J",
    ),
    "application": ("list", "show A", "edit A --url U", "outcome A rejected", "join A B", "split J"),
    "person": ("list", "show P", "edit P --phone 1"),
    "reflect": ("I --show", "I"),
    "cue": ("list", "show voice", "edit voice --title T", "away voice", "back voice", "add --title T"),
    "request": (
        *("list", "show R", "eml R", "draft I", "edit R --subject S", "thank R", "follow-up R", "send R", "sent R"),
        *("not-sent R", "bounced R --reason x", "address R a@b.example", "absent R", "snooze R +3d", "reapproach R"),
        *("close R", "reopen R", "discard R", "reply R --file F"),
    ),
    "finding": ("list", "show G", "edit G --advice x", "plan G", "done G", "add R --kind area --quote x", "rm G"),
    "phrase": ("explain x",),
    "example": ("list", "show E", "edit E --title T", "rehearse E", "coverage", "rm E", "restore E", "add --title T"),
    "question": ("list", "show Q", "better Q --words x"),
    "pointer": ("list", "show O", "check O done", "edit O --when x", "rm O", "add --when x --will y"),
    "competency": (
        *("list", "show leadership", "rename leadership N", "add N", "pack care", "sort", "archive leadership"),
        *("merge leadership communication", "why-me"),
    ),
    "evaluate": ("", "--markdown"),
    "prep": ("", "I", "--evening"),
    "share": ("", "--anonymous"),
    "due": ("", "--quiet"),
    "search": ("Ini",),
    "check": ("",),
    "proposal": ("list", "accept M", "dismiss M", "place M R", "ignore M", "take-out M"),
    "doubtful": ("list", "accept M", "dismiss M", "place M R", "ignore M", "take-out M"),
    "mail": ("explain F",),
    "import": ("F",),
    "export": ("", "--format csv", "--format md", "--format html", "--format ics"),
    "merge": ("F",),
    "sync": ("",),
    "undo": ("", "--list"),
    "redo": ("",),
    "history": ("", "--json"),
    "backup": ("",),
    "restore": ("--list",),
    "doctor": ("", "--repair"),
    "paths": ("",),
    "config": ("check", "templates", "init"),
    "completion": ("bash",),
}
"""What every command is asked, with letters in place of ids: I and J interviews, A and B applications, and so on."""


def test_every_command_is_asked_for_what_it_prints() -> None:
    """None is left out of the test below, whatever commands are added."""
    known = {noun.word: {words for words in noun.commands() if words} for noun in nouns()}
    asked = {noun: {words.split(" ")[0] for words in _ASKED[noun]} for noun in known}
    assert [(noun, words - asked[noun]) for noun, words in known.items() if words - asked[noun]] == []


def test_no_command_hands_a_terminal_what_it_could_obey(tmp_path: Path) -> None:
    """On a pty, with escape sequences and marks of direction in every text of the journal; what fails says so alike."""
    folder = tmp_path / "data"
    fill_with_sample(open_journal(Paths(folder, tmp_path / "config.toml"), Settings()))
    plain = json.loads((folder / "journal.json").read_bytes())
    (folder / "journal.json").write_text(json.dumps({name: _poisoned(table) for name, table in plain.items()}))
    (tmp_path / "letter").write_text(f"Hello {HOSTILE}\n")
    named = _names(plain) | {"F": str(tmp_path / "letter")}
    flags = ["--data-dir", str(folder), "--config", str(tmp_path / "config.toml")]
    calls = [
        [*flags, noun, *(named.get(word, word) for word in words.split())]
        for noun, asked in _ASKED.items()
        for words in asked
    ]
    (tmp_path / "config.toml").write_text(f"[me]\nname = {json.dumps('Sam' + HOSTILE)}\n")
    shown = _on_a_terminal(calls, tmp_path)
    # Lines end with a return there, as every terminal has it.
    assert not _UNSAFE.search(shown.replace("\r\n", "\n").replace("\r", "\n")), shown
    assert shown.count("Ini") > len(calls)


_RUN = """
import json, sys
from afterword.cli.main import run
from afterword.cli.shell import system_terminal
for words in json.load(open(sys.argv[1])):
    run(words, system_terminal(), lambda *_: 0)
"""


def _on_a_terminal(calls: list[list[str]], home: Path) -> str:
    """What stands on a pty after these calls, whose stdin is empty."""
    (home / "calls.json").write_text(json.dumps(calls))
    outer, inner = os.openpty()
    process = subprocess.Popen(  # noqa: S603 - our own call
        [sys.executable, "-c", _RUN, str(home / "calls.json")],
        stdin=subprocess.DEVNULL,
        stdout=inner,
        stderr=inner,
        env={**os.environ, "HOME": str(home)},
    )
    os.close(inner)
    pieces = []
    try:
        while piece := os.read(outer, 1 << 16):
            pieces.append(piece)
    except OSError:
        pass  # how Linux says that the other end is closed
    finally:
        os.close(outer)
    assert process.wait(60) == 0
    return b"".join(pieces).decode()


_NO_TEXT = frozenset(
    {"at", "zone", "kind", "letter", "channel", "mode", "outcome", "language", "created", "deleted", "until", "arrived"}
    | {"dimension", "competency", "competencies", "pack", "scale", "part", "part_of", "fate", "decided_on", "on"}
    | {"outcome_on", "promised_on", "by", "status", "control", "news", "close_as", "answer", "example", "kept", "way"}
)


def _poisoned(value: Any, name: str = "") -> Any:
    """The same with escape sequences in every text that is no id, no date and no word of the program."""
    if isinstance(value, dict):
        return {key: _poisoned(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_poisoned(inner, name) for inner in value]
    is_word = name in _NO_TEXT or name == "id" or name.endswith(("_id", "_ids"))
    return f"{value} {HOSTILE}" if isinstance(value, str) and " " in value and not is_word else value


def _names(journal: dict[str, Any]) -> dict[str, str]:
    tables = {
        "A": "applications",
        "I": "interviews",
        "P": "people",
        "R": "requests",
        "E": "examples",
        "O": "pointers",
        "G": "findings",
    }
    first = {letter: next(iter(journal[table])) for letter, table in tables.items()}
    last = {letter: next(reversed(journal[table])) for letter, table in (("B", "applications"), ("J", "interviews"))}
    return {**first, **last, "Q": "1", "M": next(iter(journal["proposals"]), "none")}


def test_no_control_character_of_a_record_gets_out(calls: Calls) -> None:
    """A store that was written elsewhere and holds escape sequences is shown without them."""
    about = calls.interview("Eve <eve@x.example>", at="2 weeks ago 10:00")
    calls.done("interview", "outcome", about, "rejected", "--on", "1 week ago")
    calls.done("interview", "edit", about, "--company", "HOSTILE", "--role", "HOSTILE", "--notes", "HOSTILE")
    raw = calls.journal.read_text()
    calls.journal.write_text(raw.replace("HOSTILE", json.dumps(HOSTILE)[1:-1]))
    request = calls.json("request", "list")[0]["id"]
    for words in (
        ["interview", "list"],
        ["interview", "show", about],
        ["request", "show", request],
        ["due"],
        ["interview", "outcome", about, "rejected"],
    ):
        for form in ([], ["--json"]):
            answer = calls(*words, *form)
            assert answer.code == 0, answer.err
            assert not _UNSAFE.search(answer.out + answer.err)
    assert calls.json("interview", "list")[0]["company"].startswith("Ini")


@given(
    rows=st.lists(st.tuples(st.text(max_size=90), st.text(max_size=90), st.from_regex(r"[a-z0-9]{10}", fullmatch=True)))
)
def test_tables_fit_the_width_and_keep_ids_whole(rows: list[tuple[str, str, str]]) -> None:
    """Whatever stands in the cells, no line is wider than 80 columns and no id is cut."""
    lines = table({"who": 8, "about": 8, "id": None}, rows).split("\n")
    assert len(lines) == len(rows) + 1
    for line, row in zip(lines[1:], rows, strict=True):
        assert cells(line) <= 80
        assert line.endswith(row[2])
        assert not _UNSAFE.search(line)


def test_wide_letters_count_double() -> None:
    """Columns stay aligned under letters that take two cells."""
    lines = table({"who": None, "id": None}, [("武田", "a"), ("Ada", "b")]).split("\n")
    assert lines == ["who   id", "武田  a", "Ada   b"]


def test_a_table_is_whole_in_a_pipe_and_cut_on_a_terminal_or_where_columns_is_set(calls: Calls) -> None:
    """What is searched for with grep is there; on a screen the lines fit it."""
    name = "Wilhelmina Featherstonehaugh-Cholmondeley Somerville"
    about = calls.interview(f"{name} <w@initech.example>", at="2 weeks ago 10:00")
    calls.done("interview", "outcome", about, "rejected", "--on", "1 week ago")
    for words in (["request", "list"], ["interview", "show", about], ["due"], ["evaluate"]):
        for line in calls(*words).out.split("\n"):
            assert "…" not in line
    assert name in calls.done("request", "list")
    assert "Somerville" not in calls("request", "list", stdout=Screen()).out
    piped = io.StringIO()
    terminal = Terminal(io.StringIO(), piped, io.StringIO(), {**calls.environ, "COLUMNS": "70"})
    assert run(["request", "list"], terminal, lambda *_: 0) == 0
    assert max(map(len, piped.getvalue().split("\n"))) == 70
    assert "Somerville" not in piped.getvalue()


def test_columns_align_under_emoji_made_of_several() -> None:
    """An emoji joined of several takes the two cells in which it is drawn, and an accent takes none."""
    rows = [("👩\u200d💻", "a"), ("漢", "b"), ("Ré\u0301", "c"), ("Ada", "d")]
    lines = table({"who": None, "id": None}, rows).split("\n")
    assert [cells(line[: line.rindex(" ") + 1]) for line in lines] == [5] * 5
