"""What a letter may say: what the person wrote and what its addressee said, and nothing after an offer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from tests.services.world import Life

from afterword.domain.conversation.request import Draft, EventKind, Finding, FindingKind, Letter, Request
from afterword.domain.conversation.tracker import DueAction
from afterword.domain.conversation.tracking import NextStep, State
from afterword.domain.interview import Outcome
from afterword.domain.people import NamedAddress
from afterword.domain.practice import Kept
from afterword.errors import UserError
from afterword.services.reflections import Mark
from afterword.services.requests import Reply

ADA, GRACE = NamedAddress("Ada Byron", "ada@initech.example"), NamedAddress("Grace Hopper", "grace@initech.example")
SAID = "You talk too much. You were clear about trade-offs. Good. Another candidate was just that bit stronger."


def two_replied(life: Life) -> tuple[Request, Request]:
    """Conversations with Ada and Grace about one interview, both answered."""
    made = life.interview(interviewers=(ADA, GRACE))
    life.decide(made.id, Outcome.REJECTED)
    drafted = life.services.requests.draft(made.id)
    for one in drafted:
        life.services.requests.mark_sent(one.id)
    at = life.wait(1)
    by_name = {life.interviewer(one).name: one.id for one in drafted}
    record = life.services.requests.record_reply
    ada = record(by_name["Ada Byron"], Reply(text=SAID, at=at))
    return ada, record(by_name["Grace Hopper"], Reply(text="You explained queues well.", at=at))


def marked(life: Life, request: Request, kind: FindingKind, quote: str) -> Finding:
    """A phrase marked in that conversation."""
    return life.services.findings.mark(request.id, Mark(kind=kind, quote=quote))


def thanks(life: Life, request: Request) -> Draft:
    """The thank-you of that conversation."""
    draft = life.services.requests.thank(request.id).draft
    assert draft is not None
    return draft


def warnings(life: Life, request: Request, body: str | None = None) -> str:
    """What the check of its draft warns of, or of the draft with that body."""
    draft = life.journal.requests[request.id].draft
    assert draft is not None
    return "\n".join(
        life.services.requests.check(request.id, draft if body is None else replace(draft, body=body)).warnings
    )


def test_an_offered_pointer_stands_in_no_letter() -> None:
    """As long as its words are those that were offered, the plan is left out, and the check says so."""
    life = Life()
    ada, _grace = two_replied(life)
    area = marked(life, ada, FindingKind.AREA, "You talk too much")
    pointer = life.services.pointers.add({}, area.id)
    letter = thanks(life, ada)
    assert pointer.will not in letter.body
    assert "they said" not in letter.body
    assert "put it into your own words" in warnings(life, ada)
    assert "words that were offered" in warnings(life, ada, f"{letter.body}\nNext time I will {pointer.will}.")
    life.services.pointers.edit(pointer.id, {"when": "a question is long", "will": "answer in one minute"})
    assert "when a question is long, I will answer in one minute" in life.services.requests.fresh(ada.id).body


def test_help_left_in_a_pointer_is_cut_off() -> None:
    """What the program added in parentheses stays out; a competency set later changes nothing of that."""
    life = Life()
    ada, _grace = two_replied(life)
    area = marked(life, ada, FindingKind.AREA, "You talk too much")
    life.services.findings.change(area.id, competency="communication")
    offered = life.services.pointers.add({}, area.id)
    life.services.findings.change(area.id, competency="")
    assert "I will" not in thanks(life, ada).body
    life.services.pointers.edit(offered.id, {"will": "stop after two sentences (they said: “You talk too much”)"})
    fresh = life.services.requests.fresh(ada.id).body
    assert "I will stop after two sentences." in fresh
    assert "is this program's help" in warnings(life, ada, f"{fresh} (they said: “You talk too much”)")


def test_nobody_is_quoted_to_somebody_else() -> None:
    """A pointer made from Ada's words stays out of Grace's letter, and the check refuses her words there."""
    life = Life()
    ada, grace = two_replied(life)
    area = marked(life, ada, FindingKind.AREA, "You talk too much")
    life.services.pointers.add({"when": "a question is long", "will": "answer in one minute"}, area.id)
    marked(life, grace, FindingKind.STRENGTH, "You explained queues well")
    letter = thanks(life, grace).body
    assert "one minute" not in letter
    assert "refuse" not in letter
    assert "“you explained queues well”" in letter
    assert "quotes nobody" not in warnings(life, grace)
    for quote in (
        "“You talk too much”",
        "„You talk too much“",
        "«You talk too much»",
        '"You talk too much"',
        "> You talk too much",
    ):
        assert "was said by Ada Byron" in warnings(life, grace, f"{letter}\n{quote}"), quote
    assert "was said by Ada Byron" in warnings(life, grace, f"{letter}\nSo: you talk too much.")
    assert "is not what this person said" in warnings(life, grace, f"{letter}\n“You were a star”")


def test_reasons_and_bare_praise_are_left_out() -> None:
    """They are neither praise nor an area: the letter does without, and the check has a word on each."""
    life = Life()
    ada, _grace = two_replied(life)
    marked(life, ada, FindingKind.STRENGTH, "Good")
    marked(life, ada, FindingKind.AREA, "Another candidate was just that bit stronger")
    letter = thanks(life, ada).body
    assert "“" not in letter
    told = warnings(life, ada)
    assert "“Good” says too little" in told
    assert "is a reason for the decision" in told
    marked(life, ada, FindingKind.STRENGTH, "clear about trade-offs")
    assert "“clear about trade-offs”" in life.services.requests.fresh(ada.id).body
    assert "leave it out" in warnings(life, ada, f"{letter}\n“Another candidate was just that bit stronger”")


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.WITHDRAWN])
def test_no_letter_of_a_rejection_after_an_offer_or_a_withdrawal(outcome: Outcome) -> None:
    """Asking and reminding are refused with a sentence, nothing of them is due, and a draft that is left says why."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    life.decide(drafted.interview_id, outcome)
    life.wait(30)
    due = [item.action for item in life.services.overview.due() if item.request_id]
    assert due == ([DueAction.OFFER] if outcome is Outcome.OFFER else [])
    track = life.services.overview.track(life.journal.requests[drafted.id])
    assert (track.next is None, track.ended) == (outcome is Outcome.WITHDRAWN, True)
    assert "a letter that asks what to do better" in warnings(life, drafted)
    event = life.journal.requests[drafted.id].open_draft
    assert event is not None
    with pytest.raises(UserError, match="does not fit"):
        life.services.handover.letter(drafted.id)
    life.services.requests.discard_draft(drafted.id)
    with pytest.raises(UserError, match="does not fit"):
        life.services.requests.draft(drafted.interview_id)


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.WITHDRAWN])
def test_no_reminder_is_due_after_an_offer_or_a_withdrawal(outcome: Outcome) -> None:
    """A letter that is out rests; a reply to it is still thanked for."""
    life = Life()
    asked = life.asked()
    life.decide(asked.interview_id, outcome)
    life.wait(8)
    assert life.services.overview.track(asked).state is State.WAITING
    ends = "1 due: answer Initech" if outcome is Outcome.OFFER else "nothing due today"
    assert life.services.overview.due_words() == ends
    with pytest.raises(UserError, match="does not fit"):
        life.services.requests.follow_up(asked.id)
    replied = life.services.requests.record_reply(asked.id, Reply(text="Thanks", at=life.clock.now()))
    step = life.services.overview.track(replied).next
    assert step is not None
    assert step.action is NextStep.THANK


