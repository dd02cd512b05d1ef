"""Owns the signs that a program answered: RFC 3834 headers, vendors' headers, wordings of absences and receipts."""

import re
from collections.abc import Iterator
from functools import partial

from afterword.domain.conversation.message import EvidenceItem, MailKind, News
from afterword.mail.classify.absence import names_weekday, return_date, subject_date
from afterword.mail.classify.facts import DECISIVE, MailFacts, header_table
from afterword.mail.classify.wording import (
    automatic_phrases,
    clauses_of,
    folded,
    notes,
    phrases_in,
    plainly,
    telling_words,
)

# Notes of absence are about this short, and say so about this early (words, characters).
_SHORT = 120
_OPENING = 200
_NEARLY_NOTHING_ELSE = 0.15
_A_THIRD = 0.34
_LONGEST_NOTE = 90
_LONGEST_TITLE = 40
_GATEWAY_MARK = re.compile(r"^(?:[\[({][^\])}]{1,40}[\])}] ?)+")
_ADDED = re.compile(r"[\[({]([^\])}]{1,40})[\])}]$")
# Values that say no, and those of servers that mark what they only pass on.
_NOT_AUTOMATIC = {"no", "false", "0", "forward", "redirect", "mirror", "group"}
# RFC 3834 and RFC 5436. Other words, such as “auto-forwarded”, stand on what a server passes on of a person's.
_GENERATED = ("auto-generat", "auto-notif")
_ROBOT = re.compile(r"auto[-_.]?(re(ply|spon|sponse|sponder)|mail|mat|answ|antwort)|vacation|out[-_.]?of[-_.]?office")
# A post or a name as well as a program.
_PERHAPS_ROBOT = re.compile(r"respond(er|ed)$")
_SILENT = re.compile(
    r"(no|not|don'?t|never|do[-_.]?not)[-_.]*(reply|respond|answer|antwort)|^nepasrepondre|^keine?[-_.]?antwort"
)

_sign = partial(EvidenceItem, MailKind.AUTO_REPLY)


def auto_envelope_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The signs of an automatic answer that a person's own words cannot cause: headers, sender, subject."""
    yield from _submitted_signs(facts)
    yield from _header_signs(facts)
    yield from _sender_signs(facts)
    yield from _subject_signs(facts)


