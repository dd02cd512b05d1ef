"""What is sent by LinkedIn or said on the phone, and what a colleague of the same house gets: read back one by one."""

import itertools
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.letters.test_written_letters import CODES, NOW, OTHERS, SAID, WRITER, Facts, journal_of

from afterword.domain.conversation.letters import LINKEDIN_FREE, LINKEDIN_MOST, PARTS, LetterCheck
from afterword.domain.conversation.request import Channel, Draft, FindingKind, Letter
from afterword.domain.interview import Outcome
from afterword.domain.people import Part
from afterword.services.letters import LetterForm

SHORT = ((Channel.PHONE, LINKEDIN_MOST), (Channel.LINKEDIN, LINKEDIN_MOST), (Channel.LINKEDIN, LINKEDIN_FREE))
WHEN = {
    Letter.NOTE: Outcome.PENDING,
    Letter.STATUS: Outcome.PENDING,
    Letter.ACCEPT: Outcome.OFFER,
    Letter.DECLINE: Outcome.OFFER,
}
PASSING_ON = (Part.RECRUITER, Part.AGENCY)
OUTSIDE = {
    "en": r"Initech|your (?:company|decision|team)|you and the team|in (?:the )?future|the contract|your colleagues",
    "de": r"Initech|bei (?:Ihnen|euch)|(?:Ihr|dein|eur)e?[mnr]? (?:Team|Entscheidung)|gespannt|Zukunft|Vertrag",
    "fr": r"Initech|chez vous|(?:votre|ton) équipe|l’avenir|contrat|attends la décision|le meilleur",
    "es": r"Initech|(?:su|tu) (?:empresa|equipo)|el futuro|contrato|a la espera|deseo lo mejor",
}
"""Words of somebody who does not work there."""


def read(facts: Facts, letter: Letter, channel: Channel, most: int = LINKEDIN_FREE) -> tuple[Draft, LetterCheck]:
    """A letter, and what the check says of it as it stands."""
    journal, writer = journal_of(facts), replace(WRITER, linkedin=most)
    request = journal.requests["r0"]
    draft = writer.write(journal, request, letter, LetterForm(today=NOW.date(), channel=channel))
    return draft, writer.check(journal, request, draft, NOW.date())


def lacking(check: LetterCheck) -> list[str]:
    """What the check warns of; which account of LinkedIn it takes is the person's to know."""
    return [warning for warning in check.warnings if "free account" not in warning]


def requests(language: str) -> Iterator[Facts]:
    """From what requests in that language are written."""
    for part, familiar, outcome in itertools.product(Part, (False, True), (Outcome.REJECTED, Outcome.NO_ANSWER)):
        yield Facts(language=language, part=part, familiar=familiar, outcome=outcome)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(("channel", "most"), SHORT)
def test_a_short_request_holds_the_parts_it_means_to(language: str, channel: Channel, most: int) -> None:
    """On the phone all, of which a recruiter is not asked for advice; on LinkedIn there is room for no openings."""
    for facts in requests(language):
        draft, check = read(facts, Letter.REQUEST, channel, most)
        asked = "pointers" if facts.part in PASSING_ON else "advice"
        room = {"thanks", asked} | ({"consideration"} if most == LINKEDIN_MOST else set())
        meant = room if channel is Channel.LINKEDIN else {*PARTS} - ({"advice"} if asked == "pointers" else set())
        held = {part for part, present in check.parts.items() if present}
        assert meant <= held, (draft.body, meant - held)
        assert not lacking(check), (draft.body, check.warnings)
        assert "opportunities" not in held or channel is Channel.PHONE, draft.body


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(("channel", "most"), SHORT)
def test_the_other_short_letters_hold_theirs(language: str, channel: Channel, most: int) -> None:
    """The wish and the question of who writes again, and the thanks of a note, a yes and a no."""
    for letter, part, familiar in itertools.product(OTHERS, Part, (False, True)):
        sent, outcome = letter is Letter.FOLLOW_UP, WHEN.get(letter, Outcome.REJECTED)
        facts = Facts(language=language, part=part, familiar=familiar, sent=sent, outcome=outcome)
        draft, check = read(facts, letter, channel, most)
        assert all(check.parts.values()), (draft.body, check.parts)
        assert not lacking(check), (draft.body, check.warnings)


