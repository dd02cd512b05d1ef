"""Owns how one piece of evidence reads: what was said or rated or seen, by whom, where, when, and where it leads."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from afterword.domain.dates import show_day
from afterword.domain.evaluation.competency_evidence import OwnRating, Source
from afterword.domain.evaluation.habits import Instance
from afterword.domain.finding import GLYPHS
from afterword.tui.presenters.finding import TONES
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.text_view import TextLine
from afterword.tui.widgets.virtual_list import Row

COLUMNS = (ListColumn("", 11), ListColumn("when", 11), ListColumn("who", 14, share=1), ListColumn("words", 20, share=3))
_SHOWN = 12
_INDENT = 2
_RATED = "o rating"


class EvidenceRow(Struct, frozen=True):
    """One piece of evidence. `leads_to` is a pane and a record in it; `finding_id` names what was marked, if it was.

    `against`: it speaks against the line it stands under.
    """

    what: Span
    words: str
    who: str
    where: str
    on: date
    leads_to: tuple[str, str]
    finding_id: str | None = None
    against: bool = False

    @property
    def is_rating(self) -> bool:
        """Whether it is your own rating."""
        return self.what.text == _RATED

    @property
    def origin(self) -> str:
        """`Ada Byron, Initech · Backend, 12 Nov 2026`."""
        return ", ".join(part for part in (self.who, self.where, show_day(self.on)) if part)


def said(source: Source, *, against: bool = False) -> EvidenceRow:
    """An interviewer's words."""
    what = Span(f"{GLYPHS[source.kind]} {source.kind}", TONES[source.kind])
    leads_to = ("feedback", source.request_id)
    return EvidenceRow(
        what, f"“{source.words}”", source.who, source.where, source.on, leads_to, source.finding_id, against
    )


def rated(rating: OwnRating, *, against: bool = False) -> EvidenceRow:
    """Your own rating after an interview."""
    after = " after the reply" if rating.after_reply else ""
    words = f"you rated it {rating.value}{after}" + (f": {rating.note}" if rating.note else "")
    leads_to = ("reflection", rating.interview_id)
    return EvidenceRow(Span(_RATED), words, "you", rating.where, rating.on, leads_to, None, against)


def seen(instance: Instance, *, against: bool = False) -> EvidenceRow:
    """One time it was seen in an interview."""
    leads_to = ("reflection", instance.interview_id)
    return EvidenceRow(
        Span("o noted", TextStyle.PLAIN), instance.words, "you", instance.where, instance.on, leads_to, None, against
    )


def newest(witnesses: Iterable[EvidenceRow]) -> list[EvidenceRow]:
    """Words before ratings, what speaks for the line before what speaks against it; of each the latest first."""
    return sorted(witnesses, key=lambda one: (one.against, one.is_rating, -one.on.toordinal()))


def witness_row(witness: EvidenceRow) -> Row:
    """One line of the list of sources; see `COLUMNS`."""
    words = (Span("against it: ", TextStyle.WARN), witness.words) if witness.against else witness.words
    return Row((witness.what, show_day(witness.on), witness.who, words))


def witness_lines(witness: EvidenceRow) -> list[TextLine]:
    """What was said, and below it by whom, where and when; your own notes on one line."""
    where = f"{witness.where}, {show_day(witness.on)}"
    if witness.who == "you":
        return [TextLine((witness.what, f"  {witness.words}", Span(f" ({where})", TextStyle.MUTED)), indent=_INDENT)]
    return [
        TextLine((witness.what, f"  {witness.words}"), indent=_INDENT),
        TextLine((" " * _INDENT, Span(witness.origin, TextStyle.MUTED)), indent=_INDENT),
    ]


def section(title: str, witnesses: Sequence[EvidenceRow]) -> list[TextLine]:
    """A heading with the latest pieces of evidence below it; nothing where there is none."""
    if not witnesses:
        return []
    lines = [TextLine(""), TextLine(Span(title, TextStyle.STRONG))]
    for witness in witnesses[:_SHOWN]:
        lines += witness_lines(witness)
    if len(witnesses) > _SHOWN:
        lines.append(TextLine(Span(f"and {len(witnesses) - _SHOWN} earlier; enter lists all", TextStyle.MUTED)))
    return lines


def for_and_against(witnesses: Iterable[EvidenceRow], title: str = "What they said") -> list[TextLine]:
    """Both sides of a line of the evaluation, and your own ratings that are on neither."""
    ordered = newest(witnesses)
    said_so = [one for one in ordered if not one.against and not one.is_rating]
    return [
        *section(title, said_so),
        *section("How you rated it", [one for one in ordered if not one.against and one.is_rating]),
        *section("What speaks against it", [one for one in ordered if one.against]),
    ]
