"""Mails built to hurt: read in bounded time, without an escape, and with a note about what was cut."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterword.mail import limits
from afterword.mail.classify import classify
from afterword.mail.classify.decisions import decide
from afterword.mail.content import explain
from afterword.mail.mime import TOO_DEEP, TOO_MANY_PARTS, leaves, parsed
from afterword.mail.parse import NotAMail, parse

HEAD = b"From: a@b.example\nSubject: x\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n'
SECONDS, SECONDS_TO_DECIDE = 8.0, 2.0


def _nested(depth: int) -> bytes:
    out = HEAD
    for level in range(depth):
        out += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
    return out + b"\nhi\n"


HOSTILE = {
    "subject": (b"From: a@b.example\nSubject: " + b"x" * 1_000_000 + b"\n\nhello", "header"),
    "folded-subject": (b"From: a@b.example\nSubject: " + b"x\n " * 300_000 + b"\n\nhello", "header"),
    "encoded-words": (b"From: a@b.example\nSubject: " + b"=?utf-8?q?=41?= " * 20_000 + b"\n\nhello", "header"),
    "addresses": (b"From: a@b.example\nTo: " + b"a@b.example, " * 20_000 + b"\n\nhello", "header"),
    "parentheses": (b"From: " + b"(" * 1_000_000 + b"\nSubject: x\n\nhello", "header"),
    "headers": (b"From: a@b.example\n" + b"a:b\n" * 500_000 + b"\nhello", "header"),
    "depth": (_nested(1_000), "nested"),
    "parts": (MIXED + b"--b\n\nhi\n" * 10_000 + b"--b--\n", "parts"),
    "part-header": (MIXED + b"--b\n" + b"a:b\n" * 1_000_000 + b"\nhi\n--b--\n", "lines"),
    "lines": (HEAD + b"\n" + b"x\n" * 10_000_000, "lines"),
    "parameters": (MIXED + (b"--b\nContent-Type: text/plain" + b";a" * 50_000 + b"\n\nhi\n") * 150, ""),
    "open-quotes": (MIXED + (b'--b\nContent-Type: text/plain;"' + b";" * 50_000 + b"\n\nhi\n") * 150, ""),
    "deep-lines": (_nested(20) + b"--x\n" * 1_000_000, "lines"),
    "lost-boundaries": (_nested(1_000).replace(b"; boundary=", b"; border=") + b"hi\n" * 300_000, ""),
    "false-boundaries": (MIXED + b"--bb\n" * 200_000, ""),
    "attachment": (
        MIXED + b"--b\n\nhello\n--b\nContent-Type: application/pdf\n\n" + b"QUFB" * 12_500_000 + b"\n--b--\n",
        "larger",
    ),
    "dashes": (HEAD + b"\n" + b"-" * 500_000, ""),
    "quotes": (HEAD + b"\n" + b"> x\n" * 100_000, ""),
    "signatures": (HEAD + b"\n" + b"-----BEGIN PGP SIGNATURE-----\n" * 8_000 + b">", ""),
    "styles": (HEAD + b"Content-Type: text/html\n\n" + b"<style>" * 100_000, ""),
    "brackets": (HEAD + b"Content-Type: text/html\n\n" + b"<" * 500_000, ""),
    "gb2312": (HEAD + b"Content-Type: text/plain; charset=gb2312\n\n" + b"\xff" * 300_000, ""),
}


@pytest.mark.parametrize(("raw", "note"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_mail_is_read_in_bounded_time(raw: bytes, note: str) -> None:
    """It is read and told within seconds, what was left out is said, and nothing makes a pattern for decisions slow."""
    began = time.process_time()
    message = parse(raw)
    verdict = classify(message)
    assert time.process_time() - began < SECONDS
    began = time.process_time()
    decide(message, verdict)
    assert time.process_time() - began < SECONDS_TO_DECIDE
    assert note in " ".join(message.notes)


def test_parts_are_read_to_the_limit_of_depth() -> None:
    """The words in the deepest part that counts are there; one level more is left out with a note."""
    assert (parse(_nested(limits.DEPTH)).plain, parse(_nested(limits.DEPTH)).notes) == ("hi", ())
    assert (parse(_nested(limits.DEPTH + 1)).plain, parse(_nested(limits.DEPTH + 1)).notes) == ("", (TOO_DEEP,))


def test_parts_are_read_to_the_limit_of_number() -> None:
    """All parts that count are there; one more is left out with a note, and parsing ends soon after."""
    for more, notes in ((0, ()), (1, (TOO_MANY_PARTS,))):
        message = parse(MIXED + b"--b\n\nhi\n" * (limits.PARTS + more) + b"--b--\n")
        assert (message.plain.count("hi"), message.notes) == (limits.PARTS, notes)
    assert len(list(leaves(parsed(MIXED + b"--b\n\nhi\n" * 10_000)[0]))) == limits.PARTS + 1


def test_the_header_of_a_returned_mail_is_cut() -> None:
    """A mail inside a report may have a header of any size; what is kept of it is enough for its ids."""
    returned = b"Message-ID: <1@x>\nFrom: c@d.example\n" + b"x-filler: y\n" * 100_000
    for declared in (b"", b"Content-Type: message/rfc822\n\n"):
        message = parse(MIXED + b"--b\n" + declared + returned + b"\n--b--\n")
        assert message.machine_parts[0].text.startswith("Message-ID: <1@x>")
        assert len(message.machine_parts[0].text) <= limits.MACHINE_PART_BYTES


def test_the_text_below_a_huge_header_is_kept() -> None:
    """Cutting a header at its limit costs none of the words below it."""
    assert parse(HOSTILE["headers"][0]).plain == "hello"


def test_the_text_before_a_huge_attachment_is_kept() -> None:
    """Cutting a mail at the limit loses the attachment's end, never the words before it."""
    assert parse(HOSTILE["attachment"][0]).plain == "hello"


