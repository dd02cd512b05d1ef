"""Owns what all screens over the panes share: full ones with a title and a footer, and dialogs in a box."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from rich.console import Console
from textual import events, on
from textual._compositor import Compositor, CompositorUpdate
from textual.app import App, ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Container
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from afterword.domain.journal import Journal
from afterword.domain.text import clean_line
from afterword.services.services import Services
from afterword.tui.actions import action, bindings, shown_keys
from afterword.tui.app_context import ActionHost, context_of
from afterword.tui.key_input import goes_on
from afterword.tui.styles import add_stylesheet
from afterword.tui.widgets.bars import KeyFooter, TitleLine
from afterword.tui.widgets.fields import FilterLine, NarrowedText
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.virtual_list import Row, VirtualList

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp


T = TypeVar("T")
_MOST_PASSES = 3
"""After so many layouts without a drawing one is drawn, whatever is to be laid out anew."""
_BAR = 1
"""The cells of a scrollbar, which lies over the lines: to cut them out of each would cost more."""
_MOST_TURNS = 12
"""So many turns of the loop a drawing waits for those that have something to do at once."""
_SMALL_BOX, _SMALL_BOX_PER_CENT, _CORNERS = 60, 96, 8
"""The cells of a small frame, the per cent of the window it takes at most, and the cells of its title's line around."""


class LineUpdate(CompositorUpdate):
    """Pieces of lines for the terminal, each with its line and its first cell."""

    def __init__(self, pieces: Iterable[tuple[int, int, Strip]]) -> None:
        self._pieces = pieces

    def render_segments(self, console: Console) -> str:
        """What the terminal is sent."""
        return "".join([f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for y, x, strip in self._pieces])


class LineCompositor(Compositor):
    """Puts the parts of a screen together, and asks each only for the lines of it that are drawn again and are seen.

    Textual's own asks every part for all of its lines, whichever changed, and whatever covers it; then it cuts every
    line wherever a part of the screen begins.
    """

    def get_widget_at(self, x: int, y: int) -> tuple[Widget, Region]:
        """What a click is meant for. Raises `NoWidget`, also for a part that has just gone: it would get the keys."""
        widget, region = super().get_widget_at(x, y)
        if not widget.is_attached:
            raise NoWidget(f"What was at {x}, {y} has gone.")
        return widget, region

    def render_partial_update(self) -> Any:
        """What has changed, to be drawn."""
        regions, screen = self._dirty_regions.copy(), self.size.region
        self._dirty_regions.clear()
        pieces = self._pieces(self._regions_to_spans([region.intersection(screen) for region in regions]), _BAR)
        return LineUpdate(pieces[::-1]) if pieces else None

    def _render_chops(self, crop: Region, _is_rendered_line: object) -> Sequence[Mapping[int, Strip]]:
        """Every line of the screen from its pieces."""
        lines: list[dict[int, Strip]] = [{} for _ in range(self.size.height)]
        pieces = self._pieces((y, crop.x, crop.right) for y in crop.line_range)
        for y, x, strip in sorted(pieces, key=itemgetter(0, 1)):
            lines[y][x] = strip
        return lines

    def _pieces(self, spans: Iterable[tuple[int, int, int]], covered: int = 0) -> list[tuple[int, int, Strip]]:
        """What stands in these cells of lines, each span its line, the first cell and the one behind the last.

        Every part of the screen, the one in front first, fills what those before it have left; where that is all of a
        line of it but `covered` cells, these are filled, too, and what is in front has to be drawn over them.
        """
        changed: dict[int, list[tuple[int, int]]] = {}
        for y, start, end in spans:
            changed.setdefault(y, []).append((start, end))
        remaining, pieces = dict(changed), list[tuple[int, int, Strip]]()
        for widget, (region, clip) in self.visible_widgets.items():
            visible = region.intersection(clip)
            x, right = visible.x, visible.right
            rows = [
                (y, parts)
                for y in range(visible.y, visible.bottom)
                if (spans_left := remaining.get(y))
                and (
                    parts := [
                        (max(span[0], x), min(span[1], right)) for span in spans_left if span[0] < right and span[1] > x
                    ]
                )
            ]
            if not rows:
                continue
            top, bottom = rows[0][0], rows[-1][0] + 1
            strips = widget.render_lines(Region(x - region.x, top - region.y, visible.width, bottom - top))
            for y, parts in rows:
                strip, lacks = strips[y - top], visible.width - sum([end - start for start, end in parts])
                if lacks <= covered and any(start <= x and right <= end for start, end in changed[y]):
                    pieces.append((y, x, strip))
                else:
                    pieces += [(y, start, strip.crop(start - x, end - x)) for start, end in parts]
                remaining[y] = [part for span in remaining[y] for part in _without(span, x, right)]
        return pieces


