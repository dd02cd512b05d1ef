"""Owns the quick look at a header block: whether the whole mail is worth reading. It errs on the side of reading.

It asks the same look-ups that decide where a mail belongs, so nothing it holds back could have been matched.
"""

from afterword.domain.incoming import Wanted
from afterword.domain.text import clean_line
from afterword.mail.addresses import first_address
from afterword.mail.charsets import decode
from afterword.mail.encoded import header_text
from afterword.mail.fields import message_ids

# What daemons and reports carry; the letter such a mail returns stands in its body, so the body must be read.
_DAEMON = (
    b"mailer-daemon",
    b"mailerdaemon",
    b"mailer_daemon",
    b"mailer daemon",
    b"postmaster",
    b"microsoftexchange",
    b"mail delivery",
    b"delivery-status",
    b"delivery status",
    b"delivery-report",
    b"delivery report",
    b"x-failed-recipients",
    b"undeliver",
    b"returned mail",
    b"return-path: <>",
    b"return-path:<>",
    b"delivery failure",
    b"failure notice",
    b"delivery failed",
    b"delivery has failed",
    b"auto-submitted: auto-replied",
    b"unzustellbar",
    b"nicht zugestellt",
    b"non remis",
    b"no entregado",
    b"no se puede entregar",
)
_VALUE_LIMIT = 8192
# What stands around addresses and ids becomes a blank, so that both fall out of one split.
_APART = bytes.maketrans(b"<>()[],;:\"'\t", b" " * 12)


class Sieve:
    """The terms of one look, made ready once and held against every header block."""

    def __init__(self, wanted: Wanted) -> None:
        self._threads = wanted.threads
        self._ids = wanted.message_ids
        self._addresses = wanted.addresses
        tokens = (_tokens(term.lower().encode("utf-8", "replace")) for term in (*wanted.message_ids, *wanted.addresses))
        self._tokens = frozenset(max(found, key=_worth) for found in tokens if found)

    def lets_through(self, header: bytes) -> bool:
        """Whether a mail with this header block may concern one of the conversations."""
        folded = header.lower()
        if not self._tokens.isdisjoint(_tokens(folded)) or any(word in folded for word in _DAEMON):
            return True
        sender = _value(header, folded, b"from") or _value(header, folded, b"sender")
        if self._resembles(sender) or self._is_titled(_value(header, folded, b"subject")):
            return True
        return any(self._answers(_value(header, folded, name)) for name in (b"in-reply-to", b"references"))

    def _resembles(self, sender: bytes) -> bool:
        if any(self._threads.named(clean_line(header_text(sender)))):
            return True
        # An address can be torn apart by blanks or hidden in an encoded word; then no token shows it.
        if b"@" in sender and b"=?" not in sender and b" @" not in sender and b"@ " not in sender:
            return False
        return first_address(decode(sender).replace("\n", " "))[1].lower() in self._addresses

    def _is_titled(self, subject: bytes) -> bool:
        return any(self._threads.titled(clean_line(header_text(subject))))

    def _answers(self, value: bytes) -> bool:
        """Whether a thread header names an id of ours that was torn apart by a fold or encoded."""
        if b"\n" not in value and b"=?" not in value:
            return False
        return not self._ids.isdisjoint(message_ids(clean_line(header_text(value))))


def _worth(token: bytes) -> tuple[bool, int]:
    return b"@" in token, len(token)


def _tokens(folded: bytes) -> list[bytes]:
    return folded.translate(_APART).split()


def _value(header: bytes, folded: bytes, name: bytes) -> bytes:
    """The first value of a field, folds included; `folded` is the header in lower case."""
    mark = name + b":"
    start = len(mark) if folded.startswith(mark) else folded.find(b"\n" + mark) + len(mark) + 1
    if start <= len(mark) and not folded.startswith(mark):
        return b""
    end = header.find(b"\n", start)
    while end >= 0 and header[end + 1 : end + 2] in (b" ", b"\t"):
        end = header.find(b"\n", end + 1)
    return header[start : end if end >= 0 else len(header)][:_VALUE_LIMIT].strip()
