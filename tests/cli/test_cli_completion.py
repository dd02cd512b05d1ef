"""The completion scripts, tried in the three shells themselves."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.cli import shells
from tests.cli.calls import ADA, Calls
from tests.conftest import require

from afterword.cli.command import nouns

MODES = {"onsite", "video", "phone", "assessment-centre", "trial", "one-way-video", "take-home"}
LINES: dict[str, set[str]] = {
    "afterword inter": {"interview"},
    "afterword interview re": {"restore"},
    "afterword --da": {"--data-dir"},
    "afterword --demo request fol": {"follow-up"},
    "afterword --data-dir mail interview li": {"list"},
    "afterword --data-dir=mail --demo interview li": {"list"},
    "afterword --data-dir ": {"mail"},
    "afterword --config n": {"notes.txt"},
    "afterword interview add --comp": {"--company"},
    "afterword interview add --mode ": MODES,
    "afterword interview add --mode=v": {"video"},
    "afterword interview add --at 2026-11-12T10:00 --mode p": {"phone"},
    "afterword --data-dir mail interview add --mode v": {"video"},
    "afterword interview add --company ": set(),
    "afterword interview add --company X --ro": {"--role", "--round"},
    "afterword interview nonsense ": set(),
    "afterword interview outcome k7 rej": {"rejected"},
    "afterword request close k7 --as d": {"declined", "done"},
    "afterword request reply k7 --file n": {"notes.txt"},
    "afterword finding add k7 --kind a": {"area", "advice"},
    "afterword check --maildir ": {"mail"},
    "afterword check --eml notes.txt v": {"video.txt"},
    "afterword mail explain notes.txt v": {"video.txt"},
    "afterword prep --format h": {"html"},
    "afterword reflect k7 --sh": {"--show"},
    "afterword completion ": {"bash", "zsh", "fish"},
    "afterword import n": {"notes.txt"},
    "afterword import notes.txt v": {"video.txt"},
    "afterword import notes.txt --d": {"--dry-run", "--day-first"},
    "afterword export --format ": {"json", "csv", "md", "ics"},
    "afterword export --out n": {"notes.txt"},
    "afterword merge n": {"notes.txt"},
    "afterword merge --dr": {"--driver"},
    "afterword sync --i": {"--init"},
    "afterword config i": {"init"},
}
INVITATION = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@globex.example
SUMMARY:Interview
DTSTART:20261203T090000Z
ORGANIZER:mailto:mary@globex.example
END:VEVENT
END:VCALENDAR
"""
SHELLS = ("bash", "zsh", "fish")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two files and a folder in it, one of them with the name of a fixed value."""
    made = tmp_path_factory.mktemp("completion") / "here"
    (made / "mail").mkdir(parents=True)
    for name in ("notes.txt", "video.txt"):
        (made / name).touch()
    return made


@pytest.fixture(scope="module", params=SHELLS)
def offered(request: pytest.FixtureRequest, folder: Path) -> Mapping[str, set[str]]:
    """What one shell offers at the end of every line."""
    require(shells.missing(request.param))
    script = Calls(folder.parent).done("completion", request.param)
    return shells.offers(request.param, script, list(LINES), folder)


@pytest.mark.parametrize("line", LINES)
def test_a_shell_offers_what_can_come_next(offered: Mapping[str, set[str]], line: str) -> None:
    """Commands, flags and their values, also after global flags; files where files belong and nowhere else."""
    assert offered[line] == LINES[line]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_offers_the_ids_of_the_store(calls: Calls, folder: Path, shell: str) -> None:
    """The store that the call names is looked into, each argument for the records it takes."""
    require(shells.missing(shell))
    request = calls.asked(ADA)
    about, removed = calls.json("request", "show", request)["interview_id"], calls.interview()
    calls.done("interview", "rm", removed)
    invitation = calls.home / "invite.ics"
    invitation.write_text(INVITATION)
    calls.done("import", str(invitation))
    proposal = calls.json("proposal", "list")[0]["id"]
    application = calls.json("interview", "show", about)["application_id"]
    store = f"afterword --data-dir {calls.home / 'data'}"
    expected = {
        f"{store} interview show ": {about},
        f"{store} interview restore ": {removed},
        f"{store} reflect {about[:2]}": {about},
        f"{store} request show ": {request},
        f"{store} finding add ": {request},
        f"{store} pointer add --interview ": {about},
        f"{store} interview outcome {about} off": {"offer"},
        f"{store} example show ": set(),
        f"{store} proposal accept ": {proposal},
        f"{store} export --format md --application ": {application},
    }
    assert shells.offers(shell, calls.done("completion", shell), list(expected), folder) == expected


def test_bash_shows_the_words_of_ids_and_writes_the_id_alone(calls: Calls, folder: Path) -> None:
    """Where several fit they are only listed; the one that fits is written."""
    require(shells.missing("bash"))
    key, other = calls.interview(), calls.interview()
    script = calls.done("completion", "bash")
    line = f"afterword --data-dir {calls.home / 'data'} interview show "
    listed = shells.offers("bash", f"{script}\nCOMP_TYPE=63\n", [line, f"{line}{key}"], folder)
    assert listed == {line: {f"{key}  Initech · Backend", f"{other}  Initech · Backend"}, f"{line}{key}": {key}}


def test_fish_finds_files_below_the_home(calls: Calls, folder: Path) -> None:
    """`~/` is written as it was typed."""
    require(shells.missing("fish"))
    (folder.parent / "home").mkdir(exist_ok=True)
    (folder.parent / "home" / "invite.ics").touch()
    script = calls.done("completion", "fish")
    line = "afterword import ~/inv"
    assert shells.offers("fish", script, [line], folder) == {line: {"~/invite.ics"}}


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts_know_every_command(calls: Calls, shell: str) -> None:
    """Each script names every noun and every verb, since it is made from the parsers."""
    script = calls.done("completion", shell)
    for noun in nouns():
        for word in (noun.word, *noun.commands()):
            assert word in script


def test_another_shell_is_refused(calls: Calls) -> None:
    """A shell there is no script for is named with those there are."""
    answer = calls("completion", "tcsh")
    assert answer.code == 2
    assert "bash, zsh, fish" in answer.err
