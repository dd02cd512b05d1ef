"""What a phrase is about: suggested in four languages, none where none fits; and phrases sorted by shared words."""

import tomllib
from pathlib import Path

import pytest
from tests.cli.calls import Calls
from tests.services.world import Life

from afterword.domain.conversation.request import FindingKind
from afterword.domain.journal import Journal
from afterword.domain.practice import Competency, competencies_of
from afterword.domain.suggestion import groups_of, named, suggest
from afterword.services.reflections import Mark

PHRASES = tomllib.loads(Path(__file__).with_name("imagined.toml").read_text(encoding="utf-8"))["phrases"]


def _suggested(text: str, *packs: str) -> str | None:
    journal = Journal(competencies={item.id: item for name in packs for item in competencies_of(name)})
    return suggest(text, journal.subjects)


def test_most_phrases_are_understood_and_hardly_one_is_misunderstood() -> None:
    """Four in five are right at least, and at most three in a hundred are wrong."""
    right = wrong = 0
    for phrase in PHRASES:
        suggested = _suggested(phrase["text"], *filter(None, [phrase["pack"]]))
        fits = suggested in phrase["right"] if phrase["right"] else suggested is None
        right += fits
        wrong += not fits and suggested is not None
    assert right >= 0.8 * len(PHRASES)
    assert wrong <= 0.03 * len(PHRASES)


@pytest.mark.parametrize(
    ("pack", "text", "suggested"),
    [
        ("", "You work well with people", "teamwork"),
        ("", "They said I came across as very calm", "composure"),
        ("", "You talked over the others in the group exercise", "teamwork"),
        ("engineering", "tests were missing for the edge cases", "code-quality"),
        ("sales", "you did not ask for the deal at the end", "persuasion"),
        ("teaching", "Las actividades estaban bien preparadas", "lesson-planning"),
        ("teaching", "the pupils hung on your every word", "classroom"),
        ("teaching", "Los alumnos no le hacían caso", "classroom"),
        ("leading", "Your team grew under you", "developing-people"),
        ("care", "patients would love you", "empathy"),
        ("care", "the residents took to you at once", "empathy"),
        ("care", "Die Übergabe war unstrukturiert", "handover"),
        ("care", "Ich bin ruhig geblieben", "composure"),
        ("", "I am vague about priorities", "organisation"),
    ],
)
def test_everyday_phrases_find_what_they_are_about(pack: str, text: str, suggested: str) -> None:
    """As interviewers say them, beside the words of the work."""
    assert _suggested(text, *filter(None, [pack])) == suggested


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("vague on prioritising", "organisation"),
        ("no problem at all", None),
        ("it was not your communication, but your way with deadlines", "organisation"),
        ("our team enjoyed the talk", None),
        ("es lag nicht an Ihrer Kommunikation", None),
        ("I would have liked a concrete incident as an example", "telling"),
        ("", None),
    ],
)
def test_what_is_denied_or_said_in_passing_points_at_nothing(text: str, suggested: str | None) -> None:
    """The topic counts, not the words around it."""
    assert _suggested(text) == suggested


@pytest.mark.parametrize(
    "text",
    [
        "Our company has grown quickly this year",
        "We learned a lot. Our team is small.",
        "Unser Haus wird gerade umgebaut",
        "Nous avons beaucoup appris de cet échange",
        "Somos una empresa pequeña",
        "sorry it took us so long",
    ],
)
def test_a_sentence_on_the_interviewers_themselves_points_at_nothing(text: str) -> None:
    """It says nothing of the candidate."""
    assert _suggested(text, "core", "office") is None


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("our team found your explanations hard to follow", "communication"),
        ("unser Haus sucht Menschen, und Sie wirkten sehr nervös", "composure"),
    ],
)
def test_such_a_sentence_speaks_of_the_candidate_from_where_it_addresses_them(text: str, suggested: str) -> None:
    """Or behind a comma."""
    assert _suggested(text) == suggested


def test_weak_evidence_and_what_fits_as_well_as_another_suggest_none() -> None:
    """Something at work needs a word beside it; of two nearly as strong neither is chosen."""
    kinds = (Competency(id="bells", name="Bells"), Competency(id="beds", name="Beds", words=("tidy bed",)))
    assert suggest("the bells were heard", kinds) == "bells"
    assert suggest("the bells rang, and you made a tidy bed", kinds) is None
    assert _suggested("the children", "core", "teaching") is None
    assert _suggested("the children needed support", "core", "teaching") == "each-learner"


