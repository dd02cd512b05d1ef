"""Owns the search over everything: what of each record is searched, which is best, and where each belongs.

What was removed is not searched. How words find a text is for the text module.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import accumulate, islice
from typing import Self

from msgspec import Struct

from afterword.domain.conversation.request import Event, EventKind, FindingKind, Request, letter_name
from afterword.domain.dates import show_date
from afterword.domain.fields import FieldKind, described
from afterword.domain.interview import Application, Interview
from afterword.domain.journal import Journal
from afterword.domain.reflection import COMPETENCY_PREFIX, Reflection, scales
from afterword.domain.text import SearchWords, begins_at, clean_line, folded, may_be_spelled_out, searchable, shorten

_PARTS, _RECORDS = "\x1f", "\x1e"
"""What stands between the searchable parts of one record, and between two records."""
_FIRST = ("application", "interview", "person")
"""What many others belong to, which are called by its name, too: the first of these where all else is equal."""
_SNIPPET, _BEFORE = 160, 30
"""The characters of a snippet, and those before the first word found in it."""


class Searched(Struct, frozen=True, gc=False):
    """One thing that can be found, under the id by which its record is shown.

    `name` is what it is called, `text` what it says, `where` the company, role and people around it, `more` what is
    searched after all of these. `title` stands for a name that says nothing of its own. `leads_to` is the pane and the
    record there.
    """

    kind: str
    id: str
    name: str
    text: str
    where: str
    at: date | None
    leads_to: tuple[str, str]
    more: str = ""
    title: str = ""


class Snippet(Struct, frozen=True):
    """One line of a text around what was found in it, and where the words stand in that line."""

    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def marked(self) -> str:
        """The line with an asterisk before and after each word that was found, as in plain mail."""
        parts, end = [], 0
        for begin, stop in self.marks:
            parts += [self.text[end:begin], "*", self.text[begin:stop], "*"]
            end = stop
        return "".join((*parts, self.text[end:]))


class Found(Struct, frozen=True):
    """What was found, with its words."""

    item: Searched
    title: str
    snippet: Snippet


# ── what is searched ──────────────────────────────────────────────────────────────────────────────────────────────────


MayHold = Callable[..., bool]
"""Whether the records with these ids may hold, together, what is searched for."""


def everything(journal: Journal, may_hold: MayHold = lambda *_ids: True) -> Iterator[Searched]:
    """Everything that can be found in that journal, but for what belongs to records that cannot hold it."""
    labels = {interview.id: interview.label for interview in journal.live_interviews}
    for application in journal.live_applications:
        if may_hold(application.id, *application.contacts):
            yield from _application(journal, application)
    yield from _people(journal, may_hold)
    for interview in journal.live_interviews:
        if may_hold(interview.id, *interview.interviewers):
            name = f"{interview.label} · {interview.round}" if interview.round else interview.label
            texts, people = _texts(interview, "company", "role", "round"), _names(journal, interview.interviewers)
            place = ("reflection", interview.id)
            yield Searched("interview", interview.id, name, texts, people, interview.at, place)
        reflection = journal.reflections.get(interview.id)
        if reflection is not None and may_hold(
            reflection.id, *(answer.person_id or "" for answer in reflection.answers)
        ):
            yield from _reflection(journal, interview, reflection)
    for request in journal.live_requests:
        if may_hold(request.id, request.interview_id, request.person_id):
            yield from _request(journal, request, labels[request.interview_id])
    yield from _findings(journal, may_hold)
    yield from _practice(journal)
    yield from _proposals(journal)


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


_TEXTS = (FieldKind.LINE, FieldKind.TEXT, FieldKind.LETTER, FieldKind.LINES, FieldKind.SEVERAL)


@cache
def _text_fields(record: type[Struct], name_fields: tuple[str, ...]) -> tuple[str, ...]:
    fields = (field for field in described(record).values() if field.kind in _TEXTS)
    return tuple(field.name for field in fields if field.name not in name_fields)


def _texts(record: Struct, *name_fields: str) -> str:
    """Every text that a person filled in there, but for those that are its name."""
    values = [value for name in _text_fields(type(record), name_fields) if (value := getattr(record, name))]
    return "\n".join([value if isinstance(value, str) else "\n".join(value) for value in values])


def _application(journal: Journal, application: Application) -> Iterator[Searched]:
    rounds = journal.rounds_of(application.id)
    place = ("reflection", f"{rounds[-1].id}/application/{application.id}")
    at, people = application.outcome_on or rounds[-1].day, _names(journal, application.contacts)
    text = _lines(_texts(application, "company", "role", "words"), str(application.outcome))
    yield Searched("application", application.id, application.label, text, people, at, place)
    if application.words:
        title, where = f"Their words: {application.outcome}", application.label
        yield Searched("decision", application.id, "", application.words, where, at, place, title=title)


def _names(journal: Journal, ids: Iterable[str]) -> str:
    return ", ".join(journal.people[person_id].name for person_id in ids if person_id in journal.people)


def _people(journal: Journal, may_hold: MayHold) -> Iterator[Searched]:
    asked = {request.person_id: request.id for request in journal.live_requests}
    for person in journal.people.values():
        rounds = journal.rounds_with(person.id)
        if not may_hold(person.id, *(interview.id for interview in rounds)):
            continue
        latest = rounds[0] if rounds else None
        met = ("reflection", latest.id) if latest is not None else ("", "")
        leads_to = ("feedback", asked[person.id]) if person.id in asked else met
        at = latest.day if latest is not None else person.created
        where = ", ".join({interview.label: None for interview in rounds})
        yield Searched("person", person.id, person.name, _texts(person, "name"), where, at, leads_to)


def _reflection(journal: Journal, interview: Interview, reflection: Reflection) -> Iterator[Searched]:
    where, at = interview.label, interview.at

    def entry(kind: str, row: str, name: str, text: str, title: str = "") -> Iterator[Searched]:
        if name or text:
            place = ("reflection", f"{interview.id}/{row}")
            yield Searched(kind, interview.id, name, text, where, at, place, title=title)

    sections = (reflection.went_well, reflection.thoughts, reflection.private)
    for title, text in zip(("What went well", "Other thoughts", "Private writing"), sections, strict=True):
        yield from entry("reflection", f"section/{title}", "", text, title)
    for rating in reflection.ratings:
        yield from entry("rating", f"rating/{rating.dimension}", "", _texts(rating))
    for asked in reflection.own_questions:
        yield from entry("own question", f"asked/{asked.id}", asked.question, _texts(asked, "question"))
    for scenario in reflection.scenarios:
        yield from entry("scenario", f"scenario/{scenario.id}", scenario.label, _texts(scenario, "title"))
    for answer in reflection.answers:
        around = " · ".join(filter(None, (where, _names(journal, filter(None, (answer.person_id,))))))
        words, place = _texts(answer, "question"), ("evaluation", f"question/{answer.id}")
        yield Searched("question", answer.id, answer.question, words, around, at, place)


_EVENTS: Mapping[EventKind, str] = {
    EventKind.SENT: "letter",
    EventKind.REPLY: "reply",
    EventKind.AUTO_REPLY: "auto-reply",
    EventKind.BOUNCED: "bounce",
    EventKind.FAILED: "letter",
}


def _request(journal: Journal, request: Request, label: str) -> Iterator[Searched]:
    person = journal.people[request.person_id]
    where, place = f"{label} · {person.name}", ("feedback", request.id)
    yield Searched("request", request.id, f"{person.name} · {label}", person.email, "", request.created, place)
    draft = request.open_draft
    for event in request.events:
        kind = "draft" if event is draft else _EVENTS.get(event.kind, "")
        if kind and (event.text or event.subject or event.note):
            yield _event(event, kind, request, where)


def _event(event: Event, kind: str, request: Request, where: str) -> Searched:
    title = letter_name(event.letter) if event.letter else {"reply": "Reply"}.get(kind, kind.capitalize())
    around = f"{where}, for whom {event.sender.label} wrote" if event.sender is not None else where
    text, whole = _lines(event.text, event.note), event.full_text if event.full_text != event.text else ""
    place = ("feedback", request.id)
    return Searched(kind, request.id, event.subject, text, around, event.at, place, whole, title)


def _findings(journal: Journal, may_hold: MayHold) -> Iterator[Searched]:
    live = {request.id: request for request in journal.live_requests}
    applications = {application.id: application for application in journal.live_applications}
    names = {subject.id: subject.name for subject in journal.subjects} if journal.findings else {}
    for finding in journal.findings.values():
        if finding.request_id in live:
            request = live[finding.request_id]
            if not may_hold(finding.id, request.interview_id, request.person_id, finding.competency):
                continue
            label = journal.interviews[request.interview_id].label
            where, place = f"{label} · {journal.people[request.person_id].name}", ("feedback", request.id)
        elif finding.application_id in applications:
            about = applications[finding.application_id]
            where, place = about.label, ("reflection", f"{journal.rounds_of(about.id)[-1].id}/application/{about.id}")
        else:
            continue
        if finding.kind is not FindingKind.REASON:
            place = ("evaluation", f"finding/{finding.id}")
        text = _lines(str(finding.kind), finding.todo.text if finding.todo else "")
        subject = names.get(finding.competency or "", "")
        yield Searched("finding", finding.id, finding.quote, text, where, finding.created, place, subject)


def _practice(journal: Journal) -> Iterator[Searched]:
    for example in journal.live_examples:
        text, place = _texts(example, "title"), ("evaluation", f"example/{example.id}")
        yield Searched("example", example.id, example.title, text, "", example.created, place)
    for pointer in journal.live_pointers:
        origin = journal.interviews.get(pointer.interview_id or "")
        where, place = origin.label if origin is not None else "", ("evaluation", f"pointer/{pointer.id}")
        yield Searched("pointer", pointer.id, pointer.sentence, "", where, pointer.created, place)
    for subject in journal.subjects:
        if not subject.archived:
            place = ("evaluation", f"competency/{subject.id}")
            yield Searched("competency", subject.id, subject.name, _texts(subject, "name"), "", None, place)
    for cue in journal.cues.values():
        if cue.title and not cue.archived:
            row = next((f"{interview.id}/rating/{cue.id}" for interview in journal.live_interviews), "")
            place_of_cue = ("reflection" if row else "", row)
            yield Searched("cue", cue.id, cue.title, _texts(cue, "title"), "", None, place_of_cue)


def _proposals(journal: Journal) -> Iterator[Searched]:
    for mail in journal.open_proposals:
        text, sender = _lines(mail.text, mail.note), " ".join(filter(None, (mail.from_name, mail.from_address)))
        place = ("feedback", f"proposal/{mail.id}")
        yield Searched("proposal", mail.id, mail.subject, text, sender, mail.at, place, mail.full_text)


# ── finding and ranking ───────────────────────────────────────────────────────────────────────────────────────────────


class Hits(Struct, frozen=True):
    """What these words found, best first. More letters of the same words find nothing beyond the `places` in it."""

    words: SearchWords
    items: tuple[Searched, ...] = ()
    places: tuple[int, ...] = ()
    index: "SearchIndex | None" = None


_AT_ONCE = 500
"""So many texts are folded together: of more at once, the copies would fill the memory."""


class _Stretch(Struct, frozen=True, gc=False):
    """The searchable texts of some items, one after the other, and where each begins; the last place is the end.

    Each is its name, its text, what is searched after these, and the surroundings.
    """

    text: str
    starts: "array[int]"

    def places(self, words: SearchWords) -> list[int]:
        """The items in which all of these words occur, in their order."""
        rarest, *others = sorted(words.words, key=lambda word: sum(map(self.text.count, word.spellings)))
        places = sorted({place for spelling in rarest.spellings for place in self._begins(spelling)})
        return [place for place in places if self.holds(place, words)] if others else places

    def _begins(self, spelling: str) -> Iterator[int]:
        at = 0
        while (at := begins_at(self.text, spelling, at, len(self.text))) >= 0:
            place = bisect_right(self.starts, at) - 1
            yield place
            at = self.starts[place + 1]

    def holds(self, place: int, words: SearchWords) -> bool:
        """Whether all of these words occur in that item."""
        return words.are_in(self.text[self.starts[place] : self.starts[place + 1]])

    def rank(self, place: int, words: SearchWords) -> tuple[int, int, int]:
        """How many words do not stand in its name, not in its text either, and are no whole words."""
        text, begin, end = self.text, self.starts[place], self.starts[place + 1]
        name = text.index(_PARTS, begin)
        unnamed = unsaid = partly = 0
        for word in words.words:
            first = word.first_in(text, begin, end)
            if first < name:
                partly += not word.is_whole_in(text, first, name)
                continue
            unnamed += 1
            unsaid += first > text.index(_PARTS, name + 1)
            partly += not word.is_whole_in(text, first, end)
        return unnamed, unsaid, partly


class SearchIndex(Struct, frozen=True):
    """Everything of one journal, ready to be searched."""

    journal: Journal
    items: tuple[Searched, ...]
    stretches: tuple[_Stretch, ...]

    @classmethod
    def of(cls, journal: Journal, *may_hold: MayHold) -> Self:
        """The index of that journal, but for what belongs to records that cannot hold what is searched for."""
        items = tuple(everything(journal, *may_hold))
        parts = (items[begin : begin + _AT_ONCE] for begin in range(0, len(items), _AT_ONCE))
        return cls(journal, items, tuple([_stretch(part) for part in parts]))

    def find(self, typed: str, before: Hits | None = None) -> Hits:
        """What the words typed find, best first; nothing typed finds nothing.

        Where less of the same words found something `before`, only that is searched.

        Best is: the more words stand in the name the better, then the more stand in the text rather than around it,
        then the more are whole words rather than beginnings, then what others belong to, then the newer.
        """
        words = SearchWords.of(typed)
        if not words:
            return Hits(words)
        if before is not None and before.index is self and before.words and words.narrow(before.words):
            places = [place for place in before.places if self._part(place).holds(place % _AT_ONCE, words)]
        else:
            parts = enumerate(self.stretches)
            places = [number * _AT_ONCE + place for number, part in parts for place in part.places(words)]
        items = self.items
        ranked = sorted(
            places, key=lambda place: (*self._part(place).rank(place % _AT_ONCE, words), *_age(items[place]))
        )
        return Hits(words, tuple([items[place] for place in ranked]), tuple(places), self)

    def _part(self, place: int) -> _Stretch:
        return self.stretches[place // _AT_ONCE]


_OUR_WORDS = (
    "application decision person interview reflection rating own question scenario draft letter reply auto-reply "
    "bounce request finding example pointer competency cue proposal for whom wrote"
)
"""What is searched and stands in no record."""
_PLAIN_LETTERS = re.compile("[a-z0-9]*")


def may_hold(typed: str, journal: Journal, holding: Callable[[str], set[str]]) -> MayHold:
    """Which records may hold the words typed. `holding` says in which some plain letters may stand."""
    id_sets = []
    for word in SearchWords.of(typed).words:
        if not word.is_in(_OUR_WORDS):
            parts = {max(_PLAIN_LETTERS.findall(spelling), key=len) for spelling in word.spellings}
            ours = {subject.id for subject in journal.subjects if word.is_in(searchable(subject.name))}
            id_sets.append(ours.union(*map(holding, parts)))

    def are_in(*ids: str) -> bool:
        return not any(holders.isdisjoint(ids) for holders in id_sets)

    return are_in


def _stretch(items: Sequence[Searched]) -> _Stretch:
    places = {f"{item.kind} {item.where}": "" for item in items}
    places = dict(zip(places, _searchable(list(places)), strict=True))
    own_texts = _searchable([f"{item.name}{_PARTS}{item.text}{_PARTS}{item.more}" for item in items])
    texts = [
        f"{own}{_PARTS}{places[f'{item.kind} {item.where}']}{_RECORDS}"
        for item, own in zip(items, own_texts, strict=True)
    ]
    return _Stretch("".join(texts), array("L", accumulate(map(len, texts), initial=0)))


def _searchable(texts: list[str]) -> list[str]:
    """All of them folded at once, which is many times faster than one by one; those spelled in two ways once more.

    Plain ones apart from others, which take many times longer.
    """
    by_text: dict[str, str] = {}
    for is_plain in (True, False):
        alike = [text for text in texts if text.isascii() is is_plain]
        together = folded(_RECORDS.join(alike)).split(_RECORDS)
        by_text.update(zip(alike, together if len(together) == len(alike) else map(folded, alike), strict=True))
    for text in filter(may_be_spelled_out, by_text):
        by_text[text] = _PARTS.join(map(searchable, text.split(_PARTS, 2)))
    return [by_text[text] for text in texts]


_EPOCH = date(1970, 1, 1)


def _age(item: Searched) -> tuple[int, float]:
    """Where it comes among others that are found as well: by its kind, then the newer first."""
    at, days = item.at or _EPOCH, 24 * 60 * 60.0
    seconds = at.timestamp() if isinstance(at, datetime) else (at - _EPOCH).days * days
    return _FIRST.index(item.kind) if item.kind in _FIRST else len(_FIRST), -seconds


# ── how a hit reads ───────────────────────────────────────────────────────────────────────────────────────────────────


def hit_text(item: Searched, words: SearchWords, journal: Journal) -> Found:
    """The words of a hit: what it is called, and the line of it in which most of what was wanted stands."""
    return Found(item, title_of(item, journal), snippet(item, words))


def title_of(item: Searched, journal: Journal) -> str:
    """What it is called, on one line."""
    title = item.title
    if item.kind == "rating":
        dimension = item.leads_to[1].partition("/rating/")[2]
        about = journal.competency(dimension.removeprefix(COMPETENCY_PREFIX))
        scale = about is None and (journal.cues.get(dimension) or scales().get(dimension))
        title = about.name if about is not None else scale.title if scale else dimension
    return shorten(": ".join(filter(None, (title, item.name))) or item.kind, _LONGEST_TITLE)


def where_of(item: Searched) -> str:
    """`Initech · Backend · Ada Byron · Thu 12 Nov 2026`: where it belongs."""
    return _where(item.where, item.at.date() if isinstance(item.at, datetime) else item.at)


@lru_cache(maxsize=1024)
def _where(around: str, day: date | None) -> str:
    """The same for all that was said of one interview on one day, which a search finds together."""
    return " · ".join(filter(None, (shorten(around, _LONGEST_TITLE), show_date(day) if day is not None else "")))


def snippet(item: Searched, words: SearchWords) -> Snippet:
    """The line of its text that holds most of the words; its beginning where they stand in its name alone."""
    for text in (item.text, item.more):
        if text and (line := _best_line(text, words)) is not None:
            return _cut(line, words)
    return _cut(item.text[:_LONGEST_LINE], words)


def excerpts(item: Searched, words: SearchWords, most: int) -> list[Snippet]:
    """The first lines of its text in which any of the words stand; its beginning where there are none."""
    lines = (match[0] for text in (item.text, item.more) for match in _LINE.finditer(text))
    holding = (line for line in lines if words.any_in(searchable(line)))
    return [_cut(line, words) for line in islice(holding, most)] or [snippet(item, words)]


_LINE = re.compile(r"[^\n]{1,2000}(?!\S)|\S{1,2000}")
_LONGEST_LINE, _LONGEST_TITLE = 2000, 200


def _best_line(text: str, words: SearchWords) -> str | None:
    """The line that holds most of the words, the first of several; None where none of them stands in the text."""
    if len(words.words) == 1:
        first = next(words.places(text.replace("\n", " ")), None)
        begin, end = (text.rfind("\n", 0, first[0]) + 1, text.find("\n", first[0])) if first is not None else (0, 0)
        line = text[begin : end if end >= 0 else None]
        if len(line) <= _LONGEST_LINE:
            return line or None
    whole = searchable(text)
    total = sum(word.is_in(whole) for word in words.words)
    if total and len(text) <= _LONGEST_LINE and "\n" not in text:
        return text
    best, most = None, 0
    for match in _LINE.finditer(text) if total else ():
        line = searchable(match[0])
        count = sum(word.is_in(line) for word in words.words)
        if count > most:
            best, most = match[0], count
        if most == total:
            break
    return best


def _cut(line: str, words: SearchWords) -> Snippet:
    """So much of the line that the first word found is seen, with what stands around it."""
    text = clean_line(line)
    if len(text) > _SNIPPET:
        first = next(words.places(text), (0, 0))[0]
        begin = text.rfind(" ", 0, first - _BEFORE) + 1 if first > _SNIPPET - 2 * _BEFORE else 0
        text = f"{'… ' if begin else ''}{shorten(text[begin:], _SNIPPET)}"
    return Snippet(text, tuple(words.places(text)))
