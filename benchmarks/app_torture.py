"""Kills the full-screen app again and again: what was shown as saved is there afterwards, what was typed is offered.

    python benchmarks/app_torture.py [--kills 50] [--seed 1]

The app runs on a terminal of its own. It is killed while it adds interviews, keeps a letter, undoes and does again:
what the journal holds is what was shown last, or what the last keys were about to do, and the history leads back
through every state before it.

Then it is killed while words are typed, in one form, note or letter after the other: everything that was typed a
second before must be offered by the next start, which takes it in with one key. On a machine that is busy a second is
longer: five times as long as a key takes to be seen.
"""

import argparse
import itertools
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.screen_terminal import Terminal

ADD = ["interview", "add", "--company", "Initech", "--role", "SRE", "--at", "yesterday 10:00"]


def call(folder: Path, *words: str) -> str:
    """The output of one command line call; the store must be readable."""
    command = [sys.executable, "-m", "afterword", "--data-dir", str(folder), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


Shown = tuple[frozenset[str], frozenset[str]]
"""The companies with an interview, and the words put before a letter."""
ACTS: dict[str, Sequence[tuple[str, str]]] = {
    "add": (("a", "Company *"), ("{}\tNurse\ttoday 09:00\x1bOQ", "Interview saved")),
    "write": (("2", "[2 Feedback]"), ("a", "f2 send"), ("{} ", "{}"), ("\x1b", "[2 Feedback]")),
    "undo": (("u", "Undone"),),
    "redo": (("U", "Done again"),),
}
"""What the app is made to do: keys, and what is seen once they have acted."""
MOST_BACK = 4


@dataclass
class Told:
    """The states one after the other that the app has told of, and those that were undone, the next one last."""

    done: list[Shown]
    undone: list[Shown] = field(default_factory=list)

    def after(self, act: str, word: str) -> "Told":
        """What is so once that is done."""
        companies, words = self.done[-1]
        if act == "undo":
            return Told(self.done[:-1], [*self.undone, self.done[-1]])
        if act == "redo":
            return Told([*self.done, self.undone[-1]], self.undone[:-1])
        return Told([*self.done, (companies | {word}, words) if act == "add" else (companies, words | {word})])

    def possible(self) -> list[str]:
        """What can be done next."""
        return ["add", "write", *(["undo"] * 2 if len(self.done) > 1 else []), *(["redo"] * 2 if self.undone else [])]


def shown(folder: Path, request: str) -> Shown:
    """What the journal holds."""
    companies = [found["company"] for found in json.loads(call(folder, "interview", "list", "--json"))]
    draft = json.loads(call(folder, "request", "show", request, "--json"))["draft"]
    body = draft["body"] if draft else ""
    return frozenset(companies), frozenset(body.partition("Hello")[0].split())


def one_run(folder: Path, dice: random.Random, told: Told, words: Iterator[str]) -> tuple[Told, Told]:
    """Let the app do one thing after the other until the kill; what it told, and what it was about to do."""
    for left in (folder / "typed").glob("*"):
        left.unlink()
    (folder / "session.json").unlink(missing_ok=True)
    terminal = Terminal([sys.executable, "-m", "afterword", "--data-dir", str(folder), "--config", "/dev/null"])
    try:
        terminal.until("Initech")
        for _ in range(dice.randint(0, 4)):
            act, word = dice.choice(told.possible()), next(words)
            for keys, seen in (("2", "[2 Feedback]"), ("1", "[1 Reflection]"), *ACTS[act]):
                terminal.press(keys.format(word).encode(), seen.format(word))
            told = told.after(act, word)
        act, word = dice.choice(told.possible()), next(words)
        terminal.send("".join(keys.format(word) for keys, _ in (("1", ""), *ACTS[act])).encode())
        time.sleep(dice.uniform(0, 0.6))
    finally:
        terminal.close()
    return told, told.after(act, word)


def act_and_kill(dice: random.Random, kills: int) -> int:
    """Kill the app so many times while it saves, undoes and does again; how often journal or history was wrong."""
    wrong, words, saved = 0, map("w{:05d}".format, itertools.count()), 0
    with tempfile.TemporaryDirectory() as name:
        folder, copy = Path(name) / "data", Path(name) / "copy"
        call(folder, *ADD, "--interviewer", "Ada Byron <ada@initech.example>")
        interview = json.loads(call(folder, "interview", "list", "--json"))[0]["id"]
        call(folder, "interview", "outcome", interview, "rejected", "--on", "today")
        request = call(folder, "request", "draft", interview).strip()
        told = Told([shown(folder, request)])
        for _ in range(kills):
            before, about_to = one_run(folder, dice, told, words)
            stands = shown(folder, request)
            told = about_to if stands == about_to.done[-1] else before
            saved += told is about_to
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(folder, copy)
            former = told.done[:-1][-MOST_BACK:][::-1]
            back = [(call(copy, "undo"), shown(copy, request))[1] for _ in former]
            if stands != told.done[-1] or back != former:
                wrong += 1
                print(
                    f"WRONG: {stands} and back {back} where {before.done[-5:]} was told, {about_to.done[-1]} under way"
                )
                told = Told([stands])
    print(f"{kills} kills while the app saved, undid and did again, {saved} after it was done: {wrong} wrong")
    return wrong


WORDS = ("kindly", "slower", "naïve", "日本語", "don’t", "e\u0301", "x", "“yes”", "-", "42")
REFLECTION, FEEDBACK, EVALUATION = ("1", "[1 Reflection]"), ("2", "[2 Feedback]"), ("3", "[3 Evaluation]")
PLACES: dict[str, Sequence[tuple[str, str]]] = {
    "an interview": (REFLECTION, ("a", "Add an interview")),
    "an edited interview": (REFLECTION, ("e", "Edit ")),
    "how it ended": (REFLECTION, ("o", "How did"), ("\t\t\t", "How did")),
    "a note": (REFLECTION, ("\r", "esc interviews"), ("G", "esc interviews"), ("\r", "f2 save")),
    "a person": (FEEDBACK, ("i", "Who is")),
    "a reply": (FEEDBACK, ("r", "answered")),
    "a letter": (FEEDBACK, ("a", "f2 send")),
    "an example": (EVALUATION, ("X", "e[X]amples"), ("a", "An example to tell")),
    "a pointer": (EVALUATION, ("P", "[P]ointers"), ("a", "I will")),
    "a competency": (EVALUATION, ("O", "[O]"), ("a", "A competency")),
}
"""The keys that lead to each place where something is typed, each with what is seen then."""
A_SECOND, TIMES_A_KEY = 1.0, 5


def one_text(folder: Path, dice: random.Random, keys: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Type words until the kill; what was typed a second before it, and what the next start holds of it."""
    a_second = A_SECOND
    command = [sys.executable, "-m", "afterword", "--data-dir", str(folder), "--config", "/dev/null"]
    terminal = Terminal(command)
    typed: list[tuple[float, str]] = []
    try:
        terminal.until("Initech")
        for key, seen in keys:
            terminal.press(key.encode(), seen)
        # Long enough that some of it is certain.
        some = dice.uniform(1.0, 3.0)
        while not typed or time.perf_counter() < typed[0][0] + a_second + some:
            word = dice.choice(WORDS) + " "
            a_second = max(a_second, TIMES_A_KEY * terminal.press(word.encode()).first / 1000)
            typed.append((time.perf_counter(), word))
    finally:
        killed_at = time.perf_counter()
        terminal.close()
    certain = "".join(word for at, word in typed if at < killed_at - a_second).strip()
    terminal = Terminal(command)
    try:
        terminal.until("enter go on")
        terminal.press(b"\r")
        time.sleep(a_second)
        terminal.press(b"!")
        time.sleep(a_second)
        texts = [json.loads(file.read_bytes()) for file in (folder / "typed").glob("*.json")]
    finally:
        terminal.close()
    found = " ".join(field["text"] for window in texts for text in window for field in text["fields"])
    return certain, found


def type_and_kill(dice: random.Random, rounds: int) -> int:
    """Kill the app in each place so many times; how often something was lost."""
    lost = characters = 0
    for place, keys in PLACES.items():
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as name:
                call(Path(name), *ADD, "--interviewer", "Ada Byron <ada@initech.example>")
                interview = json.loads(call(Path(name), "interview", "list", "--json"))[0]["id"]
                call(Path(name), "interview", "outcome", interview, "rejected", "--on", "today")
                call(Path(name), "request", "draft", interview)
                typed, found = one_text(Path(name), dice, keys)
            characters += len(typed)
            if typed not in found:
                lost += 1
                print(f"LOST in {place}: {typed!r} was typed, the next start has {found!r}")
    kills = len(PLACES) * rounds
    print(f"{kills} kills in {len(PLACES)} places while {characters} characters were typed: {lost} lost")
    return lost


def main() -> int:
    """Kill the app so many times; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)  # noqa: S311 - moments to kill at, not a secret
    lost = act_and_kill(dice, chosen.kills)
    lost += type_and_kill(dice, -(-chosen.kills // 10))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
