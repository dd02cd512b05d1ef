"""Owns the verbs `request …` that record what happened: sent, replied, bounced, away, snoozed, closed."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from afterword.cli import records
from afterword.cli.command import Arguments, Run
from afterword.cli.fields import flags_for, typed_values
from afterword.cli.shell import STDIN, Shell, as_text
from afterword.domain.conversation.message import MailKind, Verdict
from afterword.domain.conversation.request import (
    ADDRESS,
    TOLD,
    Channel,
    CloseAs,
    EventKind,
    Letter,
    Request,
    letter_name,
)
from afterword.domain.conversation.tracker import waiting_words
from afterword.domain.dates import Lean, show_date, show_moment
from afterword.domain.fields import Field
from afterword.domain.journal import Journal
from afterword.errors import UserError
from afterword.services import lookup
from afterword.services.checking import IntakeOptions
from afterword.services.requests import Reply, RequestService


def answer(shell: Shell, request: Request, sentence: str) -> None:
    """Say what was done and how the conversation stands now; the record with `--json`."""
    line = shell.services.overview.line(request.id)
    step = line.track.next
    ahead = f" Next: {step.action}, {show_date(step.due, shell.services.overview.today())}." if step else ""
    shell.say(f"{sentence} {line.interviewer.name}: {waiting_words(line.track)}.{ahead}")
    shell.answer(records.request(line), "")


def _sent(shell: Shell, args: Namespace) -> None:
    request = shell.services.requests.mark_sent(
        args.id, **typed_values(shell, args, TOLD[EventKind.SENT]), letter=args.kind
    )
    letter = next((event.letter for event in reversed(request.events) if event.kind is EventKind.SENT), None)
    answer(shell, request, f"Noted as sent: the {letter_name(letter).lower()}.")


def _reply(shell: Shell, args: Namespace) -> None:
    request = _recorded(shell, args)
    message = "The reply is recorded."
    if request.events[-1].is_by_mentor:
        answered = "" if request.replies else "; the interviewer has still to answer"
        message = f"Kept as your mentor's words{answered}."
    answer(shell, request, message)


def noting(
    note: Callable[[RequestService, str, dict[str, Any]], Request],
    sentence: str,
    fields: Sequence[Field] = (),
) -> tuple[Arguments, Run]:
    """The flags and the verb that note something of a conversation, as these fields tell it, and say so."""

    def run(shell: Shell, args: Namespace) -> None:
        answer(shell, note(shell.services.requests, args.id, typed_values(shell, args, fields)), sentence)

    return flags_for(fields, new=True), run


def _reapproach(shell: Shell, args: Namespace) -> None:
    services = shell.services
    if args.draft:
        drafted = services.requests.write_again(args.id)
        shell.answer([drafted.id], drafted.id)
        return
    if args.done:
        answer(
            shell,
            services.requests.mark_sent(args.id, letter=Letter.REAPPROACH),
            "Noted: you have written to them again.",
        )
        return
    day, today = None, services.overview.today()
    if not args.never:
        given_day = shell.understand_day(args.when, Lean.AHEAD) if args.when else None
        details = typed_values(shell, args, TOLD[EventKind.REAPPROACH])
        request = lookup.request(services.overview.journal(), args.id)
        planned_day = services.overview.track(request).reapproach_on
        ahead = (
            planned_day if planned_day is not None and planned_day > today else services.policy.reapproach_due(today)
        )
        day = details.get("until") or given_day or ahead
    changed = services.requests.plan_reapproach(args.id, day)
    new_day = services.overview.track(changed).reapproach_on
    answer(shell, changed, f"Write again on {show_date(new_day, today)}." if new_day else "No day to write again.")


_WHAT = {
    MailKind.BOUNCE: ("a bounce: a mail server returned the letter", "afterword request bounced ID"),
    MailKind.AUTO_REPLY: ("an automatic answer", "afterword request absent ID --until WHEN"),
    MailKind.RECEIPT: ("a receipt: news about a letter, without words of theirs", ""),
    MailKind.CALENDAR: ("a calendar mail", ""),
    MailKind.BULK: ("a mail that was sent to many", ""),
}


def _recorded(shell: Shell, args: Namespace) -> Request:
    """The request with the reply recorded. Refused when the mail is no person's answer."""
    request = _spoken_of(shell.services.overview.journal(), args)
    raw = (
        _asked_for(shell).encode() if args.text is None and shell.interactive else shell.read_bytes(args.text or STDIN)
    )
    return take_reply(shell, request, raw, typed_values(shell, args, TOLD[EventKind.REPLY]), anyway=args.anyway)


