"""Owns the dialogs over the panes: questions, choosing from a list, the help with the keys that work, the tour."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from msgspec import Struct
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from afterword.domain.text import cells, clean, clean_line, fit
from afterword.tui.actions import SCOPES, TABLE, Action, bindings, keys_of, of_scope, shown_keys
from afterword.tui.app_context import actions_now, context_of, hosts
from afterword.tui.screens.page import Box, Dialog, Page
from afterword.tui.styles import Cell, Span, TextStyle
from afterword.tui.widgets.bars import KeyLine, is_typed
from afterword.tui.widgets.fields import NarrowedText
from afterword.tui.widgets.lines import TextLine, TextView, words_of
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

T = TypeVar("T")


class QuestionDialog(Dialog[T]):
    """A question with its circumstances and the keys that answer it.

    It stands in the frame; one that is too long for that stands below its subject.
    """

    SUBJECT: ClassVar[str] = "One question"

    def __init__(self, question: str, detail: str = "") -> None:
        super().__init__()
        self._question, self._detail = question, detail

    def compose(self) -> ComposeResult:
        """The question over its circumstances and its keys."""
        with Box(self.SUBJECT, small=True):
            yield Static(clean(self._question), markup=False, classes="-question")
            yield from self.circumstances()
            yield KeyLine()

    def circumstances(self) -> Iterable[Widget]:
        """What stands below the question."""
        if self._detail:
            yield Static(clean(self._detail), markup=False, classes="-detail")

    def on_mount(self) -> None:
        """The frame holds as much as this window has room for."""
        self.put_title()

    def on_resize(self, _event: events.Resize) -> None:
        """Another window, another frame."""
        self.put_title()

    def put_title(self) -> None:
        """The question stands in the frame where it fits."""
        box, question = self.query_one(Box), self.query_one(".-question")
        fits = cells(clean_line(self._question)) <= box.title_room
        box.put_title(self._question if fits else self.SUBJECT)
        question.display = not fits


class Confirm(QuestionDialog[bool]):
    """`y` answers True; `n`, `esc` and `enter` answer False."""

    BINDINGS = bindings("confirm", "dialog")


class DialogAnswer(StrEnum):
    """What the keys of a dialog answer, as the table of actions has it."""

    SAVE = "save"
    DISCARD = "discard"
    STAY = "stay"
    MINE = "mine"
    THEIRS = "theirs"
    GO_ON = "go on"
    DROP = "drop"
    LATER = "later"
    SENT = "sent"
    WRITING = "writing"


class AnsweredDialog(QuestionDialog[DialogAnswer]):
    """A question with more answers than yes and no."""

    def action_answer(self, answer: str) -> None:
        """Close with the answer."""
        self.dismiss(DialogAnswer(answer))


class ChangedDialog(AnsweredDialog):
    """The same was changed here and elsewhere: both are shown, and the person chooses; `esc` goes back.

    `since`: what is offered was typed before, and not saved; by now something else stands there.
    """

    BINDINGS = bindings("changed", "dialog")
    SUBJECT = "Changed meanwhile"

    def __init__(self, name: str, mine: str, theirs: str, *, since: bool = False) -> None:
        both = f"{name} was changed elsewhere while you were typing." if name else "Both changed this text."
        super().__init__(f"{name or 'The text'} has become another since you typed this." if since else both)
        self._mine = mine
        self._theirs = theirs
        self._headings = ("You typed:", "Now there is:") if since else ("Yours:", "Saved meanwhile:")

    def circumstances(self) -> Iterable[Widget]:
        """Both texts."""
        for heading, words in zip(self._headings, (self._mine, self._theirs), strict=True):
            yield Static(heading, markup=False, classes="-detail")
            yield VerticalScroll(Static(clean(words) or "(nothing)", markup=False), classes="-both")


class UnsavedDialog(AnsweredDialog):
    """Asked before something typed would be lost; `esc` goes back to the text."""

    BINDINGS = bindings("unsaved", "dialog")

    def __init__(self) -> None:
        super().__init__("Save what you typed?")


class LeftDialog(AnsweredDialog):
    """Something was typed and not saved when the program ended; `esc` asks another time."""

    BINDINGS = bindings("left", "dialog")
    SUBJECT = "Typed and not saved"


def ask(
    app: App[Any], question: Confirm, then: Callable[[], object], otherwise: Callable[[], object] | None = None
) -> None:
    """Ask; on yes call `then`, on a plain no `otherwise`."""

    def answered(answer: object) -> None:
        if answer is True:
            then()
        elif otherwise is not None:
            otherwise()

    app.push_screen(question, answered)


def ask_to_run(node: DOMNode, question: Confirm, verb: Callable[[], object], notice: str) -> None:
    """Ask; on yes call that verb of a service, and say that it was done."""
    ask(node.app, question, lambda: context_of(node).run_service(verb, notice))


class Option(Struct, frozen=True):
    """Something to choose: its key, its words, more about it, and words it is found by though they are not shown."""

    key: str
    words: str
    detail: str = ""
    found_by: str = ""


_BOX, _TICKED_BOX = "[ ] ", "[x] "
_OF_THE_SCREEN, _AROUND, _FEWEST_LINES = 90, 5, 3
"""The per cent of the screen that choices take at most, the lines around them, and the fewest of them."""
_LEAST, _MOST = 20, 36
"""The cells that the words of a choice have at least, and have at most where what else is told has to stand back."""


class Pick(Dialog[tuple[str, ...]]):
    """Dismissed with the keys chosen (one, or with `many` any number), or None when nothing was chosen."""

    BINDINGS = bindings("pick", "dialog")
    AUTO_FOCUS = ""
    hint: ClassVar[Cell] = ("/ ", Span("type to narrow the list", TextStyle.MUTED))
    lead: ClassVar[int] = 0
    """The cells that stand before the words of a line."""

    def __init__(
        self, title: str, options: Sequence[Option], *, many: bool = False, ticked: Collection[str] = (), at: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._options = {option.key: option for option in options}
        self._many = many
        self._ticked = set(ticked)
        self._at = at
        self._typed = ""
        self._lines = 0

    def compose(self) -> ComposeResult:
        """What was typed, over the list, over the keys."""
        with Box(self._title):
            yield TextView(widget_id="typed")
            yield VirtualList(self._columns(), heading=False)
            yield KeyLine()

    def _columns(self) -> Sequence[ListColumn]:
        """Short words take no more room than they need; what else is told of them has the rest."""
        box = self.lead + (len(_BOX) if self._many else 0)
        longest = max((cells(clean_line(option.words)) + box for option in self._options.values()), default=0)
        words = ListColumn("", max(longest, _LEAST)) if longest <= _MOST else ListColumn("", _LEAST, share=2)
        return words, ListColumn("", 0, share=3, hide_below=60)

    def on_mount(self) -> None:
        """Keys go to this screen, so that letters narrow the list."""
        for widget in (self._list, self._typed_view):
            widget.can_focus = False
        self._lines = len(self._options)
        self._fit()
        self._narrow()
        if self._at in self._options:
            self._list.move_to(self._at)

    def on_resize(self, _event: events.Resize) -> None:
        """Another window, another height."""
        self._fit()

    def _fit(self) -> None:
        """As tall as all the choices are, while the screen has room; fewer that are left do not move it."""
        room = self.app.size.height * _OF_THE_SCREEN // 100 - _AROUND
        self._list.styles.height = max(min(self._lines, room), _FEWEST_LINES)

    @property
    def _list(self) -> VirtualList:
        return self.query_one(VirtualList)

    @property
    def _typed_view(self) -> TextView:
        return self.query_one("#typed", TextView)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only where several can be chosen are they ticked."""
        return self._many or action != "tick"

    def on_key(self, event: events.Key) -> None:
        """Letters are typed."""
        letter = event.character if event.is_printable and not (event.key == "space" and self._many) else None
        if letter and self.takes(letter):
            event.stop()

    def takes(self, letter: str) -> bool:
        """Letters narrow the list."""
        # Every other list is narrowed after a slash; here it may be typed as well, and begins nothing.
        self._typed = (self._typed + letter).removeprefix("/")
        self._narrow(to_first=True)
        return True

    def on_virtual_list_selected(self) -> None:
        """A second click on a line chooses it, or ticks it."""
        self.action_tick() if self._many else self.action_open()

    def _narrow(self, *, to_first: bool = False) -> None:
        """Show what the words typed find; `to_first`: other words, so the cursor goes to what they fit best."""
        keys = self.matching(self._typed) if self._typed else list(self._options)
        self._list.load(keys, self._row, at=keys[0] if keys and to_first else None)
        if self._typed:
            count = Span(f"   {len(keys)} of {len(self._options)}", TextStyle.MUTED if keys else TextStyle.WARN)
            words: Cell = ("/ ", Span(clean_line(self._typed), TextStyle.STRONG), count)
        else:
            words = self.hint
        self._typed_view.show_lines([TextLine(words)])

    def matching(self, typed: str) -> list[str]:
        """The keys of what these words find, best first, else in the order they stand in."""
        ranks = self.ranks(typed)
        return sorted(ranks, key=ranks.__getitem__)

    def ranks(self, typed: str) -> dict[str, int]:
        """What these words find: 0 by the words seen, 1 by whole words of what else is told, 2 by their beginnings."""
        from afterword.domain.text import search_words, searchable

        words = search_words(typed)
        ranks: dict[str, int] = {}
        for key, option in self._options.items():
            name, whole = searchable(option.words), searchable(f"{option.words} {option.detail} {option.found_by}")
            if words.are_in(name):
                ranks[key] = 0
            elif words.are_in(whole):
                ranks[key] = 1 if all(word.is_whole_in(whole) for word in words.words) else 2
        return ranks

    def _row(self, key: str) -> Row:
        option = self._options[key]
        box = (_TICKED_BOX if key in self._ticked else _BOX) if self._many else ""
        return Row((box + clean_line(option.words), Span(clean_line(option.detail), TextStyle.MUTED)))

    def action_move(self, by: int) -> None:
        """Move the cursor so many lines down."""
        self._list.action_move(by)

    def action_move_pages(self, by: int) -> None:
        """Move the cursor so many pages down."""
        self._list.action_move_pages(by)

    def action_tick(self) -> None:
        """Tick the line under the cursor, or untick it."""
        if (key := self._list.key) is not None:
            self._ticked ^= {key}
            self._narrow()

    def label(self, action: str) -> str:
        """Where several are ticked, `enter` ends it."""
        return "done" if action == "open" and self._many else super().label(action)

    def action_open(self) -> None:
        """Close with what is chosen."""
        if self._many:
            self.dismiss(tuple(key for key in self._options if key in self._ticked))
        elif (key := self._list.key) is not None:
            self.dismiss((key,))

    def action_shorten(self) -> None:
        """Take the last letter away."""
        self._typed = self._typed[:-1]
        self._narrow(to_first=True)

    def action_close(self) -> None:
        """Take the words away first, then close."""
        if self._typed:
            self._typed = ""
            self._narrow()
        else:
            self.dismiss(None)


