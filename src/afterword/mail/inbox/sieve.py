"""Owns the quick look at a header block: whether the whole mail is worth reading. It errs on the side of reading."""

import re
from email.errors import HeaderParseError
from email.header import decode_header

from afterword.domain.incoming import Wanted, bare_subject

_FIELD = re.compile(rb"^(from|subject|sender|reply-to):[ \t]*((?:.*(?:\r?\n[ \t].*)*))", re.IGNORECASE | re.MULTILINE)
# What daemons and reports carry; the letter such a mail returns stands in its body, so the body must be read.
_DAEMON = re.compile(
    rb"mailer[-_. ]?daemon|postmaster|mail delivery|delivery[- ]status|report-type|x-failed-recipients|undeliver"
    rb"|returned mail|return-path:[ \t]*<>|delivery failure|failure notice|auto-submitted:[ \t]*auto",
    re.IGNORECASE,
)
_NAME_LIMIT = 8192


class Sieve:
    """The terms of one look, made ready once and held against every header block."""

    def __init__(self, wanted: Wanted) -> None:
        terms = [term.encode("utf-8", "replace") for term in (*wanted.message_ids, *wanted.addresses)]
        self._terms = re.compile(b"|".join(re.escape(term) for term in terms), re.IGNORECASE) if terms else None
        self._names = wanted.names
        self._subjects = wanted.subjects

    def lets_through(self, header: bytes) -> bool:
        """Whether a mail with this header block may concern one of the conversations."""
        if self._terms is None:
            return False
        if self._terms.search(header) or _DAEMON.search(header):
            return True
        return any(self._resembles(match[1].lower(), match[2][:_NAME_LIMIT]) for match in _FIELD.finditer(header))

    def _resembles(self, name: bytes, value: bytes) -> bool:
        text = _decoded(value)
        if name == b"subject":
            return bare_subject(text) in self._subjects
        folded = text.casefold()
        return any(one in folded for one in self._names)


def _decoded(value: bytes) -> str:
    text = value.decode("utf-8", "replace")
    if "=?" not in text:
        return " ".join(text.split())
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    found: list[str] = []
    for part, charset in parts:
        if isinstance(part, str):
            found.append(part)
            continue
        try:
            found.append(part.decode(charset or "ascii", "replace"))
        except LookupError:
            found.append(part.decode("utf-8", "replace"))
    return " ".join("".join(found).split())
