"""Owns what people, roles and companies are called in a letter, and its first line in each language.

A greeting is right or it is left open. Nobody's gender is guessed at: a given name says nothing about it, only a title
that was typed does.
"""

import re
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.interview import Application
from afterword.domain.names import SpokenName, bare, is_nobody, is_particle, is_short, known_words, read_name
from afterword.domain.people import Person
from afterword.domain.text import capital, clean_line
from afterword.languages.loader import DEFAULT, load

_SPLIT = re.compile(r"[\s._+-]+")
NOBODY = "Nobody is greeted by name: find out who reads this, and write to that person."


def greeting(name: str, address: str = "") -> str:
    """What somebody of that name, as typed or as it stands before an address, is called; empty if nobody can tell."""
    return "" if is_nobody(name) or name == address else _called(read_name(name))


def full_name(name: str) -> str:
    """The name in the order in which it is spoken, without what stands around it: `Smith, John, PhD` is John Smith."""
    spoken = read_name(name)
    return " ".join([*spoken.titles, *spoken.words]) if spoken.words else ""


def _called(spoken: SpokenName) -> str:
    """The given name, or what else somebody is greeted by in English."""
    if spoken.doubtful or not spoken.words:
        return ""
    lexicon = known_words()
    if any(bare(title) in lexicon.styles for title in spoken.titles):
        by_given = any(bare(title) in lexicon.by_given for title in spoken.titles)
        return " ".join([*spoken.titles, *styled(spoken, by_given=by_given)])
    if spoken.called:
        return spoken.called
    if spoken.titles and not spoken.whole and any(not is_short(word) for word in spoken.family):
        return " ".join([*spoken.titles, *spoken.family])
    return " ".join(spoken.words) if spoken.whole else ""


def styled(spoken: SpokenName, *, by_given: bool) -> tuple[str, ...]:
    """The words behind a title such as Captain: the family name, or `by_given` the given one: Sister Mary."""
    if not spoken.called or not by_given:
        return spoken.family or spoken.words
    lexicon = known_words()
    order = any(bare(title) in lexicon.orders for title in spoken.titles)
    joint = order and len(spoken.words) > 1 and spoken.words[1].casefold() in lexicon.second_names
    return spoken.words[:2] if joint else (spoken.called,)


def is_program_address(address: str) -> bool:
    """Whether an address is read by a program or by a team, so that no single person is written to."""
    local, _, domain = address.strip().casefold().rpartition("@")
    if not local:
        return False
    lexicon = known_words()
    if f".{domain}".endswith(tuple(f".{relay}" for relay in lexicon.relays)):
        return True
    words = [word for part in _SPLIT.split(local.partition("+")[0]) if (word := part.strip("0123456789"))]
    joined = "".join(words)
    company = set(_SPLIT.split(domain.replace(".", " ")))
    if (
        joined.startswith(lexicon.silent)
        or joined.endswith(lexicon.silent)
        or joined in lexicon.team
        or lexicon.team_run.fullmatch(joined)
    ):
        return True
    if words and words[0] in lexicon.offices:
        return True
    if not words or not any(word in lexicon.team or word in lexicon.maybe_team for word in words):
        return False
    return all(word in lexicon.team or word in lexicon.maybe_team or word in company for word in words)


# ── the first line of a letter ────────────────────────────────────────────────────────────────────────────────────────


class Salutation(Struct, frozen=True):
    """The first line of a letter, which can stand as it is; `question` asks for what would make it better."""

    line: str
    question: str = ""


class _Here(Struct, frozen=True):
    """What titles mean in letters of one language only."""

    women: frozenset[str]
    men: frozenset[str]
    styles: frozenset[str]
    by_given: frozenset[str]

    @property
    def titles(self) -> frozenset[str]:
        return self.women | self.men | self.styles


class _Titles(Struct, frozen=True):
    """What is said for a title; `typed` are those that stand as they were typed."""

    woman: str
    man: str
    woman_doctor: str
    man_doctor: str
    doctor: str
    woman_professor: str
    man_professor: str
    professor: str
    beside: frozenset[str]
    typed: frozenset[str]


