"""Owns the references between records: what names a record that is not there, and how the rest goes on without it.

A reference that may be empty is emptied; a record that is nothing without the other (a request without its
interview, a finding without the reply it quotes) is set apart as a whole.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from afterword.codec.records import SetApart, as_raw, encode_record, typeable
from afterword.domain.conversation.request import EventKind, Finding, Request
from afterword.domain.interview import Application, Interview
from afterword.domain.journal import TABLE_OF, TABLES, Journal, Record
from afterword.domain.people import Person
from afterword.domain.practice import Pointer
from afterword.domain.reflection import Reflection
from afterword.domain.text import clean_line

_NOT_THERE = "it names {}, which is not there"


def without_loose_ends(journal: Journal) -> tuple[Journal, tuple[SetApart, ...]]:
    """The journal with sound references only, and what was set apart for that; the same journal when there is nothing.

    Ids that stand twice inside one record come first, since a reference could mean either.
    """
    mending = _Mending(journal)
    for step in (_doubles, _applications, _interviews, _persons, _replies, _proposals, _findings, _competencies):
        step(mending)
    return mending.sound, tuple(mending.apart)


class _Mending:
    """A journal that gets sound; what each step leaves is the ground of the next."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.apart: list[SetApart] = []
        self._own: dict[str, dict[str, Any]] = {}

    @property
    def sound(self) -> Journal:
        """What it has become, without anything that was worked out on the way; the same journal when nothing was."""
        return replace(self.journal) if self._own else self.journal

    def _records(self, table: str) -> dict[str, Any]:
        """The records of that table to be changed in place, copied once: a copy for each change would be quadratic."""
        if table not in self._own:
            self._own[table] = dict(getattr(self.journal, table))
            self.journal = replace(self.journal, **{table: self._own[table]})
        return self._own[table]

    def each(self, kind: type[Record]) -> Iterator[Any]:
        """The records of that kind as they stand before the step."""
        yield from tuple(getattr(self.journal, TABLE_OF[kind]).values())

    def change(self, record: Record, path: str, value: object, why: str, **fields: object) -> None:
        """Sets the value in that field apart, and gives the record these fields."""
        self.apart.append(
            SetApart(table=TABLE_OF[type(record)], id=record.id, field=path, value=as_raw(value), why=why)
        )
        newest: Any = self.journal.find(TABLE_OF[type(record)], record.id)
        self.put(replace(newest, **fields))

    def drop(self, record: Record, why: str) -> None:
        """Sets the record apart as a whole."""
        table = TABLE_OF[type(record)]
        raw = msgspec.Raw(encode_record(record))
        self.apart.append(SetApart(table=table, id=record.id, value=raw, why=why))
        self._records(table).pop(record.id, None)

    def put(self, record: Record) -> None:
        """Replaces a record."""
        self._records(TABLE_OF[type(record)])[record.id] = record


def _doubles(mending: _Mending) -> None:
    """Of two things with one id inside a record, the second gets an id of its own."""
    for kind, name in (
        (Request, "events"),
        (Reflection, "answers"),
        (Reflection, "own_questions"),
        (Reflection, "scenarios"),
    ):
        for record in mending.each(kind):
            items = getattr(record, name)
            ids = {part.id for part in items}
            if len(ids) == len(items):
                continue
            seen: set[str] = set()
            for number, part in enumerate(items):
                if part.id in seen:
                    fresh = next(new for count in range(2, len(items) + 2) if (new := f"{part.id}-{count}") not in ids)
                    ids.add(fresh)
                    items = (*items[:number], replace(part, id=fresh), *items[number + 1 :])
                    why = f"the id stands twice; the second goes by {fresh}"
                    mending.change(record, f"{name}[{number}] → id", part.id, why, **{name: items})
                seen.add(part.id)


def _applications(mending: _Mending) -> None:
    """An interview whose application is not there gets one of its own; what else an application names is emptied."""
    for interview in mending.each(Interview):
        if interview.application_id in mending.journal.applications:
            continue
        application_id = typeable(clean_line(interview.application_id) or f"{interview.id}-application")
        application = Application(
            id=application_id, company=interview.company, role=interview.role, created=interview.created
        )
        why = "its application is not there; one with the same company and role stands in"
        mending.change(interview, "application_id", interview.application_id, why, application_id=application_id)
        if application_id not in mending.journal.applications:
            mending.put(application)
    for application in mending.each(Application):
        if application.ended_by and application.ended_by not in mending.journal.interviews:
            why = _NOT_THERE.format(application.ended_by)
            mending.change(application, "ended_by", application.ended_by, why, ended_by="")


