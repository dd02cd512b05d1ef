"""The packages are whole: the wheel starts elsewhere, without this checkout, and the sdist holds its own tests."""

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from scripts.lowest import lower_bounds

ROOT = Path(__file__).parent.parent
START = """
import asyncio, sys
from pathlib import Path
import afterword
from afterword.bootstrap import open_journal
from afterword.paths import find_paths
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp

places = find_paths({}, data_dir=sys.argv[1], config=sys.argv[2])
app = AfterwordApp(open_journal(places, Settings()), Settings())

async def look() -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in "231":
            await pilot.press(key)
            await pilot.pause()

asyncio.run(look())
print(Path(afterword.__file__).parent)
"""

PYTEST = """
import afterword, pytest
print(afterword.__file__)
sys.exit(pytest.main(sys.argv[1:]))
"""


def run(*command: str, cwd: Path) -> str:
    """The output of a command that must succeed."""
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, built as they would be for others."""
    folder = tmp_path_factory.mktemp("packages")
    run(sys.executable, "-m", "hatchling", "build", "--directory", str(folder), cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def elsewhere(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the built wheel, and the libraries of this one without its editable install."""
    folder = tmp_path_factory.mktemp("elsewhere")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    wheel = next(packages.glob("afterword-*.whl"))
    run(*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel), cwd=folder)
    site = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture(scope="module")
def unpacked(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, unpacked in a folder of its own."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(next(packages.glob("afterword-*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.iterdir())


def test_the_app_starts_from_a_wheel_in_another_folder(elsewhere: Path) -> None:
    """The app opens and shows its three panes, with styles from inside the wheel."""
    python = elsewhere / "env" / "bin" / "python"
    place = run(str(python), "-c", START, str(elsewhere / "data"), str(elsewhere / "config.toml"), cwd=elsewhere)
    assert place.strip().startswith(str(elsewhere))


def test_the_command_line_works_from_a_wheel(elsewhere: Path) -> None:
    """The console script tells its version."""
    assert run(str(elsewhere / "env" / "bin" / "afterword"), "--version", cwd=elsewhere).startswith("afterword ")


def test_the_wheel_says_what_it_is(packages: Path) -> None:
    """Licence, addresses, Python versions as the continuous check runs them, and ranges for what it needs."""
    with zipfile.ZipFile(next(packages.glob("afterword-*.whl"))) as wheel:
        names = wheel.namelist()
        metadata = message_from_bytes(wheel.read(next(name for name in names if name.endswith("/METADATA"))))
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert metadata["License-Expression"] == "MIT"
    assert metadata["License-File"] == "LICENSE"
    assert len(metadata.get_all("Project-URL", [])) >= 3
    checked = re.findall(r'"(3\.\d+)"', (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    classified = [line.rpartition(" ")[2] for line in metadata.get_all("Classifier", []) if "Python :: 3." in line]
    assert classified == checked
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert len(needed) == 12
    assert all(">=" in line and "==" not in line for line in needed)


def test_the_wheel_holds_the_files_of_every_language(packages: Path) -> None:
    """Letters and phrases are no code, and come along all the same."""
    with zipfile.ZipFile(next(packages.glob("afterword-*.whl"))) as wheel:
        held = set(wheel.namelist())
    wanted = {str(path.relative_to(ROOT / "src")) for path in (ROOT / "src").rglob("*.toml")}
    assert len(wanted) > 80
    assert wanted - held == set()


def test_every_version_of_the_check_is_named() -> None:
    """What pyproject.toml asks for stands in the constraints by an exact version, within the range."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in constraints.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    named = {Requirement(line).name.lower().replace("_", "-"): line.partition("==")[2] for line in lines}
    asked = [Requirement(line) for line in project["dependencies"]]
    asked += [Requirement(line) for extra in project["optional-dependencies"].values() for line in extra]
    for requirement in asked:
        assert requirement.specifier.contains(named[requirement.name.lower()]), requirement
    assert lower_bounds((ROOT / "pyproject.toml").read_text(encoding="utf-8")).keys() <= named.keys()


def test_the_sdist_holds_everything(unpacked: Path) -> None:
    """Code, styles, tests, documents, licence, and what builds, runs and checks it."""
    folders = ("src", "styles", "tests", "docs", "scripts", "benchmarks", ".github")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [*ROOT.glob("*.md"), *map(ROOT.joinpath, ("LICENSE", "Makefile", "pyproject.toml", "constraints.txt"))]
    wanted = {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}
    held = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*")}
    assert len(wanted) > 400
    assert wanted - held == set()


def test_the_tests_of_the_sdist_pass_there(unpacked: Path) -> None:
    """The quick ones, on its own code."""
    python = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(unpacked / 'src')!r})\n{PYTEST}"]
    quick = [f"tests/{name}.py" for name in ("storage/test_missing", "test_readme", "test_reference")]
    told = run(*python, "-v", "--assert=plain", *quick, cwd=unpacked)
    assert told.startswith(str(unpacked))
    assert re.search(r"\d{2} passed", told), told
