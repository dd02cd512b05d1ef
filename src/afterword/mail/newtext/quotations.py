"""Owns which quoted lines stay with the answers: none above or below a whole answer, those answered one by one do."""

from itertools import groupby

from afterword.mail.newtext.lines import LineKind, MailLine, has_words

# A quoting program that wraps a long quoted line leaves its rest unmarked: short scraps right between quoted lines.
_WRAPPED_AFTER = 60
_SCRAP = 45
_LEAST_PIECES = 3
# What belongs to a quotation without being quoted.
_AROUND = frozenset({LineKind.ATTRIBUTION, LineKind.CITED, LineKind.CUT})


def without_quotations(lines: list[MailLine]) -> list[MailLine]:
    """The person's lines, with the quoted lines they answered one by one; attributions are left out.

    Left out are: a quotation below everything they wrote, one above everything they wrote, and one that an
    attribution introduces between a greeting and the answer. What was quoted without attribution in the middle of
    a text was chosen by the person and stays.
    """
    blocks = _without_scraps(_blocks(lines))
    while blocks and not _written(blocks[-1]):
        blocks.pop()
    quoted = [at for at, block in enumerate(blocks) if block[0].kind is LineKind.QUOTE]
    if len(quoted) == 1 and (
        not any(_written(block) for block in blocks[: quoted[0]]) or _introduced(blocks, quoted[0])
    ):
        blocks.pop(quoted[0])
    return [line for block in blocks for line in block if line.kind not in _AROUND]


def _blocks(lines: list[MailLine]) -> list[list[MailLine]]:
    """The lines in stretches of one kind; empty lines belong to the stretch above them."""
    solid: list[list[MailLine]] = []
    for kind, group in groupby(lines, key=lambda line: line.kind):
        run = list(group)
        if solid and kind in {LineKind.EMPTY, solid[-1][0].kind}:
            solid[-1].extend(run)
        elif kind is not LineKind.EMPTY:
            solid.append(run)
    return solid


def _written(block: list[MailLine]) -> bool:
    return has_words(block)


def _introduced(blocks: list[list[MailLine]], at: int) -> bool:
    return at > 0 and blocks[at - 1][0].kind in _AROUND


def _without_scraps(blocks: list[list[MailLine]]) -> list[list[MailLine]]:
    """The blocks, a quotation that wrapping broke up made whole: below own words, every piece between a scrap."""
    first = next((at for at, block in enumerate(blocks) if block[0].kind is LineKind.QUOTE), len(blocks))
    if (
        not any(_written(block) for block in blocks[:first])
        or not _introduced(blocks, first)
        or len(blocks) - first < _LEAST_PIECES
    ):
        return blocks
    inner = [at for at in range(first + 1, len(blocks)) if blocks[at][0].kind is LineKind.TEXT]
    if inner and all(_is_scrap(blocks, at) for at in inner):
        return [*blocks[:first], [line for block in blocks[first:] for line in block if line.kind is LineKind.QUOTE]]
    return blocks


def _is_scrap(blocks: list[list[MailLine]], at: int) -> bool:
    """One short line, no empty line around it, below a long quoted line that did not end its sentence."""
    block, above = blocks[at], blocks[at - 1]
    if len(block) > 1 or len(block[0].text) > _SCRAP or at + 1 >= len(blocks) or above[-1].blank:
        return False
    return len(above[-1].text) >= _WRAPPED_AFTER and not above[-1].text.endswith((".", "!", "?", ":"))
