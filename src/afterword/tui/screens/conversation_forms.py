"""Owns the forms of a conversation: what is told of an event, what they answered, and what a mailbox offers.

A whole mail is taken apart by the service; one that is no answer is handed back, for the person to say what it is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from textual.app import App

from afterword.desktop import read_file
from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.letter_reading import explain
from afterword.domain.conversation.mail_steps import is_new_version
from afterword.domain.conversation.message import Incoming, MailKind, News, Offer, Proposal
from afterword.domain.conversation.request import ADDRESS, TOLD, Channel, EventKind, Letter, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date, show_moment
from afterword.domain.fields import Field, FieldKind
from afterword.domain.interview import Outcome
from afterword.domain.journal import Journal
from afterword.domain.text import clean_line, plural, shorten
from afterword.errors import UserError
from afterword.services.checking import IntakeOptions
from afterword.services.requests import Reply
from afterword.services.services import Services, reading_context
from afterword.tui.actions import bindings
from afterword.tui.presenters.mail import (
    KINDS,
    MAIL_COLUMNS,
    phrase_lines,
    place_choices,
    placing_lines,
    placing_row,
    sender_words,
)
from afterword.tui.screens.dialogs import Option, ask_which, offer_steps
from afterword.tui.screens.form import Changes, FormSpec, form_of
from afterword.tui.screens.page import NarrowedPage, ReadingPage
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.lines import TextLine, words_of
from afterword.tui.widgets.virtual_list import VirtualList

_MOST_BYTES = 1_000_000
_MOST_OF_A_MAIL = 25 * 1024 * 1024
_UNSAID = "now"


@form_of("sent")
def sent_form(services: Services, request_id: str) -> FormSpec:
    """“I sent it”, or said it: when, and how; the way it was drafted for, unless said otherwise."""
    line = services.overview.line(request_id)
    draft = line.request.draft
    drafted = draft.channel if draft is not None else Channel.MAIL

    letters = _undrafted(line)
    fields = (Field(name="letter", label="Letter", kind=FieldKind.CHOICE, choices=letters), *TOLD[EventKind.SENT])

    def save(changes: Changes) -> Request:
        channel = None if changes["channel"] is drafted else changes["channel"]
        letter = changes["letter"] if letters else None
        return services.requests.mark_sent(line.request.id, changes["at"], channel=channel, letter=letter)

    return FormSpec(
        title=f"Sent to {line.interviewer.name}",
        doing=f"noting that you wrote to {line.interviewer.name}",
        fields=fields if letters else TOLD[EventKind.SENT],
        save=save,
        context=reading_context(services),
        offered={"at": "now", "channel": drafted.value, "letter": str(letters[0][0]) if letters else ""},
        said=f"The letter to {line.interviewer.name} counts as sent; u takes it back",
    )


def _undrafted(line: TrackerRow) -> tuple[tuple[Letter, str], ...]:
    """The letters that may have gone out where none is drafted and nothing is decided, the likeliest first."""
    facts, step = gather(line.request), line.track.next
    if line.request.draft is not None or facts.in_flight or facts.asked or facts.first_reply:
        return ()
    if line.application.outcome is Outcome.OFFER:
        letters = [Letter.ACCEPT, Letter.DECLINE]
    elif line.application.outcome is Outcome.PENDING:
        letters = [Letter.NOTE, Letter.STATUS, Letter.REQUEST]
        letters.sort(key=lambda letter: step is None or letter.value != step.action.value)
    else:
        letters = []
    return tuple((letter, _LETTER_WORDS[letter]) for letter in letters)


_LETTER_WORDS = {
    Letter.NOTE: "thanks for the interview",
    Letter.STATUS: "the question where things stand",
    Letter.REQUEST: "the request for feedback",
    Letter.ACCEPT: "the acceptance",
    Letter.DECLINE: "the letter of decline",
}


def answer_offer(
    app: App[Any], title: str, write: Callable[[Letter], object], record: Callable[[Letter], object]
) -> None:
    """Ask how an offer is answered: by a letter, or it was told otherwise already."""
    preview, rests = "you see it before it goes", "it is due no longer"
    offer_steps(
        app,
        title,
        ("accept it with thanks", preview, lambda: write(Letter.ACCEPT)),
        ("decline it with thanks", preview, lambda: write(Letter.DECLINE)),
        ("I have accepted it", rests, lambda: record(Letter.ACCEPT)),
        ("I have declined it", rests, lambda: record(Letter.DECLINE)),
    )


def _event_form(
    services: Services, request_id: str, kind: EventKind, words: tuple[str, str], verb: Callable[..., object]
) -> FormSpec:
    """What is told of such an event, by the title and by what a person does there; `verb` gets it in that order."""
    title, doing = (text.format(name=services.overview.line(request_id).interviewer.name) for text in words)
    return FormSpec(
        title=title,
        doing=doing,
        fields=TOLD[kind],
        save=lambda changes: verb(request_id, *changes.values()),
        context=reading_context(services),
    )


@form_of("bounced")
def bounce_form(services: Services, request_id: str) -> FormSpec:
    """The letter came back."""
    words = "The letter to {name} came back", "noting that the letter to {name} came back"
    spec = _event_form(services, request_id, EventKind.BOUNCED, words, services.requests.record_bounce)
    return replace(spec, offered={"at": "now"}, said="Noted: it came back. e corrects the address")


@form_of("auto-reply")
def away_form(services: Services, request_id: str) -> FormSpec:
    """An out-of-office note."""
    words = "{name} is out of office", "noting that {name} is out of office"
    spec = _event_form(services, request_id, EventKind.AUTO_REPLY, words, services.requests.record_absence)
    return replace(spec, said="Noted; the reminder waits until they are back")


@form_of("snoozed")
def snooze_form(services: Services, request_id: str) -> FormSpec:
    """The next step waits until a day."""
    words = "Let {name} wait", "letting {name} wait"
    spec = _event_form(services, request_id, EventKind.SNOOZED, words, services.requests.snooze)
    return replace(spec, offered={"until": "+3d"}, said=lambda _changes, request: _rests(services, request))


def _rests(services: Services, request: Request) -> str:
    """From which day on the next step is due now; a weekend or an absence may make it later than was asked for."""
    step = services.overview.track(request).next
    return f"It rests; the next step is due on {show_date(step.due, services.overview.today())}" if step else "It rests"


@form_of("address")
def address_form(services: Services, request_id: str) -> FormSpec:
    """The interviewer's address, corrected."""
    person = services.overview.line(request_id).interviewer
    return FormSpec(
        title=f"Address of {person.name}",
        doing=f"correcting the address of {person.name}",
        fields=[replace(ADDRESS, required="Write it like name@example.org.")],
        save=lambda changes: services.requests.mend_address(request_id, changes["email"], person),
        context=reading_context(services),
        record=person,
        whole=True,
        said=f"The address of {person.name} is {'corrected' if person.email else 'noted'}",
    )


