"""Every field of every record, from the form and from its flag to the store, the page and the JSON, and back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from inspect import unwrap
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from tests.cli.calls import ADA, Calls
from tests.tui.running import running
from tests.tui.screens import text_of

from afterword.bootstrap import open_journal
from afterword.cli.fields import flag_of
from afterword.domain.conversation.request import TOLD, Draft, Event, EventKind, Finding, Todo
from afterword.domain.field_reading import ReadingContext, choices_of, read_field, show_field, type_field
from afterword.domain.fields import Field, FieldKind, described, fields_of
from afterword.domain.interview import Application, Interview
from afterword.domain.journal import TABLES
from afterword.domain.people import NamedAddress, Person
from afterword.domain.practice import Competency, Example, Pointer
from afterword.domain.reflection import Answer, Cue, OwnQuestion, Rating, Reflection, Scenario
from afterword.paths import find_paths
from afterword.services.services import Services, reading_context
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens import conversation_forms, record_forms, reflection_forms  # noqa: F401 - they fill FORMS
from afterword.tui.screens.form import FORMS

TEXTS: dict[FieldKind, tuple[str, str]] = {
    FieldKind.LINE: ("they ask why", "tell it in a minute"),
    FieldKind.TEXT: ("The first line", "Another line"),
    FieldKind.LETTER: ("Dear Ada", "Dear Ada,\nthank you."),
    FieldKind.MANY: ("teamwork", "learning"),
    FieldKind.SEVERAL: ("backend, SRE", "platform"),
    FieldKind.LINES: ("Not once.\nOnce.\nAt times.\nOften.\nAlways.", "1.\n2.\n3.\n4.\n5."),
    FieldKind.TICK: ("yes", "yes"),
    FieldKind.NUMBER: ("3", "12"),
    FieldKind.MINUTES: ("45", "0"),
    FieldKind.DATE: ("2026-03-09", "2026-03-10"),
    FieldKind.MOMENT: ("2026-03-02 10:05", "2026-03-02 11:30"),
    FieldKind.HAPPENED: ("2026-03-12 09:00", "2026-03-13 09:00"),
    FieldKind.ZONE: ("America/New_York", "Asia/Tokyo"),
    FieldKind.PEOPLE: ("Ada Byron <ada@initech.example>", "Grace Hopper <grace@initech.example>; Ada Byron"),
}
_TODAY = datetime.now(UTC).date()
AHEAD = ((_TODAY + timedelta(days=30)).isoformat(), (_TODAY + timedelta(days=60)).isoformat())
BY_NAME = {"email": ("byron@initech.example", "ada.byron@initech.example"), "due": AHEAD, "until": AHEAD}
BY_NAME["name"] = ("Grace Hopper", "Ada King")
BY_NAME["modes"] = ("video\nphone", "trial")
BY_NAME["contacts"] = ("Jo Park <jo@talent.example>", "Jo Park <jo@talent.example>; Kim Lee")
"""What is typed first and then in its place, by kind, or by name where a kind alone does not say what makes sense."""


@dataclass(frozen=True)
class Route:
    """How the fields of a record are reached: `about` makes the record and returns the ids that `{}` stands for.

    `form` is the kind of the form that fills them in, made from the ids that `of` returns, `flags` the call that does,
    with the `others` that it needs besides; `page` shows them, and `find` finds the record in its JSON.
    """

    about: Callable[[Calls], tuple[str, ...]]
    page: str
    find: Callable[[Any], Mapping[str, Any]] = lambda document: document
    form: str = ""
    of: Callable[[Services, tuple[str, ...], Field], tuple[str, ...]] = lambda _services, ids, _field: ids[:1]
    flags: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


def _services(calls: Calls) -> Services:
    return open_journal(find_paths(calls.environ))


def _interview(calls: Calls) -> tuple[str, ...]:
    return (calls.interview(ADA, at="2026-03-02T10:00"),)


def _rounds(calls: Calls) -> tuple[str, ...]:
    """An application with two rounds."""
    first = calls.interview(ADA, at="2026-02-20T10:00")
    (application,) = calls.json("application", "list")
    add = ("interview", "add", "--company", "Initech", "--role", "Backend", "--at", "2026-03-02T10:00")
    calls.done(*add, "--round", "final", "--application", application["id"])
    return application["id"], first


def _person(calls: Calls) -> tuple[str, ...]:
    calls.interview(ADA, at="2026-03-02T10:00")
    (person,) = calls.json("person", "list")
    return (person["id"],)


def _request(calls: Calls) -> tuple[str, ...]:
    (about,) = _interview(calls)
    calls.done("interview", "outcome", about, "rejected", "--on", "2026-03-09")
    return (calls.done("request", "draft", about), about)


def _sent(calls: Calls) -> tuple[str, ...]:
    request, about = _request(calls)
    calls.done("request", "sent", request, "--on", "2026-03-10 09:00")
    return request, about


def _finding(calls: Calls) -> tuple[str, ...]:
    request, _ = _sent(calls)
    calls.done("request", "reply", request, "--on", "2026-03-12 09:00", stdin="Name the load first.")
    marked = ("--kind", "advice", "--quote", "Name the load", "--competency", "")
    return (calls.done("finding", "add", request, *marked),)


def _example(calls: Calls) -> tuple[str, ...]:
    return (calls.done("example", "add", "--title", "The outage"),)


def _pointer(calls: Calls) -> tuple[str, ...]:
    return (calls.done("pointer", "add", "--when", "they ask", "--will", "breathe"),)


def _competency(calls: Calls) -> tuple[str, ...]:
    return (calls.done("competency", "add", "Humour"),)


def _reflected(calls: Calls) -> tuple[str, ...]:
    (about,) = _interview(calls)
    made = _services(calls).reflections
    made.put_answer(about, {"question": "a conflict"})
    made.put_own_question(about, {"question": "a usual day"})
    made.put_scenario(about, {"title": "a reason"})
    made.rate(about, "convincing-2", 3)
    return (about,)


def _reflection(services: Services, ids: tuple[str, ...]) -> Reflection:
    return services.store.journal().reflection_of(ids[0])


def _last(kind: EventKind) -> Callable[[Any], Mapping[str, Any]]:
    def found(document: Any) -> Mapping[str, Any]:
        event = next(event for event in reversed(document["events"]) if event["kind"] == kind)
        return {**event, "close_as": event["as"], "sender": event["from"]}

    return found


ROUTES: dict[tuple[type, str], Route] = {
    (Interview, ""): Route(about=_interview, page="interview show {}", form="interview", flags="interview edit {}"),
    (Interview, "arrived"): Route(
        about=_interview, page="interview show {}", form="arrival", flags="interview arrived {}"
    ),
    (Application, "outcome"): Route(
        about=_rounds,
        page="application show {}",
        form="outcome",
        of=lambda s, ids, _: (s.store.journal().rounds_of(ids[0])[-1].id,),
        flags="application outcome {}",
        others={"outcome": "rejected"},
    ),
    (Application, ""): Route(
        about=_rounds, page="application show {}", form="application", flags="application edit {}"
    ),
    (Person, ""): Route(
        about=_person,
        page="person show {}",
        form="person",
        of=lambda s, ids, _: (ids[0], s.store.journal().live_applications[0].id),
        flags="person edit {}",
    ),
    (Example, ""): Route(about=_example, page="example show {}", form="example", flags="example edit {}"),
    (Pointer, ""): Route(
        about=_pointer,
        page="pointer show {}",
        form="pointer",
        of=lambda _services, ids, _: (ids[0], "interview"),
        flags="pointer edit {}",
    ),
    (Competency, ""): Route(
        about=_competency,
        page="competency show {}",
        form="competency",
        flags="competency rename {}",
        others={"name": "Humour"},
    ),
    (Competency, "why-me"): Route(
        about=_competency, page="competency show {}", form="why-me", flags="competency why-me {}"
    ),
    (Cue, ""): Route(
        about=lambda calls: (calls.done("cue", "add", "--title", "Nodding"),),
        page="cue show {}",
        form="cue",
        flags="cue edit {}",
    ),
    (Finding, ""): Route(about=_finding, page="finding show {}", flags="finding edit {}"),
    (Todo, ""): Route(
        about=_finding,
        page="finding show {}",
        find=lambda document: document["todo"],
        form="advice",
        flags="finding plan {}",
        others={"due": "+1 week"},
    ),
    (Answer, ""): Route(
        about=_reflected,
        page="reflect {} --show",
        find=lambda document: document["answers"][0],
        form="answer",
        of=lambda s, ids, _: (ids[0], _reflection(s, ids).answers[0].id),
    ),
    (OwnQuestion, ""): Route(
        about=_reflected,
        page="reflect {} --show",
        find=lambda document: document["own_questions"][0],
        form="asked",
        of=lambda s, ids, _: (ids[0], _reflection(s, ids).own_questions[0].id),
    ),
    (Scenario, ""): Route(
        about=_reflected,
        page="reflect {} --show",
        find=lambda document: document["scenarios"][0],
        form="scenario",
        of=lambda s, ids, _: (ids[0], _reflection(s, ids).scenarios[0].id),
    ),
    (Rating, ""): Route(
        about=_reflected,
        page="reflect {} --show",
        find=lambda document: document["ratings"][0],
        form="note",
        of=lambda _services, ids, _: (ids[0], "convincing-2"),
    ),
    (Reflection, ""): Route(
        about=_reflected, page="reflect {} --show", form="text", of=lambda _services, ids, text: (ids[0], text.name)
    ),
    (Draft, ""): Route(
        about=_request, page="request show {}", find=lambda document: document["draft"], flags="request edit {}"
    ),
    (Event, EventKind.SENT): Route(
        about=_request, page="request show {}", find=_last(EventKind.SENT), form="sent", flags="request sent {}"
    ),
    (Event, EventKind.BOUNCED): Route(
        about=_sent, page="request show {}", find=_last(EventKind.BOUNCED), form="bounced", flags="request bounced {}"
    ),
    (Event, EventKind.AUTO_REPLY): Route(
        about=_sent,
        page="request show {}",
        find=_last(EventKind.AUTO_REPLY),
        form="auto-reply",
        flags="request absent {}",
    ),
    (Event, EventKind.REPLY): Route(
        about=_sent,
        page="request show {}",
        find=_last(EventKind.REPLY),
        form="reply",
        flags="request reply {}",
        others={"text": "You were clear."},
    ),
    (Event, EventKind.SNOOZED): Route(
        about=_request, page="request show {}", find=_last(EventKind.SNOOZED), form="snoozed", flags="request snooze {}"
    ),
    (Event, EventKind.CLOSED): Route(
        about=_request, page="request show {}", find=_last(EventKind.CLOSED), flags="request close {}"
    ),
    (Event, EventKind.REAPPROACH): Route(
        about=_request,
        page="request show {}",
        find=_last(EventKind.REAPPROACH),
        form="again",
        flags="request reapproach {}",
    ),
}
ONCE: dict[tuple[type[msgspec.Struct], str], str] = {
    (Finding, "mark"): "the words of a finding are the place where they stand",
    (Pointer, "origin"): "where a pointer comes from does not change",
}
"""What is filled in only when the record is made; see the last test."""


def _fields(key: tuple[type, str]) -> tuple[Field, ...]:
    record, verb = key
    return TOLD[verb] if isinstance(verb, EventKind) else fields_of(record, verb)


CASES = [(key, item) for key in ROUTES for item in _fields(key)]
IN_FORMS: list[tuple[tuple[type, str], tuple[Field, ...]]] = [
    (key, items)
    for key, route in ROUTES.items()
    for items in (((item,) for item in _fields(key)) if isinstance(key[1], EventKind) else (_fields(key),))
    if route.form
]
"""What is told of an event is told once; the fields of a record are filled in one after the other."""
IN_FLAGS = [case for case in CASES if ROUTES[case[0]].flags]


def _name(case: Any) -> str:
    if isinstance(case, Field):
        return case.name
    if isinstance(case[0], Field):
        return f"{len(case)} fields" if len(case) > 1 else case[0].name
    return f"{case[0].__name__}-{case[1]}"


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Calls of a person in Berlin, with one story to tell."""
    made = Calls(tmp_path)
    made.config.write_text("[me]\nzone = 'Europe/Berlin'\n")
    made.done("example", "add", "--title", "The queue")
    return made


