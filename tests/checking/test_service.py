"""What a check records: each mail once, the states that follow, and what a person decides stays decided."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.checking.story import (
    ADA,
    AWAY,
    GRACE,
    LETTER,
    NEWS,
    NOW,
    REPLIED,
    SENT,
    SUBJECT,
    WORDS,
    Asked,
    Checks,
    answer,
    bounce,
    counts,
    mail,
)

from afterword.domain.conversation.message import Incoming, MailKind
from afterword.domain.conversation.request import Channel, Event, EventKind, Letter
from afterword.domain.conversation.threads import MailSearch
from afterword.domain.conversation.tracking import State, read
from afterword.domain.dates import Policy
from afterword.domain.people import NamedAddress
from afterword.errors import CheckFailed, NotFound, UserError
from afterword.mail.inbox.incoming_mail import read_incoming
from afterword.mail.inbox.mail_files import FilesInbox
from afterword.ports import Progress
from afterword.services.history import HistoryService

STRANGER = mail("Ada Byron <ada@home.example>", key="<home@home.example>", headers=[("Subject", "Hello")])


@pytest.fixture
def found(tmp_path: Path) -> "Laid":
    """Where mails are laid to be found."""
    return Laid(tmp_path)


class Laid:
    """Mails in files, looked at anew at each check."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *mails: bytes) -> FilesInbox:
        """An inbox with these mails."""
        paths = [self._folder / f"{number}.eml" for number in range(len(mails))]
        for path, raw in zip(paths, mails, strict=True):
            path.write_bytes(raw)
        return FilesInbox(paths)


def state(checks: Checks, key: str = "ada") -> State:
    """Where the conversation stands."""
    return read(checks.request(key), Policy(), NOW.date()).state


def test_a_reply_is_recorded_with_its_words_and_its_moment(found: Laid) -> None:
    """A reply becomes an event with its new text, the whole message, its subject and its own time."""
    checks = Checks()
    quoted = f"{WORDS}\n\nOn Thu, 12 Nov 2026 at 12:00, Sam Doe wrote:\n> Thank you for your time.\n"
    checks.check(found(answer(text=quoted)))
    (reply,) = checks.request().replies
    assert (reply.text, reply.at, reply.channel) == (WORDS, REPLIED, Channel.MAIL)
    assert "Thank you for your time" in reply.full_text
    assert (reply.subject, reply.message_id) == (f"Re: {SUBJECT}", "<reply-1@initech.example>")
    assert state(checks) is State.REPLIED


def test_the_report_says_what_was_recorded(found: Laid) -> None:
    """Each recorded mail is told with its conversation, its kind and its sender."""
    report = Checks(ADA, GRACE).check(found(answer(), bounce(GRACE.letter, GRACE.email), NEWS))
    told = [(one.request_id, one.kind, one.sender) for one in report.recorded]
    assert told[0] == ("r-ada", MailKind.REPLY, "Ada Byron")
    assert told[1][:2] == ("r-grace", MailKind.BOUNCE)


def test_who_wrote_a_reply_is_kept(found: Laid) -> None:
    """A colleague who answers in her thread stays told apart from the interviewer, and she from nobody."""
    checks = Checks()
    checks.check(found(answer(sender="Jo Park <jo@initech.example>")))
    (reply,) = checks.request().replies
    assert reply.sender == NamedAddress("Jo Park", "jo@initech.example")
    ada = ADA.person
    assert reply.written_for(ada) == reply.sender
    checks.check(found(answer(sender="Ada Byron <ada+x@initech.example>", key="<2@initech.example>", text="Me too.")))
    assert checks.request().replies[1].written_for(ada) is None


def test_a_bounce_ends_the_waiting(found: Laid) -> None:
    """The conversation stands as bounced, with the address that was not reached."""
    checks = Checks()
    checks.check(found(bounce()))
    assert state(checks) is State.BOUNCED
    assert checks.events(EventKind.BOUNCED)[0].text.startswith("ada@initech.example: ")


def test_a_delay_notice_is_no_bounce(found: Laid) -> None:
    """A notice that the letter is still under way changes nothing and is only counted as seen."""
    checks = Checks()
    report = checks.check(found(bounce(action="delayed")))
    assert (report.seen, *counts(report)) == (1, 0, 0, 0, 0)
    assert state(checks) is not State.BOUNCED


