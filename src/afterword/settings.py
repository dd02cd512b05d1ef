"""Owns the settings a person writes: what may stand in their file, each said once, and every mistake in it at once."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, TypeVar

from msgspec import Struct, field

from afterword.domain.dates import Policy, check_calendar, zone
from afterword.domain.fields import Field, FieldKind
from afterword.domain.people import LANGUAGES, check_address
from afterword.domain.text import nearest
from afterword.errors import NotUnderstood
from afterword.languages.loader import DEFAULT

T = TypeVar("T")
THEMES = ("afterword-dark", "afterword-light", "afterword-contrast")
MOST_UNKNOWN = 50
"""So many unknown names are told at a time: in a file that is none of settings, each line is one."""
_HIGHEST_DAYS = 365
_FEWEST_CHARACTERS, LINKEDIN_MOST = 100, 300
_COUNTS = tuple(name for name in Policy.__struct_fields__ if type(getattr(Policy(), name)) is int)


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


_WAYS = (
    (Via.BY_HAND, "by hand: you copy and send each yourself"),
    (Via.MAILTO, "mailto: your mail program opens with the letter"),
    (Via.EML, "eml: as a file for your mail program"),
    (Via.CLIPBOARD, "clipboard: copied, for web mail"),
    (Via.SMTP, "smtp: by a server, see [smtp]"),
    (Via.SENDMAIL, "sendmail: by a command such as msmtp"),
)
_COPIES = (
    (SentCopy.NOWHERE, "nowhere: the server keeps one itself"),
    (SentCopy.IMAP, "imap: a folder on the server, see [imap]"),
    (SentCopy.MAILDIR, "maildir: a folder of this machine"),
)


class SendSettings(Struct, frozen=True, kw_only=True):
    """How letters go out."""

    via: Annotated[
        Via, Field("How letters go out", "smtp, sendmail, mailto, eml, clipboard or by hand.", choices=_WAYS)
    ] = Via.BY_HAND
    copy_to: Annotated[SentCopy, Field("Copy to", "Where a copy goes: imap, maildir, or nothing.", choices=_COPIES)] = (
        SentCopy.NOWHERE
    )
    copy_folder: Annotated[
        str, Field("Folder of the copy", "The folder (IMAP) or full path (Maildir) of the copy.", example="Sent")
    ] = "Sent"
    command: Annotated[
        tuple[str, ...],
        Field("Command", "A sendmail-compatible command, word by word; it reads the letter.", example="msmtp -t"),
    ] = ("sendmail", "-i", "-t")


class ServerSettings(Struct, frozen=True, kw_only=True):
    """One server. The password is what `password_command` prints; it is never stored."""

    host: Annotated[str, Field("Server", "The server's name; empty means none.", example="mail.example.org")] = ""
    port: Annotated[int, Field("Port", "Its port; 0 means the usual one for the kind of security.", example="465")] = 0
    security: Annotated[Security, Field("Security", "starttls, tls, or none (this machine only).")] = Security.TLS
    user: Annotated[str, Field("User", "The user name; empty means no log-in.", example="sam@seeker.example")] = ""
    password_command: Annotated[
        tuple[str, ...],
        Field(
            "Password command",
            "The command that prints the password, word by word; the password itself stands nowhere.",
            example="secret-tool lookup mail sam",
        ),
    ] = ()
    auth: Annotated[Auth, Field("Log-in", "password, or xoauth2 when the command prints a token.")] = Auth.PASSWORD
    ca_file: Annotated[
        str, Field("Certificates", "A certificate authority to trust beside the system's.", example="~/ca.pem")
    ] = ""
    timeout: Annotated[float, Field("Patience", "Seconds to wait for an answer.", example="30")] = 30


class CheckSettings(Struct, frozen=True, kw_only=True):
    """Where replies are looked for."""

    folders: Annotated[
        tuple[str, ...],
        Field(
            "IMAP folders",
            "IMAP folders; empty means inbox, archive and junk where they exist.",
            FieldKind.LINES,
            "INBOX",
        ),
    ] = ()
    maildirs: Annotated[tuple[str, ...], Field("Maildirs", "Maildir folders.", FieldKind.LINES, "~/Mail")] = ()
    mboxes: Annotated[
        tuple[str, ...], Field("mbox files", "mbox files; they are only read.", FieldKind.LINES, "/var/mail/sam")
    ] = ()
    every_minutes: Annotated[
        int,
        Field("Look every", "Look by itself every so many minutes while the app is open; 0 means never.", example="10"),
    ] = 0


class MailSettings(Struct, frozen=True, kw_only=True):
    """Everything about mail, as the sections `send`, `smtp`, `imap` and `check` of the settings."""

    send: SendSettings = field(default_factory=SendSettings)
    smtp: ServerSettings = field(default_factory=ServerSettings)
    imap: ServerSettings = field(default_factory=ServerSettings)
    check: CheckSettings = field(default_factory=CheckSettings)


_HIGHEST_PORT, _LONGEST_WAIT, _LONGEST_PAUSE = 65_535, 600, 24 * 60


class Me(Struct, frozen=True, kw_only=True):
    """Who writes the letters."""

    name: Annotated[str, Field("Your name", "Your name, under each letter.", example="Sam Seeker")] = ""
    address: Annotated[
        str, Field("Mail address", "Your mail address, in the From line of each letter.", example="sam@seeker.example")
    ] = ""
    addresses: Annotated[
        tuple[str, ...],
        Field(
            "Other addresses",
            "Your other addresses; what you wrote from them is no answer.",
            FieldKind.LINES,
            "sam@work.example",
        ),
    ] = ()
    zone: Annotated[
        str, Field("Time zone", "Your IANA time zone; empty means the zone of this machine.", example="Europe/Berlin")
    ] = ""
    language: Annotated[
        str,
        Field(
            "Language",
            "The language of letters where no person or application says another: en, de, fr, es.",
            choices=LANGUAGES,
        ),
    ] = DEFAULT
    linkedin: Annotated[
        int,
        Field(
            "LinkedIn note",
            "Characters that a note on LinkedIn may hold: 200 with a free account, else 300.",
            example="200",
        ),
    ] = 200


class ScreenSettings(Struct, frozen=True, kw_only=True):
    """How the full-screen app looks and behaves."""

    theme: Annotated[
        str, Field("Theme", f"{', '.join(THEMES)}.", choices=tuple((theme, theme) for theme in THEMES))
    ] = THEMES[0]
    mouse: Annotated[bool, Field("Mouse", "false leaves the mouse to the terminal.")] = True
    editor: Annotated[
        str, Field("Editor", "The editor for longer texts; empty means $VISUAL, then $EDITOR.", example="vim")
    ] = ""


def _hook(label: str, when: str) -> Field:
    return Field(label, f"A command that is run {when}, word by word; it gets one JSON document.", example="notify")


class HookSettings(Struct, frozen=True, kw_only=True):
    """Commands that are run after something was saved."""

    replied: Annotated[tuple[str, ...], _hook("Replied", "after somebody replied")] = ()
    sent: Annotated[tuple[str, ...], _hook("Sent", "after a letter went out")] = ()
    rejected: Annotated[tuple[str, ...], _hook("Rejected", "after a rejection was noted")] = ()
    due_changed: Annotated[tuple[str, ...], _hook("Due changed", "after something else is due than before")] = ()


class Settings(Struct, frozen=True, kw_only=True):
    """Everything a person can set. `keys` goes from the id of an action to the key that should do it.

    What is wrong with a key is for whoever has keys to say: it keeps nobody out.
    """

    me: Me = field(default_factory=Me)
    policy: Policy = field(default_factory=Policy)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    hooks: HookSettings = field(default_factory=HookSettings)
    keys: Mapping[str, object] = field(default_factory=dict)


SECTIONS: dict[str, type[Struct]] = {"me": Me, "screen": ScreenSettings, "policy": Policy, "hooks": HookSettings}
MAIL_SECTIONS: dict[str, type[Struct]] = {
    "send": SendSettings,
    "smtp": ServerSettings,
    "imap": ServerSettings,
    "check": CheckSettings,
}


class Mistake(Struct, frozen=True):
    """One thing that is wrong in a file of settings: where, what, and what to write instead; line 0 where none has it.

    The key is empty where the line is no setting at all.
    """

    key: str
    problem: str
    hint: str = ""
    line: int = 0

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, as `config check` says it."""
        return f"{f'{self.key}: ' if self.key else ''}{self.problem}. {self.hint}".rstrip()


def wrong_values(settings: Settings) -> Iterator[Mistake]:
    """A mistake for each value of the right kind that can never work."""
    if settings.screen.theme not in THEMES:
        near = nearest(settings.screen.theme, THEMES) or THEMES[0]
        yield Mistake("screen.theme", f"no theme “{settings.screen.theme}”", f"Try “{near}”.")
    for key in _COUNTS:
        value = getattr(settings.policy, key)
        if not 0 <= value <= _HIGHEST_DAYS:
            yield Mistake(f"policy.{key}", f"{value} is not between 0 and {_HIGHEST_DAYS}")
    yield from (Mistake(*mistake) for mistake in mail_mistakes(settings.mail))
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
            hint = "Write starttls or tls; none is for this machine alone, such as localhost."
            yield f"{name}.security", problem, hint
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
