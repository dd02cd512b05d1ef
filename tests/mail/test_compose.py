"""The finished message: what comes out of it again is what went in, and nothing else can get into its headers."""

import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from afterword.domain.conversation.facts import Outgoing
from afterword.domain.text import clean, clean_line
from afterword.errors import AfterwordError
from afterword.mail.compose import WIDTH, as_bytes, check_address, compose, flow, mailto_url, needs_smtputf8
from afterword.mail.parse import unflow

LETTER = Outgoing(
    from_name="Ada Byron",
    from_address="ada@example.org",
    to_name="Grace Hopper",
    to_address="grace@example.net",
    subject="Thank you, and one question",
    body="Dear Grace,\n\nthank you for your time.\n\nAda",
    message_id="<one@example.org>",
    date=datetime(2026, 11, 12, 18, 26, tzinfo=timezone(timedelta(hours=1))),
)
_HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "References",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
}


def _read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _name(raw: bytes, field: str) -> str:
    """The name in an address header as a strict reader sees it: encoded words side by side belong together."""
    value = " ".join(email.message_from_bytes(raw)[field].split())
    return str(make_header(decode_header(parseaddr(value)[0])))


_TEXT = st.text(max_size=200)
_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
_LABELS = st.from_regex(r"[a-z][a-z0-9]{0,12}", fullmatch=True)
_ADDRESSES = st.builds("{}.{}@{}.example".format, _LABELS, _LABELS, _LABELS)
_IDS = st.builds("<{}@{}.example>".format, st.from_regex(r"[A-Za-z0-9]{1,90}", fullmatch=True), _LABELS)
_LETTERS = st.builds(
    Outgoing,
    from_name=_NAMES,
    from_address=_ADDRESSES,
    to_name=_NAMES,
    to_address=_ADDRESSES,
    subject=_NAMES,
    body=_TEXT,
    message_id=_IDS,
    date=st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year > 1900),
    in_reply_to=st.one_of(st.just(""), _IDS),
    references=st.lists(_IDS, max_size=5).map(tuple),
)


@given(_LETTERS)
def test_what_goes_in_comes_out(letter: Outgoing) -> None:
    """Names, addresses, subject, ids, date and words are the same after the way over the wire."""
    message = _read(as_bytes(letter))
    assert message["From"].addresses[0].addr_spec == letter.from_address
    assert message["To"].addresses[0].addr_spec == letter.to_address
    assert _name(as_bytes(letter), "From") == _line(letter.from_name)
    assert _name(as_bytes(letter), "To") == _line(letter.to_name)
    assert str(message["Subject"]) == _line(letter.subject)
    assert message["Message-ID"] == letter.message_id
    assert message["Date"].datetime == letter.date.replace(microsecond=0)
    assert (message["In-Reply-To"] or "") == letter.in_reply_to
    assert unflow(message.get_content().replace("\r\n", "\n")).strip() == _written(letter.body).strip()


@given(_LETTERS, _TEXT)
def test_no_header_can_be_made(letter: Outgoing, ending: str) -> None:
    """Whatever stands in a name or subject, the message has its own headers, one recipient, and short lines."""
    attack = f"x\r\nBcc: eve@example.com\r\n\r\n{ending}"
    raw = as_bytes(replace(letter, to_name=attack, from_name=attack, subject=attack))
    message = _read(raw)
    assert set(message.keys()) - {"In-Reply-To"} == _HEADERS
    assert len(message.keys()) == len(set(message.keys()))
    assert [one.addr_spec for one in message["To"].addresses] == [letter.to_address]
    head = raw.partition(b"\r\n\r\n")[0]
    assert all(len(line) < 150 for line in head.split(b"\r\n"))
    assert head.isascii()


def _line(text: str) -> str:
    return clean_line(text).replace("=?", "= ?")


def _written(text: str) -> str:
    return "\n".join(line if line == "-- " else line.rstrip() for line in clean(text).split("\n"))


@given(st.text(st.sampled_from("ab >F-\n"), max_size=400))
def test_flowed_text_comes_back(text: str) -> None:
    """Wrapping at 72 characters and taking it back gives the same words in the same lines."""
    lines = [line if line == "-- " else line.rstrip() for line in text.split("\n")]
    assert unflow(flow(text)) == "\n".join(lines)


def test_flowed_lines_are_short() -> None:
    """Paragraphs of words are wrapped at the width that every reader can show."""
    wrapped = flow("word " * 100)
    assert max(len(line) for line in wrapped.split("\n")) <= WIDTH
    assert wrapped.split("\n")[0].endswith(" ")


def test_encoded_word_in_a_name_or_subject_stays_text() -> None:
    """What looks like an encoded header is not decoded by the readers of our mail."""
    trick = "=?utf-8?q?=0D=0ABcc:_eve=40example.com?="
    message = _read(as_bytes(replace(LETTER, to_name=trick, subject=trick)))
    assert str(message["Subject"]) == message["To"].addresses[0].display_name == trick.replace("=?", "= ?")


