"""Owns the header blocks and banners above an unmarked quotation: which lines are one, and where to cut."""

import re
from functools import cache, lru_cache

from afterword.mail.newtext.lines import SENTENCE_END, LineKind, MailLine, phrases

_RULE = "-‐–—_=*#~ \t"
# A moment as only programs write it, with seconds or with the offset of its zone.
PRECISE = re.compile(r"\d:\d\d:\d\d|\d [+-]\d{4}\b")
_TIME_OF_DAY = re.compile(r"\d{1,2} ?[:.h時시] ?\d{2}")
# How Notes ends the line that names a sender: `on 12/04/2000 10:31:32 AM`, alone on the line below as well.
_MOMENT = re.compile(
    r"(?:^|\s|[>\"])(?:on )?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?"
    r"(?: (?:[A-Z]{2,4}|[+-]\d{4}))?$"
)
_TIME_ALONE = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?")
_TIME_CHARS, _MOMENT_CHARS, _SENDER_SPAN, _SENDER_LINE = 16, 40, 5, 120
# What Outlook draws above the headers of what it quotes.
_LONG_RULE = "_" * 20
# A folded list of recipients may take several lines between two headers.
_MAX_FOLDED = 6
_MAX_BLOCK = 30
_MAX_BANNER = 120
# A banner and the first header of the block below it, on one line.
_GLUED = re.compile(r"([-–—_*=]{3,40} ?[^-–—_*=]{3,60}[-–—_*=]{3,40}) ?(\S.*)")
# A banner in words that nobody has listed.
_TITLED = re.compile(r"([-–—_=*]{3,80}) ?[^-–—_=*]{3,40} ?\1")
_LOOK_FOR_HEADER = 40
_COLON = re.compile("[:：]")
_FEW, _ENOUGH = 2, 3
_NAME_WORDS = 6


@cache
def _kinds() -> dict[str, str]:
    """Which header each header word stands for."""
    return {name: kind for kind, names in phrases("headers").items() for name in names}


@lru_cache(maxsize=1024)
def header_kind(text: str) -> str | None:
    """Which header this line is ("from", "sent", "to" …, in any language), or None."""
    name, *rest = _COLON.split(text[:_LOOK_FOR_HEADER].lstrip("*_ \t|").removeprefix("["), maxsplit=1)
    return _kinds().get(" ".join(_folded(name.strip("*_ \t")).split())) if rest else None


def _folded(text: str) -> str:
    """Lower case, with a plain apostrophe and the Turkish capital İ as i."""
    return text.replace("İ", "i").replace("’", "'").casefold()


def banner_kind(text: str) -> str | None:
    """Return "original" or "forwarded" for a line such as "-----Original Message-----", else None."""
    if not text:
        return None
    if text[0] in _RULE and (glued := _GLUED.match(text)) and header_kind(glued[2]):
        return banner_kind(glued[1])
    if (text[0] not in _RULE and text[-1:] not in ":：") or len(text) > _MAX_BANNER:
        return None
    bare = _folded(text.strip(_RULE).rstrip(":： "))
    dashed = text[:2].strip(_RULE) == "" and len(text) > len(bare) + 2
    named = bare in phrases("quotation")["forwarded"] and (dashed or text.rstrip().endswith((":", "：")))
    if named or (dashed and bare.startswith("forwarded by ")):
        return "forwarded"
    original = phrases("quotation")["original"]
    if dashed and (bare in original or bare.removesuffix(" below") in original):
        return "original"
    return None


def mark_cuts(lines: list[MailLine]) -> list[MailLine]:
    """The same lines, the first line of each header block or banner marked as a place to cut."""
    marked = list(lines)
    refused = 0
    for at, line in enumerate(lines):
        # No other line names a header, a banner or a moment.
        marked_off = ":" in line.look or line.look[:1] in _RULE or "：" in line.look
        if marked_off and line.kind is LineKind.TEXT and not line.certain:
            start = at if at >= refused and _starts_quotation(lines, at) else _sender_above(lines, at)
            if start is not None:
                marked[start] = lines[start].as_kind(LineKind.CUT)
            elif at >= refused and header_kind(line.look) not in {None, "cc", "other"}:
                refused = _headers_end(lines, at)
    return marked