@pytest.mark.parametrize(
    "parameter",
    [
        b"name*=utf-8''a; name*0=b",
        b"name*" + b"9" * 1_500 + b"=a",
        b"name*=idna''a%ff",
        b"name*=hex''41",
        b"charset*=''",
    ],
)
def test_a_parameter_that_the_library_cannot_read_costs_only_itself(parameter: bytes) -> None:
    """Pieces that are numbered badly, or in a refused charset, leave the mail and its words readable."""
    raw = MIXED + b"--b\n\nhello\n--b\nContent-Type: application/pdf; " + parameter + b"\n\nx\n--b--\n"
    message = parse(raw)
    assert message.plain == "hello"
    assert [attachment.content_type for attachment in message.attachments] == ["application/pdf"]


@given(st.binary(max_size=2_000))
@settings(max_examples=4 * settings().max_examples)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Whatever the bytes are, reading and telling ends with a message or with the one clear error."""
    for candidate in (raw, HEAD + raw, MIXED + b"--b\n" + raw):
        try:
            found = explain("x", candidate)
        except NotAMail:
            continue
        assert not any(ord(char) < ord(" ") and char not in "\n\t" for char in found.text + found.reason + found.sender)


def test_no_control_reaches_a_string() -> None:
    """Escape sequences, C1 controls and bidi overrides are gone from every string of a message."""
    evil = "\x1b[31m\x9b\u202e"
    raw = (
        f"From: {evil}Eve <{evil}eve@x.example>\nTo: {evil}a@b.example\nSubject: {evil}hi\n"
        f"X-1: {evil}\nMessage-ID: <{evil}@x>\n"
        f'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\n{evil}text\n'
        f"--b\nContent-Type: text/html\n\n<p>{evil}</p>\n"
        f'--b\nContent-Type: image/png; name="{evil}.png"\n\nx\n'
        f"--b\nContent-Type: text/calendar; method={evil}\n\n{evil}\n--b--\n"
    ).encode()
    message = parse(raw)
    assert not set(repr(message)) & set(evil.replace("[31m", ""))
    assert "\\x1b" not in repr(message)
    assert "\\x9b" not in repr(message)
    assert "\\u202e" not in repr(message)
