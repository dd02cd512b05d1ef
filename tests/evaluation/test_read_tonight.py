"""The evaluation as it is read: what counts first, each source once, in words that are short and true."""

from msgspec.structs import replace
from tests.evaluation.histories import AREA, OPPORTUNITY, STRENGTH
from tests.evaluation.six_lives import Life
from tests.evaluation.test_six_lives import told

from afterword.domain.document import run_words
from afterword.domain.evaluation.claims import Stance
from afterword.domain.evaluation.documents import evaluation_document
from afterword.domain.interview import Outcome
from afterword.domain.reflection import AnswerKind, Control, ScenarioKind, Taken


def _section(life: Life, title: str) -> str:
    document = evaluation_document(life.shown())
    found = [section for section in document.sections if section.title == title]
    runs = (run for section in found for entry in section.entries for run in (entry.lead, *entry.below))
    return "\n".join(map(run_words, runs))


def test_a_source_stands_once_and_later_claims_point_up_to_it() -> None:
    """What speaks against a claim stands below it as such, the first time."""
    life = Life()
    for number, key in enumerate(("acme", "borg")):
        life.interview(key, 60 - 20 * number)
        life.rate(key, c_teamwork=5)
        life.said(key, AREA, f"talked over colleague {number}", "teamwork")
    life.said("borg", STRENGTH, "good with the group", "teamwork", "q")
    text = told(life)
    assert text.count("“talked over colleague 0” (") == 1 + text.count("against it: - area “talked over colleague 0”")
    assert text.count("against it: + strength “good with the group”") == 1
    assert _section(life, "Areas to develop").endswith("1 speaks against it. (see above)")


def test_a_claim_whose_sources_all_stand_above_is_one_line() -> None:
    """It says so."""
    life = Life()
    life.interview("acme", 20)
    life.said("acme", AREA, "talked over a colleague", "teamwork")
    assert _section(life, "Areas to develop") == "Teamwork: named as room to grow, seen once. (see above)"


def test_where_it_was_seen_is_said_once() -> None:
    """A company with a capital letter is no other than itself."""
    life = Life()
    first = life.interview("acme", 40)
    second = life.interview("acme2", 30, company="Acme", application_id=first.application_id)
    for interview in (first, second):
        life.said(interview.id, STRENGTH, "good with the group", "teamwork")
    assert _section(life, "Strengths").startswith("Teamwork: named as a strength, in 2 interviews at Acme.\n") or (
        _section(life, "Strengths").startswith("Teamwork: named as a strength, in 2 rounds at Acme.\n")
    )


def test_what_to_work_on_is_named_once_in_its_sentence() -> None:
    """Their words and the own rating on one subject are one sentence after the other."""
    life = Life()
    life.interview("acme", 20)
    life.rate("acme", c_motivation=2)
    life.said("acme", AREA, "we missed why you want to come", "motivation")
    assert "Motivation: named as room to grow, seen once. You rated it 2." in told(life)


def test_two_answers_are_both_and_a_share_needs_five() -> None:
    """No percentage of three answers, and no bar."""
    life = Life()
    life.interview("acme", 40)
    life.interview("borg", 20)
    for key in ("acme", "borg"):
        life.answer(key, AnswerKind.STORY, action=True)
    text = told(life)
    assert "Both answers that told of something ended without naming a result." in text
    assert "2 stories in 2 answers." in text
    assert "%" not in _section(life, "What the answers show")


def test_what_cannot_be_said_yet_takes_one_line_at_most() -> None:
    """With how many there are of each, below what can be said; alone it says nothing to anybody."""
    life = Life()
    life.interview("acme", 40)
    life.answer("acme", AnswerKind.STORY, action=True, result=True)
    assert not _section(life, "Over time")
    for number in range(4):
        life.interview(f"borg{number}", 30 - number)
        life.answer(f"borg{number}", AnswerKind.STORY, action=True, result=True)
    life.said("acme", STRENGTH, "good with the group", "teamwork")
    last = _section(life, "Over time").splitlines()[-1]
    assert last == "Too few to say yet; 5 of a kind are needed: requests answered (1), days to reply (1)."


