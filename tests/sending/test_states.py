"""What a conversation says after each end of a sending, from the service down to a real server."""

from datetime import timedelta

import pytest
from tests.sending.conftest import Certificates
from tests.sending.letters import outbox, read, server
from tests.sending.lives import KeptOutbox, SendingLife
from tests.servers.smtp import Server

from afterword.domain.conversation.facts import Outgoing
from afterword.domain.conversation.request import Event, EventKind, Letter
from afterword.errors import AfterwordError, SaveFailed, SendFailed, SendUnclear, TransportUnavailable, UserError
from afterword.services.requests import Reply
from afterword.services.sending import Sent, Unsent


@pytest.fixture(name="life")
def life_on_a_server(submission: Server, certificates: Certificates) -> SendingLife:
    """Somebody whose letters go to a real server."""
    return SendingLife(outbox=outbox(server(submission.port, certificates.ca_file, timeout=0.3)))


def kinds(life: SendingLife, request_id: str) -> list[str]:
    """What happened in a conversation, in order."""
    return [event.kind.value for event in life.journal.requests[request_id].events]


def last(life: SendingLife, request_id: str) -> Event:
    """The newest event of a conversation."""
    return life.journal.requests[request_id].events[-1]


def test_a_letter_that_was_accepted_is_sent(life: SendingLife, submission: Server) -> None:
    """The event keeps the Message-ID that went out, the way, the words and the server's answer."""
    request_id = life.drafted()
    sent = life.services.sending.send(request_id)
    event = last(life, request_id)
    message = read(submission.postbox.received[0])
    assert kinds(life, request_id) == ["drafted", "sending", "sent"]
    assert life.state(request_id) == "waiting"
    assert event.message_id == message["Message-ID"] == message["References"]
    assert event.message_id.endswith("@doe.example>")
    assert (event.via, event.full_text, sent.answer) == ("smtp", "250 2.0.0 queued as 4F2", "250 2.0.0 queued as 4F2")
    assert (event.letter, event.subject) == (Letter.REQUEST, message["Subject"])
    assert (message["From"], message["Date"].datetime) == ("Sam Doe <sam@doe.example>", life.clock.now())
    assert event.text.split() == message.get_content().split()
    assert sent.warning == ""


@pytest.mark.parametrize("name", ["nobody", "grey", "full", "cut"])
def test_a_letter_that_failed_is_a_draft_again(life: SendingLife, submission: Server, name: str) -> None:
    """The reason stands in the conversation, the words are kept, and it can be sent again under a new id."""
    request_id = life.drafted(f"{name}@initech.example")
    before = life.journal.requests[request_id].draft
    with pytest.raises(SendFailed) as failed:
        life.services.sending.send(request_id)
    assert kinds(life, request_id) == ["drafted", "sending", "failed"]
    assert (life.state(request_id), life.journal.requests[request_id].draft) == ("draft", before)
    assert last(life, request_id).text == str(failed.value)
    life.services.requests.mend_address(request_id, "ada@initech.example")
    life.services.sending.send(request_id)
    message = read(submission.postbox.received[0])
    assert life.state(request_id) == "waiting"
    # The id of the attempt that failed reached nobody, so nothing may refer to it.
    assert (message["In-Reply-To"], message["References"]) == (None, message["Message-ID"])


@pytest.mark.parametrize("name", ["lost", "slow", "odd"])
def test_a_letter_whose_fate_is_unknown_waits_for_the_person(life: SendingLife, submission: Server, name: str) -> None:
    """It is neither sent nor a draft, and sending it again is refused without a word to the server."""
    request_id = life.drafted(f"{name}@initech.example")
    with pytest.raises(SendUnclear):
        life.services.sending.send(request_id)
    assert (kinds(life, request_id), life.state(request_id)) == (["drafted", "sending"], "sending")
    connections = submission.postbox.connections
    with pytest.raises(UserError, match="may have gone out already"):
        life.services.sending.send(request_id)
    assert (submission.postbox.connections, len(submission.postbox.received)) == (connections, 1)


def test_said_to_have_gone_out_it_counts_as_sent_under_its_own_id(life: SendingLife, submission: Server) -> None:
    """An answer to the id that went out will be known."""
    request_id = life.drafted("lost@initech.example")
    with pytest.raises(SendUnclear):
        life.services.sending.send(request_id)
    life.services.requests.mark_sent(request_id)
    assert life.state(request_id) == "waiting"
    assert last(life, request_id).message_id == read(submission.postbox.received[0])["Message-ID"]


def test_said_not_to_have_gone_out_it_is_a_draft_again(life: SendingLife) -> None:
    """Then, and only then, it may be sent once more."""
    request_id = life.drafted("lost@initech.example")
    with pytest.raises(SendUnclear):
        life.services.sending.send(request_id)
    life.services.requests.mark_not_sent(request_id)
    assert life.state(request_id) == "draft"


