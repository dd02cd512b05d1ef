"""Owns the parts that a person fills in: the fields of a form, and the line over a list that narrows it by words."""

import contextlib
from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from afterword.domain.cells import fit
from afterword.domain.field_reading import Choices, Step
from afterword.domain.text import clean, clean_line
from afterword.errors import AfterwordError
from afterword.tui.actions.host import ActionHost
from afterword.tui.actions.table import bindings
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import Painted

_HINT = "any words of the line and of what stands beside it; enter keeps, esc clears"


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

    BINDINGS = bindings("date")

    def __init__(self, value: str, hint: str = "") -> None:
        super().__init__(value, hint)
        self.step: Step | None = None

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """A date moves once the form has said how."""
        return action != "move" or self.step is not None

    def action_move(self, by: int) -> None:
        """Move the date by so many steps; what cannot be understood stays, and the note below says why."""
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


class KeyField(ActionHost, Painted, can_focus=True):
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


class ChoiceField(KeyField):
    """One of a few choices on one line, changed with the arrow keys, the space bar or its number."""

    BINDINGS = bindings("choice")

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
        return next((place for place, (choice, _) in enumerate(self._choices) if choice == value), 0)

    def action_move(self, by: int) -> None:
        """Take the choice so many places further, round and round."""
        self._take(self._place + by)

    def take_digit(self, digit: int) -> bool:
        """The nth choice."""
        if not 1 <= digit <= len(self._choices):
            return False
        self._take(digit - 1)
        return True

    def on_click(self) -> None:
        """A click takes the next choice."""
        self.action_move(1)

    def _take(self, place: int) -> None:
        self._place = place % len(self._choices)
        self.changed()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The choice between its arrows, and which of how many it is."""
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


class TickField(KeyField):
    """Any number of choices, each on its line with a box to tick; the value is the ticked ones, one per line."""

    BINDINGS = bindings("tick")

    def __init__(self, value: str, choices: Choices) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._ticked = set(value.split("\n")) & {choice for choice, _ in choices}
        self._place = 0
        self.styles.height = max(len(self._choices), 1)

    @property
    def text_value(self) -> str:
        """The ticked values, in the order of the choices."""
        return "\n".join(value for value, _ in self._choices if value in self._ticked)

    def put(self, text: str) -> None:
        """Tick these values alone."""
        self._ticked = set(text.split("\n")) & {choice for choice, _ in self._choices}
        self.changed()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """One line alone leaves nowhere to go."""
        return action != "move" or len(self._choices) > 1

    def take_digit(self, digit: int) -> bool:
        """Tick the nth line."""
        if not 1 <= digit <= len(self._choices):
            return False
        self._place = digit - 1
        self.action_tick()
        return True

    def on_click(self, event: events.Click) -> None:
        """A click ticks its line."""
        if event.y < len(self._choices):
            self._place = event.y
            self.action_tick()

    def action_tick(self) -> None:
        """Tick the line, or untick it."""
        self._ticked ^= {self._choices[self._place][0]}
        self.changed()

    def action_move(self, by: int) -> None:
        """Go to the line so many places further."""
        self._place = max(min(self._place + by, len(self._choices) - 1), 0)
        self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """A choice with its box, which stands where other fields begin, marked where the cursor is."""
        if y >= len(self._choices):
            return ()
        value, words = self._choices[y]
        here = y == self._place and self.has_focus
        return (
            Span("[x]" if value in self._ticked else "[ ]", TextStyle.KEY if here else TextStyle.PLAIN),
            Span("›" if here else " ", TextStyle.KEY),
            Span(fit(clean_line(words), max(width - 4, 0)), TextStyle.STRONG if here else TextStyle.PLAIN),
        )


class CheckField(TickField):
    """One box to tick; the value is `yes` or empty."""

    def __init__(self, value: str, words: str) -> None:
        super().__init__(value, (("yes", words),))


class SaveButton(KeyField):
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
        """The words of the button."""
        return (
            () if y else (Span(fit("[ Save ]", min(width, 8)), TextStyle.KEY if self.has_focus else TextStyle.PLAIN),)
        )


FieldWidget = LineField | TextField | ChoiceField | TickField
"""What a form is made of."""


def count_words(shown: int, of: int) -> str:
    """How many of these lines are kept; where there is none, that there is nothing to find."""
    return f"{shown} of {of} · esc shows all" if of else "nothing to search yet · esc goes back"


class FilterLine(ActionHost, Horizontal):
    """Words that must all occur, in any order, or their beginnings; every change is told at once.

    The same over every list and text: `enter` and `down` keep what is left, `esc` shows all again.
    """

    BINDINGS = bindings("filter")

    class Narrowed(Message):
        """The words changed; `done`: the person goes back to the list."""

        def __init__(self, *, done: bool) -> None:
            super().__init__()
            self.done = done

    def __init__(self) -> None:
        super().__init__()
        self._field = LineField("", _HINT)
        self._words = Static("", markup=False, classes="-words")
        self._searchable: dict[str, str] = {}
        self.display = False

    def compose(self) -> ComposeResult:
        """The words typed, and how many lines they keep."""
        yield Static("/", markup=False, classes="-sign")
        yield self._field
        yield self._words

    @property
    def text(self) -> str:
        """The words typed; empty when every line is kept."""
        return self._field.text_value

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text)

    def keeps(self, words: str) -> bool:
        """Whether a line with these words is kept."""
        from afterword.domain.matching import search_words, searchable

        if words not in self._searchable:
            self._searchable[words] = searchable(words)
        return search_words(self.text).are_in(self._searchable[words])

    def ask(self) -> None:
        """Let words be typed; the next key goes there already."""
        self.display = True
        self.screen.set_focus(self._field)

    def put(self, words: str) -> None:
        """Keep the lines with these words, as if they had been typed and kept."""
        self._field.put(words)
        self.display = self.narrows

    def clear(self) -> bool:
        """Keep every line again; False when every line was kept."""
        had = self.display
        self._field.put("")
        self._searchable.clear()
        self.display = False
        return had

    def count(self, shown: int, of: int) -> None:
        """Say how many lines are kept."""
        self._words.update(f" {count_words(shown, of)} ")

    def on_changed(self, message: Message) -> None:
        """Narrow at every keystroke."""
        message.stop()
        self.post_message(self.Narrowed(done=False))

    def on_entered(self, message: Message) -> None:
        """Back to the list, narrowed."""
        message.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Go back to the list: down does so as well as enter."""
        self.display = self.narrows
        self.post_message(self.Narrowed(done=True))
