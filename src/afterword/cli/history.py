"""Owns the verbs that look back: `undo`, `redo`, `history`, bringing back what was removed, and `search`."""

from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from afterword.cli.shell import Shell, indented, plain
from afterword.domain.dates import show_moment
from afterword.domain.field_reading import NOUNS
from afterword.domain.history import stood
from afterword.domain.search import Found, where_of
from afterword.domain.text import cells, cut, plural
from afterword.errors import NotUnderstood, UserError
from afterword.services.history import ChangedRecord, DoneStep, HistoryService


def _undo(shell: Shell, args: Namespace) -> None:
    if args.list:
        standing = [done for done in shell.services.history.steps() if done.number]
        _answer_steps(shell, standing, "There is nothing to undo.")
        return
    shell.services.store.undo()
    _answer_moved(shell, "undone", "It comes back with: afterword redo")


def _redo(shell: Shell, _args: Namespace) -> None:
    shell.services.store.redo()
    _answer_moved(shell, "redone", "")


def _answer_moved(shell: Shell, direction: str, hint: str) -> None:
    """Which step was undone or redone, and when it was taken."""
    step = shell.services.store.moved
    if step is not None:
        verb = {"undone": "Undone", "redone": "Done again"}[direction]
        shell.say(f"{verb}: {step.name}, {show_moment(step.at)}.", hint)
        shell.answer({direction: step.name, "id": step.id, "at": step.at}, "")


def _removed(shell: Shell, history: HistoryService) -> None:
    shell.answer_list(
        history.removed(),
        plain,
        {"removed": None, "what": 20, "key": None},
        lambda removed: (
            show_moment(removed.at) if removed.at else "–",
            f"{removed.noun} {removed.words}",
            removed.key,
        ),
        "Nothing was removed.",
    )


def _history(shell: Shell, args: Namespace) -> None:
    history = shell.services.history
    if sum(map(bool, (args.id, args.removed, args.restore))) > 1:
        raise NotUnderstood("An ID, --removed and --restore ask for three things.", hint="Give one of them.")
    if args.as_of and not args.id:
        raise NotUnderstood("--as-of needs the ID of a record.", hint="See: afterword history --help")
    if args.removed:
        _removed(shell, history)
    elif args.restore is not None:
        restored = history.bring_back(args.restore)
        shell.say(f"The {restored.noun} is back: {restored.words}.")
        shell.answer(plain(restored), restored.key)
    elif args.as_of:
        table, record_id = history.find(args.id)
        store = shell.services.store
        record = stood(store.journal(), store.steps(), args.as_of, table, record_id)
        if record is None:
            shell.say(f"The {NOUNS[table]} was not there then.")
        shell.json = True
        shell.answer(None if record is None else plain(record), "")
    elif args.id is not None:
        _of_record(shell, history, args.id)
    else:
        _answer_steps(shell, history.steps(), "Nothing has been done yet, as far as the history goes back.")


def _of_record(shell: Shell, history: HistoryService, record_id: str) -> None:
    key = history.find(record_id)
    steps = history.of(key)
    if not steps:
        shell.say("Nothing has happened to it, as far as the history goes back.")
    shell.answer(
        [{**_data(done), "changes": [_change_data(change) for change in _read(history, done)]} for done in steps],
        "\n".join(_step_page(history, done) for done in steps),
    )


def _read(history: HistoryService, done: DoneStep) -> tuple[ChangedRecord, ...]:
    """What the step did; nothing where that cannot be read any more."""
    try:
        return history.records(done)
    except UserError:
        return ()


def _step_page(history: HistoryService, done: DoneStep) -> str:
    state = f"  ({done.state})" if done.state else ""
    lines = [f"{show_moment(done.step.at)}  {done.step.words}{state}"]
    for record in _read(history, done):
        lines.append(indented(f"{record.noun} {record.words}".strip(), 2))
        sides = (f"{change.label}: {change.before or '–'} → {change.after or '–'}" for change in record.fields)
        lines += map(indented, sides)
    return "\n".join(lines)


def _answer_steps(shell: Shell, steps: Iterable[DoneStep], nothing: str) -> None:
    columns = {"no.": None, "when": None, "step": 14, "what": 14, "state": None}
    shell.answer_list(
        list(steps),
        _data,
        columns,
        lambda done: (str(done.number or ""), show_moment(done.step.at), done.step.words, done.records, done.state),
        nothing,
    )


def _data(done: DoneStep) -> dict[str, Any]:
    """One step; `id` is the version of the journal it led to, `number` its place among what can be undone."""
    step = done.step
    return {
        "id": step.id,
        "at": step.at,
        "name": step.words,
        "number": done.number or None,
        "undone": done.undone,
        "redoable": done.redoable,
        "undoable": bool(done.number) and not step.obstacle,
        "obstacle": step.obstacle,
        "records": [{"table": kind, "id": key, "words": words} for kind, key, words in done.touched],
    }


def _change_data(record: ChangedRecord) -> dict[str, Any]:
    change = record.change
    sides = {"before": change.before, "after": change.after}
    return {
        "table": change.table,
        "id": change.id,
        "words": record.words,
        **{name: None if side is None else plain(side) for name, side in sides.items()},
        "fields": [plain(field) for field in record.fields],
    }


_ON_A_SCREEN = 20
_INDENT = 13


def _search(shell: Shell, args: Namespace) -> None:
    typed = " ".join(args.text)
    if not typed.strip():
        raise NotUnderstood("There is nothing to search for.", hint="Type a word of it: afterword search Initech")
    if args.limit is not None and args.limit < 0:
        raise NotUnderstood("--limit cannot be less than nothing.", hint="Type it like --limit 10, or 0 for all.")
    width = shell.width
    usual = _ON_A_SCREEN if width is not None and not shell.json else 0
    search = shell.services.search
    hits = search.find_once(typed)
    top_hits = search.texts(hits, (usual if args.limit is None else args.limit) or None)
    if not top_hits:
        shell.say("Nothing has these words. Fewer words, or only their beginnings, find more.")
    elif len(top_hits) < len(hits.items):
        remainder = plural(len(hits.items) - len(top_hits), "more hit", "more hits")
        shell.say(f"The best {len(top_hits)}, and {remainder}: --limit 0 shows all.")
    shell.answer(map(_plain, top_hits), "" if shell.json else "\n".join(_lines(hit, width) for hit in top_hits))


def _plain(hit: Found) -> dict[str, object]:
    item = hit.item
    return {
        "id": item.id,
        "kind": item.kind,
        "title": hit.title,
        "where": where_of(item),
        "at": item.at,
        "snippet": hit.snippet.text,
        "marks": [list(place) for place in hit.snippet.marks],
    }


def _lines(hit: Found, width: int | None) -> str:
    """What it is and its id, where it belongs, and the words found between asterisks; cut to the width."""
    room = None if width is None else width - _INDENT
    head = hit.title if room is None else cut(hit.title, room - cells(hit.item.id) - 2)
    below = (text if room is None else cut(text, room) for text in (where_of(hit.item), hit.snippet.marked) if text)
    return "\n".join([f"{hit.item.kind:<{_INDENT}}{head}  {hit.item.id}", *(" " * _INDENT + text for text in below)])


COMMANDS = {"undo": _undo, "redo": _redo, "history": _history, "search": _search}
