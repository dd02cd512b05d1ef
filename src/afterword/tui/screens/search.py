"""Owns what finds things by words, the search over everything and the palette, and the saved views of panes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from afterword.domain.fields import Field
from afterword.domain.history import MOST_VIEWS, SavedView, seen, with_view
from afterword.domain.search import Hits, Searched, excerpts, snippet, title_of, where_of
from afterword.domain.text import Place, SearchWords, plural, searchable
from afterword.errors import UserError
from afterword.ports import ViewStore
from afterword.tui.actions import SCOPES, TABLE, Action, bindings, shown_keys
from afterword.tui.app_context import actions_now, context_of, run_action
from afterword.tui.panes.pane import TABS, TODAY, is_pane
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import Box, Dialog, Page
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.bars import KeyLine
from afterword.tui.widgets.fields import LineField
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

if TYPE_CHECKING:
    from afterword.domain.journal import Journal
    from afterword.services.services import Services

_COLUMNS = (ListColumn("what", 12), ListColumn("", 22, share=3), ListColumn("where", 20, share=2, hide_below=60))
_TEACHING = (
    TextLine(Span("Everything is searched: companies, people, notes, replies, letters, answers, plans.")),
    TextLine("Words in any order, or their beginnings; case and accents do not matter."),
)
_NOTHING = (TextLine("Nothing has these words. Fewer words, or only their beginnings, find more."),)
_MOST_LINES = 12
_HIDDEN = ("list.", "text.", "focus.", "app.palette", "app.interrupt", "app.clear")
_RECORD = "record/"
_MOST_RECORDS, _LEAST_LETTERS = 40, 2


class SearchPlace(Struct, frozen=True):
    """What was typed, and the place of the hit under the cursor."""

    typed: str = ""
    row: int = 0


class ChosenHit(Struct, frozen=True):
    """The hit that is gone to, the words that found it, and where to come back to."""

    item: Searched
    words: SearchWords
    place: SearchPlace

    @property
    def is_in_text(self) -> bool:
        """Whether words stand in a text that is read at its place, not only in a name."""
        is_name = self.item.kind in ("person", "request")
        return not is_name and self.words.any_in(searchable(f"{self.item.text}\n{self.item.more}"))


def marked(text: str, places: Iterable[Place]) -> tuple[str | Span, ...]:
    """The text with what was found in it marked."""
    parts: list[str | Span] = []
    end = 0
    for begin, stop in places:
        parts += [text[end:begin], Span(text[begin:stop], TextStyle.MARKED)]
        end = stop
    return (*parts, text[end:])


class SearchPage(Page[ChosenHit]):
    """Words at the top, hits below, and what each says beside or below. Dismissed with the hit to go to, or None.

    `keep` is told what is typed, to be offered when it is opened again.
    """

    BINDINGS = bindings("search")
    opens_by = "open"
    sheet = "search"

    def __init__(self, services: "Services", place: SearchPlace, keep: Callable[[str], object]) -> None:
        super().__init__("Search")
        self.add_class("-search")
        self._services = services
        self._place = place
        self._keep = keep
        self._field = LineField(place.typed, "words in any order")
        self._count = Static("", markup=False, classes="-words")
        self._list = VirtualList(_COLUMNS, heading=False, widget_id="hits")
        self._text = TextView(widget_id="hit")
        self._hits = Hits(SearchWords())
        self._typed = ""

    def content(self) -> Iterable[Widget]:
        """The words over the hits, and the hit under the cursor."""
        yield Horizontal(Static("/", markup=False, classes="-sign"), self._field, self._count, id="words")
        yield Container(self._list, self._text, id="found")

    def compose(self) -> ComposeResult:
        """Keys go to the words; the list is moved by the page."""
        self._list.can_focus = self._text.can_focus = False
        yield from super().compose()

    def on_mount(self) -> None:
        """Begin in the words, with what they found before."""
        self._field.focus()
        self._find(self._place.row)
        self.call_after_refresh(_make_index, self, self._services)

    def show(self, _journal: "Journal") -> None:
        """Search again: something was changed."""
        self._find(self._row)

    # ── finding ───────────────────────────────────────────────────────────────────────────────────────────────────

    def on_changed(self, message: Message) -> None:
        """Search at every key."""
        message.stop()
        if self._field.text_value != self._typed:
            self._find(0)

    def _find(self, row: int) -> None:
        self._typed = self._field.text_value
        self._keep(self._typed)
        self._hits = hits = self._services.search.find(self._typed, self._hits)
        keys = [str(place) for place in range(len(hits.items))]
        self._list.load(keys, self._line, at=str(min(row, len(keys) - 1)) if keys else None)
        self._count.update(f" {plural(len(keys), 'hit')} " if hits.words else "")
        self._show_hit()

    def _line(self, key: str) -> Row:
        item, words = self._hits.items[int(key)], self._hits.words
        title = title_of(item, self._services.store.journal())
        name = marked(title, words.places(title))
        if not item.name:
            # “Reply” says little; what it says, more.
            line = snippet(item, words)
            name = (f"{title}: ", *marked(line.text, line.marks))
        return Row((Span(item.kind, TextStyle.ACCENT), name, Span(where_of(item), TextStyle.MUTED)))

    @property
    def _row(self) -> int:
        return int(self._list.key or 0)

    @property
    def _item(self) -> Searched | None:
        return self._hits.items[self._row] if self._hits.items else None

    def on_virtual_list_highlighted(self) -> None:
        """Another hit: its words."""
        self._show_hit()

    def _show_hit(self) -> None:
        item = self._item
        self._text.show_lines(self._lines(item) if item else _NOTHING if self._hits.words else _TEACHING)
        self.refresh_bindings()

    def _lines(self, item: Searched) -> list[TextLine]:
        words, title = self._hits.words, title_of(item, self._services.store.journal())
        head = [
            TextLine((Span(f"{item.kind}  ", TextStyle.ACCENT), *marked(title, words.places(title))), TextStyle.STRONG),
            TextLine(Span(where_of(item), TextStyle.MUTED)),
            TextLine(""),
        ]
        return [*head, *(TextLine(marked(line.text, line.marks)) for line in excerpts(item, words, _MOST_LINES))]

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a hit there is nowhere to go."""
        return self._item is not None if action == "open" else super().check_action(action, parameters)

    def on_entered(self, message: Message) -> None:
        """Enter goes there."""
        message.stop()
        self.action_open()

    def action_open(self) -> None:
        """Go to the hit under the cursor."""
        item = self._item
        if item is not None and item.leads_to[0]:
            place = SearchPlace(self._field.text_value, self._row)
            self.dismiss(ChosenHit(item, self._hits.words, place))
        elif item is not None:
            self.context.say("No interview leads there: it belongs to none that is in the list.")

    def action_move(self, by: int) -> None:
        """Move the cursor so many hits down."""
        self._list.action_move(by)

    def action_move_pages(self, by: int) -> None:
        """Move the cursor so many pages down."""
        self._list.action_move_pages(by)

    def action_scroll(self, by: int) -> None:
        """Scroll the words of the hit."""
        self._text.action_move(by)


