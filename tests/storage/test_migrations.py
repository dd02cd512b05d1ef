"""Every schema ever shipped can be read, and a step to a newer one starts with a copy."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.storage.samples import NOW, SetClock, interview, request, save

from afterword.codec.document import SCHEMA, parse
from afterword.codec.migrations import MIGRATIONS, Tables
from afterword.domain.interview import Outcome
from afterword.domain.journal import TABLES
from afterword.errors import SaveFailed, StoreUnusable
from afterword.storage import TinyJournalStore

SCHEMAS = Path(__file__).parent / "schemas"


def call_it_company(tables: Tables) -> Tables:
    """A step: what was `firm` becomes `company`."""
    for table in (tables["applications"], tables["interviews"]):
        for record in table.values():
            record["company"] = record.pop("firm")
    return tables


def shout(tables: Tables) -> Tables:
    """A step: companies in capitals."""
    for one in tables["interviews"].values():
        one["company"] = str(one["company"]).upper()
    return tables


def old_store(path: Path, clock: SetClock) -> bytes:
    """A store of the schema before, as a program would have left it that called a company a firm."""
    save(TinyJournalStore(path, clock=clock), interview("i1"), interview("i2", "Hooli"))
    path.write_bytes(path.read_bytes().replace(b'"company"', b'"firm"'))
    return path.read_bytes()


def test_there_is_a_fixture_of_every_schema() -> None:
    """No schema was shipped without a file that shows it."""
    assert sorted(int(one.stem) for one in SCHEMAS.glob("*.json")) == list(range(1, SCHEMA + 1))


@pytest.mark.parametrize("file", sorted(SCHEMAS.glob("*.json")), ids=lambda one: one.stem)
def test_every_schema_is_read(file: Path) -> None:
    """A file of that schema is read whole: every table has its record, but for those that came without a new schema.

    A journal from before there were packs keeps the three competencies that became part of one.
    """
    journal = parse(file.read_bytes()).journal
    assert {table: len(getattr(journal, table)) for table in TABLES} == {
        "applications": 1,
        "people": 1,
        "interviews": 1,
        "reflections": 1,
        "requests": 1,
        "findings": 1,
        "examples": 1,
        "pointers": 1,
        "competencies": 4,
        "cues": int(file.stem == "3"),
        "proposals": 1,
    }


def test_steps_run_in_order(path: Path, clock: SetClock) -> None:
    """An old store is read as if every step had been taken, one after the other."""
    old_store(path, clock)
    store = TinyJournalStore(path, clock=clock, migrations=(*MIGRATIONS, call_it_company, shout))
    assert [one.company for one in store.read().interviews.values()] == ["INITECH", "HOOLI"]


def test_reading_an_old_store_does_not_write(path: Path, clock: SetClock) -> None:
    """Looking at an old store leaves it as it is, for the older program."""
    old = old_store(path, clock)
    TinyJournalStore(path, clock=clock, migrations=(*MIGRATIONS, call_it_company)).read()
    assert path.read_bytes() == old


def test_the_first_save_migrates_after_a_copy(path: Path, clock: SetClock) -> None:
    """The save that brings the new schema keeps the old file among the copies."""
    old = old_store(path, clock)
    store = TinyJournalStore(path, clock=clock, migrations=(*MIGRATIONS, call_it_company))
    save(store, interview("i3"))
    assert json.loads(path.read_bytes())["meta"]["afterword"]["schema"] == SCHEMA + 1
    assert [one.read_bytes() for one in (path.parent / "backups").glob(f"*schema-{SCHEMA}*")] == [old]
    assert set(TinyJournalStore(path, clock=clock, migrations=(*MIGRATIONS, call_it_company)).read().interviews) == {
        "i1",
        "i2",
        "i3",
    }


def test_the_doctor_tells_that_a_migration_is_ahead(path: Path, clock: SetClock) -> None:
    """Before the save that brings the new schema it is announced, afterwards no more."""
    old_store(path, clock)
    store = TinyJournalStore(path, clock=clock, migrations=(*MIGRATIONS, call_it_company))
    ahead = "The next save brings it to the newest schema, after a copy."
    assert ahead in store.doctor().notes
    save(store, interview("i3"))
    assert ahead not in store.doctor().notes


def test_the_copy_is_made_once(path: Path, clock: SetClock) -> None:
    """Later saves are ordinary ones."""
    old_store(path, clock)
    store = TinyJournalStore(path, clock=clock, migrations=(*MIGRATIONS, call_it_company))
    save(store, interview("i3"))
    save(store, interview("i4"))
    assert len(list((path.parent / "backups").glob(f"*schema-{SCHEMA}*"))) == 1


def test_without_a_copy_there_is_no_migration(path: Path, clock: SetClock) -> None:
    """Where the copy cannot be made, the save is refused and the old file stays."""
    old = old_store(path, clock)
    (path.parent / "backups").write_text("in the way")
    with pytest.raises(SaveFailed):
        save(TinyJournalStore(path, clock=clock, migrations=(*MIGRATIONS, call_it_company)), interview("i3"))
    assert path.read_bytes() == old


def test_the_older_program_refuses_the_newer_store(path: Path, clock: SetClock) -> None:
    """After the migration the older program names the schema and keeps its hands off."""
    old_store(path, clock)
    save(TinyJournalStore(path, clock=clock, migrations=(*MIGRATIONS, call_it_company)), interview("i3"))
    with pytest.raises(StoreUnusable, match="newer Afterword"):
        TinyJournalStore(path, clock=clock).read()


def test_an_old_copy_can_be_restored(path: Path, clock: SetClock) -> None:
    """A copy of an older schema is migrated on its way back."""
    old_store(path, clock)
    store = TinyJournalStore(path, clock=clock, migrations=(*MIGRATIONS, call_it_company))
    copy = store.backup()
    save(store, interview("i3"))
    store.restore(copy)
    assert set(store.read().interviews) == {"i1", "i2"}


def _of_schema_1(count: int) -> dict[str, Any]:
    """A journal from before applications: three rounds of each role, two people in each, an outcome with the third."""
    interviews: dict[str, Any] = {}
    requests: dict[str, Any] = {}
    for number in range(count):
        company, at = f"Firm {number // 3}", NOW + timedelta(days=7 * number)
        people = [
            {"id": f"p{number}a", "name": f"Ada {number // 3}", "email": f"ada{number // 3}@firm.example"},
            {"id": f"p{number}b", "name": f"Bob {number}"},
        ]
        record: dict[str, Any] = {
            "id": f"i{number}",
            "company": company,
            "role": "SRE",
            "at": at.isoformat(),
            "zone": "UTC",
        }
        record |= {"zone": "UTC", "created": at.isoformat(), "mode": "video", "interviewers": people}
        record["notes"] = f"note {number}"
        if number % 3 == 2:
            record |= {"outcome": "rejected", "outcome_on": at.date().isoformat()}
        interviews[record["id"]] = record
        requests[f"r{number}"] = {
            "id": f"r{number}",
            "interview_id": f"i{number}",
            "interviewer_id": f"p{number}a",
            "created": at.isoformat(),
        }
    return {"meta": {"afterword": {"schema": 1}}, "interviews": interviews, "requests": requests}


def test_rounds_of_one_role_become_one_application_and_nothing_is_lost(path: Path, clock: SetClock) -> None:
    """A thousand interviews: every word, person and conversation is there, and each reading gives the same ids."""
    old = _of_schema_1(999)
    path.parent.mkdir(parents=True, mode=0o700)
    path.write_text(json.dumps(old), encoding="utf-8")
    path.chmod(0o600)
    store = TinyJournalStore(path, clock=clock)
    journal = store.read()
    assert store.set_apart() == ()
    assert parse(path.read_bytes()).journal == journal
    assert len(journal.applications) == 333
    for key, was in old["interviews"].items():
        interview = journal.interviews[key]
        application = journal.application_of(interview)
        assert (interview.company, interview.role, interview.notes) == (was["company"], was["role"], was["notes"])
        named = [(person.name, person.email) for person in journal.interviewers_of(interview)]
        assert named == [(person["name"], person.get("email", "")) for person in was["interviewers"]]
        assert (application.outcome, application.joined) == (Outcome.REJECTED, True)
        assert was.get("outcome_on") in (None, str(application.outcome_on))
        assert journal.people[journal.requests[f"r{key[1:]}"].person_id].name == was["interviewers"][0]["name"]
    assert len(journal.people) == 333 + 999
    save(store, replace(request("new", "i0"), person_id="p0b"))
    assert "new" in TinyJournalStore(path, clock=clock).read().requests
    assert store.doctor().problems == ()


@pytest.mark.parametrize(
    ("changes", "applications"),
    [
        ({}, 1),
        ({"company": "Hooli"}, 2),
        ({"role": "Frontend"}, 2),
        ({"at": "2027-11-12T09:15:00+01:00"}, 2),
        ({"outcome": "no-answer", "outcome_on": "2026-12-20"}, 2),
        ({"deleted": "2026-12-20T09:15:00+01:00"}, 2),
        ({"at": "no day"}, 2),
    ],
)
def test_what_would_lose_something_is_not_joined(changes: dict[str, str], applications: int) -> None:
    """Another company or role, half a year between them, two outcomes, a removed one, a day nobody can read."""
    old = _of_schema_1(3)
    for key in ("i0", "i1"):
        old["interviews"].pop(key)
        old["requests"].pop(f"r{key[1:]}")
    last = old["interviews"]["i2"]
    old["interviews"]["i9"] = {**last, "id": "i9", "at": "2026-11-12T09:15:00+01:00", "outcome": "pending"} | {
        "outcome_on": None
    }
    old["interviews"]["i9"] |= changes
    assert len(parse(json.dumps(old).encode()).journal.applications) == applications


def test_a_rejection_before_the_next_round_begins_another_application() -> None:
    """Who applied again after a no is in another process."""
    old = _of_schema_1(2)
    old["interviews"]["i0"] |= {"outcome": "rejected", "outcome_on": old["interviews"]["i0"]["at"][:10]}
    assert [known.outcome for known in parse(json.dumps(old).encode()).journal.applications.values()] == [
        Outcome.REJECTED,
        Outcome.PENDING,
    ]


def _without_rights(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A call of the command line by somebody whom the rights of files bind, which root is not."""
    bound = "-dac_override,-dac_read_search"
    drop = ["setpriv", f"--bounding-set={bound}", f"--inh-caps={bound}"] if os.geteuid() == 0 else []
    call = [*drop, sys.executable, "-m", "afterword", "--data-dir", str(folder), *words]
    environ = {**os.environ, "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(call, capture_output=True, text=True, check=False, env=environ, stdin=subprocess.DEVNULL)  # noqa: S603


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
def test_an_old_journal_that_may_not_be_written_is_read(tmp_path: Path) -> None:
    """It shows the same each time; what would change it is refused with a sentence, and nothing is lost or left."""
    folder = tmp_path / "data"
    folder.mkdir()
    journal = folder / "journal.json"
    before = (SCHEMAS / "1.json").read_bytes()
    journal.write_bytes(before)
    journal.chmod(0o400)
    folder.chmod(0o500)
    first, second = (_without_rights(folder, "application", "list", "--json") for _ in range(2))
    assert (first.returncode, first.stdout) == (0, second.stdout), first.stderr
    assert json.loads(first.stdout)[0]["company"] == "Initech"
    assert _without_rights(folder, "due").returncode == 0
    for words in (("competency", "add", "Zeal"), ("request", "thank", "r1"), ("backup",)):
        refused = _without_rights(folder, *words)
        assert refused.returncode == 1, words
        assert "could not be saved. You may not write there." in refused.stderr, words
        assert "unchanged" in refused.stderr
    folder.chmod(0o700)
    assert [path.name for path in folder.iterdir()] == ["journal.json"]
    assert journal.read_bytes() == before
