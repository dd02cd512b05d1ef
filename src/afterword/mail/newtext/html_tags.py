"""Owns cutting HTML into text and tags, and what a tag says about its contents: quoted, cut, signature, hidden.

The standard library's parser is quadratic on unclosed tags in some of the Python versions supported here, so a
hostile mail could hold it for hours. Every step here goes forward only, and everything is capped.
"""

import html
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache

from msgspec import Struct, field

from afterword.languages.loader import gather

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
    elements = gather("quotations", "elements", dict[str, tuple[str, ...]])
    return {name: ElementRole(role) for role, names in elements.items() for name in names}


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
