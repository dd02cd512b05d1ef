"""Owns the anchored rating scales: every point of every scale is a sentence about behaviour (R2, R3)."""

from msgspec import Struct

from afterword.domain.interview import Mode
from afterword.errors import NotUnderstood

LOWEST, HIGHEST = 1, 5
COMPETENCY_PREFIX = "competency/"


class Scale(Struct, frozen=True):
    """A question and its five anchors; `points[0]` is the sentence for 1, `points[4]` for 5."""

    id: str
    title: str
    question: str
    points: tuple[str, str, str, str, str]

    def anchor(self, value: int) -> str:
        """The sentence behind a value from 1 to 5."""
        return self.points[check_value(value) - 1]


def check_value(value: int) -> int:
    """The value itself. Raises `NotUnderstood` outside 1 to 5."""
    if not LOWEST <= value <= HIGHEST:
        raise NotUnderstood(f"{value} is not on the scale.", hint="Ratings go from 1 to 5.")
    return value


CONVINCING = Scale(
    "convincing",
    "How convincing",
    "How convincing were your answers?",
    (
        "Most questions I answered with claims and no example; they moved on quickly.",
        "A few answers had substance; most stayed general, and they asked again.",
        "About half of my answers held an own action; follow-up questions were mixed.",
        "Most answers named what I did and what came of it; they built on them.",
        "Nearly every answer held an action and a result; they said back what they took from it.",
    ),
)

_EYES_ROOM = Scale(
    "eye-contact",
    "Eye contact",
    "Where did you look while you spoke?",
    (
        "I looked at the table or past them nearly all the time.",
        "I looked up at the beginning and the end of an answer.",
        "I looked at whoever had asked for about half of each answer.",
        "I looked at the person who had asked and now and then at the others.",
        "I looked at each person in turn, and back to whoever had asked at the end.",
    ),
)
_EYES_VIDEO = Scale(
    "camera",
    "Looking at the camera",
    "Where did you look while you spoke?",
    (
        "I looked at a second screen or away nearly all the time.",
        "I watched my own picture most of the time.",
        "I looked at their picture, seldom at the camera.",
        "I looked at the camera when I made a point.",
        "I looked at the camera when I spoke and at their picture when I listened.",
    ),
)
_POSTURE = Scale(
    "posture",
    "Posture",
    "How did you sit or stand?",
    (
        "I sat folded together or turned away the whole time.",
        "I leaned back with arms crossed for long stretches.",
        "I sat upright at first and sank as it went on.",
        "I sat upright and turned to whoever spoke.",
        "I sat upright and at ease, and leaned in when it mattered.",
    ),
)
_HANDS = Scale(
    "hands",
    "Hands",
    "What did your hands do?",
    (
        "They fidgeted with a pen, ring or sleeve all the time.",
        "They were hidden or clenched most of the time.",
        "They lay still; I hardly used them.",
        "They underlined some points.",
        "They underlined my points and rested when I listened.",
    ),
)
_GREETING = Scale(
    "greeting",
    "Greeting",
    "How did the first half minute go?",
    (
        "I did not greet everyone, or did not catch any name.",
        "I greeted in passing and sat down at once.",
        "I greeted everyone; names passed me by.",
        "I greeted everyone by looking at them and said my name.",
        "I greeted each person, said my name and used theirs.",
    ),
)
_FRAMING = Scale(
    "framing",
    "Picture and sound",
    "What did they see and hear of you?",
    (
        "Picture or sound failed for much of the time.",
        "I was dark, cut off or hard to hear at times.",
        "They could see and hear me; the background drew attention.",
        "Face lit, sound clear, quiet background.",
        "Face lit, head and shoulders in the picture, sound tested before, nothing behind me.",
    ),
)
_FACE = Scale(
    "expression",
    "Expression",
    "What could they read in your face?",
    (
        "My face did not move, or showed strain throughout.",
        "I smiled at the greeting and not after.",
        "My face followed the talk now and then.",
        "I nodded while listening and smiled where it fitted.",
        "I showed that I followed, was glad to be there, and let a pause be a pause.",
    ),
)
_VOICE = Scale(
    "voice",
    "Voice",
    "How did your voice carry?",
    (
        "They asked me several times to repeat myself.",
        "I spoke flat or trailed off at the ends of sentences.",
        "I was easy to hear; the tone stayed the same.",
        "I stressed what mattered and ended sentences clearly.",
        "I stressed what mattered, varied the tone and sounded at ease.",
    ),
)
_PACE = Scale(
    "pace",
    "Pace and pauses",
    "How fast did you speak?",
    (
        "I spoke without a pause, and over them.",
        "I sped up in most answers.",
        "I kept a fair pace in the easy answers.",
        "I paused before answering hard questions.",
        "I took a breath before each answer and left them room to ask.",
    ),
)

CUES: dict[Mode, tuple[Scale, ...]] = {
    Mode.ONSITE: (_GREETING, _EYES_ROOM, _POSTURE, _HANDS, _VOICE),
    Mode.VIDEO: (_FRAMING, _EYES_VIDEO, _POSTURE, _FACE, _PACE),
    Mode.PHONE: (_VOICE, _PACE),
}
"""The body-language cues that can be rated, by how you met (R3)."""


def competency_scale(competency_id: str, name: str, anchor: str) -> Scale:
    """The scale for rating yourself on a competency, from what you did in this one interview."""
    return Scale(
        COMPETENCY_PREFIX + competency_id,
        name,
        anchor or f"What did you do in this interview that showed {name.lower()}?",
        (
            "It was asked for, and I had nothing to show.",
            "I claimed it without an example.",
            "I gave an example without my own action or a result.",
            "I gave an example with my own action.",
            "I gave an example with my own action and a result they took up.",
        ),
    )
