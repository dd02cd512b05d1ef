"""`person …`: who somebody is, how to write to them, where you met; and how people are recognised."""

import pytest
from tests.cli.calls import ADA, Calls

FRAU = "Frau Dr. Anna Weber <anna@initech.example>"


def add(
    calls: Calls, *people: str, company: str = "Initech", role: str = "Backend", at: str = "3 weeks ago 10:00"
) -> str:
    """An interview there; its id."""
    named = [word for person in people for word in ("--interviewer", person)]
    return calls.done("interview", "add", "--company", company, "--role", role, "--at", at, *named)


def person(calls: Calls, name: str) -> dict[str, object]:
    """The one person of that name."""
    (found,) = [known for known in calls.json("person", "list") if known["name"] == name]
    return dict(found)


def test_what_was_typed_fills_the_fields(calls: Calls) -> None:
    """The salutation and the family name; the name stands without the salutation."""
    add(calls, FRAU, "Herr Klein")
    anna, klein = person(calls, "Anna Weber"), person(calls, "Herr Klein")
    assert (anna["salutation"], anna["family"], anna["email"]) == ("Frau Dr.", "Weber", "anna@initech.example")
    assert (klein["salutation"], klein["family"]) == ("Herr", "Klein")


def test_every_field_can_be_edited(calls: Calls) -> None:
    """By its flag; what was said is kept, and the first line of letters is told."""
    about = add(calls, ADA)
    known = person(calls, "Ada Byron")["id"]
    flags = {
        "--name": "Ada King",
        "--salutation": "Frau Prof.",
        "--family": "King",
        "--email": "king@initech.example",
        "--phone": "+49 30 1234567",
        "--linkedin": "linkedin.com/in/ada",
        "--part": "manager",
        "--lang": "de",
        "--remember": "the detour on paging",
    }
    said = calls("person", "edit", str(known), *[word for pair in flags.items() for word in pair])
    assert said.code == 0, said.err
    assert "Sehr geehrte Frau Professorin King," in said.err
    shown = calls.json("person", "show", str(known))
    assert [shown[name] for name in ("name", "salutation", "family", "email", "phone", "linkedin")] == list(
        flags.values()
    )[:6]
    assert (shown["part"], shown["language"], shown["remember"]) == ("manager", "de", "the detour on paging")
    assert shown["first_line"] == "Sehr geehrte Frau Professorin King,"
    calls.done("person", "edit", str(known), "--first-names")
    assert calls.json("person", "show", str(known))["first_line"] == "Hallo Ada,"
    calls.done("person", "edit", str(known), "--no-first-names", "--lang", "")
    assert calls.json("person", "show", str(known))["first_line"] == "Dear Professor King,"
    assert calls.json("interview", "show", about)["interviewers"][0]["name"] == "Ada King"


def test_the_application_chooses_the_language(calls: Calls) -> None:
    """As long as the person has none of their own."""
    about = add(calls, "Frau Weber")
    calls.done("application", "edit", calls.json("interview", "show", about)["application_id"], "--lang", "fr")
    known = str(person(calls, "Frau Weber")["id"])
    assert "Bonjour Madame Weber," in calls.done("person", "show", known)
    calls.done("person", "edit", known, "--lang", "de")
    assert "Sehr geehrte Frau Weber," in calls.done("person", "show", known)


