"""Owns the search for loose ends in a journal: records that name what is not there, ids that stand twice."""

from collections import Counter
from collections.abc import Iterable

from afterword.domain.journal import Journal


def loose_ends(journal: Journal) -> tuple[str, ...]:
    """One sentence for each; an empty tuple for a sound journal."""
    return (
        *_of_reflections(journal),
        *_of_requests(journal),
        *_of_findings(journal),
        *_of_pointers(journal),
        *_of_examples(journal),
        *_of_doubtful(journal),
        *_doubles(journal),
    )


def _of_reflections(journal: Journal) -> Iterable[str]:
    for reflection in journal.reflections.values():
        if reflection.id not in journal.interviews:
            yield f"The reflection {reflection.id} belongs to an interview that is not there."
        for answer in reflection.answers:
            if answer.example is not None and answer.example not in journal.examples:
                yield f"An answer in the reflection {reflection.id} names the example {answer.example}, not there."
            if answer.competency is not None and journal.competency(answer.competency) is None:
                yield f"An answer in the reflection {reflection.id} names no known competency: {answer.competency}."


def _of_requests(journal: Journal) -> Iterable[str]:
    for request in journal.requests.values():
        interview = journal.interviews.get(request.interview_id)
        if interview is None:
            yield f"The request {request.id} belongs to the interview {request.interview_id}, which is not there."
        elif request.interviewer_id not in {person.id for person in interview.interviewers}:
            yield f"The request {request.id} is to {request.interviewer_id}, who is not among the interviewers."


def _of_findings(journal: Journal) -> Iterable[str]:
    for finding in journal.findings.values():
        request = journal.requests.get(finding.request_id)
        if request is None:
            yield f"The finding {finding.id} belongs to the request {finding.request_id}, which is not there."
        elif finding.reply_id not in {event.id for event in request.events}:
            yield f"The finding {finding.id} quotes the reply {finding.reply_id}, which is not there."
        if finding.competency is not None and journal.competency(finding.competency) is None:
            yield f"The finding {finding.id} names no known competency: {finding.competency}."


def _of_pointers(journal: Journal) -> Iterable[str]:
    for pointer in journal.pointers.values():
        named = [pointer.interview_id, *(check.interview_id for check in pointer.checks)]
        for interview_id in named:
            if interview_id is not None and interview_id not in journal.interviews:
                yield f"The pointer {pointer.id} names the interview {interview_id}, which is not there."
        if pointer.finding_id is not None and pointer.finding_id not in journal.findings:
            yield f"The pointer {pointer.id} comes from the finding {pointer.finding_id}, which is not there."


def _of_examples(journal: Journal) -> Iterable[str]:
    for example in journal.examples.values():
        for competency in example.competencies:
            if journal.competency(competency) is None:
                yield f"The example {example.id} names no known competency: {competency}."


def _of_doubtful(journal: Journal) -> Iterable[str]:
    for mail in journal.doubtful.values():
        for request_id in mail.candidates:
            if request_id not in journal.requests:
                yield f"The doubtful mail {mail.id} names the request {request_id}, which is not there."


def _doubles(journal: Journal) -> Iterable[str]:
    for interview in journal.interviews.values():
        for twice in _twice(person.id for person in interview.interviewers):
            yield f"The interview {interview.id} has two interviewers with the id {twice}."
    for request in journal.requests.values():
        for twice in _twice(event.id for event in request.events):
            yield f"The request {request.id} has two events with the id {twice}."
    pairs = _twice(f"{one.interviewer_id} about {one.interview_id}" for one in journal.requests.values())
    for pair in pairs:
        yield f"There are two requests to {pair}."


def _twice(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(one for one, count in Counter(ids).items() if count > 1)
