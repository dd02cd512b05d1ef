"""Owns what doing a due thing leads to: a letter, a sheet, a form, a question; loaded with the first that is done."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from afterword.domain.conversation.request import TOLD, EventKind
from afterword.domain.conversation.tracker import Due, DueAction
from afterword.domain.dates import show_date
from afterword.domain.text import plural, shorten
from afterword.services.services import Batch, Services, reading_context
from afterword.tui.app_context import LettersWanted, RecordWanted, StepWanted, with_sender
from afterword.tui.panes.pane import Pane
from afterword.tui.panes.reflection_agenda import answer_chosen, answer_options
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.form import Form, FormSpec
from afterword.tui.screens.placing import PlacingPage
from afterword.tui.screens.preparation import PrepPage
from afterword.tui.screens.record_forms import interview_form, outcome_form
from afterword.tui.styles import TextStyle

_WORDS = 44


class DueSteps:
    """What is done from Today. Everything opens over it, and closing leads back."""

    def __init__(self, pane: Pane, services: Services) -> None:
        self._pane = pane
        self._services = services

    def take(self, item: Due) -> None:
        """Begin what is due."""
        match item.action:
            case DueAction.PREPARE | DueAction.INTERVIEW | DueAction.EVENING:
                evening = item.action is DueAction.EVENING
                self._open(PrepPage(self._services, item.interview_id, evening=evening))
            case DueAction.REFLECT:
                self._pane.post_message(RecordWanted("reflection", item.interview_id))
            case DueAction.GHOSTED:
                self._open(outcome_form(self._services, item.interview_id))
            case DueAction.ADVICE:
                self._act_on_advice(item)
            case _ if item.proposal_id:
                self._open(PlacingPage(self._services, item.proposal_id))
            case _:
                self._take_in_conversation(item)

    def _take_in_conversation(self, item: Due) -> None:
        if item.action is DueAction.ASK_ELSE or not (item.request_id or item.person_id):
            self._open(interview_form(self._services, item.interview_id))
            self._pane.context.say("Add somebody who can be written to, with an address.", TextStyle.WARN)
        elif item.action is DueAction.OFFER and item.request_id is None:
            self._pane.app.push_screen(Pick(item.text, answer_options()), lambda keys: self._answer(item, keys))
        elif item.request_id is None or item.action is DueAction.REAPPROACH:
            self.write([item])
        else:
            self._pane.post_message(StepWanted(item.request_id))

    def write(self, items: Sequence[Due]) -> None:
        """Write the letters of these; then they are looked through one after the other."""
        with_sender(self._pane, self._services, lambda: self._write(items))

    def _write(self, items: Sequence[Due]) -> None:
        agenda = self._services.agenda
        batch = self._pane.context.run_service(lambda: agenda.write(items))
        if batch is None:
            return
        self._pane.post_message(LettersWanted([request.id for request in batch.done], list(map(str, batch.refused))))

    def _answer(self, item: Due, keys: tuple[str, ...] | None) -> None:
        """Write the answer to an offer, or note that it was told otherwise."""
        letter, told = answer_chosen(keys)
        if letter is None:
            return
        at, chosen = self._services.clock.now() if told else None, letter

        def write() -> None:
            answer = partial(self._services.requests.write, item.interview_id, chosen, item.person_id, at)
            written = self._pane.context.run_service(answer, "Noted; u takes it back" if told else "")
            if written and not told:
                self._pane.post_message(LettersWanted([written[0].id]))

        write() if told else with_sender(self._pane, self._services, write)

    def _act_on_advice(self, item: Due) -> None:
        finding_id = item.finding_id or ""
        options = [
            Option("done", "I have done it", "it is due no longer"),
            Option("move", "another day", "it comes back then"),
            Option("drop", "let it be", "the advice itself stays"),
            Option("show", "show it", "in Evaluation, with what it rests on; esc comes back"),
        ]

        def chosen(keys: tuple[str, ...] | None) -> None:
            advice, run = self._services.advice, self._pane.context.run_service
            match keys:
                case ("done",):
                    run(lambda: advice.done(finding_id), "Done; u takes it back")
                case ("drop",):
                    run(lambda: advice.drop(finding_id), "Let be; u brings it back")
                case ("move",):
                    self.ask_until([item])
                case ("show",):
                    self._pane.post_message(RecordWanted("evaluation", finding_id))

        self._pane.app.push_screen(Pick(shorten(item.text, _WORDS), options), chosen)

    def add_interview(self) -> None:
        """Add an interview."""
        self._open(interview_form(self._services))

    def _open(self, screen: PrepPage | PlacingPage | Form) -> None:
        self._pane.app.push_screen(screen)

    # ── waiting ───────────────────────────────────────────────────────────────────────────────────────────────────

    def put_off(self, items: Sequence[Due]) -> None:
        """Let these wait until the next day on which they can be done."""
        agenda = self._services.agenda
        batch = self._pane.context.run_service(lambda: agenda.put_off(items))
        if batch is not None:
            self._pane.context.say(self._waits(batch), TextStyle.WARN if batch.refused else TextStyle.GOOD)

    def ask_until(self, items: Sequence[Due], done: Callable[[], object] = lambda: None) -> None:
        """Ask until which day these wait; `done` is called once they do."""
        agenda = self._services.agenda

        def save(changes: dict[str, date]) -> Batch[date]:
            return agenda.put_off(items, changes["until"])

        spec = FormSpec(
            title=f"Until when {'does it' if len(items) == 1 else f'do these {len(items)}'} wait?",
            fields=TOLD[EventKind.SNOOZED],
            save=save,
            context=reading_context(self._services),
            offered={"until": "+3d"},
            said=lambda _changes, batch: self._waits(batch),
        )

        def closed(saved: object) -> None:
            if saved is not None:
                done()

        self._pane.app.push_screen(Form(spec), closed)

    def _waits(self, batch: Batch[date]) -> str:
        today = self._services.overview.today()
        things = "It waits" if len(batch.done) == 1 else f"{plural(len(batch.done), 'thing')} wait"
        words = f"{things} until {show_date(min(batch.done), today)}; u takes it back"
        return f"{words}. {len(batch.refused)} not: {batch.refused[0].title}" if batch.refused else words
