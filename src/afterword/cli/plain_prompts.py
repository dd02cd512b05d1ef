"""Owns asking line by line in plain mode: a line, a text, a number from a list, and the fields of a record.

Everything is said in words on one stream, since a screen reader reads one: nothing is drawn, coloured or moved.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct

from afterword.cli.command import choice_in, choices_in, yes_or_no
from afterword.cli.reflect import NEXT
from afterword.cli.shell import Shell, Terminal
from afterword.domain.field_reading import (
    Choices,
    ReadingContext,
    choices_of,
    echo_field,
    read_all,
    read_field,
    standing,
    type_field,
)
from afterword.domain.fields import Field, FieldKind
from afterword.domain.text import clean, matches, whole_number
from afterword.errors import NotFound, NotUnderstood, SaveFailed, UserError
from afterword.services.services import reading_context

T = TypeVar("T")
BACK, QUIT, HELP, TEXT_END = "back", "quit", "?", "."
_GENERAL = "An empty line skips a question and keeps what is there. back leaves this, quit ends the program."
_DRAWN = re.compile("[\u2500-\u25ff\u2800-\u28ff]+ ?")
"""Lines, boxes, bars and shapes, which nobody can hear."""
_RULE = re.compile(r"^ *[=-]{3,} *\n?", re.MULTILINE)
_SIGN = re.compile(r"^( *)(?:(?:[-+o=>!*~?]|\[ \]) )+(?=\S)", re.MULTILINE)
_DOT = re.compile(r"(?: *(\n *)| +)· *")
_SHORT, _MOST_LISTED = 24, 20
"""Choices of so many characters stand on one line; of a longer list so many lines are said at once."""
_TEXTS = (FieldKind.TEXT, FieldKind.LETTER, FieldKind.LINES)


class FlowLeft(Exception):
    """The person wants back to the first question; what was saved is saved."""


class PlainLeft(Exception):
    """The person wants to leave, or there is no more input."""


def spoken(text: str) -> str:
    """The text without what is only drawn: no lines, bars or signs at the beginning; a comma for a dot between."""
    return _DOT.sub(lambda dot: "," + (dot[1] or " "), _SIGN.sub(r"\1", _RULE.sub("", _DRAWN.sub("", clean(text)))))


class PlainShell(Shell):
    """A shell that talks: what commands print and what they say is one stream.

    Every question knows `?`, `back` and `quit`.
    """

    def __init__(self, shell: Shell) -> None:
        streams = shell.terminal
        super().__init__(
            Terminal(streams.stdin, streams.stdout, streams.stdout, streams.environ), shell.paths, sample=shell.sample
        )
        self.settings, self.services = shell.settings, shell.services
        self._help = _GENERAL
        self.wanted = ""
        """Words of what a verb was typed for, as in `thank ada`; the first list that is offered takes them."""

    @property
    def interactive(self) -> bool:
        """Always: a wrong entry is asked for again, whoever types."""
        return True

    def answer(self, record: Any, plain: str) -> None:
        """What a command prints, in words; JSON as it is."""
        super().answer(record, plain if self.json else self._in_lines(spoken(plain)))

    def say(self, *sentences: str) -> None:
        """Something told to the person. Raises what `Terminal.show` raises: where nobody listens, nobody is asked."""
        if words := " ".join(filter(None, sentences)):
            self.terminal.show(self._in_lines(spoken(words)) + "\n")

    def _in_lines(self, text: str) -> str:
        """The text in lines of the terminal that end between words; into a pipe as it is."""
        from textwrap import fill

        width = self.width
        if width is None:
            return text
        return "\n".join(
            fill(line, width - 1, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
        )

    def listen(self) -> str | None:
        """One line as it was typed, without its end; None when the input has ended."""
        line = self.terminal.next_line()
        return clean(line).rstrip("\n") if line else None

    def prompt(self, question: str) -> str | None:
        """One line; `?` explains and asks again. Raises `FlowLeft` and `PlainLeft`."""
        while True:
            self.terminal.show(self._in_lines(spoken(question)) + " ")
            line = self.listen()
            if line is None or not self.terminal.stdin.isatty():
                self.terminal.show("\n")
            word = (line or "").strip().casefold()
            if word == BACK:
                raise FlowLeft
            if word == QUIT:
                raise PlainLeft
            if word != HELP:
                return line
            self.say(self._help)

    def ask(self, question: str, explained: str = "") -> str:
        """One line without blanks around it; `explained` is what `?` says. Raises `PlainLeft` at the end of input."""
        self._help = f"{explained}\n{_GENERAL}".strip()
        try:
            line = self.prompt(question)
        finally:
            self._help = _GENERAL
        if line is None:
            raise PlainLeft
        return line.strip()

    def ask_text(self, question: str) -> str:
        """Several lines up to one with a single dot; empty where the first line is, or only the dot.

        Raises `FlowLeft` and `PlainLeft` as any question does, by its first line.
        """
        line = self.prompt(f"{question} Several lines; a line with a single dot ends it.")
        if line is None:
            raise PlainLeft
        lines: list[str] = []
        while line is not None and line.strip() != TEXT_END and (lines or line.strip()):
            lines.append(line)
            line = self.listen()
        return "\n".join(lines).strip()

    def ask_choice(self, question: str, choices: Sequence[str], explained: str = "") -> str:
        """One of these words, by its number or its beginning; empty for an empty line."""
        numbered = ", ".join(f"{number} {words}" for number, words in enumerate(choices, start=1))
        while typed := self.ask(f"{question} {numbered}:" if not explained else f"{question}:", explained or numbered):
            try:
                return choice_in(typed, choices)
            except NotUnderstood as error:
                self.say(error.title, error.hint)
        return ""

    def confirm(self, question: str) -> bool:
        """Whether the answer is yes; an empty line is no."""
        while typed := self.ask(f"{question} (y/n)", "y is yes, n or an empty line is no."):
            try:
                return yes_or_no(typed)
            except NotUnderstood as error:
                self.say(error.title, error.hint)
        return False


def choose(shell: PlainShell, title: str, offered: Sequence[tuple[str, T]], otherwise: str = "") -> T:
    """What was chosen by its number or by words of it. Raises `FlowLeft` for an empty line, and where nothing is there.

    Words that fit several leave only these; the only one there is is taken at once, and said. `otherwise` is said where
    there is none.
    """
    wanted, shell.wanted = shell.wanted, ""
    if not offered:
        shell.say(otherwise)
        raise FlowLeft
    if wanted and not (offered := [option for option in offered if matches(option[0], wanted)]):
        raise NotFound(f"None of these has “{wanted}”.", hint="Type the first word alone to hear all of them.")
    if len(offered) == 1:
        shell.say(f"{title} There is one: {offered[0][0]}.")
        return offered[0][1]
    options = offered
    say_list(shell, title, [words for words, _ in options])
    while typed := shell.ask(f"Which one, 1 to {len(options)}?", "Type its number, or words of it to narrow the list."):
        number = whole_number(typed)
        if number and number <= len(options):
            return options[number - 1][1]
        fitting = [] if number is not None else [option for option in offered if matches(option[0], typed)]
        if len(fitting) == 1:
            return fitting[0][1]
        if fitting:
            options = fitting
            say_list(shell, f"{len(options)} have these words.", [words for words, _ in options])
        else:
            shell.say(
                f"“{typed}” is none of them. Type a number from 1 to {len(options)}, or words of it; back leaves."
            )
    raise FlowLeft


def say_list(shell: PlainShell, title: str, lines: Sequence[str]) -> None:
    """The lines with their numbers under a title; of a long list its beginning, and how to find the rest."""
    shell.say(title)
    for number, words in enumerate(lines[:_MOST_LISTED], start=1):
        shell.say(f"{number}. {words}")
    if len(lines) > _MOST_LISTED:
        shell.say(f"And {len(lines) - _MOST_LISTED} more: type words of the one you mean, or its number.")


# ── records ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Filling(Struct, frozen=True):
    """A record while it is filled in: what is read beside, what it begins with, and the texts so far."""

    fields: Sequence[Field]
    context: ReadingContext
    known: Mapping[str, str]
    texts: dict[str, str]

    def read(self, field: Field, text: str) -> str:
        """How that text is understood, in words; it is kept. Raises `NotUnderstood`."""
        zone_context = standing(self.fields, {**self.known, **self.texts, field.name: text}, self.context)
        read_field(field, text, zone_context)
        self.texts[field.name] = text
        return echo_field(field, text, zone_context)


def fill_in(
    shell: PlainShell,
    fields: Sequence[Field],
    save: Callable[[dict[str, Any]], T],
    record: Struct | None = None,
    offered: Mapping[str, str] | None = None,
) -> T:
    """What `save` makes of the values of these fields, asked for one by one.

    An empty line keeps what the record or `offered` holds, `>` keeps all that is left, and a field that is needed is
    asked for until it is there. Where `save` refuses, the fields are gone through again with what was typed.
    """
    context = reading_context(shell.services, record)
    stored = {field.name: type_field(field, getattr(record, field.name), context) for field in fields if record}
    texts = {**stored, **(offered or {})}
    while True:
        filling, asking = _Filling(fields, context, texts, {}), True
        for field in fields:
            asking = _fill(shell, filling, field, asking=asking) and asking
        texts = {**texts, **filling.texts}
        try:
            chosen = (field for field in fields if field.kind is FieldKind.CHOICE and not texts.get(field.name))
            silent = {field.name for field in chosen if "" not in dict(choices_of(field, context))}
            return save(read_all(fields, {name: text for name, text in texts.items() if name not in silent}, context))
        except SaveFailed:
            raise
        except UserError as error:
            shell.say(error.title, error.detail, error.hint)
            shell.say("Nothing is saved yet. Here are the questions again; an empty line keeps what you typed.")


def _fill(shell: PlainShell, filling: _Filling, field: Field, *, asking: bool) -> bool:
    """Ask for one field; False when the person wants no more questions than there have to be."""
    default = filling.known.get(field.name, "")
    choices = [choice for choice in choices_of(field, filling.context, default) if choice[0]]
    while asking or (field.required and not default):
        typed = _typed(shell, field, choices, default)
        if typed in ("", NEXT):
            if default or not field.required:
                return typed != NEXT
            shell.say(field.required)
            continue
        try:
            text = _choice_text(field, typed, choices)
            words = filling.read(field, text)
        except NotUnderstood as error:
            shell.say(error.title, error.detail, error.hint)
            continue
        if words and words != text:
            shell.say(f"Understood: {words.removesuffix('.')}.")
        return asking
    return asking


def _typed(shell: PlainShell, field: Field, choices: Choices, default: str) -> str:
    title = f"{field.label.rstrip(' …?')}{', needed' if field.required and not default else ''}"
    if field.kind in _TEXTS:
        empty = (
            " An empty line keeps what is there." if default else "" if field.required else " An empty line skips it."
        )
        return shell.ask_text(f"{title}.{empty}")
    now = dict(choices).get(default, default).replace("\n", ", ")
    parts = [
        title,
        f"Such as {field.example}" if field.example and not choices and not default else "",
        _choices_words(shell, choices),
        "y or n" if field.kind is FieldKind.TICK else "",
        f"An empty line is {now}" if now else "",
    ]
    words = field.help or field.example
    return shell.ask(". ".join(filter(None, parts)) + ":", f"{words[0].upper()}{words[1:]}." if words else "")


def _choices_words(shell: PlainShell, choices: Choices) -> str:
    """The choices with their numbers, on one line where they are short; else they are listed before."""
    if all(len(words) <= _SHORT for _, words in choices):
        return ", ".join(f"{number} {words}" for number, (_, words) in enumerate(choices, start=1))
    for number, (_, words) in enumerate(choices, start=1):
        shell.say(f"{number}. {words}")
    return f"1 to {len(choices)}"


def _choice_text(field: Field, typed: str, choices: Choices) -> str:
    """The text that the form of that field would hold. Raises `NotUnderstood`."""
    if field.kind is FieldKind.TICK:
        return "yes" if yes_or_no(typed) else ""
    if not choices:
        return typed
    keys = {words: key for key, words in choices}
    if field.kind is FieldKind.MANY:
        return "\n".join(keys[words] for words in choices_in(typed, list(keys)))
    return keys[choice_in(typed, list(keys))]
