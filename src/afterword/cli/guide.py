"""Owns asking: one line per question, again when it was not understood by a person, left out when it was piped in."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from afterword.cli.shell import Shell
from afterword.domain.fields import Field
from afterword.domain.interview import Interview
from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood, SaveFailed, UserError

T = TypeVar("T")
NEXT = ">"


class InputEnded(Exception):
    """There is no more input; what was answered is saved."""


class NextPart(Exception):
    """The person wants to go on to the next part."""


class Guide:
    """The questions about one interview, asked one line at a time."""

    def __init__(self, shell: Shell, about: Interview) -> None:
        self.shell = shell
        self.about = about
        self.not_understood = 0

    def part(self, title: str, *lines: str) -> None:
        """The heading of a part, with what there is to say about it."""
        self.shell.say("\n".join(["", title, *lines]))

    def line(self, question: str) -> str:
        """What was typed, on one line; empty when it is to be skipped. Raises `InputEnded` and `NextPart`."""
        typed = self.shell.prompt(question)
        if typed is None:
            raise InputEnded
        answer = clean_line(typed)
        if answer == NEXT:
            raise NextPart
        return answer

    def ask(self, question: str, take: Callable[[str], T]) -> T | None:
        """What `take` makes of the line; None when it was skipped, or not understood in piped input."""
        while answer := self.line(question):
            try:
                return take(answer)
            except SaveFailed:
                raise
            except UserError as error:
                self.shell.say(error.title, error.detail, error.hint)
                if not self.shell.interactive:
                    self.not_understood += 1
                    return None
        return None

    def choose(self, question: str, choices: Sequence[T]) -> T | None:
        """One of the choices, by its number or by its words."""
        return self.ask(question, lambda typed: choice_in(typed, choices))

    def ask_field(self, field: Field) -> Any:
        """The value that the question of this field was answered with; None when it was skipped."""
        values = [value for value, _ in field.choices]
        if True in values:
            return self.ask(f"{field.prompt} (y/n)", yes_or_no)
        if not values:
            return self.ask(field.prompt, clean_line)
        words = [words for _, words in field.choices]
        if words == [str(value) for value in values]:
            choices = ", ".join(f"{number} {value}" for number, value in enumerate(values, 1))
            return self.choose(f"{field.prompt} ({choices})", values)
        self.part(field.prompt, *numbered(words))
        return self.choose(f"1-{len(values)}:", values)


def choice_in(typed: str, choices: Sequence[T]) -> T:
    """The choice with that number (from 1) or whose words begin so. Raises `NotUnderstood`."""
    if typed.isdigit() and 1 <= int(typed) <= len(choices):
        return choices[int(typed) - 1]
    matching = [one for one in choices if str(one).replace("-", " ").startswith(typed.lower().replace("-", " "))]
    if len(matching) == 1:
        return matching[0]
    raise NotUnderstood(f"“{typed}” is none of the choices.", hint=f"Type a number from 1 to {len(choices)}.")


def choices_in(typed: str, choices: Sequence[T]) -> list[T]:
    """Several choices by their numbers: `1 3`, `1,3`. Raises `NotUnderstood`."""
    return [choice_in(word, choices) for word in typed.replace(",", " ").split()]


def yes_or_no(typed: str) -> bool:
    """Whether the answer is yes. Raises `NotUnderstood`."""
    word = typed.lower()
    if word in ("y", "yes"):
        return True
    if word in ("n", "no"):
        return False
    raise NotUnderstood(f"“{typed}” is neither yes nor no.", hint="Type y or n.")


def numbered(choices: Sequence[str]) -> list[str]:
    """`1  story: …` lines."""
    return [f"  {number}  {text}" for number, text in enumerate(choices, 1)]
