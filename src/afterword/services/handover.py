"""Owns handing a draft over to the person's own mail program; nothing here counts as sent."""

from msgspec.structs import replace

from afterword.domain.conversation import steps
from afterword.domain.conversation.outgoing import Outgoing, address_letter
from afterword.domain.conversation.request import Draft, Request
from afterword.errors import UserError
from afterword.ports import Clock, LetterForms
from afterword.services import lookup
from afterword.services.letters import LetterIds
from afterword.services.undoable_store import UndoableStore


class HandoverService:
    """The draft of a conversation in the forms other programs take. `via` is the way the settings choose."""

    def __init__(self, ledger: UndoableStore, clock: Clock, ids: LetterIds, forms: LetterForms, via: str = "") -> None:
        self._store = ledger
        self._clock = clock
        self._ids = ids
        self._forms = forms
        self.via = via

    def letter(self, request_id: str) -> Outgoing:
        """The draft, addressed and put into its thread, under the Message-ID that it keeps from now on."""
        return self._addressed(self._named(request_id))

    def _addressed(self, request: Request) -> Outgoing:
        draft = request.open_draft
        if draft is None:
            raise _no_draft()
        interview = self._store.journal().interviews[request.interview_id]
        return address_letter(interview, request, replace(draft, at=self._clock.now()), self._ids.sender)

    def _named(self, request_id: str) -> Request:
        """The request, its draft with a Message-ID; one that was drafted without gets it now."""
        request = lookup.request(self._store.journal(), request_id)
        if request.open_draft is None or request.open_draft.message_id:
            return request
        with self._store.transaction("name the letter", undoable=False) as work:
            request = steps.name_draft(lookup.request(work.journal, request_id), self._ids.message_id())
            work.put(request)
        return request

    def draft(self, request_id: str) -> Draft:
        """The draft as it stands; it may have no address to go to."""
        draft = lookup.request(self._store.journal(), request_id).draft
        if draft is None:
            raise _no_draft()
        return draft

    def address(self, request_id: str) -> str:
        """Where the draft goes; empty where no address is known."""
        try:
            return self._addressed(lookup.request(self._store.journal(), request_id)).to_address
        except UserError:
            return ""

    def eml(self, request_id: str, *, as_draft: bool = False) -> bytes:
        """The draft as an RFC 5322 message; `as_draft` marks it for mail programs to open it for editing."""
        return self._forms.eml(self.letter(request_id), as_draft=as_draft)

    def mailto(self, request_id: str, *, for_terminal: bool = False) -> str:
        """The draft as a `mailto:` address. Refused when it is too long for one; programs here take any length."""
        return self._forms.mailto(self.letter(request_id), for_terminal=for_terminal)

    def text(self, request_id: str) -> str:
        """The draft as plain text: whom it goes to, the subject, the words."""
        letter = self.letter(request_id)
        return f"To: {letter.to_address}\nSubject: {letter.subject}\n\n{letter.body}"


def _no_draft() -> UserError:
    return UserError("There is no draft in this conversation.", hint="Begin one with ask, follow-up or thank.")
