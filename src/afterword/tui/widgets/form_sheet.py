"""Owns how a form is laid out and drawn: one widget for all rows; only a field that is filled in is a widget itself.

A form of a dozen fields is seen as soon as one of two: what stands still is drawn as text. The fields of several lines
are here, too, apart from those of one: no first pane needs them, and much is loaded for them.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.containers import VerticalScroll
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static, TextArea

from afterword.domain.people import people_lines
from afterword.domain.text import cells, clean, clean_line, fit, settled
from afterword.tui.styles import Span, TextStyle, wrap
from afterword.tui.widgets.choices import KeyField
from afterword.tui.widgets.fields import Changed, Completing, Entered, LineField
from afterword.tui.widgets.lines import LineStyle, ground, line_style, tone_style


def tidy_text(text: str) -> str:
    """The text, cleaned, without empty lines at its end."""
    return clean(text).rstrip()


class TextField(TextArea):
    """Several lines of text; `tab` leaves it, `enter` is a line end."""

    def __init__(self, value: str, hint: str = "") -> None:
        super().__init__(clean(value), soft_wrap=True, tab_behavior="focus", placeholder=hint)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    @property
    def text_value(self) -> str:
        """The text, cleaned, without empty lines at its end."""
        return tidy_text(self.text)

    def put(self, text: str) -> None:
        """Replace the value."""
        self.load_text(clean(text))

    def on_paste(self, event: events.Paste) -> None:
        """Take the lines of what is pasted, without what no text should hold."""
        event.stop()
        event.prevent_default()
        self.write(self.pasted(clean(event.text)))

    def pasted(self, text: str) -> str:
        """What is written of a text that was pasted: all of it."""
        return text

    def write(self, text: str) -> None:
        """Put a text in the place of what is selected, with the cursor behind it."""
        self.move_cursor(self.replace(text, *self.selection, maintain_selection_offset=False).end_location)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(Changed())


class PeopleField(Completing, TextField):
    """People, one a line: `enter` begins the next one, and on an empty line it ends them.

    Everybody in a pasted list or header of a mail gets a line.
    """

    @property
    def on_empty_line(self) -> bool:
        """Whether `enter` ends the list here, since nobody is named on this line."""
        return not self._line.strip()

    @property
    def _line(self) -> str:
        return self.document.get_line(self.cursor_location[0])

    def on_blur(self) -> None:
        """Nobody is offered where nobody is typed."""
        self.offered, self.chosen = (), None

    def on_key(self, event: events.Key) -> None:
        """Some keys choose among who is offered; `enter` on an empty line goes on."""
        steered = self.steer(event.key)
        if steered or (event.key == "enter" and self.on_empty_line):
            event.stop()
            event.prevent_default()
            self.post_message(Changed() if steered else Entered())

    def pasted(self, text: str) -> str:
        """Everybody gets a line."""
        return "\n".join(people_lines(text)) if "@" in text or "\n" in text.strip() else text

    def typed_start(self) -> str:
        """Whoever is being typed on this line."""
        return self._line if self.cursor_at_end_of_line else ""

    def complete(self, words: str) -> None:
        """Put that person on the line."""
        row, column = self.cursor_location
        result = self.replace(words, (row, 0), (row, column), maintain_selection_offset=False)
        self.move_cursor(result.end_location)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Look for whom it may be."""
        if self.has_focus and self._line not in self.offered:
            self.look_up()
        super().on_text_area_changed(event)
        event.prevent_default()


FieldWidget = LineField | TextField | PeopleField | KeyField
"""What a form is made of."""
_NARROW = 60
"""Below so many cells a label stands above its field."""
_LEAST_LABEL, _MOST_LABEL = 12, 22
_LEAST_TEXT, _LEAST_PEOPLE, _MOST_PEOPLE = 3, 2, 8
"""The lines of a text, and of a list of people, when there is no room for more."""
_FRAME = 4
"""The lines around the fields: two of the border, the keys, and an empty one."""
_HIGH, _MARGIN = 30, 2
"""On a screen so high the form leaves a margin of so many lines."""


