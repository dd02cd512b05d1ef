"""Owns the prep sheet as one printable page of HTML: nothing is loaded, nothing runs, every word is escaped."""

import re
from collections.abc import Iterable
from html import escape

from afterword.domain.dates import show_date
from afterword.domain.evaluation.prep import Chosen, PrepSheet, WeakPoint, quotes
from afterword.domain.text import clean, shorten
from afterword.exchange.charts_svg import rating_chart, share_bar
from afterword.exchange.prep_markdown import standing

_GENEROUS, _TIGHT = (190, 420), (140, 220)
"""Characters that one quote, and one plan or story part, may take; the tight ones keep any sheet on two pages."""

_DENSE_FROM, _DENSEST_FROM = 4800, 7200
_TAGS = re.compile("<[^>]*>")

_STYLE = """
@page { margin: 13mm 14mm; }
* { box-sizing: border-box; }
html { color-scheme: light; }
body { font: 10pt/1.38 "Helvetica Neue", Arial, "Liberation Sans", sans-serif; color: #1c1c1c; background: #fff;
  max-width: 182mm; margin: 0 auto; padding: 0 1mm; overflow-wrap: anywhere; hyphens: auto; }
h1 { font-size: 17pt; line-height: 1.15; margin: 0 0 1mm; }
h2 { font-size: 11pt; margin: 4mm 0 1.2mm; padding-bottom: .6mm; border-bottom: .3mm solid #8a8a8a;
  break-after: avoid; }
p { margin: 0 0 1.4mm; }
ul { margin: 0; padding: 0; list-style: none; }
li { margin: 0 0 1.5mm; padding-left: 5mm; position: relative; break-inside: avoid; }
li::before { content: "–"; position: absolute; left: 0; }
li.tick::before { content: ""; width: 3mm; height: 3mm; border: .3mm solid #333; top: .9mm; }
.sub, .small { color: #444; font-size: 9pt; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .4mm 4mm; margin: 1mm 0 0; }
.facts dt { font-weight: 600; } .facts dd { margin: 0; min-width: 0; }
.two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 8mm; }
.trend { display: flex; align-items: center; gap: 3mm; break-inside: avoid; margin-bottom: 1mm; }
.trend > div { min-width: 0; }
.letter { border: .3mm solid #8a8a8a; border-radius: 1.5mm; padding: 2.5mm 4mm 1.5mm; margin-top: 4mm;
  break-inside: avoid; }
.letter h2 { margin-top: 0; border: 0; }
svg { flex: none; vertical-align: middle; } .grid { stroke: #d0d0d0; stroke-width: .6; }
.line { stroke: #1b4f72; stroke-width: 1.4; } circle, .full { fill: #1b4f72; }
.empty { fill: #e3e3e3; }
footer { color: #666; font-size: 8pt; margin-top: 3mm; }
body.dense { font-size: 8.8pt; line-height: 1.3; } .dense .sub, .dense .small { font-size: 8pt; }
.dense h2 { margin-top: 2.6mm; } .dense li { margin-bottom: 1mm; }
body.densest { font-size: 7.6pt; line-height: 1.22; } .densest .sub, .densest .small { font-size: 7pt; }
.densest .letter { break-inside: auto; padding: 1.5mm 3mm .5mm; margin-top: 2mm; }
.densest p { margin-bottom: .8mm; }
.densest h2 { margin: 1.8mm 0 .8mm; font-size: 9.5pt; } .densest li { margin-bottom: .7mm; }
@media screen { body { padding: 8mm 4mm; } }
"""


def prep_html(sheet: PrepSheet) -> str:
    """The page, for A4 and Letter, two pages at most; light, without scripts and without anything from a network."""
    body = _Body(sheet, *_GENEROUS).html
    if _seen(body) > _DENSEST_FROM:
        body = _Body(sheet, *_TIGHT).html
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Prep sheet: {_text(sheet.interview.label, 120)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f'<body class="{_density(body)}">\n{body}\n</body>\n</html>\n'
    )


def _seen(body: str) -> int:
    """How many characters a reader sees."""
    return len(_TAGS.sub("", body))


def _density(body: str) -> str:
    """How tightly the page is set, so that the sheet stays on two pages."""
    seen = _seen(body)
    return "densest" if seen > _DENSEST_FROM else "dense" if seen > _DENSE_FROM else ""


def _text(words: str, longest: int = 0) -> str:
    """Words from outside, harmless in any place of the page, on one line and cut where they would not fit."""
    return escape(shorten(words, longest) if longest else clean(words), quote=True)


def _small(words: str, longest: int = 0) -> str:
    return f'<span class="small">{_text(words, longest)}</span>'


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>" if content else ""


def _columns(left: str, right: str) -> str:
    if not left or not right:
        return left + right
    return f'<div class="two">{left}{right}</div>'


