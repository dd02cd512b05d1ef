"""Owns documents on the screen (the prep sheet, the report for a mentor), and telling an example against the clock."""

import os
from abc import abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual.app import App
from textual.widget import Widget

from afterword.desktop import Opener, free_name, show_file
from afterword.domain.dates import show_moment
from afterword.domain.document import Document, bar
from afterword.domain.evaluation.share import NOT_KNOWN, SHARE_PARTS, SharePart, Sharing
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.practice import TELLING_SECONDS, Example
from afterword.domain.text import DocumentFormat, slug
from afterword.services.services import Services
from afterword.tui.actions import bindings
from afterword.tui.app_context import Err, run_action
from afterword.tui.presenters.conversation import document_lines
from afterword.tui.screens.dialogs import Confirm, Option, Pick, ask, ask_which
from afterword.tui.screens.form import file_form
from afterword.tui.screens.page import Page
from afterword.tui.screens.record_forms import posting_form
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.fields import NarrowedText
from afterword.tui.widgets.lines import TextLine, TextView

FORMAT_WORDS = {DocumentFormat.MARKDOWN: "Markdown", DocumentFormat.HTML: "a page to print"}


class DocumentPage(Page[None]):
    """A page that holds one document."""

    sheet = "prep"

    def __init__(self, services: Services, title: str) -> None:
        super().__init__(title)
        self._services = services
        self._text = NarrowedText()

    @abstractmethod
    def document(self) -> Document:
        """The document as it is now. Raises `UserError` where it cannot be made."""

    @abstractmethod
    def heading(self, document: Document) -> tuple[str, str]:
        """The words above it, on the left and on the right."""

    def content(self) -> Iterable[Widget]:
        """The document."""
        yield self._text

    def on_mount(self) -> None:
        """Show it."""
        self.show(self._services.store.journal())
        self._text.focus()

    def leave(self) -> None:
        """Show the whole document first, then go back."""
        if not self._text.clear():
            self.dismiss(None)

    def show(self, _journal: Journal) -> None:
        """Make the document again."""
        outcome = run_action(lambda: (document := self.document(), self.heading(document)))
        if isinstance(outcome, Err):
            self._text.show_lines([TextLine(str(outcome.error), TextStyle.BAD)])
            return
        document, (title, words) = outcome.value
        self.title_line.show(title=title, words=words)
        self._text.show_lines(document_lines(document), keep_place=True)
        self.refresh_bindings()

    def ask_where(self, title: str, place: Path, written: Callable[[], bytes], then: str = "") -> None:
        """Ask where to save it; `written` is what the file will hold, `then` is said behind its place."""
        form = file_form(self._services, title, place, written, lambda path: f"Saved: {path.absolute()}{then}")
        self.app.push_screen(form)


_TICK = 0.25
_WIDE = 11
_BAR = 45
_PARTS = ("situation", "task", "action", "result", "numbers")


def upcoming(services: Services) -> tuple[Interview, ...]:
    """The interviews that lie ahead, the next one first."""
    now = services.clock.now()
    return tuple(interview for interview in reversed(services.store.journal().live_interviews) if interview.at >= now)


def ask_upcoming(app: App[Any], services: Services, then: Callable[[str], object]) -> None:
    """Ask for which of the interviews that lie ahead to prepare."""
    options = [Option(interview.id, interview.label, show_moment(interview.local)) for interview in upcoming(services)]
    ask_which(app, "Prepare for which interview?", options, then)