def ask_which(app: App[Any], title: str, options: Sequence[Option], then: Callable[[str], object]) -> None:
    """Let one of these be chosen; `then` gets its key, and is not called where none is."""

    def chosen(keys: tuple[str, ...] | None) -> None:
        if keys:
            then(keys[0])

    app.push_screen(Pick(title, options), chosen)


def offer_steps(app: App[Any], title: str, *steps: tuple[str, str, Callable[[], object]]) -> None:
    """Let one of these steps be taken: its words, what is told beside them, and what it does."""
    options = [Option(str(place), words, detail) for place, (words, detail, _) in enumerate(steps)]
    ask_which(app, title, options, lambda key: steps[int(key)][2]())


_KEYS = 16
KNOWN_WELL = ("tracker", "list", "text", "filter", "narrow", "page", "focus", "dialog", "app")
"""The scopes that are the same in several places, so that they stand below what is of this place alone."""


class HelpPlace(Struct, frozen=True):
    """Where somebody asks for help: its title, what it is for, and what its keys do now, in the order of use.

    Of each action the second is what it does in the state of the moment, where that has words of its own.
    """

    title: str
    about: str
    now: Sequence[tuple[Action, str]]


def help_lines(place: HelpPlace, keymap: Mapping[str, str]) -> list[TextLine]:
    """The place, its keys under their scopes, then all other keys."""
    lines = [TextLine(place.title, TextStyle.STRONG)] if place.title else []
    lines += [TextLine(place.about)] if place.about else []
    actions = [action for action, _ in place.now]
    for scope in dict.fromkeys(action.scope for action in actions):
        rows = [(action, words) for action, words in place.now if action.scope == scope]
        section = _section(_name(scope), rows, keymap)
        # The place has said its name already.
        lines += [line for line in section if words_of([line]) != place.title]
    lines += [TextLine(), TextLine("All other keys", TextStyle.STRONG)]
    for scope in SCOPES:
        lines += _section(_name(scope), [(action, "") for action in of_scope(scope) if action not in actions], keymap)
    return lines


