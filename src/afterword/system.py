"""Owns what the machine provides: the clock with the person's zone, and fresh ids."""

import os
import secrets
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

# No vowels, so that no id spells a word; no look-alikes, so that one can be read aloud.
_LETTERS = "23456789bcdfghjkmnpqrstvwxyz"
_LENGTH = 10
_UTC = frozenset({"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})


class SystemClock:
    """The machine's clock, in the zone given or else the machine's own."""

    def __init__(self, zone: str = "") -> None:
        self._zone = ZoneInfo(zone or machine_zone())

    def now(self) -> datetime:
        """The present second, aware."""
        return datetime.now(self._zone).replace(microsecond=0)

    @property
    def zone(self) -> str:
        """The IANA name of the zone."""
        return self._zone.key


class FixedClock:
    """A clock that stands still, for samples and proofs."""

    def __init__(self, at: datetime, zone: str = "UTC") -> None:
        self._zone = ZoneInfo(zone)
        self._at = at.astimezone(self._zone)

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._at

    def set(self, at: datetime) -> None:
        """Set it to another instant."""
        self._at = at.astimezone(self._zone)

    @property
    def zone(self) -> str:
        """The IANA name of the zone."""
        return self._zone.key


class RandomIds:
    """Ids of ten letters and digits: 48 bits, short enough to type, free of look-alikes."""

    def new(self) -> str:
        """A fresh id."""
        return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def machine_zone() -> str:
    """The IANA name of this machine's zone: TZ, then /etc/localtime, then UTC."""
    named = os.environ.get("TZ", "").lstrip(":")
    candidates = [named, str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]]
    for name in candidates:
        try:
            if name:
                key = ZoneInfo(name).key
                return "UTC" if key in _UTC else key
        except (ValueError, OSError, KeyError):
            continue
    return "UTC"
