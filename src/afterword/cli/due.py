"""Owns the verb `due`, apart from the others since a shell prompt calls it and nothing else."""

from argparse import Namespace
from typing import TYPE_CHECKING

from afterword import quick_answers
from afterword.cli import records
from afterword.cli.shell import Shell, table
from afterword.errors import NotUnderstood

if TYPE_CHECKING:
    from afterword.domain.conversation.tracker import Due


def _due(shell: Shell, args: Namespace) -> None:
    if args.until is not None and not args.wait:
        raise NotUnderstood("--until says until when something waits.", hint="Name it, too: afterword due --wait ID")
    if args.wait:
        _let_wait(shell, args)
    if args.quiet and not shell.json:
        _count(shell)
        return
    overview = shell.services.overview
    items, rows = overview.due(), []
    if items and not shell.json:
        # The order and the words of the screen.
        reading = overview.due_reading()
        rows = [(reading.line(item).since, item.text, _id(item)) for item in items]
    elif not items:
        from afterword.domain.conversation.today import coming_words

        shell.say("Nothing is due today.")
        for coming in overview.coming_up()[:3]:
            shell.say(f"Next: {coming_words(coming, overview.today())}.")
    listed = table({"since": None, "what": 20, "id": None}, rows, shell.width)
    shell.answer((records.due(item) for item in items), listed)


def _count(shell: Shell) -> None:
    """Print how many, and keep the answer for as long as nothing changes; a prompt has nobody to tell anything."""
    shell.brings_in = False
    folder, settings = str(shell.paths.data_dir), str(shell.paths.settings)
    cache = quick_answers.KeptDue((folder, settings), shell.environ)
    before = cache.ground
    overview, now = shell.services.overview, shell.services.clock.now()
    overview.known = lambda: cache.known(before, now.timestamp())
    count = len(overview.due())
    shell.answer(None, str(count) if count else "")
    if not shell.sample and not shell.set_apart:
        times = now.timestamp(), overview.due_changes_at(now).timestamp()
        cache.keep_due(before, (count, overview.to_keep()), times)


def _let_wait(shell: Shell, args: Namespace) -> None:
    """Put off what these ids name, as one step, and say until when; where one thing cannot wait, why."""
    from afterword.domain.dates import show_date, understand_date
    from afterword.services.lookup import by_prefix

    overview = shell.services.overview
    today, by_id = overview.today(), {_id(item): item for item in overview.due()}
    chosen = {_id(by_prefix(by_id, typed, "due thing", lambda item: item.text, "due")) for typed in args.wait}
    until = understand_date(args.until, today) if args.until is not None else None
    batch = shell.services.agenda.put_off([item for item in overview.due() if _id(item) in chosen], until)
    for day in batch.done:
        shell.say(f"It waits until {show_date(day, today)}.")
    for error in batch.refused:
        shell.say(str(error))


def _id(item: "Due") -> str:
    return item.finding_id or item.request_id or item.proposal_id or item.interview_id


COMMANDS = {
    "due": _due,
}
