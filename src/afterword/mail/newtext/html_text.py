"""Owns turning an HTML body into readable lines that remember what their elements said; cutting is done elsewhere."""

from collections import Counter

from msgspec import Struct

from afterword.domain.text import clean
from afterword.mail.newtext.html_tags import ElementRole, Tag, role_of, tokens
from afterword.mail.newtext.lines import INVISIBLE, MAX_LINES, LineKind, MailLine

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
        begun = len(self.lines)
        for element in reversed(self.stack):
            if element.kind is not LineKind.CITED:
                break
            element.kind = LineKind.TEXT
            begun = element.lines_from
        region = range(begun, len(self.lines))
        cited = [at for at in region if self.lines[at].kind is LineKind.CITED]
        named = any(self.lines[at].kind is LineKind.ATTRIBUTION for at in region)
        last = self.lines[cited[-1]].text.rstrip("*_-– ") if cited else ""
        if cited and not named and (len(cited) == 1 or last.endswith((":", "："))):
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


def _link_note(href: str, shown: str) -> str:
    """The address behind a link, unless it is what the link shows or is of no use to a reader."""
    bare = href.strip().removeprefix("mailto:").rstrip("/")
    text = " ".join(shown.split())
    if not text or not href.lower().startswith(("http://", "https://")) or len(href) > _MAX_LINK:
        return ""
    return "" if bare.partition("://")[2].removeprefix("www.") in text or text in bare else f" <{clean(href.strip())}>"


def _line(text: str, kind: LineKind) -> MailLine:
    if kind is LineKind.QUOTE:
        return MailLine("> " + text, kind, certain=True)
    if kind is LineKind.TEXT and text.lstrip()[:1] in {">", "＞"}:
        return MailLine(text, LineKind.QUOTE)
    return MailLine(text, kind, certain=kind is not LineKind.TEXT)
