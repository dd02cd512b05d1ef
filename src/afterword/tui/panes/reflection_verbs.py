"""Owns what the keys of the Reflection pane do with the interview under the cursor, its people and its application."""

from collections.abc import Iterable, Sequence
from functools import partial

from afterword.domain.application import Application, Outcome, is_same_post
from afterword.domain.conversation.outgoing import PART_WORDS, is_written_to
from afterword.domain.conversation.tracker import Due, DueAction, TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import show_day
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.text import plural
from afterword.services.services import Services
from afterword.tui.app_context import LettersWanted, RecordWanted, with_sender
from afterword.tui.panes.pane import ListPane
from afterword.tui.presenters.reflection import INTERVIEW_COLUMNS
from afterword.tui.presenters.tracker import outcome_words
from afterword.tui.screens.dialogs import Confirm, Option, ask, ask_which, offer_steps
from afterword.tui.screens.record_forms import (
    application_form,
    arrival_form,
    interview_form,
    outcome_form,
    person_form,
    too_early_to_arrive,
)
from afterword.tui.screens.reflection_forms import choose_packs
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.virtual_list import VirtualList

_LABELS = {
    DueAction.PREPARE: "prepare",
    DueAction.INTERVIEW: "prep sheet",
    DueAction.EVENING: "page for tonight",
    DueAction.NOTE: "thank",
    DueAction.STATUS: "ask how it stands",
    DueAction.GHOSTED: "no answer came",
    DueAction.OFFER: "answer the offer",
}
_BACK = "Back in the list"


def to_ask(tracker: Iterable[TrackerRow], application: Application) -> list[TrackerRow]:
    """The people of an application to whom the request is to be written, or is written and has not gone out."""
    return [
        line
        for line in tracker
        if line.application.id == application.id
        and application.asks
        and line.track.state in (State.TO_ASK, State.DRAFT)
        and is_written_to(line.interviewer)
    ]


