"""Owns the guided reflection: its sections in order, which are done, the arrival, and the pointers to check after."""

from collections.abc import Iterable, Sized
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.interview import MODES, Interview, Mode, punctuality
from afterword.domain.journal import Journal
from afterword.domain.practice import Pointer, for_a_no, for_interviews
from afterword.domain.reflection import (
    COMPETENCY_PREFIX,
    CONVINCING,
    MEETINGS,
    ON_CONVINCING,
    Answer,
    Cue,
    Reflection,
    Scale,
    competency_scale,
    cues,
    may_stay_open,
    replacements,
    scales,
)
from afterword.domain.text import plural
from afterword.errors import UserError


class Section(StrEnum):
    """The sections of the guided reflection: what was meant to happen, what happened, why, what next time."""

    ARRIVAL = "Arrival"
    WENT_WELL = "What went well"
    CONVINCING = "How convincing"
    BODY = "Body language"
    ANSWERS = "Examples given"
    ASKED = "Questions I asked"
    COMPETENCIES = "What I showed"
    SCENARIOS = "Possible reasons"
    KEPT = "Pointers I had"
    POINTERS = "Pointers for next time"
    NEXT_NO = "When the next no comes"
    THOUGHTS = "Other thoughts"
    PRIVATE = "Private writing"


OPTIONAL = frozenset({Section.ASKED, Section.COMPETENCIES, Section.NEXT_NO, Section.THOUGHTS, Section.PRIVATE})
"""Free writing adds nothing measurable and rating every competency takes long: these may stay open."""


_UNSEEN = frozenset({Section.CONVINCING, Section.ANSWERS})
"""What a task that is only handed in gives no occasion to."""
_OF_A_NO = frozenset({Section.SCENARIOS})
"""What has a meaning once a decision went against the person, or none came."""
_BODY_TITLES = {Mode.TRIAL: "How I worked", Mode.TAKE_HOME: "What I handed in"}


class ReflectionProgress(Struct, frozen=True):
    """One section: whether it is done, and its content in a few words; `optional`: it may stay open."""

    section: Section
    done: bool
    summary: str
    optional: bool = False


def title_of(section: Section, interview: Interview) -> str:
    """What the section is called for that interview: a trial shift shows more than body language, a task none."""
    return _BODY_TITLES.get(interview.mode, section.value) if section is Section.BODY else section.value


def convincing_scale(reflection: Reflection) -> Scale:
    """How convincing you were: the scale of today, unless that reflection is on an earlier one."""
    rated = (key for key in ON_CONVINCING if reflection.rating(key).is_given)
    return scales()[next(rated, CONVINCING)]


def body_cues(journal: Journal, interview: Interview) -> tuple[Scale, ...]:
    """The cues that are asked for, by how you met; then those that were rated here and are asked for no more."""
    reflection = journal.reflection_of(interview.id)
    asked = {scale.id: scale for scale in _asked_cues(journal, interview.mode)}
    by_id = {scale.id: scale for scale in (*scales().values(), *(cue.scale for cue in _own_cues(journal)))}
    rated_ids = {rating.dimension for rating in reflection.ratings if rating.is_given or rating.note} - {
        *asked,
        *ON_CONVINCING,
    }
    replaced = {
        key for earlier in rated_ids for key in replacements().get(earlier, ()) if not reflection.rating(key).is_given
    }
    return (
        *(scale for key, scale in asked.items() if key not in replaced),
        *(by_id[key] for key in by_id if key in rated_ids),
    )


def _asked_cues(journal: Journal, mode: Mode) -> tuple[Scale, ...]:
    """The usual cues of that way to meet, then the person's own, without those that were put away."""
    away = {cue.id for cue in journal.cues.values() if cue.archived}
    own = (cue for cue in _own_cues(journal) if not cue.archived and mode in (cue.modes or MEETINGS))
    return (*(scale for scale in cues(mode) if scale.id not in away), *(cue.scale for cue in own))


def _own_cues(journal: Journal) -> tuple[Cue, ...]:
    return tuple(cue for cue in journal.cues.values() if cue.title)


