"""Owns the verbs `merge` and `sync`: another machine's journal brought into this one."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from afterword.bootstrap import open_store
from afterword.cli.output import fields
from afterword.cli.shell import Shell
from afterword.domain.text import clean, plural
from afterword.errors import NotUnderstood

if TYPE_CHECKING:
    from afterword.domain.history import Merged

_SIDES = 3
_TOLD = 20


def _merge(shell: Shell, args: Namespace) -> None:
    if args.driver:
        _drive(shell, [Path(name) for name in args.file])
        return
    store = open_store(shell.paths)
    counts: dict[str, int] = {"added": 0, "changed": 0, "removed": 0, "both": 0}
    for name in args.file:
        result = store.merge(Path(name).expanduser())
        tell(shell, clean(name), result.merged)
        for key, count in result.merged.counts.items():
            counts[key] += count
        if result.kept is not None:
            shell.say(f"The journal as it was is kept as {result.kept}.")
    shell.answer(counts, fields((name, str(count)) for name, count in counts.items()))


def _drive(shell: Shell, files: list[Path]) -> None:
    if len(files) != _SIDES:
        raise NotUnderstood("A merge driver gets three files.", hint="Write: afterword merge --driver %O %A %B")
    base, ours, theirs = files
    tell(shell, "The other side", open_store(shell.paths).drive(base, ours, theirs))


def tell(shell: Shell, name: str, merged: "Merged") -> None:
    """What a merge did, and each value that both sides had changed with what was kept."""
    shell.say(f"{name}: {merged.words}.")
    for differing in merged.both[:_TOLD]:
        shell.say(f"  {differing.words}")
    if len(merged.both) > _TOLD:
        shell.say(f"  And {plural(len(merged.both) - _TOLD, 'value')} more.")


def _sync(shell: Shell, args: Namespace) -> None:
    # A journal that cannot be read, or has git's marks in it, is never committed as it is.
    shell.services.store.journal()
    folder = open_store(shell.paths).git()
    if args.init is not None:
        folder.set_up(args.init)
        shell.say(f"{folder.folder} is in git, and journals are merged record by record.")
    done = folder.sync()
    if done.came_in:
        shell.say(f"{plural(done.came_in, 'commit')} came in from {done.remote}.")
    where = f"Pushed to {done.remote}." if done.pushed else "No remote is named; see: afterword sync --init REMOTE"
    shell.say("Committed." if done.committed else "Nothing new here.", where)
    shell.answer({"committed": done.committed, "came_in": done.came_in, "pushed": done.pushed}, "")


COMMANDS = {
    "merge": _merge,
    "sync": _sync,
}
