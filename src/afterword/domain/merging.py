"""Owns what merging two competencies changes: every record tied to the first is tied to the second."""

from collections.abc import Iterable

from msgspec.structs import replace

from afterword.domain.competency import Competency
from afterword.domain.journal import Journal, Record
from afterword.domain.reflection import Rating, Reflection
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.errors import UserError


def merged(journal: Journal, source: Competency, target: Competency) -> tuple[Record, ...]:
    """The records that change when `source` goes into `target`; the first is archived and remembers where it went.

    Where one interview rates both, the rating of `target` stands and the other is kept in its note, so that nothing
    that was said before a reply is lost. Refused for one and the same, and for an archived target.
    """
    if source.id == target.id:
        raise UserError("A competency cannot be merged into itself.", hint="Name two different ones.")
    if target.archived:
        raise UserError(f"“{target.name}” is archived.", hint="Bring it back first, or choose another one.")
    why = target.why_me or source.why_me
    return (
        replace(source, archived=True, merged_into=target.id),
        *((replace(target, why_me=why),) if why != target.why_me else ()),
        *(replace(one, merged_into=target.id) for one in journal.competencies.values() if one.merged_into == source.id),
        *(replace(one, competency=target.id) for one in journal.findings.values() if one.competency == source.id),
        *_examples(journal, source.id, target.id),
        *_reflections(journal, source, target),
    )


def _examples(journal: Journal, source: str, target: str) -> Iterable[Record]:
    for example in journal.examples.values():
        if source in example.competencies:
            tied = dict.fromkeys(target if one == source else one for one in example.competencies)
            yield replace(example, competencies=tuple(tied))


def _reflections(journal: Journal, source: Competency, target: Competency) -> Iterable[Record]:
    for reflection in journal.reflections.values():
        answers = tuple(
            replace(answer, competency=target.id) if answer.competency == source.id else answer
            for answer in reflection.answers
        )
        moved = replace(reflection, answers=answers, ratings=_ratings(reflection, source, target))
        if moved != reflection:
            yield moved


def _ratings(reflection: Reflection, source: Competency, target: Competency) -> tuple[Rating, ...]:
    from_id, to_id = COMPETENCY_PREFIX + source.id, COMPETENCY_PREFIX + target.id
    old = reflection.rating(from_id)
    if old.value is None and not old.note:
        return reflection.ratings
    kept = reflection.rating(to_id)
    value, note = kept.value, kept.note
    if value is None:
        value, extra = old.value, old.note
    else:
        was = f"{source.name}: rated {old.value}." if old.value is not None else ""
        extra = " ".join(part for part in (was, old.note) if part)
    joined = "\n".join(part for part in (note, extra) if part)
    others = tuple(one for one in reflection.ratings if one.dimension not in (from_id, to_id))
    rating = Rating(dimension=to_id, value=value, note=joined)
    return tuple(sorted((*others, rating), key=lambda one: one.dimension))
