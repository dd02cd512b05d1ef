"""Owns the journal: one immutable snapshot of every record, and the look-ups all panes share."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Self, TypeVar

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from afterword.domain.conversation.message import Fate, Proposal
from afterword.domain.conversation.request import EventKind, Finding, Request
from afterword.domain.interview import Application, Interview
from afterword.domain.people import Person
from afterword.domain.practice import TELLING, Competency, Example, Pointer, default_competencies, in_language, telling
from afterword.domain.reflection import Cue, Reflection
from afterword.domain.text import fold_name
from afterword.languages.loader import DEFAULT

K = TypeVar("K")
V = TypeVar("V")

Record = (
    Application | Person | Interview | Reflection | Request | Finding | Example | Pointer | Competency | Cue | Proposal
)

AnyRecord = TypeVar("AnyRecord", bound=Record)
TABLES: dict[str, type[Record]] = {
    "applications": Application,
    "people": Person,
    "interviews": Interview,
    "reflections": Reflection,
    "requests": Request,
    "findings": Finding,
    "examples": Example,
    "pointers": Pointer,
    "competencies": Competency,
    "cues": Cue,
    "proposals": Proposal,
}
"""The tables of the store and the record each holds, keyed by the record's id."""

AS_ADDED = frozenset({"competencies", "cues"})
"""The tables whose records stand in the order in which they were added, which shows; others in that of their ids."""

TABLE_OF: dict[type[Record], str] = {record: table for table, record in TABLES.items()}


class Change(Struct, frozen=True):
    """One record before and after a transaction; None where it did not exist."""

    table: str
    id: str
    before: Record | None
    after: Record | None

    @property
    def reversed(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.table, self.id, self.after, self.before)


Moved = tuple[Record | None, Record | None]
"""A record as it was and as it is; None where it is not there."""


class JournalTables(Struct, frozen=True, dict=True):
    """The records of a journal. Each mapping goes from a record's id to the record.

    `language` is the person's own, in which competencies are called that they gave no other name.
    """

    applications: Mapping[str, Application] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    interviews: Mapping[str, Interview] = field(default_factory=dict)
    reflections: Mapping[str, Reflection] = field(default_factory=dict)
    requests: Mapping[str, Request] = field(default_factory=dict)
    findings: Mapping[str, Finding] = field(default_factory=dict)
    examples: Mapping[str, Example] = field(default_factory=dict)
    pointers: Mapping[str, Pointer] = field(default_factory=dict)
    competencies: Mapping[str, Competency] = field(default_factory=dict)
    cues: Mapping[str, Cue] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    language: str = DEFAULT

    def apply(self, changes: Iterable[Change]) -> Self:
        """The journal after these changes, new records in the order of ids; untouched tables are shared.

        What was looked up so far is carried over, as far as it rests on other records or can be brought up to date.
        """
        tables: dict[str, dict[str, Record]] = {}
        moved: dict[str, list[Moved]] = {}
        for change in changes:
            if change.table not in tables:
                tables[change.table] = dict(getattr(self, change.table).items())
            table = tables[change.table]
            moved.setdefault(change.table, []).append((table.get(change.id), change.after))
            if change.after is None:
                table.pop(change.id, None)
            else:
                table[change.id] = change.after
        if not tables:
            return self
        for name, pairs in moved.items():
            if name not in AS_ADDED and any(before is None for before, _ in pairs):
                tables[name] = dict(sorted(tables[name].items()))
        after = replace(self, **tables)
        after.__dict__.update(_carried(self.__dict__, moved))
        return after

    def find(self, table: str, record_id: str) -> Record | None:
        """The record with that id in that table, if any."""
        records: Mapping[str, Record] = getattr(self, table)
        return records.get(record_id)

    def application_of(self, interview: Interview) -> Application:
        """The application that interview is a round of."""
        return self.applications[interview.application_id]

    def interviewers_of(self, interview: Interview) -> tuple[Person, ...]:
        """Who interviewed you in that round, in the order in which they were given."""
        return tuple(self.people[person_id] for person_id in interview.interviewers)

    def reflection_of(self, interview_id: str) -> Reflection:
        """The reflection on that interview; an empty one when nothing was written yet."""
        return self.reflections.get(interview_id) or Reflection(id=interview_id)


