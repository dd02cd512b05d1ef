"""Owns the verbs `proposal …`, also called `doubtful …`: what a mailbox offered, to be taken, placed or dismissed."""

from argparse import Namespace

from afterword.cli import records
from afterword.cli.application import answer as answer_application
from afterword.cli.command import Parser, argument
from afterword.cli.fields import add_flags, given
from afterword.cli.interview import say_outcome
from afterword.cli.output import plain
from afterword.cli.shell import Shell
from afterword.domain.conversation.mail_steps import is_new_version
from afterword.domain.conversation.message import MailKind, Offer, Proposal
from afterword.domain.fields import fields_of
from afterword.domain.interview import Interview
from afterword.errors import NotUnderstood
from afterword.services import lookup

_INTERVIEW = fields_of(Interview)


def _list(shell: Shell, _args: Namespace) -> None:
    waiting = shell.services.checking.proposals()
    columns = {"when": None, "offers": None, "from": 16, "subject": 16, "for": None, "id": None}
    shell.answer_list(waiting, _record, columns, _row, "Nothing waits to be taken or placed.")


def _row(mail: Proposal) -> tuple[str, ...]:
    writer = " ".join(filter(None, (mail.from_name, _bracketed(mail))))
    places = ", ".join((*mail.applications, *mail.candidates))
    return mail.at.date().isoformat(), mail.offer.value, writer, mail.subject, places, mail.id


def _bracketed(mail: Proposal) -> str:
    return f"<{mail.from_address}>" if mail.from_name and mail.from_address else mail.from_address


def _record(mail: Proposal) -> dict[str, object]:
    return {
        "id": mail.id,
        "offer": mail.offer.value,
        "applications": list(mail.applications),
        "from": {"name": mail.from_name, "email": mail.from_address},
        "subject": mail.subject,
        "at": mail.at,
        "kind": mail.kind.value,
        "reason": mail.reason,
        "text": mail.text or mail.full_text,
        "note": mail.note,
        "appointment": plain(mail.appointment) if mail.appointment is not None else None,
        "candidates": list(mail.candidates),
        "fate": mail.fate.value,
    }


_mail = argument("id", metavar="ID", help="the mail, or the beginning of its id")


def _accept_arguments(parser: Parser) -> None:
    _mail(parser)
    parser.add_argument("--application", metavar="ID", default="", help="the application it is about, of several")
    parser.add_argument("--request", metavar="ID", default="", help="the conversation a reply belongs to, of several")
    add_flags(parser, _INTERVIEW)


def _accept(shell: Shell, args: Namespace) -> None:
    mail = lookup.proposal(shell.services.store.journal(), args.id)
    if mail.offer is Offer.REPLY or args.request:
        _put(shell, mail, args.request, MailKind.REPLY if mail.offer is not Offer.REPLY else None)
    elif mail.offer is Offer.INVITATION:
        _add_interview(shell, mail, args)
    else:
        noted = shell.services.checking.accept(mail.id, args.application)
        say_outcome(shell, noted)
        answer_application(shell, noted, f"{noted.label}: {noted.outcome}")


def _add_interview(shell: Shell, mail: Proposal, args: Namespace) -> None:
    if is_new_version(shell.services.store.journal(), mail):
        followed = shell.services.interviews.follow(mail.id)
        gone = followed.deleted is not None
        done = "It was taken back, so the interview is removed." if gone else "The interview is moved."
        shell.say(f"{done} To take that back: afterword undo")
        shell.answer(records.interview(shell.services.store.journal(), followed), followed.id)
        return
    application, known = shell.services.checking.invited_to(mail.id, args.application)
    values = known | given(shell, args, _INTERVIEW)
    for name in ("company", "role"):
        if name not in values:
            raise NotUnderstood(f"The entry names no {name}.", hint=f"Say it: --{name} {name.upper()}")
    if "at" not in values:
        raise NotUnderstood("The mail names no hour.", hint="Say when it is: --at WHEN")
    added = shell.services.interviews.add(values, application.id if application is not None else "", mail.id)
    shell.say(shell.services.interviews.joined_words(added))
    shell.answer(records.interview(shell.services.store.journal(), added), added.id)


def _put(shell: Shell, mail: Proposal, request_id: str, kind: MailKind | None) -> None:
    place = request_id or (mail.candidates[0] if len(mail.candidates) == 1 else "")
    if not place:
        shown = ", ".join(mail.candidates) or "see: afterword request list"
        raise NotUnderstood(f"Say which conversation it belongs to ({shown}).", hint="Name it with --request ID.")
    changed = shell.services.checking.place(mail.id, place, kind)
    shell.say("The mail is placed.")
    shell.answer(records.request(shell.services.overview.line(changed.id)), "")


def _place(shell: Shell, args: Namespace) -> None:
    mail = lookup.proposal(shell.services.store.journal(), args.id)
    _put(shell, mail, args.request, MailKind.REPLY if args.reply else None)


def _dismiss(shell: Shell, args: Namespace) -> None:
    ignored = shell.services.checking.ignore(args.id)
    shell.say("It is not offered again.")
    shell.answer(_record(ignored), "")


def _take_out(shell: Shell, args: Namespace) -> None:
    changed = shell.services.checking.take_out(args.request, args.event)
    shell.say("Taken out; no check brings it back.")
    shell.answer(records.request(shell.services.overview.line(changed.id)), "")


_VERBS = {
    "list": _list,
    "accept": (_accept_arguments, _accept),
    "dismiss": (_mail, _dismiss),
    "place": (_mail, _place),
    "ignore": (_mail, _dismiss),
    "take-out": _take_out,
}
COMMANDS = {f"{noun} {verb}": behind for noun in ("proposal", "doubtful") for verb, behind in _VERBS.items()}
