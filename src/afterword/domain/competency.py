"""Owns competencies: what interviewers look for, the packs they come in, and their names in each language."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.fields import Field, FieldKind
from afterword.languages.loader import DEFAULT, languages, load, names

CORE = "core"
"""The pack that belongs to every journal."""
TELLING = "telling"
"""The id of the one subject that is no competency: how answers were told. Findings and ratings can be tied to it."""


class Competency(Struct, frozen=True, kw_only=True):
    """Something an interviewer looks for, anchored in one sentence of behaviour.

    `why_me` is your own line on it for the next interview. `merged_into` names the competency that took over its
    findings, ratings, examples and answers; such a one is archived. `words` are beginnings of words by which a phrase
    is known to be about it, beside those of its `pack`, which is empty for the core and for your own.
    """

    id: str
    name: Annotated[str, Field("Name", "what it is called", required="A word or two will do.", flag="NAME")]
    anchor: Annotated[
        str,
        Field(
            "What one sees",
            "one sentence of behaviour that shows it",
            example="one sentence of behaviour: asks before answering",
        ),
    ] = ""
    archived: bool = False
    why_me: Annotated[
        str,
        Field(
            "Why me",
            "your line for the next interview, '' to take it away",
            example="one sentence they will remember, with its proof",
            verb="why-me",
            flag="TEXT",
        ),
    ] = ""
    merged_into: str | None = None
    words: Annotated[
        tuple[str, ...],
        Field(
            "Words",
            "beginnings of words by which a phrase is known to be about it, parted by commas",
            kind=FieldKind.SEVERAL,
            example="beginnings of words: prioritis, triage",
        ),
    ] = ()
    pack: str = ""


class CompetencyWording(Struct, frozen=True):
    """A competency in one language: name, anchor, and by which words a phrase is known to be about it.

    Each of `words` is enough; one of `scene`, the people and things at work, counts with one of `hints`; of these alone
    it takes three. docs/add-a-language.md says how they are written. `when` and `will` begin a pointer on it.
    """

    id: str
    name: str
    anchor: str
    words: tuple[str, ...] = ()
    scene: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    when: str = ""
    will: str = ""


class Pack(Struct, frozen=True):
    """The competencies of one kind of work, in one language."""

    title: str
    competencies: tuple[CompetencyWording, ...]

    def wording(self, competency_id: str) -> CompetencyWording | None:
        """The competency with that id."""
        return next((wording for wording in self.competencies if wording.id == competency_id), None)


@cache
def pack_names() -> tuple[str, ...]:
    """The names of all packs that can be added to the core."""
    return tuple(name for name in names("competencies") if name != CORE)


@cache
def pack(name: str, language: str = DEFAULT) -> Pack:
    """That pack in that language; in English where nobody has translated it."""
    return load(f"competencies/{name}", Pack, language)


@cache
def pack_in_all_languages(name: str) -> Mapping[str, Pack]:
    """That pack by the code of each language it is written in, English first; nothing where it is not known here."""
    if name not in (CORE, *pack_names()):
        return {}
    return {language: pack(name, language) for language in languages(f"competencies/{name}")}


@cache
def competencies_of(name: str, language: str = DEFAULT) -> tuple[Competency, ...]:
    """The competencies of that pack, called as that language calls them; how answers were told is none of them."""
    stored = "" if name == CORE else name
    return tuple(
        Competency(id=wording.id, name=wording.name, anchor=wording.anchor, pack=stored)
        for wording in pack(name, language).competencies
        if wording.id != TELLING
    )


def default_competencies(language: str = DEFAULT) -> tuple[Competency, ...]:
    """What every journal begins with: the core."""
    return competencies_of(CORE, language)


def telling(language: str = DEFAULT) -> Competency:
    """How answers were told, as a subject that findings and ratings can be tied to. It is no competency."""
    wording = pack(CORE, language).wording(TELLING)
    if wording is None:
        raise LookupError(TELLING)
    return Competency(id=TELLING, name=wording.name, anchor=wording.anchor)


def wording_of(competency: Competency, language: str = DEFAULT) -> CompetencyWording | None:
    """How its pack words it in that language; None for one of your own, or of a pack that is not known here."""
    name = competency.pack or CORE
    return pack(name, language).wording(competency.id) if name in (CORE, *pack_names()) else None


def in_language(competency: Competency, language: str) -> Competency:
    """The competency, called as that language calls it where the person did not choose other words."""
    wording = wording_of(competency, language)
    if wording is None or (competency.name, competency.anchor) == (wording.name, wording.anchor):
        return competency
    all_wordings = [
        each
        for each in (wording_of(competency, code) for code in pack_in_all_languages(competency.pack or CORE))
        if each
    ]
    name = wording.name if competency.name in [each.name for each in all_wordings] else competency.name
    anchor = wording.anchor if competency.anchor in [each.anchor for each in all_wordings] else competency.anchor
    return replace(competency, name=name, anchor=anchor)


def standing_for(competency: Competency, known: tuple[Competency, ...]) -> Competency | None:
    """The competency itself, or the one it ended in after merging; None when that one is archived."""
    by_id = {other.id: other for other in known}
    seen: set[str] = set()
    living: Competency | None = competency
    while living is not None and living.merged_into is not None and living.id not in seen:
        seen.add(living.id)
        living = by_id.get(living.merged_into)
    return None if living is None or living.archived else living
