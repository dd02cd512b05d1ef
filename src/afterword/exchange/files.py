"""Owns the journal as files to hand on and take in; each kind of file is loaded when the first of it is met."""

import codecs
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from afterword.domain.exchange_files import ExportContent, ExportFormat, FileKind, ReadTable, TableReading
from afterword.errors import UserError

if TYPE_CHECKING:
    from afterword.domain.history import Merged
    from afterword.domain.journal import Journal
    from afterword.ports import Inbox, JournalCopies

LARGEST_FILE = 1024**3
"""Bytes of the longest journal that is written: no more is read again."""
_NO_TEXT = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8", b"GIF8", b"\xd0\xcf\x11\xe0", b"SQLite", b"\x1f\x8b")
_MAIL = re.compile(rb"From |(?:[A-Za-z][\w-]+: [^\n]*\n){2}")

MergeBytes = Callable[[bytes, str, bool], "Merged"]
"""Merges another journal into ours: its bytes, the name of its file, and whether that is only a rehearsal."""


class ExchangeFiles:
    """See `ports.JournalFiles`; what stands on the store and on mail is handed in."""

    formats = (
        (ExportFormat.JSON.value, "everything, to be taken in elsewhere (JSON)"),
        (ExportFormat.CSV.value, "a table of interviews for a spreadsheet (CSV)"),
        (ExportFormat.MARKDOWN.value, "a report to read (Markdown)"),
        (ExportFormat.ICS.value, "a calendar of interviews and of what is due (ICS)"),
    )

    def __init__(self, merge: MergeBytes, mails: "Callable[[str, bytes], Inbox]", copies: "JournalCopies") -> None:
        self._merge = merge
        self._mails = mails
        self.copies = copies

    @staticmethod
    def kind_of(raw: bytes, name: str) -> FileKind:
        """What the file is, by its first bytes, else by its name."""
        start = raw.removeprefix(codecs.BOM_UTF8).lstrip()[:4_000]
        suffix = PurePath(name).suffix.lower()
        is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if raw.startswith(_NO_TEXT) or (b"\0" in start and not is_wide):
            return FileKind.OTHER
        if start.startswith((b"{", b"[")) or suffix == ".json":
            return FileKind.JSON
        if _narrow(start).upper().startswith((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT")):
            return FileKind.CALENDAR
        if suffix in (".eml", ".mbox") or _MAIL.match(start):
            return FileKind.MAIL
        return FileKind.TABLE if suffix in (".csv", ".tsv", ".txt", "") or _is_table(start) else FileKind.OTHER

    def table(self, raw: bytes, reading: TableReading, now: datetime) -> ReadTable:
        """The table in such a file."""
        from afterword.exchange.table_reading import read_table

        return read_table(raw, reading, now)

    def mails(self, raw: bytes, name: str) -> "Inbox":
        """The mails in such a file."""
        return self._mails(name, raw)

    def journal(self, raw: bytes, here: "Journal") -> "Journal":
        """The journal in such a file, with everything it names in it or here."""
        from afterword.exchange.json_document import check_references, import_json

        incoming = import_json(raw)
        check_references(here, incoming)
        return incoming

    def merge(self, raw: bytes, name: str, *, rehearse: bool) -> "Merged":
        """The journal in such a file merged into ours."""
        return self._merge(raw, name, rehearse)

    def write(self, content: ExportContent, form: ExportFormat) -> bytes:
        """The journal in that form."""
        return _WRITERS[form](content)

    def marked(self, raw: bytes, form: ExportFormat) -> bytes:
        """The same as it stands in a file: a spreadsheet takes one for UTF-8 only with a mark before it."""
        return codecs.BOM_UTF8 + raw if form is ExportFormat.CSV else raw


def _narrow(start: bytes) -> bytes:
    """The bytes of a text, also where each of its characters takes two."""
    return start.lstrip(b"\xff\xfe").replace(b"\0", b"").lstrip()


def _is_table(start: bytes) -> bool:
    return any(sign in start.split(b"\n")[0] for sign in (b",", b";", b"\t", b"|"))


def _csv(content: ExportContent) -> bytes:
    from afterword.exchange.tables import export_csv

    return export_csv(content.journal, content.tracker(), content.now).encode()


def _report(content: ExportContent) -> bytes:
    from afterword.domain.conversation.documents import journal_report
    from afterword.exchange.documents import as_markdown

    report = journal_report(content.journal, content.tracker(), content.now, content.application)
    return as_markdown(report).encode()


def _ics(content: ExportContent) -> bytes:
    from afterword.exchange.calendar_items import export_ics

    return export_ics(content.journal, content.tracker(), content.due(), content.now)


def _json(content: ExportContent) -> bytes:
    from afterword.exchange.json_document import export_json

    raw = export_json(content.journal)
    if len(raw) > LARGEST_FILE:
        raise UserError(
            f"The journal is longer than {LARGEST_FILE:,} bytes, the most that import reads.",
            hint="Copy it as a whole with: afterword backup.",
        )
    return raw


_WRITERS: dict[ExportFormat, Callable[[ExportContent], bytes]] = {
    ExportFormat.JSON: _json,
    ExportFormat.CSV: _csv,
    ExportFormat.MARKDOWN: _report,
    ExportFormat.ICS: _ics,
}
