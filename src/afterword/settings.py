"""Owns the person's settings and letter templates: two TOML files, read once, frozen, every key with a sentence."""

import dataclasses
import difflib
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from afterword.domain.conversation.templates import DEFAULT_TEMPLATES, LETTERS, PLACEHOLDER, PLACEHOLDERS, Templates
from afterword.domain.dates import zone
from afterword.domain.people import check_address
from afterword.domain.policy import Policy
from afterword.errors import NotUnderstood, SettingsInvalid
from afterword.mail_settings import CheckSettings, MailSettings, SendSettings, ServerSettings, mistakes

T = TypeVar("T")
THEMES = ("afterword-dark", "afterword-light")
_HIGHEST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who writes the letters."""

    name: Annotated[str, "Your name, under each letter."] = ""
    address: Annotated[str, "Your mail address, in the From line of each letter."] = ""
    addresses: Annotated[tuple[str, ...], "Your other addresses; what you wrote from them is no answer."] = ()
    zone: Annotated[str, "Your IANA time zone; empty means the zone of this machine."] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSettings:
    """How the full-screen app looks and behaves."""

    theme: Annotated[str, "afterword-dark or afterword-light."] = THEMES[0]
    mouse: Annotated[bool, "false leaves the mouse to the terminal."] = True
    editor: Annotated[str, "The editor for longer texts; empty means $VISUAL, then $EDITOR."] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a person can set. `keys` goes from the id of an action to the key that should do it."""

    me: Me = field(default_factory=Me)
    policy: Policy = field(default_factory=Policy)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    keys: Mapping[str, str] = field(default_factory=dict)


_SECTIONS: dict[str, type[Any]] = {"me": Me, "policy": Policy, "screen": ScreenSettings}
_MAIL_SECTIONS: dict[str, type[Any]] = {
    "send": SendSettings,
    "smtp": ServerSettings,
    "imap": ServerSettings,
    "check": CheckSettings,
}


def load_settings(path: Path) -> Settings:
    """The settings in that file; the defaults where there is none. Raises `SettingsInvalid`."""
    raw = _read_toml(path)
    _known_names(path, "", raw, [*_SECTIONS, *_MAIL_SECTIONS, "keys"])
    mail = {name: _section(path, name, kind, raw.get(name, {})) for name, kind in _MAIL_SECTIONS.items()}
    sections = {name: _section(path, name, kind, raw.get(name, {})) for name, kind in _SECTIONS.items()}
    keys = raw.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(key, str) and key for key in keys.values()):
        raise _invalid(path, "keys", "each line goes from an action to a key, such as ask = 'a'")
    settings = Settings(**sections, mail=MailSettings(**mail), keys=keys)
    _check_values(path, settings)
    return settings


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{path} is not valid TOML.", f"{error}.", "Mend that line.") from error
    except OSError as error:
        raise SettingsInvalid(f"{path} cannot be read.", f"{error.strerror}.", "Check its permissions.") from error


def _invalid(path: Path, key: str, problem: str, hint: str = "") -> SettingsInvalid:
    return SettingsInvalid(f"{path}: {key}: {problem}.", hint=hint or "Mend it, then run: afterword config check.")


def _known_names(path: Path, section: str, given: Mapping[str, Any], known: list[str]) -> None:
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"Known here: {', '.join(known)}."
            raise _invalid(path, f"{section}.{name}" if section else name, "no such setting", hint)


def _section(path: Path, name: str, kind: type[T], given: object) -> T:
    if not isinstance(given, dict):
        raise _invalid(path, name, f"must be a section, [{name}]")
    known = [one.name for one in dataclasses.fields(kind)]  # type: ignore[arg-type]  # every section is a dataclass
    _known_names(path, name, given, known)
    try:
        return msgspec.convert(given, kind, strict=True)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$.")
        key = place.rstrip("`")
        raise _invalid(path, f"{name}.{key}", message[0].lower() + message[1:], _nearest(kind, key, given)) from error


