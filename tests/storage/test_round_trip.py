"""Whatever is written is read back, by this program and by plain TinyDB, and looks as promised on disk."""

import json
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from msgspec.structs import replace
from tests.storage.samples import NOW, SetClock, application, interview, journals, request, save
from tinydb import TinyDB, where
from tinydb.storages import Storage
from tinydb.table import Table

from afterword.codec.document import SCHEMA, new_document, parse_strictly, render
from afterword.codec.records import DocumentInvalid, decode_record, encode_record
from afterword.domain.interview import Outcome
from afterword.domain.journal import TABLES, Journal
from afterword.domain.practice import Competency
from afterword.domain.reflection import Rating, Reflection
from afterword.errors import SaveFailed
from afterword.storage import TinyJournalStore

ROOT = Path(__file__).parent.parent.parent
STORAGE = ROOT / "src" / "afterword" / "storage"
PAGE = ROOT / "docs" / "decisions" / "01-a-tinydb-file-under-our-own-storage.md"


@given(journals())
def test_any_journal_is_read_back_equal(journal: Journal) -> None:
    """A store opened afresh holds it, and the strict look at files from outside finds nothing wrong, in any layout."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.json"
        with TinyJournalStore(path, clock=SetClock()).transaction() as work:
            for table in TABLES:
                for record in getattr(journal, table).values():
                    work.put(record)
        assert TinyJournalStore(path, clock=SetClock()).read() == journal
    plain = json.dumps(json.loads(render(new_document(journal))), indent=2).encode()
    assert parse_strictly(plain).journal == journal


def test_the_state_in_memory_is_the_state_on_disk(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """After many saves of one store, a fresh one reads the very same journal in the same order."""
    for number in range(12):
        save(store, interview(f"i{number}"), request(f"r{number}", f"i{number}"))
        save(store, interview(f"i{number // 2}", f"Company {number}"))
    for key in ("z", "a", "m"):
        with store.transaction() as work:
            work.put(Competency(id=key, name=key))
    with store.transaction() as work:
        work.remove(interview("i3"))
    fresh = TinyJournalStore(path, clock=clock).read()
    assert fresh == store.read()
    assert list(fresh.interviews) == list(store.read().interviews)
    assert list(fresh.competencies) == list(store.read().competencies) == ["z", "a", "m"]


def test_plain_tinydb_searches_the_file(store: TinyJournalStore, path: Path) -> None:
    """The file is a TinyDB store that can be searched without this program, as the page on it says."""
    save(store, interview("i1"), interview("i2", "Hooli"))
    [lines] = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    search = "print([found.doc_id for found in journal.table('interviews').search(where('company') == 'Hooli')])"
    done = subprocess.run(  # noqa: S603  # our own interpreter on the lines of our own page
        [sys.executable, "-I", "-c", f"from tinydb import where\n{lines}\n{search}"],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "['i2']\n"


def test_what_plain_tinydb_writes_is_read(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """A record that another program changed through TinyDB is the newest state here."""
    save(store, interview("i1"), interview("i2", "Hooli"))
    with TinyDB(path) as database:
        table = database.table("interviews")
        table.document_id_class = str
        table.update({"company": "Pied Piper"}, where("company") == "Hooli")
    companies = [record.company for record in TinyJournalStore(path, clock=clock).read().interviews.values()]
    assert companies == ["Initech", "Pied Piper"]


def test_tinydb_is_used_by_what_it_offers() -> None:
    """The storage leans on nothing that TinyDB keeps to itself and may change."""
    private = {name for part in (Table, Storage, TinyDB) for name in vars(part) if re.match(r"_[a-z]", name)}
    text = "\n".join(file.read_text(encoding="utf-8") for file in STORAGE.glob("*.py"))
    assert private & set(re.findall(r"\b_\w+", text)) == set()


def test_the_file_is_made_for_reading(store: TinyJournalStore, path: Path) -> None:
    """One record per line, states as words, ISO times with offset, nothing empty, the schema on top."""
    save(store, interview())
    with store.transaction() as work:
        work.put(replace(application(), outcome=Outcome.REJECTED))
    lines = path.read_text().splitlines()
    assert f'"schema":{SCHEMA}' in lines[1]
    assert lines[3] == (
        '"a-i1": {"id":"a-i1","company":"Initech","role":"Backend","outcome":"rejected",'
        '"created":"2026-11-12T09:15:00+01:00"}'
    )
    assert (
        '"i1": {"id":"i1","application_id":"a-i1","company":"Initech","role":"Backend",'
        '"at":"2026-11-12T09:15:00+01:00","interviewers":["ada"],"mode":"onsite","zone":"Europe/Berlin",'
        '"created":"2026-11-12T09:15:00+01:00"}'
    ) in lines


def test_file_and_folder_are_private(store: TinyJournalStore, path: Path) -> None:
    """The file is 0600 and the folder made for it 0700."""
    save(store, interview())
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_save_makes_a_readable_file_private_again(store: TinyJournalStore, path: Path) -> None:
    """A file that others could read is 0600 after the next save."""
    save(store, interview())
    path.chmod(0o644)
    save(store, interview("i2"))
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_empty_transaction_writes_nothing(store: TinyJournalStore, path: Path) -> None:
    """Without a change there is no new version, and no file where there was none."""
    save(store)
    assert not path.exists()
    save(store, interview())
    before = path.stat()
    save(store, interview())
    assert path.stat() == before


def test_reading_creates_nothing(store: TinyJournalStore, path: Path) -> None:
    """A first look leaves no file and no folder behind."""
    store.read()
    assert not path.parent.exists()


@pytest.mark.parametrize(
    "record",
    [
        replace(interview(), notes="half a \ud800 character"),
        replace(interview(), at=datetime.fromisoformat("2026-11-12T10:00")),
        replace(interview(), zone="Mars/Olympus"),
        Reflection(id="i1", ratings=(Rating(dimension="convincing", value=9),)),
    ],
    ids=["surrogate", "no offset", "no zone", "off the scale"],
)
def test_what_could_not_be_read_back_is_not_saved(store: TinyJournalStore, path: Path, record: Reflection) -> None:
    """A value the strict reader would refuse is refused before it is written, and the file stays as it was."""
    save(store, interview("i0"))
    before = path.read_bytes()
    with pytest.raises(SaveFailed) as caught, store.transaction() as work:
        work.put(record)
    assert "cannot be saved" in caught.value.title
    assert path.read_bytes() == before
    assert store.read().interviews == {"i0": interview("i0")}


def test_tables_of_others_are_kept(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """A table that another program added to the file is still there after a save."""
    save(store, interview())
    content = json.loads(path.read_bytes()) | {"notes_of_mine": {"1": {"text": "call Ada"}}}
    path.write_text(json.dumps(content))
    save(TinyJournalStore(path, clock=clock), interview("i2"))
    assert json.loads(path.read_bytes())["notes_of_mine"] == {"1": {"text": "call Ada"}}


def test_times_keep_their_offset(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """An instant comes back with the offset it was typed with."""
    save(store, interview())
    assert TinyJournalStore(path, clock=clock).read().interviews["i1"].at.utcoffset() == NOW.utcoffset()


@pytest.mark.parametrize("moment", ["2026-10-25T02:30", "2026-03-29T02:30"])
def test_the_odd_hours_of_the_year_are_kept(moment: str, store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """A time in the hour that comes twice, or never, is saved as the instant it stands for."""
    odd = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    save(store, replace(interview(), at=odd))
    assert store.read() == TinyJournalStore(path, clock=clock).read()
    assert store.read().interviews["i1"].at.astimezone(UTC) == odd.astimezone(UTC)


@pytest.mark.parametrize("record_id", ["a", "z"])
def test_a_record_under_the_id_of_another_is_refused(record_id: str) -> None:
    """The key and the id in the record are both read, and have to be the same."""
    with pytest.raises(DocumentInvalid, match="both must be the same"):
        decode_record("interviews", record_id, encode_record(interview("i1")))


def test_the_history_of_versions_in_the_file_does_not_grow_without_end(path: Path, clock: SetClock) -> None:
    """It is as long after eighty saves as after forty."""
    store, lengths = TinyJournalStore(path, clock=clock), []
    for number in range(81):
        save(store, interview("i1", f"Initech {number}"))
        lengths.append(len(path.read_bytes().split(b"\n", 2)[1]))
    assert lengths[80] - lengths[40] < lengths[40] / 10
