"""Owns the views of the evaluation: their columns, what an empty one teaches, and changing what their rows show."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import json
from textual.app import ComposeResult
from textual.containers import Container

from afterword.domain.document import TableRow
from afterword.domain.evaluation.details import details
from afterword.domain.evaluation.evaluation import EVERYTHING
from afterword.domain.evaluation.questions import Question
from afterword.domain.evaluation.sources import ShownEvaluation, competency_of, split
from afterword.domain.evaluation.views import VIEWS
from afterword.domain.practice import Competency, Example, Pointer
from afterword.services.services import Services
from afterword.tui.actions import SCOPES, action
from afterword.tui.panes.pane import ListPane
from afterword.tui.presenters.conversation import row_of, section_lines
from afterword.tui.screens.dialogs import Confirm, Option, ask_to_run, ask_which
from afterword.tui.screens.form import Form
from afterword.tui.screens.preparation import RehearsalPage
from afterword.tui.screens.record_forms import competency_form, example_form, pointer_form, why_me_form
from afterword.tui.screens.reflection_forms import better_form, choose_packs, example_of, sort_phrases
from afterword.tui.widgets.bars import ViewLine
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.lines import TextLine, TextView, keyed, teaching, words_of
from afterword.tui.widgets.virtual_list import ListColumn, VirtualList

COLUMNS = json.decode(Path(__file__).with_suffix(".json").read_bytes(), type=dict[str, tuple[ListColumn, ...]])
_HELP: Mapping[str, str] = {
    "unassigned": "[enter] lists them; [c] there ties one to a competency; [s] sorts them.",
    "advice": "[t] gives it a day, [i] makes a pointer of it.",
    "question": "[e] writes the answer for next time, [a] makes an example of yours, or opens the one made of it.",
    "opening": "[t] plans the day, [enter] leads to the conversation.",
}
"""What can be done about a row, by its kind."""
NO_MATCH = teaching(["No interview fits the filter.", "", "[esc] clears it."])
NO_WORDS = (TextLine(keyed("No line of this view has these words; [esc] shows all.")),)


_VIEWS_OF = (
    ("examples", "example"),
    ("pointers", "pointer"),
    ("advice", "advice"),
    ("advice", "opening"),
    ("questions", "question"),
    ("overview", "competency"),
    ("overview", "unassigned"),
)
"""Where a record is looked for: the view, and the kind of its row there."""
_EDGE = 3


def _beside(context: ShownEvaluation, key: str, width: int = 0) -> list[TextLine]:
    """What stands beside that row, in so many cells, and last what can be done about it."""
    help_line = _HELP.get(split(key)[0])
    lines = section_lines(details(context, key), width)
    return [*lines, TextLine(""), TextLine(keyed(help_line), is_help=True)] if help_line else lines


class EvaluationViews(ListPane):
    """One view at a time. Only the one that is seen is read again after a change; each keeps its cursor."""

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self.services = services
        self._view = VIEWS[0]
        self._known: ShownEvaluation | None = None
        self._stale: set[str] = set(COLUMNS)
        self._lines_of: dict[str, int] = {}
        self._shown_for: tuple[str, str | None, int] | None = None
        self._beside_rows: dict[tuple[str, int], Sequence[TextLine]] = {}
        self._bar = FilterLine()
        self._line = ViewLine([(view.id, view.title) for view in VIEWS], "evaluation")
        self._lists = {view.id: VirtualList(COLUMNS[view.id], widget_id=f"view-{view.id}") for view in VIEWS}
        self._list = self._lists[self._view.id]
        self._details = TextView(widget_id="evaluation-details")

    def compose(self) -> ComposeResult:
        """The names of the views, and below them the view with its words."""
        yield self._line
        yield self._bar
        with Container(id="evaluation-parts"):
            yield from self._lists.values()
            yield self._details

    @property
    def view_id(self) -> str:
        """The view that is seen."""
        return self._view.id

    def focus_first(self) -> None:
        """The list that is seen, or the words where it is empty."""
        (self._list if self._list.count else self._details).focus()

    # ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def show_known(self, context: ShownEvaluation) -> None:
        """Show what is known now."""
        self._known = context
        self._stale = set(COLUMNS)
        self._shown_for = None
        self._beside_rows.clear()
        self._show_view(context)

    def action_show_view(self, view_id: str) -> None:
        """Show that view, with the cursor where it was there."""
        had_focus = self.has_focus_within
        self._view = next(view for view in VIEWS if view.id == view_id)
        self._list = self._lists[view_id]
        if self._known is not None:
            self._show_view(self._known)
        if had_focus:
            self.focus_first()

    def action_step_view(self, by: int) -> None:
        """Show the view so many places further, round and round."""
        self.action_show_view(VIEWS[(VIEWS.index(self._view) + by) % len(VIEWS)].id)

    def find(self, record_id: str) -> bool:
        """Put the cursor on an example, a pointer, or a finding that holds an advice or an opening.

        With its kind before it (`question/ID`) a question is found by any answer to it, and a competency, too.
        """
        if self._bar.clear():
            self.reload()
        kind, _, named = record_id.rpartition("/")
        asked = self._known.questions.find(named) if self._known is not None and kind == "question" else None
        record_id = asked.id if asked is not None else named
        for view_id, row_kind in _VIEWS_OF:
            if kind in ("", row_kind):
                self.action_show_view(view_id)
                if self._list.move_to(f"{row_kind}/{record_id}"):
                    return True
        return False

    def _show_view(self, context: ShownEvaluation) -> None:
        view, listed = self._view, self._list
        self._line.show(view.id)
        if view.id in self._stale:
            self._stale.discard(view.id)
            rows = {} if self._is_bare(context) else {row.key: row for row in view.rows(context)}
            listed.load([key for key, row in rows.items() if self._finds(context, row)], lambda key: row_of(rows[key]))
            self._lines_of[view.id] = len(rows)
        self._bar.count(listed.count, self._lines_of[view.id])
        for view_id, view_list in self._lists.items():
            view_list.set_class(view_id == view.id, "-seen")
        turned = self.has_class("-bare") is bool(self._lines_of[view.id])
        self.set_class(not self._lines_of[view.id], "-bare")
        if turned and self.has_focus_within and not self._bar.has_focus_within:
            self.focus_first()
        self._show_details(context)

    def reload(self) -> None:
        """Show the lines that the words keep."""
        if self._known is not None:
            self.show_known(self._known)

    def _finds(self, context: ShownEvaluation, row: TableRow) -> bool:
        """Whether the words occur in that line or in what stands beside it."""
        if not self._bar.text:
            return True
        return self._bar.keeps(f"{row_of(row).words}\n{words_of(_beside(context, row.key))}")

    def _is_bare(self, context: ShownEvaluation) -> bool:
        """Whether there is nothing the first two views could say anything about."""
        if context.evaluation.journal.live_interviews or self._view.id not in ("overview", "evidence"):
            return False
        return context.evaluation.chosen != EVERYTHING or not context.journal.competencies

    def _show_details(self, context: ShownEvaluation) -> None:
        key, width = self._list.key, self._details.size.width - _EDGE
        if self._shown_for == (self._view.id, key, width):
            return
        again = self._shown_for is not None and self._shown_for[:2] == (self._view.id, key)
        self._shown_for = (self._view.id, key, width)
        if key is not None:
            lines = self._beside_rows[key, width] = self._beside_rows.get((key, width)) or _beside(context, key, width)
            self._details.show_lines(lines, keep_place=again)
        elif self._lines_of[self._view.id]:
            self._details.show_lines(NO_WORDS)
        elif context.evaluation.chosen != EVERYTHING and not context.evaluation.journal.live_interviews:
            self._details.show_lines(NO_MATCH)
        else:
            taught = action(f"evaluation.{self._view.id}").teaching or SCOPES["evaluation"].teaching
            self._details.show_lines(teaching(taught))
        self.refresh_keys()

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Another line, other words."""
        if message.sender is self._list and self._known is not None:
            self._show_details(self._known)

    def on_view_line_clicked(self, message: ViewLine.Clicked) -> None:
        """The name of a view was clicked."""
        message.stop()
        self.action_show_view(message.view_id)

    def on_resize(self) -> None:
        """Charts fill the room there is."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self._known is not None and self.is_attached:
            self._show_details(self._known)


ADDABLE: Mapping[str, str] = {
    "overview": "competency",
    "examples": "example",
    "coverage": "example",
    "pointers": "pointer",
    "questions": "question",
}


class EvaluationRecords(EvaluationViews):
    """The views with the verbs that add, change and remove what their rows are made of."""

    # ── what the cursor is on ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def known(self) -> ShownEvaluation:
        """What the views are made from."""
        if self._known is None:
            raise LookupError("nothing is shown yet")
        return self._known

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty where there is none."""
        return self._list.key or ""

    def move_to(self, key: str) -> None:
        """The cursor on that row, once the journal has been read again."""
        self.show(self.services.store.journal())
        self._list.move_to(key)
        self.focus_first()

    @property
    def _competency(self) -> Competency | None:
        """The competency of the row under the cursor."""
        return self.known.journal.competency(competency_of(self.key))

    @property
    def _example(self) -> Example | None:
        kind, record_id = split(self.key)
        return self.known.journal.examples.get(record_id) if kind == "example" else None

    @property
    def _pointer(self) -> Pointer | None:
        kind, record_id = split(self.key)
        return self.known.journal.pointers.get(record_id) if kind == "pointer" else None

    @property
    def _question(self) -> Question | None:
        kind, record_id = split(self.key)
        return self.known.questions.find(record_id) if kind == "question" else None

    def label(self, action: str) -> str:
        """What is added, and what is edited, where a question is under the cursor."""
        words = {"add": "example", "edit": "answer"}
        return words.get(action, "") if self._question is not None else ""

    # ── add, edit, remove, bring back ─────────────────────────────────────────────────────────────────────────────

    def action_add(self) -> None:
        """Add what this view shows."""
        services = self.services
        match ADDABLE.get(self.view_id):
            case "competency":
                self._push(competency_form(services))
            case "example":
                tied = self._competency
                self._push(example_form(services, "", tied.id if tied else ""))
            case "pointer":
                self._push(pointer_form(services))
            case "question":
                self._add_example_of(self._question)

    def _add_example_of(self, question: Question | None) -> None:
        """Make an example of an answer that was told well; open the one that was told for it already."""
        if question is None:
            return
        example = question.example if question.is_tied else None
        form = (
            example_form(self.services, example.id) if example else example_of(self.services, question.best.answer.id)
        )
        self.app.push_screen(form, lambda _saved: self._back_to(question))

    def _back_to(self, question: Question) -> None:
        """The cursor on the question, whose row may stand elsewhere now."""
        self.move_to(f"question/{question.id}")

    def action_edit(self) -> None:
        """The form of the record under the cursor."""
        services = self.services
        if (question := self._question) is not None:
            form = better_form(services, question.holding.answer.id)
            self.app.push_screen(form, lambda _saved: self._back_to(question))
        elif (example := self._example) is not None:
            self._push(example_form(services, example.id))
        elif (pointer := self._pointer) is not None:
            self._push(pointer_form(services, pointer_id=pointer.id))
        elif (competency := self._competency) is not None:
            self._push(competency_form(services, competency.id))

    def _push(self, form: Form) -> None:
        self.app.push_screen(form, self._saved)

    def _saved(self, record: object) -> None:
        kinds: dict[type, str] = {Example: "example", Pointer: "pointer", Competency: "competency"}
        kind = kinds.get(type(record))
        if kind is not None and isinstance(record, Example | Pointer | Competency):
            self.move_to(f"{kind}/{record.id}")

    def action_remove(self) -> None:
        """Remove the example or pointer, or archive the competency, after a question."""
        services = self.services
        example, pointer, competency = self._example, self._pointer, self._competency
        if example is not None:
            question = Confirm(f"Remove the example “{example.title}”?", "u brings it back, and R later on.")
            notice = f"“{example.title}” removed; u brings it back"
            ask_to_run(self, question, lambda: services.examples.remove(example.id), notice)
        elif pointer is not None:
            question = Confirm("Remove this pointer?", f"{pointer.sentence} u brings it back.")
            notice = "Pointer removed; u brings it back"
            ask_to_run(self, question, lambda: services.pointers.remove(pointer.id), notice)
        elif competency is not None:
            question = Confirm(f"Archive {competency.name}?", "Its history is kept; u or R brings it back.")
            notice = f"{competency.name} is archived; u or R brings it back"
            ask_to_run(self, question, lambda: services.competencies.archive(competency.id), notice)

    def _removed(self) -> list[Option]:
        journal = self.known.journal
        examples = [example for example in journal.examples.values() if example.deleted is not None]
        archived = [
            competency
            for competency in journal.competencies.values()
            if competency.archived and competency.merged_into is None
        ]
        return [
            *(Option(f"example/{example.id}", example.title, "a removed example") for example in examples),
            *(
                Option(f"competency/{competency.id}", competency.name, "an archived competency")
                for competency in archived
            ),
        ]

    def action_restore(self) -> None:
        """Bring back what was removed."""
        ask_which(self.app, "Bring back what?", self._removed(), self._restored)

    def _restored(self, key: str) -> None:
        services, (kind, record_id) = self.services, split(key)
        if kind == "example":
            self.context.run_service(lambda: services.examples.restore(record_id), "Back in the bank")
        else:
            back = services.competencies.archive
            self.context.run_service(lambda: back(record_id, archived=False), "Back among the competencies")

    def action_packs(self) -> None:
        """Use the competencies of another kind of work."""
        choose_packs(self.app, self.context, self.services)

    def action_sort(self) -> None:
        """Make competencies of phrases that have none."""
        sort_phrases(self.app, self.context, self.services)

    # ── competencies and examples ─────────────────────────────────────────────────────────────────────────────────

    def action_merge(self) -> None:
        """Merge the competency into another one."""
        source = self._competency
        if source is None:
            return
        others = [
            competency
            for competency in self.known.journal.all_competencies
            if not competency.archived and competency.id != source.id
        ]
        options = [Option(other.id, other.name, other.anchor) for other in others]
        ask_which(self.app, f"Merge {source.name} into", options, lambda key: self._ask_merge(source, key))

    def _ask_merge(self, source: Competency, into: str) -> None:
        target = self.known.journal.competency(into)
        if target is None:
            return
        question = Confirm(
            f"Merge {source.name} into {target.name}?",
            "Findings, ratings, examples and answers move there; u takes it back.",
        )
        verb, notice = self.services.competencies.merge, f"{source.name} is now part of {target.name}; u takes it back"
        ask_to_run(self, question, lambda: verb(source.id, target.id), notice)

    def action_why_me(self) -> None:
        """Write the line on why you."""
        if (competency := self._competency) is not None:
            self.app.push_screen(why_me_form(self.services, competency.id))

    def action_rehearse(self) -> None:
        """Tell the example aloud."""
        if (example := self._example) is not None:
            self.app.push_screen(RehearsalPage(self.services, example))
