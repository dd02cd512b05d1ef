"""Owns the look for replies while the app is open: by key or by itself, its progress, its end in one sentence."""

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.widget import Widget

from afterword.domain.text import plural
from afterword.tui.app_context import context_of
from afterword.tui.messages import JournalChanged
from afterword.tui.outcome import Err, run_action
from afterword.tui.styles import TextStyle
from afterword.tui.threads import run_in_thread
from afterword.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from afterword.services.checking import CheckReport
    from afterword.services.services import Services

FIRST_LOOK = 5.0
"""Seconds after the start, when everything can be seen, until the first look of its own."""
TELL_EVERY = 0.5
"""Seconds between two words on how far it is."""
_PATIENCE = 6
"""So many times another notice is left to stand before the progress takes its place."""


class _Look:
    """One look, as its thread and the screen share it; see `ports.Progress`."""

    def __init__(self, *, aloud: bool) -> None:
        self.aloud = aloud
        self._count = 0
        self._total: int | None = None
        self._stop = Event()

    def seen(self, count: int, total: int | None) -> None:
        """Remember how far it is."""
        self._count, self._total = count, total

    def skipped(self, reason: str) -> None:
        """Nothing is told on the way; the report counts them."""

    def stop(self) -> None:
        """End it after the mail at hand."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether the person has cancelled."""
        return self._stop.is_set()

    @property
    def words(self) -> str:
        """How far it is."""
        of = f" of {self._total:,}" if self._total is not None and self._total >= self._count else ""
        seen = f": looked at {self._count:,}{of} {plural(self._count, 'mail').partition(' ')[2]}" if self._count else ""
        return f"Looking for replies{seen} … (esc stops)"


class Checker(Widget):
    """Never seen. One look at a time; what it finds is recorded by the service, and told when it has ended.

    `every` are the seconds between two looks of its own; 0 means none.
    """

    def __init__(self, services: "Callable[[], Services]", every_minutes: int = 0) -> None:
        super().__init__()
        self.display = False
        self._services = services
        self.every = every_minutes * 60
        self._look: _Look | None = None
        self._telling: Timer | None = None
        self._told = ""
        self._waited = 0
        self._trouble = ""

    def on_mount(self) -> None:
        """Begin to look by itself, if that is wanted."""
        if self.every:
            self.set_timer(FIRST_LOOK, self.look_by_itself)
            self.set_interval(self.every, self.look_by_itself)

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        if self._look is not None:
            self._look.stop()

    @property
    def can_stop(self) -> bool:
        """Whether there is a look that was asked for."""
        return self._look is not None and self._look.aloud and not self._look.stopped

    def look(self) -> None:
        """Look now, because the person asked; asked again, stop. One that began by itself is told of instead."""
        if self._look is None:
            self._begin(aloud=True)
        elif self._look.stopped:
            context_of(self).say("The check is still stopping.")
        elif self._look.aloud:
            self.stop()
        else:
            self._look.aloud = True
            self._follow()
            context_of(self).say("A check is running already; esc stops it.")

    def look_by_itself(self) -> None:
        """Look quietly, unless a look is under way; only news and new trouble are told."""
        if self._look is None:
            self._begin(aloud=False)

    def stop(self) -> bool:
        """Stop the look that was asked for; False when there is none. What was found is kept."""
        if self._look is None or not self.can_stop:
            return False
        self._look.stop()
        context_of(self).say("Stopping; what was found is kept.")
        return True

    # ── one look ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _begin(self, *, aloud: bool) -> None:
        look = self._look = _Look(aloud=aloud)
        if aloud:
            self._follow()
            self.tell()
        self.run_worker(self._run(look), exit_on_error=False)

    async def _run(self, look: _Look) -> None:
        """The thread gets plain data and touches no widget; what it brings back is told here."""
        check = self._services().checking.check
        try:
            outcome = await run_in_thread(lambda: run_action(lambda: check(look)))
        finally:
            self._end()
        if isinstance(outcome, Err):
            self._tell_trouble(str(outcome.error), aloud=look.aloud)
        else:
            self._tell_report(outcome.value, look)

    def _end(self) -> None:
        self._look = None
        if self._telling is not None:
            self._telling.stop()
            self._telling = None

    def _tell_report(self, report: "CheckReport", look: _Look) -> None:
        from afterword.tui.presenters.checking import report_words

        news = bool(report.recorded or report.doubtful)
        if news:
            self.post_message(JournalChanged())
        words = report_words(report, self._services().overview.journal(), stopped=look.stopped)
        if report.problems:
            self._tell_trouble(words, aloud=look.aloud or news)
        else:
            self._trouble = ""
            if look.aloud or news:
                context_of(self).say(words, TextStyle.GOOD if news else TextStyle.PLAIN)

    def _tell_trouble(self, words: str, *, aloud: bool) -> None:
        """A mailbox that fails at every look is told of once."""
        if aloud or words != self._trouble:
            context_of(self).say(words, TextStyle.BAD)
        self._trouble = words

    # ── on the way ────────────────────────────────────────────────────────────────────────────────────────────────

    def _follow(self) -> None:
        self._told, self._waited = "", _PATIENCE
        if self._telling is None:
            self._telling = self.set_interval(TELL_EVERY, self.tell)

    def tell(self) -> None:
        """Say how far it is, but leave what somebody else has said to be read first."""
        if self._look is None or self._look.stopped:
            return
        stands = next((footer.told for footer in self.screen.query(KeyFooter)), "")
        self._waited = 0 if stands == self._told else self._waited + 1
        if stands == self._told or self._waited >= _PATIENCE:
            self._told, self._waited = self._look.words, 0
            context_of(self).say(self._told)
