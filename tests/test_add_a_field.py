"""The page on how to add a field is true: its edits are carried out on a copy of the code, and the field is there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "add-a-field.md"
_EDIT = re.compile(r"^```diff\n# (\S+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code and its tests with the edits of the page."""
    place = tmp_path_factory.mktemp("copy")
    for part in ("src", "tests", "styles", "docs"):
        shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__", "corpus", "pictures"))
    shutil.copy(ROOT / "pyproject.toml", place)
    for name, lines in _EDIT.findall(PAGE.read_text(encoding="utf-8")):
        _carry_out(place / name, lines)
    return place


def _carry_out(path: Path, lines: str) -> None:
    """Put the added lines below the one before them, or into a new file where there is none."""
    known = "".join(f"{line[1:]}\n" for line in lines.splitlines() if not line.startswith("+"))
    added = "".join(f"{line[1:]}\n" for line in lines.splitlines() if line.startswith("+"))
    if not known:
        path.write_text(added, encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8")
    assert before.count(known) == 1, f"{path.name} has changed; the page shows other lines"
    path.write_text(before.replace(known, known + added), encoding="utf-8")


def _run(copy: Path, *words: str) -> str:
    """What a module prints that runs on the copy; it must end well."""
    environment = {**os.environ, "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}", "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"HOME": str(copy), "AFTERWORD_DATA_DIR": str(copy / "data"), "COLUMNS": "100"}
    done = subprocess.run(  # noqa: S603  # our own interpreter on our own words
        [sys.executable, "-m", *words], env=environment, capture_output=True, text=True, check=False, cwd=copy
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_takes_at_most_three_edits() -> None:
    """The attribute with its description, its meaning, its test."""
    names = [name for name, _ in _EDIT.findall(PAGE.read_text(encoding="utf-8"))]
    assert len(names) == len(set(names)) <= 3
    assert sum(name.startswith("src/") for name in names) <= 2


def test_the_field_has_its_flag_its_line_and_its_place_in_the_json(copy: Path) -> None:
    """The command line takes it, shows it and hands it out."""
    words = ("--company", "Initech", "--role", "Backend", "--at", "yesterday 10:00", "--dress", "jacket, no tie")
    made = _run(copy, "afterword", "interview", "add", *words).strip()
    assert "jacket, no tie" in _run(copy, "afterword", "interview", "show", made)
    assert json.loads(_run(copy, "afterword", "interview", "show", made, "--json"))["dress"] == "jacket, no tie"


def test_the_field_is_walked_through_form_store_and_page(copy: Path) -> None:
    """The walk over every field takes the new one in by itself, and the test of its meaning holds."""
    walk = ("tests/tui/test_every_field.py", "tests/evaluation/test_what_to_wear.py")
    told = _run(
        copy, "pytest", "-vv", "-p", "no:cacheprovider", *walk, "-k", "dress and not address or wear or forgotten"
    )
    for walked in ("form[Interview--dress]", "back_into_the_form[Interview--dress]", "no_field_is_forgotten"):
        assert walked in told
    assert "test_the_prep_sheet_says_what_to_wear" in told
