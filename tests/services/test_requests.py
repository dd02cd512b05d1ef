"""The verbs of a conversation, from the draft to the thanks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.fakes import FixedClock
from tests.services.world import START, WORDS, Life

from afterword.domain.conversation.request import Channel, CloseAs, EventKind, FindingKind, Letter
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import Policy
from afterword.domain.people import NamedAddress
from afterword.errors import NotFound, NotUnderstood, UserError
from afterword.services.reflections import Mark
from afterword.services.requests import Reply


def test_a_draft_holds_the_facts_of_the_interview() -> None:
    """The draft greets the interviewer, names role and topic, and holds every part without a warning."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    assert drafted.draft is not None
    assert "Hello Ada," in drafted.draft.body
    assert "the system design round" in drafted.draft.body
    found = life.services.requests.check(drafted.id)
    assert all(found.parts.values())
    assert found.warnings == ()


def test_everybody_not_asked_yet_gets_a_draft() -> None:
    """Without an address each interviewer who was not begun with is drafted; then nobody is left."""
    life = Life()
    people = (NamedAddress("Ada", "ada@x.example"), NamedAddress("Grace", "grace@x.example"), NamedAddress("Joan", ""))
    made = life.interview(interviewers=people)
    (one,) = life.services.requests.draft(made.id, " GRACE@x.example ")
    life.services.requests.mark_sent(one.id)
    assert len(life.services.requests.draft(made.id)) == 2
    with pytest.raises(UserError, match="has been asked or has a draft"):
        life.services.requests.draft(made.id)


def test_a_snoozed_request_is_still_to_be_drafted() -> None:
    """A snooze alone is no beginning: drafting for everybody includes it."""
    life = Life()
    request = life.rejected()
    life.services.requests.snooze(request.id, date(2026, 11, 12))
    assert len(life.services.requests.draft(request.interview_id)) == 1


def test_nobody_to_ask_is_said() -> None:
    """No interviewers, an unknown address or an empty one are refused, naming who there is."""
    life = Life()
    with pytest.raises(UserError, match="no interviewers yet"):
        life.services.requests.draft(life.interview(interviewers=()).id)
    made = life.interview(interviewers=(NamedAddress("Ada Byron", ""),))
    for address in ("bob@x.example", ""):
        with pytest.raises(NotFound, match="Nobody of Initech") as refused:
            life.services.requests.draft(made.id, address)
        assert "Ada Byron" in refused.value.hint


def test_the_same_person_is_not_asked_twice() -> None:
    """A second request to the same interviewer for the same interview is refused."""
    life = Life()
    asked = life.asked()
    with pytest.raises(UserError, match="was asked on Mon 9 Nov 2026"):
        life.services.requests.draft(asked.interview_id, "ada@initech.example")


