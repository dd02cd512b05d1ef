"""Owns the verbs on findings: mark a phrase of a reply, change its kind or competency, take it away."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.competency import suggest
from afterword.domain.conversation.request import Request
from afterword.domain.dates import show_date
from afterword.domain.fields import changed
from afterword.domain.finding import Finding, FindingKind, Todo, bare_quote, locate
from afterword.domain.journal import Journal
from afterword.errors import NotFound, UserError
from afterword.ports import Clock, Ids
from afterword.services import lookup
from afterword.services.services import UndoableStore


class Mark(Struct, frozen=True, kw_only=True):
    """A phrase to mark. `reply_id` and `start` name its place; without them it is looked for in every reply.

    The place is one in the newly written words, or with `whole` in the whole message. A phrase without a place is
    looked for in the words of every reply first, then in everything that came with them.
    `competency` is an id or name; None asks for a guess from the words, an empty string for none.
    """

    kind: FindingKind
    quote: str
    competency: str | None = None
    reply_id: str | None = None
    start: int | None = None
    whole: bool = False


class FindingService:
    """The verbs on findings."""

    def __init__(self, store: UndoableStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def mark(self, request_id: str, mark: Mark) -> Finding:
        """A new finding. Refused when there is no reply or the words do not stand in it."""
        with self._store.transaction(f"mark {mark.kind}") as work:
            request = lookup.request(work.journal, request_id)
            place = _place(request, mark)
            for old in work.journal.findings_of(request.id):
                if (_Place(old.reply_id, old.start, old.quote, old.whole), old.kind) == (place, mark.kind):
                    raise UserError("That phrase is marked already.")
            finding = Finding(
                id=self._ids.new(),
                request_id=request.id,
                reply_id=place.reply_id,
                kind=mark.kind,
                quote=place.quote,
                start=place.start,
                created=self._clock.now(),
                competency=_competency(work.journal, mark.competency, place.quote),
                whole=place.whole,
            )
            work.put(finding)
        return finding

    def change(self, finding_id: str, kind: FindingKind | None = None, competency: str | None = None) -> Finding:
        """The finding with another kind or competency (an empty string takes the competency away)."""
        with self._store.transaction("change finding") as work:
            old = lookup.finding(work.journal, finding_id)
            chosen = old.competency if competency is None else _competency(work.journal, competency, "")
            finding = replace(old, kind=kind or old.kind, competency=chosen)
            work.put(finding)
        return finding

    def remove(self, finding_id: str) -> Finding:
        """The finding taken away; the words stay in the reply."""
        with self._store.transaction("remove finding") as work:
            finding = lookup.finding(work.journal, finding_id)
            work.remove(finding)
        return finding


class _Place(Struct, frozen=True):
    """Where a phrase stands, and the words as they stand there."""

    reply_id: str
    start: int
    quote: str
    whole: bool


def _place(request: Request, mark: Mark) -> _Place:
    replies = [one for one in request.replies if mark.reply_id in (None, one.id)]
    if not replies:
        raise UserError("There is no reply to mark yet.", hint="Record the reply first.")
    if mark.start is not None:
        source = replies[-1].full_text if mark.whole else replies[-1].text
        text = source[mark.start : mark.start + len(mark.quote)]
        if text == mark.quote and text.strip():
            start = mark.start + len(text) - len(text.lstrip())
            return _Place(replies[-1].id, start, bare_quote(text.strip()), mark.whole)
    refusal: UserError | None = None
    for reply, whole in [*((one, False) for one in reversed(replies)), *((one, True) for one in reversed(replies))]:
        try:
            start, quote = locate(mark.quote, reply.full_text if whole else reply.text)
        except UserError as error:
            refusal = error
        else:
            return _Place(reply.id, start, bare_quote(quote), whole)
    raise refusal or NotFound("There is no such reply.")


def _competency(journal: Journal, words: str | None, quote: str) -> str | None:
    if words is None:
        return suggest(quote, journal.all_competencies)
    return lookup.competency(journal, words).id if words.strip() else None


_UNPLANNED = Todo(text="", due=date.max)
"""What stands where nothing is planned yet."""


class AdviceService:
    """The verbs on what you will do about an advice. Each returns the finding as it is now."""

    def __init__(self, store: UndoableStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def plan(self, finding_id: str, changes: Mapping[str, object], began: Finding | None = None) -> Finding:
        """The advice as an action with a day, `due`; its `text` is the advice itself unless others are given.

        One that was done is to be done again when it gets another day.
        """
        with self._store.transaction("plan advice") as work:
            old = lookup.finding(work.journal, finding_id)
            if old.kind is not FindingKind.ADVICE:
                raise UserError(
                    f"That finding is marked as {old.kind}, not as advice.",
                    hint="Make a pointer from it, or change its kind to advice first.",
                )
            stored = old.todo or _UNPLANNED
            mine = {**changes, "text": changes.get("text") or old.quote}
            todo = changed(stored, mine, None if began is None else began.todo or _UNPLANNED)
            if todo.due != stored.due and todo.due < self._clock.now().date():
                raise UserError(f"{show_date(todo.due)} is past.", hint="Choose a day ahead.")
            finding = replace(old, todo=replace(todo, done=stored.done if todo.due == stored.due else None))
            work.put(finding)
        return finding

    def done(self, finding_id: str, on: date | None = None) -> Finding:
        """The action marked as done, today unless another day is given."""
        with self._store.transaction("advice done") as work:
            old = lookup.finding(work.journal, finding_id)
            finding = replace(old, todo=replace(_planned(old), done=on or self._clock.now().date()))
            work.put(finding)
        return finding

    def reopen(self, finding_id: str) -> Finding:
        """The action still to be done after all."""
        with self._store.transaction("advice open again") as work:
            old = lookup.finding(work.journal, finding_id)
            finding = replace(old, todo=replace(_planned(old), done=None))
            work.put(finding)
        return finding

    def drop(self, finding_id: str) -> Finding:
        """The advice without an action; the advice itself stays."""
        with self._store.transaction("drop action") as work:
            old = lookup.finding(work.journal, finding_id)
            _planned(old)
            finding = replace(old, todo=None)
            work.put(finding)
        return finding


def _planned(finding: Finding) -> Todo:
    if finding.todo is None:
        raise UserError("Nothing is planned for this advice yet.", hint="Give it a day first.")
    return finding.todo
