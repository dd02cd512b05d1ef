"""Owns placing the mails that only a person can place: a list of them, one read below it, a key for each decision."""

from collections.abc import Callable, Iterable, Sequence

from textual.widget import Widget

from afterword.domain.conversation.message import MailKind, Proposal
from afterword.domain.journal import Journal
from afterword.domain.text import clean_line, plural, shorten
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.presenters.mail import MAIL_COLUMNS, place_choices, placing_lines, placing_row, sender_words
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.page import NarrowedPage, ReadingPage
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.lines import TextLine, TextView, words_of
from afterword.tui.widgets.virtual_list import VirtualList


class PlacingPage(NarrowedPage[None]):
    """The mails to place; it closes when none is left."""

    BINDINGS = bindings("placing")
    sheet = "placing"

    def __init__(self, services: Services) -> None:
        self._list = VirtualList(MAIL_COLUMNS, widget_id="to-place")
        super().__init__("Mails to place", self._list)
        self._services = services
        self._mails: dict[str, Proposal] = {}
        self._text = TextView(widget_id="mail")

    def content(self) -> Iterable[Widget]:
        """The list over the mail under its cursor."""
        yield self.bar
        yield self._list
        yield self._text

    def on_mount(self) -> None:
        """Begin with the oldest."""
        self.show(self._services.overview.journal())
        self._list.focus()

    def show(self, journal: Journal) -> None:
        """Read again which mails are left."""
        self._mails = {mail.id: mail for mail in journal.open_proposals}
        kept = [key for key, mail in self._mails.items() if self._keeps(mail)]
        self.bar.count(len(kept), len(self._mails))
        self._list.load(kept, lambda key: placing_row(self._mails[key]))
        self.title_line.show(words=plural(len(self._mails), "mail"))
        self._show_mail()
        self._close_when_done()

    def newest(self) -> Journal:
        """The journal as it is now."""
        return self._services.overview.journal()

    def _keeps(self, mail: Proposal) -> bool:
        if not self.bar.text:
            return True
        return self.bar.keeps("\n".join((placing_row(mail).words, words_of(self._lines(mail)), mail.full_text)))

    def on_screen_resume(self) -> None:
        """The last one may have been dealt with elsewhere while a question lay over this page."""
        self._close_when_done()

    def _close_when_done(self) -> None:
        if not self._mails and self.is_current:
            self.dismiss(None)

    def on_virtual_list_highlighted(self) -> None:
        """Another mail: its words."""
        self._show_mail()

    def _show_mail(self) -> None:
        mail = self._mail
        self._text.show_lines(self._lines(mail) if mail else [])

    def _lines(self, mail: Proposal) -> Sequence[TextLine]:
        overview = self._services.overview
        return placing_lines(mail, overview.tracker(), overview.today())

    @property
    def _mail(self) -> Proposal | None:
        return self._mails.get(self._list.key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Most keys need a mail under the cursor."""
        if action not in ("place", "reply", "ignore", "whole"):
            return super().check_action(action, parameters)
        mail = self._mail
        return mail is not None and (action != "reply" or mail.kind not in (MailKind.REPLY, MailKind.SENT))

    def action_place(self) -> None:
        """Choose the conversation it belongs to."""
        self._choose()

    def action_reply(self) -> None:
        """Place it as a reply, whatever it was taken for."""
        self._choose(MailKind.REPLY)

    def on_virtual_list_selected(self) -> None:
        """Enter chooses the conversation."""
        self._choose()

    def _choose(self, kind: MailKind | None = None) -> None:
        mail = self._mail
        if mail is not None:
            options = [Option(*choice) for choice in place_choices(mail, self._services.overview.tracker())]
            pick = Pick(f"Where does the mail of {shorten(sender_words(mail), 40)} belong?", options)
            self.app.push_screen(pick, lambda chosen: self._place(mail, chosen, kind))

    def _place(self, mail: Proposal, chosen: tuple[str, ...] | None, kind: MailKind | None) -> None:
        if chosen:
            self._decided(lambda: self._services.checking.place(mail.id, chosen[0], kind), "Placed")

    def action_ignore(self) -> None:
        """It belongs to no conversation."""
        if (mail := self._mail) is not None:
            self._decided(lambda: self._services.checking.ignore(mail.id), "Not offered again")

    def _decided(self, verb: Callable[[], object], done: str) -> None:
        if self.context.run_service(verb) is not None:
            left = len(self._services.checking.proposals())
            rest = f"{left} more to place" if left else "that was the last one"
            self.context.say(f"{done}; u takes it back. {rest[0].upper()}{rest[1:]}.", TextStyle.GOOD)

    def action_whole(self) -> None:
        """Show the whole message."""
        if (mail := self._mail) is not None:
            lines = [TextLine(mail.full_text or mail.text)]
            self.app.push_screen(ReadingPage(clean_line(mail.subject), lines, "the whole message"))