def auto_text_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The signs of an automatic answer in the newly written text."""
    signs: tuple[EvidenceItem, ...] = ()
    if phrases_in(facts.own.words, telling_words()):
        signs = (*_absence_signs(facts), *_service_signs(facts), *_case_signs(facts))
    signs = signs or tuple(_promise_signs(facts))
    yield from signs
    if signs and (weak := phrases_in(facts.bare_subject, automatic_phrases().subject_weak)):
        yield _sign(1 if facts.is_titled_reply else 2, f"The subject speaks of “{weak[0]}”.")
    own = facts.own
    alone = signs and own.count > 1 and not (facts.quotes_somebody or own.clauses.asking or own.clauses.apart)
    if alone and own.clauses.others <= _NEARLY_NOTHING_ELSE:
        yield _sign(4, "The text says nothing else.")


def _submitted_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    submitted = facts.header("auto-submitted") or facts.header("x-auto-submitted")
    word = submitted.partition(";")[0].strip()
    if word.startswith(("auto-repl", "auto-resp")):
        yield _sign(14, "The header Auto-Submitted says “auto-replied” (RFC 3834).")
    elif word.startswith(_GENERATED):
        yield _sign(8, f"The header Auto-Submitted says “{word[:30]}” (RFC 3834).")


def _header_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    names = (name for name in header_table().automatic if name in facts.headers)
    if name := next((name for name in names if facts.header(name) not in _NOT_AUTOMATIC), ""):
        yield _sign(12, f"The header {name} stands only on automatic answers.")
    for name, pattern, weight in header_table().automatic_values:
        if name in facts.headers and any(pattern.search(value.casefold()) for value in facts.headers[name]):
            yield _sign(weight, f"The header {name} is one of an automatic answer.")
    if facts.has_empty_sender:
        yield _sign(3, "The envelope has no sender (Return-Path: <>), as automatic answers have.")
    if facts.header("precedence") in {"bulk", "junk"} and "list-id" not in facts.headers:
        weight = 3 if facts.header("precedence") == "junk" else 2
        yield _sign(weight, f"The header Precedence says “{facts.header('precedence')}”, and no list sent it.")


def _sender_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    if _ROBOT.search(facts.local_part) or _ROBOT.search(facts.sender_name.replace(" ", "-")):
        yield _sign(4, f"It was sent by {facts.message.from_address}, an address of a program.")
    elif _SILENT.search(facts.local_part) or _PERHAPS_ROBOT.search(facts.local_part):
        yield _sign(3, f"It was sent by {facts.message.from_address}, an address that may read no answers.")


def _subject_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    subject = facts.bare_subject
    phrases = phrases_in(subject, automatic_phrases().subject) or _titles(subject)
    if phrases:
        # A program asks nothing in a subject.
        weight = 3 if facts.is_titled_reply or subject.endswith(("?", "？")) else 6
        yield _sign(weight, f"The subject says “{phrases[0]}”.")
    elif (
        not facts.is_titled_reply
        and (away := phrases_in(subject, automatic_phrases().subject_weak))
        and subject_date(facts)
    ):
        yield _sign(6, f"The subject says “{away[0]}” and until when.")


def _titles(subject: str) -> list[str]:
    """The titles of receipts and absences with which a subject begins, or what stands in brackets at its end."""
    added = _ADDED.search(subject)
    places = (subject, _GATEWAY_MARK.sub("", subject), added[1] if added else subject)
    titled = [place for place in places if place.startswith(automatic_phrases().subject_start)]
    return [start for start in automatic_phrases().subject_start if titled and titled[0].startswith(start)]


def _absence_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    words = facts.own.words
    absence = [*notes().away.places(words), *phrases_in(words, automatic_phrases().absence)]
    if not absence:
        return
    yield _sign(min(3 + len(absence), 5), f"The text says “{absence[0]}”.")
    if more := phrases_in(words, automatic_phrases().return_):
        yield _sign(min(1 + len(more), 3), f"It speaks of the return or a stand-in: “{more[0]}”.")
    if facts.own.count < _SHORT and not facts.quotes_somebody and phrases_in(words[:_OPENING], absence):
        yield _sign(2, "The note is short and begins with the absence.")
    if day := return_date(facts):
        yield _sign(2, f"It says until when: {day.isoformat()}.")


def _service_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    words, phrases = facts.own.words, automatic_phrases()
    machine = phrases_in(words, phrases.machine)
    if phrases.declared.stand_in(words):
        yield _sign(10, "The text says of itself that a program wrote it.")
    elif title := _own_title(words):
        yield _sign(12, f"The text is titled “{title}”.")
    elif machine:
        yield _sign(4, f"The text says “{machine[0]}”.")
    if receipt := [*phrases_in(words, phrases.receipt), *phrases.received.places(words)]:
        yield _sign(3, f"The text confirms receipt: “{receipt[0]}”.")
    if (receipt or machine) and (more := [*phrases_in(words, phrases.receipt_more), *_promise(words), *receipt[1:]]):
        yield _sign(min(len(more), 5), f"It promises an answer or names a case: “{more[0]}”.")
    challenge, more = phrases_in(words, phrases.challenge), phrases_in(words, phrases.challenge_more)
    if challenge or len(more) > 1:
        weight = 1 + 2 * len(challenge) + len(more) if challenge else 2 * len(more) - 2
        yield _sign(min(weight, 9 if challenge else 6), f"The text asks for a proof: “{(challenge or more)[0]}”.")
        if facts.system_sender[0]:
            yield _sign(5, "A mail server asks for it.")


def _promise(words: str) -> list[str]:
    """How a text promises that somebody will answer: the promise, how soon, and thanks, one phrase of each."""
    kinds = (automatic_phrases().answer, automatic_phrases().soon, automatic_phrases().thanks)
    return [phrases[0] for kind in kinds if (phrases := phrases_in(words, kind))]


def _promise_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The sign of a short text that only promises an answer; who names a day for it is a person."""
    words = facts.own.words
    if facts.own.count > _SHORT or not phrases_in(words, automatic_phrases().answer):
        return
    if len(promise := _promise(words)) > 1 and not names_weekday(words):
        yield _sign(4, f"It promises an answer: “{promise[0]}”.")


def _own_title(words: str) -> str:
    """What a text begins with, if that is the title of an automatic answer: “auto-reply: i am away”."""
    title, colon, _ = words[:_LONGEST_TITLE].partition(":")
    return title if colon and title.startswith(automatic_phrases().subject) else ""


def _case_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    closed, rating = notes().closed.places(facts.own.words), notes().rate.places(facts.own.words)
    if (closed or rating) and facts.own.clauses.others > _A_THIRD:
        return  # people speak of cases and of rating, too
    if closed:
        yield _sign(7 if rating else 4, f"The text says that a case is closed: “{closed[0]}”.")
    if rating:
        yield _sign(6 if closed else 3, f"The text asks to rate a service: “{rating[0]}”.")


def departure_signs(facts: MailFacts) -> tuple[EvidenceItem, ...]:
    """The sign that the mail tells a departure and hardly anything else: no answer, even where a person typed it."""
    if facts.own.count > _LONGEST_NOTE:
        return ()
    words = folded(plainly(facts.own.text), keep_lines=True)
    phrases = notes().departed.places(words)
    if phrases and not facts.own.sums_up and clauses_of(words).others <= _A_THIRD:
        return (EvidenceItem(MailKind.AUTO_REPLY, DECISIVE, f"It says that somebody has left: “{phrases[0]}”."),)
    return ()


def news_of(facts: MailFacts) -> News | None:
    """What an automatic answer tells; None for one that only confirms that the mail came in."""
    words = f"{facts.bare_subject}\n{folded(plainly(facts.own.text))}"
    back = return_date(facts)
    if back is None and notes().departed.places(words):
        return News.LEFT
    phrases = automatic_phrases()
    away = (
        notes().away.places(words)
        or phrases_in(facts.own.words, phrases.absence)
        or phrases.subject_away.search(facts.bare_subject)
    )
    if back or away:
        return News.AWAY
    return News.CASE_CLOSED if notes().closed.places(words) else None
