"""Owns the steps from one schema of the journal to the next, over plain JSON values.

A step loses nothing: what it does not understand stays where it was, for the careful reader to set apart. It gives the
same ids at every reading, since a journal is read many times before its first save.
"""

import base64
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

Tables = dict[str, dict[str, dict[str, object]]]
"""Every table of a document as plain JSON values: table, id, field."""

Migration = Callable[[Tables], Tables]
"""Takes the tables of schema n, gives those of schema n + 1. It may change what it was given."""

FORMER_TABLES = ("doubtful",)
"""Tables that older schemas had under another name."""
_SAME_PROCESS = timedelta(days=180)
_PENDING = "pending"
_Plain = dict[str, Any]


def _with_applications(tables: Tables) -> Tables:
    """Schema 2: interviews are rounds of applications, which have the outcome; people have a table of their own."""
    interviews: dict[str, _Plain] = tables.get("interviews", {})
    tables["people"], person_ids = _people(interviews)
    tables["applications"] = _applications(interviews)
    for request in tables.get("requests", {}).values():
        person = request.pop("interviewer_id", None)
        request["person_id"] = person_ids.get((request.get("interview_id"), person), person)
    tables["proposals"] = {**tables.pop("doubtful", {}), **tables.get("proposals", {})}
    return tables


def _people(interviews: dict[str, _Plain]) -> tuple[dict[str, _Plain], dict[object, object]]:
    """The people of all interviews, and the id that each has now by interview and former id."""
    people: dict[str, _Plain] = {}
    person_ids: dict[object, object] = {}
    namesakes: dict[str, list[tuple[str, list[str]]]] = {}
    for interview_id, interview in _by_time(interviews):
        listed = interview.get("interviewers", [])
        if not isinstance(listed, list):
            continue
        ids: list[object] = []
        for person in listed:
            if not isinstance(person, dict) or not isinstance(person.get("id"), str):
                ids.append(person)
                continue
            name, company = _text(person, "name").casefold(), _words(interview, "company")
            matches = (key for key, place in namesakes.get(name, ()) if _is_same(people[key], person, place == company))
            person_id = next(matches, None) or _free(people, interview_id, person["id"])
            before = people.get(person_id, {"created": interview.get("created")})
            email = _text(before, "email") or person.get("email", "")
            people[person_id] = {**before, **person, "id": person_id, "email": email}
            namesakes.setdefault(name, []).append((person_id, company))
            person_ids[interview_id, person["id"]] = person_id
            ids.append(person_id)
        interview["interviewers"] = ids
    return people, person_ids


def _by_time(interviews: dict[str, _Plain]) -> list[tuple[str, _Plain]]:
    return sorted(interviews.items(), key=lambda pair: (_text(pair[1], "at"), pair[0]))


def _is_same(other: _Plain, person: _Plain, same_company: bool) -> bool:  # noqa: FBT001
    """Whether two of one name are one person: by one address, or at one company with one address at most.

    Whoever has more than a name and an address, which would be lost, stays apart.
    """
    if {*other, *person} - {"id", "name", "email", "created"} or other.get("name") != person.get("name"):
        return False
    addresses = {_text(record, "email").casefold() for record in (other, person)} - {""}
    return len(addresses) <= 1 and (same_company or bool(other.get("email") and person.get("email")))


def _free(people: dict[str, _Plain], interview_id: str, person_id: str) -> str:
    return person_id if person_id not in people else _derived("person", interview_id, person_id)


def _applications(interviews: dict[str, _Plain]) -> dict[str, _Plain]:
    """An application for each interview; rounds of one company and role share one where that loses nothing."""
    applications: dict[str, _Plain] = {}
    latest: dict[object, tuple[str, datetime]] = {}
    for interview_id, interview in _by_time(interviews):
        outcome: _Plain = {name: interview.pop(name) for name in ("outcome", "outcome_on") if name in interview}
        at = _moment(interview) if interview.get("deleted") is None else None
        post = (tuple(_words(interview, "company")), tuple(_words(interview, "role")))
        shared, before = latest.get(post, ("", at))
        if at is not None and before is not None and shared and _fits(applications[shared], outcome, at, before):
            application = {**applications[shared], "joined": True}
            application.update(outcome if _is_decided(outcome) else {})
        else:
            application = {name: interview.get(name) for name in ("company", "role", "created")}
            application.update({"id": _derived("application", interview_id), **outcome})
        interview["application_id"] = application["id"]
        applications[application["id"]] = application
        if at is not None:
            latest[post] = (application["id"], at)
    return applications


