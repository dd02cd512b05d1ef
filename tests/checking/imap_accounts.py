"""IMAP accounts on loopback, as the settings make them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.servers.imap import WATCHWORD

from afterword.mail.inbox.bookmarks import Bookmarks
from afterword.mail.inbox.imap import ImapInbox
from afterword.settings import Security, ServerSettings


def settings(port: int, user: str, **changes: Any) -> ServerSettings:
    """The account over a line that needs no protection, since it does not leave this machine."""
    values: dict[str, Any] = {"host": "127.0.0.1", "port": port, "security": Security.NONE, "user": user, "timeout": 10}
    return ServerSettings(**{**values, "password_command": ("tell",), **changes})


def inbox(told: ServerSettings, home: Path, folders: Sequence[str] = (), secret: str = WATCHWORD) -> ImapInbox:
    """An inbox as the settings make it."""
    return ImapInbox(told, folders, lambda _words: f"{secret}\n", Bookmarks(home / "bookmarks"))
