"""Owns the decision: it gathers the signs of every kind, weighs them, and says what the mail is and why."""

from afterword.domain.message import Evidence, MailKind, Message, Verdict
from afterword.mail.classify import returned
from afterword.mail.classify.absence import return_date
from afterword.mail.classify.auto_signs import auto_signs
from afterword.mail.classify.bounce_signs import bounce_signs
from afterword.mail.classify.bulk_signs import bulk_signs
from afterword.mail.classify.calendar_signs import calendar_signs
from afterword.mail.classify.delivery_report import DeliveryReport, delivery_report
from afterword.mail.classify.facts import Facts
from afterword.mail.classify.human_signs import human_signs

# What the signs of a kind must weigh together before the mail is taken for it. A bounce needs two kinds of
# signs at least; those of a person count against an automatic answer and against bulk mail.
_BOUNCE_NEEDED = 8.0
_BOUNCE_AGAINST_A_PERSON = 11.0
_AUTO_NEEDED = 5.0
_BULK_NEEDED = 5.0
_SURE = 8.0


def classify(message: Message, known_ids: frozenset[str] = frozenset()) -> Verdict:
    """What a mail is, by graded rules; `known_ids` are the Message-IDs of mails we sent, with angle brackets.

    A mail that names one of them is never bulk, and bulk is what a list sends, not a person's answer on a list.
    """
    facts = Facts(message, known_ids)
    report = delivery_report(message, facts.full_text)
    evidence = (
        *bounce_signs(facts, report),
        *auto_signs(facts, report),
        *calendar_signs(facts),
        *bulk_signs(facts),
        *human_signs(facts),
    )
    kind = _decide(facts, evidence)
    return _verdict(kind, facts, report, evidence)


def _decide(facts: Facts, evidence: tuple[Evidence, ...]) -> MailKind:
    weight = {kind: sum(one.weight for one in evidence if one.kind is kind) for kind in MailKind}
    decisive = max(evidence, key=lambda one: one.weight, default=None)
    if decisive is not None and decisive.weight >= 30:
        return decisive.kind
    if _is_bounce(weight, evidence):
        return MailKind.BOUNCE
    return _program_or_person(facts, weight)


def _is_bounce(weight: dict[MailKind, float], evidence: tuple[Evidence, ...]) -> bool:
    signs = [one for one in evidence if one.kind is MailKind.BOUNCE]
    person = weight[MailKind.REPLY] >= 4
    needed = _BOUNCE_AGAINST_A_PERSON if person else _BOUNCE_NEEDED
    return weight[MailKind.BOUNCE] >= needed and len(signs) > 1


def _program_or_person(facts: Facts, weight: dict[MailKind, float]) -> MailKind:
    auto, bulk, person = weight[MailKind.AUTO_REPLY], weight[MailKind.BULK], weight[MailKind.REPLY]
    if auto >= _SURE and auto >= bulk:
        return MailKind.AUTO_REPLY
    if auto >= _AUTO_NEEDED and auto > person and auto >= bulk:
        return MailKind.AUTO_REPLY
    if bulk >= _BULK_NEEDED and person < 4 and not facts.answers_us:
        return MailKind.BULK
    return MailKind.REPLY


def _verdict(
    kind: MailKind, facts: Facts, report: DeliveryReport | None, evidence: tuple[Evidence, ...]
) -> Verdict:
    own = sorted((one for one in evidence if one.kind is kind), key=lambda one: -one.weight)
    reason = own[0].rule if own else "Nothing in it says that a program sent it."
    if kind is MailKind.BOUNCE:
        return Verdict(
            kind,
            reason,
            evidence,
            returned_message_ids=returned.returned_ids(facts, report),
            recipients=returned.failed_recipients(facts, report),
            permanent=returned.is_permanent(facts, report),
        )
    if kind is MailKind.AUTO_REPLY:
        return Verdict(
            kind,
            reason,
            evidence,
            returned_message_ids=returned.returned_ids(facts, report),
            delayed=_is_delay(report, own),
            return_date=return_date(facts),
        )
    return Verdict(kind, reason, evidence)


def _is_delay(report: DeliveryReport | None, signs: list[Evidence]) -> bool:
    if report is not None:
        return report.acted("delayed") and not report.acted("failed")
    return any("delayed" in one.rule for one in signs)
