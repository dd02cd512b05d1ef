"""The ports: what the services ask of the world, without a word about who provides it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from afterword.domain.history import Step, StepNote, TypedText
from afterword.domain.journal import AnyRecord, Change, Journal, Record

# What mail and files from outside are, most calls never need.
if TYPE_CHECKING:
    from afterword.domain.conversation.facts import Outgoing
    from afterword.domain.conversation.message import Incoming
    from afterword.domain.conversation.threads import MailSearch
    from afterword.domain.exchange_files import ExportContent, ExportFormat, FileKind, ReadTable, TableReading
    from afterword.domain.history import Arrival, Merged, SavedView


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, in the person's own zone."""
        ...

    @property
    def zone(self) -> str:
        """The IANA name of the person's own zone."""
        ...


class Ids(Protocol):
    """Makes ids."""

    def new(self) -> str:
        """A fresh id: lower-case letters and digits, never handed out before."""
        ...


class Transaction(Protocol):
    """One use case at work on the newest state; nothing is written before it ends well."""

    note: StepNote
    """What it is called in the history."""

    @property
    def journal(self) -> Journal:
        """The newest state with the changes of this transaction."""
        ...

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this transaction changes, one entry per record, in the order of the first change."""
        ...

    def put(self, record: AnyRecord) -> AnyRecord:
        """The record, added or replaced under its id."""
        ...

    def remove(self, record: Record) -> None:
        """Remove a record for good."""
        ...


class JournalStore(Protocol):
    """Keeps the journal."""

    def read(self) -> Journal:
        """The newest state; cheap when nothing has changed since the last call. Raises `StoreUnusable`."""
        ...

    def holding(self, letters: str) -> set[str]:
        """The ids of records in which these small letters from a to z, or digits, may stand one after the other.

        Those in which they cannot, in any case and with whatever accents, are left out; none is decoded for it.
        """
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """All changes inside are written together when the block ends, or none when it raises.

        Raises `SaveFailed` when they cannot be written and `StoreUnusable` when the store cannot be read.
        """
        ...

    def steps(self) -> tuple[Step, ...]:
        """The steps that led to the newest state, oldest first, as far as they are kept. Raises `StoreUnusable`."""
        ...

    def note(self, note: StepNote, changes: tuple[Change, ...]) -> None:
        """Take down a step that was taken before there was a history. Raises `SaveFailed`."""
        ...

    def unrecorded(self) -> str:
        """Why the last change is saved and not in the history, in a sentence; empty where it is."""
        ...

    def arrivals(self) -> "tuple[Arrival, ...]":
        """What other machines' journals brought in since the last call, merged. Raises `StoreUnusable`.

        Whoever tells the person calls `told` of each.
        """
        ...

    def set_apart(self) -> tuple[str, ...]:
        """A sentence for each value that the last `read` had to set apart; looks at no file."""
        ...

    def changed(self) -> bool:
        """Whether somebody else has written since the last `read` or transaction; costs one look at the file."""
        ...


class TypedStore(Protocol):
    """Keeps what is being typed in this window, and where the person is; nothing here makes anybody wait for a disk."""

    @property
    def trouble(self) -> str:
        """Why what is typed cannot be kept, as a sentence; empty while it can."""
        ...

    def keep(self, texts: tuple[TypedText, ...]) -> None:
        """From now on this is what is being typed; nothing, once it is saved or thrown away."""
        ...

    def left(self) -> tuple[TypedText, ...]:
        """What was being typed in windows that are gone, the newest first; this window answers for it from now on."""
        ...

    def drop(self, text: TypedText) -> None:
        """One of those was gone on with, or thrown away."""
        ...

    def session(self) -> Mapping[str, object]:
        """Where the person was when a window was closed last; empty when nobody knows."""
        ...

    def keep_session(self, state: Mapping[str, object]) -> None:
        """Where the person is: names, with texts, numbers, lists and mappings of such."""
        ...

    def flush(self) -> None:
        """Come back when everything is on the disk, or cannot be written."""
        ...

    def close(self) -> None:
        """The window closes: everything is on the disk, and what it still keeps is left to the next one."""
        ...


class JournalCopies(Protocol):
    """The store, as far as it copies itself."""

    def backup(self) -> object:
        """The path of a copy of the journal as it stands, kept until somebody deletes it. Raises `UserError`."""
        ...

    def restore(self, file: Any) -> object:
        """Put that copy in the journal's place. Raises `UserError`, and `StoreMissing` where nothing can be put."""
        ...

    def begin_anew(self) -> None:
        """Begin an empty journal where there is none any more. Raises `UserError` and `StoreMissing`."""
        ...


