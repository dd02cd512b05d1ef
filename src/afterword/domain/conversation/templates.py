"""Owns the wording of the letters: blocks of text with `{placeholders}`, and the default set.

People change the words in a file of their own; reading that file is left to the settings.
"""

import re
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
PLACEHOLDERS: dict[str, str] = {
    "first_name": "the interviewer's first name",
    "name": "the interviewer's full name",
    "company": "the company",
    "role": "the role",
    "day": "the day of the interview",
    "topic": "what the interview was about",
    "my_name": "your name",
    "asked_day": "the day you asked",
    "subject": "the subject of the request",
    "strength": "a strength they named, in their words",
    "area": "an area they named, in their words",
    "when": "the moment of your pointer",
    "will": "what you will do then",
    "opportunity": "an opportunity they spoke of, in their words",
    "advice": "an advice of theirs that you acted on, in their words",
    "kept_when": "the moment of a pointer that you have kept since",
    "kept_will": "what you do then",
}


class Template(Struct, frozen=True, kw_only=True):
    """A subject and named blocks; `paragraphs` says which blocks stand together, in the order of the letter."""

    subject: str
    blocks: Mapping[str, str] = field(default_factory=dict)
    paragraphs: tuple[tuple[str, ...], ...] = ()

    def changed(self, words: Mapping[str, str]) -> "Template":
        """The template with some blocks (or the `subject`) in other words; an empty block is left out."""
        blocks = {name: words.get(name, text) for name, text in self.blocks.items()}
        return replace(self, subject=words.get("subject", self.subject), blocks=blocks)


class Templates(Struct, frozen=True, kw_only=True):
    """The letters; `request_unanswered` is the request where no decision was ever sent."""

    request: Template
    request_unanswered: Template
    follow_up: Template
    thank_you: Template
    thank_you_declined: Template
    re_approach: Template


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; one without a value stays as it is, for the eye to find."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1]) or match[0], text)


def missing(text: str, values: Mapping[str, str]) -> bool:
    """Whether the text needs a value that is not there."""
    return any(not values.get(name) for name in PLACEHOLDER.findall(text) if name in PLACEHOLDERS)


_REQUEST = Template(
    subject="Thank you, and a question about the {role} interview",
    blocks={
        "greeting": "Hello {first_name},",
        "thanks": "thank you for the opportunity to interview for the {role} role on {day}, and for your time.",
        "advice": "I would value your advice: what would you practise first, in my place, for {topic}?",
        "pointers": "Specific pointers on areas to develop help me most; a word on what went well does too.",
        "consideration": "I enjoyed our conversation and would be glad to be considered in future.",
        "opportunities": "Are there other openings at {company} that might suit me?",
        "way_out": "One line is plenty, and I understand if policy prevents an answer.",
        "closing": "Kind regards\n{my_name}",
    },
    paragraphs=(
        ("greeting",),
        ("thanks",),
        ("advice", "pointers"),
        ("consideration", "opportunities"),
        ("way_out",),
        ("closing",),
    ),
)

DEFAULT_TEMPLATES = Templates(
    request=_REQUEST,
    request_unanswered=replace(
        _REQUEST,
        blocks={
            **_REQUEST.blocks,
            "silence": "No decision has reached me since, so I take it that the role is filled.",
        },
        paragraphs=(("greeting",), ("thanks", "silence"), *_REQUEST.paragraphs[2:]),
    ),
    follow_up=Template(
        subject="Re: {subject}",
        blocks={
            "greeting": "Hello {first_name},",
            "reminder": "on {asked_day} I asked for your advice after our interview for the {role} role.",
            "way_out": "I know how full days get, so this is my only reminder. One line helps; none is fine too.",
            "closing": "Kind regards\n{my_name}",
        },
        paragraphs=(("greeting",), ("reminder", "transport"), ("closing",)),
    ),
    thank_you=Template(
        subject="Re: {subject}",
        blocks={
            "greeting": "Hello {first_name},",
            "thanks": "thank you for taking the time to give me this feedback.",
            "strength": "It is good to know that this came across: “{strength}”. I mean to build on it.",
            "area": "I have taken to heart what you said: “{area}”.",
            "action": "Next time, when {when}, I will {will}.",
            "appreciation": "Few people take the time for an answer like yours, and your words help me prepare.",
            "closing": "Kind regards\n{my_name}",
        },
        paragraphs=(("greeting",), ("thanks", "strength"), ("area", "action"), ("appreciation",), ("closing",)),
    ),
    thank_you_declined=Template(
        subject="Re: {subject}",
        blocks={
            "greeting": "Hello {first_name},",
            "thanks": "thank you for letting me know that policy prevents feedback; I understand.",
            "appreciation": "I appreciate that you answered, and your time in the interview.",
            "closing": "Kind regards\n{my_name}",
        },
        paragraphs=(("greeting",), ("thanks", "appreciation"), ("closing",)),
    ),
    re_approach=Template(
        subject="Re: {subject}",
        blocks={
            "greeting": "Hello {first_name},",
            "occasion": "we met on {day} about the {role} role, and I remember our conversation well.",
            "opportunity": "You said then: “{opportunity}”. I have kept that in mind.",
            "advice": "I have acted on your advice since: “{advice}”.",
            "progress": "Since then I have made one thing a habit: when {kept_when}, I {kept_will}.",
            "consideration": "I would be glad to be considered again at {company}.",
            "opportunities": "Is there an opening now, or soon, that might suit me?",
            "way_out": "One line is plenty, and if nothing is open, that is fine, too.",
            "closing": "Kind regards\n{my_name}",
        },
        paragraphs=(
            ("greeting",),
            ("occasion", "opportunity"),
            ("advice", "progress"),
            ("consideration", "opportunities"),
            ("way_out",),
            ("closing",),
        ),
    ),
)

LETTERS: dict[str, str] = {
    "request": "request",
    "request-unanswered": "request_unanswered",
    "follow-up": "follow_up",
    "thank-you": "thank_you",
    "thank-you-declined": "thank_you_declined",
    "re-approach": "re_approach",
}
"""The names of the letters in a person's own file, and the field each stands for."""
