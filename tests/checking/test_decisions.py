"""Decisions in a mailbox: proposed for the right application, never recorded unasked, and no answer lost to them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.checking.story import Heard, mail
from tests.fakes import FixedClock, MemoryJournal

from afterword.bootstrap import RandomIds
from afterword.domain.conversation.message import Fate, Offer, Proposal
from afterword.domain.conversation.request import EventKind
from afterword.domain.interview import Application, Interview, Mode, Outcome, Way
from afterword.domain.people import NamedAddress, Person
from afterword.errors import NotFound, UserError
from afterword.mail.adapters import inboxes_at
from afterword.services.applications import ApplicationService
from afterword.services.checking import CheckingService, CheckReport
from afterword.services.interviews import InterviewService
from afterword.services.services import UndoableStore

HELD = datetime(2026, 11, 10, 9, tzinfo=UTC)
HEARD = HELD + timedelta(days=6)
NOW = HELD + timedelta(days=10)
ADA = ("Ada Byron", "ada@initech.example")
NO = "Dear Sam,\n\nUnfortunately we have decided to move forward with other candidates for the role.\n\nGood luck!"
COME = "Hi Sam,\n\nwe would like to invite you to a second interview on Tuesday 24 November at 14:00 by video.\n\nAda"
ME = "sam@doe.example"


class Waiting:
    """Somebody who was interviewed and waits for a decision."""

    def __init__(self, tmp_path: Path) -> None:
        self.store = UndoableStore(MemoryJournal())
        clock, ids = FixedClock(NOW), RandomIds()
        self.interviews = InterviewService(self.store, clock, ids)
        self.applications = ApplicationService(self.store, clock, ids)
        self.checking = CheckingService(self.store, clock, ids, own=frozenset({ME}))
        self._folder = tmp_path / "mails"
        self._folder.mkdir()
        self._bookmarks = tmp_path / "bookmarks"

    def interviewed(
        self, company: str = "Initech", role: str = "Backend Engineer", who: tuple[str, str] | None = ADA, days: int = 0
    ) -> Interview:
        """An interview there, so many days after the first one."""
        people = (NamedAddress(*who),) if who else ()
        values = {"company": company, "role": role, "at": HELD + timedelta(days=days), "zone": "UTC"}
        return self.interviews.add({**values, "interviewers": people})

    def get(self, *raws: bytes) -> CheckReport:
        """Look at these mails."""
        for number, raw in enumerate(raws):
            (self._folder / f"{len(list(self._folder.iterdir()))}-{number}.eml").write_bytes(raw)
        return self.checking.check(Heard(), inboxes_at([], [], [self._folder], self._bookmarks))

    @property
    def offered(self) -> list[tuple[str, list[str]]]:
        """What waits: what it offers, and the applications it may concern by company and role."""
        known = self.store.journal().applications
        return [
            (known_mail.offer.value, [known[each].label for each in known_mail.applications])
            for known_mail in self.checking.proposals()
        ]

    @property
    def proposal(self) -> Proposal:
        """The only one that waits."""
        (proposal,) = self.checking.proposals()
        return proposal

    def application(self, company: str = "Initech") -> Application:
        """The application there."""
        (found,) = [each for each in self.store.journal().live_applications if each.company == company]
        return found


@pytest.fixture
def waiting(tmp_path: Path) -> Waiting:
    """A journal without anything in it."""
    return Waiting(tmp_path)


def sent(sender: str = "Ada Byron <ada@initech.example>", text: str = NO, **more: Any) -> bytes:
    """A mail that is no answer to anything; `more` are its subject, key, moment and further headers."""
    headers = [("Subject", more.get("subject", "Your application")), *more.get("headers", ())]
    return mail(
        sender, text=text, at=more.get("at", HEARD), key=more.get("key", "<no-1@initech.example>"), headers=headers
    )


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("Ada Byron <ada@initech.example>", "Hello", NO),
        ("Ada Byron <ada.byron@home.example>", "Hello", NO),
        ("People <people@initech.example>", "Hello", NO),
        ("Initech Hiring <no-reply@us.greenhouse-mail.io>", "Hello", NO),
        ("no-reply@initech.recruitee.com", "Hello", NO),
        ("Workday <initech@myworkday.com>", "Hello", NO),
        ("Lever <no-reply@hire.lever.co>", "Sam, an update from Initech", NO),
        ("Lever <no-reply@hire.lever.co>", "An update", NO + "\n\nThe Initech Team"),
        ("HR Shared Services <hr@services.example>", "Interview result", NO + "\n\nInitech GmbH"),
    ],
)
def test_a_rejection_is_proposed_for_its_application(waiting: Waiting, sender: str, subject: str, text: str) -> None:
    """The company is known by its people, its address, its name in the sender, the subject or the text."""
    waiting.interviewed()
    waiting.interviewed("Hooli", "Designer", None)
    report = waiting.get(sent(sender, text, subject=subject))
    assert waiting.offered == [("rejection", ["Initech · Backend Engineer"])]
    assert (report.proposals, report.replies, report.elsewhere) == (1, 0, [])
    assert waiting.application().outcome is Outcome.PENDING


@pytest.mark.parametrize("sender", ["Hooli <jobs@hooli.example>", "Lever <no-reply@hire.lever.co>"])
def test_a_decision_of_nobody_here_is_counted_and_never_kept(waiting: Waiting, sender: str) -> None:
    """Somebody else's rejection, or one of a company that was never added."""
    waiting.interviewed()
    report = waiting.get(sent(sender, NO + "\n\nYour Hooli team"))
    assert (len(report.elsewhere), report.proposals, waiting.offered) == (1, 0, [])
    assert not waiting.store.journal().proposals


