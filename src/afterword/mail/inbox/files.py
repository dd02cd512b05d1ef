"""Owns looking into single `.eml` files that somebody names."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from afterword.domain.incoming import Incoming, Wanted
from afterword.errors import CheckFailed
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
        """See `ports.Inbox`."""
        for count, path in enumerate(self._paths, start=1):
            if tell.stopped:
                return
            try:
                with path.expanduser().open("rb") as file:
                    raw = file.read(MAIL_BYTES)
            except OSError as error:
                raise CheckFailed(f"{path} cannot be read: {error.strerror}.", hint="Check the name.") from error
            mail = guarded(raw, wanted, path.name, tell)
            if mail is not None:
                yield mail
            tell.seen(count, len(self._paths))

    def done(self) -> None:
        """Nothing to remember."""
