"""Owns finding quotations: the attributions above them, and which quoted lines stay with the answers.

None above or below a whole answer stays; those that were answered one by one do.
"""

import re
from functools import cache
from itertools import groupby

from afterword.mail.newtext.header_blocks import PRECISE, banner_kind, header_kind, is_block
from afterword.mail.newtext.lines import SENTENCE_END, LineKind, MailLine, has_words, pattern, phrases, plain_line

# A quoting program that wraps a long quoted line leaves its rest unmarked: short scraps right between quoted lines.
_WRAPPED_AFTER = 60
_WRAPPED_EARLY = 45
_SCRAP = 45
_LEAST_SCRAPS = 3
# What belongs to a quotation without being quoted.
_AROUND = (LineKind.ATTRIBUTION, LineKind.CITED, LineKind.CUT)
# A mail program wraps such a line at 72–80 columns: five lines hold the longest date, name and address.
_MAX_SPAN = 5
_QUOTED_SPAN = 3
_BLOCK = 12
_NEAR, _MAX_OMISSION = 2, 20
_MAX_GAP = 1
_NAME_WORDS = 5
_MAX_CHARS = 500
_LINE_WITH_VERB = 200
_VERB_CHARS = 28
_LINE_WITHOUT_VERB = 250
_SHORT_LINE = 120
_SHORT_START = 30
_SHORT_DATE_LINE = 45
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_DATE = re.compile(r"(?<!\d)\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}(?!\d)")
_TIME = re.compile(r"(?<!\d)\d{1,2} ?[:.hH時시点] ?\d{2}(?!\d)")
_ADDRESS = re.compile(r"[\w.+'=-]{1,80}@[\w-]{1,80}")
# The address as mail programs show it, also with its link or a fold inside.
_BRACKETED = re.compile(r"[<(\[] ?[\w.+'=:-]{1,100}@[\w.-]{1,100} ?(?:<mailto:[^>]{1,100}>)?[>)\]]")
_LINK_ALONE = re.compile(r"[(<]https?://[^\s()<>]{1,300}[)>] ?>?")
# Gmail's own spelling of a moment, which nobody types; the address behind it may have been lost.
_GMAIL_DATE = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d")
_NOISE = "*_-–— \t"


# The verb in a text in lower case: asked about every line, it is too slow without regard to case.
_WROTE = r"(?<!\w)(?:{wrote})(?!\w)|(?:{wrote_unspaced})"
# A full name and a verb of saying, as people type it above what they quote; and what ends so.
_SOMEBODY_SAID = r"(?:[^\W\d_a-z][\w.'-]{0,20} ){2,4}(?:{said}) ?:"
_SAYS = r"(?<!\w)(?:{said}) ?:$"
# A name in brackets, or with a verb of saying: where nothing stands above it, right above a quotation.
_NAME = r"[^\W\d_a-z][\w.'-]{0,20}(?: [^\W\d_a-z][\w.'-]{0,20}){0,3}"
_OPENING = rf"\[ ?{_NAME} ?\] ?:?|{_NAME} (?:{{said}}) ?:"
# A line that stands for others which were left out of a quotation.
_OMISSION = r"(?i)\s*(?:[\[<(]\s*(?:\.{2,}|…|(?:{omitted})[\s.]*)\s*[\])>]|\.{3,}|…)\s*"
_ANCHOR = r"(?i)(?:{anchors})(?!\w)"
# The beginning of an attribution behind other words: with a capital, which no sentence has there, and a date.
_ANCHOR_WITHIN = r"(?<=[\w.!?)-] |[-–—]{2})(?:{Anchors})(?!\w)(?=[^\d<@]{0,20}\d)"
_SPEAKER = r"(?i)(?:{speakers})(?!\w)"


def _verbs_named(lines: list[MailLine]) -> list[str]:
    """The verbs near the end of any line: what is asked of every line is asked of all at once."""
    ends = "\n".join(line.text[-_VERB_CHARS:] for line in lines).lower()
    return list(filter(ends.__contains__, _verbs(plain=ends.isascii())))


