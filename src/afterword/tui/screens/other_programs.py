"""Owns what is done in other programs: a text written in the person's editor, a letter that leaves by one of them.

What was written in an editor is never thrown away: a file whose words could not be taken in is kept, and named. Of a
letter this is the question how it leaves, what each answer does, and whether it was sent; sending is the pane's.
"""

import atexit
import locale
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from textual.app import App, SuspendNotSupported
from textual.screen import Screen
from textual.widgets import Static

from afterword.desktop import Clipboard, MailProgram, Opener, mail_programs
from afterword.domain.conversation.facts import letter_file
from afterword.domain.conversation.request import Channel
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.text import clean
from afterword.errors import UserError
from afterword.services.services import Services
from afterword.tui.actions import action, bindings, shown_keys
from afterword.tui.app_context import Err, Ok, context_of, run_action
from afterword.tui.presenters.mail import goal_words
from afterword.tui.screens.conversation_forms import address_form, sent_form
from afterword.tui.screens.dialogs import AnsweredDialog, Confirm, DialogAnswer, ask, offer_steps
from afterword.tui.screens.form import file_form
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp

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


@contextmanager
def _handed_over(app: App[Any]) -> Iterator[None]:
    """The terminal is another program's: a ctrl+c there interrupts that one alone, though it is sent to both."""
    with app.suspend():
        before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


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
        with _handed_over(app):
            outcome = run_action(lambda: written(command, text, environment, on_start=keeper.lend))
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

    detail = f"The text here stands as it was. What the editor saves is kept in {file}"
    question = Confirm("Take in what stands in its file?", f"{trouble} {detail}.")
    ask(app, question, take_in, lambda: context_of(app).say(f"{detail}.", TextStyle.WARN))


def written(
    command: str,
    text: str,
    environment: Mapping[str, str],
    at_once: float = _AT_ONCE,
    on_start: Callable[[Path], object] = lambda _file: None,
) -> EditedText:
    """What `command`, called with a file that holds `text`, made of it. Raises `UserError`.

    One that comes back in less than `at_once` seconds without having saved is taken to be open still. `on_start` is
    told the file before.
    """
    file = Path(tempfile.mkdtemp(prefix=_FOLDER)) / _NAME
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    on_start(file)
    start = time.monotonic()
    try:
        # The command is the person's own wish, from settings or environment, and never given to a shell.
        code = subprocess.run([*shlex.split(command), str(file)], env=environment, check=False).returncode  # noqa: S603
    except (OSError, ValueError) as error:
        _drop(file)
        hint = "Set $EDITOR, or screen.editor in the settings."
        raise UserError(f"The editor “{command}” cannot be started.", hint=hint) from error
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


def _after_an_error(file: Path, problem: str, *, saved: bool) -> EditedText:
    others = [file_left for file_left in file.parent.iterdir() if file_left.name != _NAME]
    if saved and file.exists():
        return EditedText("", file, f"{problem}, but it had saved something before.")
    if others:
        # What an editor that was killed left for its own recovery, such as a swap file of vim.
        raise UserError(
            f"{problem}.", f"The text stands as it was. It left {others[0]} behind.", "Recover it from there."
        )
    _drop(file)
    raise UserError(f"{problem}.", "The text stands as it was.")


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
        other_files = (
            [file_left for file_left in file.parent.iterdir() if file_left != file] if file.parent.is_dir() else []
        )
        detail = (
            f"The text stands as it was. There is {other_files[0]}." if other_files else "The text stands as it was."
        )
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


_Way = tuple[str, str, Callable[[], object]]
"""A way out: its words, what is told beside them, and what it does."""
_OPENING = 1.0
"""Seconds in which an opener that fails has said so."""


