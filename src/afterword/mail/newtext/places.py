"""Owns what an HTML element says about its contents: quoted, cut, signature, hidden; the walk is elsewhere."""

import re
from enum import Enum

from afterword.mail.newtext.tags import Tag


class TextPlace(Enum):
    """What mail programs use an element for."""

    PLAIN = "plain"
    HIDDEN = "hidden"
    QUOTE = "quote"
    CITE = "cite"
    ATTRIBUTION = "attribution"
    CUT = "cut"
    HEADER = "header"
    SIGNATURE = "signature"


_DROPPED = {
    "head", "script", "style", "title", "noscript", "template", "svg", "math", "object", "iframe", "select",
    "datalist", "audio", "video", "canvas", "map", "button",
}  # fmt: skip
# Outlook on the web renames classes and ids of what it quotes: x_ or ecx in front.
_PREFIX = re.compile(r"(?:x_|ecx)+")
_BY_NAME = {
    "gmail_quote": TextPlace.CITE,
    "gmail_quote_container": TextPlace.CITE,
    "yahoo_quoted": TextPlace.QUOTE,
    "protonmail_quote": TextPlace.CITE,
    "tutanota_quote": TextPlace.CITE,
    "zmail_extra": TextPlace.CITE,
    "skiff_quote": TextPlace.CITE,
    "front-blockquote": TextPlace.QUOTE,
    "gmail_attr": TextPlace.ATTRIBUTION,
    "moz-cite-prefix": TextPlace.ATTRIBUTION,
    "moz-email-headers-table": TextPlace.CUT,
    "moz-forward-container": TextPlace.CUT,
    "divrplyfwdmsg": TextPlace.CUT,
    "appendonsend": TextPlace.CUT,
    "outlookmessageheader": TextPlace.CUT,
    "olk_src_body_section": TextPlace.CUT,
    "mail-editor-reference-message-container": TextPlace.CUT,
    "ms-outlook-mobile-reference-message": TextPlace.CUT,
    "stopspelling": TextPlace.CUT,
    "zwchr": TextPlace.CUT,
    "messagereplysection": TextPlace.QUOTE,
    "replysplit": TextPlace.CUT,
    "isforwardcontent": TextPlace.CUT,
    "gmail_signature": TextPlace.SIGNATURE,
    "gmail_signature_prefix": TextPlace.SIGNATURE,
    "moz-signature": TextPlace.SIGNATURE,
    "signature": TextPlace.SIGNATURE,
    "ms-outlook-mobile-signature": TextPlace.SIGNATURE,
    "protonmail_signature_block": TextPlace.SIGNATURE,
    "mobile_signature": TextPlace.SIGNATURE,
    "yahoo-signature": TextPlace.SIGNATURE,
}
_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt|em)?(?:;|$)|max-height:0(?:px)?;"
)
# The thin line above Outlook's header block: its colours by version, and Windows Mail's.
_HEADER_LINE = re.compile(
    r"border-top:(?:solid)?#?(?:b5c4df|e1e1e1)|border-top:solid#(?:b5c4df|e1e1e1)|"
    r"border-top:1p[tx]solid#?(?:b5c4df|e1e1e1)|border-top-color:rgb\(229,229,229\)"
)


def place_of(tag: Tag) -> TextPlace:
    """What this opening tag says about what stands in it."""
    style = "".join(tag.attributes.get("style", "").lower().split())
    if tag.name in _DROPPED or "hidden" in tag.attributes or (style and _HIDDEN_STYLE.search(style)):
        return TextPlace.HIDDEN
    if tag.name == "blockquote":
        return TextPlace.PLAIN if _is_indent(tag, style) else TextPlace.QUOTE
    if tag.attributes.get("data-marker") == "__DIVIDER__":
        return TextPlace.CUT
    if "data-signatureblock" in tag.attributes:
        return TextPlace.SIGNATURE
    if style and _HEADER_LINE.search(style):
        return TextPlace.HEADER
    return _named_place(tag)


def _named_place(tag: Tag) -> TextPlace:
    names = [
        *tag.attributes.get("class", "").split()[:10],
        tag.attributes.get("id", ""),
        tag.attributes.get("name", ""),
    ]
    for name in names:
        place = _BY_NAME.get(
            _PREFIX.sub("", name.lower(), count=1) if name[:3].lower() in {"ecx", "x_g", "x_m"} else name.lower()
        )
        if place is None and name[:2].lower() == "x_":
            place = _BY_NAME.get(name[2:].lower())
        if place is not None:
            return place
    return TextPlace.PLAIN


def _is_indent(tag: Tag, style: str) -> bool:
    """Gmail's and Apple's "increase indent" is a blockquote without a border: the person's own words."""
    return "class" not in tag.attributes and "type" not in tag.attributes and "border:none" in style
