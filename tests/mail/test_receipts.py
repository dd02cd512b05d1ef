"""Receipts, departures and closed cases in the words of programs, and people's mail that speaks of the same."""

import pytest

from afterword.domain.conversation.message import MailKind, News
from afterword.mail.classify import classify
from afterword.mail.parse import parse


def told(
    subject: str, text: str, sender: str = "Ada Byron <ada@initech.example>", more: str = ""
) -> tuple[str, News | None]:
    """The kind and the news of a mail of one part that answers another."""
    head = f"From: {sender}\nSubject: {subject}\nIn-Reply-To: <x@doe.example>\n{more}"
    verdict = classify(parse(f"{head}Date: Fri, 13 Nov 2026 12:00:00 +0000\n\n{text}\n".encode()))
    return verdict.kind, verdict.news


def disposition(said: str) -> tuple[str, News | None]:
    """What a read receipt of the standard tells."""
    lines = (
        "From: Ada <ada@initech.example>\nSubject: Read: Hi\n"
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="x"\n\n'
        "--x\n\nThis is a receipt.\n--x\nContent-Type: message/disposition-notification\n\n"
        f"Final-Recipient: rfc822; ada@initech.example\nDisposition: manual-action/MDN-sent-manually; {said}\n--x--\n"
    )
    verdict = classify(parse(lines.encode()))
    return verdict.kind, verdict.news


@pytest.mark.parametrize(
    ("said", "news"),
    [
        ("displayed", News.SEEN),
        ("deleted", News.DELETED),
        ("denied", News.DELETED),
        ("dispatched", News.DELIVERED),
        ("processed", News.DELIVERED),
    ],
)
def test_a_standard_receipt_tells_what_became_of_the_letter(said: str, news: News) -> None:
    """Seen, deleted unread, or taken by a program."""
    assert disposition(said) == (MailKind.RECEIPT, news)


@pytest.mark.parametrize(
    ("subject", "text", "news"),
    [
        ("Read: Hi", "Your message was read on 13 November 2026.", News.SEEN),
        ("Gelesen: Hi", "Ihre Nachricht wurde am 13.11. gelesen. Nachricht wurde gelesen am 13.11.", News.SEEN),
        ("Not read: Hi", "Your message was deleted without being read.", News.DELETED),
        (
            "Delivered: Hi",
            "Your message has been delivered to the following recipients: ada@initech.example",
            News.DELIVERED,
        ),
    ],
)
def test_a_receipt_in_words_is_a_receipt(subject: str, text: str, news: News) -> None:
    """What Exchange and others write without the standard's part."""
    assert told(subject, text) == (MailKind.RECEIPT, news)


@pytest.mark.parametrize(
    "text",
    [
        "I am no longer with Initech. Please write to hr@initech.example.",
        "Ich bin nicht mehr bei Initech tätig. Bitte wenden Sie sich an hr@initech.example.",
        "J'ai quitté la société. Veuillez contacter rh@initech.example.",
        "Ya no trabajo en Initech. Por favor contacte con rrhh@initech.example.",
        "Non lavoro più in Initech. Per urgenze: hr@initech.example.",
        "Já não trabalho na Initech. Contacte rh@initech.example.",
        "Ik werk niet meer bij Initech. Neem contact op met hr@initech.example.",
        "My last day at Initech was 31 October. For anything urgent please contact Jo.",
    ],
)
def test_a_departure_is_told_as_one_in_any_language(text: str) -> None:
    """Typed by a person or by a program, it says that nobody will answer there."""
    assert told("Re: Hi", text) == (MailKind.AUTO_REPLY, News.LEFT)
    assert told("Automatic reply: Hi", text, more="Auto-Submitted: auto-replied\n") == (MailKind.AUTO_REPLY, News.LEFT)


def test_an_absence_and_an_acknowledgement_are_told_apart() -> None:
    """Only who is away is said to be away."""
    auto = "Auto-Submitted: auto-replied\n"
    assert told("Out of office", "I am out of the office until 27 November 2026.", more=auto)[1] is News.AWAY
    assert told("Automatic reply", "Thank you, we have received your message.", more=auto) == (
        MailKind.AUTO_REPLY,
        None,
    )


@pytest.mark.parametrize("word", ["auto-forwarded", "no", "auto-forwarded; by=domino"])
def test_a_server_that_passes_on_makes_nothing_automatic(word: str) -> None:
    """RFC 3834 knows auto-generated and auto-replied, RFC 5436 adds auto-notified; other words are none of these."""
    assert told("Re: Hi", "You were clear.", more=f"Auto-Submitted: {word}\n")[0] == MailKind.REPLY