def test_without_an_answer_no_decision_is_thanked_for() -> None:
    """The request of somebody who never heard says so, holds every part, and gets no warning."""
    life = Life()
    made = life.interview()
    life.wait(30)
    life.decide(made.id, Outcome.NO_ANSWER)
    (drafted,) = life.services.requests.draft(made.id)
    assert drafted.draft is not None
    assert "No decision has reached me" in drafted.draft.body
    found = life.services.requests.check(drafted.id)
    assert all(found.parts.values())
    assert found.warnings == ()


def test_an_unsigned_letter_and_an_unknown_name_are_named() -> None:
    """Who does not sign, or greets nobody, is told what to do; a program's address is warned of."""
    life = Life()
    people = (
        NamedAddress("X Arrieta", "x.arrieta@initech.example"),
        NamedAddress("hr@initech.example", "hr@initech.example"),
    )
    made = life.interview(interviewers=people)
    life.decide(made.id, Outcome.REJECTED)
    (initial,) = life.services.requests.draft(made.id)
    (program,) = life.services.requests.draft(made.id, "hr@initech.example")
    assert initial.draft is not None
    assert initial.draft.body.startswith("Hello,\n")
    assert "How do you greet “X Arrieta”?" in warnings(life, initial)
    assert "read by a program or a team" in warnings(life, program)
    named = initial.draft.body.replace("Hello,", "Dear Ms Arrieta,")
    assert warnings(life, initial, named) == ""
    assert "Nobody has signed" in warnings(life, initial, named.replace("Sam Doe", ""))
    assert "Nobody has signed" in warnings(life, initial, named.replace("Kind regards\nSam Doe", ""))