class HandedOverDialog(AnsweredDialog):
    """Says what was done and asks whether it was sent; `esc` means later.

    `copies` goes from `words`, `subject` and `address` to what copies a part of the letter and tells so in a sentence.
    """

    BINDINGS = bindings("handed", "dialog")
    SUBJECT = "Sent it?"

    def __init__(self, done: str, copies: Mapping[str, Callable[[], str]]) -> None:
        super().__init__(done, "f3 says so. Until then it is a draft, and nothing waits for an answer.")
        self._copies = copies

    def put_title(self) -> None:
        """What was done stands below it, in any window."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not in the letter cannot be copied."""
        return action != "copy" or parameters[0] in self._copies

    def action_copy(self, part: str) -> None:
        """Copy that part of the letter, and say so."""
        self.query_one(".-question", Static).update(clean(self._copies[part]()))

    def leave(self) -> None:
        """Going back says that it was not sent yet."""
        self.dismiss(DialogAnswer.LATER)


class DesktopTransports(Struct, frozen=True):
    """The ways out of the program on this machine; `programs` are the mail programs of the terminal."""

    clipboard: Clipboard
    opener: Opener
    programs: tuple[MailProgram, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict)


def desktop_transports(copy: Callable[[str], object]) -> DesktopTransports:
    """The ways on the machine the program runs on; `copy` hands a text to the terminal."""
    clipboard, opener = Clipboard(os.environ, copy), Opener(os.environ)
    # Where there is a desktop, its mail program is the person's own, unless they name another.
    asked = not opener.command or os.environ.get("MAILER")
    return DesktopTransports(clipboard, opener, mail_programs(os.environ) if asked else (), os.environ)


