"""Owns how a secret is had: asked of a command when it is needed, handed on, and kept nowhere."""

import subprocess

from afterword.errors import AfterwordError, UserError
from afterword.mail.commands import located
from afterword.ports import Runner

_PATIENCE = 60.0
"""Seconds for the command; it may have to ask the person first."""


def run_command(words: tuple[str, ...], patience: float = _PATIENCE) -> str:
    """What the command printed. Raises `UserError`; neither what it printed nor its arguments stand in the sentence."""
    command = words[0]
    try:
        done = subprocess.run(  # noqa: S603 - the person's own words
            located(words), capture_output=True, timeout=patience, check=False, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        raise UserError(
            f"The command “{command}” was not found.", hint="Check password_command in the settings."
        ) from error
    except subprocess.TimeoutExpired:
        # The exception of the library holds what was printed so far, so it is not carried on.
        raise UserError(
            f"The command “{command}” did not end within {patience:g} seconds.", hint="Try it in a terminal first."
        ) from None
    except (OSError, ValueError) as error:
        raise UserError(
            f"The command “{command}” could not be run.", hint="Check password_command in the settings."
        ) from error
    if done.returncode != 0:
        raise UserError(
            f"The command “{command}” ended with status {done.returncode}.", hint="Try it in a terminal first."
        )
    return done.stdout.decode("utf-8", "replace")


def secret_from(command: tuple[str, ...], run: Runner, fail: type[AfterwordError]) -> str:
    """The first line the password command prints. Raises `fail` when there is no command or it prints nothing."""
    if not command:
        raise fail(
            "A user is set but no password command.", hint="Set password_command, such as ['pass', 'show', 'mail']."
        )
    try:
        printed = run(command)
    except UserError as error:
        raise fail("The password could not be had.", error.title, error.hint) from error
    secret = printed.split("\n", 1)[0].rstrip("\r")
    if not secret:
        raise fail(f"The command “{command[0]}” printed no password.", hint="Try it in a terminal first.")
    return secret