def answered_by(life: Life, *senders: NamedAddress | None) -> Request:
    """A request answered once by each of these; None is the interviewer."""
    request = life.asked()
    at = life.wait(1)
    for number, sender in enumerate(senders):
        form = Reply(text=f"Answer {number}: calm under pressure.", at=at + timedelta(minutes=number))
        life.clock.set(form.at)
        request = life.services.requests.record_reply(request.id, form)
        with life.store.transaction() as work:
            reply = replace(request.events[-1], sender=sender)
            request = replace(request, events=(*request.events[:-1], reply))
            work.put(request)
    return request


def test_whoever_answered_is_thanked() -> None:
    """A colleague's reply is thanked for at the colleague's address, under the colleague's name."""
    life = Life()
    request = answered_by(life, NamedAddress("Jo Park", "jo@initech.example"))
    life.services.findings.mark(request.id, Mark(kind=FindingKind.STRENGTH, quote="calm under pressure"))
    letter = thanks(life, request).body
    assert letter.startswith("Hello Jo,")
    assert "“calm under pressure”" in letter
    handed = life.services.handover.letter(request.id)
    assert (handed.to_name, handed.to_address) == ("Jo Park", "jo@initech.example")


def test_a_colleagues_words_are_not_quoted_to_the_interviewer() -> None:
    """Where the interviewer answered too, she is thanked for her own words alone."""
    life = Life()
    request = answered_by(life, NamedAddress("Jo Park", "jo@initech.example"), None)
    quote = Mark(kind=FindingKind.STRENGTH, quote="Answer 0: calm under pressure")
    life.services.findings.mark(request.id, quote)
    letter = thanks(life, request).body
    assert letter.startswith("Hello Ada,")
    assert "calm" not in letter
    assert "was written by Jo Park" in warnings(life, request)


def due_again(life: Life) -> Request:
    """A conversation in which the day to write again has come."""
    request = life.replied("Keep in touch in spring. Read about queues.")
    life.services.requests.mark_sent(life.services.requests.thank(request.id).id)
    planned = life.services.requests.plan_reapproach(request.id, date(2027, 3, 9))
    life.clock.set(datetime(2027, 3, 9, 10, tzinfo=UTC))
    return planned


def test_writing_again_has_a_letter_of_its_own() -> None:
    """It holds the opportunity they spoke of and what was kept since, and once sent nothing is due."""
    life = Life()
    request = due_again(life)
    opportunity = life.services.findings.mark(
        request.id, Mark(kind=FindingKind.OPPORTUNITY, quote="Keep in touch in spring")
    )
    assert opportunity.request_id == request.id
    pointer = life.services.pointers.add(
        {"when": "a question is long", "will": "answer in one minute", "interview_id": request.interview_id}
    )
    later = life.interview(company="Hooli", at=life.clock.now() - timedelta(days=2))
    life.services.pointers.check(pointer.id, later.id, Kept.DONE)
    drafted = life.services.requests.write_again(request.id)
    assert drafted.draft is not None
    assert drafted.draft.letter is Letter.REAPPROACH
    assert "“Keep in touch in spring”" in drafted.draft.body
    assert "when a question is long, I answer in one minute" in drafted.draft.body
    found = life.services.requests.check(request.id)
    assert (all(found.parts.values()), found.warnings) == (True, ())
    sent = life.services.requests.mark_sent(request.id)
    assert sent.events[-1].letter is Letter.REAPPROACH
    track = life.services.overview.track(sent)
    assert (track.state, track.next) == (State.THANKED, None)


