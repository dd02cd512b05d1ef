"""Owns the parts of the guided reflection on arrival, what went well, ratings and thoughts (R1 to R3)."""

import contextlib
import re
from collections.abc import Iterable

from afterword.cli.guide import Guide, NextPart, numbered
from afterword.domain.dates import Lean, show_moment
from afterword.domain.fields import Field, described
from afterword.domain.interview import Interview, punctuality
from afterword.domain.progress import body_cues, competency_scales
from afterword.domain.reflection import Reflection
from afterword.domain.scales import HIGHEST, LOWEST, Scale, check_value, convincing

_RATING = re.compile(r"(-?\d+)(?:[\s.,:;–-]+(.*))?")
_LOCKED = "A reply is recorded: what you rated before is locked and skipped; the rest is marked “after the reply”."


def arrival(guide: Guide) -> None:
    """The actual arrival (R1)."""
    about = guide.about
    known = punctuality(about)
    guide.part("Arrival", f"Planned: {show_moment(about.local)}.", *([f"Noted: {known.words}."] if known else []))

    def take(typed: str) -> None:
        at = guide.shell.understand_time(typed, Lean.BEHIND, zone=about.zone, day=about.day)
        came = punctuality(guide.shell.services.interviews.arrive(about.id, at))
        guide.shell.say(came.words if came else "")

    with contextlib.suppress(NextPart):
        guide.ask(described(Interview)["arrived"].prompt, take)


def went_well(guide: Guide) -> None:
    """At least one thing that went well."""
    _text(guide, described(Reflection)["went_well"])


def thoughts(guide: Guide) -> None:
    """Whatever else there is; optional and last."""
    _text(guide, described(Reflection)["thoughts"])


def _said(guide: Guide) -> Reflection:
    return guide.shell.services.overview.journal().reflection_of(guide.about.id)


def _text(guide: Guide, field: Field) -> None:
    """A text that grows: the new line goes below what stands there."""
    known = getattr(_said(guide), field.name)
    guide.part(field.label, *([known] if known else []))
    with contextlib.suppress(NextPart):
        added = guide.line("Anything to add?" if known else field.prompt)
        if added:
            guide.shell.services.reflections.edit(guide.about.id, {field.name: f"{known}\n{added}"})


def ratings(guide: Guide) -> None:
    """How convincing (R2), and the cues of body language (R3)."""
    _scales(guide, "How convincing", [convincing()])
    _scales(guide, "Body language", body_cues(guide.about))


def competencies(guide: Guide) -> None:
    """What you showed, competency by competency; optional."""
    scales = competency_scales(guide.shell.services.overview.journal())
    _scales(guide, "What I showed (optional; > goes on)", scales)


def _scales(guide: Guide, title: str, scales: Iterable[Scale]) -> None:
    replied, said = guide.shell.services.overview.journal().is_locked(guide.about.id), _said(guide)
    open_scales = [scale for scale in scales if not (replied and said.rating(scale.id).from_before)]
    how = ["Type 1 to 5, and a note behind it if you like."] if open_scales else []
    guide.part(title, *([_LOCKED] if replied else []), *how)
    shown: tuple[str, ...] = ()
    with contextlib.suppress(NextPart):
        for scale in open_scales:
            anchors = () if scale.points == shown else scale.points
            shown = scale.points
            _rate(guide, scale, anchors)


def _rate(guide: Guide, scale: Scale, anchors: tuple[str, ...]) -> None:
    """One scale: `4`, `4 they built on it`, or only a note."""
    services = guide.shell.services
    known = _said(guide).rating(scale.id)
    noted = f" [{known.value}]" if known.value is not None else ""
    note = [f"Your note: {known.note}"] if known.note else []
    guide.part(f"{scale.title}: {scale.question}", *numbered(anchors), *note)

    def take(typed: str) -> None:
        found = _RATING.fullmatch(typed)
        if found is not None:
            services.reflections.rate(guide.about.id, scale.id, check_value(int(found[1])))
        words = typed if found is None else found[2] or ""
        if words:
            services.reflections.note(guide.about.id, scale.id, words)

    guide.ask(f"{LOWEST}-{HIGHEST}{noted}:", take)