def test_accepting_keeps_the_day_the_way_and_the_words(waiting: Waiting) -> None:
    """One key notes it all, and the people of the application can be asked; undo takes all of it back."""
    waiting.interviewed()
    waiting.get(sent())
    noted = waiting.checking.accept(waiting.proposal.id)
    assert (noted.outcome, noted.outcome_on, noted.channel) == (Outcome.REJECTED, HEARD.date(), Way.MAIL)
    assert noted.words == NO
    assert len(waiting.store.journal().live_requests) == 1
    assert waiting.offered == []
    waiting.store.undo()
    assert waiting.application().outcome is Outcome.PENDING
    assert [kind for kind, _ in waiting.offered] == ["rejection"]
    assert not waiting.store.journal().live_requests


def test_of_several_applications_there_the_role_decides(waiting: Waiting) -> None:
    """And where it does not say which, the person does."""
    waiting.interviewed()
    waiting.interviewed(role="Data Analyst")
    waiting.get(sent(text=NO.replace("the role", "the Data Analyst role")))
    assert waiting.offered == [("rejection", ["Initech · Data Analyst"])]
    waiting.checking.ignore(waiting.proposal.id)
    waiting.get(sent(text=NO + " Sorry.", key="<no-2@x.example>"))
    assert sorted(waiting.offered[0][1]) == ["Initech · Backend Engineer", "Initech · Data Analyst"]
    with pytest.raises(UserError, match="which application"):
        waiting.checking.accept(waiting.proposal.id)
    chosen = next(each for each in waiting.store.journal().live_applications if each.role == "Data Analyst")
    assert waiting.checking.accept(waiting.proposal.id, chosen.id[:6]).id == chosen.id


def test_somebody_who_places_people_at_several_companies_names_the_one(waiting: Waiting) -> None:
    """A recruiter's mail concerns the application it names, and all of theirs where it names none."""
    agent = ("Jo Park", "jo@talent.example")
    for company in ("Initech", "Globex"):
        waiting.interviewed(company, who=agent)
    waiting.get(sent("Jo Park <jo@talent.example>", "Sorry, Globex have decided not to take your application further."))
    assert waiting.offered == [("rejection", ["Globex · Backend Engineer"])]
    waiting.get(sent("Jo Park <jo@talent.example>", NO, key="<no-2@x.example>"))
    assert len(waiting.offered[1][1]) == 2


