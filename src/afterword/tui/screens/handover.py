"""Owns how a letter leaves: the question, what each answer does, and whether it was sent; sending is the pane's."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field
from textual.app import ComposeResult, SuspendNotSupported
from textual.screen import Screen
from textual.widgets import Static

from afterword.desktop import Clipboard, MailProgram, Opener, mail_programs, write_file
from afterword.domain.conversation.facts import letter_file
from afterword.domain.conversation.request import Channel
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.fields import Field
from afterword.domain.text import clean
from afterword.services.services import Services, reading_context
from afterword.tui.actions import action, bindings, shown_keys
from afterword.tui.app_context import Err, context_of, run_action
from afterword.tui.presenters.mail import goal_words
from afterword.tui.screens.conversation_forms import address_form, sent_form
from afterword.tui.screens.dialogs import Confirm, DialogAnswer, ask, offer_steps
from afterword.tui.screens.form import Form, FormSpec
from afterword.tui.screens.page import Box, Dialog
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.bars import KeyLine

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp


_Way = tuple[str, str, Callable[[], object]]
"""A way out: its words, what is told beside them, and what it does."""
_OPENING = 1.0
"""Seconds in which an opener that fails has said so."""


class HandedOverDialog(Dialog[DialogAnswer]):
    """Says what was done and asks whether it was sent; `esc` means later.

    `copies` goes from `words`, `subject` and `address` to what copies a part of the letter and tells so in a sentence.
    """

    BINDINGS = bindings("handed", "dialog")

    def __init__(self, done: str, copies: Mapping[str, Callable[[], str]]) -> None:
        super().__init__()
        self._copies = copies
        self._said = Static(clean(done), markup=False, classes="-question")

    def compose(self) -> ComposeResult:
        """What was done, over what it means, over the keys."""
        with Box("Sent it?", small=True):
            yield self._said
            yield Static(
                "f3 says so. Until then it is a draft, and nothing waits for an answer.",
                markup=False,
                classes="-detail",
            )
            yield KeyLine()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not in the letter cannot be copied."""
        return action != "copy" or parameters[0] in self._copies

    def action_copy(self, part: str) -> None:
        """Copy that part of the letter, and say so."""
        self._said.update(clean(self._copies[part]()))

    def action_answer(self, what: str) -> None:
        """Close with what the person says."""
        self.dismiss(DialogAnswer(what))

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
        preferred: dict[str, list[_Way]] = {
            "smtp": send,
            "sendmail": send,
            "mailto": programs,
            "eml": [eml],
            "clipboard": [copy],
        }
        # The way of the settings stands first: `f2` and `enter` take it.
        first = preferred.get(self._services.handover.via, [])[:1]
        return [*first, *(way for way in [*send, copy, *programs, eml, *rest] if way not in first)]

    def _mail_programs(self) -> list[_Way]:
        """The mail program of the desktop where there is one, and those of the terminal."""
        filled = "filled in; you send it there"
        here: list[_Way] = [
            (f"write it in {program.name}", filled, partial(self._write_in, program))
            for program in self._transports.programs
        ]
        if here and not self._transports.opener.command:
            return here
        return [("open in your mail program", "filled in (mailto:)", self._mailto), *here]

    def _send(self) -> None:
        question = f"Send it to {self._line.addressee.email} now?"
        detail = f"By {self._services.sending.via}: one letter, to {self._line.addressee.name} alone."
        ask(self._page.app, Confirm(question, detail), lambda: self._page.dismiss(True))

    def sent(self) -> None:
        """Ask when it was sent."""
        self._page.app.push_screen(sent_form(self._services, self._line.request.id))

    def _copy(self) -> None:
        copy, draft = self._transports.clipboard.copy, self._services.handover.draft
        if said := self._context.attempt(lambda: copy(draft(self._line.request.id).body)):
            self._ask_whether(said)

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
        handover, request_id = self._services.handover, self._line.request.id
        try:
            with self._page.app.suspend():
                ended = run_action(
                    lambda: program.write(
                        handover.eml(request_id),
                        handover.mailto(request_id, for_terminal=True),
                        self._transports.environ,
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
        spec = FormSpec(
            title="Write the letter to a file",
            fields=[Field(name="path", label="File", required="Say where.")],
            save=lambda changes: write_file(changes["path"], content()),
            context=reading_context(self._services),
            offered={"path": f"~/{name}.{ending}"},
            said="Written",
        )
        self._page.app.push_screen(
            Form(spec), lambda place: self._ask_whether(f"Written to {place}.") if place else None
        )

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
            self._mark_sent()
        elif answer is DialogAnswer.LATER:
            key = shown_keys(action("feedback.sent"), self._context.keymap)[0]
            name = self._line.addressee.name
            self._page.dismiss(False)
            self._context.say(f"The letter to {name} is still a draft. Sent it? {key} says so.")

    def _mark_sent(self) -> None:
        said = f"The letter to {self._line.addressee.name} counts as sent; u takes it back"
        self._context.run_service(lambda: self._services.requests.mark_sent(self._line.request.id), said)

    def _address(self) -> None:
        self._page.app.push_screen(address_form(self._services, self._line.request.id))
