"""Owns the verbs that record what happened in a conversation: sent, replied, bounced, snoozed, closed, planned."""

from collections.abc import Callable

from afterword.domain.conversation.request import CloseAs, EventKind
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.services.services import Services
from afterword.tui.actions.host import Verbs
from afterword.tui.outcome import Err, run_action
from afterword.tui.panes.feedback_host import FeedbackHost
from afterword.tui.presenters.conversation import CLOSED_AS
from afterword.tui.screens import conversation_forms as forms
from afterword.tui.screens.form import Form
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.styles import TextStyle


class FeedbackEvents:
    """The verbs on events, for the line under the cursor."""

    def __init__(self, host: FeedbackHost) -> None:
        self._host = host

    def verbs(self) -> Verbs:
        """What each action does."""
        return {
            "feedback.sent": self._opens(forms.sent_form, EventKind.SENT),
            "feedback.not-sent": self._not_sent,
            "feedback.snooze": self._opens(forms.snooze_form, EventKind.SNOOZED),
            "feedback.close": self._close,
            "feedback.reopen": self._reopen,
            "feedback.bounced": self._opens(forms.bounce_form, EventKind.BOUNCED),
            "feedback.address": self.mend_address,
            "feedback.away": self._opens(forms.away_form, EventKind.AUTO_REPLY),
            "feedback.reapproach": self.reapproach,
        }

    def _opens(self, form: Callable[[Services, TrackerRow], Form], kind: EventKind) -> Callable[[], None]:
        return lambda: self._open(form, kind)

    def _open(self, form: Callable[[Services, TrackerRow], Form], kind: EventKind | None = None) -> None:
        """Open a form, or say why what it would note cannot have happened."""
        line = self._host.line
        if line is None:
            return
        if self._host.courier.carries(line.request.id):
            self._host.frame.say("This letter is being sent at this moment.", TextStyle.WARN)
        elif kind is None or self._is_possible(line, kind):
            self._host.app.push_screen(form(self._host.services, line))

    def _is_possible(self, line: TrackerRow, kind: EventKind) -> bool:
        outcome = run_action(lambda: self._host.services.overview.check_possible(line.request.id, kind))
        if isinstance(outcome, Err):
            self._host.frame.say(str(outcome.error), TextStyle.WARN)
        return not isinstance(outcome, Err)

    def mend_address(self) -> None:
        """The address corrected; a returned letter is a draft again."""
        self._open(forms.address_form)

    def reapproach(self) -> None:
        """A day to write again."""
        self._open(forms.reapproach_form)

    def settle(self) -> None:
        """Ask what became of a letter that may have gone out."""
        line = self._host.line
        if line is None:
            return
        if self._host.courier.carries(line.request.id):
            self._host.frame.say("This letter is being sent at this moment.", TextStyle.WARN)
            return
        options = [
            Option("sent", "it went out", "it stands in your sent mail"),
            Option("not", "it did not go out", "the draft is kept"),
        ]
        pick = Pick(f"The letter to {line.interviewer.name} may have gone out. Did it?", options)
        self._host.app.push_screen(pick, self._settled)

    def _settled(self, chosen: tuple[str, ...] | None) -> None:
        if chosen == ("sent",):
            self._open(forms.sent_form)
        elif chosen == ("not",):
            self._not_sent()

    def _not_sent(self) -> None:
        line = self._host.line
        if line is None:
            return
        if self._host.courier.carries(line.request.id):
            self._host.frame.say("This letter is being sent at this moment.", TextStyle.WARN)
            return
        mark = self._host.services.requests.mark_not_sent
        self._host.frame.run_service(lambda: mark(line.request.id), "Noted: it did not go out; the draft is kept")

    def _close(self) -> None:
        line = self._host.line
        if line is None or not self._is_possible(line, EventKind.CLOSED):
            return
        # What is likeliest stands first: after a reply a conversation is done, before one it is silence.
        order = list(CloseAs) if line.track.replied_on is None else [CloseAs.DONE, CloseAs.DECLINED]
        options = [Option(one.value, CLOSED_AS[one]) for one in order]
        pick = Pick(f"Close the conversation with {line.interviewer.name} as", options)
        self._host.app.push_screen(pick, lambda chosen: self._closed(line, chosen))

    def _closed(self, line: TrackerRow, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            close, close_as = self._host.services.requests.close, CloseAs(chosen[0])
            said = f"Closed as {close_as.value.replace('-', ' ')}; o opens it again"
            self._host.frame.run_service(lambda: close(line.request.id, close_as), said)

    def _reopen(self) -> None:
        line = self._host.line
        if line is None:
            return
        if line.track.state is State.NO_ANSWER and not any(e.close_as for e in line.request.events):
            self._host.frame.say("It is not closed, only silent so far; r records a late reply.", TextStyle.WARN)
            return
        self._host.frame.run_service(lambda: self._host.services.requests.reopen(line.request.id), "Open again")
