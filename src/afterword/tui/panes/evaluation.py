"""Owns the Evaluation pane: the filter over all its views, where the person is in them, and what its keys do."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from afterword.domain.evaluation.filters import EVERYTHING, Filter
from afterword.domain.journal import Journal
from afterword.domain.text import plural
from afterword.services.services import Services
from afterword.tui.actions.host import Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.messages import RecordWanted
from afterword.tui.panes.evaluation_findings import EvaluationFindings
from afterword.tui.panes.evaluation_practice import EvaluationPractice
from afterword.tui.panes.evaluation_prep import EvaluationPrep
from afterword.tui.panes.evaluation_views import EvaluationViews
from afterword.tui.panes.pane import Pane
from afterword.tui.presenters.evaluation_sources import Known
from afterword.tui.presenters.evaluation_views import BY_ID, OVERVIEW
from afterword.tui.screens.form import Form
from afterword.tui.screens.record_forms import filter_form


class EvaluationPane(Pane):
    """`←` and `→` change the view, `/` narrows the view, `f` what counts, `p` leads to the prep sheet."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("evaluation")]
    pane_id = "evaluation"

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self.services = services
        self._filter = EVERYTHING
        self._views = EvaluationViews()
        self._practice = EvaluationPractice(self)
        self._findings = EvaluationFindings(self)
        self._prep = EvaluationPrep(self)

    def compose(self) -> ComposeResult:
        """The views."""
        yield self._views

    # ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, journal: Journal) -> None:
        """See `Pane.show`; only the view that is seen is read."""
        report = self.services.preparation.evaluation(self._filter)
        self._views.show(Known(report, journal, self.services.overview.today()))

    def on_virtual_list_selected(self) -> None:
        """Enter opens."""
        self._findings.open()

    def summary(self) -> str:
        """How many interviews stand behind it, and which are let through."""
        if self._views.known is None:
            return ""
        count = plural(self.known.report.interviews, "interview")
        return f"{self._filter.words}: {count}" if self._filter != EVERYTHING else f"from {count}"

    def focus_first(self) -> None:
        """See `Pane.focus_first`."""
        self._views.focus_first()

    def go_to(self, record_id: str) -> None:
        """An example, a pointer, or a finding with an advice or an opening."""
        if not self._views.find(record_id) and self._filter != EVERYTHING:
            self._narrow(EVERYTHING)
            self._views.find(record_id)
        self._views.focus_first()

    @property
    def narrowed(self) -> bool:
        """See `Pane.narrowed`."""
        return self._filter != EVERYTHING or self._views.view_id != OVERVIEW.id

    def clear(self) -> bool:
        """The words first, then the interviews that count, then back to the first view."""
        if self._views.clear_words():
            self._views.focus_first()
        elif self._filter != EVERYTHING:
            self._narrow(EVERYTHING)
        elif self._views.view_id != OVERVIEW.id:
            self.show_view(OVERVIEW.id)
        else:
            return False
        return True

    # ── for the verbs ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def known(self) -> Known:
        """What the views are made from."""
        if self._views.known is None:
            raise LookupError("nothing is shown yet")
        return self._views.known

    @property
    def view_id(self) -> str:
        """The view that is seen."""
        return self._views.view_id

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty where there is none."""
        return self._views.list.key or ""

    def show_view(self, view_id: str) -> None:
        """Show that view."""
        self._views.show_view(view_id)

    def lead_to(self, target: tuple[str, str] | None) -> None:
        """Another pane shows that record."""
        if target is not None:
            self.post_message(RecordWanted(*target))

    def move_to(self, key: str) -> None:
        """The cursor on that row, once the journal has been read again."""
        self.show(self.services.store.journal())
        self._views.list.move_to(key)
        self._views.focus_first()

    # ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {
            **{f"evaluation.{view_id}": self._shower(view_id) for view_id in BY_ID},
            **self._practice.verbs(),
            **self._findings.verbs(),
            **self._prep.verbs(),
            "evaluation.next-view": lambda: self._views.step(1),
            "evaluation.previous-view": lambda: self._views.step(-1),
            "evaluation.filter": self._views.ask,
            "evaluation.interviews": self._ask_filter,
        }

    def available(self, action_id: str) -> bool:
        """See `ActionHost.available`."""
        if self._views.known is None:
            return False
        answers = (part.available(action_id) for part in (self._practice, self._findings))
        return next((answer for answer in answers if answer is not None), True)

    def _shower(self, view_id: str) -> Callable[[], None]:
        return lambda: self.show_view(view_id)

    def _ask_filter(self) -> None:
        def chosen(found: object) -> None:
            if isinstance(found, Filter):
                self._narrow(found)

        self.app.push_screen(Form(filter_form(self.services, self._filter)), chosen)

    def _narrow(self, chosen: Filter) -> None:
        """Let only these interviews count; whatever is not about interviews stays."""
        self._filter = chosen
        words = f"{chosen.words[:1].upper()}{chosen.words[1:]}"
        self.frame.run_service(lambda: self.show(self.services.store.journal()), words)
        self._views.focus_first()
