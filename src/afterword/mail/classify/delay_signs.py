"""Owns the signs that a mail is only late: a server that keeps trying has not given it back."""

from collections.abc import Iterator

from afterword.domain.conversation.message import EvidenceItem, MailKind
from afterword.mail.classify.bounce_phrases import BODY_DELAY, SUBJECT_DELAY
from afterword.mail.classify.delivery_report import DeliveryReport
from afterword.mail.classify.facts import MailFacts
from afterword.mail.classify.weights import DECISIVE
from afterword.mail.classify.wording import found

_BY_WORDS = 12.0


def delay_signs(facts: MailFacts, report: DeliveryReport | None) -> Iterator[EvidenceItem]:
    """The sign of a delay notice, from a delivery report or from a server's own words; None if any mail failed."""
    if report is not None and report.recipients:
        if report.acted("delayed") and not report.acted("failed"):
            # The family is that of delivery reports; that nothing came back yet is said by `Verdict.delayed`.
            yield EvidenceItem(
                MailKind.BOUNCE, DECISIVE, "A delivery report says the mail is delayed and still under way."
            )
        return
    titled = bool(found(facts.subject, SUBJECT_DELAY))
    said = found(facts.report_text, BODY_DELAY)
    if facts.is_from_daemon and len(said) + titled > 1:
        # Words alone are weaker than a report: it stays among the bounces, as one that is not final.
        rule = f"A mail server is still trying to deliver: “{(said or ['delayed'])[0]}”."
        yield EvidenceItem(MailKind.BOUNCE, _BY_WORDS, rule)