def _headers_end(lines: list[MailLine], at: int) -> int:
    """Where the headers right below end: what they do not make together, the lower ones do not make alone."""
    reach = min(at + _MAX_BLOCK // 2, len(lines))
    return next((end for end in range(at, reach) if header_kind(lines[end].look) in {None, "cc"}), reach)


def _starts_quotation(lines: list[MailLine], at: int) -> bool:
    look = lines[at].look
    if banner_kind(look) is not None:
        return True
    kind = header_kind(look)
    if kind is None:
        below = lines[at + 1].look if at + 1 < len(lines) else ""
        if _TITLED.fullmatch(look):
            return header_kind(below) == "from" and is_block(lines[at + 1 : at + _MAX_BLOCK])
        if not look.startswith(_LONG_RULE) or look.strip("_"):
            return False
        return header_kind(below) == "from" or (":" in below[:_LOOK_FOR_HEADER] and "@" in below)
    if kind == "cc":
        return _leads_a_block(lines, at)
    return kind != "other" and is_block(lines[at : at + _MAX_BLOCK])


def _sender_above(lines: list[MailLine], at: int) -> int | None:
    """Where a sender is named without a header word, if their line ends here with a moment and headers follow."""
    end = lines[at].text[-_MOMENT_CHARS:]
    # Hardly any line has a colon there.
    if ":" not in end[-_TIME_CHARS:-2] or header_kind(lines[at].look):
        return None
    start, moment = at, _MOMENT.search(end)
    if moment is None and _TIME_ALONE.fullmatch(lines[at].look) and at:
        start, moment = at - 1, _MOMENT.search(f"{lines[at - 1].look} {lines[at].look}")
    if moment is None or len(lines[start].look) > _SENDER_LINE:
        return None
    if len(moment[0].strip()) == len(lines[start].look):
        start -= 1
        while start >= 0 and header_kind(lines[start].look) == "other":
            start -= 1
        sender = lines[start].look if start >= 0 and lines[start].kind is LineKind.TEXT else ""
        if not sender or sender.endswith(SENTENCE_END) or len(sender.split()) > _NAME_WORDS:
            return None
    below = [header_kind(line.look) for line in lines[at + 1 : at + _MAX_BLOCK]]
    follow = "to" in below[:_SENDER_SPAN] and not {"cc", "subject"}.isdisjoint(below)
    return start if follow else None


def _leads_a_block(lines: list[MailLine], at: int) -> bool:
    """Whether a line with recipients, which a person may write too, stands right above the other headers."""
    below = at + 1
    while below < len(lines) and below - at < _MAX_FOLDED and lines[below - 1].look.endswith((",", ";")):
        below += 1
    return below < len(lines) and header_kind(lines[below].look) != "cc" and _starts_quotation(lines, below)


def is_block(lines: list[MailLine]) -> bool:
    """Three headers, or two with a sender and a time; and something only mail has: a subject, an address, a time."""
    kinds, block = _block_kinds(lines)
    if len(kinds) < _FEW or not kinds & {"from", "sent", "date"}:
        return False
    mailish = "subject" in kinds or "@" in block or "sent" in kinds
    if len(kinds) >= _ENOUGH:
        return mailish or bool(_TIME_OF_DAY.search(block))
    if "from" not in kinds:
        return "@" in block and bool(PRECISE.search(block))
    return mailish and ("@" in block or bool(_TIME_OF_DAY.search(block)))


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
            dated = kind == "from" and (_MOMENT.search(line.look) or PRECISE.search(line.look))
            kinds.update({kind, "sent"} if dated else {kind})
            folded = blank = 0
        else:
            folded += 1
        ends = line.kind is not LineKind.TEXT and not line.blank
        if ends or blank > 1 or (blank and folded) or folded > _MAX_FOLDED:
            break
        text.append(line.look)
    return kinds - {"other", "cc"}, " ".join(text)
