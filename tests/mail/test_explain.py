"""Explaining a file, as the command line prints it."""

import pytest

from afterword.domain.conversation.message import MailKind
from afterword.mail.content import explain
from afterword.mail.parse import NotAMail


def test_the_document_has_the_promised_fields() -> None:
    """The JSON form carries file, kind, reason, from, in_reply_to and the newly written text."""
    raw = b"From: Ada <ada@x.example>\nSubject: Re: Hi\nIn-Reply-To: <1@vale>\n\nWell done.\n\n> How was I?\n"
    document = explain("a.eml", raw).as_document()
    assert document["file"] == "a.eml"
    assert document["kind"] == "reply"
    assert document["from"] == "Ada <ada@x.example>"
    assert document["in_reply_to"] == "<1@vale>"
    assert document["text"] == "Well done."
    assert document["reason"]


def test_a_pasted_text_counts_as_a_reply() -> None:
    """Text and HTML without a mail header are read as the words of a reply."""
    assert explain("paste", b"You did well.").text == "You did well."
    pasted = explain("paste.html", b"<html><body><p>You did <b>well</b>.</p></body></html>")
    assert pasted.text == "You did well."
    assert pasted.kind is MailKind.REPLY


@pytest.mark.parametrize("raw", [b"", b"\0\1\2", b"\x89PNG\r\n"])
def test_an_empty_or_binary_file_is_refused(raw: bytes) -> None:
    """Neither mail nor text raises the clear error."""
    with pytest.raises(NotAMail):
        explain("x", raw)
