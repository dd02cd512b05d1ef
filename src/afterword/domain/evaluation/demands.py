"""Owns what an interview is likely to ask for: read from its posting, its round, its role, and from earlier ones."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct

from afterword.domain.demands import Demanded, DemandGathering, demanded
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.suggestion import scores_of
from afterword.domain.text import clean, clean_line, fold, shorten
from afterword.languages.loader import gather

MOST_DEMANDS = 6
_FEWEST = 3
_WEIGHTS = {"posting": 3, "notes": 2, "earlier": 2, "named": 1}
_ALWAYS = ("communication", "motivation", "teamwork")
"""What most interviews ask for, whatever the work is."""
_QUOTED = 110
"""Characters of a line of the posting that is quoted as the reason."""
_HEADING = 60
"""Characters up to which a line can be a heading."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_MARKUP = re.compile(r"^\s*(?:#+|\*\*|__)\s*|(?:\*\*|__|#+)(?=:?\s*$)")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_])")
_BULLET = re.compile(r"^[\s\-–—•*·▪●◦✓✔>+]+|^\s*\d+[.)]\s+")


class _Headings(Struct, frozen=True):
    """Headings of a posting: what stands below is asked of you, or is given."""

    asks: tuple[str, ...]
    gives: tuple[str, ...]


@cache
def _headings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = gather("sheet", "posting", _Headings)
    return re.compile("|".join(lists.asks), re.IGNORECASE), re.compile("|".join(lists.gives), re.IGNORECASE)


def demands(journal: Journal, interview: Interview, whole: Evaluation) -> tuple[Demanded, ...]:
    """At most six, heaviest first, always the same for the same journal.

    Lines of the posting, words of the round, role and notes count, then what earlier interviews like this one asked.
    What interviewers named as room to grow counts where it is asked for, or was named in an interview like this one.
    Where all that gives fewer than three, what most interviews ask for is added.
    """
    known, language = journal.all_competencies, journal.language
    gathering = DemandGathering(known, demanded(interview.role, interview.round, "", known, language))
    application = journal.applications.get(interview.application_id)
    for line in posting_lines(application.posting if application is not None else ""):
        gathering.add(scores_of(line, gathering.known), f"posting: “{shorten(line, _QUOTED)}”", _WEIGHTS["posting"])
    gathering.add(scores_of(interview.notes, gathering.known), "your notes", _WEIGHTS["notes"])
    for competency, because in _asked_earlier(journal, interview):
        gathering.add([competency], because, _WEIGHTS["earlier"])
    for area in whole.said.areas:
        alike = any(is_alike(journal.interviews.get(piece.interview_id), interview) for piece in area.evidence)
        if alike or area.subject.record_id in gathering:
            gathering.add([area.subject.record_id], f"named as room to grow, {area.seen}", _WEIGHTS["named"])
    for competency in _ALWAYS:
        if len(gathering) < _FEWEST:
            gathering.add([competency], "most interviews ask for it", _WEIGHTS["named"])
    return gathering.ranked()[:MOST_DEMANDS]


def _asked_earlier(journal: Journal, interview: Interview) -> Iterator[tuple[str, str]]:
    """The competencies that questions of earlier interviews like this one were about, each with the reason."""
    for other in journal.live_interviews:
        if other.id == interview.id or other.at > interview.at or not is_alike(other, interview):
            continue
        same_round = is_same(other.round, interview.round)
        because = f"asked in an earlier {interview.round} round" if same_round else f"asked at {other.company} before"
        for answer in journal.reflection_of(other.id).answers:
            if answer.competency is not None:
                yield answer.competency, because


def is_alike(other: Interview | None, interview: Interview) -> bool:
    """Whether an interview tells something of another: at the same company, or for a role that shares a word."""
    if other is None:
        return False
    if is_same(other.company, interview.company) or is_same(other.role, interview.role):
        return True
    return shared_words(other.role, interview.role) > 0


def is_same(one: str, other: str) -> bool:
    """Whether two names of companies, roles or rounds are one; an empty name is no other's."""
    return bool(one) and _folded(one) == _folded(other) != ""


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name)


def shared_words(one: str, other: str) -> int:
    """How many words two texts share by their beginnings: “engineering” and “engineer” are one."""
    return len(_beginnings(one) & _beginnings(other))


@lru_cache(maxsize=4096)
def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(fold(text)))


def posting_lines(text: str) -> tuple[str, ...]:
    """The lines of a posting that say what is asked for, in its order, each without its bullet.

    What stands below a heading such as “We offer” or “About us” is left out; with headings such as “Requirements” only
    what stands below these counts. A paragraph is taken apart into its sentences.
    """
    asks, gives = _headings()
    plain: list[str] = []
    asked: list[str] = []
    taken: list[str] | None = plain
    for written in clean(text).split("\n"):
        raw = _MARKUP.sub("", written)
        line = clean_line(_BULLET.sub("", raw))
        bare = line.rstrip(" :?!…")
        is_bullet = _BULLET.match(raw) is not None
        if not is_bullet and len(line) <= _HEADING and gives.fullmatch(bare):
            taken = None
        elif not is_bullet and len(line) <= _HEADING and asks.fullmatch(bare):
            taken = asked
        elif not is_bullet and len(line) <= _HEADING and line.endswith(":"):
            taken = plain
        elif line and taken is not None:
            taken += _SENTENCE.split(line)
    return tuple(dict.fromkeys(asked or plain))
