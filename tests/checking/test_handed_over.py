"""Letters that were handed over as a file: whose answer proves that they went out, and in which conversation."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.checking.imap_accounts import inbox, settings
from tests.checking.story import (
    ADA,
    LETTER,
    ME,
    NOW,
    REPLIED,
    SENT,
    SUBJECT,
    Asked,
    Checks,
    Heard,
    answer,
    bounce,
    journal,
    mail,
)
from tests.fakes import FixedClock, MemoryJournal
from tests.servers.scripted import ImapScript, scripted
from tests.services.world import CountingIds

from afterword.bootstrap import World
from afterword.bootstrap import services as wired
from afterword.domain.conversation.message import MailKind, Proposal
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.conversation.request import Event, EventKind, Letter, Request
from afterword.domain.conversation.threads import wanted
from afterword.domain.conversation.tracking import State
from afterword.domain.journal import Journal
from afterword.mail.inbox.bookmarks import Bookmarks, SearchTerms
from afterword.mail.inbox.mail_files import FilesInbox
from afterword.mail.inbox.maildir import MaildirInbox
from afterword.services.letters import Writer
from afterword.services.services import Services
from afterword.settings import Me, Settings

HOOLI = Asked(key="hooli", letter="", subject="Your thoughts on the Hooli round", at=SENT - timedelta(days=2))
DRAFT = "<handed-over@doe.example>"
EARLIER = SENT - timedelta(days=1)


def drafted(asked: Asked = HOOLI, message_id: str = DRAFT) -> Request:
    """The conversation with its letter written and handed over, and nothing said about it."""
    event = Event(
        id=f"draft-{asked.key}",
        kind=EventKind.DRAFTED,
        at=EARLIER,
        letter=Letter.REQUEST,
        subject=asked.subject,
        text="Thank you for your time.",
        message_id=message_id,
    )
    return replace(asked.request, events=(event,))


class Life:
    """Somebody who waits for Ada's answer about Initech, and handed a letter to the same Ada about Hooli over."""

    def __init__(self, *requests: Request) -> None:
        found = requests or (ADA.request, drafted())
        self.store = MemoryJournal(
            replace(journal(ADA, HOOLI), requests={conversation.id: conversation for conversation in found})
        )
        settings = Settings(me=Me(name="Sam", address=ME))
        world = World(self.store, FixedClock(NOW), CountingIds())
        self.services: Services = wired(world, settings, lambda: Writer(default_templates(), "Sam"))

    def check(self, folder: Path, *raws: bytes) -> tuple[Proposal, ...]:
        """What is proposed after a look at these mails."""
        for number, raw in enumerate(raws):
            (folder / f"{number}.eml").write_bytes(raw)
        self.services.checking.check(Heard(), [FilesInbox([folder])])
        return self.services.checking.proposals()

    def state(self, key: str) -> State:
        """The state of a conversation."""
        return self.services.overview.track(self.request(key)).state

    def request(self, key: str) -> Request:
        """The conversation as it stands."""
        return self.store.read().requests[f"r-{key}"]

    def kinds(self, key: str) -> list[EventKind]:
        """What happened in a conversation."""
        return [event.kind for event in self.request(key).events]


@pytest.mark.parametrize("subject", [SUBJECT, HOOLI.subject, "About something else"])
def test_an_answer_to_a_handed_over_letter_is_proposed_for_its_own_conversation(tmp_path: Path, subject: str) -> None:
    """Ada answers the letter about Hooli under any subject: never is that recorded under Initech."""
    life = Life()
    (proposal,) = life.check(tmp_path, answer(DRAFT, subject=subject))
    assert (proposal.candidates, proposal.kind) == (("r-hooli",), MailKind.REPLY)
    assert "nobody has marked as sent" in proposal.reason
    assert (life.state("ada"), life.state("hooli")) == (State.FOLLOW_UP_DUE, State.DRAFT)


