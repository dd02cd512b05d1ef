"""Every question ever asked: which are the same, what is known of each, in which order, and what may come again."""

import pytest
from tests.evaluation.histories import History

from afterword.domain.evaluation.questions import KnownQuestions, all_questions, kept, known_words, likely
from afterword.domain.evaluation.sources import sources
from afterword.domain.reflection import AnswerKind, OwnQuestion, Taken

STORY, OPINION = AnswerKind.STORY, AnswerKind.OPINION


def asked(*questions: str, company: str = "") -> History:
    """A life in which each of these was asked in an interview of its own, the first one longest ago."""
    life = History()
    for number, question in enumerate(questions):
        life.interview(f"c{number}", 50 - number, **({"company": company} if company else {}))
        life.answer(f"c{number}", STORY, question=question)
    return life


SAME = [
    (
        "Tell me about a conflict in your team",
        "A time you disagreed with a colleague",
        "Wie gehen Sie mit Konflikten um?",
    ),
    ("Parlez-moi d’un conflit avec un collègue", "Hábleme de un conflicto en el equipo", "conflict"),
    ("What is your greatest weakness?", "Was sind Ihre Schwächen?", "Quels sont vos points faibles ?"),
    ("Tell us a bit about yourself", "Stellen Sie sich kurz vor", "Présentez-vous", "Hábleme de usted"),
    ("Where do you see yourself in five years?", "¿Dónde se ve en cinco años?", "Où vous voyez-vous dans cinq ans ?"),
    ("How do you prioritise when three patients call?", "How do you prioritize when patients call?"),
    ("How did you change the plan of a lesson?", "A lesson plan you changed for one pupil"),
    ("How do you handle an angry parent?", "An angry parent", "Tell us how you would deal with angry parents"),
    ("Was machen Sie, wenn ein Kunde sich beschwert?", "Wie reagieren Sie, wenn sich ein Kunde beschwert?"),
    ("Comment réagissez-vous face à un client mécontent ?", "Racontez une situation avec un client mécontent"),
    ("¿Cómo maneja a un paciente difícil?", "Un paciente difícil"),
    ("How would you plan a lesson on fractions?", "Plan a lesson on fractions"),
    ("A deadline you missed", "Tell me about a time when you missed a deadline."),
]
DIFFERENT = [
    ("Design a cache", "Design a rate limiter"),
    ("How do you close a deal?", "How do you close a sale?"),
    ("What is a good team?", "What is a good day?"),
    ("How do you motivate your team?", "What motivates you?"),
    ("What are your strengths?", "What are your weaknesses?"),
    ("Why did you leave your last job?", "Why do you want to work here?"),
    ("A difficult patient", "A difficult colleague"),
    ("Was machen Sie bei einem Notfall?", "Was machen Sie nach Feierabend?"),
    ("Un client mécontent", "Un client fidèle"),
    ("Question 1", "Question 2"),
    ("A difficult patient at night", "A difficult colleague at night"),
    ("Plan a lesson on fractions", "Plan a lesson on rivers"),
    ("Prioritising patients", "Prioritising your own work"),
    ("Warum Pflege?", "Warum Kinderpflege?"),
]


@pytest.mark.parametrize("questions", SAME, ids=lambda questions: questions[0])
def test_one_question_in_other_words_is_one(questions: tuple[str, ...]) -> None:
    """Frames, endings, languages and what says little make no difference."""
    (known,) = all_questions(asked(*questions).journal).theirs
    assert [once.answer.question for once in known.asked] == list(questions)


@pytest.mark.parametrize("questions", DIFFERENT, ids=lambda questions: questions[0])
def test_questions_that_only_look_alike_stay_apart(questions: tuple[str, ...]) -> None:
    """One word in common is not enough."""
    assert len(all_questions(asked(*questions).journal).theirs) == len(questions)


def test_the_name_of_the_company_makes_no_difference() -> None:
    """Everybody asks why you come to them."""
    life = History()
    for key, question in (("acme", "Why Acme?"), ("hooli", "Why do you want to work for Hooli?"), ("x", "Why us?")):
        life.interview(key, 9)
        life.answer(key, OPINION, question=question)
    assert len(all_questions(life.journal).theirs) == 1


