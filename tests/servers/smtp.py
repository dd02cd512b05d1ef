"""A real SMTP server on loopback for tests: what it does is decided by the recipient's name before the @.

nobody@ is refused, grey@ put off, full@ refused after the letter; cut@ ends the line when it is named, lost@ when the
letter is handed over (which is kept all the same); slow@ never hears an answer, odd@ one without a meaning. Everybody
else gets the letter.
"""

import asyncio
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD, TOKEN = "sam", "pässword of sam", "ya29.token-of-sam"
"""The one account; its password is no ASCII."""


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that the server has, with the envelope it came in."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    options: tuple[str, ...]
    protected: bool
    user: str


@dataclass(slots=True)
class Postbox:
    """What aiosmtpd asks at each step. `attempts` are the log-ins that were tried; `arrived` is set by a letter.

    `goodbye` is how QUIT is answered: `never`, `cut`, or as usual.
    """

    received: list[Received] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    connections: int = 0
    goodbye: str = "221"
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_EHLO(
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        """Greet."""
        self.connections += 1
        session.host_name = name
        return answers

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        name = address.partition("@")[0]
        if name == "cut":
            _line(server).abort()
        refusals = {"nobody": "550 5.1.1 There is no nobody here", "grey": "451 4.7.1 Greylisted, come back later"}
        if name in refusals:
            return refusals[name]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take or refuse a letter."""
        name = envelope.rcpt_tos[0].partition("@")[0]
        if name == "full":
            return "552 5.2.2 The mailbox is full"
        login = getattr(session.auth_data, "login", session.auth_data) or b""
        self.received.append(
            Received(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                content=bytes(envelope.original_content or b""),
                options=tuple(envelope.mail_options),
                protected=_line(server).get_extra_info("sslcontext") is not None,
                user=login.decode() if isinstance(login, bytes) else str(login),
            )
        )
        self.arrived.set()
        if name == "lost":
            _line(server).abort()
        if name == "slow":
            await asyncio.Event().wait()
        return "999 what" if name == "odd" else "250 2.0.0 queued as 4F2"

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:
        """Say goodbye, or do not."""
        if self.goodbye == "never":
            await asyncio.Event().wait()
        if self.goodbye == "cut":
            _line(server).abort()
        return "221 Bye"

    def check(self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, said: Any) -> AuthResult:
        """Whether a log-in by password is right."""
        self.attempts.append(mechanism)
        right = isinstance(said, LoginPassword) and (said.login, said.password) == (USER.encode(), PASSWORD.encode())
        # A server that repeats what it heard, as some do in their logs and answers.
        echo = said.password.decode() if isinstance(said, LoginPassword) else ""
        message = None if right else f"535 5.7.8 Not you with {echo}"
        return AuthResult(success=right, handled=False, auth_data=said, message=message)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        """Whether a log-in by token is right; a refusal comes with a challenge first, as at the large providers."""
        self.attempts.append("XOAUTH2")
        if b64decode(args[1]).decode() == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01":
            return AuthResult(success=True, auth_data=USER)
        answer = await server.challenge_auth(b64encode(b'{"status":"401"}').decode(), encode_to_b64=False)
        assert answer in (b"", MISSING)
        await server.push("535 5.7.8 Token refused")
        return AuthResult(success=False, handled=True)


def _line(server: SMTP) -> asyncio.Transport:
    """The open connection."""
    assert isinstance(server.transport, asyncio.Transport)
    return server.transport


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of server: its certificate, when it uses it, and what it can do."""

    certificate: ssl.SSLContext | None = None
    from_the_start: bool = False
    smtputf8: bool = False
    accounts: bool = True
    without: tuple[str, ...] = ()


@dataclass(slots=True)
class Server:
    """A server that runs: where, and what it got."""

    port: int
    postbox: Postbox


@contextmanager
def running(kind: Kind) -> Iterator[Server]:
    """A server of that kind on a free port, ended by the thread that started it."""
    postbox = Postbox()
    loop = asyncio.new_event_loop()
    listening = loop.run_until_complete(
        loop.create_server(
            lambda: _protocol(kind, postbox, loop),
            "127.0.0.1",
            0,
            ssl=kind.certificate if kind.from_the_start else None,
        )
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield Server(listening.sockets[0].getsockname()[1], postbox)
    finally:
        asyncio.run_coroutine_threadsafe(_end(listening), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _protocol(kind: Kind, postbox: Postbox, loop: asyncio.AbstractEventLoop) -> SMTP:
    return SMTP(
        postbox,
        hostname="mail.test",
        enable_SMTPUTF8=kind.smtputf8,
        tls_context=None if kind.from_the_start else kind.certificate,
        auth_required=False,
        auth_require_tls=kind.certificate is not None and not kind.from_the_start,
        authenticator=postbox.check if kind.accounts else None,
        auth_exclude_mechanism=kind.without,
        loop=loop,
    )


async def _end(listening: asyncio.AbstractServer) -> None:
    listening.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
