"""The letters: written from the default templates, and read back part by part."""

import pytest

from afterword.domain.conversation.letters import ALIKE, PARTS, alike, check, write
from afterword.domain.conversation.phrasing import Template, default_templates, fill, missing, placeholders
from afterword.domain.conversation.request import Draft, Letter

FACTS = {
    "greeting": "Hello Ada,",
    "first_name": "Ada",
    "name": "Ada Byron",
    "company": "Initech",
    "role": "Backend Engineer",
    "day": "Thu 12 Nov",
    "topic": "the system design round",
    "my_name": "Sam Doe",
    "asked_day": "Fri 13 Nov",
    "subject": "Thank you, and a question",
    "strength": "clear about trade-offs",
    "strengths": "“clear about trade-offs”",
    "pointer": "Next time, when they ask about scale, I will name the load first.",
    "area": "a concrete incident",
    "when": "they ask about scale",
    "will": "name the load first",
}
SHORT = FACTS | {"first_name": "Al", "company": "X", "role": "QA", "topic": "the HR call", "my_name": ""}
LONG = FACTS | {
    "first_name": "Maximiliana-Charlotte",
    "company": "The International Business and Logistics Holding Company of Lower Saxony",
    "role": "Senior Principal Staff Software Engineer for Distributed Data Platforms",
    "topic": "the architecture and leadership principles round",
    "my_name": "Johanna Wilhelmina von und zu Hohenstein",
}
PLAIN = (
    "Hello Ada,\n\nI was told about the decision today. The team seemed kind and the position sounded fine, and I "
    "remember the question about human resources again. You suggested a book then; I will keep your point in mind. "
    "The areas of the business you showed me were new to me.\n\nThanks,\nSam"
)


def request_of(body: str) -> Draft:
    """A request with that body."""
    return Draft(letter=Letter.REQUEST, subject="A question", body=body)


@pytest.mark.parametrize("facts", [SHORT, FACTS, LONG], ids=["short", "usual", "long"])
def test_the_default_request_holds_all_five_parts_in_due_length(facts: dict[str, str]) -> None:
    """With short and long names alike: 50 to 125 words, two questions at most, F1 to F5, and no warning."""
    found = check(write(Letter.REQUEST, default_templates().request, facts))
    assert found.parts == dict.fromkeys(PARTS, True)
    assert 50 <= found.words <= 125
    assert found.questions <= 2
    assert found.warnings == ()


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_missed_when_its_block_is_taken_out(part: str) -> None:
    """A request without one of its blocks lacks exactly that part."""
    template = default_templates().request.changed({part: ""})
    found = check(write(Letter.REQUEST, template, FACTS))
    assert [name for name, present in found.parts.items() if not present] == [part]


@pytest.mark.parametrize("facts", [SHORT, FACTS, LONG], ids=["short", "usual", "long"])
def test_the_default_thank_you_quotes_and_promises(facts: dict[str, str]) -> None:
    """40 to 90 words, no question, the strength in their words and the one thing to do, and no warning."""
    found = check(write(Letter.THANK_YOU, default_templates().thank_you, facts), quotes=("Clear about trade-offs.",))
    assert found.parts == {"thanks": True, "strength": True, "action": True}
    assert 40 <= found.words <= 90
    assert (found.questions, found.warnings) == (0, ())


@pytest.mark.parametrize("unknown", [("area",), ("pointer",), ("area", "pointer")])
def test_a_thank_you_without_an_area_or_a_plan_is_still_whole(unknown: tuple[str, ...]) -> None:
    """Blocks whose facts are missing are left out, and what remains is long enough."""
    draft = write(Letter.THANK_YOU, default_templates().thank_you, FACTS | dict.fromkeys(unknown, ""))
    assert "{" not in draft.body
    found = check(draft, quotes=("clear about trade-offs",))
    assert 40 <= found.words <= 90
    assert found.parts["action"] == ("pointer" not in unknown)


def test_thanks_for_a_polite_no_cite_nothing() -> None:
    """A thank-you to somebody whose policy forbids feedback needs no strength and no plan, and no warning is given."""
    found = check(write(Letter.THANK_YOU, default_templates().thank_you_declined, FACTS), wanted=("thanks",))
    assert (dict(found.parts), found.warnings) == ({"thanks": True}, ())


def test_a_thank_you_says_when_nothing_is_marked() -> None:
    """Where no strength was marked in the reply, the way to quote one is named."""
    draft = write(Letter.THANK_YOU, default_templates().thank_you, FACTS | {"strength": ""})
    assert any("No strength is marked" in warning for warning in check(draft).warnings)


