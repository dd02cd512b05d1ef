"""Owns interviewers and the reading of `Name <mail>`; what mail systems do with an address is left to mail."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated

from msgspec import Struct

from afterword.domain.fields import Field
from afterword.domain.text import clean, clean_line, lazy_pattern
from afterword.errors import NotUnderstood, UserError
from afterword.languages.loader import load

_ATOM = r"[^\s@<>,;:\"()\[\]\\.]+"
_LABEL = rf"(?!-){_ATOM}(?<!-)"
_ADDRESS = lazy_pattern(rf"{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})*")
# RFC 5321 section 4.5.3.1: what no server has to take.
_LONGEST_LOCAL, _LONGEST_ADDRESS = 64, 254

_WORD = lazy_pattern(r"\w+")
_COMMENTED = lazy_pattern(r"(?P<address>[^\s()]+) ?\((?P<name>[^()]*)\)")
_ENTRY = lazy_pattern(r'(?:"[^"\n]*"|[^;\n])+')
_ALSO = lazy_pattern(r"(?<!\s)\s+(?:and|und|et|&|\+)\s+", re.IGNORECASE)
"""What stands between two people in running words; the Spanish `y` does in family names, too."""
_PIECE = lazy_pattern(r'(?:"[^"]*"|\([^()]*\)|[^,])+')
_HEADER = lazy_pattern(r"^\s*[^\W\d_][\w-]{0,14}\s?:\s*")
"""What stands before the people in the head of a mail, in any language: `To:`, `Reply-To:`, `À :`."""
_INITIAL = lazy_pattern(r"\w\.?")
_NICKNAME = lazy_pattern(r'(?<=\s)"([^"\s]+)"(?=\s|$)|^"([^"\s]+)"(?=\s+[^\s"])')
_UMLAUT = lazy_pattern("([aou])e")
"""An umlaut as an address spells it, which is one letter without its dots elsewhere."""
_LONGEST_GIVEN, _SHORTEST_NAME = 3, 3


@cache
def _joined() -> dict[str, frozenset[str]]:
    """What stays with a name: suffixes behind its comma, particles before the family name."""
    return load("names", dict[str, frozenset[str]], "any", "people")


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_joined()['suffixes'])})\.?", re.IGNORECASE)


class Part(StrEnum):
    """What somebody is in a hiring process."""

    INTERVIEWER = "interviewer"
    MANAGER = "manager"
    RECRUITER = "recruiter"
    AGENCY = "agency"
    INTERNAL = "internal"


ASKED_LAST = (Part.RECRUITER, Part.AGENCY)
"""Those who did not see you at work, or not alone."""
PARTS = (
    (Part.INTERVIEWER, "interviewer"),
    (Part.MANAGER, "hiring manager"),
    (Part.RECRUITER, "recruiter"),
    (Part.AGENCY, "agency"),
    (Part.INTERNAL, "colleague"),
)
LANGUAGES = (("en", "English"), ("de", "Deutsch"), ("fr", "français"), ("es", "español"))
"""The languages that letters are written in, by their code; an empty one stands for the person's own."""


