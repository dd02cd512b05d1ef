"""Owns how a key's action reaches the method that carries it out, and whether it is available now."""

from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

Verbs = Mapping[str, Callable[[], object]]
"""Action ids and what each does."""


@runtime_checkable
class TakesNotices(Protocol):
    """The app, as far as its notice line goes."""

    def hush(self) -> None:
        """Take the notice away."""
        ...


class ActionHost:
    """The app, a screen, a pane or a widget that carries out actions of the table; stands before the Textual class.

    A host takes its keys with `BINDINGS = bindings(scope, …)`, maps each action id of these scopes to a call in
    `verbs()`, and says in `available()` which of them make sense now; the others neither act nor are shown.
    """

    def verbs(self) -> Verbs:
        """What each action does, by its id. Cheap: asked at every key and for every footer."""
        return {}

    def available(self, action_id: str) -> bool:
        """Whether that action makes sense now. Cheap, too."""
        return bool(action_id)

    def offers(self, action_id: str) -> bool:
        """Whether the footer names that action; unless overridden, whenever it is available."""
        return self.available(action_id)

    def label(self, action_id: str) -> str:
        """What the action does here and now, in a word or two; empty for the words of the table."""
        return action_id[:0]

    def can(self, action_id: str) -> bool:
        """Whether this host would carry out that action now."""
        return action_id in self.verbs() and self.available(action_id)

    def action_do(self, action_id: str) -> None:
        """Carry out an action; the one name Textual's bindings call. What was said before it has been read by now."""
        app = getattr(self, "app", None)
        if isinstance(app, TakesNotices):
            app.hush()
        self.verbs()[action_id]()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Textual's question before it shows or runs a binding."""
        return self.can(str(parameters[0])) if action == "do" and parameters else True
