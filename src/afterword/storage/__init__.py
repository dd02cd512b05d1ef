"""The JSON document store."""

from afterword.storage.journal_store import TinyJournalStore

__all__ = ["TinyJournalStore"]