def test_first_mail_refers_to_itself() -> None:
    """The first mail names its own id in References, a later one the ids before it."""
    assert compose(LETTER)["References"] == "<one@example.org>"
    later = replace(LETTER, in_reply_to="<r@x.example>", references=("<one@example.org>", "<r@x.example>"))
    assert compose(later)["References"] == "<one@example.org> <r@x.example>"
    assert compose(later)["In-Reply-To"] == "<r@x.example>"


def test_long_ids_go_out_as_they_are() -> None:
    """Ids longer than a line are never encoded or broken, so that answers can be matched."""
    long = f"<{'A1b2' * 40}@{'mail.' * 10}example.org>"
    raw = as_bytes(replace(LETTER, in_reply_to=long, references=(long,)))
    assert raw.count(long.encode()) == 2


def test_malformed_ids_of_received_mail_are_left_out() -> None:
    """What another system put into its Message-ID cannot break our headers."""
    letter = replace(LETTER, in_reply_to="<a b@c>", references=("", "<x@y>\r\nBcc: e@e", "<ok@x.example>"))
    message = compose(letter)
    assert message["In-Reply-To"] is None
    assert message["References"] == "<ok@x.example>"


def test_draft_file_opens_for_editing() -> None:
    """An .eml draft carries the mark Outlook looks for; a sent mail does not, and neither claims to be automatic."""
    assert _read(as_bytes(LETTER, as_draft=True))["X-Unsent"] == "1"
    assert set(_read(as_bytes(LETTER)).keys()) == _HEADERS


def test_draft_file_needs_no_sender() -> None:
    """Without an address of their own a person still gets a draft to open; nothing can be sent so."""
    letter = replace(LETTER, from_address="")
    assert _read(as_bytes(letter, as_draft=True))["From"] is None
    with pytest.raises(AfterwordError):
        as_bytes(letter)


def test_message_is_flowed_plain_text() -> None:
    """ASCII goes out readable, anything else as quoted-printable UTF-8; every line end is CRLF."""
    plain, accents = as_bytes(LETTER), as_bytes(replace(LETTER, body="café"))
    assert b'Content-Type: text/plain; charset="utf-8"; format="flowed"' in plain
    assert b"Content-Transfer-Encoding: 7bit" in plain
    assert b"caf=C3=A9" in accents
    assert plain.count(b"\n") == plain.count(b"\r\n")


@pytest.mark.parametrize(
    "address",
    ["", "ada", "a@b, c@d", "a@b;c@d", "a b@c", "a@b\r\nBcc: c@d", "<a@b>", "a@b>", "a..b@c.example", ".a@c.example",
     "a@b..c", "a@" + "x" * 64 + ".example", "a" * 300 + "@b.example", "a@b\x1b[0m.example", '"a"@b', "a@[127.0.0.1]"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    """An address that is none, or more than one, is refused with a sentence, when typed and when composed."""
    with pytest.raises(AfterwordError, match="is not a mail address"):
        check_address(address)
    with pytest.raises(AfterwordError, match="is not a mail address"):
        compose(replace(LETTER, to_address=address))


def test_international_addresses_are_normalised() -> None:
    """A domain in any script becomes its ASCII form; letters before the @ stay and need SMTPUTF8."""
    assert check_address(" ada@Bücher.Example ") == "ada@xn--bcher-kva.example"
    letter = replace(LETTER, to_address="jörg@bücher.example")
    assert needs_smtputf8(letter)
    assert not needs_smtputf8(replace(LETTER, to_address="ada@bücher.example"))
    assert "jörg@xn--bcher-kva.example".encode() in as_bytes(letter)


def test_comma_in_a_name_stays_one_recipient() -> None:
    """A name such as "Hopper, Grace" never becomes a second recipient, long or accented as it may be."""
    for name in ("Hopper, Grace", 'Grace "Amazing" <x@y> Hopper', "Höpper, Gräce, " * 8):
        raw = as_bytes(replace(LETTER, to_name=name))
        assert [one.addr_spec for one in _read(raw)["To"].addresses] == ["grace@example.net"]
        assert _name(raw, "To") == name.strip()


def test_unusable_id_or_date_is_refused() -> None:
    """A letter without an id to match answers by, or without a real instant, is refused with a sentence."""
    no_zone = LETTER.date.replace(tzinfo=None)
    for letter in (
        replace(LETTER, message_id=""),
        replace(LETTER, message_id="<a@b>\r\nBcc: c@d"),
        replace(LETTER, date=no_zone),
    ):
        with pytest.raises(AfterwordError, match="The letter has"):
            compose(letter)


def test_mailto_carries_the_letter() -> None:
    """The mailto address has one recipient, an encoded subject and CRLF line ends."""
    letter = replace(LETTER, to_address="grace+jobs?@example.net", subject="a&b", body="one\ntwo & three")
    assert mailto_url(letter) == "mailto:grace%2Bjobs%3F@example.net?subject=a%26b&body=one%0D%0Atwo%20%26%20three"


def test_too_long_mailto_is_refused() -> None:
    """A letter that a mail program would cut off is refused, with the other ways named."""
    with pytest.raises(AfterwordError, match=r"too long.*\.eml"):
        mailto_url(replace(LETTER, body="é" * 1_000))