def _name(scope: str) -> str:
    """The heading of a scope, a pane's without its number."""
    return SCOPES[scope].title.lstrip("0123456789 ")


def _section(title: str, rows: Sequence[tuple[Action, str]], keymap: Mapping[str, str]) -> list[TextLine]:
    lines = [_line(action, words, keymap) for action, words in rows]
    return [TextLine(), TextLine(title, TextStyle.ACCENT), *lines] if lines else []


def _line(action: Action, words: str, keymap: Mapping[str, str]) -> TextLine:
    keys = Span(fit("  " + " ".join(shown_keys(action, keymap)), _KEYS) + " ", TextStyle.KEY)
    state = (Span(f"{words}: ", TextStyle.STRONG),) if words else ()
    return TextLine((keys, *state, action.help), indent=_KEYS + 1, found_by=action.label)


def help_place(below: Screen[object], keymap: Mapping[str, str]) -> HelpPlace:
    """What can be said of that screen: what works now, what the footer names first, the nearest to the focus first.

    Keys that a letter or a nearer action takes are not among them.
    """
    near = {host: place for place, host in enumerate(hosts(below))}
    now = sorted(
        actions_now(below),
        key=lambda pair: (
            pair[0].scope in KNOWN_WELL,
            near[pair[1]],
            not (pair[0].footer and pair[1].offers(pair[0].method)),
        ),
    )
    used: set[str] = set()
    available: list[tuple[Action, str]] = []
    for action, host in now:
        keys = [key for key in keys_of(action, keymap) if not is_typed(below, key)]
        if not used.issuperset(keys):
            available.append((action, host.label(action.method)))
            used.update(keys)
    scopes = (scope for host in near for scope in dict.fromkeys(id_.partition(".")[0] for id_ in host.action_ids))
    place = next((scope for scope in scopes if SCOPES[scope].about), "")
    title = _title_of(below) or (_name(place) if place else "")
    return HelpPlace(title, SCOPES[place].about if place else "", available)


