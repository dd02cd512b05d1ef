"""Every letter as it is written by default: all kinds, languages, addressees and ways, read back one by one."""

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from msgspec import Struct

from afterword.domain.conversation.letter_reading import argues, holds, questions, without_quotations
from afterword.domain.conversation.letters import ALIKE, PARTS, alike
from afterword.domain.conversation.phrasing import default_templates, language_of, letter_languages
from afterword.domain.conversation.request import (
    Channel,
    CloseAs,
    Draft,
    Event,
    EventKind,
    Finding,
    FindingKind,
    Letter,
    Request,
)
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Part, Person
from afterword.domain.practice import Pointer
from afterword.services.letters import LetterForm, Writer

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
MOST_WORDS = 125
WRITER = Writer(default_templates(), "Sam Doe")
CODES = tuple(letter_languages())
REMEMBERED = {
    "en": "she asked about night shifts",
    "de": "sie fragte nach den Nachtdiensten",
    "fr": "la question sur les gardes de nuit",
    "es": "la pregunta sobre los turnos de noche",
}
ENGLISH = frozenset(
    {"the", "and", "you", "your", "would", "that", "with", "have", "this", "about", "role", "thank", "which"}
)


class Facts(Struct, frozen=True, kw_only=True):
    """What one letter is written from."""

    language: str = "en"
    familiar: bool = False
    part: Part = Part.INTERVIEWER
    remember: str = ""
    outcome: Outcome = Outcome.REJECTED
    days: int = 2
    role: str = "Nurse"
    company: str = "Initech"
    name: str = "Ada Byron"
    marks: tuple[tuple[FindingKind, str], ...] = ()
    pointer: tuple[str, str] = ("", "")
    declined: bool = False
    sent: bool = False


def journal_of(facts: Facts) -> Journal:
    """Four people of one interview, of whom the first is described by the facts."""
    names = (facts.name, "Max Köhler", "Kim Roth", "Lena Abt")
    people = {
        f"p{number}": Person(
            id=f"p{number}",
            name=name,
            email=f"p{number}@initech.example",
            part=facts.part,
            familiar=facts.familiar,
            language=facts.language,
            remember=facts.remember if number == 0 else "",
        )
        for number, name in enumerate(names)
    }
    held = NOW - timedelta(days=facts.days + 10)
    interview = Interview(
        id="i",
        company=facts.company,
        role=facts.role,
        at=held,
        zone="UTC",
        application_id="a",
        interviewers=tuple(people),
        created=held,
    )
    application = Application(
        id="a",
        company=facts.company,
        role=facts.role,
        outcome=facts.outcome,
        outcome_on=(NOW - timedelta(days=facts.days)).date() if facts.outcome is Outcome.REJECTED else None,
        promised_on=date(2026, 11, 20),
        created=held,
    )
    requests = {
        f"r{number}": Request(
            id=f"r{number}", interview_id="i", person_id=f"p{number}", created=held, events=_events(facts)
        )
        for number in range(4)
    }
    findings = {
        f"f{number}": Finding(
            id=f"f{number}", request_id="r0", reply_id="e2", kind=kind, quote=quote, start=number, created=NOW
        )
        for number, (kind, quote) in enumerate(facts.marks)
    }
    when, will = facts.pointer
    pointers = {"w": Pointer(id="w", when=when, will=will, interview_id="i", created=NOW)} if will else {}
    return Journal(
        applications={"a": application},
        people=people,
        interviews={"i": interview},
        requests=requests,
        findings=findings,
        pointers=pointers,
    )


def _events(facts: Facts) -> tuple[Event, ...]:
    answered = facts.marks or facts.declined
    asked = NOW - timedelta(days=9)
    sent = Event(id="e1", kind=EventKind.SENT, at=asked, letter=Letter.REQUEST, subject="AW: Re: A question", text="x")
    text = ". ".join(quote for _, quote in facts.marks) or "Policy."
    reply = Event(id="e2", kind=EventKind.REPLY, at=NOW - timedelta(days=1), text=text)
    closed = Event(id="e3", kind=EventKind.CLOSED, at=NOW, close_as=CloseAs.DECLINED)
    events = [sent] if facts.sent or answered else []
    return (*events, *([reply] if answered else []), *([closed] if facts.declined else []))


