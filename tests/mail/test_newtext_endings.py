"""What stands below and around an answer without being one: signatures, telephone lines, notices, other quote marks."""

import pytest

from afterword.mail.newtext import new_text

OWN = "You were clear."


@pytest.mark.parametrize(
    "below",
    [
        "> What could I improve?\n\n-- \nAda Byron\nInitech",
        "> What could I improve?\n\n__\nAda Byron\nHead of Engineering",
        "> What could I improve?\n\n______________________________\nHiring mailing list\nhiring@lists.example",
        "Le 12 nov. 2026\nà 10:00, Robin Vale\n<robin@vale.example>\na écrit :\n\nQuoi ?",
        "Il giorno 12 nov 2026\nRobin Vale <robin@vale.example>\nha scritto:\n\nCome?",
        "El 12 nov 2026\nRobin Vale\nescribió:\n\n> ¿Qué?",
        "On 12 November 2026\n\nRobin Vale\n\n<robin@vale.example> wrote:\n\n> What could I improve?",
        "---- On Thu, 12 Nov 2026 10:00:00 +0100 Robin Vale wrote ----\n\nWhat could I improve?",
        "---- Am Do, 12 Nov 2026 10:00:00 +0100 Robin Vale schrieb ----\n\nWas fehlt?",
        "| What could I improve?\n| Robin",
        "C> What could I improve?\nC> Robin",
        "Sent from my cell, please excuse any typos.",
        "Von meinem Handy gesendet, bitte Tippfehler entschuldigen",
        "Envoyé de mon portable, veuillez excuser la brièveté",
        "Enviado desde mi móvil, disculpe las erratas",
        "Sent from my Zenphone 12",
        "Get [Outlook for iOS](https://aka.ms/o0ukef)",
        "Yahoo Mail: Search, Organize, Conquer",
        "[https://track.example/open.gif]",
        "\u200b\u200d\u2060\ufeff",
        "***\nThis message is confidential.\n\nIf you are not the intended recipient, delete it.\n***",
        "=====\nDiese Nachricht ist vertraulich.\n\nWenn Sie nicht der richtige Adressat sind, löschen Sie sie.\n=====",
        "On 12 Nov 2026 Robin <robin@vale.example> wrote:\n> How did you find the long answer that I gave about the\n"
        "testing\n> of the interface? Yours, Robin",
    ],
)
def test_only_the_own_words_are_left(below: str) -> None:
    """Whatever mail programs, lists and lawyers put below an answer goes, in each of their languages."""
    assert new_text(f"{OWN}\n\n{below}\n", None) == OWN


def test_an_attribution_inside_the_quotation_introduces_it() -> None:
    """A quotation that begins with who wrote it goes where it stands between a greeting and the answer."""
    quoted = "> On 12 Nov 2026, at 10:00, Robin Vale <robin@vale.example> wrote:\n>\n> What could I improve?"
    assert new_text(f"Hi Robin,\n\n{quoted}\n\n{OWN}", None).split() == ["Hi", "Robin,", *OWN.split()]


@pytest.mark.parametrize("banner", ["---------- Forwarded message ---------", "-------- Original Message --------"])
def test_what_is_passed_on_without_a_word_loses_its_banner(banner: str) -> None:
    """Nothing stands above, so the mail that is passed on is the text, without the line that says so."""
    passed_on = "From: Grace <grace@x.example>\nDate: 12 Nov 2026\nSubject: Robin\n\nRobin was calm."
    assert new_text(f"{banner}\n{passed_on}", None) == passed_on


@pytest.mark.parametrize(
    "text",
    [
        "The choice:\n\n| A | B |\n| 1 | 2 |\n\nTake B.",
        "A> B was wrong.\nThe rest was right.",
        "My notes\n\n__________\n\n1. Be brief.\n2. Ask more.",
        "Grace wrote:\nyou were good, but slow.",
        "Sent from my heart, good luck with the next one.",
        "We meet again on 12 Nov 2026\n\nWhat I wrote:\n\nbe brief.",
    ],
)
def test_words_that_look_like_these_stay(text: str) -> None:
    """Tables, comparisons, lists below a line, and what people say of letters are theirs."""
    assert new_text(text, None) == text
