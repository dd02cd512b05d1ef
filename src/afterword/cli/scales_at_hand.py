"""Owns which rating scales belong to an interview, by their ids: how convincing, the cues, the competencies."""

from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.progress import body_cues
from afterword.domain.scales import Scale, competency_scale, convincing


def scales_by_id(journal: Journal, about: Interview) -> dict[str, Scale]:
    """Every scale a rating of this interview can be on, archived competencies included, since old ratings stay."""
    competencies = (competency_scale(one.id, one.name, one.anchor) for one in journal.all_competencies)
    return {scale.id: scale for scale in (convincing(), *body_cues(about), *competencies)}
