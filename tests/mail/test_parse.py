"""Reading mails: what comes out of odd wrappings, charsets, headers and parts."""

import pytest

from afterword.errors import AfterwordError
from afterword.mail.parse import NotAMail, parse

PLAIN = (
    b"From: Ada Byron <ada@initech.example>\nTo: robin@vale.example\nSubject: Hello\nMessage-ID: <1@x>\n"
    b"\nDear Robin\nBye\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN,
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.replace(b"\n", b"\r"),
        b"From ada@initech.example Thu Nov 12 10:00:00 2026\n" + PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.decode().encode("utf-16"),
        PLAIN.decode().encode("utf-16-le"),
        b"\n\n" + PLAIN,
    ],
    ids=["lf", "crlf", "cr", "from-line", "bom", "utf-16", "utf-16-no-bom", "blank-lines"],
)
def test_wrappings_make_no_difference(raw: bytes) -> None:
    """Line ends, byte order marks, UTF-16 and a "From " line are undone."""
    message = parse(raw)
    assert (message.from_name, message.from_address) == ("Ada Byron", "ada@initech.example")
    assert message.subject == "Hello"
    assert message.message_id == "<1@x>"
    assert message.plain == "Dear Robin\nBye"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"   \n\n",
        b"just words",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....",
        b"%PDF-1.7 From: x\n",
        b"\0" * 500,
        b"PK\x03\x04",
    ],
)
def test_what_is_no_mail_is_refused_with_a_hint(raw: bytes) -> None:
    """Files of another kind raise one clear error that says what to do."""
    with pytest.raises(NotAMail) as caught:
        parse(raw)
    assert caught.value.title
    assert caught.value.hint


