"""Owns the wiring: what stands behind the services. Only the command line and tests use it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

from msgspec import Struct, structs

from afterword.domain.conversation.facts import Sender
from afterword.domain.document import Document, DocumentFormat
from afterword.errors import SettingsInvalid
from afterword.languages.loader import DEFAULT
from afterword.paths import Paths
from afterword.ports import Clock, Ids, Inbox, JournalFiles, JournalStore, Outbox, SentFolder, TypedStore, ViewStore
from afterword.services.services import Adapters, MailAdapters, Preferences, Services
from afterword.settings import Settings
from afterword.settings_file import load_settings
from afterword.storage.journal_store import TinyJournalStore
from afterword.system import RandomIds, SystemClock

if TYPE_CHECKING:
    from afterword.domain.history import Merged
    from afterword.services.hooks import Hooks
    from afterword.services.letters import Writer
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
        letter_forms=LetterExport(),
        reply_reader=MailReader(),
        outbox=outbox,
        sent_folder=sent_folder,
        inboxes=inboxes,
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


class _Refused:
    """Stands for what rests on settings that are wrong: whoever needs it is refused with what is wrong in them."""

    def __init__(self, wrong: SettingsInvalid) -> None:
        self._wrong = wrong

    def __getattr__(self, _name: str) -> NoReturn:
        raise self._wrong

    def __iter__(self) -> NoReturn:
        raise self._wrong


def _unless(wrong: SettingsInvalid | None, value: T, *sections: str, but: Collection[str] = ()) -> T:
    """The value, or where its sections are wrong, what refuses whoever needs it."""
    return cast("T", _Refused(wrong)) if wrong is not None and wrong.is_about(*sections, but=but) else value


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


def write_document(document: Document, form: DocumentFormat, width: int | None) -> str:
    """The document in that form; the renderers are loaded when the first one is written."""
    if form is DocumentFormat.HTML:
        from afterword.exchange.documents import as_html

        return as_html(document)
    from afterword.exchange.documents import as_markdown, as_text

    return as_markdown(document) if form is DocumentFormat.MARKDOWN else as_text(document, width)


def open_journal(paths: Paths, settings: Settings | None = None, wrong: SettingsInvalid | None = None) -> Services:
    """The services on the person's own journal; `wrong`, of these settings, is raised by whatever needs that."""
    chosen = settings or load_settings(paths.settings, named=paths.settings_named)
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
            return store.merge_raw(raw, Path(name), rehearse=rehearse).merged

        return ExchangeFiles(merge, inbox_of_file, store)

    def views() -> ViewStore:
        from afterword.storage.typed_store import FileViews

        return FileViews(paths.views)

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
    from afterword.services.hooks import Hook, Hooks
    from afterword.services.overview import due_in

    named = {Hook(name.replace("_", "-")): words for name, words in commands.items()}
    return Hooks(named, run_hook, lambda journal: due_in(journal, chosen.policy, clock.now()))


def _letters_and_mail(
    paths: Paths, chosen: Settings, wrong: SettingsInvalid | None = None
) -> "tuple[Callable[[], Writer], Callable[[], MailAdapters]]":
    def writer() -> "Writer":
        from afterword.services.letters import Writer
        from afterword.templates_file import load_templates

        try:
            templates = load_templates(paths.templates)
        except SettingsInvalid as error:
            return cast("Writer", _Refused(error))
        me = chosen.me
        own = Writer(templates, me.name, me.language, me.linkedin)
        return _unless(wrong, own, "me", but=("me.zone", "me.address", "me.addresses"))

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
    """The person's file of settings, which running services can be made to go by; it opens whatever stands in it.

    Raises `SettingsInvalid` when the person has named a file that is not there.
    """
    from afterword.settings import Mistake, calendar_mistakes
    from afterword.storage.settings_writer import SettingsFile

    def check(settings: Settings, changed: Collection[str]) -> list[Mistake]:
        # Which holidays there are takes a large library.
        calendar = calendar_mistakes(settings.policy) if _CALENDAR.intersection(changed) else ()
        return [*calendar, *(Mistake(*mistake) for mistake in check_keys(settings.keys))]

    def adopt(running: Services, settings: Settings) -> None:
        running.adopt(preferences_in(settings), *_letters_and_mail(paths, settings))

    is_new = not (paths.settings.exists() or paths.journal.exists())
    return SettingsFile(paths.settings, check, adopt, named=paths.settings_named, is_first_start=is_new)


_CALENDAR = frozenset({"policy.country", "policy.region"})


def own_addresses(settings: Settings) -> frozenset[str]:
    """The addresses the person writes from: what comes from them is no answer."""
    return frozenset(
        one
        for one in (settings.me.address, *settings.me.addresses, settings.mail.smtp.user, settings.mail.imap.user)
        if "@" in one
    )


def open_store(paths: Paths, clock: Clock | None = None, language: str = DEFAULT) -> TinyJournalStore:
    """The store alone, to care for it; nothing is read, so it opens while settings or journal cannot be."""
    return TinyJournalStore(paths.journal, clock=clock or SystemClock(), language=language)
