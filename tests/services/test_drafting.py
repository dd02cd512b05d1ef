"""Letters drafted from a journal: for whom, in which language, by which way, and with what in them."""

import pytest
from msgspec.structs import replace
from tests.services.world import Life

from afterword.domain.conversation.facts import Sender, address_letter
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.conversation.request import Channel, Draft, EventKind, FindingKind, Letter, Request
from afterword.domain.interview import Outcome
from afterword.domain.people import NamedAddress, Part, Person
from afterword.domain.reflection import Answer, AnswerKind, Reflection
from afterword.errors import UserError
from afterword.services.letters import LetterForm, Writer
from afterword.services.reflections import Mark
from afterword.services.requests import Reply, Wish, Writing

ADA, GRACE = NamedAddress("Ada Byron", "ada@initech.example"), NamedAddress("Grace Hopper", "grace@initech.example")


def draft_of(request: Request) -> Draft:
    """Its draft, which is there."""
    assert request.draft is not None
    return request.draft


def described(life: Life, request: Request, **changes: object) -> Request:
    """The request, after more is known of its person."""
    with life.store.transaction() as work:
        work.put(replace(life.interviewer(request), **changes))
    return life.journal.requests[request.id]


def asked_about(life: Life, **changes: object) -> Draft:
    """The request to Ada, of whom these things are known, a day after the rejection."""
    request = described(life, life.rejected(), **changes)
    life.wait(1)
    (drafted,) = life.services.requests.draft(request.interview_id)
    return draft_of(drafted)


@pytest.mark.parametrize(
    ("person", "application", "chosen", "greeting"),
    [
        ("", "", "", "Hello Ada,"),
        ("de", "", "", "Guten Tag Ada Byron,"),
        ("", "fr", "", "Bonjour Ada Byron,"),
        ("de", "fr", "", "Guten Tag Ada Byron,"),
        ("de", "fr", "es", "Buenos días, Ada Byron:"),
    ],
)
def test_the_language_is_the_persons_then_the_applications(
    person: str, application: str, chosen: str, greeting: str
) -> None:
    """What is chosen for one letter comes before both; the settings after them."""
    life = Life()
    request = described(life, life.rejected(), language=person)
    about = life.journal.interviews[request.interview_id]
    with life.store.transaction() as work:
        work.put(replace(life.journal.application_of(about), language=application))
    (drafted,) = life.services.requests.draft(about.id, wish=Wish(language=chosen))
    assert draft_of(drafted).body.startswith(greeting)
    assert life.services.requests.fresh(drafted.id).body == draft_of(drafted).body


def test_the_settings_choose_a_language_for_everybody_else() -> None:
    """Where neither person nor application says one."""
    life = Life()
    request = life.rejected()
    german = Writer(default_templates(), "Sam Doe", "de")
    form = LetterForm(today=life.clock.now().date())
    assert german.write(life.journal, request, Letter.REQUEST, form).body.startswith("Guten Tag Ada Byron,\n\nvielen")


@pytest.mark.parametrize(
    ("known", "channel"),
    [
        ({}, Channel.MAIL),
        ({"linkedin": "in/ada"}, Channel.MAIL),
        ({"linkedin": "in/ada", "email": ""}, Channel.LINKEDIN),
        ({"phone": "+49 30 1", "email": ""}, Channel.PHONE),
        ({"phone": "+49 30 1", "email": "no-reply@initech.example"}, Channel.PHONE),
        ({"email": ""}, Channel.MAIL),
    ],
)
def test_a_letter_goes_the_way_that_reaches_its_person(known: dict[str, str], channel: Channel) -> None:
    """By mail where there is an address of theirs, else by LinkedIn, else by phone."""
    life = Life()
    request = described(life, life.rejected(), **known)
    (drafted,) = life.services.requests.draft(request.interview_id, request.person_id)
    assert draft_of(drafted).channel is channel


def test_a_draft_keeps_its_way_until_it_is_sent() -> None:
    """It has no subject, is not mailed, counts as sent by LinkedIn, and the reminder goes the same way."""
    life = Life()
    request = life.rejected()
    (drafted,) = life.services.requests.draft(request.interview_id, wish=Wish(channel=Channel.LINKEDIN))
    assert (draft_of(drafted).channel, draft_of(drafted).subject) == (Channel.LINKEDIN, "")
    event = drafted.open_draft
    assert event is not None
    with pytest.raises(UserError, match="written for LinkedIn"):
        address_letter(life.interviewer(drafted), drafted, event, Sender("Sam", "sam@doe.example"))
    edited = life.services.requests.edit(drafted.id, body="Hello Ada, what should I practise first?")
    assert draft_of(edited).channel is Channel.LINKEDIN
    sent = life.services.requests.mark_sent(drafted.id).last(EventKind.SENT)
    assert sent is not None
    assert sent.channel is Channel.LINKEDIN
    life.wait(8)
    assert draft_of(life.services.requests.follow_up(drafted.id)).channel is Channel.LINKEDIN


