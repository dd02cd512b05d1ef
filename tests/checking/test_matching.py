"""Where a mail belongs: the order of the evidence, and what is left to a person."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from msgspec import structs
from msgspec.structs import replace as replace_event
from tests.checking.story import ADA, GRACE, LETTER, NOW, REPLIED, SENT, SUBJECT, Asked, answer, bounce, journal, mail

from afterword.domain.conversation.hiring import is_for_everybody
from afterword.domain.conversation.mail_steps import proposal_from, record_mail, recorded_before
from afterword.domain.conversation.message import Incoming
from afterword.domain.conversation.request import CloseAs, Event, EventKind, Letter
from afterword.domain.conversation.threads import Match, Why, match, threads, wanted
from afterword.mail.inbox.header_prefilter import HeaderPrefilter, header_of
from afterword.mail.inbox.incoming_mail import read_incoming

AGAIN = replace(ADA, key="ada2", letter="<letter-ada-2@doe.example>", at=SENT + timedelta(hours=1))


def incoming(raw: bytes, *asked: Asked) -> Incoming:
    """The mail as an inbox would hand it on."""
    return read_incoming(raw, wanted(journal(*asked), NOW), "here")


def matched(raw: bytes, *asked: Asked) -> Match:
    """Where the mail belongs among these conversations."""
    people = asked or (ADA, GRACE)
    return match(threads(journal(*people)), incoming(raw, *people))


def closed(asked: Asked, close_as: CloseAs) -> Asked:
    """The conversation after it was closed."""
    event = Event(id="closed", kind=EventKind.CLOSED, at=SENT + timedelta(days=1), close_as=close_as)
    return replace(asked, more=(event,))


def test_our_letter_in_the_thread_decides_whoever_answers() -> None:
    """A colleague who answers our letter from another address answers that conversation."""
    raw = answer(sender="Office <office@elsewhere.example>")
    assert matched(raw) == Match("r-ada", Why.THREAD)


def test_the_thread_counts_before_the_address() -> None:
    """An interviewer who answers the letter to somebody else answers that one."""
    assert matched(answer(GRACE.letter, sender="Ada Byron <ada@initech.example>")) == Match("r-grace", Why.THREAD)


def test_any_id_of_the_conversation_counts() -> None:
    """A mail that names only the interviewer's own earlier reply belongs to the same conversation."""
    earlier = Event(
        id="reply", kind=EventKind.REPLY, at=REPLIED, text="Later.", message_id="<first-reply@initech.example>"
    )
    asked = replace(ADA, more=(earlier,))
    raw = answer("<first-reply@initech.example>", sender="x@y.example", key="<second@y.example>", subject="Else")
    assert matched(raw, asked) == Match("r-ada", Why.THREAD)


def test_letters_of_two_conversations_in_one_thread_are_for_a_person() -> None:
    """A mail that names letters of two conversations is not guessed at."""
    raw = mail("x@y.example", headers=[("References", f"{ADA.letter} {GRACE.letter}")])
    assert matched(raw) == Match(None, None, ("r-ada", "r-grace"))


@pytest.mark.parametrize("sender", ["Ada <ada@initech.example>", "ADA@Initech.Example", "x <Ada@INITECH.example>"])
def test_the_address_and_a_later_date_decide_without_a_thread(sender: str) -> None:
    """A mail from the interviewer's address after the request is a reply, in whatever case it is spelled."""
    raw = mail(sender, headers=[("Subject", "Hello")])
    assert matched(raw) == Match("r-ada", Why.ADDRESS)


def test_a_mail_from_before_the_letter_is_no_answer() -> None:
    """The rejection that came in the morning does not answer the letter of the afternoon."""
    raw = mail(at=SENT - timedelta(hours=3), headers=[("Subject", "Your application")])
    assert matched(raw) == Match(None, None)


@pytest.mark.parametrize(("minutes", "expected"), [(10, Match("r-ada", Why.ADDRESS)), (11, Match(None, None))])
def test_clocks_may_differ_by_ten_minutes(minutes: int, expected: Match) -> None:
    """A mail dated a little before the letter may be its answer, for two machines seldom have the same time."""
    raw = mail(at=SENT - timedelta(minutes=minutes), headers=[("Subject", "Your interview")])
    assert matched(raw) == expected


@pytest.mark.parametrize(("hours", "candidates"), [(3, ("r-ada",)), (24, ("r-ada",)), (25, ())])
def test_a_letter_sent_by_hand_is_dated_only_roughly(hours: int, candidates: tuple[str, ...]) -> None:
    """Where the person typed the day of the letter, a mail from up to a day before is theirs to judge."""
    raw = mail(at=SENT - timedelta(hours=hours), headers=[("Subject", "Your application")])
    assert matched(raw, replace(ADA, via="by hand", letter="")) == Match(None, None, candidates)


