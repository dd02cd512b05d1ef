"""The JSON document store."""

from afterword.storage.journal_store import TinyJournalStore
from afterword.storage.report import HealthReport

__all__ = ["HealthReport", "TinyJournalStore"]