def test_a_returned_thank_you_does_not_undo_the_reply(found: Laid) -> None:
    """A bounce belongs to the letter that it returns: after a returned thank-you they still have replied."""
    more = (
        Event(id="reply", kind=EventKind.REPLY, at=SENT + timedelta(hours=3), text=WORDS),
        Event(
            id="thanks",
            kind=EventKind.SENT,
            at=SENT + timedelta(hours=9),
            letter=Letter.THANK_YOU,
            text="Thanks.",
            message_id="<thanks@doe.example>",
        ),
    )
    checks = Checks(replace(ADA, more=more))
    assert state(checks) is State.THANKED
    checks.check(found(bounce("<thanks@doe.example>")))
    assert checks.events(EventKind.BOUNCED)[0].letter is Letter.THANK_YOU
    assert state(checks) is State.REPLIED


def test_an_absence_moves_the_follow_up(found: Laid) -> None:
    """An out-of-office note with a day of return is no reply, and the next step waits for that day."""
    checks = Checks()
    checks.check(found(AWAY))
    (away,) = checks.events(EventKind.AUTO_REPLY)
    assert away.until == date(2026, 11, 27)
    step = read(checks.request(), Policy(), NOW.date()).next
    assert step is not None
    assert step.due >= date(2026, 11, 27)


def test_what_i_wrote_myself_is_no_answer(found: Laid) -> None:
    """My own letters in a folder of sent mail, and what I wrote from my mail program, are passed over."""
    copy = mail("Sam Doe <sam@doe.example>", key=LETTER)
    added = mail("Sam Doe <SAM@doe.example>", key="<more@doe.example>", headers=[("In-Reply-To", LETTER)])
    report = Checks().check(found(copy, added))
    assert (report.seen, *counts(report)) == (2, 0, 0, 0, 0)


def test_who_asks_themselves_to_try_it_out_finds_the_answer(found: Laid) -> None:
    """An interviewer with the person's own address is an interviewer."""
    mine = Asked(name="Sam Doe", email="sam@doe.example")
    report = Checks(mine).check(found(answer(sender="Sam Doe <sam@doe.example>")))
    assert report.replies == 1


def test_the_same_mail_is_recorded_once_whatever_its_id(found: Laid) -> None:
    """A copy without an id, or one that a relay gave another id, is the same mail; new words are a new one."""
    checks = Checks()
    nameless = answer().replace(b"Message-ID: <reply-1@initech.example>\r\n", b"")
    relayed = answer(key="<relay-7@relay.example>")
    assert checks.check(found(answer(), nameless, relayed)).replies == 1
    assert checks.check(found(nameless, answer(text="And one more thing.", key="<2@initech.example>"))).replies == 1
    assert len(checks.replies) == 2


def test_a_reply_that_was_typed_in_is_not_recorded_again(found: Laid) -> None:
    """A mail whose words the person had recorded by hand is known by its id from then on."""
    typed = Event(id="typed", kind=EventKind.REPLY, at=REPLIED, text=f"{WORDS}\n", channel=Channel.MAIL)
    checks = Checks(replace(ADA, more=(typed,)))
    assert counts(checks.check(found(answer()))) == (0, 0, 0, 0)
    (reply,) = checks.request().replies
    assert (reply.id, reply.message_id) == ("typed", "<reply-1@initech.example>")


def test_a_mail_of_unsure_origin_is_put_before_the_person_once(found: Laid) -> None:
    """A known name from another address is offered, not recorded, and not offered twice."""
    checks = Checks()
    assert counts(checks.check(found(STRANGER))) == (0, 0, 0, 1)
    assert counts(checks.check(found(STRANGER))) == (0, 0, 0, 0)
    (mail_,) = checks.service.proposals()
    assert (mail_.candidates, mail_.text) == (("r-ada",), WORDS)


def test_a_placed_mail_is_a_reply_of_that_conversation(found: Laid) -> None:
    """After the person says where it belongs, it stands there and is not offered or recorded again."""
    checks = Checks()
    checks.check(found(STRANGER))
    checks.service.place("home@home", "r-ada")
    assert state(checks) is State.REPLIED
    assert checks.service.proposals() == ()
    assert counts(checks.check(found(STRANGER))) == (0, 0, 0, 0)
    with pytest.raises(NotFound, match="dealt with already"):
        checks.service.place("<home@home.example>", "r-ada")


def test_an_absence_placed_by_the_person_moves_the_follow_up(found: Laid) -> None:
    """A note from an address nobody knew keeps its day of return until it is placed."""
    checks = Checks()
    note = mail(
        "Ada Byron <ada@home.example>",
        key="<away@home.example>",
        text="I am out of the office until 27 November 2026.",
        headers=[("Subject", "Out of office"), ("Auto-Submitted", "auto-replied")],
    )
    checks.check(found(note))
    checks.service.place("<away@home.example>", "r-ada")
    (away,) = checks.events(EventKind.AUTO_REPLY)
    assert away.until == date(2026, 11, 27)


