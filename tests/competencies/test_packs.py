"""Packs of competencies: what a journal begins with, what a role suggests, what a pack brings, in four languages."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.calls import Calls
from tests.services.world import Life

from afterword.codec.document import parse
from afterword.domain.demands import demanded, fitting_packs
from afterword.domain.journal import Journal
from afterword.domain.practice import CORE, TELLING, competencies_of, default_competencies, pack, pack_names
from afterword.errors import NotFound, UserError
from afterword.languages.loader import languages

FOLDER = Path(__file__).parents[2] / "src" / "afterword" / "languages"
LANGUAGES = ("en", "de", "fr", "es")


@pytest.mark.parametrize("name", [CORE, *pack_names()])
def test_a_pack_is_whole_in_every_language(name: str) -> None:
    """The same ids, each with a name, a sentence of behaviour, words that point at it and how a pointer begins."""
    assert set(languages(f"competencies/{name}")) == set(LANGUAGES)
    for language in LANGUAGES:
        wordings = pack(name, language).competencies
        assert [wording.id for wording in wordings] == [wording.id for wording in pack(name).competencies]
        for wording in wordings:
            assert all((wording.name, wording.anchor.endswith("."), wording.words, wording.when, wording.will))


def test_no_id_stands_in_two_packs() -> None:
    """An id names one competency, whatever packs are used."""
    ids = [wording.id for name in (CORE, *pack_names()) for wording in pack(name).competencies]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "file", sorted(FOLDER.glob("*/competencies/*.toml")), ids=lambda file: f"{file.parts[-3]}/{file.stem}"
)
def test_no_word_is_so_short_that_it_begins_everything(file: Path) -> None:
    """A beginning has three letters at least; shorter ones are whole words by themselves."""
    for competency in tomllib.loads(file.read_text(encoding="utf-8"))["competencies"]:
        for word in (*competency["words"], *competency.get("scene", ()), *competency.get("hints", ())):
            assert len(word.strip("*.")) >= 2, word


@pytest.mark.parametrize(
    ("role", "packs"),
    [
        ("Nurse", ("care",)),
        ("Pflegefachkraft (m/w/d)", ("care",)),
        ("Infirmière de nuit", ("care",)),
        ("Profesora de secundaria", ("teaching",)),
        ("Werkstudent Marketing", ("sales", "starting")),
        ("Engineering Manager", ("leading", "engineering")),
        ("Account Manager", ("sales",)),
        ("Wohnbereichsleitung", ("leading", "care")),
        ("Electricista", ("crafts",)),
        ("Assistante de direction", ("office",)),
        ("Astronaut", ()),
    ],
)
def test_a_role_suggests_the_pack_of_its_work(role: str, packs: tuple[str, ...]) -> None:
    """In any language, leading people before the work itself."""
    assert fitting_packs(role) == packs


def test_a_journal_begins_with_what_any_work_asks_for() -> None:
    """Nothing of engineering, and how answers were told is a subject, but no competency."""
    journal = Journal()
    assert journal.all_competencies == default_competencies()
    assert not {"technical-depth", "system-design", TELLING} & {known.id for known in journal.all_competencies}
    assert [subject.id for subject in journal.subjects] == [*(known.id for known in default_competencies()), TELLING]


def test_a_pack_brings_its_competencies_and_undo_takes_them_back() -> None:
    """Several can be used; used once more it brings nothing, and what was archived comes back."""
    life = Life()
    used = life.services.competencies.use_pack("care")
    assert used.came == competencies_of("care")
    life.services.competencies.use_pack("leading")
    assert life.services.competencies.use_pack("Care and nursing").came == ()
    life.services.competencies.archive("handover")
    assert [competency.id for competency in life.services.competencies.use_pack("care").came] == ["handover"]
    for _ in range(4):
        life.services.store.undo()
    assert life.journal.all_competencies == default_competencies()
    with pytest.raises(NotFound, match="no pack"):
        life.services.competencies.use_pack("../care")


def test_names_follow_the_language_unless_they_are_your_own(calls: Calls) -> None:
    """What was taken in English is called German for a German, but for what was renamed."""
    calls.done("competency", "pack", "use", "care")
    calls.done("competency", "rename", "handover", "Passing on")
    calls.config.write_text('[me]\nlanguage = "de"\n', encoding="utf-8")
    names = {known["id"]: known["name"] for known in calls.json("competency", "list")}
    assert (names["communication"], names["empathy"], names["handover"]) == ("Kommunikation", "Zuwendung", "Passing on")


def test_the_first_interview_suggests_a_pack_with_its_command(calls: Calls) -> None:
    """On stderr, once: a second interview says nothing of it."""
    add = ("interview", "add", "--company", "Charité", "--role", "Pflegefachfrau", "--at", "2026-11-03 10:00")
    first = calls(*add, "--interviewer", "Ada Byron")
    assert "afterword competency pack use care" in first.err
    second = calls(*add, "--interviewer", "Ada Byron")
    assert "competency pack" not in second.err


def test_packs_are_listed_and_used_by_command(calls: Calls) -> None:
    """What came is printed by id; nobody knows a pack that is not there."""
    assert {known["name"] for known in calls.json("competency", "pack", "list")} == set(pack_names())
    assert calls.done("competency", "pack", "use", "crafts", "starting").split() == [
        competency.id for name in ("crafts", "starting") for competency in competencies_of(name)
    ]
    assert [known["name"] for known in calls.json("competency", "pack", "list") if known["used"]] == [
        "crafts",
        "starting",
    ]
    assert calls("competency", "pack", "use", "juggling").code == 1
    assert calls("competency", "pack", "use").code == 2


def test_a_role_asks_for_what_its_pack_says_and_for_nothing_of_another() -> None:
    """An engineering manager for leading people; nobody for technical depth by accident; a posting counts, too."""
    known = default_competencies()

    def asked(role: str, round_name: str = "", text: str = "") -> list[str]:
        return [demand.competency.id for demand in demanded(role, round_name, text, known)]

    assert {"leadership", "developing-people"} <= set(asked("Engineering Manager"))
    assert "technical-depth" not in asked("Nurse", "technical interview")
    assert "technical-depth" in asked("Backend developer")
    assert "accuracy" in asked("Accountant")
    assert "workmanship" not in asked("Chef de projet")
    assert "persuasion" not in asked("Accountant")
    assert "workmanship" in asked("Ébéniste")
    assert asked("Zookeeper", "First talk") == ["communication", "motivation"]
    assert asked("Zookeeper", "Recruiter call") == ["communication", "motivation"]
    assert {"leadership", "developing-people"} <= set(asked("Ward Manager", "First talk")[:5])
    assert "machines" not in asked("Ébéniste", "Entretien")
    posting = "You plan shifts and set priorities. You keep to deadlines and organise the diary."
    assert "organisation" in asked("Zookeeper", text=posting)
    assert asked("Zookeeper") == []


def test_telling_can_be_neither_merged_nor_archived() -> None:
    """It is no competency; findings can be tied to it all the same."""
    life = Life()
    refused: Callable[[], object]
    for refused in (
        lambda: life.services.competencies.archive(TELLING),
        lambda: life.services.competencies.merge(TELLING, "learning"),
        lambda: life.services.competencies.merge("learning", "examples"),
    ):
        with pytest.raises(UserError, match="is no competency"):
            refused()


def test_what_was_tied_to_examples_tells_how_it_was_told() -> None:
    """Findings, answers, ratings, examples, merged ones and an own name: nothing is lost on the way to schema 3."""
    old = json.loads((Path(__file__).parents[1] / "storage" / "schemas" / "2.json").read_text(encoding="utf-8"))
    old["findings"]["f1"]["competency"] = "examples"
    old["reflections"]["i1"]["answers"][0]["competency"] = "examples"
    old["reflections"]["i1"]["ratings"].append({"dimension": "competency/examples", "value": 2, "note": "Few."})
    old["examples"]["x1"]["competencies"] = ["examples", "ownership"]
    old["competencies"]["examples"] = {"id": "examples", "name": "Examples", "anchor": "A story.", "why_me": "I count."}
    old["competencies"]["telling"] = {"id": "telling", "name": "Telling jokes"}
    old["competencies"]["juggling"]["merged_into"] = "examples"
    document = parse(json.dumps(old).encode())
    journal = document.journal
    assert document.found == ()
    assert journal.findings["f1"].competency == TELLING
    reflection = journal.reflections["i1"]
    assert (reflection.answers[0].competency, reflection.rating("competency/telling").value) == (TELLING, 2)
    assert journal.examples["x1"].competencies == (TELLING, "ownership")
    assert journal.competencies["juggling"].merged_into == TELLING
    assert journal.competencies["telling-2"].name == "Telling jokes"
    kept = journal.subjects[-1]
    assert (kept.id, kept.name, kept.why_me) == (TELLING, "How you told it", "I count.")
    assert {"technical-depth", "system-design", "leadership"} <= journal.competencies.keys()
