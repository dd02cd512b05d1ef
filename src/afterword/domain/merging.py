"""Owns the merging of two machines' journals: which value stays where both changed the same record.

Each side knows the states its records went through. A side that has been where the other is now is the newer one.
Where both went on, a value that only one side changed is taken from that side as far as the common state is known;
where both changed it, or it is not known, lists are joined item by item, texts of several lines are both kept, and of
any other value the one that was written later stays. A record removed on one side stays removed unless the other
changed it. The order of the sides makes no difference to what is kept.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from afterword.domain.conversation.request import EventKind, Finding, Request
from afterword.domain.fields import FieldKind, described
from afterword.domain.history import GONE, MOST_STATES, Differing, Merged, RecordKey, Revision, state_name
from afterword.domain.journal import TABLES, Journal, Record

BOTH = "\n\n* * *\n\n"
"""What stands between two texts of which both are kept."""
_TEXTS = (FieldKind.TEXT, FieldKind.LETTER)
_LONG_WITHOUT_FIELD = frozenset({"body", "note", "text", "full_text", "why_me"})
"""Texts of several lines that no form asks for as such."""
_KEYS = ("id", "dimension", "interview_id", "at")
"""What tells items of a list apart, the first that an item has."""


class Side(StrEnum):
    """One of the two journals that are merged."""

    OURS = "ours"
    THEIRS = "theirs"


class MergeState(Struct, frozen=True):
    """A journal with what it remembers of its records, and the digest of each record that it holds."""

    journal: Journal
    revisions: Mapping[RecordKey, Revision] = {}
    digests: Mapping[RecordKey, str] = {}

    def digest(self, key: RecordKey) -> str:
        """What that record's text comes to; empty where nobody knows."""
        return GONE if self.journal.find(*key) is None else self.digests.get(key, "")

    def count(self, key: RecordKey) -> int:
        """How often that record was written, as far as is known."""
        revision = self.revisions.get(key)
        return revision.count if revision is not None else 0

    def state(self, key: RecordKey) -> str:
        """Which state that record is in; empty where nobody knows."""
        return state_name(self.digest(key), self.count(key))

    def was(self, key: RecordKey) -> tuple[str, ...]:
        """The states that record had before."""
        revision = self.revisions.get(key)
        return revision.was if revision is not None else ()

    def has_been(self, key: RecordKey, other: "MergeState") -> bool:
        """Whether that record was in the state of the other side before it came to this one."""
        state = other.state(key)
        if not state or key in other.revisions:
            return state in self.was(key)
        # A file that remembers nothing, such as an export, names no count.
        return any(former.startswith(f"{other.digest(key)}.") for former in self.was(key))

    def last(self, key: RecordKey) -> float:
        """Seconds since the epoch of the last thing known of that record; 0 where nothing is."""
        revision = self.revisions.get(key)
        return revision.at.timestamp() if revision is not None else 0.0


def merge(
    ours: MergeState, theirs: MergeState, base: Callable[[str, str], Record | None] | None = None, *, whole: bool = True
) -> Merged:
    """Both journals as one; `base` gives the record that both sides began from, where one is known.

    `whole` says that it knows every record there was, so that what it does not know is new.
    """
    work = _Merging(ours, theirs, base or (lambda _table, _id: None), complete=whole and base is not None)
    tables: dict[str, Any] = {table: work.table(table) for table in TABLES}
    work.bring_back(tables)
    _join_conversations(tables)
    journal = replace(ours.journal, **tables)
    return Merged(
        journal,
        _joined_revisions(ours, theirs, journal),
        added=_ids(journal, ours.journal, was=False, stays=True),
        changed=_ids(journal, ours.journal, was=True, stays=True),
        removed=_ids(journal, ours.journal, was=True, stays=False),
        both=tuple(work.both),
    )


