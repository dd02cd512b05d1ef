"""Owns what an automatic answer tells: that somebody has left, is away, or that a case is closed."""

import re

from afterword.domain.conversation.message import EvidenceItem, MailKind, News
from afterword.mail.classify import auto_phrases as table
from afterword.mail.classify.absence import return_date
from afterword.mail.classify.absence_wording import absences
from afterword.mail.classify.case_wording import closed_cases
from afterword.mail.classify.coverage import share_of_other_words
from afterword.mail.classify.departure_wording import departures, plainly
from afterword.mail.classify.facts import MailFacts
from afterword.mail.classify.weights import DECISIVE
from afterword.mail.classify.wording import folded, found

# A note that somebody has left may add a little; whoever writes more has answered.
_LITTLE_ELSE = 0.34
_LONGEST_NOTE = 90
_ABSENT = re.compile(
    r"out.of.(?:the.)?office|\booo\b|abwesen|urlaub|absen[ct]e?|\babsent|conge|vacat|vacacion|holiday|\bleave\b|\baway\b"
    r"|fuera de|ausen|fuori (?:sede|uff)|assen[tz]|\bferie|ferias|afwez|vakantie|franvaro|fravaer|poissa|loma|nieobecn"
    r"|urlop|nepritom|dovolen|mimo kancel|ofis dis|отсутств|отпуск|вне офиса|不在|休暇|休假|外出|부재|휴가"
)


def departure_signs(facts: MailFacts) -> tuple[EvidenceItem, ...]:
    """The sign that the mail tells a departure and hardly anything else: no answer, even where a person typed it."""
    words = folded(plainly(facts.own_text), keep_lines=True)
    said = departures(words)
    if said and facts.own_word_count <= _LONGEST_NOTE and share_of_other_words(words) <= _LITTLE_ELSE:
        return (EvidenceItem(MailKind.AUTO_REPLY, DECISIVE, f"It says that somebody has left: “{said[0]}”."),)
    return ()


def news_of(facts: MailFacts) -> News | None:
    """What an automatic answer tells; None for one that only confirms that the mail came in."""
    words = f"{facts.bare_subject}\n{folded(plainly(facts.own_text))}"
    back = return_date(facts)
    if back is None and departures(words):
        return News.LEFT
    if back or absences(words) or found(facts.own_words, table.BODY_ABSENCE) or _ABSENT.search(facts.bare_subject):
        return News.AWAY
    return News.CASE_CLOSED if closed_cases(words) else None
