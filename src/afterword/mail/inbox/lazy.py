"""Owns which inboxes the settings or a call name; each is loaded, with what it needs, when it is first looked into."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct

from afterword.domain.conversation.incoming import Incoming, Wanted
from afterword.ports import Inbox, Progress
from afterword.settings import MailSettings


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
    found: list[Inbox] = []
    if settings.imap.host:
        found.append(LazyInbox(f"IMAP {settings.imap.user}@{settings.imap.host}", partial(_imap, settings, bookmarks)))
    maildirs, mboxes = settings.check.maildirs, settings.check.mboxes
    return (*found, *inboxes_at(map(Path, maildirs), map(Path, mboxes), (), bookmarks))


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
    from afterword.mail.inbox.bookmarks import Bookmarks
    from afterword.mail.inbox.imap import ImapInbox
    from afterword.mail.secrets import run_command

    return ImapInbox(settings.imap, settings.check.folders, run_command, Bookmarks(bookmarks))


def _maildir(path: Path, bookmarks: Path) -> Inbox:
    from afterword.mail.inbox.bookmarks import Bookmarks
    from afterword.mail.inbox.maildir import MaildirInbox

    return MaildirInbox(path, Bookmarks(bookmarks))


def _mbox(path: Path, bookmarks: Path) -> Inbox:
    from afterword.mail.inbox.bookmarks import Bookmarks
    from afterword.mail.inbox.mbox import MboxInbox

    return MboxInbox(path, Bookmarks(bookmarks))


def _files(paths: tuple[Path, ...]) -> Inbox:
    from afterword.mail.inbox.files import FilesInbox

    return FilesInbox(paths)
