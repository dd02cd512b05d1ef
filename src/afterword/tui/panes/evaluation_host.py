"""Owns what the verbs of the evaluation pane may ask of the pane itself."""

from typing import Protocol

from textual.app import App

from afterword.services.services import Services
from afterword.tui.app_context import AppContext
from afterword.tui.presenters.evaluation_sources import Known


class EvaluationHost(Protocol):
    """The pane, as its verbs see it."""

    services: Services

    @property
    def app(self) -> App[object]:
        """The app, for screens over the pane."""
        ...

    @property
    def frame(self) -> AppContext:
        """The frame around it."""
        ...

    @property
    def known(self) -> Known:
        """What the views are made from."""
        ...

    @property
    def view_id(self) -> str:
        """The view that is seen."""
        ...

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty where there is none."""
        ...

    def show_view(self, view_id: str) -> None:
        """Show that view."""
        ...

    def lead_to(self, target: tuple[str, str] | None) -> None:
        """Another pane shows that record."""
        ...

    def move_to(self, key: str) -> None:
        """The cursor on that row, once the journal has been read again."""
        ...
