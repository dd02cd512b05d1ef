"""Owns the application: one hiring process at one company for one role, with one outcome and its words (A1, A2)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Struct

from afterword.domain.fields import Field, FieldKind
from afterword.domain.interview import Outcome
from afterword.domain.people import LANGUAGES


class Way(StrEnum):
    """By which way the decision came."""

    MAIL = "mail"
    PHONE = "phone"
    LINKEDIN = "linkedin"
    PORTAL = "portal"
    IN_PERSON = "in-person"


_WAYS = (
    (Way.MAIL, "mail"),
    (Way.PHONE, "phone"),
    (Way.LINKEDIN, "LinkedIn"),
    (Way.PORTAL, "their portal"),
    (Way.IN_PERSON, "in person"),
)
_OUTCOMES = (
    (Outcome.REJECTED, "rejected"),
    (Outcome.PENDING, "pending"),
    (Outcome.OFFER, "offer"),
    (Outcome.WITHDRAWN, "withdrawn"),
    (Outcome.NO_ANSWER, "no answer"),
)
_LEAST = "Company and role are all it takes."


class Application(Struct, frozen=True, kw_only=True):
    """One hiring process; its rounds are the interviews that name it.

    `contacts` are the ids of people who are written to and did not interview you: a recruiter, an agency, the company's
    contact. `ended_by` is the interview that ended it, the last one where it is empty; the rounds before it were
    passed. `joined` says that the update of an older journal put its rounds together.
    """

    id: str
    company: Annotated[str, Field("Company", "the company", required=_LEAST)]
    role: Annotated[str, Field("Role", "the role you applied for", required=_LEAST)]
    contacts: tuple[str, ...] = ()
    language: Annotated[
        str,
        Field("Language", "the language of its letters; yours when left out", choices=LANGUAGES, flag="--lang CODE"),
    ] = ""
    promised_on: Annotated[
        date | None, Field("Decision by", "the day by which they promised to decide (WHEN)", example="fri, 12 Dec")
    ] = None
    notes: Annotated[str, Field("Notes", "anything to remember", kind=FieldKind.TEXT)] = ""
    outcome: Annotated[
        Outcome,
        Field(
            "Outcome",
            "how it ended",
            required="Choose how it ended.",
            choices=_OUTCOMES,
            verb="outcome",
            flag="OUTCOME",
        ),
    ] = Outcome.PENDING
    outcome_on: Annotated[
        date | None,
        Field("You heard on", "the day you heard (WHEN); today when left out", past=True, verb="outcome", flag="--on"),
    ] = None
    channel: Annotated[Way | None, Field("How", "by which way you heard", choices=_WAYS, verb="outcome")] = None
    ended_by: Annotated[
        str,
        Field(
            "Round",
            "the round that ended it; the last one when left out",
            of="interviews",
            verb="outcome",
            flag="--round ID",
        ),
    ] = ""
    words: Annotated[
        str,
        Field(
            "Their words",
            "the words of the decision, kept as they are",
            kind=FieldKind.TEXT,
            example="Paste what they wrote, or what you remember of the call. It can be marked like a reply.",
            verb="outcome",
        ),
    ] = ""
    created: datetime
    deleted: datetime | None = None
    joined: bool = False

    @property
    def label(self) -> str:
        """`Initech · Backend`, for lists and sentences."""
        return f"{self.company} · {self.role}"
