"""Owns the work beside the screen: sending letters, looking for replies, and what is made ready while a person reads.

Each step of the latter leaves every key its turn; what is ready already costs nothing.
"""

import asyncio
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from threading import Event
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from afterword.domain.journal import share_words
from afterword.domain.text import plural
from afterword.tui.app_context import Err, JournalChanged, context_of, run_action, run_in_thread
from afterword.tui.styles import TextStyle, add_stylesheet, stylesheet_folder
from afterword.tui.widgets.bars import KeyFooter

if TYPE_CHECKING:
    from afterword.domain.conversation.tracker import TrackerRow
    from afterword.domain.evaluation.evaluation import Evaluation
    from afterword.domain.evaluation.sources import ShownEvaluation
    from afterword.services.checking import CheckReport
    from afterword.services.sending import Sent, Unsent
    from afterword.services.services import Services

FIRST_LOOK = 5.0
"""Seconds after the start, when everything can be seen, until the first look of its own."""
TELL_EVERY = 0.5
"""Seconds between two words on how far it is."""
_PATIENCE = 6
"""So many times another notice is left to stand before the progress takes its place."""


class _Check:
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
        looked_at = (
            f": looked at {self._count:,}{of} {plural(self._count, 'mail').partition(' ')[2]}" if self._count else ""
        )
        return f"Looking for replies{looked_at} … (esc stops)"


class MailChecker(Widget):
    """Never seen. One look at a time; what it finds is recorded by the service, and told when it has ended.

    `every` are the seconds between two looks of its own; 0 means none.
    """

    def __init__(self, services: "Callable[[], Services]", every_minutes: int = 0) -> None:
        super().__init__()
        self.display = False
        self._services = services
        self.every = every_minutes * 60
        self._look: _Check | None = None
        self._telling: Timer | None = None
        self._progress_shown = ""
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
        look = self._look = _Check(aloud=aloud)
        if aloud:
            self._follow()
            self.tell()
        self.run_worker(self._run(look), exit_on_error=False)

    async def _run(self, look: _Check) -> None:
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

    def _tell_report(self, report: "CheckReport", look: _Check) -> None:
        from afterword.tui.presenters.mail import report_words

        news = bool(report.recorded or report.proposals)
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
        self._progress_shown, self._waited = "", _PATIENCE
        if self._telling is None:
            self._telling = self.set_interval(TELL_EVERY, self.tell)

    def tell(self) -> None:
        """Say how far it is, but leave what somebody else has said to be read first."""
        if self._look is None or self._look.stopped:
            return
        stands = next((footer.notice_text for footer in self.screen.query(KeyFooter)), "")
        self._waited = 0 if stands == self._progress_shown else self._waited + 1
        if stands == self._progress_shown or self._waited >= _PATIENCE:
            self._progress_shown, self._waited = self._look.words, 0
            context_of(self).say(self._progress_shown)


class LetterSender(Widget):
    """Never seen; letters go out in a thread of their own, which the end of the program waits for."""

    class LettersMoved(Message):
        """A letter left or arrived: lines read differently now."""

    def __init__(self, services: "Services") -> None:
        super().__init__()
        self._services = services
        self._on_the_way: set[str] = set()
        self._stop: Event | None = None
        self.display = False

    def carries(self, request_id: str) -> bool:
        """Whether the letter of that request is being sent at this moment, or about to be."""
        return request_id in self._on_the_way

    def deliver(self, line: "TrackerRow") -> None:
        """Send the draft of that line."""
        if not self.carries(line.request.id):
            self._on_the_way.add(line.request.id)
            self.post_message(self.LettersMoved())
            context_of(self).say(f"Sending to {line.interviewer.email} …")
            self.run_worker(self._send(line), exit_on_error=False)

    async def _send(self, line: "TrackerRow") -> None:
        """The thread gets plain data and touches no widget; how it ended is told here."""
        send = partial(self._services.sending.send, line.request.id)
        outcome = await asyncio.to_thread(run_action, send)
        self._arrived(line.request.id)
        if isinstance(outcome, Err):
            context_of(self).say(str(outcome.error), TextStyle.BAD)
            return
        warning = outcome.value.warning
        notice = warning or f"Sent to {line.interviewer.name}."
        context_of(self).say(notice, TextStyle.WARN if warning else TextStyle.GOOD)

    def _arrived(self, *request_ids: str) -> None:
        self._on_the_way.difference_update(request_ids)
        self.post_message(self.LettersMoved())
        self.post_message(JournalChanged())

    # ── several letters ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def is_sending_several(self) -> bool:
        """Whether several letters are being sent one by one."""
        return self._stop is not None

    def deliver_all(self, lines: "Sequence[TrackerRow]") -> None:
        """Send the drafts of these lines, one by one; `stop` ends it between two letters."""
        if self._stop is None:
            self._stop = Event()
            self._on_the_way.update(line.request.id for line in lines)
            self.post_message(self.LettersMoved())
            context_of(self).say(f"Sending {plural(len(lines), 'letter')} … (esc stops after the one on its way)")
            stop = self._stop
            self.run_worker(self._send_all(lines, stop), exit_on_error=False)

    def stop(self) -> bool:
        """Let no further letter go out; False when none would."""
        if self._stop is None or self._stop.is_set():
            return False
        self._stop.set()
        context_of(self).say("Stopping after the letter on its way; the others stay drafts.")
        return True

    def on_unmount(self) -> None:
        """The program ends: no further letter goes out."""
        if self._stop is not None:
            self._stop.set()

    async def _send_all(self, lines: "Sequence[TrackerRow]", stop: Event) -> None:
        """In a thread, as `_send`; what did not go out is listed, each with its reason."""
        from afterword.services.sending import Unsent
        from afterword.tui.presenters.mail import ended_lines, ended_words

        ids, send = [line.request.id for line in lines], self._services.sending.send_all
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int, outcome: "Sent | Unsent") -> None:
            # A loop that is closed by now belongs to a program that has ended.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(partial(self._progressed, done, total, outcome))

        outcome = await asyncio.to_thread(run_action, lambda: send(ids, tell, stop.is_set))
        self._stop = None
        self._arrived(*ids)
        if isinstance(outcome, Err):
            context_of(self).say(str(outcome.error), TextStyle.BAD)
            return
        outcomes = outcome.value
        trouble = [sent for sent in outcomes if isinstance(sent, Unsent) or sent.warning]
        words = ended_words(outcomes, len(lines))
        context_of(self).say(words, TextStyle.WARN if trouble else TextStyle.GOOD)
        if trouble and self.screen.is_current:
            from afterword.tui.screens.page import ReadingPage

            became = ended_lines(outcomes, {line.request.id: line for line in lines})
            self.app.push_screen(ReadingPage("What became of the letters", became, words))

    def _progressed(self, done: int, total: int, outcome: "Sent | Unsent") -> None:
        """One of several letters has been dealt with: say how far it is."""
        from afterword.services.sending import Sent

        self._arrived(outcome.request.id if isinstance(outcome, Sent) else outcome.request_id)
        if done < total and self._stop is not None and not self._stop.is_set():
            context_of(self).say(f"{done} of {total} letters dealt with … (esc stops)")