def _nearest(kind: type[T], key: str, given: Mapping[str, Any]) -> str:
    """A hint for a value that is none of a fixed set of words: the nearest one, else all of them."""
    choices = typing.get_type_hints(kind).get(key)
    if typing.get_origin(choices) is tuple and isinstance(given.get(key), str):
        return f"Write a list, word by word: {key} = ['one', 'two']."
    if not (isinstance(choices, type) and issubclass(choices, StrEnum)):
        return ""
    words = [choice.value for choice in choices if choice.value]
    near = difflib.get_close_matches(str(given.get(key)), words, n=1)
    return f"Did you mean “{near[0]}”?" if near else f"Choose one of: {', '.join(words)}."


def _check_values(path: Path, settings: Settings) -> None:
    if settings.screen.theme not in THEMES:
        near = difflib.get_close_matches(settings.screen.theme, THEMES, n=1)
        raise _invalid(
            path,
            "screen.theme",
            f"no theme “{settings.screen.theme}”",
            f"Try “{near[0] if near else THEMES[0]}”.",
        )
    for key in (
        "ask_after",
        "follow_up_after",
        "no_answer_after",
        "max_follow_ups",
        "reapproach_months",
        "rehearse_every",
    ):
        value = getattr(settings.policy, key)
        if not 0 <= value <= _HIGHEST_DAYS:
            raise _invalid(path, f"policy.{key}", f"{value} is not between 0 and {_HIGHEST_DAYS}")
    for key, problem, hint in mistakes(settings.mail):
        raise _invalid(path, key, problem, hint)
    try:
        if settings.me.zone:
            zone(settings.me.zone)
        for address in filter(None, (settings.me.address, *settings.me.addresses)):
            check_address(address)
    except NotUnderstood as error:
        raise SettingsInvalid(f"{path}: me: {error.title}", hint=error.hint) from error


def load_templates(path: Path) -> Templates:
    """The letters, with the person's own words where the file has them. Raises `SettingsInvalid`."""
    raw = _read_toml(path)
    _known_names(path, "", raw, list(LETTERS))
    letters = {
        attribute: getattr(DEFAULT_TEMPLATES, attribute).changed(_words(path, name, raw.get(name, {})))
        for name, attribute in LETTERS.items()
    }
    return Templates(**letters)


def _words(path: Path, name: str, given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        raise _invalid(path, name, f"must be a section, [{name}]")
    default = getattr(DEFAULT_TEMPLATES, LETTERS[name])
    _known_names(path, name, given, ["subject", *default.blocks])
    for block, text in given.items():
        if not isinstance(text, str):
            raise _invalid(path, f"{name}.{block}", "must be a text in quotes")
        for placeholder in PLACEHOLDER.findall(text):
            if placeholder not in PLACEHOLDERS:
                near = difflib.get_close_matches(placeholder, list(PLACEHOLDERS), n=1)
                hint = f"Did you mean {{{near[0]}}}?" if near else "Known: " + ", ".join(PLACEHOLDERS) + "."
                raise _invalid(path, f"{name}.{block}", f"no placeholder {{{placeholder}}}", hint)
    return dict(given)


def templates_as_toml() -> str:
    """The default letters as a file to start from, every line a comment until its `#` is taken away."""
    parts = ["# Your letters. Take the # away from a block to change its words; the others keep theirs."]
    parts += [f"#   {{{name}}}  {meaning}" for name, meaning in PLACEHOLDERS.items()]
    for name, attribute in LETTERS.items():
        template = getattr(DEFAULT_TEMPLATES, attribute)
        parts += ["", f"[{name}]", f'# subject = "{template.subject}"']
        parts += [f'# {block} = "{text}"'.replace("\n", "\\n") for block, text in template.blocks.items()]
    return "\n".join(parts) + "\n"
