"""Owns logging in to an SMTP server: PLAIN, LOGIN and XOAUTH2, in UTF-8, and what a refusal means.

The standard library's own log-in takes ASCII alone and tries a refused password once more for each mechanism, which
some servers answer by locking the account.
"""

import base64
import smtplib

from afterword.errors import TransportUnavailable
from afterword.mail.outbox.smtp_answer import TEMPORARY, is_temporary, server_words
from afterword.settings import Auth, ServerSettings

_DONE, _CONTINUE, _ALREADY = 235, 334, 503


def log_in(server: smtplib.SMTP, settings: ServerSettings, secret: str) -> None:
    """Log in once. Raises `TransportUnavailable`, and whatever smtplib raises when the line breaks."""
    server.ehlo_or_helo_if_needed()
    mechanism = _mechanism(server, settings)
    code, answer = _spoken(server, mechanism, _lines(mechanism, settings.user, secret))
    if code in (_DONE, _ALREADY):
        return
    # No answer of a server may bring the secret back onto the screen or into the journal.
    words = server_words(answer, (secret, _encoded(secret), *_lines(mechanism, settings.user, secret)))
    if is_temporary(code):
        raise TransportUnavailable(
            f"{settings.host} cannot check the log-in just now.", f"It said: {code} {words}.", TEMPORARY
        )
    what = "token" if settings.auth is Auth.XOAUTH2 else "user name or password"
    raise TransportUnavailable(
        f"{settings.host} did not accept the {what}.",
        f"It said: {code} {words}.",
        "The draft is kept; check user, auth and password_command in the settings.",
    )


def _mechanism(server: smtplib.SMTP, settings: ServerSettings) -> str:
    offered = server.esmtp_features.get("auth", "").upper().split()
    wanted = ("XOAUTH2",) if settings.auth is Auth.XOAUTH2 else ("PLAIN", "LOGIN")
    for one in wanted:
        if one in offered:
            return one
    listed = ", ".join(dict.fromkeys(offered))
    raise TransportUnavailable(
        f"{settings.host} offers no log-in by {' or '.join(wanted)}.",
        f"It offers: {server_words(listed)}." if listed else "It offers none at all.",
        "Check auth and port in the settings; leave user empty if it needs no log-in.",
    )


def _lines(mechanism: str, user: str, secret: str) -> tuple[str, ...]:
    """What is said, in order: RFC 4616 for PLAIN, Google's and Microsoft's common form for XOAUTH2."""
    if mechanism == "PLAIN":
        return (_encoded(f"\0{user}\0{secret}"),)
    if mechanism == "XOAUTH2":
        return (_encoded(f"user={user}\x01auth=Bearer {secret}\x01\x01"),)
    return (_encoded(user), _encoded(secret))


def _spoken(server: smtplib.SMTP, mechanism: str, lines: tuple[str, ...]) -> tuple[int, bytes]:
    first = "" if mechanism == "LOGIN" else f" {lines[0]}"
    code, answer = server.docmd("AUTH", f"{mechanism}{first}")
    for line in lines if mechanism == "LOGIN" else ():
        if code != _CONTINUE:
            return code, answer
        code, answer = server.docmd(line)
    # A refused token is answered with a challenge that wants an empty line before the refusal itself.
    return server.docmd("") if code == _CONTINUE else (code, answer)


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
