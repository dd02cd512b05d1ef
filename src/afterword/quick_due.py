"""Owns the answer of `due --quiet` while nothing has changed: shell prompts ask for it at every line.

It imports nothing of the program, and next to nothing of Python. The answer stands beside the journal in the file
`.due`, with what it rests on: the journal and the settings as they were, the zone, and the moment until which it holds.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = ".due"
HOLDS_FOR = 3600
"""Seconds after which the whole program is asked again in any case."""
_PRIVATE = 0o600
_LONGEST = 16_384
_WITH_VALUE = {"--data-dir": "AFTERWORD_DATA_DIR", "--config": "AFTERWORD_CONFIG"}


def quick_answer(words: list[str], environ: "Mapping[str, str]", now: float) -> str | None:
    """What `due --quiet` prints, where it is known; None where the program has to be asked."""
    if words[-2:] != ["due", "--quiet"]:
        return None
    named = _named(words[:-2], environ)
    if named is None:
        return None
    folder = named["AFTERWORD_DATA_DIR"] or _usual(environ, "XDG_DATA_HOME", ".local/share")
    settings = named["AFTERWORD_CONFIG"] or _usual(environ, "XDG_CONFIG_HOME", ".config")
    if not folder or not settings:
        return None
    if not named["AFTERWORD_CONFIG"]:
        settings += "/config.toml"
    try:
        known, begun, until, count = _read(os.path.join(folder, NAME)).split("\n")[:4]  # noqa: PTH118 - pathlib takes longer
        holds = float(begun) <= now < float(until) and known == ground(folder, settings, environ)
    except (OSError, ValueError):
        return None
    return count if holds and (count == "" or count.isdecimal()) else None


def _read(file: str) -> str:
    """What stands there; no shell waits for a pipe or an endless device in its place."""
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        return os.read(handle, _LONGEST).decode()
    finally:
        os.close(handle)


def _named(flags: list[str], environ: "Mapping[str, str]") -> dict[str, str] | None:
    """What flags and environment name; None where the program has to say what is wrong with that."""
    named = {name: environ.get(name, "") for name in _WITH_VALUE.values()}
    is_empty = any(name in environ and not named[name].strip() for name in named)
    for flag, value in zip(flags[::2], flags[1::2], strict=False):
        if flag not in _WITH_VALUE or not value:
            return None
        named[_WITH_VALUE[flag]] = value
    return None if len(flags) % 2 or is_empty else named


def _usual(environ: "Mapping[str, str]", name: str, below: str) -> str:
    """The usual place on Linux; elsewhere the program knows better."""
    if not sys.platform.startswith("linux"):
        return ""
    home = environ.get("HOME", "")
    base = environ.get(name, "") or (f"{home}/{below}" if home else "")
    return f"{base}/afterword" if base.startswith("/") else ""


def ground(folder: str, settings: str, environ: "Mapping[str, str]") -> str:
    """What the answer rests on, in one line: another journal, other settings or another zone give another line."""
    files = (os.path.join(folder, "journal.json"), settings, __file__, "/etc/localtime")  # noqa: PTH118
    return "|".join([*map(_state, files), environ.get("TZ", "")])


def _state(file: str) -> str:
    try:
        found = os.stat(file)  # noqa: PTH116 - pathlib takes longer to load than all the rest
    except FileNotFoundError:
        return "-"
    except OSError as error:
        return f"{error.errno}"
    return f"{found.st_dev}.{found.st_ino}.{found.st_size}.{found.st_mtime_ns}"


def remember(folder: str, ground_before: str, count: int, times: tuple[float, float]) -> None:
    """Keeps the answer with what it rested on before it was worked out, from and until these seconds since the epoch.

    What cannot be kept is worked out again the next time.
    """
    path = os.path.join(folder, NAME)  # noqa: PTH118
    fresh = f"{path}.{os.getpid()}.tmp"
    text = f"{ground_before}\n{times[0]}\n{min(times[1], times[0] + HOLDS_FOR)}\n{count or ''}\n"
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE)
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(text)
        os.replace(fresh, path)  # noqa: PTH105
    except OSError:
        return
