"""Owns the forms in which a draft leaves for another mail program: an `.eml` file and a `mailto:` address."""

from afterword.domain.conversation.outgoing import Outgoing


class MailForms:
    """Makes both forms with the standard library's mail package, which is imported when first needed."""

    def eml(self, letter: Outgoing) -> bytes:
        """An RFC 5322 message marked as a draft."""
        from afterword.mail.compose import as_bytes

        return as_bytes(letter, as_draft=True)

    def mailto(self, letter: Outgoing) -> str:
        """A `mailto:` address. Raises `Refusal` when it would be too long."""
        from afterword.mail.compose import mailto_url

        return mailto_url(letter)
