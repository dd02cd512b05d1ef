"""What belongs to a conversation and is no answer: told as what it is, or put before the person, never dropped."""

from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from tests.checking.story import ADA, LETTER, NOW, SUBJECT, WORDS, Checks, answer, bounce, counts, journal, mail
from tests.checking.test_service import Laid, state

from afterword.bootstrap import RandomIds
from afterword.domain.conversation.facts import speaker
from afterword.domain.conversation.message import MailKind, News
from afterword.domain.conversation.request import EventKind
from afterword.domain.conversation.threads import wanted
from afterword.domain.conversation.tracking import NextStep, State, read
from afterword.domain.dates import Policy
from afterword.domain.people import NamedAddress
from afterword.errors import UserError
from afterword.mail.inbox.header_prefilter import HeaderPrefilter, header_of
from afterword.services.checking import CheckingService

THREAD = [("In-Reply-To", LETTER), ("References", LETTER)]
PERSON = ADA.person


@pytest.fixture
def found(tmp_path: Path) -> Laid:
    """Where mails are laid to be found."""
    return Laid(tmp_path)


def calendar(text: str, *headers: tuple[str, str], sender: str = "Ada Byron <ada@initech.example>") -> bytes:
    """An invitation with a text beside its entry."""
    message = EmailMessage(policy=SMTP)
    for name, value in (("From", sender), ("To", "sam@doe.example"), ("Date", "Fri, 13 Nov 2026 12:00:00 +0000")):
        message[name] = value
    message["Message-ID"] = "<invite@initech.example>"
    for name, value in headers:
        message[name] = value
    message.set_content(text)
    entry = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Feedback\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    message.add_alternative(entry, subtype="calendar", params={"method": "REQUEST"})
    return message.as_bytes()


LISTED = [("List-Unsubscribe", "<https://x.example/leave>"), ("List-Id", "<hiring.initech.example>")]
BULK = [*LISTED, ("Precedence", "bulk")]
MATCHED = {
    "an invitation of hers": calendar("", ("Subject", "Invitation: Feedback")),
    "an invitation with words": calendar("Let us talk about how it went on Monday.", ("Subject", "Invitation: Talk")),
    "an invitation that names our letter": calendar("", ("Subject", "Invitation: Talk"), *THREAD, sender="x@y.example"),
    "feedback with a way to unsubscribe": mail(headers=[("Subject", "How it went"), *BULK]),
    "her group": mail("'Ada Byron' via Hiring <hiring@initech.example>", headers=[("Subject", "Hi"), *BULK]),
    "a tagged address": mail("Hiring <ada+jobs@initech.example>", headers=[("Subject", "Hi"), *BULK]),
    "Reply-To": mail(
        "Jobs <no-reply@t.example>", headers=[("Subject", "Hi"), ("Reply-To", "ada@initech.example"), *BULK]
    ),
    "an original sender": mail(
        "Hiring <hiring@initech.example>",
        headers=[("Subject", "Hi"), ("X-Original-From", "Ada Byron <ada+x@initech.example>"), *BULK],
    ),
    "our subject on a list": mail("List <list@y.example>", headers=[("Subject", f"[jobs] Re: {SUBJECT}"), *BULK]),
}


@pytest.mark.parametrize("raw", MATCHED.values(), ids=MATCHED)
def test_what_matches_is_put_before_the_person(raw: bytes, found: Laid) -> None:
    """Whatever it is, and however it was sent, a mail that may concern a conversation is offered."""
    assert HeaderPrefilter(wanted(journal(ADA), NOW)).lets_through(header_of(raw))
    checks = Checks()
    report = checks.check(found(raw))
    assert (report.seen, report.replies + report.proposals) == (1, 1)
    assert [one.candidates for one in checks.service.proposals()] == [("r-ada",)]


def test_a_tagged_address_answers_for_hers(found: Laid) -> None:
    """A person's words from her address with a tag are her reply, recorded without a question."""
    raw = mail("Grace <ada+jobs@initech.example>", headers=[("Subject", "Hello")])
    assert Checks().check(found(raw)).replies == 1
    tagged = replace(ADA, email="ada+jobs@initech.example")
    assert Checks(tagged).check(found(mail(headers=[("Subject", "Hello")]))).replies == 1


