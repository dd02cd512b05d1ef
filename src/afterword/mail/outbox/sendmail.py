"""Owns sending through a command that speaks sendmail (sendmail, msmtp, postfix): the letter goes to its input."""

import subprocess

from afterword.domain.outgoing import Outgoing
from afterword.domain.text import clean_line
from afterword.errors import SendFailed, SendUnclear
from afterword.mail.compose import as_bytes, check_address

_PATIENCE = 120
_TEMPORARY = 75
"""EX_TEMPFAIL of sysexits.h: the command will or would try again."""


class SendmailOutbox:
    """Runs the command once per letter; the recipient stands in the letter (`-t`) or after `--`."""

    via = "sendmail"

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command

    def send(self, letter: Outgoing) -> str:
        """See `ports.Outbox`. A command that does not end in two minutes leaves it open whether the letter went out."""
        content = as_bytes(letter).replace(b"\r\n", b"\n")
        words = self._words(check_address(letter.to_address))
        try:
            done = subprocess.run(words, input=content, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - the person's own command
        except FileNotFoundError as error:
            raise SendFailed(
                f"The command “{words[0]}” was not found.", hint="Install it, or change [send] command."
            ) from error
        except subprocess.TimeoutExpired as error:
            raise SendUnclear(
                f"“{words[0]}” did not end within {_PATIENCE} seconds.",
                "The letter may have gone out.",
                "Look into its log, then say whether it was sent.",
            ) from error
        except OSError as error:
            raise SendFailed(f"The command “{words[0]}” could not be run: {error.strerror}.") from error
        said = clean_line((done.stderr or done.stdout).decode("utf-8", "replace"))[:300]
        if done.returncode != 0:
            hint = (
                "That is for now only: try again in a while." if done.returncode == _TEMPORARY else "Mend that first."
            )
            raise SendFailed(f"“{words[0]}” ended with status {done.returncode}.", said and f"It said: {said}.", hint)
        return said or f"{words[0]} took it"

    def _words(self, recipient: str) -> tuple[str, ...]:
        reads_recipient = any(
            word.startswith("-") and "t" in word and not word.startswith("--") for word in self._command
        )
        return self._command if reads_recipient else (*self._command, "--", recipient)