@cache
def _verbs(*, plain: bool) -> list[str]:
    """The verbs, up to what is no letter; where `plain`, those without a letter beyond ASCII."""
    verbs = (*phrases("quotation")["wrote"], *phrases("quotation")["wrote_unspaced"])
    return [verb.partition("\\")[0] for verb in verbs if verb.isascii() or not plain]


def without_quotations(lines: list[MailLine]) -> list[MailLine]:
    """The person's lines, with the quoted lines they answered one by one; attributions are left out.

    Left out are: a quotation below everything they wrote, one above everything they wrote, and one that an
    attribution introduces between a greeting and the answer. What was quoted without attribution in the middle of
    a text was chosen by the person and stays.
    """
    blocks = _without_scraps(_blocks(lines))
    while blocks and not has_words(blocks[-1]):
        blocks.pop()
    quoted = [at for at, block in enumerate(blocks) if block[0].kind is LineKind.QUOTE]
    if len(quoted) == 1 and (
        not any(has_words(block) for block in blocks[: quoted[0]]) or _introduced(blocks, quoted[0])
    ):
        blocks.pop(quoted[0])
    return [line for block in blocks for line in block if line.kind not in _AROUND]


def _blocks(lines: list[MailLine]) -> list[list[MailLine]]:
    """The lines in stretches of one kind; empty lines belong to the stretch above them."""
    solid: list[list[MailLine]] = []
    for kind, group in groupby(lines, key=lambda line: line.kind):
        run = list(group)
        if solid and kind in (LineKind.EMPTY, solid[-1][0].kind):
            solid[-1].extend(run)
        elif kind is not LineKind.EMPTY:
            solid.append(run)
    return solid


def _introduced(blocks: list[list[MailLine]], at: int) -> bool:
    """Whether an attribution stands above a quotation, or as its first line."""
    if at >= len(blocks):
        return False
    if at > 0 and blocks[at - 1][0].kind in _AROUND:
        return True
    first = [line.look.lstrip("> |") for line in blocks[at] if not line.blank][:_BLOCK]
    if first and (banner_kind(first[0]) or (header_kind(first[0]) and is_block([plain_line(line) for line in first]))):
        return True
    first = first[:_QUOTED_SPAN]
    beginnings = (" ".join(first[:count])[:_MAX_CHARS].strip(_NOISE) for count in range(1, len(first) + 1))
    return any(_may_close(text) and _is_attribution(text, above_quote=True) for text in beginnings)


def _may_close(text: str) -> bool:
    return text.endswith((":", "：")) and (_has_verb(text) or pattern(_SOMEBODY_SAID).fullmatch(text) is not None)


def _without_scraps(blocks: list[list[MailLine]]) -> list[list[MailLine]]:
    """The blocks, an introduced quotation that wrapping broke up made whole: every piece in it is a scrap.

    Where nothing stands above it, few of them might be short answers.
    """
    quoted = [at for at, block in enumerate(blocks) if block[0].kind is LineKind.QUOTE]
    first, last = (quoted[0], quoted[-1]) if quoted else (0, 0)
    inner = [at for at in range(first + 1, last) if blocks[at][0].kind is LineKind.TEXT]
    least = 1 if any(has_words(block) for block in blocks[:first]) else _LEAST_SCRAPS
    if len(inner) < least or not _introduced(blocks, first) or not all(_is_scrap(blocks, at) for at in inner):
        return blocks
    whole = [line for block in blocks[first : last + 1] for line in block if line.kind is LineKind.QUOTE]
    return [*blocks[:first], whole, *blocks[last + 1 :]]


