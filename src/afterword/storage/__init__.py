"""The JSON document store."""

from afterword.storage.journal_store import HealthReport, TinyJournalStore

__all__ = ["HealthReport", "TinyJournalStore"]
