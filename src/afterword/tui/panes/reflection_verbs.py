"""Owns what the keys of the Reflection pane do to the interview under the cursor of its list."""

from afterword.domain.dates import show_day
from afterword.domain.interview import Interview, Outcome
from afterword.services.services import Services
from afterword.tui.messages import RecordWanted
from afterword.tui.panes.pane import Pane
from afterword.tui.presenters.interviews import COLUMNS
from afterword.tui.screens.asking import ask
from afterword.tui.screens.confirm import Confirm
from afterword.tui.screens.form import Form
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.screens.record_forms import arrival_form, interview_form, outcome_form, too_early_to_arrive
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.virtual_list import VirtualList


class ReflectionVerbs(Pane):
    """The list of interviews with its verbs."""

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self._services = services
        self._list = VirtualList(COLUMNS, widget_id="interviews")

    @property
    def _chosen(self) -> Interview:
        return self._services.store.journal().interviews[self._list.key or ""]

    def move_to(self, interview_id: str) -> bool:
        """Put the cursor on that interview; False when there is none."""
        raise NotImplementedError

    def action_add(self) -> None:
        """Add an interview."""

        def added(interview: object) -> None:
            if isinstance(interview, Interview):
                self.show(self._services.store.journal())
                self.move_to(interview.id)

        self.app.push_screen(Form(interview_form(self._services)), added)

    def action_edit(self) -> None:
        """Edit it in a form."""
        self.app.push_screen(Form(interview_form(self._services, self._chosen)))

    def action_outcome(self) -> None:
        """Record how it ended."""
        self.app.push_screen(Form(outcome_form(self._services, self._chosen)))

    def action_arrival(self) -> None:
        """Note the arrival, once it can have happened."""
        interview = self._chosen
        why = too_early_to_arrive(self._services, interview)
        if why:
            self.frame.say(why, TextStyle.WARN)
        else:
            self.app.push_screen(Form(arrival_form(self._services, interview)))

    def action_remove(self) -> None:
        """Remove it after a question."""
        interview, remove = self._chosen, self._services.interviews.remove
        question = Confirm(
            f"Remove {interview.label}?", "Its reflection and conversations go with it; u brings all back."
        )
        said = f"{interview.label} removed; u brings it back"
        ask(self.app, question, lambda: self.frame.run_service(lambda: remove(interview.id), said))

    def action_restore(self) -> None:
        """Bring back one that was removed."""
        interviews = self._services.store.journal().interviews.values()
        options = [
            Option(interview.id, interview.label, show_day(interview.day))
            for interview in interviews
            if interview.deleted is not None
        ]

        def picked(keys: tuple[str, ...] | None) -> None:
            if keys:
                restore = self._services.interviews.restore
                self.frame.run_service(lambda: restore(keys[0]), "Back in the list")

        self.app.push_screen(Pick("Bring back which interview?", options), picked)

    def action_requests(self) -> None:
        """Lead to the conversations about it."""
        interview = self._chosen
        requests = self._services.store.journal().requests_of(interview.id)
        if requests:
            self.post_message(RecordWanted("feedback", requests[0].id))
        elif interview.outcome is Outcome.REJECTED:
            self.frame.say("Nobody can be asked yet: e adds whoever interviewed you.")
        else:
            self.frame.say("There is no conversation yet; o records a rejection and makes requests due.")