@pytest.mark.parametrize("facts", [SHORT, FACTS, LONG], ids=["short", "usual", "long"])
def test_the_default_follow_up_is_short(facts: dict[str, str]) -> None:
    """The reminder asks no question, offers a way out and gets no warning."""
    found = check(write(Letter.FOLLOW_UP, default_templates().follow_up, facts))
    assert (found.questions, found.warnings) == (0, ())


def test_plain_text_holds_no_part() -> None:
    """Words that merely sound alike (human resources, the team, areas of the business) are no parts of a request."""
    assert not any(check(request_of(PLAIN)).parts.values())


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("thanks", "Thanks for having me on Tuesday."),
        ("thanks", "I’m grateful for the chance to talk with you."),
        ("thanks", "I appreciate the time you took."),
        ("consideration", "Please keep me in mind."),
        ("consideration", "I would be happy if you considered me again."),
        ("consideration", "I would love to apply again later."),
        ("opportunities", "Do you know of any other roles in the company?"),
        ("opportunities", "Is there another team that is hiring?"),
        ("opportunities", "Please let me know about new opportunities."),
        ("opportunities", "Will there be openings next spring?"),
        ("pointers", "Which areas should I develop?"),
        ("pointers", "What could I have done better?"),
        ("pointers", "I would welcome specific feedback."),
        ("pointers", "Where could I improve?"),
        ("advice", "I’d value your honest advice."),
        ("advice", "What would you recommend? Could you suggest a book?"),
        ("advice", "Is there any helpful reading?"),
        ("advice", "Any tips?"),
    ],
)
def test_a_part_in_other_words_is_seen(part: str, sentence: str) -> None:
    """The parts are recognised in words of one's own, and no other part is seen in them by mistake."""
    parts = check(request_of(f"Hello Ada,\n\n{sentence}\n\nSam")).parts
    assert parts[part]
    assert not parts["consideration"] or part == "consideration"
    assert not parts["thanks"] or part == "thanks"


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("opportunities", "Thank you for the opportunity, and could you tell me what to practise?"),
        ("opportunities", "What would you practise for the team fit round?"),
        ("opportunities", "The role was interesting. Could you help me?"),
        ("consideration", "I keep your point in mind and remember the question again."),
        ("advice", "A colleague recommended the company; human resources suggested the date."),
        ("pointers", "You showed me the areas of the business."),
        ("thanks", "Thanks,"),
    ],
)
def test_a_part_that_is_not_there_is_missed(part: str, sentence: str) -> None:
    """Sentences that share words with a part do not count as that part."""
    assert not check(request_of(f"Hello Ada,\n\n{sentence}\n\nSam")).parts[part]


def test_quoted_words_are_not_yours() -> None:
    """What stands between quotation marks counts neither as a part nor as a question nor as arguing."""
    draft = Draft(
        letter=Letter.THANK_YOU, subject="Re", body="Hello Ada,\n\n“Why? I disagree. Next time it will do.” Thank you."
    )
    found = check(draft, quotes=("why? I disagree",))
    assert (found.questions, found.parts["strength"], found.parts["action"]) == (0, True, False)
    assert not any("arguing" in warning for warning in found.warnings)


def test_a_block_of_ones_own_counts_in_any_language() -> None:
    """Where the person's own block stands in the letter, its part is present, whatever the language."""
    body = "Hoi Ada,\n\nik hoor graag\nwat je mij zou aanraden."
    assert check(request_of(body), {"advice": "Ik hoor graag wat je mij zou aanraden."}).parts["advice"]
    assert not check(request_of(body)).parts["advice"]


@pytest.mark.parametrize(
    "words",
    [
        "I disagree with this.",
        "I don’t understand why I was turned down.",
        "Please reconsider.",
        "This was unfair.",
        "I deserved an offer.",
        "I am disappointed in you.",
        "You should have hired me.",
    ],
)
def test_arguing_is_named(words: str) -> None:
    """Arguing with the decision is warned of."""
    assert any("arguing" in warning for warning in check(request_of(words)).warnings)


@pytest.mark.parametrize("words", ["I understand the decision.", "I will consider your words.", "Deserved praise."])
def test_agreeing_is_no_arguing(words: str) -> None:
    """Accepting the decision is not taken for arguing."""
    assert not any("arguing" in warning for warning in check(request_of(words)).warnings)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Hello Ada. Why? When? Who?", "3 questions; 2 at most."),
        ("Hello Ada.", "2 words; 50 to 125 get the most answers."),
        ("word " * 126, "126 words; more than 125 is seldom read to the end."),
        ("Dear hiring team,", "One person per mail"),
        ("Hi all,", "One person per mail"),
        ("Hello {first_name},", "Still to fill in: {first_name}."),
    ],
)
def test_what_keeps_a_letter_from_being_answered_is_named(body: str, words: str) -> None:
    """Too many questions, too few or too many words, several people and empty places are warned of."""
    assert any(words in warning for warning in check(request_of(body)).warnings)


