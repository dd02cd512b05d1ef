"""Owns the signs of a receipt: news about a mail without words of a person (seen, delivered, a reaction, a recall)."""

import json
import re
from collections.abc import Iterator

from msgspec import Struct

from afterword.domain.conversation.message import EvidenceItem, MailKind, News
from afterword.domain.text import clean_line
from afterword.mail.classify.delivery_report import DeliveryReport
from afterword.mail.classify.facts import MailFacts
from afterword.mail.classify.weights import DECISIVE
from afterword.mail.classify.wording import found, phrases

_DISPOSITION = re.compile(r"^disposition[ \t]*:.*?;[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_REACTION_PART = "text/vnd.google.email-reaction+json"
_FEW_WORDS = 40
_A_LINE = 16
_TITLED = 10.0
_LONGEST_REACTION = 16

_READ = phrases(
    "read: | read receipt | return receipt | gelesen: | lesebestätigung | lu : | lu: | accusé de lecture | leído:",
    "confirmación de lectura | letto: | conferma di lettura | lida: | lido: | confirmação de leitura | gelezen:",
    "leesbevestiging | läst: | lest: | læst: | luettu: | przeczytano: | odczytano: | přečteno: | okundu:",
    "прочитано: | 開封済み | 開封確認 | 已读: | 已讀: | 읽음:",
)
_UNREAD = phrases(
    "not read: | ungelesen gelöscht: | non lu : | non lu: | no leído: | non letto: | não lida: | niet gelezen:",
    "ej läst: | ikke lest: | ikke læst: | nie przeczytano: | nepřečteno: | не прочитано:",
)
_READ_WORDS = phrases(
    "was read on | was displayed on | has been read | has been displayed | this is a receipt for the",
    "receipt for the mail | receipt for the message | read or understood | wurde gelesen | gelesen am",
    "gelesen oder verstanden | bestätigung für die | empfangsbestätigung für | a été lu | a été affiché",
    "ha sido leído | fue leído | se leyó | è stato letto | foi lida | is gelezen | lästes | ble lest | blev læst",
    "har blivit läst",
    "luettiin | został przeczyt | zostało przeczyt | byla přečtena | okundu | было прочитано | 開封されました",
    "was deleted without being read | deleted without being read | ungelesen gelöscht | supprimé sans avoir été lu",
    "sin leer | senza essere stato letto | sem ser lida | zonder te zijn gelezen",
)
_READ_SPLIT = re.compile(
    r"\b(?:wurde|ist) (?:am |um )?.{0,60}(?:gelesen|angezeigt|geoffnet)\b|\bzosta\w+ (?:prze|od)czytan|\bprecten\w* "
    r"dne\b"
    r"|\ba ete (?:lu|ouvert|affiche)|\b(?:ha sido|fue) (?:leid|abiert|mostrad)|\be stat[oa] (?:lett|apert|visualizz)"
    r"|\bfoi (?:lid|abert)|\b(?:is|werd) .{0,60}(?:gelezen|weergegeven|geopend)\b|\b(?:blev|ble|har) .{0,60}(?:last|"
    r"lest)\b"
    r"|\bwas (?:read|opened|displayed) (?:on|at)\b"
)
_DELETED_WORDS = phrases(
    "without being read | ungelesen gelöscht | sans avoir été lu | sin leer | senza essere stato letto",
    "sem ser lida | zonder te zijn gelezen",
)
_DELIVERED = phrases(
    "delivered: | relayed: | expanded: | successful mail delivery | delivery confirmation | delivery receipt",
    "zugestellt: | übermittelt: | remis : | remis: | entregado: | consegnato: | entregue: | bezorgd: | levererat:",
    "levert: | leveret: | dostarczono: | доставлено:",
)
_DELIVERED_WORDS = phrases(
    "has been delivered to | was delivered to | successfully delivered | was successfully relayed",
    "delivery to these recipients or groups is complete | has been successfully delivered | wurde zugestellt",
    "erfolgreich zugestellt | zustellung an diese empfänger oder gruppen ist abgeschlossen | a été remis",
    "ha sido entregado | se ha entregado | è stato consegnato | foi entregue | is bezorgd | har levererats",
)
_REACTED_WORDS = re.compile(
    r"\breact(?:ed|ion) (?:via gmail|to your (?:message|e-?mail)|from gmail)|\breacted with\b.{0,20}$"
    r"|\bliked your (?:message|e-?mail)"
    r"|\bhat (?:uber gmail|mit .{1,12}|auf (?:ihre|deine) (?:nachricht|e-mail)) ?.{0,12}reagiert"
    r"|\ba (?:reagi|aime) .{0,12}(?:via gmail|votre message|avec .{1,12})"
    r"|\bha reaccionado (?:a|con|mediante|desde|via)\b|\bha reagito (?:a|con|tramite|da)\b"
    r"|\breagiu (?:a|com|pelo|via)\b|\bheeft gereageerd (?:via|op|met) (?:gmail|je|uw|.{1,12}$)"
)
# What a telephone writes for a sign put on a message; the message stands in it as a quotation.
_TAPPED = re.compile(
    r"(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted \S{1,8} to|gefallt|mag|hat ein herz fur|a "
    r"aime"
    r"|a adore|le gusto|le encanto|ha messo mi piace a|vond) ?[\"«].{1,2000}[\"»]\.?"
)
_RECALL = phrases(
    "recall: | rückruf: | zurückrufen: | rappel : | rappel: | retirar: | recuperar: | richiamo: | richiama:",
    "recolha: | revogar: | cancelar: | intrekken: | återkalla: | tilbagekald: | tilbakekall: | palauta: | odwołaj:",
    "отзыв: | отозвать: | 回收: | 撤回: | 召回:",
)
_RECALL_WORDS = phrases(
    "would like to recall the message | wants to recall the message | would like to recall this message",
    "would like to recall the e-mail | möchte die nachricht | souhaite rappeler le message",
    "desea recuperar el mensaje | quisiera recuperar el mensaje | desidera richiamare il messaggio",
    "vorrebbe richiamare il messaggio",
    "gostaria de revogar a mensagem | gostaria de cancelar a mensagem | wil het bericht | vill återkalla meddelandet",
    "vil gerne tilbagekalde | ønsker å tilbakekalle | chce odwołać wiadomość | хочет отозвать сообщение",
    "撤回邮件 | 想要撤回",
)


class Receipt(Struct, frozen=True):
    """What a receipt tells, and the sign that says so."""

    news: News
    sign: EvidenceItem


def receipts(facts: MailFacts, report: DeliveryReport | None) -> Iterator[Receipt]:
    """What the mail tells about another mail, the surest first."""
    yield from _disposition(facts)
    if report and report.acted("delivered", "relayed", "expanded") and not report.acted("failed", "delayed"):
        yield _receipt(News.DELIVERED, DECISIVE, "A delivery report says the mail was delivered.")
    yield from _reaction(facts)
    yield from _recall(facts)
    yield from _worded(facts)


def _receipt(news: News, weight: float, rule: str) -> Receipt:
    return Receipt(news, EvidenceItem(MailKind.RECEIPT, weight, rule))


def _disposition(facts: MailFacts) -> Iterator[Receipt]:
    parts = [one for one in facts.message.machine_parts if one.content_type == "message/disposition-notification"]
    if not parts and "disposition-notification" not in facts.header("content-type"):
        return
    said = next((match[1].lower() for one in parts if (match := _DISPOSITION.search(one.text))), "")
    if said in {"deleted", "denied"}:
        yield _receipt(News.DELETED, DECISIVE / 2, "It is a read receipt (RFC 8098): deleted without being read.")
    elif said in {"dispatched", "processed"}:
        yield _receipt(News.DELIVERED, DECISIVE / 2, "It is a receipt (RFC 8098): a program took the mail.")
    else:
        yield _receipt(News.SEEN, DECISIVE / 2, "It is a read receipt (RFC 8098): seen, not answered.")


def _reaction(facts: MailFacts) -> Iterator[Receipt]:
    part = next((one for one in facts.message.machine_parts if one.content_type == _REACTION_PART), None)
    if part is not None:
        yield _receipt(News.REACTED, DECISIVE, f"It is a reaction{_emoji(part.text)}, without words.")
    elif (facts.own_word_count <= _A_LINE and _REACTED_WORDS.search(facts.own_words)) or _TAPPED.fullmatch(
        facts.own_words
    ):
        yield _receipt(News.REACTED, DECISIVE, "It is a reaction, without words.")


def _emoji(text: str) -> str:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    sign = told.get("emoji") if isinstance(told, dict) else None
    return f" ({clean_line(sign)[:_LONGEST_REACTION]})" if isinstance(sign, str) else ""


def _recall(facts: MailFacts) -> Iterator[Receipt]:
    titled = facts.subject.startswith(_RECALL)
    said = found(facts.own_words, _RECALL_WORDS)
    if said and (titled or facts.own_word_count <= _FEW_WORDS):
        yield _receipt(News.RECALLED, DECISIVE, f"It asks to take a mail back: “{said[0]}”.")
    elif titled and not facts.own_word_count:
        yield _receipt(News.RECALLED, DECISIVE, "Its subject asks to take a mail back, and it holds no words.")


def _worded(facts: MailFacts) -> Iterator[Receipt]:
    """A receipt in a program's own words: its title and a sentence of it, with little else."""
    words = facts.report_text
    title = next((one for one in (*_READ, *_UNREAD) if facts.bare_subject.startswith(one)), "")
    alone = not facts.own_word_count or facts.has_empty_sender
    if (
        title
        and facts.own_word_count <= 2 * _FEW_WORDS
        and (alone or found(words, _READ_WORDS) or _READ_SPLIT.search(words))
    ):
        deleted = title in _UNREAD or bool(found(words, _DELETED_WORDS))
        yield _receipt(News.DELETED if deleted else News.SEEN, _TITLED, f"Its subject says “{title}”: a read receipt.")
    delivered = found(words, _DELIVERED_WORDS)
    titled = facts.bare_subject.startswith(_DELIVERED)
    if delivered and (titled or facts.is_from_daemon):
        # A server that says both names what went well first: such a report is no bounce.
        weight = DECISIVE if titled and facts.is_from_daemon else _TITLED
        yield _receipt(News.DELIVERED, weight, f"It says the mail was delivered: “{delivered[0]}”.")
