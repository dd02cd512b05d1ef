"""Owns what an interview is likely to ask for: read from its posting, its round, its role, and from earlier ones."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.practice import Competency, competencies_of, standing_for
from afterword.domain.suggestion import ENOUGH, named, scores_of
from afterword.domain.text import clean, clean_line, fold, fold_name, shorten
from afterword.languages.loader import DEFAULT, gather, languages, load

if TYPE_CHECKING:
    from afterword.domain.evaluation.evaluation import Evaluation


class _Role(Struct, frozen=True):
    """Words of roles and the pack of their work, with what they ask for beside what the pack asks of everybody."""

    pack: str
    words: tuple[str, ...]
    asks: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def fits(self, role: str) -> bool:
        """Whether the words of a role are among these."""
        return named(self.words, role) and not (self.but and named(self.but, role))


class _Round(Struct, frozen=True):
    """Words of rounds and the competencies they ask for."""

    words: tuple[str, ...]
    asks: tuple[str, ...]


class Demanded(Struct, frozen=True):
    """One competency that an interview is likely to ask for; `because` says what points there, `weight` how much.

    It may be one of a pack that the person does not use yet.
    """

    competency: Competency
    because: str
    weight: int


FROM_ROUND, FROM_ROLE, FROM_TEXT = 3, 2, 2
_OFTEN = 3 * ENOUGH
"""How many points the words of a posting need, which speaks of many things in passing."""


class _RoleWords(Struct, frozen=True):
    """What roles and rounds ask for; `asked` is what a pack asks of everybody, and stands in the English file."""

    roles: tuple[_Role, ...] = ()
    rounds: tuple[_Round, ...] = ()
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def _role_words() -> _RoleWords:
    """Those of all languages together."""
    files = [load("roles", _RoleWords, code) for code in languages("roles")]
    roles = sorted((row for file in files for row in file.roles), key=lambda row: list(files[0].asked).index(row.pack))
    return _RoleWords(tuple(roles), tuple(row for file in files for row in file.rounds), files[0].asked)


def fitting_packs(role: str) -> tuple[str, ...]:
    """The packs whose kind of work the words of a role name: leading first, then the work itself."""
    return tuple(dict.fromkeys(row.pack for row in _role_words().roles if row.fits(role)))


def demanded(
    role: str, round_name: str, text: str, competencies: tuple[Competency, ...], language: str = DEFAULT
) -> tuple[Demanded, ...]:
    """What an interview with that role and round is likely to ask for, heaviest first; `text` is a posting or notes.

    The role asks for what its packs say, used or not; the text for what its words point at. Archived competencies are
    left out, merged ones stand for those that took them over.
    """
    packs = fitting_packs(role)
    used = {competency.id for competency in competencies}
    more = [item for name in packs for item in competencies_of(name, language) if item.id not in used]
    gathering = DemandGathering((*competencies, *more))
    if round_name.strip():
        asked = [key for row in _role_words().rounds if named(row.words, round_name) for key in row.asks]
        gathering.add((*asked, *_named_in(round_name, gathering.known)), f"round “{round_name}”", FROM_ROUND)
    if role.strip():
        rows = [row for row in _role_words().roles if row.fits(role)]
        asked = [key for row in rows for key in (*row.asks, *_role_words().asked[row.pack])]
        gathering.add((*asked, *_named_in(role, gathering.known)), f"role “{role}”", FROM_ROLE)
    often = _scores_of_sentences(text, gathering.known)
    gathering.add((key for key, points in often.items() if points >= _OFTEN), "the posting or your notes", FROM_TEXT)
    return gathering.ranked()


def _named_in(name: str, competencies: tuple[Competency, ...]) -> tuple[str, ...]:
    """What the words of a role or a round name; a hint, such as “first” in “First talk”, names nothing."""
    return tuple(key for key, points in scores_of(name, competencies).items() if points >= ENOUGH)


def _scores_of_sentences(text: str, competencies: tuple[Competency, ...]) -> dict[str, int]:
    """The points of a long text, counted sentence by sentence."""
    scores: dict[str, int] = {}
    for sentence in re.split(r"[.!?\n•;]+", text):
        for key, points in scores_of(sentence, competencies).items():
            scores[key] = scores.get(key, 0) + points * (points >= ENOUGH)
    return scores


class DemandGathering:
    """Collects weights and reasons by competency."""

    def __init__(self, competencies: Iterable[Competency]) -> None:
        self._by_id = {item.id: item for item in competencies}
        self.known = tuple(self._by_id.values())
        self._found: dict[str, tuple[int, str]] = {}

    def __len__(self) -> int:
        """How many are demanded."""
        return len(self._found)

    def add(self, ids: Iterable[str], because: str, weight: int) -> None:
        """Something that points at these competencies, or at those they were merged into; it counts once for each."""
        living = (standing_for(self._by_id[key], self.known) for key in ids if key in self._by_id)
        for key in dict.fromkeys(competency.id for competency in living if competency is not None):
            total, first = self._found.get(key, (0, because))
            self._found[key] = (total + weight, first)

    def ranked(self) -> tuple[Demanded, ...]:
        """Heaviest first; those of one weight keep the order of the competencies."""
        order = {competency.id: place for place, competency in enumerate(self.known)}
        ranked = sorted(self._found.items(), key=lambda item: (-item[1][0], order[item[0]]))
        return tuple(Demanded(self._by_id[key], because, weight) for key, (weight, because) in ranked)


MOST_DEMANDS = 5
_FEWEST = 4
_FROM_POSTING, _MORE_LINES, _EARLIER, _NAMED = 3, 2, 2, 1
_BEGINNING, _LEADING = "starting", "leading"
"""The packs of those who begin, and of those who lead people."""
_ALWAYS = ("motivation", "communication", "teamwork")
"""What most interviews ask for, whatever the work is."""
_QUOTED = 110
"""Characters of a line of the posting that is quoted as the reason."""
_HEADING = 60
"""Characters up to which a line can be a heading."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_MARKUP = re.compile(r"^\s*(?:#+|\*\*|__)\s*|(?:\*\*|__|#+)(?=:?\s*$)")
_CLAUSE_END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_])")
_BULLET = re.compile(r"^[\s\-–—•*·▪●◦✓✔>+]+|^\s*\d+[.)]\s+")


