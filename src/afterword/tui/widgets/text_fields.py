"""Owns the fields of several lines, apart from those of one: no first pane needs them, and much is loaded for them."""

from textual import events
from textual.widgets import TextArea

from afterword.domain.people import people_lines
from afterword.domain.text import clean
from afterword.tui.widgets.fields import Changed, Completing, Entered


def tidy_text(text: str) -> str:
    """The text, cleaned, without empty lines at its end."""
    return clean(text).rstrip()


class TextField(TextArea):
    """Several lines of text; `tab` leaves it, `enter` is a line end."""

    def __init__(self, value: str, hint: str = "") -> None:
        super().__init__(clean(value), soft_wrap=True, tab_behavior="focus", placeholder=hint)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    @property
    def text_value(self) -> str:
        """The text, cleaned, without empty lines at its end."""
        return tidy_text(self.text)

    def put(self, text: str) -> None:
        """Replace the value."""
        self.load_text(clean(text))

    def on_paste(self, event: events.Paste) -> None:
        """Take the lines of what is pasted, without what no text should hold."""
        event.stop()
        event.prevent_default()
        self.write(self.pasted(clean(event.text)))

    def pasted(self, text: str) -> str:
        """What is written of a text that was pasted: all of it."""
        return text

    def write(self, text: str) -> None:
        """Put a text in the place of what is selected, with the cursor behind it."""
        self.move_cursor(self.replace(text, *self.selection, maintain_selection_offset=False).end_location)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(Changed())


class PeopleField(Completing, TextField):
    """People, one a line: `enter` begins the next one, and on an empty line it ends them.

    Everybody in a pasted list or header of a mail gets a line.
    """

    @property
    def on_empty_line(self) -> bool:
        """Whether `enter` ends the list here, since nobody is named on this line."""
        return not self._line.strip()

    @property
    def _line(self) -> str:
        return self.document.get_line(self.cursor_location[0])

    def on_blur(self) -> None:
        """Nobody is offered where nobody is typed."""
        self.offered, self.chosen = (), None

    def on_key(self, event: events.Key) -> None:
        """Some keys choose among who is offered; `enter` on an empty line goes on."""
        steered = self.steer(event.key)
        if steered or (event.key == "enter" and self.on_empty_line):
            event.stop()
            event.prevent_default()
            self.post_message(Changed() if steered else Entered())

    def pasted(self, text: str) -> str:
        """Everybody gets a line."""
        return "\n".join(people_lines(text)) if "@" in text or "\n" in text.strip() else text

    def begun(self) -> str:
        """Whoever is being typed on this line."""
        return self._line if self.cursor_at_end_of_line else ""

    def complete(self, words: str) -> None:
        """Put that person on the line."""
        row, column = self.cursor_location
        result = self.replace(words, (row, 0), (row, column), maintain_selection_offset=False)
        self.move_cursor(result.end_location)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Look for whom it may be."""
        if self.has_focus and self._line not in self.offered:
            self.look_up()
        super().on_text_area_changed(event)
        event.prevent_default()