@form_of("again")
def reapproach_form(services: Services, request_id: str) -> FormSpec:
    """A day to write again; empty takes it away. The policy suggests one."""
    line, today = services.overview.line(request_id), services.overview.today()
    suggested = line.track.reapproach_on or services.policy.reapproach_due(line.track.replied_on or today)
    if suggested <= today:
        suggested = services.policy.reapproach_due(today)
    return FormSpec(
        title=f"Write to {line.interviewer.name} again",
        doing=f"planning to write to {line.interviewer.name} again",
        fields=TOLD[EventKind.REAPPROACH],
        save=lambda changes: services.requests.plan_reapproach(request_id, changes["until"], line.request),
        context=reading_context(services),
        offered={"until": suggested.isoformat()},
        said=lambda changes, _request: "Planned" if changes["until"] else "No day is planned to write again",
    )


class NotAReply(Struct, frozen=True):
    """A mail that was handed in and is not a person's answer; `values` is the form as it was filled in."""

    mail: Incoming
    taking: IntakeOptions
    values: Mapping[str, str]


_AS_IT_IS, REPLY, BACK = "as-it-is", "reply", "back"
DELAYED = "news of a delay"


def ways_with(non_reply: NotAReply) -> list[Option]:
    """What can be done with a mail that is no answer; why it is none stands beside the first."""
    verdict = non_reply.mail.verdict
    reason = clean_line(verdict.reason)
    back = Option(BACK, "go back to the form", "nothing is recorded")
    anyway = Option(REPLY, "record it as a reply anyway", "if it is their answer after all")
    if verdict.delayed:
        return [Option(BACK, "record nothing", f"it is still under way: {reason}"), anyway]
    recorded = {
        MailKind.BOUNCE: "record that the letter came back",
        MailKind.RECEIPT: "record the receipt",
        MailKind.AUTO_REPLY: "record the automatic answer",
    }.get(verdict.kind)
    if recorded and verdict.news is News.AWAY:
        until = f", back on {show_date(verdict.return_date)}" if verdict.return_date else ""
        recorded = f"record that they are away{until}"
    if recorded:
        return [Option(_AS_IT_IS, recorded, reason), anyway, back]
    return [Option(BACK, "record nothing", reason), anyway]


