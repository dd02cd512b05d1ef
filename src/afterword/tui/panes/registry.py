"""Owns which panes there are and how each is built; a pane's code is imported when it is first shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from afterword.tui.panes.pane import Pane

if TYPE_CHECKING:
    from afterword.services.services import Services


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


BuildPane = Callable[[str, "Services"], Pane]


def build_pane(pane_id: str, services: "Services") -> Pane:
    """The pane with that id. Raises `KeyError`."""
    return _BUILD[pane_id](services)


def _reflection(services: "Services") -> Pane:
    from afterword.tui.panes.reflection import ReflectionPane

    return ReflectionPane(services)


def _feedback(services: "Services") -> Pane:
    from afterword.tui.panes.feedback import FeedbackPane

    return FeedbackPane(services)


def _evaluation(services: "Services") -> Pane:
    from afterword.tui.panes.evaluation import EvaluationPane

    return EvaluationPane(services)


_BUILD = {"reflection": _reflection, "feedback": _feedback, "evaluation": _evaluation}