class _Forms(Struct, frozen=True):
    """First lines in one language, as languages/en/salutations.toml explains them."""

    formal: bool
    first_of_two: bool
    nobody: str
    given: str
    whole: str
    titled: str
    woman: str
    man: str
    here: _Here
    titles: _Titles
    written: dict[str, str]


@cache
def _forms(language: str) -> _Forms:
    return load("salutations", _Forms, language or DEFAULT)


class _Title(Struct, frozen=True):
    """The title that is said, empty for none; `gender` is `woman`, `man` or empty; `by_given`: Sister Mary."""

    words: str = ""
    gender: str = ""
    by_given: bool = False


def salutation(person: Person, language: str) -> Salutation:
    """The first line of a letter to that person in that language (its code, such as `de`).

    `Person.salutation` and `Person.family` come before what the name says, `familiar` before both.
    """
    forms = _forms(language)
    if person.name == person.email or is_nobody(person.name):
        return Salutation(forms.nobody, NOBODY)
    name = _known_name(person, forms)
    if not name.words or name.doubtful:
        return Salutation(forms.nobody, _how(person))
    lesser = bool(set(map(bare, person.salutation.split())) - known_words().neutral) or not name.called
    title = _title(name.titles, forms, said=lesser)
    if name.called and (person.familiar or name.patronym or not (forms.formal or title.words)):
        return Salutation((forms.given if person.familiar else forms.whole).format(name=name.called))
    if title.words:
        line = {"woman": forms.woman, "man": forms.man}.get(title.gender, forms.titled)
        return Salutation(line.format(name=f"{title.words} {_behind(name, title, forms)}"))
    if name.whole or (forms.formal and (name.given or name.nickname)):
        return _whole(name, forms)
    return Salutation(forms.nobody, _how(person))


def letter_language(person: Person, application: Application | None, usual: str = DEFAULT) -> str:
    """The code of the language of letters to somebody: theirs, else that of the application, else the usual one."""
    return person.language or (application.language if application is not None else "") or usual


def addressed(person: Person) -> Person:
    """The person with what the name as it was typed says: `Frau Dr. Anna Weber` is Anna Weber, addressed as Frau Dr.

    What is filled in already stays. Where only the family name is known the name keeps its title, so that nobody takes
    it for a given name. What only stands around a name (pronouns, a company) goes.
    """
    if person.name == person.email or is_nobody(person.name):
        return person
    name = read_name(person.name)
    if not name.words or name.doubtful:
        return person
    title = " ".join(name.titles) if _title(name.titles, _forms(DEFAULT), said=not name.given).words else ""
    titles = [] if title and name.given else list(name.titles)
    family = "" if name.patronym or (name.whole and not name.family) else " ".join(name.family)
    nickname = [f"“{name.nickname}”"] if name.nickname else []
    first = len(name.given) if name.words[: len(name.given)] == name.given else len(name.words)
    words = [*titles, *name.words[:first], *nickname, *name.words[first:], *name.suffixes]
    return replace(
        person,
        name=" ".join(words),
        salutation=person.salutation or title,
        family=person.family or family,
    )


def _known_name(person: Person, forms: _Forms) -> SpokenName:
    """The name taken apart, with the titles and the family name that the person was given."""
    name = read_name(person.name, forms.here.titles, spanish=forms.first_of_two)
    if person.salutation:
        lexicon = known_words()
        words = clean_line(person.salutation).strip(",:").split()
        name = replace(name, titles=tuple(word for word in words if bare(word) not in lexicon.openings))
    family = tuple(person.family.split())
    if family and family != name.family:
        given = tuple(word for word in name.words if word not in family)
        name = replace(name, given=given, family=family, words=name.words or family, whole=name.whole and not given)
    elif family:
        name = replace(name, patronym=False)
    return name


