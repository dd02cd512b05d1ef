"""Owns reading the file of settings: every mistake at once, each with its line, and what can be read beside them."""

import errno
import os
import stat
import typing
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from afterword.domain.text import lazy_pattern, nearest, shorten
from afterword.errors import SettingsInvalid
from afterword.settings import MAIL_SECTIONS, MOST_UNKNOWN, SECTIONS, MailSettings, Mistake, Settings, wrong_values

T = TypeVar("T")
_SHOWN = 40
_LONGEST = 250_000
_DEEPEST = 12
_MEND = "Mend it, then run: afterword config check."
_KINDS: dict[Any, tuple[str, str]] = {
    str: ("a text in quotes", '"…"'),
    bool: ("true or false", "true"),
    int: ("a whole number", "7"),
    float: ("a number", "30"),
}
"""What a setting of a kind takes, in words, and an example."""


def load_settings(path: Path) -> Settings:
    """The settings in that file; the defaults where there is none. Raises `SettingsInvalid` with every mistake."""
    settings, mistakes = read_settings(path)
    if mistakes:
        raise invalid(path, mistakes)
    return settings


def settings_to_go_on_with(path: Path) -> tuple[Settings, SettingsInvalid | None]:
    """The settings as far as anything can be read, and what is wrong in them: it stops what needs that alone."""
    try:
        settings, mistakes = open_settings(path)
    except SettingsInvalid as error:
        return Settings(), error
    return settings, invalid(path, mistakes) if mistakes else None


def read_settings(path: Path) -> tuple[Settings, list[Mistake]]:
    """The settings in that file as far as they can be read, and every mistake in them.

    Raises `SettingsInvalid` when the file cannot be read at all.
    """
    text = text_of(path)
    settings, mistakes = settings_in(parse(path, text))
    return settings, with_lines(text, mistakes)


def settings_in(raw: Mapping[str, Any]) -> tuple[Settings, list[Mistake]]:
    """The settings in what a file holds, with the default for each value that is wrong, and every mistake."""
    mistakes = list(unknown("", raw, [*SECTIONS, *MAIL_SECTIONS, "keys"]))
    mail: dict[str, Any] = {
        name: _section(name, kind, raw.get(name, {}), mistakes) for name, kind in MAIL_SECTIONS.items()
    }
    sections: dict[str, Any] = {
        name: _section(name, kind, _underscored(name, raw.get(name, {})), mistakes) for name, kind in SECTIONS.items()
    }
    settings = Settings(**sections, mail=MailSettings(**mail), keys=_keys(raw.get("keys", {}), mistakes))
    wrong = list(wrong_values(settings))
    return reduce(_without, wrong, settings), [*mistakes, *wrong]


def _without(settings: Settings, mistake: Mistake) -> Settings:
    """The settings with the default in place of that value."""
    section, _, name = mistake.key.partition(".")
    if section in MAIL_SECTIONS:
        mended = replace(getattr(settings.mail, section), **{name: getattr(MAIL_SECTIONS[section](), name)})
        return replace(settings, mail=replace(settings.mail, **{section: mended}))
    return replace(
        settings, **{section: replace(getattr(settings, section), **{name: getattr(SECTIONS[section](), name)})}
    )


def _underscored(section: str, raw: Any) -> Any:
    """The section as it is read; hooks may be written like the events they are called after: `due-changed`."""
    if section != "hooks" or not isinstance(raw, Mapping):
        return raw
    return {key.replace("-", "_"): value for key, value in raw.items()}


def invalid(path: Path, mistakes: Sequence[Mistake]) -> SettingsInvalid:
    """The error for a file with these mistakes: one by itself, several as a list."""
    keys = frozenset(mistake.key for mistake in mistakes)
    if len(mistakes) == 1:
        title = f"{path}: {replace(mistakes[0], hint='').sentence}"
        return SettingsInvalid(title, hint=mistakes[0].hint or _MEND, keys=keys)
    lines = "\n".join(mistake.sentence for mistake in mistakes)
    return SettingsInvalid(f"{path} holds {len(mistakes)} mistakes.", lines, _MEND, keys=keys)


