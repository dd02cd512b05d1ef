"""Owns the messages that cross from one part of the screen to another."""

from textual.message import Message


class JournalChanged(Message):
    """The journal is not what it was: a verb was carried out here, or another process wrote."""