def test_a_draft_is_edited_and_begun_anew() -> None:
    """Editing keeps what is not given; the fresh words from the template are shown and not saved."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    edited = life.services.requests.edit(drafted.id, body="Dear Ada,\r\nplease.")
    assert edited.draft is not None
    assert drafted.draft is not None
    assert (edited.draft.subject, edited.draft.body) == (drafted.draft.subject, "Dear Ada,\nplease.\n")
    assert life.services.requests.fresh(drafted.id) == drafted.draft
    assert life.journal.requests[drafted.id] == edited
    life.services.requests.discard_draft(drafted.id)
    for verb in (life.services.requests.edit, life.services.requests.fresh, life.services.requests.check):
        with pytest.raises(UserError, match="There is no draft"):
            verb(drafted.id)


def test_beginning_again_keeps_the_words() -> None:
    """Asking for a draft that is being written leaves its words alone."""
    life = Life()
    asked = life.asked()
    life.wait(7)
    life.services.requests.follow_up(asked.id)
    edited = life.services.requests.edit(asked.id, body="My own words")
    assert life.services.requests.follow_up(asked.id) == edited


def test_one_reminder_is_the_rule() -> None:
    """A second follow-up is refused, and settings without any refuse the first."""
    life = Life()
    asked = life.asked()
    life.wait(7)
    life.services.requests.follow_up(asked.id)
    life.services.requests.mark_sent(asked.id)
    with pytest.raises(UserError, match="has been sent already"):
        life.services.requests.follow_up(asked.id)
    strict = Life(policy=Policy(max_follow_ups=0))
    with pytest.raises(UserError, match="allow no follow-ups"):
        strict.services.requests.follow_up(strict.asked().id)


def test_a_request_sent_again_after_a_bounce_may_be_followed_up() -> None:
    """Reminders are counted from the request that arrived."""
    life = Life()
    asked = life.asked()
    life.wait(7)
    life.services.requests.follow_up(asked.id)
    life.services.requests.mark_sent(asked.id)
    life.services.requests.record_bounce(asked.id, "unknown user")
    life.services.requests.mend_address(asked.id, "byron@initech.example")
    life.wait(1)
    life.services.requests.mark_sent(asked.id)
    life.wait(7)
    assert life.services.requests.follow_up(asked.id).draft is not None


def test_a_reminder_has_its_weeks() -> None:
    """Refused on the day of the request, said to be early before its own, and after five weeks one writes again."""
    life = Life()
    requests, asked = life.services.requests, life.asked()
    with pytest.raises(UserError, match="would only press") as refused:
        requests.follow_up(asked.id)
    assert "It is due on Mon 16 Nov" in refused.value.detail
    life.wait(2)
    requests.follow_up(asked.id)
    early = "The reminder is due on Mon 16 Nov; sooner it may press."
    assert early in requests.check(asked.id).warnings
    life.wait(5)
    assert early not in requests.check(asked.id).warnings
    requests.discard_draft(asked.id)
    life.wait(28)
    assert requests.follow_up(asked.id).draft is not None
    requests.discard_draft(asked.id)
    life.wait(1)
    with pytest.raises(UserError, match="too long ago for a reminder") as late:
        requests.follow_up(asked.id)
    assert "--draft" in late.value.hint
    assert requests.write_again(asked.id).draft is not None


def test_a_mended_address_brings_the_letter_back_as_a_draft() -> None:
    """After a bounce the corrected address is kept and the same words are there to be sent again."""
    life = Life()
    asked = life.asked()
    life.services.requests.record_bounce(asked.id, "unknown user")
    mended = life.services.requests.mend_address(asked.id, " byron@initech.example ")
    assert mended.draft is not None
    assert mended.draft.body == asked.events[-1].text
    person = life.interviewer(asked)
    assert person.email == "byron@initech.example"
    assert life.services.overview.track(mended).state is State.DRAFT


def test_an_address_is_mended_without_a_bounce_too() -> None:
    """Where nothing came back, only the address changes; a wrong or a taken one is refused."""
    life = Life()
    people = (NamedAddress("Ada", "ada@x.example"), NamedAddress("Grace", "grace@x.example"))
    request = life.rejected(interviewers=people)
    assert life.services.requests.mend_address(request.id, "ada@y.example").draft is None
    with pytest.raises(UserError, match="has that address already"):
        life.services.requests.mend_address(request.id, "grace@x.example")
    with pytest.raises(NotUnderstood, match="not a mail address"):
        life.services.requests.mend_address(request.id, "nobody")


def test_thanks_come_only_after_a_reply_and_quote_it() -> None:
    """The thank-you is refused before a reply; after it, it quotes the marked strength and the pointer."""
    life = Life()
    with pytest.raises(UserError, match="A thank-you answers a reply"):
        life.services.requests.thank(life.asked().id)
    replied = life.replied()
    strength = life.services.findings.mark(replied.id, Mark(kind=FindingKind.STRENGTH, quote="clear about trade-offs."))
    life.services.findings.mark(replied.id, Mark(kind=FindingKind.AREA, quote="a concrete incident"))
    life.services.pointers.add({"when": "they ask about failures", "will": "tell the outage"}, strength.id)
    thanks = life.services.requests.thank(replied.id)
    assert thanks.draft is not None
    assert "“clear about trade-offs”" in thanks.draft.body
    assert "when they ask about failures, I will tell the outage." in thanks.draft.body
    assert thanks.draft.subject.startswith("Re: ")
    assert life.services.requests.check(replied.id).warnings == ()


def test_a_polite_no_is_thanked_without_quotes() -> None:
    """Closed as declined, the thank-you is the short one and lacks nothing."""
    life = Life()
    replied = life.replied("Our policy does not allow feedback, sorry.")
    life.services.requests.close(replied.id, CloseAs.DECLINED)
    thanks = life.services.requests.thank(replied.id)
    assert thanks.draft is not None
    assert "policy" in thanks.draft.body
    assert life.services.requests.check(replied.id).warnings == ()
    sent = life.services.requests.mark_sent(replied.id)
    assert life.services.overview.track(sent).state is State.THANKED


def test_a_short_refusal_is_thanked_for_as_one_before_it_is_closed() -> None:
    """Nothing is asked to be marked in it; a word of praise that was marked is thanked for all the same."""
    life = Life()
    replied = life.replied("I am afraid we cannot give individual feedback. You were calm under pressure.")
    drafted = life.services.requests.thank(replied.id)
    assert drafted.draft is not None
    assert "policy prevents feedback" in drafted.draft.body
    assert life.services.requests.check(replied.id).warnings == ()
    life.services.requests.discard_draft(replied.id)
    mark = Mark(kind=FindingKind.STRENGTH, quote="You were calm under pressure")
    life.services.findings.mark(replied.id, mark)
    drafted = life.services.requests.thank(replied.id)
    assert drafted.draft is not None
    assert "“you were calm under pressure”" in drafted.draft.body


def test_what_they_quote_themselves_is_known_as_theirs() -> None:
    """In a thank-you it stands in the inner marks, and is not taken for somebody else's words."""
    life = Life()
    replied = life.replied('Hi! You said "I love selling" and we believed you.')
    mark = Mark(kind=FindingKind.STRENGTH, quote='You said "I love selling" and we believed you')
    life.services.findings.mark(replied.id, mark)
    drafted = life.services.requests.thank(replied.id)
    assert drafted.draft is not None
    assert "“you said ‘I love selling’ and we believed you”" in drafted.draft.body
    assert not any("is not what this person said" in said for said in life.services.requests.check(replied.id).warnings)