def test_how_it_went_can_be_said() -> None:
    """“I said it on the phone” though a mail was drafted."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    sent = life.services.requests.mark_sent(drafted.id, channel=Channel.PHONE).last(EventKind.SENT)
    assert sent is not None
    assert sent.channel is Channel.PHONE


def test_a_letter_about_a_decision_says_that_none_is_noted() -> None:
    """Whoever asks before the outcome is noted is told that the letter takes a no for granted."""
    life = Life()
    request = life.rejected()
    life.wait(1)
    (drafted,) = life.services.requests.draft(request.interview_id)
    assert life.services.requests.check(drafted.id).warnings == ()
    with life.store.transaction() as work:
        about = work.journal.application_of(work.journal.interviews[request.interview_id])
        work.put(replace(about, outcome=Outcome.PENDING, outcome_on=None, words=""))
    (warning,) = life.services.requests.check(drafted.id).warnings
    assert "note the outcome first" in warning


def test_a_draft_is_written_anew_for_another_way_or_language() -> None:
    """The one draft changes; undo brings back what stood there."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    anew = Writing(anew=Wish(channel=Channel.PHONE, language="fr"))
    turned = draft_of(life.services.requests.edit(drafted.id, writing=anew))
    assert (turned.channel, turned.language, len(turned.body.strip().splitlines())) == (Channel.PHONE, "fr", 3)
    assert turned.body.startswith("Bonjour, Sam Doe")
    life.services.store.undo()
    assert draft_of(life.journal.requests[drafted.id]) == draft_of(drafted)


def test_characters_are_counted_for_linkedin() -> None:
    """What is left of 200 and of 300; more than either holds is warned of."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id, wish=Wish(channel=Channel.LINKEDIN))
    check = life.services.requests.check
    found = check(drafted.id)
    assert found.characters == len(draft_of(drafted).body.strip())
    assert found.left == {200: 200 - (found.characters or 0), 300: 300 - (found.characters or 0)}
    assert found.warnings == ()
    for length, words in ((250, "holds 200 with a free account"), (301, "holds 300, or 200")):
        text = "What would you advise me to practise first? ".ljust(length, "x")
        (warning,) = check(drafted.id, replace(draft_of(drafted), body=text)).warnings
        assert words in warning
    (missing,) = check(drafted.id, replace(draft_of(drafted), body="Hello Ada, thank you for Monday.")).warnings
    assert missing.startswith("Missing: specific pointers")


def test_several_people_get_different_questions() -> None:
    """No warning stands by them; where one copies another's words, it does."""
    life = Life()
    made = life.interview(interviewers=(ADA, GRACE))
    life.decide(made.id, Outcome.REJECTED)
    ada, grace = life.services.requests.draft(made.id)
    for request in (ada, grace):
        assert life.services.requests.check(request.id).warnings == ()
    copied = replace(draft_of(grace), body=draft_of(ada).body.replace("Ada", "Grace"))
    (warning,) = life.services.requests.check(grace.id, copied).warnings
    assert warning.startswith("Nearly the same letter goes to Ada Byron")


def test_what_is_remembered_is_said_once() -> None:
    """It stands in the note after the interview, and not again in the request."""
    life = Life()
    made = life.interview()
    request = described(life, life.services.requests.write(made.id, Letter.NOTE)[0], remember="she asked about queues")
    note = life.services.requests.fresh(request.id)
    assert "Your question about queues has stayed with me." in note.body
    life.services.requests.edit(request.id, body=note.body)
    life.services.requests.mark_sent(request.id)
    life.decide(made.id, Outcome.REJECTED)
    (drafted,) = life.services.requests.draft(made.id)
    assert "queues" not in draft_of(drafted).body