@form_of("reply")
def reply_form(services: Services, request_id: str) -> FormSpec:
    """What they answered; dismissed with the request as it is then, `NotAReply`, or None."""
    name = services.overview.line(request_id).interviewer.name
    text, channel, when, who = TOLD[EventKind.REPLY]
    file = Field(name="file", label="or a file", example="~/reply.eml or ~/reply.txt")
    return FormSpec(
        title=f"What {name} answered",
        doing=f"writing down what {name} answered",
        fields=[text, file, channel, when, replace(who, example=f"empty: {name}; or who answered instead")],
        save=lambda changes: _record(services, request_id, changes),
        context=reading_context(services),
        offered={"channel": Channel.MAIL.value, "at": _UNSAID},
        said="",
        echoes={"file": lambda typed: _echo_file(services, typed)},
    )


def _record(services: Services, request_id: str, changes: Changes) -> Request | NotAReply:
    handed: bytes | str = changes.texts["text"]
    if changes["file"]:
        if changes["text"]:
            raise UserError("There are words and a file.", hint="Empty one of them; a reply is one of both.")
        handed = read_file(changes["file"], _MOST_OF_A_MAIL)
    at, channel, sender = changes["at"], changes["channel"], changes["sender"]
    mail = services.intake.read(handed)
    if mail is None:
        text = handed if isinstance(handed, str) else _as_text(changes["file"], handed)
        form = Reply(text=text, at=at, channel=channel, sender=sender)
        return services.requests.record_reply(request_id, form)
    came = None if changes.texts["at"].strip() == _UNSAID else at
    taking = IntakeOptions(at=came, channel=channel, sender=sender)
    if mail.verdict.kind is not MailKind.REPLY:
        return NotAReply(mail, taking, changes.texts)
    return services.intake.take(request_id, mail, taking)


def _as_text(typed: str, raw: bytes) -> str:
    if len(raw) > _MOST_BYTES:
        raise UserError(f"{typed.strip()} is too long for a reply.", hint="Copy the words that matter.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{typed.strip()} is not a text.", hint="Save it as UTF-8, or paste the words.") from error


def _echo_file(services: Services, typed: str) -> str:
    raw = read_file(typed, _MOST_OF_A_MAIL)
    mail = services.intake.read(raw)
    if mail is None:
        text = _as_text(typed, raw)
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        return f"{len(text.split())} words: {first[:60]}"
    who = clean_line(mail.from_name or mail.from_address)
    kind = "" if mail.verdict.kind is MailKind.REPLY else f" ({KINDS[mail.verdict.kind]})"
    return f"a mail of {show_moment(mail.at)} from {who}{kind}: {shorten(mail.text, 60)}"