def _records(kind: object) -> Iterator[type[msgspec.Struct]]:
    """Every record that is stored, and those inside of it."""
    for inner in get_args(kind):
        yield from _records(inner)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
        for hint in get_type_hints(kind).values():
            yield from _records(hint)


def test_no_field_is_forgotten() -> None:
    """Every field that is described, of any record in the store, takes part in the walk below."""
    walked = {(key[0], item.name) for key, item in CASES}
    walked |= {(record, item.name) for (record, verb) in ONCE for item in fields_of(record, verb)}
    described_ones = {
        (record, name) for table in TABLES.values() for record in _records(table) for name in described(record)
    }
    assert described_ones <= walked


def _texts(item: Field, services: Services) -> tuple[str, str]:
    if item.of == "interviews":
        first, last = (
            held.id for held in services.store.journal().rounds_of(services.store.journal().live_applications[0].id)
        )
        return first, last
    if item.kind is FieldKind.CHOICE:
        offered = choices_of(item, reading_context(services))
        return offered[-1][0], offered[1][0]
    return BY_NAME.get(item.name) or TEXTS[item.kind]


def _check(calls: Calls, key: tuple[type, str], ids: tuple[str, ...], item: Field, text: str) -> None:
    """The JSON holds the value that was typed, and gives it back; the page says it."""
    route, services = ROUTES[key], _services(calls)
    piece = route.find(calls.json(*route.page.format(*ids).split()))
    given = piece[item.name]
    if item.kind is FieldKind.PEOPLE:
        given = [known if isinstance(known, str) else known["id"] for known in given]
    value = msgspec.convert(given, get_type_hints(key[0])[item.name])
    context = reading_context(services, services.store.journal().interviews.get(ids[-1]))
    assert _typed(item, value, context) == _typed(item, read_field(item, text, context), context)
    page = calls.done(*route.page.format(*ids).split()).casefold()
    shown = value.label if isinstance(value, NamedAddress) else show_field(item, value, context)
    for line in shown.casefold().split("\n"):
        assert line.strip() in page


