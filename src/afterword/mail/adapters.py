"""Owns the mail side of the ports: which outbox, copies and inboxes the settings choose.

The start of the program imports this, so whatever does the work is imported when it is first used.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct

from afterword.domain.conversation.incoming import Incoming, Wanted
from afterword.domain.conversation.outgoing import Outgoing
from afterword.ports import Inbox, Outbox, Progress, SentFolder
from afterword.settings import MailSettings, SentCopy, Via

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


class LazyOutbox(Struct, frozen=True):
    """An outbox that is made, with the libraries it needs, when it is first used."""

    via: str
    make: Callable[[], Outbox]

    def send(self, letter: Outgoing) -> str:
        """See `ports.Outbox`."""
        return self.make().send(letter)


class LazySentFolder(Struct, frozen=True):
    """A folder for copies of sent letters that is made when it is first used."""

    make: Callable[[], SentFolder]

    def keep(self, letter: Outgoing) -> None:
        """See `ports.SentFolder`."""
        self.make().keep(letter)


def outbox_of(settings: MailSettings) -> Outbox | None:
    """The outbox of `[send] via`; None where the person hands the letter over."""
    if settings.send.via is Via.SMTP:
        return LazyOutbox(Via.SMTP.value, lambda: _smtp(settings))
    if settings.send.via is Via.SENDMAIL:
        return LazyOutbox(Via.SENDMAIL.value, lambda: _sendmail(settings))
    return None


def sent_folder_of(settings: MailSettings) -> SentFolder | None:
    """Where `[send] copy_to` wants copies; None for nowhere."""
    if settings.send.copy_to is SentCopy.IMAP:
        return LazySentFolder(lambda: _imap_folder(settings))
    if settings.send.copy_to is SentCopy.MAILDIR:
        return LazySentFolder(lambda: _maildir_folder(settings))
    return None


def _smtp(settings: MailSettings) -> Outbox:
    from afterword.mail.connection import run_command
    from afterword.mail.outbox import SmtpOutbox

    return SmtpOutbox(settings.smtp, run_command)


def _sendmail(settings: MailSettings) -> Outbox:
    from afterword.mail.outbox import SendmailOutbox

    return SendmailOutbox(settings.send.command)


def _imap_folder(settings: MailSettings) -> SentFolder:
    from afterword.mail.connection import run_command
    from afterword.mail.sent_folders import ImapSentFolder

    return ImapSentFolder(settings.imap, settings.send.copy_folder, run_command)


def _maildir_folder(settings: MailSettings) -> SentFolder:
    from afterword.mail.sent_folders import MaildirSentFolder

    return MaildirSentFolder(settings.send.copy_folder)


class LazyInbox(Struct, frozen=True, dict=True):
    """An inbox that is made when it is first looked into."""

    name: str
    make: Callable[[], Inbox]

    @cached_property
    def _inbox(self) -> Inbox:
        return self.make()

    def look(self, wanted: Wanted, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`."""
        return self._inbox.look(wanted, tell)

    def done(self) -> None:
        """See `ports.Inbox`."""
        self._inbox.done()


def inboxes_of(settings: MailSettings, bookmarks: Path) -> tuple[Inbox, ...]:
    """The inboxes of `[imap]` and `[check]`; where each look got to is kept in the folder `bookmarks`."""
    inboxes: list[Inbox] = []
    if settings.imap.host:
        inboxes.append(
            LazyInbox(f"IMAP {settings.imap.user}@{settings.imap.host}", partial(_imap, settings, bookmarks))
        )
    maildirs, mboxes = settings.check.maildirs, settings.check.mboxes
    return (*inboxes, *inboxes_at(map(Path, maildirs), map(Path, mboxes), (), bookmarks))


def inboxes_at(
    maildirs: Iterable[Path], mboxes: Iterable[Path], files: Iterable[Path], bookmarks: Path
) -> tuple[Inbox, ...]:
    """The inboxes at these paths; all the single files together are one."""
    named = tuple(files)
    return (
        *(LazyInbox(f"Maildir {path}", partial(_maildir, path, bookmarks)) for path in maildirs),
        *(LazyInbox(f"mbox {path}", partial(_mbox, path, bookmarks)) for path in mboxes),
        *([LazyInbox("mail files", partial(_files, named))] if named else []),
    )


def _imap(settings: MailSettings, bookmarks: Path) -> Inbox:
    from afterword.mail.connection import run_command
    from afterword.mail.inbox.bookmarks import Bookmarks
    from afterword.mail.inbox.imap import ImapInbox

    return ImapInbox(settings.imap, settings.check.folders, run_command, Bookmarks(bookmarks))


def _maildir(path: Path, bookmarks: Path) -> Inbox:
    from afterword.mail.inbox.bookmarks import Bookmarks
    from afterword.mail.inbox.maildir import MaildirInbox

    return MaildirInbox(path, Bookmarks(bookmarks))


def _mbox(path: Path, bookmarks: Path) -> Inbox:
    from afterword.mail.inbox.bookmarks import Bookmarks
    from afterword.mail.inbox.mail_files import MboxInbox

    return MboxInbox(path, Bookmarks(bookmarks))


def _files(paths: tuple[Path, ...]) -> Inbox:
    from afterword.mail.inbox.mail_files import FilesInbox

    return FilesInbox(paths)


def inbox_of_file(name: str, raw: bytes) -> Inbox:
    """The mail, or the mails of an mbox, in these bytes of a file of that name."""
    from afterword.mail.inbox.mail_files import HandedInbox

    return HandedInbox(name, raw)


class MailReader:
    """See `ports.ReplyReader`; what takes mails apart is imported when something is first handed in."""

    def read(self, handed: bytes | str, wanted: Wanted) -> Incoming | None:
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
        return incoming_of(message, wanted, "")


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
