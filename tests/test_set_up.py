"""An environment that is missing, half-made or aged is made whole by the next call, and what cannot be is said."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from afterword import __version__

ROOT = Path(__file__).parent.parent
NOW = 1_700_000_000
# A program of the same name without any need: built by a backend of its own, it installs without a network.
BACKEND = """
import pathlib, zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "afterword-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        info = "afterword-1.dist-info/"
        for module in ("afterword", "msgspec", "textual", "tinydb"):
            wheel.writestr(f"{module}.py", "")
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: afterword\\nVersion: 1\\nREQUIRES")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return name
"""


# A Python that takes pip for a new environment from TEMPLATE, in place of installing it there anew.
COPYING = """#!REAL
import os, shutil, subprocess, sys
from pathlib import Path

if sys.argv[1:3] != ["-m", "venv"]:
    os.execv("REAL", ["REAL", *sys.argv[1:]])
subprocess.run(["REAL", "-m", "venv", "--without-pip", *sys.argv[3:]], check=True)
venv, template = Path(sys.argv[-1]).absolute(), Path("TEMPLATE")
shutil.copytree(template, next(venv.glob("lib/*/site-packages")), copy_function=os.link, dirs_exist_ok=True)
(venv / "bin/pip").write_text(f"#!{venv}/bin/python")
"""


def _project(folder: Path, requires: str = "") -> None:
    (folder / "pyproject.toml").write_text(
        "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
    )
    (folder / "constraints.txt").touch()
    (folder / "backend.py").write_text(BACKEND.replace("REQUIRES", requires))


def _make_ready(
    folder: Path, python: str = sys.executable, versions: str = "constraints.txt"
) -> subprocess.CompletedProcess[str]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "VIRTUAL_ENV"))}
    environ |= {"PYTHON": python, "VENV": ".venv", "PIP_NO_INDEX": "1"}
    words = [shutil.which("sh") or "/bin/sh", str(ROOT / "scripts/ready.sh"), ".ready", ".", versions]
    return subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, check=False)  # noqa: S603


def _starts(folder: Path) -> bool:
    python = folder / ".venv/bin/python"
    return subprocess.run([python, "-I", "-c", "import afterword"], check=False).returncode == 0  # noqa: S603


@pytest.fixture(scope="module")
def copying(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that is quick at making environments: pip is the one with which these tests were installed."""
    spec = find_spec("pip")
    if spec is None or spec.origin is None:
        return sys.executable
    folder = tmp_path_factory.mktemp("python")
    for path in Path(spec.origin).parent.parent.glob("pip*"):
        shutil.copytree(path, folder / "template" / path.name)
    python = folder / "python3"
    python.write_text(COPYING.replace("REAL", sys.executable).replace("TEMPLATE", str(folder / "template")))
    python.chmod(0o755)
    return str(python)


@pytest.fixture(scope="module")
def built(copying: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its environment, made once and broken again and again."""
    folder = tmp_path_factory.mktemp("project")
    _project(folder)
    assert _make_ready(folder, copying).returncode == 0
    return folder


def _without_pip(venv: Path) -> None:
    for path in venv.glob("lib/*/site-packages/pip*"):
        shutil.rmtree(path)


def _interpreter_gone(venv: Path) -> None:
    for path in venv.glob("bin/python*"):
        path.unlink()
    (venv / "bin/python").symlink_to("/nowhere/python3")


def _interpreter_upgraded(venv: Path) -> None:
    site = next(venv.glob("lib/python3.*"))
    site.rename(site.with_name("python3.0"))


def _interrupted(venv: Path) -> None:
    (venv / ".ready").unlink()
    for path in venv.glob("lib/*/site-packages/afterword*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _half_installed(venv: Path) -> None:
    next(venv.glob("lib/*/site-packages/textual.py")).unlink()


def _moved(venv: Path) -> None:
    script = venv / "bin/pip"
    script.write_text(script.read_text().replace(str(venv), "/elsewhere/.venv"))


@pytest.mark.parametrize(
    "harm", [_without_pip, _interpreter_gone, _interpreter_upgraded, _interrupted, _half_installed, _moved]
)
def test_a_broken_environment_is_made_whole(built: Path, copying: str, harm: Callable[[Path], None]) -> None:
    """Whatever an interruption or an upgrade has left, the next call mends it, and the one after has nothing to do."""
    harm(built / ".venv")
    mended = _make_ready(built, copying)
    assert mended.returncode == 0, mended.stderr
    assert _starts(built)
    again = _make_ready(built, copying)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_what_is_asked_for_anew_is_installed_anew(built: Path, name: str) -> None:
    """A requirement or a version that has changed since the last call is taken up by the next."""
    assert _make_ready(built).returncode == 0
    mark = built / ".venv/.ready"
    for path, age in (
        (built / "pyproject.toml", 200),
        (built / "constraints.txt", 200),
        (mark, 100),
        (built / name, 0),
    ):
        os.utime(path, (NOW - age, NOW - age))
    assert _make_ready(built).returncode == 0
    assert mark.stat().st_mtime > NOW - 100


def test_versions_are_those_of_the_constraints(copying: str, tmp_path: Path) -> None:
    """A version that the constraints rule out is not installed."""
    _project(tmp_path)
    (tmp_path / "constraints.txt").write_text("afterword==2\n")
    answer = _make_ready(tmp_path, copying)
    assert answer.returncode == 1
    assert _make_ready(tmp_path, copying, versions="").returncode == 0


def test_without_a_network_it_ends_in_a_sentence(copying: str, tmp_path: Path) -> None:
    """What could not be fetched is said, with pip's own reason, and a second call tries again."""
    _project(tmp_path, "Requires-Dist: nowhere-to-be-found\\n")
    for _ in range(2):
        answer = _make_ready(tmp_path, copying)
        assert answer.returncode == 1
        assert "Is there a network?" in answer.stderr
        assert "nowhere-to-be-found" in answer.stderr
        assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("python", ["python-that-is-not-there", "false"])
def test_without_a_fitting_python_it_says_so(tmp_path: Path, python: str) -> None:
    """The version that is needed is named, and nothing is left behind."""
    answer = _make_ready(tmp_path, python)
    assert answer.returncode == 1
    assert "Python 3.11 or newer" in answer.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_version_stands_once() -> None:
    """The project takes it from the package, so that a bump cannot be half done."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"{__version__}"' not in text
    assert 'dynamic = ["version"]' in text
