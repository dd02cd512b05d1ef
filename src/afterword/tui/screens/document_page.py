"""Owns a document on the screen: it is made again when something changes, and saved to a file on wish."""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path

from textual.widget import Widget

from afterword.desktop import write_file
from afterword.domain.document import Document, DocumentFormat
from afterword.domain.fields import Field
from afterword.domain.journal import Journal
from afterword.services.services import Services, reading_context
from afterword.tui.app_context import Err, run_action
from afterword.tui.presenters.documents import document_lines
from afterword.tui.screens.form import Form, FormSpec
from afterword.tui.screens.page import Page
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.lines import TextLine
from afterword.tui.widgets.narrowed_text import NarrowedText

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
        spec = FormSpec(
            title=title,
            fields=[Field(name="path", label="File", required="Say where.")],
            save=lambda changes: write_file(changes["path"], written()),
            context=reading_context(self._services),
            offered={"path": str(place)},
            said="",
        )

        def saved(found: object) -> None:
            if isinstance(found, Path):
                self.context.say(f"Saved: {found.absolute()}{then}", TextStyle.GOOD)

        self.app.push_screen(Form(spec), saved)