def test_a_phrase_in_any_language_finds_words_of_your_own() -> None:
    """Beginnings of words, beside those of the pack."""
    own = Competency(id="triage", name="Triage", words=("prioritis", "tri des"))
    assert suggest("weak at prioritising the bells", (own,)) == "triage"
    assert suggest("le tri des urgences", (own,)) == "triage"
    assert suggest("a deprioritised case", (own,)) is None


def test_a_short_word_before_others_is_all_of_a_word() -> None:
    """Whereas the last one may be a beginning."""
    assert named(("too long",), "far too long-winded")
    assert not named(("too long",), "it took long")


def test_groups_share_a_word_across_languages_and_a_phrase_is_in_one() -> None:
    """Words that say nothing are left out."""
    phrases = {
        "a": "weak at the handling of bells",
        "b": "the bell was missed",
        "c": "keine Priorisierung",
        "d": "vos priorisations manquaient",
        "e": "you were very good",
        "f": "you were not very good",
    }
    groups = groups_of(phrases.items())
    assert sorted(group.ids for group in groups) == [("a", "b"), ("c", "d")]
    assert {group.words for group in groups} == {("bell",), ("priorisi",)} or {("bell",), ("prioris",)}


def _life() -> tuple[Life, list[str]]:
    life = Life()
    words = "Weak at the bedpan round. The bedpan was forgotten. You smiled."
    request = life.reply(life.asked(), words)
    quotes = ("Weak at the bedpan round", "The bedpan was forgotten", "You smiled")
    mark = life.services.findings.mark
    marked = [mark(request.id, Mark(kind=FindingKind.AREA, quote=quote, competency="")) for quote in quotes]
    return life, [finding.id for finding in marked]


def test_a_group_becomes_a_competency_by_one_step() -> None:
    """Its words become the competency's own, the findings are tied, and one undo takes all of it back."""
    life, ids = _life()
    (group,) = life.services.competencies.groups()
    assert (group.name, group.ids) == ("Bedpan", tuple(ids[:2]))
    made = life.services.competencies.sort(group.ids, {"name": "Rounds", "words": group.words})
    assert [life.journal.findings[key].competency for key in ids] == [made.id, made.id, None]
    assert suggest("the bedpans again", life.journal.subjects) == made.id
    assert life.services.competencies.groups() == ()
    life.services.store.undo()
    assert made.id not in life.journal.competencies
    assert life.journal.findings[ids[0]].competency is None


def test_a_group_is_tied_to_a_competency_there_is() -> None:
    """Which learns the words of the group."""
    life, ids = _life()
    (group,) = life.services.competencies.groups()
    kept = life.services.competencies.sort(group.ids, {"words": group.words}, "ownership")
    assert (kept.id, kept.words) == ("ownership", ("bedpan",))
    assert life.journal.findings[ids[1]].competency == "ownership"


def test_phrases_are_sorted_by_command(calls: Calls) -> None:
    """Listed by the word they share, then one group is taken."""
    request = calls.replied("Weak at the bedpan round. The bedpan was forgotten.")
    for quote in ("Weak at the bedpan round", "The bedpan was forgotten"):
        calls.done("finding", "add", request, "--kind", "area", "--quote", quote, "--competency", "")
    (group,) = calls.json("competency", "sort")
    assert (group["name"], len(group["findings"])) == ("Bedpan", 2)
    assert calls("competency", "sort", "juggling").code == 1
    made = calls.json("competency", "sort", "bedpan", "--name", "Rounds")
    assert (made["name"], made["words"]) == ("Rounds", ["bedpan"])
    assert {finding["competency"] for finding in calls.json("finding", "list")} == {made["id"]}
    assert calls.json("competency", "sort") == []


def test_words_of_your_own_are_given_with_commas(calls: Calls) -> None:
    """When it is added, and later."""
    own = calls.done("competency", "add", "Triage", "--words", "prioritis,triage").strip()
    assert calls.json("competency", "show", own)["words"] == ["prioritis", "triage"]
    assert calls.json("competency", "rename", own, "--words", "bells")["words"] == ["bells"]
