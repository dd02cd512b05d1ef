"""Owns the verbs on mail: `check` looks for it, `mail explain` tells what one is, `proposal …` takes what was offered.

`doubtful …` is another name of the last.
"""

from argparse import Namespace
from typing import TYPE_CHECKING

from afterword.cli import records
from afterword.cli.command import Parser
from afterword.cli.fields import add_flags, typed_values
from afterword.cli.interview import answer_application, say_outcome
from afterword.cli.shell import Shell, fields, indented, picked
from afterword.domain.conversation.mail_steps import is_new_version
from afterword.domain.conversation.message import MailKind, Offer, Proposal
from afterword.domain.conversation.tracker import proposed_words
from afterword.domain.fields import fields_of
from afterword.domain.interview import Interview
from afterword.domain.text import clean_line, plural
from afterword.errors import NotUnderstood, UserError
from afterword.paths import typed_path
from afterword.services import lookup
from afterword.services.checking import CheckReport, recorded_words

if TYPE_CHECKING:
    from afterword.mail.content import Explanation


class _Narration:
    """Hears how a look proceeds: what was passed over is told, the rest waits for the end."""

    stopped = False

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def seen(self, count: int, total: int | None) -> None:
        """Nothing is told on the way: a log wants no moving figures."""

    def skipped(self, reason: str) -> None:
        """Tell what was passed over."""
        self._shell.say("Passed over:", clean_line(reason))


def _check(shell: Shell, args: Namespace) -> int:
    from afterword.mail.adapters import inboxes_at

    maildirs, mboxes, files = (list(map(typed_path, names)) for names in (args.maildir, args.mbox, args.eml))
    inboxes = inboxes_at(maildirs, mboxes, files, shell.paths.bookmarks)
    report = shell.services.checking.check(_Narration(shell), inboxes or None)
    journal = shell.services.overview.journal()
    for recorded in report.recorded:
        shell.say(recorded_words(journal, recorded))
    for problem in report.problems:
        shell.say(problem)
    if report.proposals:
        shell.say(f"{proposed_words(report.offered)}. See: afterword proposal list.")
    if report.elsewhere:
        shell.say(
            f"{plural(len(report.elsewhere), 'mail')} about an application that is not kept here; nothing was noted."
        )
    counts = picked(report, "seen", "replies", "auto_replies", "bounces", "receipts", "proposals")
    counts |= {"doubtful": report.proposals, "skipped": report.skipped + len(report.elsewhere)}
    shell.answer(counts, _words(report))
    return 1 if report.problems else 0


def _words(report: CheckReport) -> str:
    counts = [
        plural(report.replies, "reply", "replies"),
        plural(report.auto_replies, "automatic answer"),
        plural(report.bounces, "bounce"),
        plural(report.receipts, "receipt"),
        proposed_words(report.offered) or "0 to place",
    ]
    return f"{plural(report.seen, 'mail')} looked at: {', '.join(counts)}."


def _explain(shell: Shell, args: Namespace) -> int:
    from afterword.mail.content import explain

    explanations: list[Explanation] = []
    for name in args.files:
        try:
            explanations.append(explain(name, shell.read_bytes(name)))
        except UserError as error:
            shell.say(error.title if name in error.title else f"{name}: {error.title}", error.detail, error.hint)
    shell.answer([explanation.as_document() for explanation in explanations], "\n\n".join(map(_page, explanations)))
    return 0 if len(explanations) == len(args.files) else 1


def _page(explanation: "Explanation") -> str:
    facts = {
        "file": explanation.file,
        "kind": explanation.kind.value.replace("_", "-"),
        "because": explanation.reason,
        "from": explanation.sender,
    }
    head = fields([*facts.items(), ("answers", explanation.in_reply_to), ("note", "\n".join(explanation.notes))])
    return f"{head}\n\n{indented(explanation.text)}" if explanation.text else head


_INTERVIEW = fields_of(Interview)