def _is_scrap(blocks: list[list[MailLine]], at: int) -> bool:
    """One short line, no empty line around it, below a long quoted line that did not end its sentence.

    Or the end of what stands in brackets, such as the address of a link.
    """
    block, above = blocks[at], blocks[at - 1]
    if len(block) > 1 or above[-1].blank:
        return False
    is_open = above[-1].text.count("(") > above[-1].text.count(")")
    if _LINK_ALONE.fullmatch(block[0].look) or (is_open and block[0].look.endswith(")")):
        return True
    if len(block[0].text) > _SCRAP:
        return False
    wrapped = _WRAPPED_EARLY if block[0].text[:1].islower() else _WRAPPED_AFTER
    return len(above[-1].text) >= wrapped and not above[-1].text.endswith((".", "!", "?", ":"))


def mark_attributions(lines: list[MailLine]) -> list[MailLine]:
    """The same lines, those of an attribution marked so.

    Sure are the spans that name an address or, beginning as such a line does, a date; an unsure "Ada wrote:"
    counts only right above a quotation.
    """
    verbs = _verbs_named(lines)
    lines = _settled_quotes(lines)
    marked = list(lines)
    glued: dict[int, MailLine] = {}
    for end, line in enumerate(lines):
        introduces = verbs or ":" in line.look or "@" in line.look or "：" in line.look
        if introduces and line.kind is LineKind.TEXT and not line.certain and _may_end(lines, end, verbs):
            start = _span_start(marked, end)
            if start is not None and _believed(marked, start, end):
                if own := _own_before(marked[start].text):
                    glued[start] = MailLine(own, LineKind.TEXT)
                start = _over_gaps(marked, start, end)
                for at in range(start, end + 1):
                    marked[at] = marked[at].as_kind(LineKind.ATTRIBUTION)
    top = next((at for at, line in enumerate(marked) if not line.blank), -1)
    if top >= 0 and _opens(marked, top):
        marked[top] = marked[top].as_kind(LineKind.ATTRIBUTION)
    return [each for at, line in enumerate(marked) for each in ((glued[at], line) if at in glued else (line,))]


def _opens(lines: list[MailLine], top: int) -> bool:
    """Whether the first line of a mail names whom it answers and stands above their words."""
    look = lines[top].look
    names = pattern(_OPENING).fullmatch(look) is not None and not pattern(_SPEAKER).match(look)
    return names and lines[top].kind is LineKind.TEXT and _above_quote(lines, top)


def _settled_quotes(lines: list[MailLine]) -> list[MailLine]:
    """The same lines, what was left out of a quotation as part of it, and attributions that are marked as quoted."""
    settled = list(lines)
    for at, line in enumerate(lines):
        if line.kind is LineKind.QUOTE:
            if line.text.endswith((":", "：")) and not line.certain:
                if _closes_an_address(lines, at):
                    settled[at] = line.as_kind(LineKind.TEXT)
                    continue
                for each in range(_quoted_attribution(lines, at), at + 1):
                    settled[each] = MailLine(lines[each].text, LineKind.ATTRIBUTION, certain=True)
        elif line.kind is LineKind.TEXT and len(line.text) < _MAX_OMISSION and pattern(_OMISSION).fullmatch(line.text):
            above = next((near for near in lines[max(at - _NEAR, 0) : at][::-1] if not near.blank), line)
            if above.kind is LineKind.QUOTE or (above.look.endswith(":") and _above_quote(lines, at)):
                settled[at] = line.as_kind(LineKind.QUOTE)
    return settled


def _quoted_attribution(lines: list[MailLine], end: int) -> int:
    """Where an attribution begins that is marked as quoted, above what has another mark; or the line below it."""
    start = end
    while start > 0 and lines[start - 1].kind is LineKind.QUOTE and end - start < _QUOTED_SPAN:
        start -= 1
    text = " ".join(line.look.strip("> ") for line in lines[start : end + 1])
    alone = end - start < _QUOTED_SPAN and all(line.kind is not LineKind.QUOTE for line in lines[end + 1 : end + 2])
    return start if alone and _is_attribution(text, above_quote=True) else end + 1


