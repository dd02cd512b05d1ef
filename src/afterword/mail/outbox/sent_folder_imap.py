"""Owns the copy of a sent letter on an IMAP server: one APPEND, marked as seen; reading is the inbox's."""

import imaplib

from afterword.domain.conversation.outgoing import Outgoing
from afterword.domain.text import shorten
from afterword.errors import CheckFailed, SendFailed
from afterword.mail.compose import as_bytes
from afterword.mail.connection import trouble
from afterword.mail.imap_session import Session, connected
from afterword.ports import Runner
from afterword.settings import ServerSettings

_SENT, _SEEN = b"\\Sent", b"\\Seen"
_SHOWN, _LONGEST = 12, 300


class ImapSentFolder:
    """The folder of that name, else the one that the server itself calls the place for sent mail."""

    def __init__(self, settings: ServerSettings, folder: str, run: Runner) -> None:
        self._settings = settings
        self._folder = folder
        self._run = run

    def keep(self, letter: Outgoing) -> None:
        """See `ports.SentFolder`."""
        try:
            with connected(self._settings, self._run) as client:
                client.append(self._chosen(client), as_bytes(letter), flags=(_SEEN,), msg_time=letter.date)
        except CheckFailed as error:
            raise SendFailed(error.title, error.detail, error.hint) from error
        except (OSError, imaplib.IMAP4.abort) as error:
            told = trouble(error, self._settings)
            raise SendFailed(told.title, hint=told.hint) from error
        except imaplib.IMAP4.error as error:
            raise SendFailed(
                f"{self._settings.host} did not take the copy.",
                f"It said: {shorten(str(error), _LONGEST)}",
                "Check [send] copy_folder in the settings.",
            ) from error

    def _chosen(self, client: Session) -> str:
        folders = client.list_folders()
        names = [str(name) for _, _, name in folders]
        if self._folder in names:
            return self._folder
        for flags, _, name in folders:
            if _SENT in flags:
                return str(name)
        raise SendFailed(
            f"There is no folder “{self._folder}” on {self._settings.host}.",
            f"There are: {', '.join(names[:_SHOWN])}.",
            "Set [send] copy_folder to one of them.",
        )
