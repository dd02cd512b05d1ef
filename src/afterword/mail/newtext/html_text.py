"""Owns turning an HTML body into readable lines that remember what their elements said; cutting is done elsewhere.

The standard library's parser is quadratic on unclosed tags in some of the Python versions supported here, so a
hostile mail could hold it for hours. Every step here goes forward only, and everything is capped.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from functools import cache

from msgspec import Struct, field

from afterword.domain.text import clean
from afterword.mail.newtext.lines import INVISIBLE, MAX_LINES, LineKind, MailLine, phrases, plain_line

MAX_TAGS = 300_000
MAX_TEXT = 2_000_000
_MAX_ATTRIBUTES = 4_000

_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME = re.compile(r"/?([a-zA-Z][^\s/>]{0,40})")
_STOP = re.compile(r"[>\"']")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]{1,60})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_RAW = {"script", "style", "title", "textarea", "xmp", "noembed", "noframes"}
_DROPPED = {
    "head", "script", "style", "title", "noscript", "template", "svg", "math", "object", "iframe", "select",
    "datalist", "audio", "video", "canvas", "map", "button",
}  # fmt: skip
# Outlook on the web renames classes and ids of what it quotes: x_ or ecx in front.
_PREFIX = re.compile(r"(?:x_|ecx)+")
_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt|em)?(?:;|$)|max-height:0(?:px)?;"
)
# The thin line above Outlook's header block: its colours by version, and Windows Mail's.
_HEADER_LINE = re.compile(
    r"border-top:(?:solid)?#?(?:b5c4df|e1e1e1)|border-top:solid#(?:b5c4df|e1e1e1)|"
    r"border-top:1p[tx]solid#?(?:b5c4df|e1e1e1)|border-top-color:rgb\(229,229,229\)"
)


class Tag(Struct, frozen=True):
    """An opening or closing tag: lower-case name, attributes with lower-case names and decoded values."""

    name: str
    closing: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


def tokens(source: str) -> Iterator[str | Tag]:
    """Decoded text and tags in order; comments, declarations and the inside of scripts and styles are left out.

    Stops after MAX_TAGS tags or MAX_TEXT characters of text. A tag that never closes is text, so no word is lost.
    """
    return _TokenScan(source).run()


class _TokenScan:
    """One pass over one source; remembers which closing marks do not come any more, so none is looked for twice."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.last_close = source.rfind(">")
        self.quoting = True
        self.missing: set[str] = set()

    def run(self) -> Iterator[str | Tag]:
        budget = MAX_TEXT
        for _ in range(MAX_TAGS):
            opening = _OPENING.search(self.source, self.at)
            if opening is None or opening.start() > self.last_close:
                break
            if text := self.source[self.at : opening.start()][:budget]:
                budget -= len(text)
                yield html.unescape(text)
            if budget <= 0:
                return
            self.at = opening.start()
            if (tag := self._tag()) is not None:
                yield tag
        else:
            return
        if rest := self.source[self.at :][:budget]:
            yield html.unescape(rest)

    def _tag(self) -> Tag | None:
        """Steps over the construct that starts here; the tag, or None for what is no tag."""
        start = self.at + 1
        if self.source.startswith("!--", start):
            self._skip_comment()
            return None
        name = _NAME.match(self.source, start)
        end = self._tag_end(start) if name else self.source.find(">", start)
        self.at = end + 1
        if name is None:
            return None
        tag_name = name.group(1).lower().rpartition("}")[2]
        if self.source[start] == "/":
            return Tag(tag_name, closing=True)
        inside = self.source[name.end() : min(end, name.end() + _MAX_ATTRIBUTES)]
        if tag_name in _RAW:
            self._skip_raw(tag_name)
            return None
        return Tag(tag_name, attributes=_attributes(inside))

    def _tag_end(self, start: int) -> int:
        """Where the tag's `>` is: quoted values may hold one, unless quotes in this source turned out not to close."""
        at = start
        while self.quoting:
            stop = _STOP.search(self.source, at)
            if stop is None:
                self.quoting = False
                break
            at = stop.end()
            if stop.group() == ">":
                return stop.start()
            if self._opens_value(stop.start()):
                close = self.source.find(stop.group(), at)
                if close < 0:
                    self.quoting = False
                at = close + 1
        return self.source.find(">", start)

    def _opens_value(self, at: int) -> bool:
        return self.source[max(at - 8, 0) : at].rstrip().endswith("=")

    def _skip_comment(self) -> None:
        close = -1 if "-->" in self.missing else self.source.find("-->", self.at + 2)
        if close < 0:
            self.missing.add("-->")
            self.at = self.source.find(">", self.at) + 1
        else:
            self.at = close + 3

    def _skip_raw(self, name: str) -> None:
        close = None
        if name not in self.missing:
            close = re.compile(f"</{name}(?![a-z])", re.IGNORECASE).search(self.source, self.at)
        if close is None:
            self.missing.add(name)
        else:
            end = self.source.find(">", close.end())
            self.at = end + 1 if end >= 0 else len(self.source)


