"""Single rules of telling mails apart, each with a mail built for it."""

import pytest

from afterword.domain.conversation.message import MailKind, News, Verdict
from afterword.mail.classify import classify
from afterword.mail.classify.reports import delivery_report
from afterword.mail.parse import parse


def told(headers: str, text: str = "Hello.", known: frozenset[str] = frozenset()) -> Verdict:
    """The verdict on a mail with these header lines and this plain text."""
    base = "From: Ada Byron <ada@initech.example>\nTo: robin@vale.example\nDate: Thu, 12 Nov 2026 10:00:00 +0100\n"
    kind = "" if "Content-Type:" in headers else "Content-Type: text/plain; charset=utf-8\n"
    head = "".join(line for line in base.splitlines(keepends=True) if line.split(":")[0] not in headers)
    return classify(parse(f"{head}MIME-Version: 1.0\n{kind}{headers}\n\n{text}".encode()), known)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; type=vacation",
        "X-Autorespond: yes",
        "Precedence: auto_reply",
        "X-Mailer: vacation 1.2",
        "X-Precedence: auto-reply",
        "Preference: auto_reply",
        "X-Apple-Action: VACATION/1",
        "X-Post-MessageClass: 9; Autoresponder",
        "Delivered-To: Autoresponder",
        "User-Agent: Responder 2",
        "Content-Class: urn:content-classes:oof",
        "X-Sieve-Vacation: yes",
    ],
)
def test_a_header_of_automatic_answers_decides(header: str) -> None:
    """A header that only programs set makes an auto-reply, even in a thread and with a person's words."""
    assert told(f"Subject: Re: Thank you\nIn-Reply-To: <a@b>\n{header}").kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize("header", ["Auto-Submitted: no", "X-Auto-Response-Suppress: All", "X-Autoreply: no"])
def test_a_header_that_says_nothing_decides_nothing(header: str) -> None:
    """A suppress header or an explicit "no" leaves a reply a reply."""
    assert told(f"Subject: Re: Thank you\n{header}", "You did well on testing.").kind is MailKind.REPLY


def test_a_list_header_is_bulk_only_without_an_answer() -> None:
    """List headers make bulk mail, but not of an answer, nor of a mail that names our id."""
    headers = "List-Id: <x.example>\nList-Unsubscribe: <mailto:x@x.example>\nPrecedence: bulk\n"
    assert told(f"{headers}Subject: News").kind is MailKind.BULK
    assert told(f"{headers}Subject: [hiring] Re: Thank you").kind is MailKind.REPLY
    ours = frozenset({"<ours@vale.example>"})
    assert told(f"{headers}Subject: News\nReferences: <ours@vale.example>", known=ours).kind is MailKind.REPLY


def test_an_automatic_answer_on_a_list_is_no_reply() -> None:
    """List headers do not hide what Auto-Submitted says, not even in a thread."""
    lists = "List-Id: <x.example>\nList-Unsubscribe: <x>\nList-Post: <x>\nX-Mailing-List: x\nMailing-List: x\n"
    thread = "Subject: Re: Thank you\nIn-Reply-To: <a@b>\nAuto-Submitted: auto-replied"
    assert told(lists + thread).kind is MailKind.AUTO_REPLY


def test_an_answer_through_a_tracker_is_no_bulk() -> None:
    """A mail that names our id is never bulk, even when a tracker relays it."""
    headers = "X-Jira-Fingerprint: 1\nSubject: Re: Thank you\nIn-Reply-To: <ours@vale.example>"
    assert told(headers).kind is MailKind.BULK
    assert told(headers, known=frozenset({"<ours@vale.example>"})).kind is MailKind.REPLY


def test_a_notification_stays_bulk_in_a_thread() -> None:
    """A tracker's notification is bulk even where it is threaded."""
    headers = "X-GitHub-Reason: subscribed\nList-Id: <x.example>\nIn-Reply-To: <a@b>\nSubject: Re: [x] A question"
    assert told(headers).kind is MailKind.BULK


def test_a_person_may_mention_an_absence() -> None:
    """Words of absence inside an answer that says something else do not make an auto-reply."""
    text = (
        "Robin, I was on vacation until Monday, sorry. Your coding was quick and clean, your estimate was off by a "
        "factor of ten, and you recovered well when Grace asked. Practise estimating with a timer."
    )
    assert told("Subject: Re: Thank you\nIn-Reply-To: <a@b>", text).kind is MailKind.REPLY