@pytest.mark.parametrize("language", CODES)
def test_a_short_thank_you_answers_what_was_said(language: str) -> None:
    """Nothing in it hangs in the air: praise, advice and an opening are named, and each kind has words of its own."""
    strength, _area, advice, opening, reason, _pointer = SAID[language]
    said = {
        FindingKind.STRENGTH: strength,
        FindingKind.ADVICE: advice,
        FindingKind.OPPORTUNITY: opening,
        FindingKind.REASON: reason,
    }
    for part, familiar in itertools.product(Part, (False, True)):
        bodies = set()
        for kind, words in (*said.items(), (None, "")):
            marks = () if kind is None else ((kind, words),)
            facts = Facts(language=language, part=part, familiar=familiar, marks=marks)
            for channel, most in SHORT:
                draft, check = read(facts, Letter.THANK_YOU, channel, most)
                bodies.add((channel, draft.body))
                assert check.parts["thanks"], draft.body
                assert not lacking(check), (draft.body, check.warnings)
                assert not re.search(r"It helps me prepare|Das hilft mir|Cela m’aide|Me ayuda a", draft.body), (
                    draft.body
                )
                if kind in (FindingKind.STRENGTH, FindingKind.ADVICE, FindingKind.OPPORTUNITY):
                    named = channel is Channel.LINKEDIN or kind is FindingKind.STRENGTH
                    assert (words.casefold() in draft.body.casefold()) == named, draft.body
        assert len({body for _, body in bodies}) >= 2 * (len(said) + 1), bodies


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("channel", Channel)
def test_a_colleague_is_written_to_as_one(language: str, channel: Channel) -> None:
    """No letter of any kind to somebody of the same house speaks of their company, or says farewell to it."""
    if channel not in (Channel.MAIL, Channel.PHONE, Channel.LINKEDIN):
        return
    marks: list[tuple[tuple[FindingKind, str], ...]] = [((kind, quote),) for kind, quote in _marked(language)]
    for letter, familiar, outcome, days in itertools.product(
        Letter, (False, True), (Outcome.REJECTED, Outcome.NO_ANSWER), (2, 150)
    ):
        for said in [(), *marks] if letter is Letter.THANK_YOU else [()]:
            facts = Facts(
                language=language,
                part=Part.INTERNAL,
                familiar=familiar,
                outcome=outcome,
                days=days,
                marks=said,
                sent=letter is Letter.FOLLOW_UP,
            )
            draft, _check = read(facts, letter, channel, LINKEDIN_MOST)
            outside = re.search(OUTSIDE[language], f"{draft.subject}\n{draft.body}")
            assert outside is None, (outside, draft.body)


def _marked(language: str) -> Iterator[tuple[FindingKind, str]]:
    strength, _area, advice, opening, reason, _pointer = SAID[language]
    yield FindingKind.STRENGTH, strength
    yield FindingKind.ADVICE, advice
    yield FindingKind.OPPORTUNITY, opening
    yield FindingKind.REASON, reason


LATE = {"en": "five weeks ago", "de": "fünf Wochen her", "fr": "d’il y a cinq semaines", "es": "hace cinco semanas"}


@pytest.mark.parametrize("language", CODES)
def test_a_late_thank_you_says_so(language: str) -> None:
    """Of five weeks or more, whatever it thanks for; an earlier one says nothing of time."""
    for channel, (kind, quote) in itertools.product((Channel.MAIL, Channel.PHONE), _marked(language)):
        for ago, says in ((2, False), (36, True)):
            journal = journal_of(Facts(language=language, marks=((kind, quote),)))
            today = NOW.date() + timedelta(days=ago - 1)
            form = LetterForm(today=today, channel=channel)
            body = WRITER.write(journal, journal.requests["r0"], Letter.THANK_YOU, form).body
            assert (LATE[language] in body) == says, body