def test_placing_the_answer_marks_the_letter_as_sent(tmp_path: Path) -> None:
    """The proof is taken with the answer, the letter keeps its id, and one undo takes both back."""
    life = Life()
    (proposal,) = life.check(tmp_path, answer(DRAFT))
    life.services.checking.place(proposal.id, "r-hooli")
    sent = life.request("hooli").last(EventKind.SENT, Letter.REQUEST)
    assert sent is not None
    assert (sent.message_id, sent.at, life.state("hooli")) == (DRAFT, EARLIER, State.REPLIED)
    life.services.store.undo()
    assert life.kinds("hooli") == [EventKind.DRAFTED]


def test_a_report_that_returns_a_handed_over_letter_proves_it_too(tmp_path: Path) -> None:
    """A bounce of it is proposed; placed, the letter was sent and came back."""
    life = Life()
    (proposal,) = life.check(tmp_path, bounce(DRAFT))
    assert (proposal.candidates, proposal.kind) == (("r-hooli",), MailKind.BOUNCE)
    life.services.checking.place(proposal.id, "r-hooli")
    assert life.state("hooli") is State.BOUNCED


@pytest.mark.parametrize("known_as", [DRAFT, "<given-by-the-program@doe.example>"])
def test_our_own_copy_is_proposed_as_sent(tmp_path: Path, known_as: str) -> None:
    """The letter that the mail program filed, under our id or its own, is no answer: it was sent, at that moment."""
    life = Life()
    copy = mail(f"Sam <{ME}>", key=known_as, at=REPLIED, headers=[("Subject", HOOLI.subject)])
    (proposal,) = life.check(tmp_path, copy.replace(f"To: {ME}".encode(), b"To: Ada Byron <ada@initech.example>"))
    assert (proposal.candidates, proposal.kind) == (("r-hooli",), MailKind.SENT)
    life.services.checking.place(proposal.id, "r-hooli")
    sent = life.request("hooli").last(EventKind.SENT)
    assert sent is not None
    assert (sent.message_id, sent.at, sent.text) == (known_as, REPLIED, "Thank you for your time.")
    assert life.state("hooli") is State.FOLLOW_UP_DUE


def test_after_its_copy_was_placed_an_answer_to_either_id_is_sure(tmp_path: Path) -> None:
    """The mail program's id and ours both lead to the conversation."""
    for number, named in enumerate((DRAFT, "<its-own@doe.example>")):
        life, folder = Life(), tmp_path / str(number)
        folder.mkdir()
        copy = mail(f"Sam <{ME}>", key="<its-own@doe.example>", at=EARLIER, headers=[("References", DRAFT)])
        (proposal,) = life.check(folder, copy.replace(f"To: {ME}".encode(), b"To: ada@initech.example"))
        life.services.checking.place(proposal.id, "r-hooli")
        assert life.check(folder, answer(named, subject="Else")) == ()
        assert life.state("hooli") is State.REPLIED


def test_other_mails_of_mine_are_no_copies(tmp_path: Path) -> None:
    """What I wrote to somebody else, or to Ada about something else, proves nothing."""
    life = Life()
    to_ada = mail(f"Sam <{ME}>", key="<1@x>", headers=[("Subject", "Lunch?")]).replace(
        f"To: {ME}".encode(), b"To: ada@initech.example"
    )
    assert life.check(tmp_path, to_ada, mail(f"Sam <{ME}>", key="<2@x>", headers=[("Subject", HOOLI.subject)])) == ()


def test_without_an_id_the_same_subject_is_for_the_person_to_place(tmp_path: Path) -> None:
    """Ada answers under Hooli's subject without naming any letter: both conversations may be meant."""
    life = Life()
    (proposal,) = life.check(tmp_path, mail(headers=[("Subject", f"AW: {HOOLI.subject}")]))
    assert proposal.candidates == ("r-hooli", "r-ada")


@pytest.mark.parametrize(("minutes", "offered"), [(10, ("r-hooli",)), (11, ())])
@pytest.mark.parametrize("sender", ["Ada Byron <ada@initech.example>", f"Sam <{ME}>"])
def test_clocks_may_differ_by_ten_minutes(tmp_path: Path, sender: str, minutes: int, offered: tuple[str, ...]) -> None:
    """An answer, or our own copy, dated a little before the letter was begun, may still belong to it."""
    life = Life(drafted())
    raw = mail(sender, at=EARLIER - timedelta(minutes=minutes), headers=[("Subject", HOOLI.subject)])
    if ME in sender:
        raw = raw.replace(f"To: {ME}".encode(), b"To: ada@initech.example")
    proposals = life.check(tmp_path, raw)
    assert tuple(key for proposal in proposals for key in proposal.candidates) == offered


