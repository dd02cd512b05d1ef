"""Owns by what a mail about an application is known to concern one of ours: the company, its people, the role.

The name of the company stands in the sender's name or address (a relay's, too), in the subject, or only in the text;
where several applications fit, the role decides, else the person.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, cached_property
from typing import TypeVar

from msgspec import Struct, field

from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import Journal, grouped
from afterword.domain.people import NamedAddress, Person, folded_address, name_words
from afterword.domain.text import unaccented
from afterword.languages.loader import load

V = TypeVar("V")
_BELOW_A_COUNTRY = frozenset({"co", "com", "org", "net", "ac", "edu", "gov", "nhs"})
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LEAST_LABEL = 3
_LEAST_FIRST_WORD = 5
_LEAST_TELLING = 4
_SHORT_NAME = 4
_MOST_CHARACTERS = 60_000
_WRITTEN_UMLAUT = re.compile(r"([aou])e")
_LINK = re.compile(r"https?://([\w.-]{3,80})((?:/[\w.%-]{1,60}){0,2})", re.IGNORECASE)
_MOST_LINKS = 20
_LONGEST_LABEL = 63


class _Domains(Struct, frozen=True):
    """The services behind which everybody has an address, those that write for companies, and legal forms.

    `houses` are the words for what a company is, which name none.
    """

    services: frozenset[str]
    relays: frozenset[str]
    houses: frozenset[str]
    legal_forms: tuple[str, ...]


@cache
def _domains() -> _Domains:
    return load("names", _Domains, "any", "domains")


@cache
def _legal_form() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_domains().legal_forms)})\b\.?")


@cache
def _kinds_of_house() -> frozenset[str]:
    return frozenset(map(_fold_word, _domains().houses))


def domain_of(address: str) -> str:
    """What stands behind the @ of an address, in lower case."""
    return address.rpartition("@")[2].strip().casefold()


def is_for_everybody(domain: str) -> bool:
    """Whether a domain gives addresses to everybody, as Gmail does."""
    return owner_of(domain) in _domains().services


def is_relay(domain: str) -> bool:
    """Whether a domain writes to applicants for many companies, as Greenhouse does."""
    return not _domains().relays.isdisjoint(domain.split(".")[:-1])


def is_one_house(domain: str, home: str) -> bool:
    """Whether two domains are one, or one lies below the other."""
    return domain == home or domain.endswith(f".{home}") or home.endswith(f".{domain}")


def is_named_after(domain: str, company: str) -> bool:
    """Whether a part of the domain is the name of the company, written in one word."""
    name = joined_name(company)
    labels = {_SEPARATORS.sub("", label) for label in domain.split(".")[:-1]}
    return len(name) >= _LEAST_LABEL and name in labels


def owner_of(domain: str) -> str:
    """The part of a domain that names whose it is: `initech` of `mail.initech.co.uk`."""
    *labels, _country = domain.split(".")
    if len(labels) > 1 and labels[-1] in _BELOW_A_COUNTRY:
        labels.pop()
    return labels[-1] if labels else ""


def joined_name(company: str) -> str:
    """The name of a company in one word, without its legal form: `piedpiper`."""
    return _SEPARATORS.sub("", _legal_form().sub("", _plain(company)))


def _plain(text: str) -> str:
    """In small letters without accents; “ue” is “ü”, as it has to be in an address."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _WRITTEN_UMLAUT.sub(r"\1", bare)


def _words(text: str) -> list[str]:
    return [_fold_word(word) for word in _WORD.findall(text)]


def _fold_word(word: str) -> str:
    return _WRITTEN_UMLAUT.sub(r"\1", unaccented(word).removesuffix("'s"))


def _spells(label: str, words: frozenset[str]) -> int:
    """Of how many of those words, one behind the other, a label consists; 0 when of anything else."""
    fewest = {0: 0}
    for place in range(len(label)):
        if place in fewest:
            for word in words:
                if label.startswith(word, place):
                    fewest.setdefault(place + len(word), fewest[place] + 1)
    return fewest.get(len(label), 0)


