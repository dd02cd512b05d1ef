"""Owns the JSON of records on the command line: their fields as they stand, and beside them what is computed."""

from typing import Any

from afterword.cli.shell import picked, plain
from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.request import EventKind, Finding, Letter
from afterword.domain.conversation.tracker import Due, TrackerRow
from afterword.domain.interview import Application, Interview, ended_round, punctuality, standing
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.practice import Example, Pointer, weight

Data = dict[str, Any]


def interview(journal: Journal, record: Interview) -> Data:
    """One interview, with how its application ended and what became of it; `at` is on the clock of the place."""
    from afterword.domain.conversation.agenda import met_before

    arrival, application = punctuality(record), journal.application_of(record)
    return plain(
        record,
        at=record.local,
        minutes_late=arrival.minutes_late if arrival else None,
        met_before=[
            {
                "person_id": acquaintance.person.id,
                "interview_id": acquaintance.interview.id,
                "words": acquaintance.words,
            }
            for acquaintance in met_before(journal, record)
        ],
        interviewers=[
            {"id": person.id, "name": person.name, "email": person.email} for person in journal.interviewers_of(record)
        ],
        outcome=application.outcome,
        outcome_on=application.outcome_on,
        standing=standing(application, journal.rounds_of(application.id), record),
    )


def application(journal: Journal, record: Application) -> Data:
    """One application with its rounds, earliest first, and its people, each once."""
    rounds = journal.rounds_of(record.id)
    return plain(
        record,
        rounds=[
            {
                "id": each_round.id,
                "round": each_round.round,
                "at": each_round.local,
                "standing": standing(record, rounds, each_round),
            }
            for each_round in rounds
        ],
        findings=[finding(journal, marked) for marked in journal.findings_in_words_of(record.id)],
        people=[
            {**plain(person, "created"), "contact": person.id in record.contacts}
            for person in journal.people_of(record.id)
        ],
    )


def person(journal: Journal, record: Person) -> Data:
    """One person with what their name says where a field is empty, and the applications that name them."""
    from afterword.domain.conversation.agenda import known_from
    from afterword.domain.greeting import addressed

    return plain(
        addressed(record),
        "created",
        applications=[
            {
                "id": process.id,
                "company": process.company,
                "role": process.role,
                "outcome": process.outcome,
                "interviews": [{"id": met.id, "round": met.round, "at": met.local} for met in rounds],
                "contact": record.id in process.contacts,
            }
            for process, rounds in known_from(journal, record)
        ],
    )


def request(line: TrackerRow) -> Data:
    """One line of the tracker."""
    track = line.track
    asked = line.request.last(EventKind.SENT, Letter.REQUEST) or line.request.last(EventKind.SENDING, Letter.REQUEST)
    answer = gather(line.request).first_reply
    return {
        "id": line.request.id,
        "application_id": line.application.id,
        "interview_id": line.interview.id,
        "company": line.interview.company,
        "role": line.interview.role,
        "interviewer": {"name": line.interviewer.name, "email": line.interviewer.email},
        "person": plain(line.interviewer, "created"),
        "state": track.state.value,
        "asked_at": asked.at if asked is not None and track.asked_on is not None else None,
        "replied_at": answer.at if answer is not None else None,
        "waiting_days": track.waiting_days,
        "next": {"action": track.next.action.value, "due": track.next.due} if track.next else None,
    }


def conversation(journal: Journal, line: TrackerRow) -> Data:
    """One line of the tracker with its events, its draft and its findings."""
    draft = line.request.draft
    return {
        **request(line),
        "draft": plain(draft) if draft else None,
        "events": [
            plain(
                event,
                "close_as",
                "sender",
                "discarded",
                **{"as": event.close_as, "from": event.sender and plain(event.sender)},
            )
            for event in line.request.history
        ],
        "findings": [finding(journal, marked) for marked in journal.findings_of(line.request.id)],
    }


def finding(journal: Journal, record: Finding) -> Data:
    """One marked phrase, with who said it about which interview; of a decision's words, the round that ended it."""
    if record.application_id:
        process = journal.applications[record.application_id]
        last = ended_round(process, journal.rounds_of(process.id))
        ended = last.id if last is not None else ""
        return plain(record, "whole", interview_id=ended, interviewer="", company=process.company)
    asked = journal.requests[record.request_id]
    about = journal.interviews[asked.interview_id]
    person = journal.people[asked.person_id]
    mentor = next((event for event in asked.comments if event.id == record.reply_id and event.is_by_mentor), None)
    who = person.name if mentor is None else mentor.writer(person)
    return plain(record, "whole", interview_id=about.id, interviewer=who, company=about.company)


def example(record: Example) -> Data:
    """One story; `missing` names the parts still empty, `weight` goes from 0 to 1."""
    return plain(record, "deleted", missing=record.missing, weight=round(weight(record), 2))


def pointer(record: Pointer) -> Data:
    """One plan, with what became of it."""
    return plain(record, "deleted", sentence=record.sentence)


def due(record: Due) -> Data:
    """One thing to do; `request_id` is null for what concerns the interview or the application itself.

    `finding_id` names an advice, `proposal_id` a mail to decide on, `person_id` whom to write to where no conversation
    with them has begun.
    """
    id_fields = ("finding_id", "proposal_id", "person_id")
    return plain(record, *(name for name in id_fields if not getattr(record, name)))


def reflection(journal: Journal, about: Interview) -> Data:
    """What was said about one interview, R1 to R6, each rating with the sentence it stands for."""
    from afterword.domain.progress import plans_from, pointers_from, scales_by_id

    source = journal.reflection_of(about.id)
    scales = scales_by_id(journal)
    arrival = punctuality(about)
    return {
        "interview_id": about.id,
        "locked": journal.is_locked(about.id),
        "minutes_late": arrival.minutes_late if arrival else None,
        **picked(source, "updated", "went_well", "thoughts", "private"),
        "ratings": [
            plain(
                rating,
                title=scale.title if (scale := scales.get(rating.dimension)) else rating.dimension,
                anchor=scale.anchor(rating.value) if scale and rating.value else "",
            )
            for rating in source.ratings
        ],
        "answers": [plain(answer) for answer in source.answers],
        "own_questions": [plain(question) for question in source.own_questions],
        "scenarios": [plain(scenario, label=scenario.label) for scenario in source.scenarios],
        "pointers": [pointer(record) for record in pointers_from(journal, about.id)],
        "plans_for_a_no": [pointer(plan) for plan in plans_from(journal, about.id)],
        "kept": [
            {"pointer_id": record.id, "sentence": record.sentence, "kept": check.kept.value, "on": check.on}
            for record in journal.live_pointers
            for check in record.checks
            if check.interview_id == about.id
        ],
    }