def test_a_reply_is_cleaned_and_keeps_its_channel() -> None:
    """Whatever came in is kept without control characters, with the way it came."""
    life = Life()
    asked = life.asked()
    form = Reply(text=" You were\x1b[1m clear.\r\nAda ", at=life.wait(1), channel=Channel.PHONE)
    reply = life.services.requests.record_reply(asked.id, form).replies[0]
    assert (reply.text, reply.channel) == ("You were[1m clear.\nAda", Channel.PHONE)


def test_days_are_counted_in_the_persons_own_zone() -> None:
    """A mail of late evening in another zone counts for the day it was here."""
    life = Life(clock=FixedClock(START, "Europe/Berlin"))
    asked = life.asked()
    life.wait(2)
    at = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)
    replied = life.services.requests.record_reply(asked.id, Reply(text=WORDS, at=at))
    assert life.services.overview.track(replied).replied_on == date(2026, 11, 11)
    assert replied.replies[0].at == at.astimezone(ZoneInfo("Europe/Berlin"))


def test_what_is_still_to_come_cannot_be_recorded() -> None:
    """A letter, a reply or a bounce on a day to come is refused."""
    life = Life()
    asked = life.asked()
    tomorrow = START + timedelta(days=1)
    verbs_refused: list[Callable[[], object]] = [
        lambda: life.services.requests.record_reply(asked.id, Reply(text=WORDS, at=tomorrow)),
        lambda: life.services.requests.record_bounce(asked.id, "unknown user", tomorrow),
        lambda: life.services.requests.mark_sent(asked.id, tomorrow),
    ]
    for verb in verbs_refused:
        with pytest.raises(UserError, match="Tue 10 Nov 2026 is still to come"):
            verb()


