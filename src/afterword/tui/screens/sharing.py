"""Owns the report for a mentor on the screen: with names or without, what is left out, and saving it to a file."""

from pathlib import Path

from msgspec.structs import replace

from afterword.desktop import free_name
from afterword.domain.document import Document, DocumentFormat
from afterword.domain.evaluation.share import NOT_KNOWN, SHARE_PARTS, SharePart, Sharing
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.screens.dialogs import Option, Pick, ask_which
from afterword.tui.screens.document_page import FORMAT_WORDS, DocumentPage
from afterword.tui.styles import TextStyle

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
        known = self._services.store.journal().applications
        about = "one application" if self._wish.application_id in known else "all applications"
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
