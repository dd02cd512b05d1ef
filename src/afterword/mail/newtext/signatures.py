"""Owns what stands below a person's words without being theirs: signatures, telephone lines, legal and list footers.

A name and a greeting stay: they are typed by the person as often as not, and losing words is worse than keeping a name.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby, islice, pairwise, takewhile

from afterword.mail.newtext.lines import (
    LOOK,
    PROGRAM_MARK,
    SENTENCE_END,
    LineKind,
    MailLine,
    from_plain,
    has_words,
    pattern,
    phrases,
)

# The mark of RFC 3676 section 4.3 and what people type for it.
_MARK = re.compile(r"(?:--|—|––|__|\*\*|–) ?")
_RULES = "-–—_=*#~+·•"
_RULE_LINE = re.compile(rf"[{_RULES}.]{{3,200}}")
# A rule with a word in it may head a footer.
_TITLED = re.compile(rf"[{_RULES}]{{3,80}} ?[^{_RULES}]{{3,40}} ?[{_RULES}]{{3,80}}")
# The border of a table is no rule: what stands below it is the table.
_BORDER = re.compile(r"\+(?:[-=]+\+)+")
# A list is what a person writes, not what stands in a signature; so is a postscript below one.
_ITEM = re.compile(r"(?:[-*•·+]|\d{1,2}[.)]) ")
_POSTSCRIPT = re.compile(r"(?:p\.? ?s\.?|n\.? ?b\.?)(?: |:|$)", re.IGNORECASE)
_NAME_ALONE = re.compile(r"[^\W\d_a-z][^\W\d_A-Z][\w.'-]{0,20}(?: [^\W\d_a-z][\w.'-]{0,20}){0,3},?")
# “[Outlook](https://…)”, as programs turn a link into text.
_LINK = re.compile(r"\[([^\]\n]{1,80})\]\(https?://[^)\s]{1,300}\)")
_DANGLING = re.compile(r"(?<=\S) (?:—|–|--)\s*$")
_AROUND = "-–—_*~. \t()[]<>|"
_EXCUSE_FROM = re.compile(r"[,.;:(–—-] ?(?=[^\W\d])")
_WEB = re.compile(r" ?[<(\[]https?://[^\s>)\]]*[>)\]]")
_REACH = re.compile(r"@[^\W_]|\(at\)|www\.|http")
_DEVICE = "(?i){devices}"
_MAX_SIGNATURE = 14
_LEAST_NUMBER = 6
_NAME_WORDS = 5
_MAX_TELEPHONE, _MAX_TELEPHONE_WORDS, _MAX_LINK = 90, 12, 300
_LONG_PHRASE = 24
_FOOTER_LOOK = 200
_LEAST_LEGAL_WORDS, _LEAST_GROUPS = 12, 2
_SHORT_SENTENCE = 5
_SHORT_LINE, _LONGEST_OF_CARD = 6, 8
_PROSE_WORDS, _CARD_WORDS, _FEW, _MANY = 40, 12, 2, 4
_WIDE = re.compile("[\u2e81-\U0010ffff]")
_MAX_FOOTER_LINES = 60
_OWN = (LineKind.TEXT, LineKind.EMPTY, LineKind.SIGNATURE)
# No signature is longer than this with its empty lines, so none is looked for further up.
_SIGNATURE_REACH = 50


@cache
def _edges(name: str, begin: int | None, end: int | None) -> frozenset[str]:
    """The characters with which phrases begin or end: most lines are told by them."""
    return frozenset(phrase[begin:end] for phrase in phrases("ending")[name])


@cache
def _long_footers() -> tuple[str, ...]:
    """Those that nobody writes in passing: they count within a paragraph, too."""
    return tuple(phrase for phrase in phrases("ending")["footers"] if len(phrase) > _LONG_PHRASE)


def without_endings(lines: list[MailLine]) -> list[MailLine]:
    """The same lines, those of signatures and footers marked SIGNATURE; text above a quotation ends there."""
    marked = list(lines)
    _mark_warning(marked)
    for start, end in _runs(lines):
        _mark_telephone(marked, start, end)
        _mark_fenced(marked, start, end)
        _mark_footers(marked, start, end)
        _mark_signature(marked, start, end)
        _mark_card(marked, start, end)
    return marked


def _mark_warning(lines: list[MailLine]) -> None:
    """What the reader's own mail system put above the words: that they come from outside, so beware of links."""
    start = next((at for at, line in enumerate(lines) if line.kind is LineKind.TEXT), len(lines))
    end = next((at for at in range(start, len(lines)) if lines[at].kind is not LineKind.TEXT), len(lines))
    text, wordings = _spoken(lines[start : min(end, start + _MAX_SIGNATURE)]), phrases("ending")
    if _holds(text, wordings["outside"]) and _holds(text, wordings["care"]) and has_words(lines[end:]):
        _mark(lines, start, end)


