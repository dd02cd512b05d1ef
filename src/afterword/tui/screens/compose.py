"""Owns writing a letter: what is typed is read back and saved while one writes, and nothing is lost on the way out."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import is_

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from afterword.domain.conversation.letters import LetterCheck
from afterword.domain.conversation.request import Channel, Draft, letter_name
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.history import TypedField, TypedPlace, TypedText
from afterword.domain.journal import Journal
from afterword.domain.people import LANGUAGES
from afterword.domain.text import clean_line
from afterword.errors import AfterwordError, ChangedElsewhere
from afterword.services.requests import RequestService, Wish, Writing
from afterword.services.services import Services
from afterword.tui.actions import bindings
from afterword.tui.app_context import Ok, run_action
from afterword.tui.presenters.conversation import quotable_lines
from afterword.tui.presenters.mail import check_lines, goal_words, summary_words, way_words
from afterword.tui.presenters.tracker import title_words
from afterword.tui.screens import other_programs
from afterword.tui.screens.dialogs import ChangedDialog, Confirm, DialogAnswer, Option, ask, ask_which
from afterword.tui.screens.left_texts import ask_whose
from afterword.tui.screens.other_programs import DesktopTransports, LetterHandover, desktop_transports
from afterword.tui.screens.page import Page
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.fields import LineField
from afterword.tui.widgets.form_sheet import TextField
from afterword.tui.widgets.lines import TextLine, TextView

_LEAST_ROOM = 12
Check = Callable[[Draft], LetterCheck]
"""Reads a letter back."""
SAVE_AFTER = 2.0
"""Seconds from the first unsaved keystroke to saving."""


class LetterSheet(Widget):
    """A letter being written, beside it the `quotes` it may draw on; messages of its fields reach the page, too."""

    class ReadBack(Message):
        """The letter was read back; `words` sum it up."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, draft: Draft, check: Check, quotes: Sequence[TextLine] = ()) -> None:
        super().__init__()
        self._quotes = tuple(quotes)
        self._draft = draft
        self._read = check
        self._to = Static("", markup=False)
        self._way = Static("", markup=False)
        self._subject = LineField(draft.subject, "what it is about")
        self._body = TextField(draft.body.strip(), "Write a sentence or two. f5 writes it anew from the template.")
        self._check = TextView()
        self._was_read: tuple[str, str] | None = None

    def compose(self) -> ComposeResult:
        """The head over the text and how it reads."""
        with Vertical(id="head"):
            for label, field in (("To", self._to), ("Subject", self._subject), ("How", self._way)):
                with Horizontal(id=label.lower()):
                    yield Static(label, markup=False, classes="-label")
                    yield field
        with Container(id="letter"):
            yield self._body
            yield self._check

    def on_mount(self) -> None:
        """Begin in the text."""
        self._check.can_focus = False
        self._show_way()
        self._body.focus()

    def _show_way(self) -> None:
        """A subject where it is a mail, else what it is."""
        mailed = self._draft.channel is Channel.MAIL
        self.query_one("#subject").display = mailed
        self.query_one("#how").display = not mailed
        self._way.update(way_words(self._draft.channel))

    @property
    def typed(self) -> tuple[str, str]:
        """Subject and body as they stand."""
        return self._subject.text_value, self._body.text_value.strip()

    @property
    def cursor(self) -> tuple[int, int]:
        """The line and the column in the text at which the person writes."""
        return self._body.cursor_location

    @cursor.setter
    def cursor(self, place: tuple[int, int]) -> None:
        self._body.move_cursor(place)

    def turn(self, draft: Draft) -> None:
        """Take over a draft that is written for another way or in another language."""
        self._draft = draft
        self._show_way()
        self.put(draft.subject, draft.body)
        self.read_back()

    def put(self, subject: str, body: str) -> None:
        """Write both anew; what stands already keeps its cursor."""
        if subject != self.typed[0]:
            self._subject.put(subject)
        if body.strip() != self.typed[1]:
            self._body.put(body.strip())

    def address(self, words: str) -> None:
        """Show whom it goes to."""
        self._to.update(clean_line(words))

    def on_changed(self) -> None:
        """Read it back at every keystroke; what the fields begin with, once there is room to say something of it."""
        if self.size and self.typed != self._was_read:
            self.read_back()

    def on_entered(self) -> None:
        """Enter in the subject goes on to the text."""
        self._body.focus()

    def on_resize(self) -> None:
        """Another width, other columns."""
        self.call_after_refresh(self.read_back)

    def read_back(self) -> None:
        """Say what is there, what is missing, how long it is."""
        self._was_read = subject, body = self.typed
        outcome = run_action(lambda: self._read(replace(self._draft, subject=subject, body=body)))
        if isinstance(outcome, Ok):
            lines = check_lines(outcome.value, self._draft.letter, self._check.size.width - 1)
            # What the letter may quote is shown where there is room: beside the text, not below it.
            room = self._check.size.height > _LEAST_ROOM
            self._check.show_lines([*lines, *(self._quotes if room else ())])
            self.post_message(self.ReadBack(summary_words(outcome.value)))


