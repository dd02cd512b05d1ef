"""Owns interviewers and the reading of `Name <mail>`; what mail systems do with an address is left to mail."""

import re
from dataclasses import dataclass
from email.utils import parseaddr

from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviewer:
    """A person who interviewed you. `email` is empty when it is not known."""

    id: str
    name: str
    email: str = ""

    @property
    def first_name(self) -> str:
        """The name to greet with; titles such as `Dr.` are passed over."""
        parts = [part for part in self.name.split() if part.rstrip(".").lower() not in _TITLES]
        return parts[0] if parts else self.name

    @property
    def label(self) -> str:
        """`Name <mail>`, as it can be typed."""
        return f"{self.name} <{self.email}>" if self.email else self.name


_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "herr", "frau", "sir"})


@dataclass(frozen=True, slots=True)
class NamedAddress:
    """What was read from `Name <mail>`: a name and an address, of which one may be empty."""

    name: str
    email: str


def check_address(text: str) -> str:
    """The address without white space around it. Raises `NotUnderstood` when it is no address."""
    address = clean_line(text)
    if not _ADDRESS.fullmatch(address):
        raise NotUnderstood(
            f"“{address}” is not a mail address.",
            hint="Write it like name@example.org, one address only.",
        )
    return address


def read_named_address(text: str) -> NamedAddress:
    """`Ada Byron <ada@example.org>`, `ada@example.org` or just `Ada Byron`. Raises `NotUnderstood`."""
    line = clean_line(text)
    if not line:
        raise NotUnderstood("An interviewer needs a name.", hint="Write it like Ada Byron <ada@example.org>.")
    if "<" not in line and "@" not in line:
        return NamedAddress(name=line, email="")
    head, bracket, tail = line.partition("<")
    if bracket:
        name = head.strip().strip('"')
        email = check_address(tail.removesuffix(">"))
    else:
        name, email = "", check_address(parseaddr(line)[1] or line)
    return NamedAddress(name=name or _name_from(email), email=email)


def split_people(text: str) -> tuple[str, ...]:
    """The parts of `A <a@x>; B <b@x>`, split at semicolons, commas outside quotes and line ends."""
    return tuple(part.strip() for part in re.split(r"[;,\n]", text) if part.strip())


def _name_from(email: str) -> str:
    local = email.partition("@")[0]
    return " ".join(part.capitalize() for part in re.split(r"[._-]+", local) if part) or email
