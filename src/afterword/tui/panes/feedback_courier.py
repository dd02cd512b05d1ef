"""Owns the sending of letters away from the screen: which are on their way, and how each ended."""

from textual.message import Message
from textual.widget import Widget

from afterword.domain.tracker import Line
from afterword.services.sending import Sent
from afterword.services.services import Services
from afterword.tui.frame import frame_of
from afterword.tui.messages import JournalChanged
from afterword.tui.outcome import Done, Failed, attempt
from afterword.tui.tones import Tone


class Courier(Widget):
    """Never seen; each letter goes out in a thread of its own, which ends in one message."""

    class Moved(Message):
        """A letter left or arrived: lines read differently now."""

    class Ended(Message):
        """A sending ended, one way or another."""

        def __init__(self, line: Line, outcome: Done[Sent] | Failed) -> None:
            super().__init__()
            self.line = line
            self.outcome = outcome

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._on_the_way: set[str] = set()
        self.display = False

    def carries(self, request_id: str) -> bool:
        """Whether the letter of that request is being sent at this moment."""
        return request_id in self._on_the_way

    def deliver(self, line: Line) -> None:
        """Send the draft of that line."""
        if not self.carries(line.request.id):
            self._on_the_way.add(line.request.id)
            self.post_message(self.Moved())
            frame_of(self).say(f"Sending to {line.interviewer.email} …")
            self.run_worker(lambda: self._send(line), thread=True, exit_on_error=False)

    def _send(self, line: Line) -> None:
        """In a thread: plain data in, one message out, no widget touched."""
        self.post_message(self.Ended(line, attempt(lambda: self._services.sending.send(line.request.id))))

    def on_courier_ended(self, message: Ended) -> None:
        """Say how it ended and let everything re-read."""
        self._on_the_way.discard(message.line.request.id)
        self.post_message(self.Moved())
        self.post_message(JournalChanged())
        if isinstance(message.outcome, Failed):
            frame_of(self).say(str(message.outcome.error), Tone.BAD)
            return
        warning = message.outcome.value.warning
        said = warning or f"Sent to {message.line.interviewer.name}."
        frame_of(self).say(said, Tone.WARN if warning else Tone.GOOD)
