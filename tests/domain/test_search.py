"""The search over everything: what is searched, what is best, where a hit belongs and how it reads."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from tests.domain.builders import START, application, finding, interview, journal, pointer, reply, request
from tests.fakes import MemoryJournal
from tests.storage.samples import SetClock, journals
from tests.tui.stand_ins import sample_journal

from afterword.domain.conversation.message import Fate, MailKind, Proposal
from afterword.domain.conversation.request import FindingKind
from afterword.domain.fields import FieldKind, described
from afterword.domain.journal import TABLES, Journal
from afterword.domain.practice import Example
from afterword.domain.reflection import (
    Answer,
    AnswerKind,
    OwnQuestion,
    Rating,
    Reflection,
    Scenario,
    ScenarioKind,
    scales,
)
from afterword.domain.search import Found, SearchIndex, hit_text, may_hold, where_of
from afterword.domain.text import clean_line
from afterword.storage import TinyJournalStore

UNIQUE = "Zyxwvut"
_TEXTS = (FieldKind.LINE, FieldKind.TEXT, FieldKind.LETTER)
_LISTS = (FieldKind.LINES, FieldKind.SEVERAL)


def searched(known: Journal, typed: str) -> list[Found]:
    """What these words find, best first."""
    hits = SearchIndex.of(known).find(typed)
    return [hit_text(item, hits.words, known) for item in hits.items]


def kinds(known: Journal, typed: str) -> list[str]:
    """The kinds of what they find."""
    return [hit.item.kind for hit in searched(known, typed)]


# ── what is searched ──────────────────────────────────────────────────────────────────────────────────────────────────


def written_into(value: object) -> Iterator[tuple[type, str, object]]:
    """Each described text in that record, or inside of it: whose it is, its name, and the record with another one."""
    if isinstance(value, tuple):
        for place, inner in enumerate(value):
            for owner, name, changed in written_into(inner):
                yield owner, name, (*value[:place], changed, *value[place + 1 :])
    elif isinstance(value, Struct):
        known = described(type(value))
        for name in value.__struct_fields__:
            content, kind = getattr(value, name), known[name].kind if name in known else None
            if kind in _LISTS or (kind in _TEXTS and isinstance(content, str)):
                yield type(value), name, replace(value, **{name: (UNIQUE,) if kind in _LISTS else UNIQUE})
            for owner, inside, changed in written_into(content):
                yield owner, inside, replace(value, **{name: changed})


def test_every_text_that_a_person_fills_in_is_found() -> None:
    """A field that is described later has to be searched as well."""
    sample, tried, known = full_journal(), set(), set()
    for table in TABLES:
        for record_id, record in getattr(sample, table).items():
            for kind, name, changed in written_into(record):
                tried.add((kind, name))
                if (kind, name) not in known:
                    other = replace(sample, **{table: {**getattr(sample, table), record_id: changed}})
                    known |= {(kind, name)} if kinds(other, UNIQUE[:4]) else set()
    assert len(tried) >= 30
    assert tried == known


def full_journal() -> Journal:
    """The sample, with one record of each kind that it lacks."""
    sample = sample_journal()
    about = sample.live_interviews[-1].id
    said = Reflection(
        id=about,
        ratings=(Rating(dimension="convincing-2", note="n"),),
        answers=(Answer(id="an", question="q", kind=AnswerKind.STORY),),
        scenarios=(Scenario(id="sc", kind=ScenarioKind.OTHER, title="t"),),
        own_questions=(OwnQuestion(id="ow", question="o"),),
    )
    return replace(sample, reflections={**sample.reflections, about: said})


@pytest.mark.parametrize(
    ("typed", "kind", "leads_to"),
    [
        ("byron", "person", ("feedback", "r1")),
        ("backend init", "application", ("reflection", "i1/application/a-i1")),
        ("panel", "interview", ("reflection", "i1")),
        ("regret", "decision", ("reflection", "i1/application/a-i1")),
        ("incident", "reply", ("feedback", "r1")),
        ("ada initech", "request", ("feedback", "r1")),
        ("trade-offs clear", "finding", ("evaluation", "finding/f-clear about trade-offs")),
        ("migration", "example", ("evaluation", "example/e1")),
        ("scale load", "pointer", ("evaluation", "pointer/p1")),
        ("conflict", "question", ("evaluation", "question/an")),
        ("daily routine", "own question", ("reflection", "i1/asked/ow")),
        ("nervous", "rating", ("reflection", "i1/rating/convincing-2")),
        ("drew", "reflection", ("reflection", "i1/section/What went well")),
        ("budget", "scenario", ("reflection", "i1/scenario/sc")),
        ("newsletter", "proposal", ("feedback", "proposal/<m1>")),
        ("communication", "competency", ("evaluation", "competency/communication")),
    ],
)
def test_everything_is_found_and_leads_to_its_place(typed: str, kind: str, leads_to: tuple[str, str]) -> None:
    """Companies, people, notes, replies, answers, findings, letters, plans: each in its pane."""
    hits = {hit.item.kind: hit for hit in searched(whole(), typed)}
    assert kind in hits, hits.keys()
    assert hits[kind].item.leads_to == leads_to


def whole() -> Journal:
    """A journal with one record of every kind."""
    said = Reflection(
        id="i1",
        ratings=(Rating(dimension="convincing-2", value=3, note="I was nervous"),),
        answers=(Answer(id="an", question="A conflict in your team", kind=AnswerKind.STORY, person_id="ada"),),
        scenarios=(Scenario(id="sc", kind=ScenarioKind.OTHER, title="no budget"),),
        own_questions=(OwnQuestion(id="ow", question="What is a daily routine?"),),
        went_well="I drew before I spoke",
    )
    mail = Proposal(
        id="<m1>",
        from_name="Jo",
        from_address="jo@initech.example",
        subject="Newsletter",
        at=START,
        kind=MailKind.REPLY,
        reason="",
        text="",
        candidates=(),
    )
    records = journal(
        interview(round="Panel"),
        application(words="We regret to tell you"),
        said,
        request(reply(1, "You were clear about trade-offs. An incident?")),
        finding("clear about trade-offs", FindingKind.STRENGTH, "communication"),
        pointer(),
    )
    example = Example(id="e1", title="The migration", created=START)
    return replace(records, examples={"e1": example}, proposals={mail.id: mail})


def test_what_was_removed_or_dealt_with_is_not_found() -> None:
    """Nor what belongs to it."""
    known = whole()
    gone = replace(known, interviews={"i1": replace(known.interviews["i1"], deleted=START)})
    assert kinds(gone, "panel") == kinds(gone, "incident") == kinds(gone, "trade-offs") == kinds(gone, "drew") == []
    mail = replace(known.proposals["<m1>"], fate=Fate.IGNORED)
    assert kinds(replace(known, proposals={mail.id: mail}), "newsletter") == []
    assert kinds(replace(known, pointers={"p1": pointer(deleted=START)}), "load") == []


def test_nothing_typed_finds_nothing() -> None:
    """An empty line is no wish to see everything."""
    assert kinds(whole(), "") == kinds(whole(), "  ") == []


# ── best first ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_comes_before_a_text_and_a_whole_word_before_its_beginning() -> None:
    """Then the newer."""
    rounds = [
        interview("text", notes="they know Hooli well", company="Globex"),
        interview("begun", START + timedelta(days=9), company="Hoolicon"),
        interview("old", company="Hooli"),
        interview("new", START + timedelta(days=3), company="Hooli"),
        interview("both", company="Initech"),
    ]
    hits = [hit.item.id for hit in searched(journal(*rounds), "hooli") if hit.item.kind == "interview"]
    assert hits == ["new", "old", "begun", "text"]


def test_what_a_record_says_comes_before_what_stands_around_it() -> None:
    """Everything of a company is found by its name, after the company itself."""
    found_kinds = kinds(whole(), "initech")
    assert found_kinds[0] in ("application", "interview", "request")
    assert {"reply", "finding", "question", "rating"} <= set(found_kinds[3:])
    assert kinds(whole(), "reply ada") == ["reply"]


# ── how a hit reads ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_others_belong_to_comes_first() -> None:
    """A company is its application, then its rounds, then the younger conversations about them; a name is a person."""
    asked = replace(request(), created=START + timedelta(days=30))
    later = interview("i2", at=START + timedelta(days=3), application_id="a-i1")
    known = journal(interview(), later, asked)
    assert kinds(known, "initech")[:4] == ["application", "interview", "interview", "request"]
    assert [hit.item.id for hit in searched(known, "initech")][1:3] == ["i2", "i1"]
    assert kinds(known, "ada")[:2] == ["person", "request"]


def test_a_word_in_the_text_comes_before_one_that_only_stands_near_it() -> None:
    """However much newer the one is that belongs to what is called so."""
    known = journal(
        interview(company="Globex"),
        interview("i2", company="Needle"),
        request(reply(1, "A needle.")),
        request(reply(9, "Clear."), request_id="r2", interview_id="i2"),
    )
    assert [hit.item.id for hit in searched(known, "needle") if hit.item.kind == "reply"] == ["r1", "r2"]


def test_what_a_mail_holds_beside_the_new_words_is_found() -> None:
    """A quotation below them, or words above that came before: whatever the full text has and the new text lacks."""
    for full in ("You were clear.\n\n> My needle?", "A needle.\n\nYou were clear."):
        asked = request(replace(reply(1, "You were clear."), full_text=full))
        (hit,) = searched(journal(interview(), asked), "needle")
        assert (hit.item.kind, "needle" in hit.snippet.text) == ("reply", True)


def test_a_hit_says_where_it_belongs_and_marks_the_words() -> None:
    """Company, role, person and day; whole words between asterisks, with what stands around them."""
    (hit,) = [hit for hit in searched(whole(), "incid trade") if hit.item.kind == "reply"]
    assert where_of(hit.item) == "Initech · Backend Engineer · Ada Byron · Tue 10 Nov 2026"
    assert hit.snippet.marked == "You were clear about *trade*-offs. An *incident*?"


def test_the_line_with_most_of_the_words_is_shown() -> None:
    """Though another one comes first."""
    text = "They asked about load.\n" * 50 + f"{'Before it. ' * 40}Name the load first. {'After it. ' * 40}"
    (hit,) = searched(journal(interview(notes=text)), "name load")
    assert "*Name* the *load* first" in hit.snippet.marked
    assert hit.snippet.text.startswith("… ")
    assert len(hit.snippet.text) < 200


def test_a_title_of_its_own_is_shown_with_the_name() -> None:
    """A rating is called as its scale is."""
    (rating,), (decision,) = searched(whole(), "nervous"), searched(whole(), "regret")
    assert rating.title == scales()["convincing-2"].title
    assert decision.title == "Their words: rejected"


@pytest.mark.parametrize(
    "text",
    ["x" * 200_000, "load " * 40_000, "\u202eload\x1b[31m \x07", "\U0001f468\u200d\U0001f469 load", "\x1e\x1f load"],
)
def test_hostile_texts_are_found_and_shown_on_one_clean_line(text: str) -> None:
    """However long they are, and whatever a terminal would obey."""
    known = journal(interview(notes=f"{text} needle"), interview("i2", company="Needle"))
    hits = [hit for hit in searched(known, "needle") if hit.item.kind == "interview"]
    assert [hit.item.id for hit in hits] == ["i2", "i1"]
    assert all(hit.snippet.text == clean_line(hit.snippet.text) and len(hit.snippet.text) < 200 for hit in hits)


# ── what is not even read ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("known", "every"), [(whole(), 1), (sample_journal(), 5)])
def test_every_word_is_found_though_records_that_cannot_hold_it_are_left_out(known: Journal, every: int) -> None:
    """Also words that stand in no record, such as its kind or the name of a usual competency."""
    store, everything = MemoryJournal(known), SearchIndex.of(known)
    texts = (f"{item.kind} {item.name} {item.text} {item.where} {item.more}" for item in everything.items)
    words = sorted({word for text in texts for word in text.split()})[::every]
    assert len(words) > 50
    for word in words:
        among = SearchIndex.of(known, may_hold(word, known, store.holding))
        assert among.find(word).items == everything.find(word).items != (), word


@given(journals(), st.data())
def test_any_words_are_found_in_a_file_of_which_little_is_read(journal: Journal, data: st.DataObject) -> None:
    """Whatever signs are in it, read afresh and after a save."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.json"
        store = TinyJournalStore(path, clock=SetClock())
        with store.transaction() as work:
            for table in TABLES:
                for record in getattr(journal, table).values():
                    work.put(record)
        words = "".join(item.name + " " + item.text for item in SearchIndex.of(journal).items).split()
        typed = " ".join(data.draw(st.lists(st.sampled_from(words or ["x"]), max_size=2)))
        typed = typed[data.draw(st.integers(0, 2)) : data.draw(st.integers(3, 30))]
        for known in (store, TinyJournalStore(path, clock=SetClock())):
            among = SearchIndex.of(known.read(), may_hold(typed, known.read(), known.holding))
            assert among.find(typed).items == SearchIndex.of(known.read()).find(typed).items


# ── while letters are typed ───────────────────────────────────────────────────────────────────────────────────────────

names = st.text(st.sampled_from("abäüßoø "), min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(names, min_size=1, max_size=5, unique=True), st.text(st.sampled_from("abäuüßoøe "), max_size=6))
def test_typing_on_finds_what_typing_anew_would(companies: list[str], typed: str) -> None:
    """The hits of fewer letters are only where it looks."""
    index = SearchIndex.of(journal(*(interview(f"i{place}", company=name) for place, name in enumerate(companies))))
    hits = None
    for end in range(len(typed) + 1):
        hits = index.find(typed[:end], hits)
        assert hits.items == index.find(typed[:end]).items


@given(names, st.data())
def test_a_company_is_found_by_any_beginning_of_its_words(name: str, data: st.DataObject) -> None:
    """In any order."""
    words = data.draw(st.permutations(name.split()))
    typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in words)
    assert "interview" in kinds(journal(interview(company=name)), typed)
