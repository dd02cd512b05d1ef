"""Owns whom you know and whom letters go to, and a letter ready to leave: its own id, its place in the thread."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from afterword.domain.application import Application, Outcome
from afterword.domain.conversation.request import CHANNELS, Channel, Event, EventKind, Letter, Request
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.people import ASKED_LAST, PARTS, Part, Person
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


# ── whom you know ─────────────────────────────────────────────────────────────────────────────────────────────────────


_INSTEAD = (Part.RECRUITER, Part.AGENCY, Part.MANAGER, Part.INTERVIEWER, Part.INTERNAL)
PART_WORDS = dict(PARTS)
CLOSE_KINDLY = (
    "Nobody there can be written to, and that says nothing about you. Close it, and what you know yourself counts; "
    "or name a recruiter or another contact, and they are asked."
)


class Acquaintance(Struct, frozen=True):
    """Somebody of an interview, and the latest interview of another application in which you met them before."""

    person: Person
    interview: Interview

    @property
    def words(self) -> str:
        """`Max, 2025 · Hooli · Backend`."""
        met = self.interview
        return f"{self.person.first_name}, {met.day.year} · {met.company} · {met.role}"


def asking_order(rounds: Sequence[Interview], people: Iterable[Person]) -> tuple[Person, ...]:
    """The people of an application in the order in which they are asked, each once; `rounds` are earliest first.

    Whoever saw you in the latest round comes first, then whoever saw you in more of them; a hiring manager before the
    other people of that round, recruiters and agencies last.
    """
    last = {person_id: place for place, held in enumerate(rounds) for person_id in held.interviewers}
    often = {person_id: sum(person_id in held.interviewers for held in rounds) for person_id in last}

    def key(person: Person) -> tuple[bool, int, int, bool]:
        return (
            person.part in ASKED_LAST,
            -last.get(person.id, -1),
            -often.get(person.id, 0),
            person.part is not Part.MANAGER,
        )

    return tuple(sorted({person.id: person for person in people}.values(), key=key))


def is_written_to(person: Person) -> bool:
    """Whether a person reads what is written there, and no program or team."""
    from afterword.domain.greeting import is_program_address

    return not is_program_address(person.email)


def asked_instead(person: Person, people: Iterable[Person]) -> Person | None:
    """Who of the application's people is asked instead of a program: the recruiter, the agency, else anybody.

    None where there is nobody else whom a letter reaches.
    """
    others = [other for other in people if other.id != person.id and is_written_to(other) and _is_reached(other)]
    return min(others, key=lambda other: _INSTEAD.index(other.part), default=None)


def to_ask(rounds: Sequence[Interview], met: Iterable[Person], people: Iterable[Person]) -> tuple[Person, ...]:
    """Whom to ask of those you met, in order, each once; who is asked instead of a program stands in its place.

    `people` are all of the application. A program without anybody to ask instead is left out.
    """
    known = tuple(people)
    read = (person if is_written_to(person) else asked_instead(person, known) for person in asking_order(rounds, met))
    return tuple({person.id: person for person in read if person is not None}.values())


def _is_reached(person: Person) -> bool:
    return bool(person.email or person.linkedin or person.phone)


def instead_words(person: Person, people: Iterable[Person]) -> str:
    """What to do where that address is read by a program, in a sentence; empty where a person reads it."""
    if is_written_to(person):
        return ""
    other = asked_instead(person, people)
    said = f"{person.email} is read by a program or a team."
    return f"{said} Ask {other.name} instead ({PART_WORDS[other.part]})." if other else f"{said} {CLOSE_KINDLY}"


def met_earlier(journal: Journal, person: Person, interview: Interview) -> tuple[Interview, ...]:
    """The interviews before that one in which that person interviewed you, latest first."""
    held = journal.rounds_with(person.id)
    return tuple(other for other in held if other.at < interview.at and person.id in other.interviewers)


def met_before(journal: Journal, interview: Interview) -> tuple[Acquaintance, ...]:
    """Those of its interviewers whom you met in an earlier application, with the latest interview of it."""
    found: list[Acquaintance] = []
    for person in journal.interviewers_of(interview):
        earlier = (other for other in journal.rounds_with(person.id) if other.at < interview.at)
        before = next((other for other in earlier if other.application_id != interview.application_id), None)
        found += [Acquaintance(person, before)] if before is not None else []
    return tuple(found)


def met_words(people: Sequence[Acquaintance]) -> str:
    """`met Max in 2025`, or `met Max, Eva before`, where there is little room."""
    names = ", ".join(known.person.first_name for known in people)
    when = f"in {people[0].interview.day.year}" if len(people) == 1 else "before"
    return f"met {names} {when}" if people else ""


def known_from(journal: Journal, person: Person) -> tuple[tuple[Application, tuple[Interview, ...]], ...]:
    """The applications that name somebody, latest first, each with the rounds in which they interviewed you."""
    ids = {interview.application_id for interview in journal.rounds_with(person.id)}
    latest = {application_id: journal.rounds_of(application_id)[-1] for application_id in ids}
    ordered = sorted(ids, key=lambda key: (latest[key].at, latest[key].id), reverse=True)
    return tuple(
        (
            journal.applications[application_id],
            tuple(held for held in journal.rounds_of(application_id) if person.id in held.interviewers),
        )
        for application_id in ordered
    )
