"""Owns the words of letters: blocks of text with `{placeholders}`, and what a person typed as a part of them.

The default set is languages/<code>/letters.toml. A block may have several wordings, of which letters to several people
take different ones; `{Sie|du}` stands for the first word where one is formal, for the second where one is on first-name
terms. People change the words in a file of their own; reading that file is left to the settings. Quotations, pointers,
what they remember, days and spans are worded by languages/<code>/phrasing.toml. What cannot be turned into a sound
sentence of the letter's own language is left out: the functions then return an empty text.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, partial

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation.request import Channel, Letter
from afterword.domain.text import capital, clean_line, words
from afterword.languages.loader import DEFAULT, languages, load

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_REGISTERS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
Wording = str | tuple[str, ...]
"""One wording, or several to choose from."""
Blocks = Mapping[str, Mapping[str, str]]
"""Wordings of a person's own: by the name of the letter, then of the block."""


class Manner(Struct, frozen=True, kw_only=True):
    """In which manner a letter speaks.

    `cases` name whom it goes to and how things stand (`recruiter`, `late`), the more special behind the more general;
    `turn` counts the people who are written to, so that each gets other words; `familiar`: on first-name terms.
    """

    cases: tuple[str, ...] = ()
    turn: int = 0
    familiar: bool = False


_PLAIN = Manner()


class Template(Struct, frozen=True, kw_only=True):
    """A subject and named blocks; `paragraphs` says which blocks stand together, in the order of the letter.

    `first_subject` is the subject where no thread is there to go on with. `cases` holds the blocks that are worded
    otherwise for some people or situations; `spare` the blocks that go first where the letter grows too long.
    `small_start`: after a greeting with a comma the text goes on in lower case, as it does in German.
    """

    subject: str = ""
    first_subject: str = ""
    blocks: Mapping[str, Wording] = field(default_factory=dict)
    paragraphs: tuple[tuple[str, ...], ...] = ()
    cases: Mapping[str, Mapping[str, Wording]] = field(default_factory=dict)
    spare: tuple[str, ...] = ()
    small_start: bool = False

    def changed(self, words: Mapping[str, str]) -> "Template":
        """The template with some blocks (or the `subject`) in other words; an empty block is left out."""
        blocks = {name: words.get(name, text) for name, text in self.blocks.items()}
        cases = {
            case: {name: text for name, text in special.items() if name.removeprefix("first_") not in words}
            for case, special in self.cases.items()
        }
        subject = words.get("subject", self.subject)
        first = self.first_subject if "{subject}" in subject else words.get("subject", self.first_subject)
        return replace(self, subject=subject, first_subject=first, blocks=blocks, cases=cases)

    def chosen(self, manner: Manner = _PLAIN) -> "Template":
        """The template with one wording for each block, as that manner speaks.

        The first people share no wording with each other; whoever comes after them takes each block from another of
        them, so that no two letters are much alike.
        """
        subjects = {"subject": self.subject, "first_subject": self.first_subject}
        wordings: dict[str, Wording] = {**subjects, **self.blocks}
        for case in manner.cases:
            wordings.update(self.cases.get(case, {}))
        numbered = enumerate(wordings.items())
        texts = {name: _worded(text, manner.turn, number) for number, (name, text) in numbered}
        spoken = {name: in_register(text, familiar=manner.familiar) for name, text in texts.items()}
        first = {name: spoken.pop(name) for name in subjects}
        return replace(self, **first, blocks=spoken, cases={})


class Templates(Struct, frozen=True, kw_only=True, rename="kebab"):
    """The letters of one language; `request_unanswered` is the request where no decision was ever sent.

    `others` are the wordings of a person's own for other languages.
    """

    note: Template
    status: Template
    request: Template
    request_unanswered: Template
    follow_up: Template
    thank_you: Template
    thank_you_declined: Template
    re_approach: Template
    accept: Template
    decline: Template
    others: Mapping[str, Blocks] = field(default_factory=dict)

    def of(self, language: str) -> "Templates":
        """The letters in that language: these where they are English, else the usual ones with the person's words."""
        return self if language == DEFAULT else default_templates(language).changed(self.others.get(language, {}))

    def changed(self, words: Blocks) -> "Templates":
        """The letters with some blocks in other words."""
        changes = ((LETTERS[name], blocks) for name, blocks in words.items() if blocks)
        return replace(self, **{letter: getattr(self, letter).changed(blocks) for letter, blocks in changes})


_NAMES = zip(Templates.__struct_encode_fields__, Templates.__struct_fields__, strict=True)
LETTERS: dict[str, str] = {name: attribute for name, attribute in _NAMES if name != "others"}
"""The names of the letters in a person's own file, and the field each stands for."""