def test_an_ignored_mail_is_not_offered_again(found: Laid) -> None:
    """What belongs to none of the conversations stays ignored, until the person takes that back."""
    checks = Checks()
    checks.check(found(STRANGER))
    checks.service.ignore("<home@home.example>")
    assert counts(checks.check(found(STRANGER))) == (0, 0, 0, 0)
    assert checks.undoable.undo() == "ignore mail"
    assert len(checks.service.proposals()) == 1


def test_a_dismissed_mail_waits_in_the_trash(found: Laid) -> None:
    """And is offered again once it was brought back."""
    checks = Checks()
    checks.check(found(STRANGER))
    checks.service.ignore("<home@home.example>")
    history = HistoryService(checks.undoable, checks.clock)
    (thing,) = history.removed()
    history.bring_back(thing.key)
    assert len(checks.service.proposals()) == 1
    assert not history.removed()


def test_a_mail_taken_out_is_not_brought_back(found: Laid) -> None:
    """A reply that the person removed from a conversation stays out, and the step can be undone."""
    checks = Checks()
    checks.check(found(answer()))
    checks.service.take_out("r-ada", checks.request().replies[0].id)
    assert counts(checks.check(found(answer()))) == (0, 0, 0, 0)
    assert state(checks) is not State.REPLIED
    checks.undoable.undo()
    assert state(checks) is State.REPLIED


def test_a_letter_cannot_be_taken_out() -> None:
    """Only what came in is taken out of a conversation."""
    with pytest.raises(UserError, match="Only what came in"):
        Checks().service.take_out("r-ada", "sent-ada")


def test_a_check_is_not_undone_by_a_keypress(found: Laid) -> None:
    """What came in from the world is no step that `undo` takes back."""
    checks = Checks()
    checks.check(found(answer()))
    with pytest.raises(UserError, match="nothing to undo"):
        checks.undoable.undo()


def test_a_clock_that_is_wrong_does_not_lose_an_answer(found: Laid) -> None:
    """An answer to our letter that claims to be older than it is counted from the letter on."""
    raw = answer().replace(b"Fri, 13 Nov 2026", b"Mon, 01 Jan 2001")
    checks = Checks()
    assert checks.check(found(raw)).replies == 1
    assert checks.request().replies[0].at == SENT


class OneMail:
    """An inbox with one answer, after which it may fail; it notes what the journal held when it was told `done`."""

    name = "IMAP"

    def __init__(self, checks: Checks, error: Exception | None = None) -> None:
        self._checks = checks
        self._error = error
        self.held: list[list[str]] = []

    def look(self, search: MailSearch, _tell: Progress) -> Iterator[Incoming]:
        """One answer, then the error."""
        yield read_incoming(answer(), search, "here")
        if self._error is not None:
            raise self._error

    def done(self) -> None:
        """Note the replies that are recorded by now."""
        self.held.append(self._checks.replies)


def test_an_inbox_remembers_once_everything_is_recorded() -> None:
    """It is told only when no mail that it found can get lost any more."""
    checks = Checks()
    inbox = OneMail(checks)
    assert checks.check(inbox).problems == []
    assert inbox.held == [[WORDS]]


def test_what_was_found_before_a_failure_is_remembered_as_dealt_with() -> None:
    """The mail is recorded first, then the inbox may remember how far it got; the failure is named all the same."""
    checks = Checks()
    inbox = OneMail(checks, CheckFailed("The connection broke."))
    report = checks.check(inbox)
    assert inbox.held == [[WORDS]]
    assert (report.replies, report.problems) == (1, ["IMAP: The connection broke."])


def test_an_inbox_that_fails_in_another_way_remembers_nothing() -> None:
    """Nobody knows then how far it got, so that everything is looked at again."""
    checks = Checks()
    inbox = OneMail(checks, RuntimeError("a mistake"))
    with pytest.raises(RuntimeError, match="a mistake"):
        checks.check(inbox)
    assert inbox.held == []


def test_without_any_inbox_a_check_is_refused() -> None:
    """Where no mailbox is set up, the sentence says where to name one."""
    checks = Checks()
    with pytest.raises(UserError, match="No mailbox is set up"):
        checks.service.check(checks.heard)
