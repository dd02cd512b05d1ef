"""Writes the versions that are installed beside this interpreter, by name, as the constraints of the check.

python scripts/versions.py constraints.txt
"""

import sys
from importlib.metadata import distributions
from pathlib import Path

HEADER = "# The versions that the checks run with, by name. Runtime ranges and their reasons stand in pyproject.toml.\n"
NOT_OURS = {"afterword", "pip", "setuptools", "wheel"}


def installed() -> str:
    """A line `name==version` for each package that is installed, sorted by name."""
    found = {dist.name: dist.version for dist in distributions() if dist.name.lower() not in NOT_OURS}
    return HEADER + "".join(f"{name}=={found[name]}\n" for name in sorted(found, key=str.lower))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(installed(), encoding="utf-8")
