"""Owns the JSON records of the command line: flat, stable names, enum words, ISO times with offset, ids."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from afterword.domain.competency import Competency
from afterword.domain.conversation.request import EventKind, Letter, Request
from afterword.domain.conversation.tracker import Due, TrackerRow
from afterword.domain.example import Example, weight
from afterword.domain.finding import Finding
from afterword.domain.interview import Interview, punctuality
from afterword.domain.journal import Journal
from afterword.domain.people import Interviewer
from afterword.domain.pointer import Pointer
from afterword.errors import NotFound
from afterword.services.services import Services

Data = dict[str, Any]


def iso(value: date | datetime | None) -> str | None:
    """A day or an instant in ISO 8601; None stays None."""
    return value.isoformat() if value is not None else None


def interview(record: Interview) -> Data:
    """One interview."""
    arrival = punctuality(record)
    return {
        "id": record.id,
        "company": record.company,
        "role": record.role,
        "round": record.round,
        "mode": record.mode.value,
        "where": record.where,
        "at": iso(record.local),
        "zone": record.zone,
        "interviewers": [{"id": one.id, "name": one.name, "email": one.email} for one in record.interviewers],
        "notes": record.notes,
        "travel_minutes": record.travel_minutes,
        "arrived": iso(record.arrived),
        "minutes_late": arrival.minutes_late if arrival else None,
        "outcome": record.outcome.value,
        "outcome_on": iso(record.outcome_on),
        "created": iso(record.created),
        "deleted": iso(record.deleted),
    }


def line_of(services: Services, request: Request) -> TrackerRow:
    """The tracker's line of one request."""
    journal = services.overview.journal()
    about = journal.interviews[request.interview_id]
    try:
        person = about.interviewer(request.interviewer_id)
    except NotFound:
        person = Interviewer(id=request.interviewer_id, name="somebody")
    return TrackerRow(request, about, person, services.overview.track(request))


def request(line: TrackerRow) -> Data:
    """One line of the tracker."""
    track = line.track
    asked = line.request.last(EventKind.SENT, Letter.REQUEST) or line.request.last(EventKind.SENDING, Letter.REQUEST)
    replies = line.request.replies
    return {
        "id": line.request.id,
        "interview_id": line.interview.id,
        "company": line.interview.company,
        "role": line.interview.role,
        "interviewer": {"name": line.interviewer.name, "email": line.interviewer.email},
        "state": track.state.value,
        "asked_at": iso(asked.at) if asked is not None and track.asked_on is not None else None,
        "replied_at": iso(replies[0].at) if replies else None,
        "waiting_days": track.waiting_days,
        "next": {"action": track.next.action.value, "due": iso(track.next.due)} if track.next else None,
    }


def conversation(journal: Journal, line: TrackerRow) -> Data:
    """One line of the tracker with its events, its draft and its findings."""
    draft = line.request.draft
    return {
        **request(line),
        "draft": {"letter": draft.letter.value, "subject": draft.subject, "body": draft.body} if draft else None,
        "events": [
            {
                "id": event.id,
                "kind": event.kind.value,
                "at": iso(event.at),
                "letter": event.letter.value if event.letter else None,
                "subject": event.subject,
                "text": event.text,
                "full_text": event.full_text,
                "via": event.via,
                "channel": event.channel.value if event.channel else None,
                "message_id": event.message_id,
                "until": iso(event.until),
                "as": event.close_as.value if event.close_as else None,
                "from": {"name": event.sender.name, "email": event.sender.email} if event.sender else None,
                "news": event.news.value if event.news else None,
                "note": event.note,
            }
            for event in line.request.history
        ],
        "findings": [finding(journal, one) for one in journal.findings_of(line.request.id)],
    }