@pytest.mark.parametrize(
    ("sender", "recorded"),
    [
        ("Jo Park <jo@initech.example>", 1),
        ("Jo Park <jo@hiring.initech.example>", 1),
        ("Ada Byron <ada@home.example>", 1),
        ("'Ada Byron' via Hiring <hiring@groups.example>", 1),
        ("Ada Byron <reply-77@tracker.example>", 1),
        ("Jo Park <jo@elsewhere.example>", 0),
        ("Jo Park <jo.park@gmail.com>", 0),
    ],
)
def test_an_answer_needs_somebody_known_there(sender: str, recorded: int, found: Laid) -> None:
    """The interviewer and colleagues of theirs answer; anybody else who names our letter is put before the person."""
    checks = Checks()
    report = checks.check(found(answer(sender=sender)))
    assert (report.replies, report.proposals) == (recorded, 1 - recorded)
    assert (state(checks) is State.REPLIED) == bool(recorded)


def test_a_mail_service_makes_no_colleagues(found: Laid) -> None:
    """Two addresses at Gmail say nothing about one employer, as two at a company do."""
    checks = Checks(replace(ADA, email="ada.byron@gmail.com"))
    assert checks.check(found(answer(sender="Jo Park <jo.park@gmail.com>"))).proposals == 1


def test_who_was_placed_once_is_known_from_then_on(found: Laid) -> None:
    """After the person has placed a stranger's answer, that stranger's next one is recorded."""
    checks = Checks()
    checks.check(found(answer(sender="Jo <jo@elsewhere.example>")))
    checks.service.place("<reply-1@initech.example>", "r-ada")
    more = answer(sender="Jo <jo@elsewhere.example>", key="<2@elsewhere.example>", text="One more thing.")
    assert checks.check(found(more)).replies == 1


NOT_ANSWERS = {
    "a friend's forward": mail(
        "Tom <tom@home.example>", headers=[("References", LETTER), ("Subject", f"Fwd: {SUBJECT}")], text="Look!"
    ),
    "her forward": mail(headers=[*THREAD, ("Subject", f"WG: {SUBJECT}")], text="Jo, could you?"),
    "a forward by its text": mail(
        headers=[*THREAD, ("Subject", "Her letter")],
        text="Jo, could you?\n\n---------- Forwarded message ---------\nFrom: Sam <sam@doe.example>\n\nThank you.",
    ),
    "an empty body": answer(text=""),
    "a sign": answer(text="👍"),
    "a phone's signature": answer(text="Sent from my iPhone"),
    "Von meinem iPhone": answer(text="Von meinem iPhone gesendet"),
    "a signature alone": answer(text="-- \nAda Byron\nInitech, +49 30 1234567"),
}


@pytest.mark.parametrize("raw", NOT_ANSWERS.values(), ids=NOT_ANSWERS)
def test_a_forward_and_a_mail_without_words_wait_for_the_person(raw: bytes, found: Laid) -> None:
    """An id names the conversation; that she replied takes words of hers, and no forward."""
    checks = Checks()
    report = checks.check(found(raw))
    assert (report.replies, report.proposals) == (0, 1)
    assert state(checks) is not State.REPLIED


