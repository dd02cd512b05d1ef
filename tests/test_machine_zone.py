"""The name of the machine's zone, from whatever TZ and the system's own file say."""

import shutil
from pathlib import Path
from zoneinfo import TZPATH

import pytest

from afterword.bootstrap import machine_zone
from afterword.errors import SettingsInvalid

ZONES = next((Path(place) for place in TZPATH if (Path(place) / "Europe/Berlin").exists()), None)
needs_files = pytest.mark.skipif(ZONES is None, reason="this system keeps no zone files")


@pytest.mark.parametrize(
    ("tz", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":Europe/London", "Europe/London"),
        ("posix/Asia/Tokyo", "Asia/Tokyo"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("Etc/UTC", "UTC"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin"),
        ("GMT0BST,M3.5.0/1,M10.5.0", "Europe/London"),
        ("EST5EDT,M3.2.0,M11.1.0", "America/New_York"),
        ("JST-9", "Asia/Tokyo"),
        ("IST-5:30", "Asia/Kolkata"),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", "Pacific/Auckland"),
        ("UTC0", "UTC"),
    ],
)
def test_a_name_or_a_rule_gives_the_zone_that_keeps_that_time(tz: str, name: str, tmp_path: Path) -> None:
    """A name is read as it stands, a POSIX rule as the zone that follows it; the sign of a rule points west."""
    assert machine_zone(tz, tmp_path / "none") == name


def test_the_zone_of_the_system_comes_first_among_those_that_follow_a_rule(tmp_path: Path) -> None:
    """Many zones keep the time of Berlin; on a machine in Paris the rule means Paris."""
    own = tmp_path / "zoneinfo/Europe/Paris"
    own.parent.mkdir(parents=True)
    own.touch()
    assert machine_zone("CET-1CEST,M3.5.0,M10.5.0/3", own) == "Europe/Paris"
    assert machine_zone("", own) == "Europe/Paris"
    assert machine_zone("localtime", own) == "Europe/Paris"


@needs_files
def test_a_path_is_the_zone_of_its_file(tmp_path: Path) -> None:
    """The file of a zone, a link to one and a copy of one all give its name, or one that keeps the same time."""
    assert ZONES is not None
    link, copy = tmp_path / "localtime", tmp_path / "copy"
    link.symlink_to(ZONES / "Europe/Berlin")
    shutil.copy(ZONES / "America/New_York", copy)
    assert machine_zone(f":{ZONES / 'Asia/Kolkata'}", tmp_path / "none") == "Asia/Kolkata"
    assert machine_zone(str(link), tmp_path / "none") == "Europe/Berlin"
    assert machine_zone("", link) == "Europe/Berlin"
    assert machine_zone(str(copy), tmp_path / "none") == "America/New_York"
    assert machine_zone("", copy) == "America/New_York"


@pytest.mark.parametrize("tz", ["Mars/Base", "/nowhere/Europe", "Berlin", "XXX3YYY,M99", "\\", "../Berlin"])
def test_what_is_no_zone_is_named(tz: str, tmp_path: Path) -> None:
    """Nothing becomes UTC without a word."""
    with pytest.raises(SettingsInvalid, match="The time zone in TZ") as refused:
        machine_zone(tz, tmp_path / "none")
    assert "Europe/Berlin" in refused.value.hint


def test_where_nothing_says_more_it_is_utc(tmp_path: Path) -> None:
    """Without TZ and without a file of the system."""
    assert machine_zone("", tmp_path / "none") == "UTC"