def _without(span: tuple[int, int], start: int, end: int) -> list[tuple[int, int]]:
    """What is left of these cells where those are taken."""
    parts = (span[0], min(span[1], start)), (max(span[0], end), span[1])
    return [part for part in parts if part[0] < part[1]]


class DrawnOnce(Screen[T]):
    """A screen that is drawn as a whole once when it opens; Textual's own is drawn again by all that moves on it."""

    sheet: ClassVar[str] = ""
    """The name of its stylesheet, if it has one beside that of the frame; the app reads it before it is shown."""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What gained or lost the focus draws itself."""

    _settled = True
    _passes = _turns = 0
    _laid_out_for = Size()

    def begin(self, app: App[Any]) -> None:
        """Have styles and classes before anything is laid out."""
        self._compositor = LineCompositor()
        if self.sheet:
            add_stylesheet(app, self.sheet)
        self.fit(app)

    def fit(self, app: App[Any]) -> None:
        """Have the classes of the window's size from the beginning: Textual sets them after the first layout."""
        breakpoints = app.HORIZONTAL_BREAKPOINTS or []
        widest = max((least for least, _ in breakpoints if least <= app.size.width), default=0)
        self.update_classes({name: least == widest for least, name in breakpoints}, update=self.is_attached)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with that answer, once: what still reaches one that is closed, or lies below another, does nothing."""
        return super().dismiss(result) if self.app.screen_stack[-1:] == [self] else AwaitComplete()

    @on(events.ScreenResume)
    def _begin(self, event: events.ScreenResume) -> None:
        """A new screen has its styles; what Textual does next lays it out before its parts have said what they need."""
        self._settled = self._size == self.app.size
        event.refresh_styles = event.refresh_styles and self._settled
        if not self._settled:
            self._laid_out_for = self.app.size
            self.fit(self.app)

    @on(events.Resize)
    def _hear_size(self, event: events.Resize) -> None:
        """Textual lays a screen out for its size, and once more with all behind it when that hears of its own size."""
        if event.size == self._laid_out_for:
            event.prevent_default()
        self._laid_out_for = event.size

    def _compositor_refresh(self) -> None:
        """Draw what has changed, unless it may move at once; what lies behind a dialog, the dialog has drawn."""
        if self is not self.app.screen:
            self._dirty_widgets.clear()
        elif self._settled:
            super()._compositor_refresh()

    def draw_soon(self, part: Widget) -> None:
        """Draw again what that part says it shows anew, without the messages by which Textual learns of it."""
        self._dirty_widgets.add(part)
        self._update_timer.resume()

    def _on_timer_update(self) -> None:
        """Draw once what a key has changed: not before all that is set going at once is done, or has gone on for long.

        Textual draws the line under the cursor, then what is told of it.
        """
        loop = asyncio.get_running_loop()
        if goes_on(loop) and self._turns < _MOST_TURNS:
            self._turns += 1
            loop.call_soon(self._on_timer_update)
            return
        self._turns = 0
        self._lay_out_or_draw()

    def _lay_out_or_draw(self) -> None:
        """Lay out, or draw what has changed: a layout tells parts their size, and what they then ask for comes first.

        Textual draws each time, and what is drawn as a whole anyway once more.
        """
        lays_out = self._layout_required and self.is_current and not self.app._batch_count  # noqa: SLF001 - as Textual
        self._settled = not lays_out or self._passes == _MOST_PASSES
        self._passes = 0 if self._settled else self._passes + 1
        if self._repaint_required and lays_out:
            self._dirty_widgets.add(self)
            self._repaint_required = False
        if self._settled:
            super()._on_timer_update()
        else:
            self._refresh_layout(scroll=self._scroll_required)
            self._layout_required = self._scroll_required = False
            # Whatever was moved waits to be drawn, though no part may have changed.
            self._dirty_widgets.add(self)
            asyncio.get_running_loop().call_soon(self._on_timer_update)

    def _screen_resized(self, size: Size) -> None:
        """Lay out anew, unless the window is another by now: each size that is laid out comes back as an event.

        With two of them under way, as when the edge of a window is dragged, either would undo the other for ever.
        """
        if size == self.app.size:
            super()._screen_resized(size)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw these parts again, or all of it; a layout draws what it moves."""
        return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)


