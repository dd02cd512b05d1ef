"""Owns the way out to the person's own editor and back; what becomes of the text is left to whoever asked."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from afterword.domain.text import clean
from afterword.errors import Refusal
from afterword.tui.frame import frame_of
from afterword.tui.outcome import Failed, attempt

_FALLBACK = "vi"


def edit(app: App[Any], text: str) -> str:
    """The text after it was written in the editor of the settings, else $VISUAL, $EDITOR, vi.

    Raises `Refusal` when there is no such editor, or it ended badly; then the text is as it was.
    """
    command = frame_of(app).editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or _FALLBACK
    # Textual takes NO_COLOR out of the environment; the editor shall still see the person's wish.
    environment = {**os.environ, "NO_COLOR": "1"} if app.no_color else dict(os.environ)
    try:
        with app.suspend():
            outcome = attempt(lambda: written(command, text, environment))
    except SuspendNotSupported as error:
        raise Refusal("This terminal cannot be handed to an editor.", hint="Write the text here.") from error
    if isinstance(outcome, Failed):
        raise outcome.error
    return outcome.value


def written(command: str, text: str, environment: Mapping[str, str]) -> str:
    """What `command`, called with a file that holds `text`, made of it. Raises `Refusal`."""
    with tempfile.TemporaryDirectory(prefix="afterword-") as folder:
        file = Path(folder) / "note.txt"
        file.write_text(text, encoding="utf-8")
        try:
            # The command is the person's own wish, from settings or environment, and never given to a shell.
            code = subprocess.run([*shlex.split(command), str(file)], env=environment, check=False).returncode  # noqa: S603
        except (OSError, ValueError) as error:
            raise Refusal(
                f"The editor “{command}” cannot be started.", hint="Set $EDITOR, or screen.editor in the settings."
            ) from error
        if code:
            raise Refusal(f"The editor “{command}” ended with an error ({code}).", "The text stands as it was.")
        return _read(file)


def _read(file: Path) -> str:
    try:
        return clean(file.read_text(encoding="utf-8-sig")).rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            "What the editor wrote cannot be read.", "The text stands as it was.", "Save as UTF-8."
        ) from error
