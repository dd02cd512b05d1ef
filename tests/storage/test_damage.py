"""A store that cannot be trusted is named with what is wrong, and never written to."""

import codecs
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct
from tests.storage.samples import SetClock, interview, request, save

from afterword.codec.document import SCHEMA
from afterword.codec.records import _gather_fields
from afterword.domain.conversation.request import Event, EventKind, Request
from afterword.domain.people import NamedAddress
from afterword.errors import StoreUnusable, UserError
from afterword.storage import TinyJournalStore

CURRENT = b'"schema":%d' % SCHEMA
DEEP = b'{"meta": {"afterword": {"schema":1}}, "interviews": {"i1": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"

DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "empty"),
    "white space": (lambda _: b"  \n", "empty"),
    "cut in half": (lambda raw: raw[: len(raw) // 2], "truncated"),
    "zeroed": (lambda raw: bytes(len(raw)), "NUL"),
    "NUL at the end": (lambda raw: raw + bytes(512), "NUL"),
    "UTF-16": (lambda raw: raw.decode().encode("utf-16"), "UTF-16"),
    "not UTF-8": (lambda raw: raw.replace(b"Initech", b"Init\xff\xfech"), "not UTF-8"),
    "a name of a table not UTF-8": (lambda raw: raw.replace(b'"findings"', b'"f\xc3ndings"'), "not UTF-8"),
    "garbage behind": (lambda raw: raw + b'"}}', "trailing"),
    "twice": (lambda raw: raw + raw, "trailing"),
    "merge marks": (lambda raw: b"<<<<<<< HEAD\n" + raw, "malformed"),
    "null": (lambda _: b"null", "no journal"),
    "list": (lambda _: b"[]", "no journal"),
    "number": (lambda _: b"7", "no journal"),
    "empty object": (lambda _: b"{}", "schema number"),
    "table is a list": (lambda _: b'{"interviews": []}', "no journal"),
    "deep": (lambda _: DEEP, "nested too deeply"),
    "newer schema": (lambda raw: raw.replace(CURRENT, b'"schema":%d' % (SCHEMA + 1)), "newer Afterword"),
    "schema zero": (lambda raw: raw.replace(CURRENT, b'"schema":0'), "schema 0"),
    "schema is a word": (lambda raw: raw.replace(CURRENT, b'"schema":"one"'), "meta → afterword"),
}


def fill(path: Path, clock: SetClock) -> bytes:
    """A sound store, and its bytes."""
    save(TinyJournalStore(path, clock=clock), interview("i1"), interview("i2"), request("r1"))
    return path.read_bytes()


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_and_left_alone(name: str, path: Path, clock: SetClock) -> None:
    """Reading and writing are refused with file, fault and way back; not a byte on disk changes."""
    damage, words = DAMAGES[name]
    sound = fill(path, clock)
    broken = damage(sound)
    assert broken != sound
    path.write_bytes(broken)
    for attempt in (lambda one: one.read(), lambda one: save(one, interview("i3"))):
        with pytest.raises(StoreUnusable) as caught:
            attempt(TinyJournalStore(path, clock=clock))
        assert str(path) in caught.value.title
        assert words in caught.value.title
        assert "afterword restore" in caught.value.hint
    assert path.read_bytes() == broken


def test_a_running_store_notices_damage(path: Path, clock: SetClock) -> None:
    """A store that was open when the file broke refuses too, and does not write its memory over it."""
    fill(path, clock)
    store = TinyJournalStore(path, clock=clock)
    store.read()
    path.write_bytes(b"{")
    assert store.changed()
    with pytest.raises(StoreUnusable):
        save(store, interview("i3"))
    assert path.read_bytes() == b"{"


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: codecs.BOM_UTF8 + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw + b" " * 1_000_000,
        lambda raw: json.dumps(json.loads(raw), indent=4, ensure_ascii=True).encode(),
        lambda raw: raw.replace(b'"mode":"onsite",', b""),
        lambda raw: raw.replace(b'"role"', b'"notes":"","arrived":null,"role"', 1),
    ],
    ids=["BOM", "CRLF", "blanks", "laid out anew", "default left out", "default written out"],
)
def test_harmless_changes_are_read(change: Callable[[bytes], bytes], path: Path, clock: SetClock) -> None:
    """What changes no record is read as before, and the next save keeps every record."""
    sound = fill(path, clock)
    before = TinyJournalStore(path, clock=clock).read()
    changed = change(sound)
    assert changed != sound
    path.write_bytes(changed)
    store = TinyJournalStore(path, clock=clock)
    assert store.read() == before
    save(store, interview("i3"))
    assert set(TinyJournalStore(path, clock=clock).read().interviews) == {"i1", "i2", "i3"}


def test_a_change_by_hand_is_taken_over(path: Path, clock: SetClock) -> None:
    """A record edited in a text editor shows in a store that was open all the while."""
    sound = fill(path, clock)
    store = TinyJournalStore(path, clock=clock)
    store.read()
    path.write_bytes(sound.replace(b'"Initech"', b'"Hooli"'))
    assert store.changed()
    assert store.read().interviews["i1"].company == "Hooli"
    assert not list((path.parent / "backups").glob("*replaced*"))


def test_what_is_said_about_damage_is_safe_to_show(path: Path, clock: SetClock) -> None:
    """No control character of the file stands in the sentence about it, and a huge value does not flood it."""
    sound = fill(path, clock)
    path.write_bytes(sound.replace(b'"role"', b'"\\u001b[31m' + b"x" * 5000 + b'":"\\u001b[31m","role"', 1))
    store = TinyJournalStore(path, clock=clock)
    store.read()
    (sentence,) = store.set_apart()
    assert "\x1b" not in sentence
    assert len(sentence) < 1000


def test_the_fields_of_every_record_count_for_the_checksum() -> None:
    """The number that stands for the fields reaches into the records inside records, and to the words they know."""
    names: dict[type, str] = {}
    _gather_fields(Request, names)
    assert {kind for kind in names if issubclass(kind, Struct)} == {Request, Event, NamedAddress}
    assert all(kind.value in names[EventKind] for kind in EventKind)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir])
def test_what_is_no_file_is_not_waited_for(path: Path, clock: SetClock, make: Callable[[Path], object]) -> None:
    """A pipe nobody writes into, a device without an end, a folder: named, never read, never written to."""
    path.parent.mkdir()
    make(path)
    store = TinyJournalStore(path, clock=clock)
    for verb in (store.read, store.backup, lambda: save(store, interview("i1"))):
        with pytest.raises(StoreUnusable, match="cannot be read"):
            verb()
    assert not store.doctor().ok
    with pytest.raises(UserError):
        store.restore(path)
