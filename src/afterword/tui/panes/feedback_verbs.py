"""Owns what the keys of the Feedback pane do with a conversation: events, replies, mails."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from afterword.domain.conversation.documents import CLOSED_AS
from afterword.domain.conversation.message import MailKind, News
from afterword.domain.conversation.request import CloseAs, Event, EventKind, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import show_date
from afterword.domain.text import clean_line, plural
from afterword.errors import AfterwordError
from afterword.services.services import Services
from afterword.tui.app_context import CheckWanted, Err, Ok, run_action
from afterword.tui.panes.feedback_tracker import TrackerPart
from afterword.tui.presenters.mail import KINDS, addresses, due_letters, letter_choices
from afterword.tui.screens import conversation_forms as forms
from afterword.tui.screens.conversation_forms import NotAReply, reply_form
from afterword.tui.screens.dialogs import Confirm, Option, Pick, ask, ask_which, offer_steps
from afterword.tui.screens.form import Form
from afterword.tui.styles import TextStyle

_CAME_IN = {
    EventKind.REPLY: "reply",
    EventKind.AUTO_REPLY: "automatic answer",
    EventKind.RECEIPT: "receipt",
    EventKind.BOUNCED: "bounce",
}

_ONE_BY_ONE = ("mailto", "eml", "clipboard")
"""The ways on which the person sends each letter."""
_AS_IT_IS, _REPLY, _BACK = "as-it-is", "reply", "back"
_DELAYED = "news of a delay"
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
        if self._ticked:
            self.form_for_ticked(EventKind.SENT, "mark as sent", self.services.requests.mark_sent, "counted as sent")
            return
        self._open(forms.sent_form, EventKind.SENT)

    def action_snooze(self) -> None:
        """Let the next step wait until a day."""
        if self._ticked:
            self.form_for_ticked(EventKind.SNOOZED, "snooze", self.services.requests.snooze, "resting")
            return
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
        if self._ticked:
            plan = self.services.requests.plan_reapproach
            self.form_for_ticked(EventKind.REAPPROACH, "plan to write again", plan, "planned")
            return
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
        close, said = self.services.requests.close, f"Closed as {close_as.value.replace('-', ' ')}; o opens it again"
        self.context.run_service(lambda: close(line.request.id, close_as), said)

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
            self.app.push_screen(reply_form(self.services, line.request.id), lambda done: self._recorded(line, done))

    def _recorded(self, line: TrackerRow, done: object) -> None:
        if isinstance(done, Request):
            self._mark(done.id, done.events[-1].id)
            said = "The reply is recorded. Mark what they said; then esc, and t thanks them."
            if done.events[-1].is_by_mentor:
                answered = "" if done.replies else f"; {line.interviewer.first_name} has still to answer"
                said = f"Kept as your mentor's words{answered}. Mark what helps."
            self.app.call_after_refresh(lambda: self.context.say(said, TextStyle.GOOD))
        elif isinstance(done, NotAReply):
            self._ask_what_it_is(line, done)

    def _ask_what_it_is(self, line: TrackerRow, given: NotAReply) -> None:
        verdict = given.mail.verdict
        title = f"This is {_DELAYED if verdict.delayed else KINDS[verdict.kind]}, it seems"
        self.context.say(f"{title}. {verdict.reason}", TextStyle.WARN)
        self.app.push_screen(Pick(title, _options(given)), lambda chosen: self._decided(line, given, chosen))

    def _decided(self, line: TrackerRow, given: NotAReply, chosen: tuple[str, ...] | None) -> None:
        if chosen is None or chosen[0] == _BACK:
            form = reply_form(self.services, line.request.id)
            self.app.push_screen(form, lambda done: self._recorded(line, done))
            form.call_after_refresh(form.fill, given.values)
            return
        kind = MailKind.REPLY if chosen[0] == _REPLY else given.mail.verdict.kind
        taking = replace(given.taking, kind=kind)
        take = self.services.intake.take
        taken = self.context.run_service(lambda: take(line.request.id, given.mail, taking), _SAID.get(kind, ""))
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
        from afterword.tui.screens.conversation_forms import PlacingPage

        if self.services.checking.proposals():
            page = PlacingPage(self.services, mail_id)
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
            known = {event.id: event for event in came}
            ask_which(self.app, "Take out of this conversation", options, lambda key: self._ask_about(line, known[key]))

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
        ask(
            self.app,
            question,
            lambda: self.context.run_service(
                lambda: take_out(line.request.id, event.id, with_findings=True), "Taken out; u brings it back"
            ),
        )

    # ── everything that is due ────────────────────────────────────────────────────────────────────────────────────

    def action_send_all(self) -> None:
        """Send every draft that is due, after a question."""
        overview = self.services.overview
        due = due_letters(overview.tracker(), overview.today())
        ready = [line for line in due if line.interviewer.email and not self.sender.carries(line.request.id)]
        trouble = self._why_not(due, ready)
        if trouble:
            self.context.say(trouble, TextStyle.WARN)
        elif len(ready) == 1:
            self._confirm(ready)
        else:
            known = {line.request.id: line for line in ready}
            options = [Option(*choice) for choice in letter_choices(ready)]
            pick = Pick("Send these letters, one by one", options, many=True, ticked=known)
            self.app.push_screen(pick, lambda chosen: self._confirm([known[key] for key in chosen or ()]))

    def _why_not(self, due: list[TrackerRow], ready: list[TrackerRow]) -> str:
        if self.sender.is_sending_several:
            return "Letters are being sent already; esc stops after the one on its way."
        if not due:
            return "No draft is due to be sent."
        if not self.services.sending.via:
            if (way := self.services.handover.via) in _ONE_BY_ONE:
                return f"Your settings hand letters over one by one ({way}): enter on a draft, then f2."
            no_way = AfterwordError(
                "No way to send is set up.", hint="Choose one in the settings ([send] via = 'smtp' or 'sendmail')."
            )
            return str(no_way)
        return "" if ready else "None of the drafts that are due has an address; e adds one."

    def _confirm(self, lines: list[TrackerRow]) -> None:
        if lines:
            via = self.services.sending.via
            question = f"Send {plural(len(lines), 'letter')} now, by {via}?"
            ask(self.app, Confirm(question, addresses(lines)), lambda: self.sender.deliver_all(lines))


def _ways_to_close(lines: Sequence[TrackerRow]) -> list[CloseAs]:
    """What fits these, the likeliest first: done after a reply, silence before one, skipped who was not asked."""
    tracks = [line.track for line in lines]
    if all(track.replied_on is not None for track in tracks):
        return [CloseAs.DONE, CloseAs.DECLINED]
    if all(track.asked_on is None and track.replied_on is None for track in tracks):
        return [CloseAs.SKIPPED, CloseAs.DECLINED, CloseAs.DONE]
    unasked = [CloseAs.SKIPPED] if any(track.asked_on is None for track in tracks) else []
    return [CloseAs.NO_ANSWER, CloseAs.DECLINED, CloseAs.DONE, *unasked]


def _options(given: NotAReply) -> list[Option]:
    """What can be done with a mail that is no answer; why it is none stands beside the first."""
    verdict = given.mail.verdict
    reason = clean_line(verdict.reason)
    back = Option(_BACK, "go back to the form", "nothing is recorded")
    anyway = Option(_REPLY, "record it as a reply anyway", "if it is their answer after all")
    if verdict.delayed:
        return [Option(_BACK, "record nothing", f"it is still under way: {reason}"), anyway]
    if verdict.kind is MailKind.BOUNCE:
        return [Option(_AS_IT_IS, "record that the letter came back", reason), anyway, back]
    if verdict.kind is MailKind.RECEIPT:
        return [Option(_AS_IT_IS, "record the receipt", reason), anyway, back]
    if verdict.kind is MailKind.AUTO_REPLY and verdict.news is not News.AWAY:
        return [Option(_AS_IT_IS, "record the automatic answer", reason), anyway, back]
    if verdict.kind is MailKind.AUTO_REPLY:
        until = f", back on {show_date(verdict.return_date)}" if verdict.return_date else ""
        return [Option(_AS_IT_IS, f"record that they are away{until}", reason), anyway, back]
    return [Option(_BACK, "record nothing", reason), anyway]
