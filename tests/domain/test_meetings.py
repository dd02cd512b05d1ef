"""How you will meet, as an invitation names it."""

from datetime import timedelta

import pytest
from tests.domain.builders import START, application, interview, journal

from afterword.domain.conversation.mail_steps import invited_to
from afterword.domain.conversation.message import MailKind, Proposal
from afterword.domain.conversation.tracker import due
from afterword.domain.dates import Policy
from afterword.domain.interview import Mode, Outcome


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("Please come to our office, second floor.", Mode.ONSITE),
        ("We will talk on Zoom; the link follows.", Mode.VIDEO),
        ("Wir rufen Sie an: ein kurzes Telefonat.", Mode.PHONE),
        ("You are invited to our Assessment Centre on Friday.", Mode.ASSESSMENT),
        ("Gern laden wir Sie zum Probearbeiten auf Station 4 ein.", Mode.TRIAL),
        ("We would like to see you teach: a demo lesson of 30 minutes.", Mode.TRIAL),
        ("Nous vous proposons une journée d’essai en boutique.", Mode.TRIAL),
        ("Record your answers in a one-way video interview before Monday.", Mode.ONE_WAY),
        ("Le invitamos a una entrevista en diferido.", Mode.ONE_WAY),
        ("Attached is the take-home task; hand it in by Sunday.", Mode.TAKE_HOME),
    ],
)
def test_an_invitation_names_how_you_will_meet(words: str, mode: Mode) -> None:
    """In four languages, and on site where nothing else is said."""
    mail = Proposal(
        id="<m>",
        from_name="Jo",
        from_address="hr@initech.example",
        subject="Your application",
        at=START,
        kind=MailKind.REPLY,
        reason="",
        text=words,
        candidates=(),
    )
    assert invited_to(mail, "Initech", "Backend Engineer")["mode"] is mode


@pytest.mark.parametrize(
    ("mode", "days", "words"),
    [
        (Mode.TAKE_HOME, 0, "Hand it in by today 10:00: Initech · Backend Engineer, take-home task"),
        (Mode.ONE_WAY, 2, "Record it by Mon 9 Nov 10:00: Initech · Backend Engineer, one-way video"),
        (Mode.TRIAL, 0, "Today 10:00: Initech, trial shift or lesson"),
    ],
)
def test_a_task_or_a_recording_is_due_and_not_attended(mode: Mode, days: int, words: str) -> None:
    """What is to be done, and until when; anything else is a time to be there."""
    about = interview(mode=mode, at=START)
    undecided = application(outcome=Outcome.PENDING, outcome_on=None)
    now = START - timedelta(days=days, hours=1)
    (item,) = due(journal(about, undecided), (), Policy(), now)
    assert item.text == words