class Page(ActionHost, DrawnOnce[T], inherit_bindings=False):
    """A screen such as composing a letter. A subclass sets `sheet`, fills `content()` and may ask in `leave()`.

    One that shows records has `show(journal)`, called after every change as a pane's is.
    """

    BINDINGS = bindings("focus", "page")
    AUTO_FOCUS = ""

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        self._title_line = TitleLine(title, words)

    def content(self) -> Iterable[Widget]:
        """The widgets between title and footer."""
        return ()

    def compose(self) -> ComposeResult:
        """Title, content, footer."""
        yield self._title_line
        yield from self.content()
        yield KeyFooter()

    @property
    def context(self) -> "AfterwordApp":
        """The app around it."""
        return context_of(self)

    @property
    def title_line(self) -> TitleLine:
        """The line at the top, to change its words."""
        return self._title_line

    def action_back(self) -> None:
        """Go back, if nothing holds the person up."""
        self.leave()

    def leave(self) -> None:
        """Go back; a subclass asks first when something would be lost."""
        self.dismiss(None)


class Box(Container, inherit_bindings=False):
    """The frame of a dialog; its title stands in the border."""

    def __init__(self, title: str, *, small: bool = False) -> None:
        super().__init__(classes="-small" if small else "-large")
        self.put_title(title)

    def put_title(self, title: str) -> None:
        """Show that title."""
        # As content, not as a string: a title may hold a company's name, and strings are read for markup.
        self.border_title = Content(f" {clean_line(title)} ")

    @property
    def title_room(self) -> int:
        """The cells there are for the title of a small one in a window of this size."""
        return min(_SMALL_BOX, self.app.size.width * _SMALL_BOX_PER_CENT // 100) - _CORNERS


class Dialog(ActionHost, DrawnOnce[T], ModalScreen[T], inherit_bindings=False):
    """A screen over the panes that is closed with an answer."""

    BINDINGS = bindings("focus")
    sheet = "dialogs"

    def __init__(self) -> None:
        super().__init__()
        self._behind: tuple[Size, Sequence[Strip]] | None = None

    def on_resize(self, event: events.Resize) -> None:
        """What is behind is another in another size."""
        if event.size != self._laid_out_for:
            self.call_after_refresh(self._draw_behind)

    def _draw_behind(self) -> None:
        # By now what is behind has been laid out for the new size, too.
        self._behind = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The screen behind it, dimmed. It is dimmed once for every size: at each change all of it would be anew."""
        if self._behind is None or self._behind[0] != self.size:
            self._behind = self.size, self._dimmed()
        lines = self._behind[1]
        return lines[y] if y < len(lines) else Strip.blank(self.size.width)

    def _dimmed(self) -> Sequence[Strip]:
        stack = self.app.screen_stack
        behind = stack[stack.index(self) - 1] if self in stack[1:] else None
        if behind is None:
            return ()
        strips = behind._compositor.render_strips(self.size)  # noqa: SLF001 - Textual's own way to draw what is behind
        tint = self.styles.background
        return [Strip(BackgroundScreen.process_segments(strip, tint)) for strip in strips]

    def action_help(self) -> None:
        """Show every key that works here."""
        from afterword.tui.screens.dialogs import HelpDialog

        self.app.push_screen(HelpDialog(self))

    def tell(self, words: str) -> None:
        """Say why a key did nothing, where the dialog has a line for that; the notice line lies behind it."""

    def leave(self) -> None:
        """Close without an answer; a dialog with something typed asks first."""
        self.dismiss(None)


class TooSmall(Dialog[None]):
    """Stands over everything where the window has no room for it; what lies below stays as it is."""

    LEAST: ClassVar[Size] = Size(40, 12)

    def compose(self) -> ComposeResult:
        """What there has to be, what there is, and how to leave."""
        size, (leave, *_) = self.app.size, shown_keys(action("app.leave"), context_of(self).keymap)
        yield Static(
            f"Afterword needs {self.LEAST.width} columns and {self.LEAST.height} lines; this window has {size.width} "
            f"and {size.height}. Make it larger: nothing is lost. {leave} leaves.",
            markup=False,
        )

    @classmethod
    def covers(cls, size: Size) -> bool:
        """Whether that is too small a window."""
        return size.width < cls.LEAST.width or size.height < cls.LEAST.height

    def on_resize(self, _event: events.Resize) -> None:
        """Tell the size there is."""
        self.refresh(recompose=True)

    def on_screen_resume(self) -> None:
        """What had been opened over it is gone, and the window may be larger by now."""
        if not self.covers(self.app.size):
            self.dismiss(None)

    def leave(self) -> None:
        """There is nothing to go back to: leave the program."""
        self.app.exit()


class NarrowedPage(Page[T]):
    """A page with one list, the line for words above it, and what is told of the line under the cursor below it.

    A subclass lays out otherwise in `content`, fills the list in `show` by way of `load`, and says in `told` what is
    told of a line.
    """

    BINDINGS = bindings("narrow")
    no_match: ClassVar[str] = "No line has these words; esc shows all."
    beside: ClassVar[str] = ""
    """The id of what holds the list and what is told, where these stand beside each other when there is room."""

    def __init__(self, title: str, services: "Services", listed: VirtualList, text_id: str = "") -> None:
        super().__init__(title)
        self._services = services
        self.bar = FilterLine()
        self.listed = listed
        self._text = TextView(widget_id=text_id)
        self._asked_from: Widget | None = None

    def content(self) -> Iterable[Widget]:
        """The list between the line for words and what is told."""
        parts = (self.listed, self._text)
        return (self.bar, *((Container(*parts, id=self.beside),) if self.beside else parts))

    def on_mount(self) -> None:
        """Show the lines, and begin."""
        self.show(self.newest())
        self.start()

    def start(self) -> None:
        """Begin in the list."""
        self.listed.focus()

    def newest(self) -> Journal:
        """The journal as it is now."""
        return self._services.store.journal()

    def show(self, journal: Journal) -> None:
        """Show the lines that the words keep."""
        raise NotImplementedError

    def load(self, keys: Collection[str], row: Callable[[str], Row], words: Callable[[str], str] | None = None) -> None:
        """Show those of these lines that the words keep; `words` are those of a line, where that is more than it shows.

        They are asked for only while there is something to be found.
        """
        words_of_key = words or (lambda key: row(key).words)
        kept = [key for key in keys if not self.bar.text or self.bar.keeps(words_of_key(key))]
        self.bar.count(len(kept), len(keys))
        self.listed.load(kept, row)
        self.tell_of_line()

    def details(self, key: str | None) -> Sequence[TextLine]:
        """What is told of that line; of None, that there is none, or none with these words."""
        raise NotImplementedError

    def tell_of_line(self) -> None:
        """Tell of the line under the cursor."""
        self._text.show_lines(self.details(self.listed.key))
        self.refresh_bindings()

    def on_virtual_list_highlighted(self) -> None:
        """Another line: what is told of that, and other keys."""
        self.tell_of_line()

    def offers(self, action: str) -> bool:
        """The filter is named where there is something to be searched."""
        return action != "filter" or self.bar.display or self.listed.count > 0

    def action_filter(self) -> None:
        """Let words be typed."""
        self._asked_from = self.focused
        self.bar.ask()

    def leave(self) -> None:
        """Show every line again first, then go back."""
        if self.bar.clear():
            self._narrow(done=True)
        else:
            self.dismiss(None)

    def on_filter_line_narrowed(self, message: FilterLine.Narrowed) -> None:
        """Other words to be found."""
        message.stop()
        self._narrow(done=message.done)

    def _narrow(self, *, done: bool) -> None:
        self.show(self.newest())
        if done:
            # Where nothing is listed, the person goes on in the text beside the list.
            (self.listed if self.listed.count else self._asked_from or self.listed).focus()


class ReadingPage(Page[None]):
    """A text under its title."""

    def __init__(self, title: str, lines: Sequence[TextLine], words: str = "") -> None:
        super().__init__(title, words)
        self._view = NarrowedText()
        self._lines = lines

    def content(self) -> Iterable[Widget]:
        """The text."""
        yield self._view

    def on_mount(self) -> None:
        """Show the text."""
        self._view.show_lines(self._lines)
        self._view.focus()

    def leave(self) -> None:
        """Show the whole text first, then go back."""
        if not self._view.clear():
            self.dismiss(None)