def test_the_domain_is_no_key() -> None:
    """A mail from the same company, by a stranger and about something else, is of no concern."""
    raw = mail("Billing <billing@initech.example>", headers=[("Subject", "Invoice")])
    assert matched(raw) == Match(None, None)


@pytest.mark.parametrize(
    "sender",
    ["Ada Byron <ada@home.example>", '"Byron, Ada (Initech)" <no-reply@relay.example>', "ADA M. BYRON <a@b.example>"],
)
def test_a_known_name_from_elsewhere_is_for_a_person(sender: str) -> None:
    """Somebody of that name who writes from another address, or through a relay, may be the interviewer."""
    assert matched(mail(sender, headers=[("Subject", "Hi")])) == Match(None, None, ("r-ada",))


@pytest.mark.parametrize(
    "subject", [f"Re: {SUBJECT}", f"AW: Re: {SUBJECT.upper()}", f"[jobs] RE : {SUBJECT}", f"Fwd: {SUBJECT}"]
)
def test_our_subject_from_a_stranger_is_for_a_person(subject: str) -> None:
    """A mail that bears our subject, after whatever marks of answering, may be an answer."""
    raw = mail("Somebody <else@elsewhere.example>", headers=[("Subject", subject)])
    assert matched(raw) == Match(None, None, ("r-ada",))


def test_an_interviewer_asked_twice_is_not_guessed_at() -> None:
    """A mail without a thread from somebody who waits in two conversations is for the person."""
    assert matched(mail(headers=[("Subject", "Hi")]), ADA, AGAIN) == Match(None, None, ("r-ada", "r-ada2"))


def test_of_two_conversations_the_one_still_unanswered_is_meant() -> None:
    """Where one of two was answered, a mail without a thread belongs to the other."""
    answered = replace(ADA, more=(Event(id="reply", kind=EventKind.REPLY, at=REPLIED, text="Yes."),))
    assert matched(mail(headers=[("Subject", "Hi")]), answered, AGAIN) == Match("r-ada2", Why.ADDRESS)


def test_an_answer_after_no_answer_still_counts() -> None:
    """A conversation closed as unanswered takes a late reply."""
    raw = mail(headers=[("Subject", "Sorry for the delay")])
    assert matched(raw, closed(ADA, CloseAs.NO_ANSWER)) == Match("r-ada", Why.ADDRESS)


@pytest.mark.parametrize("close_as", [CloseAs.DONE, CloseAs.DECLINED])
def test_after_a_finished_conversation_a_mail_without_a_thread_is_for_a_person(close_as: CloseAs) -> None:
    """Whoever was thanked and is done may write about anything later."""
    raw = mail(headers=[("Subject", "Lunch?")])
    assert matched(raw, closed(ADA, close_as)) == Match(None, None, ("r-ada",))
    assert matched(answer(), closed(ADA, close_as)) == Match("r-ada", Why.THREAD)


def test_a_bounce_belongs_to_the_letter_it_returns() -> None:
    """A delivery report names our letter only in the part that it returns."""
    assert matched(bounce(recipient="somebody@relay.example")) == Match("r-ada", Why.RETURNED)


def test_a_bounce_without_our_letter_belongs_to_who_was_not_reached() -> None:
    """Where the report returns nothing, the address that could not be reached tells the conversation."""
    raw = bounce(letter="<another-id@relay.example>", recipient=GRACE.email)
    assert matched(raw) == Match("r-grace", Why.RETURNED)


def test_a_mail_without_a_date_counts_as_of_now() -> None:
    """A mail that carries no date is taken as written when it is found, one from the future likewise."""
    undated = mail(at=None, headers=[("Subject", "Hi")])
    assert incoming(undated, ADA).at == NOW
    ahead = mail(at=datetime.fromisoformat("2099-01-01T00:00:00+00:00"), headers=[("Subject", "Hi")])
    assert incoming(ahead, ADA).at == NOW
    passed_on = ("Received", "from a by b; Sat, 14 Nov 2026 08:00:00 +0100")
    assert incoming(mail(at=None, headers=[passed_on]), ADA).at == datetime.fromisoformat("2026-11-14T07:00:00+00:00")


def test_the_index_is_taken_over_where_nothing_changed() -> None:
    """Asking again builds only what has changed, and nothing at all for the same journal."""
    first = journal(ADA, GRACE)
    before = threads(first)
    assert threads(first, before) is before
    changed = journal(ADA, replace(GRACE, letter="<other@doe.example>"))
    again = threads(
        structs.replace(
            changed,
            requests={**changed.requests, "r-ada": first.requests["r-ada"]},
            interviews={**changed.interviews, "i-ada": first.interviews["i-ada"]},
            people={**changed.people, "p-ada": first.people["p-ada"]},
        ),
        before,
    )
    assert again.all["r-ada"] is before.all["r-ada"]
    assert again.all["r-grace"].ids == {"<other@doe.example>"}
    fewer = structs.replace(first, requests={"r-ada": first.requests["r-ada"]})
    assert list(threads(fewer, before).all) == ["r-ada"]
    assert LETTER in threads(fewer, before).by_id


