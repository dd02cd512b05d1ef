"""Owns the signs of mail to many: lists, newsletters, notifications, reports about spam."""

import re
from collections.abc import Iterator

from afterword.domain.conversation.message import EvidenceItem, MailKind
from afterword.mail.classify.facts import MailFacts
from afterword.mail.classify.weights import DECISIVE
from afterword.mail.classify.wording import found, phrases

_LIST_HEADERS = (
    ("list-unsubscribe", 4),
    ("list-id", 3),
    ("list-post", 2),
    ("mailing-list", 3),
    ("x-mailing-list", 3),
    ("x-beenthere", 2),
    ("feedback-id", 2),
    ("x-campaign", 4),
    ("x-campaignid", 4),
    ("x-mc-user", 4),
    ("x-csa-complaints", 3),
    ("x-mailgun-tag", 2),
    ("x-newsletter", 5),
    ("x-report-abuse", 2),
)
_PROGRAM_HEADERS = (
    ("x-bugzilla-type", 6),
    ("x-github-reason", 6),
    ("x-jira-fingerprint", 5),
    ("x-linkedin-class", 6),
    ("x-facebook-notify", 6),
    ("x-cron-env", 6),
    ("x-google-alert-id", 6),
)
_TO_MANY = re.compile(
    r"news|marketing|noreply|no[-_.]reply|donotreply|notif|alert|updates?$|digest|mailing|promo|offers?$|info-?mail"
)
_PROGRAM = re.compile(
    r"(bugzilla|cron|backup|monitor|nagios|zabbix|jenkins|git|svn)([-_.]?daemon)?$|^(root|www-data|nobody)$"
)
_UNSUBSCRIBE = phrases(
    "unsubscribe | opt out | opt-out | manage your subscription | email preferences",
    "view this email in your browser | view in browser | newsletter abmelden | abbestellen | abmelden",
    "im browser ansehen | se désabonner | désinscri | se désinscrire | darse de baja | cancelar suscripción",
    "cancelar la suscripción | cancella iscrizione | disiscri | annulla l'iscrizione | cancelar inscrição",
    "descadastrar | cancelar a subscrição | uitschrijven | afmelden | avprenumerera | avregistrera | afmeld",
    "meld deg av | avmeld | peruuta tilaus | wypisz się | rezygnacja z | odhlásit odběr | odhlásit se",
    "отписаться | отказаться от рассылки | abonelikten çık | 配信停止 | 退订 | 退訂 | 수신거부",
)


def list_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The signs that the mail went to many; a person's answer on a list has them too."""
    yield from _header_signs(facts, _LIST_HEADERS)
    if facts.header("precedence") in {"bulk", "list", "junk"}:
        yield _sign(3, f"The header Precedence says “{facts.header('precedence')}”.")
    if _TO_MANY.search(facts.local_part):
        yield _sign(3, f"It was sent by {facts.message.from_address}, an address for mail to many.")
    if said := found(facts.own_words, _UNSUBSCRIBE):
        yield _sign(3, f"The text says “{said[0]}”.")


def notification_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The signs that a program wrote of its own accord."""
    types = {part.content_type for part in facts.message.machine_parts}
    if "message/feedback-report" in types or "feedback-report" in facts.header("content-type"):
        yield _sign(DECISIVE, "It is a complaint report about spam (RFC 5965).")
    yield from _header_signs(facts, _PROGRAM_HEADERS)
    if _PROGRAM.search(facts.local_part):
        yield _sign(5, f"It was sent by {facts.message.from_address}, an address of a program.")


def _header_signs(facts: MailFacts, table: tuple[tuple[str, int], ...]) -> Iterator[EvidenceItem]:
    for name, weight in table:
        if facts.message.has_header(name):
            yield _sign(weight, f"The header {name} stands on mail to many.")


def _sign(weight: float, rule: str) -> EvidenceItem:
    return EvidenceItem(MailKind.BULK, weight, rule)