class PrepPage(DocumentPage):
    """The sheet on the screen, or the page for the evening before; it follows what changes."""

    BINDINGS = bindings("prep")

    def __init__(
        self, services: Services, interview_id: str, opener: Opener | None = None, *, evening: bool = False
    ) -> None:
        super().__init__(services, "Prep sheet")
        self._interview_id = interview_id
        self._evening = evening
        self._opener = opener or Opener(os.environ)

    def document(self) -> Document:
        """The sheet, or the page for the evening before."""
        return self._services.preparation.sheet(self._interview_id, evening=self._evening)

    def heading(self, document: Document) -> tuple[str, str]:
        """Which interview it is for, and when that is."""
        interview = self._services.preparation.prep(self._interview_id).interview
        return f"{document.kind}: {document.title}", show_moment(interview.local)

    def label(self, action: str) -> str:
        """Which of the two pages the key shows."""
        return "whole sheet" if action == "evening" and self._evening else ""

    def action_evening(self) -> None:
        """Change between the sheet and the page for the evening before."""
        self._evening = not self._evening
        self.show(self._services.store.journal())

    def action_posting(self) -> None:
        """Ask for the text of the posting."""
        journal = self._services.store.journal()
        interview = journal.interviews[self._interview_id]
        self.app.push_screen(posting_form(self._services, interview.application_id))

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Another interview needs one that lies ahead; a browser needs a desktop."""
        if action == "other":
            return len(upcoming(self._services)) > 1
        return action != "browser" or bool(self._opener.command)

    def action_other(self) -> None:
        """Choose another interview."""
        ask_upcoming(self.app, self._services, self._picked)

    def _picked(self, interview_id: str) -> None:
        self._interview_id = interview_id
        self.show(self._services.store.journal())

    # ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _content(self, form: DocumentFormat) -> bytes:
        return self._services.preparation.sheet_text(self._interview_id, form, evening=self._evening).encode()

    def action_save(self, named: str) -> None:
        """Ask where to save the sheet in that form."""
        form = DocumentFormat(named)
        if place := self.context.attempt(lambda: self._free_name(form)):
            self.ask_where(f"Save the sheet as {FORMAT_WORDS[form]}", place, lambda: self._content(form))

    def _free_name(self, form: DocumentFormat) -> Path:
        """A name in the current folder that is not taken yet."""
        interview = self._services.preparation.prep(self._interview_id).interview
        kind = "evening before" if self._evening else "prep"
        name = slug(f"{kind} {interview.company} {interview.day.isoformat()}")
        return free_name(Path().absolute(), name, form)

    def action_browser(self) -> None:
        """Open the sheet in the browser."""
        if place := self.context.attempt(self._open_page):
            self.context.say(f"Opened in the browser: {place}", TextStyle.GOOD)

    def _open_page(self) -> Path:
        place = show_file("prep.html", self._content(DocumentFormat.HTML))
        self._opener.open(str(place))
        return place


class StoryView(TextView, inherit_bindings=False):
    """The story; the space bar belongs to the clock."""

    BINDINGS = bindings("text", without="space")


class RehearsalPage(Page[None]):
    """The story over the clock. Told without notes counts when the story was hidden all the while."""

    BINDINGS = bindings("rehearsal")
    sheet = "rehearsal"

    def __init__(self, services: Services, example: Example) -> None:
        super().__init__(example.title, f"aim at {TELLING_SECONDS} seconds")
        self._services = services
        self._example = example
        self._began: float | None = None
        self._seconds_before = 0.0
        self._hidden = False
        self._peeked = False
        self._story = StoryView(widget_id="story")
        self._clock = TextView(widget_id="clock")

    def content(self) -> Iterable[Widget]:
        """The clock over the story."""
        yield self._clock
        yield self._story

    def on_mount(self) -> None:
        """Keys go to the story; the clock only ticks while it runs."""
        self._clock.can_focus = False
        self._story.show_lines(story_lines(self._example, hidden=False))
        self._timer = self.set_interval(_TICK, self._draw, pause=True)
        self._story.focus()
        self._draw()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """There must be something to keep."""
        return action not in ("keep", "again") or self.seconds > 0 or self._began is not None

    @property
    def seconds(self) -> int:
        """How long it was told so far."""
        running = self._services.clock.now().timestamp() - self._began if self._began is not None else 0.0
        return int(self._seconds_before + running)

    def _draw(self) -> None:
        self._clock.show_lines(clock_lines(self.seconds, running=self._began is not None, without_notes=self._unaided))

    @property
    def _unaided(self) -> bool:
        return self._hidden and not self._peeked

    def action_clock(self) -> None:
        """Start the clock, or stop it."""
        now = self._services.clock.now().timestamp()
        if self._began is None:
            if not self._seconds_before:
                self._peeked = not self._hidden
            self._began = now
            self._timer.resume()
        else:
            self._seconds_before += now - self._began
            self._began = None
            self._timer.pause()
        self._draw()
        self.refresh_bindings()

    def action_notes(self) -> None:
        """Hide the story, or show it."""
        self._hidden = not self._hidden
        if not self._hidden and self._began is not None:
            self._peeked = True
        self._story.show_lines(story_lines(self._example, hidden=self._hidden))
        self._draw()

    def action_again(self) -> None:
        """Set the clock back."""
        self._began, self._seconds_before, self._peeked = None, 0.0, False
        self._timer.pause()
        self._draw()
        self.refresh_bindings()

    def action_keep(self) -> None:
        """Keep this telling with its seconds."""
        if self._began is not None:
            self.action_clock()
        seconds, unaided = self.seconds, self._unaided
        rehearse = self._services.examples.rehearse
        notice = f"Told in {seconds} seconds{', without notes' if unaided else ''}; u takes it back"
        outcome = self.context.run_service(lambda: rehearse(self._example.id, seconds, without_notes=unaided), notice)
        if outcome is not None:
            self.dismiss(None)

    def leave(self) -> None:
        """Ask when a telling would be lost."""
        if self.seconds:
            ask(self.app, Confirm("Leave without keeping this telling?"), lambda: self.dismiss(None))
        else:
            self.context.say("", TextStyle.PLAIN)
            self.dismiss(None)


def story_lines(example: Example, *, hidden: bool) -> list[TextLine]:
    """The parts of the story, or only their names while it is told without notes."""
    lines: list[TextLine] = []
    for part in _PARTS:
        text = getattr(example, part) or "–"
        span = Span("· · ·", TextStyle.MUTED) if hidden else Span(text)
        lines += [TextLine((Span(part.capitalize().ljust(_WIDE), TextStyle.STRONG), span), indent=_WIDE), TextLine("")]
    return lines


def clock_lines(seconds: int, *, running: bool, without_notes: bool) -> list[TextLine]:
    """`1:05  ██████░░  25 seconds left`, and what to press."""
    remaining = TELLING_SECONDS - seconds
    words = f"{remaining} seconds left" if remaining >= 0 else f"{-remaining} seconds over ninety"
    tone = TextStyle.GOOD if remaining >= 0 else TextStyle.WARN
    state = "telling …" if running else "space starts the clock" if not seconds else "stopped; enter keeps it"
    notes = "without notes" if without_notes else "with notes; h hides them"
    return [
        TextLine(
            (
                Span(f"{seconds // 60}:{seconds % 60:02d}  ", TextStyle.STRONG),
                Span(bar(seconds / TELLING_SECONDS, _BAR), tone),
            )
        ),
        TextLine((Span(words, tone), f"  ·  {state}  ·  {notes}")),
    ]


_ALL = "all"
_THEN = "What they say is recorded with r in Feedback, as a mentor's."


class SharePage(DocumentPage):
    """The report as it will be written; it begins with the names, and follows what changes."""

    BINDINGS = bindings("share")

    def __init__(self, services: Services) -> None:
        super().__init__(services, "For a mentor")
        self._wish = Sharing()

    def document(self) -> Document:
        """The report as it is wished."""
        return self._services.preparation.shared(self._wish)

    def heading(self, _document: Document) -> tuple[str, str]:
        """What it is about, and whether names stand in it."""
        applications = self._services.store.journal().applications
        about = "one application" if self._wish.application_id in applications else "all applications"
        return "For a mentor", f"{about}, {'without names' if self._wish.anonymous else 'with names'}"

    def _change(self, wish: Sharing) -> None:
        self._wish = wish
        self.show(self._services.store.journal())

    def label(self, action: str) -> str:
        """What becomes of the names."""
        return ("with names" if self._wish.anonymous else "without names") if action == "names" else ""

    def action_names(self) -> None:
        """Replace the names, or show them again."""
        self._change(replace(self._wish, anonymous=not self._wish.anonymous))
        notice = NOT_KNOWN if self._wish.anonymous else "The names stand in it again."
        self.context.say(notice, TextStyle.PLAIN)

    def action_parts(self) -> None:
        """Choose what is left out."""
        options = [Option(part.value, words) for part, words in SHARE_PARTS.items()]
        left_out = [part.value for part in self._wish.without]
        self.app.push_screen(Pick("Leave out", options, many=True, ticked=left_out), self._parts_chosen)

    def _parts_chosen(self, chosen: tuple[str, ...] | None) -> None:
        if chosen is not None:
            self._change(replace(self._wish, without=frozenset(map(SharePart, chosen))))

    def action_application(self) -> None:
        """Choose one application, or all."""
        journal = self._services.store.journal()
        applications = [application for application in journal.live_applications if journal.rounds_of(application.id)]
        options = [
            Option(_ALL, "all applications"),
            *(Option(application.id, application.label) for application in applications),
        ]
        ask_which(self.app, "Share which application?", options, self._application_chosen)

    def _application_chosen(self, key: str) -> None:
        self._change(replace(self._wish, application_id="" if key == _ALL else key))

    # ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────

    def action_save(self, named: str) -> None:
        """Ask where to save the report in that form, as it is shown."""
        form, wish = DocumentFormat(named), self._wish
        day = self._services.clock.now().date().isoformat()
        written = self._services.preparation.shared_text
        title = f"Save the report as {FORMAT_WORDS[form]}, {'without' if wish.anonymous else 'with'} names"
        place = free_name(Path().absolute(), f"for-a-mentor-{day}", form)
        self.ask_where(title, place, lambda: written(wish, form).encode(), f". {_THEN}")
