"""Owns what interviewers said, by competency: strengths, areas, what they see differently, what nobody spoke of."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from afterword.domain.competency import Competency
from afterword.domain.evaluation.claims import NAMED, Claim, Evidence, Stance, Subject, people, seen_words
from afterword.domain.evaluation.material import Material
from afterword.domain.finding import FindingKind
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.domain.text import plural


class Said(Struct, frozen=True):
    """What interviewers said, by competency. `unassigned` belong to none; they count nowhere else.

    `differently` are the competencies that some named as a strength and others as room to grow.
    """

    strengths: tuple[Claim, ...]
    areas: tuple[Claim, ...]
    unknown: tuple[Claim, ...]
    unassigned: tuple[Evidence, ...]
    differently: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Strengths, areas, unknown, in this order."""
        return (*self.strengths, *self.areas, *self.unknown)


def said_of_competencies(competencies: Sequence[Competency], material: Material) -> Said:
    """The claims that rest on interviewers' words; patterns first, then what was said most recently.

    The phrases of archived competencies wait with these and are not unassigned.
    """
    known = {competency.id for competency in competencies}
    claims = [claim for competency in material.in_order(competencies) for claim in _claims_on(competency, material)]
    loose = (piece for key, group in material.said.items() if key not in known for piece in group)
    return Said(
        _ordered(claims, Stance.STRENGTH),
        _ordered(claims, Stance.AREA),
        tuple(claim for claim in claims if claim.stance is Stance.UNKNOWN),
        tuple(sorted((piece for piece in loose if piece.marked in NAMED), key=lambda piece: piece.on)),
        _ordered(claims, Stance.DIFFERENTLY),
    )


def _claims_on(competency: Competency, material: Material) -> Iterator[Claim]:
    said, own = material.said_of(competency.id), material.ratings_of(competency.id)
    praised = tuple(piece for piece in said if piece.marked is FindingKind.STRENGTH)
    named = tuple(piece for piece in said if piece.marked is FindingKind.AREA)
    subject = Subject(COMPETENCY_PREFIX + competency.id, competency.name)
    if praised:
        yield _claim(subject, Stance.STRENGTH, (praised, named), own)
    if named:
        yield _claim(subject, Stance.AREA, (named, praised), own)
    if praised and named:
        yield _differently(subject, praised, named)
    if not praised and not named:
        rated = "; you rated it yourself" if own else ""
        sentence = f"{competency.name}: nobody has spoken of it yet{rated}."
        yield Claim(subject, Stance.UNKNOWN, sentence, (), beside=own)


def _claim(
    subject: Subject, stance: Stance, said: tuple[tuple[Evidence, ...], tuple[Evidence, ...]], own: tuple[Evidence, ...]
) -> Claim:
    """A strength or an area: the words for and against it. Your own ratings stand beside it, never against."""
    against = said[1]
    tail = f"; {len(against)} {'speaks' if len(against) == 1 else 'speak'} against it" if against else ""
    named = "a strength" if stance is Stance.STRENGTH else "room to grow"
    sentence = f"{subject.name}: named as {named}, {seen_words(said[0])}{tail}."
    return Claim(subject, stance, sentence, said[0], against, own)


def _differently(subject: Subject, praised: tuple[Evidence, ...], named: tuple[Evidence, ...]) -> Claim:
    """`Communication is seen differently: 2 people praise it (“clear”), 1 person names room to grow (“too fast”).`."""
    praise = plural(people(praised), "person praises", "people praise")
    growth = plural(people(named), "person names", "people name")
    sentence = (
        f"{subject.name} is seen differently: {praise} it (“{praised[-1].words}”), "
        f"{growth} room to grow (“{named[-1].words}”)."
    )
    return Claim(subject, Stance.DIFFERENTLY, sentence, (*praised, *named))


def _ordered(claims: Iterable[Claim], stance: Stance) -> tuple[Claim, ...]:
    newest = sorted(
        (claim for claim in claims if claim.stance is stance), key=lambda claim: claim.evidence[-1].on, reverse=True
    )
    return tuple(sorted(newest, key=lambda claim: (not claim.pattern, -len(claim.interviews))))
