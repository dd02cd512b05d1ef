"""Owns writing the person's file of settings: one value is changed, and all they wrote around it stays."""

import contextlib
import errno
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from afterword.domain.fields import clash_words
from afterword.domain.text import lazy_pattern
from afterword.errors import ChangedElsewhere, NotUnderstood, SettingsInvalid, UserError
from afterword.own_settings import all_settings
from afterword.settings import Mistake, Settings, Via
from afterword.settings_file import by_whole_name, open_settings, settings_in, settings_of, toml_of, with_lines
from afterword.storage import files
from afterword.storage.files import Identity, Overtaken, Unconfirmed

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Array

Check = Callable[[Settings, Collection[str]], Sequence[Mistake]]
"""What is wrong beyond the values themselves, once the settings with these keys are changed."""
Adopt = Callable[[Any, Settings], None]
"""Lets running services go by other settings."""
_HEAD = "# The settings of Afterword. What may stand here: press , in the app; afterword config check reads it.\n"
_TRIES = 3
_COMMENTS = lazy_pattern(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\r\n]*')
_BOM = "\ufeff"


def _no_services(_services: Any, _settings: Settings) -> None:
    """Where nothing runs, nothing goes by them."""


def _no_file(place: Path) -> UserError:
    return UserError(f"{place} is no file, so nothing can be kept there.", hint="Name another with --config.")


_SENDING = ("", "send", "smtp", "imap")
"""Where a mistake may mean that a letter would leave otherwise than was wanted; one without a key may be anywhere."""


def _by_hand_where_wrong(settings: Settings, mistakes: Iterable[Mistake]) -> Settings:
    """The settings; nothing is sent by them while something is wrong in how it is to be sent."""
    if not any(mistake.key.partition(".")[0] in _SENDING for mistake in mistakes):
        return settings
    send = replace(settings.mail.send, via=Via.BY_HAND)
    return replace(settings, mail=replace(settings.mail, send=send))


class SettingsFile:
    """A file of settings; keys that are not known, comments, order and layout stay as the person wrote them."""

    def __init__(self, path: Path, check: Check, adopt: Adopt = _no_services, *, is_first_start: bool = False) -> None:
        self.path = path
        self._check = check
        self._adopt = adopt
        self.is_first_start = is_first_start
        self.settings = Settings()
        self._mistakes: Sequence[Mistake] = ()
        self._seen: Identity | None = None
        self.read()

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Everything that was wrong in it then, each with its line."""
        return (*self._mistakes, *with_lines(self._text_now(), self._check(self.settings, ())))

    @property
    def written(self) -> frozenset[str]:
        """The keys that stand in it."""
        with contextlib.suppress(ValueError, RecursionError):
            return frozenset(by_whole_name(toml_of(self._text_now())))
        return frozenset()

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What a letter needs and was neither said nor skipped."""
        me, sends = self.settings.me, self.settings.mail.send.via in (Via.SMTP, Via.SENDMAIL)
        needed = {"me.name": not me.name, "me.address": sends and not me.address}
        missing = [key for key, is_missing in needed.items() if is_missing]
        return tuple(key for key in missing if key not in self.written) if missing else ()

    def _text_now(self) -> str:
        with contextlib.suppress(UserError):
            return self._read_bytes()[0].removeprefix(_BOM)
        return ""

    def changed(self) -> bool:
        """Whether somebody else has written since."""
        try:
            return files.identity(self.path) != self._seen
        except OSError:
            return False

    def read(self) -> Settings:
        """Read it again; a file that is no text leaves everything as it was."""
        try:
            self._seen = files.identity(self.path)
            settings, self._mistakes = open_settings(self.path)
            self.settings = _by_hand_where_wrong(settings, self._mistakes)
        except (SettingsInvalid, OSError) as error:
            why = (
                f"{self.path} cannot be read: {error.strerror}"
                if isinstance(error, OSError)
                else str(error).rstrip(".")
            )
            self._mistakes = [Mistake("", why)]
        return self.settings

    def apply(self, services: Any) -> None:
        """Let the services go by what holds now."""
        self._adopt(services, self.settings)

    def change(self, values: Mapping[str, Any], began: Mapping[str, Any]) -> Settings:
        """Write these values, as `OwnSettings` promises."""
        for _ in range(_TRIES):
            text, version_read = self._read_bytes()
            if version_read is None and self._seen is not None:
                self.read()
                raise UserError(f"{self.path} is gone, with all it said.", hint="Save again to begin a new one.")
            changed = self._changed(text, values, began)
            try:
                self._write(changed, version_read)
            except Overtaken:
                continue
            return self.read()
        raise UserError("The settings are being written by somebody else.", hint="Try again.")

    def _changed(self, text: str, values: Mapping[str, Any], began: Mapping[str, Any]) -> str:
        """The text with these values, checked."""
        mark, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
        try:
            before = toml_of(body)
        except (ValueError, RecursionError) as error:
            _, broken = settings_of(body)
            title = f"{broken[0].problem[0].upper()}{broken[0].problem[1:]}. Mend that line first."
            raise UserError(title, f"It stands in {self.path}.") from error
        old, mistakes_before = settings_in(before)
        _check_untouched(old, values, began)
        after = edited(body or _HEAD, values)
        raw = toml_of(after)
        if by_whole_name(raw) != by_whole_name(before) | dict(values):
            raise UserError(f"{self.path} is laid out in a way that cannot be changed from here.", hint="Edit it.")
        new, mistakes = settings_in(raw)
        old_mistakes = (*mistakes_before, *self._check(old, ()))
        for mistake in (*mistakes, *self._check(new, values.keys())):
            if mistake not in old_mistakes:
                # Whoever has just typed the value sees which one is meant; its name in the file says nothing to them.
                where = "" if mistake.key in values else f"{mistake.key}: "
                problem = f"{where}{mistake.problem}."
                raise NotUnderstood(problem[0].upper() + problem[1:], hint=mistake.hint, field=mistake.key)
        return mark + after

    def _read_bytes(self) -> tuple[str, Identity | None]:
        try:
            raw, version_read = files.read_whole(self.path)
            return raw.decode("utf-8"), version_read
        except FileNotFoundError:
            return "", None
        except UnicodeDecodeError as error:
            raise UserError(f"{self.path} is not UTF-8 text.", hint="Save it as UTF-8 first.") from error
        except OSError as error:
            if error.errno in (errno.EISDIR, errno.EINVAL):
                raise _no_file(self.path) from error
            raise UserError(f"{self.path} cannot be read.", f"{error.strerror}.", "Check its permissions.") from error

    def _write(self, text: str, version_read: Identity | None) -> None:
        place = files.real_path(self.path)
        try:
            if place.exists() and not place.is_file():
                raise _no_file(place)
            files.make_private_folder(place.parent)
            with contextlib.suppress(Unconfirmed):
                files.replace_whole(place, (text.encode(),), version_read)
        except OSError as error:
            why = error.strerror or "the disk refuses"
            raise UserError(f"{place} cannot be written.", f"{why}.", "Nothing was changed.") from error


