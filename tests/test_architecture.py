"""The arrows between the layers, the budgets and the names: rules that a tool checks are kept."""

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from textual import containers, widgets

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "afterword"
FILES = sorted(SOURCE.rglob("*.py"))

FILE_LINES, APP_LINES, FUNCTION_LINES, CLASS_METHODS = 500, 250, 40, 20
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "data", "misc"}
VAGUE = {"one", "found", "told", "thing", "what", "here", "there", "begun", "known"}
"""What says nothing of what a variable holds."""
DRAWING = ("textual", "rich")
STORING = ("tinydb", "platformdirs")
CONNECTING = ("smtplib", "imaplib", "socket", "ssl")

# Imports every module of the packages named, and tells what was loaded and which files were touched meanwhile.
_PROBE = """
import importlib, json, os, pkgutil, sys
touched = []
code = (".py", ".pyc", ".so", ".pyd")
def listen(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        path = os.fsdecode(args[0])
        writing = isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        installed = path.startswith((sys.prefix, sys.base_prefix)) and not writing
        if not path.endswith(code) and not installed:
            touched.append(path)
    elif event in ("os.mkdir", "os.rename", "os.remove", "socket.connect", "subprocess.Popen"):
        touched.append(event)
sys.addaudithook(listen)
for name in sys.argv[1:]:
    module = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), name + "."):
        importlib.import_module(found.name)
print(json.dumps({"loaded": sorted(sys.modules), "touched": touched}))
"""


def imported(home: Path, *names: str) -> dict[str, list[str]]:
    """What a fresh interpreter has loaded, and which files it has touched, after importing these packages."""
    environment = {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(SOURCE.parent)}
    command = [sys.executable, "-c", _PROBE, *(f"afterword.{name}" for name in names)]
    done = subprocess.run(  # noqa: S603  # our own interpreter on our own words
        command, env=environment, capture_output=True, text=True, check=False, cwd=home
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[str]] = json.loads(done.stdout)
    return answer


def loaded(answer: dict[str, list[str]], *packages: str) -> set[str]:
    """Those of the packages that were loaded."""
    return {name.partition(".")[0] for name in answer["loaded"]} & set(packages) | (
        set(answer["loaded"]) & {name for name in packages if "." in name}
    )


def module_name(path: Path) -> str:
    """The path from the source folder on, for messages."""
    return str(path.relative_to(SOURCE))


Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def parsed() -> tuple[tuple[Path, ast.Module], ...]:
    """Every file of the program as a tree."""
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in FILES)


@cache
def defined() -> tuple[tuple[Path, ast.ClassDef | Function], ...]:
    """Every class, function and method with its file, however deep it stands."""
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return tuple((path, node) for path, tree in parsed() for node in ast.walk(tree) if isinstance(node, kinds))


def functions() -> list[tuple[Path, Function]]:
    """Every function and method."""
    return [(path, node) for path, node in defined() if not isinstance(node, ast.ClassDef)]