def written(facts: Facts, letter: Letter, turn: int = 0, channel: Channel = Channel.MAIL) -> Draft:
    """The letter to one of the four."""
    journal = journal_of(facts)
    return WRITER.write(journal, journal.requests[f"r{turn}"], letter, LetterForm(today=NOW.date(), channel=channel))


def found(draft: Draft, language: str) -> set[str]:
    """The parts of a request that stand in the letter."""
    return {part for part in PARTS if holds(Letter.REQUEST, part, without_quotations(draft.body), language)}


SITUATIONS = ((Outcome.REJECTED, 2), (Outcome.REJECTED, 150), (Outcome.NO_ANSWER, 20), (Outcome.NO_ANSWER, 150))


@cache
def requests(language: str) -> tuple[tuple[str, Draft], ...]:
    """The requests in that language, each with what it was written from."""
    every = itertools.product((False, True), Part, ("", REMEMBERED[language]), SITUATIONS, range(4))
    return tuple(
        (
            f"{part} familiar={familiar} remember={bool(remember)} {outcome} {days} #{turn}",
            written(
                Facts(language=language, familiar=familiar, part=part, remember=remember, outcome=outcome, days=days),
                Letter.REQUEST,
                turn,
            ),
        )
        for familiar, part, remember, (outcome, days), turn in every
    )


OTHERS = (Letter.NOTE, Letter.STATUS, Letter.REAPPROACH, Letter.ACCEPT, Letter.DECLINE, Letter.FOLLOW_UP)


@cache
def others(language: str) -> tuple[tuple[Letter, Draft], ...]:
    """The other letters that need no reply, in that language."""
    every = itertools.product((False, True), Part, ("", REMEMBERED[language]), OTHERS, range(3))
    return tuple(
        (
            letter,
            written(
                Facts(language=language, familiar=familiar, part=part, remember=remember, sent=letter is OTHERS[-1]),
                letter,
                turn,
            ),
        )
        for familiar, part, remember, letter, turn in every
    )


def everything(language: str) -> Iterator[Draft]:
    """Every letter by mail in that language."""
    yield from (draft for _, draft in requests(language))
    yield from (draft for _, draft in others(language))
    yield from (draft for _, draft in thanks(language))


SAID: Mapping[str, tuple[str, str, str, str, str, tuple[str, str]]] = {
    "en": (
        "You were clear about trade-offs",
        "a concrete incident was missing",
        "read the handbook on incidents",
        "we may open a second role in January",
        "another candidate had more experience",
        ("they ask about scale", "name the load first"),
    ),
    "de": (
        "Sie haben sehr ruhig erklärt",
        "ein konkretes Beispiel hätte geholfen",
        "lesen Sie das Handbuch zur Pflege",
        "im Januar wird vielleicht eine zweite Stelle frei",
        "ein anderer Bewerber hatte mehr Erfahrung",
        ("sie nach Zahlen fragen", "zuerst die Last nennen"),
    ),
    "fr": (
        "vous avez été très claire",
        "il manquait un exemple concret",
        "lisez le manuel des soins",
        "un second poste s'ouvrira peut-être en janvier",
        "un autre candidat avait plus d'expérience",
        ("on me demande un exemple", "donner un chiffre"),
    ),
    "es": (
        "fue muy clara al explicar",
        "faltó un ejemplo concreto",
        "lea el manual de cuidados",
        "quizá abramos otro puesto en enero",
        "otro candidato tenía más experiencia",
        ("me pregunten por la carga", "nombrar primero las cifras"),
    ),
}


@cache
def thanks(language: str) -> tuple[tuple[str, Draft], ...]:
    """The thank-yous in that language, by what was said."""
    strength, area, advice, opening, reason, pointer = SAID[language]
    kinds = {
        "strength": ((FindingKind.STRENGTH, strength),),
        "all": (
            (FindingKind.STRENGTH, strength),
            (FindingKind.STRENGTH, area),
            (FindingKind.AREA, area),
            (FindingKind.ADVICE, advice),
            (FindingKind.OPPORTUNITY, opening),
            (FindingKind.REASON, reason),
        ),
        "advice": ((FindingKind.ADVICE, advice),),
        "opening": ((FindingKind.OPPORTUNITY, opening),),
        "reason": ((FindingKind.REASON, reason),),
        "no": (),
    }
    return tuple(
        (
            kind,
            written(
                Facts(language=language, familiar=familiar, marks=marks, pointer=pointer, declined=kind == "no"),
                Letter.THANK_YOU,
            ),
        )
        for familiar in (False, True)
        for kind, marks in kinds.items()
    )


