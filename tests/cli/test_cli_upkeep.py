"""The verbs that care for the data: paths, settings, copies, health, export and import."""

import json
import stat

import pytest
from tests.cli.calls import ADA, Calls


def test_paths_names_every_place(calls: Calls) -> None:
    """Scripts find the journal, the copies and the settings."""
    found = calls.json("paths")
    assert found["journal"] == str(calls.journal)
    assert found["settings"] == str(calls.config)
    assert "not there yet" in calls.done("paths")


def test_flags_stand_above_the_environment(calls: Calls) -> None:
    """`--data-dir` and `--config` win over the environment."""
    (calls.home / "c.toml").touch()
    found = calls.json("--data-dir", str(calls.home / "other"), "--config", str(calls.home / "c.toml"), "paths")
    assert found["data"] == str(calls.home / "other")
    assert found["settings"] == str(calls.home / "c.toml")


def test_config_check_shows_what_holds(calls: Calls) -> None:
    """Every setting by its name in the file, as a record and as lines."""
    found = calls.json("config", "check")
    assert (found["me.name"], found["me.zone"]) == ("Alan", "Europe/Berlin")
    assert found["policy.follow_up_after"] == 7
    assert "me.name" in calls.done("config", "check")


def test_config_check_names_a_wrong_letter(calls: Calls) -> None:
    """A placeholder nobody knows in templates.toml is named."""
    (calls.home / "templates.toml").write_text("[request]\nthanks = 'Thank you, {frist_name}'\n")
    why = calls.refused("config", "check")
    assert "frist_name" in why
    assert "first_name" in why


def test_backup_and_restore(calls: Calls) -> None:
    """A copy brings back what it held, and what stood there is kept too."""
    first = calls.interview(ADA)
    copy = calls.done("backup")
    second = calls.interview()
    former = calls.json("restore", copy)["former"]
    assert [one["id"] for one in calls.json("interview", "list")] == [first]
    calls.done("restore", former)
    assert {one["id"] for one in calls.json("interview", "list")} == {first, second}


def test_copies_are_listed_and_restored_by_name(calls: Calls) -> None:
    """A copy is named without its folder, as the list shows it at its end."""
    about = calls.interview()
    copy = calls.done("backup")
    assert copy in calls.json("backup", "--list")
    calls.done("interview", "edit", about, "--round", "final")
    calls.done("restore", copy.rpartition("/")[2])
    assert [one["role"] for one in calls.json("interview", "list")] == ["Backend"]


def test_restore_of_something_else_is_refused(calls: Calls) -> None:
    """A file that is no journal leaves the journal as it is."""
    about = calls.interview()
    other = calls.home / "other.json"
    other.write_text("{}x")
    assert calls("restore", str(other)).code == 1
    assert [one["id"] for one in calls.json("interview", "list")] == [about]


def test_backup_without_a_journal_is_refused(calls: Calls) -> None:
    """There is nothing to copy."""
    assert calls("backup").code == 1


def test_doctor_tells_damage_and_the_way_back(calls: Calls) -> None:
    """A damaged journal gives exit code 1 and the way back, which a repair never takes by itself."""
    about = calls.interview()
    copy = calls.done("backup")
    calls.journal.write_text('{"torn')
    report = json.loads(calls("doctor", "--repair", "--json").out)
    assert (calls("doctor", "--repair").code, report["ok"]) == (1, False)
    assert f"afterword restore {copy}" in report["problems"][0]
    assert calls.journal.read_text() == '{"torn'
    calls.done("restore", copy)
    assert [one["id"] for one in calls.json("interview", "list")] == [about]


READS = (
    ("interview", "list"),
    ("request", "list"),
    ("due",),
    ("evaluate",),
    ("finding", "list"),
    ("example", "list"),
    ("pointer", "list"),
    ("competency", "list"),
    ("export",),
)


@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_a_wrong_value_closes_no_command(words: tuple[str, ...], calls: Calls) -> None:
    """The command answers as ever, and names on stderr what it left out and what can be done."""
    calls.interview(ADA)
    calls.journal.write_text(calls.journal.read_text().replace('"mode":"onsite"', '"mode":"hologram"'))
    answer = calls(*words)
    assert answer.code == 0
    assert 'mode is "hologram"' in answer.err
    assert "afterword doctor --repair" in answer.err
    assert "hologram" not in answer.out


