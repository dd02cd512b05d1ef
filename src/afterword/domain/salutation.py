"""Owns the first line of a letter: how somebody is addressed in a language, from what was typed and nothing else."""

from msgspec import Struct

from afterword.domain.greeting import greeting
from afterword.domain.people import Person


class Salutation(Struct, frozen=True):
    """The first line of a letter, which can stand as it is; `question` asks for what would make it better."""

    line: str
    question: str = ""


def salutation(person: Person, language: str) -> Salutation:
    """The first line of a letter to that person in that language (its code, such as `de`)."""
    called = greeting(person.name, person.email)
    return Salutation(f"Hello {called.name}," if called.name else "Hello,", called.question)
