"""Owns telling an example aloud: the story, hidden or not, a clock of ninety seconds, and keeping how it went."""

from collections.abc import Iterable

from textual.widget import Widget

from afterword.domain.evaluation.charts import bar
from afterword.domain.example import TELLING_SECONDS, Example
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.screens.asking import ask
from afterword.tui.screens.confirm import Confirm
from afterword.tui.screens.page import Page
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.text_view import TextLine, TextView

_TICK = 0.25
_WIDE = 11
_BAR = 45
_PARTS = ("situation", "task", "action", "result", "numbers")


class RehearsedStory(TextView):
    """The story; the space bar is left to the clock."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The space bar, which would scroll a page down, has another task here."""
        return action != "move_pages" or parameters != (1,)


class Rehearsing(Page[None]):
    """The story over the clock. Told without notes counts when the story was hidden all the while."""

    BINDINGS = bindings("rehearsal")
    sheet = "rehearsal"

    def __init__(self, services: Services, example: Example) -> None:
        super().__init__(example.title, f"aim at {TELLING_SECONDS} seconds")
        self._services = services
        self._example = example
        self._began: float | None = None
        self._told = 0.0
        self._hidden = False
        self._peeked = False
        self._story = RehearsedStory(widget_id="story")
        self._clock = TextView(widget_id="clock")

    def content(self) -> Iterable[Widget]:
        """See `Page.content`."""
        yield self._clock
        yield self._story

    def on_mount(self) -> None:
        """Keys go to the story; the clock only ticks while it runs."""
        self._clock.can_focus = False
        self._story.show_lines(story_lines(self._example, hidden=False))
        self._timer = self.set_interval(_TICK, self._draw, pause=True)
        self._story.focus()
        self._draw()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """There must be something to keep."""
        return action not in ("keep", "again") or self.seconds > 0 or self._began is not None

    @property
    def seconds(self) -> int:
        """How long it was told so far."""
        running = self._services.clock.now().timestamp() - self._began if self._began is not None else 0.0
        return int(self._told + running)

    def _draw(self) -> None:
        self._clock.show_lines(clock_lines(self.seconds, running=self._began is not None, without_notes=self._unaided))

    @property
    def _unaided(self) -> bool:
        return self._hidden and not self._peeked

    def action_clock(self) -> None:
        """Start the clock, or stop it."""
        now = self._services.clock.now().timestamp()
        if self._began is None:
            if not self._told:
                self._peeked = not self._hidden
            self._began = now
            self._timer.resume()
        else:
            self._told += now - self._began
            self._began = None
            self._timer.pause()
        self._draw()
        self.refresh_bindings()

    def action_notes(self) -> None:
        """Hide the story, or show it."""
        self._hidden = not self._hidden
        if not self._hidden and self._began is not None:
            self._peeked = True
        self._story.show_lines(story_lines(self._example, hidden=self._hidden))
        self._draw()

    def action_again(self) -> None:
        """Set the clock back."""
        self._began, self._told, self._peeked = None, 0.0, False
        self._timer.pause()
        self._draw()
        self.refresh_bindings()

    def action_keep(self) -> None:
        """Keep this telling with its seconds."""
        if self._began is not None:
            self.action_clock()
        seconds, unaided = self.seconds, self._unaided
        rehearse = self._services.examples.rehearse
        said = f"Told in {seconds} seconds{', without notes' if unaided else ''}; u takes it back"
        kept = self.frame.run_service(lambda: rehearse(self._example.id, seconds, without_notes=unaided), said)
        if kept is not None:
            self.dismiss(None)

    def leave(self) -> None:
        """Ask when a telling would be lost."""
        if self.seconds:
            ask(self.app, Confirm("Leave without keeping this telling?"), lambda: self.dismiss(None))
        else:
            self.frame.say("", TextStyle.PLAIN)
            self.dismiss(None)


def story_lines(example: Example, *, hidden: bool) -> list[TextLine]:
    """The parts of the story, or only their names while it is told without notes."""
    lines: list[TextLine] = []
    for part in _PARTS:
        text = getattr(example, part) or "–"
        shown = Span("· · ·", TextStyle.MUTED) if hidden else Span(text)
        lines += [TextLine((Span(part.capitalize().ljust(_WIDE), TextStyle.STRONG), shown), indent=_WIDE), TextLine("")]
    return lines


def clock_lines(seconds: int, *, running: bool, without_notes: bool) -> list[TextLine]:
    """`1:05  ██████░░  25 seconds left`, and what to press."""
    left = TELLING_SECONDS - seconds
    words = f"{left} seconds left" if left >= 0 else f"{-left} seconds over ninety"
    tone = TextStyle.GOOD if left >= 0 else TextStyle.WARN
    state = "telling …" if running else "space starts the clock" if not seconds else "stopped; enter keeps it"
    notes = "without notes" if without_notes else "with notes; h hides them"
    return [
        TextLine(
            (
                Span(f"{seconds // 60}:{seconds % 60:02d}  ", TextStyle.STRONG),
                Span(bar(seconds / TELLING_SECONDS, _BAR), tone),
            )
        ),
        TextLine((Span(words, tone), f"  ·  {state}  ·  {notes}")),
    ]