@pytest.mark.parametrize(
    ("letter", "least", "most", "questions"),
    [
        (Letter.REQUEST, 50, 125, 2),
        (Letter.FOLLOW_UP, 15, 90, 1),
        (Letter.THANK_YOU, 40, 90, 0),
        (Letter.REAPPROACH, 30, 110, 1),
        (Letter.NOTE, 25, 90, 0),
        (Letter.STATUS, 25, 90, 1),
        (Letter.ACCEPT, 25, 90, 1),
        (Letter.DECLINE, 25, 90, 0),
    ],
)
def test_each_letter_has_its_length_and_its_questions(letter: Letter, least: int, most: int, questions: int) -> None:
    """As many as fit are warned of by nobody; one word less, one word more and one more question are."""

    def warned(words: int, asked: int) -> list[str]:
        body = " ".join(["word"] * (words - asked) + ["Why?"] * asked)
        warnings = check(Draft(letter=letter, subject="Re", body=body)).warnings
        sizes = ("word", "question", "asks nothing")
        return [line for line in warnings if "Missing" not in line and any(size in line for size in sizes)]

    assert warned(least, questions) == warned(most, questions) == []
    assert f"{least} to {most}" in warned(least - 1, questions)[0]
    assert f"more than {most} is seldom read" in warned(most + 1, questions)[0]
    assert len(warned(least, questions + 1)) == 1


def test_two_letters_are_alike_by_what_stands_between_greeting_and_name() -> None:
    """Who is greeted and who signs says nothing; a last sentence is no name."""
    said = "Thank you for the time you took. I would like to hear what I could do better."
    assert alike(f"Dear Ada,\n\n{said}\n\nKind regards\nSam Doe\n", f"Hi Grace!\n{said}\nBest\nSam\n") == 1
    assert alike(f"Dear Ada,\n{said}\nShort one?", f"Dear Ada,\n{said}\nOne other.") < 1
    one, other = "The queue was full for hours", "Nobody had ever tested backups"
    assert alike(f"Dear Ada,\n{one} that evening\nSam", f"Dear Ada,\n{other} at weekends\nSam") < ALIKE


def test_an_empty_subject_is_named() -> None:
    """A letter without a subject is warned of."""
    assert "The subject is empty." in check(Draft(letter=Letter.REQUEST, subject=" ", body="x")).warnings


def test_a_thank_you_asks_nothing() -> None:
    """A question in a thank-you is warned of."""
    draft = Draft(letter=Letter.THANK_YOU, subject="Re", body="Thank you. Could we talk?")
    assert "A thank-you asks nothing new." in check(draft).warnings


@pytest.mark.parametrize("letter", ["request", "follow_up", "thank_you", "thank_you_declined"])
def test_the_default_letters_use_known_placeholders(letter: str) -> None:
    """Every placeholder of every default block is one that is explained and filled."""
    template: Template = getattr(default_templates(), letter)
    every = dict.fromkeys(placeholders(), "x")
    wordings = [template.subject, *template.blocks.values()]
    texts = [text for wording in wordings for text in ([wording] if isinstance(wording, str) else wording)]
    assert not any("{" in fill(text, every) for text in texts)


def test_a_value_that_is_missing_is_left_to_be_seen() -> None:
    """A placeholder without a value stays as it is, and the text counts as lacking it."""
    assert fill("Hello {first_name} {oddity}", {"first_name": ""}) == "Hello {first_name} {oddity}"
    assert missing("Hello {first_name}", {})
    assert not missing("Hello {oddity}", {})


def test_a_letter_without_my_name_still_closes() -> None:
    """Without a name of one's own the closing stands without it."""
    assert write(Letter.REQUEST, default_templates().request, SHORT).body.endswith("Kind regards\n")


def test_a_template_of_ones_own_needs_no_greeting() -> None:
    """Blocks that it does not have are not missed."""
    own = Template(subject="Hello", blocks={"words": "thank you, {first_name}."}, paragraphs=(("words",),))
    assert write(Letter.REQUEST, own, {"first_name": "Ada"}).body == "Thank you, Ada.\n"
