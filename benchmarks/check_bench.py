"""Measures a check on a large Maildir against a plain scan of the same headers, in one run.

It makes the Maildir in a temporary folder, one mail in two thousand a reply, then measures in fresh processes: a plain
header scan (each file opened, read to the end of its header, its From and Subject taken), the first check, the second
check with nothing new, and a check after one more letter was sent. It prints CPU seconds, ratios and peak memory.

    python benchmarks/check_bench.py [--mails 100000] [--requests 20]
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.fakes import FixedClock

from afterword.bootstrap import RandomIds
from afterword.domain.conversation.request import Event, EventKind, Letter, Request
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.people import Person
from afterword.mail.inbox.bookmarks import Bookmarks
from afterword.mail.inbox.maildir import MaildirInbox
from afterword.services.checking import CheckingService
from afterword.services.services import UndoableStore
from afterword.storage.journal_store import TinyJournalStore

_NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
_SENT = _NOW - timedelta(days=8)
_ONE_REPLY_IN = 2_000


class Silence:
    """Progress that nobody watches."""

    stopped = False

    def seen(self, count: int, total: int | None) -> None:
        """Nothing."""

    def skipped(self, reason: str) -> None:
        """Nothing."""


def request(number: int) -> tuple[Application, Person, Interview, Request]:
    """One interview and the letter that went out after it."""
    application = Application(
        id=f"a{number}", company="Company", role="Engineer", outcome=Outcome.REJECTED, created=_SENT
    )
    person = Person(id=f"p{number}", name=f"Person Number{number}", email=f"person{number}@company.example")
    about = Interview(
        id=f"i{number}",
        application_id=application.id,
        company="Company",
        role="Engineer",
        at=_SENT,
        zone="UTC",
        created=_SENT,
        interviewers=(person.id,),
    )
    sent = Event(
        id=f"e{number}",
        kind=EventKind.SENT,
        at=_SENT,
        letter=Letter.REQUEST,
        subject=f"Thank you, and one question, {number}",
        text="Thank you.",
        via="smtp",
        message_id=f"<letter{number}@doe.example>",
    )
    asked = Request(id=f"r{number}", interview_id=about.id, person_id=person.id, created=_SENT, events=(sent,))
    return application, person, about, asked


def write_journal(home: Path, count: int) -> None:
    """Put that many conversations into the store."""
    store = TinyJournalStore(home / "journal.json", clock=FixedClock(_NOW))
    with store.transaction() as work:
        for number in range(count):
            for record in request(number):
                work.put(record)


def write_maildir(folder: Path, mails: int, requests: int) -> None:
    """Lay that many mails into a Maildir; all but a few are of no concern."""
    chance = random.Random(7)  # noqa: S311 - the same mails in every run
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    for number in range(mails):
        reply = number % _ONE_REPLY_IN == _ONE_REPLY_IN // 2
        raw = _mail(number, number // _ONE_REPLY_IN % requests if reply else None, chance)
        (folder / "cur" / f"{1_700_000_000 + number}.M{number}P{number}.host:2,S").write_bytes(raw)


def _mail(number: int, answers: int | None, chance: random.Random) -> bytes:
    received = "".join(
        f"Received: from relay{chance.randrange(90)}.example (relay.example [192.0.2.{chance.randrange(250)}])\n"
        f"\tby mx{hop}.example with ESMTPS id {chance.getrandbits(64):x}; Fri, 13 Nov 2026 10:00:0{hop} +0000\n"
        for hop in range(4)
    )
    signature = "".join(f"\n\t{chance.getrandbits(280):x}" for _ in range(6))
    plain = number % 2
    name = "Jorgen Sender" if plain else "=?utf-8?q?J=C3=BCrgen?= Sender"
    subject = f"Offers of the week {number}" if plain else f"=?utf-8?q?Angebot_f=C3=BCr_die_Woche_{number}?="
    who = f"news{number % 500}@shop{number % 90}.example" if answers is None else f"person{answers}@company.example"
    thread = "" if answers is None else f"In-Reply-To: <letter{answers}@doe.example>\n"
    body = "Some words that fill a line of an ordinary mail, as they do.\n" * chance.randrange(5, 120)
    return (
        f"{received}DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=one;{signature}\n"
        f"From: {name} <{who}>\nTo: Sam Doe <sam@doe.example>\n{thread}"
        f"Subject: {subject}\nDate: Fri, 13 Nov 2026 10:00:00 +0000\n"
        f"Message-ID: <mail{number}@shop.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    ).encode()


def scan(folder: Path) -> int:
    """The plain scan: each header is read and its From and Subject are found; nothing else happens."""
    found = 0
    for path in (folder / "cur").iterdir():
        sender = subject = b""
        with path.open("rb") as file:
            for line in file:
                if line in (b"\n", b"\r\n"):
                    break
                if line.startswith(b"From:"):
                    sender = line
                elif line.startswith(b"Subject:"):
                    subject = line
        found += bool(sender and subject)
    return found


def check(home: Path) -> dict[str, int]:
    """One check as the command does it, the store and the bookmarks included."""
    store = UndoableStore(TinyJournalStore(home / "journal.json", clock=FixedClock(_NOW)))
    service = CheckingService(store, FixedClock(_NOW), RandomIds())
    report = service.check(Silence(), [MaildirInbox(home / "Mail", Bookmarks(home / "bookmarks"))])
    return {"seen": report.seen, "replies": report.replies}


def one_more_letter(home: Path, number: int) -> None:
    """One more conversation begins, a week after the mails came."""
    with TinyJournalStore(home / "journal.json", clock=FixedClock(_NOW)).transaction() as work:
        for record in request(number):
            work.put(record)


def measured(step: str, home: Path) -> dict[str, float]:
    """What a fresh process says about one step."""
    words = [sys.executable, __file__, "--step", step, "--home", str(home)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def take_step(step: str, home: Path) -> None:
    """Do one step and print its CPU seconds and peak memory in MB; memory counts from before it began."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = {"seen": scan(home / "Mail")} if step == "scan" else check(home)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cpu": cpu, "peak": after.ru_maxrss / 1024, "base": before.ru_maxrss / 1024, **found}))


def lines(mails: int, requests: int) -> Iterator[str]:
    """The figures, line by line."""
    with tempfile.TemporaryDirectory(prefix="check-bench-") as folder:
        home = Path(folder)
        began = time.perf_counter()
        write_journal(home, requests)
        write_maildir(home / "Mail", mails, requests)
        yield f"{mails} mails and {requests} conversations made in {time.perf_counter() - began:.0f} s"
        measured("scan", home)  # so that every step finds the files in memory
        plain = measured("scan", home)
        yield _line("plain header scan", plain, plain)
        for name in ("first check", "second check, nothing new", "third check, nothing new"):
            yield _line(name, measured("check", home), plain)
        one_more_letter(home, requests)
        yield _line("after one more letter", measured("check", home), plain)


def _line(name: str, told: dict[str, float], plain: dict[str, float]) -> str:
    found = f"{told['seen']:.0f} looked at, {told.get('replies', 0):.0f} replies"
    memory = f"peak {told['peak']:.0f} MB ({told['peak'] - told['base']:+.0f})"
    return f"{name:<28} {told['cpu']:7.3f} s CPU  {told['cpu'] / plain['cpu']:5.2f} ×  {memory:<22} {found}"


def main() -> None:
    """Measure, or take the one step that is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--step", choices=("scan", "check"), help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        take_step(options.step, options.home)
        return
    for line in lines(options.mails, options.requests):
        print(line, flush=True)


if __name__ == "__main__":
    main()
