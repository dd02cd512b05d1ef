"""One life with many kinds of work behind it, and ten interviews ahead that have little to do with each other."""

from dataclasses import dataclass

from msgspec.structs import replace
from tests.evaluation.histories import ADVICE, AREA, STRENGTH, History

from afterword.domain.interview import Mode
from afterword.domain.reflection import AnswerKind, OwnQuestion


@dataclass(frozen=True)
class Kind:
    """A kind of work: what an interview for it was like, and what an interview ahead is called."""

    key: str
    before: str
    ahead: str
    round: str
    mode: Mode
    question: str
    better: str
    praise: str
    area: str
    pointer: tuple[str, str]
    story: str
    first: str


KINDS = (
    Kind(
        "nurse", "Nurse, surgical ward", "Registered nurse, intensive care", "Ward manager", Mode.ONSITE,
        "Two patients ring at once: who comes first?", "I name the risk first: airway, then bleeding, then pain.",
        "the family felt safe with you", "how you set priorities stayed vague",
        ("they ask whom I see first", "name the risk before the person"),
        "The night with one nurse missing", "At two in the morning a colleague went home ill.",
    ),
    Kind(
        "teacher", "Primary school teacher", "Teacher, year four", "Trial lesson", Mode.TRIAL,
        "A child refuses to work: what do you do?", "I sit down beside the child and give a choice of two tasks.",
        "your voice calmed the class", "the aim of the lesson was not said",
        ("the lesson begins", "write the aim on the board"),
        "The class that would not read", "In my second year I had a class that hated reading aloud.",
    ),
    Kind(
        "sales", "Sales representative", "Key account sales", "First call", Mode.PHONE,
        "How do you win back a lost customer?", "I ask what changed for them, and listen before I offer.",
        "you asked about our customers first", "you talked past the objection",
        ("they name a price objection", "ask what it is compared with"),
        "The customer who had left", "Our largest customer had gone to a competitor.",
    ),
    Kind(
        "office", "Sachbearbeiterin Einkauf", "Sachbearbeiterin Einkauf (m/w/d)", "Vorstellungsgespräch", Mode.ONSITE,
        "Wie gehen Sie mit Fristen um?", "Ich führe eine Liste nach Tagen und melde früh, was nicht zu halten ist.",
        "sehr sorgfältig vorbereitet", "die Fragen zu SAP blieben offen",
        ("sie nach SAP fragen", "die Bestellung von März erzählen"),
        "Die doppelte Bestellung", "Im März kam eine Lieferung zweimal.",
    ),
    Kind(
        "manager", "Engineering Manager", "Engineering Manager, payments", "Leadership", Mode.VIDEO,
        "Whom did you let go, and how?", "I tell the talk we had in week three, not only the last one.",
        "you speak of people with respect", "decisions sounded like the team's, not yours",
        ("they ask about a hard talk", "say what I decided myself"),
        "The team of two halves", "Half of my team did not speak to the other half.",
    ),
    Kind(
        "sre", "Site reliability engineer", "Senior site reliability engineer", "Incident review", Mode.VIDEO,
        "Walk us through an outage.", "I begin with who noticed it, then what I looked at first.",
        "calm while you traced the outage", "the rollback was never mentioned",
        ("they ask about an outage", "name the rollback first"),
        "The queue that filled up", "On a Friday evening the queue filled up.",
    ),
    Kind(
        "graduate", "Graduate trainee, marketing", "Graduate programme, marketing", "Assessment day", Mode.ASSESSMENT,
        "Why this programme?", "I name the rotation in the second year and what I want to learn there.",
        "you let others finish in the group task", "your motives stayed general",
        ("they ask why this programme", "name one rotation"),
        "The student fair", "Nobody had signed up for our stand at the student fair.",
    ),
    Kind(
        "craft", "Electrician, installation", "Electrician, maintenance", "Trial day", Mode.TRIAL,
        "How do you make sure that nothing is live?", "I say the five steps aloud while I do them.",
        "clean work at the board", "you did not ask for the plan",
        ("I am shown the job", "ask for the plan first"),
        "The cellar under water", "A cellar stood under water and the mains were still on.",
    ),
    Kind(
        "again", "Librarian", "Librarian, local history", "Second interview", Mode.ONSITE,
        "What would you stop doing here?", "The printed catalogue: three people a month use it.",
        "you knew our collection", "you had no question for us",
        ("they ask for my questions", "ask what worries them this year"),
        "The box of letters", "Somebody left a box of old letters at the desk.",
    ),
    Kind(
        "internal", "Payroll clerk", "Payroll team coordinator", "Internal talk", Mode.ONSITE,
        "How will your colleagues take it?", "I would speak to both of them before the list is out.",
        "everybody here trusts your figures", "you waited to be asked",
        ("they speak of my colleagues", "say whom I would speak to first"),
        "The month with two closings", "Two closings fell on the same day.",
    ),
)  # fmt: skip


