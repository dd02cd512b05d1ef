"""Owns the mail side of the ports: which outbox, copies and inboxes the settings choose.

The start of the program imports this, so whatever does the work is imported when it is first used.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar, cast

from afterword.domain.conversation.facts import Outgoing
from afterword.domain.conversation.message import Incoming
from afterword.domain.conversation.threads import MailSearch
from afterword.errors import CheckFailed, UserError
from afterword.paths import typed_path
from afterword.ports import Inbox, Outbox, SentFolder
from afterword.settings import MailSettings, SentCopy, Via

T = TypeVar("T")
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_IDENTIFYING_HEADERS = ("date", "message-id", "received", "mime-version", "subject")


class LetterExport:
    """See `ports.LetterForms`; what composes is imported when the first letter is handed over."""

    def eml(self, letter: Outgoing, *, as_draft: bool) -> bytes:
        """See `ports.LetterForms`."""
        from afterword.mail.compose import as_bytes

        return as_bytes(letter, as_draft=as_draft, from_needed=False)

    def mailto(self, letter: Outgoing, *, for_terminal: bool = False) -> str:
        """See `ports.LetterForms`."""
        from afterword.mail.compose import mailto_url

        return mailto_url(letter, for_terminal=for_terminal)


class _Later:
    """Stands for what is made, with the libraries it needs, when more than is `known` is asked of it."""

    def __init__(self, make: Callable[[], object], attributes: Mapping[str, str]) -> None:
        self._make = make
        self.__dict__.update(attributes)

    @cached_property
    def _adapter(self) -> object:
        return self._make()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._adapter, name)


def _later(make: Callable[[], T], **attributes: str) -> T:
    return cast("T", _Later(make, attributes))


def outbox_of(settings: MailSettings) -> Outbox | None:
    """The outbox of `[send] via`; None where the person hands the letter over."""
    send = settings.send

    def smtp() -> Outbox:
        from afterword.mail.connection import run_command
        from afterword.mail.outbox import SmtpOutbox

        return SmtpOutbox(settings.smtp, run_command)

    def sendmail() -> Outbox:
        from afterword.mail.outbox import SendmailOutbox

        return SendmailOutbox(send.command)

    factory = {Via.SMTP: smtp, Via.SENDMAIL: sendmail}.get(send.via)
    return _later(factory, via=send.via.value) if factory else None


def sent_folder_of(settings: MailSettings) -> SentFolder | None:
    """Where `[send] copy_to` wants copies; None for nowhere."""
    send = settings.send

    def on_server() -> SentFolder:
        from afterword.mail.connection import run_command
        from afterword.mail.sent_folders import ImapSentFolder

        return ImapSentFolder(settings.imap, send.copy_folder, run_command)

    def in_maildir() -> SentFolder:
        from afterword.mail.sent_folders import MaildirSentFolder

        return MaildirSentFolder(send.copy_folder)

    factory = {SentCopy.IMAP: on_server, SentCopy.MAILDIR: in_maildir}.get(send.copy_to)
    return _later(factory) if factory else None


def inboxes_of(settings: MailSettings, bookmarks: Path) -> tuple[Inbox, ...]:
    """The inboxes of `[imap]` and `[check]`; where each look got to is kept in the folder `bookmarks`."""
    server, look = settings.imap, settings.check

    def imap() -> Inbox:
        from afterword.mail.connection import run_command
        from afterword.mail.inbox.bookmarks import Bookmarks
        from afterword.mail.inbox.imap import ImapInbox

        return ImapInbox(server, look.folders, run_command, Bookmarks(bookmarks))

    account = [_later(imap, name=f"IMAP {server.user}@{server.host}")] if server.host else []
    return (*account, *inboxes_at(map(Path, look.maildirs), map(Path, look.mboxes), (), bookmarks))


def inboxes_at(
    maildirs: Iterable[Path], mboxes: Iterable[Path], files: Iterable[Path], bookmarks: Path
) -> tuple[Inbox, ...]:
    """The inboxes at these paths; all the single files together are one."""
    paths = tuple(files)

    def maildir(path: Path) -> Inbox:
        from afterword.mail.inbox.bookmarks import Bookmarks
        from afterword.mail.inbox.maildir import MaildirInbox

        return MaildirInbox(_usable(path), Bookmarks(bookmarks))

    def mbox(path: Path) -> Inbox:
        from afterword.mail.inbox.bookmarks import Bookmarks
        from afterword.mail.inbox.mail_files import MboxInbox

        return MboxInbox(_usable(path), Bookmarks(bookmarks))

    def single() -> Inbox:
        from afterword.mail.inbox.mail_files import FilesInbox

        return FilesInbox(paths)

    return (
        *(_later(partial(maildir, path), name=f"Maildir {path}") for path in maildirs),
        *(_later(partial(mbox, path), name=f"mbox {path}") for path in mboxes),
        *([_later(single, name="mail files")] if paths else []),
    )


def _usable(path: Path) -> Path:
    """Raises `CheckFailed` where nothing can be there: one such line of the settings keeps no other from being read."""
    try:
        return typed_path(path)
    except UserError as error:
        raise CheckFailed(error.title, hint="Check [check] in the settings.") from error


def inbox_of_file(name: str, raw: bytes) -> Inbox:
    """The mail, or the mails of an mbox, in these bytes of a file of that name."""
    from afterword.mail.inbox.mail_files import HandedInbox

    return HandedInbox(name, raw)


class MailReader:
    """See `ports.ReplyReader`; what takes mails apart is imported when something is first handed in."""

    def read(self, handed: bytes | str, search: MailSearch) -> Incoming | None:
        """See `ports.ReplyReader`."""
        from afterword.mail.inbox.incoming_mail import incoming_of
        from afterword.mail.parse import NotAMail, looks_like_text, parse

        raw = _as_bytes(handed)
        try:
            message = parse(raw)
        except NotAMail:
            if raw.strip() and not looks_like_text(raw):
                raise
            return None
        # People's own words can begin with “To: …”; a mail says from whom it is, and when or which it is.
        if not message.has_header("from") or not any(message.has_header(name) for name in _IDENTIFYING_HEADERS):
            return None
        return incoming_of(message, search, "")


def _as_bytes(handed: bytes | str) -> bytes:
    """A pasted source is in the one character set its parts name, as far as it can be written in it."""
    if isinstance(handed, bytes):
        return handed
    from afterword.mail.decoding import codec_of

    codecs = {codec_of(name) for name in _CHARSET.findall(handed)}
    codec = codecs.pop() if len(codecs) == 1 else None
    if codec is not None:
        with suppress(UnicodeError):
            return handed.encode(codec)
    return handed.encode("utf-8", "replace")
