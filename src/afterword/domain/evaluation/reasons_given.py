"""Owns what is claimed of the reasons they gave (N1): which, by how many employers, and what it tells."""

from collections.abc import Sequence

from afterword.domain.evaluation.claims import PATTERN_FROM, Claim, Evidence, Material, Stance, Subject
from afterword.domain.reasons import ReasonKind, reason_of
from afterword.domain.text import plural

PREFIX = "reason/"
_GAPS = ("gap", "junior", "licence", "language", "sector", "leadership")
"""The kinds that name what was missing: heard from two employers, they are worth a second look."""
_UNKNOWN = ReasonKind(
    id="other",
    name="a reason of another kind",
    tells="They gave a reason in words of their own.",
    silent="Nothing is known about this phrase here.",
    can="Ask what they mean by it.",
)


def reasons_given(material: Material) -> tuple[Claim, ...]:
    """The reasons they gave, the one by most employers first. A reason is neither a strength nor an area."""
    grouped: dict[str, list[Evidence]] = {}
    kinds: dict[str, ReasonKind] = {}
    for piece in material.reasons:
        kind = reason_of(piece.words) or _UNKNOWN
        kinds[kind.id] = kind
        grouped.setdefault(kind.id, []).append(piece)
    total = len({piece.employer for piece in material.reasons})
    claims = [_claim(kinds[key], pieces, total) for key, pieces in grouped.items()]
    return tuple(sorted(claims, key=lambda claim: -len({piece.employer for piece in claim.evidence})))


def _claim(kind: ReasonKind, pieces: Sequence[Evidence], total: int) -> Claim:
    count = len({piece.employer for piece in pieces})
    signal = kind.id in _GAPS and count >= PATTERN_FROM
    look = " Look whether they name the same thing: then it is a signal." if signal else ""
    sentence = f"{kind.name[:1].upper()}{kind.name[1:]}: {count} of {plural(total, 'employer')}. {kind.tells}{look}"
    return Claim(Subject(PREFIX + kind.id, kind.name), Stance.REASON, sentence, tuple(pieces), will=kind.can)
