"""Owns the guided reflection of one interview: its rows, the words below them, and what the keys do to a row."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.pointer import Kept
from afterword.domain.progress import Section
from afterword.domain.reflection import Control
from afterword.services.reflections import form_of_answer, form_of_scenario
from afterword.services.services import Services
from afterword.tui.actions.host import ActionHost, Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.frame import frame_of
from afterword.tui.presenters.guided import COLUMNS, Guided, guided
from afterword.tui.presenters.guided_details import details
from afterword.tui.screens.confirm import Confirm
from afterword.tui.screens.form import Form
from afterword.tui.screens.interview_form import arrival_form
from afterword.tui.screens.note import note
from afterword.tui.screens.reflection_forms import answer_form, pointer_form, scenario_form
from afterword.tui.widgets.text_view import TextView
from afterword.tui.widgets.virtual_list import Row, VirtualList

T = TypeVar("T")
_ADDABLE = (Section.ANSWERS, Section.SCENARIOS, Section.POINTERS)
_ENOUGH_NEXT: dict[bool | None, bool | None] = {None: True, True: False, False: None}


class GuidedReflection(ActionHost, Widget):
    """The sections R1 to R6 as one list; every answer is saved at once."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("guided")]

    class Left(Message):
        """The person wants back to the list of interviews."""

    def __init__(self, services: Services) -> None:
        super().__init__(id="guided")
        self._services = services
        self._shown: Guided | None = None
        self._unfolded: set[Section] = set()

    def compose(self) -> ComposeResult:
        """The rows over the words."""
        yield VirtualList(COLUMNS, heading=False, widget_id="guided-rows")
        yield TextView(widget_id="guided-details")

    @property
    def _rows(self) -> VirtualList:
        return self.query_one("#guided-rows", VirtualList)

    def show(self, journal: Journal, interview: Interview | None) -> None:
        """Show the reflection on this interview; the cursor stays on its row while the interview is the same."""
        if interview is None:
            self._shown = None
            self._rows.load((), lambda _key: Row(()))
            self.query_one(TextView).show_lines([])
            return
        same = self._shown is not None and self._shown.interview.id == interview.id
        shown = self._shown = guided(journal, interview, self._unfolded)
        first = shown.open_sections[0] if shown.open_sections else shown.keys[0]
        self._rows.load(shown.keys, shown.rows.__getitem__, at=None if same else first)
        self._show_details()

    def _show_details(self) -> None:
        key = self._rows.key
        if self._shown is not None and key is not None:
            self.query_one(TextView).show_lines(details(self._services.ledger.journal(), self._shown, key))
        self.refresh_bindings()

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Another row, other words."""
        message.stop()
        self._show_details()

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        """`enter`: open the row."""
        message.stop()
        self._open()

    # ── which row the cursor is on ────────────────────────────────────────────────────────────────────────────────

    @property
    def _row(self) -> tuple[str, str]:
        """The kind and the id of the row under the cursor."""
        kind, _, record_id = (self._rows.key or "").partition("/")
        return kind, record_id

    @property
    def _section(self) -> Section | None:
        return self._shown.sections.get(self._rows.key or "") if self._shown is not None else None

    def available(self, action_id: str) -> bool:
        """Which keys make sense on this row."""
        if action_id == "guided.back":
            return True
        if self._shown is None:
            return False
        kind, _ = self._row
        if action_id.startswith("guided.rate") or action_id == "guided.clear":
            return kind == "rating"
        return {
            "guided.tick": kind in ("answer", "scenario", "kept"),
            "guided.note": kind == "rating",
            "guided.add": self._section in _ADDABLE,
            "guided.remove": kind in ("answer", "scenario", "pointer"),
            "guided.next-open": bool(self._shown.open_sections),
        }.get(action_id, True)

    def verbs(self) -> Verbs:
        """What the keys do."""
        rates = {f"guided.rate-{value}": self._rater(value) for value in range(1, 6)}
        return {
            **rates,
            "guided.clear": self._rater(None),
            "guided.tick": self._tick,
            "guided.note": self._note,
            "guided.add": self._add,
            "guided.remove": self._remove,
            "guided.next-open": self._next_open,
            "guided.back": lambda: self.post_message(self.Left()),
        }

    # ── what the keys do ──────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _interview(self) -> Interview:
        if self._shown is None:
            raise LookupError("no interview is shown")
        return self._shown.interview

    def _perform(self, verb: Callable[[], object], said: str) -> None:
        frame_of(self).perform(verb, said)

    def _push(self, screen: Screen[Any]) -> None:
        self.app.push_screen(screen)

    def _rater(self, value: int | None) -> Callable[[], None]:
        def rate() -> None:
            interview_id, dimension = self._interview.id, self._row[1]
            said = "Rating taken back" if value is None else f"Rated {value}"
            self._perform(lambda: self._services.reflections.rate(interview_id, dimension, value), said)

        return rate

    def _note(self) -> None:
        interview_id, dimension = self._interview.id, self._row[1]
        old = self._services.ledger.journal().reflection_of(interview_id).rating(dimension).note
        submit = self._services.reflections.note
        self._push(note("A note to this rating", old, lambda text: submit(interview_id, dimension, text)))

    def _open(self) -> None:
        kind, record_id = self._row
        if kind == "section":
            self._open_section(Section(record_id))
        elif kind == "rating":
            self._note()
        elif kind == "kept":
            self._tick()
        else:
            self._edit(kind, record_id)

    def _open_section(self, section: Section) -> None:
        interview, reflections = self._interview, self._services.reflections
        old = self._services.ledger.journal().reflection_of(interview.id)
        if section is Section.ARRIVAL:
            self._push(Form(arrival_form(self._services, interview)))
        elif section is Section.WENT_WELL:
            hint = "One thing that went well, however small"
            submit = reflections.set_went_well
            self._push(note("What went well", old.went_well, lambda text: submit(interview.id, text), hint=hint))
        elif section is Section.THOUGHTS:
            keep = reflections.set_thoughts
            self._push(note("Other thoughts", old.thoughts, lambda text: keep(interview.id, text)))
        elif section is Section.COMPETENCIES:
            self._unfolded ^= {section}
            self.show(self._services.ledger.journal(), interview)
        elif section in _ADDABLE:
            self._add()

    def _add(self) -> None:
        forms = {
            Section.ANSWERS: lambda: answer_form(self._services, self._interview),
            Section.SCENARIOS: lambda: scenario_form(self._services, self._interview),
            Section.POINTERS: lambda: pointer_form(self._services, self._interview),
        }
        section = self._section
        if section in forms:
            self._push(Form(forms[section]()))

    def _edit(self, kind: str, record_id: str) -> None:
        journal = self._services.ledger.journal()
        reflection = journal.reflection_of(self._interview.id)
        if kind == "answer":
            answer = next(one for one in reflection.answers if one.id == record_id)
            self._push(Form(answer_form(self._services, self._interview, answer)))
        elif kind == "scenario":
            scenario = next(one for one in reflection.scenarios if one.id == record_id)
            self._push(Form(scenario_form(self._services, self._interview, scenario)))
        elif kind == "pointer":
            self._push(Form(pointer_form(self._services, old=journal.pointers[record_id])))

    def _tick(self) -> None:
        kind, record_id = self._row
        reflection = self._services.ledger.journal().reflection_of(self._interview.id)
        if kind == "kept":
            self._step_kept(record_id)
        elif kind == "answer":
            answer = next(one for one in reflection.answers if one.id == record_id)
            form = replace(form_of_answer(answer), enough=_ENOUGH_NEXT[answer.enough])
            self._perform(lambda: self._services.reflections.put_answer(self._interview.id, form, record_id), "Saved")
        elif kind == "scenario":
            scenario = next(one for one in reflection.scenarios if one.id == record_id)
            reason = replace(form_of_scenario(scenario), control=_after(list(Control), scenario.control))
            put = self._services.reflections.put_scenario
            self._perform(lambda: put(self._interview.id, reason, record_id), f"Now: {reason.control}")

    def _step_kept(self, pointer_id: str) -> None:
        pointer = self._services.ledger.journal().pointers[pointer_id]
        interview_id = self._interview.id
        old = next((check.kept for check in pointer.checks if check.interview_id == interview_id), None)
        kept = _after(list(Kept), old)
        self._perform(lambda: self._services.pointers.check(pointer_id, interview_id, kept), f"Pointer: {kept}")

    def _remove(self) -> None:
        kind, record_id = self._row
        interview_id, reflections = self._interview.id, self._services.reflections
        removers: dict[str, Callable[[], object]] = {
            "answer": lambda: reflections.remove_answer(interview_id, record_id),
            "scenario": lambda: reflections.remove_scenario(interview_id, record_id),
            "pointer": lambda: self._services.pointers.remove(record_id),
        }
        names = {"answer": "answer", "scenario": "reason", "pointer": "pointer"}

        def answered(answer: object) -> None:
            if answer:
                self._perform(removers[kind], "Removed; u brings it back")

        self.app.push_screen(Confirm(f"Remove this {names[kind]}?", "u brings it back."), answered)

    def _next_open(self) -> None:
        if self._shown is None or not self._shown.open_sections:
            return
        keys = self._shown.keys
        here = keys.index(self._rows.key) if self._rows.key in keys else -1
        later = [key for key in self._shown.open_sections if keys.index(key) > here]
        self._rows.move_to((later or list(self._shown.open_sections))[0])


def _after(choices: list[T], current: T | None) -> T:
    """The choice after the current one, round and round."""
    return choices[(choices.index(current) + 1) % len(choices)] if current is not None else choices[0]
