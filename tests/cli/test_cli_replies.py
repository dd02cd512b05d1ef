"""Recording replies: mails, plain words, and mails that are none of a person's."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from tests.cli.calls import Calls, Screen

REPLY = """\
From: Ada Byron <ada@initech.example>
To: alan@home.example
Subject: Re: Thank you
Date: {date}
Message-ID: <reply-1@initech.example>
Content-Type: text/plain; charset=utf-8

Hello Alan,

you were clear about trade-offs.

On Mon, 9 Nov 2026 at 10:00, Alan <alan@home.example> wrote:
> Hello Ada, thank you
"""
AWAY = """\
From: Ada Byron <ada@initech.example>
To: alan@home.example
Subject: Automatic reply: Thank you
Message-ID: <away@initech.example>
Auto-Submitted: auto-replied

I am out of the office until next week.
"""
BOUNCE = """\
From: Mail Delivery System <MAILER-DAEMON@home.example>
To: alan@home.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; home.example

Final-Recipient: rfc822; ada@initech.example
Action: failed
Status: 5.1.1
--b--
"""


def _date() -> str:
    """A day the mail can carry: five days ago, as mails write it."""
    return format_datetime(datetime.now(UTC).replace(microsecond=0) - timedelta(days=5))


@pytest.mark.parametrize("source", ["file", "stdin", "pipe"])
def test_a_mail_gives_its_new_text_its_date_and_its_id(calls: Calls, source: str) -> None:
    """The newly written part is the reply; the whole, the date and the id are kept."""
    request, date = calls.asked(), _date()
    mail = REPLY.format(date=date)
    path = calls.home / "reply"
    path.write_text(mail)
    words = {"file": ["--file", str(path)], "stdin": ["--file", "-"], "pipe": []}[source]
    line = calls.json("request", "reply", request, *words, stdin="" if source == "file" else mail)
    assert line["state"] == "replied"
    (event,) = [one for one in calls.json("request", "show", request)["events"] if one["kind"] == "reply"]
    assert event["text"] == "Hello Alan,\n\nyou were clear about trade-offs."
    assert "> Hello Ada, thank you" in event["full_text"]
    assert event["message_id"] == "<reply-1@initech.example>"
    assert datetime.fromisoformat(event["at"]) == parsedate_to_datetime(date)


def test_on_overrules_the_date_of_the_mail(calls: Calls) -> None:
    """`--on` says better when it came."""
    request = calls.asked()
    mail = REPLY.format(date=_date())
    line = calls.json("request", "reply", request, "--on", "3 days ago", stdin=mail)
    assert line["replied_at"] > calls.json("request", "list")[0]["asked_at"]
    replied = datetime.fromisoformat(line["replied_at"])
    assert (datetime.now(replied.tzinfo) - replied).days == 3


def test_the_same_reply_twice_is_refused(calls: Calls) -> None:
    """One Message-ID is one reply, and so are the words of it, pasted; `--anyway` takes words once more."""
    request, mail = calls.asked(), REPLY.format(date=_date())
    calls.done("request", "reply", request, stdin=mail)
    assert calls("request", "reply", request, stdin=mail).code == 1
    pasted = "Hello Alan, you were clear about trade-offs."
    answer = calls("request", "reply", request, stdin=pasted)
    assert (answer.code, answer.out) == (1, "")
    assert "recorded already: the one of" in answer.err
    assert len([one for one in calls.json("request", "show", request)["events"] if one["kind"] == "reply"]) == 1
    calls.done("request", "reply", request, "--anyway", stdin=pasted)
    assert len([one for one in calls.json("request", "show", request)["events"] if one["kind"] == "reply"]) == 2


@pytest.mark.parametrize(("mail", "what"), [(AWAY, "an automatic answer"), (BOUNCE, "a bounce")])
def test_what_is_no_reply_is_refused_and_named(calls: Calls, mail: str, what: str) -> None:
    """An out-of-office note or a bounce never counts as a reply; `--anyway` overrules."""
    request = calls.asked()
    answer = calls("request", "reply", request, stdin=mail)
    assert (answer.code, answer.out) == (1, "")
    assert what in answer.err
    assert f"afterword request {'absent' if mail == AWAY else 'bounced'} {request}" in answer.err
    assert calls.json("request", "show", request)["state"] == "follow-up due"
    assert calls.json("request", "reply", request, "--anyway", stdin=mail)["state"] == "replied"


@pytest.mark.parametrize(
    "words",
    ["You were clear.", "To: be honest, you were clear.", "From: the start you were clear.\nAnd kind.", "Grüße, früh"],
)
def test_anything_else_is_the_reply_itself(calls: Calls, words: str) -> None:
    """Plain words are kept as they are, even when they begin like a header."""
    request = calls.asked()
    calls.done("request", "reply", request, "--channel", "linkedin", "--on", "yesterday", stdin=words)
    (event,) = [one for one in calls.json("request", "show", request)["events"] if one["kind"] == "reply"]
    assert (event["text"], event["channel"]) == (words, "linkedin")


def test_a_file_in_another_code_page_is_read(calls: Calls) -> None:
    """Bytes that are no UTF-8 still become words."""
    request = calls.asked()
    path = calls.home / "reply.txt"
    path.write_bytes("Grüße".encode("cp1252"))
    calls.done("request", "reply", request, "--file", str(path))
    assert "Grüße" in calls.done("request", "show", request)


def test_an_empty_reply_is_refused(calls: Calls) -> None:
    """Nothing said is no reply."""
    assert "The reply is empty" in calls.refused("request", "reply", calls.asked(), stdin=" \n")


@pytest.mark.parametrize("raw", [b"%PDF-1.7 \x00\x01", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 msg"])
def test_files_of_another_kind_are_named(calls: Calls, raw: bytes) -> None:
    """A PDF or an Outlook file is not recorded as words."""
    path = calls.home / "reply.bin"
    path.write_bytes(raw)
    answer = calls("request", "reply", calls.asked(), "--file", str(path))
    assert answer.code in (1, 2)
    assert ".eml" in answer.err


def test_a_person_is_asked_for_the_words(calls: Calls) -> None:
    """At a keyboard the words are typed, up to an empty line."""
    request = calls.asked()
    answer = calls("request", "reply", request, "--channel", "phone", stdin=Screen("You were clear.\nAnd kind.\n\n"))
    assert answer.code == 0, answer.err
    (event,) = [one for one in calls.json("request", "show", request)["events"] if one["kind"] == "reply"]
    assert event["text"] == "You were clear.\nAnd kind."


def test_explain_tells_kinds_and_touches_no_store(calls: Calls) -> None:
    """Each message gets its kind, the rule and its new text; no journal is made."""
    names = []
    for name, mail in (("reply", REPLY.format(date=_date())), ("away", AWAY), ("bounce", BOUNCE)):
        path = calls.home / f"{name}.eml"
        path.write_text(mail)
        names.append(str(path))
    found = calls.json("mail", "explain", *names)
    assert [one["kind"] for one in found] == ["reply", "auto_reply", "bounce"]
    assert [one["file"] for one in found] == names
    assert found[0]["text"] == "Hello Alan,\n\nyou were clear about trade-offs."
    assert {"file", "kind", "reason", "from", "in_reply_to", "text"} <= set(found[0])
    assert not calls.journal.exists()


def test_explain_reads_stdin_and_names_what_is_no_mail(calls: Calls) -> None:
    """`-` is stdin; a file that holds no mail is named, the others are explained all the same."""
    path = calls.home / "x.pdf"
    path.write_bytes(b"%PDF-1.7 \x00")
    answer = calls("mail", "explain", str(path), "-", stdin=AWAY)
    assert answer.code == 1
    assert str(path) in answer.err
    assert "auto-reply" in answer.out
    assert calls("mail", "explain", "gone.eml").err.count("gone.eml") == 1


def test_who_answered_instead_is_kept_and_told(calls: Calls) -> None:
    """`--from` says who wrote, and the conversation shows it."""
    request = calls.asked()
    calls.done(
        "request", "reply", request, "--from", "Jo Park <jo@initech.example>", "--channel", "phone", stdin="Clear."
    )
    (event,) = [one for one in calls.json("request", "show", request)["events"] if one["kind"] == "reply"]
    assert event["from"] == {"name": "Jo Park", "email": "jo@initech.example"}
    assert "Jo: Jo Park for Ada Byron replied by phone" in calls.done("request", "show", request)


def test_a_mail_of_a_colleague_is_told_by_whoever_sent_it(calls: Calls) -> None:
    """The sender of a mail is kept without a word, and `--from` says it better."""
    request = calls.asked()
    mail = REPLY.format(date=_date()).replace("Ada Byron <ada@", "Jo Park <jo@")
    calls.done("request", "reply", request, stdin=mail)
    other = mail.replace("reply-1", "reply-2").replace("you were", "she was")
    calls.done("request", "reply", request, "--from", "Ada Byron", stdin=other)
    shown = calls.done("request", "show", request)
    assert "Jo: Jo Park for Ada Byron replied by mail" in shown
    assert "Ada: Replied by mail" in shown


def test_what_others_sent_is_never_told_of_me(calls: Calls) -> None:
    """Absences are hers, bounces the mail system's, and only letters are mine."""
    request = calls.asked()
    calls.done("request", "absent", request, "--until", "+3d")
    calls.done("request", "bounced", request, "--reason", "550 unknown")
    shown = calls.done("request", "show", request)
    assert "Ada: Out of office, back on " in shown
    assert "mail system: It came back: 550 unknown" in shown
    assert "you: Request sent by hand: " in shown


