"""The verbs on findings, examples, pointers and competencies."""

import pytest
from tests.services.world import WORDS, Life

from afterword.domain.conversation.request import FindingKind
from afterword.domain.practice import Kept
from afterword.errors import NotFound, NotUnderstood, UserError
from afterword.services.reflections import Mark
from afterword.services.requests import Reply


def test_a_phrase_is_marked_where_it_stands() -> None:
    """The finding holds the words as they stand in the reply, their place, and a competency from the words."""
    life = Life()
    replied = life.replied()
    mark = Mark(kind=FindingKind.STRENGTH, quote="CLEAR  about trade-offs")
    found = life.services.findings.mark(replied.id, mark)
    assert (found.quote, found.start) == ("clear about trade-offs", WORDS.index("clear"))
    assert found.competency in ("communication", "system-design")
    assert found.reply_id == replied.replies[0].id


def test_a_chosen_place_is_kept_without_the_white_space_around_it() -> None:
    """A phrase marked with the cursor is kept at its place, trimmed."""
    life = Life()
    replied = life.replied("good, and good again")
    start = len("good, and")
    found = life.services.findings.mark(
        replied.id, Mark(kind=FindingKind.STRENGTH, quote=" good ", start=start, competency="")
    )
    assert (found.quote, found.start, found.competency) == ("good", start + 1, None)


def test_a_phrase_of_an_earlier_reply_is_found_too() -> None:
    """Words are looked for in every reply of the conversation, the latest first."""
    life = Life()
    replied = life.replied()
    both = life.services.requests.record_reply(replied.id, Reply(text="Good luck!", at=life.wait(1)))
    found = life.services.findings.mark(both.id, Mark(kind=FindingKind.AREA, quote="concrete incident"))
    assert found.reply_id == both.replies[0].id


FORWARDED = """Jo here, see what Ada wrote.

---------- Forwarded message ---------
From: Ada Byron
> You were clear about trade-offs,
> and calm throughout.
"""


def test_words_outside_the_new_text_can_be_marked() -> None:
    """What a colleague passes on with one line stands in the mail, and is marked there without its quoting signs."""
    life = Life()
    form = Reply(text="Jo here, see what Ada wrote.", full_text=FORWARDED, at=life.wait(1))
    asked = life.services.requests.record_reply(life.asked().id, form)
    found = life.services.findings.mark(
        asked.id, Mark(kind=FindingKind.STRENGTH, quote="clear about trade-offs, and calm throughout")
    )
    assert (found.quote, found.whole) == ("clear about trade-offs,\nand calm throughout", True)
    assert FORWARDED.strip()[found.start :].startswith("clear about")
    new = life.services.findings.mark(asked.id, Mark(kind=FindingKind.ADVICE, quote="see what Ada wrote"))
    assert not new.whole
    start = FORWARDED.strip().index("calm")
    placed = Mark(kind=FindingKind.STRENGTH, quote="calm", start=start, whole=True, reply_id=asked.replies[0].id)
    assert life.services.findings.mark(asked.id, placed).start == start
    with pytest.raises(UserError, match="marked already"):
        life.services.findings.mark(asked.id, placed)


def test_what_cannot_be_marked_is_refused() -> None:
    """No reply yet, words that do not stand there, the same phrase twice, an unknown competency."""
    life = Life()
    asked = life.asked()
    clear = Mark(kind=FindingKind.STRENGTH, quote="clear")
    with pytest.raises(UserError, match="no reply to mark yet"):
        life.services.findings.mark(asked.id, clear)
    replied = life.replied()
    life.services.findings.mark(replied.id, clear)
    with pytest.raises(UserError, match="marked already"):
        life.services.findings.mark(replied.id, clear)
    with pytest.raises(UserError, match="do not stand in the reply"):
        life.services.findings.mark(replied.id, Mark(kind=FindingKind.STRENGTH, quote="brilliant"))
    with pytest.raises(NotFound, match="no competency “juggling”"):
        life.services.findings.mark(replied.id, Mark(kind=FindingKind.AREA, quote="clear", competency="juggling"))


def test_a_finding_changes_its_kind_and_competency_and_goes() -> None:
    """Kind and competency can be changed on their own; an empty competency takes it away; removing keeps the reply."""
    life = Life()
    found = life.marked()
    changed = life.services.findings.change(found.id, kind=FindingKind.ADVICE)
    assert (changed.kind, changed.competency) == (FindingKind.ADVICE, found.competency)
    assert life.services.findings.change(found.id, competency="Teamwork").competency == "teamwork"
    assert life.services.findings.change(found.id, competency="").competency is None
    life.services.findings.remove(found.id)
    assert life.journal.findings == {}
    assert life.journal.requests[found.request_id].replies


