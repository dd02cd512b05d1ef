"""Owns the verbs `interview …`."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from afterword.cli import records
from afterword.cli.command import Parser
from afterword.cli.fields import add_flags, check_given, flags_for, given, people, rows_of
from afterword.cli.shell import Shell, fields
from afterword.domain.dates import show_date
from afterword.domain.fields import described, fields_of
from afterword.domain.interview import Application, Interview, Outcome, punctuality, standing
from afterword.errors import NotUnderstood
from afterword.services import lookup

if TYPE_CHECKING:
    from afterword.domain.conversation.tracker import TrackerRow

_FIELDS = fields_of(Interview)
_PEOPLE = described(Interview)["interviewers"]
_HEARD = fields_of(Application, "outcome")


def _answer(shell: Shell, interview: Interview, words: str = "") -> None:
    shell.answer(records.interview(shell.services.store.journal(), interview) if shell.json else None, words)


def _add(shell: Shell, args: Namespace) -> None:
    added = shell.services.interviews.add(given(shell, args, _FIELDS), args.application)
    shell.say(shell.services.interviews.joined_words(added) or f"It begins an application: {added.label}.")
    shell.say(shell.services.interviews.met_words(added))
    if packs := shell.services.interviews.fitting_packs(added):
        _say_packs(shell, packs)
    _answer(shell, added, added.id)


def _say_packs(shell: Shell, names: tuple[str, ...]) -> None:
    """Which packs a role suggests, and the command that takes them."""
    from afterword.domain.practice import pack

    language = shell.settings.me.language
    titles = " and ".join(f"“{pack(name, language).title}”" for name in names)
    noun = "is a pack" if len(names) == 1 else "are packs"
    shell.say(f"There {noun} of competencies for this work: {titles}.")
    shell.say(f"To use {'it' if len(names) == 1 else 'them'}: afterword competency pack use {' '.join(names)}")


def _list(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    chosen: Iterable[Interview] = journal.live_interviews
    if args.removed:
        chosen = (interview for interview in journal.interviews.values() if interview.deleted is not None)
    found = [item for item in chosen if args.outcome in (None, journal.application_of(item).outcome)]

    def row(one: Interview) -> tuple[str, ...]:
        outcome = journal.application_of(one).outcome
        return one.id, one.company, one.role, one.round, f"{one.local:%Y-%m-%d %H:%M}", outcome.value

    shell.answer_list(
        found,
        partial(records.interview, journal),
        {"id": None, "company": 8, "role": 8, "round": 6, "when": None, "outcome": None},
        row,
        "No interviews here yet. Add one with: afterword interview add",
    )


def _show(shell: Shell, args: Namespace) -> None:
    services = shell.services
    journal = services.overview.journal()
    about = lookup.interview(journal, args.id)
    lines = [services.overview.line(request.id) for request in journal.requests_of(about.id)]
    found = [finding for line in lines for finding in journal.findings_of(line.request.id)]
    record = {
        **records.interview(journal, about),
        "reflection": records.reflection(journal, about),
        "requests": [records.request(line) for line in lines],
        "findings": [records.finding(journal, one) for one in found],
    }
    shell.answer(record, "" if shell.json else _page(shell, about, lines, record["findings"]))


def _page(shell: Shell, about: Interview, lines: "Sequence[TrackerRow]", found: Sequence[dict[str, Any]]) -> str:
    from afterword.cli import reflect, request

    parts = [_facts(shell, about), reflect.page(shell.services.overview.journal(), about)]
    if lines:
        parts.append("Requests\n" + request.tracker_table(lines, shell.width))
    if found:
        parts.append("Findings\n" + request.findings_table(found, shell.width))
    return "\n\n".join(filter(None, parts))


def _facts(shell: Shell, about: Interview) -> str:
    from afterword.domain.conversation.agenda import met_before

    arrival = punctuality(about)
    late = arrival.words if arrival is not None else ""
    rows = rows_of(shell, described(Interview).values(), about)
    journal = shell.services.store.journal()
    application = journal.application_of(about)
    rounds = journal.rounds_of(application.id)
    here = f"round {rounds.index(about) + 1} of {len(rounds)}, " if about in rounds else ""
    decided = application if application.outcome is not Outcome.PENDING else None
    heard = decided and rows_of(shell, _HEARD, decided)
    return fields(
        [
            ("id", about.id),
            *((label, f"{words}, {late}" if label == "arrived" and late else words) for label, words in rows),
            ("application", f"{application.id} ({here}{standing(application, rounds, about)})"),
            *(heard or [("outcome", application.outcome.value)]),
            ("met before", "\n".join(known.words for known in met_before(journal, about))),
            ("removed", show_date(about.deleted.date()) if about.deleted else ""),
        ]
    )


def _edit_arguments(parser: Parser) -> None:
    everybody = "everybody who interviewed you, in place of those known"
    add_flags(parser, [replace(field, help=everybody) if field == _PEOPLE else field for field in _FIELDS])
    add_flags(
        parser, [replace(_PEOPLE, name="more", flag="--add-interviewer 'Name <mail>'", help="one more interviewer")]
    )


def _edit(shell: Shell, args: Namespace) -> None:
    old = lookup.interview(shell.services.overview.journal(), args.id)
    changes = given(shell, args, _FIELDS, old)
    if args.more:
        known = changes.get("interviewers", shell.services.store.journal().interviewers_of(old))
        changes["interviewers"] = (*known, *people(shell, _PEOPLE, args.more))
    check_given(shell, args, old, changes)
    edited = shell.services.interviews.edit(old.id, changes, old)
    shell.say(f"Changed {edited.label}.")
    _answer(shell, edited)


def _rm(shell: Shell, args: Namespace) -> None:
    gone = shell.services.interviews.remove(args.id)
    shell.say(f"Removed {gone.label}. It comes back with: afterword interview restore {gone.id}")
    _answer(shell, gone)


def _restore(shell: Shell, args: Namespace) -> None:
    back = shell.services.interviews.restore(args.id)
    shell.say(f"{back.label} is back.")
    _answer(shell, back)


def _arrived(shell: Shell, args: Namespace) -> None:
    about = lookup.interview(shell.services.overview.journal(), args.id)
    (at,) = given(shell, args, fields_of(Interview, "arrived"), about).values()
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
    said = {"outcome_on": None} | given(shell, args, _HEARD)
    return said | ({"words": shell.read_text(args.words_file)} if args.words_file else {})


def say_outcome(shell: Shell, decided: Application) -> None:
    """What follows from an outcome, on stderr."""
    overview = shell.services.overview
    for words in filter(None, (overview.outcome_words(decided), overview.plan_words(decided))):
        shell.say(words)
    journal = shell.services.store.journal()
    if decided.outcome is Outcome.REJECTED and not journal.people_of(decided.id):
        for interview in journal.rounds_of(decided.id)[-1:]:
            shell.say(f"That is: afterword interview edit {interview.id} --add-interviewer 'Name <mail>'")


def _outcome(shell: Shell, args: Namespace) -> None:
    decided = shell.services.interviews.hear(args.id, heard(shell, args))
    say_outcome(shell, decided)
    interview = lookup.interview(shell.services.store.journal(), args.id)
    _answer(shell, interview, f"{decided.label}: {decided.outcome}")


WORDS = {"outcome": Outcome}
COMMANDS = {
    "interview add": (flags_for(_FIELDS, new=True), _add),
    "interview list": _list,
    "interview show": _show,
    "interview edit": (_edit_arguments, _edit),
    "interview rm": _rm,
    "interview restore": _restore,
    "interview arrived": (flags_for(fields_of(Interview, "arrived")), _arrived),
    "interview outcome": (add_outcome_flags, _outcome),
}
