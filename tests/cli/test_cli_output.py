"""What reaches the terminal: tables within the width, and no control character of stored data."""

import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st
from tests.cli.calls import Calls, Screen

from afterword.cli.main import run
from afterword.cli.output import TableColumn, table
from afterword.cli.shell import Terminal
from afterword.domain.cells import cells

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "Ini\u001b]52;c;aGk=\u0007te\u202ech\u009b2J"


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
    lines = table([TableColumn("who"), TableColumn("about"), TableColumn("id", None)], rows).split("\n")
    assert len(lines) == len(rows) + 1
    for line, row in zip(lines[1:], rows, strict=True):
        assert cells(line) <= 80
        assert line.endswith(row[2])
        assert not _UNSAFE.search(line)


def test_wide_letters_count_double() -> None:
    """Columns stay aligned under letters that take two cells."""
    lines = table([TableColumn("who", None), TableColumn("id", None)], [("武田", "a"), ("Ada", "b")]).split("\n")
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
    lines = table([TableColumn("who", None), TableColumn("id", None)], rows).split("\n")
    assert [cells(line[: line.rindex(" ") + 1]) for line in lines] == [5] * 5