class Journal(JournalTables, frozen=True, dict=True):
    """Everything that is known, at one moment."""

    @cached_property
    def live_interviews(self) -> tuple[Interview, ...]:
        """The interviews that are not removed, latest first."""
        return self._group("live interviews", "")[::-1]

    def _group(self, index: str, key: str) -> tuple[Any, ...]:
        """The records under that key of an index, which is made when it is first asked for."""
        indexes = self.__dict__
        if index not in indexes:
            indexes[index] = _INDEXES[index].of(self)
        records: tuple[Any, ...] = indexes[index].get(key, ())
        return records

    def rounds_of(self, application_id: str) -> tuple[Interview, ...]:
        """The interviews of that application that are not removed, earliest first."""
        return self._group("rounds by application", application_id)

    @cached_property
    def live_applications(self) -> tuple[Application, ...]:
        """The applications that have a round which is not removed, the one with the latest round first."""
        ids = dict.fromkeys(interview.application_id for interview in self.live_interviews)
        return tuple(self.applications[application_id] for application_id in ids)

    @cached_property
    def _rounds_by_person(self) -> dict[str, tuple[Interview, ...]]:
        return grouped(
            (person_id, interview)
            for interview in self.live_interviews
            for person_id in dict.fromkeys((*interview.interviewers, *self.application_of(interview).contacts))
        )

    def rounds_with(self, person_id: str) -> tuple[Interview, ...]:
        """The interviews with that person, or of applications that name them as a contact, latest first."""
        return self._rounds_by_person.get(person_id, ())

    @cached_property
    def latest_rounds(self) -> dict[str, Interview]:
        """The latest round at each company, by its folded name."""
        return {fold_name(interview.company): interview for interview in self._group("live interviews", "")}

    def people_of(self, application_id: str) -> tuple[Person, ...]:
        """Everybody of that application, each once: the interviewers round by round, then the contacts."""
        rounds = self.rounds_of(application_id)
        met = (person_id for interview in rounds for person_id in interview.interviewers)
        ids = dict.fromkeys((*met, *self.applications[application_id].contacts))
        return tuple(self.people[person_id] for person_id in ids)

    def requests_of_application(self, application_id: str) -> tuple[Request, ...]:
        """The conversations about all rounds of that application, round by round."""
        rounds = self.rounds_of(application_id)
        return tuple(request for interview in rounds for request in self.requests_of(interview.id))

    @cached_property
    def live_requests(self) -> tuple[Request, ...]:
        """The requests of interviews that are not removed, as those were added; of each in the order of its people."""
        live = sorted(self.live_interviews, key=lambda interview: (interview.created, interview.id))
        return tuple(request for interview in live for request in self.requests_of(interview.id))

    def live_among(self, ids: Iterable[str]) -> tuple[Request, ...]:
        """Those of these requests whose interviews are not removed."""
        requests = (request for request_id in ids if (request := self.requests.get(request_id)) is not None)
        return tuple(request for request in requests if self.interviews[request.interview_id].deleted is None)

    def _as_given(self, interview_id: str, requests: tuple[Request, ...]) -> tuple[Request, ...]:
        interview = self.interviews.get(interview_id)
        people = interview.interviewers if interview is not None else ()
        places = {person_id: place for place, person_id in enumerate(people)}
        return tuple(sorted(requests, key=lambda request: places.get(request.person_id, len(places))))

    def findings_in_words_of(self, application_id: str) -> tuple[Finding, ...]:
        """What is marked in the words of that application's decision, in the order of the text."""
        return self._group("findings by application", application_id)

    def requests_of(self, interview_id: str) -> tuple[Request, ...]:
        """The conversations about that interview, in the order in which its people were given."""
        requests = self._group("requests by interview", interview_id)
        return self._as_given(interview_id, requests) if len(requests) > 1 else requests

    def findings_of(self, request_id: str) -> tuple[Finding, ...]:
        """The findings of that conversation, in the order of the text."""
        return self._group("findings by request", request_id)

    def is_locked(self, interview_id: str) -> bool:
        """Whether a reply about its application is recorded: self-ratings given before it are locked from then on."""
        interview = self.interviews.get(interview_id)
        requests = self.requests_of_application(interview.application_id) if interview is not None else ()
        return any(event.is_reply for request in requests for event in request.events)

    @cached_property
    def open_proposals(self) -> tuple[Proposal, ...]:
        """The mails that wait for a person to place them, oldest first."""
        waiting = (mail for mail in self.proposals.values() if mail.fate is Fate.OPEN)
        return tuple(sorted(waiting, key=lambda mail: (mail.at, mail.id)))

    @cached_property
    def live_pointers(self) -> tuple[Pointer, ...]:
        """The pointers that are not removed, oldest first."""
        live = (pointer for pointer in self.pointers.values() if pointer.deleted is None)
        return tuple(sorted(live, key=lambda pointer: (pointer.created, pointer.id)))

    @cached_property
    def live_examples(self) -> tuple[Example, ...]:
        """The examples that are not removed, oldest first."""
        live = (example for example in self.examples.values() if example.deleted is None)
        return tuple(sorted(live, key=lambda example: (example.created, example.id)))

    @cached_property
    def all_competencies(self) -> tuple[Competency, ...]:
        """The core with every change the person made to it, then those of packs and their own, archived ones last."""
        own = {key: in_language(record, self.language) for key, record in self.competencies.items() if key != TELLING}
        by_id = {competency.id: competency for competency in default_competencies(self.language)} | own
        return tuple(sorted(by_id.values(), key=lambda competency: competency.archived))

    @cached_property
    def subjects(self) -> tuple[Competency, ...]:
        """All that a finding can be tied to: the competencies, and how answers were told."""
        own = self.competencies.get(TELLING)
        how_told = telling(self.language) if own is None else in_language(own, self.language)
        return (*self.all_competencies, how_told)

    @cached_property
    def _subjects_by_id(self) -> dict[str, Competency]:
        return {subject.id: subject for subject in self.subjects}

    def competency(self, competency_id: str | None) -> Competency | None:
        """The competency with that id, archived or not; how answers were told is found, too."""
        return self._subjects_by_id.get(competency_id or "")