def test_where_nobody_has_said_anything_the_page_says_where_to_begin() -> None:
    """One sentence, until the person has written something."""
    life = Life()
    assert not _section(life, "Where to begin")
    life.interview("acme", 40)
    assert "Look back on one interview" in _section(life, "Where to begin")
    life.reflect("acme", went_well="I stayed calm.")
    assert not _section(life, "Where to begin")


def test_nothing_and_everything_are_no_word_that_comes_back() -> None:
    """Words that say nothing name no strength; what was written alike is quoted once."""
    life = Life()
    for key, ago in (("acme", 40), ("borg", 20)):
        life.interview(key, ago)
        life.reflect(key, went_well="Nothing, really.", thoughts="I always ruin it.")
    text = told(life)
    assert "comes back" not in text
    assert text.count("“Nothing, really.”") == 1
    assert text.count("“I always ruin it.”") == 1


def test_a_hint_is_no_competency_that_comes_back() -> None:
    """“Wrote” alone does not make of two notes a pattern in code; a word that names it does, and stands alone."""
    life = Life()
    for key, ago in (("acme", 40), ("borg", 20)):
        life.interview(key, ago)
        life.reflect(key, went_well="We compared two houses." if key == "acme" else "The exercise with them.")
    assert life.report().went_well == ()
    for key in ("acme", "borg"):
        life.reflect(key, went_well="The conflict in the crew went down fine.")
    assert [claim.subject.name for claim in life.report().went_well] == ["Teamwork"]


def test_a_sentence_that_gives_two_reasons_is_quoted_once() -> None:
    """And a reason given by one employer alone is not counted against one."""
    life = Life()
    life.interview("acme", 20)
    life.decided("acme", "We have chosen someone with a forklift licence.")
    assert "A qualification or licence: given once." in told(life)
    assert told(life).count("“We have chosen someone with a forklift licence.”") == 1


def test_an_opening_is_not_done_before_the_day_on_which_you_meet_again() -> None:
    """It says when you meet."""
    life = Life()
    life.interview("acme", 90)
    life.said("acme", OPPORTUNITY, "come back in winter", None)
    ahead = life.interview("acme2", -7, company="Acme")
    assert _section(life, "Advice and openings").startswith("* opening: you meet them 30 Nov")
    life.put("interviews", replace(ahead, at=ahead.at.replace(day=10)))
    assert _section(life, "Advice and openings").startswith("✓ opening: done 10 Nov")


def test_of_what_you_noted_yourself_the_latest_three_stand_below() -> None:
    """The screen lists all of them."""
    life = Life()
    for number, key in enumerate(("acme", "borg", "crow", "dora")):
        life.interview(key, 80 - 10 * number)
        life.rate(key, voice=2)
        life.rate(key, posture=3)
    assert _section(life, "To work on, at most three").count("you rated it 2 (") == 3
    assert "and 1 earlier" in told(life)


def test_two_reasons_in_letters_of_another_alphabet_are_two() -> None:
    """A title is itself, whatever it is written in."""
    life = Life()
    for key, title in (("acme", "Далеко"), ("borg", "Ночь")):
        life.interview(key, 20)
        life.suspect(key, ScenarioKind.OTHER, Control.NOT_MINE, title=title)
    assert {suspicion.subject.name for suspicion in life.report().suspected} == {"Далеко", "Ночь"}


def test_a_way_to_go_on_is_said_once() -> None:
    """With what to work on; below it the low rating stands alone."""
    life = Life()
    life.interview("acme", 20)
    life.rate("acme", voice=2)
    assert told(life).count("One way: aim for one point up") == 1


