"""Owns the copy of a sent letter: one APPEND on an IMAP server, or one file in a Maildir; reading is the inbox's."""

import os
import re
import socket
from pathlib import Path

from afterword.domain.conversation.facts import Outgoing
from afterword.errors import CheckFailed, SendFailed, UserError
from afterword.mail.compose import as_bytes
from afterword.mail.imap_session import ImapSession, ListedFolder, Refused, connected, lost
from afterword.paths import typed_path
from afterword.ports import Runner
from afterword.settings import ServerSettings

_SENT_FLAG, _SEEN_FLAG = b"\\sent", b"\\Seen"
_SHOWN = 12
_PARTS = ("cur", "new", "tmp")
_SEEN_SUFFIX = ":2,S"
_PRIVATE = 0o600


class ImapSentFolder:
    """The folder of that name, else the one that the server itself calls the place for sent mail."""

    def __init__(self, settings: ServerSettings, folder: str, run: Runner) -> None:
        self._settings = settings
        self._folder = folder
        self._run = run

    def keep(self, letter: Outgoing) -> None:
        """See `ports.SentFolder`."""
        try:
            with connected(self._settings, self._run) as session:
                session.append(self._sent_folder(session), as_bytes(letter), (_SEEN_FLAG,), letter.date)
        except (CheckFailed, OSError) as error:
            failure = error if isinstance(error, CheckFailed) else lost(error, self._settings)
            raise SendFailed(failure.title, failure.detail, failure.hint) from error
        except Refused as error:
            raise SendFailed(
                f"{self._settings.host} did not take the copy.",
                error.reason,
                "Check [send] copy_folder in the settings.",
            ) from error

    def _sent_folder(self, session: ImapSession) -> ListedFolder:
        folders, _ = session.folders()
        for fits in (lambda folder: folder.name == self._folder, lambda folder: _SENT_FLAG in folder.flags):
            if chosen := next(filter(fits, folders), None):
                return chosen
        raise SendFailed(
            f"There is no folder “{self._folder}” on {self._settings.host}.",
            f"There are: {', '.join(folder.name for folder in folders[:_SHOWN])}.",
            "Set [send] copy_folder to one of them.",
        )


class MaildirSentFolder:
    """One Maildir that is there already: a new one for a path with a slip in it would hide the copies."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def keep(self, letter: Outgoing) -> None:
        """See `ports.SentFolder`. Keeping the same letter again changes nothing."""
        try:
            folder = typed_path(self._folder)
        except UserError as error:
            raise SendFailed(error.title, hint="Check [send] copy_folder in the settings.") from error
        if not all((folder / part).is_dir() for part in _PARTS):
            raise SendFailed(
                f"{folder} is no Maildir: it needs the folders cur, new and tmp.",
                hint="Check [send] copy_folder in the settings, or make them.",
            )
        name = _name(letter)
        try:
            _write(folder, name, as_bytes(letter).replace(b"\r\n", b"\n"))
        except OSError as error:
            raise SendFailed(
                f"{folder} cannot be written.", f"{error.strerror}.", "Check its permissions and the disk."
            ) from error


def _name(letter: Outgoing) -> str:
    """A name nobody else gives: the time, our own unique id, the machine."""
    host = socket.gethostname().replace("/", "\\057").replace(":", "\\072")
    unique = re.sub(r"[^A-Za-z0-9]", "", letter.message_id.partition("@")[0])
    return f"{int(letter.date.timestamp())}.Q{unique}.{host}"


def _write(folder: Path, name: str, content: bytes) -> None:
    draft = folder / "tmp" / name
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(folder / "cur" / f"{name}{_SEEN_SUFFIX}")
    finally:
        draft.unlink(missing_ok=True)
    _sync(folder / "cur")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
