"""Owns several letters as one flow: written, looked through one after the other, and sent, each address shown first."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from afterword.domain.conversation.request import Channel, Draft, letter_name
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.text import plural
from afterword.services.services import Services
from afterword.tui.actions import bindings
from afterword.tui.presenters.mail import addresses
from afterword.tui.presenters.tracker import title_words
from afterword.tui.screens.compose import ComposePage
from afterword.tui.screens.dialogs import Confirm, ask
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.tui.panes.feedback_verbs import FeedbackVerbs


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
            left = plural(len(self._request_ids) - at, "letter")
            self._pane.context.say(f"Stopped at letter {at + 1}; {left} of these stay drafts.")

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
        kept = "They stay drafts; Today shows them on their day, and S in Feedback sends them."
        ask(
            self._pane.app,
            question,
            lambda: self._pane.sender.deliver_all(ready),
            lambda: self._pane.context.say(kept),
        )

    def _early(self, lines: Sequence[TrackerRow]) -> str:
        """From when they are due, where that is a day ahead."""
        today = self._pane.services.overview.today()
        days = [line.track.next.due for line in lines if line.track.next is not None and line.track.next.due > today]
        return f"They are due from {show_date(min(days), today)}; n keeps them as drafts until then." if days else ""
