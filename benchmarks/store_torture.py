"""Tortures the store from outside, through `store_driver.py`, and asserts that nothing acknowledged is ever lost.

Writers are killed at random moments and at every single call to the system, race each other, get errors from every
call, meet a full disk, a read-only folder, damaged files and a sync tool. An acknowledged id (`ok ID` was printed) must
be readable for ever after; one in flight may be or not. The history is judged, too: each step that it takes back takes
back that step and nothing else, and after a kill none is missing.
Run: `store_torture.py [--kill N] [--race N] [--seed N]`. The exit code is 1 when anything was lost.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.store_driver import MOST_JUDGED

from afterword.codec.document import SCHEMA

DRIVER = Path(__file__).with_name("store_driver.py")
AS_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
CALLS = (
    "write,pwrite64,writev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,"
    "mkdirat,fallocate,copy_file_range,sendfile"
)
MOST_OF_A_CALL, MOST_RECORDS, A_WHILE = 12, 600, 24
KILL = ("signal=KILL", "retval=0:signal=KILL")
ERRORS = ("error=ENOSPC", "error=EIO", "error=EDQUOT")
HARMLESS = frozenset({"BOM", "CRLF", "blanks"})
ONE_VALUE = frozenset({"NaN", "double key", "wrong word", "number for text"})
"""What costs a value only: everything is read, and a save keeps the bytes as they were."""
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "blank": lambda _: b" \n",
    "cut": lambda raw: raw[: len(raw) * 3 // 5],
    "last brace cut": lambda raw: raw.rstrip()[:-1],
    "zeroed": lambda raw: bytes(len(raw)),
    "NUL tail": lambda raw: raw + bytes(4096),
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "bad UTF-8": lambda raw: raw.replace(b"Initech", b"Init\xffech", 1),
    "garbage": lambda raw: raw + b"}}",
    "doubled": lambda raw: raw + raw,
    "merge marks": lambda raw: b"<<<<<<< HEAD\n" + raw + b"=======\n" + raw,
    "null": lambda _: b"null",
    "list": lambda _: b"[]",
    "NaN": lambda raw: raw.replace(b'"Initech"', b"NaN", 1),
    "double key": lambda raw: raw.replace(b'"id"', b'"id":"x","id"', 1),
    "wrong word": lambda raw: raw.replace(b'"onsite"', b'"hologram"', 1),
    "number for text": lambda raw: raw.replace(b'"Backend"', b"7", 1),
    "deep": lambda _: b'{"meta":' * 100_000 + b"1" + b"}" * 100_000,
    "noise": lambda raw: random.Random(1).randbytes(len(raw)),  # noqa: S311 - noise, not a secret
    "newer schema": lambda raw: raw.replace(b'"schema":%d' % SCHEMA, b'"schema":999', 1),
    "BOM": lambda raw: b"\xef\xbb\xbf" + raw,
    "CRLF": lambda raw: raw.replace(b"\n", b"\r\n"),
    "blanks": lambda raw: raw + b" " * 20_000_000,
}


@dataclass
class Torture:
    """One store under torture: what was asked for, what was acknowledged, and what went wrong."""

    path: Path
    dice: random.Random
    asked: int = 0
    acknowledged: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    def ids(self, count: int) -> list[str]:
        """Ids never used before."""
        self.asked += count
        return [f"r{number:06d}" for number in range(self.asked - count, self.asked)]

    def start(self, prefix: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
        """A writer that waits for ids."""
        return subprocess.Popen(
            [*prefix, sys.executable, str(DRIVER), "write", str(self.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def write(self, ids: Iterable[str], prefix: tuple[str, ...] = ()) -> tuple[int, str]:
        """Writes these to the end; the exit code and what was said."""
        with self.start(prefix) as writer:
            out, said = writer.communicate("".join(f"{one}\n" for one in ids), timeout=120)
        self.acknowledge(out)
        return writer.returncode, said

    def acknowledge(self, out: str) -> None:
        """Takes down every complete `ok ID`."""
        self.acknowledged |= {line.split()[1] for line in out.splitlines(keepends=True) if line.endswith("\n")}

    def read(self, prefix: tuple[str, ...] = ()) -> tuple[set[str] | None, str]:
        """The ids in the store, None when it cannot be read, and what was said."""
        command = [*prefix, sys.executable, str(DRIVER), "read", str(self.path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        found = {json.loads(line)["id"] for line in done.stdout.splitlines()}
        return (found if done.returncode == 0 else None), done.stderr

    def drive(self, verb: str, prefix: tuple[str, ...] = ()) -> str:
        """What another verb of the driver printed."""
        command = [*prefix, sys.executable, str(DRIVER), verb, str(self.path)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stdout

    def judge(self, mode: str, *, whole: bool) -> None:
        """The history of a copy: no undo is wrong; `whole`: every record has its step."""
        copy = self.path.parent.with_name("judged")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.path.parent, copy)
        verdict = json.loads(Torture(copy / self.path.name, self.dice).drive("judge") or '{"wrong":"no verdict"}')
        self.check(mode, sound=not verdict["wrong"], words=verdict["wrong"])
        if whole and not verdict["wrong"]:
            steps, most = verdict["undone"], min(verdict["there"], MOST_JUDGED)
            self.check(mode, sound=steps >= most, words=f"{steps} steps can be undone, of {most}")

    def begin(self) -> None:
        """An empty folder with a few records."""
        shutil.rmtree(self.path.parent, ignore_errors=True)
        self.acknowledged.clear()
        self.write(self.ids(5))

    def verify(self, mode: str) -> None:
        """Every acknowledged id must be there."""
        found, said = self.read()
        if found is None:
            self.check(mode, sound=False, words=f"the store cannot be read: {said.strip()}")
        else:
            lost = self.acknowledged - found
            self.check(mode, sound=not lost, words=f"{len(lost)} of {len(self.acknowledged)} acknowledged are lost")

    def check(self, mode: str, *, sound: bool, words: str) -> None:
        """Takes down a failure."""
        if not sound:
            self.failures.append(f"{mode}: {words}")
            print(f"FAIL {mode}: {words}")


def kill(torture: Torture, count: int) -> None:
    """Three writers at a time, killed at a random moment."""
    killed = saved = rounds = 0
    begun = time.monotonic()
    torture.write(torture.ids(1))
    life = time.monotonic() - begun
    while killed < count:
        if len(torture.acknowledged) > MOST_RECORDS:
            saved += len(torture.acknowledged)
            torture.judge("kill", whole=True)
            torture.begin()
        writers = [torture.start() for _ in range(3)]
        outs = [_feed(writer, torture.ids(300)) for writer in writers]
        time.sleep(torture.dice.uniform(0.5, 3.0) * life)
        for writer in writers:
            writer.kill()
            writer.wait()
            killed += writer.returncode < 0
        for out in outs:
            torture.acknowledge(out())
        torture.verify("kill")
        rounds += 1
        if rounds % A_WHILE == 0:
            torture.judge("kill", whole=True)
    torture.judge("kill", whole=True)
    print(f"kill: {killed} killed, {saved + len(torture.acknowledged)} acknowledged")


def _feed(writer: "subprocess.Popen[str]", ids: list[str]) -> Callable[[], str]:
    """Feeds and drains in the background; the result waits for what was printed."""
    said: list[str] = []

    def run() -> None:
        try:
            said.append(writer.communicate("".join(f"{one}\n" for one in ids))[0])
        except (BrokenPipeError, ValueError):
            said.append("")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def result() -> str:
        thread.join(30)
        return said[0] if said else ""

    return result


def calls_of(torture: Torture, verb: str) -> list[str]:
    """The calls to the system that one run of the driver makes, a line each, with the files they are about."""
    log = torture.path.parent.with_name("calls")
    traced = ("strace", "-f", "-y", "-o", str(log), "-e", f"trace={CALLS}")
    torture.write(torture.ids(1), traced) if verb == "write" else torture.drive(verb, traced)
    return log.read_text(errors="replace").splitlines()


def at_every_call(torture: Torture, verb: str, faults: Sequence[str]) -> None:
    """That fault at each call which a verb of the driver makes, one run for each."""
    torture.begin()
    mode, kills = f"{verb} {faults[0]}", faults is KILL
    found = Counter(match[1] for line in calls_of(torture, verb) if (match := re.match(r"\d+\s+(\w+)\(", line)))
    runs = 0
    for call, number in found.items():
        for place in range(1, min(number, MOST_OF_A_CALL) + 1):
            for fault in (torture.dice.choice(faults),) if kills else faults:
                injected = ("-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={place}")
                prefix = ("strace", "-f", "-o", "/dev/null", *injected)
                if verb == "write":
                    _, said = torture.write(torture.ids(1), prefix)
                    torture.check(mode, sound="Traceback" not in said, words=f"a traceback at {call} {place}: {said}")
                else:
                    torture.drive(verb, prefix)
                    torture.drive("redo")
                torture.verify(f"{mode} at {call} {place}")
                runs += 1
                if kills or runs % A_WHILE == 0:
                    torture.judge(f"{mode} at {call} {place}", whole=kills)
                if torture.failures:
                    return
    print(f"{mode}: {runs} runs, with {len(found)} kinds of calls")


def synced_in_order(torture: Torture) -> None:
    """What is acknowledged has been written, synced and renamed, and its folder synced: a power cut takes nothing."""
    torture.begin()
    unsynced: set[str] = set()
    folder, folder_synced, renamed = str(torture.path.parent), False, False
    for line in calls_of(torture, "write"):
        call = re.match(r"\d+\s+(\w+)\((?:(\d+)<([^>]*)>)?", line)
        if call is None:
            continue
        name, descriptor, path = call.groups(default="")
        if name.startswith("rename") and folder in line:
            torture.check("order", sound=not any(f'"{file}"' in line for file in unsynced), words=f"unsynced: {line}")
            renamed, folder_synced = True, False
        elif name == "write" and descriptor == "1":
            break
        elif name in ("write", "pwrite64", "writev") and path.startswith(folder):
            unsynced.add(path)
        elif name in ("fsync", "fdatasync"):
            unsynced.discard(path)
            folder_synced = folder_synced or path == folder
    sound = renamed and folder_synced and not unsynced
    torture.check("order", sound=sound, words=f"not synced: {unsynced or 'the folder'}")
    print("order: data synced, renamed, folder synced, acknowledged")


def race(torture: Torture, count: int) -> None:
    """Three writers at once, none killed: each record is acknowledged and kept."""
    start = time.monotonic()
    writers = [torture.start() for _ in range(3)]
    outs = [_feed(writer, torture.ids(count // 3)) for writer in writers]
    before = len(torture.acknowledged)
    for out in outs:
        torture.acknowledge(out())
    written = len(torture.acknowledged) - before
    torture.verify("race")
    seconds = time.monotonic() - start
    print(f"race: {written} of {count // 3 * 3} saves by 3 processes in {seconds:.1f} s, the rest refused")


def damage(torture: Torture) -> None:
    """Each damage is refused in words by reading and writing, and its bytes stay; what is no damage is read."""
    sound = torture.path.read_bytes()
    for name, change in DAMAGES.items():
        broken = change(sound)
        torture.path.write_bytes(broken)
        found, said = torture.read()
        code, more = torture.write(["late"])
        torture.acknowledged.discard("late")
        torture.check(name, sound="Traceback" not in said + more, words="a traceback was shown")
        if name in ONE_VALUE:
            kept = any(one.read_bytes() == broken for one in torture.path.parent.rglob("*.json"))
            torture.check(name, sound=found is not None and torture.acknowledged <= found, words="a record is lost")
            torture.check(name, sound=code == 0 and kept, words="the bytes were not kept")
        elif name in HARMLESS:
            torture.check(name, sound=found is not None and code == 0, words="a harmless change was refused")
        else:
            torture.check(name, sound=found is None and code != 0, words="damage was not noticed")
            torture.check(name, sound=torture.path.read_bytes() == broken, words="damaged bytes were overwritten")
    torture.path.write_bytes(sound)
    print(f"damage: {len(DAMAGES)} kinds")


def replaced(torture: Torture) -> None:
    """An older version is put in place under a running writer: what it replaced is still in the folder."""
    older = torture.path.read_bytes()
    ids = torture.ids(6)
    with torture.start() as writer:
        assert writer.stdin is not None  # noqa: S101 - told to mypy
        assert writer.stdout is not None  # noqa: S101 - the same
        for number, one in enumerate(ids):
            writer.stdin.write(f"{one}\n")
            writer.stdin.flush()
            torture.acknowledge(writer.stdout.readline())
            if number == len(ids) // 2:
                incoming = torture.path.with_name("incoming")
                incoming.write_bytes(older)
                incoming.replace(torture.path)
        writer.stdin.close()
    everything = "".join(one.read_text() for one in torture.path.parent.rglob("*.json"))
    lost = [one for one in torture.acknowledged if one not in everything]
    torture.check("replaced", sound=not lost, words=f"{len(lost)} records are nowhere in the folder")
    print("replaced: what a sync tool replaced is kept")


def read_only(torture: Torture) -> None:
    """Without the right to write, saving is refused in words and reading works; as nobody, when run as root."""
    prefix = AS_NOBODY if os.geteuid() == 0 else ()
    folder = torture.path.parent
    folder.chmod(0o555)
    torture.path.chmod(0o444)
    try:
        code, said = torture.write(["never"], prefix)
        torture.check("read-only", sound=code == 1 and "Traceback" not in said, words=f"exit code {code}: {said}")
        found, said = torture.read(prefix)
        torture.check("read-only", sound=found is not None, words=f"it cannot be read: {said}")
    finally:
        folder.chmod(0o700)
        torture.path.chmod(0o600)
    torture.verify("read-only")
    print("read-only: refused in words, still read")


@contextmanager
def small_disk(kibibytes: int) -> Iterator[Path]:
    """A file system of its own, of that size; needs root."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True)


