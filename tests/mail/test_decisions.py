"""What a mail tells about an application: a no, an invitation, an offer; and all that only sounds like one."""

import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from tests.mail.test_corpus import CORPUS, ROWS
from tests.mail.test_hostile import HEAD, SECONDS_TO_DECIDE

from afterword.domain.conversation.message import Decision, DecisionKind
from afterword.mail.classify import classify
from afterword.mail.classify.decisions import decide
from afterword.mail.parse import parse

TABLES = Path(__file__).parent / "decisions"
WANTED = 0.95
NO = "Unfortunately we have decided to move forward with other candidates for the role."
COME = "We would like to invite you to a second interview for the role on Tuesday at 14:00."


@dataclass(frozen=True)
class Row:
    """One mail of the tables, what it is, and what it may be called as well."""

    name: str
    mail: dict[str, Any]
    number: int
    kind: str
    also: str
    is_reply: bool

    @property
    def told(self) -> str:
        """What it is taken for; what only confirms that something came in decides nothing.

        What is no decision comes from strangers here, whose words count only where they are plain.
        """
        decision = decided(built(self.mail, self.number))
        nothing = decision.kind in (DecisionKind.NONE, DecisionKind.RECEIPT)
        told = "other" if nothing or (decision.vague and self.kind == "other") else decision.kind.value
        return self.kind if told == self.also else told


def decided(raw: bytes) -> Decision:
    """What a mail tells."""
    message = parse(raw)
    return decide(message, classify(message))


