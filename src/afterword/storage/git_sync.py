"""Owns the journal's folder as a git repository: set up, committed, merged with the person's own remote, pushed.

Git itself does the work, with the merge driver of this program for the journal. Nobody else writes the journal
meanwhile, so no save can fall between a commit and a merge.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

from afterword.errors import UserError
from afterword.storage.document_storage import DocumentStorage
from afterword.storage.files import real_path
from afterword.storage.history import IGNORED

DRIVER = "afterword"
_TRIES = 5
ATTRIBUTES = f"journal.json merge={DRIVER}\n"
_NOBODY = ("-c", "user.name=Afterword", "-c", "user.email=afterword@localhost")


class Synced(Struct, frozen=True, kw_only=True):
    """What a sync did: whether something was committed, came in and went out, and the commits that came in."""

    committed: bool
    came_in: int = 0
    pushed: bool = False
    remote: str = ""


class GitFolder:
    """The repository in the folder of a journal."""

    def __init__(self, storage: DocumentStorage) -> None:
        self._storage = storage
        self.folder = real_path(storage.path).parent
        self._name = real_path(storage.path).name

    @property
    def is_set_up(self) -> bool:
        """Whether the folder is a repository of its own."""
        return (self.folder / ".git").exists()

    def set_up(self, remote: str) -> None:
        """Makes the folder a repository with its driver and, where one is named, its remote. Raises `UserError`."""
        if not self.is_set_up:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._git("init", "--quiet", "--initial-branch=main")
        self._keep(self.folder / ".gitignore", IGNORED)
        self._keep(self.folder / ".gitattributes", ATTRIBUTES.replace("journal.json", self._name))
        self._git("config", f"merge.{DRIVER}.name", "Afterword, record by record")
        self._git("config", f"merge.{DRIVER}.driver", driver_words())
        if remote:
            verb = "set-url" if self._asks("remote", "get-url", "origin") else "add"
            self._git("remote", verb, "origin", remote)

    @staticmethod
    def _keep(file: Path, lines: str) -> None:
        """Adds the lines that the file lacks; what the person wrote there stays."""
        existing = file.read_text(encoding="utf-8") if file.exists() else ""
        missing = [line for line in lines.splitlines() if line not in existing.splitlines()]
        if missing:
            before = existing if not existing or existing.endswith("\n") else f"{existing}\n"
            file.write_text(before + "\n".join(missing) + "\n", encoding="utf-8")

    def sync(self) -> Synced:
        """Commits, brings in what the remote has, and pushes. Raises `UserError`, and then nothing is lost anywhere."""
        if not self.is_set_up:
            raise UserError(
                "This journal is not in git yet.", hint="Set it up once: afterword sync --init git@host:journal.git"
            )
        self._keep(self.folder / ".gitignore", "typed/\n.*.seal\n")
        committed, came_in = self._commit(), 0
        remote = self._answer("config", "--get", "branch.main.remote") or self._answer("remote").partition("\n")[0]
        if not remote:
            return Synced(committed=committed)
        for _ in range(_TRIES):
            came_in += self._merge(remote)
            if self._asks("push", "--quiet", "--set-upstream", remote, f"HEAD:{self._branch}"):
                return Synced(committed=committed, came_in=came_in, pushed=True, remote=remote)
            committed = self._commit() or committed
        self._git("push", "--quiet", remote, f"HEAD:{self._branch}")
        return Synced(committed=committed, came_in=came_in, pushed=True, remote=remote)

    @property
    def _branch(self) -> str:
        return self._answer("symbolic-ref", "--short", "HEAD") or "main"

    def _commit(self) -> bool:
        """Commits the journal and what was set up, where it has changed."""
        with self._storage.held():
            self._git("add", "--", ".gitignore", ".gitattributes")
            if (self.folder / self._name).exists():
                self._git("add", "--", self._name)
            if self._asks("diff", "--cached", "--quiet"):
                return False
            self._git(*self._author, "commit", "--quiet", "--message", "Save the journal")
        return True

    @property
    def _author(self) -> tuple[str, ...]:
        return () if self._answer("config", "user.email") else _NOBODY

    def _merge(self, remote: str) -> int:
        """Brings in what the remote has; returns how many commits came."""
        self._git("fetch", "--quiet", remote)
        theirs = f"{remote}/{self._branch}"
        if not self._answer("rev-parse", "--verify", "--quiet", theirs):
            return 0
        count = int(self._answer("rev-list", "--count", f"HEAD..{theirs}") or 0)
        if count:
            driver = ("-c", f"merge.{DRIVER}.driver={driver_words()}")
            words = ("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", theirs)
            with self._storage.held():
                merged = self._run(*driver, *self._author, *words)
                if merged.returncode:
                    self._run("merge", "--abort")
                    raise UserError(
                        "Git could not merge what the other machine has.",
                        _output(merged),
                        f"Nothing was changed here. Merge it with git in {self.folder}, then: afterword sync",
                    )
        return count

    # ── calling git ───────────────────────────────────────────────────────────────────────────────────────────────

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        call = [shutil.which("git") or "", *words]
        if not call[0]:
            raise UserError("Git is not installed here.", hint="Install it, or copy the journal's folder another way.")
        environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or "SSH" in name}
        try:
            return subprocess.run(  # noqa: S603 - the program's own words, without a shell
                call, cwd=self.folder, env=environ, capture_output=True, errors="replace", check=False, umask=0o077
            )
        except OSError as error:
            raise UserError(f"Git cannot be started in {self.folder}.", f"{error.strerror}.") from error

    def _git(self, *words: str) -> None:
        done = self._run(*words)
        if done.returncode:
            verb = next(word for word in words if not word.startswith("-") and "=" not in word)
            raise UserError(f"Git {verb} failed.", _output(done), f"Nothing is lost; look in {self.folder} with git.")

    def _asks(self, *words: str) -> bool:
        return self._run(*words).returncode == 0

    def _answer(self, *words: str) -> str:
        done = self._run(*words)
        return done.stdout.strip() if done.returncode == 0 else ""


def _output(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip() or done.stdout.strip())[:2_000]


def driver_words() -> str:
    """How git calls this program to merge a journal, whatever is on its path."""
    return f'"{sys.executable}" -m afterword merge --driver %O %A %B'