def test_an_outlook_file_is_named() -> None:
    """A .msg file is refused by name, with the way to a readable form."""
    with pytest.raises(AfterwordError) as caught:
        parse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert ".msg" in caught.value.title
    assert ".eml" in caught.value.hint


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (b"=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?iso-8859-1?Q?Gr=FC=DFe?= aus =?utf-8?q?K=C3=B6ln?=", "Grüße aus Köln"),
        (b"=?utf-8?q?a?=\n =?utf-8?q?b?=", "ab"),
        (b"=?utf-8?b?w7w=?= =?utf-8?q?=C3?= =?utf-8?q?=BC?=", "üü"),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("cp1252"), "Grüße"),
        (b"=?utf-7?q?+ADw-b+AD4-?=", "<b>"),
        (b"=?hex?q?41?=", "41"),
        (b"=?utf-8?b?!!!?=", ""),
        (b"=?utf-8?q?caf\xc3\xa9?= =?utf-8?b?w7w*?= =?iso-8859-1?q?=FC?=", "caféüü"),
        (b"=??q?Gr=FC=DFe?=", "Grüße"),
        (b"a\n\tb  c", "a b c"),
        (b"=?koi8-r*ru?q?=D0=D2=C9=D7=C5=D4?=", "привет"),
        (b"=?utf-8?q?=C3=BC?= x =?utf-8?q?=C3=BC?=", "ü x ü"),
        (b"=?iso-8859-1?q?=FC?= =?utf-8?q?=C3=BC?=", "üü"),
        (b"\x1b]52;c;eA==\x07 \xe2\x80\xaex", "]52;c;eA== x"),
    ],
)
def test_subjects_are_decoded_and_cleaned(header: bytes, subject: str) -> None:
    """Encoded words, raw bytes and folds become one clean line; refused codecs are never run."""
    assert parse(b"From: a@b.example\nSubject: " + header + b"\n\nx").subject == subject


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        (b'"Byron, Ada" <ada@x.example>', "Byron, Ada", "ada@x.example"),
        (b"ada@x.example (Ada Byron)", "Ada Byron", "ada@x.example"),
        (b"=?utf-8?q?J=C3=B6rg?= <j@x.example>", "Jörg", "j@x.example"),
        (b"=?utf-8?q?J=C3=B6rg_=3Cj=40x=2Eexample=3E?=", "Jörg", "j@x.example"),
        (b'"a \\"b\\" c" <a@x.example>', 'a "b" c', "a@x.example"),
        (b"team: a@x.example, b@x.example;", "", "a@x.example"),
        (b"ada@x.example; bea@x.example", "", "ada@x.example"),
        (b"ada@x.example (Ada (the first) Byron)", "Ada (the first) Byron", "ada@x.example"),
        (b"(Ada \\) Byron) ada@x.example", "Ada ) Byron", "ada@x.example"),
        (b"Ada \\ Byron <ada@x.example>", "Ada \\ Byron", "ada@x.example"),
        (b'"Byron (Ada)" <ada@x.example>', "Byron (Ada)", "ada@x.example"),
        (b"<>", "", ""),
        (b"((((((((((", "", ""),
        (b"ada@x.example (Ada (of (the) B) Byron)", "Ada (of (the) B) Byron", "ada@x.example"),
        (b"MAILER-DAEMON", "MAILER-DAEMON", ""),
    ],
)
def test_senders_are_read(header: bytes, name: str, address: str) -> None:
    """Names and addresses come apart however they are written."""
    message = parse(b"From: " + header + b"\nSubject: x\n\nx")
    assert (message.from_name, message.from_address) == (name, address)


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "é€".encode(), "é€"),
        ("us-ascii", "é".encode("cp1252"), "é"),
        ("x-unknown", "é".encode(), "é"),
        ("x-unknown", b"\xe9", "é"),
        ("gb2312", "你好".encode("gbk"), "你好"),
        ("iso-2022-jp", "面接".encode("iso-2022-jp"), "面接"),
        ("shift_jis", "①".encode("cp932"), "①"),
        ("ks_c_5601-1987", "면접".encode("cp949"), "면접"),
        ("utf-7", b"+ADw-b+AD4-", "+ADw-b+AD4-"),
        ("hex", b"4142", "4142"),
        ("idna", b"xn--mnchen-3ya", "xn--mnchen-3ya"),
        ("utf-8", b"caf\xe9 au lait", "café au lait"),
        ("utf-8", "é".encode() * 30 + b"\xff", "é" * 30 + "\ufffd"),
        ("us-ascii", "面接".encode("iso-2022-jp"), "面接"),
    ],
)
def test_charsets_are_decoded_from_an_allowed_list(charset: str, body: bytes, text: str) -> None:
    """Known charsets are decoded, wrong ones repaired, and codecs that transform are never run."""
    raw = b"From: a@b.example\nContent-Type: text/plain; charset=" + charset.encode() + b"\n\n" + body
    assert parse(raw).plain == text


def test_attachments_are_named_and_never_unpacked() -> None:
    """An attachment is listed with its bare name, type and decoded size; its content stays out of the text."""
    raw = (
        b'From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\nignored\n'
        b"--b\nContent-Type: text/plain\n\nhi\n"
        b"--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        b"Content-Disposition: attachment; filename*0*=utf-8''..%2F..%2Fm%C3%BC; filename*1=\".pdf\"\n\n"
        + b"QUFB" * 19
        + b"\n"
        + b"QUFB" * 19
        + b"\n--b--\ntrailer\n"
    )
    message = parse(raw)
    assert message.plain == "hi"
    assert [(one.name, one.content_type, one.size) for one in message.attachments] == [
        ("mü.pdf", "application/pdf", 114)
    ]


def test_a_multipart_without_its_boundary_is_shown_as_text() -> None:
    """A broken multipart loses no words."""
    raw = b"From: a@b.example\nContent-Type: multipart/mixed\n\nstill here\n"
    assert parse(raw).plain == "still here"
    raw = b'From: a@b.example\nContent-Type: multipart/mixed; boundary="never"\n\nstill here\n'
    assert parse(raw).plain == "still here"


