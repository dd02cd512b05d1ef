"""Owns writing what a person takes away into a new file of their own; opening it elsewhere is the desktop's."""

import os
from pathlib import Path

from afterword.errors import UserError

_PRIVATE = 0o600


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """`stem.ending` in that folder, with a number where the name is taken."""
    number = 1
    while (place := folder / f"{stem}{f'-{number}' if number > 1 else ''}.{ending}").exists():
        number += 1
    return place


def write_file(typed: str, raw: bytes) -> Path:
    """Write a new file that only the person can read. Refused when it is there already or cannot be written."""
    if not typed.strip():
        raise UserError("Where to?", hint="Type a file name, such as ~/letter.txt.")
    place = Path(typed.strip()).expanduser()
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
    except FileExistsError as error:
        raise UserError(
            f"There is a file {place} already.", hint="Choose another name; nothing was overwritten."
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else ""
        raise UserError(f"{place} cannot be written.", reason or "", "Choose another folder or name.") from error
    return place
