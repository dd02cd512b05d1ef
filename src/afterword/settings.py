"""Owns the settings and letters a person writes: what may stand in both files, and every mistake in them at once."""

import difflib
import tomllib
import typing
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation.templates import (
    LETTERS,
    PLACEHOLDER,
    Templates,
    default_templates,
    letter_languages,
    placeholders,
)
from afterword.domain.dates import zone
from afterword.domain.people import LANGUAGES, check_address
from afterword.domain.policy import Policy, check_calendar
from afterword.domain.text import shorten
from afterword.errors import NotUnderstood, SettingsInvalid
from afterword.languages.loader import DEFAULT

T = TypeVar("T")
THEMES = ("afterword-dark", "afterword-light")
_HIGHEST_DAYS = 365
_FEWEST_CHARACTERS, LINKEDIN_MOST = 100, 300
_COUNTS = tuple(name for name in Policy.__struct_fields__ if type(getattr(Policy(), name)) is int)
_SHOWN = 40
_MEND = "Mend it, then run: afterword config check."
_KINDS: dict[Any, tuple[str, str]] = {
    str: ("a text in quotes", '"…"'),
    bool: ("true or false", "true"),
    int: ("a whole number", "7"),
    float: ("a number", "30"),
}
"""What a setting of a kind takes, in words, and an example."""


class Via(StrEnum):
    """The ways out."""

    SMTP = "smtp"
    SENDMAIL = "sendmail"
    MAILTO = "mailto"
    EML = "eml"
    CLIPBOARD = "clipboard"
    BY_HAND = "by hand"