def all_cues(journal: Journal) -> tuple[Cue, ...]:
    """Every cue, the usual ones first and with their words, and with the ways to meet where they are asked for."""
    modes: dict[str, list[Mode]] = {}
    for mode in Mode:
        for scale in cues(mode):
            modes.setdefault(scale.id, []).append(mode)
    usual = (scale for key, scale in scales().items() if key in modes)
    away = {cue.id for cue in journal.cues.values() if cue.archived}
    return (
        *(
            Cue(
                id=scale.id,
                title=scale.title,
                question=scale.question,
                points=scale.points,
                modes=tuple(modes[scale.id]),
                archived=scale.id in away,
            )
            for scale in usual
        ),
        *_own_cues(journal),
    )


def competency_scales(journal: Journal) -> tuple[Scale, ...]:
    """One scale per competency that is not archived."""
    return tuple(
        competency_scale(competency.id, competency.name, competency.anchor)
        for competency in journal.all_competencies
        if not competency.archived
    )


def pointers_from(journal: Journal, interview_id: str) -> tuple[Pointer, ...]:
    """The pointers that were made in this reflection."""
    return tuple(pointer for pointer in for_interviews(journal.live_pointers) if pointer.interview_id == interview_id)


def plans_from(journal: Journal, interview_id: str) -> tuple[Pointer, ...]:
    """The plans for the next no that were made in this reflection."""
    return tuple(plan for plan in for_a_no(journal.live_pointers) if plan.interview_id == interview_id)


def pointers_to_check(journal: Journal, interview: Interview) -> tuple[Pointer, ...]:
    """The pointers that were there before this interview began, to be checked after it (R6)."""
    pointers: list[Pointer] = []
    for pointer in for_interviews(journal.live_pointers):
        origin = journal.interviews.get(pointer.interview_id or "")
        created_at = origin.at if origin is not None else pointer.created
        if pointer.interview_id != interview.id and created_at < interview.at:
            pointers.append(pointer)
    return tuple(pointers)


def progress(journal: Journal, interview: Interview) -> tuple[ReflectionProgress, ...]:
    """Every section of the reflection on this interview, in order; pointers to check only where there are any."""
    reflection = journal.reflection_of(interview.id)
    to_check = pointers_to_check(journal, interview)
    sections = [
        _arrival(interview),
        _text(Section.WENT_WELL, reflection.went_well),
        _convincing(reflection),
        _body(journal, interview, reflection),
        _several(Section.ANSWERS, reflection.answers, "answer"),
        _several(Section.ASKED, reflection.own_questions, "question"),
        _competencies(reflection),
        _text(Section.SCENARIOS, ", ".join(scenario.label for scenario in reflection.scenarios)),
        _pointers_checked(interview, to_check),
        _several(Section.POINTERS, pointers_from(journal, interview.id), "pointer"),
        _several(Section.NEXT_NO, for_a_no(journal.live_pointers), "plan"),
        _text(Section.THOUGHTS, reflection.thoughts),
        # What it says is for nobody who looks over a shoulder.
        _text(Section.PRIVATE, "written, for nobody" if reflection.private.strip() else ""),
    ]
    left_out = {*(() if to_check else (Section.KEPT,)), *(() if interview.has_arrival else (Section.ARRIVAL,))}
    optional = OPTIONAL | (_UNSEEN if interview.mode is Mode.TAKE_HOME else frozenset())
    if not (journal.application_of(interview).asks or reflection.scenarios):
        optional |= _OF_A_NO
    return tuple(
        replace(entry, optional=entry.section in optional) for entry in sections if entry.section not in left_out
    )


def done_of(entries: Iterable[ReflectionProgress]) -> tuple[int, int]:
    """How many of the sections that count are done, and how many there are."""
    counted = [entry for entry in entries if not entry.optional]
    return sum(1 for entry in counted if entry.done), len(counted)


def _arrival(interview: Interview) -> ReflectionProgress:
    arrival = punctuality(interview)
    return ReflectionProgress(Section.ARRIVAL, arrival is not None, arrival.words if arrival else "not noted")