def _make_index(screen: Widget, services: "Services") -> None:
    """In a thread, once the screen is seen, so that neither opening it nor the first letter waits for it."""
    screen.run_worker(services.search.index, thread=True, exit_on_error=False)


class Palette(Pick):
    """What can be done on that screen, what is possible now first; `panes`: and in every pane.

    Of what was typed, actions come first, what was done last before others, and then the records that are found.
    """

    def __init__(
        self, below: Screen[object], keymap: Mapping[str, str], used: Sequence[str], services: "Services | None"
    ) -> None:
        panes = below.id == "main-screen"
        now = [action for action, _ in actions_now(below) if not action.id.startswith(_HIDDEN)]
        rest = [action for action in TABLE if panes and is_pane(action.scope) and action not in now]
        places = {action_id: place for place, action_id in enumerate(used)}
        # What was done last, then what belongs to this place, then what works everywhere, then the other panes: Today
        # at the end, whose verbs are those of the others.
        rest.sort(key=lambda action: action.scope == TODAY.pane_id)
        now.sort(key=lambda action: action.scope == "app")
        actions = sorted((*now, *rest), key=lambda action: places.get(action.id, len(places)))
        super().__init__("What shall be done?", [_option(action, keymap) for action in actions])
        self._actions = dict(self._options)
        self._services = services
        self._hits: Hits | None = None

    def on_mount(self) -> None:
        """Make ready what finds records before the first letters are typed."""
        if self._services is not None:
            self.call_after_refresh(_make_index, self, self._services)

    def matching(self, typed: str) -> list[str]:
        """The actions these words name or tell of, the records they find, then actions told of by their beginnings."""
        self._options = dict(self._actions)
        ranks = self.ranks(typed)
        by_name = [key for key, rank in ranks.items() if rank == 0]
        described = [key for key, rank in ranks.items() if rank == 1]
        services = self._services
        records = self._records(services, typed) if services is not None and len(typed) >= _LEAST_LETTERS else {}
        self._options |= records
        return [*by_name, *described, *records, *(key for key, rank in ranks.items() if rank > 1)]

    def _records(self, services: "Services", typed: str) -> dict[str, Option]:
        self._hits = services.search.find(typed, self._hits)
        journal = services.store.journal()
        return {
            f"{_RECORD}{place}": Option(f"{_RECORD}{place}", title_of(item, journal), f"{item.kind} · {where_of(item)}")
            for place, item in enumerate(self._hits.items[:_MOST_RECORDS])
            if item.leads_to[0]
        }

    def record(self, key: str) -> ChosenHit | None:
        """The record with that key; None for an action."""
        if self._hits is None or not key.startswith(_RECORD):
            return None
        item = self._hits.items[int(key.removeprefix(_RECORD))]
        return ChosenHit(item, self._hits.words, SearchPlace())