class Security(StrEnum):
    """How a connection is protected. `none` is refused for any host but this machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Auth(StrEnum):
    """What the password command prints."""

    PASSWORD = "password"  # noqa: S105 - the word, not a secret
    XOAUTH2 = "xoauth2"


class SentCopy(StrEnum):
    """Where a copy of a sent letter is put."""

    NOWHERE = ""
    IMAP = "imap"
    MAILDIR = "maildir"


class SendSettings(Struct, frozen=True, kw_only=True):
    """How letters go out."""

    via: Annotated[Via, "smtp, sendmail, mailto, eml, clipboard or by hand."] = Via.BY_HAND
    copy_to: Annotated[SentCopy, "Where a copy goes: imap, maildir, or nothing."] = SentCopy.NOWHERE
    copy_folder: Annotated[str, "The folder (IMAP) or full path (Maildir) of the copy."] = "Sent"
    command: Annotated[tuple[str, ...], "A sendmail-compatible command, word by word; it reads the letter."] = (
        "sendmail",
        "-i",
        "-t",
    )


class ServerSettings(Struct, frozen=True, kw_only=True):
    """One server. The password is what `password_command` prints; it is never stored."""

    host: Annotated[str, "The server's name; empty means none."] = ""
    port: Annotated[int, "Its port; 0 means the usual one for the kind of security."] = 0
    security: Annotated[Security, "starttls, tls, or none (this machine only)."] = Security.TLS
    user: Annotated[str, "The user name; empty means no log-in."] = ""
    password_command: Annotated[tuple[str, ...], "The command that prints the password, word by word."] = ()
    auth: Annotated[Auth, "password, or xoauth2 when the command prints a token."] = Auth.PASSWORD
    ca_file: Annotated[str, "A certificate authority to trust beside the system's."] = ""
    timeout: Annotated[float, "Seconds to wait for an answer."] = 30


class CheckSettings(Struct, frozen=True, kw_only=True):
    """Where replies are looked for."""

    folders: Annotated[tuple[str, ...], "IMAP folders; empty means inbox, archive and junk where they exist."] = ()
    maildirs: Annotated[tuple[str, ...], "Maildir folders."] = ()
    mboxes: Annotated[tuple[str, ...], "mbox files; they are only read."] = ()
    every_minutes: Annotated[int, "Look by itself every so many minutes while the app is open; 0 means never."] = 0


class MailSettings(Struct, frozen=True, kw_only=True):
    """Everything about mail, as the sections `send`, `smtp`, `imap` and `check` of the settings."""

    send: SendSettings = field(default_factory=SendSettings)
    smtp: ServerSettings = field(default_factory=ServerSettings)
    imap: ServerSettings = field(default_factory=ServerSettings)
    check: CheckSettings = field(default_factory=CheckSettings)


_HIGHEST_PORT, _LONGEST_WAIT, _LONGEST_PAUSE = 65_535, 600, 24 * 60


class Me(Struct, frozen=True, kw_only=True):
    """Who writes the letters."""

    name: Annotated[str, "Your name, under each letter."] = ""
    address: Annotated[str, "Your mail address, in the From line of each letter."] = ""
    addresses: Annotated[tuple[str, ...], "Your other addresses; what you wrote from them is no answer."] = ()
    zone: Annotated[str, "Your IANA time zone; empty means the zone of this machine."] = ""
    language: Annotated[str, "The language of letters where no person or application says another: en, de, fr, es."] = (
        DEFAULT
    )
    linkedin: Annotated[int, "Characters that a note on LinkedIn may hold: 200 with a free account, else 300."] = 200


class ScreenSettings(Struct, frozen=True, kw_only=True):
    """How the full-screen app looks and behaves."""

    theme: Annotated[str, "afterword-dark or afterword-light."] = THEMES[0]
    mouse: Annotated[bool, "false leaves the mouse to the terminal."] = True
    editor: Annotated[str, "The editor for longer texts; empty means $VISUAL, then $EDITOR."] = ""


class Settings(Struct, frozen=True, kw_only=True):
    """Everything a person can set. `keys` goes from the id of an action to the key that should do it.

    What is wrong with a key is for whoever has keys to say: it keeps nobody out.
    """

    me: Me = field(default_factory=Me)
    policy: Policy = field(default_factory=Policy)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    keys: Mapping[str, object] = field(default_factory=dict)


_SECTIONS: dict[str, type[Any]] = {"me": Me, "policy": Policy, "screen": ScreenSettings}
_MAIL_SECTIONS: dict[str, type[Any]] = {
    "send": SendSettings,
    "smtp": ServerSettings,
    "imap": ServerSettings,
    "check": CheckSettings,
}


class Mistake(Struct, frozen=True):
    """One thing that is wrong in a file of settings: where, what, and what to write instead."""

    key: str
    problem: str
    hint: str = ""


def load_settings(path: Path, *, named: bool = False) -> Settings:
    """The settings in that file; the defaults where there is none, unless the person has named it.

    Raises `SettingsInvalid` with every mistake.
    """
    settings, found = read_settings(path, named=named)
    if found:
        raise invalid(path, found)
    return settings


def read_settings(path: Path, *, named: bool = False) -> tuple[Settings, list[Mistake]]:
    """The settings in that file as far as they can be read, and every mistake in them.

    Raises `SettingsInvalid` when the file cannot be read at all, or is missing though it was `named`.
    """
    if named and not path.exists():
        raise SettingsInvalid(
            f"There is no settings file {path}.", hint="Check the name that --config or AFTERWORD_CONFIG gives."
        )
    raw = _read_toml(path)
    found = list(_unknown("", raw, [*_SECTIONS, *_MAIL_SECTIONS, "keys"]))
    mail = {name: _section(name, kind, raw.get(name, {}), found) for name, kind in _MAIL_SECTIONS.items()}
    sections = {name: _section(name, kind, raw.get(name, {}), found) for name, kind in _SECTIONS.items()}
    settings = Settings(**sections, mail=MailSettings(**mail), keys=_keys(raw.get("keys", {}), found))
    found += _wrong_values(settings)
    return settings, found


def invalid(path: Path, found: Sequence[Mistake]) -> SettingsInvalid:
    """The error for a file with these mistakes: one by itself, several as a list."""
    if len(found) == 1:
        return SettingsInvalid(f"{path}: {found[0].key}: {found[0].problem}.", hint=found[0].hint or _MEND)
    lines = [f"{one.key}: {one.problem}. {one.hint}".rstrip() for one in found]
    return SettingsInvalid(f"{path} holds {len(found)} mistakes.", "\n".join(lines), _MEND)


def _keys(given: object, found: list[Mistake]) -> dict[str, object]:
    if not isinstance(given, dict):
        found.append(Mistake("keys", "must be a section, [keys]"))
        return {}
    return dict(_keys_by_action(given))


def _keys_by_action(given: Mapping[str, object], scope: str = "") -> Iterator[tuple[str, object]]:
    """Each action with its key, whether TOML was given `"feedback.ask"` in quotes or as a path."""
    for part, inner in given.items():
        name = f"{scope}.{part}" if scope else part
        if isinstance(inner, dict):
            yield from _keys_by_action(inner, name)
        else:
            yield name, inner


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsInvalid(f"{path} is not UTF-8 text (line {line}).", hint="Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(f"{path} is not valid TOML.", f"{error}.", "Mend that line.") from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or lists in lists without an end: TOML, but for no setting.
        raise SettingsInvalid(f"{path} holds a value that no setting can have.", hint="Take it out.") from error
    except OSError as error:
        raise SettingsInvalid(f"{path} cannot be read.", f"{error.strerror}.", "Check its permissions.") from error


def _unknown(section: str, given: Mapping[str, Any], known: list[str]) -> Iterator[Mistake]:
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"Known here: {', '.join(known)}."
            yield Mistake(f"{section}.{name}" if section else name, "no such setting", hint)


def _section(name: str, kind: type[T], given: object, found: list[Mistake]) -> T:
    """The section, with the default in place of each value that is wrong."""
    if not isinstance(given, dict):
        found.append(Mistake(name, f"must be a section, [{name}]"))
        return kind()
    if not given:
        return kind()
    hints = typing.get_type_hints(kind)
    found += _unknown(name, given, list(hints))
    values = {}
    for key in (one for one in given if one in hints):
        try:
            values[key] = msgspec.convert(given[key], hints[key], strict=True)
        except msgspec.ValidationError:
            found.append(Mistake(f"{name}.{key}", *_wrong_kind(hints[key], key, given[key])))
    return kind(**values)


def _wrong_kind(kind: Any, key: str, value: object) -> tuple[str, str]:
    """What is wrong with a value of another kind than the setting takes, and an example of one that fits."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        words = [choice.value for choice in kind if choice.value]
        near = difflib.get_close_matches(str(value), words, n=1)
        hint = f"Did you mean “{near[0]}”?" if near else f"Choose one of: {', '.join(words)}."
        return f"“{value}” is none of the choices", hint
    wanted, example = _KINDS.get(kind, ("a list of texts", "['one', 'two']"))
    hint = f"Write it like {key} = {example}."
    if typing.get_origin(kind) is tuple and isinstance(value, str):
        # A command may hold a secret, so it is not repeated.
        return "is one text, not a list of words", f"Write a list, word by word: {key} = ['one', 'two']."
    return f"{_as_written(value)} is not {wanted}", hint


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a section"
    return f"“{shorten(str(value), _SHOWN)}”"


