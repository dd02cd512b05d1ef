"""Owns the way out to the person's own editor and back; what becomes of the text is left to whoever asked.

What was written there is never thrown away: a file whose words could not be taken in is kept, and named.
"""

import atexit
import locale
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from textual.app import App, SuspendNotSupported

from afterword.domain.text import clean
from afterword.errors import UserError
from afterword.tui.app_context import Err, Ok, context_of, run_action
from afterword.tui.screens.dialogs import Confirm, ask
from afterword.tui.styles import TextStyle

_FALLBACK = "vi"
_NAME, _FOLDER = "note.txt", "afterword-words-"
_AT_ONCE = 2.0
"""Seconds in which nobody opens an editor, decides to change nothing, and leaves it."""
_SAMPLE = 4_096


class EditedText(Struct, frozen=True):
    """What came of an editor: the words it saved, and where its file is kept when they are not surely taken in.

    `trouble` says why they are not: then the person is asked, and `text` is what stands in the file so far.
    """

    text: str
    kept: Path | None = None
    trouble: str = ""
    note: str = ""


def edit(app: App[Any], text: str, take: Callable[[str], object]) -> None:
    """Let the person write in the editor of the settings, else $VISUAL, $EDITOR, vi; `take` gets the words.

    Raises `UserError` when there is no such editor, or it ended badly without having saved anything; then the text is
    as it was. Where it is not sure that the words are to be taken in, the person is asked, and the file is kept.
    """
    keeper = context_of(app).keeper
    command = context_of(app).editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or _FALLBACK
    # Textual takes NO_COLOR out of the environment; the editor shall still see the person's wish.
    environment = {**os.environ, "NO_COLOR": "1"} if app.no_color else dict(os.environ)
    try:
        with app.suspend():
            outcome = run_action(lambda: written(command, text, environment, begun=keeper.lend))
    except SuspendNotSupported as error:
        raise UserError("This terminal cannot be handed to an editor.", hint="Write the text here.") from error
    keeper.soon()
    if isinstance(outcome, Err):
        raise outcome.error
    edited = outcome.value
    if edited.trouble and edited.kept is not None:
        _ask_about(app, edited.kept, edited.trouble, take)
        return
    take(edited.text)
    if edited.note:
        context_of(app).say(edited.note, TextStyle.WARN)


def _ask_about(app: App[Any], file: Path, trouble: str, take: Callable[[str], object]) -> None:
    """The file is kept; on yes its words are taken in as they stand by then."""

    def take_in() -> None:
        edited = context_of(app).attempt(lambda: _read(file))
        if edited is None:
            return
        take(edited.text)
        if edited.note:
            context_of(app).say(edited.note, TextStyle.WARN)
        else:
            _drop(file)

    kept = f"The text here stands as it was. What the editor saves is kept in {file}"
    question = Confirm("Take in what stands in its file?", f"{trouble} {kept}.")
    ask(app, question, take_in, lambda: context_of(app).say(f"{kept}.", TextStyle.WARN))


def written(
    command: str,
    text: str,
    environment: Mapping[str, str],
    at_once: float = _AT_ONCE,
    begun: Callable[[Path], object] = lambda _file: None,
) -> EditedText:
    """What `command`, called with a file that holds `text`, made of it. Raises `UserError`.

    One that comes back in less than `at_once` seconds without having saved is taken to be open still. `begun` is told
    the file before.
    """
    file = Path(tempfile.mkdtemp(prefix=_FOLDER)) / _NAME
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    begun(file)
    start = time.monotonic()
    try:
        # The command is the person's own wish, from settings or environment, and never given to a shell.
        code = subprocess.run([*shlex.split(command), str(file)], env=environment, check=False).returncode  # noqa: S603
    except (OSError, ValueError) as error:
        _drop(file)
        raise UserError(
            f"The editor “{command}” cannot be started.", hint="Set $EDITOR, or screen.editor in the settings."
        ) from error
    saved = _is_changed(file, text)
    if code:
        how = f"ended with an error ({code})" if code > 0 else "was killed"
        return _after_an_error(file, f"The editor “{command}” {how}", saved=saved)
    if not saved and time.monotonic() - start < at_once:
        _drop_if_unchanged_in_the_end(file, text)
        hint = "If it is still open, save there first; an option such as --wait makes it wait."
        return EditedText(text, file, f"“{command}” came back at once, and nothing was saved. {hint}")
    edited = _read(file)
    if edited.kept is None:
        _drop(file)
    return edited


