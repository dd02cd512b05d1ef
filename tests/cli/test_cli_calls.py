"""One call: exit codes, help, what is said about wrong words, and errors that are never a traceback."""

import io
from typing import NoReturn

import pytest
from tests.cli.calls import Calls, Screen

from afterword import __version__
from afterword.cli.command import nouns

EVERY_COMMAND = [[noun.word, *([verb] if verb else [])] for noun in nouns() for verb in noun.commands() if noun.word]


class _Interrupted(io.StringIO):
    """A keyboard on which ctrl-c is pressed."""

    def readline(self, _size: int | None = -1, /) -> NoReturn:
        """Interrupt."""
        raise KeyboardInterrupt


class _Broken(io.StringIO):
    """A stream that fails in a way nobody expected."""

    def readline(self, _size: int | None = -1, /) -> NoReturn:
        """Fail."""
        raise RuntimeError("the keyboard is on fire")


class _Closed(io.StringIO):
    """A stdout whose reader has gone."""

    def write(self, _text: str, /) -> int:
        """Say that nobody reads any more."""
        raise BrokenPipeError


def test_version_is_printed(calls: Calls) -> None:
    """`--version` prints the version on stdout."""
    assert calls.done("--version") == f"afterword {__version__}"


@pytest.mark.parametrize("words", EVERY_COMMAND, ids=" ".join)
def test_every_command_has_help_that_fits_the_width(calls: Calls, words: list[str]) -> None:
    """The help of each command exits with 0, goes to stdout, and says how to get JSON."""
    answer = calls(*words, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert "--json" in answer.out
    assert max(len(line) for line in answer.out.split("\n")) <= 80


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.word)
def test_root_help_names_every_noun_and_noun_help_every_verb(calls: Calls, noun: object) -> None:
    """Nothing that can be typed is missing from the help."""
    assert isinstance(noun, type(nouns()[0]))
    assert f"  {noun.word} " in calls.done("--help")
    page = calls.done(noun.word, "--help")
    assert all(verb in page for verb in noun.commands())


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["interviw", "list"], "Did you mean “interview”?"),
        (["interview", "lst"], "Did you mean “list”?"),
        (["interview", "list", "--outcom", "offer"], "Did you mean “--outcome”?"),
        (["interview", "list", "--outcome", "rejectd"], "Did you mean “rejected”?"),
        (["due", "--data-dir", "elsewhere"], "Global flags stand before the command"),
        (["due", "--until", "tomorrow"], "afterword due --wait ID"),
        (["due", "--wait"], "--wait needs a value"),
        (["interview", "add", "--company", "x", "--role", "-x", "--at", "now"], "is written --role=VALUE"),
        (["interview"], "afterword interview add"),
        (["interview", "add"], "afterword interview add --help"),
        (["--demo", "--data-dir", "/nowhere", "due"], "Leave out either"),
        (["--data-dir"], "afterword --help"),
        (["interview", "add", "--company", "", "--role", "x", "--at", "now"], "Company, role and date"),
        (["interview", "add", "--company", "x", "--role", "x", "--at", "whenever"], "2026-11-12"),
        (["interview", "add", "--company", "x", "--role", "x", "--at", "now", "--tz", "Mars/Base"], "Europe/Berlin"),
    ],
)
def test_wrong_words_exit_with_2_and_name_the_nearest_right_ones(calls: Calls, words: list[str], hint: str) -> None:
    """Words that cannot be understood give exit code 2, a hint on stderr, and nothing on stdout."""
    answer = calls(*words)
    assert (answer.code, answer.out) == (2, "")
    assert hint in answer.err


def test_a_refusal_exits_with_1_and_says_what_to_do(calls: Calls) -> None:
    """What is not there is a refusal: exit code 1, the sentence on stderr."""
    answer = calls("interview", "show", "zz")
    assert (answer.code, answer.out) == (1, "")
    assert "There is no interview “zz”." in answer.err
    assert "afterword interview list" in answer.err


def test_a_damaged_store_exits_with_3_and_is_left_alone(calls: Calls) -> None:
    """A store that cannot be read gives exit code 3, and no command writes over it."""
    calls.journal.parent.mkdir()
    calls.journal.write_text('{"torn')
    for words in (["due"], ["interview", "add", "--company", "x", "--role", "y", "--at", "now"], ["export"]):
        answer = calls(*words)
        assert (answer.code, answer.out) == (3, "")
        assert "afterword doctor" in answer.err
    assert calls.journal.read_text() == '{"torn'