def classes() -> list[tuple[Path, ast.ClassDef]]:
    """Every class."""
    return [(path, node) for path, node in defined() if isinstance(node, ast.ClassDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Its lines, from `def` to the end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_the_import_contracts_hold() -> None:
    """Every arrow between the layers points the way that pyproject.toml says."""
    done = subprocess.run(  # noqa: S603  # the linter that stands beside our own interpreter
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("packages", "never"),
    [
        (("domain", "errors", "ports"), (*DRAWING, *STORING, *CONNECTING, "afterword.services", "afterword.storage")),
        (("services",), (*DRAWING, *STORING, *CONNECTING, "afterword.storage", "afterword.mail", "afterword.tui")),
        (("storage",), (*DRAWING, *CONNECTING, "afterword.services", "afterword.mail", "afterword.tui")),
        (("mail",), (*DRAWING, "tinydb", "afterword.services", "afterword.storage", "afterword.tui")),
        (("cli", "__main__"), ("textual", "afterword.tui")),
    ],
    ids=lambda names: names[0],
)
def test_a_layer_loads_nothing_it_must_not_know(
    tmp_path: Path, packages: tuple[str, ...], never: tuple[str, ...]
) -> None:
    """A fresh interpreter that imports the whole layer has not loaded what the layer must never know."""
    assert loaded(imported(tmp_path, *packages), *never) == set()


def test_nothing_happens_on_import(tmp_path: Path) -> None:
    """Importing every module reads no file of the person, writes nothing and connects to nothing."""
    packages = {path.parent.relative_to(SOURCE).parts[0] for path in SOURCE.glob("*/__init__.py")}
    modules = {path.stem for path in SOURCE.glob("*.py")} - {"__init__"}
    # Textual reads its own settings from the environment; what the screen loads is proved by its own tests.
    assert imported(tmp_path, *sorted((packages | modules) - {"tui"}))["touched"] == []
    assert list(tmp_path.iterdir()) == []


def test_files_stay_within_their_lines() -> None:
    """No file is longer than 500 lines, and the app's frame no longer than 250."""
    long = {module_name(path): lines for path in FILES if (lines := len(path.read_text().splitlines())) > FILE_LINES}
    assert long == {}
    assert len((SOURCE / "tui" / "app.py").read_text().splitlines()) <= APP_LINES


def test_functions_stay_within_their_lines() -> None:
    """No function is longer than 40 lines."""
    long = [f"{module_name(path)}:{node.name}" for path, node in functions() if length(node) > FUNCTION_LINES]
    assert long == []


def _is_public_method(part: ast.stmt) -> bool:
    return isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and not part.name.startswith("_")


def test_classes_stay_within_their_methods() -> None:
    """No class has more than 20 public methods."""
    big = [
        f"{module_name(path)}:{node.name}"
        for path, node in classes()
        if sum(_is_public_method(part) for part in node.body) > CLASS_METHODS
    ]
    assert big == []


def test_names_are_the_products_words() -> None:
    """No file, folder or class is called by a word that says nothing, such as helpers or manager."""
    paths = [module_name(path) for path in FILES if EMPTY_NAMES & set(re.split(r"[/_.]", module_name(path)))]
    assert paths == []
    names = [node.name for _, node in classes()]
    assert [name for name in names if name.lower().endswith(("manager", "helper", "utils"))] == []


def test_variables_are_called_what_they_hold() -> None:
    """No variable and no parameter is called by a word that could stand for anything, such as `one` or `found`."""
    vague = [
        f"{module_name(path)}:{function.name} {name}"
        for path, function in functions()
        for name in sorted(VAGUE & set(map(_bound_name, ast.walk(function))))
    ]
    assert vague == []


def _bound_name(node: ast.AST) -> str:
    match node:
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
            return name
    return ""


def test_packages_hold_no_code_of_their_own() -> None:
    """An `__init__.py` holds a sentence and exports, nothing else."""
    for path, tree in parsed():
        if path.name == "__init__.py":
            kinds = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign)
            assert all(isinstance(node, kinds) for node in tree.body), module_name(path)
            assigned = [ast.unparse(node.targets[0]) for node in tree.body if isinstance(node, ast.Assign)]
            assert set(assigned) <= {"__all__", "__version__"}, module_name(path)


def test_every_module_says_what_it_owns() -> None:
    """Each module opens with a docstring."""
    assert [module_name(path) for path, tree in parsed() if not ast.get_docstring(tree)] == []


def test_public_class_names_are_unique() -> None:
    """Nobody has to ask which of two classes is meant."""
    counts = Counter(node.name for _, node in classes() if not node.name.startswith("_"))
    assert [name for name, count in counts.items() if count > 1] == []


def test_style_sheets_name_classes_that_exist() -> None:
    """A class that is renamed keeps its look."""
    known = {node.name for _, node in classes()}
    known |= {*dir(containers), *vars(widgets)["__all__"], "Screen"}
    for sheet in (SOURCE.parent.parent / "styles").glob("*.tcss"):
        rules = re.sub(r"/\*.*?\*/|\{[^}]*\}", " ", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        named = set(re.findall(r"(?<![\w$#.-])[A-Z]\w+", rules))
        assert named - known == set()