def _title(titles: tuple[str, ...], forms: _Forms, *, said: bool) -> _Title:
    """What is said before a name that was typed with these titles; lesser ones, such as Ing., only where `said`."""
    lexicon, local = known_words(), forms.here
    women, men = lexicon.women | local.women, lexicon.men | local.men
    genders = [(title, "woman" if bare(title) in women else "man") for title in titles if bare(title) in women | men]
    gendered, gender = genders[0] if genders else ("", "")
    styles = [title for title in titles if bare(title) in (lexicon.styles | local.styles) - local.by_given]
    if styles:
        return _style(titles, styles, gender, forms)
    words = _degree(titles, gender, forms)
    if not words and gender:
        lesser = [title for title in titles if bare(title) in forms.titles.beside]
        words = " ".join([_as_said(gendered, forms) or getattr(forms.titles, gender), *lesser])
    words = words or next(filter(None, (_as_said(title, forms) for title in titles)), "")
    if not words and said:
        words = " ".join(titles)
    return _Title(words, gender, by_given=bare(gendered) in local.by_given)


def _style(titles: tuple[str, ...], styles: list[str], gender: str, forms: _Forms) -> _Title:
    """`Sister`, `Rev. Dr.`, `Frau Hauptmann`: titles that stand as they were typed, behind Frau where that is said."""
    lexicon = known_words()
    by_given = any(bare(title) in lexicon.by_given for title in styles)
    stay = lexicon.doctors | lexicon.before_styles
    kept = [forms.written.get(bare(title), title) for title in titles if title in styles or bare(title) in stay]
    before = getattr(forms.titles, gender) if gender and forms.formal and not by_given else ""
    return _Title(" ".join(filter(None, [before, *kept])), gender, by_given)


def _degree(titles: tuple[str, ...], gender: str, forms: _Forms) -> str:
    """The highest degree among the titles, as it is said of a woman, of a man, or of somebody; empty for none."""
    lexicon = known_words()
    for degree, words in (("professor", lexicon.professors), ("doctor", lexicon.doctors)):
        typed = next((title for title in titles if bare(title) in words), "")
        if typed:
            default: str = getattr(forms.titles, f"{gender}_{degree}" if gender else degree)
            return _as_said(typed, forms) or default
    return ""


def _as_said(title: str, forms: _Forms) -> str:
    """A title of this language as it was typed or is written out; empty for others."""
    return title if bare(title) in forms.titles.typed else forms.written.get(bare(title), "")


def _behind(name: SpokenName, title: _Title, forms: _Forms) -> str:
    """What follows the title: the family name, the given one, or all of them where nobody can tell which is which."""
    if title.by_given:
        return " ".join(styled(name, by_given=True))
    if name.family:
        family = " ".join(name.family)
        if not forms.first_of_two:
            return family
        # “Señora De la Fuente”: behind a title alone their own particle is written large in Spanish.
        first = _first_family_name(family)
        return capital(first) if first.startswith(("de ", "del ")) else first
    return " ".join(name.words)


def _first_family_name(family: str) -> str:
    """The first of two Spanish family names, by which somebody is addressed; other family names as they are."""
    words = family.split()
    lexicon = known_words()
    if any(word in lexicon.joiners for word in words):
        return family
    for place, word in enumerate(words[:-1]):
        if not is_particle(word):
            both = lexicon.spanish.fullmatch(word.casefold()) or lexicon.spanish.fullmatch(words[-1].casefold())
            return " ".join(words[: place + 1]) if both else family
    return family


def _whole(name: SpokenName, forms: _Forms) -> Salutation:
    """All of the name; in a formal language with the question which title would make it formal."""
    line = forms.whole.format(name=" ".join(name.words))
    if not forms.formal:
        return Salutation(line)
    choice = f"{forms.titles.woman} or {forms.titles.man} {' '.join(name.family or name.words)}"
    return Salutation(line, f"{choice[0].upper()}{choice[1:]}? “{line}” fits both; a salutation makes it formal.")


def _how(person: Person) -> str:
    return (
        f"How do you greet “{person.name}”? Write it into the first line, or give the person a salutation; "
        "only part of the name is known."
    )


# ── roles and companies ───────────────────────────────────────────────────────────────────────────────────────────────