def is_signature(text: str, sender: str = "") -> bool:
    """Whether a text says nothing: a signature below its mark or with the sender's name, telephone lines, footers."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip())
    if all(map(is_footer, paragraphs)):
        return True
    said = (line for line in text.split("\n") if line.strip() and not is_telephone_line(line[:LOOK].strip()))
    if len(list(islice(said, _MAX_SIGNATURE + 2))) > _MAX_SIGNATURE + 1:
        return False
    lines = [line for line in from_plain(text) if not line.blank and not is_telephone_line(line.look)]
    if not lines:
        return True
    texts = [line.look for line in lines]
    name = sender.casefold().split()
    below = [line for line in texts if not _is_mark(line)]
    marked = _is_mark(texts[0]) and len(below) <= _MAX_SIGNATURE and _most_words(lines) < _PROSE_WORDS
    has_name = bool(name) and below == texts and all(word in " ".join(below[:3]).casefold() for word in name)
    short = len(below) <= _MAX_SIGNATURE and all(_words(line) <= _SHORT_LINE for line in below)
    return marked or (has_name and short and _contacts(below) > 0)


def _runs(lines: list[MailLine]) -> Iterator[tuple[int, int]]:
    """Each stretch of the person's own lines between quotations, as (start, end)."""
    end = 0
    for own, run in groupby(lines, key=lambda line: line.kind in _OWN):
        start, end = end, end + len(list(run))
        if own:
            yield start, end


def _mark_signature(lines: list[MailLine], start: int, end: int) -> None:
    """From the first mark with text above it and no prose below it, all is signature up to a postscript."""
    if end == len(lines) and _is_below_quotation(lines, start, end):
        return
    own = (at for at in range(start, end) if lines[at].kind is LineKind.TEXT and not _is_mark(lines[at].text))
    first = next(own, end)
    for at in range(max(first + 1, end - _SIGNATURE_REACH), end):
        if lines[at].kind is not LineKind.TEXT or not _is_mark(lines[at].text) or lines[at - 1].text.endswith(":"):
            continue
        stop = next((below for below in range(at + 1, end) if _POSTSCRIPT.match(lines[below].look)), end)
        if _is_signature(lines[at + 1 : stop], lines[at].text):
            _mark(lines, at, stop)
            return


def _is_below_quotation(lines: list[MailLine], start: int, end: int) -> bool:
    """Mark what stands below the last quotation of an answer and begins with a mark: nobody answers below one."""
    top = next((at for at in range(start, end) if lines[at].kind is LineKind.TEXT), end)
    if top == end or not has_words(lines[:start]) or not _is_mark(lines[top].text):
        return False
    texts = [line.look for line in lines[top + 1 : end] if line.kind is LineKind.TEXT]
    talks = len(texts) > _MAX_SIGNATURE or any(_ITEM.match(text) or _POSTSCRIPT.match(text) for text in texts)
    if talks or _most_words(lines[top:end]) >= _PROSE_WORDS * (2 if lines[top].text == PROGRAM_MARK else 1):
        return False
    _mark(lines, top, end)
    return True


def _mark_card(lines: list[MailLine], start: int, end: int) -> None:
    """How to reach somebody, below the name with which they close; a few lines, and nothing else below them."""
    own = [at for at in range(start, end) if lines[at].kind is LineKind.TEXT]
    last = max(1, len(own) - _MAX_SIGNATURE)
    for closing, name, first in zip(own[last:], own[last + 1 :], own[last + 2 :], strict=False):
        text, below = lines[name].look, [lines[at].look for at in own if at >= first]
        if not _NAME_ALONE.fullmatch(text) or max(map(_words, below)) > _LONGEST_OF_CARD or "<" in "".join(below):
            continue
        again = below[0].startswith(f"{text} ") and len(below) > 1
        closes = _words(lines[closing].look) < _SHORT_SENTENCE and lines[closing].look[-1:] not in SENTENCE_END
        if (again or closes) and _contacts(below) >= (1 if again else _FEW) and not any(map(_ITEM.match, below)):
            _mark(lines, first, end)
            return


def _is_mark(text: str) -> bool:
    bare = text.strip()
    if bare[:1] not in _RULES:
        return False
    return bool(_MARK.fullmatch(bare)) or (_is_rule(bare) and not _BORDER.fullmatch(bare))


def _is_rule(text: str) -> bool:
    return text[:1] in _RULES and _RULE_LINE.fullmatch(text) is not None


