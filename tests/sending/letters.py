"""What the tests of sending share: a letter, the settings of a server, a small script."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from tests.servers.smtp import PASSWORD, USER, Received

from afterword.domain.conversation.facts import Outgoing
from afterword.mail.outbox import SmtpOutbox
from afterword.settings import Security, ServerSettings

LETTER = Outgoing(
    from_name="Sam Dö",
    from_address="sam@doe.example",
    to_name="Ada Byron",
    to_address="ada@initech.example",
    subject="Thank you, and one question",
    body="Dear Ada,\n\nthank you for the time.\n.\n.. a line of dots\n\nSam\n",
    message_id="<x1@doe.example>",
    date=datetime(2026, 11, 9, 10, tzinfo=UTC),
)


def to(name: str, **changes: Any) -> Outgoing:
    """The letter to that name, which decides what the server does."""
    return replace(LETTER, to_address=f"{name}@initech.example", **changes)


def server(port: int, ca_file: str = "", **changes: Any) -> ServerSettings:
    """The settings for a server on loopback."""
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "security": Security.STARTTLS,
        "user": USER,
        "password_command": ("pass", "show", "mail"),
        "ca_file": ca_file,
        "timeout": 5,
    }
    return ServerSettings(**(values | changes))


def outbox(settings: ServerSettings, secret: str = PASSWORD) -> SmtpOutbox:
    """A way out whose password command prints this."""
    return SmtpOutbox(settings, lambda _words: f"{secret}\n")


def read(received: Received) -> EmailMessage:
    """A letter as another mail program reads it."""
    message = message_from_bytes(received.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def script(folder: Path, name: str, *lines: str, values: Mapping[str, str] | None = None) -> str:
    """A shell script that can be run; `{place}` in its lines becomes the folder."""
    path = folder / name
    words = {"place": str(folder), **(values or {})}
    path.write_text("#!/bin/sh\n" + "\n".join(line.format(**words) for line in lines) + "\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)