class SheetRow:
    """A label, what is filled in, and below it how that was understood, what is offered, or what is wrong with it.

    The widget in which it is filled in is made when it is first needed.
    """

    def __init__(self, label: str, kind: type[FieldWidget], make: Callable[[str], FieldWidget], text: str) -> None:
        self.label = clean(label)
        self.kind = kind
        self.hint = ""
        """What stands in it while it is empty."""
        self.note = ""
        self.is_bad = False
        self._make = make
        # What is set by keys is drawn by its widget from the beginning.
        self._editor = make(text) if issubclass(kind, KeyField) else None
        self._text = self._tidied(text)

    def _tidied(self, text: str) -> str:
        return tidy_text(text) if issubclass(self.kind, TextField) else clean_line(text)

    @property
    def editor(self) -> FieldWidget:
        """The widget in which it is filled in."""
        if self._editor is None:
            self._editor = self._make(self._text)
        return self._editor

    @property
    def made(self) -> FieldWidget | None:
        """That widget, if it was needed already."""
        return self._editor

    @property
    def is_mounted(self) -> bool:
        """Whether it has been filled in by now, or is being so."""
        return self._editor is not None and self._editor.is_attached

    @property
    def text_value(self) -> str:
        """What it holds, cleaned."""
        return self._text if self._editor is None else self._editor.text_value

    def put(self, text: str) -> None:
        """Replace what it holds."""
        if self._editor is None:
            self._text = self._tidied(text)
        else:
            self._editor.put(text)

    @property
    def is_here(self) -> bool:
        """Whether it is the one being filled in."""
        return self._editor is not None and self._editor.has_focus

    def words(self) -> Sequence[Span]:
        """What stands below it: what is offered while it is typed, else what was said of it."""
        editor = self._editor
        if isinstance(editor, Completing) and editor.offered:
            return [_offer(words, place, editor.chosen) for place, words in enumerate(editor.offered)]
        if not self.note:
            return ()
        return (Span(("! " if self.is_bad else "") + self.note, TextStyle.BAD if self.is_bad else TextStyle.MUTED),)


def _offer(words: str, place: int, chosen: int | None) -> Span:
    sign = "› " if place == chosen else "→ " if place == 0 and chosen is None else "  "
    return Span(sign + clean_line(words), TextStyle.ACTIVE if place == chosen else TextStyle.ACCENT)


class _Place(Struct):
    """Where a row stands: its first line, the lines above its value, those of the value, and the value's left edge."""

    row: SheetRow
    top: int
    above: int
    label: Sequence[str]
    value: int
    notes: Sequence[Span]
    left: int

    @property
    def height(self) -> int:
        """All lines of the row."""
        return max(self.above + self.value + len(self.notes), len(self.label))


