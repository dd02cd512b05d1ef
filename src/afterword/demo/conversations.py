"""Owns what was asked and answered in the sample: conversations as plain rows, oldest event first."""

from msgspec import Struct

from afterword.domain.conversation.request import Channel, CloseAs, EventKind, Letter
from afterword.domain.finding import FindingKind


class Happening(Struct, frozen=True):
    """One event, `ago` days back. `until` counts days from today (positive: ahead)."""

    kind: EventKind
    ago: int
    letter: Letter | None = None
    text: str = ""
    channel: Channel | None = None
    until: int | None = None
    close_as: CloseAs | None = None


class Phrase(Struct, frozen=True):
    """A marked phrase of the first reply."""

    kind: FindingKind
    quote: str
    competency: str
    plan: tuple[str, int] | None = None
    """What will be done about an advice, and in how many days from today (negative: overdue)."""


class Talk(Struct, frozen=True):
    """The conversation with the `person`-th interviewer of a meeting, and what was marked in the reply."""

    meeting: str
    person: int
    events: tuple[Happening, ...] = ()
    phrases: tuple[Phrase, ...] = ()


def _asked(ago: int) -> Happening:
    return Happening(EventKind.SENT, ago, Letter.REQUEST)


def _nudged(ago: int) -> Happening:
    return Happening(EventKind.SENT, ago, Letter.FOLLOW_UP)


def _thanked(ago: int) -> Happening:
    return Happening(EventKind.SENT, ago, Letter.THANK_YOU)


def _replied(ago: int, text: str, channel: Channel = Channel.MAIL) -> Happening:
    return Happening(EventKind.REPLY, ago, None, text, channel)


_STRENGTH, _AREA = FindingKind.STRENGTH, FindingKind.AREA
_ADVICE, _OPENING = FindingKind.ADVICE, FindingKind.OPPORTUNITY

TALKS: tuple[Talk, ...] = (
    Talk(
        "initech", 0,
        (
            _asked(11),
            _replied(
                9,
                "Hi,\n\nthanks for writing. You were clear about trade-offs, and you asked good questions before you "
                "drew anything. I would have liked a concrete incident from your own work when we came to failure "
                "modes; it stayed general.\n\nIf I were you I would prepare two outages in detail, with numbers.\n\n"
                "Ada",
            ),
        ),
        (
            Phrase(_STRENGTH, "clear about trade-offs", "communication"),
            Phrase(_STRENGTH, "asked good questions before you drew anything", "problem-solving"),
            Phrase(_AREA, "a concrete incident from your own work", "examples"),
            Phrase(
                _ADVICE, "prepare two outages in detail, with numbers", "examples",
                ("Write down the second outage, with its numbers", 0),
            ),
        ),
    ),
    Talk("initech", 1, (_asked(4),)),
    Talk("hooli", 0, (_asked(10),)),
    Talk(
        "umbrella", 0,
        (_asked(11), Happening(EventKind.BOUNCED, 11, Letter.REQUEST, "550 5.1.1 User unknown")),
    ),
    Talk("globex", 0),
    Talk("globex", 1, (Happening(EventKind.DRAFTED, 1, Letter.REQUEST),)),
    Talk(
        "stark", 0,
        (_asked(4), Happening(EventKind.AUTO_REPLY, 4, None, "I am out of the office and back soon.", None, 5)),
    ),
    Talk(
        "wayne", 0,
        (
            _asked(69),
            _replied(
                66,
                "Good to hear from you. The panel liked how you explained the migration step by step, and that you "
                "credited your team. We went with somebody who had run a data centre move. Please keep in touch: a "
                "second team is opening in spring. One thing to work on: say the result first, we lost the thread "
                "twice.",
                Channel.LINKEDIN,
            ),
            _thanked(66),
            Happening(EventKind.REAPPROACH, 66, None, "", None, 45),
        ),
        (
            Phrase(_STRENGTH, "explained the migration step by step", "communication"),
            Phrase(_STRENGTH, "credited your team", "teamwork"),
            Phrase(_OPENING, "a second team is opening in spring", ""),
            Phrase(_AREA, "say the result first", "examples"),
        ),
    ),
    Talk(
        "cyberdyne", 0,
        (
            _asked(43), _nudged(36),
            _replied(
                35,
                "Sorry for the delay. Your code was tidy and well tested. Under time pressure you stopped talking, so "
                "we could not follow your reasoning. Try to say the next step aloud before you type.",
            ),
            _thanked(35),
        ),
        (
            Phrase(_STRENGTH, "tidy and well tested", "technical-depth"),
            Phrase(_AREA, "we could not follow your reasoning", "communication"),
            Phrase(_ADVICE, "say the next step aloud before you type", "communication"),
        ),
    ),
    Talk(
        "tyrell", 0,
        (
            _asked(33),
            _replied(32, "Thank you, but our policy does not allow me to give individual feedback. All the best!"),
            Happening(EventKind.CLOSED, 32, close_as=CloseAs.DECLINED),
        ),
    ),
    Talk("acme", 0, (_asked(103), _nudged(96))),
    Talk(
        "soylent", 0,
        (
            _asked(22),
            _replied(
                20,
                "You know your databases, that came across at once. What I missed was what you did yourself: I heard "
                "“we” in every answer.",
                Channel.PHONE,
            ),
            Happening(EventKind.DRAFTED, 19, Letter.THANK_YOU),
            Happening(EventKind.SENDING, 19, Letter.THANK_YOU),
        ),
        (
            Phrase(_STRENGTH, "You know your databases", "technical-depth"),
            Phrase(_AREA, "what you did yourself", "ownership"),
        ),
    ),
    Talk("aperture", 0, (_asked(88), Happening(EventKind.CLOSED, 80, close_as=CloseAs.DONE))),
)  # fmt: skip
