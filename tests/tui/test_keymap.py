"""A person's keymap is held against the table of actions before anything is opened."""

import io
import re
from pathlib import Path

import pytest
from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_ins import MemoryStore, services

from afterword.cli.main import run
from afterword.cli.shell import Terminal
from afterword.own_settings import OwnSettings
from afterword.settings import Settings
from afterword.tui.actions import SCOPES, TABLE, Action, is_key, keys_of, mistakes, usable
from afterword.tui.app import AfterwordApp


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
    found = mistakes(keys)[0]
    assert found[:2] == (setting, problem)
    assert hint in found[2]


@pytest.mark.parametrize(
    "keys",
    [{}, {"feedback.ask": "M"}, {"feedback.ask": "r", "feedback.reply": "a"}, {"reflection.add": "r"}],
    ids=["none", "a free key", "two change places", "the key of another scope"],
)
def test_a_keymap_that_can_hold_has_no_mistake(keys: dict[str, str]) -> None:
    """Free keys, exchanged keys and keys that are taken only elsewhere are fine."""
    assert not mistakes(keys)


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("ctrl+ü", "ctrl+u"),
        ("strg+x", "ctrl+x"),
        ("Ctrl-X", "ctrl+x"),
        ("^x", "ctrl+x"),
        ("alt+x", "x"),
        ("meta+f3", "f3"),
        ("ctrl+i", "tab"),
        ("ctrl+1", "ctrl+f1"),
        ("shift+a", "A"),
        ("ctrl+shift+a", "ctrl+a"),
        ("umschalt+tab", "shift+tab"),
        ("esc", "escape"),
        ("return", "enter"),
        ("pgdn", "pagedown"),
        ("F5", "f5"),
        ("f25", "f5"),
        (";", "semicolon"),
        ("€", "euro_sign"),
        ("question", "question_mark"),
    ],
)
def test_a_key_that_no_terminal_sends_is_named_with_one_that_it_does(key: str, nearest: str) -> None:
    """Modifiers in other languages, keys that a terminal sends as others, and names that are none."""
    (found,) = mistakes({"app.help": key})
    assert found == ("keys.app.help", f"“{key}” is not a key's name", f"Write “{nearest}”.")
    assert is_key(nearest)


@pytest.mark.parametrize("key", ["x", "X", "ü", "7", "f6", "ctrl+x", "ctrl+left", "ctrl+f5", "ctrl+backslash", "space"])
def test_a_key_that_a_terminal_sends_is_none(key: str) -> None:
    """Letters of every alphabet, digits, named keys, and the modifiers that reach a program."""
    assert not mistakes({"app.help": key})


@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.id)
def test_the_keys_of_the_table_can_all_be_sent(one: Action) -> None:
    """What the program has by itself passes its own check."""
    assert all(map(is_key, keys_of(one, {})))


def test_every_wrong_entry_is_named_and_the_others_hold() -> None:
    """Unknown actions, values that are no text, keys that are none or taken; also by an entry left out."""
    keys = {"feedback.aks": "m", "app.undo": 5, "feedback.ask": "r", "feedback.reply": "strg+y", "app.palette": "f7"}
    assert usable(keys) == {"app.palette": "f7"}
    assert [setting for setting, _, _ in mistakes(keys)] == [
        "keys.feedback.aks",
        "keys.app.undo",
        "keys.feedback.reply",
        "keys.feedback.ask",
    ]


def test_of_two_entries_for_one_key_the_second_holds() -> None:
    """The first is named, so that one of them acts."""
    assert usable({"feedback.ask": "f7", "feedback.reply": "f7"}) == {"feedback.reply": "f7"}


def call(config: Path, *words: str) -> tuple[int, list[Settings], str]:
    """One call on a terminal: its exit code, the settings with which the app was opened, what it told."""
    streams = _Screen(), _Screen(), _Screen()
    opened: list[Settings] = []

    def open_app(_services: object, own: OwnSettings, _sample: object) -> int:
        opened.append(own.settings)
        return 0

    flags = ["--config", str(config), "--data-dir", str(config.parent / "data")]
    code = run([*flags, *words], Terminal(*streams, {"TERM": "xterm"}), open_app, mistakes)
    return code, opened, streams[2].getvalue()


def test_config_check_names_a_wrong_entry(tmp_path: Path) -> None:
    """The message names the file, the setting and the nearest action."""
    config = tmp_path / "config.toml"
    config.write_text("[keys]\n'feedback.aks' = 'm'\n", encoding="utf-8")
    code, _, told = call(config, "config", "check")
    assert code == 1
    assert f"{config}: keys.feedback.aks: no such action." in told
    assert "Did you mean “feedback.ask”?" in told


@pytest.mark.parametrize("line", ["'feedback.aks' = 'm'", "'feedback.ask' = 3", "feedback.ask = 'ctrl+ü'", "x = []"])
async def test_a_wrong_entry_keeps_nobody_out(tmp_path: Path, line: str) -> None:
    """The app opens, leaves that entry out, lets the others hold, and names the wrong one."""
    config = tmp_path / "config.toml"
    config.write_text(f"[keys]\n{line}\napp.undo = 'f7'\n", encoding="utf-8")
    code, opened, _ = call(config)
    assert code == 0
    app = AfterwordApp(services(MemoryStore()), opened[0])
    assert app.keymap == {"app.undo": "f7"}
    async with running(app, size=(120, 30)) as pilot:
        await pilot.pause()
        name = line.partition(" = ")[0].strip("'")
        assert f"! keys.{name}: " in text_of(app)
        assert "so it is left out." in text_of(app)


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_headings_are_words_for_people() -> None:
    """The help and the README's table head each group of keys with words, not with names of the code."""
    assert all(re.fullmatch(r"(?:[0-9] )?[A-Z][a-z, ]+", known.title) for known in SCOPES.values())