TOLD = {
    "a reaction": (answer(text="👍 Ada Byron reacted via Gmail"), (EventKind.RECEIPT, News.REACTED)),
    "eine Reaktion": (
        answer(text="Ada Byron hat auf Ihre Nachricht mit 👍 reagiert"),
        (EventKind.RECEIPT, News.REACTED),
    ),
    "a recall": (
        mail(
            headers=[*THREAD, ("Subject", f"Recall: {SUBJECT}")],
            text="Ada Byron would like to recall the message, “Your letter”.",
        ),
        (EventKind.RECEIPT, News.RECALLED),
    ),
    "a closed case": (
        answer(text="Your case has been closed. Please rate our service: https://x.example/rate"),
        (EventKind.AUTO_REPLY, News.CASE_CLOSED),
    ),
    "a closed case in short": (
        answer(text="Case closed. Please rate our service.\n\nOn Thu, Sam Doe wrote:\n> Thank you.\n> Sam"),
        (EventKind.AUTO_REPLY, News.CASE_CLOSED),
    ),
    "une demande close": (
        answer(text="Votre demande a été clôturée. Évaluez notre service : https://x.example/e"),
        (EventKind.AUTO_REPLY, News.CASE_CLOSED),
    ),
    "ein geschlossenes Ticket": (
        answer(text="Ihr Ticket 4711 wurde geschlossen. Bitte bewerten Sie unseren Service: https://x.example/b"),
        (EventKind.AUTO_REPLY, News.CASE_CLOSED),
    ),
    "she has left": (
        answer(text="I have left Initech at the end of October. Please write to jo@initech.example.\n\nAda"),
        (EventKind.AUTO_REPLY, News.LEFT),
    ),
    "elle est partie": (
        answer(
            text="Bonjour,\n\nje ne travaille plus chez Initech. Veuillez contacter jo@initech.example.\n\nCordialement"
        ),
        (EventKind.AUTO_REPLY, News.LEFT),
    ),
    "a program says that she has left": (
        mail(
            text="Ada Byron is no longer with the company. Please contact hr@initech.example.",
            headers=[*THREAD, ("Subject", "Automatic reply"), ("Auto-Submitted", "auto-replied")],
        ),
        (EventKind.AUTO_REPLY, News.LEFT),
    ),
    "a delivery": (bounce(action="delivered"), (EventKind.RECEIPT, News.DELIVERED)),
    "a delivery to a list": (bounce(action="expanded"), (EventKind.RECEIPT, News.DELIVERED)),
    "a delay": (bounce(action="delayed"), (EventKind.RECEIPT, News.DELAYED)),
}


@pytest.mark.parametrize(("raw", "told"), TOLD.values(), ids=TOLD)
def test_what_is_no_answer_is_told_as_what_it_is(raw: bytes, told: tuple[EventKind, News], found: Laid) -> None:
    """Reactions, recalls, closed cases, departures and deliveries stand in the conversation as such, not as a reply."""
    checks = Checks()
    report = checks.check(found(raw))
    (event,) = checks.request().events[1:]
    assert ((event.kind, event.news), report.replies) == (told, 0)
    assert report.receipts == int(told[0] is EventKind.RECEIPT)
    assert state(checks) is not State.REPLIED


@pytest.mark.parametrize(
    "text",
    [
        "I left a comment on your code: the retry loop was clear, and I would test its limits first.",
        "I have left Initech, but I remember that you were calm and structured. Practise incidents.",
        "Grace has left the company, so I answer for her: the case you solved was well put, and the figures fit.",
        "The case study was resolved well, and your request for feedback is fair: be briefer.",
        "You were clear about the trade-offs and calm; the case was closed early. How would you rate your answer?",
        "You reacted with calm to the outage question, which I liked. Practise saying the number before the story.",
    ],
)
def test_words_about_the_interview_are_a_reply_whatever_else_they_say(text: str, found: Laid) -> None:
    """Whoever has left, or speaks of cases and reactions, and says how it went has answered."""
    assert Checks().check(found(answer(text=text))).replies == 1


def test_after_a_departure_somebody_else_is_asked(found: Laid) -> None:
    """The next step is to ask another, no reminder is due, and a new address begins again."""
    checks = Checks()
    checks.check(found(answer(text="I have left Initech. Please write to jo@initech.example.")))
    track = read(checks.request(), Policy(), NOW.date())
    assert track.state is State.NO_ANSWER
    assert track.next is not None
    assert track.next.action is NextStep.ASK_ELSE
    checks.check(found(answer(key="<later@initech.example>", text=WORDS)))
    assert state(checks) is State.REPLIED


def test_a_forwarding_server_does_not_make_an_answer_automatic(found: Laid) -> None:
    """Domino marks what it passes on as auto-forwarded; those are a person's words."""
    raw = mail(headers=[*THREAD, ("Subject", f"Re: {SUBJECT}"), ("Auto-Submitted", "auto-forwarded")])
    assert Checks().check(found(raw)).replies == 1


