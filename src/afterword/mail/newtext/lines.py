"""Owns what a line of a message can be; which lines are which is decided by the modules around it."""

import re
from enum import Enum
from functools import cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import force_setattr

from afterword.domain.text import clean
from afterword.languages.loader import gather

# Nobody types a longer answer; what lies beyond stays in the full message, and hostile mail costs no more.
MAX_CHARS = 1_000_000
MAX_LINES = 50_000
# Rules look at this much of a line: every marker worth finding stands within it.
LOOK = 400
_MAX_EMPTY = 1
SENTENCE_END = (".", "!", "?", ":", "。", "！", "？", "：")
# A letter or digit; and from the arrows on, Unicode has the characters people answer with instead of words.
_SAID = re.compile("[^\\W_]|[\u2190-\ufe0e\ufe10-\ufefe\uff00-\U0010ffff]")


_NAMED = re.compile(r"\{([A-Za-z_]+)\}")


@cache
def phrases(section: str) -> dict[str, tuple[str, ...]]:
    """The lists of that section of what mail programs write, put together from all languages."""
    return gather("quotations", section, dict[str, tuple[str, ...]])


@cache
def pattern(form: str) -> re.Pattern[str]:
    """The expression in which `{wrote}` stands for any of the phrases listed so, `{Wrote}` for them with a capital."""

    def choice(name: re.Match[str]) -> str:
        words = {**phrases("quotation"), **phrases("ending")}[name[1].lower()]
        return "|".join(word[:1].upper() + word[1:] for word in words) if name[1][0].isupper() else "|".join(words)

    return re.compile(_NAMED.sub(choice, form))


class LineKind(Enum):
    """What a line is, as far as a reply is concerned."""

    EMPTY = "empty"
    TEXT = "text"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    CITED = "cited"
    CUT = "cut"
    SIGNATURE = "signature"


class MailLine(Struct, frozen=True, gc=False):
    """One line of readable text with what it is; `certain` lines keep the kind their HTML element gave them.

    `look` is the part that rules look at, without white space around it.
    """

    text: str
    kind: LineKind
    certain: bool = False
    look: str = ""

    def __post_init__(self) -> None:
        if not self.look and self.text:
            force_setattr(self, "look", self.text[:LOOK].strip())

    @property
    def blank(self) -> bool:
        """Whether nothing stands on the line."""
        return self.kind is LineKind.EMPTY

    def as_kind(self, kind: LineKind) -> "MailLine":
        """The same text as a line of another kind."""
        return MailLine(self.text, kind, self.certain, self.look)

    def turned(self, kind: LineKind, into: LineKind) -> "MailLine":
        """The line as one of kind `into`, where it is of that kind; an empty one holds no text."""
        if self.kind is not kind:
            return self
        return MailLine("" if into is LineKind.EMPTY else self.text, into, self.certain)


INVISIBLE = " \t\n\r\f\v\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff\u034f\u00ad\u1427"
"""What a line may hold without showing anything: blanks, joiners, marks that count whether a mail was opened."""
_OTHER_MARK = re.compile(r"^ {0,8}(?:([:)]|[A-Z][A-Za-z.]{0,14}>)>*(?: |$)|(\||--\]))", re.MULTILINE)
_SIGNED, _SIGNATURE = "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNATURE-----"
_ARMOUR_HEADER, _ARMOUR_END = re.compile(r"[A-Z]\w+: "), "-----END PGP "
# With its blank, nobody but a mail program writes it above a signature (RFC 3676, section 4.3).
PROGRAM_MARK = "-- "
# What some telephones leave of their markup around the banner above a quotation.
_STRAY_TAGS = re.compile(r"(?:</?div>[ \t]?)+")
# How GroupWise introduces a quotation that it does not mark: `>>> Ada Byron <ada@x> 10/22/15 21:02 >>>`.
_FENCED = re.compile(r">>> \S.{1,120}\d.{0,20} >>>")
_ODD_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_NO_SPACES = re.compile("[\u200b\u00ad]")
# What a mailbox file puts before a line that begins like the head of a mail.
_ESCAPED = re.compile(r">+(?=From )")