def test_it_is_not_said_again_in_a_later_application() -> None:
    """It is of another conversation than the one that is thanked for."""
    life = Life()
    first = described(life, life.rejected(), remember="she asked about deadlocks")
    life.services.requests.draft(first.interview_id)
    assert "deadlocks" in life.services.requests.mark_sent(first.id).history[-1].text
    life.wait(300)
    (noted,) = life.services.requests.write(life.interview().id, Letter.NOTE)
    assert noted.person_id == first.person_id
    assert "deadlocks" not in draft_of(noted).body


def test_without_it_the_question_that_was_answered_least_well_is_named() -> None:
    """The reflection on that round says which; a question that was answered well is not named."""
    life = Life()
    request = life.rejected()
    answers = tuple(
        Answer(id=question, question=question, kind=AnswerKind.OPINION, enough=enough)
        for question, enough in (("Why do you want this?", True), ("How would you scale the writes?", False))
    )
    with life.store.transaction() as work:
        work.put(Reflection(id=request.interview_id, answers=answers))
    (drafted,) = life.services.requests.draft(request.interview_id)
    assert "answer again is “How would you scale the writes?”." in draft_of(drafted).body
    assert "want this" not in draft_of(drafted).body
    assert life.services.requests.check(drafted.id).warnings == ()


def test_a_late_request_says_so() -> None:
    """Five months after the decision; a day after it says nothing of the kind."""
    assert "late" not in asked_about(Life()).body
    life = Life()
    request = life.rejected()
    life.wait(150)
    (drafted,) = life.services.requests.draft(request.interview_id)
    assert "It is five months since you decided not to go further" in draft_of(drafted).body


def test_a_recruiter_is_asked_what_the_company_said() -> None:
    """And is not thanked for an interview they never held; a colleague is not asked for openings at the company."""
    recruiter = asked_about(Life(), part=Part.AGENCY).body
    assert "Could you pass on what the team said about me" in recruiter
    assert "your time" not in recruiter
    assert "at Initech" not in asked_about(Life(), part=Part.INTERNAL).body


@pytest.mark.parametrize(("held", "words"), [(True, "to talk with me"), (False, "for arranging my interview")])
def test_a_recruiter_is_thanked_for_what_they_did(held: bool, words: str) -> None:  # noqa: FBT001 - a case
    """For the talk where they held it, for arranging it where somebody else did."""
    life = Life()
    made = life.interview()
    recruiter = Person(id="rec", name="Kim Roth", email="kim@agency.example", part=Part.RECRUITER)
    with life.store.transaction() as work:
        work.put(recruiter)
        work.put(replace(life.journal.application_of(made), contacts=("rec",)))
        if held:
            work.put(replace(made, interviewers=("rec",)))
    (noted,) = life.services.requests.write(made.id, Letter.NOTE, "rec")
    assert words in draft_of(noted).body


def marked(life: Life, request: Request, kind: FindingKind, quote: str) -> None:
    """A phrase marked in the reply."""
    life.services.findings.mark(request.id, Mark(kind=kind, quote=quote))


REPLY = (
    "You were clear about trade-offs. Calm under pressure. Read the SRE book. We may hire again in January. "
    "You might say earlier what you would not build and why. "
    "Another candidate had more experience."
)


def replied(life: Life) -> Request:
    """Ada's answer with everything in it."""
    asked = life.asked()
    return life.services.requests.record_reply(asked.id, Reply(text=REPLY, at=life.wait(1)))


def test_two_strengths_are_cited() -> None:
    """Both in their words, and the check knows them."""
    life = Life()
    request = replied(life)
    marked(life, request, FindingKind.STRENGTH, "You were clear about trade-offs")
    marked(life, request, FindingKind.STRENGTH, "Calm under pressure")
    thanked = life.services.requests.thank(request.id)
    assert "Your words “you were clear about trade-offs” and “Calm under pressure”" in draft_of(thanked).body
    assert life.services.requests.check(thanked.id).parts["strength"]


def test_a_reason_is_never_quoted() -> None:
    """Not where it was marked as one, and not where it was taken for an area."""
    for kind in (FindingKind.REASON, FindingKind.AREA):
        life = Life()
        request = replied(life)
        marked(life, request, kind, "Another candidate had more experience")
        thanked = life.services.requests.thank(request.id)
        assert "experience" not in draft_of(thanked).body
        assert draft_of(thanked).body.count("“") == 0


