"""Owns reading from an out-of-office note until when somebody is away, in the languages such notes come in."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct

from afterword.mail.classify.facts import MailFacts
from afterword.mail.classify.wording import folded

_MONTH_NAMES = (
    (
        "january januar janvier enero gennaio janeiro januari tammikuu styczen stycznia leden ledna январь января ocak"
        " jan ene gen"
    ),
    (
        "february februar fevrier febrero febbraio fevereiro februari helmikuu luty lutego unor unora февраль февраля"
        " subat feb fev fevr"
    ),
    "march marz maerz mars marzo marco maart maaliskuu marzec marca brezen brezna март марта mart mar mrz",
    "april avril abril aprile huhtikuu kwiecien kwietnia duben dubna апрель апреля nisan apr avr abr",
    "may mai mayo maggio maio mei maj toukokuu maja kveten kvetna май мая mayis mag",
    "june juni juin junio giugno junho kesakuu czerwiec czerwca cerven cervna июнь июня haziran jun giu",
    "july juli juillet julio luglio julho heinakuu lipiec lipca cervenec cervence июль июля temmuz jul juil lug",
    "august aout agosto augustus augusti elokuu sierpien sierpnia srpen srpna август августа agustos aug ago",
    (
        "september septembre septiembre settembre setembro syyskuu wrzesien wrzesnia zari сентябрь сентября eylul"
        " sep sept set"
    ),
    (
        "october oktober octobre octubre ottobre outubro lokakuu pazdziernik pazdziernika rijen rijna октябрь октября"
        " ekim oct okt ott out"
    ),
    "november novembre noviembre novembro marraskuu listopad listopada listopadu ноябрь ноября kasim nov",
    (
        "december dezember decembre diciembre dicembre dezembro joulukuu grudzien grudnia prosinec prosince декабрь"
        " декабря aralik dec dez dic des"
    ),
)
_MONTHS = {folded(name): number for number, line in enumerate(_MONTH_NAMES, 1) for name in line.split()}
_WEEKDAY_NAMES = (
    "monday montag lundi lunes lunedi maandag mandag maanantai poniedzialek pondeli понедельник pazartesi",
    "tuesday dienstag mardi martes martedi dinsdag tisdag tirsdag tiistai wtorek utery вторник sali",
    "wednesday mittwoch mercredi miercoles mercoledi woensdag onsdag keskiviikko sroda sroda streda среда carsamba",
    "thursday donnerstag jeudi jueves giovedi donderdag torsdag torstai czwartek ctvrtek четверг persembe",
    "friday freitag vendredi viernes venerdi vrijdag fredag perjantai piatek patek пятница cuma",
    "saturday samstag sonnabend samedi sabado sabato zaterdag lordag lauantai sobota суббота cumartesi",
    "sunday sonntag dimanche domingo domenica zondag sondag sunnuntai niedziela nedele воскресенье pazar",
)
_WEEKDAYS = {folded(name): number for number, line in enumerate(_WEEKDAY_NAMES) for name in line.split()}
_MONTH = "(" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + r")(?:ta)?\b\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|e|\.|º|:e)?"
_YEAR = r"(?:,?\s*(?:de\s+|del\s+)?(\d{4})\b)?"

_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_DAY_MONTH = re.compile(rf"(?<![\d.])(\d{{1,2}}){_ORDINAL}\s*(?:of\s+|de\s+|den\s+)?{_MONTH}{_YEAR}")
_MONTH_DAY = re.compile(
    rf"\b{_MONTH}\s*(?:\d{{1,2}}{_ORDINAL}\s*(?:-|to|through)\s*)?(\d{{1,2}}){_ORDINAL}(?![\d:]){_YEAR}"
)
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})(?:\2\s?(\d{4}|\d{2})?)?(?![\d/:-]|\.\d)")
_CHARACTERS = re.compile(r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
_WEEKDAY = re.compile(r"\b(" + "|".join(sorted(_WEEKDAYS, key=len, reverse=True)) + r")\b")
_TOMORROW = re.compile(r"\b(?:tomorrow|demain|manana|domani|amanha|imorgon|i morgen)\b")
_WEEK_WORDS = ("week", "weeks", "woche", "wochen", "semaine", "semaines")
_IN_DAYS = re.compile(
    r"\b(?:in|dans|en|over|om) (\d{1,2}) (days?|weeks?|tagen?|wochen?|jours?|semaines?|dias|dagen|dagar|dager|dage)\b"
)
_CRITERIA = re.compile(r"enddate=(\d{4})-(\d\d)-(\d\d)")

_CUE = re.compile(
    r"\b(until|till|til|back|return\w*|through|thru|again|bis|ab|zuruck|wieder|jusqu\w*|retour|reviens\w*|hasta|vuelta|regreso|vuelvo"
    r"|fino|rientr\w+|ate|retorn\w+|regress\w+|volto|tot|terug|t\.?o\.?m|tom|ater|tillbaka|tilbake|tilbage|asti|saakka|palaan"
    r"|do|wracam|powro\w+|navrat\w*|вернусь|до|по|donecegim)\b(?:[^.!?\n]|\.\s?\d){0,40}$"
    r"|\d\S{0,12} (?:to|and|und|et|e|y|en|och|og|i|a|al|au) (?:\w+,? )?$|[-–至到~〜]\s*$|(から|부터)\s*$"
)
_CUE_AFTER = re.compile(
    r"^[^。.\n]{0,12}?(まで|迄|に戻|より出社|から出社|까지|复工|返回|回来|回來|tarihine kadar|asti|saakka)"
)
_FARTHEST = timedelta(days=400)
_JUST_PAST = timedelta(days=3)
_MONTHS_A_YEAR = 12
_AMERICAN_OFFSETS = range(-10, -3)


class _Mention(Struct, frozen=True):
    start: int
    end: int
    day: date


def return_date(facts: MailFacts) -> date | None:
    """The latest day that the note ties to a return or the end of an absence; None where it names none.

    A day without a year is the next one after the mail's own date; so is a weekday.
    """
    sent = facts.message.date
    if sent is None:
        return None
    criteria = _CRITERIA.search(facts.header("x-apple-criteria"))
    if criteria and (day := _day(int(criteria[1]), int(criteria[2]), int(criteria[3]))):
        return day
    text = facts.own_words
    return _cued(text, sent) or _cued(facts.bare_subject, sent)


def _cued(text: str, sent: datetime) -> date | None:
    days = [one.day for one in _mentions(text, sent) if _has_cue(text, one)]
    near = [one for one in days if -_JUST_PAST <= one - sent.date() <= _FARTHEST]
    if near:
        return max(near)
    relative = [one.day for one in _relative(text, sent) if _has_cue(text, one)]
    return max(relative, default=None)


def _has_cue(text: str, mention: _Mention) -> bool:
    before = text[max(mention.start - 60, 0) : mention.start]
    return bool(_CUE.search(before) or _CUE_AFTER.match(text[mention.end : mention.end + 30]))


def _mentions(text: str, sent: datetime) -> Iterator[_Mention]:
    for match in _ISO.finditer(text):
        yield from _mention(match, _day(int(match[1]), int(match[2]), int(match[3])))
    for match in _DAY_MONTH.finditer(text):
        yield from _mention(match, _next(sent, match[3], _MONTHS[match[2]], int(match[1])))
    for match in _MONTH_DAY.finditer(text):
        yield from _mention(match, _next(sent, match[3], _MONTHS[match[1]], int(match[2])))
    for match in _CHARACTERS.finditer(text):
        yield from _mention(match, _next(sent, match[1], int(match[2]), int(match[3])))
    for match in _NUMBERS.finditer(text):
        first, second = int(match[1]), int(match[3])
        month_first = match[2] != "." and (second > _MONTHS_A_YEAR or (first <= _MONTHS_A_YEAR and _is_american(sent)))
        month, day = (first, second) if month_first else (second, first)
        yield from _mention(match, _next(sent, match[4], month, day))


def _relative(text: str, sent: datetime) -> Iterator[_Mention]:
    for match in _WEEKDAY.finditer(text):
        ahead = (_WEEKDAYS[match[1]] - sent.weekday() - 1) % 7 + 1
        yield from _mention(match, sent.date() + timedelta(days=ahead))
    for match in _IN_DAYS.finditer(text):
        days = int(match[1]) * (7 if match[2] in _WEEK_WORDS else 1)
        yield from _mention(match, sent.date() + timedelta(days=days))
    for match in _TOMORROW.finditer(text):
        yield from _mention(match, sent.date() + timedelta(days=1))


def _mention(match: re.Match[str], day: date | None) -> Iterator[_Mention]:
    if day:
        yield _Mention(match.start(), match.end(), day)


def _is_american(sent: datetime) -> bool:
    offset = sent.utcoffset()
    return offset is not None and offset.total_seconds() / 3600 in _AMERICAN_OFFSETS


def _next(sent: datetime, year: str | None, month: int, day: int) -> date | None:
    """That day in its year, or else the first such day that is not before the mail's."""
    if year:
        return _day(int(year) if len(year) > len("26") else 2000 + int(year), month, day)
    found = _day(sent.year, month, day)
    if found and found < sent.date() - _JUST_PAST:
        return _day(sent.year + 1, month, day)
    return found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
