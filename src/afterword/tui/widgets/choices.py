"""Owns the fields that are set rather than typed: boxes side by side, a long list's one line, ticks, the button."""

from collections.abc import Callable, Sequence

from textual import events
from textual.message import Message

from afterword.domain.field_reading import Choices
from afterword.domain.text import cells, clean_line, fit, fold
from afterword.tui.actions import bindings
from afterword.tui.app_context import ActionHost
from afterword.tui.styles import Span, TextStyle, wrap
from afterword.tui.widgets.fields import Changed, Entered
from afterword.tui.widgets.lines import Painted

_MOST_BOXES, _MOST_LINES, _MOST_WORDS = 9, 3, 20
"""So many choices, in so few lines, stand side by side; of more only the one taken is shown. More than the last are
records, not words of ours."""
_BOX, _GAP, _ARROWS = 4, 2, 4
"""The cells of `(•) `, those between two boxes, and those of the arrows around one that is shown alone."""


class PickWanted(Message):
    """`enter` was pressed in a field whose choices are too many to be seen: they are asked for as a list."""


def typed_matches(words: Sequence[str], typed: str) -> list[int]:
    """The places of the words that begin like what was typed; else of those in which a later word does, or a part."""
    sought = fold(typed) + " " * typed.endswith(" ")
    folded = [fold(word) for word in words]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda word: word.startswith(sought),
        lambda word: f" {sought}" in word,
        lambda word: sought in word,
    )
    for test in tests:
        if places := [place for place, word in enumerate(folded) if test(word)]:
            return places
    return []


class KeyField(ActionHost, Painted, can_focus=True):
    """A field that is set by keys rather than typed: letters go to the choice that begins with them, digits count."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = tuple(choices) or (("", ""),)
        self._words = [clean_line(words) for _, words in self._choices]
        self._place = 0
        self._typed = ""
        self._found: Sequence[int] = ()

    @property
    def text_value(self) -> str:
        """What is chosen."""
        raise NotImplementedError

    def put(self, text: str) -> None:
        """Choose that."""
        raise NotImplementedError

    @property
    def candidates(self) -> Sequence[str]:
        """What the letters typed may mean, where that is more than one choice."""
        return [self._words[place] for place in self._found] if len(self._found) > 1 else ()

    def lines(self, _width: int) -> int:
        """How many lines it takes."""
        return 1

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Letters are typed to find a choice, so none of them does anything else here."""
        return key != "space" and character is not None and character.isprintable()

    def on_blur(self) -> None:
        """What was typed to find a choice is forgotten."""
        self._typed, self._found = "", ()

    def on_key(self, event: events.Key) -> None:
        """Enter saves; digits and letters are the shortest ways to a choice."""
        letter = event.character if event.is_printable else None
        if event.key == "enter":
            event.stop()
            self.enter()
        elif letter and ((letter.isdecimal() and self._take_digit(int(letter))) or self._take_letter(letter)):
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """A click does what it hits."""
        self.hit(event.x, event.y, self.size.width)

    def hit(self, x: int, y: int, width: int) -> None:
        """Do what a click at this place does, where the field is so wide."""
        raise NotImplementedError

    def enter(self) -> None:
        """What `enter` does: save."""
        self.post_message(Entered())

    def _take_digit(self, digit: int) -> bool:
        """The nth choice, unless a word that holds a digit is being typed."""
        if self._typed or not 1 <= digit <= len(self._choices):
            return False
        self.reach(digit - 1)
        self.take()
        return True

    def _take_letter(self, letter: str) -> bool:
        """Go to what the letters typed so far begin; a letter that does not go on begins anew."""
        if letter == " " and not self._typed:
            return False
        for typed in (self._typed + letter, letter):
            places = typed_matches(self._words, typed) if typed.strip() else []
            if places:
                self.reach(places[0])
                self._typed, self._found = typed, places
                self.changed()
                return True
        return letter != " "

    def reach(self, place: int) -> None:
        """Go to that choice; the letters typed before are done with."""
        self._place, self._typed, self._found = place % len(self._choices), "", ()
        self.changed()

    def take(self) -> None:
        """Make something of the choice that a digit or a click has reached."""

    def changed(self) -> None:
        """Draw again and tell the form."""
        self.refresh()
        self.post_message(Changed())


