"""Owns Today: one list over all panes of what is due, and beside it why; doing it is left to due_steps."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from afterword.domain.conversation.today import Coming, DueGroup, DueLine, DueReading, group_of, is_letter, since_words
from afterword.domain.conversation.tracker import Due, DueAction
from afterword.domain.dates import show_date
from afterword.domain.journal import Journal
from afterword.domain.text import plural, shorten
from afterword.services.services import Services
from afterword.tui.actions import SCOPES, bindings
from afterword.tui.app_context import CheckWanted
from afterword.tui.panes.pane import TickedPane
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.lines import TextLine, TextView, keyed, teaching
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

if TYPE_CHECKING:
    from afterword.tui.panes.due_steps import DueSteps

TODAY_COLUMNS = (
    ListColumn("what", 14),
    ListColumn("who", 20, share=5),
    ListColumn("why", 16, share=1, hide_below=70),
    ListColumn("when", 15),
)
_LAST_WORDS = 900
_DECISIONS = (DueAction.ASK, DueAction.OFFER)


def due_row(line: DueLine, item: Due) -> Row:
    """One line of the list; see `TODAY_COLUMNS`."""
    ahead = group_of(item) is DueGroup.AHEAD
    since = Span(line.since, TextStyle.WARN if ahead else TextStyle.MUTED)
    return Row((Span(line.what, TextStyle.ACCENT), line.who, Span(line.why, TextStyle.MUTED), since))


def group_row(group: DueGroup, count: int) -> Row:
    """The heading over the lines that belong together."""
    return Row((Span(group.value, TextStyle.STRONG), Span(str(count), TextStyle.MUTED)))


def due_search_words(reading: DueReading, item: Due) -> str:
    """Everything that the line and its reason say, to be searched."""
    line = reading.line(item)
    return "\n".join((line.what, line.who, line.why, line.since, item.text, reading.reason(item)))


def due_details(reading: DueReading, item: Due, *, waits: bool) -> Iterator[TextLine]:
    """What stands beside the list: why it is due, what `enter` does, and the last words of the conversation."""
    yield TextLine(reading.title(item), TextStyle.STRONG)
    yield TextLine()
    yield TextLine(reading.reason(item))
    yield TextLine()
    yield TextLine((Span("enter", TextStyle.KEY), f" {reading.does(item)}"), is_help=True)
    if waits:
        yield TextLine((Span("z", TextStyle.KEY), " lets it wait a day."), is_help=True)
    heading, words = _last_words(reading, item)
    if words:
        yield TextLine()
        yield TextLine(heading, TextStyle.MUTED)
        yield TextLine(words if len(words) <= _LAST_WORDS else words[:_LAST_WORDS].rstrip() + " …")


def _last_words(reading: DueReading, item: Due) -> tuple[str, str]:
    """What was said last where this belongs to, under its heading; empty where nothing was."""
    today, row, application = reading.now.date(), reading.row(item), reading.application(item)
    if item.proposal_id:
        mail = reading.journal.proposals[item.proposal_id]
        return f"{mail.from_name or mail.from_address}, {show_date(mail.at.date(), today)}", mail.text or mail.full_text
    if item.action is DueAction.SEND and row is not None and row.request.draft is not None:
        return "The letter", row.request.draft.body.strip()
    if row is not None and row.request.replies:
        reply = row.request.replies[-1]
        return f"{reply.writer(row.interviewer)}, {show_date(reply.at.date(), today)}", reply.text
    if application is not None and application.words and item.action in _DECISIONS:
        on = f", {show_date(application.outcome_on, today)}" if application.outcome_on else ""
        return f"{application.company}{on}", application.words
    return _about_interview(reading, item)


def _about_interview(reading: DueReading, item: Due) -> tuple[str, str]:
    interview = reading.journal.interviews.get(item.interview_id)
    if interview is None or item.request_id is not None:
        return "", ""
    people = ", ".join(person.name for person in reading.journal.interviewers_of(interview))
    parts = [f"With {people}" if people else "", interview.where, shorten(interview.notes, _LAST_WORDS)]
    return interview.round or "The interview", "\n".join(filter(None, parts))


def nothing_lines(coming: Sequence[Coming], today: date) -> Iterable[TextLine]:
    """What is said where nothing is due: that it is so, and what comes next and when."""
    yield TextLine("Nothing is due today.", TextStyle.STRONG)
    yield TextLine()
    if not coming:
        yield TextLine("Nothing is planned either. A new interview, a reply or a decision brings the next step.")
    else:
        yield TextLine("What was yours to do is done. Next comes:")
        yield TextLine()
    for coming_item in coming:
        when = f"{show_date(coming_item.on, today)}  "
        yield TextLine(
            (
                Span(when, TextStyle.ACCENT),
                coming_item.text,
                Span(f"  {since_words(coming_item.on, today)}", TextStyle.MUTED),
            ),
            indent=len(when),
        )


def no_match_lines() -> Iterable[TextLine]:
    """What is said when the words to find keep nothing."""
    yield TextLine(keyed("Nothing due has these words; [esc] shows all."), TextStyle.MUTED)


_ROOM = 9
"""Lines below a short list that are enough to say there why something is due, where nothing stands beside it."""
_NEED_AN_ITEM = frozenset({"do", "wait", "wait_until", "tick", "tick_all"})


class DueList(TickedPane):
    """What is due, in the groups it belongs to, some of it ticked; and why that under the cursor is."""

    pane_id = "today"

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self._services = services
        self._items: dict[str, Due] = {}
        self._reading: DueReading | None = None
        self._following: tuple[str, ...] = ()
        self._rows = 0
        self._bar = FilterLine()
        self._list = VirtualList(TODAY_COLUMNS, widget_id="due")
        self._details = TextView(widget_id="due-details")
        self._words = TextView(widget_id="nothing-due")

    def compose(self) -> ComposeResult:
        """The list beside what is told of its line; and what is said where the list is empty."""
        with Vertical(id="due-part"):
            yield self._bar
            yield self._list
        yield self._details
        yield self._words

    # ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, journal: Journal) -> None:
        """Read again what is due."""
        overview = self._services.overview
        due, self._reading = overview.due(), overview.due_reading()
        self._items = {item.key: item for item in due}
        self.keep_ticks()
        self.reload()
        if not self._items:
            nothing = nothing_lines(overview.coming_up(), overview.today())
            new = teaching(SCOPES[self.pane_id].teaching)
            self._words.show_lines(tuple(nothing) if journal.live_interviews else new)
        self._teach(empty=not self._items)
        self.refresh_bindings()

    def reload(self) -> None:
        """Show what the filter keeps in its groups, and why that under the cursor is due."""
        reading = self._reading
        if reading is None:
            return
        items = self._items
        kept = [item for item in items.values() if self._finds(reading, item)]
        keys: list[str] = []
        groups: dict[str, list[Due]] = {}
        for group in DueGroup:
            if members := [item for item in kept if group_of(item) is group]:
                groups[group.value] = members
                keys += [group.value, *(item.key for item in members)]
        self._list.load(
            keys,
            lambda key: (
                group_row(DueGroup(key), len(groups[key]))
                if key in groups
                else due_row(reading.line(items[key]), items[key])
            ),
            headings=groups.keys(),
        )
        self._bar.count(len(kept), len(items))
        self._rows = len(keys) + 1
        self.fit()
        self._show_details()

    def fit(self) -> None:
        """Say why below the list where that is short, and there is no room beside it."""
        self.set_class(self.app.size.height - self._rows >= _ROOM + 3, "-roomy")

    def _finds(self, reading: DueReading, item: Due) -> bool:
        return not self._bar.text or self._bar.keeps(due_search_words(reading, item))

    def _show_details(self) -> None:
        item = self.item
        if item is not None and self._reading is not None:
            waits = group_of(item) is not DueGroup.AHEAD
            self._details.show_lines(tuple(due_details(self._reading, item, waits=waits)))
        else:
            self._details.show_lines(tuple(no_match_lines()) if self._items else ())

    def on_virtual_list_highlighted(self) -> None:
        """Another line: why that is due."""
        self._show_details()
        self.refresh_keys()

    def summary(self) -> str:
        """How many things are ticked; how many are due stands in the header."""
        return f"{len(self._ticked)} ticked" if self._ticked else ""

    # ── where the person is ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def _keys(self) -> Collection[str]:
        return self._items.keys()

    @property
    def item(self) -> Due | None:
        """What is under the cursor."""
        return self._items.get(self._list.key or "")

    @property
    def chosen(self) -> tuple[Due, ...]:
        """What is ticked, in the order of the list; without ticks what is under the cursor."""
        if not self._ticked:
            return (self.item,) if self.item is not None else ()
        return tuple(item for key, item in self._items.items() if key in self._ticked)

    @property
    def due_key(self) -> str:
        """What is under the cursor."""
        return self._list.key or ""

    @property
    def record(self) -> tuple[str, str] | None:
        """The conversation, the advice or the interview that is due."""
        item = self._items.get(self.due_key)
        if item is None:
            return None
        keys = (("findings", item.finding_id), ("requests", item.request_id), ("interviews", item.interview_id))
        return next(((table, record_id) for table, record_id in keys if record_id), None)

    def go_to(self, record_id: str) -> None:
        """Put the cursor on the due thing with that key."""
        self._list.move_to(record_id)

    def place(self) -> Mapping[str, str]:
        """The line, and the words that narrow the list."""
        return {"line": self._list.key or "", "words": self._bar.text}

    def return_to(self, place: Mapping[str, str]) -> None:
        """To that line, or to what follows it where the person went from it to do it."""
        self._bar.put(place.get("words", ""))
        self.reload()
        self._list.move_to(place.get("line", ""))
        self.resume()
        self.focus_first()

    def resume(self) -> None:
        """What was opened is closed: on to the next thing that is still due."""
        following, self._following = self._following, ()
        for key in following:
            if self._list.move_to(key):
                return

    def focus_first(self) -> None:
        """The list, or the words where it is empty."""
        (self._list if self._items else self._words).focus()


class TodayPane(DueList):
    """The list with its keys; `enter` does what is due, and the next thing is under the cursor then."""

    BINDINGS = bindings("today")
    opens_by = "do"

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Most keys need something that is due."""
        if action == "filter":
            return bool(self._items)
        return action not in _NEED_AN_ITEM or self._list.count > 0

    def offers(self, action: str) -> bool:
        """Adding is named where there is nothing else to do."""
        return action != "add" or not self._items

    def label(self, action: str) -> str:
        """What `enter` does with the line under the cursor, or with those that are ticked."""
        chosen = self.chosen
        if action == "wait" and len(chosen) > 1:
            return f"let {len(chosen)} wait a day"
        if action != "do" or self._reading is None or not chosen:
            return ""
        letters = sum(map(is_letter, chosen))
        if self._ticked and letters:
            return f"write {plural(letters, 'letter')}"
        return self._reading.line(chosen[0]).what + (f" (1 of {len(chosen)})" if len(chosen) > 1 else "")

    @property
    def _steps(self) -> "DueSteps":
        from afterword.tui.panes.due_steps import DueSteps

        return DueSteps(self, self._services)

    def action_do(self) -> None:
        """Do it; of several that are ticked the letters together, or else the first."""
        chosen = self.chosen
        letters = [item for item in chosen if is_letter(item)] if self._ticked else []
        done = letters or chosen[:1]
        if not done:
            return
        self._tick(self._ticked - {item.key for item in done})
        self._go_on_after(done)
        self._steps.write(letters) if letters else self._steps.take(done[0])

    def _go_on_after(self, done: "list[Due] | tuple[Due, ...]") -> None:
        """Remember what follows, so that it is under the cursor when the person comes back."""
        keys, gone = list(self._items), {item.key for item in done}
        place = keys.index(done[-1].key)
        ticked = [key for key in keys if key in self._ticked]
        self._following = (*ticked, *(key for key in keys[place + 1 :] if key not in gone))

    def action_wait(self) -> None:
        """Let it wait a day."""
        chosen = self.chosen
        self._tick(set())
        self._steps.put_off(chosen)

    def action_wait_until(self) -> None:
        """Ask until when it waits."""
        self._steps.ask_until(self.chosen, lambda: self._tick(set()))

    def action_add(self) -> None:
        """Add an interview."""
        self._steps.add_interview()

    def action_check(self) -> None:
        """Look for replies, or stop looking."""
        self.post_message(CheckWanted())
