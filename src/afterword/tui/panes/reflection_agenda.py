"""Owns what the key for what is due does on the list of interviews: prepare, thank, ask, note silence, answer an offer.

Apart from the other verbs of the pane, since each of these leads to another screen or to the first letter to somebody.
"""

from collections.abc import Iterable, Sequence

from afterword.domain.application import Application
from afterword.domain.contacts import is_written_to
from afterword.domain.conversation.request import Letter
from afterword.domain.conversation.tracker import Due, DueAction, TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.domain.interview import Interview
from afterword.domain.text import plural
from afterword.services.services import Services
from afterword.tui.app_context import LettersWanted, RecordWanted, with_sender
from afterword.tui.panes.pane import Pane
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.preparation import PrepPage
from afterword.tui.screens.record_forms import interview_form, outcome_form
from afterword.tui.styles import TextStyle

_LABELS = {
    DueAction.PREPARE: "prepare",
    DueAction.INTERVIEW: "prep sheet",
    DueAction.EVENING: "page for tonight",
    DueAction.NOTE: "thank",
    DueAction.STATUS: "ask how it stands",
    DueAction.GHOSTED: "no answer came",
    DueAction.OFFER: "answer the offer",
}
_WRITE, _DONE = "write", "done"
_TOLD = {"accepted": Letter.ACCEPT, "declined": Letter.DECLINE}
_LETTERS = {DueAction.NOTE: Letter.NOTE, DueAction.STATUS: Letter.STATUS}


def answer_options() -> list[Option]:
    """How an offer can be answered."""
    return [
        Option(Letter.ACCEPT.value, "accept it with thanks", "you see it before it goes"),
        Option(Letter.DECLINE.value, "decline it with thanks", "you see it before it goes"),
        Option("accepted", "I have accepted it", "it is due no longer"),
        Option("declined", "I have declined it", "it is due no longer"),
    ]


def answer_chosen(keys: tuple[str, ...] | None) -> tuple[Letter | None, bool]:
    """The answer that was chosen among these, and whether it was given already."""
    if not keys:
        return None, False
    return (_TOLD[keys[0]], True) if keys[0] in _TOLD else (Letter(keys[0]), False)


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


class AgendaVerbs(Pane):
    """The key that does what is due for an interview and stands in no conversation yet."""

    _services: Services

    @property
    def _chosen(self) -> Interview:
        raise NotImplementedError

    def due_items(self, interview_id: str) -> tuple[Due, ...]:
        """What is due for that interview and has a verb here."""
        items = self._services.overview.due()
        return tuple(
            item
            for item in items
            if item.interview_id == interview_id and item.request_id is None and item.action in _LABELS
        )

    def due_label(self, interview_id: str) -> str:
        """What the key does for that interview, in a word or two."""
        items = self.due_items(interview_id)
        return _LABELS[items[0].action] if items else ""

    def action_due_step(self) -> None:
        """Do what is due for this interview; of several things one is chosen."""
        items = self.due_items(self._chosen.id)
        if len(items) == 1:
            self._take(items[0])
        elif items:
            options = [Option(str(place), self._due_text(item)) for place, item in enumerate(items)]
            self.app.push_screen(
                Pick("What is due here", options), lambda keys: self._take(items[int(keys[0])]) if keys else None
            )

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

    def _due_text(self, item: Due) -> str:
        """`thank Max Weber`, as short as a list of choices needs it."""
        person = self._services.store.journal().people.get(item.person_id)
        return f"{_LABELS[item.action]} {person.name}" if person is not None else _LABELS[item.action]

    def _take(self, item: Due) -> None:
        match item.action:
            case DueAction.PREPARE | DueAction.INTERVIEW:
                self.app.push_screen(PrepPage(self._services, item.interview_id))
            case DueAction.EVENING:
                self.app.push_screen(PrepPage(self._services, item.interview_id, evening=True))
            case DueAction.GHOSTED:
                self.app.push_screen(outcome_form(self._services, self._chosen.id))
            case _ if not item.person_id:
                self.context.say("Nobody here can be written to yet: add somebody with an address.", TextStyle.WARN)
                self.app.push_screen(interview_form(self._services, self._chosen.id))
            case DueAction.OFFER:
                self.app.push_screen(Pick(item.text, answer_options()), lambda keys: self._answered(item, keys))
            case _:
                options = [
                    Option(_WRITE, "write the letter", "you see it before it goes"),
                    Option(_DONE, "I have done it"),
                ]
                self.app.push_screen(Pick(item.text, options), lambda keys: self._chosen_letter(item, keys))

    def _answered(self, item: Due, keys: tuple[str, ...] | None) -> None:
        letter, told = answer_chosen(keys)
        if letter is not None:
            self._note(item, letter) if told else self._write(item, letter)

    def _chosen_letter(self, item: Due, keys: tuple[str, ...] | None) -> None:
        if keys == (_WRITE,):
            self._write(item, _LETTERS[item.action])
        elif keys == (_DONE,):
            self._note(item, _LETTERS[item.action])

    def _write(self, item: Due, letter: Letter) -> None:
        """Draft it, and go on writing in Feedback."""

        def write() -> None:
            draft = self._services.requests.write
            drafted = self.context.run_service(lambda: draft(item.interview_id, letter, item.person_id))
            if drafted:
                self.post_message(RecordWanted("feedback", drafted[0].id, goes_on=True))

        with_sender(self, self._services, write)

    def _note(self, item: Due, letter: Letter) -> None:
        """Note that it was done otherwise."""
        services = self._services
        now = services.clock.now()
        write = services.requests.write
        self.context.run_service(
            lambda: write(item.interview_id, letter, item.person_id, now), "Noted; u takes it back"
        )