@cache
def _headings() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Headings of a posting below which something is asked of you, and is given; and words for papers."""
    lists = gather("sheet", "posting", dict[str, tuple[str, ...]])
    asks, gives = (re.compile("|".join(lists[name]), re.IGNORECASE) for name in ("asks", "gives"))
    return asks, gives, re.compile(rf"\b(?:{'|'.join(lists['formal'])})", re.IGNORECASE)


def demands(journal: Journal, interview: Interview, whole: "Evaluation") -> tuple[Demanded, ...]:
    """At most five, heaviest first, always the same for the same journal.

    Lines of the posting, words of the round, role and notes count, then what earlier interviews like this one asked.
    What interviewers named as room to grow counts where it is asked for, or was named in an interview like this one.
    Where all that gives fewer than four, what most interviews ask for is added.
    """
    own = journal.all_competencies
    by_words = _by_words(interview, own, journal.language)
    gathering = DemandGathering((*own, *(demand.competency for demand in by_words)))
    application = journal.applications.get(interview.application_id)
    lines = posting_lines(application.posting if application is not None else "")
    for key, (line, weight) in _asked_in(lines, gathering.known).items():
        gathering.add([key], f"posting: “{shorten(line, _QUOTED)}”", weight)
    for demand in by_words:
        gathering.add([demand.competency.id], demand.because, demand.weight)
    asked = {demand.competency.id for demand in gathering.ranked()}
    packs = fitting_packs(interview.role)
    fitting = {candidate.id for candidate in gathering.known if not packs or candidate.pack in ("", *packs)}
    for because, ids in _asked_earlier(journal, interview).items():
        gathering.add((key for key in ids if key in fitting), because, _EARLIER)
    for area in whole.said.areas:
        alike = any(is_alike(journal.interviews.get(piece.interview_id), interview) for piece in area.evidence)
        if area.subject.record_id in asked or (alike and area.subject.record_id in fitting):
            gathering.add([area.subject.record_id], f"named as room to grow, {area.seen}", _NAMED)
    for competency in _ALWAYS:
        if len(gathering) < _FEWEST:
            gathering.add([competency], "most interviews ask for it", _NAMED)
    return gathering.ranked()[:MOST_DEMANDS]


def _asked_in(lines: Iterable[str], competencies: tuple[Competency, ...]) -> Mapping[str, tuple[str, int]]:
    """By competency, the line of a posting that asks for it most, and what that weighs: more where several lines do."""
    points: dict[str, dict[str, int]] = {}
    for line in lines:
        for key, score in scores_of(line, competencies).items():
            if score >= ENOUGH:
                points.setdefault(key, {})[line] = score
    return {
        key: (max(asking, key=lambda line: asking[line]), _FROM_POSTING + min(len(asking) - 1, _MORE_LINES))
        for key, asking in points.items()
    }


def _by_words(interview: Interview, own: tuple[Competency, ...], language: str) -> tuple[Demanded, ...]:
    """What the words of its role, its round and your notes ask for.

    Of whoever leads people, the role alone does not ask for the craft of those people.
    """
    all_demands = demanded(interview.role, interview.round, interview.notes, own, language)
    if fitting_packs(interview.role)[:1] != (_LEADING,):
        return all_demands
    by_role = f"role “{interview.role}”"
    return tuple(asked for asked in all_demands if asked.because != by_role or asked.competency.pack in ("", _LEADING))


def _asked_earlier(journal: Journal, interview: Interview) -> Mapping[str, list[str]]:
    """The competencies that questions of earlier interviews like this one were about, by the reason."""
    asked: dict[str, list[str]] = {}
    for other in journal.live_interviews:
        if other.id == interview.id or other.at > interview.at or not is_alike(other, interview):
            continue
        same_round = is_same(other.round, interview.round)
        because = f"asked in an earlier {interview.round} round" if same_round else f"asked at {other.company} before"
        for answer in journal.reflection_of(other.id).answers:
            if answer.competency is not None:
                asked.setdefault(because, []).append(answer.competency)
    return asked


def is_alike(other: Interview | None, interview: Interview) -> bool:
    """Whether an interview tells something of another: at the same company, or for the same kind of work."""
    if other is None:
        return False
    if is_same(other.company, interview.company) or is_same(other.role, interview.role):
        return True
    return shared_words(other.role, interview.role) > 0 or bool(_work(other.role) & _work(interview.role))


def is_other_work(role: str, interview: Interview) -> bool:
    """Whether a role is known to be work of another kind than that of the interview."""
    work, interview_work = _work(role), _work(interview.role)
    return bool(work and interview_work) and not work & interview_work and not shared_words(role, interview.role)


@lru_cache(maxsize=1024)
def _work(role: str) -> frozenset[str]:
    """The kinds of work a role names; beginning, as such, is none."""
    return frozenset(fitting_packs(role)) - {_BEGINNING}


def is_same(name: str, other: str) -> bool:
    """Whether two names of companies, roles or rounds are one; an empty name is no other's."""
    return bool(name) and fold_name(name) == fold_name(other) != ""


