"""The JSON document store."""

from afterword.storage.doctor import Report
from afterword.storage.journal_store import TinyJournalStore

__all__ = ["Report", "TinyJournalStore"]
