"""Owns the wiring: what stands behind the services, the clock and the ids. Only the command line and tests use it."""

import io
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct, structs

from afterword.domain.conversation.facts import Sender
from afterword.domain.dates import zone as read_zone
from afterword.domain.text import DocumentFormat
from afterword.errors import SettingsInvalid
from afterword.languages.loader import DEFAULT
from afterword.paths import Paths
from afterword.ports import Clock, Ids, Inbox, JournalFiles, JournalStore, Outbox, SentFolder, TypedStore, ViewStore
from afterword.services.services import Adapters, MailAdapters, Preferences, Services
from afterword.settings import Settings
from afterword.settings_file import load_settings
from afterword.storage.files import identity
from afterword.storage.journal_store import TinyJournalStore

if TYPE_CHECKING:
    from afterword.domain.document import Document
    from afterword.domain.history import Merged
    from afterword.domain.journal import Journal
    from afterword.quick_answers import Moved
    from afterword.services.letters import Writer
    from afterword.services.sending import Hooks
    from afterword.storage.settings_writer import SettingsFile

T = TypeVar("T")


class World(Struct, frozen=True):
    """What the services stand on; a test hands in its own. Without an outbox letters are handed over by the person."""

    store: JournalStore
    clock: Clock
    ids: Ids
    outbox: Outbox | None = None
    sent_folder: SentFolder | None = None
    inboxes: tuple[Inbox, ...] = ()
    typed: Callable[[], TypedStore] | None = None
    files: Callable[[], JournalFiles] | None = None
    views: Callable[[], ViewStore] | None = None


def services(world: World, settings: Settings, writer: "Callable[[], Writer]") -> Services:
    """The services on this world; `writer` is asked for when the first letter is written or read."""
    preferences = preferences_in(settings)
    return _wired(world, preferences, writer, lambda: _with_readers(world.outbox, world.sent_folder, world.inboxes))


def _with_readers(outbox: Outbox | None, sent_folder: SentFolder | None, inboxes: tuple[Inbox, ...]) -> MailAdapters:
    from afterword.mail.adapters import LetterExport, MailReader

    return MailAdapters(
        letter_forms=LetterExport(), reply_reader=MailReader(), outbox=outbox, sent_folder=sent_folder, inboxes=inboxes
    )


def _wired(
    world: World, preferences: Preferences, writer: "Callable[[], Writer]", mail: Callable[[], MailAdapters]
) -> Services:
    adapters = Adapters(
        store=world.store,
        clock=world.clock,
        ids=world.ids,
        render=write_document,
        mail=mail,
        typed=world.typed,
        files=world.files,
        views=world.views,
    )
    return Services(adapters, preferences, writer)


class _MadeAnew:
    """Stands for what is made from a file that may be changed or mended while the app is open: of its newest version.

    Where making it raises, whoever needs it is refused.
    """

    def __init__(self, make: Callable[[], Any], version: Callable[[], object] = lambda: None) -> None:
        self._make = make
        self._version = version
        self._made: tuple[object, Any] | None = None

    def _newest(self) -> Any:
        version = None
        with suppress(OSError):  # a file that cannot be looked at; making it says so
            version = self._version()
        if self._made is None or self._made[0] != version:
            self._made = version, self._make()
        return self._made[1]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._newest(), name)

    def __iter__(self) -> Any:
        return iter(self._newest())


def _unless(wrong: SettingsInvalid | None, value: T, *sections: str, but: Collection[str] = ()) -> T:
    """The value, or where its sections are wrong, what refuses whoever needs it."""
    if wrong is None or not wrong.is_about(*sections, but=but):
        return value

    def refuse() -> NoReturn:
        raise wrong

    return cast("T", _MadeAnew(refuse))


def preferences_in(settings: Settings, wrong: SettingsInvalid | None = None) -> Preferences:
    """What the services go by, of these settings; what is wrong in them refuses whoever needs it."""
    sender = Sender(settings.me.name, settings.me.address)
    return Preferences(
        policy=_unless(wrong, settings.policy, "policy"),
        sender=_unless(wrong, sender, "me", but=("me.zone",)),
        addresses=_unless(wrong, own_addresses(settings), "me", but=("me.zone", "me.name")),
        via=settings.mail.send.via,
        language=settings.me.language,
    )


def write_document(document: "Document", form: DocumentFormat, width: int | None) -> str:
    """The document in that form; the renderers are loaded when the first one is written."""
    from afterword.exchange.documents import as_html, as_markdown, as_text

    if form is DocumentFormat.HTML:
        return as_html(document)
    return as_markdown(document) if form is DocumentFormat.MARKDOWN else as_text(document, width)