def _wrong_values(settings: Settings) -> Iterator[Mistake]:
    """Values of the right kind that can never work."""
    if settings.screen.theme not in THEMES:
        near = difflib.get_close_matches(settings.screen.theme, THEMES, n=1)
        yield Mistake("screen.theme", f"no theme “{settings.screen.theme}”", f"Try “{near[0] if near else THEMES[0]}”.")
    for key in _COUNTS:
        value = getattr(settings.policy, key)
        if not 0 <= value <= _HIGHEST_DAYS:
            yield Mistake(f"policy.{key}", f"{value} is not between 0 and {_HIGHEST_DAYS}")
    yield from (Mistake(*one) for one in mail_mistakes(settings.mail))
    yield from _letter_mistakes(settings.me)
    checked = [("zone", settings.me.zone, zone), ("address", settings.me.address, check_address)]
    checked += [("addresses", address, check_address) for address in settings.me.addresses]
    for key, value, check in checked:
        try:
            if value:
                check(value)
        except NotUnderstood as error:
            yield Mistake(f"me.{key}", error.title.rstrip("."), error.hint)


def _letter_mistakes(me: Me) -> Iterator[Mistake]:
    codes = [code for code, _ in LANGUAGES]
    if me.language not in codes:
        yield Mistake("me.language", f"no letters in “{me.language}”", f"Choose one of: {', '.join(codes)}.")
    if not _FEWEST_CHARACTERS <= me.linkedin <= LINKEDIN_MOST:
        yield Mistake("me.linkedin", f"{me.linkedin} is not between {_FEWEST_CHARACTERS} and {LINKEDIN_MOST}")


def calendar_mistakes(policy: Policy) -> Iterator[Mistake]:
    """A country or region whose holidays nobody knows; apart from the others, since looking takes a large library."""
    try:
        check_calendar(policy.country, policy.region)
    except NotUnderstood as error:
        key = "region" if "region" in error.title else "country"
        yield Mistake(f"policy.{key}", error.title.rstrip("."), error.hint)


def load_templates(path: Path) -> Templates:
    """The letters, with the person's own words where the file has them. Raises `SettingsInvalid` with every mistake."""
    templates, found = read_templates(path)
    if found:
        raise invalid(path, found)
    return templates


def read_templates(path: Path) -> tuple[Templates, list[Mistake]]:
    """The letters as far as the file can be read, and every mistake in it. Raises `SettingsInvalid` when none can.

    `[request]` words the English one, `[de.request]` the German one.
    """
    raw = _read_toml(path)
    others = [code for code in letter_languages() if code != DEFAULT]
    found = list(_unknown("", raw, [*LETTERS, *others]))
    words = {}
    for code in [code for code in others if code in raw]:
        given = raw[code] if isinstance(raw[code], dict) else {}
        if given is not raw[code]:
            found.append(Mistake(code, f"must hold sections, [{code}.request]"))
        found += _unknown(code, given, list(LETTERS))
        words[code] = _own_words(given, code, found)
    return replace(default_templates().changed(_own_words(raw, DEFAULT, found)), others=words), found


