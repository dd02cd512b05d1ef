"""Owns what the machine provides: the clock with the person's zone, and fresh ids."""

import os
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from afterword.machine_zone import machine_zone

# No vowels, so that no id spells a word; no look-alikes, so that one can be read aloud.
_LETTERS = "23456789bcdfghjkmnpqrstvwxyz"
_LENGTH = 10


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