def test_i_sent_it_yesterday_settles_the_draft() -> None:
    """A draft that is marked as sent yesterday waits for an answer from yesterday on."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected(at=START - timedelta(days=2)).interview_id)
    life.services.requests.mark_sent(drafted.id, START - timedelta(days=1))
    (line,) = life.services.overview.tracker()
    assert (line.track.state, line.track.waiting_days) == (State.WAITING, 1)


def test_nothing_about_an_interview_is_dated_before_it() -> None:
    """A letter, a reply or a bounce of 2019 about an interview of today is refused, by hand and from a mail."""
    life = Life()
    drafted = life.services.requests.draft(life.rejected().interview_id)[0]
    long_ago = START - timedelta(days=2500)
    requests = life.services.requests
    with pytest.raises(UserError, match="lies before the interview of Mon 9 Nov 2026"):
        requests.mark_sent(drafted.id, long_ago)
    with pytest.raises(UserError, match="lies before the interview"):
        requests.record_reply(drafted.id, Reply(text="No.", at=long_ago))
    mail = life.services.intake.read(b"From: ada@initech.example\nDate: Mon, 4 Mar 2019 10:00:00 +0000\n\nNo, sorry.")
    assert mail is not None
    with pytest.raises(UserError, match="lies before the interview"):
        life.services.intake.take(drafted.id, mail)
    requests.mark_sent(drafted.id, START - timedelta(hours=2))
    with pytest.raises(UserError, match="lies before"):
        requests.record_bounce(drafted.id, "unknown user", long_ago)
    with pytest.raises(UserError, match="lies before the request of Mon 9 Nov 2026"):
        requests.record_absence(drafted.id, long_ago.date())


def test_what_cannot_have_happened_is_refused_before_its_day_is_asked() -> None:
    """Nothing sent: no bounce, no absence. Replied: no absence. Closed: not again. Nothing due: no snooze."""
    life = Life()
    possible = life.services.overview.check_possible
    fresh = life.rejected()
    for kind in (EventKind.BOUNCED, EventKind.AUTO_REPLY):
        with pytest.raises(UserError, match="Nothing has been sent"):
            possible(fresh.id, kind)
    possible(fresh.id, EventKind.SNOOZED)
    replied = life.replied()
    with pytest.raises(UserError, match="They have replied"):
        possible(replied.id, EventKind.AUTO_REPLY)
    life.services.requests.close(replied.id)
    for kind, words in ((EventKind.CLOSED, "closed already"), (EventKind.SNOOZED, "Nothing is due")):
        with pytest.raises(UserError, match=words):
            possible(replied.id, kind)


def test_an_absence_is_no_reply() -> None:
    """An out-of-office note leaves the request waiting and moves the reminder to the return."""
    life = Life()
    asked = life.asked()
    away = life.services.requests.record_absence(asked.id, date(2026, 12, 7), "I am away.\x07")
    track = life.services.overview.track(away)
    assert (track.state, away.events[-1].text) == (State.WAITING, "I am away.")
    assert track.next is not None
    assert track.next.due == date(2026, 12, 7)


def test_closing_reopening_and_writing_again() -> None:
    """A conversation is closed with its reason, reopened, and planned to be taken up again."""
    life = Life()
    asked = life.asked()
    closed = life.services.requests.close(asked.id, CloseAs.NO_ANSWER)
    assert life.services.overview.track(closed).state is State.NO_ANSWER
    with pytest.raises(UserError, match="Reopen it first"):
        life.services.requests.follow_up(asked.id)
    assert life.services.overview.track(life.services.requests.reopen(asked.id)).state is State.WAITING
    planned = life.services.requests.plan_reapproach(asked.id, date(2027, 3, 9))
    assert life.services.overview.track(planned).reapproach_on == date(2027, 3, 9)
    assert life.services.overview.track(life.services.requests.plan_reapproach(asked.id, None)).reapproach_on is None


def test_nothing_unfinished_is_marked_as_not_sent() -> None:
    """“It did not go out” is refused where nothing was on its way."""
    life = Life()
    with pytest.raises(UserError, match="Nothing is being sent"):
        life.services.requests.mark_not_sent(life.asked().id)


def test_the_words_of_a_letter_that_went_out_are_kept() -> None:
    """The event of sending holds subject and words of the draft and how it went."""
    life = Life()
    (drafted,) = life.services.requests.draft(life.rejected().interview_id)
    sent = life.services.requests.mark_sent(drafted.id).last(EventKind.SENT, Letter.REQUEST)
    assert sent is not None
    assert drafted.draft is not None
    assert (sent.subject, sent.text, sent.via) == (drafted.draft.subject, drafted.draft.body, "by hand")


@pytest.mark.parametrize("days", [1, 3, 6])
def test_a_snooze_that_would_change_nothing_is_refused(days: int) -> None:
    """A reminder due in a week cannot be put off to an earlier day: nothing is recorded, and the day is named."""
    life = Life()
    asked = life.asked()
    until = life.clock.now().date() + timedelta(days=days)
    with pytest.raises(UserError, match=r"follow-up.* is due on .* in any case"):
        life.services.requests.snooze(asked.id, until)
    assert life.journal.requests[asked.id] == asked


def test_a_snooze_past_the_due_day_moves_it() -> None:
    """From the due day on every later day counts, and a shorter rest than the one before does, too."""
    life = Life()
    asked = life.asked()
    first = life.services.overview.track(asked).next
    assert first is not None
    for days in (10, 3):
        wanted = life.policy.weekday(first.due + timedelta(days=days))
        step = life.services.overview.track(life.services.requests.snooze(asked.id, wanted)).next
        assert step is not None
        assert step.due == wanted


def test_nothing_due_cannot_be_put_off() -> None:
    """A conversation at rest has no step that a snooze could hold."""
    life = Life()
    asked = life.asked()
    life.services.requests.close(asked.id)
    with pytest.raises(UserError, match="Nothing is due"):
        life.services.requests.snooze(asked.id, life.clock.now().date() + timedelta(days=30))