def _option(action: Action, keymap: Mapping[str, str]) -> Option:
    keys = " ".join(shown_keys(action, keymap)[:1])
    where = f"{SCOPES[action.scope].title.partition(' ')[2]}: " if is_pane(action.scope) else ""
    return Option(action.id, f"{where}{action.label} ({keys})", action.help, action.id)


_VIEW_COLUMNS = (ListColumn("", 1), ListColumn("", 16, share=1), ListColumn("", 20, share=2))
_VIEW_TEACHING = (
    TextLine("A view is a pane as it stands: its filter, its order, its groups."),
    TextLine((Span("a", TextStyle.KEY), " saves this one under a name; V and its digit bring it back.")),
)
_NAME = Field(name="name", label="Name", required="A word or two will do.", example="waiting at Initech")


def _store_of(main: MainScreen) -> ViewStore:
    views = main.services.views
    if views is None:
        raise UserError("There is nowhere to keep views here.")
    return views


def _words(view: SavedView) -> str:
    """`Feedback · mary · replied`: the pane, and what narrows it."""
    title = next((tab.title for tab in (TODAY, *TABS) if tab.pane_id == view.pane), view.pane)
    place = view.state.get("place")
    place = place if isinstance(place, Mapping) else {}
    return " · ".join(filter(None, (title, *(str(place.get(name, "")) for name in ("view", "words", "state")))))


async def show_view(main: MainScreen, number: int) -> None:
    """Show the view with that number as it was saved."""
    views = _store_of(main).read()
    if not 1 <= number <= len(views):
        return
    view = views[number - 1]
    if not is_pane(view.pane):
        context_of(main).say(f"“{view.name}” is a view of a pane that is not here.", TextStyle.WARN)
        return
    await main.show_pane(view.pane)
    run_action(lambda: main.pane.restore(view.state))
    main.pane.focus_first()
    main.refresh_summary()
    context_of(main).say(f"View {number}: {view.name}")


class ViewsDialog(Dialog[int]):
    """Dismissed with the number of the view to show, or None."""

    BINDINGS = bindings("views", "dialog")
    opens_by = "open"

    def __init__(self, main: MainScreen) -> None:
        super().__init__()
        self._main = main
        self._views: tuple[SavedView, ...] = ()
        self._list = VirtualList(_VIEW_COLUMNS, heading=False)

    def compose(self) -> ComposeResult:
        """The views over the keys."""
        with Box("Saved views"):
            yield self._list
            yield TextView(widget_id="teaching")
            yield KeyLine()

    def on_mount(self) -> None:
        """Begin with the first."""
        self._read()
        self._list.focus()

    def _read(self) -> None:
        store = self._main.services.views
        views = self._views = store.read() if store is not None else ()
        self._list.load([str(place) for place in range(len(views))], lambda key: _row(int(key), views[int(key)]))
        # The box is no taller than what stands in it; without a view the sentences stand alone.
        self._list.display = bool(views)
        self._list.styles.height = len(views)
        self.query_one(TextView).show_lines(_VIEW_TEACHING)
        self.refresh_bindings()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Without a view there is none to show or to remove."""
        if action == "take":
            return isinstance(number := _parameters[0], int) and number <= len(self._views)
        return action not in ("open", "remove") or bool(self._views)

    def action_open(self) -> None:
        """Show the view under the cursor."""
        if (key := self._list.key) is not None:
            self.dismiss(int(key) + 1)

    def action_take(self, number: int) -> None:
        """Show the view with that number."""
        self.dismiss(number)

    def action_save(self) -> None:
        """Ask for a name, and keep the pane as it is."""
        # The search is opened soon after the start, and loads no forms.
        from afterword.services.services import reading_context
        from afterword.tui.screens.form import Form, FormSpec

        pane = self._main.pane
        state = seen(pane.state())

        def save(name: str) -> str:
            store = _store_of(self._main)
            views = with_view(store.read(), SavedView(name, pane.pane_id, state))
            store.write(views)
            return str(next(place for place, view in enumerate(views, 1) if view.name == name))

        spec = FormSpec(
            title="Save this view",
            fields=[_NAME],
            save=lambda changes: save(changes["name"]),
            context=reading_context(self._main.services),
            said=lambda _changes, number: f"Saved as view {number}: V, then {number}, shows it",
        )

        def saved(number: object) -> None:
            if number is not None:
                self.dismiss(None)

        self.app.push_screen(Form(spec), saved)

    def action_remove(self) -> None:
        """Remove the view under the cursor."""
        if (key := self._list.key) is None:
            return
        views = tuple(view for place, view in enumerate(self._views) if place != int(key))
        context_of(self).run_service(lambda: _store_of(self._main).write(views))
        self._read()


def _row(place: int, view: SavedView) -> Row:
    digit = str(place + 1) if place < MOST_VIEWS else ""
    return Row((Span(digit, TextStyle.KEY), view.name, Span(_words(view), TextStyle.MUTED)))