def open_journal(paths: Paths, settings: Settings | None = None, wrong: SettingsInvalid | None = None) -> Services:
    """The services on the person's own journal; `wrong`, of these settings, is raised by whatever needs that."""
    chosen = settings or load_settings(paths.settings)
    clock = SystemClock(chosen.me.zone)
    store = open_store(paths, clock, chosen.me.language)
    writer, mail = _letters_and_mail(paths, chosen, wrong)

    def typed() -> TypedStore:
        from afterword.storage.typed_store import FileTypedStore

        return FileTypedStore(paths.typed, paths.session, clock)

    def files() -> JournalFiles:
        from afterword.exchange.files import ExchangeFiles
        from afterword.mail.adapters import inbox_of_file

        def merge(raw: bytes, name: str, rehearse: bool) -> "Merged":  # noqa: FBT001 - see `MergeBytes`
            return store.merge(Path(name), raw, rehearse=rehearse).merged

        return ExchangeFiles(merge, inbox_of_file, store)

    def views() -> ViewStore:
        from afterword.storage.typed_store import FileViews

        return FileViews(paths.views)

    def moved(before: "Journal", after: "Journal", kept: str) -> "Moved":
        from afterword.services.overview import due_moved

        return due_moved(before, after, chosen.policy, clock.now(), kept)

    if wrong is None:
        store.keep_due(moved)
    world = World(store, clock, RandomIds(), typed=typed, files=files, views=views)
    services = _wired(world, preferences_in(chosen, wrong), writer, mail)
    services.store.hooks = _hooks(chosen, clock)
    return services


def _hooks(chosen: Settings, clock: Clock) -> "Hooks | None":
    """The person's own programs; nothing of them is loaded where there are none."""
    commands = structs.asdict(chosen.hooks)
    if not any(commands.values()):
        return None
    from afterword.desktop import run_hook
    from afterword.services.overview import due_in
    from afterword.services.sending import Hook, Hooks

    by_hook = {Hook(name.replace("_", "-")): words for name, words in commands.items()}
    return Hooks(by_hook, run_hook, lambda journal: due_in(journal, chosen.policy, clock.now()))


def _letters_and_mail(
    paths: Paths, chosen: Settings, wrong: SettingsInvalid | None = None
) -> "tuple[Callable[[], Writer], Callable[[], MailAdapters]]":
    def writer() -> "Writer":
        from afterword.services.letters import Writer
        from afterword.templates_file import load_templates

        me = chosen.me
        own = _MadeAnew(
            lambda: Writer(load_templates(paths.templates), me.name, me.language, me.linkedin),
            lambda: identity(paths.templates),
        )
        return _unless(wrong, cast("Writer", own), "me", but=("me.zone", "me.address", "me.addresses"))

    def mail() -> MailAdapters:
        from afterword.mail.adapters import inboxes_of, outbox_of, sent_folder_of

        own = chosen.mail
        return _with_readers(
            _unless(wrong, outbox_of(own), "send", "smtp", "imap"),
            _unless(wrong, sent_folder_of(own), "send", "smtp", "imap"),
            _unless(wrong, inboxes_of(own, paths.bookmarks), "check", "imap"),
        )

    return writer, mail


CheckKeys = Callable[[Mapping[str, object]], Sequence[tuple[str, str, str]]]
"""All that is wrong with a keymap: setting, problem and hint of each."""


def own_settings(paths: Paths, check_keys: CheckKeys) -> "SettingsFile":
    """The person's file of settings, which running services can be made to go by; it opens whatever stands in it."""
    from afterword.settings import Mistake, calendar_mistakes
    from afterword.storage.settings_writer import SettingsFile

    def check(settings: Settings, changed: Collection[str]) -> list[Mistake]:
        # Which holidays there are takes a large library.
        calendar = calendar_mistakes(settings.policy) if _CALENDAR.intersection(changed) else ()
        return [*calendar, *(Mistake(*mistake) for mistake in check_keys(settings.keys))]

    def adopt(running: Services, settings: Settings) -> None:
        running.adopt(preferences_in(settings), *_letters_and_mail(paths, settings))

    is_new = False
    with suppress(OSError):  # whoever has folders that may not be looked into has begun before
        is_new = not (paths.settings.exists() or paths.journal.exists())
    return SettingsFile(paths.settings, check, adopt, is_first_start=is_new)


_CALENDAR = frozenset({"policy.country", "policy.region"})


def own_addresses(settings: Settings) -> frozenset[str]:
    """The addresses the person writes from: what comes from them is no answer."""
    return frozenset(
        address
        for address in (settings.me.address, *settings.me.addresses, settings.mail.smtp.user, settings.mail.imap.user)
        if "@" in address
    )


def open_store(paths: Paths, clock: Clock | None = None, language: str = DEFAULT) -> TinyJournalStore:
    """The store alone, to care for it; nothing is read, so it opens while settings or journal cannot be."""
    return TinyJournalStore(paths.journal, clock=clock or SystemClock(), language=language)


# No vowels, so that no id spells a word; no look-alikes, so that one can be read aloud.
_LETTERS = "23456789bcdfghjkmnpqrstvwxyz"
_LENGTH = 10
_CHOICES = len(_LETTERS)
_EVENLY = 256 - 256 % _CHOICES
"""From this byte on some letters would be chosen more often than others."""


class SystemClock:
    """The machine's clock, in the zone given or else the machine's own. Raises `SettingsInvalid` when TZ is no zone."""

    def __init__(self, zone: str = "") -> None:
        self._zone = read_zone(zone) if zone else ZoneInfo(machine_zone(os.environ.get("TZ", "")))

    def now(self) -> datetime:
        """The present second, aware."""
        return datetime.now(self._zone).replace(microsecond=0)

    @property
    def zone(self) -> str:
        """The IANA name of the zone."""
        return self._zone.key


