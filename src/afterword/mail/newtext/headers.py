"""Owns what mail programs put above an unmarked quotation: header blocks (From/Sent/To/Subject) and dashed banners."""

import re

from afterword.mail.newtext.lines import LineKind, MailLine
from afterword.mail.newtext.phrases import FORWARDED, HEADERS, ORIGINAL

_KINDS = {name: kind for kind, names in HEADERS.items() for name in names.split("|")}
_LONGEST = max(len(name) for name in _KINDS)
_RULE = "-–—_=*#~ \t"
_ORIGINAL = frozenset(ORIGINAL.split("|"))
_FORWARDED = frozenset(FORWARDED.split("|"))
_TIME = re.compile(r"\d{1,2} ?[:.h時시] ?\d{2}")
# A folded list of recipients may take several lines between two headers.
_MAX_FOLDED = 6
_MAX_BLOCK = 30
_MAX_BANNER = 120
_FEW, _ENOUGH = 2, 3


def header_kind(text: str) -> str | None:
    """Which header this line is ("from", "sent", "to" …, in any language), or None."""
    bare = text.lstrip("*_ \t|").removeprefix("[")
    for colon in (":", "："):
        name, found, _ = bare[: _LONGEST + 4].partition(colon)
        if found:
            return _KINDS.get(" ".join(_folded(name.strip("*_ \t")).split()))
    return None


def _folded(text: str) -> str:
    """Lower case, with a plain apostrophe and the Turkish capital İ as i."""
    return text.replace("İ", "i").replace("’", "'").casefold()


def banner_kind(text: str) -> str | None:
    """Return "original" or "forwarded" for a line such as "-----Original Message-----", else None."""
    if len(text) > _MAX_BANNER:
        return None
    bare = _folded(text.strip(_RULE).rstrip(":： "))
    dashed = text[:2].strip(_RULE) == "" and len(text) > len(bare) + 2
    if bare in _FORWARDED and (dashed or text.rstrip().endswith((":", "："))):
        return "forwarded"
    if dashed and (bare in _ORIGINAL or bare.removesuffix(" below") in _ORIGINAL):
        return "original"
    if dashed and bare.startswith("forwarded by "):
        return "forwarded"
    return None


def mark_cuts(lines: list[MailLine]) -> list[MailLine]:
    """The same lines, the first line of each header block or banner marked as a place to cut."""
    marked = list(lines)
    for at, line in enumerate(lines):
        if line.kind is LineKind.TEXT and not line.certain and _starts_quotation(lines, at):
            marked[at] = line.as_kind(LineKind.CUT)
    return marked


def _starts_quotation(lines: list[MailLine], at: int) -> bool:
    look = lines[at].look
    if banner_kind(look) is not None:
        return True
    return header_kind(look) not in {None, "other", "cc"} and _is_block(lines[at : at + _MAX_BLOCK])


def _is_block(lines: list[MailLine]) -> bool:
    """Three headers, or two with a sender and a time; and something only mail has: a subject, an address, a time."""
    kinds, block = _block_kinds(lines)
    if len(kinds) < _FEW or not kinds & {"from", "sent", "date"}:
        return False
    mailish = "subject" in kinds or "@" in block or "sent" in kinds
    if len(kinds) >= _ENOUGH:
        return mailish or bool(_TIME.search(block))
    return "from" in kinds and mailish and ("@" in block or bool(_TIME.search(block)))


def _block_kinds(lines: list[MailLine]) -> tuple[set[str], str]:
    """The header kinds that follow each other here, and the text of the block."""
    kinds: set[str] = set()
    text: list[str] = []
    folded = blank = 0
    for line in lines:
        kind = header_kind(line.look) if line.kind is LineKind.TEXT else None
        if line.blank:
            blank += 1
        elif kind is not None:
            kinds.add(kind)
            folded = blank = 0
        else:
            folded += 1
        if blank > 1 or (blank and folded) or folded > _MAX_FOLDED or line.kind not in {LineKind.TEXT, LineKind.EMPTY}:
            break
        text.append(line.look)
    return kinds - {"other", "cc"}, " ".join(text)
