"""Owns a letter ready to leave: who to whom, its words, its own id and its place in the thread."""

from dataclasses import dataclass
from datetime import datetime

from afterword.domain.conversation.request import Event, EventKind, Letter, Request
from afterword.domain.interview import Interview
from afterword.domain.text import slug
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


def letter_file(request: Request, name: str, company: str) -> str:
    """What a file with the draft is called, without its ending: `request-ada-byron-initech`."""
    letter = request.draft.letter if request.draft is not None else "letter"
    return slug(f"{letter} {name} {company}")


def thread_of(request: Request) -> tuple[str, ...]:
    """The Message-IDs an answer can name, oldest first, each once; those of letters that only may have gone out too.

    A letter that was handed over may have left under the id of its draft, whatever id its copy has.
    """
    return _message_ids(request, (EventKind.DRAFTED, EventKind.SENDING, EventKind.SENT, EventKind.REPLY))


def _message_ids(request: Request, kinds: tuple[EventKind, ...]) -> tuple[str, ...]:
    found = (event.message_id for event in request.history if event.kind in kinds)
    return tuple(dict.fromkeys(one for one in found if one.startswith("<")))


def _answered(request: Request, letter: Event) -> tuple[str, ...]:
    """The Message-IDs that went to and fro before this letter. A request opens a thread: nothing came before it."""
    if letter.letter is Letter.REQUEST:
        return ()
    known = _message_ids(request, (EventKind.SENT, EventKind.REPLY))
    return tuple(one for one in known if one != letter.message_id)


def address_letter(interview: Interview, request: Request, letter: Event, sender: Sender) -> Outgoing:
    """The letter of a drafted or sending event, addressed to the interviewer and put into the thread.

    Refused when the interviewer's address is not known. The sender's may be empty: a mail program adds its own.
    """
    person = interview.interviewer(request.interviewer_id)
    if not person.email:
        raise Refusal(f"There is no address for {person.name}.", hint="Edit the interview and add it.")
    earlier = _answered(request, letter)
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
