"""A person's keymap is held against the table of actions before anything is opened."""

import io
from pathlib import Path

import pytest

from afterword.cli.main import run
from afterword.cli.shell import Terminal
from afterword.tui.actions.keymap import mistake


@pytest.mark.parametrize(
    ("keys", "setting", "problem", "hint"),
    [
        ({"feedback.aks": "m"}, "keys.feedback.aks", "no such action", "Did you mean “feedback.ask”?"),
        ({"feedback.ask": "r"}, "keys.feedback.ask", "“r” is already the key of feedback.reply (reply)", "has “a”"),
        ({"app.help": "?"}, "keys.app.help", "“?” is not a key's name", "Write “question_mark”."),
        ({"app.help": " , "}, "keys.app.help", "names no key", "Leave the line out"),
    ],
)
def test_a_keymap_that_cannot_hold_is_named_with_the_way_out(
    keys: dict[str, str], setting: str, problem: str, hint: str
) -> None:
    """The setting, what is wrong with it, and the nearest choice that would hold."""
    found = mistake(keys)
    assert found is not None
    assert found[:2] == (setting, problem)
    assert hint in found[2]


@pytest.mark.parametrize(
    "keys",
    [{}, {"feedback.ask": "M"}, {"feedback.ask": "r", "feedback.reply": "a"}, {"reflection.add": "r"}],
    ids=["none", "a free key", "two change places", "the key of another scope"],
)
def test_a_keymap_that_can_hold_has_no_mistake(keys: dict[str, str]) -> None:
    """Free keys, exchanged keys and keys that are taken only elsewhere are fine."""
    assert mistake(keys) is None


@pytest.mark.parametrize("words", [["config", "check"], []], ids=["config check", "opening the app"])
def test_a_wrong_keymap_stops_before_the_app_opens(tmp_path: Path, words: list[str]) -> None:
    """The message names the file, the setting and the nearest action; the app is not opened."""
    config = tmp_path / "config.toml"
    config.write_text("[keys]\n'feedback.aks' = 'm'\n", encoding="utf-8")
    streams = _Screen(), _Screen(), _Screen()
    opened: list[object] = []
    call = ["--config", str(config), "--data-dir", str(tmp_path / "data"), *words]

    def open_app(*given: object) -> int:
        opened.extend(given)
        return 0

    code = run(call, Terminal(*streams, {}), open_app, mistake)
    assert (code, opened) == (1, [])
    assert f"{config}: keys.feedback.aks: no such action." in streams[2].getvalue()
    assert "Did you mean “feedback.ask”?" in streams[2].getvalue()


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True