def _closes_an_address(lines: list[MailLine], at: int) -> bool:
    """Whether a line is no quotation but the `> wrote:` below an address that began lines above."""
    look = lines[at].look
    alone = pattern(_WROTE).fullmatch(look.strip("> :：").lower()) is not None
    return alone and at > 0 and lines[at - 1].kind is LineKind.TEXT and _names_an_address(lines[at - 1].look)


def _own_before(text: str) -> str:
    """What the person wrote on the line with which an attribution begins; empty where it is the attribution's alone."""
    if _begins_as_one(text.lstrip(_NOISE)):
        return ""
    anchor = pattern(_ANCHOR_WITHIN).search(text)
    own = text[: anchor.start()].rstrip(_NOISE) if anchor else ""
    return "" if _names_an_address(own) or _has_verb(own) else own


def _over_gaps(lines: list[MailLine], start: int, end: int) -> int:
    """The start moved up to a line with the date, over names and addresses with empty lines between them."""
    attribution = _joined(lines, start, end)
    if _is_full_date(attribution):
        return start
    at = gap = 0
    for at in range(start - 1, max(start - 2 * _MAX_SPAN, -1), -1):
        line = lines[at]
        gap = gap + 1 if line.blank else 0
        if gap > _MAX_GAP or (not line.blank and not _is_piece(line)):
            return start
        if not line.blank and _is_full_date(line.look) and _begins_as_one(line.look.lstrip(_NOISE)):
            return at
    return start


def _is_piece(line: MailLine) -> bool:
    """Whether a line may be one of a date, a name or an address of an attribution that is spread over several."""
    look = line.look
    if not _joins_next(line) or len(look) > _SHORT_LINE:
        return False
    return _is_dated(look) or _names_an_address(look) or (len(look.split()) < _NAME_WORDS and look[:1].isupper())


def _may_end(lines: list[MailLine], at: int, verbs: list[str]) -> bool:
    bare = lines[at].look.rstrip(_NOISE)
    if bare.endswith((":", "：")) or (bare[:1].isdigit() and _GMAIL_DATE.match(bare)):
        return True
    end = bare[-_VERB_CHARS:].lower()
    if len(bare) < _LINE_WITH_VERB and any(map(end.__contains__, verbs)) and _has_verb(end):
        return True
    if _names_an_address(bare):
        return _above_quote(lines, at) and (_is_dated(bare) or _has_verb(bare))
    return _is_bare_date(bare) and _above_quote(lines, at)


def _names_an_address(text: str) -> bool:
    return "@" in text and _ADDRESS.search(text) is not None


def _above_quote(lines: list[MailLine], at: int) -> bool:
    below = next((line for line in lines[at + 1 : at + 4] if not line.blank), None)
    return below is not None and below.kind is LineKind.QUOTE


def _span_start(lines: list[MailLine], end: int) -> int | None:
    """Where the attribution ending at `end` begins, or None if none ends there; a verb alone joins what is above."""
    alone = None
    for start in range(end, max(end - _MAX_SPAN, -1), -1):
        if start < end and not _joins_next(lines[start]):
            break
        text = _joined(lines, start, end)
        if _is_attribution(text, above_quote=_above_quote(lines, end)):
            if start < end or not pattern(_WROTE).fullmatch(text.rstrip(":： ").lower()):
                return _widened(lines, start, end)
            alone = end
    return alone


def _joins_next(line: MailLine) -> bool:
    """Whether this line can be the upper part of a wrapped line."""
    return line.kind is LineKind.TEXT and not line.look.endswith(SENTENCE_END) and len(line.text) < _MAX_CHARS // 2


def _joined(lines: list[MailLine], start: int, end: int) -> str:
    return " ".join(line.look for line in lines[start : end + 1])[:_MAX_CHARS].strip(_NOISE)


