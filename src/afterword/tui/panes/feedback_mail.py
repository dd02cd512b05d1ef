"""Owns the verbs of the feedback pane on the mailbox: check it, place its mails, take one out, send what is due."""

from afterword.domain.conversation.request import Event, EventKind
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.text import plural
from afterword.errors import AfterwordError
from afterword.tui.actions.host import Verbs
from afterword.tui.messages import CheckWanted
from afterword.tui.panes.feedback_host import FeedbackHost
from afterword.tui.presenters.sending import addresses, due_letters, letter_choices
from afterword.tui.screens.asking import ask
from afterword.tui.screens.confirm import Confirm
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.styles import TextStyle

_CAME_IN = {
    EventKind.REPLY: "reply",
    EventKind.AUTO_REPLY: "automatic answer",
    EventKind.RECEIPT: "receipt",
    EventKind.BOUNCED: "bounce",
}

_ONE_BY_ONE = ("mailto", "eml", "clipboard")
"""The ways on which the person sends each letter."""


class FeedbackMail:
    """The verbs on mail."""

    def __init__(self, host: FeedbackHost) -> None:
        self._host = host

    def verbs(self) -> Verbs:
        """What each action does."""
        return {
            "feedback.check": lambda: self._host.post_message(CheckWanted()),
            "feedback.to-place": self._to_place,
            "feedback.take-out": self._take_out,
            "feedback.send-all": self._send_all,
        }

    def _to_place(self) -> None:
        from afterword.tui.screens.placing import Placing

        if self._host.services.checking.doubtful():
            self._host.app.push_screen(Placing(self._host.services))
        else:
            self._host.frame.say("No mail waits to be placed.")

    # ── a mail that does not belong there ─────────────────────────────────────────────────────────────────────────

    def _take_out(self) -> None:
        line = self._host.line
        if line is None:
            return
        came = [event for event in reversed(line.request.history) if event.kind in _CAME_IN]
        if not came:
            self._host.frame.say("Nothing has come in here that could be taken out.", TextStyle.WARN)
        elif len(came) == 1:
            self._ask_about(line, came[0])
        else:
            options = [Option(event.id, self._words(event), event.text) for event in came]
            known = {event.id: event for event in came}
            pick = Pick("Take out of this conversation", options)
            self._host.app.push_screen(pick, lambda chosen: self._ask_about(line, known[chosen[0]]) if chosen else None)

    def _words(self, event: Event) -> str:
        return f"the {_CAME_IN[event.kind]} of {show_date(event.at.date(), self._host.services.overview.today())}"

    def _ask_about(self, line: TrackerRow, event: Event) -> None:
        findings = self._host.services.overview.journal().findings_of(line.request.id)
        marked = sum(one.reply_id == event.id for one in findings)
        with_it = f"{plural(marked, 'finding')} in it {'goes' if marked == 1 else 'go'} too. " if marked else ""
        question = Confirm(
            f"Take {self._words(event)} out of this conversation?", f"{with_it}No check brings it back; u does."
        )
        take_out = self._host.services.checking.take_out
        ask(
            self._host.app,
            question,
            lambda: self._host.frame.run_service(
                lambda: take_out(line.request.id, event.id, with_findings=True), "Taken out; u brings it back"
            ),
        )

    # ── everything that is due ────────────────────────────────────────────────────────────────────────────────────

    def _send_all(self) -> None:
        overview = self._host.services.overview
        due = due_letters(overview.tracker(), overview.today())
        ready = [line for line in due if line.interviewer.email and not self._host.courier.carries(line.request.id)]
        trouble = self._why_not(due, ready)
        if trouble:
            self._host.frame.say(trouble, TextStyle.WARN)
        elif len(ready) == 1:
            self._confirm(ready)
        else:
            known = {line.request.id: line for line in ready}
            options = [Option(*choice) for choice in letter_choices(ready)]
            pick = Pick("Send these letters, one by one", options, many=True, ticked=known)
            self._host.app.push_screen(pick, lambda chosen: self._confirm([known[key] for key in chosen or ()]))

    def _why_not(self, due: list[TrackerRow], ready: list[TrackerRow]) -> str:
        if self._host.courier.is_sending_several:
            return "Letters are being sent already; esc stops after the one on its way."
        if not due:
            return "No draft is due to be sent."
        if not self._host.services.sending.via:
            if (way := self._host.services.handover.via) in _ONE_BY_ONE:
                return f"Your settings hand letters over one by one ({way}): enter on a draft, then f2."
            no_way = AfterwordError(
                "No way to send is set up.", hint="Choose one in the settings ([send] via = 'smtp' or 'sendmail')."
            )
            return str(no_way)
        return "" if ready else "None of the drafts that are due has an address; e adds one."

    def _confirm(self, lines: list[TrackerRow]) -> None:
        if lines:
            via = self._host.services.sending.via
            question = f"Send {plural(len(lines), 'letter')} now, by {via}?"
            ask(self._host.app, Confirm(question, addresses(lines)), lambda: self._host.courier.deliver_all(lines))
