"""Owns the question "what did this person newly write?": chooses the body, has its lines judged, keeps theirs.

Losing a person's words is worse than leaking a quotation: every cut that would leave nothing is undone.
"""

import re
from functools import cached_property
from typing import Self

from msgspec import Struct

from afterword.mail.newtext.header_blocks import banner_kind, header_kind, mark_cuts
from afterword.mail.newtext.html_text import from_html
from afterword.mail.newtext.lines import LineKind, MailLine, as_text, from_plain, has_words, pattern
from afterword.mail.newtext.quotations import mark_attributions, without_quotations
from afterword.mail.newtext.signatures import without_endings

_INLINE_WORDS = 60
# Where a picture stood, or what counts whether a mail was opened.
_LONE_MARK = re.compile(r"\[(?:cid:|https?://)[^\]\s]{1,400}\]")
_MARKUP_LOOK = 2_000
_MARKUP = re.compile(
    r"<(?:!doctype|!--|\?xml|(?:html|head|body|div|p|span|meta|table|style|font|center|br|b|i|a|blockquote)[\s>/])",
    re.IGNORECASE,
)
# A text part that is this much shorter than the HTML part is a note such as "please use an HTML reader".
_STUB_WORDS, _LEAST_STUB = 40, 8
_STUB_SHARE = 5
_STUB_LINES = 2_000
_QUOTING = (LineKind.QUOTE, LineKind.ATTRIBUTION, LineKind.CITED, LineKind.CUT)


# What somebody says who has answered inside the quotation.
_INLINE = r"(?i)(?<!\w)(?:{inline})(?!\w)"


class MailBody(Struct, frozen=True, dict=True):
    """The two texts of one mail, either of which may be empty; each is taken apart at most once."""

    plain: str
    html: str

    @classmethod
    def of(cls, plain: str | None, html: str | None) -> Self:
        """The body of these parts, a "plain" part that is markup from its first to its last character taken so."""
        bare = (plain or "")[:_MARKUP_LOOK].lstrip("\ufeff \t\r\n")
        if not html and plain and _MARKUP.match(bare) and "</" in plain and plain.rstrip()[-1] == ">":
            return cls("", plain)
        return cls(plain or "", html or "")

    @cached_property
    def new_text(self) -> str:
        """What the person newly wrote, as `new_text` says."""
        from_text = _own(self._lines, self._judged)
        if not self.html.strip():
            return from_text
        is_stub = not from_text or self._is_stub
        nothing_cut = len(from_text.split()) >= len(self.plain.split())
        if not is_stub and not (nothing_cut and any(line.certain for line in self._rendered)):
            return from_text
        from_markup = _own(self._rendered, _judged(self._rendered))
        if is_stub:
            return from_text if from_text and _begins_with(from_markup, from_text) else from_markup or from_text
        # What the HTML part left over counts if it is a true beginning of the text part.
        return from_markup if from_markup and _begins_with(from_text, from_markup) else from_text

    @cached_property
    def quotes(self) -> bool:
        """Whether an attribution, a header block, a quote mark or a quoting element stands in it, below or above words.

        What is merely left out of the new text, such as a signature, is no quotation.
        """
        lines = self._judged if as_text(self._lines) else _judged(self._rendered)
        if any(line.kind in _QUOTING for line in lines):
            return True
        return any(line.kind in _QUOTING for line in self._rendered)

    @cached_property
    def readable_text(self) -> str:
        """The whole of it as readable text, quotations marked with `>`."""
        lines = self._lines
        if self.html.strip() and (not as_text(lines) or self._is_stub):
            lines = [line for line in self._rendered if line.kind is not LineKind.CUT or line.text]
        return as_text(lines)

    @cached_property
    def is_passed_on(self) -> bool:
        """Whether a line of it, outside what is quoted, says that another message is forwarded below."""
        lines = self._lines if self.plain.strip() else self._rendered
        return any(line.kind is not LineKind.QUOTE and banner_kind(line.look) == "forwarded" for line in lines)

    @cached_property
    def _lines(self) -> list[MailLine]:
        return from_plain(self.plain)

    @cached_property
    def _rendered(self) -> list[MailLine]:
        return from_html(self.html) if self.html.strip() else []

    @cached_property
    def _is_stub(self) -> bool:
        """Whether the plain text is a note beside a longer one in HTML."""
        words = len(self.plain.split())
        return words <= _STUB_WORDS and sum(
            len(line.text.split()) for line in self._rendered[:_STUB_LINES]
        ) > _STUB_SHARE * max(words, _LEAST_STUB)

    @cached_property
    def _judged(self) -> list[MailLine]:
        return _judged(self._lines)


