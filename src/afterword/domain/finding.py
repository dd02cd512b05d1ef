"""Owns findings: phrases marked in what an interviewer said, each of one kind and tied to a competency."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Struct

from afterword.domain.document import Emphasis
from afterword.domain.fields import Field
from afterword.errors import UserError


class FindingKind(StrEnum):
    """What a marked phrase is."""

    STRENGTH = "strength"
    AREA = "area"
    ADVICE = "advice"
    OPPORTUNITY = "opportunity"
    REASON = "reason"


GLYPHS: dict[FindingKind, str] = {
    FindingKind.STRENGTH: "+",
    FindingKind.AREA: "-",
    FindingKind.ADVICE: ">",
    FindingKind.OPPORTUNITY: "*",
    FindingKind.REASON: "=",
}
FINDING_EMPHASIS: dict[FindingKind, Emphasis] = {
    FindingKind.STRENGTH: Emphasis.GOOD,
    FindingKind.AREA: Emphasis.WARN,
    FindingKind.ADVICE: Emphasis.ACCENT,
    FindingKind.OPPORTUNITY: Emphasis.KEY,
    FindingKind.REASON: Emphasis.MUTED,
}


class Todo(Struct, frozen=True, kw_only=True):
    """What you will do about an advice, by which day; `done` is the day on which it was done."""

    text: Annotated[
        str,
        Field(
            "I will",
            "what you will do; as planned, or the advice itself, when left out",
            example="what you will do; empty: the advice itself",
            flag="--do",
        ),
    ]
    due: Annotated[
        date,
        Field(
            "By",
            "the day by which you will act on it",
            example="+1 week, next mon, 12 Jan",
            required="Choose a day ahead.",
            flag="--by",
        ),
    ]
    done: date | None = None


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """A phrase of the reply `reply_id` in the request `request_id`; `start` is its place there, in characters.

    `whole`: it stands outside the newly written words, and its place is counted in the whole message. `application_id`
    names the application whose words of rejection are quoted; `request_id` and `reply_id` are empty then.
    """

    id: str
    request_id: str
    reply_id: str
    kind: Annotated[FindingKind, Field("Kind", "what the phrase is", required="Say what the phrase is.")]
    quote: Annotated[
        str, Field("Words", "the words as they stand in the mail", required="Mark some words.", verb="mark")
    ]
    start: int
    created: datetime
    competency: Annotated[
        str | None, Field("Competency", "what it is about, '' for none", of="competencies", flag="--competency NAME")
    ] = None
    todo: Todo | None = None
    whole: bool = False
    application_id: str = ""


_SAME = {char: f"[{alike}]" for alike in ("'’‘", '"“”„«»', "–—\\-") for char in alike if char != "\\"}

_BETWEEN = r"\s+(?:[>|]+\s+)*"
_QUOTED = re.compile(r"\n[ \t]*[>|][>| \t]*")


def locate(quote: str, text: str) -> tuple[int, str]:
    """Where the quote stands in the text, and the words as they stand there.

    White space, case, quotation marks, dashes and the `>` of quoted lines may differ, since people retype. Whole words
    are looked for first.
    Refused when the words are not there.
    """
    target = quote.split()
    if not target:
        raise UserError("There is nothing to mark.", hint="Mark some words of the reply.")
    exact = _BETWEEN.join(re.escape(word) for word in target)
    alike = _BETWEEN.join("".join(_SAME.get(char, re.escape(char)) for char in word) for word in target)
    tries = (rf"(?<!\w){alike}(?!\w)", exact, alike)
    found = next((one for pattern in tries if (one := re.search(pattern, text, re.IGNORECASE))), None)
    if found is None:
        raise UserError(
            "Those words do not stand in the reply, nor elsewhere in its mail.",
            hint="Quote them as they were written; the reply is shown by: afterword request show ID.",
        )
    return found.start(), found[0]


def bare_quote(words: str) -> str:
    """The words of a quoted passage without the `>` before its lines."""
    return _QUOTED.sub("\n", words)
