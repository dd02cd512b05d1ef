"""What nobody would write: real files cut, spliced and overwritten, and words made of pieces, by the dice given."""

import copy
import json
import random
from typing import Any

STRANGE = (
    "\x1b[31m", "\x1b]0;x\x07", "\x9b2J", "\x00", "\x7f", "\r", "\u2028", "\u202e", "\ufeff", "\ud800", "\U000e0041",
    "\u0301" * 40, "👩‍👩‍👧", "日本語", "ß", "İ", "ﬁ", "\u00a0", "\t", "\n\n", "''", '"""', "\\", "%s", "{}",
    "{0.__class__}",
    "[bold]", "[/]", "<script>", "&#27;", "=cmd|x", "../../x", "~", "$(x)", "9" * 400, "-1", "1e999", "NaN", "null",
    "a" * 3000, "((((((((((", ">" * 300, "=?utf-8?q?=1B=5B31m?=", "=?utf-7?Q?+AGEAYg-?=", "=?x?b?////?=", "٣",
    "½", "①",
)  # fmt: skip
"""Pieces at which readers of text stumble."""
LINES = (
    b"RRULE:FREQ=SECONDLY", b"RRULE:FREQ=DAILY;COUNT=99999999", b"EXDATE:99999999T999999", b"DTSTART;TZID=Nowhere:x",
    b"DTSTART:00010101T000000Z", b"DTSTART;VALUE=DATE:99991231", b"DURATION:P99999999W",
    b"RRULE:FREQ=YEARLY;BYDAY=99XX",
    b"BEGIN:VTIMEZONE", b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR", b"RDATE;VALUE=PERIOD:x/y",
    b"Content-Type: x",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x", b"Content-Type: text/html; charset=utf-7",
    b"Content-Transfer-Encoding: base64", b"Content-Type: message/rfc822", b"From: =?utf-8?b?4oCu?= <x@", b"Date: x",
    b"Date: Fri, 31 Feb 0000 99:99:99 +9999", b"Auto-Submitted: \x00", b"In-Reply-To: <>", b"From ", b"--", b"-- ",
    b"<blockquote>" * 200, b"<table><tr><td>" * 300, b"On x wrote:", b"begin 644 x", b"Message-ID: <\xff@x>",
)  # fmt: skip
"""Lines of calendars and mails that are no lines of them."""
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1 << 70, 1e308, "", " ", "x", [], {}, [None], {"id": 1}, [[[[]]]],
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z", "2026-11-12T09:00:00+23:59", "2026-11-12", "offer", "rejected", "oscorp",
    "hooli-0-r", *STRANGE,
)  # fmt: skip
PIECES = (
    "today", "tomorrow", "yesterday", "now", "noon", "midnight", "next", "last", "this", "in", "ago", "from",
    "to", "at",
    "on", "of", "the", "tue", "Freitag", "sunday", "week", "weeks", "month", "days", "year", "h", "am", "pm", "a.m.",
    "3", "12", "31", "29", "0", "00", "99", "2026", "26", "9999", "10000", "1", "1st", "22nd", "feb",
    "Februar", "Nov",
    "mai", "/", "-", ".", ":", ",", "+", "10:00", "25:61", "24:00", "1530", "15h30", "2026-11-12", "2026-W46-4",
    "2026-02-30", "12.11.", "11/12/26", "T", "Z", "UTC", "+0100", "+99:99", "Europe/Berlin", "CET", "+3d",
    "-2w", "+1y",
    "+999999999999d", "half", "quarter", "past", "–", "10-12", "2026-316", "@1700000000", "einem", "morgen", "٣", "²",
)  # fmt: skip


def happens(dice: random.Random, chance: float) -> bool:
    """Yes, so often."""
    return dice.random() < chance


def typed_words(dice: random.Random) -> str:
    """What might be typed for a day or a moment."""
    text = "".join(dice.choice(PIECES) + dice.choice(("", " ", " ")) for _ in range(dice.randint(1, 6)))
    return odd_text(dice, text) if happens(dice, 0.2) else text


def odd_text(dice: random.Random, text: str) -> str:
    """The text with pieces cut, doubled, moved and put in."""
    for _ in range(dice.randint(0, 4)):
        start, end = sorted((dice.randint(0, len(text)), dice.randint(0, len(text))))
        text = dice.choice(
            (
                text[:start] + dice.choice(STRANGE) + text[start:],
                text[:start] + text[end:],
                text[:end] + text[start:],
                text[start:end] + text[:start],
                text.upper(),
            )
        )
    return text[:20_000]


def odd_bytes(dice: random.Random, raw: bytes, other: bytes, *, few: bool = False) -> bytes:
    """The file with bytes changed, pieces cut, doubled and taken from another, and strange lines put in."""
    for _ in range(dice.randint(1, 2 if few else 6)):
        start = dice.randint(0, len(raw))
        end = min(len(raw), start + int(dice.paretovariate(0.5)))
        piece = dice.choice(
            (dice.choice(STRANGE).encode("utf-8", "surrogatepass"), dice.choice(LINES), dice.randbytes(3))
        )
        line = raw.rfind(b"\n", 0, start) + 1
        cut = dice.randint(0, len(other))
        raw = dice.choice(
            (
                raw[:start] + piece + raw[start:],
                raw[:line] + piece + b"\n" + raw[line:],
                raw[:start] + raw[end:],
                raw[:end] + raw[start:],
                raw[:start] + other[cut : cut + 2000] + raw[start:],
                raw[:start] + bytes([dice.randrange(256)]) + raw[start + 1 :],
                raw[:start],
                raw.replace(b"\n", b"\r\n"),
                raw.replace(b"\n", b"\r"),
                raw.decode("utf-8", "replace").encode("utf-16"),
            )
            if happens(dice, 0.2)
            else (raw[:start] + piece + raw[start:], raw[:line] + piece + b"\n" + raw[line:], raw[:start] + raw[end:])
        )
    return raw[:400_000]


def odd_json(dice: random.Random, raw: bytes) -> bytes:
    """A document with some of its values, keys and entries changed."""
    document = json.loads(raw)
    for _ in range(dice.randint(1, 8)):
        _change(dice, document)
    return json.dumps(document, ensure_ascii=happens(dice, 0.5)).encode("utf-8", "surrogatepass")


def _change(dice: random.Random, node: Any) -> None:
    """One value somewhere below that."""
    while isinstance(node, dict | list) and node:
        key = dice.choice(list(node)) if isinstance(node, dict) else dice.randrange(len(node))
        below = node[key]
        if isinstance(below, dict | list) and below and happens(dice, 0.95):
            node = below
            continue
        if happens(dice, 0.2):
            del node[key]
        elif happens(dice, 0.2) and isinstance(node, dict):
            node[dice.choice((str(dice.choice(VALUES)), *node))] = below
        elif happens(dice, 0.3) and isinstance(below, str):
            node[key] = odd_text(dice, below)
        elif happens(dice, 0.3) and isinstance(node, list):
            node.append(below)
        else:
            node[key] = copy.deepcopy(dice.choice(VALUES))
        return
