"""Owns looking into single mail files that somebody names, and into folders of them."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from afterword.domain.conversation.incoming import Incoming, Wanted
from afterword.errors import CheckFailed
from afterword.mail.inbox.mbox import messages
from afterword.mail.inbox.reading import guarded
from afterword.mail.limits import MAIL_BYTES
from afterword.ports import Progress


class FilesInbox:
    """The files of one call; nothing is remembered, since each is named on purpose."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)

    @property
    def name(self) -> str:
        """See `ports.Inbox`."""
        return "mail files"

    def look(self, wanted: Wanted, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`. A file that cannot be read is named after the others were looked at."""
        failed: list[OSError] = []
        files = [file for path in self._paths for file in _files(path.expanduser(), failed)]
        count = 0
        for file in files:
            for raw in _mails(file, failed):
                if tell.stopped:
                    return
                count += 1
                tell.seen(count, None)
                mail = guarded(raw, wanted, file.name, tell)
                if mail is not None:
                    yield mail
        if failed:
            first = failed[0]
            more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
            raise CheckFailed(f"{first.filename}{more} cannot be read ({first.strerror}).", hint="Check the name.")

    def done(self) -> None:
        """Nothing to remember."""


def _files(path: Path, failed: list[OSError]) -> list[Path]:
    """The file itself, or the mails in a folder and the folders below it."""
    if not path.is_dir():
        return [path]
    try:
        return sorted(one for one in path.rglob("*") if one.suffix.lower() == ".eml" and one.is_file())
    except OSError as error:
        failed.append(error)
        return []


def _mails(file: Path, failed: list[OSError]) -> Iterator[bytes]:
    """The mail in a file, or each of them when it is an mbox under another name."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAIL_BYTES + 1)
    except OSError as error:
        failed.append(error)
        return
    if not raw.startswith(b"From "):
        yield raw
        return
    for _, one in messages(io.BytesIO(raw), 0, len(raw)):
        yield one