def test_what_is_said_of_a_question_counts_every_time_it_was_asked() -> None:
    """Asked twice, never with a result; the last time decides whether it was enough and how they took it."""
    life = asked("A conflict", "Conflicts in a team")
    life.reflect("c0", answers=())
    life.answer("c0", OPINION, question="A conflict", enough=True)
    life.reflect("c1", answers=())
    life.answer("c1", STORY, question="Conflicts in a team", action=True, enough=False, taken=Taken.PUSHED_BACK)
    (known,) = all_questions(life.journal).theirs
    assert known.notes == (
        "asked twice, never with a result",
        "not enough the last time",
        "they pushed back the last time",
        "no example serves it yet",
    )
    assert known.untold
    assert known.asked[1].how == "story: an action, no result, not enough; they pushed back"
    assert known.asked[1].who == "Pat C1"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"action": True, "result": True}, "“A conflict”: story"),
        ({"action": True}, "“A conflict”: story, no result"),
        ({"enough": True, "note": "Too long."}, "“A conflict”: story, no action, no result (Too long.)"),
        (
            {"action": True, "enough": False, "taken": Taken.PUSHED_BACK},
            "“A conflict”: story, no result; not enough; they pushed back",
        ),
        ({"kind": OPINION, "enough": False}, "“A conflict”: opinion, no event told; not enough"),
    ],
)
def test_an_answer_behind_a_row_says_how_it_was_told(changes: dict[str, object], words: str) -> None:
    """What it lacks, what you and they made of it, and your own note where there is one."""
    life = asked("A conflict")
    life.reflect("c0", answers=())
    life.answer("c0", **{"kind": STORY, "question": "A conflict", **changes})  # type: ignore[arg-type]  # any field
    assert [source.evidence.words for source in sources(life.shown(), "answers/")] == [words]


def test_a_question_asked_once_is_said_to_be_never_told() -> None:
    """Nothing is called a pattern."""
    (known,) = all_questions(asked("A conflict").journal).theirs
    assert known.sentence == "Never told with a result. No example serves it yet."


def test_pay_and_dates_call_for_no_story() -> None:
    """Nobody answers what they want to earn with a result."""
    (known,) = all_questions(asked("What are your salary expectations?").journal).theirs
    assert (known.notes, known.untold) == ((), False)


def test_where_an_opinion_was_enough_no_story_is_missed() -> None:
    """“Why us?” asks for an opinion; one that was not enough, or not said to be, may want an event."""
    life = asked("Why Acme?", "Why here?")
    life.reflect("c0", answers=())
    life.answer("c0", OPINION, question="How should a ward be led?", enough=True)
    life.reflect("c1", answers=())
    life.answer("c1", OPINION, question="How should a shift be planned?")
    untold = {known.words: known.untold for known in all_questions(life.journal).theirs}
    assert untold == {"How should a ward be led?": False, "How should a shift be planned?": True}


def test_a_result_once_is_enough_to_have_been_told() -> None:
    """It is said no longer that it never was."""
    life = asked("A conflict", "A conflict")
    life.reflect("c0", answers=())
    life.answer("c0", STORY, question="A conflict", result=True)
    (known,) = all_questions(life.journal).theirs
    assert known.notes == ("asked twice, the last time without a result", "no example serves it yet")


def test_what_is_worth_preparing_stands_first() -> None:
    """Twice without a result before once, once before what was told well; what has a better answer may wait."""
    life = History()
    answers: tuple[dict[str, object], ...] = (
        {"question": "Tell me about a shift you led", "result": True, "enough": True},
        {"question": "A mistake", "better": "I will tell the wrong dose that was caught."},
        {"question": "An angry parent"},
        {"question": "A conflict"},
        {"question": "A conflict with a colleague"},
    )
    for number, answer in enumerate(answers):
        life.interview(f"c{number}", 50 - number)
        life.answer(f"c{number}", STORY, **answer)
    order = [known.words for known in all_questions(life.journal).theirs]
    assert order == ["A conflict with a colleague", "An angry parent", "A mistake", "Tell me about a shift you led"]


def test_the_example_told_for_it_serves_it_before_one_that_shows_its_competency() -> None:
    """And of those the one whose title speaks of it; one that cannot be told yet serves nothing."""
    life = History()
    life.interview("c0", 9)
    life.answer("c0", STORY, question="A conflict in a team", competency="teamwork")
    assert all_questions(life.journal).theirs[0].example is None
    life.example("begun", "teamwork", result="")
    assert all_questions(life.journal).theirs[0].example is None
    life.example("move", "teamwork")
    life.example("fight", "teamwork", title="The conflict over the rota")
    known = all_questions(life.journal).theirs[0]
    assert (known.example and known.example.id, known.is_told) == ("fight", False)
    life.reflect("c0", answers=())
    life.answer("c0", STORY, question="A conflict in a team", competency="teamwork", example="move")
    known = all_questions(life.journal).theirs[0]
    assert (known.example and known.example.id, known.is_told) == ("move", True)


def test_an_example_made_of_an_opinion_serves_the_question_and_was_not_told() -> None:
    """It was written afterwards: the bank counts no telling, and nothing says that it was told."""
    life = History()
    life.interview("c0", 9)
    life.example("rota")
    life.answer("c0", OPINION, question="How do you lead?", example="rota")
    (known,) = all_questions(life.journal).theirs
    assert (known.example and known.example.id, known.is_tied, known.is_told) == ("rota", True, False)
    assert life.report().bank.entries[0].told_words == "not told yet"


