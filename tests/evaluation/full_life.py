"""A life that fills every part of the prep sheet."""

from tests.evaluation.histories import ADVICE, AREA, NOW, STRENGTH, History

from afterword.domain.practice import Check, Kept
from afterword.domain.reflection import AnswerKind

SHOWN = ("communication", "teamwork", "technical-depth", "learning", "telling", "motivation")


def full(words: str = "", many: int = 1) -> History:
    """A life that fills every part of the sheet, with `words` added wherever somebody can type."""
    life = History()
    for number in range(3):
        key = f"firm{number}"
        life.interview(key, 60 - number, company=f"Firm {number} {words}"[:90].strip(), round="Panel")
        life.rate(key, convincing=2 + number, c_communication=2 + number, c_examples=4, c_teamwork=5, c_learning=3)
        life.reflect(key, went_well=f"It went well. {words}")
        life.answer(key, AnswerKind.STORY, action=True, example="story0")
        for index, one in enumerate(("communication", "teamwork", "technical-depth", "learning")):
            life.said(key, STRENGTH, f"praise {number}{index} {words * many}", one)
            life.said(key, AREA, f"area {number}{index} {words * many}", one)
        life.said(key, ADVICE, f"advice {number} {words * many}", "telling")
    for number in range(6):
        life.example(
            f"story{number}", SHOWN[number],
            title=f"Story {number} {words}", numbers=f"{number} of 9 {words * many}", action=f"I did. {words * many}",
            result=f"It held. {words * many}",
        )  # fmt: skip
        checks = tuple(Check(interview_id=f"firm{at}", kept=Kept.PARTLY, on=NOW.date()) for at in range(3))
        life.pointer(f"p{number}", f"this happens {number} {words}", f"do that {words}", checks=checks)
    for one in ("communication", "telling", "motivation"):
        life.competency(one, one.title(), why_me=f"Because {words}".strip())
    life.interview(
        "oscorp", -4, round="Panel, team and culture", role="Team lead", where=f"Tower {words}", notes=f"Note {words}",
        travel_minutes=30,
    )  # fmt: skip
    return life
