"""Single rules of telling mails apart, each with a mail built for it."""

import pytest

from afterword.domain.conversation.message import MailKind, Verdict
from afterword.mail.classify import classify
from afterword.mail.parse import parse


def told(headers: str, text: str = "Hello.", known: frozenset[str] = frozenset()) -> Verdict:
    """The verdict on a mail with these header lines and this plain text."""
    base = "From: Ada Byron <ada@initech.example>\nTo: robin@vale.example\nDate: Thu, 12 Nov 2026 10:00:00 +0100\n"
    kind = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    head = "".join(line for line in base.splitlines(keepends=True) if line.split(":")[0] not in headers)
    return classify(parse(f"{head}{kind}{headers}\n\n{text}".encode()), known)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; type=vacation",
        "X-Autorespond: yes",
        "Precedence: auto_reply",
        "X-Mailer: vacation 1.2",
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
        ("I am on leave.", None),
        ("I am on leave until 31 February.", None),
        ("I am on leave until 12 May 1999.", None),
    ],
)
def test_a_return_date_is_read_or_left_out(text: str, day: str | None) -> None:
    """A day without a year is the next one; impossible and long past days count as none."""
    found = told("Subject: Out of office", text).return_date
    assert (found.isoformat() if found else None) == day


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
