"""Owns what the verbs of the feedback pane may ask of the pane itself."""

from typing import Protocol

from textual.app import App
from textual.message import Message

from afterword.domain.conversation.tracker import TrackerRow
from afterword.services.services import Services
from afterword.tui.app_context import AppContext
from afterword.tui.panes.feedback_courier import Courier


class FeedbackHost(Protocol):
    """The pane, as its verbs see it."""

    @property
    def app(self) -> App[object]:
        """The app, for screens over the pane."""
        ...

    @property
    def frame(self) -> AppContext:
        """The frame around it."""
        ...

    @property
    def services(self) -> Services:
        """The services."""
        ...

    @property
    def line(self) -> TrackerRow | None:
        """The line under the cursor."""
        ...

    def line_of(self, request_id: str) -> TrackerRow | None:
        """The newest line of that request."""
        ...

    def post_message(self, message: Message) -> bool:
        """Tell the screens around it."""
        ...

    @property
    def courier(self) -> Courier:
        """Who sends letters."""
        ...
