"""Owns the verbs `application …` and `person …`: hiring processes, how each ended, and who somebody in them is."""

from argparse import Namespace
from collections.abc import Sequence
from functools import partial

from afterword.cli import records
from afterword.cli.fields import check_given, edited, flags_for, given, rows_of
from afterword.cli.interview import add_outcome_flags, heard, say_outcome
from afterword.cli.shell import Shell, fields
from afterword.domain.conversation.agenda import PART_WORDS, instead_words, known_from
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date, show_moment
from afterword.domain.fields import described, fields_of
from afterword.domain.greeting import addressed, letter_language, salutation
from afterword.domain.interview import Application, Interview, standing
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.errors import NotUnderstood
from afterword.services import lookup

_APPLICATION = fields_of(Application)


def answer(shell: Shell, application: Application, words: str = "") -> None:
    """The record of an application with `--json`, else these words."""
    shell.answer(records.application(shell.services.store.journal(), application) if shell.json else None, words)


def _list_applications(shell: Shell, _args: Namespace) -> None:
    journal = shell.services.overview.journal()
    shell.answer_list(
        journal.live_applications,
        partial(records.application, journal),
        {"id": None, "company": 8, "role": 8, "rounds": None, "outcome": None},
        lambda one: (one.id, one.company, one.role, str(len(journal.rounds_of(one.id))), one.outcome.value),
        "No applications here yet. The first interview begins one: afterword interview add",
    )


def _show_application(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    application = lookup.application(journal, args.id)
    rounds = journal.rounds_of(application.id)
    held = [
        " · ".join(
            filter(None, (show_moment(item.local), item.round, standing(application, rounds, item).value, item.id))
        )
        for item in rounds
    ]
    joined = (
        "by the update of an older journal; afterword application split takes one out" if application.joined else ""
    )
    shown = [
        ("id", application.id),
        *rows_of(shell, described(Application).values(), application),
        ("rounds", "\n".join(held)),
        ("people", "\n".join(person.label for person in journal.people_of(application.id))),
        ("joined", joined),
    ]
    answer(shell, application, "" if shell.json else fields(shown))


def _edit_application(shell: Shell, args: Namespace) -> None:
    if args.posting_file and args.posting is not None:
        raise NotUnderstood("The posting was given twice.", hint="Leave out either --posting or --posting-file.")
    old = lookup.application(shell.services.overview.journal(), args.id)
    changes = given(shell, args, _APPLICATION, old)
    if args.posting_file:
        changes["posting"] = shell.read_text(args.posting_file)
    check_given(shell, args, old, changes)
    edited = shell.services.applications.edit(old.id, changes, old)
    shell.say(f"Changed {edited.label}.")
    answer(shell, edited)


def _outcome(shell: Shell, args: Namespace) -> None:
    decided = shell.services.applications.hear(args.id, heard(shell, args))
    say_outcome(shell, decided)
    answer(shell, decided, f"{decided.label}: {decided.outcome}")


def _join(shell: Shell, args: Namespace) -> None:
    application = shell.services.applications.join(args.id, args.other)
    rounds = shell.services.store.journal().rounds_of(application.id)
    shell.say(f"{application.label} has {len(rounds)} rounds now. Take one out with: afterword application split")
    answer(shell, application, application.id)


def _split(shell: Shell, args: Namespace) -> None:
    application = shell.services.applications.split(args.id)
    shell.say(f"{application.label} is an application of its own now ({application.outcome}).")
    answer(shell, application, application.id)


_PERSON = fields_of(Person)


def _list_people(shell: Shell, _args: Namespace) -> None:
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


def _show_person(shell: Shell, args: Namespace) -> None:
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
    shell.answer(record, "" if shell.json else _person_page(shell, person, lines, record))


def _person_page(shell: Shell, person: Person, lines: Sequence[TrackerRow], record: records.Data) -> str:
    from afterword.cli import request

    journal = shell.services.overview.journal()
    known = known_from(journal, person)
    instead = (instead_words(person, journal.people_of(application.id)) for application, _ in known)
    facts = fields(
        [
            ("id", person.id),
            *rows_of(shell, _PERSON, addressed(person)),
            ("letters begin", record["first_line"]),
            ("known from", "\n".join(_known_words(application, rounds) for application, rounds in known)),
            ("to ask", "\n".join(dict.fromkeys(filter(None, instead)))),
        ]
    )
    parts = [facts]
    if lines:
        parts.append("Requests\n" + request.tracker_table(lines, shell.width))
    if record["findings"]:
        parts.append("What they said\n" + request.findings_table(record["findings"], shell.width))
    return "\n\n".join(parts)


def _known_words(application: Application, rounds: Sequence[Interview]) -> str:
    """`Initech · Backend: system design, 12 Nov 2026`."""
    met = [", ".join(filter(None, (held.round, show_date(held.day)))) for held in rounds]
    return f"{application.label}: {'; '.join(met) or 'did not interview you'}"


def _first_line(shell: Shell, journal: Journal, person: Person) -> str:
    known = known_from(journal, person)
    language = letter_language(person, known[0][0] if known else None, shell.services.language)
    return salutation(person, language).line


def _edit_person(shell: Shell, args: Namespace) -> None:
    person = edited(shell, args, lookup.person, shell.services.people.edit)
    journal = shell.services.store.journal()
    shell.say(f"Changed {person.name}. Letters begin: {_first_line(shell, journal, person)}")
    shell.answer(records.person(journal, person), "")


COMMANDS = {
    "application list": _list_applications,
    "application show": _show_application,
    "application edit": (flags_for(_APPLICATION), _edit_application),
    "application outcome": (add_outcome_flags, _outcome),
    "application join": _join,
    "application split": _split,
    "person list": _list_people,
    "person show": _show_person,
    "person edit": (flags_for(_PERSON), _edit_person),
}
