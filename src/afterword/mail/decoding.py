"""Owns turning bytes into text: allowed character sets, encoded words, and the values of header fields.

Addresses and Message-IDs come out whatever a sender puts into a header.
"""

import binascii
import re
from functools import cache, lru_cache

from afterword.languages.loader import load
from afterword.mail import limits

_WESTERN = "cp1252"
_PUNCTUATION = re.compile(r"[^a-z0-9]+")
_CJK = {"gb18030", "cp950", "big5hkscs", "cp932", "euc-jp", "cp949", "iso2022-kr", "hz"}
_SEVEN_BIT_UNICODE = {"utf7", "unicode11utf7", "csunicode11utf7"}
_CJK |= {"iso2022-jp-ext", "iso2022-jp-2"}
# More wrong bytes than this share, and the text was never in the charset it claims.
_TOLERATED = 0.05
# Blanks between two encoded words belong to neither.
_WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{0,60}\?[bBqQ]\?)")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_ID = re.compile(r"<([^<>]{1,900})>")
_BARE_ID = re.compile(r"[^\s<>,;\"]{1,400}@[^\s<>,;\"]{1,400}")
_BLANKS = re.compile(r"\s+")
# One address as nearly every mail names its sender; what is written otherwise is read character by character.
_PLAIN_ADDRESS = re.compile(
    r' {0,9}(?:(?:"([^"\\]{1,200})"|([^"<>(),:;\\@]{0,200})) ?<([^<>()"\\,:;\s]{1,300})>'
    r'|([^<>()"\\,:;\s@]{1,200}@[^<>()"\\,:;\s]{1,200})) {0,9}'
)
# What an address is made of: quoted words, a comment (with others in it), an address in brackets, words.
_PIECE = re.compile(
    r'"((?:[^"\\]|\\.)*)"?|(\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\))*)\)?'
    r'|<((?:"[^"]*"|[^>"<])*)>?|[,;]|([^"()<,;]+)',
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@cache
def _codecs() -> dict[str, str]:
    """The codec for each name of a character set."""
    codecs = load("charsets", dict[str, tuple[str, ...]], "any")
    return {name: codec for codec, names in codecs.items() for name in names}


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str | None:
    """The codec for a charset as a mail names it; None where it is unknown or not allowed (utf-7, hex, idna …)."""
    return _codecs().get(_PUNCTUATION.sub("", charset.lower()[:40]))


def decode(data: bytes, charset: str = "") -> str:
    """The text of some bytes; never fails: the named charset, else UTF-8, else Windows-1252 with replacement."""
    if not data:
        return ""
    codec = codec_of(charset)
    if data.isascii() and (codec is None or not codec.startswith(("utf-16", "utf-32", "iso2022", "hz"))):
        return _seven_bit(data)
    if codec and (codec not in {"ascii", _WESTERN}):
        text = _strict(data, codec)
        if text is not None:
            return text
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    if codec in _CJK or codec == "utf-8":
        text = data.decode(codec, "replace")
        if text.count("�") <= len(text) * _TOLERATED:
            return text
    return data.decode(_WESTERN, "replace")


def _seven_bit(data: bytes) -> str:
    # Japanese mail without a charset is recognised by its escape sequence.
    if b"\x1b$" in data:
        japanese = _strict(data, "iso2022-jp-ext")
        if japanese is not None:
            return japanese
    return data.decode("ascii")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, UnicodeError):
        return None


def header_text(value: bytes | str) -> str:
    """A header's value as text: raw bytes as UTF-8 or Windows-1252, encoded words (RFC 2047) decoded, folds undone.

    One word that is damaged spoils no other.
    """
    text = decode(value) if isinstance(value, bytes) else value
    text = text.replace("\n", " ")
    if "=?" not in text:
        return text
    return _decoded_words(_BETWEEN_WORDS.sub(r"\1", text))


def _word_text(data: bytes, charset: str) -> str:
    """The text of an encoded word; UTF-7, which no body may be in, stands in old subjects and is cleaned like any."""
    if _PUNCTUATION.sub("", charset) in _SEVEN_BIT_UNICODE:
        text = _strict(data, "utf-7")
        if text is not None:
            return text
    return decode(data, charset)


def _decoded_words(text: str) -> str:
    pieces: list[str] = []
    pending, charset, position = b"", "", 0
    for word in _WORD.finditer(text):
        between = text[position : word.start()]
        name = word[1].split("*")[0].lower()
        # A character may be split over two words of one charset: join the bytes before decoding.
        if between or name != charset:
            pieces += [_word_text(pending, charset), between]
            pending = b""
        charset = name
        payload = word[3].encode("utf-8", "replace")
        pending += base64_bytes(payload) if word[2] in "bB" else binascii.a2b_qp(payload, header=True)
        position = word.end()
    pieces += [_word_text(pending, charset), text[position:]]
    return "".join(pieces)


def base64_bytes(data: bytes) -> bytes:
    """Base64 decoded, whatever stands between its characters or is missing at its end."""
    digits = data.translate(None, _NOT_BASE64)
    digits = digits[:-1] if len(digits) % 4 == 1 else digits
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def message_ids(value: str) -> tuple[str, ...]:
    """Every Message-ID in a header's value, with angle brackets, blanks inside removed (long ids get folded)."""
    ids = [f"<{_BLANKS.sub('', match[1])}>" for match in _ID.finditer(value)]
    if not ids:
        ids = [f"<{match[0]}>" for match in _BARE_ID.finditer(value)]
    return tuple(dict.fromkeys(ids[: limits.IDS]))


def addresses(value: str) -> tuple[tuple[str, str], ...]:
    """The (name, address) pairs of an address header before encoded words are decoded; at most `ADDRESSES`.

    Either half may be empty. A name is decoded; an address has no blanks.
    """
    if plain := _PLAIN_ADDRESS.fullmatch(value):
        return ((header_text(plain[1] or plain[2] or "").strip(), plain[3] or plain[4]),)
    pairs: list[tuple[str, str]] = []
    words = remark = ""
    angle: str | None = None
    for piece in _PIECE.finditer(value[: limits.HEADER_BYTES]):
        quoted, comment, inner, bare = piece.groups("")
        if piece[0] in {",", ";"}:
            pairs += _pair(words.strip(), remark.strip(), angle)
            words, remark, angle = "", "", None
        elif bare:
            group, colon, rest = bare.partition(":")
            words = rest if colon and "@" not in words + group else words + bare
        elif piece[0].startswith("<"):
            angle = inner.replace('"', "")
        else:
            words += _ESCAPED.sub(r"\1", quoted)
            remark += _ESCAPED.sub(r"\1", comment[1:])
        if len(pairs) >= limits.ADDRESSES:
            break
    pairs += _pair(words.strip(), remark.strip(), angle)
    return tuple(pairs[: limits.ADDRESSES])


def _pair(words: str, remark: str, angle: str | None) -> list[tuple[str, str]]:
    """What stood between two commas: outside of brackets, in parentheses, and in angle brackets if there were any."""
    name, address = words or remark, angle or ""
    if angle is None and "@" in words:
        name, address = remark, words
    elif not name and angle is None:
        return []
    return [(header_text(name).strip(), "".join(address.split()))]


def first_address(value: str) -> tuple[str, str]:
    """The first pair that has an address; where the whole value was encoded, the one inside the encoding."""
    pairs = addresses(value)
    if not any("@" in address for _, address in pairs) and "=?" in value:
        pairs = addresses(header_text(value)) or pairs
    return next((pair for pair in pairs if pair[1]), pairs[0] if pairs else ("", ""))
