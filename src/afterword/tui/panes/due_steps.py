"""Owns what doing a due thing leads to, from whichever pane, and several letters as one flow, each address shown first.

Loaded with the first that is done.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from afterword.domain.conversation.request import TOLD, Channel, Draft, EventKind, Letter, letter_name
from afterword.domain.conversation.tracker import Due, DueAction, TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.text import plural, shorten
from afterword.services.services import Batch, Services, reading_context
from afterword.tui.actions import bindings
from afterword.tui.app_context import LettersWanted, RecordWanted, StepWanted, with_sender
from afterword.tui.panes.pane import Pane
from afterword.tui.presenters.mail import addresses
from afterword.tui.presenters.tracker import title_words
from afterword.tui.screens.compose import ComposePage
from afterword.tui.screens.conversation_forms import PlacingPage, answer_offer
from afterword.tui.screens.dialogs import Confirm, ask, offer_steps
from afterword.tui.screens.form import Form, FormSpec
from afterword.tui.screens.preparation import PrepPage
from afterword.tui.screens.record_forms import interview_form, outcome_form
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.tui.panes.feedback_tracker import FeedbackVerbs

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


class BatchPlace(Struct, frozen=True):
    """Which of several letters that are looked through one after the other this is.

    `sends`: it is sent by this program, together with the others, once all were looked through.
    """

    number: int
    total: int
    sends: bool


class BatchedLetterPage(ComposePage):
    """One of several letters; dismissed with True when it stays as it is and the next one follows."""

    BINDINGS = bindings("batch")

    def __init__(self, services: Services, line: TrackerRow, draft: Draft, where: BatchPlace) -> None:
        super().__init__(services, line, draft)
        self._where = where
        title = f"Letter {where.number} of {where.total} · {letter_name(draft.letter)} · {title_words(line)}"
        self.title_line.show(title=title)

    def offers(self, action: str) -> bool:
        """Where `f2` goes on to the next letter, one key is named for it."""
        return action != "next_letter" or not self._where.sends

    def label(self, action: str) -> str:
        """What the keys do: `f2` goes on where all are sent together, else it hands this letter over."""
        if action == "next_letter" or (action == "hand_over" and self._where.sends):
            is_last = self._where.number == self._where.total
            return "next letter" if not is_last else "send all …" if self._where.sends else "done"
        return super().label(action)

    def action_hand_over(self) -> None:
        """Go on to the next where all are sent together, else ask how this letter leaves."""
        self.action_next_letter() if self._where.sends else super().action_hand_over()

    def action_next_letter(self) -> None:
        """Keep the letter as it is typed, and go on to the next one."""
        self._leaves(lambda _handover: self.dismiss(True))


class LetterBatch:
    """The drafts of these conversations, in this order. Whoever closes one of them keeps all as drafts."""

    def __init__(self, pane: "FeedbackVerbs", request_ids: Sequence[str]) -> None:
        self._pane = pane
        self._request_ids = tuple(request_ids)
        self._seen: list[str] = []

    def begin(self) -> None:
        """Open the first."""
        self._look_at(0)

    def _look_at(self, place: int) -> None:
        """Open the draft at that place, or the next one that is still a draft; after the last, ask about sending."""
        for at in range(place, len(self._request_ids)):
            line = self._drafted(self._request_ids[at])
            if line is not None and line.request.draft is not None:
                where = BatchPlace(at + 1, len(self._request_ids), sends=self._sends(line))
                page = BatchedLetterPage(self._pane.services, line, line.request.draft, where)
                self._pane.app.push_screen(page, partial(self._closed, at))
                return
        self._ask()

    def _closed(self, at: int, goes_on: bool | None) -> None:  # noqa: FBT001 - the answer of a screen
        """A letter was kept, or it left on its own, or the person stops here."""
        request_id = self._request_ids[at]
        if goes_on:
            self._seen.append(request_id)
        if goes_on or self._drafted(request_id) is None:
            self._look_at(at + 1)
        elif len(self._request_ids) > at + 1:
            remaining = plural(len(self._request_ids) - at, "letter")
            self._pane.context.say(f"Stopped at letter {at + 1}; {remaining} of these stay drafts.")

    def _drafted(self, request_id: str) -> TrackerRow | None:
        """The newest line of that conversation, while a draft stands in it that is not on its way."""
        line = self._pane.line_of(request_id)
        is_open = line is not None and line.request.draft is not None and not self._pane.sender.carries(request_id)
        return line if is_open else None

    def _sends(self, line: TrackerRow) -> bool:
        """Whether this program sends that letter itself, once all were looked through."""
        draft = line.request.draft
        mailed = draft is not None and draft.channel is Channel.MAIL and bool(line.addressee.email)
        return mailed and bool(self._pane.services.sending.via)

    def _ask(self) -> None:
        """Show each address, and send on a yes."""
        lines = [line for request_id in self._seen if (line := self._drafted(request_id)) is not None]
        ready = [line for line in lines if self._sends(line)]
        if not ready:
            if lines:
                words = f"{plural(len(lines), 'letter')} looked through and kept as drafts; f3 in one says it was sent."
                self._pane.context.say(words, TextStyle.GOOD)
            return
        title = f"Send {plural(len(ready), 'letter')} now, by {self._pane.services.sending.via}?"
        question = Confirm(title, "\n".join(filter(None, (addresses(ready), self._early(ready)))))
        consequence = "They stay drafts; Today shows them on their day, and S in Feedback sends them."
        ask(
            self._pane.app,
            question,
            lambda: self._pane.sender.deliver_all(ready),
            lambda: self._pane.context.say(consequence),
        )

    def _early(self, lines: Sequence[TrackerRow]) -> str:
        """From when they are due, where that is a day ahead."""
        today = self._pane.services.overview.today()
        days = [line.track.next.due for line in lines if line.track.next is not None and line.track.next.due > today]
        return f"They are due from {show_date(min(days), today)}; n keeps them as drafts until then." if days else ""