def test_a_receipt_is_no_reply(calls: Calls) -> None:
    """Handed in as a reply, a read receipt is refused as what it is."""
    receipt = (
        "From: Ada Byron <ada@initech.example>\nSubject: Read: Thank you\nMessage-ID: <seen@initech.example>\n"
        "Content-Type: text/plain\n\nYour message was read on 13 November.\n"
    )
    assert "not a reply but a receipt" in calls.refused("request", "reply", calls.asked(), stdin=receipt)


def _of_mentor(calls: Calls, place: str, words: str, *more: str) -> str:
    return calls.done("request", "reply", place, "--channel", "mentor", *more, stdin=words)


def test_a_mentor_speaks_beside_the_interviewer_and_answers_nothing_for_them(calls: Calls) -> None:
    """The state, the reminder, the thanks and the ratings stay as they were; the words can be marked."""
    request = calls.asked()
    before = calls.json("request", "show", request)
    _of_mentor(calls, request, "Your stories end too early.", "--from", "Jo Park")
    after = calls.json("request", "show", request)
    about = after["interview_id"]
    assert {key: after[key] for key in before if key != "events"} == {
        key: before[key] for key in before if key != "events"
    }
    assert calls.json("reflect", about, "--show")["locked"] is False
    assert calls("request", "thank", request).code == 1
    assert "Your mentor, Jo Park, said" in calls.done("request", "show", request)
    found = calls.json("finding", "add", request, "--kind", "area", "--quote", "stories end too early")
    assert found["interviewer"] == "your mentor, Jo Park"
    whole = calls.json("evaluate")
    assert whole["replies"][0]["replied"] == 0
    assert whole["blind_spots"] == []
    (area,) = whole["areas"] or [{"seen": "said by a mentor"}]
    assert area["seen"] == "said by a mentor"
    assert "your mentor, Jo Park" in calls.done("evaluate")


