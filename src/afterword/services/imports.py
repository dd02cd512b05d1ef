"""Owns taking in a table of interviews: all of its lines in one step, and none of them twice."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from msgspec import Struct

from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.text import fold
from afterword.errors import AfterwordError, UserError
from afterword.ports import Transaction
from afterword.services.applications import ApplicationService
from afterword.services.interviews import InterviewService
from afterword.services.services import UndoableStore


class ImportedLine(Struct, frozen=True, kw_only=True):
    """One line to take in: the fields of the interview, of its application, and how that ended."""

    line: int
    id: str = ""
    application_id: str = ""
    interview: Mapping[str, object]
    application: Mapping[str, object] = {}
    outcome: Mapping[str, object] = {}


class TableTakenIn(Struct, frozen=True):
    """What came of it: the interviews that were added, and the lines that were known already."""

    added: tuple[Interview, ...]
    known: tuple[int, ...]


class ImportService:
    """The verb of importing lines."""

    def __init__(self, store: UndoableStore, interviews: InterviewService, applications: ApplicationService) -> None:
        self._store = store
        self._interviews = interviews
        self._applications = applications

    def take_in(self, lines: Sequence[ImportedLine], *, rehearse: bool = False) -> TableTakenIn:
        """Adds the interviews of these lines, earliest first, so that rounds join their applications.

        All come in or none does. With `rehearse` nothing is kept. Raises `UserError` with the lines that were refused.
        """
        with suppress(_RehearsedError), self._store.transaction("import") as work:
            taken = self._all(work, lines)
            if rehearse:
                # A transaction that ends by an error keeps nothing.
                raise _RehearsedError
        return taken

    def _all(self, work: Transaction, lines: Sequence[ImportedLine]) -> TableTakenIn:
        added: list[Interview] = []
        known: list[int] = []
        refused: list[str] = []
        for line in sorted(lines, key=lambda line: str(line.interview["at"])):
            if _is_known(work.journal, line):
                known.append(line.line)
                continue
            try:
                added.append(self._add(work, line))
            except AfterwordError as error:
                refused.append(f"Line {line.line}: {error.title}")
        if refused:
            raise UserError("Nothing was imported.", "\n".join(refused), "Mend these lines, and import again.")
        return TableTakenIn(tuple(added), tuple(known))

    def _add(self, work: Transaction, line: ImportedLine) -> Interview:
        interview = self._interviews.add(line.interview)
        if line.application:
            self._applications.edit(interview.application_id, line.application)
        if line.outcome and not work.journal.applications[interview.application_id].is_ended:
            self._applications.hear(interview.application_id, line.outcome)
        return interview


class _RehearsedError(Exception):
    """Nothing is to be kept."""


def _is_known(journal: Journal, line: ImportedLine) -> bool:
    """Whether that interview is here: by its id, else by company, role, day and hour."""
    if line.id in journal.interviews:
        return True
    at, told = line.interview["at"], (fold(str(line.interview["company"])), fold(str(line.interview["role"])))
    return any(
        interview.at == at and (fold(interview.company), fold(interview.role)) == told
        for interview in journal.interviews.values()
    )
