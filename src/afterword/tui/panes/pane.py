"""Owns what every pane is to the app around it, and which panes there are; each is imported when first shown."""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct
from textual.widget import Widget

from afterword.tui.actions.host import ActionHost
from afterword.tui.app_context import AppContext, context_of
from afterword.tui.widgets.lines import LineView, TextView

if TYPE_CHECKING:
    from afterword.domain.journal import Journal
    from afterword.domain.matching import SearchWords
    from afterword.services.services import Services


class Pane(ActionHost, Widget):
    """One of the three panes, or Today.

    A pane is built when it is first shown, gets `show(journal)` at once and after every change while it is visible,
    and changes nothing but through `self.context.perform(verb, said)`. It keeps no truth, only where the person is.
    """

    pane_id: ClassVar[str] = ""
    """`today`, `reflection`, `feedback` or `evaluation`: its id, its action scope and its stylesheet."""

    @property
    def context(self) -> AppContext:
        """The app around it."""
        return context_of(self)

    def show(self, journal: "Journal") -> None:
        """Re-read everything from this journal; keep the cursor where it was."""
        raise NotImplementedError

    def summary(self) -> str:
        """A few words for the right end of the status line, such as `asked 9 · replied 5 (56 %)`."""
        return ""

    def go_to(self, record_id: str) -> None:
        """Put the cursor on the record with that id, clearing a filter that hides it."""

    def place(self) -> Mapping[str, str]:
        """Where the person is: the `line` under the cursor, and by other names the words, state or view that narrow."""
        return {}

    def return_to(self, place: Mapping[str, str]) -> None:
        """Put the person where they were at that place; what is no longer there is left alone."""

    def state(self) -> dict[str, Any]:
        """What the next start shows again: the place, and how far each part is scrolled. A pane adds what it arranges.

        Names with texts, numbers, lists and mappings of such, as JSON has them.
        """
        tops = {view.id: int(view.scroll_offset.y) for view in self.query(LineView) if view.id and view.scroll_offset.y}
        return {"place": dict(self.place()), "tops": tops, "size": [*self.app.size]}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show again what `state` told. It may be of another version, or garbage: what makes no sense may raise."""
        place = {str(name): words for name, words in dict(state["place"]).items() if isinstance(words, str)}
        self.return_to(place)
        if state.get("size") == [*self.app.size]:
            self.call_after_refresh(self._scroll, dict(state["tops"]))

    def _scroll(self, tops: Mapping[str, Any]) -> None:
        for view in self.query(LineView):
            if isinstance(top := tops.get(view.id or ""), int):
                view.scroll_to(y=top, animate=False, immediate=True, force=True)

    def reveal(self, words: "SearchWords") -> None:
        """Scroll what is read here to where these words stand."""
        self.call_after_refresh(self._reveal, words)

    def _reveal(self, words: "SearchWords") -> None:
        for view in self.query(TextView):
            if view.is_on_screen:
                view.reveal(words)

    def read_ahead(self) -> None:
        """Make what a key may soon ask for; called in a thread while nothing else happens, so it touches no widget."""

    def go_on(self) -> None:
        """Open what is being written to the record under the cursor."""

    def fit(self) -> None:
        """Fit the size of the screen, where the style sheet alone cannot."""

    @property
    def due_key(self) -> str:
        """What is due under the cursor, from which on the next due thing is looked for; empty where none is listed."""
        return ""

    @property
    def record(self) -> tuple[str, str] | None:
        """The table and the id of the record under the cursor, for the history; None where there is none."""
        return None

    @property
    def narrowed(self) -> bool:
        """Whether `esc` has something to clear here."""
        return False

    def clear_label(self) -> str:
        """What `esc` does here, where that is not to clear something."""
        return ""

    def clear(self) -> bool:
        """Clear the filter, else the selection; False when there was neither."""
        return False

    def resume(self) -> None:
        """What lay over the panes was closed."""

    def leave(self) -> bool:
        """Go back from a part of the pane to the one before it; False when there is nowhere to go back to."""
        return False

    def focus_first(self) -> None:
        """Put the focus where the keys of the pane are expected; the first part that takes focus, unless overridden."""
        for node in self.walk_children(Widget):
            if node.focusable:
                node.focus()
                return


class Tab(Struct, frozen=True):
    """A pane's place in the header."""

    pane_id: str
    key: str
    title: str


TABS = (
    Tab("reflection", "1", "Reflection"),
    Tab("feedback", "2", "Feedback"),
    Tab("evaluation", "3", "Evaluation"),
)
TODAY = Tab("today", "0", "Today")
"""What is due over all panes; what the header says of it is its tab."""
FIRST = "reflection"


def opening_pane(due: Collection[str], last: str = "", known: Collection[str] = ()) -> str:
    """The pane that the app opens with: Today where something is due, else `last`, else the interviews.

    `due` are the keys of what is due, `known` those that were due when the app was closed on the pane `last`: where
    nothing has come since, the person finds it as they left it.
    """
    if last and set(due) <= set(known):
        return last
    return TODAY.pane_id if due else last or FIRST


BuildPane = Callable[[str, "Services"], Pane]


def build_pane(pane_id: str, services: "Services") -> Pane:
    """The pane with that id. Raises `KeyError`."""
    return _BUILD[pane_id](services)


def _today(services: "Services") -> Pane:
    from afterword.tui.panes.today import TodayPane

    return TodayPane(services)


def _reflection(services: "Services") -> Pane:
    from afterword.tui.panes.reflection import ReflectionPane

    return ReflectionPane(services)


def _feedback(services: "Services") -> Pane:
    from afterword.tui.panes.feedback import FeedbackPane

    return FeedbackPane(services)


def _evaluation(services: "Services") -> Pane:
    from afterword.tui.panes.evaluation import EvaluationPane

    return EvaluationPane(services)


_BUILD = {"today": _today, "reflection": _reflection, "feedback": _feedback, "evaluation": _evaluation}


def is_pane(pane_id: object) -> bool:
    """Whether there is a pane with that id."""
    return isinstance(pane_id, str) and pane_id in _BUILD