def take_reply(shell: Shell, request: Request, raw: bytes, details: Mapping[str, Any], *, anyway: bool) -> Request:
    """The request with that text, or that mail, as a reply; `details` is what was said of it.

    Refused where it is no person's answer, or where the same words stand there, but for `anyway`.
    """
    at, channel, sender = details.get("at"), details.get("channel") or Channel.MAIL, details.get("sender") or ""
    mail = shell.services.intake.read(raw)
    if mail is None:
        at = at or shell.services.clock.now()
        form = Reply(text=as_text(raw), at=at, channel=channel, sender=sender)
        return shell.services.requests.record_reply(request.id, form, again=anyway)
    if not anyway:
        _check_reply(mail.verdict, request)
    shell.say(
        f"Read a mail of {show_moment(mail.at)} from {mail.from_name or mail.from_address}.", *mail.notes, mail.note
    )
    taking = IntakeOptions(kind=MailKind.REPLY, at=at, channel=channel, sender=sender)
    return shell.services.intake.take(request.id, mail, taking)


def _spoken_of(journal: Journal, args: Namespace) -> Request:
    """The conversation it belongs to; a mentor speaks of an application as well, and is kept in its latest one."""
    is_application = any(candidate.id.startswith(args.id) for candidate in journal.live_applications)
    if args.channel is not Channel.MENTOR or not is_application:
        return lookup.request(journal, args.id)
    application = lookup.application(journal, args.id)
    requests = journal.requests_of_application(application.id)
    if not requests:
        raise UserError(
            f"Nobody of {application.label} is noted yet, so there is no place to keep it.",
            hint="Add whom you met or wrote to: afterword interview edit ID --interviewer 'Name <mail>'",
        )
    return requests[-1]


def _asked_for(shell: Shell) -> str:
    shell.say("What did they say? End with an empty line.")
    lines: list[str] = []
    while line := shell.prompt(">"):
        lines.append(line)
    return "\n".join(lines)


def _check_reply(verdict: Verdict, request: Request) -> None:
    if verdict.kind is MailKind.REPLY:
        return
    kind, command = _WHAT[verdict.kind]
    instead = f"Note it with: {command.replace('ID', request.id)}. " if command else ""
    raise UserError(
        f"This is not a reply but {kind}.", verdict.reason, f"{instead}If it is their answer after all, add --anyway."
    )


COMMANDS = {
    "request sent": (flags_for(TOLD[EventKind.SENT], new=True), _sent),
    "request not-sent": noting(
        lambda requests, key, _: requests.mark_not_sent(key), "Noted as not sent; the draft is kept."
    ),
    "request reply": (flags_for(TOLD[EventKind.REPLY]), _reply),
    "request bounced": noting(
        lambda requests, key, told: requests.record_bounce(key, told.get("text", ""), told.get("at")),
        "Noted: the letter came back.",
        TOLD[EventKind.BOUNCED],
    ),
    "request address": noting(
        lambda requests, key, told: requests.mend_address(key, told["email"]), "The address is mended.", (ADDRESS,)
    ),
    "request absent": noting(
        lambda requests, key, told: requests.record_absence(key, told.get("until"), told.get("text", "")),
        "Noted: they are away.",
        TOLD[EventKind.AUTO_REPLY],
    ),
    "request snooze": noting(
        lambda requests, key, told: requests.snooze(key, told["until"]),
        "It rests until then.",
        TOLD[EventKind.SNOOZED],
    ),
    "request reapproach": (flags_for(TOLD[EventKind.REAPPROACH], new=True), _reapproach),
    "request close": noting(
        lambda requests, key, told: requests.close(key, told.get("close_as") or CloseAs.DONE),
        "Closed.",
        TOLD[EventKind.CLOSED],
    ),
    "request reopen": noting(lambda requests, key, _: requests.reopen(key), "Open again."),
}
