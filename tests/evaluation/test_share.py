"""The report for a mentor: what stands in it, what never does, and that no name is left where that is wished."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.cli.calls import ADA, Calls
from tests.evaluation.histories import ADVICE, AREA, NOW, STRENGTH, History

from afterword.domain.anonymous import ADDRESS, LINK, NUMBER, PROFILE, Anonymiser, without_contacts
from afterword.domain.document import Document, mapped
from afterword.domain.evaluation.share import SharePart, Sharing, about_application, share_document
from afterword.domain.evaluation.sources import ShownEvaluation
from afterword.domain.people import Part
from afterword.domain.reflection import AnswerKind, Control, OwnQuestion, Scenario, ScenarioKind
from afterword.exchange.documents import as_html, as_markdown, as_text

OWN = ("Alan Turing",)


def _named(life: History, key: str, name: str, **changes: object) -> None:
    person = life.journal.people[f"{key}-p"]
    life.put("people", replace(person, name=name, **changes))


def _nurse() -> History:
    """Two hospitals, quotes, a scenario, answers, and what must stay at home."""
    life = History()
    life.interview("marys", 40, company="St. Mary's Hospital", role="Nurse", round="Ward round")
    life.interview("nord", 20, company="Klinikum Nord GmbH", role="Nurse", notes="My notes say salary 40000.")
    _named(life, "marys", "Ada Byron", phone="+44 20 7946 0958", linkedin="linkedin.com/in/ada-byron")
    _named(life, "nord", "Jürgen Weber", salutation="Herr Dr.", family="Weber", remember="his dog limps")
    life.said("marys", STRENGTH, "Ada and I liked how you sat down with Mrs Hill", None)
    life.said("marys", AREA, "we could not tell whom you would see first", None)
    life.said("nord", ADVICE, "call Weber on +49 30 1234567 or mail juergen.weber@nord.example", None)
    life.reflect("marys", went_well="Ada's patients laughed.", thoughts="I was tired.", private="I cried at home.")
    asked = "Two bells ring. What first, Alan?"
    life.answer("nord", AnswerKind.OPINION, question=asked, better="Tell of the night shift")
    life.answer("nord", AnswerKind.STORY, question="Why nursing?", result=True, enough=True)
    scenario = Scenario(id="s", kind=ScenarioKind.ANSWERS, evidence_for="WEBER asked twice", control=Control.MINE)
    life.reflect("nord", scenarios=(scenario,), own_questions=(OwnQuestion(id="o", question="How is a night?"),))
    life.pointer("p", "two bells ring", "say what I look at first", interview_id="nord")
    life.example("night")
    return life


def _report(life: History, **wish: Any) -> str:
    return as_markdown(_document(life, **wish))


def _document(life: History, **wish: Any) -> Document:
    return _laid_out(life, Sharing(**wish))


def _laid_out(life: History, wish: Sharing) -> Document:
    journal = about_application(life.journal, wish.application_id) if wish.application_id else life.journal
    part = History(journal)
    shown = ShownEvaluation(part.report(), journal, NOW.date())
    return share_document(shown, wish, OWN, life.journal)


def test_it_tells_what_was_what_they_said_what_i_think_and_what_i_would_like_to_hear() -> None:
    """In the first person, with their words as they stand, and open questions that fit at the end."""
    text = _report(_nurse())
    order = (
        "## What I applied for, and how it went",
        "## What they liked, in their words",
        "## Where they saw room to grow",
        "## What went well, as I see it",
        "## What I suspect behind it",
        "## Questions they asked, and my answers",
        "## What I work on",
        "## What I would like to hear from you",
    )
    assert [text.index(title) for title in order] == sorted(text.index(title) for title in order)
    assert "Klinikum Nord GmbH · Nurse: not this time" in text
    assert "“we could not tell whom you would see first” (Ada Byron" in text
    assert "Next time: Tell of the night shift" in text
    assert "When two bells ring, I will say what I look at first." in text
    assert "How would you answer “Two bells ring" in text
    assert "What is worth keeping just as it is?" in text


def test_what_quotes_within_a_quotation_gets_the_inner_marks() -> None:
    """What the person noted, and what interviewers wrote."""
    life = History()
    life.interview("marys", 40, company="St. Mary's Hospital", role="Nurse")
    life.said("marys", STRENGTH, "your “why not” was a good question", None)
    scenario = Scenario(id="s", kind=ScenarioKind.ANSWERS, evidence_for="“We” in each answer", control=Control.MINE)
    life.reflect("marys", scenarios=(scenario,))
    report = _report(life)
    assert "“‘We’ in each answer”" in report
    assert "“your ‘why not’ was a good question”" in report


@pytest.mark.parametrize("anonymous", [True, False])
def test_what_is_private_and_what_reaches_people_never_stands_in_it(anonymous: bool) -> None:  # noqa: FBT001
    """No private writing, no note on a person or an interview, no address, number or profile."""
    document = _document(_nurse(), anonymous=anonymous)
    for written in (as_markdown(document), _body(as_html(document))):
        for secret in ("cried", "limps", "salary 40000", "1234567", "7946", "@", "linkedin.com", "juergen.weber"):
            assert secret not in written
        assert "left out" in written


def test_without_names_the_same_words_stand_for_the_same_people_everywhere() -> None:
    """In titles, in quotations and in free text; roles stay."""
    text = _report(_nurse(), anonymous=True)
    assert "company B · Nurse: not this time" in text
    assert "“interviewer 1 and I liked how you sat down with Mrs Hill” (interviewer 1, company A · Nurse" in text
    assert "“interviewer 1's patients laughed.”" in text
    assert "for it: “interviewer 2 asked twice”" in text
    assert "What first, candidate?" in text


def test_one_application_is_shared_alone_and_parts_are_left_out() -> None:
    """Nothing of the other application, and nothing of the parts that are not wished."""
    life = _nurse()
    text = _report(life, application_id="nord-a")
    assert "Klinikum Nord" in text
    assert "Mary" not in text
    assert "1 interview at 1 employer" in text
    bare = _report(life, without=frozenset(SharePart))
    assert re.findall("^## .*", bare, re.MULTILINE) == ["## What I would like to hear from you"]


def _body(page: str) -> str:
    return page.partition("</style>")[2]


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _anonymiser(company: str = "Initech GmbH", person: str = "Jürgen Weber-Groß", role: str = "Backend") -> Anonymiser:
    life = History()
    life.interview("a", 50, company=company, role=role)
    _named(life, "a", person)
    return Anonymiser(life.journal, OWN)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jürgen Weber-Groß asked.", "interviewer 1 asked."),
        ("Frau Weber und Herr Dr. Weber-Groß", "interviewer 1"),
        ("WEBER was kind", "interviewer 1 was kind"),
        ("Juergen, Jurgen", "interviewer 1"),
        ("Webers Frage", "interviewer 1’s Frage"),
        ("Weber's question", "interviewer 1's question"),
        ("Weber-Gross, Jürgen", "interviewer 1"),
        ("J. Groß called", "interviewer 1 called"),
        ("at Initech GmbH, Initech or INITECH", "at company A or company A"),
        ("Initech-Team, Initechs Kultur", "company A-Team, company A’s Kultur"),
        ("Inítech & Co. KG", "company A"),
        ("Dear Alan,", "Dear candidate,"),
        ("Hello Alan Turing", "Hello candidate"),
        ("the backend at Initechnology", "the backend at Initechnology"),
        ("see https://initech.com/jobs or initech.com", f"see {LINK} or {LINK}"),
    ],
)
def test_each_way_of_writing_a_name_is_known(text: str, shown: str) -> None:
    """Whole and in parts, with salutations, in capitals, with a genitive, with umlauts either way, as whole words."""
    assert _anonymiser()(text) == shown


def test_ordinary_words_stay_and_two_of_one_name_are_nobody_in_particular() -> None:
    """Will may, and will; the hospital is any hospital; roles are no firms."""
    anonymise = _anonymiser("Backend Hospital", "Will May")
    assert anonymise("Will asks; I will may I not. The hospital and the backend.") == (
        "interviewer 1 asks; I will may I not. The hospital and the backend."
    )
    life = History()
    for key, name in (("a", "Anna Weber"), ("b", "Anna Koch")):
        life.interview(key, 50)
        _named(life, key, name)
    assert Anonymiser(life.journal)("Anna; Anna Koch; Weber") == "an interviewer; interviewer 2; interviewer 1"


@pytest.mark.parametrize("name", ["***", "👍", "…", "\u0301", "?"])
def test_a_firm_that_is_called_by_no_word_hinders_no_report(name: str) -> None:
    """Somebody noted it so; there is nothing to replace in it."""
    life = History()
    life.interview("i", 20, company=name, role="Nurse")
    _named(life, "i", name)
    assert "What I applied for" in _report(life, anonymous=True)


def test_a_firm_of_the_name_of_a_person_is_told_from_them_by_the_title() -> None:
    """The name alone is the firm's; with a title, or a part of the firm's name alone, it is the person."""
    anonymise = _anonymiser("Weber", "Anna Weber")
    assert anonymise("Weber; Frau Weber; Anna") == "company A; interviewer 1; interviewer 1"
    assert _anonymiser("Weber Logistik GmbH", "Anna Weber")("Weber, Weber Logistik") == "interviewer 1, company A"


def test_a_recruiter_a_colleague_who_answered_and_the_same_person_twice() -> None:
    """Each kind has its own words, and one name is one person."""
    life = History()
    for key, name in (("a", "Anna Weber"), ("b", "Weber, Anna"), ("c", "Sam Reed")):
        life.interview(key, 50)
        _named(life, key, name)
    _named(life, "c", "Sam Reed", part=Part.RECRUITER)
    assert Anonymiser(life.journal)("Anna Weber, then Sam") == "interviewer 1, then recruiter 1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mail ada.byron+x@mail.example now", f"mail {ADDRESS} now"),
        ("ada (at) mail.example", ADDRESS),
        ("https://www.linkedin.com/in/ada-byron/ and in.linkedin.com/in/x", f"{PROFILE} and {PROFILE}"),
        ("+49 (0)30 1234-567, (555) 123-4567, 030/1234567", ", ".join([NUMBER] * 3)),
        *[(text, text) for text in ("on 2026-11-12 or 02.11.2026 at 10:00", "10,000 users for 40000 a year, 24/7")],
    ],
)
def test_addresses_profiles_and_numbers_are_left_out_and_days_stay(text: str, shown: str) -> None:
    """Always, also in a report with names."""
    assert without_contacts(text) == shown


GIVEN = ("Ada", "Jürgen", "Anne-Marie", "Søren", "María José", "Zoë", "Łukasz", "Will", "Grace", "Ng", "Ümit")
FAMILY = ("Byron", "Weber-Groß", "van der Berg", "García López", "Müller", "Mueller", "O'Brien", "Strauß", "Lee")
FIRMS = ("Initech GmbH", "St. Mary's Hospital", "Müller & Söhne AG", "Nordwind", "Globex, Inc.", "Zürich Re", "H&M")
FRAMES = ("{}", "{}'s idea", "Dear {},", "“{}”", "Frau {} und ich", "({})", "call {}; then {}", "to {}/{}", "#{}")


_EXPANDED = {"ä": "ae", "ö": "oe", "ü": "ue", "Ü": "Ue", "ß": "ss"}


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ł", "l").replace("ß", "ss"))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _written(name: str, way: int) -> str:
    """The name in one of the ways people write it."""
    expanded = re.sub("[äöüÜß]", lambda found: _EXPANDED[found[0]], name)
    words = name.split()
    ways = (name, name.upper(), expanded, " ".join(reversed(words)), words[0], words[-1], "-".join(words), name.title())
    return ways[way % len(ways)]


_OF_NO_NAME = {"van", "der", "gmbh", "inc", "hospital"}


@settings(max_examples=2 * settings().max_examples)
@given(st.data())
def test_no_known_name_and_no_part_of_one_survives(data: st.DataObject) -> None:
    """In Markdown and in HTML, titles and labels included, however the name was written."""
    life = History()
    people = data.draw(st.lists(st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)), min_size=1, max_size=3))
    firms = data.draw(st.lists(st.sampled_from(FIRMS), min_size=len(people), max_size=len(people)))
    names = [f"{given} {family}" for given, family in people]
    written = [*names, *firms, *OWN]
    for number, (name, firm) in enumerate(zip(names, firms, strict=True)):
        key = f"i{number}"
        life.interview(key, 50 - number, company=firm, round=f"Round with {name}")
        _named(life, key, name)
        texts = [
            data.draw(st.sampled_from(FRAMES)).replace("{}", _written(data.draw(st.sampled_from(written)), way))
            for way in data.draw(st.lists(st.integers(0, 7), min_size=6, max_size=6))
        ]
        life.said(key, STRENGTH, texts[0], None)
        life.said(key, AREA, texts[1], None)
        life.reflect(key, went_well=texts[2], thoughts=texts[3])
        life.rate(key, convincing=3)
        life.answer(key, AnswerKind.STORY, question=texts[4], better=texts[5], note=texts[0])
        life.pointer(f"p{number}", texts[1], texts[2], interview_id=key)
        life.example(f"e{number}", title=texts[3], action=texts[4], result=texts[5])
        application = life.journal.applications[f"{key}-a"]
        life.put("applications", replace(application, words=f"{texts[0]} {texts[1]}"))
    document = _document(life, anonymous=True)
    parts = {part for name in written for part in re.findall(r"[^\W\d_]{3,}", _folded(name)) if part not in _OF_NO_NAME}
    ordinary = {"will", "grace", "lee"}
    for report in (as_markdown(document), as_html(document)):
        words = set(re.findall(r"[^\W\d_]+", _folded(report)))
        assert not (words & (parts - ordinary))
        shown = set(re.findall(r"[^\W\d_]+", report))
        assert not (shown & {part.title() for part in parts & ordinary})


def test_a_document_is_changed_in_every_text_of_it() -> None:
    """Titles, facts, labels that only a screen reader says, and every line."""
    life = _nurse()
    life.rate("nord", convincing=2)
    changed = mapped(_document(life), lambda _: "x")
    assert set(re.findall(r'aria-label="([^"]*)"', as_html(changed))) == {"x"}
    assert set(re.findall(r"[a-z]+", as_text(replace(changed, made_on=None), None).lower().replace("x", ""))) == set()


# ── on the command line ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Calls of a person with a name."""
    made = Calls(tmp_path)
    made.config.write_text("[me]\nname = 'Alan Turing'\naddress = 'alan.turing@home.example'\n")
    return made


