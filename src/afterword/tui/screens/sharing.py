"""Owns the report for a mentor on the screen: with names or without, what is left out, and saving it to a file."""

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace
from textual.widget import Widget

from afterword.desktop import free_name, write_file
from afterword.domain.document import DocumentFormat
from afterword.domain.evaluation.share import NOT_KNOWN, SHARE_PARTS, SharePart, Sharing
from afterword.domain.fields import Field
from afterword.domain.journal import Journal
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.app_context import Err, run_action
from afterword.tui.presenters.documents import document_lines
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.form import Form, FormSpec, reading_context
from afterword.tui.screens.page import Page
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.lines import TextLine, TextView

_NAMES = {DocumentFormat.MARKDOWN: "Markdown", DocumentFormat.HTML: "a page to print"}
_ALL = "all"
_THEN = "What they say is recorded with r in Feedback, as a mentor's."


class SharePage(Page[None]):
    """The report as it will be written; it begins with the names, and follows what changes."""

    BINDINGS = bindings("share")
    sheet = "prep"

    def __init__(self, services: Services) -> None:
        super().__init__("For a mentor")
        self._services = services
        self._wish = Sharing()
        self._text = TextView()

    def content(self) -> Iterable[Widget]:
        """The report."""
        yield self._text

    def on_mount(self) -> None:
        """Show it."""
        self.show(self._services.store.journal())
        self._text.focus()

    def show(self, journal: Journal) -> None:
        """Make the report again."""
        outcome = run_action(lambda: self._services.preparation.shared(self._wish))
        if isinstance(outcome, Err):
            self._text.show_lines([TextLine(str(outcome.error), TextStyle.BAD)])
            return
        about = "one application" if self._wish.application_id in journal.applications else "all applications"
        names = "without names" if self._wish.anonymous else "with names"
        self.title_line.show(title="For a mentor", words=f"{about}, {names}")
        self._text.show_lines(document_lines(outcome.value), keep_place=True)
        self.refresh_bindings()

    def _change(self, wish: Sharing) -> None:
        self._wish = wish
        self.show(self._services.store.journal())

    def label(self, action: str) -> str:
        """What becomes of the names."""
        return ("with names" if self._wish.anonymous else "without names") if action == "names" else ""

    def action_names(self) -> None:
        """Replace the names, or show them again."""
        self._change(replace(self._wish, anonymous=not self._wish.anonymous))
        said = NOT_KNOWN if self._wish.anonymous else "The names stand in it again."
        self.context.say(said, TextStyle.PLAIN)

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
        held = [known for known in journal.live_applications if journal.rounds_of(known.id)]
        options = [Option(_ALL, "all applications"), *(Option(known.id, known.label) for known in held)]
        self.app.push_screen(Pick("Share which application?", options), self._application_chosen)

    def _application_chosen(self, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            self._change(replace(self._wish, application_id="" if chosen[0] == _ALL else chosen[0]))

    # ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────

    def action_save(self, named: str) -> None:
        """Ask where to save the report in that form, as it is shown."""
        form, wish = DocumentFormat(named), self._wish
        day = self._services.clock.now().date().isoformat()
        written = self._services.preparation.shared_text
        spec = FormSpec(
            title=f"Save the report as {_NAMES[form]}, {'without' if wish.anonymous else 'with'} names",
            fields=[Field(name="path", label="File", required="Say where.")],
            save=lambda changes: write_file(changes["path"], written(wish, form).encode()),
            context=reading_context(self._services),
            offered={"path": str(free_name(Path().absolute(), f"for-a-mentor-{day}", form))},
            said="",
        )
        self.app.push_screen(Form(spec), self._saved)

    def _saved(self, place: object) -> None:
        if isinstance(place, Path):
            self.context.say(f"Saved: {place.absolute()}. {_THEN}", TextStyle.GOOD)
