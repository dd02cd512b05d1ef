"""Owns the list of saved views: one is taken by its digit, the pane as it is now is saved, one is removed."""

from collections.abc import Mapping

from textual.app import ComposeResult

from afterword.domain.fields import Field
from afterword.domain.history import MOST_VIEWS, SavedView, seen, with_view
from afterword.errors import UserError
from afterword.ports import ViewStore
from afterword.services.services import reading_context
from afterword.tui.actions import bindings
from afterword.tui.app_context import context_of, run_action
from afterword.tui.panes.pane import TABS, TODAY, is_pane
from afterword.tui.screens.form import Form, FormSpec
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import Box, Dialog
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.bars import KeyLine
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

_COLUMNS = (ListColumn("", 1), ListColumn("", 16, share=1), ListColumn("", 20, share=2))
_TEACHING = (
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

    def __init__(self, main: MainScreen) -> None:
        super().__init__()
        self._main = main
        self._views: tuple[SavedView, ...] = ()
        self._list = VirtualList(_COLUMNS, heading=False)

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
        self.query_one(TextView).show_lines(_TEACHING)
        self.refresh_bindings()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Without a view there is none to show or to remove."""
        if action == "take":
            return isinstance(number := _parameters[0], int) and number <= len(self._views)
        return action not in ("open", "remove") or bool(self._views)

    def on_virtual_list_selected(self) -> None:
        """Enter shows it."""
        self.action_open()

    def action_open(self) -> None:
        """Show the view under the cursor."""
        if (key := self._list.key) is not None:
            self.dismiss(int(key) + 1)

    def action_take(self, number: int) -> None:
        """Show the view with that number."""
        self.dismiss(number)

    def action_save(self) -> None:
        """Ask for a name, and keep the pane as it is."""
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
        left = tuple(view for place, view in enumerate(self._views) if place != int(key))
        context_of(self).run_service(lambda: _store_of(self._main).write(left))
        self._read()


def _row(place: int, view: SavedView) -> Row:
    digit = str(place + 1) if place < MOST_VIEWS else ""
    return Row((Span(digit, TextStyle.KEY), view.name, Span(_words(view), TextStyle.MUTED)))