def full_disk(dice: random.Random) -> list[str]:
    """Saving until nothing fits any more, and beyond: refused in words, and all that was acknowledged is there."""
    if os.geteuid() != 0:
        print("full disk: SKIPPED, only root can mount a small disk")
        return []
    with small_disk(256) as folder:
        torture = Torture(folder / "journal.json", dice)
        codes = [torture.write(torture.ids(100)) for _ in range(12)]
        torture.check("full disk", sound=codes[-1][0] == 1, words="the disk never became full")
        torture.check("full disk", sound=not any("Traceback" in said for _, said in codes), words="a traceback")
        torture.check("full disk", sound=not list(folder.glob(".*.tmp")), words="a part was left lying")
        torture.verify("full disk")
        print(f"full disk: {len(torture.acknowledged)} acknowledged until it was full")
        return torture.failures


def main() -> int:
    """All modes, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kill", type=int, default=200)
    parser.add_argument("--race", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)  # noqa: S311 - reproducible on purpose
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        torture = Torture(Path(name) / "data" / "journal.json", dice)
        torture.begin()
        kill(torture, options.kill)
        race(torture, options.race)
        torture.judge("race", whole=True)
        if shutil.which("strace"):
            synced_in_order(torture)
            for verb in ("write", "move"):
                at_every_call(torture, verb, KILL)
                at_every_call(torture, verb, ERRORS)
        else:
            print("every call: SKIPPED, strace is not there")
        damage(torture)
        replaced(torture)
        torture.acknowledged &= torture.read()[0] or set()
        read_only(torture)
        failures = torture.failures + full_disk(dice)
    print("nothing was lost" if not failures else f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
