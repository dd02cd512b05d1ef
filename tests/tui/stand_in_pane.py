"""A pane for the tests of the frame: a list of three thousand rows over a text."""

from textual.app import ComposeResult

from afterword.domain.journal import Journal
from afterword.services.services import Services
from afterword.tui.panes.pane import Pane
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList


class StandIn(Pane):
    """A list and a text."""

    def __init__(self, pane_id: str, services: Services) -> None:
        super().__init__(id=pane_id)
        self.shown: list[Journal] = []
        self.went_to = ""
        self.filtered = False
        self._services = services

    def compose(self) -> ComposeResult:
        """A list over a text."""
        yield VirtualList(
            (
                ListColumn("name", 18),
                ListColumn("where", 16, share=2),
                ListColumn("state", 16, share=1),
                ListColumn("more", 20, hide_below=90),
            )
        )
        yield TextView()

    def show(self, journal: Journal) -> None:
        """Some rows."""
        self.shown.append(journal)
        keys = [str(number) for number in range(3000)]
        self.query_one(VirtualList).load(
            keys,
            lambda key: Row(
                (f"Person {key}", "Initech [b]日本語[/b]", Span("R replied", TextStyle.GOOD), f"more {key}")
            ),
        )
        self.query_one(TextView).show_lines(
            [TextLine("Ada: you were clear about trade-offs. " * 8), TextLine("[b]no markup[/b]")]
        )

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Show the details."""
        self.query_one(TextView).show_lines(
            [TextLine(f"Details of {message.key}", TextStyle.STRONG), TextLine("words " * 60, indent=4)]
        )

    def summary(self) -> str:
        """Words."""
        return "asked 9 · replied 5 (56 %)"

    def go_to(self, record_id: str) -> None:
        """Remember it."""
        self.went_to = record_id

    def clear(self) -> bool:
        """Take the filter away."""
        had, self.filtered = self.filtered, False
        return had
