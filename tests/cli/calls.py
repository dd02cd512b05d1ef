"""Owns calling the command line inside the test's own process, with streams that are remembered."""

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from afterword.cli.main import run
from afterword.cli.shell import Terminal
from afterword.own_settings import OwnSettings
from afterword.services.services import Services
from afterword.tui.actions import mistakes

ADA = "Ada Byron <ada@initech.example>"
GRACE = "Grace Hopper <grace@initech.example>"


@dataclass(frozen=True)
class Answer:
    """What a call printed and how it ended."""

    code: int
    out: str
    err: str


class Screen(io.StringIO):
    """A stream with a person at the other end."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@dataclass
class Calls:
    """Calls on one journal. `opened` holds the interviews the full-screen app saw, per opening."""

    home: Path
    opened: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """A file of settings that is named must exist, were it empty."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.config.touch()

    @property
    def journal(self) -> Path:
        """The store these calls work on."""
        return self.home / "data" / "journal.json"

    @property
    def config(self) -> Path:
        """Their settings."""
        return self.home / "config.toml"

    @property
    def environ(self) -> Mapping[str, str]:
        """Their environment."""
        return {"AFTERWORD_DATA_DIR": str(self.home / "data"), "AFTERWORD_CONFIG": str(self.config)}

    def __call__(self, *words: str, stdin: str | TextIO = "", stdout: io.StringIO | None = None) -> Answer:
        """Call `afterword` with these words."""
        out, err = stdout or io.StringIO(), io.StringIO()
        source = io.StringIO(stdin) if isinstance(stdin, str) else stdin
        code = run(words, Terminal(source, out, err, self.environ), self._open, mistakes)
        return Answer(code, out.getvalue(), err.getvalue())

    def _open(self, services: Callable[[], Services], _own: OwnSettings, _sample: bool) -> int:  # noqa: FBT001 - an OpenApp
        self.opened.append([one.id for one in services().overview.journal().live_interviews])
        return 0

    def done(self, *words: str, stdin: str = "") -> str:
        """A call that must end well: what it printed, without the last line end."""
        answer = self(*words, stdin=stdin)
        assert answer.code == 0, answer.err
        return answer.out.rstrip("\n")

    def refused(self, *words: str, stdin: str | TextIO = "") -> str:
        """A call that must be refused: the sentences that say why."""
        answer = self(*words, stdin=stdin)
        assert answer.code == 1, answer.err
        return answer.err

    def json(self, *words: str, stdin: str = "") -> Any:
        """A call with `--json` that must end well: the one document it printed."""
        return json.loads(self.done(*words, "--json", stdin=stdin))

    def interview(self, *people: str, at: str = "2026-11-06T10:00") -> str:
        """An interview at Initech with these people, the only round of its application; its id."""
        named = [word for person in people for word in ("--interviewer", person)]
        alone = ("--application", "new")
        return self.done("interview", "add", "--company", "Initech", "--role", "Backend", "--at", at, *named, *alone)

    def asked(self, person: str = ADA) -> str:
        """A request that went to this person after a rejection; its id."""
        about = self.interview(person, at="3 weeks ago 10:00")
        self.done("interview", "outcome", about, "rejected", "--on", "2 weeks ago")
        request = self.done("request", "draft", about)
        self.done("request", "sent", request, "--on", "10 days ago")
        return request

    def replied(self, words: str) -> str:
        """A request that was answered with these words; its id."""
        request = self.asked()
        self.done("request", "reply", request, "--on", "yesterday", stdin=words)
        return request