def test_the_same_mail_is_offered_once(waiting: Waiting) -> None:
    """Nor under another id; and what was dismissed stays dismissed."""
    waiting.interviewed()
    waiting.get(sent(), sent(key="<again@initech.example>"))
    assert len(waiting.offered) == 1
    waiting.checking.ignore(waiting.proposal.id)
    assert waiting.get(sent(key="<third@initech.example>")).proposals == 0
    with pytest.raises(NotFound, match="dealt with"):
        waiting.checking.accept("<no-1@initech.example>")


def test_the_same_news_by_another_mail_is_settled_with_it(waiting: Waiting) -> None:
    """Their tracker and the recruiter both write; one key answers both."""
    waiting.interviewed()
    waiting.get(
        sent(), sent("Initech Hiring <no-reply@lever.co>", "The position has been filled.", key="<b@x.example>")
    )
    assert len(waiting.offered) == 2
    waiting.checking.accept("no-1")
    assert waiting.offered == []


def test_a_rejection_noted_by_hand_still_gets_its_words(waiting: Waiting) -> None:
    """Its mail is offered while its words are missing; the day that was noted stays."""
    waiting.interviewed()
    on = (HEARD - timedelta(days=1)).date()
    waiting.applications.hear(waiting.application().id, {"outcome": Outcome.REJECTED, "outcome_on": on})
    waiting.get(sent())
    noted = waiting.checking.accept(waiting.proposal.id)
    assert (noted.outcome_on, noted.words) == (on, NO)
    assert waiting.get(sent(text="The position has been filled.", key="<later@x.example>")).proposals == 0


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.WITHDRAWN])
def test_what_has_ended_otherwise_is_not_ended_again(waiting: Waiting, outcome: Outcome) -> None:
    """Whoever took the offer, or withdrew, is not told of a rejection."""
    waiting.interviewed()
    waiting.applications.hear(waiting.application().id, {"outcome": outcome})
    assert waiting.get(sent()).proposals == 0


def test_a_mail_from_before_the_interview_ended_nothing(waiting: Waiting) -> None:
    """An old rejection of an earlier application there is none of this one."""
    waiting.interviewed()
    assert waiting.get(sent(at=HELD - timedelta(days=40))).proposals == 0


def test_an_offer_is_proposed_and_noted_as_one(waiting: Waiting) -> None:
    """It ends the application as an offer."""
    waiting.interviewed()
    waiting.get(sent(text="We are delighted to offer you the position of Backend Engineer!"))
    assert waiting.proposal.offer is Offer.JOB
    assert waiting.checking.accept(waiting.proposal.id).outcome is Outcome.OFFER


def test_an_invitation_tells_the_form_what_it_says(waiting: Waiting) -> None:
    """Day, hour and way of meeting stand in its words; it is settled with the interview it brought, and undone so."""
    waiting.interviewed()
    waiting.get(sent(text=COME))
    application, known = waiting.checking.invited_to(waiting.proposal.id)
    assert application is not None
    assert known == {
        "company": "Initech",
        "role": "Backend Engineer",
        "at": datetime(2026, 11, 24, 14, tzinfo=UTC),
        "mode": Mode.VIDEO,
        "round": "Second interview",
    }
    added = waiting.interviews.add({**known, "zone": "UTC"}, application.id, waiting.proposal.id)
    assert added.application_id == application.id
    assert waiting.offered == []
    waiting.store.undo()
    assert [kind for kind, _ in waiting.offered] == ["invitation"]
    with pytest.raises(UserError, match="no decision"):
        waiting.checking.accept(waiting.proposal.id)


def test_the_round_that_is_known_is_not_offered_again(waiting: Waiting) -> None:
    """The invitation to an interview that stands in the journal is how it came to be."""
    waiting.interviewed()
    waiting.interviewed(days=8)
    assert waiting.get(sent(text=COME)).proposals == 0


