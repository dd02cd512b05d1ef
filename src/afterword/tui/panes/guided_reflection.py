"""Owns the guided reflection of one interview: its rows, and the words below them for the row under the cursor."""

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from textual import events
from textual.app import ComposeResult
from textual.message import Message

from afterword.domain.journal import Journal
from afterword.domain.practice import Kept
from afterword.domain.progress import Section, all_cues
from afterword.domain.reflection import HIGHEST, Rating, Scale
from afterword.services.services import Services
from afterword.tui.actions import action, bindings
from afterword.tui.app_context import context_of, way_back_from
from afterword.tui.panes.guided_verbs import ADDABLE, ENTERED, REMOVABLE, GuidedVerbs, RowPlace, open_label
from afterword.tui.presenters.reflection import (
    GUIDED_COLUMNS,
    EarlierRatings,
    GuidedRows,
    guided,
    guided_details,
    said_before,
    scale_lines,
)
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.lines import TextLine, TextView, wrap_pieces
from afterword.tui.widgets.virtual_list import Row, VirtualList

_LEAST_WORDS, _LEAST_ROWS = 8, 6
"""The fewest lines for the words below, and the fewest rows that stay in sight above them."""
_BESIDE = 96
"""The cells from which on the words stand beside the rows."""
_RUN = (Section.CONVINCING, Section.BODY)
"""The sections whose scales are rated in one go."""
_MOVES = ("list.down", "list.up", "list.first", "list.last", "guided.next-open")
_NO_SCALE = "1 to 5 rate a row with a scale; esc leads out of here."
_DIGITS = {"rating": "This scale goes from 1 to 5.", "kept": "1 to 4 say what became of it."}
"""What is said of a digit that the kind of row does not take."""
_NEVER_BEGIN = (" ", "?")
"""What nobody begins a text with: the space bar ticks and the question mark helps, here as everywhere."""


@lru_cache(maxsize=256)
def _height_of_scale(scale: Scale, rating: Rating, *, replied: bool, width: int) -> int:
    return sum(len(wrap_pieces(line, width)) for line in scale_lines(scale, rating, replied=replied))


