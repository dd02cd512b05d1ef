"""Owns sending by SMTP: each step named when it fails, and the one moment after which nobody can know."""

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from afterword.domain.outgoing import Outgoing
from afterword.domain.text import clean_line
from afterword.errors import SendFailed, SendUnclear
from afterword.mail.compose import as_bytes, check_address, needs_smtputf8
from afterword.mail.connection import check_security, checked_context, trouble
from afterword.mail.secrets import secret_from
from afterword.mail_settings import Auth, Security, ServerSettings
from afterword.ports import Runner

T = TypeVar("T")
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
_OK, _GO_AHEAD, _WILL_FORWARD = 250, 354, 251


class SmtpOutbox:
    """One connection per letter: whoever sends a handful of letters a week gains nothing from keeping it."""

    via = "smtp"

    def __init__(self, settings: ServerSettings, run: Runner) -> None:
        self._settings = settings
        self._run = run

    def send(self, letter: Outgoing) -> str:
        """See `ports.Outbox`. The answer is the server's last line, with its queue id where it tells one."""
        content = as_bytes(letter)
        with self._connected() as server:
            self._log_in(server)
            self._address(server, letter)
            answer = self._hand_over(server, content)
            self._say_goodbye(server)
        return answer

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        settings = self._settings
        if not settings.host:
            raise SendFailed("No SMTP server is set.", hint="Put its name into the settings: [smtp] host = '…'.")
        check_security(settings, SendFailed)
        server = self._step("connect", self._connect)
        try:
            if settings.security is Security.STARTTLS:
                self._step("secure the connection", lambda: self._secure(server))
            self._step("greet", server.ehlo_or_helo_if_needed)
            yield server
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        port = settings.port or _PORTS[settings.security]
        if settings.security is Security.TLS:
            context = checked_context(settings, SendFailed)
            return smtplib.SMTP_SSL(settings.host, port, timeout=settings.timeout, context=context)
        return smtplib.SMTP(settings.host, port, timeout=settings.timeout)

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if not server.has_extn("starttls"):
            raise SendFailed(
                f"{self._settings.host} offers no protected connection.", hint="Try security = 'tls' in the settings."
            )
        server.starttls(context=checked_context(self._settings, SendFailed))
        server.ehlo()

    def _log_in(self, server: smtplib.SMTP) -> None:
        settings = self._settings
        if not settings.user:
            return
        secret = secret_from(settings.password_command, self._run, SendFailed)
        try:
            self._step("log in", lambda: self._authenticate(server, secret))
        except SendFailed as error:
            if isinstance(error.__cause__, smtplib.SMTPAuthenticationError):
                raise SendFailed(
                    f"{settings.host} did not accept the user name or password.",
                    f"It said: {_said(error.__cause__)}",
                    "Check user and password_command in the settings.",
                ) from None
            raise

    def _authenticate(self, server: smtplib.SMTP, secret: str) -> None:
        settings = self._settings
        if settings.auth is Auth.XOAUTH2:
            token = f"user={settings.user}\x01auth=Bearer {secret}\x01\x01"
            # A refused token is answered with a challenge that wants an empty line before the refusal itself.
            server.auth("XOAUTH2", lambda challenge=None: token if challenge is None else "")
            return
        server.login(settings.user, secret)

    def _address(self, server: smtplib.SMTP, letter: Outgoing) -> None:
        sender, recipient = check_address(letter.from_address), check_address(letter.to_address)
        options = ("SMTPUTF8", "BODY=8BITMIME") if needs_smtputf8(letter) else ()
        if options and not server.has_extn("smtputf8"):
            raise SendFailed(f"{self._settings.host} cannot send to {recipient}.", hint="Ask for a plain address.")
        code, answer = self._step("name the sender", lambda: server.mail(sender, options))
        if code != _OK:
            raise _refused(f"{self._settings.host} refused {sender} as the sender.", code, answer)
        code, answer = self._step("name the recipient", lambda: server.rcpt(recipient))
        if code not in (_OK, _WILL_FORWARD):
            raise _refused(f"{self._settings.host} refused the recipient {recipient}.", code, answer)

    def _hand_over(self, server: smtplib.SMTP, content: bytes) -> str:
        code, answer = self._step("begin the letter", lambda: server.docmd("DATA"))
        if code != _GO_AHEAD:
            raise _refused(f"{self._settings.host} did not take the letter.", code, answer)
        stuffed = re.sub(rb"(?m)^\.", b"..", content)
        ending = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            server.send(stuffed + ending)
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise SendUnclear(
                "The connection broke after the letter was handed over.",
                "It may have gone out.",
                "Look into your sent mail or wait a little; then say whether it was sent.",
            ) from error
        if code != _OK:
            raise _refused(f"{self._settings.host} did not accept the letter.", code, answer)
        return f"{code} {_words(answer)}"

    def _say_goodbye(self, server: smtplib.SMTP) -> None:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            return  # the letter is accepted; how the line is put down changes nothing

    def _step(self, name: str, call: Callable[[], T]) -> T:
        try:
            return call()
        except SendFailed:
            raise
        except smtplib.SMTPResponseException as error:
            raise SendFailed(f"Could not {name}.", f"{self._settings.host} said: {_said(error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            told = trouble(error, self._settings)
            raise SendFailed(f"Could not {name}.", told.title, told.hint) from error


def _refused(title: str, code: int, answer: bytes) -> SendFailed:
    temporary = 400 <= code < 500  # noqa: PLR2004 - RFC 5321 section 4.2.1
    hint = "That is for now only: try again in a while." if temporary else "The draft is kept; mend it and try again."
    return SendFailed(title, f"It said: {code} {_words(answer)}.", hint)


def _said(error: smtplib.SMTPResponseException) -> str:
    raw = error.smtp_error
    return f"{error.smtp_code} {_words(raw if isinstance(raw, bytes) else str(raw).encode())}."


def _words(answer: bytes) -> str:
    return clean_line(answer.decode("utf-8", "replace"))[:300].rstrip(".")
