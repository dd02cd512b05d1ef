"""Owns the verb `search`."""

from argparse import Namespace

from afterword.cli.command import Parser, whole_number
from afterword.cli.shell import Shell
from afterword.domain.cells import cells, cut
from afterword.domain.search import Found, where_of
from afterword.domain.text import plural
from afterword.errors import NotUnderstood

_ON_A_SCREEN = 20
_INDENT = 13


def _arguments(parser: Parser) -> None:
    parser.add_argument(
        "text", metavar="TEXT", nargs="+", help="words in any order; the beginning of a word finds it, too"
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=whole_number,
        help=f"only the best N; left out, {_ON_A_SCREEN} on a terminal and all elsewhere; 0 for all",
    )


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
    shown = search.found(hits, (usual if args.limit is None else args.limit) or None)
    if not shown:
        shell.say("Nothing has these words. Fewer words, or only their beginnings, find more.")
    elif len(shown) < len(hits.items):
        left = plural(len(hits.items) - len(shown), "more hit", "more hits")
        shell.say(f"The best {len(shown)}, and {left}: --limit 0 shows all.")
    if shell.json:
        shell.answer([_plain(hit) for hit in shown], "")
    else:
        shell.answer((), "\n".join(line for hit in shown for line in _lines(hit, width)))


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


def _lines(hit: Found, width: int | None) -> list[str]:
    """What it is and its id, where it belongs, and the words found between asterisks; cut to the width."""
    room = None if width is None else width - _INDENT
    head = hit.title if room is None else cut(hit.title, room - cells(hit.item.id) - 2)
    below = (text if room is None else cut(text, room) for text in (where_of(hit.item), hit.snippet.marked) if text)
    return [f"{hit.item.kind:<{_INDENT}}{head}  {hit.item.id}", *(" " * _INDENT + text for text in below)]


COMMANDS = {
    "search": (_arguments, _search),
}