def _items(entries: Iterable[str], kind: str = "") -> str:
    mark = f' class="{kind}"' if kind else ""
    items = "".join(f"<li{mark}>{entry}</li>" for entry in entries)
    return f"<ul>{items}</ul>" if items else ""


class _Body:
    """What stands on the page, each part cut to so many characters."""

    def __init__(self, sheet: PrepSheet, short: int, long: int) -> None:
        self._sheet = sheet
        self._short = short
        self._long = long

    @property
    def html(self) -> str:
        """The whole body."""
        weak = "Likely weak points, and what I will do"
        return "".join(
            (
                self._head(),
                _section("To practise", _items(self._pointers(), "tick")),
                _columns(
                    _section("What they may ask for", _items(self._asked())),
                    _section("My ratings over time", "".join(self._trends())),
                ),
                _section("Examples to tell", _items(map(self._example, self._sheet.examples)) + self._uncovered()),
                _section("Strengths, in their words", _items(self._strengths())),
                _section(weak, _items(map(self._weak, self._sheet.weak_points))),
                _section("Advice received", _items(self._advice())),
                _section("Why me", _items(self._why_me())),
                self._letter(),
                f"<footer>Made on {_text(show_date(self._sheet.made_on))} with Afterword.</footer>",
            )
        )

    def _head(self) -> str:
        interview = self._sheet.interview
        subtitle = f'<p class="sub">{_text(interview.round, self._short)}</p>' if interview.round else ""
        rows = "".join(
            f"<dt>{_text(one.label)}</dt><dd>{_text(one.words, self._long)}</dd>" for one in self._sheet.facts
        )
        title = _text(interview.label, self._short)
        return f'<header><h1>{title}</h1>{subtitle}<dl class="facts">{rows}</dl></header>'

    def _pointers(self) -> Iterable[str]:
        for one in self._sheet.pointers:
            yield f"{_text(one.pointer.sentence, self._long)} {_small(f'({one.words})', self._short)}"

    def _asked(self) -> Iterable[str]:
        for one in self._sheet.demands:
            yield f"<b>{_text(one.competency.name, self._short)}</b> {_small(one.because, self._short)}"

    def _trends(self) -> Iterable[str]:
        for trend in self._sheet.trends:
            label = f"{trend.title}: {', '.join(map(str, trend.values))}"
            chart = rating_chart(trend.values, label, width=120, height=36)
            yield f'<div class="trend">{chart}<div><b>{_text(trend.title, 60)}</b><br>{_small(trend.words)}</div></div>'

    def _strengths(self) -> Iterable[str]:
        for line in self._sheet.strengths:
            said = "; ".join(
                f"“{_text(one.words, self._short)}” ({_text(one.who, 60)}, {_text(one.where, 60)})"
                for one in quotes(line)
            )
            yield f"<b>{_text(line.competency.name, self._short)}</b> {said} {_small(line.seen)}"
        for one in self._sheet.other_praise:
            yield f"“{_text(one.words, self._short)}” ({_text(one.who, 60)}, {_text(one.where, 60)})"

    def _example(self, chosen: Chosen) -> str:
        entry, example = chosen.entry, chosen.entry.example
        covers = ", ".join(one.name for one in chosen.covers)
        shown = f"<b>{_text(example.title, self._short)}</b>"
        shown += f" {_small(f'for {covers}', self._short)}" if covers else ""
        for label, words in (("I did", example.action), ("Result", example.result), ("Numbers", example.numbers)):
            shown += f"<br>{label}: {_text(words, self._short + 60)}" if words.strip() else ""
        meter = share_bar(entry.meter, f"{round(100 * entry.meter)} percent written")
        return f"{shown}<br>{meter} {_small(standing(entry), self._short)}"

    def _uncovered(self) -> str:
        if not self._sheet.uncovered:
            return ""
        names = ", ".join(one.name for one in self._sheet.uncovered)
        return f'<p class="small">No example yet for: {_text(names, self._long)}.</p>'

    def _weak(self, one: WeakPoint) -> str:
        lead = "" if one.planned else "One way: "
        return (
            f"<b>{_text(one.title, self._short)}</b> {_small(one.seen)}<br>"
            f"{_text(one.because, self._short + 60)}<br>{lead}{_text(one.will, self._long)}"
        )

    def _advice(self) -> Iterable[str]:
        for one in self._sheet.advice:
            who = f"({one.source.who}, {one.source.where}; {one.words})"
            yield f"“{_text(one.source.words, self._short)}” {_small(who, self._short)}"

    def _why_me(self) -> Iterable[str]:
        return (f"<b>{_text(name, 60)}</b> {_text(line, self._long)}" for name, line in self._sheet.why_me)

    def _letter(self) -> str:
        paragraphs = "".join(f"<p>{_text(part, self._long)}</p>" for part in self._sheet.letter.split("\n\n"))
        return f'<section class="letter"><h2>A letter to me</h2>{paragraphs}</section>'
