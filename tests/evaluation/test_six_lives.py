"""Six lives: what is true of each is told with its sources, what is not is not; also where nobody replied."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from tests.evaluation import six_lives
from tests.evaluation.histories import AREA, STRENGTH
from tests.evaluation.six_lives import Life
from tests.evaluation.test_wording import unkind

from afterword.cli.evaluate import evaluation_data
from afterword.domain.document import DocumentSection, part_words
from afterword.domain.evaluation.claims import Claim, Stance
from afterword.domain.evaluation.details import details
from afterword.domain.evaluation.documents import evaluation_document
from afterword.domain.evaluation.sources import sources
from afterword.domain.evaluation.views import VIEWS
from afterword.domain.reflection import Control, ScenarioKind
from afterword.exchange.documents import as_text

LIVES: dict[str, Callable[..., Life]] = {
    name: getattr(six_lives, name) for name in ("nurse", "teacher", "seller", "graduate", "engineer", "clerk")
}


def told(life: Life) -> str:
    """The whole evaluation as text, on one line."""
    return " ".join(as_text(evaluation_document(life.shown()), None).split())


def named(life: Life, *stances: Stance) -> dict[str, Claim]:
    """The comparisons of these kinds by the name of what they are about."""
    return {claim.subject.name: claim for claim in life.report().compared_as(*stances)}


def focused(life: Life) -> list[str]:
    """What to work on, by name."""
    return [claim.subject.name for claim in life.report().focus]


def words(pieces: Any) -> list[str]:
    """The words of these pieces."""
    return [piece.words for piece in pieces]


@pytest.mark.parametrize("replied", [True, False])
@pytest.mark.parametrize("name", LIVES)
def test_no_life_is_blamed_and_every_claim_has_its_sources(name: str, *, replied: bool) -> None:
    """Whatever was said: kind words, a source below every claim, a pattern only where two employers saw it."""
    life = LIVES[name](replied=replied)
    whole, text = life.report(), told(life)
    assert unkind(text) == []
    claims = (*whole.comparisons, *whole.said.strengths, *whole.said.areas, *whole.lows, *whole.habits, *whole.focus)
    for claim in (*claims, *whole.went_well, *whole.said.differently, *(one.claim for one in whole.suspected)):
        assert claim.evidence
        employers = {piece.employer for piece in claim.evidence if not piece.from_mentor}
        assert claim.pattern == ("pattern" in claim.seen)
        assert claim.pattern <= (len(employers) >= 2)
    assert len(whole.focus) <= 3
    assert all(claim.will for claim in whole.focus)
    assert "Technical depth" not in focused(life)
    assert msgspec.json.decode(msgspec.json.encode(evaluation_data(whole)))["interviews"] == len(
        whole.journal.live_interviews
    )


@pytest.mark.parametrize("replied", [True, False])
@pytest.mark.parametrize("name", LIVES)
def test_every_row_of_a_life_has_words_beside_it(name: str, *, replied: bool) -> None:
    """Whatever the cursor is on, there is something to read, and what was said or noted stands below it."""
    known = LIVES[name](replied=replied).shown()
    for view in VIEWS:
        for row in view.rows(known):
            assert details(known, row.key), row.key
            if row.key.startswith(("focus/", "low/", "well/", "suspected/", "differs/", "area/")):
                assert sources(known, row.key), row.key


def test_a_scenario_shows_its_voices_and_what_you_wrote_of_a_low_rating_stands_beside_it() -> None:
    """Where it was suspected, the voices for it, and one way to go on only where it was in your control."""
    known = six_lives.seller(replied=True).shown()
    beside = {section.title: words_in(section) for section in details(known, "suspected/terms-did-not-fit")}
    assert set(beside) == {"", "Where you suspected it", "Voices for it"}
    assert "Unfortunately your salary expectations" in beside["Voices for it"]
    assert "One way" not in beside[""]
    life = six_lives.nurse(replied=False)
    life.reflect("marys", thoughts="Nice tea. My prioritising got lost.")
    low = {section.title: words_in(section) for section in details(life.shown(), "low/competency/prioritising")}
    assert "“My prioritising got lost.”" in low["What you wrote"]
    assert "tea" not in low["What you wrote"]


def words_in(section: DocumentSection) -> str:
    """The words of that section."""
    return "\n".join("".join(map(part_words, entry.lead)) for entry in section.entries)


@pytest.mark.parametrize("name", LIVES)
def test_without_a_reply_nothing_is_said_of_interviewers(name: str) -> None:
    """No blind spot, no hidden strength, no strength and no area; and yet there is what to work on."""
    life = LIVES[name](replied=False)
    whole = life.report()
    assert (whole.comparisons, whole.said.strengths, whole.said.areas) == ((), (), ())
    assert whole.focus or name in {"teacher", "seller"}
    assert "they named" not in told(life)
    assert "they praised" not in told(life)


def test_the_nurse_is_told_of_prioritising_and_of_her_patients() -> None:
    """Two hospitals say so, she says so, too; a German phrase is quoted, and nothing is called a blind spot."""
    life = six_lives.nurse(replied=True)
    (area,) = life.report().said.areas
    assert (area.subject.name, area.seen) == ("Prioritising", "a pattern, at 2 employers")
    assert words(area.evidence) == ["we could not tell whom you would see first", "die Prioritäten blieben unklar"]
    assert named(life, Stance.SHARED_AREA)["Prioritising"].sentence.endswith("you saw it, too: you rated it 2.")
    assert named(life, Stance.BLIND_SPOT) == {}
    assert focused(life)[0] == "Prioritising"
    assert life.report().suspected[0].voices_against == ()
    text = told(life)
    assert "In their words, not sorted yet".upper() in text
    assert "“sehr herzlich am Bett” (Pat Klinikum" in text
    assert "Technical depth: named" not in text


def test_the_nurse_without_a_reply_is_told_the_same_from_her_own_notes() -> None:
    """Low and staying low, suspected and in her control, the questions that were not enough, what went well."""
    life = six_lives.nurse(replied=False)
    whole, text = life.report(), told(life)
    assert "Prioritising: you rated it 2 in 3 of 3 interviews, and it stayed low. A pattern, at 3 employers." in text
    (suspected,) = whole.suspected
    assert (suspected.voices_for, suspected.voices_against) == ((), ())
    assert suspected.claim.sentence.startswith(
        "Answers stayed general: you suspected it at 3 employers; in your control."
    )
    assert "I never said which patient comes first." in text
    assert "“patients”, “warmed”, “ward” come back in what went well. A pattern, at 3 employers." in text
    assert "“Two bells ring at once (2)”: never told with a result; not enough;" in text
    assert {"Prioritising", "Answers stayed general"} & set(focused(life))
    assert "The coffee was terrible." in text


def test_the_teacher_is_seen_differently_and_no_loose_phrases_make_a_pattern() -> None:
    """Both sides are quoted; what he wrote himself is no blind spot; what was not asked for says so."""
    life = six_lives.teacher(replied=True)
    text = told(life)
    assert (
        "Explaining is seen differently: 2 people praise it (“clear steps”), "
        "1 person names room to grow (“hard to follow with fractions”)."
    ) in text
    saw = named(life, Stance.SAW_IT_TOO)["Explaining"]
    assert "I lost the thread when I explained fractions." in words(saw.beside)
    assert named(life, Stance.BLIND_SPOT) == {}
    assert named(life, Stance.NOT_ASKED)["Safeguarding"].sentence.endswith("you noted that it was not asked for.")
    assert words(life.report().said.unassigned) == ["the lesson ended early", "a little quiet at the back"]
    assert "a little quiet at the back” (Pat Elm, Elm School · Teacher, 29 Sep 2026), marked as room to grow" in text


def test_the_teacher_without_a_reply_is_told_which_answer_told_no_event() -> None:
    """And what went well, quoted; low ratings there are none."""
    life = six_lives.teacher(replied=False)
    text = told(life)
    assert "Elm School · Teacher (Pat Elm): opinion: no action, no result; they moved on." in text
    assert "The class laughed with me." in text
    assert life.report().lows == ()


def test_the_seller_has_one_blind_spot_and_one_employer_is_one_employer() -> None:
    """Closing at two firms; listening by two people of one, numbers in two rounds of another."""
    life = six_lives.seller(replied=True)
    blind = named(life, Stance.BLIND_SPOT)
    assert set(blind) == {"Closing"}
    assert blind["Closing"].pattern
    seen = {claim.subject.name: claim.seen for claim in life.report().said.areas}
    assert seen == {
        "Closing": "a pattern, at 2 employers",
        "Listening": "seen once, by 2 people",
        "Numbers": "in 2 rounds at Core",
    }
    assert set(named(life, Stance.NOT_RATED)) == {"Listening", "Numbers"}
    assert focused(life)[0] == "Closing"
    (terms,) = life.report().suspected
    assert words(terms.voices_for) == ["Unfortunately your salary expectations were above our range."]


def test_the_seller_without_a_reply_is_told_kindly_what_was_not_in_hand() -> None:
    """What was not in his control is nothing to work on, and high ratings are no weakness."""
    life = six_lives.seller(replied=False)
    text = told(life)
    assert "Terms did not fit: you suspected it at 3 employers; not in your control, so nothing" in text
    assert "They paused at my salary." in text
    assert focused(life) == []
    assert "blind spot" not in text.lower()


def test_harsh_ratings_of_the_graduate_never_speak_against_praise() -> None:
    """A hidden strength at two firms; it is not in focus, and a mentor is a voice of its own, no employer."""
    life = six_lives.graduate(replied=True)
    whole, text = life.report(), told(life)
    assert named(life, Stance.HIDDEN_STRENGTH)["Analysis"].pattern
    assert "Analysis" not in focused(life)
    assert [claim.against for claim in whole.said.strengths] == [(), ()]
    seen = {claim.subject.name: claim.seen for claim in whole.said.strengths}
    assert seen == {"Analysis": "a pattern, at 2 employers", "Presenting": "said by a mentor"}
    assert "(your mentor, Jo Park, Tre" in text
    assert "Presenting" not in named(life, Stance.HIDDEN_STRENGTH)


def test_the_graduate_without_a_reply_is_told_what_stays_low_and_what_changed() -> None:
    """With the sentence that was chosen; one cannot know, which is said to be an honest answer."""
    life = six_lives.graduate(replied=False)
    text = told(life)
    assert "Analysis: you rated it 1 in 3 of 3 interviews, and it stayed low. A pattern, at 3 employers." in text
    assert "Voice: 1 at first (Uno), 3 last (Tre), over 3 interviews." in text
    assert "Cannot know: you noted it at 3 employers. That is an honest answer." in text
    assert "One or two answers named what I did and what came of it." in text
    assert len(focused(life)) == 3


def test_the_engineer_is_told_of_a_blind_spot_although_the_notes_are_proud() -> None:
    """A note that praises is no word of doubt; the suspicion has its voice, and is nothing to work on."""
    life = six_lives.engineer(replied=True)
    whole = life.report()
    blind = named(life, Stance.BLIND_SPOT)["Design of systems"]
    assert (blind.pattern, words(blind.evidence)) == (True, ["the load was never named", "we missed the limits"])
    assert [claim.against for claim in whole.said.areas] == [()]
    assert focused(life) == ["Design of systems", "Results"]
    (suspected,) = whole.suspected
    assert words(suspected.voices_for) == ["we chose an internal candidate"]


def test_the_engineer_without_a_reply_is_told_only_of_results() -> None:
    """High ratings alone are neither a strength nor a blind spot."""
    life = six_lives.engineer(replied=False)
    text = told(life)
    assert "All 3 answers that told of something ended without naming a result." in text
    assert focused(life) == ["Results"]
    assert "blind spot" not in text.lower()


def test_the_clerk_is_told_in_her_language_what_she_wrote_and_nothing_private() -> None:
    """Rated 4 for the way she came across, and “zu leise” in her own thoughts: no blind spot."""
    life = six_lives.clerk(replied=True)
    saw = named(life, Stance.SAW_IT_TOO)["Auftreten"]
    assert "Ich habe wieder zu leise gesprochen." in words(saw.beside)
    assert named(life, Stance.BLIND_SPOT) == {}
    assert "Ich will das alles nicht mehr" not in told(life)
    assert "Ich will das alles nicht mehr" not in str(evaluation_data(life.report()))


def test_the_clerk_without_a_reply_is_told_of_her_voice_her_calm_and_her_pointer() -> None:
    """And which reason the words of the decision give, though nothing is marked in them."""
    life = six_lives.clerk(replied=False)
    text = told(life)
    assert "Composure comes back in what went well. A pattern, at 3 employers." in text
    assert "forgotten twice, last at Chor" in text
    assert "Leider haben wir uns für einen internen Bewerber entschieden." in text
    assert focused(life)[0] == "Voice"
    assert "Ich habe wieder zu leise gesprochen." in text


def test_a_mentor_contradicts_no_employer_and_makes_no_pattern_with_one() -> None:
    """Apart in every sentence: no two employers, nothing seen differently, no voice for what was suspected."""
    life = six_lives.Life()
    life.competency("telling-it", "Telling it")
    life.interview("uno", 60)
    life.interview("due", 40)
    life.suspect("due", ScenarioKind.ANSWERS, Control.MINE, evidence_for="my answers stayed general and long")
    life.said("uno", STRENGTH, "a clear story", "telling-it")
    life.said("due", AREA, "your answers stayed general and long", "telling-it")
    life.by_mentor("due-p-r", "Jo Park")
    whole = life.report()
    assert whole.said.differently == ()
    assert [claim.sentence for claim in whole.said.strengths] == ["Telling it: named as a strength, seen once."]
    assert [claim.sentence for claim in whole.said.areas] == ["Telling it: named as room to grow, said by a mentor."]
    assert [suspicion.voices_for for suspicion in whole.suspected] == [()]
    life.said("uno", AREA, "answers without an end", "telling-it")
    (area,) = life.report().said.areas
    assert area.sentence == (
        "Telling it: named as room to grow, seen once; 1 speaks against it; your mentor says so, too."
    )
    assert not area.pattern
