"""Owns the mail programs of the terminal: which are here, and the words that open a letter in one, filled in."""

import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from afterword.errors import UserError

_KNOWN = ("neomutt", "mutt", "aerc", "alpine")
_TAKES_FILE = frozenset({"neomutt", "mutt"})
"""They take a whole draft (`-H`), and keep its Message-ID; all others take a mailto address."""
_OPTION = {"alpine": ("-url",), "pine": ("-url",)}

Find = Callable[[str], str | None]


class MailProgram(Struct, frozen=True):
    """One mail program of the terminal: the command as the person would type it."""

    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return Path(self.command[0]).name

    @property
    def takes_file(self) -> bool:
        """Whether it opens a draft from a file."""
        return self.name in _TAKES_FILE

    def words(self, draft: Path, mailto: str) -> list[str]:
        """What to run: it opens the draft, or the address where it takes no file."""
        if self.takes_file:
            return [*self.command, "-H", str(draft)]
        return [*self.command, *_OPTION.get(self.name, ()), mailto]

    def write(self, eml: bytes, mailto: str, environ: Mapping[str, str]) -> None:
        """Let the person write and send in it; returns when it has ended. Raises `UserError` where it cannot be run.

        The draft lies in a folder of its own that nobody else can read, and is gone afterwards.
        """
        with tempfile.TemporaryDirectory(prefix="afterword-letter-") as folder:
            draft = Path(folder) / "letter.eml"
            draft.touch(mode=0o600)
            draft.write_bytes(eml)
            try:
                # The person's own mail program, as a list of words without a shell.
                ended = subprocess.run(self.words(draft, mailto), env=dict(environ), check=False)  # noqa: S603
            except (OSError, ValueError) as error:
                raise UserError(
                    f"“{self.name}” cannot be started.", hint="Copy the letter, or write a file."
                ) from error
        if ended.returncode:
            raise UserError(f"“{self.name}” ended with an error ({ended.returncode}).", "The draft is kept.")


def mail_programs(environ: Mapping[str, str], find: Find | None = None) -> tuple[MailProgram, ...]:
    """The mail programs that can be run here, the person's own ($MAILER) first."""
    look = find if find is not None else lambda name: shutil.which(name, path=environ.get("PATH"))
    try:
        own = tuple(shlex.split(environ.get("MAILER", "")))
    except ValueError:
        own = ()
    commands = [own] if own else []
    commands += [(name,) for name in _KNOWN if not own or name != Path(own[0]).name]
    return tuple(MailProgram(words) for words in commands if look(words[0]) is not None)
