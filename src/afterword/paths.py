"""Owns where things are: the data folder, the settings, the letters; found by flags, environment, then XDG."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from afterword.errors import NotUnderstood, SettingsInvalid, UserError

DATA_DIR = "AFTERWORD_DATA_DIR"
CONFIG = "AFTERWORD_CONFIG"
_LONGEST_SHOWN = 200


class Paths(Struct, frozen=True):
    """The paths of one person's journal and settings; `settings_named` when the person has said which file."""

    data_dir: Path
    settings: Path
    settings_named: bool = False

    @property
    def journal(self) -> Path:
        """The document store."""
        return self.data_dir / "journal.json"

    @property
    def backups(self) -> Path:
        """The copies of the store."""
        return self.data_dir / "backups"

    @property
    def history(self) -> Path:
        """The last changes, so that they can be undone: private, bounded, of this machine."""
        return self.data_dir / "history.jsonl"

    @property
    def typed(self) -> Path:
        """What is being typed and is not saved yet, one file for each window; of this machine."""
        return self.data_dir / "typed"

    @property
    def session(self) -> Path:
        """Where the app was closed: pane, line, filter, sorting; of this machine."""
        return self.data_dir / "session.json"

    @property
    def views(self) -> Path:
        """The saved views: panes as they were shown, under a name; of this machine."""
        return self.data_dir / "views.json"

    @property
    def bookmarks(self) -> Path:
        """Where each look for replies got to."""
        return self.data_dir / "bookmarks"

    @property
    def templates(self) -> Path:
        """The person's own letters, beside the settings."""
        return self.settings.with_name("templates.toml")

    def check_named(self) -> None:
        """Raises `SettingsInvalid` when the file of settings is missing though the person has named it."""
        if self.settings_named and not self.settings.exists():
            hint = "Check the name that --config or AFTERWORD_CONFIG gives."
            raise SettingsInvalid(f"There is no settings file {self.settings}.", hint=hint)


def find_paths(environ: Mapping[str, str], data_dir: str | None = None, config: str | None = None) -> Paths:
    """The places that a flag names, else the environment, else the system's own habit.

    Raises `NotUnderstood` for a name that is empty: a script whose variable is not set must not meet the real data.
    """
    for flag, name, kind in ((data_dir, DATA_DIR, "folder"), (config, CONFIG, "file")):
        if not flag and name in environ and not environ[name].strip():
            hint = "Unset it for the usual place, or name one in it."
            raise NotUnderstood(f"{name} is set, but names no {kind}.", hint=hint)
    data = data_dir or environ.get(DATA_DIR)
    settings = config or environ.get(CONFIG)
    settings_named = bool(settings)
    if not data or not settings:
        from platformdirs import user_config_path, user_data_path

        data = data or str(user_data_path("afterword", appauthor=False))
        settings = settings or str(user_config_path("afterword", appauthor=False) / "config.toml")
    return Paths(typed_path(data).absolute(), typed_path(settings).absolute(), settings_named)


def typed_path(typed: str | Path) -> Path:
    """The path that was typed, `~` being a home folder. Raises `UserError` where nothing can be there."""
    try:
        path = Path(typed).expanduser()
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            path.lstat()
    except (OSError, ValueError, RuntimeError) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error).rstrip(".")
        raise UserError(f"{str(typed)[:_LONGEST_SHOWN]} cannot be a path: {why}.", hint="Check its name.") from error
    return path
