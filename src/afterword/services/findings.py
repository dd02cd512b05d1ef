"""Owns the verbs on findings: mark a phrase of a reply or a rejection, change its kind or competency, take it away."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.application import Application
from afterword.domain.conversation.request import Finding, FindingKind, Request, Todo, bare_quote, locate
from afterword.domain.dates import show_date
from afterword.domain.fields import changed
from afterword.domain.journal import Journal
from afterword.domain.suggestion import suggest
from afterword.errors import NotFound, UserError
from afterword.ports import Clock, Ids
from afterword.services import lookup
from afterword.services.services import UndoableStore


class Mark(Struct, frozen=True, kw_only=True):
    """A phrase to mark. `reply_id` and `start` name its place; without them it is looked for in every reply.

    The words of a decision are one text and have no `reply_id`.

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

    def mark(self, place_id: str, mark: Mark) -> Finding:
        """A new finding in a reply of that request, or in the words of that application's decision.

        Refused when there are no such words.
        """
        with self._store.transaction(f"mark {mark.kind}") as work:
            source = _source(work.journal, place_id)
            place = _place(source, mark)
            for old in _marked(work.journal, source):
                if (_Place(old.reply_id, old.start, old.quote, old.whole), old.kind) == (place, mark.kind):
                    raise UserError("That phrase is marked already.")
            of_request = isinstance(source, Request)
            finding = Finding(
                id=self._ids.new(),
                request_id=source.id if of_request else "",
                application_id="" if of_request else source.id,
                reply_id=place.reply_id,
                kind=mark.kind,
                quote=place.quote,
                start=place.start,
                created=self._clock.now(),
                competency=_competency_of(work.journal, mark, place.quote),
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


class _Text(Struct, frozen=True):
    """A text in which phrases are marked; `whole` is the message around the newly written words."""

    id: str
    words: str
    whole: str = ""


def _source(journal: Journal, prefix: str) -> Request | Application:
    """The request with that id, else the application."""
    requests = {request.id: request for request in journal.live_requests}
    known = prefix and any(key.startswith(prefix) for key in requests)
    if not known and any(each.id.startswith(prefix) for each in journal.live_applications if prefix):
        return lookup.application(journal, prefix)
    return lookup.request(journal, prefix)


def _marked(journal: Journal, source: Request | Application) -> tuple[Finding, ...]:
    of_request = isinstance(source, Request)
    return journal.findings_of(source.id) if of_request else journal.findings_in_words_of(source.id)


def _texts(source: Request | Application, reply_id: str | None) -> list[_Text]:
    """The texts to mark in, latest last. Refused where there is none."""
    if isinstance(source, Application):
        if not source.words:
            raise UserError(
                f"The words of the decision of {source.label} are not kept yet.",
                hint="Keep them: afterword application outcome ID OUTCOME --words TEXT",
            )
        return [_Text("", source.words)]
    texts = [_Text(reply.id, reply.text, reply.full_text) for reply in source.comments if reply_id in (None, reply.id)]
    if not texts:
        raise UserError("There is no reply to mark yet.", hint="Record the reply first.")
    return texts


def _place(source: Request | Application, mark: Mark) -> _Place:
    texts = _texts(source, mark.reply_id)
    if mark.start is not None:
        shown = texts[-1].whole if mark.whole else texts[-1].words
        quote = shown[mark.start : mark.start + len(mark.quote)]
        if quote == mark.quote and quote.strip():
            start = mark.start + len(quote) - len(quote.lstrip())
            return _Place(texts[-1].id, start, bare_quote(quote.strip()), mark.whole)
    refusal: UserError | None = None
    for text, whole in [*((each, False) for each in reversed(texts)), *((each, True) for each in reversed(texts))]:
        try:
            start, quote = locate(mark.quote, text.whole if whole else text.words)
        except UserError as error:
            refusal = error
        else:
            return _Place(text.id, start, bare_quote(quote), whole)
    raise refusal or NotFound("There is no such reply.")


def _competency_of(journal: Journal, mark: Mark, quote: str) -> str | None:
    """The competency that was named, else one guessed from the words; a reason has none unless it is named."""
    if mark.competency is None and mark.kind is FindingKind.REASON:
        return None
    return _competency(journal, mark.competency, quote)


def _competency(journal: Journal, words: str | None, quote: str) -> str | None:
    if words is None:
        return suggest(quote, journal.subjects)
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

    def done(self, finding_id: str) -> Finding:
        """The action marked as done today."""
        with self._store.transaction("advice done") as work:
            old = lookup.finding(work.journal, finding_id)
            finding = replace(old, todo=replace(_planned(old), done=self._clock.now().date()))
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