def _typed(item: Field, value: Any, context: ReadingContext) -> str:
    return value.label if isinstance(value, NamedAddress) else type_field(item, value, context)


@pytest.mark.parametrize(("key", "items"), IN_FORMS, ids=_name)
async def test_from_the_form(key: tuple[type, str], items: tuple[Field, ...], calls: Calls) -> None:
    """What is filled in, one field at a time, reaches the store, and from there the JSON and the page."""
    route = ROUTES[key]
    ids = route.about(calls)
    app = AfterwordApp(_services(calls), Settings())
    async with running(app, size=(100, 60)) as pilot:
        for item in items:
            text, _ = _texts(item, app.services)
            form = FORMS[route.form](app.services, *route.of(app.services, ids, item))
            app.push_screen(form)
            await pilot.pause()
            form.fill({**route.others, item.name: text})
            await pilot.pause()
            await pilot.press("f2")
            assert form not in app.screen_stack, text_of(app)
            _check(calls, key, ids, item, text)


@pytest.mark.parametrize(("key", "item"), IN_FLAGS, ids=_name)
def test_from_the_flag_and_back_into_the_form(key: tuple[type, str], item: Field, calls: Calls) -> None:
    """What a flag says reaches the store, the JSON and the page; the form of the record begins with it."""
    route = ROUTES[key]
    ids = route.about(calls)
    _, text = _texts(item, _services(calls))
    words, stdin = route.flags.format(*ids).split(), ""
    for other in _fields(key):
        if other.name != item.name and other.name not in route.others:
            continue
        flag, word = flag_of(other)
        said = text if other.name == item.name else route.others[other.name]
        stdin = said if word == "FILE" else stdin
        if other.kind is FieldKind.TICK:
            words.append(flag if said else flag.replace("--", "--no-"))
            continue
        for part in _parts(other, "-" if word == "FILE" else said):
            words += [flag, part] if flag else [part]
    calls.done(*words, stdin=stdin)
    _check(calls, key, ids, item, text)
    services = _services(calls)
    if not route.form or isinstance(key[1], EventKind):
        return
    made = unwrap(FORMS[route.form])(services, *route.of(services, ids, item))
    if item.name not in made.offered:
        context = reading_context(services, services.store.journal().interviews.get(ids[-1]))
        assert (
            made.text_of(item) == type_field(item, read_field(item, text, context), context)
            or item.kind is FieldKind.PEOPLE
        )


