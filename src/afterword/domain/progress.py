"""Owns the guided reflection: its sections in order, which are done, and the pointers to check after an interview."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from afterword.domain.interview import Interview, punctuality
from afterword.domain.journal import Journal
from afterword.domain.pointer import Pointer
from afterword.domain.reflection import Reflection
from afterword.domain.scales import COMPETENCY_PREFIX, Scale, competency_scale, convincing, cues
from afterword.domain.text import plural


class Section(StrEnum):
    """The sections of the guided reflection: what was meant to happen, what happened, why, what next time."""

    ARRIVAL = "Arrival"
    WENT_WELL = "What went well"
    CONVINCING = "How convincing"
    BODY = "Body language"
    ANSWERS = "Examples given"
    COMPETENCIES = "What I showed"
    SCENARIOS = "Possible reasons"
    KEPT = "Pointers I had"
    POINTERS = "Pointers for next time"
    THOUGHTS = "Other thoughts"


OPTIONAL = frozenset({Section.COMPETENCIES, Section.THOUGHTS})
"""Free writing adds nothing measurable and rating every competency takes long: both may stay open."""


class ReflectionProgress(Struct, frozen=True):
    """One section: whether it is done, and its content in a few words."""

    section: Section
    done: bool
    summary: str


def body_cues(interview: Interview) -> tuple[Scale, ...]:
    """The cues that could be seen or heard, by how you met."""
    return cues(interview.mode)


def competency_scales(journal: Journal) -> tuple[Scale, ...]:
    """One scale per competency that is not archived."""
    return tuple(
        competency_scale(competency.id, competency.name, competency.anchor)
        for competency in journal.all_competencies
        if not competency.archived
    )


def pointers_from(journal: Journal, interview_id: str) -> tuple[Pointer, ...]:
    """The pointers that were made in this reflection."""
    return tuple(pointer for pointer in journal.live_pointers if pointer.interview_id == interview_id)


def pointers_to_check(journal: Journal, interview: Interview) -> tuple[Pointer, ...]:
    """The pointers that were there before this interview began, to be checked after it (R6)."""
    found: list[Pointer] = []
    for pointer in journal.live_pointers:
        origin = journal.interviews.get(pointer.interview_id or "")
        made = origin.at if origin is not None else pointer.created
        if pointer.interview_id != interview.id and made < interview.at:
            found.append(pointer)
    return tuple(found)


def progress(journal: Journal, interview: Interview) -> tuple[ReflectionProgress, ...]:
    """Every section of the reflection on this interview, in order; pointers to check only where there are any."""
    reflection = journal.reflection_of(interview.id)
    to_check = pointers_to_check(journal, interview)
    found = [
        _arrival(interview),
        _text(Section.WENT_WELL, reflection.went_well),
        _ratings(Section.CONVINCING, reflection, [convincing()]),
        _ratings(Section.BODY, reflection, body_cues(interview)),
        _answers(reflection),
        _competencies(reflection),
        _scenarios(reflection),
        _kept(interview, to_check),
        _pointers(journal, interview),
        _text(Section.THOUGHTS, reflection.thoughts),
    ]
    return tuple(entry for entry in found if entry.section is not Section.KEPT or to_check)


def done_of(entries: Iterable[ReflectionProgress]) -> tuple[int, int]:
    """How many of the sections that count are done, and how many there are."""
    counted = [entry for entry in entries if entry.section not in OPTIONAL]
    return sum(1 for entry in counted if entry.done), len(counted)


def _arrival(interview: Interview) -> ReflectionProgress:
    arrival = punctuality(interview)
    return ReflectionProgress(Section.ARRIVAL, arrival is not None, arrival.words if arrival else "not noted")


def _text(section: Section, text: str) -> ReflectionProgress:
    first = text.strip().split("\n", 1)[0]
    return ReflectionProgress(section, bool(first), first)


def _ratings(section: Section, reflection: Reflection, scales: Iterable[Scale]) -> ReflectionProgress:
    wanted = list(scales)
    values = [reflection.rating(scale.id).value for scale in wanted]
    rated = [value for value in values if value is not None]
    if len(wanted) == 1:
        return ReflectionProgress(section, bool(rated), f"{rated[0]} of 5" if rated else "")
    return ReflectionProgress(section, len(rated) == len(wanted), f"{len(rated)} of {plural(len(wanted), 'cue')}")


def _answers(reflection: Reflection) -> ReflectionProgress:
    count = len(reflection.answers)
    return ReflectionProgress(Section.ANSWERS, count > 0, plural(count, "answer") if count else "")


def _competencies(reflection: Reflection) -> ReflectionProgress:
    rated = sum(
        1
        for rating in reflection.ratings
        if rating.dimension.startswith(COMPETENCY_PREFIX) and rating.value is not None
    )
    return ReflectionProgress(Section.COMPETENCIES, rated > 0, f"{rated} rated" if rated else "")


def _scenarios(reflection: Reflection) -> ReflectionProgress:
    labels = [scenario.label for scenario in reflection.scenarios]
    return ReflectionProgress(Section.SCENARIOS, bool(labels), ", ".join(labels))


def _kept(interview: Interview, to_check: Iterable[Pointer]) -> ReflectionProgress:
    pointers = list(to_check)
    checked = sum(1 for pointer in pointers if any(check.interview_id == interview.id for check in pointer.checks))
    return ReflectionProgress(
        Section.KEPT, checked == len(pointers), f"{checked} of {plural(len(pointers), 'pointer')} checked"
    )


def _pointers(journal: Journal, interview: Interview) -> ReflectionProgress:
    made = pointers_from(journal, interview.id)
    return ReflectionProgress(Section.POINTERS, bool(made), plural(len(made), "pointer") if made else "")


def scales_by_id(journal: Journal, about: Interview) -> dict[str, Scale]:
    """Every scale a rating of this interview can be on, archived competencies included, since old ratings stay."""
    competencies = (
        competency_scale(competency.id, competency.name, competency.anchor) for competency in journal.subjects
    )
    return {scale.id: scale for scale in (convincing(), *body_cues(about), *competencies)}
