"""Owns the prep sheet as one printable page of HTML: nothing is loaded, nothing runs, every word is escaped."""

from collections.abc import Iterable
from html import escape

from afterword.domain.dates import show_date
from afterword.domain.example import Example
from afterword.domain.prep import Chosen, PrepSheet, WeakPoint, quotes
from afterword.domain.text import clean, shorten
from afterword.exchange.charts_svg import rating_chart, share_bar
from afterword.exchange.prep_markdown import standing

_SHORT, _LONG = 170, 420
"""Characters that one quote, and one story part, may take so that the sheet stays on two pages."""

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
@media screen { body { padding: 8mm 4mm; } }
"""


def prep_html(sheet: PrepSheet) -> str:
    """The page, for A4 and Letter, two pages at most; light, without scripts and without anything from a network."""
    interview = sheet.interview
    title = _text(interview.label, _SHORT)
    subtitle = f'<p class="sub">{_text(interview.round, _SHORT)}</p>' if interview.round else ""
    body = "".join(
        (
            f"<header><h1>{title}</h1>{subtitle}{_facts(sheet)}</header>",
            _section(
                "To practise", _items((_pointer(one.pointer.sentence, one.words) for one in sheet.pointers), "tick")
            ),
            _columns(
                _section("What they may ask for", _items(_asked(sheet))),
                _section("My ratings over time", _trends(sheet)),
            ),
            _section("Examples to tell", _items(_example(one) for one in sheet.examples) + _uncovered(sheet)),
            _section("Strengths, in their words", _items(_strengths(sheet))),
            _section("Likely weak points, and what I will do", _items(_weak(one) for one in sheet.weak_points)),
            _section("Advice received", _items(_advice(sheet))),
            _section("Why me", _items(f"<b>{_text(name)}</b> {_text(line, _LONG)}" for name, line in sheet.why_me)),
            _letter(sheet.letter),
            f"<footer>Made on {_text(show_date(sheet.made_on))} with Afterword.</footer>",
        )
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Prep sheet: {title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _text(words: str, longest: int = 0) -> str:
    """Words from outside, harmless in any place of the page, on one line and cut where they would not fit."""
    return escape(shorten(words, longest) if longest else clean(words), quote=True)


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


def _facts(sheet: PrepSheet) -> str:
    rows = "".join(f"<dt>{_text(one.label)}</dt><dd>{_text(one.words, _LONG)}</dd>" for one in sheet.facts)
    return f'<dl class="facts">{rows}</dl>'


def _pointer(sentence: str, history: str) -> str:
    return f'{_text(sentence, _LONG)} <span class="small">({_text(history, _SHORT)})</span>'


def _asked(sheet: PrepSheet) -> Iterable[str]:
    for one in sheet.demands:
        yield f'<b>{_text(one.competency.name, _SHORT)}</b> <span class="small">{_text(one.because, _SHORT)}</span>'


def _trends(sheet: PrepSheet) -> str:
    rows = []
    for trend in sheet.trends:
        chart = rating_chart(trend.values, f"{trend.title}: {', '.join(map(str, trend.values))}", width=120, height=36)
        shown = f"<b>{_text(trend.title, 60)}</b><br><span class='small'>{_text(trend.words)}</span>"
        rows.append(f'<div class="trend">{chart}<div>{shown}</div></div>')
    return "".join(rows)


def _strengths(sheet: PrepSheet) -> Iterable[str]:
    for line in sheet.strengths:
        said = "; ".join(
            f"“{_text(one.words, _SHORT)}” ({_text(one.who)}, {_text(one.where, 60)})" for one in quotes(line)
        )
        yield f'<b>{_text(line.competency.name, _SHORT)}</b> {said} <span class="small">{_text(line.seen)}</span>'


def _example(chosen: Chosen) -> str:
    example: Example = chosen.entry.example
    covers = ", ".join(one.name for one in chosen.covers)
    shown = f"<b>{_text(example.title, _SHORT)}</b>"
    shown += f' <span class="small">for {_text(covers, _SHORT)}</span>' if covers else ""
    for label, words in (("I did", example.action), ("Result", example.result), ("Numbers", example.numbers)):
        shown += f"<br>{label}: {_text(words, _SHORT + 60)}" if words.strip() else ""
    meter = share_bar(chosen.entry.meter, f"{round(100 * chosen.entry.meter)} percent written")
    return f'{shown}<br>{meter} <span class="small">{_text(standing(chosen.entry), _SHORT)}</span>'


def _uncovered(sheet: PrepSheet) -> str:
    if not sheet.uncovered:
        return ""
    names = ", ".join(one.name for one in sheet.uncovered)
    return f'<p class="small">No example yet for: {_text(names, _LONG)}.</p>'


def _weak(one: WeakPoint) -> str:
    lead = "" if one.planned else "One way: "
    return (
        f'<b>{_text(one.title, _SHORT)}</b> <span class="small">{_text(one.seen)}</span><br>'
        f"{_text(one.because, _SHORT + 60)}<br>{lead}{_text(one.will, _LONG)}"
    )


def _advice(sheet: PrepSheet) -> Iterable[str]:
    for one in sheet.advice:
        who = f"{one.source.who}, {one.source.where}; {one.words}"
        yield f'“{_text(one.source.words, _SHORT)}” <span class="small">({_text(who, _SHORT)})</span>'


def _letter(letter: str) -> str:
    paragraphs = "".join(f"<p>{_text(part, _LONG)}</p>" for part in letter.split("\n\n"))
    return f'<section class="letter"><h2>A letter to me</h2>{paragraphs}</section>'
