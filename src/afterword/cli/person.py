"""Owns the verbs `person …`: who somebody is, how to write to them, where you met, and what came of it."""

from argparse import Namespace
from collections.abc import Sequence
from functools import partial

from afterword.cli import records
from afterword.cli.command import id_of
from afterword.cli.fields import check_given, flags_for, given, rows_of
from afterword.cli.output import fields
from afterword.cli.shell import Shell
from afterword.domain.conversation.agenda import PART_WORDS, instead_words, known_from
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.fields import fields_of
from afterword.domain.greeting import addressed, letter_language, salutation
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.services import lookup

_FIELDS = fields_of(Person)
_id = id_of("person", "their")


def _list(shell: Shell, _args: Namespace) -> None:
    journal = shell.services.overview.journal()
    people = [person for person in journal.people.values() if known_from(journal, person)]
    people.sort(key=lambda person: person.name.casefold())

    def row(person: Person) -> tuple[str, ...]:
        companies = dict.fromkeys(application.company for application, _ in known_from(journal, person))
        return person.id, person.name, PART_WORDS[person.part], person.email or "-", " · ".join(companies)

    shell.answer_list(
        people,
        partial(records.person, journal),
        {"id": None, "name": 8, "part": None, "address": 8, "known from": 8},
        row,
        "Nobody is known yet. Name who interviewed you: afterword interview add … --interviewer 'Name <mail>'",
    )


def _show(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    person = lookup.person(journal, args.id)
    lines = [line for line in shell.services.overview.tracker() if line.request.person_id == person.id]
    found = [records.finding(journal, finding) for line in lines for finding in journal.findings_of(line.request.id)]
    record = {
        **records.person(journal, person),
        "first_line": _first_line(shell, journal, person),
        "requests": [records.request(line) for line in lines],
        "findings": found,
    }
    shell.answer(record, "" if shell.json else _page(shell, person, lines, record))


def _page(shell: Shell, person: Person, lines: Sequence[TrackerRow], record: records.Data) -> str:
    from afterword.cli import request

    journal = shell.services.overview.journal()
    facts = fields(
        [
            ("id", person.id),
            *rows_of(shell, _FIELDS, addressed(person)),
            ("letters begin", record["first_line"]),
            ("known from", "\n".join(_known_words(journal, person))),
            ("to ask", _instead(journal, person)),
        ]
    )
    parts = [facts]
    if lines:
        parts.append("Requests\n" + request.tracker_table(lines, shell.width))
    if record["findings"]:
        parts.append("What they said\n" + request.findings_table(record["findings"], shell.width))
    return "\n\n".join(parts)


def _known_words(journal: Journal, person: Person) -> list[str]:
    """`Initech · Backend: system design, 12 Nov 2026`, each application once, latest first."""
    words = []
    for application, rounds in known_from(journal, person):
        met = [", ".join(filter(None, (held.round, show_date(held.day)))) for held in rounds]
        words.append(f"{application.label}: {'; '.join(met) or 'did not interview you'}")
    return words


def _first_line(shell: Shell, journal: Journal, person: Person) -> str:
    known = known_from(journal, person)
    language = letter_language(person, known[0][0] if known else None, shell.services.language)
    return salutation(person, language).line


def _instead(journal: Journal, person: Person) -> str:
    """Who is asked in place of a program, in each application."""
    words = (instead_words(person, journal.people_of(application.id)) for application, _ in known_from(journal, person))
    return "\n".join(dict.fromkeys(filter(None, words)))


def _edit(shell: Shell, args: Namespace) -> None:
    old = lookup.person(shell.services.overview.journal(), args.id)
    changes = given(shell, args, _FIELDS, old)
    check_given(shell, old, changes, "person edit")
    edited = shell.services.people.edit(old.id, changes, old)
    journal = shell.services.store.journal()
    shell.say(f"Changed {edited.name}. Letters begin: {_first_line(shell, journal, edited)}")
    shell.answer(records.person(journal, edited), "")


COMMANDS = {
    "person list": _list,
    "person show": (_id, _show),
    "person edit": (flags_for(_FIELDS, _id), _edit),
}
