"""Owns the parts of one line that a person types into: fields, and the line that narrows a list or a text by words."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Self

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from afterword.domain.field_reading import Step
from afterword.domain.text import cells, clean, clean_line
from afterword.errors import AfterwordError
from afterword.tui.actions import bindings
from afterword.tui.app_context import ActionHost
from afterword.tui.styles import TextStyle, pieces, plain
from afterword.tui.widgets.lines import TextLine, TextView, words_of

if TYPE_CHECKING:
    from afterword.domain.text import SearchWords

_HINT = "any words of the line and of what stands beside it; enter keeps, esc clears"


class Changed(Message):
    """The value of a field changed."""


class NotTyped(Message):
    """A letter was typed where only a number can stand."""


class Entered(Message):
    """`enter` was pressed where it does not belong to the text: save."""


class Completing:
    """What a field offers while it is typed in: what is known already and begins like what stands there.

    `→` at the end takes the first of them; `↓` chooses one, which `enter` and `tab` take, too. Nothing is ever taken
    that was not asked for: who types on and goes on keeps what they typed.
    """

    find: Callable[[str], Sequence[str]] = staticmethod(lambda _typed: ())
    offered: Sequence[str] = ()
    chosen: int | None = None

    def typed_start(self) -> str:
        """The words being typed, where the cursor is at their end."""
        raise NotImplementedError

    def complete(self, words: str) -> None:
        """Put these words in the place of those being typed."""
        raise NotImplementedError

    def look_up(self) -> None:
        """Find what is known that begins like this."""
        prefix = self.typed_start()
        self.offered, self.chosen = (self.find(prefix) if prefix.strip() else ()), None

    def take(self, place: int) -> None:
        """Take that offer."""
        words, self.offered, self.chosen = self.offered[place], (), None
        self.complete(words)

    def steer(self, key: str) -> bool:
        """Whether that key chose or took an offer."""
        chosen, last = self.chosen, len(self.offered) - 1
        if not self.offered or not self.typed_start():
            return False
        if key == "down":
            self.chosen = 0 if chosen is None else min(chosen + 1, last)
        elif key == "right":
            self.take(chosen or 0)
        elif chosen is None:
            return False
        elif key == "up":
            self.chosen = chosen - 1 if chosen else None
        elif key in ("enter", "tab"):
            self.take(chosen)
        elif key == "escape":
            self.chosen = None
        else:
            return False
        return True


class LineField(Completing, Input):
    """One line of text. What it begins with is replaced by typing; once the cursor was moved it is edited.

    Several lines that are pasted become one.
    """

    virtual_size = Reactive(Size(0, 0), repaint=False)
    """How long it is. Textual's own would lay out the whole screen anew at every letter."""

    def __init__(self, value: str, hint: str = "", *, restrict: str | None = None) -> None:
        super().__init__(clean_line(value), placeholder=hint, restrict=restrict, select_on_focus=False, validate_on=())
        self.cursor_blink = False
        self._offered = self.value

    def on_focus(self, event: events.Focus) -> None:
        """Select what is only offered; what the person typed is never at stake."""
        if self.value == self._offered and not event.from_app_focus:
            self.select_all()
        self.call_after_refresh(self._show_place)

    def on_blur(self) -> None:
        """Nothing is offered where nothing is typed, and a long line is seen from its beginning."""
        self.offered, self.chosen = (), None
        self.call_after_refresh(self._show_place)

    def on_resize(self) -> None:
        """As long as nobody types in it, a line is seen from its beginning."""
        self.call_after_refresh(self._show_place)

    def _show_place(self) -> None:
        at = cells(self.value[: self.cursor_position]) if self.has_focus else 0
        self.scroll_to_region(Region(at, 0, 1, 1), animate=False, force=True)

    def on_key(self, event: events.Key) -> None:
        """Some keys choose among what is offered."""
        if self.steer(event.key):
            event.stop()
            event.prevent_default()
            self.post_message(Changed())

    def on_paste(self, event: events.Paste) -> None:
        """Take every line of what is pasted; a single one with the spaces around it, since it may stand among words."""
        event.stop()
        event.prevent_default()
        lines = [line for line in clean(event.text).split("\n") if line.strip()]
        words = " ".join(line.strip() for line in lines) if len(lines) > 1 else "".join(lines)
        self.replace(words, *self.selection)

    def restricted(self) -> None:
        """Tell the form that a letter was not taken; Textual would ring the bell."""
        self.post_message(NotTyped())

    @property
    def text_value(self) -> str:
        """The line, cleaned."""
        return clean_line(self.value)

    def put(self, text: str) -> None:
        """Replace the value by one that is offered."""
        self.value = self._offered = clean_line(text)

    def typed_start(self) -> str:
        """The whole line."""
        return self.value if self.cursor_position == len(self.value) else ""

    def complete(self, words: str) -> None:
        """Put these words on the line."""
        self.value = words
        self.cursor_position = len(words)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the form."""
        event.stop()
        if self.has_focus and self.value not in self.offered:
            self.look_up()
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
        self._field: LineField | None = None
        self._words = Static("", markup=False, classes="-words")
        self._told = ""
        self.display = False

    def compose(self) -> ComposeResult:
        """The words typed, and how many lines they keep; nothing before any are asked for, as most often none are."""
        if self._field is not None:
            yield from (Static("/", markup=False, classes="-sign"), self._field, self._words)

    def _opened(self) -> LineField:
        """The field, made when it is first needed."""
        if self._field is None:
            self._field = LineField("", _HINT)
            if self.is_attached:
                self.mount(*self.compose())
        return self._field

    @property
    def text(self) -> str:
        """The words typed; empty when every line is kept."""
        return "" if self._field is None else self._field.text_value

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text)

    def keeps(self, words: str) -> bool:
        """Whether a line with these words is kept."""
        from afterword.domain.text import searchable

        return self.wanted.are_in(searchable(words))

    @property
    def wanted(self) -> "SearchWords":
        """What a line has to hold to be kept; a long list asks once and looks for it itself."""
        from afterword.domain.text import search_words

        return search_words(self.text)

    def ask(self) -> None:
        """Let words be typed; the next key goes there already."""
        field = self._opened()
        self.display = True
        self.screen.set_focus(field)

    def put(self, words: str) -> None:
        """Keep the lines with these words, as if they had been typed and kept."""
        if words or self._field is not None:
            self._opened().put(words)
        self.stay()

    def stay(self) -> None:
        """Be seen while anything is left out."""
        if self.narrows:
            self._opened()
        self.display = self.narrows

    def clear(self) -> bool:
        """Keep every line again; False when every line was kept."""
        had = self.display
        if self._field is not None:
            self._field.put("")
        self.display = False
        return had

    def count(self, shown: int, of: int) -> None:
        """Say how many lines are kept."""
        self.tell(count_words(shown, of))

    def tell(self, words: str) -> None:
        """Show these words at the right end of the line."""
        # In fewer cells than before the whole screen would be laid out anew.
        text = f" {words} ".rjust(len(self._told))
        if text != self._told:
            self._words.update(text, layout=cells(text) != cells(self._told))
            self._told = text

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
        self.stay()
        self.post_message(self.Narrowed(done=True))


_LEVELS = (TextStyle.STRONG, TextStyle.ACCENT)
"""How headings are told: the whole line in one of these tones, the outer ones first."""


def kept_lines(lines: Sequence[TextLine], keeps: Callable[[str], bool]) -> tuple[list[TextLine], int, int]:
    """The lines that hold the words with those that belong to them and the headings above, how many, and of how many.

    Below a heading that holds the words everything is kept.
    """
    matching: list[TextLine] = []
    above: dict[int, list[TextLine]] = {}
    whole, shown, of = len(_LEVELS), 0, 0
    for block in blocks(lines):
        level, finds = _level(block), keeps(words_of(block))
        if level < len(_LEVELS):
            above = {outer: heading for outer, heading in above.items() if outer < level}
            above[level] = block
            whole = whole if whole < level else level if finds else len(_LEVELS)
            continue
        of += 1
        if finds or whole < len(_LEVELS):
            for heading in above.values():
                matching += [*([TextLine("")] * bool(matching)), *heading]
            above = {}
            matching += block
            shown += 1
    return matching, shown, of


def blocks(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Each line with those below it that are set in to belong to it; blank ones belong to nothing."""
    block: list[TextLine] = []
    for line in lines:
        text = plain(line.text)
        if block and text.strip() and line.indent and text.startswith(" " * line.indent):
            block.append(line)
            continue
        if block:
            yield block
        block = [line] if text.strip() else []
    if block:
        yield block


