"""Owns the question how a letter leaves, and what each answer does; sending itself is left to the pane."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from textual.screen import Screen

from afterword.desktop import Opener
from afterword.domain.conversation.request import Draft
from afterword.domain.conversation.tracker import Line
from afterword.domain.text import slug
from afterword.services.services import Services
from afterword.tui.clipboard import Clipboard
from afterword.tui.frame import Frame, frame_of
from afterword.tui.handover import write_file
from afterword.tui.outcome import Failed, attempt
from afterword.tui.presenters.letter import address_words
from afterword.tui.screens.asking import ask
from afterword.tui.screens.confirm import Confirm
from afterword.tui.screens.conversation_forms import address_form, sent_form
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Field, FormSpec
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.screens.reading import ReadingPage
from afterword.tui.tones import Tone
from afterword.tui.widgets.text_view import Line as TextLine

_NOT_YET = "A letter counts as sent only when you say so. The draft is kept; f3 says it later."


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways out of the program on this machine."""

    clipboard: Clipboard
    opener: Opener


def ways_here(copy: Callable[[str], object]) -> Ways:
    """The ways on the machine the program runs on; `copy` hands a text to the terminal."""
    return Ways(Clipboard(os.environ, copy), Opener(os.environ))


class HandOver:
    """One letter leaving: choose a way, do it, and ask whether it was sent."""

    def __init__(self, page: Screen[bool], services: Services, line: Line, ways: Ways) -> None:
        self._page = page
        self._services = services
        self._line = line
        self._ways = ways

    @property
    def _frame(self) -> Frame:
        return frame_of(self._page)

    @property
    def _draft(self) -> Draft | None:
        return self._line.request.draft

    def begin(self) -> None:
        """Ask which way; for somebody without an address the ways that need none."""
        title = f"To {address_words(self._line.addressee)}"
        self._page.app.push_screen(Pick(title, self._options()), self._chosen)

    def _options(self) -> list[Option]:
        options = [
            Option("clipboard", "copy it", "to paste anywhere"),
            Option("text", "write a text file", "for anything else"),
            Option("sent", "I have sent it", "say when"),
        ]
        if not self._line.interviewer.email:
            return [Option("address", "add their address first", "then it can be mailed"), *options]
        mail = [
            Option("mailto", "open in your mail program", "filled in (mailto:)"),
            Option("eml", "write an .eml file", "opens there as a draft"),
        ]
        via = self._services.sending.via
        send = [Option("send", f"send it now ({via})", "asks once more first")] if via else []
        return [*send, options[0], *mail, *options[1:]]

    def _chosen(self, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            {
                "send": self._send,
                "clipboard": self._copy,
                "mailto": self._mailto,
                "eml": self._eml,
                "text": self._text,
                "sent": self.sent,
                "address": self._address,
            }[chosen[0]]()

    def _send(self) -> None:
        question = f"Send it to {self._line.interviewer.email} now?"
        detail = f"By {self._services.sending.via}: one letter, to {self._line.interviewer.name} alone."
        ask(self._page.app, Confirm(question, detail), lambda: self._page.dismiss(True))

    def sent(self) -> None:
        """Ask when it was sent."""
        self._page.app.push_screen(sent_form(self._services, self._line))

    def _copy(self) -> None:
        outcome = attempt(lambda: self._ways.clipboard.copy(self._plain()))
        if isinstance(outcome, Failed):
            self._frame.say(str(outcome.error), Tone.BAD)
        else:
            self._ask_whether(outcome.value)

    def _plain(self) -> str:
        if self._line.interviewer.email:
            return self._services.handover.text(self._line.request.id)
        draft = self._draft
        return f"{draft.subject}\n\n{draft.body}" if draft is not None else ""

    def _mailto(self) -> None:
        outcome = attempt(lambda: self._services.handover.mailto(self._line.request.id))
        if isinstance(outcome, Failed):
            self._frame.say(str(outcome.error), Tone.BAD)
        elif not self._ways.opener.command:
            self._frame.say("No mail program can be opened from here; this is the address it would take.", Tone.WARN)
            lines = [TextLine(outcome.value)]
            self._page.app.push_screen(ReadingPage("The letter as a mailto: address", lines))
        else:
            opened = attempt(lambda: self._ways.opener.open(outcome.value))
            if isinstance(opened, Failed):
                self._frame.say(str(opened.error), Tone.BAD)
            else:
                self._ask_whether("Opened in your mail program.")

    def _eml(self) -> None:
        self._to_file("eml", lambda: self._services.handover.eml(self._line.request.id))

    def _text(self) -> None:
        self._to_file("txt", lambda: self._plain().encode())

    def _to_file(self, ending: str, content: Callable[[], bytes]) -> None:
        letter = self._draft.letter if self._draft is not None else "letter"
        name = f"~/{slug(f'{letter} {self._line.interviewer.name} {self._line.interview.company}')}.{ending}"
        spec = FormSpec(
            title="Write the letter to a file",
            fields=[Field(id="path", label="File", value=name, required=True)],
            submit=lambda values: write_file(values["path"], content()),
            said="Written",
        )
        self._page.app.push_screen(
            Form(spec), lambda place: self._ask_whether(f"Written to {place}.") if place else None
        )

    def _ask_whether(self, done: str) -> None:
        self._frame.say(done, Tone.GOOD)
        ask(self._page.app, Confirm("Did you send it?", f"{done} {_NOT_YET}"), self._mark_sent)

    def _mark_sent(self) -> None:
        said = f"The letter to {self._line.interviewer.name} counts as sent; u takes it back"
        self._frame.perform(lambda: self._services.requests.mark_sent(self._line.request.id), said)

    def _address(self) -> None:
        self._page.app.push_screen(address_form(self._services, self._line))
