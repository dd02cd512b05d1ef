"""Owns how a command stands in the settings: word by word, without a shell, `~/` being the person's own folder."""

from pathlib import Path


def located(words: tuple[str, ...]) -> list[str]:
    """The words to run."""
    command, *arguments = words
    return [str(Path(command).expanduser()) if command.startswith("~/") else command, *arguments]