def _title_of(screen: Screen[object]) -> str:
    """What stands above a page or in the border of a dialog; nothing over the panes."""
    if isinstance(screen, Page):
        return screen.title_line.title
    titles = (str(box.border_title or "") for box in screen.query(Box))
    return next((title.strip() for title in titles if title.strip()), "")


_TOUR = (
    ("app.reflection", "Reflection: your interviews; enter looks back on one in three minutes."),
    ("app.feedback", "Feedback: whom you asked, who has replied, and the letter that comes next."),
    ("app.evaluation", "Evaluation: what all of it says, what to work on, and the sheet for the next interview."),
    ("app.today", "Today: everything that is due, most pressing first; enter does it."),
    ("app.help", "Help: the keys of where you are. {palette} finds an action, {undo} takes back, {tour} shows this."),
)
"""What is where, in five sentences; each behind the key that leads there."""


class Tour(Dialog[None]):
    """Five sentences on what is where; any key leaves it, and all but those that say no more than that are done."""

    BINDINGS = bindings("tour")

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The sentences over the keys, each with the key that leads there, as the person has it."""
        keys = {action.id: shown_keys(action, self._keymap)[0] for action in TABLE}
        names = {action_id.replace(".", "_").removeprefix("app_"): key for action_id, key in keys.items()}
        with Box("What is where"):
            for action_id, words in _TOUR:
                with Horizontal():
                    yield Static(keys[action_id], markup=False, classes="-key")
                    yield Static(words.format_map(names), markup=False, classes="-words")
            yield KeyLine()

    def on_key(self, event: events.Key) -> None:
        """A key that leads somewhere does so."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)
        leaving = (action for action in TABLE if action.id in ("tour.leave", "app.tour"))
        if not any(event.key in keys_of(action, self._keymap) for action in leaving):
            self.app.post_message(events.Key(event.key, event.character))


class HelpDialog(Dialog[None]):
    """Where the person is, and every key with its sentence; `/` narrows."""

    BINDINGS = bindings("help")
    AUTO_FOCUS = ""

    def __init__(self, below: Screen[Any], message: str = "") -> None:
        super().__init__()
        self._told = message
        self._place = help_place(below, context_of(below).keymap)
        self._text = NarrowedText()

    def compose(self) -> ComposeResult:
        """The text over its keys."""
        with Box("Help"):
            yield self._text
            yield KeyLine()

    def on_mount(self) -> None:
        """Fill the text, and begin in it."""
        message_lines = [TextLine("What was said last", TextStyle.STRONG), TextLine(self._told), TextLine()]
        self._text.show_lines(
            [*(message_lines if self._told else ()), *help_lines(self._place, context_of(self).keymap)]
        )
        self._text.focus()

    def leave(self) -> None:
        """Show every key again, then close."""
        if not self._text.clear():
            self.dismiss(None)

    action_close = leave
