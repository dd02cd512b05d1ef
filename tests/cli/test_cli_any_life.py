"""Any run of commands, against a small model of what they do: records, states of conversations, undo and redo."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from msgspec import Struct
from msgspec.structs import replace
from tests.cli.calls import Answer, Calls

PEOPLE = {
    "ada@initech.example": "Ada Byron",
    "grace@globex.example": "Grace Hopper",
    "mary@hooli.example": "Mary Somerville",
}
COMPANIES = ("Initech", "Globex", "Ünïted & Söhne", "O’Hara's")
TO_ASK, DRAFT, WAITING, REPLIED, THANKED, CLOSED = "to ask", "draft", "waiting", "replied", "thanked", "closed"
Place = tuple[str, str]
"""A conversation: the interview, and the address of the person."""


class Round(Struct, frozen=True):
    """An interview with its people, how its application ended, and whether it was removed."""

    company: str
    people: tuple[str, ...]
    outcome: str = "pending"
    removed: bool = False


class Talk(Struct, frozen=True):
    """A conversation: its state, whether a thank-you is drafted, and the state before it was closed."""

    state: str
    thanks: bool = False
    before: str = ""


class Model(Struct, frozen=True):
    """All that the commands are to have done."""

    rounds: dict[str, Round] = {}
    talks: dict[Place, Talk] = {}

    def with_round(self, key: str, changed: Round) -> "Model":
        """With that interview; a rejection asks everybody, and what nobody has begun ends with it."""
        talks = {place: talk for place, talk in self.talks.items() if place[0] != key or talk.state != TO_ASK}
        if changed.outcome == "rejected":
            for person in changed.people:
                talks.setdefault((key, person), Talk(TO_ASK))
        return Model({**self.rounds, key: changed}, talks)

    def with_talk(self, place: Place, **changes: object) -> "Model":
        """With that conversation changed."""
        return Model(self.rounds, {**self.talks, place: replace(self.talks[place], **changes)})

    def seen(self) -> tuple[dict[str, tuple[str, str]], dict[Place, str]]:
        """What the lists show."""
        rounds = {key: (known.company, known.outcome) for key, known in self.rounds.items() if not known.removed}
        return rounds, {place: talk.state for place, talk in self.talks.items() if place[0] in rounds}


class AnyLife(RuleBasedStateMachine):
    """Commands in any order; what they show is what the model says, and every step leads back and forth."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.calls = Calls(Path(self.folder.name))
        self.calls.config.write_text("[me]\nname = 'Alan'\naddress = 'alan@home.example'\nzone = 'UTC'\n")
        self.past: list[Model] = []
        self.future: list[Model] = []
        self.model = Model()

    def teardown(self) -> None:
        """Throw it away."""
        self.folder.cleanup()

    def done(self, after: Model, *words: str, stdin: str = "") -> None:
        """A command that must go well, and what is so afterwards."""
        self.calls.done(*words, stdin=stdin)
        self._step(after)

    def _step(self, after: Model) -> None:
        self.past.append(self.model)
        self.future.clear()
        self.model = after

    def round(self, number: int, *, removed: bool = False) -> str:
        """One of the interviews."""
        keys = [key for key, known in self.model.rounds.items() if known.removed is removed]
        return keys[number % len(keys)]

    def places(self, *states: str) -> list[Place]:
        """The conversations in these states that are seen."""
        return [place for place, state in self.model.seen()[1].items() if state in states]

    def request(self, place: Place) -> str:
        """The id by which commands know it."""
        found = self.calls.json("request", "list")
        return next(str(one["id"]) for one in found if (one["interview_id"], one["interviewer"]["email"]) == place)

    # ── interviews ────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(company=st.sampled_from(COMPANIES), people=st.lists(st.sampled_from([*PEOPLE]), unique=True, max_size=2))
    def add(self, company: str, people: list[str]) -> None:
        """An interview in an application of its own."""
        named = [word for mail in people for word in ("--interviewer", f"{PEOPLE[mail]} <{mail}>")]
        words = ("interview", "add", "--company", company, "--role", "Nurse", "--at", "3 weeks ago 10:00")
        key = self.calls.done(*words, "--application", "new", *named)
        self._step(self.model.with_round(key, Round(company, tuple(people))))

    @precondition(lambda self: self.model.seen()[0])
    @rule(number=st.integers(0, 9), company=st.sampled_from(COMPANIES))
    def rename(self, number: int, company: str) -> None:
        """Another company."""
        key = self.round(number)
        if self.model.rounds[key].company != company:
            after = replace(self.model.rounds[key], company=company)
            self.done(self.model.with_round(key, after), "interview", "edit", key, "--company", company)

    @precondition(lambda self: self.model.seen()[0])
    @rule(number=st.integers(0, 9), outcome=st.sampled_from(["rejected", "rejected", "offer", "withdrawn", "pending"]))
    def end(self, number: int, outcome: str) -> None:
        """How it ended."""
        key = self.round(number)
        if self.model.rounds[key].outcome != outcome:
            after = replace(self.model.rounds[key], outcome=outcome)
            self.done(self.model.with_round(key, after), "interview", "outcome", key, outcome)

    @precondition(lambda self: self.model.seen()[0])
    @rule(number=st.integers(0, 9))
    def remove(self, number: int) -> None:
        """Out of sight, with its conversations."""
        key = self.round(number)
        rounds = {**self.model.rounds, key: replace(self.model.rounds[key], removed=True)}
        self.done(replace(self.model, rounds=rounds), "interview", "rm", key)

    @precondition(lambda self: any(known.removed for known in self.model.rounds.values()))
    @rule(number=st.integers(0, 9))
    def restore(self, number: int) -> None:
        """And back."""
        key = self.round(number, removed=True)
        rounds = {**self.model.rounds, key: replace(self.model.rounds[key], removed=False)}
        self.done(replace(self.model, rounds=rounds), "interview", "restore", key)

    # ── conversations ─────────────────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.places(TO_ASK, DRAFT, WAITING, REPLIED, THANKED, CLOSED))
    @rule(number=st.integers(0, 9), reply=st.sampled_from(["You were clear.", "Thänk you.\n\nMore practice."]))
    def go_on(self, number: int, reply: str) -> None:
        """The next step of a conversation: drafted, sent, answered, thanked, closed, open again."""
        places = self.places(TO_ASK, DRAFT, WAITING, REPLIED, THANKED, CLOSED)
        place = places[number % len(places)]
        talk, request = self.model.talks[place], self.request(place)
        if talk.state == TO_ASK:
            after = self.model.with_talk(place, state=DRAFT)
            self.done(after, "request", "draft", place[0], "--person", place[1])
        elif talk.state == DRAFT:
            self.done(self.model.with_talk(place, state=WAITING), "request", "sent", request)
        elif talk.state == WAITING:
            self.done(self.model.with_talk(place, state=REPLIED), "request", "reply", request, stdin=reply)
        elif talk.state == REPLIED and not talk.thanks:
            self.done(self.model.with_talk(place, thanks=True), "request", "thank", request)
        elif talk.state == REPLIED:
            self.done(self.model.with_talk(place, state=THANKED), "request", "sent", request)
        elif talk.state == THANKED:
            self.done(self.model.with_talk(place, state=CLOSED, before=THANKED), "request", "close", request)
        else:
            self.done(self.model.with_talk(place, state=talk.before), "request", "reopen", request)

    @precondition(lambda self: self.places(WAITING))
    @rule(number=st.integers(0, 9))
    def give_up(self, number: int) -> None:
        """Closed without an answer."""
        places = self.places(WAITING)
        place = places[number % len(places)]
        self.done(self.model.with_talk(place, state=CLOSED, before=WAITING), "request", "close", self.request(place))

    @precondition(lambda self: self.places(TO_ASK, DRAFT))
    @rule(number=st.integers(0, 9), verb=st.sampled_from(["thank", "follow-up", "reopen"]))
    def out_of_order(self, number: int, verb: str) -> None:
        """A step that is not possible yet is refused, and changes nothing."""
        places = self.places(TO_ASK, DRAFT)
        self.refused(self.calls("request", verb, self.request(places[number % len(places)])))

    # ── back and forth ────────────────────────────────────────────────────────────────────────────────────────────

    @rule()
    def undo(self) -> None:
        """The step before, if there is one."""
        if not self.past:
            self.refused(self.calls("undo"))
            return
        self.calls.done("undo")
        self.future.append(self.model)
        self.model = self.past.pop()

    @rule()
    def redo(self) -> None:
        """And again."""
        if not self.future:
            self.refused(self.calls("redo"))
            return
        self.calls.done("redo")
        self.past.append(self.model)
        self.model = self.future.pop()

    def refused(self, answer: Answer) -> None:
        """In a sentence."""
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.startswith("afterword: ")
        assert "unexpected" not in answer.err

    @invariant()
    def what_is_shown_is_so(self) -> None:
        """The lists, and how many steps lead back."""
        rounds = {one["id"]: (one["company"], one["outcome"]) for one in self.calls.json("interview", "list")}
        listed = self.calls.json("request", "list")
        talks = {(one["interview_id"], one["interviewer"]["email"]): one["state"] for one in listed}
        assert (rounds, talks) == self.model.seen()
        assert len(self.calls.json("undo", "--list")) == len(self.past)


@pytest.mark.parametrize(
    ("examples", "steps"), [(4, 20), pytest.param(150, 50, marks=pytest.mark.long)], ids=["few", "many"]
)
def test_any_run_of_commands_does_what_the_model_says(examples: int, steps: int) -> None:
    """Whatever comes after whatever."""
    tried = settings(max_examples=examples, stateful_step_count=steps, derandomize=True, database=None, deadline=None)
    run_state_machine_as_test(AnyLife, settings=tried)