def _attributes(inside: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(inside):
        attributes.setdefault(name.lower(), html.unescape(double or single or bare))
    return attributes


class ElementRole(Enum):
    """What mail programs use an element for."""

    PLAIN = "plain"
    HIDDEN = "hidden"
    QUOTE = "quote"
    CITE = "cite"
    ATTRIBUTION = "attribution"
    CUT = "cut"
    HEADER = "header"
    SIGNATURE = "signature"


@cache
def _by_name() -> dict[str, ElementRole]:
    return {name: ElementRole(role) for role, names in phrases("elements").items() for name in names}


def role_of(tag: Tag) -> ElementRole:
    """What this opening tag says about what stands in it."""
    style = "".join(tag.attributes.get("style", "").lower().split())
    if tag.name in _DROPPED or "hidden" in tag.attributes or (style and _HIDDEN_STYLE.search(style)):
        return ElementRole.HIDDEN
    if tag.name == "blockquote":
        return ElementRole.PLAIN if _is_indent(tag, style) else ElementRole.QUOTE
    if tag.attributes.get("data-marker") == "__DIVIDER__":
        return ElementRole.CUT
    smart = tag.attributes.get("data-smartmail") == "gmail_signature"
    if smart or tag.name == "signature" or "data-signatureblock" in tag.attributes:
        return ElementRole.SIGNATURE
    if style and _HEADER_LINE.search(style):
        return ElementRole.HEADER
    return _named_role(tag)


def _named_role(tag: Tag) -> ElementRole:
    names = [
        *tag.attributes.get("class", "").split()[:10],
        tag.attributes.get("id", ""),
        tag.attributes.get("name", ""),
    ]
    for name in map(str.lower, names):
        bare = _PREFIX.sub("", name, count=1) if name.startswith(("ecx", "x_g", "x_m")) else name
        if role := _by_name().get(bare) or _by_name().get(name.removeprefix("x_")):
            return role
    return ElementRole.PLAIN


def _is_indent(tag: Tag, style: str) -> bool:
    """Gmail's and Apple's "increase indent" is a blockquote without a border: the person's own words."""
    return "class" not in tag.attributes and "type" not in tag.attributes and "border:none" in style


_VOID = {
    "br", "hr", "img", "input", "meta", "link", "base", "col", "wbr", "area", "embed", "source", "track", "param",
}  # fmt: skip
_PARAGRAPH = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote", "figure",
}  # fmt: skip
_BLOCK = _PARAGRAPH | {
    "div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "main", "center", "form", "address",
    "fieldset", "caption", "body", "html", "hr", "aside", "nav", "tbody", "thead", "figcaption",
}  # fmt: skip
# Word writes every line as a paragraph without a margin: an empty line between them would be ours, not the person's.
_TIGHT = ("msonormal", "msoplaintext", "msolistparagraph")
_MAX_LINE = 200_000
_MAX_LINK = 300