ENTRY = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
DTSTART;TZID=W. Europe Standard Time:20261124T140000
SUMMARY:Interview
LOCATION:Room 2\\, Berlin
ORGANIZER;CN=Grace Hopper:mailto:grace@initech.example
ATTENDEE;CN=Sam Doe:mailto:sam@doe.example
ATTENDEE;CUTYPE=ROOM;CN=Room 2:mailto:room2@initech.example
ATTENDEE;CN=Hiring:mailto:jobs@initech.example
END:VEVENT
END:VCALENDAR
"""


def with_entry(entry: str, method: str = "REQUEST") -> bytes:
    """A calendar mail without words."""
    head = sent(text="x", subject="Invitation: Interview").decode().partition("\r\n\r\n")[0]
    bare = "\r\n".join(line for line in head.split("\r\n") if not line.lower().startswith(("content-", "mime-")))
    return f"{bare}\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method={method}\r\n\r\n{entry}".encode()


def test_an_entry_for_the_calendar_is_an_invitation(waiting: Waiting) -> None:
    """Its zone by Windows' name, its room, and who will be there: no rooms, no teams, and not oneself."""
    waiting.interviewed()
    waiting.get(with_entry(ENTRY))
    _, known = waiting.checking.invited_to(waiting.proposal.id)
    people = known.pop("interviewers")
    assert people == (Person(id="", name="Grace Hopper", email="grace@initech.example"),)
    assert (known["zone"], known["where"]) == ("Europe/Berlin", "Room 2, Berlin")
    assert known["at"] == datetime(2026, 11, 24, 13, tzinfo=UTC)


@pytest.mark.parametrize("method", ["CANCEL", "REPLY", "COUNTER"])
def test_an_answer_to_a_meeting_is_no_invitation(waiting: Waiting, method: str) -> None:
    """Nor is one that takes a meeting back."""
    waiting.interviewed()
    assert waiting.get(with_entry(ENTRY.replace("METHOD:REQUEST", f"METHOD:{method}"), method)).proposals == 0


def test_words_that_may_mean_anything_count_from_somebody_known(waiting: Waiting) -> None:
    """From a stranger who only mentions the company they are no news about it."""
    waiting.interviewed()
    words = "Sorry to say that we went with another person in the end. All the best! (PS: do you still know Initech?)"
    assert waiting.get(sent("Max <max@friends.example>", words, subject="the band")).proposals == 0
    assert waiting.get(sent("Ada Byron <ada@initech.example>", words, subject="Hi", key="<b@x.example>")).proposals == 1


LETTER = "<note-1@doe.example>"


def asked(waiting: Waiting, *, rejected: bool) -> str:
    """A letter to Ada that went out the day before; the id of the conversation."""
    from afterword.domain.conversation.request import Event, Letter, Request

    interview = waiting.interviewed()
    if rejected:
        on = HEARD.date() - timedelta(days=2)
        waiting.applications.hear(interview.application_id, {"outcome": Outcome.REJECTED, "outcome_on": on})
    event = Event(
        id="sent",
        kind=EventKind.SENT,
        at=HEARD - timedelta(days=1),
        letter=Letter.REQUEST,
        subject="A question about our talk",
        text="Thank you.",
        via="smtp",
        message_id=LETTER,
    )
    with waiting.store.transaction("a letter") as work:
        for old in work.journal.live_requests:
            work.remove(old)
        work.put(
            Request(
                id="asked",
                interview_id=interview.id,
                person_id=interview.interviewers[0],
                created=HEARD,
                events=(event,),
            )
        )
    return "asked"


FEEDBACK = (
    "Happy to help. We decided to move forward with other candidates for the role. You were clear about trade-offs."
)


@pytest.mark.parametrize("headers", [(("In-Reply-To", LETTER),), ()])
def test_an_answer_that_speaks_of_the_decision_is_an_answer(
    waiting: Waiting, headers: tuple[tuple[str, str], ...]
) -> None:
    """With the thread named or without: what an interviewer writes after the request is feedback, not the rejection."""
    request = asked(waiting, rejected=True)
    report = waiting.get(sent(text=FEEDBACK, subject="Re: A question about our talk", headers=headers))
    assert (report.replies, report.proposals) == (1, 0)
    assert [event.text for event in waiting.store.journal().requests[request].replies] == [FEEDBACK]


