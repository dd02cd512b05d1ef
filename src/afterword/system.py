"""Owns what the machine provides: the clock with the person's zone, and fresh ids."""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from afterword.errors import SettingsInvalid

# No vowels, so that no id spells a word; no look-alikes, so that one can be read aloud.
_LETTERS = "23456789bcdfghjkmnpqrstvwxyz"
_LENGTH = 10
_CHOICES = len(_LETTERS)
_EVENLY = 256 - 256 % _CHOICES
"""From this byte on some letters would be chosen more often than others."""


class SystemClock:
    """The machine's clock, in the zone given or else the machine's own. Raises `SettingsInvalid` when TZ is no zone."""

    def __init__(self, zone: str = "") -> None:
        self._zone = ZoneInfo(zone or machine_zone(os.environ.get("TZ", "")))

    def now(self) -> datetime:
        """The present second, aware."""
        return datetime.now(self._zone).replace(microsecond=0)

    @property
    def zone(self) -> str:
        """The IANA name of the zone."""
        return self._zone.key


class RandomIds:
    """Ids of ten letters and digits: 48 bits, short enough to type, free of look-alikes."""

    def new(self) -> str:
        """A fresh id."""
        # As `secrets` would choose them, whose import takes longer than a save.
        letters = ""
        while len(letters) < _LENGTH:
            letters += "".join(_LETTERS[byte % _CHOICES] for byte in os.urandom(_LENGTH) if byte < _EVENLY)
        return letters[:_LENGTH]


LOCALTIME = Path("/etc/localtime")
_UTC = frozenset({"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})
_NAMELESS = ("localtime", "posixrules")
"""Names that machines give to a copy of some zone."""
_USUAL = (
    *("Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    *("Asia/Tokyo", "Asia/Kolkata", "Asia/Shanghai", "Australia/Sydney"),
)
"""Whom people think of first where many zones keep the same time."""
_REMOTE = ("Etc/", "Antarctica/", "Arctic/")
_DAYS_AHEAD = 2 * 366


def machine_zone(tz: str = "", localtime: Path = LOCALTIME) -> str:
    """The IANA name of this machine's zone: what TZ says, then the system's own, then UTC.

    TZ may be a name, the path of a zone file, or a POSIX rule such as `CET-1CEST,M3.5.0,M10.5.0/3`; the last two give
    the zone that keeps the same time. Raises `SettingsInvalid` for a TZ that is none of them.
    """
    text = tz.strip().removeprefix(":")
    own = _of_path(localtime)
    if not text or text in _NAMELESS:
        return own or "UTC"
    found = _of_path(Path(text)) if text.startswith("/") else _of_name(text) or _of_rule(text, own)
    if found is None:
        raise SettingsInvalid(
            f"The time zone in TZ, “{text}”, is none that I know.",
            hint="Set TZ to a name such as Europe/Berlin, or [me] zone in the settings.",
        )
    return found


def _of_name(name: str) -> str | None:
    bare = name.removeprefix("posix/").removeprefix("right/")
    try:
        key = ZoneInfo(bare).key
    except (ValueError, OSError, KeyError):
        key = next((known for known in available_timezones() if known.lower() == bare.lower()), "")
    return "UTC" if key in _UTC else key or None


def _of_path(path: Path) -> str | None:
    """The zone that a file is, or is a link to, or keeps the same time as."""
    name = str(path.resolve()).partition("zoneinfo/")[2]
    named = _of_name(name) if name and name not in _NAMELESS else None
    if named:
        return named
    try:
        with path.open("rb") as file:
            return _like(ZoneInfo.from_file(file), None)
    except (OSError, ValueError):
        return None


def _of_rule(rule: str, own: str | None) -> str | None:
    """The zone that follows a POSIX rule; the machine's own when it does."""
    try:
        return _like(ZoneInfo.from_file(io.BytesIO(_zone_file(rule))), own)
    except (ValueError, IndexError):
        return None


def _zone_file(rule: str) -> bytes:
    """A zone file (TZif, RFC 9636) without any history, in which only the rule speaks."""
    head = b"TZif2" + bytes(15) + b"".join(count.to_bytes(4, "big") for count in (0, 0, 0, 0, 1, 4))
    body = bytes(6) + b"UTC\0"
    return head + body + head + body + b"\n" + rule.encode() + b"\n"


def _like(wanted: ZoneInfo, own: str | None) -> str | None:
    """The name of a zone that keeps the same time for two years to come, by the same abbreviations where one does."""
    moments = _telling_moments(wanted)
    same = [name for name in available_timezones() if _keeps(ZoneInfo(name), wanted, moments)]
    by_name = [
        name
        for name in same
        if {_abbreviation(name, at) for at in moments} == {f"{at.astimezone(wanted):%Z}" for at in moments}
    ]
    found = by_name or same
    if own in found:
        return own
    best = min(
        found, key=lambda name: (name not in _USUAL, "/" not in name, name.startswith(_REMOTE), name), default=None
    )
    return "UTC" if best in _UTC else best


def _abbreviation(name: str, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(name)):%Z}"


def _keeps(zone: ZoneInfo, wanted: ZoneInfo, moments: list[datetime]) -> bool:
    return all(at.astimezone(zone).utcoffset() == at.astimezone(wanted).utcoffset() for at in moments)


def _telling_moments(zone: ZoneInfo) -> list[datetime]:
    """A moment of each month, and the minutes before and after each change of its clocks."""
    start = datetime.now(UTC).replace(second=0, microsecond=0)
    days = [start + timedelta(days=count) for count in range(_DAYS_AHEAD)]
    found = days[::30]
    for day in days:
        low, high = day, day + timedelta(days=1)
        if low.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset():
            continue
        while high - low > timedelta(minutes=1):
            middle = low + (high - low) // 2
            same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
            low, high = (middle, high) if same else (low, middle)
        found += [low, high]
    return found
