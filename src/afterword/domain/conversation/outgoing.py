"""Owns a letter ready to leave: who to whom, its words, its own id and its place in the thread."""

from datetime import datetime

from msgspec import Struct

from afterword.domain.application import Application, Outcome
from afterword.domain.conversation.request import CHANNELS, Channel, Event, EventKind, Letter, Request
from afterword.domain.people import Person
from afterword.domain.text import slug
from afterword.errors import UserError


class Outgoing(Struct, frozen=True, kw_only=True):
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


class Sender(Struct, frozen=True):
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
    found = (event.message_id for event in request.history if event.kind in kinds and not event.is_by_mentor)
    return tuple(dict.fromkeys(one for one in found if one.startswith("<")))


def _answered(request: Request, letter: Event) -> tuple[str, ...]:
    """The Message-IDs that went to and fro before this letter. A request opens a thread: nothing came before it."""
    if letter.letter is Letter.REQUEST:
        return ()
    known = _message_ids(request, (EventKind.SENT, EventKind.REPLY))
    return tuple(one for one in known if one != letter.message_id)


def addressee(person: Person, request: Request, letter: Letter | None) -> Person:
    """Whom that letter goes to: the person, or for a thank-you whoever wrote the replies in their place."""
    if letter is not Letter.THANK_YOU or not request.replies:
        return person
    writer = request.replies[-1].written_for(person)
    if writer is None or any(reply.written_for(person) is None for reply in request.replies):
        return person
    return Person(id=person.id, name=writer.name or writer.label, email=writer.email, language=person.language)


def written_by(person: Person, request: Request, reader: Person) -> tuple[Event, ...]:
    """The replies that this addressee wrote, in the conversation with that person."""

    def wrote(reply: Event) -> bool:
        writer = reply.written_for(person)
        return reader == person if writer is None else writer.is_of(reader)

    return tuple(reply for reply in request.replies if wrote(reply))


def check_occasion(application: Application, letter: Letter | None) -> None:
    """Refuse a letter that does not fit how the application stands: one about a rejection, a decision or an offer."""
    outcome = application.outcome
    if letter in (Letter.REQUEST, Letter.FOLLOW_UP) and outcome in _NO_REJECTION:
        raise UserError(
            f"{_NO_REJECTION[outcome]}, so a letter that asks what to do better does not fit.",
            hint="If that was not the outcome, correct it with the interview; a draft that is left can be discarded.",
        )
    if letter is Letter.STATUS and outcome is not Outcome.PENDING:
        raise UserError("It is known how this ended, so nobody has to be asked where it stands.", hint=_CORRECT)
    if letter is Letter.NOTE and outcome is not Outcome.PENDING:
        raise UserError(
            "It is known how this ended; a note for the interview alone comes before that.",
            hint="Thank them in the next letter; it begins with that.",
        )
    if letter in (Letter.ACCEPT, Letter.DECLINE) and outcome is not Outcome.OFFER:
        raise UserError("No offer is noted here that could be answered.", hint="Note it first: o, or outcome ID offer.")


def fits_occasion(application: Application, letter: Letter | None) -> bool:
    """Whether that letter fits how the application stands; see `check_occasion`."""
    try:
        check_occasion(application, letter)
    except UserError:
        return False
    return True


_CORRECT = "If that was not the outcome, correct it with the interview."
_NO_REJECTION = {
    Outcome.OFFER: "This interview ended in an offer",
    Outcome.WITHDRAWN: "You withdrew from this one",
}


def address_letter(person: Person, request: Request, letter: Event, sender: Sender) -> Outgoing:
    """The letter of a drafted or sending event, addressed to whom it goes to and put into the thread.

    Refused when that address is not known, and for a letter that is no mail. The sender's address may be empty: a mail
    program adds its own.
    """
    if letter.channel not in (None, Channel.MAIL):
        raise UserError(
            f"This letter is written for {CHANNELS[letter.channel]}, so it is not mailed.",
            hint="Copy it and send it there, or say it; then note that you have.",
        )
    person = addressee(person, request, letter.letter)
    if not person.email:
        raise UserError(f"There is no address for {person.name}.", hint="Edit the interview and add it.")
    earlier = _answered(request, letter)
    return Outgoing(
        from_name=sender.name,
        from_address=sender.address,
        to_name=person.name if person.name != person.email else "",
        to_address=person.email,
        subject=letter.subject,
        body=letter.text,
        message_id=letter.message_id,
        date=letter.at,
        in_reply_to=earlier[-1] if earlier else "",
        references=earlier,
    )