def _is_attribution(text: str, *, above_quote: bool) -> bool:
    """A date or an address, with a verb of writing; or both of them with a colon at the end or a quotation below."""
    if _GMAIL_DATE.match(text):
        return True
    if above_quote and _is_bare_date(text):
        return True
    address, dated = _names_an_address(text), _is_dated(text)
    closes = text.endswith((":", "："))
    if _has_verb(text):
        named = above_quote and _names_a_writer(text)
        return address or _is_full_date(text) or named or (dated and not text.endswith((".", "!", "?")))
    if above_quote and pattern(_SOMEBODY_SAID).fullmatch(text) and not pattern(_SPEAKER).match(text):
        return True
    if above_quote and closes and len(text) < _SHORT_LINE and _begins_as_one(text):
        return address or (_is_full_date(text) and bool(_TIME.search(text) or pattern(_SAYS).search(text)))
    return address and dated and len(text) < _LINE_WITHOUT_VERB and (above_quote or closes)


def _is_bare_date(text: str) -> bool:
    """Whether this is the moment of a message alone, as a program writes it where it lost the name."""
    return len(text) < _SHORT_DATE_LINE and ":" in text and PRECISE.search(text) is not None and _begins_as_one(text)


def _names_a_writer(text: str) -> bool:
    """Whether this is a bare "Ada Byron wrote:" — a name, so not what a person says of themselves or to the reader."""
    bare = text.rstrip(":： ")
    verb = pattern(_WROTE).search(bare.lower())
    if verb is None or verb.end() < len(bare) or len(bare) >= _SHORT_LINE:
        return False
    return not any(map(pattern(_SPEAKER).match, (bare, *bare[: verb.start()].split()[-1:])))


def _has_verb(text: str) -> bool:
    return pattern(_WROTE).search(text.lower()) is not None


def _is_full_date(text: str) -> bool:
    return bool(_YEAR.search(text) or _SHORT_DATE.search(text))


def _is_dated(text: str) -> bool:
    return _is_full_date(text) or _TIME.search(text) is not None


def _widened(lines: list[MailLine], start: int, end: int) -> int:
    """The start moved up over the lines that evidently belong to the same wrapped attribution."""
    while start > 0 and end - start < _MAX_SPAN and _joins_next(lines[start - 1]):
        above, attribution = lines[start - 1].look.lstrip(_NOISE), _joined(lines, start, end)
        if _begins_as_one(attribution) and _is_dated(attribution) and not attribution[0].isdigit():
            break
        short = len(above) < _SHORT_START and above.endswith(",")
        opens = above == "<" or (_begins_as_one(above) and (short or any(map(str.isdigit, above))))
        continues = opens or attribution.startswith(("<", "[", "("))
        if not continues and (_is_dated(attribution) or not _is_dated(above)):
            break
        start -= 1
    return start


def _begins_as_one(text: str) -> bool:
    return bool(text) and (text[0].isdigit() or bool(pattern(_ANCHOR).match(text)))


def _believed(lines: list[MailLine], start: int, end: int) -> bool:
    text = _joined(lines, start, end)
    if lines[start].look.startswith("--") and lines[end].look.endswith("--") and _is_dated(text) and _has_verb(text):
        return True
    below = next((line for line in lines[end + 1 : end + 12] if not line.blank), None)
    return (below is not None and below.kind in (LineKind.QUOTE, LineKind.CUT)) or _is_sure(text)


def _is_sure(text: str) -> bool:
    """Nobody but a mail program writes so: an address in brackets with verb or date, or a full date in place."""
    if pattern(_SPEAKER).match(text):
        return False
    if _GMAIL_DATE.match(text) or (_may_close(text) and _ADDRESS.match(text) and len(text.split()) < _NAME_WORDS):
        return True
    if _BRACKETED.search(text):
        closes = text.rstrip(_NOISE + ":：").endswith((">", ")", "]"))
        return _has_verb(text) or (_is_dated(text) and (closes or _begins_as_one(text)))
    full_date = _is_full_date(text)
    opens = _begins_as_one(text) or (len(text) < _SHORT_LINE and bool(_TIME.search(text)))
    return full_date and opens and text.rstrip(_NOISE).endswith((":", "："))
