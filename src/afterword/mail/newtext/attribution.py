"""Owns the line above a quotation ("On … Ada wrote:"), in any language and wrapped; cutting is done elsewhere."""

import re

from afterword.mail.newtext.lines import LineKind, MailLine
from afterword.mail.newtext.phrases import ANCHORS, WROTE, WROTE_UNSPACED

# A mail program wraps such a line at 72–80 columns: five lines hold the longest date, name and address.
_MAX_SPAN = 5
_MAX_CHARS = 500
_LINE_WITH_VERB = 200
_LINE_WITHOUT_VERB = 250
_SHORT_LINE = 120
_SHORT_START = 30
_WROTE = re.compile(rf"(?<!\w)(?:{WROTE})(?!\w)", re.IGNORECASE)
_ANCHOR = re.compile(rf"(?:{ANCHORS})(?!\w)", re.IGNORECASE)
_SPEAKER = re.compile(r"(?:i|you|as|we|they|what|and|du|ich|sie|wie|tu|vous|je)(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_DATE = re.compile(r"(?<!\d)\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}(?!\d)")
_TIME = re.compile(r"(?<!\d)\d{1,2} ?[:.hH時시点] ?\d{2}(?!\d)")
_ADDRESS = re.compile(r"[\w.+'=-]{1,80}@[\w-]{1,80}")
# The address as mail programs show it, also with its link or a fold inside.
_BRACKETED = re.compile(r"[<(\[] ?[\w.+'=:-]{1,100}@[\w.-]{1,100} ?(?:<mailto:[^>]{1,100}>)?[>)\]]")
_SENTENCE_END = (".", "!", "?", ":", "。", "！", "？", "：")
_NOISE = "*_-–— \t"


def mark_attributions(lines: list[MailLine]) -> list[MailLine]:
    """The same lines, those of an attribution marked so.

    Sure are the spans that name an address or, beginning as such a line does, a date; an unsure "Ada wrote:"
    counts only right above a quotation.
    """
    marked = list(lines)
    for end, line in enumerate(lines):
        if line.kind is LineKind.TEXT and not line.certain and _may_end(lines, end):
            start = _span_start(marked, end)
            if start is not None and _believed(marked, start, end):
                for at in range(start, end + 1):
                    marked[at] = marked[at].as_kind(LineKind.ATTRIBUTION)
    return marked


def _may_end(lines: list[MailLine], at: int) -> bool:
    bare = lines[at].look.rstrip(_NOISE)
    if bare.endswith((":", "：")):
        return True
    if len(bare) < _LINE_WITH_VERB and (_WROTE.search(bare[-24:]) or bare.endswith(WROTE_UNSPACED)):
        return True
    return bool(_ADDRESS.search(bare)) and (_is_dated(bare) or _has_verb(bare)) and _above_quote(lines, at)


def _above_quote(lines: list[MailLine], at: int) -> bool:
    below = next((line for line in lines[at + 1 : at + 4] if not line.blank), None)
    return below is not None and below.kind is LineKind.QUOTE


def _span_start(lines: list[MailLine], end: int) -> int | None:
    """Where the attribution ending at `end` begins, or None if none ends there."""
    for start in range(end, max(end - _MAX_SPAN, -1), -1):
        if start < end and not _joins_next(lines[start]):
            return None
        if _is_attribution(_joined(lines, start, end), above_quote=_above_quote(lines, end)):
            return _widened(lines, start, end)
    return None


def _joins_next(line: MailLine) -> bool:
    """Whether this line can be the upper part of a wrapped line."""
    return line.kind is LineKind.TEXT and not line.look.endswith(_SENTENCE_END) and len(line.text) < _MAX_CHARS // 2


def _joined(lines: list[MailLine], start: int, end: int) -> str:
    return " ".join(line.look for line in lines[start : end + 1])[:_MAX_CHARS].strip(_NOISE)


def _is_attribution(text: str, *, above_quote: bool) -> bool:
    """A date or an address, with a verb of writing; or both of them with a colon at the end or a quotation below."""
    address, dated = bool(_ADDRESS.search(text)), _is_dated(text)
    if _has_verb(text):
        return address or dated or (above_quote and _names_a_writer(text))
    return address and dated and len(text) < _LINE_WITHOUT_VERB and (above_quote or text.endswith((":", "：")))


def _names_a_writer(text: str) -> bool:
    """Whether this is a bare "Ada Byron wrote:" — a name, so not what a person says of themselves or to the reader."""
    bare = text.rstrip(":： ")
    verb = _WROTE.search(bare)
    ends = (verb is not None and verb.end() == len(bare)) or bare.endswith(WROTE_UNSPACED)
    return ends and len(bare) < _SHORT_LINE and not _SPEAKER.match(bare)


def _has_verb(text: str) -> bool:
    return bool(_WROTE.search(text)) or any(phrase in text for phrase in WROTE_UNSPACED)


def _is_dated(text: str) -> bool:
    return bool(_YEAR.search(text) or _SHORT_DATE.search(text) or _TIME.search(text))


def _widened(lines: list[MailLine], start: int, end: int) -> int:
    """The start moved up over the lines that evidently belong to the same wrapped attribution."""
    while start > 0 and end - start < _MAX_SPAN and _joins_next(lines[start - 1]):
        above, here = lines[start - 1].look.lstrip(_NOISE), _joined(lines, start, end)
        if _begins_as_one(here) and _is_dated(here) and not here[0].isdigit():
            break
        continues = here.startswith(("<", "[", "(")) or (_begins_as_one(above) and _dated_or_short(above))
        if not continues and (_is_dated(here) or not _is_dated(above)):
            break
        start -= 1
    return start


def _dated_or_short(text: str) -> bool:
    return any(ch.isdigit() for ch in text) or (len(text) < _SHORT_START and text.endswith(","))


def _begins_as_one(text: str) -> bool:
    return bool(text) and (text[0].isdigit() or bool(_ANCHOR.match(text)))


def _believed(lines: list[MailLine], start: int, end: int) -> bool:
    below = next((line for line in lines[end + 1 : end + 12] if not line.blank), None)
    if below is None or below.kind in {LineKind.QUOTE, LineKind.CUT}:
        return below is not None or _is_sure(_joined(lines, start, end))
    return _is_sure(_joined(lines, start, end))


def _is_sure(text: str) -> bool:
    """Nobody but a mail program writes so: an address in brackets with verb or date, or a full date in place."""
    if _SPEAKER.match(text):
        return False
    if _BRACKETED.search(text):
        closes = text.rstrip(_NOISE + ":：").endswith((">", ")", "]"))
        return _has_verb(text) or (_is_dated(text) and (closes or _begins_as_one(text)))
    full_date = bool(_YEAR.search(text) or _SHORT_DATE.search(text))
    begun = _begins_as_one(text) or (len(text) < _SHORT_LINE and bool(_TIME.search(text)))
    return full_date and begun and text.rstrip(_NOISE).endswith((":", "："))
