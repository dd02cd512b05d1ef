"""Owns the signs that a mail came back or is late; each is scored alone, the verdict weighs them together."""

import re
from collections.abc import Iterator

from afterword.domain.conversation.message import EvidenceItem, MailKind
from afterword.mail.classify.delivery_report import DeliveryReport, delivery_report
from afterword.mail.classify.facts import DECISIVE, MailFacts
from afterword.mail.classify.returned import bounce_phrases
from afterword.mail.classify.wording import found

_DAEMON = re.compile(
    r"(mailer|mail|mailer[-_. ]?|mail[-_. ]?)d(ae|ea|e)mon|post[-_.]?master|mdaemon|^bounces?([-+_.]|$)"
    r"|microsoftexchange[0-9a-f]{6}|mail[-_.]?router|ndr[-_.]|^symantec|mail[-_.]?delivery|^virus|mailscanner"
)
_LIST_MANAGER = re.compile(
    r"^(listserv|majordomo|mailman|sympa|ezmlm)|[-_.](bounces?|owner|admin|request)$|^owner[-_.]"
)
_STRICT_DAEMON = re.compile(r"mailer[-_. ]?d(ae|ea|e)mon|microsoftexchange[0-9a-f]{6}")
_ENHANCED = re.compile(r"\b[45]\d\d[-\s]+#?[45]\.\d{1,3}\.\d{1,3}\b|#[45]\.\d\.\d\b|\([45]\d\d[ -]")
_REPLY_CODE = re.compile(r"(?<![\d.-])(4[25][0-2]|5[05][0-7]|552|571)[ -]{1,3}(<|[a-z'\"(\[#])")
_RETURNED_LINE = re.compile(r"^[ \t]*(?:message-id|received|return-path)[ \t]*:[ \t]*\S", re.IGNORECASE | re.MULTILINE)
_QUOTE_MARK = re.compile(r"^(?:[ \t]*>)+ ?", re.MULTILINE)
_BODY_CAP = 9.0
_HARDLY_A_WORD = 8
_BY_WORDS = 12.0
_SILENT = re.compile(r"(no|not|don'?t|do[-_.]?not)[-_.]*reply")


def bounce_envelope_signs(facts: MailFacts, report: DeliveryReport | None) -> Iterator[EvidenceItem]:
    """The signs of a bounce that a person who writes about one cannot cause: report, headers, sender, subject."""
    if report and report.standard:
        yield from _report_signs(report)
    if "delivery-status" in facts.header("content-type"):
        yield _sign(5, "The mail is declared a delivery report (report-type=delivery-status).")
    yield from _header_signs(facts)
    yield from _sender_signs(facts)
    yield from _subject_signs(facts)
    yield from _passed_on_signs(facts)


def bounce_text_signs(facts: MailFacts, report: DeliveryReport | None) -> Iterator[EvidenceItem]:
    """The signs of a bounce in the text, and of the mail that came back with it."""
    if report and not report.standard:
        yield from _report_signs(report)
    if facts.is_titled_reply and (said := found(facts.bare_subject, bounce_phrases().subject)):
        # "Re: Undeliverable: …" may be a person who writes about a bounce.
        yield _sign(2, f"The subject says “{said[0]}”.")
    yield from _wording_signs(facts)
    yield from _returned_signs(facts)


def _sign(weight: float, rule: str) -> EvidenceItem:
    return EvidenceItem(MailKind.BOUNCE, weight, rule)


def _report_signs(report: DeliveryReport) -> Iterator[EvidenceItem]:
    failed = next((one for one in report.recipients if one.action == "failed"), None)
    if failed:
        about = f" for {failed.address}" if failed.address else ""
        where = "A delivery report (RFC 3464)" if report.standard else "A delivery report in the text"
        yield _sign(DECISIVE if report.standard else DECISIVE / 3, f"{where} says that delivery failed{about}.")