class ChoiceField(KeyField):
    """One of a few choices: boxes side by side where there is room for them, else the one taken and a list behind it.

    Taken by its first letters, its number, the arrow keys or a click.
    """

    BINDINGS = bindings("choice")

    def __init__(self, value: str, choices: Choices) -> None:
        super().__init__(choices)
        self._place = self._place_of(value)

    @property
    def text_value(self) -> str:
        """The value chosen."""
        return self._choices[self._place][0]

    def put(self, text: str) -> None:
        """Choose that value."""
        self.reach(self._place_of(text))

    def _place_of(self, value: str) -> int:
        return next((place for place, (choice, _) in enumerate(self._choices) if choice == value), 0)

    def boxes(self, width: int) -> Sequence[Sequence[int]]:
        """The choices in each line of boxes; none where they are too many for that."""
        rows: list[list[int]] = []
        room = 0
        for place, words in enumerate(self._words[: _MOST_BOXES + 1]):
            size = _BOX + cells(words)
            if not rows or size > room:
                rows.append([])
                room = width
            rows[-1].append(place)
            room -= size + _GAP
            if size > width or len(rows) > _MOST_LINES or place == _MOST_BOXES:
                return ()
        return rows

    def lines(self, width: int) -> int:
        """Those of the boxes; else those of the longest words, unless the choices are records of whatever length."""
        if rows := self.boxes(width):
            return len(rows)
        return max(len(self._set(words, width)) for words in self._words) if len(self._words) <= _MOST_WORDS else 1

    def _set(self, words: str, width: int) -> Sequence[str]:
        """The words in lines that leave room for the arrows and for which of how many they are."""
        room = max(width - _ARROWS - len(self._count), 1)
        lines = [words[start:end].rstrip() for start, end in wrap(words, room)]
        above = lines[: _MOST_LINES - 1] if len(self._words) <= _MOST_WORDS else []
        rest = " ".join(lines[len(above) :])
        return [*above, fit(rest, room).rstrip()] if rest or not above else above

    @property
    def _count(self) -> str:
        return f" {self._place + 1}/{len(self._choices)}"

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Nothing is opened where everything is in sight."""
        return action != "open" or self.is_long

    @property
    def is_long(self) -> bool:
        """Whether not all choices are in sight, so that `enter` opens them as a list."""
        return not self.boxes(self.size.width)

    def enter(self) -> None:
        """Open a long list; else save."""
        if self.is_long:
            self.post_message(PickWanted())
        else:
            super().enter()

    def action_move(self, by: int) -> None:
        """Take the choice so many places further, round and round."""
        self.reach(self._place + by)

    def hit(self, x: int, y: int, width: int) -> None:
        """Take the box that was clicked; a long list is opened."""
        rows = self.boxes(width)
        if not rows:
            self.post_message(PickWanted())
            return
        at = 0
        for place in rows[min(y, len(rows) - 1)]:
            at += _BOX + cells(self._words[place]) + _GAP
            if x < at:
                self.reach(place)
                return

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The boxes of that line; of a long list the choice between its arrows, and which of how many it is."""
        rows = self.boxes(width)
        if rows:
            # What keeps two boxes apart stands after none: it would be cut where a line is full.
            return [piece for place in rows[y] for piece in self._box(place)][:-1] if y < len(rows) else ()
        lines = self._set(self._words[self._place], width)
        if y >= len(lines):
            return ()
        after = (Span(" ›", TextStyle.KEY), Span(self._count, TextStyle.MUTED)) if y == len(lines) - 1 else ()
        return Span("  " if y else "‹ ", TextStyle.KEY), Span(lines[y]), *after

    def _box(self, place: int) -> Sequence[Span]:
        """A box with its words: full where it is taken; its number stands in it while a digit takes it."""
        is_chosen = place == self._place
        inside = "•" if is_chosen else str(place + 1) if self.has_focus else " "
        tone = TextStyle.STRONG if is_chosen else TextStyle.PLAIN
        sign = TextStyle.KEY if is_chosen else TextStyle.MUTED
        return Span(f"({inside}) ", sign), Span(self._words[place], tone), Span(" " * _GAP)


