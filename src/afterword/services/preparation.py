"""Owns the questions of the evaluation and of the prep sheet; answers are kept until something they rest on changed."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from afterword.domain.conversation.request import Event, EventKind, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.document import DocumentFormat
from afterword.domain.evaluation.filters import EVERYTHING, Filter
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.policy import Policy
from afterword.errors import NotFound
from afterword.ports import Clock
from afterword.services import lookup
from afterword.services.undoable_store import UndoableStore

# The evaluation is loaded when it is first asked for: most calls of the command line never do.
if TYPE_CHECKING:
    from afterword.domain.document import Document
    from afterword.domain.evaluation.evaluation import Evaluation
    from afterword.domain.evaluation.prep import PrepSheet


Render = Callable[["Document", DocumentFormat, int | None], str]
"""Writes a document in one of the forms; plain text in lines of at most that width, where one is given."""
TEXT_WIDTH = 78

_IGNORED = frozenset({EventKind.DRAFTED, EventKind.SNOOZED})
"""Happenings that no part of the evaluation looks at."""
_EVIDENCE = ("interviews", "reflections", "findings", "examples", "pointers", "competencies")
"""The tables in which every change counts; of the conversations only some do."""
_KEPT_ANSWERS = 16


class PreparationContext(Struct, frozen=True):
    """What the answers need beside the journal: the tracker as it is today, and how a document is written down."""

    tracker: Callable[[], tuple[TrackerRow, ...]]
    render: Render


class PreparationService:
    """The questions. Every answer is of the newest state."""

    def __init__(self, ledger: UndoableStore, clock: Clock, policy: Policy, around: PreparationContext) -> None:
        self._store = ledger
        self._clock = clock
        self._policy = policy
        self._around = around
        self._made: tuple[Journal, date] | None = None
        self._evaluations: dict[Filter, Evaluation] = {}
        self._sheets: dict[str, PrepSheet] = {}

    def evaluation(self, chosen: Filter = EVERYTHING) -> "Evaluation":
        """The evaluation of the interviews the filter lets through; the same object while nothing has changed."""
        from afterword.domain.evaluation.evaluation import EvaluationContext, evaluate

        journal = self._fresh()
        found = self._evaluations.get(chosen)
        if found is None:
            at = EvaluationContext(self._clock.now().date(), self._policy, self._around.tracker())
            found = evaluate(journal, chosen, at)
            if len(self._evaluations) >= _KEPT_ANSWERS:
                self._evaluations.clear()
            self._evaluations[chosen] = found
        return found

    def next_interview(self) -> Interview | None:
        """The interview that comes next, if one is planned."""
        from afterword.domain.evaluation.prep import next_interview

        return next_interview(self._store.journal(), self._clock.now())

    def prep(self, interview_id: str | None = None) -> "PrepSheet":
        """The sheet for that interview, or for the next one. Raises `NotFound`."""
        from afterword.domain.evaluation.prep import prep_sheet

        journal = self._fresh()
        interview = lookup.interview(journal, interview_id) if interview_id else self.next_interview()
        if interview is None:
            raise NotFound("No interview is planned.", hint="Add one with its date, or name an interview.")
        found = self._sheets.get(interview.id)
        if found is None:
            found = prep_sheet(journal, interview, self.evaluation(), self._clock.now().date())
            self._sheets[interview.id] = found
        return found

    def sheet_text(self, interview_id: str | None = None, form: DocumentFormat = DocumentFormat.TEXT) -> str:
        """The sheet written down: plain text, Markdown, or one self-contained printable page."""
        from afterword.domain.evaluation.documents import prep_document

        return self._around.render(prep_document(self.prep(interview_id)), form, TEXT_WIDTH)

    def evaluation_text(self, chosen: Filter = EVERYTHING, width: int | None = None) -> str:
        """The evaluation as plain text, in lines of at most that width where one is given."""
        from afterword.domain.evaluation.documents import evaluation_document

        document = evaluation_document(self.evaluation(chosen))
        return self._around.render(document, DocumentFormat.TEXT, width and min(width, TEXT_WIDTH)).rstrip("\n")

    def _fresh(self) -> Journal:
        """The newest journal, with every kept answer dropped that it makes wrong."""
        journal, today = self._store.journal(), self._clock.now().date()
        if self._made is None or self._made[1] != today or not same_evidence(self._made[0], journal):
            self._evaluations.clear()
            self._sheets.clear()
        self._made = journal, today
        return journal


def same_evidence(before: Journal, after: Journal) -> bool:
    """Whether two journals lead to the same evaluation: equal but for drafts and what was put off."""
    if before is after:
        return True
    for table in _EVIDENCE:
        old_records, new_records = getattr(before, table), getattr(after, table)
        if old_records is not new_records and old_records != new_records:
            return False
    if before.requests is after.requests:
        return True
    if before.requests.keys() != after.requests.keys():
        return False
    return all(old is after.requests[key] or _same(old, after.requests[key]) for key, old in before.requests.items())


def _same(old: Request, new: Request) -> bool:
    return (old.interview_id, old.interviewer_id, _telling(old)) == (
        new.interview_id,
        new.interviewer_id,
        _telling(new),
    )


def _telling(request: Request) -> list[Event]:
    return [event for event in request.events if event.kind not in _IGNORED]