def test_an_answer_after_an_absence_is_kept() -> None:
    """A text that begins like a note of absence and then goes on about something else is a person's."""
    text = (
        "I am on vacation until Monday. Your case study was the strongest of the day, though the numbers in it came "
        "late and nobody could follow the last diagram."
    )
    assert told("Subject: Re: Thank you", text).kind is MailKind.REPLY


def test_an_absence_without_any_header_is_told_by_its_words() -> None:
    """A note that says nothing but an absence is an auto-reply although its headers look like a person's."""
    verdict = told(
        "Subject: Re: Thank you\nIn-Reply-To: <a@b>", "I am on leave until 23 November and will answer then."
    )
    assert verdict.kind is MailKind.AUTO_REPLY
    assert verdict.return_date is not None
    assert verdict.return_date.isoformat() == "2026-11-23"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I am away until Friday.", "2026-11-13"),
        ("I am out of the office from 10 to 20 November.", "2026-11-20"),
        ("I will be out of the office November 16-18, back on the 19th.", None),
        ("I am on leave until 2 January.", "2027-01-02"),
        ("I am on leave until 2026-12-24.", "2026-12-24"),
        ("I am on leave until 24.12.26.", "2026-12-24"),
        ("I am on leave until 24/01/27.", "2027-01-24"),
        ("I am on leave.", None),
        ("I am on leave until 31 February.", None),
        ("I am on leave until 12 May 1999.", None),
    ],
)
def test_a_return_date_is_read_or_left_out(text: str, day: str | None) -> None:
    """A day without a year is the next one; impossible and long past days count as none."""
    found = told("Subject: Out of office", text).return_date
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("text", "news"),
    [
        ("I have left the company; please write to Grace.", News.LEFT),
        ("Your ticket #44 was closed. Please rate our service.", News.CASE_CLOSED),
        ("Thank you for your mail. We have received it and will answer soon.", None),
    ],
)
def test_only_an_absence_has_a_day_of_return(text: str, news: News | None) -> None:
    """Whoever has left does not come back, and a case or a receipt is no absence; what names a return is one."""
    note = told("Subject: Automatic reply\nAuto-Submitted: auto-replied", text)
    assert (note.kind, note.news, note.return_date) == (MailKind.AUTO_REPLY, news, None)
    away = told("Subject: Automatic reply\nAuto-Submitted: auto-replied", f"{text} I am back on 23 November.")
    assert (away.news, str(away.return_date)) == (News.AWAY, "2026-11-23")


def test_a_daemon_is_never_a_reply() -> None:
    """Whatever a mail server's own address sends in a thread is no reply."""
    headers = "From: Mail Delivery Subsystem <mailer-daemon@x.example>\nSubject: Re: Thank you\nIn-Reply-To: <a@b>"
    assert told(headers, "Lorem ipsum.").kind is MailKind.BOUNCE


def test_every_sign_is_kept_as_evidence() -> None:
    """The verdict carries signs for every kind, each with a sentence, and its reason is one of them."""
    verdict = told("Subject: Automatic reply: Thank you\nIn-Reply-To: <a@b>", "I am away until Friday.")
    assert {one.kind for one in verdict.evidence} >= {MailKind.AUTO_REPLY, MailKind.REPLY}
    assert verdict.reason in {one.rule for one in verdict.evidence}
    assert all(one.rule.endswith(".") for one in verdict.evidence)


def test_an_invitation_counts_only_with_a_method() -> None:
    """A calendar file that somebody attached to an answer does not make calendar mail."""
    boundary = 'Content-Type: multipart/mixed; boundary="b"\nSubject: Re: Thank you\nFrom: a@b.example\n\n'
    body = (
        "--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: text/calendar{method}\n\nBEGIN:VCALENDAR\n--b--\n"
    )
    plain = parse((boundary + body.format(text="", method="")).encode())
    invitation = parse((boundary + body.format(text="", method="; method=REQUEST")).encode())
    worded = parse((boundary + body.format(text="Let us talk about it in person.", method="; method=REQUEST")).encode())
    assert classify(plain).kind is MailKind.REPLY
    assert classify(invitation).kind is MailKind.CALENDAR
    assert classify(worded).kind is MailKind.REPLY


