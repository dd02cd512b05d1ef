"""The wheel is whole: installed elsewhere, without this checkout, it starts."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

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


def run(*command: str, cwd: Path) -> str:
    """The output of a command that must succeed."""
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the built wheel, and the libraries of this one without its editable install."""
    folder = tmp_path_factory.mktemp("elsewhere")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT), cwd=folder)
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    wheel = next(folder.glob("afterword-*.whl"))
    run(*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel), cwd=folder)
    site = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_the_app_starts_from_a_wheel_in_another_folder(elsewhere: Path) -> None:
    """The app opens and shows its three panes, with styles from inside the wheel."""
    python = elsewhere / "env" / "bin" / "python"
    place = run(str(python), "-c", START, str(elsewhere / "data"), str(elsewhere / "config.toml"), cwd=elsewhere)
    assert place.strip().startswith(str(elsewhere))


def test_the_command_line_works_from_a_wheel(elsewhere: Path) -> None:
    """The console script tells its version."""
    assert run(str(elsewhere / "env" / "bin" / "afterword"), "--version", cwd=elsewhere).startswith("afterword ")
