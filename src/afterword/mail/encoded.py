"""Owns undoing the encodings of mail: encoded words in headers (RFC 2047) and transfer encodings of bodies."""

import binascii
import re

from afterword.mail.charsets import decode

# Blanks between two encoded words belong to neither.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def header_text(value: bytes | str) -> str:
    """A header's value as text: raw bytes as UTF-8 or Windows-1252, encoded words decoded, folds undone."""
    text = decode(value) if isinstance(value, bytes) else value
    text = text.replace("\n", " ")
    if "=?" not in text:
        return text
    return _decode_words(_BETWEEN.sub(r"\1", text))


def _decode_words(text: str) -> str:
    out: list[str] = []
    pending, charset, position = b"", "", 0
    for word in _WORD.finditer(text):
        between = text[position : word.start()]
        name = word[1].split("*")[0].lower()
        # A character may be split over two words of one charset: join the bytes before decoding.
        if between or name != charset:
            out += [decode(pending, charset), between]
            pending = b""
        charset = name
        pending += _word_bytes(word[2], word[3])
        position = word.end()
    out += [decode(pending, charset), text[position:]]
    return "".join(out)


def _word_bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_bytes(data)
    return binascii.a2b_qp(data, header=True)


def base64_bytes(data: bytes) -> bytes:
    """Base64 decoded, whatever stands between its characters or is missing at its end."""
    kept = data.translate(None, _NOT_BASE64)
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def body_bytes(data: bytes, transfer_encoding: str) -> bytes:
    """A part's bytes with its Content-Transfer-Encoding undone; an unknown encoding leaves them as they are."""
    encoding = transfer_encoding.strip().lower()
    if encoding == "base64":
        return base64_bytes(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    return data


def decoded_size(length: int, line_count: int, transfer_encoding: str) -> int:
    """About how many bytes a part of `length` encoded bytes in `line_count` lines holds, without decoding it."""
    if transfer_encoding.strip().lower() == "base64":
        return max(length - line_count, 0) * 3 // 4
    return length