_PACKAGES = ("afterword.tui.panes", "afterword.tui.screens", "afterword.tui.presenters")
_ONE_SCREEN, _SELDOM = 25_000, 1_000
"""New objects after which the collector looks by itself, more than a screen is made of; and how many of such looks come
before one at the oldest: there is a look whenever a screen was closed."""


def collect_again() -> None:
    """Look for garbage again, after a start without; what was just built stays and is not looked through.

    With a large journal a look through everything would hold up a key for a tenth of a second: `rest` does it.
    """
    gc.freeze()
    gc.set_threshold(_ONE_SCREEN, gc.get_threshold()[1], _SELDOM)
    gc.enable()


class WorkAhead:
    """Makes things ready, each once; the newest evaluation is made again after a change made the last one wrong."""

    def __init__(self, app: App[Any], services: "Services") -> None:
        self._app = app
        self._services = services
        self._has_screens = self._has_letters = False
        self._made: Evaluation | None = None

    async def records(self) -> None:
        """Let what was read at the start take less memory, and sweep up what programs before this one left behind."""
        from afterword.desktop import sweep_shown_files

        if not self._has_screens:
            await asyncio.to_thread(run_action, lambda: share_words(self._services.store.journal()))
            await asyncio.to_thread(sweep_shown_files)

    async def screens(self) -> None:
        """Import every pane and screen, and read their stylesheets."""
        if self._has_screens:
            return
        for name in tuple(_modules()):
            await asyncio.to_thread(import_module, name)
        for place in sorted(stylesheet_folder().glob("*.tcss")):
            add_stylesheet(self._app, place.stem)
            await asyncio.sleep(0)
        self._has_screens = True

    async def evaluation(self) -> None:
        """What the views of the newest evaluation say, and the prep sheet that is made from it."""
        from afterword.domain.evaluation.sources import ShownEvaluation

        outcome = run_action(self._services.preparation.evaluation)
        if isinstance(outcome, Err) or outcome.value is self._made:
            return
        self._made = outcome.value
        context = ShownEvaluation(outcome.value, self._services.store.journal(), self._services.overview.today())
        await asyncio.to_thread(_make_evaluation, context)
        await asyncio.to_thread(run_action, partial(self._services.preparation.sheet, None))

    async def letters(self) -> None:
        """The words that letters are made of; and what was done, which the history and the trash tell."""
        if not self._has_letters:
            self._has_letters = True
            await asyncio.to_thread(_read_letter, self._services)
            await asyncio.to_thread(run_action, self._services.store.steps)

    def rest(self) -> None:
        """Throw garbage away now that nobody waits, if only the panes are open: they stay, and are not looked at again.

        What was opened over them and closed is garbage; what is open would never be thrown away later.
        """
        if gc.isenabled() and len(self._app.screen_stack) == 1:
            gc.collect()
            gc.freeze()


def _modules() -> Iterator[str]:
    from pkgutil import iter_modules

    for package in _PACKAGES:
        for module in iter_modules(import_module(package).__path__):
            yield f"{package}.{module.name}"


def _read_letter(services: "Services") -> None:
    """Read back a letter that nobody sees, so that the first that is wanted waits for no words to be read."""
    from afterword.domain.conversation.request import Draft, Letter

    # What addresses are written by is loaded with the first of them.
    import_module("encodings.idna")
    letter = Draft(letter=Letter.REQUEST, subject="Thank you", body="Dear Ada,\n\nThank you. What should I practise?")
    for request in services.store.journal().live_requests[-1:]:
        run_action(partial(services.requests.check, request.id, letter))


def _make_evaluation(context: "ShownEvaluation") -> None:
    """What its views say; the evaluation keeps what they are made from."""
    from afterword.domain.evaluation.details import details
    from afterword.domain.evaluation.views import VIEWS

    for view in VIEWS:
        for row in list(view.rows(context))[:1]:
            details(context, row.key)