class LetterHandover:
    """One letter leaving: choose a way, do it, and ask whether it was sent."""

    def __init__(self, page: Screen[bool], services: Services, line: TrackerRow, transports: DesktopTransports) -> None:
        self._page = page
        self._services = services
        self._line = line
        self._transports = transports

    @property
    def _context(self) -> "AfterwordApp":
        return context_of(self._page)

    def begin(self) -> None:
        """Ask which way; for somebody without an address the ways that need none."""
        offer_steps(self._page.app, f"To {goal_words(self._line.addressee, self._channel)}", *self._ways())

    @property
    def _channel(self) -> Channel:
        draft = self._line.request.draft
        return draft.channel if draft is not None else Channel.MAIL

    def _ways(self) -> Sequence[_Way]:
        if self._channel is Channel.PHONE:
            copy = ("copy it", "the lines to say", self._copy)
            return [("I have said it", "say when", self.sent), copy, ("write a text file", "", self._text)]
        copy = ("copy it", "the words; subject and address after it", self._copy)
        rest = [("write a text file", "for anything else", self._text), ("I have sent it", "say when", self.sent)]
        if self._channel is Channel.LINKEDIN:
            return [("copy it", "then paste it into LinkedIn", self._copy), *rest]
        if not self._line.addressee.email:
            return [("add their address first", "then it can be mailed", self._address), copy, *rest]
        via = self._services.sending.via
        send: list[_Way] = [(f"send it now ({via})", "asks once more first", self._send)] if via else []
        eml = ("write an .eml file", "opens in mail programs as a draft", self._eml)
        programs = self._mail_programs()
        preferred: dict[str, list[_Way]] = {"smtp": send, "sendmail": send, "mailto": programs}
        preferred |= {"eml": [eml], "clipboard": [copy]}
        # The way of the settings stands first: `f2` and `enter` take it.
        first = preferred.get(self._services.handover.via, [])[:1]
        return [*first, *(way for way in [*send, copy, *programs, eml, *rest] if way not in first)]

    def _mail_programs(self) -> list[_Way]:
        """The mail program of the desktop where there is one, and those of the terminal."""
        filled = "filled in; you send it there"
        programs = self._transports.programs
        ways: list[_Way] = [
            (f"write it in {program.name}", filled, partial(self._write_in, program)) for program in programs
        ]
        if ways and not self._transports.opener.command:
            return ways
        return [("open in your mail program", "filled in (mailto:)", self._mailto), *ways]

    def _send(self) -> None:
        question = f"Send it to {self._line.addressee.email} now?"
        detail = f"By {self._services.sending.via}: one letter, to {self._line.addressee.name} alone."
        ask(self._page.app, Confirm(question, detail), lambda: self._page.dismiss(True))

    def sent(self) -> None:
        """Ask when it was sent."""
        self._page.app.push_screen(sent_form(self._services, self._line.request.id))

    def _copy(self) -> None:
        copy, draft = self._transports.clipboard.copy, self._services.handover.draft
        if notice := self._context.attempt(lambda: copy(draft(self._line.request.id).body)):
            self._ask_whether(notice)

    def _mailto(self) -> None:
        if not self._transports.opener.command:
            self._context.say(
                "No mail program can be opened from here: there is no desktop, and no neomutt, mutt, aerc, alpine or "
                "$MAILER. Copy the letter, or write an .eml file and open that.",
                TextStyle.WARN,
            )
            return
        handover, opener = self._services.handover, self._transports.opener

        def opened() -> bool:
            opener.open(handover.mailto(self._line.request.id), patience=_OPENING)
            return True

        if self._context.attempt(opened):
            self._ask_whether("Opened in your mail program.")

    def _write_in(self, program: MailProgram) -> None:
        """Hand the terminal to a mail program until it ends."""
        handover, request_id, environ = self._services.handover, self._line.request.id, self._transports.environ
        try:
            with _handed_over(self._page.app):
                ended = run_action(
                    lambda: program.write(
                        handover.eml(request_id), handover.mailto(request_id, for_terminal=True), environ
                    )
                )
        except SuspendNotSupported:
            self._context.say(
                "This terminal cannot be handed to a mail program. Write an .eml file instead.", TextStyle.BAD
            )
            return
        if isinstance(ended, Err):
            self._context.say(str(ended.error), TextStyle.BAD)
        else:
            self._ask_whether(f"{program.name} has ended.")

    def _eml(self) -> None:
        self._to_file("eml", lambda: self._services.handover.eml(self._line.request.id, as_draft=True))

    def _text(self) -> None:
        self._to_file("txt", lambda: self._plain().encode())

    def _plain(self) -> str:
        if self._line.addressee.email and self._channel is Channel.MAIL:
            return self._services.handover.text(self._line.request.id)
        draft = self._services.handover.draft(self._line.request.id)
        return f"{draft.subject}\n\n{draft.body}" if draft.subject else draft.body

    def _to_file(self, ending: str, content: Callable[[], bytes]) -> None:
        name = letter_file(self._line.request, self._line.addressee.name, self._line.interview.company)
        place = f"~/{name}.{ending}"
        form = file_form(self._services, "Write the letter to a file", place, content, lambda _path: "Written")
        self._page.app.push_screen(form, lambda place: self._ask_whether(f"Written to {place}.") if place else None)

    # ── afterwards ────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask_whether(self, done: str) -> None:
        self._page.app.push_screen(HandedOverDialog(done, self._copies()), self._answered)

    def _copies(self) -> dict[str, Callable[[], str]]:
        handover, request_id = self._services.handover, self._line.request.id
        draft, address = handover.draft(request_id), handover.address(request_id)
        parts = {"words": draft.body, "subject": draft.subject, "address": address}
        return {part: partial(self._copied, part, text) for part, text in parts.items() if text}

    def _copied(self, part: str, text: str) -> str:
        outcome = run_action(lambda: self._transports.clipboard.copy(text))
        name = action(f"handed.{part}").label.capitalize()
        return str(outcome.error) if isinstance(outcome, Err) else f"{name}: {outcome.value}"

    def _answered(self, answer: DialogAnswer | None) -> None:
        if answer is DialogAnswer.SENT:
            said = f"The letter to {self._line.addressee.name} counts as sent; u takes it back"
            self._context.run_service(lambda: self._services.requests.mark_sent(self._line.request.id), said)
        elif answer is DialogAnswer.LATER:
            key = shown_keys(action("feedback.sent"), self._context.keymap)[0]
            name = self._line.addressee.name
            self._page.dismiss(False)
            self._context.say(f"The letter to {name} is still a draft. Sent it? {key} says so.")

    def _address(self) -> None:
        self._page.app.push_screen(address_form(self._services, self._line.request.id))