def test_the_letters_of_a_conversation_stand_in_one_thread(life: SendingLife, submission: Server) -> None:
    """Each names what went before it: the reminder the request, the thank-you their reply and all before it."""
    request_id = life.drafted()
    sending, requests = life.services.sending, life.services.requests
    sending.send(request_id)
    life.wait(8)
    requests.follow_up(request_id)
    sending.send(request_id)
    reply = Reply(text="You were clear.", at=life.wait(1), message_id="<reply@initech.example>")
    requests.record_reply(request_id, reply)
    life.wait(1)
    requests.thank(request_id)
    sending.send(request_id)
    asked, nudged, thanked = (read(one) for one in submission.postbox.received)
    first, second = asked["Message-ID"], nudged["Message-ID"]
    assert len({first, second, thanked["Message-ID"]}) == 3
    assert (nudged["In-Reply-To"], nudged["References"]) == (first, first)
    assert thanked["In-Reply-To"] == "<reply@initech.example>"
    assert thanked["References"].split() == [first, second, "<reply@initech.example>"]
    assert life.state(request_id) == "thanked"


def test_a_reminder_sent_again_answers_the_request_and_not_the_attempt_that_failed() -> None:
    """An id that reached nobody stands in no later letter."""
    out = KeptOutbox()
    life = SendingLife(outbox=out)
    request_id = life.drafted()
    life.services.sending.send(request_id)
    life.wait(8)
    life.services.requests.follow_up(request_id)
    out.then = _refuse
    with pytest.raises(SendFailed):
        life.services.sending.send(request_id)
    out.then = lambda _letter: None
    life.services.sending.send(request_id)
    asked, nudged = out.letters
    assert (nudged.in_reply_to, nudged.references) == (asked.message_id, (asked.message_id,))


def _refuse(_letter: Outgoing) -> None:
    raise SendFailed("It was refused.")


def test_a_letter_after_a_bounce_begins_a_thread_of_its_own(life: SendingLife, submission: Server) -> None:
    """What came back reached nobody."""
    request_id = life.drafted()
    life.services.sending.send(request_id)
    life.wait(1)
    life.services.requests.record_bounce(request_id, "no such user")
    life.services.requests.mend_address(request_id, "ada.byron@initech.example")
    life.services.sending.send(request_id)
    again = read(submission.postbox.received[1])
    assert (again["In-Reply-To"], again["References"]) == (None, again["Message-ID"])
    assert life.state(request_id) == "waiting"


def test_a_letter_sent_on_the_day_of_the_bounce_comes_after_it() -> None:
    """Times are often noted roughly: a bounce “at 18:00” does not take back what was sent again at noon."""
    life = SendingLife(outbox=KeptOutbox())
    request_id = life.drafted()
    life.services.sending.send(request_id)
    life.services.requests.record_bounce(request_id, "no such user", life.clock.now() + timedelta(hours=8))
    life.services.requests.mend_address(request_id, "ada.byron@initech.example")
    life.wait(0.1)
    life.services.sending.send(request_id)
    assert life.state(request_id) == "waiting"


# ── several at once ───────────────────────────────────────────────────────────────────────────────────────────────


def test_several_letters_go_out_one_after_the_other(life: SendingLife) -> None:
    """One that is refused keeps none of the others back; each is told as it ends."""
    ids = [life.drafted(f"{name}@initech.example") for name in ("ada", "nobody", "lost", "grace")]
    told: list[tuple[int, int, bool]] = []
    outcomes = life.services.sending.send_all(
        [*ids, ids[0]], lambda done, total, outcome: told.append((done, total, isinstance(outcome, Sent)))
    )
    assert [life.state(one) for one in ids] == ["waiting", "draft", "sending", "waiting"]
    assert told == [(1, 4, True), (2, 4, False), (3, 4, False), (4, 4, True)]
    assert [type(one.error) for one in outcomes if isinstance(one, Unsent)] == [SendFailed, SendUnclear]


def test_cancelled_the_letters_not_yet_begun_stay_drafts(life: SendingLife, submission: Server) -> None:
    """The one on its way is finished; the next is not begun."""
    ids = [life.drafted(f"{name}@initech.example") for name in ("ada", "grace", "joan")]
    done: list[int] = []
    life.services.sending.send_all(ids, lambda count, _total, _outcome: done.append(count), lambda: len(done) == 1)
    assert [life.state(one) for one in ids] == ["waiting", "draft", "draft"]
    assert len(submission.postbox.received) == 1


def test_a_wrong_password_is_tried_once_for_all_letters(submission: Server, certificates: Certificates) -> None:
    """What blocks the way out blocks it for every letter; trying on would lock the account."""
    life = SendingLife(outbox=outbox(server(submission.port, certificates.ca_file), "wrong"))
    ids = [life.drafted() for _ in range(3)]
    outcomes = life.services.sending.send_all(ids, lambda *_: None)
    assert [life.state(one) for one in ids] == ["draft"] * 3
    assert [type(one.error) for one in outcomes if isinstance(one, Unsent)] == [TransportUnavailable]
    assert len(submission.postbox.attempts) == 1