class JournalFiles(Protocol):
    """The journal as files to hand on or take in, and copies of it."""

    copies: JournalCopies

    @property
    def formats(self) -> Sequence[tuple[str, str]]:
        """What can be written: the ending of the file, and what it is."""
        ...

    def write(self, content: "ExportContent", form: "ExportFormat") -> bytes:
        """The journal in one of these formats. Raises `UserError`."""
        ...

    def marked(self, raw: bytes, form: "ExportFormat") -> bytes:
        """The same as it has to stand in a file."""
        ...

    def kind_of(self, raw: bytes, name: str) -> "FileKind":
        """What such a file is."""
        ...

    def journal(self, raw: bytes, existing: Journal) -> Journal:
        """The journal in such a file, with everything it names in it or here. Raises `UserError`."""
        ...

    def merge(self, raw: bytes, name: str, *, rehearse: bool) -> "Merged":
        """The journal in such a file merged into ours; with `rehearse` nothing is changed. Raises `UserError`."""
        ...

    def table(self, raw: bytes, reading: "TableReading", now: datetime) -> "ReadTable":
        """The table in such a file, `now` in the person's zone. Raises `UserError`."""
        ...

    def mails(self, raw: bytes, name: str) -> "Inbox":
        """The mails in such a file."""
        ...


class ViewStore(Protocol):
    """Keeps saved views beside the journal."""

    def read(self) -> "tuple[SavedView, ...]":
        """The views in their order; none where there are none, or none that can be read."""
        ...

    def write(self, views: "Sequence[SavedView]") -> None:
        """Keep these views and no others. Raises `SaveFailed`."""
        ...


class LetterForms(Protocol):
    """Puts a letter into forms that other programs take."""

    def eml(self, letter: "Outgoing", *, as_draft: bool) -> bytes:
        """An RFC 5322 message; only one that is meant to be opened for editing is marked as a draft."""
        ...

    def mailto(self, letter: "Outgoing", *, for_terminal: bool = False) -> str:
        """A `mailto:` address. Raises `UserError` when it is too long to be passed on by a desktop.

        A program started here, `for_terminal`, takes any length, and the address as it stands.
        """
        ...


class Outbox(Protocol):
    """One way out for letters."""

    @property
    def via(self) -> str:
        """Its name in the settings: smtp, sendmail."""
        ...

    def send(self, letter: "Outgoing") -> str:
        """Send one letter and return what was answered (`250 queued as 4F2`).

        Raises `SendFailed` when it surely did not go out, and `SendUnclear` when nobody can know.
        """
        ...


class SentFolder(Protocol):
    """Where copies of sent letters are kept."""

    def keep(self, letter: "Outgoing") -> None:
        """Put a copy there. Raises `SendFailed`, which never means that the letter did not go out."""
        ...


class Inbox(Protocol):
    """One place where replies may lie."""

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        ...

    def look(self, search: "MailSearch", tell: "Progress") -> "Iterator[Incoming]":
        """The mails that may concern these conversations, as they are found; only what is new since the last look.

        One bad mail is passed over with a note to `tell`; a broken connection raises `CheckFailed` after what was
        found. A mail counts as dealt with when the next one is asked for; no place behind it is remembered before.
        """
        ...

    def done(self) -> None:
        """The look is over, or broken off: remember up to where everything found has been dealt with."""
        ...


class ReplyReader(Protocol):
    """Reads what a person hands in as an answer."""

    def read(self, handed: bytes | str, search: "MailSearch") -> "Incoming | None":
        """The mail in these bytes or this pasted source; None when they are any other text.

        Raises `UserError` when they are neither a mail nor a text.
        """
        ...


class Progress(Protocol):
    """Hears how a look proceeds, and may end it."""

    def seen(self, count: int, total: int | None) -> None:
        """So many mails were looked at; `total` where it is known."""
        ...

    def skipped(self, reason: str) -> None:
        """A mail was passed over, with the reason as a sentence."""
        ...

    @property
    def stopped(self) -> bool:
        """Whether the person has cancelled."""
        ...


Runner = Callable[[tuple[str, ...]], str]
"""Runs a command and returns what it printed; how passwords are had without keeping them."""
