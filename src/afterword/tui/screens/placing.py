"""Owns deciding on what a mailbox offers: a list of the mails, one read below it, a key for each decision."""

from collections.abc import Callable, Sequence

from afterword.domain.conversation.letter_reading import explain
from afterword.domain.conversation.mail_steps import is_new_version
from afterword.domain.conversation.message import MailKind, Offer, Proposal
from afterword.domain.journal import Journal
from afterword.domain.text import clean_line, plural, shorten
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.presenters.mail import (
    MAIL_COLUMNS,
    phrase_lines,
    place_choices,
    placing_lines,
    placing_row,
    sender_words,
)
from afterword.tui.screens.dialogs import Option, ask_which
from afterword.tui.screens.page import NarrowedPage, ReadingPage
from afterword.tui.screens.record_forms import invitation_form
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.lines import TextLine, words_of
from afterword.tui.widgets.virtual_list import VirtualList


class PlacingPage(NarrowedPage[None]):
    """Rejections and offers to note, interviews to add, mails to place; it closes when none is left."""

    BINDINGS = bindings("placing")
    sheet = "placing"

    def __init__(self, services: Services, at: str = "") -> None:
        """`at` is the mail to begin with, the oldest where it is empty."""
        super().__init__("What your mailbox offers", services, VirtualList(MAIL_COLUMNS, widget_id="to-place"), "mail")
        self._mails: dict[str, Proposal] = {}
        self._at = at
        self.placed = ""
        """The conversation, or the round, that the last decision was about."""

    def start(self) -> None:
        """Begin with the mail that was asked for, or the oldest."""
        self.listed.move_to(self._at)
        super().start()

    def show(self, journal: Journal) -> None:
        """Read again which mails are left."""
        self._mails = {mail.id: mail for mail in journal.open_proposals}
        self.load(self._mails, lambda key: placing_row(self._mails[key]), self._words_of)
        self.title_line.show(words=plural(len(self._mails), "mail"))
        self._close_when_done()

    def _words_of(self, key: str) -> str:
        mail = self._mails[key]
        return "\n".join((placing_row(mail).words, words_of(self.told(key)), mail.full_text))

    def on_screen_resume(self) -> None:
        """The last one may have been dealt with elsewhere while a question lay over this page."""
        self._close_when_done()

    def _close_when_done(self) -> None:
        if not self._mails and self.is_current:
            self.dismiss(None)

    def told(self, key: str | None) -> Sequence[TextLine]:
        """The mail, and what it was taken for."""
        overview = self._services.overview
        if key is None:
            return []
        return placing_lines(self._mails[key], overview.tracker(), overview.journal(), overview.today())

    @property
    def _mail(self) -> Proposal | None:
        return self._mails.get(self.listed.key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Most keys need a mail under the cursor."""
        if action not in ("place", "reply", "ignore", "whole", "explain"):
            return super().check_action(action, parameters)
        mail = self._mail
        if mail is None:
            return False
        decides = mail.offer is not Offer.REPLY
        return action != "reply" or decides or mail.kind not in (MailKind.REPLY, MailKind.SENT)

    def action_place(self) -> None:
        """Take what the mail offers: note it, add the interview, or choose the conversation."""
        mail = self._mail
        if mail is None:
            return
        if mail.offer is Offer.REPLY:
            self._choose()
        elif is_new_version(self.newest(), mail):
            self._decided(lambda: self._services.interviews.follow(mail.id), "The interview follows the calendar")
        elif (mail.company or (mail.appointment is not None and mail.appointment.calendar)) and not mail.applications:
            self._add(mail, "")
        else:
            self._about_which(mail, self._add if mail.offer is Offer.INVITATION else self._record)

    def action_reply(self) -> None:
        """Place it as a reply, whatever it was taken for."""
        self._choose(MailKind.REPLY)

    def on_virtual_list_selected(self) -> None:
        """Enter takes what the mail offers."""
        self.action_place()

    def _about_which(self, mail: Proposal, take: Callable[[Proposal, str], None]) -> None:
        """Ask which application a mail is about, where it may be one of several."""
        journal = self._services.overview.journal()
        possible = [each for each in journal.live_applications if each.id in mail.applications]
        if len(possible) == 1:
            take(mail, possible[0].id)
            return
        options = [Option(each.id, each.label, each.outcome.value) for each in possible or journal.live_applications]
        title = f"Which application is the mail of {shorten(sender_words(mail), 40)} about?"
        ask_which(self.app, title, options, lambda application_id: take(mail, application_id))

    def _record(self, mail: Proposal, application_id: str) -> None:
        """Note how the application ended, with the words of the mail."""
        noted = self.context.run_service(lambda: self._services.checking.accept(mail.id, application_id))
        if noted is not None:
            self.placed = self.newest().rounds_of(application_id)[-1].id
            overview = self._services.overview
            words = (overview.outcome_words(noted), "u takes it back.", overview.plan_words(noted))
            self.context.say(" ".join(filter(None, words)), TextStyle.GOOD)

    def _add(self, mail: Proposal, application_id: str) -> None:
        """Open the form of an interview with everything the invitation tells."""
        form = self.context.run_service(lambda: invitation_form(self._services, mail.id, application_id))
        if form is not None:
            self.app.push_screen(form)

    def _choose(self, kind: MailKind | None = None) -> None:
        mail = self._mail
        if mail is not None:
            options = [Option(*choice) for choice in place_choices(mail, self._services.overview.tracker())]
            title = f"Where does the mail of {shorten(sender_words(mail), 40)} belong?"
            ask_which(self.app, title, options, lambda request_id: self._place(mail, request_id, kind))

    def _place(self, mail: Proposal, request_id: str, kind: MailKind | None) -> None:
        if self._decided(lambda: self._services.checking.place(mail.id, request_id, kind), "Placed"):
            self.placed = request_id

    def action_ignore(self) -> None:
        """It belongs to no conversation."""
        if (mail := self._mail) is not None:
            self._decided(lambda: self._services.checking.ignore(mail.id), "Not offered again")

    def _decided(self, verb: Callable[[], object], done: str) -> bool:
        if self.context.run_service(verb) is None:
            return False
        left = len(self._services.checking.proposals())
        rest = f"{left} more to decide on" if left else "that was the last one"
        self.context.say(f"{done}; u takes it back. {rest[0].upper()}{rest[1:]}.", TextStyle.GOOD)
        return True

    def action_explain(self) -> None:
        """Say what its phrases tell and what they do not."""
        if (mail := self._mail) is not None:
            lines = phrase_lines(explain(mail.text or mail.full_text))
            self.app.push_screen(ReadingPage("What their phrases tell", lines))

    def action_whole(self) -> None:
        """Show the whole message."""
        if (mail := self._mail) is not None:
            lines = [TextLine(mail.full_text or mail.text)]
            self.app.push_screen(ReadingPage(clean_line(mail.subject), lines, "the whole message"))
