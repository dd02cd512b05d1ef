"""Owns the main screen: header, the panes (each built when first shown), footer; what a pane does is left to it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.events import Resize, ScreenResume
from textual.geometry import Size
from textual.timer import Timer
from textual.widgets import ContentSwitcher

from afterword.domain.text import plural
from afterword.tui.actions import bindings
from afterword.tui.app_context import (
    ActionHost,
    CannotOpen,
    CheckWanted,
    Err,
    LettersWanted,
    Opened,
    StepWanted,
    run_action,
)
from afterword.tui.panes.pane import FIRST, TABS, BuildPane, Pane, is_pane, opening_pane
from afterword.tui.screens.page import DrawnOnce, Page
from afterword.tui.styles import TextStyle, add_stylesheet
from afterword.tui.widgets.bars import HeaderLine, KeyFooter

if TYPE_CHECKING:
    from afterword.domain.journal import Journal
    from afterword.services.services import Services
    from afterword.settings import Mistake
    from afterword.tui.app_context import BackWanted, RecordWanted, SummaryChanged
    from afterword.tui.background_work import MailChecker, WorkAhead
    from afterword.tui.screens.search import ChosenHit


_BOTH_FROM = Size(72, 18)
"""The size from which a pane shows two parts; below, its class `-single` says that there is room for one."""
_SERVING = "feedback"
"""The pane whose verbs take the steps of conversations for other panes, too."""
_QUIET_FOR, _CLOSED_FOR = 1.0, 0.05
"""Seconds without a change of what is seen after which the evaluation is made ahead; and after which a screen that was
closed is thrown away."""


class StartOptions(Struct, frozen=True):
    """How the main screen begins: minutes between two looks for replies (0: none), and whether it shows the sample."""

    check_every: int = 0
    sample: bool = False


def greeting(wrong: "Sequence[Mistake]", *, sample: bool) -> tuple[str, TextStyle]:
    """What has to be known first, in the notice line: a setting that is left out, or that this is sample data."""
    if wrong:
        first = wrong[0]
        line = f"settings, line {first.line}: " if first.line and first.key else "" if first.key else "settings, "
        key = f"{first.key}: " if first.key else ""
        more = f" {len(wrong) - 1} more; , shows all." if wrong[1:] else " , shows it."
        return f"{line}{key}{first.problem}, so it is left out. {first.hint}{more}", TextStyle.WARN
    words = "Sample data: try everything. What you add or change is not kept." if sample else ""
    return words, TextStyle.PLAIN


class CameFrom(Struct, frozen=True):
    """Where the person was before a pane was shown for a record, and what to open there again.

    `arrival` is where they then were: `esc` leads back from there alone, and clears what was narrowed since before.
    `title` is what is opened there, where that is more than the pane.
    """

    pane_id: str
    place: Mapping[str, str]
    again: Callable[[], object] | None
    arrival: Mapping[str, str]
    title: str = ""


def _narrowing(place: Mapping[str, str]) -> Mapping[str, str]:
    return {name: words for name, words in place.items() if name != "line"}


_START = StartOptions()


class MainScreen(ActionHost, DrawnOnce[None], inherit_bindings=False):
    """The screen that lies under all others. Panes that are not seen are marked stale and re-read when shown."""

    BINDINGS = bindings("focus")

    def __init__(
        self, services: "Services | Callable[[], Services]", build: BuildPane, opening: StartOptions = _START
    ) -> None:
        super().__init__(id="main-screen")
        self._given = services
        self._services: Services | None = None if callable(services) else services
        self._build_pane = build
        self._panes: dict[str, Pane] = {}
        self._mounting = asyncio.Lock()
        self._stale: set[str] = set()
        self._active = FIRST
        self._was_chosen = False
        self._kept: dict[str, Any] = {}
        self.searched = ""
        """The words that were searched for last."""
        self._seen: set[str] = set()
        self._came: list[CameFrom] = []
        self._opening = opening
        self._told_apart: tuple[str, ...] = ()
        self._told_unrecorded = ""
        self.works_ahead = False
        """Whether the evaluation is made while nothing else happens, so that its pane is there at once."""
        self._ahead: Timer | None = None
        self.last_key = 0.0
        """When the last key came, by the monotonic clock."""
        self._work: WorkAhead | None = None
        self.shown_journal: Journal | None = None
        """What the pane that is seen shows."""
        self._due_seen: list[str] = []

    @property
    def services(self) -> "Services":
        """Every verb of the program, opened when first asked for."""
        if self._services is None:
            self._services = self._given() if callable(self._given) else self._given
        return self._services

    @cached_property
    def checker(self) -> "MailChecker":
        """What looks for replies, loaded once the first rows are seen."""
        from afterword.tui.background_work import MailChecker

        return MailChecker(lambda: self.services, self._opening.check_every)

    @property
    def is_ready(self) -> bool:
        """Whether there is a pane to be seen."""
        return self._active in self._panes

    def compose(self) -> ComposeResult:
        """Header, the first pane, footer; without services the frame comes first and the pane when they are open."""
        self._fit_parts(self.app.size)
        yield HeaderLine(sample=self._opening.sample)
        if self._services is not None:
            self._active = self._opening_pane()
        with ContentSwitcher(initial=None if self._services is None else self._active):
            if self._services is not None:
                yield self._build(self._active)
        yield KeyFooter()

    def _fit_parts(self, size: Size) -> None:
        self.set_class(size.width < _BOTH_FROM.width or size.height < _BOTH_FROM.height, "-single")

    def on_resize(self, event: Resize) -> None:
        """Another size: what a style sheet cannot say, the panes do."""
        self._fit_parts(event.size)
        for pane in self._panes.values():
            pane.fit()
        # A key may do something else where only one part is seen.
        self.refresh_bindings()

    def _build(self, pane_id: str) -> Pane:
        add_stylesheet(self.app, pane_id)
        pane = self._panes[pane_id] = self._build_pane(pane_id, self.services)
        self._stale.add(pane_id)
        return pane

    async def _mounted(self, pane_id: str) -> None:
        """Build that pane where it never was, ready to be shown."""
        async with self._mounting:
            if pane_id not in self._panes:
                await self.query_one(ContentSwitcher).add_content(self._build(pane_id))

    def on_mount(self) -> None:
        """Show the first pane."""
        if self.is_ready:
            self._show(self._panes[self._active])
            self._show_due()
            self.post_message(Opened())
        else:
            self.query_one(HeaderLine).show(active=self._active if self._was_chosen else "")
            self.call_after_refresh(self._open)

    def _newest(self) -> "Journal":
        return self.services.store.journal()

    async def _open(self) -> None:
        outcome = run_action(lambda: (self.services.store.bring_in(), self._newest()))
        if isinstance(outcome, Err):
            self.post_message(CannotOpen(outcome.error, lambda: self.call_after_refresh(self._open)))
            return
        opening = self._opening_pane()
        if not self._was_chosen:
            self._active = opening
        await self._mounted(self._active)
        self.query_one(ContentSwitcher).current = self._active
        self._show(self._panes[self._active])
        self._show_due()
        self.post_message(Opened())

    @property
    def pane(self) -> Pane:
        """The pane that is seen."""
        return self._panes[self._active]

    async def show_pane(self, pane_id: str) -> None:
        """Show that pane; whoever chose it themselves is led back nowhere."""
        self._came.clear()
        self._was_chosen = True
        await self._show_pane(pane_id)

    async def _show_pane(self, pane_id: str) -> None:
        """Show that pane, building it when it was never shown."""
        if pane_id == self._active:
            return
        ready, self._active = self.is_ready, pane_id
        if not ready:
            self.query_one(HeaderLine).show(active=pane_id)
            return
        await self._mounted(pane_id)
        self.query_one(ContentSwitcher).current = pane_id
        self._show(self._panes[pane_id])

    def _show(self, pane: Pane) -> None:
        if self._active in self._stale:
            self._stale.discard(self._active)
            self.shown_journal = self._newest()
            pane.show(self.shown_journal)
            self.call_after_refresh(self._begin_work)
        pane.focus_first()
        self._seen.add(self._active)
        if (state := self._kept.pop(self._active, None)) is not None:
            run_action(lambda: pane.restore(state))
        self.refresh_summary()

    async def _begin_work(self) -> None:
        from afterword.tui.background_work import collect_again

        collect_again()
        await self._mount_checker()

    async def _mount_checker(self) -> None:
        if not self.checker.is_attached:
            await self.mount(self.checker)

    # ── from one start to the next ────────────────────────────────────────────────────────────────────────────────

    def _opening_pane(self) -> str:
        """Today where something new is due, else the pane that was seen last; each is restored when it is first shown.

        A journal that cannot be read is told of by whoever shows it.
        """
        session = self.services.typed.session() if self.services.typed is not None else {}
        panes, pane_id, due = session.get("panes"), session.get("pane"), session.get("due")
        self.searched = str(session.get("searched") or "")
        self._kept = dict(panes) if isinstance(panes, Mapping) else {}
        self._due_seen = self._due_keys()
        return opening_pane(
            self._due_seen, str(pane_id) if is_pane(pane_id) else "", due if isinstance(due, list) else ()
        )

    def _due_keys(self) -> list[str]:
        outcome = run_action(lambda: [item.key for item in self.services.overview.due()])
        return [] if isinstance(outcome, Err) else outcome.value

    def state(self) -> dict[str, Any]:
        """Which pane is seen, what each of them shows, what was seen to be due, what was searched for.

        Empty while none is seen.
        """
        if not self._seen:
            return {}
        states = self._kept | {name: self._panes[name].state() for name in self._seen}
        return {"pane": self._active, "panes": states, "due": self._due_seen, "searched": self.searched}

    def show(self, _journal: "Journal") -> None:
        """Let the pane that is seen read the newest journal; one under a page, or not shown now, does once it is."""
        self._stale.update(self._panes)
        self.catch_up()

    def catch_up(self) -> None:
        """Let the pane read what was changed while a page lay over it, unless one still does."""
        if self._active in self._stale and not any(isinstance(screen, Page) for screen in self.app.screen_stack):
            self._stale.discard(self._active)
            self.shown_journal = self._newest()
            self.pane.show(self.shown_journal)
            self.refresh_summary()

    # ── from one pane to another and back ─────────────────────────────────────────────────────────────────────────

    async def lead_to(
        self, pane_id: str, record_id: str, *, goes_on: bool = False, again: Callable[[], object] | None = None
    ) -> None:
        """Show a record in its pane; with `goes_on` open its draft.

        `esc` then leads back to where the person is now, and calls `again`, which opens what had lain over the line.
        """
        came, place = self._active, self.pane.place()
        await self._show_pane(pane_id)
        self.pane.go_to(record_id)
        self._came.append(CameFrom(came, place, again, _narrowing(self.pane.place())))
        self.refresh_bindings()
        if goes_on:
            self.pane.go_on()

    @property
    def way_back(self) -> str:
        """The title of the place to which `esc` leads back now; empty for none, and while something is narrowed."""
        if not self._came or _narrowing(self.pane.place()) != self._came[-1].arrival:
            return ""
        came = self._came[-1].pane_id
        return self._came[-1].title or next((tab.title for tab in TABS if tab.pane_id == came), came.capitalize())

    async def lead_to_found(self, chosen: "ChosenHit", again: Callable[[], object] | None) -> None:
        """Show what was found, where its words stand; `esc` leads back and calls `again`, which searches on."""
        await self.lead_to(*chosen.item.leads_to, again=again)
        if chosen.is_in_text:
            self.pane.reveal(chosen.words)
        arrival = _narrowing(self.pane.place())
        self._came[-1] = replace(self._came[-1], arrival=arrival, title="the search" if again else "")
        self.refresh_bindings()

    async def lead_back(self) -> bool:
        """Back to the line from which a record was led to; False when none was."""
        if not self._came:
            return False
        came = self._came.pop()
        await self._show_pane(came.pane_id)
        self.pane.return_to(came.place)
        self.refresh_summary()
        if came.again is not None:
            came.again()
        return True

    async def on_back_wanted(self, message: "BackWanted") -> None:
        """Back to where the pane was led to from, or what it does otherwise."""
        message.stop()
        if not (self.way_back and await self.lead_back()):
            message.otherwise()

    # ── ahead of the person ───────────────────────────────────────────────────────────────────────────────────────

    def _soon_ahead(self) -> None:
        if self._ahead is not None:
            self._ahead.stop()
        self._ahead = self.set_timer(_QUIET_FOR, self._start_ahead) if self.works_ahead else None

    async def _quiet(self) -> None:
        # Whatever is made ahead would take the processor from the keys.
        while (remaining := self.last_key + _QUIET_FOR - monotonic()) > 0:  # noqa: ASYNC110 - each key moves that moment
            await asyncio.sleep(remaining)

    def _start_ahead(self) -> None:
        self.run_worker(self.work_ahead(), exit_on_error=False, group="ahead")

    async def work_ahead(self) -> None:
        """Make ready what the person may ask for next, in steps that leave every key its turn."""
        from afterword.tui.background_work import WorkAhead

        if self._work is None:
            self._work = WorkAhead(self.app, self.services)
        await self._quiet()
        self.pane.context.keeper.keep_screen()
        await self._work.records()
        await self._work.screens()
        unseen = [tab.pane_id for tab in TABS if tab.pane_id not in self._panes]
        for pane_id in unseen:
            await self._quiet()
            await self._mounted(pane_id)
        for pane_id in tuple(self._seen):
            await self._quiet()
            await asyncio.to_thread(run_action, self._panes[pane_id].read_ahead)
        await self._quiet()
        await self._work.letters()
        await self._work.evaluation()
        for pane_id in self._stale.intersection(unseen):
            await self._quiet()
            self._stale.discard(pane_id)
            self._panes[pane_id].show(self._newest())
            await asyncio.sleep(0)
        self._work.rest()

    # ── what is said around the panes ─────────────────────────────────────────────────────────────────────────────

    def refresh_summary(self) -> None:
        """Ask the pane for its words again, and soon what is due."""
        self.query_one(HeaderLine).show(active=self._active)
        self.call_after_refresh(self._show_due)
        self.query_one(KeyFooter).summary(self.pane.summary())
        self.refresh_bindings()
        self._soon_ahead()

    def _show_due(self) -> None:
        # Neither where the app was told to end, nor while its parts are being taken away.
        if self.is_attached and self.app.is_running:
            self.query_one(HeaderLine).show(words=self.services.overview.due_words())
            self._due_seen = self._due_keys()
            self._tell_set_apart()

    def _tell_set_apart(self) -> None:
        """Says once what could not be read; the command line repeats it when the app is left."""
        apart = self.services.store.set_apart()
        if apart and apart != self._told_apart:
            many = plural(len(apart), "value is", "values are")
            self.query_one(KeyFooter).notice(f"{many} left out; see: afterword doctor. {apart[0]}", TextStyle.BAD)
        self._told_apart = apart
        for failure in self.services.store.hook_failures():
            self.query_one(KeyFooter).notice(failure, TextStyle.BAD)
        unrecorded = self.services.store.unrecorded()
        if unrecorded and unrecorded != self._told_unrecorded:
            self.query_one(KeyFooter).notice(unrecorded, TextStyle.BAD)
        self._told_unrecorded = unrecorded

    async def on_record_wanted(self, message: "RecordWanted") -> None:
        """One pane leads to a record in another."""
        message.stop()
        await self.lead_to(message.pane_id, message.record_id, goes_on=message.goes_on, again=message.again)

    @on(StepWanted)
    async def _take_step(self, message: StepWanted) -> None:
        """The next step of a conversation, taken over the pane that is seen."""
        message.stop()
        (await self._serving()).post_message(StepWanted(message.request_id))

    @on(LettersWanted)
    async def _look_through(self, message: LettersWanted) -> None:
        """Letters to look through, over the pane that is seen."""
        message.stop()
        (await self._serving()).post_message(LettersWanted(message.request_ids, message.refused))

    async def _serving(self) -> Pane:
        """The pane of the conversations with the newest state, whether it is seen or not."""
        await self._mounted(_SERVING)
        if _SERVING in self._stale:
            self._stale.discard(_SERVING)
            self._panes[_SERVING].show(self._newest())
        return self._panes[_SERVING]

    @on(ScreenResume)
    def _resume(self) -> None:
        """What lay over the pane was closed."""
        if self.is_ready:
            self.pane.resume()
            self._soon_ahead()
            if self._work is not None:
                self.set_timer(_CLOSED_FOR, self._work.rest)

    def on_summary_changed(self, message: "SummaryChanged") -> None:
        """The pane counts or sorts otherwise."""
        message.stop()
        self.query_one(KeyFooter).summary(self.pane.summary())
        self.refresh_bindings()

    @on(CheckWanted)
    async def _check_mail(self, message: CheckWanted) -> None:
        """Look for replies, or stop; by a key that was typed ahead, too."""
        message.stop()
        await self._mount_checker()
        self.checker.look()

    @on(HeaderLine.TabClicked)
    async def _show_tab(self, message: HeaderLine.TabClicked) -> None:
        """A tab was clicked."""
        await self.show_pane(message.pane_id)
