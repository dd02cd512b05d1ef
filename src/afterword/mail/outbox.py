"""Owns sending, by SMTP or a command that works like sendmail: each step named when it fails.

The log-in is our own (PLAIN, LOGIN and XOAUTH2, in UTF-8): that of the standard library takes ASCII alone and tries a
refused password once more for each mechanism, which some servers answer by locking the account.
"""

import base64
import os
import re
import signal
import smtplib
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, TypeVar

from afterword.domain.conversation.facts import Outgoing
from afterword.errors import SendFailed, SendUnclear, TransportUnavailable
from afterword.mail.compose import as_bytes, check_address, needs_smtputf8
from afterword.mail.connection import (
    AnswerTooLong,
    BoundedReader,
    StepLimit,
    check_security,
    checked_context,
    describe_failure,
    expanded,
    secret_from,
    server_words,
    started,
)
from afterword.ports import Runner
from afterword.settings import Auth, Security, ServerSettings

T = TypeVar("T")
PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
_OK, _GO_AHEAD, _PUTS_DOWN = 250, 354, 421
_TAKEN = (250, 251, 252)
_ACCEPTED, _REFUSED = range(200, 300), range(400, 600)
_ANSWERS = range(200, 600)
_NAME = "[127.0.0.1]"
"""What we call ourselves: an address literal (RFC 5321 section 4.1.3) tells nothing about the person's machine."""
_GOODBYE = 1.0
_DONE, _CONTINUE, _ALREADY = 235, 334, 503
TEMPORARY = "That is for now only: the draft is kept, try again in a while."
_ANSWER = 64 * 1024
"""Bytes that a server may say in one step; the longest list of what it can do has hardly one."""


class _Line(smtplib.SMTP):
    """The line to the server, bounded in what it may say in one step.

    None of its answers may bring what is `hidden` back onto the screen or into the journal.
    """

    def __init__(self, settings: ServerSettings, limit: StepLimit, **more: Any) -> None:
        self._limit = limit
        self.hidden: tuple[str, ...] = ()
        port = settings.port or PORTS[settings.security]
        super().__init__(settings.host, port, local_hostname=_NAME, timeout=settings.timeout, **more)

    def getreply(self) -> tuple[int, bytes]:
        """The answer of the server, as the library reads it. Raises `AnswerTooLong`."""
        if self.file is None and self.sock is not None:
            self.file = BoundedReader(self.sock, self._limit)
        try:
            code, answer = super().getreply()
        except smtplib.SMTPResponseException as error:
            raise AnswerTooLong from error  # what the library says of it is not the server's
        for secret in self.hidden:
            answer = answer.replace(secret.encode("utf-8", "replace"), "…".encode())
        return code, answer

    def ehlo(self, name: str = "") -> tuple[int, bytes]:
        """Greet the server. Raises `SMTPHeloError` where it puts down the line, which leaves no second try."""
        code, answer = super().ehlo(name)
        if code == _PUTS_DOWN:
            raise smtplib.SMTPHeloError(code, answer)
        return code, answer


class _TlsLine(_Line, smtplib.SMTP_SSL):
    """The same, protected from the start."""