def _text(section: Section, text: str) -> ReflectionProgress:
    first = text.strip().split("\n", 1)[0]
    return ReflectionProgress(section, bool(first), first)


def _several(section: Section, parts: Sized, noun: str) -> ReflectionProgress:
    return ReflectionProgress(section, len(parts) > 0, plural(len(parts), noun) if parts else "")


def _convincing(reflection: Reflection) -> ReflectionProgress:
    value = reflection.rating(convincing_scale(reflection).id).value
    return ReflectionProgress(Section.CONVINCING, value is not None, f"{value} of 5" if value else "")


def _body(journal: Journal, interview: Interview, reflection: Reflection) -> ReflectionProgress:
    """Done when every cue is rated but for those that fit only some such meetings."""
    ratings = [reflection.rating(scale.id) for scale in body_cues(journal, interview)]
    apart = may_stay_open(interview.mode)
    counted = [rating for rating in ratings if rating.value is not None or rating.dimension not in apart]
    rated = sum(rating.value is not None for rating in counted)
    words = f"{rated} of {plural(len(counted), 'cue')}" if counted else "every cue is put away"
    return ReflectionProgress(Section.BODY, rated == len(counted), words)


def _competencies(reflection: Reflection) -> ReflectionProgress:
    ratings = [rating for rating in reflection.ratings if rating.dimension.startswith(COMPETENCY_PREFIX)]
    rated, not_asked = (len([rating for rating in ratings if rating.value]), len([r for r in ratings if r.not_asked]))
    words = [f"{rated} rated" if rated else "", f"{not_asked} not asked" if not_asked else ""]
    return ReflectionProgress(Section.COMPETENCIES, bool(rated or not_asked), ", ".join(filter(None, words)))


def _pointers_checked(interview: Interview, to_check: Iterable[Pointer]) -> ReflectionProgress:
    pointers = list(to_check)
    checked = sum(1 for pointer in pointers if any(check.interview_id == interview.id for check in pointer.checks))
    return ReflectionProgress(
        Section.KEPT, checked == len(pointers), f"{checked} of {plural(len(pointers), 'pointer')} checked"
    )


def scales_by_id(journal: Journal) -> dict[str, Scale]:
    """Every scale a rating can be on, also those that are asked for no more, since old ratings stay."""
    competencies = (
        competency_scale(competency.id, competency.name, competency.anchor) for competency in journal.subjects
    )
    own = (cue.scale for cue in _own_cues(journal))
    return {scale.id: scale for scale in (*scales().values(), *own, *competencies)}


def asked_by(journal: Journal, about: Interview, answer: Answer | None = None) -> tuple[tuple[str, str], ...]:
    """Who can have asked a question of that interview, as ids with names: its people, and whom the answer names."""
    ids = (*about.interviewers, *filter(None, [answer.person_id if answer is not None else None]))
    return tuple((person_id, journal.people[person_id].name) for person_id in dict.fromkeys(ids))


# ── the arrival ───────────────────────────────────────────────────────────────────────────────────────────────────────


LONGEST_LATENESS = timedelta(hours=12)
"""How far from the plan somebody can arrive for this interview and no other."""


def arrive(interview: Interview, at: datetime) -> Interview:
    """The interview with the actual arrival. Refused more than twelve hours from the plan: that is another day.

    Refused as well where nobody waits for you.
    """
    if not interview.has_arrival:
        raise UserError(no_arrival_words(interview))
    if not near_plan(interview, at):
        raise UserError(
            "That arrival is more than twelve hours from the planned time.",
            f"Planned: {interview.local:%Y-%m-%d %H:%M} ({interview.zone}).",
            "Check the day, or edit the planned time first.",
        )
    return replace(interview, arrived=at)


def no_arrival_words(interview: Interview) -> str:
    """Why no arrival is noted for a task or a recording."""
    return f"A {dict(MODES)[interview.mode]} has no arrival: its time is when it is due."


def near_plan(interview: Interview, at: datetime) -> bool:
    """Whether somebody who arrived at that moment can have come for this interview."""
    return abs(at.timestamp() - interview.at.timestamp()) <= LONGEST_LATENESS.total_seconds()