def test_an_answer_to_a_reminder_that_was_handed_over_shows_that_it_went_out(tmp_path: Path) -> None:
    """The conversation is sure, so the reply is recorded, and the reminder before it."""
    reminder = replace(
        drafted(ADA).events[0], id="reminder", at=SENT + timedelta(hours=20), letter=Letter.FOLLOW_UP, message_id=DRAFT
    )
    life = Life(replace(ADA.request, events=(*ADA.request.events, reminder)))
    assert life.check(tmp_path, answer(DRAFT)) == ()
    track = life.services.overview.track(life.request("ada"))
    assert (track.state, track.nudged_on) == (State.REPLIED, (SENT + timedelta(hours=20)).date())


def test_a_maildir_lets_the_copy_and_the_answer_through(tmp_path: Path) -> None:
    """The quick look at headers knows a draft's id, and to whom it goes."""
    life = Life(drafted())
    for number, raw in enumerate((answer(DRAFT, subject="Else"), answer(LETTER, sender="x@y.example", key="<z@y>"))):
        for name in ("new", "cur", "tmp"):
            (tmp_path / "mail" / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "mail" / "new" / f"{number}.eml").write_bytes(raw)
    copy = mail(f"Sam <{ME}>", key="<its-own@doe.example>", at=EARLIER, headers=[("Subject", HOOLI.subject)])
    sent = copy.replace(f"To: {ME}".encode(), b"To: ada@initech.example")
    (tmp_path / "mail" / "cur" / "9.eml").write_bytes(sent)
    checks = Checks(store=life.store)
    checks.check(MaildirInbox(tmp_path / "mail", Bookmarks(tmp_path / "bookmarks")))
    assert {one.kind for one in life.services.checking.proposals()} == {MailKind.REPLY, MailKind.SENT}


def discarded() -> Life:
    """The letter about Hooli was handed over, then its draft was thrown away."""
    life = Life()
    life.services.requests.discard_draft("r-hooli")
    return life


def test_an_answer_to_a_discarded_letter_is_proposed_for_its_own_conversation(tmp_path: Path) -> None:
    """The mail program sent it all the same: its answer proves that, and placing it marks the letter as sent."""
    life = discarded()
    assert life.state("hooli") is State.TO_ASK
    (proposal,) = life.check(tmp_path, answer(DRAFT, subject="About something else"))
    assert (proposal.candidates, proposal.kind) == (("r-hooli",), MailKind.REPLY)
    life.services.checking.place(proposal.id, "r-hooli")
    sent = life.request("hooli").last(EventKind.SENT, Letter.REQUEST)
    assert sent is not None
    assert (sent.message_id, sent.text) == (DRAFT, "Thank you for your time.")
    assert life.state("hooli") is State.REPLIED


@pytest.mark.parametrize("known_as", [DRAFT, "<given-by-the-program@doe.example>"])
def test_the_copy_of_a_discarded_letter_is_proposed_as_sent(tmp_path: Path, known_as: str) -> None:
    """Our own copy in the sent folder is that of the draft that was thrown away, whatever id the program gave it."""
    life = discarded()
    copy = mail(f"Sam <{ME}>", key=known_as, at=REPLIED, headers=[("Subject", HOOLI.subject)])
    (proposal,) = life.check(tmp_path, copy.replace(f"To: {ME}".encode(), b"To: Ada Byron <ada@initech.example>"))
    assert (proposal.candidates, proposal.kind) == (("r-hooli",), MailKind.SENT)
    life.services.checking.place(proposal.id, "r-hooli")
    assert life.state("hooli") in {State.WAITING, State.FOLLOW_UP_DUE}


