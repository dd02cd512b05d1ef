"""Owns the signs that a mail came back or is late, and what the bounce tells: which mail, from whom, for good or not.

Each sign is scored alone; the verdict weighs them together.
"""

import re
from collections.abc import Iterator
from functools import cache, partial

from msgspec import Struct

from afterword.domain.conversation.message import EvidenceItem, MailKind
from afterword.languages.loader import gather
from afterword.mail.classify.facts import DAEMON, DECISIVE, MailFacts
from afterword.mail.classify.reports import DeliveryReport, delivery_report, full_mailbox
from afterword.mail.classify.wording import Phrases, Wordings, folded, phrases_in
from afterword.mail.decoding import addresses, message_ids

_LIST_MANAGER = re.compile(
    r"^(listserv|majordomo|mailman|sympa|ezmlm)|[-_.](bounces?|owner|admin|request)$|^owner[-_.]"
)
# What stands before a number is asked behind it, so that only numbers are looked at.
_ENHANCED = re.compile(r"[45](?<!\w.)\d\d[-\s]+#?[45]\.\d{1,3}\.\d{1,3}\b|#[45]\.\d\.\d\b|\([45]\d\d[ -]")
_REPLY_CODE = re.compile(r"[45](?<![\d.-].)(?:(?<=4)[25][0-2]|(?<=5)[05][0-7]|(?<=5)71)[ -]{1,3}(<|[a-z'\"(\[#])")
_RETURNED_LINE = re.compile(r"^[ \t]*(?:message-id|received|return-path)[ \t]*:[ \t]*\S", re.IGNORECASE | re.MULTILINE)
_QUOTE_MARK = re.compile(r"^(?:[ \t]*>)+ ?", re.MULTILINE)
_BODY_CAP = 9.0
_HARDLY_A_WORD = 8
_BY_WORDS = 12.0
_SILENT = re.compile(r"(no|not|don'?t|do[-_.]?not)[-_.]*reply")
_ENCLOSED = {
    "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "text/rfc822", "message/partial",
    "message/disposition-notification",
}  # fmt: skip
_NAMED_IDS = ("original-message-id", "x-original-message-id", "x-ms-exchange-parent-message-id")
_ID_LINE = re.compile(
    r"^[ \t>|]*(?:x-)?(?:original-)?message[- ]id[ \t]*:[ \t]*\n?[ \t]*(<[^<>\s]+>|\S+@\S+)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,200}\.?\w")
