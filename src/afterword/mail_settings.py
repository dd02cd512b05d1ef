"""Owns the settings of mail: which way letters go out, where replies are looked for; settings reads the file."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SendSettings:
    """How letters go out."""

    via: Annotated[Via, "smtp, sendmail, mailto, eml, clipboard or by hand."] = Via.BY_HAND
    copy_to: Annotated[SentCopy, "Where a copy goes: imap, maildir, or nothing."] = SentCopy.NOWHERE
    copy_folder: Annotated[str, "The folder (IMAP) or path (Maildir) of the copy."] = "Sent"
    command: Annotated[tuple[str, ...], "A sendmail-compatible command; it reads the letter."] = (
        "sendmail",
        "-i",
        "-t",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """One server. The password is what `password_command` prints; it is never stored."""

    host: Annotated[str, "The server's name; empty means none."] = ""
    port: Annotated[int, "Its port; 0 means the usual one for the kind of security."] = 0
    security: Annotated[Security, "starttls, tls, or none (this machine only)."] = Security.TLS
    user: Annotated[str, "The user name; empty means no log-in."] = ""
    password_command: Annotated[tuple[str, ...], "The command that prints the password, word by word."] = ()
    auth: Annotated[Auth, "password, or xoauth2 when the command prints a token."] = Auth.PASSWORD
    ca_file: Annotated[str, "A certificate authority to trust beside the system's."] = ""
    timeout: Annotated[int, "Seconds to wait for an answer."] = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """Where replies are looked for."""

    folders: Annotated[tuple[str, ...], "IMAP folders; empty means inbox, archive and junk where they exist."] = ()
    maildirs: Annotated[tuple[str, ...], "Maildir folders."] = ()
    mboxes: Annotated[tuple[str, ...], "mbox files; they are only read."] = ()
    every_minutes: Annotated[int, "Look by itself every so many minutes while the app is open; 0 means never."] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """Everything about mail, as the sections `send`, `smtp`, `imap` and `check` of the settings."""

    send: SendSettings = field(default_factory=SendSettings)
    smtp: ServerSettings = field(default_factory=ServerSettings)
    imap: ServerSettings = field(default_factory=ServerSettings)
    check: CheckSettings = field(default_factory=CheckSettings)
