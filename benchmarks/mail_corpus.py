"""Prints how well mails are told apart and how well new text is cut out, measured on a folder with a manifest.

The folder holds `manifest.csv` with the columns `file`, `expected_class` (reply, auto_reply, bounce, anything else
counts as unrelated), and optionally `expected_text_file` and `returned_message_id`; files are relative to the folder.

A receipt counts among the auto-replies: what a mail program tells of its own accord.

    python benchmarks/mail_corpus.py DIR [--list]
"""

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from afterword.domain.conversation.message import MailKind, Verdict
from afterword.errors import AfterwordError
from afterword.mail.classify import classify
from afterword.mail.content import explain
from afterword.mail.parse import parse

_PROGRAMS = {"bounce", "auto_reply"}


@dataclass(frozen=True)
class Outcome:
    """One file of the corpus: what it should be, what was said, how long it took, and its new text's score."""

    file: str
    expected: str
    verdict: Verdict | None
    seconds: float
    id_found: bool | None
    text_exact: bool | None
    words_kept: float | None

    @property
    def kind(self) -> str:
        """The kind that was told; `reply` for a bare text, which only a person can have written."""
        kind = self.verdict.kind if self.verdict else MailKind.REPLY
        return (MailKind.AUTO_REPLY if kind is MailKind.RECEIPT else kind).value

    @property
    def is_delay(self) -> bool:
        """Whether the mail only says that a letter is late."""
        return bool(self.verdict and self.verdict.delayed)


def outcomes(folder: Path) -> Iterator[Outcome]:
    """Every file of the manifest, in its order."""
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest):
            yield _outcome(folder, row)


def _outcome(folder: Path, row: Mapping[str, str]) -> Outcome:
    raw = (folder / row["file"]).read_bytes()
    began = time.perf_counter()
    try:
        verdict: Verdict | None = classify(parse(raw))
    except AfterwordError:
        verdict = None
    seconds = time.perf_counter() - began
    wanted_id = row.get("returned_message_id") or ""
    id_found = wanted_id in verdict.returned_message_ids if wanted_id and verdict else None
    exact, kept = None, None
    if row.get("expected_text_file"):
        wanted = (folder / row["expected_text_file"]).read_text(encoding="utf-8", errors="replace")
        exact, kept = _text_score(explain(row["file"], raw).text, wanted)
    return Outcome(row["file"], row["expected_class"], verdict, seconds, id_found, exact, kept)


def _text_score(got: str, wanted: str) -> tuple[bool, float]:
    """Whether the words are the same in the same order, and which share of the wanted ones is there."""
    got_words, wanted_words = got.split(), wanted.split()
    there = Counter(got_words) & Counter(wanted_words)
    return got_words == wanted_words, there.total() / len(wanted_words) if wanted_words else 1.0


def report(found: list[Outcome]) -> str:
    """The figures as lines of text."""
    bounces = [one for one in found if one.expected == "bounce"]
    delays = [one for one in bounces if one.is_delay]
    autos = [one for one in found if one.expected == "auto_reply"]
    replies = [one for one in found if one.expected == "reply"]
    programs = [one for one in found if one.expected in _PROGRAMS]
    ids = [one for one in found if one.id_found is not None]
    texts = [one for one in found if one.text_exact is not None]
    lines = [
        _share("bounces told", sum(one.kind == "bounce" for one in bounces), len(bounces)),
        f"{'… of these only late':<42} {len(delays)}",
        _share("auto-replies told", sum(one.kind == "auto_reply" for one in autos), len(autos)),
        _share("replies called something else", sum(one.kind != "reply" for one in replies), len(replies)),
        _share("bounces and auto-replies called a reply", sum(one.kind == "reply" for one in programs), len(programs)),
        _share("returned Message-ID found", sum(bool(one.id_found) for one in ids), len(ids)),
        _share("new text exact", sum(bool(one.text_exact) for one in texts), len(texts)),
        f"{'words kept':<42} {_mean([one.words_kept or 0.0 for one in texts]):.3f}",
        f"{'time for a mail, mean':<42} {_mean([one.seconds for one in found]) * 1000:.2f} ms",
        f"{'time for a mail, worst':<42} {max((one.seconds for one in found), default=0) * 1000:.1f} ms",
    ]
    return "\n".join(lines)


def _share(label: str, part: int, whole: int) -> str:
    return f"{label:<42} {part / whole if whole else 0.0:.4f}  ({part} of {whole})"


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def main(arguments: list[str]) -> int:
    """Measure the folder named on the command line; with `--list`, name every file told otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="name every file that was told otherwise")
    options = parser.parse_args(arguments)
    found = list(outcomes(options.folder))
    sys.stdout.write(report(found) + "\n")
    for one in found if options.list else []:
        known = one.expected in {*_PROGRAMS, "reply"}
        if (known and one.kind != one.expected) or one.text_exact is False:
            text = "" if one.text_exact is not False else f", text kept {one.words_kept:.2f}"
            sys.stdout.write(f"{one.file}: {one.expected} told as {one.kind}{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