# ── what else can happen meanwhile ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("error", [None, SendFailed("It was refused.")])
@pytest.mark.parametrize("settled", ["sent", "not sent", "removed"])
def test_what_another_window_says_meanwhile_changes_no_fact(error: AfterwordError | None, settled: str) -> None:
    """Accepted is sent, once, whatever was said in between; a failure never replaces what the person settled."""

    def meanwhile(_letter: Outgoing) -> None:
        if settled == "sent":
            life.services.requests.mark_sent(request_id)
        elif settled == "not sent":
            life.services.requests.mark_not_sent(request_id)
        else:
            life.services.interviews.remove(life.journal.requests[request_id].interview_id)
        if error is not None:
            raise error

    life = SendingLife(outbox=KeptOutbox(meanwhile))
    request_id = life.drafted()
    if error is None:
        life.services.sending.send(request_id)
    else:
        with pytest.raises(SendFailed, match="It was refused"):
            life.services.sending.send(request_id)
    sent = [one for one in life.journal.requests[request_id].events if one.kind is EventKind.SENT]
    assert len(sent) == (1 if error is None or settled == "sent" else 0)
    assert len({one.message_id for one in sent}) == len(sent)
    assert life.state(request_id) == ("waiting" if sent else "draft")


def test_the_failure_of_one_sending_does_not_end_another() -> None:
    """Said not to have gone out and sent again elsewhere, the second sending is still unknown when the first fails."""

    def meanwhile(_letter: Outgoing) -> None:
        life.services.requests.mark_not_sent(request_id)
        with pytest.raises(SendUnclear):
            elsewhere.services.sending.send(request_id)
        raise SendFailed("It was refused.")

    def unclear(_letter: Outgoing) -> None:
        raise SendUnclear("Nobody knows.")

    life = SendingLife(outbox=KeptOutbox(meanwhile))
    elsewhere = SendingLife(store=life.store, outbox=KeptOutbox(unclear), ids=life.ids)
    request_id = life.drafted()
    with pytest.raises(SendFailed, match="It was refused"):
        life.services.sending.send(request_id)
    assert life.state(request_id) == "sending"


def test_while_a_letter_is_on_its_way_it_can_be_neither_sent_nor_changed() -> None:
    """A second window is refused, and the first goes on."""
    refused: list[str] = []

    def meanwhile(_letter: Outgoing) -> None:
        for verb in (life.services.sending.send, lambda one: life.services.requests.edit(one, body="other words")):
            try:
                verb(request_id)
            except UserError as error:
                refused.append(error.title)

    outbox = KeptOutbox(meanwhile)
    life = SendingLife(outbox=outbox)
    request_id = life.drafted()
    life.services.sending.send(request_id)
    assert refused == ["A letter of this conversation may have gone out already."] * 2
    assert len(outbox.letters) == 1


def test_a_sending_cannot_be_undone() -> None:
    """What happened in the world stays; undo takes back what was done before it, or nothing."""
    life = SendingLife(outbox=KeptOutbox())
    request_id = life.drafted()
    life.services.sending.send(request_id)
    with pytest.raises(UserError, match="cannot be undone"):
        life.services.store.undo()
    assert life.state(request_id) == "waiting"


# ── what is missing ───────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_way_out_or_an_own_address_nothing_begins() -> None:
    """The setting to fill in stands in the sentence, and the draft stays one."""
    for life, words in [
        (SendingLife(), r"\[send\] via"),
        (SendingLife(outbox=KeptOutbox(), address=""), r"\[me\] address"),
    ]:
        request_id = life.drafted()
        with pytest.raises(UserError, match=words):
            life.services.sending.send(request_id)
        assert kinds(life, request_id) == ["drafted"]


def test_an_interviewer_without_an_address_is_not_written_to() -> None:
    """Nothing is begun, and the sentence says whose address is missing."""
    life = SendingLife(outbox=KeptOutbox())
    request_id = life.drafted("")
    with pytest.raises(UserError, match="no address for Ada Byron"):
        life.services.sending.send(request_id)
    assert kinds(life, request_id) == ["drafted"]


def test_a_full_disk_after_the_server_took_it_is_told_as_what_it_is() -> None:
    """The letter is out, the journal says it may be, and the sentence warns against sending it again."""

    def fill(_letter: Outgoing) -> None:
        life.store.full = True

    life = SendingLife(outbox=KeptOutbox(fill))
    request_id = life.drafted()
    with pytest.raises(SaveFailed, match="The letter went out, but that could not be noted") as failed:
        life.services.sending.send(request_id)
    assert "do not send it again" in failed.value.hint
    assert life.state(request_id) == "sending"


def test_a_failure_that_could_not_be_noted_is_still_told() -> None:
    """The reason of the failure comes first; the disk's after it."""

    def fill(_letter: Outgoing) -> None:
        life.store.full = True
        raise SendFailed("The recipient was refused.")

    life = SendingLife(outbox=KeptOutbox(fill))
    request_id = life.drafted()
    with pytest.raises(SendFailed, match=r"The recipient was refused.*could not be noted") as failed:
        life.services.sending.send(request_id)
    assert "not sent" in failed.value.hint
    assert life.state(request_id) == "sending"