def test_writing_again_is_marked_as_done_moved_or_dropped() -> None:
    """Each of them ends that it is due today; what came back is due once more."""
    life = Life()
    request = due_again(life)
    assert life.services.overview.due_words() == "1 due: write to Ada again"
    moved = life.services.requests.plan_reapproach(request.id, date(2027, 4, 6))
    assert life.services.overview.due_words() == "nothing due today"
    done = life.services.requests.mark_sent(moved.id, letter=Letter.REAPPROACH)
    assert (done.events[-1].kind, done.events[-1].letter) == (EventKind.SENT, Letter.REAPPROACH)
    assert life.services.overview.track(done).next is None
    with pytest.raises(UserError, match="No day to write again"):
        life.services.requests.mark_sent(request.id, letter=Letter.REAPPROACH)


def test_the_next_letter_keeps_the_subject_that_went_out() -> None:
    """With one “Re:”, however many stood there."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    assert drafted.draft is not None
    life.services.requests.edit(drafted.id, "Re: RE: Our talk")
    life.services.requests.mark_sent(drafted.id)
    life.wait(8)
    follow_up = life.services.requests.follow_up(drafted.id).draft
    assert follow_up is not None
    assert follow_up.subject == "Re: Our talk"


def test_the_latest_pointer_from_the_readers_words_goes_before_one_about_the_interview() -> None:
    """Of those about the interview the latest one stands in the letter until there is one from the reader's words."""
    life = Life()
    ada, _grace = two_replied(life)
    area = marked(life, ada, FindingKind.AREA, "You talk too much")
    add = life.services.pointers.add
    add({"when": "they ask", "will": "draw a plan", "interview_id": ada.interview_id})
    add({"when": "they ask", "will": "name a number", "interview_id": ada.interview_id})
    assert "I will name a number" in thanks(life, ada).body
    add({"when": "they ask", "will": "count to three"}, area.id)
    add({"when": "they ask", "will": "stop early"}, area.id)
    add({"when": "they ask", "will": "look up", "interview_id": ada.interview_id})
    assert "I will stop early" in life.services.requests.fresh(ada.id).body


def test_only_what_was_done_is_told_when_writing_again() -> None:
    """A pointer that was kept in part and an advice that is only planned are not claimed."""
    life = Life()
    request = due_again(life)
    advice = marked(life, request, FindingKind.ADVICE, "Read about queues")
    life.services.advice.plan(advice.id, {"due": date(2027, 3, 20)})
    pointer = life.services.pointers.add(
        {"when": "they ask", "will": "stop early", "interview_id": request.interview_id}
    )
    later = life.interview(company="Hooli", at=life.clock.now() - timedelta(days=2))
    life.services.pointers.check(pointer.id, later.id, Kept.PARTLY)
    letter = life.services.requests.write_again(request.id).draft
    assert letter is not None
    assert ("stop early" in letter.body, "Read about queues" in letter.body) == (False, False)
    life.services.pointers.check(pointer.id, later.id, Kept.DONE)
    life.services.advice.done(advice.id)
    fresh = life.services.requests.fresh(request.id).body
    assert ("stop early" in fresh, "Read about queues" in fresh) == (True, True)


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("design", "the design round"),
        ("Final round", "the Final round"),
        ("HR call", "the HR call"),
        ("panel interview", "the panel interview"),
        ("", "interviews like this one"),
    ],
)
def test_a_round_is_named_once(typed: str, topic: str) -> None:
    """A round whose name says already what it is gets no second word for it."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected(round=typed).interview_id)
    assert drafted.draft is not None
    assert f"in my place, for {topic}?" in " ".join(drafted.draft.body.split())


def test_a_mail_to_nobody_is_not_ready() -> None:
    """Where no address is known the check says so; with one it has nothing to add."""
    life = Life()
    nowhere = life.rejected(interviewers=(NamedAddress("Grace Hopper", ""),))
    (drafted,) = life.services.requests.draft(nowhere.interview_id)
    assert "No address of Grace Hopper is known yet" in warnings(life, drafted)
    life.services.requests.mend_address(drafted.id, "grace@initech.example")
    assert warnings(life, life.journal.requests[drafted.id]) == ""
