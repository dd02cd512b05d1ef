"""A journal with letters that went out, a service that checks for replies to them, and mails that may come in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from tests.fakes import FixedClock, MemoryJournal

from afterword.bootstrap import RandomIds
from afterword.domain.conversation.request import Event, EventKind, Letter, Request
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.ports import Inbox, JournalStore
from afterword.services.checking import CheckingService, CheckReport
from afterword.services.services import UndoableStore

SENT = datetime(2026, 11, 12, 12, tzinfo=UTC)
REPLIED = SENT + timedelta(days=1)
NOW = SENT + timedelta(days=8)
ME = "sam@doe.example"
SUBJECT = "Thank you, and a question about the system design round"
LETTER = "<letter-ada@doe.example>"
WORDS = "You were clear about trade-offs. I would have liked a concrete incident."


@dataclass(frozen=True)
class Asked:
    """One conversation to begin with: who was asked, by which letter, and when."""

    key: str = "ada"
    name: str = "Ada Byron"
    email: str = "ada@initech.example"
    letter: str = LETTER
    at: datetime = SENT
    subject: str = SUBJECT
    via: str = "smtp"
    more: tuple[Event, ...] = ()

    @property
    def interview(self) -> Interview:
        """The interview it is about."""
        return Interview(
            id=f"i-{self.key}",
            application_id=f"a-{self.key}",
            company="Initech",
            role="Backend Engineer",
            at=self.at - timedelta(days=3),
            zone="UTC",
            created=self.at - timedelta(days=4),
            interviewers=(f"p-{self.key}",),
        )

    @property
    def person(self) -> Person:
        """Who was asked."""
        return Person(id=f"p-{self.key}", name=self.name, email=self.email)

    @property
    def application(self) -> Application:
        """The rejected application."""
        return Application(
            id=f"a-{self.key}",
            company="Initech",
            role="Backend Engineer",
            outcome=Outcome.REJECTED,
            outcome_on=(self.at - timedelta(days=1)).date(),
            created=self.at - timedelta(days=4),
        )

    @property
    def request(self) -> Request:
        """The conversation."""
        sent = Event(
            id=f"sent-{self.key}",
            kind=EventKind.SENT,
            at=self.at,
            letter=Letter.REQUEST,
            subject=self.subject,
            text="Thank you for your time.",
            via=self.via,
            message_id=self.letter,
        )
        return Request(
            id=f"r-{self.key}",
            interview_id=f"i-{self.key}",
            person_id=f"p-{self.key}",
            created=self.at,
            events=(sent, *self.more),
        )


ADA = Asked()
GRACE = Asked("grace", "Grace Hopper", "grace@hooli.example", "<letter-grace@doe.example>", subject="About our talk")


def journal(*asked: Asked) -> Journal:
    """A journal with these conversations."""
    return Journal(
        applications={conversation.application.id: conversation.application for conversation in asked},
        people={conversation.person.id: conversation.person for conversation in asked},
        interviews={one.interview.id: one.interview for one in asked},
        requests={one.request.id: one.request for one in asked},
    )


@dataclass
class Heard:
    """Progress that remembers; `stop_after` so many mails the person cancels."""

    counts: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    stop_after: int | None = None

    def seen(self, count: int, _total: int | None) -> None:
        """Remember the count."""
        self.counts.append(count)

    def skipped(self, reason: str) -> None:
        """Remember the sentence."""
        self.reasons.append(reason)

    @property
    def stopped(self) -> bool:
        """Whether so many were seen."""
        return self.stop_after is not None and max(self.counts, default=0) >= self.stop_after


class Checks:
    """Somebody who waits for replies."""

    def __init__(self, *asked: Asked, store: JournalStore | None = None) -> None:
        self.store = store or MemoryJournal(journal(*(asked or (ADA,))))
        self.undoable = UndoableStore(self.store)
        self.clock = FixedClock(NOW)
        self.heard = Heard()
        self.service = CheckingService(self.undoable, self.clock, RandomIds(), own=frozenset({ME}))

    def check(self, *inboxes: Inbox) -> CheckReport:
        """Look into these; what was passed over stands in `heard`."""
        self.heard = Heard()
        return self.service.check(self.heard, inboxes)

    def request(self, key: str = "ada") -> Request:
        """The conversation as it stands."""
        return self.store.read().requests[f"r-{key}"]

    def events(self, kind: EventKind, key: str = "ada") -> list[Event]:
        """Its events of that kind."""
        return [event for event in self.request(key).events if event.kind is kind]

    @property
    def replies(self) -> list[str]:
        """The words of every reply in the journal."""
        found = self.store.read().requests.values()
        return [event.text for request in found for event in request.events if event.kind is EventKind.REPLY]


def counts(report: CheckReport) -> tuple[int, int, int, int]:
    """Replies, automatic answers, bounces, and mails to place."""
    return report.replies, report.auto_replies, report.bounces, report.proposals


def mail(  # each test names what matters to it
    sender: str = "Ada Byron <ada@initech.example>",
    *,
    text: str = WORDS,
    at: datetime | None = REPLIED,
    key: str | None = "<reply-1@initech.example>",
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A mail to us as it lies in a mailbox, with CRLF line ends."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = ME
    if at is not None:
        message["Date"] = format_datetime(at)
    if key is not None:
        message["Message-ID"] = key
    names = {name.lower() for name, _ in headers}
    if "subject" not in names:
        message["Subject"] = f"Re: {SUBJECT}"
    for name, value in headers:
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def answer(letter: str = LETTER, **changes: str) -> bytes:
    """A reply that names our letter."""
    sender = changes.pop("sender", "Ada Byron <ada@initech.example>")
    key = changes.pop("key", "<reply-1@initech.example>")
    text = changes.pop("text", WORDS)
    subject = changes.pop("subject", SUBJECT)
    headers = [("In-Reply-To", letter), ("References", letter), ("Subject", f"Re: {subject}")]
    return mail(sender, text=text, key=key, headers=headers)


AWAY = mail(
    text="I am out of the office until 27 November 2026 with limited access to mail.",
    key="<away-1@initech.example>",
    headers=[("In-Reply-To", LETTER), ("Auto-Submitted", "auto-replied"), ("Subject", "Automatic reply: your letter")],
)


def bounce(letter: str = LETTER, recipient: str = "ada@initech.example", action: str = "failed") -> bytes:
    """A delivery report that returns the head of our letter."""
    status = "5.1.1" if action == "failed" else "4.4.1"
    lines = f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.doe.example>
To: {ME}
Subject: Undelivered Mail Returned to Sender
Date: {format_datetime(REPLIED)}
Message-ID: <bounce-{action}@mx.doe.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

The letter to <{recipient}> could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.doe.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}

--part
Content-Type: text/rfc822-headers

Message-ID: {letter}
To: {recipient}
Subject: {SUBJECT}

--part--
"""
    return lines.replace("\n", "\r\n").encode()


NEWS = mail(
    "Weekly News <news@shop.example>",
    text="Buy more.",
    key="<news-1@shop.example>",
    headers=[("Subject", "This week"), ("List-Unsubscribe", "<https://shop.example/leave>"), ("Precedence", "bulk")],
)