def test_an_answer_that_brings_the_decision_is_both(waiting: Waiting) -> None:
    """Asked while it was open, they answer with a no: the answer is kept, and the rejection offered beside it."""
    request = asked(waiting, rejected=False)
    report = waiting.get(sent(subject="Re: A question about our talk", headers=(("In-Reply-To", LETTER),)))
    assert (report.replies, report.proposals) == (1, 1)
    assert waiting.store.journal().requests[request].replies
    assert waiting.checking.accept(waiting.proposal.id).words == NO


def test_a_plain_rejection_under_its_own_subject_is_no_answer(waiting: Waiting) -> None:
    """It can be placed as one all the same."""
    request = asked(waiting, rejected=False)
    report = waiting.get(sent())
    assert (report.replies, report.proposals) == (0, 1)
    assert waiting.proposal.candidates == (request,)
    waiting.checking.place(waiting.proposal.id, request)
    assert waiting.store.journal().requests[request].replies
    assert {proposal.fate for proposal in waiting.store.journal().proposals.values()} == {Fate.TAKEN}


@pytest.mark.parametrize("company", ["Next", "SAP", "Apple"])
def test_a_name_that_is_a_common_word_counts_as_it_is_written(waiting: Waiting, company: str) -> None:
    """“The next step” names no company, nor does an apple."""
    waiting.interviewed(company, who=None)
    text = f"{NO} As for the next step: eat an apple, and mind the sap."
    assert waiting.get(sent("HR <hr@services.example>", text)).proposals == 0
    assert waiting.get(sent("HR <hr@services.example>", f"{text}\n{company}", key="<b@x.example>")).proposals == 1


def test_ones_own_mail_decides_nothing(waiting: Waiting) -> None:
    """Whoever passes a rejection on to themselves, or withdraws, is not rejected."""
    waiting.interviewed()
    assert waiting.get(sent(f"Sam Doe <{ME}>")).proposals == 0


@pytest.mark.parametrize(
    "text",
    [
        "Hi Sam,\n\nunfortunately we need two more weeks before we can decide about the role.\n\nAda",
        "Hi Sam,\n\nsorry, the decision on the role will not be taken until the 11th. Still in the running!\n\nAda",
        "Hallo Sam,\n\nleider können wir dir noch keine Entscheidung mitteilen, wir brauchen noch zwei Wochen.\n\nAda",
        "Bonjour Sam,\n\nnous ne serons pas en mesure de vous donner une réponse avant le 15 décembre.\n\nAda",
        "Hola Sam:\n\nlamentablemente el proceso se está alargando y necesitamos una semana más.\n\nAda",
    ],
)
def test_a_delay_is_proposed_as_nothing(waiting: Waiting, text: str) -> None:
    """Not even from somebody whose vague words count."""
    waiting.interviewed()
    waiting.get(sent(text=text, subject="An update"))
    assert waiting.offered == []


def test_a_reminder_of_an_interview_that_is_known_proposes_nothing(waiting: Waiting) -> None:
    """Nor does a second one."""
    waiting.interviewed(days=7)
    text = "Hi Sam,\n\na reminder of your interview on Tuesday 17 November at 9:00 by video.\n\nAda"
    waiting.get(sent(text=text), sent(text=text + "\nSee you!", key="<no-2@initech.example>"))
    assert waiting.offered == []


def test_a_relay_that_names_the_company_only_in_the_subject_is_believed(waiting: Waiting) -> None:
    """It writes of nothing but applications, so that a terse no counts."""
    waiting.interviewed(who=None)
    waiting.get(
        sent("Talent <no-reply@welcomekit.co>", "It's a no from us this time. Good luck!", subject="News of Initech")
    )
    assert waiting.offered == [("rejection", ["Initech · Backend Engineer"])]