def _keys(table: object, mistakes: list[Mistake]) -> dict[str, object]:
    if not isinstance(table, dict):
        mistakes.append(Mistake("keys", "must be a section, [keys]"))
        return {}
    return by_whole_name(table)


def by_whole_name(table: Mapping[str, object], scope: str = "") -> dict[str, object]:
    """Every value by its whole name, whether TOML was given `"feedback.ask"` in quotes, as a path or in a table."""
    by_name: dict[str, object] = {}
    for part, inner in table.items():
        name = f"{scope}.{part}" if scope else part
        if isinstance(inner, dict):
            by_name |= by_whole_name(inner, name)
        else:
            by_name[name] = inner
    return by_name


def open_settings(path: Path) -> tuple[Settings, list[Mistake]]:
    """The settings as far as anything can be read, for the screen; lines that are no TOML are left out.

    Raises `SettingsInvalid` for a file that is no text.
    """
    try:
        return read_settings(path)
    except SettingsInvalid:
        text = text_of(path)
        if not text:
            raise
    return settings_of(text)


def settings_of(text: str) -> tuple[Settings, list[Mistake]]:
    """The settings in a text, lines that are no TOML left out, and every mistake; those lines come first."""
    raw, broken = _readable(text)
    settings, mistakes = settings_in(raw)
    return settings, [*broken, *with_lines(text, mistakes)]


_MOST_BROKEN = 20
_AT_LINE = lazy_pattern(r"\s*\(at line (\d+), column \d+\)")


def _readable(text: str) -> tuple[dict[str, Any], list[Mistake]]:
    """What can be read without the lines that are no TOML; with such a heading goes all that stands under it."""
    if not text.strip():
        return {}, []
    # Not loaded for who has set nothing.
    from tomllib import TOMLDecodeError

    lines = text.splitlines()
    broken: list[Mistake] = []
    for _ in range(_MOST_BROKEN):
        try:
            return toml_of("\n".join(lines)), broken
        except TOMLDecodeError as error:
            match = _AT_LINE.search(str(error))
            at = min(int(match[1]), len(lines)) if match else 0
            broken.append(
                Mistake("", f"line {at or len(lines)}: {_AT_LINE.sub('', str(error))}", "Mend that line.", at)
            )
            if not at:
                break
            under = _under(lines, at - 1)
            lines[at - 1 : under] = [""] * (under - at + 1)
        except (ValueError, RecursionError):
            break
    return {}, broken or [Mistake("", "a value that no setting can have", "Take it out.")]


def _under(lines: Sequence[str], at: int) -> int:
    """The line after what goes with that line: up to the next heading where it is one itself."""
    if not lines[at].lstrip().startswith("["):
        return at + 1
    return next((place for place in range(at + 1, len(lines)) if lines[place].lstrip().startswith("[")), len(lines))


def with_lines(text: str, mistakes: Sequence[Mistake]) -> list[Mistake]:
    """The mistakes, each with the line that its key stands in, as far as one does."""
    lines = _lines_by_key(text) if mistakes else {}
    return [replace(mistake, line=lines.get(mistake.key, 0)) for mistake in mistakes]


def _lines_by_key(text: str) -> dict[str, int]:
    """The first line of the file in which each setting and section stands, counted from 1."""
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if words.startswith("["):
            section = words.strip("[] ").partition("]")[0].strip()
            lines.setdefault(section, number)
        before, is_set, _ = words.partition("=")
        if is_set:
            name = before.replace('"', "").replace("'", "").replace(" ", "")
            lines.setdefault(".".join(filter(None, (section, name))), number)
    return lines


def text_of(path: Path) -> str:
    """The text of a file of settings; empty where there is none. Raises `SettingsInvalid` where it is no text."""
    try:
        return _bytes_of(path).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsInvalid(f"{path} is not UTF-8 text (line {line}).", hint="Save it as UTF-8.") from error
    except OSError as error:
        hint = "Check its name and permissions."
        raise SettingsInvalid(f"{path} cannot be read.", f"{error.strerror}.", hint) from error


