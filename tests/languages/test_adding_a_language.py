"""docs/add-a-language.md says what is true: its examples stand in the files, and its made-up language is read."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "add-a-language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml (\S+)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
FOLDER = ROOT / "src" / "afterword" / "languages"
AWAY = """
import sys
from afterword.mail.classify import classify
from afterword.mail.newtext import new_text
from afterword.mail.parse import parse

mail = "From: Ada <ada@x.example>\\nSubject: =?utf-8?q?A=C5=ADtomata_respondo?=\\n"
mail += "Date: Tue, 3 Nov 2026 10:00:00 +0000\\nContent-Type: text/plain; charset=utf-8\\n\\n"
mail += "Mi ne estas en la oficejo ĝis 5 decembro.\\n"
verdict = classify(parse(mail.encode()))
print(verdict.kind, verdict.return_date)
print(new_text("Jes.\\n\\n3.11.2026 Ada <ada@x.example> skribis:\\n\\nOld words here.\\n", None))
"""
FALLS_BACK = """
from msgspec import Struct
from afterword.languages.loader import languages, load

class Scale(Struct):
    title: str

class Scales(Struct):
    scales: tuple[Scale, ...]

print("eo" in languages("mail"), "eo" in languages(), load("scales", Scales, "eo") == load("scales", Scales))
"""


def _run(code: str, package: Path) -> list[str]:
    """What a program prints that runs with the package in that folder."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(package), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture(scope="module")
def with_esperanto(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the language that the page makes up."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src" / "afterword", folder / "afterword", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in EXAMPLES:
        if not (FOLDER / name).exists():
            file = folder / "afterword" / "languages" / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return folder


def test_the_lines_it_shows_stand_in_the_files() -> None:
    """What it shows of a file that there is can be found there."""
    shown = [(name, text) for name, text in EXAMPLES if (FOLDER / name).exists()]
    assert len(shown) >= 2
    for name, text in shown:
        held = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
        for section, lists in tomllib.loads(text).items():
            for key, lines in lists.items():
                assert set(lines) <= set(held[section][key]), (name, key)


def test_it_names_every_file() -> None:
    """A file of any language is explained."""
    assert {f"{file.stem}.toml" for file in FOLDER.glob("*/*.toml")} - {"names.toml"} <= set(
        re.findall(r"`(\w+\.toml)`", PAGE)
    )


def test_a_folder_is_enough_for_a_language(with_esperanto: Path) -> None:
    """Its notes of absence, its dates and its quotations are read; without the folder they are not."""
    assert _run(AWAY, with_esperanto) == ["auto_reply", "2026-12-05", "Jes."]
    assert _run(AWAY, ROOT / "src")[:2] == ["reply", "None"]


def test_what_a_language_does_not_have_is_english(with_esperanto: Path) -> None:
    """A language with some of the files is no reason for an error."""
    assert _run(FALLS_BACK, with_esperanto) == ["True", "False", "True"]
