"""Owns telling whether what a person hands in (a file, a paste, piped words) is a mail, and reading it if it is."""

import re
from contextlib import suppress

from afterword.domain.conversation.incoming import Incoming, Wanted

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_TELLING = ("date", "message-id", "received", "mime-version", "subject")


class MailReader:
    """See `ports.ReplyReader`; what takes mails apart is imported when something is first handed in."""

    def read(self, handed: bytes | str, wanted: Wanted) -> Incoming | None:
        """See `ports.ReplyReader`."""
        from afterword.mail.inbox.reading import incoming_of
        from afterword.mail.parse import NotAMail, looks_like_text, parse

        raw = _as_bytes(handed)
        try:
            message = parse(raw)
        except NotAMail:
            if raw.strip() and not looks_like_text(raw):
                raise
            return None
        # People's own words can begin with “To: …”; a mail says from whom it is, and when or which it is.
        if not message.has_header("from") or not any(message.has_header(name) for name in _TELLING):
            return None
        return incoming_of(message, wanted, "")


def _as_bytes(handed: bytes | str) -> bytes:
    """A pasted source is in the one character set its parts name, as far as it can be written in it."""
    if isinstance(handed, bytes):
        return handed
    from afterword.mail.charsets import codec_of

    codecs = {codec_of(name) for name in _CHARSET.findall(handed)}
    codec = codecs.pop() if len(codecs) == 1 else None
    if codec is not None:
        with suppress(UnicodeError):
            return handed.encode(codec)
    return handed.encode("utf-8", "replace")