_FORMS = re.compile(
    r"\s*[(\[]\s*(?:[mwfdxhi]|div|gn|all genders|n)\s*(?:[/|,*]\s*(?:[mwfdxhi]|div|gn|n)\s*)*[)\]]"
    r"|\s+[mwfdxh](?:/[mwfdxh]){1,2}(?=$|\s)",
    re.IGNORECASE,
)
# What is said of a name: in parentheses that are no ending (“Erzieher(in)”), or behind a comma, a dash or a slash.
_ASIDE = re.compile(r"(?<!\S)[(\[][^()\[\]]*[)\]](?!\w)")
_QUALIFIED = re.compile(r"\s*[,;|]\s*|\s+[–—/:-]\s+|:\s+|/(?=[^/,;|]*\s#?\d)")
_PAIR = re.compile(r"^(\S+)\s+/\s+(?=[^\d,;|]+(?:[,;|]|$))")
# At the end of a name; what may be part of one, such as “Group” or “SE”, stays.
_LEGAL_FORM = re.compile(
    r"(?:,?\s(?:gmbh\s&\s?co\.?\s(?:kg|ohg|kgaa)|g?gmbh|ag|kg|kgaa|ohg|ug|e\.\s?[kv]\.|inc\.?|llc|llp|ltd\.?|limited|plc|corp\.?|s\.a\.s?\.?|s\.l\.u?\.?|s\.r\.l\.?"
    r"|sarl|sas|slu?|sau?|b\.?v\.?|n\.?v\.?))+$",
    re.IGNORECASE,
)
_LISTED = re.compile(r",.*\s(?:&|\+|and|und|et|y)\s")


class _Role(Struct, frozen=True):
    around: re.Pattern[str]
    small: re.Pattern[str]
    elided: re.Pattern[str]
    of: str
    of_elided: str


@cache
def _roles(language: str) -> _Role:
    return load("phrasing", _Role, language, "role")


def role_words(role: str, language: str) -> str:
    """The role as it stands in a sentence: its name alone, without what is said of it behind a comma, dash or slash.

    “Staff Nurse, Ward 7” is the Staff Nurse role, and `(m/w/d)` no part of it; “UX/UI Designer”, “Verkäufer/in” and
    both names of one work, as in “Koch / Köchin”, stay.
    """
    bare = clean_line(_ASIDE.sub(" ", _FORMS.sub(" ", role))) or clean_line(role.strip("()[] "))
    bare = _PAIR.sub(r"\1/", bare)
    bare = next((name for part in _QUALIFIED.split(bare) if (name := part.strip(" /:–—-"))), bare)
    phrasing = _roles(language)
    return _common_noun(phrasing.around.sub("", bare).strip() or bare, phrasing.small)


def _common_noun(role: str, small: re.Pattern[str]) -> str:
    """The role with a small letter at its beginning, where the language writes it so: `infirmière`, `vendeur/vendeuse`.

    What may be a name or a title of another language stays: “Account Manager”, “UX designer”, “Pflegefachkraft”.
    """
    names = re.split(r"/(?=\w{3})", role)
    others = [word for name in names for word in name.split()[1:]]
    if not all(map(small.match, names)) or any(word[0].isupper() and not word.isupper() for word in others):
        return role
    return "/".join(name[:1].lower() + name[1:] for name in names)


def company_words(company: str) -> str:
    """The company as it stands in a sentence: `Initech` for “Initech Inc.”, “Initech GmbH” or “Initech (Berlin)”.

    A name that lists people, such as “Baker, Berry & Sons”, stays whole.
    """
    bare = clean_line(_ASIDE.sub(" ", company)) or company
    bare = _LEGAL_FORM.sub("", bare) or bare
    return bare if _LISTED.search(bare) else next((part for part in _QUALIFIED.split(bare) if part), bare)


def of_role(role: str, language: str) -> str:
    """The role behind its “of”: `de serveuse`, `d’infirmière`."""
    phrasing = _roles(language)
    words = role_words(role, language)
    elided = phrasing.elided.pattern and phrasing.elided.match(words) is not None
    return (phrasing.of_elided if elided else phrasing.of) + words
