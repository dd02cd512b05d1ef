"""What is known of a version stands beside the journal, and nothing rests on it: not reading, not undo, not a merge."""

import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.storage.samples import SetClock, application, interview, journals, request, save
from tests.storage.test_history import Program

from afterword.codec.document import SCHEMA, Head, new_document, parse, render
from afterword.codec.layout import Layout, checksum, checksum_of
from afterword.codec.records import shape
from afterword.domain.journal import TABLES, Change, Journal
from afterword.errors import UserError
from afterword.storage import TinyJournalStore
from afterword.storage.history import IGNORED, read_seal, seal_of, write_seal


@pytest.fixture
def begin(path: Path, clock: SetClock) -> Callable[[], Program]:
    """Begins a program on the same journal."""
    return lambda: Program(path, clock)


@pytest.fixture
def filled(begin: Callable[[], Program]) -> Program:
    """A program that did three steps."""
    program = begin()
    for company in "ABC":
        program.step(company)
    return program


def knows(path: Path) -> bool:
    """Whether the seal fits the journal as it stands, so that the next reader need not look twice."""
    seal = read_seal(path)
    return seal is not None and seal.versions_of(checksum(path.read_bytes())) is not None


def former(journal: Journal, number: int = 7) -> bytes:
    """That journal as programs wrote it that kept the version in its first line."""
    tables = new_document(journal).tables
    blocks = []
    for name, records in tables.items():
        lines = ",\n".join(f"{json.dumps(key)}: {bytes(raw).decode()}" for key, raw in records.items())
        blocks.append(f"{json.dumps(name)}: {{\n{lines}\n}}" if records else f"{json.dumps(name)}: {{}}")
    body = (",\n".join(blocks) + "\n}\n").encode()
    head = {
        "schema": SCHEMA,
        "version": f"{number}-{zlib.crc32(body, shape()):08x}",
        "after": [f"{number - 1}-00000000"],
    }
    return b'{\n"meta": {"afterword": %s},\n' % msgspec.json.encode(head) + body


# ── the journal ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_save_changes_the_lines_of_what_it_changed(store: TinyJournalStore, path: Path) -> None:
    """The record and what is remembered of it; a new record adds lines and changes none."""
    save(store, interview("i1"), interview("i3"))
    before = path.read_text().splitlines()
    save(store, interview("i3", "Hooli"))
    after = path.read_text().splitlines()
    changed = [line for line, now in zip(before, after, strict=True) if line != now]
    names = ['"a-i3"', '"applications/a-i3"', '"i3"', '"interviews/i3"']
    assert sorted(line.partition(":")[0] for line in changed) == names
    with store.transaction() as work:
        for number in (2, 4, 0):
            work.put(replace(interview(f"i{number}"), application_id="a-i1"))
    grown = path.read_text().splitlines()
    assert [line for line in after if line != ","] == [line for line in grown if line in after and line != ","]
    assert all(line == "," or line.startswith(("{", "}", '"')) for line in grown)


@given(journals(), st.data())
def test_what_is_written_piece_by_piece_is_what_is_written_whole(journal: Journal, data: st.DataObject) -> None:
    """Whatever is added, replaced and removed; and the checksum is that of the text."""
    tables = {**new_document(journal).tables, "revisions": {}}
    layout = Layout.of(tables)
    for _ in range(3):
        name = data.draw(st.sampled_from([*TABLES, "revisions"]))
        keys = data.draw(st.lists(st.sampled_from(["", "a", "b", "é", "z", *tables[name]]), max_size=6))
        records = dict(tables[name])
        for key in keys:
            if data.draw(st.booleans()):
                records[key] = msgspec.Raw(b'{"id":%d}' % len(key))
            else:
                records.pop(key, None)
        tables = {**tables, name: records}
        layout = layout.changed(tables, {name: keys})
        parts = layout.parts(SCHEMA)
        text = b"".join(part.text for part in parts)
        assert text == b"".join(part.text for part in Layout.of(tables).parts(SCHEMA))
        assert checksum_of(parts) == checksum(text)
        assert {key: {*table} for key, table in json.loads(text).items() if key != "meta"} == {
            key: {*table} for key, table in tables.items()
        }