def test_the_latest_better_answer_is_the_one() -> None:
    """It stays where it was written when the question comes again."""
    life = asked("A conflict", "A conflict")
    life.reflect("c0", answers=())
    life.answer("c0", STORY, question="A conflict", better="I will begin with the rota.")
    (known,) = all_questions(life.journal).theirs
    assert (known.better, known.holding.interview.id) == ("I will begin with the rota.", "c0")


def test_what_you_asked_them_is_one_question_with_every_reply() -> None:
    """Latest first; removed interviews count nowhere."""
    life = asked("A conflict", "A conflict", "A conflict")
    for key, words, reply in (
        ("c0", "How do you handle night shifts?", "One a week."),
        ("c1", "Who is on call?", ""),
        ("c2", "How are night shifts handled?", "Two a month."),
    ):
        life.reflect(key, own_questions=(OwnQuestion(id=f"{key}-o", question=words, reply=reply),))
    nights, call = all_questions(life.journal).yours
    assert [(once.interview.id, once.question.reply) for once in nights.asked] == [
        ("c0", "One a week."),
        ("c2", "Two a month."),
    ]
    assert (nights.words, call.words) == ("How are night shifts handled?", "Who is on call?")


def test_questions_are_kept_by_where_they_were_asked() -> None:
    """A part of the name will do; one asking that fits is enough."""
    life = History()
    life.interview("initech", 9, round="First call")
    life.interview("hooli", 8, round="Panel", role="Nurse")
    life.answer("initech", STORY, question="A conflict")
    life.answer("hooli", STORY, question="Conflicts in a team")
    life.answer("hooli", STORY, question="Design a cache")
    theirs = all_questions(life.journal).theirs
    assert [known.words for known in kept(theirs, {"round": "first"})] == ["Conflicts in a team"]
    assert len(list(kept(theirs, {"company": "HOOLI", "role": ""}))) == 2
    assert not list(kept(theirs, {"company": "hooli", "round": "first"}))


# ── what may come again, and what was asked before ────────────────────────────────────────────────────────────────────


def test_the_same_person_company_and_round_make_a_question_likely() -> None:
    """Likeliest first; what nothing speaks for is left out, and so is what lies ahead."""
    life = History()
    life.interview("old", 40, company="Next", round="Panel", role="Cook")
    life.answer("old", STORY, question="A conflict")
    life.interview("round", 30, round="Panel", role="Baker")
    life.answer("round", STORY, question="Design a cache")
    life.interview("other", 20, round="Final", role="Baker")
    life.answer("other", STORY, question="An angry parent")
    ahead = life.interview("next", -3, round="panel", role="Nurse")
    found = likely(ahead, all_questions(life.journal).theirs)
    assert [known.words for known in found] == ["A conflict", "Design a cache"]
    assert [known.words for known in likely(life.journal.interviews["old"], all_questions(life.journal).theirs)] == []


def test_a_competency_asked_for_and_two_employers_make_a_question_likely() -> None:
    """What two employers asked may come anywhere."""
    life = asked("A conflict", "A mistake", "A mistake")
    life.interview("x", 9, role="Baker")
    life.answer("x", STORY, question="An angry parent", competency="communication")
    ahead = life.interview("next", -3, role="Nurse")
    theirs = all_questions(life.journal).theirs
    assert [known.words for known in likely(ahead, theirs)] == ["A mistake"]
    assert {known.words for known in likely(ahead, theirs, ["communication"])} == {"A mistake", "An angry parent"}


def test_what_this_application_asked_already_is_not_offered_again() -> None:
    """They have heard the answer."""
    life = History()
    life.interview("first", 9, round="First call")
    life.answer("first", STORY, question="A conflict")
    ahead = life.interview("second", -3, application_id="first-a", company="First")
    assert likely(ahead, all_questions(life.journal).theirs) == ()


def test_a_question_is_known_while_it_is_typed() -> None:
    """With what is known of it; the answer that is edited knows nothing of itself."""
    life = asked("A conflict in a team")
    ahead = life.interview("next", -3)
    known = KnownQuestions(life.journal, ahead).like("Tell me about a conflict")
    assert known is not None
    assert known_words(known) == "asked before at C0 · Gardener; never told with a result; no example serves it yet"
    assert KnownQuestions(life.journal, ahead).like("A cache") is None
    assert KnownQuestions(life.journal, ahead, "c0-a0").like("A conflict") is None


def test_the_words_of_a_question_find_its_example_where_no_answer_names_the_competency() -> None:
    """On the command line nobody is asked for one; what names none stays without an example."""
    life = asked("Tell me about a conflict in the crew", "Why is the sky blue?")
    life.example("move", "teamwork")
    served = {question.words: question.example for question in all_questions(life.journal).theirs}
    example = served["Tell me about a conflict in the crew"]
    assert (example and example.id) == "move"
    assert served["Why is the sky blue?"] is None