_RETURNED = re.compile(
    r"^[ \t]*(?:-{2,40}[^\n-].{0,60}(?:copy|original|message|header|below)|(?:message-id|received|return-path)[ \t]*:"
    r"|.{0,60}(?:original message|message headers?|headers) follows?)",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS = re.compile(r"(?<![\d.])([45])\.\d{1,3}\.\d{1,3}(?![\d.])")
_ANY_REPLY_CODE = re.compile(r"(?<![\d.:-])([45])[0-5]\d[ :-]")
# The end of a sentence with a colon, and an address alone on the next line.
_NAMED_BELOW = re.compile(
    r":[ \t]*\n\s{0,9}(?:\"[^\"\n]{1,80}\"[ \t]*)?<?[\w.+=-]{1,64}@[\w.-]{1,200}>?[ \t]*$", re.MULTILINE
)
_LONGEST_SENTENCE = 200
_TEXT_CHARS = 60_000
_REPORT_CHARS = 6_000
_MOST = 20
_STATEMENT_CHARS = 2_000
_FEW_WORDS = 3
_QUOTED_LINE = re.compile(r"^[>|].*$", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_CODE = re.compile(r"(?<![\d.-])[45]\d\d(?![\d.])|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_sign = partial(EvidenceItem, MailKind.BOUNCE)


def bounce_envelope_signs(facts: MailFacts, report: DeliveryReport | None) -> Iterator[EvidenceItem]:
    """The signs of a bounce that a person who writes about one cannot cause: report, headers, sender, statement."""
    around = [*_report_signs(report)] if report and report.standard else []
    if "delivery-status" in facts.header("content-type"):
        around.append(_sign(5, "The mail is declared a delivery report (report-type=delivery-status)."))
    around += [*_header_signs(facts), *_sender_signs(facts)]
    yield from around
    if all(sign.weight < DAEMON for sign in around):
        yield from _passed_on_signs(facts)
        yield from _statement_signs(facts)


def bounce_text_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The words of a bounce in subject and text; people who write about something else use them as well."""
    if phrases := phrases_in(facts.bare_subject, bounce_phrases().subject):
        # "Re: Undeliverable: …" may be a person who writes about a bounce.
        yield _sign(2 if facts.is_titled_reply else 6, f"The subject says “{phrases[0]}”.")
    if _SILENT.search(facts.local_part):
        yield _sign(1, f"It was sent by {facts.message.from_address}, an address that reads no answers.")
    yield from _wording_signs(facts)


def bounce_trace_signs(facts: MailFacts, report: DeliveryReport | None) -> Iterator[EvidenceItem]:
    """What a mail server leaves in a text: a report, its codes, and the mail that came back."""
    if report and not report.standard:
        yield from _report_signs(report)
    if _ENHANCED.search(facts.report_text):
        yield _sign(3, "The text quotes a mail server's error with its status code.")
    elif _REPLY_CODE.search(facts.report_text):
        yield _sign(2, "The text quotes a mail server's error code.")
    yield from _returned_signs(facts)
    text = facts.full_text[:_REPORT_CHARS]
    sentences = (text[: colon.start()].rpartition("\n")[2] for colon in _NAMED_BELOW.finditer(text))
    if any(phrases_in(folded(sentence[-_LONGEST_SENTENCE:]), bounce_phrases().undelivered) for sentence in sentences):
        yield _sign(4, "The text names the address that failed on a line of its own.")


def _report_signs(report: DeliveryReport) -> Iterator[EvidenceItem]:
    failed = next((recipient for recipient in report.recipients if recipient.action == "failed"), None)
    if failed:
        about = f" for {failed.address}" if failed.address else ""
        where = "A delivery report (RFC 3464)" if report.standard else "A delivery report in the text"
        yield _sign(DECISIVE if report.standard else DECISIVE / 3, f"{where} says that delivery failed{about}.")


def _header_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    if "x-failed-recipients" in facts.headers:
        yield _sign(10, "The header X-Failed-Recipients names an address that failed.")
    if facts.has_empty_sender:
        yield _sign(2, "The envelope has no sender (Return-Path: <>), as reports have.")
    if "rejected" in facts.header("auto-submitted"):
        yield _sign(10, "The header Auto-Submitted says the mail was rejected.")
    for name in ("x-ndn", "x-bounce-id", "x-mailer-daemon", "x-ms-exchange-message-is-ndr"):
        if name in facts.headers:
            yield _sign(6, f"The header {name} stands only on returned mail.")


def _sender_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    weight, rule = facts.system_sender
    if weight:
        yield _sign(weight, rule)
    elif _LIST_MANAGER.search(facts.local_part):
        yield _sign(2, f"It was sent by {facts.message.from_address}, the manager of a list.")


def _passed_on_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """A report that somebody forwarded by hand without comment, say from another mailbox."""
    if not facts.is_titled_reply or facts.own.count > _HARDLY_A_WORD:
        return
    quoted = delivery_report(facts.message, _QUOTE_MARK.sub("", facts.full_text))
    if quoted and quoted.acted("failed") and phrases_in(facts.bare_subject, bounce_phrases().subject):
        yield _sign(12, "A delivery report was passed on with hardly a word.")


def _wording_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    text = facts.report_text
    room = _BODY_CAP
    tables = (
        (bounce_phrases().undelivered, 4.0, "The text says"),
        (bounce_phrases().technical, 2.0, "A mail server's words:"),
    )
    for table, weight, rule in tables:
        phrases = phrases_in(text, table)
        worth = min(weight + (len(phrases) - 1), weight * 1.5, room)
        if phrases and worth > 0:
            room -= worth
            yield _sign(worth, f"{rule} “{phrases[0]}”.")


def _statement_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The sign of a text that says one thing: that a mail to somebody else failed, whatever its subject."""
    from_system = bool(facts.system_sender[0]) or facts.has_empty_sender
    phrases, report_text = bounce_phrases(), facts.report_text
    answers = facts.is_titled_reply and facts.quotes_somebody
    names_somebody = not answers and "@" in facts.full_text[:_REPORT_CHARS]
    if not from_system and not (
        names_somebody and (phrases_in(report_text, phrases.failed.words) or phrases_in(report_text, phrases.technical))
    ):
        return
    own = {address.casefold() for address in (*facts.message.to, facts.message.from_address)}
    text = _QUOTED_LINE.sub("", _before_the_original(facts))[:_STATEMENT_CHARS]
    to = next((match[0].strip("'.") for match in _ADDRESS.finditer(text) if match[0].casefold() not in own), "")
    folded_text = folded(_ADDRESS.sub(" ", text), keep_lines=True)
    if (to or from_system) and _says_only_that_it_failed(folded_text, trusted=from_system):
        yield _sign(12, f"It says nothing but that a mail{f' to {to}' if to else ''} was not delivered.")


def _says_only_that_it_failed(text: str, *, trusted: bool) -> bool:
    """Whether every sentence is one of a report; where no system sent it, a mail or a code is named."""
    phrases = bounce_phrases()
    technical = bool(phrases_in(text, phrases.technical))
    failed = phrases.failed.stand_in(text) or (technical and (trusted or _CODE.search(text)))
    if not failed and not (trusted and phrases_in(text, phrases.undelivered)):
        return False
    long = (sentence for sentence in _SENTENCE_END.split(text) if len(_WORD.findall(sentence)) > _FEW_WORDS)
    return all(
        phrases_in(sentence, _of_reports()) or phrases.failed.stand_in(sentence) or full_mailbox().search(sentence)
        for sentence in long
    )


def _returned_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    types = {part.content_type for part in facts.message.machine_parts}
    if types & {"text/rfc822-headers", "message/rfc822-headers"}:
        yield _sign(3, "The headers of the original mail are enclosed.")
    elif "message/rfc822" in types:
        yield _sign(2, "The original mail is enclosed.")
    elif len(_RETURNED_LINE.findall(facts.full_text[:20_000])) > 1:
        yield _sign(3, "The headers of the original mail stand in the text.")
    elif phrases_in(facts.report_text, bounce_phrases().returned):
        yield _sign(2, "The text announces that the original mail follows.")


def delay_signs(facts: MailFacts, report: DeliveryReport | None) -> Iterator[EvidenceItem]:
    """The sign of a delay notice, from a delivery report or from a server's own words; None if any mail failed."""
    if report is not None and report.recipients:
        if report.acted("delayed") and not report.acted("failed"):
            # The family is that of delivery reports; that nothing came back yet is said by `Verdict.delayed`.
            yield _sign(DECISIVE, "A delivery report says the mail is delayed and still under way.")
        return
    if not facts.system_sender[0]:
        return
    titled = bool(phrases_in(facts.subject, bounce_phrases().subject_delay))
    phrases = phrases_in(facts.report_text, bounce_phrases().delay)
    if len(phrases) + titled > 1:
        # Words alone are weaker than a report: it stays among the bounces, as one that is not final.
        rule = f"A mail server is still trying to deliver: “{(phrases or ['delayed'])[0]}”."
        yield _sign(_BY_WORDS, rule)


class BouncePhrases(Struct, frozen=True):
    """The wordings of mails that came back or are late, as the files of the languages explain them."""

    subject: Phrases
    subject_delay: Phrases
    delay: Phrases
    undelivered: Phrases
    technical: Phrases
    returned: Phrases
    failed: Wordings
    temporary: Phrases
    permanent: Phrases
    daemons: Phrases


@cache
def bounce_phrases() -> BouncePhrases:
    """Those of all languages."""
    return gather("mail", "bounce", BouncePhrases)


@cache
def _of_reports() -> Phrases:
    """What stands in the sentences of a report."""
    worded = bounce_phrases()
    return Phrases.together(worded.undelivered, worded.technical, worded.permanent, worded.temporary, worded.returned)


def returned_ids(facts: MailFacts, report: DeliveryReport | None) -> tuple[str, ...]:
    """The Message-IDs of the mail a report is about: named in it, in the enclosed original, or in the text."""
    ids: list[str] = list(report.message_ids) if report else []
    for header in _NAMED_IDS:
        ids += [message_id for value in facts.headers.get(header, ()) for message_id in message_ids(value)]
    enclosed = [part.text for part in facts.message.machine_parts if part.content_type in _ENCLOSED]
    for text in (*enclosed, facts.full_text[:_TEXT_CHARS]):
        for match in _ID_LINE.finditer(text):
            ids += message_ids(match[1])
    ids += [answered for answered in facts.message.answers if answered != facts.message.message_id]
    return tuple(dict.fromkeys(ids))[:_MOST]


def failed_recipients(facts: MailFacts, report: DeliveryReport | None) -> tuple[str, ...]:
    """The addresses that could not be reached, in the order the mail names them; empty where it does not say."""
    recipients: list[str] = []
    if report:
        missed = (recipient for recipient in report.recipients if recipient.action in {"failed", "delayed"})
        recipients += [recipient.address for recipient in missed if recipient.address]
    for value in facts.headers.get("x-failed-recipients", ()):
        recipients += [address for _, address in addresses(value)]
    return tuple(dict.fromkeys(recipients or _from_text(facts)))[:_MOST]


def _from_text(facts: MailFacts) -> list[str]:
    """The first address in the words of the report itself that is not that of the person who gets it."""
    own = {address.casefold() for address in (*facts.message.to, facts.message.from_address)}
    candidates = [match[0].strip("'.") for match in _ADDRESS.finditer(_before_the_original(facts))]
    return [address for address in candidates if address.casefold() not in own and "mailto:" not in address][:1]


def _before_the_original(facts: MailFacts) -> str:
    """The report's own words: the text up to where the returned mail begins."""
    text = facts.full_text[:_TEXT_CHARS]
    returned = _RETURNED.search(text, 1)
    return text[: returned.start()] if returned else text


def is_permanent(facts: MailFacts, report: DeliveryReport | None) -> bool | None:
    """Whether trying that address again is pointless; a full mailbox may have room later. None where nothing says."""
    if report:
        verdicts = [recipient.permanent for recipient in report.recipients if recipient.action == "failed"]
        if any(permanent is not None for permanent in verdicts):
            return True in verdicts
    text = _before_the_original(facts)
    if full_mailbox().search(text):
        return False
    code = _STATUS.search(text) or _ANY_REPLY_CODE.search(text)
    if code:
        return code[1] == "5"
    words = folded(text[:_REPORT_CHARS])
    if phrases_in(words, bounce_phrases().temporary):
        return False
    return True if phrases_in(words, bounce_phrases().permanent) else None