class _OpenElement(Struct):
    """An element that is open, and what the text in it is."""

    name: str
    role: ElementRole
    kind: LineKind
    hidden: bool
    pre: bool
    tight: bool = False
    href: str = ""
    text_from: int = 0
    lines_from: int = 0
    items: int = -1


def from_html(source: str) -> list[MailLine]:
    """The body as lines: paragraphs apart, list items marked, links with their address, hidden elements left out."""
    return _BodyWalk().read(source)


class _BodyWalk:
    """The walk over one body: a stack of open elements, the line being written, the lines written."""

    def __init__(self) -> None:
        self.lines: list[MailLine] = []
        self.stack: list[_OpenElement] = [_OpenElement("", ElementRole.PLAIN, LineKind.TEXT, hidden=False, pre=False)]
        self.open_names: Counter[str] = Counter()
        self.parts: list[str] = []
        self.length = 0
        self.line_kind = LineKind.TEXT

    def read(self, source: str) -> list[MailLine]:
        for token in tokens(source):
            if isinstance(token, str):
                self._text(token)
            elif token.closing:
                self._close(token.name)
            else:
                self._open(token)
            if len(self.lines) >= MAX_LINES:
                break
        self._end_line()
        return self.lines

    def _text(self, text: str) -> None:
        top = self.stack[-1]
        if top.hidden:
            return
        text = clean(text).replace("\u00ad", "").replace("\u200b", "")
        if top.pre:
            first, *rest = text.split("\n")
            self._write(first.replace("\u00a0", " "))
            for line in rest:
                self._end_line(keep_blank=True)
                self._write(line.replace("\u00a0", " "))
            return
        words = " ".join(text.split())
        if words:
            lead = " " if text[0].isspace() else ""
            self._write(lead + words + (" " if text[-1].isspace() else ""))
        elif text and self.parts:
            self._write(" ")

    def _write(self, text: str) -> None:
        if not text or self.length > _MAX_LINE:
            return
        if not self.parts or (self.line_kind is not self.stack[-1].kind and not "".join(self.parts[-3:]).strip()):
            self.line_kind = self.stack[-1].kind
        self.parts.append(text)
        self.length += len(text)

    def _end_line(self, *, keep_blank: bool = False) -> None:
        text = "".join(self.parts)
        if not self.stack[-1].pre:
            text = " ".join(text.replace("\u00a0", " ").split())
        if text.strip(INVISIBLE):
            self.lines.append(_line(text.rstrip(), self.line_kind))
        elif keep_blank:
            self._blank(force=True)
        self.parts, self.length = [], 0

    def _blank(self, *, force: bool = False) -> None:
        if self.lines and (force or not self.lines[-1].blank):
            self.lines.append(MailLine("", LineKind.EMPTY))

    def _open(self, tag: Tag) -> None:
        role = role_of(tag)
        above = self.stack[-1]
        hidden = above.hidden or role is ElementRole.HIDDEN
        if tag.name in _BLOCK and not hidden:
            self._end_line()
        if tag.name == "li" and not hidden:
            # A new list item closes the one before it, as browsers do.
            if above.name == "li":
                self._close("li")
            above = self.stack[-1]
        if not hidden:
            self._mark_role(tag, role)
            self._void_or_mark(tag)
        if tag.name in _VOID:
            return
        self.open_names[tag.name] += 1
        self.stack.append(self._element(tag, role, above, hidden=hidden))
        if tag.name == "li" and not hidden:
            self._write(self._item_mark(above))

    def _element(self, tag: Tag, role: ElementRole, above: _OpenElement, *, hidden: bool) -> _OpenElement:
        kind = {
            ElementRole.QUOTE: LineKind.QUOTE,
            ElementRole.CITE: LineKind.CITED,
            ElementRole.ATTRIBUTION: LineKind.ATTRIBUTION,
        }.get(role, above.kind)
        if role is ElementRole.SIGNATURE and above.kind is LineKind.TEXT:
            kind = LineKind.SIGNATURE
        if above.kind is LineKind.QUOTE:
            kind = LineKind.QUOTE
        element = _OpenElement(tag.name, role, kind, hidden, above.pre or tag.name in {"pre", "textarea", "listing"})
        element.href = tag.attributes.get("href", "")[: _MAX_LINK + 1] if tag.name == "a" else ""
        element.text_from, element.lines_from = len(self.parts), len(self.lines)
        element.tight = _is_tight(tag)
        element.items = 0 if tag.name == "ol" else -1
        return element

    def _mark_role(self, tag: Tag, role: ElementRole) -> None:
        """What an element says beyond the kind of its own text."""
        above = self.stack[-1]
        if role in {ElementRole.CUT, ElementRole.HEADER} and above.kind is not LineKind.QUOTE:
            self._end_line()
            self.lines.append(MailLine("", LineKind.CUT, certain=role is ElementRole.CUT))
        elif role is ElementRole.QUOTE:
            self._release_cited()
        if tag.name in _PARAGRAPH and not _is_tight(tag):
            self._blank()

    def _release_cited(self) -> None:
        """Make what stands around a quotation proper text again, but the line right above: people also write there."""
        start = len(self.lines)
        for element in reversed(self.stack):
            if element.kind is not LineKind.CITED:
                break
            element.kind = LineKind.TEXT
            start = element.lines_from
        region = range(start, len(self.lines))
        cited = [at for at in region if self.lines[at].kind is LineKind.CITED]
        has_attribution = any(self.lines[at].kind is LineKind.ATTRIBUTION for at in region)
        last = self.lines[cited[-1]].text.rstrip("*_-– ") if cited else ""
        if cited and not has_attribution and (len(cited) == 1 or last.endswith((":", "："))):
            cited.pop()
        for at in cited:
            self.lines[at] = _line(self.lines[at].text, LineKind.TEXT)

    def _void_or_mark(self, tag: Tag) -> None:
        if tag.name == "br":
            self._end_line(keep_blank=True)
        elif tag.name in {"td", "th"} and self.parts:
            self._write("  ")
        elif tag.name == "img" and (alt := " ".join(tag.attributes.get("alt", "").split())[:100]):
            self._write(f"[{alt}]" if not self.parts else f" [{alt}]")

    def _item_mark(self, above: _OpenElement) -> str:
        if above.items < 0:
            return "- "
        above.items += 1
        return f"{above.items}. "

    def _close(self, name: str) -> None:
        if name == "p" and not self.open_names["p"]:
            self._end_line()
        if not self.open_names[name]:
            return
        while len(self.stack) > 1:
            element = self.stack[-1]
            self._leave(element)
            self.stack.pop()
            self.open_names[element.name] -= 1
            if element.name == name:
                break

    def _leave(self, element: _OpenElement) -> None:
        if element.hidden:
            return
        if element.href:
            self._write(_link_note(element.href, "".join(self.parts[element.text_from :])))
        if element.name in _BLOCK:
            self._end_line()
        empty = len(self.lines) == element.lines_from
        if element.name in _PARAGRAPH and (empty or not element.tight):
            self._blank()


def _is_tight(tag: Tag) -> bool:
    return tag.attributes.get("class", "").lower().startswith(_TIGHT)


def _link_note(href: str, label: str) -> str:
    """The address behind a link, unless it is what the link shows or is of no use to a reader."""
    bare = href.strip().removeprefix("mailto:").rstrip("/")
    text = " ".join(label.split())
    if not text or not href.lower().startswith(("http://", "https://")) or len(href) > _MAX_LINK:
        return ""
    return "" if bare.partition("://")[2].removeprefix("www.") in text or text in bare else f" <{clean(href.strip())}>"


def _line(text: str, kind: LineKind) -> MailLine:
    if kind is LineKind.QUOTE:
        return MailLine("> " + text, kind, certain=True)
    return plain_line(text) if kind is LineKind.TEXT else MailLine(text, kind, certain=True)