class GuidedReflection(GuidedVerbs):
    """The sections R1 to R6 as one list; every answer is saved at once."""

    BINDINGS = bindings("guided")
    opens_by = "open"

    class Left(Message):
        """The person wants back to the list of interviews."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.rows = VirtualList(GUIDED_COLUMNS, heading=False, widget_id="guided-rows")
        self._view = TextView(widget_id="guided-details")
        self._shown: GuidedRows | None = None
        self._read_from: tuple[Journal, Collection[str]] = Journal(), ()
        self._earlier = EarlierRatings(Journal())
        self._detailed: str | None = None
        self._essential: Sequence[TextLine] = ()
        self._longest = 0
        self._moves_by_letters = False

    def compose(self) -> ComposeResult:
        """The rows over the words."""
        yield self.rows
        yield self._view

    def show(self, journal: Journal, interview_id: str) -> None:
        """Show the reflection on this interview; the cursor stays on its row while the interview is the same."""
        interview = journal.interviews.get(interview_id)
        if interview is None:
            self._shown = None
            self.rows.load((), lambda _key: Row(()))
            self._view.show_lines([])
            return
        same = self._shown is not None and self._shown.interview.id == interview.id
        if not same:
            self.listed = frozenset()
        if same and self._read_from[0] is journal and self._read_from[1] == self.listed:
            return
        self._read_from = journal, self.listed
        rows = self._shown = guided(journal, interview, self.listed)
        self._measure()
        first = rows.open_rows[0] if rows.open_rows else rows.keys[0]
        self.rows.load(rows.keys, lambda key: rows.rows[key](), at=None if same else first)
        self._show_details()

    def go_to(self, row: str) -> None:
        """Put the cursor on that row, where it is there."""
        if row and self.rows.move_to(row):
            self._show_details()

    def _show_details(self) -> None:
        key = self._detailed = self.rows.key
        if self._shown is not None and key is not None:
            journal = self._services.store.journal()
            if self._earlier.journal is not journal:
                self._earlier = EarlierRatings(journal)
            self._essential = guided_details(journal, self._shown, key)
            before = said_before(self._earlier, self._shown, key, short=not self.has_class("-beside"))
            self._view.show_lines([*self._essential, *before])
            self._make_room()
        self._says = self._says if self.has_focus_within else None
        if self.has_focus_within:  # otherwise its keys are read when it gets the focus
            self.refresh_keys()

    def on_resize(self) -> None:
        """Another width, other lines; in a wide place the words stand beside the rows."""
        self.set_class(self.size.width >= _BESIDE, "-beside")
        self._measure()
        self._show_details()

    def _measure(self) -> None:
        """The lines that the longest scale takes, so that the words below keep their place from row to row."""
        shown, width = self._shown, self.size.width - 1
        if shown is None or width <= 0 or self.has_class("-beside"):
            return
        reflection = self._read_from[0].reflection_of(shown.interview.id)
        heights = (
            _height_of_scale(scale, reflection.rating(scale.id), replied=shown.locked, width=width)
            for scale in shown.scales.values()
        )
        self._longest = max(heights, default=0)

    def _height_of(self, lines: Sequence[TextLine]) -> int:
        width = self.size.width - 1
        return sum(len(wrap_pieces(line, width)) for line in lines) if width > 0 else 0

    def _make_room(self) -> None:
        """As many lines for the words as a whole scale takes with its note, while some rows are still seen."""
        view = self._view
        if self.has_class("-beside"):
            view.styles.height = "100%"
            return
        height = max(_LEAST_WORDS, self._longest, self._height_of(self._essential)) + 1
        view.styles.height = max(min(height, self.size.height - _LEAST_ROWS), _LEAST_WORDS)

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Another row, other words."""
        message.stop()
        if message.key != self._detailed:
            self._show_details()

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def on_key(self, event: events.Key) -> None:
        """Letters on the row of a text begin it; digits that rate nothing lead nowhere else."""
        letter = event.character if event.is_printable and event.character not in (None, *_NEVER_BEGIN) else None
        moves = event.key in self._keys_of(*_MOVES)
        if letter and self.writes(event.key, letter):
            event.stop()
            self.write(self.place, letter)
        elif letter and letter.isdecimal() and not self._takes_digit(letter):
            event.stop()
            kind = self.place.kind if self._shown is not None else ""
            context_of(self).say(_DIGITS.get(kind, _NO_SCALE), TextStyle.WARN)
        self._moves_by_letters = moves and letter is not None

    def _takes_digit(self, digit: str) -> bool:
        rated = self._shown is not None and self.place.kind == "rating"
        return bool(self.check_action("rate", (int(digit),))) or (rated and digit == "0")

    def writes(self, key: str, letter: str | None) -> bool:
        """On the row of a text every letter begins it.

        But going back does so everywhere; and who came to this row by `j`, `k` or `o` goes on by them.
        """
        if self._shown is None or not self.rows.has_focus or not self.place.is_text:
            return False
        moves = self._moves_by_letters and key in self._keys_of(*_MOVES)
        return letter not in (None, *_NEVER_BEGIN) and not moves and key not in self._keys_of("app.quit")

    def _keys_of(self, *action_ids: str) -> set[str]:
        keymap = context_of(self).keymap
        return {
            key.strip() for action_id in action_ids for key in keymap.get(action_id, action(action_id).keys).split(",")
        }

    @property
    def place(self) -> RowPlace:
        """The row under the cursor."""
        if self._shown is None:
            raise LookupError("no interview is shown")
        kind, _, record_id = (self.rows.key or "").partition("/")
        return RowPlace(self._shown.interview, self._shown.sections.get(self.rows.key or ""), kind, record_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys make sense on this row."""
        if action == "back":
            return True
        if self._shown is None:
            return False
        place = self.place
        rates, on_cue = place.kind == "rating", place.kind == "rating" and place.section is Section.BODY
        digits = Kept if place.kind == "kept" else range(HIGHEST) if rates else ()
        checks: dict[str, Callable[[], bool]] = {
            "rate": lambda: (parameters or (1,))[0] in range(1, len(digits) + 1),
            "clear": lambda: rates,
            "note": lambda: rates,
            "not_asked": lambda: rates and place.section is Section.COMPETENCIES,
            "put_away": lambda: on_cue and self._is_asked(place),
            "bring_back": lambda: place.section is Section.BODY and bool(self.put_away_cues()),
            "edit_cue": lambda: self.own_cue() is not None,
            "tick": lambda: place.kind in ("answer", "scenario", "kept") or self._can_be_on_time(place),
            "add": lambda: place.section in ADDABLE,
            "remove": lambda: place.kind in REMOVABLE,
            "next_open": lambda: self._shown is not None and bool(self._shown.open_rows),
        }
        return checks[action]() if action in checks else True

    @staticmethod
    def _can_be_on_time(place: RowPlace) -> bool:
        return place.section is Section.ARRIVAL and place.interview.arrived is None

    def _is_asked(self, place: RowPlace) -> bool:
        """Whether the cue of that row is asked for today, and can be put away."""
        cues = all_cues(self._services.store.journal())
        return any(cue.id == place.record_id and not cue.archived for cue in cues)

    def offers(self, action: str) -> bool:
        """Adding is named once: where `enter` adds, that is enough."""
        return action != "add" or self.label("open") != "add"

    def label(self, action: str) -> str:
        """What `enter` does on this row, and where `esc` leads back to."""
        if action == "back" and (came_from := way_back_from(self)):
            return f"back to {came_from}"
        if self._shown is None:
            return ""
        place = self.place
        if action == "rate" and place.kind == "kept":
            return "to 4: what became"
        if action == "tick" and place.section is Section.ARRIVAL:
            return "on time"
        return open_label(place) if action == "open" else ""

    def action_back(self) -> None:
        """Go back to the list of interviews."""
        self.post_message(self.Left())

    def action_open(self) -> None:
        """Open the row: its text, its note, its form, its rows."""
        if self._shown is None:
            return
        place = self.place
        if place.kind != "section":
            self.open_row(place)
        elif place.section in ENTERED:
            self._enter(Section(place.record_id))
        else:
            self.open_section(place, Section(place.record_id))

    def _enter(self, section: Section) -> None:
        """Go to the first row inside that section."""
        shown = self._shown
        inside = [key for key, at in shown.sections.items() if at is section] if shown is not None else []
        self.rows.move_to(inside[min(1, len(inside) - 1)])

    def action_next_open(self) -> None:
        """Go to the next row where something is still to be said; from a cue that may stay open, on as if it were."""
        shown, place = self._shown, self.place
        finished = shown is not None and all(shown.sections[key] is not place.section for key in shown.open_rows)
        if place.kind == "rating" and finished and not self._is_rated(place):
            self.go_on(place.section, opens=True)
        elif shown is not None and shown.open_rows:
            index = shown.keys.index(self.rows.key) if self.rows.key in shown.rows else -1
            later = [key for key in shown.open_rows if shown.keys.index(key) > index]
            self.rows.move_to((later or list(shown.open_rows))[0])

    def _is_rated(self, place: RowPlace) -> bool:
        return self._services.store.journal().reflection_of(place.interview.id).rating(place.record_id).is_given

    # ── moving on ─────────────────────────────────────────────────────────────────────────────────────────────────

    def step_on(self, place: RowPlace, *, opens: bool) -> None:
        """Go to the row below that takes a digit, whether it has one or not: so a run of digits goes down row by row.

        Behind the last one, the next open section; where a row above was passed over, only the row below, which takes
        no digit.
        """
        shown = self._show_newest()
        run = _RUN if place.section in _RUN else (place.section,)
        index = shown.keys.index(f"{place.kind}/{place.record_id}")
        below = [
            key for key in shown.keys[index + 1 :] if shown.sections[key] in run and not key.startswith("section/")
        ]
        if below:
            self.rows.move_to(below[0])
        elif any(shown.sections[key] is place.section for key in shown.open_rows):
            self.rows.move_to(shown.keys[min(index + 1, len(shown.keys) - 1)])
        else:
            self.go_on(place.section, opens=opens)

    def go_on(self, section: Section | None, *, opens: bool) -> None:
        """Go to the next open section, and with `opens` open it where it is filled in by a form, a text or a list.

        Whoever leaves that without saving is back on the row they came from. Only sections further down open.
        """
        shown, back_to = self._show_newest(), self.rows.key or ""
        order = list(dict.fromkeys(shown.sections.values()))
        index = order.index(section) if section in order else -1
        later = [key for key in shown.open_rows if order.index(shown.sections[key]) > index]
        if not shown.open_rows:
            context_of(self).say("All of it is answered; esc leads back.", TextStyle.GOOD)
            return
        self.rows.move_to((later or list(shown.open_rows))[0])
        place = self.place
        if opens and later and place.kind == "section" and place.section not in ENTERED:
            self.open_section(place, Section(place.record_id), back_to)

    def _show_newest(self) -> GuidedRows:
        """The rows of the journal as it is by now, with the cursor where it was."""
        self.show(self._services.store.journal(), self.place.interview.id)
        if self._shown is None:
            raise LookupError("no interview is shown")
        return self._shown
