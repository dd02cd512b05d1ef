"""Owns handing the journal on as a file, taking one in, and copies of it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from afterword.domain.journal import TABLES, Journal
from afterword.domain.text import plural
from afterword.errors import UserError
from afterword.ports import JournalFiles
from afterword.services.services import UndoableStore

_SINGULAR = {"people": "person", "competencies": "competency"}


class TakenIn(Struct, frozen=True):
    """How many records of each table came in, or would; and how many are here already."""

    added: Mapping[str, int]
    known: int

    @property
    def words(self) -> str:
        """`3 interviews, 1 person; 12 records are here already`."""
        parts = [plural(count, _SINGULAR.get(table, table[:-1]), table) for table, count in self.added.items() if count]
        here = plural(self.known, "record is", "records are")
        return f"{', '.join(parts) or 'nothing new'}{f'; {here} here already' if self.known else ''}"


class ExchangeService:
    """Exports, imports and copies the journal."""

    def __init__(self, store: UndoableStore, files: JournalFiles) -> None:
        self._store = store
        self._files = files

    @property
    def formats(self) -> Sequence[tuple[str, str]]:
        """What can be written: the ending of the file, and what it is."""
        return self._files.formats

    def export(self, form: str) -> bytes:
        """The journal in one of these formats. Raises `UserError`."""
        return self._files.write(self._store.journal(), form)

    def backup(self) -> str:
        """Copy the journal as it stands; the path of the copy. Raises `UserError`."""
        return self._files.backup()

    def restore(self, path: str) -> None:
        """Put that copy in the journal's place; what stands there is kept. Raises `UserError`."""
        self._files.restore(path)

    def begin_anew(self) -> None:
        """Begin an empty journal where there is none any more. Raises `UserError`."""
        self._files.begin_anew()

    def preview(self, raw: bytes) -> TakenIn:
        """What would come in of that file. Raises `UserError`."""
        here = self._store.journal()
        return _counted(here, self._files.read(raw, here))

    def take_in(self, raw: bytes) -> TakenIn:
        """Take in that file, all of it or nothing, never over a record that is here. Raises `UserError`."""
        with self._store.transaction("import") as work:
            incoming = self._files.read(raw, work.journal)
            taken = _counted(work.journal, incoming)
            for table in TABLES:
                ours = getattr(work.journal, table)
                for key in [key for key in getattr(incoming, table) if key not in ours]:
                    work.put(getattr(incoming, table)[key])
        return taken


def _counted(here: Journal, incoming: Journal) -> TakenIn:
    """How many records are new, by table. Refused where one differs from ours."""
    added: dict[str, int] = {}
    known = 0
    for table in TABLES:
        ours, theirs = getattr(here, table), getattr(incoming, table)
        differing = [key for key, record in theirs.items() if key in ours and ours[key] != record]
        if differing:
            raise UserError(
                f"{table} “{differing[0]}” is here already and differs from the one in the file.",
                "Nothing was imported, so that nothing of yours is overwritten.",
                "To go back to that file as a whole: afterword restore FILE.",
            )
        added[table] = sum(key not in ours for key in theirs)
        known += len(theirs) - added[table]
    return TakenIn(added, known)
