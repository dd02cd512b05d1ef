"""Owns the parts of a form that a person fills in; each shows one value as a text and says when it changed."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, TextArea

from afterword.domain.text import clean, clean_line
from afterword.tui.actions.host import ActionHost, Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.tones import Piece, Tone
from afterword.tui.widgets.cells import fit
from afterword.tui.widgets.paint import Painted

Choices = Sequence[tuple[str, str]]
"""Values and the words for them."""


class Changed(Message):
    """The value of a field changed."""


class Entered(Message):
    """`enter` was pressed where it does not belong to the text: save."""


class LineField(Input):
    """One line of text."""

    def __init__(self, value: str, hint: str = "", *, restrict: str | None = None) -> None:
        super().__init__(clean_line(value), placeholder=hint, restrict=restrict, select_on_focus=False, compact=True)
        self.cursor_blink = False

    @property
    def text_value(self) -> str:
        """The line, cleaned."""
        return clean_line(self.value)

    def put(self, text: str) -> None:
        """Replace the value."""
        self.value = clean_line(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(Changed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter saves."""
        event.stop()
        self.post_message(Entered())


class TextField(TextArea):
    """Several lines of text; `tab` leaves it, `enter` is a line end."""

    def __init__(self, value: str, hint: str = "") -> None:
        super().__init__(clean(value), soft_wrap=True, tab_behavior="focus", placeholder=hint, compact=True)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    @property
    def text_value(self) -> str:
        """The text, cleaned, without empty lines at its end."""
        return clean(self.text).rstrip()

    def put(self, text: str) -> None:
        """Replace the value."""
        self.load_text(clean(text))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(Changed())


class Fixed(ActionHost, Painted, can_focus=True):
    """A field that is set by keys rather than typed; enter saves the form."""

    def on_key(self, event: events.Key) -> None:
        """Enter saves; digits are the shortest way to a choice."""
        if event.key == "enter":
            event.stop()
            self.post_message(Entered())
        elif event.character and event.character.isdigit() and self.take_digit(int(event.character)):
            event.stop()

    def take_digit(self, digit: int) -> bool:
        """Whether the field made something of a digit."""
        return digit < 0

    def changed(self) -> None:
        """Draw again and tell the form."""
        self.refresh()
        self.post_message(Changed())


class ChoiceField(Fixed):
    """One of a few choices on one line, changed with the arrow keys, the space bar or its number."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("choice")]

    def __init__(self, value: str, choices: Choices) -> None:
        super().__init__()
        self._choices = tuple(choices) or (("", ""),)
        values = [one for one, _ in self._choices]
        self._place = values.index(value) if value in values else 0

    @property
    def text_value(self) -> str:
        """The value chosen."""
        return self._choices[self._place][0]

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {
            "choice.next": lambda: self._take(self._place + 1),
            "choice.previous": lambda: self._take(self._place - 1),
        }

    def take_digit(self, digit: int) -> bool:
        """The nth choice."""
        if not 1 <= digit <= len(self._choices):
            return False
        self._take(digit - 1)
        return True

    def on_click(self) -> None:
        """A click takes the next choice."""
        self._take(self._place + 1)

    def _take(self, place: int) -> None:
        self._place = place % len(self._choices)
        self.changed()

    def line(self, y: int, width: int) -> Sequence[Piece]:
        """See `Painted.line`."""
        if y:
            return ()
        count = f" {self._place + 1}/{len(self._choices)}"
        words = clean_line(self._choices[self._place][1])
        return (
            Piece("‹ ", Tone.KEY),
            Piece(fit(words, max(width - 4 - len(count), 0)).rstrip()),
            Piece(" ›", Tone.KEY),
            Piece(count, Tone.MUTED),
        )


class TickField(Fixed):
    """Any number of choices, each on its line with a box to tick; the value is the ticked ones, one per line."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tick")]

    def __init__(self, value: str, choices: Choices) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._ticked = set(value.split("\n")) & {one for one, _ in choices}
        self._place = 0
        self.styles.height = max(len(self._choices), 1)

    @property
    def text_value(self) -> str:
        """The ticked values, in the order of the choices."""
        return "\n".join(value for value, _ in self._choices if value in self._ticked)

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {
            "tick.toggle": self._toggle,
            "tick.down": lambda: self._move(1),
            "tick.up": lambda: self._move(-1),
        }

    def available(self, action_id: str) -> bool:
        """See `ActionHost.available`."""
        return action_id == "tick.toggle" or len(self._choices) > 1

    def take_digit(self, digit: int) -> bool:
        """Tick the nth line."""
        if not 1 <= digit <= len(self._choices):
            return False
        self._place = digit - 1
        self._toggle()
        return True

    def on_click(self, event: events.Click) -> None:
        """A click ticks its line."""
        if event.y < len(self._choices):
            self._place = event.y
            self._toggle()

    def _toggle(self) -> None:
        self._ticked ^= {self._choices[self._place][0]}
        self.changed()

    def _move(self, by: int) -> None:
        self._place = max(min(self._place + by, len(self._choices) - 1), 0)
        self.refresh()

    def line(self, y: int, width: int) -> Sequence[Piece]:
        """See `Painted.line`."""
        if y >= len(self._choices):
            return ()
        value, words = self._choices[y]
        here = y == self._place and self.has_focus
        return (
            Piece("›" if here else " ", Tone.KEY),
            Piece("[x] " if value in self._ticked else "[ ] ", Tone.KEY if here else Tone.PLAIN),
            Piece(fit(clean_line(words), max(width - 5, 0)), Tone.STRONG if here else Tone.PLAIN),
        )


class CheckField(TickField):
    """One box to tick; the value is `yes` or empty."""

    def __init__(self, value: str, words: str) -> None:
        super().__init__(value, (("yes", words),))


class SaveButton(Fixed):
    """The last stop of a form: enter or space saves."""

    text_value = ""

    def on_key(self, event: events.Key) -> None:
        """Space saves; enter does in every field, and Textual calls the handlers of both classes."""
        if event.key == "space":
            event.stop()
            self.on_click()

    def on_click(self) -> None:
        """A click saves."""
        self.post_message(Entered())

    def line(self, y: int, width: int) -> Sequence[Piece]:
        """See `Painted.line`."""
        return () if y else (Piece(fit("[ Save ]", min(width, 8)), Tone.KEY if self.has_focus else Tone.PLAIN),)


FieldWidget = LineField | TextField | ChoiceField | TickField
"""What a form is made of."""