def test_an_example_is_added_edited_removed_and_restored() -> None:
    """A title is enough; competencies are found by name and each is tied once."""
    life = Life()
    with pytest.raises(NotUnderstood, match="title is missing"):
        life.services.examples.add({"title": " "})
    form = {"title": "The outage", "action": " I paged\r\nthe team ", "competencies": ("Ownership", "ownership")}
    made = life.services.examples.add(form)
    assert (made.action, made.competencies) == ("I paged\nthe team", ("ownership",))
    life.services.examples.remove(made.id)
    assert life.journal.live_examples == ()
    with pytest.raises(NotFound, match="no example"):
        life.services.examples.edit(made.id, form)
    assert life.services.examples.restore(made.id).deleted is None
    with pytest.raises(NotFound):
        life.services.examples.restore(made.id)


def test_a_pointer_comes_from_where_it_was_made() -> None:
    """A pointer from a finding remembers the finding and its interview, and is checked after the next one."""
    life = Life()
    found = life.marked()
    made = life.services.pointers.add({"when": "When they ask why,", "will": "I will name the load."}, found.id)
    assert (made.when, made.will) == ("they ask why", "name the load")
    assert made.interview_id == life.journal.requests[found.request_id].interview_id
    life.wait(7)
    later = life.interview(interviewers=())
    checked = life.services.pointers.check(made.id, later.id, Kept.PARTLY)
    assert [(one.interview_id, one.kept) for one in checked.checks] == [(later.id, Kept.PARTLY)]


def test_a_removed_pointer_is_gone_from_every_verb() -> None:
    """Editing, checking or removing a removed pointer is refused."""
    life = Life()
    made = life.services.pointers.add({"when": "they ask", "will": "breathe"})
    life.services.pointers.remove(made.id)
    with pytest.raises(NotFound, match="no pointer"):
        life.services.pointers.edit(made.id, {"will": "breathe twice"})
    with pytest.raises(NotFound):
        life.services.pointers.remove(made.id)
    with pytest.raises(NotUnderstood, match="both halves"):
        life.services.pointers.add({"when": "they ask", "will": ""})


def test_competencies_have_names_of_their_own() -> None:
    """An added competency gets an id from its name; taken and empty names are refused; renaming keeps the id."""
    life = Life()
    verbs = life.services.competencies
    assert [verbs.add({"name": name}).id for name in ("Süße Ruhe", "?!", "…")] == ["sue-ruhe", "item", "item-2"]
    for taken in ("Teamwork", " teamWORK "):
        with pytest.raises(UserError, match="competency called “Teamwork” already"):
            verbs.add({"name": taken})
    with pytest.raises(NotUnderstood, match="name is missing"):
        verbs.edit("teamwork", {"name": " "})
    renamed = verbs.edit("Teamwork", {"name": "Working together", "anchor": "Settles a quarrel."})
    assert (renamed.id, renamed.anchor) == ("teamwork", "Settles a quarrel.")
    assert verbs.edit("working together", {"name": "TEAMWORK"}).anchor == "Settles a quarrel."
    with pytest.raises(NotFound, match="fits 2 competencies: teamwork  TEAMWORK\ntelling  How you told it"):
        verbs.archive("te")


def test_an_archived_competency_keeps_its_history() -> None:
    """Archiving takes a competency out of the way; its findings stay tied to it and it can come back."""
    life = Life()
    life.services.competencies.use_pack("engineering")
    found = life.marked()
    assert found.competency is not None
    assert life.services.competencies.archive(found.competency).archived
    assert life.journal.findings[found.id].competency == found.competency
    shown = [one.subject.record_id for one in life.services.preparation.evaluation().said.claims]
    assert found.competency not in shown
    assert not life.services.competencies.archive(found.competency, archived=False).archived


def test_a_telling_takes_a_second_to_an_hour() -> None:
    """Both ends count; what lies beyond them is refused."""
    life = Life()
    story = life.services.examples.add({"title": "A story"})
    for seconds in (1, 3600):
        assert life.services.examples.rehearse(story.id, seconds).rehearsals[-1].seconds == seconds
    for seconds in (0, 3601):
        with pytest.raises(NotUnderstood, match="cannot be right"):
            life.services.examples.rehearse(story.id, seconds)


def test_competencies_with_names_of_the_same_letters_get_ids_of_their_own() -> None:
    """However many there are."""
    add = Life().services.competencies.add
    assert [add({"name": name}).id for name in ("Humour", "Humour!", "Humour?", "Humour.")] == [
        "humour",
        "humour-2",
        "humour-3",
        "humour-4",
    ]