@pytest.mark.parametrize("word", ["auto-generated", "auto-replied", "auto-notified"])
def test_the_words_of_the_standards_make_a_mail_automatic(word: str) -> None:
    """The three that say so."""
    assert told("Hi", "We look into it.", more=f"Auto-Submitted: {word}\n")[0] == MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Read: my thoughts on your interview", "You were clear about trade-offs. Read more about incidents."),
        ("Recall: what we talked about", "I recall that you were calm, and that the numbers were missing."),
        ("Re: Hi", "You delivered your answers well, and how did we do? I hope the panel was fair."),
    ],
)
def test_people_use_the_same_words(subject: str, text: str) -> None:
    """A title or a word of programs alone makes no receipt."""
    assert told(subject, text)[0] == MailKind.REPLY


@pytest.mark.parametrize(
    ("subject", "text", "news"),
    [
        ("Gelesen: Hi", "Ihre Nachricht\n\nAn: Ada Byron\nBetreff: Hi\n\nwurde am 13.11.2026 gelesen.", News.SEEN),
        ("Przeczytano: Hi", "Twoja wiadomość\n\nDo: Ada\nTemat: Hi\n\nzostała przeczytana 13.11.2026.", News.SEEN),
        ("Re: Hi", "Liked “What could I improve?”", News.REACTED),
        ("Re: Hi", "Laughed at “What could I improve?”", News.REACTED),
    ],
)
def test_receipts_and_reactions_of_other_programs_are_told(subject: str, text: str, news: News) -> None:
    """A receipt whose verb is parted by the day; a sign that a telephone puts on a message."""
    assert told(subject, text) == (MailKind.RECEIPT, news)


def test_a_server_that_passed_a_mail_on_returned_nothing() -> None:
    """“Relayed” says that the mail was delivered, also where it came without a report."""
    text = "Delivery to these recipients or groups is complete, but no notification was sent:\n\nada@initech.example"
    found = told("Relayed: Hi", text, sender="Microsoft Outlook <postmaster@outlook.example>")
    assert found == (MailKind.RECEIPT, News.DELIVERED)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatisch antwoord: Hi", "Ik ben niet langer werkzaam bij Initech. Neem contact op met Jo."),
        ("Automatic reply: Hi", "I've moved on from Initech as of 31 October. Please write to Jo."),
        ("Automatic reply: Hi", "My time at Initech has come to an end. Please write to Jo."),
        ("Automatiskt svar: Hi", "Jag har lämnat Initech. Kontakta Jo."),
        ("Automatikus válasz: Hi", "Már nem dolgozom az Initechnél."),
        ("Răspuns automat: Hi", "Nu mai lucrez la Initech."),
    ],
)
def test_a_departure_is_told_in_other_words(subject: str, text: str) -> None:
    """However the note words it, somebody has left the company."""
    assert told(subject, text) == (MailKind.AUTO_REPLY, News.LEFT)


def test_a_mail_taken_back_without_a_word_is_told_by_its_title() -> None:
    """Outlook's recall holds nothing but its subject; a person's “Recall:” holds words."""
    assert told("Recall: Hi", "") == (MailKind.RECEIPT, News.RECALLED)
    assert told("Recall: Hi", "I recall that you were calm.")[0] == MailKind.REPLY


DELIVERED = "Your message was successfully delivered to ada@initech.example."


@pytest.mark.parametrize(
    ("subject", "kind"), [("Delivered: Hi", MailKind.RECEIPT), ("Undeliverable: Hi", MailKind.BOUNCE)]
)
def test_a_server_that_says_delivered_is_believed_where_its_title_says_so(subject: str, kind: MailKind) -> None:
    """A report names what went well beside what did not, so the words alone make no receipt."""
    assert told(subject, DELIVERED, "MAILER-DAEMON@relay.example")[0] == kind


def test_a_reaction_that_cannot_be_read_is_a_reaction() -> None:
    """Its part is damaged, and which sign it was stays open."""
    part = '--x\nContent-Type: text/vnd.google.email-reaction+json\n\n{"emoji": \n--x--'
    kind = 'Content-Type: multipart/alternative; boundary="x"\n'
    assert told("Re: Hi", f"--x\nContent-Type: text/plain\n\n.\n{part}", more=kind) == (MailKind.RECEIPT, News.REACTED)
