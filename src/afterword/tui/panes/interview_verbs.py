"""Owns what the keys do to an interview in the list of the Reflection pane."""

from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from afterword.domain.dates import show_day
from afterword.domain.interview import Interview, Outcome
from afterword.services.services import Services
from afterword.tui.app_context import context_of
from afterword.tui.messages import RecordWanted
from afterword.tui.screens.confirm import Confirm
from afterword.tui.screens.form import Form
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.screens.record_forms import arrival_form, interview_form, outcome_form, too_early_to_arrive
from afterword.tui.styles import TextStyle


class InterviewVerbs:
    """The verbs of the list; `widget` is the pane they are called from."""

    def __init__(self, widget: Widget, services: Services) -> None:
        self._widget = widget
        self._services = services

    def edit(self, interview: Interview) -> None:
        """Edit it in a form."""
        self._push(Form(interview_form(self._services, interview)))

    def decide(self, interview: Interview) -> None:
        """Record how it ended."""
        self._push(Form(outcome_form(self._services, interview)))

    def arrive(self, interview: Interview) -> None:
        """Note the arrival, once it can have happened."""
        why = too_early_to_arrive(self._services, interview)
        if why:
            context_of(self._widget).say(why, TextStyle.WARN)
        else:
            self._push(Form(arrival_form(self._services, interview)))

    def remove(self, interview: Interview) -> None:
        """Remove it after a question."""

        def answered(answer: object) -> None:
            if answer:
                verb = self._services.interviews.remove
                context_of(self._widget).run_service(
                    lambda: verb(interview.id), f"{interview.label} removed; u brings it back"
                )

        detail = "Its reflection and conversations go with it; u brings all back."
        self._widget.app.push_screen(Confirm(f"Remove {interview.label}?", detail), answered)

    def restore(self) -> None:
        """Bring back one that was removed."""
        removed = [one for one in self._services.store.journal().interviews.values() if one.deleted is not None]
        options = [Option(one.id, one.label, show_day(one.day)) for one in removed]

        def picked(keys: tuple[str, ...] | None) -> None:
            if keys:
                restore = self._services.interviews.restore
                context_of(self._widget).run_service(lambda: restore(keys[0]), "Back in the list")

        self._widget.app.push_screen(Pick("Bring back which interview?", options), picked)

    def show_requests(self, interview: Interview) -> None:
        """Lead to the conversations about it."""
        requests = self._services.store.journal().requests_of(interview.id)
        if requests:
            self._widget.post_message(RecordWanted("feedback", requests[0].id))
        elif interview.outcome is Outcome.REJECTED:
            context_of(self._widget).say("Nobody can be asked yet: e adds whoever interviewed you.")
        else:
            words = "There is no conversation yet; o records a rejection and makes requests due."
            context_of(self._widget).say(words)

    def _push(self, screen: Screen[Any]) -> None:
        self._widget.app.push_screen(screen)