def shared_words(text: str, other: str) -> int:
    """How many words two texts share by their beginnings: “engineering” and “engineer” are one."""
    return len(_beginnings(text) & _beginnings(other))


@lru_cache(maxsize=4096)
def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(fold(text)))


def posting_lines(text: str) -> tuple[str, ...]:
    """The lines of a posting that say what is asked for, in its order, each without its bullet.

    What stands below a heading such as “We offer” or “About us” is left out; with headings such as “Requirements” only
    what stands below these counts. A paragraph is taken apart into its sentences, and those that ask for a degree or a
    licence are left out.
    """
    asks, gives, formal = _headings()
    plain: list[str] = []
    asked: list[str] = []
    section: list[str] | None = plain
    for written in clean(text).split("\n"):
        raw = _MARKUP.sub("", written)
        line = clean_line(_BULLET.sub("", raw))
        bare = line.rstrip(" :?!…")
        is_bullet = _BULLET.match(raw) is not None
        if not is_bullet and len(line) <= _HEADING and gives.fullmatch(bare):
            section = None
        elif not is_bullet and len(line) <= _HEADING and asks.fullmatch(bare):
            section = asked
        elif not is_bullet and len(line) <= _HEADING and line.endswith(":"):
            section = plain
        elif line and section is not None:
            section += _CLAUSE_END.split(line)
    return tuple(dict.fromkeys(line for line in asked or plain if formal.search(line) is None))