def _after_an_error(file: Path, what: str, *, saved: bool) -> EditedText:
    others = [file_left for file_left in file.parent.iterdir() if file_left.name != _NAME]
    if saved and file.exists():
        return EditedText("", file, f"{what}, but it had saved something before.")
    if others:
        # What an editor that was killed left for its own recovery, such as a swap file of vim.
        raise UserError(f"{what}.", f"The text stands as it was. It left {others[0]} behind.", "Recover it from there.")
    _drop(file)
    raise UserError(f"{what}.", "The text stands as it was.")


def _is_changed(file: Path, text: str) -> bool:
    try:
        return file.read_bytes() != text.encode()
    except OSError:
        return True


def _read(file: Path) -> EditedText:
    """The words in the file; in another encoding than UTF-8 they are read as well as can be, and the file is kept."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        left = [file_left for file_left in file.parent.iterdir() if file_left != file] if file.parent.is_dir() else []
        detail = f"The text stands as it was. There is {left[0]}." if left else "The text stands as it was."
        raise UserError("What the editor wrote cannot be read.", detail, f"It should be in {file}.") from error
    try:
        # UTF-16 of plain letters is valid UTF-8, too, with a zero beside each of them.
        if b"\0" not in raw:
            return EditedText(_tidy(raw.decode("utf-8-sig")))
    except UnicodeDecodeError:
        pass
    text, encoding = _in_another_encoding(raw)
    note = f"The editor did not save as UTF-8; read as {encoding}. If letters are wrong, the file is kept: {file}."
    return EditedText(_tidy(text), file, note=note)


def _in_another_encoding(raw: bytes) -> tuple[str, str]:
    """The text, and what it was taken for: UTF-16 by its mark or its zeros, else as the machine writes, or cp1252."""
    names = ["utf-8", locale.getpreferredencoding(do_setlocale=False), "cp1252", "latin-1"]
    sample = raw[:_SAMPLE]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        names.insert(0, "utf-16")
    elif sample.count(0) * 4 > len(sample):
        names.insert(0, "utf-16-be" if sample[:1] == b"\0" else "utf-16-le")
    for name in names:
        try:
            return raw.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace"), "UTF-8"


def _tidy(text: str) -> str:
    return clean(text).rstrip("\n")


def recovered(file: Path) -> str | None:
    """What an editor saved in that file before this program was ended under it; None where nothing can be read."""
    outcome = run_action(lambda: _read(file)) if _is_ours(file) and file.exists() else None
    return outcome.value.text or None if isinstance(outcome, Ok) else None


def forget(file: Path) -> None:
    """That file is needed no more."""
    if _is_ours(file):
        _drop(file)


def _is_ours(file: Path) -> bool:
    return file.name == _NAME and file.parent.name.startswith(_FOLDER)


def _drop(file: Path) -> None:
    shutil.rmtree(file.parent, ignore_errors=True)


def _drop_if_unchanged_in_the_end(file: Path, text: str) -> None:
    """When this program ends: a file in which nothing was saved goes, one with words is named once more."""

    def settle() -> None:
        if not file.exists():
            return
        if _is_changed(file, text):
            sys.stderr.write(f"Words that were saved in your editor were not taken in; they are in {file}\n")
        else:
            _drop(file)

    atexit.register(settle)
