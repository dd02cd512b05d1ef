"""Owns the parts of a form that a person fills in; each shows one value as a text and says when it changed."""

import contextlib
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, TextArea

from afterword.domain.field_reading import Choices, Step
from afterword.domain.text import clean, clean_line
from afterword.errors import AfterwordError
from afterword.tui.actions.host import ActionHost, Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.cells import fit
from afterword.tui.widgets.paint import Painted


class Changed(Message):
    """The value of a field changed."""


class Entered(Message):
    """`enter` was pressed where it does not belong to the text: save."""


class LineField(Input):
    """One line of text. What it begins with is replaced by typing; once the cursor was moved it is edited.

    Several lines that are pasted become one, with `joined` between them.
    """

    def __init__(self, value: str, hint: str = "", *, restrict: str | None = None, joined: str = " ") -> None:
        super().__init__(clean_line(value), placeholder=hint, restrict=restrict, select_on_focus=False, compact=True)
        self.cursor_blink = False
        self._joined = joined
        self._offered = self.value

    def on_focus(self, event: events.Focus) -> None:
        """Select what is only offered; what the person typed is never at stake."""
        if self.value == self._offered and not event.from_app_focus:
            self.select_all()

    def on_paste(self, event: events.Paste) -> None:
        """Take every line of what is pasted; a single one with the spaces around it, since it may stand among words."""
        event.stop()
        event.prevent_default()
        lines = [line for line in clean(event.text).split("\n") if line.strip()]
        words = self._joined.join(line.strip() for line in lines) if len(lines) > 1 else "".join(lines)
        self.replace(words, *self.selection)

    @property
    def text_value(self) -> str:
        """The line, cleaned."""
        return clean_line(self.value)

    def put(self, text: str) -> None:
        """Replace the value by one that is offered."""
        self.value = self._offered = clean_line(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(Changed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter saves."""
        event.stop()
        self.post_message(Entered())


class DateField(ActionHost, LineField):
    """A day or a moment; the arrow keys move it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("date")]

    def __init__(self, value: str, hint: str = "") -> None:
        super().__init__(value, hint)
        self.step: Step | None = None

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {"date.later": lambda: self._move(1), "date.earlier": lambda: self._move(-1)}

    def available(self, _action_id: str) -> bool:
        """See `ActionHost.available`."""
        return self.step is not None

    def _move(self, by: int) -> None:
        """What cannot be understood stays; the note below says why."""
        if self.step is None:
            return
        place, length = self.cursor_position, len(self.value)
        with contextlib.suppress(AfterwordError):
            self.value = self.step(self.text_value, place, by)
            self.cursor_position = len(self.value) if place == length else min(place, len(self.value))


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
        self._place = self._place_of(value)

    @property
    def text_value(self) -> str:
        """The value chosen."""
        return self._choices[self._place][0]

    def put(self, text: str) -> None:
        """Choose that value."""
        self._take(self._place_of(text))

    def _place_of(self, value: str) -> int:
        return next((place for place, (one, _) in enumerate(self._choices) if one == value), 0)

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

    def line(self, y: int, width: int) -> Sequence[Span]:
        """See `Painted.line`."""
        if y:
            return ()
        count = f" {self._place + 1}/{len(self._choices)}"
        words = clean_line(self._choices[self._place][1])
        return (
            Span("‹ ", TextStyle.KEY),
            Span(fit(words, max(width - 4 - len(count), 0)).rstrip()),
            Span(" ›", TextStyle.KEY),
            Span(count, TextStyle.MUTED),
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

    def put(self, text: str) -> None:
        """Tick these values alone."""
        self._ticked = set(text.split("\n")) & {one for one, _ in self._choices}
        self.changed()

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

    def line(self, y: int, width: int) -> Sequence[Span]:
        """See `Painted.line`."""
        if y >= len(self._choices):
            return ()
        value, words = self._choices[y]
        here = y == self._place and self.has_focus
        return (
            Span("›" if here else " ", TextStyle.KEY),
            Span("[x] " if value in self._ticked else "[ ] ", TextStyle.KEY if here else TextStyle.PLAIN),
            Span(fit(clean_line(words), max(width - 5, 0)), TextStyle.STRONG if here else TextStyle.PLAIN),
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

    def line(self, y: int, width: int) -> Sequence[Span]:
        """See `Painted.line`."""
        return (
            () if y else (Span(fit("[ Save ]", min(width, 8)), TextStyle.KEY if self.has_focus else TextStyle.PLAIN),)
        )


FieldWidget = LineField | TextField | ChoiceField | TickField
"""What a form is made of."""
