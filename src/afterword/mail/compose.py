"""Owns the finished message of a letter: headers, wrapped text, bytes, mailto address; sending is done elsewhere.

The text goes out as format=flowed: people on telephones get paragraphs that fit their screen, and readers that
know nothing of it still show tidy lines of 72 characters. Headers are put on the wire here rather than by the
standard library, which turns long message ids into encoded words and can split a long name at a comma in two.
"""

import re
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from afterword.domain import people
from afterword.domain.conversation.facts import Outgoing
from afterword.domain.text import clean, clean_line
from afterword.errors import NotUnderstood, UserError

# Browsers and mail programs cut longer addresses off without a word.
MAILTO_LIMIT = 2_000
_ADDRESS_LIMIT = 254  # RFC 5321 section 4.5.3.1.3
_LINE = 76
WIDTH = 72
_SIGNATURE_MARK = "-- "
_BODY_LINE_LIMIT = 900
_ID = re.compile(r"<[!-;=?-~]{1,500}@[!-;=?-~]{1,250}>")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]{1,60}")
_IDS = frozenset({"message-id", "in-reply-to", "references"})
_PEOPLE = frozenset({"from", "to"})


class _Wire(EmailPolicy):
    """How our headers are written: people, ids and subject by the rules here, the rest by the library."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in _PEOPLE:
            return f"{name}: {_person(value.addresses[0])}\n".replace("\n", self.linesep)
        if name.lower() in _IDS:
            return (f"{name}: " + "\n ".join(str(value).split()) + "\n").replace("\n", self.linesep)
        if name.lower() == "subject":
            return f"{name}: {_subject(str(value))}\n".replace("\n", self.linesep)
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("utf-8")


_WIRE = _Wire(linesep="\r\n", max_line_length=_LINE)


def compose(outgoing: Outgoing, *, as_draft: bool = False, from_needed: bool = True) -> EmailMessage:
    """The message with exactly one recipient and no header the letter does not name.

    The first mail of a conversation names its own id in References too, since some servers replace the Message-ID and
    an answer still carries the References. `as_draft` adds the mark by which Outlook opens a file for editing, and
    which nobody else may get to see. For a draft, and without `from_needed`, the sender's address may be missing: the
    program that takes the message adds its own. Raises `NotUnderstood` for an address that is none and `UserError` for
    a message id or date that cannot be used.
    """
    message = EmailMessage(policy=_WIRE)
    if outgoing.from_address or (from_needed and not as_draft):
        message["From"] = _address(outgoing.from_name, outgoing.from_address)
    message["To"] = _address(outgoing.to_name, outgoing.to_address)
    message["Subject"] = _one_line(outgoing.subject)
    message["Date"] = _date(outgoing)
    message["Message-ID"] = _own_id(outgoing)
    if answered := _known_ids((outgoing.in_reply_to or "",)):
        message["In-Reply-To"] = answered[-1]
    message["References"] = " ".join(_known_ids((*outgoing.references, *answered)) or (_own_id(outgoing),))
    if as_draft:
        message["X-Unsent"] = "1"
    body = flow(clean(outgoing.body)).rstrip("\n") + "\n"
    message.set_content(body, charset="utf-8", cte=_encoding(body), params={"format": "flowed"})
    return message


def as_bytes(outgoing: Outgoing, *, as_draft: bool = False, from_needed: bool = True) -> bytes:
    """The message as it goes out or into an `.eml` file, with CRLF line ends. Raises as `compose` does."""
    return compose(outgoing, as_draft=as_draft, from_needed=from_needed).as_bytes()


def needs_smtputf8(outgoing: Outgoing) -> bool:
    """Whether an address has letters before its @ that only servers with SMTPUTF8 (RFC 6531) take."""
    return not (check_address(outgoing.from_address) + check_address(outgoing.to_address)).isascii()


def mailto_url(outgoing: Outgoing, *, for_terminal: bool = False) -> str:
    """The letter as a mailto address (RFC 6068), lines ended by %0D%0A.

    Raises `UserError` when it is longer than MAILTO_LIMIT characters, and `NotUnderstood` for an address that is none.
    A program that is started here, `for_terminal`, takes any length, and a `+` in an address only as it stands (aerc).
    """
    body = quote(clean(outgoing.body).replace("\n", "\r\n"), safe="")
    subject = quote(_one_line(outgoing.subject), safe="")
    address = quote(check_address(outgoing.to_address), safe="@+" if for_terminal else "@")
    url = f"mailto:{address}?subject={subject}&body={body}"
    if len(url) > MAILTO_LIMIT and not for_terminal:
        raise UserError(
            "The letter is too long for a mailto link.",
            f"It would take {len(url):,} characters; mail programs take {MAILTO_LIMIT:,}.",
            "Shorten it, or hand it over as an .eml file or through the clipboard.",
        )
    return url


def check_address(text: str) -> str:
    """The one address in the text, its domain in lower-case ASCII (IDNA). Raises `NotUnderstood` with a sentence."""
    address = people.check_address(text)
    local, _, domain = address.rpartition("@")
    try:
        normal = f"{local}@{domain.encode('idna').decode('ascii').lower()}"
        # The library knows the grammar but takes no letters beyond ASCII, which RFC 6531 allows before the @.
        Address(addr_spec="".join(ch if ch.isascii() else "x" for ch in normal))
    except (ValueError, MessageError, IndexError) as error:
        raise _no_address(address) from error
    if len(normal.encode()) > _ADDRESS_LIMIT or clean(address) != address:
        raise _no_address(address)
    return normal


def _no_address(address: str) -> NotUnderstood:
    return NotUnderstood(
        f"“{address[:_LINE]}” is not a mail address.", hint="Write it like name@example.org, one address only."
    )


def _address(name: str, address: str) -> Address:
    local, _, domain = check_address(address).rpartition("@")
    return Address(display_name=_one_line(name), username=local, domain=domain)


def _one_line(text: str) -> str:
    """One line without control characters; `=?` is taken apart, because readers would decode what follows it."""
    return clean_line(text).replace("=?", "= ?")


def _date(outgoing: Outgoing) -> str:
    if outgoing.date.tzinfo is None:
        raise UserError("The letter has a date without a time zone.", hint="Make the draft again.")
    return format_datetime(outgoing.date)


def _own_id(outgoing: Outgoing) -> str:
    if not _ID.fullmatch(outgoing.message_id):
        raise UserError("The letter has no usable message id.", hint="Make the draft again.")
    return outgoing.message_id


def _known_ids(ids: tuple[str, ...]) -> tuple[str, ...]:
    """The well-formed ids, each once, oldest first; ids of received mail can be anything."""
    return tuple(dict.fromkeys(message_id for message_id in ids if _ID.fullmatch(message_id)))


def _encoding(body: str) -> str:
    short = all(len(line) <= _BODY_LINE_LIMIT for line in body.split("\n"))
    return "7bit" if body.isascii() and short else "quoted-printable"


def _person(address: Address) -> str:
    name = _one_line(address.display_name)
    if not name:
        return address.addr_spec
    written = name if _PLAIN_NAME.fullmatch(name) else _quoted(name)
    gap = " " if len(written.rpartition("\n")[2]) + len(address.addr_spec) < _LINE - 10 else "\n "
    return f"{written}{gap}<{address.addr_spec}>"


def _quoted(name: str) -> str:
    if name.isascii() and len(name) < _LINE - 20:
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _encoded(name, "From")


def _subject(text: str) -> str:
    if text.isascii() and all(len(word) < _LINE for word in text.split(" ")):
        return _folded(text)
    return _encoded(text, "Subject")


def _folded(text: str) -> str:
    lines, room = [""], _LINE - len("Subject: ")
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
            room = _LINE
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return "\n ".join(lines)


def _encoded(text: str, field: str) -> str:
    return Header(text, "utf-8", header_name=field, maxlinelen=_LINE).encode(linesep="\n")


def flow(text: str) -> str:
    """The text as format=flowed: a line that ends with a space goes on in the next; no other line ends with one.

    Lines are wrapped at WIDTH; quoted lines and words longer than a line stay as they are.
    """
    return "\n".join(part for line in text.split("\n") for part in _flowed_line(line))


def _flowed_line(line: str) -> list[str]:
    hard = line if line == _SIGNATURE_MARK else line.rstrip()
    if hard.startswith(">"):
        return [hard]
    parts: list[str] = []
    while len(hard) > WIDTH and (cut := _break_in(hard)):
        parts.append(_stuffed(hard[:cut]))
        hard = hard[cut:]
    return [*parts, _stuffed(hard)]


def _break_in(text: str) -> int:
    """Behind which space to break, or 0: the last one that fits, else the first one there is."""
    cut = text.rfind(" ", 0, WIDTH) + 1 or text.find(" ") + 1
    return 0 if text[:cut] == _SIGNATURE_MARK or not text[:cut].strip() else cut


def _stuffed(text: str) -> str:
    return f" {text}" if text.startswith((" ", ">", "From ")) else text
