"""Owns what the keys that work everywhere do with the whole journal: search, palette, views, export, import, copy."""

from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.dom import DOMNode

from afterword.tui.actions.host import ActionHost, hosts, not_now
from afterword.tui.actions.table import Action, action
from afterword.tui.app_context import context_of
from afterword.tui.panes.pane import is_pane
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import Dialog, Page, ReadingPage
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.tui.screens.palette import Palette
    from afterword.tui.screens.search import ChosenHit, SearchPlace


class JournalActions(ActionHost, App[None], inherit_bindings=False):
    """The app with the verbs that concern the whole journal; a subclass sets `main_screen`."""

    main_screen: MainScreen
    _used: tuple[str, ...] = ()

    # ── searching ─────────────────────────────────────────────────────────────────────────────────────────────────

    def action_search(self) -> None:
        """Search everything."""
        self._search()

    def _search(self, place: "SearchPlace | None" = None) -> None:
        from afterword.tui.screens.search import SearchPage, SearchPlace

        self.push_screen(SearchPage(self.main_screen.services, place or SearchPlace()), self._found)

    async def _found(self, chosen: "ChosenHit | None") -> None:
        if chosen is not None:
            await self.go_to_found(chosen, searched=True)

    async def go_to_found(self, chosen: "ChosenHit", *, searched: bool = False) -> None:
        """Go to what was found, closing the pages over the panes; `esc` comes back, to the search if `searched`."""
        while isinstance(page := self.screen, Page):
            # The first time, a page may only show again what it had narrowed.
            for _ in range(2):
                if self.screen is page:
                    page.leave()
            if self.screen is page:
                break
        if self.screen is self.main_screen:
            again = partial(self._search, chosen.place) if searched else None
            await self.main_screen.lead_to_found(chosen, again)
        elif not isinstance(self.screen, Dialog):
            context_of(self).say("Close this page first; ctrl+f then goes there.", TextStyle.WARN)

    # ── what was done ─────────────────────────────────────────────────────────────────────────────────────────────

    def action_history(self) -> None:
        """Show what changed when in the record under the cursor, or in everything where there is none."""
        from afterword.tui.screens.history import HistoryPage

        services, record = self.main_screen.services, self.main_screen.pane.record
        words = "everything" if record is None else services.history.name_of(record)
        title = " · ".join(filter(None, ("What changed when", words)))
        self.push_screen(HistoryPage(services, record, title))

    def action_trash(self) -> None:
        """Show what was removed."""
        from afterword.tui.screens.history import TrashPage

        self.push_screen(TrashPage(self.main_screen.services))

    # ── the palette ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_palette(self) -> None:
        """Offer every action and every record."""
        from afterword.tui.screens.palette import Palette

        services = self.main_screen.services if self.main_screen.is_ready else None
        palette = Palette(self.screen, context_of(self).keymap, self._used, services)
        self.push_screen(palette, partial(self._chosen, palette))

    async def _chosen(self, palette: "Palette", chosen: tuple[str, ...] | None) -> None:
        if not chosen:
            return
        if (record := palette.record(chosen[0])) is not None:
            await self.go_to_found(record)
            return
        self._used = (chosen[0], *(used for used in self._used if used != chosen[0]))
        wanted = action(chosen[0])
        if self.screen is self.main_screen and is_pane(wanted.scope) and self._host_of(wanted) is None:
            await self.main_screen.show_pane(wanted.scope)
            self.main_screen.pane.focus_first()
        # The pane has its focus when what is waiting now has been done.
        self.call_later(self._do, wanted)

    def _host_of(self, chosen: Action) -> ActionHost | None:
        return next((host for host in hosts(self.screen) if host.can(chosen)), None)

    async def _do(self, chosen: Action) -> None:
        host = self._host_of(chosen)
        if isinstance(host, DOMNode):
            await self.run_action(chosen.call, host)
        else:
            context_of(self).say(not_now(chosen, context_of(self).keymap))

    # ── saved views ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_views(self) -> None:
        """Offer the saved views."""
        from afterword.tui.screens.saved_views import ViewsDialog

        self.push_screen(ViewsDialog(self.main_screen), self._show_view)

    async def _show_view(self, number: int | None) -> None:
        if number is not None:
            from afterword.tui.screens.saved_views import show_view

            await show_view(self.main_screen, number)

    # ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_export(self) -> None:
        """Ask where to write everything."""
        from afterword.tui.screens.journal_files import ask_export

        ask_export(self.main_screen)

    def action_import(self) -> None:
        """Ask for a file to take in."""
        from afterword.tui.screens.journal_files import ask_import

        ask_import(self.main_screen)

    def action_came_in(self) -> None:
        """Show what came in from another machine since the start."""
        arrivals = self.main_screen.services.store.arrivals
        if not arrivals:
            context_of(self).say("Nothing came in from another machine since the start.")
            return
        from afterword.tui.screens.journal_files import arrival_lines

        self.push_screen(ReadingPage("What came in from another machine", arrival_lines(arrivals)))

    def action_backup(self) -> None:
        """Copy the journal."""
        services = self.main_screen.services
        copy = context_of(self).run_service(lambda: services.exchange.backup())  # noqa: PLW0108 - there may be no files
        if copy is not None:
            context_of(self).say(f"Copied to {copy}", TextStyle.GOOD)