def test_nobody_who_has_answered_has_still_to_answer(calls: Calls) -> None:
    """What is said of the interviewer once a mentor's words are kept."""
    words = ("--channel", "mentor")
    assert "still to answer" in calls("request", "reply", calls.asked(), *words, stdin="Well done.").err
    answered = calls.replied("You were clear.")
    assert "mentor's words. Ada" in calls("request", "reply", answered, *words, stdin="Well done.").err


def test_a_mentor_may_speak_of_an_application_and_without_a_name(calls: Calls) -> None:
    """It is kept in its latest conversation; where nobody is noted, the way to keep it is said."""
    application = calls.json("request", "show", calls.asked())["application_id"]
    _of_mentor(calls, application, "Ask for the job itself.")
    assert "Your mentor, said: Ask for the job" not in calls.done("evaluate")
    assert "your mentor" in calls.done("evaluate")
    alone = calls.done("interview", "add", "--company", "Hooli", "--role", "SRE", "--at", "3 days ago 10:00")
    about = calls.json("interview", "show", alone)["application_id"]
    assert "--interviewer" in calls.refused("request", "reply", about, "--channel", "mentor", stdin="Well done.")
    assert calls("request", "reply", application, stdin="Well done.").code == 1


def test_what_a_mentor_said_is_never_quoted_to_an_interviewer(calls: Calls) -> None:
    """Only what the interviewer wrote stands in their thank-you, and a mentor's mail is no part of the thread."""
    request = calls.replied("You were clear about trade-offs.")
    _of_mentor(calls, request, "You are warm with people.", "--from", "Jo Park")
    calls.done("finding", "add", request, "--kind", "strength", "--quote", "You are warm with people")
    calls.done("finding", "add", request, "--kind", "strength", "--quote", "clear about trade-offs")
    calls.done("request", "thank", request)
    body = calls.json("request", "show", request)["draft"]["body"]
    assert "trade-offs" in body
    assert "warm" not in body
    warnings = calls.json("request", "edit", request, "--subject", "Thank you")["warnings"]
    assert any("your mentor, Jo Park" in warning for warning in warnings)