def from_plain(text: str) -> list[MailLine]:
    """The lines of a plain text body, quoted lines told by their `>`; at most MAX_LINES of MAX_CHARS."""
    cleaned = clean(text[:MAX_CHARS])
    cleaned = cleaned if cleaned.isascii() else _NO_SPACES.sub("", _ODD_SPACES.sub(" ", cleaned))
    if "<div>---" in cleaned:
        cleaned = _STRAY_TAGS.sub("\n", cleaned)
    lines = [plain_line(line) for line in cleaned.split("\n", MAX_LINES)[:MAX_LINES]]
    lines = _unsigned(lines) if "-----BEGIN PGP SIG" in cleaned else lines
    lines = _unescaped(lines) if ">From " in cleaned else lines
    return _marked_otherwise(lines) if _OTHER_MARK.search(cleaned) else lines


def _unsigned(lines: list[MailLine]) -> list[MailLine]:
    """The same lines, those that sign a text as a signature; the person's words stand between its two halves."""
    signing: set[int] = set()
    start, in_head = -1, False
    for at, line in enumerate(lines):
        in_head = line.look == _SIGNED or (in_head and _ARMOUR_HEADER.match(line.look) is not None)
        if in_head:
            signing.add(at)
        elif start < 0 and line.look == _SIGNATURE:
            start = at
        elif start >= 0 and line.look.startswith(_ARMOUR_END):
            signing.update(range(start, at + 1))
            start = -1
        elif ">" in line.text:
            start = -1
    signing.update(range(start, len(lines)) if start >= 0 else ())
    return [line.turned(LineKind.TEXT, LineKind.SIGNATURE) if at in signing else line for at, line in enumerate(lines)]


def _unescaped(lines: list[MailLine]) -> list[MailLine]:
    """The same lines, one that begins `>From ` with nothing quoted around it as the person's own."""
    kinds = [LineKind.EMPTY, *(line.kind for line in lines), LineKind.EMPTY]
    return [
        MailLine(_ESCAPED.sub("", line.text), LineKind.TEXT)
        if LineKind.QUOTE not in around and _ESCAPED.match(line.text)
        else line
        for line, around in zip(lines, zip(kinds, kinds[2:], strict=False), strict=True)
    ]


def _marked_otherwise(lines: list[MailLine]) -> list[MailLine]:
    """The same lines, those quoted with a bar, a colon, a name or initials (`AB>`) told as such.

    Two of a mark in a row are needed, of a name anywhere. A bar at both ends makes the line of a table.
    """
    marks = [_other_mark(line) for line in lines]
    names = {mark for mark, below in pairwise(marks) if mark == below and mark[-1:] == ">"}
    near = zip(["", *marks[:-1]], marks, [*marks[1:], ""], strict=True)
    return [
        line.as_kind(LineKind.QUOTE) if mark and (mark in {above, below} or mark in names) else line
        for line, (above, mark, below) in zip(lines, near, strict=True)
    ]


def _other_mark(line: MailLine) -> str:
    mark = _OTHER_MARK.match(line.text) if line.kind is LineKind.TEXT else None
    return "" if mark is None or (mark[2] == "|" and line.text.count("|") > 1) else mark[mark.lastindex or 0]


def plain_line(text: str) -> MailLine:
    """One line of text, quoted where it begins with `>`; GroupWise's fence cuts."""
    stripped = text.strip(INVISIBLE)
    if not stripped:
        return MailLine("", LineKind.EMPTY)
    look = stripped[:LOOK]
    if look[0] in ">＞":
        fenced = _FENCED.fullmatch(stripped) is not None
        return MailLine(text.rstrip(), LineKind.CUT if fenced else LineKind.QUOTE, fenced, look)
    return MailLine(text if text == PROGRAM_MARK else text.rstrip(), LineKind.TEXT, look=look)


def as_text(lines: list[MailLine]) -> str:
    """The lines as one text: no empty lines at the ends, never two in a row."""
    out: list[str] = []
    empty = 0
    for line in lines:
        empty = empty + 1 if line.blank else 0
        if empty <= _MAX_EMPTY:
            out.append(line.text.rstrip())
    return "\n".join(out).strip("\n").rstrip()


def has_words(lines: list[MailLine]) -> bool:
    """Whether a person wrote anything here: letters, digits or a picture character, not only rules and marks."""
    return any(_SAID.search(line.text) for line in lines if line.kind is LineKind.TEXT)