def test_a_new_name_takes_its_family_name_along(calls: Calls) -> None:
    """A family name that only the old name said is gone; one that was filled in stays."""
    add(calls, FRAU)
    known = str(person(calls, "Anna Weber")["id"])
    calls.done("person", "edit", known, "--name", "Anna Schmidt")
    assert person(calls, "Anna Schmidt")["family"] == "Schmidt"
    calls.done("person", "edit", known, "--family", "von Schmidt")
    calls.done("person", "edit", known, "--name", "Anna Maria Schmidt")
    assert person(calls, "Anna Maria Schmidt")["family"] == "von Schmidt"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--email", "anna+jobs@INITECH.example"), "Anna Weber has that address already"),
        (("--email", "nowhere"), "is not a mail address"),
        (("--name", "Ada <ada>"), "is not a name"),
        (("--name", ""), "name is missing"),
        (("--lang", "xx"), "none of the choices.\n  See: the language of letters to them"),
        (("--phone", ""), "Nothing was said to change"),
        ((), "Nothing was said to change"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(calls: Calls, flags: tuple[str, ...], said: str) -> None:
    """Nothing is changed then."""
    add(calls, ADA, FRAU)
    before = calls.json("person", "list")
    answer = calls("person", "edit", str(person(calls, "Ada Byron")["id"]), *flags)
    assert answer.code in {1, 2}
    assert said in answer.err
    assert calls.json("person", "list") == before


@pytest.mark.parametrize(
    ("before", "again", "same"),
    [
        ("Max Weber <max@x.example>", "Max Weber <MAX+jobs@x.example>", True),
        ("Max Weber <max@x.example>", "Herr Max Weber <max@x.example>", True),
        ("Max <max@x.example>", "Max Weber <max@x.example>", True),
        ("Max Weber <max@x.example>", "Max Weber <other@x.example>", False),
        ("Max Weber", "Max Weber <max@x.example>", False),
        ("Max Weber <max@x.example>", "Max Weber", False),
        ("Max", "Max", False),
    ],
)
def test_somebody_met_elsewhere_is_known_by_the_address(calls: Calls, before: str, again: str, same: bool) -> None:  # noqa: FBT001
    """Case and tag aside; at another company a name alone is no proof."""
    add(calls, before, company="Hooli", role="Platform", at="2025-03-04 10:00")
    said = calls(
        "interview", "add", "--company", "Initech", "--role", "Dev", "--at", "yesterday 10:00", "--interviewer", again
    )
    assert len(calls.json("person", "list")) == (1 if same else 2)
    assert ("Met before: Max, 2025 · Hooli · Platform." in said.err) is same


@pytest.mark.parametrize(
    ("before", "again", "same"),
    [
        ("Max Weber", "Max Weber <max@x.example>", True),
        ("Max Weber <max@x.example>", "WEBER Max", True),
        ("Max Weber", "Herr Dr. Max Weber", True),
        ("Max Weber <max@x.example>", "Max Weber <other@x.example>", False),
        ("Max", "Max", False),
        ("Frau Weber", "Frau Weber", False),
    ],
)
def test_at_the_same_company_the_whole_name_is_enough(calls: Calls, before: str, again: str, same: bool) -> None:  # noqa: FBT001
    """Unless two addresses speak against it; a single name or a family name is no proof."""
    add(calls, before, role="Platform", at="2025-03-04 10:00")
    add(calls, again, company="initech", role="Dev", at="yesterday 10:00")
    people = calls.json("person", "list")
    assert len(people) == (1 if same else 2)
    if same:
        assert len(people[0]["applications"]) == 2


def test_what_is_known_of_somebody_is_shown(calls: Calls) -> None:
    """Where you met, what they said, and how the conversation stands."""
    request = calls.replied("You were clear about trade-offs.")
    calls.done("finding", "add", request, "--kind", "strength", "--quote", "clear about trade-offs")
    known = str(person(calls, "Ada Byron")["id"])
    shown = calls.json("person", "show", known)
    assert [marked["quote"] for marked in shown["findings"]] == ["clear about trade-offs"]
    assert [(line["id"], line["state"]) for line in shown["requests"]] == [(request, "replied")]
    page = calls.done("person", "show", known)
    for words in ("Initech · Backend", "clear about trade-offs", "replied", "Hello Ada,"):
        assert words in page


def test_meeting_again_stands_on_the_interview_and_the_sheet(calls: Calls) -> None:
    """With what is remembered of them."""
    add(calls, "Max Weber <max@x.example>", company="Hooli", role="Platform", at="2025-03-04 10:00")
    calls.done("person", "edit", str(person(calls, "Max Weber")["id"]), "--remember", "the detour on paging")
    about = add(calls, "Max Weber <max@x.example>", at="+2d 10:00")
    assert "Max, 2025 · Hooli · Platform" in calls.done("interview", "show", about)
    assert [met["words"] for met in calls.json("interview", "show", about)["met_before"]] == [
        "Max, 2025 · Hooli · Platform"
    ]
    sheet = " ".join(calls.done("prep", about).split())
    assert "Max Weber: met on Tue 4 Mar 2025 (Hooli · Platform)" in sheet
    assert "You remember: the detour on paging" in sheet


def test_the_recruiter_is_asked_instead_of_a_program(calls: Calls) -> None:
    """A rejection makes a request due to a person, never to an address that nobody reads."""
    about = add(calls, "no-reply@initech.example")
    process = calls.json("interview", "show", about)["application_id"]
    calls.done("application", "edit", process, "--contact", "Jo Park <jo@talent.example>")
    assert person(calls, "Jo Park")["part"] == "recruiter"
    calls.done("interview", "outcome", about, "rejected", "--on", "2 weeks ago")
    assert [line["person"]["name"] for line in calls.json("request", "list")] == ["Jo Park"]
    calls.done("request", "draft", about)
    assert [line["state"] for line in calls.json("request", "list")] == ["draft"]
    program = str(person(calls, "no-reply@initech.example")["id"])
    assert "Ask Jo Park instead (recruiter)" in calls.done("person", "show", program)


def test_with_nobody_to_write_to_a_kind_way_to_close_it_is_told(calls: Calls) -> None:
    """It is refused with a sentence that says what is left; what is due is to name somebody."""
    about = add(calls, "jobs@initech.example")
    calls.done("interview", "outcome", about, "rejected", "--on", "2 weeks ago")
    assert "Name somebody at Initech to ask for feedback: jobs@initech.example is nobody’s own" in calls.done("due")
    why = calls.refused("request", "draft", about)
    assert "read by a program or a team" in why
    assert "says nothing about you" in why


def test_people_of_all_rounds_are_asked_latest_first(calls: Calls) -> None:
    """Each once; the manager of a round before the others, the recruiter last; one who is not to be asked is closed."""
    add(calls, "Tom Peer <tom@x.example>", "Max Weber <max@x.example>", at="4 weeks ago 10:00")
    add(calls, "Max Weber <max@x.example>", "Bea Boss <bea@x.example>")
    add(calls, "Rae Cruit <rae@x.example>", "Ada Byron <ada@x.example>", at="2 weeks ago 10:00")
    calls.done("person", "edit", str(person(calls, "Rae Cruit")["id"]), "--part", "recruiter")
    calls.done("person", "edit", str(person(calls, "Bea Boss")["id"]), "--part", "manager")
    (process,) = calls.json("application", "list")
    calls.done("application", "outcome", process["id"], "rejected", "--on", "8 days ago")
    names = [line["person"]["name"] for line in calls.json("request", "list")]
    assert names == ["Ada Byron", "Bea Boss", "Max Weber", "Tom Peer", "Rae Cruit"]
    skipped = calls.json("request", "list")[1]["id"]
    calls.done("request", "close", skipped)
    assert calls.json("request", "show", skipped)["state"] == "closed"


def test_a_name_of_spaces_alone_is_nobody(calls: Calls) -> None:
    """It is named, and nothing is added."""
    words = ("interview", "add", "--company", "Initech", "--role", "Backend", "--at", "3 weeks ago 10:00")
    nobody = calls(*words, "--interviewer", "   ")
    assert (nobody.code, nobody.out) == (2, "")
    assert "name is missing" in nobody.err


def test_the_words_of_a_decision_are_given_one_way(calls: Calls) -> None:
    """Neither of two is silently dropped."""
    about = add(calls, ADA)
    twice = calls("interview", "outcome", about, "rejected", "--words", "No.", "--words-file", "-", stdin="Sorry.")
    assert twice.code == 2
    assert "twice" in twice.err
    assert calls.json("interview", "show", about)["outcome"] == "pending"


def test_what_went_out_is_named_in_words(calls: Calls) -> None:
    """Not by the key of the letter."""
    about = add(calls, ADA)
    asked = calls.done("request", "draft", about, "--kind", "status")
    assert "Noted as sent: the status question." in calls("request", "sent", asked).err


def test_letters_begin_in_the_language_of_the_settings(calls: Calls) -> None:
    """Where neither the person nor the application says another."""
    calls.interview(ADA)
    (person,) = calls.json("person", "list")
    assert calls.json("person", "show", person["id"])["first_line"].startswith("Hello")
    calls.config.write_text("[me]\nlanguage = 'de'\n", encoding="utf-8")
    assert calls.json("person", "show", person["id"])["first_line"] == "Guten Tag Ada Byron,"
    assert "Letters begin: Guten Tag" in calls("person", "edit", person["id"], "--phone", "1").err
    calls.done("person", "edit", person["id"], "--lang", "fr")
    assert calls.json("person", "show", person["id"])["first_line"].startswith("Bonjour")
