"""Owns the verbs on what they answered: record it, say what a mail is that is no answer, go on to mark it."""

from msgspec.structs import replace

from afterword.domain.conversation.message import MailKind, News
from afterword.domain.conversation.request import Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.text import clean_line
from afterword.tui.actions.host import Verbs
from afterword.tui.panes.feedback_host import FeedbackHost
from afterword.tui.presenters.placing import KINDS
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.screens.reply import NoAnswer, reply_form
from afterword.tui.styles import TextStyle

_AS_IT_IS, _REPLY, _BACK = "as-it-is", "reply", "back"
_DELAYED = "news of a delay"
_SAID = {
    MailKind.BOUNCE: "Noted: it came back. e corrects the address",
    MailKind.AUTO_REPLY: "Noted as an automatic answer",
    MailKind.RECEIPT: "Noted; it is no reply yet",
}


class FeedbackReplies:
    """The verbs on replies, for the line under the cursor."""

    def __init__(self, host: FeedbackHost) -> None:
        self._host = host

    def verbs(self) -> Verbs:
        """What each action does."""
        return {"feedback.reply": self.record, "feedback.findings": self.findings}

    def record(self) -> None:
        """What they answered; then it is marked."""
        if (line := self._host.line) is not None:
            self._host.app.push_screen(reply_form(self._host.services, line), lambda done: self._recorded(line, done))

    def _recorded(self, line: TrackerRow, done: object) -> None:
        if isinstance(done, Request):
            self._mark(done.id, done.events[-1].id)
            said = "The reply is recorded. Mark what they said; then esc, and t thanks them."
            self._host.app.call_after_refresh(lambda: self._host.frame.say(said, TextStyle.GOOD))
        elif isinstance(done, NoAnswer):
            self._ask_what_it_is(line, done)

    def _ask_what_it_is(self, line: TrackerRow, given: NoAnswer) -> None:
        verdict = given.mail.verdict
        title = f"This is {_DELAYED if verdict.delayed else KINDS[verdict.kind]}, it seems"
        self._host.frame.say(f"{title}. {verdict.reason}", TextStyle.WARN)
        pick = Pick(title, _options(given))
        self._host.app.push_screen(pick, lambda chosen: self._decided(line, given, chosen))

    def _decided(self, line: TrackerRow, given: NoAnswer, chosen: tuple[str, ...] | None) -> None:
        if chosen is None or chosen[0] == _BACK:
            form = reply_form(self._host.services, line, given.values)
            self._host.app.push_screen(form, lambda done: self._recorded(line, done))
            return
        kind = MailKind.REPLY if chosen[0] == _REPLY else given.mail.verdict.kind
        taking = replace(given.taking, kind=kind)
        take = self._host.services.intake.take
        taken = self._host.frame.run_service(lambda: take(line.request.id, given.mail, taking), _SAID.get(kind, ""))
        if taken is not None and kind is MailKind.REPLY:
            self._recorded(line, taken)

    def findings(self) -> None:
        """Mark phrases of the latest reply."""
        line = self._host.line
        if line is None:
            return
        if line.request.replies:
            self._mark(line.request.id)
        else:
            self._host.frame.say("There is no reply to mark yet. Record it first (r).", TextStyle.WARN)

    def _mark(self, request_id: str, reply_id: str | None = None) -> None:
        from afterword.tui.screens.findings import Findings

        line = self._host.line_of(request_id)
        if line is not None:
            self._host.app.push_screen(Findings(self._host.services, line, reply_id))


def _options(given: NoAnswer) -> list[Option]:
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