def test_a_boundary_that_is_not_named_is_guessed() -> None:
    """A multipart whose Content-Type lost its boundary is still taken apart."""
    raw = (
        b"From: a@b.example\nContent-Type: multipart/alternative;\nboundary=lost\n\n"
        b"--found\nContent-Type: text/plain\n\nhi\n--found\nContent-Type: text/html\n\n<p>hi</p>\n--found--\n"
    )
    message = parse(raw)
    assert (message.plain, message.html) == ("hi", "<p>hi</p>")


HEAD_OF_MIXED = b'From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\n'


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: text/html\n\n",
        b"\n\nContent-Type: text/html\n\n",
        b"no field\nContent-Type: text/html\n\n",
        b"Content-Type: text/html\nno field\nX-Mailer: x\n\n",
        b"X-Mailer: x\n\xa0 no fold\nContent-Type: text/html\nContent-Transfer-Encoding: 7bit\n\n",
    ],
    ids=["whole", "empty-lines", "begins-badly", "broken-below", "broken-above"],
)
def test_the_broken_header_of_a_part_is_read(head: bytes) -> None:
    """A line that is no field, or an empty line above the first one, changes nothing about the fields around it."""
    message = parse(HEAD_OF_MIXED + b"--b\n" + head + b"<p>hi</p>\n--b--\n")
    assert (message.plain, message.html) == ("", "<p>hi</p>")


def test_words_right_below_a_boundary_are_kept() -> None:
    """A part without a header begins with its words; none of them is taken for a broken header."""
    assert parse(HEAD_OF_MIXED + b"--b\nDear Robin,\n\nthank you.\n--b--\n").plain == "Dear Robin,\n\nthank you."


def test_a_broken_header_of_the_mail_is_read_to_its_end() -> None:
    """A line that is no field hides none of the fields below it."""
    raw = b"From: a@b.example\nno field\nSubject : Hello\nMessage-ID: <1@x>\n\nhi\n"
    message = parse(raw)
    assert (message.subject, message.message_id, message.plain) == ("Hello", "<1@x>", "hi")


def test_a_name_in_encoded_pieces_is_joined_before_it_is_decoded() -> None:
    """The name of an attachment may be one encoded word, cut into numbered pieces (RFC 2231)."""
    pieces = b'filename*0="=?utf-8?q?M=C3=BCller.p"; filename*1="df?="'
    raw = HEAD_OF_MIXED + b"--b\nContent-Disposition: attachment; " + pieces + b"\n\nx\n--b--\n"
    assert [attachment.name for attachment in parse(raw).attachments] == ["Müller.pdf"]


def test_html_and_plain_are_kept_apart() -> None:
    """Both forms of the text are there, and an enclosed mail is neither."""
    raw = (
        b'From: a@b.example\nContent-Type: multipart/mixed; boundary="o"\n\n'
        b'--o\nContent-Type: multipart/alternative; boundary="i"\n\n'
        b"--i\nContent-Type: text/plain\n\nplain\n--i\nContent-Type: text/html\n\n<p>html</p>\n--i--\n"
        b"--o\nContent-Type: message/rfc822\n\nFrom: c@d.example\nMessage-ID: <inner@d>\n\ninner body\n--o--\n"
    )
    message = parse(raw)
    assert (message.plain, message.html) == ("plain", "<p>html</p>")
    assert "inner@d" in message.machine_parts[0].text
    assert "inner body" not in message.machine_parts[0].text


def test_a_returned_mail_that_nobody_declared_stays_closed() -> None:
    """A part that is a whole mail yields its header to the rules, and none of its words, however many parts it has."""
    returned = b"From: c@d.example\nMessage-ID: <1@d>\n" + HEAD_OF_MIXED.replace(b'"b"', b'"i"').partition(b"\n")[2]
    message = parse(HEAD_OF_MIXED + b"--b\n\nreport\n--b\n" + returned + b"--i\n\nwords\n--i--\n--b--\n")
    assert message.plain == "report"
    assert [(part.content_type, "<1@d>" in part.text) for part in message.machine_parts] == [("message/rfc822", True)]


