"""The person's file of settings, changed from the app: one value, and everything they wrote around it stays."""

import re
import stat
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.errors import ChangedElsewhere, NotUnderstood, UserError
from afterword.own_settings import Setting, all_settings, setting_of
from afterword.settings import Mistake, Settings, Via
from afterword.settings_file import settings_in
from afterword.storage.settings_writer import SettingsFile, edited

WRITTEN = """\
# mine, since spring
[me]
name = "Sam"   # as on the card
hobby = "sailing"  # nobody's business

[check]
maildirs = [ # all of them
  "~/Mail", # work
  # the one below is old
  "~/Old",
]   # done

[policy]
follow_up_after = 7 # a week

[keys]
"feedback.ask" = "A" # easier
app.help = "f1"
"""


def nothing_else(_settings: Settings, _keys: Collection[str]) -> list[Mistake]:
    """Nothing is wrong beyond the values."""
    return []


def file_with(folder: Path, text: str) -> SettingsFile:
    """A file of settings that holds this text."""
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return SettingsFile(path, nothing_else)


def comments(text: str) -> list[str]:
    """Every comment in it, in order; the tests put no # into a text."""
    return [found.rstrip() for found in re.findall(r"#[^\r\n]*", text)]


def flat(raw: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Every value by its whole name."""
    found: dict[str, Any] = {}
    for name, value in raw.items():
        inner = flat(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}": value}
        found |= inner
    return found


# ── property: any edit of any file ────────────────────────────────────────────────────────────────────────────────────

WORDS = st.text(st.sampled_from("abcXYZ äß0'\\-.~/\"="), max_size=12)
SAID = st.sampled_from(["", " # a remark", "   # über alles", "\t#", " # [me] name = 'no'"])


@st.composite
def _files(draw: st.DrawFn) -> str:
    """A file as people write one: sections in any order, comments and blanks anywhere, tables in any way."""
    lines: list[str] = draw(st.lists(st.sampled_from(["", "# at the top", "  "]), max_size=2))
    names = draw(st.permutations(["me", "policy", "screen", "check", "keys", "strange"]))
    for section in names[: draw(st.integers(0, 6))]:
        pairs = {
            "me": ['name = "Sam"', "address = 'a@b.example'", "hobby = 'sails'", 'language = """de"""'],
            "policy": ["follow_up_after = 7", "country = 'DE'", "note = true", "unknown = 1979-05-27"],
            "screen": ['theme = "afterword-dark"', "mouse = false", "colour = [1, 2]"],
            "check": [
                "every_minutes = 5",
                "maildirs = ['~/a', '~/b']",
                "folders = [\n  'x', # one\n  # two\n  'y',\n]",
            ],
            "keys": ['"app.help" = "f1"', "feedback.ask = 'A'", '"odd.one" = "f7"'],
            "strange": ["x = {y = 1}", "z = 'w'"],
        }[section]
        kept = draw(st.lists(st.sampled_from(pairs), unique_by=lambda pair: pair.partition(" =")[0], max_size=4))
        if section != "keys" and kept and not any("\n" in pair or "{" in pair for pair in kept) and draw(st.booleans()):
            if draw(st.booleans()):
                lines[:0] = [f"{section} = {{{', '.join(kept)}}}{draw(SAID)}"]
            else:
                lines[:0] = [f"{section}.{pair}{draw(SAID)}" for pair in kept]
            continue
        lines.append(f"[{section}]{draw(SAID)}")
        for pair in kept:
            lines += [
                f"{draw(st.sampled_from(['', '  ']))}{pair}{draw(SAID)}",
                *draw(st.sampled_from([[], [""], ["# x"]])),
            ]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join("\n".join(lines).split("\n")) + draw(st.sampled_from(["", end]))


@st.composite
def _edits(draw: st.DrawFn) -> dict[str, Any]:
    """Some settings with values of their kinds."""
    values: dict[str, Any] = {}
    for known in draw(st.lists(st.sampled_from(all_settings()), min_size=1, max_size=3, unique_by=lambda one: one.key)):
        values[known.key] = draw(_value_of(known))
    if draw(st.booleans()):
        values[draw(st.sampled_from(["keys.app.help", "keys.feedback.ask", "keys.new.one"]))] = "f6"
    return values


def _value_of(known: Setting) -> st.SearchStrategy[Any]:
    if isinstance(known.default, bool):
        return st.booleans()
    if isinstance(known.default, int | float):
        return st.integers(-3, 900)
    return st.lists(WORDS, max_size=3, unique=True) if isinstance(known.default, tuple) else WORDS


@given(_files(), _edits())
def test_comments_order_and_unknown_keys_survive_any_edit(text: str, values: dict[str, Any]) -> None:
    """Afterwards the file holds just these values besides what it held, each line of a person in its order."""
    tomllib.loads(text)
    after = edited(text, values)
    assert flat(tomllib.loads(after)) == flat(tomllib.loads(text)) | values
    kept = comments(after)
    for comment in comments(text):
        assert comment in kept
        kept.remove(comment)
    untouched = [
        line.strip()
        for line in text.splitlines()
        if "=" in line and "[" not in line and "{" not in line and not any(_names(line, key) for key in values)
    ]
    lines = [line.strip() for line in after.splitlines()]
    assert [line for line in lines if line in untouched] == untouched


def _names(line: str, key: str) -> bool:
    """Whether that line may be the one of the key."""
    return key.rpartition(".")[2] in line or key.partition(".")[2] in line


# ── one file ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_value_is_changed_and_nothing_else(tmp_path: Path) -> None:
    """The same text but for the value, its comment behind it."""
    file = file_with(tmp_path, WRITTEN)
    after = file.change({"policy.follow_up_after": 9}, {"policy.follow_up_after": 7})
    assert after.policy.follow_up_after == file.settings.policy.follow_up_after == 9
    assert file.path.read_text(encoding="utf-8") == WRITTEN.replace("= 7 #", "= 9 #")


def test_what_goes_from_a_list_leaves_its_comment(tmp_path: Path) -> None:
    """A folder is taken out and another put in; every remark stays."""
    file = file_with(tmp_path, WRITTEN.replace('"~/Old",', '"~/Old", # since 2019'))
    file.change({"check.maildirs": ["~/Mail", "~/New"]}, {})
    text = file.path.read_text(encoding="utf-8")
    assert file.settings.mail.check.maildirs == ("~/Mail", "~/New")
    assert [comment in text for comment in ("# work", "# the one below is old", "# since 2019", "# done")] == [True] * 4


def test_a_file_that_is_not_there_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    """With its folder, and with a line that says what it is."""
    file = SettingsFile(tmp_path / "new" / "config.toml", nothing_else)
    file.change({"me.name": "Zoé", "keys.feedback.ask": "A"}, {})
    assert tomllib.loads(file.path.read_text(encoding="utf-8")) == {
        "me": {"name": "Zoé"},
        "keys": {"feedback.ask": "A"},
    }
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert file.path.read_text(encoding="utf-8").startswith("# The settings of Afterword.")
    assert [path.name for path in file.path.parent.iterdir()] == ["config.toml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Who keeps their settings elsewhere goes on doing so."""
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "afterword.toml"
    real.write_text(WRITTEN, encoding="utf-8")
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    SettingsFile(link, nothing_else).change({"me.name": "Sam Seeker"}, {"me.name": "Sam"})
    assert link.is_symlink()
    assert 'name = "Sam Seeker"   # as on the card' in real.read_text(encoding="utf-8")


def test_a_value_that_can_never_work_is_refused_in_the_words_of_config_check(tmp_path: Path) -> None:
    """And the file is untouched."""
    file = file_with(tmp_path, WRITTEN)
    for key, value in (("policy.ask_after", 9000), ("me.zone", "Mars/Base"), ("screen.theme", "afterword-drak")):
        with pytest.raises(NotUnderstood) as refused:
            file.change({key: value}, {})
        section, _, name = key.partition(".")
        (mistake,) = settings_in({section: {name: value}})[1]
        told = f"{mistake.problem[:1].upper()}{mistake.problem[1:]}. {mistake.hint}".rstrip()
        assert (str(refused.value), refused.value.field) == (told, mistake.key)
    assert file.path.read_text(encoding="utf-8") == WRITTEN


def test_what_an_editor_wrote_meanwhile_is_noticed_and_kept(tmp_path: Path) -> None:
    """Another value goes in beside it; the same one is never overwritten unasked."""
    file = file_with(tmp_path, WRITTEN)
    assert not file.changed()
    file.path.write_text(WRITTEN.replace("= 7", "= 5").replace("sailing", "rowing"), encoding="utf-8")
    assert file.changed()
    file.change({"me.name": "Sam Seeker"}, {"me.name": "Sam"})
    assert (file.settings.policy.follow_up_after, "rowing" in file.path.read_text(encoding="utf-8")) == (5, True)
    with pytest.raises(ChangedElsewhere, match="yours “9”, saved “5”"):
        file.change({"policy.follow_up_after": 9}, {"policy.follow_up_after": 7})


def test_a_file_that_went_away_is_begun_anew_only_once_that_was_said(tmp_path: Path) -> None:
    """Its drive may come back; what it said holds no more."""
    file = file_with(tmp_path, WRITTEN)
    file.path.unlink()
    with pytest.raises(UserError, match=r"config\.toml is gone, with all it said\. Save again"):
        file.change({"policy.ask_after": 2}, {})
    assert (file.settings.me.name, file.path.exists()) == ("", False)
    assert file.change({"policy.ask_after": 2}, {}).policy.ask_after == 2


def test_a_wrong_key_keeps_no_other_setting_from_being_changed(tmp_path: Path) -> None:
    """A new mistake is refused, one that stood there before is not the person's now."""
    path = tmp_path / "config.toml"
    path.write_text("[keys]\nno = 'x'\n", encoding="utf-8")
    file = SettingsFile(path, lambda settings, _keys: [Mistake(f"keys.{key}", "no such") for key in settings.keys])
    assert file.change({"policy.ask_after": 2}, {}).policy.ask_after == 2
    with pytest.raises(NotUnderstood, match="No such"):
        file.change({"keys.other": "y"}, {})


def test_a_broken_file_is_read_as_far_as_it_goes_and_never_written(tmp_path: Path) -> None:
    """The line is named, the others hold; what stands under a broken heading is taken for nobody's."""
    file = file_with(tmp_path, "[me]\nname = 'Sam'\n[policy\nask_after = 3\n[screen]\nmouse = yes\ntheme = 'no'\n")
    assert (file.settings.me.name, file.settings.policy.ask_after, file.settings.screen.mouse) == ("Sam", 1, True)
    assert [mistake.line for mistake in file.mistakes] == [3, 6, 7]
    assert file.mistakes[0].sentence.startswith("line 3: ")
    assert file.mistakes[2].key == "screen.theme"
    with pytest.raises(UserError, match=r"Line 3: .* Mend that line first"):
        file.change({"me.name": "Zoé"}, {})


@pytest.mark.parametrize("wrong", ["[send]\ncommand = 'msmtp -t'", "[smtp]\nport = 'none'", "[smtp\n"])
def test_nothing_is_sent_while_something_is_wrong_in_how(tmp_path: Path, wrong: str) -> None:
    """A usual command in place of the one that was wanted would send by another way; letters go out by hand then."""
    sends = wrong.replace("[send]", "[send]\nvia = 'sendmail'")
    file = file_with(tmp_path, sends if sends != wrong else f"[send]\nvia = 'sendmail'\n{wrong}\n")
    assert file.settings.mail.send.via is Via.BY_HAND
    assert file_with(tmp_path, "[send]\nvia = 'sendmail'\n").settings.mail.send.via is Via.SENDMAIL


def test_a_file_that_is_no_text_opens_with_the_defaults(tmp_path: Path) -> None:
    """It is said."""
    path = tmp_path / "config.toml"
    path.write_bytes(b'[me]\nname = "\xe9"\n')
    file = SettingsFile(path, nothing_else)
    assert file.settings == Settings()
    assert "line 2" in file.mistakes[0].problem


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    """Such as /dev/null, which reads as a file without a setting."""
    link = tmp_path / "config.toml"
    link.symlink_to("/dev/null")
    with pytest.raises(UserError, match="is no file"):
        SettingsFile(link, nothing_else).change({"me.name": "Sam"}, {})
    assert Path("/dev/null").is_char_device()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """One sentence, and nothing is changed."""
    (tmp_path / "a file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match=r"cannot be (?:read|written)"):
        SettingsFile(tmp_path / "a file" / "config.toml", nothing_else).change({"me.name": "Sam"}, {})


def test_each_setting_reads_what_it_types() -> None:
    """What a form begins with, saved untouched, is the same value; every one has words for its default."""
    for known in all_settings():
        again = known.read(known.type(known.default))
        assert (tuple(again) if isinstance(again, list) else again) == known.default, known.key
        assert known.field.help.endswith("."), known.key
        assert known.show(known.default)


def test_a_command_is_typed_as_in_a_shell_and_a_number_must_be_one() -> None:
    """Words with blanks in quotation marks; what is no number is said to be none."""
    command = setting_of("smtp.password_command")
    assert command.read("pass 'my mail' -1") == ["pass", "my mail", "-1"]
    assert command.show(("pass", "secret words")) == "pass …"
    with pytest.raises(NotUnderstood, match="never closed"):
        command.read("pass 'my")
    with pytest.raises(NotUnderstood, match="missing"):
        setting_of("policy.ask_after").read("")
