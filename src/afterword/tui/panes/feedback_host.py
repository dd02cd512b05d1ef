"""Owns what the verbs of the feedback pane may ask of the pane itself."""

from typing import Protocol

from textual.app import App
from textual.message import Message

from afterword.domain.conversation.tracker import Line
from afterword.services.services import Services
from afterword.tui.frame import Frame
from afterword.tui.panes.feedback_courier import Courier


class FeedbackHost(Protocol):
    """The pane, as its verbs see it."""

    @property
    def app(self) -> App[object]:
        """The app, for screens over the pane."""
        ...

    @property
    def frame(self) -> Frame:
        """The frame around it."""
        ...

    @property
    def services(self) -> Services:
        """The services."""
        ...

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        ...

    def line_of(self, request_id: str) -> Line | None:
        """The newest line of that request."""
        ...

    def post_message(self, message: Message) -> bool:
        """Tell the screens around it."""
        ...

    @property
    def courier(self) -> Courier:
        """Who sends letters."""
        ...