def share_words(journal: Journal) -> None:
    """Let its records hold texts that are equal, such as ids, or a draft and the letter that was sent, as one.

    Of those just read each has its own. Every record stays equal to what it was.
    """
    texts: dict[str, str] = {}
    for table in TABLES:
        records: Mapping[str, Record] = getattr(journal, table)
        texts.update(zip(records, records, strict=True))
        for record in records.values():
            _share_words(record, texts)


def _share_words(value: Struct, texts: dict[str, str]) -> None:
    for name in value.__struct_fields__:
        field_value = getattr(value, name)
        if type(field_value) is str:
            same = texts.setdefault(field_value, field_value)
            if same is not field_value:
                force_setattr(value, name, same)
        elif type(field_value) is tuple and field_value:
            if isinstance(field_value[0], Struct):
                for part in field_value:
                    _share_words(part, texts)
            elif isinstance(field_value[0], str):
                force_setattr(value, name, tuple([texts.setdefault(text, text) for text in field_value]))


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """The values of each key, in their order."""
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


class Index(Struct, frozen=True):
    """The records of a table by what they belong to, each group in an order that no two of them share."""

    table: str
    groups: Callable[[Any], str | None]
    order: Callable[[Any], Any]

    def of(self, journal: JournalTables) -> dict[str, Any]:
        """All groups."""
        records = sorted(getattr(journal, self.table).values(), key=self.order)
        pairs = ((self.groups(record), record) for record in records)
        return grouped((key, record) for key, record in pairs if key is not None)

    def changed(self, old_groups: Mapping[str, Any], moved: Iterable[Moved]) -> dict[str, Any]:
        """All groups after these changes."""
        groups = dict(old_groups)
        for before, after in moved:
            for record, stays in ((before, False), (after, True)):
                key = None if record is None else self.groups(record)
                if key is None:
                    continue
                members = list(groups.pop(key, ()))
                place = bisect_left(members, self.order(record), key=self.order)
                members[place : place + (not stays)] = [record] if stays else []
                if members:
                    groups[key] = tuple(members)
        return groups


_INDEXES = {
    "live interviews": Index(
        "interviews",
        lambda interview: "" if interview.deleted is None else None,
        lambda interview: (interview.at, interview.id),
    ),
    "rounds by application": Index(
        "interviews",
        lambda interview: interview.application_id if interview.deleted is None else None,
        lambda interview: (interview.at, interview.id),
    ),
    "requests by interview": Index(
        "requests", lambda request: request.interview_id, lambda request: (request.created, request.id)
    ),
    "findings by request": Index(
        "findings",
        lambda finding: finding.request_id or None,
        lambda finding: (finding.reply_id, finding.start, finding.id),
    ),
    "findings by application": Index(
        "findings", lambda finding: finding.application_id or None, lambda finding: (finding.start, finding.id)
    ),
}
_RESTS_ON = {
    "live_interviews": ("interviews",),
    "live_applications": ("interviews", "applications"),
    "_rounds_by_person": ("interviews", "applications"),
    "latest_rounds": ("interviews",),
    "live_requests": ("interviews", "requests"),
    "open_proposals": ("proposals",),
    "live_pointers": ("pointers",),
    "live_examples": ("examples",),
    "all_competencies": ("competencies",),
    "subjects": ("competencies",),
    "_subjects_by_id": ("competencies",),
}
"""The tables that what is looked up rests on; what is named nowhere is looked up again after every change."""


def _carried(lookups: Mapping[str, Any], moved: Mapping[str, Iterable[Moved]]) -> Iterator[tuple[str, Any]]:
    """What was looked up, where it still holds after these changes or can be brought up to date."""
    for name, value in lookups.items():
        index = _INDEXES.get(name)
        if index is not None:
            yield name, index.changed(value, moved[index.table]) if index.table in moved else value
        elif name in _RESTS_ON and not any(table in moved for table in _RESTS_ON[name]):
            yield name, value


_IGNORED = frozenset({EventKind.DRAFTED, EventKind.SNOOZED})
"""Happenings that no part of the evaluation looks at."""
_EVIDENCE = ("applications", "people", "interviews", "reflections", "findings", "examples", "pointers", "competencies")
"""The tables in which every change counts; of the conversations only some do."""


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
    first, second = ([event for event in request.events if event.kind not in _IGNORED] for request in (old, new))
    return (old.interview_id, old.person_id, first) == (new.interview_id, new.person_id, second)