class ReflectionVerbs(ListPane):
    """The list of interviews with its verbs."""

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self._services = services
        self._list = VirtualList(INTERVIEW_COLUMNS, widget_id="interviews")

    @property
    def _chosen(self) -> Interview:
        return self._services.store.journal().interviews[self._list.key or ""]

    @property
    def record(self) -> tuple[str, str] | None:
        """The interview under the cursor."""
        return ("interviews", self._list.key) if self._list.key else None

    def summary(self) -> str:
        """How many interviews there are."""
        count = self._list.count
        return f"{count} interview{'' if count == 1 else 's'}" if count else ""

    def label(self, action: str) -> str:
        """What is due for the interview under the cursor."""
        return self._due_label() if action == "due_step" else ""

    def move_to(self, interview_id: str) -> bool:
        """Put the cursor on that interview; False when there is none."""
        raise NotImplementedError

    def action_add(self) -> None:
        """Add an interview."""

        def added(interview: object) -> None:
            if isinstance(interview, Interview):
                self.show(self._services.store.journal())
                self.move_to(interview.id)

        self.app.push_screen(interview_form(self._services), added)

    def action_edit(self) -> None:
        """Edit it in a form."""
        self.app.push_screen(interview_form(self._services, self._chosen.id))

    def action_outcome(self) -> None:
        """Record how it ended."""
        self.app.push_screen(outcome_form(self._services, self._chosen.id), self._decided)

    def _decided(self, decided: object) -> None:
        """Name the key that writes to everybody who is to be asked now."""
        overview = self._services.overview
        if isinstance(decided, Application) and to_ask(overview.tracker(), decided):
            words = (overview.outcome_words(decided), "w writes to them.", overview.plan_words(decided))
            self.context.say(" ".join(filter(None, words)), TextStyle.GOOD)

    def action_arrival(self) -> None:
        """Note the arrival, once it can have happened."""
        interview = self._chosen
        why = too_early_to_arrive(self._services, interview)
        if why:
            self.context.say(why, TextStyle.WARN)
        else:
            self.app.push_screen(arrival_form(self._services, interview.id))

    def action_packs(self) -> None:
        """Use the competencies of another kind of work."""
        choose_packs(self.app, self.context, self._services)

    def action_people(self) -> None:
        """Who they are and how to write to them; of several people of the application one is chosen first."""
        journal = self._services.store.journal()
        application = journal.application_of(self._chosen)
        people = journal.people_of(application.id)

        def chosen(person_id: str) -> None:
            self.app.push_screen(person_form(self._services, person_id, application.id))

        if not people:
            self.context.say("Nobody is named yet: e adds who interviewed you.", TextStyle.WARN)
        elif len(people) == 1:
            chosen(people[0].id)
        else:
            options = [Option(person.id, person.name, PART_WORDS[person.part]) for person in people]
            ask_which(self.app, f"The people of {application.label}", options, chosen)

    def action_remove(self) -> None:
        """Remove it after a question."""
        interview, remove = self._chosen, self._services.interviews.remove
        question = Confirm(
            f"Remove {interview.label}?", "Its reflection and conversations go with it; u brings all back."
        )
        said = f"{interview.label} removed; u brings it back"
        ask(self.app, question, lambda: self.context.run_service(lambda: remove(interview.id), said))

    def action_restore(self) -> None:
        """Bring back one that was removed."""
        interviews = self._services.store.journal().interviews.values()
        options = [
            Option(interview.id, interview.label, show_day(interview.day))
            for interview in interviews
            if interview.deleted is not None
        ]

        run, restore = self.context.run_service, self._services.interviews.restore
        ask_which(self.app, "Bring back which interview?", options, lambda key: run(lambda: restore(key), _BACK))

    def action_words(self) -> None:
        """Mark phrases of the words in which the decision came."""
        application = self._services.store.journal().application_of(self._chosen)
        if application.words:
            from afterword.tui.screens.findings import FindingsPage

            self.app.push_screen(FindingsPage(self._services, application))
        else:
            self.context.say("Their words are not kept yet; o keeps them with the outcome.")

    def action_requests(self) -> None:
        """Lead to the conversations about it."""
        interview = self._chosen
        journal = self._services.store.journal()
        requests = journal.requests_of(interview.id) or journal.requests_of_application(interview.application_id)
        if requests:
            self.post_message(RecordWanted("feedback", requests[0].id))
        elif journal.application_of(interview).outcome is Outcome.REJECTED:
            self.context.say("Nobody can be asked yet: e adds whoever interviewed you.")
        else:
            self.context.say("There is no conversation yet; o records a rejection and makes requests due.")

    # ── what is due ───────────────────────────────────────────────────────────────────────────────────────────────

    def _due_items(self, interview_id: str) -> tuple[Due, ...]:
        """What is due for that interview and stands in no conversation yet."""
        items = (item for item in self._services.overview.due() if item.interview_id == interview_id)
        return tuple(item for item in items if item.request_id is None and item.action in _LABELS)

    def _due_label(self) -> str:
        """What the key does for the interview under the cursor, in a word or two."""
        items = self._due_items(self._list.key or "")
        return _LABELS[items[0].action] if items else ""

    def action_due_step(self) -> None:
        """Do what is due for this interview; of several things one is chosen."""
        from afterword.tui.panes.due_steps import DueSteps

        items, steps = self._due_items(self._chosen.id), DueSteps(self, self._services)
        if len(items) == 1:
            steps.take(items[0], asks=True)
        elif items:
            offer_steps(
                self.app,
                "What is due here",
                *((self._due_text(item), "", partial(steps.take, item, asks=True)) for item in items),
            )

    def _due_text(self, item: Due) -> str:
        """`thank Max Weber`, as short as a list of choices needs it."""
        person = self._services.store.journal().people.get(item.person_id)
        return f"{_LABELS[item.action]} {person.name}" if person is not None else _LABELS[item.action]

    def action_write_all(self) -> None:
        """Write to everybody of this application who is to be asked, and look the letters through one by one."""
        services = self._services
        application = services.store.journal().application_of(self._chosen)
        lines = to_ask(services.overview.tracker(), application)
        if not lines:
            self.context.say(f"Nobody of {application.label} is to be asked now.", TextStyle.WARN)
        else:
            with_sender(self, services, lambda: self._write_to(lines))

    def _write_to(self, lines: Sequence[TrackerRow]) -> None:
        services = self._services
        draft = services.requests.draft
        known = {line.request.id: line for line in lines}
        batch = self.context.run_service(
            lambda: services.store.for_each(
                f"write {plural(len(lines), 'letter')}",
                known,
                lambda key: draft(known[key].interview.id, known[key].interviewer.id)[0],
            )
        )
        if batch is not None:
            self.post_message(LettersWanted([request.id for request in batch.done]))

    # ── its application ───────────────────────────────────────────────────────────────────────────────────────────

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
        ask_which(self.app, f"Which rounds belong to {here.label}, too?", options, self._join)

    def _join(self, other_id: str) -> None:
        here, services = self._application.id, self._services
        application = self.context.run_service(lambda: services.applications.join(here, other_id))
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
