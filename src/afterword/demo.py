"""Owns the sample journal of `--demo`: read from its file, with every date counted from the day it is made for."""

import contextlib
import os
import re
import shutil
import signal
import tempfile
import threading
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from msgspec import convert
from msgspec.structs import replace

from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.conversation.request import Event, EventKind, Request, locate
from afterword.domain.journal import TABLES, Journal
from afterword.domain.practice import competencies_of
from afterword.services.letters import LetterForm, Writer
from afterword.services.services import Services

_RELATIVE = re.compile(r"([-+]\d+)d(?: (\d\d):(\d\d))?")
"""A day or a moment, counted from the day the journal is made for."""
_OUT = (EventKind.SENT, EventKind.SENDING)
_WRITTEN = (*_OUT, EventKind.DRAFTED)
_OF_PACKS = ("technical-depth", "system-design", "leadership")
"""The competencies of packs that the sample person has taken."""


@cache
def _sample() -> Mapping[str, Any]:
    with Path(__file__).with_name("demo.toml").open("rb") as file:
        return tomllib.load(file)


def sample_settings() -> str:
    """A settings file for the person of the sample."""
    return f'[me]\nname = "{_sample()["name"]}"\naddress = "sam@seeker.example"\n'


def fill_with_sample(services: Services) -> None:
    """Write the sample of today into the journal, as a beginning that cannot be undone."""
    sample = demo_journal(services.clock.now(), services.clock.zone)
    with services.store.transaction("sample data", undoable=False) as work:
        for table in TABLES:
            for record in getattr(sample, table).values():
                work.put(record)


def demo_journal(now: datetime, zone: str) -> Journal:
    """About a dozen interviews with conversations in every state. `now` is aware, `zone` its IANA name."""
    sample = _dated(_sample(), now)
    for interview in sample["interviews"]:
        interview["zone"] = zone
    for request in sample["requests"]:
        for index, event in enumerate(request.get("events", ())):
            event["id"] = f"{request['id']}-{index}"
    event_texts = {
        event["id"]: event.get("text", "") for request in sample["requests"] for event in request.get("events", ())
    }
    decided = {application["id"]: application.get("words", "") for application in sample["applications"]}
    for finding in sample["findings"]:
        words = event_texts.get(finding["reply_id"]) or decided[finding["application_id"]]
        finding["start"], _ = locate(finding["quote"], words)
    tables: dict[str, Any] = {
        table: convert({row["id"]: row for row in sample[table]}, dict[str, kind], builtin_types=(datetime, date))  # type: ignore[valid-type]
        for table, kind in TABLES.items()
        if table in sample
    }
    why_me = sample["why_me"]
    competency_ids = {*why_me, *_OF_PACKS}
    pack_competencies = [
        competency for pack in ("core", "engineering", "leading") for competency in competencies_of(pack)
    ]
    competencies = {
        each.id: replace(each, why_me=why_me.get(each.id, ""))
        for each in pack_competencies
        if each.id in competency_ids
    }
    return _with_letters(Journal(**tables, competencies=competencies))


def _dated(value: Any, now: datetime) -> Any:
    """The same with the day or the moment for each that is counted from `now`; nothing that was is later than that."""
    if isinstance(value, Mapping):
        return {key: _dated(element, now) for key, element in value.items()}
    if isinstance(value, list):
        return [_dated(element, now) for element in value]
    if not isinstance(value, str) or (match := _RELATIVE.fullmatch(value)) is None:
        return value
    days, hour, minute = match.groups()
    day = now + timedelta(days=int(days))
    if hour is None:
        return day.date()
    at = day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    return at if day > now else min(at, now)


def _with_letters(journal: Journal) -> Journal:
    """The journal with the words of each letter as they were written at the time."""
    writer = Writer(default_templates(), _sample()["name"])
    for request in journal.requests.values():
        done: Request = replace(request, events=())
        for event in request.events:
            then = replace(journal, requests={**journal.requests, request.id: done})
            done = replace(done, events=(*done.events, _written(writer, then, done, event)))
        journal = replace(journal, requests={**journal.requests, request.id: done})
    return journal


def _written(writer: Writer, journal: Journal, request: Request, event: Event) -> Event:
    if event.letter is not None and event.kind in _WRITTEN:
        draft = writer.write(journal, request, event.letter, LetterForm(today=event.at.date()))
        event = replace(event, subject=draft.subject, text=draft.body)
    if event.kind in _OUT:
        event = replace(event, via="by hand", message_id=f"<{event.id}@seeker.example>")
    return event


# ── a folder for it, which is gone when the call is over, also when the call is ended from outside ───────────────────

_ENDINGS = (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)


@contextlib.contextmanager
def folder_for_a_while(prefix: str) -> Iterator[Path]:
    """A new folder for its owner alone; removed afterwards, and on a hang-up, a closed window or a `kill`.

    The process ends by that signal all the same. One that is ignored (`nohup`) stays ignored.
    """
    with tempfile.TemporaryDirectory(prefix=prefix) as name, _before_the_end(name):
        yield Path(name)


@contextlib.contextmanager
def _before_the_end(folder: str) -> Iterator[None]:
    def remove(number: int, _frame: FrameType | None) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    with contextlib.ExitStack() as stack:
        if threading.current_thread() is threading.main_thread():
            for ending in _ENDINGS:
                if signal.getsignal(ending) is signal.SIG_DFL:
                    signal.signal(ending, remove)
                    stack.callback(signal.signal, ending, signal.SIG_DFL)
        yield
