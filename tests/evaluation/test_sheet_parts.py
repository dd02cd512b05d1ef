"""The parts of the prep sheet: whom you meet, questions, the posting, logistics by mode, and the first sheet of all."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.evaluation.histories import ADVICE, AREA, NOW, OPPORTUNITY, STRENGTH, History
from tests.evaluation.sheet_forms import evening_text, prep_text

from afterword.domain.conversation.request import Todo
from afterword.domain.demands import posting_lines
from afterword.domain.evaluation.prep import evening_page
from afterword.domain.evaluation.sheet_parts import has_figures, is_plain_praise, plan_words, question_on, sentences
from afterword.domain.interview import Mode
from afterword.domain.practice import (
    CORE,
    Check,
    Competency,
    Example,
    Kept,
    Occasion,
    Pointer,
    competencies_of,
    pack_names,
)
from afterword.domain.reflection import AnswerKind, OwnQuestion, Taken

POSTINGS = {
    "en": (
        "About us\nA firm with team spirit.\n\nRequirements:\n- You explain results clearly\nBenefits\n- coffee",
        "You explain results clearly",
    ),
    "de": (
        "Über uns\nEin Team.\nDein Profil\n• Teamfähig und sorgfältig\nWir bieten\n• Kaffee",
        "Teamfähig und sorgfältig",
    ),
    "fr": (
        "Qui sommes-nous ?\nUne équipe.\nVotre profil\n- Rigueur et écoute\nNous offrons\n- un café",
        "Rigueur et écoute",
    ),
    "es": ("Sobre nosotros\nUn equipo.\nRequisitos:\n- Trabajo en equipo\nTe ofrecemos\n- café", "Trabajo en equipo"),
}


def ahead(**changes: object) -> History:
    """Somebody with one interview behind them and one ahead, both for the same work."""
    life = History()
    life.interview("initech", 20, role="Nurse", round="Panel")
    life.interview("oscorp", -1, **{"role": "Nurse", **changes})
    return life


@pytest.mark.parametrize(("text", "line"), POSTINGS.values(), ids=POSTINGS.keys())
def test_a_posting_is_read_for_what_it_asks(text: str, line: str) -> None:
    """In four languages what stands below “Requirements” counts, and what the firm says of itself does not."""
    assert posting_lines(text) == (line,)


@pytest.mark.parametrize("heading", ["## Requirements", "**What you bring:**", "Your profile", "Skills"])
def test_a_heading_may_be_marked_up(heading: str) -> None:
    """As postings are pasted from pages and files."""
    assert posting_lines(f"About Initech\nWe are nice.\n{heading}\n* calm under load\n**Benefits**\n* fruit") == (
        "calm under load",
    )


def test_a_posting_without_headings_is_read_by_its_sentences() -> None:
    """Each can be quoted by itself."""
    assert posting_lines("We need somebody calm. You explain well!") == ("We need somebody calm.", "You explain well!")


@pytest.mark.parametrize(
    "line",
    ["A degree in nursing", "Abgeschlossene Ausbildung als Pflegefachkraft", "Diplôme d'État", "Título de enfermería"],
)
def test_papers_are_no_demand(line: str) -> None:
    """A degree or a licence is not what the interview is about."""
    assert posting_lines(f"{line}\n- calm under load") == ("calm under load",)


def test_the_line_that_asks_most_is_the_reason() -> None:
    """Not the first one that touches it."""
    life = ahead()
    text = "- You like your team\n- You work in a team, share with colleagues and settle conflicts together"
    life.put("applications", replace(life.journal.applications["oscorp-a"], posting=text))
    reasons = {asked.competency.id: asked.because for asked in life.sheet("oscorp").demands}
    assert reasons["teamwork"].startswith("posting: “You work in a team, share with colleagues")


def test_what_the_posting_asks_for_is_quoted() -> None:
    """The line of the posting is the reason."""
    life = ahead()
    text = "Requirements\n- You explain results clearly to families\n- Driving licence"
    life.put("applications", replace(life.journal.applications["oscorp-a"], posting=text))
    reasons = {asked.competency.id: asked.because for asked in life.sheet("oscorp").demands}
    assert reasons["communication"] == "posting: “You explain results clearly to families”"
    assert "posting: “You explain results clearly to families”" in " ".join(prep_text(life.sheet("oscorp")).split())


def test_advice_that_was_acted_on_stands_with_who_gave_it() -> None:
    """With its day; advice that waits stands among the advice."""
    life = ahead(interviewers=("initech-p",))
    done = life.said("initech", ADVICE, "shadow a night shift", None)
    life.put("findings", replace(done, todo=Todo(text="Two nights on ward 3", due=NOW.date(), done=NOW.date())))
    life.said("initech", ADVICE, "learn the handover", None)
    sheet = life.sheet("oscorp")
    since = {remark.said.words: remark.since for remark in sheet.encounters[0].remarks}
    assert since["shadow a night shift"] == "Two nights on ward 3 (done Mon 23 Nov 2026)"
    assert [given.source.words for given in sheet.advice] == ["learn the handover"]


def test_a_pointer_on_the_same_competency_that_was_kept_is_what_was_done_since() -> None:
    """Also where it was made of nothing they said."""
    life = ahead(interviewers=("initech-p",))
    life.said("initech", AREA, "the point came late", "communication")
    life.interview("hooli", 5, role="Nurse")
    kept = (Check(interview_id="hooli", kept=Kept.DONE, on=NOW.date()),)
    life.pointer("p0", "they ask about a team", "name my colleagues", checks=kept)
    life.pointer("p1", "I am asked a question", "give the main point first, clearly", checks=kept)
    (remark,) = life.sheet("oscorp").encounters[0].remarks
    assert remark.since.startswith("When I am asked a question, I will give the main point first, clearly (done")


def test_what_others_at_that_company_said_before_is_known_again() -> None:
    """Applying there a second time, for another role and with other people."""
    life = ahead(company="Initech", role="Ward clerk")
    life.said("initech", AREA, "too quiet in the group", None)
    sheet = life.sheet("oscorp")
    others = sheet.encounters[-1]
    assert others.name == "Others at Initech"
    assert "room to grow: “too quiet in the group”" in " ".join(prep_text(sheet).split())


def test_an_opening_stands_on_the_sheet_of_its_company_alone() -> None:
    """What another company left open is no matter here."""
    life = ahead(company="Initech")
    life.said("initech", OPPORTUNITY, "apply again in spring", None)
    life.interview("hooli", -6, role="Nurse")
    assert "They left this open: “apply again in spring”" in " ".join(prep_text(life.sheet("oscorp")).split())
    assert life.sheet("hooli").openings == ()


def test_a_question_asked_twice_stands_once_with_the_latest_better_answer() -> None:
    """However it was spelt; the story that was told for it is named."""
    life = ahead()
    life.interview("hooli", 10, role="Nurse")
    life.example("night")
    life.answer("initech", AnswerKind.STORY, question="Why do you leave?", better="I look for nights", example="night")
    life.answer("hooli", AnswerKind.OPINION, question="why do you  leave", taken=Taken.PUSHED_BACK)
    (asked,) = life.sheet("oscorp").questions
    assert asked.example is not None
    assert (asked.times, asked.better, asked.example.id) == (2, "I look for nights", "night")
    shown = " ".join(prep_text(life.sheet("oscorp")).split())
    assert "“why do you leave” (asked twice, last at Hooli · Nurse by Pat Hooli)" in shown
    assert "Better: I look for nights" in shown
    assert "Tell: The night story" in shown


def test_a_question_of_other_work_is_not_expected() -> None:
    """What an engineer was asked about a database is not asked of a nurse, in a round of the same name either."""
    life = ahead(round="Panel")
    life.interview("hooli", 10, role="Database engineer", round="Panel")
    life.answer("hooli", AnswerKind.STORY, question="How does an index work?", competency="technical-depth")
    life.answer("initech", AnswerKind.STORY, question="A relative shouts at you?")
    assert [asked.words for asked in life.sheet("oscorp").questions] == ["A relative shouts at you?"]


def of_two_kinds_of_work() -> History:
    """Somebody who was an electrician, and meets a ward next."""
    life = History()
    life.interview("wires", 10, role="Electrician")
    life.interview("oscorp", -1, role="Nurse")
    life.pointer("tools", "I see the job", "ask for the drawing", interview_id="wires")
    life.example("cellar", roles=("Electrician",))
    life.answer("wires", AnswerKind.STORY, question="Is it live?")
    life.reflect("wires", own_questions=(OwnQuestion(id="q", question="Which van do I drive?", reply="The blue one."),))
    life.said("wires", STRENGTH, "clean cabling", None)
    life.said("wires", STRENGTH, "tidy van", None)
    return life


def test_what_belongs_to_other_work_is_left_out_where_anything_fits() -> None:
    """Pointers, stories and praise of a trade stand on no sheet of a nurse who has her own."""
    life = of_two_kinds_of_work()
    life.interview("ward", 30, role="Nurse")
    life.pointer("mine", "I am asked whom I see first", "name the risk", interview_id="ward")
    life.example("night", roles=("Nurse",))
    life.said("ward", STRENGTH, "warm with the family", None)
    life.said("ward", STRENGTH, "good at the bedside", None)
    sheet = life.sheet("oscorp")
    assert [known.pointer.id for known in sheet.pointers] == ["mine"]
    assert [chosen.entry.example.id for chosen in sheet.examples] == ["night"]
    assert {piece.words for piece in sheet.other_praise} == {"warm with the family", "good at the bedside"}


def test_questions_of_other_work_are_left_out_whatever_is_left() -> None:
    """What an electrician is asked, and asks, is no matter on a ward; plans and stories are better than none."""
    sheet = of_two_kinds_of_work().sheet("oscorp")
    assert (sheet.questions, sheet.own_questions) == ((), ())
    assert [known.pointer.id for known in sheet.pointers] == ["tools"]
    assert [chosen.entry.example.id for chosen in sheet.examples] == ["cellar"]


def test_what_the_same_person_asked_comes_first() -> None:
    """Before what was asked at another company."""
    life = ahead(interviewers=("hooli-p",))
    life.interview("hooli", 30, role="Clerk")
    life.answer("hooli", AnswerKind.STORY, question="Why here?", person_id="hooli-p")
    life.answer("initech", AnswerKind.STORY, question="A relative shouts at you?")
    assert life.sheet("oscorp").questions[0].words == "Why here?"


def test_only_own_questions_that_were_answered_elsewhere_are_offered() -> None:
    """None without an answer, and none that this company has answered."""
    life = ahead()
    asked = [("How big is a team?", "Six."), ("Who trains me?", ""), ("Who sets the rota?", "The ward.")]
    own = tuple(OwnQuestion(id=question, question=question, reply=reply) for question, reply in asked)
    life.reflect("initech", own_questions=own)
    life.interview("earlier", 90, company="Oscorp")
    life.reflect("earlier", own_questions=(OwnQuestion(id="x", question="who sets the rota", reply="We do."),))
    assert [known.question for known in life.sheet("oscorp").own_questions] == ["How big is a team?"]
    assert "To ask them" not in prep_text(ahead().sheet("oscorp"))


def test_a_plan_for_the_next_no_stands_on_no_sheet() -> None:
    """It is for the day of a decision."""
    life = ahead()
    life.pointer("no", "the next no comes", "call a friend", occasion=Occasion.DECISION)
    assert life.sheet("oscorp").pointers == ()
    assert "friend" not in evening_text(life.sheet("oscorp"))


def test_an_area_without_a_competency_can_be_the_weak_point() -> None:
    """Its own words are its name."""
    life = ahead()
    life.said("initech", AREA, "vague on priorities", None)
    (weak,) = life.sheet("oscorp").weak_points
    assert (weak.title, weak.because, weak.planned) == ("“vague on priorities”", "Pat Initech (Initech · Nurse)", False)


@pytest.mark.parametrize(
    ("mode", "label", "words"),
    [
        (Mode.PHONE, "Number", "charged phone"),
        (Mode.VIDEO, "Link", "camera"),
        (Mode.ONE_WAY, "Link", "lens"),
        (Mode.TRIAL, "Where", "shoes"),
        (Mode.ASSESSMENT, "Where", "Several tasks"),
        (Mode.TAKE_HOME, "Link", "read it over"),
    ],
)
def test_logistics_fit_how_you_meet(mode: Mode, label: str, words: str) -> None:
    """What to have ready, and what the place is called."""
    facts = dict(ahead(mode=mode, where="There").sheet("oscorp").facts)
    assert facts[label] == "There"
    assert words in facts["Have ready"]
    assert ("Hand in by" in facts) == (mode is Mode.TAKE_HOME)


@pytest.mark.parametrize("pack", [CORE, *pack_names()])
def test_every_competency_has_a_question_of_its_own(pack: str) -> None:
    """One of your own is asked for by its name."""
    known = competencies_of(pack)
    assert len({question_on(competency) for competency in known}) == len(known)
    assert not [known.id for known in known if question_on(known).startswith("Can you tell us about one time")]
    assert (
        question_on(Competency(id="x", name="Juggling")) == "Can you tell us about one time that called for juggling?"
    )


def test_whoever_leads_is_not_asked_for_the_craft_of_their_people() -> None:
    """By the role alone; a round or a posting can ask for it."""
    life = History()
    life.interview("oscorp", -3, role="Engineering Manager")
    asked = {need.competency.id for need in life.sheet("oscorp").demands}
    assert {"leadership", "developing-people"} <= asked
    assert "technical-depth" not in asked
    life.interview("oscorp", -3, role="Engineering Manager", round="Technical interview")
    assert "technical-depth" in {need.competency.id for need in life.sheet("oscorp").demands}


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        ("Registered nurse", "empathy"),
        ("Pflegefachkraft (m/w/d)", "clinical-judgement"),
        ("Primary school teacher", "classroom"),
        ("Sales representative", "customer-needs"),
        ("Sachbearbeiterin Einkauf", "accuracy"),
        ("Electrician", "workmanship"),
        ("Graduate trainee", "motivation"),
    ],
)
def test_a_role_is_asked_for_its_own_work(role: str, asked: str) -> None:
    """Also where that pack is not used yet; and never for technical depth."""
    life = History()
    life.interview("oscorp", -3, role=role)
    ids = [need.competency.id for need in life.sheet("oscorp").demands]
    assert asked in ids
    assert "technical-depth" not in ids


def test_the_first_sheet_of_all_is_kind_and_useful() -> None:
    """One interview and nothing else: where to be, one question to prepare for each thing asked, and a first story."""
    life = History()
    life.interview("oscorp", -1, role="Nurse", where="Ward 3", travel_minutes=20)
    shown = prep_text(life.sheet("oscorp"))
    assert "leave by" in shown
    assert shown.count("prepare: “") == len(life.sheet("oscorp").demands)
    assert "A first story takes four sentences" in " ".join(shown.split())
    assert len(shown.split("\n")) < 45
    evening = " ".join(evening_text(life.sheet("oscorp")).split())
    assert "That is enough for tonight." in evening
    assert evening.endswith("worth their time.")


def test_the_evening_page_says_tomorrow_and_when_to_leave() -> None:
    """On the clock of the place."""
    life = ahead(zone="Europe/Berlin", travel_minutes=40, where="Tower")
    facts = dict(evening_page(life.sheet("oscorp"), NOW.date()).facts)
    assert facts["When"] == "tomorrow, Tue 24 Nov, 10:00 (Europe/Berlin)"
    assert (facts["Leave by"], facts["Where"], facts["With"]) == ("09:05", "Tower", "Pat Oscorp")


def test_a_figure_never_reaches_the_evening_page() -> None:
    """A story begins with its first sentence without one; a plan or praise that names a share stays on the sheet."""
    life = ahead()
    life.example("night", situation="In 2024 we lost 40 % of the shifts. Dr. Weber left, too. I stayed.")
    life.example("bare", situation="2 of 5 left.", task="", action="3 steps.")
    life.example("third", title="From 30 to 8", situation="The lift was stuck.")
    life.pointer("p1", "they ask for results", "name the 40 % first")
    life.said("initech", STRENGTH, "4 out of 5 of us would hire you", None)
    sheet = life.sheet("oscorp")
    page = evening_page(sheet, NOW.date())
    assert {story.title: story.first_sentence for story in page.stories} == {
        "The night story": "Dr. Weber left, too.",
        "The bare story": "",
        "": "The lift was stuck.",
    }
    assert "30" not in evening_text(sheet)
    assert page.pointers == ()
    assert page.last == "They asked you to come: what they have read of you was worth their time."
    assert sheet.praise is not None


def test_praise_that_turns_comes_after_praise_that_does_not() -> None:
    """Whatever is newer."""
    life = ahead()
    life.said("initech", STRENGTH, "warm with the family", None)
    life.interview("hooli", 5, role="Nurse")
    life.said("hooli", STRENGTH, "quick, but careless", None)
    praise = life.sheet("oscorp").praise
    assert praise is not None
    assert praise.words == "warm with the family"
    assert not is_plain_praise("sehr freundlich, aber langsam")
    assert has_figures("vier von fünf")


def test_praise_that_came_later_stands_on_no_sheet_of_before() -> None:
    """A sheet that is printed again knows only what was said by then."""
    life = ahead()
    life.said("initech", STRENGTH, "warm with the family", None)
    assert life.sheet("initech").praise is None


def test_the_first_sentence_is_the_first_one_said() -> None:
    """Initials and short titles end no sentence; of a story without a situation it is that of the task."""
    story = Example(id="x", title="x", situation="St. Mary was full, i.e. no bed. I was alone!", created=NOW)
    assert next(sentences(story)) == "St. Mary was full, i.e. no bed."
    assert next(sentences(replace(story, situation=" ", task="Find a bed."))) == "Find a bed."


@pytest.mark.parametrize(
    ("when", "will", "said"),
    [
        ("they ask why", "name the ward", "When they ask why, I will name the ward."),
        (
            "sie nach SAP fragen",
            "die Bestellung erzählen",
            "Wenn sie nach SAP fragen, werde ich die Bestellung erzählen.",
        ),
        ("Wenn sie fragen", "ich nenne zuerst das Ergebnis", "Wenn sie fragen: ich nenne zuerst das Ergebnis."),
        ("ils me demandent pourquoi", "citer le service", "Quand ils me demandent pourquoi, je vais citer le service."),
        (
            "me pregunten por los plazos",
            "contar el pedido",
            "Cuando me pregunten por los plazos, voy a contar el pedido.",
        ),
    ],
)
def test_a_plan_is_said_in_its_own_language(when: str, will: str, said: str) -> None:
    """What was written in German is not put between English words."""
    assert plan_words(Pointer(id="p", when=when, will=will, created=NOW - timedelta(days=1))) == said
