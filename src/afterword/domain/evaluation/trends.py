"""Owns what changes over time: own ratings by scale, replies and how long they took, and arrivals."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from afterword.domain.competency import Competency
from afterword.domain.conversation.tracker import RATE_FROM, TrackerRow
from afterword.domain.evaluation.charts import percent, sparkline
from afterword.domain.evaluation.competency_evidence import OwnRating
from afterword.domain.interview import punctuality
from afterword.domain.journal import Journal
from afterword.domain.scales import COMPETENCY_PREFIX, CONVINCING, CUES
from afterword.domain.text import plural


class Trend(Struct, frozen=True):
    """Your own ratings on one scale, oldest interview first."""

    id: str
    title: str
    points: tuple[OwnRating, ...]

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers, 1 to 5."""
        return tuple(point.value for point in self.points)

    @property
    def sparkline(self) -> str:
        """One character per interview."""
        return sparkline(self.values)

    @property
    def words(self) -> str:
        """`2 at first, 4 last, over 5 interviews`; `4, seen once`."""
        if len(self.points) == 1:
            return f"{self.values[0]}, seen once"
        return f"{self.values[0]} at first, {self.values[-1]} last, over {plural(len(self.points), 'interview')}"


class Replies(Struct, frozen=True):
    """How many of those asked replied; `name` is a round, or empty for all. Shares and days only from five on."""

    name: str
    asked: int
    replied: int
    days: tuple[int, ...]
    """Days to the first reply, shortest first."""

    @property
    def enough(self) -> bool:
        """Whether there are enough requests for a share to say something."""
        return self.asked >= RATE_FROM

    @property
    def rate(self) -> int | None:
        """The share of replies in percent, from five requests on."""
        return percent(self.replied, self.asked) if self.enough else None

    @property
    def median_days(self) -> float | None:
        """The middle of the days to reply, from five requests on."""
        if not self.enough or not self.days:
            return None
        half = len(self.days) // 2
        return self.days[half] if len(self.days) % 2 else (self.days[half - 1] + self.days[half]) / 2

    @property
    def words(self) -> str:
        """`asked 9, replied 5 (56 %), 2 days in the middle`; below five requests without shares."""
        counts = f"asked {self.asked}, replied {self.replied}"
        if not self.enough:
            return counts if self.name else f"{counts}; a share is shown from {RATE_FROM} requests on"
        middle = self.median_days
        days = "" if middle is None else f", {middle:g} {'day' if middle == 1 else 'days'} in the middle"
        return f"{counts} ({self.rate} %){days}"


class Arrival(Struct, frozen=True):
    """One arrival: minutes late, negative when early."""

    interview_id: str
    where: str
    minutes_late: int
    words: str


def ratings(own: Mapping[str, Iterable[OwnRating]], competencies: Iterable[Competency]) -> tuple[Trend, ...]:
    """A trend for every scale that was rated: how convincing, body language, then competencies in their order."""
    titles = {CONVINCING.id: CONVINCING.title}
    titles |= {cue.id: cue.title for group in CUES.values() for cue in group}
    titles |= {COMPETENCY_PREFIX + one.id: one.name for one in competencies if not one.archived}
    return tuple(Trend(key, title, points) for key, title in titles.items() if (points := tuple(own.get(key, ()))))


def replies(lines: Iterable[TrackerRow]) -> tuple[Replies, ...]:
    """All together first (name empty), then by round, the rounds most asked about first.

    A request counts once it went out; days are counted from it to the first reply.
    """
    groups: dict[str, list[TrackerRow]] = {"": []}
    names: dict[str, str] = {}
    for line in lines:
        if line.track.asked_on is None:
            continue
        groups[""].append(line)
        if line.interview.round:
            # Rounds are typed by hand: “Final” and “final” are one.
            name = names.setdefault(line.interview.round.casefold(), line.interview.round)
            groups.setdefault(name, []).append(line)
    whole = _replies("", groups.pop(""))
    by_round = [_replies(name, group) for name, group in groups.items()]
    return whole, *sorted(by_round, key=lambda one: (-one.asked, one.name))


def _replies(name: str, lines: list[TrackerRow]) -> Replies:
    replied = [line.track for line in lines if line.track.replied_on is not None]
    days = tuple(sorted(max(0, track.reply_days) for track in replied if track.reply_days is not None))
    return Replies(name, len(lines), len(replied), days)


def arrivals(journal: Journal) -> tuple[Arrival, ...]:
    """The arrivals that were noted, oldest interview first."""
    return tuple(
        Arrival(interview.id, interview.label, arrival.minutes_late, arrival.words)
        for interview in reversed(journal.live_interviews)
        if (arrival := punctuality(interview)) is not None
    )