class _Merging:
    """One merge at work; `complete` says that `base` answers for every record."""

    def __init__(
        self, ours: MergeState, theirs: MergeState, base: Callable[[str, str], Record | None], *, complete: bool
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._base = base
        self._complete = complete
        self.both: list[Differing] = []

    def table(self, table: str) -> dict[str, Record]:
        """The records of that table: those of ours in their order, then what the other side added, in its order."""
        mine, others = self._ours.journal, self._theirs.journal
        our_records: Mapping[str, Record] = getattr(mine, table)
        their_records: Mapping[str, Record] = getattr(others, table)
        merged = {
            key: self._record(table, key)
            for key in (*our_records, *(key for key in their_records if key not in our_records))
        }
        return {key: record for key, record in merged.items() if record is not None}

    def _record(self, table: str, key: str) -> Record | None:
        our, their = self._ours.journal.find(table, key), self._theirs.journal.find(table, key)
        if our == their:
            return our
        # The side that has been where the other one is now is the newer one; neither may be, or each.
        ours, theirs, record_key = self._ours, self._theirs, (table, key)
        mine, others = ours.has_been(record_key, theirs), theirs.has_been(record_key, ours)
        if mine != others:
            return our if mine else their
        began = self._base(table, key)
        if our is None or their is None:
            return self._one_sided(table, key, our, their, began)
        # Of two of one moment, any rule will do that both machines follow alike.
        last = (ours.last(record_key), repr(our)), (theirs.last(record_key), repr(their))
        later = Side.OURS if last[0] > last[1] else Side.THEIRS
        merged: Record = _RecordMerge(table, key, later, self.both).struct(our, their, began)
        return merged

    def _one_sided(
        self, table: str, key: str, our: Record | None, their: Record | None, began: Record | None
    ) -> Record | None:
        """The record that only one side has: new there, or removed on the other."""
        record = our if our is not None else their
        present, absent = (self._ours, self._theirs) if our is not None else (self._theirs, self._ours)
        if began is not None:
            return None if record == began else record
        gone = absent.revisions.get((table, key))
        if gone is None or not gone.removed or self._complete:
            return record
        if present.was((table, key)) or gone.was:
            # The states are known, and the one that was removed is not that which is there.
            return record
        return record if present.last((table, key)) > gone.at.timestamp() else None

    def bring_back(self, tables: dict[str, Any]) -> None:
        """Bring back what was removed on one side and is named by what the other one kept or wrote."""
        sources = (self._ours.journal, self._theirs.journal)
        while True:
            missing = set()
            for record in (record for table in TABLES for record in tables[table].values()):
                for attribute, table in _NAMES.get(type(record).__name__, {}).items():
                    value = getattr(record, attribute)
                    keys = value if isinstance(value, tuple) else (value,)
                    missing |= {(table, key) for key in keys if key and key not in tables[table]}
            back = {
                (table, key): record
                for table, key in sorted(missing)
                for record in (source.find(table, key) for source in sources)
                if record is not None
            }
            if not back:
                return
            for (table, key), record in back.items():
                tables[table][key] = record


_NAMES: Mapping[str, Mapping[str, str]] = {
    "Interview": {"application_id": "applications", "interviewers": "people"},
    "Application": {"contacts": "people"},
    "Reflection": {"id": "interviews"},
    "Request": {"interview_id": "interviews", "person_id": "people"},
    "Finding": {"request_id": "requests", "application_id": "applications"},
}
"""What a record is nothing without, by the attribute that names it."""
_HEARD = (EventKind.REPLY, EventKind.AUTO_REPLY, EventKind.BOUNCED, EventKind.SENT)
"""What both machines may have found in the same mailbox: the same mail is one event."""


def _join_conversations(tables: dict[str, Any]) -> None:
    """One conversation of a person about an interview, though both machines began one; and each mail once in it."""
    requests: dict[str, Request] = tables["requests"]
    pairs: dict[tuple[str, str], Request] = {}
    renamed: dict[str, str] = {}
    for request in sorted(requests.values(), key=lambda request: (request.created, request.id)):
        first = pairs.setdefault((request.person_id, request.interview_id), request)
        if first is not request:
            renamed[request.id] = first.id
            pairs[request.person_id, request.interview_id] = replace(first, events=(*first.events, *request.events))
    for request in pairs.values():
        requests[request.id], same = _each_mail_once(request)
        renamed.update(same)
    for gone in renamed.keys() & requests.keys():
        del requests[gone]
    if renamed:
        tables["findings"] = _each_finding_once(tables["findings"], renamed)
        tables["proposals"] = {
            key: replace(
                mail,
                candidates=tuple(dict.fromkeys(renamed.get(candidate, candidate) for candidate in mail.candidates)),
            )
            for key, mail in tables["proposals"].items()
        }


def _each_mail_once(request: Request) -> tuple[Request, dict[str, str]]:
    """The request, and the ids of events that were left out with the id of the one that stays."""
    event_ids: dict[tuple[EventKind, str], str] = {}
    same: dict[str, str] = {}
    for event in sorted(request.events, key=lambda event: event.id):
        if event.message_id and event.kind in _HEARD:
            stays = event_ids.setdefault((event.kind, event.message_id), event.id)
            if stays != event.id:
                same[event.id] = stays
    events = tuple(event for event in request.events if event.id not in same)
    return (replace(request, events=events) if same else request), same


def _each_finding_once(findings: Mapping[str, Finding], renamed: Mapping[str, str]) -> dict[str, Finding]:
    """The findings of what was joined, each phrase once for each kind."""
    phrases: set[tuple[object, ...]] = set()
    unique: dict[str, Finding] = {}
    for key, finding in findings.items():
        if finding.request_id not in renamed and finding.reply_id not in renamed:
            phrases.add((finding.reply_id, finding.kind, finding.start, finding.quote))
            unique[key] = finding
    for key in sorted(findings.keys() - unique.keys()):
        finding = replace(
            findings[key],
            request_id=renamed.get(findings[key].request_id, findings[key].request_id),
            reply_id=renamed.get(findings[key].reply_id, findings[key].reply_id),
        )
        phrase = (finding.reply_id, finding.kind, finding.start, finding.quote)
        if phrase not in phrases:
            phrases.add(phrase)
            unique[key] = finding
    return unique


class _RecordMerge:
    """Two versions of one record; what both sides had changed goes to `both`."""

    def __init__(self, table: str, key: str, later: Side, both: list[Differing]) -> None:
        self._table = table
        self._key = key
        self._later = later
        self._both = both

    def struct(self, our: Any, their: Any, base: Any, path: str = "") -> Any:
        """The two as one, field by field. Where they are of different kinds, the later one."""
        if type(our) is not type(their):
            return self._latest(our, their, path)
        began = base if type(base) is type(our) else None
        values = {}
        for field in fields(our):
            name = field.name
            sides = getattr(our, name), getattr(their, name)
            base_value = None if began is None else (getattr(began, name),)
            where = f"{path} → {name}" if path else name
            values[name] = self._value(*sides, base_value, where, long=_is_long(type(our), name))
        return replace(our, **values)

    def _value(self, our: Any, their: Any, base: tuple[Any] | None, path: str, *, long: bool) -> Any:
        if our == their:
            return our
        if base is not None and base[0] in (our, their):
            return their if our == base[0] else our
        began = base[0] if base is not None else None
        if isinstance(our, tuple) and isinstance(their, tuple):
            return self._items(our, their, began, path)
        if isinstance(our, Struct) and isinstance(their, Struct):
            return self.struct(our, their, began, path)
        if long and isinstance(our, str) and isinstance(their, str):
            return self._note_difference(
                our, their, _both_texts(our, their, first_is_later=self._later is Side.OURS), path
            )
        nothing = [side is None or side in ("", ()) for side in (our, their)]
        if base is None and nothing[0] != nothing[1]:
            # Without a common state, something said counts for more than nothing.
            return their if nothing[0] else our
        return self._latest(our, their, path)

    def _latest(self, our: Any, their: Any, path: str) -> Any:
        return self._note_difference(our, their, our if self._later is Side.OURS else their, path)

    def _note_difference(self, our: Any, their: Any, kept: Any, path: str) -> Any:
        self._both.append(Differing(self._table, self._key, path, our, their, kept))
        return kept

    def _items(self, our: tuple[Any, ...], their: tuple[Any, ...], base: Any, path: str) -> tuple[Any, ...]:
        """Items of both: one that only one side took away is gone, one that both have is merged itself."""
        first, second = (our, their) if self._later is Side.THEIRS else (their, our)
        mine, others = _by_key(first), _by_key(second)
        began = _by_key(base) if isinstance(base, tuple) else {}
        merged: dict[Any, Any] = {}
        for key in _woven(mine, others):
            if key in mine and key in others:
                pair = (mine[key], others[key]) if first is our else (others[key], mine[key])
                base_value = (began[key],) if key in began else None
                merged[key] = self._value(*pair, base_value, f"{path}[{key}]", long=False)
            else:
                item = mine.get(key, others.get(key))
                if key not in began or item != began[key]:
                    merged[key] = item
        # Dated items stand by their moments, those of one moment as they come.
        dated = all(isinstance(getattr(item, "at", None), datetime) for item in merged.values())
        return tuple(sorted(merged.values(), key=lambda item: item.at) if dated else merged.values())


def _woven(mine: Mapping[Any, Any], others: Mapping[Any, Any]) -> list[Any]:
    """The keys of both in an order that keeps that of each as far as they agree; new ones follow their neighbour."""
    keys = list(mine)
    place = 0
    for key in others:
        if key in mine:
            place = keys.index(key) + 1
        else:
            keys.insert(place, key)
            place += 1
    return keys


def _by_key(items: Iterable[Any]) -> dict[Any, Any]:
    """The items by what tells them apart; equal plain values are one."""
    keyed: dict[Any, Any] = {}
    for item in items:
        key = item
        if isinstance(item, Struct):
            key = next((getattr(item, name) for name in _KEYS if hasattr(item, name)), item)
            while key in keyed and keyed[key] != item:
                key = (key, "again")
        keyed[key] = item
    return keyed


def _both_texts(our: str, their: str, *, first_is_later: bool) -> str:
    """Both texts, the earlier first; one that holds the other stands for both."""
    if their.strip() in our:
        return our
    if our.strip() in their:
        return their
    parts = (their, our) if first_is_later else (our, their)
    pieces: dict[str, None] = {}
    for text in parts:
        pieces.update(dict.fromkeys(piece.strip("\n") for piece in text.split(BOTH)))
    end = "\n" if our.endswith("\n") or their.endswith("\n") else ""
    return BOTH.join(pieces) + end


def _is_long(record: type[Struct], name: str) -> bool:
    field = described(record).get(name) if record.__module__.startswith("afterword") else None
    return (field is not None and field.kind in _TEXTS) or name in _LONG_WITHOUT_FIELD


def _joined_revisions(ours: MergeState, theirs: MergeState, journal: Journal) -> dict[RecordKey, Revision]:
    """The later revision of each record, with the states of both sides behind it."""
    joined = {}
    for key in {**ours.revisions, **theirs.revisions}:
        revisions = [side.revisions[key] for side in (ours, theirs) if key in side.revisions]
        record, sides = journal.find(*key), (ours, theirs)
        same = [side for side in sides if side.journal.find(*key) == record]
        # What came of both is a state of its own.
        count = max(side.count(key) for side in same) if same else max(side.count(key) for side in sides) + 1
        now = state_name(same[0].digest(key), count) if same else ""
        former = {state for side in sides for state in side.was(key)[-MOST_STATES // 2 :]}
        latest = {side.state(key) for side in sides}
        was = tuple(state for state in (*sorted(former - latest), *sorted(latest)) if state not in ("", now))
        at = max(revision.at for revision in revisions)
        joined[key] = Revision(at=at, count=count, removed=record is None, was=was)
    return joined


def _ids(merged: Journal, ours: Journal, *, was: bool, stays: bool) -> dict[str, tuple[str, ...]]:
    """The ids by table of records that were ours or not, and are in the merged journal, otherwise, or are not."""

    def differs(table: str, key: str) -> bool:
        before, after = ours.find(table, key), merged.find(table, key)
        return before != after and (before is not None, after is not None) == (was, stays)

    return {
        table: tuple(key for key in {**getattr(ours, table), **getattr(merged, table)} if differs(table, key))
        for table in TABLES
    }
