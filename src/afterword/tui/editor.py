"""Owns the way out to the person's own editor and back; what becomes of the text is left to whoever asked."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from afterword.domain.text import clean
from afterword.errors import Refusal
from afterword.tui.frame import frame_of

_FALLBACK = "vi"


def edit(app: App[object], text: str) -> str:
    """The text after it was written in the editor of the settings, else $VISUAL, $EDITOR, vi.

    Raises `Refusal` when there is no such editor, or it ended badly; then the text is as it was.
    """
    command = frame_of(app).editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or _FALLBACK
    with tempfile.TemporaryDirectory(prefix="afterword-") as folder:
        file = Path(folder) / "note.txt"
        file.write_text(text, encoding="utf-8")
        _run(app, command, file)
        try:
            return clean(file.read_text(encoding="utf-8-sig")).rstrip("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Refusal(
                "What the editor wrote cannot be read.", "The text stands as it was.", "Save as UTF-8."
            ) from error


def _run(app: App[object], command: str, file: Path) -> None:
    try:
        words = [*shlex.split(command), str(file)]
        with app.suspend():
            # The command is the person's own wish, from settings or environment, and never given to a shell.
            code = subprocess.run(words, env=_environment(app), check=False).returncode  # noqa: S603
    except SuspendNotSupported as error:
        raise Refusal("This terminal cannot be handed to an editor.", hint="Write the text here.") from error
    except (OSError, ValueError) as error:
        raise Refusal(
            f"The editor “{command}” cannot be started.", hint="Set $EDITOR, or screen.editor in the settings."
        ) from error
    if code:
        raise Refusal(f"The editor “{command}” ended with an error ({code}).", "The text stands as it was.")


def _environment(app: App[object]) -> dict[str, str]:
    # Textual takes NO_COLOR out of the environment; the editor shall still see the person's wish.
    return {**os.environ, "NO_COLOR": "1"} if app.no_color else dict(os.environ)