def test_advice_and_openings_are_thanked_for_as_such() -> None:
    """No strength is made of them, and none is missed."""
    life = Life()
    request = replied(life)
    marked(life, request, FindingKind.ADVICE, "Read the SRE book")
    marked(life, request, FindingKind.OPPORTUNITY, "We may hire again in January")
    thanked = life.services.requests.thank(request.id)
    assert "for the advice “Read the SRE book”" in draft_of(thanked).body
    assert "your words “We may hire again in January”" in draft_of(thanked).body
    assert not any("strength" in warning for warning in life.services.requests.check(thanked.id).warnings)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_an_opening_is_one_to_come_back_to(language: str) -> None:
    """It is the person who writes again, and an opening is no plan to do better; later it is told when it was said."""
    life = Life()
    asked = described(life, life.asked(), language=language)
    words = "Ping me in January. Calm under pressure."
    request = life.services.requests.record_reply(asked.id, Reply(text=words, at=life.wait(1)))
    marked(life, request, FindingKind.OPPORTUNITY, "Ping me in January")
    marked(life, request, FindingKind.STRENGTH, "Calm under pressure")
    thanked = life.services.requests.thank(request.id)
    said = {"en": "take you up on", "de": "zurückkommen", "fr": "y donner suite", "es": "le tomo la palabra"}[language]
    assert said in draft_of(thanked).body
    assert dict(life.services.requests.check(thanked.id).parts)["action"] is False
    again = life.services.requests.write_again(request.id)
    then = {"en": "afterwards", "de": "Danach", "fr": "ensuite", "es": "Después"}[language]
    assert f"{then}" in draft_of(again).body


def test_of_a_long_thank_you_the_advice_is_kept() -> None:
    """The pleasantry at the end goes first: advice that was asked for is thanked for."""
    life = Life()
    request = replied(life)
    marked(life, request, FindingKind.STRENGTH, "You were clear about trade-offs")
    marked(life, request, FindingKind.STRENGTH, "Calm under pressure")
    marked(life, request, FindingKind.AREA, "You might say earlier what you would not build and why")
    marked(life, request, FindingKind.ADVICE, "Read the SRE book")
    marked(life, request, FindingKind.OPPORTUNITY, "We may hire again in January")
    body = draft_of(life.services.requests.thank(request.id)).body
    assert "Read the SRE book" in body
    assert "Few people" not in body


def test_an_empty_answer_is_thanked_for_without_a_quotation() -> None:
    """“All the best” is no feedback, so it is not called one."""
    life = Life()
    asked = life.asked()
    request = life.services.requests.record_reply(asked.id, Reply(text="All the best!", at=life.wait(1)))
    body = draft_of(life.services.requests.thank(request.id)).body
    assert "feedback" not in body
    assert "“" not in body


@pytest.mark.parametrize("answering", ["Re: ", "RE: ", "AW: ", "Antw.: ".replace(".", ""), "Re: AW: ", "RE: Re: "])
def test_the_subject_of_a_thread_is_answered_once(answering: str) -> None:
    """Whatever their mail program puts before it."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    life.services.requests.edit(drafted.id, subject=f"{answering}A question")
    life.services.requests.mark_sent(drafted.id)
    life.wait(8)
    assert draft_of(life.services.requests.follow_up(drafted.id)).subject == "Re: A question"


def test_who_answered_instead_is_thanked_in_their_own_name() -> None:
    """What is known of the interviewer (a title, first-name terms) is not said to somebody else."""
    life = Life()
    asked = life.asked()
    described(life, asked, salutation="Dr.", family="Byron", remember="she asked about queues")
    form = Reply(text="You were clear.", at=life.wait(1), sender="Jo Park <jo@i.example>")
    request = life.services.requests.record_reply(asked.id, form)
    body = draft_of(life.services.requests.thank(request.id)).body
    assert body.startswith(("Hello Jo,", "Hello Jo Park,"))


def test_a_letter_in_another_language_is_read_in_it() -> None:
    """Whatever language was meant: what is typed counts."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    german = (
        "Guten Tag Ada Byron,\n\nvielen Dank für das Gespräch. Woran sollte ich noch arbeiten? "
        "Über einen Rat würde ich mich freuen.\n\nViele Grüße\nSam Doe"
    )
    found = life.services.requests.check(drafted.id, replace(draft_of(drafted), body=german))
    assert [part for part, there in found.parts.items() if there] == ["thanks", "pointers", "advice"]
    angry = german.replace("Über", "Ihre Entscheidung ist falsch. Über")
    warnings = life.services.requests.check(drafted.id, replace(draft_of(drafted), body=angry)).warnings
    assert any("arguing" in warning for warning in warnings)
