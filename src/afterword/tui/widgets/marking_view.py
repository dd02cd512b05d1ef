"""Owns the text in which phrases are marked by keys; what a marked phrase means is left to whoever listens."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from afterword.domain.conversation.letter_reading import opening, sentence_spans
from afterword.domain.text import cells, settled, signs_of
from afterword.tui.actions import bindings
from afterword.tui.styles import TextStyle, wrap
from afterword.tui.widgets.lines import LineStyle, LineView, ground, line_style, tone_style

# Letters with accents, written apart too, joined by apostrophes and hyphens (l’équipe, follow-up); 3.5, 24/7, C++.
_LETTERS = "[\\w\u0300-\u036f]"
_WORD = re.compile(
    rf"\w{_LETTERS}*(?:[’'ʼ‘·\u00ad\u2010\u2011-]\w{_LETTERS}*|(?<=\d)[.,:/]\d{_LETTERS}*)*(?:[+#]+(?!\w))?"
)


def word_start_after(text: str, at: int) -> int:
    """Where the next word begins, or the end of the text."""
    return next((word.start() for word in _WORD.finditer(text) if word.start() > at), last_place(text))


def word_start_before(text: str, at: int) -> int:
    """Where the word at `at`, or the one before, begins."""
    starts = [word.start() for word in _WORD.finditer(text, 0, max(at, 0)) if word.start() < at]
    return starts[-1] if starts else 0


def word_end_after(text: str, at: int, otherwise: int | None = None) -> int:
    """The last character of the word at `at`, or of the next one; behind the last word `otherwise`, or the end."""
    end = next((word.end() - 1 for word in _WORD.finditer(text) if word.end() - 1 > at), None)
    return end if end is not None else last_place(text) if otherwise is None else otherwise


def word_end_before(text: str, at: int) -> int:
    """The last character of the word before the one at `at`; -1 where there is none."""
    return max((word.end() - 1 for word in _WORD.finditer(text) if word.end() - 1 < at), default=-1)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The phrase, made longer where it begins or ends inside a word."""
    for word in _WORD.finditer(text):
        if word.start() < start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    return start, end


def last_place(text: str) -> int:
    """The last place a cursor can stand on."""
    return max(len(text) - 1, 0)


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around `at` begins and ends, without white space at its ends.

    Between two sentences it is the one before; on an empty line there is none, and an empty phrase is returned.
    """
    line_start, line_end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    if not text[line_start : line_end if line_end >= 0 else len(text)].strip():
        return at, at
    spans = sentence_spans(text)
    before = [span for span in spans if span[0] <= at and span[1] > line_start]
    return before[-1] if before else next((span for span in spans if span[0] > at), (at, at))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same phrase without white space at its ends; an empty one where there is nothing else."""
    phrase = text[start:end]
    lead = len(phrase) - len(phrase.lstrip())
    inner = phrase.strip()
    return (start + lead, start + lead + len(inner)) if inner else (start, start)


def line_of(lines: Sequence[tuple[int, int]], at: int) -> int:
    """Which of the wrapped lines holds the place; a line end belongs to the line it ends."""
    for number in range(len(lines) - 1, -1, -1):
        if lines[number][0] <= at:
            return number
    return 0


_LOOKS = {
    TextStyle.GOOD: Style(bold=True),
    TextStyle.WARN: Style(underline=True),
    TextStyle.ACCENT: Style(italic=True, underline=True),
    TextStyle.KEY: Style(bold=True, underline=True),
    TextStyle.MUTED: Style(italic=True),
}
"""How a phrase is set beside its sign, so that no kind is told from another by colour alone."""


class TextMark(Struct, frozen=True):
    """A phrase of the text that stands out, from `start` up to but without `end`, in characters.

    `sign` is drawn in front of it, so that what it was marked as can be told without colour.
    """

    start: int
    end: int
    tone: TextStyle = TextStyle.GOOD
    sign: str = ""