def _check_untouched(old: Settings, values: Mapping[str, Any], began: Mapping[str, Any]) -> None:
    """Raises `ChangedElsewhere` where a value is neither what the person saw nor what they want."""
    for setting in all_settings():
        if setting.key in began and setting.key in values:
            now, mine = setting.value_in(old), values[setting.key]
            if setting.type(now) != setting.type(began[setting.key]) and setting.type(now) != setting.type(
                _as_held(mine)
            ):
                clash = clash_words(setting.field.label, setting.show(_as_held(mine)), setting.show(now))
                raise ChangedElsewhere((setting.field.name,), clash)


def _as_held(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


# ── the text ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def edited(text: str, values: Mapping[str, Any]) -> str:
    """The text with these values by key, and all else as it stood. Raises `UserError` where a section is none."""
    import tomlkit

    document = tomlkit.parse(text)
    for key, value in values.items():
        section, _, name = key.partition(".")
        _write_value(document, section, name, value)
    after = tomlkit.dumps(document)
    # What tomlkit adds ends its lines in the Unix way.
    windows = "\r\n" in text and "\n" not in text.replace("\r\n", "")
    return after.replace("\r\n", "\n").replace("\n", "\r\n") if windows else after


def _write_value(document: "TOMLDocument", section: str, name: str, value: Any) -> None:
    import tomlkit

    if section not in document:
        document[section] = tomlkit.table()
    table: Any = document[section]
    if not isinstance(table, Mapping):
        raise UserError(f"{section} must be a section, [{section}].", hint="Mend it in the file first.")
    # A key may stand there as one in quotes, or as a path of tables.
    while name not in table and isinstance(table.get(name.partition(".")[0]), Mapping):
        first, _, name = name.partition(".")
        table = table[first]
    existing = table.get(name)
    if isinstance(value, list) and hasattr(existing, "add_line"):
        _sync(existing, value)
    else:
        table[name] = value


def _sync(array: "Array", wanted: Sequence[str]) -> None:
    """The list with these texts; what stays keeps its place, and no comment goes with what goes."""
    comments = _comments_in(array.as_string())
    for at in reversed(range(len(array))):
        if array[at] not in wanted:
            del array[at]
    for text in wanted:
        if text not in array:
            array.append(text)
    if list(array) != list(wanted):
        array.clear()
        array.extend(wanted)
    remaining = _comments_in(array.as_string())
    for comment in comments:
        if comment in remaining:
            remaining.remove(comment)
        else:
            array.add_line(comment=comment.removeprefix("#").strip())


def _comments_in(text: str) -> list[str]:
    return [comment for comment in _COMMENTS.findall(text) if comment.startswith("#")]