def finding(journal: Journal, record: Finding) -> Data:
    """One marked phrase, with who said it about which interview."""
    asked = journal.requests[record.request_id]
    about = journal.interviews[asked.interview_id]
    who = next((one.name for one in about.interviewers if one.id == asked.interviewer_id), "")
    return {
        "id": record.id,
        "request_id": record.request_id,
        "interview_id": about.id,
        "interviewer": who,
        "company": about.company,
        "kind": record.kind.value,
        "quote": record.quote,
        "competency": record.competency,
        "reply_id": record.reply_id,
        "start": record.start,
        "todo": None
        if record.todo is None
        else {"text": record.todo.text, "due": iso(record.todo.due), "done": iso(record.todo.done)},
        "created": iso(record.created),
    }


def example(record: Example) -> Data:
    """One story; `missing` names the parts still empty, `weight` goes from 0 to 1."""
    return {
        "id": record.id,
        "title": record.title,
        "situation": record.situation,
        "task": record.task,
        "action": record.action,
        "result": record.result,
        "numbers": record.numbers,
        "roles": list(record.roles),
        "competencies": list(record.competencies),
        "rehearsals": [
            {"at": iso(one.at), "seconds": one.seconds, "without_notes": one.without_notes} for one in record.rehearsals
        ],
        "missing": list(record.missing),
        "weight": round(weight(record), 2),
        "created": iso(record.created),
    }


def pointer(record: Pointer) -> Data:
    """One plan, with what became of it."""
    return {
        "id": record.id,
        "when": record.when,
        "will": record.will,
        "sentence": record.sentence,
        "interview_id": record.interview_id,
        "finding_id": record.finding_id,
        "checks": [
            {"interview_id": one.interview_id, "kept": one.kept.value, "on": iso(one.on)} for one in record.checks
        ],
        "created": iso(record.created),
    }


def competency(record: Competency) -> Data:
    """One competency."""
    return {
        "id": record.id,
        "name": record.name,
        "anchor": record.anchor,
        "archived": record.archived,
        "merged_into": record.merged_into,
        "why_me": record.why_me,
    }


def due(record: Due) -> Data:
    """One thing to do; `request_id` is null for what concerns the interview itself, `finding_id` names an advice."""
    advice = {"finding_id": record.finding_id} if record.finding_id else {}
    return {
        **advice,
        "action": record.action.value,
        "request_id": record.request_id,
        "interview_id": record.interview_id,
        "due": iso(record.due),
        "text": record.text,
    }


def reflection(journal: Journal, about: Interview) -> Data:
    """What was said about one interview, R1 to R6, each rating with the sentence it stands for."""
    from afterword.cli.scales_at_hand import scales_by_id
    from afterword.domain.progress import pointers_from

    said = journal.reflection_of(about.id)
    scales = scales_by_id(journal, about)
    arrival = punctuality(about)
    return {
        "interview_id": about.id,
        "locked": journal.is_locked(about.id),
        "updated": iso(said.updated),
        "minutes_late": arrival.minutes_late if arrival else None,
        "went_well": said.went_well,
        "ratings": [
            {
                "dimension": one.dimension,
                "title": scales[one.dimension].title if one.dimension in scales else one.dimension,
                "value": one.value,
                "anchor": scales[one.dimension].anchor(one.value) if one.value and one.dimension in scales else "",
                "note": one.note,
                "after_reply": one.after_reply,
            }
            for one in said.ratings
        ],
        "answers": [_plain(one) for one in said.answers],
        "scenarios": [{**_plain(one), "label": one.label} for one in said.scenarios],
        "pointers": [pointer(one) for one in pointers_from(journal, about.id)],
        "kept": [
            {"pointer_id": one.id, "sentence": one.sentence, "kept": check.kept.value, "on": iso(check.on)}
            for one in journal.live_pointers
            for check in one.checks
            if check.interview_id == about.id
        ],
        "thoughts": said.thoughts,
    }


def _plain(record: Any) -> Mapping[str, Any]:
    """A flat record of texts, flags and enum words."""
    from msgspec.structs import fields

    return {
        field.name: str(value) if isinstance(value := getattr(record, field.name), str) else value
        for field in fields(record)
    }