class _Start(Struct, frozen=True):
    small_start: bool = False


@cache
def placeholders() -> dict[str, str]:
    """What can stand between braces in a letter, with what it means."""
    return load("letters", dict[str, str], section="placeholders")


@cache
def letter_languages() -> tuple[str, ...]:
    """The codes of the languages that letters are written in, English first."""
    return languages("letters")


@cache
def default_templates(language: str = DEFAULT) -> Templates:
    """The letters in that language as they are written where a person has not changed a word."""
    letters = load("letters", Templates, language)
    usual, unanswered = letters.request, letters.request_unanswered
    block_names = {name for paragraph in unanswered.paragraphs for name in paragraph}
    blocks = {name: text for name, text in {**usual.blocks, **unanswered.blocks}.items() if name in block_names}
    cases = {case: {**usual.cases.get(case, {}), **unanswered.cases.get(case, {})} for case in usual.cases}
    cases = {
        case: {name: text for name, text in special.items() if name in block_names} for case, special in cases.items()
    }
    silent = replace(usual, blocks=blocks, paragraphs=unanswered.paragraphs, cases=cases)
    small = load("letters", _Start, language).small_start
    whole = {name: getattr(letters, name) for name in LETTERS.values()} | {"request_unanswered": silent}
    return Templates(**{name: replace(template, small_start=small) for name, template in whole.items()})


