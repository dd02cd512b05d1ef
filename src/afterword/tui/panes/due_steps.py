"""Owns what doing a due thing leads to, from whichever pane: a letter, a sheet, a form, a question.

Loaded with the first that is done.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from afterword.domain.conversation.request import TOLD, EventKind, Letter
from afterword.domain.conversation.tracker import Due, DueAction
from afterword.domain.dates import show_date
from afterword.domain.text import plural, shorten
from afterword.services.services import Batch, Services, reading_context
from afterword.tui.app_context import LettersWanted, RecordWanted, StepWanted, with_sender
from afterword.tui.panes.pane import Pane
from afterword.tui.screens.conversation_forms import PlacingPage, answer_offer
from afterword.tui.screens.dialogs import offer_steps
from afterword.tui.screens.form import Form, FormSpec
from afterword.tui.screens.preparation import PrepPage
from afterword.tui.screens.record_forms import interview_form, outcome_form
from afterword.tui.styles import TextStyle

_WORDS = 44
_LETTERS = {DueAction.NOTE: Letter.NOTE, DueAction.STATUS: Letter.STATUS}
_DONE, _LET_BE = "Done; u takes it back", "Let be; u brings it back"


class DueSteps:
    """What is done from Today or from an interview. Everything opens over the pane, and closing leads back."""

    def __init__(self, pane: Pane, services: Services) -> None:
        self._pane = pane
        self._services = services

    def take(self, item: Due, *, asks: bool = False) -> None:
        """Begin what is due; with `asks` a first letter may have been written otherwise already."""
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
                self._take_in_conversation(item, asks=asks)

    def _take_in_conversation(self, item: Due, *, asks: bool) -> None:
        if item.action is DueAction.ASK_ELSE or not (item.request_id or item.person_id):
            self._open(interview_form(self._services, item.interview_id))
            self._pane.context.say("Add somebody who can be written to, with an address.", TextStyle.WARN)
        elif item.action is DueAction.OFFER and item.request_id is None:
            answer_offer(self._pane.app, item.text, partial(self._answer, item), partial(self._note, item))
        elif asks and item.action in _LETTERS:
            offer_steps(
                self._pane.app,
                item.text,
                ("write the letter", "you see it before it goes", lambda: self.write([item])),
                ("I have done it", "", lambda: self._note(item, _LETTERS[item.action])),
            )
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
        if batch is not None:
            refused = list(map(str, batch.refused))
            self._pane.post_message(LettersWanted([request.id for request in batch.done], refused))

    def _answer(self, item: Due, letter: Letter) -> None:
        """Write the answer to an offer."""
        answer = partial(self._services.requests.write, item.interview_id, letter, item.person_id)

        def write() -> None:
            if written := self._pane.context.run_service(answer):
                self._pane.post_message(LettersWanted([written[0].id]))

        with_sender(self._pane, self._services, write)

    def _note(self, item: Due, letter: Letter) -> None:
        """Note that it was told otherwise."""
        write, now = self._services.requests.write, self._services.clock.now()
        note = partial(write, item.interview_id, letter, item.person_id, now)
        self._pane.context.run_service(note, "Noted; u takes it back")

    def _act_on_advice(self, item: Due) -> None:
        finding_id, advice, run = item.finding_id or "", self._services.advice, self._pane.context.run_service
        show = RecordWanted("evaluation", finding_id)
        offer_steps(
            self._pane.app,
            shorten(item.text, _WORDS),
            ("I have done it", "it is due no longer", lambda: run(lambda: advice.done(finding_id), _DONE)),
            ("another day", "it comes back then", lambda: self.ask_until([item])),
            ("let it be", "the advice itself stays", lambda: run(lambda: advice.drop(finding_id), _LET_BE)),
            ("show it", "with what it rests on; esc comes back", lambda: self._pane.post_message(show)),
        )

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
