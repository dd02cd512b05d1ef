"""The errors of Afterword: one root, two branches; every layer may raise them, two places show them."""

from collections.abc import Collection, Mapping


class AfterwordError(Exception):
    """Something went wrong that a person can be told in a sentence.

    `title` says what happened, `detail` the circumstances, `hint` what to do now.
    """

    def __init__(self, title: str, detail: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.detail, self.hint) if part)


class UserError(AfterwordError):
    """The step was refused or failed, nothing changed, and the session can go on."""


class NotUnderstood(UserError):
    """The words typed (a date, an address, a choice) could not be understood; `field` names where, if that is known."""

    def __init__(self, title: str, detail: str = "", hint: str = "", *, field: str = "") -> None:
        super().__init__(title, detail, hint)
        self.field = field


class ChangedElsewhere(UserError):
    """The same fields were changed by somebody else meanwhile; `fields` names them, and nothing was written."""

    def __init__(self, fields: tuple[str, ...], detail: str) -> None:
        super().__init__(
            "This was changed elsewhere in the meantime.", f"{detail}.", "Look at it again, then change it."
        )
        self.fields = fields


class NotFound(UserError):
    """No record answers to that id."""


class SaveFailed(UserError):
    """The store could not be written (full disk, read-only folder); what stood in it stands unchanged."""


class SendFailed(UserError):
    """A letter did not go out; the step that failed and the reason are named, and the draft is kept."""


class TransportUnavailable(SendFailed):
    """The way out itself does not work (server, certificate, password): no other letter would get through either."""


class SendUnclear(UserError):
    """The connection broke after the letter was handed over: it may have gone out and is never sent again unasked."""


class CheckFailed(UserError):
    """A mailbox could not be read to the end; what was found before is kept."""


class Unusable(AfterwordError):
    """The session must stop: a part it rests on cannot be used."""


class StoreUnusable(Unusable):
    """The store is damaged, unreadable or of a newer schema; it has not been touched."""


class StoreMissing(StoreUnusable):
    """The store is gone, and something says that there was one: nothing new begins unasked.

    `copies`: what is told of each copy, by its path, the newest first. `can_begin`: whether an empty one may be begun.
    """

    def __init__(
        self, title: str, detail: str, hint: str, *, copies: Mapping[str, str] | None = None, can_begin: bool = True
    ) -> None:
        super().__init__(title, detail, hint)
        self.copies = copies or {}
        self.can_begin = can_begin


class SettingsInvalid(Unusable):
    """The settings file has values that are not valid; file, key and nearest valid choice are named.

    `keys` are theirs; an empty one stands for what cannot be read, which may be any.
    """

    def __init__(self, title: str, detail: str = "", hint: str = "", *, keys: Collection[str] = ("",)) -> None:
        super().__init__(title, detail, hint)
        self.keys = keys

    def is_about(self, *sections: str, but: Collection[str] = ()) -> bool:
        """Whether something in these sections is wrong, or may be, beside the keys left out of account."""
        return any(not key or (key.partition(".")[0] in sections and key not in but) for key in self.keys)
