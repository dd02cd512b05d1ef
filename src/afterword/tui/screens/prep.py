"""Owns the page with the prep sheet of one interview: reading it, saving it, opening it in the browser."""

import os
from collections.abc import Iterable
from pathlib import Path

from textual.widget import Widget

from afterword.desktop import Opener
from afterword.domain.dates import show_moment
from afterword.domain.document import DocumentFormat
from afterword.domain.evaluation.documents import prep_document
from afterword.domain.fields import Field
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.text import slug
from afterword.private_files import free_name, show_file, write_file
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.outcome import Err, run_action
from afterword.tui.presenters.documents import document_lines
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import FormSpec, reading_context
from afterword.tui.screens.page import Page
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.text_view import TextLine, TextView

_NAMES = {DocumentFormat.MARKDOWN: "Markdown", DocumentFormat.HTML: "a page to print"}


def upcoming(services: Services) -> tuple[Interview, ...]:
    """The interviews that lie ahead, the next one first."""
    now = services.clock.now()
    return tuple(one for one in reversed(services.store.journal().live_interviews) if one.at >= now)


class Prep(Page[None]):
    """The sheet on the screen; it follows what changes."""

    BINDINGS = bindings("prep")
    sheet = "prep"

    def __init__(self, services: Services, interview_id: str, opener: Opener | None = None) -> None:
        super().__init__("Prep sheet")
        self._services = services
        self._interview_id = interview_id
        self._opener = opener or Opener(os.environ)
        self._text = TextView()

    def content(self) -> Iterable[Widget]:
        """See `Page.content`."""
        yield self._text

    def on_mount(self) -> None:
        """Show it."""
        self.show(self._services.store.journal())
        self._text.focus()

    def show(self, _journal: Journal) -> None:
        """Make the sheet again."""
        outcome = run_action(lambda: self._services.preparation.prep(self._interview_id))
        if isinstance(outcome, Err):
            self._text.show_lines([TextLine(str(outcome.error), TextStyle.BAD)])
            return
        interview = outcome.value.interview
        self.title_line.show(title=f"Prep sheet: {interview.label}", words=show_moment(interview.local))
        self._text.show_lines(document_lines(prep_document(outcome.value)), keep_place=True)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Another interview needs one that lies ahead; a browser needs a desktop."""
        if action == "other":
            return len(upcoming(self._services)) > 1
        return action != "browser" or bool(self._opener.command)

    def action_other(self) -> None:
        """Choose another interview."""
        options = [Option(one.id, one.label, show_moment(one.local)) for one in upcoming(self._services)]
        self.app.push_screen(Pick("Prepare for which interview?", options), self._picked)

    def _picked(self, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            self._interview_id = chosen[0]
            self.show(self._services.store.journal())

    # ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _content(self, form: DocumentFormat) -> bytes:
        return self._services.preparation.sheet_text(self._interview_id, form).encode()

    def action_save(self, named: str) -> None:
        """Ask where to save the sheet in that form."""
        form = DocumentFormat(named)
        outcome = run_action(lambda: self._free_name(form))
        if isinstance(outcome, Err):
            self.frame.say(str(outcome.error), TextStyle.BAD)
            return
        spec = FormSpec(
            title=f"Save the sheet as {_NAMES[form]}",
            fields=[Field(name="path", label="File", required="Say where.")],
            save=lambda changes: write_file(changes["path"], self._content(form)),
            context=reading_context(self._services),
            offered={"path": str(outcome.value)},
            said="",
        )
        self.app.push_screen(Form(spec), self._saved)

    def _saved(self, place: object) -> None:
        if isinstance(place, Path):
            self.frame.say(f"Saved: {place.absolute()}", TextStyle.GOOD)

    def _free_name(self, form: DocumentFormat) -> Path:
        """A name in the current folder that is not taken yet."""
        interview = self._services.preparation.prep(self._interview_id).interview
        name = slug(f"prep {interview.company} {interview.day.isoformat()}")
        return free_name(Path().absolute(), name, form)

    def action_browser(self) -> None:
        """Open the sheet in the browser."""
        outcome = run_action(self._open_page)
        if isinstance(outcome, Err):
            self.frame.say(str(outcome.error), TextStyle.BAD)
        else:
            self.frame.say(f"Opened in the browser: {outcome.value}", TextStyle.GOOD)

    def _open_page(self) -> Path:
        place = show_file("prep.html", self._content(DocumentFormat.HTML))
        self._opener.open(str(place))
        return place
