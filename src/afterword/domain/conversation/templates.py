"""Owns the letters: blocks of text with `{placeholders}`, the default set as languages/<code>/letters.toml holds it.

A block may have several wordings, of which letters to several people take different ones; `{Sie|du}` stands for the
first word where one is formal, for the second where one is on first-name terms. People change the words in a file of
their own; reading that file is left to the settings.
"""

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation.request import Channel, Letter
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
        named = ((LETTERS[name], blocks) for name, blocks in words.items() if blocks)
        return replace(self, **{letter: getattr(self, letter).changed(blocks) for letter, blocks in named})


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
    named = {name for paragraph in unanswered.paragraphs for name in paragraph}
    blocks = {name: text for name, text in {**usual.blocks, **unanswered.blocks}.items() if name in named}
    cases = {case: {**usual.cases.get(case, {}), **unanswered.cases.get(case, {})} for case in usual.cases}
    cases = {case: {name: text for name, text in special.items() if name in named} for case, special in cases.items()}
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
