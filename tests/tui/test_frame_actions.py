"""The table of actions, and everything that is read from it."""

import re
from functools import partial
from importlib import import_module
from itertools import combinations
from pkgutil import walk_packages

import pytest
from textual.app import App
from textual.binding import Binding
from textual.keys import Keys

from afterword import tui
from afterword.tui.actions import SCOPES, TABLE, Action, action, bindings, key_table_markdown, of_scope, shown_keys
from afterword.tui.app_context import ActionHost
from afterword.tui.screens.dialogs import KNOWN_WELL, HelpPlace, help_lines
from afterword.tui.styles import plain
from afterword.tui.widgets.fields import kept_lines

SIGNS = {"slash", "question_mark", "comma", "full_stop", "plus", "minus", "equals_sign"}
SIGNS |= {"greater_than_sign", "less_than_sign"}
SIGNS |= {"asterisk", "space", "vertical_line", "left_square_bracket", "right_square_bracket"}
NAMED = {str(key.value) for key in Keys} | SIGNS
# What a terminal or a multiplexer keeps for itself, or sends as another key: ^C ^D ^I ^J ^M ^S ^Q ^Z ^[ and prefixes.
ALLOWED_CTRL = {"app.palette", "app.search", "app.leave", "app.interrupt", "app.suspend", "app.trash"}
TOGETHER = [
    {"app", "focus", "list", "reflection"},
    {"app", "focus", "list", "feedback"},
    {"app", "focus", "feedback", "tracker"},
    {"app", "focus", "list", "evaluation"},
    {"app", "focus", "text", "feedback"},
]
"""Scopes that are in reach at the same time, where no key may mean two things."""


def keys_of(one: Action) -> set[str]:
    """The Textual names of its keys."""
    return {key.strip() for key in one.keys.split(",")}


def test_every_action_has_its_own_id_in_a_scope_that_has_a_heading() -> None:
    """Ids are what a keymap names: each once, and each listed under a heading in the help."""
    ids = [one.id for one in TABLE]
    assert len(ids) == len(set(ids))
    assert {one.scope for one in TABLE} <= set(SCOPES)
    assert all(action(one.id) is one for one in TABLE)


@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.id)
def test_an_action_is_named_and_explained(one: Action) -> None:
    """A label short enough for the footer, a sentence for the help, keys that Textual knows."""
    assert 0 < len(one.label) <= 20
    assert one.help[0].isupper()
    assert one.help[-1] in ".…"
    for key in keys_of(one):
        assert len(key) == 1 or key in NAMED, key


@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.id)
def test_no_ctrl_keys_that_terminals_take(one: Action) -> None:
    """Few actions may use a ctrl key: each has another way to it, or means what it means in every terminal."""
    assert one.id in ALLOWED_CTRL or not any("ctrl" in key or "alt" in key for key in keys_of(one))


@pytest.mark.parametrize("scope", SCOPES)
def test_within_a_scope_a_key_means_one_thing(scope: str) -> None:
    """No two actions of a scope share a key."""
    for one, other in combinations(of_scope(scope), 2):
        assert not keys_of(one) & keys_of(other), (one.id, other.id)


@pytest.mark.parametrize("scopes", TOGETHER, ids=lambda scopes: "+".join(sorted(scopes)))
def test_no_key_of_a_list_hides_one_of_the_pane_or_the_app(scopes: set[str]) -> None:
    """What is in reach at the same time has keys of its own; only `esc` and `enter` go from the inner to the outer."""
    for one, other in combinations([one for one in TABLE if one.scope in scopes], 2):
        if one.scope != other.scope:
            assert not keys_of(one) & keys_of(other) - {"escape", "enter"}, (one.id, other.id)


def test_bindings_carry_the_ids_the_keymap_names() -> None:
    """Every binding can be moved by the person's keymap."""
    made = [binding for binding in bindings(*SCOPES) if isinstance(binding, Binding)]
    assert [binding.id for binding in made] == [action.id for scope in SCOPES for action in of_scope(scope)]


def test_every_action_of_a_host_is_a_method_of_it() -> None:
    """A key that a screen, a pane or a widget takes calls something it has."""
    modules = [module.name for module in walk_packages(tui.__path__, "afterword.tui.")]
    for name in modules:
        import_module(name)
    waiting, hosts = [ActionHost], set[type[ActionHost]]()
    while waiting:
        waiting += (found := waiting.pop().__subclasses__())
        hosts.update(found)
    assert {action_id for host in hosts for action_id in host.action_ids} == {action.id for action in TABLE}
    missing = [
        (host.__name__, action.id)
        for host in hosts
        for action in TABLE
        if action.id in host.action_ids
        and not hasattr(App if action.call.startswith("app.") else host, f"action_{action.method}")
    ]
    assert missing == []


EVERYWHERE = HelpPlace("Everywhere", "", [(one, "") for one in of_scope("app")])


def test_keys_are_shown_as_people_write_them() -> None:
    """Names of signs become the signs; the person's own key stands in place of the old."""
    assert shown_keys(action("app.help"), {}) == ("?", "f1")
    assert shown_keys(action("list.page-down"), {}) == ("pgdn",)
    assert shown_keys(action("app.help"), {"app.help": "h"}) == ("h",)


def test_help_and_the_page_of_keys_hold_every_action() -> None:
    """Nothing a key does is left out of the help or of docs/keys.md."""
    told = "\n".join(plain(line.text) for line in help_lines(EVERYWHERE, {}))
    table = key_table_markdown()
    for one in TABLE:
        assert one.help in told
        assert f"| {one.help} |" in table


def test_help_begins_with_what_works_here() -> None:
    """The place and what it is for, then the keys in reach, each only once and as it acts now."""
    place = HelpPlace("Interviews", "Those you had.", [(one, "reflect") for one in of_scope("list")])
    lines = [plain(line.text) for line in help_lines(place, {})]
    assert lines[:2] == ["Interviews", "Those you had."]
    here = lines[: lines.index("All other keys")]
    assert any("One line down." in line for line in here)
    assert not any("Take back the last change" in line for line in here)
    assert len([line for line in lines if re.search(r"^  enter +reflect: Open the line under the", line)]) == 1


def _holds(words: str, text: str) -> bool:
    return words in text.casefold()


def test_help_is_narrowed_by_words_of_a_key() -> None:
    """By what it does, what it is called and the key itself; headings without a key go."""
    for words in ("take back", "undo", "everywhere"):
        kept, _, _ = kept_lines(help_lines(EVERYWHERE, {}), partial(_holds, words))
        lines = [plain(line.text) for line in kept]
        assert any("Take back the last change" in line for line in lines)
        assert "Lists" not in lines


def test_every_place_says_what_it_is_for() -> None:
    """Each scope that is a place of its own has its sentence; the others are the same in several places."""
    parts = {"date", "choice", "tick", "marking"}
    assert {scope for scope, known in SCOPES.items() if not known.about} == {*KNOWN_WELL, *parts}
