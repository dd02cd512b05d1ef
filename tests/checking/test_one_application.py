"""Mails about the one application of a journal: who wrote them, what they say, and which round they speak of."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from tests.checking.test_decisions import NO, Waiting, sent, waiting, with_entry

__all__ = ["waiting"]
TABLE = Path(__file__).parents[1] / "mail" / "decisions" / "one_application.toml"
WANTED = 0.95


def test_what_a_mail_says_is_proposed_for_the_application(tmp_path: Path) -> None:
    """Of rejections and of invitations nineteen in twenty are proposed, and nineteen in twenty of what is are right."""
    counts: Counter[tuple[str, str]] = Counter()
    for number, row in enumerate(tomllib.loads(TABLE.read_text(encoding="utf-8"))["mail"]):
        (folder := tmp_path / str(number)).mkdir()
        journal = Waiting(folder)
        journal.interviewed(row["company"], row["role"], who=None)
        journal.get(sent(row["from"], row["text"], subject=row["subject"]))
        counts[row["is"], next((offer for offer, labels in journal.offered if labels), "nothing")] += 1
    for kind in ("rejection", "invitation"):
        right = counts[kind, kind]
        assert right >= WANTED * sum(count for (_, said), count in counts.items() if said == kind), counts
        assert right >= WANTED * sum(count for (was, _), count in counts.items() if was == kind), counts


@pytest.mark.parametrize(
    ("company", "sender", "text"),
    [
        ("St Bride's Hospital NHS Trust", "Recruitment <jobs@stbrides-trust.example>", NO),
        ("Copper & Rye", "Dale <dale@copperandrye.example>", NO),
        ("Schreinerei Aumüller", "Info <info@schreinerei-aumueller.example>", NO),
        ("Mapleridge Unified School District", "Pat <pat@mapleridgeusd.example>", NO),
        ("Hospital Santa Elvira", "Selección Santa Elvira <no-reply@viterbit.com>", NO),
        ("Boulangerie Pichon", "Sylvie <boulangerie.pichon@gmail.com>", NO),
        ("Acme Robotics", "Acme via Greenhouse <no-reply@greenhouse.io>", NO),
        (
            "Acme Robotics",
            "Hiring <no-reply@greenhouse.io>",
            f"{NO}\n\nhttps://boards.greenhouse.io/acmerobotics/jobs/4",
        ),
        ("Acme Robotics", "Lea <lea@talents.example>", f"{NO}\n\nhttps://careers.acme-robotics.example/backend"),
        ("Hospital Santa Elvira", "Lea <lea@talents.example>", f"{NO}\n\nFor Santa Elvira, Lea"),
        ("Klinikum Weserland", "Lea <lea@talents.example>", f"{NO}\n\nFor Weserland, Lea"),
    ],
)
def test_a_company_is_known_by_a_part_of_its_name(waiting: Waiting, company: str, sender: str, text: str) -> None:
    """In the address, before it, or in a link; written together, with “ue” for “ü”, or with what any house may add."""
    waiting.interviewed(company, "Nurse", who=None)
    waiting.get(sent(sender, text, subject="News"))
    assert waiting.offered == [("rejection", [f"{company} · Nurse"])]


@pytest.mark.parametrize(
    ("company", "sender"),
    [
        ("Hospital Santa Elvira", "Hospital <hr@hospital.example>"),
        ("Nova Software", "Software <info@software.example>"),
        ("Acme Robotics", "Lea <lea@acmeister.example>"),
        ("Klinikum Weserland", "Lea, at weserland today <lea@talents.example>"),
        ("Klinikum Nord", "Lea, at Nord today <lea@talents.example>"),
        ("Hospital Santa Elvira", "Lea, at Santa Monica today <lea@talents.example>"),
    ],
)
def test_what_any_company_may_be_called_names_none(waiting: Waiting, company: str, sender: str) -> None:
    """Nor does a name that only holds the company's, or a short or common word for it."""
    waiting.interviewed(company, "Nurse", who=None)
    text = f"Sorry, it is a no from us this time. Good luck!\n\n{sender.partition('<')[0]}"
    assert waiting.get(sent(sender, text, subject="Hi")).proposals == 0


@pytest.mark.parametrize(
    ("subject", "text", "named"),
    [
        ("Second interview", "Can you come on Tuesday 24 November at 14:00?", "Second interview"),
        (
            "Hi",
            "Thanks for the phone screen. We would like to invite you to the final round on Tuesday.",
            "Final round",
        ),
        ("Hallo", "Wir laden Sie am 24. November um 14 Uhr zum Zweitgespräch ein.", "Zweites Gespräch"),
        ("Bonjour", "Nous vous invitons à un deuxième entretien le 24 novembre à 14h.", "Deuxième entretien"),
        ("Hola", "Le invitamos a una segunda entrevista el martes 24 a las 14:00.", "Segunda entrevista"),
        ("Hello", "We would like to invite you to meet the team on Tuesday at 14:00 for the role.", None),
    ],
)
def test_an_invitation_names_its_round(waiting: Waiting, subject: str, text: str, named: str | None) -> None:
    """By the subject, else by the sentence that invites; an earlier round is not meant."""
    waiting.interviewed()
    waiting.get(sent(text=text, subject=subject))
    assert waiting.checking.invited_to(waiting.proposal.id)[1].get("round") == named


def test_the_title_of_an_entry_names_the_round(waiting: Waiting) -> None:
    """As the calendar will show it."""
    waiting.interviewed()
    entry = (
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nDTSTART:20261124T140000Z\nSUMMARY:Final round with Initech\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    waiting.get(with_entry(entry))
    assert waiting.checking.invited_to(waiting.proposal.id)[1]["round"] == "Final round"