@pytest.mark.parametrize("sender", ["Sam Doe <sam@home.example>", "SAM+jobs@home.example", "sam+x@doe.example"])
def test_what_i_wrote_from_another_address_of_mine_is_no_answer(sender: str, found: Laid) -> None:
    """Every address of the person counts, with a tag or without."""
    checks = Checks()
    own = frozenset({"sam@doe.example", "sam@home.example"})
    checks.service = CheckingService(checks.undoable, checks.clock, RandomIds(), own=own)
    assert counts(checks.check(found(answer(sender=sender)))) == (0, 0, 0, 0)


def attached(name: str, kind: str, text: str = "") -> bytes:
    """An answer that brings a file."""
    message = EmailMessage(policy=SMTP)
    for header, value in (("From", "Ada Byron <ada@initech.example>"), ("Subject", f"Re: {SUBJECT}"), *THREAD):
        message[header] = value
    message["Date"] = "Fri, 13 Nov 2026 12:00:00 +0000"
    message["Message-ID"] = "<file@initech.example>"
    message.set_content(text)
    main, _, sub = kind.partition("/")
    message.add_attachment(b"x" * 2_000, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        (attached("feedback.pdf", "application/pdf"), "feedback.pdf (application/pdf, 2 kB)"),
        (attached("feedback.pdf", "application/pdf", "Sent from my iPhone"), "feedback.pdf (application/pdf, 2 kB)"),
        (attached("encrypted.asc", "application/octet-stream"), "encrypted with PGP"),
        (attached("smime.p7m", "application/pkcs7-mime"), "encrypted with S/MIME"),
        (attached("winmail.dat", "application/ms-tnef"), "winmail.dat"),
        (answer(text="-----BEGIN PGP MESSAGE-----\n\nhQEMA7\n=abcd\n-----END PGP MESSAGE-----"), "encrypted with PGP"),
    ],
)
def test_an_answer_whose_words_cannot_be_read_says_which(raw: bytes, note: str, found: Laid) -> None:
    """It is an answer; what holds its words is named, and neither armour nor signature is taken for them."""
    checks = Checks()
    assert checks.check(found(raw)).replies == 1
    (reply,) = checks.request().replies
    assert reply.text == ""
    assert note in reply.note


def test_a_file_beside_words_is_named(found: Laid) -> None:
    """Words and an attachment are both kept."""
    checks = Checks()
    checks.check(found(attached("notes.pdf", "application/pdf", WORDS)))
    (reply,) = checks.request().replies
    assert (reply.text, reply.note) == (WORDS, "Attached: notes.pdf (application/pdf, 2 kB).")


def test_what_is_placed_keeps_its_kind_and_its_sender(found: Laid) -> None:
    """A forward placed as a reply is told with who sent it; a mail without words says so."""
    checks = Checks()
    checks.check(found(NOT_ANSWERS["a friend's forward"], NOT_ANSWERS["an empty body"].replace(b"reply-1@", b"empty@")))
    friend, empty = sorted(checks.service.proposals(), key=lambda mail: mail.from_name, reverse=True)
    assert friend.kind is empty.kind is MailKind.REPLY
    checks.service.place(friend.id, "r-ada")
    checks.service.place(empty.id, "r-ada")
    first, second = checks.request().replies
    assert first.sender == NamedAddress("Tom", "tom@home.example")
    assert speaker(first, PERSON) == "Tom for Ada Byron"
    assert (second.text, second.note) == ("", "It holds no words.")


def test_a_letter_back_and_a_receipt_speak_for_the_mail_system(found: Laid) -> None:
    """What a server tells is told of the mail system, what she did of her, and never of me."""
    checks = Checks()
    checks.check(
        found(bounce(action="delivered"), bounce(), answer(text="I am out of the office until 27 November 2026."))
    )
    spoken = {event.kind: speaker(event, PERSON) for event in checks.request().events}
    assert spoken[EventKind.RECEIPT] == spoken[EventKind.BOUNCED] == "mail system"
    assert spoken[EventKind.SENT] == "you"


def test_a_receipt_can_be_taken_out(found: Laid) -> None:
    """A receipt that does not belong there goes like any mail that came in."""
    checks = Checks()
    checks.check(found(bounce(action="delivered")))
    (event,) = checks.events(EventKind.RECEIPT)
    checks.service.take_out("r-ada", event.id)
    assert checks.events(EventKind.RECEIPT) == []
    with pytest.raises(UserError, match="Only what came in"):
        checks.service.take_out("r-ada", "sent-ada")
