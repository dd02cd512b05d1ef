"""Owns what an SMTP server said, fit for a sentence: one clean line of bounded length, with no secret in it."""

import smtplib

from afterword.domain.text import clean_line

TEMPORARY = "That is for now only: the draft is kept, try again in a while."
_LONGEST = 300


def server_words(answer: bytes | str, hidden: tuple[str, ...] = ()) -> str:
    """The answer as words without a full stop at its end; a `hidden` text that it repeats is blotted out."""
    text = answer if isinstance(answer, str) else answer.decode("utf-8", "replace")
    for one in hidden:
        text = text.replace(one, "…") if one else text
    return clean_line(text)[:_LONGEST].rstrip(".")


def is_temporary(code: int) -> bool:
    """Whether the same may succeed later (RFC 5321 section 4.2.1)."""
    return code // 100 == 4  # noqa: PLR2004 - the first digit of the code


def said(error: smtplib.SMTPResponseException) -> str:
    """Code and words of an answer that ended a step."""
    return f"{error.smtp_code} {server_words(error.smtp_error)}."