def _above(domain: str) -> Iterator[str]:
    """The domain and those it lies below, but for its last label: `jobs.initech.example`, `initech.example`."""
    labels = domain.split(".")
    return (".".join(labels[place:]) for place in range(max(len(labels) - 1, 1)))


class HiringProcess(Struct, frozen=True, dict=True):
    """One application as a mail can tell it; `rounds` are its interviews, earliest first."""

    application: Application
    rounds: tuple[Interview, ...]
    people: tuple[Person, ...]

    @property
    def id(self) -> str:
        """The id of the application."""
        return self.application.id

    @cached_property
    def name(self) -> tuple[str, ...]:
        """The words of the company's name without its legal form; all of them where nothing else is left."""
        words = _words(self.application.company)
        forms = set(_domains().legal_forms)
        return tuple(word for word in words if word not in forms) or tuple(words)

    @cached_property
    def short_name(self) -> tuple[str, ...]:
        """The name without what the company is: “Santa Elvira” of the Hospital Santa Elvira. Empty where nothing is."""
        places = [place for place, word in enumerate(self.name) if word not in _kinds_of_house()]
        return self.name[places[0] : places[-1] + 1] if places else ()

    @cached_property
    def spelling(self) -> frozenset[str]:
        """Of what words an address of the company may consist: those of its name, and what any house may add.

        The last words may stand as their initials: `mapleridgeusd` is the Mapleridge Unified School District.
        """
        company = _plain(self.application.company.replace("&", " and ").replace("'", "").replace("’", ""))
        parts = [word for word in _SEPARATORS.split(company) if word]
        initials = ("".join(word[0] for word in parts[start:]) for start in range(1, len(parts)))
        words = {*parts, *initials, *_domains().legal_forms}
        return frozenset(word for word in words | _kinds_of_house() if len(word) > 1)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words of its name that no other company needs to have."""
        own = self.spelling - _kinds_of_house() - frozenset(_domains().legal_forms)
        return frozenset(word for word in own if len(word) >= _LEAST_TELLING)

    @cached_property
    def role(self) -> frozenset[str]:
        """The words of the role."""
        return frozenset(_words(self.application.role))

    @cached_property
    def homes(self) -> frozenset[str]:
        """The domains of its people's addresses that are an employer's own."""
        domains = {domain_of(person.email) for person in self.people if person.email}
        return frozenset(domain for domain in domains if not is_for_everybody(domain) and not is_relay(domain))

    @property
    def since(self) -> datetime:
        """The moment before which no mail about its end can have come."""
        return min([self.application.created, *(interview.at for interview in self.rounds[:1])])

    @property
    def ended_on(self) -> date | None:
        """The day on which it ended; None while it is open, or nobody ever answered."""
        ended = self.application.outcome not in (Outcome.PENDING, Outcome.NO_ANSWER)
        return self.application.outcome_on if ended else None


def _pieces(address: str) -> tuple[frozenset[str], bool]:
    """What an address may name a company by, each in one word, and whether it is one at a relay.

    Its domain's labels do, and at a relay what stands before the @ does, too: `initech@myworkday.com`.
    """
    local, _, domain = _plain(address).rpartition("@")
    relayed = is_relay(domain)
    labels = [*domain.split(".")[:-1], *(re.split(r"[.+_]", local) if relayed else ())]
    whole = (_SEPARATORS.sub("", label) for label in labels)
    return frozenset((*whole, *(part for label in labels for part in label.split("-")))), relayed


class Belonging(Struct, frozen=True):
    """The applications a mail may concern, and how surely: `known` when its sender says so, or writes for companies."""

    applications: tuple[str, ...] = ()
    known: bool = False


class Processes(Struct, frozen=True, dict=True):
    """The applications of a journal as the mail can tell them."""

    all: Mapping[str, HiringProcess] = field(default_factory=dict)

    @cached_property
    def _by_first_word(self) -> Mapping[str, tuple[HiringProcess, ...]]:
        return grouped((word, process) for process in self.all.values() for word in process.name[:1])

    @cached_property
    def _by_address(self) -> Mapping[str, tuple[HiringProcess, ...]]:
        pairs = ((folded_address(person.email), process) for process in self.all.values() for person in process.people)
        return grouped((address, process) for address, process in pairs if address)

    @cached_property
    def _by_person(self) -> Mapping[str, tuple[tuple[frozenset[str], HiringProcess], ...]]:
        """From the longest word of a person's name to all its words; a single word names nobody."""
        pairs = ((name_words(person.name), process) for process in self.all.values() for person in process.people)
        return grouped((max(words, key=len), (words, process)) for words, process in pairs if len(words) > 1)

    @cached_property
    def _by_home(self) -> Mapping[str, tuple[HiringProcess, ...]]:
        """From each domain of an employer, and what stands above it, to the applications there."""
        homes = ((home, process) for process in self.all.values() for home in process.homes)
        return grouped((above, process) for home, process in homes for above in _above(home))

    @cached_property
    def _by_label(self) -> Mapping[str, tuple[HiringProcess, ...]]:
        names = ((joined_name(process.application.company), process) for process in self.all.values())
        return grouped((name, process) for name, process in names if len(name) >= _LEAST_LABEL)

    @cached_property
    def _by_first_label(self) -> Mapping[str, tuple[HiringProcess, ...]]:
        pairs = ((_SEPARATORS.sub("", _plain("".join(process.name[:1]))), process) for process in self.all.values())
        return grouped((first, process) for first, process in pairs if len(first) >= _LEAST_FIRST_WORD)

    @cached_property
    def _by_telling_word(self) -> Mapping[str, tuple[HiringProcess, ...]]:
        return grouped((word, process) for process in self.all.values() for word in process.telling)

    @cached_property
    def _by_short_name(self) -> Mapping[str, tuple[HiringProcess, ...]]:
        """From the first word of a short name, where the whole begins with another or goes on."""
        shorter = (process for process in self.all.values() if process.short_name not in ((), process.name))
        return grouped((process.short_name[0], process) for process in shorter)

    def _spelt(self, label: str, *, least: int = 1) -> Iterator[HiringProcess]:
        """The applications at companies of whose words a label of an address consists, of at least so many."""
        joined = _SEPARATORS.sub("", label)[:_LONGEST_LABEL]
        for start in range(len(joined)):
            for end in range(start + _LEAST_TELLING, len(joined) + 1):
                for process in self._by_telling_word.get(joined[start:end], ()):
                    if _spells(joined, process.spelling) >= least:
                        yield process

    def _writing(self, writer: NamedAddress) -> Iterator[HiringProcess]:
        """The applications somebody may write about: as one of their people, or from an address at the company."""
        yield from self._by_address.get(folded_address(writer.email), ())
        words = name_words(writer.name)
        for word in words & self._by_person.keys():
            yield from (process for named, process in self._by_person[word] if named <= words)
        if domain_of(writer.email):
            yield from self._employing(writer.email)
        if is_relay(domain_of(writer.email)):
            for word in _words(writer.name):
                named = self._by_telling_word.get(word, ())
                yield from (process for process in named if process.short_name[:1] == (word,))

    def _employing(self, address: str) -> Iterator[HiringProcess]:
        domain = domain_of(address)
        # A small firm may write from anywhere: `boulangerie.pichon@` says it all.
        yield from self._spelt(_plain(address).rpartition("@")[0], least=2)
        if is_for_everybody(domain):
            return
        for above in _above(domain):
            for process in self._by_home.get(above, ()):
                if any(is_one_house(domain, home) for home in process.homes):
                    yield process
        pieces, relayed = _pieces(address)
        for piece in pieces:
            yield from self._by_label.get(piece, ())
            yield from self._spelt(piece)
            if relayed:
                yield from self._by_first_label.get(piece, ())

    def named(self, text: str) -> Iterator[str]:
        """The applications at companies that a text names.

        A name that is a short or a common word counts only as it is written: “Next” is not named by “the next step”.
        """
        tokens = list(_WORD.finditer(text[:_MOST_CHARACTERS]))
        words = [_fold_word(token[0]) for token in tokens]
        for place, word in enumerate(words):
            for process in self._by_first_word.get(word, ()):
                size = len(process.name)
                if tuple(words[place : place + size]) == process.name and _as_written(
                    process, tokens[place][0], alone=size == 1
                ):
                    yield process.id
            for process in self._by_short_name.get(word, ()):
                size = len(process.short_name)
                whole = size > 1 or len(word) >= _LEAST_FIRST_WORD
                if (
                    whole
                    and tokens[place][0][:1].isupper()
                    and tuple(words[place : place + size]) == process.short_name
                ):
                    yield process.id

    def _linked(self, text: str) -> Iterator[str]:
        """The applications at companies to whose pages a text links, those at services for applicants, too."""
        for link in list(_LINK.finditer(text[:_MOST_CHARACTERS]))[:_MOST_LINKS]:
            host, path = _plain(link[1]), _plain(link[2])
            pieces = [*host.split(".")[:-1], *(path.split("/") if is_relay(host) else ())]
            for piece in pieces:
                yield from (process.id for process in self._by_label.get(_SEPARATORS.sub("", piece), ()))
                yield from (process.id for process in self._spelt(piece))

    def knows(self, writer: NamedAddress) -> bool:
        """Whether somebody writes from one of the companies, by address or name."""
        return any(True for _ in self._writing(writer)) or any(True for _ in self.named(writer.name))

    def belonging(self, writers: Iterable[NamedAddress], subject: str, text: str) -> Belonging:
        """The applications that a mail concerns, by its sender, else its subject, else its text; then by the role."""
        people = tuple(writers)
        senders = [process.id for writer in people for process in self._writing(writer)]
        named = [application for writer in people for application in self.named(writer.name)]
        titled = list(self.named(subject))
        mentioned = [*self.named(text), *self._linked(text)]
        by_writer = dict.fromkeys((*senders, *named))
        # Somebody who places people at several companies names the one that is meant.
        meant = [application for application in (*titled, *mentioned) if application in by_writer]
        applications = tuple(dict.fromkeys(meant)) or tuple(by_writer) or tuple(dict.fromkeys(titled or mentioned))
        relayed = any(is_relay(domain_of(writer.email)) for writer in people)
        return Belonging(
            self._by_role(applications, f"{subject}\n{text}"), known=bool(by_writer or (relayed and applications))
        )

    def _by_role(self, applications: tuple[str, ...], text: str) -> tuple[str, ...]:
        """Those whose role stands in the text, where some do and others do not; then those that are still open."""
        if len(applications) < 2:  # noqa: PLR2004  one is no choice
            return applications
        words = set(_words(text[:_MOST_CHARACTERS]))
        fitting = [self.all[key] for key in applications if self.all[key].role <= words]
        longest = max((len(process.role) for process in fitting), default=0)
        matches = [process for process in fitting if len(process.role) == longest] or [
            self.all[key] for key in applications
        ]
        still_open = [process for process in matches if process.ended_on is None]
        return tuple(process.id for process in still_open or matches)


def _as_written(process: HiringProcess, written: str, *, alone: bool) -> bool:
    company = next(iter(_WORD.findall(process.application.company)), "")
    if not alone or not company[:1].isupper():
        return True
    if len(company) <= _SHORT_NAME and company.isupper():
        return written == company
    return written[:1].isupper()


def processes(journal: Journal) -> Processes:
    """The applications of a journal that a mail may concern."""
    return Processes(
        {
            application.id: HiringProcess(
                application, journal.rounds_of(application.id), journal.people_of(application.id)
            )
            for application in journal.live_applications
        }
    )