SHOWN = {
    "nurse": "clinical-judgement", "teacher": "classroom", "sales": "customer-needs", "office": "accuracy",
    "manager": "leadership", "sre": "operations", "graduate": "motivation", "craft": "work-safety",
    "again": "learning", "internal": "teamwork",
}  # fmt: skip
"""The competency that the story of each kind of work shows."""


GENERAL = (
    ("a question is long", "say back what I heard", "The form nobody could fill in", "Nobody could fill in that form."),
    (
        "I do not know",
        "say so, and how I would find out",
        "The wrong train",
        "I sat in the wrong train with the papers.",
    ),
)
"""What fits any work: a pointer of no interview, and a story of no role."""


def ten_interviews() -> History:
    """For each kind of work an interview behind, with all that came of it, and one ahead under `next-KEY`."""
    life = History()
    for number, kind in enumerate(KINDS):
        _behind(life, kind, 100 - 4 * number)
    for number, kind in enumerate(KINDS):
        company = "Again" if kind.key == "again" else f"New {kind.key.title()}"
        life.interview(
            f"next-{kind.key}", -(number + 2), company=company, role=kind.ahead, round=kind.round, mode=kind.mode,
            where=f"Place {kind.key}", travel_minutes=25 if kind.mode is Mode.ONSITE else None,
        )  # fmt: skip
    for number, (when, will, title, first) in enumerate(GENERAL):
        life.pointer(f"general-{number}", when, will)
        life.example(f"general-{number}", title=title, situation=first)
    # The ward manager and the librarian's head are met again.
    for key, before in (("next-nurse", "nurse-p"), ("next-again", "again-p")):
        known = life.journal.interviews[key]
        life.put("interviews", replace(known, interviewers=(before,)))
    return life


def _behind(life: History, kind: Kind, ago: int) -> None:
    life.interview(kind.key, ago, role=kind.before, round=kind.round, mode=kind.mode)
    asked = OwnQuestion(
        id=f"{kind.key}-q", question=f"What is a good first month for a {kind.key}?", reply="Listening."
    )
    life.reflect(kind.key, went_well=f"I was glad of the talk about {kind.story.lower()}.", own_questions=(asked,))
    life.rate(kind.key, convincing=1, c_communication=1)
    life.answer(
        kind.key, AnswerKind.OPINION, question=kind.question, better=kind.better, person_id=f"{kind.key}-p",
        note="I babbled and was hopeless",
    )  # fmt: skip
    life.said(kind.key, STRENGTH, kind.praise, None)
    area = life.said(kind.key, AREA, kind.area, None)
    life.said(kind.key, ADVICE, f"read about {kind.round.lower()}", None)
    when, will = kind.pointer
    life.pointer(f"p-{kind.key}", when, will, interview_id=kind.key, finding_id=area.id)
    life.example(
        f"story-{kind.key}",
        SHOWN[kind.key],
        title=kind.story,
        situation=f"{kind.first} There were 3 of us.",
        roles=(kind.before.split(",")[0],),
    )