def _level(block: Sequence[TextLine]) -> int:
    """How far out a heading stands; what is none stands furthest in."""
    tones = {piece.tone for line in block for piece in pieces(line.text, line.tone) if piece.text.strip()}
    return next((level for level, tone in enumerate(_LEVELS) if tones == {tone}), len(_LEVELS))


class NarrowedText(ActionHost, Vertical):
    """A text under a line for words; whoever is left asks `clear` first."""

    BINDINGS = bindings("narrow")

    def __init__(self) -> None:
        super().__init__()
        self.bar = FilterLine()
        self.view = TextView()
        self._lines: Sequence[TextLine] = ()

    def compose(self) -> ComposeResult:
        """The line for words over the text."""
        yield self.bar
        yield self.view

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT001, FBT002 - Textual's signature
        """Let keys scroll the text."""
        self.view.focus(scroll_visible)
        return self

    def show_lines(self, lines: Sequence[TextLine], *, keep_place: bool = False) -> None:
        """Show these lines, as far as they hold the words."""
        self._lines = lines
        self._show(keep_place=keep_place)

    def clear(self) -> bool:
        """Show the whole text again; False when it was shown."""
        had = self.bar.clear()
        if had:
            self._show()
            self.focus()
        return had

    def action_filter(self) -> None:
        """Let words be typed."""
        self.bar.ask()

    def on_filter_line_narrowed(self, message: FilterLine.Narrowed) -> None:
        """Other words to be found."""
        message.stop()
        self._show()
        if message.done:
            self.focus()

    def _show(self, *, keep_place: bool = False) -> None:
        if not self.bar.narrows:
            self.view.show_lines(self._lines, keep_place=keep_place)
            count = sum(1 for _ in blocks(self._lines))
            self.bar.count(count, count)
            return
        lines, shown, of = kept_lines(self._lines, self.bar.keeps)
        self.view.show_lines(lines)
        self.bar.count(shown, of)
