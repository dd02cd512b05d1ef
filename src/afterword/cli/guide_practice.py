"""Owns the parts of the guided reflection about answers, reasons and plans (R4 to R6)."""

import contextlib
import re

from afterword.cli.guide import Guide, InputEnded, NextPart, choices_in, numbered
from afterword.domain.fields import fields_of
from afterword.domain.pointer import Kept
from afterword.domain.progress import pointers_from, pointers_to_check
from afterword.domain.reflection import Answer, Scenario, ScenarioKind

_HALVES = re.compile(r",?\s+I(?:'|’)?(?:\s*wi)?ll\s+", re.IGNORECASE)


def answers(guide: Guide) -> None:
    """Question by question: what kind of answer it was, what it named, whether it was enough (R4)."""
    said = guide.shell.services.overview.journal().reflection_of(guide.about.id)
    known = [f"  {one.question}: {one.kind}" for one in said.answers]
    guide.part("Examples given", "Question by question; an empty line when there is no more.", *known)
    with contextlib.suppress(NextPart):
        while question := guide.line("A question they asked:"):
            _answer(guide, question)


def _answer(guide: Guide, question: str) -> None:
    """One answer. It is saved with each line; one whose kind was left out counts as a mere example."""
    reflections = guide.shell.services.reflections
    answer_id = reflections.put_answer(guide.about.id, {"question": question}).answers[-1].id
    for field in fields_of(Answer):
        if field.prompt and field.name != "question":
            value = guide.ask_field(field)
            if value is not None:
                reflections.put_answer(guide.about.id, {field.name: value}, answer_id)


def scenarios(guide: Guide) -> None:
    """The possible reasons, several at once, each with evidence for and against, and whose hands it was in (R5)."""
    said = guide.shell.services.overview.journal().reflection_of(guide.about.id)
    known = [f"Noted: {one.label}." for one in said.scenarios]
    guide.part("Possible reasons", *numbered([kind.value for kind in ScenarioKind]), *known)
    with contextlib.suppress(NextPart):
        picked = guide.ask("Which could it be? (several: 1 3)", lambda typed: choices_in(typed, list(ScenarioKind)))
        for kind in dict.fromkeys(picked or []):
            old = next((one for one in said.scenarios if one.kind is kind and kind is not ScenarioKind.OTHER), None)
            _scenario(guide, kind, old)


def _scenario(guide: Guide, kind: ScenarioKind, old: Scenario | None) -> None:
    reflections = guide.shell.services.reflections
    title_field, *others = (field for field in fields_of(Scenario) if field.prompt)
    title = old.title if old else ""
    if kind is ScenarioKind.OTHER:
        title = guide.line(title_field.prompt)
        if not title:
            return
    scenario = old or reflections.put_scenario(guide.about.id, {"kind": kind, "title": title}).scenarios[-1]
    guide.part(title or kind.value)
    for field in others:
        value = guide.ask_field(field)
        if value is not None:
            reflections.put_scenario(guide.about.id, {field.name: value}, scenario.id)


def kept(guide: Guide) -> None:
    """What became of the pointers there were before this interview (R6)."""
    services = guide.shell.services
    had = pointers_to_check(services.overview.journal(), guide.about)
    if not had or guide.about.at > services.clock.now():
        return
    choices = ", ".join(f"{number} {one}" for number, one in enumerate(Kept, 1))
    guide.part("Pointers I had", f"What became of them? {choices}")
    with contextlib.suppress(NextPart):
        for pointer in had:
            before = next((f" [{one.kept}]" for one in pointer.checks if one.interview_id == guide.about.id), "")
            became = guide.choose(f"{pointer.sentence} 1-4{before}:", list(Kept))
            if became is not None:
                services.pointers.check(pointer.id, guide.about.id, became)


def pointers(guide: Guide) -> None:
    """Plans for next time, When …, I will … (R6)."""
    made = pointers_from(guide.shell.services.overview.journal(), guide.about.id)
    guide.part(
        "Pointers for next time",
        "When …, I will … An empty line when there is no more.",
        *[f"  {one.sentence}" for one in made],
    )
    with contextlib.suppress(NextPart):
        while typed := guide.line("When …"):
            _pointer(guide, typed)


def _pointer(guide: Guide, typed: str) -> None:
    """A plan on one line, or its second half asked for."""
    when, *rest = _HALVES.split(typed, maxsplit=1)
    try:
        will = rest[0] if rest else guide.line("I will …")
    except InputEnded:
        guide.shell.say(f"“{typed}” has no second half, so it is not kept.")
        raise
    if not will:
        guide.shell.say(f"“{typed}” has no second half, so it is not kept.")
        return
    made = guide.shell.services.pointers.add({"when": when, "will": will, "interview_id": guide.about.id})
    guide.shell.say(made.sentence)