@pytest.mark.parametrize(
    "subject",
    [
        "תשובה אוטומטית: Hi",
        "رد تلقائي: Hi",
        "Trả lời tự động: Hi",
        "Balasan Otomatis: Hi",
        "การตอบกลับอัตโนมัติ: Hi",
        "پاسخ خودکار: Hi",
    ],
)
def test_the_title_of_an_automatic_answer_is_known_in_many_languages(subject: str) -> None:
    """Outlook titles its absences in the language of the mailbox."""
    ours = frozenset({"<a@b>"})
    assert told(f"Subject: {subject}\nIn-Reply-To: <a@b>", "…", ours).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Hi Robin, I am travelling until Monday but quickly: your design was strong; practise estimates.",
        "Bonjour Robin, je suis en vacances jusqu'à lundi, mais voici : votre exposé était clair.",
        "Hallo Robin, ich bin bis Montag im Urlaub, nur kurz: Ihr Entwurf war stark.",
    ],
)
def test_who_says_something_about_the_reader_has_answered(text: str) -> None:
    """A short answer that begins with an absence holds what no program knows."""
    assert told("Subject: Re: Hi\nIn-Reply-To: <a@b>", text, frozenset({"<a@b>"})).kind is MailKind.REPLY


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Filter <postmaster@filter.example>", "Your message to ada@initech.example has been placed in quarantine."),
        ("Gate <noreply@gate.example>", "Ada's inbox is protected by Gate. Your message is waiting; click the link."),
    ],
)
def test_a_gate_before_the_mailbox_is_no_answer(sender: str, text: str) -> None:
    """A mail that is held back was read by nobody."""
    headers = f"From: {sender}\nSubject: Re: Hi\nIn-Reply-To: <a@b>"
    assert told(headers, text, frozenset({"<a@b>"})).kind is MailKind.AUTO_REPLY


def test_bulk_precedence_tells_of_a_program_only_off_a_list() -> None:
    """A list marks everybody's mail so; without a list, it is a program's mark."""
    headers = "From: Jobs <noreply@initech.example>\nSubject: Re: Hi\nPrecedence: bulk"
    assert told(headers).kind is MailKind.AUTO_REPLY
    assert told(f"{headers}\nList-Id: <jobs.initech.example>").kind is MailKind.REPLY


def test_a_reminder_of_a_calendar_is_calendar_mail() -> None:
    """A calendar that sends words without an entry is known by its address."""
    headers = "From: Calendar <calendar-notification@initech.example>\nSubject: Reminder"
    assert told(headers, "The talk begins on Monday at ten, in room four.").kind is MailKind.CALENDAR


def test_an_answer_to_an_invitation_is_a_reply() -> None:
    """Words below “Re: Invitation” are a person's, although the entry comes back with them."""
    body = (
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\nFrom: a@b.example\nSubject: {subject}\n\n'
        "--b\nContent-Type: text/plain\n\nLet us rather talk about it in person.\n"
        "--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--b--\n"
    )
    assert classify(parse(body.format(subject="Invitation: A talk").encode())).kind is MailKind.CALENDAR
    assert classify(parse(body.format(subject="Re: Invitation: A talk").encode())).kind is MailKind.REPLY


@pytest.mark.parametrize(
    ("report_type", "part"), [("; report-type=feedback-report", "text/plain"), ("", "message/feedback-report")]
)
def test_a_complaint_about_spam_is_bulk(report_type: str, part: str) -> None:
    """The type of the whole mail says so, or that of the part."""
    headers = f'Subject: Re: Hi\nContent-Type: multipart/report{report_type}; boundary="b"'
    text = f"--b\n\nThis is a report.\n--b\nContent-Type: {part}\n\nFeedback-Type: abuse\n--b--\n"
    assert told(headers, text).kind is MailKind.BULK


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I am away and will be back in 2 weeks.", "2026-11-26"),
        ("I am away and will be back in 5 days.", "2026-11-17"),
        ("I am away and will be back tomorrow.", "2026-11-13"),
        ("I am away until 5/12.", "2026-12-05"),
        ("I am away until 12/24.", "2026-12-24"),
    ],
)
def test_a_return_is_counted_from_the_day_of_the_mail(text: str, day: str) -> None:
    """Days and weeks ahead, and a day in figures with the month where only it can be."""
    assert str(told("Subject: Out of office", text).return_date) == day


