"""Owns the verbs on what a person says of an interview, saved piece by piece, and on findings in what they were told.

A finding is a phrase marked in a reply or a rejection; its kind and its competency can be changed, and taken away.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import count
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.request import Finding, FindingKind, Request, Todo, bare_quote, locate
from afterword.domain.dates import show_date
from afterword.domain.fields import changed, described
from afterword.domain.interview import Application, Interview
from afterword.domain.journal import Journal
from afterword.domain.progress import all_cues, body_cues, convincing_scale
from afterword.domain.reflection import (
    COMPETENCY_PREFIX,
    USUAL_CONTROL,
    Answer,
    AnswerKind,
    Control,
    Cue,
    OwnQuestion,
    Rating,
    Reflection,
    Scenario,
    ScenarioKind,
    check_cue,
    not_asked,
    note,
    rate,
    scales,
)
from afterword.domain.suggestion import suggest
from afterword.domain.text import slug
from afterword.errors import NotFound, NotUnderstood, UserError
from afterword.ports import Clock, Transaction
from afterword.services import lookup
from afterword.services.services import RecordService, UndoableStore

P = TypeVar("P", bound=Answer | OwnQuestion | Scenario)


class ReflectionService(RecordService):
    """The verbs on a reflection. Each returns the reflection as it is now."""

    def rate(self, interview_id: str, dimension: str, value: int | None) -> Reflection:
        """Set or clear (None) a rating; once a reply is recorded, only one that was not given before it."""
        with self._store.transaction("rate") as work:
            interview, old = self._open(work, interview_id)
            if value is not None:
                _check_scale(work.journal, interview, dimension)
            return self._save(work, rate(old, dimension, value, locked=work.journal.is_locked(interview.id)))

    def not_asked(self, interview_id: str, dimension: str) -> Reflection:
        """Say of a competency that this interview gave no occasion to show it; locked as a rating is."""
        with self._store.transaction("not asked") as work:
            interview, old = self._open(work, interview_id)
            _check_scale(work.journal, interview, dimension)
            if not dimension.startswith(COMPETENCY_PREFIX):
                raise NotUnderstood("Only a competency can be “not asked”.", hint="Leave this one open.")
            return self._save(work, not_asked(old, dimension, locked=work.journal.is_locked(interview.id)))

    def note(self, interview_id: str, dimension: str, text: str, began: Rating | None = None) -> Reflection:
        """Set the note of a rating; notes stay editable after the lock."""
        with self._store.transaction("note") as work:
            interview, old = self._open(work, interview_id)
            if old.rating(dimension).value is None:
                _check_scale(work.journal, interview, dimension)
            rating = changed(old.rating(dimension), {"note": text}, began)
            return self._save(work, note(old, dimension, rating.note))

    def edit(self, interview_id: str, changes: Mapping[str, object], began: Reflection | None = None) -> Reflection:
        """Set what went well, other thoughts or private writing; the step is called by the labels of the fields."""
        labels = (described(Reflection)[name].label.lower() for name in changes)
        with self._store.transaction(", ".join(labels)) as work:
            _, old = self._open(work, interview_id)
            return self._save(work, changed(old, changes, began))

    def put_answer(
        self,
        interview_id: str,
        changes: Mapping[str, object],
        answer_id: str | None = None,
        began: Answer | None = None,
    ) -> Reflection:
        """Add an answer with these fields, or change the one with `answer_id`; a mere example unless said otherwise."""
        with self._store.transaction("answer") as work:
            _, old = self._open(work, interview_id)
            blank = Answer(id=answer_id or self._ids.new(), question="", kind=AnswerKind.EXAMPLE)
            stored = blank if answer_id is None else _part(old.answers, answer_id)
            answer = changed(stored, _tied(work.journal, changes), began)
            return self._save(work, replace(old, answers=_replaced(old.answers, answer)))

    def put_own_question(
        self,
        interview_id: str,
        changes: Mapping[str, object],
        question_id: str | None = None,
        began: OwnQuestion | None = None,
    ) -> Reflection:
        """Add a question that you asked them, with these fields, or change the one with `question_id`."""
        with self._store.transaction("question I asked") as work:
            _, old = self._open(work, interview_id)
            blank = OwnQuestion(id=question_id or self._ids.new(), question="")
            question = changed(blank if question_id is None else _part(old.own_questions, question_id), changes, began)
            return self._save(work, replace(old, own_questions=_replaced(old.own_questions, question)))

    def put_scenario(
        self,
        interview_id: str,
        changes: Mapping[str, object],
        scenario_id: str | None = None,
        began: Scenario | None = None,
    ) -> Reflection:
        """Add a possible reason with these fields, or change the one with `scenario_id`.

        Where nothing is said of the control, a new one gets that which its kind usually has.
        """
        with self._store.transaction("possible reason") as work:
            _, old = self._open(work, interview_id)
            usual = USUAL_CONTROL.get(ScenarioKind(str(changes.get("kind", ScenarioKind.OTHER))), Control.UNKNOWN)
            blank = Scenario(id=scenario_id or self._ids.new(), kind=ScenarioKind.OTHER, control=usual)
            fields = {name: value for name, value in changes.items() if name != "control" or value is not None}
            scenario = changed(blank if scenario_id is None else _part(old.scenarios, scenario_id), fields, began)
            if scenario.kind is ScenarioKind.OTHER and not scenario.title:
                raise NotUnderstood("A reason of your own needs a few words.")
            return self._save(work, replace(old, scenarios=_replaced(old.scenarios, scenario)))

    def tick_scenarios(self, interview_id: str, added: Iterable[ScenarioKind], removed: Iterable[str]) -> Reflection:
        """Add a possible reason of each of these kinds, with the control it usually has, and take out those with an id.

        All of it is one step to be undone.
        """
        with self._store.transaction("possible reasons") as work:
            _, old = self._open(work, interview_id)
            scenarios = old.scenarios
            for scenario_id in removed:
                scenarios = _without(scenarios, scenario_id)
            new = (
                Scenario(id=self._ids.new(), kind=kind, control=USUAL_CONTROL.get(kind, Control.UNKNOWN))
                for kind in added
            )
            return self._save(work, replace(old, scenarios=(*scenarios, *new)))

    def remove(self, interview_id: str, part_id: str) -> Reflection:
        """Take an answer, a question that you asked or a possible reason out."""
        reflection = self._store.journal().reflection_of(lookup.live_interview(self._store.journal(), interview_id).id)
        kinds = {"answers": "answer", "own_questions": "question", "scenarios": "reason"}
        matches = (kind for kind in kinds if any(part.id == part_id for part in getattr(reflection, kind)))
        name = next(matches, "answers")
        with self._store.transaction(f"remove {kinds[name]}") as work:
            _, old = self._open(work, interview_id)
            return self._save(work, replace(old, **{name: _without(getattr(old, name), part_id)}))

    def _open(self, work: Transaction, interview_id: str) -> tuple[Interview, Reflection]:
        interview = lookup.live_interview(work.journal, interview_id)
        return interview, work.journal.reflection_of(interview.id)

    def _save(self, work: Transaction, reflection: Reflection) -> Reflection:
        if reflection == work.journal.reflection_of(reflection.id):
            # Leaving a field as it was is no step that anybody would want to undo.
            return reflection
        saved = replace(reflection, updated=self._clock.now())
        work.put(saved)
        return saved


class CueService:
    """The verbs on the cues of body language. Each returns the cue as it is now."""

    def __init__(self, store: UndoableStore) -> None:
        self._store = store

    def add(self, changes: Mapping[str, object]) -> Cue:
        """A cue of your own, with five sentences or none. Refused when the name is taken."""
        with self._store.transaction("add cue") as work:
            cue = changed(Cue(id=""), changes)
            check_cue(cue)
            _check_free(work.journal, cue)
            used_ids, base = {*scales(), *work.journal.cues}, slug(cue.title)
            ids = (base if number == 1 else f"{base}-{number}" for number in count(1))
            cue = replace(cue, id=next(key for key in ids if key not in used_ids))
            return work.put(cue)

    def edit(self, words: str, changes: Mapping[str, object], began: Cue | None = None) -> Cue:
        """Your own cue with these fields. Its sentences stay as they are once something was rated by them."""
        with self._store.transaction("edit cue") as work:
            old = _own(lookup.cue(work.journal, words))
            cue = changed(old, changes, began)
            check_cue(cue)
            _check_free(work.journal, cue)
            if cue.points != old.points and _is_used(work.journal, cue):
                raise UserError(
                    "You have rated by these sentences already, and they stay beside the ratings.",
                    hint="Put this cue away and add one with the new sentences.",
                )
            return work.put(cue)

    def put_away(self, words: str, *, away: bool = True) -> Cue:
        """The cue that is asked for no more (or again). What was rated by it stays."""
        with self._store.transaction("put cue away" if away else "bring cue back") as work:
            cue = lookup.cue(work.journal, words)
            stored = work.journal.cues.get(cue.id) or Cue(id=cue.id)
            work.put(replace(stored, archived=away))
        return replace(cue, archived=away)


def _own(cue: Cue) -> Cue:
    if cue.id in scales():
        raise UserError(
            f"“{cue.title}” is one of the usual cues, which keep their words.",
            hint="Put it away and add one of your own.",
        )
    return cue


def _check_free(journal: Journal, cue: Cue) -> None:
    others = (other for other in all_cues(journal) if other.id != cue.id)
    if any(other.title.casefold() == cue.title.casefold() for other in others):
        raise UserError(f"There is a cue called “{cue.title}” already.")


def _is_used(journal: Journal, cue: Cue) -> bool:
    return any(reflection.rating(cue.id).value is not None for reflection in journal.reflections.values())


def _check_scale(journal: Journal, interview: Interview, dimension: str) -> None:
    convincing = convincing_scale(journal.reflection_of(interview.id)).id
    cues = [scale.id for scale in body_cues(journal, interview)]
    competencies = [COMPETENCY_PREFIX + competency.id for competency in journal.all_competencies]
    if dimension not in (convincing, *cues, *competencies):
        raise NotUnderstood(
            f"There is no scale “{dimension}” for this interview ({interview.mode}).",
            hint=f"Try {convincing}, {', '.join(cues)} or {competencies[0]}.",
        )


def _tied(journal: Journal, changes: Mapping[str, object]) -> Mapping[str, object]:
    """The changes with competency, example and person by their ids; each may be named by a beginning of it."""
    resolved = dict(changes)
    if competency := str(resolved.get("competency") or ""):
        resolved["competency"] = lookup.competency(journal, competency).id
    if example := str(resolved.get("example") or ""):
        resolved["example"] = _example_id(journal, example)
    if person := str(resolved.get("person_id") or ""):
        resolved["person_id"] = lookup.person(journal, person).id
    return resolved


def _example_id(journal: Journal, words: str) -> str:
    """The id of the example that was told; one that was removed since was told all the same."""
    return words if words in journal.examples else lookup.example(journal, words).id


def _part(parts: tuple[P, ...], part_id: str) -> P:
    part = next((old for old in parts if old.id == part_id), None)
    if part is None:
        raise NotFound("That entry is not there any more.", hint="It may have been removed in another window.")
    return part


def _replaced(parts: tuple[P, ...], part: P) -> tuple[P, ...]:
    """The parts with this one in its place, or behind the others."""
    if all(old.id != part.id for old in parts):
        return (*parts, part)
    return tuple(part if old.id == part.id else old for old in parts)


def _without(parts: tuple[P, ...], part_id: str) -> tuple[P, ...]:
    gone = _part(parts, part_id)
    return tuple(old for old in parts if old is not gone)


# ── findings ──────────────────────────────────────────────────────────────────────────────────────────────────────────


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


class FindingService(RecordService):
    """The verbs on findings."""

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
            return work.put(
                Finding(
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
            )

    def change(self, finding_id: str, kind: FindingKind | None = None, competency: str | None = None) -> Finding:
        """The finding with another kind or competency (an empty string takes the competency away)."""
        with self._store.transaction("change finding") as work:
            old = lookup.finding(work.journal, finding_id)
            chosen = old.competency if competency is None else _competency(work.journal, competency, "")
            return work.put(replace(old, kind=kind or old.kind, competency=chosen))

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
    is_request = prefix and any(key.startswith(prefix) for key in requests)
    if not is_request and any(application.id.startswith(prefix) for application in journal.live_applications if prefix):
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
        source_text = texts[-1].whole if mark.whole else texts[-1].words
        quote = source_text[mark.start : mark.start + len(mark.quote)]
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
            return work.put(replace(old, todo=replace(todo, done=stored.done if todo.due == stored.due else None)))

    def done(self, finding_id: str) -> Finding:
        """The action marked as done today."""
        return self._settle("advice done", finding_id, lambda todo: replace(todo, done=self._clock.now().date()))

    def reopen(self, finding_id: str) -> Finding:
        """The action still to be done after all."""
        return self._settle("advice open again", finding_id, lambda todo: replace(todo, done=None))

    def drop(self, finding_id: str) -> Finding:
        """The advice without an action; the advice itself stays."""
        return self._settle("drop action", finding_id, lambda _todo: None)

    def _settle(self, name: str, finding_id: str, settled: Callable[[Todo], Todo | None]) -> Finding:
        with self._store.transaction(name) as work:
            old = lookup.finding(work.journal, finding_id)
            if old.todo is None:
                raise UserError("Nothing is planned for this advice yet.", hint="Give it a day first.")
            return work.put(replace(old, todo=settled(old.todo)))
