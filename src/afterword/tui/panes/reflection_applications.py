"""Owns what the keys of the Reflection pane do with the application of the round under the cursor: edit, join, split.

Apart from the verbs on interviews, since each of these changes several records and says what became of the others.
"""

from afterword.domain.application import Application, is_same_post
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.text import plural
from afterword.services.services import Services
from afterword.tui.panes.pane import Pane
from afterword.tui.presenters.tracker import outcome_words
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.record_forms import application_form


class ApplicationVerbs(Pane):
    """The verbs on the application of the round under the cursor."""

    _services: Services

    @property
    def _chosen(self) -> Interview:
        raise NotImplementedError

    @property
    def _application(self) -> Application:
        return self._services.store.journal().application_of(self._chosen)

    def action_application(self) -> None:
        """Edit the application in a form."""
        self.app.push_screen(application_form(self._services, self._application.id))

    def action_join(self) -> None:
        """Put the rounds of another application to this one; those for the same company are offered first."""
        here, journal = self._application, self._services.store.journal()
        others = [known for known in journal.live_applications if known.id != here.id]
        if not others:
            self.context.say("There is no other application whose rounds could belong here.")
            return
        others.sort(key=lambda known: (not is_same_post(known, here), known.company.casefold() != _company(here)))
        options = [Option(known.id, known.label, _detail(journal, known)) for known in others]
        self.app.push_screen(Pick(f"Which rounds belong to {here.label}, too?", options), self._joined)

    def _joined(self, chosen: tuple[str, ...] | None) -> None:
        if not chosen:
            return
        here, services = self._application.id, self._services
        application = self.context.run_service(lambda: services.applications.join(here, chosen[0]))
        if application is not None:
            rounds = services.store.journal().rounds_of(application.id)
            self.context.say(f"{application.label}: {plural(len(rounds), 'round')} now; u takes them apart again")

    def action_split(self) -> None:
        """Make this round an application of its own."""
        interview, split = self._chosen, self._services.applications.split
        application = self.context.run_service(lambda: split(interview.id))
        if application is not None:
            words = interview.round or "this round"
            self.context.say(f"{application.label}: {words} stands alone now ({application.outcome}); u puts it back")


def _company(application: Application) -> str:
    return application.company.casefold()


def _detail(journal: Journal, application: Application) -> str:
    return f"{plural(len(journal.rounds_of(application.id)), 'round')}, {outcome_words(application)}"
