"""Owns the verbs `check` and `mail explain`: looking for replies and decisions, and telling what a mail is."""

from argparse import Namespace
from pathlib import Path

from afterword.cli.output import fields, indented
from afterword.cli.shell import Shell
from afterword.domain.conversation.tracker import proposed_words
from afterword.domain.text import clean_line, plural
from afterword.errors import UserError
from afterword.mail.content import Explanation, explain
from afterword.services.checking import CheckReport, recorded_words


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

    maildirs, mboxes, files = (map(Path, names) for names in (args.maildir, args.mbox, args.eml))
    named = inboxes_at(maildirs, mboxes, files, shell.paths.bookmarks)
    report = shell.services.checking.check(_Narration(shell), named or None)
    journal = shell.services.overview.journal()
    for one in report.recorded:
        shell.say(recorded_words(journal, one))
    for problem in report.problems:
        shell.say(problem)
    if report.proposals:
        shell.say(f"{proposed_words(report.offered)}. See: afterword proposal list.")
    if report.elsewhere:
        shell.say(
            f"{plural(len(report.elsewhere), 'mail')} about an application that is not kept here; nothing was noted."
        )
    shell.answer(_record(report), _words(report))
    return 1 if report.problems else 0


def _record(report: CheckReport) -> dict[str, int]:
    return {
        "seen": report.seen,
        "replies": report.replies,
        "auto_replies": report.auto_replies,
        "bounces": report.bounces,
        "receipts": report.receipts,
        "proposals": report.proposals,
        "doubtful": report.proposals,
        "skipped": report.skipped + len(report.elsewhere),
    }


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
    found: list[Explanation] = []
    for name in args.files:
        try:
            found.append(explain(name, shell.read_bytes(name)))
        except UserError as error:
            named = error.title if name in error.title else f"{name}: {error.title}"
            shell.say(named, error.detail, error.hint)
    shell.answer([one.as_document() for one in found], "\n\n".join(_page(one) for one in found))
    return 0 if len(found) == len(args.files) else 1


def _page(one: Explanation) -> str:
    head = fields(
        [
            ("file", one.file),
            ("kind", one.kind.value.replace("_", "-")),
            ("because", one.reason),
            ("from", one.sender),
            ("answers", one.in_reply_to),
            ("note", "\n".join(one.notes)),
        ]
    )
    return f"{head}\n\n{indented(one.text)}" if one.text else head


COMMANDS = {
    "check": _check,
    "mail explain": _explain,
}
