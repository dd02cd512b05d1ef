"""What a mail holds beside its words or in their place, and what tells that it passes on another."""

import pytest

from afterword.mail.content import content_of, explain, without_armour
from afterword.mail.inbox.incoming_mail import is_forward, people_behind
from afterword.mail.newtext import MailBody
from afterword.mail.parse import parse

SIGNED = """-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

You were clear about trade-offs.
- --
Ada
-----BEGIN PGP SIGNATURE-----

iQEzBAEBCAAdFiEE
=ab12
-----END PGP SIGNATURE-----
"""


def mail(text: str = "", headers: str = "From: Ada Byron <ada@initech.example>\nSubject: Re: Hello") -> bytes:
    """A mail of one part."""
    return f"{headers}\n\n{text}".encode()


def parts(*inner: str) -> bytes:
    """A mail of several parts."""
    body = "".join(f"--x\n{one}\n" for one in inner)
    return mail(f"{body}--x--\n", 'From: Ada Byron <ada@initech.example>\nContent-Type: multipart/mixed; boundary="x"')


def test_what_was_signed_stays_and_the_armour_goes() -> None:
    """A signature of PGP around the text is none of the words, and hides none of them."""
    assert content_of(parse(mail(SIGNED))).text == "You were clear about trade-offs."


def test_words_beside_encrypted_ones_stay() -> None:
    """Armour is cut out, also where its end is missing; what stands around it are words."""
    text = "See below.\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA7\n"
    found = content_of(parse(mail(text)))
    assert (found.text, "encrypted with PGP" in found.note) == ("See below.", True)
    assert without_armour("nothing here") == ("nothing here", False)


def test_a_block_of_keys_is_no_text() -> None:
    """A public key below the words is left out."""
    block = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENB\n-----END PGP PUBLIC KEY BLOCK-----"
    assert content_of(parse(mail(f"Well done.\n\n{block}\n"))).text == "Well done."


def passes_on(raw: bytes) -> bool:
    """Whether the mail is one that passes on another."""
    message = parse(raw)
    return is_forward(message, MailBody.of(message.plain, message.html))


@pytest.mark.parametrize(
    "text",
    [
        "Sent from my iPhone",
        "Envoyé de mon iPhone",
        "-- \nAda Byron\nHead of Engineering\n+49 30 1234567",
        "Ada Byron\nInitech GmbH\nada@initech.example\n+49 30 1234567",
        "Ada Byron\nwww.initech.example\nTel. 030 1234567\n\nSent from Outlook for Android",
    ],
)
def test_a_signature_alone_says_nothing(text: str) -> None:
    """Neither a telephone's line nor a card of contacts is an answer, and the note shows it."""
    found = content_of(parse(mail(text)))
    assert (found.text, found.hidden) == ("", False)
    assert found.note.startswith("It holds only a signature: ")


@pytest.mark.parametrize(
    "text",
    [
        "Yes.",
        "Call me: +49 30 1234567",
        "Ada Byron is right for you to ask.\nWrite to her: ada@initech.example",
        "Danke!",
    ],
)
def test_a_few_words_are_words(text: str) -> None:
    """A short answer is never taken for a signature."""
    assert content_of(parse(mail(text))).text == text


def test_logos_beside_a_signature_are_no_answer_and_a_picture_alone_may_be() -> None:
    """A picture counts as what may hold words only where no signature brings it."""
    logo = "Content-Type: image/png; name=image001.png\nContent-Disposition: inline\n\nxxxx"
    text = "Content-Type: text/plain\n\nSent from my iPhone"
    assert not content_of(parse(parts(text, logo))).hidden
    assert content_of(parse(parts(logo))).hidden


def test_a_reaction_is_a_receipt_and_its_json_no_text() -> None:
    """What Gmail adds for programs is not shown as words, and the sign is told."""
    json = 'Content-Type: text/vnd.google.email-reaction+json\n\n{"emoji":"\\ud83d\\udc4d","version":1}'
    told = explain("r.eml", parts("Content-Type: text/plain\n\nAda Byron reacted via Gmail", json))
    assert told.kind == "receipt"
    assert "👍" in told.reason
    assert "version" not in told.text


def test_explain_names_what_is_attached() -> None:
    """Name, type and size of each part, and a note on what stands in place of words."""
    pdf = "Content-Type: application/pdf; name=feedback.pdf\nContent-Disposition: attachment\n\nxxxx"
    told = explain("r.eml", parts(pdf)).as_document()
    assert told["attachments"] == [{"name": "feedback.pdf", "type": "application/pdf", "size": 4}]
    assert told["text"] == ""
    assert any("feedback.pdf" in str(note) for note in told["notes"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "subject", ["Fwd: Hi", "FW: Hi", "WG: Hi", "TR : Hi", "RV: Hi", "[jobs] Fwd: Re: Hi", "转发: Hi"]
)
def test_a_subject_says_that_a_mail_is_passed_on(subject: str) -> None:
    """The words for it in several languages, after the mark of a list as well."""
    assert passes_on(mail("See below.", f"From: a@b.example\nSubject: {subject}"))


@pytest.mark.parametrize("subject", ["Re: Fwd: Hi", "AW: WG: Hi", "Hi", "Re: Hi", "Trade-offs: a few words"])
def test_an_answer_to_a_forward_is_an_answer(subject: str) -> None:
    """What begins with a word for an answer is one, whatever follows."""
    assert not passes_on(mail("You were clear.", f"From: a@b.example\nSubject: {subject}"))


def test_those_behind_a_sender_are_known() -> None:
    """Whom an answer reaches, whose mail a group passed on, and an address in the name itself."""
    headers = (
        'From: "ada@initech.example via Jobs" <x@relay.example>\nReply-To: Grace <grace@x.example>\n'
        "X-Original-From: Mary <mary@x.example>\nSubject: Hi"
    )
    assert {one.email for one in people_behind(parse(mail("Hi", headers)))} == {
        "ada@initech.example",
        "grace@x.example",
        "mary@x.example",
    }


@pytest.mark.parametrize("text", ["[image: image.png]", "[cid:image001.png@01D]", "<image001.png>"])
def test_the_place_of_a_picture_is_no_word(text: str) -> None:
    """What a program writes where a picture stands is not taken for words."""
    found = content_of(parse(f"From: Ada <ada@x.example>\nSubject: Re: Hi\n\n{text}\n".encode()))
    assert (found.text, found.hidden) == ("", True)
    assert "picture" in found.note