def test_an_american_mail_names_the_month_first_but_not_with_dots() -> None:
    """The offset of the mail tells how its slashes are meant; figures with dots begin with the day everywhere."""
    headers = "Subject: Out of office\nDate: Thu, 12 Nov 2026 10:00:00 -0500"
    assert str(told(headers, "I am away until 12/1.").return_date) == "2026-12-01"
    assert str(told(headers, "I am away until 1.12.2026.").return_date) == "2026-12-01"


def test_a_person_is_no_program_for_an_absence_beside_words_about_you() -> None:
    """In our thread and in none: a sentence of its own is a person's."""
    headers, text = "Subject: Hi\nIn-Reply-To: <a@b>", "I am on vacation until Monday. Your design was strong."
    assert told(headers, text, frozenset({"<a@b>"})).kind is MailKind.REPLY
    assert told("Subject: Hi", text).kind is MailKind.REPLY


def test_a_newsletter_that_a_program_sent_is_bulk() -> None:
    """What lists add may outweigh what Auto-Submitted says, but not in a thread."""
    headers = "Auto-Submitted: auto-generated\nList-Unsubscribe: <mailto:x@x.example>\nX-Newsletter: 1\n"
    assert told(f"{headers}Subject: News").kind is MailKind.BULK
    assert told(f"{headers}Subject: Re: News").kind is MailKind.AUTO_REPLY


def reported(fields: str, subject: str = "A report") -> Verdict:
    """The verdict on a mail with a delivery report of these fields in its own part."""
    headers = f'From: x@relay.example\nSubject: {subject}\nContent-Type: multipart/report; boundary="b"'
    return told(headers, f"--b\n\nA report.\n--b\nContent-Type: message/delivery-status\n\n{fields}\n--b--\n")


@pytest.mark.parametrize("action", ["delayed", "deferred", "queued"])
def test_a_mail_that_waits_is_delayed(action: str) -> None:
    """Servers have several words for it, and none of them is a failure."""
    verdict = reported(f"Final-Recipient: rfc822; ada@initech.example\nAction: {action}")
    assert (verdict.delayed, verdict.permanent, verdict.recipients) == (True, False, ("ada@initech.example",))


def test_a_delay_that_only_words_tell_is_no_reply() -> None:
    """A mail server may say it without a report, and quote the mail below like a person."""
    text = "Delivery to ada@initech.example was delayed.\nWe will continue to try.\n\n> Hello Ada,\n> Robin"
    verdict = told("From: Postmaster@relay.example\nSubject: Mail Delivery Warning\nIn-Reply-To: <1@x.example>", text)
    assert (verdict.kind, verdict.delayed) == (MailKind.BOUNCE, True)


def test_a_report_names_each_address_once() -> None:
    """A recipient may have two addresses, before and after it was passed on; the next one begins another."""
    pairs = [
        f"Original-Recipient: rfc822; {name}@old.example\nFinal-Recipient: rfc822; {name}@new.example\nAction: failed"
        for name in ("ada", "bea")
    ]
    assert reported("\n\n".join(pairs)).recipients == ("ada@new.example", "bea@new.example")
    without_blank = "Final-Recipient: rfc822; {0}\nAction: failed"
    listed = "\n".join(map(without_blank.format, ("ada@new.example", "bea@new.example")))
    assert reported(listed).recipients == ("ada@new.example", "bea@new.example")
    original = "\n\n".join(pair.replace("Final-Recipient", "X-Recipient") for pair in pairs)
    assert reported(original).recipients == ("ada@old.example", "bea@old.example")
    unworded = "\n\n".join(pair.replace("Action: failed", "Status: 5.1.1") for pair in pairs)
    assert reported(unworded).recipients == ("ada@new.example", "bea@new.example")


def test_a_report_of_the_standard_needs_no_address() -> None:
    """A report in its own part is one by its action alone; a text that says “Action:” is none."""
    assert reported("Action: failed").kind is MailKind.BOUNCE
    noted = told("Subject: Hi", "You were clear.\n\nAction: send me your notes.")
    assert noted.kind is MailKind.REPLY
    assert MailKind.BOUNCE not in {sign.kind for sign in noted.evidence}


