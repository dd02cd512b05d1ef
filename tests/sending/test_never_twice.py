"""Whatever happens in whatever order, a letter that may be out is never sent again unless the person says it is not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sending.lives import Disk, SendingLife

from afterword.domain.conversation.facts import Outgoing
from afterword.errors import SendFailed, SendUnclear, UserError
from afterword.storage.journal_store import JournalTransaction


class Crash(BaseException):
    """The program ends here."""


class Line(Enum):
    """What the line to the server does with a letter."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    CUT_BEFORE = "the program ends before the letter is handed over"
    CUT_AFTER = "the program ends after it was handed over"
    UNCLEAR = "no answer"


@dataclass
class FragileDisk(Disk):
    """A journal whose program can end just before or just after a transaction is written."""

    ends_at: int | None = None
    after: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    @contextmanager
    def transaction(self) -> Iterator[JournalTransaction]:
        """See `ports.JournalStore`."""
        ends = self.ends_at is not None and self.ends_at == 0
        if self.ends_at is not None:
            self.ends_at -= 1
        with super().transaction() as work:
            yield work
            if ends and not self.after:
                raise Crash
        if ends:
            raise Crash


@dataclass
class Server:
    """Counts the letters it has been handed."""

    line: Line = Line.ACCEPTED
    has: list[str] = field(default_factory=list)
    via: str = "smtp"

    def send(self, letter: Outgoing) -> str:
        """See `ports.Outbox`."""
        if self.line is Line.REFUSED:
            raise SendFailed("It was refused.")
        if self.line is Line.CUT_BEFORE:
            raise Crash
        self.has.append(letter.message_id)
        if self.line is Line.CUT_AFTER:
            raise Crash
        if self.line is Line.UNCLEAR:
            raise SendUnclear("Nobody knows.")
        return "250 ok"


@given(st.sampled_from(Line), st.sampled_from([None, 0, 1]), st.sampled_from(["before", "after"]))
def test_at_whatever_point_the_program_ends_the_journal_says_draft_or_maybe(
    line: Line, ends_at: int | None, written: str
) -> None:
    """A letter the server has is never shown as a draft; one that never left is a draft or to be settled."""
    disk, server = FragileDisk(), Server(line)
    life = SendingLife(store=disk, outbox=server)
    request_id = life.drafted()
    disk.ends_at, disk.after = ends_at, written == "after"
    _quietly(lambda: life.services.sending.send(request_id))
    disk.ends_at = None
    state = life.state(request_id)
    assert state in (("sending", "waiting") if server.has else ("sending", "draft"))
    if line is Line.ACCEPTED and ends_at is None:
        assert state == "waiting"
    if state == "sending":
        server.line = Line.ACCEPTED
        before = list(server.has)
        with pytest.raises(UserError, match="may have gone out already"):
            life.services.sending.send(request_id)
        assert server.has == before


STEPS = st.lists(st.sampled_from([*Line, "sent", "not sent", "draft", "discard", "undo", "redo", "other window"]))


@given(STEPS)
def test_in_any_order_of_steps_each_further_copy_was_asked_for(steps: list[Line | str]) -> None:
    """The server gets the request once more only after the person said that it did not go out."""
    server = Server()
    life = SendingLife(outbox=server)
    request_id = life.drafted()
    denied = 0
    for step in steps:
        if isinstance(step, Line):
            server.line = step
            _quietly(lambda: life.services.sending.send(request_id))
        elif step == "not sent":
            denied += _quietly(lambda: life.services.requests.mark_not_sent(request_id))
        else:
            _quietly(_verb(life, request_id, step))
        assert len(server.has) <= 1 + denied
        if server.has and not denied:
            assert life.state(request_id) in ("sending", "waiting")


def _verb(life: SendingLife, request_id: str, step: str) -> Callable[[], object]:
    requests, store = life.services.requests, life.services.store
    interview_id = life.journal.requests[request_id].interview_id
    verbs: dict[str, Callable[[], object]] = {
        "sent": lambda: requests.mark_sent(request_id),
        "draft": lambda: requests.draft(interview_id),
        "discard": lambda: requests.discard_draft(request_id),
        "undo": store.undo,
        "redo": store.redo,
        "other window": lambda: requests.edit(request_id, body="Other words, and is that all?"),
    }
    return verbs[step]


def _quietly(verb: Callable[[], object]) -> bool:
    """Whether the verb went through; refusals and the end of the program are no failure of the test."""
    try:
        verb()
    except (UserError, Crash):
        return False
    return True
