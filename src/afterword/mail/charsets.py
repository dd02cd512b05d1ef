"""Owns turning bytes into text: which character sets are allowed, and what happens with the others."""

import re
from functools import lru_cache

# Only codecs that do nothing but map bytes to characters. Names without punctuation, as mails spell them; where
# the wild means a superset (browsers agree on these) the superset stands.
_WESTERN = "cp1252"
_CODECS = {
    "usascii": "ascii",
    "ascii": "ascii",
    "ansix341968": "ascii",
    "646": "ascii",
    "utf8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "utf16": "utf-16",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "utf32": "utf-32",
    "latin1": _WESTERN,
    "l1": _WESTERN,
    "iso88591": _WESTERN,
    "88591": _WESTERN,
    "ansi": _WESTERN,
    "iso88599": "cp1254",
    "latin5": "cp1254",
    "iso88598i": "iso8859-8",
    "iso88598e": "iso8859-8",
    "tis620": "cp874",
    "iso885911": "cp874",
    "koi8r": "koi8-r",
    "koi8u": "koi8-u",
    "macintosh": "mac-roman",
    "macroman": "mac-roman",
    "maccyrillic": "mac-cyrillic",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "hzgb2312": "hz",
    "big5": "cp950",
    "cp950": "cp950",
    "big5hkscs": "big5hkscs",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "cp932": "cp932",
    "eucjp": "euc-jp",
    "xeucjp": "euc-jp",
    "iso2022jp": "iso2022-jp-ext",
    "iso2022jp1": "iso2022-jp-ext",
    "iso2022jp2": "iso2022-jp-2",
    "cp50220": "iso2022-jp-ext",
    "cp50221": "iso2022-jp-ext",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "cp949": "cp949",
    "iso2022kr": "iso2022-kr",
}
_CODECS |= {f"iso8859{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
_CODECS |= {f"{prefix}{n}": f"cp{n}" for prefix in ("windows", "cp", "xcp") for n in (874, *range(1250, 1259))}
_CODECS |= {f"{prefix}{n}": f"cp{n}" for prefix in ("ibm", "cp") for n in (437, 850, 852, 855, 858, 866)}

_PUNCTUATION = re.compile(r"[^a-z0-9]+")
_CJK = {"gb18030", "cp950", "big5hkscs", "cp932", "euc-jp", "cp949", "iso2022-kr", "hz"}
_CJK |= {"iso2022-jp-ext", "iso2022-jp-2"}
# More wrong bytes than this share, and the text was never in the charset it claims.
_TOLERATED = 0.05


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str | None:
    """The codec for a charset as a mail names it; None where it is unknown or not allowed (utf-7, hex, idna …)."""
    return _CODECS.get(_PUNCTUATION.sub("", charset.lower()[:40]))


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