@pytest.mark.parametrize("language", CODES)
def test_every_request_holds_its_five_parts(language: str) -> None:
    """50 to 125 words, at most two questions, no word of arguing, to whomever and however late it is."""
    for what, draft in requests(language):
        assert found(draft, language) == set(PARTS), (what, draft.body)
        assert 50 <= len(draft.body.split()) <= MOST_WORDS, (what, draft.body)
        assert questions(without_quotations(draft.body)) <= 2, (what, draft.body)
        assert not argues(draft.body, language), (what, draft.body)


@pytest.mark.parametrize("language", CODES)
def test_notes_and_status_questions_ask_for_nothing_else(language: str) -> None:
    """A note thanks and asks nothing; a status question asks one thing; neither holds a part of a request."""
    for letter, draft in others(language):
        asked = questions(draft.body)
        if letter is Letter.NOTE:
            assert (found(draft, language) - {"thanks"}, asked) == (set(), 0), draft.body
            assert holds(Letter.THANK_YOU, "thanks", draft.body, language)
        elif letter is Letter.STATUS:
            assert (found(draft, language), asked) == (set(), 1), draft.body
        elif letter is Letter.REAPPROACH:
            assert (found(draft, language), asked) == ({"consideration", "opportunities"}, 1), draft.body
        else:
            assert asked == 0, draft.body
            assert not argues(draft.body, language)


def _begins(sentence: str) -> bool:
    """Whether it begins as a sentence does."""
    return sentence[0].isupper() or sentence[0] in "¿«„“"


@pytest.mark.parametrize("language", CODES)
def test_every_letter_can_be_sent_as_it_is(language: str) -> None:
    """No placeholder, no slip of spacing, a greeting, a closing, the name, a subject, and 125 words at most."""
    for draft in everything(language):
        text = f"{draft.subject}\n{draft.body}"
        assert not re.search(r"[{}|<>\\]|  | [.,]|,,|\.\.|  ", text.replace(" …", "…")), text
        lines = draft.body.strip().splitlines()
        assert lines[0][-1] in ",:", text
        assert lines[-1] == "Sam Doe", text
        assert lines[-2], text
        assert draft.subject, text
        assert len(draft.body.split()) <= MOST_WORDS, text
        sentences = re.split(r"(?<=[.?!])\s", " ".join(lines[1:-2]))
        assert all(_begins(sentence.strip()) for sentence in sentences[1:] if sentence.strip()), text


@pytest.mark.parametrize("language", CODES)
def test_every_letter_keeps_to_its_language(language: str) -> None:
    """By its small words; no English word stands in the letters of the others."""
    for draft in everything(language):
        assert language_of(draft.body) == language, draft.body
        if language != "en":
            words = set(re.findall(r"[a-z]+", f"{draft.subject} {draft.body}".casefold()))
            assert not words & ENGLISH, (words & ENGLISH, draft.body)


@pytest.mark.parametrize("language", CODES)
def test_no_pleasure_is_invented(language: str) -> None:
    """Nothing is enjoyed or remembered well that nobody has said so of."""
    invented = r"enjoyed|remember .* well|gefreut|gut erinner|plaisir (?:de|d’)|encantad|disfrut|bien en m[eé]moire"
    for draft in everything(language):
        assert not re.search(invented, draft.body), draft.body


@pytest.mark.parametrize("language", CODES)
def test_letters_to_one_company_differ(language: str) -> None:
    """No two of the four requests, nor of three notes, are more than four fifths alike."""
    for familiar, part in itertools.product((False, True), Part):
        if part in (Part.RECRUITER, Part.AGENCY):
            continue
        bodies = [
            written(Facts(language=language, familiar=familiar, part=part), Letter.REQUEST, turn).body
            for turn in range(4)
        ]
        for one, other in itertools.combinations(bodies, 2):
            assert alike(one, other) <= ALIKE, (one, other)


