"""Owns the reflections, examples and pointers of the sample as plain rows."""

from msgspec import Struct

from afterword.domain.pointer import Kept
from afterword.domain.reflection import AnswerKind, Control, ScenarioKind


class SampleAnswer(Struct, frozen=True):
    """One answer given: the question, its kind, whether it named an action and a result, whether it was enough."""

    question: str
    kind: AnswerKind
    action: bool
    result: bool
    enough: bool
    competency: str
    example: str | None = None


class Reason(Struct, frozen=True):
    """One possible reason behind the rejection."""

    kind: ScenarioKind
    for_it: str
    against_it: str
    control: Control


class Thought(Struct, frozen=True):
    """A reflection: ratings by scale, notes on some of them, answers, reasons."""

    meeting: str
    ratings: dict[str, int]
    went_well: str
    answers: tuple[SampleAnswer, ...] = ()
    reasons: tuple[Reason, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    thoughts: str = ""


_STORY, _PSEUDO, _EXAMPLE = AnswerKind.STORY, AnswerKind.PSEUDO_STORY, AnswerKind.EXAMPLE
_OPINION, _SELF = AnswerKind.OPINION, AnswerKind.SELF_DESCRIPTION

THOUGHTS: tuple[Thought, ...] = (
    Thought(
        "acme",
        {"convincing": 2, "voice": 3, "pace": 2, "competency/communication": 2, "competency/motivation": 3},
        "I had read about their product and could say why it interests me.",
        (
            SampleAnswer("Why Acme?", _OPINION, False, False, True, "motivation"),
            SampleAnswer("A time you disagreed", _SELF, False, False, False, "teamwork"),
        ),
        (Reason(ScenarioKind.ANSWERS, "No example in four answers", "They smiled a lot", Control.MINE),),
    ),
    Thought(
        "wayne",
        {
            "convincing": 3, "greeting": 3, "eye-contact": 3, "posture": 3, "hands": 2, "voice": 3,
            "competency/communication": 2, "competency/teamwork": 3, "competency/examples": 3,
        },
        "The migration story carried; they asked three questions about it.",
        (
            SampleAnswer("A project you led", _STORY, True, False, True, "ownership", "migration"),
            SampleAnswer("Working with other teams", _EXAMPLE, True, False, True, "teamwork", "migration"),
        ),
        (
            Reason(ScenarioKind.STRONGER, "They said so", "", Control.NOT_MINE),
            Reason(ScenarioKind.PREPARATION, "Twelve minutes late", "They waited kindly", Control.MINE),
        ),
        (("convincing", "The second half was better than the first."),),
    ),
    Thought(
        "cyberdyne",
        {
            "convincing": 4, "framing": 4, "camera": 3, "posture": 3, "expression": 3, "pace": 3,
            "competency/communication": 4, "competency/technical-depth": 4, "competency/problem-solving": 3,
        },
        "All tests were green at the end.",
        (SampleAnswer("Parse this log", _EXAMPLE, True, True, True, "problem-solving"),),
        (Reason(ScenarioKind.UNKNOWABLE, "No reason was given", "", Control.UNKNOWN),),
    ),
    Thought(
        "tyrell",
        {
            "convincing": 3, "framing": 4, "camera": 4, "posture": 4, "expression": 3, "pace": 4,
            "competency/technical-depth": 4, "competency/communication": 3,
        },
        "I said what I would do differently with more time.",
        (SampleAnswer("Why this design?", _OPINION, False, False, True, "system-design"),),
        (Reason(ScenarioKind.TERMS, "They asked twice about salary", "", Control.NOT_MINE),),
    ),
    Thought(
        "soylent",
        {
            "convincing": 4, "greeting": 4, "eye-contact": 4, "posture": 4, "hands": 3, "voice": 4,
            "competency/ownership": 4, "competency/technical-depth": 2, "competency/examples": 3,
        },
        "The question about indexes: I drew it and they nodded.",
        (
            SampleAnswer("A slow query you fixed", _STORY, True, True, True, "technical-depth", "indexes"),
            SampleAnswer("What was your part?", _PSEUDO, False, True, False, "ownership"),
        ),
        (Reason(ScenarioKind.ANSWERS, "“We” in each answer", "They liked the drawing", Control.MINE),),
    ),
    Thought(
        "initech",
        {
            "convincing": 4, "greeting": 5, "eye-contact": 4, "posture": 4, "hands": 4, "voice": 4,
            "competency/communication": 3, "competency/system-design": 3, "competency/examples": 4,
            "competency/problem-solving": 2,
        },
        "I asked what load they expect before I drew a box.",
        (
            SampleAnswer("Design a rate limiter", _EXAMPLE, True, False, True, "system-design"),
            SampleAnswer("When did something you built fail?", _PSEUDO, True, False, False, "examples", "outage"),
            SampleAnswer("How do you decide?", _SELF, False, False, False, "problem-solving"),
        ),
        (
            Reason(ScenarioKind.ANSWERS, "The failure question stayed general", "Good talk before", Control.MINE),
            Reason(ScenarioKind.STRONGER, "Five people in the last round", "", Control.NOT_MINE),
            Reason(ScenarioKind.UNKNOWABLE, "", "", Control.UNKNOWN),
        ),
        (("convincing", "Strong until failure modes came up."), ("greeting", "I used both names.")),
    ),
    Thought(
        "hooli",
        {
            "convincing": 4, "framing": 5, "camera": 4, "posture": 4, "expression": 4, "pace": 4,
            "competency/examples": 3, "competency/communication": 4,
        },
        "The outage story had a beginning, a middle and a number.",
        (SampleAnswer("Walk us through an incident", _STORY, True, True, True, "examples", "outage"),),
        (Reason(ScenarioKind.EXPERIENCE, "They run ten times our load", "", Control.NOT_MINE),),
    ),
    Thought(
        "globex",
        {
            "convincing": 3, "framing": 4, "camera": 3, "posture": 4, "expression": 4, "pace": 3,
            "competency/teamwork": 4, "competency/motivation": 3,
        },
        "I spoke to both of them, not only to the one who asked.",
        (SampleAnswer("A conflict in a team", _STORY, True, True, True, "teamwork", "migration"),),
        (Reason(ScenarioKind.POSITION, "The role changed during the talk", "", Control.NOT_MINE),),
    ),
    Thought(
        "stark",
        {"convincing": 3, "voice": 4, "pace": 3, "competency/motivation": 2},
        "I asked two questions about the team that they took time for.",
        (SampleAnswer("Why do you want to leave?", _OPINION, False, False, False, "motivation"),),
        (Reason(ScenarioKind.RAPPORT, "Short answers from them", "It was late in the day", Control.UNKNOWN),),
    ),
)  # fmt: skip


class SampleStory(Struct, frozen=True):
    """An example of the bank."""

    id: str
    title: str
    situation: str
    task: str
    action: str
    result: str
    competencies: tuple[str, ...]
    numbers: str = ""
    roles: tuple[str, ...] = ()
    told_aloud: tuple[tuple[int, int, bool], ...] = ()
    """Rehearsals: days ago, seconds, without notes."""


STORIES: tuple[SampleStory, ...] = (
    SampleStory(
        "migration", "Moving 40 services without a night shift",
        "Our company left its own data centre; forty services had to move within a quarter.",
        "I was to plan the order and keep the shop open.",
        "I drew the dependencies with each team, moved the quiet services first, wrote a check that compared both "
        "sides every minute, and kept a way back for each step for two days.",
        "All forty moved in eleven weeks, with nine minutes of reduced service and no night shift.",
        ("ownership", "teamwork", "communication"),
        "40 services, 11 weeks, 9 minutes of reduced service", ("engineer",),
        ((30, 170, False), (22, 125, False), (12, 96, True), (3, 91, True)),
    ),
    SampleStory(
        "outage", "The queue that ate the weekend",
        "On a Friday our message queue filled up and orders stopped.",
        "I was on call and had to bring orders back and find the cause.",
        "I throttled the largest producer, told support every half hour where we stood, found a consumer without "
        "back-pressure, and wrote a test that fills the queue on purpose.",
        "Orders were back after 50 minutes; the same spike a month later went unnoticed.",
        ("examples", "system-design", "learning"),
        "50 minutes of lost orders, 0 the month after", ("backend", "reliability", "platform"),
        ((16, 140, False), (10, 104, False)),
    ),
    SampleStory(
        "indexes", "From 30 seconds to 80 milliseconds",
        "The report page of our largest customer took half a minute.",
        "",
        "I read the query plan with a colleague, replaced two indexes by one that covers the query, and measured "
        "before and after with real data.",
        "80 milliseconds, and the customer extended.",
        ("technical-depth", "problem-solving"),
        "30 s before, 80 ms after", ("backend", "data"),
    ),
    SampleStory("mentoring", "The first week of a new colleague", "", "", "", "", ("leadership",)),
)  # fmt: skip


class Plan(Struct, frozen=True):
    """A pointer, the meeting it came from, and what became of it in later ones."""

    id: str
    meeting: str
    when: str
    will: str
    checks: tuple[tuple[str, Kept], ...] = ()
    finding: str | None = None


PLANS: tuple[Plan, ...] = (
    Plan(
        "p-result-first", "wayne", "they ask for an example", "say the result in the first sentence",
        (("cyberdyne", Kept.FORGOT), ("soylent", Kept.PARTLY), ("initech", Kept.PARTLY), ("hooli", Kept.DONE)),
        "wayne-0-r-f3",
    ),
    Plan(
        "p-leave-early", "wayne", "the interview is on site", "be at the door twenty minutes before",
        (("cyberdyne", Kept.NO_OCCASION), ("soylent", Kept.DONE), ("initech", Kept.DONE)),
    ),
    Plan(
        "p-aloud", "cyberdyne", "I stop to think", "say the next step aloud",
        (("initech", Kept.DONE), ("hooli", Kept.DONE)),
        "cyberdyne-0-r-f2",
    ),
    Plan(
        "p-incident", "initech", "they ask what can fail", "tell the queue outage with its numbers",
        finding="initech-0-r-f2",
    ),
)  # fmt: skip

WHY_ME: dict[str, str] = {
    "ownership": "I stayed with the move of forty services until the last one ran.",
    "system-design": "I have seen a queue fill up, and build so that the next one cannot.",
}
"""Own lines on competencies, by their id."""
