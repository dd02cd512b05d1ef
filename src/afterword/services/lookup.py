"""Owns finding records: one by the id somebody typed, of which any unique beginning will do, and all by words."""

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from afterword.domain.conversation.message import Proposal
from afterword.domain.conversation.request import Finding, Request
from afterword.domain.interview import Application, Interview
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.practice import TELLING, Competency, Example, Pointer
from afterword.domain.reflection import Answer, Cue
from afterword.domain.text import SearchWords, clean_line, plural
from afterword.errors import NotFound, UserError

# An id is looked up by nearly every verb, and words by few.
if TYPE_CHECKING:
    from afterword.domain.search import Found, Hits, SearchIndex
    from afterword.services.services import UndoableStore

T = TypeVar("T")
_SHOWN = 6
_TELLING_BEFORE = frozenset({"examples"})
"""How the subject was called that says how answers were told."""
_SEVERAL = {"competency": "competencies", "person": "people"}


def by_prefix(records: Mapping[str, T], prefix: str, noun: str, words: Callable[[T], str], see: str = "") -> T:
    """The record whose id begins with `prefix`.

    Raises `NotFound`, naming the candidates of an ambiguous one by their `words`; `see` is the command that lists them.
    """
    exact = records.get(prefix)
    if exact is not None:
        return exact
    matches = sorted(key for key in records if prefix and key.startswith(prefix))
    if len(matches) == 1:
        return records[matches[0]]
    if matches:
        lines = [f"{key}  {clean_line(words(records[key]))}" for key in matches[:_SHOWN]]
        more = [f"and {len(matches) - _SHOWN} more"] if len(matches) > _SHOWN else []
        nouns = _SEVERAL.get(noun, f"{noun}s")
        raise NotFound(
            f"“{prefix}” fits {len(matches)} {nouns}:", "\n".join([*lines, *more]), "Type one more letter of the id."
        )
    raise NotFound(f"There is no {noun} “{prefix}”.", hint=f"See: afterword {see or f'{noun} list'}.")


def _check_kind(journal: Journal, records: Mapping[str, object], prefix: str, noun: str) -> None:
    """Raises `NotFound` where the id names nothing among these, but a record of another kind."""
    if not prefix or any(key.startswith(prefix) for key in records):
        return
    kinds: dict[str, Mapping[str, object]] = {
        "an interview": journal.interviews,
        "an application": journal.applications,
        "a request": journal.requests,
        "a person": journal.people,
    }
    for kind, table in kinds.items():
        ids = [key for key in table if kind != noun and key.startswith(prefix)]
        if len(ids) == 1:
            raise NotFound(
                f"“{prefix}” is the id of {kind}; here {noun} is meant.",
                hint=_belonging(journal, table[ids[0]]) or f"See: afterword {noun.split()[1]} list.",
            )


def _belonging(journal: Journal, record: object) -> str:
    """What belongs to a record, with its ids: `It has: application kx4; request p4s (Ada Byron).` or nothing."""
    requests: Iterable[Request] = ()
    by_kind: dict[str, list[str]] = {}
    match record:
        case Interview():
            requests, by_kind["application"] = journal.requests_of(record.id), [journal.application_of(record).id]
        case Application():
            rounds = journal.rounds_of(record.id)
            requests, by_kind["interview"] = journal.requests_of_application(record.id), [each.id for each in rounds]
        case Request():
            by_kind["interview"] = [record.interview_id]
    by_kind["request"] = [f"{request.id} ({journal.people[request.person_id].name})" for request in requests]
    words = "; ".join(f"{kind} {', '.join(ids)}" for kind, ids in by_kind.items() if ids)
    return f"It has: {words}." if words else ""


def interview(journal: Journal, prefix: str) -> Interview:
    """The interview with that id; removed ones are found too, so that they can be restored."""
    exact = journal.interviews.get(prefix)
    if exact is not None and exact.deleted is None:
        return exact
    live = {record.id: record for record in journal.live_interviews}
    records = live if any(key.startswith(prefix) for key in live) else journal.interviews
    _check_kind(journal, records, prefix, "an interview")
    return by_prefix(records, prefix, "interview", interview_words)


def interview_words(record: Interview) -> str:
    """`Initech · Backend, 2026-11-12`."""
    return f"{record.label}, {record.day.isoformat()}"


def live_interview(journal: Journal, prefix: str) -> Interview:
    """The interview with that id, to change it. Refused for a removed one."""
    record = interview(journal, prefix)
    if record.deleted is not None:
        raise UserError(f"{record.label} has been removed.", hint="Restore it first: afterword interview restore.")
    return record


def application(journal: Journal, prefix: str) -> Application:
    """The application with that id, unless all of its rounds were removed."""

    def words(application: Application) -> str:
        rounds = journal.rounds_of(application.id)
        return f"{application.label}, {plural(len(rounds), 'round')}"

    if journal.rounds_of(prefix):
        return journal.applications[prefix]
    live = {record.id: record for record in journal.live_applications}
    _check_kind(journal, live, prefix, "an application")
    return by_prefix(live, prefix, "application", words)