def _is_signature(below: list[MailLine], mark: str) -> bool:
    """A few lines without prose; a rule of many dashes may also part a text, so less may follow it."""
    texts = [line.look for line in below if line.kind is LineKind.TEXT]
    dashes = mark.strip() == "--"
    if not texts:
        return True
    # One of them may name whose motto stands above it.
    if len(texts) > _MAX_SIGNATURE or sum(_ITEM.match(text) is not None for text in texts) > 1:
        return False
    if dashes:
        return _most_words(below) < _PROSE_WORDS * (2 if mark == PROGRAM_MARK or _contacts(texts) else 1)
    card = list(takewhile(lambda text: not _is_mark(text), texts)) or texts
    rest = texts[len(card) :]
    named = card[0][0].isupper() and ":" not in card[0]
    short = sum(map(_words, card)) <= _CARD_WORDS * min(_contacts(card), _MANY if named else _FEW)
    ends = all(map(_is_mark, rest)) or (_contacts(rest) > 0 and sum(map(_words, rest)) <= _CARD_WORDS)
    return (short or _is_motto(card)) and ends


def _is_motto(said: list[str]) -> bool:
    """A few lines in quotation marks, and who said so."""
    return 1 < len(said) <= _SHORT_SENTENCE and said[0][0] in "\"“”„«»‘'" and said[-1][0] in "-–—"


def _contacts(said: list[str]) -> int:
    """How many of these lines name how to reach somebody; none where a sentence stands there, or much else."""
    reach = sum(bool(_REACH.search(text)) or sum(map(str.isdigit, text)) >= _LEAST_NUMBER for text in said)
    talks = any(
        text.endswith(("?", "!", ":")) or (text.endswith(".") and _words(text) > _SHORT_SENTENCE) for text in said
    )
    return 0 if talks or (reach == 1 and len(said) > _SHORT_SENTENCE) else reach


def _most_words(lines: list[MailLine]) -> int:
    """The number of words of the longest paragraph."""
    runs = (run for kind, run in groupby(lines, key=lambda line: line.kind) if kind is LineKind.TEXT)
    return max((sum(len(line.look.split()) for line in run) for run in runs), default=0)


def _mark_telephone(lines: list[MailLine], start: int, end: int) -> None:
    for at in range(start, end):
        if lines[at].kind is LineKind.TEXT and is_telephone_line(lines[at].look):
            lines[at] = lines[at].as_kind(LineKind.SIGNATURE)
            # Some programs end the last line with the dash that sets their own line off.
            if at > start and (dash := _DANGLING.search(lines[at - 1].text)):
                lines[at - 1] = MailLine(lines[at - 1].text[: dash.start()], lines[at - 1].kind)


def is_telephone_line(text: str) -> bool:
    """Whether the line is what a telephone or a mail service writes below a message ("Sent from my iPhone")."""
    wordings = phrases("ending")
    if len(text) > _MAX_TELEPHONE + _MAX_LINK:
        return False
    # What stands behind a link praises the program.
    line = (_WEB.sub("", _LINK.sub(r"\1", text)).partition(",")[0] if "http" in text else text).strip(_AROUND)
    folded = line.casefold()
    if folded[:2] not in _edges("sent_from", None, 2) and folded[-2:] not in _edges("sent_from_ends", -2, None):
        return False
    if not folded.startswith(wordings["sent_from"]) and not folded.endswith(wordings["sent_from_ends"]):
        return False
    says, _, more = _EXCUSE_FROM.sub("\n", line, count=1).partition("\n")
    excused = more.casefold().startswith(wordings["excuse"])
    bare = (says if excused else line).strip(_AROUND)
    if len(bare) > _MAX_TELEPHONE or "," in bare or len(bare.split()) > _MAX_TELEPHONE_WORDS:
        return False
    if pattern(_DEVICE).search(bare) and not line.endswith("?"):
        return True
    if excused or line.endswith(("?", "!")):
        return excused
    # A device that nobody has heard of: its name and nothing else.
    device_words = next((line[len(words) :].split() for words in wordings["sent_from"] if folded.startswith(words)), [])
    return 0 < len(device_words) <= _NAME_WORDS and all(word[0].isupper() or word[0].isdigit() for word in device_words)


def _mark_footers(lines: list[MailLine], start: int, end: int) -> None:
    """From the first paragraph that is a legal or list footer, if all below it is of that kind or very little.

    One with own words below it goes alone, unless it only says how to leave a list: so do people.
    """
    paragraphs = _paragraphs(lines, start, end)
    for number, (at, stop) in enumerate(paragraphs):
        text = " ".join(line.look for line in lines[at : min(stop, at + _MAX_FOOTER_LINES)])
        leaves = _says_how_to_leave(text)
        if not leaves and not is_footer(text):
            continue
        if _rest_is_footer(lines, paragraphs[number + 1 :]) and (number > 0 or at > 0):
            _mark(lines, _above_rule(lines, start, at), end)
            return
        if not leaves:
            _mark(lines, at, stop)