def _proposal_record(mail: Proposal) -> dict[str, object]:
    names = ("id", "offer", "applications", "subject", "at", "kind", "reason", "note", "appointment", "candidates")
    written = {"from": {"name": mail.from_name, "email": mail.from_address}, "text": mail.text or mail.full_text}
    return picked(mail, *names, "fate", **written)


def _list_proposals(shell: Shell, _args: Namespace) -> None:
    waiting = shell.services.checking.proposals()
    columns = {"when": None, "offers": None, "from": 16, "subject": 16, "for": None, "id": None}

    def row(mail: Proposal) -> tuple[str, ...]:
        address = f"<{mail.from_address}>" if mail.from_name and mail.from_address else mail.from_address
        writer = " ".join(filter(None, (mail.from_name, address)))
        places = ", ".join((*mail.applications, *mail.candidates))
        return mail.at.date().isoformat(), mail.offer.value, writer, mail.subject, places, mail.id

    shell.answer_list(waiting, _proposal_record, columns, row, "Nothing waits to be taken or placed.")


def _accept_arguments(parser: Parser) -> None:
    parser.add_argument("--application", metavar="ID", default="", help="the application it is about, of several")
    parser.add_argument("--request", metavar="ID", default="", help="the conversation a reply belongs to, of several")
    add_flags(parser, _INTERVIEW)


def _accept(shell: Shell, args: Namespace) -> None:
    mail = lookup.proposal(shell.services.store.journal(), args.id)
    if mail.offer is Offer.REPLY or args.request:
        _place_mail(shell, mail, args.request, MailKind.REPLY if mail.offer is not Offer.REPLY else None)
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
    application, details = shell.services.checking.invited_to(mail.id, args.application)
    values = details | typed_values(shell, args, _INTERVIEW)
    for name in ("company", "role"):
        if name not in values:
            raise NotUnderstood(f"The entry names no {name}.", hint=f"Say it: --{name} {name.upper()}")
    if "at" not in values:
        raise NotUnderstood("The mail names no hour.", hint="Say when it is: --at WHEN")
    added = shell.services.interviews.add(values, application.id if application is not None else "", mail.id)
    shell.say(shell.services.interviews.joined_words(added))
    shell.answer(records.interview(shell.services.store.journal(), added), added.id)


def _place_mail(shell: Shell, mail: Proposal, request_id: str, kind: MailKind | None) -> None:
    place = request_id or (mail.candidates[0] if len(mail.candidates) == 1 else "")
    if not place:
        options = ", ".join(mail.candidates) or "see: afterword request list"
        raise NotUnderstood(f"Say which conversation it belongs to ({options}).", hint="Name it with --request ID.")
    changed = shell.services.checking.place(mail.id, place, kind)
    shell.say("The mail is placed.")
    shell.answer(records.request(shell.services.overview.line(changed.id)), "")


def _place(shell: Shell, args: Namespace) -> None:
    mail = lookup.proposal(shell.services.store.journal(), args.id)
    _place_mail(shell, mail, args.request, MailKind.REPLY if args.reply else None)


def _dismiss(shell: Shell, args: Namespace) -> None:
    ignored = shell.services.checking.ignore(args.id)
    shell.say("It is not offered again.")
    shell.answer(_proposal_record(ignored), "")


def _take_out(shell: Shell, args: Namespace) -> None:
    changed = shell.services.checking.take_out(args.request, args.event)
    shell.say("Taken out; no check brings it back.")
    shell.answer(records.request(shell.services.overview.line(changed.id)), "")


_VERBS = {
    "list": _list_proposals,
    "accept": (_accept_arguments, _accept),
    "dismiss": _dismiss,
    "place": _place,
    "ignore": _dismiss,
    "take-out": _take_out,
}
COMMANDS = {
    "check": _check,
    "mail explain": _explain,
    **{f"{noun} {verb}": behind for noun in ("proposal", "doubtful") for verb, behind in _VERBS.items()},
}