@pytest.mark.parametrize(
    ("domain", "everybody"),
    [
        ("gmail.com", True),
        ("yahoo.co.uk", True),
        ("mail.yahoo.co.uk", True),
        ("initech.co.uk", False),
        ("gmail.initech.co.uk", False),
    ],
)
def test_a_service_for_everybody_is_known_in_each_country(domain: str, *, everybody: bool) -> None:
    """By what stands right before the ending of a country."""
    assert is_for_everybody(domain) is everybody


def test_only_the_same_words_of_a_person_at_the_same_time_are_the_same_mail() -> None:
    """Not the letter with the same words, and not the same short answer a day later under another id."""
    short = Event(id="e", kind=EventKind.REPLY, at=REPLIED, text="Yes.", message_id="<first@initech.example>")
    ours = replace_event(short, kind=EventKind.SENT, message_id="", letter=Letter.REQUEST)
    again = answer(text="Yes.", key="<second@initech.example>")
    for known, raw, same in (
        (short, again, True),
        (replace_event(short, at=REPLIED - timedelta(days=1)), again, False),
        (replace_event(short, at=REPLIED - timedelta(days=1), message_id=""), again, True),
        (ours, again, False),
    ):
        assert (recorded_before(replace(ADA, more=(known,)).request, incoming(raw, ADA)) is known) is same


@pytest.mark.parametrize(("text", "wordless"), [("You were clear.", False), ("", True)])
@pytest.mark.parametrize("sender", ["Ada Byron <ada@initech.example>", "ada@initech.example"])
def test_a_reply_keeps_who_wrote_it_and_is_noted_only_without_words(sender: str, text: str, *, wordless: bool) -> None:
    """An address alone says who wrote it."""
    found = incoming(answer(sender=sender, text=text), ADA)
    event = record_mail(ADA.request, found, Match("r-ada", Why.THREAD), "e").events[-1]
    assert event.sender is not None
    assert event.sender.email == "ada@initech.example"
    assert bool(event.note) is wordless


@pytest.mark.parametrize("reason", ["It holds no words.", ""])
def test_what_is_put_before_a_person_says_why(reason: str) -> None:
    """The reason given, else that of the verdict."""
    found = incoming(answer(), ADA)
    assert proposal_from(found, ("r-ada",), reason).reason == (reason or found.verdict.reason) != ""


@pytest.mark.parametrize("header", ["Cc", "To"])
def test_a_colleague_who_copies_the_interviewer_in_is_proposed(header: str) -> None:
    """Somebody unknown who writes anew, with the interviewer among those who get it, may be answering for her."""
    raw = mail("Jo Field <jo@elsewhere.example>", headers=[("Subject", "Your interview last week")])
    raw = raw.replace(b"To: sam@doe.example\r\n", b"") if header == "To" else raw
    copied = f"{header}: Sam <sam@doe.example>, Ada Byron <Ada+hiring@initech.example>\r\n".encode() + raw
    assert matched(copied) == Match(None, None, ("r-ada",))
    assert HeaderPrefilter(wanted(journal(ADA), NOW)).lets_through(header_of(copied))
    assert matched(raw.replace(b"Subject", b"Keywords")) == Match(None, None, ())


@pytest.mark.parametrize(
    "title", ["Your interview last week", "Rückmeldung zu dir", "Un retour", "Comentarios", "Ada Byron"]
)
def test_a_recruiter_who_names_the_interviewer_is_proposed(title: str) -> None:
    """A whole name in the words of a new thread, or in its subject, is a sign; a part of it is none."""
    subject = [("Subject", title)]
    recruiter = "Jo Field <jo@recruiting.example>"
    named = mail(recruiter, text="I spoke to Ada Byron: she missed numbers in your answers.", headers=subject)
    assert HeaderPrefilter(wanted(journal(ADA), NOW)).lets_through(header_of(named))
    assert matched(named) == Match(None, None, ("r-ada",))
    other = mail(recruiter, text="I spoke to Ada: she missed numbers. Byron was a poet.", headers=subject)
    assert matched(other) == Match(None, None, ("r-ada",) if title == "Ada Byron" else ())


@pytest.mark.parametrize("text", ["Ms Byron of Initech asks me to tell you: clear.", "Ada liked it, says Initech."])
def test_a_part_of_the_name_beside_the_name_of_the_company_is_proposed(text: str) -> None:
    """Alone it is no sign, and neither is the company."""
    subject = [("Subject", "News")]
    recruiter = "Jo Field <jo@recruiting.example>"
    assert matched(mail(recruiter, text=text, headers=subject)).candidates == ("r-ada",)
    assert matched(mail(recruiter, text=text.replace("Initech", "them"), headers=subject)) == Match(None, None, ())
    assert matched(mail(recruiter, text="Initech has moved.", headers=subject)) == Match(None, None, ())