class ComposePage(Page[bool]):
    """The draft of one conversation; dismissed with True when it shall be sent now."""

    BINDINGS = bindings("compose")
    sheet = "compose"

    def __init__(
        self, services: Services, line: TrackerRow, draft: Draft, transports: DesktopTransports | None = None
    ) -> None:
        super().__init__(f"{letter_name(draft.letter)} · {title_words(line)}")
        self._services = services
        self._line = line
        self._draft = draft
        self._transports = transports
        self._timer: Timer | None = None
        self._gone = False
        self._asks = False
        self._merge_key = f"{line.request.id}, {services.clock.now().isoformat()}"
        journal = services.overview.journal()
        self._rests_on: tuple[Journal, RequestService] = journal, services.requests
        quotes = quotable_lines(journal, line.request.id) if line.request.replies else ()
        self._sheet = LetterSheet(draft, lambda typed: services.requests.check(line.request.id, typed), quotes)

    def content(self) -> Iterable[Widget]:
        """The sheet with the letter."""
        yield self._sheet

    def on_mount(self) -> None:
        """Say whom it goes to."""
        self._sheet.address(goal_words(self._line.addressee, self._draft.channel))
        self.call_after_refresh(self.context.keeper.opened, self)

    # ── what is typed, and what is saved ──────────────────────────────────────────────────────────────────────────

    def on_letter_sheet_read_back(self, message: LetterSheet.ReadBack) -> None:
        """Something was typed: sum it up, and save it soon."""
        self.title_line.show(words=message.words)
        if self._timer is None and self._sheet.typed != _words(self._draft):
            self._timer = self.set_timer(SAVE_AFTER, self._save_meanwhile)

    @property
    def waits_to_save(self) -> bool:
        """Whether something typed is not saved yet."""
        return self._timer is not None

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _save_meanwhile(self) -> None:
        """Save while somebody writes: a question would be answered by the very next letter, so none is asked."""
        self.save(tell=self._tell)

    def save(self, *, tell: Callable[[AfterwordError], None] | None = None) -> bool:
        """Save what differs; an empty letter stays as it was. False when it could not be saved, or is asked about."""
        self._stop_timer()
        subject, body = self._sheet.typed
        before = _words(self._draft)
        if (subject, body) == before or not body:
            return True
        if self._asks:
            return False
        edit, writing = self._services.requests.edit, Writing(merge_key=self._merge_key, began=self._draft)
        parts = (subject if subject != before[0] else None, body if body != before[1] else None)
        tell = tell or self._refused
        saved = self.context.run_service(lambda: edit(self._line.request.id, *parts, writing), tell=tell)
        if saved is None:
            return False
        self._draft = saved.draft or self._draft
        if self._sheet.typed != _words(self._draft):
            self._sheet.put(self._draft.subject, self._draft.body)
        return True

    # ── what was typed here and not saved ─────────────────────────────────────────────────────────────────────────

    @property
    def place(self) -> TypedPlace:
        """Which letter this is across starts."""
        return TypedPlace("letter", (self._line.request.id,), f"writing to {self._line.addressee.name}")

    def typed(self, *, untouched: bool = False) -> TypedText | None:
        """What the draft does not hold yet; with `untouched` the letter in any case."""
        typed, drafted = self._sheet.typed, _words(self._draft)
        fields = tuple(
            TypedField(name, label, now, before)
            for name, label, now, before in zip(("subject", "body"), ("Subject", "Letter"), typed, drafted, strict=True)
            if now != before or (untouched and name == "body")
        )
        return TypedText(self.place, fields, "body", self._sheet.cursor) if fields else None

    def lacks(self, text: TypedText) -> bool:
        """Whether the letter does not hold all of that already."""
        holds = dict(zip(("subject", "body"), self._sheet.typed, strict=True))
        return any(holds.get(field.name, field.text) != field.text for field in text.fields)

    def offer(self, text: TypedText, when: str) -> None:
        """Fill it in at once: it goes on where the draft ends, and u takes it back once it is saved."""
        self.context.keeper.bring_back(self, text)
        self.context.say(f"What you typed here last ({when}) is back.")

    def take_back(self, text: TypedText, settled: Callable[[], object]) -> None:
        """Fill it in; where the draft was written anew since, saving asks whose words stay."""
        drafted = dict(zip(("subject", "body"), _words(self._draft), strict=True))
        typed = {field.name: field.text for field in text.fields}
        since = {field.name: field.began for field in text.fields if field.began != drafted[field.name]}
        self._draft = replace(self._draft, **since)
        self._sheet.put(*(drafted | typed).values())
        self._sheet.cursor = text.cursor
        self.save()
        settled()

    def _tell(self, error: AfterwordError) -> None:
        both = "This letter was changed in another window, too: you choose once you leave it (esc)."
        self.context.say(both if isinstance(error, ChangedElsewhere) else str(error), TextStyle.BAD)

    def _refused(self, error: AfterwordError) -> None:
        request = self._services.store.journal().requests.get(self._line.request.id)
        newest = request.draft if request is not None else None
        if isinstance(error, ChangedElsewhere) and newest is not None:
            self._asks = True
            parts = zip(self._sheet.typed, _words(self._draft), _words(newest), strict=True)
            subject, body = (theirs if mine == before else mine for mine, before, theirs in parts)
            self._ask_whose(newest, {"subject": subject, "body": body}, error.fields)
        else:
            self._tell(error)

    def _ask_whose(self, newest: Draft, texts: dict[str, str], fields: Sequence[str]) -> None:
        """Put the parts that both sides changed before the person, one by one, then save what was chosen."""
        names, theirs = {"subject": "The subject", "body": "The letter"}, dict(zip(texts, _words(newest), strict=True))

        def take(part: str, whose: DialogAnswer) -> None:
            if whose is DialogAnswer.THEIRS:
                texts[part] = theirs[part]

        def chosen() -> None:
            self._asks = False
            self._draft = newest
            # What was typed here becomes a step of its own first, so that u brings back whatever was not chosen.
            if (typed := self._sheet.typed) != tuple(texts.values()) and self._keep(typed):
                self._merge_key = f"{self._merge_key}, {DialogAnswer.THEIRS}"
            self._sheet.put(*texts.values())
            self.save()

        both = [(ChangedDialog(names[part], texts[part], theirs[part]), partial(take, part)) for part in fields]
        ask_whose(self.app, both, chosen, partial(setattr, self, "_asks", False))

    def _keep(self, typed: tuple[str, str]) -> bool:
        self._sheet.put(*typed)
        return self.save()

    def show(self, journal: Journal) -> None:
        """Take over what another window made of the draft, and close when it is a draft no longer."""
        request = journal.requests.get(self._line.request.id)
        draft = request.draft if request is not None else None
        if request is None or draft is None or draft.letter is not self._draft.letter:
            if self._sheet.typed == _words(self._draft):
                self._end()
            else:
                self._stop_timer()
                self.context.say("Sent or discarded elsewhere; your words now stand only here.")
            return
        rests_on = journal, self._services.requests
        if all(map(is_, rests_on, self._rests_on)):
            return
        self._rests_on = rests_on
        self._line = self._services.overview.line(request.id)
        self._sheet.address(goal_words(self._line.addressee, draft.channel))
        if draft != self._draft:
            if _way(draft) != _way(self._draft):
                self._draft = draft
                self._sheet.turn(draft)
            elif self._sheet.typed == _words(self._draft):
                self._sheet.put(draft.subject, draft.body)
                self._draft = draft
            else:
                self._save_meanwhile()
        # What is missing may be there by now, such as an address.
        self._sheet.read_back()

    def on_screen_resume(self) -> None:
        """The draft may have ended while a question lay over this page."""
        if self._gone:
            self._end()

    def _end(self) -> None:
        self._gone = True
        self._stop_timer()
        if self.is_current:
            self.dismiss(False)

    def leave(self) -> None:
        """Save and go back; what cannot be saved is asked about."""
        if not self._sheet.typed[1]:
            self.context.say("The letter was empty, so the draft stands as it was.", TextStyle.WARN)
            self.dismiss(False)
        elif self.save():
            self.dismiss(False)
        elif not self._asks:
            question = Confirm("Leave without saving?", "It could not be saved; what you typed would be lost.")
            ask(self.app, question, lambda: self.dismiss(False))

    # ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_hand_over(self) -> None:
        """Ask how the letter leaves."""
        self._leaves(LetterHandover.begin)

    def action_sent(self) -> None:
        """Ask when it was sent."""
        self._leaves(LetterHandover.sent)

    def _leaves(self, by: Callable[[LetterHandover], object]) -> None:
        """Let the letter leave as it is typed; it must be saved first."""
        if not self._sheet.typed[1]:
            self.context.say("The letter is empty. Write a sentence or two, or f5 for the template.", TextStyle.BAD)
        elif self.save():
            transports = self._transports or desktop_transports(self.app.copy_to_clipboard)
            by(LetterHandover(self, self._services, self._services.overview.line(self._line.request.id), transports))

    def action_editor(self) -> None:
        """Write the letter in the person's own editor."""
        self.context.attempt(lambda: other_programs.edit(self.app, self._sheet.typed[1], self._take_in))

    def _take_in(self, body: str) -> None:
        self._sheet.put(self._sheet.typed[0], body)
        self.save()

    def action_anew(self) -> None:
        """Write it anew from the template, after a question."""
        detail = "What stands here now is replaced by the template, filled with what is known today."
        ask(self.app, Confirm("Write it anew?", detail), self._write_anew)

    def _write_anew(self) -> None:
        if fresh := self.context.attempt(lambda: self._services.requests.fresh(self._line.request.id)):
            self._sheet.put(fresh.subject, fresh.body)

    def action_way(self) -> None:
        """Ask for which way, or in which language, to write it anew."""
        ways = [Option(way.value, way_words(way)) for way in (Channel.MAIL, Channel.LINKEDIN, Channel.PHONE)]
        codes = [Option(code, name, "the language of the letter") for code, name in LANGUAGES]
        ask_which(self.app, "Write it anew as …", [*ways, *codes], self._turn)

    def _turn(self, key: str) -> None:
        if not self.save():
            return
        draft = self._draft
        spoken = key in dict(LANGUAGES)
        wish = Wish(channel=draft.channel if spoken else Channel(key), language=key if spoken else draft.language)
        writing = Writing(anew=wish)
        edit = self._services.requests.edit
        saved = self.context.run_service(
            lambda: edit(self._line.request.id, writing=writing), "Written anew; u brings back what stood here"
        )
        if saved is not None and saved.draft is not None:
            self._draft = saved.draft
            self._sheet.turn(saved.draft)
            self._sheet.address(goal_words(self._line.addressee, saved.draft.channel))

    def action_discard(self) -> None:
        """Throw the draft away, after a question."""
        ask(self.app, Confirm("Discard this draft?", "u brings it back."), self._throw_away)

    def _throw_away(self) -> None:
        if not self.save():
            return
        discard = self._services.requests.discard_draft
        self.context.run_service(lambda: discard(self._line.request.id), "The draft is discarded; u brings it back")


def _way(draft: Draft) -> tuple[Channel, str]:
    return draft.channel, draft.language


def _words(draft: Draft) -> tuple[str, str]:
    return draft.subject, draft.body.strip()
