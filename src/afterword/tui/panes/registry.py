"""Owns which panes there are and how each is built; a pane's code is imported when it is first shown."""

from dataclasses import dataclass

from afterword.services.services import Services
from afterword.tui.panes.pane import Pane


@dataclass(frozen=True, slots=True)
class Tab:
    """A pane's place in the header."""

    pane_id: str
    key: str
    title: str


TABS = (
    Tab("reflection", "1", "Reflection"),
    Tab("feedback", "2", "Feedback"),
    Tab("evaluation", "3", "Evaluation"),
)


def build(pane_id: str, services: Services) -> Pane:
    """The pane with that id. Raises `KeyError`."""
    from afterword.tui.panes.stand_in import StandIn

    return StandIn(pane_id)
