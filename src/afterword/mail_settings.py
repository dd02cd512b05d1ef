"""Owns the settings of mail: which way letters go out, where replies are looked for; settings reads the file."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from msgspec import Struct, field


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


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: `localhost`, or an address of its own."""
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def mistakes(mail: MailSettings) -> Iterator[tuple[str, str, str]]:
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


def gaps(mail: MailSettings, own_address: str) -> Iterator[str]:
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