def _mark_fenced(lines: list[MailLine], start: int, end: int) -> None:
    """A legal notice between two rules, or below one down to the end: all its paragraphs, read as one."""
    rules = [at for at in range(start, end) if lines[at].kind is LineKind.TEXT and _is_rule(lines[at].look)]
    for upper, lower in pairwise([*rules, end]):
        inside = lines[upper + 1 : lower]
        if 0 < len(inside) <= _MAX_FOOTER_LINES and has_words(lines[:upper]) and _is_legal(_spoken(inside)):
            _mark(lines, upper, min(lower + 1, end))


def _spoken(lines: list[MailLine]) -> str:
    return " ".join(line.look for line in lines if not line.blank).lower()


def _rest_is_footer(lines: list[MailLine], paragraphs: list[tuple[int, int]]) -> bool:
    """Whether what follows a footer belongs to it: only more footers, rules or web addresses."""
    texts = [" ".join(line.look for line in lines[at:stop]) for at, stop in paragraphs[:20]]
    return all(is_footer(text) or _says_how_to_leave(text) or text.startswith("http") for text in texts)


def _above_rule(lines: list[MailLine], start: int, at: int) -> int:
    """The footer's start moved up over the rule that sets it off, which may hold a title."""
    above = next((above for above in range(at - 1, start - 1, -1) if not lines[above].blank), at)
    look = lines[above].look if above < at else ""
    return above if _is_rule(look) or _TITLED.fullmatch(look) else at


def _paragraphs(lines: list[MailLine], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between empty lines, rules and what nobody writes in passing, as (start, end)."""
    paragraphs: list[tuple[int, int]] = []
    paragraph_start: int | None = None
    for at in range(start, end + 1):
        inside = at < end and lines[at].kind is LineKind.TEXT and not _is_rule(lines[at].look)
        if paragraph_start is not None and (not inside or _begins_footer(lines[at].look)):
            paragraphs.append((paragraph_start, at))
            paragraph_start = None
        if inside and paragraph_start is None:
            paragraph_start = at
    return paragraphs


def _begins_footer(text: str) -> bool:
    beginning = text[: _LONG_PHRASE * 3].strip("*_-= \t>#|").lower()
    begins = beginning[:4] in _edges("footers", None, 4) and beginning.startswith(_long_footers())
    return begins or _is_list_page(text)


def _is_list_page(text: str) -> bool:
    return text.startswith("http") and "/listinfo/" in text and " " not in text


def is_footer(text: str) -> bool:
    """Whether a paragraph is a legal notice (of secrecy, addressees, what not to do) or a program's footer."""
    bare = text.lower().strip("*_-= \t>#|")
    wordings = phrases("ending")
    if bare.startswith(wordings["footers"]) or (
        len(bare) > _LONG_PHRASE and _holds(bare[:_FOOTER_LOOK], _long_footers())
    ):
        return True
    return _is_list_page(text) or (_words(bare) >= _LEAST_LEGAL_WORDS and _is_legal(bare))


def _says_how_to_leave(text: str) -> bool:
    """Whether a short paragraph with an address says how to leave a list."""
    addressed = "@" in text or "http" in text
    return addressed and _words(text) <= _PROSE_WORDS and _holds(text.lower(), phrases("ending")["leave_list"])


def _is_legal(text: str) -> bool:
    """Whether a text in lower case speaks of a mail, and of two of secrecy, addressees and what is forbidden."""
    wordings = phrases("ending")
    if not _holds(text, wordings["message"]):
        return False
    groups = (wordings["secret"], wordings["addressee"], wordings["forbidden"])
    return sum(_holds(text, group) for group in groups) >= _LEAST_GROUPS


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(map(text.__contains__, _plain_ones(words) if text.isascii() else words))


@cache
def _plain_ones(words: tuple[str, ...]) -> tuple[str, ...]:
    """Those without a letter beyond ASCII, which no text without one holds."""
    return tuple(filter(str.isascii, words))


def _words(text: str) -> int:
    """The number of words; where words are not spaced, two wide characters count as one."""
    return len(text.split()) if text.isascii() else max(len(text.split()), len(_WIDE.findall(text)) // 2)


def _mark(lines: list[MailLine], start: int, end: int) -> None:
    for at in range(start, end):
        if not lines[at].blank:
            lines[at] = lines[at].as_kind(LineKind.SIGNATURE)