class RandomIds:
    """Ids of ten letters and digits: 48 bits, short enough to type, free of look-alikes."""

    def new(self) -> str:
        """A fresh id."""
        # As `secrets` would choose them, whose import takes longer than a save.
        letters = ""
        while len(letters) < _LENGTH:
            letters += "".join(_LETTERS[byte % _CHOICES] for byte in os.urandom(_LENGTH) if byte < _EVENLY)
        return letters[:_LENGTH]


LOCALTIME = Path("/etc/localtime")
_UTC = frozenset({"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})
_NAMELESS = ("localtime", "posixrules")
"""Names that machines give to a copy of some zone."""
_USUAL = (
    *("Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    *("Asia/Tokyo", "Asia/Kolkata", "Asia/Shanghai", "Australia/Sydney"),
)
"""Whom people think of first where many zones keep the same time."""
_REMOTE = ("Etc/", "Antarctica/", "Arctic/")
_DAYS_AHEAD = 2 * 366


def machine_zone(tz: str = "", localtime: Path = LOCALTIME) -> str:
    """The IANA name of this machine's zone: what TZ says, then the system's own, then UTC.

    TZ may be a name, the path of a zone file, or a POSIX rule such as `CET-1CEST,M3.5.0,M10.5.0/3`; the last two give
    the zone that keeps the same time. Raises `SettingsInvalid` for a TZ that is none of them.
    """
    text = tz.strip().removeprefix(":")
    own = _of_path(localtime)
    if not text or text in _NAMELESS:
        return own or "UTC"
    zone = _of_path(Path(text)) if text.startswith("/") else _of_name(text) or _of_rule(text, own)
    if zone is None:
        raise SettingsInvalid(
            f"The time zone in TZ, “{text}”, is none that I know.",
            hint="Set TZ to a name such as Europe/Berlin, or [me] zone in the settings.",
        )
    return zone


def _of_name(name: str) -> str | None:
    bare = name.removeprefix("posix/").removeprefix("right/")
    try:
        key = ZoneInfo(bare).key
    except (ValueError, OSError, KeyError):
        key = next((zone_name for zone_name in available_timezones() if zone_name.lower() == bare.lower()), "")
    return "UTC" if key in _UTC else key or None


def _of_path(path: Path) -> str | None:
    """The zone that a file is, or is a link to, or keeps the same time as."""
    name = str(path.resolve()).partition("zoneinfo/")[2]
    zone_name = _of_name(name) if name and name not in _NAMELESS else None
    if zone_name:
        return zone_name
    try:
        with path.open("rb") as file:
            return _equivalent_zone(ZoneInfo.from_file(file), None)
    except (OSError, ValueError):
        return None


def _of_rule(rule: str, own: str | None) -> str | None:
    """The zone that follows a POSIX rule; the machine's own when it does."""
    try:
        return _equivalent_zone(ZoneInfo.from_file(io.BytesIO(_zone_file(rule))), own)
    except (ValueError, IndexError):
        return None


def _zone_file(rule: str) -> bytes:
    """A zone file (TZif, RFC 9636) without any history, in which only the rule speaks."""
    head = b"TZif2" + bytes(15) + b"".join(count.to_bytes(4, "big") for count in (0, 0, 0, 0, 1, 4))
    body = bytes(6) + b"UTC\0"
    return head + body + head + body + b"\n" + rule.encode() + b"\n"


def _equivalent_zone(zone: ZoneInfo, own: str | None) -> str | None:
    """The name of a zone that keeps the same time for two years to come, by the same abbreviations where one does."""
    moments = _telling_moments(zone)
    same = [name for name in available_timezones() if _keeps(ZoneInfo(name), zone, moments)]
    by_name = [
        name
        for name in same
        if all(f"{at.astimezone(ZoneInfo(name)):%Z}" == f"{at.astimezone(zone):%Z}" for at in moments)
    ]
    candidates = by_name or same
    if own in candidates:
        return own
    best = min(
        candidates, key=lambda name: (name not in _USUAL, "/" not in name, name.startswith(_REMOTE), name), default=None
    )
    return "UTC" if best in _UTC else best


def _keeps(zone: ZoneInfo, reference: ZoneInfo, moments: list[datetime]) -> bool:
    return all(at.astimezone(zone).utcoffset() == at.astimezone(reference).utcoffset() for at in moments)


def _telling_moments(zone: ZoneInfo) -> list[datetime]:
    """A moment of each month, and the minutes before and after each change of its clocks."""
    start = datetime.now(UTC).replace(second=0, microsecond=0)
    days = [start + timedelta(days=count) for count in range(_DAYS_AHEAD)]
    moments = days[::30]
    for day in days:
        low, high = day, day + timedelta(days=1)
        if low.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset():
            continue
        while high - low > timedelta(minutes=1):
            middle = low + (high - low) // 2
            same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
            low, high = (middle, high) if same else (low, middle)
        moments += [low, high]
    return moments
