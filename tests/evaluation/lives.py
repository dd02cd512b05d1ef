"""The services on an invented history, with a clock that is set by hand."""

from dataclasses import dataclass, field
from itertools import count

from tests.evaluation.histories import ADVICE, AREA, NOW, STRENGTH, History
from tests.fakes import FixedClock, MemoryJournal

from afterword.bootstrap import World
from afterword.bootstrap import services as wired
from afterword.domain.conversation.phrasing import default_templates
from afterword.services.letters import Writer
from afterword.services.services import Services
from afterword.settings import Settings


@dataclass
class Counting:
    """Ids that count up."""

    numbers: "count[int]" = field(default_factory=count)

    def new(self) -> str:
        """The next one."""
        return f"id{next(self.numbers)}"


@dataclass
class Life:
    """The services on an invented history."""

    history: History
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))

    def __post_init__(self) -> None:
        self.store = MemoryJournal(self.history.journal)
        world = World(self.store, self.clock, Counting())
        self.services: Services = wired(world, Settings(), lambda: Writer(default_templates(), "Sam"))


def history() -> History:
    """One interview behind, with words on two competencies; one ahead."""
    life = History()
    life.interview("initech", 20, round="Panel")
    life.interview("oscorp", -4)
    life.rate("initech", c_communication=2, c_teamwork=4)
    life.said("initech", STRENGTH, "clear about trade-offs", "communication")
    life.said("initech", AREA, "a concrete incident", "telling")
    life.said("initech", ADVICE, "prepare two outages", "telling")
    return life
