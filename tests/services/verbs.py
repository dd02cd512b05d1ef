"""Every verb of the services as one call on whatever was added last, for trying them in any order."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from tests.services.world import WORDS, Life

from afterword.domain.conversation.request import CloseAs, FindingKind, Letter
from afterword.domain.interview import Outcome
from afterword.domain.people import NamedAddress
from afterword.domain.practice import Kept
from afterword.domain.reflection import AnswerKind, Control, ScenarioKind
from afterword.services.reflections import Mark
from afterword.services.requests import Reply

NOBODY = "nobody"


def latest(ids: Iterable[str]) -> str:
    """The id that was added last, or one that nothing answers to."""
    return list(ids)[-1] if ids else NOBODY


def _interview(life: Life) -> str:
    return latest(life.journal.interviews)


def _request(life: Life) -> str:
    return latest(life.journal.requests)


def _example(life: Life) -> str:
    return latest(life.journal.examples)


def _pointer(life: Life) -> str:
    return latest(life.journal.pointers)


def _finding(life: Life) -> str:
    return latest(life.journal.findings)


def _answer(life: Life) -> str:
    return latest([one.id for one in life.journal.reflection_of(_interview(life)).answers])


def _own_question(life: Life) -> str:
    return latest([question.id for question in life.journal.reflection_of(_interview(life)).own_questions])


def _scenario(life: Life) -> str:
    return latest([one.id for one in life.journal.reflection_of(_interview(life)).scenarios])


def _edit_interview(life: Life) -> object:
    found = life.services.interviews
    old = life.journal.interviews.get(_interview(life))
    if old is None:
        return found.remove(NOBODY)
    people = (NamedAddress("Ada Byron", "ada@initech.example"), NamedAddress("Grace Hopper", "grace@initech.example"))
    more = len(old.interviewers) < len(people)
    changes = {"interviewers": people if more else people[:1], "at": old.at - timedelta(days=1)}
    return found.edit(old.id, changes)


def _nudge(life: Life) -> object:
    """The reminder, which has no place on the day of the request."""
    life.wait(1)
    return life.services.requests.follow_up(_request(life))


ANSWER = {"question": "a conflict", "kind": AnswerKind.STORY, "action": True, "competency": "Teamwork"}
SCENARIO = {"kind": ScenarioKind.STRONGER, "control": Control.NOT_MINE}
EXAMPLE = {"title": "The outage", "action": "I paged the team", "competencies": ("Ownership",)}

VERBS: dict[str, Callable[[Life], object]] = {
    "interviews.add": lambda life: life.interview(),
    "interviews.edit": _edit_interview,
    "interviews.arrive": lambda life: life.services.interviews.arrive(_interview(life), life.clock.now()),
    "interviews.decide": lambda life: life.decide(_interview(life), Outcome.REJECTED),
    "interviews.decide offer": lambda life: life.decide(_interview(life), Outcome.OFFER),
    "interviews.remove": lambda life: life.services.interviews.remove(_interview(life)),
    "interviews.restore": lambda life: life.services.interviews.restore(_interview(life)),
    "reflections.rate": lambda life: life.services.reflections.rate(_interview(life), "convincing-2", 4),
    "reflections.rate none": lambda life: life.services.reflections.rate(_interview(life), "convincing-2", None),
    "reflections.note": lambda life: life.services.reflections.note(_interview(life), "convincing-2", "they nodded"),
    "reflections.edit": lambda life: life.services.reflections.edit(_interview(life), {"went_well": "the start"}),
    "reflections.edit thoughts": lambda life: life.services.reflections.edit(
        _interview(life), {"thoughts": "so be it"}
    ),
    "reflections.put_answer": lambda life: life.services.reflections.put_answer(_interview(life), ANSWER),
    "reflections.put_answer again": lambda life: life.services.reflections.put_answer(
        _interview(life), {**ANSWER, "enough": True}, _answer(life)
    ),
    "reflections.remove": lambda life: life.services.reflections.remove(_interview(life), _answer(life)),
    "reflections.not_asked": lambda life: life.services.reflections.not_asked(_interview(life), "competency/teamwork"),
    "reflections.put_own_question": lambda life: life.services.reflections.put_own_question(
        _interview(life), {"question": "a usual day", "reply": "calls until noon"}
    ),
    "reflections.remove question": lambda life: life.services.reflections.remove(_interview(life), _own_question(life)),
    "reflections.put_scenario": lambda life: life.services.reflections.put_scenario(_interview(life), SCENARIO),
    "reflections.tick_scenarios": lambda life: life.services.reflections.tick_scenarios(
        _interview(life), [ScenarioKind.INTERNAL], []
    ),
    "reflections.remove reason": lambda life: life.services.reflections.remove(_interview(life), _scenario(life)),
    "requests.draft": lambda life: life.services.requests.draft(_interview(life)),
    "requests.follow_up": _nudge,
    "requests.write note": lambda life: life.services.requests.write(_interview(life), Letter.NOTE),
    "requests.write status": lambda life: life.services.requests.write(_interview(life), Letter.STATUS),
    "requests.write by hand": lambda life: life.services.requests.write(
        _interview(life), Letter.NOTE, None, life.clock.now()
    ),
    "requests.write offer": lambda life: life.services.requests.write(_interview(life), Letter.DECLINE),
    "requests.thank": lambda life: life.services.requests.thank(_request(life)),
    "requests.edit": lambda life: life.services.requests.edit(_request(life), "Another subject", "Other words"),
    "requests.discard_draft": lambda life: life.services.requests.discard_draft(_request(life)),
    "requests.mark_sent": lambda life: life.services.requests.mark_sent(_request(life)),
    "requests.mark_not_sent": lambda life: life.services.requests.mark_not_sent(_request(life)),
    "requests.record_reply": lambda life: life.services.requests.record_reply(
        _request(life), Reply(text=f"{WORDS} ({life.clock.now()})", at=life.clock.now())
    ),
    "requests.record_bounce": lambda life: life.services.requests.record_bounce(_request(life), "unknown user"),
    "requests.record_absence": lambda life: life.services.requests.record_absence(
        _request(life), life.clock.now().date() + timedelta(days=5)
    ),
    "requests.mend_address": lambda life: life.services.requests.mend_address(_request(life), "byron@initech.example"),
    "requests.snooze": lambda life: life.services.requests.snooze(
        _request(life), life.clock.now().date() + timedelta(days=3)
    ),
    "requests.close": lambda life: life.services.requests.close(_request(life), CloseAs.DONE),
    "requests.reopen": lambda life: life.services.requests.reopen(_request(life)),
    "requests.plan_reapproach": lambda life: life.services.requests.plan_reapproach(
        _request(life), life.clock.now().date() + timedelta(days=120)
    ),
    "findings.mark": lambda life: life.services.findings.mark(
        _request(life), Mark(kind=FindingKind.STRENGTH, quote="clear about trade-offs")
    ),
    "findings.change": lambda life: life.services.findings.change(_finding(life), FindingKind.AREA, "Teamwork"),
    "findings.remove": lambda life: life.services.findings.remove(_finding(life)),
    "examples.add": lambda life: life.services.examples.add(EXAMPLE),
    "examples.edit": lambda life: life.services.examples.edit(_example(life), {"result": "Up again"}),
    "examples.rehearse": lambda life: life.services.examples.rehearse(_example(life), 90),
    "examples.remove": lambda life: life.services.examples.remove(_example(life)),
    "examples.restore": lambda life: life.services.examples.restore(_example(life)),
    "pointers.add": lambda life: life.services.pointers.add({"when": "they ask", "will": "breathe"}),
    "pointers.add from a finding": lambda life: life.services.pointers.add({"will": "breathe"}, _finding(life)),
    "pointers.edit": lambda life: life.services.pointers.edit(_pointer(life), {"will": "say the load"}),
    "pointers.check": lambda life: life.services.pointers.check(_pointer(life), _interview(life), Kept.DONE),
    "pointers.remove": lambda life: life.services.pointers.remove(_pointer(life)),
    "cues.add": lambda life: life.services.cues.add({"title": "Nodding"}),
    "cues.edit": lambda life: life.services.cues.edit("nodding", {"question": "How often did you nod?"}),
    "cues.put_away": lambda life: life.services.cues.put_away("Hands"),
    "cues.put_away back": lambda life: life.services.cues.put_away("Hands", away=False),
    "competencies.add": lambda life: life.services.competencies.add({"name": "Humour"}),
    "competencies.edit": lambda life: life.services.competencies.edit("Humour", {"name": "Wit"}),
    "competencies.edit why me": lambda life: life.services.competencies.edit(
        "teamwork", {"why_me": "I settle quarrels"}
    ),
    "competencies.merge": lambda life: life.services.competencies.merge("learning", "teamwork"),
    "competencies.archive": lambda life: life.services.competencies.archive("motivation"),
}