def built(row: dict[str, Any], number: int) -> bytes:
    """The mail of a row as it lies in a mailbox."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = row["from"], "me@doe.example", row["subject"]
    message["Date"], message["Message-ID"] = "Mon, 23 Nov 2026 10:00:00 +0000", f"<decision-{number}@x.example>"
    for name, value in row.get("headers", {}).items():
        message[name] = value
    if "html" in row:
        message.set_content(row["html"], subtype="html")
    else:
        message.set_content(row["text"].strip() + "\n")
    if "calendar" in row:
        entry = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
        message.add_alternative(entry, "text", "calendar", params={"method": row["calendar"]})
    return message.as_bytes()


def rows(table: str) -> Iterator[Row]:
    """Every mail of that table."""
    listed = tomllib.loads((TABLES / f"{table}.toml").read_text(encoding="utf-8"))["mail"]
    for number, row in enumerate(listed):
        kind = "other" if row["is"] == "receipt" else row["is"]
        yield Row(f"{table}-{number}-{row['subject']}", row, number, kind, row.get("also", ""), bool(row.get("reply")))


SEEN, UNSEEN = list(rows("seen")), list(rows("unseen"))
TOLD = ("seen", "short", "houses", "firms", "notes", "realistic", "spoken", "templates", "trades")
EXTREME = [row for row in rows("extreme") if row.kind in ("rejection", "invitation", "other")]


@pytest.mark.parametrize("table", TOLD)
def test_a_mail_is_told_for_what_it_says(table: str) -> None:
    """Soft, long and terse ones, in four languages, through relays or by hand; and none of what only sounds so."""
    assert [row.name for row in rows(table) if not row.is_reply and row.told != row.kind] == []


@pytest.mark.parametrize("kind", ["rejection", "invitation", "offer"])
def test_mails_on_which_no_pattern_was_made_are_told_as_well(kind: str) -> None:
    """Of those that are called so and of those that are so, ninety-five in a hundred are right."""
    mails = [row for row in UNSEEN if not row.is_reply]
    right = sum(row.kind == row.told == kind for row in mails)
    assert right >= WANTED * sum(row.told == kind for row in mails)
    assert right >= WANTED * sum(row.kind == kind for row in mails)


def test_of_odd_mails_three_in_four_are_told_and_none_for_another() -> None:
    """A dialect, a joke or a threshold of points may say nothing to a program; but it is never told the wrong way."""
    decisions = [row for row in EXTREME if row.kind != "other"]
    assert sum(row.told == row.kind for row in decisions) >= 0.75 * len(decisions)
    assert [row.name for row in EXTREME if row.told not in (row.kind, "other")] == []


def test_there_are_enough_mails_to_tell() -> None:
    """Sixty rejections, thirty invitations and sixty others; a third of them were not looked at."""
    kinds = [row.kind for row in (*SEEN, *UNSEEN)]
    assert (kinds.count("rejection") >= 60, kinds.count("invitation") >= 30, kinds.count("other") >= 60) == (True,) * 3
    assert len(UNSEEN) * 3 >= len(kinds)


def test_the_sentence_that_says_it_is_named() -> None:
    """As it stands in the mail, so that a person can judge at a glance."""
    told = decided(HEAD + b"\nDear Sam,\n\nThank you for the interview. The position has been filled. Good luck!\n")
    assert (told.kind, told.words) == (DecisionKind.REJECTION, "The position has been filled")


@pytest.mark.parametrize(
    "text",
    [
        "If you are not selected for the position, we will let you know.",
        "Only candidates who are selected for an interview will be contacted.",
        "“The position has been filled”, it said, after four interviews!",
        "> The position has been filled.\n\nThank you for telling me about the position.",
        "We have not made a decision about the role yet.",
        "Unfortunately the room for your interview has changed.",
        "Unfortunately we need two more weeks before we can decide about the role.",
        "I'm afraid the panel cannot give you an answer about the position before the 11th.",
        "Leider brauchen wir für die Entscheidung über die Stelle noch zwei Wochen.",
        "Malheureusement nous avons besoin de deux semaines de plus pour le poste.",
        "Lamentablemente necesitamos una semana más para cerrar el proceso.",
        "Just to confirm that the panel will be Ann and Bob. Otherwise no changes to your interview.",
        "We need someone to start in January, would that be possible for you in this role?",
        "Buscamos a alguien con experiencia para el puesto, ¿te interesa?",
        "The documents for the role were not readable. Please send them again.",
        "The hiring committee decided on another round of interviews for the role.",
        "The board has chosen another day for your interview for the position.",
        "Der Ausschuss hat einen anderen Termin für Ihr Vorstellungsgespräch gewählt.",
        "Le jury a choisi un autre créneau pour votre entretien.",
        "El tribunal ha decidido otra fecha para su entrevista.",
        "Without a reply by Friday your application cannot be considered any further.",
        "Ohne fristgerechte Bestätigung kann Ihre Bewerbung nicht weiter berücksichtigt werden.",
        "Sans réponse sous huit jours, votre candidature ne sera pas retenue.",
        "De no recibir respuesta, su candidatura será descartada.",
    ],
)
def test_what_may_be_or_is_quoted_is_no_rejection(text: str) -> None:
    """Nor is news that is only bad."""
    assert decided(HEAD + b"\n" + text.encode() + b"\n").kind is not DecisionKind.REJECTION


@pytest.mark.parametrize("sender", ["Initech <no-reply@initech.example>", "Workday <initech@myworkday.com>"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We have decided to move forward with other candidates for the role.", DecisionKind.REJECTION),
        ("We would like to invite you to an interview for the role on Tuesday at 2pm.", DecisionKind.INVITATION),
    ],
)
def test_a_program_whose_mailbox_nobody_reads_tells_a_decision(sender: str, text: str, kind: DecisionKind) -> None:
    """What stands below its mails is said of people who are away, too."""
    head = f"From: {sender}\nSubject: Your application\nDate: Mon, 23 Nov 2026 10:00:00 +0000\n\n"
    said = decided(f"{head}{text}\n\nPlease do not reply. This mailbox is not monitored.\n".encode())
    assert (said.kind, said.vague) == (kind, False)


def test_what_the_subject_of_an_answer_repeats_invites_nobody() -> None:
    """It is what was written before."""
    head = b"From: Jo <jo@some.example>\nSubject: Re: invitation to an interview on Friday at 14:00\n\n"
    assert decided(head + b"We have filled the position.\n").kind is DecisionKind.REJECTION
    assert decided(head + b"Thanks for your mail.\n").kind is DecisionKind.NONE


@pytest.mark.parametrize(
    "text",
    [
        "You came across as calm. In the end we chose another candidate who had run a team.",
        "Sie haben gut präsentiert. Die Kollegin, für die wir uns entschieden haben, war im Controlling stärker.",
        "Vous étiez à l'aise. L'autre candidate, que nous avons choisie, avait plus d'ancienneté.",
        "Fuiste muy clara. La candidata elegida tenía más experiencia.",
    ],
)
def test_an_answer_that_tells_how_somebody_did_is_no_rejection(text: str) -> None:
    """The rejection came before; in a mail of its own, or with a regret, the same words are one."""
    said = f"{text} Good luck with your job applications!".encode()
    assert decided(b"From: Jo <jo@some.example>\nSubject: Re: A question\n\n" + said).kind is not DecisionKind.REJECTION


@pytest.mark.parametrize(
    "text",
    [
        "The board went with the other teacher. Are you free on Tuesday at 3pm for a call, so I can give you feedback?",
        "Die Jury hat eine andere Bewerberin gewählt. Passt Ihnen Mittwoch um 10 Uhr ein Telefonat zu den Gründen?",
        "Le jury a choisi un autre candidat. Pouvez-vous passer au bureau mardi à 10h pour un retour ?",
        "El jurado eligió a otra candidata. ¿Puedes venir el martes a las 10 y te explico los motivos?",
    ],
)
def test_a_talk_about_a_no_invites_nobody(text: str) -> None:
    """Feedback, even with a day and an hour, is no next round."""
    assert decided(HEAD + b"\n" + text.encode() + b"\n").kind is DecisionKind.REJECTION


def test_a_no_of_before_that_ends_in_an_invitation_is_one() -> None:
    """Who names an hour and regrets nothing has changed their mind."""
    text = b"\nThe position had been filled, but they dropped out. Could you come in on Tuesday at 3pm?\n"
    assert decided(HEAD + text).kind is DecisionKind.INVITATION


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (b"From: mailer-daemon@initech.example\nSubject: Undelivered mail\nX-Failed-Recipients: a@b.example\n\n", NO),
        (
            b"From: Jo <jo@some.example>\nSubject: Hi\nAuto-Submitted: auto-replied\n\n",
            f"I no longer work at Initech.\n\n{NO}",
        ),
        (b"From: Jo <jo@some.example>\nSubject: Out of office\nAuto-Submitted: auto-replied\n\n", COME),
    ],
    ids=["bounce", "left", "away"],
)
def test_what_no_person_and_no_company_says_is_no_decision(head: bytes, text: str) -> None:
    """A mail that came back, somebody who has left, or is away: whatever words stand in it."""
    assert decided(head + text.encode() + b"\n") == Decision()


def test_words_that_others_use_as_well_count_only_from_whom_they_can_be_expected() -> None:
    """Without a word of hiring around it, a no may be about anything."""
    told = decided(HEAD + b"\nSorry to say that we went with another person in the end. All the best!\n")
    assert (told.kind, told.vague) == (DecisionKind.REJECTION, True)


def test_no_other_mail_of_the_corpus_tells_a_decision() -> None:
    """Answers, absences, bounces and newsletters are none, but for the one reply that says so."""
    told = {row["file"] for row in ROWS if decided((CORPUS / row["file"]).read_bytes()).kind in ("rejection", "offer")}
    assert told <= {"reply-hr-received.eml"}


@pytest.mark.parametrize("words", ["not ", "we decided to move forward with ", "interview to ", "position has ", "a. "])
def test_words_of_a_decision_over_and_over_take_no_longer(words: str) -> None:
    """A pattern that begins everywhere and ends nowhere is tried once a sentence."""
    message = parse(HEAD + b"\n" + words.encode() * (1_000_000 // len(words)))
    began = time.process_time()
    decide(message, classify(message))
    assert time.process_time() - began < SECONDS_TO_DECIDE