@pytest.mark.parametrize("language", CODES)
def test_what_is_remembered_stands_in_the_request_to_them(language: str) -> None:
    """A sentence more than without it, in the letter of the one person."""
    for part in (Part.INTERVIEWER, Part.INTERNAL, Part.MANAGER):
        plain = written(Facts(language=language, part=part), Letter.NOTE).body
        told = written(Facts(language=language, part=part, remember=REMEMBERED[language]), Letter.NOTE).body
        assert len(told.split()) > len(plain.split()), told
        request = written(Facts(language=language, part=part, remember=REMEMBERED[language]), Letter.REQUEST).body
        sentence = next(line for line in told.splitlines() if line not in plain.splitlines())
        assert sentence.rsplit(". ", 1)[-1] in request, request


@pytest.mark.parametrize("language", CODES)
def test_a_thank_you_answers_what_was_said(language: str) -> None:
    """Strengths are quoted, advice and openings thanked for, a plan stands in it, and reasons never do."""
    strength, area, advice, opening, reason, (_, will) = SAID[language]
    for kind, draft in thanks(language):
        body = draft.body.casefold()
        assert holds(Letter.THANK_YOU, "thanks", draft.body, language), draft.body
        assert reason.casefold() not in body
        assert (strength.casefold() in body) == (kind in ("strength", "all")), draft.body
        assert (advice.casefold() in body) <= (kind in ("advice", "all")), draft.body
        assert kind != "advice" or advice.casefold() in body
        assert (opening.casefold() in body) == (kind in ("opening", "all")), draft.body
        assert (will.casefold() in body) == (kind not in ("reason", "no")), draft.body
        assert (draft.subject, questions(draft.body)) == ("Re: A question", 0)
        assert area.casefold() in body or kind != "all"


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("familiar", [False, True])
def test_long_names_make_no_long_letter(language: str, familiar: bool) -> None:  # noqa: FBT001 - a case
    """With a long name, a long role and a long company every letter keeps to its length."""
    facts = Facts(
        language=language,
        familiar=familiar,
        name="Maximiliana-Charlotte von und zu Hohenstein",
        role="Senior Principal Staff Software Engineer for Distributed Data Platforms (m/w/d)",
        company="The International Business and Logistics Holding Company of Lower Saxony",
        remember=REMEMBERED[language],
        days=150,
        sent=True,
    )
    for letter, part in itertools.product((Letter.REQUEST, *OTHERS), Part):
        for outcome in (Outcome.REJECTED, Outcome.NO_ANSWER):
            given = {**{name: getattr(facts, name) for name in Facts.__struct_fields__}, "part": part}
            draft = written(Facts(**{**given, "outcome": outcome}), letter)
            assert len(draft.body.split()) <= MOST_WORDS, draft.body
            assert "m/w/d" not in draft.subject + draft.body


@pytest.mark.parametrize("language", CODES)
def test_a_note_on_linkedin_fits_a_free_account(language: str) -> None:
    """At most 200 characters, without a subject, whatever the letter; the phone gets three lines to say."""
    marks = ((FindingKind.STRENGTH, SAID[language][0]),)
    letters = (*OTHERS, Letter.REQUEST, Letter.THANK_YOU)
    every = itertools.product(letters, Part, (False, True), (Outcome.REJECTED, Outcome.NO_ANSWER))
    for letter, part, familiar, outcome in every:
        facts = Facts(
            language=language,
            part=part,
            familiar=familiar,
            outcome=outcome,
            sent=True,
            marks=marks if letter is Letter.THANK_YOU else (),
        )
        note = written(facts, letter, channel=Channel.LINKEDIN)
        assert (len(note.body.strip()) <= 200, note.subject) == (True, ""), note.body
        assert "\n" not in note.body.strip()
        said = written(facts, letter, channel=Channel.PHONE)
        assert (len(said.body.strip().splitlines()), said.subject) == (3, ""), said.body
        assert not re.search(r"[{}|]|  | [.,]", note.body + said.body), (note.body, said.body)
        assert language_of(f"{note.body} {said.body}") == language