def test_a_mail_that_reached_one_of_two_is_returned() -> None:
    """What was delivered beside a failure is no receipt."""
    verdict = reported(
        "Final-Recipient: rfc822; ada@initech.example\nAction: delivered\n\n"
        "Final-Recipient: rfc822; bea@initech.example\nAction: failed\nStatus: 5.1.1"
    )
    assert (verdict.kind, verdict.recipients) == (MailKind.BOUNCE, ("bea@initech.example",))
    assert MailKind.RECEIPT not in {sign.kind for sign in verdict.evidence}


@pytest.mark.parametrize("name", ["X-NDN", "X-Bounce-Id", "X-Mailer-Daemon", "X-MS-Exchange-Message-Is-Ndr"])
def test_a_header_of_returned_mail_decides_with_an_empty_sender(name: str) -> None:
    """Each says the same; alone it is not enough."""
    assert told(f"Subject: Hi\n{name}: 1\nReturn-Path: <>").kind is MailKind.BOUNCE
    assert told(f"Subject: Hi\n{name}: 1").kind is MailKind.REPLY


def test_a_rejected_mail_is_returned() -> None:
    """A server that rejects says so in Auto-Submitted."""
    assert told("Subject: Hi\nAuto-Submitted: auto-replied (rejected)").kind is MailKind.BOUNCE


def test_a_report_that_a_person_passes_on_is_returned_mail_and_a_letter_about_it_is_not() -> None:
    """A quoted report with hardly a word is one; below an answer it is what the answer is about."""
    report = "> Final-Recipient: rfc822; ada@initech.example\n> Action: failed\n> Status: 5.1.1"
    headers = "Subject: Fwd: Undeliverable: Hi"
    words = "Your mail came back to me; please write to my new address, and tell me how the second round went."
    assert told(headers, f"FYI\n\n{report}").kind is MailKind.BOUNCE
    assert told(headers, f"{words}\n\n{report}").kind is MailKind.REPLY


DAEMON = "From: Mail Delivery System <mailer-daemon@relay.example>\nSubject: Returned mail"


def test_the_address_that_failed_is_not_the_one_that_wrote() -> None:
    """Where a report names both in its text, the reader's own address is passed over."""
    text = "The mail from robin@vale.example could not be delivered to ada@initech.example: user unknown."
    assert told(DAEMON, text).recipients == ("ada@initech.example",)


@pytest.mark.parametrize(
    ("text", "permanent"),
    [
        ("ada@initech.example: 552 the mailbox is full", False),
        ("ada@initech.example: 550 user unknown", True),
        ("ada@initech.example: 451 please try again", False),
        ("Something happened.", None),
    ],
)
def test_a_report_in_words_says_whether_for_good(text: str, *, permanent: bool | None) -> None:
    """A full mailbox may have room later, whatever the code says."""
    assert told(DAEMON, text).permanent is permanent


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            "Final-Recipient: rfc822; ada@initech.example\nAction: failed",
            " that delivery failed for ada@initech.example.",
        ),
        ("Action: failed\nStatus: 5.1.1", " that delivery failed."),
    ],
)
def test_a_report_in_the_text_says_for_whom_delivery_failed(lines: str, sentence: str) -> None:
    """Without a part of its own it is a sign all the same; where it names nobody, nobody is named."""
    rules = [sign.rule for sign in told("Subject: Hi", f"Sorry.\n\n{lines}\n").evidence]
    assert f"A delivery report in the text says{sentence}" in rules


@pytest.mark.parametrize("lines", ["Final-Recipient: rfc822; ada@initech.example\n", "Status: 5.1.1\n"])
def test_half_a_report_is_none(lines: str) -> None:
    """A recipient without a word on what became of the mail tells nothing, and neither does a bare status."""
    mail = parse(f"From: robin@vale.example\nSubject: Hi\n\n{lines}".encode())
    assert delivery_report(mail, lines) is None


@pytest.mark.parametrize(
    "below", ["> What went well?", "From: Sam Doe\nSent: Thursday\nTo: Ada\nSubject: Hi\n\n" + "What went well? " * 5]
)
def test_what_stands_below_an_answer_is_a_sign_of_a_person(below: str) -> None:
    """Whether the lines of the quotation are marked or stand below a block of headers."""
    quotes = "It quotes what it answers."
    assert quotes in [sign.rule for sign in told("Subject: Hi", f"Good.\n\n{below}\n").evidence]
    assert quotes not in [sign.rule for sign in told("Subject: Hi", "Good.").evidence]