@pytest.mark.parametrize("field", ["From: c@d.example", "Received: by x.example", "Return-Path: <c@d.example>"])
def test_a_whole_mail_is_known_by_its_id_and_its_way(field: str) -> None:
    """An id beside a sender or a way makes a part a mail; an id alone, or a sender alone, leaves it text."""
    message = parse(HEAD_OF_MIXED + f"--b\n\nreport\n--b\n{field}\nMessage-ID: <1@d>\n\nwords\n--b--\n".encode())
    assert (message.plain, message.machine_parts[0].content_type) == ("report", "message/rfc822")
    for alone in (field, "Message-ID: <1@d>"):
        assert "words" in parse(HEAD_OF_MIXED + f"--b\n\nreport\n--b\n{alone}\n\nwords\n--b--\n".encode()).plain


def test_an_attachment_may_be_named_by_its_type() -> None:
    """Old programs name a file only in Content-Type."""
    message = parse(HEAD_OF_MIXED + b"--b\nContent-Type: application/pdf; name=cv.pdf\n\nx\n--b--\n")
    assert [attachment.name for attachment in message.attachments] == ["cv.pdf"]


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("quoted-printable", b"Gr=C3=BC=\n=C3=9Fe", "Grüße"),
        ("Base64", b"R3LDvMOf\nZQ==", "Grüße"),
        ("8bit", "Grüße =C3".encode(), "Grüße =C3"),
        ("x-unknown", b"Gr=C3=BC", "Gr=C3=BC"),
    ],
)
def test_a_transfer_encoding_is_undone_or_left(encoding: str, body: bytes, text: str) -> None:
    """The two that encode are undone; what is not known leaves the bytes as they are."""
    assert parse(f"From: a@b.example\nContent-Transfer-Encoding: {encoding}\n\n".encode() + body).plain == text


@pytest.mark.parametrize("kind", ["text", "", "multipart/mixed", "plain"])
def test_a_type_that_is_none_is_plain_text(kind: str) -> None:
    """Words stay words, whatever their part calls itself."""
    assert parse(f"From: a@b.example\nContent-Type: {kind}\n\nwords\n".encode()).plain == "words"


@pytest.mark.parametrize(
    ("header", "ids"),
    [
        ("In-Reply-To: one@x.example", ("<one@x.example>",)),
        ("References: one@x.example, two@x.example", ("<one@x.example>", "<two@x.example>")),
        ('In-Reply-To: Your message "to a@b.example" <one@x.example>', ("<one@x.example>",)),
    ],
)
def test_ids_without_brackets_are_read(header: str, ids: tuple[str, ...]) -> None:
    """Where no brackets stand, whatever looks like an id is one; where they stand, only what is in them."""
    assert parse(f"From: a@b.example\n{header}\n\nx".encode()).answers == ids


def test_parameters_without_a_value_are_none() -> None:
    """What stands between two semicolons without a value is left out."""
    raw = HEAD_OF_MIXED + b"--b\nContent-Type: text/calendar;; method=REQUEST; x; y=\n\nBEGIN:VCALENDAR\n--b--\n"
    assert parse(raw).machine_parts[0].parameters == (("method", "REQUEST"),)


def test_threads_and_dates_are_read() -> None:
    """Ids keep their brackets, folded ids are joined, a date without an offset counts as UTC."""
    raw = (
        b"From: a@b.example\nIn-Reply-To: <one@x>\nReferences: <zero@x>\n <on\n e@x>\n"
        b"Date: Thu, 12 Nov 2026 10:00:00 -0000\n\nx"
    )
    message = parse(raw)
    assert message.answers == ("<one@x>", "<zero@x>")
    assert message.date is not None
    assert message.date.isoformat() == "2026-11-12T10:00:00+00:00"
    assert parse(b"From: a@b.example\nDate: yesterday\n\nx").date is None