class PlacingPage(NarrowedPage[None]):
    """Rejections and offers to note, interviews to add, mails to place; it closes when none is left."""

    BINDINGS = bindings("placing")
    opens_by = "place"
    sheet = "placing"

    def __init__(self, services: Services, at: str = "") -> None:
        """`at` is the mail to begin with, the oldest where it is empty."""
        super().__init__("What your mailbox offers", services, VirtualList(MAIL_COLUMNS, widget_id="to-place"), "mail")
        self._mails: dict[str, Proposal] = {}
        self._at = at
        self.placed = ""
        """The conversation, or the round, that the last decision was about."""

    def start(self) -> None:
        """Begin with the mail that was asked for, or the oldest."""
        self.listed.move_to(self._at)
        super().start()

    def show(self, journal: Journal) -> None:
        """Read again which mails are left."""
        self._mails = {mail.id: mail for mail in journal.open_proposals}
        self.load(self._mails, lambda key: placing_row(self._mails[key]), self._words_of)
        self.title_line.show(words=plural(len(self._mails), "mail"))
        self._close_when_done()

    def _words_of(self, key: str) -> str:
        mail = self._mails[key]
        return "\n".join((placing_row(mail).words, words_of(self.details(key)), mail.full_text))

    def on_screen_resume(self) -> None:
        """The last one may have been dealt with elsewhere while a question lay over this page."""
        self._close_when_done()

    def _close_when_done(self) -> None:
        if not self._mails and self.is_current:
            self.dismiss(None)

    def details(self, key: str | None) -> Sequence[TextLine]:
        """The mail, and what it was taken for."""
        overview = self._services.overview
        if key is None:
            return []
        return placing_lines(self._mails[key], overview.tracker(), overview.journal(), overview.today())

    @property
    def _mail(self) -> Proposal | None:
        return self._mails.get(self.listed.key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Most keys need a mail under the cursor."""
        if action not in ("place", "reply", "ignore", "whole", "explain"):
            return super().check_action(action, parameters)
        mail = self._mail
        if mail is None:
            return False
        decides = mail.offer is not Offer.REPLY
        return action != "reply" or decides or mail.kind not in (MailKind.REPLY, MailKind.SENT)

    def action_place(self) -> None:
        """Take what the mail offers: note it, add the interview, or choose the conversation."""
        mail = self._mail
        if mail is None:
            return
        if mail.offer is Offer.REPLY:
            self._choose()
        elif is_new_version(self.newest(), mail):
            self._decided(lambda: self._services.interviews.follow(mail.id), "The interview follows the calendar")
        elif (mail.company or (mail.appointment is not None and mail.appointment.calendar)) and not mail.applications:
            self._add(mail, "")
        else:
            self._about_which(mail, self._add if mail.offer is Offer.INVITATION else self._record)

    def action_reply(self) -> None:
        """Place it as a reply, whatever it was taken for."""
        self._choose(MailKind.REPLY)

    def _about_which(self, mail: Proposal, take: Callable[[Proposal, str], None]) -> None:
        """Ask which application a mail is about, where it may be one of several."""
        journal = self._services.overview.journal()
        possible = [application for application in journal.live_applications if application.id in mail.applications]
        if len(possible) == 1:
            take(mail, possible[0].id)
            return
        options = [
            Option(application.id, application.label, application.outcome.value)
            for application in possible or journal.live_applications
        ]
        title = f"Which application is the mail of {shorten(sender_words(mail), 40)} about?"
        ask_which(self.app, title, options, lambda application_id: take(mail, application_id))

    def _record(self, mail: Proposal, application_id: str) -> None:
        """Note how the application ended, with the words of the mail."""
        noted = self.context.run_service(lambda: self._services.checking.accept(mail.id, application_id))
        if noted is not None:
            self.placed = self.newest().rounds_of(application_id)[-1].id
            overview = self._services.overview
            words = (overview.outcome_words(noted), "u takes it back.", overview.plan_words(noted))
            self.context.say(" ".join(filter(None, words)), TextStyle.GOOD)

    def _add(self, mail: Proposal, application_id: str) -> None:
        """Open the form of an interview with everything the invitation tells."""
        # The panes load this module early; few need that form.
        from afterword.tui.screens.record_forms import invitation_form

        form = self.context.run_service(lambda: invitation_form(self._services, mail.id, application_id))
        if form is not None:
            self.app.push_screen(form)

    def _choose(self, kind: MailKind | None = None) -> None:
        mail = self._mail
        if mail is not None:
            options = [Option(*choice) for choice in place_choices(mail, self._services.overview.tracker())]
            title = f"Where does the mail of {shorten(sender_words(mail), 40)} belong?"
            ask_which(self.app, title, options, lambda request_id: self._place(mail, request_id, kind))

    def _place(self, mail: Proposal, request_id: str, kind: MailKind | None) -> None:
        if self._decided(lambda: self._services.checking.place(mail.id, request_id, kind), "Placed"):
            self.placed = request_id

    def action_ignore(self) -> None:
        """It belongs to no conversation."""
        if (mail := self._mail) is not None:
            self._decided(lambda: self._services.checking.ignore(mail.id), "Not offered again")

    def _decided(self, verb: Callable[[], object], done: str) -> bool:
        if self.context.run_service(verb) is None:
            return False
        remaining = len(self._services.checking.proposals())
        rest = f"{remaining} more to decide on" if remaining else "that was the last one"
        self.context.say(f"{done}; u takes it back. {rest[0].upper()}{rest[1:]}.", TextStyle.GOOD)
        return True

    def action_explain(self) -> None:
        """Say what its phrases tell and what they do not."""
        if (mail := self._mail) is not None:
            lines = phrase_lines(explain(mail.text or mail.full_text))
            self.app.push_screen(ReadingPage("What their phrases tell", lines))

    def action_whole(self) -> None:
        """Show the whole message."""
        if (mail := self._mail) is not None:
            lines = [TextLine(mail.full_text or mail.text)]
            self.app.push_screen(ReadingPage(clean_line(mail.subject), lines, "the whole message"))
