"""Owns the messages that cross from one part of the screen to another."""

from textual.message import Message

from afterword.errors import AfterwordError


class JournalChanged(Message):
    """The journal is not what it was: a verb was carried out here, or another process wrote."""


class RecordWanted(Message):
    """A pane asks for another one to be shown with the cursor on a record."""

    def __init__(self, pane_id: str, record_id: str) -> None:
        super().__init__()
        self.pane_id = pane_id
        self.record_id = record_id


class CheckWanted(Message):
    """Somebody asks to look for replies now, or to stop looking."""


class CannotOpen(Message):
    """The journal cannot be used; the session must stop."""

    def __init__(self, error: AfterwordError) -> None:
        super().__init__()
        self.error = error