def _own_words(given: Mapping[str, Any], language: str, found: list[Mistake]) -> dict[str, dict[str, str]]:
    """The words of the letters in that language, by letter and block."""
    named = ((name, given[name]) for name in LETTERS if name in given)
    return {name: _words(name, words, language, found) for name, words in named}


def _words(name: str, given: object, language: str, found: list[Mistake]) -> dict[str, str]:
    section = name if language == DEFAULT else f"{language}.{name}"
    if not isinstance(given, dict):
        found.append(Mistake(section, f"must be a section, [{section}]"))
        return {}
    known = ["subject", *getattr(default_templates(language), LETTERS[name]).blocks]
    found += _unknown(section, given, known)
    words = {}
    for block in [key for key in given if key in known]:
        text = given[block]
        wrong = list(_wrong_words(f"{section}.{block}", text))
        found += wrong
        if not wrong:
            words[block] = text
    return words


def _wrong_words(key: str, text: object) -> Iterator[Mistake]:
    if not isinstance(text, str):
        yield Mistake(key, "must be a text in quotes")
        return
    for placeholder in PLACEHOLDER.findall(text):
        if placeholder not in placeholders():
            near = difflib.get_close_matches(placeholder, list(placeholders()), n=1)
            hint = f"Did you mean {{{near[0]}}}?" if near else "Known: " + ", ".join(placeholders()) + "."
            yield Mistake(key, f"no placeholder {{{placeholder}}}", hint)


def templates_as_toml() -> str:
    """The default letters as a file to start from, every line a comment until its `#` is taken away."""
    parts = [
        "# Your letters. Take the # away from a block to change its words; the others keep theirs. A block that you",
        "# word yourself stands so in every letter, whoever gets it. Other languages: [de.request], [fr.thank-you].",
    ]
    parts += [f"#   {{{name}}}  {meaning}" for name, meaning in placeholders().items()]
    for name, attribute in LETTERS.items():
        template = getattr(default_templates(), attribute).chosen()
        parts += ["", f"[{name}]", f'# subject = "{template.subject}"']
        parts += [f'# {block} = "{text}"'.replace("\n", "\\n") for block, text in template.blocks.items()]
    return "\n".join(parts) + "\n"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: `localhost`, or an address of its own."""
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def mail_mistakes(mail: MailSettings) -> Iterator[tuple[str, str, str]]:
    """Values that can never work: the key, what is wrong with it, and what to write instead."""
    for name, server in (("smtp", mail.smtp), ("imap", mail.imap)):
        if not 0 <= server.port <= _HIGHEST_PORT:
            yield f"{name}.port", f"{server.port} is not between 0 and {_HIGHEST_PORT}", "0 means the usual port."
        if not 0 < server.timeout <= _LONGEST_WAIT:
            yield f"{name}.timeout", f"{server.timeout:g} is not between 0 and {_LONGEST_WAIT} seconds", "30 is usual."
        if set(server.host) & set(" /@,;\"'\n\0"):
            yield f"{name}.host", "is no name of a server", "Write it like mail.example.org."
        if server.security is Security.NONE and server.host and not is_loopback(server.host):
            problem = f"“none” would send letters and the password unprotected to {server.host}"
            yield (
                f"{name}.security",
                problem,
                "Write starttls or tls; none is for this machine alone, such as localhost.",
            )
    if not 0 <= mail.check.every_minutes <= _LONGEST_PAUSE:
        yield "check.every_minutes", f"{mail.check.every_minutes} is not between 0 and {_LONGEST_PAUSE}", "0 is never."
    yield from _sending_mistakes(mail.send)


def _sending_mistakes(send: SendSettings) -> Iterator[tuple[str, str, str]]:
    if not send.command:
        yield "send.command", "is empty", "Write it word by word, such as ['msmtp', '-t']."
    if send.copy_to is SentCopy.MAILDIR and not send.copy_folder.startswith(("/", "~")):
        problem = f"“{send.copy_folder}” is no full path, and copies go to a Maildir"
        yield "send.copy_folder", problem, "Write it like ~/Mail/Sent."


def mail_gaps(mail: MailSettings, own_address: str) -> Iterator[str]:
    """Sentences about what is still missing before letters can go out as the settings say."""
    if mail.send.via in (Via.SMTP, Via.SENDMAIL) and not own_address:
        yield "Your own address is not set: [me] address."
    if mail.send.via is Via.SMTP:
        yield from _server_gaps("smtp", mail.smtp)
    if mail.send.copy_to is SentCopy.IMAP:
        yield from _server_gaps("imap", mail.imap)


def _server_gaps(name: str, server: ServerSettings) -> Iterator[str]:
    if not server.host:
        yield f"No server is set: [{name}] host."
    if server.user and not server.password_command:
        yield f"A user is set but no command that prints the password: [{name}] password_command."
