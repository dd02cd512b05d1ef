"""Owns the verbs `interview …`."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from afterword.cli import records
from afterword.cli.command import WHEN_HELP, Command, Parser, add_when, word_of, words_of
from afterword.cli.output import TableColumn, fields, table
from afterword.cli.shell import Shell
from afterword.domain.dates import Lean, show_date, show_moment, zone
from afterword.domain.interview import Interview, Mode, Outcome, punctuality
from afterword.domain.people import NamedAddress, people_words, read_people
from afterword.domain.text import plural
from afterword.errors import NotUnderstood
from afterword.services import lookup
from afterword.services.interviews import InterviewForm, form_of

_TEXTS = {
    "company": "the company",
    "role": "the role you applied for",
    "round": "which round: phone screen, system design …",
    "where": "address, room or link",
    "notes": "anything to remember",
}


def _id(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the interview, or the beginning of its id")


def _fields(parser: Parser, *, required: tuple[str, ...] = ()) -> None:
    for name, sentence in _TEXTS.items():
        parser.add_argument(f"--{name}", metavar="TEXT", required=name in required, help=sentence)
    add_when(parser, "--at", "the planned start (WHEN)", required="at" in required)
    parser.add_argument("--tz", metavar="ZONE", help="the IANA zone of the place; yours when left out")
    parser.add_argument("--travel", metavar="MINUTES", type=int, help="how long it takes to get there")
    parser.add_argument("--mode", metavar=words_of(Mode), type=word_of(Mode), help="how you met")


def _add_arguments(parser: Parser) -> None:
    _fields(parser, required=("company", "role", "at"))
    _people(parser, "--interviewer", "somebody who interviewed you; repeat it for each")


def _people(parser: Parser, flag: str, sentence: str) -> None:
    parser.add_argument(flag, metavar="'Name <mail>'", action="append", default=[], help=sentence)


def _add(shell: Shell, args: Namespace) -> None:
    place = zone(args.tz or shell.services.clock.zone).key
    form = InterviewForm(
        company=args.company,
        role=args.role,
        at=shell.understand_time(args.at, Lean.AHEAD, zone=place),
        zone=place,
        round=args.round or "",
        mode=args.mode or Mode.ONSITE,
        where=args.where or "",
        people=_named(shell, args.interviewer),
        notes=args.notes or "",
        travel_minutes=args.travel,
    )
    added = shell.services.interviews.add(form)
    shell.answer(records.interview(added), added.id)


def _named(shell: Shell, people: Sequence[str]) -> tuple[NamedAddress, ...]:
    """Everybody named by the flags; where a comma was typed it is said who was understood."""
    for words in people:
        if "," in words:
            shell.say(f"Understood: {people_words(words)}.")
    return tuple(person for one in people for person in read_people(one))


def _list_arguments(parser: Parser) -> None:
    parser.add_argument("--outcome", metavar="OUTCOME", type=word_of(Outcome), help=f"only {words_of(Outcome)}")
    parser.add_argument("--removed", action="store_true", help="those that were removed, instead")


def _list(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    chosen: Iterable[Interview] = journal.live_interviews
    if args.removed:
        chosen = (one for one in journal.interviews.values() if one.deleted is not None)
    found = [one for one in chosen if args.outcome in (None, one.outcome)]
    columns = [
        TableColumn("id", None),
        TableColumn("company"),
        TableColumn("role"),
        TableColumn("when", None),
        TableColumn("outcome", None),
    ]
    rows = [(one.id, one.company, one.role, f"{one.local:%Y-%m-%d %H:%M}", one.outcome.value) for one in found]
    if not found:
        shell.say("No interviews here yet. Add one with: afterword interview add")
    shell.answer([records.interview(one) for one in found], table(columns, rows, shell.width) if rows else "")


def _show(shell: Shell, args: Namespace) -> None:
    services = shell.services
    journal = services.overview.journal()
    about = lookup.interview(journal, args.id)
    lines = [records.line_of(services, one) for one in journal.requests_of(about.id)]
    found = [one for line in lines for one in journal.findings_of(line.request.id)]
    record = {
        **records.interview(about),
        "reflection": records.reflection(journal, about),
        "requests": [records.request(line) for line in lines],
        "findings": [records.finding(journal, one) for one in found],
    }
    shell.answer(record, "" if shell.json else _page(shell, about))


def _page(shell: Shell, about: Interview) -> str:
    from afterword.cli import reflect, request_pages

    services = shell.services
    journal = services.overview.journal()
    lines = [records.line_of(services, one) for one in journal.requests_of(about.id)]
    found = [records.finding(journal, one) for line in lines for one in journal.findings_of(line.request.id)]
    parts = [_facts(about), reflect.page(journal, about)]
    if lines:
        parts.append("Requests\n" + request_pages.tracker(lines, shell.width))
    if found:
        parts.append("Findings\n" + request_pages.findings(found, shell.width))
    return "\n\n".join(part for part in parts if part)


def _facts(about: Interview) -> str:
    arrival = punctuality(about)
    decided = f", {show_date(about.outcome_on)}" if about.outcome_on else ""
    return fields(
        [
            ("id", about.id),
            ("company", about.company),
            ("role", about.role),
            ("round", about.round),
            ("when", f"{show_moment(about.local)} ({about.zone})"),
            ("how", " · ".join(part for part in (about.mode.value, about.where) if part)),
            ("with", "\n".join(one.label for one in about.interviewers)),
            ("travel", plural(about.travel_minutes, "minute") if about.travel_minutes is not None else ""),
            ("arrival", arrival.words if arrival else ""),
            ("outcome", about.outcome.value + decided),
            ("notes", about.notes),
            ("removed", show_date(about.deleted.date()) if about.deleted else ""),
        ]
    )


def _edit_arguments(parser: Parser) -> None:
    _id(parser)
    _fields(parser)
    _people(parser, "--interviewer", "everybody who interviewed you, in place of those known; repeat it for each")
    _people(parser, "--add-interviewer", "one more interviewer")


def _edit(shell: Shell, args: Namespace) -> None:
    old = lookup.interview(shell.services.overview.journal(), args.id)
    form = _changed(shell, old, args)
    # Two moments are compared as instants: in the hour that clocks repeat, those of two zones never equal each other.
    if replace(form, at=old.at) == form_of(old) and form.at.timestamp() == old.at.timestamp():
        raise NotUnderstood("Nothing was said to change.", hint="See: afterword interview edit --help")
    changed = shell.services.interviews.edit(old.id, form, form_of(old))
    shell.say(f"Changed {changed.label}.")
    shell.answer(records.interview(changed), "")


def _changed(shell: Shell, old: Interview, args: Namespace) -> InterviewForm:
    given = {name: getattr(args, name) for name in (*_TEXTS, "mode") if getattr(args, name) is not None}
    form = replace(form_of(old), **given)
    if args.travel is not None:
        form = replace(form, travel_minutes=args.travel)
    if args.tz is not None:
        form = replace(form, zone=zone(args.tz).key)
    if args.at is not None or args.tz is not None:
        # Another zone alone keeps the time on the clock.
        when = args.at if args.at is not None else f"{old.local:%Y-%m-%d %H:%M}"
        form = replace(form, at=shell.understand_time(when, Lean.AHEAD, zone=form.zone, day=old.day))
    if args.interviewer:
        form = replace(form, people=_named(shell, args.interviewer))
    return replace(form, people=form.people + _named(shell, args.add_interviewer))


def _rm(shell: Shell, args: Namespace) -> None:
    gone = shell.services.interviews.remove(args.id)
    shell.say(f"Removed {gone.label}. It comes back with: afterword interview restore {gone.id}")
    shell.answer(records.interview(gone), "")


def _restore(shell: Shell, args: Namespace) -> None:
    back = shell.services.interviews.restore(args.id)
    shell.say(f"{back.label} is back.")
    shell.answer(records.interview(back), "")


def _arrived_arguments(parser: Parser) -> None:
    _id(parser)
    add_when(parser, "when", "when you arrived (WHEN); a bare time means the day of the interview")


def _arrived(shell: Shell, args: Namespace) -> None:
    about = lookup.interview(shell.services.overview.journal(), args.id)
    at = shell.understand_time(args.when, Lean.BEHIND, zone=about.zone, day=about.day)
    arrival = punctuality(shell.services.interviews.arrive(about.id, at))
    if arrival is None:
        return
    place = ZoneInfo(about.zone)
    record = {
        "planned": records.iso(arrival.planned.astimezone(place)),
        "arrived": records.iso(arrival.arrived.astimezone(place)),
        "minutes_late": arrival.minutes_late,
    }
    shell.answer(record, arrival.words)


def _outcome_arguments(parser: Parser) -> None:
    _id(parser)
    parser.add_argument("outcome", metavar=words_of(Outcome), type=word_of(Outcome), help="how it ended")
    add_when(parser, "--on", "the day you heard (WHEN); today when left out")


def _outcome(shell: Shell, args: Namespace) -> None:
    on = shell.understand_day(args.on, Lean.BEHIND) if args.on else None
    decided = shell.services.interviews.decide(args.id, args.outcome, on)
    shell.say(shell.services.overview.outcome_words(decided))
    if decided.outcome is Outcome.REJECTED and not decided.interviewers:
        shell.say(f"That is: afterword interview edit {decided.id} --add-interviewer 'Name <mail>'")
    shell.answer(records.interview(decided), f"{decided.label}: {decided.outcome}")


COMMANDS = (
    Command(
        "interview add",
        "add an interview and print its id",
        _add_arguments,
        _add,
        f"{WHEN_HELP}\n\nexample:\n  afterword interview add --company Initech --role Backend --at 'tue 14:30' \\\n"
        "    --mode video --interviewer 'Ada Byron <ada@example.org>'",
    ),
    Command("interview list", "list the interviews, latest first", _list_arguments, _list),
    Command("interview show", "show one with its reflection, requests and findings", _id, _show),
    Command(
        "interview edit",
        "change what the flags name",
        _edit_arguments,
        _edit,
        f"{WHEN_HELP}\nA new --tz keeps the time on the clock. Interviewers with a\nconversation stay.",
    ),
    Command("interview rm", "remove one; it can be brought back", _id, _rm),
    Command("interview restore", "bring a removed one back", _id, _restore),
    Command("interview arrived", "note when you really arrived", _arrived_arguments, _arrived, WHEN_HELP),
    Command(
        "interview outcome",
        "note how it ended; a rejection opens a request for each interviewer",
        _outcome_arguments,
        _outcome,
        WHEN_HELP,
    ),
)
