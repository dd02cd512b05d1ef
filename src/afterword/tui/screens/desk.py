"""Owns the main screen: header, the panes (each built when first shown), footer; what a pane does is left to it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from afterword.domain.journal import Journal
from afterword.services.services import Services
from afterword.tui import stylesheets
from afterword.tui.actions.host import ActionHost, Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.messages import RecordWanted
from afterword.tui.panes.pane import Pane
from afterword.tui.panes.registry import BuildPane
from afterword.tui.widgets.header_line import HeaderLine
from afterword.tui.widgets.key_footer import KeyFooter

FIRST = "reflection"


class Desk(ActionHost, Screen[None], inherit_bindings=False):
    """The screen that lies under all others. Panes that are not seen are marked stale and re-read when shown."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("focus")]

    def __init__(self, services: Services, build: BuildPane) -> None:
        super().__init__(id="desk")
        self._services = services
        self._build_pane = build
        self._panes: dict[str, Pane] = {}
        self._stale: set[str] = set()
        self._active = FIRST

    def compose(self) -> ComposeResult:
        """Header, the first pane, footer."""
        # Textual sets these classes after the first layout; set now, the first paint is the right one.
        width = self.app.size.width
        self.add_class([name for least, name in self.app.HORIZONTAL_BREAKPOINTS or [(0, "")] if width >= least][-1])
        yield HeaderLine()
        with ContentSwitcher(initial=FIRST):
            yield self._build(FIRST)
        yield KeyFooter()

    def _build(self, pane_id: str) -> Pane:
        stylesheets.add(self.app, pane_id)
        pane = self._panes[pane_id] = self._build_pane(pane_id, self._services)
        self._stale.add(pane_id)
        return pane

    def on_mount(self) -> None:
        """Show the first pane."""
        self._shown(self._panes[FIRST])

    def verbs(self) -> Verbs:
        """Moving the focus."""
        return {
            "focus.next": self.focus_next,
            "focus.previous": self.focus_previous,
        }

    @property
    def pane(self) -> Pane:
        """The pane that is seen."""
        return self._panes[self._active]

    async def show_pane(self, pane_id: str) -> None:
        """Show that pane, building it when it was never shown."""
        if pane_id == self._active:
            return
        switcher = self.query_one(ContentSwitcher)
        self._active = pane_id
        if pane_id in self._panes:
            switcher.current = pane_id
        else:
            await switcher.add_content(self._build(pane_id), set_current=True)
        self._shown(self._panes[pane_id])

    def _shown(self, pane: Pane) -> None:
        if self._active in self._stale:
            self._stale.discard(self._active)
            pane.show(self._services.ledger.journal())
        pane.focus_first()
        self.refresh_summary()

    def show(self, journal: Journal) -> None:
        """Give the newest journal to the pane that is seen; the others get it when they are."""
        self._stale.update(self._panes)
        self._stale.discard(self._active)
        self.pane.show(journal)
        self.refresh_summary()

    def refresh_summary(self) -> None:
        """Ask the pane for its words again, and what is due."""
        self.query_one(HeaderLine).show(active=self._active, words=self._services.overview.due_words())
        self.query_one(KeyFooter).summary(self.pane.summary())
        self.refresh_bindings()

    async def on_record_wanted(self, message: RecordWanted) -> None:
        """One pane leads to a record in another."""
        message.stop()
        await self.show_pane(message.pane_id)
        self.pane.go_to(message.record_id)

    async def on_header_line_tab_clicked(self, message: HeaderLine.TabClicked) -> None:
        """A tab was clicked."""
        await self.show_pane(message.pane_id)
