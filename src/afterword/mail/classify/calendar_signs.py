"""Owns the signs of calendar mail: an invitation, its answer or its withdrawal, with no words of a person."""

import re
from collections.abc import Iterator

from afterword.domain.conversation.message import EvidenceItem, MailKind
from afterword.mail.classify.facts import MailFacts
from afterword.mail.classify.weights import DECISIVE
from afterword.mail.classify.wording import found, phrases

_SUMMARY = re.compile(
    r"^(?:SUMMARY|DESCRIPTION|LOCATION)[^:\n]{0,200}:(.*(?:\n[ \t].*)*)", re.MULTILINE | re.IGNORECASE
)
_SUBJECTS = phrases(
    "invitation: | updated invitation | invitation from google | accepted: | declined: | tentative:",
    "canceled: | cancelled: | tentatively accepted: | meeting forward notification | canceled event",
    "updated: | new time proposed | event invitation | canceled event with note | einladung:",
    "aktualisierte einladung | zugesagt: | abgesagt: | abgelehnt: | mit vorbehalt | vorläufig zugesagt",
    "termin abgesagt | invitation : | acceptée : | accepté : | refusé : | annulé : | provisoire :",
    "invitación: | aceptado: | rechazado: | cancelado: | invito: | accettato: | rifiutato: | annullato:",
    "convite: | aceito: | aceite: | recusado: | uitnodiging: | geaccepteerd: | geweigerd: | geannuleerd:",
    "inbjudan: | accepterat: | avböjt: | invitasjon: | akseptert: | avslått: | kutsu: | hyväksytty:",
    "zaproszenie: | zaakceptowano: | odrzucono: | pozvánka: | přijato: | приглашение: | принято: | отклонено:",
    "davet: | 招待状 | 承諾: | 辞退: | 邀请: | 已接受: | 초대장",
)
_BOILERPLATE = re.compile(
    r"^(?:when|where|who|what|wann|wo|wer|was|quand|où|qui|cuándo|dónde|quién|quando|dove|chi|onde|quem|wanneer|waar|wie"
    r"|organizer|organiser|calendar|attendees?|guests?|time|date|location|subject|title|topic|joining info|meeting id"
    r"|passcode|zeit|ort|betreff|kalender|lieu|objet|titre)\b.*$|^(?:\*~\*~|[-_=*~ ]{5,}).*$|^.*(?:https?://|\b[a-z]+@[\w.]+).*$",
    re.MULTILINE | re.IGNORECASE,
)
_WORD = re.compile(r"\w{2,}")
_FEW_WORDS = 4


def calendar_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The sign of calendar mail, if it is one: an entry with a method, and no text of its own beside it."""
    if "calendar-notification" in f"{facts.local_part} {facts.header('sender')}":
        yield EvidenceItem(MailKind.CALENDAR, DECISIVE, "A calendar sent it, not a person.")
        return
    entries = [part for part in facts.message.machine_parts if part.content_type == "text/calendar"]
    method = next((part.parameter("method").upper()[:20] for part in entries), "")
    if not method:
        return
    titled = bool(found(facts.bare_subject[:60], _SUBJECTS)) and not facts.is_titled_reply
    if titled or _own_words(facts, entries[0].text) < _FEW_WORDS:
        yield EvidenceItem(
            MailKind.CALENDAR, DECISIVE, f"It is a calendar entry (method {method}) without a text of its own."
        )


def _own_words(facts: MailFacts, entry: str) -> int:
    """How many words a person wrote: not those of the entry itself, nor a calendar program's frame."""
    of_entry = {word.casefold() for field in _SUMMARY.findall(entry) for word in _WORD.findall(field)}
    rest = _BOILERPLATE.sub("", facts.own_text)
    return sum(1 for word in _WORD.findall(rest) if word.casefold() not in of_entry)
