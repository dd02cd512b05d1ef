"""Owns the copy of a sent letter in a Maildir, by its rules: written whole in `tmp`, then moved into `cur` as seen."""

import os
import re
import socket
from pathlib import Path

from afterword.domain.conversation.outgoing import Outgoing
from afterword.errors import SendFailed
from afterword.mail.compose import as_bytes

_PARTS = ("cur", "new", "tmp")
_SEEN = ":2,S"
_PRIVATE = 0o600


class MaildirSentFolder:
    """One Maildir that is there already: a new one for a path with a slip in it would hide the copies."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder).expanduser()

    def keep(self, letter: Outgoing) -> None:
        """See `ports.SentFolder`. Keeping the same letter again changes nothing."""
        if not all((self._folder / part).is_dir() for part in _PARTS):
            raise SendFailed(
                f"{self._folder} is no Maildir: it needs the folders cur, new and tmp.",
                hint="Check [send] copy_folder in the settings, or make them.",
            )
        name = _name(letter)
        try:
            _write(self._folder, name, as_bytes(letter).replace(b"\r\n", b"\n"))
        except OSError as error:
            raise SendFailed(
                f"{self._folder} cannot be written.", f"{error.strerror}.", "Check its permissions and the disk."
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
        draft.rename(folder / "cur" / f"{name}{_SEEN}")
    finally:
        draft.unlink(missing_ok=True)
    _sync(folder / "cur")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