def test_share_writes_markdown_html_and_json_with_and_without_names(calls: Calls) -> None:
    """Markdown where nothing is said, and the names of the call's own journal and settings are left out on wish."""
    request = calls.replied("Alan, you were clear about trade-offs at Initech.")
    calls.done("finding", "add", request, "--kind", "strength", "--quote", "Alan, you were clear about trade-offs")
    assert "“Alan, you were clear about trade-offs” (Ada Byron, Initech" in calls.done("share")
    bare = calls("share", "--anonymous", "--format", "html")
    assert "“candidate, you were clear about trade-offs”" in bare.out
    assert "(interviewer 1, company A · Backend" in bare.out
    assert "Read it once before you send it" in bare.err
    assert not re.search("(?i)alan|ada|byron|initech", bare.out)
    found = calls.json("share", "--anonymous", "--without", "questions")
    assert found["anonymous"] is True
    assert json.dumps(found).count("interviewer 1") >= 1


def test_share_of_nothing_and_of_one_application(calls: Calls) -> None:
    """An empty journal is told what to do first; an id that is none is refused."""
    empty = calls("share")
    assert (empty.code, empty.out) == (1, "")
    assert "nothing to share yet" in empty.err
    about = calls.interview(ADA, at="3 weeks ago 10:00")
    other = calls.done("interview", "add", "--company", "Hooli", "--role", "SRE", "--at", "2 weeks ago 10:00")
    application = calls.json("interview", "show", about)["application_id"]
    assert other
    assert "Hooli" not in calls.done("share", application)
    assert "Hooli" in calls.done("share")
    assert calls("share", "nobody").code == 1


def test_what_was_written_in_private_never_reaches_the_report(calls: Calls) -> None:
    """Whatever is typed there."""
    about = calls.interview(ADA, at="3 weeks ago 10:00")
    journal = json.loads(calls.journal.read_text())
    journal["reflections"] = {about: {"private": "I cried at home.", "went_well": "They laughed."}}
    calls.journal.write_text(json.dumps(journal))
    report = calls.done("share")
    assert "They laughed." in report
    assert "cried" not in report