class MarkingView(LineView):
    """A text with a cursor. `v` begins a phrase, moving or dragging the mouse extends it; `s` takes the sentence.

    The sentence under the cursor stands out while nothing is marked in it: it is what a kind's key would mark.
    Moving by words or lines takes whole words, moving by characters what it says.
    The text must have been cleaned when it was recorded: offsets are those of the text given, character by character.
    """

    BINDINGS = bindings("marking")
    ALLOW_SELECT = False

    class Moved(Message):
        """The cursor moved or the phrase changed; `phrase` is None when nothing is marked."""

        def __init__(self, at: int, phrase: tuple[int, int] | None) -> None:
            super().__init__()
            self.at = at
            self.phrase = phrase

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._marks: Sequence[TextMark] = ()
        self._signs: dict[int, str] = {}
        self._lines: list[tuple[int, int]] = [(0, 0)]
        self._at = 0
        self._anchor: int | None = None
        self._by_words = False
        self._pressed: int | None = None
        self._sentence = (0, 0)

    def show_text(self, text: str, marks: Sequence[TextMark] = ()) -> None:
        """Show a text and what is already marked in it; the cursor stays where it was when the text is the same.

        In another one it begins with the first sentence that tells something and is not marked.
        """
        is_new, self._marks = text != self._text, marks
        if is_new:
            begin, _ = opening(text) or (0, 0)
            self._text, self._at, self._anchor = text, begin, None
        self._wrap()
        if is_new and self._is_marked(*sentence_at(text, self._at)):
            self.to_unmarked(self._at)

    @property
    def at(self) -> int:
        """The place of the cursor."""
        return self._at

    @property
    def phrase(self) -> tuple[int, int] | None:
        """Where the marked phrase begins and ends, without white space at its ends; None when nothing is marked."""
        if self._anchor is None:
            return None
        low, high = sorted((self._anchor, self._at))
        start, end = low, self._sign(high)[1]
        if self._by_words:
            start, end = whole_words(self._text, start, end)
        start, end = trimmed(self._text, start, end)
        return (start, end) if end > start else None

    def unmark(self) -> bool:
        """Give the phrase up; False when nothing was marked."""
        had, self._anchor = self._anchor is not None, None
        self._moved()
        return had

    def move_to(self, at: int) -> None:
        """Put the cursor on a character, or on the sign it is a part of."""
        self._at = self._sign(max(min(at, last_place(self._text)), 0))[0]
        self._moved()

    def to_unmarked(self, after: int) -> bool:
        """Go to the next sentence in which nothing is marked; False where there is none behind that place."""
        free = (
            start for start, end in sentence_spans(self._text) if start >= after and not self._is_marked(start, end)
        )
        place = next(free, None)
        if place is not None:
            self.move_to(place)
        return place is not None

    def _is_marked(self, start: int, end: int) -> bool:
        return any(mark.start < end and mark.end > start for mark in self._marks)

    def action_go_sentences(self, by: int) -> None:
        """Go to the beginning of the next sentence, or of the one before."""
        starts = [start for start, _ in sentence_spans(self._text)]
        place = bisect_right(starts, self._at) if by > 0 else bisect_left(starts, self._at) - 1
        if 0 <= place < len(starts):
            self.move_to(starts[place])

    def action_go(self, to: str) -> None:
        """Move the cursor to the next or the last character, word or end of the line; `to` names it as its key does.

        While a phrase grows forward, the next word is marked up to its end, and is given up as a whole.
        """
        text, at, (start, end) = self._text, self._at, self._lines[self._line]
        self._by_words = to not in ("right", "left")
        grows = self._anchor is not None and at >= self._anchor
        shrinks = self._anchor is not None and word_end_before(text, at) > self._anchor
        self.move_to(
            {
                "right": lambda: self._sign(at)[1],
                "left": lambda: at - 1,
                "word": lambda: word_end_after(text, at, at) if grows else word_start_after(text, at),
                "word-back": lambda: word_end_before(text, at) if shrinks else word_start_before(text, at),
                "word-end": lambda: word_end_after(text, at, at if grows else None),
                "line-start": lambda: start,
                "line-end": lambda: max(end - 1, start),
            }[to]()
        )

    def action_move(self, by: int) -> None:
        """Move the cursor so many lines down."""
        self._by_words = True
        self.move_to(self._below(by))

    def action_move_pages(self, by: int) -> None:
        """Move the cursor so many pages down."""
        self.action_move(by * max(self.size.height - 1, 1))

    def action_extend(self) -> None:
        """Begin a phrase at the cursor, or give up the one that was begun."""
        self._anchor = self._at if self._anchor is None else None
        self._by_words = False
        self._moved()

    def action_sentence(self) -> None:
        """Mark the sentence at the cursor."""
        start, end = sentence_at(self._text, self._at)
        if end > start:
            self._anchor, self._at, self._by_words = start, end - 1, False
        self._moved()

    def _sign(self, at: int) -> tuple[int, int]:
        """Where the sign at that place begins and ends: an emoji made of several characters is one."""
        first, last = self._lines[line_of(self._lines, at)]
        signs = (
            (first + start, first + end)
            for start, end, _ in signs_of(self._text[first:last])
            if first + end > at >= first
        )
        return next(signs, (at, min(at + 1, len(self._text))))

    @property
    def _line(self) -> int:
        return line_of(self._lines, self._at)

    def _below(self, by: int) -> int:
        start, _ = self._lines[self._line]
        line = max(min(self._line + by, len(self._lines) - 1), 0)
        first, end = self._lines[line]
        return min(first + self._at - start, max(end - 1, first))

    def _moved(self) -> None:
        sentence = (0, 0) if self._anchor is not None else sentence_at(self._text, self._at)
        self._sentence = (0, 0) if self._is_marked(*sentence) else sentence
        height, top = max(self.size.height, 1), self.scroll_offset.y
        new_top = min(max(top, self._line - height + 1), self._line)
        if new_top != top:
            self.scroll_to(y=new_top, animate=False, immediate=True, force=True)
        self.refresh()
        self.post_message(self.Moved(self._at, self.phrase))
        self.refresh_bindings()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A press puts the cursor there, and begins a phrase once the mouse is moved."""
        self._anchor = None
        self._pressed = self._place_at(event.x, event.y)
        self.capture_mouse()
        self.move_to(self._pressed)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Dragging extends the phrase by whole words."""
        if self._pressed is None:
            return
        place = self._place_at(event.x, event.y)
        if place != self._pressed:
            self._anchor, self._by_words = self._pressed, True
            self.move_to(place)

    def on_mouse_up(self) -> None:
        """The phrase is as long as it was dragged."""
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A second click takes the sentence."""
        if event.chain > 1:
            self.action_sentence()

    def _place_at(self, x: int, y: int) -> int:
        """The character that is drawn there."""
        start, end = self._lines[max(min(y + self.scroll_offset.y, len(self._lines) - 1), 0)]
        used = 0
        for first, _, size in signs_of(self._text[start:end]):
            used += size + len(self._signs.get(start + first, ""))
            if used > x:
                return start + first
        return max(end - 1, start)

    def on_resize(self) -> None:
        """Another width, other lines."""
        self._wrap()

    def _wrap(self) -> None:
        self._signs = {}
        for mark in self._marks:
            self._signs[mark.start] = self._signs.get(mark.start, "") + mark.sign
        self._lines = self._wrapped(max(self.size.width - 1, 10))
        self.virtual_size = Size(0, len(self._lines))
        self._moved()

    def _wrapped(self, width: int) -> list[tuple[int, int]]:
        """The lines of the text, each with room for the signs that are drawn in it."""
        places = [place for place in sorted(self._signs) for _ in self._signs[place]]
        drawn = self._text
        for place in reversed(places):
            drawn = f"{drawn[:place]}x{drawn[place:]}"
        # What was put in before a place moves it along; taken off again, the lines are those of the text.
        moved = [place + count for count, place in enumerate(places)]
        return [(start - bisect_left(moved, start), end - bisect_left(moved, end)) for start, end in wrap(drawn, width)]

    def draw_line(self, y: int, width: int) -> Strip:
        """The line at `y` from the top of the widget."""
        style = ground(self)
        place = y + self.scroll_offset.y
        if place >= len(self._lines):
            return Strip.blank(width, style)
        start, end = self._lines[place]
        runs: list[Segment] = []
        for low, high in pairwise(self._cuts(start, end)):
            if low in self._signs:
                runs.append(Segment(self._signs[low], style + self._mark_style(low) + Style(bold=True)))
            runs.append(Segment(settled(self._text[low:high].replace("\t", " ")), style + self._style(low)))
        if start == end and self._at == start and self.has_focus:
            runs = [Segment(" ", style + line_style(self, LineStyle.CARET))]
        return Strip(runs, sum(cells(run.text) for run in runs)).adjust_cell_length(width, style)

    def _cuts(self, start: int, end: int) -> list[int]:
        phrase = self.phrase or (start, start)
        places = {start, end, *self._sign(self._at), *phrase, *self._sentence}
        for mark in self._marks:
            places |= {mark.start, mark.end}
        return sorted(place for place in places if start <= place <= end)

    def _style(self, at: int) -> Style:
        if at == self._at and self.has_focus:
            return line_style(self, LineStyle.CARET)
        phrase = self.phrase
        if phrase is not None and phrase[0] <= at < phrase[1]:
            return tone_style(self, TextStyle.MARKED)
        if self._sentence[0] <= at < self._sentence[1] and self.has_focus:
            return line_style(self, LineStyle.BLURRED_CURSOR)
        return self._mark_style(at)

    def _mark_style(self, at: int) -> Style:
        mark = next((mark for mark in self._marks if mark.start <= at < mark.end), None)
        return Style.null() if mark is None else tone_style(self, mark.tone) + _LOOKS.get(mark.tone, Style.null())