def _parts(item: Field, text: str) -> list[str]:
    """One word of the call for each of several values."""
    between = {FieldKind.PEOPLE: "; ", FieldKind.SEVERAL: ", ", FieldKind.MANY: "\n", FieldKind.LINES: "\n"}.get(
        item.kind
    )
    return text.split(between) if between else [text]


def test_the_prompts_ask_for_every_field_that_has_one(calls: Calls) -> None:
    """Line by line, in the words of the fields; what is answered is kept."""
    about = calls.interview(ADA, "Grace Hopper", at="2026-03-02T10:00")
    answer = ["a conflict", "1", "y", "y", "n", "grace", "moved on", "I will say what came of it", ""]
    lines = ["10:05", "the start", ">", ">", *answer, "a usual day", "calls until noon", "", ">"]
    lines += ["14", "own", "for", "against", "1", "", "", "so be it", "not fair"]
    told = calls("reflect", about, "--json", stdin="\n".join(lines))
    for record in (Interview, Reflection, Answer, OwnQuestion, Scenario):
        for item in described(record).values():
            assert item.prompt in told.err
    document = calls.json("reflect", about, "--show")
    assert (document["went_well"], document["thoughts"], document["minutes_late"]) == ("the start", "so be it", 5)
    assert document["private"] == "not fair"
    (told_answer,), (asked,), (reason,) = document["answers"], document["own_questions"], document["scenarios"]
    parts = ("question", "kind", "action", "result", "enough", "taken", "better")
    said = ("a conflict", "story", True, True, False, "moved on", "I will say what came of it")
    assert tuple(told_answer[name] for name in parts) == said
    people = {person["id"]: person["name"] for person in calls.json("person", "list")}
    assert people[told_answer["person_id"]] == "Grace Hopper"
    assert (asked["question"], asked["reply"]) == ("a usual day", "calls until noon")
    assert (reason["title"], reason["evidence_for"], reason["evidence_against"]) == ("own", "for", "against")
    assert reason["control"] == "in my control"


def test_what_is_said_only_once_is_kept_and_shown(calls: Calls) -> None:
    """The words of a finding, and the interview a pointer comes from."""
    (about,) = _interview(calls)
    pointer = calls.done("pointer", "add", "--when", "they ask", "--will", "breathe", "--interview", about)
    assert calls.json("pointer", "show", pointer)["interview_id"] == about
    assert "Initech · Backend" in calls.done("pointer", "show", pointer)
    _finding(calls)
    assert calls.json("finding", "list")[0]["quote"] == "Name the load"
    assert "“Name the load”" in calls.done("finding", "list")
