"""Owns the verbs `finding …` and `phrase explain`."""

from argparse import Namespace
from typing import TYPE_CHECKING

from msgspec.structs import replace

from afterword.cli import records, request
from afterword.cli.command import Parser, WordOf, id_of, words_of
from afterword.cli.fields import add_flags, flags_for, given, rows_of
from afterword.cli.output import fields, plain
from afterword.cli.shell import Shell
from afterword.domain.conversation.request import Finding, FindingKind, Todo
from afterword.domain.fields import described, fields_of
from afterword.errors import NotUnderstood
from afterword.services import lookup
from afterword.services.findings import Mark

# Only explaining reads the phrases.
if TYPE_CHECKING:
    from afterword.domain.reasons import KnownPhrase

_KIND, _COMPETENCY = fields_of(Finding)
_QUOTE = fields_of(Finding, "mark")
_PLAN = fields_of(Todo)
_id = id_of("finding")


def _add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "place", metavar="REQUEST|APPLICATION", help="the request, or the application whose decision is quoted"
    )
    guessed = replace(_COMPETENCY, help="what it is about; guessed from the words when left out, '' for none")
    add_flags(parser, (_KIND, *_QUOTE, guessed), new=True)


def _add(shell: Shell, args: Namespace) -> None:
    mark = Mark(kind=args.kind, quote=args.quote, competency=args.competency)
    _answer(shell, shell.services.findings.mark(args.place, mark), "Marked")


def _answer(shell: Shell, finding: Finding, verb: str) -> None:
    journal = shell.services.overview.journal()
    about = journal.competency(finding.competency)
    shell.say(f"{verb}: {finding.kind}, {about.name if about else 'no competency'}.")
    shell.answer(records.finding(journal, finding), finding.id)


def _list_arguments(parser: Parser) -> None:
    parser.add_argument("--request", metavar="ID", help="only those of this request")
    parser.add_argument("--kind", metavar=words_of(FindingKind), type=WordOf(FindingKind), help="only those")


def _list(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    requests = [lookup.request(journal, args.request)] if args.request else journal.live_requests
    marked = [finding for each in requests for finding in journal.findings_of(each.id)]
    if not args.request:
        marked += [finding for each in journal.live_applications for finding in journal.findings_in_words_of(each.id)]
    found = [records.finding(journal, finding) for finding in marked if args.kind in (None, finding.kind)]
    if not found:
        shell.say("Nothing has been marked yet. Mark a phrase of a reply with: afterword finding add")
    shell.answer(found, request.findings_table(found, shell.width) if found else "")


def _show(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    found = lookup.finding(journal, args.id)
    shown = [("id", found.id), *rows_of(shell, described(Finding).values(), found)]
    shown += rows_of(shell, _PLAN, found.todo) if found.todo is not None else []
    shell.answer(records.finding(journal, found), fields(shown))


def _edit(shell: Shell, args: Namespace) -> None:
    old = lookup.finding(shell.services.store.journal(), args.id)
    edited = shell.services.findings.change(args.id, args.kind, args.competency)
    if edited == old:
        raise NotUnderstood("Nothing was said to change.", hint="Give another --kind or --competency.")
    _answer(shell, edited, "Changed")


def _rm(shell: Shell, args: Namespace) -> None:
    gone = shell.services.findings.remove(args.id)
    shell.say(f"The mark on “{gone.quote}” is gone; the words stay in the reply.")
    shell.answer(records.finding(shell.services.overview.journal(), gone), "")


def _plan(shell: Shell, args: Namespace) -> None:
    old = lookup.finding(shell.services.overview.journal(), args.id).todo
    planned = {"text": old.text} if old is not None else {}
    finding = shell.services.advice.plan(args.id, planned | given(shell, args, _PLAN))
    shell.answer(records.finding(shell.services.overview.journal(), finding), "")


def _done(shell: Shell, args: Namespace) -> None:
    advice = shell.services.advice
    changed = advice.reopen(args.id) if args.undo else advice.done(args.id)
    shell.answer(records.finding(shell.services.overview.journal(), changed), "")


def _explain(shell: Shell, args: Namespace) -> None:
    from afterword.domain.reasons import explain

    text = shell.read_text("-") if args.text == ["-"] else " ".join(args.text)
    if not text.strip():
        raise NotUnderstood("There are no words to explain.", hint="Quote them: afterword phrase explain 'on hold'")
    phrases = explain(text)
    if not phrases:
        shell.say(
            "No phrase in it is known here, so nothing can be said about it. If it gives a reason, ask what they mean; "
            "it can be marked all the same: finding add --kind reason."
        )
    record = [{"words": phrase.words, **plain(phrase.reason)} for phrase in phrases]
    shell.answer(record, "\n\n".join(_phrase(phrase) for phrase in phrases))


def _phrase(phrase: "KnownPhrase") -> str:
    reason = phrase.reason
    kind = f"{reason.name} (a phrase of politeness or procedure)" if reason.formula else reason.name
    return f"“{phrase.words}”\n" + fields(
        [
            ("what it is", kind),
            ("tells", reason.tells),
            ("does not tell", reason.silent),
            ("what you can do", reason.can),
        ]
    )


COMMANDS = {
    "finding add": (_add_arguments, _add),
    "finding list": (_list_arguments, _list),
    "finding show": (_id, _show),
    "finding edit": (flags_for((_KIND, _COMPETENCY), _id), _edit),
    "finding plan": (flags_for(_PLAN, _id, new=True), _plan),
    "finding done": (_id, _done),
    "finding rm": (_id, _rm),
    "phrase explain": _explain,
}
