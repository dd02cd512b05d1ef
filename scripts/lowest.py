"""Prints the constraints of the check with every runtime dependency at the lowest version that pyproject.toml allows.

python scripts/lowest.py > lowest.txt
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def lower_bounds(project: str) -> dict[str, str]:
    """The lowest version of each runtime dependency, by its name as pip compares names."""
    requirements = tomllib.loads(project)["project"]["dependencies"]
    bounds = (re.match(r"([\w-]+)>=([\w.]+)", requirement) for requirement in requirements)
    return {_normal(bound[1]): bound[2] for bound in bounds if bound}


def lowest(project: str, constraints: str) -> str:
    """These constraints, with the runtime dependencies of the project at their lower bounds."""
    bounds = lower_bounds(project)
    lines = (line for line in constraints.splitlines() if _normal(line.partition("==")[0]) not in bounds)
    return "\n".join([*lines, *(f"{name}=={version}" for name, version in bounds.items())]) + "\n"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    project, constraints = (ROOT / name for name in ("pyproject.toml", "constraints.txt"))
    sys.stdout.write(lowest(project.read_text(encoding="utf-8"), constraints.read_text(encoding="utf-8")))
