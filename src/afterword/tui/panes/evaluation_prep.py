"""Owns the way from the evaluation pane to the prep sheet: which interview it is for."""

from afterword.domain.dates import show_moment
from afterword.tui.actions.host import Verbs
from afterword.tui.panes.evaluation_host import EvaluationHost
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.screens.prep import Prep, upcoming
from afterword.tui.styles import TextStyle


class EvaluationPrep:
    """The verb `prep`."""

    def __init__(self, host: EvaluationHost) -> None:
        self._host = host

    def verbs(self) -> Verbs:
        """What each action does."""
        return {"evaluation.prep": self._prep}

    def _prep(self) -> None:
        found = upcoming(self._host.services)
        if not found:
            self._host.frame.say(
                "No interview lies ahead. Add it in Reflection (1, then a), and p shows its sheet.", TextStyle.WARN
            )
        elif len(found) == 1:
            self._open((found[0].id,))
        else:
            options = [Option(one.id, one.label, show_moment(one.local)) for one in found]
            self._host.app.push_screen(Pick("Prepare for which interview?", options), self._open)

    def _open(self, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            self._host.app.push_screen(Prep(self._host.services, chosen[0]))
