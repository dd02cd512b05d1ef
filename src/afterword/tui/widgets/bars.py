"""Owns the bars at the edges of a screen: title and tabs, names of views, keys, the notice and the summary."""

import re
from collections.abc import Collection, Mapping, Sequence

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen

from afterword.domain.text import cells, clean_line, fit
from afterword.tui.actions import TABLE, Action, character_of, key_named, keys_of, shown_key, shown_keys
from afterword.tui.actions import action as find_action
from afterword.tui.app_context import actions_now, context_of, hosts
from afterword.tui.panes.pane import TABS, TODAY
from afterword.tui.styles import Span, TextStyle, fit_pieces
from afterword.tui.widgets.lines import Painted


class TitleLine(Painted):
    """A title at the left, a few words at the right."""

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        self._title = clean_line(title)
        self._words = clean_line(words)

    @property
    def title(self) -> str:
        """The title."""
        return self._title

    def show(self, *, title: str | None = None, words: str | None = None) -> None:
        """Show another title or other words; None leaves them as they were."""
        self._title = self._title if title is None else clean_line(title)
        self._words = self._words if words is None else clean_line(words)
        self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The title at the left, the words at the right."""
        if y:
            return ()
        right = f" {self._words} " if self._words else ""
        left = fit(f" {self._title}", max(width - cells(right), 0))
        return Span(left, TextStyle.STRONG), Span(right, TextStyle.ACCENT)


_SHORT, _FEW_LETTERS = 5, 7
"""The letters to which a title is shortened, and the most that a title may have to be left as it is."""


class ViewLine(Painted):
    """Names side by side, each with its key; the one that is seen is marked, so that no colour is needed.

    Where they do not fit the longest are shortened, down to their keys: none is left out. `views` are ids with their
    titles; the key of each is that of the action which shows it, by its id in the scope.
    """

    class Clicked(Message):
        """A name was clicked."""

        def __init__(self, view_id: str) -> None:
            super().__init__()
            self.view_id = view_id

    def __init__(self, views: Sequence[tuple[str, str]], scope: str) -> None:
        super().__init__()
        self._views = tuple(views)
        self._scope = scope
        self._active = ""

    def show(self, active: str) -> None:
        """Mark that view."""
        if active != self._active:
            self._active = active
            self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The names of the views, the one that is seen marked."""
        if y:
            return ()
        return tuple(fit_pieces([piece for _, parts in self._shortened(width) for piece in parts], width))

    def _shortened(self, width: int) -> list[tuple[str, Sequence[Span]]]:
        """Each view with the pieces of its name, in so many cells."""
        forms = [self._forms(view_id, title) for view_id, title in self._views]
        chosen = [0] * len(forms)
        while sum(_width(form[at]) for form, at in zip(forms, chosen, strict=True)) > width:
            shortenable = [place for place, form in enumerate(forms) if chosen[place] + 1 < len(form)]
            if not shortenable:
                break
            longest = max(shortenable, key=lambda place: (_width(forms[place][chosen[place]]), place))
            chosen[longest] += 1
        return [(view_id, form[at]) for (view_id, _), form, at in zip(self._views, forms, chosen, strict=True)]

    def _forms(self, view_id: str, title: str) -> Sequence[Sequence[Span]]:
        """How its name can be written, the longest first; the one that is seen is never shortened."""
        key = shown_keys(find_action(f"{self._scope}.{view_id}"), context_of(self).keymap)[0]
        if view_id == self._active:
            return [(Span("›", TextStyle.ACTIVE), *_keyed(key, title, TextStyle.ACTIVE))]
        shorter = [f"{title[:_SHORT]}."] if len(title) > _FEW_LETTERS else []
        return [(Span(" "), *_keyed(key, words, TextStyle.MUTED)) for words in (title, *shorter, "")]

    def on_click(self, event: events.Click) -> None:
        """A click on a name shows its view."""
        at = 0
        for view_id, parts in self._shortened(self.size.width):
            end = at + _width(parts)
            if at <= event.x < end:
                self.post_message(self.Clicked(view_id))
            at = end


