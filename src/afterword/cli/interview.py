"""Owns the verbs `interview …`, `application …` and `person …`: rounds, how each process ended, who somebody is."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from afterword.cli import records
from afterword.cli.command import Parser
from afterword.cli.fields import add_flags, check_given, edited, flags_for, people, rows_of, typed_values
from afterword.cli.shell import Shell, fields
from afterword.domain.conversation.agenda import PART_WORDS, instead_words, known_from
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date, show_moment
from afterword.domain.fields import described, fields_of
from afterword.domain.interview import Application, Interview, Outcome, punctuality, standing
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.errors import NotUnderstood
from afterword.services import lookup

_FIELDS = fields_of(Interview)
_PEOPLE = described(Interview)["interviewers"]
_HEARD = fields_of(Application, "outcome")


def _answer_interview(shell: Shell, interview: Interview, words: str = "") -> None:
    shell.answer(records.interview(shell.services.store.journal(), interview) if shell.json else None, words)


def _add_interview(shell: Shell, args: Namespace) -> None:
    added = shell.services.interviews.add(typed_values(shell, args, _FIELDS), args.application)
    shell.say(shell.services.interviews.joined_words(added) or f"It begins an application: {added.label}.")
    shell.say(shell.services.interviews.met_words(added))
    if packs := shell.services.interviews.fitting_packs(added):
        from afterword.domain.practice import pack

        language = shell.settings.me.language
        titles = " and ".join(f"“{pack(name, language).title}”" for name in packs)
        noun = "is a pack" if len(packs) == 1 else "are packs"
        shell.say(f"There {noun} of competencies for this work: {titles}.")
        shell.say(f"To use {'it' if len(packs) == 1 else 'them'}: afterword competency pack use {' '.join(packs)}")
    _answer_interview(shell, added, added.id)


def _list_interviews(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    chosen: Iterable[Interview] = journal.live_interviews
    if args.removed:
        chosen = (interview for interview in journal.interviews.values() if interview.deleted is not None)
    interviews = [item for item in chosen if args.outcome in (None, journal.application_of(item).outcome)]

    def row(interview: Interview) -> tuple[str, ...]:
        outcome = journal.application_of(interview).outcome
        return (
            interview.id,
            interview.company,
            interview.role,
            interview.round,
            f"{interview.local:%Y-%m-%d %H:%M}",
            outcome.value,
        )

    shell.answer_list(
        interviews,
        partial(records.interview, journal),
        {"id": None, "company": 8, "role": 8, "round": 6, "when": None, "outcome": None},
        row,
        "No interviews here yet. Add one with: afterword interview add",
    )


def _show_interview(shell: Shell, args: Namespace) -> None:
    services = shell.services
    journal = services.overview.journal()
    about = lookup.interview(journal, args.id)
    lines = [services.overview.line(request.id) for request in journal.requests_of(about.id)]
    findings = [finding for line in lines for finding in journal.findings_of(line.request.id)]
    record = {
        **records.interview(journal, about),
        "reflection": records.reflection(journal, about),
        "requests": [records.request(line) for line in lines],
        "findings": [records.finding(journal, marked) for marked in findings],
    }
    shell.answer(record, "" if shell.json else _interview_page(shell, about, lines, record["findings"]))


def _interview_page(
    shell: Shell, about: Interview, lines: "Sequence[TrackerRow]", findings: Sequence[dict[str, Any]]
) -> str:
    from afterword.cli import reflect, request

    parts = [_facts(shell, about), reflect.page(shell.services.overview.journal(), about)]
    if lines:
        parts.append("Requests\n" + request.tracker_table(lines, shell.width))
    if findings:
        parts.append("Findings\n" + request.findings_table(findings, shell.width))
    return "\n\n".join(filter(None, parts))


def _facts(shell: Shell, about: Interview) -> str:
    from afterword.domain.conversation.agenda import met_before

    arrival = punctuality(about)
    late = arrival.words if arrival is not None else ""
    rows = rows_of(shell, described(Interview).values(), about)
    journal = shell.services.store.journal()
    application = journal.application_of(about)
    rounds = journal.rounds_of(application.id)
    position = f"round {rounds.index(about) + 1} of {len(rounds)}, " if about in rounds else ""
    decided = application if application.outcome is not Outcome.PENDING else None
    heard = decided and rows_of(shell, _HEARD, decided)
    return fields(
        [
            ("id", about.id),
            *((label, f"{words}, {late}" if label == "arrived" and late else words) for label, words in rows),
            ("application", f"{application.id} ({position}{standing(application, rounds, about)})"),
            *(heard or [("outcome", application.outcome.value)]),
            ("met before", "\n".join(acquaintance.words for acquaintance in met_before(journal, about))),
            ("removed", show_date(about.deleted.date()) if about.deleted else ""),
        ]
    )


def _edit_arguments(parser: Parser) -> None:
    everybody = "everybody who interviewed you, in place of those known"
    add_flags(parser, [replace(field, help=everybody) if field == _PEOPLE else field for field in _FIELDS])
    add_flags(
        parser, [replace(_PEOPLE, name="more", flag="--add-interviewer 'Name <mail>'", help="one more interviewer")]
    )


def _edit_interview(shell: Shell, args: Namespace) -> None:
    old = lookup.interview(shell.services.overview.journal(), args.id)
    changes = typed_values(shell, args, _FIELDS, old)
    if args.more:
        interviewers = changes.get("interviewers", shell.services.store.journal().interviewers_of(old))
        changes["interviewers"] = (*interviewers, *people(shell, _PEOPLE, args.more))
    check_given(shell, args, old, changes)
    edited = shell.services.interviews.edit(old.id, changes, old)
    shell.say(f"Changed {edited.label}.")
    _answer_interview(shell, edited)


def _rm(shell: Shell, args: Namespace) -> None:
    gone = shell.services.interviews.remove(args.id)
    shell.say(f"Removed {gone.label}. It comes back with: afterword interview restore {gone.id}")
    _answer_interview(shell, gone)


def _restore(shell: Shell, args: Namespace) -> None:
    back = shell.services.interviews.restore(args.id)
    shell.say(f"{back.label} is back.")
    _answer_interview(shell, back)


def _arrived(shell: Shell, args: Namespace) -> None:
    about = lookup.interview(shell.services.overview.journal(), args.id)
    (at,) = typed_values(shell, args, fields_of(Interview, "arrived"), about).values()
    noted = shell.services.interviews.arrive(about.id, at)
    if (arrival := punctuality(noted)) is not None:
        arrived = at.astimezone(ZoneInfo(noted.zone))
        record = {"planned": noted.local, "arrived": arrived, "minutes_late": arrival.minutes_late}
        shell.answer(record, arrival.words)


def add_outcome_flags(parser: Parser) -> None:
    """The flags that tell how an application ended; its words come from a file, too."""
    add_flags(
        parser,
        (
            replace(field, flag="--channel HOW", help="by which way: mail, phone, linkedin, portal, in-person")
            if field.name == "channel"
            else field
            for field in _HEARD
        ),
    )
    parser.add_argument("--words-file", metavar="FILE", help="a file with their words, or - for stdin")


def heard(shell: Shell, args: Namespace) -> dict[str, object]:
    """What was said of an outcome by these flags; the day is today where none is given."""
    if args.words_file and args.words is not None:
        raise NotUnderstood("Their words were given twice.", hint="Leave out either --words or --words-file.")
    values = {"outcome_on": None} | typed_values(shell, args, _HEARD)
    return values | ({"words": shell.read_text(args.words_file)} if args.words_file else {})


def say_outcome(shell: Shell, decided: Application) -> None:
    """What follows from an outcome, on stderr."""
    overview = shell.services.overview
    for words in filter(None, (overview.outcome_words(decided), overview.plan_words(decided))):
        shell.say(words)
    journal = shell.services.store.journal()
    if decided.outcome is Outcome.REJECTED and not journal.people_of(decided.id):
        for interview in journal.rounds_of(decided.id)[-1:]:
            shell.say(f"That is: afterword interview edit {interview.id} --add-interviewer 'Name <mail>'")


def _outcome_of_interview(shell: Shell, args: Namespace) -> None:
    decided = shell.services.interviews.hear(args.id, heard(shell, args))
    say_outcome(shell, decided)
    interview = lookup.interview(shell.services.store.journal(), args.id)
    _answer_interview(shell, interview, f"{decided.label}: {decided.outcome}")


# ── applications and people ──


_APPLICATION = fields_of(Application)


def answer_application(shell: Shell, application: Application, words: str = "") -> None:
    """The record of an application with `--json`, else these words."""
    shell.answer(records.application(shell.services.store.journal(), application) if shell.json else None, words)


def _list_applications(shell: Shell, _args: Namespace) -> None:
    journal = shell.services.overview.journal()
    shell.answer_list(
        journal.live_applications,
        partial(records.application, journal),
        {"id": None, "company": 8, "role": 8, "rounds": None, "outcome": None},
        lambda application: (
            application.id,
            application.company,
            application.role,
            str(len(journal.rounds_of(application.id))),
            application.outcome.value,
        ),
        "No applications here yet. The first interview begins one: afterword interview add",
    )


def _show_application(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    application = lookup.application(journal, args.id)
    rounds = journal.rounds_of(application.id)
    round_lines = [
        " · ".join(
            filter(None, (show_moment(item.local), item.round, standing(application, rounds, item).value, item.id))
        )
        for item in rounds
    ]
    joined = (
        "by the update of an older journal; afterword application split takes one out" if application.joined else ""
    )
    rows = [
        ("id", application.id),
        *rows_of(shell, described(Application).values(), application),
        ("rounds", "\n".join(round_lines)),
        ("people", "\n".join(person.label for person in journal.people_of(application.id))),
        ("joined", joined),
    ]
    answer_application(shell, application, "" if shell.json else fields(rows))


def _edit_application(shell: Shell, args: Namespace) -> None:
    if args.posting_file and args.posting is not None:
        raise NotUnderstood("The posting was given twice.", hint="Leave out either --posting or --posting-file.")
    old = lookup.application(shell.services.overview.journal(), args.id)
    changes = typed_values(shell, args, _APPLICATION, old)
    if args.posting_file:
        changes["posting"] = shell.read_text(args.posting_file)
    check_given(shell, args, old, changes)
    edited = shell.services.applications.edit(old.id, changes, old)
    shell.say(f"Changed {edited.label}.")
    answer_application(shell, edited)


def _outcome_of_application(shell: Shell, args: Namespace) -> None:
    decided = shell.services.applications.hear(args.id, heard(shell, args))
    say_outcome(shell, decided)
    answer_application(shell, decided, f"{decided.label}: {decided.outcome}")


def _join(shell: Shell, args: Namespace) -> None:
    application = shell.services.applications.join(args.id, args.other)
    rounds = shell.services.store.journal().rounds_of(application.id)
    shell.say(f"{application.label} has {len(rounds)} rounds now. Take one out with: afterword application split")
    answer_application(shell, application, application.id)


def _split(shell: Shell, args: Namespace) -> None:
    application = shell.services.applications.split(args.id)
    shell.say(f"{application.label} is an application of its own now ({application.outcome}).")
    answer_application(shell, application, application.id)


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
    findings = [records.finding(journal, finding) for line in lines for finding in journal.findings_of(line.request.id)]
    record = {
        **records.person(journal, person),
        "first_line": _first_line(shell, journal, person),
        "requests": [records.request(line) for line in lines],
        "findings": findings,
    }
    shell.answer(record, "" if shell.json else _person_page(shell, person, lines, record))


def _person_page(shell: Shell, person: Person, lines: Sequence[TrackerRow], record: records.Data) -> str:
    from afterword.cli import request
    from afterword.domain.greeting import addressed

    journal = shell.services.overview.journal()
    applications = known_from(journal, person)
    instead = (instead_words(person, journal.people_of(application.id)) for application, _ in applications)
    facts = fields(
        [
            ("id", person.id),
            *rows_of(shell, _PERSON, addressed(person)),
            ("letters begin", record["first_line"]),
            ("known from", "\n".join(_known_words(application, rounds) for application, rounds in applications)),
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
    met = [", ".join(filter(None, (interview.round, show_date(interview.day)))) for interview in rounds]
    return f"{application.label}: {'; '.join(met) or 'did not interview you'}"


def _first_line(shell: Shell, journal: Journal, person: Person) -> str:
    # Loaded for a person: interviews need no salutation.
    from afterword.domain.greeting import letter_language, salutation

    applications = known_from(journal, person)
    language = letter_language(person, applications[0][0] if applications else None, shell.services.language)
    return salutation(person, language).line


def _edit_person(shell: Shell, args: Namespace) -> None:
    person = edited(shell, args, lookup.person, shell.services.people.edit)
    journal = shell.services.store.journal()
    shell.say(f"Changed {person.name}. Letters begin: {_first_line(shell, journal, person)}")
    shell.answer(records.person(journal, person), "")


WORDS = {"outcome": Outcome}
COMMANDS = {
    "interview add": (flags_for(_FIELDS, new=True), _add_interview),
    "interview list": _list_interviews,
    "interview show": _show_interview,
    "interview edit": (_edit_arguments, _edit_interview),
    "interview rm": _rm,
    "interview restore": _restore,
    "interview arrived": (flags_for(fields_of(Interview, "arrived")), _arrived),
    "interview outcome": (add_outcome_flags, _outcome_of_interview),
    "application list": _list_applications,
    "application show": _show_application,
    "application edit": (flags_for(_APPLICATION), _edit_application),
    "application outcome": (add_outcome_flags, _outcome_of_application),
    "application join": _join,
    "application split": _split,
    "person list": _list_people,
    "person show": _show_person,
    "person edit": (flags_for(_PERSON), _edit_person),
}
