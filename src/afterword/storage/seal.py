"""Owns the seal: the small file beside a journal that says which version of it the bytes are that were written last.

So the journal itself holds nothing that changes with every save. The seal is written before the journal is, and names
the versions before it, too: whatever of the two a crash leaves, one of them fits. Nothing rests on it. Where it is
missing, or fits no more since somebody else has written, or a sync program carried it along at another moment, the
journal is looked through once and sealed anew.
"""

import contextlib
import os
import re
import stat
from pathlib import Path

import msgspec
from msgspec import Struct

from afterword.codec.document import Head
from afterword.codec.layout import cut
from afterword.codec.records import shape
from afterword.storage import files

MOST_VERSIONS = 32
_LONGEST = 4096
_VERSION = re.compile(r"\d{1,18}-[0-9a-f]{8}")
IGNORED = (
    "# What belongs to this machine alone.\n"
    "backups/\nbookmarks/\nhistory.jsonl\ntyped/\nsession.json*\nviews.json*\n.due*\n.*.lock\n.*.seal\n.*.tmp\n"
)
"""What git is told to leave alone beside a journal."""


class Seal(Struct, frozen=True):
    """The version that was written last and those it came from, by a program that knew the fields of that shape.

    `lengths` are those of its tables, so that none of them has to be looked for.
    """

    shape: int
    version: str
    after: tuple[str, ...] = ()
    lengths: tuple[int, ...] = ()

    def sections_of(self, raw: bytes, schema: int) -> dict[str, msgspec.Raw] | None:
        """The text of the tables in these bytes, if they are of the version written last; else most likely None.

        None where the program that wrote them knew other fields.
        """
        return cut(raw, schema, self.lengths) if self.shape == shape() else None

    def versions_of(self, checksum: str) -> tuple[str, tuple[str, ...]] | None:
        """Which of its versions that is the checksum of, and those before it; None where it knows none."""
        found = f"-{checksum}"
        versions = (*self.after, self.version)
        known = (place for place in reversed(range(len(versions))) if versions[place].endswith(found))
        place = next(known, None)
        return None if place is None else (versions[place], versions[:place])


def number_of(version: str) -> int:
    """The number in the name of a version; 0 where it has none."""
    return int(version.partition("-")[0] or 0)


def seal_of(path: Path) -> Path:
    """The seal of the journal there."""
    return path.with_name(f".{path.name}.seal")


def read_seal(path: Path) -> Seal | None:
    """The seal of the journal there; None where there is none that makes sense."""
    try:
        descriptor = os.open(seal_of(path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            seal = msgspec.json.decode(os.read(descriptor, _LONGEST).partition(b"\n")[0], type=Seal)
        finally:
            os.close(descriptor)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    sound = 0 <= seal.shape < 2**32 and all(map(_VERSION.fullmatch, (seal.version, *seal.after)))
    return seal if sound else None


def write_seal(path: Path, head: Head, lengths: tuple[int, ...]) -> bool:
    """Seals the journal there, for the first time or again. Where that cannot be, the next reader looks twice.

    Only while the lock is held. Its bytes are written in place.
    """
    raw = msgspec.json.encode(Seal(shape(), head.version, head.after, lengths)) + b"\n"
    flags = os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    with contextlib.suppress(OSError):
        descriptor = os.open(seal_of(path), flags, files.PRIVATE_FILE)
        try:
            status = os.fstat(descriptor)
            if stat.S_ISREG(status.st_mode):
                os.pwrite(descriptor, raw, 0)
                if status.st_size > len(raw):
                    os.ftruncate(descriptor, len(raw))
                files.sync(descriptor)
                return not status.st_size
        finally:
            os.close(descriptor)
    return False


def keep_out_of_git(folder: Path) -> None:
    """Tells git to leave alone what belongs to one machine, where nobody has told it anything."""
    with contextlib.suppress(OSError):
        files.write_apart(folder / ".gitignore", IGNORED.encode())
