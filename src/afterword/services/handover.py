"""Owns handing a draft over to the person's own mail program; nothing here counts as sent."""

from dataclasses import replace

from afterword.domain.conversation.outgoing import Outgoing, Sender, address_letter
from afterword.errors import Refusal
from afterword.ports import Clock, Ids, LetterForms
from afterword.services import lookup
from afterword.services.ledger import Ledger
from afterword.services.sending import new_message_id


class HandoverService:
    """The draft of a conversation in the forms other programs take."""

    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids, sender: Sender, forms: LetterForms) -> None:
        self._ledger = ledger
        self._clock = clock
        self._ids = ids
        self._sender = sender
        self._forms = forms

    def letter(self, request_id: str) -> Outgoing:
        """The draft, addressed and put into its thread."""
        journal = self._ledger.journal()
        request = lookup.request(journal, request_id)
        draft = request.open_draft
        if draft is None:
            raise Refusal("There is no draft in this conversation.", hint="Begin one with ask, follow-up or thank.")
        event = replace(draft, message_id=new_message_id(self._ids, self._sender), at=self._clock.now())
        return address_letter(journal.interviews[request.interview_id], request, event, self._sender)

    def eml(self, request_id: str) -> bytes:
        """The draft as an RFC 5322 message that mail programs open for editing."""
        return self._forms.eml(self.letter(request_id))

    def mailto(self, request_id: str) -> str:
        """The draft as a `mailto:` address. Refused when it is too long for one."""
        return self._forms.mailto(self.letter(request_id))

    def text(self, request_id: str) -> str:
        """The draft as plain text, for the clipboard: whom it goes to, the subject, the words."""
        letter = self.letter(request_id)
        return f"To: {letter.to_address}\nSubject: {letter.subject}\n\n{letter.body}"