class Person(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody you were interviewed by or write to (P1). What is not known is empty.

    `salutation` and `family` greet in languages that greet formally: “Frau Dr.” and “Weber”. `familiar`: you are on
    first-name terms (du, tu, tú). `language` is that of letters to them, that of the application where it is empty.
    """

    id: str
    name: Annotated[str, Field("Name", "the name", required="Write it like Ada Byron.")]
    email: Annotated[str, Field("Address", "the mail address", example="name@example.org", flag="--email MAIL")] = ""
    part: Annotated[
        Part,
        Field(
            "Part",
            "what they are in it: interviewer, manager, recruiter, agency or internal",
            choices=PARTS,
            flag="--part PART",
        ),
    ] = Part.INTERVIEWER
    salutation: Annotated[
        str,
        Field(
            "Salutation",
            "how they are addressed before the family name",
            example="Frau Dr., Madame, Ms",
            known="people",
        ),
    ] = ""
    family: Annotated[str, Field("Family name", "the family name", example="Weber, van der Berg")] = ""
    familiar: Annotated[
        bool, Field("First-name terms", "you are on first-name terms: du, tu, tú", flag="--first-names")
    ] = False
    language: Annotated[
        str,
        Field(
            "Language",
            "the language of letters to them: en, de, fr or es",
            choices=(("", "that of the application"), *LANGUAGES),
            flag="--lang CODE",
        ),
    ] = ""
    phone: Annotated[str, Field("Phone", "the number", example="+49 30 1234567")] = ""
    linkedin: Annotated[str, Field("LinkedIn", "the profile", example="linkedin.com/in/ada-byron")] = ""
    remember: Annotated[
        str, Field("What I remember", "one thing they said or asked, in your words", example="the detour on paging")
    ] = ""
    created: datetime | None = None

    @property
    def first_name(self) -> str:
        """What the person is called in short; the whole name where only the family name is known."""
        # Reading a name is loaded where somebody is greeted.
        from afterword.domain.greeting import greeting

        return greeting(self.name, self.email) or self.name

    @property
    def label(self) -> str:
        """`Name <mail>`, as it can be typed; a name that holds a comma or semicolon stands in quotes.

        Of a program or a team only the address is known, and stands for the name.
        """
        if self.name == self.email:
            return self.email
        name = f'"{self.name}"' if any(mark in self.name for mark in ",;") else self.name
        return f"{name} <{self.email}>" if self.email else name


class NamedAddress(Struct, frozen=True):
    """What was read from `Name <mail>`: a name and an address, of which one may be empty."""

    name: str
    email: str

    @property
    def label(self) -> str:
        """The name, or else the address."""
        return self.name or self.email

    def is_of(self, person: Person) -> bool:
        """Whether this is that person: the address is theirs (a `+tag` aside), or the name holds all words of theirs.

        A single word is no proof: every second Ada is another one.
        """
        if self.email and folded_address(self.email) == folded_address(person.email):
            return True
        words = name_words(person.name)
        several = len(words) > 1 or not self.email
        return bool(words) and several and words <= name_words(self.name)


def folded_address(address: str) -> str:
    """The address in lower case without the `+tag` before its `@`: what goes to one mailbox is one address."""
    local, at, domain = address.strip().casefold().rpartition("@")
    bare = local.partition("+")[0]
    return f"{bare or local}{at}{domain}"


def name_words(name: str) -> frozenset[str]:
    """The words of a name, in lower case and in no order."""
    return frozenset(_WORD.findall(name.casefold()))


def check_address(text: str) -> str:
    """The address without white space around it. Raises `NotUnderstood` when it is no address."""
    address = clean_line(text)
    if not _ADDRESS.fullmatch(address) or not _can_be_sent_to(address):
        raise NotUnderstood(
            f"“{address}” is not a mail address.",
            hint="Write it like name@example.org, one address only.",
        )
    return address


def _can_be_sent_to(address: str) -> bool:
    """Whether its parts are short enough, visible, and its domain has a form that servers look up."""
    local, _, domain = address.rpartition("@")
    try:
        # Full-width signs become plain ones on the way, so the form that is sent is looked at too.
        wire = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return False
    short = len(local.encode()) <= _LONGEST_LOCAL and len(wire.encode()) <= _LONGEST_ADDRESS
    return short and address.isprintable() and _ADDRESS.fullmatch(wire) is not None


def read_named_address(text: str) -> NamedAddress:
    """`Ada Byron <ada@example.org>`, `ada@example.org` or just `Ada Byron`. Raises `NotUnderstood`."""
    line = clean_line(text)
    if "@" not in line and "<" not in line:
        return NamedAddress(name=check_name(line), email="")
    head, bracket, tail = line.rpartition("<")
    if bracket:
        name, email = head, check_address(tail.removesuffix(">"))
    else:
        name, email = _bare(line)
    return NamedAddress(name=check_name(name) if _unquoted(name) else _name_from(email), email=email)


def check_name(text: str) -> str:
    """The name as it is spoken, without quotes around it. Raises `NotUnderstood` when none is left or it is none.

    A nickname in it stands in “quotes” that no mail program takes for its own.
    """
    line = _NICKNAME.sub(lambda match: f"“{match[1] or match[2]}”", clean_line(text))
    name = natural_name(_unquoted(line))
    if not name:
        raise NotUnderstood("An interviewer needs a name.", hint="Write it like Ada Byron <ada@example.org>.")
    if any(mark in name for mark in '<>@"'):
        raise NotUnderstood(f"“{name}” is not a name.", hint="Write it like Ada Byron <ada@example.org>.")
    return name


def check_person(person: "NamedAddress | Person") -> NamedAddress:
    """The person with a name and an address that can be kept. Raises `NotUnderstood`.

    Whoever stands behind a program's address may go by that address alone.
    """
    email = check_address(person.email) if person.email.strip() else ""
    nameless = bool(email) and clean_line(person.name) == email
    return NamedAddress(name=email if nameless else check_name(person.name), email=email)


def check_own_address(people: Iterable[Person], person: Person) -> None:
    """Raises `UserError` where somebody else has that address: nobody could tell whose reply came in."""
    address = folded_address(person.email)
    other = next(
        (candidate for candidate in people if candidate.id != person.id and folded_address(candidate.email) == address),
        None,
    )
    if address and other is not None:
        raise UserError(f"{other.name} has that address already.", hint="Each person needs an own one.")


def _unquoted(text: str) -> str:
    return text.strip().strip('"').strip()


def _bare(line: str) -> tuple[str, str]:
    """Name and address of `ada@example.org`, `ada@example.org (Ada)` or `Ada Byron ada@example.org`."""
    commented = _COMMENTED.fullmatch(line)
    if commented is not None:
        return commented["name"], check_address(commented["address"])
    head, _, last = line.rpartition(" ")
    return head, check_address(last)


def read_people(text: str) -> tuple[NamedAddress, ...]:
    """Everybody named in a text; see `split_people`. Raises `NotUnderstood`."""
    return tuple(map(read_named_address, split_people(text)))


def people_lines(text: str) -> tuple[str, ...]:
    """Everybody in a text that was copied from somewhere, such as `To: A <a@x>, B <b@x>` of a mail, a line each."""
    lines = clean(text).split("\n")
    plain = (_HEADER.sub("", line) if "@" in line else line for line in lines)
    return tuple(map(clean_line, split_people("\n".join(plain))))


def people_words(text: str) -> str:
    """How the people in a text are understood; where a comma was taken to join one name, also how to part two."""
    parts = split_people(text)
    words = " · ".join(_words_of(read_named_address(part)) for part in parts)
    joined = any(map(_is_turned, parts))
    return f"{words}; type a semicolon between two people" if joined else words


def _words_of(person: NamedAddress) -> str:
    return person.name if person.name == person.email else f"{person.name} ({person.email or 'no address yet'})"


def _is_turned(part: str) -> bool:
    """Whether the family name stands before a comma that nothing but the order of the words explains."""
    names = [piece for piece in map(str.strip, part.partition("<")[0].split(",")) if piece]
    return not {'"', "("} & set(part) and sum(not _suffix().fullmatch(name) for name in names) > 1


def split_people(text: str) -> tuple[str, ...]:
    """The people in a text, one part each: `A <a@x>; B`, `A, B`, one a line, or `O'Brien, Pat` (one person).

    Semicolons and line ends always part people, as does `and` outside quotes and brackets. A comma does, too, unless
    it stands in quotes, before a suffix (`Smith, Jr.`), or between the family name and the given names of one person.
    Two words before a comma are a family name where a single given name follows (`García Márquez, Gabriel`);
    `Ada Byron, Grace Hopper` are two people. A lone address that holds the name before its comma belongs to it.
    """
    entries = [part for entry in _ENTRY.findall(text) for part in _without_and(entry)]
    return tuple(person for entry in entries for run in _runs(entry) for person in _people_of(run))


def _without_and(entry: str) -> list[str]:
    """The entry parted at each `and` that stands between two names."""
    if {'"', "("} & set(entry):
        return [entry]
    return [part for part in _ALSO.split(entry) if part.strip()]


def _runs(entry: str) -> Iterator[list[str]]:
    """The pieces between commas, in runs that end where an address does; suffixes stay with their name."""
    run: list[str] = []
    for piece in filter(None, (raw.strip() for raw in _PIECE.findall(entry))):
        if run and _suffix().fullmatch(piece.partition("<")[0].strip()):
            run[-1] += f", {piece}"
        elif run and _is_address_of(piece, run[-1]):
            run[-1] += f" <{piece}>"
        else:
            run.append(piece)
        if "@" in piece:
            yield run
            run = []
    if run:
        yield run


def _is_address_of(piece: str, name: str) -> bool:
    """Whether a lone address behind a comma is that person's: `Ada Byron, ada@x`, `Ada Byron, ab@x`."""
    if _ADDRESS.fullmatch(piece) is None:
        return False
    from afterword.domain.text import folded

    local = _UMLAUT.sub(r"\1", folded(piece.partition("@")[0]))
    names = [_UMLAUT.sub(r"\1", folded(word)) for word in _WORD.findall(name)]
    initials = iter(word[0] for word in names)
    letters = [letter for letter in local if letter.isalpha()]
    # Each letter of `avh@x` is found among the initials behind the one before it.
    by_initials = bool(letters) and all(letter in initials for letter in letters)
    return by_initials or any(word in local for word in names if len(word) >= _SHORTEST_NAME)


def _people_of(run: list[str]) -> list[str]:
    """Two pieces are one person when they read like a family name and given names; else each is somebody."""
    two = 2
    if len(run) != two or '"' in "".join(run):
        return run
    given = run[1].partition("<")[0].split()
    if not 0 < len(given) <= _LONGEST_GIVEN or "@" in given[0]:
        return run
    family = _family_words(run[0])
    whole = family == 1 or (family == two and all(_INITIAL.fullmatch(word) for word in given[1:]))
    return [", ".join(run)] if whole else run


def _family_words(piece: str) -> int:
    """How many words of a family name there are, beside what belongs to one: `O'Brien`, `van der Berg`, `King Jr.`."""
    words = [word for word in piece.split() if not _suffix().fullmatch(word)]
    return len([word for word in words[:-1] if not _is_particle(word)]) + 1 if words else 0


def _is_particle(word: str) -> bool:
    return word[0].islower() or word.lower() in _joined()["particles"]


def natural_name(name: str) -> str:
    """`Pat O'Brien` for `O'Brien, Pat`, `Pat Smith Jr.` for `Pat Smith, Jr.`; other names as they are."""
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    suffixes = [piece for piece in pieces[1:] if _suffix().fullmatch(piece)]
    names = [piece for piece in pieces if piece not in suffixes]
    family_first = 2
    if len(names) > family_first:
        return name
    return " ".join([*reversed(names), *suffixes])


def _name_from(email: str) -> str:
    """The name that an address holds; of a program's or a team's address, that address: it is nobody's name."""
    from afterword.domain.greeting import is_program_address

    if is_program_address(email):
        return email
    local = email.partition("@")[0].partition("+")[0].rstrip("0123456789")
    return " ".join(part.capitalize() for part in re.split(r"[._-]+", local) if part) or email
