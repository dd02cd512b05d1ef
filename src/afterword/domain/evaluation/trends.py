"""Owns what changes over time: own ratings by scale, and replies with how long they took."""

from collections.abc import Iterable

from msgspec import Struct

from afterword.domain.competency import Competency
from afterword.domain.conversation.tracker import RATE_FROM, TrackerRow
from afterword.domain.evaluation.charts import percent
from afterword.domain.evaluation.claims import Claim, Material, Stance, Subject
from afterword.domain.scales import COMPETENCY_PREFIX, scales
from afterword.domain.text import plural


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


def rating_trends(material: Material, competencies: Iterable[Competency]) -> tuple[Claim, ...]:
    """A claim for every scale that was rated: how convincing, body language, then competencies in their order."""
    titles = {scale.id: scale.title for scale in scales().values()}
    titles |= {COMPETENCY_PREFIX + one.id: one.name for one in competencies if not one.archived}
    return tuple(_trend(Subject(key, title), material) for key, title in titles.items() if material.rated.get(key))


def _trend(subject: Subject, material: Material) -> Claim:
    """`2 at first, 4 last, over 5 interviews`; `4, seen once`."""
    points = tuple(material.rated[subject.id])
    first, last = points[0].rated, points[-1].rated
    over = f"{first} at first, {last} last, over {plural(len(points), 'interview')}"
    return Claim(subject, Stance.TREND, f"{first}, seen once" if len(points) == 1 else over, points)


def replies(rows: Iterable[TrackerRow]) -> tuple[Replies, ...]:
    """All together first (name empty), then by round, the rounds most asked about first.

    A request counts once it went out; days are counted from it to the first reply.
    """
    groups: dict[str, list[TrackerRow]] = {"": []}
    names: dict[str, str] = {}
    for row in rows:
        if row.track.asked_on is None:
            continue
        groups[""].append(row)
        if row.interview.round:
            # Rounds are typed by hand: “Final” and “final” are one.
            name = names.setdefault(row.interview.round.casefold(), row.interview.round)
            groups.setdefault(name, []).append(row)
    whole = _replies("", groups.pop(""))
    by_round = [_replies(name, group) for name, group in groups.items()]
    return whole, *sorted(by_round, key=lambda group: (-group.asked, group.name))


def _replies(name: str, rows: list[TrackerRow]) -> Replies:
    replied = [row.track for row in rows if row.track.replied_on is not None]
    days = tuple(sorted(max(0, track.reply_days) for track in replied if track.reply_days is not None))
    return Replies(name, len(rows), len(replied), days)