class SmtpOutbox:
    """One connection per letter: whoever sends a handful of letters a week gains nothing from keeping it."""

    via = "smtp"

    def __init__(self, settings: ServerSettings, run: Runner) -> None:
        self._settings = settings
        self._run = run
        self._limit = StepLimit(settings.timeout)

    def send(self, letter: Outgoing) -> str:
        """See `ports.Outbox`. The answer is the server's last line, with its queue id where it tells one.

        Raises `TransportUnavailable` when it is the server or the log-in that fails and not this letter.
        """
        content = as_bytes(letter)
        with self._connected() as server:
            self._log_in(server)
            self._address(server, letter)
            answer = self._hand_over(server, content)
            self._say_goodbye(server)
        return answer

    @contextmanager
    def _connected(self) -> Iterator[_Line]:
        settings = self._settings
        if not settings.host:
            hint = "Put its name into the settings: [smtp] host = '…'."
            raise TransportUnavailable("No SMTP server is set.", hint=hint)
        check_security(settings, TransportUnavailable)
        server = self._step("connect", self._connect)
        try:
            if settings.security is Security.STARTTLS:
                self._step("protect the connection", lambda: self._secure(server))
            self._step("greet the server", server.ehlo_or_helo_if_needed)
            yield server
        finally:
            server.close()

    def _connect(self) -> _Line:
        if self._settings.security is Security.TLS:
            context = checked_context(self._settings, TransportUnavailable)
            return _TlsLine(self._settings, self._limit, context=context)
        return _Line(self._settings, self._limit)

    def _secure(self, server: _Line) -> None:
        server.ehlo_or_helo_if_needed()
        if not server.has_extn("starttls"):
            raise TransportUnavailable(
                f"{self._settings.host} offers no protected connection.",
                "Nothing was sent to it.",
                "Try security = 'tls' in the settings; that usually goes with port 465.",
            )
        server.starttls(context=checked_context(self._settings, TransportUnavailable))

    def _log_in(self, server: _Line) -> None:
        if not self._settings.user:
            return
        secret = secret_from(self._settings.password_command, self._run, TransportUnavailable)
        self._step("log in", lambda: log_in(server, self._settings, secret))

    def _address(self, server: _Line, letter: Outgoing) -> None:
        host = self._settings.host
        sender, recipient = check_address(letter.from_address), check_address(letter.to_address)
        options = ("SMTPUTF8", "BODY=8BITMIME") if needs_smtputf8(letter) else ()
        if options and not server.has_extn("smtputf8"):
            raise SendFailed(
                f"{host} cannot send from {sender} to {recipient}.",
                "It takes only addresses without accents before the @.",
                "The draft is kept; ask them for a plain address, or send it in another way.",
            )
        code, answer = self._step("name the sender", lambda: server.mail(sender, options))
        if code != _OK:
            raise _refused(
                f"{host} refused {sender} as the sender.",
                code,
                answer,
                "check [me] address in the settings",
                TransportUnavailable,
            )
        code, answer = self._step("name the recipient", lambda: server.rcpt(recipient))
        if code not in _TAKEN:
            raise _refused(
                f"{host} refused the recipient {recipient}.", code, answer, "mend their address and try again"
            )

    def _hand_over(self, server: _Line, content: bytes) -> str:
        host = self._settings.host
        code, answer = self._step("begin the letter", lambda: server.docmd("DATA"))
        if code != _GO_AHEAD:
            advice = "try again later, or send it in another way"
            raise _refused(f"{host} did not take the letter.", code, answer, advice)
        lines = content if content.endswith(b"\r\n") else content + b"\r\n"
        # Without the line with the single dot no server may deliver what it was given (RFC 5321 section 4.1.1.4), so
        # until then a broken line is a failure, and from then on it is unknown.
        self._step("hand over the letter", lambda: server.send(re.sub(rb"(?m)^\.", b"..", lines)))
        code, answer = self._end_letter(server)
        if code in _REFUSED:
            raise _refused(
                f"{host} did not accept the letter.", code, answer, "mend what it says, or send it in another way"
            )
        if code not in _ACCEPTED:
            words = server_words(answer)
            raise _unclear(f"{host} answered in a way that says nothing{f': {words}' if words else ''}.")
        return f"{code} {server_words(answer)}"

    def _end_letter(self, server: _Line) -> tuple[int, bytes]:
        self._limit.begin(_ANSWER)
        try:
            server.send(b".\r\n")
            return server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise _unclear(describe_failure(error, self._settings).title) from error

    def _say_goodbye(self, server: _Line) -> None:
        """The letter is accepted: how the line is put down changes nothing, and is not waited for long."""
        with suppress(OSError, smtplib.SMTPException):
            self._limit.begin(_ANSWER, min(_GOODBYE / self._settings.timeout, 1))
            server.quit()

    def _step(self, name: str, call: Callable[[], T]) -> T:
        self._limit.begin(_ANSWER)
        try:
            return call()
        except SendFailed:
            raise
        except smtplib.SMTPResponseException as error:
            hint = TEMPORARY if is_temporary(error.smtp_code) else "Check host and port in the settings."
            raise TransportUnavailable(
                f"Could not {name}.", f"{self._settings.host} said: {answer_words(error)}", hint
            ) from error
        except (OSError, UnicodeError, smtplib.SMTPException) as error:
            failure = describe_failure(error, self._settings)
            raise TransportUnavailable(f"Could not {name}.", failure.title, failure.hint) from error


def _refused(title: str, code: int, answer: bytes, advice: str, kind: type[SendFailed] = SendFailed) -> SendFailed:
    hint = TEMPORARY if is_temporary(code) else f"The draft is kept; {advice}."
    words = f"{code} {server_words(answer)}" if code in _ANSWERS else "nothing that can be understood"
    return kind(title, f"It said: {words}.", hint)


def _unclear(why: str) -> SendUnclear:
    return SendUnclear(
        "The letter was handed over, but the server did not say whether it took it.",
        f"{why} It may have gone out.",
        "Look into your sent mail or wait a little; then say whether it was sent.",
    )