def short_lines(channel: Channel, letter: Letter, manner: Manner, language: str = DEFAULT) -> tuple[str, ...]:
    """The sentences of a letter for that channel, in their order; for the most special case that has its own."""
    letters = load("letters", dict[str, dict[str, tuple[str, ...]]], language, "short")[channel.value]
    names = [f"{letter}-{case}" for case in reversed(manner.cases)]
    lines = next((letters[name] for name in (*names, letter.value) if name in letters), ())
    return tuple(in_register(line, familiar=manner.familiar) for line in lines)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; one without a value stays as it is, for the eye to find.

    The full stop of a name, as in “Initech Inc.”, ends its sentence, too.
    """

    def said(match: re.Match[str]) -> str:
        value = values.get(match[1]) or match[0]
        return value.removesuffix(".") if text.startswith(".", match.end()) else value

    return PLACEHOLDER.sub(said, text)


def missing(text: str, values: Mapping[str, str]) -> bool:
    """Whether the text needs a value that is not there."""
    return any(not values.get(name) for name in PLACEHOLDER.findall(text) if name in placeholders())


def in_register(text: str, *, familiar: bool) -> str:
    """The text with one of each `{formal|familiar}`."""
    return _REGISTERS.sub(lambda match: match[2 if familiar else 1], text)


def _worded(text: Wording, turn: int, number: int) -> str:
    if isinstance(text, str):
        return text
    rounds, place = divmod(turn, len(text))
    return text[(place + rounds * (number % len(text))) % len(text)]


# ── what a person typed, as part of a letter ──────────────────────────────────────────────────────────────────────────


_TOKEN = re.compile(r"[^\W\d_]+")
_EDGES = ' \t.,;:!…"“”„«»‹›'
_ENDS = " \t.,;:!…"
_WITHIN = re.compile('"([^"]+)"|“([^“”„]+)”|„([^“”„]+)[“”]|«\\s*([^«»]+?)\\s*»|»([^«»]+)«|‹\\s*([^‹›]+?)\\s*›')
_LONE_MARK = re.compile('["“”„«»‹›]')
_SENTENCE = re.compile(r"(?<=[.!?;…])\s+|\n")
_CLAUSE = re.compile(r"[,;:–—](?=\s)|\s(?=[–—]\s)|\s(?=(?:and|but|because|und|aber|weil|et|mais|car|y|pero|porque)\s)")
_SHORT_WORDS = re.compile(r"(?:\s+(?:\w{1,3}|with|from|for|your|which))+$")
_LONGEST_MEMORY, LONGEST_QUOTE, _LONGEST_WHOLE, _LEAST_QUOTE, _LONGEST_PLAN = 22, 16, 24, 3, 16
_WEEK, _MONTH, _WEEKS_UP_TO, _LAST_MONTH = 7, 30.44, 9, 12


class _Turn(Struct, frozen=True):
    """A piece of text that is said otherwise."""

    match: re.Pattern[str]
    say: str


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


class _Rounds(Struct, frozen=True):
    """The names of rounds: those that say nothing, and those that say what kind of meeting it is."""

    bare: re.Pattern[str]
    named: re.Pattern[str]


class _Phrasing(Struct, frozen=True):
    dates: _Dates
    quoting: _Quoting
    memory: _Memory
    pointer: _Pointer
    rounds: _Rounds | None = None


@cache
def _file(language: str) -> _Phrasing:
    return load("phrasing", _Phrasing, language)


@cache
def _words_of(language: str) -> frozenset[str]:
    return load("phrasing", dict[str, frozenset[str]], language, "speech")["words"]


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


def topic_words(round_name: str, language: str) -> str:
    """What an interview was about: `the system design round`; `interviews like this one` where that says nothing."""
    name = round_name.strip()
    rounds = _file(language).rounds
    if rounds is None or not name or rounds.bare.fullmatch(name):
        return _file(language).quoting.topic
    topic = re.sub(r"^[Tt]he ", "", name)
    topic = topic.lower() if topic.istitle() and topic.isalpha() else topic
    return f"the {topic}" if rounds.named.search(topic) else f"the {topic} round"


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
    beginning = _SHORT_WORDS.sub("", " ".join(whole.split()[: max(most, _LONGEST_WHOLE)]))
    return beginning.rstrip(_EDGES) + " …"


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
        inner = next(filter(None, match.groups()))
        pieces += [_LONE_MARK.sub("", quote[place : match.start()]), marks.inner_opening, inner, marks.inner_closing]
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
    quotations = [f"{marks.opening}{quote}{marks.closing}" for quote in quotes]
    return marks.both.format(*quotations[:2]) if len(quotations) > 1 else "".join(quotations)


def remembered(typed: str, language: str, names: Iterable[str] = (), *, familiar: bool = False) -> str:
    """What somebody remembers of a person as a sentence to that person; `names` are what the person is called.

    Empty where it says something about looks, judges, is in another language, or cannot be turned safely.
    """
    phrasing = _file(language)
    first = next(iter(_SENTENCE.split(clean_line(typed))), "")
    text = first.strip(_EDGES + "()")
    if not text or not 1 < words(text) <= _LONGEST_MEMORY or phrasing.memory.unfit.search(text):
        return ""
    if language_of(text, DEFAULT) != language:
        return ""
    if text.endswith("?"):
        return in_register(phrasing.quoting.question.replace("{}", nested(text, language)), familiar=familiar)
    text = _lowered(_without_name(text, names, phrasing.memory), language)
    sentence = _sentence(_changed(text, phrasing.memory.change), phrasing.memory.say)
    return capital(in_register(sentence, familiar=familiar))


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
    wording = _file(language).pointer
    typed = clean_line(f"{when} {will}")
    if language_of(typed, DEFAULT) != language or max(words(when), words(will)) > _LONGEST_PLAN:
        return ""
    moment = _piece(when, wording.when_change, wording.when_say, language)
    deed = _piece(will, wording.will_change, wording.will_say, language)
    if habit:
        deed = _changed(deed, wording.habit_change)
    if not moment or not deed:
        return ""
    return (wording.habit if habit else wording.say).format(when=moment, will=deed)


def plan_parts(when: str, will: str, language: str) -> tuple[str, str]:
    """Both halves of a pointer as they fit behind “when” and “I will”; as they were typed where that cannot be told."""
    wording = _file(language).pointer
    halves = ((when, wording.when_change), (will, wording.will_change))
    return tuple(_turned(_trimmed(text), changes, language) for text, changes in halves)  # type: ignore[return-value]


def _piece(text: str, changes: tuple[_Turn, ...], say: tuple[_Turn, ...], language: str) -> str:
    return _sentence(_turned(_trimmed(text), changes, language), say)


def _trimmed(text: str) -> str:
    return clean_line(text).strip(_EDGES + "?")


def _turned(text: str, changes: tuple[_Turn, ...], language: str) -> str:
    return _changed(_lowered(text, language), changes).strip(" ,")


def _changed(text: str, turns: Iterable[_Turn]) -> str:
    for turn in turns:
        text = turn.match.sub(partial(_expanded, say=turn.say), text)
    return text


def _sentence(text: str, ways: tuple[_Turn, ...]) -> str:
    for way in ways:
        match = way.match.fullmatch(text)
        if match is not None:
            return _expanded(match, way.say)
    return ""


def _expanded(match: re.Match[str], say: str) -> str:
    """The words with each `{name}` replaced by what the part of that name matched; `{all}` is all of it."""
    parts = {**match.groupdict(default=""), "all": match[0]}
    return PLACEHOLDER.sub(lambda placeholder: parts.get(placeholder[1], placeholder[0]), say)


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