def _width(parts: Sequence[Span]) -> int:
    return sum(cells(part.text) for part in parts)


def _keyed(key: str, title: str, tone: TextStyle) -> tuple[Span, ...]:
    """The title with its key in brackets, inside of it where it is one of its letters."""
    at = title.casefold().find(key.casefold()) if len(key) == 1 else -1
    before, after = (title[:at].lower(), title[at + 1 :]) if at >= 0 else ("", f" {title}" if title else "")
    return Span(before, tone), Span(f"[{key}]", TextStyle.KEY), Span(after, tone)


_TITLE = " Afterword  "
_SAMPLES = (" Sample data  ", " Sample ")


class HeaderLine(Painted):
    """Title and tabs at the left, what is due at the right, which leads to Today as a tab leads to its pane.

    Where they do not fit the title goes first, then words; the key stays.
    """

    class TabClicked(Message):
        """A tab was clicked."""

        def __init__(self, pane_id: str) -> None:
            super().__init__()
            self.pane_id = pane_id

    def __init__(self, *, sample: bool = False) -> None:
        super().__init__()
        # That these people are invented is never left away for want of room; the program's name is.
        self._titles = _SAMPLES if sample else (_TITLE, " ")
        self._active = ""
        self._words = ""

    def show(self, *, active: str | None = None, words: str | None = None) -> None:
        """Mark the active tab, and show what is due; None leaves it as it was."""
        content = (active if active is not None else self._active, words if words is not None else self._words)
        if content != (self._active, self._words):
            self._active, self._words = content
            self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """Title and tabs at the left, what is due at the right."""
        if y:
            return ()
        title, tabs = self._title_and_tabs(width)
        left = "".join(piece.text for piece in (*title, *tabs))
        space = max(width - cells(left), 0)
        right, tone = self._right(space - 1)
        return (*title, *tabs, Span(" " * (space - cells(right))), Span(right, tone))

    def _right(self, space: int) -> tuple[str, TextStyle]:
        words = clean_line(self._words)
        if not words or space <= 0:
            return "", TextStyle.ACCENT
        if self._active != TODAY.pane_id:
            return due_in(words, TODAY.key, space), TextStyle.ACCENT
        # The list itself says what it is; how much there is to do is enough beside its name.
        long, short = f"[{self._count}] ", f"[{TODAY.key} {TODAY.title}] "
        text = long if cells(long) <= space else short
        return text if cells(text) <= space else fit(text, space), TextStyle.ACTIVE

    @property
    def _count(self) -> str:
        """`0 Today · 9 due`."""
        count, more, _ = clean_line(self._words).partition(":")
        return f"{TODAY.key} {TODAY.title} · {count}" if more else f"{TODAY.key} {TODAY.title}"

    def _title_and_tabs(self, width: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        # The program's name makes room for the words; that these people are invented only for how much is due.
        is_short = self._active == TODAY.pane_id or self._titles is _SAMPLES
        words = self._count if is_short else clean_line(self._words)
        for title in self._titles:
            tabs = self._tabs(whole=True)
            size = cells(title) + sum(cells(piece.text) for piece in tabs)
            if size + cells(words) + _KEY_ROOM <= width:
                break
        if size > width:
            tabs = self._tabs(whole=False)
        return (Span(title, TextStyle.STRONG),), tabs

    def _tabs(self, *, whole: bool) -> tuple[Span, ...]:
        """All tabs; not `whole`, those that are not seen by their keys alone."""
        titles = {tab.pane_id: f"{tab.key} {tab.title}" for tab in TABS if whole or tab.pane_id == self._active}
        return tuple(piece for tab in TABS for piece in self._tab(tab.pane_id, titles.get(tab.pane_id, tab.key)))

    def _tab(self, pane_id: str, text: str) -> tuple[Span, ...]:
        # The active tab is told by its brackets; the tone only helps.
        if pane_id == self._active:
            return (Span(f"[{text}]", TextStyle.ACTIVE),)
        return (Span(f" {text} ", TextStyle.MUTED),)

    def on_click(self, event: events.Click) -> None:
        """A click on a tab shows its pane, one on what is due shows Today."""
        title, tabs = self._title_and_tabs(self.size.width)
        at = cells(title[0].text)
        for tab, piece in zip(TABS, tabs, strict=True):
            if at <= event.x < at + cells(piece.text):
                self.post_message(self.TabClicked(tab.pane_id))
            at += cells(piece.text)
        if at < event.x:
            self.post_message(self.TabClicked(TODAY.pane_id))


_KEY_ROOM = 6
"""Cells for the key behind the words and the blanks around both."""


def due_in(words: str, key: str, space: int) -> str:
    """As many of the things as fit whole, or the beginning of the first, then the key that shows them all."""
    count, _, rest = words.partition(": ")
    parts = rest.split(", ") if rest else []
    for number in range(len(parts), 0, -1):
        more = " …" if number < len(parts) else ""
        text = f"{count}: {', '.join(parts[:number])}{more} ({key}) "
        if cells(text) <= space:
            return text
    room = space - cells(f"{count}:  ({key}) ")
    if parts and room >= _TELLING:
        # When it is, stands at the end, and tells more than the end of a long name.
        name, when, _ = _WHEN.split(parts[0], maxsplit=1) if _WHEN.search(parts[0]) else (parts[0], "", "")
        return f"{count}: {fit(name, room - cells(when)).rstrip()}{when} ({key}) "
    shorter = (f"{words} ({key}) " for words in (count, count.removesuffix(" today")))
    return next((text for text in shorter if cells(text) <= space), fit(f"{key} {count}", space))


_WHEN = re.compile(r"( (?:today|tomorrow|in \d+ days))$")
_TELLING = 16
"""So much of one thing, what to do and with whom, says more than how many there are."""


_BACK, _HELP = "esc", "help"
_OF_A_LINE = ("form.enter", "filter.keep", "search.open")
"""What `enter` does in a line of text is told by whoever holds the line."""
_FEW = tuple(action for action in TABLE if action.footer)
_SIGNS = {TextStyle.GOOD: "✓ ", TextStyle.BAD: "! ", TextStyle.WARN: "! "}


def keys_now(screen: Screen[object], keymap: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The few keys worth naming: each as it is written, with what it does here and now.

    A key that a text takes as a letter, or that something nearer to the focus uses, is none of them, nor a letter that
    does what a key before it does.
    """
    now = [(action, host, keys_of(action, keymap)) for action, host in actions_now(screen, _FEW)]
    bound = _bound(screen, {name for _, _, names in now for name in names})
    keys: list[tuple[str, str]] = []
    for action, host, names in now:
        key = next((name for name in names if _reaches(action, bound.get(name)) and not is_typed(screen, name)), None)
        if key is None or not host.offers(action.method):
            continue
        shown, label = shown_key(key), host.label(action.method) or action.label
        if len(shown) > 1 or label not in (other for _key, other in keys):
            keys.append((shown, label))
    return tuple(keys)


def _bound(screen: Screen[object], names: Collection[str]) -> Mapping[str, Binding]:
    """What these keys do here and now. Textual can be asked for all keys alone, which are many times as many."""
    bound: dict[str, Binding] = {}
    for node, bindings in screen._modal_binding_chain:  # noqa: SLF001 - what Textual reads itself
        for name in names:
            for binding in bindings.key_to_bindings.get(name, ()):
                earlier = bound.get(name)
                comes_first = earlier is None or (binding.priority and not earlier.priority)
                if comes_first and screen.app._check_action_state(binding.action, node) is not False:  # noqa: SLF001
                    bound[name] = binding
    return bound


def is_typed(screen: Screen[object], key: str) -> bool:
    """Whether what has the focus takes that key as a letter."""
    # Textual asks this itself, but does not know which signs such names as `slash` stand for.
    letter = character_of(key)
    if screen.focused is not None and screen.focused.check_consume_key(key, letter):
        return True
    return any(host.writes(key, letter) for host in hosts(screen))


def _reaches(action: Action, bound: Binding | None) -> bool:
    # A list hands on what is opened in it, so its `enter` is that of the pane or the page around it.
    if bound is None:
        return False
    handed_on = bound.action == "submit" and action.id in _OF_A_LINE
    return handed_on or bound.id in (action.id, "list.open")


class KeyLine(Painted):
    """The keys that matter now, for the widget that has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[tuple[str, str], ...] = ()
        self._waiting = False

    def on_mount(self) -> None:
        """Keys follow the focus and what is selected."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self._soon())
        self._soon()

    def _soon(self) -> None:
        if not self._waiting:
            self._waiting = True
            self.call_later(self.show_keys)

    def show_keys(self) -> None:
        """Read again which keys matter now, if nothing was drawn since it was asked for."""
        if not self._waiting:
            return
        before = self._keys
        self._read()
        if self._keys != before:
            self.refresh()

    def _read(self) -> None:
        self._waiting = False
        if self.is_attached and self.screen.is_current:
            self._keys = keys_now(self.screen, context_of(self).keymap)

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The keys, as many as fit; on a new screen they are read when it is first drawn."""
        if y == 0 and self._waiting and not self._keys:
            self._read()
        return key_pieces(self._keys, width) if y == 0 else ()

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        parts = key_pieces(self._keys, self.size.width)
        if event.y != self.size.height - 1:
            return
        end = 0
        for key, label in zip(parts[::2], parts[1::2], strict=True):
            end += cells(key.text) + cells(label.text)
            if event.x < end:
                name = key_named(key.text.strip())
                self.app.post_message(events.Key(name, character_of(name)))
                return


class KeyFooter(KeyLine):
    """A notice and a summary over the keys. The notice stands until the next key does something.

    It takes one line; what is too long for it can be read in the help.
    """

    def __init__(self) -> None:
        super().__init__()
        self._notice = Span("")
        self._summary = ""

    def notice(self, text: str, tone: TextStyle) -> None:
        """Show one sentence; its sign says what its colour says."""
        self._notice = Span(_SIGNS.get(tone, "") + clean_line(text) if text else "", tone)
        self.refresh()

    @property
    def notice_text(self) -> str:
        """The notice that stands."""
        return self._notice.text

    def summary(self, words: str) -> None:
        """Show the pane's words at the right."""
        if words != self._summary:
            self._summary = words
            self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The notice and the summary over the keys."""
        return self._status(width) if y == 0 else super().line(y - 1, width)

    def _status(self, width: int) -> Sequence[Span]:
        right = clean_line(self._summary)
        size = cells(right)
        if self._notice.text and cells(self._notice.text) + size + 3 > width:
            # What was just done matters more than what can be counted again.
            return (Span(" "), Span(self._cut(width - 2), self._notice.tone))
        left = fit(self._notice.text, max(width - size - 2, 0))
        return (Span(" "), Span(left, self._notice.tone), Span(right, TextStyle.MUTED))

    def _cut(self, width: int) -> str:
        if cells(self._notice.text) <= width:
            return fit(self._notice.text, width)
        more = f" ({next((key for key, label in self._keys if label == _HELP), 'f1')} shows all)"
        return fit(self._notice.text, width - len(more)) + more


def key_pieces(keys: Sequence[tuple[str, str]], width: int) -> Sequence[Span]:
    """Keys with their labels, as many as fit; the way back and help stay whatever has to go."""
    last = [pair for pair in keys if pair[0] == _BACK and pair[1] != _HELP] + [
        pair for pair in keys if pair[1] == _HELP
    ]
    room = width - sum(_size(pair) for pair in last)
    parts: list[Span] = []
    for pair in keys:
        if pair in last or _size(pair) > room:
            continue
        room -= _size(pair)
        parts += _pair(pair)
    return [*parts, *(piece for pair in last for piece in _pair(pair))]


def _pair(pair: tuple[str, str]) -> tuple[Span, Span]:
    return Span(f" {pair[0]}", TextStyle.KEY), Span(f" {pair[1]} ")


def _size(pair: tuple[str, str]) -> int:
    return cells(pair[0]) + cells(pair[1]) + 3