class TickField(KeyField):
    """Any number of choices, each with a box to tick, in as many columns as fit.

    The value is the ticked ones, one per line.
    """

    BINDINGS = bindings("tick")

    def __init__(self, value: str, choices: Choices) -> None:
        super().__init__(choices)
        self._ticked = set(value.split("\n")) & {choice for choice, _ in choices}
        self._longest = max(map(cells, self._words), default=0) + _BOX + _GAP

    @property
    def text_value(self) -> str:
        """The ticked values, in the order of the choices."""
        return "\n".join(value for value, _ in self._choices if value in self._ticked)

    def put(self, text: str) -> None:
        """Tick these values alone."""
        self._ticked = set(text.split("\n")) & {choice for choice, _ in self._choices}
        self.changed()

    def _columns(self, width: int) -> int:
        return min(max(width // self._longest, 1), len(self._choices))

    def lines(self, width: int) -> int:
        """As many as the columns leave."""
        return -(-len(self._choices) // self._columns(width))

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """One box alone leaves nowhere to go."""
        return action not in ("move", "move_lines") or len(self._choices) > 1

    def take(self) -> None:
        """Tick what a digit or a click has reached."""
        self.action_tick()

    def hit(self, x: int, y: int, width: int) -> None:
        """Tick the box that was clicked."""
        columns = self._columns(width)
        place = y * columns + min(x // max(width // columns, 1), columns - 1)
        if place < len(self._choices):
            self.reach(place)
            self.take()

    def action_tick(self) -> None:
        """Tick the box, or untick it."""
        self._ticked ^= {self._choices[self._place][0]}
        self.changed()

    def action_move(self, by: int) -> None:
        """Go so many boxes further."""
        self.reach(max(min(self._place + by, len(self._choices) - 1), 0))

    def action_move_lines(self, by: int) -> None:
        """Go so many lines further."""
        self.action_move(by * self._columns(self.size.width))

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The boxes of that line, the one under the cursor marked."""
        columns = self._columns(width)
        places = range(y * columns, min((y + 1) * columns, len(self._choices)))
        return [piece for place in places for piece in self._box(place, max(width // columns, _BOX))]

    def _box(self, place: int, width: int) -> Sequence[Span]:
        is_current = place == self._place and self.has_focus
        box = "[x]" if self._choices[place][0] in self._ticked else "[ ]"
        return (
            Span(box, TextStyle.KEY if is_current else TextStyle.PLAIN),
            Span("›" if is_current else " ", TextStyle.KEY),
            Span(fit(self._words[place], width - _BOX), TextStyle.STRONG if is_current else TextStyle.PLAIN),
        )


class CheckField(TickField):
    """One box to tick; the value is `yes` or empty."""

    def __init__(self, value: str, words: str) -> None:
        super().__init__(value, (("yes", words),))


class SaveButton(KeyField):
    """The last stop of a form: enter or space saves, or `does` what the form is for."""

    def __init__(self, does: str = "") -> None:
        super().__init__(())
        self._called = f"[ {(does or 'save').capitalize()} ]"

    def on_key(self, event: events.Key) -> None:
        """Space saves; enter does in every field, and Textual calls the handlers of both classes."""
        if event.key == "space":
            event.stop()
            self.enter()

    def hit(self, _x: int, _y: int, _width: int) -> None:
        """A click saves."""
        self.enter()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The words of the button."""
        words = fit(self._called, min(width, len(self._called)))
        return () if y else (Span(words, TextStyle.KEY if self.has_focus else TextStyle.PLAIN),)