def log_in(server: _Line, settings: ServerSettings, secret: str) -> None:
    """Log in once. Raises `TransportUnavailable`, and whatever smtplib raises when the line breaks."""
    server.ehlo_or_helo_if_needed()
    mechanism = _mechanism(server, settings)
    lines = _lines(mechanism, settings.user, secret)
    server.hidden = tuple(filter(None, (*lines, _encoded(secret), secret)))
    code, answer = _spoken(server, mechanism, lines)
    if code in (_DONE, _ALREADY):
        return
    if code not in _REFUSED:
        title = f"{settings.host} answered the log-in in a way that says nothing."
        raise TransportUnavailable(title, hint="Try again later.")
    words = server_words(answer)
    if is_temporary(code):
        raise TransportUnavailable(
            f"{settings.host} cannot check the log-in just now.", f"It said: {code} {words}.", TEMPORARY
        )
    credential = "token" if settings.auth is Auth.XOAUTH2 else "user name or password"
    raise TransportUnavailable(
        f"{settings.host} did not accept the {credential}.",
        f"It said: {code} {words}.",
        "The draft is kept; check user, auth and password_command in the settings.",
    )


def _mechanism(server: _Line, settings: ServerSettings) -> str:
    offered = server.esmtp_features.get("auth", "").upper().split()
    mechanisms = ("XOAUTH2",) if settings.auth is Auth.XOAUTH2 else ("PLAIN", "LOGIN")
    for mechanism in mechanisms:
        if mechanism in offered:
            return mechanism
    listed = ", ".join(dict.fromkeys(offered))
    raise TransportUnavailable(
        f"{settings.host} offers no log-in by {' or '.join(mechanisms)}.",
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


def _spoken(server: _Line, mechanism: str, lines: tuple[str, ...]) -> tuple[int, bytes]:
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


def is_temporary(code: int) -> bool:
    """Whether the same may succeed later (RFC 5321 section 4.2.1)."""
    return code // 100 == 4  # noqa: PLR2004 - the first digit of the code


def answer_words(error: smtplib.SMTPResponseException) -> str:
    """Code and words of an answer that ended a step."""
    code = f"{error.smtp_code} " if error.smtp_code > 0 else ""
    return f"{code}{server_words(error.smtp_error) or 'nothing that can be understood'}."


_PATIENCE = 120.0
_TEMPORARY = 75
"""EX_TEMPFAIL of sysexits.h."""
_READS_RECIPIENT = re.compile(r"-i?ti?|--read-recipients")
_HEARD = 4_096


class SendmailOutbox:
    """Runs the command once per letter; the recipient stands in the letter (`-t`) or after `--`."""

    via = "sendmail"

    def __init__(self, command: tuple[str, ...], patience: float = _PATIENCE) -> None:
        self._command = command
        self._patience = patience

    def send(self, letter: Outgoing) -> str:
        """See `ports.Outbox`. A command that does not end in time, or is killed, leaves it open what became of it."""
        if not self._command:
            hint = "Set [send] command, such as ['msmtp', '-t']."
            raise TransportUnavailable("No command to send with is set.", hint=hint)
        words = self._words(check_address(letter.to_address))
        # Files and not pipes: a command may leave something behind that goes on sending with its streams open.
        with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as output:
            stdin.write(as_bytes(letter).replace(b"\r\n", b"\n"))
            stdin.seek(0)
            status = self._run(words, stdin, output)
            output.seek(0)
            message = server_words(output.read(_HEARD))
        return _judged(words[0], status, message)

    def _run(self, words: list[str], stdin: IO[bytes], output: IO[bytes]) -> int:
        streams = {"stdin": stdin, "stdout": output, "stderr": subprocess.STDOUT}
        process = started(words, TransportUnavailable, "[send] command", **streams, start_new_session=True)
        try:
            return process.wait(self._patience)
        except subprocess.TimeoutExpired as error:
            raise SendUnclear(
                f"“{words[0]}” did not end within {self._patience:g} seconds.",
                "The letter may have gone out.",
                "Look into its log, then say whether it was sent.",
            ) from error
        finally:
            if process.poll() is None:  # it is ended with everything it started
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _words(self, recipient: str) -> list[str]:
        words = expanded(self._command)
        if any(_READS_RECIPIENT.fullmatch(word) for word in words[1:]):
            return words
        return [*words, "--", recipient]


def _judged(command: str, status: int, message: str) -> str:
    """What the end of the command means: its words when it took the letter."""
    words = message and f"It said: {message}."
    if status == 0:
        return message or f"{command} took it"
    if status < 0:
        raise SendUnclear(
            f"“{command}” was killed.",
            f"The letter may have gone out. {words}".strip(),
            "Look into its log, then say whether it was sent.",
        )
    again = "The draft is kept; try the command in a terminal, mend what it says, and send again."
    hint = TEMPORARY if status == _TEMPORARY else again
    raise SendFailed(f"“{command}” did not take the letter (status {status}).", words, hint)