def new_text(plain: str | None, html: str | None) -> str:
    """What the person newly wrote: without quotation, attribution, signature mark and below, telephone line, footers.

    The plain part is used where it says anything; the HTML part where it is missing, a stub, or tells the quotation
    apart where the plain part does not. Quoted lines answered in between stay, so that the answers make sense.
    """
    return MailBody.of(plain, html).new_text


def _judged(lines: list[MailLine]) -> list[MailLine]:
    return mark_attributions(mark_cuts(_settle_header_lines(lines)))


def _own(lines: list[MailLine], judged: list[MailLine]) -> str:
    above = _before_cut(judged)
    own = _settled(above)
    if not has_words(own):
        own = _settled(_without_first_banner(judged))
    bare = [line for line in own if not _LONE_MARK.fullmatch(line.look)]
    own = bare if has_words(bare) else own
    return as_text(own) if has_words(own) else _last_resort(lines)


def _without_first_banner(judged: list[MailLine]) -> list[MailLine]:
    """All lines as text where nothing stands above what is passed on, but for the line that says that it is."""
    first = next((at for at, line in enumerate(judged) if line.kind is LineKind.CUT and line.text), -1)
    if first >= 0 and banner_kind(judged[first].look) is not None:
        judged = [*judged[:first], *judged[first + 1 :]]
    return [line.turned(LineKind.CUT, LineKind.TEXT) for line in judged if line.kind is not LineKind.CUT or line.text]


def _settled(lines: list[MailLine]) -> list[MailLine]:
    """Without quotations and endings; endings stay where nothing else was written."""
    marked = without_endings(lines)
    for into in (LineKind.EMPTY, LineKind.TEXT):
        own = without_quotations([line.turned(LineKind.SIGNATURE, into) for line in marked])
        if has_words(own):
            break
    return own


def _settle_header_lines(lines: list[MailLine]) -> list[MailLine]:
    """A thin line above a header block cuts; the same thin line above anything else is decoration."""
    thin = [at for at, line in enumerate(lines) if line.kind is LineKind.CUT and not line.certain]
    looks = {at: next((below.look for below in lines[at + 1 : at + 6] if not below.blank), "") for at in thin}
    return [line for at, line in enumerate(lines) if at not in looks or header_kind(looks[at])]


def _before_cut(lines: list[MailLine]) -> list[MailLine]:
    """The lines above the first header block, banner or bare attribution; all lines where that loses words."""
    cut = next((at for at in range(len(lines)) if _cuts(lines, at)), None)
    if cut is None:
        return lines
    above = _above_header(lines[:cut])
    if not has_words(above):
        return above
    if _answers_inside(above) and has_words(lines[cut + 1 :]):
        return [
            line.turned(LineKind.CUT, LineKind.TEXT) for line in lines if line.kind is not LineKind.CUT or line.text
        ]
    return above


def _above_header(lines: list[MailLine]) -> list[MailLine]:
    """The lines above the sender of a header block, where its mail program cut one line too low."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if not lines[at].blank), -1)
    is_sender = last >= 0 and header_kind(lines[last].look) == "from" and "@" in lines[last].look
    return lines[:last] if is_sender else lines


def _cuts(lines: list[MailLine], at: int) -> bool:
    """A cut mark, or an attribution whose quotation is not marked as one."""
    if lines[at].kind is LineKind.CUT:
        return True
    if lines[at].kind is not LineKind.ATTRIBUTION or lines[at].certain:
        return False
    below = next((line for line in lines[at + 1 : at + 12] if not line.blank), None)
    return below is not None and below.kind is LineKind.TEXT


def _answers_inside(above: list[MailLine]) -> bool:
    """Whether a short text above the quotation says that the answers stand in it."""
    text = " ".join(line.look for line in above if line.kind is LineKind.TEXT)
    return len(text.split()) <= _INLINE_WORDS and bool(pattern(_INLINE).search(text))


def _last_resort(lines: list[MailLine]) -> str:
    """Nothing of their own was found. Lines quoted with `>` are no new text; anything else stays whole.

    An element that quotes may hold answers that nothing tells apart, so a message of one such element stays whole too.
    """
    if any(line.kind is LineKind.QUOTE and not line.certain for line in lines):
        return ""
    whole = [line.as_kind(LineKind.TEXT) for line in lines if line.text]
    return as_text([line for line in lines if line.kind is not LineKind.CUT or line.text]) if has_words(whole) else ""


def _begins_with(long: str, short: str) -> bool:
    words = short.split()
    return long.split()[: len(words)] == words
