"""Owns a letter ready to leave: who to whom, its words, its own id and its place in the thread."""

from dataclasses import dataclass
from datetime import datetime

from afterword.domain.interview import Interview
from afterword.domain.request import Event, EventKind, Request
from afterword.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One letter to one person. `message_id`, `in_reply_to` and `references` keep their angle brackets."""

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    body: str
    message_id: str
    date: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the name and address of the From line."""

    name: str
    address: str


def thread_of(request: Request) -> tuple[str, ...]:
    """The Message-IDs of the conversation so far, oldest first, each once."""
    kinds = (EventKind.SENDING, EventKind.SENT, EventKind.REPLY)
    found = (event.message_id for event in request.history if event.kind in kinds)
    return tuple(dict.fromkeys(one for one in found if one.startswith("<")))


def address_letter(interview: Interview, request: Request, letter: Event, sender: Sender) -> Outgoing:
    """The letter of a drafted or sending event, addressed to the interviewer and put into the thread.

    Refused when the interviewer's address is not known. The sender's may be empty: a mail program adds its own.
    """
    person = interview.interviewer(request.interviewer_id)
    if not person.email:
        raise Refusal(f"There is no address for {person.name}.", hint="Edit the interview and add it.")
    earlier = tuple(one for one in thread_of(request) if one != letter.message_id)
    return Outgoing(
        from_name=sender.name,
        from_address=sender.address,
        to_name=person.name,
        to_address=person.email,
        subject=letter.subject,
        body=letter.text,
        message_id=letter.message_id,
        date=letter.at,
        in_reply_to=earlier[-1] if earlier else "",
        references=earlier,
    )
