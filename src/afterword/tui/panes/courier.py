"""Owns the sending of letters away from the screen: which are on their way, and how each ended."""

from collections.abc import Sequence
from threading import Event

from textual.message import Message
from textual.widget import Widget

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.text import plural
from afterword.services.sending import Sent, Unsent
from afterword.services.services import Services
from afterword.tui.app_context import context_of
from afterword.tui.messages import JournalChanged
from afterword.tui.outcome import Err, Ok, run_action
from afterword.tui.presenters.sending import ended_lines, ended_words
from afterword.tui.styles import TextStyle


class Courier(Widget):
    """Never seen; letters go out in a thread of their own, which the end of the program waits for."""

    class Moved(Message):
        """A letter left or arrived: lines read differently now."""

    class Ended(Message):
        """A sending ended, one way or another."""

        def __init__(self, line: TrackerRow, outcome: Ok[Sent] | Err) -> None:
            super().__init__()
            self.line = line
            self.outcome = outcome

    class Told(Message):
        """One of several letters has been dealt with."""

        def __init__(self, done: int, total: int, outcome: Sent | Unsent) -> None:
            super().__init__()
            self.done = done
            self.total = total
            self.outcome = outcome

    class AllEnded(Message):
        """The sending of several letters ended."""

        def __init__(self, lines: Sequence[TrackerRow], outcome: Ok[tuple[Sent | Unsent, ...]] | Err) -> None:
            super().__init__()
            self.lines = lines
            self.outcome = outcome

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._on_the_way: set[str] = set()
        self._stop: Event | None = None
        self.display = False

    def carries(self, request_id: str) -> bool:
        """Whether the letter of that request is being sent at this moment, or about to be."""
        return request_id in self._on_the_way

    def deliver(self, line: TrackerRow) -> None:
        """Send the draft of that line."""
        if not self.carries(line.request.id):
            self._on_the_way.add(line.request.id)
            self.post_message(self.Moved())
            context_of(self).say(f"Sending to {line.interviewer.email} …")
            self.run_worker(lambda: self._send(line), thread=True, exit_on_error=False)

    def _send(self, line: TrackerRow) -> None:
        """In a thread: plain data in, one message out, no widget touched."""
        self.post_message(self.Ended(line, run_action(lambda: self._services.sending.send(line.request.id))))

    def on_courier_ended(self, message: Ended) -> None:
        """Say how it ended and let everything re-read."""
        self._arrived(message.line.request.id)
        if isinstance(message.outcome, Err):
            context_of(self).say(str(message.outcome.error), TextStyle.BAD)
            return
        warning = message.outcome.value.warning
        said = warning or f"Sent to {message.line.interviewer.name}."
        context_of(self).say(said, TextStyle.WARN if warning else TextStyle.GOOD)

    def _arrived(self, *request_ids: str) -> None:
        self._on_the_way.difference_update(request_ids)
        self.post_message(self.Moved())
        self.post_message(JournalChanged())

    # ── several letters ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def is_sending_several(self) -> bool:
        """Whether several letters are being sent one by one."""
        return self._stop is not None

    def deliver_all(self, lines: Sequence[TrackerRow]) -> None:
        """Send the drafts of these lines, one by one; `stop` ends it between two letters."""
        if self._stop is None:
            self._stop = Event()
            self._on_the_way.update(line.request.id for line in lines)
            self.post_message(self.Moved())
            context_of(self).say(f"Sending {plural(len(lines), 'letter')} … (esc stops after the one on its way)")
            stop = self._stop
            self.run_worker(lambda: self._send_all(lines, stop), thread=True, exit_on_error=False)

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

    def _send_all(self, lines: Sequence[TrackerRow], stop: Event) -> None:
        """In a thread, as `_send`."""
        ids = [line.request.id for line in lines]
        outcome = run_action(lambda: self._services.sending.send_all(ids, self._tell, stop.is_set))
        self.post_message(self.AllEnded(lines, outcome))

    def _tell(self, done: int, total: int, outcome: Sent | Unsent) -> None:
        self.post_message(self.Told(done, total, outcome))

    def on_courier_told(self, message: Told) -> None:
        """Say how far it is."""
        outcome = message.outcome
        self._arrived(outcome.request.id if isinstance(outcome, Sent) else outcome.request_id)
        if message.done < message.total and self._stop is not None and not self._stop.is_set():
            context_of(self).say(f"{message.done} of {message.total} letters dealt with … (esc stops)")

    def on_courier_all_ended(self, message: AllEnded) -> None:
        """Say how it ended; what did not go out is listed, each with its reason."""
        self._stop = None
        self._arrived(*(line.request.id for line in message.lines))
        if isinstance(message.outcome, Err):
            context_of(self).say(str(message.outcome.error), TextStyle.BAD)
            return
        outcomes = message.outcome.value
        trouble = [one for one in outcomes if isinstance(one, Unsent) or one.warning]
        words = ended_words(outcomes, len(message.lines))
        context_of(self).say(words, TextStyle.WARN if trouble else TextStyle.GOOD)
        if trouble and self.screen.is_current:
            from afterword.tui.screens.reading import ReadingPage

            lines = ended_lines(outcomes, {line.request.id: line for line in message.lines})
            self.app.push_screen(ReadingPage("What became of the letters", lines, words))
