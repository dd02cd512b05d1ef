"""Owns the quick look at a header block: whether the whole mail is worth reading. It errs on the side of reading.

It asks the same look-ups that decide where a mail belongs, so nothing it holds back could have been matched.
"""

import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from afterword.domain.conversation.hiring import domain_of, is_relay
from afterword.domain.conversation.threads import MailSearch
from afterword.domain.people import NamedAddress, folded_address
from afterword.domain.text import clean_line
from afterword.languages.loader import listed
from afterword.mail.classify.wording import folded
from afterword.mail.decoding import decode, first_address, header_text, message_ids
from afterword.mail.inbox.incoming_mail import ORIGIN_HEADERS
from afterword.mail.limits import HEADERS_BYTES, MAIL_BYTES

_FIELD = re.compile(
    rb"\n(from|reply-to|x-original-from|x-google-original-from|x-original-sender|sender|to|cc|subject|message-id"
    rb"|in-reply-to|references|return-path|content-type|auto-submitted|x-failed-recipients)"
    rb"[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)"
)
_TORN = re.compile(rb"=\?[^ ]*@|[ \t\n]@|@[ \t\n]")
_VALUE_LIMIT = 8192
_MOST_SENDERS = 4096
_SENDERS = (b"from", *(name.encode() for name in ORIGIN_HEADERS))
_TAG = re.compile(rb"\+[^@]*@")
# What stands around addresses and ids becomes a blank, so that both fall out of one split.
_SEPARATORS = bytes.maketrans(b"<>()[],;:\"'\t", b" " * 12)
_FIRST_READ = 8_192


@cache
def _daemon() -> re.Pattern[bytes]:
    """What daemons and reports carry; the letter such a mail returns stands in its body, so the body must be read."""
    words = "|".join(listed("mail", "bounce", "prefilter")).encode()
    return re.compile(
        rb"\nx-failed-recipients|mailer[-_. ]?daemon|post[-_.]?master|microsoftexchange|\nreturn-path: *<>"
        rb"|auto-submitted: *auto-r|multipart/report|disposition-notification|" + words
    )


def hiring_titles() -> tuple[str, ...]:
    """How the words of hiring in subjects begin, in lower case and without accents."""
    return listed("decisions", "prefilter", "titles")


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(hiring_titles())})")


class HeaderPrefilter:
    """The terms of one look, made ready once and held against every header block."""

    def __init__(self, search: MailSearch) -> None:
        self._threads = search.threads
        self._ids = search.message_ids
        self._addresses = search.addresses
        tokens = (_tokens(term.lower().encode("utf-8", "replace")) for term in (*search.message_ids, *search.addresses))
        self._tokens = frozenset(max(parts, key=lambda token: (b"@" in token, len(token))) for parts in tokens if parts)
        self._written_to = frozenset(
            token for name in search.written_to for token in _tokens(name.encode()) if b"@" in token
        )
        self._processes = search.processes
        # Most senders write more than once.
        self._is_from = lru_cache(_MOST_SENDERS)(self._resembles)
        self._is_of_hiring = lru_cache(_MOST_SENDERS)(self._writes_to_applicants)

    def lets_through(self, header: bytes) -> bool:
        """Whether a mail with this header block may concern one of the conversations."""
        header = b"\n" + header
        folded = header.lower()
        values: dict[bytes, bytes] = {}
        marks: list[bytes] = []
        for match in _FIELD.finditer(folded):
            start, end = match.span(2)
            values.setdefault(match[1], header[start : min(end, start + _VALUE_LIMIT)])
            marks.append(match[0][:_VALUE_LIMIT])
        if _daemon().search(b"".join(marks)):
            return True
        threads = b"\n ".join(values.get(name, b"") for name in (b"in-reply-to", b"references", b"message-id"))
        subject = _text(values.get(b"subject", b""))
        if self._answers(threads) or any(self._threads.titled(subject)) or any(self._threads.named(subject)):
            return True
        if any(self._is_from(values[name]) for name in _SENDERS if name in values):
            return True
        if self._processes.all and self._may_decide(values):
            return True
        # An interviewer who gets it, too, is a sign; the person's own letter goes to whom a draft is for, or none yet.
        reached = _untagged(values.get(b"to", b"") + b" " + values.get(b"cc", b""))
        return not self._tokens.isdisjoint(reached) or not self._written_to.isdisjoint(reached)

    def _resembles(self, sender: bytes) -> bool:
        """Whether it comes from one of the interviewers, by address or name."""
        tokens = _tokens(sender.lower())
        if not self._tokens.isdisjoint(tokens) or any(self._threads.named(_text(sender))):
            return True
        if b"+" in sender and not self._tokens.isdisjoint(_untagged(sender)):
            return True
        # An address can be torn apart by blanks or hidden in an encoded word; then no token shows it.
        if b"@" in sender and not _TORN.search(sender):
            return False
        return folded_address(first_address(decode(sender).replace("\n", " "))[1]) in self._addresses

    def _may_decide(self, values: Mapping[bytes, bytes]) -> bool:
        """Whether it may tell a decision about an application: by a word of hiring, a relay, or who sent it."""
        subject = _text(values.get(b"subject", b""))
        if _titles().search(folded(subject)) or any(self._processes.named(subject)):
            return True
        return any(self._is_of_hiring(values[name]) for name in _SENDERS if name in values)

    def _writes_to_applicants(self, sender: bytes) -> bool:
        name, address = first_address(decode(sender).replace("\n", " "))
        return is_relay(domain_of(address)) or self._processes.knows(NamedAddress(name or _text(sender), address))

    def _answers(self, ids: bytes) -> bool:
        """Whether a thread header names an id of ours; one may be torn apart by a fold, or encoded."""
        if b"<" not in ids and b"@" not in ids:
            return False
        if not self._tokens.isdisjoint(_tokens(ids.lower())):
            return True
        return not self._ids.isdisjoint(message_ids(_text(ids)))


def _text(value: bytes) -> str:
    """A value as the reader of the whole mail takes it."""
    text = header_text(value)
    return text if text.isprintable() else clean_line(text)


def _untagged(value: bytes) -> list[bytes]:
    """The tokens of a value in lower case, each address without its `+tag`."""
    return [_TAG.sub(b"@", token) for token in _tokens(value.lower())]


def _tokens(folded: bytes) -> list[bytes]:
    return folded.translate(_SEPARATORS).split()


def read_candidate(path: str, prefilter: HeaderPrefilter) -> bytes | None:
    """The whole mail when its header block is let through, else None. Raises `OSError`.

    One byte more than the largest mail is read, so that the reader can tell that something was cut.
    """
    # Not waiting matters for a named pipe that lies among the mails.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        head = os.read(handle, _FIRST_READ)
        if len(head) == _FIRST_READ and header_end(head) < 0:
            head += _more(handle, HEADERS_BYTES - _FIRST_READ)
        if not prefilter.lets_through(header_of(head)):
            return None
        return head + _more(handle, MAIL_BYTES + 1 - len(head))
    finally:
        os.close(handle)


def header_of(raw: bytes) -> bytes:
    """The header block of a mail, or of its beginning."""
    end = header_end(raw)
    return raw[:end] if end >= 0 else raw[:HEADERS_BYTES]


def header_end(raw: bytes) -> int:
    """Where the header block ends; -1 where no empty line was met."""
    unix = raw.find(b"\n\n")
    windows = raw.find(b"\r\n\r\n", 0, unix if unix >= 0 else len(raw))
    return windows if windows >= 0 else unix


def _more(handle: int, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := os.read(handle, min(size, 1024 * 1024))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
