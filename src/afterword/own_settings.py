"""Owns the settings one by one: their sections, how each is typed, shown and written, and what the screen asks for."""

import shlex
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct, json

from afterword.domain.dates import country_code
from afterword.domain.fields import Field, FieldKind, described
from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood
from afterword.settings import MAIL_SECTIONS, SECTIONS, Mistake, Settings

SECTION_TITLES: Mapping[str, str] = {
    "me": "You",
    "screen": "The screen",
    "policy": "When things are due, in days",
    "send": "How letters go out",
    "smtp": "The server that sends",
    "imap": "The server that holds your mail",
    "check": "Where replies are looked for",
    "hooks": "Programs of your own that are run after a save",
    "keys": "Keys",
}
"""Each section of the file with its heading, in the order in which they are listed."""
_LATER_SECTIONS = frozenset({*MAIL_SECTIONS, "hooks"})
_LATER = frozenset({"me.zone", "screen.mouse"})
_NOTHING = "–"


class Setting(Struct, frozen=True):
    """One setting: the section it stands in, its description, and its value where the file says nothing."""

    section: str
    field: Field
    default: object

    @property
    def key(self) -> str:
        """Its name in the file: `policy.follow_up_after`."""
        return f"{self.section}.{self.field.name}"

    @property
    def at_once(self) -> bool:
        """Whether a change counts at once; the others do from the next start."""
        return self.section not in _LATER_SECTIONS and self.key not in _LATER

    def value_in(self, settings: Settings) -> Any:
        """Its value there."""
        if self.section == "keys":
            return settings.keys.get(self.field.name, self.default)
        owner = settings.mail if self.section in MAIL_SECTIONS else settings
        return getattr(getattr(owner, self.section), self.field.name)

    def type(self, value: Any) -> str:
        """The text that reads back as that value: a command as in a shell, several texts one a line."""
        if isinstance(value, bool):
            return "yes" if value else ""
        if isinstance(value, tuple):
            return "\n".join(value) if self.field.kind is FieldKind.LINES else shlex.join(value)
        return f"{value:g}" if isinstance(value, float) else str(value)

    def read(self, text: str) -> Any:
        """What the file holds for that text. Raises `NotUnderstood`."""
        if isinstance(self.default, bool):
            return bool(text)
        if isinstance(self.default, int | float):
            return self._number(text.strip())
        if isinstance(self.default, tuple):
            return self._words(text)
        return country_code(clean_line(text)) if self.key == "policy.country" else clean_line(text)

    def _number(self, text: str) -> int | float:
        number = type(self.default)
        try:
            value = int(text) if number is int else float(text)
        except ValueError as error:
            missing = "A number is missing." if not text else f"“{text}” is no number."
            raise NotUnderstood(missing, hint=f"{self.show(self.default)} is usual.") from error
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def _words(self, text: str) -> list[str]:
        if self.field.kind is FieldKind.LINES:
            return [line for part in text.split("\n") if (line := clean_line(part))]
        try:
            return shlex.split(clean_line(text))
        except ValueError as error:
            raise NotUnderstood("A quotation mark is never closed.", hint="Write it as in a shell.") from error

    def show(self, value: Any) -> str:
        """The value as it is listed: a dash where it is empty, a password command by its first word alone."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple) and self.field.name == "password_command" and value:
            return " ".join((value[0], *("…" for _ in value[1:])))
        parts = value if isinstance(value, tuple) else (self.type(value),)
        return (", " if self.field.kind is FieldKind.LINES else " ").join(parts) or _NOTHING


@cache
def all_settings() -> tuple[Setting, ...]:
    """Every setting but the keys, section by section."""
    sections = {**SECTIONS, **MAIL_SECTIONS}
    return tuple(
        Setting(section, field, getattr(record(), name))
        for section in SECTION_TITLES
        if (record := sections.get(section)) is not None
        for name, field in described(record).items()
    )


def commented() -> str:
    """A file of settings in which everything stands with its sentence and its usual value, and nothing is set yet."""
    lines = [
        "# The settings of Afterword. Take the # away before a setting to set it; afterword config check reads it."
    ]
    for section in dict.fromkeys(entry.section for entry in all_settings()):
        lines += ["", f"# {SECTION_TITLES[section]}.", f"[{section}]"]
        for entry in all_settings():
            if entry.section == section:
                example = f" Such as: {entry.field.example}" if entry.field.example else ""
                comment = clean_line(entry.field.help + example)
                lines += [f"# {comment}", f"# {entry.field.name} = {_toml(entry.default)}"]
    return "\n".join(
        [*lines, "", "# Keys of your own, by the names in docs/keys.md.", "[keys]", '# "app.undo" = "u"', ""]
    )


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.encode(str(value)).decode() if isinstance(value, str) else str(value)


def setting_of(key: str) -> Setting:
    """The setting of that name. Raises `KeyError`."""
    return next(entry for entry in all_settings() if entry.key == key)


class OwnSettings(Protocol):
    """The person's own file of settings, as the screen reads and changes it."""

    @property
    def path(self) -> Path:
        """Where it stands, or would."""
        ...

    @property
    def is_first_start(self) -> bool:
        """Whether there was neither a file nor a journal when the program began."""
        ...

    @property
    def settings(self) -> Settings:
        """What held when it was read last, with the defaults for what cannot be read."""
        ...

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Everything that was wrong in it then."""
        ...

    @property
    def written(self) -> frozenset[str]:
        """The keys that stood in it then, each with its section."""
        ...

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What a letter needs and was neither said nor skipped: a name, and an address where this program sends."""
        ...

    def changed(self) -> bool:
        """Whether somebody else has written since; costs one look at the file."""
        ...

    def read(self) -> Settings:
        """Read it again. Never fails: what cannot be read is among the mistakes."""
        ...

    def change(self, values: Mapping[str, Any], began: Mapping[str, Any]) -> Settings:
        """Write these values by key; everything else in the file stays, comments, order and layout.

        `began` is what the person saw before. Raises `ChangedElsewhere` where the file says something else by now,
        `NotUnderstood` with the sentence of `config check` and the key as its `field` for a value that can never work,
        and `UserError` where the file cannot be written.
        """
        ...

    def apply(self, services: Any) -> None:
        """Let the services go by what holds now."""
        ...
