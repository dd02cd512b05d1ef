"""The modules of a start are found in one file, as long as each is as it was; else Python finds them as ever."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CALL = """
import sys
sys.path.insert(0, {source!r})
from afterword.quick_answers import KeptModules, _Loader

modules = KeptModules({folder!r})
sys.meta_path.insert(0, modules)
import parts, parts.inner

for module in (parts, parts.inner):
    kept = isinstance(module.__spec__.loader, _Loader)
    print(kept, module.VALUE, module.__file__, module.__cached__, module.__package__, getattr(module, "__path__", None))
modules.keep()
"""


class Package:
    """A package with a module in it, loaded by one Python after the other."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, home / "compiled"
        self.folder.mkdir()
        (home / "parts").mkdir()
        self.write("__init__.py", 1)
        self.write("inner.py", 2)

    def write(self, name: str, value: int) -> None:
        """Let that source say that value."""
        (self.home / "parts" / name).write_text(f"VALUE = {value}\n", encoding="utf-8")

    @property
    def kept(self) -> Path:
        """The file."""
        (file,) = self.folder.iterdir()
        return file

    def loaded(self, *flags: str, **environ: str) -> list[tuple[bool, int]]:
        """Of the package and of the module: whether it was found in the file, and its value; all else is the same."""
        found = list(self._loaded(flags, {"PYTHONPATH": str(self.home), **environ}))
        assert [rest for _, _, rest in found] == [
            [f"{self.home}/parts/__init__.py", self._compiled("__init__"), "parts", f"['{self.home}/parts']"],
            [f"{self.home}/parts/inner.py", self._compiled("inner"), "parts", "None"],
        ]
        return [(was_kept == "True", int(value)) for was_kept, value, _ in found]

    def _compiled(self, name: str) -> str:
        return f"{self.home}/parts/__pycache__/{name}.{sys.implementation.cache_tag}.pyc"

    def _loaded(self, flags: tuple[str, ...], environ: Mapping[str, str]) -> Iterator[tuple[str, str, list[str]]]:
        code = CALL.format(source=str(ROOT / "src"), folder=str(self.folder))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        call = [sys.executable, *flags, "-c", code]
        done = subprocess.run(call, capture_output=True, text=True, check=True, env={**clean, **environ})  # noqa: S603 - our own call
        for line in done.stdout.splitlines():
            was_kept, value, *rest = line.split(" ")
            yield was_kept, value, rest


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """It, which nobody has loaded yet."""
    return Package(tmp_path)


FOUND_BY_PYTHON, FOUND_IN_FILE = [(False, 1), (False, 2)], [(True, 1), (True, 2)]


def test_what_was_loaded_once_is_found_in_the_file(package: Package) -> None:
    """With all that says where it is, as if Python had found it."""
    assert package.loaded() == FOUND_BY_PYTHON
    assert package.loaded() == FOUND_IN_FILE


def test_a_source_that_was_changed_counts_from_then_on(package: Package) -> None:
    """Alone; and once it was loaded, the file holds that, too."""
    package.loaded()
    package.write("inner.py", 33)
    assert package.loaded() == [(True, 1), (False, 33)]
    assert package.loaded() == [(True, 1), (True, 33)]


def test_a_python_that_looks_elsewhere_finds_its_own(package: Package, tmp_path: Path) -> None:
    """Another package of that name may stand before this one."""
    package.loaded()
    elsewhere = f"{tmp_path}/more{os.pathsep}{package.home}"
    assert package.loaded(PYTHONPATH=elsewhere) == FOUND_BY_PYTHON
    assert package.loaded(PYTHONPATH=elsewhere) == FOUND_IN_FILE


@pytest.mark.parametrize("share", [0.0, 0.2, 0.9, 1.0])
def test_a_file_that_is_damaged_is_no_obstacle(package: Package, share: float) -> None:
    """Cut off, or full of zeros from some place on, as a power cut may leave it."""
    package.loaded()
    whole = package.kept.read_bytes()
    size = int(len(whole) * share)
    package.kept.write_bytes(whole[:size])
    assert [value for _, value in package.loaded("-B")] == [1, 2]
    package.kept.write_bytes(bytes(size) + whole[size:])
    assert [value for _, value in package.loaded("-B")] == [1, 2]
    package.kept.write_bytes(b"\xff" * len(whole))
    assert [value for _, value in package.loaded("-B")] == [1, 2]


def test_nothing_is_written_where_python_is_told_to_write_nothing(package: Package) -> None:
    """Nor where the folder is another's, or is not there."""
    package.loaded("-B")
    assert not any(package.folder.iterdir())
    package.folder.rmdir()
    assert package.loaded() == FOUND_BY_PYTHON
    assert not package.folder.exists()


def test_a_start_in_which_all_was_found_writes_nothing(package: Package) -> None:
    """The file is made anew for what is not in it."""
    package.loaded()
    before = package.kept.stat()
    package.loaded()
    assert (package.kept.stat().st_ino, package.kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
