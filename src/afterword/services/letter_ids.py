"""Owns the ids of letters: those of our records, and the Message-ID under the sender's own domain."""

from msgspec import Struct

from afterword.domain.conversation.outgoing import Sender
from afterword.ports import Ids


class LetterIds(Struct, frozen=True):
    """Fresh ids for what `sender` writes."""

    ids: Ids
    sender: Sender

    def new(self) -> str:
        """The id of a record."""
        return self.ids.new()

    def message_id(self) -> str:
        """A Message-ID; under a name that can never exist while the sender's address is not known."""
        try:
            host = self.sender.address.rpartition("@")[2].encode("idna").decode("ascii")
        except UnicodeError:
            host = ""
        return f"<{self.new()}{self.new()}@{host or 'afterword.invalid'}>"
