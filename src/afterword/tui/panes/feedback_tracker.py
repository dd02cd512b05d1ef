"""Owns the lines of the tracker in the order that a person chose, and what the keys do with a conversation."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from afterword.domain.conversation.message import MailKind
from afterword.domain.conversation.request import TOLD, CloseAs, Event, EventKind, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import show_date
from afterword.domain.document import CLOSED_AS
from afterword.domain.text import plural
from afterword.errors import UserError
from afterword.services.services import Batch, Services, reading_context
from afterword.tui.actions import bindings
from afterword.tui.app_context import CheckWanted, Err, Ok, SummaryChanged, run_action
from afterword.tui.background_work import LetterSender
from afterword.tui.panes.pane import SplitPane, TickedPane
from afterword.tui.presenters import tracker
from afterword.tui.presenters.mail import KINDS
from afterword.tui.presenters.tracker import COLUMNS, TrackerOrder
from afterword.tui.screens import conversation_forms as forms
from afterword.tui.screens.dialogs import Confirm, Option, Pick, ask_to_run, ask_which, offer_steps
from afterword.tui.screens.form import Form, FormSpec
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.virtual_list import Row, VirtualList

T = TypeVar("T")
_BEING_SENT = "This letter is being sent at this moment."


class TrackerList(VirtualList, inherit_bindings=False):
    """The lines of the tracker. Its `g` groups them, so that `home` alone goes to the first."""

    BINDINGS = bindings("list", without="g")


class TrackerPart(SplitPane, TickedPane):
    """The tracker: one line per person and application, in an order of the person's choice, some of them ticked."""

    list_part = "tracker-part"

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self.services = services
        self.sender = LetterSender(services)
        self._lines: dict[str, TrackerRow] = {}
        self._order = TrackerOrder()
        self._list = TrackerList(tracker.columns_of(self._order), widget_id="tracker")

    @property
    def line(self) -> TrackerRow | None:
        """The line under the cursor."""
        return self._lines.get(self._list.key or "")

    @property
    def record(self) -> tuple[str, str] | None:
        """The conversation under the cursor."""
        return ("requests", self._list.key) if self._list.key in self._lines else None

    def show_lines(self, request_ids: Collection[str]) -> None:
        """Show the lines with these keys in the order that was chosen."""
        if self._ticked:
            self.post_message(SummaryChanged())
        lines = tracker.in_order((self._lines[key] for key in request_ids), self._order)
        if not self._order.grouped:
            self._list.load([line.request.id for line in lines], self._row)
            return
        whole = tracker.by_application(self._lines.values())
        keys: list[str] = []
        for application, group in tracker.by_application(lines).items():
            keys += [application, *(line.request.id for line in group)]
        self._list.load(
            keys,
            lambda key: tracker.heading(whole[key]) if key in whole else self._row(key),
            headings=whole.keys() & keys,
        )

    def _row(self, key: str) -> Row:
        return tracker.row(self._lines[key], self._today, self._order, on_the_way=self.sender.carries(key))

    @property
    def _today(self) -> date:
        return self.services.overview.today()

    # ── the order ─────────────────────────────────────────────────────────────────────────────────────────────────

    def action_group(self) -> None:
        """Group by application, or list line by line again."""
        grouped = not self._order.grouped
        self._arrange(replace(self._order, grouped=grouped))
        self.context.say("By application; g lists them one by one again." if grouped else "Line by line.")

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._arrange(self._order.by_next_column())
        self.context.say(f"{self._order.sentence}; < turns it round.")

    def on_virtual_list_heading_clicked(self, message: VirtualList.HeadingClicked) -> None:
        """Sort by the column whose heading was clicked; again, the other way round."""
        message.stop()
        self._arrange(self._order.sorted_by(self._order.shown[message.column]))
        self.context.say(f"{self._order.sentence}.")

    def action_columns(self) -> None:
        """Ask which columns are shown."""
        options = [Option(name, column.words) for name, column in COLUMNS.items()]
        pick = Pick("Columns", options, many=True, ticked=self._order.shown)
        self.app.push_screen(pick, self._show_columns)

    def _show_columns(self, chosen: tuple[str, ...] | None) -> None:
        if chosen is not None:
            self._arrange(self._order.with_columns(chosen))

    def action_turn(self) -> None:
        """Turn the order round."""
        self._arrange(replace(self._order, turned=not self._order.turned))
        self.context.say(f"{self._order.sentence}.")

    def _arrange(self, order: TrackerOrder) -> None:
        self._order = order
        self._list.show_columns(tracker.columns_of(order))
        self.reload()
        self.post_message(SummaryChanged())

    def state(self) -> dict[str, Any]:
        """With the order of the lines and the columns."""
        return super().state() | {"order": msgspec.to_builtins(self._order)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """The order first, so that the line has its place."""
        try:
            order = msgspec.convert(state.get("order", {}), TrackerOrder)
        except msgspec.ValidationError:
            order = TrackerOrder()
        self._arrange(order.with_columns(order.shown))
        super().restore(state)

    # ── the lines a verb is for ───────────────────────────────────────────────────────────────────────────────────

    @property
    def _keys(self) -> Collection[str]:
        return self._lines.keys()

    @property
    def line_alone(self) -> TrackerRow | None:
        """The line under the cursor, for what cannot be done with several; where some are ticked, that is said."""
        if self.line is not None and self._ticked:
            stay = plural(len(self._ticked), "ticked line stays as it is", "ticked lines stay as they are")
            self.context.say(f"{self.line.interviewer.name} alone: this works on one line. {stay}.")
        return self.line

    @property
    def chosen(self) -> tuple[TrackerRow, ...]:
        """The lines that are ticked, as they stand in the list; without ticks the one under the cursor."""
        if not self._ticked:
            return () if self.line is None else (self.line,)
        return tuple(
            line for line in tracker.in_order(self._lines.values(), self._order) if line.request.id in self._ticked
        )

    def select(self, request_id: str) -> bool:
        """Put the cursor on that line alone, whatever was ticked or filtered; False when there is none."""
        raise NotImplementedError

    def order_words(self) -> str:
        """How many lines are ticked, and how they are sorted, where it is not the usual way."""
        ticked = f"{len(self._ticked)} ticked" if self._ticked else ""
        hidden = sum(not self._list.holds(key) for key in self._ticked)
        return " · ".join(filter(None, (ticked + (f", {hidden} hidden" if hidden else ""), self._order.words)))

    def is_free(self, request_id: str) -> bool:
        """Whether that letter is not being sent at this moment; where it is, it says so."""
        if self.sender.carries(request_id):
            self.context.say(_BEING_SENT, TextStyle.WARN)
            return False
        return True

    # ── one verb for several ──────────────────────────────────────────────────────────────────────────────────────

    def for_ticked(self, name: str, verb: Callable[[TrackerRow], T]) -> Batch[T]:
        """Call `verb` for every ticked line, as one step to be undone; then nothing is ticked any more."""
        lines = {line.request.id: line for line in self.chosen}

        def one_of_them(request_id: str) -> T:
            if self.sender.carries(request_id):
                raise UserError(_BEING_SENT)
            return verb(lines[request_id])

        step = f"{name} {plural(len(lines), 'conversation')}"
        batch = self.services.store.for_each(step, list(lines), one_of_them)
        self._tick(set())
        return batch

    def run_for_ticked(self, name: str, verb: Callable[[TrackerRow], object], done: str) -> None:
        """Do so, and say how many it was `done` with."""
        batch = self.context.run_service(lambda: self.for_ticked(name, verb))
        if batch is not None:
            self.context.say(batch_words(batch, done), TextStyle.WARN if batch.refused else TextStyle.GOOD)

    def form_for_ticked(self, kind: EventKind, name: str, verb: Callable[..., object], done: str) -> bool:
        """Ask once what is told of such an event; `verb` takes the id of a request and what was told.

        False where nothing is ticked.
        """
        if not self._ticked:
            return False
        suggested = self.services.policy.reapproach_due(self._today).isoformat()
        offered = {EventKind.SNOOZED: "+3d", EventKind.REAPPROACH: suggested}.get(kind, "")
        spec = FormSpec(
            title=f"{name[0].upper()}{name[1:]}: {plural(len(self._ticked), 'conversation')}",
            fields=TOLD[kind],
            save=lambda changes: self.for_ticked(name, lambda line: verb(line.request.id, *changes.values())),
            context=reading_context(self.services),
            offered={"at": "now", "until": offered},
            said=lambda _changes, batch: batch_words(batch, done),
        )
        self.app.push_screen(Form(spec))
        return True


def batch_words(batch: Batch[object], done: str) -> str:
    """`3 conversations: closed as done; u takes it back`, or for how many it was refused, with the first reason."""
    words = f"{plural(len(batch.done), 'conversation')}: {done}"
    return (
        f"{words}. {len(batch.refused)} not: {batch.refused[0].title}" if batch.refused else f"{words}; u takes it back"
    )


_CAME_IN = {
    EventKind.REPLY: "reply",
    EventKind.AUTO_REPLY: "automatic answer",
    EventKind.RECEIPT: "receipt",
    EventKind.BOUNCED: "bounce",
}

_SAID = {
    MailKind.BOUNCE: "Noted: it came back. e corrects the address",
    MailKind.AUTO_REPLY: "Noted as an automatic answer",
    MailKind.RECEIPT: "Noted; it is no reply yet",
}


class FeedbackVerbs(TrackerPart):
    """The tracker with its verbs."""

    def line_of(self, request_id: str) -> TrackerRow | None:
        """The newest line of that request."""
        outcome = run_action(lambda: self.services.overview.line(request_id))
        return outcome.value if isinstance(outcome, Ok) else None

    # ── what happened in the conversation ─────────────────────────────────────────────────────────────────────────

    def _open(self, form: Callable[[Services, str], Form], kind: EventKind | None = None) -> None:
        """Open a form, or say why what it would note cannot have happened."""
        line = self.line_alone
        if line is not None and self.is_free(line.request.id) and (kind is None or self._is_possible(line, kind)):
            self.app.push_screen(form(self.services, line.request.id))

    def _is_possible(self, line: TrackerRow, kind: EventKind) -> bool:
        outcome = run_action(lambda: self.services.overview.check_possible(line.request.id, kind))
        if isinstance(outcome, Err):
            self.context.say(str(outcome.error), TextStyle.WARN)
        return not isinstance(outcome, Err)

    def action_sent(self) -> None:
        """Say that the letter went out, and when."""
        mark = self.services.requests.mark_sent
        if not self.form_for_ticked(EventKind.SENT, "mark as sent", mark, "counted as sent"):
            self._open(forms.sent_form, EventKind.SENT)

    def action_snooze(self) -> None:
        """Let the next step wait until a day."""
        if not self.form_for_ticked(EventKind.SNOOZED, "snooze", self.services.requests.snooze, "resting"):
            self._open(forms.snooze_form, EventKind.SNOOZED)

    def action_bounced(self) -> None:
        """Record that the letter came back."""
        self._open(forms.bounce_form, EventKind.BOUNCED)

    def action_away(self) -> None:
        """Record an out-of-office note."""
        self._open(forms.away_form, EventKind.AUTO_REPLY)

    def action_address(self) -> None:
        """Correct the address; a returned letter is a draft again."""
        self._open(forms.address_form)

    def action_person(self) -> None:
        """Who they are and how to write to them."""
        from afterword.tui.screens.record_forms import person_form

        line = self.line_alone
        if line is not None:
            self.app.push_screen(person_form(self.services, line.interviewer.id, line.application.id))

    def action_reapproach(self) -> None:
        """Plan a day to write again."""
        plan = self.services.requests.plan_reapproach
        if not self.form_for_ticked(EventKind.REAPPROACH, "plan to write again", plan, "planned"):
            self._open(forms.reapproach_form)

    def _settle(self) -> None:
        """Ask what became of a letter that may have gone out."""
        line = self.line_alone
        if line is None or not self.is_free(line.request.id):
            return
        offer_steps(
            self.app,
            f"The letter to {line.interviewer.name} may have gone out. Did it?",
            ("it went out", "it stands in your sent mail", lambda: self._open(forms.sent_form)),
            ("it did not go out", "the draft is kept", self.action_not_sent),
        )

    def action_not_sent(self) -> None:
        """Say that the letter which may have gone out did not."""
        line = self.line_alone
        if line is None or not self.is_free(line.request.id):
            return
        mark = self.services.requests.mark_not_sent
        self.context.run_service(lambda: mark(line.request.id), "Noted: it did not go out; the draft is kept")

    def action_close(self) -> None:
        """Close the conversation: no answer, declined or done."""
        line = self.line
        if self._ticked:
            title = f"Close {plural(len(self._ticked), 'conversation')} as"
            self._ask_how_to_close(title, self.chosen, self._close_ticked)
        elif line is not None and self._is_possible(line, EventKind.CLOSED):
            title = f"Close the conversation with {line.interviewer.name} as"
            self._ask_how_to_close(title, [line], lambda close_as: self._close_as(line, close_as))

    def _ask_how_to_close(self, title: str, lines: Sequence[TrackerRow], close: Callable[[CloseAs], object]) -> None:
        options = [Option(close_as.value, CLOSED_AS[close_as]) for close_as in _ways_to_close(lines)]
        ask_which(self.app, title, options, lambda key: close(CloseAs(key)))

    def _close_as(self, line: TrackerRow, close_as: CloseAs) -> None:
        close, notice = self.services.requests.close, f"Closed as {close_as.value.replace('-', ' ')}; o opens it again"
        self.context.run_service(lambda: close(line.request.id, close_as), notice)

    def _close_ticked(self, close_as: CloseAs) -> None:
        close, done = self.services.requests.close, f"closed as {close_as.value.replace('-', ' ')}"
        self.run_for_ticked("close", lambda line: close(line.request.id, close_as), done)

    def action_reopen(self) -> None:
        """Open a closed conversation again."""
        if self._ticked:
            reopen = self.services.requests.reopen
            self.run_for_ticked("reopen", lambda line: reopen(line.request.id), "open again")
            return
        line = self.line
        if line is None:
            return
        if line.track.state is State.NO_ANSWER and not any(event.close_as for event in line.request.events):
            self.context.say("It is not closed, only silent so far; r records a late reply.", TextStyle.WARN)
            return
        self.context.run_service(lambda: self.services.requests.reopen(line.request.id), "Open again")

    # ── replies ───────────────────────────────────────────────────────────────────────────────────────────────────

    def action_reply(self) -> None:
        """What they answered; then it is marked."""
        if (line := self.line_alone) is not None:
            self.app.push_screen(
                forms.reply_form(self.services, line.request.id), lambda done: self._recorded(line, done)
            )

    def _recorded(self, line: TrackerRow, done: object) -> None:
        if isinstance(done, Request):
            self._mark(done.id, done.events[-1].id)
            notice = "The reply is recorded. Mark what they said; then esc, and t thanks them."
            if done.events[-1].is_by_mentor:
                answered = "" if done.replies else f"; {line.interviewer.first_name} has still to answer"
                notice = f"Kept as your mentor's words{answered}. Mark what helps."
            self.app.call_after_refresh(lambda: self.context.say(notice, TextStyle.GOOD))
        elif isinstance(done, forms.NotAReply):
            self._ask_what_it_is(line, done)

    def _ask_what_it_is(self, line: TrackerRow, non_reply: forms.NotAReply) -> None:
        verdict = non_reply.mail.verdict
        title = f"This is {forms.DELAYED if verdict.delayed else KINDS[verdict.kind]}, it seems"
        self.context.say(f"{title}. {verdict.reason}", TextStyle.WARN)
        self.app.push_screen(
            Pick(title, forms.ways_with(non_reply)), lambda chosen: self._decided(line, non_reply, chosen)
        )

    def _decided(self, line: TrackerRow, non_reply: forms.NotAReply, chosen: tuple[str, ...] | None) -> None:
        if chosen is None or chosen[0] == forms.BACK:
            form = forms.reply_form(self.services, line.request.id)
            self.app.push_screen(form, lambda done: self._recorded(line, done))
            form.call_after_refresh(form.fill, non_reply.values)
            return
        kind = MailKind.REPLY if chosen[0] == forms.REPLY else non_reply.mail.verdict.kind
        taking = replace(non_reply.taking, kind=kind)
        take = self.services.intake.take
        taken = self.context.run_service(lambda: take(line.request.id, non_reply.mail, taking), _SAID.get(kind, ""))
        if taken is not None and kind is MailKind.REPLY:
            self._recorded(line, taken)

    def action_findings(self) -> None:
        """Mark phrases of the latest reply, or of the words of the decision."""
        line = self.line_alone
        if line is None:
            return
        if line.request.comments or line.application.words:
            self._mark(line.request.id)
        else:
            self.context.say("There is no reply to mark yet. Record it first (r).", TextStyle.WARN)

    def _mark(self, request_id: str, reply_id: str | None = None) -> None:
        from afterword.tui.screens.findings import FindingsPage

        line = self.line_of(request_id)
        if line is not None:
            self.app.push_screen(FindingsPage(self.services, line, reply_id))

    # ── the mailbox ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_check(self) -> None:
        """Look for replies, or stop looking."""
        self.post_message(CheckWanted())

    def action_to_place(self) -> None:
        """Decide on what the mailboxes offer."""
        self.decide()

    def decide(self, mail_id: str = "") -> None:
        """Decide on what the mailboxes offer, beginning with that mail."""
        if self.services.checking.proposals():
            page = forms.PlacingPage(self.services, mail_id)
            self.app.push_screen(page, lambda _: self.go_to(page.placed) if page.placed else None)
        else:
            self.context.say("No mail waits for you to decide.")

    # ── a mail that does not belong there ─────────────────────────────────────────────────────────────────────────

    def action_take_out(self) -> None:
        """Take a mail out of the conversation."""
        line = self.line_alone
        if line is None:
            return
        came = [event for event in reversed(line.request.history) if event.kind in _CAME_IN]
        if not came:
            self.context.say("Nothing has come in here that could be taken out.", TextStyle.WARN)
        elif len(came) == 1:
            self._ask_about(line, came[0])
        else:
            options = [Option(event.id, self._came_in_words(event), event.text) for event in came]
            events = {event.id: event for event in came}
            ask_which(
                self.app, "Take out of this conversation", options, lambda key: self._ask_about(line, events[key])
            )

    def _came_in_words(self, event: Event) -> str:
        return f"the {_CAME_IN[event.kind]} of {show_date(event.at.date(), self.services.overview.today())}"

    def _ask_about(self, line: TrackerRow, event: Event) -> None:
        findings = self.services.overview.journal().findings_of(line.request.id)
        marked = sum(finding.reply_id == event.id for finding in findings)
        with_it = f"{plural(marked, 'finding')} in it {'goes' if marked == 1 else 'go'} too. " if marked else ""
        question = Confirm(
            f"Take {self._came_in_words(event)} out of this conversation?", f"{with_it}No check brings it back; u does."
        )
        take_out = self.services.checking.take_out
        verb = partial(take_out, line.request.id, event.id, with_findings=True)
        ask_to_run(self, question, verb, "Taken out; u brings it back")


def _ways_to_close(lines: Sequence[TrackerRow]) -> list[CloseAs]:
    """What fits these, the likeliest first: done after a reply, silence before one, skipped who was not asked."""
    tracks = [line.track for line in lines]
    if all(track.replied_on is not None for track in tracks):
        return [CloseAs.DONE, CloseAs.DECLINED]
    if all(track.asked_on is None and track.replied_on is None for track in tracks):
        return [CloseAs.SKIPPED, CloseAs.DECLINED, CloseAs.DONE]
    unasked = [CloseAs.SKIPPED] if any(track.asked_on is None for track in tracks) else []
    return [CloseAs.NO_ANSWER, CloseAs.DECLINED, CloseAs.DONE, *unasked]
