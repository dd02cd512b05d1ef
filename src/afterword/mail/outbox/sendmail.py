"""Owns sending through a command that speaks sendmail (sendmail, msmtp, postfix): the letter goes to its input."""

import os
import re
import signal
import subprocess
import tempfile
from typing import IO

from afterword.domain.conversation.outgoing import Outgoing
from afterword.domain.text import clean_line
from afterword.errors import SendFailed, SendUnclear, TransportUnavailable
from afterword.mail.compose import as_bytes, check_address
from afterword.mail.connection import expanded

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
            raise TransportUnavailable(
                "No command to send with is set.", hint="Set [send] command, such as ['msmtp', '-t']."
            )
        words = self._words(check_address(letter.to_address))
        # Files and not pipes: a command may leave something behind that goes on sending with its streams open.
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as heard:
            given.write(as_bytes(letter).replace(b"\r\n", b"\n"))
            given.seek(0)
            status = self._run(words, given, heard)
            heard.seek(0)
            said = clean_line(heard.read(_HEARD).decode("utf-8", "replace"))[:300].rstrip(".")
        return _judged(words[0], status, said)

    def _run(self, words: list[str], given: IO[bytes], heard: IO[bytes]) -> int:
        try:
            process = subprocess.Popen(  # noqa: S603 - the person's own command, as a list of words without a shell
                words, stdin=given, stdout=heard, stderr=subprocess.STDOUT, start_new_session=True
            )
        except FileNotFoundError as error:
            raise TransportUnavailable(
                f"The command “{words[0]}” was not found.", hint="Install it, or change [send] command."
            ) from error
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise TransportUnavailable(
                f"The command “{words[0]}” could not be run.", f"{why}.", "Check [send] command in the settings."
            ) from error
        try:
            return process.wait(self._patience)
        except subprocess.TimeoutExpired as error:
            raise SendUnclear(
                f"“{words[0]}” did not end within {self._patience:g} seconds.",
                "The letter may have gone out.",
                "Look into its log, then say whether it was sent.",
            ) from error
        finally:
            _end(process)

    def _words(self, recipient: str) -> list[str]:
        words = expanded(self._command)
        if any(_READS_RECIPIENT.fullmatch(word) for word in words[1:]):
            return words
        return [*words, "--", recipient]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command that has not ended by itself, with everything it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _judged(command: str, status: int, said: str) -> str:
    """What the end of the command means: its words when it took the letter."""
    words = said and f"It said: {said}."
    if status == 0:
        return said or f"{command} took it"
    if status < 0:
        raise SendUnclear(
            f"“{command}” was killed.",
            f"The letter may have gone out. {words}".strip(),
            "Look into its log, then say whether it was sent.",
        )
    hint = "That is for now only: the draft is kept, try again in a while."
    if status != _TEMPORARY:
        hint = "The draft is kept; try the command in a terminal, mend what it says, and send again."
    raise SendFailed(f"“{command}” did not take the letter (status {status}).", words, hint)