def _header_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    if facts.message.has_header("x-failed-recipients"):
        yield _sign(10, "The header X-Failed-Recipients names an address that failed.")
    if facts.has_empty_sender:
        yield _sign(2, "The envelope has no sender (Return-Path: <>), as reports have.")
    if "rejected" in facts.header("auto-submitted"):
        yield _sign(10, "The header Auto-Submitted says the mail was rejected.")
    for name in ("x-ndn", "x-bounce-id", "x-mailer-daemon", "x-ms-exchange-message-is-ndr"):
        if facts.message.has_header(name):
            yield _sign(6, f"The header {name} stands only on returned mail.")


def _sender_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    if _STRICT_DAEMON.search(facts.local_part) or _STRICT_DAEMON.search(facts.sender_name):
        yield _sign(8, "It was sent by a mail server's own address.")
    elif _DAEMON.search(facts.local_part):
        yield _sign(4, f"It was sent by {facts.message.from_address}, an address of mail systems.")
    elif names := found(facts.sender_name, bounce_phrases().daemons):
        yield _sign(3, f"The sender calls itself “{names[0]}”.")
    elif _SILENT.search(facts.local_part):
        yield _sign(1, f"It was sent by {facts.message.from_address}, an address that reads no answers.")
    elif _LIST_MANAGER.search(facts.local_part):
        yield _sign(2, f"It was sent by {facts.message.from_address}, the manager of a list.")


def _subject_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    if not facts.is_titled_reply and (said := found(facts.subject, bounce_phrases().subject)):
        yield _sign(6, f"The subject says “{said[0]}”.")


def _passed_on_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """A report that somebody forwarded by hand without comment, say from another mailbox."""
    if not facts.is_titled_reply or facts.own_word_count > _HARDLY_A_WORD:
        return
    quoted = delivery_report(facts.message, _QUOTE_MARK.sub("", facts.full_text))
    if quoted and quoted.acted("failed") and found(facts.bare_subject, bounce_phrases().subject):
        yield _sign(12, "A delivery report was passed on with hardly a word.")


def _wording_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    text = facts.report_text
    room = _BODY_CAP
    tables = (
        (bounce_phrases().undelivered, 4.0, "The text says"),
        (bounce_phrases().technical, 2.0, "A mail server's words:"),
    )
    for wanted, weight, rule in tables:
        said = found(text, wanted)
        worth = min(weight + (len(said) - 1), weight * 1.5, room)
        if said and worth > 0:
            room -= worth
            yield _sign(worth, f"{rule} “{said[0]}”.")
    if _ENHANCED.search(text):
        yield _sign(3, "The text quotes a mail server's error with its status code.")
    elif _REPLY_CODE.search(text):
        yield _sign(2, "The text quotes a mail server's error code.")


def _returned_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    types = {part.content_type for part in facts.message.machine_parts}
    if types & {"text/rfc822-headers", "message/rfc822-headers"}:
        yield _sign(3, "The headers of the original mail are enclosed.")
    elif "message/rfc822" in types:
        yield _sign(2, "The original mail is enclosed.")
    elif len(_RETURNED_LINE.findall(facts.full_text[:20_000])) > 1:
        yield _sign(3, "The headers of the original mail stand in the text.")
    elif found(facts.report_text, bounce_phrases().returned):
        yield _sign(2, "The text announces that the original mail follows.")


def delay_signs(facts: MailFacts, report: DeliveryReport | None) -> Iterator[EvidenceItem]:
    """The sign of a delay notice, from a delivery report or from a server's own words; None if any mail failed."""
    if report is not None and report.recipients:
        if report.acted("delayed") and not report.acted("failed"):
            # The family is that of delivery reports; that nothing came back yet is said by `Verdict.delayed`.
            yield EvidenceItem(
                MailKind.BOUNCE, DECISIVE, "A delivery report says the mail is delayed and still under way."
            )
        return
    titled = bool(found(facts.subject, bounce_phrases().subject_delay))
    said = found(facts.report_text, bounce_phrases().delay)
    if facts.is_from_daemon and len(said) + titled > 1:
        # Words alone are weaker than a report: it stays among the bounces, as one that is not final.
        rule = f"A mail server is still trying to deliver: “{(said or ['delayed'])[0]}”."
        yield EvidenceItem(MailKind.BOUNCE, _BY_WORDS, rule)
