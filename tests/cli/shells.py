"""Owns asking real shells what they offer: bash by its function, fish by `complete -C`, zsh by keys on a terminal."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_PROMPT = "ready"


def missing(shell: str) -> str:
    """Why completion cannot be tried in that shell; empty when it can."""
    return "" if shutil.which(shell) else f"There is no {shell}"


def offers(shell: str, script: str, lines: Sequence[str], folder: Path) -> dict[str, set[str]]:
    """What the shell offers at the end of each line, in that folder, with the script loaded."""
    loaded = folder.parent / f"script.{shell}"
    loaded.write_text(script, encoding="utf-8")
    ask = {"bash": _ask_bash, "fish": _ask_fish, "zsh": _ask_zsh}[shell]
    return {line: {one.rstrip("/") for one in found} for line, found in ask(loaded, lines, folder).items()}


def _environ(folder: Path) -> Mapping[str, str]:
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(home), "TERM": "xterm", "LANG": "C.UTF-8"}


def _run(words: Sequence[str], folder: Path) -> str:
    ran = subprocess.run(words, capture_output=True, text=True, check=True, cwd=folder, env=_environ(folder))  # noqa: S603
    return ran.stdout


def _ask_bash(loaded: Path, lines: Sequence[str], folder: Path) -> dict[str, set[str]]:
    """Bash parts words at `=` and `:`, too, and the function sees them so."""
    program = [f"source '{loaded}'"]
    for line in lines:
        words = line.replace("=", " = ").replace(":", " : ").split(" ")
        words = [word for word in words[:-1] if word] + words[-1:]
        quoted = " ".join(f"'{word}'" for word in words)
        program.append(f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _afterword")
        program.append('printf "%s\\n" "${COMPREPLY[@]}" --end')
    parts = _run(["bash", "-c", "\n".join(program)], folder).split("--end\n")
    return {line: set(part.split("\n")) - {""} for line, part in zip(lines, parts, strict=False)}


def _ask_fish(loaded: Path, lines: Sequence[str], folder: Path) -> dict[str, set[str]]:
    program = f"source '{loaded}'\n" + "\n".join(f"complete -C '{line}'\necho --end" for line in lines)
    parts = _run(["fish", "--no-config", "-c", program], folder).split("--end\n")
    found = {}
    for line, part in zip(lines, parts, strict=False):
        words = {row.partition("\t")[0] for row in part.split("\n")} - {""}
        found[line] = {word.rpartition("=")[2] if word.startswith("-") else word for word in words}
    return found


def _ask_zsh(loaded: Path, lines: Sequence[str], folder: Path) -> dict[str, set[str]]:
    """Each line is typed with a tab behind it; `compadd` notes what it is given, and what of it fits.

    The tab completes, notes the end and asks for a new prompt, which is waited for: nothing is ever typed ahead.
    """
    noted = folder.parent / "noted"
    noted.unlink(missing_ok=True)
    start = folder.parent / "start.zsh"
    start.write_text(
        "LISTMAX=10000; unsetopt beep\nautoload -Uz compinit; compinit -D -i\n"
        f"precmd() {{ PROMPT={_PROMPT}$((++asked))'>' }}\nsource '{loaded}'\n"
        f"compadd() {{ local -a hits; builtin compadd -O hits \"$@\"; print -rl -- $hits >> '{noted}'; "
        'builtin compadd "$@" }\n'
        f"answer() {{ zle expand-or-complete; print -r -- --end >> '{noted}'; BUFFER=''; zle accept-line }}\n"
        "zle -N answer; bindkey '^I' answer\n",
        encoding="utf-8",
    )
    _type([f"source '{start}'\n", *(f"{line}\t" for line in lines), "exit\n"], folder)
    parts = noted.read_text(encoding="utf-8").split("--end\n")
    return {line: set(part.split("\n")) - {""} for line, part in zip(lines, parts, strict=False)}


def _type(lines: Sequence[str], folder: Path) -> None:
    """Type these lines into a zsh on a terminal of its own, each once it is ready for it, and wait for its end."""
    main, other = pty.openpty()
    zsh = [shutil.which("zsh") or "zsh", "-f", "-i"]
    with subprocess.Popen(  # noqa: S603
        zsh, stdin=other, stdout=other, stderr=other, cwd=folder, env=_environ(folder), start_new_session=True
    ) as running:
        os.close(other)
        for count, line in enumerate(lines):
            if count:
                _read_until(main, f"{_PROMPT}{count}>".encode())
            os.write(main, line.encode())
        _read_until(main, None)
        running.wait()
    os.close(main)


def _read_until(terminal: int, sign: bytes | None) -> None:
    """Read what the shell shows until that sign, or until the shell has gone."""
    shown = b""
    while sign is None or sign not in shown:
        try:
            shown += os.read(terminal, 65_536)
        except OSError:  # so Linux says that nobody is at the other end any more
            return