def test_a_save_keeps_what_was_wrong_until_it_is_settled(calls: Calls) -> None:
    """Adding an interview loses nothing, the doctor still names the value, and a repair ends the notes."""
    about = calls.interview(ADA)
    calls.journal.write_text(calls.journal.read_text().replace('"mode":"onsite"', '"mode":"hologram"'))
    more = calls.interview()
    assert '"hologram"' in calls.journal.read_text()
    assert calls("doctor").code == 1
    assert "hologram" in calls("doctor").out
    answer = calls("doctor", "--repair")
    assert (answer.code, "hologram" in answer.out) == (0, True)
    assert calls("interview", "list").err == ""
    assert {one["id"] for one in calls.json("interview", "list")} == {about, more}


def test_care_works_while_the_settings_are_wrong(calls: Calls) -> None:
    """A slip in the settings keeps nobody from a copy of their data."""
    calls.interview()
    calls.config.write_text("nonsense")
    assert calls("due").code == 1
    assert calls("backup").code == 0
    assert calls("doctor").code == 0


def test_export_and_import_carry_everything_over(calls: Calls) -> None:
    """What one journal exports, an empty one imports, record by record."""
    request = calls.replied("You were clear about trade-offs.")
    calls.done("finding", "add", request, "--kind", "strength", "--quote", "clear about trade-offs")
    calls.done("example", "add", "--title", "The stalled queue")
    raw = calls.done("export", "--format", "json")
    elsewhere = ("--data-dir", str(calls.home / "elsewhere"))
    counts = calls.json(*elsewhere, "import", "-", stdin=raw)
    assert (counts["interviews"], counts["requests"], counts["findings"], counts["examples"]) == (1, 1, 1, 1)
    for words in (["interview", "list"], ["request", "show", request], ["finding", "list"], ["example", "list"]):
        assert calls.json(*elsewhere, *words) == calls.json(*words)
    assert calls.json(*elsewhere, "import", "-", stdin=raw)["known"] == 6


def test_a_dry_run_changes_nothing(calls: Calls) -> None:
    """`--dry-run` counts and writes no journal."""
    calls.interview()
    raw = calls.done("export")
    elsewhere = ("--data-dir", str(calls.home / "elsewhere"))
    assert calls.json(*elsewhere, "import", "-", "--dry-run", stdin=raw)["interviews"] == 1
    assert calls.json(*elsewhere, "interview", "list") == []


def test_import_is_all_or_nothing_and_an_older_state_never_comes_back(calls: Calls) -> None:
    """What is new in the file comes in beside the newer state of ours; a bad value is named by its place."""
    about = calls.interview()
    old = json.loads(calls.done("export"))
    calls.done("interview", "edit", about, "--round", "final")
    new = {**old["interviews"][about], "id": "another"}
    bad = {**old, "interviews": {"another": {**new, "mode": "telepathy"}}}
    why = calls.refused("import", "-", stdin=json.dumps(bad))
    assert "another" in why
    assert "mode" in why
    assert [listed["round"] for listed in calls.json("interview", "list")] == ["final"]
    mixed = {**old, "interviews": {**old["interviews"], "another": new}}
    assert calls.json("import", "-", stdin=json.dumps(mixed))["interviews"] == 1
    assert {one["id"]: one["round"] for one in calls.json("interview", "list")} == {about: "final", "another": ""}


def test_export_to_a_file_is_private_and_whole(calls: Calls) -> None:
    """The file is for one's own eyes; where nothing can be written, a sentence says so."""
    calls.interview()
    path = calls.home / "out.json"
    counts = calls.json("export", "--out", str(path))
    assert (counts["path"], counts["interviews"]) == (str(path), 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().rstrip("\n") == calls.done("export")
    assert calls("export", "--out", str(calls.home / "none" / "out.json")).code == 1


def test_a_journal_that_is_gone_is_no_empty_one(calls: Calls) -> None:
    """Every command names it and its copies, and ends with 3; a copy or an empty one is there when asked for."""
    for company in ("Acme", "Initech"):
        calls.done("interview", "add", "--company", company, "--role", "Nurse", "--at", "yesterday 10:00")
    calls.journal.unlink()
    for words in (("interview", "list"), ("due", "--quiet"), ("export", "--format", "json"), ("backup",), ("undo",)):
        answer = calls(*words)
        assert (answer.code, answer.out) == (3, "")
        assert "afterword restore" in answer.err
    assert calls("interview", "add", "--company", "A", "--role", "R", "--at", "yesterday 10:00").code == 3
    assert not calls.journal.exists()
    calls.done("restore", "--empty")
    assert calls.done("interview", "list", "--json") == "[]"
    assert calls("restore", "--empty").code == 1
    assert calls("restore").code == 2