def test_a_thousand_records_are_written_in_pieces(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Added one by one or many at once, changed and removed: a fresh program reads the same."""
    with store.transaction() as work:
        for number in range(1500):
            work.put(application(f"a{number * 7919 % 1500:04d}"))
    for number in (0, 700, 1499, 256, 255):
        with store.transaction() as work:
            work.remove(application(f"a{number:04d}"))
            work.put(application(f"a{number:04d}x", "Hooli"))
    assert TinyJournalStore(path, clock=clock).read() == store.read()
    assert path.read_bytes() == render(parse(path.read_bytes()))


def test_what_is_not_asked_for_is_not_read_and_stays(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """A save writes the tables that it has not read as they stand: what no program could read is still there."""
    save(store, interview("i1"), request("r1"))
    odd = b'"interview_id":1'
    raw = path.read_bytes().replace(b'"interview_id":"i1"', odd)
    path.write_bytes(raw)
    seal = read_seal(path)
    assert seal is not None
    lengths = [
        length - 2 * (name == "requests") for name, length in zip(json.loads(raw), (0, *seal.lengths), strict=True)
    ]
    write_seal(path, Head(schema=SCHEMA, version=f"9-{checksum(raw)}"), tuple(lengths[1:]))
    other = TinyJournalStore(path, clock=clock)
    save(other, interview("i3"))
    assert odd in path.read_bytes()
    assert set(TinyJournalStore(path, clock=clock).read().interviews) == {"i1", "i3"}
    assert "i1" not in {request.interview_id for request in other.read().requests.values()}
    save(other, interview("i2"))
    assert odd in path.read_bytes()


def test_what_others_did_not_change_is_not_read_again(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Of a journal that another program has saved, tables that are as they were stay the same objects."""
    save(store, interview("i1"), request("r1"), interview("i2"))
    mine = TinyJournalStore(path, clock=clock)
    before = mine.read()
    save(store, interview("i2", "Hooli"))
    after = mine.read()
    assert after.requests is before.requests
    assert after.interviews["i2"].company == "Hooli"
    assert after == TinyJournalStore(path, clock=clock).read()


def test_a_journal_of_a_former_program_is_read_and_changed_with_the_next_save(path: Path, clock: SetClock) -> None:
    """Its version goes from the file, what could be undone stays so, and nobody complains."""
    program = Program(path, clock)
    program.step("A")
    program.step("B")
    journal, steps = program.store.journal(), program.history.read_bytes()
    raw = former(journal)
    path.write_bytes(raw)
    version = json.loads(raw)["meta"]["afterword"]["version"]
    line = steps.splitlines(keepends=True)[1]
    named = json.loads(line)
    program.history.write_bytes(line.replace(named["id"].encode(), version.encode()))
    seal_of(path).unlink()
    fresh = Program(path, clock)
    assert fresh.inner.doctor().ok
    assert fresh.store.journal() == journal
    fresh.step("C")
    assert b"version" not in path.read_bytes()
    assert knows(path)
    assert Program(path, clock).undo_all() == ["C", "B"]
    assert not list(path.parent.glob("backups/*replaced*"))


# ── the seal ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_seal_is_private_and_fits(filled: Program, path: Path) -> None:
    """For its owner alone, after every save."""
    assert filled.company == "C"
    assert knows(path)
    assert seal_of(path).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "harm",
    [
        lambda seal: seal.unlink(),
        lambda seal: seal.write_bytes(b""),
        lambda seal: seal.write_bytes(seal.read_bytes()[:-9]),
        lambda seal: seal.write_bytes(bytes(400)),
        lambda seal: seal.write_bytes(b"[" * 4000),
        lambda seal: seal.write_bytes(b'{"shape":-1,"version":"x","after":["y"]}'),
        lambda seal: seal.write_bytes(b'{"shape":1,"version":"1-00000001"}'),
        lambda seal: (seal.unlink(), seal.mkdir()),
        lambda seal: (seal.unlink(), seal.symlink_to("nowhere")),
        lambda seal: (seal.unlink(), seal.symlink_to("/dev/null")),
    ],
)
def test_without_a_seal_that_fits_everything_goes_on(
    filled: Program, begin: Callable[[], Program], path: Path, harm: Callable[[Path], object]
) -> None:
    """What was read, what can be undone and what can be saved is the same."""
    harm(seal_of(path))
    assert begin().inner.doctor().ok
    assert (begin().store.undo(), begin().company) == ("C", "B")
    begin().step("D")
    assert begin().undo_all() == ["D", "B", "A"]
    assert filled.store.journal() == Journal()


def test_what_lost_its_seal_is_sealed_anew_by_reading(
    begin: Callable[[], Program], filled: Program, path: Path
) -> None:
    """So only one reader looks twice."""
    seal_of(path).unlink()
    assert begin().company == filled.company
    assert knows(path)


@pytest.mark.parametrize("older", [0, 1, 2])
def test_a_seal_that_was_carried_along_at_another_moment_does_no_harm(
    path: Path, clock: SetClock, begin: Callable[[], Program], older: int
) -> None:
    """An older one, as a crash or a sync program leaves it, with a newer journal; and the other way round."""
    seals, journals_then = [], []
    for company in "ABC":
        begin().step(company)
        seals.append(seal_of(path).read_bytes())
        journals_then.append(path.read_bytes())
    seal_of(path).write_bytes(seals[older])
    assert begin().company == "C"
    seal_of(path).write_bytes(seals[2])
    path.write_bytes(journals_then[older])
    assert begin().company == "ABC"[older]
    assert begin().undo_all() == list("CBA"[2 - older :])
    assert clock.now() is not None


def test_a_change_by_hand_is_looked_at_until_it_is_saved(
    begin: Callable[[], Program], filled: Program, path: Path
) -> None:
    """What is wrong in it is never taken for ours; what is right is, from then on."""
    assert filled.company == "C"
    sound = path.read_bytes()
    path.write_bytes(sound.replace(b'"zone":"Europe/Berlin"', b'"zone":"Mars"'))
    assert begin().inner.set_apart() == ()
    for _ in range(2):
        program = begin()
        assert program.company == "C"
        assert any("Mars" in sentence for sentence in program.inner.set_apart())
    path.write_bytes(sound.replace(b'"company":"C"', b'"company":"By hand"'))
    assert begin().company == "By hand"
    assert knows(path)


