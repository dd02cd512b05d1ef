"""Owns how what a person typed becomes part of a letter: quotations, pointers, what they remember; days and spans.

All of it is worded by languages/<code>/phrasing.toml. What cannot be turned into a sound sentence of the letter's own
language is left out: the functions then return an empty text.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache, partial

from msgspec import Struct

from afterword.domain.conversation.templates import PLACEHOLDER, in_register, letter_languages
from afterword.domain.text import capital, clean_line, words
from afterword.languages.loader import DEFAULT, load

_TOKEN = re.compile(r"[^\W\d_]+")
_EDGES = ' \t.,;:!…"“”„«»‹›'
_ENDS = " \t.,;:!…"
_WITHIN = re.compile('"([^"]+)"|“([^“”„]+)”|„([^“”„]+)[“”]|«\\s*([^«»]+?)\\s*»|»([^«»]+)«|‹\\s*([^‹›]+?)\\s*›')
_LONE_MARK = re.compile('["“”„«»‹›]')
_SENTENCE = re.compile(r"(?<=[.!?;…])\s+|\n")
_CLAUSE = re.compile(r"[,;:–—](?=\s)|\s(?=[–—]\s)|\s(?=(?:and|but|because|und|aber|weil|et|mais|car|y|pero|porque)\s)")
_SHORT_WORDS = re.compile(r"(?:\s+(?:\w{1,3}|with|from|for|your|which))+$")
_FORMS = re.compile(
    r"\s*[(\[]\s*(?:[mwfdxhi]|div|gn|all genders|n)\s*(?:[/|,*]\s*(?:[mwfdxhi]|div|gn|n)\s*)*[)\]]"
    r"|\s+[mwfdxh](?:/[mwfdxh]){1,2}(?=$|\s)",
    re.IGNORECASE,
)
# What is said of a name: in parentheses that are no ending (“Erzieher(in)”), or behind a comma, a dash or a slash.
_ASIDE = re.compile(r"(?<!\S)[(\[][^()\[\]]*[)\]](?!\w)")
_QUALIFIED = re.compile(r"\s*[,;|]\s*|\s+[–—/:-]\s+|:\s+|/(?=[^/,;|]*\s#?\d)")
_PAIR = re.compile(r"^(\S+)\s+/\s+(?=[^\d,;|]+(?:[,;|]|$))")
# At the end of a name; what may be part of one, such as “Group” or “SE”, stays.
_LEGAL_FORM = re.compile(
    r"(?:,?\s(?:gmbh\s&\s?co\.?\s(?:kg|ohg|kgaa)|g?gmbh|ag|kg|kgaa|ohg|ug|e\.\s?[kv]\.|inc\.?|llc|llp|ltd\.?|limited|plc|corp\.?|s\.a\.s?\.?|s\.l\.u?\.?|s\.r\.l\.?"
    r"|sarl|sas|slu?|sau?|b\.?v\.?|n\.?v\.?))+$",
    re.IGNORECASE,
)
_LISTED = re.compile(r",.*\s(?:&|\+|and|und|et|y)\s")
_LONGEST_MEMORY, LONGEST_QUOTE, _LONGEST_WHOLE, _LEAST_QUOTE, _LONGEST_PLAN = 22, 16, 24, 3, 16
_WEEK, _MONTH, _WEEKS_UP_TO, _LAST_MONTH = 7, 30.44, 9, 12


class _Turn(Struct, frozen=True):
    """A piece of text that is said otherwise."""

    match: re.Pattern[str]
    say: str


class _Speech(Struct, frozen=True):
    words: frozenset[str]


class _Dates(Struct, frozen=True):
    day: str
    with_year: str
    months: tuple[str, ...]
    numbers: tuple[str, ...]
    some_weeks: str
    some_months: str
    a_year: str
    years: str
    first: str = ""


class _Quoting(Struct, frozen=True):
    opening: str
    closing: str
    inner_opening: str
    inner_closing: str
    both: str
    topic: str
    question: str
    unanswered: str


class _Memory(Struct, frozen=True):
    pronoun: str
    unfit: re.Pattern[str]
    change: tuple[_Turn, ...]
    say: tuple[_Turn, ...]
    whose: str = ""


class _Pointer(Struct, frozen=True):
    say: str
    habit: str
    when_change: tuple[_Turn, ...]
    when_say: tuple[_Turn, ...]
    will_change: tuple[_Turn, ...]
    will_say: tuple[_Turn, ...]
    habit_change: tuple[_Turn, ...]


class _Role(Struct, frozen=True):
    around: re.Pattern[str]
    small: re.Pattern[str]
    elided: re.Pattern[str]
    of: str
    of_elided: str


class _Phrasing(Struct, frozen=True):
    dates: _Dates
    quoting: _Quoting
    memory: _Memory
    pointer: _Pointer
    role: _Role


@cache
def _file(language: str) -> _Phrasing:
    return load("phrasing", _Phrasing, language)


@cache
def _words_of(language: str) -> frozenset[str]:
    return load("phrasing", _Speech, language, "speech").words


def language_of(text: str, otherwise: str = "") -> str:
    """The code of the language a text is written in, by its small words; `otherwise` where that cannot be told."""
    tokens = _TOKEN.findall(text.casefold().replace("’", "'"))
    counts = {code: sum(token in _words_of(code) for token in tokens) for code in letter_languages()}
    best, second = sorted(counts.values(), reverse=True)[:2]
    if best == second:
        return otherwise
    return next(code for code, count in counts.items() if count == best)


def day_words(day: date, language: str, today: date | None = None) -> str:
    """`12 November`, `12. November`, `1er novembre`; with its year where it lies nearly a year from `today`."""
    dates = _file(language).dates
    number = dates.first if day.day == 1 and dates.first else str(day.day)
    far = today is not None and abs((today - day).days) > _LAST_MONTH * _MONTH * 0.8
    return (dates.with_year if far else dates.day).format(day=number, month=dates.months[day.month - 1], year=day.year)


def span_words(days: int, language: str) -> str:
    """`six weeks`, `five months`, `a year`: how long ago something was, from five weeks on."""
    dates = _file(language).dates
    weeks, months = round(days / _WEEK), round(days / _MONTH)
    if weeks < _WEEKS_UP_TO:
        return dates.some_weeks.format(number=dates.numbers[max(weeks, 2) - 1])
    if months < _LAST_MONTH:
        return dates.some_months.format(number=dates.numbers[months - 1])
    return dates.a_year if months == _LAST_MONTH else dates.years


def role_words(role: str, language: str) -> str:
    """The role as it stands in a sentence: its name alone, without what is said of it behind a comma, dash or slash.

    “Staff Nurse, Ward 7” is the Staff Nurse role, and `(m/w/d)` no part of it; “UX/UI Designer”, “Verkäufer/in” and
    both names of one work, as in “Koch / Köchin”, stay.
    """
    bare = clean_line(_ASIDE.sub(" ", _FORMS.sub(" ", role))) or clean_line(role.strip("()[] "))
    bare = _PAIR.sub(r"\1/", bare)
    bare = next((name for part in _QUALIFIED.split(bare) if (name := part.strip(" /:–—-"))), bare)
    named = _file(language).role.around.sub("", bare).strip() or bare
    return _common_noun(named, language)


def _common_noun(role: str, language: str) -> str:
    """The role with a small letter at its beginning, where the language writes it so: `infirmière`, `vendeur/vendeuse`.

    What may be a name or a title of another language stays: “Account Manager”, “UX designer”, “Pflegefachkraft”.
    """
    small, names = _file(language).role.small, re.split(r"/(?=\w{3})", role)
    if not all(map(small.match, names)):
        return role
    others = [word for name in names for word in name.split()[1:]]
    own = any(word in _words_of(language) for word in others)
    if not own and any(word[0].isupper() and not word.isupper() for word in others):
        return role
    return "/".join(name[:1].lower() + name[1:] for name in names)


def company_words(company: str) -> str:
    """The company as it stands in a sentence: `Initech` for “Initech Inc.”, “Initech GmbH” or “Initech (Berlin)”.

    A name that lists people, such as “Baker, Berry & Sons”, stays whole.
    """
    bare = clean_line(_ASIDE.sub(" ", company)) or company
    bare = _LEGAL_FORM.sub("", bare) or bare
    return bare if _LISTED.search(bare) else next((part for part in _QUALIFIED.split(bare) if part), bare)


def of_role(role: str, language: str) -> str:
    """The role behind its “of”: `de serveuse`, `d’infirmière`."""
    known = _file(language).role
    named = role_words(role, language)
    elided = known.elided.pattern and known.elided.match(named) is not None
    return (known.of_elided if elided else known.of) + named


def topic_words(round_name: str, language: str) -> str:
    """What an interview was about: `the system design round`; `interviews like this one` where that says nothing."""
    name = round_name.strip()
    if language != DEFAULT or not name or _BARE_ROUND.fullmatch(name):
        return _file(language).quoting.topic
    named = re.sub(r"^[Tt]he ", "", name)
    named = named.lower() if named.istitle() and named.isalpha() else named
    return f"the {named}" if _NAMED_ROUND.search(named) else f"the {named} round"


_NAMED_ROUND = re.compile(
    r"(?i)\b(?:rounds?|interviews?|calls?|screen(?:ing)?|panel|chat|conversation|meeting|lesson|trial|audition|test|exercise"
    r"|case(?: study)?|presentation|day|visit|session|assessment|workshop|demo|task|shift|review|walk-?through|lunch"
    r"|dinner|coffee|observation|defen[cs]e|pitch|talk|cent(?:re|er)|programming|exam|quiz|demonstration|simulation"
    r"|role[- ]?play|assignment|project|tour|audit|observed practice)(?: (?:with|at|on|in) .+)?$"
)
_BARE_ROUND = re.compile(
    r"(?i)(?:the )?(?:(?:round|stage|step|interview|part)? ?(?:#|no\.? )?\d+(?:st|nd|rd|th)?|final|first|second"
    r"|third|last|next|only|initial|phone|video|on-?site|remote|in person|zoom|teams|(?:hiring )?manager|recruiter|boss"
    r"|ceo|cto|founders?)"
)


def shortened(quote: str, most: int = LONGEST_QUOTE) -> str:
    """A quotation that is not too long: cut at the end of a sentence or clause, with `…` where something is missing."""
    whole = _unmarked(quote)
    if words(whole) <= most:
        return whole
    for ends in (_SENTENCE, _CLAUSE):
        cuts = [whole[: match.start()] for match in ends.finditer(whole)]
        fitting = [cut for cut in cuts if _LEAST_QUOTE < words(cut) <= most]
        if fitting:
            return fitting[-1].rstrip(_EDGES) + " …"
    if words(whole) <= max(most, _LONGEST_WHOLE):
        return whole
    kept = _SHORT_WORDS.sub("", " ".join(whole.split()[: max(most, _LONGEST_WHOLE)]))
    return kept.rstrip(_EDGES) + " …"


def _unmarked(quote: str) -> str:
    """The quotation without marks around it; those of a quotation in it stay."""
    whole = clean_line(quote).strip(_ENDS)
    inner = _WITHIN.search(whole)
    if inner is None or inner[0] == whole:
        return whole.strip(_EDGES)
    return whole


def nested(quote: str, language: str) -> str:
    """The quotation as it stands between the marks of that language: what it quotes itself gets the inner ones."""
    marks = _file(language).quoting
    pieces, place = [], 0
    for match in _WITHIN.finditer(quote):
        said = next(filter(None, match.groups()))
        pieces += [_LONE_MARK.sub("", quote[place : match.start()]), marks.inner_opening, said, marks.inner_closing]
        place = match.end()
    return "".join([*pieces, _LONE_MARK.sub("", quote[place:])])


def within(quote: str, language: str) -> str:
    """A quotation as it stands within a sentence: `you were clear`, where its first word is a small one."""
    first = _TOKEN.match(quote)
    if first is None or first[0].casefold() not in _words_of(language) or first[0] in _ALWAYS_LARGE:
        return quote
    return _lowered(quote, language)


_ALWAYS_LARGE = ("I", "Sie", "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer", "Ihnen")


def quoted(quotes: Iterable[str], language: str) -> str:
    """One or two quotations in the marks of that language: `“calm” and “clear about trade-offs”`."""
    marks = _file(language).quoting
    told = [f"{marks.opening}{quote}{marks.closing}" for quote in quotes]
    return marks.both.format(*told[:2]) if len(told) > 1 else "".join(told)


def remembered(typed: str, language: str, names: Iterable[str] = (), *, familiar: bool = False) -> str:
    """What somebody remembers of a person as a sentence to that person; `names` are what the person is called.

    Empty where it says something about looks, judges, is in another language, or cannot be turned safely.
    """
    known = _file(language)
    first = next(iter(_SENTENCE.split(clean_line(typed))), "")
    text = first.strip(_EDGES + "()")
    if not text or not 1 < words(text) <= _LONGEST_MEMORY or known.memory.unfit.search(text):
        return ""
    if language_of(text, DEFAULT) != language:
        return ""
    if text.endswith("?"):
        return in_register(known.quoting.question.replace("{}", nested(text, language)), familiar=familiar)
    text = _lowered(_without_name(text, names, known.memory), language)
    for turn in known.memory.change:
        text = turn.match.sub(partial(_expanded, say=turn.say), text)
    sentence = _said(text, known.memory.say)
    spoken = in_register(sentence, familiar=familiar)
    return capital(spoken)


def unanswered(question: str, language: str) -> str:
    """A sentence on the question that was answered least well; empty where it is in another language."""
    asked = _unmarked(question)
    if not asked or words(asked) > LONGEST_QUOTE or language_of(asked, DEFAULT) != language:
        return ""
    return _file(language).quoting.unanswered.format(nested(asked, language))


def plan_words(when: str, will: str, language: str, *, habit: bool = False) -> str:
    """A pointer as a sentence, such as “Next time, when they ask about scale, I will name the load first”.

    With `habit` as something that has been kept since. Empty where the words do not fit, or are in another language.
    """
    known = _file(language).pointer
    typed = clean_line(f"{when} {will}")
    if language_of(typed, DEFAULT) != language or max(words(when), words(will)) > _LONGEST_PLAN:
        return ""
    moment = _piece(when, known.when_change, known.when_say, language)
    deed = _piece(will, known.will_change, known.will_say, language)
    if habit:
        for turn in known.habit_change:
            deed = turn.match.sub(partial(_expanded, say=turn.say), deed)
    if not moment or not deed:
        return ""
    if language == "de" and not habit:
        moment = moment.removeprefix("wenn ")
    return (known.habit if habit else known.say).format(when=moment, will=deed)


def plan_parts(when: str, will: str, language: str) -> tuple[str, str]:
    """Both halves of a pointer as they fit behind “when” and “I will”; as they were typed where that cannot be told."""
    known = _file(language).pointer
    halves = ((when, known.when_change), (will, known.will_change))
    return tuple(_turned(_trimmed(text), changes, language) for text, changes in halves)  # type: ignore[return-value]


def _piece(text: str, changes: tuple[_Turn, ...], say: tuple[_Turn, ...], language: str) -> str:
    return _said(_turned(_trimmed(text), changes, language), say)


def _trimmed(text: str) -> str:
    return clean_line(text).strip(_EDGES + "?")


def _turned(text: str, changes: tuple[_Turn, ...], language: str) -> str:
    text = _lowered(text, language)
    for turn in changes:
        text = turn.match.sub(partial(_expanded, say=turn.say), text)
    return text.strip(" ,")


def _said(text: str, ways: tuple[_Turn, ...]) -> str:
    for way in ways:
        match = way.match.fullmatch(text)
        if match is not None:
            return _expanded(match, way.say)
    return ""


def _expanded(match: re.Match[str], say: str) -> str:
    """The words with each `{name}` replaced by what the part of that name matched; `{all}` is all of it."""
    parts = {**match.groupdict(default=""), "all": match[0]}
    return PLACEHOLDER.sub(lambda named: parts.get(named[1], named[0]), say)


def _lowered(text: str, language: str) -> str:
    """The text beginning in lower case, unless its first word is written large wherever it stands."""
    first = _TOKEN.match(text)
    if first is None or not first[0][0].isupper():
        return text
    word = first[0]
    if (len(word) > 1 and not word[1:].islower()) or text[: first.end() + 1] in ("I ", "I'", "I’"):
        return text
    alone = first.end() == len(text)
    if alone and language != "de":
        return text
    small = word.casefold() in _words_of(language) or text[first.end() :].startswith(" ich ")
    if language == "de" and not small and not (alone and word.endswith("en")):
        return text
    return word[0].lower() + text[1:]


def _without_name(text: str, names: Iterable[str], memory: _Memory) -> str:
    """The text with a pronoun where it begins with the name of the person, and `her` for `Ada's`."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        if memory.whose:
            text = re.sub(rf"\b{re.escape(name)}['’]s\b", memory.whose, text)
        text = re.sub(rf"^{re.escape(name)}(?= )", memory.pronoun, text)
    return text