def _interviews(mending: _Mending) -> None:
    interviews = mending.journal.interviews
    for reflection in mending.each(Reflection):
        if reflection.id not in interviews:
            mending.drop(reflection, "it belongs to an interview that is not there")
    for request in mending.each(Request):
        if request.interview_id not in interviews:
            mending.drop(request, f"its interview {request.interview_id} is not there")
    for pointer in mending.each(Pointer):
        _empty(mending, pointer, "interview_id", interviews.__contains__)
        for number, check in enumerate(pointer.checks):
            if check.interview_id not in interviews:
                rest = tuple(other for other in pointer.checks if other.interview_id in interviews)
                why = _NOT_THERE.format(check.interview_id)
                value = {"interview_id": check.interview_id, "kept": check.kept, "on": check.on.isoformat()}
                mending.change(pointer, f"checks[{number}]", value, why, checks=rest)


def _persons(mending: _Mending) -> None:
    """Whoever is named and not there keeps the place, with a name to be filled in."""
    for kind, name in ((Interview, "interviewers"), (Application, "contacts")):
        for record in mending.each(kind):
            person_ids = getattr(record, name)
            missing = [person_id for person_id in person_ids if person_id not in mending.journal.people]
            if missing:
                new_ids = dict.fromkeys(_stand_in(mending, person_id) for person_id in person_ids)
                mending.change(record, name, missing, _STAND_IN, **{name: tuple(new_ids)})
    for request in mending.each(Request):
        if request.person_id not in mending.journal.people:
            person_id = _stand_in(mending, request.person_id)
            mending.change(request, "person_id", request.person_id, _STAND_IN, person_id=person_id)
    for reflection in mending.each(Reflection):
        _answers(mending, reflection, "person_id", mending.journal.people.__contains__)


_STAND_IN = "the person is not there; “?” stands in"


def _stand_in(mending: _Mending, person_id: str) -> str:
    """The id of the person who was named, put there where nobody is."""
    typed = typeable(clean_line(person_id))
    if typed not in mending.journal.people:
        mending.put(Person(id=typed, name="?"))
    return typed


def _replies(mending: _Mending) -> None:
    for finding in mending.each(Finding):
        if finding.application_id:
            if finding.application_id not in mending.journal.applications:
                mending.drop(finding, f"its application {finding.application_id} is not there")
            continue
        request = mending.journal.requests.get(finding.request_id)
        if request is None:
            mending.drop(finding, f"its request {finding.request_id} is not there")
            continue
        replies = (event for event in request.events if event.id == finding.reply_id and event.kind is EventKind.REPLY)
        reply = next(replies, None)
        if reply is None:
            mending.drop(finding, f"the reply it quotes, {finding.reply_id}, is not there")
        elif finding.start == 0 and not finding.whole and finding.quote in reply.text:
            # Zero stands in where the place could not be read.
            mending.put(replace(finding, start=reply.text.index(finding.quote)))


def _proposals(mending: _Mending) -> None:
    """A proposal loses the conversations and applications that are not there."""
    for mail in mending.each(TABLES["proposals"]):
        for name, table in (("candidates", mending.journal.requests), ("applications", mending.journal.applications)):
            missing = [record_id for record_id in getattr(mail, name) if record_id not in table]
            if missing:
                rest = tuple(record_id for record_id in getattr(mail, name) if record_id in table)
                mending.change(mail, name, missing, _NOT_THERE.format(", ".join(missing)), **{name: rest})


def _findings(mending: _Mending) -> None:
    for pointer in mending.each(Pointer):
        _empty(mending, pointer, "finding_id", mending.journal.findings.__contains__)


def _competencies(mending: _Mending) -> None:
    ids = {subject.id for subject in mending.journal.subjects}
    for finding in mending.each(Finding):
        _empty(mending, finding, "competency", ids.__contains__)
    for competency in mending.each(TABLES["competencies"]):
        _empty(mending, competency, "merged_into", ids.__contains__)
    for example in mending.each(TABLES["examples"]):
        missing = [competency_id for competency_id in example.competencies if competency_id not in ids]
        if missing:
            rest = tuple(competency_id for competency_id in example.competencies if competency_id in ids)
            mending.change(example, "competencies", missing, _NOT_THERE.format(", ".join(missing)), competencies=rest)
    for reflection in mending.each(Reflection):
        _answers(mending, reflection, "competency", ids.__contains__)
        _answers(mending, reflection, "example", mending.journal.examples.__contains__)


def _answers(mending: _Mending, reflection: Reflection, name: str, is_there: Callable[[str], bool]) -> None:
    answers = mending.journal.reflections[reflection.id].answers
    for number, answer in enumerate(answers):
        target_id = getattr(answer, name)
        if target_id is not None and not is_there(target_id):
            without: dict[str, Any] = {name: None}
            answers = (*answers[:number], replace(answer, **without), *answers[number + 1 :])
            where = f"answers[{number}] → {name}"
            mending.change(reflection, where, target_id, _NOT_THERE.format(target_id), answers=answers)


def _empty(mending: _Mending, record: Record, name: str, is_there: Callable[[str], bool]) -> None:
    target_id = getattr(record, name)
    if target_id is not None and not is_there(target_id):
        mending.change(record, name, target_id, _NOT_THERE.format(target_id), **{name: None})