def test_a_discarded_letter_is_told_from_the_one_written_after_it(tmp_path: Path) -> None:
    """Whoever begins anew may still have sent the first: the answer names it, and its words are those that went out."""
    life = discarded()
    life.services.requests.draft("i-hooli")
    life.services.requests.edit("r-hooli", "Again", "Other words.")
    (proposal,) = life.check(tmp_path, answer(DRAFT))
    life.services.checking.place(proposal.id, "r-hooli")
    sent = life.request("hooli").last(EventKind.SENT, Letter.REQUEST)
    assert sent is not None
    assert sent.text == "Thank you for your time."


def test_a_draft_that_nobody_handed_over_is_gone_when_discarded() -> None:
    """Without a Message-ID nobody can have sent it, so nothing of it is kept."""
    life = Life(ADA.request, drafted(message_id=""))
    life.services.requests.discard_draft("r-hooli")
    assert life.request("hooli").events == ()


def by_hand(to: str = ADA.email, at: datetime = REPLIED, subject: str = "Danke für das Gespräch") -> bytes:
    """A letter that the person wrote in their own mail program, as it lies among the sent mails."""
    copy = mail(
        f"Sam <{ME}>", text="Dear Ada, may I ask …", at=at, key="<mine@doe.example>", headers=[("Subject", subject)]
    )
    return copy.replace(f"To: {ME}".encode(), f"To: Ada <{to}>".encode())


UNBEGUN = replace(ADA.request, events=())


def test_a_letter_written_by_hand_is_proposed_as_sent(tmp_path: Path) -> None:
    """Nothing was drafted here; the copy among the sent mails becomes the letter once the person says so."""
    life = Life(UNBEGUN)
    (proposed,) = life.check(tmp_path, by_hand())
    assert (proposed.kind, proposed.candidates) == (MailKind.SENT, ("r-ada",))
    life.services.checking.place(proposed.id, "r-ada")
    (sent,) = life.request("ada").events
    assert (sent.kind, sent.letter, sent.at, sent.via) == (EventKind.SENT, Letter.REQUEST, REPLIED, "by hand")
    assert (sent.subject, sent.message_id) == ("Danke für das Gespräch", "<mine@doe.example>")
    (tmp_path / "0.eml").unlink()
    life.check(tmp_path, answer("<mine@doe.example>", key="<later@x.example>"))
    assert life.kinds("ada") == [EventKind.SENT, EventKind.REPLY]


@pytest.mark.parametrize(
    ("raw", "begun"),
    [
        (by_hand(to="somebody@else.example"), False),
        (by_hand(at=ADA.interview.at - timedelta(days=1)), False),
        (by_hand(), True),
    ],
    ids=["to somebody else", "before the interview", "where a letter went already"],
)
def test_other_mails_of_ones_own_are_of_no_concern(tmp_path: Path, raw: bytes, begun: bool) -> None:  # noqa: FBT001
    """Only what went to the interviewer after the interview, where no letter did, can be the one."""
    assert Life(ADA.request if begun else UNBEGUN).check(tmp_path, raw) == ()


def test_an_imap_account_is_looked_through_for_letters_written_by_hand(tmp_path: Path) -> None:
    """Its folder of sent mails is looked into as long as a letter may lie there."""
    script = ImapScript(folders={"INBOX": {}, "Sent": {1: by_hand()}})
    life = Life(UNBEGUN)
    with scripted(script.talk) as server:
        account = inbox(settings(server.port, "sam"), tmp_path, secret="let me in")  # noqa: S106 - of nobody
        life.services.checking.check(Heard(), [account])
    assert [proposed.kind for proposed in life.services.checking.proposals()] == [MailKind.SENT]


def test_beginning_a_letter_by_the_program_reads_nothing_again(tmp_path: Path) -> None:
    """The conversation that had no letter has one now; what came before cannot answer it."""
    begun, later = wanted(journal_of(UNBEGUN), NOW), NOW + timedelta(hours=1)
    bookmarks = Bookmarks(tmp_path)
    SearchTerms(bookmarks, "box", begun).keep()
    event = replace(ADA.request.events[0], at=later)
    terms = SearchTerms(bookmarks, "box", wanted(journal_of(replace(UNBEGUN, events=(event,))), later))
    assert terms.back_to == later


def journal_of(request: Request) -> Journal:
    """Ada's journal with that conversation."""
    return replace(journal(ADA), requests={request.id: request})
