"""What a person newly wrote in a reply, and a message as readable text."""

from afterword.mail.newtext.reply import MailBody, new_text
from afterword.mail.newtext.signatures import is_signature

__all__ = ["MailBody", "is_signature", "new_text"]
