"""Owns the forms in which a draft leaves for another mail program: an `.eml` file and a `mailto:` address."""

from afterword.domain.conversation.outgoing import Outgoing


class MailForms:
    """Makes both forms with the standard library's mail package, which is imported when first needed."""

    def eml(self, letter: Outgoing, *, as_draft: bool) -> bytes:
        """See `ports.LetterForms`."""
        from afterword.mail.compose import as_bytes

        return as_bytes(letter, as_draft=as_draft, from_needed=False)

    def mailto(self, letter: Outgoing, *, for_terminal: bool = False) -> str:
        """See `ports.LetterForms`."""
        from afterword.mail.compose import mailto_url

        return mailto_url(letter, for_terminal=for_terminal)
