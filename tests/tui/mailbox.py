"""A mailbox for the screen's tests: mails in memory, a look that can be held up, servers that fail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from threading import Event

from tests.tui.stand_ins import NOW

from afterword.domain.conversation.message import Incoming
from afterword.domain.conversation.threads import MailSearch
from afterword.errors import AfterwordError
from afterword.mail.inbox.incoming_mail import guarded
from afterword.ports import Progress

ME = "sam@seeker.example"
PATIENCE = 20.0
"""Seconds after which a look that nobody lets go on gives up."""


@dataclass
class GivenInbox:
    """Holds these mails. With `gate`, a look stops after telling its progress until somebody opens the gate."""

    mails: Sequence[bytes] = ()
    name: str = "IMAP sam@mail.example"
    error: AfterwordError | None = None
    gate: Event | None = None
    counted: int = 0
    looks: int = 0
    at_the_gate: Event = field(default_factory=Event)

    def look(self, wanted: MailSearch, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`."""
        self.looks += 1
        tell.seen(self.counted or len(self.mails), None)
        if self.gate is not None:
            self.at_the_gate.set()
            self.gate.wait(PATIENCE)
        for raw in () if tell.stopped else self.mails:
            mail = guarded(raw, wanted, "a mail", tell)
            if mail is not None:
                yield mail
        if self.error is not None:
            raise self.error

    def done(self) -> None:
        """See `ports.Inbox`."""


def mail(
    sender: str,
    text: str = "You were clear about trade-offs.",
    *,
    at: datetime = NOW - timedelta(hours=2),
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A mail to Sam; its id follows from who wrote what."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, ME
    message["Date"] = format_datetime(at)
    given = dict(headers)
    message["Subject"] = given.pop("Subject", "Re: your letter")
    message["Message-ID"] = given.pop("Message-ID", f"<{abs(hash((sender, text)))}@there.example>")
    for name, value in given.items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def answer(request_id: str, sender: str, text: str = "You were clear about trade-offs.", **headers: str) -> bytes:
    """An answer to the letter that the sample sent in that conversation."""
    letter = f"<{request_id}-0@seeker.example>"
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return mail(sender, text, headers=[("In-Reply-To", letter), *named])


def away(request_id: str, sender: str) -> bytes:
    """An out-of-office note with a day of return."""
    text = "I am out of the office until 27 November 2026 with limited access to mail."
    return answer(request_id, sender, text, Auto_Submitted="auto-replied", Subject="Automatic reply: your letter")


def bounce(request_id: str, recipient: str) -> bytes:
    """A delivery report on the letter that the sample sent in that conversation."""
    lines = f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.seeker.example>
To: {ME}
Subject: Undelivered Mail Returned to Sender
Date: {format_datetime(NOW - timedelta(hours=3))}
Message-ID: <returned-{request_id}@mx.seeker.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

The letter to <{recipient}> could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.seeker.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--part
Content-Type: text/rfc822-headers

Message-ID: <{request_id}-0@seeker.example>
To: {recipient}

--part--
"""
    return lines.replace("\n", "\r\n").encode()