class _SheetLayout(Layout):
    """Puts the fields that are widgets where the sheet has left room for them."""

    name = "sheet"

    def __init__(self, sheet: "FormSheet") -> None:
        self._sheet = sheet

    def arrange(self, _parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:  # noqa: FBT001, FBT002 - Textual's signature
        """Each field at its place."""
        del greedy
        regions = dict(self._sheet.regions(size.width))
        return [
            WidgetPlacement(regions[child], NULL_OFFSET, NULL_SPACING, child) for child in children if child in regions
        ]


class FormSheet(Widget):
    """All rows of a form, as wide as there is room and as long as it takes.

    Texts share what is left of the window's height.
    """

    class RowClicked(Message):
        """A row that is not being filled in was clicked: at this place of its field, which is so wide."""

        def __init__(self, row: SheetRow, x: int, y: int, width: int) -> None:
            super().__init__()
            self.row = row
            self.x, self.y, self.width = x, y, width

    def __init__(self, rows: Sequence[SheetRow], first: SheetRow) -> None:
        super().__init__(first.editor)
        self._rows = rows
        self._labelled = any(row.label for row in rows)
        self._room = 0
        self._places: list[_Place] = []
        self._width = 0
        self._sheet_layout = _SheetLayout(self)

    @property
    def layout(self) -> Layout:
        """Its own."""
        return self._sheet_layout

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the rows take."""
        del container, viewport
        return self.measured(width)

    def measured(self, width: int) -> int:
        """How many lines the rows take at that width."""
        self._width = width
        self._places = self._place_rows()
        return self._places[-1].top + self._places[-1].height if self._places else 0

    def fill(self, lines: int) -> None:
        """Let texts take so many lines together with everything else."""
        self._room = lines

    def regions(self, width: int) -> Iterator[tuple[Widget, Region]]:
        """The fields that are widgets with their places."""
        if width != self._width:
            self.measured(width)
        for place in self._places:
            if place.row.is_mounted:
                top = place.top + place.above
                yield place.row.editor, Region(place.left, top, width - place.left, place.value)

    def region_of(self, row: SheetRow) -> Region:
        """Where that row stands, with its label and its words."""
        place = next(place for place in self._places if place.row is row)
        return Region(0, place.top, self._width, place.height)

    def show(self) -> None:
        """Draw again; laid out anew where a row takes more or fewer lines now."""
        before = [(place.top, place.value, place.height) for place in self._places]
        self.measured(self._width)
        after = [(place.top, place.value, place.height) for place in self._places]
        self.refresh()
        if before != after:
            # What a widget holds is arranged anew when one of its parts asks for that.
            next(iter(self.children)).refresh(layout=True)

    # ── laying out ────────────────────────────────────────────────────────────────────────────────────────────────

    def _place_rows(self) -> list[_Place]:
        above = self._labelled and self._width < _NARROW
        longest = max((cells(row.label) for row in self._rows), default=0) + 2
        left = 0 if above or not self._labelled else min(max(longest, _LEAST_LABEL), _MOST_LABEL)
        width = max(self._width - left, 1)
        places = [self._place(row, left, width, above=above) for row in self._rows]
        gap = 1 if sum(place.height for place in places) + 2 * len(places) <= self._room else 0
        texts = [place for place in places if place.row.kind is TextField]
        gaps = [gap or int(_are_one_block(*pair)) for pair in pairwise(places)] + [0]
        used = sum(place.height for place in places) + sum(gaps)
        _share_out(texts, self._room - used)
        top = 0
        for place, free in zip(places, gaps, strict=True):
            place.top = top
            top += place.height + free
        return places

    def _place(self, row: SheetRow, left: int, width: int, *, above: bool) -> _Place:
        wrapped = wrap(row.label, self._width if above else left - 2) if row.label else ()
        label = [row.label[start:end] for start, end in wrapped]
        notes = [line for words in row.words() for line in _note_lines(words, width)]
        return _Place(row, 0, len(label) if above else 0, label, _lines_of(row, width, self._room), notes, left)

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """The line at `y`: of the row that stands there its label, its value or its words."""
        style = ground(self)
        place = next((place for place in self._places if place.top <= y < place.top + place.height), None)
        if place is None:
            return Strip.blank(self.size.width, style)
        line = y - place.top
        segments = list(self._label(place, line, style))
        line -= place.above
        if 0 <= line < place.value and not place.row.is_mounted:
            segments += self._value(place.row, line, self.size.width - place.left, style)
        elif line >= place.value:
            note = place.notes[line - place.value : line - place.value + 1]
            segments += [Segment(settled(words.text), style + tone_style(self, words.tone)) for words in note]
        width = sum(cells(segment.text) for segment in segments)
        return Strip(segments, width).adjust_cell_length(self.size.width, style)

    def _label(self, place: _Place, line: int, style: Style) -> Iterator[Segment]:
        words = place.label[line] if line < len(place.label) and (not place.above or line < place.above) else ""
        tone = TextStyle.ACTIVE if place.row.is_here else TextStyle.MUTED
        if place.above:
            yield Segment(words, style + tone_style(self, tone))
        elif place.left:
            yield Segment(fit(words, place.left), style + tone_style(self, tone))

    def _value(self, row: SheetRow, line: int, width: int, style: Style) -> Iterator[Segment]:
        """A field that stands still."""
        if isinstance(row.made, KeyField):
            for piece in row.made.line(line, width):
                yield Segment(piece.text, style + tone_style(self, piece.tone))
            return
        field = style + line_style(self, LineStyle.FIELD)
        text, hint = row.text_value, row.hint
        places = wrap(text or hint, width) if issubclass(row.kind, TextField) else [(0, len(text or hint))]
        start, end = places[line] if line < len(places) else (0, 0)
        tone = TextStyle.PLAIN if text else TextStyle.MUTED
        # The space at which a line was broken may hang over the edge; it is nothing that is cut.
        visible = (text or hint)[start:end].rstrip(" ").replace("\t", " ")
        yield Segment(fit(visible, width), field + tone_style(self, tone))

    def on_click(self, event: events.Click) -> None:
        """A click goes to the row it hits."""
        place = next((place for place in self._places if place.top <= event.y < place.top + place.height), None)
        if place is not None:
            at = event.y - place.top - place.above
            self.post_message(self.RowClicked(place.row, event.x - place.left, at, self._width - place.left))


class SheetScroll(VerticalScroll, can_focus=False):
    """The window in which the sheet is scrolled: as high as it is, and no higher than the screen has room for.

    `of_the_height` is the per cent of the screen's lines that the form may take.
    """

    def __init__(self, sheet: FormSheet) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self._words: dict[str, Static] = {}
        self.of_the_height = 100

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """What the sheet takes, or what there is."""
        del container
        texts = (str(line.content) for line in self._words.values() if line.display)
        below = sum(len(wrap(words, width)) + 1 for words in texts)
        most = viewport.height * self.of_the_height // 100
        room = most - _FRAME - below - (_MARGIN if viewport.height >= _HIGH else 0)
        self._sheet.fill(room)
        return min(self._sheet.measured(width - self.scrollbar_size_vertical), max(room, 1))

    def say_below(self, name: str, words: str) -> None:
        """Show words of that class below the fields; empty takes them away."""
        if not words and name not in self._words:
            return
        if name not in self._words and isinstance(self.parent, Widget):
            self._words[name] = Static("", markup=False, classes=f"-{name}")
            self.parent.mount(self._words[name], after=self)
        line = self._words[name]
        line.update(words)
        line.display = bool(words)
        self.refresh(layout=True)

    def reveal(self, row: SheetRow) -> None:
        """Scroll until all of that row is seen."""
        self.scroll_to_region(self._sheet.region_of(row), animate=False, force=True, immediate=True)


def _lines_of(row: SheetRow, width: int, room: int) -> int:
    """The lines that a field needs; a text has no more than can be seen at once."""
    editor = row.made
    if isinstance(editor, KeyField):
        return editor.lines(width)
    if not issubclass(row.kind, TextField):
        return 1
    text = editor.text if isinstance(editor, TextField) else row.text_value
    if issubclass(row.kind, PeopleField):
        return min(max(text.count("\n") + 1, _LEAST_PEOPLE), _MOST_PEOPLE)
    return max(min(len(wrap(text, width)), room - 1), _LEAST_TEXT)


def _note_lines(words: Span, width: int) -> Iterator[Span]:
    for start, end in wrap(words.text, width):
        yield Span(words.text[start:end], words.tone)


def _are_one_block(first: _Place, second: _Place) -> bool:
    """Whether nothing but an empty line would show where one text ends and the next begins."""
    return not first.notes and first.row.kind is TextField is second.row.kind and not second.above


def _share_out(texts: Sequence[_Place], room: int) -> None:
    """Give the lines that are left to the texts, the lowest first."""
    for _ in range(room if texts else 0):
        min(texts, key=lambda place: place.value).value += 1
