"""Owns which way out and which place for copies the settings choose; each is loaded when the first letter leaves."""

from collections.abc import Callable

from msgspec import Struct

from afterword.domain.conversation.outgoing import Outgoing
from afterword.ports import Outbox, SentFolder
from afterword.settings import MailSettings, SentCopy, Via


class LazyOutbox(Struct, frozen=True):
    """An outbox that is made, with the libraries it needs, when it is first used."""

    via: str
    make: Callable[[], Outbox]

    def send(self, letter: Outgoing) -> str:
        """See `ports.Outbox`."""
        return self.make().send(letter)


class LazySentFolder(Struct, frozen=True):
    """A place for copies that is made when it is first used."""

    make: Callable[[], SentFolder]

    def keep(self, letter: Outgoing) -> None:
        """See `ports.SentFolder`."""
        self.make().keep(letter)


def transport(settings: MailSettings) -> Outbox | None:
    """The outbox of `[send] via`; None for the ways on which the person hands the letter over."""
    if settings.send.via is Via.SMTP:
        return LazyOutbox(Via.SMTP.value, lambda: _smtp(settings))
    if settings.send.via is Via.SENDMAIL:
        return LazyOutbox(Via.SENDMAIL.value, lambda: _sendmail(settings))
    return None


def sent_copies(settings: MailSettings) -> SentFolder | None:
    """Where `[send] copy_to` wants copies; None for nowhere."""
    if settings.send.copy_to is SentCopy.IMAP:
        return LazySentFolder(lambda: _imap_folder(settings))
    if settings.send.copy_to is SentCopy.MAILDIR:
        return LazySentFolder(lambda: _maildir_folder(settings))
    return None


def _smtp(settings: MailSettings) -> Outbox:
    from afterword.mail.outbox.smtp import SmtpOutbox
    from afterword.mail.secrets import run_command

    return SmtpOutbox(settings.smtp, run_command)


def _sendmail(settings: MailSettings) -> Outbox:
    from afterword.mail.outbox.sendmail import SendmailOutbox

    return SendmailOutbox(settings.send.command)


def _imap_folder(settings: MailSettings) -> SentFolder:
    from afterword.mail.outbox.sent_folder_imap import ImapSentFolder
    from afterword.mail.secrets import run_command

    return ImapSentFolder(settings.imap, settings.send.copy_folder, run_command)


def _maildir_folder(settings: MailSettings) -> SentFolder:
    from afterword.mail.outbox.sent_folder_maildir import MaildirSentFolder

    return MaildirSentFolder(settings.send.copy_folder)