def test_settings_that_cannot_be_used_exit_with_1_and_name_the_key(calls: Calls) -> None:
    """A wrong key in the settings stops the call with exit code 1, its name and the nearest right one."""
    calls.interview()
    calls.config.write_text("[policy]\nfollow_up_aftr = 3\n")
    why = calls.refused("due")
    assert "follow_up_aftr" in why
    assert "follow_up_after" in why


def test_an_unexpected_error_is_a_sentence(calls: Calls) -> None:
    """What nobody expected ends in a sentence and exit code 1; the trace is for AFTERWORD_DEBUG alone."""
    why = calls.refused("reflect", calls.interview(), stdin=_Broken())
    assert "Traceback" not in why
    assert "the keyboard is on fire" in why


def test_debug_shows_where_an_error_came_from(calls: Calls) -> None:
    """With AFTERWORD_DEBUG=1 the trace stands before the sentence."""
    from afterword.cli.main import run
    from afterword.cli.shell import Terminal

    err = io.StringIO()
    environ = {**calls.environ, "AFTERWORD_DEBUG": "1"}
    code = run(["interview", "show", "zz"], Terminal(io.StringIO(), io.StringIO(), err, environ), lambda *_: 0)
    assert code == 1
    assert "Traceback" in err.getvalue()
    assert "There is no interview “zz”." in err.getvalue()


def test_ctrl_c_ends_quietly_with_130(calls: Calls) -> None:
    """Ctrl-C is no error to explain."""
    answer = calls("reflect", calls.interview(), stdin=_Interrupted())
    assert answer.code == 130
    assert "unexpected" not in answer.err


def test_a_reader_that_has_gone_is_no_error(calls: Calls) -> None:
    """`afterword competency list | head -1` says nothing about a broken pipe."""
    answer = calls("competency", "list", stdout=_Closed())
    assert (answer.code, answer.err) == (0, "")


def test_without_a_terminal_the_app_says_so(calls: Calls) -> None:
    """`afterword` alone, into a pipe, is refused in a sentence."""
    answer = calls()
    assert (answer.code, calls.opened) == (1, [])
    assert "needs a terminal" in answer.err


def test_on_a_terminal_the_app_opens_on_the_same_journal(calls: Calls) -> None:
    """`afterword` alone opens the app with the services of these places."""
    about = calls.interview()
    assert calls(stdin=Screen(), stdout=Screen()).code == 0
    assert calls.opened == [[about]]


def test_a_damaged_store_is_told_instead_of_shown(calls: Calls) -> None:
    """Of a store that cannot be read the app shows nothing; the call says why and ends with 3."""
    calls.journal.parent.mkdir()
    calls.journal.write_text("[]")
    assert calls(stdin=Screen(), stdout=Screen()).code == 3
    assert calls.opened == []


def test_demo_shows_sample_data_and_leaves_nothing(calls: Calls) -> None:
    """`--demo` works on data of its own, and the person's journal is not even created."""
    found = calls.json("--demo", "request", "list")
    assert {line["state"] for line in found} >= {"waiting", "replied", "thanked", "bounced", "follow-up due"}
    assert calls.json("--demo", "interview", "list") != []
    assert not calls.journal.parent.exists()


def test_demo_opens_the_app_on_sample_data(calls: Calls) -> None:
    """The app is opened on the sample data and not on the person's own."""
    assert calls("--demo", stdin=Screen(), stdout=Screen()).code == 0
    assert "initech" in calls.opened[0]
    assert not calls.journal.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["interview", "list"],
        ["request", "list"],
        ["finding", "list"],
        ["example", "list"],
        ["pointer", "list"],
        ["competency", "list"],
        ["due"],
        ["paths"],
        ["config", "check"],
        ["doctor"],
        ["completion", "bash"],
    ],
    ids=" ".join,
)
def test_json_is_one_document_on_an_empty_journal(calls: Calls, words: list[str]) -> None:
    """With `--json` stdout holds one JSON document even when there is nothing to tell."""
    assert calls.json(*words) is not None