def application_or_round(journal: Journal, prefix: str) -> tuple[Application, Interview | None]:
    """The application with that id; or that of the interview with it, and the interview."""
    if prefix not in journal.applications and any(key.startswith(prefix) for key in journal.interviews):
        record = live_interview(journal, prefix)
        return journal.application_of(record), record
    return application(journal, prefix), None


def person(journal: Journal, prefix: str) -> Person:
    """The person with that id."""
    _check_kind(journal, journal.people, prefix, "a person")
    return by_prefix(journal.people, prefix, "person", lambda record: record.label)


def request(journal: Journal, prefix: str) -> Request:
    """The request with that id, of an interview that is not removed."""

    def words(record: Request) -> str:
        about = journal.interviews[record.interview_id]
        return f"{journal.people[record.person_id].label}, {about.label}"

    exact = journal.requests.get(prefix)
    if exact is not None and journal.interviews[exact.interview_id].deleted is None:
        return exact
    live = {record.id: record for record in journal.live_requests}
    _check_kind(journal, live, prefix, "a request")
    return by_prefix(live, prefix, "request", words)


def proposal(journal: Journal, prefix: str) -> Proposal:
    """The proposal whose id begins so, with or without its angle bracket."""
    waiting = {mail.id: mail for mail in journal.open_proposals}
    typed = prefix if prefix in waiting or not any(key.startswith(f"<{prefix}") for key in waiting) else f"<{prefix}"
    if typed in journal.proposals and typed not in waiting:
        raise NotFound("That mail has been dealt with already.", hint="See: afterword proposal list.")
    return by_prefix(waiting, typed, "proposal", lambda mail: mail.subject, "proposal list")


def finding(journal: Journal, prefix: str) -> Finding:
    """The finding with that id."""
    return by_prefix(journal.findings, prefix, "finding", lambda record: f"“{record.quote}”")


def answer(journal: Journal, prefix: str) -> tuple[Interview, Answer]:
    """The answer with that id and the interview it was given in; a question is known by the ids of its answers."""
    answers = {
        answer.id: (interview, answer)
        for interview in journal.live_interviews
        for answer in journal.reflection_of(interview.id).answers
    }
    return by_prefix(answers, prefix, "question", lambda pair: f"{pair[1].question}, {pair[0].label}")


def example(journal: Journal, prefix: str) -> Example:
    """The example with that id, unless it was removed."""
    return by_prefix(
        {record.id: record for record in journal.live_examples}, prefix, "example", lambda record: record.title
    )


def pointer(journal: Journal, prefix: str) -> Pointer:
    """The pointer with that id, unless it was removed."""
    return by_prefix(
        {record.id: record for record in journal.live_pointers}, prefix, "pointer", lambda record: record.sentence
    )


def competency(journal: Journal, words: str) -> Competency:
    """The competency with that id (or its beginning) or name in any case; how answers were told is found, too."""
    subjects = {subject.id: subject for subject in journal.subjects}
    if words.strip().casefold() in _TELLING_BEFORE and not subjects.keys() & _TELLING_BEFORE:
        return subjects[TELLING]
    for record in subjects.values():
        if record.name.casefold() == words.strip().casefold():
            return record
    return by_prefix(subjects, words.strip().lower(), "competency", lambda record: record.name)


def cue(journal: Journal, words: str) -> Cue:
    """The cue with that id (or a prefix of it), or that name in any case; with the words of a usual one."""
    from afterword.domain.progress import all_cues

    cues = {item.id: item for item in all_cues(journal)}
    for item in cues.values():
        if item.title.casefold() == words.strip().casefold():
            return item
    return by_prefix(cues, words.strip().lower(), "cue", lambda item: item.title)


# ── finding records by words ──────────────────────────────────────────────────────────────────────────────────────────


class SearchService:
    """Finds records by words."""

    def __init__(self, store: "UndoableStore") -> None:
        self._store = store
        self._index: SearchIndex | None = None
        self._making = Lock()

    def find(self, typed: str, before: "Hits | None" = None) -> "Hits":
        """What the words typed find, best first; `before` is what the letters before these found."""
        from afterword.domain.search import Hits

        return self.index().find(typed, before) if typed.strip() else Hits(SearchWords.of(typed))

    def index(self) -> "SearchIndex":
        """The index of the newest state; a thread may make it while nothing is typed yet."""
        from afterword.domain.search import SearchIndex

        journal = self._store.journal()
        with self._making:
            if self._index is None or self._index.journal is not journal:
                self._index = SearchIndex.of(journal)
            return self._index

    def find_once(self, typed: str) -> "Hits":
        """The same where nothing else is searched for: only records that may hold these words are looked into."""
        from afterword.domain.search import SearchIndex, may_hold

        journal = self._store.journal()
        return SearchIndex.of(journal, may_hold(typed, journal, self._store.holding)).find(typed)

    def texts(self, hits: "Hits", most: int | None = None) -> "list[Found]":
        """The first of these hits with their words; all of them unless said otherwise."""
        from afterword.domain.search import hit_text

        journal = self._store.journal()
        return [hit_text(item, hits.words, journal) for item in hits.items[:most]]