def _bytes_of(path: Path) -> bytes:
    """What stands there. A pipe is read where a shell hands it over by its number: others may never end."""
    by_shell = path.parent.name == "fd"
    if stat.S_ISFIFO(path.stat().st_mode) and not by_shell:
        raise OSError(errno.EINVAL, "It is a pipe, and no file")
    waits = 0 if by_shell else os.O_NONBLOCK
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | waits)) as file:
        raw = file.read(_LONGEST + 1)
    if raw is None:
        raise OSError(errno.EAGAIN, "It gives nothing to be read")
    if len(raw) > _LONGEST:
        raise OSError(errno.EFBIG, f"It is longer than {_LONGEST:,} bytes")
    return raw


def parse(path: Path, text: str) -> dict[str, Any]:
    """What that text of that file holds. Raises `SettingsInvalid`."""
    if not text.strip():
        return {}
    from tomllib import TOMLDecodeError

    try:
        return toml_of(text)
    except TOMLDecodeError as error:
        raise SettingsInvalid(f"{path} is not valid TOML.", f"{error}.", "Mend that line.") from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or lists in lists without an end: TOML, but for no setting.
        raise SettingsInvalid(f"{path} holds a value that no setting can have.", hint="Take it out.") from error


_LONG_PATH = lazy_pattern(r"""(?<![\w-])(?:(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')[ \t]*\.[ \t]*){40}""")
"""A dotted name of so many parts as no setting has: reading one takes the square of them."""


def toml_of(text: str) -> dict[str, Any]:
    """What the text holds. Raises `ValueError`, also where something stands deeper than any setting does."""
    import tomllib

    if _LONG_PATH.search(text):
        raise ValueError
    raw = tomllib.loads(text)
    nodes: list[Any] = [raw]
    for _ in range(_DEEPEST):
        nodes = [node for parent in nodes for node in (parent.values() if isinstance(parent, dict) else parent)]
        nodes = [node for node in nodes if isinstance(node, dict | list)]
    if nodes:
        raise ValueError
    return raw


def unknown(section: str, table: Mapping[str, Any], names: Sequence[str]) -> Iterator[Mistake]:
    """A mistake for each name in that section that nobody knows."""
    for name in islice((name for name in table if name not in names), MOST_UNKNOWN):
        near = nearest(name, names)
        hint = f"Did you mean “{near}”?" if near else f"Known here: {', '.join(names)}."
        yield Mistake(f"{section}.{name}" if section else name, "no such setting", hint)


def _section(name: str, kind: type[T], table: object, mistakes: list[Mistake]) -> T:
    """The section, with the default in place of each value that is wrong."""
    if not isinstance(table, dict):
        mistakes.append(Mistake(name, f"must be a section, [{name}]"))
        return kind()
    if not table:
        return kind()
    hints = typing.get_type_hints(kind)
    mistakes += unknown(name, table, list(hints))
    values = {}
    for key in (setting for setting in table if setting in hints):
        try:
            values[key] = msgspec.convert(table[key], hints[key], strict=True)
        except msgspec.ValidationError:
            mistakes.append(Mistake(f"{name}.{key}", *_wrong_kind(hints[key], key, table[key])))
    return kind(**values)


def _wrong_kind(kind: Any, key: str, value: object) -> tuple[str, str]:
    """What is wrong with a value of another kind than the setting takes, and an example of one that fits."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        words = [choice.value for choice in kind if choice.value]
        near = nearest(str(value), words)
        hint = f"Did you mean “{near}”?" if near else f"Choose one of: {', '.join(words)}."
        return f"“{value}” is none of the choices", hint
    expected, example = _KINDS.get(kind, ("a list of texts", "['one', 'two']"))
    hint = f"Write it like {key} = {example}."
    if typing.get_origin(kind) is tuple and isinstance(value, str):
        # A command may hold a secret, so it is not repeated.
        return "is one text, not a list of words", f"Write a list, word by word: {key} = ['one', 'two']."
    return f"{_as_written(value)} is not {expected}", hint


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a section"
    return f"“{shorten(str(value), _SHOWN)}”"