def test_whoever_is_pushed_back_on_everywhere_is_told_so() -> None:
    """Also where every answer was enough in the own eyes, and nobody replied; never of one answer, or of the half."""
    life = Life()
    for key, ago in (("acme", 40), ("borg", 20)):
        life.interview(key, ago)
        life.answer(key, AnswerKind.STORY, action=True, result=True, enough=True, taken=Taken.PUSHED_BACK)
        assert len(life.report().habits) == (key == "borg")
    assert [claim.subject.name for claim in life.report().focus] == ["How they took it"]
    assert "They pushed back on both answers of which you noted how they took them." in told(life)
    for _ in range(2):
        life.answer("borg", AnswerKind.STORY, action=True, result=True, taken=Taken.FOLLOWED_UP)
    assert life.report().habits == ()


def test_a_word_of_their_question_is_nothing_that_you_saw() -> None:
    """A blind spot is no “you saw it, too” because both speak of a project; what you will say next time is yours."""
    life = Life()
    life.interview("acme", 20)
    life.rate("acme", c_teamwork=5)
    life.said("acme", AREA, "you talked over the project lead", "teamwork")
    life.answer("acme", AnswerKind.STORY, question="Your last project", action=True, result=True, enough=False)
    assert [claim.stance for claim in life.report().comparisons] == [Stance.BLIND_SPOT]
    life.answer("acme", AnswerKind.STORY, question="And then?", enough=False, better="let the lead finish")
    assert [claim.stance for claim in life.report().comparisons] == [Stance.SAW_IT_TOO]


def test_the_head_says_what_it_rests_on_and_how_it_ended() -> None:
    """An offer is told as one; what lies ahead is not counted."""
    life = Life()
    assert "So far" not in told(life)
    for key, ago in (("acme", 60), ("borg", 40), ("crow", 20), ("dora", -5)):
        life.interview(key, ago)
    life.put("applications", replace(life.journal.applications["crow-a"], outcome=Outcome.OFFER))
    assert "So far: 3 interviews at 3 employers; an offer, 2 × not this time" in told(life)


def test_the_letter_quotes_each_of_my_sentences_once() -> None:
    """What I wrote alike after two interviews stands there as of the later one."""
    life = Life()
    for key, ago in (("acme", 60), ("borg", 40), ("crow", 20)):
        life.interview(key, ago)
        life.reflect(key, went_well="They laughed." if key != "acme" else "I was on time.")
    life.interview("dora", -5)
    letter = life.sheet("dora").letter
    assert letter.count("“They laughed.”") == 1
    assert "After Crow I wrote: “They laughed.”" in letter
    assert "After Acme I wrote: “I was on time.”" in letter


def test_words_on_a_competency_are_not_told_again_of_a_scale() -> None:
    """“Vague” is about the answers, too: what you saw of the competency says it already."""
    life = Life()
    life.interview("acme", 20)
    life.rate("acme", convincing=2, c_learning=2)
    life.said("acme", AREA, "vague on how the mistake ended", "learning")
    assert len(life.report().compared_as(Stance.SHARED_AREA)) == 2
    assert "How convincing" not in _section(life, "You saw it, too")
    life.said("acme", AREA, "the answers stayed vague", None)
    assert "How convincing" in _section(life, "You saw it, too")


def test_one_person_who_said_both_is_no_two_voices() -> None:
    """She missed it first and praised it later: that is said with the days, not as two people."""
    life = Life()
    life.interview("acme", 200)
    life.interview("acme2", 40, company="Acme", interviewers=("acme-p",))
    life.said("acme", AREA, "hardly prepared", "motivation")
    life.said("acme2", STRENGTH, "well prepared", "motivation", "p")
    request = life.journal.requests["acme2-p-r"]
    life.put("requests", replace(request, person_id="acme-p"))
    claim = life.report().said.differently[0]
    assert claim.sentence.startswith("Motivation: Pat Acme said both: “hardly prepared” (")
    assert claim.sentence.index("hardly prepared") < claim.sentence.index("well prepared")
    life.said("acme", STRENGTH, "you had read our pages", "motivation", "q")
    assert "2 people praise it" in life.report().said.differently[0].sentence
