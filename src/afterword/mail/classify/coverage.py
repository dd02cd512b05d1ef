"""Owns how much of a text is about something else than an absence or a receipt: what only a person would add."""

import re

from afterword.mail.classify import auto_phrases as table
from afterword.mail.classify.absence_wording import absences
from afterword.mail.classify.case_wording import asks_for_rating, closed_cases
from afterword.mail.classify.departure_wording import departures
from afterword.mail.classify.wording import found, phrases

_CLAUSE = re.compile(r"[.!?;:,。！？、，；：\n]+(?=\s|$|[^\x00-\x7f])| (?:but|aber|mais|pero|ma|mas|maar|men|но) ")
_WORD = re.compile(r"[a-z0-9'ß-ʯͰ-ӿ]+|[぀-ヿ一-鿿가-힣]{2}")
# Addresses, telephone numbers, dates and links are where such notes send people.
_POINTER = re.compile(r"\S@\S|https?:|www\.|\d[\d ()/.-]{2,}\d")
_FEW_WORDS = 2
_COURTESY = phrases(
    "thank you | thanks for | hello | greetings | dear | regards | sincerely | best wishes | yours | good day",
    "apolog | sorry for | inconvenience | important to us | look forward | kind | guten tag | hallo",
    "sehr geehrte | liebe | freundlich | grüße | gruss | herzlich | vielen dank | danke | verständnis",
    "bonjour | cordialement | merci | bien à vous | salutations | madame | hola | saludos | gracias",
    "atentamente | estimad | buongiorno | salve | cordiali | grazie | gentile | olá | cumprimentos | obrigad",
    "atenciosamente | prezad | beste | bedankt | groet | hej | hei | hälsning | hilsen | vennlig | venlig",
    "tak for | takk for | tack för | terveisin | kiitos | dzień dobry | pozdraw | dziękuj | dobrý den | děkuj",
    "pozdrav | merhaba | saygı | teşekkür | здравствуйте | добрый день | спасибо | с уважением | お世話",
    "よろしく | 申し訳 | 恐れ入り | ありがとう | 您好 | 谢谢 | 感谢 | 谅解 | 안녕하세요 | 감사 | 양해",
)
_NOTES = phrases(
    "your message | your email | your e-mail | your mail | respond | reply | get back to | be in touch",
    "contact | call | reach | urgent | assistance | delay | slow to | working days | business days | return",
    "back in | back on | colleague | in the meantime | office | cannot wait | can't wait | questions | enquir",
    "inquir | ihre mail | ihre e-mail | ihre nachricht | ihre anfrage | weitergeleitet | gelesen | erreich",
    "bearbeit | antwort | melde | kolleg | vertret | votre message | votre mail | répond | urgence | collègue",
    "retour | su mensaje | su correo | contacte | compañer | suo messaggio | contattare | urgenz | collega",
    "sua mensagem | colega | responder | uw bericht | uw mail | dringend | terug | tillbaka | kontakt | ring",
    "haster | tilbake | tilbage | ota yhteyttä | kollega | palaan | proszę | kontaktuj | acil | ekib",
    "обращайтесь | пишите | отвечу | вернусь | ご連絡 | 返信 | 遅れ | 戻り | 对应 | 查看 | 来信 | 你好 | 亲自",
    "联系 | 回复 | 聯絡 | 회신 | 연락 | 문의",
)
_ALL = (
    *table.BODY_ABSENCE,
    *table.BODY_RETURN,
    *table.BODY_MACHINE,
    *table.BODY_RECEIPT,
    *table.BODY_RECEIPT_MORE,
    *table.BODY_CHALLENGE,
    *_COURTESY,
    *_NOTES,
)
_READER = re.compile(
    r"\b(?:you|your|yours|du|dir|dich|deine?[mnrs]?|ihnen|ihre?[mnrs]?|vous|votre|vos|tu|ton|ta|tes|usted|su|sus|lei|suo|sua"
    r"|voce|seu|jij|je|jouw|uw|dig|din|ditt|deg|twoj\w*|ciebie|вы|вас|вам|ваш\w*|ты|тебя|твой)\b|あなた|您|你"
)
_LONG_ENOUGH = 8
# Short words of alphabets count only at the start of a word: "call" is not in "practically".
_SHORT = re.compile(r"\b(?:" + "|".join(sorted({re.escape(one) for one in _ALL if len(one) < _LONG_ENOUGH})) + ")")
_ANYWHERE = tuple(dict.fromkeys(one for one in _ALL if len(one) >= _LONG_ENOUGH or ord(one[0]) > ord("\u3000")))
# One phrase explains about a clause, not a paragraph without a full stop.
_EXPLAINED_WORDS = 16


def share_of_other_words(text: str) -> float:
    """Which share of the words of a folded text stands in clauses that no automatic note would need, 0 to 1."""
    total = other = 0
    for clause in _CLAUSE.split(text):
        count = len(_WORD.findall(clause))
        total += count
        explained = count <= _FEW_WORDS or _is_explained(clause)
        other += max(count - _EXPLAINED_WORDS, 0) if explained else count
    return other / total if total else 0.0


def speaks_to_reader(text: str) -> bool:
    """Whether a clause of a folded text is about the reader, and not about their mail: no program knows that."""
    told = (clause for clause in _CLAUSE.split(text) if len(_WORD.findall(clause)) > _FEW_WORDS)
    return any(_READER.search(clause) and not _is_explained(clause) for clause in told)


def _is_explained(clause: str) -> bool:
    if _POINTER.search(clause) or _SHORT.search(clause) or found(clause, _ANYWHERE):
        return True
    return bool(absences(clause) or departures(clause) or closed_cases(clause) or asks_for_rating(clause))
