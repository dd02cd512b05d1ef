"""Writes the README's key table from the table of actions, between its two marks.

python scripts/key_table.py README.md
"""

import sys
from pathlib import Path

from afterword.tui.actions.table import key_table_markdown

BEGIN, END = "<!-- keys -->", "<!-- /keys -->"


def with_keys(text: str) -> str:
    """The text with the table of today between the marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{key_table_markdown().strip()}\n{END}{after}"


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    readme.write_text(with_keys(readme.read_text(encoding="utf-8")), encoding="utf-8")