def _fits(application: _Plain, outcome: _Plain, at: datetime, before: datetime) -> bool:
    """Whether an interview is a later round: near enough, one outcome at most, and none before it took place."""
    if at - before > _SAME_PROCESS or (_is_decided(application) and _is_decided(outcome)):
        return False
    return not _is_decided(application) or at.date().isoformat() <= _text(application, "outcome_on")


def _is_decided(record: _Plain) -> bool:
    return record.get("outcome", _PENDING) != _PENDING or record.get("outcome_on") is not None


def _moment(interview: _Plain) -> datetime | None:
    try:
        at = datetime.fromisoformat(_text(interview, "at"))
    except ValueError:
        return None
    return at if at.utcoffset() is not None else None


def _text(record: _Plain, name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _words(record: _Plain, name: str) -> list[str]:
    return _text(record, name).casefold().split()


def _derived(*words: str) -> str:
    """An id that is the same at every reading."""
    # Loaded for a journal of a former schema.
    import hashlib

    digest = hashlib.blake2s("\n".join(words).encode(errors="surrogatepass"), digest_size=7).digest()
    return base64.b32encode(digest).decode().lower()[:10]


_TELLING, _TELLING_BEFORE = "telling", "examples"
_ONCE_USUAL = (
    ("technical-depth", "Technical depth", "Explains how a thing works underneath and where it breaks.", "engineering"),
    ("system-design", "System design", "Names the load, the limits and what was traded away.", "engineering"),
    ("leadership", "Leadership", "Gives others direction and room, and tells what they achieved.", "leading"),
)
"""What every journal had before there were packs, and the pack each belongs to now."""


def _with_packs(tables: Tables) -> Tables:
    """Schema 3: competencies come in packs, and “examples” is no competency but the subject how answers were told."""
    competencies: dict[str, _Plain] = tables.setdefault("competencies", {})
    renamed = {_TELLING_BEFORE: _TELLING}
    if _TELLING in competencies:
        numbered = (f"{_TELLING}-{number}" for number in itertools.count(2))
        renamed[_TELLING] = next(name for name in numbered if name not in competencies)
    tables["competencies"] = _renamed_competencies(competencies, renamed)
    for finding in tables.get("findings", {}).values():
        _rename(finding, "competency", renamed)
    for example in tables.get("examples", {}).values():
        _rename_listed(example, "competencies", renamed)
    scales = {f"competency/{old}": f"competency/{new}" for old, new in renamed.items()}
    for reflection in tables.get("reflections", {}).values():
        for answer in _objects(reflection, "answers"):
            _rename(answer, "competency", renamed)
        for rating in _objects(reflection, "ratings"):
            _rename(rating, "dimension", scales)
    if tables.get("interviews"):
        _keep_usual(tables["competencies"])
    return tables


def _renamed_competencies(competencies: dict[str, _Plain], renamed: dict[str, str]) -> dict[str, _Plain]:
    """The competencies under their new ids; “Examples” is called otherwise where the person had not renamed it."""
    for key, record in competencies.items():
        _rename(record, "id", renamed)
        _rename(record, "merged_into", renamed)
        if key == _TELLING_BEFORE and record.get("name") == "Examples":
            record.update(name="How you told it", anchor=_HOW_TOLD)
    return {renamed.get(key, key): record for key, record in competencies.items()}


_HOW_TOLD = "Tells one event: what happened, what you did yourself, how it ended."


def _keep_usual(competencies: dict[str, _Plain]) -> None:
    """A journal that was begun keeps what it had, changed or not."""
    for key, name, anchor, pack in _ONCE_USUAL:
        competency = competencies.setdefault(key, {"id": key, "name": name, "anchor": anchor})
        competency["pack"] = pack


def _rename(record: _Plain, field: str, renamed: dict[str, str]) -> None:
    value = record.get(field)
    if isinstance(value, str) and value in renamed:
        record[field] = renamed[value]


def _rename_listed(record: _Plain, field: str, renamed: dict[str, str]) -> None:
    values = record.get(field)
    if isinstance(values, list):
        record[field] = [renamed.get(value, value) if isinstance(value, str) else value for value in values]


def _objects(record: _Plain, field: str) -> list[_Plain]:
    values = record.get(field)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


MIGRATIONS: tuple[Migration, ...] = (_with_applications, _with_packs)
"""The step at index n - 1 leads from schema n to n + 1."""