@pytest.mark.parametrize(("ours", "theirs"), [('"mode"', '"rank":1,"mode"'), ('"onsite"', '"hologram"')])
def test_a_field_or_word_of_another_program_is_not_read_over_though_the_seal_fits(
    ours: str, theirs: str, begin: Callable[[], Program], filled: Program, path: Path
) -> None:
    """A seal says which fields and words its writer knew."""
    raw = path.read_bytes().replace(ours.encode(), theirs.encode(), 1)
    path.write_bytes(raw)
    seal_of(path).write_bytes(msgspec.json.encode({"shape": shape() ^ 1, "version": f"4-{checksum(raw)}"}))
    program = begin()
    assert program.company == filled.company
    assert theirs.partition(":")[0].strip('"') in program.inner.set_apart()[0]


def test_a_journal_read_in_a_place_of_its_own_is_left_without_a_trace(
    filled: Program, path: Path, clock: SetClock
) -> None:
    """Only where this program has written before does a reader leave a seal."""
    lone = path.parent / "lone" / "journal.json"
    lone.parent.mkdir()
    lone.write_bytes(path.read_bytes())
    assert TinyJournalStore(lone, clock=clock).read() == filled.store.journal()
    assert list(lone.parent.iterdir()) == [lone]


def test_git_is_told_what_to_leave_alone(path: Path, store: TinyJournalStore) -> None:
    """At the first save; what a person wrote there stays."""
    save(store, interview())
    assert (path.parent / ".gitignore").read_text() == IGNORED
    assert seal_of(path).name.endswith(".seal")
    other = path.parent.parent / "other" / "journal.json"
    other.parent.mkdir(mode=0o700)
    (other.parent / ".gitignore").write_text("mine\n")
    save(TinyJournalStore(other, clock=SetClock()), interview())
    assert (other.parent / ".gitignore").read_text() == "mine\n"


# ── somebody else's journal in place of ours ──────────────────────────────────────────────────────────────────────────


def test_a_journal_that_went_on_from_ours_takes_its_place_silently(path: Path, clock: SetClock, tmp_path: Path) -> None:
    """Another machine had all of ours: nothing is merged and no copy is kept."""
    mine = Program(path, clock)
    mine.step("A")
    away = tmp_path / "away" / path.name
    away.parent.mkdir(mode=0o700)
    away.write_bytes(path.read_bytes())
    clock.instant += timedelta(minutes=1)
    other = Program(away, clock)
    for company in "BCD":
        other.step(company)
    path.write_bytes(away.read_bytes())
    assert mine.inner.arrivals() == ()
    assert mine.company == "D"
    assert not list(path.parent.glob("backups/*replaced*"))
    with pytest.raises(UserError, match="“A” cannot be undone"):
        mine.store.undo()


def test_what_both_did_is_noticed_even_when_somebody_else_has_read_it_first(
    path: Path, clock: SetClock, tmp_path: Path
) -> None:
    """A reader that seals what came in does not hide it from a program that was open."""
    mine = Program(path, clock)
    mine.step("A")
    away = tmp_path / "away" / path.name
    away.parent.mkdir(mode=0o700)
    away.write_bytes(path.read_bytes())
    save(mine.inner, interview("mine"))
    save(TinyJournalStore(away, clock=clock), interview("theirs"))
    path.write_bytes(away.read_bytes())
    assert set(Program(path, clock).store.journal().interviews) == {"i1", "theirs"}
    assert knows(path)
    (arrival,) = mine.inner.arrivals()
    assert arrival.merged.added["interviews"] == ("mine",)
    assert set(mine.store.journal().interviews) == {"i1", "mine", "theirs"}


# ── what was looked up ────────────────────────────────────────────────────────────────────────────────────────────────


@given(journals(), journals(), st.data())
def test_what_was_looked_up_holds_after_any_change(journal: Journal, other: Journal, data: st.DataObject) -> None:
    """It is what a journal that was read afresh would find."""
    names = ("live_interviews", "live_requests", "live_pointers", "open_proposals")

    def looked_up(known: Journal) -> dict[str, object]:
        grouped = {
            "applications": [(known.rounds_of(key), known.findings_in_words_of(key)) for key in known.applications],
            "interviews": [known.requests_of(key) for key in known.interviews],
            "requests": [known.findings_of(key) for key in known.requests],
        }
        return {name: getattr(known, name) for name in names} | grouped

    looked_up(journal)
    records = [(table, key) for table in TABLES for key in (*getattr(journal, table), *getattr(other, table))]
    chosen = data.draw(st.lists(st.sampled_from(records), max_size=5)) if records else []
    changes = [Change(table, key, journal.find(table, key), other.find(table, key)) for table, key in chosen]
    after = journal.apply(changes)
    assert looked_up(after) == looked_up(replace(after))
    assert request().id
