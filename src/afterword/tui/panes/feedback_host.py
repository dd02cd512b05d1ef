"""Owns what the verbs of the feedback pane may ask of the pane itself."""

from typing import Protocol

from textual.app import App

from afterword.domain.tracker import Line
from afterword.services.services import Services
from afterword.tui.frame import Frame


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

    def is_on_the_way(self, request_id: str) -> bool:
        """Whether its letter is being sent at this moment."""
        ...

    def deliver(self, request_id: str) -> None:
        """Send its draft now."""
        ...
