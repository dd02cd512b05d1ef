"""How checks, several letters and mails to place read, without an app."""

import pytest
from msgspec.structs import replace
from tests.tui.test_mail_placing import FIRST, SECOND

from afterword.domain.conversation.message import MailKind, Offer
from afterword.domain.journal import Journal
from afterword.services.checking import CheckReport, Recorded
from afterword.tui.presenters.mail import placing_row, report_words, sender_words, waiting_words
from afterword.tui.styles import plain


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (CheckReport(), "Nothing new."),
        (CheckReport(seen=1), "Nothing new."),
        (CheckReport(seen=1200), "Nothing new in 1,200 mails."),
        (CheckReport(seen=3, skipped=1), "Nothing new in 3 mails. 1 mail could not be read and was passed over."),
        (
            CheckReport(offers=[FIRST, SECOND], problems=["mbox ~/m: It is gone."]),
            "2 mails to place (P). mbox ~/m: It is gone.",
        ),
        (CheckReport(problems=["mbox ~/m: It\n is gone."]), "mbox ~/m: It is gone."),
        (CheckReport(bounces=1, recorded=[Recorded("r", MailKind.BOUNCE, "daemon")]), "1 bounced."),
    ],
)
def test_a_report_is_one_line(report: CheckReport, words: str) -> None:
    """What was found comes first, then what went wrong."""
    assert report_words(report, Journal()) == words


def test_somebody_whose_conversation_is_gone_is_named_by_the_mail() -> None:
    """Another window may have removed it meanwhile."""
    report = CheckReport(replies=1, recorded=[Recorded("gone", MailKind.REPLY, "Ada\x1b[2J Byron")])
    assert report_words(report, Journal()) == "Ada[2J Byron has replied."


def test_a_sender_is_told_by_what_there_is() -> None:
    """Name and address, or the address alone."""
    assert sender_words(FIRST) == "Grace H. <grace@home.example>"
    assert sender_words(SECOND) == "robot@hooli.example"
    assert [plain(cell) for cell in placing_row(SECOND).cells] == [
        "robot@hooli.example",
        "Out of office?",
        "17 Nov",
        "an automatic answer",
    ]


def test_what_waits_is_counted() -> None:
    """Nothing is said when nothing waits."""
    assert [waiting_words([FIRST] * count) for count in (0, 1, 2)] == [
        "",
        "1 mail to place (P)",
        "2 mails to place (P)",
    ]


def test_what_waits_is_named_for_what_it_is() -> None:
    """A rejection is confirmed, an interview added; only a reply is placed."""
    offered = [replace(FIRST, offer=offer) for offer in (Offer.REPLY, Offer.REJECTION, Offer.INVITATION, Offer.JOB)]
    told = "1 rejection to confirm, 1 offer to confirm, 1 invitation to add, 1 mail to place (P)"
    assert waiting_words(offered) == told
    assert waiting_words(offered[1:2] * 2) == "2 rejections to confirm (P)"
    assert plain(placing_row(offered[1]).cells[3]) == "a rejection"
